"""Audit any draft against any parents, by text alone: what became of every parent item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from plangen.parent import rules as parent_rules
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan
from plangen.plan import rules as plan_rules
from plangen.reading.lines import SourceDocument
from plangen.terms.deadline import deadline_words, moment_of
from plangen.terms.findings import Finding, Location, Rule, Severity, folded
from plangen.terms.likeness import plain
from plangen.terms.target import compare_targets
from plangen.terms.units import canonical, load_units
from plangen.terms.vocabulary import quoted
from plangen.trace import rules
from plangen.trace.align import Aligner, Candidate
from plangen.trace.align_texts import unit_identity
from plangen.trace.alignment_words import AlignmentWords, load_alignment_words
from plangen.trace.belonging import Identity, about_items, about_parents, identity_of
from plangen.trace.check_words import load_check_words
from plangen.trace.contradictions import softer_target
from plangen.trace.declared import Declared, asked_of_every_county, concerns_others
from plangen.trace.marked import Marked
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses, key_of, label
from plangen.trace.second_look import SecondLook
from plangen.trace.sections import DraftPlace, PlaceKind, draft_places
from plangen.trace.statuses import Judgement, judge
from plangen.trace.undertaking import open_measures
from plangen.trace.voided import with_notes, without_voided

_LONGEST_MATCH = 2_000  # characters of a place that a report shows
_SHOWN_NESTED = 6
_UNKNOWN = Identity()
_BY_NESTED = (Status.CARRIED, Status.PARTIAL, Status.MISSING)


_SOME = 5
_NOT_ASKED = (Status.WAIVED, Status.NOT_APPLICABLE)


class _Find(Protocol):
    """Records a finding about the item that is being compared, at its surest place."""

    def __call__(self, rule: Rule, *, severity: Severity | None = None, **values: object) -> None:
        """Record that a rule holds here."""


def audit(draft: SourceDocument, parents: Sequence[ParentPlan], words: AlignmentWords | None = None) -> CheckReport:
    """Find out what became of every parent item in a draft, by text alone.

    Args:
        draft: the draft as a reader of :mod:`plangen.reading` read it.
        parents: the parents; those imported without their sentences are compared by titles, groups and units.
        words: words, weights and thresholds, see :func:`~plangen.trace.alignment_words.load_alignment_words`.

    Returns:
        The report: every item of every parent with one status, and the doubts.  The draft reader's own findings are in
        it too.

    Raises:
        FindingsError: alignment.yaml cannot be read.
    """
    draft, void = without_voided(with_notes(draft))
    places = draft_places(draft)
    return audit_places(
        places,
        parents,
        name=draft.name,
        findings=(*void, *draft.findings),
        draft=identity_of(draft),
        words=words or load_alignment_words(),
        marked=Marked(draft, places),
    )


def audit_places(
    places: Sequence[DraftPlace],
    parents: Sequence[ParentPlan],
    *,
    name: str,
    findings: Sequence[Finding] = (),
    draft: Identity = _UNKNOWN,
    words: AlignmentWords | None = None,
    marked: Marked | None = None,
) -> CheckReport:
    """Audit a draft that was already divided into places; see :func:`audit`.

    Args:
        places: the draft's places.
        parents: the parents.
        name: the draft's file name, for findings.
        findings: what its reader found.
        draft: whose draft it is.
        words: words, weights and thresholds.
        marked: where bookmarks say that items stand.
    """
    unique, twice = _each_once(parents)
    doubts = [*findings, *twice, *_about_draft(places, name), *about_parents(draft, tuple(unique.values()), name)]
    aligner = Aligner(tuple(unique.values()), places, words)
    look = SecondLook(aligner, draft.period)
    declared, marks = Declared(aligner.places, tuple(unique.values())), marked or Marked()
    county = draft.place if draft.level in (Level.COUNTY, Level.DISTRICT) else None
    statuses: list[ItemStatus] = []
    for parent in unique.values():
        doubts += _about_items(parent, aligner)
        candidates = aligner.align(parent)
        judged = {
            item.id: _judged(item, candidates[item.id], aligner, look, marks.of(parent, item))
            for item in parent.all_items()
        }
        for item in parent.all_items():
            judged[item.id], more = _declined(parent, item, judged[item.id], declared, aligner, name)
            doubts += more
            if judged[item.id].status is Status.MISSING and (why := concerns_others(item, county)):
                judged[item.id] = Judgement(status=Status.NOT_APPLICABLE, reason=why)
                doubts.append(_not_applicable(parent, item, why, name))
        doubts += _too_many(parent, judged, name)
        for item in parent.all_items():
            judgement = judged[item.id]
            if item.items and not aligner.says_more(item) and judgement.status in _BY_NESTED:
                judgement = _from_nested(item, judged)
            status, more = _finished(parent, item, judgement, aligner, name)
            statuses.append(status)
            doubts += more
        own = {status.id: status for status in statuses if status.parent == parent.id}
        doubts += about_items(parent, own, name) if places else ()
    doubts += _without_units(statuses, unique, aligner, name)
    return CheckReport(
        parents=count_statuses(tuple(unique.values()), statuses),
        items=tuple(statuses),
        findings=tuple(dict.fromkeys(doubts)),
    )


def _each_once(parents: Sequence[ParentPlan]) -> tuple[dict[str, ParentPlan], list[Finding]]:
    """Return the parents by their ids, and what is to be said of those that are given twice."""
    unique: dict[str, ParentPlan] = {}
    twice: list[Finding] = []
    for parent in parents:
        if parent.id in unique:
            twice.append(rules.PARENT_GIVEN_TWICE.found(_file_of(parent), parent=quoted(parent.title)))
        unique.setdefault(parent.id, parent)
    return unique, twice


def _not_applicable(parent: ParentPlan, item: ParentItem, why: str, name: str) -> Finding:
    rule, keys = rules.ITEM_NOT_APPLICABLE, [key_of(parent, item)]
    return rule.found(Location(file=name), items=keys, item=label(parent, item), reason=why)


def _judged(
    item: ParentItem, candidates: Sequence[Candidate], aligner: Aligner, look: SecondLook, marked: Sequence[int]
) -> Judgement:
    """Judge an item; where bookmarks show it in several parts, none of them may be given up."""
    judgement = look.judge(item, judge(item, candidates, aligner, marked))
    for index in marked if judgement.status is not Status.MISSING else ():
        first = judgement.places[0].place if judgement.places else None
        if index == first or aligner.places[index].kind in (PlaceKind.ROW, PlaceKind.INDICATOR):
            continue
        part = look.judge(item, Judgement(status=Status.CARRIED, places=(Candidate(index, 1.0, 0.0, 1.0),)))
        if part.status in (Status.MISSING, Status.SUSPECT):
            reason = f"{aligner.places[index].location}：{part.reason}"
            missing = judgement.missing_points or (item.title,)
            return replace(judgement, status=Status.SUSPECT, missing_points=missing, reason=reason, doubtful=False)
    return judgement


def _file_of(parent: ParentPlan) -> Location:
    return Location(file=parent.source_file)


def _about_draft(places: Sequence[DraftPlace], name: str) -> Iterator[Finding]:
    if not places:
        yield rules.DRAFT_EMPTY.found(Location(file=name))
    elif not any(place.kind is PlaceKind.HEADING for place in places):
        yield rules.DRAFT_WITHOUT_HEADINGS.found(Location(file=name))


def _about_items(parent: ParentPlan, aligner: Aligner) -> Iterator[Finding]:
    items = list(parent.all_items())
    if not items:
        yield parent_rules.PARENT_WITHOUT_ITEMS.found(_file_of(parent), title=parent.title)
        return
    times = Counter(item.id for item in items)
    for identity in (identity for identity, count in times.items() if count > 1):
        key = f"{parent.id}:{identity}"
        yield plan_rules.DUPLICATE_ITEM.found(
            _file_of(parent), items=[key], severity=Severity.WARNING, parent=parent.id, item=identity
        )
    wordy = [item for item in items if item.kind in (ItemKind.TASK, ItemKind.PROJECT)]
    if wordy and not any(aligner.has_text(item) for item in wordy):
        yield rules.PARENT_WITHOUT_TEXT.found(_file_of(parent), parent=quoted(parent.title))


def _declined(
    parent: ParentPlan, item: ParentItem, judgement: Judgement, declared: Declared, aligner: Aligner, name: str
) -> tuple[Judgement, list[Finding]]:
    """Return the judgement of an item of which the draft itself says that it is not carried."""
    waiver = declared.of(parent, item)
    if waiver is None:
        return judgement, []
    location = Location(file=name, line=waiver.place.position.line, place=_place(waiver.place))
    keys, named = [key_of(parent, item)], label(parent, item)
    if waiver.not_applicable and (asked := asked_of_every_county(item)) and judgement.status is not Status.CARRIED:
        missing = judgement.missing_points or (item.title,)
        reason = f"文稿写明不涉及，上位规划写的是{quoted(asked)}都要做"
        refuted = replace(judgement, status=Status.SUSPECT, missing_points=missing, reason=reason, doubtful=False)
        return refuted, [rules.NOT_APPLICABLE_REFUTED.found(location, items=keys, item=named, asked=quoted(asked))]
    if judgement.status is Status.CARRIED:
        return judgement, [rules.DECLINED_BUT_CARRIED.found(location, items=keys, item=named)]
    if not waiver.reason:
        if any(aligner.places[one.place] is waiver.place for one in judgement.places[:1]):
            judgement = replace(judgement, status=Status.MISSING, doubtful=False, reason="文稿只写明不承接，没有理由")
        return judgement, [rules.DECLINED_WITHOUT_REASON.found(location, items=keys, item=named)]
    index = next(one for one, place in enumerate(aligner.places) if place is waiver.place)
    status = Status.NOT_APPLICABLE if waiver.not_applicable else Status.WAIVED
    rule = rules.ITEM_NOT_APPLICABLE if waiver.not_applicable else rules.ITEM_DECLINED
    reason = f"文稿写明{status.label}：{waiver.reason}"
    judged = Judgement(status=status, places=(Candidate(index, 1.0, 1.0, 1.0),), reason=reason)
    said = f"文稿的理由是{quoted(waiver.reason)}" if waiver.not_applicable else quoted(waiver.reason)
    return judged, [rule.found(location, items=keys, item=named, reason=said)]


def _too_many(parent: ParentPlan, judged: Mapping[str, Judgement], name: str) -> Iterator[Finding]:
    """Say where a draft has it of so many items that they do not concern the county that it hardly can be."""
    said = [item for item in parent.all_items() if judged[item.id].status is Status.NOT_APPLICABLE]
    said = [item for item in said if judged[item.id].places]
    share = load_check_words().thresholds["not_applicable"]
    if len(said) >= _SOME and len(said) >= share * len(judged):
        yield rules.NOT_APPLICABLE_MANY.found(
            Location(file=name),
            items=[key_of(parent, item) for item in said],
            parent=quoted(parent.title),
            total=len(judged),
            count=len(said),
            names=folded(quoted(item.title) for item in said),
        )


def _from_nested(item: ParentItem, judged: Mapping[str, Judgement]) -> Judgement:
    """Judge an item that says nothing itself by what is nested under it."""
    own = judged[item.id]
    parts = [(nested, judged[nested.id]) for nested in item.items if judged[nested.id].status not in _NOT_ASKED]
    if not parts:
        return own
    named = load_check_words().thresholds["by_text_title"]
    lost = tuple(nested.title for nested, part in parts if part.status is Status.MISSING)
    partly = tuple(nested.title for nested, part in parts if part.status in (Status.PARTIAL, Status.SUSPECT))
    places = {one.place: one for one in own.places}
    for _, part in parts:
        for one in part.places[:1]:
            places.setdefault(one.place, one)
    ranked = tuple(sorted(places.values(), key=lambda one: (-one.score, one.place)))
    if len(lost) == len(parts) and own.status is Status.MISSING:
        return replace(own, missing_points=lost)
    titles = (*lost, *partly)
    names = "".join(map(quoted, titles[:_SHOWN_NESTED])) + ("等" if len(titles) > _SHOWN_NESTED else "")
    # what is not whole of a nested item is said of that item itself; where most are whole, so is this one
    if lost or len(partly) * 2 >= len(parts):
        return Judgement(
            status=Status.PARTIAL, places=ranked, missing_points=lost, reason=f"所含子项中{names}缺失或不全"
        )
    if own.status is not Status.CARRIED and max((one.title for one in own.places), default=0.0) < named:
        reason = "所含子项都有对应，这一条本身的标题没有找到"
        return Judgement(status=Status.PARTIAL, places=ranked, missing_points=(item.title,), reason=reason)
    doubt = f"所含子项中{names}不全，其余都有对应" if partly else None
    return Judgement(status=Status.CARRIED, places=ranked, missing_points=partly, reason=doubt)


def _finished(
    parent: ParentPlan, item: ParentItem, judgement: Judgement, aligner: Aligner, name: str
) -> tuple[ItemStatus, list[Finding]]:
    """Return the item's status with everything else that the places say or leave out."""
    places = [aligner.places[one.place] for one in judgement.places]
    status = ItemStatus(
        parent=parent.id,
        id=item.id,
        kind=item.kind,
        title=item.title,
        status=judgement.status,
        via=Via.TEXT,
        matches=tuple(
            Match(
                number=place.number,
                title=place.title,
                location=place.location,
                score=round(min(1.0, one.score), 3),
                text=(place.text or place.target or "")[:_LONGEST_MATCH],
            )
            for one, place in zip(judgement.places, places, strict=True)
        ),
        missing_points=judgement.missing_points,
        reason=judgement.reason,
    )
    if not places or judgement.status in (Status.MISSING, *_NOT_ASKED):
        return status, []
    findings: list[Finding] = []
    location = Location(file=name, line=places[0].position.line, place=_place(places[0]))

    def find(rule: Rule, *, severity: Severity | None = None, **values: object) -> None:
        about = {"item": label(parent, item), **values}
        findings.append(rule.found(location, items=[key_of(parent, item)], severity=severity, **about))

    if judgement.doubtful:
        find(rules.ITEM_DOUBTFUL, place=quoted(places[0].title))
    if gap := next(filter(None, (open_measures(place.text) for place in places)), ""):
        find(rules.MEASURES_OPEN, words=quoted(gap))
    if item.kind is ItemKind.INDICATOR:
        status = _compare_target(item, places[0], status, find)
    _compare_deadline(item, places, find)
    _compare_units(item, places, find)
    return status, findings


