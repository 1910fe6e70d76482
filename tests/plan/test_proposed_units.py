"""Which units of a row are proposed, and why; who is named by his group; whether a unit may lead at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plan_builders import ROSTER, build, clause, codes, item, named, of_code, parent, spec
from plangen.county.spec import Disposition, LocalItem, RosterGroup, RosterUnit
from plangen.document import filters
from plangen.plan.model import Assignment, Proposed
from plangen.terms.responsibility import Responsibility

OFFICES = ("县委组织部", "县教育局", "县气象局", "县总工会", "县人社局")
WIDE = replace(
    ROSTER,
    units=(
        *ROSTER.units,
        *(RosterUnit(name=name.replace("县", "永和县", 1), short=name) for name in OFFICES),
        RosterUnit(name="永和县文化和旅游局", short="县文旅局", covers=("广播电视局",)),
        RosterUnit(name="永和县住房和城乡建设局", short="县住建局"),
    ),
)
LISTED = Responsibility(text="责任单位：市公安局、市水利局", participants=("市公安局", "市水利局"))


def proposed(assignment: Assignment) -> dict[str, Proposed]:
    return {unit.name: unit.proposed for unit in assignment.units if unit.proposed}


def test_who_stands_first_in_a_list_is_a_proposal_with_its_reason() -> None:
    plan, findings = build(parent(item("T01", "整治消防通道", responsibility=LISTED)))
    row = named(plan, "T01").assignment
    assert proposed(row) == {"县公安局": Proposed.FIRST}
    assert filters.clause(row) == "（拟由县公安局牵头，县水利局按职责分工负责）"
    assert (filters.lead_cell(row), filters.support_cell(row)) == ("县公安局（拟）", "县水利局")
    assert "lead-not-named" in codes(findings) and "units-suggested" not in codes(findings)


@pytest.mark.parametrize(
    "settings", [Disposition(lead="县水利局"), Disposition(lead="县公安局"), Disposition(accept_suggestions=True)]
)
def test_a_lead_that_the_county_decides_is_no_proposal(settings: Disposition) -> None:
    plan, findings = build(parent(item("T01", "整治消防通道", responsibility=LISTED)), spec({"T01": settings}))
    row = named(plan, "T01").assignment
    assert proposed(row) == {} and "拟" not in filters.clause(row)
    assert {unit.name for unit in row.units} == {"县公安局", "县水利局"}
    assert "lead-not-named" not in codes(findings)


def test_beside_a_lead_of_the_county_only_who_is_suggested_is_proposed() -> None:
    plan, findings = build(parent(item("T01", "防汛抗旱")), spec({"T01": Disposition(lead="县应急局")}))
    row = named(plan, "T01").assignment
    assert row.lead is not None and row.lead.proposed is None
    assert row.participants and set(proposed(row)) == {unit.name for unit in row.participants}
    assert filters.clause(row).startswith("（县应急局牵头，拟由县水利局、")
    assert "units-suggested" in codes(findings)


def test_participants_of_the_county_leave_the_suggested_lead_a_proposal() -> None:
    plan, _ = build(parent(item("T01", "防汛抗旱")), spec({"T01": Disposition(participants=("县公安局",))}))
    assert filters.clause(named(plan, "T01").assignment) == "（拟由县水利局牵头，县公安局按职责分工负责）"


def test_of_two_parents_the_lead_that_one_names_goes_before_the_first_of_a_list() -> None:
    leads = item("T01", "整治消防通道", responsibility=clause("市水利局", with_=("市应急局",)))
    plans = [parent(item("T01", "整治消防通道", responsibility=LISTED), identifier="a"), parent(leads, identifier="b")]
    plan, findings = build(plans, spec({"a": {}, "b": {"T01": Disposition(merge_into="a:T01")}}))
    row = next(one for one in plan.tasks if len(one.origins) == 2).assignment
    assert row.lead is not None and (row.lead.name, row.lead.proposed) == ("县水利局", None)
    assert proposed(row) == {} and "lead-not-named" not in codes(findings)


# -- groups and their members --------------------------------------------------------------------------------------

GROUPS = replace(
    WIDE,
    groups=(
        RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=("县应急局", "县公安局", "县教育局")),
    ),
)


def test_a_member_beside_its_group_is_printed_with_it_and_has_its_duty_still() -> None:
    said = clause("市应急局", with_=("市公安局", "市安委会成员单位", "市水利局"))
    plan, _ = build(parent(item("T01", responsibility=said)), spec(roster=GROUPS))
    row = named(plan, "T01").assignment
    assert filters.support_cell(row) == "县安委会成员单位、县水利局"
    assert next((unit.name, unit.within) for unit in row.participants) == ("县公安局", "县安委会成员单位")
    police = next(one for one in plan.duties if one.unit == "县公安局")
    assert [one.title for one in police.participates] == [named(plan, "T01").title]


@pytest.mark.parametrize(
    ("participants", "printed"),
    [
        (("县公安局", "县安委会成员单位"), "县公安局、县安委会成员单位"),
        (("芝河镇", "各乡镇人民政府"), "芝河镇人民政府、各乡镇人民政府"),
    ],
)
def test_a_member_that_the_county_names_beside_its_group_is_printed(
    participants: tuple[str, ...], printed: str
) -> None:
    said = clause("市应急局", with_=("市安委会成员单位", "各县（市、区）人民政府"))
    county = spec({"T01": Disposition(participants=participants)}, roster=GROUPS)
    row = named(build(parent(item("T01", responsibility=said)), county)[0], "T01").assignment
    assert filters.support_cell(row) == printed


def test_a_member_of_a_group_that_the_county_keeps_is_not_left_out() -> None:
    said = clause("市应急局", with_=("市公安局", "市安委会成员单位"))
    county = spec({"T01": Disposition(participants=("县安委会成员单位",))}, roster=GROUPS)
    assert "unit-dropped" not in codes(build(parent(item("T01", responsibility=said)), county)[1])


# -- who may lead --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "lead", "usual"),
    [
        ("升级应急广播", "县应急局", "县文旅局"),
        ("升级应急广播", "县文旅局", None),
        ("开展企业安全培训", "县委组织部", "县应急局"),
        ("开展领导干部培训", "县委组织部", None),
        ("整治燃气安全", "县教育局", "县住建局"),
        ("整治燃气安全", "县应急局", None),
        ("防汛抗旱", "县气象局", "县水利局"),
        ("管好红枣加工", "县教育局", None),
    ],
)
def test_a_lead_without_the_function_is_reported(title: str, lead: str, usual: str | None) -> None:
    as_inherited = build(parent(item("T01", title)), spec({"T01": Disposition(lead=lead)}, roster=WIDE))
    as_own = build(parent(item("T01")), spec(tasks=(LocalItem(title=title, lead=lead),), roster=WIDE))
    for _, findings in (as_inherited, as_own):
        if usual is None:
            assert "lead-implausible" not in codes(findings)
        else:
            assert f"“{usual}”" in of_code(findings, "lead-implausible").message


def test_who_has_no_such_function_is_not_suggested_to_lead() -> None:
    for title in ("开展应急培训", "升级应急广播"):
        plan, _ = build(parent(item("T01", title)), spec(roster=WIDE))
        lead = named(plan, "T01").assignment.lead
        assert lead is not None and lead.name == {"开展应急培训": "县应急局", "升级应急广播": "县文旅局"}[title]


def test_a_lead_that_the_parent_names_is_not_doubted() -> None:
    plan, findings = build(parent(item("T01", "升级应急广播", responsibility=clause("市应急局"))), spec(roster=WIDE))
    assert named(plan, "T01").assignment.lead and "lead-implausible" not in codes(findings)
