"""What a leader reads of a check: one page with the verdict, the numbers and the ten items to look at first.

Here is what stands on the page, cut so that it fits on one sheet of A4 in the official style; how it becomes a web page
or a Word file is in :mod:`~plangen.trace.report_leader_files`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812 - a field is called date

from plangen.parent.model import ParentPlan
from plangen.terms.vocabulary import quoted
from plangen.trace.model import CheckReport, Status
from plangen.trace.report_ranking import Gone, listed
from plangen.trace.report_rows import ReportRow, carried_share, percent, report_counts, report_rows
from plangen.trace.report_verdict import by_text, verdict
from plangen.trace.report_words import DOUBTFUL, numbered, state_label

MOST_ITEMS = 10
_TO_LOOK_AT = (*(one.value for one in (Status.MISSING, Status.SUSPECT, Status.PARTIAL)), DOUBTFUL)
_MOST_PARENTS = 3  # of more only the sum is shown
# Chinese characters in a line: of running text, of a note, and in the columns of the two tables
_LINE, _NOTE_LINE, _NAME_LINE, _SENTENCE_LINE, _PARENT_LINE = 27, 41, 10, 22, 9
_MOST_LINES = 2  # of an item
_MOST_NOTES = 2  # lines of the note under the table
_LEFT_WIDTH = 22  # of its first sentence, how many items are left
_LONGEST_PLACE = 16
# heights on the page in points, as the styles in templates/style/styles.yaml give them
_PAGE, _HEADING, _VERDICT_LINE, _SMALL_LINE, _TABLE_TITLE, _CELL = 618.0, 65.0, 28.95, 15.0, 28.0, 4.5


@dataclass(frozen=True, kw_only=True)
class LeaderItem:
    """One of the items to look at.

    Attributes:
        name: the item's title, of a nested one with that of the item that it stands in, or the title of the group of
            which nothing was found; of several parents with the place.
        state: its state, see :data:`~plangen.trace.report_rows.ORDER`.
        label: the state's word.
        sentence: what is wrong and where, in Chinese.
    """

    name: str
    state: str
    label: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class LeaderCounts:
    """A line of the table of numbers: a parent, or all of them."""

    name: str
    counts: dict[str, int]

    @property
    def share(self) -> str:
        """The share of carried items."""
        return percent(carried_share(self.counts))


@dataclass(frozen=True, kw_only=True)
class LeaderPage:
    """The page.

    Attributes:
        document: title of the document that was checked.
        parents: titles of the parents, or how many there are.
        level: see :class:`~plangen.trace.report_verdict.Verdict`.
        verdict: the verdict's first sentence.
        notes: what else must be known.
        numbers: the table of numbers.
        items: what to look at first, at most ten.
        left: how many more items there are to look at.
        by: who made the check; None where nobody said so.
        date: when.
    """

    document: str
    parents: str
    level: str
    verdict: str
    notes: str
    numbers: tuple[LeaderCounts, ...]
    items: tuple[LeaderItem, ...]
    left: int
    by: str | None
    date: Date | None


def leader_page(
    report: CheckReport,
    *,
    parents: Sequence[ParentPlan],
    document: str,
    by: str | None = None,
    date: Date | None = None,
) -> LeaderPage:
    """Return what a leader reads of a report.

    Args:
        report: the check or audit.
        parents: the parents it was made with.
        document: title of the document that was checked.
        by: who made the check.
        date: when it was made; there is no clock here.
    """
    judged = verdict(report)
    first, _, others = judged.text.partition("。")
    items, left = items_to_look_at(report, parents)
    numbers = _numbers(report, parents)
    titles = "、".join(f"《{parent.title}》" for parent in report.parents)
    if len(titles) > 2 * _NOTE_LINE - 10:
        titles = f"《{report.parents[0].title}》等{len(report.parents)}个规划"
    hint = "以上由程序按文字比对得出，会有误判。" if by_text(report) else ""
    page = LeaderPage(
        document=_cut(document, 2 * _NOTE_LINE - 9),
        parents=_cut(titles, 2 * _NOTE_LINE - 9),
        level=judged.level,
        verdict=f"{_cut(first, 3 * _LINE - 3)}。",
        notes=_whole_sentences(f"{hint}{others}", _MOST_NOTES * _NOTE_LINE - _LEFT_WIDTH),
        numbers=numbers,
        items=items,
        left=left,
        by=by,
        date=date,
    )
    return replace(page, items=_fitting(page))


def items_to_look_at(
    report: CheckReport, parents: Sequence[ParentPlan], most: int = MOST_ITEMS
) -> tuple[tuple[LeaderItem, ...], int]:
    """Return the items to look at first, nothing of them cut, and how many more there are to look at.

    Args:
        report: the check or audit.
        parents: the parents it was made with.
        most: how many are returned; a group of which nothing was found is one.
    """
    rows = report_rows(report, parents)
    entries = [one for one in listed(rows) if one.state in _TO_LOOK_AT]
    places = {parent.id: _short(parent.place) for parent in parents} if len(report.parents) > 1 else {}
    items = tuple(_item(one, rows, places) for one in entries[:most])
    return items, sum(_size(one) for one in entries[most:])


def _size(entry: ReportRow | Gone) -> int:
    return len(entry.rows) if isinstance(entry, Gone) else 1


def _short(place: str) -> str:
    """Return a place as it stands in front of an item: 忻州."""
    return _cut(place[:-1] if len(place) > 2 and place[-1] in "省市县区" else place, 4)


def _numbers(report: CheckReport, parents: Sequence[ParentPlan]) -> tuple[LeaderCounts, ...]:
    """Return the numbers of each parent, of many parents only their sum; the verdict says the sum anyhow."""
    short = {parent.id: parent.place for parent in parents}
    if len(set(short.values())) < len(short):
        short = {}
    if len(report.parents) > _MOST_PARENTS:
        return (LeaderCounts(name="合计", counts=report_counts(report)),)
    return tuple(
        LeaderCounts(
            name=_cut(short.get(parent.id, parent.title), _PARENT_LINE), counts=report_counts(report, parent.id)
        )
        for parent in report.parents
    )


def _item(entry: ReportRow | Gone, rows: Sequence[ReportRow], places: dict[str, str]) -> LeaderItem:
    if isinstance(entry, Gone):
        place, name = places.get(entry.rows[0].item.parent, ""), entry.title
        label, sentence = "整组缺失", f"这一组{len(entry.rows)}项在文稿中都没有找到"
    else:
        place, name = places.get(entry.item.parent, ""), entry.item.title
        if entry.host is not None:
            # a nested item is often one word (工贸), which says nothing alone
            name = f"{name}（{rows[entry.host].item.title}）"
        label = "有疑点" if entry.state == DOUBTFUL else state_label(entry.state)
        sentence = _sentence(entry)
    return LeaderItem(name=f"{place}：{name}" if place else name, state=entry.state, label=label, sentence=sentence)


def _sentence(row: ReportRow) -> str:
    """Return what is wrong with an item and where, without naming the item again."""
    item, reason = row.item, row.reason
    for name in (f"{item.parent} {item.id}{quoted(item.title)}：", f"{quoted(item.title)}："):
        reason = reason.removeprefix(name)
    if not reason:
        reason = f"没有写：{item.missing_points[0]}" if item.missing_points else "文稿中没有找到"
    if item.status is Status.MISSING or not item.matches:
        return reason
    first = item.matches[0]
    return f"{reason.rstrip('。')}（见{quoted(_cut(numbered(first.number, first.title), _LONGEST_PLACE))}）"


def _fitting(page: LeaderPage) -> tuple[LeaderItem, ...]:
    """Return the page's items, cut so that the page has room for all of them: the last are cut shortest."""
    about = sum(_lines(f"上位规划：{title}", _NOTE_LINE) for title in (page.document, page.parents))
    head = _HEADING + about * _SMALL_LINE + _lines(page.verdict, _LINE) * _VERDICT_LINE
    numbers = (1 + len(page.numbers)) * (_SMALL_LINE + _CELL)
    left = f"注：另有{page.left}项也需要看，见核对报告。" if page.left else "注："
    foot = (1 + _lines(f"{left}{page.notes}", _NOTE_LINE)) * _SMALL_LINE
    table = _TABLE_TITLE + (_SMALL_LINE + _CELL) + len(page.items) * _CELL
    room = math.floor((_PAGE - head - numbers - foot - table) / _SMALL_LINE)
    cut: list[LeaderItem] = []
    for number, item in enumerate(page.items):
        others = len(page.items) - number - 1  # each has at least one line
        most = max(1, min(_MOST_LINES, room - others))
        # the end of a line may be empty where a number or a word does not fit
        name, sentence = _cut(item.name, most * _NAME_LINE), _cut(item.sentence, most * (_SENTENCE_LINE - 1) + 1)
        room -= max(_lines(name, _NAME_LINE), _lines(sentence, _SENTENCE_LINE))
        cut.append(replace(item, name=name, sentence=sentence))
    return tuple(cut)


def _whole_sentences(text: str, widest: float) -> str:
    """Return the sentences of a text for which there is room; a long one that does not fit makes room for the next."""
    said = ""
    for sentence in text.split("。")[:-1]:
        if _width(f"{said}{sentence}。") <= widest:
            said += f"{sentence}。"
    return said


def _width(text: str) -> float:
    """Return how many Chinese characters a text is wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _lines(text: str, line: int) -> int:
    return max(1, math.ceil(_width(text) / line))


def _cut(text: str, widest: float) -> str:
    """Return a text on one line of source, cut where it is wider than so many Chinese characters."""
    flat = " ".join(text.split())
    if _width(flat) <= widest:
        return flat
    while flat and _width(flat) > widest - 1:
        flat = flat[:-1]
    return f"{flat}…"
