"""Reading a planner's YAML: plain data, and where each key and value stands.

The reader knows nothing of counties.  It resolves scalars by the core schema of YAML 1.2 (null, true and false,
whole numbers, decimals; everything else is text), so that ``no`` and ``2026-11-20`` stay what the planner wrote, and
it says where other programs, or the planner, may read something else.  It reports as much as it can in one run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from plangen.terms import yaml_lines
from plangen.terms import yaml_rules as rules
from plangen.terms.allowance import allow
from plangen.terms.findings import Finding, Location
from plangen.terms.text import decode
from plangen.terms.yaml_events import MAXIMUM_DEPTH, Stop, events_of
from plangen.terms.yaml_nodes import Composer, Mark, Node, StoppedError
from plangen.terms.yaml_problems import explain, quoted
from plangen.terms.yaml_scalars import doubt, resolve

MAXIMUM_BYTES = 4 * 1024 * 1024

KeyPath = tuple[str | int, ...]

_ENCODINGS = {"utf-8": "UTF-8（带 BOM 标记）", "utf-16": "UTF-16", "gb18030": "GB18030（GBK）"}


@dataclass(frozen=True, kw_only=True)
class YamlSource:
    """A YAML file's content with its places.

    Attributes:
        file: the file as the user named it.
        data: mappings, lists and scalars; None when there is no content that could be read.
        keys: path of a mapping's entry to the place of its key.
        values: path to the place of the value; the empty path is the whole.
        findings: everything there is to say about the writing.
    """

    file: str
    data: Any
    keys: Mapping[KeyPath, Mark]
    values: Mapping[KeyPath, Mark]
    findings: tuple[Finding, ...]


def read_source(path: Path, known: Mapping[str, object] | None = None) -> YamlSource:
    """Read a YAML file.

    Args:
        path: the file; findings name it as it is given.
        known: all words that are keys, see :func:`parse_source`.

    Raises:
        FindingsError: it does not exist, is a folder, cannot be opened, is too large, or is not text.
    """
    return parse_source(read_bytes(path), str(path), known)


def read_bytes(path: Path) -> bytes:
    """Return the content of a planner's YAML file, at most one byte more than may be.

    Raises:
        FindingsError: it does not exist, is a folder, or cannot be opened.
    """
    location = Location(file=str(path))
    try:
        if path.is_dir():
            raise rules.SPEC_IS_FOLDER.error(location)
        if path.exists() and not path.is_file():
            raise rules.SPEC_UNREADABLE.error(location, reason="不是普通文件")
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        raise rules.SPEC_NOT_FOUND.error(location) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise rules.SPEC_UNREADABLE.error(location, reason=reason) from None
    allow(len(data))
    return data


def parse_source(data: bytes, file: str, known: Mapping[str, object] | None = None) -> YamlSource:
    """Parse the bytes of a YAML file.

    Args:
        data: the file's content.
        file: its name, for findings.
        known: all words that are keys somewhere (only the mapping's keys matter); they let the reader see that
            ``名称：永和县`` was meant as a key and its value.

    Raises:
        FindingsError: the content is too large or is not text.
    """
    if len(data) > MAXIMUM_BYTES:
        raise rules.SPEC_TOO_LARGE.error(Location(file=file), limit=MAXIMUM_BYTES // 1024 // 1024)
    try:
        decoded = decode(data)
    except ValueError:
        raise rules.SPEC_BINARY.error(Location(file=file)) from None
    findings = []
    if decoded.encoding != "utf-8" or decoded.byte_order_mark:
        place = Location(file=file, line=1, column=1)
        findings.append(rules.ENCODING.found(place, encoding=_ENCODINGS[decoded.encoding]))
    return _Reader(file, decoded.text.split("\n"), findings).read(known or {})


class _Reader:
    """Reads one file; collects findings on the way."""

    def __init__(self, file: str, lines: list[str], findings: list[Finding]) -> None:
        self.file = file
        self.lines = lines
        self.findings = findings
        self.keys: dict[KeyPath, Mark] = {}
        self.values: dict[KeyPath, Mark] = {}

    def read(self, known: Mapping[str, object]) -> YamlSource:
        events, stop, repair, edits = _parse(self.lines, known)
        self.composer = Composer(self.file, repair)
        self.findings += yaml_lines.findings_of(edits, self.file)
        data = None
        if stop is not None:
            self._explain(stop, repair, {edit.line for edit in edits})
        else:
            try:
                root = self.composer.compose(events)
                if root is None:
                    self.findings.append(rules.EMPTY_SPEC.found(Location(file=self.file, line=1, column=1)))
                else:
                    data = self._data(root, (), 0)
            except StoppedError:
                pass
        findings = tuple(sorted([*self.findings, *self.composer.findings], key=by_place))
        return YamlSource(file=self.file, data=data, keys=self.keys, values=self.values, findings=findings)

    def _explain(self, stop: Stop, repair: yaml_lines.Repair, slips: set[int]) -> None:
        """Record why the text cannot be parsed, unless a slip on the same line says it already."""
        if stop.deep:
            place = Location(file=self.file, line=stop.at[0] + 1, column=repair.column(*stop.at) + 1)
            self.findings.append(rules.TOO_DEEP.found(place, limit=MAXIMUM_DEPTH))
            return
        said = explain(stop, repair.lines)
        if not {said.line, stop.at[0]} & slips:
            place = Location(file=self.file, line=said.line + 1, column=repair.column(said.line, said.column) + 1)
            self.findings.append(rules.YAML_SYNTAX.found(place, what=said.message, how=said.hint))

    # --- from nodes to data ---

    def _data(self, node: Node, path: KeyPath, depth: int) -> Any:
        self.values[path] = node.mark
        if depth > MAXIMUM_DEPTH:
            self.composer.stop(rules.TOO_DEEP, node.mark, MAXIMUM_DEPTH)
        if node.kind == "scalar":
            return self._scalar(node.mark, node.value)
        if node.kind == "list":
            return [self._data(item, (*path, index), depth + 1) for index, item in enumerate(node.items)]
        result: dict[str, Any] = {}
        for key_node, value_node in node.pairs:
            key = self._key(key_node, value_node)
            if key is None:
                continue
            here, mark = (*path, key), key_node.mark
            if key in result:
                self.composer.add(rules.DUPLICATE_KEY, mark, key=key, first=self.keys[here].line, line=mark.line)
                continue
            self.keys[here] = mark
            result[key] = self._data(value_node, here, depth + 1)
        return result

    def _key(self, node: Node, value: Node) -> str | None:
        """Return a key as text, or None when it cannot be one."""
        mark = node.mark
        if node.kind != "scalar":
            remedy = '内容以“{”或“[”开头的，请给整个内容加上双引号，例如："{{ 县名 }}"'
            self.composer.add(rules.BAD_KEY, mark, problem="这里应当是一项的名称，却写成了括号。", remedy=remedy)
            return None
        key = str(node.value)
        if not key.strip():
            self.composer.add(rules.BAD_KEY, mark, problem="这一项没有名称。", remedy="请在冒号前面写上名称。")
            return None
        empty = value.kind == "scalar" and value.value == "" and value.mark.plain
        colon = re.match(r"([^:：]{1,40})([:：])(.+)", key, re.S)
        if mark.plain and empty and colon:
            rule, values = yaml_lines.colon_slip(colon[1].strip(), colon[2], quoted(colon[3]))
            self.composer.add(rule, mark._replace(column=mark.column + len(colon[1])), **values)
            return None
        return key

    def _scalar(self, mark: Mark, text: str) -> Any:
        """Return what a scalar stands for, and say where it could be read otherwise."""
        if not mark.plain:
            return text
        if mark.end_line > mark.line and (place := self._swallowed(mark)):
            self.composer.add(rules.SWALLOWED_LINE, place, above=quoted(self.lines[mark.line - 1]))
        if said := doubt(text):
            self.composer.add(said[0], mark, **said[1])
        return resolve(text)

    def _swallowed(self, mark: Mark) -> Mark | None:
        """Return the place of a dash that a plain text over several lines has swallowed."""
        for number in range(mark.line, min(mark.end_line, len(self.lines))):
            if match := re.match(r"\s*- ", self.lines[number]):
                return Mark(number + 1, match.end() - 1)
        return None


def by_place(finding: Finding) -> tuple[int, int]:
    """Return what sorts findings by where they are in a file; those without a line come first."""
    return finding.location.line or 0, finding.location.column or 0


def _parse(
    lines: list[str], known: Mapping[str, object]
) -> tuple[list[Any], Stop | None, yaml_lines.Repair, list[yaml_lines.Edit]]:
    """Return the events of a text, repaired where lines have slips in them, why it does not parse, and the slips."""
    control = yaml_lines.control_characters(lines)
    repair = yaml_lines.Repair(lines, control)
    clean = repair.lines
    events, stop = events_of(clean)
    if stop and stop.deep:
        return events, stop, repair, control
    protected = yaml_lines.block_scalar_lines(clean)
    if stop is None:
        protected |= {number for event in events for number in _continued(event)}
    find = partial(yaml_lines.slips, clean, protected, known)
    attempts = [find(any_key=False, tab_width=2)]
    if stop is not None:
        attempts += [find(any_key=key, tab_width=tab) for key, tab in ((False, 4), (True, 2), (True, 4))]
    best: list[yaml_lines.Edit] = []
    for edits in filter(None, attempts):
        mended = yaml_lines.Repair(clean, edits)
        mended_events, still = events_of(mended.lines)
        if still is None or (stop is not None and still.at > stop.at):
            # The repair lets the parser come further than it came before: what it says now is what is left to say.
            best, events, stop, repair = edits, mended_events, still, mended
        if still is None:
            break
    return events, stop, repair, [*control, *(best or attempts[0])]


def _continued(event: Any) -> range:
    """Return the indices of lines that continue a quoted text."""
    quote = getattr(event, "style", None) in ("'", '"')
    return range(event.start_mark.line + 1, event.end_mark.line + 1) if quote else range(0)
