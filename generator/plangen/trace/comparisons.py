"""What a draft says of targets, leads, units, deadlines and wording, against the plan and the parents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyItem, CountyPlan, title_of
from plangen.terms.deadline import deadline_in_cell, deadline_words, moment_of
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.likeness import plain
from plangen.terms.target import compare_targets, same_figures
from plangen.terms.vocabulary import quoted
from plangen.trace.anchors import Draft, TableRole
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence import BodyEvidence, Evidence, RowEvidence, Target, filled
from plangen.trace.old_wording import left_wording, past_words, past_year_in_cell

_SHOWN_NAMES = 8


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one county item shows of the parent item that it carries."""

    there: bool
    flaws: tuple[str, ...]
    absent: str | None
    body: BodyEvidence
    row: RowEvidence


@dataclass
class Comparisons:
    """Everything there is to say about a draft beside the statuses.

    Args:
        plan: the county's plan.
        draft: the document.
        evidence: what the document shows of the plan's items.
        words: words and thresholds.
        name: the document's name.

    Attributes:
        findings: what was said, in the order of the work.
    """

    plan: CountyPlan
    draft: Draft
    evidence: Evidence
    words: CheckWords
    name: str | None
    findings: list[Finding] = field(default_factory=list)

    def say(
        self, code: str, message: str, hint: str | None, place: str | None = None, severity: Severity = Severity.WARNING
    ) -> None:
        """Add a finding."""
        location = Location(file=self.name, place=place)
        self.findings.append(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    # -- targets, leads, units, deadlines ------------------------------------------------------------------------

    def weaker_targets(self, parent: ParentPlan, item: ParentItem, verdicts: Sequence[Verdict]) -> list[str]:
        """Return why an indicator's target in the draft is weaker than the parent's; empty when it is not."""
        if not item.target:
            return []
        flaws: list[str] = []
        for verdict in verdicts:
            for found, place in self._targets_in(verdict):
                order = compare_targets(found, item.target, item.title)
                both = f"文稿为{quoted(found)}，上位规划为{quoted(item.target)}"
                if order is None:
                    self.say(
                        "target-not-comparable",
                        f"{label(parent, item)}：{both}，无法比较高低",
                        "请人工核对目标值是否不低于上位规划",
                        place,
                        Severity.INFO,
                    )
                elif order < 0:
                    self.say(
                        "target-weaker",
                        f"{label(parent, item)}：目标值低于上位规划，{both}",
                        "县级目标一般不应低于上位规划；确需调整的，请报上级同意",
                        place,
                    )
                    flaws.append(f"目标值低于上位规划：{both}")
        return list(dict.fromkeys(flaws))

    def _targets_in(self, verdict: Verdict) -> Iterator[tuple[str, str]]:
        """Yield the targets in table and body; the body's only where it says something else than the table."""
        row, body = verdict.row, verdict.body
        table = row.target if row.target and filled(row.target, self.words) and row.row is not None else None
        if table is not None and row.row is not None:
            yield table, row.row.location
        if body.target and body.lines and filled(body.target, self.words):
            if table is not None:
                if same_figures(table, body.target):
                    return
                self.say(
                    "target-differs",
                    f"{quoted(body.title)}：正文的目标值是{quoted(body.target)}，指标表中是{quoted(table)}",
                    "请改为一致",
                    body.lines[0].location,
                )
            yield body.target, body.lines[0].location

    def compare(self, target: Target) -> None:
        """Compare lead, units and deadline of a county item in the document with the plan and the parents."""
        number = self.evidence.index(target)
        body, row = self.evidence.bodies[number], self.evidence.rows[number]
        if not body.lines and row.row is None:
            return
        title = title_of(target)
        place = row.row.location if row.row is not None else body.lines[0].location if body.lines else None
        in_body = [reading.responsibility for reading in body.readings if reading.responsibility.leads]
        body_leads = self.evidence.named(unit for one in in_body for unit in one.leads)
        body_units = self.evidence.named(unit for one in in_body for unit in (*one.leads, *one.participants))
        leads = [unit.name for unit in target.assignment.leads]
        for found, where in ((row.leads, place), (body_leads, body.lines[0].location if body.lines else None)):
            if leads and found and found[0] != leads[0]:
                self.say(
                    "lead-changed",
                    f"{quoted(title)}：填报文件由{'、'.join(leads)}牵头，文稿中由{'、'.join(found)}牵头",
                    "确需调整牵头单位的，请在填报文件中改写 lead，再重新生成或核对",
                    where,
                )
        named = {unit.name for unit in target.assignment.units}
        for found, where, there in (
            (row.units, "分工表", row.row is not None and bool(row.units) and not row.foreign),
            (body_units, "正文", bool(in_body)),
        ):
            lost = [unit.name for unit in target.assignment.units if there and unit.name not in found]
            if lost and len(lost) < len(named) + 1:
                shown = "、".join(lost[:_SHOWN_NAMES]) + ("等" if len(lost) > _SHOWN_NAMES else "")
                self.say(
                    "units-lost",
                    f"{quoted(title)}：{where}中少了{shown}",
                    "请补上；确定不再参与的，请在填报文件中改写 participants",
                    place if where == "分工表" else body.lines[0].location,
                )
        if isinstance(target, CountyItem):
            self._compare_deadline(target, body, row, place)

    def _compare_deadline(self, target: CountyItem, body: BodyEvidence, row: RowEvidence, place: str | None) -> None:
        start = self.plan.spec.plan.period[0]
        asked = [
            (moment, words, f"{parent.id} {item.id}：{words}")
            for origin in target.origins
            for parent in self.plan.parents
            if parent.id == origin.parent
            for item in parent.all_items()
            if item.id == origin.item
            and (words := deadline_words(item.deadline, item.deadline_text))
            and (moment := moment_of(words))
        ]
        in_body = [reading.deadline for reading in body.readings if reading.deadline]
        later: list[tuple[str, str | None]] = []
        for text, where in ((row.deadline, place), *((one, body.lines[0].location) for one in in_body)):
            if text is None:
                continue
            if not filled(text, self.words):
                if target.deadline:
                    self.say(
                        "deadline-missing",
                        f"{quoted(target.title)}：分工表中没有写完成时限，应为{target.deadline}",
                        "请补上完成时限",
                        where,
                    )
                continue
            moment = moment_of(text) if deadline_in_cell(text).year else None
            if past := past_year_in_cell(text, start):
                self.say(
                    "past-deadline",
                    f"{quoted(target.title)}：完成时限{past}年早于本方案实施期",
                    f"本方案自{start}年起实施，请改写完成时限",
                    where,
                )
            if any(moment is None or moment > limit for limit, _, _ in asked):
                later.append((text.strip() if moment else quoted(text), where))
        if later:
            self.say(
                "deadline-later",
                f"{quoted(target.title)}：完成时限{'、'.join(dict.fromkeys(said for said, _ in later))}"
                f"晚于上位规划（{'、'.join(said for _, _, said in asked)}）",
                f"请改为{min(asked)[1]}，或报上级同意后推迟",
                later[0][1],
            )

    # -- wording, annex ------------------------------------------------------------------------------------------

    def about_wording(self) -> None:
        """Report the parent's wording and the last period's names and years."""
        rows = [row for row in self.draft.rows if row.role is TableRole.DIVISION]
        cells = [(row.location, cell) for row in rows for cell in dict.fromkeys(row.cells) if cell]
        texts = [(line.location, line.text) for line in self.draft.lines if line.text.strip()]
        self.findings += left_wording([*texts, *cells], self.plan, load_rules(), self.name)
        own = {line.index for body in self.evidence.bodies for line in body.lines}
        titles = [(line.location, line.text) for line in self.draft.lines if line.level or line.index in own]
        plain_rows = [
            (row.location, cell)
            for row in rows
            for role, cell in row.columns.items()
            if role not in ("deadline", "parent_target")
        ]
        self.findings += past_words([*titles, *plain_rows], self.plan, self.words, self.name)

    def about_trace_annex(self) -> None:
        """Report parent items that the annex 承接对照表, where there is one, does not list."""
        rows = [row for row in self.draft.rows if row.role is TableRole.TRACE]
        if not rows:
            if self.plan.spec.plan.trace_table and any(True for p in self.plan.parents for _ in p.all_items()):
                self.say(
                    "trace-row-missing",
                    "文稿没有上位规划条目承接对照表",
                    "报送时一般应附；不需要的，请在填报文件的方案部分写 trace_table: false",
                    None,
                    Severity.INFO,
                )
            return
        found: dict[str, set[str]] = {}
        for row in rows:
            plan_title = plain(row.columns.get("parent", row.cells[0] if row.cells else ""))
            name = row.columns.get("name", "".join(row.cells))
            for identity in re.findall(r"(?<![A-Za-z0-9.])[A-Z]\d+(?:\.\d+)*(?![0-9])", name):
                found.setdefault(plan_title, set()).add(identity)
        for parent in self.plan.parents:
            listed = found.get(plain(parent.title), set())
            lost = [item for item in parent.all_items() if item.id not in listed]
            if lost:
                names = "、".join(f"{item.id}{quoted(item.title)}" for item in lost[:_SHOWN_NAMES])
                self.say(
                    "trace-row-missing",
                    f"承接对照表中少了{quoted(parent.title)}的{len(lost)}条：{names}"
                    + ("等" if len(lost) > _SHOWN_NAMES else ""),
                    "请补上，或重新生成对照表",
                )


def label(parent: ParentPlan, item: ParentItem) -> str:
    """Return how findings name a parent item."""
    return f"{parent.id} {item.id}{quoted(item.title)}"
