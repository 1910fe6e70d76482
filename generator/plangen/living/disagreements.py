"""Where a draft contradicts itself after people changed it: the body says one thing of an item, its row another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind, Where
from plangen.living.paragraph_changes import KIND_OF_ROLE, Fields, fields_of
from plangen.living.rules import DRAFT_CONTRADICTS_ITSELF
from plangen.terms.deadline import deadline_in_cell
from plangen.terms.findings import Finding, Location
from plangen.terms.text import comparable
from plangen.terms.unit_list import read_units

_WHAT = {
    ChangeKind.LEAD: "牵头单位",
    ChangeKind.PARTICIPANTS: "配合单位",
    ChangeKind.DEADLINE: "时限",
    ChangeKind.TARGET: "目标值",
    ChangeKind.TITLE: "名称",
}
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MEASURE = re.compile(r"[^0-9.]{1,4}")  # a unit of measure: 个, 万人次
_UNITS = (ChangeKind.LEAD, ChangeKind.PARTICIPANTS)
_READ: dict[ChangeKind, Callable[[Fields], str]] = {
    ChangeKind.LEAD: lambda fields: fields.leads,
    ChangeKind.PARTICIPANTS: lambda fields: fields.leads,
    ChangeKind.DEADLINE: lambda fields: fields.deadline,
}


def disagreements(compared: Compared, file: str) -> Iterator[Finding]:
    """Yield what was changed in the body or in a table so that they say different things of an item.

    What was the same in both and was changed in both alike agrees; what the body never said (a deadline that is the
    period's end, units that are those of the task above) is said by the table alone until the body says otherwise.

    Args:
        compared: a draft beside its last render.
        file: the draft, for findings.
    """
    body: dict[tuple[str, ChangeKind], Change] = {}
    table: dict[tuple[str, ChangeKind], Change] = {}
    for change in compared.changes:
        if change.key and change.kind in _WHAT:
            (table if change.where is Where.TABLE else body).setdefault((change.key, change.kind), change)
    written = {key for block in compared.base if block.unit.kind == "paragraph" for key in block.keys}
    rows = {key for block in compared.base if block.unit.kind == "row" for key in block.keys}
    for place in dict.fromkeys((*body, *table)):
        key, kind = place
        if key not in written or key not in rows:
            continue
        said, listed = body.get(place), table.get(place)
        if said is not None and listed is not None and _same(kind, said.after, listed.after):
            continue
        one = said or listed
        if one is None:
            continue
        if (said is None or listed is None) and (
            _same(kind, one.before, one.after)
            or not _other_says(compared, place, said is None)
            or (kind is ChangeKind.PARTICIPANTS and _only_changed_sides(one, body, table))
        ):
            continue  # only the mark of a proposal is gone, or there is nothing to contradict
        yield DRAFT_CONTRADICTS_ITSELF.found(
            Location(file=file),
            title=one.title,
            what=_WHAT[kind],
            body=_says(said.after if said else _unchanged(listed)),
            table=_says(listed.after if listed else _unchanged(said)),
        )


def _only_changed_sides(
    change: Change, body: Mapping[tuple[str, ChangeKind], Change], table: Mapping[tuple[str, ChangeKind], Change]
) -> bool:
    """Return whether only who leads now took part before, or the other way round."""
    place = (change.key, ChangeKind.LEAD)
    leads = {
        unit
        for one in (body.get(place), table.get(place))
        if one is not None
        for text in (one.before, one.after)
        for unit in read_units(_BRACKETS.sub("", text)).units
    }
    units = [set(read_units(_BRACKETS.sub("", text)).units) for text in (change.before, change.after)]
    return (units[0] ^ units[1]) <= leads


def _unchanged(change: Change | None) -> str:
    return change.before if change else ""


def _says(value: str) -> str:
    return f"是“{value}”" if value else "没有写"


def _same(kind: ChangeKind, one: str, other: str) -> bool:
    """Return whether the body and the table mean the same, each in its own way of writing."""
    if kind in _UNITS:  # a table marks a proposal behind the name: 县应急局（拟）
        return set(read_units(_BRACKETS.sub("", one)).units) == set(read_units(_BRACKETS.sub("", other)).units)
    if kind is ChangeKind.DEADLINE:  # （…；2027年底前完成） is 2027年底前 in a table
        return bool(one) == bool(other) and deadline_in_cell(_BRACKETS.sub("", one)) == deadline_in_cell(other)
    if kind is ChangeKind.TARGET:  # 零（约束性） is 0, and 3个（预期性） is 3 where the unit stands in the name
        shorter, longer = sorted((_target(text) for text in (one, other)), key=len)
        measure = longer.removeprefix(shorter) if shorter[-1:].isdigit() else longer
        return longer == shorter or (longer != measure and _MEASURE.fullmatch(measure) is not None)
    return comparable(one) == comparable(other)


def _target(text: str) -> str:
    bare = comparable(_BRACKETS.sub("", text))
    return "0" if bare == "零" else bare


def _other_says(compared: Compared, place: tuple[str, ChangeKind], in_body: bool) -> bool:
    """Return whether the other place says anything of it, so that it can contradict."""
    key, kind = place
    if not in_body:
        blocks = [block for block in compared.base if key in block.keys or block.owner == key]
        return any(KIND_OF_ROLE.get(role) is kind for block in blocks for role, _ in block.columns)
    paragraphs = [block for block in compared.base if block.unit.kind == "paragraph" and block.key]
    if kind is ChangeKind.TARGET:
        return any("：" in block.text for block in paragraphs if block.key == key)
    # of what an item does not say itself, another one says what holds: units of the task above, the end of the period
    read = _READ.get(kind)
    return read is None or any(read(fields_of(block.text, block.title)) for block in paragraphs)
