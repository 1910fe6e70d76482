"""The roster as an Excel file: every doubtful cell is a finding with its place."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_builders import ROSTER
from plangen.api.prepare import prepare
from plangen.county.json_schema import json_schema
from plangen.county.load import load_spec
from plangen.county.normalise import clean_name
from plangen.county.roster_cells import join_names, split_cell
from plangen.county.roster_template import roster_template, usual_template
from plangen.county.roster_workbook import read_roster
from plangen.county.spec import CountySpec, Roster, RosterGroup, RosterUnit
from plangen.office import sheet_reader
from plangen.office.docx_package import is_untouched, read_parts, write_parts
from plangen.terms.findings import RULES, Finding, Severity
from plangen.terms.text import squeeze

HEAD = ["单位全称*", "简称*", "别名", "对应上级单位", "上级主管部门", "垂直管理"]
GROUP_HEAD = ["名称*", "对应上级", "成员"]
ROW = ["永和县应急管理局", "县应急局", None, "应急局", None, None]
SPEC = """\
county: {name: 永和县, city: 临汾市, province: 山西省}
plan: {period: [2026, 2030], issuer: 永和县人民政府办公室}
parents: [jincheng-155]
roster: 部门名册.xlsx
"""


def book(*rows: list[Any], head: list[Any] | None = None, groups: list[list[Any]] | None = None) -> Any:
    """Return a workbook as a planner would type it: title, head in row 2, rows from row 3."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "部门名册"
    for row in (["部门名册"], head or HEAD, *rows):
        sheet.append(row)
    if groups is not None:
        second = made.create_sheet("成员单位组")
        for row in (GROUP_HEAD, *groups):
            second.append(row)
    return made


def saved(made: Any) -> bytes:
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def loaded(folder: Path, data: bytes | None, text: str = SPEC) -> tuple[CountySpec | None, tuple[Finding, ...]]:
    if data is not None:
        (folder / "部门名册.xlsx").write_bytes(data)
    (folder / "县.yaml").write_text(text, encoding="utf-8")
    return load_spec(folder / "县.yaml")


def found(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity.value, (one.location.place or "")) for one in findings]


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_spec_reads_units_and_groups_from_the_file(tmp_path: Path) -> None:
    made = book(
        ROW,
        [],
        ["永和县气象局", "县气象局", "县气象台、县气象站", "气象局，气象台", "临汾市气象局", "是"],
        groups=[["县安委会成员单位", "安委会成员单位", "县应急局\n永和县气象局"]],
    )
    spec, findings = loaded(tmp_path, saved(made))
    assert findings == ()
    assert spec is not None
    assert spec.roster == Roster(
        units=(
            RosterUnit(name="永和县应急管理局", short="县应急局", covers=("应急局",)),
            RosterUnit(
                name="永和县气象局",
                short="县气象局",
                aliases=("县气象台", "县气象站"),
                covers=("气象局", "气象台"),
                parent_body="临汾市气象局",
                vertical=True,
            ),
        ),
        groups=(RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=("县应急局", "县气象局")),),
    )
    location = spec.roster.units[1].location
    assert (location.file, location.place, location.line) == (str(tmp_path / "部门名册.xlsx"), "“部门名册”表 A5", None)


def test_groups_of_the_spec_and_of_the_file_go_together(tmp_path: Path) -> None:
    made = book(ROW, groups=[["甲成员单位", "甲", "县应急局"]])
    text = SPEC + "groups: [{name: 乙成员单位, members: [县应急局]}]\n"
    spec, findings = loaded(tmp_path, saved(made), text)
    assert findings == () and spec is not None
    assert [group.name for group in spec.roster.groups] == ["乙成员单位", "甲成员单位"]
    made = book(ROW, groups=[["甲成员单位", "甲", "县公安局"]])
    _, findings = loaded(tmp_path, saved(made), text)
    assert found(findings) == [("unknown-unit", "error", "“成员单位组”表 C2")]


def test_a_group_of_the_spec_and_one_of_the_file_with_one_name_are_both_named(tmp_path: Path) -> None:
    made = book(ROW, groups=[["县安委会成员单位", "安委会成员单位", "县应急局"]])
    text = SPEC + "groups:\n  - {name: 县安委会成员单位, members: [县应急局]}\n"
    _, findings = loaded(tmp_path, saved(made), text)
    assert found(findings) == [("roster-group-twice", "error", "“成员单位组”表 A2")]
    message = findings[0].message
    assert "“县安委会成员单位”" in message and "填报文件第 6 行" in message


