"""Several parents: merging what is the same, placing what is not."""

from __future__ import annotations

from plan_builders import WAIVED, build, clause, codes, item, named, of_code, parent, row, said, spec
from plangen.county.spec import Disposition
from plangen.parent.model import Level
from plangen.terms.findings import Severity, has_errors

FIRST = parent(
    item("I01", "亿元GDP生产安全事故死亡率", target="下降33%"),
    item("G01", "应急管理体制机制更加完善"),
    item("T01", "完善领导指挥体制", group="完善体制机制", responsibility=clause("市应急局"), deadline=2028),
    item("T02", "持续推进专项整治", item("T02.1", "消防"), item("T02.2", "矿山"), group="加强本质安全能力建设"),
    item("T03", "森林防灭火", group="加强灾害预防体系建设"),
    item("P01", "防汛抗旱水利提升工程", group="提升自然灾害防治能力"),
    identifier="a",
)
SECOND = parent(
    item("I01", "亿元地区生产总值生产安全事故死亡率", target="下降35%"),
    item("G01", "应急管理体制机制不断完善"),
    item("T01", "强化领导指挥体系", group="体制机制改革", responsibility=clause("市公安局"), deadline=2027),
    item("T02", "深入推进专项整治", item("T02.1", "消防"), item("T02.2", "工贸"), group="加强本质安全能力建设"),
    item("T03", "消防", group="加强本质安全能力建设"),
    item("T04", "提升森林草原防灭火能力", group="加强灾害预防体系"),
    item("T05", "弘扬廉政文化", group="作风"),
    item("P01", "防汛抗旱水利提升工程"),
    item("P02", "实施灾害综合防治工程", item("P02.1", "地质灾害综合治理工程")),
    identifier="b",
    place="阳泉市",
)


def test_the_same_is_one_county_item_with_all_ids() -> None:
    plan, findings = build([FIRST, SECOND])
    task = named(plan, "b:T01")
    assert [origin.key for origin in task.origins] == ["a:T01", "b:T01"]
    assert task.title == "完善领导指挥体制"
    assert task.deadline == "2027年底前"
    assert [unit.name for unit in task.assignment.leads] == ["县应急局"]
    assert [unit.name for unit in task.assignment.participants] == ["县公安局"]
    assert row(plan, "a:T01")[0] == "承接"
    assert row(plan, "b:T01") == ("合并", (task,))
    (indicator,) = plan.indicators
    assert (indicator.target, [origin.parent for origin in indicator.origins]) == ("下降35%", ["a", "b"])
    assert len(plan.goals) == 1
    merged = of_code(findings, "auto-merged")
    assert merged.severity is Severity.INFO
    assert merged.location.place == "b I01、G01、T01、T02、T02.1、P01"
    assert "b T01“强化领导指挥体系”并入a T01“完善领导指挥体制”" in merged.message
    assert "6项" in merged.message
    assert of_code(findings, "deadline-merged").location.place == "a T01；b T01"
    assert "下降35%" in of_code(findings, "indicator-targets-differ").message


def test_nested_items_merge_under_merged_tasks_only() -> None:
    plan, _ = build([FIRST, SECOND])
    special = named(plan, "a:T02")
    assert [(one.title, [origin.key for origin in one.origins]) for one in special.items] == [
        ("消防", ["a:T02.1", "b:T02.1"]),
        ("矿山", ["a:T02.2"]),
        ("工贸", ["b:T02.2"]),
    ]
    assert [origin.key for origin in named(plan, "b:T03").origins] == ["b:T03"]


def test_what_is_not_the_same_is_placed_by_its_content_or_under_its_own_heading() -> None:
    plan, findings = build([FIRST, SECOND])
    assert [(group.title, [one.key for one in group.items]) for group in plan.task_groups] == [
        ("完善体制机制", ["a:T01"]),
        ("加强本质安全能力建设", ["a:T02", "b:T03"]),
        ("加强灾害预防体系建设", ["a:T03", "b:T04"]),
        ("作风", ["b:T05"]),
    ]
    assert [(group.title, [one.key for one in group.items]) for group in plan.project_groups] == [
        ("提升自然灾害防治能力", ["a:P01", "b:P02"]),
    ]
    assert of_code(findings, "group-placed").location.place == "b T03、T04、P02"
    assert "“作风”1项" in of_code(findings, "group-new").message
    assert "b T04" in of_code(findings, "possibly-same").message
    assert [one.ordinal for one in plan.tasks] == [1, 2, 3, 4, 5, 6]


def test_an_item_without_group_that_fits_nowhere_has_the_common_heading() -> None:
    plan, _ = build([FIRST, parent(item("P01", "廉政教育基地"), identifier="b")])
    assert [group.title for group in plan.project_groups] == ["提升自然灾害防治能力", "其他重点工程"]


def test_a_first_parent_without_groups_takes_everything() -> None:
    plan, findings = build([parent(item("T01", "甲"), identifier="a"), SECOND])
    assert [group.title for group in plan.task_groups] == [""]
    assert len(plan.tasks) == 6
    assert "group-placed" not in codes(findings)


def test_a_title_of_its_own_keeps_an_item_by_itself() -> None:
    plan, findings = build([FIRST, SECOND], spec({"b": {"T01": Disposition(title="完善县级指挥体系")}}))
    assert row(plan, "b:T01")[0] == "细化"
    assert [origin.key for origin in named(plan, "a:T01").origins] == ["a:T01"]
    assert "b T01" not in of_code(findings, "auto-merged").message


def test_other_settings_of_a_merged_item_join_in() -> None:
    decision = Disposition(measures=("县里加一句。",), lead="县水利局")
    plan, _ = build([FIRST, SECOND], spec({"b": {"T01": decision}}))
    task = named(plan, "a:T01")
    assert row(plan, "b:T01") == ("合并", (task,))
    assert task.assignment.lead and task.assignment.lead.name == "县水利局"
    assert said(task.measures)[0] == "县里加一句。"


def test_waived_and_merged_items_are_left_out_of_what_is_merged() -> None:
    inherit = {"a": {"T01": WAIVED}, "b": {"T02": Disposition(merge_into="a:T03")}}
    plan, findings = build([FIRST, SECOND], spec(inherit))
    assert row(plan, "b:T01")[0] == "承接"
    assert [origin.key for origin in named(plan, "a:T03").origins] == ["a:T03", "b:T02"]
    assert [one.title for one in named(plan, "a:T03").items] == ["消防", "工贸"]
    assert not has_errors(findings)


def test_three_parents_and_one_of_another_level() -> None:
    third = parent(
        item("T01", "完善领导指挥体制", text="全省统一指挥。"), identifier="c", level=Level.PROVINCE, place="山西省"
    )
    plan, _ = build([FIRST, SECOND, third])
    task = named(plan, "a:T01")
    assert [origin.parent for origin in task.origins] == ["a", "b", "c"]
    assert said(task.paragraphs) == ("全县统一指挥。",)


def test_short_titles_need_like_surroundings() -> None:
    one = parent(item("T01", "健全管理机制", group="应急物资保障"), identifier="a")
    other = parent(item("T01", "健全管理机制", group="人才队伍"), identifier="b")
    same = parent(item("T01", "健全管理机制", group="强化应急物资保障"), identifier="c")
    assert len(build([one, other])[0].tasks) == 2
    assert len(build([one, same])[0].tasks) == 1
