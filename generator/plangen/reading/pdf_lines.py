"""Characters as printed lines: those on one base line, with spaces and tabs where gaps are.

All measures are in points, from the left and the top edge of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plangen.reading.pdf_sheet import Character

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
    """Return characters by their base lines, from top to bottom."""
    groups: list[list[Character]] = []
    for one in sorted(characters, key=lambda one: one.base):
        last = groups[-1][0] if groups else None
        if last is not None and one.base - last.base <= _SAME_LINE * max(one.size, last.size):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def lines_of(characters: Iterable[Character], page: int, column: int = 0) -> list[TextLine]:
    """Return characters as printed lines, from top to bottom."""
    lines = []
    for group in rows_of(characters):
        group.sort(key=lambda one: one.left)
        inked = [one for one in group if not one.text.isspace()]
        if inked:
            sizes = Counter(round(one.size, 1) for one in inked)
            size = max(sizes, key=lambda size: (sizes[size], size))
            lines.append(
                TextLine(
                    text=_text(group),
                    page=page,
                    column=column,
                    left=inked[0].left,
                    right=max(one.right for one in inked),
                    base=Counter(round(one.base, 1) for one in inked).most_common(1)[0][0],
                    size=size,
                    font=_usual_font(inked),
                )
            )
    return lines


def _usual_font(characters: Sequence[Character]) -> str:
    # Digits and Latin letters have a font of their own in most documents; it says nothing about the line.
    chinese = [one for one in characters if not one.text.isascii()] or characters
    return Counter(one.font for one in chinese).most_common(1)[0][0]


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
