"""What a draft says of targets, leads, units and deadlines, against the plan and the parents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.model import CountyItem, title_of
from plangen.terms.deadline import deadline_in_cell, deadline_words, moment_of
from plangen.terms.findings import Finding, Rule, Severity
from plangen.terms.target import compare_targets, same_figures
from plangen.terms.vocabulary import quoted
from plangen.trace import check_rules, rules
from plangen.trace.check_model import Checked, Verdict, carried_by
from plangen.trace.evidence_model import BodyEvidence, RowEvidence, Target, filled
from plangen.trace.model import key_of, label
from plangen.trace.old_wording import past_year_in_cell


class Comparisons:
    """What a document says of targets, leads, units and deadlines, against the plan and the parents.

    Args:
        checked: the document beside the plan.

    Attributes:
        findings: what was said, in the order of the work.
    """

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._parent_items = {key_of(plan, item): item for plan in checked.plan.parents for item in plan.all_items()}
        self.findings: list[Finding] = []

    def _say(self, rule: Rule, place: str | None = None, **about: Any) -> None:
        self.findings.append(rule.found(self._checked.at(place), **about))

    def weaker_targets(self, parent: ParentPlan, item: ParentItem, verdicts: Sequence[Verdict]) -> list[str]:
        """Return why an indicator's target in the draft is weaker than the parent's; empty when it is not."""
        if not item.target:
            return []
        flaws: list[str] = []
        for verdict in verdicts:
            for found, place in self._targets_in(verdict, [key_of(parent, item)]):
                order = compare_targets(found, item.target, item.title)
                said = {"item": label(parent, item), "found": quoted(found), "expected": quoted(item.target)}
                key = key_of(parent, item)
                if order is None:
                    self._say(rules.TARGET_NOT_COMPARABLE, place, items=[key], severity=Severity.INFO, **said)
                elif order < 0:
                    self._say(rules.TARGET_WEAKER, place, items=[key], **said)
                    flaws.append(f"目标值低于上位规划：文稿为{said['found']}，上位规划为{said['expected']}")
        return list(dict.fromkeys(flaws))

    def _targets_in(self, verdict: Verdict, items: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the targets in table and body; the body's only where it says something else than the table."""
        row, body = verdict.row, verdict.body
        table = row.target if row.target and filled(row.target, self._checked.words) and row.row is not None else None
        if table is not None and row.row is not None:
            yield table, row.row.location
        if body.target and body.lines and filled(body.target, self._checked.words):
            if table is not None:
                if same_figures(table, body.target):
                    return
                self._say(
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
        body, row = self._checked.evidence.of(target)
        named = self._checked.evidence.units.named
        if not body.lines and row.row is None:
            return
        in_body = body.lines[0].location if body.lines else None
        place = row.row.location if row.row is not None else in_body
        about = {"item": quoted(title_of(target)), "items": carried_by(target)}
        clauses = [reading.responsibility for reading in body.readings if reading.responsibility.leads]
        body_leads = named(unit for one in clauses for unit in one.leads)
        body_units = named(unit for one in clauses for unit in (*one.leads, *one.participants))
        leads = [unit.name for unit in target.assignment.leads]
        for found, where in ((row.leads, place), (body_leads, in_body)):
            if leads and found and found[0] != leads[0]:
                self._say(rules.LEAD_CHANGED, where, source="填报文件", expected=leads, found=found, **about)
        in_table = row.row is not None and bool(row.units) and not row.foreign
        for part, found, there, where in (
            ("分工表", row.units, in_table, place),
            ("正文", body_units, bool(clauses), in_body),
        ):
            lost = [unit.name for unit in target.assignment.printed if there and unit.name not in found]
            if lost:
                self._say(rules.UNITS_LOST, where, where=part, units=lost, leading="", **about)
        if isinstance(target, CountyItem):
            self._compare_deadline(target, body, row, place)

    def _compare_deadline(self, target: CountyItem, body: BodyEvidence, row: RowEvidence, place: str | None) -> None:
        start, end = self._checked.plan.spec.plan.period
        about = {"item": quoted(target.title), "items": carried_by(target)}
        asked = self._asked(target)
        in_body = [reading.deadline for reading in body.readings if reading.deadline]
        later: dict[date | str, tuple[str, str | None]] = {}  # table and text may say the same time in other words
        for text, where in ((row.deadline, place), *((one, body.lines[0].location) for one in in_body)):
            if text is None:
                continue
            if not filled(text, self._checked.words):
                if target.deadline:
                    self._say(check_rules.DEADLINE_BLANK, where, deadline=target.deadline, **about)
                continue
            moment = moment_of(text) if deadline_in_cell(text).year else None
            if past := past_year_in_cell(text, start):
                said = {"about": f"{about['item']}：", "start": start, "end": end, "words": f"{past}年"}
                self._say(check_rules.PAST_DEADLINE, where, items=about["items"], **said)
            if any(moment is None or moment > limit for limit, _, _ in asked):
                later.setdefault(moment or text, (text.strip() if moment else quoted(text), where))
        if later:
            found = [said for said, _ in later.values()]
            expected = [f"{key.replace(':', ' ')}：{words}" for _, words, key in asked]
            place = next(iter(later.values()))[1]
            self._say(rules.DEADLINE_LATER, place, found=found, expected=expected, earliest=min(asked)[1], **about)

    def _asked(self, target: CountyItem) -> list[tuple[date, str, str]]:
        """Return the deadlines of the parent items that an item carries: the moment, its words, the item's key."""
        found = []
        for origin in target.origins:
            item = self._parent_items.get(f"{origin.parent}:{origin.item}")
            words = deadline_words(item.deadline, item.deadline_text) if item else None
            if words and (moment := moment_of(words)):
                found.append((moment, words, f"{origin.parent}:{origin.item}"))
        return found
