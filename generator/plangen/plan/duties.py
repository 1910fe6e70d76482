"""What each department leads and takes part in (部门任务清单)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from plangen.county.spec import Roster
from plangen.plan.model import Assignment, CountyIndicator, CountyItem, Duties


class _Row:
    def __init__(self) -> None:
        self.leads: list[CountyItem] = []
        self.participates: list[CountyItem] = []
        self.leads_indicators: list[CountyIndicator] = []
        self.participates_indicators: list[CountyIndicator] = []

    @property
    def empty(self) -> bool:
        return not (self.leads or self.participates or self.leads_indicators or self.participates_indicators)


def list_duties(
    roster: Roster, items: Iterable[CountyItem], indicators: Iterable[CountyIndicator]
) -> tuple[tuple[Duties, ...], tuple[str, ...]]:
    """Return what each unit leads and takes part in.

    Groups (县安委会成员单位) and the towns and townships stand under their own names.  Every row is listed,
    nested ones too.

    Args:
        roster: gives the order: units, groups, then whoever else has a duty.
        items: goals, tasks and projects of the plan, without what is nested under them.
        indicators: the plan's indicators.

    Returns:
        A row for each unit, those without any duty at the end, and the names of these.
    """
    rows: dict[str, _Row] = {unit.short: _Row() for unit in roster.units}
    rows |= {group.name: _Row() for group in roster.groups if group.name not in rows}
    groups = {group.name for group in roster.groups}
    for indicator in indicators:
        for name, leads in _roles(indicator.assignment).items():
            row = rows.setdefault(name, _Row())
            (row.leads_indicators if leads else row.participates_indicators).append(indicator)
    for item in chain.from_iterable(top.walk() for top in items):
        for name, leads in _roles(item.assignment).items():
            row = rows.setdefault(name, _Row())
            (row.leads if leads else row.participates).append(item)
    # a group that no clause names is no unit without work, its members are
    busy = {name: row for name, row in rows.items() if not row.empty}
    idle = tuple(name for name, row in rows.items() if row.empty and name not in groups)
    listed = [*busy.items(), *((name, rows[name]) for name in idle)]
    duties = tuple(
        Duties(
            unit=name,
            leads=tuple(row.leads),
            participates=tuple(row.participates),
            leads_indicators=tuple(row.leads_indicators),
            participates_indicators=tuple(row.participates_indicators),
        )
        for name, row in listed
    )
    return duties, idle


def _roles(assignment: Assignment) -> dict[str, bool]:
    """Return the units of a row, each with whether it leads."""
    return {unit.name: False for unit in assignment.participants} | {unit.name: True for unit in assignment.leads}
