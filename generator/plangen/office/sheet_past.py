"""What the cells of a workbook said when it was written: a hidden sheet in it that says which of them people changed.

A sheet, since every spreadsheet program keeps it through its own formats; of each cell only a few digits of a hash,
enough to see that it is another text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plangen.office.sheet_reader import ReadSheet

NAME = "生成时"
"""The sheet's name."""

_DIGITS = 10

Past = Mapping[tuple[str, str], Mapping[str, str]]
"""Name of the sheet and the row's key -> by the key of the column, the mark of what the cell said."""


def plain(text: str) -> tuple[str, ...]:
    """Return a cell's lines as they are compared: how a program breaks and pads them is no change."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(line.strip() for line in lines if line.strip())


def mark(text: str) -> str:
    """Return what stands for a cell's text."""
    return hashlib.sha256("\n".join(plain(text)).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def entry(sheet: str, key: str, cells: Mapping[str, str | int]) -> str:
    """Return the line that keeps what a row said.

    Args:
        sheet: name of its sheet.
        key: the row's.
        cells: by the key of the column.
    """
    said = ",".join(f"{name}={mark(str(value))}" for name, value in cells.items() if name != "key")
    return f"{key} {said} {sheet}"


def past_of(sheets: Iterable[ReadSheet]) -> Past | None:
    """Return what a workbook's cells said when it was written; None where it does not say so (any more).

    Args:
        sheets: its sheets.
    """
    kept = next((sheet for sheet in sheets if sheet.name == NAME), None)
    if kept is None:
        return None
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for cell in kept.cells.values():
        parts: Sequence[str] = cell.text.split(" ", 2)
        if len(parts) == 3:
            key, said, sheet = parts
            pairs = (one.partition("=") for one in said.split(","))
            found[sheet, key] = {name: value for name, _, value in pairs}
    return found
