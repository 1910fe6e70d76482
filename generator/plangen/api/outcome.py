"""What the findings that ended a run say about its outcome."""

from __future__ import annotations

from dataclasses import replace

from plangen.terms.findings import RULES, Finding, FindingsError


def ended_by(error: FindingsError) -> tuple[Finding, ...]:
    """Return the findings of an error that ended a run.

    What is not declared as a rule yet says nothing of itself: outside templates it ends a run because an input cannot
    be used at all.
    """
    return tuple(
        one if one.code in RULES or one.code.startswith("template-") else replace(one, unusable=True)
        for one in error.findings
    )
