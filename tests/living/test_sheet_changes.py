"""What people change in the workbook of the division of labour is found again, whichever program saved it."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

import plangen
from plangen.office.sheet_writer import HEAD_ROW
from plangen.reading.libreoffice import XLSX, converted, find_office
from sheet_hands import Hands

SPECS = Path(__file__).resolve().parents[2] / "specs"
T02 = "jincheng-155:T02"


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return plangen.render(SPECS / "yonghe.yaml", "xlsx").data


@pytest.fixture
def desk(workbook: bytes, tmp_path: Path) -> Path:
    shutil.copy(SPECS / "yonghe.yaml", tmp_path)
    (tmp_path / "分工.xlsx").write_bytes(workbook)
    return tmp_path


def found(path: Path) -> list[tuple[str, str, str, str]]:
    changes = plangen.changes(path, path.parent / "yonghe.yaml").report.changes
    return [(one.kind.value, one.key, one.before, one.after) for one in changes]


def edit(hands: Hands) -> None:
    hands.write("总表", T02, "牵头单位", "县工信局")
    hands.write("承接", T02, "完成时限", "2028年底前")
    hands.write("承接", "jincheng-155:T03", "处理", "合并")
    hands.write("承接", "jincheng-155:T03", "并入", "强化风险精准化源头治理")
    hands.write("县教育局", "jincheng-155:T04.3", "部门意见", "建议由县人社局牵头。")


EXPECTED = [
    ("lead", T02, "县应急局（拟）", "县工信局"),
    ("deadline", T02, "2030年底前", "2028年底前"),
    ("disposition", "jincheng-155:T03", "承接", "合并"),
    ("cell", "jincheng-155:T03", "", "强化风险精准化源头治理"),
    ("comment", "jincheng-155:T04.3", "", "建议由县人社局牵头。"),
]


def test_an_untouched_workbook_has_no_change(desk: Path) -> None:
    assert found(desk / "分工.xlsx") == []


def test_saving_with_another_library_changes_nothing(desk: Path) -> None:
    assert found(Hands(desk / "分工.xlsx").save()) == []


def test_cells_that_people_changed(desk: Path) -> None:
    hands = Hands(desk / "分工.xlsx")
    edit(hands)
    assert found(hands.save()) == EXPECTED


def test_sorting_and_hiding_rows_changes_nothing(desk: Path) -> None:
    hands = Hands(desk / "分工.xlsx")
    sheet = hands.book["承接"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]
    for number, row in enumerate(reversed(rows), HEAD_ROW + 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.row_dimensions[HEAD_ROW + 3].hidden = True
    assert found(hands.save()) == []


def test_rows_that_were_added_and_deleted(desk: Path) -> None:
    hands = Hands(desk / "分工.xlsx")
    sheet = hands.book["总表"]
    sheet.delete_rows(hands.row("总表", T02))
    last = sheet.max_row + 1
    sheet.cell(last, hands.column("总表", "任务")).value = "强化学校周边安全巡查"
    sheet.cell(last, hands.column("总表", "牵头单位")).value = "县教育局"
    changes = found(hands.save())
    assert [(kind, key) for kind, key, _, _ in changes] == [("row-added", ""), ("row-deleted", T02)]
    assert changes[0][3] == "强化学校周边安全巡查｜县教育局"


def test_after_another_program_has_saved_it(desk: Path) -> None:
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    hands = Hands(desk / "分工.xlsx")
    edit(hands)
    path = hands.save()
    for into in ("ods:calc8", XLSX):
        suffix = path.suffix
        made = converted(office, path.read_bytes(), suffix=suffix, reader=None, name=path.name, into=into)
        path = desk / f"另存.{into.partition(':')[0]}"
        path.write_bytes(made)
    assert found(path) == EXPECTED
    assert found(desk / "另存.ods") == EXPECTED


def test_a_workbook_without_its_spec(desk: Path) -> None:
    with pytest.raises(plangen.FindingsError) as error:
        plangen.changes(desk / "分工.xlsx")
    assert [one.code for one in error.value.findings] == ["workbook-needs-spec"]


def test_a_spec_that_changed_since_is_said(desk: Path) -> None:
    plangen.change_spec(desk / "yonghe.yaml", "plan.date", "2026-12-20")
    codes = [one.code for one in plangen.changes(desk / "分工.xlsx", desk / "yonghe.yaml").findings]
    assert codes == ["spec-changed-since"]


def test_what_a_lead_may_be_is_offered_from_the_roster(workbook: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook))
    assert book["单位名单"].sheet_state == "hidden"
    units = [row[0].value for row in book["单位名单"].iter_rows()]
    assert "县应急局" in units
    rules = {rule.formula1: str(rule.sqref) for rule in book["承接"].data_validations.dataValidation}
    assert any("单位名单" in (formula or "") for formula in rules), rules
    assert '"承接,细化,合并,拆分,不承接"' in rules
    keys = [letter for letter, one in book["承接"].column_dimensions.items() if one.hidden]
    assert len(keys) == 1


def codes(path: Path) -> list[str]:
    return [one.code for one in plangen.changes(path, path.parent / "yonghe.yaml").report.findings]


def test_what_is_written_into_a_copy_of_a_sheet_is_not_passed_over(desk: Path) -> None:
    book = openpyxl.load_workbook(desk / "分工.xlsx")
    copied = book.copy_worksheet(book["承接"])
    copied.title = "承接 (2)"
    copied.cell(HEAD_ROW + 1, 5).value = "县公安局"
    book.save(desk / "分工.xlsx")
    assert found(desk / "分工.xlsx") == [] and codes(desk / "分工.xlsx") == ["sheet-not-read"]


def test_a_sheet_that_lost_its_keys_has_lost_no_rows(desk: Path) -> None:
    book = openpyxl.load_workbook(desk / "分工.xlsx")
    sheet = book["承接"]
    sheet.delete_cols(next(cell.column for cell in sheet[HEAD_ROW] if str(cell.value).startswith("标识")))
    book.save(desk / "分工.xlsx")
    assert found(desk / "分工.xlsx") == [] and codes(desk / "分工.xlsx") == ["sheet-without-keys"]


@pytest.mark.parametrize("name", ["晋城市规划2.强化风险精准化源头治理", "T02", "2.强化风险精准化源头治理"])
def test_an_item_is_merged_into_one_that_is_called_as_the_sheet_calls_it(desk: Path, name: str) -> None:
    hands = Hands(desk / "分工.xlsx")
    hands.write("承接", "jincheng-155:T03", "处理", "合并")
    hands.write("承接", "jincheng-155:T03", "并入", name)
    hands.save()
    adoption = plangen.adopt(desk / "分工.xlsx", desk / "yonghe.yaml").adoption
    assert [(edit.path[-2:], edit.after) for one in adoption.adopted for edit in one.edits] == [
        (("T03", "merge_into"), "T02")
    ]
    assert adoption.unsaid == ()


def test_a_comment_on_a_cell_is_said_with_who_wrote_it(desk: Path) -> None:
    hands = Hands(desk / "分工.xlsx")
    cell = hands.book["承接"].cell(hands.row("承接", T02), hands.column("承接", "牵头单位"))
    cell.comment = Comment("财政局:\n请核实经费来源", "财政局")
    hands.save()
    (change,) = plangen.changes(desk / "分工.xlsx", desk / "yonghe.yaml").report.changes
    assert (change.kind.value, change.key, change.author, change.after) == ("comment", T02, "财政局", "请核实经费来源")
    adoption = plangen.adopt(desk / "分工.xlsx", desk / "yonghe.yaml").adoption
    assert adoption.adopted == () and len(adoption.unsaid) == 1
