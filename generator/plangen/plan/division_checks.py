"""Doubts about the division of labour as a whole, after the plan has been built: one finding for each kind of doubt.

What concerns one unit or one decision is said while the plan is built: units that nobody answers for
(:mod:`~plangen.plan.resolve`), units that the spec leaves out (``unit-dropped``) and units without any duty
(``unit-without-duty``).  Here stands what can only be seen in the finished rows or across a whole parent document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plangen.county.spec import Roster
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan.gather import SHOWN, item_list
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan, title_of
from plangen.plan.same import ItemRef
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.text import short
from plangen.terms.units import CanonicalUnit, canonical, level_forms, names_at_county, unit_key

CODES: dict[str, str] = {
    "row-without-lead": "Items have no lead, and no other finding says so.",
    "several-leads": "Several units lead an item; the first answers for all.",
    "clause-lead-participates": "A parent's clause names a unit as lead and as participant; it leads.",
    "clause-unit-twice": "A parent's clause names a unit twice; it stands once in the row.",
    "clause-spellings": "A parent document spells one unit in several ways.",
    "text-unit-unknown": "An item's text names a unit that is neither in the roster nor in the item's row.",
    "lead-load-uneven": "One unit leads far more items than any other.",
    "open-ended-list": "The parent's list of units ends in 等 and hides who else is meant.",
}

_SHOWN = 6  # examples that a message names
_EXAMPLES = 3  # items that are named for one unit
_FEWEST_LED = 10  # a unit that leads fewer items is not burdened by them
_UNEVEN_SHARE = 0.4  # of everything that is led in the plan
_UNEVEN_FACTOR = 3  # times as much as the unit that leads second most
_SHORTEST_NAME = 3  # characters; two-character names (人行, 红会) stand inside too many other words
_NAMEABLE = frozenset({"department", "vertical", "enterprise", "military", "party", "mass", "institution"})

Row = CountyItem | CountyIndicator


@dataclass(frozen=True, kw_only=True)
class _Slip:
    """Something doubtful in a parent's clause."""

    parent: str
    item: str
    what: str


