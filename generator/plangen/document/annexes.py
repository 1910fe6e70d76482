"""Which annexes a plan's document has, which stand in a file of their own, and which are not written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangen.document import rules
from plangen.document.template_pack import TemplatePack, load_pack
from plangen.terms.findings import Finding, FindingsError, Location

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec
    from plangen.plan.model import CountyPlan

DRAFT, COMPANION = "draft", "companion"


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex of a file.

    Attributes:
        key: its key in pack.yaml.
        number: its number in the file, from 1.
        mark: what stands over it: 附件2, 附件 where it is the only one, 附表2 in a file of annexes.
        title: its title.
    """

    key: str
    number: int
    mark: str
    title: str


def annexes_of(plan: CountyPlan, pack: TemplatePack, where: str = DRAFT) -> tuple[Annex, ...]:
    """Return the annexes that one of the plan's files has: those of our own that have something to say, all others.

    Args:
        plan: the county's plan.
        pack: says how the annexes are called, in which order they stand, and where unless the spec says otherwise.
        where: ``draft`` or ``companion``.
    """
    present: dict[str, bool] = {
        "indicators": bool(plan.indicators or plan.goals),
        "tasks": bool(plan.tasks),
        "projects": bool(plan.projects),
        "departments": bool(plan.duties),
        "waived": bool(plan.waived),
        "trace": bool(plan.trace),
        "glossary": bool(plan.spec.text.glossary),
    }
    places = places_of(plan.spec, pack)
    named = [key for key in pack.annexes if present.get(key, True) and places[key] == where]
    word = "附表" if where == COMPANION else "附件"
    return tuple(
        Annex(key=key, number=number, mark=f"{word}{number}" if len(named) > 1 else word, title=pack.annexes[key])
        for number, key in enumerate(named, 1)
    )


def places_of(spec: CountySpec, pack: TemplatePack) -> dict[str, str]:
    """Return for each annex of a pack where it stands: ``draft``, ``companion`` or ``none``.

    Args:
        spec: what the county chooses (方案.附件).
        pack: what holds for the others.
    """
    places = {key: COMPANION if key in pack.companion else DRAFT for key in pack.annexes}
    for name, place in spec.plan.annexes.items():
        if key := _key_of(name, pack):
            places[key] = place
    return places


def places_by_spec(spec: CountySpec) -> dict[str, str]:
    """Return where each annex stands; empty where the pack cannot be read, which rendering reports.

    Args:
        spec: names the pack, and what the county chooses.
    """
    try:
        return places_of(spec, load_pack(spec.plan.kind, spec.plan.template))
    except FindingsError:
        return {}


def unknown_annexes(spec: CountySpec) -> Iterator[Finding]:
    """Yield an error for every annex that the spec places and the pack does not have.

    Args:
        spec: the county's spec; where its pack cannot be read nothing is said, rendering reports that.
    """
    try:
        pack = load_pack(spec.plan.kind, spec.plan.template)
    except FindingsError:
        return
    for name in spec.plan.annexes:
        if _key_of(name, pack) is None:
            place = spec.locations.get(("plan", "annexes", name), Location(file=spec.path))
            yield rules.ANNEX_UNKNOWN.found(place, name=name, known=list(pack.annexes.values()))


def _key_of(name: str, pack: TemplatePack) -> str | None:
    """Return the annex that is meant by its key, its title, or the end of its title."""
    exact = [key for key, title in pack.annexes.items() if name in (key, title)]
    ending = [key for key, title in pack.annexes.items() if title.endswith(name)]
    found = exact or (ending if len(ending) == 1 else [])
    return found[0] if found else None
