"""What can be said about the voice of a plan: its stage, its issuers, and which parents are only named."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("plan-voice")
STAGE_UNKNOWN = rule("stage-unknown", Severity.ERROR)
ISSUER_UNKNOWN = rule("issuer-unknown", Severity.ERROR)
ISSUER_WITHOUT_POWER = rule("issuer-without-power", Severity.WARNING)
ISSUER_ELSEWHERE = rule("issuer-elsewhere", Severity.WARNING)
COORDINATOR_UNKNOWN = rule("coordinator-unknown", Severity.ERROR)
CONSULTATION_OVER = rule("consultation-over", Severity.WARNING)
CHAPTERS_PROPOSED = rule("chapters-proposed", Severity.ERROR)
CHAPTERS_BLANK = rule("chapters-blank", Severity.ERROR)
ITEMS_OPEN = rule("items-open", Severity.ERROR)
NOTICE_OPEN = rule("notice-open", Severity.ERROR)
NOTICE_OF_OTHER_STAGE = rule("notice-of-other-stage", Severity.ERROR)
ONLY_REFERENCES = rule("only-references", Severity.ERROR)
REFERENCE_DECIDED = rule("reference-decided", Severity.ERROR)
