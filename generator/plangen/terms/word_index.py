"""Which of many words stand in a text: they are looked up by how they begin, so that their number costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

_BEGINNING = 2


class WordIndex:
    """Finds words in texts.

    Args:
        words: the words; an empty one is passed over, as it stands everywhere.

    Attributes:
        words_of: returns the words that stand in a text.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words_of = lru_cache(maxsize=2048)(self._words_of)
        self._beginning: dict[str, list[str]] = {}
        self._single: set[str] = set()
        for word in sorted({*words} - {""}, key=lambda word: (-len(word), word)):
            if len(word) < _BEGINNING:
                self._single.add(word)
            else:
                self._beginning.setdefault(word[:_BEGINNING], []).append(word)

    def at(self, text: str, place: int) -> Iterator[str]:
        """Yield the words that stand at a place of a text, the longest first."""
        for word in self._beginning.get(text[place : place + _BEGINNING], ()):
            if text.startswith(word, place):
                yield word
        if (first := text[place : place + 1]) in self._single:
            yield first

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield every word of a text with its place, words inside others too."""
        for place, pair in enumerate(map(str.__add__, text, text[1:])):
            if pair in self._beginning:
                for word in self._beginning[pair]:
                    if text.startswith(word, place):
                        yield place, word
        if self._single:
            yield from ((place, one) for place, one in enumerate(text) if one in self._single)

    def _words_of(self, text: str) -> frozenset[str]:
        return frozenset(word for _, word in self.places(text))
