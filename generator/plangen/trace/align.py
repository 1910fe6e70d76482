"""Which places of a draft carry a parent item: by what they say, with the rare words weighing most.

Every item is compared with every place that shares a telling word with it.  What speaks for a place are the text, the
title, the heading above and the units; they are joined so that each can convince alone and none can spoil the others.
A place that says much more of another item of the same parent loses, which tells two tasks with one heading apart.
The words, weights and thresholds are in templates/knowledge/alignment.yaml, where their measurement is described.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from plangen.findings import Finding, FindingsError, Location, Severity
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.sections import Role
from plangen.plan.same import Similarity, indicator_key, load_same_words, plain, title_text
from plangen.plan.themes import Theme, load_themes, rank_themes
from plangen.resources import knowledge_file
from plangen.text import half_width
from plangen.trace.sections import DraftPlace, PlaceKind
from plangen.units import canonical, load_units, unit_key

_WEIGHTS = (
    "title",
    "title_in_text",
    "title_rarity",
    "text",
    "contained",
    "condensed",
    "sentence",
    "sentence_rarity",
    "group",
    "units",
    "rival",
    "rival_in_text",
    "heading_of_others",
    "answerable_heading",
    "background",
    "about_parents",
    "goal",
    "row",
    "opening",
    "other_kind",
    "silent",
    "same_title",
    "agreeing_text",
    "disagreement",
    "supported",
    "units_without_text",
    "support_without_text",
    "unit_rarity",
    "anchor",
    "in_order",
    "theme",
)
_THRESHOLDS = (
    "missing",
    "missing_without_text",
    "sure",
    "sure_without_text",
    "title",
    "beside_first",
    "point",
    "point_elsewhere",
    "telling",
    "enough",
    "standing",
    "indicator",
    "indicator_alike",
    "worth_naming",
)
_CLAUSE = re.compile(r"[^0-9A-Za-z一-龥+%]+")
_SENTENCE = re.compile(r"[。；;！？!?\n]+")
_PHRASE = re.compile(r"[。；;！？!?，,：:\n]+")
_BACKGROUND = frozenset({Role.BACKGROUND, Role.PRINCIPLES, Role.FOREWORD, Role.GLOSSARY, Role.ANNEX})
_OTHER_ROLE = {ItemKind.TASK: Role.PROJECTS, ItemKind.PROJECT: Role.TASKS}
_COMMON = 0.25  # a gram that stands in more than this share of all texts tells nothing
_COMMON_IN_SENTENCES = 0.02
_MOST_PLACES = 80  # in a long draft already a gram in so many places costs more time than it tells
_MOST_PHRASES = 40
_FAINT = 0.03  # evidence below this is chance
_LONGEST = 20_000  # characters of one text that are compared


@dataclass(frozen=True, kw_only=True, eq=False)
class AlignmentWords:
    """What alignment.yaml says; see there for the meaning of each."""

    boilerplate: re.Pattern[str]
    about_parents: tuple[str, ...]
    weights: Mapping[str, float]
    thresholds: Mapping[str, float]


@lru_cache(maxsize=4)
def load_alignment_words(path: Path | None = None) -> AlignmentWords:
    """Read the words, weights and thresholds.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    import yaml

    source = path or knowledge_file("alignment.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(source.read_text("utf-8-sig"), Loader=loader)
        return AlignmentWords(
            boilerplate=re.compile("|".join(f"(?:{pattern})" for pattern in data["boilerplate"])),
            about_parents=tuple(map(str, data["about_parents"])),
            weights={name: float(data["weights"][name]) for name in _WEIGHTS},
            thresholds={name: float(data["thresholds"][name]) for name in _THRESHOLDS},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, re.error, yaml.YAMLError) as error:
        finding = Finding(
            code="alignment-words",
            severity=Severity.ERROR,
            message=f"文字比对用的词表读不出来或缺少内容：{error}",
            location=Location(file=str(source)),
            hint="请对照文件中的说明改正；改乱了可以取回随程序发布的 templates/knowledge/alignment.yaml。",
        )
        raise FindingsError([finding]) from error


class Candidate(NamedTuple):
    """A place that may carry an item.

    Attributes:
        place: the place's index among the draft's places.
        score: how sure it is, 0 to 1.
        title: how alike the titles are, 0 to 1.
        text: how alike the texts are, 0 to 1.
        heading: what the title speaks for the place, 0 to 1.
        support: what the heading above and the units add, 0 to 1.
        least_support: the share of the support that counts whatever title and text say.
        standing: how much the place's own standing lets it carry an item, 0 to 1.
    """

    place: int
    score: float
    title: float
    text: float
    heading: float
    support: float
    least_support: float
    standing: float


def grams(text: str, words: AlignmentWords) -> frozenset[str]:
    """Return the character 2- and 3-grams of a text, none across punctuation, without boilerplate."""
    plain = words.boilerplate.sub("，", half_width(text[:_LONGEST]).replace(" ", "")).lower()
    found: set[str] = set()
    for part in _CLAUSE.split(plain):
        for length in (2, 3):
            found.update(part[start : start + length] for start in range(len(part) - length + 1))
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, a semicolon ending one too."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


@lru_cache(maxsize=4096)
def unit_identity(name: str) -> str:
    """Return what the names of one function of government have in common: 市应急局 and 县应急管理局 are the same."""
    unit = canonical(name, load_units())
    return unit.id if unit else unit_key(name)


@dataclass(eq=False)
class _Text:
    """A place or an item as it is compared."""

    title: str
    group: str
    title_grams: frozenset[str]
    text_grams: frozenset[str]
    sentence_grams: tuple[frozenset[str], ...]
    units: frozenset[str]
    weight: float = 0.0
    title_weight: float = 0.0
    all_grams: frozenset[str] = field(default_factory=frozenset)
    themes: Mapping[str, float] = field(default_factory=dict)


class _Shared(NamedTuple):
    """What an item and a place have in common, as weights of grams; ``sentence`` is a similarity, 0 to 1."""

    text: float
    title: float
    sentence: float
    beyond_parts: float


class Aligner:
    """Compares parents with one draft.

    Args:
        parents: the parents.
        places: the draft's places.
        words: words and weights, see :func:`load_alignment_words`.
    """

    def __init__(
        self, parents: Sequence[ParentPlan], places: Sequence[DraftPlace], words: AlignmentWords | None = None
    ) -> None:
        self.words = words or load_alignment_words()
        self.places = tuple(places)
        self._same = load_same_words()
        self._parts: dict[int, list[int]] = defaultdict(list)
        for index, place in enumerate(self.places):
            if place.parent is not None:
                self._parts[place.parent].append(index)
        # a heading without text of its own says what the points under it say
        self._place_texts = [
            self._of_place(place, "" if place.text else self._text_of_parts(index))
            for index, place in enumerate(self.places)
        ]
        self._items: dict[tuple[str, str], _Text] = {}
        hosts = [(plan.id, item, host) for plan in parents for item, host in _with_hosts(plan)]
        for parent, item, host in hosts:
            self._items[parent, item.id] = self._of_item(item, host)
        texts = [*self._place_texts, *self._items.values()]
        counts = Counter(gram for text in texts for gram in text.all_grams)
        self._total = len(texts)
        self._idf = {gram: math.log((self._total + 1) / (count + 0.5)) ** 2 for gram, count in counts.items()}
        self._similarity = Similarity(text.title for text in texts)
        self._unit_weights = {
            unit: math.log((self._total + 1) / (count + 0.5))
            for unit, count in Counter(unit for text in texts for unit in text.units).items()
        }
        self._of_theme: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self._place_texts):
            for theme in text.themes:
                self._of_theme[theme].append(index)
        for text in texts:
            text.weight = self.weight(text.text_grams)
            text.title_weight = self.weight(text.title_grams)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self._place_texts):
            for gram in text.all_grams:
                self._postings[gram].append(index)
        limit = max(3.0, min(_COMMON * len(self.places), _MOST_PLACES))
        self._common = {gram for gram, found in self._postings.items() if len(found) > limit}
        self._sentence_postings: dict[str, list[int]] = defaultdict(list)
        self._sentence_places: list[int] = []
        self._sentence_weights: list[float] = []
        for index, text in enumerate(self._place_texts):
            for sentence in text.sentence_grams:
                number = len(self._sentence_places)
                self._sentence_places.append(index)
                self._sentence_weights.append(self.weight(sentence))
                for gram in sentence:
                    self._sentence_postings[gram].append(number)
        most = max(8.0, min(_COMMON_IN_SENTENCES * len(self._sentence_places), _MOST_PHRASES))
        self._common_in_sentences = {gram for gram, found in self._sentence_postings.items() if len(found) > most}

    # -------------------------------------------------------------------------------------------- texts

    def _of_place(self, place: DraftPlace, parts: str) -> _Text:
        return self._text(
            title=place.title if place.titled else "",
            text=place.text or parts,
            group=place.groups[-1] if place.groups else "",
            units=place.units,
            indicator=place.kind is PlaceKind.INDICATOR,
        )

    def _text_of_parts(self, index: int) -> str:
        parts = (self.places[part] for part in self._parts.get(index, ()))
        return "\n".join(f"{part.title}。{part.text}" for part in parts)

    def _of_item(self, item: ParentItem, host: ParentItem | None) -> _Text:
        text = item.text or ""
        if not text and item.items:
            text = "\n".join(f"{nested.title}。{nested.text or ''}" for nested in item.items)
        clause = item.responsibility
        return self._text(
            title=item.title,
            text=text,
            group=host.title if host else item.group or "",
            units=(*clause.leads, *clause.participants) if clause else (),
            indicator=item.kind is ItemKind.INDICATOR,
        )

    def _text(self, *, title: str, text: str, group: str, units: Iterable[str], indicator: bool) -> _Text:
        name = indicator_key(title, self._same) if indicator else title
        core = title_text(name, self._same)
        title_grams = grams(core, self.words)
        text_grams = grams(text, self.words)
        return _Text(
            title=core,
            group=title_text(group, self._same) if group else "",
            title_grams=title_grams,
            text_grams=text_grams,
            sentence_grams=tuple(found for part in _PHRASE.split(text) if (found := grams(part, self.words))),
            units=frozenset(map(unit_identity, units)),
            all_grams=text_grams | title_grams | grams(name, self.words),
            themes={} if indicator else _themes(title),
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
        unseen = math.log((self._total + 1) / 0.5) ** 2
        return math.fsum(self._idf.get(gram, unseen) for gram in found)

    # -------------------------------------------------------------------------------------------- scores

    def evidence(self, parent: str, item: ParentItem) -> dict[int, Candidate]:
        """Return what speaks for each place before other items of the parent are heard, by the place's index."""
        own = self._items[parent, item.id]
        overlap: dict[int, float] = defaultdict(float)
        in_title: dict[int, float] = defaultdict(float)
        # in a fixed order: sums of floats must come out the same in every run
        for gram in sorted(own.text_grams - self._common):
            for index in self._postings.get(gram, ()):
                overlap[index] += self._idf[gram]
        for gram in sorted(own.title_grams):
            for index in self._postings.get(gram, ()):
                in_title[index] += self._idf[gram]
        near = self._nearest_sentences(own)
        touched = {*overlap, *in_title, *(index for theme in own.themes for index in self._of_theme[theme])}
        found = {}
        for index in sorted(touched):
            if (self.places[index].kind is PlaceKind.INDICATOR) != (item.kind is ItemKind.INDICATOR):
                continue
            # what one of its points says alone, the point carries and not the heading
            best_part = max((overlap.get(part, 0.0) for part in self._parts.get(index, ())), default=0.0)
            body = overlap.get(index, 0.0)
            shared = _Shared(body, in_title.get(index, 0.0), near.get(index, 0.0), body - best_part)
            if candidate := self._candidate(item, own, index, shared):
                found[index] = candidate
        return found

    def _titles(self, own: _Text, other: _Text) -> float:
        """Return how alike two titles are: half by all their letters, half by their telling words."""
        if not own.title or not other.title or own.title_grams.isdisjoint(other.title_grams):
            return 1.0 if own.title and own.title == other.title else 0.0
        letters = self._similarity.between(own.title, other.title)
        if not letters or not own.title_weight or not other.title_weight:
            return letters
        shared = math.fsum(self._idf[gram] for gram in own.title_grams & other.title_grams)
        return (letters + shared / math.sqrt(own.title_weight * other.title_weight)) / 2

    def _same_theme(self, own: _Text, other: _Text) -> float:
        """Return how much two titles are of one subject, less where many places of the draft are."""
        return max(
            (
                min(share, other.themes[theme]) / (1 + math.log(len(self._of_theme[theme])))
                for theme, share in own.themes.items()
                if theme in other.themes
            ),
            default=0.0,
        )

    def _candidate(self, item: ParentItem, own: _Text, index: int, shared: _Shared) -> Candidate | None:
        weights = self.words.weights
        other = self._place_texts[index]
        text = self._text_evidence(own, other, shared)
        if (
            text < _FAINT
            and not shared.title
            and own.title != other.title
            and own.themes.keys().isdisjoint(other.themes)
        ):
            return None
        title = self._titles(own, other)
        named = shared.title / (own.title_weight or 1.0) * shared.title / (shared.title + weights["title_rarity"])
        heading = max(weights["title"] * title, weights["title_in_text"] * named)
        heading = 1 - (1 - heading) * (1 - weights["theme"] * self._same_theme(own, other))
        if max(heading, text) < _FAINT:
            return None
        if own.weight > weights["silent"] and other.weight > weights["silent"] and title < weights["same_title"]:
            # both say what they mean by the title; where they say different things it is not worth much
            doubt = max(0.0, 1 - text / weights["agreeing_text"])
            heading *= 1 - weights["disagreement"] * doubt
        group = self._similarity.between(own.group, other.group) if own.group and other.group else 0.0
        # a parent without its sentences has little else to be known by than who answers for the item
        telling = weights["units"] if own.text_grams else weights["units_without_text"]
        support = 1 - (1 - weights["group"] * group) * (1 - telling * self._shared_units(own.units, other.units))
        least = 0.0 if own.text_grams else weights["support_without_text"]
        standing = self._standing(index, item, own, shared)
        return self._joined(Candidate(index, 0.0, title, text, heading, support, least, standing))

    def _text_evidence(self, own: _Text, other: _Text, shared: _Shared) -> float:
        weights = self.words.weights
        if not own.weight or not other.weight:
            return weights["contained"] * shared.text / own.weight if own.weight else 0.0
        body = min(shared.text, other.weight)
        return max(
            weights["text"] * body / math.sqrt(own.weight * other.weight),
            weights["contained"] * shared.text / own.weight,
            weights["condensed"] * body / other.weight * body / (body + weights["sentence_rarity"]),
            weights["sentence"] * shared.sentence,
        )

    def _joined(self, candidate: Candidate) -> Candidate:
        """Return the candidate with its score: each piece of evidence can convince alone, support only with one."""
        base = 1 - (1 - candidate.heading) * (1 - candidate.text)
        share = max(candidate.least_support, min(1.0, base / self.words.weights["supported"]))
        score = base + (1 - base) * candidate.support * share
        return candidate._replace(score=score * candidate.standing)

    def _standing(self, index: int, item: ParentItem, own: _Text, shared: _Shared) -> float:
        """Return how much a place's own standing lets it carry the item, 0 to 1."""
        place, weights = self.places[index], self.words.weights
        factor = 1.0
        if self.is_about_parents(index):
            factor *= weights["about_parents"]
        # what stands there word for word stands there, whatever the part of the draft was taken for
        verbatim = min(1.0, shared.text / own.weight) if own.weight > weights["silent"] else 0.0
        if place.role in _BACKGROUND:
            factor *= max(weights["background"], verbatim)
        elif place.role is Role.GOALS and item.kind is not ItemKind.GOAL:
            factor *= max(weights["goal"], verbatim)
        if index in self._parts and not place.text and plain(place.title) != plain(item.title):
            least = weights["answerable_heading" if place.units else "heading_of_others"]
            factor *= max(least, min(1.0, 2 * shared.beyond_parts / (own.weight or math.inf)))
        if _OTHER_ROLE.get(item.kind) is place.role:
            factor *= weights["other_kind"]
        if place.kind is PlaceKind.ROW:
            factor *= weights["row"]
        elif not place.titled:
            factor *= weights["opening"]
        return factor

    def _shared_units(self, first: frozenset[str], second: frozenset[str]) -> float:
        if not first or not second:
            return 0.0
        shared = sum(self._unit_weights[unit] for unit in sorted(first & second))
        rarity = shared / (shared + self.words.weights["unit_rarity"])
        return rarity * shared / sum(self._unit_weights[unit] for unit in sorted(first | second))

    def _nearest_sentences(self, own: _Text) -> dict[int, float]:
        """Return for each place how alike its phrase most like one of the item's is, 0 to 1."""
        rarity = self.words.weights["sentence_rarity"]
        nearest: dict[int, float] = {}
        for sentence in own.sentence_grams:
            overlap: dict[int, float] = defaultdict(float)
            for gram in sorted(sentence - self._common_in_sentences):
                weight = self._idf[gram]
                for number in self._sentence_postings.get(gram, ()):
                    overlap[number] += weight
            weight = self.weight(sentence)
            for number, shared in overlap.items():
                alike = shared / math.sqrt(weight * self._sentence_weights[number]) * shared / (shared + rarity)
                place = self._sentence_places[number]
                if alike > nearest.get(place, 0.0):
                    nearest[place] = alike
        return nearest

    def align(self, parent: ParentPlan) -> dict[str, tuple[Candidate, ...]]:
        """Return for each item of a parent the places that may carry it, the surest first.

        Args:
            parent: one of the parents that the aligner was built with.
        """
        items = [item for item, _ in _with_hosts(parent)]
        hosts = {item.id: host.id for item, host in _with_hosts(parent) if host}
        evidence = {item.id: self.evidence(parent.id, item) for item in items}
        best: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for identity, found in evidence.items():
            for index, candidate in found.items():
                best[index].append((candidate.score, identity))
        for ranking in best.values():
            ranking.sort(reverse=True)
            del ranking[4:]
        heard = {
            identity: [self._heard(candidate, identity, best[index], hosts) for index, candidate in found.items()]
            for identity, found in evidence.items()
        }
        return {
            identity: tuple(sorted(found, key=lambda candidate: (-candidate.score, candidate.place)))
            for identity, found in self._in_order(heard).items()
        }

    def _in_order(self, heard: Mapping[str, Sequence[Candidate]]) -> dict[str, list[Candidate]]:
        """Raise the places between those of the item's sure neighbours: drafts mostly keep the parent's order."""
        weights = self.words.weights
        order = list(heard)
        sure: list[int | None] = []
        for identity in order:
            top = max(heard[identity], key=lambda candidate: candidate.score, default=None)
            sure.append(top.place if top and top.score >= weights["anchor"] else None)
        raised = {}
        for number, identity in enumerate(order):
            before = next((index for index in reversed(sure[:number]) if index is not None), None)
            after = next((index for index in sure[number + 1 :] if index is not None), None)
            if sure[number] is not None or before is None or after is None or before >= after:
                raised[identity] = list(heard[identity])
                continue
            raised[identity] = [
                candidate._replace(score=min(1.0, candidate.score * weights["in_order"]))
                if before < candidate.place < after
                else candidate
                for candidate in heard[identity]
            ]
        return raised

    def _heard(
        self, candidate: Candidate, identity: str, ranking: Sequence[tuple[float, str]], hosts: Mapping[str, str]
    ) -> Candidate:
        """Lower a score by how much better another item of the parent fits the place."""
        rival = max(
            (
                score
                for score, other in ranking
                if other != identity and hosts.get(other) != identity and hosts.get(identity) != other
            ),
            default=0.0,
        )
        lead = rival - candidate.score
        if lead <= 0:
            return candidate
        heading = candidate.heading * max(0.0, 1 - self.words.weights["rival"] * lead)
        text = candidate.text * (1 - self.words.weights["rival_in_text"] * lead)
        return self._joined(candidate._replace(heading=heading, text=text))


@lru_cache(maxsize=1)
def _all_themes() -> tuple[Theme, ...]:
    return load_themes()


@lru_cache(maxsize=8192)
def _themes(title: str) -> Mapping[str, float]:
    """Return the subjects of emergency management that a title names, the chief one with 1."""
    found = [match for match in rank_themes(_all_themes(), title) if match.in_title] if title else []
    return {match.theme.id: match.score / found[0].score for match in found[:3]}


def _with_hosts(plan: ParentPlan) -> Iterator[tuple[ParentItem, ParentItem | None]]:
    def walk(item: ParentItem, host: ParentItem | None) -> Iterator[tuple[ParentItem, ParentItem | None]]:
        yield item, host
        for nested in item.items:
            yield from walk(nested, item)

    for item in plan.top_items():
        yield from walk(item, None)
