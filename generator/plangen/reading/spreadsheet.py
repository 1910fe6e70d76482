"""Workbooks (.xlsx; .xls, .et and .ods by way of LibreOffice) as lines: each sheet a table, what stands above it text.

Only what the program shows is read: hidden sheets, rows and columns are said and left out.  Merged cells are repeated
in every place that they cover, as in Word's tables.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from plangen.office.limits import MOST_GRID_CELLS, damaged, encrypted, open_zip, too_large
from plangen.office.sheet_reader import (
    MAXIMUM_BYTES,
    MAXIMUM_COLUMNS,
    MAXIMUM_ROWS,
    ReadSheet,
    UnreadableError,
    cell_name,
    read_sheets,
)
from plangen.reading import rules, sheet_rules
from plangen.reading.blocks import row_line
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.findings import Finding, FindingsError, Location, folded
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import comparable, squeeze, without_unseen
from plangen.terms.vocabulary import vocabulary

_SHOWN_PLACES = 5
_HEAD_CELL = 24
"""Most characters of a cell in a table's head."""
_TITLE_CHARACTERS = range(8, 81)
_USUAL_NAME = re.compile(r"(?:sheet|工作表|表|表格)\s*\d*", re.IGNORECASE)
"""Names that the program gives to new sheets."""


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of an .xlsx workbook.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: the file is damaged, encrypted, larger than any list of tasks, or shows no text.
    """
    name = path.name
    where = Location(file=name)
    shown = _Shown(name)
    for sheet in sheets_of(data, name):
        shown.add(sheet)
    if not shown.lines:
        raise FindingsError([*shown.findings(), rules.DOCUMENT_WITHOUT_TEXT.found(where, scan="")])
    parts = [entry.lower() for entry in open_zip(data, name).namelist()]
    findings = list(shown.findings())
    if pictures := sum("/media/" in part for part in parts):
        findings.append(rules.DOCUMENT_PICTURES.found(where, what=f"文件中有{pictures}处图片"))
    if any(part.endswith("vbaproject.bin") for part in parts):
        findings.append(rules.DOCUMENT_MACROS.found(where))
    return SourceDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="xlsx",
        lines=tuple(shown.lines),
        findings=tuple(findings),
        title=shown.title,
    )


def read_legacy(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of an old workbook (.xls, .et, .ods), which LibreOffice turns into .xlsx first.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: LibreOffice is missing or cannot convert the file; see :func:`read`.
    """
    from plangen.reading.libreoffice import failed

    made, findings = as_xlsx(path, data)
    try:
        document = read(path, made)
    except FindingsError as error:
        if any(finding.code == "document-damaged" for finding in error.findings):
            raise failed(path.name, "转换结果无法读取") from error
        raise
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(document, sha256=sha256, format="xls", findings=(*findings, *document.findings))


def as_xlsx(path: Path, data: bytes) -> tuple[bytes, tuple[Finding, ...]]:
    """Return an old workbook as the .xlsx that LibreOffice makes of it, and what there is to say about it.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: LibreOffice is missing or cannot convert the file.
    """
    from plangen.reading.legacy_word import without_references
    from plangen.reading.libreoffice import XLSX, converted, find_office

    where = Location(file=path.name)
    office = find_office()
    if office is None:
        raise rules.OFFICE_MISSING.error(where)
    suffix, reader, safe, references = ".xls", None, data, 0
    if data.startswith(b"PK"):
        suffix, reader = ".ods", "calc8"
        safe, references = without_references(data, path.name)
    made = converted(office, safe, suffix=suffix, reader=reader, name=path.name, into=XLSX)
    said = [rules.DOCUMENT_CONVERTED.found(where)]
    return made, tuple([*said, rules.DOCUMENT_REFERENCES.found(where, count=references)] if references else said)


