"""Writing Excel workbooks: text that stays text, sheets that print well, the same bytes for the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - a parameter is called date
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from plangen.office.workbook_data import ColumnLayout, SheetLayout, WorkbookLayout

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROW = 3
"""Rows 1 and 2 hold title and note; the table begins here."""

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""

LONGEST_SHEET_NAME = 31

_TALLEST_ROW = 405.0  # points; spreadsheet programs know no taller rows than 409
_SMALLEST_SIZE = 6.0  # points; what is smaller cannot be read on paper
_LINE = 1.32  # line height for a size of 1
_CHINESE = 134  # character set of fonts
_MAIN_NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = "xl/styles.xml"
_STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = (
    _STRINGS.encode("ascii"),
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
)
_STRINGS_RELATIONSHIP = (
    b'<Relationship Id="strings" Target="sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
_INLINE = re.compile(rb'(<c [^>]*?)t="inlineStr"><is>(<t(?: [^>]*)?>[^<]*</t>)</is></c>')
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN_IN_NAMES = re.compile(r"[\\/*?:\[\]\x00-\x1f]")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a sheet.

    Attributes:
        values: by column key; texts, or whole numbers.
        fill: key of the background in the layout's colours, None for none.
        link: name of the sheet that the row's cell ``unit`` leads to.
    """

    values: Mapping[str, str | int]
    fill: str | None = None
    link: str | None = None


