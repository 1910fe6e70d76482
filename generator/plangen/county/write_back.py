"""Changing one value of a county's spec in its file: found by its path, checked, and everything else left as it is."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plangen.county import rules as said
from plangen.county.load import parse_spec
from plangen.county.normalise import normalise
from plangen.county.schema import SCHEMA, known_words
from plangen.county.schema_parts import Rules
from plangen.county.validate import nearest
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.text import decode, half_width
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_edit import EditError, Step, Word, delete_value, set_value
from plangen.terms.yaml_source import YamlSource, parse_source

_STEP = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^.]+)")
_ITEM = re.compile(r"[A-Z]\d+")
_SCALARS = ("string", "date", "integer", "number", "boolean")


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A spec with one value changed.

    Attributes:
        content: the whole file, in the encoding and with the line ends that it had.
        shown: the changed place as the file writes it, 承接.jincheng-155.T02.牵头.
        before, after: the value as it stood there and as it stands there now; None where there is none.
        findings: what there is to say about the spec now.
    """

    content: bytes
    shown: str
    before: Any
    after: Any
    findings: tuple[Finding, ...]


def change_spec(content: bytes, file: str, folder: Path, path: str, value: str | None) -> Changed:
    """Return a spec's file with one value changed.

    Args:
        content: the file as it is.
        file: its name, for findings.
        folder: the folder that paths inside the spec are relative to.
        path: keys in Chinese or English from the top, joined by dots; names with dots in quotes; entries of lists by
            their number from 1, units by their name.
        value: the new value, lists and mappings as YAML; None takes the entry away.

    Raises:
        FindingsError: the file cannot be read, knows no such place, would have an error that it had not before, or
            cannot be changed there without touching something else.
    """
    source = parse_source(content, file, known_words())
    if wrong := [finding for finding in source.findings if finding.severity is Severity.ERROR]:
        raise FindingsError(wrong)
    finder = _Finder(source, path)
    place = finder.bare(finder.find(), value)
    raw = _raw_text(content, file, path)
    new_value = None if value is None else _meant(value, place.rules, file, path)
    try:
        text = delete_value(raw.text, place.written) if value is None else set_value(raw.text, place.written, new_value)
    except EditError as error:
        raise said.SET_REFUSED.error(Location(file=file), path=path, problem=str(error)) from error
    changed = raw.encoded(text)
    again = parse_source(changed, file, known_words())
    if not _only_changed(source.data, again.data, place.written, new_value):
        problem = "改动会影响文件里的其他内容"
        raise said.SET_REFUSED.error(Location(file=file), path=path, problem=problem)
    findings = parse_spec(changed, file, folder)[1]
    if worse := _new_errors(parse_spec(content, file, folder)[1], findings):
        raise FindingsError(worse)
    shown = ".".join(str(step + 1) if isinstance(step, int) else step for step in place.written)
    old, new = (_value_at(data, place.written) for data in (source.data, again.data))
    return Changed(content=changed, shown=shown, before=old, after=new, findings=findings)


