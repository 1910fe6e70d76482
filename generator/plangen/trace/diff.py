"""What changed between two versions of a parent, and what of a county's spec must be looked at again because of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from plangen.county.spec import CountySpec
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.revision import keep_ids, similarity
from plangen.terms.deadline import deadline_words
from plangen.terms.findings import Finding, Severity
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted
from plangen.trace.diff_model import ChangeKind, DiffReport, FieldChange, ItemChange, Renumbered
from plangen.trace.diff_recheck import rechecks
from plangen.trace.word_diff import WordMark, word_marks

_SAME = 0.62  # as the importer: what is as alike as that is the same item
_MOST_PAIRS = 10_000  # removed items times added ones that are still compared by their texts


@dataclass(frozen=True)
class _Entry:
    """An item with where it stands; ``key`` is its id, with a mark where the plan has the id twice."""

    key: str
    item: ParentItem
    host: str | None


def diff_plans(old: ParentPlan, new: ParentPlan, spec: CountySpec | None = None) -> DiffReport:
    """Find out what changed between two versions of a parent.

    Items are matched as :func:`plangen.parent.revision.keep_ids` matches them; what then is left over on both sides is
    matched across kinds, groups and the items it is nested under.  Within a group as few items as possible count as
    reordered: what comes in or goes moves nobody, and of two that changed places one has moved.

    Args:
        old: the version that the county's spec was written for.
        new: the revised version; its own ids do not count.
        spec: the county's spec, to say what of it must be looked at again.

    Returns:
        Every item of either version is in the report once: changed, added, removed, or counted as unchanged.  Width
        and white space do not count as changes; a text that one version lacks (facts only) is not compared, which is a
        finding.
    """
    settled, _ = keep_ids(new, old)
    before = dict(_entries(old))
    after = dict(_entries(settled))
    new_ids = dict(zip(after, [item.id for item in new.all_items()], strict=True))
    gone = [identity for identity in before if identity not in after]
    come = [identity for identity in after if identity not in before]
    moved = _moved([before[identity] for identity in gone], [after[identity] for identity in come])
    known = {identity: identity for identity in after if identity in before} | moved
    reordered = _reordered(before, after, known)
    items: list[ItemChange] = []
    renumbered: list[Renumbered] = []
    unchanged = 0
    for identity, entry in after.items():
        was = known.get(identity)
        if was is None:
            items.append(_whole(entry.item, identity, new_ids[identity], ChangeKind.ADDED))
            continue
        fields = (*_fields(before[was], entry, moved), *reordered.get(identity, ()))
        if not {ChangeKind.MOVED, ChangeKind.REORDERED} & {one.kind for one in fields}:
            renumbered += _renumbered(before[was], entry)
        if not fields:
            unchanged += 1
            continue
        items.append(
            ItemChange(
                id=was,
                new_id=new_ids[identity],
                kind=entry.item.kind,
                title=entry.item.title,
                changes=tuple(dict.fromkeys(one.kind for one in fields)),
                fields=fields,
            )
        )
    found = set(moved.values())
    items += [
        _whole(before[identity].item, identity, None, ChangeKind.REMOVED) for identity in gone if identity not in found
    ]
    pairs = {was: now for now, was in known.items()}
    renamed = {was: new_ids[now] for was, now in pairs.items() if new_ids[now] != was}
    findings = list(_doubts(old, new, before, after, pairs, renamed, spec))
    return DiffReport(
        old=(old.id, old.title),
        new=(new.id, new.title),
        items=tuple(items),
        unchanged=unchanged,
        renumbered=tuple(renumbered),
        recheck=tuple(rechecks(list(_in_substance(items)), spec, (old.id, new.id))) if spec is not None else (),
        with_spec=spec is not None,
        findings=tuple(findings),
    )


def _entries(plan: ParentPlan) -> Iterator[tuple[str, _Entry]]:
    """Yield the items by id; a second item with the same id gets a mark, so that none is lost."""
    seen: Counter[str] = Counter()

    def walk(item: ParentItem, host: str | None) -> Iterator[tuple[str, _Entry]]:
        seen[item.id] += 1
        identity = item.id if seen[item.id] == 1 else f"{item.id}#{seen[item.id]}"
        yield identity, _Entry(identity, item, host)
        for nested in item.items:
            yield from walk(nested, identity)

    for top in plan.top_items():
        yield from walk(top, None)


def _whole(item: ParentItem, identity: str, new_id: str | None, kind: ChangeKind) -> ItemChange:
    return ItemChange(id=identity, new_id=new_id, kind=item.kind, title=item.title, changes=(kind,))


def _moved(gone: Sequence[_Entry], come: Sequence[_Entry]) -> dict[str, str]:
    """Return for each item that only seems new the old item that it is: same titles first, then the most alike."""
    scores: list[tuple[float, int, int]] = []
    every = len(gone) * len(come) <= _MOST_PAIRS
    titles = [comparable(entry.item.title) for entry in gone]
    for position, entry in enumerate(come):
        title = comparable(entry.item.title)
        for index, other in enumerate(gone):
            same = title == titles[index]
            if not same and not every:
                continue
            score = similarity(entry.item, other.item)
            if score >= _SAME:
                scores.append((score + same, -position, -index))
    pairs: dict[str, str] = {}
    taken: set[int] = set()
    placed: set[int] = set()
    for _, position, index in sorted(scores, reverse=True):
        if position not in placed and index not in taken:
            placed.add(position)
            taken.add(index)
            pairs[come[-position].key] = gone[-index].key
    return pairs


def _fields(was: _Entry, now: _Entry, moved: Mapping[str, str]) -> Iterator[FieldChange]:
    old, new = was.item, now.item
    yield from _worded("title", old.title, new.title)
    if old.text is not None and new.text is not None:
        yield from _worded("text", old.text, new.text)
    host = moved.get(now.host, now.host) if now.host is not None else None
    yield from _plain(ChangeKind.MOVED, "kind", old.kind.label, new.kind.label)
    yield from _plain(ChangeKind.MOVED, "host", was.host, host)
    yield from _plain(ChangeKind.MOVED, "group", old.group, new.group)
    yield from _plain(ChangeKind.RETARGETED, "target", old.target, new.target)
    yield from _plain(ChangeKind.RETARGETED, "nature", old.nature, new.nature)
    units = list(_units(old.responsibility, new.responsibility))
    yield from units
    if not units:
        clauses = (
            old.responsibility.text if old.responsibility else "",
            new.responsibility.text if new.responsibility else "",
        )
        yield from _worded("clause", *clauses)
    yield from _plain(
        ChangeKind.RESCHEDULED,
        "deadline",
        deadline_words(old.deadline, old.deadline_text),
        deadline_words(new.deadline, new.deadline_text),
    )


_Siblings = tuple[str | None, ItemKind, str]


def _siblings(entries: Mapping[str, _Entry], known: Mapping[str, str]) -> dict[_Siblings, list[str]]:
    """Return the items in order by where they stand: under which item (its old id), of which kind, in which group."""
    found: dict[_Siblings, list[str]] = defaultdict(list)
    for identity, entry in entries.items():
        host = known.get(entry.host, entry.host) if entry.host is not None else None
        found[host, entry.item.kind, comparable(entry.item.group or "")].append(identity)
    return found


def _reordered(
    before: Mapping[str, _Entry], after: Mapping[str, _Entry], known: Mapping[str, str]
) -> dict[str, tuple[FieldChange, ...]]:
    """Return the items that stand elsewhere among those of their group, with where they stood and stand.

    Args:
        before: the old version's items.
        after: the new version's items.
        known: for each item of the new version that was there before, its id in the old one.
    """
    found: dict[str, tuple[FieldChange, ...]] = {}
    earlier = _siblings(before, {})
    for where, now in _siblings(after, known).items():
        was = earlier.get(where, [])
        earlier_place = {identity: place for place, identity in enumerate(was)}
        names = [known.get(identity, identity) for identity in now]
        stayed = [
            (earlier_place[known[identity]], place, identity)
            for place, identity in enumerate(now)
            if known.get(identity) in earlier_place
        ]
        kept = set(_longest_rising([old for old, _, _ in stayed]))
        for old, place, identity in stayed:
            # where everything is turned round, one may stand at its old place behind its old neighbour
            if old not in kept:
                found[identity] = tuple(
                    _plain(ChangeKind.REORDERED, "order", _standing(was, old), _standing(names, place))
                )
    return found


def _standing(names: Sequence[str], position: int) -> str:
    return f"第{position + 1}项" + (f"（在{names[position - 1]}之后）" if position else "")


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return a longest subsequence of different numbers that only rises."""
    ends: list[int] = []  # the lowest number that a rising subsequence of each length ends with
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    found: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]


