"""Which columns of a table are new and which are gone since it was rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from plangen.living.model import Change, ChangeKind, Where
from plangen.living.view import Block
from plangen.terms.text import comparable

_BETWEEN = "｜"


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of a table that has other ones than when it was rendered.

    Attributes:
        kept: number of each column that is still there, as rendered and now.
        before, after: how many columns it had and has.
    """

    kept: tuple[tuple[int, int], ...]
    before: int
    after: int

    def fit(self, before: Block, after: Block) -> bool:
        """Return whether a row has a cell for each column, as rendered and now."""
        return (len(before.cells), len(after.cells)) == (self.before, self.after)

    @property
    def gone(self) -> list[int]:
        """Numbers of the columns that are gone, as rendered."""
        return sorted(set(range(self.before)) - {one for one, _ in self.kept})

    @property
    def come(self) -> list[int]:
        """Numbers of the columns that are new, as they stand now."""
        return sorted(set(range(self.after)) - {place for _, place in self.kept})


def columns_of(pairs: Iterable[tuple[Block, Block]]) -> dict[int, Columns]:
    """Return the tables with other columns than when they were rendered, by their number in the render.

    Args:
        pairs: rows as rendered and as they are, in order; the first of a table with several cells names its columns.
    """
    found: dict[int, Columns] = {}
    seen: set[int] = set()
    for before, after in pairs:
        if before.table in seen or len(before.cells) < 2:
            continue
        seen.add(before.table)
        if len(before.cells) != len(after.cells) and (kept := _kept(before.cells, after.cells)):
            found[before.table] = Columns(kept=kept, before=len(before.cells), after=len(after.cells))
    return found


def _kept(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the columns with the same head; those between that are as many on both sides have another name."""
    old, new = [comparable(head) for head in before], [comparable(head) for head in after]
    kept: list[tuple[int, int]] = []
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and last - first == end - begin):
            kept += zip(range(first, last), range(begin, end), strict=True)
    return tuple(kept)


def column_changes(
    tables: Mapping[int, Columns], base: Sequence[Block], edited: Sequence[Block], theirs: Mapping[int, int]
) -> Iterator[tuple[int, Change]]:
    """Yield each column that is new or gone, at the row that names it.

    Args:
        tables: what :func:`columns_of` found.
        base: the blocks of the render.
        edited: the blocks of the draft.
        theirs: place in the render -> place in the draft.
    """
    for table, columns in tables.items():
        rows = [
            (base[one], edited[place])
            for one, place in sorted(theirs.items())
            if base[one].table == table and base[one].unit.kind == "row" and columns.fit(base[one], edited[place])
        ]
        head = rows[0][1]
        place = next(place for place, block in enumerate(edited) if block is head)
        blank = Change(kind=ChangeKind.COLUMN_ADDED, where=Where.TABLE, title=head.heading, place=head.place)
        for number in columns.gone:
            cells = _BETWEEN.join(filter(None, (before.cells[number] for before, _ in rows)))
            name = rows[0][0].cells[number]
            yield place, replace(blank, kind=ChangeKind.COLUMN_DELETED, before=cells, column=name)
        for number in columns.come:
            cells = _BETWEEN.join(filter(None, (after.cells[number] for _, after in rows)))
            yield place, replace(blank, after=cells, column=head.cells[number])
