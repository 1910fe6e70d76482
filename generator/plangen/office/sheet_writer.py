"""Writing Excel workbooks: text that stays text, sheets that print well, the same bytes for the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812 - a parameter is called date
from datetime import datetime, time
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from plangen.office.docx_package import (
    APPLICATION_XML,
    CUSTOM_PART,
    NO_DATE,
    custom_properties_xml,
    sealed_parts,
    write_parts,
)
from plangen.office.sheet_layout import ColumnLayout, WorkbookLayout
from plangen.office.sheet_reader import cell_name
from plangen.office.sheet_rules import CELL_CUT
from plangen.office.word_package import read_parts
from plangen.terms.findings import Finding, Location
from plangen.terms.text import without_controls

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 3
"""Rows 1 and 2 hold title and note; the table begins here."""

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""

LONGEST_SHEET_NAME = 31

_TALLEST_ROW = 405.0  # points; spreadsheet programs know no taller rows than 409
_SMALLEST_SIZE = 6.0  # points; what is smaller cannot be read on paper
_NOTHING = "—"  # in a column that other rows need
_SPARE_ROWS = 20  # under what stands in a sheet that people fill in
_LINE = 1.32  # line height for a size of 1
_CHINESE = 134  # character set of fonts
_TEXT_FORMAT = 49  # number of the built-in format "@": whatever is typed stays text
_A4 = 9
_MILLIMETRES = 25.4  # in an inch
_PADDING = 5 / 7  # of a column, in characters; XlsxWriter adds it to the width that it is given
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_FORBIDDEN_IN_NAMES = re.compile(r"[\\/*?:\[\]\x00-\x1f]")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a sheet.

    Attributes:
        values: by column key; texts, or whole numbers.
        fill: key of the background in the layout's colours, None for none.
        link: name of the sheet that the row's cell ``unit`` leads to.
        folded: the row is folded behind the last one above it that is not; a reader unfolds it with a click.
    """

    values: Mapping[str, str | int]
    fill: str | None = None
    link: str | None = None
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class BuiltWorkbook:
    """An Excel file and what there is to say about it.

    Attributes:
        data: the file, sealed (see :func:`plangen.office.docx_package.is_untouched`).
        findings: texts that did not fit into a cell.
    """

    data: bytes
    findings: tuple[Finding, ...]


