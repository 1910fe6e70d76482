"""The shipped examples, rendered once for all tests that look at their drafts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from plangen.api import prepare
from plangen.document import rendering
from plangen.document.compose import load_pack
from plangen.plan.model import CountyPlan
from plangen.trace.model import CheckReport, ItemStatus

SPECS = Path(__file__).resolve().parent.parent / "specs"


@cache
def example(name: str, kind: str | None = None) -> tuple[CountyPlan, bytes]:
    plan = prepare.prepare(SPECS / f"{name}.yaml", kind=kind).plan
    assert plan is not None
    settings = plan.spec.plan
    pack = load_pack(settings.kind, settings.template)
    data, _ = rendering.docx_of(plan, rendering.markdown_of(plan, pack), pack.style)
    return plan, data


def by_key(report: CheckReport) -> dict[str, ItemStatus]:
    return {f"{item.parent}:{item.id}": item for item in report.items}
