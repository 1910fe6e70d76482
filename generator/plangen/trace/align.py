"""Which places of a draft carry a parent item: by what they say, with the rare words weighing most.

Every item is compared with the places that share its words or its subjects.  Some ten pieces of evidence are weighed
and added up: what the two texts have in common, beside what the item has in common with other places and the place
with other items; what subjects of emergency management both speak of, which finds a task again in other words; the
title; the heading above; the units; where in the draft the place stands.  The likeliest place is then asked how likely
it is that it carries the item at all.  The words, weights and thresholds are in templates/knowledge/alignment.yaml;
benchmarks/fit_alignment.py computes the weights and measures them on plans that they have not seen.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import pairwise
from typing import NamedTuple

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.sections import Role
from plangen.terms.likeness import Similarity
from plangen.trace.align_evidence import Evidence, total
from plangen.trace.align_index import PlaceIndex
from plangen.trace.align_texts import BACKGROUND, Places, Text, TextReader, Weights, direct, said, with_hosts
from plangen.trace.alignment_words import AlignmentWords, grams, load_alignment_words
from plangen.trace.sections import DraftPlace, PlaceKind

_DUTIES = frozenset({ItemKind.TASK, ItemKind.NESTED, ItemKind.PROJECT})
_FEWEST_COPIED = 24  # grams, some fifteen characters; less may stand anywhere by chance
_COMPARED = 12  # places that one piece of evidence can propose for an item
_LONGEST_GRAM = 2  # in whole texts the single characters and pairs tell most: others word it otherwise
_ALIKE = 0.2  # the closest of all is not close when it is less alike than this
_KEYWORDS = 40
_FEW_KEYWORDS = 400.0  # a title of two characters (矿山) stands in many places; so much must be said besides to be sure
_ABOUT_PARENTS = 0.1  # a place that tells why an item is not carried says much of it


class Candidate(NamedTuple):
    """A place that may carry an item.

    Attributes:
        place: the place's index among the draft's places.
        score: how likely it carries the item, 0 to 1.
        match: the sum of the evidence, by which the item's places are ranked; comparable within one item only.
        title: how alike the titles are, 0 to 1.
    """

    place: int
    score: float
    match: float
    title: float


class Aligner:
    """Compares parents with one draft.

    Args:
        parents: the parents.
        places: the draft's places.
        words: words and weights, see :func:`~plangen.trace.alignment_words.load_alignment_words`.
    """

    def __init__(
        self, parents: Sequence[ParentPlan], places: Sequence[DraftPlace], words: AlignmentWords | None = None
    ) -> None:
        self.words = words or load_alignment_words()
        self.draft = Places(places, self.words)
        self.places = self.draft.all
        self._has_items = any(place.item in _DUTIES for place in self.places)
        reader = TextReader(self.words)
        self._place_texts = [reader.of_place(self.draft, index) for index in range(len(self.places))]
        self._items = {parent.id: reader.of_items(parent) for parent in parents}
        self._evidence: dict[str, Evidence] = {}
        texts = [*self._place_texts, *(text for items in self._items.values() for text in items.values())]
        self._weights = Weights(texts)
        self.weight = self._weights.of
        direct(texts)
        self._titles = Similarity(text.title for text in texts)
        self._texts = Similarity((text.whole for text in texts), longest=_LONGEST_GRAM)
        self._index = PlaceIndex(self.draft, self._place_texts, self._weights)

    def has_text(self, item: ParentItem) -> bool:
        """Return whether the parent says more of an item than its title."""
        return self.weight(grams(item.text or "", self.words)) > 0

    def says_more(self, item: ParentItem) -> bool:
        """Return whether the parent says more of an item than its title: a text, or points that were kept of it."""
        return self.weight(grams(said(item), self.words)) > 0

    def beside_titles(self, item: ParentItem, index: int) -> tuple[float, float]:
        """Return how much of what the parent says of an item stands under the heading of a place, and how much it says.

        The words of the item's title and of the heading tell nothing: who empties a section leaves its heading.

        Args:
            item: the item.
            index: the place.
        """
        place = self.places[index]
        named = grams(f"{item.title}，{place.title if place.titled else ''}", self.words)
        own = grams(said(item), self.words) - named
        return self.weight(own & grams(self.draft.text_of(index), self.words)), self.weight(own)

    def place_grams(self, index: int) -> frozenset[str]:
        """Return the grams of a place's title and text."""
        return self._place_texts[index].all_grams

    # -------------------------------------------------------------------------------------------- evidence

    def align(self, parent: ParentPlan) -> dict[str, tuple[Candidate, ...]]:
        """Return for each item of a parent the places that may carry it, the surest first.

        Args:
            parent: one of the parents that the aligner was built with.
        """
        limits = self.words.thresholds
        aligned: dict[str, tuple[Candidate, ...]] = {}
        weighed = self.evidence(parent).weighed(self.words)
        for item, _ in with_hosts(parent):
            own = self._items[parent.id][item.id]
            if item.kind is ItemKind.INDICATOR:
                aligned[item.id] = self._like_indicators(own)
                continue
            found: list[Candidate] = []
            copies: set[int] = set()
            wording = self._wording(item, own)
            weight = self.weight(wording) or 1.0
            for index, pieces in weighed[item.id].items():
                other = self._place_texts[index]
                title = self._titles.between(own.title, other.title)
                # what is there word for word is there, under whatever heading
                copied = self.weight(wording & other.all_grams) / weight
                score = max(_sigmoid(total(self.words.present, pieces)), copied)
                if self.draft.is_about_parents(index):
                    score *= _ABOUT_PARENTS
                elif copied >= limits["copied"] or (
                    not wording and title >= limits["title"] and score >= limits["missing_without_text"]
                ):
                    copies.add(index)
                found.append(Candidate(index, score, pieces["match"], title))
            found.sort(key=lambda one: (-one.match, one.place))
            # nothing is as sure as a copy of the text, or of the title where there is no text
            if found and (found[0].score < limits["sure"] if wording else found[0].title < limits["title_alike"]):
                found.sort(key=lambda one: one.place not in copies)
            aligned[item.id] = tuple(found)
        return aligned

    def _wording(self, item: ParentItem, own: Text) -> frozenset[str]:
        """Return the grams that a place with a copy of an item has; none for an item without text.

        A few words (定期开展演练) stand in many places that have nothing to do with the item; only with its title do
        they say that it was copied.
        """
        text = grams(item.text or "", self.words)
        return text if not text or len(text) >= _FEWEST_COPIED else own.all_grams

    def evidence(self, parent: ParentPlan) -> Evidence:
        """Return what speaks for each place of each item, indicators left out.

        Args:
            parent: one of the parents that the aligner was built with.
        """
        if parent.id in self._evidence:
            return self._evidence[parent.id]
        listed = [(item, host) for item, host in with_hosts(parent) if item.kind is not ItemKind.INDICATOR]
        found = {item.id: self._compared(parent.id, item) for item, _ in listed}
        best_item: dict[int, float] = defaultdict(float)
        for places in found.values():
            for index, pieces in places.items():
                best_item[index] = max(best_item[index], pieces["alike"])
        for places in found.values():
            best_place = max((pieces["alike"] for pieces in places.values()), default=0.0)
            for index, pieces in places.items():
                alike = pieces["alike"]
                pieces["closest_item"] = alike / max(best_item[index], _ALIKE)
                pieces["closest_place"] = alike / max(best_place, _ALIKE)
        self._evidence[parent.id] = evidence = Evidence(
            pieces=found,
            hosts={item.id: host.id if host else None for item, host in listed},
            groups={item.id: host.id if host else item.group for item, host in listed},
            sections=[place.parent for place in self.places],
        )
        return evidence

    def _compared(self, parent: str, item: ParentItem) -> dict[int, dict[str, float]]:
        """Return what speaks for each of the places that share most with an item."""
        own = self._items[parent][item.id]
        shared = self._overlaps(own)
        about = self._index.same_subject(own)
        near = self._index.nearest_phrases(own)
        titles = self._overlaps_of_title(own)
        chosen = {index for one in (shared, about, near, titles) for index in _first(one, _COMPARED)}
        chosen.update(self._index.same_title(own.title)[:_COMPARED])
        keywords = self._keywords(own)
        return {
            index: {
                **self._pieces(item, own, index, about.get(index, 0.0), near.get(index, 0.0)),
                **self._words_there(own, keywords, index),
            }
            for index in sorted(chosen)
        }

    def _pieces(self, item: ParentItem, own: Text, index: int, subject: float, sentence: float) -> dict[str, float]:
        place, other = self.places[index], self._place_texts[index]
        goal = item.kind is ItemKind.GOAL
        misplaced = place.role in BACKGROUND or (place.role is Role.GOALS) is not goal
        below = self.draft.under(index)
        return {
            "alike": self._texts.between(own.whole, other.whole),
            "subject": subject,
            "title_in_place": self._texts.between(own.heading, other.whole),
            "sentence": sentence,
            "group": self._titles.between(own.group, other.group) if own.group and other.group else 0.0,
            "units": self._weights.shared_units(own.units, other.units),
            "item_place": float(place.item is ItemKind.GOAL if goal else not self._has_items or place.item in _DUTIES),
            # what stands there word for word stands there, whatever the part of the draft was taken for
            "elsewhere": 1 - self._contained(own, other) if misplaced else 0.0,
            "order": abs(own.order - other.order),
            "about_parents": float(self.draft.is_about_parents(index)),
            "siblings": 0.0,  # known only when all items were compared
            "row": float(place.kind is PlaceKind.ROW),
            "summary_heading": float(bool(below) and not place.text),
        }

    def _contained(self, own: Text, other: Text) -> float:
        return self.weight(own.all_grams & other.all_grams) / (own.weight or 1.0)

    def _overlaps(self, own: Text) -> dict[int, float]:
        """Return for each place how much of the item stands there, less where much else stands there too."""
        overlap = self._index.shared(own.all_grams)
        return {index: amount / math.sqrt(self._place_texts[index].weight) for index, amount in overlap.items()}

    def _overlaps_of_title(self, own: Text) -> dict[int, float]:
        return self._index.shared(grams(own.title, self.words))

    def _keywords(self, own: Text) -> dict[str, float]:
        """Return the words that tell most of an item, with their weight."""
        weights = {gram: self._weights.rarities[gram] for gram in own.all_grams if len(gram) == 2}
        # where letters are doubled this counts one more than there is room for (演演演 has 演演 once): no matter
        times = Counter(map("".join, pairwise(own.whole)))
        counts = {gram: weight * (1 + math.log(max(1, times[gram]))) for gram, weight in weights.items()}
        chosen = nsmallest(_KEYWORDS, counts, key=lambda gram: (-counts[gram], gram))
        return {gram: weights[gram] for gram in chosen}

    def _words_there(self, own: Text, keywords: Mapping[str, float], index: int) -> dict[str, float]:
        """Return how much of an item's keywords, and of the letters of its title, stands in a place."""
        other = self._place_texts[index]
        letters = set(own.title)
        whole = math.fsum(keywords.values())
        there = math.fsum(map(keywords.__getitem__, other.all_grams.intersection(keywords)))
        return {
            "keywords": there / (whole + _FEW_KEYWORDS),
            "title_letters": sum(letter in other.whole for letter in letters) / (len(letters) or 1),
        }

    def _like_indicators(self, own: Text) -> tuple[Candidate, ...]:
        """Return the draft's indicators with a like name."""
        found = []
        for index, place in enumerate(self.places):
            if place.kind is PlaceKind.INDICATOR:
                alike = self._titles.between(own.title, self._place_texts[index].title)
                if alike:
                    found.append(Candidate(index, alike, alike, alike))
        return tuple(sorted(found, key=lambda one: (-one.match, one.place)))


def _sigmoid(amount: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, amount))))


def _first(amounts: Mapping[int, float], count: int) -> list[int]:
    """Return the places with the largest amounts."""
    least = min(nlargest(count, amounts.values()), default=0.0)
    largest = [index for index, amount in amounts.items() if amount >= least]
    return sorted(largest, key=lambda index: (-amounts[index], index))[:count]
