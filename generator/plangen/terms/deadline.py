"""Moments by which something is due, read and printed the same way in a parent's text, a spec and a table cell.

2023年, 2025年底前, 2026年6月底前, 2027年第一季度, 2027.6 and 2027-06-30 name a day; 长期坚持 and 每年汛前 name none.

Which year of a running text counts when several are named is decided the same way everywhere:

* the year that the text names first speaks for the whole;
* a later year takes its place when it is named as a further stage of the same (到…年, …年底前) or when its sentence
  says that everything is completed then (outline.yaml, deadlines.completion);
* a span (2026年1月1日至12月31日) is due when it ends, its beginning is no deadline;
* a bare later year (“2025年争取在某县…”) speaks for a part only and changes nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plangen.terms.numerals import parse_number
from plangen.terms.patterns import lazy_pattern
from plangen.terms.text import comparable, half_width, squeeze
from plangen.terms.time_spans import spelled_out, starts_span
from plangen.terms.time_words import LONGEST_TIME, is_open_time
from plangen.terms.vocabulary import vocabulary


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What a text says about time.

    Attributes:
        year: the year by which it is due, None when none is named.
        text: the moment where it says more than the year (2027年6月底前), or the words that name no year (长期坚持).
        others: further years inside the period that were named and not taken.
        outside: years that read as deadlines but lie outside the period.
    """

    year: int | None = None
    text: str | None = None
    others: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()


_DIGITS = "[一二三四五六七八九十]{1,3}|[0-9]{1,2}"
_PART = (
    r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    rf"|(?P<month>{_DIGITS})月份?(?:(?P<day>{_DIGITS})[日号]|(?P<third>[上中下])旬)?)?"
)
_POINT = lazy_pattern(
    rf"(?<!\d)(?P<year>(?:19|20|21)\d\d)(?!\d)"
    rf"(?:年{_PART}|[-./](?P<number>\d{{1,2}})(?!\d)(?:[-./](?P<date>\d{{1,2}})(?!\d))?月?)?"
    r"(?P<by>年?[底末初]?(?:[之以]?前)?)"
)
_ALONE = lazy_pattern(rf"{_POINT.pattern}(?:完成)?")


def _moment(match: re.Match[str], by: str) -> date | None:
    """Return the day that a match of the point names; None where there is no such day."""
    found = match.groupdict()
    year, month, day = int(match["year"]), 12, 31
    if found["quarter"]:
        month = 3 * (parse_number(found["quarter"]) or 4)
    elif found["half"]:
        month = 6 if found["half"] == "上" else 12
    elif written := found["month"] or found.get("number"):
        month = parse_number(written) or 0
        if number := found["day"] or found.get("date"):
            day = parse_number(number) or 0
            return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None
        if found["third"] or "初" in by:
            day = {"中": 20, "下": 31}.get(found["third"] or "", 10)
        elif _is_before(by):
            # “6月前” is over when June begins, “6月底前” and “6月” when it ends
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    elif "初" in by:
        month = 1
    return date(year, month, min(day, monthrange(year, month)[1])) if 1 <= month <= 12 else None


def _is_before(by: str) -> bool:
    return by in ("前", "之前", "以前")


def _points(text: str) -> Iterator[tuple[re.Match[str], date | None]]:
    """Yield the moments that a text names, in order, None for those that no calendar has (13月)."""
    for match in _POINT.finditer(spelled_out(half_width(squeeze(text)))):
        yield match, _moment(match, match["by"])


def moment_of(text: str | None) -> date | None:
    """Return the day by which a deadline is due, the last one that is named; None where it names no year (长期坚持).

    2027年底前 is 2027-12-31, 2027年6月底前 is 2027-06-30, 2027年第一季度 is 2027-03-31.
    """
    return max((moment for _, moment in _points(text or "") if moment), default=None)


def deadline_years(text: str) -> tuple[int, ...]:
    """Return the years that a deadline names, in order."""
    return tuple(int(match["year"]) for match, _ in _points(text))


def year_end(year: int) -> str:
    """Return a year as deadlines are printed: 2027 -> 2027年底前."""
    return f"{year}年底前"


