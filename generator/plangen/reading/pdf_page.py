"""One page of a PDF as printed lines and tables.

A PDF only knows where each character stands.  Lines are characters on one base line; a table is what rules enclose.
All measures are in points, from the left and the top edge of the page.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from plangen.office.joins import ends_sentence, joined, starts_with_number

_SAME_LINE = 0.5
"""Characters belong to one line while their base lines are less than this part of their size apart."""
_WORD_GAP = 0.25
_WIDE_GAP = 1.2
_COLUMN_GAP = 2.5
_SNAP = 3.0
_LOOK_ALIKES = {"・": "·", "･": "·", "\uf06c": "●", "\uf0b7": "·", "\uf0b3": "≥", "\uf0a3": "≤"}
"""Characters that fonts give in place of others: Japanese dots, and signs of the Symbol font."""
_MOST_RULES = 6000
_SMALLEST_CELL = 4.0
_FEW_TURNED = 20


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
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    font: str


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
        items: its lines and tables from top to bottom.
        characters: how many characters it has.
        unreadable: how many of them have no meaning in their font.
        slanted: how many stand askew (watermarks, vertical lettering) and were left out.
        turn: by how many degrees (90, 270) the page must be turned clockwise for most of its text to stand upright; 0
            when it does.
        pictures: how many pictures it has that are larger than an icon.
        photographed: one of them covers the page: it was scanned.
        unruled: its rules were too many to look for tables.
    """

    number: int
    width: float
    height: float
    items: tuple[TextLine | PageTable, ...] = field(default=())
    characters: int = 0
    unreadable: int = 0
    slanted: int = 0
    turn: int = 0
    pictures: int = 0
    photographed: bool = False
    unruled: bool = False


@dataclass(frozen=True)
class _Character:
    text: str
    left: float
    right: float
    base: float
    size: float
    middle: float
    font: str


def read_page(page: Any, number: int) -> PageContent:
    """Return what stands on a page.

    Args:
        page: pdfplumber's page.
        number: its number, from 1.
    """
    width, height = float(page.width), float(page.height)
    upright: list[_Character] = []
    unreadable = total = 0
    directions: Counter[int | None] = Counter()
    for raw in page.chars:
        text = raw["text"]
        total += not text.isspace()
        direction = _direction(raw)
        if not text.isspace():
            directions[direction] += 1
        if direction != 0:
            continue
        if text.startswith("(cid:") or text == "\ufffd":
            unreadable += 1
            text = "\ufffd"
        upright.append(_character(raw, text, height))
    tables, unruled = _find_tables(page, number, upright)
    inside = [(table.edges[0], table.edges[-1], table.base, bottom) for table, bottom in tables]
    free = [
        one
        for one in upright
        if not any(left <= one.left <= right and top <= one.middle <= bottom for left, right, top, bottom in inside)
    ]
    items: list[TextLine | PageTable] = [*lines_of(free, number), *(table for table, _ in tables)]
    items.sort(key=lambda item: item.base)
    return PageContent(
        number=number,
        width=width,
        height=height,
        items=tuple(items),
        characters=total,
        unreadable=unreadable,
        slanted=total - directions[0],
        turn=next((turn for turn in (90, 270) if directions[turn] > max(total / 2, _FEW_TURNED)), 0),
        pictures=sum(1 for image in page.images if image["width"] > 60 and image["height"] > 60),
        photographed=any(image["width"] > 0.8 * width and image["height"] > 0.8 * height for image in page.images),
        unruled=unruled,
    )


def _direction(raw: dict[str, Any]) -> int | None:
    """Return by how many degrees a character must be turned clockwise to stand upright; None when it stands askew."""
    matrix = raw.get("matrix")
    if not matrix:
        return 0 if raw.get("upright", True) else None
    along, up = float(matrix[0]), float(matrix[1])
    if abs(up) <= 0.1 * abs(along):
        return 0
    if abs(along) <= 0.1 * abs(up):
        return 90 if up > 0 else 270
    return None


