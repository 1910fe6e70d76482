"""What the comparison of a draft with its render finds of the edits that people make, and what it takes.

Usage: ``python benchmarks/living.py [--times]``; each edit of tests/county_edits.py and tests/hand_edits.py is made,
with and without bookmarks.  Printed are how many changes were to be said, how many of them were found, how many
were said under another kind, missed, invented; an edit that was not judged rightly is printed with what was said of it.
``--times`` adds the CPU time of the comparison and of the merge for the examples, and that of the calls from Python in
a process of their own, the first with the loading of all that they need; this is no matter of right or wrong.
Exit code: 1 when one was not judged rightly, else 0.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "tests")]

import adoptable_edits  # noqa: E402
import county_edits  # noqa: E402
import hand_edits  # noqa: E402
from draft_surgery import Surgery  # noqa: E402
from plangen.document.word_style import load_style_data  # noqa: E402
from plangen.living.changes import compare  # noqa: E402
from plangen.living.merge import merge  # noqa: E402
from plangen.office.word_document import read_docx  # noqa: E402
from plangen.trace.check_words import load_check_words  # noqa: E402

EXAMPLES = ("yonghe", "yonghe-guihua", "yonghe-145")
COPIES = {"item-copied": "item-added"}
"""What a pasted copy is called where no bookmark tells of what it is one."""


def figures(*, bookmarks: bool) -> Counter[str]:
    """Print what was judged wrongly and return how often each was right or wrong."""
    counts: Counter[str] = Counter()
    hand = [("yonghe", edit) for edit in hand_edits.EDITS]
    for name, edit in (*county_edits.EDITS, *hand):
        kinds = county_edits.kinds_of(edit, bookmarks=bookmarks)
        expected = Counter(kinds if bookmarks else (COPIES.get(kind, kind) for kind in kinds))
        changes = county_edits.compared(name, edit, bookmarks=bookmarks).changes
        found = Counter(change.kind.value for change in changes)
        missed, more = expected - found, found - expected
        misnamed = min(missed.total(), more.total())
        counts["edits"] += 1
        counts["expected"] += expected.total()
        counts["found"] += (expected & found).total()
        counts["misnamed"] += misnamed
        counts["invented"] += more.total() - misnamed
        if edit.name in county_edits.UNSAID:
            counts["unread"] += missed.total()
        else:
            counts["missed"] += missed.total() - misnamed
        if more or (missed and edit.name not in county_edits.UNSAID):
            print(f"  {name}: {edit.name}: missed {dict(missed)}, said as well {dict(more)}")
    return counts


def times() -> None:
    """Print the CPU seconds that the examples take, edited in several places."""
    proposal = load_style_data()["classes"]["character"]["proposal"]
    words = load_check_words()
    for name in EXAMPLES:
        base = county_edits.rendered(name)
        surgery = Surgery(base)
        hand_edits.replace_all("县应急局", "县应急管理局")(surgery)
        draft = surgery.data()
        start = time.process_time()
        compare(read_docx(base, "base"), read_docx(draft, "draft"), words, proposal)
        compared = time.process_time()
        merge(draft, base, base, date="2026-12-15T00:00:00Z")
        merged = time.process_time()
        print(f"  {name}: changes {compared - start:.2f} s, merge {merged - compared:.2f} s")


_CALLS = {
    "changes": "plangen.changes(draft, spec)",
    "adopt": "plangen.adopt(draft, spec)",
    "merge": "plangen.merge_over(plangen.render(spec).documents[0], draft)",
}
_CALL = """
import time
import plangen
draft, spec = {draft!r}, {spec!r}
for _ in range(2):
    start = time.process_time()
    {call}
    print(f"{{time.process_time() - start:.2f}}", end=" ")
"""


def calls() -> None:
    """Print the CPU seconds of the calls from Python: the first in a process, and a further one."""
    edits = [edit for edit in adoptable_edits.fitting(adoptable_edits.IMPLEMENTATION) if edit.name != "item typed"]
    surgery = Surgery(county_edits.rendered("yonghe"))
    for edit in edits[:10]:
        edit.apply(surgery)
    with tempfile.TemporaryDirectory() as folder:
        draft, spec = Path(folder, "draft.docx"), Path(folder, "spec.yaml")
        draft.write_bytes(surgery.data())
        text = (ROOT / "specs" / "yonghe.yaml").read_text("utf-8")
        spec.write_text(text, "utf-8")
        for name, call in _CALLS.items():
            if name == "merge":  # something to be merged: the spec has changed since
                spec.write_text(text.replace("每年评估一次", "每季度评估一次"), "utf-8")
            code = _CALL.format(draft=str(draft), spec=str(spec), call=call)
            environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
            command = [sys.executable, "-c", code]
            took = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
            print(f"  {name}: {took[0]} s, again {took[1]} s")


def main() -> int:
    """Print the figures; see the module."""
    wrong = 0
    for bookmarks in (True, False):
        counts = figures(bookmarks=bookmarks)
        wrong += counts["misnamed"] + counts["invented"] + counts["missed"]
        told = ", ".join(
            f"{key} {counts[key]}" for key in ("edits", "expected", "found", "misnamed", "missed", "invented", "unread")
        )
        print(f"{'with' if bookmarks else 'without'} bookmarks: {told}")
    if "--times" in sys.argv[1:]:
        print("CPU time, a name replaced throughout:")
        times()
        print("CPU time of the calls, ten edits in the first example:")
        calls()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
