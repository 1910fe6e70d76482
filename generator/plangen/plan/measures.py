"""Measures for a whole plan at once: concrete sentences from the themes, general ones where the themes run out.

No sentence stands twice in a plan.  A theme's measures go to the items that speak of it most clearly; every item
gets its first before any item gets its second.  Items that share a theme get those of its measures that together fit
their titles best.  Goals get what their theme says is reached.  The same plan always gets the same sentences.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from plangen.parent.model import ItemKind
from plangen.plan.facts import Filler, exists, is_stated, look_up, place_names
from plangen.plan.phrases import COMBINED_PARTS, PhraseKind, Phrases
from plangen.plan.themes import Measure, Theme, ThemeMatch, printed_quantities, rank_themes
from plangen.terms.levels import LevelWords
from plangen.terms.likeness import character_pairs

_MOST_THEMES = 3
_NO_LEAD = "牵头单位"
_NO_YEAR = "实施期末"
_OVERLAP_WEIGHT = 6.0  # breaks ties between the measures of one theme, never between themes
_GENERIC_TOPIC = 4  # 空间布局 under 应急物资储备 says nothing by itself
_GOAL_KINDS = (ItemKind.GOAL, ItemKind.INDICATOR)
_WORKED_IN = re.compile(r"\{\{\s*(?:topic|work|theme|title)\s*\}\}")  # a title's noun does not fit everywhere


@dataclass(frozen=True, kw_only=True)
class MeasureRequest:
    """An item that needs sentences of the county's own.

    Attributes:
        key: the item's stable key; decides which of the general sentences it gets.
        title: heading in county wording.
        group: heading of its group; for a nested item the title of the item that it stands under.
        text: what the parent says, in county wording, if anything.
        lead: printed name of the unit that leads, if known.
        wanted: how many sentences it needs at least.
    """

    key: str
    kind: ItemKind
    title: str
    group: str | None = None
    text: str | None = None
    lead: str | None = None
    wanted: int = 2


@dataclass(frozen=True, kw_only=True)
class WrittenMeasures:
    """The sentences for one item.

    Attributes:
        sentences: full sentences, the most telling first.
        absent: names of facts that say that the county has no such thing (0 or false).
        unknown: names of facts that the sentences would have used and the spec does not state.
    """

    sentences: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass
class _Draft:
    """One request on its way; ``parts`` are (place in the item, sentence)."""

    request: MeasureRequest
    matches: tuple[ThemeMatch, ...]
    kind: PhraseKind
    topic: str
    absent_themes: list[Theme] = field(default_factory=list)
    parts: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return self.request.wanted - len(self.parts)

    @property
    def written(self) -> WrittenMeasures:
        return WrittenMeasures(
            sentences=tuple(sentence for _, sentence in sorted(self.parts, key=lambda part: part[0])),
            absent=tuple(dict.fromkeys(self.absent)),
            unknown=tuple(dict.fromkeys(self.unknown)),
        )


def write_measures(
    requests: Sequence[MeasureRequest],
    *,
    themes: Sequence[Theme],
    phrases: Phrases,
    facts: Mapping[str, object],
    county: LevelWords,
    end_year: int | None = None,
) -> Mapping[str, WrittenMeasures]:
    """Write the sentences for all items of a plan.

    Args:
        requests: the items in the plan's order; keys are unique.
        themes: see :func:`plangen.plan.themes.load_themes`.
        phrases: see :func:`plangen.plan.phrases.load_phrases`.
        facts: the county's situation, nested: ``{"geohazard_sites": {"total": 180}}``.
        county: how the county speaks of itself and of what is below it.
        end_year: the last year of the plan's period, for sentences about goals; None writes 实施期末.

    Returns:
        For each key at least the wanted number of sentences; no sentence twice.

    Raises:
        FindingsError: a sentence cannot be filled in.
        ValueError: two items have the same key.
    """
    if len({request.key for request in requests}) < len(requests):
        raise ValueError("two items have the same key")
    end = f"{end_year}年" if end_year else _NO_YEAR
    return _Writer(themes, phrases, facts, county, end).write(requests)


_MOST_AT_ONCE = 8  # measures of a theme that are shared out jointly; shipped themes have at most four
_EARLIER = 0.001  # of equally fitting measures the surer item gets the earlier one


@dataclass(frozen=True)
class _Offer:
    """A theme that an item may take a measure from.

    Attributes:
        priority: who takes first, the highest first.
        index: place of the item in the plan.
        match: the theme.
    """

    priority: float
    index: int
    match: ThemeMatch


@dataclass
class _Stock:
    """What a theme still has: place in the theme -> the measure and its sentence; and who takes one in this round."""

    left: dict[int, tuple[Measure, str]]
    takers: list[_Offer] = field(default_factory=list)


class _Writer:
    """Writes one plan; remembers which sentences have been used, and how often each general one."""

    def __init__(
        self, themes: Sequence[Theme], phrases: Phrases, facts: Mapping[str, object], county: LevelWords, end: str
    ) -> None:
        self.themes = themes
        self.end = end
        self.phrases = phrases
        self.facts = facts
        self.names = {**facts, **place_names(county), **printed_quantities(themes)}
        self.used: set[str] = set()
        self.uses: Counter[str] = Counter()
        self.fill = Filler()
        self.number = 0

    def write(self, requests: Sequence[MeasureRequest]) -> dict[str, WrittenMeasures]:
        drafts = [self._draft(request) for request in requests]
        for draft in drafts:
            self._state_absence(draft)
            self._state_goal(draft)
        self._share_out(drafts)
        for draft in drafts:
            self._fill_up(draft)
        return {draft.request.key: draft.written for draft in drafts}

    def _draft(self, request: MeasureRequest) -> _Draft:
        matches = rank_themes(self.themes, request.title, request.text, request.group)[:_MOST_THEMES]
        own_topic = topic = self.phrases.topic_of(request.title)
        if matches and topic is None:
            topic = matches[0].theme.name
        elif matches and topic and not matches[0].in_title and len(topic) <= _GENERIC_TOPIC:
            topic = f"{matches[0].theme.name}的{topic}"
        kind = self.phrases.kind_of(own_topic or topic or request.title)
        return _Draft(request, matches, kind, topic or kind.stand_in)

    def _state_absence(self, draft: _Draft) -> None:
        """Find the themes whose object the county does not have; where it is the first theme, say so."""
        if draft.request.kind in _GOAL_KINDS or not draft.matches:
            return
        first = draft.matches[0].theme
        for theme in (match.theme for match in draft.matches if match.theme.requires):
            there = self._exists(theme)
            if there is None and theme is first:
                draft.unknown.append(theme.requires or "")
            elif there is False:
                draft.absent.append(theme.requires or "")
                draft.absent_themes.append(theme)
        if first in draft.absent_themes:
            sentence = self.fill(first.absent or "", self.names)
            if sentence in self.used or not sentence:
                sentence = self._general(draft, self.phrases.absent_again, theme=first.name)
            self._add(draft, (-1, 0), sentence)

    def _exists(self, theme: Theme) -> bool | None:
        return exists(self.facts, theme.requires) if theme.requires else True

    def _share_out(self, drafts: Sequence[_Draft]) -> None:
        """Give the themes' measures to the items: first one each, then a second one, and so on."""
        offers = sorted(
            (offer for index, draft in enumerate(drafts) for offer in self._offers(index, draft)),
            key=lambda offer: (-offer.priority, offer.index),
        )
        stocks = {match.theme.id: self._stock(match.theme) for draft in drafts for match in draft.matches}
        for allowance in range(1, max((draft.request.wanted for draft in drafts), default=0) + 1):
            waiting = {
                index
                for index, draft in enumerate(drafts)
                if len(draft.parts) < min(allowance, draft.request.wanted) and draft.request.kind not in _GOAL_KINDS
            }
            for offer in offers:
                stock = stocks[offer.match.theme.id]
                if offer.index in waiting and len(stock.takers) < len(stock.left):
                    stock.takers.append(offer)
                    waiting.discard(offer.index)
            for stock in stocks.values():
                self._hand_over(drafts, stock)

    def _offers(self, index: int, draft: _Draft) -> Iterator[_Offer]:
        if draft.request.kind in _GOAL_KINDS:
            return
        for match in draft.matches:
            if match.theme not in draft.absent_themes:
                best = max((_overlap(draft.request.title, measure.text) for measure in match.theme.measures), default=0)
                yield _Offer(match.score + _OVERLAP_WEIGHT * best, index, match)

    def _stock(self, theme: Theme) -> _Stock:
        sentences = {place: (measure, self._theme_sentence(measure)) for place, measure in enumerate(theme.measures)}
        left = {place: (measure, sentence) for place, (measure, sentence) in sentences.items() if sentence}
        return _Stock({place: entry for place, entry in left.items() if entry[1] not in self.used})

    def _hand_over(self, drafts: Sequence[_Draft], stock: _Stock) -> None:
        """Give each taker of a round the measure that suits all of them best together."""
        takers, stock.takers = stock.takers, []
        for start in range(0, len(takers), _MOST_AT_ONCE):
            some, places = takers[start : start + _MOST_AT_ONCE], list(stock.left)[:_MOST_AT_ONCE]
            titles = [drafts[offer.index].request.title for offer in some]
            columns = _assign(_fits(titles, [stock.left[place][1] for place in places]))
            for offer, column in zip(some, columns, strict=True):
                self._take(drafts[offer.index], offer.match, places[column], *stock.left.pop(places[column]))

    def _take(self, draft: _Draft, match: ThemeMatch, place: int, measure: Measure, sentence: str) -> None:
        if sentence in self.used:
            return
        if self._exists(match.theme) is None:
            draft.unknown.append(match.theme.requires or "")
        draft.unknown.extend(name for name in measure.needs if look_up(self.facts, name) in (None, True))
        self._add(draft, (draft.matches.index(match), place), sentence)

    def _theme_sentence(self, measure: Measure) -> str | None:
        if all(is_stated(look_up(self.facts, name)) for name in measure.needs):
            return self.fill(measure.text, self.names)
        return None if measure.fallback is None else self.fill(measure.fallback, self.names)

    def _state_goal(self, draft: _Draft) -> None:
        """Say what is reached when a goal is reached, where a theme knows."""
        request = draft.request
        if request.kind is not ItemKind.GOAL or not draft.missing > 0:
            return
        speaking = [theme for theme in self.themes if theme.goal]
        for match in rank_themes(speaking, request.title, request.text, request.group):
            sentence = self.fill(match.theme.goal or "", self.names | {"end": self.end})
            if sentence not in self.used:
                self._add(draft, (-1, 0), sentence)
                return

    def _fill_up(self, draft: _Draft) -> None:
        kind = draft.request.kind
        turn = 0
        while draft.missing > 0:
            if kind in _GOAL_KINDS:
                sources: tuple[Sequence[str], ...] = (self.phrases.goals,)
            elif draft.absent_themes and draft.absent_themes[0] is draft.matches[0].theme:
                sources = (self.phrases.absent, self.phrases.follow_ups)
            elif turn % 2 == 0:
                sources = (draft.kind.sentences, self.phrases.follow_ups)
            else:
                sources = (self.phrases.follow_ups, draft.kind.sentences)
            theme = draft.absent_themes[0].name if draft.absent_themes else draft.topic
            self._add(draft, (_MOST_THEMES, turn), self._general(draft, *sources, theme=theme))
            turn += 1

    def _general(self, draft: _Draft, *sources: Sequence[str], theme: str) -> str:
        """Return a general sentence that the plan does not have yet."""
        request = draft.request
        names = self.names | {
            "topic": draft.topic,
            "work": self.phrases.work_of(draft.topic),
            "theme": theme,
            "title": _inner_quotes(request.title.rstrip("。")),
            "lead": request.lead or _NO_LEAD,
        }
        start = zlib.crc32(request.key.encode("utf-8"))
        for source in sources:
            for template in _turned(source, start, self.uses):
                sentence = self.fill(template, names)
                if sentence not in self.used:
                    self.uses[template] += 1
                    return sentence
        combined = (self.phrases.combined.get(part, ()) for part in COMBINED_PARTS)
        parts = [_turned(part, start, self.uses) for part in combined]
        for opening, action, result in product(*parts):
            sentence = f"{opening}{self.fill(action, names)}，{result}"
            if sentence not in self.used:
                self.uses.update((opening, action, result))
                return sentence
        while True:
            self.number += 1
            sentence = self.fill(self.phrases.last_resort, names | {"number": self.number})
            if sentence not in self.used:
                return sentence

    def _add(self, draft: _Draft, place: tuple[int, int], sentence: str) -> None:
        self.used.add(sentence)
        draft.parts.append((place, sentence))