class Book:
    """A workbook in the making.

    Args:
        layout: sheets, fonts, sizes and colours.
        values: what fills the gaps (``{plan}``) in the layout's texts, on all sheets.

    Attributes:
        names: names of the sheets, by key in the layout; those with a gap in their name are not in it.
    """

    def __init__(self, layout: WorkbookLayout, **values: object) -> None:
        from xlsxwriter import Workbook

        fixed = {key: sheet.name for key, sheet in layout.sheets.items() if "{" not in sheet.name}
        self.layout = layout
        self.names: Mapping[str, str] = dict(zip(fixed, sheet_names(fixed.values()), strict=True))
        self._values = values
        self._findings: list[Finding] = []
        self._lists: dict[str, str] = {}
        self._offered: dict[str, tuple[str, ...]] = {}
        self._formats: dict[tuple[object, ...], Format] = {}
        self._stream = BytesIO()
        # column widths count digits of the first font: with a Chinese one, a character is as wide as two everywhere
        options = {"in_memory": True, "default_format_properties": self._font("body")}
        self._workbook = Workbook(self._stream, options)

    def filled(self, text: str, **values: object) -> str:
        """Fill the gaps of a text of the layout; unknown gaps stay."""
        for key, value in {**self._values, **values}.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    def add_table(self, key: str, rows: Sequence[Row], *, name: str | None = None, **values: object) -> None:
        """Add a sheet with a title, a note and a table that can be filtered and printed.

        Args:
            key: the sheet's in the layout.
            rows: what stands under the head.
            name: the sheet's name, see :func:`sheet_names`; by default the layout's.
            values: what fills the gaps in title and note; ``{rows}`` is the number of rows.
        """
        sheet = self.layout.sheets[key]
        page = self._workbook.add_worksheet(name or self.names[key])
        values = {"rows": len(rows), **values}
        every = self.layout.columns_of(sheet)
        used = {key for row in rows for key in row.values}
        columns = [column for column in every if column.key in used or not column.optional]
        nothing = {column.key: _NOTHING for column in columns if column.optional}
        rows = [replace(row, values={**nothing, **row.values}) for row in rows] if nothing else rows
        self._head(page, columns, self.filled(sheet.title, **values), self.filled(sheet.note, **values))
        room = max(sheet.rows, len(rows) + _SPARE_ROWS) if sheet.rows else max(len(rows), 1)
        padding = [Row(values={})] * (room - len(rows))
        if any(row.folded for row in rows):
            page.outline_settings(symbols_below=False)
        shown = [*rows, *padding]
        for number, (row, after) in enumerate(zip(shown, [*shown[1:], None], strict=True), HEAD_ROW):
            outline = {"level": 1, "hidden": True} if row.folded else {"collapsed": bool(after and after.folded)}
            self._row(page, number, columns, row, ("input" if sheet.rows else "body", outline))
        last = HEAD_ROW + room - 1
        for number, column in enumerate(columns):
            _guide(page, number, column, last, self._lists.get(column.choices_from, ""))
        last_kept = list(sheet.columns).index(sheet.freeze)
        page.freeze_panes(HEAD_ROW, sum(column in columns for column in every[: last_kept + 1]))
        page.autofilter(HEAD_ROW - 1, 0, last, len(columns) - 1)
        page.print_area(0, 0, last, len(columns) - 1)
        page.repeat_rows(HEAD_ROW - 1)
        self._set_up_print(page)

    def offer(self, name: str, entries: Sequence[str]) -> None:
        """Let columns offer a list (:attr:`ColumnLayout.choices_from`); it stands on a last sheet that is not shown.

        Args:
            name: the list's name in the layout, and of its sheet.
            entries: what is offered.
        """
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        if entries:
            self._offered[name] = tuple(entries)
            self._lists[name] = f"={quote_sheetname(name)}!{xl_range_abs(0, 0, len(entries) - 1, 0)}"

    def _write_lists(self) -> None:
        for name, entries in self._offered.items():
            page = self._workbook.add_worksheet(name)
            for number, entry in enumerate(entries):
                self._write(page, number, 0, entry, ("body",))
            page.hide()

    def _head(self, page: Worksheet, columns: Sequence[ColumnLayout], title: str, note: str) -> None:
        width = sum(column.width for column in columns if not column.hidden)
        for number, (text, kind, align) in enumerate(((title, "title", "center"), (note, "note", "left"))):
            if len(columns) > 1:
                page.merge_range(number, 0, number, len(columns) - 1, "", self._format(kind, align))
            self._write(page, number, 0, text, (kind, align))
            size = self._size(kind)
            page.set_row(number, size * 1.6 * _lines(text, width, size) if text else 6)
        for number, column in enumerate(columns):
            heading = f"{column.title}*" if column.required else column.title
            self._write(page, HEAD_ROW - 1, number, heading, ("head", "center"))
            width = max(column.width - _PADDING, 0)
            page.set_column(number, number, width, None, {"hidden": True} if column.hidden else {})
        page.set_row(HEAD_ROW - 1, self._size("head") * 2.4)

    def _row(
        self,
        page: Worksheet,
        number: int,
        columns: Sequence[ColumnLayout],
        row: Row,
        look: tuple[str, dict[str, Any]],
    ) -> None:
        kind, outline = look
        body = self._size("body")
        height = body * 1.8
        for position, column in enumerate(columns):
            value = row.values.get(column.key, "")
            size = column.size or body
            if isinstance(value, str):
                while (tall := _lines(value, column.width, size) * size * _LINE + 6) > _TALLEST_ROW:
                    if size <= _SMALLEST_SIZE:
                        break
                    size -= 0.5
                height = max(height, min(tall, _TALLEST_ROW))
            link = row.link if column.key == "unit" else None
            self._write(page, number, position, value, ("link" if link else kind, column.align, size, row.fill), link)
        page.set_row(number, height, None, outline)

    def _write(
        self, page: Worksheet, row: int, column: int, value: str | int, look: tuple[Any, ...], link: str | None = None
    ) -> None:
        """Write a value into a cell: a text is always a text, never a formula, a number or an error value."""
        if isinstance(value, int):
            page.write_number(row, column, value, self._format(*look))
            return
        text = cell_text(value)
        if len(text) > LONGEST_CELL:
            text = text[: LONGEST_CELL - len(self.layout.cut)] + self.layout.cut
            place = f"“{page.get_name()}”表 {cell_name(row + 1, column + 1)}"
            self._findings.append(CELL_CUT.found(Location(place=place)))
        # without the quote the program would take it for a formula as soon as somebody edits the cell
        style = self._format(*look, quoted=text.startswith(_FORMULA_STARTS))
        if not text:
            page.write_blank(row, column, None, style)
        elif link:
            target = link.replace("'", "''")
            page.write_url(row, column, f"internal:'{target}'!A1", style, text)
        else:
            page.write_string(row, column, text, style)

    def _size(self, kind: str) -> float:
        return self.layout.sizes.get(kind, self.layout.sizes["body"])

    def _font(self, kind: str) -> dict[str, Any]:
        name = self.layout.fonts.get(kind, self.layout.fonts["body"])
        return {"font_name": name, "font_size": self._size(kind), "font_charset": _CHINESE}

    def _format(
        self,
        kind: str,
        align: str = "left",
        size: float | None = None,
        fill: str | None = None,
        *,
        quoted: bool = False,
    ) -> Format:
        """Return a cell format, made when it is first asked for.

        Args:
            kind: ``title``, ``note``, ``head``, ``body``, ``input`` or ``link``.
            align: ``left``, ``center`` or ``right``.
            size: font size in points; by default the kind's.
            fill: key of the background in the layout's colours.
            quoted: whether what looks like a formula is a text.
        """
        fill = "head" if kind == "head" else fill
        key = (kind, align, size, fill, quoted)
        if key not in self._formats:
            colours = {name: f"#{colour}" for name, colour in self.layout.colours.items()}
            look = self._font(kind) | {"align": align, "valign": "vcenter", "text_wrap": True, "quote_prefix": quoted}
            if size:
                look["font_size"] = size
            if kind not in ("title", "note"):
                look |= {"border": 1, "border_color": colours["line"]}
            if kind == "input":
                look["num_format"] = _TEXT_FORMAT
            if kind == "link":
                look |= {"font_color": colours["link"], "underline": 1}
            if fill:
                look |= {"pattern": 1, "bg_color": colours[fill]}
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]

    def _set_up_print(self, page: Worksheet) -> None:
        """Let a sheet print on A4 landscape, as wide as the paper, with page numbers."""
        inches = {side: millimetres / _MILLIMETRES for side, millimetres in self.layout.margins.items()}
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_start_page(1)
        page.center_horizontally()
        page.set_footer(f"&C&10{self.layout.footer}", {"margin": inches.pop("footer")})
        page.set_margins(**inches)
        page.hide_gridlines(2)

    def save(
        self, *, properties: Mapping[str, str], title: str, author: str = "", date: Date | None = None
    ) -> BuiltWorkbook:
        """Return the workbook as a sealed file; see :func:`plangen.office.docx_package.is_untouched`.

        Args:
            properties: custom properties; the seal is added.
            title: title in the file's properties.
            author: author in the file's properties.
            date: date in the file's properties; a fixed one when None.
        """
        self._write_lists()
        moment = datetime.combine(date or NO_DATE, time())
        core = {"title": cell_text(title), "author": cell_text(author), "created": moment}
        self._workbook.set_properties(core)
        # makes the library write the part and all that refers to it; its content is ours
        self._workbook.set_custom_property("plangen.document", "-")
        self._workbook.close()
        parts = read_parts(self._stream.getvalue())
        parts["docProps/app.xml"] = APPLICATION_XML
        parts[CUSTOM_PART] = custom_properties_xml(properties)
        for name, content in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                # the heights are estimates: a row whose text changes shall find its own
                parts[name] = content.replace(b' customHeight="1"', b"")
        return BuiltWorkbook(data=write_parts(sealed_parts(parts)), findings=tuple(self._findings))


