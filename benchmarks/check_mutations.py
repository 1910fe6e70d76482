"""How many losses in edited drafts the check reports, and what it reports for nothing.

Usage: ``python benchmarks/check_mutations.py [DRAFTS]``; DRAFTS edited drafts of each example (20 when not given), each
with some fourteen losses (deleted, emptied, exchanged, cut) and fourteen harmless edits (moved, reworded, divided,
joined, copied, bookmarks lost).  The second line is for the same drafts after all bookmarks were lost.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "tests")]

from draft_surgery import drop_bookmarks  # noqa: E402
from draft_wounds import HARMLESS, WOUNDS, Wounds, faults  # noqa: E402


def main() -> None:
    drafts = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for stripped in (False, True):
        losses = harmless = silent = noisy = items = 0
        spent = 0.0
        for name in ("yonghe", "yonghe-145"):
            for seed in range(1000, 1000 + drafts):
                wounds = Wounds(name, seed)
                for _ in range(14):
                    getattr(wounds, wounds.random.choice(WOUNDS))()
                    getattr(wounds, wounds.random.choice(HARMLESS))()
                if stripped:
                    drop_bookmarks(wounds.surgery.root)
                begun = time.perf_counter()
                missed, false, report = faults(wounds)
                spent += time.perf_counter() - begun
                losses += len(wounds.reported)
                harmless += len(wounds.touched)
                items += len(report.items)
                silent += len(missed)
                noisy += len(false)
                for line in missed:
                    print(f"  not reported: {name} {seed} {line}")
                for line in false:
                    print(f"  reported for nothing: {name} {seed} {line}")
        kind = "without bookmarks" if stripped else "with bookmarks   "
        print(
            f"{kind}: {losses - silent} of {losses} losses reported, "
            f"{noisy} of {items - losses} other items reported for nothing ({harmless} of them edited), "
            f"{spent / drafts / 2:.2f} s a draft"
        )


if __name__ == "__main__":
    main()
