"""Tables on a PDF page: the text of what rulings enclose, as a grid.

All measures are in points, from the left and the top edge of the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plangen.office.joins import ends_sentence, joined, starts_with_number
from plangen.reading.pdf_grid import Box, TooManyRulesError, tables_of
from plangen.reading.pdf_lines import TextLine, lines_of
from plangen.reading.pdf_sheet import Character, Sheet

_SNAP = 3.0
_SMALLEST_CELL = 4.0


@dataclass(frozen=True, kw_only=True)
class GridCell:
    """A place in the grid of a table.

    Attributes:
        text: text of the cell that covers the place.
        top: the cell begins in this row.
        rows: how many rows the cell covers.
    """

    text: str
    top: bool = True
    rows: int = 1


@dataclass(frozen=True, kw_only=True)
class PageTable:
    """A table, or the part of one that stands on a page.

    Attributes:
        page: number of the page.
        edges: where its columns begin and end, one more than it has columns.
        rows: the grid; merged cells are repeated.
        base: how far its upper edge is from the top.
    """

    page: int
    edges: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    base: float


def find_tables(sheet: Sheet, number: int) -> tuple[list[tuple[PageTable, float]], bool]:
    """Return the tables of a page, each with its lower edge, and whether there were too many rules to look."""
    try:
        found = tables_of(sheet.level, sheet.upright)
    except TooManyRulesError:
        return [], True
    characters = sorted(sheet.characters, key=lambda one: one.middle) if found else []
    heights = [one.middle for one in characters]
    tables = []
    for cells in found:
        top, bottom = min(cell.top for cell in cells), max(cell.bottom for cell in cells)
        held = characters[bisect_left(heights, top) : bisect_right(heights, bottom)]
        made = _table(cells, number, held)
        if made is not None:
            tables.append((made, bottom))
    return tables, sheet.unruled


def _table(cells: Sequence[Box], number: int, characters: Sequence[Character]) -> PageTable | None:
    boxes = [
        cell for cell in cells if cell.right - cell.left > _SMALLEST_CELL and cell.bottom - cell.top > _SMALLEST_CELL
    ]
    columns = _edges(value for box in boxes for value in (box.left, box.right))
    rows = _edges(value for box in boxes for value in (box.top, box.bottom))
    if len(columns) < 3 or len(rows) < 2:
        return None  # a frame around text, or a rule across the page
    owner: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int]] = []
    for at, box in enumerate(boxes):
        first_column, last_column = _nearest(columns, box.left), _nearest(columns, box.right)
        first_row, last_row = _nearest(rows, box.top), _nearest(rows, box.bottom)
        spans.append((first_row, last_row))
        for row in range(first_row, last_row):
            for column in range(first_column, last_column):
                owner.setdefault((row, column), at)
    held: dict[int, list[Character]] = {}
    for one in characters:
        place = (bisect_right(rows, one.middle) - 1, bisect_right(columns, (one.left + one.right) / 2) - 1)
        if place in owner:
            held.setdefault(owner[place], []).append(one)
    texts = {at: _cell_text(lines_of(inside, number)) for at, inside in held.items()}
    if not texts:
        return None
    grid = tuple(
        tuple(_grid_cell(owner.get((row, column)), row, texts, spans) for column in range(len(columns) - 1))
        for row in range(len(rows) - 1)
    )
    return PageTable(page=number, edges=tuple(columns), rows=grid, base=rows[0])


def _grid_cell(at: int | None, row: int, texts: dict[int, str], spans: Sequence[tuple[int, int]]) -> GridCell:
    if at is None:
        return GridCell(text="")
    first, last = spans[at]
    return GridCell(text=texts.get(at, ""), top=row == first, rows=last - first)


def _edges(values: Iterable[float]) -> list[float]:
    """Return the different values, those that are closer than a line is wide taken together."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _cell_text(lines: Sequence[TextLine]) -> str:
    r"""Return the text of a cell: wrapped lines joined, paragraphs separated by ``\n``."""
    text = ""
    edge = max((line.right for line in lines), default=0.0)
    before: TextLine | None = None
    for line in lines:
        if before is None:
            text = line.text
        else:
            short = edge - before.right > 1.5 * before.size
            ended = ends_sentence(before.text)
            apart = (short and ended) or (starts_with_number(line.text) and (short or ended))
            text = f"{text}\n{line.text}" if apart else joined(text, line.text)
        before = line
    return text
