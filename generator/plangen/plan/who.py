"""Who does what, and why: one unit's work or one item's units, for the terminal (``plangen who``).

A question is a unit in any spelling (县水利局, 永和县水利局, 市水务局), an item of a parent (``T12``,
``jincheng-155:T12``), an item of the county's plan (任务3.2) or an item's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from plangen.county.spec import RosterGroup, RosterUnit
from plangen.parent.model import ParentItem
from plangen.plan.model import AssignedUnit, CountyIndicator, CountyItem, CountyPlan, Origin, Rule, Waived, title_of
from plangen.plan.resolve import assign_named, find_roster_unit, printed_name, resolve_responsibility
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.units import CanonicalUnit, canonical, level_forms, load_units

CODES: dict[str, str] = {
    "who-unknown": "A unit or item that somebody asks about is neither in the plan nor in the roster.",
}

LEADS, CO_LEADS, PARTICIPATES = "牵头", "共同牵头", "配合"
CONFIRMED, SUGGESTED = "已明确", "系统拟定，待确认"

_ITEM_ID = re.compile(r"(?:(?P<parent>[^:：]+)[:：])?(?P<item>[TPGI]\d{1,4}(?:\.\d{1,3})*(?:/\d{1,3})?)", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:重点)?(?P<kind>任务|工程|项目|目标|指标)?第?(?P<number>\d{1,4}(?:\.\d{1,3})*)项?")
_KINDS = {"项目": "工程"}
_LONGEST_QUESTION = 100  # characters
_NEAREST = 5


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Why a unit stands in a row.

    Attributes:
        rule: the rule's Chinese label.
        parent_units: the parent units that it answers for, as the parents write them.
        named_in: the parent items whose clauses name these: ``xinzhou-145 T12``.
        roster_line: where the unit's roster entry stands in the spec; None for towns and what is in no roster.
        covers: the covers of the roster entry that decided.
    """

    rule: str
    parent_units: tuple[str, ...] = ()
    named_in: tuple[str, ...] = ()
    roster_line: int | None = None
    covers: tuple[str, ...] = ()

    @property
    def whence(self) -> str:
        """The parent units and where they are named: 市水利局（xinzhou-145 T15）; empty for suggestions."""
        places = f"（{'、'.join(self.named_in)}）" if self.named_in else ""
        return f"{'、'.join(self.parent_units)}{places}" if self.parent_units else ""

    @property
    def why(self) -> str:
        """The rule and the roster entry: 部门名册“对应上级单位”，名册第45行：水利局."""
        line = f"名册第{self.roster_line}行" if self.roster_line else ""
        entry = "：".join(part for part in (line, "、".join(self.covers)) if part)
        return f"{self.rule}，{entry}" if entry else self.rule


