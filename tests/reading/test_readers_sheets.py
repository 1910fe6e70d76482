"""Workbooks: sheets become tables with what stands above them, merged cells are filled, what is hidden is said."""

from __future__ import annotations

import datetime
import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from build_documents import convert, zip_of
from office_parts import lacks_sheets
from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem, PlanKind
from plangen.reading import libreoffice
from plangen.reading.formats import read_any
from plangen.terms.findings import FindingsError

Cells = Sequence[Sequence[object]]
TITLE = "云岭市“十五五”应急体系规划重点任务分解表"
HEAD = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
ROWS: Cells = [
    (1, "疏浚城区河道", "市水利局", "市财政局、市应急局", "2027年6月底前"),
    (2, "改造排涝泵站", "市住房城乡建设局", "市财政局", "2028年底前"),
]


def fill(sheet: Worksheet, rows: Cells, *merged: str) -> Worksheet:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return sheet


def book(**sheets: Cells) -> openpyxl.Workbook:
    """Return a workbook with sheets by name."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        fill(workbook.create_sheet(name), rows)
    return workbook


def saved(folder: Path, workbook: openpyxl.Workbook, name: str = "任务清单.xlsx") -> Path:
    path = folder / name
    workbook.save(path)
    return path


def imported(folder: Path, workbook: openpyxl.Workbook) -> ImportResult:
    return import_document(saved(folder, workbook), plan_id="yunling-155")


def who(item: ParentItem) -> tuple[object, ...]:
    clause = item.responsibility
    assert clause is not None
    return item.title, clause.leads, clause.participants, item.deadline


WANTED = [
    ("疏浚城区河道", ("市水利局",), ("市财政局", "市应急局"), 2027),
    ("改造排涝泵站", ("市住房城乡建设局",), ("市财政局",), 2028),
]


def test_a_list_of_tasks_is_read_with_its_title(tmp_path: Path) -> None:
    workbook = book(Sheet1=[(TITLE,), HEAD, *ROWS])
    workbook["Sheet1"].merge_cells("A1:E1")
    result = imported(tmp_path, workbook)
    assert (result.plan.title, result.plan.kind, result.plan.period) == (TITLE, PlanKind.TASK_TABLE, (2026, 2030))
    assert [who(task) for task in result.plan.tasks] == WANTED
    assert (result.plan.tasks[1].source.table, result.plan.tasks[1].source.row) == (1, 4)
    assert result.document.format == "xlsx"


def test_what_stands_above_and_below_is_text(tmp_path: Path) -> None:
    above = [(TITLE,), ("填报单位：市应急局", None, None, "日期：2026年3月"), (), HEAD]
    result = imported(tmp_path, book(清单=[*above, *ROWS, (), ("注：完成时限以年底为准。",)]))
    assert [who(task) for task in result.plan.tasks] == WANTED
    texts = [line.text for line in result.document.lines if line.table is None]
    assert texts == [TITLE, "填报单位：市应急局　日期：2026年3月", "注：完成时限以年底为准。"]


def test_merged_cells_and_a_head_of_two_rows(tmp_path: Path) -> None:
    workbook = book()
    fill(
        workbook.create_sheet("分工"),
        [
            ("类别", "工作任务", "责任分工", None, "时限"),
            (None, None, "牵头单位", "配合单位", None),
            ("防汛", "疏浚城区河道", "市水利局", "市财政局、市应急局", "2027年"),
            (None, "改造排涝泵站", "市住房城乡建设局", "市财政局", "2028年"),
        ],
        *("A1:A2", "B1:B2", "C1:D1", "E1:E2", "A3:A4"),
    )
    tasks = imported(tmp_path, workbook).plan.tasks
    assert [who(task) for task in tasks] == WANTED
    assert [task.group for task in tasks] == ["防汛", "防汛"]


@pytest.mark.parametrize(
    "title",
    ["云岭市防汛工作台账（2026年）", "云岭市“十五五”消防规划指标和任务", "云岭市应急能力提升任务分解表（2026—2028年）"],
)
def test_the_line_across_the_top_is_the_title_however_it_ends(tmp_path: Path, title: str) -> None:
    workbook = book(Sheet1=[("附件1",), (title,), ("（单位：项）",), HEAD, *ROWS, ("合计", 2)])
    workbook["Sheet1"].merge_cells("A2:E2")
    result = imported(tmp_path, workbook)
    assert (result.plan.title, result.plan.place) == (title, "云岭市")
    assert [task.title for task in result.plan.tasks] == ["疏浚城区河道", "改造排涝泵站"]
    assert not {"title-missing", "title-quoted"} & {finding.code for finding in result.findings}


def test_other_heads_and_a_banner_across_the_table(tmp_path: Path) -> None:
    rows = [
        ("事项", "承办单位", "协办单位", "办结时限"),
        ("一、防汛", None, None, None),
        ("疏浚城区河道", "市水利局", "市财政局、市应急局", "2027年底"),
        ("二、排涝", None, None, None),
        ("改造排涝泵站", "市住房城乡建设局", "市财政局", "2028年底"),
    ]
    tasks = imported(tmp_path, book(办结=rows)).plan.tasks
    assert [who(task) for task in tasks] == WANTED
    assert [task.group for task in tasks] == ["防汛", "排涝"]


def test_a_banner_over_the_head_is_about_the_first_rows(tmp_path: Path) -> None:
    rows = [(TITLE,), ("一、防汛", None), HEAD, ROWS[0], ("二、排涝", None), ROWS[1]]
    tasks = imported(tmp_path, book(任务=rows)).plan.tasks
    assert [who(task) for task in tasks] == WANTED
    assert [task.group for task in tasks] == ["防汛", "排涝"]


def test_several_sheets_are_several_tables_called_as_their_sheets(tmp_path: Path) -> None:
    projects = [("序号", "工程名称", "建设内容", "牵头单位"), (1, "物资库工程", "新建库房三座", "市粮食和储备局")]
    phones = [("姓名", "电话"), ("张山", "100"), ("李河", "200")]
    result = imported(tmp_path, book(重点任务=[(TITLE,), HEAD, *ROWS], 工程项目=projects, 通讯录=phones))
    assert [task.title for task in result.plan.tasks] == ["疏浚城区河道", "改造排涝泵站"]
    assert [project.title for project in result.plan.projects] == ["物资库工程"]
    (strange,) = [finding for finding in result.findings if finding.code == "table-not-understood"]
    assert "通讯录" in str(strange.location.place) and "姓名" in strange.message


def test_two_tables_on_one_sheet(tmp_path: Path) -> None:
    more = [("重点工程表",), ("工程名称", "建设内容", "牵头单位"), ("物资库工程", "新建库房三座", "市粮食和储备局")]
    plan = imported(tmp_path, book(全部=[(TITLE,), HEAD, *ROWS, (), *more])).plan
    assert (len(plan.tasks), [project.title for project in plan.projects]) == (2, ["物资库工程"])


def test_a_blank_row_does_not_cut_a_table(tmp_path: Path) -> None:
    result = imported(tmp_path, book(任务=[(TITLE,), HEAD, ROWS[0], (), ROWS[1]]))
    assert [who(task) for task in result.plan.tasks] == WANTED


def test_a_plan_written_down_one_column_is_read_as_text(tmp_path: Path) -> None:
    lines = ["云岭市“十五五”消防规划", "一、重点任务", "（一）新建消防站。建成三座。（市消防救援支队牵头）"]
    plan = imported(tmp_path, book(Sheet1=[(line,) for line in lines])).plan
    assert (plan.title, [task.title for task in plan.tasks]) == (lines[0], ["新建消防站"])


def test_days_and_percentages_are_read_as_shown(tmp_path: Path) -> None:
    workbook = book(任务=[(TITLE,), HEAD, (1, "疏浚城区河道", "市水利局", None, datetime.date(2027, 6, 30))])
    month = workbook["任务"].cell(4, 5, datetime.date(2028, 9, 1))
    month.number_format = 'yyyy"年"m"月"'
    workbook["任务"].cell(4, 2, "改造排涝泵站")
    workbook["任务"].cell(4, 3, "市水利局")
    sheet = fill(workbook.create_sheet("指标"), [("指标名称", "2030年目标值", "属性"), ("覆盖率", 0.985, "约束性")])
    sheet["B2"].number_format = "0.0%"
    plan = imported(tmp_path, workbook).plan
    assert [(task.deadline, task.deadline_text) for task in plan.tasks] == [
        (2027, "2027年6月30日前"),
        (2028, "2028年9月底前"),
    ]
    assert [indicator.target for indicator in plan.indicators] == ["98.5%"]


def hide_row(workbook: openpyxl.Workbook) -> None:
    workbook["任务"].row_dimensions[4].hidden = True


def hide_column(workbook: openpyxl.Workbook) -> None:
    workbook["任务"].column_dimensions["D"].hidden = True


def hide_sheet(workbook: openpyxl.Workbook) -> None:
    workbook["旧稿"].sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("hide", "place", "gone"),
    [(hide_row, "第4行", "改造排涝泵站"), (hide_column, "D列", "市财政局"), (hide_sheet, "“旧稿”", "作废")],
)
def test_what_is_hidden_is_said_and_not_read(
    tmp_path: Path, hide: Callable[[openpyxl.Workbook], None], place: str, gone: str
) -> None:
    workbook = book(任务=[(TITLE,), HEAD, *ROWS], 旧稿=[("任务", "作废"), ("甲", "乙")])
    hide(workbook)
    document = read_any(saved(tmp_path, workbook))
    (finding,) = [finding for finding in document.findings if finding.code == "sheet-hidden"]
    assert place in finding.message
    assert gone not in "".join(line.text for line in document.lines)


def test_formulas_without_a_result_and_errors_are_said(tmp_path: Path) -> None:
    workbook = book(任务=[(TITLE,), HEAD, *ROWS])
    workbook["任务"]["E3"] = "=D3&1"
    workbook["任务"]["D4"] = "#REF!"
    findings = {finding.code: finding.message for finding in read_any(saved(tmp_path, workbook)).findings}
    assert "E3" in findings["sheet-formula"] and "D4" in findings["sheet-error"]


def test_rows_beyond_the_bounds_are_said(tmp_path: Path) -> None:
    rows = [(number, f"任务{number}", "市水利局", None, "2028年") for number in range(2_100)]
    document = read_any(saved(tmp_path, book(任务=[HEAD, *rows])))
    message = next(finding.message for finding in document.findings if finding.code == "sheet-cut")
    assert "还有51行没有读" in message


def test_two_thousand_tasks_below_a_title_are_all_read(tmp_path: Path) -> None:
    rows = [(number, f"任务{number}", "市水利局", None, "2028年") for number in range(2_000)]
    document = read_any(saved(tmp_path, book(任务=[(TITLE,), HEAD, *rows])))
    assert sum(line.table is not None for line in document.lines) == 2_001
    assert "sheet-cut" not in {finding.code for finding in document.findings}


def test_a_workbook_that_shows_nothing(tmp_path: Path) -> None:
    workbook = book(空=[], 藏=[HEAD, *ROWS])
    workbook["藏"].sheet_state = "hidden"
    with pytest.raises(FindingsError) as caught:
        read_any(saved(tmp_path, workbook))
    assert [finding.code for finding in caught.value.findings] == ["sheet-hidden", "document-without-text"]


def test_areas_merged_over_everything_cost_nothing(tmp_path: Path) -> None:
    workbook = book(任务=[HEAD, *ROWS])
    workbook["任务"].merged_cells.add("A1:XFD1048576")
    assert read_any(saved(tmp_path, workbook)).lines
    wide = book(任务=[tuple(range(50))] * 1_900)
    sheet = wide["任务"]
    for row in range(100, 0, -1):
        sheet.merged_cells.add(f"A{row}:AX1900")
    with pytest.raises(FindingsError) as caught:
        read_any(saved(tmp_path, wide))
    assert caught.value.findings[0].code == "document-too-large"


@pytest.mark.parametrize(
    "data", [zip_of({"xl/workbook.xml": b"x", "[Content_Types].xml": b"x"}), zip_of({"xl/workbook.xml": "<a/>"})]
)
def test_a_damaged_workbook(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "任务.xlsx"
    path.write_bytes(data)
    with pytest.raises(FindingsError) as caught:
        read_any(path)
    assert [finding.code for finding in caught.value.findings] == ["document-damaged"]


def test_an_old_workbook_needs_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)
    path = tmp_path / "任务.ods"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    path.write_bytes(zip_of({"mimetype": kind, "content.xml": b"<a/>"}))
    with pytest.raises(FindingsError) as caught:
        read_any(path)
    assert [finding.code for finding in caught.value.findings] == ["office-missing"]
    assert ".xls" in caught.value.findings[0].message


@pytest.mark.office
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_old_workbooks_give_the_same_items(tmp_path: Path, form: str) -> None:
    if not shutil.which("soffice") or lacks_sheets():
        pytest.skip("LibreOffice is not here, or reads no workbooks")
    workbook = book(重点任务=[(TITLE,), HEAD, *ROWS, (3, "藏起的任务", "市水利局", None, "2029年")])
    workbook["重点任务"].merge_cells("A1:E1")
    workbook["重点任务"].row_dimensions[5].hidden = True
    data = io.BytesIO()
    workbook.save(data)
    path = tmp_path / f"任务清单.{form}"
    path.write_bytes(convert(data.getvalue(), ".xlsx", form, tmp_path))
    result = import_document(path, plan_id="yunling-155")
    assert (result.plan.title, result.document.format) == (TITLE, "xls")
    assert [who(task) for task in result.plan.tasks] == WANTED
    assert {"document-converted", "sheet-hidden"} <= {finding.code for finding in result.findings}
