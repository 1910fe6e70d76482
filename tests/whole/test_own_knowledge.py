"""A planner's own knowledge files: they stand in for single shipped ones, and a slip in one is said with its line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from plangen.api.knowledge import check_knowledge
from plangen.api.prepare import prepare
from plangen.cli import plangen
from plangen.console import run
from plangen.terms.resources import knowledge_file, own_knowledge, shipped_knowledge, use_knowledge
from plangen.terms.units import canonical, load_units
from plangen.terms.vocabulary import vocabulary


def slip(tmp_path: Path, name: str, old: str, new: str) -> Path:
    text = knowledge_file(name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    return tmp_path


def test_the_shipped_files_are_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_knowledge() == ()
    monkeypatch.setattr(sys, "argv", ["plangen", "validate", "--knowledge"])
    assert run(plangen) == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("check.yaml", "point: 0.5", "pont: 0.5", "是不是要写“point”"),
        ("check.yaml", "[附件, 署名, 成文日期, 附注, 版记]", "附件", "“ends．styles”应当是一个列表"),
        ("alignment.yaml", "sure: 0.82", "sure: 很多", "应当是数字"),
        ("outline.yaml", "natures: [", "nature: [", "是不是要写“natures”"),
        ("outline.yaml", "natures: [约束性, 预期性]", "natures: 约束性", "应当是一个列表"),
        ("themes.yaml", "    lead: 应急局", "    lead: 应急菅理局", "不是已知的单位"),
        ("themes.yaml", "    lead: 应急局", "    leads: 应急局", "是不是要写“lead”"),
        ("themes.yaml", "分管负责同志带队检查", "分管负责同志每季度带队检查", "里的“每季”是本工具自拟的"),
        ("themes.yaml", "{挂牌督办下达: 3日内}", "{督办下达: 3日内}", "花括号写法不对"),
        ("sentences.yaml", "patterns: [", "pattern: [", "是不是要写“patterns”"),
        ("units.yaml", "\n     aliases: [", "\n     alias: [", "是不是要写“aliases”"),
        ("suggestions.yaml", "project: [", "projekt: [", "是不是要写“project”"),
        ("same.yaml", "weak: [", "week: [", "是不是要写“weak”"),
        ("plan.yaml", "{subject}实施方案'", "{thema}实施方案'", "“title”不能这样写"),
        ("places.yaml", "cities:", "city:", "是不是要写“cities”"),
    ],
)
def test_a_slip_is_said_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    said: str,
) -> None:
    findings = check_knowledge(slip(tmp_path, name, old, new))
    assert findings and said in "\n".join(finding.as_text() for finding in findings)
    assert all(finding.location.file == str(tmp_path / name) and finding.location.line for finding in findings)
    monkeypatch.setattr(sys, "argv", ["plangen", "validate", "--knowledge", str(tmp_path), "--format", "json"])
    assert run(plangen) == 2
    assert len(json.loads(capsys.readouterr().out)["findings"]) == len(findings)


def test_every_shipped_file_is_checked(tmp_path: Path) -> None:
    for name in shipped_knowledge():
        (tmp_path / name).write_text("甲: [", "utf-8")
    found = {Path(finding.location.file or "").name for finding in check_knowledge(tmp_path)}
    assert found == set(shipped_knowledge())


def test_a_file_that_stands_in_for_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text("units: []", "utf-8")
    (tmp_path / "说明.txt").write_text("", "utf-8")
    findings = check_knowledge(tmp_path)
    assert [finding.code for finding in findings] == ["knowledge-unused"] * 2
    assert "是不是要写“units.yaml”" in str(findings[0].hint)
    (missing,) = check_knowledge(tmp_path / "没有")
    assert missing.code == "knowledge-folder-missing"


def test_an_own_file_is_used_only_as_long_as_it_is_meant_to_be(tmp_path: Path) -> None:
    own = "  - {id: 窑洞办, full_name: 窑洞办公室, type: institution, county_names: [窑洞办]}"
    folder = slip(tmp_path, "units.yaml", "  - {id: 应急局,", f"{own}\n  - {{id: 应急局,")
    slip(tmp_path, "outline.yaml", "natures: [", "natures: [参考性, ")
    with own_knowledge(folder):
        assert canonical("县窑洞办", load_units()) is not None
        assert "参考性" in vocabulary().natures
    assert canonical("县窑洞办", load_units()) is None
    assert "参考性" not in vocabulary().natures


def test_a_spec_names_its_folder(tmp_path: Path, repository: Path) -> None:
    folder = tmp_path / "本县知识库"
    folder.mkdir()
    slip(folder, "plan.yaml", "{subject}实施方案'", "{subject}落实方案'")
    text = (repository / "specs" / "yonghe.yaml").read_text("utf-8").replace("  title: 永和县“十五五”", "  #title: ", 1)
    spec = tmp_path / "县.yaml"
    for written in ("{folder: ./本县知识库}", "./本县知识库"):
        spec.write_text(text.replace("plan:\n", f"plan:\n  knowledge: {written}\n", 1), "utf-8")
        try:
            prepared = prepare(spec)
        finally:
            use_knowledge(None)
        assert prepared.plan is not None
        assert prepared.plan.title.endswith("落实方案")
    spec.write_text(text.replace("plan:\n", "plan:\n  knowledge: ./没有\n", 1), "utf-8")
    assert "knowledge-folder-missing" in {finding.code for finding in prepare(spec).findings}
