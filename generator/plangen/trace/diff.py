"""What changed between two versions of a parent, and what of a county's spec must be looked at again because of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from plangen.county.spec import CountySpec
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.revision import alike, keep_ids
from plangen.parent.rules import PARENT_WITHOUT_ITEMS
from plangen.terms.deadline import deadline_words
from plangen.terms.findings import Finding, Severity, folded
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted
from plangen.trace import rules
from plangen.trace.diff_model import ChangeKind, DiffReport, FieldChange, ItemChange, Renumbered
from plangen.trace.diff_recheck import rechecks
from plangen.trace.word_diff import WordMark, word_marks

_MOST_PAIRS = 10_000  # removed items times added ones that count where their titles differ


@dataclass(frozen=True)
class _Entry:
    """An item with where it stands; ``key`` is its id, with a mark where the plan has the id twice."""

    key: str
    item: ParentItem
    host: str | None


@dataclass(frozen=True)
class _Matched:
    """The items of two versions; ``known`` leads from the items of the new one that are in both to the old one's."""

    before: Mapping[str, _Entry]
    after: Mapping[str, _Entry]
    known: Mapping[str, str]

    def pairs(self) -> Iterator[tuple[str, _Entry]]:
        """Yield the old key of each item that is in both, with the item as it is now."""
        return ((was, self.after[now]) for now, was in self.known.items())


def diff_plans(
    old: ParentPlan, new: ParentPlan, spec: CountySpec | None = None, *, ids_kept: bool = False
) -> DiffReport:
    """Find out what changed between two versions of a parent.

    Items are matched as :func:`plangen.parent.revision.keep_ids` matches them; what then is left over on both sides is
    matched across kinds, groups and the items it is nested under.  Within a group as few items as possible count as
    reordered: what comes in or goes moves nobody, and of two that changed places one has moved.

    Args:
        old: the version that the county's spec was written for.
        new: the revised version; its own ids do not count.
        spec: the county's spec, to say what of it must be looked at again.
        ids_kept: the new version has the old one's ids, so that of what is left over in the end the same id says that
            it is the same item, however it was rewritten.

    Returns:
        Every item of either version is in the report once: changed, added, removed, or counted as unchanged.  Width
        and white space do not count as changes; a text that one version lacks (facts only) is not compared, which is a
        finding.
    """
    matched, new_ids = _match(old, new, ids_kept=ids_kept)
    reordered = _reordered(matched)
    items: list[ItemChange] = []
    renumbered: list[Renumbered] = []
    unchanged = 0
    for identity, entry in matched.after.items():
        was = matched.known.get(identity)
        if was is None:
            items.append(_whole(entry.item, identity, new_ids[identity], ChangeKind.ADDED))
            continue
        fields = (*_fields(matched.before[was], entry, matched.known), *reordered.get(identity, ()))
        kinds = tuple(dict.fromkeys(one.kind for one in fields))
        if not {ChangeKind.MOVED, ChangeKind.REORDERED} & set(kinds):
            renumbered += _renumbered(matched.before[was], entry)
        if not fields:
            unchanged += 1
            continue
        now = entry.item
        items.append(
            ItemChange(id=was, new_id=new_ids[identity], kind=now.kind, title=now.title, changes=kinds, fields=fields)
        )
    found = set(matched.known.values())
    items += [
        _whole(entry.item, identity, None, ChangeKind.REMOVED)
        for identity, entry in matched.before.items()
        if identity not in found
    ]
    renamed = {was: new_ids[entry.key] for was, entry in matched.pairs() if new_ids[entry.key] != was}
    return DiffReport(
        old=(old.id, old.title),
        new=(new.id, new.title),
        items=tuple(items),
        unchanged=unchanged,
        renumbered=tuple(renumbered),
        recheck=tuple(rechecks(list(in_substance(items)), spec, (old.id, new.id))) if spec is not None else (),
        with_spec=spec is not None,
        findings=tuple(_doubts(old, new, matched, renamed, spec)),
    )


def _match(old: ParentPlan, new: ParentPlan, *, ids_kept: bool) -> tuple[_Matched, dict[str, str]]:
    """Match the items of two versions; return them with the ids in the new version's own file."""
    settled, _ = keep_ids(new, old)
    before = dict(_entries(old))
    after = dict(_entries(settled))
    new_ids = dict(zip(after, [item.id for item in new.all_items()], strict=True))
    gone = [entry for identity, entry in before.items() if identity not in after]
    come = [entry for identity, entry in after.items() if identity not in before]
    known = {identity: identity for identity in after if identity in before} | _moved(gone, come)
    if ids_kept:
        left = {entry.key for entry in gone} - set(known.values())
        known |= {
            entry.key: new_ids[entry.key] for entry in come if entry.key not in known and new_ids[entry.key] in left
        }
    return _Matched(before, after, known), new_ids


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
    was, now = ([comparable(entry.item.title) for entry in entries] for entries in (gone, come))
    every = len(gone) * len(come) <= _MOST_PAIRS
    scores = [
        (score + same, -position, -index)
        for score, position, index in alike([entry.item for entry in come], [entry.item for entry in gone])
        if (same := now[position] == was[index]) or every
    ]
    pairs: dict[str, str] = {}
    taken: set[int] = set()
    placed: set[int] = set()
    for _, position, index in sorted(scores, reverse=True):
        if position not in placed and index not in taken:
            placed.add(position)
            taken.add(index)
            pairs[come[-position].key] = gone[-index].key
    return pairs


