"""What a 规划 looks like on its pages, and what its tables and its foreword say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from drawn_pages import convert, need_office
from example_drafts import example
from plangen.document.blocks import Paragraph, Table
from plangen.document.markdown import parse_markdown
from plangen.document.rendering import markdown_of
from plangen.office.docx_package import read_parts
from plangen.office.word_xml import W
from plangen.plan.model import CountyPlan

NAME = "yonghe-guihua"


def body() -> Any:
    return etree.fromstring(read_parts(example(NAME)[1])["word/document.xml"])[0]


def style_of(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val")


def table_with(plan: CountyPlan, heading: str) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of the tables that have a column."""
    tables = [one for one in parse_markdown(markdown_of(plan)).walk() if isinstance(one, Table)]
    found = [one for one in tables if heading in [cell.text for cell in one.header]]
    return [cell.text for cell in found[0].header], [[cell.text for cell in row] for one in found for row in one.rows]


def test_only_the_text_behind_a_heading_is_kept_from_single_lines() -> None:
    behind = before = ""
    seen = set()
    for node in body():
        if node.tag == f"{W}p":
            kept = node.find(f"{W}pPr/{W}widowControl") is not None
            before, behind = behind, style_of(node)
            heading = before.startswith("Heading") and not behind.startswith("Heading")
            assert kept == heading, "".join(node.itertext())
            seen.add(kept)
        else:
            behind = node.tag
    assert seen == {True, False}


@pytest.mark.office
def test_no_page_ends_with_a_heading(tmp_path: Path) -> None:
    need_office()
    pdfplumber = pytest.importorskip("pdfplumber")
    plan, data = example(NAME)
    (tmp_path / "a.docx").write_bytes(data)
    blocks = parse_markdown(markdown_of(plan)).walk()
    headings = {"".join(one.text.split()) for one in blocks if isinstance(one, Paragraph) and one.level}
    with pdfplumber.open(convert(tmp_path, "pdf", "a.pdf")) as pdf:
        pages = [["".join(line.split()) for line in (page.extract_text() or "").splitlines()] for page in pdf.pages]
    shown = [[line for line in page if line and not line.strip("—").isdecimal()] for page in pages]
    assert sum(line in headings for page in shown for line in page) > 20
    assert not [page[-1] for page in shown if page and page[-1] in headings]


def test_a_box_is_one_frame_that_a_page_may_cut() -> None:
    """Rows without lines between them leave a frame open at the foot of a page; a row that is cut closes it."""
    (box,) = [node for node in body().iter(f"{W}tbl") if "专栏1" in "".join(node.itertext())]
    head, inside = box.findall(f"{W}tr")
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    assert inside.find(f"{W}trPr/{W}cantSplit") is None
    (cell,) = inside.findall(f"{W}tc")
    paragraphs = cell.findall(f"{W}p")
    assert ["".join(one.itertext())[:3] for one in paragraphs] == [f"（{at}）" for at in range(1, len(paragraphs) + 1)]
    names = {one.get(f"{W}name") for one in cell.iter(f"{W}bookmarkStart")}
    assert len(names) >= len(paragraphs) == 9


def test_the_table_of_projects_has_their_deadlines() -> None:
    plan, _ = example(NAME)
    head, rows = table_with(plan, "工程名称")
    told = {row[0]: row[head.index("完成时限")] for row in rows}
    items = [item for top in plan.projects for item in top.walk()]
    assert told == {item.reference: item.deadline or "—" for item in items}
    assert {"2028年底前", "2029年底前"} <= set(told.values())


def test_the_last_period_stands_with_its_units_before_what_is_said_of_it() -> None:
    plan, _ = example(NAME)
    head, rows = table_with(plan, "完成情况")
    assert head == ["序号", "指标", "单位", "规划目标", "完成情况"]
    assert [row[2] for row in rows if row[1].startswith("新")] == ["个", "个"]
    text = markdown_of(plan)
    places = [text.index(one) for one in ("主要指标完成情况见下表", "| 完成情况 |", "应急指挥体系初步建立")]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", ["plan", "implementation"])
def test_a_plan_of_another_city_is_no_ground_to_stand_on(kind: str) -> None:
    plan, _ = example(NAME, kind)
    assert "参照《晋城市" in markdown_of(plan)
    home = replace(plan, spec=replace(plan.spec, county=replace(plan.spec.county, city="晋城市")))
    own = markdown_of(home)
    assert "参照" not in own
    assert ("根据《晋城市" if kind == "plan" else "为贯彻落实《晋城市") in own
