"""A workbook of the division of labour in people's hands: for the tests of what comes back of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from plangen.office.sheet_writer import HEAD_ROW


class Hands:
    """A workbook opened for changes; cells are named by the sheet, the row's key and the column's head."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def column(self, sheet: str, head: str) -> int:
        return next(cell.column for cell in self.book[sheet][HEAD_ROW] if cell.value == head)

    def row(self, sheet: str, key: str) -> int:
        keys = self.column(sheet, "标识（勿改）")
        return next(row[keys - 1].row for row in self.book[sheet].iter_rows() if row[keys - 1].value == key)

    def write(self, sheet: str, key: str, head: str, value: str) -> None:
        self.book[sheet].cell(self.row(sheet, key), self.column(sheet, head)).value = value

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path
