"""From blocks to the elements of a Word document's body, made with lxml in one go."""

from __future__ import annotations

import copy
import difflib
import itertools
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from plangen.document import rules
from plangen.document.blocks import LINE_BREAK, Cell, Document, Landscape, Paragraph, Run, Table
from plangen.document.markdown import MARKDOWN_NAME
from plangen.document.word_grammar import R
from plangen.document.word_style import FALLBACK_STYLE, Data, Page, WordStyle
from plangen.office.bookmarks import BookmarkRegister
from plangen.office.word_xml import W
from plangen.terms.findings import Finding, Location
from plangen.terms.text import without_controls

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_P, _PPR, _PSTYLE, _R, _RPR, _RSTYLE, _T = (f"{W}{tag}" for tag in ("p", "pPr", "pStyle", "r", "rPr", "rStyle", "t"))
_TC, _TCPR, _VMERGE, _VAL = (f"{W}{tag}" for tag in ("tc", "tcPr", "vMerge", "val"))
_KEEP_NEXT = f"{W}keepNext"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Characters that Word and LibreOffice take for Latin ones unless their font is named: “ ” ‘ ’ — … · ℃ ① and the like.
# Set in Times New Roman they would be half as wide and look foreign.
_EAST_ASIAN = re.compile(
    "([\u00a7\u00b0\u00b1\u00b7\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u2103\u2109\u2116\u2121\u2150-\u218b"
    "\u2190-\u22ff\u2460-\u24ff\u2500-\u266f]+)"
)
_TAB = re.compile("(\t)")

_CHARACTER = 320  # twips of one 三号 character
_SEAL_INDENT = 4  # characters between a sealed date and the right edge (GB/T 9704, 7.3.5.1)
_SMALL = 280  # twips of one 四号 character, the size of the imprint
_EMU = 635  # of one twip
_TABLE_SIZE = 10.5  # points, 五号
_LINE_FACTOR = 1.45  # height of a line of table text against the size of its characters
_CELL_MARGIN = 70  # twips
_THIN = 4  # eighths of a point
_HANGING = "。，、；：！？）》”’"
_NARROWEST = 50  # per cent; narrower characters cannot be read

_STAND_INS = {"paragraph": "“正文”", "character": "普通文字", "table": "细线表格"}

_DRAWING = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
     xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
     xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
     xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251660288" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="{identifier}" name="版记{identifier}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>
