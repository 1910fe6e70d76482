"""Changing one value of a county's spec in its file: found by its path, checked, and everything else left as it is."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plangen.county import rules as said
from plangen.county.load import parse_spec
from plangen.county.normalise import normalise
from plangen.county.places import Normalised
from plangen.county.schema import known_words
from plangen.county.schema_parts import Rules
from plangen.county.spec import CountySpec
from plangen.county.spec_places import SpecFinder, parts_of
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.text import decode
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_edit import EditError, Step, Word, delete_value, set_value
from plangen.terms.yaml_source import YamlSource, parse_source

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
    source = _usable(content, file)
    finder = SpecFinder(source, source.data, parts_of(path), path)
    place = finder.bare(finder.find(), value)
    new_value = None if value is None else _meant(value, place.rules, file, path)
    changed = _changed(content, source, [_Step(place.written, new_value, path)], folder)
    shown = _shown(place.written)
    old, new = (_value_at(data, place.written) for data in (source.data, changed.data))
    return Changed(content=changed.content, shown=shown, before=old, after=new, findings=changed.findings)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One of several changes of a spec.

    Attributes:
        path: English keys, free names and indices of lists from the top; an index behind the end adds an entry.
        value: a text, a flag, a list of texts, a mapping by English keys, or a list of such; None takes the entry away.
    """

    path: tuple[str | int, ...]
    value: Any


@dataclass(frozen=True, kw_only=True)
class ChangedTogether:
    """A spec with several values changed.

    Attributes:
        content: as in :class:`Changed`.
        shown: for each edit the changed place as the file writes it.
        spec: what the file says now.
        findings: what there is to say about the spec now.
    """

    content: bytes
    shown: tuple[str, ...]
    spec: CountySpec | None
    findings: tuple[Finding, ...]


def change_together(content: bytes, file: str, folder: Path, edits: Sequence[Edit]) -> ChangedTogether:
    """Return a spec's file with several values changed: all of them, or none.

    Args:
        content: the file as it is.
        file: its name, for findings.
        folder: the folder that paths inside the spec are relative to.
        edits: each is made in what those before it have left.

    Raises:
        FindingsError: as for :func:`change_spec`, for the first edit that cannot be made.
    """
    source = _usable(content, file)
    state = _State(source)
    steps = [state.step(edit) for edit in edits]
    changed = _changed(content, source, steps, folder)
    shown = tuple(_shown(one.path) for one in steps)
    return ChangedTogether(content=changed.content, shown=shown, spec=changed.spec, findings=changed.findings)


def shown_places(content: bytes, file: str, edits: Sequence[Sequence[Edit]]) -> tuple[tuple[str, ...], ...]:
    """Return the places of edits as the file writes them: 承接.jincheng-155.T02.牵头.

    Args:
        content: the file as it is.
        file: its name, for findings.
        edits: of several changes, each by itself; an edit is thought to be made in what those before it have left.

    Raises:
        FindingsError: the file cannot be read, or knows no such place.
    """
    start = _State(_usable(content, file))
    return tuple(tuple(_shown(state.step(edit).path) for edit in one) for one in edits for state in [start.again()])


class _State:
    """The spec as the edits made so far have left it: which keys are there, and how long lists are."""

    def __init__(self, source: YamlSource, language: Normalised | None = None) -> None:
        self.source, self.data = source, source.data
        self.language = normalise(source) if language is None and isinstance(source.data, dict) else language

    def again(self) -> _State:
        """Return the spec before any edit."""
        return _State(self.source, self.language)

    def step(self, edit: Edit) -> _Step:
        path = ".".join(map(str, edit.path))
        parts = tuple(str(one + 1) if isinstance(one, int) else one for one in edit.path)
        finder = SpecFinder(self.source, self.data, [(part, True) for part in parts], path, self.language)
        place = finder.find()
        value = None if edit.value is None else finder.written(edit.value, place)
        self.data = _with(self.data, place.written, value)
        return _Step(place.written, value, path)


