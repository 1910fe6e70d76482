"""What the parent room has to say: doubts about a document, its outline, its items, and about a parent's own file."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("parent")
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# ------------------------------------------------------------------------------------------------ the document

PLAN_TOO_LONG = rule("plan-too-long", _ERROR, unusable=True)
LINE_TOO_LONG = rule("line-too-long", _ERROR, unusable=True)
NO_HEADINGS = rule("no-headings", _ERROR, unusable=True)
NOT_CHINESE = rule("not-chinese", _WARNING)
CONTENTS_SKIPPED = rule("contents-skipped", _INFO)
PARAGRAPHS_JOINED = rule("paragraphs-joined", _INFO)
CONTENTS_MISMATCH = rule("contents-mismatch", _WARNING)
HEADING_NOT_IN_CONTENTS = rule("contents-lacks-heading", _INFO)

# ------------------------------------------------------------------------------------------------ what the plan is

SEVERAL_PLANS = rule("several-plans", _WARNING)
PART_TAKEN = rule("part-taken", _INFO)
PART_UNKNOWN = rule("part-unknown", _ERROR, unusable=True)
ID_TAKEN = rule("id-taken", _WARNING)
NOT_A_PLAN = rule("not-a-plan", _WARNING)
TITLE_MISSING = rule("title-missing", _WARNING)
TITLE_FROM_NAME = rule("title-from-name", _WARNING)
TITLE_QUOTED = rule("title-quoted", _INFO)
PLACE_GUESSED = rule("place-guessed", _WARNING)
PLACE_UNKNOWN = rule("place-unknown", _WARNING)
PLACE_SEVERAL = rule("place-several", _WARNING)
PERIOD_CONTRADICTED = rule("period-contradicted", _WARNING)
PERIOD_GUESSED = rule("period-guessed", _WARNING)
PERIOD_UNKNOWN = rule("period-unknown", _WARNING)
ID_GUESSED = rule("id-guessed", _WARNING)
PLAN_ID_INVALID = rule("plan-id-invalid", _ERROR, unusable=True)

# ------------------------------------------------------------------------------------------------ outline and sections

NUMBERING_GAP = rule("numbering-gap", _WARNING)
NUMBERING_REPEAT = rule("numbering-repeat", _WARNING)
NUMBERING_ORDER = rule("numbering-order", _WARNING)
NUMBERING_START = rule("numbering-start", _WARNING)
SECTION_GUESSED = rule("section-guessed", _WARNING)
SECTION_SKIPPED = rule("section-skipped", _WARNING)
SAFEGUARDS_LEFT_OUT = rule("safeguards-left-out", _WARNING)
STAGES_LEFT_OUT = rule("stages-left-out", _WARNING)
LIST_WITHOUT_CHAPTER = rule("list-without-chapter", _WARNING)
BOX_AS_PROJECTS = rule("box-as-projects", _INFO)
CHAPTER_AS_ONE = rule("chapter-as-one", _WARNING)
SECTIONS_LEFT_OUT = rule("sections-left-out", _INFO)
GROUP_OUTER = rule("group-outer", _INFO)
INTRODUCTION_NOT_KEPT = rule("intro-not-kept", _INFO)

# ------------------------------------------------------------------------------------------------ items

NO_ITEMS = rule("no-items", _ERROR)
NO_INDICATORS = rule("no-indicators", _INFO)
NO_GOALS = rule("no-goals", _INFO)
NO_TASKS = rule("no-tasks", _WARNING)
NO_PROJECTS = rule("no-projects", _INFO)
NO_RESPONSIBILITIES = rule("no-responsibilities", _INFO)
TASK_WITHOUT_LEAD = rule("task-without-lead", _WARNING)
TITLE_REPEATED = rule("title-repeated", _WARNING)
HEADING_WITHOUT_BODY = rule("heading-without-body", _WARNING)
TITLE_FROM_SENTENCE = rule("title-from-sentence", _INFO)
TITLE_REPEATS_PARENT = rule("title-repeats-parent", _INFO)
UNNUMBERED_ITEM = rule("unnumbered-item", _INFO)
UNITS_IN_HEADING = rule("units-in-heading", _INFO)
CLAUSE_FOR_GROUP = rule("clause-for-group", _WARNING)
ANSWERING_LEADS = rule("answering-leads", _INFO)
FIRST_NAMED_LEADS = rule("first-named-leads", _INFO)
CLAUSE_SUSPECTED = rule("clause-suspected", _ERROR)
CLAUSE_LEFT_OUT = rule("clause-left-out", _ERROR)
CLAUSE_UNBALANCED = rule("clause-unbalanced", _WARNING)
CLAUSE_SEVERAL = rule("clause-several", _INFO)
UNITS_MANY = rule("units-many", _WARNING)
CLAUSE_MOVED = rule("clause-moved", _INFO)
SEVERAL_YEARS = rule("several-years", _INFO)
DEADLINE_OF_ONE_MEASURE = rule("deadline-of-one-measure", _INFO)
YEAR_OUTSIDE_PERIOD = rule("year-outside-period", _WARNING)
DEADLINE_OPEN = rule("deadline-open", _INFO)
DEADLINE_YEAR_TAKEN = rule("deadline-year-taken", _INFO)

# ------------------------------------------------------------------------------------------------ tables and lines

TABLE_UNEQUAL_ROWS = rule("table-unequal-rows", _INFO)
TABLE_NOT_UNDERSTOOD = rule("table-not-understood", _WARNING)
TABLE_DECLINED = rule("table-declined", _INFO)
TABLE_NOT_TAKEN = rule("table-not-taken", _INFO)
TABLE_TARGET_CHOSEN = rule("table-target-chosen", _INFO)
TABLE_ROW_UNREAD = rule("table-row-unread", _WARNING)
TABLE_ROW_NO_ITEM = rule("table-row-no-item", _INFO)
INDICATOR_WITHOUT_TARGET = rule("indicator-without-target", _WARNING)
INDICATORS_MARKED = rule("indicators-marked", _WARNING)
TABLE_MERGED = rule("table-merged", _INFO)
TABLE_CONTRADICTS_TEXT = rule("table-contradicts-text", _WARNING)
INDICATOR_LINE_UNREAD = rule("indicator-line-unread", _WARNING)
INDICATOR_REPEATED = rule("indicator-repeated", _INFO)

# ------------------------------------------------------------------------------------------------ proofreading

LATIN_WORD = rule("latin-word", _WARNING)
NO_END_PUNCTUATION = rule("no-end-punctuation", _WARNING)

# ------------------------------------------------------------------------------------------------ a parent's own file

PARENT_UNKNOWN = rule("parent-unknown", _ERROR, unusable=True)
PARENT_UNREADABLE = rule("parent-unreadable", _ERROR, unusable=True)
PARENT_YAML = rule("parent-yaml", _ERROR, unusable=True)
PARENT_INVALID = rule("parent-invalid", _ERROR, unusable=True)
PARENT_DUPLICATE_ID = rule("parent-duplicate-id", _ERROR, unusable=True)
PARENT_DUPLICATE_KEY = rule("parent-duplicate-key", _ERROR, unusable=True)
PARENT_UNKNOWN_KEY = rule("parent-unknown-key", _WARNING)
PARENT_WITHOUT_TITLE = rule("parent-without-title", _WARNING)
PARENT_WITHOUT_ITEMS = rule("parent-without-items", _ERROR, unusable=True)

# ------------------------------------------------------------------------------------------------ importing again

ADDED_ITEMS_KEPT = rule("added-items-kept", _INFO)
TITLE_KEPT = rule("title-kept", _INFO)
CORRECTIONS_REPLACED = rule("corrections-replaced", _WARNING)
