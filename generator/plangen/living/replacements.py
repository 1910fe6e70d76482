"""One word that was replaced throughout is one change, not a hundred; so is one look that was taken off everywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from plangen.living.model import Change, ChangeKind, Where

_FEWEST = 5  # changes that are the same replacement and nothing else make it one of the whole document
_LONGEST = 16  # characters of a word
_AROUND = 8  # characters on either side of what differs that can belong to the word
_SAME_AGAIN = 6  # characters behind a replacement that show where both texts are alike again
_TRIED = 12  # words of which it is tried how many changes they explain
_MOST = 8  # replacements in one document
_WORD_END = re.compile(r"[、，。；：！？（）()《》“”｜\s]")
_FEWEST_LOOKS = 20  # places that lost the same look
_FOLDED = frozenset({
    ChangeKind.REWORDED, ChangeKind.TITLE, ChangeKind.LEAD, ChangeKind.PARTICIPANTS, ChangeKind.CELL,
    ChangeKind.TARGET, ChangeKind.DEADLINE,
})  # fmt: skip

Word = tuple[str, str]
"""What was replaced, and with what."""


def folded(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes with what is the same replacement in many places as one, at its first place.

    Args:
        changes: in the order of the document.
    """
    of = _replacements(changes)
    times: Counter[Word] = Counter()
    for number, made in of.items():
        times.update({word: changes[number].before.count(word[0]) for word in made})
    said: set[Word] = set()
    for number, change in enumerate(changes):
        if number not in of:
            yield change
        for word in of.get(number, ()):
            if word not in said:
                said.add(word)
                whole = replace(change, kind=ChangeKind.REPLACED, where=Where.BODY, key="", title="", column="")
                yield replace(whole, before=word[0], after=word[1], times=times[word])


def folded_looks(found: Sequence[tuple[int, Hashable, Change]]) -> Iterator[tuple[int, Change]]:
    """Yield changes of looks with the loss of the same look in many places as one, at its first place.

    Args:
        found: the place of each, what was lost (None where nothing was), and the change.
    """
    times = Counter(lost for _, lost, _ in found if lost is not None)
    said: set[Hashable] = set()
    for place, lost, change in found:
        if times[lost] < _FEWEST_LOOKS:
            yield place, change
        elif lost not in said:
            said.add(lost)
            yield place, replace(change, key="", title="", times=times[lost])


def _replacements(changes: Sequence[Change]) -> dict[int, tuple[Word, ...]]:
    """Return the changes that are nothing but words replaced throughout, with these words."""
    left = {number: change for number, change in enumerate(changes) if change.kind in _FOLDED}
    words: list[Word] = []
    of: dict[int, tuple[Word, ...]] = {}
    while len(words) < _MOST:
        best, made = _most_frequent(left)
        if len(made) < _FEWEST:
            break
        words.append(best)
        of.update(dict.fromkeys(made, (best,)))
        left = {number: change for number, change in left.items() if number not in of}
    for number, change in left.items():  # several words were replaced in one sentence or list
        inside = tuple(word for word in words if word[0] in change.before)
        text = change.before
        for word in inside:
            text = text.replace(*word)
        if inside and text == change.after:
            of[number] = inside
    return of


def _most_frequent(changes: Mapping[int, Change]) -> tuple[Word, list[int]]:
    """Return the replacement that explains the most changes, the longest of several, with these changes."""
    likely = Counter(word for change in changes.values() for word in _words(change.before, change.after))
    tried = sorted(likely, key=lambda word: (-likely[word], -len(word[0]), word))[:_TRIED]
    made = {
        word: [number for number, one in changes.items() if one.before.replace(*word) == one.after] for word in tried
    }
    best = max(tried, key=lambda word: (len(made[word]), likely[word], len(word[0])), default=("", ""))
    return best, made.get(best, [])


def _words(before: str, after: str) -> Iterator[Word]:
    """Yield what can have been replaced where two texts begin to differ: what differs, with more or less around it."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    old, new = before[start:], after[start:]
    gone, come = _until_same(old, new)
    if gone < 0:
        return
    before_it, behind_it = _word_characters(before[:start][::-1]), _word_characters(old[gone:])
    for left in range(before_it + 1):
        for right in range(behind_it + 1):
            word, other = before[start - left : start + gone + right], after[start - left : start + come + right]
            if word and len(word) <= _LONGEST and len(other) <= _LONGEST:
                yield word, other


def _word_characters(around: str) -> int:
    """Return how many characters beside what differs can belong to the word: none behind a comma or bracket."""
    end = _WORD_END.search(around)
    return min(_AROUND, end.start() if end else len(around))


def _until_same(old: str, new: str) -> tuple[int, int]:
    """Return how many characters of two texts differ before they are alike again; -1 where they never are."""
    for both in range(2 * _LONGEST + 1):
        for gone in range(max(both - _LONGEST, 0), min(both, _LONGEST) + 1):
            come = both - gone
            if gone <= len(old) and come <= len(new):
                behind = old[gone : gone + _SAME_AGAIN]
                if behind == new[come : come + _SAME_AGAIN] and (behind or (gone == len(old) and come == len(new))):
                    return gone, come
    return -1, -1
