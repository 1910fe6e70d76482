"""What a document consists of between the Markdown and the files: frozen data, without any idea of Word."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from plangen.terms.findings import Finding

LINE_BREAK = "\n"

BOX = "box"
"""Class of a table of one column that frames a list (专栏)."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A piece of text of one kind.

    Attributes:
        text: the characters; :data:`LINE_BREAK` alone is a hard line break.
        style: class of the innermost span around it (``run-in``), or None.
        items: keys of the items whose bookmark stands around the run and its neighbours with the same keys.
    """

    text: str
    style: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A heading or a paragraph.

    Attributes:
        runs: its text.
        level: 1 to 5 for a heading, else None.
        style: class of the paragraph (``title``), or None for plain body and headings.
        page_break: it starts a new page.
        items: keys of the items that the whole paragraph stands for.
        identifier: name of the table that a table title belongs to.
        line: line in the Markdown, from 1.
    """

    runs: tuple[Run, ...]
    level: int | None = None
    style: str | None = None
    page_break: bool = False
    items: tuple[str, ...] = ()
    identifier: str | None = None
    line: int = 0

    @property
    def text(self) -> str:
        """The whole text; a hard line break is a newline."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A table cell."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """The whole text; a hard line break is a newline."""
        return "".join(run.text for run in self.runs)

    @property
    def items(self) -> tuple[str, ...]:
        """Keys of the items that stand in the cell, each once."""
        return tuple(dict.fromkeys(key for run in self.runs for key in run.items))


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        header: the header row.
        rows: the rows under it, each as long as the header.
        alignments: ``left``, ``center``, ``right`` or None for each column.
        style: class of the table (``division``), or None.
        widths: relative widths of the columns, empty for equal ones.
        merge: columns, from 1, whose equal neighbours above each other become one cell; each only inside the cells
            that the columns before it made.
        items: keys of the items that the whole table stands for.
        identifier: name of the table.
        line: line in the Markdown, from 1.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alignments: tuple[str | None, ...]
    style: str | None = None
    widths: tuple[float, ...] = ()
    merge: tuple[int, ...] = ()
    items: tuple[str, ...] = ()
    identifier: str | None = None
    line: int = 0

    @property
    def row_spans(self) -> tuple[dict[int, int], ...]:
        """For every row, by column from 0, how many rows a merged cell has that begins there, 0 where it goes on."""
        spans: tuple[dict[int, int], ...] = tuple({} for _ in self.rows)
        bounds = [(0, len(self.rows))]
        for column in (number - 1 for number in self.merge):
            bounds = [inner for start, end in bounds for inner in self._equal_rows(column, start, end)]
            for start, end in bounds:
                if end - start > 1:
                    spans[start][column] = end - start
                    for row in range(start + 1, end):
                        spans[row][column] = 0
        return spans

    def _equal_rows(self, column: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield from where to where rows have the same text in a column; rows without text stay apart."""
        for _, group in itertools.groupby(range(start, end), lambda row: self.rows[row][column].text or row):
            rows = list(group)
            yield rows[0], rows[-1] + 1


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """Blocks on pages in landscape."""

    blocks: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Blocks on a page of their own without a page number."""

    blocks: tuple[Paragraph | Table, ...]
    cover: bool = True


Block = Paragraph | Table | Landscape | Cover


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document.

    Attributes:
        blocks: what stands in it, in order.
        findings: what the reader of the Markdown could not take as it was written; where text would be lost
            (a row with too many cells), the finding is an error.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()

    def walk(self) -> Iterator[Paragraph | Table]:
        """Yield every paragraph and table, those on a cover and on landscape pages too."""
        for block in self.blocks:
            if isinstance(block, (Landscape, Cover)):
                yield from block.blocks
            else:
                yield block
