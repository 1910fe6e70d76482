"""Places and items as they are compared, and how telling what they share is."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.sections import Role
from plangen.plan.theme_profiles import Profile, ThemeProfiles, direction, joined, telling
from plangen.plan.themes import load_themes
from plangen.plan.titles import indicator_key, load_same_words, title_text
from plangen.terms.resources import knowledge_cache
from plangen.terms.units import canonical, load_units, unit_key
from plangen.trace.alignment_words import AlignmentWords, grams, phrases, without_boilerplate
from plangen.trace.sections import DraftPlace, PlaceKind

BACKGROUND = frozenset({Role.BACKGROUND, Role.PRINCIPLES, Role.FOREWORD, Role.GLOSSARY, Role.ANNEX})
"""The roles of what says nothing of what is to be done."""

_PUNCTUATION = re.compile(r"[^0-9A-Za-z一-龥]+")
_FEWEST_TEXTS = 40  # among three texts every word would be common, and no sentence worth missing
_OF_NESTED = 0.5  # what is nested under an item says what it is about, half as loud
_OF_HOST = 0.3
_UNIT_RARITY = 3.0  # what two places share of units must be rare: 应急局牵头 is said of every other item


@knowledge_cache
def unit_identity(name: str) -> str:
    """Return what the names of one function of government have in common: 市应急局 and 县应急管理局 are the same."""
    unit = canonical(name, load_units())
    return unit.id if unit else unit_key(name)


class Places:
    """The places of a draft and what kind of place each is.

    Args:
        places: the places.
        words: words of headings and columns over what is said of the parents' items themselves.
    """

    def __init__(self, places: Sequence[DraftPlace], words: AlignmentWords) -> None:
        self.all = tuple(places)
        self._about_parents = words.about_parents
        self._parts: dict[int, list[int]] = defaultdict(list)
        for index, place in enumerate(self.all):
            if place.parent is not None:
                self._parts[place.parent].append(index)

    def under(self, index: int) -> Sequence[int]:
        """Return the places under a heading."""
        return self._parts.get(index, ())

    def speaks_for(self, index: int) -> tuple[int, ...]:
        """Return the places under a heading that has no text of its own: what they say counts as said by it."""
        return () if self.all[index].text else tuple(self.under(index))

    def text_of(self, index: int) -> str:
        """Return what a place says; a heading without text of its own says what the points under it say."""
        return self.all[index].text or "\n".join(
            f"{self.all[part].title}。{self.all[part].text}"
            for part in self.under(index)
            if not self.is_about_parents(part)
        )

    def is_about_parents(self, index: int) -> bool:
        """Return whether a place only tells what became of the parents' items (对照表, 不承接说明)."""
        place = self.all[index]
        return any(word in text for text in (*place.columns, *place.groups[-1:]) for word in self._about_parents)

    def is_said_of_the_county(self, index: int) -> bool:
        """Return whether a place says what is to be done, not what was, what a word means or what a parent has."""
        return self.all[index].role not in BACKGROUND and not self.is_about_parents(index)

    def is_bare(self, index: int) -> bool:
        """Return whether a place is a heading with nothing under it: no text, no units, no points."""
        place = self.all[index]
        return place.kind is PlaceKind.HEADING and not (place.text or place.units or self._parts.get(index))


@dataclass(eq=False)
class Text:
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


