"""The status of every parent item in a draft that carries plangen's bookmarks or once did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan.localise import localise
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyIndicator, CountyPlan, TraceRow, Waived, title_of
from plangen.terms.findings import Finding
from plangen.terms.likeness import title_likeness
from plangen.terms.vocabulary import quoted
from plangen.trace import check_rules
from plangen.trace.anchors import Draft, Row, TableRole
from plangen.trace.check_words import CheckWords
from plangen.trace.comparisons import Comparisons, Verdict, carried_by, label
from plangen.trace.evidence import BodyEvidence, Evidence, RowEvidence, Target, filled, han_count
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses
from plangen.trace.statuses import points_of

_SHOWN_POINT = 120
_SHOWN_TEXT = 2_000
_SHOWN_NAMES = 8


class Check:
    """One check.

    Args:
        plan: the county's plan.
        draft: the document.
        words: words and thresholds.
        name: the document's name.
        findings: what rendering it had to say.
    """

    def __init__(
        self, plan: CountyPlan, draft: Draft, words: CheckWords, name: str | None, findings: Sequence[Finding]
    ) -> None:
        self.plan, self.draft, self.words, self.name = plan, draft, words, name
        rules = load_rules()
        self.wording = {
            f"{parent.id}:{item.id}": localise(
                item.text,
                county=plan.spec.county,
                parent_place=parent.place,
                parent_level=parent.level,
                rules=rules,
            ).text
            for parent in plan.parents
            for item in parent.all_items()
            if item.text
        }
        self.evidence = Evidence(plan, draft, words, self.wording)
        self.notes = Comparisons(plan, draft, self.evidence, words, name, list(findings))
        self.trace: dict[str, list[TraceRow]] = {}
        for row in plan.trace:
            self.trace.setdefault(f"{row.origin.parent}:{row.origin.item}", []).append(row)
        self.waived = {row.origin.key: row for row in plan.waived}
        self.fingerprints = {parent.id: self._fingerprints(parent) for parent in plan.parents}
        self._said = [self.evidence.grams(f"{body.title}。{body.text}") for body in self.evidence.bodies]
        self._whole = frozenset().union(*self._said)

    def report(self) -> CheckReport:
        """Return the report."""
        self._about_document()
        statuses: dict[str, ItemStatus] = {}
        for parent in self.plan.parents:
            for item in parent.all_items():
                statuses[f"{parent.id}:{item.id}"] = self._status(parent, item)
        for parent in self.plan.parents:
            for item in parent.all_items():
                key = f"{parent.id}:{item.id}"
                statuses[key] = self._with_nested(parent, item, statuses)
        items = tuple(
            self._against_parent(parent, item, statuses[f"{parent.id}:{item.id}"])
            for parent in self.plan.parents
            for item in parent.all_items()
        )
        for target in self._targets():
            self.notes.compare(target)
        self.notes.about_wording()
        self.notes.about_trace_annex()
        return CheckReport(
            parents=count_statuses(self.plan.parents, items),
            items=items,
            findings=tuple(dict.fromkeys(self.notes.findings)),
        )

    def _targets(self) -> Iterator[Target]:
        yield from self.plan.indicators
        yield from self.plan.all_items()

    # -- the document as a whole ------------------------------------------------------------------------------

    def _about_document(self) -> None:
        if not self.draft.has_anchors:
            self.notes.say(check_rules.DRAFT_WITHOUT_ANCHORS)
        known = {f"{parent.id}:{item.id}" for parent in self.plan.parents for item in parent.all_items()}
        known |= {key for one in self.evidence.expected for key in one.keys}
        for line in self.draft.lines:
            for key in line.keys:
                if key not in known and key.partition("/")[0] not in known and filled(line.text, self.words):
                    self.notes.say(
                        check_rules.ITEM_UNKNOWN, line.location, items=[key], key=key, text=quoted(line.text[:30])
                    )
        for number, body in enumerate(self.evidence.bodies):
            expected = self.evidence.expected[number]
            about = {"item": quoted(expected.title), "items": carried_by(expected.target)}
            if body.copies:
                self.notes.say(check_rules.ITEM_COPIED, body.copies[0].location, **about)
            if body.text and self._rewritten(number, body):
                self.notes.say(check_rules.ITEM_REWRITTEN, body.lines[0].location, **about)
            if body.joined and body.lines:
                others = [quoted(other) for other in body.joined]
                self.notes.say(check_rules.ITEMS_JOINED, body.lines[0].location, others=others, **about)

    def _rewritten(self, number: int, body: BodyEvidence) -> bool:
        if isinstance(self.evidence.expected[number].target, CountyIndicator):
            return False
        return self.evidence.share(body.text, number) < self.words.thresholds["rewritten"]

    # -- one item ------------------------------------------------------------------------------------------------

    def _status(self, parent: ParentPlan, item: ParentItem) -> ItemStatus:
        key = f"{parent.id}:{item.id}"
        targets = list({id(one): one for row in self.trace.get(key, ()) for one in row.targets}.values())
        if not targets and key in self.waived:
            return self._waived(parent, item, self.waived[key])
        verdicts = [self._verdict(target) for target in targets]
        base = ItemStatus(
            parent=parent.id,
            id=item.id,
            kind=item.kind,
            title=item.title,
            status=Status.CARRIED,
            via=Via.ANCHOR if self.draft.has_anchors else Via.TEXT,
        )
        if not any(verdict.there for verdict in verdicts):
            reasons = [reason for verdict in verdicts for reason in (verdict.absent, *verdict.flaws) if reason]
            stated = self._stated_waiver(parent, item)
            if stated is not None:
                reasons.append("文稿的不承接事项说明列了这一条，但填报文件没有写不承接")
                self.notes.say(check_rules.WAIVED_IN_DRAFT_ONLY, stated.location, items=[key], item=label(parent, item))
            return replace(
                base,
                status=Status.MISSING,
                missing_points=self._points(item),
                reason="；".join(dict.fromkeys(reasons)) or "方案没有安排这一条",
            )
        flaws = [reason for verdict in verdicts for reason in (verdict.absent, *verdict.flaws) if reason]
        flaws = list(dict.fromkeys(flaws))
        lost, elsewhere = self._points_of_parent(key, item, targets)
        missing = [title_of(target) for target, verdict in zip(targets, verdicts, strict=True) if not verdict.there]
        missing += [point for point in lost if point not in missing]
        if lost:
            flaws.append("上位规划的要求没有写全")
        if item.kind is ItemKind.INDICATOR:
            weak = self.notes.weaker_targets(parent, item, verdicts)
            flaws += weak
            missing += [f"{item.title} {item.target}"] if weak else []
        if flaws and not missing:
            missing = [item.title]
        anchored = all(
            verdict.body.by_anchor and (verdict.row.by_anchor or verdict.row.row is None)
            for verdict in verdicts
            if verdict.there
        )
        return replace(
            base,
            status=Status.PARTIAL if flaws else Status.CARRIED,
            via=Via.ANCHOR if anchored else Via.TEXT,
            matches=(
                *(match for verdict in verdicts for match in self._matches(verdict)),
                *(_match(body, 0.8) for body in elsewhere),
            ),
            missing_points=tuple(missing),
            reason="；".join(flaws) or None,
        )

    def _verdict(self, target: Target) -> Verdict:
        number = self.evidence.index(target)
        body, row = self.evidence.bodies[number], self.evidence.rows[number]
        expected = self.evidence.expected[number]
        flaws: list[str] = []
        absent: str | None = None
        there = bool(body.lines)
        if not body.lines:
            if body.overwritten:
                absent = f"正文中原来的位置已改写成{quoted(body.overwritten[:24])}，看不出是这一条"
            else:
                absent = "正文中没有这一条" + ("，只有分工表中有" if row.row is not None else "")
        elif not body.text:
            there, reason = self._without_text(target, body)
            if there and reason:
                flaws.append(reason)
            elif reason:
                absent = reason
        if there:
            if not body.title:
                flaws.append("正文中这一条的标题没有了")
            if body.foreign_title:
                flaws.append(f"正文中这一条的标题换成了{quoted(body.foreign_title)}的标题")
            if expected.needs_row:
                flaws += self._row_flaws(row)
        return Verdict(there=there, flaws=tuple(flaws), absent=absent, body=body, row=row)

    def _without_text(self, target: Target, body: BodyEvidence) -> tuple[bool, str | None]:
        """Return whether an item whose own text is empty counts as there, and why it is not whole."""
        if isinstance(target, CountyIndicator):
            return False, "正文中只有指标名称，没有目标值"
        nested = [self.evidence.bodies[self.evidence.index(one)] for one in target.items]
        if body.foreign:
            reason = f"标题下是{quoted(body.foreign)}的内容，没有这一条的内容"
        else:
            reason = "正文中只有标题，标题下没有内容"
        if any(one.lines and one.text for one in nested):
            silent = not target.paragraphs and not target.measures and not body.foreign
            return True, None if silent else reason
        return False, reason

    def _row_flaws(self, row: RowEvidence) -> Iterator[str]:
        if row.row is None:
            yield "分工表中没有这一条"
            return
        if not row.title and not row.leads:
            yield f"分工表中这一行是空的（{row.row.location}）"
            return
        if row.foreign:
            yield f"分工表中这一行写的是{quoted(row.foreign)}（{row.row.location}）"
        if not row.leads:
            yield f"分工表中没有牵头单位（{row.row.location}）"
        if not row.title:
            yield f"分工表中没有事项名称（{row.row.location}）"
        if row.content is not None and not filled(row.content, self.words):
            yield f"分工表中没有写主要内容（{row.row.location}）"
        if row.target is not None and not filled(row.target, self.words):
            yield f"指标表中没有写目标值（{row.row.location}）"

    def _matches(self, verdict: Verdict) -> Iterator[Match]:
        body, row = verdict.body, verdict.row
        if body.lines:
            yield _match(body, body.score)
        if row.row is not None:
            yield Match(
                number=row.row.columns.get("number") or None,
                title=row.title,
                location=row.row.location,
                score=1.0 if row.by_anchor and not row.foreign else 0.8,
                text=" ".join(row.row.cells)[:_SHOWN_TEXT],
            )

    def _points(self, item: ParentItem) -> tuple[str, ...]:
        if item.kind is ItemKind.INDICATOR and item.target:
            return (f"{item.title} {item.target}",)
        sentences = ["，".join(points) for points in points_of(item.text or "")]
        return tuple(sentence[:_SHOWN_POINT] for sentence in sentences) or (item.title,)

    def _points_of_parent(
        self, key: str, item: ParentItem, targets: Sequence[Target]
    ) -> tuple[list[str], list[BodyEvidence]]:
        """Return the points of the parent's text that are not in the document, and places elsewhere that say others."""
        text = self.wording.get(key)
        if not text or item.kind is ItemKind.INDICATOR:
            return [], []
        limits = self.words.thresholds
        said = frozenset().union(*(self._said[self.evidence.index(target)] for target in targets))
        own, theirs = points_of(text), points_of(item.text or "")
        # the parent's own words are shown as long as the county's wording has the same stops
        parallel = [len(points) for points in own] == [len(points) for points in theirs]
        lost: list[str] = []
        elsewhere: list[BodyEvidence] = []
        for sentence, points in enumerate(own):
            for place, point in enumerate(points):
                found = self.evidence.grams(point)
                if han_count(point) < limits["shortest_point"] or not found:
                    continue
                if len(found & said) >= limits["point"] * len(found):
                    continue
                if other := self._said_elsewhere(found):
                    elsewhere.append(other)
                else:
                    lost.append((theirs[sentence][place] if parallel else point)[:_SHOWN_POINT])
        return lost, list({id(one): one for one in elsewhere}.values())

    def _said_elsewhere(self, found: frozenset[str]) -> BodyEvidence | None:
        """Return another item of the document that says a point nearly word for word."""
        least = self.words.thresholds["point_elsewhere"] * len(found)
        if len(found & self._whole) < least:
            return None
        bodies = zip(self._said, self.evidence.bodies, strict=True)
        return next((body for said, body in bodies if len(found & said) >= least), None)

    # -- waived --------------------------------------------------------------------------------------------------

    def _waived(self, parent: ParentPlan, item: ParentItem, waiver: Waived) -> ItemStatus:
        key = waiver.origin.key
        row = self._waiver_row(parent, item, key)
        status = ItemStatus(
            parent=parent.id,
            id=item.id,
            kind=item.kind,
            title=item.title,
            status=Status.WAIVED,
            via=Via.ANCHOR if self.draft.has_anchors and (row is None or key in row.keys) else Via.TEXT,
            reason=f"不承接：{waiver.reason}（{waiver.by}，{waiver.on.isoformat()}）",
        )
        still = next((line for line in self.draft.lines if key in line.keys and filled(line.text, self.words)), None)
        if still is not None:
            self.notes.say(check_rules.WAIVED_BUT_CARRIED, still.location, items=[key], item=label(parent, item))
        if row is None:
            return replace(
                status,
                status=Status.MISSING,
                missing_points=self._points(item),
                reason="填报文件写明不承接，但文稿的不承接事项说明中没有列出这一条",
            )
        columns = row.columns
        empty = [
            word
            for role, word in (("reason", "理由"), ("decided_by", "决定单位"), ("decided_on", "决定时间"))
            if role in columns and not filled(columns[role], self.words)
        ]
        match = Match(
            number=columns.get("number") or None,
            title=columns.get("name", ""),
            location=row.location,
            score=1.0,
            text=" ".join(row.cells)[:_SHOWN_TEXT],
        )
        if sum(filled(cell, self.words) and han_count(cell) >= 2 for cell in row.cells) < 2:
            return replace(
                status,
                status=Status.MISSING,
                missing_points=self._points(item),
                reason=f"不承接事项说明中这一行是空的（{row.location}）",
            )
        if "name" in columns and not filled(columns["name"], self.words):
            empty.insert(0, "事项名称")
        if empty:
            return replace(
                status,
                status=Status.PARTIAL,
                matches=(match,),
                missing_points=tuple(f"不承接的{word}" for word in empty),
                reason=f"不承接事项说明中没有写{'、'.join(empty)}（{row.location}）",
            )
        return replace(status, matches=(match,))

    def _waiver_row(self, parent: ParentPlan, item: ParentItem, key: str) -> Row | None:
        rows = [row for row in self.draft.rows if key in row.keys and row.role is not TableRole.DIVISION]
        if rows:
            return next((row for row in rows if filled("".join(row.cells[1:]), self.words)), rows[0])
        return self._stated_waiver(parent, item)

    def _stated_waiver(self, parent: ParentPlan, item: ParentItem) -> Row | None:
        """Return a row without bookmark in the table of waived items that names the item."""
        identity = re.compile(rf"(?<![A-Za-z0-9.]){re.escape(item.id)}(?![0-9.])")
        for row in self.draft.rows:
            if row.role is not TableRole.WAIVED or row.keys:
                continue
            text = "".join(row.cells)
            named = any(title_likeness(cell, item.title) >= self.words.thresholds["same_title"] for cell in row.cells)
            several = len(self.plan.parents) > 1
            if identity.search(text) and (not several or parent.title in text):
                return row
            if named and (not several or parent.title in text):
                return row
        return None

    # -- nested items, changes of the parent ---------------------------------------------------------------------

    def _with_nested(self, parent: ParentPlan, item: ParentItem, statuses: Mapping[str, ItemStatus]) -> ItemStatus:
        status = statuses[f"{parent.id}:{item.id}"]
        if status.status not in (Status.CARRIED, Status.PARTIAL):
            return status
        inner = [one for one in item.walk() if one is not item]
        lost = [one for one in inner if statuses[f"{parent.id}:{one.id}"].status is Status.MISSING]
        if not lost:
            return status
        names = "、".join(quoted(one.title) for one in lost[:_SHOWN_NAMES]) + ("等" if len(lost) > _SHOWN_NAMES else "")
        missing = (*status.missing_points, *(one.title for one in lost))
        reason = "；".join(part for part in (status.reason, f"所含子项缺失：{names}") if part)
        return replace(status, status=Status.PARTIAL, missing_points=tuple(dict.fromkeys(missing)), reason=reason)

    def _fingerprints(self, parent: ParentPlan) -> dict[str, str] | None:
        value = self.draft.properties.get(f"plangen.parent.{parent.id}")
        if not value:
            if any(True for _ in parent.all_items()):
                self.notes.say(check_rules.FINGERPRINTS_LOST, parent=quoted(parent.title))
            return None
        return dict(pair.split("=", 1) for pair in value.split() if "=" in pair)

    def _against_parent(self, parent: ParentPlan, item: ParentItem, status: ItemStatus) -> ItemStatus:
        """Return the status with what changed in the parent since the draft was written."""
        taken = self.fingerprints[parent.id]
        if taken is None or status.status is Status.MISSING:
            return status
        before = taken.get(item.id)
        if before == item.fingerprint:
            return status
        if before is None:
            change = "文稿生成后上位规划才有这一条，请核对文稿内容是否相符"
        elif status.status is Status.WAIVED:
            change = "作出不承接决定后，上位规划已经修改这一条，请重新研究是否承接"
        else:
            change = "文稿生成后，上位规划已经修改这一条，请对照新的内容修改文稿"
        reason = "；".join(part for part in (change, status.reason) if part)
        return replace(status, status=Status.SUSPECT, reason=reason)


def _match(body: BodyEvidence, score: float) -> Match:
    return Match(
        number=body.number,
        title=body.title or body.lines[0].text[:24],
        location=body.lines[0].location,
        score=round(min(1.0, score), 3),
        text=body.text[:_SHOWN_TEXT],
    )
