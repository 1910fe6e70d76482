"""Answers to the question who does what and why, as data and as the terminal prints them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plangen.plan.sentence import Sentence

LEADS, CO_LEADS, PARTICIPATES = "牵头", "共同牵头", "配合"
CONFIRMED, SUGGESTED = "已明确", "系统拟定，待确认"
LEAD_SUGGESTED, OTHERS_SUGGESTED = "牵头单位为系统拟定，待确认", "配合单位为系统拟定，待确认"


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Why a unit stands in a row.

    Attributes:
        rule: the rule's Chinese label.
        parent_units: the parent units that it answers for, as the parents write them.
        named_in: the parent items whose clauses name these: ``xinzhou-145 T12``.
        roster_line: where the unit's roster entry stands in the spec; None for towns, what is in no roster, and a
            roster in an Excel file.
        roster_cell: where it stands in an Excel file.
        covers: the covers of the roster entry that decided.
    """

    rule: str
    parent_units: tuple[str, ...] = ()
    named_in: tuple[str, ...] = ()
    roster_line: int | None = None
    roster_cell: str | None = None
    covers: tuple[str, ...] = ()

    @property
    def whence(self) -> str:
        """The parent units and where they are named: 市水利局（xinzhou-145 T15）; empty for suggestions."""
        places = f"（{'、'.join(self.named_in)}）" if self.named_in else ""
        return f"{'、'.join(self.parent_units)}{places}" if self.parent_units else ""

    @property
    def why(self) -> str:
        """The rule and the roster entry: 部门名册“对应上级单位”，名册第45行：水利局."""
        line = f"名册第{self.roster_line}行" if self.roster_line else self.roster_cell or ""
        entry = "：".join(part for part in (line, "、".join(self.covers)) if part)
        return f"{self.rule}，{entry}" if entry else self.rule


@dataclass(frozen=True, kw_only=True)
class UnitInItem:
    """A unit in an item's row.

    Attributes:
        role: 牵头, 共同牵头 or 配合.
        proposed: why its place is only a suggestion; empty where it is none.
        within: the group beside it that names it already in print; None where it stands there itself.
    """

    unit: str
    role: str
    basis: Basis
    proposed: str = ""
    within: str | None = None

    def line(self) -> str:
        """Return the unit as the terminal prints it."""
        whence = f" ← {self.basis.whence}" if self.basis.whence else ""
        parts = [f"{self.unit}{whence}", self.basis.why]
        if self.proposed:
            parts.append(self.proposed)
        if self.within:
            parts.append(f"已包括在{self.within}之内，不再单列")
        return f"  {self.role}{'（拟）' if self.proposed else ''}：{'；'.join(parts)}"


