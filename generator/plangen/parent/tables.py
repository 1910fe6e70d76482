"""Tables of indicators and of tasks, as grids or flattened to one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from plangen.parent import rules
from plangen.parent.block_model import Table, TableRow, locate
from plangen.parent.columns import column_kind
from plangen.terms.clause_forms import says_first_leads, speaks_of_duties
from plangen.terms.findings import Finding
from plangen.terms.marks import without_number
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.unit_list import looks_like_unit, read_units
from plangen.terms.vocabulary import vocabulary


class TableKind(StrEnum):
    """What a table holds."""

    INDICATORS = "indicators"
    TASKS = "tasks"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One indicator as its table row says it; cells that are missing are None."""

    number: str | None
    name: str
    target: str | None
    nature: str | None
    responsible: str | None
    lead: str | None
    support: str | None
    place: Place


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One row of a division table; cells that are missing are None."""

    number: str | None
    group: str | None
    title: str | None
    content: str | None
    lead: str | None
    support: str | None
    responsible: str | None
    deadline: str | None
    project: bool
    first_leads: bool
    place: Place


def table_kind(table: Table) -> TableKind:
    """Return what a table holds, judged by its header."""
    columns = {kind for kind in _header(table)[0] if kind}
    if "indicator" in columns and columns & {"target", "nature", "year"}:
        return TableKind.INDICATORS
    if columns & {"task", "project", "content"} and columns & {"lead", "support", "responsible"}:
        return TableKind.TASKS
    return TableKind.OTHER


def is_previous(table: Table) -> bool:
    """Return whether a table sums up the last period instead of setting targets."""
    words = vocabulary().previous_captions
    texts = [table.caption or "", *table.rows[0].cells]
    return any(word in comparable(text) for text in texts for word in words)


def read_indicators(
    table: Table, name: str, own_names: tuple[str, ...], period: tuple[int, int] | None
) -> tuple[tuple[IndicatorRow, ...], tuple[Finding, ...]]:
    """Read a table of indicators.

    Args:
        table: a table of kind ``INDICATORS``.
        name: the file's name, for findings.
        own_names: how the plan calls its own place (晋城市, 全市, 我市), to choose among value columns.
        period: the plan's period, to choose among value columns by year.
    """
    return (_read_flat if table.flattened else _read_grid)(table, name, own_names, period)


def read_tasks(table: Table) -> tuple[TaskRow, ...]:
    """Read a division table (任务分工表); rows without any task text are left out by the caller with a finding."""
    kinds, body = _header(table)
    first_leads = any(says_first_leads(cell) for cell in table.rows[0].cells)
    if "support" in kinds and "lead" not in kinds:
        # beside a column of those who help, 承办单位 or 责任单位 is the one that leads
        kinds = ["lead" if kind == "responsible" else kind for kind in kinds]
    rows = []
    banner: str | None = None
    for row in _spelled_out(body):
        filled = {cell for cell in row.cells if cell}
        if not filled:
            continue
        if len(filled) == 1 and len(row.cells) > 2:
            banner = without_number(next(iter(filled)))
            continue
        if table.flattened and len(row.cells) != len(kinds):
            kinds_of_row: list[str | None] = []  # which of the lines belongs to which column nobody can tell
        else:
            kinds_of_row = kinds
        cells = {kind: _cell(row, kinds_of_row, kind) for kind in _TASK_KINDS}
        title = cells["task"] or cells["project"]
        rows.append(
            TaskRow(
                number=cells["serial"],
                group=cells["group"] or banner,
                title=title,
                content=cells["content"],
                lead=cells["lead"],
                support=cells["support"],
                responsible=cells["responsible"],
                deadline=cells["deadline"],
                project="project" in kinds and "task" not in kinds,
                first_leads=first_leads,
                place=row.place,
            )
        )
    return tuple(rows)


def _spelled_out(rows: tuple[TableRow, ...]) -> Iterator[TableRow]:
    """Yield rows without the marks for nothing (无, —), and with the cell above in place of 同上."""
    words = vocabulary().clauses
    above: tuple[str, ...] = ()
    for row in rows:
        cells = []
        for column, cell in enumerate(row.cells):
            mark = comparable(cell)
            if mark in words.ditto_cells and column < len(above):
                cells.append(above[column])
            else:
                cells.append("" if mark in words.empty_cells else cell)
        above = tuple(cells)
        yield replace(row, cells=above)


_TASK_KINDS = ("serial", "group", "task", "project", "content", "lead", "support", "responsible", "deadline")


def _cell(row: TableRow, kinds: list[str | None], kind: str) -> str | None:
    texts = [cell for cell, own in zip(row.cells, kinds, strict=False) if own == kind and cell]
    return "；".join(dict.fromkeys(texts)) or None


# ------------------------------------------------------------------------------------------------ header


def _header(table: Table) -> tuple[list[str | None], tuple[TableRow, ...]]:
    """Return the kind of each column and the rows below the header (which may have two rows)."""
    rows = table.rows
    if table.flattened:
        return [column_kind(cell) for cell in rows[0].cells], rows[1:]
    depth = 1
    while depth < min(3, len(rows) - 1) and _continues_header(rows[0], rows[depth]):
        depth += 1
    kinds = [column_kind(text) for text in _header_texts(table, depth)]
    return _with_shapes(kinds, rows[depth:]), rows[depth:]


def _with_shapes(kinds: list[str | None], body: tuple[TableRow, ...]) -> list[str | None]:
    """Judge the columns whose head says nothing by what stands in them: lists of units, days, and what is to be done.

    Only where no column is known to name units: a table with known heads is read by its heads.
    """
    if "indicator" in kinds or {"lead", "support", "responsible"} & set(kinds):
        return kinds
    columns = [
        [row.cells[number] for row in body if number < len(row.cells) and row.cells[number]]
        for number in range(len(kinds))
    ]
    shaped = list(kinds)
    for number, cells in enumerate(columns):
        if kinds[number] in (None, "unit") and cells and all(map(_lists_units, cells)):
            shaped[number] = "responsible"
    if "responsible" not in shaped:
        return kinds
    if not {"task", "project", "content"} & set(shaped):
        free = [number for number, kind in enumerate(shaped) if kind is None and columns[number]]
        longest = max(free, key=lambda number: sum(map(len, columns[number])), default=None)
        if longest is not None:
            shaped[longest] = "task"
    return shaped


def _lists_units(cell: str) -> bool:
    found = read_units(cell)
    return bool(found.units) and not found.doubtful


def _header_texts(table: Table, depth: int) -> list[str]:
    width = max(len(row.cells) for row in table.rows[:depth])
    texts = []
    for column in range(width):
        parts = [row.cells[column] for row in table.rows[:depth] if column < len(row.cells) and row.cells[column]]
        texts.append(" ".join(dict.fromkeys(parts)))
    return texts


def _continues_header(first: TableRow, row: TableRow) -> bool:
    """The second row of a header repeats a merged cell of the first and holds no number."""
    serial = comparable(row.cells[0]).rstrip(".、")
    repeats = any(cell and cell == above for cell, above in zip(row.cells, first.cells, strict=False))
    return repeats and not serial.isdigit()


# ------------------------------------------------------------------------------------------------ grids


def _read_grid(
    table: Table, name: str, own_names: tuple[str, ...], period: tuple[int, int] | None
) -> tuple[tuple[IndicatorRow, ...], tuple[Finding, ...]]:
    kinds, body = _header(table)
    depth = len(table.rows) - len(body)
    headers = _header_texts(table, depth)
    findings: list[Finding] = []
    values = [index for index, kind in enumerate(kinds) if kind in ("target", "year")]
    values = values or [index for index, kind in enumerate(kinds) if kind is None and headers[index]]
    column = _choose(values, headers, own_names, period)
    if column is not None and len(values) > 1:
        findings.append(_chosen(table, name, headers[column]))
    rows = []
    for row in body:
        cells = {kind: _cell(row, kinds, kind) for kind in ("serial", "indicator", "nature", *_WHO)}
        if len(row.cells) != len(table.rows[0].cells):
            findings.append(_unequal(row, name))
        if not cells["indicator"]:
            if any(row.cells):
                findings.append(_unread(row, name))
            continue
        target = row.cells[column] if column is not None and column < len(row.cells) else None
        target = _with_unit(target, _cell(row, kinds, "unit"))
        rows.append(
            IndicatorRow(
                number=cells["serial"],
                name=cells["indicator"],
                target=target or None,
                nature=_nature(row.cells, cells["nature"]),
                responsible=cells["responsible"],
                lead=cells["lead"],
                support=cells["support"],
                place=row.place,
            )
        )
    return tuple(rows), tuple(findings)


def _with_unit(target: str | None, unit: str | None) -> str | None:
    """Return a number that ends a target with its unit of measure: 95 and % -> 95%, 下降20 and % -> 下降20%."""
    if not target or not unit or not re.fullmatch(r"[^\d]*\d[\d.,]*", comparable(target)):
        return target
    return target if comparable(unit) in ("-", "—", "/", "无") else target + unit


_WHO = ("responsible", "lead", "support")


def _nature(cells: tuple[str, ...], own: str | None) -> str | None:
    for cell in (own, *cells):
        for nature in vocabulary().natures:
            if cell and comparable(cell).strip("[]()") in (nature, nature.removesuffix("性")):
                return nature
    return None


def _choose(
    columns: list[int], headers: list[str], own_names: tuple[str, ...], period: tuple[int, int] | None
) -> int | None:
    """Choose the column with this plan's targets: its own place, then its last year, then what is no starting point."""
    if len(columns) <= 1:
        return columns[0] if columns else None
    texts = {column: comparable(headers[column]) for column in columns}
    for word in own_names:
        if named := [column for column in columns if word in texts[column]]:
            return named[-1]
    baseline = [column for column in columns if any(word in texts[column] for word in vocabulary().baseline_columns)]
    rest = [column for column in columns if column not in baseline] or columns
    if period and (dated := [column for column in rest if str(period[1]) in texts[column]]):
        return dated[-1]
    if period and (early := [column for column in rest if str(period[0] - 1) in texts[column]]):
        rest = [column for column in rest if column not in early] or rest
    return rest[-1]


