"""How much a text speaks of each theme, to compare two texts by what they are about rather than by their letters."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from plangen.plan.themes import Theme, searchable
from plangen.terms.word_index import WordIndex

_IN_TITLE = 3.0  # more than any number of mentions in the text
_MOST_MENTIONS = 3
_LATER_WORD = 0.1  # the words of a theme stand in the order of how surely they mean it
_FAINT = 9.0  # one stray word of one theme does not say what a text is about; so much must be said besides

Profile = Mapping[str, float]
"""Theme id -> how much a text says of it; themes it has no word of are left out."""


class ThemeProfiles:
    """Finds the words of all themes in texts.

    Unlike :func:`plangen.plan.themes.rank_themes` it decides nothing: every word of every theme counts, for two texts
    that share several of them are about the same, whatever their chief subject.

    Args:
        themes: the themes.
    """

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._meanings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for theme in themes:
            for index, word in enumerate(theme.words):
                self._meanings[word].append((theme.id, math.sqrt(len(word)) / (1 + _LATER_WORD * index)))
        self._index = WordIndex(self._meanings)

    def of(self, title: str, text: str) -> Profile:
        """Return how much is said of each theme, in the title above all."""
        profile: dict[str, float] = defaultdict(float)
        mentions = self._mentions(text)
        for word in sorted(mentions | (named := self._mentions(title))):
            factor = _IN_TITLE * (word in named) + math.sqrt(min(_MOST_MENTIONS, mentions[word]))
            for theme, weight in self._meanings[word]:
                profile[theme] += factor * weight
        return dict(profile)

    def _mentions(self, text: str) -> Counter[str]:
        return Counter(word for _, word in self._index.places(searchable(text)))


def joined(parts: Iterable[tuple[Profile, float]]) -> Profile:
    """Return the weighted sum of profiles."""
    total: dict[str, float] = defaultdict(float)
    for profile, factor in parts:
        for theme, amount in profile.items():
            total[theme] += factor * amount
    return dict(total)


def telling(profiles: Iterable[Profile]) -> Profile:
    """Return how telling each theme is among texts: the fewer speak of it, the more."""
    found = list(profiles)
    counts = Counter(theme for profile in found for theme in profile)
    return {theme: math.log((1 + len(found)) / (1 + count)) for theme, count in counts.items()}


def direction(profile: Profile, weights: Profile) -> Profile:
    """Return a profile with the telling themes first, of length 1 at most: the less a text says, the shorter.

    Args:
        profile: what a text says.
        weights: what :func:`telling` returned.
    """
    raw = {theme: math.log1p(amount) * weights.get(theme, 0.0) for theme, amount in sorted(profile.items())}
    length = math.sqrt(math.fsum(value * value for value in raw.values()) + _FAINT)
    return {theme: value / length for theme, value in raw.items()}
