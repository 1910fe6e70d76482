"""How a planner writes a unit into the roster: a line of the spec with marked keys, or the cells of a sheet's row."""

from __future__ import annotations

from plangen.county.spec import Roster, RosterUnit


def new_unit(roster: Roster, name: str, short: str, *covers: str) -> str:
    """Return where and how a unit is added.

    Args:
        roster: the county's roster.
        name: the unit's full name.
        short: its short name.
        covers: the parent units that it is to answer for.
    """
    if roster.sheet:
        listed = f"，对应上级单位“{'、'.join(covers)}”" if covers else ""
        return f"在“部门名册”表中加一行：单位全称“{name}”，简称“{short}”{listed}"
    return f"在“〖部门名册〗”中加一行 {_line(name, short, covers)}"


def more_covers(roster: Roster, unit: RosterUnit, cover: str) -> str:
    """Return where and how a unit of the roster is made to answer for one more parent unit."""
    if roster.sheet:
        row = f"{unit.location.place or '“部门名册”表'} 那一行（{unit.short}）"
        return f"在{row}的“对应上级单位”一格中加上“{cover}”"
    return f"在“〖部门名册〗”中改写为 {_line(unit.name, unit.short, (*unit.covers, cover))}"


def new_group(roster: Roster, name: str, cover: str, member: str) -> str:
    """Return where and how a group is added."""
    if roster.sheet:
        entry = f"在“成员单位组”表中加一行：名称“{name}”，对应上级“{cover}”，成员“{member}”"
    else:
        entry = f"在“〖成员单位组〗”中加一行 {{〖名称〗: {name}, 〖对应上级单位〗: [{cover}], 〖成员〗: [{member}]}}"
    return f"{entry}（成员按实际填写）"


def _line(name: str, short: str, covers: tuple[str, ...]) -> str:
    listed = f", 〖对应上级单位〗: [{', '.join(covers)}]" if covers else ""
    return f"{{〖名称〗: {name}, 〖简称〗: {short}{listed}}}"
