#!/usr/bin/env python3
"""Print how the time of each kind of work grows with what it is given, and fail where it grows faster than that.

Rows: importing a parent, building and rendering a county's plan, checking a draft, auditing it, comparing two plans, by
the number of items; building and checking by the number of units; building by the number of parents.  Plans are made
up: every item has a title, a sentence with a figure, and a responsibility clause of its own.

Usage: python benchmarks/growth.py [--long]     (--long: every row up to 5,000 items)
Exit code: 1 where a row's exponent over its last tenfold growth is over 1.2 by more than noise; comparing two plans
that have nothing to do with each other may have 1.8: each title is looked at beside those that share a fifth of it.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from plangen.county.spec import County, CountySpec, PlanSettings, Roster, RosterUnit
from plangen.document.rendering import docx_of, markdown_of
from plangen.parent.importer import import_document
from plangen.parent.model import ParentPlan
from plangen.plan.inherit import build_plan, load_knowledge
from plangen.reading.formats import read_any
from plangen.terms.numerals import chinese_number
from plangen.terms.resources import templates_folder
from plangen.trace.audit import audit
from plangen.trace.check import check_draft
from plangen.trace.diff import diff_plans

MOST_EXPONENT = {"diff": 1.8}
USUAL_EXPONENT = 1.2
NOISE = 0.15
"""What a busy machine adds to the exponent of work that takes some hundredths of a second at first."""
SLOW_FROM = 1000
"""Above so many items audit and diff, which take longest, are left to the long form."""
VERBS = ("建设", "完善", "推进", "开展", "加强", "提升", "健全", "优化", "落实", "整治")
THINGS = (
    *("危险化学品", "尾矿库", "地质灾害", "森林火灾", "城市内涝", "烟花爆竹", "消防通道", "应急广播", "避难场所"),
    *("救援队伍", "物资储备", "气象预警", "燃气管网", "道路交通", "特种设备", "冶金企业", "农业机械", "水库大坝"),
    *("旅游景区", "学校医院"),
)
ENDS = (
    *("监测", "排查", "改造", "演练", "培训", "平台", "台账", "标准", "清单", "评估"),
    *("巡查", "联动", "执法", "宣传", "保险"),
)
UNITS = ("应急局", "财政局", "水利局", "林业局", "住建局", "交通局", "教育局", "公安局", "气象局", "卫健委")


def parent_text(count: int, place: str, turn: int = 0) -> str:
    """Return the text of a plan of so many tasks; another ``turn`` gives other tasks."""
    names = []
    for number in range(count):
        kind, which = divmod(number, 3 * len(THINGS))
        # a larger plan speaks of more things, and not of the same ones more often
        thing = f"{chr(0x5000 + 7 * kind + 97 * turn)}{chr(0x6000 + 11 * kind + 53 * turn)}{THINGS[which // 3]}"
        names.append(f"{VERBS[number % len(VERBS)]}{thing}{ENDS[number % len(ENDS)]}")
    lines = [f"{place}“十五五”应急体系规划（2026—2030年）", "一、主要任务"]
    for number, name in enumerate(names):
        if number % 20 == 0:
            lines.append(f"（{chinese_number(number // 20 + 1)}）健全第{chinese_number(number // 20 + 1)}类体系")
        unit, other = UNITS[number % len(UNITS)], UNITS[(number // 3 + 1) % len(UNITS)]
        text = f"{name}，每年不少于{number + 2}次，{2026 + number % 5}年底前覆盖全部乡镇第{number + turn}片区。"
        lines.append(f"{number % 20 + 1}.{name}{number}号。{text}（市{unit}牵头，市{other}配合）")
    return "\n".join(lines)


def parent(count: int, place: str = "晋城市", turn: int = 0) -> ParentPlan:
    """Return the plan as it is read from its text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parent.txt"
        path.write_text(parent_text(count, place, turn), "utf-8")
        plan = import_document(path).plan
    assert plan is not None
    assert len(plan.tasks) == count, (len(plan.tasks), count)
    return replace(plan, id=f"parent{turn}-155")


