"""An import to be looked through: every doubt as a comment beside the item in the YAML, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from plangen.parent.block_model import Paragraph, locate, place_words
from plangen.parent.comments import ADVICE, DOUBT, HEAD, UNREAD
from plangen.parent.correction_files import has_corrections
from plangen.parent.outline_model import Node
from plangen.terms.clause_search import find_clauses
from plangen.terms.findings import Finding, with_keys
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.resources import templates_folder
from plangen.terms.text import short

if TYPE_CHECKING:
    from plangen.parent.import_result import ImportResult
    from plangen.parent.model import ParentPlan

_SHOWN = 60
_OPENING = 16
_ABOUT = "：存疑的写在各条目上面，不属于哪一条的列在这里；要改的写进“修正”，这些“#”开头的行不要改。"


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


def without_template(block: str) -> str:
    """Return the corrections of a file without the commented examples, once a person has written some.

    Args:
        block: the lines with which the corrections stand in the file; a person's own comments stay.
    """
    if not has_corrections(block):
        return block
    examples = {line.strip() for line in correction_template().splitlines() if line.startswith("#")}
    return "".join(line for line in block.splitlines(keepends=True) if line.strip() not in examples)


def review_comments(plan: ParentPlan, result: ImportResult) -> tuple[dict[str, list[str]], list[str]]:
    """Return every doubt of an import as a comment, by the ids of the items, and those about none.

    Args:
        plan: the plan as it is to be written.
        result: its import.
    """
    doubts = _by_item(plan, result)
    texts = {line.place: line.text for line in result.document.lines}
    comments: dict[str, list[str]] = {}
    for identity, (place, found) in doubts.items():
        comments[identity] = [_comment(one) for one in found]
        if identity and (opening := short(texts.get(place, ""), _OPENING).rstrip("…")):
            comments[identity].append(f"{ADVICE}，行文：{opening}")
    head = [f"{HEAD}{_ABOUT}", *comments.pop("", ())]
    head += [f"{UNREAD}{place_words(one.place)}）：{short(one.text, _SHOWN)}" for one in result.left_out]
    return comments, head


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


def _comment(finding: Finding) -> str:
    where = "".join(
        filter(None, (finding.location.place, f"第{finding.location.line}行" if finding.location.line else ""))
    )
    message = with_keys(finding.message)
    stop = "" if message.endswith(("。", "？", "！")) else "。"
    hint = with_keys(finding.hint) if finding.hint else ""
    return f"{DOUBT}{finding.code}{'，' if where else ''}{where}）：{message}{stop}{hint}"
