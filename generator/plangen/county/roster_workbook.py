"""The roster as an Excel file in the place of a spec's sections; whatever is doubtful in it becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from plangen.county import roster_rules as rules
from plangen.county.normalise import clean_name, short
from plangen.county.places import Normalised, Spot
from plangen.county.roster_sheet import SheetReader
from plangen.office.sheet_layout import RosterLayout, SheetLayout
from plangen.office.sheet_reader import MAXIMUM_BYTES, ReadSheet, UnreadableError, read_sheets
from plangen.terms.findings import Finding, Location
from plangen.terms.text import comparable
from plangen.terms.yaml_source import KeyPath

_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".xlt", ".et", ".ett", ".ods", ".csv", ".tsv")


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
    cells = {_moved(path, len(groups)): found for path, found in tables.cells.items()}
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

    if not name.lower().endswith(".xlsx"):
        return _unread(rules.NOT_XLSX.found(place))
    try:
        path = resolve_path(name, folder)
        if path.is_dir():
            return _unread(rules.FILE_MISSING.found(place, name=name, reason="这是文件夹"))
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        return _unread(rules.FILE_MISSING.found(place, name=name, reason="没有这个文件"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return _unread(rules.FILE_MISSING.found(place, name=name, reason=reason))
    return read_roster(data, file)


def _unread(finding: Finding) -> RosterTables:
    return RosterTables(cells={}, findings=(finding,))


def read_roster(data: bytes, file: str) -> RosterTables:
    """Read a roster from an .xlsx file; whatever is wrong with it becomes findings.

    Args:
        data: the file.
        file: its name, for findings.
    """
    try:
        sheets = read_sheets(data)
    except UnreadableError as error:
        place = Location(file=file)
        if error.kind in ("too-large", "bomb"):
            what = "文件太大" if error.kind == "too-large" else "文件解开后过大"
            return _unread(rules.TOO_LARGE.found(place, what=what, unread=""))
        known = {"encrypted": rules.ENCRYPTED, "damaged": rules.DAMAGED}
        return _unread(known.get(error.kind, rules.NOT_XLSX).found(place))
    return _Reader(file, sheets).tables()


class _Reader:
    def __init__(self, file: str, sheets: tuple[ReadSheet, ...]) -> None:
        self.file = file
        self.sheets = sheets
        self.layout = RosterLayout.load()
        self.findings: list[Finding] = []
        self.cells: dict[KeyPath, tuple[Location, Spot]] = {}
        self.read: list[ReadSheet] = []

    def tables(self) -> RosterTables:
        units = self.entries("roster", self.layout.sheets["units"])
        groups = self.entries("groups", self.layout.sheets["groups"])
        ours = {sheet.name for sheet in self.layout.sheets.values()}
        for sheet in self.sheets if self.read else ():
            if sheet not in self.read and sheet.cells and sheet.name not in ours:
                self.findings.append(rules.SHEET_UNREAD.found(self.at(sheet), name=short(sheet.name)))
        return RosterTables(units=units, groups=groups, cells=self.cells, findings=tuple(self.findings))

    def at(self, sheet: ReadSheet) -> Location:
        return Location(file=self.file, place=f"“{sheet.name}”表")

    def reader(self, sheet: ReadSheet, layout: SheetLayout) -> SheetReader:
        return SheetReader(self.file, sheet, self.layout, self.layout.columns_of(layout))

    def entries(self, section: str, layout: SheetLayout) -> tuple[dict[str, Any], ...]:
        """Return the entries of the sheet of a section; the units' sheet must be there."""
        sheet = self.choose(layout, required=section == "roster")
        if sheet is None:
            return ()
        self.read.append(sheet)
        reader = self.reader(sheet, layout)
        entries = tuple(reader.entries(section))
        self.findings += reader.findings
        self.cells |= reader.cells
        return entries

    def choose(self, layout: SheetLayout, *, required: bool) -> ReadSheet | None:
        """Return the sheet of a name; a sheet that is named almost so counts, and is mentioned."""
        from plangen.county.validate import nearest

        sheets = [sheet for sheet in self.sheets if sheet not in self.read]
        for sheet in sheets:
            if comparable(sheet.name) == layout.name:
                return sheet
        known = {other.name for other in self.layout.sheets.values()}
        others = {sheet.name: sheet for sheet in sheets if comparable(sheet.name) not in known and sheet.cells}
        near = nearest(layout.name, list(others))
        if not near and required and len(others) == 1:
            near = [name for name, sheet in others.items() if self.reader(sheet, layout).header]
        if near:
            guess = others[near[0]]
            self.findings.append(rules.SHEET_GUESSED.found(self.at(guess), name=layout.name, read=short(guess.name)))
            return guess
        if required:
            shown = [f"“{short(sheet.name)}”" for sheet in sheets] or ["（没有表）"]
            self.findings.append(rules.SHEET_MISSING.found(Location(file=self.file), name=layout.name, sheets=shown))
        return None
