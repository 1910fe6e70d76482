"""What the document room has to say: about templates, the Markdown that they write, styles and departments."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("document")
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# ------------------------------------------------------------------------------------------------ template packs

TEMPLATE_PACK_MISSING = rule("template-pack-missing", _ERROR)
TEMPLATE_PACK_UNREADABLE = rule("template-pack-unreadable", _ERROR)
TEMPLATE_FOLDER_EMPTY = rule("template-folder-empty", _WARNING)
TEMPLATE_EMPTY = rule("template-empty", _WARNING)
TEMPLATE_UNUSED = rule("template-unused", _WARNING)
ANNEX_WITHOUT_CHAPTER = rule("annex-without-chapter", _ERROR)
ANNEX_NOT_LISTED = rule("annex-not-listed", _WARNING)
ANNEX_EMPTY = rule("annex-empty", _ERROR)
TITLE_WITHOUT_CHAPTER = rule("title-without-chapter", _WARNING)
ANNEX_UNKNOWN = rule("annex-unknown", _ERROR)

# ------------------------------------------------------------------------------------------------ templates

TEMPLATE_MISSING = rule("template-missing", _ERROR)
TEMPLATE_SYNTAX = rule("template-syntax", _ERROR)
TEMPLATE_UNDEFINED = rule("template-undefined", _ERROR)
TEMPLATE_EMPTY_VALUE = rule("template-empty-value", _ERROR)
TEMPLATE_FORBIDDEN = rule("template-forbidden", _ERROR)
TEMPLATE_FAILED = rule("template-failed", _ERROR)
TEMPLATE_TOO_LONG = rule("template-too-long", _ERROR)

# ------------------------------------------------------------------------------------------------ Markdown

CHARACTER_REMOVED = rule("character-removed", _WARNING)
ATTRIBUTE_LINE_TEXT = rule("attribute-line-text", _ERROR)
ATTRIBUTE_LINE_LONELY = rule("attribute-line-lonely", _ERROR)
ATTRIBUTE_UNKNOWN = rule("attribute-unknown", _ERROR)
CLASS_SEVERAL = rule("class-several", _ERROR)
HEADING_LEVEL = rule("heading-level", _ERROR)
LANDSCAPE_NOT_CLOSED = rule("landscape-not-closed", _ERROR)
LANDSCAPE_NESTED = rule("landscape-nested", _ERROR)
TABLE_ROW_CELLS = rule("table-row-cells", _ERROR)
TABLE_WIDTHS = rule("table-widths", _ERROR)
TABLE_MERGE = rule("table-merge", _ERROR)
SPAN_NESTED = rule("span-nested", _WARNING)
MARKUP_UNSUPPORTED = rule("markup-unsupported", _ERROR)
MARKUP_LEFT_OVER = rule("markup-left-over", _ERROR)
PARAGRAPH_JOINED = rule("paragraph-joined", _ERROR)

# ------------------------------------------------------------------------------------------------ completeness

ITEMS_NOT_IN_TEXT = rule("items-not-in-text", _ERROR)
ITEMS_NOT_IN_TABLES = rule("items-not-in-tables", _WARNING)
ITEMS_UNKNOWN = rule("items-unknown", _ERROR)
ITEMS_REPEATED = rule("items-repeated", _WARNING)

# ------------------------------------------------------------------------------------------------ styles

STYLE_UNREADABLE = rule("style-unreadable", _ERROR, unusable=True)
STYLE_MACROS = rule("style-macros", _ERROR, unusable=True)
STYLE_TEMPLATE = rule("style-template", _ERROR, unusable=True)
STYLE_LINK = rule("style-link", _WARNING)
STYLE_DROPPED = rule("style-dropped", _WARNING)
STYLE_VALUES = rule("style-values", _WARNING)
STYLE_PAGE = rule("style-page", _WARNING)
WORD_BROKEN = rule("word-broken", _ERROR)
CLASS_UNKNOWN = rule("class-unknown", _ERROR)
STYLE_MISSING = rule("style-missing", _WARNING)

# ------------------------------------------------------------------------------------------------ departments

UNKNOWN_DEPARTMENT = rule("unknown-department", _ERROR, unusable=True)