def _renumbered(was: _Entry, now: _Entry) -> Iterator[Renumbered]:
    old, new = was.item.number, now.item.number
    if old and new and comparable(old) != comparable(new):
        yield Renumbered(id=was.key, before=old, after=new)


def _in_substance(items: Sequence[ItemChange]) -> Iterator[ItemChange]:
    """Yield what the county must look at again; the order within a group is no reason for it."""
    for item in items:
        if changes := tuple(change for change in item.changes if change is not ChangeKind.REORDERED):
            yield replace(item, changes=changes)


def _worded(field: str, before: str, after: str) -> Iterator[FieldChange]:
    if comparable(before) != comparable(after):
        yield FieldChange(
            kind=ChangeKind.REWORDED, field=field, before=before, after=after, words=word_marks(before, after)
        )


def _plain(kind: ChangeKind, field: str, before: str | None, after: str | None) -> Iterator[FieldChange]:
    if comparable(before or "") != comparable(after or ""):
        yield FieldChange(kind=kind, field=field, before=before, after=after)


def _units(old: Responsibility | None, new: Responsibility | None) -> Iterator[FieldChange]:
    nobody = Responsibility(text="")
    old, new = old or nobody, new or nobody
    for name, before, after in (
        ("leads", old.leads, new.leads),
        ("participants", old.participants, new.participants),
    ):
        if {comparable(unit) for unit in before} != {comparable(unit) for unit in after}:
            yield FieldChange(
                kind=ChangeKind.REASSIGNED,
                field=name,
                before="、".join(before) or None,
                after="、".join(after) or None,
                words=tuple(_unit_marks(before, after)),
            )
    if old.open_ended != new.open_ended:
        words = {True: "未列全（等）", False: "已列全"}
        yield FieldChange(
            kind=ChangeKind.REASSIGNED, field="open_ended", before=words[old.open_ended], after=words[new.open_ended]
        )


