"""What a person has decided about an import: which lines are items, which are not, who is meant, what the plan is.

A line is named by its own first words, never by its number in the file, so that the decision holds for a revised
document too.  Corrections stand in a file of their own, or under 修正 in the parent's YAML, where every import keeps
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, ClassVar

from plangen.parent.model import ItemKind, Level, PlanKind
from plangen.terms.findings import Finding
from plangen.terms.period import period_named, read_period
from plangen.terms.shapes import Read, UnknownWordError
from plangen.terms.text import comparable

_MOST = 1000
LEVELS = {"国家": Level.NATION, "省": Level.PROVINCE, "市": Level.CITY, "区": Level.DISTRICT, "县": Level.COUNTY}
PLANS = {"规划": PlanKind.PLAN, "实施方案": PlanKind.IMPLEMENTATION, "任务分工表": PlanKind.TASK_TABLE}
_KINDS = {kind.label: kind for kind in ItemKind} | {"目标": ItemKind.GOAL, "项目": ItemKind.PROJECT}


def _chosen(what: str, choices: Mapping[str, Any]) -> Any:
    """Return a function that takes a choice by its Chinese or its English word."""
    known = {**choices, **{choice.value: choice for choice in choices.values()}}

    def choose(word: str) -> Any:
        if word not in known:
            raise UnknownWordError(word, what, list(known))
        return known[word]

    return choose


def _years(written: tuple[int, ...] | str) -> tuple[int, int]:
    if isinstance(written, str):
        bare = re.sub("[“”\"'《》]", "", comparable(written))
        named = re.fullmatch(r"(.{1,3})五(?:时期|规划)?", bare)
        found = read_period(written) or (period_named(named[1]) if named else None)
    else:
        found = (written[0], written[1]) if len(written) == 2 else None
    if found is None or not 1900 < found[0] <= found[1] < 2100:
        raise ValueError("规划期应写起止两个年份，例如 2021-2025，或者 十四五")
    return found


def _words(text: str) -> str:
    if len(comparable(text)) < 2:
        raise ValueError(f"“{text}”太短，认不出是哪一行，请写这一行开头的几个字")
    return text.strip()


def _several(lines: tuple[str, ...]) -> tuple[str, ...]:
    if len(lines) < 2:
        raise ValueError("合并的至少写两行")
    return lines


def _units(written: tuple[str, ...] | str) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


_Line = Annotated[str, _words]


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """A line that is an item.

    Attributes:
        line: how the line begins.
        kind: what it is; None leaves an item what it was read as, and makes a task of any other line.
        title: its title, where the line's own first words are none.
        under: how the line of the item begins under which a nested one stands; None takes the item before it.
        leads: the units that lead; None leaves them as they were read.
        participants: the units that take part, likewise.
        deadline: until when, likewise.
        target: an indicator's target, likewise.
    """

    NAMES: ClassVar[Mapping[str, str]] = {
        "行文": "line",
        "种类": "kind",
        "标题": "title",
        "属于": "under",
        "牵头": "leads",
        "配合": "participants",
        "时限": "deadline",
        "目标": "target",
    }

    line: _Line
    kind: Annotated[ItemKind | None, Read(str, _chosen("条目种类", _KINDS))] = None
    title: str | None = None
    under: Annotated[str | None, Read(str, _words)] = None
    leads: Annotated[tuple[str, ...] | None, Read(tuple[str, ...] | str, _units)] = None
    participants: Annotated[tuple[str, ...] | None, Read(tuple[str, ...] | str, _units)] = None
    deadline: str | None = None
    target: str | None = None


@dataclass(frozen=True, kw_only=True)
class _NoItem:
    NAMES: ClassVar[Mapping[str, str]] = {"行文": "line"}

    line: _Line


def _item_lines(written: tuple[str | ItemLine, ...]) -> tuple[ItemLine, ...]:
    return tuple(ItemLine(line=_words(one)) if isinstance(one, str) else one for one in written)


def _lines(written: tuple[str | _NoItem, ...]) -> tuple[str, ...]:
    return tuple(_words(one) if isinstance(one, str) else one.line for one in written)


def _named(units: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {name: _units(unit) for name, unit in units.items()}


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """A person's decisions about one document.

    Attributes:
        title: the plan's title.
        period: its first and last year.
        place: whose plan it is.
        level: the level of government.
        kind: plan, implementation plan or task table.
        items: lines that are items.
        not_items: how lines begin that are no items.
        merged: lines that are one, each by how it begins.
        units: a unit as the document writes it -> the units that are meant; none: it is no unit.
    """

    NAMES: ClassVar[Mapping[str, str]] = {
        "题名": "title",
        "规划期": "period",
        "地区": "place",
        "层级": "level",
        "类型": "kind",
        "是条目": "items",
        "不是条目": "not_items",
        "合并": "merged",
        "单位": "units",
    }

    title: str | None = None
    period: Annotated[tuple[int, int] | None, Read(tuple[int, ...] | str, _years)] = None
    place: str | None = None
    level: Annotated[Level | None, Read(str, _chosen("层级", LEVELS))] = None
    kind: Annotated[PlanKind | None, Read(str, _chosen("类型", PLANS))] = None
    items: Annotated[tuple[ItemLine, ...], Read(tuple[str | ItemLine, ...], _item_lines)] = ()
    not_items: Annotated[tuple[str, ...], Read(tuple[str | _NoItem, ...], _lines)] = ()
    merged: tuple[Annotated[tuple[_Line, ...], _several], ...] = ()
    units: Annotated[Mapping[str, tuple[str, ...]], Read(Mapping[str, str | tuple[str, ...]], _named)] = field(
        default_factory=dict
    )

    def __bool__(self) -> bool:
        """Whether anything has been decided."""
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def about_lines(self) -> bool:
        """Whether anything has been decided about lines."""
        return bool(self.items or self.not_items or self.merged)

    def __post_init__(self) -> None:
        """Refuse more corrections than anybody makes: each is looked for in the whole document."""
        if len(self.items) + len(self.not_items) + len(self.merged) + len(self.units) > _MOST:
            raise ValueError(f"修正太多，最多 {_MOST} 条")

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is decided in two ways, with its place."""
        once: dict[str, str] = {}
        listed = [("是条目", index, one.line) for index, one in enumerate(self.items)]
        listed += [("不是条目", index, line) for index, line in enumerate(self.not_items)]
        for key, index, line in listed:
            if (first := once.setdefault(comparable(line), key)) != key:
                yield (key, index), f"“{line}”同时写在“{first}”和“{key}”里"
        if len({comparable(name) for name in self.units}) < len(self.units):
            yield ("单位",), "同一个单位写了两次"


@dataclass(frozen=True, kw_only=True)
class Held:
    """Corrections with where they stand.

    Attributes:
        corrections: the decisions.
        file: the file that they were read from, for findings.
        block: the lines with which they stand, or are to stand, in the parent's YAML; empty where there are none.
        findings: what there is to say about putting two files' corrections together.
    """

    corrections: Corrections = field(default_factory=Corrections)
    file: str = ""
    block: str = ""
    findings: tuple[Finding, ...] = ()