def check_division(
    plan: CountyPlan, units: tuple[CanonicalUnit, ...], reported: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Return what a person should look at in the division of labour; at most one finding for each code.

    Nothing here is an error, except rows without a lead that no other finding has spoken of.

    Args:
        plan: the county's plan.
        units: canonical units.
        reported: what was said while the plan was built, so that nothing is said twice.
    """
    codes = {finding.code for finding in reported}
    checks: tuple[Callable[[], Finding | None], ...] = (
        lambda: None if "lead-missing" in codes else _no_lead(plan),
        lambda: _several_leads(plan),
        lambda: _unknown_in_text(plan, units),
        lambda: _uneven(plan),
        lambda: _open_ended(plan),
        lambda: _lead_participates(plan, units),
        lambda: _named_twice(plan, units),
        lambda: _spellings(plan, units),
    )
    return tuple(finding for check in checks if (finding := check()) is not None)


# -- the finished rows ---------------------------------------------------------------------------------------------


def _rows(plan: CountyPlan) -> Iterator[Row]:
    yield from plan.all_items()
    yield from plan.indicators


def _title(row: Row) -> str:
    return short(title_of(row))


def _refs(rows: Iterable[Row]) -> list[ItemRef]:
    return [(origin.parent, origin.item) for row in rows for origin in row.origins[:1]]


def _line(row: Row, settings: str) -> str:
    """Return where and how the spec settles something about an item."""
    if row.origins:
        return f"在 {row.origins[0].parent} 下写 {row.origins[0].item}: {{{settings}}}"
    return f"在县里自定的“{_title(row)}”下写 {settings}"


def _finding(
    plan: CountyPlan, code: str, severity: Severity, message: str, refs: Iterable[ItemRef], hint: str
) -> Finding:
    shown = SHOWN if severity is Severity.INFO else None
    location = Location(file=plan.spec.path, place=item_list(refs, shown) or None)
    return Finding(code=code, severity=severity, message=message, location=location, hint=hint)


def _listed(parts: Sequence[str]) -> str:
    rest = f"等{len(parts)}项" if len(parts) > _SHOWN else ""
    return "；".join(parts[:_SHOWN]) + rest


def _no_lead(plan: CountyPlan) -> Finding | None:
    rows = [row for row in _rows(plan) if row.assignment.lead is None]
    if not rows:
        return None
    return _finding(
        plan,
        "row-without-lead",
        Severity.WARNING,
        f"{len(rows)}项没有牵头单位：{_listed([f'“{_title(row)}”' for row in rows])}",
        _refs(rows),
        f"请在“承接”中逐项写明牵头单位，例如：{_line(rows[0], '牵头: 县应急局')}",
    )


def _several_leads(plan: CountyPlan) -> Finding | None:
    rows = [row for row in _rows(plan) if row.assignment.co_leads]
    if not rows:
        return None
    parts = [f"“{_title(row)}”（{'、'.join(unit.name for unit in row.assignment.leads)}）" for row in rows]
    first = rows[0].assignment.leads[0].name
    return _finding(
        plan,
        "several-leads",
        Severity.INFO,
        f"{len(rows)}项有两个以上牵头单位，由排在第一的负总责：{_listed(parts)}",
        _refs(rows),
        f"只由一个单位牵头的，请在“承接”中写明，其余自动列为配合，例如：{_line(rows[0], f'牵头: {first}')}",
    )


def _open_ended(plan: CountyPlan) -> Finding | None:
    rows = [row for row in _rows(plan) if row.assignment.open_ended]
    if not rows:
        return None
    row = next((row for row in rows if row.assignment.participants), rows[0])
    names = ", ".join(unit.name for unit in (row.assignment.participants or row.assignment.units))
    return _finding(
        plan,
        "open-ended-list",
        Severity.INFO,
        f"{len(rows)}项的责任单位在上位规划中以“等”结尾，还有哪些单位没有写明",
        _refs(rows),
        f"请与牵头单位商定，在“承接”中写全配合单位（补在后面），“等”字随之去掉，例如：{_line(row, f'配合: [{names}]')}",
    )


def _uneven(plan: CountyPlan) -> Finding | None:
    led = {duties.unit: [item for item in duties.leads if item.kind is not ItemKind.GOAL] for duties in plan.duties}
    ranked = sorted(led.items(), key=lambda entry: -len(entry[1]))
    whole = sum(map(len, led.values()))
    if len(ranked) < 2:
        return None
    (name, items), (next_name, next_items) = ranked[:2]
    if len(items) < max(_FEWEST_LED, _UNEVEN_SHARE * whole, _UNEVEN_FACTOR * len(next_items)):
        return None
    suggested = sum(item.assignment.suggested for item in items)
    guessed = f"，其中{suggested}项为系统拟定" if suggested else ""
    others = f"牵头第二多的是{next_name}（{len(next_items)}项）" if next_items else "没有其他单位牵头"
    return _finding(
        plan,
        "lead-load-uneven",
        Severity.INFO,
        f"{name}牵头{len(items)}项，占各单位牵头事项共{whole}项的{len(items) / whole:.0%}{guessed}；{others}",
        [],
        f"属于行业主管部门职责的，可在“承接”中该条目下改由该部门牵头，例如：牵头: {next_name}",
    )


# -- units in the text ---------------------------------------------------------------------------------------------


def _unknown_in_text(plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> Finding | None:
    names = _TextNames(plan, units)
    found: dict[str, list[CountyItem]] = {}
    for item in plan.all_items():
        for name in names.unknown(item):
            found.setdefault(name, []).append(item)
    if not found:
        return None
    parts = []
    for name, items in found.items():
        more = "等" if len(items) > _EXAMPLES else ""
        parts.append(f"{name}（{'、'.join(f'“{_title(item)}”' for item in items[:_EXAMPLES])}{more}）")
    name = next(iter(found))
    unit = canonical(name, units)
    usual = names_at_county(unit) if unit else ()
    short_name = usual[0] if usual else name
    full = f"{plan.spec.county.name}{short_name.removeprefix('县')}"
    return _finding(
        plan,
        "text-unit-unknown",
        Severity.WARNING,
        f"正文写到的{len(found)}个单位不在部门名册中，也不在该项的责任单位中：{_listed(parts)}",
        _refs(item for items in found.values() for item in items),
        f"县里有这个单位的，请在“部门名册”中加一行，例如：{{名称: {full}, 简称: {short_name}}}；"
        "由其他单位承担的，请在该单位的“对应上级单位”中写上；写错了的，请用“正文”或“措施”改正。",
    )


class _TextNames:
    """Finds the names of county units in running text: 县 or the county's name before a name that units.yaml knows."""

    def __init__(self, plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> None:
        self._units = units
        self._known = set(_functions(plan.spec.roster, units))
        self._keys = {key for name in _roster_names(plan.spec.roster) for key in level_forms(name)}
        county = plan.spec.county.name
        spellings = {
            spelling
            for unit in units
            if unit.type in _NAMEABLE
            for spelling in (unit.id, unit.full_name, *unit.aliases)
            if len(spelling) >= _SHORTEST_NAME and "×" not in spelling
        }
        longest_first = "|".join(map(re.escape, sorted(spellings, key=lambda name: (-len(name), name))))
        self._pattern = re.compile(rf"(?:{re.escape(county)}|{re.escape(county[-1])})(?:{longest_first})")

    def unknown(self, item: CountyItem) -> list[str]:
        """Return the units that an item's text names and nobody in the county is."""
        text = "\n".join((*item.paragraphs, *item.measures))
        row = {unit.id for one in item.assignment.units if (unit := canonical(one.name, self._units))}
        unknown = []
        for name in dict.fromkeys(self._pattern.findall(text)):
            unit = canonical(name, self._units)
            if unit is None or unit.id in self._known or unit.id in row:
                continue
            if not self._keys.intersection(level_forms(name)):
                unknown.append(name)
        return unknown


def _roster_names(roster: Roster) -> Iterator[str]:
    for unit in roster.units:
        yield from (unit.name, unit.short, *unit.aliases, *unit.covers)
    for group in roster.groups:
        yield from (group.name, *group.covers)


def _functions(roster: Roster, units: tuple[CanonicalUnit, ...]) -> Iterator[str]:
    for name in _roster_names(roster):
        if unit := canonical(name, units):
            yield unit.id


# -- the parents' clauses ------------------------------------------------------------------------------------------


def _clauses(plan: CountyPlan) -> Iterator[tuple[ParentPlan, ParentItem, tuple[str, ...], tuple[str, ...]]]:
    for parent in plan.parents:
        for item in parent.all_items():
            if item.responsibility:
                yield parent, item, item.responsibility.leads, item.responsibility.participants


def _function(name: str, units: tuple[CanonicalUnit, ...]) -> str:
    unit = canonical(name, units)
    # groups and governments of one function may be different ones; departments are not
    return unit.id if unit and unit.type in _NAMEABLE else unit_key(name)


def _lead_participates(plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> Finding | None:
    slips = []
    for parent, item, leads, participants in _clauses(plan):
        leading = {_function(name, units) for name in leads}
        if both := [name for name in participants if _function(name, units) in leading]:
            slips.append(_Slip(parent=parent.id, item=item.id, what="、".join(both)))
    if not slips:
        return None
    return _finding(
        plan,
        "clause-lead-participates",
        Severity.INFO,
        f"上位规划有{len(slips)}项把同一单位既列为牵头又列为配合，按牵头安排：{_said(slips)}",
        [(slip.parent, slip.item) for slip in slips],
        f"如只应配合，请在“承接”的 {slips[0].parent} 下另写牵头单位，例如：{slips[0].item}: {{牵头: 县应急局}}",
    )


def _named_twice(plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> Finding | None:
    slips = []
    for parent, item, leads, participants in _clauses(plan):
        twice: list[str] = []
        for names in (leads, participants):
            by_function: dict[str, list[str]] = {}
            for name in names:
                by_function.setdefault(_function(name, units), []).append(name)
            twice += ["与".join(dict.fromkeys(same)) for same in by_function.values() if len(same) > 1]
        if twice:
            slips.append(_Slip(parent=parent.id, item=item.id, what="、".join(twice)))
    if not slips:
        return None
    return _finding(
        plan,
        "clause-unit-twice",
        Severity.INFO,
        f"上位规划有{len(slips)}项把同一单位写了两次，分工表中只列一次：{_said(slips)}",
        [(slip.parent, slip.item) for slip in slips],
        f"请核对原文，看其中一个是否应为别的单位；如是，请在“承接”的 {slips[0].parent} 下写全配合单位，"
        f"例如：{slips[0].item}: {{配合: [县应急局, 县公安局]}}",
    )


def _said(slips: Sequence[_Slip]) -> str:
    return _listed([f"{slip.item}的{slip.what}" for slip in slips])


def _spellings(plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> Finding | None:
    parts: list[str] = []
    refs: list[ItemRef] = []
    for parent in plan.parents:
        found: dict[str, dict[str, tuple[str, ItemRef]]] = {}
        for _, item, leads, participants in (clause for clause in _clauses(plan) if clause[0] is parent):
            for name in (*leads, *participants):
                unit = canonical(name, units)
                if unit and unit.type in _NAMEABLE:
                    # brackets, spaces and 各 are no other spelling
                    found.setdefault(unit.id, {}).setdefault(unit_key(name), (name, (parent.id, item.id)))
        mixed = [spellings for spellings in found.values() if len(spellings) > 1]
        if mixed:
            names = "；".join("、".join(name for name, _ in spellings.values()) for spellings in mixed)
            parts.append(f"{parent.id}中{names}")
            refs += [ref for spellings in mixed for _, ref in spellings.values()]
    if not parts:
        return None
    return _finding(
        plan,
        "clause-spellings",
        Severity.INFO,
        f"上位规划对同一单位有几种写法，都已对应到县里的同一单位：{'。'.join(parts)}",
        refs,
        "请核对是否确为同一单位；不是的，请在部门名册相应单位的“对应上级单位”中分别写上原文的写法，"
        "例如：对应上级单位: [交通局]",
    )
