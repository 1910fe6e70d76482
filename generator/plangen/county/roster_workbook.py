"""The roster as an Excel file: read with a finding for every doubtful cell, written with notes and drop-down lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from plangen.county.normalise import Normalised, Spot, clean_name, short
from plangen.county.spec import RosterGroup, RosterUnit
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.text import comparable, half_width
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_nodes import Mark
from plangen.terms.yaml_source import KeyPath

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from plangen.office.spreadsheet import ReadCell, ReadSheet
    from plangen.office.workbook import Book
    from plangen.office.workbook_data import ColumnLayout, SheetLayout

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".xlt", ".et", ".ett", ".ods", ".csv", ".tsv")
_HEADER_ROWS = 15
_LISTS = frozenset({"aliases", "covers", "members"})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTED_LINE = re.compile(r"“(.*)”")
_SEVERAL_QUOTED = re.compile(r"”\s*[、，,；;]\s*“")

_UNREADABLE = {
    "too-large": (
        "roster-too-large",
        "部门名册文件太大，不像是一份名册。",
        "请检查是否选错了文件；图片和多余的工作表请删去。",
    ),
    "bomb": (
        "roster-too-large",
        "部门名册文件解开后过大，不像是一份名册，没有读取。",
        "请新建一份名册，把内容复制过去。",
    ),
    "encrypted": (
        "roster-encrypted",
        "部门名册文件设了打开密码，读不出来。",
        "请在 Excel 或 WPS 中打开，取消密码后再保存。",
    ),
    "old-format": (
        "roster-not-xlsx",
        "部门名册文件是旧格式（.xls）。",
        "请在 Excel 或 WPS 中打开，另存为 .xlsx 格式。",
    ),
    "not-xlsx": (
        "roster-not-xlsx",
        "部门名册文件不是 Excel 工作簿（.xlsx）。",
        "只改扩展名不能改变格式；请在 Excel 或 WPS 中打开，另存为 .xlsx 格式。",
    ),
    "damaged": (
        "roster-damaged",
        "部门名册文件已损坏，或者不是完好的 .xlsx 文件。",
        "请在 Excel 或 WPS 中打开并重新保存；打不开的，请从备份恢复。",
    ),
}


@dataclass(frozen=True, kw_only=True)
class RosterTables:
    """What a roster's Excel file holds, in the form of a spec's sections.

    Attributes:
        units: entries of ``roster``.
        groups: entries of ``groups``.
        cells: path of a value (``("roster", 0, "covers", 1)``) to its cell and its text.
        findings: everything there is to say about the file.
    """

    units: tuple[dict[str, Any], ...] = ()
    groups: tuple[dict[str, Any], ...] = ()
    cells: Mapping[KeyPath, tuple[Location, Spot]]
    findings: tuple[Finding, ...]


def take_roster_workbook(spec: Normalised, folder: Path) -> Normalised:
    """Return the spec with the units and groups of the Excel file that its roster names.

    Args:
        spec: a normalised spec; one whose roster is no file name is returned as it is.
        folder: the spec's folder.
    """
    written = spec.document.get("roster")
    name = clean_name(written) if isinstance(written, str) else ""
    if PurePath(name.replace("\\", "/")).suffix.lower() not in _SPREADSHEETS:
        return spec
    file = str(PurePath(spec.file).parent / name) if spec.file else name
    tables = _tables_of_file(name, file, folder, spec.location(("roster",)))
    own_groups = spec.document.get("groups")
    groups = own_groups if isinstance(own_groups, list) else []
    offset = len(groups)
    cells = {_moved(path, offset): found for path, found in tables.cells.items()}
    document = {**spec.document, "roster": list(tables.units) or None}
    if tables.groups and (own_groups is None or isinstance(own_groups, list)):
        document["groups"] = [*groups, *tables.groups]
    return replace(
        spec,
        document=document,
        spots={**spec.spots, **{path: spot for path, (_, spot) in cells.items()}},
        elsewhere={path: location for path, (location, _) in cells.items()},
        findings=(*spec.findings, *tables.findings),
        roster_file=file,
    )


def _moved(path: KeyPath, offset: int) -> KeyPath:
    """Return the path of a group's value, behind the groups that the spec itself has."""
    if path[0] != "groups" or not isinstance(path[1], int):
        return path
    return (path[0], path[1] + offset, *path[2:])


