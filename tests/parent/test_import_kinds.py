"""Kinds of documents as they are: each kind with inputs of its own, none of them made after one file.

Every entry is a small document and what must be read from it: tasks as ``title: leads; participants``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from import_builders import read, who

HEAD = "云岭市“十五五”应急体系规划\n"


def table(*rows: tuple[str, ...], title: str = "云岭市“十五五”重点任务分工表") -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><p>{title}</p><table>{body}</table></body></html>"


TEXTS: dict[str, tuple[str, dict[str, str]]] = {
    "a chapter that mentions results in passing": (
        HEAD + "一、对标先进成效补齐设施短板\n（一）改造泵站。全部通电。（市水利局牵头，市财政局配合）\n"
        "二、延伸救助触角\n（二）设立窗口。每乡一处。（市民政局牵头，市残联配合）",
        {"改造泵站": "市水利局；市财政局", "设立窗口": "市民政局；市残联"},
    ),
    "chapters without clauses and without an introduction": (
        HEAD + "一、抬升堤防标准\n（一）加固险段。逐段验收。\n二、压降火灾风险\n（二）清理通道。逐栋登记。",
        {"加固险段": "—", "清理通道": "—"},
    ),
    "a flat list": (
        "云岭市2027年安全生产奖补措施\n现就有关事项明确如下：\n"
        "一、对整改项目进度快的乡镇，安排奖补资金。（市财政局负责）\n"
        "二、对值守平台运行稳定的单位，给予通报表扬。（市应急局牵头，市大数据局配合）\n"
        "三、对形势研判准确的站点，优先更新设备。（市气象局负责）",
        {
            "对整改项目进度快的乡镇，安排奖补资金": "；市财政局",
            "对值守平台运行稳定的单位，给予通报表扬": "市应急局；市大数据局",
            "对形势研判准确的站点，优先更新设备": "；市气象局",
        },
    ),
    "a clause at the end of each section": (
        HEAD + "一、重点任务\n（一）监测\n1.布设雨量站。每村一个。\n2.校准水位计。汛前完成。\n"
        "牵头单位：市水利局；配合单位：市气象局\n"
        "（二）转移\n3.设立路牌。每路一块。\n4.组织演练。每年一次。\n牵头单位：市应急局；配合单位：市教育局",
        {
            "布设雨量站": "市水利局；市气象局",
            "校准水位计": "市水利局；市气象局",
            "设立路牌": "市应急局；市教育局",
            "组织演练": "市应急局；市教育局",
        },
    ),
    "one unit that nobody knows": (
        HEAD + "一、重点任务\n（一）发动志愿者。建立台账。（市应急局、市义工总队部、市红十字会负责）\n"
        "（二）调拨帐篷。一日送达。（市粮食和储备局牵头，市顺达速运配合）",
        {"发动志愿者": "；市应急局、市义工总队部、市红十字会", "调拨帐篷": "市粮食和储备局；市顺达速运"},
    ),
    "the first leads, the same below": (
        HEAD + "一、重点任务\n（一）修编预案。全部备案。（责任单位：市应急局、市水利局，首位单位牵头，以下同）\n"
        "（二）轮换物资。按季更新。（责任单位：市粮食和储备局、市财政局）",
        {"修编预案": "市应急局；市水利局", "轮换物资": "市粮食和储备局；市财政局"},
    ),
    "labels that name no units": (
        HEAD + "一、重点任务\n（一）改造危桥。逐座验收。（责任单位：市交通局、市财政局；资金来源：省级补助）\n"
        "（二）排查渡口。逐处登记。（牵头单位：市交通局；实施范围：沿江乡镇；配合单位：市公安局）",
        {"改造危桥": "；市交通局、市财政局", "排查渡口": "市交通局；市公安局"},
    ),
    "named items": (
        HEAD + "一、主要任务\n行动1：清除隐患。逐项销号。（市应急局牵头）\n"
        "行动2：配强力量。每乡一队。（市消防救援支队牵头）",
        {"清除隐患": "市应急局；", "配强力量": "市消防救援支队；"},
    ),
    "labelled lines inside an item": (
        HEAD + "一、重点任务\n（一）建设哨点\n1.工作内容：每村一处，专人值守。\n2.责任单位：市林业局、市应急局\n"
        "3.完成时间：2028年底\n"
        "（二）更新水泵\n1.工作内容：更换老旧水泵。\n2.责任单位：市水利局\n3.完成时间：2027年6月",
        {"建设哨点": "；市林业局、市应急局", "更新水泵": "；市水利局"},
    ),
    "cards": (
        HEAD + "一、重点任务\n（一）建设哨点。每村一处。\n【牵头单位】市林业局\n【配合单位】市应急局、市公安局\n"
        "（二）更新水泵。更换老旧水泵。\n【牵头单位】市水利局\n【配合单位】市财政局",
        {"建设哨点": "市林业局；市应急局、市公安局", "更新水泵": "市水利局；市财政局"},
    ),
    "clauses behind dashes": (
        HEAD + "一、重点任务\n（一）整修仓库。加装货架。——责任单位：市粮食和储备局\n"
        "（二）配备船艇。定点存放。——市水利局牵头，市应急局配合",
        {"整修仓库": "；市粮食和储备局", "配备船艇": "市水利局；市应急局"},
    ),
    "safeguards with clauses": (
        HEAD + "一、重点任务\n（一）整修仓库。加装货架。（市粮食和储备局牵头）\n二、组织保障\n"
        "（一）强化督导。每季通报。（市政府督查室牵头）\n（二）营造氛围。广泛宣传。",
        {"整修仓库": "市粮食和储备局；", "强化督导": "市政府督查室；"},
    ),
    "articles": (
        HEAD + "第一章 主要任务\n第一条 设立网格。分片包干。（市应急局牵头）\n"
        "第二条　登记名册。按月更新。（市民政局牵头）",
        {"设立网格": "市应急局；", "登记名册": "市民政局；"},
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_of_every_kind(tmp_path: Path, kind: str) -> None:
    text, expected = TEXTS[kind]
    plan = read(tmp_path, text).plan
    assert {item.title: who(item) for item in (*plan.tasks, *plan.projects)} == expected


TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "other heads": (
        table(
            ("编号", "事项名称", "主办部门", "会办单位", "办结期限"),
            ("1", "修编预案", "市应急局", "市水利局", "2027年"),
            ("2", "轮换物资", "市粮食和储备局", "市财政局", "2028年"),
        ),
        {"修编预案": "市应急局；市水利局", "轮换物资": "市粮食和储备局；市财政局"},
    ),
    "no head that is known": (
        table(("序号", "怎么办", "谁来办"), ("1", "修编预案", "市应急局、市水利局"), ("2", "轮换物资", "市财政局")),
        {"修编预案": "；市应急局、市水利局", "轮换物资": "；市财政局"},
    ),
    "the head says who leads": (
        table(("序号", "工作任务", "责任部门（列首位的为牵头部门）"), ("1", "修编预案", "市应急局、市水利局")),
        {"修编预案": "市应急局；市水利局"},
    ),
    "marks for nothing and for the same": (
        table(
            ("序号", "重点任务", "牵头单位", "配合单位"),
            ("1", "修编预案", "市应急局", "市水利局"),
            ("2", "轮换物资", "〃", "/"),
            ("3", "校准仪器", "市气象局", "同前"),
        ),
        {"修编预案": "市应急局；市水利局", "轮换物资": "市应急局；", "校准仪器": "市气象局；"},
    ),
    "people inside a unit": (
        table(
            ("序号", "重点任务", "牵头单位", "牵头处室", "联系人"),
            ("1", "修编预案", "市应急局", "应急指挥科", "张三"),
            ("2", "轮换物资", "市财政局", "预算科", "李四"),
        ),
        {"修编预案": "市应急局；", "轮换物资": "市财政局；"},
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_of_every_kind(tmp_path: Path, kind: str) -> None:
    page, expected = TABLES[kind]
    plan = read(tmp_path, page, "plan.html").plan
    assert {item.title: who(item) for item in (*plan.tasks, *plan.projects)} == expected


@pytest.mark.parametrize(
    ("title", "place", "period"),
    [
        ("云岭市提升城市内涝防治能力若干措施（2027—2029年）", "云岭市", (2027, 2029)),
        ("云岭市森林草原防灭火责任清单", "云岭市", None),
        ("云岭市人民政府关于加强消防安全工作的决定", "云岭市", None),
        ("云岭市实施第十五个五年规划应急管理任务分解表", "云岭市", (2026, 2030)),
        ("江苏关于贯彻落实“十五五”国家防震减灾规划的实施意见", "江苏省", (2026, 2030)),
    ],
)
def test_titles_of_every_ending(tmp_path: Path, title: str, place: str, period: tuple[int, int] | None) -> None:
    text = (
        f"{title}\n一、重点任务\n（一）设立网格。分片包干。（市应急局牵头）\n（二）登记名册。按月更新。（市民政局牵头）"
    )
    plan = read(tmp_path, text).plan
    assert (plan.title, plan.place, plan.period) == (title, place, period)


def test_a_signature_and_a_date_belong_to_no_title(tmp_path: Path) -> None:
    text = (
        "云岭市应急管理局\n2027年2月1日\n云岭市基层应急力量建设方案\n一、重点任务\n"
        "（一）设立网格。分片包干。（市应急局牵头）\n（二）登记名册。按月更新。（市民政局牵头）"
    )
    plan = read(tmp_path, text).plan
    assert plan.title == "云岭市基层应急力量建设方案" and plan.period is None


def test_goals_among_other_paragraphs(tmp_path: Path) -> None:
    text = (
        HEAD + "一、总体要求\n（一）主要目标\n到2030年，能力明显增强。\n——站网更密。每乡两处。\n力争提前完成。\n"
        "——队伍更强。每县三支。\n到2035年，全面建成。\n二、重点任务\n（一）设立网格。分片包干。（市应急局牵头）"
    )
    plan = read(tmp_path, text).plan
    assert [goal.title for goal in plan.goals] == ["站网更密", "队伍更强"]
    assert "力争提前完成" in (plan.goals[0].text or "")


def test_a_date_of_one_measure_is_no_deadline(tmp_path: Path) -> None:
    text = (
        HEAD + "一、重点任务\n"
        "（一）治理堤防。逐段登记，落实巡查。2027年6月前编印手册。健全长效机制。（市水利局牵头）\n"
        "（二）更新水泵。2028年底前全部完成。（市水利局牵头）"
    )
    result = read(tmp_path, text)
    assert [task.deadline for task in result.plan.tasks] == [None, 2028]
    assert "deadline-of-one-measure" in {finding.code for finding in result.findings}


@pytest.mark.parametrize(
    "text",
    [
        "# 云岭市“十五五”应急体系规划\n\n## 一、重点任务\n\n1. 设立网格。分片包干。（市应急局牵头）\n"
        "2. 登记名册。按月更新。（市民政局牵头）\n",
        "云岭市“十五五”应急体系规划\n\n**一、重点任务**\n\n**1.设立网格。** 分片包干。（市应急局牵头）\n\n"
        "**2.登记名册。** 按月更新。（市民政局牵头）\n",
        "# 云岭市“十五五”应急体系规划\n\n| 序号 | 重点任务 | 牵头单位 |\n|---|---|---|\n| 1 | 设立网格 | 市应急局 |\n"
        "| 2 | **登记名册** | 市民政局 |\n",
    ],
)
def test_markdown_is_read_like_the_others(tmp_path: Path, text: str) -> None:
    plan = read(tmp_path, text, "plan.md").plan
    assert plan.title == "云岭市“十五五”应急体系规划"
    assert {item.title: who(item) for item in plan.tasks} == {"设立网格": "市应急局；", "登记名册": "市民政局；"}
