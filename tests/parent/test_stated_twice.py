"""What stands in the text and again in a table counts once: goals, indicators, nested items; declined, never."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem

HEAD = ("序号", "任务", "主要内容", "牵头单位", "配合单位", "完成时限")
TASKS = (
    "二、重点任务",
    "（一）巡查值守。落实汛期值守。",
    "①山塘巡查。每旬巡查一次。（县水利局牵头）",
    "②河堤巡查。每月巡查一次。（县水利局牵头）",
    "（二）队伍建设。按片区组建分队。（县应急局牵头）",
)


def imported(path: Path, lines: tuple[str, ...], *tables: tuple[str, tuple[tuple[str, ...], ...]]) -> ImportResult:
    document = docx.Document()
    document.add_heading("云岭县“十五五”防汛救援实施方案", 0)
    for line in lines:
        document.add_paragraph(line)
    for caption, rows in tables:
        document.add_paragraph(caption)
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.save(str(path / "方案.docx"))
    return import_document(path / "方案.docx")


def shape(items: tuple[ParentItem, ...]) -> list[tuple[str, list[str]]]:
    return [(item.title, [inner.title for inner in item.items]) for item in items]


@pytest.mark.parametrize("number", ["1.1", "7"])
def test_a_row_that_names_a_nested_item_completes_it(number: str, tmp_path: Path) -> None:
    rows = (HEAD, (number, "山塘巡查", "每旬巡查一次", "县水利局", "县应急局", "2027年底前"))
    found = imported(tmp_path, TASKS, ("重点任务分工表", rows)).plan
    assert shape(found.tasks) == [("巡查值守", ["山塘巡查", "河堤巡查"]), ("队伍建设", [])]
    assert found.tasks[0].items[0].deadline == 2027


def test_a_row_with_the_number_of_a_part_is_nested_under_it(tmp_path: Path) -> None:
    rows = (
        HEAD,
        ("2", "队伍建设", "按片区组建分队", "县应急局", "", "2028年底前"),
        ("2.1", "装备配发", "配发救生衣", "县应急局", "县财政局", "2028年底前"),
    )
    found = imported(tmp_path, TASKS, ("重点任务分工表", rows)).plan
    assert shape(found.tasks)[1] == ("队伍建设", ["装备配发"])
    assert found.tasks[1].items[0].id == "T02.1"


def test_a_part_of_one_name_with_its_whole_is_two_items(tmp_path: Path) -> None:
    rows = (
        HEAD,
        ("1", "河道治理", "每月巡河", "县水利局", "", "2028年底前"),
        ("1.1", "河道治理", "堤防加固", "县水利局", "", "2028年底前"),
    )
    found = imported(tmp_path, ("二、重点任务",), ("重点任务分工表", rows)).plan
    assert shape(found.tasks) == [("河道治理", ["河道治理"])]


@pytest.mark.parametrize("short", ["建设覆盖全域的预警平台", "依托省级预警系统"])
def test_a_table_may_have_only_a_part_of_a_long_title(short: str, tmp_path: Path) -> None:
    lines = ("二、重点任务", "（一）依托省级预警系统，建设覆盖全域的预警平台", "接入雨量站数据。", *TASKS[-1:])
    rows = (HEAD, ("1", short, "接入雨量站数据", "县气象局", "", "2027年底前"))
    found = imported(tmp_path, lines, ("重点任务分工表", rows)).plan
    assert len(found.tasks) == 2 and found.tasks[0].deadline == 2027


def test_goals_and_indicators_of_text_and_table_count_once(tmp_path: Path) -> None:
    lines = (
        "一、目标指标",
        "（一）核心指标",
        "1.溺水死亡人数：零（约束性）。（县水利局牵头）",
        "2.预警覆盖率：95%（预期性）。（县气象局牵头）",
        "（二）分项目标",
        "1.值守更加严密。汛期全天值守，乡镇值班室电话畅通，信息报送及时准确。（县应急局牵头）",
        *TASKS,
    )
    rows = (
        ("序号", "指标（目标）", "目标值", "属性", "牵头单位"),
        ("1", "溺水死亡人数", "0", "约束性", "县水利局"),
        ("2", "预警覆盖率（%）", "95%", "预期性", "县气象局"),
        ("3", "值守更加严密", "定性", "—", "县应急局"),
    )
    found = imported(tmp_path, lines, ("目标指标表", rows))
    assert [(one.title, one.target) for one in found.plan.indicators] == [
        ("溺水死亡人数", "0"),
        ("预警覆盖率（%）", "95%"),
    ]
    assert [one.title for one in found.plan.goals] == ["值守更加严密"]
    assert "indicator-line-unread" not in {finding.code for finding in found.findings}


@pytest.mark.parametrize("caption", ["不承接事项说明", "不涉及事项表"])
def test_what_a_document_declines_is_no_task(caption: str, tmp_path: Path) -> None:
    rows = (
        ("序号", "事项", "理由", "责任单位", "决定时间"),
        ("1", "水上搜救分队建设", "没有通航水域", "县应急局", "2026年3月"),
        ("2", "尾矿库治理", "没有尾矿库", "县应急局", "2026年3月"),
    )
    found = imported(tmp_path, TASKS, (caption, rows))
    assert len(found.plan.tasks) == 2
    assert "table-declined" in {finding.code for finding in found.findings}
