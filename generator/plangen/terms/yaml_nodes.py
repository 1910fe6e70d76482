"""From the events of a YAML text to a tree of nodes that know their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.text import UNPRINTABLE
from plangen.terms.yaml_events import MAXIMUM_DEPTH, MAXIMUM_VALUES
from plangen.terms.yaml_lines import Repair
from plangen.terms.yaml_problems import quoted
from plangen.terms.yaml_scalars import NULL

_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")


class Mark(NamedTuple):
    """Where a key or a value stands, and how it was written.

    Attributes:
        line, column: from 1.
        text: a scalar's text before it was resolved; None for mappings and lists.
        plain: whether it is a scalar without quotes.
        end_line: the line on which it ends, from 1.
    """

    line: int
    column: int
    text: str | None = None
    plain: bool = False
    end_line: int = 0


@dataclass(slots=True)
class Node:
    """A node of the file: a scalar, a list of nodes, or pairs of a key node and a value node."""

    mark: Mark
    kind: str
    value: Any = None
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    size: int = 1
    open: bool = False


class StoppedError(Exception):
    """Reading cannot go on; the finding has been recorded."""


class Composer:
    """Builds the tree of one file; collects findings on the way.

    Args:
        file: its name, for findings.
        repair: the text that was parsed, with the way back to the planner's columns.
    """

    def __init__(self, file: str, repair: Repair) -> None:
        self.file = file
        self.repair = repair
        self.findings: list[Finding] = []
        self._anchors: dict[str, Node] = {}

    def add(self, rule: Rule, mark: Mark, **values: Any) -> None:
        """Record a finding at a mark."""
        self.findings.append(rule.found(Location(file=self.file, line=mark.line, column=mark.column), **values))

    def stop(self, rule: Rule, mark: Mark, limit: int) -> None:
        """Record that a bound is passed, and end reading."""
        self.add(rule, mark, limit=limit)
        raise StoppedError

    def compose(self, events: Sequence[Any]) -> Node | None:
        """Return the first document's root node, None where there is none; aliases are the nodes they stand for.

        Raises:
            StoppedError: it is nested too deeply or too large.
        """
        from yaml import events as kinds

        stack: list[tuple[Node, list[Node]]] = []
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.add(rules.SEVERAL_DOCUMENTS, self._mark(event))
                    break
            elif isinstance(event, kinds.CollectionStartEvent):
                kind = "mapping" if isinstance(event, kinds.MappingStartEvent) else "list"
                stack.append((self._named(event, Node(self._mark(event), kind, open=True)), []))
                if len(stack) > MAXIMUM_DEPTH:
                    self.stop(rules.TOO_DEEP, stack[-1][0].mark, MAXIMUM_DEPTH)
            elif isinstance(event, (kinds.NodeEvent, kinds.CollectionEndEvent)):
                node = self._closed(*stack.pop()) if isinstance(event, kinds.CollectionEndEvent) else self._leaf(event)
                if stack:
                    stack[-1][1].append(node)
                else:
                    root = node
        empty = root is not None and root.kind == "scalar" and root.mark.plain and root.value in NULL
        return None if empty else root

    def _mark(self, event: Any, text: str | None = None) -> Mark:
        line, column = event.start_mark.line, event.start_mark.column
        plain = text is not None and event.style in (None, "")
        return Mark(line + 1, self.repair.column(line, column) + 1, text, plain, event.end_mark.line + 1)

    def _named(self, event: Any, node: Node) -> Node:
        """Complain of a node's tag, and keep the node under its anchor."""
        if event.tag not in _TEXT_TAGS:
            self.add(rules.UNSUPPORTED_TAG, node.mark)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _leaf(self, event: Any) -> Node:
        if not hasattr(event, "value"):
            return self._alias(event.anchor, self._mark(event))
        text = self._without_control(event)
        return self._named(event, Node(self._mark(event, text), "scalar", text))

    def _without_control(self, event: Any) -> str:
        """Return a scalar's text without the characters that no document can hold, and record them.

        In double quotes they can be written as escapes, where nobody sees them in the lines.
        """
        text: str = event.value
        found = UNPRINTABLE.findall(text) if not text.isascii() or not text.isprintable() else []
        if not found:
            return text
        clean = UNPRINTABLE.sub("", text)
        codes = list(dict.fromkeys(f"U+{ord(character):04X}" for character in found))
        self.add(rules.CONTROL_CHARACTER, self._mark(event), where=f"“{quoted(clean)}”里", codes=codes)
        return clean

    def _closed(self, node: Node, children: list[Node]) -> Node:
        """Give a mapping or list its children."""
        node.open = False
        node.size = 1 + sum(child.size for child in children)
        if node.kind == "list":
            node.items = children
        else:
            node.pairs = list(zip(children[::2], children[1::2], strict=True))
        if node.size > MAXIMUM_VALUES:
            self.stop(rules.TOO_MANY_VALUES, node.mark, MAXIMUM_VALUES)
        return node

    def _alias(self, name: str, mark: Mark) -> Node:
        """Return the node an alias stands for, at the alias's own place."""
        target = self._anchors.get(name)
        if target is None or target.open:
            self.add(rules.BAD_ALIAS, mark, name=name, problem="不存在" if target is None else "是它自己")
            return Node(mark, "scalar", "")
        return replace(target, mark=target.mark._replace(line=mark.line, column=mark.column, end_line=mark.line))
