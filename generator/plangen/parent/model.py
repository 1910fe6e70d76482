"""What a parent plan is: frozen data, as design §4 writes it on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from plangen.terms.labelled import LabelledEnum
from plangen.terms.place import Place
from plangen.terms.quantity import Quantity
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable


class ItemKind(LabelledEnum):
    """The five kinds of item (条目); an item nested under a task or project is ``NESTED``."""

    INDICATOR = "indicator", "指标"
    GOAL = "goal", "分项目标"
    TASK = "task", "任务"
    PROJECT = "project", "工程"
    NESTED = "nested", "子项"


class Level(StrEnum):
    """The level of government whose plan it is."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    COUNTY = "county"


class PlanKind(StrEnum):
    """A plan (规划), an implementation plan (实施方案), or a bare division table (任务分工表)."""

    PLAN = "plan"
    IMPLEMENTATION = "implementation"
    TASK_TABLE = "task-table"


TITLE_GAP = "【名称待补】"
"""What stands for the title of a document that bears none: a gap for a person to fill, never a title made up."""


@dataclass(frozen=True, kw_only=True)
class ParentItem:
    """One thing that the county must inherit.

    Attributes:
        id: stable id in its plan: I01, G01, T01, P01; nested items add ``.n``: T13.1, T13.1.2.
        kind: see :class:`ItemKind`.
        title: the item's heading without number and end punctuation; an indicator's name.
        number: the number as the document has it, for instance ``（10）``.
        group: title of the group heading it stands under.
        text: what the document says, without the responsibility clause; paragraphs separated by newlines;
            None in the shipped facts.
        deadline: year by which it is due.  Where several years are named, the first speaks for the whole; a later one
            takes its place when it is a further stage of the same (到…年, …年底前) or says that all is completed then.
        deadline_text: the deadline as it is printed, where the document says more than the year (2027年6月底前) or
            names none (长期坚持).
        target: an indicator's target value as written.
        nature: 约束性 or 预期性, for indicators.
        quantities: the figures that it asks for (量化要求), kept in facts too.
        points: the short phrases that say what it asks for (要点), kept in facts too.
        responsibility: None where the document names no unit.
        items: what is nested under it.
        source: where it stands.
    """

    id: str
    kind: ItemKind
    title: str
    number: str | None = None
    group: str | None = None
    text: str | None = None
    deadline: int | None = None
    deadline_text: str | None = None
    target: str | None = None
    nature: str | None = None
    quantities: tuple[Quantity, ...] = ()
    points: tuple[str, ...] = ()
    responsibility: Responsibility | None = None
    items: tuple[ParentItem, ...] = ()
    source: Place = field(default_factory=Place)

    def walk(self) -> Iterator[ParentItem]:
        """Yield the item and everything nested under it, in the document's order."""
        yield self
        for item in self.items:
            yield from item.walk()

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits over title, text, deadline, target, quantities and responsibility (not over nested items).

        Width and white space do not count, so that a re-typed document keeps its fingerprints.
        """
        clause = self.responsibility.text if self.responsibility else ""
        fields = (
            self.title,
            self.text or "",
            self.deadline_text or str(self.deadline or ""),
            self.target or "",
            clause,
            *(quantity.said for quantity in self.quantities),
        )
        normal = "\x1f".join(comparable(field) for field in fields)
        return hashlib.sha256(normal.encode("utf-8")).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class ParentPlan:
    """A parent plan (上位规划): what it is, and every item in it.

    Attributes:
        id: slug of place and period, ``xinzhou-145``.
        period: first and last year, or None where the document does not say.
        source_file: name of the document it was read from (never a path).
        source_sha256: checksum of that document.
        retired: ids of items that earlier versions of the document had; they are never given to another item.
    """

    id: str
    title: str
    place: str
    level: Level
    kind: PlanKind
    period: tuple[int, int] | None = None
    source_file: str | None = None
    source_sha256: str | None = None
    indicators: tuple[ParentItem, ...] = ()
    goals: tuple[ParentItem, ...] = ()
    tasks: tuple[ParentItem, ...] = ()
    projects: tuple[ParentItem, ...] = ()
    retired: tuple[str, ...] = ()

    def top_items(self) -> Iterator[ParentItem]:
        """Yield indicators, goals, tasks and projects without what is nested under them."""
        yield from self.indicators
        yield from self.goals
        yield from self.tasks
        yield from self.projects

    def all_items(self) -> Iterator[ParentItem]:
        """Yield every item, nested ones after the item they stand under."""
        for item in self.top_items():
            yield from item.walk()
