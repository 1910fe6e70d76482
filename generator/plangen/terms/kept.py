"""What is kept of a value in a knowledge file: functions for ``Annotated``, see :mod:`plangen.terms.shapes`."""

from __future__ import annotations

from collections.abc import Callable, Collection

from plangen.terms.shapes import UnknownWordError


def longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with the longest first, so that a longer one is never cut by a shorter one."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def word_of(what: str, known: Collection[str]) -> Callable[[str], str]:
    """Return a function that lets only known words pass.

    Args:
        what: what the words are, in Chinese, for complaints.
        known: the words.
    """

    def check(word: str) -> str:
        if word not in known:
            raise UnknownWordError(word, what, known)
        return word

    return check


def between(low: float, high: float) -> Callable[[float], float]:
    """Return a function that lets only numbers within bounds pass; not-a-number is in none."""

    def check(number: float) -> float:
        if not low <= number <= high:
            raise ValueError(f"应在 {low:g} 与 {high:g} 之间，这里是 {number:g}")
        return number

    return check
