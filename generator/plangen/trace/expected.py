"""What a plan's items ought to say in a document; it serves only to recognise them there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from plangen.document.filters import short_title
from plangen.parent.model import ItemKind
from plangen.plan.model import CountyIndicator, CountyPlan
from plangen.plan.titles import indicator_key
from plangen.terms.likeness import plain, title_likeness
from plangen.trace.alignment_words import AlignmentWords, grams
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence_model import Target
from plangen.trace.model import key_of

_BEGINNING = 4  # characters of a title by which it is looked up
_MOST_CANDIDATES = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class Expected:
    """What a county item would say; to recognise it by.

    Attributes:
        number: its place among all.
        target: the county item.
        keys: keys that its bookmarks may stand for.
        titles: its titles in every wording, the plan's own first.
        grams: grams of titles and texts.
        needs_row: whether the division tables have a row for it.
        texts: its texts: what the plan writes, and the parents' in county wording.
        terms: its titles and the parents' points.
    """

    number: int
    target: Target
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    grams: frozenset[str]
    needs_row: bool
    texts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its title in the plan."""
        return self.titles[0]

    @property
    def is_indicator(self) -> bool:
        """Whether it is an indicator, which has a name and a target instead of a title and a text."""
        return isinstance(self.target, CountyIndicator)

    def likeness(self, title: str) -> float:
        """Return how alike a title is to the likest of its titles, 0 to 1; an indicator is told by its name."""
        if not self.is_indicator:
            return max((title_likeness(title, one) for one in self.titles), default=0.0)
        key = indicator_key(title)
        return max(
            1.0 if indicator_key(one) == key else title_likeness(re.sub(r"[（(].*?[）)]", "", one), title)
            for one in self.titles
        )


class Expectations:
    """Everything that a plan's items would say.

    Args:
        plan: the plan that tells what to look for.
        wording: county wording of the parents' texts, by the parent item's key.
        words: thresholds of the check.
        alignment: what is no evidence because everybody writes it.
    """

    def __init__(
        self, plan: CountyPlan, wording: Mapping[str, str], words: CheckWords, alignment: AlignmentWords
    ) -> None:
        self._limits, self._alignment = words.thresholds, alignment
        self.all = tuple(self._expect(plan, wording))
        self.by_key = {key: one for one in self.all for key in one.keys}
        self.groups = {plain(group.title) for group in (*plan.task_groups, *plan.project_groups) if group.title}
        self._by_target = {id(one.target): one for one in self.all}
        self._by_title: dict[str, list[Expected]] = defaultdict(list)
        self._by_gram: dict[str, list[Expected]] = defaultdict(list)
        self._by_beginning: dict[str, list[Expected]] = defaultdict(list)
        self._nearest: dict[frozenset[str], tuple[tuple[Expected, int], ...]] = {}
        for one in self.all:
            for title in dict.fromkeys(map(plain, one.titles)):
                self._by_title[title].append(one)
            for gram in one.grams:
                self._by_gram[gram].append(one)
            self._by_beginning[one.title[:_BEGINNING]].append(one)
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})

    def of(self, target: Target) -> Expected:
        """Return what a county item would say."""
        return self._by_target[id(target)]

    def _expect(self, plan: CountyPlan, wording: Mapping[str, str]) -> Iterator[Expected]:
        looked_for: list[tuple[Target, str, tuple[str, ...], bool]] = [
            (indicator, indicator.name, (indicator.name, indicator.target), True) for indicator in plan.indicators
        ]
        for item in plan.all_items():
            nested_goal = item.kind is ItemKind.NESTED and item.key.rpartition(":")[2].startswith("G")
            texts = tuple(sentence.text for sentence in (*item.sentences, *item.summary))
            looked_for.append((item, item.title, texts, not nested_goal))
        points = {key_of(parent, item): item.points for parent in plan.parents for item in parent.all_items()}
        for number, (target, title, written, needs_row) in enumerate(looked_for):
            keys = tuple(origin.key for origin in target.origins) or (target.key,)
            titles = (title, *(origin.title for origin in target.origins))
            titles = tuple(dict.fromkeys([*titles, *map(short_title, titles)]))
            texts = (*written, *(wording.get(key.partition("/")[0], "") for key in keys))
            found = frozenset[str]().union(*map(self.grams, [*titles, *texts]))
            yield Expected(
                number=number,
                target=target,
                keys=keys,
                titles=titles,
                grams=found,
                needs_row=needs_row,
                texts=tuple(text for text in texts if text),
                terms=(*titles, *(point for key in keys for point in points.get(key.partition("/")[0], ()))),
            )

    def grams(self, text: str) -> frozenset[str]:
        """Return a text's grams, without boilerplate."""
        return grams(text, self._alignment)

    def share(self, text: str, one: Expected) -> float:
        """Return which share of a text's grams an item would say too, 0 to 1."""
        found = self.grams(text)
        return len(found & one.grams) / len(found) if found else 0.0

    def coverage(self, text: str, one: Expected) -> float:
        """Return how much of an item a text says, 0 to 1: of what the plan writes, or of its titles and points.

        Args:
            text: the text without its heading.
            one: the item.
        """
        said = self.grams(text)
        wanted = (self.grams("\n".join(one.texts)), self.grams("\n".join(one.terms)))
        return max((len(said & grams) / len(grams) for grams in wanted if grams), default=1.0)

    def foreign(self, text: str, one: Expected) -> Expected | None:
        """Return the other item to which a text belongs rather than to this one, or None."""
        own, lead = self.share(text, one), self._limits["foreign_lead"]
        if 1.0 - own < lead:  # no other item can say more of it
            return None
        other, count = next((entry for entry in self._nearest_to(text) if entry[0] is not one), (None, 0))
        if other is None:
            return None
        share = count / len(self.grams(text))
        return other if share >= self._limits["foreign_text"] and share - own >= lead else None

    def namesake(self, title: str, one: Expected, likeness: float = 0.0) -> str | None:
        """Return the title of another item which a title is, unless it is this item's own as well."""
        if not title or likeness >= self._limits["same_title"]:
            return None
        return next((other.title for other in self._by_title.get(plain(title), ()) if other is not one), None)

    def likely(self, title: str, text: str) -> list[Expected]:
        """Return the items that a paragraph may be: those of its title, then those that share most with its text."""
        nearest = (one for one, _ in self._nearest_to(text)[:_MOST_CANDIDATES])
        return list(dict.fromkeys((*self._by_title.get(plain(title), ()), *nearest)))

    def entitled(self, text: str, start: int = 0, end: int | None = None) -> list[Expected]:
        """Return the items whose title stands in a text and begins there between two places, in their order."""
        found = {
            one.number: one
            for place in range(start, len(text) if end is None else end)
            for length in self._lengths
            for one in self._by_beginning.get(text[place : place + length], ())
            if text.startswith(one.title, place)
        }
        return [found[number] for number in sorted(found)]

    def _nearest_to(self, text: str) -> tuple[tuple[Expected, int], ...]:
        """Return the items that share most grams with a text, with how many: one more than can be asked for."""
        said = self.grams(text)
        if said not in self._nearest:
            counts = Counter(chain.from_iterable(self._by_gram.get(gram, ()) for gram in said))
            most = nsmallest(_MOST_CANDIDATES + 1, counts, key=lambda one: (-counts[one], one.number))
            self._nearest[said] = tuple((one, counts[one]) for one in most)
        return self._nearest[said]
