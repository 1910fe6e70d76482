"""What is said about units, lists of units and responsibility clauses."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("terms-unit")
UNIT_DOUBTFUL = rule("unit-doubtful", Severity.INFO)
UNIT_TWICE = rule("unit-twice", Severity.WARNING)
LABEL_UNKNOWN = rule("label-unknown", Severity.INFO)
CLAUSE_UNPARSED = rule("clause-unparsed", Severity.WARNING)