@dataclass
class Book:
    """A workbook in the making.

    Attributes:
        layout: fonts, sizes and colours.
        cut: names of sheets and cells whose text did not fit into a cell.
    """

    layout: WorkbookLayout
    workbook: Workbook = field(init=False)
    cut: list[tuple[str, str]] = field(default_factory=list)
    _styles: dict[tuple[object, ...], str] = field(default_factory=dict)
    _arrays: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import Font
        from openpyxl.utils.indexed_list import IndexedList

        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        # column widths count digits of the first font: with a Chinese one, a character is as wide as two everywhere
        data = self.layout.data
        font = Font(name=str(data["fonts"]["body"]), size=float(data["sizes"]["body"]), charset=_CHINESE)
        self.workbook._fonts = IndexedList([font])
        self.workbook._named_styles["Normal"].font = font

    def add_table(
        self,
        sheet: SheetLayout,
        rows: Sequence[Row],
        *,
        name: str,
        title: str,
        note: str,
        freeze: str,
        typed: bool = False,
    ) -> Worksheet:
        """Add a sheet with a title, a note and a table that can be filtered and printed.

        Args:
            sheet: its columns.
            rows: what stands under the head.
            name: the sheet's name, see :func:`sheet_names`.
            title: heading over the whole width.
            note: line under the title; may be empty.
            freeze: key of the column up to which columns stay in view.
            typed: whether people write into the rows: whatever they type stays text.
        """
        page = self.workbook.create_sheet(name)
        shown = [column for column in sheet.columns if not column.hidden]
        self._head(page, sheet.columns, len(shown), title, note)
        for number, row in enumerate(rows, HEAD_ROW + 1):
            self._row(page, number, sheet.columns, row, typed)
        last_row = HEAD_ROW + max(len(rows), 1)
        if not rows:
            self._row(page, last_row, sheet.columns, Row(values={}), typed)
        self._set_up(page, len(sheet.columns), len(shown), last_row)
        keys = [column.key for column in sheet.columns]
        page.freeze_panes = page.cell(row=HEAD_ROW + 1, column=keys.index(freeze) + 2 if freeze in keys else 1)
        return page

    def _head(self, page: Worksheet, columns: Sequence[ColumnLayout], shown: int, title: str, note: str) -> None:
        from openpyxl.utils import get_column_letter

        sizes = self.layout.data["sizes"]
        width = sum(column.width for column in columns if not column.hidden)
        for number, (text, kind) in enumerate(((title, "title"), (note, "note")), 1):
            self.write(page.cell(row=number, column=1), text, self.style(kind, "center" if kind == "title" else "left"))
            if shown > 1:
                page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=shown)
            lines = _lines(text, width, float(sizes[kind]))
            page.row_dimensions[number].height = float(sizes[kind]) * 1.6 * lines if text else 6
        for number, column in enumerate(columns, 1):
            self.write(page.cell(row=HEAD_ROW, column=number), column.title, self.style("head", "center"))
            dimension = page.column_dimensions[get_column_letter(number)]
            dimension.width = column.width
            dimension.hidden = column.hidden
        page.row_dimensions[HEAD_ROW].height = float(sizes["head"]) * 2.4

    def _row(self, page: Worksheet, number: int, columns: Sequence[ColumnLayout], row: Row, typed: bool) -> None:
        body = float(self.layout.data["sizes"]["body"])
        height = body * 1.8
        kind = "input" if typed else "body"
        for position, column in enumerate(columns, 1):
            value = row.values.get(column.key, "")
            size = column.size or body
            if isinstance(value, str) and not column.hidden:
                while (tall := _lines(value, column.width, size) * size * _LINE + 6) > _TALLEST_ROW:
                    if size <= _SMALLEST_SIZE:
                        break
                    size -= 0.5
                height = max(height, min(tall, _TALLEST_ROW))
            cell = page.cell(row=number, column=position)
            linked = row.link is not None and column.key == "unit"
            self.write(cell, value, self.style("link" if linked else kind, column.align, size, row.fill))
            if row.link is not None and linked:
                from openpyxl.worksheet.hyperlink import Hyperlink

                target = row.link.replace("'", "''")
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
                cell.style = self.style("link", column.align, size, row.fill)
        page.row_dimensions[number].height = height

    def write(self, cell: Cell, value: str | int, style: str) -> None:
        """Write a value into a cell: a text is always a text, never a formula, a number or an error value."""
        array = self._arrays.get(style)
        if array is None:
            cell.style = style
            self._arrays[style] = copy(cell._style)
        else:
            cell._style = copy(array)  # looking the style up by its name for every cell takes most of the time
        if isinstance(value, int):
            cell.value = value
            return
        text = cell_text(value)
        if len(text) > LONGEST_CELL:
            mark = str(self.layout.data.get("words", {}).get("cut", "……"))
            text = text[: LONGEST_CELL - len(mark)] + mark
            self.cut.append((str(cell.parent.title), str(cell.coordinate)))
        if not text:
            return
        cell.value = text
        cell.data_type = "s"
        if text.startswith(_FORMULA_STARTS):
            # else the program would take it for a formula as soon as somebody edits the cell
            cell.quotePrefix = True

    def style(self, kind: str, align: str = "left", size: float | None = None, fill: str | None = None) -> str:
        """Return the name of a cell style, made when it is first asked for.

        Args:
            kind: ``title``, ``note``, ``head``, ``body``, ``input`` or ``link``.
            align: ``left``, ``center`` or ``right``.
            size: font size in points; by default the kind's.
            fill: key of the background in the layout's colours.
        """
        data = self.layout.data
        size = size or float(data["sizes"].get(kind, data["sizes"]["body"]))
        fill = "head" if kind == "head" else fill
        key = (kind, align, size, fill)
        if key not in self._styles:
            from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

            colours = data["colours"]
            style = NamedStyle(name=f"表格{len(self._styles) + 1}")
            style.font = Font(
                name=str(data["fonts"].get(kind, data["fonts"]["body"])),
                size=size,
                charset=_CHINESE,
                color=str(colours["link"]) if kind == "link" else None,
                underline="single" if kind == "link" else None,
            )
            style.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
            if kind == "input":
                style.number_format = "@"
            if kind in ("head", "body", "input", "link"):
                side = Side(style="thin", color=str(colours["line"]))
                style.border = Border(left=side, right=side, top=side, bottom=side)
            if fill:
                style.fill = PatternFill("solid", fgColor=str(colours[fill]))
            self.workbook.add_named_style(style)
            self._styles[key] = style.name
        return self._styles[key]

    def _set_up(self, page: Worksheet, columns: int, shown: int, last_row: int) -> None:
        from openpyxl.utils import get_column_letter

        page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(columns)}{last_row}"
        page.print_area = f"A1:{get_column_letter(shown)}{last_row}"
        page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        self.set_up_print(page)

    def set_up_print(self, page: Worksheet) -> None:
        """Let a sheet print on A4 landscape, as wide as the paper, with page numbers."""
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.fitToWidth = 1
        page.page_setup.fitToHeight = 0
        page.page_setup.firstPageNumber = 1
        page.page_setup.useFirstPageNumber = True
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_options.horizontalCentered = True
        margins = self.layout.data.get("margins") or {}
        for side, attribute in (("top", "top"), ("bottom", "bottom"), ("left", "left"), ("right", "right")):
            setattr(page.page_margins, attribute, float(margins.get(side, 15)) / 25.4)
        page.page_margins.footer = float(margins.get("footer", 7)) / 25.4
        page.oddFooter.center.text = str(self.layout.data.get("footer", "&P"))
        page.oddFooter.center.size = 10
        page.sheet_view.showGridLines = False

    def save(self, *, properties: Mapping[str, str], title: str, author: str, date: Date | None) -> bytes:
        """Return the workbook as a sealed file; see :func:`plangen.office.docx_package.is_untouched`.

        Args:
            properties: custom properties; the seal is added.
            title: title in the file's properties.
            author: author in the file's properties.
            date: date in the file's properties; a fixed one when None.
        """
        from datetime import datetime

        from openpyxl.packaging.custom import StringProperty

        from plangen.office.docx_package import (
            APPLICATION_XML,
            CUSTOM_PART,
            NO_DATE,
            custom_properties_xml,
            read_parts,
            sealed_parts,
            write_parts,
        )

        day = date or NO_DATE
        moment = datetime(day.year, day.month, day.day)
        core = self.workbook.properties
        core.title, core.creator, core.lastModifiedBy = cell_text(title), cell_text(author), cell_text(author)
        core.created = core.modified = moment
        # makes openpyxl write the part and all that refers to it; its content is ours
        self.workbook.custom_doc_props.append(StringProperty(name="plangen.document", value="-"))
        stream = BytesIO()
        self.workbook.save(stream)
        parts = read_parts(stream.getvalue())
        # openpyxl looks at the clock when it saves
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
        parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", parts["docProps/core.xml"])
        parts["docProps/app.xml"] = APPLICATION_XML
        parts[CUSTOM_PART] = custom_properties_xml(properties)
        for name, content in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                # the heights are estimates: a row whose text changes shall find its own
                parts[name] = content.replace(b' customHeight="1"', b"")
        _share_strings(parts)
        parts[_STYLES] = _in_order(parts[_STYLES])
        return write_parts(sealed_parts(parts))