def sheets_of(data: bytes, name: str) -> tuple[ReadSheet, ...]:
    """Return all sheets of a workbook that a person named.

    Raises:
        FindingsError: it cannot be read.
    """
    try:
        return read_sheets(data)
    except UnreadableError as error:
        if error.kind == "too-large":
            raise rules.FILE_TOO_LARGE.error(Location(file=name), megabytes=MAXIMUM_BYTES // 1_000_000) from error
        if error.kind == "bomb":
            raise too_large(name, "工作簿展开后过大，或者工作表过多") from error
        if error.kind == "encrypted":
            raise encrypted(name, "文件") from error
        raise damaged(name, "不是完好的工作簿") from error


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row as it is shown.

    Attributes:
        number: its number in the sheet.
        cells: the texts of the columns that are shown.
        own: how many cells with text there are, merged ones counted once.
    """

    number: int
    cells: tuple[str, ...]
    own: int


@dataclass
class _Shown:
    """What the sheets of a workbook show, as lines, and what they do not show."""

    name: str
    lines: list[Line] = field(default_factory=list)
    tables: int = 0
    filled: int = 0
    hidden: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    title: str | None = None

    def add(self, sheet: ReadSheet) -> None:
        """Add a sheet's lines."""
        if not sheet.cells:
            return
        if sheet.hidden:
            self.hidden.append(f"工作表“{sheet.name}”")
            return
        self._note(sheet)
        rows = self._rows(sheet)
        named = not _USUAL_NAME.fullmatch(sheet.name.strip())
        for piece in _pieces(rows):
            self.tables += 1
            place = Place(table=self.tables, caption=sheet.name if named else None)
            above, table, below = _parted(piece)
            if named and (self.lines or not above):
                self.lines.append(Line(text=sheet.name.strip(), place=place))
            named = False
            self.title = self.title or _title(above)
            self.lines += [line for row in above for line in _paragraphs(row, place)]
            self.lines += [row_line(row.cells, replace(place, row=row.number), self.tables) for row in table]
            self.lines += [line for row in below for line in _paragraphs(row, place)]

    def _note(self, sheet: ReadSheet) -> None:
        """Note what of a sheet is not read."""
        if rows := sorted(row for row in sheet.hidden_rows if any(at == row for at, _ in sheet.cells)):
            self.hidden.append(f"“{sheet.name}”第{_numbers(rows)}行")
        if columns := sorted(column for column in sheet.hidden_columns if any(at == column for _, at in sheet.cells)):
            letters = [cell_name(1, column)[:-1] for column in columns]
            self.hidden.append(f"“{sheet.name}”{folded(letters, _SHOWN_PLACES)}列")
        if not sheet.complete:
            self.cut.append(f"“{sheet.name}”" + (f"（还有{sheet.unread}行没有读）" if sheet.unread else ""))
        for (row, column), cell in sheet.cells.items():
            if cell.error:
                self.wrong.append(f"“{sheet.name}”{cell_name(row, column)}（{cell.text}）")
            elif cell.formula and not cell.text.strip():
                self.uncalculated.append(f"“{sheet.name}”{cell_name(row, column)}")

    def _rows(self, sheet: ReadSheet) -> list[_Row]:
        """Return the rows that are shown, without columns that are empty all the way down; blank rows are in it."""
        texts = {place: _clean(cell.text) for place, cell in sheet.cells.items() if not cell.error}
        origins = {place: place for place, text in texts.items() if text}
        last_row = max((row for row, _ in origins), default=0)
        last_column = max((column for _, column in origins), default=0)
        for top, left, bottom, right in sheet.merged:
            if not texts.get((top, left)):
                continue
            # a title may be merged over more columns than the table has: these are no columns of it
            columns = range(left, min(right, last_column) + 1)
            self.filled += max(0, min(bottom, last_row) + 1 - top) * len(columns)
            if self.filled > MOST_GRID_CELLS:
                raise too_large(self.name, f"表格单元格超过{MOST_GRID_CELLS // 10_000}万个")
            for row in range(top, min(bottom, last_row) + 1):
                origins |= {(row, column): (top, left) for column in columns}
        used = sorted({column for (_, column), text in texts.items() if text})
        kept = [column for column in used if column not in sheet.hidden_columns]
        rows = []
        for number in range(1, last_row + 1):
            if number in sheet.hidden_rows:
                continue
            own = [origins.get((number, column)) for column in kept]
            cells = tuple(texts[origin] if origin is not None else "" for origin in own)
            rows.append(_Row(number=number, cells=cells, own=len({origin for origin in own if origin is not None})))
        return rows

    def findings(self) -> Iterator[Finding]:
        """Yield what was left out, and why."""
        where = Location(file=self.name)
        if self.cut:
            places = folded(self.cut, _SHOWN_PLACES, "处")
            yield sheet_rules.SHEET_CUT.found(where, places=places, rows=MAXIMUM_ROWS, columns=MAXIMUM_COLUMNS)
        for rule, places_of in (
            (sheet_rules.SHEET_HIDDEN, self.hidden),
            (sheet_rules.SHEET_FORMULA, self.uncalculated),
            (sheet_rules.SHEET_ERROR, self.wrong),
        ):
            if places_of:
                yield rule.found(where, places=folded(places_of, _SHOWN_PLACES, "处"))


def _clean(text: str) -> str:
    lines = (without_unseen(line).replace("\xa0", " ").strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _numbers(rows: Sequence[int]) -> str:
    """Return numbers of rows in a few words: 3—7、12."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return folded([str(first) if first == last else f"{first}—{last}" for first, last in spans], _SHOWN_PLACES)


def _pieces(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the tables of a sheet with what stands around them: a blank row and another head begin a further one."""
    piece: list[_Row] = []
    blank = False
    for index, row in enumerate(rows):
        if not row.own:
            blank = bool(piece)
            continue
        following = [one for one in rows[index : index + 4] if one.own]
        head = next((one for one in following if one.own > 1), None)
        if blank and any(_is_head(one) for one in piece) and head is not None and _is_head(head):
            yield piece
            piece = []
        piece.append(row)
        blank = False
    if piece:
        yield piece


def _title(above: Sequence[_Row]) -> str | None:
    """Return the row above a table that stands there like a title: one cell, no sentence, not a label with a value."""
    for row in above:
        text = squeeze(next((cell for cell in row.cells if cell), ""))
        if row.own == 1 and len(text) in _TITLE_CHARACTERS and not re.search("[。；：:]|^[（(].*[）)]$", text):
            return text
    return None


def _is_head(row: _Row) -> bool:
    """Return whether a row is the head of a table: short cells, two of which are called as columns usually are."""
    cells = [comparable(cell) for cell in dict.fromkeys(row.cells) if cell]
    if any(len(cell) > _HEAD_CELL or cell.endswith((":", "。")) for cell in cells):
        return False
    clauses = vocabulary().clauses
    labels = {*clauses.lead_labels, *clauses.support_labels, *clauses.responsible_labels}
    known = [
        cell
        for cell in cells
        if any(label in cell for label in labels) or any(words.match(cell) for _, words in vocabulary().columns)
    ]
    return len(known) >= 2


def _parted(rows: list[_Row]) -> tuple[list[_Row], list[_Row], list[_Row]]:
    """Return what stands above a table, the table, and the notes below it."""
    width = len(rows[0].cells)
    if width < 2:
        return rows, [], []
    start = next((index for index, row in enumerate(rows) if _is_head(row)), None)
    if start is None or start > _MOST_ABOVE:
        start = next((index for index, row in enumerate(rows) if row.own >= max(2, (width + 1) // 2)), len(rows))
    stop = len(rows)
    while stop > start and (rows[stop - 1].own == 1 or _is_total(rows[stop - 1])):
        stop -= 1
    above, table = rows[:start], rows[start:stop]
    plain = len(table) > 1 and comparable(next((cell for cell in table[1].cells if cell), "")).isdigit()
    if plain and above and above[-1].own == 1 and parse_mark(next(cell for cell in above[-1].cells if cell)):
        # 一、工程类 over the head is what the first rows are about, as such rows further down are
        above, table = above[:-1], [table[0], above[-1], *table[1:]]
    return above, table, rows[stop:]


def _is_total(row: _Row) -> bool:
    """Return whether a row only sums up those above it."""
    return squeeze(next((cell for cell in row.cells if cell), "")) in ("合计", "总计", "小计", "共计")


_MOST_ABOVE = 12
"""Most rows that stand above the head of a table."""


def _paragraphs(row: _Row, place: Place) -> Iterator[Line]:
    """Yield a row above or below a table as paragraphs; cells side by side make one."""
    at = replace(place, row=row.number)
    own = list(dict.fromkeys(cell for cell in row.cells if cell))
    if len(own) == 1:
        yield from (Line(text=text, place=at) for text in own[0].split("\n"))
    else:
        yield Line(text="　".join(squeeze(cell) for cell in own), place=at)