def _turned(sentences: Sequence[str], start: int, uses: Counter[str]) -> list[str]:
    """Return the sentences, the least used first, and before all others those that read well beside any title.

    Among equals the start decides, so that neighbours differ.
    """
    count = len(sentences)
    order = [sentences[(start + step) % count] for step in range(count)] if count else []
    return sorted(order, key=lambda sentence: (bool(_WORKED_IN.search(sentence)), uses[sentence]))


def _inner_quotes(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’")


def _overlap(title: str, sentence: str) -> float:
    """Return the share of the title's two-character words that stand in a sentence."""
    pairs = character_pairs(title)
    return sum(pair in sentence for pair in pairs) / len(pairs) if pairs else 0.0


def _fits(titles: Sequence[str], sentences: Sequence[str]) -> list[list[float]]:
    """Return for each title how well each sentence fits it.

    A two-character word counts the more the fewer of the titles have it: what siblings have in common tells nothing.
    """
    pairs = [character_pairs(title) for title in titles]
    weights = {pair: 1 / count**2 for pair, count in Counter(pair for some in pairs for pair in some).items()}
    return [
        [
            sum(weights[pair] for pair in sorted(some) if pair in sentence) - _EARLIER * column / (row + 1)
            for column, sentence in enumerate(sentences)
        ]
        for row, some in enumerate(pairs)
    ]


def _assign(scores: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """Return for each row a column of its own so that the sum of the scores is highest.

    Args:
        scores: at least as many columns as rows.
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}  # columns taken, as bits -> sum, column by row
    for row in scores:
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for taken, (total, columns) in best.items():
            for column, score in enumerate(row):
                mask = taken | 1 << column
                if mask != taken and (mask not in further or total + score > further[mask][0]):
                    further[mask] = (total + score, (*columns, column))
        best = further
    return max(best.values(), key=lambda entry: entry[0])[1]
