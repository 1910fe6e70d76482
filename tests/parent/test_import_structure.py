"""Structure of documents as they are: chapters, lists without numbers, tables flattened or with odd heads.

Every entry is a small document of its own and what must be read from it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from import_builders import read, who
from plangen.parent.importer import ImportResult

HEAD = "云岭市“十五五”应急体系规划\n"


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


GAS = "云岭市城镇燃气安全整治实施方案\n"
WORK = "二、主要任务\n（一）排查管网。逐段登记。（市住建局牵头）\n（二）更换软管。入户更换。（市城管局牵头）\n"


@pytest.mark.parametrize(
    ("text", "titles", "left_out"),
    [
        (
            GAS + WORK + "三、实施步骤\n（一）动员部署阶段（2027年3月）。印发方案。\n"
            "（二）总结验收阶段（2027年11月）。全面验收。",
            ["排查管网", "更换软管"],
            ["动员部署阶段", "总结验收阶段"],
        ),
        (
            GAS + WORK + "三、工作安排\n1.自查自纠阶段（3月至5月）。企业自查。\n2.集中攻坚阶段（6月至9月）。逐项销号。",
            ["排查管网", "更换软管"],
            ["自查自纠阶段", "集中攻坚阶段"],
        ),
        (
            GAS + WORK + "三、动员部署阶段（2027年3月）\n召开会议。\n四、巩固提升阶段（2027年11月）\n健全机制。",
            ["排查管网", "更换软管"],
            ["动员部署阶段", "巩固提升阶段"],
        ),
        (
            GAS + WORK + "三、成果清单\n（一）管网普查报告。2027年提交。\n（二）隐患分布图。2027年提交。",
            ["排查管网", "更换软管"],
            ["管网普查报告", "隐患分布图"],
        ),
        (
            GAS + WORK + "三、时间安排\n（一）动员部署阶段（2027年3月）。印发方案。\n"
            "（二）总结验收阶段（2027年11月）。全面验收。（市住建局负责）",
            ["排查管网", "更换软管", "总结验收阶段（2027年11月）"],
            ["动员部署阶段"],
        ),
    ],
)
def test_stages_and_products_are_no_tasks_where_others_are(
    tmp_path: Path, text: str, titles: list[str], left_out: list[str]
) -> None:
    result = read(tmp_path, text)
    assert [task.title for task in result.plan.tasks] == titles
    told = "".join(finding.message for finding in result.findings if finding.code == "stages-left-out")
    assert all(title in told for title in left_out)


@pytest.mark.parametrize("heading", ["二、工作步骤", "二、时间安排"])
def test_stages_are_tasks_where_nothing_else_is(tmp_path: Path, heading: str) -> None:
    text = (
        GAS + f"一、总体要求\n坚持人民至上。\n{heading}\n（一）全面排查阶段（2027年3月）。逐户排查。\n"
        "（二）集中整治阶段（2027年4月）。对照清单整治。"
    )
    result = read(tmp_path, text)
    assert len(result.plan.tasks) == 2 and "stages-left-out" not in codes(result)


@pytest.mark.parametrize("heading", ["一、发展趋势", "一、面临形势与发展态势分析"])
def test_trends_are_no_tasks(tmp_path: Path, heading: str) -> None:
    result = read(
        tmp_path, GAS + heading + "\n（一）用气量持续增长。逐年上升。\n（二）管网逐步老化。亟待更换。\n" + WORK
    )
    assert [task.title for task in result.plan.tasks] == ["排查管网", "更换软管"]


PARAGRAPHS: dict[str, tuple[str, dict[str, str]]] = {
    "a title at the head of most": (
        GAS + "一、总体要求\n坚持人民至上。\n二、主要任务\n排查管网。逐段登记，一段一档。\n"
        "更换软管。入户更换，签字确认。\n更换过程中做好宣传，发放手册。\n安装报警器。优先老旧小区，分批推进。\n三、保障措施\n加强领导。",
        {"排查管网": "—", "更换软管": "—", "安装报警器": "—"},
    ),
    "a clause at the end of each": (
        GAS + "一、总体要求\n坚持人民至上。\n二、主要任务\n围绕隐患清零目标，重点抓好以下工作。\n"
        "对全市管网逐段登记，一段一档。（市住建局牵头，市城管局配合）\n入户更换软管，签字确认。（市城管局牵头）",
        {"对全市管网逐段登记，一段一档": "市住建局；市城管局", "入户更换软管，签字确认": "市城管局；"},
    ),
    "a clause below each": (
        GAS + "一、主要任务\n对全市管网逐段登记，一段一档。\n责任单位：市住建局、市城管局\n"
        "入户更换软管，签字确认。\n更换后拍照留存。\n责任单位：市城管局",
        {"对全市管网逐段登记，一段一档": "；市住建局、市城管局", "入户更换软管，签字确认": "；市城管局"},
    ),
    "lead and support below each": (
        GAS + "一、主要任务\n排查管网。逐段登记。\n牵头单位：市住建局\n配合单位：市城管局\n"
        "更换软管。入户更换。\n牵头单位：市城管局\n配合单位：市商务局",
        {"排查管网": "市住建局；市城管局", "更换软管": "市城管局；市商务局"},
    ),
    "chapters of paragraphs with clauses": (
        "云岭市2027年应急管理工作要点\n一、监测预警\n布设雨量站，每村一处。（市水利局牵头）\n"
        "校准水位计，按月巡检。（市水文站牵头）\n二、抢险救援\n组建轻骑小队，每乡一支。（市应急局牵头）\n"
        "定期开展拉练，逐次讲评。（市消防救援支队牵头）",
        {
            "布设雨量站，每村一处": "市水利局；",
            "校准水位计，按月巡检": "市水文站；",
            "组建轻骑小队，每乡一支": "市应急局；",
            "定期开展拉练，逐次讲评": "市消防救援支队；",
        },
    ),
}


@pytest.mark.parametrize("kind", PARAGRAPHS)
def test_chapters_of_paragraphs_without_numbers(tmp_path: Path, kind: str) -> None:
    text, expected = PARAGRAPHS[kind]
    plan = read(tmp_path, text).plan
    assert {item.title: who(item) for item in plan.tasks} == expected


@pytest.mark.parametrize(
    "paragraphs",
    [
        "对全市管网逐段登记，建立台账，逐一明确责任人和时限。\n入户更换软管，不留死角，并做好回访。",
        "按照全覆盖的要求排查管网，建立台账，落实专人。\n采取多种方式宣传用气常识，提高知晓率。\n坚持边查边改，限期销号。",
    ],
)
def test_a_chapter_that_nothing_parts_is_one_item_and_told(tmp_path: Path, paragraphs: str) -> None:
    result = read(tmp_path, GAS + "一、总体要求\n坚持人民至上。\n二、主要任务\n" + paragraphs)
    [task] = result.plan.tasks
    assert task.text == paragraphs and "chapter-as-one" in codes(result)