def _guide(page: Worksheet, number: int, column: ColumnLayout, last: int, offered: str) -> None:
    """Add what a person sees who selects a cell of a column: a note, and where there is a choice a list.

    Args:
        page: the sheet.
        number: the column's, from 0.
        column: its layout.
        last: the table's last row, from 0.
        offered: where the list stands that is offered; empty for none.
    """
    from xlsxwriter.utility import xl_range_abs

    rule: dict[str, Any] = {"validate": "any", "input_title": column.title[:32], "input_message": column.note[:250]}
    if column.choices:
        rule |= {"validate": "list", "source": list(column.choices), "error_message": column.refusal}
    elif offered:  # several units, or one that the roster has not yet, may be written all the same
        rule |= {"validate": "list", "source": offered, "show_error": False}
    elif column.unique:
        cells = xl_range_abs(HEAD_ROW, number, last, number)
        rule |= {"validate": "custom", "value": f"=COUNTIF({cells},{cell_name(HEAD_ROW + 1, number + 1)})=1"}
        rule |= {"error_type": "warning", "error_message": column.unique}
    if not column.note:
        del rule["input_title"], rule["input_message"]
    if len(rule) > 1:
        page.data_validation(HEAD_ROW, number, last, number, {**rule, "error_title": column.title[:32]})


def cell_text(text: str) -> str:
    r"""Return a text as a cell can hold it: no control characters, line ends as ``\n``."""
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n"))


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
