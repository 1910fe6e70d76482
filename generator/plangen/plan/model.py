"""The county's plan: what the documents are written from, as frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from plangen.county.spec import CountySpec, Previous
from plangen.parent.model import ItemKind, ParentPlan
from plangen.plan.sentence import Sentence
from plangen.terms.labelled import LabelledEnum


class Rule(LabelledEnum):
    """The rule that gave a unit its place, in falling order of certainty."""

    SPEC = "spec", "县级填报文件指定"  # the spec names the unit for this item
    COVER = "cover", "部门名册“对应上级单位”"  # a roster entry covers the parent's unit
    NAME = "name", "同名部门"  # same name one level down
    FUNCTION = "function", "职能相同"  # same canonical function (units.yaml)
    GROUP = "group", "成员单位"  # a group of the roster
    LEVEL = "level", "下一级政府"  # lower governments: counties -> towns and townships
    THEME = "theme", "按主题建议"  # the theme's usual unit: a suggestion


class Proposed(LabelledEnum):
    """Why a unit's place in a row waits for somebody to confirm it (拟)."""

    USUAL = "usual", "上位规划没有写责任单位，按职责拟定"
    FIRST = "first", "上位规划只列责任单位、没有写明谁牵头，列在首位"


@dataclass(frozen=True, kw_only=True)
class AssignedUnit:
    """A county unit in a row of the division of labour.

    Attributes:
        name: as printed, the roster's short name.
        rule: how it came there.
        parent_units: the parent units it answers for in this item; empty for suggestions.
        proposed: why its place is only a suggestion; None where the parents or the spec name it, or the county has
            accepted it.
        within: the group in the same row that names it already, so that it is not printed once more; else None.
        asked: the word by which the issuer asks a unit that it does not command: 商请; empty where it binds it.
    """

    name: str
    rule: Rule
    parent_units: tuple[str, ...] = ()
    proposed: Proposed | None = None
    within: str | None = None
    asked: str = ""


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """The responsibility for one county item (责任分工).

    Attributes:
        lead: the unit that answers for all (牵头); None only together with an error finding.
        co_leads: further units that the parent or the spec lets lead.
        participants: units that take part (配合), those too that a group beside them names already.
        open_ended: the parent's list ended in 等.
        unresolved: parent units without a county unit; each is also a finding.
    """

    lead: AssignedUnit | None = None
    co_leads: tuple[AssignedUnit, ...] = ()
    participants: tuple[AssignedUnit, ...] = ()
    open_ended: bool = False
    unresolved: tuple[str, ...] = ()

    @property
    def leads(self) -> tuple[AssignedUnit, ...]:
        """The lead and the co-leads."""
        return (self.lead, *self.co_leads) if self.lead else ()

    @property
    def units(self) -> tuple[AssignedUnit, ...]:
        """Everyone in the row."""
        return (*self.leads, *self.participants)

    @property
    def listed(self) -> tuple[AssignedUnit, ...]:
        """The participants that are printed: each named once, by itself or by its group."""
        return tuple(unit for unit in self.participants if unit.within is None)

    @property
    def printed(self) -> tuple[AssignedUnit, ...]:
        """Everyone who is printed in the row."""
        return (*self.leads, *self.listed)

    @property
    def suggested(self) -> bool:
        """Whether any unit of the row waits for confirmation."""
        return any(unit.proposed for unit in self.units)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The parent item that a county item carries.

    Attributes:
        parent: parent plan's id.
        item: item id in it.
        kind: the parent item's kind.
        number: its number as the parent has it.
        title: its title as the parent has it.
        part: 1, 2, ... when the item was split, else None.
    """

    parent: str
    item: str
    kind: ItemKind
    number: str | None
    title: str
    part: int | None = None

    @property
    def key(self) -> str:
        """``parent:item``, with ``/part`` when the item was split."""
        tail = f"/{self.part}" if self.part else ""
        return f"{self.parent}:{self.item}{tail}"


@dataclass(frozen=True, kw_only=True)
class CountyItem:
    """A goal, task, project or nested item of the county's plan.

    Attributes:
        key: stable key: the first origin's key, or one made of the title, see :mod:`plangen.plan.own_keys`.
        kind: see :class:`~plangen.parent.model.ItemKind`.
        ordinal: position among its kind, from 1, running through all groups; for a nested item among its siblings.
        reference: what tables and cross references call it: ``3``, ``3.2`` for nested items.
        title: heading in county wording, without number and end punctuation.
        group: heading of its group in county wording.
        paragraphs: the text: the parent's in county wording, the spec's in its place, or the parent's points.
        measures: what the county does: the spec's sentences, then what is proposed, or a gap.
        summary: for the table column 主要内容: what is asked for, then what the county does about it.
        asked: the parents' figures for it in words, for tables of targets.
        figures: the same as the county's, with gaps for the parents' totals.
        details: further columns of the tables, by key; see :mod:`plangen.county.details`.
        deadline: as printed: ``2027年底前``.
        deadline_inherited: False when the parent named none and the period's end stands in.
        origins: parent items that it carries, the first gives the structure; empty for local items.
        items: nested county items.
    """

    key: str
    kind: ItemKind
    ordinal: int
    reference: str
    title: str
    group: str | None = None
    paragraphs: tuple[Sentence, ...] = ()
    measures: tuple[Sentence, ...] = ()
    summary: tuple[Sentence, ...] = ()
    asked: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    deadline: str | None = None
    deadline_inherited: bool = True
    assignment: Assignment = Assignment()
    origins: tuple[Origin, ...] = ()
    items: tuple[CountyItem, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All that is said about it, without what is nested under it."""
        return (*self.paragraphs, *self.measures)

    def walk(self) -> Iterator[CountyItem]:
        """Yield the item and everything nested under it."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, kw_only=True)
class CountyIndicator:
    """A row of the indicator table.

    Attributes:
        parent_target: the parent's target as written; None for the county's own indicators.
        target: the county's target.
        own_target: the spec gives the target; otherwise the parent's stands in.
        unit, measured, baseline, previous: as in :class:`~plangen.county.spec.LocalIndicator`.
    """

    key: str
    ordinal: int
    name: str
    target: str
    parent_target: str | None = None
    nature: str | None = None
    own_target: bool = False
    unit: str | None = None
    measured: str | None = None
    baseline: str | None = None
    previous: Previous | None = None
    assignment: Assignment = Assignment()
    origins: tuple[Origin, ...] = ()

    @property
    def kind(self) -> ItemKind:
        """Always an indicator, as other items have their kind."""
        return ItemKind.INDICATOR

    @property
    def title(self) -> str:
        """The name, under the name that other items have for it."""
        return self.name


def title_of(target: CountyItem | CountyIndicator) -> str:
    """Return an item's title or an indicator's name."""
    return target.name if isinstance(target, CountyIndicator) else target.title


@dataclass(frozen=True, kw_only=True)
class ItemGroup:
    """A group of tasks or projects under one heading; ``title`` is empty where the parent has no groups."""

    title: str
    items: tuple[CountyItem, ...]


@dataclass(frozen=True, kw_only=True)
class Waived:
    """A parent item that the county does not carry (不承接).

    Attributes:
        hosts: the items that it is nested under, the outermost first.
    """

    origin: Origin
    title: str
    reason: str
    by: str
    on: date
    hosts: tuple[Origin, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What one department leads and takes part in, for the 部门任务清单."""

    unit: str
    leads: tuple[CountyItem, ...] = ()
    participates: tuple[CountyItem, ...] = ()
    leads_indicators: tuple[CountyIndicator, ...] = ()
    participates_indicators: tuple[CountyIndicator, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TraceRow:
    """Where one parent item went: for the trace annex and the summary.

    Attributes:
        disposition: 承接, 细化, 合并, 拆分 or 不承接.
        targets: county items or indicators that carry it; empty when waived.
    """

    origin: Origin
    disposition: str
    targets: tuple[CountyItem | CountyIndicator, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alike:
    """An item of a plan that is only named, and what of the county's plan is the same work.

    Attributes:
        origin: the item of the plan that is named.
        targets: what of the county's plan is the same.
        sure: whether it is surely the same; else it is alike, for a person to judge.
        evidence: what speaks for it, in Chinese.
    """

    origin: Origin
    targets: tuple[CountyItem | CountyIndicator, ...]
    sure: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CountyPlan:
    """The county's whole plan.

    Attributes:
        parents: those whose items the county carries; the first gives the structure.
        references: those that are only named.
        alike: what these have in common with the county's plan, see :class:`Alike`.
        facts: the situation's fact values by dotted name, for templates.
        trace: one row for each item of each parent, in the parents' order.
    """

    spec: CountySpec
    parents: tuple[ParentPlan, ...]
    title: str
    references: tuple[ParentPlan, ...] = ()
    indicators: tuple[CountyIndicator, ...] = ()
    goals: tuple[CountyItem, ...] = ()
    task_groups: tuple[ItemGroup, ...] = ()
    project_groups: tuple[ItemGroup, ...] = ()
    waived: tuple[Waived, ...] = ()
    duties: tuple[Duties, ...] = ()
    trace: tuple[TraceRow, ...] = ()
    alike: tuple[Alike, ...] = ()
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tasks(self) -> tuple[CountyItem, ...]:
        """All tasks, through all groups."""
        return tuple(item for group in self.task_groups for item in group.items)

    @property
    def projects(self) -> tuple[CountyItem, ...]:
        """All projects, through all groups."""
        return tuple(item for group in self.project_groups for item in group.items)

    def all_items(self) -> Iterator[CountyItem]:
        """Yield goals, tasks and projects with everything nested under them."""
        for item in (*self.goals, *self.tasks, *self.projects):
            yield from item.walk()
