"""How what a document holds becomes lines for the importer and the audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plangen.office.body import Block, Cell, Table
from plangen.office.passages import Passage
from plangen.reading import rules
from plangen.reading.lines import Line
from plangen.terms.findings import Finding, Location, Severity, folded
from plangen.terms.place import Place
from plangen.terms.text import squeeze

_SHOWN_PLACES = 3
_TITLE_LINES = 60
_SHORTEST_TITLE = 6


def lines_of(everything: Iterable[Passage]) -> Iterator[Line]:
    """Yield the lines of a document: what is shown of it and is not empty.

    A paragraph is one line (or several, see :func:`~plangen.office.body.paragraph_lines`), a table row one line with
    its cells.

    Args:
        everything: the document's passages.
    """
    for passage in everything:
        place = passage.place
        if passage.paragraph is not None:
            for number, text in enumerate(passage.lines, place.paragraph or 1):
                yield Line(text=text, place=replace(place, paragraph=number), level=passage.paragraph.level)
        elif any(passage.texts):
            yield row_line(passage.texts, place, place.table or 0)


def inner_tables(everything: Iterable[Passage], name: str, blocks: Iterable[Block] = ()) -> Iterator[Finding]:
    """Yield the finding that tables stand inside cells of other tables, with the first places; none where none do.

    Args:
        everything: the document's passages.
        name: the file's name.
        blocks: the document's blocks, where tables that only serve the layout count too, for less.
    """
    rows = [(passage.place, passage.row.shown) for passage in everything if passage.row is not None]
    apart = [place for place, cells in rows if _has_table(cells)]
    lists = [place for place, cells in rows if any(cell.listed for cell in cells)]
    for rule, places in ((rules.TABLE_INSIDE_TABLE, apart), (rules.TABLE_AS_TEXT, lists)):
        if places:
            listed = folded([place.words or "" for place in places], _SHOWN_PLACES, "处")
            yield rule.found(
                Location(file=name or None, place=places[0].words), count=len(places), places=f"：{listed}"
            )
    if apart or lists:
        return
    where = Location(file=name or None)
    outer = [row for block in blocks if isinstance(block, Table) for row in block.shown if _has_table(row.shown)]
    if outer:
        yield rules.TABLE_INSIDE_TABLE.found(where, severity=Severity.INFO, count=len(outer), places="")


def _has_table(cells: Iterable[Cell]) -> bool:
    return any(isinstance(block, Table) and block.shown for cell in cells for block in cell.blocks)


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
