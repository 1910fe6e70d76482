"""Inheriting: nothing is lost, whatever the parents and the spec are like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from own_items import own
from plan_builders import (
    KNOWLEDGE,
    SMALL,
    WAIVED,
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
from plangen.county.spec import Disposition, LocalItem
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.localise import left_city_wording
from plangen.plan.model import CountyIndicator, CountyPlan
from plangen.terms.findings import Severity, has_errors

TITLES = [
    "严格安全准入", "严格把控安全准入", "消防", "矿山", "强化应急预案准备", "完善领导指挥体制", "强化领导指挥体系",
    "全市防汛抗旱能力提升工程", "建设市级应急广播，打通预警信息传递的最后一步", "", "A", "健全管理机制",
]  # fmt: skip
UNITS = ["市应急局", "市公安局", "市水利局", "市不存在局", "各县（市、区）人民政府", "市安委会成员单位"]


@st.composite
def parent_items(draw: st.DrawFn, identifier: str, depth: int) -> ParentItem:
    nested: tuple[ParentItem, ...] = ()
    if depth and identifier[0] != "I":
        count = draw(st.integers(0, 2))
        nested = tuple(draw(parent_items(f"{identifier}.{number}", depth - 1)) for number in range(1, count + 1))
    units = draw(st.lists(st.sampled_from(UNITS), max_size=2, unique=True))
    return item(
        identifier,
        draw(st.sampled_from(TITLES)),
        *nested,
        group=draw(st.sampled_from([None, "加强本质安全能力建设", "加强应急救援力量体系建设"])),
        text=draw(st.sampled_from([None, "推进全市工作。加强市级队伍。"])),
        deadline=draw(st.sampled_from([None, 2023, 2027])),
        target=draw(st.sampled_from([None, "下降15%", "<0.8"])) if identifier[0] == "I" else None,
        responsibility=clause(*units[:1], with_=tuple(units[1:])) if units else None,
    )


@st.composite
def parent_plans(draw: st.DrawFn, identifier: str) -> ParentPlan:
    items = [
        draw(parent_items(f"{letter}{number:02}", 2 if letter in "TP" else 1))
        for letter in "IGTP"
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    level = draw(st.sampled_from([Level.CITY, Level.PROVINCE, Level.COUNTY]))
    return parent(*items, identifier=identifier, level=level)


@st.composite
def dispositions(draw: st.DrawFn, ids: list[str], plans: list[str]) -> Disposition:
    target = draw(
        st.sampled_from(
            [*ids, "T99", *(f"{plan}:{one}{part}" for plan in plans for one in ids[:4] for part in ("", "/2"))]
        )
    )
    choices: list[Disposition] = [
        WAIVED,
        replace(WAIVED, on=None),
        Disposition(merge_into=target),
        replace(WAIVED, merge_into=target),
        Disposition(title="县里改写的标题"),
        Disposition(lead="县公安局", participants=("县水利局",), deadline="2028年底前"),
        Disposition(lead="县没有的局"),
        Disposition(measures=("县里自己写的一句措施。",), target="下降20%"),
        Disposition(split=(Disposition(title="第一部分"), Disposition(title="第二部分", lead="县水利局"))),
        Disposition(split=(Disposition(title="只有一部分"),)),
        Disposition(accept_suggestions=True),
    ]
    return draw(st.sampled_from(choices))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[ParentPlan], dict[str, dict[str, Disposition]]]:
    names = [f"plan-{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    plans = [draw(parent_plans(name)) for name in names]
    inherit: dict[str, dict[str, Disposition]] = {}
    for plan in plans:
        ids = [one.id for one in plan.all_items()] or ["T01"]
        chosen = draw(st.lists(st.sampled_from([*ids, "T98"]), max_size=5, unique=True))
        inherit[plan.id] = {one: draw(dispositions(ids, names)) for one in chosen}
    return plans, inherit


def check_nothing_is_lost(plans: list[ParentPlan], plan: CountyPlan) -> None:
    expected = [(one.id, member.id) for one in plans for member in one.all_items()]
    assert [(line.origin.parent, line.origin.item) for line in plan.trace] == expected
    everything: list[Any] = [*plan.indicators, *plan.all_items()]
    there = {id(one) for one in everything}
    waived = [(one.origin.parent, one.origin.item) for one in plan.waived]
    assert len(waived) == len(set(waived))
    for line in plan.trace:
        ref = (line.origin.parent, line.origin.item)
        assert (ref in waived) == (line.disposition == "不承接") == (not line.targets)
        for target in line.targets:
            assert id(target) in there
            assert ref in [(origin.parent, origin.item) for origin in target.origins]
    carried = [(origin.parent, origin.item, origin.part) for one in everything for origin in one.origins]
    assert len(carried) == len(set(carried))
    assert {(one, two) for one, two, _ in carried} | set(waived) == set(expected)
    keys = [one.key for one in everything]
    assert len(keys) == len(set(keys))


@settings(max_examples=120, deadline=None)
@given(cases())
def test_every_item_is_carried_or_waived_by_name(
    case: tuple[list[ParentPlan], dict[str, dict[str, Disposition]]],
) -> None:
    plans, inherit = case
    plan, findings = build(plans, spec(inherit), SMALL)
    check_nothing_is_lost(plans, plan)
    for kind in (plan.goals, plan.tasks, plan.projects, plan.indicators):
        assert [one.ordinal for one in kind] == list(range(1, len(kind) + 1))
    for one in plan.all_items():
        assert one.paragraphs or one.measures or one.items
        assert said(one.summary)
        assert one.assignment.lead or "lead-missing" in codes(findings)
    for finding in findings:
        assert str(finding.location)
        assert finding.hint


@settings(max_examples=40, deadline=None)
@given(cases())
def test_the_same_input_gives_the_same_plan(
    case: tuple[list[ParentPlan], dict[str, dict[str, Disposition]]],
) -> None:
    plans, inherit = case
    county_spec = spec(inherit)
    assert build(plans, county_spec, SMALL) == build(plans, county_spec, SMALL)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_without_decisions_nothing_is_waived_or_adapted(
    case: tuple[list[ParentPlan], dict[str, dict[str, Disposition]]],
) -> None:
    plan, _ = build(case[0], spec(), SMALL)
    assert plan.waived == ()
    assert {line.disposition for line in plan.trace} <= {"承接", "合并"}


@pytest.mark.parametrize(
    "names", [["jincheng-155"], ["xinzhou-145", "yangquan-145", "changzhi-145"], ["yonghe-145"], ["china-145"]]
)
def test_the_shipped_parents_are_carried_whole(names: list[str]) -> None:
    plans = [load_parent(find_parent(name))[0] for name in names]
    plan, findings = build(plans, spec())
    check_nothing_is_lost(plans, plan)
    assert not plan.waived
    doubts = "".join(finding.message for finding in findings if finding.code == "left-city-wording")
    for one in plan.all_items():
        assert one.assignment.lead or "lead-missing" in codes(findings)
        assert one.measures or one.paragraphs or one.items
        origin = next(plan_ for plan_ in plans if plan_.id == one.origins[0].parent)
        for words in left_city_wording(
            one.title,
            county=plan.spec.county,
            parent_place=origin.place,
            parent_level=origin.level,
            rules=KNOWLEDGE.rules,
        ):
            assert any(words[start : start + 4] in doubts for start in range(len(words) - 3))


def test_an_empty_parent_and_no_parent() -> None:
    plan, findings = build(parent())
    assert (plan.tasks, plan.trace) == ((), ())
    assert "no-parents" not in codes(findings)
    plan, findings = build([], spec(tasks=(LocalItem(title="本县任务"),)))
    assert [one.title for one in plan.tasks] == ["本县任务"]
    assert plan.task_groups[0].title == ""
    assert of_code(findings, "no-parents").severity is Severity.WARNING
    assert plan.title == "永和县“十五五”规划实施方案"  # no parent says what it is about


# -- waiving -------------------------------------------------------------------------------------------------------


def test_waiving_a_task_waives_its_nested_items_by_name() -> None:
    plans = parent(
        item("T01", "矿山救护", item("T01.1", "基地", item("T01.1.1", "装备")), item("T01.2", "队伍")), item("T02")
    )
    plan, findings = build(plans, spec({"T01": replace(WAIVED, location=at(7))}))
    assert [(one.origin.item, one.reason) for one in plan.waived] == [
        ("T01", "县域没有这类企业"),
        ("T01.1", "随“矿山救护”一并不涉及：县域没有这类企业"),
        ("T01.1.1", "随“矿山救护”一并不涉及：县域没有这类企业"),
        ("T01.2", "随“矿山救护”一并不涉及：县域没有这类企业"),
    ]
    assert {(one.by, one.on) for one in plan.waived} == {("县应急局", date(2026, 11, 20))}
    assert row(plan, "T01.1.1") == ("不承接", ())
    finding = of_code(findings, "waived-with-task")
    assert (finding.severity, finding.location) == (Severity.INFO, at(7))
    assert "T01.1“基地”" in finding.message and "3个子项" in finding.message


def test_a_nested_item_of_a_waived_task_can_be_merged_elsewhere() -> None:
    plans = parent(item("T01", "", item("T01.1", "队伍"), item("T01.2", "装备")), item("T02"))
    plan, findings = build(plans, spec({"T01": WAIVED, "T01.1": Disposition(merge_into="T02")}))
    assert [one.origin.item for one in plan.waived] == ["T01", "T01.2"]
    assert row(plan, "T01.1") == ("合并", (named(plan, "T02"),))
    assert not has_errors(findings)


def test_settings_for_a_nested_item_of_a_waived_task_are_not_lost_in_silence() -> None:
    plans = parent(item("T01", "", item("T01.1")))
    _, findings = build(plans, spec({"T01": WAIVED, "T01.1": Disposition(lead="县公安局", location=at(3))}))
    assert of_code(findings, "nested-settings-unused").location == at(3)


@pytest.mark.parametrize("missing", ["by", "on", "waive"])
def test_an_incomplete_waiver_is_an_error_and_the_item_is_carried(missing: str) -> None:
    changes: dict[str, Any] = {missing: "" if missing == "waive" else None, "location": at(5)}
    plan, findings = build(parent(item("T01")), spec({"T01": replace(WAIVED, **changes)}))
    assert plan.waived == ()
    assert row(plan, "T01")[0] == "承接"
    finding = of_code(findings, "waiver-incomplete")
    assert (finding.severity, finding.location) == (Severity.ERROR, at(5))


# -- merging -------------------------------------------------------------------------------------------------------


def test_a_merged_item_gives_its_nested_items_text_measures_and_units() -> None:
    plans = parent(
        item("T01", "预案", responsibility=clause("市应急局"), text="推进全市预案。"),
        item(
            "T02",
            "演练",
            item("T02.1", "桌面推演"),
            responsibility=clause("市公安局", with_=("市水利局",)),
            text="组织市级演练。",
            deadline=2027,
        ),
    )
    plan, _ = build(plans, spec({"T02": Disposition(merge_into="T01", measures=("每年演练一次。",))}))
    (task,) = plan.tasks
    assert [origin.item for origin in task.origins] == ["T01", "T02"]
    assert said(task.paragraphs) == ("推进全县预案。", "组织县级演练。")
    assert said(task.measures) == ("每年演练一次。",)
    assert task.assignment.lead and task.assignment.lead.name == "县应急局"
    assert [unit.name for unit in task.assignment.participants] == ["县公安局", "县水利局"]
    assert task.deadline == "2027年底前"
    assert [one.title for one in task.items] == ["桌面推演"]
    assert row(plan, "T02") == ("合并", (task,))
    assert row(plan, "T02.1") == ("承接", (task.items[0],))


def test_merges_follow_each_other_and_other_parents() -> None:
    first = parent(item("T01"), item("T02"), identifier="a")
    second = parent(item("T01", "别的事"), identifier="b")
    plan, findings = build(
        [first, second],
        spec({"a": {"T02": Disposition(merge_into="T01")}, "b": {"T01": Disposition(merge_into="a:T02")}}),
    )
    assert [origin.key for origin in plan.tasks[0].origins] == ["a:T01", "a:T02", "b:T01"]
    assert not has_errors(findings)


@pytest.mark.parametrize(
    ("decisions", "code"),
    [
        ({"T01": Disposition(merge_into="T77")}, "merge-target-unknown"),
        ({"T01": Disposition(merge_into="other:T02")}, "merge-target-unknown"),
        ({"T01": Disposition(merge_into="T02"), "T02": WAIVED}, "merge-target-waived"),
        ({"T01": Disposition(merge_into="T01")}, "merge-cycle"),
        ({"T01": Disposition(merge_into="T02"), "T02": Disposition(merge_into="T01")}, "merge-cycle"),
        ({"T03": Disposition(merge_into="T03.1")}, "merge-cycle"),
        ({"T03": Disposition(merge_into="T04.1"), "T04": Disposition(merge_into="T03.1")}, "merge-cycle"),
        ({"I01": Disposition(merge_into="T01")}, "merge-kind"),
        ({"T01": Disposition(merge_into="G01")}, "merge-kind"),
        ({"T01": replace(WAIVED, merge_into="T02")}, "decision-conflict"),
        ({"T01": Disposition(split=(Disposition(title="一"),))}, "split-too-few"),
        (
            {"I01": Disposition(split=(Disposition(title="一"), Disposition(title="二")))},
            "split-kind",
        ),
        ({"T88": WAIVED}, "unknown-item"),
    ],
)
def test_a_decision_that_cannot_be_followed_is_an_error_and_nothing_is_lost(
    decisions: dict[str, Disposition], code: str
) -> None:
    plans = parent(
        item("I01", "死亡人数", target="下降15%"),
        item("G01"),
        item("T01"),
        item("T02"),
        item("T03", "", item("T03.1")),
        item("T04", "", item("T04.1")),
    )
    plan, findings = build(plans, spec(decisions))
    assert of_code(findings, code).severity is Severity.ERROR
    check_nothing_is_lost([plans], plan)
    assert len(plan.waived) == (1 if code == "merge-target-waived" else 0)


def test_a_mistyped_item_or_parent_is_answered_with_the_nearest() -> None:
    _, findings = build(parent(item("T01"), item("T12")), spec({"T1": WAIVED, "jincheng-15": {"T01": WAIVED}}))
    assert "“T01”" in hint(of_code(findings, "unknown-item"))
    assert "“jincheng-155”" in hint(of_code(findings, "unknown-parent"))


def test_parents_and_items_given_twice() -> None:
    plan, findings = build([parent(item("T01", "甲"), item("T01", "乙")), parent(item("T01"))])
    assert [one.key for one in plan.tasks] == ["jincheng-155:T01", "jincheng-155:T01-2"]
    assert codes(findings)[:2] == ["duplicate-parent", "duplicate-item"]


# -- splitting and adapting ----------------------------------------------------------------------------------------


def test_a_split_item_becomes_its_parts() -> None:
    plans = parent(
        item("T01", "宣传和培训", item("T01.1"), responsibility=clause("市应急局"), text="全市统筹。", deadline=2027),
        item("T02"),
    )
    parts = (
        Disposition(title="宣传", measures=("印发资料。",)),
        Disposition(title="培训", lead="县公安局", deadline="2028"),
    )
    decisions = {"T01": Disposition(split=parts), "T02": Disposition(merge_into="T01")}
    plan, findings = build(plans, spec(decisions))
    one, two = plan.tasks
    assert [(task.title, task.key) for task in plan.tasks] == [
        ("宣传", "jincheng-155:T01/1"),
        ("培训", "jincheng-155:T01/2"),
    ]
    assert (said(one.paragraphs), said(two.paragraphs)) == (("全县统筹。",), ())
    assert said(one.measures) == ("印发资料。",)
    assert (one.deadline, two.deadline) == ("2027年底前", "2028年底前")
    assert one.assignment.lead and one.assignment.lead.name == "县应急局"
    assert two.assignment.lead and two.assignment.lead.name == "县公安局"
    assert row(plan, "T01") == ("拆分", (one, two))
    assert row(plan, "T02") == ("合并", (one,))
    assert [nested.key for nested in one.items] == ["jincheng-155:T01.1"]
    assert {"split-nested", "merge-into-split"} <= set(codes(findings))


def test_items_can_be_merged_into_one_part_of_a_split_item() -> None:
    plans = parent(item("T01", "", item("T01.1"), item("T01.2"), item("T01.3")), item("T02"), item("T03"))
    parts = (Disposition(title="宣传"), Disposition(title="培训"))
    decisions = {
        "T01": Disposition(split=parts),
        "T01.1": Disposition(merge_into="T01/1"),
        "T01.2": Disposition(merge_into="T01/2"),
        "T02": Disposition(merge_into="jincheng-155:T01.2"),
    }
    plan, findings = build(plans, spec(decisions))
    one, two = plan.tasks[:2]
    assert [origin.key for origin in one.origins] == ["jincheng-155:T01/1", "jincheng-155:T01.1"]
    assert [origin.item for origin in two.origins] == ["T01", "T01.2", "T02"]
    assert row(plan, "T02") == ("合并", (two,))
    assert "T01.3" in of_code(findings, "split-nested").message
    assert "T01.1" not in of_code(findings, "split-nested").message
    assert "merge-into-split" not in codes(findings)
    for wrong, way in (("T01/3", "T01/1至T01/2"), ("T01/x", "T01/1至T01/2"), ("T03/1", "请直接写T03")):
        _, findings = build(plans, spec(decisions | {"T02": Disposition(merge_into=wrong)}))
        assert way in hint(of_code(findings, "merge-target-unknown"))


def test_an_adapted_item_says_what_the_spec_says() -> None:
    decision = Disposition(
        title="县里的标题。", text="第一段。\n第二段。", measures=("加一条", "再一条。"), deadline="2028"
    )
    plan, findings = build(parent(item("T01", "全市标题", text="市里的话。")), spec({"T01": decision}))
    (task,) = plan.tasks
    assert (task.title, said(task.paragraphs)) == ("县里的标题", ("第一段。", "第二段。"))
    assert said(task.measures) == ("加一条。", "再一条。")
    assert (task.deadline, task.deadline_inherited) == ("2028年底前", True)
    assert row(plan, "T01")[0] == "细化"
    assert not has_errors(findings)


def test_confirming_suggestions_is_no_adaptation() -> None:
    plan, findings = build(parent(item("T01", "防汛抗旱")), spec({"T01": Disposition(accept_suggestions=True)}))
    assert row(plan, "T01")[0] == "承接"
    assert "units-suggested" not in codes(findings)


def test_settings_that_do_nothing_are_reported() -> None:
    plans = parent(item("I01", "死亡人数", target="下降15%"), item("T01"), item("T02"), item("T03"))
    decisions = {
        "I01": Disposition(measures=("一句。",)),
        "T01": Disposition(target="100%", location=at(4)),
        "T02": Disposition(merge_into="T01", title="无用"),
        "T03": replace(WAIVED, lead="县公安局"),
    }
    _, findings = build(plans, spec(decisions))
    assert codes(findings).count("setting-unused") == 3
    assert of_code(findings, "target-without-indicator").location == at(4)


# -- text ----------------------------------------------------------------------------------------------------------


def test_text_of_the_parent_comes_first_then_the_countys_own_measures() -> None:
    plans = parent(
        item("T01", "防汛抗旱", text="加强全市防汛。\n完善市级预案。"),
        item("T02", "防汛抗旱准备", text="加强全市防汛。"),
        item("T03", "森林防灭火"),
        item("T04", "防震减灾", item("T04.1", "地震监测"), item("T04.2", "地震演练", text="开展演练。")),
        item("G01", "更加完善"),
    )
    plan, _ = build(plans, spec({"T03": Disposition(measures=("县里一句。",))}))
    assert said(named(plan, "T01").paragraphs) == ("加强全县防汛。", "完善县级预案。")
    assert said(named(plan, "T01").measures) == ()
    assert said(named(plan, "T01").summary) == ("加强全县防汛。",)
    assert said(named(plan, "T02").paragraphs) == ("加强全县防汛。",)
    assert said(named(plan, "T02").measures) == ()
    assert said(named(plan, "T03").measures) == ("县里一句。",)
    assert said(named(plan, "T04").measures) == ()  # what is nested under it says what is to be done
    assert len(named(plan, "T04.1").measures) == 1
    assert said(named(plan, "T04.2").measures) == ()
    assert len(named(plan, "G01").measures) == 1


def test_titles_are_in_county_wording_and_sentences_stay_whole() -> None:
    long_title = "建设全市统一的应急广播，推动市县两级设备互联互通，打通预警信息传递的最后一步"
    plans = parent(
        item("T01", f"{long_title}。"), item("T02", "全市防汛工程", group="强化市级统筹"), item("P01", "防汛工程")
    )
    plan, findings = build(plans)
    assert named(plan, "T01").title == "建设全县统一的应急广播，推动市县两级设备互联互通，打通预警信息传递的最后一步"
    assert (named(plan, "T02").title, named(plan, "T02").group) == ("全县防汛工程", "强化县级统筹")
    assert not {"sentence-open", "wording-changed"} & set(codes(findings))
    assert [group.title for group in plan.project_groups] == [""]


def test_wording_that_cannot_be_decided_is_one_warning_for_all_items() -> None:
    plans = parent(item("T01", "加强高平市防汛"), item("T02", "支援高平市防汛"), item("T03", "建设“数字晋城”工程"))
    _, findings = build(plans, spec({"T03": Disposition(title="建设数字应急", location=at(9))}))
    finding = of_code(findings, "sentence-open")
    assert finding.location.place == "jincheng-155 T01、T02"
    assert "“加强高平市防汛”、“支援高平市防汛”" in finding.message
    assert finding.severity is Severity.WARNING and "T01: {正文:" in hint(finding)


def test_nested_items_of_several_levels_are_not_all_the_countys() -> None:
    plans = parent(
        item("P01", "演练", item("P01.1", "市级演练"), item("P01.2", "县级演练"), item("P01.3", "乡镇演练")),
        item("P02", "培训", item("P02.1", "市级培训"), item("P02.2", "县级培训")),
        item("P03", "预案", item("P03.1", "市级预案"), item("P03.2", "市级手册")),
    )
    _, findings = build(plans, spec({"P02.1": Disposition(title="县级骨干培训")}))
    finding = of_code(findings, "levels-beside")
    assert finding.location.place == "jincheng-155 P01.1"
    assert finding.severity is Severity.WARNING and "不承接" in hint(finding)


def test_numbers_run_through_all_groups() -> None:
    plans = parent(
        item("T01", "甲", group="第一组"),
        item("T02", "乙", item("T02.1"), item("T02.2", "", item("T02.2.1")), group="第二组"),
        item("T03", "丙", group="第一组"),
    )
    plan, _ = build(plans)
    assert [(one.reference, one.title) for group in plan.task_groups for one in group.items] == [
        ("1", "甲"),
        ("2", "丙"),
        ("3", "乙"),
    ]
    assert [one.reference for one in plan.tasks[2].walk()] == ["3", "3.1", "3.2", "3.2.1"]
    assert [one.ordinal for one in plan.tasks[2].items] == [1, 2]


def test_local_items_stand_in_their_group_or_a_new_one() -> None:
    plans = parent(item("T01", "森林防灭火", group="灾害防治"), item("T02", "预案", group="应急准备"))
    tasks = (
        LocalItem(title="黄河沿岸防汛", group="灾害防治"),
        LocalItem(
            title="天然气开采安全", group="县域突出风险", lead="县应急局", participants=("县公安局",), deadline="2027"
        ),
        LocalItem(title="与众不同之事"),
        LocalItem(title="森林防灭火督查"),
    )
    plan, findings = build(plans, spec(tasks=tasks, projects=(LocalItem(title="本县工程"),)))
    assert [(group.title, [one.title for one in group.items]) for group in plan.task_groups] == [
        ("灾害防治", ["森林防灭火", "黄河沿岸防汛", "森林防灭火督查"]),
        ("应急准备", ["预案"]),
        ("县域突出风险", ["天然气开采安全"]),
        ("结合本地实际增加的任务", ["与众不同之事"]),
    ]
    gas = named(plan, own("T", "天然气开采安全"))
    assert (gas.origins, gas.deadline) == ((), "2027年底前")
    assert [unit.name for unit in gas.assignment.units] == ["县应急局", "县公安局"]
    assert not gas.assignment.suggested
    assert named(plan, own("P", "本县工程")).assignment.suggested
    assert not has_errors(findings)


def test_a_group_beside_items_without_group_gets_a_heading() -> None:
    plan, _ = build(parent(item("T01", "预案")), spec(tasks=(LocalItem(title="甲", group="本县特色"),)))
    assert [group.title for group in plan.task_groups] == ["承接上位规划的重点任务", "本县特色"]


def test_facts_are_nested_and_conflicts_reported() -> None:
    facts = {"geohazard_sites.total": 180, "population": 49946, "other.古桥": 3, "a": 1, "a.b": 2}
    plan, findings = build(parent(item("T01")), spec(facts=facts))
    assert plan.facts == {"geohazard_sites": {"total": 180}, "population": 49946, "other": {"古桥": 3}, "a": 1}
    assert "a.b" in of_code(findings, "fact-conflict").message


def test_what_the_county_does_not_have_is_a_warning_with_the_line_to_write() -> None:
    plans = parent(item("T01", "煤矿安全专项整治", responsibility=clause("市应急局")), item("T02", "预案"))
    _, findings = build(plans, spec(facts={"coal_mines": 0}))
    finding = of_code(findings, "thing-absent")
    assert "“煤矿”" in finding.message and "1“煤矿安全专项整治”" in finding.message
    assert "T01: {不承接:" in hint(finding)
    _, findings = build(plans, spec(facts={}))
    assert "“煤矿”" in of_code(findings, "fact-unknown").message
    _, findings = build(plans, spec(facts={"coal_mines": 2}))
    assert not {"thing-absent", "fact-unknown"} & set(codes(findings))


def test_indicators_are_rows_of_their_own_kind() -> None:
    plan, _ = build(parent(item("I01", "死亡人数", target="下降15%", nature="约束性")))
    (indicator,) = plan.indicators
    assert isinstance(indicator, CountyIndicator)
    assert (indicator.target, indicator.parent_target, indicator.nature) == ("下降15%", "下降15%", "约束性")
    assert row(plan, "I01") == ("承接", (indicator,))
    assert plan.parents[0].indicators[0].kind is ItemKind.INDICATOR


def test_knowledge_is_loaded_once_and_complete() -> None:
    assert len(KNOWLEDGE.themes) >= 60
    assert KNOWLEDGE.units and KNOWLEDGE.rules.rules and KNOWLEDGE.words.groups