def test_units_that_are_parted_for_the_planner_are_read_one_by_one(tmp_path: Path) -> None:
    made = book(["河曲县工业和信息化局", "县工信局", None, "工信局/商务局、科技局 能源局"])
    spec, findings = loaded(tmp_path, saved(made))
    assert spec is not None and spec.roster.units[0].covers == ("工信局", "商务局", "科技局", "能源局")
    assert "“工信局/商务局”" in findings[0].message and "工信局、商务局" in findings[0].message


def test_hints_about_a_cell_speak_of_cells(tmp_path: Path) -> None:
    """What a planner reads who fills in a sheet names columns and cells, never lines and keys of YAML."""
    made = book(
        ROW,
        ["永和县公安局", "县公安局", None, "应急局、公安局/司法局"],
        ["永和县另一局", "县应急局", None, "公安局", None, "也许"],
        [None, "县水利局"],
        ["永和县教育局、永和县体育局", "县教体局"],
        groups=[["甲成员单位", "甲"], ["甲成员单位", "甲", "县工安局、甲成员单位、县应急局、县应急局"]],
    )
    english = SPEC.replace(
        "roster: 部门名册.xlsx", "roster: 部门名册.xlsx\nlocal_tasks: [{title: 事项, lead: 县航天局}]"
    )
    _, findings = loaded(tmp_path, saved(made), english)
    assert len(findings) > 8
    for one in findings:
        said = one.as_text({"成员": "members", "部门名册": "roster"}).split("\n", 1)[1]
        for word in ("members", "covers", "roster", "groups", "[", "{", "YAML", "行写过"):
            assert word not in said, said


def test_the_chinese_key_and_other_headings_work(tmp_path: Path) -> None:
    made = book(["永和县公安局", "县公安局"], head=["单位名称", " 简 称（必填）"])
    text = SPEC.replace("roster:", "部门名册:")
    spec, findings = loaded(tmp_path, saved(made), text)
    assert spec is not None and [unit.short for unit in spec.roster.units] == ["县公安局"]
    assert {one.severity for one in findings} == {Severity.INFO}


def test_the_way_to_a_plan_is_open(tmp_path: Path, repository: Path) -> None:
    """The example spec gives the same plan with its roster in an Excel file."""
    import re

    text = (repository / "specs" / "yonghe.yaml").read_text(encoding="utf-8")
    before = prepare(repository / "specs" / "yonghe.yaml").plan
    assert before is not None
    text = re.sub(r"^roster:\n(  .*\n)+", "roster: 部门名册.xlsx\n", text, flags=re.M)
    text = re.sub(r"^groups:\n(  .*\n)+", "", text, flags=re.M)
    assert "groups:" not in text and "covers:" not in text
    (tmp_path / "部门名册.xlsx").write_bytes(roster_template(before.spec.roster.units, before.spec.roster.groups))
    (tmp_path / "yonghe.yaml").write_text(text, encoding="utf-8")
    after = prepare(tmp_path / "yonghe.yaml").plan
    assert after is not None
    assert (after.tasks, after.projects, after.duties) == (before.tasks, before.projects, before.duties)


def test_editors_accept_a_file_name_only_of_this_kind() -> None:
    import jsonschema

    base = {
        "county": {"name": "永和县", "city": "临汾市", "province": "山西省"},
        "plan": {"period": [2026, 2030], "issuer": "办公室"},
    }
    editor = jsonschema.Draft7Validator(json_schema())
    assert editor.is_valid({**base, "roster": "部门名册.xlsx"}) and editor.is_valid({**base, "部门名册": "a/b.XLSX"})
    assert not editor.is_valid({**base, "roster": "部门名册.xls"})


# --- what is wrong with a cell ----------------------------------------------------------------------------------------

E, W, N = "error", "warning", "info"
P = "“部门名册”表"
G = "“成员单位组”表"


def with_merge(cells: str) -> Callable[[Any], None]:
    return lambda made: made["部门名册"].merge_cells(cells)


