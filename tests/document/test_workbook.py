"""The division of labour as an Excel workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_builders import ROSTER, UNITS, WAIVED, build, clause, item, parent, spec
from plangen.api.prepare import prepare
from plangen.county.spec import Disposition, LocalItem, RosterGroup, RosterUnit
from plangen.document import filters
from plangen.document.rendering import properties_of
from plangen.document.workbook import build_workbook
from plangen.office.docx_package import is_untouched, read_parts, read_properties
from plangen.office.sheet_layout import PlanLayout, ReviewLayout, RosterLayout
from plangen.office.sheet_rules import CELL_CUT
from plangen.office.sheet_writer import HEAD_ROW, LONGEST_CELL, sheet_names
from plangen.plan.model import CountyPlan, Rule
from plangen.plan.sentence import Sentence, SentenceSource
from plangen.terms.findings import FindingsError
from plangen.terms.resources import templates_folder
from plangen.terms.responsibility import Responsibility


def county_sentence(text: str) -> Sentence:
    return Sentence(text, SentenceSource.COUNTY)


def a_plan(**more: Any) -> CountyPlan:
    county_parent = parent(
        item("I01", "生产安全事故死亡人数", target="下降15%", responsibility=clause("市应急局")),
        item("G01", "防控能力更强", responsibility=clause("市应急局", with_=("市水利局",))),
        item(
            "T01",
            "健全指挥体系",
            item("T01.1", "防汛", responsibility=clause("市水利局", with_=("市应急局",))),
            number="（1）",
            responsibility=clause("市应急局", with_=("市公安局", "市安委会成员单位"), open_ended=True),
            deadline=2027,
        ),
        item("T02", "煤矿安全", responsibility=clause("市应急局")),
        item("P01", "防汛工程", responsibility=clause("市水利局")),
        identifier="jincheng-155",
    )
    return build(county_parent, spec({"T02": WAIVED}, **more))[0]


def workbook_of(plan: CountyPlan, *, properties: Mapping[str, str]) -> bytes:
    return build_workbook(plan, properties=properties).data


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def shown(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[HEAD_ROW]]
    return [
        dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=HEAD_ROW + 1)
    ]


def made(plan: CountyPlan) -> Any:
    return opened(workbook_of(plan, properties=properties_of(plan)))


def test_the_sheets_are_there_in_order() -> None:
    names = made(a_plan()).sheetnames
    assert names[:7] == ["总表", "承接", "指标", "工程", "不涉及事项", "说明", "部门目录"]
    assert {"县应急局", "县水利局", "县公安局", "县安委会成员单位"} <= set(names)
    assert "县档案馆" not in names, "a unit without any duty needs no sheet"


def test_every_item_stands_in_the_table_with_its_units_and_their_origin() -> None:
    plan = a_plan()
    rows = rows_of(made(plan)["总表"])
    assert [row["序号"] for row in rows] == [filters.reference(one) for one in plan.all_items()]
    (task,) = (row for row in rows if row["任务"] == "健全指挥体系")
    assert (task["序号"], task["牵头单位"], task["完成时限"], task["状态"]) == (
        "任务1",
        "县应急局",
        "2027年底前",
        "已明确",
    )
    assert task["配合单位"] == "县安委会成员单位等", "its member is named with it"
    assert task["上位规划条目"] == "晋城市规划（1）健全指挥体系"
    basis = task["分工依据"]
    for words in (
        "上位规划写明：",
        "县应急局←市应急局",
        "县公安局←市公安局",
        "县安委会成员单位←市安委会成员单位",
    ):
        assert words in basis
    (nested,) = (row for row in rows if row["任务"] == "防汛")
    assert (nested["序号"], nested["牵头单位"], nested["配合单位"]) == ("任务1.1", "县水利局", "县应急局")


def test_nested_items_stand_in_the_group_of_the_item_above() -> None:
    plan = build(parent(item("T01", "甲", item("T01.1", "乙"), group="夯实基础"), item("P01", "丙")))[0]
    assert [row["类别"] for row in rows_of(made(plan)["总表"])] == ["夯实基础", "夯实基础", "重点工程"]


def test_indicators_projects_and_waived_items_have_their_own_sheets() -> None:
    book = made(a_plan())
    (indicator,) = rows_of(book["指标"])
    assert (indicator["指标"], indicator["本级目标值"]) == ("生产安全事故死亡人数", "下降15%")
    (project,) = rows_of(book["工程"])
    assert (project["任务"], project["牵头单位"]) == ("防汛工程", "县水利局")
    (waived,) = rows_of(book["不涉及事项"])
    assert (waived["事项"], waived["不涉及的理由"], waived["决定时间"]) == (
        "煤矿安全",
        "县域没有这类企业",
        "2026年11月20日",
    )


def test_a_department_sheet_holds_what_it_leads_and_takes_part_in() -> None:
    rows = {row["任务"]: row for row in rows_of(made(a_plan())["县公安局"])}
    assert rows["健全指挥体系"]["职责"] == "配合"
    assert rows["健全指挥体系"]["分工依据"] == "上位规划写明：市公安局"
    assert rows["健全指挥体系"]["部门意见"] is None
    water = {row["任务"]: row["职责"] for row in rows_of(made(a_plan())["县水利局"])}
    assert water == {"防控能力更强": "配合", "防汛": "牵头", "防汛工程": "牵头"}


def test_members_of_a_group_see_what_the_group_has_to_do() -> None:
    roster = replace(
        ROSTER,
        groups=(RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=("县档案馆", "县司法局")),),
    )
    book = made(a_plan(roster=roster))
    (row,) = rows_of(book["县档案馆"])
    assert (row["任务"], row["职责"]) == ("健全指挥体系", "成员单位配合")
    assert row["分工依据"].startswith("属于县安委会成员单位；上位规划写明：市安委会成员单位")


def by_title(book: Any, name: str) -> dict[str, dict[str, Any]]:
    return {row["任务"]: row for row in rows_of(book[name])}


def test_further_columns_stand_in_the_sheets_where_the_spec_has_them() -> None:
    items = parent(
        item("G01", "防控能力更强"),
        item("T01", "加强防汛", item("T01.1", "修预案"), responsibility=clause("市应急局")),
        item("T02", "普法", responsibility=clause("市水利局")),
        item("P01", "物资库工程", responsibility=clause("市应急局")),
    )
    said = Disposition(details={"leader": "张某某", "milestones": "2027年(上半年)完成设计,2028年建成"})
    built = Disposition(details={"site": "芝河镇", "investment": "600万元"})
    plan, _ = build(items, spec({"T01": said, "P01": built}))
    book = made(plan)
    whole = by_title(book, "总表")
    shown = {title: [row[head] for head in ("地点", "投资", "牵头领导", "年度节点")] for title, row in whole.items()}
    unfilled = "【待填】"
    assert shown == {
        "防控能力更强": ["—"] * 4,
        "加强防汛": ["—", "—", "张某某", "2027年（上半年）完成设计，2028年建成"],
        "修预案": ["—"] * 4,
        "普法": ["—", "—", unfilled, unfilled],
        "物资库工程": ["芝河镇", "600万元", "—", "—"],
    }
    assert "资金来源" not in whole["普法"] and list(whole["普法"])[-4:-1] == ["分工依据", "上位规划条目", "状态"]
    projects = by_title(book, "工程")
    assert projects["物资库工程"]["投资"] == "600万元" and "牵头领导" not in projects["物资库工程"]
    own = by_title(book, "县应急局")
    assert (own["加强防汛"]["牵头领导"], own["物资库工程"]["地点"]) == ("张某某", "芝河镇")
    assert "地点" not in by_title(book, "县水利局")["普法"]


def test_a_sheet_without_further_columns_is_as_it_was() -> None:
    head = [cell.value for cell in made(a_plan())["总表"][HEAD_ROW]]
    assert head == [
        "序号",
        "类别",
        "任务",
        "主要内容",
        "语句来源",
        "牵头单位",
        "配合单位",
        "完成时限",
        "分工依据",
        "上位规划条目",
        "状态",
        "标识（勿改）",
    ]


def test_the_directory_counts_and_links() -> None:
    sheet = made(a_plan())["部门目录"]
    rows = {row["单位"]: row for row in rows_of(sheet)}
    assert (rows["县水利局"]["牵头"], rows["县水利局"]["配合"]) == (2, 1)
    assert rows["县档案馆"]["备注"] == "没有分工事项"
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "县水利局")
    assert cell.hyperlink.location == "'县水利局'!A1"
    assert rows["县安委会成员单位"]["备注"] == "县应急局、县公安局"


def test_suggested_rows_are_marked() -> None:
    plan = build(parent(item("T01", "加强森林防火")))[0]
    book = made(plan)
    (row,) = rows_of(book["总表"])
    assert row["状态"] == "拟定待确认"
    assert row["分工依据"].startswith("按职责拟定，待确认：")
    assert row["牵头单位"].endswith("（拟）")
    fill = str(PlanLayout.load().colours["open"])
    assert book["总表"].cell(row=HEAD_ROW + 1, column=1).fill.fgColor.rgb.endswith(fill)
    assert "拟定待确认 1 项" in book["总表"]["A2"].value


def test_a_unit_without_counterpart_is_shown() -> None:
    plan = build(parent(item("T01", "事项", responsibility=clause("市应急局", with_=("市航天局",)))))[0]
    (row,) = rows_of(made(plan)["总表"])
    assert row["状态"] == "单位待补充"
    assert "上级单位没有对应的本级单位：市航天局" in row["分工依据"]


def test_the_county_s_own_items_say_so() -> None:
    plan = build(parent(item("T01")), spec(tasks=(LocalItem(title="红枣加工消防", lead="县应急局"),)))[0]
    row = next(row for row in rows_of(made(plan)["总表"]) if row["任务"] == "红枣加工消防")
    assert row["上位规划条目"] == "本级自定"
    assert row["分工依据"].startswith("本级确定：县应急局")


def test_every_sheet_prints_on_a4_landscape_under_a_repeated_head() -> None:
    for sheet in shown(made(a_plan())):
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (
            1,
            0,
        )  # 1 is what it is without being said
        assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
        assert "&P" in sheet.oddFooter.center.text
        assert sheet.freeze_panes is not None and int(re.sub(r"\D", "", sheet.freeze_panes)) == HEAD_ROW + 1
        assert sheet.auto_filter.ref == f"A{HEAD_ROW}:{sheet.dimensions.split(':')[1]}"
        first, last = sheet.print_area.replace("$", "").split("!")[-1].split(":")
        assert first == "A1" and int(re.sub(r"\D", "", last)) == sheet.max_row
        cell = sheet.cell(row=HEAD_ROW + 1, column=2)
        assert cell.alignment.wrap_text and cell.border.left.style == "thin" and cell.font.name == "仿宋"
        assert sheet.cell(row=HEAD_ROW, column=1).font.name == "黑体"


def test_nothing_stands_in_it_that_only_the_program_knows(repository: Path) -> None:
    example = prepare(repository / "specs" / "yonghe-145.yaml").plan
    assert example is not None
    for plan in (a_plan(), example):
        for sheet in shown(made(plan)):
            # the keys by which a changed row is known again stand in a column that nobody sees
            hidden = [letter for letter, one in sheet.column_dimensions.items() if one.hidden]
            assert [sheet[f"{letter}{HEAD_ROW}"].value for letter in hidden] in ([], ["标识（勿改）"])
            cells = (
                cell
                for row in sheet.iter_rows()
                for cell in row
                if openpyxl.utils.get_column_letter(cell.column) not in hidden
            )
            text = "\n".join(str(cell.value) for cell in cells if cell.value)
            assert not re.search(r"\b[TPGI]\d\d|local:|plangen|-1[45]5|主题", text)
            assert not any(rule.label in text for rule in Rule if rule is not Rule.GROUP)


def test_the_same_plan_gives_the_same_bytes_and_only_they_are_untouched(tmp_path: Path) -> None:
    first, second = (workbook_of(a_plan(), properties=properties_of(a_plan())) for _ in range(2))
    assert first == second
    path = tmp_path / "分工.xlsx"
    path.write_bytes(first)
    assert is_untouched(path)
    book = opened(first)
    book["总表"]["C4"].value = "改过"
    book.save(path)
    assert not is_untouched(path)


def test_the_properties_travel_with_the_file() -> None:
    plan = a_plan()
    found = read_properties(read_parts(workbook_of(plan, properties=properties_of(plan))))
    assert {key: found[key] for key in properties_of(plan)} == properties_of(plan)
    core = opened(workbook_of(plan, properties={})).properties
    assert (core.title, core.creator) == (plan.title, "永和县人民政府办公室")


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+86", "-2", "@SUM(A1)", "#N/A", "0012", "_x0041_"])
def test_text_is_never_a_formula_a_number_or_an_error(text: str) -> None:
    local = LocalItem(title=f"事项{text}", text=text, lead="县应急局", measures=(text,))
    plan = build(parent(item("T01")), spec(tasks=(local,)))[0]
    tasks = [replace(one, title=text, summary=(county_sentence(text),)) for one in plan.tasks]
    plan = replace(plan, task_groups=(replace(plan.task_groups[0], items=tuple(tasks)),))
    data = workbook_of(plan, properties={})
    row = next(row for row in opened(data)["总表"].iter_rows(min_row=HEAD_ROW + 1))
    assert [cell.data_type for cell in row if cell.value] == ["s"] * sum(cell.value is not None for cell in row)
    assert row[2].value == text and row[3].value == text
    assert row[2].quotePrefix == text.startswith(("=", "+", "-", "@"))
    for name, content in read_parts(data).items():
        assert not name.startswith("xl/worksheets/") or b"<f>" not in content


def test_what_no_cell_holds_is_cut_and_reported() -> None:
    plan = a_plan()
    tasks = [replace(one, summary=(county_sentence("长" * (LONGEST_CELL + 9)),)) for one in plan.tasks]
    plan = replace(plan, task_groups=(replace(plan.task_groups[0], items=tuple(tasks)),))
    built = build_workbook(plan, properties={})
    assert {finding.code for finding in built.findings} == {CELL_CUT.code}
    assert built.findings[0].location.place == "“总表”表 D5"
    value = rows_of(opened(built.data)["总表"])[1]["主要内容"]
    assert len(value) == LONGEST_CELL and value.endswith("全文见文稿）")


def test_control_characters_do_not_break_the_file() -> None:
    plan = replace(a_plan(), title="甲\x00\x1b乙")
    assert made(plan)["总表"]["A1"].value == "甲乙任务分工总表"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=45), max_size=12))
def test_sheet_names_are_such_as_programs_accept(names: list[str]) -> None:
    found = sheet_names(names, ["总表"])
    assert len(found) == len(names)
    assert len({name.casefold() for name in found} | {"总表"}) == len(names) + 1
    for name in found:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("\\/*?:[]")
        assert not name.startswith("'") and not name.endswith("'")
        assert name.casefold() != "history"


def test_departments_with_long_or_like_names_get_sheets_of_their_own() -> None:
    long = "永和县" + "很长名称" * 10
    units = (
        *ROSTER.units,
        RosterUnit(name=long + "甲", short=long + "甲"),
        RosterUnit(name=long + "乙", short=long + "乙"),
    )
    roster = replace(ROSTER, units=units)
    local = (LocalItem(title="事项", lead=long + "甲", participants=(long + "乙",)),)
    book = made(build(parent(item("T01")), spec(roster=roster, tasks=local))[0])
    titles = [sheet["A1"].value for sheet in book.worksheets]
    assert f"{long}甲任务清单" in titles and f"{long}乙任务清单" in titles


UNIT_NAMES = st.sampled_from([f"市{cover}" for _, cover in UNITS])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(UNIT_NAMES, st.lists(UNIT_NAMES, max_size=4, unique=True)), min_size=1, max_size=6))
def test_no_item_and_no_unit_is_lost_between_plan_and_workbook(clauses: list[tuple[str, list[str]]]) -> None:
    tasks = [
        item(
            f"T{number:02}",
            f"事项{number}",
            responsibility=Responsibility(text="", leads=(lead,), participants=tuple(others)),
        )
        for number, (lead, others) in enumerate(clauses, 1)
    ]
    plan = build(parent(*tasks))[0]
    book = made(plan)
    rows = {row["序号"]: row for row in rows_of(book["总表"])}
    for one in plan.all_items():
        row = rows[filters.reference(one)]
        printed = f"{row['牵头单位']}、{row['配合单位']}"
        for unit in one.assignment.units:
            assert (unit.within or unit.name) in printed
            assert unit.name in row["分工依据"]
            assert row["序号"] in {line["序号"] for line in rows_of(book[unit.name])}


@pytest.mark.parametrize("name", ["yonghe.yaml", "yonghe-145.yaml"])
def test_the_examples_become_workbooks(repository: Path, name: str) -> None:
    plan = prepare(repository / "specs" / name).plan
    assert plan is not None
    built = build_workbook(plan, properties=properties_of(plan))
    assert built.findings == ()
    book = opened(built.data)
    assert len(rows_of(book["总表"])) == len(list(plan.all_items()))
    assert all(row["分工依据"] != "—" for row in rows_of(book["总表"]) if row["牵头单位"] != "—")
    sheets = ("总表", "指标", "不涉及事项")
    origins = "\n".join(row["上位规划条目"] for sheet in sheets if sheet in book for row in rows_of(book[sheet]))
    assert all(filters.short_title(row.origin.title) in origins for row in plan.trace)


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [
        ("title, content, source", "title, nothing, source", "nothing"),
        ("sheets:\n", "sheets: [\n", ""),
        ("{title: 序号, width: 7,", "{title: 序号, width: 0,", "255"),
        ("{title: 序号, width: 7,", "{title: 序号, breadth: 7,", "breadth"),
        ("head: E7EDF5", "head: 浅蓝", "浅蓝"),
        ("    freeze: title\n", "    freeze: lead_count\n", "lead_count"),
        # a colon and a blank make a mapping of a text, which was once printed as a program has it
        ("  打印: A4", "  打印: {纸: A4", ""),
        ("  打印: A4 纸横向，各页重复表头。", "  打印: {纸: A4}", "文字"),
    ],
)
def test_a_spoilt_layout_is_a_finding_with_its_line(tmp_path: Path, right: str, wrong: str, word: str) -> None:
    text = (templates_folder() / "workbook.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "workbook.yaml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        PlanLayout.load(path)
    finding = caught.value.findings[0]
    assert word in finding.message + (finding.hint or "") and finding.location.line
    assert finding.location.file == str(path)


def test_the_shipped_layout_is_whole() -> None:
    for layout in (PlanLayout.load(), RosterLayout.load(), ReviewLayout.load()):
        for sheet in layout.sheets.values():
            columns = layout.columns_of(sheet)
            assert sheet.name and len({column.key for column in columns}) == len(columns)
            assert len({column.title for column in columns}) == len(columns)


def test_columns_are_as_wide_as_the_layout_says() -> None:
    layout = PlanLayout.load()
    page = made(a_plan())["总表"]
    columns = [column for column in layout.columns_of(layout.sheets["all"]) if not column.optional]
    letters = map(openpyxl.utils.get_column_letter, range(1, len(columns) + 1))
    widths = [page.column_dimensions[letter].width for letter in letters]
    assert widths == pytest.approx([column.width for column in columns], abs=0.01)


def test_the_file_keeps_to_the_standard(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    from plangen.county.roster_template import roster_template, usual_template

    for name, data in (
        ("分工.xlsx", workbook_of(a_plan(), properties={})),
        ("名册.xlsx", roster_template(ROSTER.units)),
        ("青石区.xlsx", usual_template("青石区")),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        result = OpenXmlValidator().validate(path)
        assert result.is_valid, [error.description for error in result.errors]
        parts = read_parts(data)
        assert not any(b"inlineStr" in content for content in parts.values())
        strings = re.findall(rb"<si>.*?</si>", parts["xl/sharedStrings.xml"], re.S)
        assert len(strings) == len(set(strings)) > 10


def test_row_heights_are_left_to_the_program_when_a_text_changes() -> None:
    parts = read_parts(workbook_of(a_plan(), properties={}))
    sheets = [content for name, content in parts.items() if name.startswith("xl/worksheets/sheet")]
    sheets = [content for content in sheets if b"<pageSetup" in content]  # those that are shown
    assert len(sheets) > 5 and all(b" ht=" in content and b"customHeight" not in content for content in sheets)


def test_long_texts_get_high_rows_and_small_letters() -> None:
    plan = a_plan()
    tasks = [replace(one, summary=(county_sentence("长" * 1200),)) for one in plan.tasks]
    plan = replace(plan, task_groups=(replace(plan.task_groups[0], items=tuple(tasks)),))
    sheet = made(plan)["总表"]
    cell = sheet["D5"]
    assert cell.font.size < PlanLayout.load().sizes["body"]
    assert 350 < sheet.row_dimensions[5].height <= 409
