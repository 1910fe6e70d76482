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
    """

    year: int
    by: bool
    completes: bool = False


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What a text says about time.

    Attributes:
        year: the year by which it is due, None when none is named.
        others: further years inside the period that were named and not taken.
        outside: years that read as deadlines but lie outside the period.
    """

    year: int | None = None
    others: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()


_YEAR = re.compile(
    r"(?P<before>力争到|争取到|努力到|截至|截止|不晚于|到|至|在|于|自|从|比|较|与)?"
    r"(?:(?P<first>20\d\d)年?[-—–－~～至到]+)?(?P<year>20\d\d)年"
    r"(?:第?[一二三四]季度|上半年|\d{1,2}月(?:\d{1,2}日)?)?"
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
        mentions.append(YearMention(year=int(match["year"]), by=by, completes=completes))
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
    taken = inside[0].year
    for mention in inside[1:]:
        if mention.year > taken and (mention.by or mention.completes):
            taken = mention.year
    others = tuple(dict.fromkeys(mention.year for mention in inside if mention.year != taken))
    return Deadline(year=taken, others=others, outside=tuple(dict.fromkeys(outside)))


def deadline_in_cell(text: str) -> tuple[int | None, bool]:
    """Return the year of a table cell under 完成时限, and whether the cell names a time without a year (长期坚持)."""
    flat = squeeze(half_width(text))
    years = [int(year) for year in re.findall(r"(20\d\d)", flat)]
    if years:
        return max(years), False
    return None, bool(flat) and flat not in {"-", "—", "/", "无"}
