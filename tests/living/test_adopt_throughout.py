"""A word that was replaced throughout: a unit's name goes into the roster, other words where the spec has them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import plangen
from draft_surgery import Surgery
from hand_edits import replace_all
from plangen.api.adopting import AdoptedDraft
from plangen.county.spec import CountySpec
from plangen.living.adopt_throughout import replaced_throughout
from plangen.living.model import Change, ChangeKind, Where

ROOT = Path(__file__).resolve().parents[2]


@cache
def rendered() -> bytes:
    return plangen.render(ROOT / "specs" / "yonghe.yaml").data


def desk(folder: Path, old: str, new: str) -> tuple[Path, Path]:
    surgery = Surgery(rendered())
    replace_all(old, new)(surgery)
    draft, spec = folder / "文稿.docx", folder / "填报.yaml"
    draft.write_bytes(surgery.data())
    spec.write_bytes((ROOT / "specs" / "yonghe.yaml").read_bytes())
    return draft, spec


def left(draft: Path, spec: Path) -> list[str]:
    """Return what another render would put into the draft."""
    copy = draft.with_name("再生成.docx")
    copy.write_bytes(draft.read_bytes())
    merged = plangen.merge_over(plangen.render(spec).documents[0], copy)
    assert merged is not None
    return [one.new for one in merged.told] + [one.message for one in merged.findings]


def settled(found: AdoptedDraft) -> bool:
    return not (found.adoption.adopted or found.adoption.conflicts or found.adoption.unsaid)


@pytest.mark.parametrize(("old", "new"), [("县应急局", "县应急管理局"), ("县水利局", "县水务局")])
def test_a_units_name_goes_into_the_roster_and_nothing_is_left(old: str, new: str, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, old, new)
    found = plangen.adopt(draft, spec)
    edits = {str(edit.path[-1]): edit.after for edit in found.adoption.adopted[0].edits}
    assert edits == {"short": new, "aliases": [old]}
    assert (found.failed, found.following) == (False, ())
    spec.write_bytes(found.content)
    assert left(draft, spec) == []
    assert settled(plangen.adopt(draft, spec))


def test_another_wording_is_changed_where_the_spec_has_it_and_the_rest_is_told_where(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, "每年", "每一年")
    found = plangen.adopt(draft, spec)
    (mine,), (other,) = found.adoption.adopted, found.adoption.unsaid
    assert all("每一年" in str(edit.after) for edit in mine.edits)
    assert "local_tasks.0.measures" in [".".join(map(str, edit.path)) for edit in mine.edits]
    # what it tells the planner to do is done, and does what it says
    folder = tmp_path / "本县知识库"
    folder.mkdir()
    text = (ROOT / "templates" / "knowledge" / "language.yaml").read_text("utf-8")
    head, lines = other.lines[0].removeprefix("language.yaml 的 "), other.lines[1:]
    (folder / "language.yaml").write_text(text.replace(f"\n{head}\n", f"\n{head}\n{lines[0]}\n"), "utf-8")
    changed = found.content.decode("utf-8").replace(
        "\nplan:\n", f"\nplan:\n{lines[2].replace('知识库:', 'knowledge:')}\n"
    )
    spec.write_text(changed, "utf-8")
    assert left(draft, spec) == []
    assert settled(plangen.adopt(draft, spec))


def test_the_rule_for_a_longer_word_is_not_applied_twice(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, "隐患", "风险隐患")
    (other,) = plangen.adopt(draft, spec).adoption.unsaid
    assert other.lines[1].strip() == "- {pattern: '(?<!风险)隐患', write: '风险隐患'}"


def said(old: str, new: str) -> Change:
    return Change(kind=ChangeKind.REPLACED, where=Where.BODY, before=old, after=new)


@pytest.fixture(scope="module")
def spec() -> CountySpec:
    plan = plangen.build_plan(ROOT / "specs" / "yonghe.yaml").plan
    assert plan is not None
    return plan.spec


def test_a_unit_replaced_by_another_is_no_name(spec: CountySpec) -> None:
    made = replaced_throughout(said("县公安局", "县教育局"), spec, "", None)
    assert made.adopted == ()
    assert [(one.wrong, "另一个单位" in one.reason) for one in made.unsaid] == [(True, True)]


def test_a_roster_in_excel_is_changed_there(spec: CountySpec) -> None:
    sheet = replace(spec, roster=replace(spec.roster, sheet="部门名册.xlsx"))
    made = replaced_throughout(said("县公安局", "县公安分局"), sheet, "", None)
    assert made.adopted == ()
    assert "Excel 名册" in made.unsaid[0].reason
