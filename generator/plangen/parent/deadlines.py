"""Years by which something is due, as plans write them: 2023年, 2025年底前, 到2030年, 2026年6月底前.

Which year counts when several are named is decided the same way everywhere:

* the year that the text names first speaks for the whole;
* a later year takes its place when it is named as a further stage of the same (到…年, …年底前) or when its sentence
  says that everything is completed then (outline.yaml, deadlines.completion);
* a bare later year (“2025年争取在某县…”) speaks for a part only and changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.parent.vocabulary import vocabulary
from plangen.text import half_width, squeeze


@dataclass(frozen=True, kw_only=True)
class YearMention:
    """A year that reads as a deadline.

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
    def moment(self) -> tuple[int, int, int]:
        """Year, month and day by which it is due."""
        return moment_of(self.text) or (self.year, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What a text says about time.

    Attributes:
        year: the year by which it is due, None when none is named.
        others: further years inside the period that were named and not taken.
        outside: years that read as deadlines but lie outside the period.
        text: the moment where it is more exact than the year: 2027年6月底前.
    """

    year: int | None = None
    text: str | None = None
    others: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()


_YEAR = re.compile(
    r"(?P<before>力争到|争取到|努力到|截至|截止|不晚于|到|至|在|于|自|从|比|较|与)?"
    r"(?:(?P<first>20\d\d)年?[-—–－~～至到]+)?(?P<year>20\d\d)年"
    r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年)|(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})日)?)?"
    r"(?P<after>年底前|年末前|底之前|底以前|底前|末前|之前|以前|前|底|末|起|以来|以后|之后|后|期间|度|版|修订|第一次)?"
)
_PAST = ("起", "以来", "以后", "之后", "后", "期间", "度", "版", "修订")
_END = ("年底前", "年末前", "底之前", "底以前", "底前", "末前", "之前", "以前", "前", "底", "末")
_UNTIL = ("力争到", "争取到", "努力到", "截至", "截止", "不晚于", "到", "至")
_CLAUSE_STARTS = "。；;，,：:！？、（(“\n"


def year_mentions(text: str) -> tuple[YearMention, ...]:
    """Return the years in a text that read as deadlines, in order; names of documents in 《》 do not count."""
    flat = squeeze(half_width(re.sub(r"《[^》]*》", "《》", text)))
    mentions: list[YearMention] = []
    for match in _YEAR.finditer(flat):
        before, after = match["before"] or "", match["after"] or ""
        if after in _PAST or before in ("自", "从", "比", "较", "与"):
            continue
        by = before in _UNTIL or after in _END
        leading = match.start() == 0 or flat[match.start() - 1] in _CLAUSE_STARTS
        if not by and not leading:
            continue
        end = flat.find("。", match.end())
        sentence = flat[match.end() : len(flat) if end < 0 else end]
        completes = any(word in sentence for word in vocabulary().completion)
        mentions.append(
            YearMention(year=int(match["year"]), by=by, completes=completes, text=_exact(match, int(match["year"])))
        )
    return tuple(mentions)


_QUARTERS = {**dict(zip("一二三四", range(1, 5), strict=True)), **{str(number): number for number in range(1, 5)}}


def _exact(match: re.Match[str], year: int) -> str | None:
    """Return a moment before the end of its year in one spelling; None where there is none."""
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    if match["quarter"]:
        month = 3 * _QUARTERS[match["quarter"]]
    elif match["half"]:
        month = 6
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    if day is not None:
        return None if (month, day) == (12, 31) else f"{year}年{month}月{day}日前"
    # “6月前” is over when June begins, “6月底前” and “6月” when it ends
    if match["month"] and match["after"] in ("前", "之前", "以前"):
        return f"{year}年{month}月前"
    return None if month == 12 else f"{year}年{month}月底前"


def moment_of(text: str | None) -> tuple[int, int, int] | None:
    """Return year, month and day by which a printed deadline is due; None where it names no year (长期坚持)."""
    moments = []
    for year, month, day, before in re.findall(
        r"(20\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?(前)?", half_width(text or "")
    ):
        if month and before and not day:
            moments.append((int(year), int(month) - 1, 31))
        else:
            moments.append((int(year), int(month or 12), int(day or 31)))
    return max(moments, default=None)


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


def deadline_in_cell(text: str) -> tuple[int | None, bool]:
    """Return the year of a table cell under 完成时限, and whether the cell names a time without a year (长期坚持)."""
    flat = squeeze(half_width(text))
    years = [int(year) for year in re.findall(r"(20\d\d)", flat)]
    # “2026年起每年开展” begins in a year and ends in none
    for_ever = re.search(r"20\d\d年起", flat) and any(word in flat for word in vocabulary().open_deadlines)
    if years and not for_ever:
        return max(years), False
    return None, bool(flat) and flat not in {"-", "—", "/", "无"}


_LONGEST_TEXT = 40


def deadline_text_in_cell(text: str) -> str | None:
    """Return what a deadline cell says beyond its year: 2027年6月底前, 长期坚持, 每年12月底前; None where nothing."""
    flat = squeeze(half_width(text)).strip("。；;，,")
    year, is_open = deadline_in_cell(flat)
    if is_open:
        return flat[:_LONGEST_TEXT]
    if year is None:
        return None
    flat = re.sub(r"(20\d\d)[.．/-](\d{1,2})(?=$|[^\d])", r"\1年\2月", flat)
    exact = [_exact(match, year) for match in _YEAR.finditer(flat) if int(match["year"]) == year]
    return exact[-1] if exact else None
