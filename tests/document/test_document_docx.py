"""The Word file: every class, bookmarks, tables, sections; valid, stable, and read back as it was written."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plangen.document.docx_writer import build_docx, write_docx
from plangen.document.markdown import markdown_escape, parse_markdown, printable
from plangen.document.word_check import lint_docx
from plangen.document.word_style import load_style_data
from plangen.office import docx_package
from plangen.office.body import Paragraph, Table
from plangen.office.bookmarks import bookmark_name
from plangen.office.word_document import WordDocument, read_docx
from plangen.office.word_xml import W
from plangen.terms.findings import RULES, Finding, FindingsError, Severity
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
CLASSES = load_style_data()["classes"]

SAMPLE = """\
{.issuer-mark}
永和县人民政府办公室文件

{.document-number}
永政办发〔2026〕12号

{.title}
永和县人民政府办公室\\
关于印发实施方案的通知

{.stage}
（征求意见稿）

{.recipient}
各乡镇人民政府，县直有关单位：

正文引用“九小场所”，气温达到35℃时加密巡查。

{.attachments}
附件：1.重点任务分工表\\
2.部门任务清单

{.signature}
永和县人民政府办公室

{.date}
2026年12月15日

{.legend}
说明：加波浪线的是建议。

{.note}
（此件公开发布）

::: cover

{.cover-title}
永和县规划

{.cover-issuer}
永和县人民政府

{.cover-date}
2026年12月

:::

{.title .page-break}
实施方案

{.section-title}
目　录

{.contents-1}
一、工作分工

{.contents-2}
（一）重点任务

# 一、工作分工

## （一）重点任务

{items="jincheng-155:T10 yangquan-145:T10"}
### 1.严格安全准入

{items="jincheng-155:T10.1"}
（1）[危险化学品。]{.run-in}由[县工信局]{.suggested}牵头，[待填]{.placeholder}，[每年演练。]{.proposal}**重点**、*强调*。

{.box}
| 专栏1　重点 |
|---|
| [（1）]{items="jincheng-155:T10.2"}危险化学品。 |

{.whole}
| 指标 |
|---|
| 甲 |

#### （2）第四层

##### ①第五层

{.flush}
顶格一段。

::: landscape

{.annex-mark}
附件1

{.annex-title}
重点任务分工表

