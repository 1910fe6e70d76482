"""The Markdown dialect: what is read, what is refused, and that anybody's text goes through it unharmed."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plangen.document.blocks import Document, Landscape, Paragraph, Run, Table
from plangen.document.markdown import markdown_escape, parse_markdown, printable
from plangen.terms.findings import RULES

SPECIAL = "\\|*_[]{}<>#`~&!-+=.:;()1290$%^\"'/ \t\n\r\u3000\x00\x0b\x85\u2028\ud800\ufffe。、，“”①、一abc"
texts = st.one_of(st.text(max_size=60), st.text(alphabet=SPECIAL, max_size=30))
NASTY = [
    "1. 标题", "1) 标题", "- 项", "+ 项", "* 项", "# 标题", "> 引", ":::", "::: landscape", "--- | ---", "|", "a|b",
    "\\", "\\|", "a\\", "{.title}", "[甲]{.run-in}", "`x`", "**粗**", "<br>", "<b>x</b>", "&amp;", "&#32;", "http://a.b",
    "　首行", "行一\n行二", "~~~", "```", "===", "![a](b)", "[a]: b", "a\tb",
    "<!-- plangen:sha256=" + "0" * 64 + " -->",
]  # fmt: skip


def paragraph(text: str) -> Paragraph:
    document = parse_markdown(text)
    assert [type(block) for block in document.blocks] == [Paragraph]
    assert document.findings == ()
    block = document.blocks[0]
    assert isinstance(block, Paragraph)
    return block


def table(text: str) -> Table:
    document = parse_markdown(text)
    assert document.findings == ()
    (block,) = document.blocks
    assert isinstance(block, Table)
    return block


def codes(text: str) -> list[str]:
    findings = parse_markdown(text).findings
    assert all(finding.code in RULES for finding in findings)
    return [finding.code for finding in findings]


def with_examples(test):
    for text in NASTY:
        test = example(text=text)(test)
    return test


@with_examples
@given(text=texts)
@settings(deadline=None)
def test_escaped_text_is_one_inert_paragraph(text: str) -> None:
    document = parse_markdown(f"{markdown_escape(text)}\n")
    assert document.findings == ()
    if printable(text):
        assert document.blocks == (Paragraph(runs=(Run(text=printable(text)),), line=1),)
    else:
        assert document.blocks == ()


@with_examples
@given(text=texts)
@settings(deadline=None)
def test_escaped_text_is_one_inert_cell(text: str) -> None:
    escaped = markdown_escape(text)
    for row in (f"| {escaped} | 乙 |", f"|{escaped}|乙|", f"| 乙 | [{escaped}]{{.suggested}} |"):
        document = parse_markdown(f"| 表头 | 头 |\n|---|---|\n{row}\n")
        assert document.findings == ()
        (block,) = document.blocks
        assert isinstance(block, Table)
        assert sorted(cell.text for cell in block.rows[0]) == sorted([printable(text), "乙"])


@with_examples
@given(text=texts)
@settings(deadline=None)
def test_escaped_text_is_inert_everywhere_else(text: str) -> None:
    escaped, plain = markdown_escape(text), printable(text)
    document = parse_markdown(f"### 3.{escaped}题\n\n前文，[{escaped}。]{{.run-in}}{escaped}，后文。\n")
    heading, body = document.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(body, Paragraph)
    assert document.findings == ()
    assert (heading.level, heading.text) == (3, f"3.{plain}题")
    assert body.text == f"前文，{plain}。{plain}，后文。"
    assert body.runs[1] == Run(text=f"{plain}。", style="run-in")


@given(text=st.text(max_size=200))
@settings(deadline=None)
def test_no_text_is_lost_or_crashes_unescaped(text: str) -> None:
    document = parse_markdown(text)
    assert isinstance(document, Document)


def test_headings_have_five_levels() -> None:
    document = parse_markdown("\n\n".join(f"{'#' * level} 标题" for level in range(1, 6)))
    assert [block.level for block in document.blocks if isinstance(block, Paragraph)] == [1, 2, 3, 4, 5]
    assert codes("###### 六级") == ["heading-level"]


def test_a_number_at_the_start_is_text() -> None:
    assert paragraph("1. 严格安全准入").text == "1. 严格安全准入"
    assert paragraph("（1）严格安全准入").text == "（1）严格安全准入"


def test_attributes_go_to_the_next_block() -> None:
    block = paragraph('{.title .page-break items="a:T1 b:T2"}\n标题')
    assert (block.style, block.page_break, block.items) == ("title", True, ("a:T1", "b:T2"))
    heading = paragraph('{items="a:T1"}\n### 3.标题')
    assert (heading.level, heading.items) == (3, ("a:T1",))
    assert paragraph("{.table-title #tasks}\n表1").identifier == "tasks"


def test_spans_give_runs() -> None:
    assert paragraph("[严格准入。]{.run-in}下文**重点**。").runs == (
        Run(text="严格准入。", style="run-in"),
        Run(text="下文"),
        Run(text="重点", style="strong"),
        Run(text="。"),
    )


def test_line_breaks() -> None:
    assert paragraph("第一行\\\n第二行").text == "第一行\n第二行"
    assert paragraph("应急\n管理").text == "应急管理"
    assert paragraph("fire\nbrigade").text == "fire brigade"
    assert paragraph("甲\t乙").text == "甲\t乙"


def test_table_attributes_and_row_items() -> None:
    block = table(
        '{.division widths="10 20.5" merge="1"}\n| 序号 | 任务 |\n|:---:|---:|\n'
        '| [1]{items="a:T1 a:T2"} | 严格 |\n| 2 | 第一行<br>第二行 |\n'
    )
    assert (block.style, block.widths, block.merge) == ("division", (10.0, 20.5), (1,))
    assert block.alignments == ("center", "right")
    assert [cell.text for cell in block.header] == ["序号", "任务"]
    assert block.rows[0][0].items == ("a:T1", "a:T2")
    assert block.rows[1][1].text == "第一行\n第二行"


def test_landscape_container() -> None:
    document = parse_markdown("前\n\n::: landscape\n\n{.annex-title}\n附表\n\n| 甲 |\n|---|\n| 乙 |\n\n:::\n\n后")
    assert document.findings == ()
    before, landscape, after = document.blocks
    assert isinstance(landscape, Landscape)
    assert [type(block) for block in landscape.blocks] == [Paragraph, Table]
    assert [block.text for block in (before, after) if isinstance(block, Paragraph)] == ["前", "后"]
    assert len(list(document.walk())) == 4


@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        ("- 甲\n- 乙", "markup-unsupported", "乙"),
        ("> 引文", "markup-unsupported", "引文"),
        ("```\n代码\n```", "markup-left-over", "代码"),
        ("| 甲 | 乙 |\n|---|\n| 丙 | 丁 |", "markup-unsupported", "丁"),
        ("正文**粗", "markup-left-over", "粗"),
        ("[甲](http://x)", "markup-left-over", "甲"),
        ("<div>甲</div>", "markup-left-over", "甲"),
        ("[甲]{.run-in items=}", "markup-left-over", "甲"),
        ("正文\n{.title}\n下文", "markup-left-over", "下文"),
        ("第一段\n2. 第二段", "paragraph-joined", "第二段"),
        ("{.title} 标题}\n下文", "attribute-line-text", "下文"),
        ("正文\n\n{.title}", "attribute-line-lonely", "正文"),
        ("{.title onclick=x}\n标题", "attribute-unknown", "标题"),
        ("{.title .subtitle}\n标题", "class-several", "标题"),
        ("[[甲]{.suggested}]{.run-in}", "span-nested", "甲"),
        ("::: landscape\n\n甲", "landscape-not-closed", "甲"),
        ("::: landscape\n\n甲\n\n:::: landscape\n\n乙\n\n::::\n\n丙\n\n:::", "landscape-nested", "乙"),
        ("::: wide\n\n甲\n\n:::", "markup-left-over", "甲"),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 | 戊 |", "table-row-cells", "丁"),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 |", "table-row-cells", "丙"),
        ('{widths="1 x"}\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |', "table-widths", "丁"),
        ('{widths="1"}\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |', "table-widths", "丁"),
        ('{merge="3"}\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |', "table-merge", "丁"),
        ("甲\x07乙", "character-removed", "甲乙"),
    ],
)
def test_what_is_not_understood_is_a_finding_and_its_text_is_kept(text: str, code: str, kept: str) -> None:
    document = parse_markdown(text)
    assert code in codes(text)
    assert all(finding.location.line for finding in document.findings)
    printed = "".join(
        block.text
        if isinstance(block, Paragraph)
        else "".join(cell.text for row in (block.header, *block.rows) for cell in row)
        for block in document.walk()
    )
    assert kept in printed


def test_findings_name_the_line() -> None:
    (finding,) = parse_markdown("# 一、标题\n\n正文\n\n正文*{*\n").findings
    assert finding.location.line == 5


def test_a_seal_is_not_text() -> None:
    assert paragraph("正文\n<!-- plangen:sha256=" + "a" * 64 + " -->\n").text == "正文"
