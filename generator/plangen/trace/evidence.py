"""What a document shows of each county item: its text in the body and its row in a division table.

A bookmark says where to look, the words there say whether it is the item.  What the item ought to say is known from the
plan; it serves only to recognise, nothing of it counts as being in the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from plangen.county.spec import Roster
from plangen.plan.model import CountyPlan
from plangen.terms.clauses import read_cells
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.unit_list import known_unit
from plangen.trace.alignment_words import load_alignment_words
from plangen.trace.anchors import Draft, Row, TableRole
from plangen.trace.bodies import Bodies
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence_model import BodyEvidence, RowEvidence, Target, filled, han_count
from plangen.trace.expected import Expectations, Expected


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Everything a document shows of a plan's items.

    Attributes:
        expected: the items.
        bodies: what the body shows of each, in their order.
        rows: what the division tables show of each, in their order.
        units: the county's units as the document may write them.
    """

    expected: Expectations
    bodies: tuple[BodyEvidence, ...]
    rows: tuple[RowEvidence, ...]
    units: KnownUnits

    def of(self, target: Target) -> tuple[BodyEvidence, RowEvidence]:
        """Return what body and tables show of a county item."""
        number = self.expected.of(target).number
        return self.bodies[number], self.rows[number]


def read_evidence(plan: CountyPlan, draft: Draft, words: CheckWords, wording: Mapping[str, str]) -> Evidence:
    """Look at a whole document once.

    Args:
        plan: the plan that tells what to look for.
        draft: the document.
        words: words and thresholds.
        wording: county wording of the parents' texts, by the parent item's key.
    """
    expected = Expectations(plan, wording, words, load_alignment_words())
    units = KnownUnits(plan.spec.roster, words)
    bodies = Bodies(draft, expected, words).read()
    rows = _Rows(draft, expected, units, words).read()
    return Evidence(expected=expected, bodies=bodies, rows=rows, units=units)


class KnownUnits:
    """The units and groups of a roster in every spelling.

    Args:
        roster: the county's units.
        words: what stands for nothing in a cell.
    """

    def __init__(self, roster: Roster, words: CheckWords) -> None:
        self._words = words
        self._names: dict[str, str] = {}
        for unit in roster.units:
            for name in (unit.short, unit.name, *unit.aliases):
                self._names.setdefault(comparable(name), unit.short)
        for group in roster.groups:
            self._names.setdefault(comparable(group.name), group.name)

    def named(self, units: Iterable[str]) -> tuple[str, ...]:
        """Return units by the roster's short names, others as they are written, each once."""
        names = (self._names.get(comparable(unit), unit) for unit in units if filled(unit, self._words))
        return tuple(dict.fromkeys(names))

    def in_roster(self, unit: str) -> bool:
        """Return whether a unit or group of the roster is meant, in whatever spelling."""
        return comparable(unit) in self._names or unit in self._names.values()

    def in_row(self, row: Row) -> Responsibility:
        """Return what a row says of its units; without a head that fits, the first cell with nothing but units."""
        columns = row.columns or {"lead": next((cell for cell in row.cells if self._are_units(cell)), "")}
        reading = read_cells(columns.get("lead"), columns.get("support"), known=self._knows)
        return reading.responsibility if reading else Responsibility(text="")

    def _knows(self, name: str) -> bool:
        return comparable(name) in self._names or known_unit(name)

    def _are_units(self, cell: str) -> bool:
        reading = read_cells(cell, known=self._knows)
        found = self.named(reading.responsibility.leads) if reading else ()
        return bool(found) and all(unit in self._names.values() for unit in found)


class _Rows:
    """The rows of a document's division tables."""

    def __init__(self, draft: Draft, expected: Expectations, units: KnownUnits, words: CheckWords) -> None:
        self._draft, self._expected, self._units, self._words = draft, expected, units, words
        self._of_key: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(draft.rows):
            for key in row.keys if row.role in (TableRole.DIVISION, TableRole.OTHER) else ():
                self._of_key[key].append(place)

    def read(self) -> tuple[RowEvidence, ...]:
        """Return what the tables show of each item, in the order of what is expected."""
        rows = [self._by_anchor(one) for one in self._expected.all]
        taken = {id(one.row) for one in rows if one.row is not None}
        for one in self._expected.all:
            if rows[one.number].row is None and one.needs_row:
                row = self._by_text(one, taken)
                if row is not None:
                    taken.add(id(row))
                    rows[one.number] = self._shown(one, row, by_anchor=False)
        return tuple(rows)

    def _by_anchor(self, one: Expected) -> RowEvidence:
        places = sorted({place for key in one.keys for place in self._of_key.get(key, ())})
        found = [self._draft.rows[place] for place in places]
        # a divided row shows the name twice: the first that is not empty is the item's
        for row in found:
            if sum(filled(cell, self._words) and han_count(cell) >= 2 for cell in row.cells) > 1:
                return self._shown(one, row, by_anchor=True)
        return RowEvidence(row=found[0], by_anchor=True) if found else RowEvidence()

    def _by_text(self, one: Expected, taken: Collection[int]) -> Row | None:
        limit = self._words.thresholds["row_title"]
        best: tuple[float, Row] | None = None
        for row in self._draft.rows:
            if row.role is not TableRole.DIVISION or row.keys or id(row) in taken:
                continue
            likeness = one.likeness(self._title(one, row))
            if likeness >= limit and (best is None or likeness > best[0]):
                best = (likeness, row)
                if likeness >= 1.0:  # nothing is more alike
                    break
        if best is None or (best[0] < 1.0 and self._expected.namesake(self._title(one, best[1]), one)):
            return None
        return best[1]

    def _title(self, one: Expected, row: Row) -> str:
        return row.columns["name"] if "name" in row.columns else max(row.cells, key=one.likeness, default="")

    def _shown(self, one: Expected, row: Row, *, by_anchor: bool) -> RowEvidence:
        title = self._title(one, row)
        content = row.columns.get("content")
        foreign = self._expected.namesake(title, one, one.likeness(title))
        if foreign is None and content and (other := self._expected.foreign(content, one)) is not None:
            foreign = other.title
        named = self._units.in_row(row)
        return RowEvidence(
            row=row,
            by_anchor=by_anchor,
            title=title if filled(title, self._words) else "",
            leads=self._units.named(named.leads),
            units=self._units.named((*named.leads, *named.participants)),
            content=content,
            deadline=row.columns.get("deadline"),
            target=row.columns.get("target"),
            foreign=foreign,
        )
