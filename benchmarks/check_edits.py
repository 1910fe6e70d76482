"""How many edits as people make them the check judges rightly, by kind.

Usage: ``python benchmarks/check_edits.py [--all]``; each edit of tests/draft_edits.py is made in both examples, with
and without bookmarks.  ``--all`` prints every one, else only those that were judged wrongly are printed.
Then the same for the audit of these drafts against the parents, which knows nothing of the spec; what the check is told
by the spec alone (own times, county wording of titles, the roster) it cannot see.
Exit code: 1 when the check judged one wrongly, else 0.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "tests")]

from draft_edits import EDITS, Judged, audited, judged  # noqa: E402

EXAMPLES = ("yonghe", "yonghe-145")
AT_ONCE = 8
"""Edits in one draft: few enough that a person might have made them."""


def by_audit() -> list[Judged]:
    """Return all edits of both examples as the audit judges them."""
    found = []
    for name in EXAMPLES:
        for start in range(0, len(EDITS), AT_ONCE):
            found += judged(name, list(EDITS[start : start + AT_ONCE]), seed=start, judge=audited)
    return found


def everything() -> list[tuple[bool, Judged]]:
    """Return all edits of both examples, with and without bookmarks, as they were judged."""
    found = []
    for bookmarks in (True, False):
        for name in EXAMPLES:
            for start in range(0, len(EDITS), AT_ONCE):
                edits = list(EDITS[start : start + AT_ONCE])
                found += [(bookmarks, one) for one in judged(name, edits, seed=start, bookmarks=bookmarks)]
    return found


def main() -> int:
    whole: Counter[tuple[str, bool]] = Counter()
    right: Counter[tuple[str, bool]] = Counter()
    for bookmarks, one in everything():
        whole[one.edit.kind, bookmarks] += 1
        right[one.edit.kind, bookmarks] += one.right
        if not one.right or "--all" in sys.argv:
            marks = "with bookmarks" if bookmarks else "without bookmarks"
            said = f"{one.status.value} {one.reason[:60]}"
            print(f"  {one.edit.kind}/{one.edit.name} on {one.example} {one.key}, {marks}:")
            print(f"    wanted {one.edit.wanted}, {said}")
    print(f"{len(EDITS)} edits, {len(EXAMPLES)} examples")
    for kind in dict.fromkeys(edit.kind for edit in EDITS):
        print(
            f"{kind:26} with bookmarks {right[kind, True]:3} of {whole[kind, True]:3}, "
            f"without {right[kind, False]:3} of {whole[kind, False]:3}"
        )
    print(f"in all {right.total()} of {whole.total()} judged rightly")
    audits = by_audit()
    for one in audits:
        if not one.right:
            print(f"  audit: {one.edit.kind}/{one.edit.name} on {one.example} {one.key}: {one.status.value}")
    print(f"audit, without the spec: {sum(one.right for one in audits)} of {len(audits)} judged rightly")
    return int(right.total() < whole.total())


if __name__ == "__main__":
    sys.exit(main())
