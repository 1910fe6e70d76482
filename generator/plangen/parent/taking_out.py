"""A line that is to be an item taken out of the outline: a heading with all under it, a paragraph, a table's row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from plangen.parent.block_model import Block, Paragraph, Table, TableRow
from plangen.parent.outline_model import Node
from plangen.parent.sections import heading_text
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.marks import parse_mark, split_title
from plangen.terms.place import Place


def taken_out(
    root: Node, front: Sequence[Block], place: Place, wanted: set[Place], items: Collection[Place]
) -> tuple[Node, str | None] | None:
    """Take a line that is to be an item out of the outline, with what belongs to it.

    Args:
        root: the outline.
        front: the blocks before the body, which are in no outline.
        place: where the line stands.
        wanted: all lines that are to be items.
        items: the lines that are items anyway.

    Returns:
        The line as a heading, and the title that it stands under; None where there is no such line.
    """
    for host in root.walk():
        group = _group(host, items)
        for child in host.children:
            if child.paragraph is not None and child.paragraph.place == place:
                host.children.remove(child)
                return child, group
            if child.list_head is not None and child.list_head.place == place:
                return _node(child.list_head, []), group
        for index, block in enumerate(host.body):
            if isinstance(block, Table):
                if (row := next((row for row in block.rows if row.place == place), None)) is not None:
                    return _row_node(row), group
            elif block.place == place:
                body = _belonging(host.body[index + 1 :], block, wanted)
                del host.body[index : index + 1 + len(body)]
                return _node(block, body), group
    for block in front:
        if isinstance(block, Paragraph) and block.place == place:
            return _node(block, []), None
        if isinstance(block, Table):
            for row in block.rows:
                if row.place == place:
                    return _row_node(row), None
    return None


def _group(host: Node, items: Collection[Place]) -> str | None:
    return heading_text(host) if host.paragraph is not None and host.paragraph.place not in items else None


def _node(paragraph: Paragraph, body: Sequence[Block]) -> Node:
    mark = parse_mark(paragraph.text)
    return Node(paragraph=paragraph, mark=mark, line=mark.rest if mark else paragraph.text, body=list(body))


def _belonging(following: Sequence[Block], line: Paragraph, wanted: set[Place]) -> list[Block]:
    """Return what belongs to a line: all that follows a mere title, else only a clause that follows directly."""
    mark = parse_mark(line.text)
    text, clauses = find_clauses(mark.rest if mark else line.text)
    only_title = not split_title(text).text and not clauses
    body: list[Block] = []
    for block in following:
        if isinstance(block, Paragraph) and block.place in wanted:
            break
        if not only_title and not (isinstance(block, Paragraph) and is_clause_paragraph(block.text)):
            break
        body.append(block)
    return body


def _row_node(row: TableRow) -> Node:
    cells = list(dict.fromkeys(cell for cell in row.cells if cell))
    title = max(cells, key=len, default="")
    rest = "　".join(cell for cell in cells if cell != title)
    paragraph = Paragraph(text=title, place=row.place, places=(row.place,))
    body = [Paragraph(text=rest, place=row.place, places=(row.place,))] if rest else []
    return _node(paragraph, body)
