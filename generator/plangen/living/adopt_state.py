"""What a draft says of each item beside what was rendered: paragraphs, title, units, deadline, cells of its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind
from plangen.living.paragraph_changes import fields_of
from plangen.living.sentence_changes import sentences_of
from plangen.living.view import Block
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.own_keys import OWN, same_own
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.deadline import printed_deadline
from plangen.terms.marks import parse_mark
from plangen.terms.text import without_bullet
from plangen.trace.evidence_model import without_clauses

Row = CountyItem | CountyIndicator
_PROPOSED = "拟"
_LONGEST_NUMBER = 4  # characters: 二十是
_TITLE_END = re.compile("[。：:]")
_DUE = re.compile(r"（([^（）]{2,16})）$")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of an item's row that says something else.

    Attributes:
        role: what the column is for; see check.yaml.
        head: the column's head.
        was, now: what it said, and what it says.
    """

    role: str
    head: str
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the body says of an item.

    Attributes:
        title: the title that its first paragraph begins with.
        paragraphs: its text by paragraphs, without title and without who does it by when.
        leads, participants, deadline: what its clauses say; empty where they say nothing.
        target: of an indicator.
        proposed: the clause has the words of a proposal (拟由).
    """

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    leads: str = ""
    participants: str = ""
    deadline: str = ""
    target: str = ""
    proposed: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemState:
    """An item in the draft beside the render.

    Attributes:
        item: the item of the plan.
        place: place of its first paragraph in the draft; -1 where it has none any more.
        was, now: what the body said, and says; ``now`` is None where the item is gone from it.
        heading: its title stands in a paragraph of its own.
        cells: cells that say something else.
        joined: keys of items whose paragraphs were joined to this one's by hand.
        accepted: proposed sentences whose marks were taken away.
        written: the body speaks of it; that of a department's sheet does not, which only has its rows.
    """

    item: Row
    place: int
    was: Said
    now: Said | None
    heading: bool
    cells: tuple[Cell, ...] = ()
    joined: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    written: bool = True


def rows_of(plan: CountyPlan, base: Sequence[Block]) -> dict[str, Row]:
    """Return the items and indicators of a plan by each key under which a rendered document has them.

    One of the county's own that has another title now is known by its place among the others; in a document of a
    version that numbered them they are known by their titles.

    Args:
        plan: the plan as it is now.
        base: what was rendered.
    """
    found: dict[str, Row] = {}
    rows: list[Row] = [*plan.indicators, *plan.all_items()]
    for row in rows:
        for key in keys_of(row):
            found.setdefault(key, row)
    texts: dict[str, list[str]] = {}
    for block in base:
        for key in block.keys:
            if key.startswith(OWN):
                texts.setdefault(key, []).append(block.text)
    own = {row.title: row for row in rows if row.key.startswith(OWN)}
    for key, said in texts.items():
        known = next((own[title] for title in sorted(own, key=len, reverse=True) if title in " ".join(said)), None)
        if known is not None:
            found.setdefault(key, known)
    renamed = same_own([key for block in base for key in block.keys], [row.key for row in rows])
    found.update({was: found[now] for now, was in renamed.items() if was not in found})
    return found


def keys_of(row: Row) -> tuple[str, ...]:
    """Return the keys under which a document has an item."""
    return tuple(origin.key for origin in row.origins) or (row.key,)


def base_keys(row: Row, rows: Mapping[str, Row]) -> tuple[str, ...]:
    """Return the keys under which a rendered document has an item; see :func:`rows_of`."""
    return tuple(key for key, one in rows.items() if one is row)


def states_of(compared: Compared, rows: Mapping[str, Row], gone: Set[str] = frozenset()) -> list[ItemState]:
    """Return what the draft says of every item of which it says something else, in the order of the draft.

    Args:
        compared: the draft beside its last render.
        rows: the items by the keys that the render has; see :func:`rows_of`.
        gone: keys of items that the plan has no more by themselves.
    """
    reader = States(compared, rows, gone)
    distinct = {id(row): row for row in rows.values()}.values()
    found = [state for row in distinct if (state := reader.state(row)) is not None]
    return sorted(found, key=lambda state: (state.place < 0, state.place))


class States:
    """What a document says of items, beside the last render.

    Args:
        compared: the document beside the render.
        rows: the items by the keys that the render has.
        gone: keys of items that the plan has no more by themselves.
    """

    def __init__(self, compared: Compared, rows: Mapping[str, Row], gone: Set[str] = frozenset()) -> None:
        self._base, self._pairing = compared.base, compared.pairing
        replaced = [one for one in compared.changes if one.kind is ChangeKind.REPLACED]
        ours = {place: one for one, place in self._pairing.theirs.items()}
        self._edited = [
            _as_before(block, self._base[ours[place]], replaced) if place in ours else block
            for place, block in enumerate(compared.edited)
        ]
        self._accepted = [one for one in compared.changes if one.kind is ChangeKind.ACCEPTED]
        self._rows = {key: row for key, row in rows.items() if key not in gone}
        self._of: dict[int, list[int]] = {}
        for place, block in enumerate(self._base):
            keys = block.keys or ((block.owner,) if block.owner else ())
            for row in {id(self._rows[key]): self._rows[key] for key in keys if key in self._rows}.values():
                self._of.setdefault(id(row), []).append(place)
        styles = Counter(one.style for one in self._base if one.unit.kind == "paragraph" and one.level is None)
        self._running = max(styles, key=lambda style: styles[style], default="")  # the style of running text
        self._joined: dict[int, list[int]] = {}
        for one, place in self._pairing.joined.items():
            self._joined.setdefault(place, []).append(one)

    def state(self, row: Row) -> ItemState | None:
        """Return the state of an item; None where nothing of it has changed."""
        places = self._of.get(id(row), [])
        body = list(self._body(places))
        cells = tuple(cell for one in places if self._base[one].unit.kind == "row" for cell in self._cells(one))
        theirs = self._theirs(body)
        old, new = [self._base[one] for one in body], [self._edited[place] for place in theirs]
        keys = base_keys(row, self._rows) if self._accepted else ()
        accepted = tuple(said for one in self._accepted if one.key in keys for said in sentences_of(one.before))
        number, title = _head(old[0], row) if old else ("", row.title)
        if old and new:
            new[0] = _as_counted(new[0], old[0], number)
        if not cells and not accepted and [one.text for one in old] == [one.text for one in new]:
            return None
        was = _said(old, number, title)
        gone = bool(body) and body[0] in self._pairing.deleted and body[0] not in self._pairing.emptied
        heading = bool(old) and old[0].text.rstrip("。") == number + title.rstrip("。")
        now = was
        if body:
            now_title = _title_now(new[0], number, title, heading) if new else title
            now = _said(new, number, now_title)
        return ItemState(
            item=row,
            place=theirs[0] if theirs else -1,
            was=was,
            now=None if gone or (body and not new) else now,
            heading=heading,
            cells=cells,
            joined=tuple(self._joined_keys(theirs, row)),
            accepted=accepted,
            written=bool(body),
        )

    def _body(self, places: Sequence[int]) -> Iterator[int]:
        """Yield the places of an item's own paragraphs: what merely follows it (a table's title) is not its own."""
        for place in places:
            block = self._base[place]
            if block.unit.kind == "paragraph" and (block.keys or block.style == self._running):
                yield place

    def _theirs(self, body: Sequence[int]) -> list[int]:
        """Return the places in the draft of an item's paragraphs, and of what was written between and behind them."""
        mine: set[int] = set()
        for one in body:
            if one in self._pairing.theirs:
                mine.add(self._pairing.theirs[one])
            mine.update(self._pairing.split.get(one, ()))
        for place in self._pairing.added:
            block = self._edited[place]
            is_text = block.unit.kind == "paragraph" and block.level is None and not block.numbered and not block.keys
            if is_text and not block.boxed and block.text and place - 1 in mine:
                mine.add(place)
        return sorted(mine)

    def _joined_keys(self, theirs: Sequence[int], row: Row) -> Iterator[str]:
        for place in theirs:
            for one in self._joined.get(place, ()):
                keys = self._base[one].keys
                if keys and self._rows.get(keys[0], row) is not row:
                    yield keys[0]

    def _cells(self, one: int) -> Iterator[Cell]:
        place = self._pairing.theirs.get(one)
        if place is None:
            return
        before, after = self._base[one], self._edited[place]
        if len(before.cells) != len(after.cells) or len(before.columns) != len(before.cells):
            return
        for (role, head), was, now in zip(before.columns, before.cells, after.cells, strict=True):
            if was != now and role != "number":
                yield Cell(role=role, head=head, was=was, now=now)


