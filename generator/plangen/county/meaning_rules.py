"""What can be said about what a spec means: doubts and contradictions beyond the form of the single value."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("county-meaning")
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# --- the county and the plan --------------------------------------------------------------------------------------

BAD_COUNTY_NAME = rule("bad-county-name", _ERROR)
COUNTY_NAME_ENDING = rule("county-name-ending", _WARNING)
PLACE_NAME_ENDING = rule("place-name-ending", _WARNING)
REPEATED_ENTRY = rule("repeated-entry", _WARNING)
PLACEHOLDER = rule("placeholder", _WARNING)
TEMPLATE_FOLDER_MISSING = rule("template-folder-missing", _ERROR)
PERIOD_REVERSED = rule("period-reversed", _ERROR)
PERIOD_NOT_FIVE_YEARS = rule("period-not-five-years", _WARNING)
DATE_OUTSIDE_PERIOD = rule("date-outside-period", _WARNING)

# --- the roster ---------------------------------------------------------------------------------------------------

EMPTY_ROSTER = rule("empty-roster", _ERROR)
DUPLICATE_UNIT = rule("duplicate-unit", _ERROR)
COVER_CLAIMED_TWICE = rule("cover-claimed-twice", _WARNING)
GROUP_WITHOUT_MEMBERS = rule("group-without-members", _WARNING)
UNKNOWN_UNIT = rule("unknown-unit", _ERROR)
LEAD_ALSO_PARTICIPATES = rule("lead-also-participates", _WARNING)

# --- parents and dispositions -------------------------------------------------------------------------------------

NO_PARENTS = rule("no-parents", _WARNING)
PARENT_LISTED_TWICE = rule("parent-listed-twice", _ERROR)
PARENT_FILE_MISSING = rule("parent-file-missing", _ERROR)
DEADLINE_OUTSIDE_PERIOD = rule("deadline-outside-period", _WARNING)
WAIVER_INCOMPLETE = rule("waiver-incomplete", _ERROR)
CONTRADICTING_DISPOSITION = rule("contradicting-disposition", _ERROR)
WAIVED_WITH_CONTENT = rule("waived-with-content", _WARNING)
REPEATED_TITLE = rule("repeated-title", _WARNING)
MERGE_INTO_ITSELF = rule("merge-into-itself", _ERROR)
MERGE_INTO_WAIVED = rule("merge-into-waived", _ERROR)
MERGE_INTO_SPLIT = rule("merge-into-split", _WARNING)
MERGED_WITH_CONTENT = rule("merged-with-content", _WARNING)
MERGE_CYCLE = rule("merge-cycle", _ERROR)

# --- indicators and facts -----------------------------------------------------------------------------------------

INDICATOR_WITHOUT_NAME = rule("indicator-without-name", _ERROR)
INDICATOR_SET_TWICE = rule("indicator-set-twice", _ERROR)
BAD_REFERENCE = rule("bad-reference", _ERROR)
IMPLAUSIBLE_FACT = rule("implausible-fact", _WARNING)
FACT_AFTER_PERIOD = rule("fact-after-period", _WARNING)
PARTS_EXCEED_TOTAL = rule("parts-exceed-total", _WARNING)
