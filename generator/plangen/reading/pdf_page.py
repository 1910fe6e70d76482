"""One page of a PDF: its printed lines and tables in reading order.

A PDF only knows where each character stands; see :mod:`~.pdf_lines`, :mod:`~.pdf_tables` and :mod:`~.pdf_columns`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from plangen.reading.pdf_columns import Piece, bands_of
from plangen.reading.pdf_lines import TextLine, line_of, lines_of, rows_of
from plangen.reading.pdf_sheet import Character, Sheet
from plangen.reading.pdf_tables import PageTable, find_tables

_Row = tuple[float, list[Character] | PageTable]
"""How far a row or a table is from the top, and what it holds."""
_GAP = 0.9
"""Characters that are this part of their size apart stand in pieces of their own."""


class Columns(Enum):
    """Whether lines of a page stand in two columns."""

    NONE = "none"
    CERTAIN = "certain"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, kw_only=True)
class PageContent:
    """What a page holds.

    Attributes:
        number: its number, from 1.
        width: its width.
        height: its height.
        items: its lines and tables in reading order.
        characters: how many characters it has.
        unreadable: how many of them have no meaning in their font.
        slanted: how many stand askew (watermarks, vertical lettering) and were left out.
        pictures: how many pictures it has that are larger than an icon.
        photographed: one of them covers the page: it was scanned.
        unruled: its rules were too many to look for tables.
        columns: whether it is set in two columns.
    """

    number: int
    width: float
    height: float
    items: tuple[TextLine | PageTable, ...] = field(default=())
    characters: int = 0
    unreadable: int = 0
    slanted: int = 0
    pictures: int = 0
    photographed: bool = False
    unruled: bool = False
    columns: Columns = Columns.NONE


def read_page(sheet: Sheet, number: int) -> PageContent:
    """Return what stands on a page as lines and tables, in reading order.

    Args:
        sheet: the page.
        number: its number, from 1.
    """
    tables, unruled = find_tables(sheet, number)
    free = _outside(sheet.characters, tables)
    items, columns = _items(free, [table for table, _ in tables], number)
    return PageContent(
        number=number,
        width=sheet.width,
        height=sheet.height,
        items=tuple(items),
        characters=sheet.total,
        unreadable=sheet.unreadable,
        slanted=sheet.slanted,
        pictures=sheet.pictures,
        photographed=sheet.photographed,
        unruled=unruled,
        columns=columns,
    )


def _outside(characters: Iterable[Character], tables: Sequence[tuple[PageTable, float]]) -> list[Character]:
    """Return the characters that stand in no table."""
    areas = [(table.edges[0], table.edges[-1], table.base, bottom) for table, bottom in tables]
    return [
        one
        for one in characters
        if not any(left <= one.left <= right and top <= one.middle <= bottom for left, right, top, bottom in areas)
    ]


# --- lines ----------------------------------------------------------------------------------------------------------


def _items(
    characters: Sequence[Character], tables: Sequence[PageTable], number: int
) -> tuple[list[TextLine | PageTable], Columns]:
    """Return lines and tables in reading order, and whether some stand in columns."""
    rows: list[_Row] = [
        *((group[0].base, group) for group in rows_of(characters)),
        *((table.base, table) for table in tables),
    ]
    rows.sort(key=lambda row: row[0])
    size = median(one.size for one in characters) if characters else 0.0
    bands = bands_of([_pieces(row) for _, row in rows], size)
    items: list[TextLine | PageTable] = []
    done = 0
    for band in bands:
        if not band.certain:
            continue
        items += _as_they_stand(rows[done : band.first], number)
        part = rows[band.first : band.last + 1]
        items += [*_side(part, band.gap, operator.lt, number, 1), *_side(part, band.gap, operator.ge, number, 2)]
        done = band.last + 1
    items += _as_they_stand(rows[done:], number)
    if any(band.certain for band in bands):
        return items, Columns.CERTAIN if all(band.certain for band in bands) else Columns.DOUBTFUL
    return items, Columns.DOUBTFUL if bands else Columns.NONE


def _pieces(row: list[Character] | PageTable) -> list[Piece]:
    if isinstance(row, PageTable):
        return [Piece(row.edges[0], row.edges[-1], 0)]
    pieces: list[Piece] = []
    for one in row:
        if one.text.isspace():
            continue
        if pieces and one.left - pieces[-1].right < _GAP * one.size:
            last = pieces[-1]
            pieces[-1] = Piece(last.left, max(last.right, one.right), last.characters + 1)
        else:
            pieces.append(Piece(one.left, one.right, 1))
    return pieces


def _as_they_stand(rows: Iterable[_Row], number: int) -> Iterator[TextLine | PageTable]:
    for _, row in rows:
        item = row if isinstance(row, PageTable) else line_of(row, number)
        if item is not None:
            yield item


def _side(
    rows: Iterable[_Row], gap: float, keeps: Callable[[float, float], bool], number: int, column: int
) -> list[TextLine | PageTable]:
    """Return what stands on one side of a gap; lines there are formed anew, their rows held the other side's too."""
    items: list[TextLine | PageTable] = []
    free: list[Character] = []
    for _, row in rows:
        if not isinstance(row, PageTable):
            free += [one for one in row if keeps(one.left, gap)]
        elif keeps(row.edges[0], gap):
            items.append(row)
    items += lines_of(free, number, column)
    return sorted(items, key=lambda item: item.base)
