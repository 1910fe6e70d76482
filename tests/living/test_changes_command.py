"""plangen changes: from a draft that somebody edited to what they changed, on the screen and in files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from lxml import etree

import hand_edits
import plangen
from draft_surgery import Surgery
from plangen.office.docx_package import CUSTOM_PART, read_parts, write_parts
from plangen.office.sheet_reader import read_sheets
from plangen.reading.libreoffice import find_office

SPECS = Path(__file__).resolve().parents[2] / "specs"
EDITS = {edit.name: edit for edit in hand_edits.EDITS}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example, its draft and what render writes beside it."""
    folder = tmp_path_factory.mktemp("rendered")
    shutil.copy(SPECS / "yonghe.yaml", folder)
    made = plangen.render(folder / "yonghe.yaml")
    assert not made.errors
    plangen.write([made.documents[0].at(folder / "yonghe.docx")])
    return folder


@pytest.fixture
def desk(rendered: Path, tmp_path: Path) -> Path:
    shutil.copytree(rendered, tmp_path / "desk")
    return tmp_path / "desk"


def edited(desk: Path, *names: str) -> Path:
    draft = desk / "yonghe.docx"
    surgery = Surgery(draft.read_bytes())
    for name in names:
        EDITS[name].apply(surgery)
    draft.write_bytes(surgery.data())
    return draft


def kinds(found: plangen.Changes) -> list[str]:
    return sorted(change.kind.value for change in found.report.changes)


def codes(found: plangen.Changes) -> list[str]:
    return [finding.code for finding in found.findings]


def test_an_untouched_draft_has_no_change(desk: Path) -> None:
    found = plangen.changes(desk / "yonghe.docx", desk / "yonghe.yaml")
    assert (found.report.changes, found.findings, found.failed) == ((), (), False)
    assert "没有改动" in found.as_text()


def test_body_and_table_that_disagree_are_an_error(desk: Path) -> None:
    found = plangen.changes(edited(desk, "lead in the text only", "deadline in the table"))
    assert codes(found) == ["draft-contradicts-itself"] * 2
    assert found.failed
    assert "正文是“县工信局”，表格是“县应急局”" in found.findings[0].message


def test_what_was_changed_alike_in_both_does_not_disagree(desk: Path) -> None:
    draft = desk / "yonghe.docx"
    surgery = Surgery(draft.read_bytes())
    EDITS["lead in the text only"].apply(surgery)
    hand_edits.row_words(hand_edits.T02, "县应急局", "县工信局")(surgery)
    draft.write_bytes(surgery.data())
    found = plangen.changes(draft)
    assert codes(found) == []
    assert kinds(found) == ["lead", "lead"]


def test_a_changed_spec_is_said(desk: Path) -> None:
    spec = desk / "yonghe.yaml"
    spec.write_text(spec.read_text("utf-8") + "# 又写一行说明\n", "utf-8")
    assert codes(plangen.changes(desk / "yonghe.docx", spec)) == []
    plangen.change_spec(spec, "plan.date", "2026-12-20")
    assert codes(plangen.changes(desk / "yonghe.docx", spec)) == ["spec-changed-since"]


def test_the_draft_of_another_spec_is_refused(desk: Path) -> None:
    with pytest.raises(plangen.FindingsError) as error:
        plangen.changes(desk / "yonghe.docx", SPECS / "yonghe-145.yaml")
    assert [one.code for one in error.value.findings] == ["changes-of-another"]


def without_base(draft: Path) -> None:
    """Take the base out of a draft, and what stands beside it."""
    parts = read_parts(draft.read_bytes())
    kept = {name: data for name, data in parts.items() if not name.startswith("customXml/")}
    draft.write_bytes(write_parts(kept))
    shutil.rmtree(draft.parent / ".plangen", ignore_errors=True)


def test_without_a_base_the_spec_stands_in_for_it(desk: Path) -> None:
    draft = edited(desk, "sentence added")
    without_base(draft)
    with pytest.raises(plangen.FindingsError) as error:
        plangen.changes(draft)
    assert "changes-without-base" in [one.code for one in error.value.findings]
    found = plangen.changes(draft, desk / "yonghe.yaml")
    assert kinds(found) == ["text-added"]
    assert codes(found) == ["base-missing"]


