"""Marks for reading two texts side by side: what they have in common, and what one of them lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

SHORTEST = 3
"""Characters that two texts must share in a row to be marked; two of them share nearly everything."""

_MARGIN = " \t\n\u3000，。；：、！？“”‘’（）《》,.;:!?()"
_PIECES = re.compile(r"[，；。,;\n]")


@dataclass(frozen=True)
class Piece:
    """A run of text.

    Attributes:
        text: never empty.
        mark: ``same``, ``lost`` or empty.
    """

    text: str
    mark: str = ""


def grams(text: str) -> frozenset[str]:
    """Return all runs of :data:`SHORTEST` characters of a text."""
    return frozenset(_grams_of(text))


def common_starts(text: str, shared: Collection[str]) -> list[int]:
    """Return where runs of :data:`SHORTEST` characters begin that another text, given by its :func:`grams`, has too."""
    return [at for at, gram in enumerate(_grams_of(text)) if gram in shared]


def _grams_of(text: str) -> list[str]:
    return [text[start : start + SHORTEST] for start in range(len(text) - SHORTEST + 1)]


def runs_from(text: str, starts: Iterable[int]) -> list[tuple[int, int]]:
    """Return the runs of characters that a text has in common with another one.

    Args:
        text: the text.
        starts: what :func:`common_starts` returned for it.

    Returns:
        Start and end of each run, in order and apart from each other, no punctuation at their edges.
    """
    runs: list[tuple[int, int]] = []
    begin = end = -1
    for at in starts:
        if at > end:
            runs.append((begin, end))
            begin = at
        end = at + SHORTEST
    runs.append((begin, end))
    return [(first, last) for first, last in (_trimmed(text, *run) for run in runs[1:]) if last - first >= SHORTEST]


def common_runs(text: str, shared: Collection[str]) -> list[tuple[int, int]]:
    """Return :func:`runs_from` for the :func:`common_starts` of a text."""
    return runs_from(text, common_starts(text, shared))


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    run = text[begin:end]
    return begin + len(run) - len(run.lstrip(_MARGIN)), end - len(run) + len(run.rstrip(_MARGIN))


def lost_runs(text: str, points: Iterable[str]) -> list[tuple[int, int]]:
    """Return where missing points stand in their parent's text, clause by clause; what is not found is left out."""
    runs = []
    for point in points:
        whole = text.find(point)
        if whole >= 0:
            runs.append((whole, whole + len(point)))
            continue
        for clause in _PIECES.split(point):
            trimmed = clause.strip(_MARGIN)
            at = text.find(trimmed) if len(trimmed) >= SHORTEST else -1
            if at >= 0:
                runs.append((at, at + len(trimmed)))
    return runs


def pieces(text: str, same: Sequence[tuple[int, int]], lost: Sequence[tuple[int, int]] = ()) -> tuple[Piece, ...]:
    """Cut a text into marked and unmarked pieces; together they are the text.

    Args:
        text: the text.
        same: runs it has in common with another text.
        lost: runs that the other text lacks; they outweigh the common ones.
    """
    if not same and not lost:
        return (Piece(text),) if text else ()
    edges = sorted({0, len(text), *(edge for run in (*same, *lost) for edge in run)})
    begins = {begin for begin, _ in same}
    ends = {end for _, end in same}  # the common runs stand apart from each other
    within = False
    found: list[Piece] = []
    for begin, end in pairwise(edges):
        within = begin in begins or (within and begin not in ends)
        mark = "same" if within else ""
        if lost and any(first <= begin < last for first, last in lost):
            mark = "lost"
        if found and found[-1].mark == mark:
            found[-1] = Piece(found[-1].text + text[begin:end], mark)
        else:
            found.append(Piece(text[begin:end], mark))
    return tuple(found)


def marked_html(parts: Iterable[Piece]) -> str:
    """Return pieces as HTML, with all text escaped."""
    around = {"same": ("<mark>", "</mark>"), "lost": ('<em class="lost">', "</em>"), "": ("", "")}
    said = []
    for part in parts:
        begin, end = around[part.mark]
        said.append(f"{begin}{escape(part.text)}{end}")
    return "".join(said)
