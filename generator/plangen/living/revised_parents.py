"""What a revision of a parent touches of a county's plan: the parents as a draft remembers them beside those of now.

What changed and what of the county's decisions it puts in question is judged where ``plangen diff`` judges it; here it
is only told for one who has the draft before him.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plangen.living.revised_words import field_words
from plangen.terms.findings import Finding, Severity
from plangen.terms.vocabulary import quoted
from plangen.trace import rules
from plangen.trace.diff import diff_plans, in_substance
from plangen.trace.diff_model import ChangeKind, DiffReport, FieldChange, ItemChange
from plangen.trace.diff_recheck import rechecks

if TYPE_CHECKING:
    from plangen.county.spec import Disposition
    from plangen.parent.model import ParentItem, ParentPlan
    from plangen.plan.model import CountyPlan, TraceRow


@dataclass(frozen=True, kw_only=True)
class Touched:
    """An item of a parent that was changed, came or went, and what the county does with it.

    Attributes:
        key: ``parent:item``, as the parent has it now; of what went as it had it.
        name: kind and title, in Chinese.
        kind: ``changed``, ``added``, ``removed``, or ``renamed`` of a heading over items.
        parent: title of the parent, where the county has several; else empty.
        changes: what is different, in Chinese, one by one.
        keys: the keys under which the draft may have it, the likeliest first; none of a heading.
        near: the keys of what stands beside it in the parent, or under the heading, the nearest first.
        decisions: what of the county's own stands in the way, so that the draft does not follow.
        disposition: of what came, what the spec decided about it: 细化, 合并, …; empty where it says nothing.
    """

    key: str
    name: str
    kind: str
    parent: str = ""
    changes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    disposition: str = ""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What the parents' revision touches.

    Attributes:
        items: item by item, in the parents' order, what went last.
        gone: titles of parents that are no more among the county's, and of which no later version is either.
        come: titles of those that are new.
        findings: what could not be compared.
    """

    items: tuple[Touched, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def revision(before: Sequence[ParentPlan], plan: CountyPlan) -> Revision:
    """Compare the parents that a draft was rendered from with those of a plan.

    Args:
        before: the parents as they were.
        plan: the county's plan as it is now.

    Returns:
        nothing where the parents say what they said: their order and their numbers do not count.
    """
    items: list[Touched] = []
    findings: list[Finding] = []
    pairs = _versions(before, plan.parents)
    same = [(old, new, diff_plans(old, new, ids_kept=old.id == new.id)) for old, new in pairs]
    other = rules.DIFF_NOTHING_IN_COMMON.code
    same = [one for one in same if other not in {finding.code for finding in one[2].findings}]
    for old, new, report in same:
        items += _Parent(old, new, plan).touched(report)
        findings += _doubts(report)
    known = [old for old, _, _ in same], [new for _, new, _ in same]
    return Revision(
        items=tuple(items),
        gone=tuple(old.title for old in before if old not in known[0]),
        come=tuple(new.title for new in plan.parents if new not in known[1]),
        findings=tuple(findings),
    )


def _doubts(report: DiffReport) -> Iterator[Finding]:
    """Yield what a comparison says of itself that the reader of a draft should know too."""
    for finding in report.findings:
        if finding.code == rules.DIFF_IDS_DIFFER.code:
            yield replace(finding, severity=Severity.WARNING)  # what the spec decided is of another item now
        elif finding.code in (rules.DIFF_PLAN_CHANGED.code, rules.DIFF_WITHOUT_TEXT.code):
            yield from [finding] if finding.severity is not Severity.INFO else []


def _versions(before: Sequence[ParentPlan], now: Sequence[ParentPlan]) -> list[tuple[ParentPlan, ParentPlan]]:
    """Return which parents are two versions of one: of the same id, else of the same place, level, kind and years."""
    old = {plan.id: plan for plan in before}
    pairs = [(old.pop(plan.id), plan) for plan in now if plan.id in old]
    known = {plan.id for _, plan in pairs}
    for plan in [plan for plan in now if plan.id not in known]:
        alike = [one for one in old.values() if _about(one) == _about(plan)]
        if len(alike) == 1:
            pairs.append((old.pop(alike[0].id), plan))
    return pairs


def _about(plan: ParentPlan) -> tuple[object, ...]:
    return plan.place, plan.level, plan.kind, plan.period


class _Parent:
    """Two versions of one parent, seen from the county's plan."""

    def __init__(self, old: ParentPlan, new: ParentPlan, plan: CountyPlan) -> None:
        self.old, self.new, self.plan = old, new, plan
        self.given: Mapping[str, Disposition] = plan.spec.inherit.get(new.id, {})
        self.rows: dict[str, list[TraceRow]] = defaultdict(list)
        for row in plan.trace:
            if row.origin.parent == new.id:
                self.rows[row.origin.item].append(row)
        self.beside = {True: dict(_neighbours(new)), False: dict(_neighbours(old))}

    def touched(self, report: DiffReport) -> Iterator[Touched]:
        renamed = self._renamed(report)
        for before, after in renamed:
            under = [item.id for item in self.new.all_items() if item.group == after]
            yield Touched(
                key=self.new.id,
                name="分组标题",
                kind="renamed",
                parent=self._named,
                changes=(f"{quoted(before)}改为{quoted(after)}",),
                near=tuple(key for identity in under for key in self._keys(identity, removed=False)),
            )
        for item in in_substance(report.items):
            fields = tuple(_told(item, renamed))
            if fields or not item.fields:
                kinds = tuple(dict.fromkeys(one.kind for one in fields)) or item.changes
                # the spec that was rendered speaks of the items by the ids that they have now
                here = replace(item, id=item.new_id or item.id, fields=fields, changes=kinds)
                yield self._one(here, was=item.id)

    @property
    def _named(self) -> str:
        return self.new.title if len(self.plan.parents) > 1 else ""

    def _renamed(self, report: DiffReport) -> list[tuple[str, str]]:
        """Return the groups that have another title now, over the same items: those have not moved."""
        gone = {item.id for item in report.items if ChangeKind.REMOVED in item.changes}
        before = Counter(item.group for item in self.old.all_items() if item.id not in gone)
        known = {item.group for item in self.old.all_items()}
        moved = Counter(
            (one.before, one.after)
            for item in report.items
            for one in item.fields
            if one.field == "group" and one.before and one.after
        )
        return [(was, now) for (was, now), count in moved.items() if count == before[was] and now not in known]

    def _one(self, item: ItemChange, was: str) -> Touched:
        removed = ChangeKind.REMOVED in item.changes
        added = ChangeKind.ADDED in item.changes
        parent = self.old if removed else self.new
        rows = self.rows.get(item.id, []) if not removed else []
        return Touched(
            key=f"{parent.id}:{item.id}",
            name=f"{item.kind.label}{quoted(item.title)}",
            kind="removed" if removed else "added" if added else "changed",
            parent=self._named,
            changes=tuple(words for field in item.fields for words in field_words(field)),
            keys=tuple(self._keys(item.id, removed) if removed or added else self._known_keys(item.id, was)),
            near=tuple(self._near(item.id, removed)),
            decisions=tuple(self._decisions(item)),
            disposition=rows[0].disposition if added and rows and item.id in self.given else "",
        )

    def _decisions(self, item: ItemChange) -> Iterator[str]:
        """Yield what of the county's own rests on what is no longer so."""
        if ChangeKind.REMOVED in item.changes and item.id in self.rows:
            return  # what the spec says under this id it says of another item
        label = f"{item.id}{quoted(item.title)}"
        for entry in rechecks([item], self.plan.spec, (self.new.id,)):
            decided = ChangeKind.ADDED in item.changes and item.id in self.given
            if entry.suspect and not decided:
                yield entry.message.replace(label, "本条")

    def _keys(self, identity: str, removed: bool) -> Iterator[str]:
        plan = self.old if removed else self.new
        for row in self.rows.get(identity, []) if not removed else []:
            yield from (target.key for target in row.targets)
        yield f"{plan.id}:{identity}"
        if removed:
            yield from (f"{plan.id}:{identity}/{part}" for part in range(1, 10))

    def _known_keys(self, identity: str, was: str) -> Iterator[str]:
        yield from self._keys(identity, removed=False)
        yield f"{self.old.id}:{was}"

    def _near(self, identity: str, removed: bool) -> Iterator[str]:
        for beside in self.beside[not removed].get(identity, ()):
            yield from self._keys(beside, removed)


def _told(item: ItemChange, renamed: Collection[tuple[str, str]]) -> Iterator[FieldChange]:
    """Yield what is to be told of an item: what is told of its group, or by its deadline, is not told once more."""
    moved = any(one.field == "deadline" for one in item.fields)
    for field in item.fields:
        of_group = field.field == "group" and (field.before, field.after) in renamed
        if not of_group and field.field != "order" and not (moved and field.field == "clause"):
            yield field


def _neighbours(plan: ParentPlan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each item with those of its list: what it is nested under, then those of its group, the nearest first."""

    def walk(items: Sequence[ParentItem], host: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
        for place, item in enumerate(items):
            others = [(other.group != item.group, abs(at - place), at, other.id) for at, other in enumerate(items)]
            ids = [identity for _, _, at, identity in sorted(others) if at != place]
            yield item.id, tuple(([host] if host else []) + ids)
            yield from walk(item.items, item.id)

    for items in (plan.indicators, plan.goals, plan.tasks, plan.projects):
        yield from walk(items, None)
