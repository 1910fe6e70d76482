"""What Word files and web pages are made of, paragraphs and tables, and how they become lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from plangen.office.limits import MOST_CHARACTERS, MOST_GRID_CELLS, too_large
from plangen.reading.joins import ends_sentence, joined, starts_with_number
from plangen.reading.lines import Line
from plangen.terms.place import Place
from plangen.terms.text import squeeze

_MOST_SPAN = 1000
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEADING_CHARACTERS = 50
_FEW_BLOCKS = 3
_TITLE_LINES = 60
_SHORTEST_TITLE = 6


@dataclass(frozen=True)
class Paragraph:
    r"""A paragraph; ``\n`` in the text is a line break inside it.

    Attributes:
        text: what it says, automatic number included.
        level: outline level, from 1, or None.
        certain_breaks: its line breaks are meant as ends of lines (a web page's ``<br>``).
    """

    text: str
    level: int | None = None
    certain_breaks: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        blocks: what stands in it.
        columns: how many columns it spans.
        rows: how many rows it spans (web pages).
        continues_above: it is the lower part of a merged cell (Word).
        continues_left: it is the right part of a merged cell (old Word files).
    """

    blocks: tuple[Block, ...] = ()
    columns: int = 1
    rows: int = 1
    continues_above: bool = False
    continues_left: bool = False

    @property
    def text(self) -> str:
        r"""The text of its paragraphs, joined by ``\n``; tables inside it are not in it."""
        return "\n".join(
            part for block in self.blocks if isinstance(block, Paragraph) for part in paragraph_lines(block)
        )


@dataclass(frozen=True)
class Table:
    """A table: its rows, each with its cells from left to right."""

    rows: tuple[tuple[Cell, ...], ...] = field(default=())


Block = Paragraph | Table


def clean(text: str) -> str:
    """Return a line's text without invisible characters and without spaces at its ends."""
    return _INVISIBLE.sub("", text).replace("\xa0", " ").strip()


def paragraph_lines(paragraph: Paragraph) -> list[str]:
    """Return the lines of a paragraph.

    A line break inside a paragraph may end a line (several headings typed into one paragraph) or only wrap a long
    title; it counts as an end when what follows is numbered or indented, or when what precedes is a whole sentence or
    a heading.
    """
    segments = _INVISIBLE.sub("", paragraph.text).split("\n")
    lines: list[str] = []
    for segment in segments:
        text = clean(segment)
        if not text:
            continue
        if not lines or paragraph.certain_breaks or _ends_line(lines[-1], segment):
            lines.append(text)
        else:
            lines[-1] = joined(lines[-1], text)
    return lines


def _ends_line(before: str, segment: str) -> bool:
    heading = starts_with_number(before) and len(before) <= _HEADING_CHARACTERS
    indented = segment.startswith(("　　", "    ", "\t"))
    return indented or heading or ends_sentence(before) or starts_with_number(segment.strip())


def grid(table: Table) -> list[list[tuple[str, bool]]]:
    """Return the rows of a table as a grid: for each place the cell's text, and whether the cell begins there.

    Merged cells are repeated in every place that they cover; rows may differ in length where the file's do.
    """
    covered: dict[int, tuple[str, int]] = {}  # column -> text of a cell that reaches down, rows still to cover
    above: list[tuple[str, bool]] = []
    rows: list[list[tuple[str, bool]]] = []
    for cells in table.rows:
        row: list[tuple[str, bool]] = []

        def fill(row: list[tuple[str, bool]] = row) -> None:
            while (hold := covered.get(len(row))) is not None:
                if hold[1] <= 1:
                    del covered[len(row)]
                else:
                    covered[len(row)] = (hold[0], hold[1] - 1)
                row.append((hold[0], False))

        for cell in cells:
            fill()
            start = len(row)
            text = cell.text
            begins = True
            if cell.continues_above and start < len(above):
                text, begins = above[start][0], False
            elif cell.continues_left and row:
                text, begins = row[-1][0], False
            for offset in range(min(max(cell.columns, 1), _MOST_SPAN)):
                row.append((text, begins and offset == 0))
                if cell.rows > 1:
                    covered[start + offset] = (text, min(cell.rows, len(table.rows)) - 1)
        fill()
        while any(column >= len(row) for column in covered):
            row.append(("", True))  # the file leaves this place empty
            fill()
        rows.append(row)
        above = row
    return rows


def lines_from_blocks(blocks: Iterable[Block], name: str) -> list[Line]:
    """Return the lines of a document.

    A paragraph is one line (or several, see :func:`paragraph_lines`), a table row one line with its cells.  Tables that
    only serve the layout, with one column or with everything in one cell of a row, give the lines of what is in them.
    A table inside a cell follows the row that it stands in, as a table of its own.

    Args:
        blocks: the document's blocks.
        name: the file's name.

    Raises:
        FindingsError: there is more text, or there are more cells, than any plan has.
    """
    return list(_Writer(name).write(blocks, Place()))


class _Writer:
    def __init__(self, name: str) -> None:
        self._name = name
        self._paragraphs = 0
        self._tables = 0
        self._characters = 0
        self._cells = 0

    def write(self, blocks: Iterable[Block], inside: Place) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Table):
                yield from self._write_table(block)
                continue
            for text in paragraph_lines(block):
                self._paragraphs += 1
                self._count(len(text))
                yield Line(text=text, place=replace(inside, paragraph=self._paragraphs), level=block.level)

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise too_large(self._name, f"文字超过{MOST_CHARACTERS // 10_000}万字")

    def _write_table(self, table: Table) -> Iterator[Line]:
        self._cells += _grid_cells(table)
        if self._cells > MOST_GRID_CELLS:
            raise too_large(self._name, f"表格单元格超过{MOST_GRID_CELLS // 10_000}万个")
        rows = grid(table)
        if max((len(row) for row in rows), default=0) <= 1:
            for cells in table.rows:
                for cell in cells:
                    yield from self.write(cell.blocks, Place())
            return
        self._tables += 1
        number = self._tables
        for at, (cells, row) in enumerate(zip(table.rows, rows, strict=True), 1):
            place = Place(table=number, row=at)
            full = [cell for cell in cells if cell.blocks]
            if len(full) == 1 and _is_layout(full[0], row):
                yield from self.write(full[0].blocks, place)
                continue
            texts = tuple(text for text, _ in row)
            if any(texts):
                self._count(sum(map(len, texts)))
                yield row_line(texts, place, number)
            for cell in cells:
                yield from self.write((block for block in cell.blocks if isinstance(block, Table)), place)


