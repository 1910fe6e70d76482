"""Who does what, and why: one unit's work or one item's units, for the terminal (``plangen who``).

A question is a unit in any spelling (县水利局, 永和县水利局, 市水务局), an item of a parent (``T12``,
``jincheng-155:T12``), an item of the county's plan (任务3.2) or an item's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from plangen.parent.model import ParentItem
from plangen.plan.directory import Directory, Entry, printed_name
from plangen.plan.measures import uncovered
from plangen.plan.model import (
    AssignedUnit,
    Assignment,
    CountyIndicator,
    CountyItem,
    CountyPlan,
    Origin,
    Rule,
    Waived,
    title_of,
)
from plangen.plan.resolve import assign_named, resolve_responsibility
from plangen.plan.sentence import SentenceSource, joined, proposal_mark
from plangen.plan.unit_rules import WHO_UNKNOWN
from plangen.plan.who_reports import (
    CO_LEADS,
    CONFIRMED,
    LEAD_SUGGESTED,
    LEADS,
    OTHERS_SUGGESTED,
    PARTICIPATES,
    SUGGESTED,
    Basis,
    Duty,
    ItemReport,
    UnitInItem,
    UnitReport,
    WaivedReport,
    WhoReport,
)
from plangen.plan.who_wording import wording_of
from plangen.terms.findings import FindingsError, Location
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.units import CanonicalUnit, canonical, level_forms, load_units

_ITEM_ID = re.compile(r"(?:(?P<parent>[^:：]+)[:：])?(?P<item>[TPGI]\d{1,6}(?:\.\d{1,3})*(?:/\d{1,3})?)", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:重点)?(?P<kind>任务|工程|项目|目标|指标)?第?(?P<number>\d{1,4}(?:\.\d{1,3})*)项?")
_KINDS = {"项目": "工程"}
_LONGEST_QUESTION = 100  # characters
_NEAREST = 5


def who_does(plan: CountyPlan, unit_or_item: str, units: tuple[CanonicalUnit, ...] | None = None) -> WhoReport:
    """Return what a unit leads and takes part in, or who leads and takes part in an item, and why.

    Args:
        plan: the county's plan.
        unit_or_item: a unit in any spelling, a parent's item (``T12``, ``jincheng-155:T12``), a number of the county's
            plan (任务3.2, 3.2) or a title.
        units: canonical units; the shipped ones when not given.

    Raises:
        FindingsError: nothing of this name is known; the hint has the nearest names.
    """
    asked = unit_or_item.strip()
    book = _Book(plan, load_units() if units is None else units)
    answers = book.find(comparable(asked)) if 0 < len(asked) <= _LONGEST_QUESTION else ()
    if not answers:
        raise _unknown(asked, book)
    return WhoReport(answers=tuple(answers))


class _Book:
    """A plan, ready to be asked."""

    def __init__(self, plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> None:
        self.plan, self.units = plan, units
        self.directory = Directory(plan.spec.roster, plan.spec.county, units)
        self.rows: dict[str, CountyItem | CountyIndicator] = {}
        for word, tops in (("任务", plan.tasks), ("工程", plan.projects), ("目标", plan.goals)):
            for top in tops:
                for item in top.walk():
                    self.rows[f"{word}{item.reference}"] = item
        for indicator in plan.indicators:
            self.rows[f"指标{indicator.ordinal}"] = indicator
        self._references = {id(row): reference for reference, row in self.rows.items()}
        self._parent_items = {parent.id: {item.id: item for item in parent.all_items()} for parent in plan.parents}

    # -- finding -------------------------------------------------------------------------------------------------

    def find(self, asked: str) -> list[UnitReport | ItemReport | WaivedReport]:
        """Return the answers to a question, none where nothing fits."""
        if rows := self._items(asked):
            return [self._waived(row) if isinstance(row, Waived) else self._item(row) for row in rows]
        if name := self._unit(asked):
            return [self._unit_report(name)]
        titled = [row for row in self.rows.values() if comparable(title_of(row)) == asked]
        return [self._item(row) for row in titled]

    def _items(self, asked: str) -> list[CountyItem | CountyIndicator | Waived]:
        found: dict[int, CountyItem | CountyIndicator | Waived] = {}
        if match := _ITEM_ID.fullmatch(asked):
            wanted, parent = match["item"].upper(), match["parent"]
            for row in self.plan.trace:
                if row.origin.item != wanted.split("/")[0] or parent not in (None, row.origin.parent):
                    continue
                for target in row.targets:
                    keys = [origin.key for origin in target.origins]
                    if "/" not in wanted or f"{row.origin.parent}:{wanted}" in keys:
                        found[id(target)] = target
            for waived in self.plan.waived:
                if waived.origin.item == wanted and parent in (None, waived.origin.parent):
                    found[id(waived)] = waived
            for alike in self.plan.alike:  # what is only a reference is asked for with its plan's name
                if (alike.origin.parent, alike.origin.item) == (parent, wanted):
                    found.update({id(target): target for target in alike.targets})
            for one in self.rows.values():
                if one.key.upper() == asked.upper().replace("：", ":"):
                    found[id(one)] = one
        elif match := _REFERENCE.fullmatch(asked):
            kind = _KINDS.get(match["kind"] or "", match["kind"])
            for word in (kind,) if kind else ("任务", "工程", "目标", "指标"):
                named = self.rows.get(f"{word}{match['number']}")
                if named is not None:
                    found[id(named)] = named
        return list(found.values())

    def _unit(self, asked: str) -> str | None:
        """Return the printed name of the county unit that a name means, in the county's or a parent's spelling."""
        printed = {unit.name for row in self.rows.values() for unit in row.assignment.units}
        if asked in printed:
            return asked
        if named := assign_named(asked, self.directory):
            return named.name
        assignment, _ = resolve_responsibility(Responsibility(text=asked, participants=(asked,)), self.directory)
        return next((unit.name for unit in assignment.units), None)

    def names(self) -> list[str]:
        """Return everything that can be asked for."""
        roster = self.plan.spec.roster
        names = [name for unit in roster.units for name in (unit.short, unit.name, *unit.aliases)]
        names += [group.name for group in roster.groups]
        names += [unit.name for row in self.rows.values() for unit in row.assignment.units]
        ids = [key for row in self.plan.trace for key in (row.origin.item, row.origin.key)]
        return list(dict.fromkeys((*names, *self.rows, *ids, *(title_of(row) for row in self.rows.values()))))

    # -- answering -----------------------------------------------------------------------------------------------

    def _item(self, row: CountyItem | CountyIndicator) -> ItemReport:
        assignment = row.assignment
        return ItemReport(
            reference=self._references[id(row)],
            title=title_of(row),
            deadline=row.deadline if isinstance(row, CountyItem) else None,
            status=_status(assignment),
            units=tuple(
                UnitInItem(
                    unit=unit.name,
                    role=_role(row, unit.name),
                    basis=self._basis(row, unit),
                    proposed=unit.proposed.label if unit.proposed else "",
                    within=unit.within,
                )
                for unit in assignment.units
            ),
            unresolved=assignment.unresolved,
            open_ended=assignment.open_ended,
            origins=_origins(row),
            alike=tuple(self._alike(row)),
            **self._said(row),
            wording=wording_of(self.plan, row),
        )

    def _said(self, row: CountyItem | CountyIndicator) -> dict[str, Any]:
        """Return what the plan says about an item, and what is open in it."""
        if isinstance(row, CountyIndicator):
            return {}
        proposed = [one.text for one in row.sentences if one.source is SentenceSource.PROPOSAL]
        items = [item for one in row.origins if (item := self._parent_items[one.parent].get(one.item))]
        points = [point for item in items if not item.text for point in item.points]
        return {
            "sentences": row.sentences,
            "mark": proposal_mark(proposed) if proposed else None,
            "uncovered": uncovered(points, row.title + joined(row.sentences)),
        }

    def _alike(self, row: CountyItem | CountyIndicator) -> Iterator[str]:
        """Yield the items of plans that are only named that are the same work, with what speaks for it."""
        for one in self.plan.alike:
            if any(target is row for target in one.targets):
                degree = "相同" if one.sure else "相近"
                yield f"{_place(one.origin)} {one.origin.title}，{degree}：{'；'.join(one.evidence)}"

    @staticmethod
    def _waived(waived: Waived) -> WaivedReport:
        origin = f"{waived.origin.parent} {waived.origin.item} {waived.title}"
        return WaivedReport(origin=origin, reason=waived.reason, by=waived.by, on=waived.on.isoformat())

    def _unit_report(self, name: str) -> UnitReport:
        entry = self.directory.entry(name)
        groups = [group.name for group in self.plan.spec.roster.groups if name in group.members and group.name != name]
        duties = list(self._duties(name))
        for group in groups:
            # what it does under its own name it does not do once more as a member
            known = {duty.reference for duty in duties}
            duties += [duty for duty in self._duties(group, via=group) if duty.reference not in known]
        return UnitReport(
            unit=name,
            full_name=entry.name if entry else name,
            entry=_entry(entry) if entry else None,
            groups=tuple(groups),
            duties=tuple(duties),
        )

    def _duties(self, name: str, via: str | None = None) -> Iterator[Duty]:
        own = next((duties for duties in self.plan.duties if duties.unit == name), None)
        if own is None:
            return
        rows: Iterable[CountyItem | CountyIndicator] = (
            *own.leads,
            *own.leads_indicators,
            *own.participates,
            *own.participates_indicators,
        )
        for row in rows:
            unit = next(unit for unit in row.assignment.units if unit.name == name)
            yield Duty(
                reference=self._references[id(row)],
                title=title_of(row),
                role=_role(row, name),
                deadline=row.deadline if isinstance(row, CountyItem) else None,
                status=SUGGESTED if unit.proposed else CONFIRMED,
                basis=self._basis(row, unit),
                origins=tuple(_place(origin) for origin in row.origins),
                via=via,
            )

    def _basis(self, row: CountyItem | CountyIndicator, unit: AssignedUnit) -> Basis:
        entry = self.directory.entry(unit.name)
        deciding = entry.covers if entry and unit.rule in (Rule.COVER, Rule.GROUP) else ()
        return Basis(
            rule=unit.rule.label,
            parent_units=unit.parent_units,
            named_in=tuple(self._named_in(row, unit)),
            roster_line=entry.location.line if entry else None,
            roster_cell=entry.location.place if entry else None,
            covers=tuple(cover for cover in deciding if self._covers(cover, unit.parent_units)),
        )

    def _covers(self, cover: str, parent_units: Iterable[str]) -> bool:
        function = canonical(cover, self.units)
        forms = set(level_forms(cover))
        return any(
            forms.intersection(level_forms(name)) or (function is not None and canonical(name, self.units) is function)
            for name in parent_units
        )

    def _named_in(self, row: CountyItem | CountyIndicator, unit: AssignedUnit) -> Iterator[str]:
        """Yield where the parents name the units that a county unit answers for in an item."""
        for origin in row.origins:
            item = self._speaker(origin.parent, origin.item)
            if item is None or item.responsibility is None:
                continue
            clause = item.responsibility
            if set(unit.parent_units).intersection((*clause.leads, *clause.participants)):
                yield f"{origin.parent} {item.id}"

    def _speaker(self, parent: str, item: str) -> ParentItem | None:
        """Return the parent item whose clause speaks for an item: its own, else that of what it is nested under."""
        items = self._parent_items.get(parent, {})
        while item:
            if (found := items.get(item)) is not None and found.responsibility is not None:
                return found
            item = item.rpartition(".")[0]
        return None


def _status(assignment: Assignment) -> str:
    """Return whether anything in a row is proposed, and what."""
    if not assignment.suggested:
        return CONFIRMED
    lead = any(unit.proposed for unit in assignment.leads)
    others = any(unit.proposed for unit in assignment.participants)
    return (SUGGESTED if others else LEAD_SUGGESTED) if lead else OTHERS_SUGGESTED


def _role(row: CountyItem | CountyIndicator, name: str) -> str:
    leads = [unit.name for unit in row.assignment.leads]
    if name not in leads:
        return PARTICIPATES
    return LEADS if leads[0] == name else CO_LEADS


def _place(origin: Origin) -> str:
    return f"{origin.parent} {origin.item}" + (f"/{origin.part}" if origin.part else "")


def _origins(row: CountyItem | CountyIndicator) -> tuple[str, ...]:
    return tuple(f"{_place(origin)} {origin.title}" for origin in row.origins)


def _entry(entry: Entry) -> str:
    """Return a roster entry in words: 部门名册第45行“县水利局”，对应上级单位：水利局、水务局."""
    line = f"部门名册第{entry.location.line}行" if entry.location.line else entry.location.place or "部门名册"
    listed = "、".join(entry.covers)
    return f"{line}“{printed_name(entry)}”" + (f"，对应上级单位：{listed}" if listed else "")


def _unknown(asked: str, book: _Book) -> FindingsError:
    names, shown = book.names(), asked[:_LONGEST_QUESTION]
    near = get_close_matches(shown, names, n=_NEAREST, cutoff=0.5)
    near += [name for name in names if len(asked) >= 2 and asked in name and name not in near][: _NEAREST - len(near)]
    nearest = f"最接近的有：{'、'.join(near)}。" if near else ""
    return WHO_UNKNOWN.error(Location(file=book.plan.spec.path), asked=shown, nearest=nearest)