def _as_before(block: Block, base: Block, replaced: Sequence[Change]) -> Block:
    """Return a block of the draft as it was where nothing but a replacement throughout was made in it."""
    for change in replaced:
        if change.before and base.text.replace(change.before, change.after) == block.text:
            return replace(block, unit=replace(block.unit, text=base.text), cells=base.cells)
    return block


def _head(block: Block, row: Row) -> tuple[str, str]:
    """Return what stands before the title in an item's first paragraph (一是), and the title as it stands there."""
    at = block.text.find(row.title)
    return (block.text[:at], row.title) if 0 <= at <= _LONGEST_NUMBER else ("", block.title)


def _as_counted(block: Block, base: Block, number: str) -> Block:
    """Return an item's first paragraph without a number typed before it, or with the one that was rendered.

    The numbers of items are counted: what a person types for one is no part of the title.
    """
    typed = parse_mark(block.text)
    if typed is None or (number and block.text.startswith(number)):
        return block
    if parse_mark(base.text.removeprefix(number)) is not None:
        return block  # the title itself begins like a number
    return replace(block, unit=replace(block.unit, text=number + typed.rest))


def _title_now(block: Block, number: str, title: str, heading: bool) -> str:
    text = block.text.removeprefix(number)
    if text.startswith(title):
        return title
    if heading and (block.level is not None or "。" not in text.rstrip("。")):
        return text.rstrip("。")
    end = _TITLE_END.search(text)
    return text[: end.start()] if end else text


