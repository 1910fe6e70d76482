"""Who does what: from the units a parent names to the county units that answer for them.

Every unit that a parent names ends in exactly one place: among the ``parent_units`` of a county unit, or in
``unresolved`` together with a finding that says how to settle it.  How units are found: :mod:`~plangen.plan.directory`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plangen.county.spec import RosterUnit
from plangen.plan import unit_rules
from plangen.plan.directory import Directory, Entry, printed_name
from plangen.plan.model import AssignedUnit, Assignment, Proposed, Rule
from plangen.plan.roster_entries import more_covers, new_group, new_unit
from plangen.terms.findings import Finding, Severity
from plangen.terms.responsibility import Responsibility
from plangen.terms.units import CanonicalUnit, canonical, names_at_county, without_level

_CERTAINTY = {rule: place for place, rule in enumerate(Rule)}


def assign_named(name: str, directory: Directory) -> AssignedUnit | None:
    """Return a unit that the spec names for an item, or None when the county has no such unit.

    Beside roster entries these are single towns and townships (芝河镇, 芝河镇人民政府) and all of them together.
    """
    entry = directory.entry(name)
    found = printed_name(entry) if entry else directory.below(name)
    return AssignedUnit(name=found, rule=Rule.SPEC) if found else None


@dataclass
class _Row:
    rule: Rule
    leads: bool
    collective: bool
    proposed: Proposed | None = None
    parent_units: dict[str, None] = field(default_factory=dict)


def resolve_responsibility(
    responsibility: Responsibility, directory: Directory
) -> tuple[Assignment, tuple[Finding, ...]]:
    """Give every unit that a parent names for an item to a county unit.

    Parent units that one county unit answers for become one entry with all of them; a unit that leads is not listed
    as a participant again; the order is the parent's.  Findings name units, never items, so that a caller can gather
    the items of equal findings.

    Args:
        responsibility: the parent's clause.
        directory: the county's units.

    Returns:
        The assignment, and a finding for each doubt.  ``lead`` is None only together with an error finding.  Where the
        clause lets nobody lead (责任单位), the first department leads and is marked as proposed, but for one that
        answers alone.
    """
    rows: dict[str, _Row] = {}
    unresolved: dict[str, None] = {}
    findings: dict[Finding, None] = {}
    named = [(name, True) for name in responsibility.leads] + [(name, False) for name in responsibility.participants]
    for name, leads in named:
        if not name.strip():
            continue
        match = directory.match(name)
        findings.update(dict.fromkeys(_said(name, directory)))
        if match.name is None or match.rule is None:
            unresolved[name] = None
            continue
        row = rows.setdefault(match.name, _Row(rule=match.rule, leads=leads, collective=match.collective))
        row.rule = min(row.rule, match.rule, key=_CERTAINTY.__getitem__)
        row.parent_units[name] = None
    if not responsibility.leads and rows:
        name = next((name for name, row in rows.items() if not row.collective), next(iter(rows)))
        rows[name].leads = True
        if len(rows) > 1 or unresolved:
            rows[name].proposed = Proposed.FIRST
            findings[unit_rules.LEAD_NOT_NAMED.found(unit=name)] = None
    leaders = [_assigned(name, row) for name, row in rows.items() if row.leads]
    if not leaders:
        findings[_lead_missing(responsibility.leads)] = None
    assignment = Assignment(
        lead=leaders[0] if leaders else None,
        co_leads=tuple(leaders[1:]),
        participants=tuple(_assigned(name, row) for name, row in rows.items() if not row.leads),
        open_ended=responsibility.open_ended,
        unresolved=tuple(unresolved),
    )
    return assignment, tuple(findings)


def _assigned(name: str, row: _Row) -> AssignedUnit:
    return AssignedUnit(name=name, rule=row.rule, parent_units=tuple(row.parent_units), proposed=row.proposed)


def suggest_units(
    lead_function: str, support_functions: Sequence[str], directory: Directory
) -> tuple[Assignment, tuple[Finding, ...]]:
    """Suggest units for an item whose parent names none.

    Where the county has no unit for the lead function, one that usually stands in for it leads, else the first
    supporting function that has a unit and may lead anything; where there is none either, the unit that answers for
    应急局, or the roster's first unit, with a finding.

    Args:
        lead_function: canonical id (or any spelling) of the unit that usually leads, 应急局.
        support_functions: the units that usually take part, in order.
        directory: the county's units.

    Returns:
        The assignment, every unit marked as proposed; its lead is None only when the roster is empty.
    """
    found = [match for name in (lead_function, *support_functions) if (match := directory.match(name)).name]
    findings: tuple[Finding, ...] = ()
    leading = (directory.match(name) for name in _possible_leads(lead_function, support_functions, directory.units))
    leader = next((match.name for match in leading if match.name and not match.collective), None)
    if leader is None:
        leader = directory.last_resort()
        if leader is None:
            reason = "部门名册中没有单位，无法提出分工建议"
            findings = (unit_rules.LEAD_MISSING.found(severity=Severity.ERROR, reason=reason),)
        else:
            findings = (unit_rules.SUGGESTION_FALLBACK.found(function=lead_function, unit=leader),)
    supporters = dict.fromkeys(match.name for match in found if match.name is not None and match.name != leader)
    participants = tuple(map(_proposed, supporters))
    return Assignment(lead=_proposed(leader) if leader else None, participants=participants), findings


def _possible_leads(lead: str, support: Sequence[str], units: tuple[CanonicalUnit, ...]) -> Iterator[str]:
    unit = canonical(lead, units)
    yield lead
    yield from unit.stand_ins if unit else ()
    # an office that leads only what is its very own is no stand-in for another
    yield from (name for name in support if (other := canonical(name, units)) is None or not other.leads)


def _proposed(name: str) -> AssignedUnit:
    return AssignedUnit(name=name, rule=Rule.THEME, proposed=Proposed.USUAL)


# -- what is to be said --------------------------------------------------------------------------------------------


def _lead_missing(leads: Sequence[str]) -> Finding:
    named = "、".join(f"“{name}”" for name in leads)
    nobody = "上位规划没有写明责任单位，或所列单位在本地都没有对应单位"
    return unit_rules.LEAD_MISSING.found(reason=f"牵头单位{named}在本地没有对应单位" if leads else nobody)


def _said(name: str, directory: Directory) -> tuple[Finding, ...]:
    """Return what there is to say about a parent's unit, put into words once."""
    if name not in directory.said:
        match = directory.match(name)
        if match.name is None:
            directory.said[name] = (_nobody(name, match.elsewhere, directory),)
        elif len(match.claimants) > 1:
            names = "、".join(match.claimants)
            directory.said[name] = (unit_rules.UNIT_AMBIGUOUS.found(unit=name, names=names, first=match.name),)
        else:
            directory.said[name] = ()
    return directory.said[name]


