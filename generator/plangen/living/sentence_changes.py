"""What became of the sentences of a text: which were written, deleted, reworded."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plangen.terms.likeness import text_likeness

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）]*|[^。！？]+")  # a line break inside a sentence does not end it
_ALIKE = 0.35  # likeness of two sentences of which one is the other reworded


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, each with the mark that ends it."""
    return [one.strip("\n") for one in _SENTENCE.findall(text) if one.strip()]


def sentence_changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that differ: the old one and the new one, either of them empty where there is none.

    Args:
        before: the text as it was.
        after: the text as it is.
    """
    old, new = sentences_of(before), sentences_of(after)
    pairs = [
        (old[one] if one is not None else "", new[other] if other is not None else "")
        for one, other in sentence_pairs(old, new)
    ]
    for is_kept, group in itertools.groupby(pairs, key=all):
        differing = [pair for pair in group if pair[0] != pair[1]]
        gone, come = ("".join(side) for side in zip(*differing, strict=True)) if differing else ("", "")
        if not is_kept and gone and come:  # all that stood in one place was written anew
            yield gone, come
        else:
            yield from differing


def sentence_pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Yield every sentence of two texts, in order: which old one has become which new one; None where there is none.

    Args:
        old: the sentences as they were.
        new: the sentences as they are.
    """
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(first, last), range(begin, end), strict=True)
        else:
            yield from _in_pairs(old, new, range(first, last), range(begin, end))


def _in_pairs(
    old: Sequence[str], new: Sequence[str], ours: range, theirs: range
) -> Iterator[tuple[int | None, int | None]]:
    """Yield sentences that stand in the same place: each old one with the new one that it has become, in order."""
    left = list(theirs)
    partner: dict[int, int] = {}
    for number in ours:
        one = old[number]
        alike = [
            (text_likeness(one, new[place]), -place) for place in left if place > max(partner.values(), default=-1)
        ]
        best = max(alike, default=(0.0, 0))
        if best[0] >= _ALIKE or (len(ours) == len(theirs) == 1 and one.strip()):
            partner[number] = -best[1]
            left.remove(-best[1])
    done = theirs.start
    for number in ours:
        place = partner.get(number)
        if place is None:
            yield number, None
            continue
        yield from ((None, added) for added in range(done, place))
        yield number, place
        done = place + 1
    yield from ((None, added) for added in range(done, theirs.stop))
