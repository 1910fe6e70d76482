"""The answers of ``plangen who``: a unit's work, an item's units, and the reason for each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from own_items import own
from plan_builders import COUNTY, ROSTER, WAIVED, at, build, clause, item, parent, spec
from plangen.county.spec import CountySpec, Disposition, LocalItem, Roster, RosterUnit
from plangen.plan.model import CountyPlan
from plangen.plan.who import (
    CO_LEADS,
    LEADS,
    PARTICIPATES,
    SUGGESTED,
    ItemReport,
    UnitReport,
    WaivedReport,
    who_does,
)
from plangen.terms.findings import FindingsError

WATER = RosterUnit(
    name="永和县水利局", short="县水利局", aliases=("县水务局",), covers=("水利局", "水文站"), location=at(45)
)
UNITS = tuple(WATER if unit.short == "县水利局" else unit for unit in ROSTER.units)
COUNTY_ROSTER = replace(ROSTER, units=UNITS)


@pytest.fixture(scope="module")
def plan() -> CountyPlan:
    first = parent(
        item(
            "T01",
            "整治河道",
            item("T01.1", "清理淤积"),
            item("T01.2", "加固堤防", responsibility=clause("市应急局", with_=("市水文站",), open_ended=True)),
            responsibility=clause("市水务局", "市住建局", with_=("市公安局", "市档案局", "市某某办")),
            deadline=2027,
        ),
        item("T02", "防汛抗旱"),
        item("T03", "整治矿山"),
        item("P01", "加固水库", responsibility=clause("市水利局", with_=("市安委会成员单位", "各县（区）人民政府"))),
        item("I01", "死亡人数", target="下降15%", responsibility=clause("市应急局", with_=("市水利局",))),
    )
    second = parent(item("T01", "推进评议", responsibility=clause("市司法局")), identifier="changzhi-155")
    own = LocalItem(title="建设避难广场", lead="县住建局", participants=("县水利局",))
    decisions = {"T03": WAIVED, "T02": Disposition(accept_suggestions=False)}
    return build([first, second], spec(decisions, roster=COUNTY_ROSTER, tasks=(own,)))[0]


def unit_of(plan: CountyPlan, asked: str) -> UnitReport:
    (answer,) = who_does(plan, asked).answers
    assert isinstance(answer, UnitReport)
    return answer


def item_of(plan: CountyPlan, asked: str) -> ItemReport:
    (answer,) = who_does(plan, asked).answers
    assert isinstance(answer, ItemReport)
    return answer


@pytest.mark.parametrize(
    "asked", ["县水利局", "永和县水利局", "县水务局", "市水利局", "水利局", "水利厅", " 县 水利局　"]
)
def test_a_unit_is_found_in_every_spelling(plan: CountyPlan, asked: str) -> None:
    assert unit_of(plan, asked).unit == "县水利局"


def test_a_units_work_comes_with_deadline_and_reason(plan: CountyPlan) -> None:
    report = unit_of(plan, "县水利局")
    by_title = {duty.title: duty for duty in report.duties}
    river = by_title["整治河道"]
    assert (river.role, river.deadline, river.reference) == (LEADS, "2027年底前", "任务1")
    assert river.basis.parent_units == ("市水务局",) and river.basis.rule == "部门名册“对应上级单位”"
    assert river.basis.named_in == ("jincheng-155 T01",) and river.basis.covers == ("水利局",)
    assert river.origins == ("jincheng-155 T01",)
    assert by_title["加固堤防"].role == PARTICIPATES and by_title["加固堤防"].basis.covers == ("水文站",)
    assert by_title["防汛抗旱"].status == SUGGESTED and by_title["防汛抗旱"].basis.rule == "按主题建议"
    assert by_title["死亡人数"].reference == "指标1" and by_title["死亡人数"].deadline is None
    assert by_title["建设避难广场"].origins == ()
    assert by_title["清理淤积"].role == LEADS, "what is nested is listed too"
    text = "\n".join(who_does(plan, "县水利局").lines())
    assert "部门名册第45行“县水利局”，对应上级单位：水利局、水文站" in text
    assert "任务1 整治河道，2027年底前" in text and "防汛抗旱（拟）" in text and "来源：本级自定" in text
    assert text.index("牵头 ") < text.index("配合 ")


def test_a_member_sees_what_its_group_does(plan: CountyPlan) -> None:
    report = unit_of(plan, "县公安局")
    assert report.groups == ("县安委会成员单位",)
    assert [duty.title for duty in report.duties if duty.via == "县安委会成员单位"] == ["加固水库"]
    assert "作为县安委会成员单位参加 1 项" in who_does(plan, "县公安局").lines()


def test_towns_and_groups_can_be_asked_for(plan: CountyPlan) -> None:
    assert [duty.title for duty in unit_of(plan, "各乡镇人民政府").duties] == ["防汛抗旱", "加固水库"]
    assert unit_of(plan, "安委会成员单位").unit == "县安委会成员单位"
    assert unit_of(plan, "芝河镇").duties == () and "方案中没有它的任务" in who_does(plan, "芝河镇").lines()


@pytest.mark.parametrize("asked", ["jincheng-155:T01", "jincheng-155：t01", "任务1", "重点任务1", "整治河道"])
def test_an_item_is_found_in_every_spelling(plan: CountyPlan, asked: str) -> None:
    assert item_of(plan, asked).title == "整治河道"


def test_an_items_units_come_with_their_reasons(plan: CountyPlan) -> None:
    report = item_of(plan, "jincheng-155:T01")
    roles = {one.unit: one.role for one in report.units}
    assert roles == {"县水利局": LEADS, "县住建局": CO_LEADS, "县公安局": PARTICIPATES, "县档案馆": PARTICIPATES}
    rules = {one.unit: one.basis.rule for one in report.units}
    assert rules["县公安局"] == "部门名册“对应上级单位”"
    assert report.unresolved == ("市某某办",) and report.status == "已明确"
    assert report.origins == ("jincheng-155 T01 整治河道",)
    lines = who_does(plan, "jincheng-155:T01").lines()
    assert "  牵头：县水利局 ← 市水务局（jincheng-155 T01）；部门名册“对应上级单位”，名册第45行：水利局" in lines
    assert "  本级没有对应单位、未列入：市某某办" in lines


def test_a_nested_item_without_a_clause_points_to_the_task_that_speaks(plan: CountyPlan) -> None:
    report = item_of(plan, "T01.1")
    assert report.reference == "任务1.1" and report.units[0].basis.named_in == ("jincheng-155 T01",)
    assert item_of(plan, "任务1.2").open_ended


def test_an_id_of_two_parents_gives_both_items(plan: CountyPlan) -> None:
    answers = who_does(plan, "T01").answers
    assert [answer.title for answer in answers if isinstance(answer, ItemReport)] == ["整治河道", "推进评议"]
    assert "" in who_does(plan, "T01").lines()


def test_suggestions_are_said_to_be_suggestions(plan: CountyPlan) -> None:
    report = item_of(plan, "T02")
    assert report.status == SUGGESTED
    assert all(one.basis.rule == "按主题建议" and not one.basis.parent_units for one in report.units)


def test_a_waived_item_says_who_decided(plan: CountyPlan) -> None:
    (answer,) = who_does(plan, "T03").answers
    assert isinstance(answer, WaivedReport) and (answer.by, answer.on) == ("县应急局", "2026-11-20")
    assert "  不承接：县域没有这类企业" in who_does(plan, "T03").lines()


def test_local_items_merged_items_and_parts_are_found() -> None:
    plans = parent(item("T01", "整治河道", responsibility=clause("市水利局")), item("T02"), item("T03"))
    part = Disposition(title="甲事"), Disposition(title="乙事")
    county = spec({"T02": Disposition(merge_into="T01"), "T03": Disposition(split=part)})
    made = build(plans, replace(county, local_tasks=(LocalItem(title="自定的事", lead="县公安局"),)))[0]
    assert item_of(made, "T02").title == "整治河道"
    assert len(who_does(made, "T03").answers) == 2
    assert item_of(made, "T03/2").title == "乙事"
    assert item_of(made, own("T", "自定的事")).title == "自定的事"


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("县水力局", "县水利局"), ("T012", "T01"), ("整治河", "整治河道"), ("", ""), ("任务99", ""), ("局" * 5000, "")],
)
def test_what_nobody_knows_is_refused_with_the_nearest_names(plan: CountyPlan, asked: str, nearest: str) -> None:
    with pytest.raises(FindingsError) as caught:
        who_does(plan, asked)
    (finding,) = caught.value.findings
    assert finding.code == "who-unknown"
    assert nearest in str(finding.hint) and len(finding.message) < 200


def test_an_empty_plan_can_be_asked() -> None:
    empty = build([], CountySpec(county=COUNTY, plan=spec().plan, roster=Roster()))[0]
    with pytest.raises(FindingsError):
        who_does(empty, "县水利局")
