"""Vertically merged cells: what a row that is put in is merged with here, and whether rows may go.

No tracked change says that cells are merged, so the cells of the person's rows stay as they are.  Only those of rows
that are put in are set anew: one that cannot be merged with its neighbours stands alone and has its words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from plangen.living.merge_blocks import cell_text, spans
from plangen.living.merge_carrier import Carrier
from plangen.living.merge_line import paragraphs_in
from plangen.living.revisions import TC, TR, R
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def cells_of(row: Element | None) -> list[Element]:
    """Return the cells of a row; none of what is no row."""
    return list(row.iterchildren(TC)) if row is not None and row.tag == TR else []


def label_of(row: Element, column: int) -> str:
    """Return what a cell shows: its own words, or those of the cell in which its group begins."""
    return cell_text(head) if (head := _head(row, column)) is not None else ""


def fit(
    carrier: Carrier, fresh: Element, new: Element, around: tuple[Element | None, Element | None], *, follows: bool
) -> list[str] | None:
    """Set how the cells of a row that is put in are merged.

    Args:
        carrier: the person's file.
        fresh: the row, as it will stand here.
        new: the row in the new document.
        around: the rows here between which it is put, at least one of them.
        follows: the row behind it in the new document is put in too.

    Returns:
        the words of the cells that stand alone here, though they are merged in the new document; None where the row
        has other columns, or would tear merged cells of the person's apart.
    """
    above, below = around
    near = above if above is not None else below
    kinds = spans(cells_of(fresh))
    if [width for width, _ in kinds] != [width for width, _ in spans(cells_of(near))]:
        return None
    before, behind = ([kind for _, kind in spans(cells_of(row))] for row in around)
    alone: list[int] = []
    for column, (_, kind) in enumerate(kinds):
        joins = column < len(before) and before[column] != ""
        if column < len(behind) and behind[column] == "continue":
            if kind != "continue" or not joins:
                return None
        elif kind == "continue":
            if not joins or above is None or label_of(above, column) != label_of(new, column):
                alone.append(column)
        elif kind == "restart" and not follows:
            alone.append(column)
    return [_alone(carrier, cells_of(fresh)[column], new, column) for column in alone]


def may_go(row: Element, going: Collection[Element]) -> bool:
    """Return whether a row may go: no group of merged cells begins in it of which any row stays."""
    for column, (_, kind) in enumerate(spans(cells_of(row))):
        below = row.getnext()
        while kind == "restart" and below is not None and _kind(below, column) == "continue":
            if below not in going:
                return False
            below = below.getnext()
    return True


def changed(base: Sequence[Element], new: Sequence[Element], here: Sequence[Element]) -> list[int] | None:
    """Return the columns in which a row is merged otherwise now; None where its columns are others than they were."""
    was, now, there = spans(base), spans(new), spans(here)
    if was != there or [width for width, _ in was] != [width for width, _ in now]:
        return None if was != now or len(was) != len(there) else []
    return [column for column, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]


def _alone(carrier: Carrier, cell: Element, new: Element, column: int) -> str:
    """Let a cell stand for itself, with the words of its group."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is not None and (properties := merge.getparent()) is not None:
        properties.remove(merge)
    head = _head(new, column)
    if head is not None and not cell_text(cell).strip():
        for source, place in zip(paragraphs_in(head), paragraphs_in(cell), strict=False):
            place.extend([node for node in carrier.adopt(source) if node.tag == R])
    return label_of(new, column)


def _head(row: Element, column: int) -> Element | None:
    """Return the cell in which the group of a cell begins."""
    at: Element | None = row
    while at is not None and _kind(at, column) == "continue":
        at = at.getprevious()
    cells = cells_of(at)
    return cells[column] if column < len(cells) else None


def _kind(row: Element, column: int) -> str:
    kinds = spans(cells_of(row))
    return kinds[column][1] if column < len(kinds) else ""
