"""Hints about the roster name what its file has: lines and keys of the spec, or rows and cells of an Excel sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plan_builders import ROSTER, build, clause, item, parent, spec
from plangen.county.spec import Disposition, Roster
from plangen.plan.division_checks import check_division
from plangen.terms.findings import Location
from plangen.terms.units import load_units

IN_SHEET = replace(
    ROSTER,
    sheet="部门名册.xlsx",
    units=tuple(
        replace(unit, location=Location(file="部门名册.xlsx", place=f"“部门名册”表 A{row}"))
        for row, unit in enumerate(ROSTER.units, 4)
    ),
)
UNKNOWN = ("市航天局", "市防震减灾中心", "市道安委成员单位")


def hints(roster: Roster) -> dict[str, str]:
    """Return what is said to do about units of the parent that nobody answers for, by the unit."""
    _, findings = build(
        parent(item("T01", "事项", responsibility=clause("市应急局", with_=UNKNOWN))), spec(roster=roster)
    )
    found = {str(one.values["unit"]): one.hint or "" for one in findings if one.values.get("unit") in UNKNOWN}
    assert set(found) == set(UNKNOWN)
    return found


def test_a_roster_in_the_spec_is_mended_with_a_line() -> None:
    found = hints(ROSTER)
    assert all("{〖名称〗: " in hint and "表" not in hint for hint in found.values())
    assert "〖成员〗" in found["市道安委成员单位"]


def test_a_roster_in_a_sheet_is_mended_in_its_cells() -> None:
    found = hints(IN_SHEET)
    assert not any(sign in hint for hint in found.values() for sign in "{[〖")
    assert "“部门名册”表中加一行：单位全称“永和县航天局”，简称“县航天局”" in found["市航天局"]
    assert "“部门名册”表 A4 那一行（县应急局）的“对应上级单位”" in found["市防震减灾中心"]
    assert "“成员单位组”表中加一行：名称“县道安委成员单位”" in found["市道安委成员单位"]


@pytest.mark.parametrize(("roster", "said"), [(ROSTER, "{〖名称〗: "), (IN_SHEET, "“部门名册”表中加一行：单位全称")])
def test_a_unit_in_the_text_that_the_roster_lacks(roster: Roster, said: str) -> None:
    settings = {"T01": Disposition(measures=("县应急局会同永和县供销社开展检查。",))}
    plan = build(parent(item("T01", responsibility=clause("市应急局"))), spec(settings, roster=roster))[0]
    (found,) = (one for one in check_division(plan, load_units()) if one.code == "text-unit-unknown")
    assert said in (found.hint or "")