def with_value(cell: str, value: Any) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made["部门名册"][cell] = value

    return change


CASES: list[tuple[str, Any, list[tuple[str, str, str]]]] = [
    (
        "renamed columns",
        book(ROW, head=["单位全称", "单位简写", "别名", "对应的上级", "上级主管部门", "垂直管理"]),
        [("roster-column-renamed", E, f"{P} B2"), ("roster-column-renamed", E, f"{P} D2")],
    ),
    (
        "a missing required column",
        book(["永和县应急管理局"], head=["单位全称", None, "别名", "对应上级单位", "上级主管部门", "垂直管理"]),
        [("roster-column-missing", E, f"{P} A2")],
    ),
    (
        "missing optional columns, and one that is not read",
        book(["永和县应急管理局", "县应急局", "13800000000"], head=["单位全称", "简称", "联系电话"]),
        [("roster-column-missing", N, f"{P} A2")] * 4 + [("roster-column-unread", N, f"{P} C2")],
    ),
    ("a column twice", book(ROW, head=[*HEAD, "简称"]), [("roster-column-twice", E, f"{P} G2")]),
    ("no header", book(ROW, head=["甲", "乙"]), [("roster-header-missing", E, P)]),
    ("an empty sheet", book(), [("roster-empty", E, P)]),
    (
        "no name",
        book([None, "县应急局", None, "应急局"], ["永和县公安局", None, None, None]),
        [("roster-cell-empty", E, f"{P} A3"), ("roster-cell-empty", E, f"{P} B4")],
    ),
    (
        "a row with covers only",
        book(ROW, [None, None, None, "公安局"]),
        [("roster-cell-empty", E, f"{P} A4"), ("roster-cell-empty", E, f"{P} B4")],
    ),
    (
        "spaces",
        book(["　永和县应急管理局 ", "县应 急局", None, "应急局 、 安委办　"]),
        [("roster-name-cleaned", N, f"{P} A3"), ("roster-name-cleaned", N, f"{P} B3")],
    ),
    (
        "neither yes nor no",
        book([*ROW[:5], "也许"]),
        [("roster-cell-value", E, f"{P} F3")],
    ),
    (
        "outside the table",
        book([*ROW, "备注"]),
        [("roster-stray-cell", W, f"{P} G3")],
    ),
    (
        "two units of one name",
        book(ROW, ["永和县另一局", "县应急局"]),
        [("duplicate-unit", E, f"{P} A4")],
    ),
    (
        "a cover claimed twice",
        book(ROW, ["永和县公安局", "县公安局", None, "公安局、市应急局"]),
        [("cover-claimed-twice", W, f"{P} D4")],
    ),
    (
        "a group with unknown members",
        book(ROW, groups=[["甲成员单位", "甲", "县应急局、县工安局"]]),
        [("unknown-unit", E, f"{G} C2")],
    ),
    (
        "a group in itself",
        book(ROW, groups=[["甲成员单位", "甲", "县应急局、甲成员单位"]]),
        [("unknown-unit", E, f"{G} C2")],
    ),
    ("a group without members", book(ROW, groups=[["甲成员单位", "甲"]]), [("group-without-members", W, f"{G} A2")]),
    (
        "a group of a unit's name",
        book(ROW, groups=[["县应急局", "甲", "县应急局"]]),
        [("duplicate-unit", E, f"{G} A2"), ("unknown-unit", E, f"{G} C2")],
    ),
    (
        "two units in the cell of one",
        book(
            ["河曲县民政局、河曲县退役军人事务局", "县民政局"],
            ["河曲县工业和信息化局", "工信局/商务局"],
            ["发展改革委 能源局", "县发展改革局"],
            ["河曲县教育局\n河曲县体育局", "县教育局"],
            ["河曲县林业局和河曲县水利局", "县林业局"],
        ),
        [("roster-cell-several", E, f"{P} {cell}") for cell in ("A3", "B4", "A5", "A6", "A7")],
    ),
    (
        "units that are not parted as they should be",
        book(
            [*ROW[:3], "应急局/地震局"],
            ["河曲县工业和信息化局", "县工信局", None, "工信局、科技局 商务局"],
            ["河曲县水利局", "县水利局", None, "水利局和水文局；气象局"],
            groups=[["县安委会成员单位", "安委会成员单位", "县应急局 县工信局"]],
        ),
        [("roster-names-parted", W, f"{P} {cell}") for cell in ("D3", "D4", "D5")]
        + [("roster-names-parted", W, f"{G} C2")],
    ),
    (
        "names that only look like several units",
        book(
            ["河曲县文化和旅游局", "县文旅局", None, "文化和旅游局、住房和城乡建设局"],
            ["“河曲县供销社、供销公司”", "县供销社", None, "“供销社、供销公司”"],
            ["河曲县工信局（县科技局、县商务局）", "县工信局", None, "工业和信息化局（科技局/商务局）"],
            ["河曲县公安局交警大队", "县公安局交警大队", None, "公安局交警支队"],
        ),
        [],
    ),
    (
        "a group that stands there twice",
        book(ROW, groups=[["甲成员单位", "甲", "县应急局"], ["甲成员单位", None, "县应急局"]]),
        [("roster-group-twice", E, f"{G} A3")],
    ),
    ("too long a name", book(["永" * 61, "县应急局"]), [("too-long", E, f"{P} A3")]),
]