def _tables_of_file(name: str, file: str, folder: Path, place: Location) -> RosterTables:
    from plangen.county.build import resolve_path
    from plangen.office.spreadsheet import MAXIMUM_BYTES

    def failed(code: str, message: str, hint: str) -> RosterTables:
        finding = Finding(code=code, severity=_ERROR, message=message, location=place, hint=hint)
        return RosterTables(cells={}, findings=(finding,))

    if not name.lower().endswith(".xlsx"):
        hint = "请在 Excel 或 WPS 中打开，另存为 .xlsx 格式，再改写这里的文件名。"
        return failed("roster-not-xlsx", f"部门名册“{name}”不是 .xlsx 文件。", hint)
    hint = "位置从本文件所在的文件夹算起；还没有名册的，可用 plangen init 某某县 --roster-xlsx 生成一份。"
    try:
        path = resolve_path(name, folder)
        if path.is_dir():
            return failed("roster-file-missing", f"“{name}”是文件夹，不是部门名册文件。", hint)
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        return failed("roster-file-missing", f"找不到部门名册文件“{name}”。", hint)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return failed(
            "roster-file-missing", f"部门名册文件“{name}”打不开：{reason}。", "请检查文件是否正在其他程序中打开。"
        )
    return read_roster(data, file)


def read_roster(data: bytes, file: str) -> RosterTables:
    """Read a roster from an .xlsx file; whatever is wrong with it becomes findings.

    Args:
        data: the file.
        file: its name, for findings.
    """
    from plangen.office.spreadsheet import UnreadableError, read_sheets

    try:
        sheets = read_sheets(data)
    except UnreadableError as error:
        code, message, hint = _UNREADABLE[error.kind]
        finding = Finding(code=code, severity=_ERROR, message=message, location=Location(file=file), hint=hint)
        return RosterTables(cells={}, findings=(finding,))
    return _Reader(file).tables(sheets)


def _heading(text: str) -> str:
    """Return a column's heading as headings are compared: without spaces, marks and remarks in brackets."""
    return re.sub(r"\(.*?\)|[*:]", "", comparable(_CONTROLS.sub("", text)))


