"""Other places in a parent's sentences: their names with and without 县, and rivers, parks and works that bear them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from plangen.county.spec import County
from plangen.plan.localise_rules import Places
from plangen.terms.levels import MUNICIPALITIES, place_stem
from plangen.terms.patterns import lazy_pattern
from plangen.terms.vocabulary import gazetteer

_LONGEST = 15  # characters of the longest name of a county
_HAN = lazy_pattern("[一-龥]")
_CLASS = lazy_pattern("[县市区旗州盟]")
_AT = lazy_pattern("在|位于|地处|前往|赴")
_NAMES = lazy_pattern("《[^《》]*》|【[^【】]*】")


@dataclass(frozen=True)
class OtherPlace:
    """The name of another place, and where it stands in a sentence."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=8)
def _known(places: Places) -> tuple[Set[str], Set[str]]:
    """Return all names of counties and cities, and those names without 县 that are no words of the language."""
    names = {*gazetteer().counties, *gazetteer().cities, *MUNICIPALITIES} - places.ambiguous
    stems = {stem for name in names if len(stem := place_stem(name)) >= 2 and stem != name}
    return names, stems - places.ambiguous


class OtherPlaces:
    """Finds other places for one county and one parent.

    Args:
        county: the county; its own name and those of what it is in are no other places.
        parent_place: the parent's place.
        places: how places are told.
    """

    def __init__(self, county: County, parent_place: str, places: Places) -> None:
        own = {county.name, county.city, county.province, parent_place}
        names, stems = _known(places)
        own_stems = {place_stem(name) for name in own}
        self._names = names - own
        self._stems = stems - own_stems
        inside = {name for name in places.cities.get(parent_place, ()) if name not in own}
        self._inside = inside
        bare = {stem for name in inside if len(stem := place_stem(name)) >= 2} - places.ambiguous - own_stems - inside
        words = sorted((*bare, *(mark for mark in places.landmarks if mark)), key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, words)) or "(?!)")
        features = "|".join(map(re.escape, sorted(places.features, key=len, reverse=True)))
        self._features = re.compile(f"(?:{features})" if features else "(?!)")

    def find(self, sentence: str) -> tuple[OtherPlace, ...]:
        """Return the other places that a sentence names, in order, none inside another.

        Args:
            sentence: a sentence in the parent's wording.
        """
        bare = _NAMES.sub(lambda match: "□" * len(match[0]), sentence)
        found = sorted((*self._full(bare), *self._bare(bare)), key=lambda place: (place.start, -place.end))
        kept: list[OtherPlace] = []
        for place in found:
            if not kept or place.start >= kept[-1].end:
                kept.append(place)
        return tuple(kept)

    def _full(self, text: str) -> Iterator[OtherPlace]:
        for match in _CLASS.finditer(text):
            end = match.end()
            for length in range(min(_LONGEST, end), 1, -1):
                name = text[end - length : end]
                if name in self._names and self._stands_alone(text, end - length, end):
                    yield OtherPlace(end - length, end, name)
                    break

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        """Return whether a short name is no part of other words: 范县 of 示范县, 和县 of 市和县级."""
        if text.startswith(("级", "域", "（", "(", "〈", "<", "、区", "区"), end):
            return False
        if end - start > 2:
            return True
        before = text[start - 1] if start else ""
        return not _HAN.match(before) or before in "在于由对与和及到至向从"

    def _bare(self, text: str) -> Iterator[OtherPlace]:
        for match in self._words.finditer(text):
            if not _CLASS.match(text, match.end()) or text.startswith(("市级", "区域"), match.end()):
                yield OtherPlace(match.start(), match.end(), match[0])
        for match in _AT.finditer(text):
            for length in (4, 3, 2):
                name = text[match.end() : match.end() + length]
                if name in self._stems and not _CLASS.match(text, match.end() + length):
                    yield OtherPlace(match.end(), match.end() + length, name)
                    break
        for match in self._features.finditer(text):
            for length in (4, 3, 2):
                start = match.start() - length
                if start >= 0 and text[start : match.start()] in self._stems:
                    yield OtherPlace(start, match.end(), text[start : match.end()])
                    break