# ------------------------------------------------------------------------------------------------ flattened tables


def _read_flat(
    table: Table, name: str, own_names: tuple[str, ...], period: tuple[int, int] | None
) -> tuple[tuple[IndicatorRow, ...], tuple[Finding, ...]]:
    header = [cell for cell in table.rows[0].cells[1:] if comparable(cell)]
    kinds = [column_kind(cell) for cell in header]
    value_headers = _value_headers(header, kinds)
    has_units = any(kind in _WHO for kind in kinds)
    findings: list[Finding] = []
    usual = _usual_length(table)
    rows = []
    for row in table.rows[1:]:
        cells = list(row.cells[1:])
        if len(cells) != usual:
            findings.append(_unequal(row, name))
        nature = _nature(tuple(cells), None) if "nature" in kinds else None
        if nature is not None:
            cells = [cell for cell in cells if _nature((cell,), None) is None]
        units = None
        if has_units and len(cells) > 2 and (speaks_of_duties(cells[-1]) or looks_like_unit(cells[-1])):
            units = cells.pop()
        if not cells or len(cells) - 1 != max(1, len(value_headers)):
            # which of the lines is the name and which the target nobody can tell
            findings.append(_unread(row, name))
            continue
        target = _flat_target(cells[1:], value_headers, own_names, period)
        rows.append(
            IndicatorRow(
                number=row.cells[0],
                name=cells[0],
                target=target,
                nature=nature,
                responsible=units,
                lead=None,
                support=None,
                place=row.place,
            )
        )
    if len(value_headers) > 1:
        column = _choose(list(range(len(value_headers))), value_headers, own_names, period)
        if column is not None:
            findings.append(_chosen(table, name, value_headers[column]))
    return tuple(rows), tuple(findings)


