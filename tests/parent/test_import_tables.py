"""Division tables, lists of projects and tables of marks, as governments lay them out: in web pages, Word and text.

Each table is written once; a cell may span rows (``down``) and columns (``across``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem

TITLE = "云岭市防汛抗旱能力提升重点任务分解表"


@dataclass(frozen=True)
class Cell:
    text: str
    down: int = 1
    across: int = 1


Rows = tuple[tuple[str | Cell, ...], ...]


def laid(rows: Rows) -> list[list[tuple[str, int, int]]]:
    """Return for each place of the grid its text and where the cell begins."""
    grid: dict[tuple[int, int], tuple[str, int, int]] = {}
    for number, row in enumerate(rows):
        column = 0
        for entry in row:
            cell = entry if isinstance(entry, Cell) else Cell(entry)
            while (number, column) in grid:
                column += 1
            for below in range(cell.down):
                for beside in range(cell.across):
                    grid[number + below, column + beside] = (cell.text, number, column)
    width = max(column for _, column in grid) + 1
    return [[grid[number, column] for column in range(width)] for number in range(len(rows))]


def as_html(title: str, rows: Rows, path: Path) -> None:
    body = ""
    for row in rows:
        cells = [entry if isinstance(entry, Cell) else Cell(entry) for entry in row]
        body += "<tr>" + "".join(f'<td rowspan="{c.down}" colspan="{c.across}">{c.text}</td>' for c in cells) + "</tr>"
    path.write_text(f"<html><body><p>{title}</p><table>{body}</table></body></html>", "utf-8")


def as_docx(title: str, rows: Rows, path: Path) -> None:
    grid = laid(rows)
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(len(grid), len(grid[0]))
    for number, row in enumerate(grid):
        for column, (text, first_row, first_column) in enumerate(row):
            if (number, column) == (first_row, first_column):
                table.cell(number, column).text = text
            else:
                table.cell(first_row, first_column).merge(table.cell(number, column))
    for number, row in enumerate(grid):
        for column, (text, first_row, first_column) in enumerate(row):
            if (number, column) == (first_row, first_column):
                table.cell(number, column).text = text
    document.save(str(path))


WRITERS = {"html": as_html, "docx": as_docx}


def read(tmp_path: Path, form: str, title: str, rows: Rows) -> ImportResult:
    path = tmp_path / f"plan.{form}"
    WRITERS[form](title, rows, path)
    return import_document(path, plan_id="yunling-155")


def who(item: ParentItem) -> str:
    clause = item.responsibility
    return "—" if clause is None else f"{'、'.join(clause.leads)}；{'、'.join(clause.participants)}"


def shown(item: ParentItem) -> tuple[str, str | None, str, int | None]:
    return item.title, item.group, who(item), item.deadline


TABLES: dict[str, tuple[Rows, list[tuple[str, str | None, str, int | None]]]] = {
    "people and offices inside the units": (
        (
            ("序号", "责任事项", "责任单位", "责任科室", "责任人", "联系人", "联系电话"),
            ("1", "排查燃气管网", "市住建局", "燃气科", "王某", "张某", "0350-1111111"),
            ("2", "整治占用通道", "市消防救援支队", "防火科", "李某", "赵某", "0350-2222222"),
        ),
        [("排查燃气管网", None, "；市住建局", None), ("整治占用通道", None, "；市消防救援支队", None)],
    ),
    "an office that leads inside the unit": (
        (
            ("序号", "工作任务", "内牵头处室", "牵头单位", "配合单位"),
            ("1", "布设雨量站", "防御处", "省水利厅", "省气象局"),
            ("2", "组建轻骑小队", "救援处", "省应急厅", "省消防救援总队"),
        ),
        [
            ("布设雨量站", None, "省水利厅；省气象局", None),
            ("组建轻骑小队", None, "省应急厅；省消防救援总队", None),
        ],
    ),
    "two rows of heads": (
        (
            (Cell("序号", 2), Cell("任务", 2), Cell("责任分工", 1, 2), Cell("完成时限", 2)),
            ("牵头单位", "配合单位"),
            ("1", "修编预案", "市应急局", "市水利局", "2027年"),
            ("2", "轮换物资", "市粮储局", "市财政局", "2028年"),
        ),
        [("修编预案", None, "市应急局；市水利局", 2027), ("轮换物资", None, "市粮储局；市财政局", 2028)],
    ),
    "rows that head groups": (
        (
            ("序号", "工作任务", "牵头单位", "配合单位"),
            (Cell("一、监测预警", 1, 4),),
            ("1", "布设雨量站", "市水利局", "市气象局"),
            (Cell("二、抢险救援", 1, 4),),
            ("2", "组建轻骑小队", "市应急局", "市消防救援支队"),
        ),
        [
            ("布设雨量站", "监测预警", "市水利局；市气象局", None),
            ("组建轻骑小队", "抢险救援", "市应急局；市消防救援支队", None),
        ],
    ),
    "rows that head groups beside their number": (
        (
            ("序号", "任务", "牵头单位"),
            ("（一）", Cell("夯实监测基础", 1, 2)),
            ("1", "布设雨量站", "市水利局"),
            ("2", "校准水位计", "市水文站"),
            ("（二）", "建强救援队伍", ""),
            ("1", "组建轻骑小队", "市应急局"),
        ),
        [
            ("布设雨量站", "夯实监测基础", "市水利局；", None),
            ("校准水位计", "夯实监测基础", "市水文站；", None),
            ("组建轻骑小队", "建强救援队伍", "市应急局；", None),
        ],
    ),
    "groups that span rows before the number": (
        (
            ("类别", "序号", "重点工作", "责任部门", "配合部门", "完成时限"),
            (Cell("防汛", 2), "1", "布设雨量站", "市水利局", "市气象局", "2027年6月底前"),
            ("2", "校准水位计", "市水文站", "市财政局", "2027年6月底前"),
            ("抗旱", "3", "开挖抗旱井", "市水利局", "市农业农村局", "2028年底前"),
        ),
        [
            ("布设雨量站", "防汛", "市水利局；市气象局", 2027),
            ("校准水位计", "防汛", "市水文站；市财政局", 2027),
            ("开挖抗旱井", "抗旱", "市水利局；市农业农村局", 2028),
        ],
    ),
    "problems to be put right": (
        (
            ("序号", "突出问题", "整改措施", "整改目标", "牵头单位", "责任单位", "整改时限"),
            ("1", "燃气管网老化", "改造老旧管网80公里", "隐患清零", "市住建局", "市城管局", "2027年12月"),
            ("2", "消防通道占用", "划线立牌", "通道畅通", "市消防救援支队", "市公安局", "2027年6月"),
        ),
        [
            ("燃气管网老化", None, "市住建局；市城管局", 2027),
            ("消防通道占用", None, "市消防救援支队；市公安局", 2027),
        ],
    ),
    "tasks headed as goals": (
        (
            ("序号", "目标任务", "主要内容", "主责部门", "协同部门"),
            ("1", "布设雨量站", "每村一处", "市水利局", "市气象局"),
            ("2", "组建轻骑小队", "每乡一支", "市应急局", "市财政局"),
        ),
        [("布设雨量站", None, "市水利局；市气象局", None), ("组建轻骑小队", None, "市应急局；市财政局", None)],
    ),
}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("kind", TABLES)
def test_division_tables(tmp_path: Path, kind: str, form: str) -> None:
    rows, expected = TABLES[kind]
    plan = read(tmp_path, form, TITLE, rows).plan
    assert [shown(item) for item in (*plan.tasks, *plan.projects)] == expected


@pytest.mark.parametrize("form", WRITERS)
def test_a_task_over_several_rows(tmp_path: Path, form: str) -> None:
    rows: Rows = (
        ("序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限"),
        (Cell("1", 2), Cell("夯实监测基础", 2), "布设雨量站，每村一处", "市水利局", "市气象局", "2027年6月"),
        ("校准水位计，汛前完成", "市水文站", "市财政局", "2027年5月"),
        ("2", "畅通预警渠道", "建设农村大喇叭", "市广电局", "市应急局", "2028年"),
    )
    tasks = read(tmp_path, form, TITLE, rows).plan.tasks
    assert [shown(task) for task in tasks] == [
        ("夯实监测基础", None, "—", None),
        ("畅通预警渠道", None, "市广电局；市应急局", 2028),
    ]
    assert [shown(item) for item in tasks[0].items] == [
        ("布设雨量站，每村一处", None, "市水利局；市气象局", 2027),
        ("校准水位计，汛前完成", None, "市水文站；市财政局", 2027),
    ]


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_of_a_list_of_projects_is_lost(tmp_path: Path, form: str) -> None:
    rows: Rows = (
        (Cell("序号", 2), Cell("项目名称", 2), Cell("建设规模", 2), Cell("投资（万元）", 1, 2), Cell("建设年限", 2),
         Cell("责任单位", 2)),
        ("2026年", "2027年"),
        ("1", "市级物资库", "建筑面积3000平方米", "1000", "1600", "2026—2027", "市应急局"),
        ("2", "水上救援基地", "新建码头一处", "800", "1000", "2026—2027", "市消防救援支队"),
    )  # fmt: skip
    first, second = read(tmp_path, form, "云岭市“十五五”应急重点项目实施方案", rows).plan.projects
    assert (first.title, first.deadline, who(first)) == ("市级物资库", 2027, "；市应急局")
    for words in ("建筑面积3000平方米", "2026年：1000", "2027年：1600"):
        assert words in (first.text or "")
    assert (second.title, second.deadline) == ("水上救援基地", 2027)


@pytest.mark.parametrize("form", WRITERS)
def test_what_a_task_is_measured_by_stands_in_its_text(tmp_path: Path, form: str) -> None:
    rows: Rows = (
        ("序号", "重点任务", "量化指标", "牵头单位", "备注"),
        ("1", "布设雨量站", "新增雨量站300处", "市水利局", "含山区200处"),
        ("2", "组建轻骑小队", "每乡1支", "市应急局", ""),
    )
    plan = read(tmp_path, form, TITLE, rows).plan
    assert not plan.indicators
    assert [task.text for task in plan.tasks] == [
        "量化指标：新增雨量站300处；备注：含山区200处。",
        "量化指标：每乡1支。",
    ]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            (
                ("一级指标", "二级指标", "三级指标", "评价标准", "分值"),
                (Cell("组织领导", 2), Cell("责任落实", 2), "党政同责落实情况", "每年专题研究不少于2次", "5"),
                ("部门责任落实情况", "未制定清单的扣2分", "5"),
                ("基础建设", "队站建设", "消防站达标率", "达到95%得满分", "10"),
            ),
            [
                ("党政同责落实情况", "组织领导—责任落实", None, "评价标准：每年专题研究不少于2次；分值：5。"),
                ("部门责任落实情况", "组织领导—责任落实", None, "评价标准：未制定清单的扣2分；分值：5。"),
                ("消防站达标率", "基础建设—队站建设", None, "评价标准：达到95%得满分；分值：10。"),
            ],
        ),
        (
            (
                ("序号", "一级指标", "二级指标", "单位", "目标值"),
                ("1", Cell("监测预警", 2), "预警信息公众覆盖率", "%", "95"),
                ("2", "灾情信息员配备率", "%", "100"),
                ("3", "救灾救助", "救助到位时间", "小时", "10"),
            ),
            [
                ("预警信息公众覆盖率", "监测预警", "95%", None),
                ("灾情信息员配备率", "监测预警", "100%", None),
                ("救助到位时间", "救灾救助", "10小时", None),
            ],
        ),
    ],
)  # fmt: skip
def test_indicators_of_several_levels(tmp_path: Path, form: str, rows: Rows, expected: list[tuple[str, ...]]) -> None:
    result = read(tmp_path, form, "云岭市综合减灾能力评价实施方案", rows)
    found = [(item.title, item.group, item.target, item.text) for item in result.plan.indicators]
    assert found == expected
    marked = expected[0][2] is None
    assert ("indicators-marked" in {finding.code for finding in result.findings}) is marked
    assert "indicator-without-target" not in {finding.code for finding in result.findings}


def test_a_table_that_goes_on_with_its_heads_on_the_next_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    heads = ("序号", "工作任务", "牵头单位", "配合单位")
    pages = (
        (heads, ("1", "布设雨量站", "市水利局", "市气象局")),
        (heads, ("2", "校准水位计", "市水文站", "市财政局"), ("3", "组建轻骑小队", "市应急局", "市公安局")),
    )
    for rows in pages:
        table = document.add_table(len(rows), 4)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(number, column).text = text
        document.add_paragraph("")
    path = tmp_path / "plan.docx"
    document.save(str(path))
    tasks = import_document(path, plan_id="yunling-155").plan.tasks
    assert [task.title for task in tasks] == ["布设雨量站", "校准水位计", "组建轻骑小队"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (
            (("二、抢险救援",) * 4, ("2", "组建轻骑小队", "市应急局", "市公安局")),
            [("布设雨量站", "监测预警"), ("组建轻骑小队", "抢险救援")],
        ),
        (
            (("校准水位计", "汛前完成", "市水文站", "市财政局"), ("登记站点", "逐站编号", "市水利局", "")),
            [("布设雨量站", "监测预警"), ("校准水位计", "监测预警"), ("登记站点", "监测预警")],
        ),
    ],
)
def test_a_table_that_goes_on_without_its_heads(
    tmp_path: Path, second: tuple[tuple[str, ...], ...], expected: list[tuple[str, str]]
) -> None:
    numbered = second[1][0] == "2"
    heads = ("序号" if numbered else "工作任务", "工作任务" if numbered else "工作要求", "牵头单位", "配合单位")
    first = ("1", "布设雨量站", "市水利局", "") if numbered else ("布设雨量站", "每村一处", "市水利局", "")
    pages = ((heads, ("一、监测预警",) * 4, first), second)
    body = "".join(
        "<table>"
        + "".join(
            f'<tr><td colspan="4">{row[0]}</td></tr>'
            if len(set(row)) == 1
            else "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        + "</table>"
        for rows in pages
    )
    path = tmp_path / "plan.html"
    path.write_text(f"<html><body><p>{TITLE}</p>{body}</body></html>", "utf-8")
    tasks = import_document(path, plan_id="yunling-155").plan.tasks
    assert [(task.title, task.group) for task in tasks] == expected


@pytest.mark.parametrize("form", WRITERS)
def test_the_title_in_the_first_row_of_a_table(tmp_path: Path, form: str) -> None:
    rows: Rows = (
        (Cell(TITLE, 1, 4),),
        ("序号", "任务名称", "牵头部门", "完成时限"),
        ("1", "布设雨量站", "市水利局", "2027年6月"),
        ("2", "组建轻骑小队", "市应急局", "2027年12月"),
    )
    plan = read(tmp_path, form, "附件2", rows).plan
    assert plan.title == TITLE
    assert [shown(task) for task in plan.tasks] == [
        ("布设雨量站", None, "市水利局；", 2027),
        ("组建轻骑小队", None, "市应急局；", 2027),
    ]
