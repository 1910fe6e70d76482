"""What a plan promises about every item: each test fails where one line of the plan room forgets its part of it."""

from __future__ import annotations

from typing import Any

import pytest

from own_items import own as own_key
from plan_builders import (
    KNOWLEDGE,
    ROSTER,
    WAIVED,
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
from plangen.county.spec import Disposition, LocalIndicator, LocalItem, Roster, RosterUnit
from plangen.parent.model import ParentPlan
from plangen.plan.directory import Directory
from plangen.plan.division_checks import check_division
from plangen.plan.gather import SHOWN
from plangen.plan.model import CountyIndicator, CountyItem
from plangen.plan.resolve import resolve_responsibility
from plangen.terms.findings import RULES

TITLE = "完善应急指挥调度机制"
COVERED = "生产安全事故隐患排查"


def two(first: dict[str, Any], second: dict[str, Any], title: str = TITLE) -> list[ParentPlan]:
    """Return two parents that both have one task by the same title."""
    return [
        parent(item("T01", title, **first)),
        parent(item("T01", title, **second), identifier="yangquan-145", place="阳泉市"),
    ]


def merged(first: dict[str, Any], second: dict[str, Any], **decisions: Any) -> CountyItem:
    """Return the one county item for a task of two parents."""
    plan, _ = build(two(first, second), spec(decisions))
    (task,) = plan.tasks
    assert len(task.origins) == 2
    return task


def units(task: CountyItem | CountyIndicator) -> tuple[list[str], list[str]]:
    return [unit.name for unit in task.assignment.leads], [unit.name for unit in task.assignment.participants]


# --- deadlines ---


def test_a_deadline_without_a_year_never_comes_before_a_year() -> None:
    assert merged({"deadline_text": "长期坚持"}, {"deadline": 2028}).deadline == "2028年底前"


def test_the_earliest_deadline_holds_whichever_parent_names_it() -> None:
    assert merged({"deadline": 2029}, {"deadline": 2027}).deadline == "2027年底前"
    assert merged({"deadline": 2027}, {"deadline": 2029}).deadline == "2027年底前"


def test_a_deadline_of_the_spec_holds_for_whichever_merged_item_it_is_written() -> None:
    own = {"yangquan-145": {"T01": Disposition(deadline="2026年6月底前")}}
    assert merged({"deadline": 2029}, {"deadline": 2028}, **own).deadline == "2026年6月底前"


def test_what_is_nested_shares_a_named_deadline() -> None:
    plan, findings = build(parent(item("T01", "", item("T01.1"), item("T01.2", deadline=2029), deadline=2027)))
    assert [one.deadline for one in plan.tasks[0].items] == ["2027年底前", "2029年底前"]
    assert "deadline-missing" not in codes(findings)


# --- the units of several parents ---


def test_the_units_of_all_parents_take_part_and_answer_for_all_that_were_named() -> None:
    task = merged(
        {"responsibility": clause("市应急局", with_=("市公安局", "市航天局"))},
        {"responsibility": clause("市水利局", with_=("市应急管理局", "市海事局"))},
    )
    assert units(task) == (["县应急局"], ["县公安局", "县水利局"])
    assert task.assignment.leads[0].parent_units == ("市应急局", "市应急管理局")
    assert task.assignment.unresolved == ("市航天局", "市海事局")


def test_a_lead_of_the_spec_holds_for_whichever_merged_item_it_is_written() -> None:
    own = {"yangquan-145": {"T01": Disposition(lead="县司法局")}}
    task = merged({"responsibility": clause("市应急局", with_=("市公安局",))}, {}, **own)
    assert units(task) == (["县司法局"], ["县应急局", "县公安局"])  # who led before takes part


def test_participants_of_the_spec_close_an_open_list() -> None:
    plans = parent(item("T01", responsibility=clause("市应急局", with_=("市公安局",), open_ended=True)))
    assert build(plans)[0].tasks[0].assignment.open_ended
    closed, _ = build(plans, spec({"T01": Disposition(participants=("县公安局", "县水利局"))}))
    assert not closed.tasks[0].assignment.open_ended


def test_a_suggestion_is_confirmed_by_lead_and_participants_not_by_the_lead_alone() -> None:
    plans = parent(item("T01", COVERED))
    half, _ = build(plans, spec({"T01": Disposition(lead="县水利局")}))
    assert half.tasks[0].assignment.participants and half.tasks[0].assignment.suggested
    whole, _ = build(plans, spec({"T01": Disposition(lead="县水利局", participants=("县公安局",))}))
    assert not whole.tasks[0].assignment.suggested


def test_suggestions_that_are_accepted_for_a_task_are_accepted_for_what_is_nested() -> None:
    plans = parent(item("T01", COVERED, item("T01.1", "开展森林防火巡护")))
    plan, findings = build(plans, spec({"T01": Disposition(accept_suggestions=True)}))
    assert not any(one.assignment.suggested for one in plan.all_items())
    assert "units-suggested" not in codes(findings)


def test_a_unit_in_two_roles_stands_once_and_leads() -> None:
    directory = Directory(ROSTER, spec().county, KNOWLEDGE.units)
    assignment, _ = resolve_responsibility(clause("市应急局", with_=("市应急管理局", "市公安局")), directory)
    assert [unit.name for unit in assignment.units] == ["县应急局", "县公安局"]
    group_first = clause(with_=("市安委会成员单位", "市公安局"))
    assignment, _ = resolve_responsibility(group_first, directory)
    assert [unit.name for unit in assignment.leads] == ["县公安局"]  # one unit answers, not a group


def test_a_name_that_two_units_may_be_is_nobodys() -> None:
    roster = Roster(
        units=(RosterUnit(name="永和县市场局", short="县市场局"), RosterUnit(name="市市场局", short="市市场局"))
    )
    directory = Directory(roster, spec().county, KNOWLEDGE.units)
    assert directory.entry("市场局") is None
    assert directory.entry("县市场局") is roster.units[0]


def test_where_the_roster_has_no_emergency_bureau_its_first_unit_is_suggested() -> None:
    roster = Roster(units=(RosterUnit(name="永和县档案馆", short="县档案馆"),))
    plan, findings = build(parent(item("T01", "其他工作")), spec(roster=roster))
    assert units(plan.tasks[0])[0] == ["县档案馆"]
    assert of_code(findings, "suggestion-fallback").items == ("jincheng-155:T01",)


# --- split, merge, waive ---

PARTS = (Disposition(title="甲项"), Disposition(title="乙项", text="乙项自己的话。"))


def test_the_parents_text_of_a_split_item_stands_with_its_first_part_only() -> None:
    whole = Disposition(split=PARTS, measures=("县里的措施。",))
    plan, _ = build(parent(item("T01", text="上级的话。")), spec({"T01": whole}))
    first, second = plan.tasks
    assert (said(first.paragraphs), said(second.paragraphs)) == (("上级的话。",), ("乙项自己的话。",))
    assert "县里的措施。" in said(first.measures) and "县里的措施。" not in said(second.measures)


def test_a_text_of_the_spec_for_a_split_item_stands_with_its_first_part_only() -> None:
    whole = Disposition(split=(PARTS[0], Disposition(title="丙项")), text="县里的话。")
    plan, _ = build(parent(item("T01", text="上级的话。")), spec({"T01": whole}))
    assert [said(task.paragraphs) for task in plan.tasks] == [("县里的话。",), ()]


def test_lead_participants_and_deadline_of_a_split_item_hold_for_every_part() -> None:
    whole = Disposition(split=PARTS, lead="县水利局", participants=("县公安局",), deadline="2027")
    plan, _ = build(parent(item("T01")), spec({"T01": whole}))
    assert [units(task) for task in plan.tasks] == [(["县水利局"], ["县公安局"])] * 2
    assert [task.deadline for task in plan.tasks] == ["2027年底前"] * 2
    assert row(plan, "T01") == ("拆分", plan.tasks)


def test_a_merge_into_a_part_goes_there_through_a_chain_too() -> None:
    decisions = {
        "T01": Disposition(split=PARTS),
        "T02": Disposition(merge_into="T03", measures=("随二。",)),
        "T03": Disposition(merge_into="T01/2"),
    }
    plan, _ = build(parent(item("T01"), item("T02", text="二的话。"), item("T03")), spec(decisions))
    second = plan.tasks[1]
    assert [origin.item for origin in second.origins] == ["T01", "T02", "T03"]
    assert "二的话。" in said(second.paragraphs) and "随二。" in said(second.measures)


def test_what_is_nested_under_a_waived_task_is_recorded_with_its_reason() -> None:
    plan, findings = build(parent(item("T01", "", item("T01.1"), item("T01.2"))), spec({"T01": WAIVED}))
    assert [(one.origin.item, one.by, one.on) for one in plan.waived] == [
        (identifier, WAIVED.by, WAIVED.on) for identifier in ("T01", "T01.1", "T01.2")
    ]
    assert [one.reason.startswith("随“") for one in plan.waived] == [False, True, True]
    assert of_code(findings, "waived-with-task").items == tuple(
        f"jincheng-155:{one}" for one in ("T01", "T01.1", "T01.2")
    )


def test_a_nested_item_that_is_merged_elsewhere_is_not_waived_with_its_task() -> None:
    decisions = {"T01": WAIVED, "T01.1": Disposition(merge_into="T02")}
    plan, _ = build(parent(item("T01", "", item("T01.1")), item("T02")), spec(decisions))
    assert [one.origin.item for one in plan.waived] == ["T01"]
    assert row(plan, "T01.1")[0] == "合并" and len(plan.tasks[0].origins) == 2


def test_a_merge_into_what_is_waived_with_its_task_is_taken_back() -> None:
    decisions = {"T01": WAIVED, "T02": Disposition(merge_into="T01.1")}
    plan, findings = build(parent(item("T01", "", item("T01.1")), item("T02")), spec(decisions))
    assert row(plan, "T02")[0] == "承接" and [task.key for task in plan.tasks] == ["jincheng-155:T02"]
    assert of_code(findings, "merge-target-waived").items == ("jincheng-155:T02",)


def test_a_merge_is_taken_back_when_its_target_turns_out_to_be_waived() -> None:
    decisions = {"T01": WAIVED, "T01.1": Disposition(merge_into="T99"), "T02": Disposition(merge_into="T01.1")}
    plan, findings = build(parent(item("T01", "", item("T01.1")), item("T02")), spec(decisions))
    assert [one.origin.item for one in plan.waived] == ["T01", "T01.1"]
    assert row(plan, "T02") == ("承接", plan.tasks)
    assert of_code(findings, "merge-target-waived").items == ("jincheng-155:T02",)


@pytest.mark.parametrize("left_out", ["by", "on"])
def test_a_waiver_without_a_unit_or_a_date_is_no_waiver(left_out: str) -> None:
    given = {"waive": WAIVED.waive, "by": WAIVED.by, "on": WAIVED.on} | {left_out: None}
    plan, findings = build(parent(item("T01")), spec({"T01": Disposition(**given)}))
    assert not plan.waived and len(plan.tasks) == 1 and "waiver-incomplete" in codes(findings)


def test_an_indicator_is_not_merged_into_a_task_nor_a_goal_into_an_indicator() -> None:
    decisions = {"I01": Disposition(merge_into="T01"), "G01": Disposition(merge_into="I01")}
    plan, findings = build(parent(item("I01"), item("G01"), item("T01")), spec(decisions))
    assert codes(findings).count("merge-kind") == 2
    assert (len(plan.indicators), len(plan.goals), len(plan.tasks)) == (1, 1, 1)


def test_an_item_of_a_further_parent_with_its_own_title_stands_by_itself() -> None:
    decisions = {"yangquan-145": {"T01": Disposition(title="另一件事")}}
    plan, _ = build(two({}, {}), spec(decisions))
    assert [task.title for task in plan.tasks] == [TITLE, "另一件事"]


@pytest.mark.parametrize("setting", [{"measures": ("一条。",)}, {"deadline": "2027"}, {"participants": ("县公安局",)}])
def test_every_setting_makes_an_item_adapted(setting: dict[str, Any]) -> None:
    plan, _ = build(parent(item("T01")), spec({"T01": Disposition(**setting)}))
    assert row(plan, "T01")[0] == "细化"


# --- what is written ---


def test_the_texts_and_measures_of_all_parents_stand_in_the_item_each_once() -> None:
    own = {
        "jincheng-155": {"T01": Disposition(measures=("甲措施。",))},
        "yangquan-145": {"T01": Disposition(measures=("乙措施",))},
    }
    task = merged({"text": "一段。\n同一段。"}, {"text": "同一段。\n另一段。"}, **own)
    assert said(task.paragraphs) == ("一段。", "同一段。", "另一段。")
    assert said(task.measures) == ("甲措施。", "乙措施。")
    assert said(task.summary) == ("一段。", "甲措施。")


def test_own_measures_are_never_topped_up() -> None:
    facts = {"coal_mines": 0}
    enough = Disposition(measures=("先做这一件。", "再做那一件。"))
    title = "煤矿安全专项整治"
    plan, _ = build(parent(item("T01", title)), spec({"T01": enough}, facts=facts))
    assert said(plan.tasks[0].measures) == enough.measures  # that there are no mines is said in a finding
    plan, _ = build(parent(item("T01", title)), spec({"T01": Disposition(measures=enough.measures[:1])}))
    assert said(plan.tasks[0].measures) == ("先做这一件。",)


def test_the_countys_own_items_keep_all_that_the_spec_says() -> None:
    own = LocalItem(
        title="建设避难广场",
        group="县里的组",
        text="县里的话。",
        measures=("一条。", "两条。"),
        lead="县水利局",
        deadline="2028",
    )
    plan, _ = build(parent(item("T01", group="上级的组")), spec(tasks=(own,)))
    local = named(plan, own_key("T", "建设避难广场"))
    assert (local.group, said(local.paragraphs), said(local.measures), local.deadline) == (
        "县里的组",
        ("县里的话。",),
        ("一条。", "两条。"),
        "2028年底前",
    )
    assert units(local)[0] == ["县水利局"]


def test_everything_nested_comes_along_in_its_order() -> None:
    plan, _ = build(parent(item("T01", "", item("T01.1"), item("T01.2", "", item("T01.2.1")), item("T01.3"))))
    assert [one.reference for one in plan.tasks[0].walk()] == ["1", "1.1", "1.2", "1.2.1", "1.3"]
    assert all(len(one.targets) == 1 for one in plan.trace)


# --- indicators ---


def indicators(first: str, second: str) -> list[ParentPlan]:
    return [
        parent(item("I01", "死亡人数", target=first)),
        parent(item("I01", "死亡人数", target=second), identifier="yangquan-145", place="阳泉市"),
    ]


def test_the_strictest_target_of_several_parents_holds() -> None:
    for targets in (("下降15%", "下降20%"), ("下降20%", "下降15%")):
        plan, findings = build(indicators(*targets))
        assert [one.target for one in plan.indicators] == ["下降20%"]
        assert len(of_code(findings, "indicator-targets-differ").items) == 2


def test_a_target_of_the_spec_holds_wherever_it_is_written_and_a_weaker_one_is_told() -> None:
    plans = parent(item("I01", "死亡人数", target="下降15%"))
    by_item = spec({"I01": Disposition(target="下降10%")})
    by_row = spec(indicators=(LocalIndicator(of="I01", target="下降10%"),))
    for county in (by_item, by_row):
        plan, findings = build(plans, county)
        assert (plan.indicators[0].target, plan.indicators[0].own_target) == ("下降10%", True)
        assert of_code(findings, "indicator-weaker").items == ("jincheng-155:I01",)


# --- duties and findings ---


def test_a_nested_item_is_listed_for_each_of_its_units() -> None:
    nested = item("T01.1", responsibility=clause("市公安局", with_=("市水利局",)))
    plan, _ = build(parent(item("T01", "", nested, responsibility=clause("市应急局", with_=("市公安局", "市水利局")))))
    duties = {one.unit: one for one in plan.duties}
    assert [one.reference for one in duties["县公安局"].leads] == ["1.1"]
    assert [one.reference for one in duties["县公安局"].participates] == ["1"]
    assert [one.reference for one in duties["县水利局"].participates] == ["1", "1.1"]


def test_a_unit_in_the_text_that_stands_in_the_row_is_known() -> None:
    own = Disposition(lead="县应急局", participants=("县粮食局",), measures=("由县粮食局保障。",))
    plan, _ = build(parent(item("T01")), spec({"T01": own}))
    assert "text-unit-unknown" not in codes(check_division(plan, KNOWLEDGE.units))


def test_an_information_about_many_items_names_a_few_and_carries_all() -> None:
    open_ended = clause("市应急局", with_=("市公安局",), open_ended=True)
    plan, findings = build(parent(*(item(f"T{2 * number:02}") for number in range(1, 20))))
    missing = of_code(findings, "deadline-missing")
    assert len(missing.items) == 19 and str(missing.location).count("、") == SHOWN - 1
    plan, findings = build(parent(*(item(f"T{2 * number:02}", responsibility=open_ended) for number in range(1, 20))))
    listed = of_code(check_division(plan, KNOWLEDGE.units, findings), "open-ended-list")
    assert len(listed.items) == 19 and str(listed.location).count("、") == SHOWN - 1


def test_a_load_below_three_times_the_next_is_even() -> None:
    tasks = [item(f"T{number:02}", responsibility=clause("市应急局")) for number in range(1, 13)]
    others = [item(f"T{number:02}", responsibility=clause("市水利局")) for number in range(13, 18)]
    plan, findings = build(parent(*tasks, *others))
    assert "lead-load-uneven" not in codes(check_division(plan, KNOWLEDGE.units, findings))


def test_findings_name_their_items_as_data() -> None:
    decisions = {"T01": Disposition(merge_into="T99"), "T02": Disposition(target="5")}
    _, findings = build(parent(item("T01"), item("T02")), spec(decisions))
    assert of_code(findings, "merge-target-unknown").items == ("jincheng-155:T01",)
    assert of_code(findings, "target-without-indicator").items == ("jincheng-155:T02",)
    assert set(codes(findings)) <= set(RULES)
    assert "〖" not in "".join(hint(finding) for finding in findings)
