"""What there is to say when a new render is merged into a draft that people work in."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("living-merge")
_ERROR = Severity.ERROR

MERGE_SAME_CLAUSE = rule("merge-same-clause", _ERROR)
MERGE_PERSON_DELETED = rule("merge-person-deleted", _ERROR)
MERGE_PROGRAM_DELETED = rule("merge-program-deleted", _ERROR)
MERGE_MOVED = rule("merge-moved", _ERROR)
MERGE_REVISED = rule("merge-revised", _ERROR)
MERGE_FIXED = rule("merge-fixed", _ERROR)
MERGE_TABLE = rule("merge-table", _ERROR)
MERGE_LOOK = rule("merge-look", _ERROR)
MERGE_NO_PLACE = rule("merge-no-place", _ERROR)
MERGE_FORM = rule("merge-form", _ERROR)
MERGE_GROUP = rule("merge-group", _ERROR)
MERGE_PARENT_REVISED = rule("merge-parent-revised", _ERROR)
MERGE_PARENT_REPLACED = rule("merge-parent-replaced", Severity.WARNING)
MERGE_PARENT_UNKNOWN = rule("merge-parent-unknown", Severity.WARNING)
MERGE_NUMBERS = rule("merge-numbers", Severity.WARNING)
MERGE_OF_ANOTHER = rule("merge-of-another", _ERROR, unusable=True)
MERGE_OPEN = rule("merge-open", _ERROR, unusable=True)
MERGE_UNLIKE = rule("merge-unlike", _ERROR)
