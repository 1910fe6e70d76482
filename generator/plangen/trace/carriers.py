"""Where in a draft an item stands: its heading with the text, and the rows of tables that name it again.

A duty stands in a plan more than once: under its heading, in the table of duties, in the table of indicators.  What is
said in one of them and given up in the other is a contradiction, which a comparison of single places does not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plangen.document.filters import short_title
from plangen.plan.titles import indicator_key
from plangen.terms.likeness import plain
from plangen.terms.marks import parse_mark
from plangen.trace.align_texts import Places
from plangen.trace.alignment_words import AlignmentWords, grams
from plangen.trace.sections import DraftPlace, PlaceKind

_MOSTLY = 0.8
_WITH_TEXT = 0.6  # a draft in which much was struck out is the one that is asked about
_SUMMED_UP = 0.5  # of what a row says stands in the text
_GONE = 0.35  # what nested items say of the same subject is some of it too
_FEWEST_ROWS = 5  # of fewer rows it cannot be said what they mostly have


@dataclass(frozen=True, kw_only=True)
class Carriers:
    """Where one item stands.

    Attributes:
        bodies: its headings or paragraphs, that whose title is the item's first.
        rows: the rows of tables that name it.
        others: other places that say something of it.
    """

    bodies: tuple[DraftPlace, ...] = ()
    rows: tuple[DraftPlace, ...] = ()
    others: tuple[DraftPlace, ...] = ()


class Namesakes:
    """The places of a draft by what they are called.

    Args:
        draft: the draft's places.
        words: what is no evidence because everybody writes it.
    """

    def __init__(self, draft: Places, words: AlignmentWords) -> None:
        self.draft, self._words = draft, words
        self._index = {id(place): index for index, place in enumerate(draft.all)}
        self._bodies: dict[str, list[int]] = defaultdict(list)
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._tables: dict[str | int, list[DraftPlace]] = defaultdict(list)
        for index, place in enumerate(draft.all):
            if draft.is_about_parents(index) or not place.titled:
                continue
            is_row = place.kind in (PlaceKind.ROW, PlaceKind.INDICATOR)
            if is_row and place.position.table:
                self._tables[_table_of(place)].append(place)
            for name in _names(place):
                (self._rows if is_row else self._bodies)[name].append(index)
        self._beside = {table: self._share_in_text(rows) for table, rows in self._tables.items()}
        self._summaries = {table: self._are_summaries(rows) for table, rows in self._tables.items()}

    def carriers(self, chosen: Iterable[int]) -> Carriers:
        """Return where the item stands that these places carry, the surest place first."""
        indices = tuple(chosen)
        if not indices:
            return Carriers()
        names = _names(self.draft.all[indices[0]])
        bodies, rows = self._named(self._bodies, names), self._named(self._rows, names)
        first = indices[0]
        if first in bodies or first in rows:
            # of several with one name only that is meant which was found
            bodies = [first] if first in bodies else bodies if len(bodies) == 1 else []
            rows = [one for one in rows if one == first or len(rows) <= 2]
        else:
            bodies, rows = [first], []
        taken = {*bodies, *rows}
        places = self.draft.all
        return Carriers(
            bodies=tuple(places[one] for one in bodies),
            rows=tuple(places[one] for one in rows),
            others=tuple(places[one] for one in indices if one not in taken),
        )

    def stands_beside_text(self, row: DraftPlace) -> bool:
        """Return whether the rows of a table mostly have a text of their own under a heading of the same name."""
        return self._beside.get(_table_of(row), False)

    def left_in_table(self, bodies: Iterable[DraftPlace], row: DraftPlace) -> bool:
        """Return whether a row says what no text of the item does, in a table that sums up the texts."""
        # an item and the first under it may have one name, and a row of each
        texts = [*(self._index[id(body)] for body in bodies), *self._named(self._bodies, _names(row))]
        return self.sums_up(row) and self._said_in_text(row, texts) < _GONE

    def sums_up(self, row: DraftPlace) -> bool:
        """Return whether what the rows of a table say mostly stands in the texts too."""
        return self._summaries.get(_table_of(row), False)

    def usually_one_lead(self, row: DraftPlace) -> bool:
        """Return whether the rows of a table mostly have one lead and no more."""
        rows = self._tables.get(_table_of(row), [])
        return len(rows) >= _FEWEST_ROWS and sum(len(one.leads) == 1 for one in rows) >= _MOSTLY * len(rows)

    def usually_dated(self, row: DraftPlace) -> bool:
        """Return whether the rows of a table mostly name a time."""
        rows = self._tables.get(_table_of(row), [])
        return len(rows) >= _FEWEST_ROWS and sum(
            bool(one.deadline or one.deadline_text) for one in rows
        ) >= _MOSTLY * len(rows)

    def text_under(self, place: DraftPlace) -> str:
        """Return the text of a place with the untitled and titled paragraphs under it, those of headings left out."""
        under = (self.draft.all[one] for one in self.draft.under(self._index[id(place)]))
        parts = [f"{one.title if one.titled else ''}{one.text}" for one in under if one.kind is PlaceKind.PARAGRAPH]
        return "\n".join(part for part in (place.text, *parts) if part)

    def index_of(self, place: DraftPlace) -> int:
        """Return which of the draft's places it is."""
        return self._index[id(place)]

    def has_parts(self, place: DraftPlace) -> bool:
        """Return whether other headings stand under a place."""
        return any(self.draft.all[one].kind is PlaceKind.HEADING for one in self.draft.under(self._index[id(place)]))

    def _are_summaries(self, rows: list[DraftPlace]) -> bool:
        """Return whether what the rows of a table say mostly stands under the headings of the same names."""
        telling = [row for row in rows if self._grams(row.text)]
        found = 0
        for row in telling:
            bodies = self._named(self._bodies, _names(row))
            found += bool(bodies) and self._said_in_text(row, bodies) >= _SUMMED_UP
        return len(telling) >= _FEWEST_ROWS and found >= _MOSTLY * len(telling)

    def _said_in_text(self, row: DraftPlace, bodies: Iterable[int]) -> float:
        """Return how much of what a row says stands under headings, 0 to 1."""
        own = self._grams(row.text)
        said = frozenset[str]().union(*(self._grams(text) for index in bodies for text in self._all_under(index)))
        return len(own & said) / len(own) if own else 1.0

    def _all_under(self, index: int) -> Iterator[str]:
        yield self.draft.all[index].text
        for one in self.draft.under(index):
            yield self.draft.all[one].title
            yield from self._all_under(one)

    def _grams(self, text: str) -> frozenset[str]:
        return grams(text, self._words)

    def _named(self, where: dict[str, list[int]], names: Iterable[str]) -> list[int]:
        return list(dict.fromkeys(index for name in names for index in where.get(name, ())))

    def _share_in_text(self, rows: list[DraftPlace]) -> bool:
        found = sum(
            # a heading with others under it is text enough
            any(
                self.draft.all[one].text or self.draft.under(one)
                for name in _names(row)
                for one in self._bodies.get(name, ())
            )
            for row in rows
        )
        return len(rows) >= _FEWEST_ROWS and found >= _WITH_TEXT * len(rows)


def _table_of(row: DraftPlace) -> str | int:
    """Return what the rows of one table share: its title, for a table is often one of several under the same title."""
    return row.position.caption or row.position.table or 0


def _names(place: DraftPlace) -> tuple[str, ...]:
    if place.kind is PlaceKind.INDICATOR:
        return tuple(dict.fromkeys((plain(place.title), plain(indicator_key(place.title)))))
    mark = parse_mark(place.title)  # 一是……, in the text, is without it in a table
    titles = (place.title, short_title(place.title), *((mark.rest,) if mark else ()))
    return tuple(dict.fromkeys(name for name in map(plain, titles) if name))
