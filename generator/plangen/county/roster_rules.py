"""What there is to say about a roster that is an Excel file; places are sheets and cells."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("county-roster")
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# --- the file ---

FILE_MISSING = rule("roster-file-missing", _ERROR)
NOT_XLSX = rule("roster-not-xlsx", _ERROR)
ENCRYPTED = rule("roster-encrypted", _ERROR)
DAMAGED = rule("roster-damaged", _ERROR)
TOO_LARGE = rule("roster-too-large", _ERROR)

# --- the sheets ---

SHEET_MISSING = rule("roster-sheet-missing", _ERROR)
SHEET_GUESSED = rule("roster-sheet-name", _WARNING)
SHEET_UNREAD = rule("roster-sheet-unread", _INFO)
EMPTY = rule("roster-empty", _ERROR)
HEADER_MISSING = rule("roster-header-missing", _ERROR)

# --- the columns ---

COLUMN_MISSING = rule("roster-column-missing", _ERROR)
COLUMN_RENAMED = rule("roster-column-renamed", _ERROR)
COLUMN_TWICE = rule("roster-column-twice", _ERROR)
COLUMN_UNREAD = rule("roster-column-unread", _INFO)

# --- the cells ---

CELL_EMPTY = rule("roster-cell-empty", _ERROR)
CELL_VALUE = rule("roster-cell-value", _ERROR)
MERGED_CELLS = rule("roster-merged-cells", _ERROR)
STRAY_CELL = rule("roster-stray-cell", _WARNING)
NAME_CLEANED = rule("roster-name-cleaned", _INFO)
CELL_OF_SEVERAL = rule("roster-cell-several", _ERROR)
NAMES_PARTED = rule("roster-names-parted", _WARNING)
GROUP_TWICE = rule("roster-group-twice", _ERROR)
