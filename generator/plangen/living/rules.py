"""What the living room says: of a draft and its last render, of what contradicts itself in it."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("living")
ERROR, WARNING, INFO = Severity

DRAFT_CONTRADICTS_ITSELF = rule("draft-contradicts-itself", ERROR)
DRAFT_EDITED = rule("draft-edited", WARNING)
CHANGES_BY_WORDS = rule("changes-by-words", WARNING)
FEW_BOOKMARKS = 0.5
"""Share of the bookmarks below which it is the words that say which paragraph is which."""
CHANGES_WITHOUT_BASE = rule("changes-without-base", ERROR, unusable=True)
CHANGES_OF_ANOTHER = rule("changes-of-another", ERROR, unusable=True)
ADOPT_NO_SUCH_NUMBER = rule("adopt-no-such-number", ERROR, unusable=True)
SPEC_CHANGED_SINCE = rule("spec-changed-since", WARNING)
RENDERED_BY_ANOTHER_VERSION = rule("rendered-by-another-version", INFO)
SHEET_NOT_READ = rule("sheet-not-read", WARNING)
SHEET_WITHOUT_KEYS = rule("sheet-without-keys", ERROR)
WORKBOOK_NEEDS_SPEC = rule("workbook-needs-spec", ERROR, unusable=True)
