"""Pages set in two columns: where the gap between them is, and whether it is one.

Lines beside each other may be two columns of a text or the cells of a table without rules.  Columns are certain where
most lines on both sides fill theirs; what is neither certain nor plainly something else is a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_MIDDLE = (0.25, 0.75)
"""The gap lies in this part of the text's width."""
_NARROWEST_GAP = 1.0
"""A gap is at least this wide, in sizes of the type."""
_FEW_LINES = 5
_FULL = 0.8
_SHORTEST_FULL = 12
"""A line fills its column when it takes most of its width and has so many characters."""
_SOME, _MOST = 0.25, 0.5
"""On both sides some lines fill the column, on one side most do: the other may be full of short lines, a list."""
_ALIKE = 0.6
"""The narrower column is at least this part of the wider one."""
_WORDS_CHARACTERS = 4
"""Pieces that are usually shorter than this (numbers of pages, figures) are no text beside a text."""


class Piece(NamedTuple):
    """What stands on one base line without a gap, or a table.

    Attributes:
        left: where it begins.
        right: where it ends.
        characters: how many it has.
    """

    left: float
    right: float
    characters: int


class Band(NamedTuple):
    """Successive rows of a page that a gap parts.

    Attributes:
        first: number of the first row, from 0.
        last: number of the last one.
        gap: the middle of the gap.
        certain: the sides are columns; else they may be.
    """

    first: int
    last: int
    gap: float
    certain: bool


def bands_of(rows: Sequence[Sequence[Piece]], size: float) -> list[Band]:
    """Return the parts of a page that are, or may be, set in two columns, from top to bottom.

    Args:
        rows: what stands on each base line, from top to bottom; a table is a row of its own.
        size: the size of the page's type.
    """
    every = [piece for row in rows for piece in row]
    if len(every) < 2 * _FEW_LINES:
        return []
    left, right = min(piece.left for piece in every), max(piece.right for piece in every)
    middle = (left + _MIDDLE[0] * (right - left), left + _MIDDLE[1] * (right - left))
    narrowest = _NARROWEST_GAP * size
    bands = []
    start, gaps = 0, [middle]
    for at, row in enumerate(rows):
        left_over = _without(gaps, row, narrowest)
        if not left_over:
            bands += _band(rows, start, at, gaps)
            start, left_over = at, _without([middle], row, narrowest)
        if not left_over:
            start, left_over = at + 1, [middle]
        gaps = left_over
    return bands + _band(rows, start, len(rows), gaps)


def _without(gaps: Sequence[tuple[float, float]], row: Sequence[Piece], narrowest: float) -> list[tuple[float, float]]:
    """Return what a row leaves of gaps."""
    left_over = list(gaps)
    for piece in row:
        left_over = [
            part
            for start, end in left_over
            for part in ((start, min(end, piece.left)), (max(start, piece.right), end))
            if part[1] - part[0] >= narrowest
        ]
    return left_over


def _band(rows: Sequence[Sequence[Piece]], first: int, after: int, gaps: Sequence[tuple[float, float]]) -> list[Band]:
    """Return the rows from the first to the one before ``after`` as a band, or nothing where they are none."""
    best: list[Band] = []
    most = 0
    for start, end in gaps:
        gap = (start + end) / 2
        sides = [[piece for piece in row if piece.right <= gap] for row in rows[first:after]]
        others = [[piece for piece in row if piece.left >= gap] for row in rows[first:after]]
        beside = sum(1 for side, other in zip(sides, others, strict=True) if side and other)
        left, right = _drawn(sides), _drawn(others)
        if min(len(left), len(right)) < _FEW_LINES or min(len(left), len(right)) <= most:
            continue
        certain = _are_columns(left, right)
        words = min(median(piece.characters for piece in side) for side in (left, right)) >= _WORDS_CHARACTERS
        if certain or (words and beside >= _FEW_LINES):
            most = min(len(left), len(right))
            best = [Band(first, after - 1, gap, certain)]
    return best


def _drawn(rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Return each row's pieces as one."""
    return [Piece(row[0].left, row[-1].right, sum(piece.characters for piece in row)) for row in rows if row]


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    widths = sorted((_width(left), _width(right)))
    full = [_full(left), _full(right)]
    shares = sorted((full[0] / len(left), full[1] / len(right)))
    return widths[0] >= _ALIKE * widths[1] and min(full) >= _FEW_LINES and shares[0] >= _SOME and shares[1] >= _MOST


def _full(lines: Sequence[Piece]) -> int:
    """Return how many lines fill their column."""
    enough = _FULL * _width(lines)
    return sum(1 for line in lines if line.right - line.left >= enough and line.characters >= _SHORTEST_FULL)


def _width(lines: Sequence[Piece]) -> float:
    """Return the width of a column; a tenth of the lines may stand out, as page numbers do."""
    outer = len(lines) // 10
    return sorted(line.right for line in lines)[-1 - outer] - sorted(line.left for line in lines)[outer]
