"""Where the other items of an item's group are found: a draft that follows its parent keeps what stood together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

Amounts = Mapping[str, Mapping[int, float]]
"""Item id -> place -> how much speaks for the place."""


def found_with_siblings(
    match: Amounts, groups: Mapping[str, str | None], sections: Sequence[int | None]
) -> dict[str, dict[int, float]]:
    """Return for each item and place the share of the item's siblings that seem to stand in the place's section.

    Few siblings say less than many: one alone that is certainly there makes a half.

    Args:
        match: what speaks for each place by the item's own words.
        groups: item id -> what it has in common with its siblings: the item it is nested under, or the heading.
        sections: the heading that each place stands under.
    """
    chances = {identity: _chances(places) for identity, places in match.items()}
    in_section: dict[str | None, dict[int | None, float]] = defaultdict(lambda: defaultdict(float))
    members: dict[str | None, int] = defaultdict(int)
    for identity, places in chances.items():
        members[groups[identity]] += 1
        for index, chance in places.items():
            in_section[groups[identity]][sections[index]] += chance
    found: dict[str, dict[int, float]] = {}
    for identity, places in chances.items():
        own: dict[int | None, float] = defaultdict(float)
        for index, chance in places.items():
            own[sections[index]] += chance
        group = groups[identity]
        found[identity] = {
            index: max(0.0, in_section[group][sections[index]] - own[sections[index]]) / members[group]
            for index in places
        }
    return found


def _chances(places: Mapping[int, float]) -> dict[int, float]:
    """Return how likely each place is, were one of them certainly right."""
    most = max(places.values(), default=0.0)
    odds = {index: math.exp(amount - most) for index, amount in places.items()}
    total = math.fsum(odds.values())
    return {index: one / total for index, one in odds.items()}
