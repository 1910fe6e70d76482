"""Tables written one cell a line, laid into their columns by shape.

A table copied into text loses its columns: first the heads stand one a line, then the cells of each row.  Which line
belongs to which column is told by what each column can hold (a name, a unit of measure, a figure, 约束性, units), by
the running number where there is one, and by cells that span rows and so are missing in the rows below.  Every way to
lay the lines is given a cost; the cheapest way wins, and a row that no way fits is told and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from plangen.parent.cell_shapes import NEVER, VALUES, cost_of
from plangen.parent.columns import WHO, column_kind, with_levels
from plangen.terms.text import comparable

_DEAREST_ROW = 2.4
_SKIPPED = 6.0
_LEAST_READ = 0.6
_SPARE = 4  # lines that a row may have beyond its columns: cells broken over several lines
_MOST_IN_CELL = 4
_LONGEST_HEAD = 14
_WORK = ("task", "project", "content")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a flattened table: what it holds and how it is headed."""

    kind: str | None
    head: str


@dataclass(frozen=True, kw_only=True)
class FlatRow:
    """A row that was laid: where it begins and ends among the lines, and its cells, none where it fits no columns."""

    start: int
    stop: int
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FlatTable:
    """A flattened table that was understood.

    Attributes:
        columns: from left to right.
        rows: rows in order, those that could not be laid without cells.
        stop: the first line behind the table.
        cost: mean cost of its rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[FlatRow, ...]
    stop: int
    cost: float


def lay_table(texts: Sequence[str], head_ends: Sequence[int]) -> FlatTable | None:
    """Lay the lines of a flattened table into columns.

    Args:
        texts: the lines, the heads first, up to where the table certainly ends.
        head_ends: how many of them may be heads.

    Returns:
        The table; None where no way to lay it fits most of its rows.
    """
    best: FlatTable | None = None
    for end in head_ends:
        body = _without_repeated_heads(texts, end)
        for columns in _column_readings(texts[:end]):
            found = _lay(texts, body, columns)
            if found is not None and (best is None or _worth(found) > _worth(best)):
                best = found
    return best


def may_be_head(text: str) -> bool:
    """Return whether a line alone may be the head of a column that says what the column holds."""
    return len(comparable(text)) <= _LONGEST_HEAD and "。" not in text and _column(text).kind is not None


def _worth(table: FlatTable) -> tuple[int, float]:
    return sum(bool(row.cells) for row in table.rows), -table.cost


# ------------------------------------------------------------------------------------------------ heads


def _column_readings(heads: Sequence[str]) -> Iterator[tuple[Column, ...]]:
    """Yield every way to read the lines of the head as columns: broken heads joined or not, in one row or in two."""
    seen = set()
    for years, broken, two_rows in product((False, True), repeat=3):
        columns = tuple(_column(head) for head in _joined(heads, years, broken))
        if two_rows:
            columns = _spanned(columns)
        kinds = with_levels([column.kind for column in columns])
        columns = tuple(replace(column, kind=kind) for column, kind in zip(columns, kinds, strict=True))
        measured = kinds.count("indicator") == 1 and any(kind in (*VALUES, "standard") for kind in kinds)
        divided = any(kind in _WORK for kind in kinds) and any(kind in WHO for kind in kinds)
        if len(columns) >= 2 and (measured or divided) and columns not in seen:
            seen.add(columns)
            yield columns


def _column(head: str) -> Column:
    return Column(kind=column_kind(head), head=head)


def _joined(heads: Sequence[str], years: bool, broken: bool) -> list[str]:
    """Join the lines of one head: 2030年 and 目标值, 责任 and 单位, and what stands in a bracket."""
    joined: list[str] = []
    for head in heads:
        if joined and head.startswith(("（", "(")):
            joined[-1] += head
            continue
        before = _column(joined[-1]).kind if joined else None
        own = _column(head).kind
        together = _column(joined[-1] + head).kind if joined else None
        dated = years and {before, own} <= set(VALUES) and "year" in (before, own)
        parted = (
            broken and together is not None and (before is None or own is None or (own == "unit" and before in WHO))
        )
        if joined and (dated or parted):
            joined[-1] += head
        else:
            joined.append(head)
    return joined


def _spanned(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns of a head in two rows: those named last stand where the head of the figures stands."""
    first = len(columns)
    while first and columns[first - 1].kind in (None, *VALUES):
        first -= 1
    below = columns[first:]
    place = next((number for number, column in enumerate(columns[:first]) if column.kind in VALUES), None)
    if place is None or len(below) < 2:
        return columns
    over = columns[place].head
    figures = tuple(
        Column(kind="baseline" if column.kind == "baseline" else "value", head=f"{over} {column.head}")
        for column in below
    )
    return columns[:place] + figures + columns[place + 1 : first]


def _without_repeated_heads(texts: Sequence[str], end: int) -> list[int]:
    """Return the numbers of the lines below the heads, without heads that the end of a page repeats."""
    heads = list(texts[:end])
    body: list[int] = []
    index = end
    while index < len(texts):
        if texts[index] == heads[0] and list(texts[index : index + end]) == heads:
            index += end
        else:
            body.append(index)
            index += 1
    return body