@pytest.mark.parametrize(("made", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_doubtful_cell_is_a_finding_with_its_place(
    tmp_path: Path, made: Any, expected: list[tuple[str, str, str]]
) -> None:
    _, findings = loaded(tmp_path, saved(made))
    assert found(findings) == expected
    for one in findings:
        assert one.code in RULES or not one.code.startswith("roster-")
        assert one.location.file == str(tmp_path / "部门名册.xlsx")
        assert one.message.endswith("。") and one.hint


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_merge("A3:A4"), [("roster-merged-cells", E, f"{P} A3")]),
        (with_merge("A1:F1"), []),
        (with_value("D3", '=CONCATENATE("应急","局")'), [("roster-cell-value", E, f"{P} D3")]),
        (with_value("B3", "=B4"), [("roster-cell-value", E, f"{P} B3")]),
        (with_value("C3", "#N/A"), [("roster-cell-value", E, f"{P} C3")]),
        (with_value("F3", True), []),
        (with_value("F3", "×"), []),
        (with_value("H1", "制表日期：2026年"), []),
    ],
)
def test_merged_cells_formulas_and_errors_in_the_table(
    tmp_path: Path, change: Callable[[Any], None], expected: list[tuple[str, str, str]]
) -> None:
    made = book(ROW, ["永和县公安局", "县公安局"])
    change(made)
    _, findings = loaded(tmp_path, saved(made))
    assert found(findings) == expected


