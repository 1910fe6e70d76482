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
from functools import lru_cache

from plangen.terms.text import comparable, half_width
from plangen.terms.vocabulary import vocabulary


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
    flat = comparable(re.sub(r"《[^》]*》", "《》", text))
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


_MOMENT = re.compile(
    r"(?<!\d)(20\d\d)(?!\d)年?(?:(\d{1,2})月(?:份)?(?:(\d{1,2})日)?(前)?|第?([一二三四1-4])季度|(上半年))?"
)


def moment_of(text: str | None) -> tuple[int, int, int] | None:
    """Return year, month and day by which a printed deadline is due; None where it names no year (长期坚持)."""
    moments = []
    for year, month, day, before, quarter, half in _MOMENT.findall(half_width(text or "")):
        if month and before and not day:
            moments.append((int(year), int(month) - 1, 31))
        else:
            last = 3 * _QUARTERS[quarter] if quarter else 6 if half else int(month or 12)
            moments.append((int(year), last, int(day or 31)))
    return max(moments, default=None)


def deadline_words(year: int | None, text: str | None) -> str | None:
    """Return a parent's deadline as messages show it: as it is printed where that says more than the year.

    Args:
        year: an item's ``deadline``.
        text: its ``deadline_text``.
    """
    return text or (None if year is None else f"{year}年")


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
    flat = comparable(text)
    years = [int(year) for year in re.findall(r"(20\d\d)", flat)]
    # “2026年起每年开展” begins in a year and ends in none
    for_ever = re.search(r"20\d\d年起", flat) and any(word in flat for word in vocabulary().open_deadlines)
    if years and not for_ever:
        return max(years), False
    return None, bool(flat) and flat not in {"-", "—", "/", "无"}


_LONGEST_TEXT = 40

_BEFORE_TIME = (
    "力争到?|争取到?|努力到|确保|保证|计划|预计|原则上|不晚于|最迟|截至|截止|自|从|于|在|到|至|须|应|要|拟|并|且"
)
_BY = "(?:[底末初](?:[之以]?前)?|[之以]?前)"
_MOMENTS = (
    r"(?:20\d\d年?[-—–－~～至到]+)?20\d\d年"
    rf"(?:第?[一二三四1-4]季度|[上下]半年|\d{{1,2}}月份?(?:[上中下]旬|\d{{1,2}}日)?)?(?:年?{_BY}|起|以来|度|内)?",
    rf"[当本次今明]?年(?:{_BY}|内)|\d{{1,2}}月份?(?:\d{{1,2}}日)?{_BY}",
    r"每(?:半年|[两三]年|年度?|季度?|个?月|周|旬|日|天)"
    rf"(?:\d{{1,2}}月份?(?:\d{{1,2}}日)?)?(?:入?汛[前期后中]|{_BY}|[上下]半年)?",
    "长期|持续|常态化?|经常性?|常年|长年|全年|逐年|滚动|分年度|按年度|即日起",
    f"(?:规划|方案|实施|计划)期[内末满间]?{_BY}?",
    f'[“"‘]?十[一二三四五六七八九]五[”"’]?(?:时期|期间|期)?内?{_BY}?',
    r"(?:本?方案|规划|文件)?印发(?:之日起|[以之]?后)\d{1,2}(?:个?月|日|天|个工作日|年)之?内",
)
_DONE = (
    "全部|全面|基本|如期|取得实效|完成|建成|坚持|推进|推动|开展|组织|实施|落实|到位|执行|进行|见效|达标|启动|"
    "投入使用|投入运行|投用|任务|(?:不少于|至少)?[一二两三四五六七八九十0-9]+次"
)


@lru_cache(maxsize=1)
def _moment_word() -> re.Pattern[str]:
    open_words = sorted(vocabulary().open_deadlines, key=len, reverse=True)
    return re.compile("|".join((*_MOMENTS, *map(re.escape, open_words))))


@lru_cache(maxsize=1)
def _time_word() -> re.Pattern[str]:
    return re.compile(f"(?P<moment>{_moment_word().pattern})|(?P<done>{_DONE})|(?P<before>{_BEFORE_TIME})")


def names_time(text: str) -> bool:
    """Return whether a moment is named anywhere in a text: 2027年6月底前, 每年汛前, 长期."""
    return _moment_word().search(half_width(text)) is not None


def end_of_time(text: str, start: int = 0) -> int:
    """Return where the words of time end that stand at ``start``; ``start`` itself where none stand there.

    Words of time are moments (2027年6月底前, 每年汛前, 长期), what leads up to them (力争到) and that something is done
    then (完成, 推进); at least one moment is among them.  Word by word, so that no text makes it slow.

    Args:
        text: a piece of a clause without white space.
        start: where to look.
    """
    flat = half_width(text)
    position, end, found = start, start, False
    while match := _time_word().match(flat, position):
        if match["done"] and not found:
            break
        found = found or match["moment"] is not None
        position = match.end()
        if found and match["before"] is None:
            end = position
    return end


def start_of_time(text: str) -> int:
    """Return where the words of time begin that close a text; its length where it does not end in any."""
    tail = half_width(text[-_LONGEST_TEXT:])
    for start in range(len(tail)):
        if end_of_time(tail, start) == len(tail):
            return len(text) - len(tail) + start
    return len(text)


def deadline_text_in_cell(text: str) -> str | None:
    """Return what a deadline cell says beyond its year: 2027年6月底前, 长期坚持, 每年12月底前; None where nothing."""
    flat = comparable(text).strip("。；;，,")
    year, is_open = deadline_in_cell(flat)
    if is_open:
        return flat[:_LONGEST_TEXT]
    if year is None:
        return None
    flat = re.sub(r"(20\d\d)[.．/-](\d{1,2})(?=$|[^\d])", r"\1年\2月", flat)
    exact = [_exact(match, year) for match in _YEAR.finditer(flat) if int(match["year"]) == year]
    return exact[-1] if exact else None
