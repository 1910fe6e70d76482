"""Whole documents in the styles that provinces, cities, counties and ministries write, each with all that is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from import_builders import who
from plangen.parent.importer import import_document

STYLES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("import_styles.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("style", STYLES)
def test_all_that_is_in_a_document_and_nothing_else(tmp_path: Path, style: str) -> None:
    expected = STYLES[style]
    path = tmp_path / f"plan.{expected.get('format', 'txt')}"
    path.write_text(expected["text"], encoding="utf-8")
    plan = import_document(path, plan_id="yunling-155").plan
    items = (*plan.tasks, *plan.projects)
    assert [[item.title, item.group, who(item), item.deadline] for item in items] == expected["items"]
    nested = {item.title: [inner.title for inner in item.items] for item in items if item.items}
    assert nested == expected.get("nested", {})
    assert [goal.title for goal in plan.goals] == expected.get("goals", [])
    assert [[one.title, one.target] for one in plan.indicators] == expected.get("indicators", [])
