"""Who does an item, as a person changed it in the body or in a table, as the spec says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plangen.living.adopt_homes import Home
from plangen.living.adopt_model import Field, SpecEdit
from plangen.living.adopt_state import Cell, ItemState
from plangen.plan.directory import Directory
from plangen.plan.model import Assignment, CountyIndicator
from plangen.plan.resolve import assign_named
from plangen.terms.unit_list import read_units

OTHER_PLACE = "另一处（正文或者分工表）下次生成时随之改"
ALL_TAKEN = "本项和子项拟定的单位一并认可"
_PROPOSED = "拟"


@dataclass(frozen=True, kw_only=True)
class FieldResult:
    """What becomes of one thing that the draft says of an item.

    Attributes:
        fields: what of the item it is about.
        was, now: what was rendered, and what the draft says.
        edits: what changes in the spec; none where it says the same already.
        notes: what else comes of it.
        refused: why the spec cannot say it; empty where it can.
        wrong: the draft contradicts itself, or names what the county does not have.
        head: of a detail, the column's head.
    """

    fields: tuple[Field, ...]
    was: str
    now: str
    edits: tuple[SpecEdit, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""
    wrong: bool = False
    head: str = ""


@dataclass(frozen=True, kw_only=True)
class _Place:
    """The units of one role as body and table have them: None where the place says nothing new."""

    was: tuple[str, ...]
    body: tuple[str, ...] | None
    table: tuple[str, ...] | None

    @property
    def both_differ(self) -> bool:
        return self.body is not None and self.table is not None and set(self.body) != set(self.table)

    @property
    def now(self) -> tuple[str, ...]:
        return next((one for one in (self.body, self.table) if one is not None), self.was)


def unit_results(state: ItemState, homes: Sequence[Home], directory: Directory) -> list[FieldResult]:
    """Return what becomes of the units that the draft names for an item.

    Args:
        state: the item in the draft.
        homes: where the spec speaks of it.
        directory: the county's units.
    """
    cells = {cell.role: cell for cell in state.cells}
    now = state.now or state.was
    item = state.item
    lead = _place(_names(item.assignment, lead=True), state.was.leads, now.leads, cells.get("lead"))
    support = _place(
        _names(item.assignment, lead=False), state.was.participants, now.participants, cells.get("support")
    )
    results = []
    for field, place in ((Field.LEAD, lead), (Field.PARTICIPANTS, support)):
        if refused := _refused(field, place, directory):
            results.append(refused)
    if results:
        return results
    leads, others = _known(lead.now, lead.was, directory), _known(support.now, support.was, directory)
    changed = (leads != list(lead.was), others != list(support.was))
    if not any(changed):
        taken = _taken(state, homes, cells)
        return [taken] if taken else []
    confirmed = _confirmed(state, cells)
    said = (changed[0] or confirmed[0], changed[1] or confirmed[1])
    fields = tuple(field for field, one in zip((Field.LEAD, Field.PARTICIPANTS), said, strict=True) if one)
    edits = _edits(item.assignment, homes, leads, others, said)
    main = lead if changed[0] else support
    notes = [OTHER_PLACE] if (main.body is None) != (main.table is None) else []
    if any(cell.role in ("lead", "support") and read_units(cell.now).open_ended for cell in state.cells):
        notes.append("“等”没有写明是哪些单位，只写进列出的")
    return [_result(fields, main, edits=tuple(edits), notes=tuple(notes))]


def _unknown(names: Sequence[str]) -> str:
    listed = "、".join(f"“{name}”" for name in dict.fromkeys(names))
    return f"{listed}不在部门名册里；是本县单位的，先在“部门名册”里写明，再采纳一次"


def _names(assignment: Assignment, *, lead: bool) -> tuple[str, ...]:
    return tuple(unit.name for unit in (assignment.leads if lead else assignment.listed))


def _place(printed: tuple[str, ...], was: str, now: str, cell: Cell | None) -> _Place:
    """Return the units of a role; what the body says in another order than it did is no other units."""
    body = tuple(read_units(now).units) if now and now != was else None
    table = tuple(read_units(cell.now).units) if cell and cell.now.strip("—【】待定") else None
    if cell and not cell.now.strip("—【】待定") and cell.was != cell.now:
        table = ()
    return _Place(was=printed, body=body, table=table)


def _refused(field: Field, place: _Place, directory: Directory) -> FieldResult | None:
    named = [*(place.body or ()), *(place.table or ())]
    if place.both_differ:
        return _result((field,), place, refused=f"{field.label}在正文和表格里改得不一样，请商定后改成一致", wrong=True)
    if unknown := [name for name in named if name not in place.was and assign_named(name, directory) is None]:
        return _result((field,), place, refused=_unknown(unknown), wrong=True)
    if field is Field.LEAD and place.table == () and place.was:
        return _result((field,), place, refused="牵头单位不能空着")
    return None


def _result(fields: tuple[Field, ...], place: _Place, **more: object) -> FieldResult:
    return FieldResult(fields=fields, was="、".join(place.was), now="、".join(place.now), **more)  # type: ignore[arg-type]


def _known(names: Sequence[str], was: Sequence[str], directory: Directory) -> list[str]:
    """Return units as the roster prints them; in the order that they had where they are the same."""
    found = []
    for name in names:
        known = assign_named(name, directory) if name not in was else None
        found.append(known.name if known else name)
    found = list(dict.fromkeys(found))
    return list(was) if set(found) == set(was) else found


def _edits(
    assignment: Assignment, homes: Sequence[Home], leads: list[str], others: list[str], changed: tuple[bool, bool]
) -> list[SpecEdit]:
    home_of = {
        key: next((home for home in homes if home.value(key) is not None), homes[0]) for key in ("lead", "participants")
    }
    edits: list[SpecEdit] = []
    if changed[0]:
        edits += home_of["lead"].edit("lead", _one_or_all(leads))
    wanted = [name for name in others if name not in leads]
    follows = [*(unit.name for unit in assignment.leads), *(unit.name for unit in assignment.listed)]
    usual = [name for name in follows if name not in leads]
    stated = home_of["participants"].value("participants")
    if stated is not None:
        usual = [name for name in stated if name not in leads]
    if changed[1] or wanted != usual:
        known = [name for name in stated or () if name in wanted]  # in the order that the spec has them in
        after = [*known, *(name for name in wanted if name not in known)]
        edits += home_of["participants"].edit("participants", after)
    return edits


def _one_or_all(leads: list[str]) -> str | list[str]:
    return leads[0] if len(leads) == 1 else leads


def _confirmed(state: ItemState, cells: Mapping[str, Cell]) -> tuple[bool, bool]:
    """Return whether lead and participants that were only proposed are confirmed: the marks of it are gone."""
    assignment = state.item.assignment
    gone = [
        role in cells and _PROPOSED in cells[role].was and _PROPOSED not in cells[role].now
        for role in ("lead", "support")
    ]
    body = state.was.proposed and state.now is not None and bool(state.now.leads) and not state.now.proposed
    proposed = (any(one.proposed for one in units) for units in (assignment.leads, assignment.listed))
    lead, others = (one and (body or marks) for one, marks in zip(proposed, gone, strict=True))
    return lead, others


def _taken(state: ItemState, homes: Sequence[Home], cells: Mapping[str, Cell]) -> FieldResult | None:
    """Return that units which were only proposed are confirmed, and stand there as they were."""
    assignment, home = state.item.assignment, homes[0]
    confirmed = _confirmed(state, cells)
    if not any(confirmed):
        return None
    leads, others = ([unit.name for unit in units] for units in (assignment.leads, assignment.listed))
    fields = (Field.LEAD, Field.PARTICIPANTS)
    words = FieldResult(fields=fields, was="拟定的单位", now="、".join([*leads, *others]))
    left = any(
        unit.proposed and not said
        for units, said in zip((assignment.leads, assignment.listed), confirmed, strict=True)
        for unit in units
    )
    if not left and not isinstance(state.item, CountyIndicator) and home.path[0] == "inherit":
        return replace(words, edits=home.edit("accept_suggestions", True), notes=(ALL_TAKEN,))
    edits: tuple[SpecEdit, ...] = ()
    if confirmed[0]:
        edits += home.edit("lead", _one_or_all(leads))
    if confirmed[1]:
        edits += home.edit("participants", others)
    return replace(words, edits=edits)