{.table-title #tasks}
表1　任务分工

{.division widths="30 15 100 80" merge="1 4"}
| 类别 | 序号 | 任务 | 牵头单位 |
|:---:|:---:|:---|---:|
| 风险防控 | [1]{items="jincheng-155:T10"} | 严格准入 | 县应急局 |
| 风险防控 | [2]{items="jincheng-155:T11 jincheng-155:T12"} | 排查隐患<br>整改销号 | 县应急局 |
| 应急准备 | [3]{items="jincheng-155:T13"} | 储备物资 | 县应急局 |
| 应急准备 | 4 |  | 县水利局 |

{.table-group}
2.第二组

| 序号 | 任务 |
|:---:|:---|
| 5 | 备勤<br>演练 |

{.table-note}
注：标“（拟）”的待确认。

:::

{.subtitle}
附后

{.copy-to}
抄送：县委办公室，县人大常委会办公室，县政协办公室。

{.print-date}
永和县人民政府办公室\t2026年12月15日印发
"""


def build(markdown: str, style: Path = STYLE, **properties: str) -> tuple[bytes, tuple[Finding, ...]]:
    document = parse_markdown(markdown)
    built = build_docx(document, style=style, properties=properties, title="实施方案", author="永和县人民政府办公室")
    return built.data, built.findings


def body_of(data: bytes) -> etree._Element:
    body = docx_package.parse_xml(docx_package.read_parts(data)["word/document.xml"]).find(f"{W}body")
    assert body is not None
    return body


def paragraphs(read: WordDocument) -> list[Paragraph]:
    return [paragraph for paragraph in read.paragraphs if paragraph.text]


@pytest.fixture(scope="module")
def sample() -> bytes:
    data, findings = build(SAMPLE, **{"plangen.document": "d-1"})
    assert findings == ()
    return data


@pytest.fixture(scope="module")
def read(sample: bytes) -> WordDocument:
    return read_docx(sample)


def test_the_sample_uses_every_class() -> None:
    used = set(re.findall(r"\.([a-z0-9-]+)", SAMPLE))
    known = {*CLASSES["paragraph"], *CLASSES["character"], *CLASSES["table"], "page-break"}
    marked = {"body", "strong", "emphasis"}  # plain paragraphs, **, *
    assert known - used == {*marked, "letter-mark", "letter-number"}  # a letter is a document of its own


def test_every_class_gets_its_style(read: WordDocument) -> None:
    styles = {paragraph.text.split("\n")[0]: paragraph.style for paragraph in paragraphs(read)}
    assert styles["永和县人民政府办公室文件"] == "发文机关标志"
    assert styles["永政办发〔2026〕12号"] == "发文字号"
    assert styles["（征求意见稿）"] == "稿本标记"
    assert styles["各乡镇人民政府，县直有关单位："] == "主送机关"
    assert styles["正文引用“九小场所”，气温达到35℃时加密巡查。"] == "公文正文"
    assert styles["附件：1.重点任务分工表"] == "附件说明"
    assert styles["2.部门任务清单"] == "附件说明续项"
    assert styles["目　录"] == "附件标题"
    assert not [style for style in styles.values() if style and style.startswith("toc")]  # contents are no text
    assert styles["一、工作分工"] == "heading 1"
    assert styles["①第五层"] == "heading 5"
    assert styles["表1　任务分工"] == "表题"
    assert [paragraph.level for paragraph in paragraphs(read) if paragraph.level] == [1, 2, 3, 4, 5]


def test_text_comes_back_in_order(read: WordDocument) -> None:
    texts = [paragraph.text for paragraph in paragraphs(read)]
    assert texts[2] == "永和县人民政府办公室\n关于印发实施方案的通知"
    assert "（1）危险化学品。由县工信局牵头，待填，每年演练。重点、强调。" in texts
    imprint = read.tables[-1]
    assert list(imprint.texts) == [
        ("抄送：县委办公室，县人大常委会办公室，县政协办公室。",),
        ("永和县人民政府办公室\t2026年12月15日印发",),
    ]


def test_every_item_has_its_bookmark(read: WordDocument) -> None:
    items = read.items()
    heading = items["jincheng-155:T10"][0]
    assert isinstance(heading, Paragraph)
    assert heading.text == "1.严格安全准入"
    assert items["yangquan-145:T10"] == [heading]
    assert set(items) == {
        *(f"jincheng-155:T1{number}" for number in range(4)),
        "jincheng-155:T10.1",
        "jincheng-155:T10.2",
        "yangquan-145:T10",
    }
    rows = dict(read.bookmarks())
    assert rows[bookmark_name("pgr", "jincheng-155:T12")] is rows[bookmark_name("pgr", "jincheng-155:T11")]
    title = rows[bookmark_name("pgt", "tasks")]
    assert isinstance(title, Paragraph)
    assert title.text == "表1　任务分工"


def test_bookmarks_are_ranges_in_one_paragraph(sample: bytes) -> None:
    body = body_of(sample)
    starts = list(body.iter(f"{W}bookmarkStart"))
    kinds = Counter((start.get(f"{W}name") or "").partition("_")[0] for start in starts)
    assert kinds["pg"] + kinds["pgr"] + kinds["pgt"] == 9
    assert sum((start.get(f"{W}name") or "").startswith("_Toc") for start in starts) == 2  # for the contents page
    for start in starts:
        paragraph = start.getparent()
        assert paragraph is not None
        (end,) = [node for node in paragraph.iter(f"{W}bookmarkEnd") if node.get(f"{W}id") == start.get(f"{W}id")]
        between = list(paragraph)[paragraph.index(start) : paragraph.index(end)]
        assert any(node.tag == f"{W}r" for node in between)


def test_an_item_may_stand_in_several_places() -> None:
    data, findings = build('{items="a:T1"}\n甲\n\n{items="a:T1"}\n乙\n\n前[丙]{items="a:T1 a:T2"}后\n')
    assert findings == ()
    assert lint_docx(data) == []
    places = read_docx(data).items()["a:T1"]
    assert [place.text for place in places if isinstance(place, Paragraph)] == ["甲", "乙", "前丙后"]


def test_unusual_keys_come_back_through_the_properties() -> None:
    data, _ = build('{items="临汾-155:T1 a:任务1"}\n甲\n')
    assert set(read_docx(data).items()) == {"临汾-155:T1", "a:任务1"}


def test_tables(sample: bytes, read: WordDocument) -> None:
    table = read.tables[2]
    assert list(table.texts) == [
        ("类别", "序号", "任务", "牵头单位"),
        ("风险防控", "1", "严格准入", "县应急局"),
        ("风险防控", "2", "排查隐患\n整改销号", "县应急局"),
        ("应急准备", "3", "储备物资", "县应急局"),
        ("应急准备", "4", "", "县水利局"),
    ]
    # column 4 is merged only inside the cells of column 1
    assert [[cell.continues_above for cell in row.cells] for row in table.rows[1:]] == [
        [False, False, False, False],
        [True, False, False, True],
        [False, False, False, False],
        [True, False, False, False],
    ]
    element = list(body_of(sample).iter(f"{W}tbl"))[2]
    widths = [int(node.get(f"{W}w") or 0) for node in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    assert sum(widths) == 16838 - 2098 - 1984
    assert widths[2] / widths[0] == pytest.approx(100 / 30, rel=0.001)
    rows = element.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    aligned = [node.get(f"{W}val") for node in rows[1].iter(f"{W}jc")]
    assert aligned == ["center", "center", "left", "right"]


def test_a_merged_cell_keeps_the_bookmark_of_its_row() -> None:
    row = '| [同]{{items="a:T{0}"}} | {0} |\n'
    data, _ = build('{merge="1"}\n| 甲 | 乙 |\n|---|---|\n' + "".join(row.format(number) for number in (1, 2, 3)))
    assert lint_docx(data) == []
    read = read_docx(data)
    assert [cell.continues_above for cell in (row.cells[0] for row in read.tables[0].rows)] == [
        False,
        False,
        True,
        True,
    ]
    assert [read.items()[f"a:T{number}"] for number in (1, 2, 3)] == [[row] for row in read.tables[0].rows[1:]]


def test_empty_cells_are_not_merged() -> None:
    data, _ = build('{merge="1"}\n| 甲 | 乙 |\n|---|---|\n|  | 1 |\n|  | 2 |\n')
    assert not any(cell.continues_above for row in read_docx(data).tables[0].rows for cell in row.cells)


def test_a_row_taller_than_half_a_page_may_be_split() -> None:
    data, _ = build("| 甲 |\n|---|\n| 短 |\n| " + "很长的内容" * 400 + " |\n")
    rows = next(body_of(data).iter(f"{W}tbl")).findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, False]


def test_sections(sample: bytes) -> None:
    body = body_of(sample)
    sections = list(body.iter(f"{W}sectPr"))
    orientations = [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections]  # type: ignore[union-attr]
    assert orientations == [None, None, None, "landscape", None]
    assert body[-1] is sections[-1]
    letter, cover, *others = sections
    assert not [node for node in cover if node.tag.endswith("Reference")] and cover.find(f"{W}titlePg") is not None
    for section in (letter, *others):
        references = [node.tag.removeprefix(W) for node in section if node.tag.endswith("Reference")]
        assert references == ["headerReference"] * 2 + ["footerReference"] * 2
    data, _ = build("::: landscape\n\n| 甲 |\n|---|\n| 乙 |\n\n:::\n")
    assert lint_docx(data) == []
    (section,) = body_of(data).iter(f"{W}sectPr")
    assert section.find(f"{W}pgSz").get(f"{W}orient") == "landscape"  # type: ignore[union-attr]


@pytest.mark.parametrize(("before", "start"), [("", "1"), ("函\n\n", None)])
def test_pages_are_counted_from_the_first_behind_a_cover_in_front(before: str, start: str | None) -> None:
    cover = "::: cover\n\n{.cover-title}\n规划\n\n:::\n\n正文\n\n::: landscape\n\n横\n\n:::\n"
    data, findings = build(before + cover)
    assert findings == () and lint_docx(data) == []
    sections = list(body_of(data).iter(f"{W}sectPr"))
    starts = [None if (node := one.find(f"{W}pgNumType")) is None else node.get(f"{W}start") for one in sections]
    assert starts == [*[None] * (len(sections) - 2), start, None]


def test_characters_that_look_latin_get_a_chinese_font(sample: bytes) -> None:
    body = body_of(sample)
    fonts = {
        node.findtext(f"{W}t"): fonts.get(f"{W}ascii")
        for node in body.iter(f"{W}r")
        if (fonts := node.find(f"{W}rPr/{W}rFonts")) is not None
    }
    assert fonts["“"] == fonts["℃"] == "仿宋_GB2312"
    texts = [node.text or "" for node in body.iter(f"{W}t")]
    assert not any(re.search("[“”‘’℃·—…].|.[“”‘’℃·—…]", text) for text in texts if text not in ("”，", "——"))


def test_signature_is_centred_over_the_date() -> None:
    def indents(name: str) -> list[int]:
        data, _ = build(f"{{.signature}}\n{name}\n\n{{.date}}\n2026年5月1日\n")
        return [int(node.get(f"{W}right") or 0) for node in body_of(data).iter(f"{W}ind")]

    name, day = indents("县政府")
    assert day == 4 * 320
    assert name == day + (6 - 3) / 2 * 320  # the date is six characters wide, digits count half
    name, day = indents("永和县安全生产委员会办公室和永和县防灾减灾救灾委员会办公室")
    assert name == 0
    assert day > 4 * 320


def test_title_and_stage_are_not_parted(sample: bytes) -> None:
    body = body_of(sample)
    after = {
        "".join(paragraph.itertext()): spacing.get(f"{W}after")
        for paragraph in body.iterchildren(f"{W}p")
        if (spacing := paragraph.find(f"{W}pPr/{W}spacing")) is not None
    }
    assert after["永和县人民政府办公室关于印发实施方案的通知"] == "0"
    assert "实施方案" not in after


def kept(markdown: str) -> list[bool]:
    data, _ = build(markdown)
    return [node.find(f"{W}pPr/{W}keepNext") is not None for node in body_of(data).iter(f"{W}p")]


def test_a_signature_takes_a_line_of_text_along_but_never_the_first_paragraph() -> None:
    assert kept("{.recipient}\n各乡镇：\n\n甲\n\n{.signature}\n县政府") == [False, False, False]
    assert kept("{.recipient}\n各乡镇：\n\n甲\n\n乙\n\n{.signature}\n县政府") == [False, False, True, False]


def test_a_table_note_stays_with_the_last_row_and_attachments_together() -> None:
    assert kept("| 甲 |\n|---|\n| 乙 |\n\n{.table-note}\n注") == [True, True, False]
    assert kept("| 甲 |\n|---|\n| 乙 |\n\n注") == [True, False, False]  # a head never stands alone
    assert kept("{.attachments}\n附件：1.甲\\\n2.乙\\\n3.丙") == [True, True, False]


def test_a_long_issuer_is_narrowed() -> None:
    data, _ = build("{.issuer-mark}\n永和县人民政府办公室文件\n\n{.issuer-mark}\n永和县文件\n")
    narrowed = {node.findtext(f"{W}t"): node.find(f"{W}rPr/{W}w") for node in body_of(data).iter(f"{W}r")}
    assert narrowed["永和县文件"] is None
    width = narrowed["永和县人民政府办公室文件"]
    assert width is not None
    assert 80 <= int(width.get(f"{W}val") or 0) < 90


def test_same_input_same_bytes(sample: bytes) -> None:
    assert build(SAMPLE, **{"plangen.document": "d-1"})[0] == sample


def test_properties(sample: bytes) -> None:
    properties = read_docx(sample).properties
    assert properties["plangen.document"] == "d-1"
    assert len(properties["plangen.digest"]) == 64
    parts = docx_package.read_parts(sample)
    assert b"2000-01-01T00:00:00Z" in parts["docProps/core.xml"]
    document = parse_markdown("甲")
    dated = write_docx(document, style=STYLE, properties={}, title="x", author="y", date=date(2026, 12, 15))
    assert b"2026-12-15T00:00:00Z" in docx_package.read_parts(dated)["docProps/core.xml"]
    assert read_docx(dated).properties.keys() == {"plangen.digest"}


def test_unknown_classes_are_errors_that_name_the_nearest() -> None:
    markdown = "{.titel}\n标题\n\n{.title}\n# 标题\n\n[甲]{.runin}\n\n{.divisions}\n| 甲 |\n|---|\n| 乙 |\n"
    data, findings = build(markdown)
    assert [finding.code for finding in findings] == ["class-unknown"] * 4
    assert all(finding.code in RULES for finding in findings)
    assert {finding.severity for finding in findings} == {Severity.ERROR}
    assert "“.title”" in (findings[0].hint or "")
    assert findings[0].location.line == 2
    assert [block.text for block in read_docx(data).paragraphs if block.text] == ["标题", "标题", "甲"]
    with pytest.raises(FindingsError) as caught:
        write_docx(parse_markdown(markdown), style=STYLE, properties={}, title="x", author="y")
    assert caught.value.findings == findings


def test_errors_of_the_markdown_stop_the_writer() -> None:
    with pytest.raises(FindingsError, match="markup-left-over"):
        write_docx(parse_markdown("正文{"), style=STYLE, properties={}, title="x", author="y")


def test_an_empty_document_is_valid() -> None:
    data, findings = build("")
    assert findings == ()
    assert lint_docx(data) == []


def test_the_sample_passes_the_lint_and_the_audit(sample: bytes, tmp_path: Path) -> None:
    assert lint_docx(sample) == []
    assert audit(sample, tmp_path) == []


def audit(data: bytes, folder: Path) -> list[str]:
    from openxml_audit import OpenXmlValidator

    path = folder / "audited.docx"
    path.write_bytes(data)
    result = OpenXmlValidator().validate(path)
    return [str(error) for error in result.errors]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["body", "title", "heading", "signature", "date", "copy-to", "attachments"]),
            st.sampled_from(["table", "landscape"]),
        ),
        max_size=12,
    ),
    st.text(alphabet="甲“”℃ab1 |{}\n—", min_size=1, max_size=20),
)
@settings(deadline=None, max_examples=40)
def test_any_order_of_blocks_is_a_sound_document(kinds: list[str], text: str) -> None:
    escaped = markdown_escape(text)
    if not printable(text).strip():
        return
    table = f'{{merge="1 2"}}\n| 甲 | 乙 |\n|---|---|\n| {escaped} | 1 |\n| {escaped} | 1 |\n'
    blocks = {
        "body": f"{escaped}\n",
        "heading": f'{{items="a:T1"}}\n## {escaped}\n',
        "table": table,
        "landscape": f"::: landscape\n\n{table}\n{escaped}\n\n{table}\n:::\n",
    }
    data, findings = build("\n".join(blocks.get(kind, f"{{.{kind}}}\n{escaped}\n") for kind in kinds))
    assert findings == ()
    assert lint_docx(data) == []
    read = read_docx(data)
    texts = [paragraph.text for paragraph in read.paragraphs if paragraph.text]
    texts += [row[0] for table in read.tables for row in table.texts if row[0] != "甲" or text == "甲"]
    assert set(texts) <= {printable(text).strip()}
    assert sum(isinstance(block, Table) for block in read.blocks) >= kinds.count("table")
