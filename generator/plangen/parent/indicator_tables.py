"""Tables of indicators: as grids, and those written one cell a line that could not be laid into columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.parent import rules
from plangen.parent.block_model import Table, TableRow, locate
from plangen.parent.columns import column_kind
from plangen.parent.tables import cell_of, header, header_texts, other_cells
from plangen.terms.clause_forms import speaks_of_duties
from plangen.terms.findings import Finding
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.unit_list import looks_like_unit
from plangen.terms.vocabulary import vocabulary

_WHO = ("lead", "support", "responsible")
_PLACED = ("serial", "indicator", "nature", "group", "person", *_WHO)


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One indicator as its table row says it; cells that are missing are None.

    ``others``: how it is marked (评价标准, 分值), each with its head; in a table of such standards targets are none.
    """

    number: str | None
    name: str
    target: str | None
    nature: str | None
    responsible: str | None
    lead: str | None
    support: str | None
    place: Place
    group: str | None = None
    others: tuple[str, ...] = ()


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


# ------------------------------------------------------------------------------------------------ grids


def _read_grid(
    table: Table, name: str, own_names: tuple[str, ...], period: tuple[int, int] | None
) -> tuple[tuple[IndicatorRow, ...], tuple[Finding, ...]]:
    kinds, body = header(table)
    depth = len(table.rows) - len(body)
    headers = header_texts(table, depth)
    findings: list[Finding] = []
    values = [index for index, kind in enumerate(kinds) if kind in ("target", "year")]
    standards = is_marked(table)
    if not values and not standards:
        values = [index for index, kind in enumerate(kinds) if kind is None and headers[index]]
    column = _choose(values, headers, own_names, period)
    if column is not None and len(values) > 1:
        findings.append(_chosen(table, name, headers[column]))
    rows = []
    for row in body:
        if row.unread:
            continue
        cells = {kind: cell_of(row, kinds, kind) for kind in ("serial", "indicator", "nature", *_WHO)}
        if len(row.cells) != len(table.rows[0].cells):
            findings.append(_unequal(row, name))
        if not cells["indicator"]:
            if any(row.cells):
                findings.append(_unread(row, name))
            continue
        target = row.cells[column] if column is not None and column < len(row.cells) else None
        target = _with_unit(target, cell_of(row, kinds, "unit"))
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
                group="—".join(dict.fromkeys(_cells(row, kinds, "group"))) or None,
                others=other_cells(row, kinds, headers, _PLACED) if standards else (),
            )
        )
    return tuple(rows), tuple(findings)


def is_marked(table: Table) -> bool:
    """Return whether a table says how indicators are marked (评价标准, 分值) and sets no targets."""
    kinds = set(header(table)[0])
    return "standard" in kinds and not kinds & {"target", "year"}


def _cells(row: TableRow, kinds: list[str | None], kind: str) -> list[str]:
    return [cell for cell, own in zip(row.cells, kinds, strict=False) if own == kind and cell]


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
