"""What people changed in the workbook of the division of labour: cell by cell, rows known by their hidden keys.

Sorting and filtering change nothing; programs that save the file anew keep the keys, since they are ordinary cells of a
column that is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plangen.living.model import Change, ChangeKind, Where
from plangen.living.rules import SHEET_NOT_READ, SHEET_WITHOUT_KEYS
from plangen.office.sheet_layout import PlanLayout
from plangen.office.sheet_past import NAME as PAST_NAME
from plangen.office.sheet_past import Past, mark, past_of, plain
from plangen.office.sheet_reader import ReadSheet, cell_name
from plangen.office.sheet_writer import HEAD_ROW
from plangen.plan.own_keys import OWN, same_own
from plangen.terms.deadline import printed_deadline
from plangen.terms.findings import Finding, Location
from plangen.terms.text import comparable

_KEY = "key"
_NOTHING = "—"
_GONE = "?"
"""What stands behind the key of an item that the spec has no more."""

_DAY = re.compile(r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_KINDS = {
    "lead": ChangeKind.LEAD,
    "support": ChangeKind.PARTICIPANTS,
    "deadline": ChangeKind.DEADLINE,
    "target": ChangeKind.TARGET,
    "county_target": ChangeKind.TARGET,
    "title": ChangeKind.TITLE,
    "indicator": ChangeKind.TITLE,
    "county_title": ChangeKind.TITLE,
    "disposition": ChangeKind.DISPOSITION,
    "content": ChangeKind.REWORDED,
    "measures": ChangeKind.REWORDED,
    "county_measures": ChangeKind.MEASURES,
    "opinion": ChangeKind.COMMENT,
}
_TITLES = ("title", "indicator", "county_title", "origin")


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row of a sheet.

    Attributes:
        number: of the row in the sheet, from 1.
        cells: by the key of the column.
        comments: who wrote what on which column of it.
    """

    number: int
    cells: Mapping[str, str]
    comments: tuple[tuple[int, str, str], ...] = ()

    @property
    def key(self) -> str:
        """The item that it is about; empty for a row that somebody added."""
        return self.cells.get(_KEY, "")

    def under(self, key: str) -> SheetRow:
        """Return the row under another key."""
        return self if key == self.key else replace(self, cells={**self.cells, _KEY: key})


@dataclass(frozen=True, kw_only=True)
class KeyedSheet:
    """A sheet whose rows have keys.

    Attributes:
        name: as on its tab.
        columns: key of each column -> its number, from 1.
        heads: key of each column -> its head.
        rows: those that hold anything.
    """

    name: str
    columns: Mapping[str, int]
    heads: Mapping[str, str]
    rows: tuple[SheetRow, ...]


def keyed_sheets(sheets: Sequence[ReadSheet], layout: PlanLayout) -> dict[str, KeyedSheet]:
    """Return the sheets of a workbook whose rows have keys, by their names.

    Args:
        sheets: all sheets, as they were read.
        layout: what the columns are called.
    """
    found = (_keyed(sheet, layout) for sheet in sheets)
    return {sheet.name: sheet for sheet in found if sheet is not None}


def _keyed(sheet: ReadSheet, layout: PlanLayout) -> KeyedSheet | None:
    """Return a sheet with its columns known by their heads; None where it has no column of keys."""
    last = max((column for _, column in sheet.cells), default=0)
    heads = [_text(sheet, HEAD_ROW, column) for column in range(1, last + 1)]
    columns: dict[str, int] = {}
    # of several columns with one head, those count that a sheet of the layout has
    for one in layout.sheets.values():
        known = {comparable(layout.columns[key].title): key for key in one.columns}
        here = {known[comparable(head)]: at for at, head in enumerate(heads, 1) if comparable(head) in known}
        if _KEY in here and len(here) > len(columns):
            columns = here
    if not columns:
        return None
    rows = []
    for number in range(HEAD_ROW + 1, max((row for row, _ in sheet.cells), default=0) + 1):
        cells = {key: _text(sheet, number, at) for key, at in columns.items()}
        if any(cells.values()):
            said = tuple((at[1], *one) for at, one in sorted(sheet.comments.items()) if at[0] == number)
            rows.append(SheetRow(number=number, cells=cells, comments=said))
    return KeyedSheet(
        name=sheet.name,
        columns=columns,
        heads={key: heads[at - 1] for key, at in columns.items()},
        rows=tuple(rows),
    )