def test_a_number_and_a_rich_text_are_read_as_text(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    made = book([CellRichText("永和县", TextBlock(InlineFont(b=True), "应急管理局")), "县应急局", 110, "12345"])
    spec, findings = loaded(tmp_path, saved(made))
    assert findings == () and spec is not None
    (unit,) = spec.roster.units
    assert (unit.name, unit.aliases, unit.covers) == ("永和县应急管理局", ("110",), ("12345",))


def test_messages_name_the_other_cell(tmp_path: Path) -> None:
    _, findings = loaded(tmp_path, saved(book(ROW, ["永和县另一局", "县应急局"])))
    assert "“部门名册”表 A3" in findings[0].message and "None" not in findings[0].message
    _, findings = loaded(tmp_path, saved(book(ROW, ["甲局", "乙局", None, "应急局"])))
    assert "“部门名册”表 D3" in findings[0].message


# --- sheets -----------------------------------------------------------------------------------------------------------


def test_a_sheet_of_another_name_is_read_and_mentioned(tmp_path: Path) -> None:
    made = book(ROW)
    made["部门名册"].title = "Sheet1"
    spec, findings = loaded(tmp_path, saved(made))
    assert spec is not None and len(spec.roster.units) == 1
    assert found(findings) == [("roster-sheet-name", "warning", "“Sheet1”表")]


def test_a_file_without_the_sheet_is_an_error(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "通讯录"
    made.active.append(["甲"])
    _, findings = loaded(tmp_path, saved(made))
    assert found(findings) == [("roster-sheet-missing", "error", "")]
    assert "“通讯录”" in findings[0].message


def test_a_sheet_that_is_not_read_is_mentioned(tmp_path: Path) -> None:
    made = book(ROW)
    made.create_sheet("乡镇通讯录").append(["芝河镇"])
    _, findings = loaded(tmp_path, saved(made))
    assert found(findings) == [("roster-sheet-unread", "info", "“乡镇通讯录”表")]


# --- files that are none ----------------------------------------------------------------------------------------------


def bomb() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 45_000_000)
    return stream.getvalue()


def lying_bomb() -> bytes:
    """Return an archive whose directory understates a size."""
    data = bytearray(bomb())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def with_part(name: str, content: bytes) -> bytes:
    return write_parts({**read_parts(saved(book(ROW))), name: content})


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_shared_strings(strings: bytes, head: bytes = b"") -> bytes:
    """Return a file as Excel writes it: texts in a part of their own, cells that refer to them."""
    columns = "".join(f'<c r="{letter}1" t="s"><v>{index}</v></c>' for index, letter in enumerate("AB"))
    values = "".join(f'<c r="{letter}2" t="s"><v>{index}</v></c>' for index, letter in enumerate("AB", 2))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{columns}</row><row>{values}</row></sheetData></worksheet>'
    )
    return write_parts(
        {
            "_rels/.rels": f'<R><r Id="a" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></R>'.encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>'
                '<sheet name="部门名册" sheetId="1" r:id="s"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<R><r Id="s" Type="{DOCUMENT}/worksheet" Target="worksheets/1.xml"/>'
                f'<r Id="t" Type="{DOCUMENT}/sharedStrings" Target="strings.xml"/></R>'
            ).encode(),
            "xl/worksheets/1.xml": sheet.encode(),
            "xl/strings.xml": head + f'<sst xmlns="{MAIN}">'.encode() + strings + b"</sst>",
        }
    )


STRINGS = (
    "<si><t>单位全称</t></si><si><t>简称</t></si>"
    "<si><r><t>永和县</t></r><r><rPr><b/></rPr><t>应急管理局</t></r><rPh><t>yong</t></rPh></si>"
    "<si><t>县应急局_x005F_x0041_</t></si>"
).encode()
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def roster_in(data: bytes) -> tuple[Roster, tuple[Finding, ...]]:
    tables = read_roster(data, "名册.xlsx")
    units = tuple(RosterUnit(**{key: listed(value) for key, value in entry.items()}) for entry in tables.units)
    groups = tuple(RosterGroup(**{key: listed(value) for key, value in entry.items()}) for entry in tables.groups)
    return Roster(units=units, groups=groups), tables.findings


def listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def test_shared_strings_are_read_with_their_runs_and_without_phonetic_hints() -> None:
    roster, _ = roster_in(with_shared_strings(STRINGS))
    assert roster == Roster(units=(RosterUnit(name="永和县应急管理局", short="县应急局_x0041_"),))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster-not-xlsx"),
        (b"<html><table></table></html>", "roster-not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster-not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "roster-encrypted"),
        (b"PK\x03\x04 nothing", "roster-damaged"),
        (saved(book(ROW))[:-200], "roster-damaged"),
        (write_parts({"word/document.xml": b"<document/>"}), "roster-not-xlsx"),
        (with_part("xl/worksheets/sheet1.xml", b"<worksheet"), "roster-damaged"),
        (with_shared_strings(STRINGS, ENTITIES), "roster-damaged"),
        (with_shared_strings(b""), "roster-damaged"),
        (b"PK" + b"x" * sheet_reader.MAXIMUM_BYTES, "roster-too-large"),
        (bomb(), "roster-too-large"),
        (lying_bomb(), "roster-damaged"),
    ],
    ids=map(str, range(13)),
)
def test_what_is_no_excel_file_is_one_finding(tmp_path: Path, data: bytes, code: str) -> None:
    spec, findings = loaded(tmp_path, data)
    assert [one.code for one in findings] == [code]
    assert findings[0].severity is Severity.ERROR and findings[0].hint
    assert spec is not None and spec.roster == Roster()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("没有.xlsx", "roster-file-missing"),
        ("文件夹.xlsx", "roster-file-missing"),
        ("部门名册.xls", "roster-not-xlsx"),
        ("部门名册.et", "roster-not-xlsx"),
        ("部门名册.csv", "roster-not-xlsx"),
        ("县应急局", "wrong-type"),
    ],
)
def test_another_file_is_a_finding_at_the_line_of_the_spec(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "文件夹.xlsx").mkdir()
    _, findings = loaded(tmp_path, None, SPEC.replace("部门名册.xlsx", name))
    assert [one.code for one in findings if one.code != "empty-roster"] == [code]
    assert findings[0].location.line == 4


