"""The units that a county usually has, from the knowledge file, for a roster that is filled in by striking out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plangen.county.spec import RosterGroup, RosterUnit
from plangen.terms.levels import LevelWords, place_stem
from plangen.terms.units import CanonicalUnit, load_units, names_at_county

_BODIES = frozenset({"group", "government"})
_MEMBERS = "成员单位"


@dataclass(frozen=True, kw_only=True)
class UsualRoster:
    """What a county of a level usually has.

    Attributes:
        level: 县, 市, 区 or 旗.
        units: the departments and the like, each with the units of upper levels whose work it does.
        groups: the groups of members that parents speak of.
        merged: short names of the units that many counties merge into another.
    """

    level: str
    units: tuple[RosterUnit, ...]
    groups: tuple[RosterGroup, ...]
    merged: frozenset[str]


def usual_roster(county: str) -> UsualRoster:
    """Return the usual units of a county with what they answer for.

    A function that no county has a unit for (药监局), and a body that has an office (安委会), go to the unit that
    usually does their work.

    Args:
        county: the county's full name.
    """
    units = load_units()
    names = {unit.id: short_at_county(unit, county) for unit in units if unit.county_names and unit.type not in _BODIES}
    covers: dict[str, list[str]] = {identifier: [identifier] for identifier in names}
    for unit in units:
        if unit.id not in names and _MEMBERS not in unit.id and unit.type != "government":
            host = next((other for other in unit.stand_ins if other in names), None)
            if host:
                covers[host].append(unit.id)
    own = [unit for unit in units if unit.id in names]
    return UsualRoster(
        level=LevelWords(county).level,
        units=tuple(
            RosterUnit(
                name=full_at_county(unit, county),
                short=names[unit.id],
                covers=tuple(covers[unit.id]),
                vertical=unit.type == "vertical",
            )
            for unit in own
        ),
        groups=tuple(_groups(units, names, county)),
        merged=frozenset(names[unit.id] for unit in own if unit.stand_ins),
    )


def _groups(units: tuple[CanonicalUnit, ...], names: dict[str, str], county: str) -> Iterator[RosterGroup]:
    for unit in units:
        if unit.type == "group" and unit.id.endswith(_MEMBERS):
            members = tuple(names[member] for member in unit.members if member in names)
            yield RosterGroup(name=short_at_county(unit, county), covers=(unit.id,), members=members)


def short_at_county(unit: CanonicalUnit, county: str) -> str:
    """Return what a county's unit of a function is usually called in short, 县应急局; it must have county names."""
    return names_at_county(unit, LevelWords(county).level)[0]


def full_at_county(unit: CanonicalUnit, county: str) -> str:
    """Return what a county's unit of a function is usually called in full, 永和县应急管理局."""
    form = unit.county_full_name or f"{{county}}{unit.full_name}"
    if LevelWords(county).level == "区" and unit.district_full_name:
        form = unit.district_full_name
    return form.replace("{county}", county).replace("{stem}", place_stem(county))