class _Reader:
    def __init__(self, file: str) -> None:
        from plangen.office.workbook_data import roster_layout

        self.file = file
        self.layout = roster_layout()
        self.findings: list[Finding] = []
        self.cells: dict[KeyPath, tuple[Location, Spot]] = {}

    def add(self, code: str, severity: Severity, message: str, location: Location, hint: str | None = None) -> None:
        self.findings.append(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def at(self, sheet: ReadSheet, row: int | None = None, column: int | None = None) -> Location:
        """Return the place of a cell, or of a whole sheet."""
        from plangen.office.spreadsheet import cell_name

        cell = f" {cell_name(row, column)}" if row and column else ""
        return Location(file=self.file, place=f"“{sheet.name}”表{cell}")

    # --- sheets ---

    def tables(self, sheets: tuple[ReadSheet, ...]) -> RosterTables:
        layouts = self.layout.sheets
        units_sheet = self.sheet(sheets, layouts["units"], required=True)
        groups_sheet = self.sheet(sheets, layouts["groups"], required=False)
        units: list[dict[str, Any]] = []
        groups: list[dict[str, Any]] = []
        if units_sheet:
            units = self.entries(units_sheet, layouts["units"], "roster")
        if groups_sheet and groups_sheet is not units_sheet:
            groups = self.entries(groups_sheet, layouts["groups"], "groups")
        read = {id(units_sheet), id(groups_sheet)}
        for sheet in sheets:
            if id(sheet) not in read and sheet.cells and sheet.name != layouts["notes"].name and units_sheet:
                message = f"“{short(sheet.name)}”表没有读取。"
                self.add(
                    "roster-sheet-name",
                    _INFO,
                    message,
                    self.at(sheet),
                    "名册的内容请写在“部门名册”“成员单位组”两张表里。",
                )
        return RosterTables(units=tuple(units), groups=tuple(groups), cells=self.cells, findings=tuple(self.findings))

    def sheet(self, sheets: tuple[ReadSheet, ...], layout: SheetLayout, *, required: bool) -> ReadSheet | None:
        """Return the sheet of a name; a sheet that is named almost so counts, and is mentioned."""
        from plangen.county.validate import nearest

        names = {comparable(sheet.name): sheet for sheet in reversed(sheets)}
        if found := names.get(layout.name):
            return found
        known = {other.name for other in self.layout.sheets.values()}
        others = [sheet for sheet in sheets if comparable(sheet.name) not in known and sheet.cells]
        near = nearest(layout.name, [sheet.name for sheet in others])
        guess = next((sheet for sheet in others if near and sheet.name == near[0]), None)
        if guess is None and required and len(others) == 1 and self.header(others[0], layout):
            guess = others[0]
        if guess:
            message = f"没有名为“{layout.name}”的表，读的是“{short(guess.name)}”表。"
            self.add("roster-sheet-name", _WARNING, message, self.at(guess), f"请把表名改为“{layout.name}”。")
            return guess
        if required:
            shown = "、".join(f"“{short(sheet.name)}”" for sheet in sheets[:5])
            message = f"没有名为“{layout.name}”的表；文件里的表有{shown}。" if shown else f"没有“{layout.name}”这张表。"
            self.add(
                "roster-sheet-missing",
                _ERROR,
                message,
                Location(file=self.file),
                f"请把写有各单位的表改名为“{layout.name}”。",
            )
        return None

    # --- the header ---

    def header(self, sheet: ReadSheet, layout: SheetLayout) -> int | None:
        """Return the row of the headings: the one among the first with most known headings."""
        known = {heading for column in layout.columns for heading in _headings(column)}
        counts: dict[int, int] = {}
        for (row, _), cell in sheet.cells.items():
            if row <= _HEADER_ROWS and _heading(cell.text) in known:
                counts[row] = counts.get(row, 0) + 1
        return max(counts, key=lambda row: (counts[row], -row)) if counts else None

    def columns(self, sheet: ReadSheet, layout: SheetLayout, header: int) -> dict[int, ColumnLayout]:
        """Return the known columns by number, and say which are missing, unknown or there twice."""
        from plangen.county.validate import nearest

        names = {heading: column for column in layout.columns for heading in _headings(column)}
        found: dict[int, ColumnLayout] = {}
        unknown: dict[int, str] = {}
        for number in sorted(column for row, column in sheet.cells if row == header):
            heading = _heading(sheet.cells[header, number].text)
            column = names.get(heading)
            if column is None:
                unknown[number] = heading
            elif column in found.values():
                message = f"“{column.title}”列有两列，后一列没有采用。"
                self.add("roster-column-twice", _ERROR, message, self.at(sheet, header, number), "请合并成一列。")
            else:
                found[number] = column
        missing = [column for column in layout.columns if column not in found.values()]
        for column in missing:
            headings = list(unknown.values())
            titles = (column.title, *column.also)
            near = next((best for title in titles if (best := nearest(title, headings, cutoff=0.5))), [])
            where = next((number for number, heading in unknown.items() if near and heading == near[0]), None)
            if where is not None:
                heading = short(unknown.pop(where))
                message = f"不认识“{heading}”列，它的内容没有采用；表里缺少“{column.title}”列。"
                hint = f"是不是改了列名？请把“{heading}”改回“{column.title}”。"
                code = "roster-column-missing" if column.required else "roster-column-unknown"
                self.add(code, _ERROR, message, self.at(sheet, header, where), hint)
            elif column.required:
                message = f"缺少“{column.title}”列。"
                self.add(
                    "roster-column-missing", _ERROR, message, self.at(sheet, header, 1), f"请补上：{column.note}。"
                )
            else:
                message = f"没有“{column.title}”列，按没有填写处理。"
                self.add(
                    "roster-column-missing", _INFO, message, self.at(sheet, header, 1), f"这一列写：{column.note}。"
                )
        for number, heading in unknown.items():
            message = f"“{short(heading)}”列没有读取。"
            self.add(
                "roster-column-unknown", _INFO, message, self.at(sheet, header, number), "程序用不到的列可以不管。"
            )
        return found

    # --- rows ---

    def entries(self, sheet: ReadSheet, layout: SheetLayout, section: str) -> list[dict[str, Any]]:
        if not sheet.cells:
            if section == "roster":
                self.empty(sheet)
            return []
        header = self.header(sheet, layout)
        if header is None:
            titles = "、".join(column.title for column in layout.columns)
            message = f"前 {_HEADER_ROWS} 行里找不到表头。"
            self.add("roster-header-missing", _ERROR, message, self.at(sheet), f"表头应当写：{titles}。")
            return []
        columns = self.columns(sheet, layout, header)
        self.merged(sheet, header, columns)
        if not sheet.complete:
            message = "表太大，后面的行或列没有读取。"
            self.add("roster-too-large", _ERROR, message, self.at(sheet), "请删去表格以外的内容。")
        if any(column.required for column in layout.columns if column not in columns.values()):
            return []  # without its names, no row means anything
        known_columns = {column for row, column in sheet.cells if row == header}
        found: list[dict[str, Any]] = []
        rows: dict[int, list[int]] = {}
        for row, column in sorted(sheet.cells):
            if row > header:
                rows.setdefault(row, []).append(column)
                if column not in known_columns:
                    message = f"“{short(sheet.cells[row, column].text)}”写在表格以外的列里，没有采用。"
                    self.add(
                        "roster-stray-cell", _WARNING, message, self.at(sheet, row, column), "请写到有列名的列里。"
                    )
        in_table = [row for row, filled in rows.items() if any(column in columns for column in filled)]
        for row in in_table:
            if entry := self.entry(sheet, row, columns, (section, len(found))):
                found.append(entry)
        if not in_table and section == "roster":
            self.empty(sheet)
        return found

    def empty(self, sheet: ReadSheet) -> None:
        message = "部门名册是空的，任务无法分工。"
        hint = "请在表头下面逐行写出本县各部门，例如：永和县应急管理局　县应急局。"
        self.add("empty-roster", _ERROR, message, self.at(sheet), hint)

    def merged(self, sheet: ReadSheet, header: int, columns: Mapping[int, ColumnLayout]) -> None:
        """Say which merged cells touch the table; those above its header are titles."""
        from plangen.office.spreadsheet import cell_name

        last = max(row for row, _ in sheet.cells)
        for top, left, bottom, right in sheet.merged:
            if bottom < header or top > last or not any(left <= column <= right for column in columns):
                continue
            cells = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            message = f"{cells} 是合并的单元格，除第一格外都没有内容。"
            hint = "请取消合并，在每一格里写出内容。"
            self.add("roster-merged-cells", _ERROR, message, self.at(sheet, top, left), hint)

    def entry(
        self, sheet: ReadSheet, row: int, columns: Mapping[int, ColumnLayout], path: KeyPath
    ) -> dict[str, Any] | None:
        """Return one row; None where it has no name at all."""
        numbers = {column.key: number for number, column in columns.items()}
        values: dict[str, Any] = {}
        wrong = set()
        for number, column in columns.items():
            cell = sheet.cells.get((row, number))
            if cell is None:
                continue
            place = self.at(sheet, row, number)
            if self.calculated(cell, column, place):
                wrong.add(column.key)
                continue
            value = self.value(cell.text, column, place)
            if value not in (None, []):
                values[column.key] = value
                self.keep((*path, column.key), value, place, column, row, number)
        for column in columns.values():
            hidden_by_merge = _inside(sheet.merged, row, numbers[column.key])
            if column.required and column.key not in values and column.key not in wrong and not hidden_by_merge:
                message = f"这一行没有写“{column.title}”。"
                place = self.at(sheet, row, numbers[column.key])
                self.add("roster-cell-empty", _ERROR, message, place, f"请补上：{column.note}。")
        name = values.get("name") or values.get("short")
        if not name:
            return None
        first = min(numbers["name"], numbers.get("short", numbers["name"]))
        spot = Spot(None, Mark(row, first), str(path[-1]))
        self.cells[path] = (self.at(sheet, row, first), spot)
        values["name"] = name
        if path[0] == "roster":
            values.setdefault("short", name)
        return values

    def keep(self, path: KeyPath, value: Any, place: Location, column: ColumnLayout, row: int, number: int) -> None:
        mark = Mark(row, number, value if isinstance(value, str) else None)
        self.cells[path] = (place, Spot(mark, mark, column.title))
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            self.cells[*path, index] = (place, Spot(None, Mark(row, number, entry), str(index + 1)))

    def calculated(self, cell: ReadCell, column: ColumnLayout, place: Location) -> bool:
        """Say that a cell is a formula or an error value."""
        if cell.formula:
            message = f"“{column.title}”是公式，没有采用。"
            hint = "请选中这一格复制，再“选择性粘贴”为数值。"
            self.add("roster-formula", _ERROR, message, place, hint)
        elif cell.error:
            message = f"“{column.title}”写的是错误值“{cell.text}”。"
            self.add("roster-cell-value", _ERROR, message, place, "请改写为名称。")
        return cell.formula or cell.error

    def value(self, text: str, column: ColumnLayout, place: Location) -> Any:
        """Return a cell's value in a column, None or an empty list for nothing."""
        text = _CONTROLS.sub("", text)
        if column.key == "vertical":
            return self.flag(text, column, place)
        if column.key in _LISTS:
            names = []
            for part in split_cell(text):
                if clean := self.clean(part, place):
                    names.append(clean)
            return names
        return self.clean(text, place) or None

    def clean(self, text: str, place: Location) -> str:
        clean = clean_name(text)
        if clean != text.strip("\n"):
            message = f"“{short(text)}”里多余的空格、换行或引号已去掉，读作“{short(clean)}”。"
            self.add("name-normalised", _INFO, message, place, f"建议写作：{short(clean)}")
        return clean

    def flag(self, text: str, column: ColumnLayout, place: Location) -> bool | None:
        word = half_width(text).strip().lower()
        if word in self.layout.data["true_words"]:
            return True
        if word in self.layout.data["false_words"] or not word:
            return False
        message = f"“{column.title}”应当写“是”或“否”，这里写的是“{short(text)}”。"
        self.add("roster-cell-value", _ERROR, message, place, "请从下拉列表中选“是”或“否”。")
        return None


def _inside(ranges: Iterable[tuple[int, int, int, int]], row: int, column: int) -> bool:
    """Return whether a cell is one of several that were merged."""
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in ranges)


