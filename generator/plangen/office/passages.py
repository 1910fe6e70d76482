"""The passages of a document: paragraphs and table rows in reading order, each with its place; and what is not shown.

Import, check and audit all go through a document this way, so that they see the same text in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from plangen.office.body import (
    HEADING_CHARACTERS,
    MOST_SPAN,
    Block,
    Cell,
    Paragraph,
    Row,
    Table,
    Unseen,
    grid,
    paragraph_lines,
)
from plangen.office.joins import ends_sentence
from plangen.office.limits import MOST_CHARACTERS, MOST_GRID_CELLS, too_large
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

_CAPTION_CHARACTERS = 40
_FEW_BLOCKS = 3
_LISTED_CHARACTERS = 16
_FIRST_MARK = 10  # ranks of typed numbers come after the nine outline levels


@dataclass(frozen=True, kw_only=True)
class Passage:
    r"""A paragraph or a table row, with its place.

    Attributes:
        place: where it stands; of what is not shown, where it would.
        paragraph: the paragraph, or None.
        lines: the paragraph's lines.
        row: the row, or None.
        table: the table that the row is in.
        texts: texts of the row's cells, merged cells in every column that they cover.
    """

    place: Place
    paragraph: Paragraph | None = None
    lines: tuple[str, ...] = ()
    row: Row | None = None
    table: Table | None = None
    texts: tuple[str, ...] = ()


def passages(blocks: Iterable[Block], name: str) -> Iterator[Passage]:
    """Yield everything in a document in reading order, each with its place.

    Tables that only serve the layout, with one column or with everything in one cell of a row, give the paragraphs and
    tables that are in them.  A table inside a cell that has a head of its own follows the row that it stands in, as a
    table of its own; one without is part of the cell's text.  What is not shown is there too: as runs of a paragraph,
    or as a row or cell that says so.

    Args:
        blocks: the document's blocks.
        name: the file's name.

    Raises:
        FindingsError: there is more text, or there are more cells, than any plan has.
    """
    yield from _Walk(name).blocks(blocks, Place())


class _Walk:
    def __init__(self, name: str) -> None:
        self._name = name
        self._paragraphs = self._tables = self._characters = self._cells = 0
        self._headings: list[tuple[int, str]] = []  # rank and text of those above the current place
        self._below = 0
        self._before = ""
        self._caption: str | None = None

    def blocks(self, blocks: Iterable[Block], inside: Place) -> Iterator[Passage]:
        """Yield the passages of blocks that stand at a place."""
        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block)
                continue
            lines = tuple(paragraph_lines(block))
            first = replace(inside, paragraph=self._paragraphs + 1, **self._surroundings())
            for number, line in enumerate(lines):
                self._paragraphs += 1
                self._count(len(line))
                self._go_below(line, block.level)
                if not number:
                    first = replace(first, opening=line, **self._surroundings())
                self._before = line
            yield Passage(place=first, paragraph=block, lines=lines)

    def _surroundings(self) -> dict[str, Any]:
        return {"headings": tuple(text for _, text in self._headings), "below": self._below}

    def _go_below(self, line: str, level: int | None) -> None:
        """Take a line as a heading where it looks like one, for the names of places only."""
        rank = level
        if rank is None and len(line) <= HEADING_CHARACTERS and not ends_sentence(line) and (mark := parse_mark(line)):
            rank = _FIRST_MARK + mark.form
        if rank is None:
            self._below += 1
            return
        while self._headings and self._headings[-1][0] >= rank:
            self._headings.pop()
        self._headings.append((rank, line))
        self._below = 0

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise too_large(self._name, f"文字超过{MOST_CHARACTERS // 10_000}万字")

    def _table(self, table: Table) -> Iterator[Passage]:
        self._cells += sum(
            min(cell.columns, MOST_SPAN) * min(cell.rows, len(table.rows)) for row in table.rows for cell in row.cells
        )
        if self._cells > MOST_GRID_CELLS:
            raise too_large(self._name, f"表格单元格超过{MOST_GRID_CELLS // 10_000}万个")
        if max(map(len, grid(table.shown)), default=0) <= 1:
            for row in table.shown:
                for cell in row.shown:
                    yield from self.blocks(cell.blocks, Place())
            yield from self._gone(table, Place())
            return
        self._tables += 1
        if self._before:  # a table behind a table goes on under the same title
            titled = len(self._before) <= _CAPTION_CHARACTERS and not ends_sentence(self._before)
            self._caption = self._before if titled else None
        here = Place(table=self._tables, caption=self._caption, **self._surroundings())
        framing, table = table.shown, Table(tuple(map(_row_with_lists, table.rows)))
        for at, (frame, row, filled) in enumerate(zip(framing, table.shown, grid(table.shown), strict=True), 1):
            place = replace(here, row=at)
            full = [cell for cell in frame.shown if cell.shown]
            if len(full) == 1 and _is_layout(full[0], filled):
                yield from self.blocks(full[0].blocks, place)
                continue
            texts = tuple(text for text, _ in filled)
            self._count(sum(map(len, texts)))
            yield Passage(place=place, row=row, table=table, texts=texts)
            for cell in row.shown:
                yield from self.blocks((block for block in cell.blocks if isinstance(block, Table)), place)
        yield from self._gone(table, here)
        self._before = ""

    def _gone(self, table: Table, place: Place) -> Iterator[Passage]:
        for row in table.rows:
            if row.unseen is not None:
                yield Passage(place=place, row=row, table=table)


def _is_apart(block: Block) -> bool:
    """Return whether what stands in a cell is a table by itself: it has a head, at least two of whose cells say so."""
    if not isinstance(block, Table) or not block.texts:
        return False
    heads = [comparable(text) for text in dict.fromkeys(block.texts[0]) if text]
    words = vocabulary()
    labels = (*words.clauses.lead_labels, *words.clauses.support_labels, *words.clauses.responsible_labels)
    named = (
        any(label in head for label in labels) or any(one.match(head) for _, one in words.columns) for head in heads
    )
    return sum(named) >= 2


def _row_with_lists(row: Row) -> Row:
    return replace(row, cells=tuple(map(_with_lists, row.cells)))


def _with_lists(cell: Cell) -> Cell:
    """Return a cell with the tables in it that have no heads as text; they only arrange it: units side by side."""
    if not any(isinstance(block, Table) for block in cell.blocks):
        return cell
    blocks: list[Block] = []
    listed = False
    for block in cell.blocks:
        if isinstance(block, Table) and not _is_apart(block):
            blocks += map(_as_paragraph, block.rows)
            listed = True
        else:
            blocks.append(block)
    return replace(cell, blocks=tuple(blocks), listed=listed)


def _as_paragraph(row: Row) -> Paragraph:
    """Return a row of such a table as a paragraph; what is not shown of it stays among its runs."""
    cells = [_with_lists(cell) for cell in row.cells]
    shown = [cell for cell in cells if cell.unseen is None] if row.unseen is None else []
    texts = [text for cell in shown for text in cell.text.split("\n") if text.strip()]
    bare = all(len(text) <= _LISTED_CHARACTERS and not re.search(r"[0-9，。；：]", text) for text in texts)
    inside = [block for cell in cells for block in cell.blocks if isinstance(block, Paragraph)]
    return Paragraph(
        text=("、" if bare else "　").join(texts),
        bookmarks=tuple(name for one in inside for name in one.bookmarks),
        comments=tuple(name for one in inside for name in one.comments),
        runs=tuple(run for one in inside for run in one.runs),
    )


def _is_layout(cell: Cell, row: Sequence[tuple[str, bool]]) -> bool:
    """Return whether a row only holds this cell, and the cell is a part of a document rather than a value."""
    others = any(text for text, begins in row if not begins and text != cell.text)
    shown = cell.shown
    return not others and (len(shown) > _FEW_BLOCKS or any(isinstance(block, Table) for block in shown))


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """A piece of text that the document has and does not show, with the reason and the place."""

    why: Unseen
    text: str
    place: Place


def hidden_pieces(everything: Iterable[Passage]) -> Iterator[Hidden]:
    """Yield what is not shown, runs that follow one another in a paragraph as one piece.

    Args:
        everything: all passages; a deleted row or cell is one piece.
    """
    for passage in everything:
        if passage.paragraph is not None:
            yield from _pieces(passage.paragraph, passage.place)
        elif passage.row is not None:
            yield from _pieces_of_row(passage.row, passage.place)


def _pieces_of_row(row: Row, place: Place) -> Iterator[Hidden]:
    if row.unseen is not None:
        yield Hidden(why=row.unseen, text=_whole(block for cell in row.cells for block in cell.blocks), place=place)
        return
    for cell in row.cells:
        if cell.unseen is not None:
            yield Hidden(why=cell.unseen, text=_whole(cell.blocks), place=place)
            continue
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                yield from _pieces(block, place)


def _whole(blocks: Iterable[Block]) -> str:
    """Return all text of blocks, shown or not."""
    return "".join(
        "".join(run.text for run in block.runs)
        if isinstance(block, Paragraph)
        else _whole(inner for row in block.rows for cell in row.cells for inner in cell.blocks)
        for block in blocks
    )


def _pieces(paragraph: Paragraph, place: Place) -> Iterator[Hidden]:
    for why, runs in groupby(paragraph.runs, key=lambda run: run.look.unseen):
        if why is not None:
            yield Hidden(why=why, text="".join(run.text for run in runs), place=place)
