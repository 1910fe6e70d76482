"""One word that was replaced throughout is one change, not a hundred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plangen.living.model import Change, ChangeKind, Where

_FEWEST = 5  # changes that are the same replacement and nothing else make it one of the whole document
_LONGEST = 16  # characters of a word
_MOST = 8  # words that are tried
_FOLDED = frozenset({
    ChangeKind.REWORDED, ChangeKind.TITLE, ChangeKind.LEAD, ChangeKind.PARTICIPANTS, ChangeKind.CELL,
    ChangeKind.TARGET, ChangeKind.DEADLINE,
})  # fmt: skip


def folded(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes with what is the same replacement in many places as one, at its first place.

    Args:
        changes: in the order of the document.
    """
    likely = Counter(pair for change in changes if change.kind in _FOLDED and (pair := _replaced(change)))
    of: dict[int, tuple[str, str]] = {}
    for pair, _ in likely.most_common(_MOST):
        made = [number for number, change in enumerate(changes) if number not in of and _makes(change, pair)]
        if len(made) >= _FEWEST:
            of.update(dict.fromkeys(made, pair))
    times: Counter[tuple[str, str]] = Counter()
    for number, pair in of.items():
        times[pair] += changes[number].before.count(pair[0])
    said: set[tuple[str, str]] = set()
    for number, change in enumerate(changes):
        pair = of.get(number, ("", ""))
        if number not in of:
            yield change
        elif pair not in said:
            said.add(pair)
            whole = replace(change, kind=ChangeKind.REPLACED, where=Where.BODY, key="", title="", column="")
            yield replace(whole, before=pair[0], after=pair[1], times=times[pair])


def _replaced(change: Change) -> tuple[str, str] | None:
    """Return the words in which two texts differ, with the character behind where one of them has none."""
    before, after = change.before, change.after
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    end = next((at for at in range(shorter - start) if before[-1 - at] != after[-1 - at]), shorter - start)
    if len(before) == start + end:
        start, end = (start, end - 1) if end else (start - 1, end)
    word, other = before[max(start, 0) : len(before) - end], after[max(start, 0) : len(after) - end]
    return (word, other) if word and len(word) <= _LONGEST and len(other) <= _LONGEST else None


def _makes(change: Change, pair: tuple[str, str]) -> bool:
    """Return whether a change is nothing but a replacement, made wherever the word stands."""
    return change.kind in _FOLDED and pair[0] in change.before and change.before.replace(*pair) == change.after
