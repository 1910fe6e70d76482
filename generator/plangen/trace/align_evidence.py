"""What speaks for each place of each item of a parent, weighed: also by where the other items are found."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from plangen.trace.align_siblings import found_with_siblings
from plangen.trace.alignment_words import AlignmentWords

Pieces = Mapping[str, float]
"""Piece of evidence -> its amount."""
_MOST_BEHIND = 8.0
_MOST_AHEAD = 2.0  # that no other item wants a place says little: the county may have tasks of its own


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """What was found when the items of a parent were compared with a draft, indicators left out.

    Attributes:
        pieces: item id -> place -> the evidence that does not depend on where other items are found.
        hosts: item id -> the item that it is nested under.
        groups: item id -> what it has in common with its siblings: the item it is nested under, or the heading.
        sections: the heading that each place stands under.
    """

    pieces: Mapping[str, Mapping[int, Pieces]]
    hosts: Mapping[str, str | None]
    groups: Mapping[str, str | None]
    sections: Sequence[int | None]

    def with_siblings(self, words: AlignmentWords) -> dict[str, dict[int, Pieces]]:
        """Return the evidence with where the items' siblings are found.

        Args:
            words: the weights by which they are found.
        """
        siblings = found_with_siblings(_matched(words, self.pieces), self.groups, self.sections)
        return {
            identity: {index: {**pieces, "siblings": siblings[identity][index]} for index, pieces in places.items()}
            for identity, places in self.pieces.items()
        }

    def weighed(self, words: AlignmentWords) -> dict[str, dict[int, Pieces]]:
        """Return the evidence with what all of it comes to (match) and how far another item is behind (lead).

        Args:
            words: the weights.
        """
        evidence = self.with_siblings(words)
        match = _matched(words, evidence)
        rivals: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for identity, places in match.items():
            for index, amount in places.items():
                rivals[index].append((amount, identity))
        for ranking in rivals.values():
            ranking.sort(reverse=True)
        weighed: dict[str, dict[int, Pieces]] = {}
        for identity, places in match.items():
            weighed[identity] = {}
            for index, amount in places.items():
                lead = max(-_MOST_BEHIND, min(_MOST_AHEAD, amount - self._best_rival(rivals[index], identity)))
                more = {"constant": 1.0, "match": amount, "lead": lead}
                weighed[identity][index] = {**evidence[identity][index], **more}
        return weighed

    def likeliest(self, words: AlignmentWords) -> dict[str, Pieces]:
        """Return for each item the weighed evidence of its likeliest place; empty where it was compared with none.

        Args:
            words: the weights.
        """
        return {
            identity: max(places.values(), key=lambda pieces: pieces["match"], default={})
            for identity, places in self.weighed(words).items()
        }

    def _best_rival(self, ranking: Sequence[tuple[float, str]], identity: str) -> float:
        """Return how well a place fits the item that fits it best and is not this one, above it or under it."""
        hosts = self.hosts
        return next(
            (
                amount
                for amount, other in ranking
                if other != identity and hosts[other] != identity and hosts[identity] != other
            ),
            -math.inf,
        )


def total(weights: Mapping[str, float], pieces: Pieces) -> float:
    """Return the sum of weighted evidence."""
    return math.fsum(map(mul, weights.values(), map(pieces.__getitem__, weights)))


def _matched(words: AlignmentWords, evidence: Mapping[str, Mapping[int, Pieces]]) -> dict[str, dict[int, float]]:
    """Return for each item and place the sum of the evidence."""
    return {
        identity: {index: total(words.match, pieces) for index, pieces in places.items()}
        for identity, places in evidence.items()
    }
