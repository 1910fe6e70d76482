"""The base that a Word file carries: it comes back whole, and what is not what was written is said to be so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.office import docx_package as package
from plangen.office.base import (
    BASE_PROPERTY,
    MOST_BASE_BYTES,
    Base,
    BaseState,
    beside_path,
    carried,
    find_base,
    is_base_of,
    read_base,
    read_base_xml,
    with_base,
    with_property,
)
from plangen.terms.findings import Location

TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
BARE = {"[Content_Types].xml": TYPES, "word/document.xml": b"<a/>"}
BASE = Base(text="# 一、总则\n\n甲<乙&丙。\n", spec="s1", version="1", identity={"plangen.document": "d-1"})


def changed(parts: dict[str, bytes], old: str, new: str, name: str = "customXml/item1.xml") -> dict[str, bytes]:
    assert old.encode() in parts[name]
    return {**parts, name: parts[name].replace(old.encode(), new.encode())}


@given(st.text(), st.text(alphabet="ab1"), st.dictionaries(st.sampled_from(["plangen.document", "x"]), st.text("甲b")))
def test_a_base_comes_back_from_the_package(text: str, spec: str, identity: dict[str, str]) -> None:
    base = Base(text=carried(text), spec=spec, version="1.2", identity=identity)
    read = read_base(package.read_parts(package.write_parts(with_base(BARE, base))))
    assert (read.base, read.state, read.finding(Location())) == (base, BaseState.FOUND, None)


def test_a_new_base_takes_the_place_of_the_old_one_and_of_nothing_else() -> None:
    foreign = {**BARE, "customXml/item1.xml": b"<b/>", "customXml/item7.xml": b"<c/>"}
    properties = with_property(foreign, "别人的", "值")
    first = with_base(properties, BASE)
    newer = Base(text="新", spec="s2", version="2")
    second = with_base(first, newer)
    assert first.keys() == second.keys() and "customXml/item8.xml" in first
    assert read_base(second).base == newer
    assert second["customXml/item1.xml"] == b"<b/>" and second["customXml/item7.xml"] == b"<c/>"
    assert package.read_properties(second) == {"别人的": "值", BASE_PROPERTY: newer.digest}
    assert second["_rels/.rels"].count(b"custom.xml") == 1


def test_properties_of_other_kinds_stay() -> None:
    number = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="n"><vt:i4>7</vt:i4></property></Properties>'
    )
    parts = with_property({**BARE, package.CUSTOM_PART: number}, "a", "长" * 600)
    assert b"<vt:i4>7</vt:i4>" in parts[package.CUSTOM_PART] and package.read_properties(parts)["a"] == "长" * 600
    assert b'pid="12"' in parts[package.CUSTOM_PART]
    assert set(package.read_properties(with_property(parts, "a", "短"))) == {"n", "a"}
    assert set(package.read_properties(with_property(parts, "a", None))) == {"n"}


def test_what_is_not_what_was_written_is_said_to_be_so() -> None:
    parts = with_base(BARE, BASE)
    content = parts["customXml/item1.xml"]
    gone = {name: data for name, data in parts.items() if not name.startswith("customXml/")}
    cases = {
        BaseState.ABSENT: [BARE],
        BaseState.MISSING: [gone, {**gone, "customXml/item1.xml": b"<other/>"}],
        BaseState.TRUNCATED: [
            {**parts, "customXml/item1.xml": content[:-20]},
            changed(parts, "甲&lt;乙", "乙"),
        ],
        BaseState.TAMPERED: [
            changed(parts, "总则", "总责"),
            changed(parts, "丙。", "丙。而且还有。"),
            changed(parts, 'spec="s1"', 'spec="s2"'),
            changed(parts, "d-1", "d-2"),
            with_property(parts, BASE_PROPERTY, "0" * 64),
            {**parts, "customXml/item2.xml": content},
            {**parts, "customXml/item1.xml": content + b" " * (2 * MOST_BASE_BYTES)},
        ],
    }
    for state, all_parts in cases.items():
        for case in all_parts:
            read = read_base(case)
            assert (read.base, read.state) == (None, state)
            finding = read.finding(Location(file="稿.docx"))
            assert finding is not None and finding.code == f"base-{state}"


@given(st.data())
def test_no_damage_gets_through(data: st.DataObject) -> None:
    content = bytearray(BASE.as_xml())
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= data.draw(st.integers(1, 255))
    read = read_base_xml(bytes(content))
    assert read.base in (None, BASE)


def test_entities_and_what_is_too_long_are_refused() -> None:
    doctype = b'<!DOCTYPE a [<!ENTITY b "c">]><base xmlns="urn:plangen:base">&b;</base>'
    assert read_base_xml(doctype).base is None
    long = Base(text="长" * (MOST_BASE_BYTES // 3 + 1), spec="", version="")
    assert not long.fits and read_base_xml(long.as_xml()).base is None
    with pytest.raises(ValueError, match="too long"):
        with_base(BARE, long)


def test_the_file_beside_stands_in_where_the_part_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "稿.docx"
    parts = with_base(BARE, BASE)
    gone = {name: data for name, data in parts.items() if not name.startswith("customXml/")}
    path.write_bytes(package.write_parts(gone))
    assert find_base(path).state is BaseState.MISSING
    beside = beside_path(path)
    beside.parent.mkdir()
    older = Base(text="旧", spec="s1", version="1", identity=BASE.identity)
    beside.write_bytes(older.as_xml())
    assert find_base(path).state is BaseState.MISSING, "another version of the same document is not its base"
    beside.with_name("改过名.docx.底稿.xml").write_bytes(BASE.as_xml())
    found = find_base(path)
    assert (found.base, found.state) == (BASE, BaseState.BESIDE)
    assert is_base_of({"plangen.document": "d-1", "plangen.department": None}, older.as_xml())
    assert not is_base_of({"plangen.document": "d-2"}, older.as_xml()) and not is_base_of({}, b"<a/>")