def _exact(match: re.Match[str], moment: date | None, by: str) -> str | None:
    """Return a moment before the end of its year in one spelling; None where there is none."""
    if moment is None or ((moment.month, moment.day) == (12, 31) and not _is_before(by)):
        return None
    month = match["month"] or match.groupdict().get("number")
    if month and _is_before(by) and not (match["day"] or match["third"] or match.groupdict().get("date")):
        return f"{match['year']}年{parse_number(month)}月前"
    if moment.month == 12 and moment.day == 31:
        return None
    if (
        moment.day == monthrange(moment.year, moment.month)[1]
        and not match["day"]
        and not match.groupdict().get("date")
    ):
        return f"{moment.year}年{moment.month}月底前"
    return f"{moment.year}年{moment.month}月{moment.day}日前"


_NO_QUARTER = lazy_pattern(r"第?(?:[05-9]|\d{2,}|[五六七八九十零〇]+)季度?|Q\d|q\d")
"""A quarter that no year has, or one that official papers do not write."""


def printed_deadline(text: str) -> str | None:
    """Return a deadline as it is printed, or None where it is written in no form that is understood.

    2027 and 2027年 become 2027年底前, 2027年6月, 2027.6 and 2027-06 become 2027年6月底前, and 2027年6月30日 becomes
    2027年6月30日前.  2027年第一季度, the known words without a year (长期坚持, 每年汛前) and longer statements with one
    (2027年6月底前完成立项) stay as they are; 明年 and 尽快 are no deadlines.
    """
    squeezed = squeeze(text).rstrip("。.")
    folded = half_width(squeezed)
    if not re.search(r"\d{4}", folded):
        return squeezed if is_open_time(folded) else None
    points = list(_points(folded))
    if _NO_QUARTER.search(folded):
        return None
    if not points or not all(moment for _, moment in points) or re.search(r"\d{3}月", folded):
        return None
    match = _ALONE.fullmatch(folded)
    if match is None:
        return squeezed if re.search(r"\d{4}年", folded) else None
    if match["quarter"] or match["half"] or match["third"] or _is_before(match["by"]) or folded.endswith("完成"):
        return squeezed
    return _exact(*points[0], match["by"]) or year_end(int(match["year"]))


def deadline_words(year: int | None, text: str | None) -> str | None:
    """Return a parent's deadline as messages show it: as it is printed where that says more than the year.

    Args:
        year: an item's ``deadline``.
        text: its ``deadline_text``.
    """
    return text or (None if year is None else f"{year}年")


def deadline_in_cell(text: str) -> Deadline:
    """Return what a cell under 完成时限, or the value behind such a label, says; words without a year are its text."""
    flat = spelled_out(comparable(text).strip("。；;，,"))
    years = deadline_years(flat)
    # “2026年起每年开展” begins in a year and ends in none
    for_ever = re.search(r"20\d\d年起", flat) and any(word in flat for word in vocabulary().open_deadlines)
    if years and not for_ever:
        year = max(years)
        points = [one for one in _points(flat) if int(one[0]["year"]) == year]
        exact = [_exact(*one, one[0]["by"]) for one in points if not starts_span(flat, one[0].end())] or [None]
        return Deadline(year=year, text=exact[-1])
    return Deadline(text=flat[:LONGEST_TIME] if flat not in {"", "-", "—", "/", "无"} else None)


_PART_OF_YEAR = (
    rf"(?:第?[一二三四1-4]季度|[上下]半年|(?:{_DIGITS})月份?(?:[上中下]旬|(?:{_DIGITS})[日号])?|年(?=[底末内]))"
)
_IN_YEAR = lazy_pattern(rf"(?:(?:{_DIGITS}|{_PART_OF_YEAR})[-—–－~～至到])?{_PART_OF_YEAR}[底末初内]?(?:[之以]?前|止)?")


