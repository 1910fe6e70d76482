"""plangen drafts a county's implementation plan from its parent plans."""

__version__ = "0.1.0"
