"""The status of every parent item in a draft that carries plangen's bookmarks or once did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan.model import CountyPlan, TraceRow, title_of
from plangen.terms.findings import Finding, folded
from plangen.terms.vocabulary import quoted
from plangen.trace import check_rules
from plangen.trace.anchors import Draft
from plangen.trace.check_document import about_marks, about_own_items, about_trace_annex, about_wording
from plangen.trace.check_model import Checked, Verdict, all_points
from plangen.trace.check_points import Points, county_wording
from plangen.trace.check_verdicts import match_in_body, matches_of, verdict_on
from plangen.trace.check_waivers import stated_waiver, waived
from plangen.trace.check_words import CheckWords
from plangen.trace.comparisons import Comparisons
from plangen.trace.contradictions import contradictions_of, figures_lost
from plangen.trace.evidence import read_evidence
from plangen.trace.evidence_model import Target
from plangen.trace.marked import fingerprints
from plangen.trace.model import CheckReport, ItemStatus, Status, Via, count_statuses, key_of, label


def check_report(
    plan: CountyPlan, draft: Draft, words: CheckWords, name: str | None, findings: Sequence[Finding]
) -> CheckReport:
    """Return what became of every parent item in a draft.

    Args:
        plan: the county's plan.
        draft: the document.
        words: words and thresholds.
        name: the document's name.
        findings: what reading or rendering it had to say.
    """
    wording = county_wording(plan)
    evidence = read_evidence(plan, draft, words, wording)
    checked = Checked(plan=plan, draft=draft, evidence=evidence, words=words, name=name)
    notes = [*findings]
    taken = {parent.id: _fingerprints(parent, checked, notes) for parent in plan.parents}
    notes += about_marks(checked)
    comparisons = Comparisons(checked)
    targets: list[Target] = [*plan.indicators, *plan.all_items()]
    for target in targets:
        comparisons.compare(target)
    statuses = _Statuses(checked, Points(checked, wording), comparisons).all()
    items = []
    for parent in plan.parents:
        for item in parent.all_items():
            status = _with_nested(parent, item, statuses)
            items.append(_against_parent(item, status, taken[parent.id]))
    notes += [*comparisons.findings, *about_own_items(checked), *about_wording(checked), *about_trace_annex(checked)]
    return CheckReport(
        parents=count_statuses(plan.parents, items), items=tuple(items), findings=tuple(dict.fromkeys(notes))
    )


class _Statuses:
    """The statuses of single items, by what carries them in the document."""

    def __init__(self, checked: Checked, points: Points, comparisons: Comparisons) -> None:
        self._checked, self._points, self._comparisons = checked, points, comparisons
        self._trace: dict[str, list[TraceRow]] = {}
        for row in checked.plan.trace:
            self._trace.setdefault(f"{row.origin.parent}:{row.origin.item}", []).append(row)
        self._waived = {row.origin.key: row for row in checked.plan.waived}

    def all(self) -> dict[str, ItemStatus]:
        """Return the status of every parent item, by its key."""
        return {
            key_of(parent, item): self._status(parent, item)
            for parent in self._checked.plan.parents
            for item in parent.all_items()
        }

    def _status(self, parent: ParentPlan, item: ParentItem) -> ItemStatus:
        key = key_of(parent, item)
        targets = list({id(one): one for row in self._trace.get(key, ()) for one in row.targets}.values())
        base = ItemStatus(
            parent=parent.id,
            id=item.id,
            kind=item.kind,
            title=item.title,
            status=Status.CARRIED,
            via=Via.ANCHOR if self._checked.draft.has_anchors else Via.TEXT,
        )
        if not targets and key in self._waived:
            status, notes = waived(base, parent, item, self._waived[key], self._checked)
            self._comparisons.findings += notes
            return status
        verdicts = [verdict_on(target, self._checked) for target in targets]
        reasons = [reason for verdict in verdicts for reason in (verdict.absent, *verdict.flaws) if reason]
        if not any(verdict.there for verdict in verdicts):
            return self._missing(base, parent, item, reasons)
        return self._carried(base, parent, item, list(zip(targets, verdicts, strict=True)), reasons)

    def _missing(self, base: ItemStatus, parent: ParentPlan, item: ParentItem, reasons: list[str]) -> ItemStatus:
        stated = stated_waiver(parent, item, self._checked)
        if stated is not None:
            reasons.append("文稿的“不涉及事项”列了这一条，但填报文件没有写不承接")
            self._comparisons.findings.append(
                check_rules.WAIVED_IN_DRAFT_ONLY.found(
                    self._checked.at(stated.location), items=[key_of(parent, item)], item=label(parent, item)
                )
            )
        reason = _joined(reasons) or "方案没有安排这一条"
        return replace(base, status=Status.MISSING, missing_points=all_points(item), reason=reason)

    def _carried(
        self,
        base: ItemStatus,
        parent: ParentPlan,
        item: ParentItem,
        carriers: Sequence[tuple[Target, Verdict]],
        reasons: Sequence[str],
    ) -> ItemStatus:
        flaws = [*reasons]
        verdicts = [verdict for _, verdict in carriers]
        lost, elsewhere = self._points.lost(key_of(parent, item), item, [target for target, _ in carriers])
        missing = [title_of(target) for target, verdict in carriers if not verdict.there]
        missing += [point for point in lost if point not in missing]
        if lost:
            flaws.append("上位规划的要求没有写全")
        if item.kind is ItemKind.INDICATOR:
            weak = self._comparisons.weaker_targets(parent, item, verdicts)
            flaws += weak
            missing += [f"{item.title} {item.target}"] if weak else []
        if flaws and not missing:
            missing = [item.title]
        anchored = all(
            verdict.body.by_anchor and (verdict.row.by_anchor or verdict.row.row is None)
            for verdict in verdicts
            if verdict.there
        )
        doubts = [doubt for target, verdict in carriers for doubt in self._doubts(target, verdict)]
        said = "。".join(f"{verdict.body.title}。{verdict.body.text}" for verdict in verdicts)
        weaker, absent = figures_lost(item, said, self._checked.plan.spec.county.name)
        doubts += weaker
        if absent:
            flaws.append("上位规划的量化要求没有写")
            missing += absent
        status = Status.SUSPECT if doubts else Status.PARTIAL if flaws else Status.CARRIED
        return replace(
            base,
            status=status,
            via=Via.ANCHOR if anchored else Via.TEXT,
            matches=(
                *(match for verdict in verdicts for match in matches_of(verdict)),
                *(match_in_body(body, 0.8) for body in elsewhere),
            ),
            missing_points=tuple(missing),
            reason=_joined((*doubts, *flaws)),
        )

    def _doubts(self, target: Target, verdict: Verdict) -> tuple[str, ...]:
        """Return why a county item must be looked at again: its words, and what contradicts plan, parents or itself."""
        return (*verdict.doubts, *contradictions_of(target, self._checked))


def _joined(reasons: Iterable[str | None]) -> str | None:
    """Return reasons as one, each once; None where there is none."""
    return "；".join(dict.fromkeys(reason for reason in reasons if reason)) or None


# -- nested items, changes of the parent -------------------------------------------------------------------------------


def _with_nested(parent: ParentPlan, item: ParentItem, statuses: Mapping[str, ItemStatus]) -> ItemStatus:
    """Return an item's status with what is missing of the items nested under it."""
    status = statuses[key_of(parent, item)]
    inner = [one for one in item.walk() if one is not item]
    lost = [one.title for one in inner if statuses[key_of(parent, one)].status is Status.MISSING]
    if not lost or status.status not in (Status.CARRIED, Status.PARTIAL):
        return status
    missing = tuple(dict.fromkeys((*status.missing_points, *lost)))
    reason = _joined((status.reason, f"所含子项缺失：{folded(map(quoted, lost))}"))
    return replace(status, status=Status.PARTIAL, missing_points=missing, reason=reason)


def _fingerprints(parent: ParentPlan, checked: Checked, notes: list[Finding]) -> dict[str, str] | None:
    """Return what the draft's properties say of the parent's items as they were; None where they say nothing."""
    if (taken := fingerprints(checked.draft.properties, parent.id)) is not None:
        return taken
    if any(True for _ in parent.all_items()):
        notes.append(check_rules.FINGERPRINTS_LOST.found(checked.at(), parent=quoted(parent.title)))
    return None


def _against_parent(item: ParentItem, status: ItemStatus, taken: Mapping[str, str] | None) -> ItemStatus:
    """Return the status with what changed in the parent since the draft was written."""
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
    return replace(status, status=Status.SUSPECT, reason=_joined((change, status.reason)))
