"""The command that renders again over a draft that people changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from plangen.document.word_check import lint_docx
from plangen.living.merge_blocks import blocks_of
from plangen.office.base import find_base
from plangen.office.docx_package import is_untouched, parse_xml, read_parts, read_properties, write_parts
from plangen.office.word_xml import W

SPECS = Path(__file__).resolve().parents[2] / "specs"


def edited(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return a file with parts of its XML replaced, as an editor writes it."""
    parts = read_parts(data)
    text = parts["word/document.xml"].decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return write_parts({**parts, "word/document.xml": text.encode()})


def texts(data: bytes) -> list[str]:
    body = parse_xml(read_parts(data)["word/document.xml"]).find(f"{W}body")
    return [block.unit.text for block in blocks_of(body)]


def test_the_command_merges_keeps_a_copy_and_says_what_it_did(invoke, tmp_path: Path) -> None:
    shutil.copytree(SPECS, tmp_path / "specs")
    spec = tmp_path / "specs" / "yonghe.yaml"
    assert invoke("render", str(spec), "-o", "稿.docx").code == 0
    path = tmp_path / "稿.docx"
    path.write_bytes(
        edited(
            path.read_bytes(), ("森林面积52万亩", "森林面积五十二万亩"), ("逐项承接，一项不漏", "逐项承接，一项都不漏")
        )
    )
    changed, first = path.read_bytes(), find_base(path).base
    unchanged = invoke("render", str(spec), "-o", "稿.docx")
    assert unchanged.code == 0 and path.read_bytes() == changed and "没有动它" in unchanged.out
    words = spec.read_text("utf-8")
    spec.write_text(words.replace("180", "181"), "utf-8")
    result = invoke("render", str(spec), "-o", "稿.docx")
    assert result.code == 0 and "人改的都保留" in result.out, result.err
    assert (tmp_path / "稿.备份1.docx").read_bytes() == changed
    found = find_base(path).base
    assert found and first and found.text != first.text and not is_untouched(path)
    assert "plangen.digest" not in read_properties(read_parts(path.read_bytes()))
    assert lint_docx(path.read_bytes()) == []
    now = texts(path.read_bytes())
    assert any("五十二万亩" in text and "181处" in text for text in now) and "逐项承接，一项都不漏" in now
    again = path.read_bytes()
    assert invoke("render", str(spec), "-o", "稿.docx").code == 0 and path.read_bytes() == again
    spec.write_text(words.replace("52", "53").replace("180", "181"), "utf-8")
    clash = invoke("render", str(spec), "-o", "稿.docx", "--accept")
    assert clash.code == 1 and "merge-" in clash.err and "没有合入" in clash.out
    forced = invoke("render", str(spec), "-o", "稿.docx", "--force")
    assert forced.code == 0 and is_untouched(path)


def test_without_a_base_nothing_is_written(invoke, tmp_path: Path) -> None:
    assert invoke("render", str(SPECS / "yonghe.yaml"), "-o", "稿.docx").code == 0
    path = tmp_path / "稿.docx"
    shutil.rmtree(tmp_path / ".plangen")
    data = edited(path.read_bytes(), ("52万亩", "51万亩"))
    path.write_bytes(write_parts({name: part for name, part in read_parts(data).items() if "customXml" not in name}))
    before = path.read_bytes()
    result = invoke("render", str(SPECS / "yonghe.yaml"), "-o", "稿.docx")
    assert result.code == 1 and "output-changed" in result.err and "base-missing" in result.err
    assert path.read_bytes() == before
