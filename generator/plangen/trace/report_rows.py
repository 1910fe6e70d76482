"""What all reports of a check share: each item joined with what its parent says and who answers for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.terms.deadline import deadline_words
from plangen.terms.findings import Finding, Severity, with_keys
from plangen.trace.model import CheckReport, ItemStatus, Status
from plangen.trace.report_words import DOUBTFUL, action, group_word, numbered, place_words, point_label, state_of

if TYPE_CHECKING:
    from plangen.plan.model import CountyPlan

ORDER = (
    *(one.value for one in (Status.MISSING, Status.SUSPECT, Status.PARTIAL)),
    DOUBTFUL,
    "not-applicable",
    "waived",
    "carried",
)
"""The states in the order in which a person should look at them: the likelier a loss, the earlier."""


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One parent item as a report shows it.

    Attributes:
        index: position among all rows, from 0.
        item: what the check found.
        source: what the parent says; None where the parents given do not have the item.
        group: the heading it is listed under.
        depth: 0 for items on top, 1 for what is nested under them, and so on.
        host: index of the row it is nested under, None on top.
        leads: units that lead.
        units: all units, those that lead first.
        county_units: the units are the county's; otherwise they are named as the parent names them.
        state: the status's value, ``doubtful`` for what is carried with doubts.
        action: what a person has to do, in Chinese; empty where there is nothing to do.
        findings: what the check says about this very item.
    """

    index: int
    item: ItemStatus
    source: ParentItem | None = None
    group: str
    depth: int = 0
    host: int | None = None
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    county_units: bool = False
    state: str = ""
    action: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def heading(self) -> str:
        """Number and title as the parent has them."""
        return numbered(self.source.number if self.source else None, self.item.title)

    @property
    def deadline(self) -> str:
        """The parent's deadline as far as the parent says it, to the month or day; empty where it says none."""
        return deadline_words(self.source.deadline, self.source.deadline_text) or "" if self.source else ""

    @property
    def point_label(self) -> str:
        """The word in front of each of the item's points."""
        return point_label(self.item)

    @property
    def reason(self) -> str:
        """Why its state is what it is, in one sentence; empty where the state says all."""
        item = self.item
        if self.state == DOUBTFUL and not item.condensed:
            warnings = [one for one in self.findings if one.severity is not Severity.INFO]
            more = f"（提示共{len(warnings)}条）" if len(warnings) > 1 else ""
            return f"{with_keys(warnings[0].message)}{more}" if warnings else item.reason or ""
        if item.reason or item.status is not Status.MISSING or not item.matches:
            return item.reason or ""
        return f"稿中最相近的是{place_words(item.matches[0])}，但不足以认为已承接"

    @property
    def place(self) -> str:
        """The first place that carries it, short, and how many more there are; empty where there is none."""
        if not self.item.matches or self.item.status is Status.MISSING:
            return ""
        first = self.item.matches[0]
        more = f"等{len(self.item.matches)}处" if len(self.item.matches) > 1 else ""
        return f"{place_words(first)}{more}"

    @property
    def original(self) -> str:
        """What the parent says, with target and responsibility; empty where the parent came without its sentences."""
        if self.source is None:
            return ""
        source, lines = self.source, []
        if source.text:
            lines.append(source.text)
        if source.target:
            lines.append(f"目标值：{source.target}{f'（{source.nature}）' if source.nature else ''}")
        if self.deadline:
            lines.append(f"时限：{self.deadline}")
        if source.responsibility:
            lines.append(f"责任分工：{source.responsibility.text}")
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class RowGroup:
    """The rows under one heading of one parent.

    Attributes:
        title: the heading.
        rows: in the parent's order.
    """

    title: str
    rows: tuple[ReportRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each status, and ``total``."""
        return state_counts(row.state for row in self.rows)


def report_rows(
    report: CheckReport, parents: Sequence[ParentPlan], plan: CountyPlan | None = None
) -> tuple[ReportRow, ...]:
    """Join every item of a report with its parent and with the county's units.

    Args:
        report: the check or audit.
        parents: the parents it was made with; an item of another parent is shown without the parent's words.
        plan: the county's plan, where there is one; it gives the county's units.

    Returns:
        One row for each item of the report, in the report's order.
    """
    sources = _sources(parents)
    county = _county_units(plan) if plan is not None else {}
    about = _findings_by_item(report)
    rows: list[ReportRow] = []
    by_id: dict[tuple[str, str], int] = {}
    for index, item in enumerate(report.items):
        key = (item.parent, item.id)
        waiting = sources.get(key)
        source, group = waiting.pop(0) if waiting else (None, group_word("unknown"))
        host = by_id.get((item.parent, item.id.rpartition(".")[0])) if "." in item.id else None
        if host is not None and source is None:
            group = rows[host].group
        clause = source.responsibility if source else None
        leads, units = county.get(key, ((), ()))
        own = bool(units)
        findings = tuple(about.get(item.key, ()))
        state = state_of(item, report.doubted)
        if not own and clause is not None:
            leads, units = clause.leads, (*clause.leads, *clause.participants)
        rows.append(
            ReportRow(
                index=index,
                item=item,
                source=source,
                group=group,
                depth=rows[host].depth + 1 if host is not None else 0,
                host=host,
                leads=tuple(dict.fromkeys(leads)),
                units=tuple(dict.fromkeys(units)),
                county_units=own,
                state=state,
                action=action(item, state, findings),
                findings=findings,
            )
        )
        by_id[key] = index
    return tuple(rows)


def _sources(parents: Sequence[ParentPlan]) -> dict[tuple[str, str], list[tuple[ParentItem, str]]]:
    found: dict[tuple[str, str], list[tuple[ParentItem, str]]] = defaultdict(list)
    for parent in parents:
        for top in parent.top_items():
            group = top.group or group_word(top.kind.value)
            if top.group and top.kind is ItemKind.PROJECT and top.group != group_word("project"):
                group = f"{group_word('project')}：{top.group}"
            for one in top.walk():
                found[parent.id, one.id].append((one, group))
    return found


def _county_units(plan: CountyPlan) -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    found: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in plan.trace:
        leads = tuple(unit.name for target in row.targets for unit in target.assignment.leads)
        units = tuple(unit.name for target in row.targets for unit in target.assignment.printed)
        found[row.origin.parent, row.origin.item] = (leads, (*leads, *units))
    return found


def _findings_by_item(report: CheckReport) -> dict[str, list[Finding]]:
    """Return the findings about each item, by its key."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        for key in keys_of(finding):
            found[key].append(finding)
    return found


def keys_of(finding: Finding) -> tuple[str, ...]:
    """Return the keys of the whole items that a finding is about; a part of a split one counts for it."""
    return tuple(dict.fromkeys(key.partition("/")[0] for key in finding.items))


def row_groups(rows: Sequence[ReportRow], parent: str) -> tuple[RowGroup, ...]:
    """Return the rows of one parent by heading, headings and rows in the parent's order."""
    grouped: dict[str, list[ReportRow]] = {}
    for row in rows:
        if row.item.parent == parent:
            grouped.setdefault(row.group, []).append(row)
    return tuple(RowGroup(title=title, rows=tuple(found)) for title, found in grouped.items())


def state_counts(states: Iterable[str]) -> dict[str, int]:
    """Return how many items there are (``total``) and how many are in each state.

    The carried are those without doubts; those with doubts are counted apart as ``doubtful``.
    """
    found = Counter(states)
    return {"total": found.total(), **{state: found[state] for state in ORDER}}


def report_counts(report: CheckReport, parent: str | None = None) -> dict[str, int]:
    """Return how many items of a report, or of one of its parents, are in each state; see :func:`state_counts`."""
    items = [item for item in report.items if parent in (None, item.parent)]
    return state_counts(state_of(item, report.doubted) for item in items)


def carried_share(counts: Mapping[str, int]) -> float:
    """Return the share of carried items, 0 to 1, with doubts or without; waived and not applicable ones count apart."""
    asked = counts["total"] - counts[Status.WAIVED] - counts[Status.NOT_APPLICABLE]
    return (counts[Status.CARRIED] + counts[DOUBTFUL]) / asked if asked else 0.0


def percent(share: float) -> str:
    """Return a share as a percentage that is rounded neither up to all nor down to nothing: 0.9996 is 99.9%."""
    if 0 < share < 1:
        return f"{min(99.9, max(0.1, round(share * 100, 1))):g}%"
    return f"{share * 100:g}%"