def test_huge_merges_and_far_cells_cost_nothing() -> None:
    parts = read_parts(saved(book(ROW)))
    sheet = parts["xl/worksheets/sheet1.xml"].decode("utf-8")
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row></sheetData>'
    sheet = sheet.replace("</sheetData>", far + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    tables = read_roster(write_parts({**parts, "xl/worksheets/sheet1.xml": sheet.encode("utf-8")}), "名册.xlsx")
    assert {one.code for one in tables.findings} == {"roster-merged-cells", "roster-too-large"}
    assert len(tables.units) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_never_crashes(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    tables = read_roster(bytes(content), "名册.xlsx")
    assert tables.units or any(one.severity is Severity.ERROR for one in tables.findings)


GOOD = saved(book(ROW, groups=[["甲成员单位", "甲", "县应急局"]]))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=8), st.integers()), max_size=8), max_size=5))
def test_any_content_is_read_or_complained_of(rows: list[list[Any]]) -> None:
    legal = [[_printable(value) if isinstance(value, str) else value for value in row] for row in rows]
    tables = read_roster(saved(book(*legal)), "名册.xlsx")
    assert all(entry["name"] and entry["short"] for entry in tables.units)
    assert all(one.code in RULES for one in tables.findings)
    assert tables.units or any(one.severity is Severity.ERROR for one in tables.findings)


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and character != "=")


# --- writing ----------------------------------------------------------------------------------------------------------

LETTERS = st.text(
    st.sampled_from("县市应急水利局委办、，,；;（）()〈〉“”《[] 各甲乙1A-=+@_x005F"), min_size=1, max_size=14
)
NAMES = LETTERS.map(clean_name).filter(lambda name: squeeze(name) and clean_name(name) == name)
# a name that opens quotes it does not close cannot be told from two names
WHOLE = NAMES.filter(lambda name: "“" not in name and "”" not in name)
UNITS = st.builds(
    RosterUnit,
    name=NAMES,
    short=NAMES,
    aliases=st.lists(WHOLE, max_size=4).map(tuple),
    covers=st.lists(WHOLE, max_size=4).map(tuple),
    parent_body=st.none() | NAMES,
    vertical=st.booleans(),
)
GROUPS = st.builds(
    RosterGroup,
    name=NAMES,
    covers=st.lists(WHOLE, max_size=3).map(tuple),
    members=st.lists(WHOLE, max_size=5).map(tuple),
)
ROSTERS = st.builds(
    Roster, units=st.lists(UNITS, min_size=1, max_size=4).map(tuple), groups=st.lists(GROUPS, max_size=3).map(tuple)
)


@settings(max_examples=80, deadline=None)
@given(ROSTERS)
def test_a_roster_comes_back_as_it_was(roster: Roster) -> None:
    back, findings = roster_in(roster_template(roster.units, roster.groups))
    assert back == roster
    assert findings == ()


@given(st.lists(WHOLE, min_size=1, max_size=6))
def test_names_in_a_cell_come_back(names: list[str]) -> None:
    assert split_cell(join_names(names)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("应急局、水利局", ["应急局", "水利局"]),
        ("应急局,水利局；公安局", ["应急局", "水利局", "公安局"]),
        ("应急局\n\n水利局、公安局\n", ["应急局", "水利局", "公安局"]),
        ("各县（市、区）人民政府、公安局", ["各县（市、区）人民政府", "公安局"]),
        ("“党委、政府”", ["党委、政府"]),
        ("“党委、政府”、公安局", ["党委、政府", "公安局"]),
        ("", []),
        ("、，", []),
    ],
)
def test_cells_hold_names_as_planners_write_them(text: str, names: list[str]) -> None:
    assert split_cell(text) == names


