"""Measures proposed for a whole plan at once: each item gets what the themes say of it, and nothing where none fits.

No sentence stands twice in a plan.  A theme's measures go to the items that speak of it most clearly; every item
gets its first before any item gets its second.  Items that share a theme get those of its measures that together fit
their titles and points best.  Goals get what their theme says is reached.  The same plan always gets the same
sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plangen.parent.model import ItemKind
from plangen.plan.facts import exists, filled, is_stated, look_up, place_names
from plangen.plan.sharing import best_columns, fits, overlap
from plangen.plan.themes import Measure, Theme, ThemeMatch, printed_quantities, rank_themes
from plangen.plan.works import Work, best_sentence
from plangen.terms.levels import LevelWords

_MOST_THEMES = 3
_NO_YEAR = "实施期末"
_OVERLAP_WEIGHT = 6.0  # breaks ties between the measures of one theme, never between themes
_GOAL_KINDS = (ItemKind.GOAL, ItemKind.INDICATOR)
_CLEARLY, _MUCH, _ENOUGH = 4, 3, 2
"""Of how many points a sentence beside the themes must speak: to go before a theme's first one, before its second one,
and to follow them."""
_MANY_POINTS = 20
"""So many points are more than the usual number of sentences can speak of."""
_COVERED = 0.5
"""The share of a point's two-character words that a sentence must have to speak of it."""
_FITTING_SHARE = 0.3
"""The share of an item's points that a theme which the title does not name must speak of."""


@dataclass(frozen=True, kw_only=True)
class MeasureRequest:
    """An item that wants sentences of the themes.

    Attributes:
        key: the item's stable key.
        title: heading in county wording.
        group: heading of its group; for a nested item the title of the item that it stands under.
        text: what parent and spec say, in county wording, if anything.
        points: what the parent asks for, by its points.
        wanted: how many sentences it wants at most.
    """

    key: str
    kind: ItemKind
    title: str
    group: str | None = None
    text: str | None = None
    points: tuple[str, ...] = ()
    wanted: int = 2


@dataclass(frozen=True)
class ProposedSentence:
    """A theme's sentence for an item: the words, and the theme's name."""

    text: str
    theme: str


@dataclass(frozen=True, kw_only=True)
class WrittenMeasures:
    """What the themes say of one item.

    Attributes:
        sentences: full sentences, the most telling first; none where no theme fits.
        absent: names of facts that say that the county has no such thing (0 or false).
        unknown: names of facts that the sentences would have used and the spec does not state.
    """

    sentences: tuple[ProposedSentence, ...]
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass
class _Draft:
    """One request on its way; ``parts`` are (place in the item, sentence)."""

    request: MeasureRequest
    matches: tuple[ThemeMatch, ...]
    absent_themes: list[Theme] = field(default_factory=list)
    parts: list[tuple[tuple[int, int], ProposedSentence]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return self.request.wanted - len(self.parts)

    @property
    def takes_more(self) -> bool:
        """Whether it may have a further sentence; one more than wanted where a parent asks for very much."""
        much = len(self.request.points) >= _MANY_POINTS
        # where the county has not what the item is about first, nothing is said of what stands beside it
        lacking = bool(self.absent_themes) and self.matches[0].theme in self.absent_themes
        return not lacking and bool(self.request.wanted) and len(self.parts) < self.request.wanted + much

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
    works: Sequence[Work] = (),
    facts: Mapping[str, object],
    county: LevelWords,
    values: Mapping[str, str] | None = None,
    end_year: int | None = None,
) -> Mapping[str, WrittenMeasures]:
    """Write the sentences that the themes propose for all items of a plan.

    Args:
        requests: the items in the plan's order; keys are unique.
        themes: see :func:`plangen.plan.themes.load_themes`.
        works: what stands beside the themes for items of many points, see :func:`plangen.plan.works.load_works`.
        facts: the county's situation, nested: ``{"geohazard_sites": {"total": 180}}``.
        county: how the county speaks of itself and of what is below it.
        values: what the county decided about the themes' quantities.
        end_year: the last year of the plan's period, for sentences about goals; None writes 实施期末.

    Returns:
        For each key at most the wanted number of sentences, and one more where the parent asks for very much; no
        sentence twice.

    Raises:
        FindingsError: a sentence cannot be filled in.
        ValueError: two items have the same key.
    """
    if len({request.key for request in requests}) < len(requests):
        raise ValueError("two items have the same key")
    end = f"{end_year}年" if end_year else _NO_YEAR
    names = {**facts, **place_names(county), **printed_quantities(themes, values)}
    return _Writer(themes, works, names, facts, end).write(requests)


