"""The groups that the county's own items stand in: one that a person moved or typed stands in the group above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_model import Adopted, Conflict, Field, Unsaid
from plangen.living.adopt_state import Row
from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind
from plangen.living.view import Block
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.wording import clean_title
from plangen.terms.text import comparable

PLACE_FOLLOWS = "本县自己的事项排在本组上级条目之后"
OWN_ORDER = "本县自己的事项排在本组上级条目之后，彼此的次序照填报文件；要调整的，请在填报文件里移动"
NO_GROUP = "移到的地方不是同一类事项的分组，程序没有照办；要改的请直接改填报文件"


@dataclass(frozen=True, kw_only=True)
class GroupResult:
    """What becomes of the group of an item of the county, and the changes that say it.

    Attributes:
        result: what becomes of it; None where the spec has it so already.
        changes: those that it accounts for.
    """

    result: Adopted | Unsaid | Conflict | None
    changes: tuple[Change, ...]


def group_results(compared: Compared, rows: Mapping[str, Row], plan: CountyPlan) -> Iterator[GroupResult]:
    """Yield what becomes of the items of the county that stand in another group now, or whose group has another name.

    Args:
        compared: the draft beside its last render.
        rows: the plan's items by the keys that the render has.
        plan: the county's plan.
    """
    moved = {one.key: one for one in compared.changes if one.kind is ChangeKind.ITEM_MOVED}
    renamed = {one.before: one for one in compared.changes if one.kind is ChangeKind.TITLE and not one.key}
    for key, row in rows.items():
        if row.origins or isinstance(row, CountyIndicator):
            continue
        own = (at for at, one in enumerate(compared.base) if key in one.keys and one.unit.kind == "paragraph")
        here = next(own, -1)
        place = compared.pairing.theirs.get(here)
        if place is None:
            continue
        was, now = _name(compared, here, place, row, rows)
        said = tuple(one for one in (moved.get(key), renamed.get(was)) if one is not None)
        if comparable(was) != comparable(now):
            yield GroupResult(result=_result(row, was, now, compared, rows, plan, said), changes=said)
        elif key in moved:
            yield GroupResult(result=Unsaid(change=moved[key], reason=OWN_ORDER), changes=said[:1])


def _name(compared: Compared, here: int, place: int, row: CountyItem, rows: Mapping[str, Row]) -> tuple[str, str]:
    """Return the names of the group in which an item of the county stood and stands."""
    level = compared.base[here].level
    before, after = heading_of(compared.base, here, level), heading_of(compared.edited, place, level)
    was = _title(compared.base, before)
    known = next((one for one, there in compared.pairing.theirs.items() if there == after), None)
    if known is None:
        return was, _title(compared.edited, after)
    if known != before:
        return was, _title(compared.base, known)
    # the heading of a group that the parents have too is theirs
    shared = any(one.origins for one in rows.values() if isinstance(one, CountyItem) and one.group == row.group)
    return was, was if shared else _title(compared.edited, after)


def _title(blocks: Sequence[Block], place: int | None) -> str:
    return clean_title(blocks[place].text) if place is not None else ""


def _result(
    row: CountyItem,
    was: str,
    now: str,
    compared: Compared,
    rows: Mapping[str, Row],
    plan: CountyPlan,
    changes: Sequence[Change],
) -> Adopted | Unsaid | Conflict | None:
    present = row.group or ""
    if comparable(present) == comparable(now):
        return None
    if not is_known(now, row, compared, rows) and changes and changes[0].kind is ChangeKind.ITEM_MOVED:
        return Unsaid(change=changes[0], reason=NO_GROUP)
    said = {"key": row.key, "title": row.title, "field": Field.GROUP}
    if comparable(present) != comparable(was):
        return Conflict(**said, rendered=was, draft=now, spec=present)  # type: ignore[arg-type]
    edits = homes_of(plan, row)[0].edit("group", now)
    return Adopted(**said, was=was, now=now, edits=edits, notes=(PLACE_FOLLOWS,))  # type: ignore[arg-type]


def heading_of(blocks: Sequence[Block], place: int, level: int | None) -> int | None:
    """Return the place of the heading under which an item stands; None where there is none.

    Args:
        blocks: a document.
        place: of the item's own paragraph.
        level: outline level of the items there; None where they are no headings.
    """
    return next((at for at in range(place - 1, -1, -1) if is_group(blocks[at], level)), None)


def is_group(block: Block, level: int | None) -> bool:
    """Return whether a paragraph is a heading over items of a level."""
    return block.level is not None and (level is None or block.level < level) and not block.keys


def is_known(group: str, beside: Row, compared: Compared, rows: Mapping[str, Row]) -> bool:
    """Return whether a heading is that of a group of such items as stand beside it, or was typed as one.

    Args:
        group: the heading.
        beside: an item.
        compared: the draft beside its last render.
        rows: the plan's items by the keys that the render has.
    """
    items = (row for row in rows.values() if isinstance(row, CountyItem) and row.kind is beside.kind)
    typed = (compared.edited[at] for at in compared.pairing.added)
    groups = [*(row.group or "" for row in items), *(clean_title(one.text) for one in typed if one.level is not None)]
    return comparable(group) in map(comparable, groups)


def is_filled(blocks: Sequence[Block], place: int, level: int | None, rows: Mapping[str, Row]) -> bool:
    """Return whether an item that may be the county's own stands right under a group's heading.

    Args:
        blocks: a document.
        place: of the heading.
        level: outline level of the items there.
        rows: the plan's items by the keys that the document has.
    """
    below = next((one for one in blocks[place + 1 :] if one.level is not None), None)
    if below is None or below.level != level:
        return False
    row = rows.get(below.keys[0]) if below.keys else None
    return row is None or not row.origins
