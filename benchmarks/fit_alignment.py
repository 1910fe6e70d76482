#!/usr/bin/env python3
"""Compute the weights of templates/knowledge/alignment.yaml from alignments made by hand.

Two small models, both sums of weighted evidence, are fitted on the pairs of plans that benchmarks/alignment.py loads:

* match: which place carries an item.  The sum must be highest for a right place among all that were compared (a
  softmax over the places of an item).
* present: whether the likeliest place carries the item at all (a logistic regression).  Drafts from which the places
  of every fifth item were cut out show what is missing, for little is in real plans.

The parents are used with their texts and, with less weight, without.  What no real plan at hand has (tables of a
division of labour, annexes on what became of the parents' items) has weights set by hand.

Usage: python benchmarks/fit_alignment.py [SHARED_FOLDER]     prints both sections as YAML
       python benchmarks/fit_alignment.py [SHARED_FOLDER] --unseen

With --unseen it prints how well each pair fares with weights fitted without it.  Exit code 1 when the shipped weights
are not those that come out now.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy
from numpy.typing import NDArray

from alignment import ROUNDS, Deletions, Measure, Pair, deletions, load_pairs, measure, without_text
from plangen.parent.model import ParentPlan
from plangen.trace.align import Aligner
from plangen.trace.align_evidence import Evidence
from plangen.trace.alignment_words import MATCH, PRESENT, AlignmentWords, load_alignment_words
from plangen.trace.audit import audit_places
from plangen.trace.model import Status
from plangen.trace.sections import DraftPlace

Matrix = NDArray[numpy.float64]

BY_HAND = {"about_parents": -6.0, "row": -0.7}
LEARNED = tuple(name for name in MATCH if name not in BY_HAND)
WITHOUT_TEXT = 0.3  # how much a parent without its texts counts beside one with them
CUT_OUT = 1.0  # how much an item whose places were cut out counts beside one of a real draft
SAME = 0.1
SIBLING_ROUNDS = 3  # where an item's siblings are depends on the weights, which depend on where they are
RIDGE_MATCH = 0.01
RIDGE_PRESENT = 0.002


@dataclass(frozen=True)
class Example:
    """One item and the places it was compared with.

    Attributes:
        evidence: places x pieces of evidence.
        right: which of the places carry the item.
        weight: how much the example counts.
    """

    evidence: Matrix
    right: NDArray[numpy.bool_]
    weight: float


@dataclass(frozen=True)
class View:
    """A parent, with or without its texts, compared with a draft, whole or with places cut out.

    Attributes:
        evidence: what speaks for each place; the compared texts themselves would take a gigabyte.
        weight: how much it counts.
        judged: item -> whether the draft carries it.
        right: item -> the places that carry it; empty where places were cut out.
    """

    evidence: Evidence
    weight: float
    judged: Mapping[str, bool]
    right: Mapping[str, Collection[int]]


def views(pair: Pair) -> list[View]:
    """Return all views of a pair: whole, and cut, with and without texts."""
    whole = {identity: relation != "none" for identity, (relation, _) in pair.relations.items()}
    standing = {child: index for index, place in enumerate(pair.places) for child in pair.names[place.location]}
    right = {
        identity: sorted({standing[child] for child in children}) for identity, (_, children) in pair.relations.items()
    }
    carried = [identity for identity, places in right.items() if places]
    found = []
    for parent, weight in ((pair.parent, 1.0), (without_text(pair.parent), WITHOUT_TEXT)):
        found.append(View(compared(parent, pair.places), weight, whole, right))
        for number in range(ROUNDS):
            chosen = carried[number::ROUNDS]
            places = without_places(pair.places, {index for identity in chosen for index in right[identity]})
            found.append(View(compared(parent, places), weight * CUT_OUT, dict.fromkeys(chosen, False), {}))
    return found


def compared(parent: ParentPlan, places: Sequence[DraftPlace]) -> Evidence:
    """Return what speaks for each place of each item."""
    return Aligner([parent], places).evidence(parent)


def without_places(places: Sequence[DraftPlace], gone: Collection[int]) -> tuple[DraftPlace, ...]:
    """Return places without some of them; what stood under one that is gone stands under none."""
    kept = [index for index in range(len(places)) if index not in gone]
    new = {old: number for number, old in enumerate(kept)}
    return tuple(
        replace(places[old], parent=new.get(parent) if (parent := places[old].parent) is not None else None)
        for old in kept
    )


def examples_of(view: View, words: AlignmentWords) -> list[Example]:
    """Return the items of a view that the draft carries, for the first model.

    Args:
        view: the view.
        words: with the weights by which the siblings of an item are found.
    """
    found = []
    for identity, places in view.evidence.with_siblings(words).items():
        right = numpy.array([index in view.right.get(identity, ()) for index in places], dtype=bool)
        if right.any():
            rows = [[pieces[name] for name in LEARNED] for pieces in places.values()]
            found.append(Example(numpy.array(rows), right, view.weight))
    return found


def descend(slope: Callable[[Matrix], Matrix], size: int, steps: int = 600) -> Matrix:
    """Find where a convex loss is least (Adam); the same on every machine but for rounding.

    Args:
        slope: the loss's gradient.
        size: how many weights.
        steps: how many steps.
    """
    weights, mean, square = numpy.zeros(size), numpy.zeros(size), numpy.zeros(size)
    for step in range(1, steps + 1):
        now = slope(weights)
        mean, square = 0.9 * mean + 0.1 * now, 0.99 * square + 0.01 * now * now
        rate = 0.1 * (1 - step / (steps + 1))
        weights = weights - rate * (mean / (1 - 0.9**step)) / (numpy.sqrt(square / (1 - 0.99**step)) + 1e-9)
    return weights


def fit_match(examples: Sequence[Example]) -> dict[str, float]:
    """Fit the first model."""
    every = numpy.concatenate([one.evidence for one in examples])
    scale = every.std(axis=0) + 1e-9
    most = max(len(one.right) for one in examples)
    evidence = numpy.zeros((len(examples), most, len(LEARNED)))
    there = numpy.zeros((len(examples), most), dtype=bool)
    right = numpy.zeros((len(examples), most), dtype=bool)
    weight = numpy.array([one.weight for one in examples])
    weight = weight / weight.sum()
    for number, one in enumerate(examples):
        count = len(one.right)
        evidence[number, :count] = one.evidence / scale
        there[number, :count] = True
        right[number, :count] = one.right

    def slope(weights: Matrix) -> Matrix:
        amounts = numpy.where(there, evidence @ weights, -1e9)
        odds = numpy.exp(amounts - amounts.max(axis=1, keepdims=True))
        among_right = numpy.where(right, odds, 0.0)
        step = odds / odds.sum(axis=1, keepdims=True)
        step -= among_right / (among_right.sum(axis=1, keepdims=True) + 1e-300)
        result: Matrix = numpy.einsum("i,ij,ijk->k", weight, step, evidence) + 2 * RIDGE_MATCH * weights
        return result

    weights = descend(slope, len(LEARNED)) / scale
    return {name: float(BY_HAND[name] if name in BY_HAND else weights[LEARNED.index(name)]) for name in MATCH}


def fit_present(found: Iterable[View], words: AlignmentWords) -> dict[str, float]:
    """Fit the second model.

    Args:
        found: the views to learn from.
        words: with the weights of the first model.
    """
    rows, carried, weight = [], [], []
    for view in found:
        presence = view.evidence.likeliest(words)
        for identity, there in view.judged.items():
            if presence[identity]:
                rows.append([presence[identity][name] for name in PRESENT])
                carried.append(there)
                weight.append(view.weight)
    evidence, target = numpy.array(rows), numpy.array(carried, dtype=float)
    share = numpy.array(weight) / sum(weight)
    scale = evidence.std(axis=0)
    scale[0] = 1.0
    evidence = evidence / scale

    def slope(weights: Matrix) -> Matrix:
        chance = 1 / (1 + numpy.exp(-numpy.clip(evidence @ weights, -30, 30)))
        ridge = 2 * RIDGE_PRESENT * weights
        ridge[0] = 0.0
        result: Matrix = (share * (chance - target)) @ evidence + ridge
        return result

    weights = descend(slope, len(PRESENT), steps=1500) / scale
    return dict(zip(PRESENT, map(float, weights), strict=True))


def fitted(found: Sequence[View]) -> AlignmentWords:
    """Return the shipped words with the weights fitted on some views."""
    words = load_alignment_words()
    words = replace(words, match={**words.match, "siblings": 0.0})
    for _ in range(SIBLING_ROUNDS):
        words = replace(words, match=fit_match([one for view in found for one in examples_of(view, words)]))
    return replace(words, present=fit_present(found, words))


def unseen(pairs: Sequence[Pair], found: Mapping[int, Sequence[View]]) -> None:
    """Print how well each pair fares with weights that were fitted without it, and without its other way round."""
    total: Counter[str] = Counter()
    words: dict[frozenset[str], AlignmentWords] = {}
    for pair in pairs:
        ours = both(pair)
        if ours not in words:  # the same for both ways round
            words[ours] = fitted([view for one in pairs if both(one) != ours for view in found[id(one)]])
        for what, parent in (("with text", pair.parent), ("facts only", without_text(pair.parent))):
            result = measure(pair, audit_places(pair.places, [parent], name=pair.draft.name, words=words[ours]))
            gone = deletions(replace(pair, parent=parent), words[ours])
            counted = count(result, gone)
            total.update({f"{what} {name}": number for name, number in counted.items()})
            print(f"{pair.parent.id:>12} -> {Path(pair.draft.name).stem:12}  {what:10}  {line(counted)}", flush=True)
    for what in ("with text", "facts only"):
        counted = Counter({name.removeprefix(f"{what} "): total[name] for name in total if name.startswith(what)})
        print(f"unseen, {what}: {line(counted)}")


def both(pair: Pair) -> frozenset[str]:
    """Return the two plans of a pair."""
    return frozenset((pair.parent.id, Path(pair.draft.name).stem))


def count(result: Measure, gone: Deletions) -> Counter[str]:
    """Return what is added up over pairs."""
    return Counter(
        first=result.first,
        placed=result.placed,
        same=sum(number for (wanted, _), number in result.confusion.items() if wanted is Status.CARRIED),
        same_carried=result.confusion.get((Status.CARRIED, Status.CARRIED), 0),
        absent=sum(number for (wanted, _), number in result.confusion.items() if wanted is Status.MISSING),
        absent_carried=result.confusion.get((Status.MISSING, Status.CARRIED), 0),
        missing_right=2 * result.confusion.get((Status.MISSING, Status.MISSING), 0),
        missing_all=sum(
            number * ((one is Status.MISSING) + (other is Status.MISSING))
            for (one, other), number in result.confusion.items()
        ),
        deleted=sum(gone.deleted.values()),
        deleted_carried=len(gone.carried),
    )


def line(counted: Mapping[str, int]) -> str:
    """Return one line of the report."""
    return (
        f"first {counted['first']}/{counted['placed']} = {counted['first'] / counted['placed']:6.1%}  "
        f"F1 missing {counted['missing_right'] / max(1, counted['missing_all']):.2f}  "
        f"same said carried {counted['same_carried']}/{counted['same']} = "
        f"{counted['same_carried'] / counted['same']:5.1%}  "
        f"absent carried {counted['absent_carried']}/{counted['absent']}  "
        f"deleted carried {counted['deleted_carried']}/{counted['deleted']}"
    )


def main() -> int:
    """Print the weights, or the figures on unseen pairs."""
    folders = [word for word in sys.argv[1:] if word != "--unseen"]
    shared = Path(folders[0] if folders else os.environ.get("PLANGEN_SHARED", "../shared"))
    pairs = load_pairs(shared, Path(__file__).resolve().parent.parent / "tests")
    found = {id(pair): views(pair) for pair in pairs}
    words = fitted([view for pair in pairs for view in found[id(pair)]])
    if "--unseen" not in sys.argv:
        for name, weights in (("match", words.match), ("present", words.present)):
            print(f"{name}:")
            for piece, weight in weights.items():
                print(f"  {piece}: {weight:.2f}")
        return 0
    unseen(pairs, found)
    shipped = load_alignment_words()
    apart = max(
        abs(weight - getattr(shipped, name)[piece])
        for name in ("match", "present")
        for piece, weight in getattr(words, name).items()
    )
    print(f"shipped weights and weights computed now: at most {apart:.3f} apart")
    return int(apart > SAME)


if __name__ == "__main__":
    sys.exit(main())
