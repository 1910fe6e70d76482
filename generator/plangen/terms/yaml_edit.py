"""Changing one value in a YAML text and leaving every other character of it as it is.

The text is never written anew: the parser's marks say where the value stands, and only that is replaced.  A round
trip through a library that keeps comments changes indentation, quotes and line breaks all over a planner's file
(benchmarks/write_back.py measures it).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from plangen.terms.yaml_data import yaml_loader
from plangen.terms.yaml_scalars import NULL, doubt, resolve

Step = str | int

_LONGEST_LINE = 100
_SENTENCE = 24  # characters: a text as long as that stands on a line of its own
_BREAK = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


class EditError(ValueError):
    """The text cannot be changed at this place; it says why, in Chinese."""


class Word(str):
    """A text that stands in the file as it is given, without quotes where it needs none: 2027, 2026-11-20."""

    __slots__ = ()


def set_value(text: str, path: Sequence[Step], value: Any) -> str:
    """Return the text with one value changed, or added with all that is missing on the way to it.

    Args:
        text: a YAML text without errors; its line ends may be of any kind.
        path: keys as they stand in the text, and indices of lists from 0; an index just behind the end adds an entry.
        value: texts, numbers, true and false, None, and lists and mappings of them.

    Raises:
        EditError: something on the way is neither a mapping nor a list, or stands there by a reference.
    """
    return _Edit(text).set(path, value)


def delete_value(text: str, path: Sequence[Step]) -> str:
    """Return the text without one entry of a mapping or list.

    Args:
        text: a YAML text without errors.
        path: see :func:`set_value`.

    Raises:
        EditError: there is no such entry, or it cannot be taken out.
    """
    return _Edit(text).delete(path)


class _Edit:
    """One change of a text."""

    def __init__(self, text: str) -> None:
        import yaml

        self.text = text
        self.starts = [0]
        for line in _BREAK.split(text):
            self.starts.append(self.starts[-1] + len(line))
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.root: Any = yaml.compose(text, Loader=yaml_loader())

    # --- where things stand ---

    def at(self, mark: Any) -> int:
        """Return the offset of a mark."""
        line: int = min(mark.line, len(self.starts) - 1)
        return self.starts[line] + int(mark.column)

    def end(self, node: Any) -> int:
        """Return the offset behind a node's last character; marks of nodes over lines count what follows them too."""
        if node.id == "scalar":
            end = self.at(node.end_mark)
            return len(self.text[:end].rstrip()) if node.style in ("|", ">") else end
        if node.flow_style or not node.value:
            return self.at(node.end_mark)
        last = node.value[-1]
        return self.end(last[1] if isinstance(last, tuple) else last)

    def line_start(self, offset: int) -> int:
        """Return the offset of the beginning of a line."""
        return max(start for start in self.starts if start <= offset)

    def line_end(self, offset: int) -> int:
        """Return the offset of the end of a line, before its line break."""
        found = re.compile(r"[\r\n]").search(self.text, offset)
        return found.start() if found else len(self.text)

    def column(self, node: Any) -> int:
        return int(node.start_mark.column)

    def replaced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    # --- the way to a value ---

    def way(self, path: Sequence[Step]) -> list[Any]:
        """Return the nodes on the way, the root first, as far as there are any."""
        nodes: list[Any] = [self.root]
        for step in path:
            inner = _child(nodes[-1], step)
            if inner is None:
                break
            before = inner[0] or (nodes[-1].value[step - 1] if isinstance(step, int) and step else nodes[-1])
            if self.at(inner[1].start_mark) < self.at(before.start_mark):
                raise EditError("这一项引用了别处的内容（*），请直接在文件中修改")
            nodes.append(inner[1])
        return nodes

    def set(self, path: Sequence[Step], value: Any) -> str:
        if self.root is None:
            return self.text + _block({path[0]: _nested(path[1:], value)}, 0, self.newline).lstrip("\r\n")
        nodes = self.way(path)
        if len(nodes) > len(path):
            return self.replace(nodes, path, value)
        outer, step, rest = nodes[-1], path[len(nodes) - 1], path[len(nodes) :]
        inner = _nested(rest, value)
        if outer.id == "scalar":
            if outer.value not in NULL or outer.style in ("'", '"'):
                raise EditError(f"“{outer.value[:30]}”下面不能再分项")
            return self.fill(nodes, path, {step: inner} if isinstance(step, str) else [inner])
        if isinstance(step, int) != (outer.id == "sequence"):
            raise EditError("列表里的一项要用第几项来指明" if outer.id == "sequence" else "这里不是列表")
        if isinstance(step, int) and step != len(outer.value):
            raise EditError(f"列表只有 {len(outer.value)} 项")
        return self.add(nodes, path, step, inner)

    def replace(self, nodes: list[Any], path: Sequence[Step], value: Any) -> str:
        """Write a value in the place of one that is there."""
        node, outer = nodes[-1], nodes[-2] if len(nodes) > 1 else None
        start, end = self.at(node.start_mark), self.end(node)
        flow = any(one.id != "scalar" and one.flow_style for one in nodes[:-1])
        if node.id == "scalar" and not node.style and node.value == "":
            return self.fill(nodes, path, value)
        style = node.style if node.id == "scalar" else None
        kind = {"mapping": dict, "sequence": list}.get(node.id, str)
        if isinstance(value, kind) and value and kind is not str and not node.flow_style:
            return self.replaced(start, end, _block(value, self.column(node), self.newline).strip())
        if node.id != "scalar" and not node.flow_style and outer is not None:
            key = _child(outer, path[-1])[0]
            start = self.colon(key) if key is not None else start
            return self.replaced(start, end, (" " if key is not None else "") + _inline(value, False, None))
        column = self.column(outer) if outer is not None else 0
        return self.replaced(start, end, self.rendered(value, flow, column, style))

    def fill(self, nodes: list[Any], path: Sequence[Step], value: Any) -> str:
        """Write a value where a key or a dash has nothing behind it."""
        node, outer = nodes[-1], nodes[-2]
        start, end = self.at(node.start_mark), self.at(node.end_mark)
        key = _child(outer, path[len(nodes) - 2])[0]
        if key is None or outer.flow_style:
            flow = bool(outer.flow_style)
            return self.replaced(start, end, f" {_inline(value, flow, None)}" if start == end else _inline(value, flow))
        if isinstance(value, dict) and start == end:
            column = self.column(key)
            if isinstance(value, dict) and len(value) == 1 and (found := self.commented(start, column, *value)):
                return self.uncomment(found, next(iter(value.values())))
            lines = _block(value, column + 2, self.newline, flow_below=len(nodes) > 2)
            return self.replaced(self.line_end(start), self.line_end(start), lines)
        return self.replaced(start, end, f" {self.rendered(value, False, self.column(key), None)}".rstrip(" "))

    def rendered(self, value: Any, flow: bool, column: int, style: str | None) -> str:
        """Return a value behind its key: on the line where it fits there, else on lines of its own."""
        inline = _inline(value, flow, style)
        long = len(inline) > _LONGEST_LINE and isinstance(value, list)
        if flow or not (long or (isinstance(value, str) and "\n" in value)):
            return inline
        if isinstance(value, str):
            pad = self.newline + " " * (column + 2)
            return "|-" + "".join(pad + line for line in value.split("\n"))
        return _block(value, column + 2, self.newline)

    def colon(self, key: Any) -> int:
        """Return the offset behind a key's colon."""
        return self.text.index(":", self.end(key)) + 1

    def add(self, nodes: list[Any], path: Sequence[Step], step: Step, value: Any) -> str:
        """Add an entry to a mapping or list."""
        outer = nodes[-1]
        if outer.flow_style and self.opens(nodes, step, value):
            return self.opened(nodes, path, step, value)
        if outer.flow_style:
            entry = _inline(value, True) if isinstance(step, int) else f"{_word(step, True)}: {_inline(value, True)}"
            place = self.end(_last(outer)) if outer.value else self.at(outer.start_mark) + 1
            return self.replaced(place, place, f", {entry}" if outer.value else entry)
        column, last = self.column(outer), self.end(outer)
        key = _child(nodes[-2], path[len(nodes) - 2])[0] if len(nodes) > 1 else None
        above = self.at(key.start_mark) if key else -1
        if isinstance(step, str) and (found := self.commented(above, column - 1, step)) and len(found[1]) == column:
            return self.uncomment(found, value)
        place = self.line_end(last)
        entry_value: Any = [value] if isinstance(step, int) else {step: value}
        return self.replaced(place, place, _block(entry_value, column, self.newline, flow_below=len(nodes) > 2))

    def opens(self, nodes: list[Any], step: Step, value: Any) -> bool:
        """Return whether a mapping in braces on its key's line is to stand on lines of its own: it grows too long."""
        outer = nodes[-1]
        text = self.text[self.at(outer.start_mark) : self.at(outer.end_mark)]
        alone = len(nodes) > 1 and nodes[-2].id == "mapping" and not any(one.flow_style for one in nodes[:-1])
        if not alone or outer.id != "mapping" or "\n" in text or "\r" in text or "#" in text:
            return False
        held = isinstance(value, (Mapping, list)) and _has_sentence(value)
        return (
            held or _breaks(value) or self.column(outer) + len(text) + len(_inline({step: value}, True)) > _LONGEST_LINE
        )

    def opened(self, nodes: list[Any], path: Sequence[Step], step: Step, value: Any) -> str:
        """Write a mapping in braces on lines of its own, with one more entry; what stands behind it stays."""
        outer = nodes[-1]
        column = self.column(_child(nodes[-2], path[len(nodes) - 2])[0]) + 2
        pad = self.newline + " " * column
        start, end = self.at(outer.start_mark), self.at(outer.end_mark)
        lines = "".join(pad + self.text[self.at(key.start_mark) : self.end(one)] for key, one in outer.value)
        behind = self.text[end : self.line_end(end)]
        lines += _block({step: value}, column, self.newline, flow_below=True)
        return self.text[:start].rstrip(" ") + behind.rstrip(" ") + lines + self.text[self.line_end(end) :]

    # --- lines that a first spec offers ---

    def commented(self, start: int, column: int, key: str) -> re.Match[str] | None:
        """Return the line that offers a key behind a ``#`` among the lines of a mapping.

        Args:
            start: an offset in the mapping, or in the line of its key.
            column: the column of its key; the mapping's own keys stand further right.
            key: the key that is looked for.
        """
        offered = re.compile(rf"([ ]*)#({re.escape(key)}:)(?:[ \t]+[^\s#][^#\r\n]*?)?([ \t]+#[^\r\n]*)?(?=[\r\n]|$)")
        for offset in self.starts:
            if offset <= start or offset >= len(self.text):
                continue
            line = self.text[offset : self.line_end(offset)]
            bare = line.lstrip(" ")
            if bare and not bare.startswith("#") and len(line) - len(bare) <= column:
                break
            if (match := offered.match(self.text, offset)) and len(match[1]) > column:
                return match
        return None

    def uncomment(self, match: re.Match[str], value: Any) -> str:
        """Take away the ``#`` before an offered key and write its value."""
        written = f"{match[1]}{match[2]} {_inline(value, False)}{match[3] or ''}"
        return self.replaced(match.start(), match.end(), written)

    # --- taking away ---

    def delete(self, path: Sequence[Step]) -> str:
        nodes = self.way(path) if self.root is not None else []
        if len(nodes) <= len(path):
            raise EditError("文件里没有这一项")
        outer, step = nodes[-2], path[-1]
        pairs = [pair if isinstance(pair, tuple) else (pair, pair) for pair in outer.value]
        index = step if isinstance(step, int) else next(n for n, (key, _) in enumerate(pairs) if _text(key) == step)
        start, end = self.at(pairs[index][0].start_mark), self.end(pairs[index][1])
        if outer.flow_style:
            if index + 1 < len(pairs):
                end = self.at(pairs[index + 1][0].start_mark)
            elif index:
                start = self.end(pairs[index - 1][1])
            return self.replaced(start, end, "")
        if len(pairs) == 1 and len(nodes) > 2 and isinstance(path[-2], str):
            colon = self.colon(_child(nodes[-3], path[-2])[0])
            if not self.text[colon : self.at(outer.start_mark)].strip():
                return self.replaced(colon, end, "" if outer.id == "mapping" else " []")
        head = self.text[self.line_start(start) : start].strip()
        if head and not (head == "-" and outer.id == "sequence"):  # - 名称: …, the first key behind a dash
            if index + 1 >= len(pairs):
                return self.replaced(self.at(outer.start_mark), end, "{}" if outer.id == "mapping" else "[]")
            return self.replaced(start, self.at(pairs[index + 1][0].start_mark), "")
        first, behind = self.line_start(start), self.line_end(end)
        following = next((one for one in self.starts if one > behind), len(self.text))
        return self.replaced(first, following, "")