class TextReader:
    """Reads places and items as they are compared.

    Args:
        words: what is no evidence because everybody writes it.
    """

    def __init__(self, words: AlignmentWords) -> None:
        self._words, self._same, self._profiles = words, load_same_words(), ThemeProfiles(load_themes())

    def of_place(self, places: Places, index: int) -> Text:
        """Return a place of the draft as it is compared."""
        place = places.all[index]
        return self._text(
            title=place.title if place.titled else "",
            text=places.text_of(index),
            group=place.groups[-1] if place.groups else "",
            units=place.units,
            order=index / max(1, len(places.all) - 1),
            indicator=place.kind is PlaceKind.INDICATOR,
        )

    def of_items(self, plan: ParentPlan) -> dict[str, Text]:
        """Return the items of a parent as they are compared, by their ids."""
        listed = list(with_hosts(plan))
        texts: dict[str, Text] = {}
        for number, (item, host) in enumerate(listed):
            clause = item.responsibility
            texts[item.id] = self._text(
                title=item.title,
                text=said(item) or "\n".join(f"{nested.title}。{said(nested)}" for nested in item.items),
                group=host.title if host else item.group or "",
                units=(*clause.leads, *clause.participants) if clause else (),
                order=number / max(1, len(listed) - 1),
                indicator=item.kind is ItemKind.INDICATOR,
            )
        own = {item.id: texts[item.id].about for item, _ in listed}
        for item, host in listed:
            parts = [(own[item.id], 1.0), *((own[nested.id], _OF_NESTED) for nested in item.items if said(item))]
            texts[item.id].about = joined([*parts, *([(own[host.id], _OF_HOST)] if host else [])])
        return texts

    def _text(self, *, title: str, text: str, group: str, units: Iterable[str], order: float, indicator: bool) -> Text:
        name = indicator_key(title, self._same) if indicator else title
        return Text(
            title=title_text(name, self._same),
            whole=_letters(without_boilerplate(f"{title}，{text}", self._words)),
            heading=_letters(without_boilerplate(title, self._words)),
            group=title_text(group, self._same) if group else "",
            units=frozenset(map(unit_identity, units)),
            order=order,
            all_grams=grams(f"{name}，{title}，{text}", self._words),
            phrase_grams=tuple(found for part in phrases(text) if (found := grams(part, self._words))),
            about=self._profiles.of(title, text),
        )


def direct(texts: Sequence[Text]) -> None:
    """Give each text its subject: what it is about, with what few of all texts are about weighing most."""
    weights = telling(text.about for text in texts)
    for text in texts:
        text.subject = direction(text.about, weights)


class _Rarities(dict[str, float]):
    """Gram -> how telling it is; one that no text has tells most."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        super().__init__((gram, math.log((total + 1) / (count + 0.5)) ** 2) for gram, count in counts.items())
        self._unseen = math.log((total + 1) / 0.5) ** 2

    def __missing__(self, gram: str) -> float:
        return self._unseen


class Weights:
    """How telling grams and units are among some texts; each text gets its weight.

    Args:
        texts: all places and items that are compared.
    """

    def __init__(self, texts: Sequence[Text]) -> None:
        total = max(len(texts), _FEWEST_TEXTS)
        self.rarities = _Rarities(Counter(gram for text in texts for gram in text.all_grams), total)
        self._units = {
            unit: math.log((total + 1) / (count + 0.5))
            for unit, count in Counter(unit for text in texts for unit in text.units).items()
        }
        for text in texts:
            text.weight = self.of(text.all_grams)

    def of(self, found: Iterable[str]) -> float:
        """Return how telling a set of grams is; a gram that nothing else has weighs most."""
        return math.fsum(map(self.rarities.__getitem__, found))

    def shared_units(self, first: frozenset[str], second: frozenset[str]) -> float:
        """Return how much two places have in common by their units, 0 to 1."""
        if not first or not second:
            return 0.0
        shared = sum(self._units[unit] for unit in sorted(first & second))
        rarity = shared / (shared + _UNIT_RARITY)
        return rarity * shared / sum(self._units[unit] for unit in sorted(first | second))


def _letters(text: str) -> str:
    """Return a text without its punctuation, which all texts share."""
    return _PUNCTUATION.sub("", text)


def said(item: ParentItem) -> str:
    """Return what a parent says of an item beside its title: its text, or the points that were kept of it."""
    return item.text or "，".join(point for point in item.points if point not in item.title)


def with_hosts(plan: ParentPlan) -> Iterator[tuple[ParentItem, ParentItem | None]]:
    """Yield the items of a plan with the item that each is nested under."""

    def walk(item: ParentItem, host: ParentItem | None) -> Iterator[tuple[ParentItem, ParentItem | None]]:
        yield item, host
        for nested in item.items:
            yield from walk(nested, item)

    for item in plan.top_items():
        yield from walk(item, None)
