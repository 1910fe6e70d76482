"""What the spec says otherwise than when a draft was rendered, so that nothing is adopted over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from plangen.living.adopt_model import Field
from plangen.living.adopt_state import ItemState, Row, Said, States
from plangen.living.adopt_units import FieldResult
from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind
from plangen.living.pairing import pair
from plangen.living.view import Block, view
from plangen.office.word_document import WordDocument
from plangen.plan.model import CountyIndicator, CountyPlan
from plangen.plan.own_keys import OWN
from plangen.plan.sentence import joined
from plangen.terms.target import same_figures
from plangen.terms.text import squeeze
from plangen.trace.check_words import CheckWords

GONE = "（已不在方案里）"
_KEPT = (
    ChangeKind.COMMENT, ChangeKind.REVISION, ChangeKind.NOTE, ChangeKind.PICTURE, ChangeKind.PAGE_BREAK,
    ChangeKind.MARGIN, ChangeKind.FORMAT, ChangeKind.ITEM_COPIED, ChangeKind.REPLACED, ChangeKind.ROW_MOVED,
    ChangeKind.ITEM_MOVED,
)  # fmt: skip
"""Changes of which the spec says nothing, whatever it says of the item."""

_ROLES = {
    Field.TITLE: "name",
    Field.LEAD: "lead",
    Field.PARTICIPANTS: "support",
    Field.DEADLINE: "deadline",
    Field.TARGET: "target",
}
_TEXTS = (Field.TEXT, Field.WHOLE)


def since(base: tuple[Block, ...], now: WordDocument, words: CheckWords) -> Compared:
    """Return what the spec would render now beside the last render.

    Args:
        base: the blocks of the last render.
        now: what it would render now.
        words: heads of columns, and at what the text of an item ends.

    Returns:
        what is which, without the changes; the county's own items are known by their words, since another may stand
        at the place of one that has gone.
    """
    edited = view(now, words)
    units = (
        replace(one.unit, names=()) if any(key.startswith(OWN) for key in one.keys) else one.unit for one in edited
    )
    return Compared(base=base, edited=edited, pairing=pair([one.unit for one in base], list(units)), changes=())


class Since:
    """What the spec says now beside what was rendered.

    Args:
        compared: what the spec would render now beside the last render.
        plan: the county's plan as the spec has it now.
        rows: its items by the keys that the render has.
    """

    def __init__(self, compared: Compared, plan: CountyPlan, rows: Mapping[str, Row]) -> None:
        self.compared = compared
        self.gone = gone_keys(compared)
        self._plan, self._states = plan, States(compared, rows, self.gone)
        sides = (compared.base, compared.edited)
        self._before, self._now = (squeeze("\n".join(one.text for one in side)) for side in sides)

    def says(self, change: Change) -> bool:
        """Return whether the spec says by now, in these words, what was written, or no longer what was deleted."""
        before, after = squeeze(change.before), squeeze(change.after)
        if change.kind in (ChangeKind.DELETED, ChangeKind.ITEM_DELETED, ChangeKind.ROW_DELETED):
            return bool(before) and self._now.count(before) < self._before.count(before)
        return bool(after) and self._now.count(after) > self._before.count(after)

    def says_of(self, state: ItemState, result: FieldResult) -> tuple[str, str] | None:
        """Return what was rendered and what the spec says now of what the draft changed; None where that is the same.

        Args:
            state: the item in the draft.
            result: what becomes of a field of it.
        """
        now = self._states.state(state.item)
        if now is None or not any(_differs(now, one, result.head) for one in result.fields):
            return None
        field, head = result.fields[0], result.head
        present = _present(state, field) or _said(now, now.now or now.was, field, head, new=True)
        return _said(now, now.was, field, head), present

    def changed(self, rows: Iterable[Row]) -> tuple[str, str] | None:
        """Return what was rendered of items and what the spec says of them now; None where it says the same."""
        for row in rows:
            now = self._states.state(row)
            if now is not None and (now.cells or now.was != now.now):
                return "\n".join(now.was.paragraphs), _words(row)
        return None

    def fate(self, key: str) -> str:
        """Return what the spec does with an item of the render that stands no more in the plan by itself."""
        for row in self._plan.trace:
            if row.origin.key == key.partition("/")[0]:
                into = "、".join(f"“{one.title}”" for one in row.targets if one.key != key)
                return f"{row.disposition}{f'，见{into}' if into else ''}"
        return GONE


def gone_keys(since: Compared) -> frozenset[str]:
    """Return the keys of the items that were rendered and would not be rendered by themselves now."""
    kept = {key for one in since.pairing.theirs for key in since.base[one].keys}
    return frozenset(key for block in since.base for key in block.keys if key not in kept)


def joined_since(draft: Compared, gone: frozenset[str]) -> frozenset[str]:
    """Return the keys of the items to which a person joined others that the spec has taken away since.

    Args:
        draft: the draft beside its last render.
        gone: keys of the items that the spec has taken away.
    """
    ours = {place: one for one, place in draft.pairing.theirs.items()}
    joined = ((draft.base[ours[place]], draft.base[one]) for one, place in draft.pairing.joined.items())
    return frozenset(first.key for first, one in joined if not gone.isdisjoint(one.keys))


def left_behind(changes: Sequence[Change], gone: frozenset[str]) -> Iterator[tuple[str, list[Change]]]:
    """Yield the items that people changed and the spec has taken away, with what was changed of each."""
    by_key: dict[str, list[Change]] = {}
    for change in changes:
        if change.key in gone and change.kind not in _KEPT:
            by_key.setdefault(change.key, []).append(change)
    yield from by_key.items()


def _differs(state: ItemState, field: Field, head: str) -> bool:
    was, now = state.was, state.now or Said()
    if field is Field.DETAIL:
        return any(cell.head == head for cell in state.cells)
    if field in _TEXTS:
        return was.paragraphs != now.paragraphs
    role = _ROLES.get(field)
    if any(cell.role == role for cell in state.cells):
        return True
    pairs = {
        Field.TITLE: (was.title, now.title),
        Field.LEAD: (was.leads, now.leads),
        Field.PARTICIPANTS: (was.participants, now.participants),
        Field.DEADLINE: (was.deadline, now.deadline),
        Field.TARGET: (was.target, now.target),
    }
    one, other = pairs.get(field, ("", ""))
    return one != other


def _said(state: ItemState, said: Said, field: Field, head: str, *, new: bool = False) -> str:
    """Return what a document says in a field of an item: in the body, else in its row."""
    words = {
        Field.TITLE: said.title,
        Field.LEAD: said.leads,
        Field.PARTICIPANTS: said.participants,
        Field.DEADLINE: said.deadline,
        Field.TARGET: said.target,
        Field.TEXT: "\n".join(said.paragraphs),
        Field.WHOLE: "\n".join(said.paragraphs),
    }
    if text := words.get(field):
        return text
    fits = (
        cell for cell in state.cells if (cell.head == head if field is Field.DETAIL else cell.role == _ROLES.get(field))
    )
    return next((cell.now if new else cell.was for cell in fits), "")


def _present(state: ItemState, field: Field) -> str:
    """Return what the plan, as the spec has it now, says."""
    item = state.item
    if field is Field.LEAD:
        return "、".join(unit.name for unit in item.assignment.leads)
    if field is Field.PARTICIPANTS:
        return "、".join(unit.name for unit in item.assignment.listed)
    if isinstance(item, CountyIndicator):
        return item.target if field is Field.TARGET else item.name if field is Field.TITLE else ""
    said = {Field.TITLE: item.title, Field.DEADLINE: item.deadline or "", Field.TEXT: joined(item.sentences)}
    return said.get(field, "")


def _words(row: Row) -> str:
    return row.target if isinstance(row, CountyIndicator) else joined(row.sentences)


def is_same(field: Field, one: str, other: str) -> bool:
    """Return whether two values of a field are the same.

    A target's unit may stand in a column of its own.
    """
    if field is Field.TARGET and (one.startswith(other) or other.startswith(one)):
        return same_figures(one, other)
    return squeeze(one) == squeeze(other)
