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
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest
from itertools import pairwise
from typing import NamedTuple

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.sections import Role
from plangen.plan.theme_profiles import Profile, ThemeProfiles, direction, joined, telling
from plangen.plan.themes import load_themes
from plangen.plan.titles import indicator_key, load_same_words, title_text
from plangen.terms.likeness import Similarity
from plangen.terms.resources import knowledge_cache
from plangen.terms.units import canonical, load_units, unit_key
from plangen.trace.alignment_words import AlignmentWords, grams, load_alignment_words, phrases, without_boilerplate
from plangen.trace.sections import DraftPlace, PlaceKind

_BACKGROUND = frozenset({Role.BACKGROUND, Role.PRINCIPLES, Role.FOREWORD, Role.GLOSSARY, Role.ANNEX})
_DUTIES = frozenset({ItemKind.TASK, ItemKind.NESTED, ItemKind.PROJECT})
_PUNCTUATION = re.compile(r"[^0-9A-Za-z一-龥]+")
_COMMON = 0.25  # a gram that stands in more than this share of all texts tells nothing
_COMMON_IN_SENTENCES = 0.02
_MOST_PLACES = 80  # in a long draft already a gram in so many places costs more time than it tells
_MOST_PHRASES = 40
_RAREST = 8  # so many grams are looked up where all of them are in too many places
_FEWEST_COPIED = 24  # grams, some fifteen characters; less may stand anywhere by chance
_COMPARED = 12  # places that one piece of evidence can propose for an item
_FEWEST_TEXTS = 40  # among three texts every word would be common, and no sentence worth missing
_LONGEST_GRAM = 2  # in whole texts the single characters and pairs tell most: others word it otherwise
_OF_NESTED = 0.5  # what is nested under an item says what it is about, half as loud
_OF_HOST = 0.3
_ALIKE = 0.2  # the closest of all is not close when it is less alike than this
_KEYWORDS = 40
_ABOUT_PARENTS = 0.2  # a place that tells why an item is not carried says much of it
_SENTENCE_RARITY = 120.0  # what a sentence must share to count half: two short boilerplate phrases are alike too
_MOST_BEHIND = 8.0
_MOST_AHEAD = 2.0  # that no other item wants a place says little: the county may have tasks of its own
_SHARED = ("sentence", "item_place")  # says which place and whether any
_UNIT_RARITY = 3.0  # the same of units: 应急局牵头 is said of every other item


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


@knowledge_cache
def unit_identity(name: str) -> str:
    """Return what the names of one function of government have in common: 市应急局 and 县应急管理局 are the same."""
    unit = canonical(name, load_units())
    return unit.id if unit else unit_key(name)


