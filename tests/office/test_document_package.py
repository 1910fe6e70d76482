"""The package: bounds for strangers' files, the same bytes every time, and the seal."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.office import docx_package as package
from plangen.office import limits, word_package
from plangen.terms.findings import FindingsError
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"


@pytest.fixture(scope="module")
def rendered() -> bytes:
    document = parse_markdown('{items="a:T1"}\n# 一、标题\n\n正文。')
    return write_docx(document, style=STYLE, properties={"plangen.document": "d-1"}, title="标题", author="单位")


def archive(entries: list[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return stream.getvalue()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    parts = package.read_parts(data)
    assert old in parts[name]
    return package.write_parts({**parts, name: parts[name].replace(old, new)})


def test_written_parts_are_read_again_and_have_no_clock(rendered: bytes) -> None:
    parts = package.read_parts(rendered)
    assert package.write_parts(dict(reversed(parts.items()))) == rendered
    with zipfile.ZipFile(BytesIO(rendered)) as file:
        entries = file.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert [entry.filename for entry in entries][:2] == ["[Content_Types].xml", "_rels/.rels"]


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 50, b"PK\x03\x04" + b"\0" * 200])
def test_damaged_packages_are_refused(data: bytes) -> None:
    with pytest.raises(FindingsError, match="document-damaged"):
        package.read_parts(data)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_damage_gets_through_as_anything_but_a_finding(rendered: bytes, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(rendered) - 1))
    broken = bytearray(rendered)
    broken[position] ^= data.draw(st.integers(1, 255))
    try:
        package.read_parts(bytes(broken))
    except FindingsError:
        return


def test_bombs_and_doubled_names_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FindingsError, match="两次"), pytest.warns(UserWarning, match="Duplicate"):
        package.read_parts(archive([("a.xml", b"1"), ("a.xml", b"2")]))
    with pytest.raises(FindingsError, match="两次"):
        package.read_parts(archive([("a/b.xml", b"1"), ("A\\B.xml", b"2")]))
    monkeypatch.setattr(word_package, "MOST_UNPACKED_BYTES", 1_000)
    with pytest.raises(FindingsError, match="document-too-large"):
        package.read_parts(archive([("a.xml", b"0" * 1_001)]))
    monkeypatch.setattr(limits, "MOST_PARTS", 2)
    with pytest.raises(FindingsError, match="document-too-large"):
        package.read_parts(archive([(f"{number}.xml", b"") for number in range(3)]))
    monkeypatch.setattr(word_package, "MOST_FILE_BYTES", 10)
    with pytest.raises(FindingsError, match="document-too-large"):
        package.read_parts(archive([("a.xml", b"1")]))


def test_a_document_type_is_refused() -> None:
    with pytest.raises(FindingsError, match="document-with-entities"):
        package.parse_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(FindingsError, match="document-damaged"):
        package.parse_xml(b"<a>")


@given(st.dictionaries(st.from_regex(r"[a-z.]{1,20}", fullmatch=True), st.text(alphabet="ab字𠮷;=%\n ", max_size=900)))
def test_properties_of_any_length_come_back(properties: dict[str, str]) -> None:
    stored = package.property_chunks(properties)
    assert all(len(value.encode("utf-16-le")) // 2 <= 255 for value in stored.values())
    xml = package.custom_properties_xml(properties)
    assert package.read_properties({package.CUSTOM_PART: xml}) == properties


def test_the_seal_covers_the_names_of_the_parts() -> None:
    parts = {"word/document.xml": b"<a/>", "word/media/1.png": b"1", "word/media/2.png": b"2"}
    renamed = {name.replace("2.png", "3.png"): content for name, content in parts.items()}
    assert list(renamed.values()) == list(parts.values())
    assert package.package_digest(renamed) != package.package_digest(parts)


def test_a_rendered_document_is_untouched_until_anything_changes(rendered: bytes, tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    path.write_bytes(rendered)
    assert package.is_untouched(path)
    assert package.write_parts(package.sealed_parts(package.read_parts(rendered))) == rendered
    for name, old, new in [
        ("word/document.xml", "正文".encode(), "正义".encode()),
        ("word/styles.xml", b'w:val="32"', b'w:val="30"'),
        ("docProps/custom.xml", b"d-1", b"d-2"),
        ("docProps/core.xml", "单位".encode(), "别人".encode()),
    ]:
        path.write_bytes(changed(rendered, name, old, new))
        assert not package.is_untouched(path), name
    parts = package.read_parts(rendered)
    path.write_bytes(package.write_parts({**parts, "word/comments.xml": b"<a/>"}))
    assert not package.is_untouched(path)


def test_a_document_saved_by_another_program_is_touched(rendered: bytes, tmp_path: Path) -> None:
    import docx

    path = tmp_path / "方案.docx"
    path.write_bytes(rendered)
    document = docx.Document(str(path))
    document.add_paragraph("补充一段。")
    document.save(str(path))
    assert not package.is_untouched(path)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04"])
def test_what_plangen_did_not_write_is_touched(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    assert not package.is_untouched(path)
    path.write_bytes(content)
    assert not package.is_untouched(path)
    path.write_bytes(STYLE.read_bytes())  # it has custom properties, but no digest
    assert not package.is_untouched(path)
    assert not package.is_untouched(tmp_path)
