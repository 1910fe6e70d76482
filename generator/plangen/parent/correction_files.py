"""Corrections as they stand in files: in one of their own, in the parent's YAML, and both put together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from plangen.parent import correction_rules as rules
from plangen.parent.corrections import LEVELS, PLANS, Corrections, Held, ItemLine
from plangen.parent.store_keys import CORRECTION_KEYS
from plangen.terms import yaml_rules
from plangen.terms.findings import Finding, FindingsError, Location
from plangen.terms.shapes import shape_of
from plangen.terms.text import comparable, decode
from plangen.terms.yaml_source import MAXIMUM_BYTES, read_bytes

_KEY = rf"""["']?(?:{"|".join(CORRECTION_KEYS)})["']?\s*[:：]"""
_BEGINS = re.compile(rf"^{_KEY}", re.MULTILINE)
_BLOCK = re.compile(rf"^(?:# ?)?{_KEY}", re.MULTILINE)
_AFTER = re.compile(r"^(?:[^\s#-]|# plangen:)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class _File:
    NAMES: ClassVar[Mapping[str, str]] = {"修正": "corrections"}

    corrections: Corrections = field(default_factory=Corrections)


_SHIPPED = (
    yaml_rules.KNOWLEDGE_UNREADABLE,
    yaml_rules.KNOWLEDGE_WRONG_SHAPE,
    yaml_rules.KNOWLEDGE_WRONG_VALUE,
    yaml_rules.KNOWLEDGE_MISSING_KEY,
)
"""What is said of shipped files too, with the advice to fetch them again: that is none for what a person wrote."""
_Shape = TypeVar("_Shape")


def _shaped(shape: type[_Shape], content: bytes, file: str) -> _Shape:
    """Return corrections as data; what is wrong is said as of a person's own words.

    Raises:
        FindingsError: the content does not fit.
    """
    try:
        return shape_of(shape, content, file)
    except FindingsError as error:
        raise FindingsError([_own(finding) for finding in error.findings]) from error


def _own(finding: Finding) -> Finding:
    if finding.code not in {rule.code for rule in _SHIPPED}:
        return finding
    return rules.WRITTEN_WRONG.found(finding.location, problem=finding.message.rstrip("。"))


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
    found = _shaped(_File, content, name).corrections if under_key else _shaped(Corrections, content, name)
    return Held(corrections=found, file=name, block=block_of(found))


def corrections_in(text: str, file: str) -> Held:
    """Return the corrections in a parent's YAML, with their lines just as a person wrote them.

    Args:
        text: the file's text.
        file: its name, for findings.

    Raises:
        FindingsError: something in them is no correction.
    """
    spans = list(_spans(text))
    block = "".join(text[start:stop] for start, stop in spans)
    if not has_corrections(block):
        return Held(file=file, block=block)
    content, end = "", 0
    for start, stop in spans:
        # blank lines in the place of all others keep the numbers of the lines right
        content += "\n" * text.count("\n", end, start) + text[start:stop]
        end = stop
    return Held(corrections=_shaped(_File, content.encode("utf-8"), file).corrections, file=file, block=block)


def has_corrections(block: str) -> bool:
    """Return whether lines of YAML hold the key of corrections, not only commented out."""
    return _BEGINS.search(block) is not None


def without_corrections(text: str) -> str:
    """Return a parent's YAML without the corrections in it, which are a person's and no part of the import."""
    kept, end = [], 0
    for start, stop in _spans(text):
        kept.append(text[end:start])
        end = stop
    return "".join([*kept, text[end:]])


def with_corrections(text: str, block: str) -> str:
    """Return a parent's YAML with a block of corrections behind what it says about the plan.

    Args:
        text: the YAML as :func:`plangen.parent.store.dump_parent` writes it.
        block: whole lines.
    """
    head = re.search(r"^indicators:", text, re.MULTILINE)
    place = head.start() if head else len(text)
    return text[:place] + block + text[place:]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where corrections stand in a parent's YAML: from their key to before the next one.

    A key that is still commented out counts as well, and so do the notes and blank lines over it.
    """
    end = 0
    for begin in _BLOCK.finditer(text):
        if begin.start() < end:
            continue
        start = begin.start()
        while start > end:
            line = text.rfind("\n", 0, start - 1) + 1
            above = text[line:start].strip(" \t\n")
            if above and (not text.startswith("#", line) or above.startswith("# plangen:")):
                break
            start = line
        after = _AFTER.search(text, begin.end())
        end = after.start() if after else len(text)
        yield max(start, 0), end


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
    words = {value: key for choices in (LEVELS, PLANS) for key, value in choices.items()}
    data: dict[str, Any] = {
        "题名": corrections.title,
        "规划期": list(corrections.period) if corrections.period else None,
        "地区": corrections.place,
        "层级": words[corrections.level] if corrections.level else None,
        "类型": words[corrections.kind] if corrections.kind else None,
        "是条目": [_line_as_data(one) for one in corrections.items],
        "不是条目": [{"行文": line} for line in corrections.not_items],
        "合并": [list(lines) for lines in corrections.merged],
        "单位": {name: units[0] if len(units) == 1 else list(units) for name, units in corrections.units.items()},
    }
    return {key: value for key, value in data.items() if value}


def _line_as_data(line: ItemLine) -> dict[str, Any]:
    data: dict[str, Any] = {word: getattr(line, name) for word, name in ItemLine.NAMES.items()}
    data["种类"] = line.kind.label if line.kind else None
    return {word: value for word, value in data.items() if value is not None}


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
        return replace(given, block=own.block + given.block)
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
    begin = _BEGINS.search(own.block)
    notes = own.block[: begin.start()] if begin else ""
    block = own.block if together == mine else notes + block_of(together)
    return Held(corrections=together, file=given.file, block=block, findings=findings)


def _unlike(entries: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    seen: set[frozenset[str]] = set()
    for lines in entries:
        key = frozenset(map(comparable, lines))
        if key not in seen:
            seen.add(key)
            yield lines
