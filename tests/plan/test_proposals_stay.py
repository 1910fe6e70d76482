"""What the county writes of one item changes nothing of what is proposed for another."""

from __future__ import annotations

from pathlib import Path

import pytest

import plangen

SPECS = Path(__file__).resolve().parents[2] / "specs"


def proposals(spec: Path, but: str) -> dict[str, list[str]]:
    plan = plangen.build_plan(spec).plan
    assert plan is not None
    return {item.key: [one.text for one in item.measures] for item in plan.all_items() if item.key != but}


@pytest.mark.parametrize(
    ("item", "key", "value"),
    [
        ("T02", "measures", "[每年排查一次。]"),
        ("T02", "measures", "[]"),
        ("T02", "text", "每年排查一次。"),
        ("T13.1", "measures", "[每年排查一次。]"),  # shares its theme with T13.2
        ("P01.2", "suggest_measures", "false"),
    ],
)
def test_the_others_keep_their_sentences(item: str, key: str, value: str, tmp_path: Path) -> None:
    spec = tmp_path / "填报.yaml"
    spec.write_bytes((SPECS / "yonghe.yaml").read_bytes())
    but = f"jincheng-155:{item}"
    before = proposals(spec, but)
    plangen.change_spec(spec, f"inherit.{but.replace(':', '.')}.{key}", value)
    assert proposals(spec, but) == before
