"""An import to be looked through: every doubt as a comment beside the item in the YAML, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import yaml

from plangen.parent.block_model import Paragraph, locate, place_words
from plangen.parent.outline_model import Node
from plangen.parent.store_keys import LISTS
from plangen.terms.clause_search import find_clauses
from plangen.terms.findings import Finding, with_keys
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.resources import templates_folder
from plangen.terms.text import short
from plangen.terms.yaml_data import yaml_loader

if TYPE_CHECKING:
    from plangen.parent.importer import ImportResult
    from plangen.parent.model import ParentPlan

_SHOWN = 60
_OPENING = 16
_HEAD = "# 供核对导入结果：存疑的写在各条目上面，不属于哪一条的列在这里；要改的写进“修正”，这些“#”开头的行不要改。"


def left_out(root: Node, owners: Mapping[Place, Place]) -> Iterator[Paragraph]:
    """Yield the lines that look like items and are none: numbered or with a clause, and no item under them.

    Args:
        root: the outline.
        owners: where the lines of items stand.
    """
    for node in root.walk():
        numbered = node.mark is not None or bool(find_clauses(node.line)[1])
        # where its points are named one by one, a chapter need not be
        if node.paragraph is not None and numbered and not node.children and not _has_item(node, owners):
            yield node.paragraph
        for block in node.body:
            if isinstance(block, Paragraph) and block.place not in owners and _looks_like_item(block.text):
                yield block


def _has_item(node: Node, owners: Mapping[Place, Place]) -> bool:
    return any(place in owners for inner in node.walk() for place in _places(inner))


def _places(node: Node) -> Iterator[Place]:
    if node.paragraph is not None:
        yield node.paragraph.place
    for block in node.body:
        if isinstance(block, Paragraph):
            yield block.place
        else:
            yield from (row.place for row in block.rows)


def _looks_like_item(text: str) -> bool:
    return parse_mark(text) is not None or bool(find_clauses(text)[1])


def correction_template() -> str:
    """Return the lines by which a file without corrections shows how they are written, all commented out."""
    return (templates_folder() / "scaffold" / "corrections.yaml").read_text(encoding="utf-8")


def reviewed(text: str, plan: ParentPlan, result: ImportResult) -> str:
    """Return a parent's YAML with every doubt of its import as a comment.

    Args:
        text: the YAML of the plan, as it is to be written.
        plan: the plan in it.
        result: its import.
    """
    doubts = _by_item(plan, result)
    lines = text.splitlines(keepends=True)
    starts = dict(_starts(text))
    texts = {line.place: line.text for line in result.document.lines}
    for identity, (line, column) in sorted(starts.items(), key=lambda entry: -entry[1][0]):
        if identity in doubts:
            place, found = doubts[identity]
            opening = short(texts.get(place, ""), _OPENING).rstrip("…")
            said = [_comment(one) for one in found]
            if opening:
                said.append(f"# 如不对，在“修正”中写明，行文：{opening}")
            lines[line:line] = [f"{' ' * column}{_one_line(comment)}\n" for comment in said]
    head = [_HEAD, *(_comment(one) for one in doubts.get("", (Place(), []))[1])]
    head += [
        f"# 未读入（{place_words(paragraph.place)}）：{short(paragraph.text, _SHOWN)}" for paragraph in result.left_out
    ]
    return "".join([*(f"{_one_line(line)}\n" for line in head), *lines])


def _by_item(plan: ParentPlan, result: ImportResult) -> dict[str, tuple[Place, list[Finding]]]:
    """Return the doubts by the id of the item that they are about; those about none by an empty id."""
    places: dict[object, Place] = {}
    for line in result.document.lines:
        places.setdefault(locate(result.document.name, line.place), line.place)
    items: dict[Place, str] = {}
    for item in plan.all_items():
        items.setdefault(item.source, item.id)
    found: dict[str, tuple[Place, list[Finding]]] = {}
    for finding in result.doubts:
        place = places.get(finding.location)
        owner = result.owners.get(place) if place is not None else None
        identity = items.get(owner, "") if owner is not None else ""
        found.setdefault(identity, (owner or Place(), []))[1].append(finding)
    return found


def _starts(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the id of each item with the line of its dash and that dash's column."""
    root = yaml.compose(text, Loader=yaml_loader())
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


def _comment(finding: Finding) -> str:
    where = "".join(
        filter(None, (finding.location.place, f"第{finding.location.line}行" if finding.location.line else ""))
    )
    message = with_keys(finding.message)
    stop = "" if message.endswith(("。", "？", "！")) else "。"
    hint = with_keys(finding.hint) if finding.hint else ""
    return f"# 存疑（{finding.code}{'，' if where else ''}{where}）：{message}{stop}{hint}"


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