def _place(place: DraftPlace) -> str | None:
    return None if place.position.line else place.location


def _compare_target(item: ParentItem, place: DraftPlace, status: ItemStatus, find: _Find) -> ItemStatus:
    if not item.target:
        return status
    wanted = (f"{item.title} {item.target}",)
    if place.kind is not PlaceKind.INDICATOR:
        if plain(item.target) in plain(f"{place.title}{place.text}"):
            return status
        find(rules.TARGET_NOT_FOUND, expected=quoted(item.target))
        return replace(status, status=Status.PARTIAL, missing_points=wanted, reason="指标的目标值没有找到")
    if not place.target:
        find(rules.TARGET_MISSING, expected=quoted(item.target))
        return replace(status, status=Status.PARTIAL, missing_points=wanted, reason="指标没有目标值")
    order = compare_targets(place.target, item.target, item.title)
    both = f"稿中为{quoted(place.target)}，上位规划为{quoted(item.target)}"
    if order is None:
        find(rules.TARGET_NOT_COMPARABLE, found=quoted(place.target), expected=quoted(item.target))
        return replace(status, status=Status.PARTIAL, missing_points=wanted, reason=f"{both}，无法比较高低")
    if order < 0:
        find(rules.TARGET_WEAKER, found=quoted(place.target), expected=quoted(item.target))
        return replace(status, status=Status.SUSPECT, missing_points=wanted, reason=f"目标值低于上位规划：{both}")
    if why := softer_target(place.target, item.target):
        find(rules.TARGET_WEAKER, found=quoted(place.target), expected=quoted(item.target))
        return replace(status, status=Status.SUSPECT, missing_points=wanted, reason=why)
    return status