def _fields(was: _Entry, now: _Entry, known: Mapping[str, str]) -> Iterator[FieldChange]:
    old, new = was.item, now.item
    yield from _worded("title", old.title, new.title)
    if old.text is not None and new.text is not None:
        yield from _worded("text", old.text, new.text)
    host = known.get(now.host, now.host) if now.host is not None else None
    yield from _plain(ChangeKind.MOVED, "kind", old.kind.label, new.kind.label)
    yield from _plain(ChangeKind.MOVED, "host", was.host, host)
    yield from _plain(ChangeKind.MOVED, "group", old.group, new.group)
    yield from _plain(ChangeKind.RETARGETED, "target", old.target, new.target)
    yield from _plain(ChangeKind.RETARGETED, "nature", old.nature, new.nature)
    # a file from before figures and points were kept has none: that is no change
    if old.points and new.points:
        yield from _plain(ChangeKind.RETARGETED, "quantities", _figures(old), _figures(new))
        if old.text is None or new.text is None:
            yield from _plain(ChangeKind.REWORDED, "points", "、".join(old.points), "、".join(new.points))
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


def _figures(item: ParentItem) -> str:
    return "；".join(quantity.said for quantity in item.quantities)


_Siblings = tuple[str | None, ItemKind, str]


def _siblings(entries: Mapping[str, _Entry], known: Mapping[str, str]) -> dict[_Siblings, list[str]]:
    """Return the items in order by where they stand: under which item (its old id), of which kind, in which group."""
    found: dict[_Siblings, list[str]] = defaultdict(list)
    for identity, entry in entries.items():
        host = known.get(entry.host, entry.host) if entry.host is not None else None
        found[host, entry.item.kind, comparable(entry.item.group or "")].append(identity)
    return found


def _reordered(matched: _Matched) -> dict[str, tuple[FieldChange, ...]]:
    """Return the items that stand elsewhere among those of their group, with where they stood and stand."""
    known = matched.known
    found: dict[str, tuple[FieldChange, ...]] = {}
    earlier = _siblings(matched.before, {})
    for where, now in _siblings(matched.after, known).items():
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


def in_substance(items: Sequence[ItemChange]) -> Iterator[ItemChange]:
    """Yield what the county must look at again; the order within a group is no reason for it.

    Args:
        items: what changed, as :func:`diff_plans` tells it.
    """
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
    old: ParentPlan, new: ParentPlan, matched: _Matched, renamed: Mapping[str, str], spec: CountySpec | None
) -> Iterator[Finding]:
    """Yield what could not be compared, and what makes it doubtful that these are two versions of one plan."""
    yield from _without_text(old, matched)
    for what, was, now in (
        ("规划期", _period(old), _period(new)),
        ("级别", old.level.value, new.level.value),
        ("地名", old.place, new.place),
    ):
        if was != now:
            yield rules.DIFF_PLAN_CHANGED.found(what=what, old=was, new=now)
    if matched.before and matched.after and not matched.known:
        yield rules.DIFF_NOTHING_IN_COMMON.found(old=quoted(old.title), new=quoted(new.title))
    for plan, entries in ((old, matched.before), (new, matched.after)):
        if not entries:
            yield PARENT_WITHOUT_ITEMS.found(title=plan.title)
    if renamed:
        yield rules.DIFF_IDS_DIFFER.found(
            items=[f"{old.id}:{was}" for was in renamed],
            severity=Severity.WARNING if spec is not None else None,
            count=len(renamed),
            pairs=[f"{was}→{now}" for was, now in renamed.items()],
        )
    if spec is not None and not _names(spec, (old.id, new.id)):
        yield rules.DIFF_OTHER_PARENT.found(parent=quoted(old.title), identity=old.id)


def _without_text(old: ParentPlan, matched: _Matched) -> Iterator[Finding]:
    lacks = {was: (entry.item.text is None, matched.before[was].item.text is None) for was, entry in matched.pairs()}
    one = [was for was, (new, before) in lacks.items() if new != before]
    if one:
        which = f"有{len(one)}个条目只有一个版本附正文（{folded(one)}）"
        yield rules.DIFF_WITHOUT_TEXT.found(items=[f"{old.id}:{was}" for was in one], which=which)
    elif lacks and all(before for _, before in lacks.values()):
        yield rules.DIFF_WITHOUT_TEXT.found(severity=Severity.INFO, which="两个版本都没有附正文")


def _period(plan: ParentPlan) -> str:
    return f"{plan.period[0]}—{plan.period[1]}年" if plan.period else "没有写明"


def _names(spec: CountySpec, ids: Sequence[str]) -> bool:
    known = {*spec.inherit, *spec.parents, *(PurePath(name).stem for name in spec.parents)}
    return any(identity in known for identity in ids)
