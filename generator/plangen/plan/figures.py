"""The parents' figures in the county's text: where a parent is known by its facts only, its figures stand all the same.

A figure that is the parent's own total (创建80个) is never printed as the county's: it stands in a gap that the county
fills in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plangen.parent.model import Level
from plangen.plan import rules
from plangen.plan.drafts import Carried, Draft, Wording
from plangen.plan.gather import Gathering
from plangen.plan.sources import Source
from plangen.plan.wording import FigureWords
from plangen.terms.figures import find_figures
from plangen.terms.quantity import Quantity
from plangen.terms.text import comparable

_BELOW_CITY = (Level.COUNTY, Level.DISTRICT)


@dataclass(frozen=True, kw_only=True)
class ParentFigures:
    """The figures of the parents that an item's own text does not give.

    Attributes:
        sentence: the sentence that gives them; empty where there are none.
        quantities: the figures.
        totals: the parent items whose figure is the parent's own total, with the figures.
        elsewhere: those whose figure is asked of another place.
    """

    sentence: str = ""
    quantities: tuple[Quantity, ...] = ()
    totals: tuple[tuple[Source, Quantity], ...] = ()
    elsewhere: tuple[tuple[Source, Quantity], ...] = ()


def figures_of(draft: Draft, wording: Wording, words: FigureWords, county: str) -> ParentFigures:
    """Return the figures of the parents' facts for an item that has no text of a parent or of the spec.

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
    for carried in draft.carried:
        if not _speaks_by_facts(carried):
            continue
        source = carried.source
        for quantity in source.item.quantities:
            if quantity.place and county not in quantity.place:
                elsewhere.append((source, quantity))
                continue
            total = quantity.total and source.plan.level not in _BELOW_CITY
            said[_said(quantity, words, source, wording, total=total)] = None
            quantities.append(quantity)
            totals += [(source, quantity)] if total else []
    sentence = f"{words.opening}{'；'.join(said)}。" if said else ""
    return ParentFigures(
        sentence=sentence, quantities=tuple(quantities), totals=tuple(totals), elsewhere=tuple(elsewhere)
    )


def _speaks_by_facts(carried: Carried) -> bool:
    """Return whether nothing but facts speaks of an item; the figures of a split item stand with its first part."""
    return not carried.settings.text and not carried.source.item.text and carried.part in (None, 1)


def _said(quantity: Quantity, words: FigureWords, source: Source, wording: Wording, *, total: bool) -> str:
    by = words.by.format(year=quantity.by) if quantity.by else ""
    where = "".join((by, quantity.place or "", quantity.per or ""))
    if total:  # 全市80个 stays the parent's
        gap = words.total.format(area=words.areas[source.plan.level.value], figure=quantity.number)
        return wording(source, where + quantity.what) + gap
    return wording(source, where + words.said(quantity))


def report_totals(figures: Mapping[Draft, ParentFigures], findings: Gathering) -> None:
    """Report the figures that are a parent's own totals, of which the county has to find its share."""
    totals = [found for one in figures.values() for found in one.totals]
    elsewhere = [found for one in figures.values() for found in one.elsewhere]
    for rule, found in ((rules.PARENT_TOTAL, totals), (rules.FIGURE_ELSEWHERE, elsewhere)):
        if found:
            said = "；".join(f"{source.label} {quantity.said}" for source, quantity in found)
            finding = rule.found(count=len(found), figures=said, example=found[0][0].item.id)
            findings.about(finding, [source for source, _ in found])


def without_other_figures(sentences: Iterable[str], quantities: Sequence[Quantity]) -> tuple[str, ...]:
    """Return the themes' sentences that name no other figure in a unit in which the parent gives one.

    Args:
        sentences: what the themes propose.
        quantities: the parents' figures for the same item.
    """
    values: dict[str, set[float]] = {}
    for quantity in quantities:
        values.setdefault(quantity.unit, set()).update((quantity.value, quantity.upper or quantity.value))

    def contradicts(sentence: str) -> bool:
        figures = find_figures(comparable(sentence))
        return any(one.unit in values and one.value not in values[one.unit] for one in figures)

    return tuple(sentence for sentence in sentences if not contradicts(sentence))
