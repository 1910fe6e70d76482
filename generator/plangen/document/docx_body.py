"""From blocks to the elements of a Word document's body, made with lxml in one go."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from plangen.document.blocks import Cover, Document, Landscape, Paragraph, Table
from plangen.document.docx_contents import Contents, add_page, contents_of, mark
from plangen.document.docx_letter import LINE_WIDTH, letter_head, letter_section
from plangen.document.docx_numbering import Numbers
from plangen.document.docx_references import References, references_of
from plangen.document.docx_table import KEEP_NEXT, TableWriter
from plangen.document.docx_text import (
    P,
    TextWriter,
    marks_of,
    narrow,
    new_paragraph,
    properties_of,
    split_at_breaks,
    tiny_paragraph,
    width_of,
)
from plangen.document.word_grammar import R
from plangen.document.word_style import Data, Page, WordStyle
from plangen.office.word_xml import W
from plangen.terms.findings import Finding

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHARACTER = 320  # twips of one 三号 character
_SEAL_INDENT = 4  # characters between a sealed date and the right edge (GB/T 9704, 7.3.5.1)
_USUAL_SIZE = 16.0  # points, 三号


@dataclass(frozen=True, kw_only=True)
class Body:
    """A document's body.

    Attributes:
        elements: children of ``w:body``, the last section's properties at the end.
        bookmarks: every bookmark's name and the key it stands for.
        numbering: root of the numbering part; None where it is the style document's, if it has one.
        findings: unknown classes and missing styles.
    """

    elements: tuple[Element, ...]
    bookmarks: Mapping[str, str]
    numbering: Element | None
    findings: tuple[Finding, ...]


def build_body(document: Document, style: WordStyle, data: Data, lists: Element | None = None) -> Body:
    """Return the body of a Word document.

    Args:
        document: the blocks.
        style: ids, fonts and pages of the style document.
        data: styles.yaml, for the classes and the look of numbers.
        lists: root of the style document's numbering part, where it has one.
    """
    text = TextWriter(style=style, classes=data["classes"])
    numbers = Numbers(levels=data["numbering"], existing=lists)
    contents = contents_of(document, data["classes"]["contents"], ("annex-title", "section-title"))
    writer = _Writer(
        text=text,
        tables=TableWriter(text, data["imprint"], numbers),
        numbers=numbers,
        contents=contents,
        references=references_of(document),
    )
    elements = tuple(writer.body(document))
    return Body(
        elements=elements,
        bookmarks=text.register.names,
        numbering=numbers.part(),
        findings=tuple(text.findings.values()),
    )


@dataclass(frozen=True, kw_only=True)
class _Writer:
    text: TextWriter
    tables: TableWriter
    numbers: Numbers
    contents: Contents
    references: References

    def body(self, document: Document) -> list[Element]:
        """Return the children of ``w:body``."""
        segments = _segments(document, self.text.classes["letter"])
        elements: list[Element] = []
        for position, (kind, blocks) in enumerate(segments):
            page = self.text.style.landscape if kind == "landscape" else self.text.style.portrait
            children = self._blocks(blocks, page)
            # behind a cover in front of all the pages are counted from 1, else they are numbered through
            starts = position == 1 and segments[0][0] == "cover"
            section = _section(page, first=position == 0, starts=starts)
            if kind == "letter":
                section = letter_section(section)
            elif kind == "cover":
                section = _without_numbers(section)
            if position + 1 < len(segments):
                if not children or children[-1].tag != P:
                    children.append(tiny_paragraph())
                properties_of(children[-1]).append(section)
                elements += children
            else:
                if not children or children[-1].tag != P:
                    children.append(tiny_paragraph())  # Word wants a paragraph at the end
                elements += [*children, section]
        return elements

    def _blocks(self, blocks: Sequence[Paragraph | Table], page: Page) -> list[Element]:
        elements: list[Element] = []
        position = 0
        while position < len(blocks):
            block = blocks[position]
            if isinstance(block, Table):
                if elements and elements[-1].tag == f"{W}tbl":
                    elements.append(tiny_paragraph())  # Word would join two tables that touch
                before = blocks[position - 1] if position else None
                label = before if isinstance(before, Paragraph) and self._is_label(blocks, position - 1) else None
                kept = self._is_kept(blocks, position + 1)
                table = self.tables.table(block, page, keep_next=kept, label=label)
                self.references.write(table)
                elements.append(table)
            elif self._is_label(blocks, position):
                pass  # the table behind it has it
            elif block.style in self.text.classes["imprint"]:
                rows = list(itertools.takewhile(self._is_imprint, blocks[position:]))
                elements.append(self.tables.imprint([row for row in rows if isinstance(row, Paragraph)], page))
                position += len(rows) - 1
            else:
                elements += self._paragraphs(block, blocks, position, page)
            position += 1
        return elements

    def _is_label(self, blocks: Sequence[Paragraph | Table], position: int) -> bool:
        """Return whether the paragraph at ``position`` stands over all columns of the table behind it."""
        return (
            isinstance(blocks[position], Paragraph)
            and blocks[position].style in self.text.classes["table_labels"]
            and isinstance(blocks[position + 1] if position + 1 < len(blocks) else None, Table)
        )

    def _is_imprint(self, block: Paragraph | Table) -> bool:
        return isinstance(block, Paragraph) and block.style in self.text.classes["imprint"]

    def _paragraphs(
        self, block: Paragraph, blocks: Sequence[Paragraph | Table], position: int, page: Page
    ) -> list[Element]:
        style_id = self.text.paragraph_style(block)
        continued = self.text.classes["continued"].get(block.style or "")
        parts = split_at_breaks(block.runs) if continued else [block.runs]
        elements = []
        for number, part in enumerate(parts):
            runs = part
            if number:
                style_id = self.text.style_id("paragraph", continued)
            paragraph, properties = new_paragraph(style_id)
            # the first page must show some text (GB/T 9704, 7.3.3), so its first paragraph does not go with anything
            first_text = position == 0 or not _is_plain(blocks[position - 1])
            if number + 1 < len(parts) or (self._is_kept(blocks, position + 1) and not first_text):
                etree.SubElement(properties, KEEP_NEXT)
            if block.page_break and number == 0:
                etree.SubElement(properties, f"{W}pageBreakBefore")
            if number == 0 and not block.level and _is_heading(blocks, position - 1):
                # LibreOffice keeps a heading with the text behind it only where the text is kept from single lines
                etree.SubElement(properties, f"{W}widowControl")
            if number == 0 and (block.level or (block.items and block.style is None)):
                runs, counted = self.numbers.take(runs)
                if counted is not None:
                    properties.append(counted)
                    # a numbered paragraph takes its indent from the list, unless it has one of its own
                    if indent := self.text.style.indents.get(style_id):
                        etree.SubElement(properties, f"{W}ind", dict(indent))
            self._exceptions(properties, blocks, position)
            prefix = "pgt" if block.style == "table-title" else "pg"
            keys = block.items if number == 0 else ()
            if block.identifier and number == 0:
                keys = (*keys, block.identifier)
            self.text.content(paragraph, runs, style_id, *marks_of(runs, prefix, keys))
            self.references.write(paragraph, block.style, self.text.numbers)
            if (entry := self.contents.entries.get(block)) and number + 1 == len(parts):
                add_page(paragraph, entry)
            if (target := self.contents.targets.get(block)) and number == 0:
                mark(paragraph, target, str(next(self.text.numbers)))
            head = block.style in self.text.classes["letter"]
            size = self.text.style.sizes.get(style_id, _USUAL_SIZE)
            if block.style in self.text.classes["fit"]:
                narrow(paragraph, block.text, size, LINE_WIDTH if head else page.text_width)
            if head:
                paragraph = letter_head(paragraph, size, page, lambda: next(self.text.numbers))
            elements.append(paragraph)
        return elements

    def _is_kept(self, blocks: Sequence[Paragraph | Table], position: int) -> bool:
        """Return whether the block at ``position`` must not begin a page without what stands before it."""
        block = blocks[position] if position < len(blocks) else None
        return isinstance(block, Paragraph) and block.style in self.text.classes["kept_to_previous"]

    def _exceptions(self, properties: Element, blocks: Sequence[Paragraph | Table], position: int) -> None:
        """Set what depends on the neighbours: no gap inside a title, names centred over the date."""
        block = blocks[position]
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if not isinstance(block, Paragraph) or not isinstance(following, Paragraph):
            following = None
        together = self.text.classes["together"]
        if following is not None and block.style in together and following.style in together:
            etree.SubElement(properties, f"{W}spacing").set(f"{W}after", "0")
        if isinstance(block, Paragraph) and block.style in ("signature", "date"):
            indent = _signature_indent(blocks, position)
            if indent is not None:
                node = etree.SubElement(properties, f"{W}ind")
                node.set(f"{W}right", str(round(indent * _CHARACTER)))
                node.set(f"{W}rightChars", str(round(indent * 100)))


def _segments(document: Document, letters: Collection[str]) -> list[tuple[str, list[Paragraph | Table]]]:
    """Return runs of blocks on pages of the same kind: upright (no name), landscape, letter, cover.

    Args:
        document: the blocks.
        letters: classes of paragraphs that begin a letter, which goes on to the next page that is begun on purpose.
    """
    segments: list[tuple[str, list[Paragraph | Table]]] = []
    for block in document.blocks:
        kind = segments[-1][0] if segments else ""
        if isinstance(block, (Landscape, Cover)):
            kind = "landscape" if isinstance(block, Landscape) else "cover"
        elif block.style in letters and isinstance(block, Paragraph):
            kind = "letter"
        elif kind in ("landscape", "cover") or (isinstance(block, Paragraph) and block.page_break):
            kind = ""
        if not segments or segments[-1][0] != kind:
            segments.append((kind, []))
        segments[-1][1].extend(block.blocks if isinstance(block, (Landscape, Cover)) else [block])
    return [segment for segment in segments if segment[1]] or [("", [])]


def _section(page: Page, *, first: bool, starts: bool) -> Element:
    section = copy.deepcopy(page.section)
    numbering = section.find(f"{W}pgNumType")
    if starts:
        if numbering is None:
            numbering = etree.Element(f"{W}pgNumType")
            margins = section.find(f"{W}pgMar")
            section.insert(len(section) if margins is None else section.index(margins) + 1, numbering)
        numbering.set(f"{W}start", "1")
    elif numbering is not None and not first:
        numbering.attrib.pop(f"{W}start", "")  # pages are numbered through
    return section


def _without_numbers(section: Element) -> Element:
    """Return a section of one page without header and footer: its first page has others, and there are none."""
    for node in [node for node in section if node.tag in (f"{W}headerReference", f"{W}footerReference")]:
        section.remove(node)
    if section.find(f"{W}titlePg") is None:
        grid = section.find(f"{W}docGrid")
        section.insert(len(section) if grid is None else section.index(grid), etree.Element(f"{W}titlePg"))
    return section


def section_references(elements: Sequence[Element]) -> set[str]:
    """Return the ids of the relationships to headers and footers that the sections use."""
    names = (f"{W}headerReference", f"{W}footerReference")
    return {
        identifier
        for element in elements
        for section in element.iter(f"{W}sectPr")
        for node in section
        if node.tag in names and (identifier := node.get(f"{R}id"))
    }


def _signature_indent(blocks: Sequence[Paragraph | Table], position: int) -> float | None:
    """Return the right indent, in characters, of a signature or its date, or None where the style's own holds.

    The date stands four characters in, the names are centred over it (7.3.5.1); where a name is so long that it would
    leave the page, it ends at the edge and the date is centred under it.
    """
    names: list[Paragraph] = []
    date: Paragraph | None = None
    first = position
    while first > 0 and _has_style(blocks[first - 1], "signature"):
        first -= 1
    for block in blocks[first:]:
        if not isinstance(block, Paragraph):
            break
        if block.style == "signature":
            names.append(block)
            continue
        date = block if block.style == "date" else None
        break
    if date is None or not names:
        return None
    date_width = width_of(date.text)
    overhang = max(max((width_of(name.text) - date_width) / 2 for name in names) - _SEAL_INDENT, 0)
    date_indent = _SEAL_INDENT + overhang
    block = blocks[position]
    if block is date or not isinstance(block, Paragraph):
        return date_indent
    return date_indent + (date_width - width_of(block.text)) / 2


def _is_heading(blocks: Sequence[Paragraph | Table], position: int) -> bool:
    """Return whether a heading stands at ``position``."""
    block = blocks[position] if position >= 0 else None
    return isinstance(block, Paragraph) and bool(block.level)


def _is_plain(block: Paragraph | Table) -> bool:
    return isinstance(block, Paragraph) and block.style is None


def _has_style(block: Paragraph | Table, style: str) -> bool:
    return isinstance(block, Paragraph) and block.style == style