def test_the_template_is_ready_to_be_filled_in(tmp_path: Path) -> None:
    data = roster_template()
    assert data == roster_template()
    made = openpyxl.load_workbook(BytesIO(data))
    assert made.sheetnames == ["部门名册", "成员单位组", "填写说明"]
    sheet = made["部门名册"]
    assert [cell.value for cell in sheet[3]] == HEAD
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert made["填写说明"]["B4"].value == (
        "本表供填报文件使用：在填报文件里写“部门名册: 部门名册.xlsx”（本文件与填报文件放在同一文件夹）。"
    )
    assert rules["F4:F203"].type == "list" and rules["F4:F203"].formula1 == '"是,否"'
    assert all(rule.prompt and rule.showInputMessage for rule in rules.values()) and len(rules) == len(HEAD)
    assert sheet["A10"].number_format == "@"
    path = tmp_path / "名册.xlsx"
    path.write_bytes(data)
    assert is_untouched(path)
    assert "联系" not in "".join(str(cell.value) for cell in sheet[3])


@pytest.mark.parametrize(
    ("county", "office", "party", "environment"),
    [
        ("永和县", "县应急局", "中共永和县委办公室", "市生态环境局永和分局"),
        ("青石区", "区应急局", "中共青石区委办公室", "市生态环境局青石分局"),
        ("高平市", "市应急局", "中共高平市委办公室", "市生态环境局高平分局"),
        ("乌审旗", "旗应急局", "中共乌审旗委办公室", "市生态环境局乌审分局"),
    ],
)
def test_a_new_roster_holds_the_usual_units_of_the_level_to_strike_out(
    tmp_path: Path, county: str, office: str, party: str, environment: str
) -> None:
    from plangen.terms.units import load_units

    (tmp_path / "部门名册.xlsx").write_bytes(data := usual_template(county))
    assert data == usual_template(county)
    made = openpyxl.load_workbook(BytesIO(data))
    assert f"{county[-1]}一级" in made["部门名册"]["A2"].value
    spec, findings = loaded(tmp_path, data, SPEC.replace("永和县", county))
    assert spec is not None and {one.code for one in findings} <= {"group-without-members"}
    units = {unit.short: unit for unit in spec.roster.units}
    assert units[office].name == f"{county}应急管理局" and "应急局" in units[office].covers
    names = {unit.name for unit in units.values()}
    assert {party, environment} <= names and len(names) == len(units) > 60
    assert all(county[-1] == "县" or "县" not in unit.short for unit in units.values())
    assert spec.roster.groups[0].name == f"{county[-1]}安委会成员单位"
    covered = [cover for entry in (*spec.roster.units, *spec.roster.groups) for cover in entry.covers]
    assert len(covered) == len(set(covered))
    lost = {unit.id for unit in load_units()} - set(covered)
    assert lost == {"乡镇人民政府", "人民政府", "有关部门"}, "every function of the upper levels has its unit"


def test_struck_out_rows_are_gone_and_marked_ones_are_those_that_are_often_merged(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(BytesIO(usual_template("永和县")))
    sheet = made["部门名册"]
    marked = {row[1].value for row in sheet.iter_rows(min_row=4) if row[0].fill.fill_type and row[1].value}
    assert {"县能源局", "县科技局"} <= marked and "县应急局" not in marked
    for row in reversed(range(4, sheet.max_row + 1)):
        if sheet.cell(row=row, column=2).value in marked:
            sheet.delete_rows(row)
    spec, _ = loaded(tmp_path, saved(made))
    assert spec is not None and not marked & {unit.short for unit in spec.roster.units}


def test_a_filled_in_template_is_read(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(BytesIO(roster_template(ROSTER.units[:2])))
    made["部门名册"]["A6"], made["部门名册"]["B6"], made["部门名册"]["F6"] = "永和县气象局", "县气象局", "是"
    made["成员单位组"].cell(row=4, column=1).value = "县安委会成员单位"
    made["成员单位组"].cell(row=4, column=3).value = "县应急局、县气象局"
    spec, findings = loaded(tmp_path, saved(made))
    assert findings == () and spec is not None
    assert [unit.short for unit in spec.roster.units] == ["县应急局", "县公安局", "县气象局"]
    assert spec.roster.units[0] == ROSTER.units[0]
    assert spec.roster.groups[0].members == ("县应急局", "县气象局")
