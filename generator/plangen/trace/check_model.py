"""What the parts of a check share: the draft beside the plan, and what one county item shows of a parent item."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.parent.model import ItemKind, ParentItem
from plangen.plan.model import CountyPlan
from plangen.terms.findings import Location
from plangen.trace.anchors import Draft
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence import Evidence
from plangen.trace.evidence_model import BodyEvidence, RowEvidence, Target
from plangen.trace.statuses import points_of

SHOWN_POINT = 120
SHOWN_TEXT = 2_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Checked:
    """A draft beside the plan that it is checked with.

    Attributes:
        plan: the county's plan.
        draft: the document.
        evidence: what the document shows of the plan's items.
        words: words and thresholds.
        name: the document's name.
    """

    plan: CountyPlan
    draft: Draft
    evidence: Evidence
    words: CheckWords
    name: str | None

    def at(self, place: str | None = None) -> Location:
        """Return a place of the document."""
        return Location(file=self.name, place=place)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one county item shows of the parent item that it carries.

    Attributes:
        there: whether it stands in the body.
        flaws: what is not as it should be, in Chinese.
        absent: why it does not count as being there, in Chinese.
        doubts: why a person must look at it again before it counts, in Chinese.
        body: what the body shows.
        row: what the division tables show.
    """

    there: bool
    flaws: tuple[str, ...]
    absent: str | None
    body: BodyEvidence
    row: RowEvidence
    doubts: tuple[str, ...] = ()


def carried_by(target: Target) -> tuple[str, ...]:
    """Return the keys of the parent items that a county item carries, or its own key where it carries none."""
    return tuple(dict.fromkeys(f"{one.parent}:{one.item}" for one in target.origins)) or (target.key,)


def all_points(item: ParentItem) -> tuple[str, ...]:
    """Return what a draft lacks that has nothing of an item: its target, its sentences or its title."""
    if item.kind is ItemKind.INDICATOR and item.target:
        return (f"{item.title} {item.target}",)
    sentences = ["，".join(points) for points in points_of(item.text or "")]
    return tuple(sentence[:SHOWN_POINT] for sentence in sentences) or (item.title,)
