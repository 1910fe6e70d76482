"""What was found to carry an item, looked at again: whether it undertakes anything, and what was weakened.

The check of an own draft asks the same of the item's text and row, with the plan beside them.  Here there is only the
parent and the paper itself; what only the spec knows (roster, own deadlines, county wording) is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plangen.parent.model import ItemKind, ParentItem
from plangen.plan.wording import load_plan_words
from plangen.terms.deadline import deadline_of, deadline_words, moment_of
from plangen.terms.likeness import title_likeness
from plangen.terms.target import same_figures
from plangen.terms.text import short
from plangen.terms.units import is_collective
from plangen.terms.vocabulary import quoted
from plangen.trace.align import Aligner
from plangen.trace.align_texts import unit_identity
from plangen.trace.alignment_words import grams
from plangen.trace.carriers import Carriers, Namesakes
from plangen.trace.check_words import load_check_words
from plangen.trace.contradictions import figures_lost
from plangen.trace.evidence_model import han_count
from plangen.trace.model import Status
from plangen.trace.sections import DraftPlace, PlaceKind
from plangen.trace.statuses import Judgement
from plangen.trace.undertaking import Refusal, assess, only_begins, weakened

_SHOWN = 30
_COPIED = 0.6
"""Share of the parent's wording from which on a text is a copy, in which a weaker word was put in on purpose."""
_SAME_TITLE = 0.8
_LITTLE = 32
"""Chinese characters of a text that can be the rest of another, or other words typed over it."""
_DUTIES = (ItemKind.TASK, ItemKind.PROJECT, ItemKind.NESTED)


@dataclass
class _Seen:
    """What there is to say against an item's being carried.

    Attributes:
        absent: why it does not count as being there; None where it may.
        doubts: why a person must look at it again.
        flaws: what is not whole.
        missing: what of the parent is not there.
    """

    absent: str | None
    doubts: list[str]
    flaws: list[str]
    missing: list[str]


