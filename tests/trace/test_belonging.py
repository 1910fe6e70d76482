"""Whose draft, whose parent: another place, period or subject is said, and a whole group that is gone, once."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from draft_builders import DRILLS, GRAIN, RESCUE, ROADS, document
from draft_surgery import Surgery, drop_bookmarks
from example_drafts import by_key, example
from plan_builders import item, parent
from plangen.office import docx_package
from plangen.reading.formats import read_any
from plangen.terms.findings import Finding, has_errors
from plangen.trace.audit import audit
from plangen.trace.check import check_draft
from plangen.trace.model import Status


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def without_marks(data: bytes) -> bytes:
    surgery = Surgery(data)
    drop_bookmarks(surgery.root)
    parts = docx_package.read_parts(surgery.data())
    return docx_package.write_parts({name: part for name, part in parts.items() if "custom" not in name})


PLAN = replace(
    parent(
        item("T01", "水上搜救", text=RESCUE, group="一、救援"),
        item("T02", "预案演练", text=DRILLS, group="一、救援"),
        item("T03", "成品粮储备", text=GRAIN, group="二、保障"),
        item("T04", "临崖路段整治", text=ROADS, group="二、保障"),
    ),
    place="忻州市",
    title="忻州市“十五五”应急体系建设规划",
    period=(2026, 2030),
)
BODY = ("一、重点任务", "1.水上搜救", RESCUE, "2.预案演练", DRILLS)


def test_a_group_that_is_gone_is_said_once() -> None:
    report = audit(document("永和县应急体系建设实施方案（2026—2030年）", *BODY), [PLAN])
    (found,) = [one for one in report.findings if one.code == "group-missing"]
    assert "二、保障" in found.message and "2条" in found.message and "成品粮储备" in found.message
    assert len(found.items) == 2


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("永和县应急实施方案（2026—2030年）", "长治市要求，长治市部署，报长治市应急局。", "parent-of-another-place"),
        ("云山县应急实施方案（2026—2030年）", "按照阳泉市规划，经阳泉市同意，报阳泉市。", "parent-of-another-place"),
        ("永和县“十四五”应急体系建设规划", "按照忻州市规划编制。", "parent-of-another-period"),
        ("永和县应急体系建设实施方案（2016—2020年）", "按照忻州市规划编制。", "parent-of-another-period"),
    ],
)  # fmt: skip
def test_a_parent_of_another_place_or_period_is_said(title: str, text: str, code: str) -> None:
    report = audit(document(title, text, *BODY), [PLAN])
    assert code in codes(report.findings)


@pytest.mark.parametrize("text", ["按照忻州市规划编制。", "按照忻州市要求，参考长治市、长治市、长治市做法。", ""])
def test_the_right_parent_is_not_doubted(text: str) -> None:
    lines = ["永和县应急体系建设实施方案（2026—2030年）", *[text] * bool(text), *BODY]
    found = codes(audit(document(*lines), [PLAN]).findings)
    assert not {one for one in found if one.startswith("parent-of-another")}


def test_a_parent_of_another_subject_is_said() -> None:
    subjects = [
        "课程改革",
        "教师培训",
        "校舍加固",
        "营养午餐",
        "寄宿管理",
        "双语教学",
        "体育课时",
        "图书配送",
        "招生片区",
    ]
    schools = parent(*(item(f"T{number:02}", title) for number, title in enumerate(subjects, 1)))
    report = audit(document("永和县应急体系建设实施方案", *BODY), [schools])
    assert "parent-of-another-subject" in codes(report.findings)


# ------------------------------------------------------------------------------------------------ drafts of any format


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_a_draft_in_another_format_is_checked_by_its_text(name: str, ending: str, tmp_path: Path) -> None:
    plan, data = example(name)
    whole, draft = tmp_path / "方案.docx", tmp_path / f"方案.{ending}"
    whole.write_bytes(data)
    draft.write_text("\n\n".join(line.text for line in read_any(whole).lines if line.table is None), encoding="utf-8")
    report = check_draft(plan, draft)
    assert "draft-not-docx" in codes(report.findings)
    assert sum(one.status is Status.CARRIED for one in report.items) > 0.7 * len(report.items)


@pytest.mark.parametrize("ending", ["odt", "pdf"])
def test_the_formats_of_an_office_program_say_the_same_as_the_word_file(ending: str, tmp_path: Path) -> None:
    plan, data = example("yonghe")
    (tmp_path / "方案.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", tmp_path, tmp_path / "方案.docx"]
    if (
        shutil.which("soffice") is None
        or subprocess.run(command, check=False, capture_output=True, timeout=120).returncode
    ):
        pytest.skip("no office program here")
    checked, found = by_key(check_draft(plan, data)), by_key(check_draft(plan, tmp_path / f"方案.{ending}"))
    same = sum(found[key].status is checked[key].status for key in checked)
    assert same >= 0.85 * len(checked)
    assert not [key for key in checked if found[key].status is Status.MISSING]


def test_a_draft_of_another_spec_is_said_to_be_one_without_its_marks_too() -> None:
    plan, data = example("yonghe")
    other, older = example("yonghe-145")
    report = check_draft(plan, without_marks(older))
    assert "draft-seems-anothers" in codes(report.findings) and has_errors(report.findings)
    county = replace(plan.spec.county, name="隰县")
    report = check_draft(replace(plan, spec=replace(plan.spec, county=county)), without_marks(data))
    assert "draft-seems-anothers" in codes(report.findings)
    for own, draft in ((plan, data), (other, older)):
        assert "draft-seems-anothers" not in codes(check_draft(own, without_marks(draft)).findings)