def _text(key: Any) -> str | None:
    return key.value if key.id == "scalar" else None


def _last(node: Any) -> Any:
    last = node.value[-1]
    return last[1] if isinstance(last, tuple) else last


def _child(node: Any, step: Step) -> Any:
    """Return the key's node (None in a list) and the value's node of a step, or None where there is no such entry."""
    if node.id == "mapping" and isinstance(step, str):
        return next(((key, value) for key, value in node.value if _text(key) == step), None)
    if node.id == "sequence" and isinstance(step, int) and 0 <= step < len(node.value):
        return None, node.value[step]
    return None


def _nested(path: Sequence[Step], value: Any) -> Any:
    """Return a value inside all the mappings and lists on the way to it."""
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [value]
    return value


# --- how values are written ---


def _inline(value: Any, flow: bool, style: str | None = None) -> str:
    """Return a value in one line; ``flow``: inside brackets; ``style``: the quotes that stood there before."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_word(str(key), True)}: {_inline(one, True)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inline(one, True) for one in value) + "]"
    if value is None:
        return "null" if flow else ""
    if isinstance(value, (bool, int, float)):
        return str(json.dumps(value))
    if style == "'" and "\n" not in value:
        return "'" + str(value).replace("'", "''") + "'"
    return json.dumps(str(value), ensure_ascii=False) if style == '"' else _word(value, flow)


def _word(text: str, flow: bool) -> str:
    """Return a text as YAML: plain where everybody reads the same, else in double quotes."""
    import yaml

    sure = isinstance(text, Word) or (isinstance(resolve(text or "~"), str) and doubt(text) is None)
    try:
        events = list(yaml.parse(f"[{text}]" if flow else f"a: {text}", Loader=yaml_loader()))
    except yaml.YAMLError:
        events = []
    read = [(event.value, event.style or "") for event in events if isinstance(event, yaml.ScalarEvent)]
    plain = len(events) == (7 if flow else 8) and read[-1:] == [(text, "")]
    return text if sure and plain and "\n" not in text else json.dumps(str(text), ensure_ascii=False)


def _block(value: Any, column: int, newline: str, *, flow_below: bool = False) -> str:
    """Return a mapping or list on lines of its own, each after a line break.

    Args:
        value: at least one entry.
        column: where its keys or dashes stand.
        newline: the file's line break.
        flow_below: entries that are mappings of single values stand in braces on their key's line.
    """
    lines = ""
    pad = newline + " " * column
    # where one entry of a list stands on lines of its own, all do
    apart = not isinstance(value, Mapping) and any(map(_has_sentence, value))
    for key, entry in value.items() if isinstance(value, Mapping) else ((None, entry) for entry in value):
        head = "-" if key is None else f"{_word(str(key), False)}:"
        inner = list(entry.values()) if isinstance(entry, Mapping) else entry if isinstance(entry, list) else []
        deep = any(isinstance(one, Mapping) for one in inner)
        inline = _inline(entry, False)
        long = column + len(head) + 1 + len(inline) > _LONGEST_LINE
        wide = bool(inner) and (apart or long or _breaks(entry) or _has_sentence(entry))
        if key is not None and (deep or wide or (isinstance(entry, Mapping) and entry and not flow_below)):
            lines += pad + head + _block(entry, column + 2, newline, flow_below=True)
        elif wide and isinstance(entry, Mapping):
            lines += f"{pad}- {_block(entry, column + 2, newline, flow_below=True).lstrip()}"
        elif isinstance(entry, str) and "\n" in entry and key is not None:
            lines += f"{pad}{head} |-" + "".join(f"{pad}  {line}" for line in entry.split("\n"))
        else:
            lines += f"{pad}{head} {inline}".rstrip(" ")
    return lines


def _has_sentence(value: Any) -> bool:
    """Return whether a list or mapping holds, at whatever depth, a text that is a whole sentence."""
    if isinstance(value, Mapping):
        return any(map(_has_sentence, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_has_sentence, value))
    return isinstance(value, str) and len(value) > _SENTENCE


def _breaks(value: Any) -> bool:
    """Return whether a text of several lines stands in a value."""
    if isinstance(value, Mapping):
        return any(map(_breaks, value.values()))
    return any(map(_breaks, value)) if isinstance(value, (list, tuple)) else isinstance(value, str) and "\n" in value
