"""What became of the sentences of a text: which were written, deleted, reworded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plangen.terms.likeness import text_likeness

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）]*\n*|[^。！？]+")  # a line break within a sentence does not end it
_ALIKE = 0.35  # likeness of two sentences of which one is the other reworded


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, each with the mark that ends it."""
    return [one for one in _SENTENCE.findall(text) if one.strip()]


def sentence_changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that differ: the old one and the new one, either of them empty where there is none.

    Args:
        before: the text as it was.
        after: the text as it is.
    """
    old, new = sentences_of(before), sentences_of(after)
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _in_pairs(old[first:last], new[begin:end])


def _in_pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield sentences that stand in the same place: each old one with the new one that it has become, in order."""
    left = list(range(len(new)))
    partner: dict[int, int] = {}
    for number, one in enumerate(old):
        alike = [
            (text_likeness(one, new[place]), -place) for place in left if place > max(partner.values(), default=-1)
        ]
        best = max(alike, default=(0.0, 0))
        if best[0] >= _ALIKE:
            partner[number] = -best[1]
            left.remove(-best[1])
    if not partner and old and new:  # all of it was written anew
        yield "".join(old), "".join(new)
        return
    done = 0
    for number, one in enumerate(old):
        place = partner.get(number)
        if place is None:
            yield one, ""
            continue
        for added in range(done, place):
            yield "", new[added]
        yield one, new[place]
        done = place + 1
    for added in range(done, len(new)):
        yield "", new[added]
