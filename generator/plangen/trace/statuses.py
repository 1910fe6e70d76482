"""From the places that may carry an item to its status: what is there of it, and what is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plangen.parent.model import ItemKind, ParentItem
from plangen.plan.titles import indicator_key
from plangen.terms.likeness import plain, title_likeness
from plangen.terms.marks import parse_mark
from plangen.terms.vocabulary import quoted
from plangen.trace.align import Aligner, Candidate
from plangen.trace.alignment_words import AlignmentWords, grams, sentences
from plangen.trace.check_words import load_check_words
from plangen.trace.model import Status
from plangen.trace.sections import PlaceKind
from plangen.trace.undertaking import assess

_MOST_MATCHES = 6
_NEAREST = 2
_LONG_SENTENCE = 36  # characters; a longer sentence is divided at its commas into points
_SHORTEST_POINT = 10  # characters of a point between commas; a shorter one belongs to the next
_SHOWN_POINT = 120
_HALF = 0.5  # of what a parent says in few words the draft must say so much


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a draft says of one item.

    Attributes:
        status: carried, partial or missing.
        places: the places that carry it, the surest first; for a missing item the nearest, which do not.
        missing_points: what the parent says and these places do not.
        reason: why, in Chinese; None where the status says all.
        doubtful: the places are too unlike the item to be sure that they carry it.
    """

    status: Status
    places: tuple[Candidate, ...] = ()
    missing_points: tuple[str, ...] = ()
    reason: str | None = None
    doubtful: bool = False


def points_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Divide a text into sentences, and each of these into points; a short sentence is one point."""
    return tuple(tuple(_points(sentence)) for sentence in sentences(text))


def _points(sentence: str) -> list[str]:
    if len(sentence) <= _LONG_SENTENCE:
        return [sentence]
    points: list[str] = []
    begun = ""
    for piece in re.split(r"(?<=[，,：:])", sentence):
        begun += piece
        # what stands between quotation marks is one thing, commas or not
        if len(begun) >= _SHORTEST_POINT and begun.count("“") <= begun.count("”"):
            points.append(begun)
            begun = ""
    if begun:
        points[-1:] = ["".join([*points[-1:], begun])]
    return [point.strip("，,：: ") for point in points]


_SAME_TITLE = 0.97
_BY_POINTS = "上位规划没有附这一条的正文，按要点核对，要点在稿中都有对应"


def judge(
    item: ParentItem, candidates: Sequence[Candidate], aligner: Aligner, marked: Collection[int] = ()
) -> Judgement:
    """Judge one item by its own title and text; what is nested under it is judged apart.

    Args:
        item: the parent's item.
        candidates: what :meth:`Aligner.align` returned for it.
        aligner: the aligner.
        marked: the places where bookmarks say that it stands, see :class:`~plangen.trace.marked.Marked`.
    """
    if item.kind is ItemKind.INDICATOR:
        return _judge_indicator(item, candidates, aligner, marked)
    candidates, by_mark = _with_marks(item, candidates, aligner, marked)
    limits = aligner.words.thresholds
    silent = not aligner.says_more(item)
    least = limits["missing_without_text" if silent else "missing"]
    if not candidates or candidates[0].score < least:
        if not item.text and (same := _of_the_same_name(item, candidates, aligner)) is not None:
            return _doubtful((same,), _all_points(item), "稿中有同名的标题，标题下写的同上位规划的要点对不上")
        return Judgement(
            status=Status.MISSING,
            places=_near(candidates, aligner.words),
            missing_points=_all_points(item),
            reason=_nearest(item, candidates, aligner),
        )
    places = _places(candidates, aligner, least)
    if silent:
        return _judge_by_title(item, places, aligner, by_mark=by_mark)
    places, missing, covered, wording = _coverage(item, places, candidates, aligner)
    shared, said = aligner.beside_titles(item, places[0].place)
    # under the parent's own title a county may say in its own measures what was kept of the parent as points only
    own = aligner.draft.text_of(places[0].place)
    named = by_mark or places[0].title >= _SAME_TITLE
    whole = not item.text and named
    if whole and assess(own).refusal is None:
        return Judgement(
            status=Status.CARRIED,
            places=places,
            missing_points=missing,
            reason=_uncovered(item, 1 - covered, condensed=True) if missing else _BY_POINTS,
        )
    if places[0].score < limits["sure" if item.text else "sure_with_points"]:
        return _doubtful(places, missing or _all_points(item), "稿中只有相近的内容，拿不准是否承接")
    if shared < min(limits["own_words"], _HALF * said):
        return _doubtful(places, missing or _all_points(item), "稿中有相近的标题，标题下写的同上位规划的内容对不上")
    if not missing:
        reason = None if item.text else _BY_POINTS
        return Judgement(status=Status.CARRIED, places=places, reason=reason)
    # where the draft copies the parent's words, a point that it does not copy was left out on purpose or by mistake
    least = limits["enough_copied" if item.text else "enough_points"]
    enough = covered >= least or wording < limits["copied"]
    return Judgement(
        status=Status.CARRIED if enough else Status.PARTIAL,
        places=places,
        missing_points=missing,
        reason=_uncovered(item, 1 - covered, condensed=enough),
    )


def _of_the_same_name(item: ParentItem, candidates: Sequence[Candidate], aligner: Aligner) -> Candidate | None:
    """Return the place of the text that bears an item's name, with or without 一是 before it; None where none does."""
    name = plain(item.title)
    for one in candidates:
        place = aligner.places[one.place]
        mark = parse_mark(place.title)
        names = {plain(place.title), plain(mark.rest) if mark else ""}
        if place.titled and place.kind is not PlaceKind.ROW and name in names:
            return one
    return None