@dataclass(frozen=True, kw_only=True)
class WordingReport:
    """A sentence of a parent and the county's, with what was changed and why.

    Attributes:
        origin: the parent item: ``xinzhou-145 T12``.
        parent: the parent's sentence.
        county: the county's, in 【】 where it waits for a decision.
        rules: each change with its reason.
        doubts: what the county has to decide, or should look at.
    """

    origin: str
    parent: str
    county: str
    rules: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the sentence as the terminal prints it."""
        rows = [f"  {self.origin} 原文：{self.parent}", f"      方案：{self.county}"]
        rows += [f"      · {said}" for said in self.rules]
        rows += [f"      · 待定：{said}" for said in self.doubts]
        return tuple(rows)


@dataclass(frozen=True, kw_only=True)
class ItemReport:
    """Who does one item of the county's plan.

    Attributes:
        reference: 任务3.2, as the tables call it.
        title: in county wording.
        deadline: as printed; None for indicators.
        status: 已明确, or which of the units are proposed.
        units: the lead first.
        unresolved: parent units that nobody in the county answers for.
        open_ended: the parent's list ends in 等.
        origins: parent items that it carries: ``xinzhou-145 T12 开展隐患排查治理``; empty for the county's own.
        alike: items of plans that are only named (参考) that are the same work, with what speaks for it.
        sentences: what the plan says about it, with whose each sentence is.
        mark: the mark by which its proposals are taken; None where nothing is proposed.
        uncovered: points of the parents that no sentence speaks of, where nothing but facts is known of them.
        wording: the parents' sentences that were changed or wait for a decision.
    """

    reference: str
    title: str
    deadline: str | None
    status: str
    units: tuple[UnitInItem, ...]
    unresolved: tuple[str, ...] = ()
    open_ended: bool = False
    origins: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mark: str | None = None
    uncovered: tuple[str, ...] = ()
    wording: tuple[WordingReport, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the report as the terminal prints it."""
        head = [f"{self.reference} {self.title}"]
        if self.deadline:
            head.append(f"  完成时限：{self.deadline}")
        head.append(f"  来源：{'；'.join(self.origins) or '本级自定'}")
        head += [f"  参考（不承接）：{one}" for one in self.alike]
        head.append(f"  责任分工：{self.status}")
        rows = [one.line() for one in self.units] or ["  暂无责任单位"]
        if self.open_ended:
            rows.append("  上位规划的名单以“等”结尾")
        if self.unresolved:
            rows.append(f"  本级没有对应单位、未列入：{'、'.join(self.unresolved)}")
        rows += [
            f"  语句（{one.source.label}{f'，{one.basis}' if one.basis else ''}）：{one.text}" for one in self.sentences
        ]
        if self.mark:
            rows.append(f"  采纳编号：{self.mark}（写“采纳措施: {self.mark}”采纳以上建议）")
        if self.uncovered:
            rows.append(f"  上位规划的要点还没有写到：{'、'.join(self.uncovered)}")
        if self.wording:
            rows.append(f"  文字改写 {len(self.wording)} 句")
            rows += [line for sentence in self.wording for line in sentence.lines()]
        return (*head, *rows)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that a unit has to do.

    Attributes:
        origins: the parent items: ``xinzhou-145 T12``; empty for the county's own.
        status: 已明确, or that the unit's place is proposed.
        via: the group through which it takes part, or None.
    """

    reference: str
    title: str
    role: str
    deadline: str | None
    status: str
    basis: Basis
    origins: tuple[str, ...] = ()
    via: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnitReport:
    """What one unit leads and takes part in.

    Attributes:
        unit: as printed.
        full_name: as the roster has it; the printed name where it has none.
        entry: the roster entry in words; None where the roster has none.
        groups: the groups that it is a member of.
        duties: leads first, then participations, then what it does only as a member of a group.
    """

    unit: str
    full_name: str
    entry: str | None
    groups: tuple[str, ...]
    duties: tuple[Duty, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the report as the terminal prints it."""
        name = self.unit if self.unit == self.full_name else f"{self.unit}（{self.full_name}）"
        rows = [name]
        if self.entry:
            rows.append(f"  {self.entry}")
        if self.groups:
            rows.append(f"  所在成员单位：{'、'.join(self.groups)}")
        for label, duties in self._sections():
            rows.append(f"{label} {len(duties)} 项")
            for duty in duties:
                when = f"，{duty.deadline}" if duty.deadline else ""
                proposed = "（拟）" if duty.status == SUGGESTED else ""
                rows.append(f"  {duty.reference} {duty.title}{proposed}{when}")
                units = f"：{'、'.join(duty.basis.parent_units)}" if duty.basis.parent_units else ""
                rows.append(f"      依据：{duty.basis.rule}{units}；来源：{'、'.join(duty.origins) or '本级自定'}")
        if not self.duties:
            rows.append("方案中没有它的任务")
        return tuple(rows)

    def _sections(self) -> Iterator[tuple[str, list[Duty]]]:
        for role in (LEADS, CO_LEADS, PARTICIPATES):
            if duties := [duty for duty in self.duties if duty.role == role and duty.via is None]:
                yield role, duties
        for group in self.groups:
            if duties := [duty for duty in self.duties if duty.via == group]:
                yield f"作为{group}参加", duties


@dataclass(frozen=True, kw_only=True)
class WaivedReport:
    """A parent item that the county does not carry."""

    origin: str
    reason: str
    by: str
    on: str

    def lines(self) -> tuple[str, ...]:
        """Return the report as the terminal prints it."""
        return (self.origin, f"  不承接：{self.reason}", f"  决定：{self.by}，{self.on}")


@dataclass(frozen=True, kw_only=True)
class WhoReport:
    """The answer to a question; one question may concern several items (T12 of two parents).

    Attributes:
        answers: at least one.
    """

    answers: tuple[UnitReport | ItemReport | WaivedReport, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the answers as the terminal prints them, parted by blank lines."""
        rows: list[str] = []
        for answer in self.answers:
            rows += [*([""] if rows else []), *answer.lines()]
        return tuple(rows)
