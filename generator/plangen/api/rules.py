"""What there is to say about work on many counties at once."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("api")
_ERROR = Severity.ERROR

FOLDER_WITHOUT_SPECS = rule("folder-without-specs", _ERROR, unusable=True)
FOLDER_WITHOUT_DRAFTS = rule("folder-without-drafts", _ERROR, unusable=True)
FOLDER_UNREADABLE = rule("folder-unreadable", _ERROR, unusable=True)
FOLDER_PASSED_OVER = rule("folder-passed-over", Severity.INFO)
SPEC_WITHOUT_DRAFT = rule("spec-without-draft", _ERROR)
SPEC_WITH_DRAFTS = rule("spec-with-drafts", _ERROR)
DRAFT_WITHOUT_SPEC = rule("draft-without-spec", _ERROR)
DRAFT_UNKNOWN = rule("draft-unknown", Severity.WARNING)
DRAFT_NOT_TAKEN = rule("draft-not-taken", Severity.INFO)
MANY_TO_ONE_FILE = rule("many-to-one-file", _ERROR, unusable=True)
WORK_DIED = rule("work-died", _ERROR, unusable=True)
WORK_LATE = rule("work-late", _ERROR, unusable=True)
WORK_FAILED = rule("work-failed", _ERROR, unusable=True)
WORK_FILES = rule("work-files", _ERROR, unusable=True)
