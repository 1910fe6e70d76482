"""Reads a Word document back: paragraphs with their styles, tables with their rows, bookmarks, properties.

It takes what any word processor saved: insertions under revision are text and deletions are not, text boxes and
content controls are read like the text around them, merged cells show the text of the cell they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.office.bookmarks import MAP_PROPERTY, item_key, unpack_map
from plangen.office.docx_package import parse_xml, read_parts, read_properties, related_part
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_SKIPPED = {f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr")}


@dataclass(frozen=True, kw_only=True)
class ReadParagraph:
    """A paragraph outside tables.

    Attributes:
        text: its text; a line break is a newline.
        style: name of its style, empty where it names none.
        level: 1 to 9 for a heading.
        bookmarks: names of the bookmarks that begin in it.
    """

    text: str
    style: str = ""
    level: int | None = None
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadCell:
    """A cell; ``merged`` where it belongs to the cell above it, whose text it shows."""

    text: str
    bookmarks: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """A row of a table; a cell over several columns stands there once."""

    cells: tuple[ReadCell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells' texts."""
        return tuple(cell.text for cell in self.cells)

    @property
    def bookmarks(self) -> tuple[str, ...]:
        """Names of the bookmarks that begin in the row."""
        return tuple(name for cell in self.cells for name in cell.bookmarks)


@dataclass(frozen=True, kw_only=True)
class ReadTable:
    """A table, its header row first."""

    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, kw_only=True)
class ReadDocument:
    """A document as it was read.

    Attributes:
        blocks: paragraphs and tables in order.
        properties: its custom properties.
    """

    blocks: tuple[ReadParagraph | ReadTable, ...]
    properties: Mapping[str, str]

    @property
    def paragraphs(self) -> tuple[ReadParagraph, ...]:
        """The paragraphs outside tables."""
        return tuple(block for block in self.blocks if isinstance(block, ReadParagraph))

    @property
    def tables(self) -> tuple[ReadTable, ...]:
        """The tables."""
        return tuple(block for block in self.blocks if isinstance(block, ReadTable))

    def bookmarks(self) -> Iterator[tuple[str, ReadParagraph | ReadRow]]:
        """Yield every bookmark's name with the paragraph or the row that it begins in."""
        for block in self.blocks:
            for place in block.rows if isinstance(block, ReadTable) else (block,):
                for name in place.bookmarks:
                    yield name, place

    def items(self) -> dict[str, list[ReadParagraph | ReadRow]]:
        """Return the paragraphs and rows of every item that plangen's bookmarks name, by the item's key."""
        names = unpack_map(self.properties.get(MAP_PROPERTY, ""))
        found: dict[str, list[ReadParagraph | ReadRow]] = {}
        for name, place in self.bookmarks():
            key = item_key(name, names)
            if key is not None and not name.startswith("pgt_"):
                found.setdefault(key, []).append(place)
        return found


def read_docx(source: bytes | Path) -> ReadDocument:
    """Read a Word document.

    Args:
        source: the file or its content.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no Word document, damaged, or larger than plangen's bounds.
    """
    parts = read_parts(source.read_bytes() if isinstance(source, Path) else source)
    main = related_part(parts, "", "officeDocument")
    body = parse_xml(parts[main]).find(f"{W}body") if main else None
    if main is None or body is None:
        raise ValueError("no Word document")
    style_part = related_part(parts, main, "styles")
    styles = _style_names(parts[style_part] if style_part else None)
    return ReadDocument(blocks=tuple(_blocks(body, styles)), properties=read_properties(parts))


def _style_names(data: bytes | None) -> dict[str, str]:
    if data is None:
        return {}
    names = {}
    for style in parse_xml(data).iter(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId") or ""] = (name.get(f"{W}val") or "") if name is not None else ""
    return names


def _blocks(container: Element, styles: Mapping[str, str]) -> Iterator[ReadParagraph | ReadTable]:
    for node in container:
        if node.tag == f"{W}p":
            yield _paragraph(node, styles)
            for box in _text_boxes(node):
                yield from _blocks(box, styles)
        elif node.tag == f"{W}tbl":
            yield _table(node)
        elif node.tag not in _SKIPPED:
            yield from _blocks(node, styles)


def _paragraph(node: Element, styles: Mapping[str, str]) -> ReadParagraph:
    style = node.find(f"{W}pPr/{W}pStyle")
    name = styles.get(style.get(f"{W}val") or "", "") if style is not None else ""
    heading = _HEADING.fullmatch(name)
    return ReadParagraph(
        text=_text(node), style=name, level=int(heading[1]) if heading else None, bookmarks=_bookmarks(node)
    )


def _bookmarks(node: Element) -> tuple[str, ...]:
    return tuple(start.get(f"{W}name") or "" for start in node.iter(f"{W}bookmarkStart"))


def _text(node: Element) -> str:
    """Return the text of a paragraph without its text boxes, or of a cell, its paragraphs on lines of their own."""
    parts: list[str] = []
    _collect(node, parts)
    return "".join(parts)


def _collect(node: Element, parts: list[str]) -> None:
    for child in node:
        if child.tag in _SKIPPED or child.tag == f"{_MC}AlternateContent":
            continue
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag == f"{W}tab":
            parts.append("\t")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        else:
            previous = child.getprevious()
            if child.tag == f"{W}p" and previous is not None and previous.tag == f"{W}p":
                parts.append("\n")
            _collect(child, parts)


def _text_boxes(node: Element) -> Iterator[Element]:
    """Yield the contents of text boxes; of an alternative only the first choice, or its text would come twice."""
    for child in node:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            if len(child):
                yield from _text_boxes(child[0])
        else:
            yield from _text_boxes(child)


def _table(node: Element) -> ReadTable:
    rows: list[ReadRow] = []
    above: dict[int, str] = {}
    for row in node.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not node:
            continue
        cells: list[ReadCell] = []
        column = 0
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            text = above.get(column, "") if goes_on else _text(cell)
            above[column] = text
            cells.append(ReadCell(text=text, bookmarks=_bookmarks(cell), merged=goes_on))
            column += _span(span)
        rows.append(ReadRow(cells=tuple(cells)))
    return ReadTable(rows=tuple(rows))


def _span(node: Element | None) -> int:
    value = node.get(f"{W}val") if node is not None else None
    return int(value) if value and re.fullmatch(r"[1-9][0-9]{0,2}", value) else 1
