"""Kinds of work that items of every subject ask for (培训, 演练, 物资储备): sentences chosen by an item's points.

The themes go by an item's title.  What an item asks for beyond that stands in its points, and the same kinds of work
recur in them whatever the subject is.  A sentence is chosen only where it speaks of several points that nothing speaks
of yet and that name the work, so it is about this item and not merely about its field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from plangen.plan.facts import PLACE_NAMES
from plangen.plan.knowledge import Proposal, check_gaps
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import load_shape
from plangen.terms.word_index import WordIndex

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHORTEST_WORD = 2
_NAMED = 2  # a single point that names the work may do so by the way


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError("只能用小写字母、数字和连字符，例如 flood-drought")
    return text


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words or any(len(word) < _SHORTEST_WORD for word in words):
        raise ValueError("请写两个字以上的词")
    return words


@dataclass(frozen=True, kw_only=True)
class Work:
    """A kind of work.

    Attributes:
        id: slug, ``drills``.
        name: Chinese name, 应急演练.
        words: one of them stands in the points that ask for it.
        measures: sentences that a county can write for it; names: those of :data:`plangen.plan.facts.PLACE_NAMES`.
    """

    id: Annotated[str, _slug]
    name: str
    words: Annotated[tuple[str, ...], _telling]
    measures: tuple[Proposal, ...]

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield gaps for what nobody knows."""
        for index, sentence in enumerate(self.measures):
            try:
                check_gaps(sentence, PLACE_NAMES)
            except ValueError as error:
                yield ("measures", index), str(error)


class Works(tuple[Work, ...]):
    """Several kinds of work, and an index of their words."""

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self._meanings)

    @cached_property
    def _meanings(self) -> Mapping[str, list[int]]:
        """Word -> the places of the kinds of work that have it."""
        meanings: dict[str, list[int]] = {}
        for place, work in enumerate(self):
            for word in work.words:
                meanings.setdefault(word, []).append(place)
        return meanings

    def named_by(self, points: Iterable[str]) -> Mapping[int, set[str]]:
        """Return which points name which kinds of work, by their places."""
        named: dict[int, set[str]] = {}
        for point in points:
            for word in self._index.words_of(point):
                for place in self._meanings[word]:
                    named.setdefault(place, set()).add(point)
        return named


@dataclass(frozen=True, kw_only=True)
class _WorksFile:
    works: Annotated[tuple[Work, ...], Works]

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield ids and sentences that stand twice, with their places."""
        seen: Counter[str] = Counter()
        for index, work in enumerate(self.works):
            for text in (work.id, *work.measures):
                seen[text] += 1
                if seen[text] > 1:
                    yield ("works", index), f"“{text}”出现了两次"


def load_works(path: Path | None = None) -> Works:
    """Load the kinds of work.

    Args:
        path: another file than the shipped ``templates/knowledge/works.yaml``.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong.
    """
    return _indexed(load_shape(_WorksFile, path or knowledge_file("works.yaml")).works)


def _indexed(works: Iterable[Work]) -> Works:
    return works if isinstance(works, Works) else Works(works)


def best_sentence(
    works: Sequence[Work],
    points: Sequence[str],
    *,
    speaks_of: Callable[[str, str], bool],
    fill: Callable[[str], str],
    used: Collection[str],
    least: int,
) -> tuple[str, Work] | None:
    """Return the sentence that speaks of most of an item's points, and its kind of work; of equals the earlier one.

    Args:
        works: the kinds of work.
        points: what the item asks for and nothing speaks of yet.
        speaks_of: whether a sentence speaks of a point.
        fill: puts names into a sentence.
        used: sentences that stand in the plan already.
        least: of how many points it must speak.
    """
    best: tuple[str, Work] | None = None
    known = _indexed(works)
    for place, named in sorted(known.named_by(points).items()):
        work = known[place]
        if len(named) < _NAMED:
            continue
        for measure in work.measures:
            sentence = fill(measure)
            spoken = [point for point in points if speaks_of(sentence, point)] if sentence not in used else []
            if len(spoken) >= least and len(named.intersection(spoken)) >= _NAMED:
                best, least = (sentence, work), len(spoken) + 1
    return best
