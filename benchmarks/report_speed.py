"""Times the reports of a check, and a comparison of two versions of a parent, on large made-up input.

``python benchmarks/report_speed.py`` prints medians of several runs; the target is an HTML page with 2,000 items built
within 1 s.  Absolute times belong to the machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

RUNS = 3
ITEMS = 2_000


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the time of the first run and the median of the later ones."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times[0], statistics.median(times[1:])


def main() -> int:
    from plangen.trace.diff import diff_plans
    from plangen.trace.report_html import page
    from plangen.trace.report_text import lines
    from plangen.trace.report_workbook import workbook
    from report_builders import large

    report, parent = large(ITEMS)
    revised = replace(
        parent,
        tasks=tuple(
            replace(task, text=f"{task.text}并于每年年底公开。") if number % 10 == 0 else task
            for number, task in enumerate(parent.tasks)
        ),
    )
    text = page(report, parents=[parent])
    print(f"{ITEMS} items, page of {len(text.encode('utf-8')) / 1e6:.1f} MB")
    print(f"  {'':<32}{'first':>10}{'median':>10}")
    for label, work in (
        ("HTML page", lambda: page(report, parents=[parent])),
        ("lines for the terminal", lambda: lines(report)),
        ("Excel review sheet", lambda: workbook(report, parents=[parent])),
        ("diff, every tenth item reworded", lambda: diff_plans(parent, revised)),
    ):
        first, median = seconds(work)
        print(f"  {label:<32}{first * 1000:7.0f} ms{median * 1000:7.0f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