def _headings(column: ColumnLayout) -> Iterator[str]:
    yield from (_heading(title) for title in (column.title, *column.also))


def split_cell(text: str) -> list[str]:
    """Return the names in a cell: one a line, or parted by 、 and its like; a name in “” is taken whole.

    Args:
        text: the cell's text.
    """
    names: list[str] = []
    for line in text.split("\n"):
        match = _QUOTED_LINE.fullmatch(line.strip())
        if match and not _SEVERAL_QUOTED.search(line):
            names.append(match[1])
        else:
            names += _outside_quotes(line)
    return names


def _outside_quotes(line: str) -> list[str]:
    """Return the names in a line; separators inside “” belong to the name, whose outer quotes go."""
    parts: list[str] = []
    # two halves of a split inside quotes are put together again
    for part in split_names(line):
        if parts and parts[-1].count("“") > parts[-1].count("”"):
            joint = line[line.index(parts[-1]) + len(parts[-1]) :]
            parts[-1] += joint[: joint.index(part)] + part
        else:
            parts.append(part)
    return [clean_name(part) if part.startswith("“") else part for part in parts]


def join_names(names: Iterable[str]) -> str:
    """Return names as a cell holds them, so that :func:`split_cell` finds the same names again.

    Args:
        names: without line ends in them.
    """
    listed = list(names)
    if all(split_cell(name) == [name] and clean_name(name) == name for name in listed) and (
        split_cell("、".join(listed)) == listed
    ):
        return "、".join(listed)
    return "\n".join(name if split_cell(name) == [name] else f"“{name}”" for name in listed)


