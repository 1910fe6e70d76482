"""Reading a stranger's Excel file: cells as text, within bounds, nothing calculated and nothing fetched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from plangen.office.sheet_values import Form, forms_of, shown
from plangen.office.word_package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAXIMUM_BYTES = 5_000_000
MAXIMUM_UNPACKED_BYTES = 40_000_000
MAXIMUM_PARTS = 2_000
MAXIMUM_ROWS = 2_050
"""Most rows of a sheet: two thousand tasks with the title, the head and the notes around them."""
MAXIMUM_COLUMNS = 60
MAXIMUM_SHEETS = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATIONSHIPS = (  # of the usual and of the strict form of the standard
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


class UnreadableError(Exception):
    """The file cannot be read as a workbook.

    Args:
        kind: ``too-large``, ``encrypted``, ``old-format``, ``bomb``, ``not-xlsx`` or ``damaged``.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


@dataclass(frozen=True, kw_only=True)
class ReadCell:
    """A cell with content.

    Attributes:
        text: as a text; a number as it is kept, days and percentages as shown; ``TRUE`` and ``FALSE``, ``#N/A``.
        formula: whether it is calculated; the text is then what the program calculated last.
        error: whether the text is an error value.
    """

    text: str
    formula: bool = False
    error: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadSheet:
    """A sheet.

    Attributes:
        name: as on its tab.
        cells: by row and column, both from 1; cells without content are not in it.
        merged: first row, first column, last row and last column of every merged range.
        complete: False where rows or columns beyond plangen's bounds were left unread.
        unread: how many rows with anything in them were left unread.
        hidden: whether the program does not show the sheet.
        hidden_rows: rows that it does not show.
        hidden_columns: columns that it does not show.
        comments: by row and column, who wrote a comment on a cell, and what.
    """

    name: str
    cells: Mapping[tuple[int, int], ReadCell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    complete: bool = True
    unread: int = 0
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


def cell_name(row: int, column: int) -> str:
    """Return a cell's name: (7, 2) -> B7."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row - 1, column - 1))


def read_sheets(data: bytes) -> tuple[ReadSheet, ...]:
    """Return all sheets of an .xlsx file, in the order of their tabs.

    Args:
        data: the file.

    Raises:
        UnreadableError: it is no such file, is encrypted, damaged, or larger than any roster.
    """
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableError("too-large")
    if data.startswith(_OLE):
        raise UnreadableError("encrypted" if _ENCRYPTED in data else "old-format")
    if not data.startswith(b"PK"):
        raise UnreadableError("not-xlsx")
    try:
        return tuple(_sheets(_package(data)))
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # zlib, struct, XML and key errors of damaged files have no common base
        raise UnreadableError("damaged") from error


def _package(data: bytes) -> Package:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    if len(entries) > MAXIMUM_PARTS or sum(entry.file_size for entry in entries) > MAXIMUM_UNPACKED_BYTES:
        raise UnreadableError("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("encrypted")
    return Package(data)


def _sheets(package: Package) -> Iterator[ReadSheet]:
    main = package.related("", "officeDocument") or "xl/workbook.xml"
    root = package.parse(main)
    if root is None or _local(root) != "workbook":
        raise UnreadableError("not-xlsx")
    strings = package.parse(package.related(main, "sharedStrings") or "")
    shared = [_text(node) for node in strings if _local(node) == "si"] if strings is not None else []
    forms = forms_of(package.parse(package.related(main, "styles") or ""))
    since_1904 = any(_is_set(node.get("date1904")) for node in root if _local(node) == "workbookPr")
    nodes = [node for node in root.iter() if _local(node) == "sheet"]
    if len(nodes) > MAXIMUM_SHEETS:
        raise UnreadableError("bomb")
    for node in nodes:
        identifiers = (node.get(f"{{{namespace}}}id") for namespace in _RELATIONSHIPS)
        kind, path = package.targets(main)[next(filter(None, identifiers))]
        if kind != "worksheet":
            continue  # charts and the like have no cells
        sheet = package.parse(path)
        if sheet is None:
            raise UnreadableError("damaged")
        cells, complete, unread = _cells(sheet, _Values(shared, forms, since_1904))
        yield ReadSheet(
            name=node.get("name") or "",
            cells=cells,
            merged=tuple(_merged(sheet)),
            complete=complete,
            unread=unread,
            hidden=(node.get("state") or "visible") != "visible",
            hidden_rows=frozenset(_hidden_rows(sheet)),
            hidden_columns=frozenset(_hidden_columns(sheet)),
            comments=dict(_comments(package.parse(package.related(path, "comments") or ""))),
        )


def _is_set(value: str | None) -> bool:
    return value in ("1", "true")


def _hidden_rows(sheet: Element) -> Iterator[int]:
    number = 0
    for row in (node for data in sheet if _local(data) == "sheetData" for node in data if _local(node) == "row"):
        number = int(row.get("r") or number + 1)
        if _is_set(row.get("hidden")) and number <= MAXIMUM_ROWS:
            yield number


def _hidden_columns(sheet: Element) -> Iterator[int]:
    for columns in (node for node in sheet if _local(node) == "cols"):
        for column in columns:
            if _is_set(column.get("hidden")):
                yield from range(int(column.get("min") or 1), min(int(column.get("max") or 1), MAXIMUM_COLUMNS) + 1)


def _local(node: Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]


def _text(node: Element) -> str:
    """Return the text of a string: its own and its runs', without the phonetic hints."""
    pieces = []
    for child in node:
        if _local(child) == "t":
            pieces.append(child.text or "")
        elif _local(child) == "r":
            pieces += [part.text or "" for part in child if _local(part) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


@dataclass(frozen=True)
class _Values:
    """What a workbook keeps apart from its cells: shared texts, number formats, where days are counted from."""

    shared: list[str]
    forms: tuple[Form, ...]
    since_1904: bool

    def number(self, value: str, style: str | None) -> str:
        """Return a number as the sheet shows it."""
        index = int(style or 0)
        form = self.forms[index] if 0 <= index < len(self.forms) else Form.PLAIN
        return shown(value, form, self.since_1904)


def _cells(sheet: Element, values: _Values) -> tuple[dict[tuple[int, int], ReadCell], bool, int]:
    cells: dict[tuple[int, int], ReadCell] = {}
    complete = True
    unread: set[int] = set()
    rows = (node for data in sheet if _local(data) == "sheetData" for node in data if _local(node) == "row")
    number = 0
    for row in rows:
        number = int(row.get("r") or number + 1)
        column = 0
        for node in row:
            if _local(node) != "c":
                continue
            place = _place(node.get("r") or "")
            column = place[1] if place else column + 1
            found = _cell(node, values)
            if found is None:
                continue
            if number > MAXIMUM_ROWS or column > MAXIMUM_COLUMNS:
                complete = False
                if number > MAXIMUM_ROWS and (found.text.strip() or found.error):
                    unread.add(number)
                continue
            cells[number, column] = found
    return cells, complete, len(unread)


def _cell(node: Element, values: _Values) -> ReadCell | None:
    kind = node.get("t") or "n"
    value, inline, formula = "", "", False
    for child in node:
        name = _local(child)
        if name == "v":
            value = child.text or ""
        elif name == "is":
            inline = _text(child)
        elif name == "f":
            formula = True
    if kind == "s":
        text = values.shared[int(value)] if value else ""
    elif kind == "inlineStr":
        text = inline
    elif kind == "b":
        text = "TRUE" if value == "1" else "FALSE"
    elif kind == "n":
        text = values.number(value, node.get("s"))
    else:
        text = value
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() and not formula:
        return None
    return ReadCell(text=text, formula=formula, error=kind == "e")


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _comments(part: Element | None) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Yield the comments of a sheet, each with its place; programs write the author once more before the words."""
    authors = [node.text or "" for node in part.iter() if _local(node) == "author"] if part is not None else []
    for node in part.iter() if part is not None else ():
        place = _place(node.get("ref") or "") if _local(node) == "comment" else None
        text = next((_text(child) for child in node if _local(child) == "text"), "").strip()
        if place is None or not text:
            continue
        number = int(node.get("authorId") or 0)
        author = authors[number] if 0 <= number < len(authors) else ""
        yield place, (author, text.removeprefix(f"{author}:").strip() if author else text)


def _merged(sheet: Element) -> Iterator[tuple[int, int, int, int]]:
    for node in sheet:
        if _local(node) != "mergeCells":
            continue
        for child in node:
            first, _, last = (child.get("ref") or "").partition(":")
            start, end = _place(first), _place(last or first)
            if start and end:
                yield (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
