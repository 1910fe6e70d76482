"""Structure of documents as they are: chapters, lists without numbers, tables flattened or with odd heads.

Every entry is a small document of its own and what must be read from it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem

HEAD = "云岭市“十五五”应急体系规划\n"


def read(tmp_path: Path, text: str, name: str = "plan.txt") -> ImportResult:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return import_document(path, plan_id="yunling-155")


def who(item: ParentItem) -> str:
    clause = item.responsibility
    if clause is None:
        return "—"
    ends = "等" if clause.open_ended else ""
    return f"{'、'.join(clause.leads)}；{'、'.join(clause.participants)}{ends}"


def codes(result: ImportResult) -> set[str]:
    return {finding.code for finding in result.findings}


RUN_IN = (
    HEAD + "一、重点任务\n（一）健全监测网络\n布设雨量站点。每村一处，汛前全部校准。\n"
    "校准水位仪器。逐台登记，按月巡检。\n（二）建强救援队伍\n组建轻骑小队。每乡一支，配齐装备。\n定期开展拉练。每季一次，逐次讲评。\n"
)


@pytest.mark.parametrize(
    ("last", "nested"),
    [
        ("（三）做实避险转移\n划定转移路线。一村一图，逐户张贴，每年演练两次。", ["划定转移路线"]),
        (
            "（三）做实避险转移\n坚持人民至上，把转移做在成灾之前，宁可十防九空\n完善名册台账，动态更新到户到人\n"
            "划定转移路线。一村一图，逐户张贴，每年演练两次。",
            ["划定转移路线"],
        ),
        ("（三）做实避险转移\n按照一村一图的要求划定路线，逐户张贴，每年演练两次，确保人人知晓。落实专人。", []),
    ],
)
def test_a_lone_title_where_titles_are_the_habit(tmp_path: Path, last: str, nested: list[str]) -> None:
    tasks = read(tmp_path, RUN_IN + last).plan.tasks
    assert [len(task.items) for task in tasks[:2]] == [2, 2]
    assert [item.title for item in tasks[2].items] == nested


def test_a_lone_title_where_it_is_no_habit(tmp_path: Path) -> None:
    text = HEAD + "一、重点任务\n（一）健全网络\n布设站点。每村一处，逐个校准。\n（二）建强队伍\n组建小队。每乡一支。"
    assert [task.items for task in read(tmp_path, text).plan.tasks] == [(), ()]


def flattened(*rows: tuple[str, ...]) -> str:
    lines = "\n".join(cell for row in rows for cell in row)
    return (
        HEAD + f"一、发展目标\n（一）主要指标\n{lines}\n二、重点任务\n（一）设立网格。分片包干。（市应急局牵头）\n"
        "（二）登记名册。按月更新。（市民政局牵头）"
    )


FLATTENED: dict[str, tuple[str, list[tuple[str, str | None, str | None]]]] = {
    "groups that span rows, base values and units": (
        flattened(
            ("序号", "类别", "指标名称", "单位", "2025年基期值", "2030年目标值", "属性"),
            ("1", "安全生产", "亿元地区生产总值死亡率", "人/亿元", "0.036", "≤0.035", "约束性"),
            ("2", "工矿商贸就业人员十万人死亡率", "人", "3.6", "≤3.5", "约束性"),
            ("3", "防灾减灾", "年均因灾直接经济损失占比", "%", "0", "≤0.251", "预期性"),
            ("4", "应急救援", "专业救援队伍数", "支", "1", "5", "预期性"),
            ("5", "每万人救援人员数", "人", "3", "6", "预期性"),
        ),
        [
            ("亿元地区生产总值死亡率", "≤0.035人/亿元", "约束性"),
            ("工矿商贸就业人员十万人死亡率", "≤3.5人", "约束性"),
            ("年均因灾直接经济损失占比", "≤0.251%", "预期性"),
            ("专业救援队伍数", "5支", "预期性"),
            ("每万人救援人员数", "6人", "预期性"),
        ],
    ),
    "no running number, heads broken over lines": (
        flattened(
            ("类别", "指标", "2025年", "（基期）", "2030年", "目标值", "属性"),
            ("安全生产", "生产安全事故死亡人数（人）", "48", "≤40", "约束性"),
            ("较大事故起数（起）", "2", "≤1", "约束性"),
            ("综合减灾", "每百万人口因灾死亡率", "0.6", "<0.5", "预期性"),
            ("综合减灾示范社区", "（个）", "3", "12", "预期性"),
        ),
        [
            ("生产安全事故死亡人数（人）", "≤40", "约束性"),
            ("较大事故起数（起）", "≤1", "约束性"),
            ("每百万人口因灾死亡率", "<0.5", "预期性"),
            ("综合减灾示范社区（个）", "12", "预期性"),
        ],
    ),
    "figures that look like running numbers": (
        flattened(
            ("序号", "指标", "基期", "目标", "性质"),
            ("1", "较大事故起数", "2", "1", "约束性"),
            ("2", "航空救援基地数", "0", "3", "预期性"),
            ("3", "特大事故起数", "0", "0", "约束性"),
        ),
        [("较大事故起数", "1", "约束性"), ("航空救援基地数", "3", "预期性"), ("特大事故起数", "0", "约束性")],
    ),
    "neither numbers nor natures": (
        flattened(
            ("指标名称", "单位", "基期值", "目标值"),
            ("应急广播覆盖率", "%", "62", "95"),
            ("避难场所人均面积", "平方米", "0.8", "1.5"),
            ("基层哨点数", "个", "12", "60"),
        ),
        [
            ("应急广播覆盖率", "95%", None),
            ("避难场所人均面积", "1.5平方米", None),
            ("基层哨点数", "60个", None),
        ],
    ),
    "heads that a page end repeats": (
        flattened(
            ("序号", "指标", "2026年", "2030年", "属性"),
            ("1", "应急广播覆盖率", "70%", "95%", "预期性"),
            ("序号", "指标", "2026年", "2030年", "属性"),
            ("2", "哨点数", "20个", "60个", "预期性"),
        ),
        [("应急广播覆盖率", "95%", "预期性"), ("哨点数", "60个", "预期性")],
    ),
}


@pytest.mark.parametrize("kind", FLATTENED)
def test_indicator_tables_with_one_cell_a_line(tmp_path: Path, kind: str) -> None:
    text, expected = FLATTENED[kind]
    result = read(tmp_path, text)
    assert [(item.title, item.target, item.nature) for item in result.plan.indicators] == expected
    assert [task.title for task in result.plan.tasks] == ["设立网格", "登记名册"]
    assert "table-row-unread" not in codes(result)


def test_a_row_that_fits_no_columns_is_told_and_not_guessed(tmp_path: Path) -> None:
    text = flattened(
        ("序号", "类别", "指标名称", "单位", "基期值", "目标值", "属性"),
        ("1", "安全生产", "较大事故起数", "起", "2", "≤1", "约束性"),
        ("2", "防灾减灾", "约束性"),
        ("3", "应急救援", "专业队伍数", "支", "1", "2", "预期性"),
        ("4", "每万人应急人员数", "人", "3", "5", "预期性"),
    )
    result = read(tmp_path, text)
    assert [item.number for item in result.plan.indicators] == ["1", "3", "4"]
    [told] = [finding for finding in result.findings if finding.code == "table-row-unread"]
    assert "2、防灾减灾、约束性" in told.message


def test_a_table_of_which_most_rows_fit_nothing_gives_no_figures(tmp_path: Path) -> None:
    text = flattened(
        ("序号", "指标", "基期", "目标"), ("1", "甲类隐患", "9"), ("2", "乙类隐患", "8"), ("3", "丙类隐患", "7")
    )
    result = read(tmp_path, text)
    assert not result.plan.indicators
    assert "table-row-unread" in codes(result)


def test_a_division_table_with_one_cell_a_line(tmp_path: Path) -> None:
    lines = (
        "序号\n类别\n重点任务\n牵头单位\n配合单位\n完成时限\n1\n监测预警\n布设雨量站\n市水利局\n市气象局、市应急局\n2027年6月\n"
        "2\n校准水位计\n市水利局\n市财政局\n2027年12月\n3\n应急救援\n组建轻骑小队，配齐装备\n市应急局\n市消防救援支队\n2028年"
    )
    tasks = read(tmp_path, f"云岭市“十五五”应急体系规划重点任务分工表\n{lines}").plan.tasks
    assert [(task.title, task.group, who(task), task.deadline) for task in tasks] == [
        ("布设雨量站", "监测预警", "市水利局；市气象局、市应急局", 2027),
        ("校准水位计", "监测预警", "市水利局；市财政局", 2027),
        ("组建轻骑小队，配齐装备", "应急救援", "市应急局；市消防救援支队", 2028),
    ]
