"""What a text has to become when a person and the program both changed it: clause by clause, never inside one.

Merging by characters makes words that nobody wrote (每半年一次 and 每年两次 gave 每半年组织两次), so two changes are
both taken only where they are in different clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plangen.living.paragraph_changes import fields_of
from plangen.terms.clause_search import find_clauses
from plangen.terms.text import comparable
from plangen.terms.unit_list import looks_like_unit, read_units, split_names
from plangen.trace.word_diff import word_marks

_MARKS = "、，；：（"
_ENDS = "。！？）\n"
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
    if base == theirs or says_the_same(theirs, new):
        return tuple(_fine(theirs, new, 0, 0)), ()
    if comparable(theirs) == comparable(new):
        return (), ()  # only widths and white space
    clauses = [_clauses(text) for text in (base, theirs, new)]
    own, ours = _blocks(clauses[0], clauses[1]), _blocks(clauses[0], clauses[2])
    starts = [_offsets(one) for one in clauses]
    edits: list[Edit] = []
    clashes: list[Clash] = []
    for first, last, begin, stop in ours:
        text = "".join(clauses[2][begin:stop])
        touching = [block for block in own if _touch(block, (first, last), clauses[0])]
        if not touching:
            shift = sum((block[3] - block[2]) - (block[1] - block[0]) for block in own if block[1] <= first)
            at, place = starts[1][first + shift], starts[2][begin]
            edits += _fine("".join(clauses[0][first:last]), text, at, place)
            continue
        low, high = min(first, *(block[0] for block in touching)), max(last, *(block[1] for block in touching))
        theirs_now = "".join(clauses[1][touching[0][2] : touching[-1][3]])
        same = len(touching) == 1 and touching[0][:2] == (first, last) and comparable(theirs_now) == comparable(text)
        if not same:
            clashes.append(Clash(base="".join(clauses[0][low:high]), theirs=theirs_now, new=text))
    return tuple(edits), tuple(clashes)


def says_the_same(theirs: str, new: str) -> bool:
    """Return whether two texts have the same words, and the same units by when, only put otherwise.

    So it is where the spec has taken over what a person wrote: the program's own wording of it then holds
    (拟由甲局牵头，乙局配合 and 甲局牵头，乙局按职责分工负责; in a cell 甲局、乙局（均拟） and 甲局、乙局).
    """
    lists = [read_units(text).units for text in (theirs, new)]
    if all(units and all(map(looks_like_unit, units)) for units in lists) and set(lists[0]) == set(lists[1]):
        return True
    one, other = fields_of(theirs), fields_of(new)
    if not one.leads or (one.text, one.leads, one.deadline) != (other.text, other.leads, other.deadline):
        return False
    taking_part = [set(split_names(read.participants)) - set(split_names(read.leads)) for read in (one, other)]
    return taking_part[0] == taking_part[1]


def kept_places(before: str, after: str) -> dict[int, int]:
    """Return where the characters of the clauses that stand in both texts are: place in the one -> in the other."""
    old, new = _CLAUSE.findall(before), _CLAUSE.findall(after)
    starts = [_offsets(old), _offsets(new)]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {
        starts[0][block.a] + at: starts[1][block.b] + at
        for block in blocks
        for at in range(starts[0][block.a + block.size] - starts[0][block.a])
    }


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return which clauses became which; where as many stand there as before, each has become the one in its place."""
    blocks = []
    for tag, first, last, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace" and last - first == stop - begin:
            blocks += [(first + at, first + at + 1, begin + at, begin + at + 1) for at in range(last - first)]
        elif tag != "equal":
            blocks.append((first, last, begin, stop))
    return blocks


def _clauses(text: str) -> list[str]:
    """Return the clauses of a text; what is written behind the bracket of who does it by when is another one."""
    found = _CLAUSE.findall(text)
    for one in find_clauses(text)[1]:
        head, bracket, _ = text.partition(f"{one.clause}）")
        offsets = _offsets(found)
        at = len(head) + len(bracket)
        if bracket and at not in offsets:
            number = next(number for number, start in enumerate(offsets) if start > at) - 1
            cut = at - offsets[number]
            found[number : number + 1] = [found[number][:cut], found[number][cut:]]
    return found


def _touch(block: tuple[int, int, int, int], ours: tuple[int, int], base: Sequence[str]) -> bool:
    """Return whether two changes concern the same clauses.

    What is put in between two clauses belongs to both of them, but for a sentence behind one that has ended.
    """
    first, last = block[:2]
    if first == last and ours[0] < ours[1] and first in ours and (not first or base[first - 1][-1] in _ENDS):
        return False
    if first == last or ours[0] == ours[1]:
        return first <= ours[1] and ours[0] <= last
    return first < ours[1] and ours[0] < last


def _offsets(clauses: Sequence[str]) -> list[int]:
    offsets = [0]
    for clause in clauses:
        offsets.append(offsets[-1] + len(clause))
    return offsets


def _slide(left: str, part: str, right: str) -> int:
    """Return by how much what is put in or taken out may be read further on, so that it begins with a mark.

    局、县财政 between 县水利 and 局负责 is 、县财政局 between 县水利局 and 负责.

    Args:
        left: the text before it, back to the change before.
        part: what is put in or taken out.
        right: the text behind it, up to the next change.
    """
    moved = part
    for step, sign in enumerate(right):
        if moved[0] in _MARKS:
            return step
        if sign != moved[0]:
            break
        moved = moved[1:] + sign
    else:
        if moved[0] in _MARKS:
            return len(right)
    moved = part
    for step, sign in enumerate(reversed(left), 1):
        if sign != moved[-1]:
            break
        moved = sign + moved[:-1]
        if moved[0] in _MARKS:
            return -step
    return 0


def _fine(before: str, after: str, start: int, begin: int) -> Iterator[Edit]:
    """Yield the words that differ, from ``start`` in the text that is changed and ``begin`` in the new one."""
    left, gone, come = "", "", ""
    for mark in (*word_marks(before, after), None):
        if mark is not None and mark.change == "removed":
            gone += mark.text
        elif mark is not None and mark.change == "added":
            come += mark.text
        else:
            right = mark.text if mark is not None else ""
            step = 0 if gone and come else _slide(left, gone or come, right) if gone or come else 0
            if gone or come:
                first, place = start + step, begin + step
                yield Edit(start=first, end=first + len(gone), begin=place, stop=place + len(come))
            start, begin = start + len(gone) + len(right), begin + len(come) + len(right)
            left, gone, come = right[max(step, 0) :], "", ""
