"""Doubts about the division of labour as a whole, after the plan has been built: one finding for each kind of doubt.

What concerns one unit or one decision is said while the plan is built: units that nobody answers for
(:mod:`~plangen.plan.resolve`), units that the spec leaves out (``unit-dropped``) and units without any duty
(``unit-without-duty``).  Here stands what can only be seen in the finished rows or across a whole parent document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan import unit_rules
from plangen.plan.directory import Directory
from plangen.plan.gather import SHOWN, item_list
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan, title_of
from plangen.plan.model import Rule as Origin
from plangen.plan.roster_entries import new_unit
from plangen.plan.same_groups import ItemRef
from plangen.plan.text_units import TextUnits
from plangen.terms.findings import Finding, Location, Rule, Severity
from plangen.terms.text import short
from plangen.terms.units import CanonicalUnit, canonical, names_at_county, unit_key

_SHOWN = 6  # examples that a message names
_EXAMPLES = 3  # items that are named for one unit
_FEWEST_LED = 10  # a unit that leads fewer items is not burdened by them
_UNEVEN_SHARE = 0.4  # of everything that is led in the plan
_UNEVEN_FACTOR = 3  # times as much as the unit that leads second most
_NAMEABLE = frozenset({"department", "vertical", "enterprise", "military", "party", "assembly", "mass", "institution"})

Row = CountyItem | CountyIndicator
Units = tuple[CanonicalUnit, ...]


def check_division(plan: CountyPlan, units: Units, reported: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Return what a person should look at in the division of labour; at most one finding for each rule.

    Nothing here is an error.

    Args:
        plan: the county's plan.
        units: canonical units.
        reported: what was said while the plan was built, so that nothing is said twice.
    """
    leaderless = {key for finding in reported if finding.code == unit_rules.LEAD_MISSING.code for key in finding.items}
    findings = (
        _no_lead(plan, leaderless),
        _several_leads(plan),
        _unknown_in_text(plan, units),
        _uneven(plan),
        _open_ended(plan),
        _clause_slips(plan, unit_rules.CLAUSE_LEAD_PARTICIPATES, units, _leads_and_participates),
        _clause_slips(plan, unit_rules.CLAUSE_UNIT_TWICE, units, _named_twice),
        _spellings(plan, units),
    )
    return tuple(finding for finding in findings if finding is not None)


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
    return f"在〖县里〗自定的“{_title(row)}”下写 {settings}"


def _found(plan: CountyPlan, rule: Rule, refs: Iterable[ItemRef], **values: Any) -> Finding:
    refs = list(dict.fromkeys(refs))
    place = item_list(refs, SHOWN if rule.severity is Severity.INFO else None) or None
    return rule.found(Location(file=plan.spec.path, place=place), items=list(map(":".join, refs)), **values)


def _of_rows(plan: CountyPlan, rule: Rule, rows: Sequence[Row], **values: Any) -> Finding:
    return _found(plan, rule, _refs(rows), count=len(rows), **values)


def _listed(parts: Sequence[str]) -> str:
    rest = f"等{len(parts)}项" if len(parts) > _SHOWN else ""
    return "；".join(parts[:_SHOWN]) + rest


def _no_lead(plan: CountyPlan, leaderless: set[str]) -> Finding | None:
    """Report rows without a lead, but for those (and what shares their units) of which it was said already."""
    tops = [*plan.goals, *plan.tasks, *plan.projects]
    items = [item for top in tops if not _said(top, leaderless) for item in top.walk()]
    every: list[Row] = [*items, *plan.indicators]
    rows = [row for row in every if row.assignment.lead is None and not _said(row, leaderless)]
    if not rows:
        return None
    titles = _listed([f"“{_title(row)}”" for row in rows])
    line = _line(rows[0], "〖牵头〗: 〖县应急局〗")
    return _of_rows(plan, unit_rules.ROW_WITHOUT_LEAD, rows, titles=titles, line=line)


def _said(row: Row, keys: set[str]) -> bool:
    return any(f"{origin.parent}:{origin.item}" in keys for origin in row.origins)


def _several_leads(plan: CountyPlan) -> Finding | None:
    # the county may have said so: then its first is the one that answers for all
    rows = [row for row in _rows(plan) if any(unit.rule is not Origin.SPEC for unit in row.assignment.co_leads)]
    if not rows:
        return None
    titles = _listed([f"“{_title(row)}”（{'、'.join(unit.name for unit in row.assignment.leads)}）" for row in rows])
    line = _line(rows[0], f"〖牵头〗: {rows[0].assignment.leads[0].name}")
    return _of_rows(plan, unit_rules.SEVERAL_LEADS, rows, titles=titles, line=line)


