"""One sheet of a roster's Excel file: headings and rows, with a finding for every doubtful cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from plangen.county import roster_rules as rules
from plangen.county.normalise import clean_name, short
from plangen.county.places import Spot
from plangen.county.roster_cells import cell_parts, units_in, unquoted
from plangen.office.sheet_layout import ColumnLayout, RosterLayout
from plangen.office.sheet_reader import ReadCell, ReadSheet, cell_name
from plangen.terms.findings import Finding, Location, Rule, Severity
from plangen.terms.text import UNPRINTABLE, comparable, half_width
from plangen.terms.yaml_nodes import Mark
from plangen.terms.yaml_source import KeyPath

_HEADER_ROWS = 15
_LISTS = frozenset({"aliases", "covers", "members"})


@dataclass
class SheetReader:
    """Reads one sheet.

    Attributes:
        file: the file's name, for findings.
        sheet: the sheet.
        layout: how a roster should look.
        known: the columns that the sheet should have.
        findings: everything there is to say about the sheet.
        cells: path of a value (``("roster", 0, "covers", 1)``) to its cell and its text.
    """

    file: str
    sheet: ReadSheet
    layout: RosterLayout
    known: tuple[ColumnLayout, ...]
    findings: list[Finding] = field(default_factory=list)
    cells: dict[KeyPath, tuple[Location, Spot]] = field(default_factory=dict)

    def at(self, row: int | None = None, column: int | None = None) -> Location:
        """Return the place of a cell, or of the whole sheet."""
        cell = f" {cell_name(row, column)}" if row and column else ""
        return Location(file=self.file, place=f"“{self.sheet.name}”表{cell}")

    def add(self, rule: Rule, row: int | None = None, column: int | None = None, **values: Any) -> None:
        """Record a finding about a cell, or about the whole sheet."""
        self.findings.append(rule.found(self.at(row, column), **values))

    # --- the header ---

    @cached_property
    def headings(self) -> Mapping[str, ColumnLayout]:
        """The columns by all headings under which they are known."""
        return {_heading(title): column for column in self.known for title in (column.title, *column.also)}

    @cached_property
    def header(self) -> int | None:
        """The row of the headings: the one among the first with most known headings."""
        counts: dict[int, int] = {}
        for (row, _), cell in self.sheet.cells.items():
            if row <= _HEADER_ROWS and _heading(cell.text) in self.headings:
                counts[row] = counts.get(row, 0) + 1
        return max(counts, key=lambda row: (counts[row], -row)) if counts else None

    def columns(self, header: int) -> dict[int, ColumnLayout]:
        """Return the known columns by number, and say which are missing, unknown or there twice."""
        found: dict[int, ColumnLayout] = {}
        unknown: dict[int, str] = {}
        for number in sorted(column for row, column in self.sheet.cells if row == header):
            heading = _heading(self.sheet.cells[header, number].text)
            column = self.headings.get(heading)
            if column is None:
                unknown[number] = heading
            elif column in found.values():
                self.add(rules.COLUMN_TWICE, header, number, title=column.title)
            else:
                found[number] = column
        for column in self.known:
            if column not in found.values():
                self.missing(column, header, unknown)
        for number, heading in unknown.items():
            self.add(rules.COLUMN_UNREAD, header, number, heading=short(heading))
        return found

    def missing(self, column: ColumnLayout, header: int, unknown: dict[int, str]) -> None:
        """Say that a column is missing; an unknown one that is named almost so is taken out of the unknown ones."""
        from plangen.county.validate import nearest

        headings = list(unknown.values())
        near = next(
            (best for title in (column.title, *column.also) if (best := nearest(title, headings, cutoff=0.5))), []
        )
        where = next((number for number, heading in unknown.items() if heading in near[:1]), None)
        if where is not None:
            self.add(rules.COLUMN_RENAMED, header, where, heading=short(unknown.pop(where)), title=column.title)
        else:
            weight = None if column.required else Severity.INFO
            self.add(rules.COLUMN_MISSING, header, 1, severity=weight, title=column.title, note=column.note)

    # --- the rows ---

    def entries(self, section: str) -> list[dict[str, Any]]:
        """Return the rows of the table as entries of a section of the spec.

        Args:
            section: ``roster`` or ``groups``.
        """
        if not self.sheet.cells:
            if section == "roster":
                self.add(rules.EMPTY)
            return []
        return list(self.rows(section))

    def rows(self, section: str) -> Iterator[dict[str, Any]]:
        """Yield the entries of all rows that have a name."""
        header = self.header
        if header is None:
            titles = [column.title for column in self.known]
            self.add(rules.HEADER_MISSING, rows=_HEADER_ROWS, titles=titles)
            return
        columns = self.columns(header)
        self.merged(header, columns)
        if not self.sheet.complete:
            self.add(rules.TOO_LARGE, what="的表太大", unread="后面的行或列")
        if any(column.required for column in self.known if column not in columns.values()):
            return  # without its names, no row means anything
        headed = {column for row, column in self.sheet.cells if row == header}
        filled: dict[int, bool] = {}
        for row, column in sorted(self.sheet.cells):
            if row > header:
                filled[row] = filled.get(row, False) or column in columns
                if column not in headed:
                    self.add(rules.STRAY_CELL, row, column, text=short(self.sheet.cells[row, column].text))
        number = 0
        for row in (row for row, in_table in filled.items() if in_table):
            if entry := self.entry(row, columns, (section, number)):
                yield entry
                number += 1
        if section == "roster" and not any(filled.values()):
            self.add(rules.EMPTY)

    def merged(self, header: int, columns: Mapping[int, ColumnLayout]) -> None:
        """Say which merged cells touch the table; those above its header are titles."""
        last = max(row for row, _ in self.sheet.cells)
        for top, left, bottom, right in self.sheet.merged:
            if bottom >= header and top <= last and any(left <= column <= right for column in columns):
                cells = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
                self.add(rules.MERGED_CELLS, top, left, cells=cells)

    def entry(self, row: int, columns: Mapping[int, ColumnLayout], path: KeyPath) -> dict[str, Any] | None:
        """Return one row; None where it has no name at all."""
        numbers = {column.key: number for number, column in columns.items()}
        values: dict[str, Any] = {}
        for number, column in columns.items():
            cell = self.sheet.cells.get((row, number))
            if cell is None:
                if column.required and not self.is_merged(row, number):
                    self.add(rules.CELL_EMPTY, row, number, title=column.title, note=column.note)
                continue
            value = self.value(cell, column, row, number)
            if value not in (None, "", []):
                values[column.key] = value
                self.keep((*path, column.key), value, column, row, number)
        name = values.get("name") or values.get("short")
        if not name:
            return None
        first = min(numbers["name"], numbers.get("short", numbers["name"]))
        self.cells[path] = (self.at(row, first), Spot(None, Mark(row, first), str(path[-1])))
        values["name"] = name
        if path[0] == "roster":
            values.setdefault("short", name)
        return values

    def is_merged(self, row: int, column: int) -> bool:
        """Return whether a cell is one of several that were merged."""
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.sheet.merged)

    def keep(self, path: KeyPath, value: Any, column: ColumnLayout, row: int, number: int) -> None:
        """Remember the cell of a value, and of each entry of a list."""
        place = self.at(row, number)
        mark = Mark(row, number, value if isinstance(value, str) else None)
        self.cells[path] = (place, Spot(mark, mark, column.title))
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            self.cells[*path, index] = (place, Spot(None, Mark(row, number, entry), str(index + 1)))

    # --- the cells ---

    def value(self, cell: ReadCell, column: ColumnLayout, row: int, number: int) -> Any:
        """Return a cell's value, as its column wants it; None where it has none, which is said."""
        if cell.formula or cell.error:
            text = "公式" if cell.formula else f"错误值“{cell.text}”"
            wanted = "名称；公式可以选中复制，再“选择性粘贴”为数值"
            self.add(rules.CELL_VALUE, row, number, title=column.title, text=text, wanted=wanted)
            return None
        text = UNPRINTABLE.sub("", cell.text)
        if column.choices:
            return self.flag(text, column, row, number)
        if column.key in _LISTS:
            return list(self.names(text, column, row, number))
        names = units_in(text) if column.required else ()
        if names:
            self.add(rules.CELL_OF_SEVERAL, row, number, title=column.title, number=len(names), names=names)
            return None
        name = self.clean(text, row, number)
        if not name and column.required:
            self.add(rules.CELL_EMPTY, row, number, title=column.title, note=column.note)
        return name

    def names(self, text: str, column: ColumnLayout, row: int, number: int) -> Iterator[str]:
        """Yield the names in a cell that may hold several."""
        for part in cell_parts(text):
            if names := units_in(part):
                shown = {"title": column.title, "text": short(part), "number": len(names), "names": names}
                self.add(rules.NAMES_PARTED, row, number, **shown)
                yield from names
            elif clean := self.clean(unquoted(part), row, number):
                yield clean

    def clean(self, text: str, row: int, number: int) -> str:
        """Return a name without what does not belong to it, and say what was taken away; “” around it may stand."""
        clean = clean_name(text)
        if clean != text.strip("\n") and f"“{clean}”" != text.strip("\n"):
            self.add(rules.NAME_CLEANED, row, number, text=short(text), name=short(clean))
        return clean

    def flag(self, text: str, column: ColumnLayout, row: int, number: int) -> bool | None:
        """Return whether a cell says yes."""
        word = half_width(text).strip().lower()
        if word in self.layout.true_words:
            return True
        if word in self.layout.false_words or not word:
            return False
        wanted = "或".join(f"“{choice}”" for choice in column.choices)
        self.add(rules.CELL_VALUE, row, number, title=column.title, text=f"“{short(text)}”", wanted=wanted)
        return None


def _heading(text: str) -> str:
    """Return a column's heading as headings are compared: without spaces, marks and remarks in brackets."""
    return re.sub(r"\(.*?\)|[*:]", "", comparable(UNPRINTABLE.sub("", text)))
