"""How far down a report of a check a reader must read to have seen the losses.

Usage: ``python benchmarks/report_depth.py [DRAFTS]``; DRAFTS drafts of each example (6 when not given) with random
losses and harmless edits (tests/draft_wounds.py), and the edits of tests/draft_edits.py, eight to a draft, are checked
with their bookmarks and without.  Where the real plans are at hand (``$PLANGEN_SHARED``, else ../shared), the pairs
that were judged by hand are audited by their text: what a person did not find in the draft is a loss, and so is every
twelfth item that a person found, cut out of the draft.  Printed are the share of the losses in the first rows and in
the sections of the report, and of each kind of row how many are losses: templates/report/ranking.yaml is set by it.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from alignment import cut, load_pairs  # noqa: E402
from draft_edits import EDITS, KEPT, edited  # noqa: E402
from draft_surgery import Surgery, drop_bookmarks  # noqa: E402
from draft_wounds import HARMLESS, WOUNDS, Wounds  # noqa: E402
from plangen.parent.model import ParentPlan  # noqa: E402
from plangen.plan.model import CountyPlan  # noqa: E402
from plangen.trace.audit import audit  # noqa: E402
from plangen.trace.check import check_draft  # noqa: E402
from plangen.trace.model import CheckReport  # noqa: E402
from plangen.trace.report_ranking import ranked, share_of  # noqa: E402
from plangen.trace.report_rows import ORDER, report_rows  # noqa: E402

EXAMPLES = ("yonghe", "yonghe-145")
DEPTHS = (5, 10, 15, 20, 30, 50)
SHARES = (10, 20, 30, 40, 50)  # per cent of the rows
WAYS = ("edited drafts, with bookmarks", "edited drafts, without", "real plans, by text")
AT_ONCE = 8
MOST = 14
"""Losses in one draft at most; drafts have from one to so many."""


@dataclass
class Depth:
    """What was counted of drafts that were judged in one way.

    Attributes:
        losses: all losses.
        within: losses in the first rows, by depth, and in the sections up to a state.
        read: rows in the sections up to a state.
        last: the row of the last loss, a draft each.
        rows, lost: rows and losses by kind of row.
        shares: shares within the kind, of losses and of others.
    """

    losses: int = 0
    drafts: int = 0
    within: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    last: list[int] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    shares: dict[tuple[str, bool], list[float]] = field(default_factory=dict)

    def add(self, report: CheckReport, parents: Sequence[ParentPlan], plan: CountyPlan | None, lost: set[str]) -> None:
        """Count one report.

        Args:
            report: the report.
            parents: its parents.
            plan: the plan of the draft, where there is one.
            lost: keys of the items of which something was lost.
        """
        order = ranked(report_rows(report, parents, plan))
        places = [number for number, one in enumerate(order, 1) if one.row.item.key in lost]
        self.drafts += 1
        self.losses += len(places)
        self.last.append(max(places, default=0))
        for depth in DEPTHS:
            self.within[str(depth)] += sum(place <= depth for place in places)
        for factor in (1.0, 1.5, 2.0):
            self.within[f"x{factor:g}"] += sum(place <= factor * len(places) for place in places)
        for share in SHARES:
            self.within[f"{share} %"] += sum(place <= share / 100 * len(order) for place in places)
        for position, state in enumerate(ORDER):
            self.within[state] += sum(
                one.row.state in ORDER[: position + 1] for one in order if one.row.item.key in lost
            )
            self.read[state] += sum(one.row.state in ORDER[: position + 1] for one in order)
        for one in order:
            gone = one.row.item.key in lost
            self.rows[one.kind] += 1
            self.lost[one.kind] += gone
            self.shares.setdefault((one.kind, gone), []).append(share_of(one.row))


def drafts(number: int) -> Iterator[tuple[CountyPlan, Surgery, set[str]]]:
    """Yield edited drafts, each with the keys of what was lost in it."""
    for name in EXAMPLES:
        for seed in range(2000, 2000 + number):
            wounds = Wounds(name, seed)
            for _ in range(1 + random.Random(seed).randrange(MOST)):
                getattr(wounds, wounds.random.choice(WOUNDS))()
                getattr(wounds, wounds.random.choice(HARMLESS))()
            yield wounds.plan, wounds.surgery, set(wounds.reported)
        for start in range(0, len(EDITS), AT_ONCE):
            plan, surgery, done = edited(name, list(EDITS[start : start + AT_ONCE]), seed=start)
            lost = {key for edit, _, keys in done if edit.wanted != KEPT for key in keys}
            yield plan, surgery, lost


def real() -> Iterator[tuple[CheckReport, ParentPlan, set[str]]]:
    """Yield audits of real plans, each with the keys of what is not in the draft."""
    shared = Path(os.environ.get("PLANGEN_SHARED") or ROOT.parent / "shared")
    if not (shared / "corpus").is_dir():
        return
    for pair in load_pairs(shared, ROOT / "tests"):
        found = [one for one, (relation, _) in pair.relations.items() if relation == "same"][::12]
        targets = {child for one in found for child in pair.relations[one][1]}
        gone = [index for index, place in enumerate(pair.places) if not pair.names[place.location].isdisjoint(targets)]
        report = audit(cut(pair.draft, pair.places, gone), [pair.parent])
        absent = [one for one, (_, children) in pair.relations.items() if not set(children) - targets]
        lost = {f"{pair.parent.id}:{one}" for one in absent}
        judged = tuple(item for item in report.items if item.id in pair.relations)
        yield replace(report, items=judged), pair.parent, lost


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    found = {way: Depth() for way in WAYS}
    for plan, surgery, lost in drafts(number):
        found[WAYS[0]].add(check_draft(plan, surgery.data()), plan.parents, plan, lost)
        drop_bookmarks(surgery.root)
        found[WAYS[1]].add(check_draft(plan, surgery.data()), plan.parents, plan, lost)
    for report, parent, lost in real():
        found[WAYS[2]].add(report, [parent], None, lost)
    for way, depth in found.items():
        if not depth.losses:
            continue
        print(f"{way}: {depth.losses} losses in {depth.drafts} drafts of {depth.rows.total() // depth.drafts} rows")
        for label, count in depth.within.items():
            words = f"rows as losses {label}" if label.startswith("x") else f"first {label} rows"
            if label in depth.read:
                words = f"up to {label} ({depth.read[label] / depth.drafts:.0f} rows)"
            print(f"  {words:28} {100 * count / depth.losses:5.1f} % of the losses")
        ordered = sorted(depth.last)
        print(f"  last loss at row: median {ordered[len(ordered) // 2]}, most {ordered[-1]}")
        for kind, rows in depth.rows.most_common():
            middle = [
                f"{sum(shares) / len(shares):.2f}" if (shares := depth.shares.get((kind, gone))) else "-"
                for gone in (True, False)
            ]
            print(
                f"  {kind:16} {rows:5} rows, {100 * depth.lost[kind] / rows:5.1f} % are losses "
                f"(share {middle[0]} of losses, {middle[1]} of others)"
            )


if __name__ == "__main__":
    main()
