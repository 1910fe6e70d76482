"""What the trace room says about drafts: what of a parent they lack, and what two versions of a parent have apart.

What it says about a draft of our own, with its marks, annexes and wording, stands in
:mod:`~plangen.trace.check_rules`.
"""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("trace")
ERROR, WARNING, INFO = Severity

# -- the draft and the parents as a whole --------------------------------------------------------------------------

DRAFT_EMPTY = rule("draft-empty", ERROR, unusable=True)
DRAFT_WITHOUT_HEADINGS = rule("draft-without-headings", WARNING)
DRAFT_WITHOUT_UNITS = rule("draft-without-units", WARNING)
PART_VOID = rule("part-void", WARNING)
PARENT_GIVEN_TWICE = rule("parent-given-twice", WARNING)
PARENT_OF_ANOTHER_PLACE = rule("parent-of-another-place", WARNING)
PARENT_OF_ANOTHER_PERIOD = rule("parent-of-another-period", WARNING)
PARENT_OF_ANOTHER_SUBJECT = rule("parent-of-another-subject", WARNING)
PARENT_WITHOUT_TEXT = rule("parent-without-text", INFO)

# -- one item in a draft -------------------------------------------------------------------------------------------

GROUP_MISSING = rule("group-missing", WARNING)
ITEM_DECLINED = rule("item-declined", INFO)
DECLINED_BUT_CARRIED = rule("declined-but-carried", WARNING)
DECLINED_WITHOUT_REASON = rule("declined-without-reason", WARNING)
ITEM_NOT_APPLICABLE = rule("item-not-applicable", INFO)
NOT_APPLICABLE_REFUTED = rule("not-applicable-refuted", WARNING)
NOT_APPLICABLE_MANY = rule("not-applicable-many", ERROR)
ITEM_DOUBTFUL = rule("item-doubtful", WARNING)
MEASURES_OPEN = rule("measures-open", WARNING)
LEAD_CHANGED = rule("lead-changed", WARNING)
UNITS_LOST = rule("units-lost", WARNING)
DEADLINE_LATER = rule("deadline-later", WARNING)
TARGET_WEAKER = rule("target-weaker", WARNING)
TARGET_NOT_COMPARABLE = rule("target-not-comparable", WARNING)
TARGET_NOT_FOUND = rule("target-not-found", WARNING)
TARGET_MISSING = rule("target-missing", WARNING)

# -- two versions of a parent --------------------------------------------------------------------------------------

DIFF_WITHOUT_TEXT = rule("diff-without-text", WARNING)
DIFF_NOTHING_IN_COMMON = rule("diff-nothing-in-common", WARNING)
DIFF_PLAN_CHANGED = rule("diff-plan-changed", WARNING)
DIFF_IDS_DIFFER = rule("diff-ids-differ", INFO)
DIFF_OTHER_PARENT = rule("diff-other-parent", WARNING)
