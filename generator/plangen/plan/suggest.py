"""Who usually does an item that nobody was named for: the units of its theme, and those that its kind always needs.

Without a roster: units stand here by function (应急局); :mod:`~plangen.plan.resolve` finds the county's units for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from plangen.parent.model import ItemKind
from plangen.plan.themes import Theme, Words, rank_themes, searchable
from plangen.terms.kept import word_of
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import load_shape
from plangen.terms.units import canonical, load_units, unit_name

Unit = Annotated[str, unit_name]
Kind = Annotated[str, word_of("条目类别", [kind.value for kind in ItemKind])]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What is done with a subject that is another office's duty than the subject itself: gas is filled, priced, built.

    Attributes:
        words: words of a title that say what is done.
        not_words: words of a title beside which they mean something else.
        lead: who leads then; who leads the subject otherwise takes part.
    """

    words: Words
    not_words: Words = ()
    lead: Unit


@dataclass(frozen=True, kw_only=True)
class Customs:
    """What is usual beside the themes (templates/knowledge/suggestions.yaml).

    Attributes:
        duties: what is done with a subject, where that decides who leads; the first that fits counts.
        general: who leads what no theme speaks of.
        kinds: who takes part in every item of a kind (:class:`~plangen.parent.model.ItemKind` values).
        unknown: who takes part in an item of a kind that no theme speaks of.
    """

    general: Unit
    kinds: Mapping[Kind, tuple[Unit, ...]] = field(default_factory=dict)
    unknown: Mapping[Kind, tuple[Unit, ...]] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UsualUnits:
    """The units that usually answer for an item.

    Attributes:
        lead: the function that leads.
        support: the functions that take part, in order, each once, without the lead.
        theme: id of the theme that said so; None where none was recognised.
        sure: the item's own title names the theme or the duty; else only its text or the heading above comes near it.
    """

    lead: str
    support: tuple[str, ...] = ()
    theme: str | None = None
    sure: bool = False


def load_customs(path: Path | None = None) -> Customs:
    """Read the customs.

    Args:
        path: another file than the shipped ``templates/knowledge/suggestions.yaml``.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong; the findings name every place.
    """
    return load_shape(Customs, path or knowledge_file("suggestions.yaml"))


def usual_units(
    themes: Sequence[Theme], customs: Customs, *, kind: ItemKind, title: str, text: str | None, group: str | None
) -> UsualUnits:
    """Return who usually does an item, by function.

    What an item stands under speaks only where its own title and text say nothing.

    Args:
        themes: the subjects.
        customs: what is usual beside them.
        kind: what the item is.
        title: its title.
        text: what the parents say about it.
        group: the heading it stands under.
    """
    found = rank_themes(themes, title, text, None) or rank_themes(themes, title, text, group)
    duty = _duty(customs, title)
    if not found:
        lead = duty.lead if duty else customs.general
        support = (*customs.unknown.get(kind, ()), *customs.kinds.get(kind, ()))
        return UsualUnits(lead=lead, support=_once(support, lead), sure=duty is not None)
    theme = found[0].theme
    lead = duty.lead if duty else theme.lead if _may_lead(theme.lead, title) else customs.general
    usual = customs.kinds.get(kind, ())
    support = (theme.lead, *theme.support, *usual)
    if kind is ItemKind.GOAL and theme.goal_with:  # its group takes part, and not the one of every goal beside it
        support = (theme.lead, *(unit for unit in theme.support if unit not in usual), theme.goal_with)
    sure = duty is not None or found[0].in_title
    return UsualUnits(lead=lead, support=_once(support, lead), theme=theme.id, sure=sure)


def more_usual_lead(
    themes: Sequence[Theme], customs: Customs, *, led_by: Collection[str], title: str, text: str | None
) -> str | None:
    """Return who usually leads an item that a unit leads whose functions do not cover it; None where one of them may.

    Measured on the leads that real plans name, it takes about one in a hundred for a stranger.

    Args:
        themes: the subjects.
        customs: what is usual beside them.
        led_by: ids of the unit's functions; none: nothing is known of it.
        title: the item's title.
        text: what the parents say about it.
    """
    found = [match.theme for match in rank_themes(themes, title) if match.in_title]
    usual = [theme.lead for theme in found if _may_lead(theme.lead, title)] or [customs.general]
    if duty := _duty(customs, title):
        covering = usual = [duty.lead]
    elif not any(_may_lead(one, f"{title}{text or ''}") for one in led_by):
        covering = usual
    elif found:
        covering = [customs.general, *(name for theme in found for name in (theme.lead, *theme.support))]
    else:
        return None
    return usual[0] if led_by and not {_function(name) for name in covering}.intersection(led_by) else None


def _may_lead(name: str, text: str) -> bool:
    """Return whether a unit's function lets it lead what a text is about."""
    unit = canonical(name, load_units())
    return unit is None or not unit.leads or any(word in text for word in unit.leads)


def _function(name: str) -> str:
    unit = canonical(name, load_units())
    return unit.id if unit else name


def _duty(customs: Customs, title: str) -> Duty | None:
    plain = searchable(title)
    return next(
        (
            duty
            for duty in customs.duties
            if any(word in plain for word in duty.words) and not any(word in plain for word in duty.not_words)
        ),
        None,
    )


def _once(support: Sequence[str], lead: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(support) if name != lead)
