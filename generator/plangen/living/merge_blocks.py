"""The paragraphs and rows of a Word file's body, as merging sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plangen.living.merge_line import OBJECT, Line, paragraphs_in
from plangen.living.pairing import Unit
from plangen.living.revisions import BOOKMARK, DEL, TBL, TC, TR, TRPR, P
from plangen.office.bookmarks import bookmark_name, item_key
from plangen.office.word_xml import W
from plangen.plan.own_keys import same_own

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HOLDERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_BOX = f"{W}txbxContent"
NUMBER_HEAD = "序号"
_COUNTED_ROW = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*")
COUNTED = ("_Toc", "_Ref")
"""How the names begin that are counted through a document, so that the same one is another heading's in the next."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph of the body, or a row of a table in it.

    Attributes:
        element: ``w:p`` or ``w:tr``.
        unit: what pairing sees of it.
        cells: the cells of a row.
        table: the table of a row.
        boxed: the words of text boxes in it.
    """

    element: Element
    unit: Unit
    cells: tuple[Element, ...] = ()
    table: Element | None = None
    boxed: str = ""

    @property
    def is_row(self) -> bool:
        """Whether it is a row."""
        return self.table is not None


def blocks_of(body: Element) -> list[Block]:
    """Return the paragraphs and rows of a body, in order; rows that somebody deleted as a tracked change are none."""
    return list(_blocks(body))


def under_old_names(base: Sequence[Block], new: Sequence[Block]) -> list[Unit]:
    """Return the units of a new render; the county's own items that have another title have their old names.

    Args:
        base: the last render.
        new: the new one.
    """
    before, after = ([name for block in side for name in block.unit.names] for side in (base, new))
    renamed = same_own(*([key for name in names if (key := item_key(name))] for names in (before, after)))
    if not renamed:
        return [block.unit for block in new]
    old = {name: _named_anew(name, renamed) for name in after}
    return [replace(block.unit, names=tuple(old[name] for name in block.unit.names)) for block in new]


def _named_anew(name: str, renamed: Mapping[str, str]) -> str:
    key = item_key(name)
    if key is None or key not in renamed:
        return name
    kind = name.partition("_")[0]
    return name.replace(bookmark_name(kind, key), bookmark_name(kind, renamed[key]), 1)


def cell_text(cell: Element) -> str:
    """Return the words of a cell, a line for each paragraph; a table inside it is no text."""
    lines = ["".join(Line(paragraph).text) for paragraph in paragraphs_in(cell)]
    return "\n".join([*lines, *(OBJECT for node in cell if node.tag == TBL)])


def _blocks(parent: Element) -> Iterator[Block]:
    for node in parent:
        if node.tag == P:
            boxed = "\n".join(Line(inner).text for box in node.iter(_BOX) for inner in box.iter(P))
            text = Line(node).text.strip()
            yield Block(element=node, unit=Unit(text=text, names=_names(node)), boxed=boxed)
        elif node.tag == TBL:
            for row in _rows(node):
                if row.find(f"{TRPR}/{DEL}") is None:
                    cells = tuple(row.iterchildren(TC))
                    text = "|".join(cell_text(cell).strip() for cell in cells)
                    unit = Unit(text=text, names=_names(row), kind="row")
                    yield Block(element=row, unit=unit, cells=cells, table=node)
        elif node.tag in _HOLDERS:
            yield from _blocks(node)


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        if node.tag == TR:
            yield node
        elif node.tag in _HOLDERS:
            yield from _rows(node)


def _names(element: Element) -> tuple[str, ...]:
    """Return the names that stand for a paragraph or row; those that fields ask for are counted through, and do not."""
    names = (node.get(f"{W}name") or "" for node in element.iter(BOOKMARK))
    return tuple(name for name in names if not name.startswith(COUNTED))


def is_number(column: int, row: Block) -> bool:
    """Return whether a cell holds the number of its row: a figure in the first column, under a head that says so."""
    if column or row.table is None:
        return False
    head = next((one.find(TC) for one in _rows(row.table) if one.find(f"{TRPR}/{W}tblHeader") is not None), None)
    named = head is not None and "".join(cell_text(head).split()) == NUMBER_HEAD
    return named and _COUNTED_ROW.fullmatch(cell_text(row.cells[0]).strip()) is not None


def spans(row: Sequence[Element]) -> list[tuple[int, str]]:
    """Return how many columns each cell of a row has, and how it is merged with those above and below."""
    found = []
    for cell in row:
        span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
        width = (span.get(f"{W}val") or "1") if span is not None else "1"
        kind = "" if merge is None else merge.get(f"{W}val") or "continue"
        found.append((int(width) if width.isdecimal() else 1, kind))
    return found
