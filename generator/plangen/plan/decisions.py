"""What happens to each parent item: the spec's decisions, checked, and what was recognised as the same.

Whatever is wrong with a decision becomes a finding, and the item is then carried as inherited, so that a slip in the
spec never loses a duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

from plangen.county.checks import is_reason
from plangen.county.names import item_line, setting_name
from plangen.county.spec import CountySpec, Disposition
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan.model import Origin
from plangen.plan.same import ItemRef, SameResult
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.text import half_width, short

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


class Outcome(StrEnum):
    """What happens to a parent item (处理)."""

    CARRIED = "承接"
    ADAPTED = "细化"
    MERGED = "合并"
    SPLIT = "拆分"
    WAIVED = "不承接"


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """A parent item with what the spec says about it.  Compared by identity.

    Attributes:
        order: position among all items of all parents, from 0.
        host: the item it is nested under.
        outcome: what happens to it.
        target: for merged items, the item that carries it; never itself merged.
        target_part: the part of the target, from 1, where that is split.
        waiver: for waived items, the disposition that holds: its own or that of the item it is nested under.
    """

    plan: ParentPlan
    item: ParentItem
    order: int
    host: Source | None
    disposition: Disposition
    outcome: Outcome = Outcome.CARRIED
    target: Source | None = None
    target_part: int = 1
    waiver: Disposition | None = None

    @property
    def ref(self) -> ItemRef:
        """Parent id and item id."""
        return self.plan.id, self.item.id

    @property
    def label(self) -> str:
        """The item as findings name it: the id and the title."""
        return f"{self.item.id}“{short(self.item.title)}”"

    @property
    def location(self) -> Location:
        """The spec's line about the item, else the parent's id and the item's."""
        if self.disposition.location.file or self.disposition.location.line:
            return self.disposition.location
        return Location(place=f"{self.plan.id} {self.item.id}")

    def origin(self, part: int | None = None) -> Origin:
        """Return the item as the origin of a county item."""
        return Origin(
            parent=self.plan.id,
            item=self.item.id,
            kind=self.item.kind,
            number=self.item.number,
            title=self.item.title,
            part=part,
        )


def is_adapted(disposition: Disposition) -> bool:
    """Return whether the spec changes what is written for an item."""
    return any(getattr(disposition, name) not in (None, ()) for name in _TEXT_SETTINGS)


