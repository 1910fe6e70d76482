"""How alike two texts are: what they share of pairs or longer runs of characters."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import mul

from plangen.terms.text import comparable, half_width

Vector = Mapping[str, float]
"""Weights of the character n-grams of a text, of length 1."""

_NOT_WORD = re.compile(r"[^0-9A-Za-z一-龥]+")
_LONGEST_GRAM = 3
_ROUNDING = 1e-6
_MARKS = 1021
_FEW = 300  # texts of which each is compared sooner than looked up


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a title for comparing: half width, without spaces and punctuation."""
    return words_only(text).lower()


def words_only(text: str) -> str:
    """Return a text half width, without spaces and punctuation."""
    return _NOT_WORD.sub("", half_width(text))


def grams(text: str, lengths: Iterable[int]) -> Iterator[str]:
    """Return all runs of characters of a text that have one of the lengths, as often as they stand there."""
    return chain.from_iterable(
        map("".join, zip(*(text[start:] for start in range(length)), strict=False)) for length in lengths
    )


@lru_cache(maxsize=2048)
def character_pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text: 应急局 -> 应急, 急局."""
    return frozenset(map(str.__add__, text, text[1:]))


def title_likeness(first: str, second: str) -> float:
    """Return which share of their pairs of characters two titles have in common, 0 to 1; punctuation does not count."""
    a, b = plain(first), plain(second)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    pairs, others = character_pairs(a), character_pairs(b)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


def text_likeness(first: str, second: str) -> float:
    """Return which share of their pairs two texts have in common, 0 to 1, each pair as often as it stands there."""
    one, two = pair_counts(first), pair_counts(second)
    whole = _marked_pairs(first)[0] + _marked_pairs(second)[0]
    shared = one.keys() & two.keys()
    return 2 * sum(map(min, map(one.__getitem__, shared), map(two.__getitem__, shared))) / whole if whole else 0.0


def largest_likeness(first: str, second: str) -> float:
    """Return a number that :func:`text_likeness` does not exceed, and that takes a tenth of its time."""
    (one, marks), (two, others) = _marked_pairs(first), _marked_pairs(second)
    # every mark that only one of them has stands for a pair, at least, that the other lacks
    shared = min(one - (marks & ~others).bit_count(), two - (others & ~marks).bit_count())
    return 2 * shared / (one + two) if one + two else 0.0


@lru_cache(maxsize=8192)
def pair_counts(text: str) -> Counter[str]:
    """Return how often each pair of neighbouring characters stands in a text; of a single character, that itself."""
    flat = comparable(text)
    return Counter(grams(flat, (min(2, len(flat)) or 1,)))


@lru_cache(maxsize=65536)
def _marked_pairs(text: str) -> tuple[int, int]:
    """Return how many pairs a text has, and a number with a bit for each, some of them sharing one."""
    marks = 0
    for pair, count in pair_counts(text).items():
        place = sum(map(ord, pair)) * 31 + ord(pair[0])
        for number in range(count):
            marks |= 1 << (place + number * 17) % _MARKS
    return pair_counts(text).total(), marks


class Similarity:
    """TF-IDF over character n-grams of a fixed set of texts; plain Python, and the same on every machine.

    Args:
        texts: the texts that say how telling an n-gram is.
        longest: characters of the longest n-grams.
    """

    def __init__(self, texts: Iterable[str], longest: int = _LONGEST_GRAM) -> None:
        self._lengths = range(1, longest + 1)
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(set(grams(text, self._lengths)))
            total += 1
        self._weights = {gram: math.log((1 + total) / (1 + count)) + 1 for gram, count in counts.items()}
        self._unseen = math.log(1 + total) + 1
        self._vectors: dict[str, Vector] = {}

    def vector(self, text: str) -> Vector:
        """Return the text's vector, of length 1 (empty for an empty text)."""
        vector = self._vectors.get(text)
        if vector is None:
            raw = {
                gram: (1 + math.log(count)) * self._weights.get(gram, self._unseen)
                for gram, count in sorted(Counter(grams(text, self._lengths)).items())
            }
            length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
            vector = self._vectors[text] = {gram: weight / length for gram, weight in raw.items()}
        return vector

    def between(self, first: str, second: str) -> float:
        """Return the cosine of two texts, 0 to 1."""
        a, b = self.vector(first), self.vector(second)
        if len(a) > len(b):
            a, b = b, a
        shared = list(filter(b.__contains__, a))
        return float(sum(map(mul, map(a.__getitem__, shared), map(b.__getitem__, shared))))


class Candidates:
    """Tells which of some texts a text can be like at all, without comparing it with each.

    Args:
        similarity: how the texts are compared.
        texts: the texts; they are known by their places.
    """

    def __init__(self, similarity: Similarity, texts: Iterable[str]) -> None:
        self._similarity = similarity
        self._having: dict[str, list[int]] = defaultdict(list)
        listed = list(texts)
        self._count = len(listed)
        for place, text in enumerate(listed if self._count > _FEW else ()):
            for gram in similarity.vector(text):
                self._having[gram].append(place)

    def like(self, text: str, least: float) -> list[int]:
        """Return the places of all texts, and some more, whose cosine with a text is ``least`` or larger.

        What has none of a text's rarest n-grams shares only the others with it, and no cosine is larger than the length
        of these: as many of the rarest are looked up as it takes to bring that below ``least``.

        Args:
            text: the text.
            least: the smallest cosine asked for.
        """
        if least <= _ROUNDING or self._count <= _FEW:
            return list(range(self._count))
        vector = self._similarity.vector(text)
        rarest = sorted((len(self._having[gram]), gram) for gram in vector if gram in self._having)
        rest = sum(vector[gram] ** 2 for _, gram in rarest)
        found: set[int] = set()
        for _, gram in rarest:
            if rest < (least - _ROUNDING) ** 2 or len(found) == self._count:
                break
            found.update(self._having[gram])
            rest -= vector[gram] ** 2
        return sorted(found)