def _character(raw: dict[str, Any], text: str, height: float) -> _Character:
    # Some programs map Chinese characters to the look-alike radicals that Unicode has beside them.
    if "\u2e80" <= text[:1] <= "\u2fdf":
        text = unicodedata.normalize("NFKC", text)
    text = _LOOK_ALIKES.get(text, text)
    matrix = raw.get("matrix")
    top, bottom = float(raw["top"]), float(raw["bottom"])
    base = height - float(matrix[5]) if matrix else bottom
    # The base line of a page whose origin is elsewhere is not near the character: fall back to its lower edge.
    if not top - 2 <= base <= bottom + (bottom - top):
        base = bottom
    size = float(raw["size"])
    return _Character(
        text, float(raw["x0"]), float(raw["x1"]), base, size, (top + bottom) / 2, raw.get("fontname") or ""
    )


def lines_of(characters: Iterable[_Character], page: int) -> list[TextLine]:
    """Return characters as printed lines, from top to bottom."""
    groups: list[list[_Character]] = []
    for one in sorted(characters, key=lambda one: one.base):
        last = groups[-1][0] if groups else None
        if last is not None and one.base - last.base <= _SAME_LINE * max(one.size, last.size):
            groups[-1].append(one)
        else:
            groups.append([one])
    lines = []
    for group in groups:
        group.sort(key=lambda one: one.left)
        inked = [one for one in group if not one.text.isspace()]
        if inked:
            sizes = Counter(round(one.size, 1) for one in inked)
            size = max(sizes, key=lambda size: (sizes[size], size))
            lines.append(
                TextLine(
                    text=_text(group),
                    page=page,
                    left=inked[0].left,
                    right=max(one.right for one in inked),
                    base=Counter(round(one.base, 1) for one in inked).most_common(1)[0][0],
                    size=size,
                    font=_usual_font(inked),
                )
            )
    return lines


def _usual_font(characters: Sequence[_Character]) -> str:
    # Digits and Latin letters have a font of their own in most documents; it says nothing about the line.
    chinese = [one for one in characters if not one.text.isascii()] or characters
    return Counter(one.font for one in chinese).most_common(1)[0][0]


def _text(group: Sequence[_Character]) -> str:
    """Return the text of a line: characters drawn twice count once, gaps become spaces or tabs."""
    text = ""
    before: _Character | None = None
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


def _between(before: _Character, after: _Character, spaces: str) -> str:
    gap = after.left - before.right
    size = max(before.size, after.size)
    if gap > _COLUMN_GAP * size and gap > 1.6 * len(spaces) * size:
        return "\t"
    if spaces:
        # A space narrower than a hair only serves the setting of the line.
        return spaces if gap > 0.1 * size else ""
    latin = before.text[-1:].isascii() and after.text[:1].isascii()
    return " " if gap > (_WORD_GAP if latin else _WIDE_GAP) * size else ""


# --- tables ---------------------------------------------------------------------------------------------------------


def _find_tables(
    page: Any, number: int, characters: Sequence[_Character]
) -> tuple[list[tuple[PageTable, float]], bool]:
    """Return the tables of a page, each with its lower edge, and whether there were too many rules to look."""
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    if rules < 2:
        return [], False
    if rules > _MOST_RULES:
        return [], True
    found = []
    for table in page.find_tables():
        made = _table(table, number, characters)
        if made is not None:
            found.append((made, float(table.bbox[3])))
    return found, False


def _table(table: Any, number: int, characters: Sequence[_Character]) -> PageTable | None:
    boxes = [tuple(map(float, cell)) for cell in table.cells]
    boxes = [box for box in boxes if box[2] - box[0] > _SMALLEST_CELL and box[3] - box[1] > _SMALLEST_CELL]
    columns = _edges(value for box in boxes for value in (box[0], box[2]))
    rows = _edges(value for box in boxes for value in (box[1], box[3]))
    if len(columns) < 3 or len(rows) < 2:
        return None  # a frame around text, or a rule across the page
    owner: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int]] = []
    for at, box in enumerate(boxes):
        first_column, last_column = _nearest(columns, box[0]), _nearest(columns, box[2])
        first_row, last_row = _nearest(rows, box[1]), _nearest(rows, box[3])
        spans.append((first_row, last_row))
        for row in range(first_row, last_row):
            for column in range(first_column, last_column):
                owner.setdefault((row, column), at)
    held: dict[int, list[_Character]] = {}
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