class Decisions:
    """All parent items with what happens to them.

    Args:
        parents: the parents in the order of the spec.
        spec: the county's spec.

    Attributes:
        sources: every item of every parent, in order.
        parents: the parents without those given twice.
        findings: what is wrong with the spec's decisions.
    """

    def __init__(self, parents: Sequence[ParentPlan], spec: CountySpec) -> None:
        self.findings: list[Finding] = []
        self.spec = spec
        self.parents = tuple(self._distinct(parents))
        self.sources: list[Source] = []
        self._by_ref: dict[ItemRef, int] = {}
        for plan in self.parents:
            for item in plan.top_items():
                self._index(plan, item, None)
        self._check_names()
        self._waive()
        self._split()
        self._merge()
        self._adapt()

    # -- reading -------------------------------------------------------------------------------------------------

    def get(self, ref: ItemRef) -> Source | None:
        """Return an item by parent id and item id."""
        index = self._by_ref.get(ref)
        return None if index is None else self.sources[index]

    def current(self, source: Source) -> Source:
        """Return the present state of an item: decisions replace sources while they are being worked out."""
        return self.sources[source.order]

    def decided(self) -> frozenset[ItemRef]:
        """Return the items that must not be merged automatically, because the spec has decided about them.

        An item of a further parent that the spec gives a title or text of its own stands by itself; other settings
        (units, deadline, measures) join those of the item that it is the same as.
        """
        first = self.parents[0].id if self.parents else ""
        return frozenset(
            source.ref
            for source in self.sources
            if source.outcome in (Outcome.WAIVED, Outcome.MERGED, Outcome.SPLIT)
            or (source.plan.id != first and bool(source.disposition.title or source.disposition.text))
        )

    # -- building ------------------------------------------------------------------------------------------------

    def _distinct(self, parents: Sequence[ParentPlan]) -> Iterator[ParentPlan]:
        seen: set[str] = set()
        for number, plan in enumerate(parents):
            if plan.id in seen:
                self._add(
                    "duplicate-parent",
                    Severity.ERROR,
                    f"上位规划“{plan.id}”写了两次，只按一次承接",
                    self.spec.locations.get(("parents", number), self._file),
                    "请在“上位规划”中只保留一行；内容不同的两份规划请使用不同的编号。",
                )
                continue
            seen.add(plan.id)
            yield plan

    @property
    def _file(self) -> Location:
        return Location(file=self.spec.path)

    def _at(self, place: str) -> Location:
        return Location(file=self.spec.path, place=place)

    def _index(self, plan: ParentPlan, item: ParentItem, host: Source | None) -> None:
        disposition = self.spec.inherit.get(plan.id, {}).get(item.id) or Disposition()
        source = Source(plan=plan, item=item, order=len(self.sources), host=host, disposition=disposition)
        if source.ref in self._by_ref:
            self._add(
                "duplicate-item",
                Severity.ERROR,
                f"上位规划“{plan.id}”中编号“{item.id}”用了两次",
                Location(file=plan.source_file, place=f"{plan.id} {item.id}"),
                "请给其中一个条目换一个没有用过的编号，再重新生成。",
            )
            source = replace(source, disposition=Disposition())
        else:
            self._by_ref[source.ref] = source.order
        self.sources.append(source)
        for nested in item.items:
            self._index(plan, nested, source)

    def _add(
        self, code: str, severity: Severity, message: str, location: Location | None = None, hint: str | None = None
    ) -> None:
        self.findings.append(
            Finding(code=code, severity=severity, message=message, location=location or self._file, hint=hint)
        )

    def _check_names(self) -> None:
        """Report parents and items that the spec decides about and that do not exist."""
        plans = {plan.id: plan for plan in self.parents}
        for parent, items in self.spec.inherit.items():
            if parent not in plans:
                self._add(
                    "unknown-parent",
                    Severity.ERROR,
                    f"“承接”中的“{parent}”不在本县的“上位规划”之列",
                    self.spec.locations.get(("inherit", parent), self._file),
                    _nearest(parent, list(plans), "请改为", "请在“上位规划”中加上它，或删去这一段。"),
                )
                continue
            known = [item.id for item in plans[parent].all_items()]
            for name, disposition in items.items():
                if (parent, name) not in self._by_ref:
                    self._add(
                        "unknown-item",
                        Severity.ERROR,
                        f"上位规划“{parent}”中没有编号为“{name}”的条目",
                        disposition.location if disposition.location.line else self._at(f"{parent} {name}"),
                        _nearest(name, known, "是否指", f"可用 plangen parents {parent} 查看全部编号。"),
                    )

    def _set(self, source: Source, **changes: object) -> None:
        self.sources[source.order] = replace(self.current(source), **changes)  # type: ignore[arg-type]

    def _drop_decision(self, source: Source) -> None:
        """Carry an item as inherited because its decision cannot be followed."""
        kept = replace(
            source.disposition, waive=None, by=None, on=None, merge_into=None, split=(), location=source.location
        )
        self._set(source, disposition=kept)

    def _waive(self) -> None:
        for source in list(self.sources):
            disposition = source.disposition
            decisions = [
                name
                for name, there in (
                    ("“不承接”", disposition.waive is not None),
                    ("“并入”", disposition.merge_into is not None),
                    ("“拆分”", bool(disposition.split)),
                )
                if there
            ]
            if len(decisions) > 1:
                self._add(
                    "decision-conflict",
                    Severity.ERROR,
                    f"{source.label}同时写了{'和'.join(decisions)}，暂按原样承接",
                    source.location,
                    "一个条目只能有一种处理方式，请保留其中一个。",
                )
                self._drop_decision(source)
            elif disposition.waive is not None:
                self._waive_one(source)
        self._waive_nested()

    def _waive_one(self, source: Source) -> None:
        disposition = source.disposition
        missing = [
            word
            for word, value in (
                ("理由", is_reason(disposition.waive or "")),
                ("决定单位", disposition.by),
                ("日期", disposition.on),
            )
            if not value
        ]
        if missing:
            self._add(
                "waiver-incomplete",
                Severity.ERROR,
                f"{source.label}写明不承接，但没有写{'、'.join(missing)}，暂按原样承接",
                source.location,
                f"例如：{item_line(source.item.id, waive='县域没有这类企业', by='县应急局', on='2026-11-20')}",
            )
            self._drop_decision(source)
            return
        self._report_unused(source, tuple(_TEXT_SETTINGS), "不承接的条目")
        self._set(source, outcome=Outcome.WAIVED, waiver=disposition)

    def _release_from_waived(self) -> bool:
        """Take back merges into items that turned out to be waived; return whether there were any."""
        released = False
        for source in list(self.sources):
            state = self.current(source)
            if state.outcome is Outcome.MERGED and state.target is not None:
                if self.current(state.target).outcome is not Outcome.WAIVED:
                    continue
                self._target_waived(state, state.target)
                self._set(source, outcome=Outcome.CARRIED, target=None)
                self._drop_decision(source)
                released = True
        return released

    def _waive_nested(self) -> bool:
        """Waive what is nested under waived items, except what the spec merges elsewhere; return whether any was."""
        taken: dict[int, list[Source]] = {}
        for source in list(self.sources):
            host = self.current(source.host) if source.host else None
            if host is None or host.outcome is not Outcome.WAIVED or self.current(source).outcome is Outcome.WAIVED:
                continue
            merging = self.current(source).disposition.merge_into is not None
            if merging and not source.disposition.split:
                continue
            if is_adapted(source.disposition) or source.disposition.split:
                self._add(
                    "nested-settings-unused",
                    Severity.WARNING,
                    f"{source.label}随{host.label}不承接，为它写的内容没有用上",
                    source.location,
                    "如仍要承接这一子项，请用“并入”把它并入其他任务，或不对上一级任务写“不承接”。",
                )
            self._set(source, outcome=Outcome.WAIVED, waiver=host.waiver)
            top = host
            while top.host is not None and self.current(top.host).outcome is Outcome.WAIVED:
                top = self.current(top.host)
            taken.setdefault(top.order, []).append(source)
        for order, nested in taken.items():
            top = self.sources[order]
            self._add(
                "waived-with-task",
                Severity.INFO,
                f"{top.label}不承接，其下{len(nested)}个子项随之不承接：{'、'.join(one.label for one in nested)}",
                top.location,
                "如某个子项仍要承接，请在“承接”中为它写“并入”。",
            )
        return bool(taken)

    def _split(self) -> None:
        for source in list(self.sources):
            parts = source.disposition.split
            if not parts or self.current(source).outcome is Outcome.WAIVED:
                continue
            if source.disposition.merge_into is not None or self.current(source).disposition is not source.disposition:
                continue
            if source.item.kind is ItemKind.INDICATOR:
                code, message = "split-kind", f"{source.label}是指标，不能拆分，暂按原样承接"
                hint = "如县里要分成几个指标，请在“指标”中另写。"
            elif len(parts) < 2:
                code, message = "split-too-few", f"{source.label}只拆成了一项，暂按原样承接"
                hint = "“拆分”至少写两项；只是改写的，直接写“标题”“牵头”等。"
            else:
                self._report_unused(source, ("title",), "拆分的条目")
                self._set(source, outcome=Outcome.SPLIT)
                continue
            self._add(code, Severity.ERROR, message, source.location, hint)
            self._drop_decision(source)

    def _merge(self) -> None:
        for source in list(self.sources):
            wanted = source.disposition.merge_into
            state = self.current(source)
            if wanted is None or state.outcome is Outcome.WAIVED or state.disposition.merge_into is None:
                continue
            found = self._find_target(source, wanted)
            if found is not None and self._may_merge(source, found[0]):
                target, part = found
                self._report_unused(source, ("title",), "并入其他条目的条目")
                self._set(source, outcome=Outcome.MERGED, target=target, target_part=part or 1)
                if part is None and self.current(target).outcome is Outcome.SPLIT:
                    self._report_first_part(source, target)
            else:
                self._drop_decision(source)
        while self._waive_nested() or self._release_from_waived():
            pass
        self._settle_targets()
        self._report_nested_of_split()

    def _find_target(self, source: Source, wanted: str) -> tuple[Source, int | None] | None:
        """Return the item that a merge_into means, and the part where it says one: T17/2, yangquan-145:T17/2."""
        parent, _, name = wanted.rpartition(":")
        name, slash, number = name.partition("/")
        target = self.get((parent.strip() or source.plan.id, name.strip()))
        part = int(number) if number.strip().isdecimal() else 0
        parts = 0 if target is None else len(self.current(target).disposition.split)
        if target is not None and (not slash or 1 <= part <= parts):
            return target, part if slash else None
        if target is not None:
            identifier = target.item.id
            hint = (
                f"请写{identifier}/1至{identifier}/{parts}。"
                if parts
                else f"{identifier}没有拆分，请直接写{identifier}。"
            )
        else:
            known = [item if plan == source.plan.id else f"{plan}:{item}" for plan, item in self._by_ref]
            hint = _nearest(wanted, known, "是否指", "请写同一规划中的编号，或“规划编号:条目编号”。")
        self._add(
            "merge-target-unknown",
            Severity.ERROR,
            f"{source.label}要并入的“{wanted}”不存在，暂按原样承接",
            source.location,
            hint,
        )
        return None

    def _may_merge(self, source: Source, target: Source) -> bool:
        if self.current(target).outcome is Outcome.WAIVED:
            self._target_waived(source, target)
            return False
        if _family(source) != _family(target):
            self._add(
                "merge-kind",
                Severity.ERROR,
                f"{source.label}是{source.item.kind.label}，不能并入{target.label}（{target.item.kind.label}），暂按原样承接",
                source.location,
                "指标只能并入指标，分项目标只能并入分项目标，任务、工程及其子项可以互相并入。",
            )
            return False
        if self._leads_back(source, target):
            self._add(
                "merge-cycle",
                Severity.ERROR,
                f"{source.label}与{target.label}互相并入，暂按原样承接",
                source.location,
                "请只保留一个方向的“并入”；任务也不能并入它自己的子项。",
            )
            return False
        return True

    def _target_waived(self, source: Source, target: Source) -> None:
        self._add(
            "merge-target-waived",
            Severity.ERROR,
            f"{source.label}要并入的{target.label}不承接，暂按原样承接",
            source.location,
            "请改并入一个承接的条目，或为这一条目单独写明处理方式。",
        )

    def _leads_back(self, source: Source, target: Source) -> bool:
        """Return whether the target is carried by, or stands under, the source itself."""
        place: Source | None = target
        for _ in range(2 * len(self.sources) + 2):
            if place is None:
                return False
            if place.order == source.order:
                return True
            state = self.current(place)
            place = state.target if state.outcome is Outcome.MERGED else state.host
        return True

    def _settle_targets(self) -> None:
        """Follow merges to the item that carries all of them."""
        for source in list(self.sources):
            state = self.current(source)
            if state.outcome is not Outcome.MERGED or state.target is None:
                continue
            target, part = state.target, state.target_part
            while (step := self.current(target)).outcome is Outcome.MERGED and step.target is not None:
                target, part = step.target, step.target_part
            self._set(source, target=target, target_part=part)

    def _report_first_part(self, source: Source, target: Source) -> None:
        self._add(
            "merge-into-split",
            Severity.WARNING,
            f"{source.label}并入的{target.label}已拆分，放在拆分后的第一项",
            source.location,
            f"如应放在第二项，请写作 {setting_name('merge_into')}: {target.item.id}/2。",
        )

    def _report_nested_of_split(self) -> None:
        for source in self.sources:
            nested = [
                state
                for state in self.sources
                if state.host is not None and state.host.order == source.order and state.outcome is not Outcome.MERGED
            ]
            if source.outcome is Outcome.SPLIT and nested:
                self._add(
                    "split-nested",
                    Severity.INFO,
                    f"{source.label}拆成{len(source.disposition.split)}项，"
                    f"其下子项{'、'.join(one.label for one in nested)}随第一项",
                    source.location,
                    f"如应归到第二项，请为该子项写 {setting_name('merge_into')}: {source.item.id}/2。",
                )

    def _adapt(self) -> None:
        for source in list(self.sources):
            state = self.current(source)
            if state.outcome in (Outcome.CARRIED, Outcome.MERGED):
                if source.item.kind is ItemKind.INDICATOR:
                    self._report_unused(source, _UNUSED_FOR_INDICATORS, "指标")
                elif source.disposition.target is not None:
                    self._target_unused(source)
            if state.outcome is Outcome.CARRIED and is_adapted(state.disposition):
                self._set(source, outcome=Outcome.ADAPTED)

    def _target_unused(self, source: Source) -> None:
        self._add(
            "target-without-indicator",
            Severity.WARNING,
            f"{source.label}不是指标，写在这里的目标值“{source.disposition.target}”用不上",
            self.place(source, "target"),
            "目标值请写给指标（编号以 I 开头）；任务的要求请写进措施。",
        )

    def place(self, source: Source, key: str) -> Location:
        """Return where the spec says something about an item, else where it speaks of the item."""
        return self.spec.locations.get(("inherit", source.plan.id, source.item.id, key), source.location)

    def _report_unused(self, source: Source, names: Sequence[str], what: str) -> None:
        there = [_TEXT_SETTINGS[name] for name in names if getattr(source.disposition, name) not in (None, ())]
        if there:
            self._add(
                "setting-unused",
                Severity.WARNING,
                f"{source.label}写的{'、'.join(there)}没有用上：{what}不用写这{'一' if len(there) == 1 else '几'}项",
                source.location,
                "请删去，或改用相应的处理方式。",
            )

    # -- the same task in several parents ------------------------------------------------------------------------

    def merge_same(self, result: SameResult) -> list[Source]:
        """Merge what was recognised as the same into the first of each group; return what was merged, in order."""
        merged: list[Source] = []
        for group in result.groups:
            first = self.get(group.members[0])
            if first is None:
                continue
            for ref in group.members[1:]:
                source = self.get(ref)
                if source is None or self._leads_back(source, first):
                    continue
                self._set(source, outcome=Outcome.MERGED, target=first)
                merged.append(source)
        self._settle_targets()
        return merged


def _family(source: Source) -> str:
    """Return the sort of item that may be merged with each other."""
    top = source
    while top.host is not None:
        top = top.host
    return {ItemKind.INDICATOR: "indicator", ItemKind.GOAL: "goal"}.get(top.item.kind, "task")


def _nearest(name: str, known: Sequence[str], question: str, otherwise: str) -> str:
    def folded(identifier: str) -> str:
        return _ZEROS.sub(r"\1", half_width(identifier).upper())

    # T1, t01 and Ｔ01 all mean T01
    near = [other for other in known if folded(other) == folded(name)] or get_close_matches(
        name, known, n=1, cutoff=0.5
    )
    return f"{question}“{near[0]}”？{otherwise}" if near else otherwise
