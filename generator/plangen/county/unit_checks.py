"""Checks of the roster, of its groups, and of the units that anything else names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plangen.county import meaning_rules as rules
from plangen.county.meaning import Meaning, as_list
from plangen.county.roster import without_level
from plangen.county.roster_rules import GROUP_TWICE
from plangen.county.spec import RosterUnit
from plangen.county.validate import nearest
from plangen.terms.findings import Location
from plangen.terms.text import comparable
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_source import KeyPath


def check_roster(meaning: Meaning) -> None:
    """Record an empty roster, names of two units, and parent units that two of them cover."""
    if not meaning.places.document.get("roster"):
        if not meaning.places.roster_file:  # else reading the file has said what is wrong with it
            meaning.say(rules.EMPTY_ROSTER, ("roster",), of_key=True, key=meaning.key("roster"))
        return
    names: dict[str, tuple[str, RosterUnit]] = {}
    for unit in meaning.draft.roster.units:
        for kind, name in _own_names(unit):
            known = names.setdefault(comparable(name), (kind, unit))
            if known[1] is not unit:
                first = f"{meaning.line(known[1].location)}“{known[1].short}”的{known[0]}"
                second = f"“{unit.short}”的{kind}"
                twice = rules.DUPLICATE_UNIT.found(unit.location, name=name, first=first, second=second)
                meaning.findings.append(twice)
    _covers(meaning)


def _own_names(unit: RosterUnit) -> list[tuple[str, str]]:
    """Return the different names of a unit with what they are, the weightiest first."""
    names: dict[str, tuple[str, str]] = {}
    for kind, name in (("名称", unit.name), ("简称", unit.short), *(("别名", alias) for alias in unit.aliases)):
        if name:
            names.setdefault(comparable(name), (kind, name))
    return list(names.values())


def _covers(meaning: Meaning) -> None:
    """Record parent units that two entries of the roster claim, or one entry twice."""
    claimed: dict[str, tuple[str, Location]] = {}
    entries = [*meaning.entries("roster"), *meaning.entries("groups")]
    for entry_path, entry in entries:
        owner = str(entry.get("short") or entry.get("name") or "")
        for position, cover in enumerate(as_list(entry.get("covers"))):
            if not isinstance(cover, str):
                continue
            path: KeyPath = (*entry_path, "covers", position)
            here = meaning.places.location(path)
            first, place = claimed.setdefault(without_level(cover), (owner, here))
            line = meaning.line(place)
            if place == here:
                continue
            if first == owner:
                meaning.say(rules.REPEATED_ENTRY, path, name=cover, first=line)
            else:
                meaning.say(rules.COVER_CLAIMED_TWICE, path, cover=cover, first=first, line=line, second=owner)


def check_groups(meaning: Meaning) -> None:
    """Record groups that share a name, have no members, or have members that are no units."""
    units = {comparable(unit.short): unit for unit in meaning.draft.roster.units}
    groups = {group.name for group in meaning.draft.roster.groups}
    seen: dict[str, Location] = {}
    for path, group in meaning.entries("groups"):
        name, members = group.get("name"), as_list(group.get("members"))
        if not isinstance(name, str):
            continue
        if first := meaning.first_place(seen, comparable(name), path):
            meaning.say(GROUP_TWICE, path, name=name, first=meaning.line(first))
        if unit := units.get(comparable(name)):
            here = f"{meaning.line(unit.location)}的单位"
            meaning.say(rules.DUPLICATE_UNIT, (*path, "name"), name=name, first=here, second="成员单位组")
        if not members:
            meaning.say(rules.GROUP_WITHOUT_MEMBERS, path, name=name, key=meaning.key(*path, "members"))
        _unit_list(meaning, members, (*path, "members"))
        for index, member in enumerate(members):
            if isinstance(member, str) and meaning.names.find(member) in groups:
                own = comparable(member) == comparable(name)
                problem = "把自己写成了自己的成员" if own else "是一组单位，不能作另一组的成员"
                remedy = "请逐个写出成员单位的简称。"
                meaning.say(rules.UNKNOWN_UNIT, (*path, "members", index), name=member, problem=problem, remedy=remedy)


def check_responsibility(meaning: Meaning, data: Mapping[str, Any], path: KeyPath) -> None:
    """Check lead and participants of anything that has them.

    Args:
        meaning: the spec.
        data: what has them.
        path: where it stands.
    """
    leads, participants = as_list(data.get("lead")), as_list(data.get("participants"))
    _unit_list(meaning, leads, (*path, "lead"))
    _unit_list(meaning, participants, (*path, "participants"))
    leaders = {meaning.names.find(name) or name for name in leads if isinstance(name, str) and name}
    named = (name for name in participants if isinstance(name, str))
    for index, name in enumerate(named):
        if (meaning.names.find(name) or name) in leaders:
            meaning.say(rules.LEAD_ALSO_PARTICIPATES, (*path, "participants", index), name=name)


def _unit_list(meaning: Meaning, names: Iterable[Any], path: KeyPath) -> None:
    seen: dict[str, Location] = {}
    for index, name in enumerate(names):
        if isinstance(name, str) and name:
            _unit(meaning, name, (*path, index))
            meaning.repeated(name, (*path, index), seen, meaning.names.find(name))


def _unit(meaning: Meaning, name: str, path: KeyPath) -> None:
    """Record a unit that is not in the roster."""
    if not meaning.draft.roster.units or meaning.names.find(name):
        return
    if len(split_names(name)) > 1:  # written as one entry of a list: said already
        return
    known = meaning.names
    near = nearest(name, known.roster, cutoff=0.6) or nearest(name, list(known.printed_names), cutoff=0.6)
    suggestion = f"是不是要写“{known.find(near[0])}”？" if near else ""
    where = "“部门名册”表" if meaning.places.roster_file else f"“{meaning.key('roster')}”"
    remedy = f"{suggestion}不在名册里的单位，请先写入{where}。"
    meaning.say(rules.UNKNOWN_UNIT, path, name=name, problem="不在部门名册里", remedy=remedy)
