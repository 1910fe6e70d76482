"""An id that a shipped parent has already: a spec that names it would not say which of the two plans it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plangen.parent import rules
from plangen.parent.model import TITLE_GAP, ParentPlan
from plangen.parent.other_documents import bare_title, document_words
from plangen.parent.place_and_period import core_of_title
from plangen.terms.findings import Finding, Location
from plangen.terms.resources import parents_folder, shipped_parents
from plangen.terms.text import comparable
from plangen.terms.yaml_data import parse_yaml


def collision(plan: ParentPlan, name: str) -> tuple[Finding, ...]:
    """Return the finding that a plan's id is the id of another plan, one that is shipped; none where it is not.

    Args:
        plan: the plan as imported.
        name: the document's name.
    """
    taken = {path.stem for path in shipped_parents()}
    if plan.id not in taken:
        return ()
    shipped = _head(plan.id)
    title = str(shipped.get("title", ""))
    source = shipped.get("source")
    same_file = isinstance(source, Mapping) and source.get("sha256") == plan.source_sha256
    if same_file or _core(title) == _core(plan.title):
        return ()
    own = "还没有名称" if plan.title == TITLE_GAP else f"是《{plan.title}》"
    proposal = _other_id(plan, taken)
    return (rules.ID_TAKEN.found(Location(file=name), identity=plan.id, shipped=title, own=own, proposal=proposal),)


def _head(identity: str) -> Mapping[str, Any]:
    """Return what a shipped plan says of itself; its items, the most of the file, are not parsed."""
    text = (parents_folder() / f"{identity}.yaml").read_text("utf-8")
    head: Mapping[str, Any] = parse_yaml(text.partition("\nindicators:")[0]).get("plan", {})
    return head


def _core(title: str) -> str:
    return comparable(core_of_title(bare_title(title)))


def _other_id(plan: ParentPlan, taken: set[str]) -> str:
    """Return an id that is free: the subject's name between place and period, else a number behind."""
    slug, _, period = plan.id.rpartition("-")
    subject = next((word for text, word in document_words().subject_ids.items() if text in plan.title), None)
    if slug and subject and (proposal := f"{slug}-{subject}-{period}") not in taken:
        return proposal
    return next(free for number in range(2, 1000) if (free := f"{plan.id}-{number}") not in taken)
