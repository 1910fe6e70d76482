#!/usr/bin/env python3
"""Measure how well the same task is recognised in two parent plans, against an alignment made by hand.

The alignment says for every task, nested item and project of one plan which items of the other carry it: wholly
(``same``), in part (``partial``) or not at all.  A merge of items that are not ``same`` would hide a duty, so precision
must be 1; what is missed is only carried twice.

Usage: python benchmarks/same_tasks.py [SHARED_FOLDER]     (default: $PLANGEN_SHARED, else ../shared)
Exit code: 1 when something was merged that is not the same, else 0.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plangen.parent.importer import import_document
from plangen.parent.model import ItemKind, ParentPlan
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.same import find_same

Pair = tuple[str, str]


@dataclass(frozen=True)
class Result:
    """What came out.

    Attributes:
        merged: pairs of item ids that were merged.
        wrong: those of them that are not the same.
        expected: items of the first plan that have the same in the second.
        missed: those of them that were not merged with any of their counterparts.
        suggested: of the missed, those that are reported as possibly the same.
    """

    merged: tuple[Pair, ...]
    wrong: tuple[Pair, ...]
    expected: tuple[str, ...]
    missed: tuple[str, ...]
    suggested: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of the merges that are right; 1 when nothing was merged."""
        return 1 - len(self.wrong) / len(self.merged) if self.merged else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected items that were merged."""
        return 1 - len(self.missed) / len(self.expected) if self.expected else 1.0


def item_ids(plan: ParentPlan) -> dict[str, str]:
    """Return the alignment's ids (T1, P3, S4: the fourth nested item) -> the plan's (T01, P03, T13.4)."""
    ids: dict[str, str] = {}
    nested = 0
    for item in plan.all_items():
        if item.kind is ItemKind.NESTED:
            nested += 1
            ids[f"S{nested}"] = item.id
        else:
            ids[f"{item.id[0]}{int(item.id[1:])}"] = item.id
    return ids


def compare(first: ParentPlan, second: ParentPlan, alignments: Iterable[dict[str, object]]) -> Result:
    """Compare what is merged with the alignment."""
    names, others = item_ids(first), item_ids(second)
    same: set[Pair] = set()
    expected: dict[str, None] = {}
    for alignment in alignments:
        children = alignment["children"]
        assert isinstance(children, list)
        if alignment["relation"] == "same":
            item = names[str(alignment["parent"])]
            expected[item] = None
            same.update((item, others[child]) for child in children)
    found = find_same([first, second])
    kinds = {"T", "P"}
    merged = tuple(
        (group.members[0][1], group.members[1][1]) for group in found.groups if group.members[0][1][0] in kinds
    )
    right = {item for item, other in merged if (item, other) in same}
    missed = tuple(item for item in expected if item not in right)
    possible = {(pair.first[1], pair.second[1]) for pair in found.possible} & same
    return Result(
        merged=merged,
        wrong=tuple(pair for pair in merged if pair not in same),
        expected=tuple(expected),
        missed=missed,
        suggested=tuple(item for item in missed if item in {one for one, _ in possible}),
    )


def report(first: ParentPlan, second: ParentPlan, alignments: Iterable[dict[str, object]], what: str) -> bool:
    """Print what came out; return whether something was merged that is not the same."""
    start = time.perf_counter()
    result = compare(first, second, alignments)
    seconds = time.perf_counter() - start
    print(f"{first.id} and {second.id}, {what}: {len(result.merged)} merged, {seconds * 1000:.0f} ms")
    print(f"  precision {result.precision:.3f}   recall {result.recall:.3f} ({len(result.expected)} expected)")
    print(f"  wrong: {', '.join(f'{one}={other}' for one, other in result.wrong) or 'none'}")
    print(f"  missed: {', '.join(result.missed) or 'none'}")
    print(f"  of these reported as possibly the same: {', '.join(result.suggested) or 'none'}")
    return bool(result.wrong)


def main() -> int:
    """Measure with the shipped facts, and with the documents' own sentences."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PLANGEN_SHARED", "../shared"))
    wrong = False
    for path in sorted((shared / "gold").glob("align_*.json")):
        data = json.loads(path.read_text("utf-8"))
        names = (data["parent"], data["child"])
        first, second = (load_parent(find_parent(name))[0] for name in names)
        wrong |= report(first, second, data["alignments"], "facts only")
        first, second = (import_document(shared / "corpus" / f"{name}.txt").plan for name in names)
        wrong |= report(first, second, data["alignments"], "with text")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
