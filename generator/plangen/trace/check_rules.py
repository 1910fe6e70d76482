"""What the trace room says about a draft of our own: its marks, what became of its items, its annexes and wording."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("trace-check")
ERROR, WARNING, INFO = Severity

# -- whether it is our draft ---------------------------------------------------------------------------------------

DRAFT_NOT_DOCX = rule("draft-not-docx", WARNING)
DRAFT_IS_A_PART = rule("draft-is-a-part", ERROR, unusable=True)
DRAFT_OF_ANOTHER_SPEC = rule("draft-of-another-spec", ERROR, unusable=True)
DRAFT_SEEMS_ANOTHERS = rule("draft-seems-anothers", ERROR)
DRAFT_BY_OTHERS = rule("draft-by-others", WARNING)
DRAFT_WITHOUT_ANCHORS = rule("draft-without-anchors", WARNING)
FINGERPRINTS_LOST = rule("fingerprints-lost", WARNING)

# -- items where the draft was edited ------------------------------------------------------------------------------

ITEM_UNKNOWN = rule("item-unknown", WARNING)
ITEM_COPIED = rule("item-copied", INFO)
ITEM_REWRITTEN = rule("item-rewritten", WARNING)
OWN_ITEM_MISSING = rule("own-item-missing", ERROR)
OWN_ITEM_CONTRADICTED = rule("own-item-contradicted", ERROR)
ITEMS_JOINED = rule("items-joined", INFO)
WAIVED_BUT_CARRIED = rule("waived-but-carried", WARNING)
WAIVED_IN_DRAFT_ONLY = rule("waived-in-draft-only", WARNING)

# -- figures, deadlines, wording, the annex ------------------------------------------------------------------------

TARGET_DIFFERS = rule("target-differs", WARNING)
DEADLINE_BLANK = rule("deadline-blank", WARNING)
PAST_DEADLINE = rule("past-deadline", WARNING)
PAST_PERIOD = rule("past-period", WARNING)
CITY_WORDING_LEFT = rule("city-wording-left", WARNING)
TRACE_ANNEX_MISSING = rule("trace-annex-missing", INFO)
TRACE_ROW_MISSING = rule("trace-row-missing", WARNING)
