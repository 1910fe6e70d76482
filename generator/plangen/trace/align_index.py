"""Which places of a draft share grams, phrases or subjects with an item, found without comparing each with each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from plangen.trace.align_texts import Places, Text, Weights
from plangen.trace.sections import PlaceKind

_COMMON = 0.25  # a gram that stands in more than this share of all texts tells nothing
_COMMON_IN_SENTENCES = 0.02
_MOST_PLACES = 80  # in a long draft already a gram in so many places costs more time than it tells
_MOST_PHRASES = 40
_RAREST = 8  # so many grams are looked up where all of them are in too many places
_SENTENCE_RARITY = 120.0  # what a sentence must share to count half: two short boilerplate phrases are alike too


class PlaceIndex:
    """Lists for each gram, phrase, title and subject the places that have it; indicators are left out.

    Args:
        places: the draft's places.
        texts: the same as they are compared; they give up their phrases, which are needed here last.
        weights: how telling grams are.
    """

    def __init__(self, places: Places, texts: Sequence[Text], weights: Weights) -> None:
        self._weights = weights
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._of_subject: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._same_titles: dict[str, list[int]] = defaultdict(list)
        self._phrase_places: list[int] = []
        self._phrase_weights: list[float] = []
        self._phrase_postings: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            if places.all[index].kind is PlaceKind.INDICATOR:
                continue
            for gram in text.all_grams:
                self._postings[gram].append(index)
            if text.title:
                self._same_titles[text.title].append(index)
            for theme, amount in text.subject.items():
                self._of_subject[theme].append((index, amount))
            for phrase in text.phrase_grams:
                for gram in phrase:
                    self._phrase_postings[gram].append(len(self._phrase_places))
                self._phrase_places.append(index)
                self._phrase_weights.append(weights.of(phrase))
            text.phrase_grams = ()  # half of the memory that a long draft takes; here they were needed last
        limit = max(3.0, min(_COMMON * len(places.all), _MOST_PLACES))
        self._common = {gram for gram, found in self._postings.items() if len(found) > limit}
        most = max(8.0, min(_COMMON_IN_SENTENCES * len(self._phrase_places), _MOST_PHRASES))
        self._common_in_phrases = {gram for gram, found in self._phrase_postings.items() if len(found) > most}

    def same_title(self, title: str) -> Sequence[int]:
        """Return the places with a title."""
        return self._same_titles.get(title, ())

    def shared(self, found: Iterable[str]) -> dict[int, float]:
        """Return for each place how much of the telling ones of some grams is there."""
        # in a fixed order: sums of floats must come out the same in every run
        there = sorted(gram for gram in found if gram in self._postings)
        looked_up = [gram for gram in there if gram not in self._common]
        if not looked_up:
            looked_up = nsmallest(_RAREST, there, key=lambda gram: len(self._postings[gram]))
        overlap: dict[int, float] = defaultdict(float)
        for gram in looked_up:
            for index in self._postings[gram]:
                overlap[index] += self._weights.rarities[gram]
        return overlap

    def same_subject(self, own: Text) -> dict[int, float]:
        """Return for each place how much it is about the same as an item, 0 to 1."""
        alike: dict[int, float] = defaultdict(float)
        for theme, amount in own.subject.items():
            for index, other in self._of_subject.get(theme, ()):
                alike[index] += amount * other
        return alike

    def nearest_phrases(self, own: Text) -> dict[int, float]:
        """Return for each place how alike its phrase most like one of the item's is, 0 to 1."""
        nearest: dict[int, float] = {}
        for phrase in own.phrase_grams:
            overlap: dict[int, float] = defaultdict(float)
            for gram in sorted(phrase - self._common_in_phrases):
                if gram in self._phrase_postings:
                    weight = self._weights.rarities[gram]
                    for number in self._phrase_postings[gram]:
                        overlap[number] += weight
            weight = self._weights.of(phrase)
            for number, shared in overlap.items():
                alike = shared / math.sqrt(weight * self._phrase_weights[number])
                alike *= shared / (shared + _SENTENCE_RARITY)
                place = self._phrase_places[number]
                if alike > nearest.get(place, 0.0):
                    nearest[place] = alike
        return nearest
