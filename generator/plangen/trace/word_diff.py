"""What words two versions of a text differ in, readable for a person: no single characters left standing between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[A-Za-z0-9.%]+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]+|[^。；\n]+")
_SHORTEST_SAME = 2  # tokens between two changes; a single one in common is chance
_MOST_STEPS = 4_000_000  # product of two lengths that is still compared word by word


@dataclass(frozen=True)
class WordMark:
    """A run of words.

    Attributes:
        change: ``same``, ``removed`` or ``added``.
        text: never empty.
    """

    change: str
    text: str


def word_marks(before: str, after: str) -> tuple[WordMark, ...]:
    """Return how one text became another.

    Args:
        before: the old text.
        after: the new text.

    Returns:
        Runs in order: those that are not ``added`` make up the old text, those that are not ``removed`` the new one.
    """
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    marks: list[WordMark] = []
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            marks.append(WordMark("same", "".join(old[first:last])))
        else:
            marks += _words("".join(old[first:last]), "".join(new[begin:end]))
    return tuple(_joined(marks))


def _words(before: str, after: str) -> Iterator[WordMark]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if not old or not new or len(old) * len(new) > _MOST_STEPS:
        yield from _both(before, after)
        return
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    removed = added = ""
    for position, (tag, first, last, begin, end) in enumerate(codes):
        gone, come = "".join(old[first:last]), "".join(new[begin:end])
        between = 0 < position < len(codes) - 1
        if tag == "equal" and not (between and last - first < _SHORTEST_SAME):
            yield from _both(removed, added)
            yield WordMark("same", gone)
            removed = added = ""
        else:
            removed += gone
            added += come
    yield from _both(removed, added)


def _both(removed: str, added: str) -> Iterator[WordMark]:
    if removed:
        yield WordMark("removed", removed)
    if added:
        yield WordMark("added", added)


def _joined(marks: Sequence[WordMark]) -> Iterator[WordMark]:
    waiting: WordMark | None = None
    for mark in marks:
        if waiting and waiting.change == mark.change:
            waiting = WordMark(mark.change, waiting.text + mark.text)
        else:
            if waiting:
                yield waiting
            waiting = mark
    if waiting:
        yield waiting
