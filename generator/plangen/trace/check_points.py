"""Which points of a parent's text a document says: where it carries the item, or at another item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plangen.parent.model import ItemKind, ParentItem
from plangen.plan.localise import localise
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyPlan
from plangen.trace.check_model import SHOWN_POINT, Checked
from plangen.trace.evidence_model import BodyEvidence, Target, han_count
from plangen.trace.model import key_of
from plangen.trace.statuses import points_of


def county_wording(plan: CountyPlan) -> dict[str, str]:
    """Return the parents' texts in county wording, by the item's key."""
    rules = load_rules()
    return {
        key_of(parent, item): localise(
            item.text,
            county=plan.spec.county,
            parent_place=parent.place,
            parent_level=parent.level,
            rules=rules,
        ).text
        for parent in plan.parents
        for item in parent.all_items()
        if item.text
    }


class Points:
    """What the items of a document say.

    Args:
        checked: the document beside the plan.
        wording: what :func:`county_wording` returned.
    """

    def __init__(self, checked: Checked, wording: Mapping[str, str]) -> None:
        self._expected, self._wording, self._limits = checked.evidence.expected, wording, checked.words.thresholds
        self._bodies = checked.evidence.bodies
        self._said = [self._expected.grams(f"{body.title}。{body.text}") for body in self._bodies]
        self._whole = frozenset[str]().union(*self._said)

    def lost(self, key: str, item: ParentItem, targets: Sequence[Target]) -> tuple[list[str], list[BodyEvidence]]:
        """Return the points of the parent's text that are not in the document, and places elsewhere that say others.

        Args:
            key: the item's key.
            item: the parent item.
            targets: the county items that carry it.
        """
        text = self._wording.get(key)
        if not text or item.kind is ItemKind.INDICATOR:
            return [], []
        said = frozenset[str]().union(*(self._said[self._expected.of(target).number] for target in targets))
        own, theirs = points_of(text), points_of(item.text or "")
        # the parent's own words are shown as long as the county's wording has the same stops
        parallel = [len(points) for points in own] == [len(points) for points in theirs]
        lost: list[str] = []
        elsewhere: list[BodyEvidence] = []
        for sentence, points in enumerate(own):
            for place, point in enumerate(points):
                found = self._expected.grams(point)
                if han_count(point) < self._limits["shortest_point"] or not found:
                    continue
                if len(found & said) >= self._limits["point"] * len(found):
                    continue
                if other := self._said_elsewhere(found):
                    elsewhere.append(other)
                else:
                    lost.append((theirs[sentence][place] if parallel else point)[:SHOWN_POINT])
        return lost, list({id(one): one for one in elsewhere}.values())

    def _said_elsewhere(self, found: frozenset[str]) -> BodyEvidence | None:
        """Return another item of the document that says a point nearly word for word."""
        least = self._limits["point_elsewhere"] * len(found)
        if len(found & self._whole) < least:
            return None
        bodies = zip(self._said, self._bodies, strict=True)
        return next((body for said, body in bodies if len(found & said) >= least), None)
