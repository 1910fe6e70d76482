"""What plangen has to say about work that takes more than it may."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("terms-allowance")
WORK_TOO_LONG = rule("work-too-long", Severity.ERROR, unusable=True)
WORK_TOO_LARGE = rule("work-too-large", Severity.ERROR, unusable=True)
WORK_ENDED = rule("work-ended", Severity.ERROR, unusable=True)
