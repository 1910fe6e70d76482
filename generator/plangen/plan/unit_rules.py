"""What the plan room says about units, the division of labour and the question who does what."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("plan-unit")
ERROR, WARNING, INFO = Severity

# -- from a parent's unit to the county's --------------------------------------------------------------------------

UNIT_UNRESOLVED = rule("unit-unresolved", WARNING)
UNIT_NO_COUNTERPART = rule("unit-no-counterpart", INFO)
UNIT_AMBIGUOUS = rule("unit-ambiguous", WARNING)
LEAD_NOT_NAMED = rule("lead-not-named", WARNING)
LEAD_MISSING = rule("lead-missing", WARNING)
LEAD_IMPLAUSIBLE = rule("lead-implausible", WARNING)
SUGGESTION_FALLBACK = rule("suggestion-fallback", WARNING)

# -- the responsibility for an item --------------------------------------------------------------------------------

UNIT_NOT_IN_ROSTER = rule("unit-not-in-roster", ERROR)
UNIT_DROPPED = rule("unit-dropped", WARNING)
UNITS_SUGGESTED = rule("units-suggested", WARNING)
THEME_MISSING = rule("theme-missing", WARNING)
SUGGESTION_UNSURE = rule("suggestion-unsure", INFO)
UNIT_WITHOUT_DUTY = rule("unit-without-duty", INFO)

# -- the division of labour as a whole -----------------------------------------------------------------------------

ROW_WITHOUT_LEAD = rule("row-without-lead", WARNING)
SEVERAL_LEADS = rule("several-leads", INFO)
CLAUSE_LEAD_PARTICIPATES = rule("clause-lead-participates", INFO)
CLAUSE_UNIT_TWICE = rule("clause-unit-twice", INFO)
CLAUSE_SPELLINGS = rule("clause-spellings", INFO)
TEXT_UNIT_UNKNOWN = rule("text-unit-unknown", WARNING)
TEXT_UNIT_RENAMED = rule("text-unit-renamed", INFO)
LEAD_LOAD_UNEVEN = rule("lead-load-uneven", INFO)
OPEN_ENDED_LIST = rule("open-ended-list", INFO)

# -- who does what -------------------------------------------------------------------------------------------------

WHO_UNKNOWN = rule("who-unknown", ERROR, unusable=True)
