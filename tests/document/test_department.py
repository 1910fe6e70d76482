"""One department's own sheet, on which it is asked for comments."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from plan_builders import ROSTER, build, clause, item, parent, spec
from plangen.api.prepare import prepare
from plangen.county.spec import Disposition, RosterGroup, RosterUnit
from plangen.document import rules
from plangen.document.department import department_docx, department_markdown, departments, find_department
from plangen.document.markdown import parse_markdown
from plangen.document.rendering import properties_of
from plangen.office.bookmarks import item_key
from plangen.office.docx_package import is_untouched, read_parts, read_properties
from plangen.plan.model import CountyPlan
from plangen.terms.findings import FindingsError


def a_plan(**more: Any) -> CountyPlan:
    return build(
        parent(
            item("I01", "死亡人数", target="下降15%", responsibility=clause("市水利局")),
            item(
                "T01",
                "健全指挥体系",
                number="（1）",
                responsibility=clause("市应急局", with_=("市水利局", "市安委会成员单位")),
            ),
            item("T02", "防汛", deadline=2027, responsibility=clause("市水利局", with_=("市公安局", "各县人民政府"))),
        ),
        spec({"T02": Disposition(measures=("每年汛前排查一次。", "每年演练一次。"))}, **more),
    )[0]


def text_of(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_sheet_says_what_the_department_leads_with_measures_partners_deadline_and_reason() -> None:
    text = department_markdown(a_plan(), "县水利局")
    assert "永和县水利局任务分工征求意见表" in text.replace("\\\n", "")
    assert parse_markdown(text).findings == ()
    (row,) = (line for line in text.splitlines() if "防汛" in line)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == '[任务2]{items="jincheng-155:T02"}'
    assert cells[2:6] == ["每年汛前排查一次。每年演练一次。", "县水利局", "县公安局、各乡镇人民政府", "2027年底前"]
    assert "上位规划写明：市水利局" in cells[6] and "晋城市规划" in cells[6]


def test_it_says_what_the_department_takes_part_in_and_leaves_room_for_its_opinion() -> None:
    plan = a_plan()
    data, findings = department_docx(plan, "县水利局", properties=properties_of(plan))
    assert findings == ()
    text = text_of(data)
    for words in (
        "牵头事项",
        "配合事项",
        "健全指挥体系",
        "死亡人数",
        "下降15%",
        "意见反馈",
        "联系人",
        "（盖章）",
    ):
        assert words in text
    assert "共3项，其中牵头2项、配合1项" in text.replace(" ", "")
    assert "作为成员单位承担" not in text


def test_members_of_a_group_get_the_group_s_duties_once() -> None:
    plan = a_plan()
    member = find_department(plan, "县公安局")
    assert [(one.row.title, one.role) for one in member.rows] == [("防汛", "配合"), ("健全指挥体系", "成员单位配合")]
    leader = find_department(plan, "县应急局")
    assert [(one.row.title, one.role) for one in leader.rows] == [("健全指挥体系", "牵头")], "it leads that already"
    assert "作为成员单位承担" in department_markdown(plan, "县公安局")


def test_a_duty_through_two_groups_is_listed_once_with_both() -> None:
    groups = (
        RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=("县档案馆",)),
        RosterGroup(name="县减灾委成员单位", covers=("减灾委成员单位",), members=("县档案馆",)),
    )
    plan = build(
        parent(item("T01", responsibility=clause("市应急局", with_=("市安委会成员单位", "市减灾委成员单位")))),
        spec(roster=replace(ROSTER, groups=groups)),
    )[0]
    (row,) = find_department(plan, "县档案馆").rows
    assert [line.partition("；")[0] for line in row.own_basis.split("\n")] == [
        "属于县安委会成员单位",
        "属于县减灾委成员单位",
    ]


def test_a_township_has_what_all_townships_have() -> None:
    plan = a_plan()
    for name in ("坡头乡", "坡头乡人民政府", "芝河镇"):
        town = find_department(plan, name)
        assert [one.row.title for one in town.rows] == ["防汛"]
    assert find_department(plan, "芝河镇").full_name == "永和县芝河镇人民政府"
    assert [one.row.title for one in find_department(plan, "各乡镇人民政府").rows] == ["防汛"]


def test_a_department_is_found_by_every_name_it_has() -> None:
    units = (*ROSTER.units, RosterUnit(name="永和县气象局", short="县气象局", aliases=("县气象台",)))
    plan = a_plan(roster=replace(ROSTER, units=units))
    assert {find_department(plan, name).name for name in ("永和县气象局", "县气象局", " 县气象台 ")} == {"县气象局"}
    text = department_markdown(plan, "县气象台")
    assert "共0项" in text and "意见反馈" in text


@pytest.mark.parametrize(("name", "near"), [("县水务局", "县水利局"), ("县应急管理", "县应急局"), ("xyz", None)])
def test_an_unknown_department_is_a_finding_with_the_nearest_names(name: str, near: str | None) -> None:
    with pytest.raises(FindingsError) as caught:
        department_markdown(a_plan(), name)
    (finding,) = caught.value.findings
    assert finding.code == rules.UNKNOWN_DEPARTMENT.code
    assert name in finding.message
    assert (near or "部门名册里的简称") in (finding.hint or "")


def test_bookmarks_and_properties_are_kept(tmp_path: Path) -> None:
    plan = a_plan()
    data, _ = department_docx(plan, "县水利局", properties=properties_of(plan))
    assert data == department_docx(plan, "县水利局", properties=properties_of(plan))[0]
    properties = read_properties(read_parts(data))
    assert properties["plangen.department"] == "县水利局"
    assert properties["plangen.county"] == "永和县"
    body = read_parts(data)["word/document.xml"].decode("utf-8")
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    assert sorted(filter(None, map(item_key, names))) == ["jincheng-155:I01", "jincheng-155:T01", "jincheng-155:T02"]
    path = tmp_path / "水利局.docx"
    path.write_bytes(data)
    assert is_untouched(path)


def test_names_with_active_marks_print_as_they_are() -> None:
    odd = "县*水|利{局}_"
    units = (*ROSTER.units, RosterUnit(name=odd, short=odd))
    plan = a_plan(roster=replace(ROSTER, units=units))
    data, findings = department_docx(plan, odd, properties={})
    assert findings == () and odd in text_of(data)


def test_an_own_template_replaces_one_part(tmp_path: Path) -> None:
    folder = tmp_path / "department"
    folder.mkdir()
    (folder / "head.md.j2").write_text("{.title}\n{{ department.name }}意见征集\n", encoding="utf-8")
    text = department_markdown(a_plan(template=tmp_path), "县水利局")
    assert "县水利局意见征集" in text and "意见反馈" in text and "征求意见表" not in text


@pytest.mark.parametrize("name", ["yonghe.yaml", "yonghe-145.yaml"])
def test_every_department_of_the_examples_gets_a_clean_sheet(repository: Path, name: str) -> None:
    plan = prepare(repository / "specs" / name).plan
    assert plan is not None
    listed = departments(plan)
    assert [one.name for one in listed] == [duties.unit for duties in plan.duties]
    for department in listed:
        text = department_markdown(plan, department.name)
        assert parse_markdown(text).findings == ()
        for row in department.rows:
            assert f"[{row.row.reference}]" in text
