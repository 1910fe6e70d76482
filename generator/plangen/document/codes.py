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
    # styles
    "class-unknown": "A style class is not in styles.yaml.",
    "style-link": "The style document links to something outside itself; the link was removed.",
    "style-macros": "The style document holds macros.",
    "style-missing": "The style document lacks a style; body text stands in for it.",
    "style-page": "The style document lacks the upright or the landscape page.",
    "style-template": "The style document is a Word template, not a document.",
    "style-unreadable": "The style document is missing, damaged, or no Word document.",
    # workbook and department sheets
    "unknown-department": "A department's sheet was asked for, but nothing in roster or plan is called so.",
    # templates
    "template-empty": "A file of the planner's template folder has no content.",
    "template-folder-empty": "The planner's template folder has no file.",
    "template-unused": "A file of the planner's template folder replaces no template.",
    "items-not-in-tables": "Items of the plan stand in no table of the document.",
    "items-not-in-text": "Items of the plan stand nowhere in the text of the document.",
    "items-repeated": "Several places of the text claim one item.",
    "items-unknown": "The document marks items that the plan does not have.",
    "template-empty-value": "A template printed an empty value.",
    "template-failed": "A template failed while it ran.",
    "template-forbidden": "A template did something that the sandbox does not allow.",
    "template-missing": "A template file does not exist.",
    "template-pack-missing": "There is no template pack for this kind of document.",
    "template-pack-unreadable": "The list of chapters (pack.yaml) cannot be read.",
    "template-syntax": "A template is not well-formed Jinja.",
    "template-too-long": "A template produced more text than any document has.",
    "template-undefined": "A template uses a name that is not defined.",
}
"""Every code and what it says, in one line."""
