"""What a rendered file carries of its own past, and that its new bookmarks change nothing for whoever reads it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import plangen
from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.document.past import spec_fingerprint
from plangen.document.word_check import lint_docx
from plangen.office.base import BaseState, beside_path, find_base, read_base
from plangen.office.bookmarks import MAP_PROPERTY, PREFIXES, text_key
from plangen.office.docx_package import parse_xml, read_parts, read_properties, write_parts
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.terms.resources import templates_folder

SPECS = Path(__file__).resolve().parents[2] / "specs"
STYLE = templates_folder() / "style" / "gongwen.docx"
TEXT = (
    '# 一、总则\n\n甲乙丙。\n\n甲乙丙。\n\n{items="a:T1"}\n## （一）任务\n\n'
    '| 序号 | 事项 |\n|---|---|\n| 1 | [修渠]{items="a:T1"} |\n| 2 | 植树 |\n'
)


def names_of(text: str) -> list[str]:
    data = write_docx(parse_markdown(text), style=STYLE, properties={}, title="x", author="y")
    assert lint_docx(data) == [] and MAP_PROPERTY not in read_properties(read_parts(data))
    return [name for name, _ in read_docx(data).bookmarks()]


@pytest.fixture(scope="module")
def rendered() -> plangen.Rendered:
    return plangen.render(SPECS / "yonghe.yaml")


def test_every_paragraph_and_row_has_a_bookmark_that_its_words_name() -> None:
    words = text_key("甲乙丙。")
    assert names_of(TEXT) == [
        f"pgh_{text_key('总则')}",
        f"pgh_{words}",
        f"pgh_{words}_n2",
        "pg_a__T1",
        f"pghr_{text_key('序号|事项')}",
        "pgr_a__T1",
        f"pghr_{text_key('植树')}",
    ]
    moved = (
        TEXT.replace("一、总则", "三、总则").replace("| 2 | 植树", "| 9 | 植树").replace("（一）任务", "（五）新任务")
    )
    assert names_of(moved) == names_of(TEXT), "numbers do not count"
    assert set(names_of(TEXT)) - set(names_of(TEXT.replace("植树", "种草"))) == {f"pghr_{text_key('植树')}"}


def test_each_file_carries_the_text_that_it_was_rendered_from(rendered: plangen.Rendered) -> None:
    sheets = plangen.render(SPECS / "yonghe.yaml", departments=["县水利局"])
    texts = [one.data.decode() for one in plangen.render(SPECS / "yonghe.yaml", "md").documents]
    bases = [read_base(read_parts(one.data)).base for one in (*rendered.documents, *sheets.documents)]
    assert [base.identity.get("plangen.part") for base in bases if base] == [None, "companion", None]
    assert bases[2] and bases[2].identity["plangen.department"] == "县水利局"
    for base, text in zip(bases, texts, strict=False):
        assert base and text.startswith(base.text)
    for one in (*rendered.documents, *sheets.documents):
        data = write_parts(read_parts(one.data))
        assert data == one.data and lint_docx(data) == []
        assert {name.partition("_")[0] for name, _ in read_docx(data).bookmarks()} <= {*PREFIXES, ""}  # _Ref


def test_the_fingerprint_knows_content_only(rendered: plangen.Rendered, tmp_path: Path) -> None:
    shutil.copytree(SPECS, tmp_path / "别处")
    path = tmp_path / "别处" / "yonghe.yaml"
    text = path.read_text("utf-8")
    path.write_text(f"# 说明\n\n{text}", "utf-8")
    before = spec_fingerprint(rendered.prepared.plan)
    plan = plangen.build_plan(path).plan
    assert spec_fingerprint(plan) == before
    assert plangen.render(path).documents[0].data == rendered.documents[0].data
    path.write_text(text.replace("180", "181"), "utf-8")
    assert spec_fingerprint(plangen.build_plan(path).plan) != before


def test_a_check_says_the_same_without_the_new_bookmarks(rendered: plangen.Rendered, tmp_path: Path) -> None:
    data = rendered.documents[0].data
    parts = read_parts(data)
    root = parse_xml(parts["word/document.xml"])
    numbers = set()
    for node in [*root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        if re.match("pghr?_", node.get(f"{W}name") or ""):
            numbers.add(node.get(f"{W}id"))
        if node.get(f"{W}id") in numbers:
            node.getparent().remove(node)
    from lxml import etree

    bare, full = tmp_path / "无" / "稿.docx", tmp_path / "有" / "稿.docx"
    for path, content in ((bare, write_parts({**parts, "word/document.xml": etree.tostring(root)})), (full, data)):
        path.parent.mkdir()
        path.write_bytes(content)
    assert len(numbers) > 100
    first, second = (plangen.check(rendered.prepared, path).as_json() for path in (bare, full))
    assert str(first).replace(str(bare), "") == str(second).replace(str(full), "")
    read = [plangen.import_parent(path).source.document for path in (bare, full)]
    assert read[0].lines == read[1].lines and read[0].anchors == read[1].anchors


def test_the_base_beside_keeps_what_is_another_drafts(rendered: plangen.Rendered, tmp_path: Path) -> None:
    draft = tmp_path / "稿.docx"
    (written,) = plangen.write(rendered.documents[0].at(draft))
    beside = beside_path(draft)
    assert written.path == draft and sorted(one.name for one in tmp_path.iterdir()) == [".plangen", "稿.docx"]
    before = beside.read_bytes()
    parts = {name: data for name, data in read_parts(draft.read_bytes()).items() if "customXml" not in name}
    moved = draft.with_name("改名.docx")
    moved.write_bytes(write_parts(parts))
    assert find_base(moved).state is BaseState.BESIDE
    draft.unlink()
    other = plangen.render(SPECS / "yonghe-145.yaml").documents[0]
    plangen.write(other.at(draft))
    assert before in [one.read_bytes() for one in beside.parent.iterdir()] and beside.read_bytes() != before
    assert find_base(moved).state is BaseState.BESIDE, "it is still found for the draft that somebody works in"
    plangen.write(other.at(draft))
    assert len(list(beside.parent.iterdir())) == 2


def test_a_refused_draft_keeps_the_base_of_what_stands_there(rendered: plangen.Rendered, tmp_path: Path) -> None:
    draft = tmp_path / "稿.docx"
    plangen.write(rendered.documents[0].at(draft))
    parts = read_parts(draft.read_bytes())
    text = parts["word/document.xml"].replace("永和县".encode(), "本县".encode())
    draft.write_bytes(write_parts({**parts, "word/document.xml": text}))
    before = beside_path(draft).read_bytes()
    newer = plangen.render(SPECS / "yonghe-145.yaml").documents[0]
    with pytest.raises(plangen.FindingsError):
        plangen.write(newer.at(draft))
    assert beside_path(draft).read_bytes() == before and len(list(tmp_path.rglob("*.xml"))) == 1