def _with_marks(
    item: ParentItem, candidates: Sequence[Candidate], aligner: Aligner, marked: Collection[int]
) -> tuple[Sequence[Candidate], bool]:
    """Put the place first where a bookmark says that an item stands, if its heading or its words bear that out.

    People copy bookmarks along with a paragraph and type over it: a heading of another name with nothing of the item
    under it is not the item's.
    """
    known = {one.place: one for one in candidates}
    for index in marked:
        place = aligner.places[index]
        if place.kind in (PlaceKind.ROW, PlaceKind.INDICATOR) or not aligner.draft.is_said_of_the_county(index):
            continue
        alike = title_likeness(place.title, item.title) if place.titled else 0.0
        if (
            alike >= load_check_words().thresholds["title"]
            or aligner.beside_titles(item, index)[0] >= aligner.words.thresholds["own_words"]
        ):
            found = known.get(index, Candidate(index, 0.0, 0.0, alike))
            first = found._replace(score=max(found.score, aligner.words.thresholds["sure_without_text"]))
            return (first, *(one for one in candidates if one.place != index)), True
    return candidates, False


def _judge_by_title(item: ParentItem, places: tuple[Candidate, ...], aligner: Aligner, *, by_mark: bool) -> Judgement:
    """Judge an item of which the parent gives only the title: neither its text nor points of it."""
    limits = aligner.words.thresholds
    first = places[0]
    if item.kind is not ItemKind.NESTED and all(aligner.draft.is_bare(one.place) for one in places):
        return _doubtful(places, _all_points(item), "稿中只有标题，标题下没有内容")
    sure = first.score >= limits["sure_without_text"] and first.title >= limits["title_alike"]
    if first.title >= limits["title"] or sure or by_mark:
        reason = "上位规划没有附这一条的正文，仅核对了标题、所在组和责任单位"
        return Judgement(status=Status.CARRIED, places=places, reason=reason)
    return _doubtful(places, (item.title,), "上位规划没有附这一条的正文，稿中只有相近的标题，拿不准是否承接")


def _doubtful(places: tuple[Candidate, ...], missing: tuple[str, ...], reason: str) -> Judgement:
    return Judgement(status=Status.PARTIAL, places=places, missing_points=missing, reason=reason, doubtful=True)


def _uncovered(item: ParentItem, share: float, *, condensed: bool) -> str:
    percent = max(1, min(99, round(100 * share)))
    if not item.text:
        return f"上位规划没有附这一条的正文，按要点核对；要点约有{percent}%在稿中没有对应"
    if condensed:
        return f"稿中写得较简或改了说法，上位规划的内容约有{percent}%没有逐句对应"
    return f"上位规划的内容约有{percent}%在稿中没有对应"


def _all_points(item: ParentItem) -> tuple[str, ...]:
    return tuple(sentence[:_SHOWN_POINT] for sentence in sentences(item.text or "")) or item.points or (item.title,)


def _near(candidates: Sequence[Candidate], words: AlignmentWords) -> tuple[Candidate, ...]:
    """Return the places nearest to a missing item, for a person who asks whether it is really not there."""
    limit = words.thresholds["worth_naming"]
    return tuple(candidate for candidate in candidates[:_NEAREST] if candidate.score >= limit)


def _nearest(item: ParentItem, candidates: Sequence[Candidate], aligner: Aligner) -> str | None:
    name = plain(item.title)
    for one in candidates:
        place = aligner.places[one.place]
        if name and aligner.draft.is_about_parents(one.place) and name in plain(f"{place.title}{place.text}"):
            return f"稿中只在{place.location}说明了这一条怎样处理，没有写成任务；确不承接的，请核对理由"
    if not candidates or candidates[0].score < aligner.words.thresholds["worth_naming"]:
        return "稿中没有相近的内容"
    place = aligner.places[candidates[0].place]
    return f"稿中最相近的是{place.location}{quoted(place.title)}，看不出写的是同一件事"