def _nobody(name: str, elsewhere: str | None, directory: Directory) -> Finding:
    """Return what is said about a unit that nobody in the county answers for."""
    county = directory.county.name
    if elsewhere is not None:
        line = "在部门名册该单位的“〖对应上级单位〗”中写上这一名称，或在“〖承接〗”中该条目下用“〖配合〗”写明"
        reason = f"是{elsewhere}的单位，不属于{county}"
        return unit_rules.UNIT_NO_COUNTERPART.found(unit=name, reason=reason, county=county, line=line, likely="")
    function = canonical(name, directory.units)
    bare = _bare(name, function)
    stand_ins = directory.stand_ins(function)
    nearest = "、".join(map(printed_name, stand_ins or directory.similar(bare)))
    line = _line(bare, function, stand_ins, directory)
    likely = f"；名册中可能相关的有：{nearest}" if nearest else ""
    if function and not function.county_names:
        reason = "在〖县级〗一般没有对应单位"
        return unit_rules.UNIT_NO_COUNTERPART.found(unit=name, reason=reason, county=county, line=line, likely=likely)
    return unit_rules.UNIT_UNRESOLVED.found(unit=name, line=line, likely=likely)


def _bare(name: str, function: CanonicalUnit | None) -> str:
    """Return a name without level prefix, as ``covers`` should have it."""
    return function.id if function else without_level(name)


def _line(bare: str, function: CanonicalUnit | None, stand_ins: Sequence[Entry], directory: Directory) -> str:
    """Return where and how the roster says who answers for a unit."""
    roster, level = directory.roster, directory.county.words.level
    if stand_ins and isinstance(stand_ins[0], RosterUnit):
        return more_covers(roster, stand_ins[0], bare)
    if function and function.type == "group":
        return new_group(roster, f"{level}{bare}", bare, directory.last_resort() or f"{level}应急局")
    usual = names_at_county(function, level) if function else ()
    short = usual[0] if usual else f"{level}{bare}"
    return new_unit(roster, f"{directory.county.name}{short.removeprefix(level)}", short, bare)
