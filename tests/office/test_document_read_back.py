"""Reading back what word processors save."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.office import docx_package
from plangen.office.body import Look, Paragraph, Run, Table
from plangen.office.word_document import WordDocument, read_docx
from plangen.terms.findings import FindingsError

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" Type="http://example.org/{kind}"'
        f' Target="{target}"/></Relationships>'
    ).encode()


def read(body: str, styles: str = "") -> WordDocument:
    document = f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    parts = {
        "_rels/.rels": relationships("officeDocument", "/word/document2.xml"),  # as Word on the web has it
        "word/document2.xml": document.encode(),
        "word/_rels/document2.xml.rels": relationships("styles", "../word/styles.xml"),
    }
    return read_docx(docx_package.write_parts(parts | ({"word/styles.xml": styles.encode()} if styles else {})))


MAIN = relationships("officeDocument", "word/document.xml")


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_revisions_are_accepted() -> None:
    document = read(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>丁</w:t></w:r></w:moveFrom></w:p>"
    )
    assert [block.text for block in document.paragraphs] == ["甲乙"]


def test_breaks_tabs_and_fields() -> None:
    document = read(
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r></w:p>"
    )
    assert document.paragraphs[0].text == "甲\n乙\t丙"


def test_content_controls_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    document = read(
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [block.text for block in document.paragraphs] == ["控件", "前", "框"]


@pytest.mark.parametrize(
    ("line", "run", "shown"),
    [
        ('<w:spacing w:line="20" w:lineRule="exact"/>', "", True),  # a low line that only carries the box
        ("", '<w:sz w:val="2"/>', True),
        ("", '<w:color w:val="FFFFFF"/>', True),
        ("", "<w:vanish/>", False),
        ('<w:spacing w:line="20" w:lineRule="exact"/>', "<w:vanish/>", False),
    ],
)
@pytest.mark.parametrize("inside", [paragraph("抄送"), f"<w:tbl><w:tr><w:tc>{paragraph('抄送')}</w:tc></w:tr></w:tbl>"])
def test_a_text_box_is_hidden_with_its_run_only(line: str, run: str, shown: bool, inside: str) -> None:
    box = f"<w:r><w:rPr>{run}</w:rPr><w:txbxContent>{inside}</w:txbxContent></w:r>"
    document = read(f"<w:p><w:pPr>{line}</w:pPr>{box}</w:p>{paragraph('文')}")
    read_texts = [text for passage in document.passages for text in (*passage.lines, *passage.texts) if text]
    assert read_texts == (["抄送", "文"] if shown else ["文"])


def test_styles_headings_and_bookmarks() -> None:
    style = '<w:pPr><w:pStyle w:val="a1"/></w:pPr>'
    document = read(
        f'<w:p>{style}<w:bookmarkStart w:id="1" w:name="pg_a__T1"/><w:r><w:t>题</w:t></w:r>'
        f'<w:bookmarkEnd w:id="1"/></w:p>{paragraph("文")}',
        styles=f'<w:styles {NAMESPACES}><w:style w:styleId="a1"><w:name w:val="Heading 2"/></w:style></w:styles>',
    )
    assert document.paragraphs == (
        Paragraph("题", 2, style="Heading 2", bookmarks=("pg_a__T1",), runs=(Run("题", Look()),)),
        Paragraph("文", runs=(Run("文", Look()),)),
    )
    assert document.items() == {"a:T1": [document.paragraphs[0]]}


def test_merged_and_nested_cells() -> None:
    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(paragraph('内'))}</w:tr></w:tbl>"
    wide, begin, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read(
        f"<w:tbl><w:tr>{cell(paragraph('宽'), wide)}{cell(paragraph('组'), begin)}</w:tr>"
        f"<w:tr>{cell(paragraph('一') + paragraph('二'))}{cell(inner + '<w:p/>')}{cell('<w:p/>', goes_on)}</w:tr>"
        "</w:tbl>"
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.texts == (("宽", "组"), ("一\n二", "", "组"))
    assert table.rows[1].cells[2].continues_above
    assert [passage.lines or passage.texts for passage in document.passages] == [
        ("宽", "宽", "组"), ("一\n二", "内", "组"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"word/document.xml": b"<a/>"},
        {"_rels/.rels": b"<a>"},
        {"_rels/.rels": relationships("officeDocument", "word/document.xml")},
        {"_rels/.rels": MAIN, "word/document.xml": b"<a/>"},
        {"_rels/.rels": MAIN, "word/document.xml": b"<a>"},
        {"_rels/.rels": MAIN, "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
    ],
)
def test_what_is_no_document_is_refused(parts: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx_package.write_parts(parts))
    with pytest.raises(FindingsError) as caught:
        read_docx(path)
    (finding,) = caught.value.findings
    assert finding.code in ("document-damaged", "document-with-entities")
    assert finding.unusable
    assert finding.location.file == "a.docx"
