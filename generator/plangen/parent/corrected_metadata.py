"""What a plan is, with what a person has said about it."""

from __future__ import annotations

from dataclasses import replace

from plangen.parent import rules
from plangen.parent.corrections import Corrections
from plangen.parent.metadata import Metadata, identity_of, own_names_of
from plangen.parent.place_and_period import find_place

LABELS = {"title": "题名", "period": "规划期", "place": "地区", "level": "层级", "kind": "类型"}
"""What a person may say about a plan, and how that is called."""

_SETTLED_BY = {
    "title": (rules.TITLE_MISSING, rules.TITLE_FROM_NAME, rules.TITLE_QUOTED),
    "period": (rules.PERIOD_GUESSED, rules.PERIOD_UNKNOWN, rules.PERIOD_CONTRADICTED),
    "place": (rules.PLACE_GUESSED, rules.PLACE_UNKNOWN, rules.PLACE_SEVERAL),
}


def corrected_metadata(about: Metadata, given: Corrections, name: str, stem: str, plan_id: str | None) -> Metadata:
    """Return what the plan is with what a person has said; doubts that are settled so are left out.

    Args:
        about: as the document has it.
        given: what a person has said.
        name: the file's name, for findings.
        stem: the file's name without its ending, the last resort for an id.
        plan_id: the id that the caller wants.
    """
    said = {key: value for key in LABELS if (value := getattr(given, key)) is not None}
    if not said:
        return about
    settled = {rule.code for key in said for rule in _SETTLED_BY.get(key, ())}
    if given.place is not None and given.level is None:
        said["level"] = find_place(given.place, given.place, name, [])[1]
    findings = [one for one in about.findings if one.code not in settled]
    known = replace(about, **said)
    if given.place or given.level or given.period:
        findings = [one for one in findings if one.code != rules.ID_GUESSED.code]
        own_names = own_names_of(known.place, known.level)
        identity = plan_id or identity_of(known.place, known.level, known.period, stem, name, findings)
        known = replace(known, own_names=own_names, id=identity)
    return replace(known, findings=tuple(findings))
