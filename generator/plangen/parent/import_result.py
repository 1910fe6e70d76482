"""What an import gives: the plan with its items, every doubt, and why each line is or is not an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plangen.parent.block_model import Paragraph
from plangen.parent.model import ParentPlan
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Finding
from plangen.terms.place import Place


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a line is or is not an item.

    Attributes:
        place: where the line stands.
        text: the line as read.
        verdict: what it was read as, in Chinese.
    """

    place: Place
    text: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import gives.

    Attributes:
        plan: the parent plan with all its items.
        findings: every doubt, in the document's order.
        document: the document as the reader read it.
        explained: one for each line that was read, rows of tables too.
        doubts: every doubt by itself, none put together with others.
        owners: where each line of an item stands -> where the item stands.
        left_out: lines with a number or a responsibility clause that became no item and stand over none.
    """

    plan: ParentPlan
    findings: tuple[Finding, ...]
    document: SourceDocument
    explained: tuple[Explanation, ...]
    doubts: tuple[Finding, ...] = ()
    owners: Mapping[Place, Place] = field(default_factory=dict)
    left_out: tuple[Paragraph, ...] = ()
