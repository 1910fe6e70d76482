"""Cells that rules enclose, and the tables that cells make.

Rules that nearly meet are taken to meet: programs draw a border as many short pieces or as thin boxes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from plangen.reading.pdf_sheet import Ruling

_NEAR = 3.0
"""Rules that are this near belong to one line, and rules whose ends are this near to another touch it."""
_SHORTEST_PIECE = 1.0
_SHORTEST_RULE = 3.0
_MOST_STEPS = 2_000_000
"""So many corners are tried on a page; a page full of small cells needs some 100,000."""


class Box(NamedTuple):
    """A rectangle, in points from the left and the top."""

    left: float
    top: float
    right: float
    bottom: float


class TooManyRulesError(Exception):
    """The rules of a page cross so often that its cells are not looked for."""


def tables_of(level: Iterable[Ruling], upright: Iterable[Ruling]) -> list[list[Box]]:
    """Return the cells of each table on a page, from top to bottom; a lone frame is no table.

    Args:
        level: the page's level rules.
        upright: its upright rules.

    Raises:
        TooManyRulesError: the rules cross too often.
    """
    rows, columns = _whole(level), _whole(upright)
    if len(rows) < 2 or len(columns) < 2:
        return []
    cells = _Corners(rows, columns).cells()
    tables = [table for table in _connected(cells) if len(table) > 1]
    return sorted(tables, key=lambda table: min((cell.top, cell.left) for cell in table))


def _whole(rules: Iterable[Ruling]) -> list[Ruling]:
    """Return rules with those on nearly one line drawn to it, and pieces that nearly meet put together."""
    pieces = sorted(rule for rule in rules if rule.end - rule.start >= _SHORTEST_PIECE)
    lines: list[list[Ruling]] = []
    for piece in pieces:
        if lines and piece.at - lines[-1][-1].at <= _NEAR:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    whole: list[Ruling] = []
    for line in lines:
        at = sum(piece.at for piece in line) / len(line)
        joined: list[Ruling] = []
        for piece in sorted(line, key=lambda piece: piece.start):
            if joined and piece.start <= joined[-1].end + _NEAR:
                joined[-1] = joined[-1]._replace(end=max(joined[-1].end, piece.end))
            else:
                joined.append(Ruling(at, piece.start, piece.end))
        whole += [rule for rule in joined if rule.end - rule.start >= _SHORTEST_RULE]
    return whole


class _Corners:
    """The points in which rules meet, each with the rules that meet there."""

    def __init__(self, level: Sequence[Ruling], upright: Sequence[Ruling]) -> None:
        self._steps = 0
        self._level: dict[tuple[float, float], set[int]] = defaultdict(set)
        self._upright: dict[tuple[float, float], set[int]] = defaultdict(set)
        heights = [rule.at for rule in level]
        for number, line in enumerate(upright):
            first = bisect_left(heights, line.start - _NEAR)
            last = bisect_right(heights, line.end + _NEAR)
            self._count(last - first)
            for other in range(first, last):
                rule = level[other]
                if rule.start - _NEAR <= line.at <= rule.end + _NEAR:
                    self._level[line.at, rule.at].add(other)
                    self._upright[line.at, rule.at].add(number)
        points = sorted(self._level)
        self._below = {x: [y for _, y in group] for x, group in groupby(points, key=lambda point: point[0])}
        by_row = sorted(points, key=lambda point: (point[1], point[0]))
        self._beside = {y: [x for x, _ in group] for y, group in groupby(by_row, key=lambda point: point[1])}
        self._points = points

    def cells(self) -> list[Box]:
        """Return the smallest cell to the right of and below each point, where there is one."""
        return [cell for point in self._points if (cell := self._cell(*point)) is not None]

    def _cell(self, x: float, y: float) -> Box | None:
        lower = self._below[x][bisect_right(self._below[x], y) :]
        beside = self._beside[y][bisect_right(self._beside[y], x) :]
        for bottom in lower:
            if not self._upright[x, y] & self._upright[x, bottom]:
                break
            for right in beside:
                self._count(1)
                if not self._level[x, y] & self._level[right, y]:
                    break
                if (
                    (right, bottom) in self._level
                    and self._upright[right, y] & self._upright[right, bottom]
                    and self._level[x, bottom] & self._level[right, bottom]
                ):
                    return Box(x, y, right, bottom)
        return None

    def _count(self, steps: int) -> None:
        self._steps += steps
        if self._steps > _MOST_STEPS:
            raise TooManyRulesError


def _connected(cells: Sequence[Box]) -> list[list[Box]]:
    """Return the cells in groups that share corners."""
    at_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        for corner in _corners(cell):
            at_corner[corner].append(number)
    seen: set[int] = set()
    groups = []
    for start in range(len(cells)):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [], [start]
        while waiting:
            number = waiting.pop()
            group.append(number)
            for corner in _corners(cells[number]):
                new = [other for other in at_corner.pop(corner, []) if other not in seen]
                seen.update(new)
                waiting += new
        groups.append([cells[number] for number in sorted(group)])
    return groups


def _corners(cell: Box) -> tuple[tuple[float, float], ...]:
    return (cell.left, cell.top), (cell.left, cell.bottom), (cell.right, cell.top), (cell.right, cell.bottom)
