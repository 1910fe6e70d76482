"""What plangen has to say about Office files that cannot be opened."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("office")
DOCUMENT_TOO_LARGE = rule("document-too-large", Severity.ERROR, unusable=True)
DOCUMENT_DAMAGED = rule("document-damaged", Severity.ERROR, unusable=True)
DOCUMENT_ENCRYPTED = rule("document-encrypted", Severity.ERROR, unusable=True)
DOCUMENT_WITH_ENTITIES = rule("document-with-entities", Severity.ERROR, unusable=True)