@dataclass(frozen=True, kw_only=True)
class UnitInItem:
    """A unit in an item's row."""

    unit: str
    role: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class ItemReport:
    """Who does one item of the county's plan.

    Attributes:
        reference: 任务3.2, as the tables call it.
        title: in county wording.
        deadline: as printed; None for indicators.
        status: 已明确, or that the units are proposed.
        units: the lead first.
        unresolved: parent units that nobody in the county answers for.
        open_ended: the parent's list ends in 等.
        origins: parent items that it carries: ``xinzhou-145 T12 开展隐患排查治理``; empty for the county's own.
    """

    reference: str
    title: str
    deadline: str | None
    status: str
    units: tuple[UnitInItem, ...]
    unresolved: tuple[str, ...] = ()
    open_ended: bool = False
    origins: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the report as the terminal prints it."""
        head = [f"{self.reference} {self.title}"]
        if self.deadline:
            head.append(f"  完成时限：{self.deadline}")
        head.append(f"  来源：{'；'.join(self.origins) or '本县自定'}")
        head.append(f"  责任分工：{self.status}")
        rows = [
            f"  {one.role}：{one.unit}{f' ← {one.basis.whence}' if one.basis.whence else ''}；{one.basis.why}"
            for one in self.units
        ] or ["  暂无责任单位"]
        if self.open_ended:
            rows.append("  上位规划的名单以“等”结尾")
        if self.unresolved:
            rows.append(f"  本县没有对应单位、未列入：{'、'.join(self.unresolved)}")
        return (*head, *rows)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that a unit has to do.

    Attributes:
        origins: the parent items: ``xinzhou-145 T12``; empty for the county's own.
        via: the group through which it takes part, or None.
    """

    reference: str
    title: str
    role: str
    deadline: str | None
    status: str
    basis: Basis
    origins: tuple[str, ...] = ()
    via: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnitReport:
    """What one unit leads and takes part in.

    Attributes:
        unit: as printed.
        full_name: as the roster has it; the printed name where it has none.
        entry: the roster entry in words; None where the roster has none.
        groups: the groups that it is a member of.
        duties: leads first, then participations, then what it does as a member of a group; a nested item is left out
            where the unit has the same role in the item above it.
    """

    unit: str
    full_name: str
    entry: str | None
    groups: tuple[str, ...]
    duties: tuple[Duty, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the report as the terminal prints it."""
        name = self.unit if self.unit == self.full_name else f"{self.unit}（{self.full_name}）"
        rows = [name]
        if self.entry:
            rows.append(f"  {self.entry}")
        if self.groups:
            rows.append(f"  所在成员单位：{'、'.join(self.groups)}")
        for label, duties in self._sections():
            rows.append(f"{label} {len(duties)} 项")
            for duty in duties:
                when = f"，{duty.deadline}" if duty.deadline else ""
                proposed = "（拟）" if duty.status == SUGGESTED else ""
                rows.append(f"  {duty.reference} {duty.title}{proposed}{when}")
                units = f"：{'、'.join(duty.basis.parent_units)}" if duty.basis.parent_units else ""
                rows.append(f"      依据：{duty.basis.rule}{units}；来源：{'、'.join(duty.origins) or '本县自定'}")
        if not self.duties:
            rows.append("方案中没有它的任务")
        return tuple(rows)

    def _sections(self) -> Iterator[tuple[str, list[Duty]]]:
        for role in (LEADS, CO_LEADS, PARTICIPATES):
            if duties := [duty for duty in self.duties if duty.role == role and duty.via is None]:
                yield role, duties
        for group in self.groups:
            if duties := [duty for duty in self.duties if duty.via == group]:
                yield f"作为{group}参加", duties


@dataclass(frozen=True, kw_only=True)
class WaivedReport:
    """A parent item that the county does not carry."""

    origin: str
    reason: str
    by: str
    on: str

    def lines(self) -> tuple[str, ...]:
        """Return the report as the terminal prints it."""
        return (self.origin, f"  不承接：{self.reason}", f"  决定：{self.by}，{self.on}")


@dataclass(frozen=True, kw_only=True)
class WhoReport:
    """The answer to a question; one question may concern several items (T12 of two parents).

    Attributes:
        answers: at least one.
    """

    answers: tuple[UnitReport | ItemReport | WaivedReport, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the answers as the terminal prints them, parted by blank lines."""
        rows: list[str] = []
        for answer in self.answers:
            rows += [*([""] if rows else []), *answer.lines()]
        return tuple(rows)


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
        raise FindingsError([_unknown(asked, book)])
    return WhoReport(answers=tuple(answers))


class _Book:
    """A plan, ready to be asked."""

    def __init__(self, plan: CountyPlan, units: tuple[CanonicalUnit, ...]) -> None:
        self.plan, self.units = plan, units
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
        roster, county = self.plan.spec.roster, self.plan.spec.county
        if named := assign_named(asked, roster=roster, county=county, units=self.units):
            return named.name
        clause = Responsibility(text=asked, participants=(asked,))
        assignment, _ = resolve_responsibility(clause, roster=roster, county=county, units=self.units)
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
            status=SUGGESTED if assignment.suggested else CONFIRMED,
            units=tuple(
                UnitInItem(unit=unit.name, role=_role(row, unit.name), basis=self._basis(row, unit))
                for unit in assignment.units
            ),
            unresolved=assignment.unresolved,
            open_ended=assignment.open_ended,
            origins=_origins(row),
        )

    @staticmethod
    def _waived(waived: Waived) -> WaivedReport:
        origin = f"{waived.origin.parent} {waived.origin.item} {waived.title}"
        return WaivedReport(origin=origin, reason=waived.reason, by=waived.by, on=waived.on.isoformat())

    def _unit_report(self, name: str) -> UnitReport:
        entry = find_roster_unit(name, self.plan.spec.roster)
        groups = [group.name for group in self.plan.spec.roster.groups if name in group.members and group.name != name]
        duties = [*self._duties(name), *(duty for group in groups for duty in self._duties(group, via=group))]
        return UnitReport(
            unit=name,
            full_name=entry.name if entry else name,
            entry=_entry(entry, entry.covers) if entry else None,
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
                status=SUGGESTED if row.assignment.suggested else CONFIRMED,
                basis=self._basis(row, unit),
                origins=tuple(_place(origin) for origin in row.origins),
                via=via,
            )

    def _basis(self, row: CountyItem | CountyIndicator, unit: AssignedUnit) -> Basis:
        entry = find_roster_unit(unit.name, self.plan.spec.roster)
        deciding = entry.covers if entry and unit.rule in (Rule.COVER, Rule.GROUP) else ()
        return Basis(
            rule=unit.rule.label,
            parent_units=unit.parent_units,
            named_in=tuple(self._named_in(row, unit)),
            roster_line=entry.location.line if entry else None,
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


def _role(row: CountyItem | CountyIndicator, name: str) -> str:
    leads = [unit.name for unit in row.assignment.leads]
    if name not in leads:
        return PARTICIPATES
    return LEADS if leads[0] == name else CO_LEADS


def _place(origin: Origin) -> str:
    return f"{origin.parent} {origin.item}" + (f"/{origin.part}" if origin.part else "")


def _origins(row: CountyItem | CountyIndicator) -> tuple[str, ...]:
    return tuple(f"{_place(origin)} {origin.title}" for origin in row.origins)


def _entry(entry: RosterUnit | RosterGroup, covers: Iterable[str]) -> str:
    """Return a roster entry in words: 部门名册第45行“县水利局”，对应上级单位：水利局、水务局."""
    line = f"第{entry.location.line}行" if entry.location.line else ""
    listed = "、".join(covers)
    return f"部门名册{line}“{printed_name(entry)}”" + (f"，对应上级单位：{listed}" if listed else "")


def _unknown(asked: str, book: _Book) -> Finding:
    names = book.names()
    near = get_close_matches(asked[:_LONGEST_QUESTION], names, n=_NEAREST, cutoff=0.5)
    near += [name for name in names if len(asked) >= 2 and asked in name and name not in near][: _NEAREST - len(near)]
    nearest = f"最接近的有：{'、'.join(near)}。" if near else ""
    return Finding(
        code="who-unknown",
        severity=Severity.ERROR,
        message=f"方案和部门名册中没有“{asked[:_LONGEST_QUESTION]}”",
        location=Location(file=book.plan.spec.path),
        hint=f"{nearest}可以写单位（县水利局）、上位规划条目（T12、jincheng-155:T12）或方案序号（任务3.2）。",
    )
