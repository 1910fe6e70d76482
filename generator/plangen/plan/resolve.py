"""Who does what: from the units a parent names to the county units that answer for them.

Every unit that a parent names ends in exactly one place: among the ``parent_units`` of a county unit, or in
``unresolved`` together with a finding that says how to settle it.  The rules, first come, first served:

1. a roster entry covers it (部门名册 covers), spelled alike, then with another level or place, then by an alias;
2. a group of the roster has its name; 3. a roster unit has the same name one level down;
4. a roster unit has the same canonical function (units.yaml); 5. the governments below become towns and townships.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from plangen.county.names import entry_line, item_line
from plangen.county.spec import County, Roster, RosterGroup, RosterUnit
from plangen.plan.model import AssignedUnit, Assignment, Rule
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.responsibility import Responsibility
from plangen.terms.units import CanonicalUnit, canonical, level_forms, names_at_county, unit_key

CODES: dict[str, str] = {
    "unit-unresolved": "A unit that the parent names has no unit in the county's roster.",
    "unit-no-counterpart": "A unit that the parent names usually has no counterpart in a county.",
    "unit-ambiguous": "Several roster entries claim the same parent unit; the first one is taken.",
    "lead-missing": "No county unit leads the item.",
    "lead-not-named": "The parent names no lead; the first unit it names leads for the time being.",
    "suggestion-fallback": "None of a theme's usual units is in the roster; another unit is suggested to lead.",
}

Entry = RosterUnit | RosterGroup

_NOWHERE = Location()
_NEAREST = 3  # roster entries that a hint names
_LAST_RESORT = "应急局"  # the bureau that drafts the plan answers for what nobody else does
_NAMED_COUNTY = re.compile(r"(?:.{0,6}?[省市])?([一-龥]{1,10}?(?:自治县|县|旗))")
_LEVEL_WORDS = frozenset("省市区县旗各本全")


def printed_name(entry: Entry) -> str:
    """Return the name that clauses and tables print: a unit's short name, a group's name."""
    return entry.short if isinstance(entry, RosterUnit) else entry.name


def lower_governments(county: County) -> str:
    """Return what the county calls its towns, townships and subdistricts together, 各乡镇人民政府."""
    kinds = ("乡" if county.townships else "") + ("镇" if county.towns else "")
    if not kinds and county.subdistricts:
        return "各街道办事处"
    return f"各{kinds or '乡镇'}人民政府" + ("（街道办事处）" if county.subdistricts else "")


def find_roster_unit(name: str, roster: Roster) -> Entry | None:
    """Return the roster's unit or group that a name in the spec means, or None.

    Args:
        name: a full name, short name or alias; with another level prefix or none only where that is unequivocal.
        roster: the county's roster.
    """
    return _names(roster).find(name)


def assign_named(name: str, *, roster: Roster, county: County, units: tuple[CanonicalUnit, ...]) -> AssignedUnit | None:
    """Return a unit that the spec names for an item, or None when the county has no such unit.

    Beside roster entries these are single towns and townships (芝河镇, 芝河镇人民政府) and all of them together.
    """
    if entry := find_roster_unit(name, roster):
        return AssignedUnit(name=printed_name(entry), rule=Rule.SPEC)
    below = _directory(roster, county, units).below(name)
    return AssignedUnit(name=below, rule=Rule.SPEC) if below else None


def resolve_responsibility(
    responsibility: Responsibility,
    *,
    roster: Roster,
    county: County,
    units: tuple[CanonicalUnit, ...],
    location: Location = _NOWHERE,
) -> tuple[Assignment, tuple[Finding, ...]]:
    """Give every unit that a parent names for an item to a county unit.

    Parent units that one county unit answers for become one entry with all of them; a unit that leads is not listed
    as a participant again; the order is the parent's.  Messages name units, never items, so that a caller can gather
    the items of equal findings.

    Args:
        responsibility: the parent's clause.
        roster: the county's units and groups.
        county: for its towns and townships, and to tell its own name from other counties'.
        units: canonical units, see :func:`plangen.terms.units.load_units`.
        location: where the findings belong.

    Returns:
        The assignment, and a finding for each doubt.  ``lead`` is None only together with an error finding.
    """
    directory = _directory(roster, county, units)
    rows: dict[str, _Row] = {}
    unresolved: dict[str, None] = {}
    findings: dict[Finding, None] = {}
    named = [(name, True) for name in responsibility.leads] + [(name, False) for name in responsibility.participants]
    for name, leads in named:
        if not name.strip():
            continue
        match = directory.resolve(name)
        findings.update(dict.fromkeys(match.findings))
        if match.name is None or match.rule is None:
            unresolved[name] = None
            continue
        row = rows.setdefault(match.name, _Row(rule=match.rule, leads=leads, collective=match.collective))
        row.rule = min(row.rule, match.rule, key=_CERTAINTY.__getitem__)
        row.parent_units[name] = None
    if not responsibility.leads and rows:
        name, row = next(((name, row) for name, row in rows.items() if not row.collective), next(iter(rows.items())))
        row.leads = True
        findings[_lead_not_named(name)] = None
    leaders = [_assigned(name, row) for name, row in rows.items() if row.leads]
    if not leaders:
        findings[_lead_missing(responsibility)] = None
    assignment = Assignment(
        lead=leaders[0] if leaders else None,
        co_leads=tuple(leaders[1:]),
        participants=tuple(_assigned(name, row) for name, row in rows.items() if not row.leads),
        open_ended=responsibility.open_ended,
        unresolved=tuple(unresolved),
    )
    return assignment, tuple(replace(finding, location=location) for finding in findings)


def suggest_with_findings(
    lead_function: str,
    support_functions: Sequence[str],
    *,
    roster: Roster,
    county: County,
    units: tuple[CanonicalUnit, ...],
    location: Location = _NOWHERE,
) -> tuple[Assignment, tuple[Finding, ...]]:
    """Suggest units for an item whose parent names none.

    Where the county has no unit for the lead function, the first supporting function that has one leads; where
    there is none either, the unit that answers for 应急局, or the roster's first unit, with a finding.

    Args:
        lead_function: canonical id (or any spelling) of the unit that usually leads, 应急局.
        support_functions: the units that usually take part, in order.
        roster: the county's units and groups.
        county: for its towns and townships.
        units: canonical units.
        location: where a finding belongs.

    Returns:
        The assignment, marked as suggested; its lead is None only when the roster is empty.
    """
    directory = _directory(roster, county, units)
    matches = [directory.resolve(function) for function in (lead_function, *support_functions)]
    found = [match for match in matches if match.name is not None]
    findings: tuple[Finding, ...] = ()
    leader = next((match.name for match in found if not match.collective), None)
    if leader is None:
        leader = directory.last_resort()
        finding = _no_suggestion(lead_function, leader)
        findings = (replace(finding, location=location),)
    supporters = dict.fromkeys(match.name for match in found if match.name is not None and match.name != leader)
    assignment = Assignment(
        lead=AssignedUnit(name=leader, rule=Rule.THEME) if leader else None,
        participants=tuple(AssignedUnit(name=name, rule=Rule.THEME) for name in supporters),
        suggested=True,
    )
    return assignment, findings


_CERTAINTY = {rule: place for place, rule in enumerate(Rule)}


@dataclass
class _Row:
    rule: Rule
    leads: bool
    collective: bool
    parent_units: dict[str, None] = field(default_factory=dict)


def _assigned(name: str, row: _Row) -> AssignedUnit:
    return AssignedUnit(name=name, rule=row.rule, parent_units=tuple(row.parent_units))


@dataclass(frozen=True, kw_only=True)
class _Match:
    """What a parent unit is in the county: a printed name and the rule, or neither."""

    name: str | None = None
    rule: Rule | None = None
    collective: bool = False
    findings: tuple[Finding, ...] = ()


class _Claims:
    """Which roster entries claim a key; the first in the roster wins."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Entry]] = {}

    def add(self, keys: Iterable[str], entry: Entry) -> None:
        for key in keys:
            entries = self._entries.setdefault(key, [])
            if entry not in entries:
                entries.append(entry)

    def find(self, keys: Iterable[str]) -> list[Entry]:
        return next((entries for key in keys if (entries := self._entries.get(key))), [])


