"""What the plan room says about parents, the spec's decisions, the same in several parents, wording and figures.

What it says about units and the division of labour stands in :mod:`~plangen.plan.unit_rules`.
"""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("plan")
ERROR, WARNING, INFO = Severity

# -- parents and the spec's decisions about their items ------------------------------------------------------------

DUPLICATE_PARENT = rule("duplicate-parent", ERROR)
DUPLICATE_ITEM = rule("duplicate-item", ERROR)
UNKNOWN_PARENT = rule("unknown-parent", ERROR)
UNKNOWN_ITEM = rule("unknown-item", ERROR)
DECISION_CONFLICT = rule("decision-conflict", ERROR)
WAIVED_WITH_TASK = rule("waived-with-task", INFO)
NESTED_SETTINGS_UNUSED = rule("nested-settings-unused", WARNING)
TARGET_WITHOUT_INDICATOR = rule("target-without-indicator", WARNING)
SETTING_UNUSED = rule("setting-unused", WARNING)
MERGE_TARGET_UNKNOWN = rule("merge-target-unknown", ERROR)
MERGE_TARGET_WAIVED = rule("merge-target-waived", ERROR)
MERGE_KIND = rule("merge-kind", ERROR)
SPLIT_KIND = rule("split-kind", ERROR)
SPLIT_TOO_FEW = rule("split-too-few", ERROR)
SPLIT_NESTED = rule("split-nested", INFO)

# -- the same in several parents, and where further parents' items stand -------------------------------------------

AUTO_MERGED = rule("auto-merged", INFO)
MERGES_ACCEPTED = rule("merges-accepted", INFO)
FIGURES_DIFFER = rule("figures-differ", WARNING)
POSSIBLY_SAME = rule("possibly-same", INFO)
GROUP_PLACED = rule("group-placed", INFO)
GROUP_NEW = rule("group-new", INFO)

# -- wording -------------------------------------------------------------------------------------------------------

SENTENCE_OPEN = rule("sentence-open", WARNING)
POWER_LACKING = rule("power-lacking", WARNING)
HALF_LEFT_OUT = rule("half-left-out", INFO)
LEFT_CITY_WORDING = rule("left-city-wording", INFO)
WORDING_CHANGED = rule("wording-changed", INFO)
LEVELS_BESIDE = rule("levels-beside", WARNING)
CITY_QUANTITY = rule("city-quantity", WARNING)
PARENT_TOTAL = rule("parent-total", WARNING)
FIGURE_ELSEWHERE = rule("figure-elsewhere", INFO)
FIGURE_DROPPED = rule("figure-dropped", WARNING)
LEVEL_LOWERED = rule("level-lowered", INFO)

# -- deadlines -----------------------------------------------------------------------------------------------------

WAIVED_BY_BUREAU = rule("waived-by-bureau", WARNING)
DEADLINE_MISSING = rule("deadline-missing", INFO)
DEADLINE_RECURRING = rule("deadline-recurring", INFO)
DEADLINE_AFTER_PARENT = rule("deadline-after-parent", WARNING)
DEADLINE_TOO_SOON = rule("deadline-too-soon", WARNING)
DEADLINE_MERGED = rule("deadline-merged", INFO)

# -- indicators ----------------------------------------------------------------------------------------------------

INDICATOR_TARGETS_DIFFER = rule("indicator-targets-differ", WARNING)
INDICATOR_WEAKER = rule("indicator-weaker", WARNING)
INDICATOR_NOT_COMPARABLE = rule("indicator-not-comparable", INFO)
INDICATOR_OF_UNKNOWN = rule("indicator-of-unknown", ERROR)
INDICATOR_OF_WAIVED = rule("indicator-of-waived", ERROR)
INDICATOR_TARGET_MISSING = rule("indicator-target-missing", WARNING)
INDICATOR_TWICE = rule("indicator-twice", ERROR)
BASELINE_MISSING = rule("baseline-missing", WARNING)
PREVIOUS_WITHOUT_TARGET = rule("previous-without-target", WARNING)
MONEY_WITHOUT_UNIT = rule("money-without-unit", WARNING)
TEXT_REPEATED = rule("text-repeated", WARNING)

# -- measures and facts --------------------------------------------------------------------------------------------

MEASURE_TEMPLATE = rule("measure-template", ERROR)
THING_ABSENT = rule("thing-absent", WARNING)
FACT_UNKNOWN = rule("fact-unknown", INFO)
FACT_CONFLICT = rule("fact-conflict", WARNING)
POINTS_UNCOVERED = rule("points-uncovered", WARNING)
PROPOSAL_CHANGED = rule("proposal-changed", WARNING)
VALUE_UNKNOWN = rule("value-unknown", WARNING)
