"""Which paragraph or row of an edited document is which of the document that was rendered.

Bookmarks say it first, since they stay with their words through Word, WPS and LibreOffice; where they are gone the
words say it, and between neighbours that are known even words that were changed a good deal.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plangen.office.bookmarks import TEXT_PREFIXES, bare_name
from plangen.terms.likeness import text_likeness
from plangen.terms.text import without_bullet

_SAME_PLACE = 0.4  # likeness of a paragraph to the only one that can stand in its place
_ANYWHERE = 0.75  # likeness of a paragraph that stands elsewhere
_OTHER = 0.15  # below it the words under a bookmark are others
_SHORT = 4  # characters: a text as short as that says nothing of where it comes from
_MOST_CANDIDATES = 8


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A paragraph or a row as pairing sees it.

    Attributes:
        text: its words, without automatic number.
        was: its words before tracked deletions, where all of them are deleted.
        names: the names of the bookmarks that begin in it.
        kind: only units of one kind are paired: ``paragraph``, ``row``.
    """

    text: str
    names: tuple[str, ...] = ()
    kind: str = "paragraph"
    was: str = ""


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """What became of each unit.

    Attributes:
        theirs: place in the rendered document -> place in the edited one.
        by_name: the places, in the rendered document, of those that a bookmark told.
        moved: those of the pairs, by their place in the rendered document, that stand in another order.
        split: place in the rendered document -> places, behind its own, of what was divided off it.
        emptied: place in the rendered document -> place in the edited one of what is left of it without any words.
        joined: place in the rendered document -> place in the edited one of the unit to which its words were joined.
        copied: place in the edited document -> place in the rendered one of what it is a copy of.
        deleted: places in the rendered document of what is gone, or has no words any more.
        added: places in the edited document of what is new.
    """

    theirs: Mapping[int, int]
    by_name: frozenset[int] = frozenset()
    moved: frozenset[int] = frozenset()
    split: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    joined: Mapping[int, int] = field(default_factory=dict)
    copied: Mapping[int, int] = field(default_factory=dict)
    emptied: Mapping[int, int] = field(default_factory=dict)
    deleted: tuple[int, ...] = ()
    added: tuple[int, ...] = ()


def pair(base: Sequence[Unit], edited: Sequence[Unit]) -> Pairing:
    """Pair the units of a rendered document with those of what became of it.

    Args:
        base: the document as it was rendered.
        edited: the document as it is now.

    Returns:
        every unit of both, each once.
    """
    return _Pairing(base, edited).result()


def without_repeated(sides: Iterable[Sequence[Unit]]) -> list[list[Unit]]:
    """Return the units of two renders without the bookmarks that only count words which stand there several times.

    Such a name (the second paragraph with these words) is another paragraph's as soon as the words of one of them
    change; in a person's file it stays with its words.

    Args:
        sides: the units of each render.
    """
    units = [list(side) for side in sides]
    counts = Counter(
        bare_name(name)
        for name in {name for side in units for unit in side for name in unit.names}
        if name.partition("_")[0] in TEXT_PREFIXES
    )
    return [
        [replace(unit, names=tuple(name for name in unit.names if counts[bare_name(name)] < 2)) for unit in side]
        for side in units
    ]


