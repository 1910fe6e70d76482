"""The units that a county's parents name and nobody in its roster answers for, as entries that a planner may take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from plangen.county.roster_template import ProposedEntry
from plangen.county.spec import County, Roster, RosterGroup, RosterUnit
from plangen.county.usual_units import full_at_county, short_at_county, usual_roster
from plangen.parent.model import ParentPlan
from plangen.plan.directory import Directory, printed_name
from plangen.terms.levels import LevelWords
from plangen.terms.text import comparable
from plangen.terms.unit_list import looks_like_unit
from plangen.terms.units import CanonicalUnit, canonical, is_collective, load_units, without_level

_MEMBERS = "成员单位"


@dataclass(frozen=True, kw_only=True)
class ProposedUnit:
    """A unit, or a group of units, that the roster may get.

    Attributes:
        name: the full name, in 【】 where it is only a guess.
        short: the short name, likewise; a group's is its name.
        cover: the parent unit that it answers for, without level.
        vertical: whether units of its kind are run from above.
        members: for a group the units in it; empty for a unit.
        called: how the parents write it.
        leads: how many items it leads.
        takes_part: how many items it takes part in.
        answers: how many items it answers for that name no leader.
        hosts: roster entries that usually do its work where a county has no such unit.
    """

    name: str
    short: str
    cover: str
    vertical: bool = False
    members: tuple[str, ...] = ()
    called: tuple[str, ...]
    leads: int
    takes_part: int
    answers: int
    hosts: tuple[str, ...] = ()

    @property
    def entry(self) -> RosterUnit | RosterGroup:
        """The entry as a roster has it."""
        if self.members:
            return RosterGroup(name=self.name, covers=(self.cover,), members=self.members)
        return RosterUnit(name=self.name, short=self.short, covers=(self.cover,), vertical=self.vertical)

    @property
    def reason(self) -> str:
        """What the parents want of it, and who may do it instead."""
        counts = ((self.leads, "牵头"), (self.answers, "责任单位"), (self.takes_part, "配合"))
        said = "、".join(f"{what}{count}项" for count, what in counts if count)
        instead = f"；不单设的，也可写进“{self.hosts[0]}”的“对应上级单位”" if self.hosts else ""
        return f"上位规划{''.join(f'“{name}”' for name in self.called)}{said}{instead}"


@dataclass
class _Named:
    """A unit as the parents name it."""

    function: CanonicalUnit | None
    leads: int = 0
    takes_part: int = 0
    answers: int = 0
    called: dict[str, None] = field(default_factory=dict)

    @property
    def weight(self) -> tuple[bool, int]:
        """What orders them: those that lead first, then by how many items name them."""
        return not self.leads, -(self.leads + self.takes_part + self.answers)


def propose_units(parents: Iterable[ParentPlan], roster: Roster, county: County) -> tuple[ProposedUnit, ...]:
    """Return entries for the units that no entry of a roster answers for: those that lead first, then by their items.

    Units in general (有关部门), governments and other counties' units are nobody's entry.

    Args:
        parents: the county's parent plans.
        roster: the county's units and groups.
        county: whose names the entries get.
    """
    directory = Directory(roster, county, load_units())
    found: dict[str, _Named] = {}
    for parent in parents:
        for item in parent.all_items():
            if item.responsibility is not None:
                _count(item.responsibility.leads, item.responsibility.participants, directory, found)
    ordered = sorted(found.items(), key=lambda entry: entry[1].weight)
    return tuple(_different((_proposal(cover, named, directory) for cover, named in ordered), directory))


def propose_for_workbook(parents: Iterable[ParentPlan], county: str) -> tuple[ProposedEntry, ...]:
    """Return entries for the units that no unit of the usual roster answers for.

    Args:
        parents: the county's parent plans.
        county: the county's full name.
    """
    usual = usual_roster(county)
    roster = Roster(units=usual.units, groups=usual.groups)
    proposals = propose_units(parents, roster, County(name=county, city="", province=""))
    return tuple(ProposedEntry(entry=one.entry, reason=one.reason) for one in proposals)


def _count(leads: Sequence[str], participants: Sequence[str], directory: Directory, found: dict[str, _Named]) -> None:
    """Count one item for each unit that its clause names and nobody answers for, once a unit."""
    seen: set[str] = set()
    for names, leading in ((leads, True), (participants, False)):
        for name in names:
            match = directory.match(name)
            function = canonical(name, directory.units)
            if match.name or match.elsewhere or not _is_somebody(name, function):
                continue
            cover = function.id if function else without_level(name)
            named = found.setdefault(cover, _Named(function=function))
            named.called[name] = None
            if cover in seen:
                continue
            seen.add(cover)
            named.leads += leading
            named.takes_part += bool(leads) and not leading
            named.answers += not leads


def _is_somebody(name: str, function: CanonicalUnit | None) -> bool:
    """Return whether a name is that of one unit, or of one body's members, which a county may have itself."""
    if function is None:
        return name.isprintable() and looks_like_unit(name) and not is_collective(name)
    return function.type != "government" and not is_collective(function.id)


def _proposal(cover: str, named: _Named, directory: Directory) -> ProposedUnit:
    function, county = named.function, directory.county.name
    level = LevelWords(county).level
    hosts = tuple(map(printed_name, directory.stand_ins(function)))
    known = function is not None and bool(function.county_names)
    if function is not None and known:
        name, short = full_at_county(function, county), short_at_county(function, county)
    else:
        name, short = f"{county}{cover}", f"{level}{cover}"
    is_group = function is not None and function.type == "group" and cover.endswith(_MEMBERS)
    name = short if is_group else name
    certain = known and not hosts
    return ProposedUnit(
        name=name if certain else f"【{name}】",
        short=short if certain else f"【{short}】",
        cover=cover,
        vertical=function is not None and function.type == "vertical",
        members=_members(function, directory) if function is not None and is_group else (),
        called=tuple(named.called),
        leads=named.leads,
        takes_part=named.takes_part,
        answers=named.answers,
        hosts=hosts,
    )


def _members(group: CanonicalUnit, directory: Directory) -> tuple[str, ...]:
    matches = (directory.match(member) for member in group.members)
    named = dict.fromkeys(match.name for match in matches if match.name and not match.collective)
    return tuple(named) or tuple(filter(None, [directory.last_resort()]))


def _different(proposals: Iterable[ProposedUnit], directory: Directory) -> Iterator[ProposedUnit]:
    """Yield the proposals whose names are no other's, so that a roster with all of them is sound."""
    roster = directory.roster
    taken = {comparable(name) for unit in roster.units for name in (unit.name, unit.short, *unit.aliases)}
    taken |= {comparable(group.name) for group in roster.groups}
    for one in proposals:
        names = {comparable(one.name), comparable(one.short)}
        if not names & taken:
            taken |= names
            yield one
