"""plangen adopt: on the command line, what it refuses, and what it leaves to people."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import hand_edits
import plangen
from adoptable_edits import behind
from draft_surgery import Surgery
from hand_edits import both, row_words, say, under
from plangen.cli import plangen as command
from plangen.office.docx_package import read_parts, write_parts

SPECS = Path(__file__).resolve().parents[2] / "specs"
T02 = "jincheng-155:T02"
EDITS = {edit.name: edit.apply for edit in hand_edits.EDITS}
LEAD = row_words(T02, "县应急局", "县公安局")
DEADLINE = row_words(T02, "2030年底前", "2028年底前")


@cache
def rendered(name: str = "yonghe") -> bytes:
    return plangen.render(SPECS / f"{name}.yaml").data


def desk(folder: Path, *edits: Callable[[Surgery], None], name: str = "yonghe") -> tuple[Path, Path]:
    surgery = Surgery(rendered(name))
    for edit in edits:
        edit(surgery)
    draft, spec = folder / "文稿.docx", folder / "填报.yaml"
    draft.write_bytes(surgery.data())
    spec.write_bytes((SPECS / f"{name}.yaml").read_bytes())
    return draft, spec


def run(*words: object) -> Result:
    return CliRunner().invoke(command, ["adopt", *map(str, words)], standalone_mode=False)


def test_a_dry_run_shows_the_lines_and_writes_nothing(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, LEAD, DEADLINE)
    before = spec.read_bytes()
    result = run(draft, spec, "--dry-run")
    assert result.return_value == 0
    assert "inherit.jincheng-155.T02.lead：（无） → 县公安局" in result.output
    assert "+    T02: {deadline: 2028, lead: 县公安局" in result.output
    assert spec.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"文稿.docx", "填报.yaml"}


def test_what_is_selected_alone_is_written_and_the_old_spec_is_kept(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, LEAD, DEADLINE)
    before = spec.read_bytes()
    listed = json.loads(run(draft, spec, "--dry-run", "--format", "json").output)["adopted"]
    number = next(one["number"] for one in listed if one["field"] == "deadline")
    assert run(draft, spec, "--select", number).return_value == 0
    added = [line for line in spec.read_bytes().splitlines() if line not in before.splitlines()]
    assert added == [b"    T02: {deadline: 2028}"]
    assert (tmp_path / "填报.备份1.yaml").read_bytes() == before


def test_comments_and_order_of_the_spec_stay(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, EDITS["sentence added"])
    before = spec.read_text("utf-8").splitlines()
    run(draft, spec)
    after = spec.read_text("utf-8").splitlines()
    changed = [line for line in difflib.ndiff(before, after) if line[:1] in "+-"]
    assert len(changed) == 5
    assert all(line.startswith("+ ") for line in changed)


@pytest.mark.parametrize("numbers", ["9", "0", "1-9"])
def test_a_number_that_there_is_not_is_wrong_usage(numbers: str, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    result = run(draft, spec, "--select", numbers)
    assert (result.return_value, "可以写进填报文件的一共 1 项" in result.output) == (2, True)


LEFT = {
    "item deleted": "不承接",
    "row deleted": "分工表由程序",
    "row moved": "次序随正文",
    "item copied": "另立一项",
    "item moved": "随上位规划",
    "comment": "批注",
    "footnote": "脚注",
    "picture": "图片",
    "words in bold": "格式",
    "page break": "分页",
    "words in the footer": "页眉页脚",
    "preface reworded": "由模板生成",
    "lead in the table only": "不在部门名册里",
}


@pytest.mark.parametrize("name", LEFT)
def test_what_the_spec_cannot_say_is_listed_with_the_reason_and_never_written(name: str, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, EDITS[name])
    found = plangen.adopt(draft, spec)
    assert (found.adoption.adopted, found.content == found.before, found.failed) == ((), True, True)
    assert LEFT[name] in found.adoption.unsaid[0].reason


def test_a_deleted_item_comes_with_the_lines_that_a_planner_writes(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, EDITS["item deleted"])
    lines = plangen.adopt(draft, spec).adoption.unsaid[0].lines
    assert lines[-1].strip().startswith("T03: {不承接: 【")


def test_body_and_table_that_disagree_are_adopted_in_neither_sense(tmp_path: Path) -> None:
    body = under(T02, lambda one: say(one, "县应急局牵头", "县工信局牵头"))
    draft, spec = desk(tmp_path, both(LEAD, body))
    found = plangen.adopt(draft, spec)
    assert found.adoption.adopted == ()
    assert all(one.wrong and "改得不一样" in one.reason for one in found.adoption.unsaid)


def test_what_was_changed_in_the_spec_too_is_a_conflict(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    plangen.change_spec(spec, "inherit.jincheng-155.T02.deadline", "2027")
    found = plangen.adopt(draft, spec)
    clash = [(one.rendered, one.draft, one.spec) for one in found.adoption.conflicts]
    assert (found.adoption.adopted, found.failed) == ((), True)
    assert [one[1:] for one in clash] == [("2028年底前", "2027年底前")]


def test_another_change_of_the_spec_does_not_stand_in_the_way(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    plangen.change_spec(spec, "inherit.jincheng-155.T03.deadline", "2027")
    found = plangen.adopt(draft, spec)
    assert [one.field.value for one in found.adoption.adopted] == ["deadline"]
    assert "spec-changed-since" in [one.code for one in found.findings]


def test_a_section_that_was_added_to_a_chapter_is_adopted(tmp_path: Path) -> None:
    typed = behind("开展监测评估", "加强宣传引导", "通过融媒体中心公布规划内容。")
    draft, spec = desk(tmp_path, typed, name="yonghe-guihua")
    found = plangen.adopt(draft, spec)
    (edit,) = found.adoption.adopted[0].edits
    assert edit.path == ("text", "safeguards", 3)
    assert edit.after == {"title": "加强宣传引导", "text": "通过融媒体中心公布规划内容。"}


def test_an_untouched_draft_changes_nothing(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path)
    found = plangen.adopt(draft, spec)
    assert (found.adoption.adopted, found.adoption.unsaid, found.failed) == ((), (), False)


# --- what is refused ------------------------------------------------------------------------------------------------


def refused(draft: Path, spec: Path) -> list[str]:
    before = spec.read_bytes()
    with pytest.raises(plangen.FindingsError) as caught:
        plangen.adopt(draft, spec)
    assert spec.read_bytes() == before
    return [one.code for one in caught.value.findings]


def test_a_draft_of_another_county_is_refused(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    spec.write_text(spec.read_text("utf-8").replace("永和县", "隰县"), "utf-8")
    assert refused(draft, spec) == ["changes-of-another"]


def test_a_draft_without_base_is_refused(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    parts = read_parts(draft.read_bytes())
    draft.write_bytes(write_parts({name: one for name, one in parts.items() if not name.startswith("customXml")}))
    assert "changes-without-base" in refused(draft, spec)


def test_a_truncated_draft_is_refused(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    draft.write_bytes(draft.read_bytes()[:9000])
    assert refused(draft, spec)


def test_a_spec_with_an_error_is_refused(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, DEADLINE)
    spec.write_text(spec.read_text("utf-8").replace("period: [2026, 2030]", "period: [2030, 2026]"), "utf-8")
    assert refused(draft, spec)