# --- writing ---------------------------------------------------------------------------------------------------------


def roster_template(units: Iterable[RosterUnit] = (), groups: Iterable[RosterGroup] = ()) -> bytes:
    """Return an Excel file in which a roster is filled in: notes at every column, drop-down lists, spare rows.

    Args:
        units: what stands in it already, for instance the usual departments of a county.
        groups: likewise.
    """
    from plangen.office.workbook import Book, Row
    from plangen.office.workbook_data import roster_layout

    layout = roster_layout()
    book = Book(layout)
    choices = [str(word) for word in layout.data["choices"]]
    unit_rows = [
        {
            "name": unit.name,
            "short": unit.short,
            "aliases": join_names(unit.aliases),
            "covers": join_names(unit.covers),
            "parent_body": unit.parent_body or "",
            "vertical": choices[0] if unit.vertical else "",
        }
        for unit in units
    ]
    group_rows = [
        {"name": group.name, "covers": join_names(group.covers), "members": join_names(group.members)}
        for group in groups
    ]
    blank = int(layout.data["blank_rows"])
    for key, rows in (("units", unit_rows), ("groups", group_rows)):
        sheet = layout.sheets[key]
        marked = replace(
            sheet,
            columns=tuple(replace(column, title=_marked(column)) for column in sheet.columns),
        )
        room = max(blank if key == "units" else blank // 4, len(rows) + 20)
        padded = [*rows, *([{}] * (room - len(rows)))]
        table = [Row(values=row) for row in padded]
        page = book.add_table(
            marked, table, name=sheet.name, title=sheet.title, note=sheet.note, freeze="name", typed=True
        )
        _guide(page, sheet, len(table), choices)
    _notes(book)
    return book.save(properties={"plangen.document": "roster"}, title="部门名册", author="", date=None)


def _marked(column: ColumnLayout) -> str:
    return f"{column.title}*" if column.required else column.title


def _guide(page: Worksheet, sheet: SheetLayout, rows: int, choices: list[str]) -> None:
    """Add what a person sees who selects a cell: a note, and where there is a choice a list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    from plangen.office.workbook import HEAD_ROW

    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        first, last = f"{letter}{HEAD_ROW + 1}", f"{letter}{HEAD_ROW + rows}"
        rule = DataValidation(allow_blank=True)
        if column.key == "vertical":
            rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            rule.showErrorMessage = True
            rule.errorTitle, rule.error = column.title, f"请选“{'”或“'.join(choices)}”。"
        elif column.required:
            counted = f"COUNTIF(${letter}${HEAD_ROW + 1}:${letter}${HEAD_ROW + rows},{first})=1"
            rule = DataValidation(type="custom", formula1=counted, allow_blank=True)
            rule.errorStyle = "warning"
            rule.showErrorMessage = True
            rule.errorTitle, rule.error = column.title, "这个名称前面已经写过，两个单位的名称不能相同。"
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = column.title[:32], column.note[:250]
        rule.add(f"{first}:{last}")
        page.add_data_validation(rule)


def _notes(book: Book) -> None:
    from plangen.office.workbook import Row
    from plangen.office.workbook_data import ColumnLayout

    sheet = book.layout.sheets["notes"]
    columns = (
        ColumnLayout(key="number", title="序号", width=8, align="center"),
        ColumnLayout(key="text", title=sheet.title, width=110),
    )
    rows = [
        Row(values={"number": number, "text": str(text)}) for number, text in enumerate(book.layout.data["notes"], 1)
    ]
    layout = replace(sheet, columns=columns)
    book.add_table(layout, rows, name=sheet.name, title=sheet.title, note="", freeze="number")
