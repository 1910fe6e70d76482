"""Characters as printed lines: those on one base line, with spaces and tabs where gaps are.

All measures are in points, from the left and the top edge of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from plangen.reading.pdf_sheet import Character

_Value = TypeVar("_Value")

_SAME_LINE = 0.5
"""Characters belong to one line while their base lines are less than this part of their size apart."""
_SHIFT = 0.5
"""A character that is drawn again this part of its width further on makes it bold."""
_WORD_GAP = 0.25
_WIDE_GAP = 1.2
_COLUMN_GAP = 2.5
_MOST_WIDE_SPACES = 4


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One printed line.

    Attributes:
        text: what it says; a tab stands for a gap as wide as between columns.
        page: number of its page, from 1.
        left: where its first character begins.
        right: where its last character ends.
        base: how far its base line is from the top.
        size: size of most of its characters.
        font: name of the font of most of its Chinese characters.
        column: 1 or 2 when it stands in a column of the page, else 0.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    font: str
    column: int = 0


def rows_of(characters: Iterable[Character]) -> list[list[Character]]:
    """Return characters by their base lines, from top to bottom, and those of each from left to right."""
    rows: list[list[Character]] = []
    for one in sorted(characters, key=attrgetter("base")):
        last = rows[-1][0] if rows else None
        if last is not None and one.base - last.base <= _SAME_LINE * max(one.size, last.size):
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        row.sort(key=attrgetter("left"))
    return rows


def lines_of(characters: Iterable[Character], page: int, column: int = 0) -> list[TextLine]:
    """Return characters as printed lines, from top to bottom."""
    lines = (line_of(row, page, column) for row in rows_of(characters))
    return [line for line in lines if line is not None]


def line_of(row: Sequence[Character], page: int, column: int = 0) -> TextLine | None:
    """Return the characters of a row as a line; None where they are spaces."""
    inked = [one for one in row if not one.text.isspace()]
    if not inked:
        return None
    sizes = Counter([round(float(one.size), 1) for one in inked])
    # Digits and Latin letters have a font of their own in most documents; it says nothing about the line.
    chinese = [one.font for one in inked if not one.text.isascii()] or [one.font for one in inked]
    return TextLine(
        text=_text(row),
        page=page,
        column=column,
        left=inked[0].left,
        right=max([one.right for one in inked]),
        base=_usual([round(one.base, 1) for one in inked]),
        size=max(sizes, key=lambda size: (sizes[size], size)),
        font=_usual(chinese),
    )


def _usual(values: list[_Value]) -> _Value:
    return Counter(values).most_common(1)[0][0]


def _text(group: Sequence[Character]) -> str:
    """Return the text of a line: characters drawn twice count once, gaps become spaces or tabs."""
    text = ""
    before: Character | None = None
    spaces = ""
    for one in group:
        if one.text.isspace():
            spaces += one.text
            continue
        if before is not None:
            if one.text == before.text and one.left - before.left < _SHIFT * (before.right - before.left):
                continue  # fake bold type
            text += _between(before, one, spaces)
        text += one.text
        before = one
        spaces = ""
    return text


def _between(before: Character, after: Character, spaces: str) -> str:
    gap = after.left - before.right
    size = max(before.size, after.size)
    if set(spaces) == {"\u3000"} and gap <= _MOST_WIDE_SPACES * size:
        return "\u3000" * max(round(gap / size), 1)
    if gap > _COLUMN_GAP * size and gap > 1.6 * len(spaces) * size:
        return "\t"
    if spaces:
        # A space narrower than a hair only serves the setting of the line.
        return spaces if gap > 0.1 * size else ""
    latin = before.text[-1:].isascii() and after.text[:1].isascii()
    return " " if gap > (_WORD_GAP if latin else _WIDE_GAP) * size else ""
