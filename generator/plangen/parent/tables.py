"""What tables hold, and the rows of those that divide tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from plangen.parent.block_model import Table, TableRow
from plangen.parent.columns import WHO, column_kind, with_levels
from plangen.terms.clause_forms import says_first_leads
from plangen.terms.deadline import deadline_years
from plangen.terms.marks import Form, parse_mark, without_number
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.time_words import LONGEST_TIME
from plangen.terms.unit_list import read_units
from plangen.terms.vocabulary import vocabulary


class TableKind(StrEnum):
    """What a table holds."""

    INDICATORS = "indicators"
    TASKS = "tasks"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One row of a division table; cells that are missing are None.

    ``others``: what stands in the columns that have no place of their own in an item, each with its head.
    ``aside``: what the row says where it is no item: 合计, a note below the table.
    """

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
    others: tuple[str, ...] = ()
    aside: str | None = None


def table_kind(table: Table) -> TableKind:
    """Return what a table holds, judged by its header."""
    columns = {kind for kind in header(table)[0] if kind}
    if "indicator" in columns and columns & {"target", "nature", "year", "standard"}:
        return TableKind.INDICATORS
    if columns & {"task", "project", "content"} and columns & {"lead", "support", "responsible"}:
        return TableKind.TASKS
    marked = columns & {"standard", "score", "target"}
    if columns & {"task", "project"} and columns & {"deadline", "person", "content"} and not marked:
        return TableKind.TASKS
    return TableKind.OTHER


def read_tasks(table: Table) -> tuple[TaskRow, ...]:
    """Read a division table (任务分工表); rows without any task text are left out by the caller with a finding."""
    kinds, body = header(table)
    first_leads = any(says_first_leads(cell) for cell in table.rows[0].cells)
    if "support" in kinds and "lead" not in kinds:
        # beside a column of those who help, 承办单位 or 责任单位 is the one that leads
        kinds = ["lead" if kind == "responsible" else kind for kind in kinds]
    heads = header_texts(table, len(table.rows) - len(body))
    rows = []
    banner: str | None = None
    counted = any(comparable(cell_of(row, kinds, "serial") or "").isdigit() for row in body)
    for row in _spelled_out(body):
        if row.unread or not any(row.cells):
            continue
        aside = _aside(row, kinds)
        if aside is None and (found := _banner(row, kinds, counted)) is not None:
            banner = found
            continue
        uneven = table.flattened and len(row.cells) != len(kinds)
        # where lines are missing nobody can tell which of them belongs to which column
        cells = {kind: cell_of(row, [] if uneven else kinds, kind) for kind in _TASK_KINDS}
        title = cells["task"] or cells["project"]
        # a plan of several stages is more than a deadline
        staged = len(cells["deadline"] or "") > LONGEST_TIME
        placed = (*(kind for kind in _TASK_KINDS if kind != "deadline" or not staged), "person")
        rows.append(
            TaskRow(
                number=cells["serial"],
                group=without_number(cells["group"] or "") or banner,
                title=title,
                content=cells["content"],
                lead=cells["lead"],
                support=cells["support"],
                responsible=cells["responsible"],
                deadline=cells["deadline"] if not staged or deadline_years(cells["deadline"] or "") else None,
                project="project" in kinds and "task" not in kinds,
                first_leads=first_leads,
                place=row.place,
                others=() if uneven else other_cells(row, kinds, heads, placed),
                aside=aside,
            )
        )
    return tuple(rows)


def _aside(row: TableRow, kinds: list[str | None]) -> str | None:
    """Return what a row says that is no item: a sum of the rows above it, or a note below the table."""
    cells = [cell for cell in row.cells if cell]
    note = len(set(cells)) == 1 and comparable(cells[0]).startswith(tuple(f"{w}:" for w in vocabulary().table_notes))
    if note:
        return cells[0]
    names = [cell for cell, kind in zip(row.cells, kinds, strict=False) if cell and kind in _NAMES]
    sums = "|".join(map(re.escape, vocabulary().total_rows))
    return next(
        (name for name in names if re.fullmatch(rf"(?:{sums})[(:]?\d*[项个处类]?[):]?", comparable(name))), None
    )


_NAMES = ("serial", "group", "task", "project", "content")


def _banner(row: TableRow, kinds: list[str | None], counted: bool) -> str | None:
    """Return the words of a row that heads a group: one text over all columns, or beside 一 with nothing behind it.

    In a table whose rows are counted 1, 2, 3 what stands behind may be the sum of the group (一　消防类　900).
    """
    if counted:
        cells = zip(row.cells, [*kinds, *[None] * len(row.cells)], strict=False)
        kept = tuple(
            "" if kind is None and re.fullmatch(r"[\d.,]+", comparable(cell)) else cell for cell, kind in cells
        )
        row = replace(row, cells=kept)
    texts = [(cell, kind) for cell, kind in zip(row.cells, kinds, strict=False) if cell and kind != "serial"]
    serial = comparable(cell_of(row, kinds, "serial") or "")
    if len(row.cells) <= 2 or len({cell for cell, _ in texts}) > 1:
        return None
    if not texts:
        return without_number(serial) if _chinese(serial) >= 2 else None
    spans = len(texts) > 1 and any(kind in WHO for _, kind in texts)
    mark = parse_mark(f"{serial.rstrip('、.')}、甲") if serial and not serial.startswith("(") else parse_mark(serial)
    higher = mark is not None and mark.form in (Form.CHINESE, Form.CHINESE_BRACKET)
    alone = not serial and len(texts) == len([cell for cell in row.cells if cell])
    if spans or alone or (higher and texts[0][1] in ("task", "project", "content", "group")):
        return without_number(texts[0][0])
    return None


def _chinese(text: str) -> int:
    return len(re.findall("[\u4e00-\u9fff]", text))


def other_cells(row: TableRow, kinds: list[str | None], heads: list[str], taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells of the columns that have no place of their own in an item, as 表头：内容; nothing is lost.

    Args:
        row: the row.
        kinds: what stands in each column.
        heads: the head of each column.
        taken: the kinds that have a place of their own, or that nobody needs (person).
    """
    columns = zip(row.cells, kinds, heads, strict=False)
    named = [f"{head}：{cell}" if head else cell for cell, kind, head in columns if cell and kind not in taken]
    return ("；".join(text.rstrip("。；") for text in dict.fromkeys(named)) + "。",) if named else ()


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


def cell_of(row: TableRow, kinds: list[str | None], kind: str) -> str | None:
    """Return what a row says in the columns of a kind, None where it says nothing.

    Args:
        row: the row.
        kinds: what stands in each column.
        kind: the kind looked for.
    """
    texts = [cell for cell, own in zip(row.cells, kinds, strict=False) if own == kind and cell]
    return "；".join(dict.fromkeys(texts)) or None


# ------------------------------------------------------------------------------------------------ header


def header(table: Table) -> tuple[list[str | None], tuple[TableRow, ...]]:
    """Return the kind of each column and the rows below the header (which may have two rows)."""
    rows = table.rows
    if table.flattened:
        return with_levels([column_kind(cell) for cell in rows[0].cells]), rows[1:]
    depth = 1
    while depth < min(3, len(rows) - 1) and _continues_header(rows[0], rows[depth]):
        depth += 1
    kinds = with_levels([column_kind(text) for text in header_texts(table, depth)])
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


def header_texts(table: Table, depth: int) -> list[str]:
    """Return the head of each column, from all rows of the header.

    Args:
        table: the table.
        depth: how many rows its header has.
    """
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
