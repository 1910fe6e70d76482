"""What happens to each parent item: the spec's decisions, checked, and what was recognised as the same.

One pass after the other: waive, split, merge, adapt.  Whatever is wrong with a decision becomes a finding, and the item
is then carried as inherited, so that a slip in the spec never loses a duty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from plangen.county.item_checks import is_reason
from plangen.county.meaning_rules import MERGE_CYCLE, MERGE_INTO_SPLIT, WAIVER_INCOMPLETE
from plangen.county.spec import CountySpec, Disposition
from plangen.parent.model import ItemKind, ParentPlan
from plangen.plan import rules
from plangen.plan.same import SameResult
from plangen.plan.same_groups import ItemRef
from plangen.plan.sources import Decisions, Outcome, Source
from plangen.terms.findings import Location
from plangen.terms.text import half_width

_ZEROS = re.compile(r"([A-Z])0+(?=\d)")
_TEXT_SETTINGS = {
    "title": "标题",
    "text": "正文",
    "lead": "牵头单位",
    "participants": "配合单位",
    "deadline": "完成时限",
    "target": "目标值",
    "measures": "措施",
}
_UNUSED_FOR_INDICATORS = ("text", "deadline", "measures")


def decide(parents: Sequence[ParentPlan], spec: CountySpec) -> Decisions:
    """Return what happens to every item of every parent, and what is wrong with the spec's decisions.

    Args:
        parents: the parents in the order of the spec.
        spec: the county's spec.
    """
    decisions = Decisions(parents, spec)
    _check_names(decisions)
    for source in decisions.sources:
        _waive(decisions, source)
    _waive_nested(decisions)
    for source in decisions.sources:
        _split(decisions, source)
    for source in decisions.sources:
        _merge(decisions, source)
    while _waive_nested(decisions) or _release_from_waived(decisions):
        pass
    _settle_targets(decisions)
    _report_nested_of_split(decisions)
    for source in decisions.sources:
        _adapt(decisions, source)
    return decisions


def is_adapted(disposition: Disposition) -> bool:
    """Return whether the spec changes what is written for an item."""
    return bool(_written(disposition, tuple(_TEXT_SETTINGS)))


def _written(disposition: Disposition, names: Sequence[str]) -> list[str]:
    """Return those of the settings that the spec gives, by their Chinese names."""
    return [_TEXT_SETTINGS[name] for name in names if getattr(disposition, name) not in (None, ())]


def _check_names(decisions: Decisions) -> None:
    """Report parents and items that the spec decides about and that do not exist."""
    plans = {plan.id: plan for plan in decisions.parents}
    for parent, items in decisions.spec.inherit.items():
        if parent not in plans:
            guess = _guess(parent, list(plans), "请改为")
            remedy = f"{guess}请在“〖上位规划〗”中加上它，或删去这一段。"
            place = decisions.place("inherit", parent)
            decisions.report(rules.UNKNOWN_PARENT, place, parent=parent, then="", remedy=remedy)
            continue
        known = [item.id for item in plans[parent].all_items()]
        for name, disposition in items.items():
            if name in known:
                continue
            place = disposition.location
            if not place.line:
                place = Location(file=decisions.spec.path, place=f"{parent} {name}")
            guess = _guess(name, known, "是否指")
            decisions.report(rules.UNKNOWN_ITEM, place, parent=parent, item=name, guess=guess)


# -- waiving -------------------------------------------------------------------------------------------------------


def _waive(decisions: Decisions, source: Source) -> None:
    """Follow a decision not to carry an item; report decisions that exclude each other."""
    said = source.disposition
    kinds = {"“不承接”": said.waive is not None, "“并入”": said.merge_into is not None, "“拆分”": bool(said.split)}
    there = [name for name, given in kinds.items() if given]
    if len(there) > 1:
        decisions.say(rules.DECISION_CONFLICT, source, decisions="和".join(there))
        decisions.carry(source)
    elif said.waive is not None:
        needed = {"理由": is_reason(said.waive), "决定单位": said.by, "日期": said.on}
        if missing := [word for word, value in needed.items() if not value]:
            decision = "{〖不承接〗: 没有这类企业, 〖决定单位〗: 〖县政府〗, 〖日期〗: 2026-11-20}"
            problem = f"但没有写{'、'.join(missing)}，暂按原样承接"
            remedy = f"例如：{source.item.id}: {decision}"
            decisions.say(WAIVER_INCOMPLETE, source, problem=problem, remedy=remedy)
            decisions.carry(source)
        else:
            _report_unused(decisions, source, tuple(_TEXT_SETTINGS), "不承接的条目")
            decisions.set(source, outcome=Outcome.WAIVED, waiver=said)


def _waive_nested(decisions: Decisions) -> bool:
    """Waive what is nested under waived items, except what the spec merges elsewhere; return whether any was."""
    taken: dict[Source, list[Source]] = {}
    for source in decisions.sources:
        host, settings = source.host, decisions.fate(source).settings
        if host is None or decisions.outcome(host) is not Outcome.WAIVED:
            continue
        if decisions.outcome(source) is Outcome.WAIVED or (settings.merge_into is not None and not settings.split):
            continue
        if is_adapted(settings) or settings.split:
            decisions.say(rules.NESTED_SETTINGS_UNUSED, source, host=host.label)
        decisions.set(source, outcome=Outcome.WAIVED, waiver=decisions.fate(host).waiver)
        taken.setdefault(decisions.waived_top(host), []).append(source)
    for top, nested in taken.items():
        labels = "、".join(one.label for one in nested)
        decisions.say(rules.WAIVED_WITH_TASK, top, also=nested, count=len(nested), nested=labels)
    return bool(taken)


# -- splitting and merging -----------------------------------------------------------------------------------------


def _split(decisions: Decisions, source: Source) -> None:
    parts = decisions.fate(source).settings.split
    if not parts or decisions.outcome(source) is Outcome.WAIVED:
        return
    if source.item.kind is ItemKind.INDICATOR or len(parts) < 2:
        decisions.say(rules.SPLIT_KIND if source.item.kind is ItemKind.INDICATOR else rules.SPLIT_TOO_FEW, source)
        decisions.carry(source)
    else:
        _report_unused(decisions, source, ("title",), "拆分的条目")
        decisions.set(source, outcome=Outcome.SPLIT)


def _merge(decisions: Decisions, source: Source) -> None:
    wanted = decisions.fate(source).settings.merge_into
    if wanted is None or decisions.outcome(source) is Outcome.WAIVED:
        return
    found = _find_target(decisions, source, wanted)
    if found is None or not _may_merge(decisions, source, found[0]):
        decisions.carry(source)
        return
    target, part = found
    _report_unused(decisions, source, ("title",), "并入其他条目的条目")
    decisions.set(source, outcome=Outcome.MERGED, target=target, part=part or 1)
    if part is None and decisions.outcome(target) is Outcome.SPLIT:
        decisions.say(MERGE_INTO_SPLIT, source, target=target.label, id=target.item.id, key="〖并入〗")


def _find_target(decisions: Decisions, source: Source, wanted: str) -> tuple[Source, int | None] | None:
    """Return the item that a merge_into means, and the part where it says one: T17/2, yangquan-145:T17/2."""
    parent, _, name = wanted.rpartition(":")
    name, slash, number = name.partition("/")
    target = decisions.get((parent.strip() or source.plan.id, name.strip()))
    part = int(number) if number.strip().isdecimal() else 0
    parts = 0 if target is None else len(decisions.fate(target).settings.split)
    if target is not None and (not slash or 1 <= part <= parts):
        return target, part if slash else None
    if target is not None:
        found = target.item.id
        way = f"请写{found}/1至{found}/{parts}。" if parts else f"{found}没有拆分，请直接写{found}。"
    else:
        known = [item if plan == source.plan.id else f"{plan}:{item}" for plan, item in decisions.refs()]
        way = _guess(wanted, known, "是否指") + "请写同一规划中的编号，或“规划编号:条目编号”。"
    decisions.say(rules.MERGE_TARGET_UNKNOWN, source, target=wanted, way=way)
    return None


def _may_merge(decisions: Decisions, source: Source, target: Source) -> bool:
    if decisions.outcome(target) is Outcome.WAIVED:
        decisions.say(rules.MERGE_TARGET_WAIVED, source, target=target.label)
    elif _family(source) != _family(target):
        kind, other = source.item.kind.label, target.item.kind.label
        decisions.say(rules.MERGE_KIND, source, target=target.label, kind=kind, other=other)
    elif _leads_back(decisions, source, target):
        decisions.say(MERGE_CYCLE, source, ring=f"{source.label}→{target.label}→{source.label}，暂按原样承接")
    else:
        return True
    return False


def _family(source: Source) -> str:
    """Return the sort of item that may be merged with each other."""
    top = (source, *source.hosts())[-1]
    return {ItemKind.INDICATOR: "indicator", ItemKind.GOAL: "goal"}.get(top.item.kind, "task")


def _leads_back(decisions: Decisions, source: Source, target: Source) -> bool:
    """Return whether the target is carried by, or stands under, the source itself."""
    place: Source | None = target
    for _ in range(2 * len(decisions.sources) + 2):
        if place is None:
            return False
        if place is source:
            return True
        fate = decisions.fate(place)
        place = fate.target if fate.outcome is Outcome.MERGED else place.host
    return True


def _release_from_waived(decisions: Decisions) -> bool:
    """Take back merges into items that turned out to be waived; return whether there were any."""
    released = False
    for source in decisions.sources:
        target = decisions.fate(source).target
        if target is not None and decisions.outcome(target) is Outcome.WAIVED:
            decisions.say(rules.MERGE_TARGET_WAIVED, source, target=target.label)
            decisions.carry(source)
            released = True
    return released


def _settle_targets(decisions: Decisions) -> None:
    """Follow merges to the item that carries all of them."""
    for source in decisions.sources:
        fate = decisions.fate(source)
        while fate.target is not None and decisions.fate(fate.target).target is not None:
            fate = decisions.fate(fate.target)
        if fate.target is not None:
            decisions.set(source, target=fate.target, part=fate.part)


def _report_nested_of_split(decisions: Decisions) -> None:
    for source in decisions.sources:
        if decisions.outcome(source) is not Outcome.SPLIT:
            continue
        inner = (one for one in decisions.sources if one.host is source)
        if nested := [one for one in inner if decisions.outcome(one) is not Outcome.MERGED]:
            count, labels = len(source.disposition.split), "、".join(one.label for one in nested)
            decisions.say(rules.SPLIT_NESTED, source, also=nested, count=count, nested=labels, id=source.item.id)


# -- what is written for an item -----------------------------------------------------------------------------------


def _adapt(decisions: Decisions, source: Source) -> None:
    fate = decisions.fate(source)
    if fate.outcome in (Outcome.CARRIED, Outcome.MERGED):
        target = fate.settings.target
        if source.item.kind is ItemKind.INDICATOR:
            _report_unused(decisions, source, _UNUSED_FOR_INDICATORS, "指标")
        elif target is not None:
            place = decisions.place_of(source, "target")
            decisions.say(rules.TARGET_WITHOUT_INDICATOR, source, place, target=target)
    if fate.outcome is Outcome.CARRIED and is_adapted(fate.settings):
        decisions.set(source, outcome=Outcome.ADAPTED)


def _report_unused(decisions: Decisions, source: Source, names: Sequence[str], what: str) -> None:
    if there := _written(source.disposition, names):
        measure = "一" if len(there) == 1 else "几"
        decisions.say(rules.SETTING_UNUSED, source, settings=there, what=what, measure=measure)


def _guess(name: str, known: Sequence[str], question: str) -> str:
    """Return the question whether a known name is meant, empty where none is like it."""

    def folded(identifier: str) -> str:
        return _ZEROS.sub(r"\1", half_width(identifier).upper())

    # T1, t01 and Ｔ01 all mean T01
    near = [other for other in known if folded(other) == folded(name)]
    near = near or get_close_matches(name, known, n=1, cutoff=0.5)
    return f"{question}“{near[0]}”？" if near else ""


# -- the same task in several parents ------------------------------------------------------------------------------


def settled(decisions: Decisions) -> frozenset[ItemRef]:
    """Return the items that must not be merged automatically, because the spec has decided about them.

    An item of a further parent that the spec gives a title or text of its own stands by itself; other settings
    (units, deadline, measures) join those of the item that it is the same as.
    """
    first = decisions.parents[0].id if decisions.parents else ""
    return frozenset(
        source.ref
        for source in decisions.sources
        if decisions.outcome(source) in (Outcome.WAIVED, Outcome.MERGED, Outcome.SPLIT)
        or (source.plan.id != first and bool(source.disposition.title or source.disposition.text))
    )


def merge_same(decisions: Decisions, result: SameResult) -> list[Source]:
    """Merge what was recognised as the same into the first of each group; return what was merged, in order."""
    merged: list[Source] = []
    for group in result.groups:
        first, *others = (decisions.get(ref) for ref in group.members)
        for source in others:
            if first is not None and source is not None and not _leads_back(decisions, source, first):
                decisions.set(source, outcome=Outcome.MERGED, target=first)
                merged.append(source)
    _settle_targets(decisions)
    return merged