def _compare_deadline(item: ParentItem, places: Sequence[DraftPlace], find: _Find) -> None:
    wanted = deadline_words(item.deadline, item.deadline_text)
    limit = moment_of(wanted)
    said = {
        moment: words
        for place in places
        if (words := deadline_words(place.deadline, place.deadline_text)) and (moment := moment_of(words))
    }
    if limit and said and min(said) > limit:
        find(rules.DEADLINE_LATER, found=said[min(said)], expected=wanted, earliest=wanted)


def _compare_units(item: ParentItem, places: Sequence[DraftPlace], find: _Find) -> None:
    clause = item.responsibility
    named = {unit_identity(unit) for place in places for unit in place.units}
    if clause is None or not named:
        return
    said = plain("".join(f"{place.title}{place.text}" for place in places))
    wanted = [unit for unit in (*clause.leads, *clause.participants) if _has_counterpart(unit)]
    lost = [unit for unit in wanted if unit_identity(unit) not in named and plain(unit) not in said]
    leads = {unit_identity(unit) for place in places for unit in place.leads}
    moved = [unit for unit in clause.leads if unit not in lost and leads and unit_identity(unit) not in leads]
    if moved and not leads & {unit_identity(unit) for unit in clause.leads}:
        now = list(dict.fromkeys(unit for place in places for unit in place.leads))
        find(rules.LEAD_CHANGED, source="上位规划", expected=moved, found=now)
    if lost:
        leading = [unit for unit in lost if unit in clause.leads]
        find(
            rules.UNITS_LOST,
            severity=Severity.WARNING if leading else Severity.INFO,
            where="与上位规划相比，文稿",
            units=lost,
            leading=f"（其中{'、'.join(leading)}为牵头单位）" if leading else "",
        )


def _has_counterpart(unit: str) -> bool:
    """Return whether a unit can be expected one level down: not the governments there, nor offices that end above."""
    known = canonical(unit, load_units())
    return known is None or (bool(known.county_names) and not known.is_lower_governments)


def _without_units(
    statuses: Sequence[ItemStatus], parents: Mapping[str, ParentPlan], aligner: Aligner, name: str
) -> Iterator[Finding]:
    """Say once, not for every item, that the draft names no units."""
    asked = any(item.responsibility for parent in parents.values() for item in parent.all_items())
    if asked and aligner.places and not any(place.units for place in aligner.places):
        found = sum(1 for status in statuses if status.matches)
        yield rules.DRAFT_WITHOUT_UNITS.found(Location(file=name), count=found)