def _said(blocks: Sequence[Block], number: str, title: str) -> Said:
    """Return what paragraphs say, the first of which begins with a number and the title."""
    texts = [block.text for block in blocks]
    if texts:
        texts[0] = texts[0].removeprefix(number)
    read = [fields_of(text, title if place == 0 else "") for place, text in enumerate(texts)]
    named = next((text for text in reversed(texts) if (one := fields_of(text)).leads or one.participants), "")
    leads, participants = _units(named)
    bare = [_without_due(without_bullet(one.text) if place else one.text.strip()) for place, one in enumerate(read)]
    if bare:
        bare[0] = (bare[0][0].lstrip("。："), bare[0][1])
    dues = [due or one.deadline for one, (_, due) in zip(read, bare, strict=True)]
    return Said(
        title=read[0].title if read else "",
        paragraphs=tuple(text for text, _ in bare if text),
        leads=leads,
        participants=participants,
        deadline=next((due for due in reversed(dues) if due), ""),
        target=read[0].target if read else "",
        proposed=any(_PROPOSED in clause for text in texts for clause in _clauses(text)),
    )


def _units(text: str) -> tuple[str, str]:
    """Return who leads and who takes part by a paragraph's clauses; of several, as of items joined, the first leads."""
    said = [one.responsibility for one in without_clauses(text)[1] if one.responsibility]
    said = [one for one in said if one.leads or one.participants]
    leads = list(dict.fromkeys(said[0].leads)) if said else []
    others = [name for number, one in enumerate(said) for name in (*(one.leads if number else ()), *one.participants)]
    return "、".join(leads), "、".join(name for name in dict.fromkeys(others) if name not in leads)


def _without_due(text: str) -> tuple[str, str]:
    """Return a text without the deadline that stands alone in brackets at its end (（长期坚持）), and that deadline."""
    found = _DUE.search(text)
    due = printed_deadline(found[1].removesuffix("完成")) if found else None
    return (text[: found.start()].rstrip(), due) if found and due else (text, "")


def _clauses(text: str) -> Iterator[str]:
    if is_clause_paragraph(text):
        yield text
    else:
        yield from (one.clause for one in find_clauses(text)[1])
