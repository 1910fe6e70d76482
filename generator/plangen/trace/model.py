"""What a check or an audit says: every parent item with its status, in the JSON form of the command line's contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.terms.findings import Finding, Severity, has_errors
from plangen.terms.labelled import LabelledEnum
from plangen.terms.vocabulary import quoted
from plangen.trace.json_form import HIDDEN, json_of


class Status(LabelledEnum):
    """What became of a parent item in a draft."""

    CARRIED = "carried", "已承接"
    PARTIAL = "partial", "部分承接"
    WAIVED = "waived", "不承接"
    NOT_APPLICABLE = "not-applicable", "不涉及"
    MISSING = "missing", "缺失"
    SUSPECT = "suspect", "需复核"


class Via(StrEnum):
    """How the item was found: by the bookmarks of a document that plangen wrote, or by what the text says."""

    ANCHOR = "anchor"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Match:
    """A place in the draft that carries an item.

    Attributes:
        number: the number in front of the place's heading, None where it has none.
        title: the heading, the name in the table row, or the paragraph's opening words.
        location: where it stands, in Chinese (第81行, 表2第4行).
        score: how sure it is that it carries the item, 0 to 1.
        text: what stands there; for reports, not part of the JSON form.
    """

    number: str | None
    title: str
    location: str
    score: float
    text: str = field(default="", metadata=HIDDEN)


@dataclass(frozen=True, kw_only=True)
class ItemStatus:
    """What became of one parent item.

    Attributes:
        parent: the parent's id.
        id: the item's id in that parent.
        kind: see :class:`~plangen.parent.model.ItemKind`.
        title: the item's title.
        status: see :class:`Status`.
        via: how it was found.
        matches: the places that carry it, the surest first; for a missing item the nearest, which do not.
        missing_points: what the parent says and the draft does not, in the parent's words and order; of a carried item
            what is not there in so many words.
        reason: why the status is what it is, in Chinese, where that needs saying.
    """

    parent: str
    id: str
    kind: ItemKind
    title: str
    status: Status
    via: Via
    matches: tuple[Match, ...] = ()
    missing_points: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def key(self) -> str:
        """The key by which findings and bookmarks name the item."""
        return f"{self.parent}:{self.id}"

    @property
    def condensed(self) -> bool:
        """Whether it is carried in other or fewer words, with points that a person should look for."""
        return self.status is Status.CARRIED and bool(self.missing_points)


@dataclass(frozen=True, kw_only=True)
class ParentCounts:
    """How the items of one parent fared.

    Attributes:
        id: the parent's id.
        title: the parent's title.
        counts: ``total`` and one number for each status.
    """

    id: str
    title: str
    counts: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """The result of a check or an audit.

    Attributes:
        parents: one entry a parent, in the order given.
        items: every item of every parent, in the parents' order.
        findings: what a person should look at.
    """

    parents: tuple[ParentCounts, ...]
    items: tuple[ItemStatus, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def doubted(self) -> frozenset[str]:
        """The keys of the items that are carried with doubts.

        These are carried, but the draft does not say all of their points in so many words, or a warning or an error is
        about them: a deadline that is later, a lead that is another.
        """
        warned = {
            key.partition("/")[0]
            for finding in self.findings
            if finding.severity is not Severity.INFO
            for key in finding.items
        }
        carried = [item for item in self.items if item.status is Status.CARRIED]
        return frozenset(item.key for item in carried if item.condensed or item.key in warned)

    @property
    def failed(self) -> bool:
        """Whether the run must end with exit code 1: something is missing or suspect, or a finding is an error."""
        bad = {Status.MISSING, Status.SUSPECT}
        return any(item.status in bad for item in self.items) or has_errors(self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the report in the JSON form of the contract (design §6), scores to two digits.

        The counts tell what is carried with doubts (``doubtful``) from what is carried without (``carried``); the items
        of both have the status ``carried``, those with doubts have ``missing_points`` or a warning about them.
        """
        form: dict[str, Any] = json_of(self)
        for parent in form["parents"]:
            doubtful = sum(item.key in self.doubted for item in self.items if item.parent == parent["id"])
            parent["counts"]["carried"] -= doubtful
            parent["counts"]["doubtful"] = doubtful
        for match in (match for item in form["items"] for match in item["matches"]):
            match["score"] = round(match["score"], 2)
        return form


def count_statuses(parents: Sequence[ParentPlan], items: Sequence[ItemStatus]) -> tuple[ParentCounts, ...]:
    """Count the statuses of each parent's items.

    Args:
        parents: the parents, in the order of the report; their ids differ.
        items: the statuses of all their items.
    """
    own = {parent.id: tally([item for item in items if item.parent == parent.id]) for parent in parents}
    return tuple(ParentCounts(id=parent.id, title=parent.title, counts=own[parent.id]) for parent in parents)


def tally(items: Sequence[ItemStatus]) -> dict[str, int]:
    """Return how many items there are (``total``), and how many have each status."""
    found = Counter(item.status for item in items)
    return {"total": len(items), **{status.value: found[status] for status in Status}}


def key_of(parent: ParentPlan, item: ParentItem) -> str:
    """Return the key by which findings and bookmarks name a parent item."""
    return f"{parent.id}:{item.id}"


def label(parent: ParentPlan, item: ParentItem) -> str:
    """Return how findings name a parent item."""
    return f"{parent.id} {item.id}{quoted(item.title)}"
