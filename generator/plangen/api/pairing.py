"""Which draft of a folder is which spec's: by what the draft bears, else by its title, else by its file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plangen.api import rules
from plangen.api.marks import DraftMark, SpecMark
from plangen.terms.findings import Finding, Location

Fingerprints = Callable[[Sequence[SpecMark]], Mapping[str, str | None]]
"""Returns the fingerprints of specs by their paths; asked only where nothing else tells them apart."""


@dataclass(frozen=True, kw_only=True)
class Paired:
    """What belongs together.

    Attributes:
        drafts: the draft of each spec that has one, by the spec's path.
        alone: why a spec has no draft, by its path; of one that cannot be read other things are to be said.
        left: the counties' drafts that nobody checks, each with what there is to say of it.
        findings: what else there is to say, of documents too that are no county's.
    """

    drafts: Mapping[str, str]
    alone: Mapping[str, Finding]
    left: tuple[tuple[DraftMark, Finding], ...]
    findings: tuple[Finding, ...]


def pair(specs: Sequence[SpecMark], drafts: Sequence[DraftMark], fingerprints: Fingerprints) -> Paired:
    """Find the draft of each spec.

    A draft that bears the mark of a county's document is that county's, whatever its file is called; of specs that
    share one (copies of a file) the one that it was rendered from, else the one of its name.  A draft without marks is
    its title's; one whose title says nothing is its name's.  Of several drafts of a spec, the one of its name counts.

    Args:
        specs: whose the specs are.
        drafts: whose the drafts are.
        fingerprints: see :data:`Fingerprints`.
    """
    claimed: dict[str, list[DraftMark]] = {spec.path: [] for spec in specs}
    left: list[tuple[DraftMark, Finding]] = []
    findings: list[Finding] = []
    theirs = [draft for draft in drafts if not draft.other]
    if others := [Path(draft.path).name for draft in drafts if draft.other]:
        findings.append(rules.FOLDER_PASSED_OVER.found(count=len(others), names=others))
    for draft in theirs:
        owner = _owner(draft, specs, fingerprints)
        if owner is not None:
            claimed[owner.path].append(draft)
        elif draft.county is None:
            findings.append(rules.DRAFT_UNKNOWN.found(Location(file=draft.path), draft=draft.path))
        else:
            years = f"（{'—'.join(map(str, draft.period))}年）" if draft.period else ""
            county = f"{draft.county}{years}"
            said = rules.DRAFT_WITHOUT_SPEC.found(Location(file=draft.path), draft=draft.path, county=county)
            left.append((draft, said))
    taken: dict[str, str] = {}
    alone: dict[str, Finding] = {}
    for spec in specs:
        own = _of_its_name(spec, claimed[spec.path])
        where, county = Location(file=spec.path), spec.county or "县名不详"
        if len(own) == 1:
            taken[spec.path] = own[0].path
            if more := [one.path for one in claimed[spec.path] if one is not own[0]]:
                findings.append(rules.DRAFT_NOT_TAKEN.found(where, spec=spec.path, draft=own[0].path, names=more))
        elif own:
            names = [one.path for one in own]
            alone[spec.path] = rules.SPEC_WITH_DRAFTS.found(
                where, spec=spec.path, county=county, count=len(own), names=names
            )
        elif spec.document is not None:
            alone[spec.path] = rules.SPEC_WITHOUT_DRAFT.found(where, spec=spec.path, county=county)
    return Paired(drafts=taken, alone=alone, left=tuple(left), findings=tuple(findings))


def _owner(draft: DraftMark, specs: Sequence[SpecMark], fingerprints: Fingerprints) -> SpecMark | None:
    """Return the spec whose draft it is; None where it is nobody's, or cannot be told."""
    if draft.document is not None:
        fitting = [spec for spec in specs if spec.document == draft.document]
        if len(fitting) > 1 and draft.fingerprint is not None:
            known = fingerprints(fitting)
            same = [spec for spec in fitting if known.get(spec.path) == draft.fingerprint]
            fitting = same or fitting
        # a spec that cannot be read says nothing that its draft's marks could be compared with
        fitting = fitting or [spec for spec in specs if spec.document is None and _same_name(draft, spec)]
    else:
        # where the title speaks of another and the name does not, the check says so
        fitting = [spec for spec in specs if _agrees(draft, spec)]
        fitting = fitting or [spec for spec in specs if _same_name(draft, spec)]
        fitting = fitting or [spec for spec in specs if draft.county is None and _in_name(draft, spec)]
    return _one_of(draft, fitting)


def _agrees(draft: DraftMark, spec: SpecMark) -> bool:
    """Return whether a title speaks of a spec's county, and of no other years or kind of paper."""
    if draft.county is None or draft.county != spec.county:
        return False
    years = draft.period is None or spec.period is None or _overlap(draft.period, spec.period)
    return years and (draft.kind is None or draft.kind == spec.kind)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _in_name(draft: DraftMark, spec: SpecMark) -> bool:
    return spec.county is not None and spec.county in Path(draft.path).stem


def _one_of(draft: DraftMark, specs: Sequence[SpecMark]) -> SpecMark | None:
    if len(specs) > 1:
        specs = [spec for spec in specs if _same_name(draft, spec)]
    return specs[0] if len(specs) == 1 else None


def _same_name(draft: DraftMark, spec: SpecMark) -> bool:
    return Path(draft.path).stem.casefold() == Path(spec.path).stem.casefold()


def _of_its_name(spec: SpecMark, drafts: Sequence[DraftMark]) -> list[DraftMark]:
    """Return the drafts of a spec, of several that of its name, else the one that bears marks."""
    own = list(drafts)
    for better in ([one for one in own if _same_name(one, spec)], [one for one in own if one.document is not None]):
        if len(own) > 1 and better:
            own = better
    return own
