"""Word files are read as a person reads them in the final view."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_documents import (
    OFFICIAL_STYLES,
    Piece,
    cell,
    docx_automatic,
    docx_typed,
    numbered,
    paragraph,
    pieces_from_text,
    run,
    table,
    word_package,
    zip_of,
)
from plangen.reading import word
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import FindingsError

STYLES = OFFICIAL_STYLES.format(first="")


def read(body: str, **parts: str) -> SourceDocument:
    return word.read(Path("规划.docx"), word_package(body, **{"styles": STYLES, **parts}))


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in read(body, **parts).lines]


def codes(document: SourceDocument) -> list[str]:
    return [finding.code for finding in document.findings]


def test_paragraphs_become_lines_with_places_and_levels() -> None:
    document = read(
        paragraph("一、总体要求", '<w:pStyle w:val="h1"/>') + paragraph("") + paragraph("　正文\u200b内容 ")
    )
    assert [(line.text, line.level, line.place.paragraph) for line in document.lines] == [
        ("一、总体要求", 1, 1),
        ("正文内容", None, 2),
    ]
    assert document.format == "docx"
    assert document.findings == ()


def test_an_outline_level_of_the_paragraph_counts_for_more_than_that_of_its_style() -> None:
    body = paragraph("甲", '<w:pStyle w:val="h1"/><w:outlineLvl w:val="2"/>') + paragraph(
        "乙", '<w:pStyle w:val="h1"/><w:outlineLvl w:val="9"/>'
    )
    assert [line.level for line in read(body).lines] == [3, None]


def test_a_style_named_heading_is_a_heading_without_more() -> None:
    styles = STYLES + '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="Heading 2"/></w:style>'
    assert [line.level for line in read(paragraph("甲", '<w:pStyle w:val="2"/>'), styles=styles).lines] == [2]


# --- tracked changes ----------------------------------------------------------------------------------------------


def test_insertions_are_taken_and_deletions_left() -> None:
    body = (
        f"<w:p>{run('健全')}<w:ins w:id='1'>{run('完善')}</w:ins><w:del w:id='2'><w:r><w:delText>废弃</w:delText></w:r>"
        f"</w:del>{run('机制')}</w:p>"
    )
    document = read(body)
    assert [line.text for line in document.lines] == ["健全完善机制"]
    assert codes(document) == ["word-tracked-changes"]
    assert "插入1处" in document.findings[0].message
    assert "删除1处" in document.findings[0].message


def test_moved_text_stands_once_where_it_was_moved_to() -> None:
    body = (
        f"<w:p><w:moveFrom w:id='1'>{run('甲任务')}</w:moveFrom></w:p>{paragraph('乙任务')}"
        f"<w:p><w:moveTo w:id='2'>{run('甲任务')}</w:moveTo></w:p>"
    )
    assert texts(body) == ["乙任务", "甲任务"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    deleted_end = '<w:rPr><w:del w:id="3"/></w:rPr>'
    assert texts(paragraph("前半", deleted_end) + paragraph("后半")) == ["前半后半"]
    assert texts(paragraph("末段", deleted_end)) == ["末段"]
    assert texts(paragraph("末段", deleted_end) + table([[cell("甲"), cell("乙")]], 2)) == ["末段", "甲\t乙"]


def test_a_deleted_numbered_paragraph_is_not_counted() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    gone = f"<w:p><w:pPr>{numbered(1)}<w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:del w:id='2'>{run('废')}</w:del></w:p>"
    body = paragraph("甲", numbered(1)) + gone + paragraph("乙", numbered(1))
    assert texts(body, numbering=numbering) == ["1.甲", "2.乙"]


def test_a_deleted_row_is_left_out() -> None:
    deleted = (
        '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>'
        + cell("废")
        + cell(table([[cell("内"), cell("层")]], 2) + "<w:p/>")
        + "</w:tr>"
    )
    body = table([[cell("甲"), cell("乙")], [cell("丙"), cell("丁")]], 2).replace("</w:tr>", "</w:tr>" + deleted, 1)
    document = read(body)
    assert [line.text for line in document.lines] == ["甲\t乙", "丙\t丁"]
    assert codes(document) == ["word-tracked-changes"]


# --- text boxes, controls, fields ---------------------------------------------------------------------------------


def box(content: str) -> str:
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_stands_once_after_its_paragraph() -> None:
    boxed = box(paragraph("专栏1 重点工程") + paragraph("框中正文"))
    body = f"<w:p>{run('前')}{boxed}{run('后')}</w:p>" + paragraph("下段")
    assert texts(body) == ["前后", "专栏1 重点工程", "框中正文", "下段"]


def test_a_text_box_of_old_word_is_read() -> None:
    inside = f"<w:txbxContent>{paragraph('框中')}</w:txbxContent>"
    old = f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"
    assert texts(f"<w:p>{run('外')}{old}</w:p>") == ["外", "框中"]


def test_numbers_go_on_from_a_paragraph_into_its_text_box() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = f"<w:p><w:pPr>{numbered(1)}</w:pPr>{box(paragraph('框', numbered(1)))}{run('外')}</w:p>"
    assert texts(body, numbering=numbering) == ["1.外", "2.框"]


def test_content_controls_are_read_once() -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('块')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{run('行内')}</w:sdtContent></w:sdt>{run('文字')}</w:p>"
    )
    assert texts(body) == ["块", "行内文字"]


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_field_shows_its_result() -> None:
    inner = field("PAGEREF x", run("7"))
    assert texts(f"<w:p>{run('见第')}{field('REF y', run('三') + inner)}{run('章')}</w:p>") == ["见第三7章"]
    assert texts(f'<w:p><w:fldSimple w:instr="SEQ 表">{run("2")}</w:fldSimple>{run("号表")}</w:p>') == ["2号表"]
    assert texts(f"<w:p><w:hyperlink>{run('链接文字')}</w:hyperlink></w:p>") == ["链接文字"]


def test_a_number_in_a_circle_that_is_a_formula_field() -> None:
    circle = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(○,12)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(f"<w:p>{circle}{run('防汛抗旱')}</w:p>") == ["⑫防汛抗旱"]


def contents(*entries: str) -> str:
    first = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(entries[0])}</w:p>'
    )
    return first + "".join(paragraph(entry) for entry in entries[1:])


END = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def test_an_automatic_table_of_contents_is_left_out_and_said() -> None:
    document = read(
        paragraph("目录") + contents("一、总体要求\t1", "二、重点任务\t2") + END + paragraph("一、总体要求")
    )
    assert [line.text for line in document.lines] == ["目录", "一、总体要求"]
    assert codes(document) == ["word-contents-skipped"]
    assert "2行" in document.findings[0].message


def test_a_table_of_contents_in_a_content_control_is_left_out() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    entries = paragraph("目录", '<w:pStyle w:val="h1"/>') + paragraph("一、总体要求\t1")
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{entries}</w:sdtContent></w:sdt>"
    assert texts(control + paragraph("一、总体要求")) == ["一、总体要求"]


def test_lines_in_the_styles_of_a_table_of_contents_are_left_out() -> None:
    styles = STYLES + '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    body = paragraph("一、总体要求\t1", '<w:pStyle w:val="t1"/>') + paragraph("一、总体要求")
    assert texts(body, styles=styles) == ["一、总体要求"]


def test_a_table_of_contents_without_an_end_does_not_swallow_the_body() -> None:
    document = read(
        contents("一、总体要求\t1", "二、重点任务\t2") + paragraph("一、总体要求") + paragraph("二、重点任务")
    )
    assert [line.text for line in document.lines][-2:] == ["一、总体要求", "二、重点任务"]
    assert codes(document) == ["word-contents-open"]


def test_a_heading_ends_a_table_of_contents_whose_end_is_lost() -> None:
    heading = paragraph("一、总体要求", '<w:pStyle w:val="h1"/>')
    document = read(contents("一、总体要求\t1") + heading + paragraph("正文"))
    assert [line.text for line in document.lines] == ["一、总体要求", "正文"]
    assert codes(document) == ["word-contents-open"]


def test_a_field_that_never_gets_to_its_result_hides_nothing() -> None:
    broken = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("甲任务")}</w:p>'
    assert texts(broken + paragraph("乙任务")) == ["甲任务", "乙任务"]


# --- characters ---------------------------------------------------------------------------------------------------


def test_signs_and_breaks_in_a_run() -> None:
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    assert texts(f"<w:p>{run('达标率')}{symbol}{run('95%')}</w:p>") == ["达标率≥95%"]
    assert texts(
        "<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:tab/><w:t>乙</w:t></w:r></w:p>"
    ) == ["A-1\t乙"]
    formula = "<w:p><m:oMath><m:r><m:t>x≤</m:t></m:r><m:r><m:t>0.04</m:t></m:r></m:oMath></w:p>"
    assert texts(formula) == ["x≤0.04"]
    unknown = read(f'<w:p>{run("甲")}<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>')
    assert codes(unknown) == ["word-symbols"]


def test_only_the_base_of_text_with_readings_is_read() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('zhang')}</w:rt><w:rubyBase>{run('漳')}</w:rubyBase></w:ruby></w:r>"
    assert texts(f"<w:p>{ruby}{run('河')}</w:p>") == ["漳河"]


def test_hidden_text_is_left_out_and_said() -> None:
    document = read("<w:p>" + run("甲") + run("密", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>') + "</w:p>")
    assert [line.text for line in document.lines] == ["甲乙"]
    assert codes(document) == ["word-hidden-text"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("某县“十五五”应急体系\n建设规划", ["某县“十五五”应急体系建设规划"]),
        (
            "（一）夯实基础\n完善制度，落实责任。\n（二）提升能力",
            ["（一）夯实基础", "完善制度，落实责任。", "（二）提升能力"],
        ),
        ("第一段。\n第二段。", ["第一段。", "第二段。"]),
        ("落款\n　　抄送", ["落款", "抄送"]),
        ("使用 GIS\nplatform 平台", ["使用 GIS platform 平台"]),
    ],
)
def test_line_breaks_split_only_where_a_line_ends(text: str, lines: list[str]) -> None:
    assert texts(paragraph(text)) == lines


# --- tables -------------------------------------------------------------------------------------------------------


def test_merged_cells_are_repeated() -> None:
    body = table(
        [
            [cell("核心指标", span=3)],
            [cell("安全", merge="restart"), cell("1"), cell("死亡人数")],
            [cell("", merge="continue"), cell("2"), cell("死亡率")],
        ],
        3,
    )
    document = read(paragraph("表1") + body + table([[cell("甲"), cell("乙")]], 2))
    assert [line.cells for line in document.lines] == [
        None,
        ("核心指标", "核心指标", "核心指标"),
        ("安全", "1", "死亡人数"),
        ("安全", "2", "死亡率"),
        ("甲", "乙"),
    ]
    assert [(line.place.table, line.place.row, line.table) for line in document.lines[1:]] == [
        (1, 1, 1), (1, 2, 1), (1, 3, 1), (2, 1, 2),
    ]  # fmt: skip


def test_rows_may_begin_behind_the_first_column() -> None:
    body = table([[cell("甲"), cell("乙")], [cell("丙")]], 2)
    body = body.replace("<w:tr><w:tc>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>').replace(
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>', "<w:tr>", 1
    )
    assert texts(body) == ["甲\t乙", "\t丙"]


def test_paragraphs_of_a_cell_are_kept_apart_in_the_cell_and_joined_in_the_text() -> None:
    [line] = read(table([[cell("1"), cell(paragraph("第一项") + paragraph("第二项"))]], 2)).lines
    assert line.cells == ("1", "第一项\n第二项")
    assert line.text == "1\t第一项 第二项"


def test_a_table_in_a_cell_follows_its_row() -> None:
    inner = table([[cell("任务"), cell("牵头单位")]], 2)
    document = read(table([[cell("甲"), cell(paragraph("乙") + inner + "<w:p/>")], [cell("丙"), cell("丁")]], 2))
    rows = [("甲\t乙", 1), ("任务\t牵头单位", 2), ("丙\t丁", 1)]
    assert [(line.text, line.table) for line in document.lines] == rows


def test_a_table_without_heads_in_a_cell_is_text_of_the_cell() -> None:
    inner = table([[cell("内甲"), cell("内乙")], [cell("3座"), cell("4处")]], 2)
    document = read(table([[cell("甲"), cell(paragraph("乙") + inner + "<w:p/>")], [cell("丙"), cell("丁")]], 2))
    assert [line.cells for line in document.lines] == [("甲", "乙\n内甲、内乙\n3座　4处"), ("丙", "丁")]


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = read(table([[cell(paragraph("专栏1") + paragraph("（一）工程"))]], 1))
    assert [(line.text, line.table) for line in document.lines] == [("专栏1", None), ("（一）工程", None)]


# --- what a person should know ------------------------------------------------------------------------------------


def test_what_is_not_read_is_said() -> None:
    body = (
        f"<w:p>{run('甲')}<w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:commentReference w:id='1'/></w:r>"
        "<w:r><w:drawing><pic:pic/></w:drawing></w:r><w:r><w:object><o:OLEObject/></w:object></w:r></w:p>"
    )
    assert set(codes(read(body))) == {"word-notes", "word-comments", "document-pictures", "word-objects"}


def test_a_picture_only_document_is_said_to_be_a_scan() -> None:
    with pytest.raises(FindingsError) as caught:
        read("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>")
    [finding] = caught.value.findings
    assert finding.code == "document-without-text"
    assert "图片" in finding.message


def test_a_document_without_text_cannot_be_used() -> None:
    with pytest.raises(FindingsError) as caught:
        read("<w:p/>")
    assert caught.value.findings[0].code == "document-without-text"


def test_the_title_of_the_properties_counts_where_the_document_bears_it() -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>某县应急体系规划</dc:title></c>'
    package = word_package(paragraph("某县应急体系规划"), styles=STYLES)

    def with_core(data: bytes) -> bytes:
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        return zip_of({**files, "docProps/core.xml": core})

    assert word.read(Path("a.docx"), with_core(package)).title == "某县应急体系规划"
    other = word_package(paragraph("另一份文件的正文"), styles=STYLES)
    assert word.read(Path("a.docx"), with_core(other)).title is None


def test_the_strict_dialect_is_read() -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(word_package(paragraph("一、总体要求", '<w:outlineLvl w:val="0"/>')))) as archive:
        files: dict[str, str | bytes] = {
            name: archive.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name in archive.namelist()
        }
    [line] = word.read(Path("a.docx"), zip_of(files)).lines
    assert (line.text, line.level) == ("一、总体要求", 1)


# --- the same document, typed and automatic -----------------------------------------------------------------------

SAMPLE = """某县应急管理实施方案
一、工作原则
（一）明确责任。各乡镇各部门按分工落实。
（二）健全机制。
二、重点任务
（一）风险防控
1.严格安全准入。（县应急局牵头，县审批局配合）
（1）危险化学品
（2）非煤矿山
①尾矿库
2.强化监测预警
（3）承上编号
（五）缺号之后
"""


def test_typed_and_automatic_numbers_give_the_same_lines() -> None:
    pieces = pieces_from_text(SAMPLE)
    expected = [piece.text for piece in pieces]
    for data in (docx_typed(pieces), docx_automatic(pieces)):
        assert [line.text for line in word.read(Path("a.docx"), data).lines] == expected


def test_automatic_numbers_really_are_automatic() -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx_automatic(pieces_from_text(SAMPLE)))) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    assert "工作原则" in body
    assert "一、" not in body
    assert "（一）" not in body


@pytest.mark.corpus
def test_real_documents_typed_and_automatic(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        pieces = pieces_from_text(path.read_text(encoding="utf-8"))
        typed, automatic = (
            [line.text.replace(" ", "") for line in word.read(path, data).lines]
            for data in (docx_typed(pieces), docx_automatic(pieces))
        )
        assert typed == automatic, path.name
        assert sum(piece.cells is None for piece in pieces) == sum(
            "\t" not in text or text.count("\t") < 2 for text in typed
        )


# --- nothing is lost ----------------------------------------------------------------------------------------------

words = st.text(st.sampled_from("应急管理局安全（一）1.、；。abXY 　"), min_size=1, max_size=12).filter(str.strip)


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
    document = word.read(Path("a.docx"), docx_typed(pieces))
    expected = "".join("".join(piece.cells) if piece.cells else piece.text for piece in pieces)
    found = "".join("".join(line.cells) if line.cells else line.text for line in document.lines)
    assert "".join(found.split()) == "".join(expected.split())


TAGS = re.findall(
    r"\w+", "p r tbl tr tc trPr tcPr pPr sdt txbxContent ins del moveFrom fldSimple ruby rt rPr numPr gridSpan vMerge"
)
trees = st.recursive(
    st.sampled_from(
        [
            "<w:t>文</w:t>",
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:fldChar w:fldCharType="separate"/>',
            '<w:fldChar w:fldCharType="end"/>',
            "<w:instrText>TOC</w:instrText>",
            "<w:del/>",
            '<w:gridSpan w:val="3"/>',
        ]
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>", st.sampled_from(TAGS), st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(trees, max_size=6).map("".join))
@example("<w:tr><w:r><w:trPr><w:del/></w:trPr></w:r></w:tr>")
def test_elements_in_places_where_they_do_not_belong_do_no_harm(body: str) -> None:
    document = read(body + paragraph("末段"))
    assert "末段" in "".join(line.text for line in document.lines) or document.findings
