"""Word files (.docx, .docm, .dotx) as lines, and what a person should know about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from plangen.office.body import Unseen
from plangen.office.bookmarks import MAP_PROPERTY, keys_at, unpack_map
from plangen.office.passages import Hidden
from plangen.office.word_document import WordDocument, read_docx
from plangen.reading import rules
from plangen.reading.blocks import borne_title, inner_tables, lines_of, row_line
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.findings import Finding, Location, folded
from plangen.terms.place import Place

_SHOWN_PLACES = 3
_COUNTED = (
    ("objects", rules.WORD_OBJECTS),
    ("notes", rules.WORD_NOTES),
    ("comments", rules.WORD_COMMENTS),
    ("symbols", rules.WORD_SYMBOLS),
    ("number-fields", rules.WORD_NUMBER_FIELD),
    ("bare-numbers", rules.WORD_NUMBER_WITHOUT_TEXT),
)


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of a Word file; see :func:`~plangen.office.word_document.read_docx`.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: the file is damaged, encrypted, larger than any plan, or has no text.
    """
    return source_of(read_docx(data, path.name), data)


def source_of(document: WordDocument, data: bytes) -> SourceDocument:
    """Return a Word document as lines.

    Args:
        document: the document.
        data: the file's bytes, for the checksum.

    Raises:
        FindingsError: it has no text.
    """
    lines = tuple(lines_of(document.passages))
    if not lines:
        scan = "，只有图片，应为扫描件" if document.counts["pictures"] or document.has_pictures else ""
        raise rules.DOCUMENT_WITHOUT_TEXT.error(Location(file=document.name), scan=scan)
    return SourceDocument(
        name=document.name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="docx",
        lines=lines,
        findings=tuple(findings_on(document)),
        notes=tuple(_notes(document)),
        title=borne_title(document.title, lines),
        anchors=dict(_anchors(document)),
        properties=document.properties,
    )


def _anchors(document: WordDocument) -> Iterator[tuple[Place, tuple[str, ...]]]:
    names = unpack_map(document.properties.get(MAP_PROPERTY, ""))
    present = {name for name, _ in document.bookmarks()}
    for passage in document.passages:
        own: tuple[str, ...] = ()
        if passage.row is not None and passage.row.unseen is None:
            own, _ = keys_at(passage.row.bookmarks, "pgr", names, present)
        elif passage.paragraph is not None and passage.lines:
            own, _ = keys_at(passage.paragraph.bookmarks, "pg", names, present)
        if own:
            yield passage.place, own


def _notes(document: WordDocument) -> Iterator[Line]:
    for passage in document.passages:
        if passage.paragraph is not None:
            for key in passage.paragraph.notes:
                if text := document.notes.get(key):
                    yield Line(text=text, place=passage.place)
        elif passage.row is not None and (cells := document.noted(passage)) != passage.texts:
            yield row_line(cells, passage.place, passage.place.table or 0)


def findings_on(document: WordDocument) -> Iterator[Finding]:
    """Yield what a person should know about a Word document: above all, what it has and does not show."""
    where = Location(file=document.name or None)
    yield from unseen_findings(document)
    yield from inner_tables(document.passages, document.name, document.blocks)
    if count := document.counts["pictures"]:
        yield rules.DOCUMENT_PICTURES.found(where, what=f"文件中有{count}处图片或图表")
    for word, counted in _COUNTED:
        if count := document.counts[word]:
            yield counted.found(where, count=count)
    if document.broken_contents or document.counts["contents-open"]:
        yield rules.WORD_CONTENTS_OPEN.found(where)
    elif count := document.counts["contents"]:
        yield rules.WORD_CONTENTS_SKIPPED.found(where, count=count)
    if document.unknown_forms:
        yield rules.WORD_NUMBER_FORMAT.found(where, forms=document.unknown_forms)
    if document.has_macros:
        yield rules.DOCUMENT_MACROS.found(where)


def unseen_findings(document: WordDocument) -> Iterator[Finding]:
    """Yield what the document has and does not show, with the first places."""
    where = Location(file=document.name or None)
    hidden = [piece for piece in document.hidden if piece.why is Unseen.HIDDEN and piece.text.strip()]
    deleted = [piece for piece in document.hidden if piece.why in (Unseen.DELETED, Unseen.MOVED)]
    struck = [piece for piece in document.hidden if piece.why is Unseen.STRUCK and piece.text.strip()]
    unreadable = [piece for piece in document.hidden if piece.why in (Unseen.PALE, Unseen.TINY) and piece.text.strip()]
    inserted = document.counts["insertions"]
    if inserted or deleted:
        places = f"（{_places(deleted)}）" if deleted else ""
        yield rules.WORD_TRACKED_CHANGES.found(where, inserted=inserted, deleted=len(deleted), places=places)
    if hidden:
        yield rules.WORD_HIDDEN_TEXT.found(where, count=len(hidden), places=_places(hidden))
    if struck:
        yield rules.WORD_STRUCK_TEXT.found(where, count=len(struck), places=_places(struck))
    if unreadable:
        yield rules.WORD_UNREADABLE_TEXT.found(where, count=len(unreadable), places=_places(unreadable))


def _places(pieces: Iterable[Hidden]) -> str:
    places = dict.fromkeys(piece.place.words or "文首" for piece in pieces)
    return folded(places, _SHOWN_PLACES, "处")