# ------------------------------------------------------------------------------------------------ rows


@dataclass(frozen=True, slots=True)
class _Reached:
    """The cheapest way to a line: its cost, the rows before it, and the row that ends here."""

    cost: float
    count: int
    previous: int
    cells: tuple[str, ...]


def _lay(texts: Sequence[str], body: list[int], columns: tuple[Column, ...]) -> FlatTable | None:
    lines = [texts[index] for index in body]
    reached: dict[int, _Reached] = {0: _Reached(0.0, 0, -1, ())}
    farthest = 0
    for position in range(len(lines)):
        if (state := reached.get(position)) is None:
            if position > farthest:
                break
            continue
        number = state.count + 1
        for length, (cost, cells) in _aligned(lines, position, columns, number).items():
            if cost <= _DEAREST_ROW:
                _reach(reached, position + length, _Reached(state.cost + cost, number, position, cells))
                farthest = max(farthest, position + length)
        if (skip := _next_row(lines, position, columns, number)) is not None:
            _reach(reached, skip, _Reached(state.cost + _SKIPPED, number, position, ()))
            farthest = max(farthest, skip)
    return _best_table(reached, body, columns)


def _reach(reached: dict[int, _Reached], position: int, state: _Reached) -> None:
    known = reached.get(position)
    if known is None or state.cost < known.cost:
        reached[position] = state


def _best_table(reached: dict[int, _Reached], body: list[int], columns: tuple[Column, ...]) -> FlatTable | None:
    # a row that could not be laid ends no table
    ends = [(state.count, -state.cost, position) for position, state in reached.items() if state.cells]
    if not ends:
        return None
    count, cost, stop = max(ends)
    rows: list[FlatRow] = []
    position = stop
    while position > 0:
        state = reached[position]
        last = body[position - 1] + 1
        rows.append(FlatRow(start=body[state.previous], stop=last, cells=state.cells))
        position = state.previous
    rows.reverse()
    read = sum(bool(row.cells) for row in rows)
    if read < 2 or read < _LEAST_READ * len(rows):
        return None
    return FlatTable(
        columns=columns, rows=tuple(_with_groups(rows, columns)), stop=body[stop - 1] + 1, cost=-cost / count
    )


def _next_row(lines: list[str], start: int, columns: tuple[Column, ...], number: int) -> int | None:
    """Return where the row behind one that fits nothing begins: at the next number, or behind the next 约束性."""
    kinds = [column.kind for column in columns]
    last = min(len(lines), start + 3 * len(columns))
    if kinds[0] == "serial":
        if _number(lines[start]) != number:
            return None
        return next((index for index in range(start + 2, last) if _number(lines[index]) == number + 1), None)
    if kinds[-1] == "nature":
        return next((index + 1 for index in range(start + 1, last) if cost_of("nature", (lines[index],)) < NEVER), None)
    return None


def _aligned(
    lines: list[str], start: int, columns: tuple[Column, ...], number: int
) -> dict[int, tuple[float, tuple[str, ...]]]:
    """Return for each number of lines the cheapest way to fill all columns with them, and its cells."""
    window = lines[start : start + len(columns) + _SPARE]
    ways: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for column in columns:
        further: dict[int, tuple[float, tuple[str, ...]]] = {}
        for used, (cost, cells) in ways.items():
            for count in range(min(_MOST_IN_CELL, len(window) - used) + 1):
                taken = tuple(window[used : used + count])
                if column.kind == "serial":
                    own = 0.0 if count == 1 and _number(taken[0]) == number else NEVER
                else:
                    own = cost_of(column.kind, taken)
                total = cost + own
                if total <= _DEAREST_ROW and (used + count not in further or total < further[used + count][0]):
                    further[used + count] = (total, (*cells, "".join(taken)))
        ways = further
        if not ways:
            return {}
    ways.pop(0, None)
    if number == 1:
        # nothing stands above the first row that a missing group could be
        return {length: way for length, way in ways.items() if _has_group(way[1], columns)}
    return ways


def _has_group(cells: tuple[str, ...], columns: tuple[Column, ...]) -> bool:
    return all(cell or column.kind != "group" for cell, column in zip(cells, columns, strict=True))


def _with_groups(rows: list[FlatRow], columns: tuple[Column, ...]) -> Iterator[FlatRow]:
    """Yield the rows with the groups that span several of them."""
    above: dict[int, str] = {}
    for row in rows:
        cells = list(row.cells)
        for number, cell in enumerate(cells):
            if columns[number].kind == "group":
                cells[number] = above[number] = cell or above.get(number, "")
        yield FlatRow(start=row.start, stop=row.stop, cells=tuple(cells))


def _number(cell: str) -> int | None:
    bare = comparable(cell).rstrip(".、")
    return int(bare) if re.fullmatch(r"[0-9]{1,3}", bare) else None
