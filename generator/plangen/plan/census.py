"""Whose the sentences of a plan are, and what in it nobody has decided: for the summary and before it goes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plangen.plan.model import CountyItem, CountyPlan
from plangen.plan.sentence import SentenceSource


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """What is still open in one item.

    Attributes:
        item: the item.
        proposals: how many sentences are proposed and not taken.
        gaps: what is left open, with its brackets.
    """

    item: CountyItem
    proposals: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Census:
    """A plan's sentences by their sources, and the items in which something is open.

    Attributes:
        sentences: how many sentences each source has; gaps that are no sentence are not counted.
        undecided: the items with proposals or gaps, in the plan's order.
    """

    sentences: Mapping[SentenceSource, int]
    undecided: tuple[Undecided, ...]

    @property
    def gaps(self) -> int:
        """How many gaps there are."""
        return sum(len(one.gaps) for one in self.undecided)


def census(plan: CountyPlan) -> Census:
    """Return whose the sentences of a plan's items are, and what is still open."""
    counts: Counter[SentenceSource] = Counter()
    for item in plan.all_items():
        for sentence in item.sentences:
            counts[sentence.source] += sentence.count
    sentences: dict[SentenceSource, int] = {
        source: counts[source] for source in SentenceSource if source is not SentenceSource.OPEN
    }
    return Census(sentences=sentences, undecided=tuple(_undecided(plan)))


def _undecided(plan: CountyPlan) -> Iterator[Undecided]:
    for item in plan.all_items():
        proposals = sum(one.count for one in item.sentences if one.source is SentenceSource.PROPOSAL)
        gaps = tuple(gap for one in item.sentences for gap in one.gaps)
        if proposals or gaps:
            yield Undecided(item=item, proposals=proposals, gaps=gaps)
