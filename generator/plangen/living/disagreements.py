"""Where a draft contradicts itself after people changed it: the body says one thing of an item, its row another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind, Where
from plangen.living.paragraph_changes import KIND_OF_ROLE
from plangen.living.rules import DRAFT_CONTRADICTS_ITSELF
from plangen.living.view import Block
from plangen.terms.findings import Finding, Location
from plangen.terms.text import comparable
from plangen.terms.unit_list import split_names

_WHAT = {
    ChangeKind.LEAD: "牵头单位",
    ChangeKind.PARTICIPANTS: "配合单位",
    ChangeKind.DEADLINE: "时限",
    ChangeKind.TARGET: "目标值",
    ChangeKind.TITLE: "名称",
}
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_UNITS = (ChangeKind.LEAD, ChangeKind.PARTICIPANTS)


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
        if one is None or ((said is None) != (listed is None) and not _other_says(compared, place, said is None)):
            continue
        yield DRAFT_CONTRADICTS_ITSELF.found(
            Location(file=file),
            title=one.title,
            what=_WHAT[kind],
            body=said.after if said else _unchanged(listed),
            table=listed.after if listed else _unchanged(said),
        )


def _unchanged(change: Change | None) -> str:
    return change.before if change else ""


def _same(kind: ChangeKind, one: str, other: str) -> bool:
    if kind in _UNITS:  # a table marks a proposal behind the name: 县应急局（拟）
        return set(split_names(_BRACKETS.sub("", one))) == set(split_names(_BRACKETS.sub("", other)))
    return comparable(one) == comparable(other)


def _other_says(compared: Compared, place: tuple[str, ChangeKind], in_body: bool) -> bool:
    """Return whether the other place says anything of it, so that it can contradict."""
    key, kind = place
    blocks = [block for block in compared.base if key in block.keys or block.owner == key]
    if in_body:
        return kind is not ChangeKind.TARGET or any(_has_target(block) for block in blocks)
    return any(KIND_OF_ROLE.get(role) is kind for block in blocks for role, _ in block.columns)


def _has_target(block: Block) -> bool:
    return block.unit.kind == "paragraph" and "：" in block.text
