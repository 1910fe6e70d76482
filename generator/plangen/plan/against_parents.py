"""Checking a county's spec against its parents: every id it names must be there, and must be of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plangen.county.build import is_parent_id
from plangen.county.item_checks import merge_target
from plangen.county.meaning_rules import PARENT_LISTED_TWICE
from plangen.county.spec import UNNAMED, County, CountySpec, Disposition
from plangen.county.validate import nearest
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan
from plangen.plan import parent_rules as said
from plangen.plan import rules
from plangen.plan.voice_rules import REFERENCE_DECIDED
from plangen.terms.deadline import deadline_words, moment_of
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.levels import place_stem
from plangen.terms.text import half_width
from plangen.terms.yaml_source import KeyPath

_ITEM_ID = re.compile(r"([A-Z])0*(\d+)((?:\.\d+)*)")


def check_against_parents(
    spec: CountySpec,
    parents: Sequence[ParentPlan],
    known_ids: Iterable[str] = (),
    references: Iterable[ParentPlan] = (),
) -> tuple[Finding, ...]:
    """Return what a spec says about its parents that the parents do not bear out.

    Args:
        spec: the spec.
        parents: those of its parents that could be loaded and are carried, in any order.
        known_ids: ids of all shipped parents, for suggestions.
        references: those that are only named.
    """
    checker = _Checker(spec, parents, tuple(known_ids), {plan.id for plan in references})
    checker.parents()
    checker.dispositions()
    checker.indicators()
    return tuple(checker.findings)


def other_place(county: County, plan: ParentPlan) -> str | None:
    """Return the county's own city or province where a parent is of another one, else None.

    Args:
        county: the county.
        plan: the parent.
    """
    ours = {Level.CITY: county.city, Level.PROVINCE: county.province}.get(plan.level)
    if not ours or not plan.place or UNNAMED in ours:  # said elsewhere
        return None
    # a municipality (直辖市) stands for city and province
    same = {place_stem(name) for name in (ours, county.city, county.province)}
    place = plan.place.removeprefix(county.province) or plan.place
    return None if place_stem(place) in same else ours


class _Checker:
    def __init__(
        self, spec: CountySpec, parents: Sequence[ParentPlan], known_ids: tuple[str, ...], references: set[str]
    ) -> None:
        self.spec = spec
        self.references = references
        self.findings: list[Finding] = []
        self.plans = {plan.id: plan for plan in parents}
        self.known_ids = tuple(dict.fromkeys([*self.plans, *known_ids]))
        self.items: dict[str, dict[str, ParentItem]] = {
            plan.id: {item.id: item for item in plan.all_items()} for plan in parents
        }
        self.repeated = [plan for index, plan in enumerate(parents) if plan.id in {p.id for p in parents[:index]}]

    def add(self, rule: Rule, path: KeyPath, **values: Any) -> None:
        location = next(
            (place for end in range(len(path), 0, -1) if (place := self.spec.locations.get(path[:end]))),
            Location(file=self.spec.path),
        )
        self.findings.append(rule.found(location, **values))

    # --- the parents themselves ---

    def parents(self) -> None:
        for index, parent in enumerate(self.spec.parents):
            if is_parent_id(parent) and parent not in self.plans and parent not in self.references:
                near = nearest(parent, self.known_ids)
                guess = f"是不是要写“{near[0]}”？" if near else ""
                remedy = f"{guess}可用 plangen parents 查看随附的规划；自己导入的规划，请写 YAML 文件的位置。"
                then = "：没有编号为它的规划"
                self.add(rules.UNKNOWN_PARENT, ("parents", index), parent=parent, then=then, remedy=remedy)
        for plan in self.repeated:
            self.add(PARENT_LISTED_TWICE, ("parents",), name=plan.id, first="（编号相同）")
        for plan in self.plans.values():
            path, ours, theirs = self.parent_path(plan.id), self.spec.plan.period, plan.period
            if theirs and theirs != ours:
                periods = {"ours": f"{ours[0]}—{ours[1]}", "theirs": f"{theirs[0]}—{theirs[1]}"}
                self.add(said.PARENT_PERIOD_DIFFERS, path, parent=plan.id, **periods)
            if own := other_place(self.spec.county, plan):
                self.add(said.PARENT_OTHER_PLACE, path, parent=plan.id, place=plan.place, own=own)

    def parent_path(self, parent: str) -> KeyPath:
        if parent in self.spec.parents:
            return ("parents", self.spec.parents.index(parent))
        files = [index for index, text in enumerate(self.spec.parents) if not is_parent_id(text)]
        return ("parents", files[0]) if len(files) == 1 else ("parents",)

    # --- items ---

    def dispositions(self) -> None:
        for parent, items in self.spec.inherit.items():
            if parent not in self.plans:
                self.unknown_parent(parent)
                continue
            for item_id, disposition in items.items():
                path: KeyPath = ("inherit", parent, item_id)
                item = self.items[parent].get(item_id)
                if item is None:
                    self.unknown_item(parent, item_id, path)
                    continue
                self.content(item, disposition, path)
                if disposition.merge_into:
                    self.merge(parent, item, disposition.merge_into, (*path, "merge_into"))

    def unknown_parent(self, parent: str) -> None:
        path: KeyPath = ("inherit", parent)
        if parent in self.references:
            self.add(REFERENCE_DECIDED, path, parent=parent, what="处理意见")
            return
        if parent in self.spec.parents:
            return  # its own finding says that it could not be loaded
        names = list(self.plans)
        near = nearest(parent, names) or (names if len(names) == 1 else [])
        guess = f"是不是要写“{near[0]}”？" if near else ""
        remedy = f"{guess}这里写的应当是“〖上位规划〗”里某个规划的编号。"
        self.add(rules.UNKNOWN_PARENT, path, parent=parent, then="，下面各条没有采用", remedy=remedy)

    def unknown_item(self, parent: str, item_id: str, path: KeyPath) -> None:
        if item_id in self.plans[parent].retired:
            gone = "上位规划修订以前有这一条，现在已经删去：请删去这一处，确要保留的改列为本县的任务或者工程。"
            self.add(rules.UNKNOWN_ITEM, path, parent=parent, item=item_id, guess=gone)
            return
        near = nearest_items(item_id, self.items[parent])
        guess = f"是不是要写{'、'.join(_named(item) for item in near)}？" if near else ""
        self.add(rules.UNKNOWN_ITEM, path, parent=parent, item=item_id, guess=guess)

    def content(self, item: ParentItem, disposition: Disposition, path: KeyPath) -> None:
        if disposition.target and item.kind is not ItemKind.INDICATOR:
            self.add(rules.TARGET_WITHOUT_INDICATOR, (*path, "target"), item=_named(item), target=disposition.target)
        if disposition.split and item.kind is ItemKind.INDICATOR:
            self.add(said.INDICATOR_SPLIT, (*path, "split"), item=_named(item))
        asked = deadline_words(item.deadline, item.deadline_text)
        # 2026年起每年开展 names a year and is due in none
        own, latest = moment_of(disposition.deadline), moment_of(asked) if item.deadline else None
        if own is not None and latest is not None and own > latest:
            values = {"item": _named(item), "asked": asked, "own": disposition.deadline}
            self.add(rules.DEADLINE_AFTER_PARENT, (*path, "deadline"), **values)

    def merge(self, parent: str, item: ParentItem, text: str, path: KeyPath) -> None:
        target_parent, target_id = merge_target(parent, text)
        if target_parent in self.references:
            self.add(REFERENCE_DECIDED, path, parent=target_parent, what="并入")
            return
        if target_parent not in self.plans:
            near = nearest(target_parent, list(self.plans))
            remedy = (
                f"是不是要写“{near[0]}:{target_id}”？" if near else "这里写的应当是“〖上位规划〗”里某个规划的编号。"
            )
            self.add(rules.UNKNOWN_PARENT, path, parent=target_parent, then="", remedy=remedy)
            return
        target_id, _, part = target_id.partition("/")
        target = self.items[target_parent].get(target_id)
        if target is None:
            self.unknown_item(target_parent, target_id, path)
            return
        if part:
            decided = self.spec.inherit.get(target_parent, {}).get(target_id)
            parts = len(decided.split) if decided else 0
            if not part.isdecimal() or not 1 <= int(part) <= parts:
                which = f" 或者 {target_id}/1 至 {target_id}/{parts}" if parts else ""
                values = {"target": _named(target), "target_id": target_id, "part": part, "which": which}
                self.add(said.UNKNOWN_PART, path, **values, said=f"只拆分成 {parts} 项" if parts else "没有拆分")
                return
        if (target.kind is ItemKind.INDICATOR) != (item.kind is ItemKind.INDICATOR):
            kinds = {"kind": item.kind.label, "other": target.kind.label}
            self.add(said.MERGE_OF_DIFFERENT_KINDS, path, item=_named(item), target=_named(target), **kinds)
        elif target is not item and any(inner is target for inner in item.walk()):
            self.add(said.MERGE_INTO_NESTED, path, item=_named(item), target=_named(target))

    def indicators(self) -> None:
        for index, indicator in enumerate(self.spec.indicators):
            if not indicator.of:
                continue
            path: KeyPath = ("indicators", index, "of")
            parent, _, item_id = indicator.of.rpartition(":")
            if not parent:
                continue
            if parent in self.references:
                self.add(REFERENCE_DECIDED, path, parent=parent, what="对应指标")
                continue
            if parent not in self.plans:
                if parent not in self.spec.parents:
                    near = nearest(parent, list(self.plans))
                    remedy = f"是不是要写“{near[0]}:{item_id}”？" if near else "请写“规划编号:指标编号”。"
                    self.add(rules.UNKNOWN_PARENT, path, parent=parent, then="", remedy=remedy)
                continue
            item = self.items[parent].get(item_id)
            if item is None:
                self.unknown_item(parent, item_id, path)
            elif item.kind is not ItemKind.INDICATOR:
                self.add(said.NOT_AN_INDICATOR, path, item=_named(item), kind=item.kind.label)


def nearest_items(item_id: str, items: Mapping[str, ParentItem]) -> list[ParentItem]:
    """Return up to three items whose ids are most like an id that is not there, the most alike first.

    Args:
        item_id: what was written, for instance ``t2``.
        items: id -> item.
    """
    folded = half_width(item_id).strip().upper()
    ids: list[str] = []
    if match := _ITEM_ID.fullmatch(folded):
        for candidate in items:
            other = _ITEM_ID.fullmatch(candidate)
            if other and other.groups() == match.groups():
                ids.append(candidate)
    if not ids and "." in folded:
        outer = folded.rpartition(".")[0]
        ids = [candidate for candidate in items if candidate == outer or candidate.startswith(f"{outer}.")]
    ids += [match for match in nearest(folded, list(items), 3) if match not in ids]
    return [items[candidate] for candidate in ids[:3]]


def _named(item: ParentItem) -> str:
    return f"“{item.id} {item.number or ''}{item.title}”"
