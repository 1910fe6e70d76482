"""The parents' figures in the county's text: where a parent is known by its facts only, its figures stand all the same.

A figure that is the parent's own total (创建80个) is never printed as the county's: it stands in a gap that the county
fills in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plangen.parent.model import Level
from plangen.plan import rules
from plangen.plan.drafts import Draft, Wording
from plangen.plan.gather import Gathering
from plangen.plan.localise import wording_level
from plangen.plan.measures import ProposedSentence
from plangen.plan.rivals import Stated, looser_figures, said_again
from plangen.plan.sentence import GAP, Sentence, SentenceSource
from plangen.plan.sources import Source
from plangen.plan.wording import FigureWords
from plangen.terms.figures import find_figures
from plangen.terms.likeness import character_pairs
from plangen.terms.quantity import Quantity
from plangen.terms.text import comparable

_BELOW_CITY = (Level.COUNTY, Level.DISTRICT)
_BESIDE = 20
"""How many characters before and behind a figure may say what it measures."""


@dataclass(frozen=True, kw_only=True)
class ParentFigures:
    """The figures that the parents ask for in an item, as the county's text has them.

    Attributes:
        sentence: the sentence that gives those which no text of a parent gives; None where there are none.
        quantities: those figures.
        totals: the parent items whose figure is the parent's own total, with the figures.
        elsewhere: those whose figure is asked of another place.
        dropped: those that the spec's own text leaves out.
        gaps: what is printed in a parent's text instead of a total, or of a figure where another parent's is stricter.
        asked: the parents' figures in words, as a table has them.
        figures: the same as the county's: a parent's total is a gap.
    """

    sentence: Sentence | None = None
    quantities: tuple[Quantity, ...] = ()
    totals: tuple[tuple[Source, Quantity], ...] = ()
    elsewhere: tuple[tuple[Source, Quantity], ...] = ()
    dropped: tuple[tuple[Source, Quantity], ...] = ()
    gaps: Mapping[Source, tuple[tuple[Quantity, str], ...]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def open_totals(self, source: Source, text: str) -> str:
        """Return a parent's text with a gap for each figure that is the parent's own total.

        Args:
            source: whose text it is.
            text: the text in county wording.
        """
        for quantity, gap in self.gaps.get(source, ()):
            text = _with_gap(text, quantity, gap)
        return text


def figures_of(draft: Draft, wording: Wording, words: FigureWords, county: str) -> ParentFigures:
    """Return the parents' figures for an item.

    Args:
        draft: the item.
        wording: turns a parent's words into the county's.
        words: how the sentence is made (plan.yaml, figures).
        county: the county's name; what the parent asks of another place is not the county's.
    """
    said: dict[str, None] = {}
    quantities: list[Quantity] = []
    totals: list[tuple[Source, Quantity]] = []
    elsewhere: list[tuple[Source, Quantity]] = []
    dropped: list[tuple[Source, Quantity]] = []
    gaps: dict[Source, tuple[tuple[Quantity, str], ...]] = {}
    looser = looser_figures(draft)
    again = said_again(draft, wording, words.scopes)
    told = {one for others in again.values() for one in others}
    asked: dict[str, str] = {}
    for carried in draft.carried:
        source = carried.source
        owned = [one for one in source.item.quantities if not one.place or county in one.place]
        elsewhere += [(source, one) for one in source.item.quantities if one not in owned]
        shared = [one for one in owned if one.total and source.plan.level not in _BELOW_CITY]
        numbers = {one: _numbers(one, again.get((source, one), ())) for one in shared}
        for one in owned:
            whose, figure = looser.get((source, one), (source, one))
            if (source, one) not in told:
                named = words.said(one).replace(one.number, numbers.get(one, one.number))
                asked[named] = _said(figure, words, whose, wording, total=numbers.get(one))
        if carried.parents_text:
            stricter = [(one, looser[source, one][1].number) for one in owned if (source, one) in looser]
            gaps[source] = (*((one, _gap(one, words, source)) for one in shared), *stricter)
            totals += [(source, one) for one in shared]
        elif carried.speaks_by_facts:
            own = "".join(carried.settings.measures or ())
            owned = [one for one in owned if not is_kept(one, own) and (source, one) not in looser]
            for quantity in owned:
                if (source, quantity) not in told:
                    said[_said(quantity, words, source, wording, total=numbers.get(quantity))] = None
            quantities += owned
            totals += [(source, one) for one in owned if one in shared]
        elif carried.settings.text:
            text = "".join((carried.settings.text, *(carried.settings.measures or ())))
            dropped += [(source, one) for one in owned if one not in shared and not is_kept(one, text)]
    parts = [f"{words.opening}{'；'.join(said)}。"] if said else []
    if dropped:
        parts.append(words.dropped.format(figures="；".join(words.said(one) for _, one in dropped)))
    basis = draft.sources[0].key if draft.sources else ""
    return ParentFigures(
        sentence=Sentence("".join(parts), SentenceSource.PARENT, basis) if parts else None,
        quantities=tuple(quantities),
        totals=tuple(totals),
        elsewhere=tuple(elsewhere),
        dropped=tuple(dropped),
        gaps=gaps,
        asked=tuple(asked),
        figures=tuple(asked.values()),
    )


def _gap(quantity: Quantity, words: FigureWords, source: Source, numbers: str = "") -> str:
    area = words.areas[wording_level(source.plan.place, source.plan.level).value]
    return words.total.format(area=area, figure=numbers or quantity.number)


def _numbers(quantity: Quantity, others: Iterable[Stated]) -> str:
    """Return a total's number and those of other parents for the same thing: 10个、80个."""
    return "、".join(dict.fromkeys((quantity.number, *(one.number for _, one in others))))