def _open_ended(plan: CountyPlan) -> Finding | None:
    rows = [row for row in _rows(plan) if row.assignment.open_ended]
    if not rows:
        return None
    row = next((row for row in rows if row.assignment.participants), rows[0])
    names = ", ".join(unit.name for unit in (row.assignment.participants or row.assignment.units))
    return _of_rows(plan, unit_rules.OPEN_ENDED_LIST, rows, line=_line(row, f"〖配合〗: [{names}]"))


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
    return _found(
        plan,
        unit_rules.LEAD_LOAD_UNEVEN,
        [],
        unit=name,
        led=len(items),
        whole=whole,
        share=f"{len(items) / whole:.0%}",
        guessed=f"，其中{suggested}项为系统拟定" if suggested else "",
        others=f"牵头第二多的是{next_name}（{len(next_items)}项）" if next_items else "没有其他单位牵头",
        next=next_name,
    )


# -- units in the text ---------------------------------------------------------------------------------------------


def _unknown_in_text(plan: CountyPlan, units: Units) -> Finding | None:
    names = TextUnits(Directory(plan.spec.roster, plan.spec.county, units))
    found: dict[tuple[str, str | None], list[CountyItem]] = {}
    for item in plan.all_items():
        for name, holder in names.unknown(item).items():
            found.setdefault((name, holder), []).append(item)
    if not found:
        return None
    parts = []
    for (name, holder), items in found.items():
        more = "等" if len(items) > _EXAMPLES else ""
        held = f"在名册中由{holder}承担；" if holder else ""
        parts.append(f"{name}（{held}{'、'.join(f'“{_title(item)}”' for item in items[:_EXAMPLES])}{more}）")
    name = next((name for name, holder in found if holder is None), next(iter(found))[0])
    unit = canonical(name, units)
    county = plan.spec.county
    usual = names_at_county(unit, county.words.level) if unit else ()
    short_name = usual[0] if usual else name
    return _found(
        plan,
        unit_rules.TEXT_UNIT_UNKNOWN,
        _refs(item for items in found.values() for item in items),
        count=len(found),
        units=_listed(parts),
        line=new_unit(plan.spec.roster, f"{county.name}{short_name.removeprefix(county.words.level)}", short_name),
    )


# -- the parents' clauses ------------------------------------------------------------------------------------------

Names = tuple[str, ...]


def _clauses(plan: CountyPlan) -> Iterator[tuple[ParentPlan, ParentItem, Names, Names]]:
    for parent in plan.parents:
        for item in parent.all_items():
            if item.responsibility:
                yield parent, item, item.responsibility.leads, item.responsibility.participants


def _function(name: str, units: Units) -> str:
    unit = canonical(name, units)
    # groups and governments of one function may be different ones; departments are not
    return unit.id if unit and unit.type in _NAMEABLE else unit_key(name)


def _clause_slips(
    plan: CountyPlan, rule: Rule, units: Units, slip: Callable[[Names, Names, Units], list[str]]
) -> Finding | None:
    """Report the clauses in which something looks like a slip of the pen, all of a kind together."""
    found = {
        (parent.id, item.id): what
        for parent, item, leads, participants in _clauses(plan)
        if (what := slip(leads, participants, units))
    }
    if not found:
        return None
    slips = _listed([f"{item}的{'、'.join(what)}" for (_, item), what in found.items()])
    parent, item = next(iter(found))
    return _found(plan, rule, found, count=len(found), slips=slips, parent=parent, item=item)


def _leads_and_participates(leads: Names, participants: Names, units: Units) -> list[str]:
    leading = {_function(name, units) for name in leads}
    return [name for name in participants if _function(name, units) in leading]


def _named_twice(leads: Names, participants: Names, units: Units) -> list[str]:
    twice: list[str] = []
    for names in (leads, participants):
        by_function: dict[str, list[str]] = {}
        for name in names:
            by_function.setdefault(_function(name, units), []).append(name)
        twice += ["与".join(dict.fromkeys(same)) for same in by_function.values() if len(same) > 1]
    return twice


def _spellings(plan: CountyPlan, units: Units) -> Finding | None:
    found: dict[str, dict[str, dict[str, tuple[str, ItemRef]]]] = {}
    for parent, item, leads, participants in _clauses(plan):
        for name in (*leads, *participants):
            unit = canonical(name, units)
            if unit and unit.type in _NAMEABLE:
                # brackets, spaces and 各 are no other spelling
                spelled = found.setdefault(parent.id, {}).setdefault(unit.id, {})
                spelled.setdefault(unit_key(name), (name, (parent.id, item.id)))
    parts: list[str] = []
    refs: list[ItemRef] = []
    for parent_id, by_unit in found.items():
        mixed = [list(spelled.values()) for spelled in by_unit.values() if len(spelled) > 1]
        if mixed:
            parts.append(f"{parent_id}中{'；'.join('、'.join(name for name, _ in spelled) for spelled in mixed)}")
            refs += [ref for spelled in mixed for _, ref in spelled]
    return _found(plan, unit_rules.CLAUSE_SPELLINGS, refs, spellings="。".join(parts)) if parts else None