def _new_errors(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the errors that were not there before; lines that they name may have moved."""

    def key(finding: Finding) -> tuple[str, str]:
        return finding.code, re.sub(r"第 \d+ 行", "", finding.message)

    known = Counter(map(key, before))
    worse = []
    for finding in after:
        known[key(finding)] -= 1
        if finding.severity is Severity.ERROR and known[key(finding)] < 0:
            worse.append(finding)
    return worse


# --- the text as it is --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _RawText:
    text: str
    mark: bytes
    encoding: str

    def encoded(self, text: str) -> bytes:
        return self.mark + text.encode(self.encoding)


def _raw_text(content: bytes, file: str, path: str) -> _RawText:
    """Return the text with its own line ends, and what turns it into bytes again."""
    decoded = decode(content)
    mark = b""
    encoding = decoded.encoding
    if decoded.byte_order_mark:
        marks = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
        mark, encoding = next((one, name) for one, name in marks.items() if content.startswith(one))
    raw = _RawText(content[len(mark) :].decode(encoding), mark, encoding)
    if raw.encoded(raw.text) != content:
        raise said.SET_REFUSED.error(Location(file=file), path=path, problem="文件的编码不能照原样写回")
    return raw


# --- the place ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """Where a value stands, or would stand: its path as the file writes it, its rules, and what is there."""

    written: tuple[Step, ...]
    rules: Rules
    there: Any


class _Finder:
    """Follows a path through the file and the schema at the same time."""

    def __init__(self, source: YamlSource, path: str) -> None:
        self.file = source.file
        self.path = path
        self.data = source.data
        self.language = normalise(source) if isinstance(source.data, dict) else None
        self.parts = [match[1] or match[2] or match[3] for match in _STEP.finditer(path)]
        self.quoted = {index for index, match in enumerate(_STEP.finditer(path)) if match[3] is None}

    def find(self) -> _Place:
        """Return the place.

        Raises:
            FindingsError: there can be no such place.
        """
        rules: Rules = {"type": "dict", "schema": SCHEMA, "meta": {"read": "mapping"}}
        written: tuple[Step, ...] = ()
        known: tuple[Step, ...] = ()
        here, position = self.data, 0
        while position < len(self.parts) or not self.parts:
            step, key, rules, taken = self.step(rules, here, known, position)
            written, known, position = (*written, step), (*known, key), position + taken
            inner = isinstance(here, list) and isinstance(step, int) and step < len(here)
            here = here.get(step) if isinstance(here, dict) else here[step] if inner else None
        return _Place(written, rules, here)

    def bare(self, place: _Place, value: str | None) -> _Place:
        """Return where a bare value for a mapping goes: that of 煤矿 to its 数值, so that 年份 and 备注 stay."""
        while value is not None and isinstance(place.there, dict) and not value.lstrip().startswith("{"):
            key = place.rules.get("meta", {}).get("shorthand")
            if key is None:
                break
            rules = place.rules["schema"][key]
            step = next((one for one in (key, rules["meta"]["name"]) if one in place.there), rules["meta"]["name"])
            place = _Place((*place.written, step), rules, place.there.get(step))
        return place

    def step(self, rules: Rules, here: Any, known: tuple[Step, ...], position: int) -> tuple[Step, Step, Rules, int]:
        """Return a step as the file and as the schema write it, the rules behind it, and how many parts it takes."""
        word = self.parts[position] if self.parts else ""
        if rules["type"] == "list":
            index = self.index(rules, here, word)
            return index, index, rules.get("schema", {"type": "string", "meta": {}}), 1
        if "valuesrules" in rules:
            taken = self.name_length(here, known, position)
            name = ".".join(self.parts[position : position + taken])
            return self.spelling(here, name) or name, name, rules["valuesrules"], taken
        fields: Mapping[str, Rules] = rules.get("schema", {}) if rules["type"] == "dict" else {}
        plain = half_width(word).strip()
        key = next((key for key, field in fields.items() if plain in (key, field["meta"]["name"])), None)
        if key is None:
            raise self.unknown(word, [field["meta"]["name"] for field in fields.values()], list(fields))
        spellings = (key, fields[key]["meta"]["name"])
        there = next((found for one in spellings if (found := self.spelling(here, one))), None)
        new = self.language.shown((*known, key), fields[key]) if self.language else spellings[1]
        return there or new, key, fields[key], 1

    def index(self, rules: Rules, here: Any, word: str) -> int:
        """Return the index of an entry of a list: its number, or the unit that is called so."""
        entries = here if isinstance(here, list) else []
        if word.isdecimal() and 1 <= int(word) <= len(entries) + 1:
            return int(word) - 1
        names = {
            str(name): index
            for index, entry in enumerate(entries)
            for name in (entry.values() if isinstance(entry, dict) else [entry])
            if isinstance(name, str)
        }
        if word not in names:
            raise self.unknown(word, [str(number + 1) for number in range(len(entries) + 1)], list(names))
        return names[word]

    def name_length(self, here: Any, known: tuple[Step, ...], position: int) -> int:
        """Return how many parts make a free name: what is in the file, an id with its numbers (T13.1), or one."""
        rest = self.parts[position:]
        if position in self.quoted:
            return 1
        for length in range(len(rest), 1, -1):
            if self.spelling(here, ".".join(rest[:length])):
                return length
        length = 1
        if len(known) == 2 and known[0] == "inherit" and _ITEM.fullmatch(rest[0]):
            while length < len(rest) and rest[length].isdecimal():
                length += 1
        return length

    def spelling(self, here: Any, name: str) -> str | None:
        """Return a key as it stands in the file; widths do not count."""
        keys = here if isinstance(here, dict) else {}
        return name if name in keys else next((key for key in keys if half_width(key).strip() == name), None)

    def unknown(self, word: str, names: Sequence[str], others: Sequence[str]) -> FindingsError:
        near = nearest(word, [*names, *others])
        remedy = f"是不是要写“{near[0]}”？" if near else f"这里可以写：{'、'.join(names[:16]) or '没有下一层'}。"
        return said.SET_UNKNOWN_PATH.error(Location(file=self.file), path=self.path, word=word, remedy=remedy)


# --- the value ----------------------------------------------------------------------------------------------------


def _meant(value: str, rules: Rules, file: str, path: str) -> Any:
    """Return the value that a planner's words mean at a place."""
    types = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
    read = rules.get("meta", {}).get("read", "")
    if read == "names" and not value.lstrip().startswith(("[", "- ")):
        return [Word(name) for name in split_names(value)]
    if set(types) <= set(_SCALARS):
        return Word(value) if set(types) != {"string"} or read in ("deadline", "month") else value
    source = parse_source(value.encode(), file)
    if source.data is None or any(finding.severity is Severity.ERROR for finding in source.findings):
        raise said.SET_BAD_VALUE.error(Location(file=file), path=path, value=value)
    if not isinstance(source.data, (dict, list)):
        return [value] if read == "texts" else Word(value)
    return _words(source, ())


def _words(source: YamlSource, path: tuple[Step, ...]) -> Any:
    """Return the data of a YAML text, its numbers and words as they are written there."""
    data: Any = source.data
    for step in path:
        data = data[step]
    if isinstance(data, dict):
        return {key: _words(source, (*path, key)) for key in data}
    if isinstance(data, list):
        return [_words(source, (*path, index)) for index in range(len(data))]
    mark = source.values[path]
    return Word(mark.text) if mark.plain and mark.text else data


# --- whether nothing else has changed -----------------------------------------------------------------------------


def _value_at(data: Any, path: Sequence[Step]) -> Any:
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data


def _only_changed(before: Any, after: Any, path: Sequence[Step], value: Any) -> bool:
    """Return whether two states of a file differ at one place alone, and the new one has the value there."""
    if not path:
        return after == (before if value is None else _plain(value)) or value is None
    step, rest = path[0], path[1:]
    empty: Any = {} if isinstance(step, str) else []
    before, after = (empty if data is None else data for data in (before, after))
    if type(before) is not type(empty) or type(after) is not type(empty):
        return False
    if isinstance(step, int):
        if value is None and not rest:
            return bool(after == [*before[:step], *before[step + 1 :]])
        others = [*before[:step], *before[step + 1 :]] == [*after[:step], *after[step + 1 :]]
        return others and _only_changed(_value_at(before, [step]), _value_at(after, [step]), rest, value)
    others = {k: v for k, v in before.items() if k != step} == {k: v for k, v in after.items() if k != step}
    if value is None and not rest:
        return others and step not in after
    return others and _only_changed(before.get(step), after.get(step), rest, value)


def _plain(value: Any) -> Any:
    """Return a value as it is read again."""
    from plangen.terms.yaml_scalars import resolve

    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return resolve(str(value)) if isinstance(value, Word) and value else value
