"""Checking in whose name a spec speaks: its stage, its issuers, and the parents that are only named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plangen.county.roster import roster_names
from plangen.county.spec import CountySpec
from plangen.county.validate import nearest
from plangen.plan import voice_rules as rules
from plangen.plan.census import census
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.voice import CHAPTERS, PAPERS, load_voice_words, paper_of
from plangen.plan.wording import Stage, load_plan_words
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.levels import place_stem
from plangen.terms.text import short
from plangen.terms.yaml_source import KeyPath

_SHOWN = 5  # items that a finding names


def check_voice(spec: CountySpec) -> tuple[Finding, ...]:
    """Return what is wrong with a spec's stage, issuers, coordinator and with the roles of its parents.

    Args:
        spec: the county's spec.

    Raises:
        FindingsError: a knowledge file cannot be used.
    """
    return (*_stage(spec), *_issuers(spec), *_coordinator(spec), *_consultation(spec), *_references(spec))


def check_paper(plan: CountyPlan) -> tuple[Finding, ...]:
    """Return what is still open or merely proposed at a stage that is final.

    Args:
        plan: the county's plan.

    Raises:
        FindingsError: a knowledge file cannot be used.
    """
    stage = load_plan_words().stage_of(plan.spec)
    if not stage.final:
        return ()
    paper, found = paper_of(plan, stage), []
    if paper.proposed:
        chapters = "、".join(f"“{CHAPTERS[key]}”" for key in paper.proposed)
        accept = f"采纳: [{', '.join(CHAPTERS[key] for key in paper.proposed)}]"
        found.append(
            _found(
                plan.spec, rules.CHAPTERS_PROPOSED, "plan", "stage", stage=stage.name, chapters=chapters, accept=accept
            )
        )
    if paper.gaps:
        form = PAPERS[stage.notice]
        found.append(
            _found(plan.spec, rules.NOTICE_OPEN, "plan", "stage", stage=stage.name, paper=form, gaps=list(paper.gaps))
        )
    if paper.blanks:
        values = {"stage": stage.name, "blanks": list(paper.blanks)}
        found.append(_found(plan.spec, rules.CHAPTERS_BLANK, "plan", "stage", **values))
    found += _items_open(plan, stage)
    return tuple(found)


def _items_open(plan: CountyPlan, stage: Stage) -> Iterator[Finding]:
    """Yield that items still have proposed measures, proposed units or gaps, with the items."""
    undecided = census(plan).undecided
    rows: list[CountyItem | CountyIndicator] = [*plan.indicators, *plan.all_items()]
    gaps: list[CountyItem | CountyIndicator] = [one for one in plan.indicators if "【" in one.target]
    gaps += [one.item for one in undecided if one.gaps]
    kinds: dict[str, Sequence[CountyItem | CountyIndicator]] = {
        "建议的措施": [one.item for one in undecided if one.proposals],
        "【】": gaps,
        "拟定的单位": [row for row in rows if row.assignment.suggested],
    }
    if not any(kinds.values()):
        return
    said = "、".join(f"{len(items)}项有{what}" for what, items in kinds.items() if items)
    concerned = list({item.key: item for items in kinds.values() for item in items}.values())
    titles = "、".join(f"{_number(item)}“{short(item.title)}”" for item in concerned[:_SHOWN])
    more = f"等{len(concerned)}项" if len(concerned) > _SHOWN else ""
    keys = [origin.key for item in concerned for origin in item.origins]
    place = plan.spec.locations.get(("plan", "stage"), Location(file=plan.spec.path))
    yield rules.ITEMS_OPEN.found(place, items=keys, stage=stage.name, said=said, titles=titles + more)


def _number(row: CountyItem | CountyIndicator) -> str:
    return f"指标{row.ordinal}" if isinstance(row, CountyIndicator) else row.reference


def _found(spec: CountySpec, rule: Rule, *path: str | int, **values: Any) -> Finding:
    key: KeyPath = path
    place = next((found for end in range(len(key), 0, -1) if (found := spec.locations.get(key[:end]))), None)
    return rule.found(place or Location(file=spec.path), **values)


def _stage(spec: CountySpec) -> Iterator[Finding]:
    words = load_plan_words()
    if (stage := spec.plan.stage) and words.stage(stage) is None:
        near = nearest(stage, [name for one in words.stages for name in one.names])
        guess = f"是不是要写“{near[0]}”？" if near else ""
        known = "、".join(one.name for one in words.stages)
        yield _found(spec, rules.STAGE_UNKNOWN, "plan", "stage", stage=stage, guess=guess, known=known)
    own, notice = words.stage_of(spec), spec.text.notice or ""
    for other in words.stages:
        word = next((one for one in other.says if one in notice), None)
        if word and other is not own and not any(one in notice for one in own.says):
            values = {"stage": own.name, "word": word, "other": other.name}
            yield _found(spec, rules.NOTICE_OF_OTHER_STAGE, "text", "notice", **values)


def _issuers(spec: CountySpec) -> Iterator[Finding]:
    words, county = load_voice_words(), spec.county.name
    kinds = [words.issuer(name) for name in spec.plan.issuers]
    alone = any(kind is not None and kind.alone for kind in kinds)
    for index, (name, kind) in enumerate(zip(spec.plan.issuers, kinds, strict=True)):
        path = ("plan", "issuer", index)
        if kind is None:
            yield _found(spec, rules.ISSUER_UNKNOWN, *path, name=name, county=county)
        elif not alone:
            yield _found(spec, rules.ISSUER_WITHOUT_POWER, *path, name=name, county=county)
        if kind is not None and place_stem(county) not in name:
            yield _found(spec, rules.ISSUER_ELSEWHERE, *path, name=name, county=county)


def _coordinator(spec: CountySpec) -> Iterator[Finding]:
    names = roster_names(spec.roster, spec.county)
    if (name := spec.plan.coordinator) and spec.roster.units and not names.find(name):
        near = nearest(name, names.roster)
        guess = f"是不是要写“{near[0]}”？" if near else ""
        yield _found(spec, rules.COORDINATOR_UNKNOWN, "plan", "coordinator", name=name, guess=guess)


def _consultation(spec: CountySpec) -> Iterator[Finding]:
    date, deadline = spec.plan.date, spec.plan.consultation.deadline
    stage = load_plan_words().stage(spec.plan.stage)
    if date and deadline and deadline < date and stage is not None and stage.notice == "letter":
        days = {"deadline": deadline.isoformat(), "date": date.isoformat()}
        yield _found(spec, rules.CONSULTATION_OVER, "plan", "consultation", "deadline", **days)


def _references(spec: CountySpec) -> Iterator[Finding]:
    if spec.parents and spec.references.issuperset(spec.parents):
        yield _found(spec, rules.ONLY_REFERENCES, "parents", 0)