class _Pairing:
    def __init__(self, base: Sequence[Unit], edited: Sequence[Unit]) -> None:
        self._base, self._edited = base, edited
        self._theirs: dict[int, int] = {}
        self._ours: dict[int, int] = {}
        self._split: dict[int, list[int]] = defaultdict(list)
        self._joined: dict[int, int] = {}
        self._copied: dict[int, int] = {}
        self._emptied: dict[int, int] = {}
        self._by_name: set[int] = set()

    def result(self) -> Pairing:
        self._take_names()
        self._take_same_words()
        self._take_neighbours()
        self._take_repeated(anywhere=True)
        self._take_divided()
        self._take_alike()
        order = self._in_order()
        taken = (
            {*self._ours, *self._emptied.values()}
            | {place for places in self._split.values() for place in places}
            | set(self._copied)
        )
        return Pairing(
            theirs=dict(sorted(self._theirs.items())),
            by_name=frozenset(self._by_name),
            moved=frozenset(self._theirs) - order,
            split={place: tuple(places) for place, places in sorted(self._split.items())},
            joined=dict(sorted(self._joined.items())),
            copied=dict(sorted(self._copied.items())),
            emptied=dict(sorted(self._emptied.items())),
            deleted=tuple(i for i in range(len(self._base)) if i not in self._theirs and i not in self._joined),
            added=tuple(j for j in range(len(self._edited)) if j not in taken),
        )

    def _put(self, ours: int, theirs: int) -> None:
        self._theirs[ours] = theirs
        self._ours[theirs] = ours

    # --- bookmarks --------------------------------------------------------------------------------------------------

    def _take_names(self) -> None:
        places = {name: place for place, unit in enumerate(self._base) for name in unit.names}
        texts = _places_of_texts(self._edited)
        for place, unit in enumerate(self._edited):
            named = list(dict.fromkeys(places[name] for name in unit.names if name in places))
            copies = [places[bare] for name in unit.names if name not in places and (bare := bare_name(name)) in places]
            named = [one for one in named if self._base[one].kind == unit.kind]
            if not named and copies:
                self._copied[place] = copies[0]
            self._take_named(place, named, texts)

    def _take_named(self, place: int, named: Sequence[int], texts: Mapping[tuple[str, str], list[int]]) -> None:
        text = self._edited[place].text
        for number, one in enumerate(named):
            own = self._base[one].text
            if own and not text:
                self._emptied.setdefault(one, place)
            elif one in self._theirs:
                self._split[one].append(place)
            elif number and place in self._ours:
                self._joined[one] = place
            elif text != own and texts.get((self._base[one].kind, own)) and _is_other(own, text):
                continue  # the bookmark was left behind; the words stand elsewhere
            elif place not in self._ours:
                self._put(one, place)
                self._by_name.add(one)

    # --- words ------------------------------------------------------------------------------------------------------

    def _free(self) -> tuple[list[int], list[int]]:
        split = {place for places in self._split.values() for place in places}
        gone = {*self._theirs, *self._joined, *self._emptied}
        ours = [i for i in range(len(self._base)) if i not in gone]
        split |= set(self._emptied.values())
        theirs = [j for j in range(len(self._edited)) if j not in self._ours and j not in split]
        return ours, [j for j in theirs if j not in self._copied]

    def _take_same_words(self) -> None:
        """Pair what has the same words; of what stands there several times, those between the same neighbours."""
        free, others = self._free()
        mine = _places_of_texts(self._base, free)
        for place in others:
            unit = self._edited[place]
            if not unit.text and (was := mine.get((unit.kind, unit.was))):
                self._emptied[was.pop(0)] = place
        for key, theirs in _places_of_texts(self._edited, others).items():
            ours = mine.get(key, [])
            if len(ours) == len(theirs) == 1:
                self._put(ours[0], theirs[0])
        self._take_repeated(anywhere=False)

    def _take_repeated(self, *, anywhere: bool) -> None:
        """Pair what stands there several times, not as often as before: those beside what is known, then in order."""
        free, others = self._free()
        mine = _places_of_texts(self._base, free)
        for key, theirs in _places_of_texts(self._edited, others).items():
            for one, place in _nearest(mine.get(key, []), theirs, self._theirs, anywhere):
                self._put(one, place)

    def _take_neighbours(self) -> None:
        """Pair what stands between the same neighbours and is alike enough to be the same."""
        for ours, theirs in self._gaps():
            if len(ours) * len(theirs) <= 10_000:
                for one, place in self._aligned(ours, theirs):
                    self._put(one, place)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is not paired yet on both sides of the same neighbours."""
        free, others = self._free()
        kept = sorted(self._in_order())
        bounds = [(-1, -1), *((one, self._theirs[one]) for one in kept), (len(self._base), len(self._edited))]
        for (start, begin), (end, stop) in itertools.pairwise(bounds):
            ours = free[bisect_left(free, start + 1) : bisect_left(free, end)]
            theirs = others[bisect_left(others, begin + 1) : bisect_left(others, stop)]
            if ours and theirs:
                yield ours, theirs

    def _aligned(self, ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int]]:
        """Return the pairs, in order, that make the most of what is alike."""
        best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
        alike = [[self._likeness(one, place) for place in theirs] for one in ours]
        for row in range(len(ours) - 1, -1, -1):
            for column in range(len(theirs) - 1, -1, -1):
                here = alike[row][column]
                with_it = best[row + 1][column + 1] + here if here >= _SAME_PLACE else 0.0
                best[row][column] = max(with_it, best[row + 1][column], best[row][column + 1])
        pairs, row, column = [], 0, 0
        while row < len(ours) and column < len(theirs):
            here = alike[row][column]
            if here >= _SAME_PLACE and best[row][column] == best[row + 1][column + 1] + here:
                pairs.append((ours[row], theirs[column]))
                row, column = row + 1, column + 1
            elif best[row][column] == best[row + 1][column]:
                row += 1
            else:
                column += 1
        return pairs

    def _likeness(self, one: int, place: int) -> float:
        ours, theirs = self._base[one], self._edited[place]
        return text_likeness(ours.text, theirs.text) if ours.kind == theirs.kind else 0.0

    def _take_divided(self) -> None:
        """Take what was divided off a paragraph before it, or joined to one."""
        free, others = self._free()
        for place in others:
            one = self._ours.get(place - 1, next((i for i, rest in self._split.items() if place - 1 in rest), None))
            behind = self._ours.get(place + 1)
            if one is not None and self._is_divided_off(one, place):
                self._split[one].append(place)
            elif behind is not None and self._is_divided_off(behind, place):
                del self._ours[place + 1]
                self._split[behind].append(place + 1)
                self._put(behind, place)
        for one in free:
            before = self._theirs.get(one - 1, self._joined.get(one - 1))
            if before is not None and self._is_joined_to(one, before):
                self._joined[one] = before
            elif (below := self._theirs.get(one + 1)) is not None and self._is_joined_to(one, below):
                del self._theirs[one + 1]
                self._joined[one + 1] = below
                self._put(one, below)

    def _is_divided_off(self, one: int, place: int) -> bool:
        """Return whether words that stand beside a unit were part of it when it was rendered."""
        if self._base[one].kind != self._edited[place].kind:
            return False
        text = without_bullet(self._edited[place].text)
        there = self._edited[self._theirs[one]].text
        return len(text) > _SHORT and text in self._base[one].text and text not in there

    def _is_joined_to(self, one: int, place: int) -> bool:
        """Return whether the words of a unit are now part of another that stood beside it."""
        if self._base[one].kind != self._edited[place].kind:
            return False
        text = self._base[one].text
        return (
            len(text) > _SHORT and text in self._edited[place].text and text not in self._base[self._ours[place]].text
        )

    def _take_alike(self) -> None:
        """Pair what was moved and changed: much alike, and nothing else as much."""
        free, others = self._free()
        grams: dict[str, list[int]] = defaultdict(list)
        for place in others:
            for gram in _grams(self._edited[place].text):
                grams[gram].append(place)
        claims = []
        for one in free:
            shared = Counter(place for gram in _grams(self._base[one].text) for place in grams.get(gram, ()))
            for place, _ in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST_CANDIDATES]:
                if (alike := self._likeness(one, place)) >= _ANYWHERE:
                    claims.append((-alike, one, place))
        for _, one, place in sorted(claims):
            if one not in self._theirs and place not in self._ours:
                self._put(one, place)

    def _in_order(self) -> set[int]:
        """Return the most that stand in the same order on both sides, by their place in the rendered document."""
        ours = sorted(self._theirs)
        tails: list[int] = []
        ends: list[int] = []
        before: list[int | None] = [None] * len(ours)
        for number, one in enumerate(ours):
            at = bisect_left(tails, self._theirs[one])
            before[number] = ends[at - 1] if at else None
            tails[at:] = [self._theirs[one], *tails[at + 1 :]]
            ends[at:] = [number, *ends[at + 1 :]]
        found: set[int] = set()
        here = ends[-1] if ends else None
        while here is not None:
            found.add(ours[here])
            here = before[here]
        return found


def _places_of_texts(units: Sequence[Unit], places: Iterable[int] | None = None) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in range(len(units)) if places is None else places:
        if units[place].text:
            found[units[place].kind, units[place].text].append(place)
    return found


def _nearest(
    ours: Sequence[int], theirs: Sequence[int], known: Mapping[int, int], anywhere: bool
) -> Iterator[tuple[int, int]]:
    """Yield pairs of places with the same words, those whose neighbours are known to be neighbours first."""
    left = list(theirs)
    rest = []
    for one in ours:
        beside = [place for step in (-1, 1) if (place := known.get(one + step, -9) - step) in left]
        if beside:
            left.remove(beside[0])
            yield one, beside[0]
        else:
            rest.append(one)
    if anywhere:
        yield from zip(rest, left, strict=False)


def _is_other(before: str, after: str) -> bool:
    return len(before) > _SHORT and text_likeness(before, after) < _OTHER


def _grams(text: str) -> set[str]:
    return {text[start : start + 4] for start in range(max(len(text) - 3, 0))}
