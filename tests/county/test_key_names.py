"""Findings name keys as the planner's own file writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.api.prepare import build_plan
from plangen.county.names import english_names
from plangen.county.schema import SCHEMA, fields_of, rules_at


def test_every_key_has_its_english_name() -> None:
    names = english_names()
    assert {
        "牵头": "lead",
        "配合": "participants",
        "不承接": "waive",
        "承接": "inherit",
        "知识库": "knowledge",
    }.items() <= (names.items())
    assert all(names[field["meta"]["name"]] == key for key, field in SCHEMA.items())
    disposition = fields_of(rules_at(("inherit", "", "")) or {}) or {}
    assert all(names[field["meta"]["name"]] == key for key, field in disposition.items() if key != "text")


@pytest.mark.parametrize(
    ("spec", "word", "other"),
    [("yonghe.yaml", "inherit", "在“承接”中"), (None, "承接", "inherit")],
)
def test_hints_of_every_room_are_in_the_files_language(
    repository: Path, tmp_path: Path, spec: str | None, word: str, other: str
) -> None:
    path = repository / "specs" / str(spec)
    if spec is None:
        from plangen.plan.scaffold import new_spec

        path = tmp_path / "县.yaml"
        path.write_text(new_spec("某某县"), "utf-8")
    said = "\n".join(finding.as_text() for finding in build_plan(path).findings)
    assert word in said and other not in said and "〖" not in said
