"""What plangen has to say about workbooks that are imported."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("reading-sheet")
SHEET_HIDDEN = rule("sheet-hidden", Severity.WARNING)
SHEET_CUT = rule("sheet-cut", Severity.WARNING)
SHEET_FORMULA = rule("sheet-formula", Severity.WARNING)
SHEET_ERROR = rule("sheet-error", Severity.WARNING)
