"""A Word file read whole: the one document model that import, check and audit look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from plangen.office.body import Block, Paragraph, Row, Table
from plangen.office.bookmarks import MAP_PROPERTY, item_key, unpack_map
from plangen.office.docx_package import CUSTOM_PART, read_properties
from plangen.office.numbering import read_numbering
from plangen.office.passages import Hidden, Passage, hidden_pieces, passages
from plangen.office.word_comments import Comment, read_comments, read_margins
from plangen.office.word_notes import read_notes
from plangen.office.word_package import Package
from plangen.office.word_stream import BodyContent, read_body
from plangen.office.word_styles import Styles, read_styles

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, kw_only=True)
class WordDocument:
    """A Word document.

    Attributes:
        name: the file's name.
        blocks: paragraphs and tables in order, what is not shown marked as such.
        properties: its custom properties.
        title: the title in its properties, or None.
        counts: what a person should know of; see :class:`~plangen.office.word_stream.BodyContent`.
        broken_contents: a table of contents does not end where it should.
        unknown_forms: forms of automatic numbers that are not known and were read as digits.
        has_macros: it carries macros.
        has_pictures: it carries pictures.
        notes: texts of its footnotes and endnotes by their keys.
        comments: its comments by their ids.
        margins: texts of its headers and footers, each once.
    """

    name: str
    blocks: tuple[Block, ...]
    properties: Mapping[str, str]
    title: str | None
    counts: Counter[str]
    broken_contents: bool
    unknown_forms: tuple[str, ...]
    has_macros: bool
    has_pictures: bool
    notes: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    margins: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside tables."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, those inside of others aside."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All paragraphs and table rows with their places.

        Raises:
            DocumentError: there is more text, or there are more cells, than any plan has.
        """
        return tuple(passages(self.blocks, self.name))

    @cached_property
    def hidden(self) -> tuple[Hidden, ...]:
        """What the document has and does not show."""
        return tuple(hidden_pieces(self.passages))

    def bookmarks(self) -> Iterator[tuple[str, Paragraph | Row]]:
        """Yield every bookmark's name with the paragraph or the row that it begins in."""
        for passage in self.passages:
            place = passage.row or passage.paragraph
            if place is not None:
                for name in place.bookmarks:
                    yield name, place

    def noted(self, passage: Passage) -> tuple[str, ...]:
        """Return the texts of a row's cells with the notes that hang on them: on the paper they are read together."""
        texts = list(passage.texts)
        for cell in passage.row.shown if passage.row is not None else ():
            keys = (key for block in cell.blocks if isinstance(block, Paragraph) for key in block.notes)
            notes = [text for text in map(self.notes.get, keys) if text]
            if notes and cell.text in texts:
                place = texts.index(cell.text)
                texts[place] = "\n".join((*filter(None, (texts[place],)), *notes))
        return tuple(texts)

    def items(self) -> dict[str, list[Paragraph | Row]]:
        """Return the paragraphs and rows of every item that plangen's bookmarks name, by the item's key."""
        names = unpack_map(self.properties.get(MAP_PROPERTY, ""))
        found: dict[str, list[Paragraph | Row]] = {}
        for name, place in self.bookmarks():
            key = item_key(name, names)
            if key is not None and not name.startswith("pgt_"):
                found.setdefault(key, []).append(place)
        return found


def read_docx(source: bytes | Path, name: str = "") -> WordDocument:
    """Read a Word document.

    Automatic numbers are part of the text; insertions are taken and deletions are not; text boxes follow the paragraph
    that they are anchored in; an automatic table of contents is left out.

    Args:
        source: the file or its content.
        name: the file's name, for findings; that of the path when empty.

    Raises:
        OSError: the file cannot be read.
        DocumentError: it is no Word document, damaged, encrypted, or larger than any plan.
    """
    if isinstance(source, Path):
        return read_docx(source.read_bytes(), name or source.name)
    package = Package(source, name)
    main = package.main_part()
    style_part = package.related(main, "styles")
    styles = read_styles(package.parse(style_part) if style_part else None)
    content, unknown_forms = _read_content(package, main, styles)
    properties = package.read(CUSTOM_PART)
    core = package.parse("docProps/core.xml")
    return WordDocument(
        name=name,
        blocks=content.blocks,
        properties=read_properties({} if properties is None else {CUSTOM_PART: properties}),
        title=core.findtext(_TITLE) if core is not None else None,
        counts=content.counts,
        broken_contents=content.broken_contents,
        unknown_forms=unknown_forms,
        has_macros=package.has_macros,
        has_pictures=package.has_pictures,
        notes=read_notes(package, main, styles) if content.counts["notes"] else {},
        comments=read_comments(package, main) if content.counts["comments"] else {},
        margins=read_margins(package, main),
    )


def _read_content(package: Package, main: str, styles: Styles) -> tuple[BodyContent, tuple[str, ...]]:
    numbering_part = package.related(main, "numbering")
    numbering_root = package.parse(numbering_part) if numbering_part else None
    for contents in (True, False):
        numbering = read_numbering(numbering_root, styles)
        with package.stream(main) as stream:
            content = read_body(stream, numbering, styles, package.name, contents=contents)
        if not content.broken_contents:
            break
        # A table of contents without an end would swallow the body: better its lines twice than a task never.
    return content, tuple(sorted(numbering.unknown_forms))
