"""The document room: from the county's plan to Markdown, and from Markdown to Word."""
