"""What there is to say about a person's corrections of an import."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("parent-correction")
APPLIED = rule("corrections-applied", Severity.INFO)
OVERRIDDEN = rule("correction-overridden", Severity.WARNING)
LINE_NOT_FOUND = rule("correction-line-not-found", Severity.WARNING)
LINE_REWORDED = rule("correction-line-reworded", Severity.WARNING)
LINE_AMBIGUOUS = rule("correction-line-ambiguous", Severity.WARNING)
NOT_APPLIED = rule("correction-not-applied", Severity.WARNING)
UNIT_NOT_FOUND = rule("correction-unit-not-found", Severity.WARNING)
CLAUSE_DROPPED = rule("correction-drops-clause", Severity.INFO)
ITEMS_LOST = rule("correction-loses-items", Severity.WARNING)
TARGET_MISSING = rule("correction-target-missing", Severity.WARNING)
WRITTEN_WRONG = rule("correction-written-wrong", Severity.ERROR, unusable=True)
LEFT_OUT = rule("correction-leaves-out", Severity.INFO)
