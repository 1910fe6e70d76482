"""The lint finds what is broken on purpose."""

from __future__ import annotations

import re

import pytest

from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.document.word_check import lint_docx
from plangen.office import docx_package
from plangen.terms.resources import templates_folder

MARKDOWN = '{items="a:T1"}\n甲\n\n{merge="1"}\n| 一 | 二 |\n|---|---|\n| 同 | [1]{items="a:T2"} |\n| 同 | 2 |\n\n乙\n'


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    style = templates_folder() / "style" / "gongwen.docx"
    data = write_docx(parse_markdown(MARKDOWN), style=style, properties={}, title="x", author="y")
    assert lint_docx(data) == []
    return docx_package.read_parts(data)


@pytest.mark.parametrize(
    ("pattern", "replacement", "problem"),
    [
        (
            r"<w:p><w:pPr><w:pStyle w:val=\"GwTableText\"/></w:pPr>(?:<w:bookmark[^>]*/>)*</w:p></w:tc>",
            "</w:tc>",
            "does not end in a paragraph",
        ),
        (r"<w:tcW[^>]*/>", "", "without w:tcW"),
        (r"<w:tblGrid>.*?</w:tblGrid>", "", "no w:tblGrid"),
        (r"<w:gridCol[^>]*/>", "", "columns, the grid has"),
        (r"(<w:tcW[^>]*/>)", r'\1<w:gridSpan w:val="2"/>', "columns, the grid has"),
        (r'<w:vMerge w:val="restart"/>', "<w:vMerge/>", "never began"),
        (r"pgr_a__T2", "PG_a__T1", "twice"),
        (r"pgr_a__T2", "pgr_" + "x" * 40, "is not allowed"),
        (r"pgr_a__T2", "pgr:a", "is not allowed"),
        (r'w:id="2"', 'w:id="1"', "bookmark id 1 twice"),
        (r'<w:bookmarkEnd w:id="1"/>', "", "do not match"),
        (r'(<w:bookmarkEnd w:id="1"/>)(</w:p>)', r"\2<w:p>\1</w:p>", "does not begin in the paragraph"),
        (r'"GwBody"', '"Nobody"', "style 'Nobody' is not defined"),
        (r"<w:t>乙</w:t>", "<w:t/>", "empty w:t"),
        (r"<w:t>乙</w:t>", "<w:sdt/>", "content control"),
        (r'<w:pStyle w:val="GwBody"/>', '<w:ind w:firstLineChars="200"/>', "without w:firstLine"),
        (r'r:id="rId12"', 'r:id="rId99"', "relationship rId99 does not exist"),
        (r"<w:sectPr>.*?</w:sectPr>", "", "does not end in w:sectPr"),
        (r"</w:tbl><w:p>.*?</w:p>", "</w:tbl>", "not followed by a paragraph"),
        (r"</w:body>", "", "不是完好的XML"),
    ],
)
def test_broken_bodies(parts: dict[str, bytes], pattern: str, replacement: str, problem: str) -> None:
    text = parts["word/document.xml"].decode()
    broken, count = re.subn(pattern, replacement, text, count=1, flags=re.DOTALL)
    assert count
    problems = lint_docx(docx_package.write_parts({**parts, "word/document.xml": broken.encode()}))
    assert any(problem in line for line in problems), problems


def test_broken_packages(parts: dict[str, bytes]) -> None:
    def problems(changes: dict[str, bytes], without: str = "") -> str:
        kept = {name: content for name, content in {**parts, **changes}.items() if name != without}
        return "\n".join(lint_docx(docx_package.write_parts(kept)))

    assert "content type of word/header1.xml, which does not exist" in problems({}, "word/header1.xml")
    assert "target styles.xml does not exist" in problems({}, "word/styles.xml")
    assert "no word/styles.xml" in problems({}, "word/styles.xml")
    assert "no word/document.xml" in problems({}, "word/document.xml")
    assert "no [Content_Types].xml" in problems({}, "[Content_Types].xml")
    assert "word/a.bin has no content type" in problems({"word/a.bin": b"1"})
    assert lint_docx(b"no zip") != []
