"""How well sentences fit what is asked for, and which of them each item gets so that all together fit best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from plangen.terms.likeness import character_pairs

_QUOTED = re.compile("“([^“”]{2,6})”")
_TERM_WEIGHT = 10.0
_EARLIER = 0.001  # of equally fitting measures the surer item gets the earlier one


def overlap(title: str, sentence: str) -> float:
    """Return the share of the title's two-character words that stand in a sentence.

    Args:
        title: a title or a point.
        sentence: what is said.
    """
    pairs = character_pairs(title)
    return len(pairs & character_pairs(sentence)) / len(pairs) if pairs else 0.0


def fits(asked: Sequence[str], sentences: Sequence[str]) -> list[list[float]]:
    """Return for each item, given by title and points, how well each sentence fits it.

    A two-character word counts the more the fewer of the items have it: what siblings have in common tells nothing.
    What an item says in quotation marks (应急“叫应”机制) is what it is about.

    Args:
        asked: title and points of each item.
        sentences: the sentences.
    """
    terms = [_QUOTED.findall(text) for text in asked]
    pairs = [character_pairs(title) for title in asked]
    weights = {pair: 1 / count**2 for pair, count in Counter(pair for some in pairs for pair in some).items()}
    return [
        [
            sum(weights[pair] for pair in sorted(some) if pair in sentence)
            + _TERM_WEIGHT * sum(term in sentence for term in terms[row])
            - _EARLIER * column / (row + 1)
            for column, sentence in enumerate(sentences)
        ]
        for row, some in enumerate(pairs)
    ]


def best_columns(scores: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """Return for each row a column of its own so that the sum of the scores is highest.

    Args:
        scores: at least as many columns as rows.
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}  # columns taken, as bits -> sum, column by row
    for row in scores:
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for taken, (total, columns) in best.items():
            for column, score in enumerate(row):
                mask = taken | 1 << column
                if mask != taken and (mask not in further or total + score > further[mask][0]):
                    further[mask] = (total + score, (*columns, column))
        best = further
    return max(best.values(), key=lambda entry: entry[0])[1]