def test_a_base_that_was_tampered_with_is_not_believed(desk: Path) -> None:
    draft = edited(desk, "sentence added")
    parts = read_parts(draft.read_bytes())
    name = next(name for name in parts if name.startswith("customXml/item1.xml"))
    parts[name] = parts[name].replace("逐项承接".encode(), "逐项落实".encode())
    draft.write_bytes(write_parts(parts))
    shutil.rmtree(desk / ".plangen", ignore_errors=True)
    with pytest.raises(plangen.FindingsError) as error:
        plangen.changes(draft)
    assert {one.code for one in error.value.findings} == {"base-tampered", "changes-without-base"}


def test_a_draft_of_another_program_has_no_base(desk: Path) -> None:
    draft = desk / "yonghe.docx"
    without_base(draft)
    parts = read_parts(draft.read_bytes())
    root = etree.fromstring(parts[CUSTOM_PART])
    for node in list(root):
        root.remove(node)
    parts[CUSTOM_PART] = etree.tostring(root)
    draft.write_bytes(write_parts(parts))
    with pytest.raises(plangen.FindingsError) as error:
        plangen.changes(draft)
    assert {one.code for one in error.value.findings} == {"base-absent", "changes-without-base"}


def test_a_file_that_is_no_word_file_is_refused(desk: Path) -> None:
    with pytest.raises(plangen.FindingsError) as error:
        plangen.changes(desk / "yonghe.yaml")
    assert [one.code for one in error.value.findings] == ["word-needed"]


def test_the_report_in_every_form(desk: Path) -> None:
    found = plangen.changes(edited(desk, "comment", "sentence reworded", "preface reworded", "lead in the table only"))
    files = {form: desk / f"改动.{form}" for form in ("json", "html", "xlsx")}
    plangen.write([found.at(path, form) for form, path in files.items()])
    data = json.loads(files["json"].read_text("utf-8"))
    assert data["counts"] == {"comment": 1, "lead": 1, "text-reworded": 2}
    assert {change["key"] for change in data["changes"]} == {"", hand_edits.T02, hand_edits.T03}
    page = files["html"].read_text("utf-8")
    assert "<del>" in page
    assert "县教育局，2026-11-21" in page
    assert "script-src" not in page
    sheets = read_sheets(files["xlsx"].read_bytes())
    assert [sheet.name for sheet in sheets] == ["改动", "问题和提示"]


@pytest.mark.parametrize("ending", ["odt", "doc"])
def test_a_draft_that_went_through_another_format(desk: Path, ending: str) -> None:
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    from plangen.reading.libreoffice import converted

    draft = edited(desk, "lead in the table only", "sentence deleted", "comment")
    filters = {"odt": "odt:writer8", "doc": "doc:MS Word 97"}
    made = converted(office, draft.read_bytes(), suffix=".docx", reader=None, name="yonghe.docx", into=filters[ending])
    other = desk / f"yonghe.{ending}"
    other.write_bytes(made)
    found = plangen.changes(other)
    assert kinds(found) == ["comment", "lead", "text-deleted"]
    assert "base-beside" in codes(found)


def test_a_check_says_what_was_changed_and_what_contradicts(desk: Path) -> None:
    draft = edited(desk, "deadline in the table", "item typed with a row", "proposal accepted", "comment")
    review = plangen.check(desk / "yonghe.yaml", draft)
    said = {finding.code: finding.message for finding in review.findings}
    assert "新增事项1，改时限1，采纳建议1，表格新增一行1，批注1" in said["draft-edited"]
    assert "的时限，正文是“2030年底前”，表格是“2028年底前”" in said["draft-contradicts-itself"]
    assert review.failed


def test_a_check_of_an_untouched_draft_says_nothing_of_changes(desk: Path) -> None:
    codes_of = {finding.code for finding in plangen.check(desk / "yonghe.yaml", desk / "yonghe.docx").findings}
    assert not codes_of & {"draft-edited", "draft-contradicts-itself"}
