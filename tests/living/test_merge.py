"""A new render merged into a draft that people work in: what is put in, what stays, and what is said."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import plangen
from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.document.word_check import lint_docx
from plangen.living.merge import Merged, merge
from plangen.living.merge_blocks import blocks_of
from plangen.living.merge_clauses import merged, says_the_same
from plangen.living.revisions import own, settle
from plangen.office.docx_package import parse_xml, read_parts, write_parts
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
SPECS = Path(__file__).resolve().parents[2] / "specs"
DATE = "2026-12-15T00:00:00Z"
BASE = """# 一、总则

到2027年底，渠道全部修好；每年巡查两次，问题当场改正。

{items="a:T1"}
## （一）修渠

由县水利局负责，年底完成。

## （二）植树

# 二、附则

{.table-title #tasks}
表1　分工

| 序号 | 事项 | 单位 |
|---|---|---|
| 1 | [修渠]{items="a:T1"} | 县水利局 |
| 2 | [植树]{items="a:T2"} | 县林业局 |
"""


def rendered(text: str) -> bytes:
    return write_docx(parse_markdown(text), style=STYLE, properties={}, title="x", author="y")


def edited(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return a file with parts of its XML replaced, as an editor writes it."""
    parts = read_parts(data)
    text = parts["word/document.xml"].decode()
    for old, new in pairs:
        assert re.search(old, text), old
        text = re.sub(old, new, text, count=1)
    return write_parts({**parts, "word/document.xml": text.encode()})


def texts(data: bytes, accept: bool | None = None) -> list[str]:
    root = parse_xml(read_parts(data)["word/document.xml"])
    if accept is not None:
        settle(root, accept=accept, chosen=own)
    return [block.unit.text for block in blocks_of(root.find(f"{W}body")) if block.unit.text]


def merging(theirs: bytes, new: str, base: str = BASE, **more: Any) -> Merged:
    result = merge(theirs, rendered(base), rendered(new), date=DATE, **more)
    assert [line for line in lint_docx(result.data) if line not in lint_docx(theirs)] == []
    assert texts(result.data, accept=False) == texts(theirs)
    return result


@pytest.mark.parametrize(
    ("base", "theirs", "new", "expected", "clashes"),
    [
        ("甲，乙。", "甲，乙。", "甲，丙。", "甲，丙。", 0),
        ("甲，乙。", "丁，乙。", "甲，丙。", "丁，丙。", 0),
        ("甲，乙。", "甲，丁。", "甲，丙。", "甲，丁。", 1),
        ("甲，乙。", "甲，丙。", "甲，丙。", "甲，丙。", 0),
        ("每半年一次。", "每年两次。", "每季度一次。", "每年两次。", 1),
        ("一，二，三，四。", "一，二改，三，四。", "一，二，三，四改。", "一，二改，三，四改。", 0),
        ("一，二，三。", "二，三。", "一，二，三改。", "二，三改。", 0),
        ("一，二，三。", "一，二，三。人加。", "一，二，三。机加。", "一，二，三。人加。", 1),
        ("一，二，三。", "人加，一，二，三。", "一，二，三。机加。", "人加，一，二，三。机加。", 0),
        ("一，二。", "", "一，三。", "", 1),
    ],
)
def test_only_different_clauses_are_merged(base: str, theirs: str, new: str, expected: str, clashes: int) -> None:
    edits, found = merged(base, theirs, new)
    text = theirs
    for edit in reversed(edits):
        text = text[: edit.start] + new[edit.begin : edit.stop] + text[edit.end :]
    assert (text, len(found)) == (expected, clashes)


def test_what_only_the_program_changed_is_a_tracked_change_and_nothing_else_is_touched() -> None:
    base = rendered(BASE)
    new = BASE.replace("县水利局负责", "县水利局、县财政局负责").replace("县林业局", "县应急局")
    result = merging(base, new)
    assert texts(result.data, accept=True) == texts(rendered(new)) and result.conflicts == ()
    before, after = (parse_xml(read_parts(data)["word/document.xml"]) for data in (base, result.data))
    changes = list(after.iter(f"{W}ins", f"{W}del"))
    assert {(node.get(f"{W}author"), node.get(f"{W}date")) for node in changes} == {("plangen", DATE)}
    assert ["".join(node.itertext()) for node in changes] == ["、县财政局", "林业", "应急"]
    pairs = [
        (etree.tostring(a), etree.tostring(b)) for a, b in zip(before.iter(f"{W}p"), after.iter(f"{W}p"), strict=True)
    ]
    assert sum(a != b for a, b in pairs) == 2
    assert merging(base, new).data == result.data
    plain = merge(base, rendered(BASE), rendered(new), date=DATE, accept=True)
    assert texts(plain.data) == texts(rendered(new)) and b"w:ins" not in read_parts(plain.data)["word/document.xml"]


def test_the_words_of_a_person_stay_and_a_comment_holds_the_others() -> None:
    theirs = edited(rendered(BASE), ("2027", "2026"))
    result = merging(theirs, BASE.replace("2027", "2028").replace("巡查两次", "巡查三次"))
    assert any("2026年底，渠道全部修好；每年巡查三次" in text for text in texts(result.data, accept=True))
    assert [finding.code for finding in result.conflicts] == ["merge-same-clause"]
    (comment,) = read_docx(result.data).comments.values() if hasattr(read_docx(result.data), "comments") else [None]
    assert b"2028" in read_parts(result.data)["word/comments.xml"]
    assert comment is None or (comment.author == "plangen" and "2028" in comment.text)


CASES: list[tuple[str, Callable[[bytes], bytes], Callable[[str], str], str]] = [
    (
        "deleted here",
        lambda data: edited(data, ("<w:p>(?:(?!<w:p>).)*年底完成.*?</w:p>", "")),
        lambda t: t.replace("年底完成", "年中完成"),
        "merge-person-deleted",
    ),
    (
        "deleted there",
        lambda data: edited(data, ("年底完成", "年底前完成")),
        lambda t: t.replace("由县水利局负责，年底完成。\n\n", ""),
        "merge-program-deleted",
    ),
    (
        "revised",
        lambda data: edited(
            data,
            ("(<w:r><w:t>由县水利局)", r'<w:ins w:id="900" w:author="李四"><w:r><w:t>经研究</w:t></w:r></w:ins>\1'),
        ),
        lambda t: t.replace("年底完成", "年中完成"),
        "merge-revised",
    ),
    (
        "footnote",
        lambda data: edited(
            data,
            (
                "由县水利局负责，年底完成",
                '由县水利局</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>负责，年底完成',
            ),
        ),
        lambda t: t.replace("由县水利局负责，年底完成。\n\n", ""),
        "merge-program-deleted",
    ),
    (
        "moved",
        lambda data: edited(data, ("年底完成", "年底前完成")),
        lambda t: t.replace("由县水利局负责，年底完成。\n\n", "").replace(
            "# 二、附则", "由县水利局负责，年底完成。\n\n# 二、附则"
        ),
        "",
    ),
    (
        "column",
        lambda data: edited(
            data, ("(</w:tr>)(?!.*</w:tr>)", r"<w:tc><w:tcPr><w:tcW w:w='9' w:type='dxa'/></w:tcPr><w:p/></w:tc>\1")
        ),
        lambda t: t.replace("县林业局", "县应急局"),
        "merge-table",
    ),
]


@pytest.mark.parametrize(("name", "edit", "change", "code"), CASES, ids=[case[0] for case in CASES])
def test_what_cannot_be_put_in_is_said(name: str, edit: Any, change: Any, code: str) -> None:
    theirs = edit(rendered(BASE))
    result = merge(theirs, rendered(BASE), rendered(change(BASE)), date=DATE)
    assert texts(result.data, accept=False) == texts(theirs)
    codes = [finding.code for finding in result.conflicts]
    assert codes == ([code] if code else []) or (not code and set(codes) <= {"merge-moved", "merge-program-deleted"})
    assert len(re.findall(b"<w:comment ", read_parts(result.data).get("word/comments.xml", b""))) == len(codes)


def test_rows_and_paragraphs_come_and_go() -> None:
    theirs = edited(rendered(BASE), ("问题当场改正", "问题当天改正"))
    new = BASE.replace("# 二、附则", '新写一段。\n\n{items="a:T3"}\n## （三）清淤\n\n# 二、附则').replace(
        "| 2 | [植树]", '| 2 | [清淤]{items="a:T3"} | 县水利局 |\n| 3 | [植树]'
    )
    result = merging(theirs, new)
    assert result.conflicts == () and texts(result.data, accept=True) == [
        text.replace("当场", "当天") for text in texts(rendered(new))
    ]
    names = [name for name, _ in read_docx(result.data).bookmarks()]
    assert "pg_a__T3" in names and "pgr_a__T3" in names
    root = parse_xml(read_parts(result.data)["word/document.xml"])
    lists = {
        "".join(node.itertext()): node.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
        for node in root.iter(f"{W}p")
        if node.find(f"{W}pPr/{W}numPr") is not None
    }
    assert lists["清淤"] == lists["植树"] == lists["修渠"] != lists["附则"]
    back = merge(result.data, rendered(new), rendered(BASE), date=DATE)
    assert back.conflicts == (), "what we put in and nobody has accepted can be taken out again"
    assert texts(back.data, accept=True) == texts(back.data, accept=False) == texts(theirs)
    gone = merging(theirs, BASE.replace('{items="a:T1"}\n## （一）修渠\n\n由县水利局负责，年底完成。\n\n', ""))
    assert "修渠" not in texts(gone.data, accept=True) and gone.conflicts == ()


def test_what_was_moved_keeps_its_name_and_is_known_the_next_time() -> None:
    item = '{items="a:T1"}\n## （一）修渠\n\n由县水利局负责，年底完成。\n\n'
    moved = BASE.replace(item, "").replace("# 二、附则\n\n", f"# 二、附则\n\n{item}")
    once = merging(rendered(BASE), moved)
    assert once.conflicts == () and texts(once.data, accept=True) == texts(rendered(moved))
    places = dict(read_docx(once.data).bookmarks())
    assert places["pg_a__T1"].text.endswith("修渠")
    later = moved.replace("年底完成", "年中完成")
    twice = merge(once.data, rendered(moved), rendered(later), date=DATE)
    assert texts(twice.data, accept=False) == texts(rendered(BASE))
    assert twice.conflicts == () and texts(twice.data, accept=True) == texts(rendered(later))


def test_styles_and_lists_are_those_of_the_carrier() -> None:
    parts = read_parts(rendered(BASE))
    renamed = {
        name: re.sub(rb'"Gw([A-Za-z0-9]+)"', rb'"St\1"', data) if name.startswith("word/") else data
        for name, data in parts.items()
    }
    renamed["word/document.xml"] = re.sub(rb'(<w:numId w:val=")([0-9]+)"', rb'\g<1>4\2"', renamed["word/document.xml"])
    renamed["word/numbering.xml"] = re.sub(rb'(w:numId=")([0-9]+)"', rb'\g<1>4\2"', renamed["word/numbering.xml"])
    new = BASE.replace("# 二、附则", "新写一段。\n\n## （三）清淤\n\n# 二、附则\n\n# 三、其他")
    result = merging(write_parts(renamed), new)
    text = read_parts(result.data)["word/document.xml"]
    assert b'"Gw' not in text and set(re.findall(rb'numId w:val="([0-9])', text)) == {b"4"}
    assert texts(result.data, accept=True) == texts(rendered(new))


def test_a_file_that_changes_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    shutil.copytree(SPECS, tmp_path / "specs")
    spec, path = tmp_path / "specs" / "yonghe.yaml", tmp_path / "稿.docx"
    plangen.write(plangen.render(spec).documents[0].at(path))
    path.write_bytes(edited(path.read_bytes(), ("52万亩", "51万亩")))
    spec.write_text(spec.read_text("utf-8").replace("180", "181"), "utf-8")
    draft = plangen.merge_over(plangen.render(spec).documents[0], path)
    assert draft and draft.output
    path.write_bytes(later := edited(path.read_bytes(), ("51万亩", "50万亩")))
    with pytest.raises(plangen.FindingsError, match="output-changed"):
        plangen.write(draft.output)
    assert path.read_bytes() == later


def test_what_cannot_be_merged_with_is_refused() -> None:
    parts = read_parts(rendered(BASE))
    strict = parts["word/document.xml"].replace(W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    with pytest.raises(plangen.FindingsError, match="merge-form"):
        merge(write_parts({**parts, "word/document.xml": strict}), rendered(BASE), rendered(BASE), date=DATE)
    with pytest.raises(plangen.FindingsError, match="merge-unlike"):
        merge(rendered("别的文稿。\n\n写的是别的事。"), rendered(BASE), rendered(BASE), date=DATE)


def test_libreoffice_opens_it_and_its_own_files_are_merged(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    new = BASE.replace("年底完成", "年中完成").replace("# 二、附则", "新写一段。\n\n## （三）清淤\n\n# 二、附则")
    (tmp_path / "a.docx").write_bytes(edited(rendered(BASE), ("问题当场改正", "问题当天改正")))
    theirs = converted(tmp_path / "a.docx", "docx:MS Word 2007 XML")
    result = merge(theirs, rendered(BASE), rendered(new), date=DATE)
    expected = [text.replace("当场", "当天") for text in texts(rendered(new))]
    assert texts(result.data, accept=True) == expected and texts(result.data, accept=False) == texts(theirs)
    (tmp_path / "b.docx").write_bytes(result.data)
    assert texts(converted(tmp_path / "b.docx", "docx:MS Word 2007 XML")) == expected


def converted(path: Path, kind: str) -> bytes:
    folder = path.parent / "saved"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / path.name).read_bytes()


def test_a_clause_that_both_changed_alike_leaves_the_next_one_to_be_merged() -> None:
    base, theirs = "（甲局牵头，乙局、丙局配合；长期坚持）", "（丙局牵头，乙局、丙局配合；长期坚持）"
    edits, clashes = merged(base, theirs, "（丙局牵头，乙局配合；长期坚持）")
    assert clashes == ()
    assert [theirs[one.start : one.end] for one in edits] == ["、丙局"]


def test_what_says_the_same_in_other_words_takes_the_wording_of_the_program() -> None:
    base, theirs = "排查。（拟由甲局牵头，乙局配合）", "排查。再核一遍。（拟由乙局牵头，乙局、丙局配合）"
    edits, clashes = merged(base, theirs, new := "排查。再核一遍。（乙局牵头，丙局按职责分工负责）")
    assert clashes == ()
    for edit in reversed(edits):
        theirs = theirs[: edit.start] + new[edit.begin : edit.stop] + theirs[edit.end :]
    assert theirs == new


def test_another_unit_or_another_sentence_is_not_the_same() -> None:
    base, new = "排查。（拟由甲局牵头，乙局配合）", "排查。（乙局牵头，丙局配合）"
    assert merged(base, "排查。（拟由乙局牵头，丁局配合）", new)[1]
    assert not says_the_same("排查。再核。（乙局牵头，丙局配合）", new)
    assert not says_the_same("排查。", "排查")
