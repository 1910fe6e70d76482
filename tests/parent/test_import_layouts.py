"""Layouts of items: chapters without any, lists without chapters, boxes, lines of figures, and tables with odd heads.

Every entry is a small document, what must be read from it and what must be said: an item is a line of its kind, title
and whatever of target, units, deadline, group and text it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem

LAYOUTS = yaml.safe_load((Path(__file__).parent / "import_layouts.yaml").read_text("utf-8"))


def read(tmp_path: Path, layout: dict[str, str]) -> ImportResult:
    path = tmp_path / f"plan.{layout.get('form', 'txt')}"
    path.write_text(layout["text"], "utf-8")
    return import_document(path, plan_id="yunling-155")


def lines(items: tuple[ParentItem, ...], depth: int = 0) -> Iterator[str]:
    for item in items:
        clause = item.responsibility
        facts = {
            "目标": item.target,
            "分组": item.group if depth == 0 else None,
            "单位": f"{'、'.join(clause.leads)}；{'、'.join(clause.participants)}" if clause else None,
            "年": item.deadline,
            "文": item.text,
        }
        said = "".join(f" {name}={value}" for name, value in facts.items() if value)
        yield "  " * depth + f"{item.kind.label} {item.title}{said}".replace("\n", "⏎")
        yield from lines(item.items, depth + 1)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout(name: str, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    result = read(tmp_path, layout)
    plan = result.plan
    assert list(lines((*plan.indicators, *plan.goals, *plan.tasks, *plan.projects))) == layout["items"]
    for code, words in layout.get("said", {}).items():
        assert any(words in finding.message for finding in result.findings if finding.code == code)
    assert not set(layout.get("unsaid", ())) & {finding.code for finding in result.findings}
