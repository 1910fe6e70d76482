"""The living draft: what people changed in a rendered document, and how it comes back."""