def _entries(roster: Roster) -> tuple[Entry, ...]:
    return (*roster.units, *roster.groups)


def _spellings(entry: Entry) -> tuple[str, ...]:
    return (entry.short, entry.name, *entry.aliases) if isinstance(entry, RosterUnit) else (entry.name,)


class _Names:
    """The roster by its own names."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._exact = _Claims()
        self._forms = _Claims()
        for entry in _entries(roster):
            for spelling in _spellings(entry):
                self._exact.add([unit_key(spelling)], entry)
                self._forms.add(level_forms(spelling), entry)

    def find(self, name: str) -> Entry | None:
        if exact := self._exact.find([unit_key(name)]):
            return exact[0]
        loose = self._forms.find(level_forms(name))
        return loose[0] if len(loose) == 1 else None


class _Directory:
    """Everything needed to resolve names for one county, each name resolved once."""

    def __init__(self, roster: Roster, county: County, units: tuple[CanonicalUnit, ...]) -> None:
        self.roster, self.county, self.units = roster, county, units
        self._matches: dict[str, _Match] = {}
        self._covers_exact, self._covers_forms, self._covers_functions = _Claims(), _Claims(), _Claims()
        self._group_names, self._group_functions = _Claims(), _Claims()
        self._unit_names, self._unit_functions = _Claims(), _Claims()
        for entry in _entries(roster):
            for cover in entry.covers:
                self._covers_exact.add([unit_key(cover)], entry)
                self._covers_forms.add(level_forms(cover), entry)
                self._covers_functions.add(self._functions([cover]), entry)
            is_unit = isinstance(entry, RosterUnit)
            names, functions = (
                (self._unit_names, self._unit_functions) if is_unit else (self._group_names, self._group_functions)
            )
            for spelling in _spellings(entry):
                names.add(level_forms(spelling), entry)
            functions.add(self._functions(_spellings(entry)), entry)

    def _functions(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            if unit := canonical(name, self.units):
                yield unit.id

    def resolve(self, name: str) -> _Match:
        """Return what a parent unit is in the county."""
        match = self._matches.get(name)
        if match is None:
            match = self._matches[name] = self._resolve(name)
        return match

    def _resolve(self, name: str) -> _Match:
        if entries := self._covers_exact.find([unit_key(name)]):
            return self._entry_match(name, entries, Rule.COVER)
        if (place := self._other_county(name)) is not None:
            return _Match(findings=(self._elsewhere(name, place),))
        forms = level_forms(name)
        function = canonical(name, self.units)
        functions = [function.id] if function else []
        rules: tuple[tuple[_Claims, Sequence[str], Rule], ...] = (
            (self._covers_forms, forms, Rule.COVER),
            (self._covers_functions, functions, Rule.COVER),
            (self._group_names, forms, Rule.GROUP),
            (self._group_functions, functions, Rule.GROUP),
            (self._unit_names, forms, Rule.NAME),
            (self._unit_functions, functions, Rule.FUNCTION),
        )
        for claims, keys, rule in rules:
            if entries := claims.find(keys):
                return self._entry_match(name, entries, rule)
        if below := self.below(name):
            return _Match(name=below, rule=Rule.LEVEL, collective=True)
        return _Match(findings=(self._nobody(name, function),))

    def _entry_match(self, name: str, entries: list[Entry], rule: Rule) -> _Match:
        entry = entries[0]
        is_group = isinstance(entry, RosterGroup)
        findings = (self._several(name, entries),) if len(entries) > 1 else ()
        return _Match(
            name=printed_name(entry), rule=Rule.GROUP if is_group else rule, collective=is_group, findings=findings
        )

    def below(self, name: str) -> str | None:
        """Return the printed name where a name means the county's towns and townships, or one of them."""
        key = unit_key(name)
        for place in (*self.county.towns, *self.county.townships):
            if key in (place, f"{place}政府", f"{self.county.name}{place}政府"):
                return f"{place}人民政府"
        for place in self.county.subdistricts:
            if key in (place, f"{place}办事处", f"{place}办"):
                return f"{place}办事处"
        function = canonical(name, self.units)
        return lower_governments(self.county) if function and function.is_lower_governments else None

    def last_resort(self) -> str | None:
        """Return the unit that leads where no rule finds one; None when the roster has no units."""
        match = self.resolve(_LAST_RESORT)
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

    def _stand_ins(self, function: CanonicalUnit | None) -> list[Entry]:
        """Return the roster entries that usually hold the duties where a county has no such unit."""
        found: list[Entry] = []
        for stand_in in function.stand_ins if function else ():
            for claims in (self._covers_functions, self._unit_functions):
                found.extend(entry for entry in claims.find([stand_in])[:1] if entry not in found)
        return found

    def _similar(self, name: str, function: CanonicalUnit | None) -> list[Entry]:
        """Return the roster entries with the most similar names."""
        by_form = {level_forms(printed_name(entry))[-1]: entry for entry in _entries(self.roster)}
        close = get_close_matches(_bare(name, function), by_form, n=_NEAREST, cutoff=0.5)
        return [by_form[form] for form in close]

    def _nobody(self, name: str, function: CanonicalUnit | None) -> Finding:
        stand_ins = self._stand_ins(function)
        nearest = [printed_name(entry) for entry in (stand_ins or self._similar(name, function))[:_NEAREST]]
        line = self._line(_bare(name, function), function, stand_ins)
        likely = f"；名册中可能相关的有：{'、'.join(nearest)}" if nearest else ""
        if function and not function.county_names:
            return Finding(
                code="unit-no-counterpart",
                severity=Severity.INFO,
                message=f"上位规划中的“{name}”在县级一般没有对应单位，分工表中未列",
                hint=f"如{self.county.name}有单位承担其职责，请写明：{line}{likely}",
            )
        return Finding(
            code="unit-unresolved",
            severity=Severity.WARNING,
            message=f"上位规划中的“{name}”在部门名册中没有对应单位，分工表中未列",
            hint=f"请确定由哪个单位承担，并写明：{line}{likely}",
        )

    def _line(self, bare: str, function: CanonicalUnit | None, stand_ins: list[Entry]) -> str:
        """Return where and how the spec says who answers for a unit, as YAML."""
        if stand_ins and isinstance(stand_ins[0], RosterUnit):
            unit = stand_ins[0]
            covers = f"[{', '.join((*unit.covers, bare))}]"
            return f"在“部门名册”中改写为 {entry_line('roster', name=unit.name, short=unit.short, covers=covers)}"
        if function and function.type == "group":
            member = self.last_resort() or "县应急局"
            line = entry_line("groups", name=f"县{bare}", covers=f"[{bare}]", members=f"[{member}]")
            return f"在“成员单位组”中加一行 {line}（成员按实际填写）"
        usual = names_at_county(function) if function else ()
        short = usual[0] if usual else f"县{bare}"
        name = f"{self.county.name}{short.removeprefix('县')}"
        return f"在“部门名册”中加一行 {entry_line('roster', name=name, short=short, covers=f'[{bare}]')}"

    def _several(self, name: str, entries: list[Entry]) -> Finding:
        names = [printed_name(entry) for entry in entries]
        return Finding(
            code="unit-ambiguous",
            severity=Severity.WARNING,
            message=f"上位规划中的“{name}”可对应多个单位：{'、'.join(names)}，暂按“{names[0]}”安排",
            hint="请只在部门名册一个单位的“对应上级单位”中保留它；"
            "个别任务由其他单位承担的，在“承接”中该任务下用“牵头”或“配合”写明。",
        )

    def _elsewhere(self, name: str, place: str) -> Finding:
        return Finding(
            code="unit-no-counterpart",
            severity=Severity.INFO,
            message=f"上位规划中的“{name}”是{place}的单位，不属于{self.county.name}，分工表中未列",
            hint="如本地有单位需要参加，请在部门名册该单位的“对应上级单位”中写上这一名称，"
            "或在“承接”中该条目下用“配合”写明。",
        )


