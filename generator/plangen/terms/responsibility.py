"""Who answers for an item (责任分工), as a document writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Responsibility:
    """Who answers for an item, exactly as the document writes the units (责任分工).

    Attributes:
        text: the clause without its brackets.
        leads: units that lead (牵头), in the document's order; empty when none is said to lead.
        participants: units that take part; 责任单位 without a 牵头 are participants.
        open_ended: the list ends in 等.
    """

    text: str
    leads: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    open_ended: bool = False
