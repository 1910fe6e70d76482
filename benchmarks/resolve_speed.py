#!/usr/bin/env python3
"""Time how long it takes to give the units of many parent items to the units of a large roster.

2,000 items with clauses of one to twelve units against a roster of 80 units and three groups; each run starts without
anything remembered from the one before.  Printed are the best of several runs for resolving alone and for suggesting
units from themes, and one run of the whole plan with the checks of its division of labour.

Usage: python benchmarks/resolve_speed.py [ITEMS] [UNITS]     (default: 2000 80)
Exit code: 1 when resolving takes more than a second, else 0.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice

from plangen.county.spec import County, CountySpec, PlanSettings, Roster, RosterGroup, RosterUnit
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.directory import Directory
from plangen.plan.division_checks import check_division
from plangen.plan.inherit import build_plan, load_knowledge
from plangen.plan.model import CountyPlan
from plangen.plan.resolve import resolve_responsibility, suggest_units
from plangen.terms.findings import Finding
from plangen.terms.responsibility import Responsibility
from plangen.terms.units import CanonicalUnit, load_units

TARGET_SECONDS = 1.0
RUNS = 3
COUNTY = County(name="永和县", city="临汾市", province="山西省", towns=("芝河镇",), townships=("坡头乡",))
GROUPS = ("安委会成员单位", "应急救援总指挥部成员单位", "防灾减灾救灾委员会成员单位")


def roster_of(count: int, units: tuple[CanonicalUnit, ...]) -> Roster:
    """Return a roster of so many units: those that counties have, then made-up ones."""
    known = [unit for unit in units if unit.county_names and unit.type not in {"group", "government"}]
    names = [unit.county_names[0].removeprefix("县") for unit in known]
    names += [f"第{number}服务中心" for number in range(1, count + 1)]
    entries = tuple(
        RosterUnit(name=f"永和县{name}", short=f"县{name}", covers=(f"市{name}",) if number % 3 else ())
        for number, name in enumerate(names[:count])
    )
    members = tuple(entry.short for entry in entries[:30])
    groups = tuple(RosterGroup(name=f"县{name}", covers=(name,), members=members) for name in GROUPS)
    return Roster(units=entries, groups=groups)


def items_of(count: int, units: tuple[CanonicalUnit, ...]) -> tuple[ParentItem, ...]:
    """Return so many tasks with clauses in the names that cities write."""
    chance = random.Random(20261215)
    spellings = [name for unit in units for name in (unit.id, unit.full_name, *unit.aliases) if "×" not in name]
    names = [f"市{name}" for name in spellings] + ["各县〈市、区〉人民政府", "各县(区)政府", "某某办公室"]
    words = ["防汛抗旱", "危险化学品", "消防安全", "应急预案", "地质灾害防治", "物资储备", "基层应急能力", "综合事项"]
    items = []
    for number, word in enumerate(islice(cycle(words), count), 1):
        listed = tuple(chance.sample(names, chance.randint(1, 12)))
        clause = Responsibility(text="、".join(listed), leads=listed[:1], participants=listed[1:])
        title = f"推进{word}第{number}项"
        items.append(ParentItem(id=f"T{number:04}", kind=ItemKind.TASK, title=title, responsibility=clause))
    return tuple(items)


def best(label: str, work: Callable[[], object], runs: int = RUNS) -> float:
    """Run something several times, print and return the shortest time in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"  {label:<52}{min(times) * 1000:9.1f} ms")
    return min(times)


def main() -> int:
    """Time resolving, suggesting and the whole plan."""
    count, size = (int(word) for word in (*sys.argv[1:3], *("2000", "80")[len(sys.argv[1:3]) :]))
    knowledge = load_knowledge()
    units = load_units()
    roster = roster_of(size, units)
    items = items_of(count, units)
    clauses = [item.responsibility for item in items if item.responsibility]
    named = sum(len(clause.leads) + len(clause.participants) for clause in clauses)
    print(f"{count} items that name {named} units; a roster of {len(roster.units)} units, {len(roster.groups)} groups")

    def resolve() -> None:
        directory = Directory(roster, COUNTY, units)
        for clause in clauses:
            resolve_responsibility(clause, directory)

    def suggest() -> None:
        directory = Directory(roster, COUNTY, units)
        for number in range(count):
            theme = knowledge.themes[number % len(knowledge.themes)]
            suggest_units(theme.lead, theme.support, directory)

    seconds = best("resolve the units of all items", resolve)
    best("suggest units for as many items", suggest)
    parent = ParentPlan(
        id="synthetic",
        title="某市规划",
        place="某市",
        level=Level.CITY,
        kind=PlanKind.PLAN,
        period=(2026, 2030),
        tasks=items,
    )
    spec = CountySpec(
        county=COUNTY,
        plan=PlanSettings(period=(2026, 2030), issuer="永和县人民政府办公室"),
        roster=roster,
        parents=("synthetic",),
    )
    plans: list[tuple[CountyPlan, tuple[Finding, ...]]] = []
    best("build the whole plan", lambda: plans.append(build_plan([parent], spec, knowledge)), runs=1)
    plan, findings = plans[0]
    best("check its division of labour", lambda: check_division(plan, units, findings), runs=1)
    print(f"target for resolving: {TARGET_SECONDS:.1f} s: {'met' if seconds <= TARGET_SECONDS else 'missed'}")
    return int(seconds > TARGET_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
