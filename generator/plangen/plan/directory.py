"""A county's units by every name that a parent or the spec may call them: full, short, covered, one level down.

A parent's unit is looked for by these rules, first come, first served:

1. a roster entry covers it (部门名册 covers), spelled alike, then with another level or place, then by an alias;
2. a group of the roster has its name; 3. a roster unit has the same name one level down;
4. a roster unit has the same canonical function (units.yaml); 5. the governments below become towns and townships.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from plangen.county.spec import County, Roster, RosterGroup, RosterUnit
from plangen.plan.model import Rule
from plangen.terms.findings import Finding
from plangen.terms.once import once_for_the_same
from plangen.terms.units import CanonicalUnit, canonical, level_forms, unit_key

Entry = RosterUnit | RosterGroup
Claims = Mapping[str, Sequence[Entry]]
"""A name in some form -> the roster entries that claim it; the first in the roster wins."""

_NEAREST = 3  # roster entries that a hint names
_LAST_RESORT = "应急局"  # the bureau that drafts the plan answers for what nobody else does
_NAMED_COUNTY = re.compile(r"(?:.{0,6}?[省市])?([一-龥]{1,10}?(?:自治县|县|旗))")
_LEVEL_WORDS = frozenset("省市区县旗各本全")


def printed_name(entry: Entry) -> str:
    """Return the name that clauses and tables print: a unit's short name, a group's name."""
    return entry.short if isinstance(entry, RosterUnit) else entry.name


def lower_governments(county: County) -> str:
    """Return what the county calls its towns, townships and subdistricts together, 各乡镇人民政府."""
    return county.words.lower_governments


@dataclass(frozen=True, kw_only=True)
class Match:
    """What a parent's unit is in the county: a printed name and the rule, or neither.

    Attributes:
        collective: it is no single unit but a group, or the governments below.
        claimants: printed names of all roster entries that claim the unit, the one that was taken first.
        elsewhere: the other county whose unit it is.
    """

    name: str | None = None
    rule: Rule | None = None
    collective: bool = False
    claimants: tuple[str, ...] = ()
    elsewhere: str | None = None


class _Names:
    """What each name means in a roster, by spelling and by function.

    Args:
        roster: the county's units and groups.
        units: canonical units.
    """

    def __init__(self, roster: Roster, units: tuple[CanonicalUnit, ...]) -> None:
        self.units = units
        self.entries: tuple[Entry, ...] = (*roster.units, *roster.groups)
        self.exact = _claims(self.entries, _spellings, unit_keys)
        self.forms = _claims(self.entries, _spellings, level_forms)
        self.covers_exact = _claims(self.entries, _covers, unit_keys)
        self.covers_functions = _claims(self.entries, _covers, self.functions)
        self.unit_functions = _claims(roster.units, _spellings, self.functions)
        self.rules: tuple[tuple[Claims, Callable[[str], Iterable[str]], Rule], ...] = (
            (_claims(self.entries, _covers, level_forms), level_forms, Rule.COVER),
            (self.covers_functions, self.functions, Rule.COVER),
            (_claims(roster.groups, _spellings, level_forms), level_forms, Rule.GROUP),
            (_claims(roster.groups, _spellings, self.functions), self.functions, Rule.GROUP),
            (_claims(roster.units, _spellings, level_forms), level_forms, Rule.NAME),
            (self.unit_functions, self.functions, Rule.FUNCTION),
        )

    def functions(self, name: str) -> tuple[str, ...]:
        """Return the id of the function that a name means, where it means one."""
        function = canonical(name, self.units)
        return (function.id,) if function else ()


_names_of = once_for_the_same(_Names)  # half a dozen directories of the same county are made in one run


class Directory:
    """Everything needed to find units for one county, each name looked for once.

    Args:
        roster: the county's units and groups.
        county: for its towns and townships, and to tell its own name from other counties'.
        units: canonical units, see :func:`plangen.terms.units.load_units`.

    Attributes:
        said: what is to be said about parents' units, by the unit; kept for :mod:`~plangen.plan.resolve`.
    """

    def __init__(self, roster: Roster, county: County, units: tuple[CanonicalUnit, ...]) -> None:
        self.roster, self.county, self.units = roster, county, units
        self.said: dict[str, tuple[Finding, ...]] = {}
        self._matches: dict[str, Match] = {}
        places = [f"{place}人民政府" for place in (*county.towns, *county.townships)]
        self._lower = (*places, *(f"{place}办事处" for place in county.subdistricts))
        self._names = _names_of(roster, units)

    def entry(self, name: str) -> Entry | None:
        """Return the roster's unit or group that a name in the spec means, or None.

        Args:
            name: a full name, short name or alias; with another level or none only where that is unequivocal.
        """
        if exact := _find(self._names.exact, unit_keys(name)):
            return exact[0]
        loose = _find(self._names.forms, level_forms(name))
        return loose[0] if len(loose) == 1 else None

    def match(self, name: str) -> Match:
        """Return what a parent's unit is in the county."""
        if name not in self._matches:
            self._matches[name] = self._match(name)
        return self._matches[name]

    def _match(self, name: str) -> Match:
        if entries := _find(self._names.covers_exact, unit_keys(name)):
            return _matched(entries, Rule.COVER)
        if place := self._other_county(name):
            return Match(elsewhere=place)
        for claims, keys, rule in self._names.rules:
            if entries := _find(claims, keys(name)):
                return _matched(entries, rule)
        below = self.below(name)
        return Match(name=below, rule=Rule.LEVEL, collective=True) if below else Match()

    def below(self, name: str) -> str | None:
        """Return the printed name where a name means the county's towns and townships, or one of them."""
        key = unit_key(name)
        for place in self.county.governed:
            if key in (place, f"{place}政府", f"{self.county.name}{place}政府"):
                return f"{place}人民政府"
        for place in self.county.subdistricts:
            if key in (place, f"{place}办事处", f"{place}办"):
                return f"{place}办事处"
        function = canonical(name, self.units)
        return lower_governments(self.county) if function and function.is_lower_governments else None

    def functions_of(self, entry: Entry, *, covered: bool = True) -> frozenset[str]:
        """Return the ids of all functions that a roster entry has.

        Args:
            entry: the unit or group.
            covered: by what it covers too, not by its own names alone.
        """
        names = (*_spellings(entry), *(entry.covers if covered else ()))
        return frozenset(one for name in names for one in self._names.functions(name))

    def members(self, name: str) -> tuple[str, ...]:
        """Return the printed names of the units that a printed name stands for: a group's, all lower governments'."""
        if name == lower_governments(self.county):
            return self._lower
        return next((group.members for group in self.roster.groups if group.name == name), ())

    def last_resort(self) -> str | None:
        """Return the unit that leads where no rule finds one; None when the roster has no units."""
        match = self.match(_LAST_RESORT)
        if match.name is not None and not match.collective:
            return match.name
        return self.roster.units[0].short if self.roster.units else None

    def _other_county(self, name: str) -> str | None:
        key = unit_key(name)
        found = _NAMED_COUNTY.match(key)
        if found is None:
            return None
        place = found[1]
        if set(place[:-1]) <= _LEVEL_WORDS or place.endswith(self.county.name):
            return None
        return place if canonical(key[found.end() :], self.units) else None

    def stand_ins(self, function: CanonicalUnit | None) -> list[Entry]:
        """Return the roster entries that usually hold the duties where a county has no such unit."""
        found: list[Entry] = []
        for stand_in in function.stand_ins if function else ():
            for claims in (self._names.covers_functions, self._names.unit_functions):
                found.extend(entry for entry in _find(claims, [stand_in])[:1] if entry not in found)
        return found[:_NEAREST]

    def similar(self, name: str) -> list[Entry]:
        """Return the roster entries with the most similar names."""
        by_form = {level_forms(printed_name(entry))[-1]: entry for entry in self._names.entries}
        return [by_form[form] for form in get_close_matches(name, by_form, n=_NEAREST, cutoff=0.5)]


def unit_keys(name: str) -> tuple[str, ...]:
    """Return the one key that only the same spelling of a unit has."""
    return (unit_key(name),)


def _spellings(entry: Entry) -> Iterable[str]:
    return (entry.short, entry.name, *entry.aliases) if isinstance(entry, RosterUnit) else (entry.name,)


def _covers(entry: Entry) -> Iterable[str]:
    return entry.covers


def _claims(
    entries: Iterable[Entry], names: Callable[[Entry], Iterable[str]], keys: Callable[[str], Iterable[str]]
) -> Claims:
    claims: dict[str, list[Entry]] = {}
    for entry in entries:
        for key in dict.fromkeys(key for name in names(entry) for key in keys(name)):
            claims.setdefault(key, []).append(entry)
    return claims


def _find(claims: Claims, keys: Iterable[str]) -> Sequence[Entry]:
    return next((claims[key] for key in keys if key in claims), ())


def _matched(entries: Sequence[Entry], rule: Rule) -> Match:
    is_group = isinstance(entries[0], RosterGroup)
    claimants = tuple(map(printed_name, entries))
    return Match(name=claimants[0], rule=Rule.GROUP if is_group else rule, collective=is_group, claimants=claimants)
