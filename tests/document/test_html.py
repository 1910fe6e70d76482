"""The draft as a web page: the same text as in Word, everything escaped, nothing that runs or fetches."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date

import pytest
from lxml import html

from example_drafts import example
from plangen.document import rendering
from plangen.document.blocks import LINE_BREAK, Document, Paragraph, Table
from plangen.document.department import department_html, departments
from plangen.document.html_writer import build_html
from plangen.document.markdown import markdown_escape, parse_markdown

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 1 }}"


def page_of(markdown: str) -> html.HtmlElement:
    return html.document_fromstring(build_html(parse_markdown(markdown), title="标题", author="单位"))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts(document: Document) -> str:
    """Return the text that a reader sees, merged cells once."""
    found = []
    for block in document.walk():
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            found += [cell.text for cell in block.header]
            for row, spans in zip(block.rows, block.row_spans, strict=True):
                found += [cell.text for column, cell in enumerate(row) if spans.get(column, 1)]
    return squeezed("".join(found).replace(LINE_BREAK, ""))


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_the_page_says_what_the_word_file_says_and_allows_nothing(name: str) -> None:
    plan, _ = example(name)
    markdown = rendering.markdown_of(plan)
    text = rendering.html_of(plan, markdown)
    assert text == rendering.html_of(plan, markdown)
    page = html.document_fromstring(text)
    (main,) = page.iter("main")
    assert squeezed(main.text_content()) == texts(parse_markdown(markdown))
    assert not list(page.iter("script", "link", "img", "iframe", "object", "form", "base", "a"))
    assert not [
        name for node in page.iter() for name in node.attrib if name in ("style", "src", "href") or name[:2] == "on"
    ]
    assert not re.search(r"url\(|@import|https?://", text)
    (style,) = page.iter("style")
    digest = base64.b64encode(hashlib.sha256(str(style.text).encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_anybodys_text_is_only_text() -> None:
    escaped = markdown_escape(EVIL)
    markdown = (
        f"# {escaped}\n\n{{.title}}\n{escaped}\n\n[{escaped}]{{.run-in}}\n\n| {escaped} |\n|---|\n| {escaped} |\n"
    )
    text = build_html(parse_markdown(markdown), title=EVIL, author=EVIL, date=date(2026, 12, 15))
    page = html.document_fromstring(text)
    assert not list(page.iter("script", "img"))
    assert text.count("&lt;script&gt;") == 7
    assert page.findtext(".//title") == EVIL and page.findtext(".//h2") == EVIL


def test_headings_classes_tables_and_pages_keep_their_form() -> None:
    page = page_of(
        '{.title .page-break}\n标题\\\n第二行\n\n{items="a:T1"}\n# 一、甲\n\n## （一）乙\n\n'
        '::: landscape\n\n{.division widths="1 3" merge="1"}\n| 类 | 事 |\n|:---:|---|\n'
        '| 甲 | [1]{items="a:T2"} |\n| 甲 | 2<br>3 |\n| 乙 | 4 |\n\n:::\n\n{.print-date}\n单位\t15日印发\n'
    )
    (title,) = page.iter("h1")
    assert title.get("class") == "title page-break" and title.find("br") is not None
    assert page.find(".//h2").get("data-items") == "a:T1" and page.findtext(".//h3") == "（一）乙"
    (table,) = page.find_class("landscape")[0].iter("table")
    assert table.get("class") == "division"
    assert [column.get("width") for column in table.iter("col")] == ["25.00%", "75.00%"]
    assert [[cell.get("rowspan") for cell in row.iter("td")] for row in table.find("tbody")] == [
        ["2", None],
        [None],
        [None, None],
    ]
    assert table.find(".//span").get("data-items") == "a:T2" and table.find(".//td").get("class") == "center"
    assert page.find_class("far")[0].text == "15日印发"


def test_a_departments_sheet_is_a_page_too() -> None:
    plan, _ = example("yonghe")
    department = departments(plan)[0]
    text = department_html(plan, department.name)
    assert f"<title>{department.full_name}任务分工征求意见表</title>" in text and "意见反馈" in text
