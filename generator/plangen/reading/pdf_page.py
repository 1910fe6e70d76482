"""One page of a PDF as printed lines and tables.

A PDF only knows where each character stands.  Lines are characters on one base line; a table is what rules enclose.
All measures are in points, from the left and the top edge of the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from plangen.office.joins import ends_sentence, joined, starts_with_number
from plangen.reading.pdf_columns import Piece, bands_of
from plangen.reading.pdf_grid import Box, TooManyRulesError, tables_of
from plangen.reading.pdf_sheet import Character, Sheet

_SAME_LINE = 0.5
"""Characters belong to one line while their base lines are less than this part of their size apart."""
_WORD_GAP = 0.25
_WIDE_GAP = 1.2
_COLUMN_GAP = 2.5
_MOST_WIDE_SPACES = 4
_SNAP = 3.0
_SMALLEST_CELL = 4.0


class Columns(Enum):
    """Whether lines of a page stand in two columns."""

    NONE = "none"
    CERTAIN = "certain"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One printed line.

    Attributes:
        text: what it says; a tab stands for a gap as wide as between columns.
        page: number of its page, from 1.
        left: where its first character begins.
        right: where its last character ends.
        base: how far its base line is from the top.
        size: size of most of its characters.
        font: name of the font of most of its Chinese characters.
        column: 1 or 2 when it stands in a column of the page, else 0.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    font: str
    column: int = 0


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
    tables, unruled = _find_tables(sheet, number)
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
    rows: list[tuple[float, list[Character] | PageTable]] = [
        *((group[0].base, group) for group in _groups(characters)),
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
        items += _in_order(rows[done : band.first], number)
        for column, keeps in enumerate((float.__lt__, float.__ge__), 1):
            side = [(base, _side(row, band.gap, keeps)) for base, row in rows[band.first : band.last + 1]]
            items += _in_order(side, number, column)
        done = band.last + 1
    items += _in_order(rows[done:], number)
    if any(band.certain for band in bands):
        return items, Columns.CERTAIN if all(band.certain for band in bands) else Columns.DOUBTFUL
    return items, Columns.DOUBTFUL if bands else Columns.NONE


def _pieces(row: list[Character] | PageTable) -> list[Piece]:
    if isinstance(row, PageTable):
        return [Piece(row.edges[0], row.edges[-1], 0)]
    pieces: list[Piece] = []
    for one in sorted((one for one in row if not one.text.isspace()), key=lambda one: one.left):
        if pieces and one.left - pieces[-1].right < 0.9 * one.size:
            last = pieces[-1]
            pieces[-1] = Piece(last.left, max(last.right, one.right), last.characters + 1)
        else:
            pieces.append(Piece(one.left, one.right, 1))
    return pieces


def _side(
    row: list[Character] | PageTable, gap: float, keeps: Callable[[float, float], bool]
) -> list[Character] | PageTable:
    """Return what of a row stands on one side of a gap."""
    if isinstance(row, PageTable):
        return row if keeps(row.edges[0], gap) else []
    return [one for one in row if keeps(one.left, gap)]


def _in_order(
    rows: Iterable[tuple[float, list[Character] | PageTable]], number: int, column: int = 0
) -> list[TextLine | PageTable]:
    items: list[TextLine | PageTable] = []
    free: list[Character] = []
    for _, row in rows:
        if isinstance(row, PageTable):
            items.append(row)
        else:
            free += row
    items += lines_of(free, number, column)
    return sorted(items, key=lambda item: item.base)


def _groups(characters: Iterable[Character]) -> list[list[Character]]:
    """Return characters by their base lines, from top to bottom."""
    groups: list[list[Character]] = []
    for one in sorted(characters, key=lambda one: one.base):
        last = groups[-1][0] if groups else None
        if last is not None and one.base - last.base <= _SAME_LINE * max(one.size, last.size):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def lines_of(characters: Iterable[Character], page: int, column: int = 0) -> list[TextLine]:
    """Return characters as printed lines, from top to bottom."""
    lines = []
    for group in _groups(characters):
        group.sort(key=lambda one: one.left)
        inked = [one for one in group if not one.text.isspace()]
        if inked:
            sizes = Counter(round(one.size, 1) for one in inked)
            size = max(sizes, key=lambda size: (sizes[size], size))
            lines.append(
                TextLine(
                    text=_text(group),
                    page=page,
                    column=column,
                    left=inked[0].left,
                    right=max(one.right for one in inked),
                    base=Counter(round(one.base, 1) for one in inked).most_common(1)[0][0],
                    size=size,
                    font=_usual_font(inked),
                )
            )
    return lines


def _usual_font(characters: Sequence[Character]) -> str:
    # Digits and Latin letters have a font of their own in most documents; it says nothing about the line.
    chinese = [one for one in characters if not one.text.isascii()] or characters
    return Counter(one.font for one in chinese).most_common(1)[0][0]


def _text(group: Sequence[Character]) -> str:
    """Return the text of a line: characters drawn twice count once, gaps become spaces or tabs."""
    text = ""
    before: Character | None = None
    spaces = ""
    for one in group:
        if one.text.isspace():
            spaces += one.text
            continue
        if before is not None:
            if one.text == before.text and abs(one.left - before.left) < 0.25 * one.size:
                continue  # fake bold type
            text += _between(before, one, spaces)
        text += one.text
        before = one
        spaces = ""
    return text


def _between(before: Character, after: Character, spaces: str) -> str:
    gap = after.left - before.right
    size = max(before.size, after.size)
    if set(spaces) == {"\u3000"} and gap <= _MOST_WIDE_SPACES * size:
        return "\u3000" * max(round(gap / size), 1)
    if gap > _COLUMN_GAP * size and gap > 1.6 * len(spaces) * size:
        return "\t"
    if spaces:
        # A space narrower than a hair only serves the setting of the line.
        return spaces if gap > 0.1 * size else ""
    latin = before.text[-1:].isascii() and after.text[:1].isascii()
    return " " if gap > (_WORD_GAP if latin else _WIDE_GAP) * size else ""


# --- tables ---------------------------------------------------------------------------------------------------------


def _find_tables(sheet: Sheet, number: int) -> tuple[list[tuple[PageTable, float]], bool]:
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