def _is_layout(cell: Cell, row: Sequence[tuple[str, bool]]) -> bool:
    """Return whether a row only holds this cell, and the cell is a part of a document rather than a value."""
    others = any(text for text, begins in row if not begins and text != cell.text)
    nested = any(isinstance(block, Table) for block in cell.blocks)
    return not others and (nested or len(cell.blocks) > _FEW_BLOCKS)


def _grid_cells(table: Table) -> int:
    return sum(
        min(cell.columns, _MOST_SPAN) * min(cell.rows, len(table.rows)) for cells in table.rows for cell in cells
    )


def row_line(cells: tuple[str, ...], place: Place, table: int) -> Line:
    r"""Return the line of a table row: its cells joined by tabs; a cell's own line ends become spaces there.

    Args:
        cells: the cells' texts, merged cells repeated; ``\n`` between the paragraphs of a cell.
        place: where the row stands.
        table: number of the table, from 1.
    """
    text = "\t".join(" ".join(cell.replace("\t", " ").split("\n")) for cell in cells)
    return Line(text=text, place=place, table=table, cells=cells)


def borne_title(title: object, lines: Sequence[Line]) -> str | None:
    """Return the title in a file's properties where the document itself bears it; many files carry another's.

    Args:
        title: what the properties hold, which is not always a text.
        lines: the document's lines.
    """
    if not isinstance(title, str) or len(squeeze(title)) < _SHORTEST_TITLE:
        return None
    head = squeeze("".join(line.text for line in lines[:_TITLE_LINES]))
    return title.strip() if squeeze(title) in head else None
