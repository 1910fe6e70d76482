"""What there is to say about the workbooks that plangen writes."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("office-sheet")
CELL_CUT = rule("cell-text-cut", Severity.WARNING)
