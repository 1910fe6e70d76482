"""A document as every reader gives it to the importer: lines with places, whatever the file format was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plangen.terms.findings import Finding
from plangen.terms.place import Place


@dataclass(frozen=True, kw_only=True)
class Line:
    """One paragraph or one table row of a document.

    Attributes:
        text: the text, automatic numbers included; for a table row the cells joined by tabs.
        place: where it stands.
        level: outline level from the file (Word, HTML), 1 for the highest, or None.
        table: number of the table that the row belongs to, from 1; None for a paragraph.
        cells: the row's cells, merged cells repeated; None for a paragraph.
    """

    text: str
    place: Place
    level: int | None = None
    table: int | None = None
    cells: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class SourceDocument:
    """A document that a reader has read.

    Attributes:
        name: the file's name without its folder.
        sha256: checksum of the file.
        format: ``txt``, ``docx``, ``doc``, ``pdf`` or ``html``.
        lines: what it says, in reading order.
        findings: doubts of the reader (encoding, lost page furniture, pictures, ...).
        notes: footnotes and endnotes, each with the place of the paragraph that it hangs on, in tables the row with
            them; in a draft they count, a parent's items are not in them.
        title: the document's title where the format states it (HTML, Word properties), else None.
        anchors: keys of the items of which plangen's bookmarks say that they begin at a place; copies are left out.
        properties: the custom properties of a Word file.
    """

    name: str
    sha256: str
    format: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    notes: tuple[Line, ...] = ()
    title: str | None = None
    anchors: Mapping[Place, tuple[str, ...]] = field(default_factory=dict, compare=False)
    properties: Mapping[str, str] = field(default_factory=dict, compare=False)