def _share_strings(parts: dict[str, bytes]) -> None:
    """Put the texts of all cells into one table, as Excel does: openpyxl writes every text where it stands."""
    if _STRINGS in parts:
        return
    numbers: dict[bytes, int] = {}
    count = 0

    def refer(match: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return b'%st="s"><v>%d</v></c>' % (match[1], numbers.setdefault(match[2], len(numbers)))

    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _INLINE.sub(refer, content)
    table = b"".join(b"<si>%s</si>" % text for text in numbers)
    head = b'<sst xmlns="%s" count="%d" uniqueCount="%d">' % (_MAIN_NAMESPACE, count, len(numbers))
    parts[_STRINGS] = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + head + table + b"</sst>"
    for name, end, addition in (
        ("[Content_Types].xml", b"</Types>", b'<Override PartName="/%s" ContentType="%s"/>' % _STRINGS_TYPE),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", _STRINGS_RELATIONSHIP),
    ):
        parts[name] = parts[name].replace(end, addition + end)


def _in_order(styles: bytes) -> bytes:
    """Return the styles with the parts of each font in the order of the standard, which openpyxl does not keep."""
    from lxml import etree

    from plangen.office.docx_package import parse_xml

    root = parse_xml(styles)
    for font in root.iter(f"{{{_MAIN_NAMESPACE.decode()}}}font"):
        font[:] = sorted(font, key=lambda node: _FONT_ORDER.index(str(node.tag).rsplit("}", 1)[-1]))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def cell_text(text: str) -> str:
    r"""Return a text as a cell can hold it: no control characters, line ends as ``\n``.

    ``_x0041_``, which spreadsheet programs would read as A, keeps its letters.
    """
    from plangen.terms.text import without_controls

    clean = without_controls(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\x0b", "\n").replace("\x0c", "\n")
    return _ESCAPE.sub("_x005F_", clean)


def sheet_names(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return names that sheets may have: at most 31 characters, no forbidden ones, each different.

    Args:
        names: the wanted names.
        taken: names of sheets that exist already.
    """
    # spreadsheet programs keep 历史 for themselves under its English name
    used = {"history", *(name.casefold() for name in taken)}
    result = []
    for name in names:
        clean = _FORBIDDEN_IN_NAMES.sub("_", cell_text(name)).strip().strip("'") or "表"
        candidate, number = _cut_name(clean, ""), 1
        while candidate.casefold() in used:
            number += 1
            candidate = _cut_name(clean, f"({number})")
        used.add(candidate.casefold())
        result.append(candidate)
    return tuple(result)


def _cut_name(name: str, tail: str) -> str:
    while len((name + tail).encode("utf-16-le")) // 2 > LONGEST_SHEET_NAME:
        name = name[:-1]
    return name.rstrip("'") + tail


@lru_cache(maxsize=20_000)
def _lines(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a column, on the safe side.

    Args:
        text: the text, which may have line ends.
        width: the column's, in half-width characters of 10.5 points.
        size: of the font, in points.
    """
    room = max(width - 1.2, 1.0)
    total = 0
    for line in text.split("\n"):
        units = sum(1.0 if character.isascii() else 2.0 for character in line) * size / 10.5
        wide = 2.0 * size / 10.5
        # a Chinese character that does not fit goes to the next line whole
        per_line = max(room - room % wide if room > wide else wide, wide)
        total += max(1, -int(-units // per_line))
    return total
