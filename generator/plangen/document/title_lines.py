"""A document's title broken into lines, as GB/T 9704-2012 §7.3.1 wants them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

_LONGEST_TITLE = 200
"""A longer title is none, and to try all its breaks would take for ever."""


def title_lines(title: str, words: Iterable[str], width: float = 19.5) -> tuple[str, ...]:
    """Break a document's title into lines at word boundaries, as GB/T 9704-2012 §7.3.1 wants them (词意完整，排列对称).

    Args:
        title: the title.
        words: words that must not be torn apart and after or before which a line may end.
        width: characters of the title's size that a line holds.

    Returns:
        The fewest lines that hold the title, of lengths as even as the words allow; a longer line where they do not.
    """
    if len(title) > _LONGEST_TITLE:
        return (title,)
    pieces = _pieces(title, tuple(words))
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    count = max(1, math.ceil(_width(title) / width))
    ideal = _width(title) / count
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(end):
            line = "".join(pieces[start:end])
            too_long = max(0.0, _width(line) - width)
            cost, lines = best[start]
            options.append((cost + (_width(line) - ideal) ** 2 + 1000 * too_long + 5, (*lines, line)))
        best[end] = min(options, key=lambda option: option[0])
    return best[len(pieces)][1]


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def _pieces(title: str, words: tuple[str, ...]) -> list[str]:
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = rf"“[^”]*”|{known}|." if known else r"“[^”]*”|."
    raw = re.findall(pattern, title, flags=re.DOTALL)
    pieces: list[str] = []
    opened = ""
    plain = False
    for piece in raw:
        # opening marks begin the next line and closing ones end the last; single characters hang together
        if piece in "《〈（(":
            opened += piece
        elif pieces and not opened and piece in "》〉）)、，的":
            pieces[-1] += piece
            plain = False
        elif pieces and not opened and plain and len(piece) == 1:
            pieces[-1] += piece
        else:
            pieces.append(opened + piece)
            plain, opened = len(piece) == 1, ""
    return [*pieces, opened] if opened else pieces