def _bare(name: str, function: CanonicalUnit | None) -> str:
    """Return a name without level prefix, as ``covers`` should have it."""
    if function:
        return function.id
    forms = level_forms(name)
    return forms[1] if len(forms) > 1 else forms[0]


def _lead_not_named(name: str) -> Finding:
    return Finding(
        code="lead-not-named",
        severity=Severity.WARNING,
        message=f"上位规划没有写明牵头单位，暂由排在最前的“{name}”牵头",
        hint=f"请在“承接”中该条目下确认，例如：{item_line('T07', lead=name)}",
    )


def _lead_missing(responsibility: Responsibility) -> Finding:
    if responsibility.leads:
        message = (
            f"牵头单位{'、'.join(f'“{name}”' for name in responsibility.leads)}在本地没有对应单位，本项暂无牵头单位"
        )
    else:
        message = "上位规划没有写明责任单位，或所列单位在本地都没有对应单位，本项暂无牵头单位"
    return Finding(
        code="lead-missing",
        severity=Severity.ERROR,
        message=message,
        hint=f"请在“承接”中该条目下写明牵头单位，例如：{item_line('T07', lead='县应急局')}",
    )


def _no_suggestion(function: str, leader: str | None) -> Finding:
    if leader is None:
        return Finding(
            code="lead-missing",
            severity=Severity.ERROR,
            message="部门名册中没有单位，无法提出分工建议",
            hint="请先填写部门名册，例如：部门名册: [{名称: 永和县应急管理局, 简称: 县应急局, 对应上级单位: [应急局]}]",
        )
    return Finding(
        code="suggestion-fallback",
        severity=Severity.WARNING,
        message=f"这类工作通常由“{function}”负责，部门名册中没有对应单位，暂建议由“{leader}”牵头",
        hint=f"请确定牵头单位，并在部门名册该单位的“对应上级单位”中加上“{function}”，或在“承接”中该条目下用“牵头”写明。",
    )


_directories: dict[tuple[int, int, int], _Directory] = {}
_rosters: dict[int, _Names] = {}


def _directory(roster: Roster, county: County, units: tuple[CanonicalUnit, ...]) -> _Directory:
    # by identity, as hashing a roster costs more than resolving a name; the directory keeps its keys alive
    key = (id(roster), id(county), id(units))
    directory = _directories.get(key)
    if directory is None:
        if len(_directories) >= 8:
            _directories.clear()
        directory = _directories[key] = _Directory(roster, county, units)
    return directory


def _names(roster: Roster) -> _Names:
    names = _rosters.get(id(roster))
    if names is None:
        if len(_rosters) >= 8:
            _rosters.clear()
        names = _rosters[id(roster)] = _Names(roster)
    return names