def _places(candidates: Sequence[Candidate], aligner: Aligner, least: float) -> tuple[Candidate, ...]:
    limit = max(least, aligner.words.thresholds["beside_first"] * candidates[0].score)
    chosen: list[Candidate] = []
    for candidate in candidates[:_MOST_MATCHES]:
        # a heading over a place that was found says nothing more, and its other points are not meant
        known = {one.place for one in chosen}
        if candidate.score >= limit and known.isdisjoint(aligner.draft.speaks_for(candidate.place)):
            chosen.append(candidate)
    return tuple(chosen)


class _Coverage(NamedTuple):
    """How much of an item's text is in a draft.

    Attributes:
        places: the places that carry the item, with those added that alone say a point.
        missing: the points that nobody says.
        covered: the share of the text that is said, by how telling its words are.
        wording: how much of the wording of what is said was kept: 1 copied, less reworded.
    """

    places: tuple[Candidate, ...]
    missing: tuple[str, ...]
    covered: float
    wording: float


def _sentences_of(item: ParentItem) -> Iterable[Sequence[str]]:
    """Return what the parent says of an item: its sentences, or the points that were kept of them."""
    return points_of(item.text) if item.text else [[point] for point in item.points]


def _coverage(
    item: ParentItem, places: tuple[Candidate, ...], candidates: Sequence[Candidate], aligner: Aligner
) -> _Coverage:
    """Return how much of what an item says beside its title is in a draft: a heading alone says nothing of it."""
    limits = aligner.words.thresholds
    named = grams(item.title, aligner.words)
    said = frozenset().union(*(aligner.place_grams(one.place) for one in places))
    others = [c for c in candidates if c not in places and aligner.draft.is_said_of_the_county(c.place)]
    missing: list[str] = []
    whole = found = told = kept = 0.0
    for sentence in _sentences_of(item):
        absent = []
        for point in sentence:
            own = grams(point, aligner.words) - named
            weight = aligner.weight(own)
            if weight < limits["telling"]:
                continue
            whole += weight
            share = aligner.weight(own & said) / weight
            if share < limits["point"]:
                elsewhere = _says(own, weight, others, aligner)
                if elsewhere and len(places) < _MOST_MATCHES:
                    places = (*places, elsewhere)
                    others.remove(elsewhere)
                    said |= aligner.place_grams(elsewhere.place)
                    share = aligner.weight(own & said) / weight
            if share < limits["point"]:
                absent.append(point)
                found += weight * share
            else:
                found += weight
                told += weight
                kept += weight * share
        if absent:
            missing += ["，".join(absent)] if len(absent) == len(sentence) else absent
    points = tuple(point[:_SHOWN_POINT] for point in missing)
    return _Coverage(places, points, found / whole if whole else 1.0, kept / told if told else 0.0)


def _says(own: Collection[str], weight: float, others: Iterable[Candidate], aligner: Aligner) -> Candidate | None:
    """Return the place outside the matches that says a point nearly word for word."""
    best = max(
        ((aligner.weight(frozenset(own) & aligner.place_grams(one.place)) / weight, -one.place, one) for one in others),
        default=None,
        key=lambda entry: entry[:2],
    )
    return best[2] if best and best[0] >= aligner.words.thresholds["point_elsewhere"] else None


def _judge_indicator(
    item: ParentItem, candidates: Sequence[Candidate], aligner: Aligner, marked: Collection[int]
) -> Judgement:
    limits = aligner.words.thresholds
    by_mark = [one for one in candidates if one.place in marked and one.title >= load_check_words().thresholds["title"]]
    by_name = (one for one in candidates if one.title >= limits["indicator"])
    rows = tuple(one._replace(score=one.title) for one in (*by_mark, *by_name))[:1]
    if not rows:
        name = plain(indicator_key(item.title))
        rows = tuple(
            Candidate(index, 0.9, 0.9, 1.0)
            for index, place in enumerate(aligner.places)
            if place.kind is not PlaceKind.INDICATOR
            and name
            and name in indicator_key(f"{place.title}{place.text}")
            and aligner.draft.is_said_of_the_county(index)
        )[:1]
    alike = tuple(one._replace(score=one.title) for one in candidates if one.title >= limits["indicator_alike"])[:1]
    if not rows and alike:
        return _doubtful(alike, (item.title,), "稿中只有名称相近的指标，拿不准是否同一个")
    if not rows:
        target = f"{item.title} {item.target}" if item.target else item.title
        return Judgement(
            status=Status.MISSING,
            places=_near(candidates, aligner.words),
            missing_points=(target,),
            reason=_nearest(item, candidates, aligner),
        )
    return Judgement(status=Status.CARRIED, places=rows)
