"""What a draft says of targets, leads, units, deadlines and wording, against the plan and the parents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyItem, CountyPlan, title_of
from plangen.terms.deadline import deadline_in_cell, deadline_words, moment_of
from plangen.terms.findings import Finding, Location, Rule, Severity
from plangen.terms.likeness import plain
from plangen.terms.target import compare_targets, same_figures
from plangen.terms.vocabulary import quoted
from plangen.trace import check_rules, rules
from plangen.trace.anchors import Draft, TableRole
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence import BodyEvidence, Evidence, RowEvidence, Target, filled
from plangen.trace.old_wording import left_wording, past_words, past_year_in_cell


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

    def __post_init__(self) -> None:
        """List the parents' items by their keys."""
        self._parent_items = {f"{plan.id}:{item.id}": item for plan in self.plan.parents for item in plan.all_items()}

    def say(self, rule: Rule, place: str | None = None, **about: Any) -> None:
        """Add a finding at a place of the draft; see :meth:`Rule.found`."""
        self.findings.append(rule.found(Location(file=self.name, place=place), **about))

    # -- targets, leads, units, deadlines ------------------------------------------------------------------------

    def weaker_targets(self, parent: ParentPlan, item: ParentItem, verdicts: Sequence[Verdict]) -> list[str]:
        """Return why an indicator's target in the draft is weaker than the parent's; empty when it is not."""
        if not item.target:
            return []
        flaws: list[str] = []
        for verdict in verdicts:
            for found, place in self._targets_in(verdict, [f"{parent.id}:{item.id}"]):
                order = compare_targets(found, item.target, item.title)
                said = {"item": label(parent, item), "found": quoted(found), "expected": quoted(item.target)}
                key = f"{parent.id}:{item.id}"
                if order is None:
                    self.say(rules.TARGET_NOT_COMPARABLE, place, items=[key], severity=Severity.INFO, **said)
                elif order < 0:
                    self.say(rules.TARGET_WEAKER, place, items=[key], **said)
                    flaws.append(f"目标值低于上位规划：文稿为{said['found']}，上位规划为{said['expected']}")
        return list(dict.fromkeys(flaws))

    def _targets_in(self, verdict: Verdict, items: Sequence[str]) -> Iterator[tuple[str, str]]:
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
                    check_rules.TARGET_DIFFERS,
                    body.lines[0].location,
                    items=items,
                    item=quoted(body.title),
                    body=quoted(body.target),
                    table=quoted(table),
                )
            yield body.target, body.lines[0].location

    def compare(self, target: Target) -> None:
        """Compare lead, units and deadline of a county item in the document with the plan and the parents."""
        number = self.evidence.index(target)
        body, row = self.evidence.bodies[number], self.evidence.rows[number]
        if not body.lines and row.row is None:
            return
        in_body = body.lines[0].location if body.lines else None
        place = row.row.location if row.row is not None else in_body
        about = {"item": quoted(title_of(target)), "items": carried_by(target)}
        clauses = [reading.responsibility for reading in body.readings if reading.responsibility.leads]
        body_leads = self.evidence.named(unit for one in clauses for unit in one.leads)
        body_units = self.evidence.named(unit for one in clauses for unit in (*one.leads, *one.participants))
        leads = [unit.name for unit in target.assignment.leads]
        for found, where in ((row.leads, place), (body_leads, in_body)):
            if leads and found and found[0] != leads[0]:
                self.say(rules.LEAD_CHANGED, where, source="填报文件", expected=leads, found=found, **about)
        in_table = row.row is not None and bool(row.units) and not row.foreign
        for part, found, there, where in (
            ("分工表", row.units, in_table, place),
            ("正文", body_units, bool(clauses), in_body),
        ):
            lost = [unit.name for unit in target.assignment.units if there and unit.name not in found]
            if lost:
                self.say(rules.UNITS_LOST, where, where=part, units=lost, leading="", **about)
        if isinstance(target, CountyItem):
            self._compare_deadline(target, body, row, place)

    def _compare_deadline(self, target: CountyItem, body: BodyEvidence, row: RowEvidence, place: str | None) -> None:
        start, end = self.plan.spec.plan.period
        about = {"item": quoted(target.title), "items": carried_by(target)}
        asked = self._asked(target)
        in_body = [reading.deadline for reading in body.readings if reading.deadline]
        later: list[tuple[str, str | None]] = []
        for text, where in ((row.deadline, place), *((one, body.lines[0].location) for one in in_body)):
            if text is None:
                continue
            if not filled(text, self.words):
                if target.deadline:
                    self.say(check_rules.DEADLINE_BLANK, where, deadline=target.deadline, **about)
                continue
            moment = moment_of(text) if deadline_in_cell(text).year else None
            if past := past_year_in_cell(text, start):
                said = {"about": f"{about['item']}：", "start": start, "end": end, "words": f"{past}年"}
                self.say(check_rules.PAST_DEADLINE, where, items=about["items"], **said)
            if any(moment is None or moment > limit for limit, _, _ in asked):
                later.append((text.strip() if moment else quoted(text), where))
        if later:
            found = list(dict.fromkeys(said for said, _ in later))
            expected = [f"{key.replace(':', ' ')}：{words}" for _, words, key in asked]
            self.say(rules.DEADLINE_LATER, later[0][1], found=found, expected=expected, earliest=min(asked)[1], **about)

    def _asked(self, target: CountyItem) -> list[tuple[date, str, str]]:
        """Return the deadlines of the parent items that an item carries: the moment, its words, the item's key."""
        found = []
        for origin in target.origins:
            item = self._parent_items.get(f"{origin.parent}:{origin.item}")
            words = deadline_words(item.deadline, item.deadline_text) if item else None
            if words and (moment := moment_of(words)):
                found.append((moment, words, f"{origin.parent}:{origin.item}"))
        return found

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
                self.say(check_rules.TRACE_ANNEX_MISSING)
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
                self.say(
                    check_rules.TRACE_ROW_MISSING,
                    items=[f"{parent.id}:{item.id}" for item in lost],
                    parent=quoted(parent.title),
                    count=len(lost),
                    names=[f"{item.id}{quoted(item.title)}" for item in lost],
                )


def carried_by(target: Target) -> tuple[str, ...]:
    """Return the keys of the parent items that a county item carries, or its own key where it carries none."""
    return tuple(dict.fromkeys(f"{one.parent}:{one.item}" for one in target.origins)) or (target.key,)


def label(parent: ParentPlan, item: ParentItem) -> str:
    """Return how findings name a parent item."""
    return f"{parent.id} {item.id}{quoted(item.title)}"
