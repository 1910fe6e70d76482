"""Web pages: the document in them, and what a person should know about it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_documents import Piece, docx_typed, html_page, pieces_from_text
from plangen.reading import web, web_body, word
from plangen.reading.lines import SourceDocument
from plangen.reading.web_body import load_containers, selector_xpath
from plangen.terms.findings import FindingsError


def read(page: str | bytes) -> SourceDocument:
    return web.read(Path("规划.html"), page.encode("utf-8") if isinstance(page, str) else page)


def body(content: str) -> str:
    return f'<html><body><div class="TRS_Editor">{content}</div></body></html>'


def texts(content: str) -> list[str]:
    return [line.text for line in read(body(content)).lines]


def codes(document: SourceDocument) -> list[str]:
    return [finding.code for finding in document.findings]


LONG = "各有关部门按照职责分工抓好落实，确保各项任务按期完成。" * 3


def test_only_the_body_is_read() -> None:
    document = read(html_page([Piece("某县规划", level=1), Piece("一、总体要求"), Piece(LONG)]))
    assert [line.text for line in document.lines] == ["某县规划", "一、总体要求", LONG]
    assert document.lines[0].level == 1
    assert document.findings == ()
    assert document.format == "html"


@pytest.mark.parametrize(
    "container",
    [
        'class="view TRS_UEDITOR trs_paper"',
        'id="UCAP-CONTENT"',
        'class="pages_content"',
        'id="zoom"',
        'class="article-content"',
    ],
)
def test_known_containers(container: str) -> None:
    document = read(html_page([Piece("一、总体要求"), Piece(LONG)], container=container))
    assert [line.text for line in document.lines] == ["一、总体要求", LONG]
    assert codes(document) == []


def test_without_a_known_container_the_densest_block_is_read_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib, "import_module", _no_module)
    pieces = [Piece(f"（{number}）第{number}项。{LONG}") for number in range(1, 12)]
    document = read(html_page(pieces, container='class="whatever"'))
    assert [line.text for line in document.lines] == [piece.text for piece in pieces]
    [finding] = document.findings
    assert finding.code == "html-body-guessed"
    assert "plangen[html]" in str(finding.hint)


def _no_module(name: str) -> Any:
    raise ImportError(name)


def test_trafilatura_only_says_where_the_body_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Extractor:
        @staticmethod
        def extract(page: str, **options: Any) -> str:
            return "\n".join(f"（{number}）第{number}项。{LONG}" for number in range(1, 9))

    monkeypatch.setattr(web_body.importlib, "import_module", lambda name: Extractor)
    content = "".join(f"<p>（{number}）第{number}项。{LONG}</p>" for number in range(1, 9))
    table = '<table><tr><td rowspan="2">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>'
    aside = f"<p>{LONG * 20}</p>"
    document = read(f"<html><body><div>{aside}</div><div id='x'>{content}{table}</div></body></html>")
    assert [line.text for line in document.lines][-3:] == [f"（8）第8项。{LONG}", "甲\t乙", "甲\t丙"]
    assert len(document.lines) == 10
    assert "html-body-guessed" in codes(document)


def test_trafilatura_itself_finds_the_body() -> None:
    pytest.importorskip("trafilatura")
    pieces = [Piece(f"（{number}）第{number}项。{LONG}") for number in range(1, 12)]
    document = read(html_page(pieces, container='class="whatever"'))
    assert [line.text for line in document.lines] == [piece.text for piece in pieces]


def test_several_containers_are_all_read_and_said() -> None:
    one = f'<div class="TRS_Editor"><p>{LONG}</p></div>'
    document = read(f"<html><body>{one}<hr>{one}</body></html>")
    assert [line.text for line in document.lines] == [LONG, LONG]
    assert codes(document) == ["html-body-several"]


def test_a_container_that_holds_little_of_a_long_page_is_not_the_body() -> None:
    small, large = f'<div class="content"><p>{LONG}</p></div>', f'<div id="zoom2">{f"<p>{LONG}</p>" * 60}</div>'
    assert len(read(f"<html><body>{small}{large}</body></html>").lines) >= 60


def test_inline_elements_do_not_split_and_breaks_do() -> None:
    assert texts("<p>健<b>全</b><span>机<i>制</i></span>。<br>　　第二行</p>") == ["健全机制。", "第二行"]
    assert texts("<div>甲<div>乙</div>丙</div>") == ["甲", "乙", "丙"]
    assert texts("<p>第一行\n      续行</p>") == ["第一行续行"]
    assert texts("<p>GIS\n platform</p>") == ["GIS platform"]
    assert texts("<pre>甲\n乙</pre>") == ["甲", "乙"]


def test_scripts_styles_comments_and_hidden_parts_are_no_text() -> None:
    document = read(
        body(
            "<p>甲<!-- 注释 -->乙</p><script>document.write('丙')</script><style>p{}</style>"
            f"<p style='display: none'>丁</p><div class='share'>分享</div><p>{LONG}</p>"
        )
    )
    assert [line.text for line in document.lines] == ["甲乙", LONG]
    assert codes(document) == ["html-left-out"]


def test_a_page_of_scripts_cannot_be_used() -> None:
    with pytest.raises(FindingsError) as caught:
        read("<html><head><script>var a = '一、总体要求'</script></head><body><div id='app'></div></body></html>")
    assert caught.value.findings[0].code == "html-without-text"


def test_tables_are_grids() -> None:
    document = read(
        body(
            "<table><caption>表1 指标</caption><thead><tr><th colspan=2>指标</th><th>目标</th></tr></thead>"
            "<tr><td rowspan=3>安全</td><td>死亡人数</td><td>下降</td></tr><tr><td>死亡率</td><td>0.5</td></tr>"
            "<tr><td>受灾<br>人次</td></tr></table>"
        )
    )
    assert document.lines[0].text == "表1 指标"
    assert [line.cells for line in document.lines[1:]] == [
        ("指标", "指标", "目标"),
        ("安全", "死亡人数", "下降"),
        ("安全", "死亡率", "0.5"),
        ("安全", "受灾\n人次"),
    ]


def test_spans_beyond_the_table_and_cells_without_rows_do_no_harm() -> None:
    document = read(body("<table><tr><td rowspan=9 colspan=0>甲<td>乙<tr><td>丙</table><table><td>丁<td>戊</table>"))
    assert [line.cells for line in document.lines] == [("甲", "乙"), ("甲", "丙"), ("丁", "戊")]


def test_a_row_that_a_span_covers_beyond_a_gap_keeps_its_places() -> None:
    document = read(body("<table><tr><td>甲<td>乙<td rowspan=2>丙</tr><tr><td>丁</tr></table>"))
    assert document.lines[1].cells == ("丁", "", "丙")


def test_layout_tables_are_no_tables() -> None:
    inner = "<table><tr><td>序号</td><td>任务</td></tr></table>"
    document = read(body(f"<table><tr><td><p>一、任务</p>{inner}<p>二、要求</p></td></tr></table>"))
    assert [(line.text, line.table) for line in document.lines] == [
        ("一、任务", None),
        ("序号\t任务", 1),
        ("二、要求", None),
    ]


def test_numbers_that_the_browser_makes_are_written_into_the_text() -> None:
    document = read(
        body("<ol start=3><li>甲</li><li><p>乙</p></li></ol><ol><li>（一）丙</li></ol><ul><li>丁</li></ul>")
    )
    assert [line.text for line in document.lines] == ["3.甲", "4.乙", "（一）丙", "丁"]
    assert codes(document) == ["html-list-numbers"]
    assert texts("<ol style='list-style-type: cjk-ideographic'><li>甲</li></ol>") == ["一、甲"]
    assert texts("<ol style='list-style: none'><li>甲</li></ol>") == ["甲"]


def test_attachments_of_the_whole_page_are_listed() -> None:
    page = body(f"<p>{LONG}</p>").replace(
        "</body>", '<a href="./P02.docx?x=1">附件1：分工表</a><a href="/b.html">乙</a></body>'
    )
    document = read(page)
    [finding] = document.findings
    assert finding.code == "html-attachment"
    assert "附件1：分工表" in finding.message
    assert "./P02.docx" in str(finding.hint)


def test_pictures_in_the_body_are_said_and_icons_are_not() -> None:
    picture = f"<p>{LONG}</p><img src='W020.jpg'><img src='../images/icon_pdf.gif'><img src='a.png' width='16'>"
    document = read(body(picture))
    assert codes(document) == ["document-pictures"]
    assert "1幅" in document.findings[0].message


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta name="ArticleTitle" content="某县规划"><title>网站</title>', "某县规划"),
        ("<title>某县规划_某县人民政府门户网站</title>", "某县规划"),
        ("<title>某县人民政府 - 某县规划</title>", "某县规划"),
        ("", None),
    ],
)
def test_the_title(head: str, title: str | None) -> None:
    assert read(f"<html><head>{head}</head>{body(LONG)}</html>").title == title


def test_the_heading_of_the_page_is_the_title() -> None:
    page = "<html><head><title>首页</title></head><body><h1> 某县\n规划 </h1>" + body(LONG) + "</body></html>"
    assert read(page).title == "某县 规划"


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="gb2312"><p>一、镕铸朱䶮</p>'.encode("gb18030"),
        '<meta charset="gb2312"><p>一、镕铸朱䶮</p>'.encode(),
        "<p>一、镕铸朱䶮</p>".encode("utf-16"),
        "\ufeff<p>一、镕铸朱䶮</p>".encode(),
        '<?xml version="1.0" encoding="gbk"?><p>一、镕铸朱䶮</p>'.encode("gb18030"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert [line.text for line in read(data).lines] == ["一、镕铸朱䶮"]


def test_characters_that_cannot_be_decoded_are_counted() -> None:
    document = read(b'<meta charset="gbk"><p>' + "一、总体要求".encode("gb18030") + b"\xff</p>")
    assert document.lines[0].text == "一、总体要求�"
    assert "html-encoding" in codes(document)


def test_deep_and_endless_nesting_ends() -> None:
    for page in ("<div>" * 50_000 + "甲", "<table><tr><td>甲" * 2_000, "<table><tr><td>甲" * 40):
        with pytest.raises(FindingsError) as caught:
            read(f"<html><body>{page}")
        assert caught.value.findings[0].code == "document-too-large"


def test_spans_cannot_be_made_a_bomb() -> None:
    with pytest.raises(FindingsError) as caught:
        read("<table>" + "<tr><td colspan=9999 rowspan=9999>甲</td></tr>" * 2_000 + "</table>")
    assert caught.value.findings[0].code == "document-too-large"


def test_selectors() -> None:
    assert selector_xpath("div.a#b") == (
        "descendant-or-self::div[contains(concat(' ', normalize-space(@class), ' '), ' a ')][@id='b']"
    )
    assert selector_xpath("[itemprop=articleBody]") == "descendant-or-self::*[@itemprop='articleBody']"
    assert selector_xpath("article p").endswith("article//p")
    for wrong in ("a > b", "a:hover", "", "x']|//*['"):
        with pytest.raises(FindingsError):
            selector_xpath(wrong)


def test_the_knowledge_file_is_sound(repository: Path) -> None:
    known = load_containers()
    assert len(known.containers) > 20
    assert len(known.left_out) > 5
    assert (repository / "templates" / "knowledge" / web_body.CONTAINERS_FILE).is_file()


def test_a_damaged_knowledge_file_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "web_containers.yaml"
    monkeypatch.setattr(web_body, "knowledge_file", lambda name: file)
    for content in ("[", "containers: 正文", "- a", 'containers: ["a > b"]', "containers: [2026-13-45]"):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(FindingsError) as caught:
            load_containers()
        assert caught.value.findings[0].code == "html-selector"


@pytest.mark.corpus
def test_real_documents_read_the_same_from_word_and_web(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        pieces = pieces_from_text(path.read_text(encoding="utf-8"))
        from_word, from_web = (
            ["".join(line.text.split()) for line in document.lines]
            for document in (word.read(path, docx_typed(pieces)), web.read(path, html_page(pieces)))
        )
        assert from_word == from_web, path.name


words = st.text(st.sampled_from("应急管理局安全（一）1.、；。abXY <&>"), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            words.map(Piece),
            st.lists(words, min_size=2, max_size=2).map(lambda cells: Piece("", cells=(cells[0], cells[1]))),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_character_of_paragraphs_and_cells_is_in_the_lines(pieces: list[Piece]) -> None:
    document = read(html_page([Piece(LONG), *pieces]))
    expected = LONG + "".join("".join(piece.cells) if piece.cells else piece.text for piece in pieces)
    found = "".join("".join(line.cells) if line.cells else line.text for line in document.lines)
    assert "".join(found.split()) == "".join(expected.split())


TAGS = re.findall(
    r"\w+", "p div span b table tr td th tbody ul ol li h2 br center font a pre section strong dl dd caption thead"
)
numbers = st.integers(100, 999).map(lambda number: f"词{number}")
parts = st.recursive(
    numbers,
    lambda inner: st.builds(
        lambda tag, content, closed: f"<{tag}>{''.join(content)}" + (f"</{tag}>" if closed else ""),
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
        st.booleans(),
    ),
    max_leaves=30,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(parts, min_size=1, max_size=8).map("".join))
def test_every_word_of_a_sloppy_page_is_in_the_lines(content: str) -> None:
    try:
        document = read(f"<html><body><div id='zoom'><p>{LONG}</p>{content}</div></body></html>")
    except FindingsError as error:
        assert error.findings[0].code == "document-too-large"  # tables in tables in tables
        return
    found = "".join(line.text for line in document.lines)
    if "html-body-part" not in codes(document):
        assert [word for word in re.findall(r"词[0-9]{3}", content) if word not in found] == []