def _usual_length(table: Table) -> int:
    lengths = [len(row.cells) - 1 for row in table.rows[1:]]
    return max(set(lengths), key=lengths.count) if lengths else 0


def _value_headers(header: list[str], kinds: list[str | None]) -> list[str]:
    """Return the headings of the value columns: those of the second header row when there are any.

    A heading broken over two lines (2025年 / 预期值) is one column.
    """
    below = [cell for cell, kind in zip(header, kinds, strict=True) if kind is None]
    if len(below) >= 2:
        return below
    joined: list[str] = []
    year_before = False
    for cell, kind in zip(header, kinds, strict=True):
        if kind == "target" and year_before:
            joined[-1] += cell
        elif kind in ("target", "year", "baseline"):
            joined.append(cell)
        year_before = kind == "year"
    return joined


def _flat_target(
    values: list[str], headers: list[str], own_names: tuple[str, ...], period: tuple[int, int] | None
) -> str | None:
    if not values:
        return None
    if len(headers) == len(values) and len(values) > 1:
        column = _choose(list(range(len(values))), headers, own_names, period)
        return values[column if column is not None else -1]
    # one column, its cell broken over several lines
    return "".join(values) if len(headers) <= 1 else values[-1]


# ------------------------------------------------------------------------------------------------ doubts


def _unequal(row: TableRow, name: str) -> Finding:
    return rules.TABLE_UNEQUAL_ROWS.found(locate(name, row.place), row=row.cells[0])


def _unread(row: TableRow, name: str) -> Finding:
    return rules.TABLE_ROW_UNREAD.found(locate(name, row.place), text="、".join(filter(None, row.cells))[:40])


def _chosen(table: Table, name: str, header: str) -> Finding:
    return rules.TABLE_TARGET_CHOSEN.found(locate(name, table.place), column=header)
