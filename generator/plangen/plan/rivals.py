"""Figures that several parents give for the same thing: where they differ, the strictest stands (10小时, not 12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from plangen.plan import rules
from plangen.plan.drafts import Draft, Wording
from plangen.plan.gather import Gathering
from plangen.plan.sources import Source
from plangen.terms.likeness import plain, title_likeness
from plangen.terms.quantity import Quantity
from plangen.terms.text import comparable

Stated = tuple[Source, Quantity]
"""A figure and the parent item that states it."""

_SAME_MEASURE = 0.6  # likeness of what is measured, within one task
_BRACKET = re.compile("[（(][^（()）]*[)）]")
_LOWER_IS_STRICTER = ("以内", "不超过", "下降到")


def looser_figures(draft: Draft) -> Mapping[Stated, Stated]:
    """Return the figures of an item for which another of its parents gives a stricter one, with that.

    Args:
        draft: an item that carries items of several parents.
    """
    stated = [
        (source, quantity)
        for source in dict.fromkeys(draft.sources)
        for quantity in source.item.quantities
        if not quantity.total and quantity.what
    ]
    looser: dict[Stated, Stated] = {}
    for one in stated:
        rivals = [other for other in stated if other[0].plan.id != one[0].plan.id and _same_measure(one[1], other[1])]
        strictest = min(rivals, key=lambda other: _rank(other[1]), default=one)
        if _rank(strictest[1]) < _rank(one[1]):
            looser[one] = strictest
    return looser


def said_again(draft: Draft, wording: Wording, scopes: Iterable[str]) -> Mapping[Stated, tuple[Stated, ...]]:
    """Return the figures of an item that another parent asks too, by the one that stands for them.

    In the county's words 县级以上部门达标率80% and 市、县级部门达标率80% are one; the shorter one stands.  Of totals
    that the parents have for the same thing, which may differ, the first one stands.

    Args:
        draft: an item that carries items of several parents.
        wording: turns a parent's words into the county's.
        scopes: words that only say from which level on something holds.
    """
    stated = [(source, one) for source in dict.fromkeys(draft.sources) for one in source.item.quantities if one.what]
    scope = re.compile("|".join(map(re.escape, scopes)) or "(?!)")
    bare = {one: _BRACKET.sub("", scope.sub("", comparable(wording(one[0], one[1].what)))) for one in stated}
    again: dict[Stated, tuple[Stated, ...]] = {}
    told: set[Stated] = set()
    for first in sorted(stated, key=lambda one: 0 if one[1].total else len(one[1].what)):
        alike = tuple(
            other
            for other in stated
            if other not in told
            and other != first
            and other[0].plan.id != first[0].plan.id
            and bare[other] == bare[first]
            and _same_figure(first[1], other[1])
        )
        if first not in told and alike:
            again[first] = alike
            told |= {first, *alike}
    return again


def _same_figure(first: Quantity, other: Quantity) -> bool:
    if (first.unit, first.place, first.per, first.total) != (other.unit, other.place, other.per, other.total):
        return False
    return first.total or (first.figure, first.by) == (other.figure, other.by)


def _same_measure(first: Quantity, second: Quantity) -> bool:
    alike = plain(first.what) == plain(second.what) or title_likeness(first.what, second.what) >= _SAME_MEASURE
    return (
        alike
        and first.unit == second.unit
        and first.place == second.place
        and first.per == second.per
        and (first.direction in _LOWER_IS_STRICTER) == (second.direction in _LOWER_IS_STRICTER)
    )


def _rank(quantity: Quantity) -> float:
    """Return a number that is the lower the more is asked."""
    return quantity.value if quantity.direction in _LOWER_IS_STRICTER else -quantity.value


def report_differing(drafts: Iterable[Draft], findings: Gathering) -> None:
    """Report where parents differ about a figure of the same item, and which stands.

    Args:
        drafts: the items.
        findings: where findings go.
    """
    found = [pair for draft in drafts for pair in looser_figures(draft).items()]
    if found:
        said = "；".join(
            f"{stricter[0].full_label} {stricter[1].said}，{one[0].full_label} {one[1].said}" for one, stricter in found
        )
        finding = rules.FIGURES_DIFFER.found(figures=said, example=found[0][0][0].item.id)
        findings.about(finding, list(_sources(found)))


def _sources(found: Iterable[tuple[Stated, Stated]]) -> Iterator[Source]:
    for pair in found:
        yield from (source for source, _ in pair)
