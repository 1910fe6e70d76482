"""Small parents and specs for the tests of the plan room."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from plangen.county.spec import (
    County,
    CountySpec,
    Disposition,
    Fact,
    LocalIndicator,
    LocalItem,
    PlanSettings,
    Roster,
    RosterGroup,
    RosterUnit,
)
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.inherit import Knowledge, build_plan, load_knowledge
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.sentence import Sentence
from plangen.terms.findings import Finding, Location, with_keys
from plangen.terms.responsibility import Responsibility

COUNTY = County(name="永和县", city="临汾市", province="山西省", towns=("芝河镇",), townships=("坡头乡",))
UNITS = (
    ("县应急局", "应急局"),
    ("县公安局", "公安局"),
    ("县水利局", "水利局"),
    ("县自然资源局", "自然资源局"),
    ("县住建局", "住建局"),
    ("县司法局", "司法局"),
    ("县消防救援大队", "消防救援大队"),
    ("县档案馆", "档案馆"),
)
ROSTER = Roster(
    units=tuple(RosterUnit(name=f"永和{short}", short=short, covers=(cover,)) for short, cover in UNITS),
    groups=(RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=("县应急局", "县公安局")),),
)
KINDS = {"I": ItemKind.INDICATOR, "G": ItemKind.GOAL, "T": ItemKind.TASK, "P": ItemKind.PROJECT}
WAIVED = Disposition(waive="县域没有这类企业", by="县应急局", on=date(2026, 11, 20))

KNOWLEDGE = load_knowledge()
SMALL = replace(KNOWLEDGE, themes=KNOWLEDGE.themes[:3])


def clause(*leads: str, with_: tuple[str, ...] = (), open_ended: bool = False) -> Responsibility:
    return Responsibility(text="、".join((*leads, *with_)), leads=leads, participants=with_, open_ended=open_ended)


def item(identifier: str, title: str = "", *nested: ParentItem, **fields: Any) -> ParentItem:
    kind = ItemKind.NESTED if "." in identifier else KINDS[identifier[0]]
    return ParentItem(id=identifier, kind=kind, title=title or f"事项{identifier}", items=nested, **fields)


def parent(*items: ParentItem, identifier: str = "jincheng-155", **fields: Any) -> ParentPlan:
    of = {letter: tuple(one for one in items if one.id[0] == letter) for letter in KINDS}
    settings: dict[str, Any] = {
        "title": "晋城市“十五五”应急体系规划",
        "place": "晋城市",
        "level": Level.CITY,
        "kind": PlanKind.PLAN,
        "period": (2026, 2030),
        **fields,
    }
    return ParentPlan(id=identifier, indicators=of["I"], goals=of["G"], tasks=of["T"], projects=of["P"], **settings)


def at(line: int) -> Location:
    return Location(file="yonghe.yaml", line=line)


def spec(
    inherit: Mapping[str, Any] | None = None,
    *,
    facts: Mapping[str, Any] | None = None,
    roster: Roster = ROSTER,
    indicators: tuple[LocalIndicator, ...] = (),
    tasks: tuple[LocalItem, ...] = (),
    projects: tuple[LocalItem, ...] = (),
    **plan: Any,
) -> CountySpec:
    """Return a spec; decisions may be given by item for the parent jincheng-155, or by parent and item."""
    decisions: dict[str, Mapping[str, Disposition]] = {}
    for key, value in (inherit or {}).items():
        if isinstance(value, Disposition):
            decisions["jincheng-155"] = {**decisions.get("jincheng-155", {}), key: value}
        else:
            decisions[key] = value
    settings = {"period": (2026, 2030), "issuer": "永和县人民政府办公室", **plan}
    return CountySpec(
        county=COUNTY,
        plan=PlanSettings(**settings),
        situation=MappingProxyType({name: Fact(value=value) for name, value in (facts or {}).items()}),
        roster=roster,
        inherit=decisions,
        indicators=indicators,
        local_tasks=tasks,
        local_projects=projects,
        path="yonghe.yaml",
    )


def build(
    parents: ParentPlan | list[ParentPlan], county_spec: CountySpec | None = None, knowledge: Knowledge = KNOWLEDGE
) -> tuple[CountyPlan, tuple[Finding, ...]]:
    return build_plan([parents] if isinstance(parents, ParentPlan) else parents, county_spec or spec(), knowledge)


def hint(finding: Finding) -> str:
    """Return a finding's hint as it is printed."""
    return with_keys(finding.hint or "")


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def of_code(findings: tuple[Finding, ...], code: str) -> Finding:
    """Return the only finding with a code."""
    (finding,) = (finding for finding in findings if finding.code == code)
    return finding


def named(plan: CountyPlan, key: str) -> CountyItem:
    """Return the item of the plan that carries a parent item, by ``T01`` or ``parent:T01`` or a local key."""
    full = key if ":" in key else f"jincheng-155:{key}"
    (found,) = (one for one in plan.all_items() if one.key == full or full in [origin.key for origin in one.origins])
    return found


def row(plan: CountyPlan, key: str) -> tuple[str, tuple[CountyItem | CountyIndicator, ...]]:
    """Return disposition and targets of a parent item's trace row."""
    full = key if ":" in key else f"jincheng-155:{key}"
    (found,) = (one for one in plan.trace if one.origin.key == full)
    return found.disposition, found.targets


def said(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """Return the words of sentences, without whose they are."""
    return tuple(sentence.text for sentence in sentences)


def unlike(count: int, seed: int) -> tuple[ParentItem, ...]:
    """Return tasks whose titles and texts have nothing in common but single characters."""
    chooser = random.Random(seed)

    def words(length: int) -> str:
        return "".join(chr(chooser.randrange(0x4E00, 0x9FA5)) for _ in range(length))

    return tuple(item(f"T{number:04d}", words(10), text=f"{words(60)}。") for number in range(count))
