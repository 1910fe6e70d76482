"""What a text has to become when a person and the program both changed it: clause by clause, never inside one.

Merging by characters makes words that nobody wrote (每半年一次 and 每年两次 gave 每半年组织两次), so two changes are
both taken only where they are in different clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plangen.trace.word_diff import word_marks

_CLAUSE = re.compile(r"[^，。；：！？\n]*[，。；：！？\n]+|[^，。；：！？\n]+")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of a text.

    Attributes:
        start: where it begins in the text that is changed.
        end: where what is taken out ends.
        begin: where what is put in begins in the new text.
        stop: where that ends.
    """

    start: int
    end: int
    begin: int
    stop: int


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Clauses that both changed: as they were rendered, as the person has them, and as the program has them now."""

    base: str
    theirs: str
    new: str


def merged(base: str, theirs: str, new: str) -> tuple[tuple[Edit, ...], tuple[Clash, ...]]:
    """Return what the program's change of a text means for the text as a person has it now.

    Args:
        base: as it was rendered.
        theirs: as the person has it.
        new: as it is rendered now.

    Returns:
        the changes of ``theirs``, in order, and the clauses that both changed, for which there is none.
    """
    if new in (base, theirs):
        return (), ()
    if base == theirs:
        return tuple(_fine(base, new, 0, 0)), ()
    clauses = [_CLAUSE.findall(text) for text in (base, theirs, new)]
    own, ours = _blocks(clauses[0], clauses[1]), _blocks(clauses[0], clauses[2])
    starts = [_offsets(one) for one in clauses]
    edits: list[Edit] = []
    clashes: list[Clash] = []
    for first, last, begin, stop in ours:
        text = "".join(clauses[2][begin:stop])
        touching = [block for block in own if _touch(block, (first, last))]
        if not touching:
            shift = sum((block[3] - block[2]) - (block[1] - block[0]) for block in own if block[1] <= first)
            at, place = starts[1][first + shift], starts[2][begin]
            edits += _fine("".join(clauses[0][first:last]), text, at, place)
            continue
        low, high = min(first, *(block[0] for block in touching)), max(last, *(block[1] for block in touching))
        theirs_now = "".join(clauses[1][touching[0][2] : touching[-1][3]])
        same = len(touching) == 1 and touching[0][:2] == (first, last) and theirs_now == text
        if not same:
            clashes.append(Clash(base="".join(clauses[0][low:high]), theirs=theirs_now, new=text))
    return tuple(edits), tuple(clashes)


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(first, last, begin, stop) for tag, first, last, begin, stop in codes if tag != "equal"]


def _touch(block: tuple[int, int, int, int], ours: tuple[int, int]) -> bool:
    """Return whether two changes concern the same clauses; what is put in between two belongs to both of them."""
    first, last = block[:2]
    if first == last or ours[0] == ours[1]:
        return first <= ours[1] and ours[0] <= last
    return first < ours[1] and ours[0] < last


def _offsets(clauses: Sequence[str]) -> list[int]:
    offsets = [0]
    for clause in clauses:
        offsets.append(offsets[-1] + len(clause))
    return offsets


def _fine(before: str, after: str, start: int, begin: int) -> Iterator[Edit]:
    """Yield the words that differ, from ``start`` in the text that is changed and ``begin`` in the new one."""
    gone = come = 0
    for mark in (*word_marks(before, after), None):
        if mark is not None and mark.change == "removed":
            gone += len(mark.text)
        elif mark is not None and mark.change == "added":
            come += len(mark.text)
        else:
            if gone or come:
                yield Edit(start=start, end=start + gone, begin=begin, stop=begin + come)
            start, begin, gone, come = start + gone, begin + come, 0, 0
            if mark is not None:
                start, begin = start + len(mark.text), begin + len(mark.text)
