"""Keys of the county's own items: made of their titles, so that none takes another's when one comes or goes before it.

What a person changes of an item in a draft is found again by its key.  One that gets another title gets another key;
which it was before tells its place among the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from plangen.terms.text import comparable

OWN = "local:"
"""How the keys of the county's own items begin."""

_DIGITS = 6


def own_keys(letter: str, titles: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the county's own items of one kind, all different.

    Args:
        letter: ``T`` of tasks, ``P`` of projects, ``I`` of indicators.
        titles: their titles, in the order of the spec; white space and width do not count.
    """
    keys: dict[str, None] = {}
    for title in titles:
        words = comparable(title)
        while (key := _key(letter, words)) in keys:
            words += "\n"  # a second one of the same title
        keys[key] = None
    return tuple(keys)


def _key(letter: str, words: str) -> str:
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{OWN}{letter}{int(digest[:12], 16) % 10**_DIGITS:0{_DIGITS}d}"


def same_own(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Return the items that have another key now, since their titles were changed: key now -> key before.

    Those that stand in one place among the others, as many as before, are the same.

    Args:
        before: the keys as they were, in order; further ones do not count.
        after: the keys as they are.
    """
    found: dict[str, str] = {}
    for kind in sorted({key[: len(OWN) + 1] for key in before if key.startswith(OWN)}):
        old, new = (list(dict.fromkeys(key for key in keys if key.startswith(kind))) for keys in (before, after))
        known = {*old} & {*new}
        for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            gone = [key for key in old[first:last] if key not in known]
            come = [key for key in new[begin:end] if key not in known]
            if tag == "replace" and len(gone) == len(come):
                found |= zip(come, gone, strict=True)
    return found