"""


@dataclass(frozen=True, kw_only=True)
class Body:
    """A document's body.

    Attributes:
        elements: children of ``w:body``, the last section's properties at the end.
        bookmarks: every bookmark's name and the key it stands for.
        findings: unknown classes and missing styles.
    """

    elements: tuple[Element, ...]
    bookmarks: Mapping[str, str]
    findings: tuple[Finding, ...]


def build_body(document: Document, style: WordStyle, data: Data) -> Body:
    """Return the body of a Word document.

    Args:
        document: the blocks.
        style: ids, fonts and pages of the style document.
        data: styles.yaml, for the classes.
    """
    writer = _Writer(style=style, classes=data["classes"], imprint=data["imprint"])
    return Body(
        elements=tuple(writer.body(document)),
        bookmarks=writer.register.names,
        findings=tuple(writer.findings.values()),
    )


@dataclass
class _Writer:
    style: WordStyle
    classes: Data
    imprint: Data
    register: BookmarkRegister = field(default_factory=BookmarkRegister)
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    # sections

    def body(self, document: Document) -> list[Element]:
        """Return the children of ``w:body``."""
        segments = _segments(document)
        elements: list[Element] = []
        for position, (page, blocks) in enumerate(
            (self.style.landscape if landscape else self.style.portrait, blocks) for landscape, blocks in segments
        ):
            children = self._blocks(blocks, page)
            section = _section(page, first=position == 0)
            if position + 1 < len(segments):
                if not children or children[-1].tag != _P:
                    children.append(_tiny_paragraph())
                _properties(children[-1]).append(section)
                elements += children
            else:
                if not children or children[-1].tag != _P:
                    children.append(_tiny_paragraph())  # Word wants a paragraph at the end
                elements += [*children, section]
        return elements

    def _blocks(self, blocks: Sequence[Paragraph | Table], page: Page) -> list[Element]:
        elements: list[Element] = []
        position = 0
        while position < len(blocks):
            block = blocks[position]
            if isinstance(block, Table):
                if elements and elements[-1].tag == f"{W}tbl":
                    elements.append(_tiny_paragraph())  # Word would join two tables that touch
                elements.append(self._table(block, page, keep_next=self._is_kept(blocks, position + 1)))
            elif block.style in self.classes["imprint"]:
                rows = list(itertools.takewhile(self._is_imprint, blocks[position:]))
                elements.append(self._imprint([row for row in rows if isinstance(row, Paragraph)], page))
                position += len(rows) - 1
            else:
                elements += self._paragraphs(block, blocks, position, page)
            position += 1
        return elements

    def _is_imprint(self, block: Paragraph | Table) -> bool:
        return isinstance(block, Paragraph) and block.style in self.classes["imprint"]

    # paragraphs

    def _paragraphs(
        self, block: Paragraph, blocks: Sequence[Paragraph | Table], position: int, page: Page
    ) -> list[Element]:
        style_id = self._paragraph_style(block)
        continued = self.classes["continued"].get(block.style or "")
        parts = _split_at_breaks(block.runs) if continued else [block.runs]
        elements = []
        for number, runs in enumerate(parts):
            if number:
                style_id = self._style_id("paragraph", continued)
            paragraph = etree.Element(_P)
            properties = etree.SubElement(paragraph, _PPR)
            if style_id:
                etree.SubElement(properties, _PSTYLE).set(_VAL, style_id)
            # the first page must show some text (GB/T 9704, 7.3.3), so its first paragraph does not go with anything
            first_text = position == 0 or not _is_plain(blocks[position - 1])
            if number + 1 < len(parts) or (self._is_kept(blocks, position + 1) and not first_text):
                etree.SubElement(properties, _KEEP_NEXT)
            if block.page_break and number == 0:
                etree.SubElement(properties, f"{W}pageBreakBefore")
            self._exceptions(properties, blocks, position)
            prefix = "pgt" if block.style == "table-title" else "pg"
            keys = block.items if number == 0 else ()
            if block.identifier and number == 0:
                keys = (*keys, block.identifier)
            self._content(paragraph, runs, style_id, prefix, keys)
            if block.style in self.classes["fit"]:
                self._narrow(paragraph, block.text, style_id, page)
            elements.append(paragraph)
        return elements

    def _narrow(self, paragraph: Element, text: str, style_id: str, page: Page) -> None:
        """Make characters narrower, as printers do, where a line would not fit; a far too long one is left to wrap."""
        size = self.style.sizes.get(style_id)
        if not size:
            return
        longest = max(_width(line) for line in text.split(LINE_BREAK)) * size * 20
        percent = math.floor(page.text_width / longest * 100) if longest else 100
        if not _NARROWEST <= percent < 100:
            return
        for run in paragraph.iter(_R):
            properties = run.find(_RPR)
            if properties is None:
                properties = etree.Element(_RPR)
                run.insert(0, properties)
            etree.SubElement(properties, f"{W}w").set(_VAL, str(percent))

    def _paragraph_style(self, block: Paragraph) -> str:
        if block.level:
            if block.style:
                self._unknown_class(block.style, (), block.line, "标题")
            names = self.classes["heading"]
            return self._style_id("paragraph", names[min(block.level, len(names)) - 1])
        return self._style_id("paragraph", self._class_style("paragraph", block.style or "body", block.line))

    def _is_kept(self, blocks: Sequence[Paragraph | Table], position: int) -> bool:
        """Return whether the block at ``position`` must not begin a page without what stands before it."""
        block = blocks[position] if position < len(blocks) else None
        return isinstance(block, Paragraph) and block.style in self.classes["kept_to_previous"]

    def _exceptions(self, properties: Element, blocks: Sequence[Paragraph | Table], position: int) -> None:
        """Set what depends on the neighbours: no gap inside a title, names centred over the date."""
        block = blocks[position]
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if not isinstance(block, Paragraph) or not isinstance(following, Paragraph):
            following = None
        together = self.classes["together"]
        if following is not None and block.style in together and following.style in together:
            etree.SubElement(properties, f"{W}spacing").set(f"{W}after", "0")
        if isinstance(block, Paragraph) and block.style in ("signature", "date"):
            indent = _signature_indent(blocks, position)
            if indent is not None:
                node = etree.SubElement(properties, f"{W}ind")
                node.set(f"{W}right", str(round(indent * _CHARACTER)))
                node.set(f"{W}rightChars", str(round(indent * 100)))

    def _content(self, parent: Element, runs: Sequence[Run], style_id: str, prefix: str, keys: Sequence[str]) -> None:
        """Write runs, bookmarks around the whole for ``keys`` and around parts for what the runs name."""
        whole = [self._open_bookmark(parent, prefix, key) for key in dict.fromkeys(keys)]
        inner = "pgr" if prefix == "pgr" else "pg"
        open_keys: dict[str, str] = {}
        runs, hanging = _without_hanging(runs) if whole else (runs, None)
        for run in runs:
            for key in [key for key in open_keys if key not in run.items]:
                _close_bookmark(parent, open_keys.pop(key))
            for key in run.items:
                if key not in open_keys:
                    open_keys[key] = self._open_bookmark(parent, inner, key)
            self._run(parent, run, style_id)
        for number in (*open_keys.values(), *whole):
            _close_bookmark(parent, number)
        if hanging:
            self._run(parent, hanging, style_id)

    def _open_bookmark(self, parent: Element, prefix: str, key: str) -> str:
        number = str(next(self.numbers))
        start = etree.SubElement(parent, f"{W}bookmarkStart")
        start.set(f"{W}id", number)
        start.set(f"{W}name", self.register.take(prefix, key))
        return number

    def _run(self, parent: Element, run: Run, style_id: str) -> None:
        character_id = None
        if run.style:
            character_id = self._style_id("character", self._class_style("character", run.style, None))
        if run.text == LINE_BREAK:
            etree.SubElement(etree.SubElement(parent, _R), f"{W}br")
            return
        text = without_controls(run.text).replace(LINE_BREAK, " ")
        for part in _TAB.split(text) if "\t" in text else (text,):
            if part == "\t":
                etree.SubElement(etree.SubElement(parent, _R), f"{W}tab")
                continue
            for position, piece in enumerate(_EAST_ASIAN.split(part)):
                if piece:
                    self._text(parent, piece, style_id, character_id, east_asian=position % 2 == 1)

    def _text(self, parent: Element, text: str, style_id: str, character_id: str | None, *, east_asian: bool) -> None:
        node = etree.SubElement(parent, _R)
        if character_id or east_asian:
            properties = etree.SubElement(node, _RPR)
            if character_id:
                etree.SubElement(properties, _RSTYLE).set(_VAL, character_id)
            if east_asian:
                fonts = etree.SubElement(properties, f"{W}rFonts")
                fonts.set(f"{W}hint", "eastAsia")  # enough for Word; LibreOffice needs the name
                name = self.style.fonts.get(character_id or "") or self.style.fonts.get(style_id)
                if name:
                    for slot in ("ascii", "hAnsi", "eastAsia"):
                        fonts.set(f"{W}{slot}", name)
        content = etree.SubElement(node, _T)
        content.text = text
        if text[0].isspace() or text[-1].isspace() or "  " in text:
            content.set(_XML_SPACE, "preserve")

    # tables

    def _table(self, table: Table, page: Page, *, keep_next: bool) -> Element:
        styles = self._table_styles(table)
        columns = len(table.header)
        widths = _column_widths(table.widths or (1.0,) * columns, page.text_width)
        element = etree.Element(f"{W}tbl")
        properties = etree.SubElement(element, f"{W}tblPr")
        if styles["style"]:
            etree.SubElement(properties, f"{W}tblStyle").set(_VAL, styles["style"])
        etree.SubElement(properties, f"{W}tblW", {f"{W}w": str(sum(widths)), f"{W}type": "dxa"})
        etree.SubElement(properties, f"{W}jc").set(_VAL, "center")
        if not styles["style"]:
            borders = etree.SubElement(properties, f"{W}tblBorders")
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
                etree.SubElement(borders, f"{W}{edge}", _line(_THIN))
        etree.SubElement(properties, f"{W}tblLayout").set(f"{W}type", "fixed")
        grid = etree.SubElement(element, f"{W}tblGrid")
        for width in widths:
            etree.SubElement(grid, f"{W}gridCol").set(f"{W}w", str(width))
        keys = table.items if table.identifier is None else (*table.items, table.identifier)
        self._row(element, table.header, widths, styles["header"], header=True, keys=keys)
        size = self.style.sizes.get(styles["body"], _TABLE_SIZE)
        whole = False
        for cells, groups in zip(table.rows, table.row_spans, strict=True):
            # a row that is kept whole leaves the rest of a page empty: fair for a few lines, not for half a page
            whole = _row_height(cells, widths, size) < page.text_height / 2
            self._row(element, cells, widths, styles["body"], alignments=table.alignments, groups=groups, whole=whole)
        if keep_next and whole:
            for paragraph in element[-1].iter(_P):
                _properties(paragraph).insert(1, etree.Element(_KEEP_NEXT))
        return element

    def _table_styles(self, table: Table) -> Mapping[str, str]:
        known = self.classes["table"]
        name = table.style or next(iter(known))
        if name not in known:
            self._unknown_class(name, known, table.line, "表格")
            name = next(iter(known))
        entry = known[name]
        return {
            "style": self._style_id("table", entry["style"]),
            "header": self._style_id("paragraph", entry["header"]),
            "body": self._style_id("paragraph", entry["body"]),
        }

    def _row(
        self,
        table: Element,
        cells: Sequence[Cell],
        widths: Sequence[int],
        style_id: str,
        *,
        header: bool = False,
        keys: Sequence[str] = (),
        alignments: Sequence[str | None] = (),
        groups: Mapping[int, int] | None = None,
        whole: bool = True,
    ) -> None:
        row = etree.SubElement(table, f"{W}tr")
        properties = etree.SubElement(row, f"{W}trPr")
        if whole:
            etree.SubElement(properties, f"{W}cantSplit")
        if header:
            etree.SubElement(properties, f"{W}tblHeader")
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            node = etree.SubElement(row, _TC)
            cell_properties = etree.SubElement(node, _TCPR)
            etree.SubElement(cell_properties, f"{W}tcW", {f"{W}w": str(width), f"{W}type": "dxa"})
            group = (groups or {}).get(column)
            if group is not None:
                merge = etree.SubElement(cell_properties, _VMERGE)
                if group:
                    merge.set(_VAL, "restart")
            # beside vertically merged cells LibreOffice centres some cells of a row and not others
            upright = "top" if groups or not whole else "center"
            etree.SubElement(cell_properties, f"{W}vAlign").set(_VAL, upright)
            paragraph = etree.SubElement(node, _P)
            paragraph_properties = etree.SubElement(paragraph, _PPR)
            etree.SubElement(paragraph_properties, _PSTYLE).set(_VAL, style_id)
            alignment = alignments[column] if column < len(alignments) else None
            if alignment in ("center", "right", "left"):
                etree.SubElement(paragraph_properties, f"{W}jc").set(_VAL, alignment)
            runs: Sequence[Run] = cell.runs
            if group == 0:  # the text stands in the first cell of the group; the row keeps its bookmarks
                runs = [Run(text="", items=cell.items)] if cell.items else ()
            prefix = "pgt" if header else "pgr"
            self._content(paragraph, runs, style_id, prefix, keys if header and column == 0 else ())

    # imprint

    def _imprint(self, rows: Sequence[Paragraph], page: Page) -> Element:
        """Return a paragraph with the imprint (版记) in a text box at the foot of its page."""
        lines = sum(_imprint_lines(row, page.text_width) for row in rows)
        width, height = page.text_width * _EMU, (lines * 2 * _SMALL + 60) * _EMU
        # headers and footers of the style document have their own drawings with small numbers
        identifier = 1000 + next(self.numbers)
        run = etree.fromstring(_DRAWING.format(width=width, height=height, identifier=identifier).replace("\n", ""))
        box = next(run.iter(f"{W}txbxContent"))
        table = etree.SubElement(box, f"{W}tbl")
        properties = etree.SubElement(table, f"{W}tblPr")
        etree.SubElement(properties, f"{W}tblW", {f"{W}w": str(page.text_width), f"{W}type": "dxa"})
        etree.SubElement(properties, f"{W}tblLayout").set(f"{W}type", "fixed")
        margins = etree.SubElement(properties, f"{W}tblCellMar")
        for edge in ("left", "right"):
            etree.SubElement(margins, f"{W}{edge}", {f"{W}w": "0", f"{W}type": "dxa"})
        etree.SubElement(etree.SubElement(table, f"{W}tblGrid"), f"{W}gridCol").set(f"{W}w", str(page.text_width))
        for number, row in enumerate(rows):
            self._imprint_row(table, row, page.text_width, first=number == 0, last=number == len(rows) - 1)
        box.append(_tiny_paragraph())
        paragraph = _tiny_paragraph()
        paragraph.append(run)
        return paragraph

    def _imprint_row(self, table: Element, row: Paragraph, width: int, *, first: bool, last: bool) -> None:
        style_id = self._paragraph_style(row)
        cell = etree.SubElement(etree.SubElement(table, f"{W}tr"), _TC)
        properties = etree.SubElement(cell, _TCPR)
        etree.SubElement(properties, f"{W}tcW", {f"{W}w": str(width), f"{W}type": "dxa"})
        borders = etree.SubElement(properties, f"{W}tcBorders")
        for edge, outer in (("top", first), ("bottom", last)):
            etree.SubElement(borders, f"{W}{edge}", _line(self.imprint["thick" if outer else "thin"]))
        paragraph = etree.SubElement(cell, _P)
        etree.SubElement(etree.SubElement(paragraph, _PPR), _PSTYLE).set(_VAL, style_id)
        self._content(paragraph, row.runs, style_id, "pg", row.items)

    # styles

    def _class_style(self, kind: str, name: str, line: int | None) -> str:
        known: Mapping[str, Any] = self.classes[kind]
        if name in known:
            return str(known[name])
        self._unknown_class(name, known, line, "段落" if kind == "paragraph" else "文字")
        return str(self.classes["paragraph"]["body"]) if kind == "paragraph" else ""

    def _unknown_class(self, name: str, known: Mapping[str, Any] | Sequence[str], line: int | None, what: str) -> None:
        near = difflib.get_close_matches(name, list(known), 1)
        hint = f"是不是“.{near[0]}”？" if near else ""
        listed = "、".join(f".{entry}" for entry in known)
        hint += f"可用的有：{listed}。" if listed else "这里不能指定样式。"
        location = Location(file=MARKDOWN_NAME, line=line)
        finding = rules.CLASS_UNKNOWN.found(location, what=what, name=name, advice=hint)
        self.findings.setdefault(("class", f"{what}{name}"), finding)

    def _style_id(self, kind: str, name: str) -> str:
        identifier = self.style.style_id(kind, name)
        if identifier is None and name:
            location = Location(file=self.style.file)
            finding = rules.STYLE_MISSING.found(location, name=name, instead=_STAND_INS[kind])
            self.findings.setdefault(("style", name), finding)
        if identifier is None and kind == "paragraph":
            identifier = self.style.style_id(kind, FALLBACK_STYLE)
        return identifier or ""


def _segments(document: Document) -> list[tuple[bool, list[Paragraph | Table]]]:
    """Return runs of blocks on pages of the same orientation."""
    segments: list[tuple[bool, list[Paragraph | Table]]] = []
    for block in document.blocks:
        landscape = isinstance(block, Landscape)
        if not segments or segments[-1][0] != landscape:
            segments.append((landscape, []))
        segments[-1][1].extend(block.blocks if isinstance(block, Landscape) else [block])
    return [segment for segment in segments if segment[1]] or [(False, [])]


def _section(page: Page, *, first: bool) -> Element:
    section = copy.deepcopy(page.section)
    numbering = section.find(f"{W}pgNumType")
    if numbering is not None and not first:
        numbering.attrib.pop(f"{W}start", "")  # pages are numbered through
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


def _properties(paragraph: Element) -> Element:
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    return properties


def _tiny_paragraph() -> Element:
    """Return a paragraph that takes no room, for places where Word wants one."""
    paragraph = etree.Element(_P)
    properties = etree.SubElement(paragraph, _PPR)
    etree.SubElement(properties, f"{W}snapToGrid").set(_VAL, "0")
    spacing = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
    etree.SubElement(properties, f"{W}spacing", {f"{W}{key}": value for key, value in spacing.items()})
    run_properties = etree.SubElement(properties, _RPR)
    etree.SubElement(run_properties, f"{W}sz").set(_VAL, "2")
    etree.SubElement(run_properties, f"{W}szCs").set(_VAL, "2")
    return paragraph


def _line(weight: int) -> dict[str, str]:
    """Return the attributes of a border; the weight is in eighths of a point."""
    values = {"val": "single", "sz": str(weight), "space": "0", "color": "auto"}
    return {f"{W}{key}": value for key, value in values.items()}


def _without_hanging(runs: Sequence[Run]) -> tuple[Sequence[Run], Run | None]:
    """Split off the punctuation mark that ends a paragraph.

    A bookmark that ends behind a mark that hangs over the margin makes LibreOffice add an empty line.
    """
    if not runs or len(runs[-1].text) < 2 or runs[-1].text[-1] not in _HANGING or runs[-1].items:
        return runs, None
    last = runs[-1]
    return [*runs[:-1], replace(last, text=last.text[:-1])], replace(last, text=last.text[-1])


def _close_bookmark(parent: Element, number: str) -> None:
    etree.SubElement(parent, f"{W}bookmarkEnd").set(f"{W}id", number)


def _split_at_breaks(runs: Sequence[Run]) -> list[list[Run]]:
    parts: list[list[Run]] = [[]]
    for run in runs:
        if run.text == LINE_BREAK:
            parts.append([])
        else:
            parts[-1].append(run)
    return parts


def _width(text: str) -> float:
    """Return the width of a text in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


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
    date_width = _width(date.text)
    overhang = max(max((_width(name.text) - date_width) / 2 for name in names) - _SEAL_INDENT, 0)
    date_indent = _SEAL_INDENT + overhang
    block = blocks[position]
    if block is date or not isinstance(block, Paragraph):
        return date_indent
    return date_indent + (date_width - _width(block.text)) / 2


def _is_plain(block: Paragraph | Table) -> bool:
    return isinstance(block, Paragraph) and block.style is None


def _has_style(block: Paragraph | Table, style: str) -> bool:
    return isinstance(block, Paragraph) and block.style == style


def _imprint_lines(row: Paragraph, text_width: int) -> int:
    """Return how many lines a row of the imprint takes, one character free at each side and 抄送： hanging out."""
    room = text_width / _SMALL - 5
    return max(1, math.ceil((_width(row.text) - 3) / room))


def _column_widths(shares: Sequence[float], total: int) -> list[int]:
    """Return whole twips in the proportion of the shares that add up to the total."""
    edges = [round(total * edge / sum(shares)) for edge in itertools.accumulate(shares)]
    return [end - start for start, end in itertools.pairwise([0, *edges])]


def _row_height(cells: Sequence[Cell], widths: Sequence[int], size: float) -> float:
    """Return about how many twips high a row will be; ``size`` is that of the characters in points."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        room = max((width - 2 * _CELL_MARGIN) / (size * 20), 1)
        lines = max(lines, sum(math.ceil(max(_width(line), 1) / room) for line in cell.text.split(LINE_BREAK)))
    return lines * size * 20 * _LINE_FACTOR
