"""Import, check and audit see the same text of a Word file: what Word shows, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_documents import cell, paragraph, run, table, word_package
from plangen.office.body import Unseen
from plangen.office.word_document import WordDocument, read_docx
from plangen.reading.word import source_of
from plangen.terms.findings import Finding
from plangen.trace.anchors import read_draft
from plangen.trace.check_words import load_check_words
from plangen.trace.sections import draft_places

HEAD = paragraph("一、总体要求", '<w:outlineLvl w:val="0"/>')
GONE = "<w:del w:id='1'/>"
VANISH = "<w:vanish/>"
OFF = '<w:vanish w:val="0"/>'
STYLED = '<w:rStyle w:val="h"/>'
BOX = f"<w:txbxContent>{paragraph('框内见到')}</w:txbxContent>"
STRICT = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)


def deleted(text: str) -> str:
    return f"<w:del w:id='1'><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def style(kind: str, name: str, looks: str, more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}<w:rPr>{looks}</w:rPr></w:style>'


def rows_with(properties: str) -> str:
    plain = table([[cell("甲列"), cell("乙列")], [cell("隐行"), cell("隐格")], [cell("见行"), cell("见格")]], 2)
    head, second, rest = plain.split("<w:tr>")[1:4]
    return plain.split("<w:tr>")[0] + f"<w:tr>{head}<w:tr><w:trPr>{properties}</w:trPr>{second}<w:tr>{rest}"


def styled(look: str, direct: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{run('隐一', direct)}</w:p>"


# name -> body, styles, what is shown, what is not
CASES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "run": (f"<w:p>{run('见一')}{run('隐一', '<w:vanish/>')}{run('见二')}</w:p>", "", ["见一见二"], ["隐一"]),
    "switched off": (f"<w:p>{run('见一', OFF)}</w:p>", "", ["见一"], []),
    "character style": (
        f"<w:p>{run('隐一', STYLED)}{run('见一')}</w:p>",
        style("character", "base", "<w:vanish/>") + style("character", "h", "", '<w:basedOn w:val="base"/>'),
        ["见一"],
        ["隐一"],
    ),
    "paragraph style": (styled('<w:pStyle w:val="h"/>'), style("paragraph", "h", "<w:vanish/>"), [], ["隐一"]),
    "two styles undo one another": (
        styled('<w:pStyle w:val="h"/>', '<w:rStyle w:val="c"/>').replace("隐", "见"),
        style("paragraph", "h", "<w:vanish/>") + style("character", "c", "<w:vanish/>"),
        ["见一"],
        [],
    ),
    "defaults": (
        styled("") + f"<w:p>{run('见一', OFF)}</w:p>",
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        ["见一"],
        ["隐一"],
    ),
    "table style": (
        table([[cell("隐一"), cell("隐二")]], 2).replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="t"/>'),
        style("table", "t", "<w:vanish/>"),
        [],
        ["隐一", "隐二"],
    ),
    "hidden paragraph mark": (
        paragraph("见一", "<w:rPr><w:vanish/></w:rPr>") + paragraph("见二"), "", ["见一见二"], [],
    ),
    "hidden anchor of a text box": (
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:pict>{BOX.replace('见到', '隐到')}</w:pict></w:r>{run('见一')}</w:p>",
        "", ["见一"], ["隐到"],
    ),
    "deleted": (f"<w:p>{run('见一')}{deleted('隐一')}{run('见二')}</w:p>", "", ["见一见二"], ["隐一"]),
    "deleted mark": (paragraph("见一", f"<w:rPr>{GONE}</w:rPr>") + paragraph("见二"), "", ["见一见二"], []),
    "deleted row": (rows_with(GONE), "", ["甲列", "乙列", "见行", "见格"], ["隐行", "隐格"]),
    "hidden row": (rows_with("<w:hidden/>"), "", ["甲列", "见行", "见格"], ["隐行", "隐格"]),
    "deleted cell": (
        table([[cell("见一"), cell("隐一").replace("<w:tcPr>", "<w:tcPr><w:cellDel w:id='1'/>"), cell("见二")]], 3),
        "", ["见一", "见二"], ["隐一"],
    ),
    "moved": (
        f"<w:p><w:moveFrom w:id='1'>{run('隐一')}</w:moveFrom>{run('见一')}</w:p>"
        f"<w:p><w:moveTo w:id='2'>{run('见二')}</w:moveTo></w:p>",
        "", ["见一", "见二"], ["隐一"],
    ),
    "inserted": (f"<w:p><w:ins w:id='1'>{run('见一')}</w:ins></w:p>", "", ["见一"], []),
    "inserted and deleted again": (
        f"<w:p>{run('见一')}<w:ins w:id='1'>{deleted('隐一')}</w:ins></w:p>", "", ["见一"], ["隐一"],
    ),
    "text box": (
        f"<w:p>{run('见一')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{BOX}</mc:Choice>"
        f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "", ["见一", "框内见到"], [],
    ),
    "content control": (f"<w:sdt><w:sdtContent>{paragraph('见一')}</w:sdtContent></w:sdt>", "", ["见一"], []),
    "row in a content control": (
        table([[cell("甲列"), cell("乙列")]], 2)
        .replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
        .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>"),
        "", ["甲列", "乙列"], [],
    ),
    "nested table": (
        table([[cell("外甲"), cell(paragraph("外乙") + table([[cell("内甲"), cell("内乙")]], 2) + "<w:p/>")]], 2),
        "", ["外甲", "外乙", "内甲", "内乙"], [],
    ),
    "frame": (table([[cell(paragraph("见一") + paragraph("见二"))]], 1), "", ["见一", "见二"], []),
}  # fmt: skip


def seen_by_all(data: bytes) -> tuple[WordDocument, dict[str, str], tuple[Finding, ...]]:
    """Return the document, the text that each command sees of it, and what the reader says."""
    document = read_docx(data, "规划.docx")
    source = source_of(document, data)
    draft = read_draft(document, load_check_words())
    places = draft_places(source)
    texts = {
        "import": "\n".join("\n".join(line.cells or (line.text,)) for line in source.lines),
        "check": "\n".join([*(line.text for line in draft.lines), *("\n".join(row.cells) for row in draft.rows)]),
        "audit": "\n".join("\n".join((one.title, one.text, *one.units, *one.columns)) for one in places),
    }
    return document, texts, source.findings


@pytest.mark.parametrize("dialect", ["transitional", "strict"])
@pytest.mark.parametrize("case", CASES)
def test_import_check_and_audit_see_the_same(case: str, dialect: str) -> None:
    body, styles, shown, unseen = CASES[case]
    data = word_package(f"{HEAD}{body}<w:p>{run('末段见到', OFF)}</w:p>", styles=styles)
    if dialect == "strict":
        data = strict(data)
    document, texts, findings = seen_by_all(data)
    for command, text in texts.items():
        for piece in [*shown, "末段见到"]:
            assert piece in text, command
        for piece in unseen:
            assert piece not in text, command
    kept = "".join(piece.text for piece in document.hidden)
    assert all(piece in kept for piece in unseen)
    assert all(piece.place.words for piece in document.hidden)
    said = {finding.code for finding in findings}
    assert ("word-hidden-text" in said) == any(
        piece.why is Unseen.HIDDEN and piece.text.strip() for piece in document.hidden
    )
    assert not any(piece.why is not Unseen.HIDDEN for piece in document.hidden) or "word-tracked-changes" in said


def strict(data: bytes) -> bytes:
    import io
    import zipfile

    from build_documents import zip_of

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {
            name: archive.read(name).replace(*(space.encode() for space in STRICT)) for name in archive.namelist()
        }
    return zip_of(files)


def test_a_finding_says_how_many_passages_are_not_shown_and_where() -> None:
    hidden = "".join(
        f"<w:p>{run(f'见{number}')}{run('隐', '<w:vanish/>')}{run('密', '<w:vanish/><w:b/>')}</w:p>"
        for number in range(5)
    )
    _, _, (found,) = seen_by_all(word_package(HEAD + hidden))
    assert (found.code, found.values["count"]) == ("word-hidden-text", 5)
    assert "“一、总体要求”下第1段、“一、总体要求”下第2段" in found.message
    assert "等5处" in found.message


def test_looks_are_kept_for_later(tmp_path: Path) -> None:
    looks = '<w:strike/><w:color w:val="FFFFFF"/><w:sz w:val="2"/>'
    path = tmp_path / "规划.docx"
    path.write_bytes(word_package(f"<w:p>{run('平常')}{run('划掉', looks)}<w:ins w:id='1'>{run('新增')}</w:ins></w:p>"))
    (block,) = read_docx(path).paragraphs
    assert [(piece.text, piece.look.struck, piece.look.colour, piece.look.half_points) for piece in block.runs] == [
        ("平常", False, None, None), ("划掉", True, "FFFFFF", 2), ("新增", False, None, None),
    ]  # fmt: skip
    assert [piece.look.inserted for piece in block.runs] == [False, False, True]


def test_a_bookmark_between_blocks_belongs_to_what_follows() -> None:
    mark = "<w:bookmarkStart w:id='1' w:name='{}'/>"
    body = mark.format("pg_a__T1") + paragraph("见一") + mark.format("pgr_a__T1") + table([[cell("甲"), cell("乙")]], 2)
    document = read_docx(word_package(body))
    assert [(name, getattr(place, "text", "row")) for name, place in document.bookmarks()] == [
        ("pg_a__T1", "见一"), ("pgr_a__T1", "row"),
    ]  # fmt: skip


def test_the_bookmark_of_a_paragraph_that_is_deleted_whole_goes_with_it() -> None:
    mark = "<w:bookmarkStart w:id='1' w:name='pg_a__T1'/>"
    gone = f"<w:p><w:pPr><w:rPr>{GONE}</w:rPr></w:pPr>{mark}{deleted('隐一')}</w:p>"
    document = read_docx(word_package(gone + paragraph("见一")))
    assert [block.text for block in document.paragraphs] == ["见一"]
    assert list(document.bookmarks()) == []