def _unit_marks(before: Sequence[str], after: Sequence[str]) -> Iterator[WordMark]:
    old, new = {comparable(unit) for unit in before}, {comparable(unit) for unit in after}
    for unit in before:
        yield WordMark("same" if comparable(unit) in new else "removed", unit)
    for unit in after:
        if comparable(unit) not in old:
            yield WordMark("added", unit)


def _doubts(
    old: ParentPlan,
    new: ParentPlan,
    before: Mapping[str, _Entry],
    after: Mapping[str, _Entry],
    pairs: Mapping[str, str],
    renamed: Mapping[str, str],
    spec: CountySpec | None,
) -> Iterator[Finding]:
    def finding(code: str, severity: Severity, message: str, hint: str) -> Finding:
        return Finding(code=code, severity=severity, message=message, hint=hint)

    uncompared = [
        was for was, now in pairs.items() if (before[was].item.text is None) != (after[now].item.text is None)
    ]
    if uncompared:
        yield finding(
            "diff-without-text",
            Severity.WARNING,
            f"有{len(uncompared)}个条目只有一个版本附正文，正文没有比较（{_some(uncompared)}）",
            "请用 plangen import 把两个版本都连正文导入（不加 --facts-only）后再比较",
        )
    elif pairs and all(before[was].item.text is None for was in pairs):
        yield finding(
            "diff-without-text",
            Severity.INFO,
            "两个版本都没有附正文，只比较了标题、分组、目标值、责任单位和时限",
            "请用 plangen import 把两个版本都连正文导入（不加 --facts-only）后再比较",
        )
    for name, was, now in (
        ("规划期", _period(old), _period(new)),
        ("级别", old.level.value, new.level.value),
        ("地名", old.place, new.place),
    ):
        if was != now:
            yield finding(
                "diff-plan-changed",
                Severity.WARNING,
                f"两个版本的{name}不同：原为{was}，现为{now}",
                "请确认两个文件是同一规划的两个版本",
            )
    if before and after and not pairs:
        yield finding(
            "diff-nothing-in-common",
            Severity.WARNING,
            f"{quoted(old.title)}和{quoted(new.title)}没有相同的条目，可能不是同一文件的两个版本",
            "请确认给出的两个文件",
        )
    for plan in (old, new):
        if not any(True for _ in plan.all_items()):
            yield finding(
                "parent-without-items",
                Severity.ERROR,
                f"上位规划{quoted(plan.title)}没有任何条目，无从比较",
                "请重新导入该文件，并核对导入时的提示",
            )
    if renamed:
        yield finding(
            "diff-ids-differ",
            Severity.WARNING if spec is not None else Severity.INFO,
            f"有{len(renamed)}个条目在新版本里换了编号（{_some([f'{was}→{now}' for was, now in renamed.items()])}）",
            "把新文件导入到原来的上位规划文件上（plangen import 新文件 -o 原文件），相同的条目就会保留原来的编号",
        )
    if spec is not None and not _names(spec, (old.id, new.id)):
        yield finding(
            "diff-other-parent",
            Severity.WARNING,
            f"填报文件没有承接{quoted(old.title)}（{old.id}），下面按它会承接来列出需要复核的内容",
            "请确认填报文件和上位规划的编号",
        )


def _period(plan: ParentPlan) -> str:
    return f"{plan.period[0]}—{plan.period[1]}年" if plan.period else "没有写明"


def _some(names: Sequence[str], most: int = 6) -> str:
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def _names(spec: CountySpec, ids: Sequence[str]) -> bool:
    known = {*spec.inherit, *spec.parents, *(PurePath(name).stem for name in spec.parents)}
    return any(identity in known for identity in ids)