class SecondLook:
    """Looks at what carries the items of any parent in one draft.

    Args:
        aligner: the aligner, with the draft's places.
        period: first and last year of the draft; None where it is not known.
    """

    def __init__(self, aligner: Aligner, period: tuple[int, int] | None = None) -> None:
        self._aligner, self._period = aligner, period
        self._names = Namesakes(aligner.draft, aligner.words)
        self._recurring = load_plan_words().recurring
        rows = (place for place in aligner.places if place.kind is PlaceKind.INDICATOR)
        self._indicators = "。".join(f"{row.title}{row.target or ''}" for row in rows)

    def judge(self, item: ParentItem, judgement: Judgement) -> Judgement:
        """Return the judgement of an item after its places were read as a reader of the paper reads them.

        Args:
            item: the parent's item.
            judgement: what comparing the texts gave.
        """
        if judgement.status is Status.MISSING or not judgement.places:
            return judgement
        carriers = self._names.carriers(one.place for one in judgement.places)
        seen = _Seen(absent=None, doubts=[], flaws=[], missing=[])
        if item.kind in _DUTIES:
            self._text(item, carriers, seen, doubtful=judgement.doubtful)
            if seen.absent is None:
                self._rows(item, carriers, seen)
        if seen.absent is None and item.kind is not ItemKind.INDICATOR:
            self._figures(item, carriers, seen)
        seen.doubts += _contradictions(carriers)
        return self._weighed(item, judgement, carriers, seen)

    def _weighed(self, item: ParentItem, judgement: Judgement, carriers: Carriers, seen: _Seen) -> Judgement:
        if seen.absent is not None:
            # another place may say it: then a person must look, otherwise nobody does it
            elsewhere = bool(carriers.rows or carriers.others or item.items)
            status = Status.SUSPECT if elsewhere else Status.MISSING
            missing = judgement.missing_points or (item.title,)
            return replace(judgement, status=status, missing_points=missing, reason=seen.absent, doubtful=False)
        reasons = "；".join(dict.fromkeys((*seen.doubts, *seen.flaws)))
        if not reasons:
            return judgement
        status = Status.SUSPECT if seen.doubts else Status.PARTIAL
        missing = tuple(dict.fromkeys((*judgement.missing_points, *seen.missing)))
        if judgement.status is Status.PARTIAL and judgement.reason:
            reasons = f"{reasons}；{judgement.reason}"
        return replace(judgement, status=status, missing_points=missing or (item.title,), reason=reasons)

    # ------------------------------------------------------------------------------------------------ the text

    def _text(self, item: ParentItem, carriers: Carriers, seen: _Seen, *, doubtful: bool) -> None:
        """Look whether the text under the item's heading undertakes what the parent asks."""
        if not carriers.bodies:
            beside = [row for row in carriers.rows if self._names.stands_beside_text(row)]
            if beside and len(beside) == len(carriers.rows):
                seen.absent = f"正文中没有这一条，只有{beside[0].location}列了名称"
            return
        body = carriers.bodies[0]
        text = self._names.text_under(body)
        texts = [place for place in (*carriers.bodies, *carriers.others) if place.kind is not PlaceKind.ROW]
        gone = next((row for row in carriers.rows if self._names.left_in_table(texts, row)), None)
        if gone is not None:
            seen.doubts.append(f"{gone.location}所写的主要内容，正文中没有")
        if not text:
            if (given_up := assess("", body.title, "\n".join((item.title, *item.points)))).refusal is not None:
                seen.doubts.append(f"标题{given_up.refusal.label}：{quoted(short(given_up.said, _SHOWN))}")
            expected = any(map(self._names.stands_beside_text, carriers.rows)) and not self._names.has_parts(body)
            if expected or (carriers.rows and self._aligner.draft.is_bare(self._names.index_of(body))):
                seen.absent = "正文中只有标题，标题下没有内容"
            return
        known = "\n".join((item.title, item.text or "", *item.points))
        found = assess(text, body.title, known)
        if found.refusal is Refusal.EMPTY and title_likeness(body.title, item.title) < _SAME_TITLE:
            found = assess(f"{body.title}。{text}", known=known)  # the first sentence says the duty, no title does
        if found.refusal is not None:
            said = f"{found.refusal.label}：{quoted(short(found.said, _SHOWN))}"
            if found.whole and not self._names.has_parts(body):
                seen.absent = f"正文没有承诺要做的事，{said}"
            else:
                seen.doubts.append(f"正文{said}")
            return
        share = self._coverage(item, text)
        limits = load_check_words().thresholds
        little = han_count(text) < _LITTLE and share < limits["covered"]
        # under a heading of another wording a short text may well be all that was ever there
        named = title_likeness(body.title, item.title) >= limits["by_text_title"]
        if not doubtful and little and named and not self._names.has_parts(body):
            seen.doubts.append(f"正文只有{quoted(short(text, _SHOWN))}，看不出写了这一条要求的内容")
        if item.text and share >= _COPIED and (words := weakened(text, item.text)):
            seen.doubts.append(f"要求打了折扣：{quoted(words[0])}改成了{quoted(words[1])}")
        for row in carriers.rows:
            # a table that sums up the text says what the text said
            if gone is None and self._names.sums_up(row) and (words := weakened(text, row.text)):
                seen.doubts.append(f"{row.location}写的是{quoted(words[0])}，正文写的是{quoted(words[1])}")

    def _coverage(self, item: ParentItem, text: str) -> float:
        """Return how much of an item a text says, 0 to 1: of the parent's text, or of its title and points."""
        words = self._aligner.words
        said = grams(text, words)
        terms = "\n".join((item.title, *item.points)) if item.points or item.text else ""  # a title alone tells little
        wanted = (grams(item.text or "", words), grams(terms, words))
        return max((len(said & one) / len(one) for one in wanted if one), default=1.0)

    # ------------------------------------------------------------------------------------------------ the rows

    def _rows(self, item: ParentItem, carriers: Carriers, seen: _Seen) -> None:
        """Look at leads and times in the rows that name the item, beside the text and the parent."""
        rows = [row for row in carriers.rows if row.kind is PlaceKind.ROW]
        seen.doubts += self._later(item, [*carriers.bodies, *rows])
        for row in rows:
            if self._names.usually_dated(row) and row.deadline is None and not self._recurs(item, row):
                seen.doubts.append(f"表中没有写明哪一年完成（{row.location}）")
            if general := [unit for unit in row.leads if is_collective(unit)]:
                seen.doubts.append(f"牵头单位{quoted('、'.join(general))}不是一个单位（{row.location}）")
            elif not row.leads and self._names.usually_one_lead(row):
                seen.flaws.append(f"表中没有牵头单位（{row.location}）")

    def _recurs(self, item: ParentItem, row: DraftPlace) -> bool:
        """Return whether a row says that work goes on for which the parent names no time."""
        return item.deadline is None and (row.deadline_text or "") in self._recurring

    def _later(self, item: ParentItem, places: list[DraftPlace]) -> Iterator[str]:
        """Yield the times that are later than the parent's, or than the draft's own years."""
        wanted = deadline_words(item.deadline, item.deadline_text)
        limit, period, known = moment_of(wanted), self._period, item.text or ""
        for place in places:
            words = deadline_words(place.deadline, place.deadline_text)
            moment = moment_of(words)
            # what was due before the draft's years begin can only be done later
            if moment and limit and moment > limit and not (period and limit.year < period[0]):
                yield f"完成时限{quoted(words or '')}晚于上位规划（{wanted}）"
            if place.deadline_text and only_begins(place.deadline_text, wanted or ""):
                yield f"时限{quoted(place.deadline_text)}写的是哪一年开头，没有写哪一年完成"
            elif moment and period and moment.year > period[1] and str(moment.year) not in known:
                yield f"完成时限{quoted(words or '')}在本方案实施期（到{period[1]}年）以后"
            said = deadline_of(place.text, None).year if place.kind is not PlaceKind.ROW else None
            if said and period and said > period[1] and str(said) not in known and (not moment or said != moment.year):
                yield f"正文写到{said}年，在本方案实施期（到{period[1]}年）以后"

    def _figures(self, item: ParentItem, carriers: Carriers, seen: _Seen) -> None:
        places = (*carriers.bodies, *carriers.rows, *carriers.others)
        bodies = "。".join(self._names.text_under(place) for place in carriers.bodies)
        # what a goal asks in figures often stands among the indicators alone
        text = "。".join((bodies, *(f"{place.title}。{place.text}" for place in places), self._indicators))
        weaker, absent = figures_lost(item, text, None)
        seen.doubts += weaker
        if absent:
            seen.flaws.append("上位规划的量化要求没有写")
            seen.missing += absent


def _contradictions(carriers: Carriers) -> Iterator[str]:
    """Yield where text and tables say otherwise: who leads, and which target is meant."""
    for body in carriers.bodies[:1]:
        for row in carriers.rows:
            named = {unit_identity(unit) for unit in body.leads}
            if row.leads and named and not {unit_identity(unit) for unit in row.leads} <= named:
                yield f"正文写由{'、'.join(body.leads)}牵头，{row.location}写由{'、'.join(row.leads)}牵头"
            if row.target and body.text and row.kind is PlaceKind.INDICATOR:
                said = body.target or body.text.strip("。； ")
                if len(said) <= _SHOWN and any(map(str.isdigit, said)) and not same_figures(row.target, said):
                    yield f"正文的目标值{quoted(said)}与指标表的{quoted(row.target)}不一致"
