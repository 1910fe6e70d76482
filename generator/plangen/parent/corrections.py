"""What a person has decided about an import: which lines are items, which are not, who is meant, what the plan is.

A line is named by its own first words, never by its number in the file, so that the decision holds for a revised
document too.  Corrections stand in a file of their own, or under 修正 in the parent's YAML, where every import keeps
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

from plangen.parent import correction_rules as rules
from plangen.parent.model import ItemKind, Level, PlanKind
from plangen.parent.store_keys import CORRECTION_KEYS
from plangen.terms.findings import Finding, Location
from plangen.terms.period import period_named, read_period
from plangen.terms.shapes import Read, UnknownWordError, shape_of
from plangen.terms.text import comparable, decode
from plangen.terms.yaml_source import MAXIMUM_BYTES, read_bytes

_KEY = rf"""["']?(?:{"|".join(CORRECTION_KEYS)})["']?\s*[:：]"""
_BEGINS = re.compile(rf"^{_KEY}", re.MULTILINE)
_BLOCK = re.compile(rf"^(?:# ?)?{_KEY}", re.MULTILINE)
_AFTER = re.compile(r"^(?:[^\s#-]|# plangen:)", re.MULTILINE)
_MOST = 1000
_LEVELS = {"国家": Level.NATION, "省": Level.PROVINCE, "市": Level.CITY, "区": Level.DISTRICT, "县": Level.COUNTY}
_PLANS = {"规划": PlanKind.PLAN, "实施方案": PlanKind.IMPLEMENTATION, "任务分工表": PlanKind.TASK_TABLE}
_KINDS = {kind.label: kind for kind in ItemKind} | {"目标": ItemKind.GOAL, "项目": ItemKind.PROJECT}


def _chosen(what: str, choices: Mapping[str, Any]) -> Any:
    """Return a function that takes a choice by its Chinese or its English word."""
    known = {**choices, **{choice.value: choice for choice in choices.values()}}

    def choose(word: str) -> Any:
        if word not in known:
            raise UnknownWordError(word, what, list(known))
        return known[word]

    return choose


def _years(written: str | tuple[int, ...]) -> tuple[int, int]:
    if isinstance(written, str):
        bare = comparable(written).strip("“”\"'《》")
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


_Line = Annotated[str, _words]


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """A line that is an item.

    Attributes:
        line: how the line begins.
        kind: what it is; None leaves an item what it was read as, and makes a task of any other line.
        title: its title, where the line's own first words are none.
        under: how the line of the item begins under which a nested one stands; None takes the item before it.
    """

    NAMES: ClassVar[Mapping[str, str]] = {"行文": "line", "种类": "kind", "标题": "title", "属于": "under"}

    line: _Line
    kind: Annotated[ItemKind | None, Read(str, _chosen("条目种类", _KINDS))] = None
    title: str | None = None
    under: Annotated[str | None, Read(str, _words)] = None


@dataclass(frozen=True, kw_only=True)
class _NoItem:
    NAMES: ClassVar[Mapping[str, str]] = {"行文": "line"}

    line: _Line


def _item_lines(written: tuple[str | ItemLine, ...]) -> tuple[ItemLine, ...]:
    return tuple(ItemLine(line=_words(one)) if isinstance(one, str) else one for one in written)


def _lines(written: tuple[str | _NoItem, ...]) -> tuple[str, ...]:
    return tuple(_words(one) if isinstance(one, str) else one.line for one in written)


def _named(units: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {name: (unit,) if isinstance(unit, str) else tuple(unit) for name, unit in units.items()}


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
    period: Annotated[tuple[int, int] | None, Read(str | tuple[int, ...], _years)] = None
    place: str | None = None
    level: Annotated[Level | None, Read(str, _chosen("层级", _LEVELS))] = None
    kind: Annotated[PlanKind | None, Read(str, _chosen("类型", _PLANS))] = None
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


@dataclass(frozen=True, kw_only=True)
class _File:
    NAMES: ClassVar[Mapping[str, str]] = {"修正": "corrections"}

    corrections: Corrections = field(default_factory=Corrections)


def read_corrections(path: Path) -> Held:
    """Return the corrections of a file of their own: the keys themselves, or all of them under 修正.

    Args:
        path: a YAML file.

    Raises:
        FindingsError: the file cannot be read, or something in it is no correction.
    """
    content = read_bytes(path)
    try:
        under_key = _BEGINS.search(decode(content[:MAXIMUM_BYTES]).text) is not None
    except ValueError:
        under_key = False  # the reader of shapes says what is wrong
    name = str(path)
    found = shape_of(_File, content, name).corrections if under_key else shape_of(Corrections, content, name)
    return Held(corrections=found, file=name, block=block_of(found))


def corrections_in(text: str, file: str) -> Held:
    """Return the corrections in a parent's YAML, with their lines just as a person wrote them.

    Args:
        text: the file's text.
        file: its name, for findings.

    Raises:
        FindingsError: something in them is no correction.
    """
    start, stop = _span(text)
    block = text[start:stop]
    if _BEGINS.search(block) is None:
        return Held(file=file, block=block)
    # blank lines in front keep the numbers of the lines right
    content = "\n" * text.count("\n", 0, start) + block
    return Held(corrections=shape_of(_File, content.encode("utf-8"), file).corrections, file=file, block=block)


def without_corrections(text: str) -> str:
    """Return a parent's YAML without the corrections in it, which are a person's and no part of the import."""
    start, stop = _span(text)
    return text[:start] + text[stop:]


def with_corrections(text: str, block: str) -> str:
    """Return a parent's YAML with a block of corrections behind what it says about the plan.

    Args:
        text: the YAML as :func:`plangen.parent.store.dump_parent` writes it.
        block: whole lines.
    """
    head = re.search(r"^indicators:", text, re.MULTILINE)
    place = head.start() if head else len(text)
    return text[:place] + block + text[place:]


def _span(text: str) -> tuple[int, int]:
    """Return where the corrections stand in a parent's YAML: from their key to before the next one.

    A key that is still commented out counts as well, and so do the notes and blank lines over it.
    """
    begin = _BLOCK.search(text)
    if begin is None:
        return 0, 0
    start = begin.start()
    while start:
        line = text.rfind("\n", 0, start - 1) + 1
        above = text[line:start].strip(" \t\n")
        if above and (not text.startswith("#", line) or above.startswith("# plangen:")):
            break
        start = line
    after = _AFTER.search(text, begin.end())
    return start, after.start() if after else len(text)


def block_of(corrections: Corrections) -> str:
    """Return corrections as the lines of YAML by which a parent's file holds them; empty where there are none."""
    data = _as_data(corrections)
    if not data:
        return ""
    lines = [f"{CORRECTION_KEYS[0]}:"]
    for key, value in data.items():
        if isinstance(value, (list, dict)) and value and key != "规划期":
            lines.append(f"  {key}:")
            entries = value if isinstance(value, list) else [{name: one} for name, one in value.items()]
            dash = "- " if isinstance(value, list) else ""
            lines += [f"    {dash}{_flow(entry, bare=not dash)}" for entry in entries]
        else:
            lines.append(f"  {key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _as_data(corrections: Corrections) -> dict[str, Any]:
    words = {value: key for choices in (_LEVELS, _PLANS) for key, value in choices.items()}
    data: dict[str, Any] = {
        "题名": corrections.title,
        "规划期": list(corrections.period) if corrections.period else None,
        "地区": corrections.place,
        "层级": words[corrections.level] if corrections.level else None,
        "类型": words[corrections.kind] if corrections.kind else None,
        "是条目": [
            {
                key: value
                for key, value in (
                    ("行文", one.line),
                    ("种类", one.kind.label if one.kind else None),
                    ("标题", one.title),
                    ("属于", one.under),
                )
                if value
            }
            for one in corrections.items
        ],
        "不是条目": [{"行文": line} for line in corrections.not_items],
        "合并": [list(lines) for lines in corrections.merged],
        "单位": {name: units[0] if len(units) == 1 else list(units) for name, units in corrections.units.items()},
    }
    return {key: value for key, value in data.items() if value}


def _flow(value: Any, *, bare: bool = False) -> str:
    """Return a value as YAML writes it in one line; texts in quotes wherever they are not plainly words."""
    if isinstance(value, dict):
        inner = ", ".join(f"{_flow(key)}: {_flow(one)}" for key, one in value.items())
        return inner if bare else f"{{{inner}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, str) and not re.fullmatch(r"[一-龥（《“][0-9一-龥（）《》“”、。，；—]*", value):
        return json.dumps(value, ensure_ascii=not value.isprintable())
    return str(value)


def put_together(own: Held, given: Held | None) -> Held:
    """Return the corrections of a parent's file with those of another file, which wins where they differ.

    Args:
        own: those in the parent's file.
        given: those of the other file.
    """
    if given is None or not given.corrections:
        return own
    if not own.corrections:
        return given
    mine, new = own.corrections, given.corrections
    changed: list[str] = []
    merged: dict[str, Any] = {}
    for name in ("title", "period", "place", "level", "kind"):
        before, after = getattr(mine, name), getattr(new, name)
        if before and after and before != after:
            changed.append(next(word for word, key in Corrections.NAMES.items() if key == name))
        merged[name] = after or before
    decided = {comparable(one.line): one for one in new.items} | {comparable(line): None for line in new.not_items}
    standing = {comparable(one.line): one for one in mine.items} | {comparable(line): None for line in mine.not_items}
    changed += [
        line
        for line in (*(one.line for one in mine.items), *mine.not_items)
        if (key := comparable(line)) in decided and decided[key] != standing[key]
    ]
    merged["items"] = (*(one for one in mine.items if comparable(one.line) not in decided), *new.items)
    merged["not_items"] = (*(line for line in mine.not_items if comparable(line) not in decided), *new.not_items)
    merged["merged"] = tuple(_unlike((*mine.merged, *new.merged)))
    renamed = {comparable(name): name for name in new.units}
    changed += [
        name
        for name, units in mine.units.items()
        if (again := renamed.get(comparable(name))) is not None and new.units[again] != units
    ]
    kept = {name: units for name, units in mine.units.items() if comparable(name) not in renamed}
    merged["units"] = {**kept, **new.units}
    together = replace(mine, **merged)
    findings = (rules.OVERRIDDEN.found(Location(file=given.file), own=own.file, names=changed),) if changed else ()
    block = own.block if together == mine else block_of(together)
    return Held(corrections=together, file=given.file, block=block, findings=findings)


def _unlike(entries: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    seen: set[frozenset[str]] = set()
    for lines in entries:
        key = frozenset(map(comparable, lines))
        if key not in seen:
            seen.add(key)
            yield lines