@dataclass(frozen=True)
class _Step:
    """A change as the file writes it, and how its place was named."""

    path: tuple[Step, ...]
    value: Any
    named: str


@dataclass(frozen=True)
class _Result:
    content: bytes
    data: Any
    spec: CountySpec | None
    findings: tuple[Finding, ...]


def _usable(content: bytes, file: str) -> YamlSource:
    source = parse_source(content, file, known_words())
    if wrong := [finding for finding in source.findings if finding.severity is Severity.ERROR]:
        raise FindingsError(wrong)
    return source


def _shown(path: Sequence[Step]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _changed(content: bytes, source: YamlSource, steps: Sequence[_Step], folder: Path) -> _Result:
    """Return the file with all changes, checked: nothing else has changed, and nothing is wrong that was not before.

    Raises:
        FindingsError: it is not so.
    """
    file = source.file or ""
    raw = _raw_text(content, file, steps[0].named if steps else "")
    text, wanted = raw.text, source.data
    for step in steps:
        try:
            deletes = step.value is None
            text = delete_value(text, step.path) if deletes else set_value(text, step.path, step.value)
        except EditError as error:
            raise said.SET_REFUSED.error(Location(file=file), path=step.named, problem=str(error)) from error
        wanted = _with(wanted, step.path, step.value)
    changed = raw.encoded(text)
    again = parse_source(changed, file, known_words())
    if not _same(again.data, wanted):
        problem = "改动会影响文件里的其他内容"
        raise said.SET_REFUSED.error(Location(file=file), path=steps[0].named, problem=problem)
    spec, findings = parse_spec(changed, file, folder)
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    if wrong and (worse := _new_errors(parse_spec(content, file, folder)[1], findings)):
        raise FindingsError(worse)
    return _Result(changed, again.data, spec, findings)


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


# --- the value ----------------------------------------------------------------------------------------------------


def _meant(value: str, rules: Rules, file: str, path: str) -> Any:
    """Return the value that a planner's words mean at a place."""
    types = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
    read = rules.get("meta", {}).get("read", "")
    if read == "names" and not value.lstrip().startswith(("[", "- ")):
        names = split_names(value)
        alone = len(names) == 1 and rules["meta"].get("alone")
        return names[0] if alone else [Word(name) for name in names]
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


def _with(data: Any, path: Sequence[Step], value: Any) -> Any:
    """Return the data of a file with one value changed, or without it; what is not changed is shared.

    What does not fit the path stays as it is: then the file, read again, is not the same.
    """
    if not path:
        return _plain(value)
    step, rest = path[0], path[1:]
    data = ({} if isinstance(step, str) else []) if data is None else data
    gone = value is None and not rest
    if isinstance(step, int) and isinstance(data, list) and step <= len(data):
        inner = [] if gone else [_with(_value_at(data, [step]), rest, value)]
        return [*data[:step], *inner, *data[step + 1 :]]
    if not isinstance(step, str) or not isinstance(data, dict):
        return data
    if gone:
        return {key: one for key, one in data.items() if key != step}
    return {**data, step: _with(data.get(step), rest, value)}


def _same(data: Any, wanted: Any) -> bool:
    """Return whether two states of a file say the same; a mapping or list that has become empty may be nothing."""
    if isinstance(data, dict) and isinstance(wanted, dict):
        return data.keys() == wanted.keys() and all(_same(data[key], wanted[key]) for key in data)
    if isinstance(data, list) and isinstance(wanted, list):
        return len(data) == len(wanted) and all(map(_same, data, wanted))
    if data is None or wanted is None:
        return not data and not wanted and type(data or wanted) in (type(None), dict, list)
    return type(data) is type(wanted) and bool(data == wanted)


def _plain(value: Any) -> Any:
    """Return a value as it is read again."""
    from plangen.terms.yaml_scalars import resolve

    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return resolve(str(value)) if isinstance(value, Word) and value else value
