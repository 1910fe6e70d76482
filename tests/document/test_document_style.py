"""The Word style: gongwen.docx is what styles.yaml says; a planner's own document is taken as far as it goes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from plangen.document.docx_writer import build_docx
from plangen.document.markdown import PAGE_BREAK, parse_markdown
from plangen.document.style_source import open_style
from plangen.document.word_check import lint_docx
from plangen.document.word_style import WordStyle, load_style_data, read_word_style
from plangen.office import docx_package
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.terms.findings import RULES, Finding, Severity
from plangen.terms.resources import templates_folder
from style_document import build_style_document

STYLE = templates_folder() / "style" / "gongwen.docx"
MARKDOWN = """\
{.title}
标题

“正文”

::: landscape

| 甲 |
|---|
| 乙 |

:::
"""


def style_of(path: Path) -> WordStyle:
    return read_word_style(open_style(path), path.name)


def render(path: Path) -> tuple[bytes, tuple[Finding, ...]]:
    built = build_docx(parse_markdown(MARKDOWN), style=path, properties={}, title="标题", author="单位")
    assert lint_docx(built.data) == []
    assert all(finding.code in RULES for finding in built.findings)
    return built.data, built.findings


def edited(tmp_path: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    parts = docx_package.read_parts(STYLE.read_bytes())
    path = tmp_path / "style.docx"
    path.write_bytes(docx_package.write_parts({**parts, part: edit(parts[part])}))
    return path


def test_the_committed_style_document_is_the_built_one() -> None:
    built = docx_package.read_parts(build_style_document(load_style_data()))
    committed = docx_package.read_parts(STYLE.read_bytes())
    assert built.keys() == committed.keys()
    for name, content in built.items():
        assert committed[name] == content, f"{name}: run python tools/style_document.py"


def test_the_style_document_is_sound(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    assert lint_docx(STYLE.read_bytes()) == []
    assert OpenXmlValidator().validate(STYLE).errors == []
    assert "word/stylesWithEffects.xml" not in docx_package.read_parts(STYLE.read_bytes())


def test_every_class_has_a_style() -> None:
    data, style = load_style_data(), style_of(STYLE)
    classes = data["classes"]
    paragraph = [*classes["paragraph"].values(), *classes["continued"].values(), *classes["heading"]]
    for entry in classes["table"].values():
        assert style.style_id("table", entry["style"])
        paragraph += [entry["header"], entry["body"]]
    assert all(style.style_id("paragraph", name) for name in paragraph)
    assert all(style.style_id("character", name) for name in classes["character"].values())
    for key in ("together", "imprint", "fit", "kept_to_previous"):
        assert set(classes[key]) <= set(classes["paragraph"])
    assert style.findings == ()


def test_the_templates_use_only_classes_that_exist() -> None:
    classes = load_style_data()["classes"]
    known = {name for kind in ("paragraph", "character", "table") for name in classes[kind]} | {PAGE_BREAK}
    files = sorted(templates_folder().rglob("*.j2"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        for line in re.findall(r"(?:^|\])\{(\.[^{}%\n]*)\}", text, flags=re.MULTILINE):
            used = set(re.findall(r"\.([A-Za-z][\w-]*)", line))
            assert used <= known, f"{file.name}: {used - known}"


def test_measures_of_the_standard() -> None:
    """GB/T 9704, 5.1 to 5.2.3, and what makes 22 lines of 28 characters."""
    style = style_of(STYLE)
    page = style.portrait.section
    sizes = page.find(f"{W}pgSz")
    margins = page.find(f"{W}pgMar")
    grid = page.find(f"{W}docGrid")
    assert sizes is not None
    assert margins is not None
    assert grid is not None
    millimetre = 1440 / 25.4
    assert int(sizes.get(f"{W}w") or 0) == round(210 * millimetre)
    assert int(sizes.get(f"{W}h") or 0) == round(297 * millimetre)
    for edge, length in {"top": 37, "bottom": 35, "left": 28, "right": 26}.items():
        assert abs(int(margins.get(f"{W}{edge}") or 0) - length * millimetre) < 1
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    assert grid.get(f"{W}charSpace") is None
    assert style.portrait.text_height // 579 == 22
    assert style.portrait.text_width // (320 - 5) == 28
    assert (style.landscape.text_width, style.landscape.text_height) == (
        style.portrait.text_height,
        style.portrait.text_width,
    )


def test_every_first_line_is_indented_twice() -> None:
    """Word reads firstLineChars, LibreOffice only firstLine."""
    root = docx_package.parse_xml(docx_package.read_parts(STYLE.read_bytes())["word/styles.xml"])
    indents = [node for node in root.iter(f"{W}ind") if node.get(f"{W}firstLine")]
    assert len(indents) == 9  # plain body, five headings, the note, the legend, boxes
    # the legend and boxes are set in 14 points, all others in 16
    assert {(node.get(f"{W}firstLine"), node.get(f"{W}firstLineChars")) for node in indents} == {
        ("640", "200"),
        ("560", "200"),
    }


def test_fonts_are_inherited() -> None:
    style = style_of(STYLE)
    assert style.fonts["GwBody"] == "仿宋_GB2312"
    assert style.fonts["Heading1"] == "黑体"
    assert style.fonts["Heading3"] == "仿宋_GB2312"
    assert style.fonts["GwRunIn"] == "楷体_GB2312"
    assert "GwStrong" not in style.fonts  # bold only: the paragraph's font holds
    assert style.sizes["GwBody"] == 16
    assert style.sizes["GwTableText"] == 10.5


def test_changed_fonts_and_margins_reach_the_document(tmp_path: Path) -> None:
    path = edited(tmp_path, "word/styles.xml", lambda xml: xml.replace("仿宋_GB2312".encode(), "方正仿宋_GBK".encode()))
    data, findings = render(path)
    assert findings == ()
    parts = docx_package.read_parts(data)
    assert "仿宋_GB2312".encode() not in parts["word/document.xml"] + parts["word/styles.xml"]
    assert "方正仿宋_GBK".encode() in parts["word/document.xml"]  # the quotation marks
    path = edited(tmp_path, "word/document.xml", lambda xml: xml.replace(b'w:left="1588"', b'w:left="2000"'))
    assert style_of(path).portrait.text_width == 11906 - 2000 - 1474


def test_renamed_ids_do_not_matter(tmp_path: Path) -> None:
    """Word and LibreOffice number style ids anew; the names stay."""
    path = edited(tmp_path, "word/styles.xml", lambda xml: re.sub(rb'"Gw(\w+)"', rb'"a\1"', xml))
    data, findings = render(path)
    assert findings == ()
    assert [(block.text, block.style) for block in read_docx(data).paragraphs if block.text] == [
        ("标题", "公文标题"),
        ("“正文”", "公文正文"),
    ]


def test_missing_styles_are_named_and_replaced(tmp_path: Path) -> None:
    path = edited(tmp_path, "word/styles.xml", lambda xml: xml.replace("公文标题".encode(), "别的标题".encode()))
    data, findings = render(path)
    assert [finding.code for finding in findings] == ["style-missing"]
    assert findings[0].severity is Severity.WARNING
    assert "公文标题" in findings[0].message
    assert findings[0].location.file == str(path)
    assert read_docx(data).paragraphs[0].style == "Normal"


def test_a_foreign_document_serves_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    document = docx.Document()
    document.add_paragraph("示例")
    document.save(str(path))
    data, findings = render(path)
    assert {finding.code for finding in findings} == {"style-dropped", "style-missing", "style-page"}
    assert [block.text for block in read_docx(data).paragraphs if block.text] == ["标题", "“正文”"]
    sections = list(docx_package.parse_xml(docx_package.read_parts(data)["word/document.xml"]).iter(f"{W}sectPr"))
    sizes = [section.find(f"{W}pgSz") for section in sections]
    assert [size.get(f"{W}orient") for size in sizes if size is not None] == [None, "landscape"]


def test_a_style_document_without_pages(tmp_path: Path) -> None:
    path = edited(tmp_path, "word/document.xml", lambda xml: re.sub(rb"<w:sectPr>.*?</w:sectPr>", b"", xml, flags=re.S))
    _, findings = render(path)
    assert [finding.code for finding in findings] == ["style-page", "style-page"]


@pytest.mark.parametrize("value", ["", "abc", "-1", "99999999999", "0"])
def test_absurd_measures_do_no_harm(tmp_path: Path, value: str) -> None:
    path = edited(
        tmp_path, "word/document.xml", lambda xml: re.sub(rb'w:(w|left|h)="\d+"', rf'w:\1="{value}"'.encode(), xml)
    )
    render(path)


def test_samples_and_what_belonged_to_them_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    document = docx.Document(str(STYLE))
    document.add_paragraph("我的示例").add_run().add_picture(picture())
    document.core_properties.last_modified_by = "张三"
    document.save(str(path))
    data, findings = render(path)
    assert findings == ()
    parts = docx_package.read_parts(data)
    assert not [name for name in parts if "media" in name]
    everything = b"".join(parts.values()).decode("utf-8", "replace")
    assert "示例" not in everything
    assert "张三" not in everything


def test_links_to_the_outside_are_cut(tmp_path: Path) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE as KINDS

    path = tmp_path / "own.docx"
    document = docx.Document(str(STYLE))
    template = f"{KINDS.OFFICE_DOCUMENT.rsplit('/', 1)[0]}/attachedTemplate"
    settings = document.part._settings_part
    identifier = settings.relate_to("file:///C:/users/a.dotm", template, is_external=True)
    node = etree.SubElement(settings.element, f"{W}attachedTemplate")
    node.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", identifier)
    header = document.sections[0].header
    header.part.relate_to("http://example.org/a.png", KINDS.IMAGE, is_external=True)
    document.save(str(path))
    data, findings = render(path)
    assert [finding.code for finding in findings] == ["style-link", "style-dropped"]
    assert findings[1].severity is Severity.INFO  # every document made from somebody's template has one
    everything = b"".join(docx_package.read_parts(data).values())
    assert b"example.org" not in everything
    assert b"a.dotm" not in everything
    assert b"attachedTemplate" not in everything


def picture() -> BytesIO:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    header = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))
