"""Codes of the document room's findings."""

CODES: dict[str, str] = {
    # Markdown
    "attribute-line-lonely": "An attribute line stands before nothing that could take the attributes.",
    "attribute-line-text": "Text follows the attributes on an attribute line; it would not be printed.",
    "attribute-unknown": "An attribute has no meaning where it stands.",
    "character-removed": "Control characters that no document may hold were taken out.",
    "class-several": "More than one style class is given where only one can hold.",
    "heading-level": "A heading is deeper than five levels.",
    "landscape-nested": "A landscape container stands inside another one.",
    "landscape-not-closed": "A landscape container is not closed.",
    "markup-left-over": "A mark of the Markdown stands in the text, so something was mistyped or not escaped.",
    "markup-unsupported": "A line begins like a list, quote, rule or broken table, which do not exist here.",
    "paragraph-joined": "A numbered line follows another line without a blank line and would be joined to it.",
    "span-nested": "A styled span stands inside another one; only the inner style can hold.",
    "table-merge": "The columns to merge are no column numbers of the table.",
    "table-row-cells": "A table row has more or fewer cells than the header.",
    "table-widths": "The column widths are not one positive number for each column.",
    # workbook and department sheets
    # templates
}
"""Every code and what it says, in one line."""
