"""Writes tables of a Word file, the imprint (版记) among them."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from plangen.document import blocks as kinds
from plangen.document.blocks import LINE_BREAK, Cell, Paragraph, Run, Table
from plangen.document.docx_drawing import AT_FOOT, BOX, drawing
from plangen.document.docx_numbering import Numbers
from plangen.document.docx_text import (
    PSTYLE,
    VAL,
    P,
    TextWriter,
    border,
    marks_of,
    narrow,
    new_paragraph,
    properties_of,
    split_at_breaks,
    tiny_paragraph,
    width_of,
)
from plangen.document.word_style import Data, Page
from plangen.office.bookmarks import text_key
from plangen.office.word_xml import W
from plangen.terms.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TC, TCPR, VMERGE, KEEP_NEXT, KEEP_LINES = (f"{W}{tag}" for tag in ("tc", "tcPr", "vMerge", "keepNext", "keepLines"))
_CELL_WIDTH, _UPRIGHT, _ALIGNMENT, _WIDTH, _TYPE = (f"{W}{tag}" for tag in ("tcW", "vAlign", "jc", "w", "type"))
_NUMBER_HEAD = "序号"
_DATE = re.compile("(?:19|20)[0-9]{2}年[0-9]{0,2}[月日0-9初中底末前后起至以—-]{0,9}")  # not to be broken in a cell
_BORDERS = lazy_pattern(r"(?<=[0-9])(?=[一-龥])|(?<=[一-龥])(?=[0-9])")
_BORDER_SPACE = 0.25  # characters
_SMALL = 280  # twips of one 四号 character, the size of the imprint
_TABLE_SIZE = 10.5  # points, 五号
_LINE_FACTOR = 1.45  # height of a line of table text against the size of its characters
_CELL_MARGIN = 70  # twips
_THIN = 4  # eighths of a point
_WHOLE_ROW = 0.75  # of a page: rows up to this height are never divided


@dataclass(frozen=True)
class TableWriter:
    """Writes tables.

    Attributes:
        text: writes what is in them.
        weights: weights of the imprint's lines, from styles.yaml.
        numbers: the document's automatic numbers.
    """

    text: TextWriter
    weights: Data
    numbers: Numbers

    def table(self, table: Table, page: Page, *, keep_next: bool, label: Paragraph | None = None) -> Element:
        """Return a table.

        Args:
            table: what stands in it.
            page: the page that it fills.
            keep_next: what follows must not begin a page without its last row.
            label: what stands over all its columns, on each of its pages.
        """
        styles = self._table_styles(table)
        columns = len(table.header)
        widths = _column_widths(table.widths or (1.0,) * columns, page.text_width)
        element = etree.Element(f"{W}tbl")
        properties = etree.SubElement(element, f"{W}tblPr")
        if styles["style"]:
            etree.SubElement(properties, f"{W}tblStyle").set(VAL, styles["style"])
        etree.SubElement(properties, f"{W}tblW", {f"{W}w": str(sum(widths)), f"{W}type": "dxa"})
        etree.SubElement(properties, f"{W}jc").set(VAL, "center")
        if not styles["style"]:
            borders = etree.SubElement(properties, f"{W}tblBorders")
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
                etree.SubElement(borders, f"{W}{edge}", border(_THIN))
        etree.SubElement(properties, f"{W}tblLayout").set(f"{W}type", "fixed")
        grid = etree.SubElement(element, f"{W}tblGrid")
        for width in widths:
            etree.SubElement(grid, f"{W}gridCol").set(f"{W}w", str(width))
        if label is not None:
            self._label(element, label, widths)
        keys = table.items if table.identifier is None else (*table.items, table.identifier)
        boxed = table.style == kinds.BOX
        self._row(element, table.header, widths, styles["header"], header=True, keys=keys, boxed=boxed)
        size = self.text.style.sizes.get(styles["body"], _TABLE_SIZE)
        whole = False
        heights = [_row_height(cells, widths, size) for cells in table.rows]
        height = sum(heights, _row_height(table.header, widths, size))
        together = self._entry(table).get("together", False) and height < page.text_height * _WHOLE_ROW
        if boxed:
            self._framed(element, table, widths[0], styles["body"])
        for number, (cells, groups) in enumerate(zip(table.rows, table.row_spans, strict=True) if not boxed else ()):
            # a row that is kept whole leaves the rest of a page empty, one that is not is torn between two pages
            fits = whole = heights[number] < page.text_height * _WHOLE_ROW
            # LibreOffice shows nothing of the rows behind, where a head of two rows and a whole row just fill a page
            whole &= number > 0 or label is None or len(table.rows) == 1
            typed = table.header[0].text != _NUMBER_HEAD or 1 in groups or not any(cell.text for cell in cells[1:2])
            counted = None if typed else self.numbers.take_row(cells[0].text)
            self._row(
                element,
                cells,
                widths,
                styles["body"],
                alignments=table.alignments,
                groups=groups,
                whole=whole,
                fits=fits,
                counted=counted,
            )
        rows = list(element.iter(f"{W}tr"))
        kept = [row for row in rows if together or row.find(f"{W}trPr/{W}tblHeader") is not None]
        if together:
            kept.pop()
        for row in (*kept, *([element[-1]] if keep_next and whole else ())):
            for paragraph in row.iter(P):
                _keep(paragraph, KEEP_NEXT)
        return element

    def _label(self, table: Element, label: Paragraph, widths: Sequence[int]) -> None:
        """Write a row over all columns that stands on each page of the table."""
        row = etree.SubElement(table, f"{W}tr")
        properties = etree.SubElement(row, f"{W}trPr")
        for tag in ("cantSplit", "tblHeader"):
            etree.SubElement(properties, f"{W}{tag}")
        node = etree.SubElement(row, TC)
        cell_properties = etree.SubElement(node, TCPR)
        etree.SubElement(cell_properties, f"{W}tcW", {f"{W}w": str(sum(widths)), f"{W}type": "dxa"})
        etree.SubElement(cell_properties, f"{W}gridSpan").set(VAL, str(len(widths)))
        etree.SubElement(cell_properties, f"{W}vAlign").set(VAL, "center")
        style_id = self.text.paragraph_style(label)
        paragraph, _ = new_paragraph(style_id)
        node.append(paragraph)
        self.text.content(paragraph, label.runs, style_id, *marks_of(label.runs, "pg", label.items))

    def _framed(self, element: Element, table: Table, width: int, style_id: str) -> None:
        """Write what stands in a box into one cell: a frame is closed at the foot of a page only inside a row."""
        node = etree.SubElement(etree.SubElement(element, f"{W}tr"), TC)
        etree.SubElement(etree.SubElement(node, TCPR), f"{W}tcW", {f"{W}w": str(width), f"{W}type": "dxa"})
        for runs in (line for cells in table.rows for line in split_at_breaks(cells[0].runs)):
            paragraph, _ = new_paragraph(style_id)
            node.append(paragraph)
            self.text.content(paragraph, runs, style_id, *marks_of(runs, "pg", ()))

    def _entry(self, table: Table) -> Data:
        known = self.text.classes["table"]
        entry: Data = known.get(table.style) or next(iter(known.values()))
        return entry

    def _table_styles(self, table: Table) -> Mapping[str, str]:
        known, entry = self.text.classes["table"], self._entry(table)
        if table.style and table.style not in known:
            self.text.unknown_class(table.style, known, table.line, "表格")
        return {
            "style": self.text.style_id("table", entry["style"]),
            "header": self.text.style_id("paragraph", entry["header"]),
            "body": self.text.style_id("paragraph", entry["body"]),
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
        boxed: bool = False,
        alignments: Sequence[str | None] = (),
        groups: Mapping[int, int] | None = None,
        whole: bool = True,
        fits: bool = True,
        counted: Element | None = None,
    ) -> None:
        prefix = "pgt" if header else "pgr"
        if boxed:  # what stands in a box is text in a frame, and no row
            prefix, keys = marks_of(cells[0].runs, "pg", keys)
        elif not keys and not any(cell.items for cell in cells):
            prefix, keys = "pghr", [text_key(words)] if (words := _words_of(cells[counted is not None :])) else ()
        marked = _first_shown(cells, groups or {}, counted is not None)
        row = etree.SubElement(table, f"{W}tr")
        properties = etree.SubElement(row, f"{W}trPr")
        if whole:
            etree.SubElement(properties, f"{W}cantSplit")
        if header:
            etree.SubElement(properties, f"{W}tblHeader")
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            node = etree.SubElement(row, TC)
            cell_properties = etree.SubElement(node, TCPR)
            etree.SubElement(cell_properties, _CELL_WIDTH, {_WIDTH: str(width), _TYPE: "dxa"})
            group = (groups or {}).get(column)
            if group is not None:
                merge = etree.SubElement(cell_properties, VMERGE)
                if group:
                    merge.set(VAL, "restart")
            # beside vertically merged cells LibreOffice centres some cells of a row and not others
            upright = "center" if fits and not groups else "top"
            etree.SubElement(cell_properties, _UPRIGHT).set(VAL, upright)
            alignment = alignments[column] if column < len(alignments) else None
            runs: Sequence[Run] = cell.runs
            if group == 0:  # the text stands in the first cell of the group; the row keeps its bookmarks
                runs = [Run(text="", items=cell.items)] if cell.items else ()
            number = counted if column == 0 else None
            if (
                number is not None and len(cells) > 1
            ):  # it stands there automatically, and its bookmarks in the next cell
                runs, keys = (), (*cell.items, *keys)
            elif number is not None:
                runs = [replace(run, text="") for run in runs]
            # each line is a paragraph of its own, so that a row that must be divided is not divided inside one
            lines = [runs] if cell.items else split_at_breaks(runs)
            for position, line in enumerate(lines):
                paragraph, paragraph_properties = new_paragraph(style_id)
                node.append(paragraph)
                if len(lines) > 1:
                    etree.SubElement(paragraph_properties, KEEP_LINES)
                if number is not None:
                    paragraph_properties.append(number)
                if alignment in ("center", "right", "left"):
                    etree.SubElement(paragraph_properties, _ALIGNMENT).set(VAL, alignment)
                first = column == marked and position == 0
                self.text.content(paragraph, line, style_id, prefix, keys if first else ())
                if _DATE.fullmatch(said := "".join(run.text for run in line)):
                    size = self.text.style.sizes.get(style_id, _TABLE_SIZE)
                    # LibreOffice sets a little space between digits and Chinese characters, however narrow they are
                    spaces = len(_BORDERS.findall(said)) * _BORDER_SPACE * size * 20
                    narrow(paragraph, said, size, width - 2 * _CELL_MARGIN - spaces)

    def imprint(self, rows: Sequence[Paragraph], page: Page) -> Element:
        """Return a paragraph with the imprint (版记) in a text box at the foot of its page."""
        lines = sum(_imprint_lines(row, page.text_width) for row in rows)
        height = lines * 2 * _SMALL + 60
        run = drawing(next(self.text.numbers), "版记", AT_FOOT, width=page.text_width, height=height, shape=BOX)
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
        box.append(tiny_paragraph())
        paragraph = tiny_paragraph()
        paragraph.append(run)
        return paragraph

    def _imprint_row(self, table: Element, row: Paragraph, width: int, *, first: bool, last: bool) -> None:
        style_id = self.text.paragraph_style(row)
        cell = etree.SubElement(etree.SubElement(table, f"{W}tr"), TC)
        properties = etree.SubElement(cell, TCPR)
        etree.SubElement(properties, f"{W}tcW", {f"{W}w": str(width), f"{W}type": "dxa"})
        borders = etree.SubElement(properties, f"{W}tcBorders")
        for edge, outer in (("top", first), ("bottom", last)):
            etree.SubElement(borders, f"{W}{edge}", border(self.weights["thick" if outer else "thin"]))
        paragraph, _ = new_paragraph(style_id)
        cell.append(paragraph)
        self.text.content(paragraph, row.runs, style_id, *marks_of(row.runs, "pg", row.items))


def _words_of(cells: Sequence[Cell]) -> str:
    """Return the words by which a row is known; its number in the table, which changes with the rows above, is none."""
    texts = [cell.text.strip() for cell in cells]
    return "|".join(texts[1:] if texts[0].isdecimal() else texts).strip("|")


def _first_shown(cells: Sequence[Cell], groups: Mapping[int, int], counted: bool) -> int:
    """Return the first cell that shows words of its own; a mark around nothing is lost when somebody edits."""
    shown = (at for at, cell in enumerate(cells) if cell.runs and groups.get(at) != 0)
    return next((at for at in shown if at or not counted), 0)


def _keep(paragraph: Element, tag: str) -> None:
    """Set a property that stands right behind the style, as Word wants it."""
    properties = properties_of(paragraph)
    behind = next((number for number, node in enumerate(properties) if node.tag != PSTYLE), len(properties))
    properties.insert(behind, etree.Element(tag))


def _imprint_lines(row: Paragraph, text_width: int) -> int:
    """Return how many lines a row of the imprint takes, one character free at each side and 抄送： hanging out."""
    room = text_width / _SMALL - 5
    return max(1, math.ceil((width_of(row.text) - 3) / room))


def _column_widths(shares: Sequence[float], total: int) -> list[int]:
    """Return whole twips in the proportion of the shares that add up to the total."""
    edges = [round(total * edge / sum(shares)) for edge in itertools.accumulate(shares)]
    return [end - start for start, end in itertools.pairwise([0, *edges])]


def _row_height(cells: Sequence[Cell], widths: Sequence[int], size: float) -> float:
    """Return about how many twips high a row will be; ``size`` is that of the characters in points."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        room = max((width - 2 * _CELL_MARGIN) / (size * 20), 1)
        lines = max(lines, sum(math.ceil(max(width_of(line), 1) / room) for line in cell.text.split(LINE_BREAK)))
    return lines * size * 20 * _LINE_FACTOR
