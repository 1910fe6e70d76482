"""What can be said about how a YAML file is written."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("terms-yaml")
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# --- the file -----------------------------------------------------------------------------------------------------

SPEC_IS_FOLDER = rule("spec-is-folder", _ERROR, unusable=True)
SPEC_NOT_FOUND = rule("spec-not-found", _ERROR, unusable=True)
SPEC_UNREADABLE = rule("spec-unreadable", _ERROR, unusable=True)
SPEC_TOO_LARGE = rule("spec-too-large", _ERROR, unusable=True)
SPEC_BINARY = rule("spec-binary", _ERROR, unusable=True)
ENCODING = rule("encoding", Severity.INFO)
EMPTY_SPEC = rule("empty-spec", _ERROR, unusable=True)
YAML_SYNTAX = rule("yaml-syntax", _ERROR, unusable=True)
SEVERAL_DOCUMENTS = rule("several-documents", _ERROR)
TOO_DEEP = rule("too-deep", _ERROR)
TOO_MANY_VALUES = rule("too-many-values", _ERROR)

# --- what a Chinese keyboard and Word leave in the lines ----------------------------------------------------------

CONTROL_CHARACTER = rule("control-character", _ERROR)
TAB_INDENT = rule("tab-indent", _ERROR)
FULL_WIDTH_INDENT = rule("full-width-indent", _ERROR)
FULL_WIDTH_COLON = rule("full-width-colon", _ERROR)
COLON_WITHOUT_SPACE = rule("colon-without-space", _ERROR)
FULL_WIDTH_COMMA = rule("full-width-comma", _ERROR)
DASH_WITHOUT_SPACE = rule("dash-without-space", _ERROR)
SWALLOWED_LINE = rule("swallowed-line", _ERROR)

# --- keys, values, references -------------------------------------------------------------------------------------

BAD_KEY = rule("bad-key", _ERROR)
DUPLICATE_KEY = rule("duplicate-key", _ERROR)
BAD_ALIAS = rule("bad-alias", _ERROR)
UNSUPPORTED_TAG = rule("unsupported-tag", _ERROR)

# --- what other programs, or the planner, may read otherwise ------------------------------------------------------

BOOLEAN_WORD = rule("boolean-word", _WARNING)
SEXAGESIMAL = rule("sexagesimal", _WARNING)
LEADING_ZERO = rule("leading-zero", _WARNING)
IMPOSSIBLE_DATE = rule("impossible-date", _WARNING)

DOUBTS = (BOOLEAN_WORD, SEXAGESIMAL, LEADING_ZERO, IMPOSSIBLE_DATE)
"""What may only be read otherwise: said where nothing worse is said about the same value."""

# --- files of words (knowledge, templates): what does not fit the shape -------------------------------------------


KNOWLEDGE_UNREADABLE = rule("knowledge-unreadable", _ERROR, unusable=True)
KNOWLEDGE_WRONG_SHAPE = rule("knowledge-wrong-shape", _ERROR, unusable=True)
KNOWLEDGE_WRONG_VALUE = rule("knowledge-wrong-value", _ERROR, unusable=True)
KNOWLEDGE_UNKNOWN_KEY = rule("knowledge-unknown-key", _ERROR, unusable=True)
KNOWLEDGE_UNKNOWN_WORD = rule("knowledge-unknown-word", _ERROR, unusable=True)
KNOWLEDGE_MISSING_KEY = rule("knowledge-missing-key", _ERROR, unusable=True)
KNOWLEDGE_UNUSED = rule("knowledge-unused", _WARNING)
KNOWLEDGE_FOLDER_MISSING = rule("knowledge-folder-missing", _ERROR)
KNOWLEDGE_BAD_PATTERN = rule("knowledge-bad-pattern", _ERROR, unusable=True)
