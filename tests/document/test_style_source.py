"""A style document of somebody else gives its looks; nothing in it runs, fetches, embeds, or breaks the draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from plangen.document import style_source
from plangen.document.docx_writer import BuiltDocument, build_docx
from plangen.document.markdown import parse_markdown
from plangen.document.style_source import open_style
from plangen.document.word_check import lint_docx
from plangen.office.docx_package import read_parts, write_parts
from plangen.terms.findings import FindingsError, Severity
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
MARKDOWN = """\
{.title}
标题

正文

# 一、标题

::: landscape

{.division}
| 甲 | 乙 |
|---|---|
| 1 | [丙]{.run-in} |

:::

{.copy-to}
抄送：县委办公室。

{.print-date}
某单位	2026年12月15日印发
"""
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXTERNAL = ' TargetMode="External"'
HEADER = "word/header1.xml"
MAIN_RELS = "word/_rels/document.xml.rels"
HEADER_RELS, FONT_RELS = "word/_rels/header1.xml.rels", "word/_rels/fontTable.xml.rels"
SETTINGS_RELS = "word/_rels/settings.xml.rels"
EVIL = {"word/evil.bin": b"EVIL"}
TYPES = "[Content_Types].xml"


def relationships(*entries: tuple[str, str, str]) -> bytes:
    listed = "".join(f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{rest}/>' for key, kind, rest in entries)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'.encode()


def related_to_text(kind: str, rest: str) -> tuple[str, str]:
    """Add a relationship of the text."""
    return "</Relationships>", f'<Relationship Id="rId90" Type="{REL}/{kind}" Target="{rest}/></Relationships>'


def in_styles(content: str) -> tuple[str, str]:
    return "</w:styles>", f"{content}</w:styles>"


def style(folder: Path, changes: Mapping[str, bytes | tuple[str, str]]) -> Path:
    """Write a style document with parts added, or with a pattern in a part replaced."""
    parts = read_parts(STYLE.read_bytes())
    for name, change in changes.items():
        if isinstance(change, bytes):
            parts[name] = change
        else:
            pattern, text = change
            changed = re.sub(pattern, lambda _, text=text: text, parts[name].decode("utf-8"), flags=re.DOTALL)
            assert changed.encode("utf-8") != parts[name]
            parts[name] = changed.encode("utf-8")
    path = folder / "style.docx"
    path.write_bytes(write_parts(parts))
    return path


def build(path: Path) -> BuiltDocument:
    return build_docx(parse_markdown(MARKDOWN), style=path, properties={}, title="标题", author="单位")


def sound(path: Path) -> tuple[BuiltDocument, str]:
    """Build a draft with a style, see that it is a sound Word file, and return it with all its XML."""
    built = build(path)
    assert lint_docx(built.data) == []
    draft = path.parent / "draft.docx"
    draft.write_bytes(built.data)
    problems = [str(error) for error in OpenXmlValidator().validate(str(draft)).errors]
    assert problems == []
    assert not [finding for finding in built.findings if finding.severity is Severity.ERROR]
    return built, "\n".join(content.decode("utf-8") for content in read_parts(built.data).values())


def in_header(content: str) -> tuple[str, str]:
    return "</w:hdr>$", f"{content}</w:hdr>"


def field(*instructions: str, result: str = "域的结果") -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    pieces = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    return f"<w:p>{begin}{pieces}{separate}<w:r><w:t>{result}</w:t></w:r>{end}</w:p>"


DROPPED = {
    "DDEAUTO": (field('DDEAUTO c:\\\\cmd.exe "/k calc.exe"'), "域 DDEAUTO"),
    "split field": (field("DDE", 'AUTO c:\\\\cmd.exe "/k calc.exe"'), "域 DDEAUTO"),
    "DATE": (field("DATE"), "域 DATE"),
    "PAGE and more": (field("PAGE DDEAUTO"), "域 PAGE"),
    "nested": (field("IF " + field("DDEAUTO x").removeprefix("<w:p>").removesuffix("</w:p>") + " 1"), "域"),
    "no end": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO</w:instrText></w:r></w:p>',
        "域",
    ),
    "simple": (
        '<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;a&quot;"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>',
        "域 INCLUDETEXT",
    ),
    "object": (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r></w:p>',
        "嵌入的对象",
    ),
    "control": ('<w:p><w:r><w:control w:name="C1"/></w:r></w:p>', "控件"),
    "picture": ("<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>", "图片"),
    "shape": ('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>', "图形"),
    "chunk": ("<w:altChunk/>", "外部文档片段"),
    "unknown": ("<w:p><w:r><w:newThing/></w:r></w:p>", "newThing"),
}


@pytest.mark.parametrize("name", sorted(DROPPED))
def test_what_a_header_may_not_have_is_left_out_and_named(tmp_path: Path, name: str) -> None:
    content, said = DROPPED[name]
    built, text = sound(style(tmp_path, {HEADER: in_header(content)}))
    (finding,) = built.findings
    assert (finding.code, finding.severity) == ("style-dropped", Severity.WARNING)
    assert said in finding.message and "style.docx" in str(finding.location)
    for word in ("DDE", "INCLUDE", "DATE", "cmd.exe", "域的结果", "OLEObject", "control", "newThing", "altChunk"):
        assert word not in text


KEPT = {
    "text": ("<w:p><w:r><w:t>某某县文件</w:t></w:r></w:p>", "某某县文件"),
    "page": (field("PAGE \\* MERGEFORMAT", result="7"), "<w:t>7</w:t>"),
    "pages": (field("NUM", "PAGES", result="8"), "<w:t>8</w:t>"),
    "simple page": (
        '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>',
        'w:instr=" PAGE "',
    ),
    "content control": (
        "<w:sdt><w:sdtPr/><w:sdtContent>" + field("PAGE", result="7") + "</w:sdtContent></w:sdt>",
        "<w:t>7</w:t>",
    ),
}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_text_and_page_numbers_of_headers_stay(tmp_path: Path, name: str) -> None:
    content, kept = KEPT[name]
    built, text = sound(style(tmp_path, {HEADER: in_header(content)}))
    assert built.findings == () and kept in text


UNWRAPPED = {
    "link": ('<w:p><w:hyperlink r:id="rId1" xmlns:r="x"><w:r><w:t>文字</w:t></w:r></w:hyperlink></w:p>', "链接"),
    "table": ("<w:tbl><w:tblPr/><w:tr><w:tc><w:p><w:r><w:t>文字</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "表格"),
    "insertion": ('<w:p><w:ins w:id="1"><w:r><w:t>文字</w:t></w:r></w:ins></w:p>', "修订"),
}


@pytest.mark.parametrize("name", sorted(UNWRAPPED))
def test_the_text_of_what_is_taken_apart_stays(tmp_path: Path, name: str) -> None:
    content, said = UNWRAPPED[name]
    built, text = sound(style(tmp_path, {HEADER: in_header(content)}))
    assert [finding.code for finding in built.findings] == ["style-dropped"] and said in built.findings[0].message
    assert "<w:t>文字</w:t>" in text and "hyperlink r:id" not in text


WEB = f'http://evil.example/i.png"{EXTERNAL}'
LINKED = {
    "picture": ({HEADER_RELS: relationships(("rIdI", "image", WEB))}, "style-link"),
    "object": ({HEADER_RELS: relationships(("rIdO", "oleObject", 'evil.bin"')), **EVIL}, "style-dropped"),
    "font": ({FONT_RELS: relationships(("rId1", "font", 'evil.bin"')), **EVIL}, "style-dropped"),
    "mail merge": ({SETTINGS_RELS: relationships(("rId1", "mailMergeSource", WEB))}, "style-link"),
    "chunk": ({MAIN_RELS: related_to_text("aFChunk", 'evil.bin"'), **EVIL}, "style-dropped"),
    "frames": ({MAIN_RELS: related_to_text("frame", WEB)}, "style-dropped"),
}


@pytest.mark.parametrize("name", sorted(LINKED))
def test_links_and_embedded_parts_are_cut_and_named(tmp_path: Path, name: str) -> None:
    changes, code = LINKED[name]
    built, text = sound(style(tmp_path, changes))
    assert [finding.code for finding in built.findings] == [code]
    assert "evil" not in text.lower() and "TargetMode" not in text
    assert not [part for part in read_parts(built.data) if "evil" in part]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((("rId91", "webSettings", 'webSettings.xml"'),), "网页设置"),
        (
            (("rId91", "customXml", '../customXml/item1.xml"'), ("rId92", "footnotes", 'footnotes.xml"')),
            "自定义XML、脚注",
        ),
    ],
)
def test_what_every_word_file_has_beside_its_styles_is_only_mentioned(
    tmp_path: Path, entries: tuple[tuple[str, str, str], ...], said: str
) -> None:
    listed = relationships(*entries).decode().split(">", 1)[1]
    built, text = sound(style(tmp_path, {MAIN_RELS: ("</Relationships>", listed)}))
    (finding,) = built.findings
    assert (finding.code, finding.severity) == ("style-dropped", Severity.INFO) and said in finding.message
    assert "webSettings" not in text and "customXml" not in text


SETTINGS = {
    "attachedTemplate": ('<w:attachedTemplate r:id="rId1" xmlns:r="x"/>', "附加模板"),
    "mailMerge": ("<w:mailMerge><w:dataType w:val='textFile'/></w:mailMerge>", "邮件合并"),
    "documentProtection": ('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', "文档保护"),
    "docVars": ('<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>', "文档变量"),
    "updateFields": ('<w:updateFields w:val="true"/>', "updateFields"),
}


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_settings_that_are_no_looks_are_left_out(tmp_path: Path, name: str) -> None:
    content, said = SETTINGS[name]
    built, text = sound(style(tmp_path, {"word/settings.xml": ("</w:settings>", f"{content}</w:settings>")}))
    assert [finding.code for finding in built.findings] == ["style-dropped"] and said in built.findings[0].message
    assert f"<w:{name}" not in text and "<w:evenAndOddHeaders" in text


@pytest.mark.parametrize("kind", ["application/xml", "application/octet-stream", "application/json"])
def test_types_that_lie_change_nothing(tmp_path: Path, kind: str) -> None:
    lies = (r'ContentType="[^"]*\.(?:settings|header|footer|styles)\+xml"', f'ContentType="{kind}"')
    built, _ = sound(style(tmp_path, {"[Content_Types].xml": lies}))
    assert built.data == build(STYLE).data and built.findings == ()


BASED = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/></w:style>'
LINES = {
    "size 0": ('w:val="32"', 'w:val="0"'),
    "size of no end": ('w:val="32"', 'w:val="99999999999999999999999999"'),
    "no number": ('w:line="579"', 'w:line="-1e9"'),
    "alignment": ('<w:jc w:val="both"/>', '<w:jc w:val="evil"/>'),
    "missing base": ('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="没有"/>'),
    "based on itself": ('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="GwBody"/>'),
    "a loop": in_styles(BASED.format("A", "B") + BASED.format("B", "A")),
    "a chain": in_styles("".join(BASED.format(f"A{n}", f"A{n + 1}") for n in range(500))),
    "missing next": ('<w:next w:val="GwBody"/>', '<w:next w:val="没有"/>'),
    "missing list": ('<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="7"/></w:numPr>'),
    "twice": in_styles(BASED.format("GwBody", "Normal")),
}


@pytest.mark.parametrize("name", sorted(LINES))
def test_numbers_and_references_that_make_no_sense_are_findings(tmp_path: Path, name: str) -> None:
    built, _ = sound(style(tmp_path, {"word/styles.xml": LINES[name]}))
    assert "style-values" in {finding.code for finding in built.findings}


def test_elements_in_a_wrong_order_are_put_right(tmp_path: Path) -> None:
    wrong = ('<w:sz w:val="32"/><w:szCs w:val="32"/>', '<w:szCs w:val="32"/><w:sz w:val="32"/><w:b/>')
    built, text = sound(style(tmp_path, {"word/styles.xml": wrong}))
    assert built.findings == () and '<w:b/><w:spacing w:val="-5"/><w:sz w:val="32"/><w:szCs w:val="32"/>' in text


def test_a_style_cannot_hide_text(tmp_path: Path) -> None:
    hidden = ('<w:sz w:val="32"/>', '<w:vanish/><w:sz w:val="32"/>')
    built, text = sound(style(tmp_path, {"word/styles.xml": hidden}))
    assert "隐藏文字" in built.findings[0].message and "vanish" not in text


def test_pages_without_room_for_text_are_replaced(tmp_path: Path) -> None:
    for pattern, text in (('w:left="1588"', 'w:left="30000"'), ('w:w="11906"', 'w:w="99999999999999999999"')):
        built, _ = sound(style(tmp_path, {"word/document.xml": (pattern, text)}))
        assert "style-page" in {finding.code for finding in built.findings}


def test_numbering_comes_along_without_pictures(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '<w:lvlPicBulletId w:val="0"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {space}><w:numPicBullet w:numPicBulletId="0"/>'
        f'<w:abstractNum w:abstractNumId="3">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="9"/></w:num></w:numbering>'
    )
    numbered = related_to_text("numbering", 'numbering.xml"')
    path = style(tmp_path, {MAIN_RELS: numbered, "word/numbering.xml": numbering.encode()})
    built, text = sound(path)
    assert {finding.code for finding in built.findings} == {"style-dropped", "style-values"}
    assert '<w:num w:numId="1"><w:abstractNumId w:val="3"/>' in text and '<w:abstractNumId w:val="9"/>' not in text
    assert "PicBullet" not in text


def test_fonts_and_colours_of_the_theme_come_along_and_nothing_else_of_it(tmp_path: Path) -> None:
    theme = ('<a:ea typeface="仿宋_GB2312"/>', '<a:ea typeface="方正仿宋_GBK" panose="evil"/>')
    assert '<a:ea typeface="方正仿宋_GBK"/>' in sound(style(tmp_path, {"word/theme/theme1.xml": theme}))[1]
    colour = ('<a:srgbClr val="4472C4"/>', '<a:sysClr val="window" lastClr="123456"/>')
    assert '<a:srgbClr val="123456"/>' in sound(style(tmp_path, {"word/theme/theme1.xml": colour}))[1]
    fill = ("<a:bgFillStyleLst>", '<a:bgFillStyleLst><a:blipFill><a:blip r:link="evil" xmlns:r="x"/></a:blipFill>')
    assert "blip" not in sound(style(tmp_path, {"word/theme/theme1.xml": fill}))[1]


ENTITY = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MACRO_TYPE = '<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
STRICT = (r"http://schemas.openxmlformats.org/wordprocessingml", "http://purl.oclc.org/ooxml/wordprocessingml")
MANY = "".join(BASED.format(f"A{n}", "Normal") for n in range(3000))
UNUSABLE = {
    "macros": ({"word/vbaProject.bin": b"x"}, "style-macros"),
    "macros by relationship": ({HEADER_RELS: relationships(("rIdV", "vbaProject", 'a.dat"'))}, "style-macros"),
    "macros by type": ({TYPES: ("</Types>", MACRO_TYPE), "word/a.dat": b"x"}, "style-macros"),
    "template": ({TYPES: (r"document\.main", "template.main")}, "style-template"),
    "entity in a header": ({HEADER: (r"\?>", f"?>{ENTITY}")}, "style-unreadable"),
    "entity in the styles": ({"word/styles.xml": (r"\?>", f"?>{ENTITY}")}, "style-unreadable"),
    "entity in the types": ({TYPES: (r"\?>", f"?>{ENTITY}")}, "style-unreadable"),
    "no styles": ({MAIN_RELS: ('/styles"', '/nothing"')}, "style-unreadable"),
    "styles that are none": ({"word/styles.xml": b"<a/>"}, "style-unreadable"),
    "too many styles": ({"word/styles.xml": in_styles(MANY)}, "style-unreadable"),
    "too large": ({"word/styles.xml": b"<a>" + b" " * 5_000_000 + b"</a>"}, "style-unreadable"),
    "deep": ({HEADER: b"<a>" * 100_000 + b"</a>" * 100_000}, "style-unreadable"),
    "strict": ({"word/document.xml": STRICT}, "style-unreadable"),
}


@pytest.mark.parametrize("name", sorted(UNUSABLE))
def test_style_documents_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    changes, code = UNUSABLE[name]
    with pytest.raises(FindingsError) as raised:
        build(style(tmp_path, changes))
    (finding,) = raised.value.findings
    assert finding.code == code and finding.hint and finding.location.file and finding.unusable


def test_files_that_are_no_style_documents(tmp_path: Path) -> None:
    path = tmp_path / "样式.docx"
    for content in (
        None,
        b"",
        b"text",
        write_parts({"a.xml": b"<a/>"}),
        write_parts({"[Content_Types].xml": b"<Types/>"}),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(FindingsError) as raised:
            open_style(path)
        assert [finding.code for finding in raised.value.findings] == ["style-unreadable"]


def test_a_style_document_is_taken_apart_once_and_is_as_it_was_after_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    whole = style_source._Source.__init__

    def counted(self: object, parts: Mapping[str, bytes]) -> None:
        opened.append(parts)
        whole(self, parts)  # type: ignore[arg-type]

    monkeypatch.setattr(style_source._Source, "__init__", counted)
    style = tmp_path / "style.docx"
    parts = read_parts(STYLE.read_bytes())
    style.write_bytes(write_parts(parts))

    def draft() -> BuiltDocument:
        return build_docx(parse_markdown(MARKDOWN), style=style, properties={}, title="甲", author="乙")

    first = draft()
    assert draft().data == first.data
    assert len(opened) == 1
    wider = parts["word/document.xml"].replace(b'w:left="1588"', b'w:left="1400"')
    assert wider != parts["word/document.xml"]
    style.write_bytes(write_parts({**parts, "word/document.xml": wider}))
    assert draft().data != first.data
    style.write_bytes(write_parts(parts))
    assert draft().data == first.data
