"""What can be said about a spec that is held against its parents; see :mod:`~plangen.plan.rules` for the rest."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("plan-parent")
PARENT_PERIOD_DIFFERS = rule("parent-period-differs", Severity.WARNING)
PARENT_OTHER_PLACE = rule("parent-other-place", Severity.WARNING)
INDICATOR_SPLIT = rule("indicator-split", Severity.ERROR)
UNKNOWN_PART = rule("unknown-part", Severity.ERROR)
MERGE_OF_DIFFERENT_KINDS = rule("merge-of-different-kinds", Severity.ERROR)
MERGE_INTO_NESTED = rule("merge-into-nested", Severity.ERROR)
NOT_AN_INDICATOR = rule("not-an-indicator", Severity.ERROR)