def uncovered(points: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the points that a text does not speak of.

    Args:
        points: what a parent asks for.
        text: what the plan says.
    """
    return tuple(point for point in points if not _speaks_of(text, point))


def _speaks_of(text: str, point: str) -> bool:
    return point in text or overlap(point, text) >= _COVERED


_MOST_AT_ONCE = 8  # measures of a theme that are shared out jointly; shipped themes have at most four


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
    """Writes one plan; remembers which sentences have been used."""

    def __init__(
        self,
        themes: Sequence[Theme],
        works: Sequence[Work],
        names: Mapping[str, object],
        facts: Mapping[str, object],
        end: str,
    ) -> None:
        self.themes, self.works = themes, works
        self.end = end
        self.facts = facts
        self.names = names
        self.used: set[str] = set()

    def write(self, requests: Sequence[MeasureRequest]) -> dict[str, WrittenMeasures]:
        drafts = [self._draft(request) for request in requests]
        for draft in drafts:
            if draft.request.wanted:
                self._state_absence(draft)
                self._state_goal(draft)
        # each item gets its theme's first sentence, but where one of a kind of work speaks of much of what it asks for
        self._say_more(drafts, _CLEARLY)
        self._share_out(drafts, range(1, 2))
        self._say_more(drafts, _MUCH)
        self._share_out(drafts, range(2, max((draft.request.wanted for draft in drafts), default=0) + 1))
        self._say_more(drafts, _ENOUGH)
        return {draft.request.key: draft.written for draft in drafts}

    def _draft(self, request: MeasureRequest) -> _Draft:
        said = request.text or "、".join(request.points)
        matches = rank_themes(self.themes, request.title, said, request.group)
        return _Draft(request, tuple(match for match in matches if _fits(match, request))[:_MOST_THEMES])

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
        if first in draft.absent_themes and (sentence := filled(first.absent or "", self.names)):
            self._add(draft, (-1, 0), sentence, first)

    def _exists(self, theme: Theme) -> bool | None:
        return exists(self.facts, theme.requires) if theme.requires else True

    def _say_more(self, drafts: Sequence[_Draft], least: int) -> None:
        """Give sentences of the kinds of work to the items with the most points that nothing speaks of yet.

        Args:
            drafts: all items.
            least: of how many such points a sentence must speak.
        """
        names = self.names

        def left(draft: _Draft) -> tuple[str, ...]:
            said = "".join((draft.request.title, *(sentence.text for _, sentence in draft.parts)))
            return uncovered(draft.request.points, said)

        waiting = [draft for draft in drafts if draft.request.kind not in _GOAL_KINDS and draft.takes_more]
        points = {draft.request.key: left(draft) for draft in waiting}
        for draft in sorted(waiting, key=lambda draft: -len(points[draft.request.key])):
            found = best_sentence(
                self.works,
                points[draft.request.key],
                speaks_of=_speaks_of,
                fill=lambda sentence: filled(sentence, names),
                used=self.used,
                least=least,
            )
            if found:
                self._add(draft, (_MOST_THEMES, len(draft.parts)), *found)

    def _share_out(self, drafts: Sequence[_Draft], allowances: Iterable[int]) -> None:
        """Give the themes' measures to the items: first one each, then a second one, and so on."""
        offers = sorted(
            (offer for index, draft in enumerate(drafts) for offer in self._offers(index, draft)),
            key=lambda offer: (-offer.priority, offer.index),
        )
        stocks = {match.theme.id: self._stock(match.theme) for draft in drafts for match in draft.matches}
        for allowance in allowances:
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
        # where the county has not what the item is about first, measures for what stands beside it would mislead
        if draft.absent_themes and draft.matches[0].theme in draft.absent_themes:
            return
        for match in draft.matches:
            if match.theme not in draft.absent_themes:
                best = max((overlap(draft.request.title, measure.text) for measure in match.theme.measures), default=0)
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
            asked = [
                f"{drafts[offer.index].request.title}、{'、'.join(drafts[offer.index].request.points)}"
                for offer in some
            ]
            columns = best_columns(fits(asked, [stock.left[place][1] for place in places]))
            for offer, column in zip(some, columns, strict=True):
                self._take(drafts[offer.index], offer.match, places[column], *stock.left.pop(places[column]))

    def _take(self, draft: _Draft, match: ThemeMatch, place: int, measure: Measure, sentence: str) -> None:
        if sentence in self.used:
            return
        if self._exists(match.theme) is None:
            draft.unknown.append(match.theme.requires or "")
        draft.unknown.extend(name for name in measure.needs if look_up(self.facts, name) in (None, True))
        self._add(draft, (draft.matches.index(match), place), sentence, match.theme)

    def _theme_sentence(self, measure: Measure) -> str | None:
        if all(is_stated(look_up(self.facts, name)) for name in measure.needs):
            return filled(measure.text, self.names)
        return None if measure.fallback is None else filled(measure.fallback, self.names)

    def _state_goal(self, draft: _Draft) -> None:
        """Say what is reached when a goal is reached, where a theme knows."""
        request = draft.request
        if request.kind is not ItemKind.GOAL or not draft.missing > 0:
            return
        for theme in (match.theme for match in draft.matches if match.theme.goal):
            sentence = filled(theme.goal or "", {**self.names, "end": self.end})
            if sentence not in self.used:
                self._add(draft, (-1, 0), sentence, theme)
                return

    def _add(self, draft: _Draft, place: tuple[int, int], sentence: str, theme: Theme | Work) -> None:
        if sentence not in self.used:
            self.used.add(sentence)
            draft.parts.append((place, ProposedSentence(sentence, theme.name)))


def _fits(match: ThemeMatch, request: MeasureRequest) -> bool:
    """Return whether a theme speaks of what an item asks for: its title names it, or enough of its points do.

    What only the group's heading or a word somewhere in the text reveals is no reason to promise anything.
    """
    if match.in_title or not request.points:
        return match.in_title
    said = [point for point in request.points if any(word in point for word in match.theme.words)]
    return len(said) >= max(2, _FITTING_SHARE * len(request.points))
