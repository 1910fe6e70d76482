"""Comments in a parent's YAML: put beside the items, and a person's own found again, so that no import loses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

from plangen.parent.correction_files import without_corrections
from plangen.parent.store_keys import LISTS
from plangen.terms.yaml_data import yaml_loader

DOUBT = "# 存疑（"
ADVICE = "# 如不对，在“修正”中写明"
UNREAD = "# 未读入（"
HEAD = "# 供核对导入结果"
_OURS = (DOUBT, ADVICE, UNREAD, HEAD, "# plangen:")
_BEHIND = re.compile(r"[,\]}:\s]*\s(#.*)")


def with_comments(text: str, by_item: Mapping[str, Iterable[str]], head: Iterable[str]) -> str:
    """Return a parent's YAML with comments over its items and at its top.

    Args:
        text: the YAML.
        by_item: the comments by the id of their item, each with its ``#``.
        head: those at the top.
    """
    lines = text.split("\n")
    starts = dict(_starts(_composed(text)))
    for identity, (line, column) in sorted(starts.items(), key=lambda entry: -entry[1][0]):
        lines[line:line] = [f"{' ' * column}{_one_line(comment)}" for comment in by_item.get(identity, ())]
    return "\n".join([*map(_one_line, head), *lines])


def own_comments(text: str) -> dict[str, list[str]]:
    """Return the comments that a person wrote into a parent's YAML, by the id of the item at which they stand.

    Those before the first item have an empty id; those inside corrections are kept with these.

    Args:
        text: the YAML.
    """
    text = without_corrections(text)
    try:
        root = _composed(text)
    except yaml.YAMLError:
        return {}  # what looks like corrections was part of something else
    lines = text.split("\n")
    inside: set[int] = set()
    ends: dict[int, int] = {}
    for node in _nodes(root):
        last = node.end_mark.line - (node.end_mark.column == 0)
        if isinstance(node, yaml.ScalarNode):
            inside.update(range(node.start_mark.line + 1, last + 1))
            inside.update([node.start_mark.line] if node.style in ("|", ">") else [])
        ends[node.end_mark.line] = max(ends.get(node.end_mark.line, 0), node.end_mark.column)
    starts = {line: identity for identity, (line, _) in _starts(root)}
    found: dict[str, list[str]] = {}
    at = ""
    waiting: list[str] = []
    for number, line in enumerate(lines):
        if number in starts:
            at = starts[number]
            found.setdefault(at, []).extend(waiting)
            waiting = []
        bare = line.strip()
        if number not in inside and bare.startswith("#") and not bare.startswith(_OURS):
            waiting.append(bare)  # it speaks of the item below, where it stands right over one
        elif bare and not bare.startswith("#"):
            found.setdefault(at, []).extend(waiting)
            waiting = []
            behind = _BEHIND.match(line, ends[number]) if number in ends and number not in inside else None
            found[at] += [behind[1]] if behind else []
    found.setdefault("", []).extend(waiting)
    return {identity: comments for identity, comments in found.items() if comments}


def _composed(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml_loader())


def _nodes(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if node is None:
        return
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(key)
            yield from _nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _nodes(inner)


def _starts(root: yaml.Node | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the id of each item with the line of its dash and that dash's column."""
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value in LISTS:
                yield from _starts_in(value)


def _starts_in(node: yaml.Node) -> Iterator[tuple[str, tuple[int, int]]]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        entries = {key.value: value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
        if "id" in entries:
            yield str(entries["id"].value), (item.start_mark.line, max(item.start_mark.column - 2, 0))
        yield from _starts_in(entries["items"]) if "items" in entries else ()


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
