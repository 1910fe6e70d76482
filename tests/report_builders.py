"""Reports for the tests of reports: a realistic one in our own words, a large one, and one that means harm."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from plan_builders import item, parent
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.sentence import joined
from plangen.terms.findings import Location
from plangen.terms.responsibility import Responsibility
from plangen.trace import rules
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses

REPOSITORY = Path(__file__).resolve().parent.parent
HOSTILE = "</script></noscript><img src=x onerror=alert(1)>\"'&{{ 7*7 }}<!--"


@lru_cache(maxsize=1)
def realistic() -> tuple[CheckReport, ParentPlan, CountyPlan]:
    """Return a report on a shipped parent; the sentences are the measures that plangen itself suggests."""
    from plangen.county.load import load_spec
    from plangen.plan.inherit import build_plan, load_knowledge

    spec, _ = load_spec(REPOSITORY / "specs" / "yonghe-145.yaml")
    assert spec is not None
    spec = replace(spec, parents=("xinzhou-145",), inherit=MappingProxyType({}), indicators=())
    facts, _ = load_parent(find_parent("xinzhou-145", Path()))
    plan, _ = build_plan([facts], spec, load_knowledge())
    carried = {row.origin.item: row.targets[0] for row in plan.trace if row.targets}

    def worded(one: ParentItem) -> ParentItem:
        target = carried.get(one.id)
        text = joined(target.measures) if isinstance(target, CountyItem) else None
        return replace(one, text=text or one.text, items=tuple(worded(nested) for nested in one.items))

    full = replace(
        facts,
        indicators=tuple(worded(one) for one in facts.indicators),
        goals=tuple(worded(one) for one in facts.goals),
        tasks=tuple(worded(one) for one in facts.tasks),
        projects=tuple(worded(one) for one in facts.projects),
    )
    items = []
    for number, one in enumerate(full.all_items()):
        items.append(_status(number, one, carried.get(one.id), full.id))
    third = full.tasks[2]
    finding = rules.UNITS_LOST.found(
        Location(file="永和县实施方案.docx", place="第12段"),
        items=[f"{full.id}:{third.id}"],
        item=f"{full.id} {third.id}“{third.title}”",
        where="与上位规划相比，文稿",
        units=["市司法局"],
        leading="",
    )
    return CheckReport(parents=count_statuses([full], items), items=tuple(items), findings=(finding,)), full, plan


def _status(number: int, one: ParentItem, target: CountyItem | CountyIndicator | None, parent_id: str) -> ItemStatus:
    kind = {7: Status.MISSING, 3: Status.PARTIAL, 9: Status.SUSPECT}.get(number % 19, Status.CARRIED)
    if number in (33, 61):
        kind = Status.WAIVED
    measures = [one.text for one in target.measures] if isinstance(target, CountyItem) else []
    if kind is Status.PARTIAL and len(measures) < 2:
        kind = Status.CARRIED
    title = target.title if isinstance(target, CountyItem) else one.title
    reference = f"{target.reference}." if isinstance(target, CountyItem) else None
    text = "".join(measures[:-1] if kind is Status.PARTIAL else measures)
    place = Match(
        number=reference, title=title, location=f"第{40 + 3 * number}段", score=0.97 - number % 9 / 50, text=text
    )
    reasons = {
        Status.MISSING: "稿中没有相近的内容",
        Status.PARTIAL: "上位规划的内容有一部分在稿中没有对应",
        Status.SUSPECT: "上位规划在承接以后有修改，文稿仍是原来的内容",
        Status.WAIVED: "县域没有这类企业（县应急局，2026年11月20日）",
    }
    return ItemStatus(
        parent=parent_id,
        id=one.id,
        kind=one.kind,
        title=one.title,
        status=kind,
        via=Via.ANCHOR,
        matches=() if kind in (Status.MISSING, Status.WAIVED) else (place,),
        missing_points=measures[-1:] if kind is Status.PARTIAL else (),
        reason=reasons.get(kind),
    )


def large(count: int = 2_000) -> tuple[CheckReport, ParentPlan]:
    """Return a report with many items, each with a text of 200 characters, two places and a clause."""
    order = [Status.CARRIED] * 6 + [Status.PARTIAL, Status.MISSING, Status.SUSPECT, Status.WAIVED]
    sources, items = [], []
    for number in range(count):
        words = [f"第{number}项之{part}要建好台账并按期核验整改情况" for part in range(10)]
        text = "，".join(words) + "。"
        identity = f"T{number:04d}"
        units = (f"市第{number % 40}局", f"市第{number % 7}委", "市应急局")
        clause = Responsibility(text="、".join(units), leads=units[:1], participants=units[1:])
        sources.append(item(identity, f"任务{number}", text=text, group=f"第{number // 50}组", responsibility=clause))
        status = order[number % len(order)]
        place = Match(number=f"{number}.", title=f"任务{number}", location=f"第{number}段", score=0.9, text=text[:-40])
        second = replace(place, location=f"表1第{number}行", score=0.6, text=text[:80])
        items.append(
            ItemStatus(
                parent="jincheng-155",
                id=identity,
                kind=ItemKind.TASK,
                title=f"任务{number}",
                status=status,
                via=Via.TEXT,
                matches=(place, second) if status in (Status.CARRIED, Status.PARTIAL, Status.SUSPECT) else (),
                missing_points=tuple(words[-2:]) if status is Status.PARTIAL else (),
            )
        )
    plan = parent(*sources)
    return CheckReport(parents=count_statuses([plan], items), items=tuple(items)), plan


def hostile() -> tuple[CheckReport, ParentPlan]:
    """Return a report in which every text tries to break out of the page."""
    plan = parent(
        item(
            "T01",
            HOSTILE,
            text=HOSTILE,
            group=HOSTILE,
            number=HOSTILE,
            responsibility=Responsibility(text=HOSTILE, leads=(HOSTILE,)),
        ),
        title=HOSTILE,
    )
    status = ItemStatus(
        parent=plan.id,
        id="T01",
        kind=ItemKind.TASK,
        title=HOSTILE,
        status=Status.PARTIAL,
        via=Via.TEXT,
        matches=(Match(number=HOSTILE, title=HOSTILE, location=HOSTILE, score=0.5, text=HOSTILE),),
        missing_points=(HOSTILE,) * 6,
        reason=HOSTILE,
    )
    doubt = rules.ITEM_DOUBTFUL.found(Location(file=HOSTILE), items=[f"{plan.id}:T01"], item=HOSTILE, place=HOSTILE)
    finding = replace(doubt, hint=HOSTILE)
    return CheckReport(parents=count_statuses([plan], [status]), items=(status,), findings=(finding,)), plan
