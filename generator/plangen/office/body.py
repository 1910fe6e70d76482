"""The body of a document as it was read: paragraphs and tables, with what is not shown and how the rest looks.

Word files and web pages become this model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from plangen.office.joins import ends_sentence, joined, starts_with_number
from plangen.terms.text import without_unseen

MOST_SPAN = 1000
"""Most columns that a cell may span."""

HEADING_CHARACTERS = 50
"""Most characters of a line with a number that is taken for a heading."""


class Unseen(StrEnum):
    """Why a reader of the document does not see a piece of it, or sees that it does not count."""

    HIDDEN = "hidden"
    DELETED = "deleted"
    MOVED = "moved"
    STRUCK = "struck"  # struck through
    PALE = "pale"  # white on white
    TINY = "tiny"  # too small for anybody to read


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece of text looks.

    Attributes:
        unseen: why it is not shown; None where it is.
        inserted: it was put in under revision.
        struck: it is struck through.
        colour: ``w:color`` as the file has it (``FFFFFF``, ``auto``), or None.
        half_points: its size, or None.
        style: name of its character style, empty where it has none.
        marks: what was put on it by hand: ``bold``, ``italic``, ``underline``, ``highlight``.
    """

    unseen: Unseen | None = None
    inserted: bool = False
    struck: bool = False
    colour: str | None = None
    half_points: int | None = None
    style: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change.

    Attributes:
        kind: ``inserted`` or ``deleted``; what was moved is deleted in one place and inserted in another.
        text: its words; empty for the end of a paragraph.
        author: who made it, as the file says.
        date: when, as the file says.
        inside: words deleted that another tracked change had put in.
    """

    kind: str
    text: str
    author: str = ""
    date: str = ""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; the mark of a deleted paragraph end is an empty one."""

    text: str
    look: Look


@dataclass(frozen=True)
class Paragraph:
    r"""A paragraph; ``\n`` in the text is a line break inside it.

    Attributes:
        text: what is shown of it, automatic number included.
        level: outline level, from 1, or None.
        certain_breaks: its line breaks are meant as ends of lines (a web page's ``<br>``).
        style: name of its style, empty where it names none.
        label: the automatic number that the text begins with.
        bookmarks: names of the bookmarks that begin in it.
        comments: ids of the comments on it.
        notes: keys of the footnotes and endnotes that hang on it; see :mod:`~plangen.office.word_notes`.
        runs: its text as the file has it, what is not shown included; empty for a web page.
        revisions: its tracked changes (Word).
        pictures: how many pictures stand in it (Word).
        page_break: ``before`` where it begins a page, ``inside`` where a page break stands in it, else empty (Word).
        boxed: it stands in a text box (Word).
    """

    text: str
    level: int | None = None
    certain_breaks: bool = False
    style: str = ""
    label: str = ""
    bookmarks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    revisions: tuple[Revision, ...] = ()
    pictures: int = 0
    page_break: str = ""
    boxed: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        blocks: what stands in it.
        columns: how many columns it spans.
        rows: how many rows it spans (web pages).
        continues_above: it is the lower part of a merged cell (Word).
        continues_left: it is the right part of a merged cell (old Word files).
        unseen: why it is not shown; None where it is.
        listed: a table without heads in it has become paragraphs of it.
    """

    blocks: tuple[Block, ...] = ()
    columns: int = 1
    rows: int = 1
    continues_above: bool = False
    continues_left: bool = False
    unseen: Unseen | None = None
    listed: bool = False

    @property
    def shown(self) -> tuple[Block, ...]:
        """What stands in it and is not empty."""
        return tuple(block for block in self.blocks if isinstance(block, Table) or block.text)

    @property
    def text(self) -> str:
        r"""The text of its paragraphs, joined by ``\n``; tables inside it are not in it."""
        return "\n".join(
            part for block in self.blocks if isinstance(block, Paragraph) for part in paragraph_lines(block)
        )

    def bookmarks(self) -> Iterator[str]:
        """Yield the names of the bookmarks that begin in it, those in tables inside it aside."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.bookmarks


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        cells: its cells from left to right.
        unseen: why it is not shown; None where it is.
        revisions: that it was inserted or deleted as a whole, as a tracked change (Word).
    """

    cells: tuple[Cell, ...]
    unseen: Unseen | None = None
    revisions: tuple[Revision, ...] = ()

    @property
    def shown(self) -> tuple[Cell, ...]:
        """The cells that are shown."""
        return tuple(cell for cell in self.cells if cell.unseen is None)

    @property
    def bookmarks(self) -> tuple[str, ...]:
        """Names of the bookmarks that begin in what is shown of it."""
        return tuple(name for cell in self.shown for name in cell.bookmarks())


@dataclass(frozen=True)
class Table:
    """A table: its rows."""

    rows: tuple[Row, ...] = field(default=())

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return tuple(row for row in self.rows if row.unseen is None)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        r"""Texts of the rows that are shown, each cell once, as they stand there: ``\n`` for every break in a cell.

        The lower part of a merged cell has the text of the whole.
        """
        rows: list[tuple[str, ...]] = []
        above: dict[int, str] = {}
        for row in self.shown:
            texts: list[str] = []
            column = 0
            for cell in row.shown:
                own = "\n".join(block.text for block in cell.shown if isinstance(block, Paragraph))
                texts.append(above.get(column, "") if cell.continues_above else own)
                above[column] = texts[-1]
                column += cell.columns
            rows.append(tuple(texts))
        return tuple(rows)


Block = Paragraph | Table


def clean(text: str) -> str:
    """Return a line's text without invisible characters and without spaces at its ends."""
    return without_unseen(text).replace("\xa0", " ").strip()


def paragraph_lines(paragraph: Paragraph) -> list[str]:
    """Return the lines of a paragraph.

    A line break inside a paragraph may end a line (several headings typed into one paragraph) or only wrap a long
    title; it counts as an end when what follows is numbered or indented, or when what precedes is a whole sentence or
    a heading.
    """
    segments = without_unseen(paragraph.text).split("\n")
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
    heading = starts_with_number(before) and len(before) <= HEADING_CHARACTERS
    indented = segment.startswith(("　　", "    ", "\t"))
    return indented or heading or ends_sentence(before) or starts_with_number(segment.strip())


def grid(rows: Sequence[Row]) -> list[list[tuple[str, bool]]]:
    """Return rows of a table as a grid: for each place the cell's text, and whether the cell begins there.

    Merged cells are repeated in every place that they cover; rows may differ in length where the file's do.
    """
    covered: dict[int, tuple[str, int]] = {}  # column -> text of a cell that reaches down, rows still to cover
    above: list[tuple[str, bool]] = []
    filled: list[list[tuple[str, bool]]] = []
    for cells in (row.shown for row in rows):
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
            for offset in range(min(max(cell.columns, 1), MOST_SPAN)):
                row.append((text, begins and offset == 0))
                if cell.rows > 1:
                    covered[start + offset] = (text, min(cell.rows, len(rows)) - 1)
        fill()
        while any(column >= len(row) for column in covered):
            row.append(("", True))  # the file leaves this place empty
            fill()
        filled.append(row)
        above = row
    return filled
