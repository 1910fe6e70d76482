"""One spec, two papers: what an audit finds in the 规划, and how long it takes, is what the 实施方案 gives."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from example_drafts import SPECS, by_key, example
from plangen.api.prepare import build_plan
from plangen.api.reviews import audit
from plangen.document.rendering import docx_of, markdown_of
from plangen.document.template_pack import load_pack

NAME = "yonghe-guihua"
KINDS = ("plan", "implementation")


def test_an_audit_says_the_same_of_both_papers(tmp_path: Path) -> None:
    said = []
    for kind in KINDS:
        plan, data = example(NAME, kind)
        path = tmp_path / f"{kind}.docx"
        path.write_bytes(data)
        report = audit(path, [one.id for one in plan.parents]).report
        said.append({key: one.status for key, one in by_key(report).items()})
    assert said[0] == said[1] and len(said[0]) > 100


def test_a_plan_is_rendered_as_quickly_as_an_implementation_plan() -> None:
    """Per character of the text; boxes, places and contents cost next to nothing."""
    costs = []
    for kind in KINDS:
        plan = build_plan(SPECS / f"{NAME}.yaml", kind=kind).plan
        assert plan is not None
        pack = load_pack(kind)
        best = float("inf")
        for _ in range(3):
            start = process_time()
            texts = [markdown_of(plan, pack, where) for where in ("draft", "companion")]
            docx_of(plan, texts[0], pack.style)
            best = min(best, process_time() - start)
        costs.append(best / sum(map(len, texts)))
    assert costs[0] < 1.5 * costs[1]
