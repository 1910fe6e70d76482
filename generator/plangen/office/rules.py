"""What plangen has to say about Office files that cannot be opened."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("office")
DOCUMENT_TOO_LARGE = rule("document-too-large", Severity.ERROR, unusable=True)
DOCUMENT_DAMAGED = rule("document-damaged", Severity.ERROR, unusable=True)
DOCUMENT_ENCRYPTED = rule("document-encrypted", Severity.ERROR, unusable=True)
DOCUMENT_WITH_ENTITIES = rule("document-with-entities", Severity.ERROR, unusable=True)

BASE_BESIDE = rule("base-beside", Severity.INFO)
BASE_ABSENT = rule("base-absent", Severity.WARNING)
BASE_MISSING = rule("base-missing", Severity.WARNING)
BASE_TRUNCATED = rule("base-truncated", Severity.WARNING)
BASE_TAMPERED = rule("base-tampered", Severity.WARNING)
BASE_TOO_LONG = rule("base-too-long", Severity.WARNING)