class _Rarities(dict[str, float]):
    """Gram -> how telling it is; one that no text has tells most."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        super().__init__((gram, math.log((total + 1) / (count + 0.5)) ** 2) for gram, count in counts.items())
        self._unseen = math.log((total + 1) / 0.5) ** 2

    def __missing__(self, gram: str) -> float:
        return self._unseen


@dataclass(eq=False)
class _Text:
    """A place or an item as it is compared.

    Attributes:
        title: the title without generic words.
        whole: title and text.
        heading: the title as it is written.
        group: the heading above.
        order: where it stands, from 0 at the beginning to 1 at the end.
    """

    title: str
    whole: str
    heading: str
    group: str
    units: frozenset[str]
    order: float
    all_grams: frozenset[str]
    phrase_grams: tuple[frozenset[str], ...]
    about: Profile
    subject: Profile = field(default_factory=dict)
    weight: float = 0.0


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
        self.places = tuple(places)
        self._has_items = any(place.item in _DUTIES for place in self.places)
        self._same = load_same_words()
        self._profiles = ThemeProfiles(load_themes())
        self._parts: dict[int, list[int]] = defaultdict(list)
        for index, place in enumerate(self.places):
            if place.parent is not None:
                self._parts[place.parent].append(index)
        self._place_texts = [self._of_place(index) for index in range(len(self.places))]
        self._items: dict[tuple[str, str], _Text] = {}
        self._evidence: dict[str, dict[str, dict[int, dict[str, float]]]] = {}
        for plan in parents:
            self._read_items(plan)
        texts = [*self._place_texts, *self._items.values()]
        counts = Counter(gram for text in texts for gram in text.all_grams)
        self._total = max(len(texts), _FEWEST_TEXTS)
        self._idf = _Rarities(counts, self._total)
        for text in texts:
            text.weight = self.weight(text.all_grams)
        self._titles = Similarity(text.title for text in texts)
        self._texts = Similarity((text.whole for text in texts), longest=_LONGEST_GRAM)
        self._unit_weights = {
            unit: math.log((self._total + 1) / (count + 0.5))
            for unit, count in Counter(unit for text in texts for unit in text.units).items()
        }
        weights = telling(text.about for text in texts)
        for text in texts:
            text.subject = direction(text.about, weights)
        self._index()

    def _index(self) -> None:
        """List for each gram, phrase and subject the places that have it."""
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._of_subject: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._same_titles: dict[str, list[int]] = defaultdict(list)
        self._phrase_places: list[int] = []
        self._phrase_weights: list[float] = []
        self._phrase_postings: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self._place_texts):
            if self.places[index].kind is PlaceKind.INDICATOR:
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
                self._phrase_weights.append(self.weight(phrase))
            text.phrase_grams = ()  # half of the memory that a long draft takes; here they were needed last
        limit = max(3.0, min(_COMMON * len(self.places), _MOST_PLACES))
        self._common = {gram for gram, found in self._postings.items() if len(found) > limit}
        most = max(8.0, min(_COMMON_IN_SENTENCES * len(self._phrase_places), _MOST_PHRASES))
        self._common_in_phrases = {gram for gram, found in self._phrase_postings.items() if len(found) > most}

    # -------------------------------------------------------------------------------------------- texts

    def _of_place(self, index: int) -> _Text:
        place = self.places[index]
        # a heading without text of its own says what the points under it say
        text = place.text or "\n".join(
            f"{self.places[part].title}。{self.places[part].text}"
            for part in self._parts.get(index, ())
            if not self.is_about_parents(part)
        )
        return self._text(
            title=place.title if place.titled else "",
            text=text,
            group=place.groups[-1] if place.groups else "",
            units=place.units,
            order=index / max(1, len(self.places) - 1),
            indicator=place.kind is PlaceKind.INDICATOR,
        )

    def _read_items(self, plan: ParentPlan) -> None:
        listed = list(_with_hosts(plan))
        for number, (item, host) in enumerate(listed):
            clause = item.responsibility
            self._items[plan.id, item.id] = self._text(
                title=item.title,
                text=item.text or "\n".join(f"{nested.title}。{nested.text or ''}" for nested in item.items),
                group=host.title if host else item.group or "",
                units=(*clause.leads, *clause.participants) if clause else (),
                order=number / max(1, len(listed) - 1),
                indicator=item.kind is ItemKind.INDICATOR,
            )
        own = {item.id: self._items[plan.id, item.id].about for item, _ in listed}
        for item, host in listed:
            parts = [(own[item.id], 1.0), *((own[nested.id], _OF_NESTED) for nested in item.items if item.text)]
            self._items[plan.id, item.id].about = joined([*parts, *([(own[host.id], _OF_HOST)] if host else [])])

    def _text(self, *, title: str, text: str, group: str, units: Iterable[str], order: float, indicator: bool) -> _Text:
        name = indicator_key(title, self._same) if indicator else title
        return _Text(
            title=title_text(name, self._same),
            whole=_letters(without_boilerplate(f"{title}，{text}", self.words)),
            heading=_letters(without_boilerplate(title, self.words)),
            group=title_text(group, self._same) if group else "",
            units=frozenset(map(unit_identity, units)),
            order=order,
            all_grams=grams(f"{name}，{title}，{text}", self.words),
            phrase_grams=tuple(found for part in phrases(text) if (found := grams(part, self.words))),
            about=self._profiles.of(title, text),
        )

    def has_text(self, item: ParentItem) -> bool:
        """Return whether the parent says more of an item than its title."""
        return self.weight(grams(item.text or "", self.words)) > 0

    def speaks_for(self, index: int) -> tuple[int, ...]:
        """Return the places under a heading that has no text of its own: what they say counts as said by it."""
        return () if self.places[index].text else tuple(self._parts.get(index, ()))

    def is_about_parents(self, index: int) -> bool:
        """Return whether a place only tells what became of the parents' items (对照表, 不承接说明)."""
        place = self.places[index]
        return any(word in text for text in (*place.columns, *place.groups[-1:]) for word in self.words.about_parents)

    def is_said_of_the_county(self, index: int) -> bool:
        """Return whether a place says what is to be done, not what was, what a word means or what a parent has."""
        return self.places[index].role not in _BACKGROUND and not self.is_about_parents(index)

    def is_bare(self, index: int) -> bool:
        """Return whether a place is a heading with nothing under it: no text, no units, no points."""
        place = self.places[index]
        return place.kind is PlaceKind.HEADING and not (place.text or place.units or self._parts.get(index))

    def place_grams(self, index: int) -> frozenset[str]:
        """Return the grams of a place's title and text."""
        return self._place_texts[index].all_grams

    def weight(self, found: Iterable[str]) -> float:
        """Return how telling a set of grams is; a gram that nothing else has weighs most."""
        return math.fsum(map(self._idf.__getitem__, found))

    # -------------------------------------------------------------------------------------------- evidence

    def align(self, parent: ParentPlan) -> dict[str, tuple[Candidate, ...]]:
        """Return for each item of a parent the places that may carry it, the surest first.

        Args:
            parent: one of the parents that the aligner was built with.
        """
        limits = self.words.thresholds
        aligned: dict[str, tuple[Candidate, ...]] = {}
        weighed = self._weighed(parent, self.words)
        for item, _ in _with_hosts(parent):
            own = self._items[parent.id, item.id]
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
                score = max(_sigmoid(_sum(self.words.present, pieces)), copied)
                if self.is_about_parents(index):
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

    def _wording(self, item: ParentItem, own: _Text) -> frozenset[str]:
        """Return the grams that a place with a copy of an item has; none for an item without text.

        A few words (定期开展演练) stand in many places that have nothing to do with the item; only with its title do
        they say that it was copied.
        """
        text = grams(item.text or "", self.words)
        return text if not text or len(text) >= _FEWEST_COPIED else own.all_grams

    def presence(self, parent: ParentPlan, words: AlignmentWords) -> dict[str, dict[str, float]]:
        """Return for each item what speaks for its being in the draft at all: piece of evidence -> its amount.

        Args:
            parent: one of the parents that the aligner was built with.
            words: the weights by which its likeliest place is found.
        """
        return {
            identity: max(places.values(), key=lambda pieces: pieces["match"], default={})
            for identity, places in self._weighed(parent, words).items()
        }

    def _weighed(self, parent: ParentPlan, words: AlignmentWords) -> dict[str, dict[int, dict[str, float]]]:
        """Return for each item and place the evidence of presence, the sum of the other evidence in it."""
        evidence = self.evidence(parent)
        hosts = {item.id: host.id for item, host in _with_hosts(parent) if host}
        match = {
            identity: {index: _sum(words.match, pieces) for index, pieces in places.items()}
            for identity, places in evidence.items()
        }
        rivals: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for identity, places in match.items():
            for index, amount in places.items():
                rivals[index].append((amount, identity))
        for ranking in rivals.values():
            ranking.sort(reverse=True)
        weighed: dict[str, dict[int, dict[str, float]]] = {}
        for identity, places in match.items():
            own = self._items[parent.id, identity]
            keywords = self._keywords(own)
            weighed[identity] = {}
            for index, amount in places.items():
                lead = amount - _best_rival(rivals[index], identity, hosts)
                same = {name: evidence[identity][index][name] for name in _SHARED}
                weighed[identity][index] = {**self._presence(own, index, keywords, amount, lead), **same}
        return weighed

    def evidence(self, parent: ParentPlan) -> dict[str, dict[int, dict[str, float]]]:
        """Return for each item, indicators left out, what speaks for each place: piece of evidence -> its amount.

        Args:
            parent: one of the parents that the aligner was built with.
        """
        if parent.id in self._evidence:
            return self._evidence[parent.id]
        items = [item for item, _ in _with_hosts(parent) if item.kind is not ItemKind.INDICATOR]
        found = self._evidence[parent.id] = {item.id: self._compared(parent.id, item) for item in items}
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
        return found

    def _compared(self, parent: str, item: ParentItem) -> dict[int, dict[str, float]]:
        """Return what speaks for each of the places that share most with an item."""
        own = self._items[parent, item.id]
        shared = self._overlaps(own)
        about = self._same_subject(own)
        near = self._nearest_phrases(own)
        titles = self._overlaps_of_title(own)
        chosen = {index for one in (shared, about, near, titles) for index in _first(one, _COMPARED)}
        chosen.update(self._same_titles.get(own.title, ())[:_COMPARED])
        return {
            index: self._pieces(item, own, index, about.get(index, 0.0), near.get(index, 0.0))
            for index in sorted(chosen)
        }

    def _pieces(self, item: ParentItem, own: _Text, index: int, subject: float, sentence: float) -> dict[str, float]:
        place, other = self.places[index], self._place_texts[index]
        goal = item.kind is ItemKind.GOAL
        misplaced = place.role in _BACKGROUND or (place.role is Role.GOALS) is not goal
        below = self._parts.get(index, ())
        return {
            "alike": self._texts.between(own.whole, other.whole),
            "subject": subject,
            "title_in_place": self._texts.between(own.heading, other.whole),
            "sentence": sentence,
            "group": self._titles.between(own.group, other.group) if own.group and other.group else 0.0,
            "units": self._shared_units(own.units, other.units),
            "item_place": float(place.item is ItemKind.GOAL if goal else not self._has_items or place.item in _DUTIES),
            # what stands there word for word stands there, whatever the part of the draft was taken for
            "elsewhere": 1 - self._contained(own, other) if misplaced else 0.0,
            "order": abs(own.order - other.order),
            "about_parents": float(self.is_about_parents(index)),
            "row": float(place.kind is PlaceKind.ROW),
            "summary_heading": float(bool(below) and not place.text),
        }

    def _contained(self, own: _Text, other: _Text) -> float:
        return self.weight(own.all_grams & other.all_grams) / (own.weight or 1.0)

    def _overlaps(self, own: _Text) -> dict[int, float]:
        """Return for each place how much of the item stands there, less where much else stands there too."""
        overlap = self._shared(own.all_grams)
        return {index: amount / math.sqrt(self._place_texts[index].weight) for index, amount in overlap.items()}

    def _overlaps_of_title(self, own: _Text) -> dict[int, float]:
        return self._shared(grams(own.title, self.words))

    def _shared(self, found: Iterable[str]) -> dict[int, float]:
        """Return for each place how much of the telling ones of some grams is there."""
        # in a fixed order: sums of floats must come out the same in every run
        there = sorted(gram for gram in found if gram in self._postings)
        looked_up = [gram for gram in there if gram not in self._common]
        if not looked_up:
            looked_up = nsmallest(_RAREST, there, key=lambda gram: len(self._postings[gram]))
        overlap: dict[int, float] = defaultdict(float)
        for gram in looked_up:
            for index in self._postings[gram]:
                overlap[index] += self._idf[gram]
        return overlap

    def _same_subject(self, own: _Text) -> dict[int, float]:
        """Return for each place how much it is about the same as an item, 0 to 1."""
        alike: dict[int, float] = defaultdict(float)
        for theme, amount in own.subject.items():
            for index, other in self._of_subject.get(theme, ()):
                alike[index] += amount * other
        return alike

    def _nearest_phrases(self, own: _Text) -> dict[int, float]:
        """Return for each place how alike its phrase most like one of the item's is, 0 to 1."""
        nearest: dict[int, float] = {}
        for phrase in own.phrase_grams:
            overlap: dict[int, float] = defaultdict(float)
            for gram in sorted(phrase - self._common_in_phrases):
                if gram in self._phrase_postings:
                    weight = self._idf[gram]
                    for number in self._phrase_postings[gram]:
                        overlap[number] += weight
            weight = self.weight(phrase)
            for number, shared in overlap.items():
                alike = shared / math.sqrt(weight * self._phrase_weights[number])
                alike *= shared / (shared + _SENTENCE_RARITY)
                place = self._phrase_places[number]
                if alike > nearest.get(place, 0.0):
                    nearest[place] = alike
        return nearest

    def _shared_units(self, first: frozenset[str], second: frozenset[str]) -> float:
        if not first or not second:
            return 0.0
        shared = sum(self._unit_weights[unit] for unit in sorted(first & second))
        rarity = shared / (shared + _UNIT_RARITY)
        return rarity * shared / sum(self._unit_weights[unit] for unit in sorted(first | second))

    # -------------------------------------------------------------------------------------------- presence

    def _keywords(self, own: _Text) -> dict[str, float]:
        """Return the words that tell most of an item, with their weight."""
        weights = {gram: self._idf[gram] for gram in own.all_grams if len(gram) == 2}
        # where letters are doubled this counts one more than there is room for (演演演 has 演演 once): no matter
        times = Counter(map("".join, pairwise(own.whole)))
        counts = {gram: weight * (1 + math.log(max(1, times[gram]))) for gram, weight in weights.items()}
        chosen = nsmallest(_KEYWORDS, counts, key=lambda gram: (-counts[gram], gram))
        return {gram: weights[gram] for gram in chosen}

    def _presence(
        self, own: _Text, index: int, keywords: Mapping[str, float], match: float, lead: float
    ) -> dict[str, float]:
        other = self._place_texts[index]
        letters = set(own.title)
        whole = math.fsum(keywords.values())
        return {
            "constant": 1.0,
            "match": match,
            "lead": max(-_MOST_BEHIND, min(_MOST_AHEAD, lead)),
            "keywords": math.fsum(map(keywords.__getitem__, other.all_grams.intersection(keywords))) / (whole or 1.0),
            "title_letters": sum(letter in other.whole for letter in letters) / (len(letters) or 1),
        }

    def _like_indicators(self, own: _Text) -> tuple[Candidate, ...]:
        """Return the draft's indicators with a like name."""
        found = []
        for index, place in enumerate(self.places):
            if place.kind is PlaceKind.INDICATOR:
                alike = self._titles.between(own.title, self._place_texts[index].title)
                if alike:
                    found.append(Candidate(index, alike, alike, alike))
        return tuple(sorted(found, key=lambda one: (-one.match, one.place)))


