"""Bad input: two places, years that contradict the title, tables inside tables, hundreds of units; nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_documents import cell, paragraph, word_package
from build_documents import table as word_table
from plangen.parent.importer import ImportResult, import_document
from plangen.terms.findings import Finding, FindingsError, Severity

BARE = """一、重点任务
（一）修建泵站。到2030年建成十座。（市水利局牵头，市财政局配合）
（二）储备沙袋。（市应急局牵头）
"""


def read(folder: Path, text: str, name: str = "input.txt") -> ImportResult:
    path = folder / name
    path.write_text(text, "utf-8")
    return import_document(path)


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def said(result: ImportResult, code: str) -> Finding:
    (finding,) = [finding for finding in result.findings if finding.code == code]
    return finding


@pytest.mark.parametrize(
    ("title", "places", "taken"),
    [
        ("忻州市、阳泉市防汛联动工作方案", ("忻州市", "阳泉市"), "忻州市"),
        ("长治市临汾市“十五五”森林防火规划", ("长治市", "临汾市"), "长治市"),
        ("云岭市和河东市应急联动规划（2026—2030年）", ("云岭市", "河东市"), "云岭市"),
        ("云岭县与河西县联防联控工作方案", ("云岭县", "河西县"), "云岭县"),
    ],
)
def test_two_places_in_a_title(tmp_path: Path, title: str, places: tuple[str, ...], taken: str) -> None:
    result = read(tmp_path, f"{title}\n{BARE}")
    assert tuple(said(result, "place-several").values["places"]) == places  # type: ignore[arg-type]
    assert result.plan.place == taken


@pytest.mark.parametrize(
    "title",
    [
        "山西省临汾市永和县“十五五”应急规划",
        "云岭市贯彻《青原省“十五五”应急规划》实施方案",
        "忻州市贯彻国家、省及市“十四五”应急体系规划实施方案",
        "云岭市应急管理体系和重点县救援能力规划",
        "长治市和市直单位应急联动方案",
        "呼和浩特市和谐社区防灾规划",
    ],
)
def test_one_place_in_a_title(tmp_path: Path, title: str) -> None:
    assert "place-several" not in codes(read(tmp_path, f"{title}\n{BARE}").findings)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("云岭市“十五五”应急规划", "本规划的规划期为2021—2025年。"),
        ("云岭市“十五五”应急规划（2021—2025年）", ""),
        ("云岭市应急规划（2026—2030年）", "到2023年补短板，到2025年见成效。"),
        ("云岭市“十五五”应急规划", "“十四五”时期抓基层，“十四五”时期抓基础，“十四五”规划衔接，“十四五”末验收。"),
        ("云岭市“十五五”应急规划", "2021年11月5日"),
        ("云岭市“十四五”应急规划", "成文日期：2031-02-01"),
    ],
)
def test_a_period_that_contradicts_the_title(tmp_path: Path, title: str, line: str) -> None:
    result = read(tmp_path, f"{title}\n{line}\n一、重点任务\n（一）修建泵站。建十座。（市水利局牵头）\n")
    assert str(said(result, "period-contradicted").values["other"]) in said(result, "period-contradicted").message


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("云岭市“十五五”应急规划", "“十四五”时期成效明显。“十五五”时期要更进一步。到2030年全面建成。"),
        ("云岭市“十五五”应急规划（2026—2030年）", "2025年12月5日"),
        ("云岭市落实“十四五”规划实施方案（2023—2025年）", "2023年3月1日"),
        ("云岭市“十五五”应急规划（2026—2035年）", "规划期为2026—2030年。"),
        ("云岭市2026年应急工作要点", "“十四五”时期收官，“十四五”任务完成，“十四五”总结，“十四五”评估。"),
    ],
)
def test_a_period_that_agrees(tmp_path: Path, title: str, line: str) -> None:
    result = read(tmp_path, f"{title}\n{line}\n{BARE}")
    assert "period-contradicted" not in codes(result.findings)


INNER = "<table><tr><td>步骤</td><td>做法</td></tr><tr><td>一</td><td>摸底</td></tr></table>"


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_a_table_inside_a_table_of_a_web_page_costs_no_row(tmp_path: Path) -> None:
    rows = row("任务", "主要内容", "牵头单位") + row("修建泵站", f"建十座{INNER}", "市水利局")
    rows += row("储备沙袋", "备三千条", "市应急局") + row("巡查堤防", "每周一次", "市水利局")
    page = f"<html><body><p>云岭市“十五五”防汛任务分工表</p><table>{rows}</table></body></html>"
    result = read(tmp_path, page, "input.html")
    assert [task.title for task in result.plan.tasks] == ["修建泵站", "储备沙袋", "巡查堤防"]
    assert said(result, "table-as-text").location.place
    assert result.plan.tasks[0].text == "建十座\n步骤、做法\n一、摸底", "it belongs to the cell that it stands in"


def test_a_table_inside_a_table_of_a_word_file_costs_no_row(tmp_path: Path) -> None:
    inner = word_table([[cell("步骤"), cell("做法")], [cell("一"), cell("摸底")]], 2)
    rows = [
        [cell("任务"), cell("主要内容"), cell("牵头单位")],
        [cell("修建泵站"), cell(paragraph("建十座") + inner + paragraph("")), cell("市水利局")],
        [cell("储备沙袋"), cell("备三千条"), cell("市应急局")],
    ]
    path = tmp_path / "input.docx"
    path.write_bytes(word_package(paragraph("云岭市“十五五”防汛任务分工表") + word_table(rows, 3)))
    result = import_document(path)
    assert [task.title for task in result.plan.tasks] == ["修建泵站", "储备沙袋"]
    assert "table-as-text" in codes(result.findings)


@pytest.mark.parametrize(
    ("inner", "participants"),
    [
        (row("市公安局", "市水利局"), ("市公安局", "市水利局")),
        (row("市教育局") + row("市民政局"), ("市教育局", "市民政局")),
        (row("市公安局、市水利局", "各乡镇"), ("市公安局", "市水利局", "各乡镇")),
    ],
)
def test_units_that_a_table_without_heads_arranges_in_a_cell(
    tmp_path: Path, inner: str, participants: tuple[str, ...]
) -> None:
    rows = row("任务", "牵头单位", "配合单位") + row("巡查堤防", "市应急局", f"<table>{inner}</table>")
    page = f"<html><body><p>云岭市“十五五”防汛任务分工表</p><table>{rows}</table></body></html>"
    result = read(tmp_path, page, "input.html")
    clause = result.plan.tasks[0].responsibility
    assert clause is not None and (clause.leads, clause.participants) == (("市应急局",), participants)
    assert "table-inside-table" not in codes(result.findings)


def test_a_table_with_heads_inside_a_cell_is_a_table_by_itself(tmp_path: Path) -> None:
    inner = f"<table>{row('任务', '牵头单位')}{row('清理河道', '市水利局')}</table>"
    rows = (
        row("任务", "主要内容", "牵头单位")
        + row("巡查堤防", f"分两步{inner}", "市应急局")
        + row("备沙", "千袋", "市应急局")
    )
    page = f"<html><body><p>云岭市“十五五”防汛任务分工表</p><table>{rows}</table></body></html>"
    result = read(tmp_path, page, "input.html")
    assert sorted(task.title for task in result.plan.tasks) == sorted(["巡查堤防", "备沙", "清理河道"])
    assert said(result, "table-inside-table").location.place


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"\x00" * 4000, "file-zeroed"),
        ("b.docx", b"\x00\x00\n", "file-zeroed"),
        ("c.txt", b" \n\t", "file-empty"),
        ("d.csv", "任务,牵头单位\n巡查,市应急局\n".encode(), "format-unsupported"),
        ("e.CSV", "任务,牵头单位\n".encode("gb18030"), "format-unsupported"),
    ],
)
def test_files_without_text_or_of_commas(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FindingsError) as caught:
        import_document(path)
    assert [finding.code for finding in caught.value.findings] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "County Emergency Plan\n1. Objectives\nReduce accidents by ten percent.\n2. Tasks\nInspect all reservoirs.\n",
        "Plan\n- Inspect every reservoir before the flood season begins\n- Train all the village teams twice a year\n",
    ],
)
def test_a_document_in_another_language_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    try:
        findings = read(tmp_path, text, "plan.md").findings
    except FindingsError as error:
        findings = tuple(error.findings)
    assert "not-chinese" in codes(findings)


def test_a_table_that_only_frames_another_is_said_in_passing(tmp_path: Path) -> None:
    inner = word_table([[cell("任务"), cell("牵头单位")], [cell("修建泵站"), cell("市水利局")]], 2)
    path = tmp_path / "input.docx"
    frame = word_table([[cell(inner + paragraph(""))]], 1)
    path.write_bytes(word_package(paragraph("云岭市“十五五”防汛任务分工表") + frame))
    result = import_document(path)
    assert [task.title for task in result.plan.tasks] == ["修建泵站"]
    assert said(result, "table-inside-table").severity is Severity.INFO


UNITS = [
    f"{first}{second}镇政府"
    for first in "青白红黄蓝紫金银铜铁石木水火土山川江河湖"
    for second in "一二三四五六七八九十"
]


@pytest.mark.parametrize(
    "text",
    [
        f"一、重点任务\n（一）修建泵站。建十座。（市水利局牵头，{'、'.join(UNITS)}配合）\n",
        f"一、重点任务\n（一）修建泵站。建十座。\n牵头单位：市水利局\n配合单位：{'、'.join(UNITS)}\n",
    ],
)
def test_two_hundred_units_are_kept_and_said(tmp_path: Path, text: str) -> None:
    result = read(tmp_path, f"云岭市“十五五”防汛规划\n{text}")
    clause = result.plan.tasks[0].responsibility
    assert clause is not None and clause.leads == ("市水利局",) and clause.participants == tuple(UNITS)
    assert said(result, "units-many").values["count"] == 201


def test_two_hundred_units_in_a_cell(tmp_path: Path) -> None:
    rows = row("任务", "牵头单位", "配合单位") + row("修建泵站", "市水利局", "、".join(UNITS))
    page = f"<html><body><p>云岭市“十五五”防汛任务分工表</p><table>{rows}</table></body></html>"
    result = read(tmp_path, page, "input.html")
    clause = result.plan.tasks[0].responsibility
    assert clause is not None and clause.participants == tuple(UNITS)
    assert "units-many" in codes(result.findings)


def test_two_columns_of_a_word_file_are_read_one_after_the_other(tmp_path: Path) -> None:
    lines = ["云岭市“十五五”防汛规划（2026—2030年）", *BARE.splitlines()]
    columns = '<w:sectPr><w:type w:val="continuous"/><w:cols w:num="2" w:space="425"/></w:sectPr>'
    path = tmp_path / "input.docx"
    path.write_bytes(word_package("".join(map(paragraph, lines)) + columns))
    result = import_document(path)
    assert [task.title for task in result.plan.tasks] == ["修建泵站", "储备沙袋"]
