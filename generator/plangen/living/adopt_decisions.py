"""What the county does with its parents' items, as the sheet of decisions says it: carried, merged, not carried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plangen.county.item_checks import is_reason, merge_target
from plangen.living.adopt_homes import Home, inherited_home
from plangen.living.adopt_model import SpecEdit
from plangen.living.sheet_changes import day_of
from plangen.plan.model import CountyIndicator, CountyPlan, TraceRow, title_of
from plangen.plan.sources import Outcome
from plangen.terms.text import comparable

_PLAIN = (Outcome.CARRIED, Outcome.ADAPTED)
_UNUSABLE = "“处理”一格要从承接、细化、合并、拆分、不承接里选"
_SPLIT = "拆成哪几项、各是什么名称，一格里写不下；请在填报文件里填写下面几行"
_FROM_SPLIT = "这一项已经拆分，改处理要删去填报文件里的“拆分”，请自行修改"
_FROM_ADAPTED = "要照上位规划原样承接的，请把填报文件里这一项本县写的内容删去；程序不代删"
_BY_HOST = "这一项随上一级条目一并处理，请先改上一级条目的处理"
_NO_INTO = "没有写明并入哪一条；请在“并入”一格写它的名称"
_NOT_MERGED = "“处理”没有写“合并”，“并入”一格没有采纳"
_NOT_WAIVED = "“处理”没有写“不承接”，理由、决定单位、决定时间没有采纳"
_CARRIES = "还有条目并入这一条，先改那些条目的“并入”，再写“不承接”"
_SET_TARGET = "填报文件里写了这个指标的目标值，先删去，再写“不承接”"


@dataclass(frozen=True, kw_only=True)
class Made:
    """What becomes of a decision.

    Attributes:
        was, now: the decision as it is in the spec, and as the sheet has it.
        edits: what changes in the spec; none where it says so already.
        refused: why the spec cannot say it.
        wrong: somebody must complete or correct the row.
        lines: what a planner would write in the spec.
    """

    was: str = ""
    now: str = ""
    edits: tuple[SpecEdit, ...] = ()
    refused: str = ""
    wrong: bool = False
    lines: tuple[str, ...] = ()


class Decisions:
    """The decisions of a plan.

    Args:
        plan: the county's plan as the spec has it now.
    """

    def __init__(self, plan: CountyPlan) -> None:
        self._plan = plan
        self._rows = {f"{row.origin.parent}:{row.origin.item}": row for row in plan.trace}
        self._into = dict(self._merges())
        self._waived = {key for key, row in self._rows.items() if row.disposition == Outcome.WAIVED}

    def is_written(self, key: str, cells: Mapping[str, str]) -> bool:
        """Return whether an item is carried in its own right, and stays so; else its cells say nothing of it."""
        row = self._rows.get(key)
        return row is not None and row.disposition in _PLAIN and cells["disposition"].strip() not in ("合并", "不承接")

    def made(self, key: str, cells: Mapping[str, str], changed: set[str]) -> Made:
        """Return what becomes of the cells of a row that decide.

        Args:
            key: the parent item's.
            cells: all cells of the row, as they are.
            changed: which of them were changed.
        """
        row = self._rows.get(key)
        wanted = cells.get("disposition", "").strip()
        if row is None or wanted not in [one.value for one in Outcome]:
            return Made(refused=_UNUSABLE, wrong=True)
        home = inherited_home(self._plan, row.origin)
        if wanted == Outcome.WAIVED:
            return self._waive(key, row, home, cells)
        if changed & {"waived_because", "waived_by", "waived_on"} and "disposition" not in changed:
            return Made(refused=_NOT_WAIVED, wrong=True)
        if wanted == Outcome.MERGED:
            return self._merge(key, row, home, cells.get("merge_into", "").strip())
        if "disposition" not in changed:
            return Made(refused=_NOT_MERGED, wrong=True)
        if wanted == Outcome.SPLIT:
            origin = row.origin
            parts = "{拆分: [{标题: 【第一项】}, {标题: 【第二项】}]}"
            return Made(refused=_SPLIT, lines=("承接:", f"  {origin.parent}:", f"    {origin.item}: {parts}"))
        return self._carry(row, home, wanted)

    def _waive(self, key: str, row: TraceRow, home: Home, cells: Mapping[str, str]) -> Made:
        reason, by, when = (cells.get(one, "").strip() for one in ("waived_because", "waived_by", "waived_on"))
        found = day_of(when)
        missing = [
            name for name, said in (("理由", is_reason(reason)), ("决定单位", by), ("决定时间", found)) if not said
        ]
        if missing:
            return Made(refused=f"不承接的，右边还要写明{'、'.join(missing)}", wrong=True)
        if row.disposition == Outcome.SPLIT:
            return Made(refused=_FROM_SPLIT)
        if row.disposition == Outcome.WAIVED and home.value("waive") is None:
            return Made(refused=_BY_HOST)
        if key in self._into.values():
            return Made(refused=_CARRIES, wrong=True)
        if any((one.of or "").strip() in (key, row.origin.item) for one in self._plan.spec.indicators if one.of):
            return Made(refused=_SET_TARGET, wrong=True)
        edits = (*home.edit("merge_into", None), *home.edit("waive", reason), *home.edit("by", by))
        if getattr(home.said, "on", None) != found:
            before = getattr(home.said, "on", None)
            edits += (
                SpecEdit(
                    path=(*home.path, "on"), before=before and before.isoformat(), after=found and found.isoformat()
                ),
            )
        if edits:
            self._waived.add(key)
        return Made(was=row.disposition, now=f"不承接：{reason}", edits=edits)

    def _merge(self, key: str, row: TraceRow, home: Home, name: str) -> Made:
        if not name:
            return Made(refused=_NO_INTO, wrong=True)
        if row.disposition == Outcome.SPLIT:
            return Made(refused=_FROM_SPLIT)
        targets = self._named(name, row)
        if len(targets) != 1:
            many = f"有 {len(targets)} 条都叫“{name}”" if targets else f"上位规划里没有叫“{name}”的条目"
            return Made(refused=f"{many}，不知道并入哪一条；请写清它的名称", wrong=True)
        target = targets[0]
        if reason := self._unfit(key, row, target):
            return Made(refused=f"不能并入“{name}”：{reason}", wrong=True)
        origin = self._rows[target].origin
        into = origin.item if origin.parent == row.origin.parent else target
        edits = (*_taken_back(home, "waive", "by", "on"), *home.edit("merge_into", into))
        self._into[key] = target
        return Made(was=row.disposition, now=f"并入“{origin.title}”", edits=edits)

    def _carry(self, row: TraceRow, home: Home, wanted: str) -> Made:
        if row.disposition in _PLAIN:
            return Made(refused=_FROM_ADAPTED) if row.disposition == Outcome.ADAPTED != wanted else Made()
        if row.disposition == Outcome.SPLIT:
            return Made(refused=_FROM_SPLIT)
        edits = _taken_back(home, "waive", "by", "on", "merge_into")
        return Made(was=row.disposition, now=wanted, edits=edits) if edits else Made(refused=_BY_HOST)

    def _named(self, name: str, row: TraceRow) -> list[str]:
        """Return the keys of the items that a name or number means, of the row's own parent first."""
        wanted = comparable(name)
        own = f"{row.origin.parent}:{name}"
        if named := [key for key in (name, own) if key in self._rows]:
            return named[:1]
        found = []
        for key, one in self._rows.items():
            titles = [one.origin.title]
            if one.disposition in _PLAIN:
                titles += [title_of(target) for target in one.targets if target.key == key]
            if wanted in map(comparable, titles) or _is_first_cell(wanted, one):
                found.append(key)
        carried = [key for key in found if self._rows[key].disposition in _PLAIN]
        return carried or found

    def _unfit(self, key: str, row: TraceRow, target: str) -> str:
        other = self._rows[target]
        chain = target
        while chain in self._into and chain != key:
            chain = self._into[chain]
        if chain == key:
            return "就是这一条，或者它又并入这一条"
        if target in self._waived:
            return "那一条不承接"
        if other.disposition == Outcome.SPLIT:
            return "那一条已经拆分，请在填报文件里写明并入其中哪一项"
        return "两条不是一类" if _family(row) != _family(other) else ""

    def _merges(self) -> Iterator[tuple[str, str]]:
        for parent, items in self._plan.spec.inherit.items():
            for item, said in items.items():
                if said.merge_into:
                    yield f"{parent}:{item}", ":".join(merge_target(parent, said.merge_into.partition("/")[0]))


def _family(row: TraceRow) -> object:
    """Return the sort of item that may be merged with each other, as its targets or else its number tell it."""
    if any(isinstance(one, CountyIndicator) for one in row.targets):
        return "I"
    return row.origin.item[:1]


def _taken_back(home: Home, *keys: str) -> tuple[SpecEdit, ...]:
    return tuple(
        SpecEdit(path=(*home.path, key), before=_text(getattr(home.said, key)), after=None)
        for key in keys
        if getattr(home.said, key, None) is not None
    )


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _is_first_cell(wanted: str, row: TraceRow) -> bool:
    """Return whether a name is what the sheet's first column calls an item: 晋城市规划2.加强源头治理."""
    title, number = (comparable(text or "") for text in (row.origin.title, row.origin.number))
    before = re.compile(f"(?:.{{1,16}}规划)?(?:{re.escape(number)})?")
    return wanted.endswith(title) and before.fullmatch(wanted[: -len(title)]) is not None
