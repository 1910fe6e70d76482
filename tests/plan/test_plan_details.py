"""Responsibility, deadlines, indicators, duties and titles of the county's plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from own_items import own as own_key
from plan_builders import (
    KNOWLEDGE,
    ROSTER,
    at,
    build,
    clause,
    codes,
    hint,
    item,
    named,
    of_code,
    parent,
    row,
    said,
    spec,
)
from plangen.county.spec import Disposition, LocalIndicator, LocalItem, Roster
from plangen.plan.gather import item_list
from plangen.plan.model import CountyItem, Rule
from plangen.plan.wording import (
    clean_title,
    load_plan_words,
    plan_subject,
)
from plangen.terms.findings import FindingsError, Severity, has_errors
from plangen.terms.period import period_name

WORDS = KNOWLEDGE.words


def units(one: CountyItem) -> tuple[list[str], list[str]]:
    return [unit.name for unit in one.assignment.leads], [unit.name for unit in one.assignment.participants]


# -- responsibility ------------------------------------------------------------------------------------------------


def test_the_parents_units_become_the_countys() -> None:
    responsibility = clause(
        "市应急局", with_=("市水利局", "市安委会成员单位", "各县（市、区）人民政府"), open_ended=True
    )
    plan, findings = build(parent(item("T01", responsibility=responsibility)))
    task = named(plan, "T01")
    assert units(task) == (["县应急局"], ["县水利局", "县安委会成员单位", "各乡镇人民政府"])
    assert [unit.rule for unit in task.assignment.units] == [Rule.COVER, Rule.COVER, Rule.GROUP, Rule.LEVEL]
    assert task.assignment.open_ended and not task.assignment.suggested
    assert "units-suggested" not in codes(findings)


def test_the_same_doubt_of_several_items_is_one_finding() -> None:
    strange = clause("市应急局", with_=("市航天局",))
    plans = parent(*(item(f"T{number:02}", responsibility=strange) for number in range(1, 5)))
    _, findings = build(plans)
    finding = of_code(findings, "unit-unresolved")
    assert finding.location.place == "jincheng-155 T01至T04"
    assert "市航天局" in finding.message and "对应上级单位" in hint(finding)


def test_the_specs_lead_displaces_but_keeps_the_parents() -> None:
    plans = parent(item("T01", responsibility=clause("市应急局", with_=("市水利局", "市公安局"))))
    plan, findings = build(plans, spec({"T01": Disposition(lead="县公安局")}))
    task = named(plan, "T01")
    assert units(task) == (["县公安局"], ["县应急局", "县水利局"])
    assert task.assignment.lead and task.assignment.lead.rule is Rule.SPEC
    assert task.assignment.lead.parent_units == ("市公安局",)
    assert "unit-dropped" not in codes(findings)


def test_a_parent_unit_that_the_spec_leaves_out_is_a_warning() -> None:
    plans = parent(item("T01", responsibility=clause("市应急局", with_=("市水利局",), open_ended=True)))
    decision = Disposition(lead="县公安局", participants=("县住建局", "县公安局"), location=at(12))
    plan, findings = build(plans, spec({"T01": decision}))
    assert units(named(plan, "T01")) == (["县公安局"], ["县住建局"])
    assert not named(plan, "T01").assignment.open_ended
    finding = of_code(findings, "unit-dropped")
    assert (finding.severity, finding.location) == (Severity.WARNING, at(12))
    assert "市应急局、市水利局" in finding.message and "县应急局、县水利局" in hint(finding)


def test_a_unit_of_the_spec_that_the_roster_does_not_have() -> None:
    plan, findings = build(parent(item("T01", "预案")), spec({"T01": Disposition(lead="县航天局", location=at(2))}))
    finding = of_code(findings, "unit-not-in-roster")
    assert (finding.severity, finding.location) == (Severity.ERROR, at(2))
    assert named(plan, "T01").assignment.lead is not None


def test_towns_can_be_named_in_the_spec() -> None:
    plan, findings = build(parent(item("T01", "预案")), spec({"T01": Disposition(lead="芝河镇", participants=())}))
    assert units(named(plan, "T01")) == (["芝河镇人民政府"], [])
    assert not has_errors(findings)
    assert plan.duties[0].unit == "芝河镇人民政府"


def test_items_without_units_get_the_themes_as_a_suggestion() -> None:
    plans = parent(*(item(f"T{number:02}", "防汛抗旱") for number in range(1, 4)))
    plan, findings = build(plans, spec({"T02": Disposition(accept_suggestions=True)}))
    assert named(plan, "T01").assignment.suggested
    assert not named(plan, "T02").assignment.suggested
    assert units(named(plan, "T02")) == units(named(plan, "T01"))
    finding = of_code(findings, "units-suggested")
    assert (finding.severity, finding.location.place) == (Severity.WARNING, "jincheng-155 T01、T03")
    assert "2项" in finding.message
    plan, findings = build(plans, spec(accept_suggestions=True))
    assert "units-suggested" not in codes(findings)


def test_a_lead_alone_keeps_the_suggested_participants_as_suggestions() -> None:
    plan, _ = build(parent(item("T01", "防汛抗旱")), spec({"T01": Disposition(lead="县公安局")}))
    task = named(plan, "T01")
    assert task.assignment.suggested and units(task)[0] == ["县公安局"] and units(task)[1]
    decided = spec({"T01": Disposition(lead="县公安局", participants=())})
    assert not named(build(parent(item("T01", "防汛抗旱")), decided)[0], "T01").assignment.suggested


def test_an_item_of_no_theme_is_led_by_the_drafting_bureau_and_reported() -> None:
    plan, findings = build(parent(item("T01", "弘扬廉政新风"), item("G01", "更加有力")))
    assert units(named(plan, "T01"))[0] == ["县应急局"]
    assert of_code(findings, "theme-missing").location.place == "jincheng-155 T01"


def test_a_nested_item_of_no_theme_is_suggested_for_whom_its_task_is() -> None:
    plan, findings = build(parent(item("T01", "森林防灭火", item("T01.1", "弘扬廉政新风"))))
    assert units(named(plan, "T01.1")) == units(named(plan, "T01"))
    assert named(plan, "T01.1").assignment.suggested
    assert "theme-missing" not in codes(findings)


def test_nested_items_share_named_units_but_not_suggested_ones() -> None:
    plans = parent(
        item("T01", "专项整治", item("T01.1", "消防"), responsibility=clause("市公安局")),
        item("T02", "安全生产专项整治", item("T02.1", "消防安全专项整治")),
        item("T03", "专项行动", item("T03.1", "消防")),
    )
    plan, _ = build(plans, spec({"T03": Disposition(lead="县住建局", participants=("县水利局",))}))
    assert units(named(plan, "T01.1")) == (["县公安局"], [])
    assert units(named(plan, "T02.1"))[0] == ["县消防救援大队"]
    assert named(plan, "T02.1").assignment.suggested
    assert units(named(plan, "T03.1")) == (["县住建局"], ["县水利局"])
    assert not named(plan, "T03.1").assignment.suggested


def test_confirming_a_task_confirms_what_is_nested_under_it() -> None:
    plans = parent(item("T01", "防汛抗旱", item("T01.1", "山洪灾害")))
    plan, findings = build(plans, spec({"T01": Disposition(accept_suggestions=True)}))
    assert not named(plan, "T01.1").assignment.suggested
    assert "units-suggested" not in codes(findings)


def test_an_item_without_any_county_unit_is_an_error_unless_the_spec_names_one() -> None:
    plans = parent(item("T01", responsibility=clause("市航天局")))
    plan, findings = build(plans)
    assert named(plan, "T01").assignment.lead is None
    assert of_code(findings, "lead-missing").severity is Severity.WARNING
    _, findings = build(plans, spec({"T01": Disposition(lead="县应急局")}))
    assert "lead-missing" not in codes(findings) and "unit-unresolved" in codes(findings)


# -- deadlines -----------------------------------------------------------------------------------------------------


def test_deadlines_are_inherited_or_the_end_of_the_period() -> None:
    plans = parent(
        item("T01", deadline=2027),
        item("T02", "", item("T02.1")),
        item("T03", "", item("T03.1"), deadline=2028),
        item("G01"),
    )
    plan, findings = build(plans)
    assert [(one.deadline, one.deadline_inherited) for one in plan.tasks] == [
        ("2027年底前", True),
        ("2030年底前", False),
        ("2028年底前", True),
    ]
    assert (named(plan, "T03.1").deadline, named(plan, "T03.1").deadline_inherited) == ("2028年底前", True)
    finding = of_code(findings, "deadline-missing")
    assert (finding.severity, finding.location.place) == (Severity.INFO, "jincheng-155 T02")
    assert "1项" in finding.message and "2030年底前" in finding.message


def test_a_deadline_outside_the_period_is_carried_and_reported() -> None:
    plans = parent(item("T01", deadline=2025), item("T02", deadline=2025), item("T03", deadline=2035))
    plan, findings = build(plans)
    assert [one.deadline for one in plan.tasks] == ["2025年底前", "2025年底前", "2035年底前"]
    outside = [finding for finding in findings if finding.code == "deadline-outside-period"]
    assert [finding.location.place for finding in outside] == ["jincheng-155 T01、T02", "jincheng-155 T03"]
    assert "T01: {时限: 2026}" in hint(outside[0])
    adapted, findings = build(plans, spec({f"T0{number}": Disposition(deadline="2027年底前") for number in (1, 2, 3)}))
    assert {one.deadline for one in adapted.tasks} == {"2027年底前"}
    assert "deadline-outside-period" not in codes(findings)


def test_a_later_or_outlying_deadline_of_the_spec_is_a_warning() -> None:
    decisions = {
        "T01": Disposition(deadline="2029年6月底前", location=at(8)),
        "T02": Disposition(deadline="2040年底前"),
        "T03": Disposition(deadline="长期坚持"),
    }
    plan, findings = build(parent(item("T01", deadline=2027), item("T02"), item("T03", deadline=2027)), spec(decisions))
    assert of_code(findings, "deadline-after-parent").location == at(8)
    assert "2040" in of_code(findings, "deadline-outside-period").message
    assert named(plan, "T03").deadline == "长期坚持"


@pytest.mark.parametrize("open_ended", [(True, False), (False, True)])
def test_an_item_of_two_parents_is_open_when_one_list_is(open_ended: tuple[bool, bool]) -> None:
    plans = [
        parent(
            item(
                "T01", "健全防汛抗旱应急指挥体系", responsibility=clause("市应急局", with_=(unit,), open_ended=is_open)
            ),
            identifier=identifier,
        )
        for identifier, unit, is_open in zip(("a", "b"), ("市水利局", "市公安局"), open_ended, strict=True)
    ]
    plan, _ = build(plans)
    (task,) = [one for one in plan.all_items() if len(one.origins) == 2]
    assert [unit.name for unit in task.assignment.participants] == ["县水利局", "县公安局"]
    assert task.assignment.open_ended


# -- indicators ----------------------------------------------------------------------------------------------------

RATE = "生产安全事故死亡人数"


def test_the_countys_own_targets() -> None:
    plans = parent(
        item("I01", RATE, target="下降15%", responsibility=clause("市应急局")),
        item("I02", "公众覆盖率", target="90%"),
        item("I03", "装备达标率"),
        item("I04", "受灾人次", target="<20000"),
    )
    own = (
        LocalIndicator(target="下降20%", of="jincheng-155:I01", location=at(3)),
        LocalIndicator(target="85%", of="I02", lead="县公安局", nature="约束性", location=at(4)),
        LocalIndicator(name="示范社区", target="1个", nature="预期性", lead="县应急局"),
        LocalIndicator(name="多余", target="1", of="jincheng-155:I09", location=at(6)),
        LocalIndicator(target="9", of="I02", location=at(7)),
    )
    plan, findings = build(plans, spec({"I04": Disposition(target="保持低位", location=at(9))}, indicators=own))
    rows = [(one.ordinal, one.name, one.target, one.parent_target, one.own_target) for one in plan.indicators]
    assert rows == [
        (1, RATE, "下降20%", "下降15%", True),
        (2, "公众覆盖率", "85%", "90%", True),
        (3, "装备达标率", WORDS.no_target, None, False),
        (4, "受灾人次", "保持低位", "<20000", True),
        (5, "示范社区", "1个", None, True),
        (6, "多余", "1", None, True),
    ]
    assert [one.key for one in plan.indicators[4:]] == [own_key("I", "示范社区"), own_key("I", "多余")]
    assert plan.indicators[1].nature == "约束性"
    assert plan.indicators[1].assignment.lead and plan.indicators[1].assignment.lead.name == "县公安局"
    assert of_code(findings, "indicator-weaker").location == at(4)
    assert of_code(findings, "indicator-not-comparable").location == at(9)
    assert of_code(findings, "indicator-of-unknown").location == at(6)
    assert of_code(findings, "indicator-twice").location == at(7)
    assert of_code(findings, "indicator-target-missing").location.place == "jincheng-155 I03"
    assert row(plan, "I04")[0] == "细化"


def test_a_target_for_a_waived_indicator_is_an_error() -> None:
    from plan_builders import WAIVED

    own = (LocalIndicator(target="1", of="I01", location=at(3)),)
    plan, findings = build(parent(item("I01", RATE, target="下降15%")), spec({"I01": WAIVED}, indicators=own))
    assert of_code(findings, "indicator-of-waived").severity is Severity.ERROR
    assert [one.name for one in plan.indicators] == [RATE]
    assert row(plan, "I01")[0] == "不承接"


# -- duties --------------------------------------------------------------------------------------------------------


def test_duties_are_in_the_rosters_order_and_idle_units_come_last() -> None:
    plans = parent(
        item("I01", RATE, target="0", responsibility=clause("市应急局")),
        item("T01", "", item("T01.1", responsibility=clause("市水利局", with_=("市应急局",))), item("T01.2"),
             responsibility=clause("市应急局", with_=("市水利局", "市安委会成员单位", "各县（市、区）人民政府"))),
        item("P01", responsibility=clause("市公安局")),
    )  # fmt: skip
    plan, findings = build(plans)
    listed = {one.unit: one for one in plan.duties}
    assert list(listed)[:5] == ["县应急局", "县公安局", "县水利局", "县安委会成员单位", "各乡镇人民政府"]
    bureau, water = listed["县应急局"], listed["县水利局"]
    assert [one.reference for one in bureau.leads] == ["1", "1.2"]
    assert [one.reference for one in bureau.participates] == ["1.1"]  # another role than in the task above
    assert [one.name for one in bureau.leads_indicators] == [RATE]
    assert [one.reference for one in water.participates] == ["1", "1.2"]
    assert [one.reference for one in water.leads] == ["1.1"]
    idle = of_code(findings, "unit-without-duty")
    assert idle.severity is Severity.INFO and "县档案馆" in idle.message and "县安委会" not in idle.message
    assert listed["县档案馆"].leads == listed["县档案馆"].participates == ()
    assert list(listed)[-1] == "县档案馆"


def test_every_row_is_someones_duty() -> None:
    plans = parent(item("T01", "防汛抗旱", item("T01.1", "消防")), item("P01", "地震"), item("G01"), item("I01", RATE))
    plan, _ = build(plans)
    led = {nested.key for duty in plan.duties for one in duty.leads for nested in one.walk()}
    assert {one.key for one in plan.all_items()} <= led
    assert [one.key for duty in plan.duties for one in duty.leads_indicators] == ["jincheng-155:I01"]


def test_an_empty_roster_is_an_error_not_a_crash() -> None:
    _, findings = build(parent(item("T01", "防汛")), replace(spec(), roster=Roster()))
    assert of_code(findings, "lead-missing").severity is Severity.ERROR


# -- titles and lists ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("晋中市落实国家和省“十四五”应急体系规划实施方案", "应急体系规划"),
        ("晋中市落实国家和省 “十四五” 应急体系规划实施方案", "应急体系规划"),
        ("吕梁市“十四五”应急管理和本质安全建设规划", "应急管理和本质安全建设规划"),
        ("晋城市十五五应急体系建设", "应急体系建设规划"),
        ("关于印发朔州市落实省“十四五”应急体系规划实施方案的通知", "应急体系规划"),
        ("某市应急规划", None),
        ("某市“十五五”2026", None),
    ],
)
def test_what_a_plan_is_about(title: str, subject: str | None) -> None:
    assert plan_subject(title) == subject


def test_the_plans_title() -> None:
    plans = parent(item("T01"), title="吕梁市“十四五”应急管理和本质安全建设规划")
    assert build(plans)[0].title == "永和县“十五五”应急管理和本质安全建设规划实施方案"
    assert build(plans, spec(title="县里的标题"))[0].title == "县里的标题"
    assert build(parent(title="无"), spec(period=(2027, 2029)))[0].title == "永和县2027—2029年规划实施方案"


@pytest.mark.parametrize(
    ("period", "name"), [((2026, 2030), "“十五五”"), ((2021, 2025), "“十四五”"), ((2026, 2028), "2026—2028年")]
)
def test_names_of_periods(period: tuple[int, int], name: str) -> None:
    assert period_name(period) == name


def test_clean_titles() -> None:
    assert clean_title(" 严格安全准入。 ") == "严格安全准入"
    assert clean_title("一句话，\n两行写。；") == "一句话，两行写"


def test_lists_of_items_are_short() -> None:
    refs = [
        ("a", "T01"),
        ("a", "T02"),
        ("a", "T03"),
        ("a", "T05"),
        ("a", "T05.1"),
        ("a", "T05.2"),
        ("a", "P01"),
        ("b", "T01"),
    ]
    assert item_list(refs) == "a T01至T03、T05、T05.1、T05.2、P01；b T01"


def test_broken_words_are_a_finding(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "plan.yaml"
    path.write_text("groups: {}", "utf-8")
    with pytest.raises(FindingsError) as error:
        load_plan_words(path)
    assert {finding.code for finding in error.value.findings} == {"knowledge-missing-key"}


def test_local_items_may_have_text_of_their_own() -> None:
    plan, _ = build(parent(), spec(tasks=(LocalItem(title="甲。", text="一。\n二。", measures=("三",)),)))
    task = plan.tasks[0]
    assert (task.title, said(task.paragraphs), said(task.measures)) == ("甲", ("一。", "二。"), ("三。",))
    assert ROSTER.units[0].short == "县应急局"


@pytest.mark.parametrize(
    ("title", "due"),
    [
        ("常态化开展隐患排查", "长期坚持"),
        ("编制年度执法计划", "每年"),
        ("建成应急物资库", "2030年底前"),
        ("修订应急预案", "2030年底前"),
    ],
)
def test_what_recurs_is_not_finished_at_the_end_of_the_period(title: str, due: str) -> None:
    plan, findings = build(parent(item("T01", title), item("T02", title, deadline=2027)), spec())
    assert [one.deadline for one in plan.tasks] == [due, "2027年底前"]  # a year that the parent names stands
    assert plan.tasks[0].deadline_inherited is (due != "2030年底前")
    assert ("deadline-recurring" in codes(findings)) is (due != "2030年底前")


def test_nested_work_is_due_with_its_host_unless_it_recurs() -> None:
    nested = (item("T01.1", "日常巡查"), item("T01.2", "划定红线"))
    plan, _ = build(parent(item("T01", "建设平台", nested[0], nested[1])), spec())
    assert [one.deadline for one in plan.tasks[0].items] == ["长期坚持", "2030年底前"]
    plan, _ = build(parent(item("T01", "建设平台", nested[0], nested[1], deadline=2028)), spec())
    assert [one.deadline for one in plan.tasks[0].items] == ["2028年底前", "2028年底前"]
    plan, _ = build(parent(item("P01", "日常巡查装备购置工程")), spec())
    assert plan.projects[0].deadline == "2030年底前"  # what is built is finished one day