def _with_gap(text: str, quantity: Quantity, gap: str) -> str:
    """Return a text with a gap in the place of a figure: the one that stands beside what it measures.

    A figure that is open already, because the wording left it so, stays as it is.
    """
    decided = GAP.sub(lambda found: " " * len(found.group()), text)
    places = [match.span() for match in re.finditer(rf"(?<![\d.]){re.escape(quantity.number)}", decided)]
    if not places:
        return text if quantity.number in text else f"{text}{gap}"
    pairs = character_pairs(quantity.what)

    def beside(place: tuple[int, int]) -> int:
        around = text[max(0, place[0] - _BESIDE) : place[1] + _BESIDE]
        return sum(pair in around for pair in pairs)

    start, end = max(places, key=beside)
    return f"{text[:start]}{gap}{text[end:]}"


_NO_LESS = ("至少", "提高", "提高到", "下降", "保持", "达到")


def is_kept(quantity: Quantity, text: str) -> bool:
    """Return whether a text names a figure in the quantity's unit that asks for as much."""
    figures = [one for one in find_figures(comparable(text)) if one.unit == quantity.unit]
    if quantity.direction in _NO_LESS:
        return any((one.upper or one.value) >= quantity.value for one in figures)
    return any(one.value <= (quantity.upper or quantity.value) for one in figures)


def _said(quantity: Quantity, words: FigureWords, source: Source, wording: Wording, *, total: str | None) -> str:
    by = words.by.format(year=quantity.by) if quantity.by else ""
    where = "".join((by, quantity.place or "", quantity.per or ""))
    if total:  # 全市80个 stays the parent's
        return wording(source, where + quantity.what) + _gap(quantity, words, source, total)
    return wording(source, where + words.said(quantity))


def report_totals(figures: Mapping[Draft, ParentFigures], findings: Gathering) -> None:
    """Report the figures that are a parent's own totals, of which the county has to find its share."""
    totals = [found for one in figures.values() for found in one.totals]
    elsewhere = [found for one in figures.values() for found in one.elsewhere]
    dropped = [found for one in figures.values() for found in one.dropped]
    for rule, found in (
        (rules.PARENT_TOTAL, totals),
        (rules.FIGURE_ELSEWHERE, elsewhere),
        (rules.FIGURE_DROPPED, dropped),
    ):
        if found:
            said = "；".join(f"{source.label} {quantity.said}" for source, quantity in found)
            finding = rule.found(count=len(found), figures=said, example=found[0][0].item.id)
            findings.about(finding, [source for source, _ in found])


def without_other_figures(
    sentences: Iterable[ProposedSentence], quantities: Sequence[Quantity]
) -> tuple[ProposedSentence, ...]:
    """Return the themes' sentences that name no other figure in a unit in which the parent gives one.

    Args:
        sentences: what the themes propose.
        quantities: the parents' figures for the same item.
    """
    values: dict[str, set[float]] = {}
    for quantity in quantities:
        values.setdefault(quantity.unit, set()).update((quantity.value, quantity.upper or quantity.value))

    def contradicts(sentence: ProposedSentence) -> bool:
        figures = find_figures(comparable(sentence.text))
        return any(one.unit in values and one.value not in values[one.unit] for one in figures)

    return tuple(sentence for sentence in sentences if not contradicts(sentence))
