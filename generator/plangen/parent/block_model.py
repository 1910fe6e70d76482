"""What a document consists of before its outline is known: paragraphs and tables with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plangen.reading.lines import Line
from plangen.terms.findings import Finding, Location
from plangen.terms.place import Place
from plangen.terms.text import without_unseen


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A whole paragraph.

    Attributes:
        text: its text, remains of Word and odd spaces removed, cut parts joined.
        place: where it begins.
        places: where each of its lines stands.
        level: outline level that the file gives it, or None.
    """

    text: str
    place: Place
    places: tuple[Place, ...]
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of a table with its cells from left to right.

    ``unread``: lines of a flattened table that fit no columns; nothing is read from them, and that was told.
    """

    cells: tuple[str, ...]
    place: Place
    unread: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        rows: its rows, the header first.
        caption: the line above it or the single cell that spans its first row, None when there is none.
        flattened: it was written one cell a line; its rows may have unequal lengths.
    """

    rows: tuple[TableRow, ...]
    caption: str | None
    flattened: bool = False

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.rows[0].place


Block = Paragraph | Table


@dataclass(frozen=True, kw_only=True)
class Note:
    """Why a line is what it is, in Chinese."""

    place: Place
    text: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A contents page: its entries as they stand there, without page numbers."""

    entries: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A document ready for the outline."""

    blocks: tuple[Block, ...]
    contents: Contents
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]


def locate(name: str, place: Place) -> Location:
    """Return the place in a document as a finding's location."""
    return Location(file=name, line=place.line, place=place.words)


def place_words(place: Place) -> str:
    """Return a place in a few Chinese words, for lists of places inside a message."""
    if place.line:
        return f"第{place.page}页第{place.line}行" if place.page else f"第{place.line}行"
    return place.words or "文首"


def span_words(first: Place, last: Place) -> str:
    """Return from where to where in a few Chinese words: 第3—9行, 第2页第3行至第4页第1行."""
    start, end = place_words(first), place_words(last)
    if start == end:
        return start
    if first.line and last.line and not first.page:
        return f"第{first.line}—{last.line}行"
    if first.headings == last.headings and first.below and last.below and not (first.table or last.table):
        return f"{start.removesuffix('段')}—{last.below}段"
    return f"{start}至{end}"


@dataclass
class Work:
    """What is noticed while a document is made ready."""

    name: str
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def skip(self, line: Line, verdict: str) -> None:
        """Remember why a line is left out."""
        self.notes.append(Note(place=line.place, text=line.text, verdict=verdict))


_REMAINS = re.compile(r"\[(?:bookmark|anchor|hyperlink|if\s[^\]]*):?[^\]]{0,200}\]", re.IGNORECASE)


_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 \x0b\x0c]+")


def clean(text: str) -> str:
    """Return a line without remains of Word, invisible characters and surrounding or doubled spaces; tabs stay."""
    text = without_unseen(_REMAINS.sub("", text))
    return _SPACES.sub(" ", text).strip()