def county(units: int = 40) -> CountySpec:
    """Return a county with so many units."""
    names = [*UNITS, *(f"第{number}中心" for number in range(units))][:units]
    entries = tuple(RosterUnit(name=f"永和县{name}", short=f"县{name}", covers=(f"市{name}",)) for name in names)
    return CountySpec(
        county=County(name="永和县", city="晋城市", province="山西省", towns=("芝河镇",), townships=("坡头乡",)),
        plan=PlanSettings(period=(2026, 2030), issuer="永和县人民政府办公室"),
        roster=Roster(units=entries),
        path="county.yaml",
    )


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a piece of work, the shorter of two where it is short."""
    took = []
    while len(took) < 2 and sum(took) < 2.0:
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def by_items(count: int, every: bool) -> dict[str, float]:
    """Return how long each kind of work takes with so many items; the slow ones only where ``every`` is asked for."""
    knowledge = load_knowledge()
    style = templates_folder() / "style" / "gongwen.docx"
    plan, other = parent(count), parent(count, turn=40)
    built = build_plan([plan], county(), knowledge)[0]
    data = docx_of(built, markdown_of(built), style)[0]
    found = {
        "import": seconds(lambda: parent(count)),
        "build": seconds(lambda: build_plan([plan], county(), knowledge)),
        "render": seconds(lambda: docx_of(built, markdown_of(built), style)),
        "check": seconds(lambda: check_draft(built, data)),
    }
    if count > SLOW_FROM and not every:
        return found
    found["diff"] = seconds(lambda: diff_plans(plan, other))
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.docx"
        draft.write_bytes(data)
        found["audit"] = seconds(lambda: audit(read_any(draft), [plan]))
    return found


def by_units(count: int) -> dict[str, float]:
    """Return how long building and checking take with so many units and 300 items."""
    knowledge = load_knowledge()
    plan, spec = parent(300), county(count)
    built = build_plan([plan], spec, knowledge)[0]
    data = docx_of(built, markdown_of(built), templates_folder() / "style" / "gongwen.docx")[0]
    return {
        "build": seconds(lambda: build_plan([plan], spec, knowledge)),
        "check": seconds(lambda: check_draft(built, data)),
    }


def by_parents(count: int) -> dict[str, float]:
    """Return how long building takes with so many parents of 100 items."""
    knowledge = load_knowledge()
    plans = [parent(100, turn=turn) for turn in range(count)]
    return {"build": seconds(lambda: build_plan(plans, county(), knowledge))}


def table(what: str, sizes: Sequence[int], work: Callable[[int], dict[str, float]]) -> bool:
    """Print a table of times and exponents; return whether every row grows slowly enough."""
    measured = {size: work(size) for size in sizes}
    print(f"{what:<12}" + "".join(f"{size:>9}" for size in sizes) + "  exponent")
    fits = True
    for row in measured[sizes[0]]:
        times = {size: measured[size][row] for size in sizes if row in measured[size]}
        last = max(times)
        first = max(size for size in times if last >= 10 * size)
        exponent = math.log10(times[last] / max(times[first], 1e-4)) / math.log10(last / first)
        fits &= exponent <= MOST_EXPONENT.get(row, USUAL_EXPONENT) + NOISE
        cells = "".join(f"{times[size]:>8.2f}s" if size in times else " " * 9 for size in sizes)
        print(f"{row:<12}{cells}{exponent:>10.2f}")
    return fits


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true")
    every = parser.parse_args().long
    sizes = (100, 300, 1000, 3000, *((5000,) if every else ()))
    load_knowledge()
    fits = [table("items", sizes, partial(by_items, every=every)), table("units", (10, 30, 100, 300), by_units)]
    fits.append(table("parents", (1, 3, 10), by_parents))
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main())