def _text(sheet: ReadSheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return cell.text.strip() if cell else ""


@dataclass(frozen=True, kw_only=True)
class SheetChange:
    """A change with what only a workbook knows of it.

    Attributes:
        change: the change; what it says stood there before is what the spec would write now.
        sheet: the sheet's name.
        column: key of the cell's column; empty for a whole row.
        row: the cells of the row as they are, by the key of the column.
        stale: keys of the columns of which the spec says something else since the workbook was written.
    """

    change: Change
    sheet: str
    column: str = ""
    row: Mapping[str, str]
    stale: frozenset[str] = frozenset()

    @property
    def overtaken(self) -> bool:
        """Whether the spec, too, says something else in the cell since the workbook was written."""
        return self.column in self.stale


def sheet_changes(base: Sequence[ReadSheet], edited: Sequence[ReadSheet], layout: PlanLayout) -> Iterator[SheetChange]:
    """Yield what was changed in a workbook, and is not in the spec by now.

    Args:
        base: the sheets as they would be rendered now.
        edited: the sheets as they are.
        layout: what the columns are called.
    """
    ours, theirs = keyed_sheets(base, layout), keyed_sheets(edited, layout)
    past = past_of(edited)
    for name, sheet in theirs.items():
        if name in ours:
            yield from _of_sheet(ours[name], sheet, past)
    known = {sheet.name for sheet in edited}
    for name, sheet in ours.items():
        if name not in known and (past is None or any(one == name for one, _ in past)):
            words = f"“{name}”表，{len(sheet.rows)}行"
            change = Change(
                kind=ChangeKind.ROW_DELETED, where=Where.TABLE, title=name, place=f"“{name}”表", before=words
            )
            yield SheetChange(change=change, sheet=name, row={})


def unread_sheets(
    base: Sequence[ReadSheet], edited: Sequence[ReadSheet], layout: PlanLayout, location: Location
) -> Iterator[Finding]:
    """Yield which sheets of a workbook say something that is not read.

    Args:
        base: the sheets as they would be rendered now.
        edited: the sheets as they are.
        layout: what the columns are called.
        location: the workbook.
    """
    ours, theirs = keyed_sheets(base, layout), keyed_sheets(edited, layout)
    names = {PAST_NAME, *(sheet.name for sheet in base), *(name for name, _ in past_of(edited) or ())}
    for sheet in edited:
        if sheet.name in ours and sheet.name not in theirs:
            yield SHEET_WITHOUT_KEYS.found(location, sheet=sheet.name, head=ours[sheet.name].heads[_KEY])
        elif sheet.name not in names and sheet.cells:
            yield SHEET_NOT_READ.found(location, sheet=sheet.name)


def _own_keys(ours: KeyedSheet, past: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the keys that the county's own items had when a sheet was written, with those that they have now.

    One that has another title since is known by its place among the others, one of a version that numbered them by its
    title.
    """
    rows = [row for row in ours.rows if row.key.startswith(OWN)]
    was = {key: said.get(_title_key(said), "") for key, said in past.items() if key.startswith(OWN)}
    titled = {mark(text): row.key for row in rows if (text := _title_of(row))}
    there = {row.key for row in rows}
    renamed = {before: now for now, before in same_own([*was], [row.key for row in rows]).items()}
    found = {key: key if key in there else titled.get(title) or renamed.get(key) for key, title in was.items()}
    return {key: now or f"{key}{_GONE}" for key, now in found.items()}


def _title_key(cells: Mapping[str, str]) -> str:
    return next((one for one in _TITLES if cells.get(one)), "")


def _title_of(row: SheetRow) -> str:
    return row.cells.get(_title_key(row.cells), "")


def _of_sheet(ours: KeyedSheet, theirs: KeyedSheet, kept: Past | None) -> Iterator[SheetChange]:
    known = {row.key: row for row in ours.rows}
    seen: set[str] = set()
    past = None if kept is None else {key: said for (name, key), said in kept.items() if name == theirs.name}
    own = _own_keys(ours, past or {})
    past = None if past is None else {own.get(key, key): said for key, said in past.items()}
    for row in [one.under(own.get(one.key, one.key)) for one in theirs.rows]:
        was = None if past is None else past.get(row.key, {})
        before = known.get(row.key)
        if row.key in seen or (before is None and not was):
            yield _row(ChangeKind.ROW_ADDED, theirs, row, after=_words(row))
            continue
        seen.add(row.key)
        stale = _stale(was or {}, before)
        yield from _commented(theirs, row)
        for key in theirs.columns:
            old, new = before.cells.get(key, "") if before else "", row.cells[key]
            if key == _KEY or _says_the_same(key, old, new) or (was is not None and _is_untouched(was.get(key), new)):
                continue
            kind = _KINDS.get(key, ChangeKind.CELL)
            author = theirs.name if kind is ChangeKind.COMMENT else ""
            yield _row(kind, theirs, row, before=old, after=new, column=key, author=author, stale=stale)
    for row in ours.rows:
        if row.key not in seen and (past is None or row.key in past):
            yield _row(ChangeKind.ROW_DELETED, ours, row, before=_words(row))


def _stale(was: Mapping[str, str], now: SheetRow | None) -> frozenset[str]:
    """Return the columns of a row of which the spec says something else now than when the row was written."""
    return frozenset(key for key, said in was.items() if now is None or mark(now.cells.get(key, "")) != said)


def _commented(sheet: KeyedSheet, row: SheetRow) -> Iterator[SheetChange]:
    """Yield the comments on the cells of a row."""
    for at, author, text in row.comments:
        column = next((key for key, number in sheet.columns.items() if number == at), "")
        yield _row(ChangeKind.COMMENT, sheet, row, after=text, column=column, author=author)


def _says_the_same(key: str, old: str, new: str) -> bool:
    """Return whether two texts of a cell mean the same: days and deadlines have several spellings."""
    if key == "waived_on" and (day := day_of(new)) is not None:
        return day == day_of(old)
    if key == "deadline" and (due := printed_deadline(new.strip())) is not None:
        return due == printed_deadline(old.strip())
    return plain(old) == plain(new)


def _is_untouched(was: str | None, text: str) -> bool:
    """Return whether a cell says what it said when it was written; one of which nothing was kept had no text."""
    return plain(text) in ((), (_NOTHING,)) if was is None else mark(text) == was


def _row(
    kind: ChangeKind,
    sheet: KeyedSheet,
    row: SheetRow,
    *,
    before: str = "",
    after: str = "",
    column: str = "",
    author: str = "",
    stale: frozenset[str] = frozenset(),
) -> SheetChange:
    cell = cell_name(row.number, sheet.columns[column]) if column else f"第{row.number}行"
    change = Change(
        kind=kind,
        where=Where.TABLE,
        key=row.key,
        title=_title_of(row),
        place=f"“{sheet.name}”表 {cell}",
        before=before,
        after=after,
        column=sheet.heads[column] if column else "",
        author=author,
    )
    return SheetChange(change=change, sheet=sheet.name, column=column, row=row.cells, stale=stale)


def _words(row: SheetRow) -> str:
    return "｜".join(text for key, text in row.cells.items() if text and key != _KEY)


def day_of(text: str) -> date | None:
    """Return a day as people write it: 2026-11-20, 2026年11月20日, 2026/11/20."""
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