def deadline_in_year(text: str, year: int) -> Deadline | None:
    """Return a deadline that names no year as one of a year that is known; None where it does not say when in it.

    Args:
        text: 6月底, 三季度, 年底前; not 每年汛前 or 长期.
        year: the year that the document, or the table's title, is for.
    """
    flat = comparable(text).strip("。；;，,").removesuffix("完成")
    if _IN_YEAR.fullmatch(flat) is None:
        return None
    dated = deadline_in_cell(f"{year}{flat}" if flat.startswith("年") else f"{year}年{flat}")
    return dated if dated.year == year else None


def sole_year(title: str) -> int | None:
    """Return the year that a title names, where it names one alone: 2027年任务分工表."""
    years = {int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?=年(?!.{0,3}20\d\d))", half_width(title))}
    return years.pop() if len(years) == 1 and not re.search(r"20\d\d年?[-—–－~～至到]+20", half_width(title)) else None


@dataclass(frozen=True, kw_only=True)
class YearMention:
    """A year in running text that reads as a deadline.

    Attributes:
        year: the year.
        by: it is named as an end (到2025年, 2025年底前), not as the year of doing (2023年…).
        completes: its sentence says that all is completed then.
        text: the moment as documents print it (2027年6月底前), only where it is more exact than the year's end.
    """

    year: int
    by: bool
    completes: bool = False
    text: str | None = None

    @property
    def moment(self) -> date:
        """The day by which it is due."""
        return moment_of(self.text) or date(self.year, 12, 31)


_MENTION = lazy_pattern(
    r"(?P<before>力争到|争取到|努力到|截至|截止|不晚于|到|至|在|于|自|从|比|较|与)?"
    rf"(?:20\d\d年?[-—–－~～至到]+)?(?P<year>20\d\d)年{_PART}"
    r"(?P<after>年底前|年末前|底之前|底以前|底前|末前|之前|以前|前|底|末|起|以来|以后|之后|后|期间|度|版|修订|第一次)?"
)
_PAST = ("起", "以来", "以后", "之后", "后", "期间", "度", "版", "修订")
_END = ("年底前", "年末前", "底之前", "底以前", "底前", "末前", "之前", "以前", "前", "底", "末")
_UNTIL = ("力争到", "争取到", "努力到", "截至", "截止", "不晚于", "到", "至")
_CLAUSE_STARTS = "。；;，,：:！？、（(“\n"


def year_mentions(text: str) -> tuple[YearMention, ...]:
    """Return the years in a text that read as deadlines, in order; names of documents in 《》 do not count."""
    flat = spelled_out(comparable(re.sub(r"《[^》]*》", "《》", text)))
    mentions: list[YearMention] = []
    for match in _MENTION.finditer(flat):
        before, after = match["before"] or "", match["after"] or ""
        if after in _PAST or before in ("自", "从", "比", "较", "与") or starts_span(flat, match.end()):
            continue
        by = before in _UNTIL or after in _END
        leading = match.start() == 0 or flat[match.start() - 1] in _CLAUSE_STARTS
        if not by and not leading:
            continue
        end = flat.find("。", match.end())
        sentence = flat[match.end() : len(flat) if end < 0 else end]
        mentions.append(
            YearMention(
                year=int(match["year"]),
                by=by,
                completes=any(word in sentence for word in vocabulary().completion),
                text=_exact(match, _moment(match, after), after),
            )
        )
    return tuple(mentions)


def deadline_of(text: str, period: tuple[int, int] | None) -> Deadline:
    """Return the deadline that a text names; see the module's rule for several years.

    Args:
        text: an item's own text, or the introduction of a group or list.
        period: the plan's period; years outside it are reported, not taken.
    """
    inside: list[YearMention] = []
    outside: list[int] = []
    for mention in year_mentions(text):
        if period is None or period[0] <= mention.year <= period[1]:
            inside.append(mention)
        elif mention.by or mention.year > period[1]:
            outside.append(mention.year)
    if not inside:
        return Deadline(outside=tuple(dict.fromkeys(outside)))
    taken = inside[0]
    for mention in inside[1:]:
        if mention.moment > taken.moment and (mention.by or mention.completes):
            taken = mention
    others = tuple(dict.fromkeys(mention.year for mention in inside if mention.year != taken.year))
    return Deadline(year=taken.year, text=taken.text, others=others, outside=tuple(dict.fromkeys(outside)))