def _letters(text: str) -> str:
    """Return a text without its punctuation, which all texts share."""
    return _PUNCTUATION.sub("", text)


def _sum(weights: Mapping[str, float], pieces: Mapping[str, float]) -> float:
    return math.fsum(weight * pieces[name] for name, weight in weights.items())


def _sigmoid(amount: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, amount))))


def _first(amounts: Mapping[int, float], count: int) -> list[int]:
    """Return the places with the largest amounts."""
    least = min(nlargest(count, amounts.values()), default=0.0)
    largest = [index for index, amount in amounts.items() if amount >= least]
    return sorted(largest, key=lambda index: (-amounts[index], index))[:count]


def _best_rival(ranking: Sequence[tuple[float, str]], identity: str, hosts: Mapping[str, str]) -> float:
    """Return how well the place fits the item that fits it best and is not this one, above it or under it."""
    return next(
        (
            amount
            for amount, other in ranking
            if other != identity and hosts.get(other) != identity and hosts.get(identity) != other
        ),
        -math.inf,
    )


def _with_hosts(plan: ParentPlan) -> Iterator[tuple[ParentItem, ParentItem | None]]:
    def walk(item: ParentItem, host: ParentItem | None) -> Iterator[tuple[ParentItem, ParentItem | None]]:
        yield item, host
        for nested in item.items:
            yield from walk(nested, item)

    for item in plan.top_items():
        yield from walk(item, None)
