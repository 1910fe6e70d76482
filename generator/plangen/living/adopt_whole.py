"""Whole items that a person typed, deleted or joined in a draft, as the spec says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangen.county.spec import LocalItem
from plangen.living.adopt_groups import PLACE_FOLLOWS, heading_of, is_filled, is_group, is_known
from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_model import Adopted, Conflict, Field, SpecEdit, Unsaid
from plangen.living.adopt_state import ItemState, Row
from plangen.living.adopt_texts import TextResult
from plangen.living.adopt_units import FieldResult
from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind
from plangen.living.paragraph_changes import fields_of
from plangen.living.view import Block
from plangen.parent.model import ItemKind
from plangen.plan.directory import Directory
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.resolve import assign_named
from plangen.plan.wording import clean_title
from plangen.terms.deadline import printed_deadline, year_end
from plangen.terms.text import comparable
from plangen.terms.unit_list import read_units

ROW_FOLLOWS = "并入的一条下次生成时不在分工表里单列，责任单位按上位规划合在一起"
SAME_NAME = "方案里已有同名的条目，没有另立；确要另立一项的，请换一个名称"
ROW_GONE = "并入的一条下次生成时不在分工表里单列"
NO_ITEMS = "新写的组标题下面不是本县自己的事项；承接的条目分在哪一组随上位规划，组名写不进填报文件"
_LISTS = {ItemKind.TASK: "local_tasks", ItemKind.PROJECT: "local_projects"}
_YEAR = re.compile(r"(20\d\d)年底前")


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """A typed item: what becomes of it (None: the plan has it already), and the changes that it accounts for."""

    result: Adopted | Unsaid | Conflict | None
    changes: tuple[Change, ...]


def new_items(compared: Compared, plan: CountyPlan, rows: Mapping[str, Row], directory: Directory) -> Iterator[NewItem]:
    """Yield what becomes of each item that a person typed.

    Args:
        compared: the draft beside its last render.
        plan: the county's plan.
        rows: its items by the keys that the render has.
        directory: the county's units.
    """
    typed_rows = [one for one in compared.changes if one.kind is ChangeKind.ROW_ADDED]
    added = dict.fromkeys(_LISTS.values(), 0)
    for change in compared.changes:
        if change.kind is not ChangeKind.ITEM_ADDED:
            continue
        blocks, place = _blocks_of(compared, change)
        beside = _beside(compared, place, rows)
        level = _level_of(compared, beside) if beside is not None else None
        if blocks and is_group(blocks[0], level):  # the items under it say that they are in it
            bare = not is_filled(compared.edited, place, level, rows)
            yield NewItem(result=Unsaid(change=change, reason=NO_ITEMS) if bare else None, changes=(change,))
            continue
        own_rows = tuple(one for one in typed_rows if comparable(one.title) == comparable(change.title))
        typed = _typed(compared, change, own_rows, rows, directory, plan.spec.plan.period[1])
        result = typed if isinstance(typed, Unsaid) else _new_item(change, typed, plan, added)
        yield NewItem(result=result, changes=(change, *own_rows))


@dataclass(frozen=True)
class _Typed:
    """A typed item as the spec would have it, and the list that it belongs to."""

    name: str
    entry: dict[str, object]


def _new_item(
    change: Change, typed: _Typed, plan: CountyPlan, added: dict[str, int]
) -> Adopted | Unsaid | Conflict | None:
    """Return what becomes of a typed item: the spec may have it by now, or another of its name."""
    title = str(typed.entry["title"])
    own: Sequence[LocalItem] = getattr(plan.spec, typed.name)
    for one in own:
        if comparable(one.title) == comparable(title):
            said = {key: _plain(one, key) for key in typed.entry}
            if all(_is_alike(said[key], value) for key, value in typed.entry.items()):
                return None
            words = "\n".join(str(value) for value in said.values() if value)
            return Conflict(key="", title=title, field=Field.WHOLE, rendered="", draft=change.after, spec=words)
    named: list[Row] = [*plan.indicators, *plan.all_items()]
    if any(comparable(row.title) == comparable(title) for row in named):
        return Unsaid(change=change, reason=SAME_NAME)
    edit = SpecEdit(path=(typed.name, len(own) + added[typed.name]), before=None, after=typed.entry)
    added[typed.name] += 1
    return Adopted(
        key="", title=title, field=Field.WHOLE, was="", now=change.after, edits=(edit,), notes=(PLACE_FOLLOWS,)
    )


def _plain(said: LocalItem, key: str) -> object:
    value = getattr(said, key)
    if key == "lead" and said.co_leads:
        return [value, *said.co_leads]
    return list(value) if isinstance(value, tuple) else value


def _is_alike(one: object, other: object) -> bool:
    """Return whether two values of the spec say the same, white space and widths apart."""
    if isinstance(one, list) and isinstance(other, list):
        return [comparable(str(part)) for part in one] == [comparable(str(part)) for part in other]
    return comparable(str(one or "")) == comparable(str(other or ""))


def _typed(
    compared: Compared,
    change: Change,
    own_rows: Sequence[Change],
    rows: Mapping[str, Row],
    directory: Directory,
    end: int,
) -> _Typed | Unsaid:
    blocks, place = _blocks_of(compared, change)
    beside = _beside(compared, place, rows)
    if not blocks or not isinstance(beside, CountyItem) or beside.kind not in _LISTS:
        return Unsaid(change=change, reason="新写的一条不在重点任务、重点工程里，填报文件里没有地方写，请自行填写")
    if blocks[0].level != _level_of(compared, beside):
        return Unsaid(change=change, reason=f"新写的一条是“{beside.title}”的子项，本县自己的事项只能单列一项")
    title = change.title.rstrip("。")
    read = [fields_of(block.text, title if number == 0 else "") for number, block in enumerate(blocks)]
    texts = [one.text.strip().lstrip("。：") for one in read]
    cells = _cells(compared, own_rows)
    leads = _units("、".join(one.leads for one in read if one.leads) or cells.get("lead", ""))
    others = _units("、".join(one.participants for one in read if one.participants) or cells.get("support", ""))
    due = next((one.deadline for one in read if one.deadline), "") or cells.get("deadline", "")
    if unknown := [name for name in (*leads, *others) if assign_named(name, directory) is None]:
        listed = "、".join(f"“{name}”" for name in unknown)
        return Unsaid(change=change, reason=f"{listed}不在部门名册里，请先在“部门名册”里写明", wrong=True)
    entry: dict[str, object] = {"title": title}
    heading = heading_of(compared.edited, place, blocks[0].level)
    above = clean_title(compared.edited[heading].text) if heading is not None else ""
    if group := above if is_known(above, beside, compared, rows) else beside.group:
        entry["group"] = group
    if text := "\n".join(one for one in texts if one):
        entry["text"] = text
    if leads:
        named = [_printed(name, directory) for name in leads]
        entry["lead"] = named[0] if len(named) == 1 else named
    if others:
        entry["participants"] = [_printed(name, directory) for name in others]
    printed = printed_deadline(due) if due else None
    if printed is not None and printed != year_end(end):
        year = _YEAR.fullmatch(printed)
        entry["deadline"] = year[1] if year else due
    return _Typed(_LISTS[beside.kind], entry)


def _units(text: str) -> list[str]:
    return list(dict.fromkeys(read_units(text).units)) if text.strip("—【】待定") else []


def _printed(name: str, directory: Directory) -> str:
    found = assign_named(name, directory)
    return found.name if found else name


def _blocks_of(compared: Compared, change: Change) -> tuple[list[Block], int]:
    """Return the paragraphs of a typed item, and the place of the first."""
    lines = change.after.split("\n")
    for place in compared.pairing.added:
        blocks = list(compared.edited[place : place + len(lines)])
        if [block.text for block in blocks] == lines:
            return blocks, place
    return [], -1


def _beside(compared: Compared, place: int, rows: Mapping[str, Row]) -> Row | None:
    """Return the top item after which a typed one stands, else the one before which it does."""
    ours = {there: one for one, there in compared.pairing.theirs.items()}
    for side in (range(place - 1, -1, -1), range(place + 1, len(compared.edited))):
        for there in side:
            block = compared.base[ours[there]] if there in ours else None
            if block is not None and block.unit.kind == "paragraph" and block.keys:
                row = rows.get(block.keys[0])
                if row is not None and row.kind is not ItemKind.NESTED:
                    return row
            elif block is not None and block.level is not None and not block.keys:
                break
    return None


def _level_of(compared: Compared, row: Row) -> int | None:
    key = row.origins[0].key if row.origins else row.key
    return next((one.level for one in compared.base if key in one.keys and one.unit.kind == "paragraph"), None)


def _cells(compared: Compared, own_rows: Sequence[Change]) -> dict[str, str]:
    for block in compared.edited:
        if block.unit.kind == "row" and any(block.text == one.after for one in own_rows):
            return {role: cell for (role, _), cell in zip(block.columns, block.cells, strict=False)}
    return {}


# --- deleted and joined --------------------------------------------------------------------------------------------


def deleted_item(change: Change, row: Row, plan: CountyPlan) -> Adopted | Unsaid:
    """Return what becomes of an item that a person deleted: only the county's own go without a reason.

    Args:
        change: that it was deleted.
        row: the item.
        plan: the county's plan.
    """
    home = homes_of(plan, row)[0]
    if not row.origins:
        edit = SpecEdit(path=home.path, before=row.title, after=None)
        return Adopted(key=row.key, title=row.title, field=Field.WHOLE, was=change.before, now="", edits=(edit,))
    origin = row.origins[0]
    lines = (
        "承接:",
        f"  {origin.parent}:",
        f"    {origin.item}: {{不承接: 【写明理由】, 决定单位: 【县级政府】, 日期: 【年-月-日】}}",
    )
    reason = "不承接要写明理由、由谁决定、什么时候决定，程序不代写；请在填报文件里填写下面几行"
    return Unsaid(change=change, reason=reason, lines=lines)


def joined_items(
    state: ItemState, others: Sequence[Row], plan: CountyPlan, text: TextResult, units: Sequence[FieldResult]
) -> Adopted | str:
    """Return what becomes of items whose paragraphs a person joined: the later ones are merged into the first.

    Args:
        state: the first of them.
        others: the later ones.
        plan: the county's plan.
        text: what becomes of the sentences that stand there now.
        units: what becomes of the units that stand there now.

    Returns:
        the changes, or why the spec cannot say it.
    """
    if refused := next(filter(None, (text.refused, *(one.refused for one in units))), ""):
        return refused
    item = state.item
    inherited = [row for row in (item, *others) if row.origins and row.origins[0].part is None]
    if len(inherited) <= len(others) or isinstance(item, CountyIndicator):
        return "只有上位规划的条目才能并入另一条；本县自己的事项请直接改填报文件"
    target = item.origins[0]
    edits: list[SpecEdit] = []
    for other in others:
        for home, origin in zip(homes_of(plan, other), other.origins, strict=True):
            into = target.item if origin.parent == target.parent else target.key
            edits += home.edit("merge_into", into)
            for key in ("text", "measures", "title", "lead", "participants", "deadline"):
                edits += home.edit(key, None)
    titles = "、".join(f"“{other.title}”" for other in others)
    return Adopted(
        key=item.key,
        title=item.title,
        field=Field.WHOLE,
        was=f"{item.title}、{titles}分列",
        now=f"{titles}并入本项",
        edits=(*edits, *text.edits, *(edit for one in units for edit in one.edits)),
        notes=(*text.notes, ROW_GONE if units else ROW_FOLLOWS),
    )
