"""Quantities read from what an item says: which figures are asked for, of what, of each what, by when and where.

A figure is a requirement when a word of direction (不低于, 达到, 以内), a verb (建设, 配备) or 每 stands with it; one
that counts what is there (已建成20个, “三个园区”) or says which things are meant (30人以上的企业) is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from plangen.terms.figures import Figure, find_figures, hide_quoted
from plangen.terms.patterns import lazy_pattern
from plangen.terms.period import period_named
from plangen.terms.quantity import Quantity, quantity_words
from plangen.terms.quantity_phrases import (
    LONGEST,
    YEAR,
    direction_of,
    object_of,
    phrase_words,
    place_of,
    predicate_of,
    subject_of,
    tidy,
)
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

_SENTENCE = lazy_pattern(r"[^。;!?]+")
_STOPS = ",。;:!?"
_SHARE_OF = lazy_pattern(
    "(?P<what>.{2,}?)(?P<front>不低于|不少于|不超过|不高于|达到|超过|低于)(?P<whole>[^,]{2,14})的$"
)
_YEAR_OF = lazy_pattern(f"(?<![较比与])(?<!相较于){YEAR.pattern}的?$")
_AVERAGE = lazy_pattern("万人|人均|户均|平均|百名|每|率$|比$|各$")
_WINDOW = 200  # characters around a figure that may belong to its clause
_STOP = lazy_pattern("[,。;:!?]")
_BEHIND = lazy_pattern("(?:以上|以下|以内|之内|及以上|左右|内)")
_REACH = lazy_pattern("^[一-龥]{0,14}[圈网]")  # 1小时应急救援圈
_FIVEYEARS = lazy_pattern("(十[一二三四五六七八九])五”?(?:期间|时期|以来|末)")
_EACH = lazy_pattern(r"(?:平均)?每|(?<![一-龥])各(?=[市县区乡镇街村社地])")
_WAS = lazy_pattern("已经?(?:建|完|达|实|组|配|累|有|开|培|创|覆|形)|累计[^,]{0,4}(?:建成|完成)了")
_IS = lazy_pattern("现有|共有|已有|既有|原有|目前|截至|截止")
_WAS_NOT = lazy_pattern("(?:改|扩|提升|整合|盘活|利用)[^,]{0,6}现有$")
_JOINED = lazy_pattern("以及|[、和及并且]")
_STANDARD = lazy_pattern("^的(?:目标|要求|标准|规模)")


def read_quantities(text: str, period: tuple[int, int] | None = None) -> tuple[Quantity, ...]:
    """Return the figures that a text asks for, in order, each once.

    Args:
        text: what an item says, paragraphs separated by newlines.
        period: the plan's first and last year; a figure of an earlier year is what was, not what is asked for.
    """
    found: dict[Quantity, None] = {}
    for paragraph in text.split("\n"):
        for match in _SENTENCE.finditer(comparable(paragraph)):
            found |= dict.fromkeys(_Sentence(match[0], period).read())
    return tuple(found)


@dataclass
class _Clause:
    """One figure with what stands around it in its clause."""

    figure: Figure
    left: str  # of the clause, up to the figure's words of direction and its verb
    verb: str
    front: str  # the words of direction in front of the figure
    per: str | None
    before_per: str
    behind: str  # 以上, 以内
    right: str  # of the clause, behind the figure and those words
    average: bool  # of each (各建设1座, 平均不少于2名)
    continues: bool  # nothing but a separator stands between this figure and the one before


class _Sentence:
    """The figures of one sentence."""

    def __init__(self, text: str, period: tuple[int, int] | None) -> None:
        self.text = text
        self.hidden = hide_quoted(text)
        self.period = period
        self.taken = 0  # end of what belongs to the figure before
        self.last: Quantity | None = None

    def read(self) -> list[Quantity]:
        """Return the quantities of the sentence."""
        quantities: list[Quantity] = []
        figures = list(find_figures(self.hidden))
        for figure in figures:
            quantity = self._quantity(figure) if not self._is_idiom(figure) else None
            if quantity is not None:
                self.taken = figure.end
                quantities.append(quantity)
                self.last = quantity
                what = quantity.what.replace("（", "(").replace("）", ")")
                thing = self.text.find(what, figure.end) if what else -1
                if 0 <= thing - figure.end <= LONGEST and not _STOP.search(self.text, figure.end, thing):
                    self.taken = thing + len(what)
        return self._shared_out(quantities)

    def _is_idiom(self, figure: Figure) -> bool:
        return self.text.startswith(quantity_words().idioms, figure.start)

    def _quantity(self, figure: Figure) -> Quantity | None:
        clause = self._clause(figure)
        if clause is None:
            return None
        by, was = self._year(figure)
        if was:
            return None
        words = quantity_words()
        direction = "提高" if figure.growth else direction_of(clause.front, clause.behind, figure.unit)
        if not direction and figure.unit in words.rates:
            direction = self._carried_direction(clause)
        if figure.unit in words.times:
            what = self._timed(clause, direction)
        elif figure.unit in words.rates or (figure.written and figure.unit == "%"):
            what = self._rated(clause, direction)
        else:
            what = self._counted(clause, direction)
        if what is None:
            return None
        reach = figure.unit in words.times and not direction
        return Quantity(
            what=tidy(what),
            direction=direction or ("以内" if reach else "达到"),
            value=figure.value,
            upper=figure.upper,
            unit=figure.unit,
            by=by,
            per=tidy(clause.per) if clause.per else None,
            place=place_of(clause.left),
            total=figure.unit in words.counts
            and clause.per is None
            and not clause.average
            and not _AVERAGE.search(what),
            written=figure.written,
        )

    # ------------------------------------------------------------ what stands around a figure

    def _clause(self, figure: Figure) -> _Clause | None:
        """Return the figure's clause; None where the words before it say that it counts what is there."""
        start = max(self.taken, self._clause_start(figure.start))
        left = self.hidden[start : figure.start].lstrip("”》)、和及与")
        continues = not left and self.last is not None and start == self.taken
        if self.hidden[figure.start - 1 : figure.start] == "(" and start == figure.start:
            left = self.hidden[self._clause_start(figure.start - 1) : figure.start - 1]
        left = left.rstrip("(")
        if left.endswith(("每", "每个", "”", "》")) and figure.unit != "%":
            return None
        stripped, front, verb = self._strip(left)
        if not front and (share := _SHARE_OF.search(left)) and figure.unit in quantity_words().rates:
            # 安全投入不低于上年度财政支出的1%: the share's whole stands between the words of direction and the figure
            stripped, front = f"{share['what']}占{share['whole']}", share["front"]
        counts = figure.unit in (*quantity_words().counts, *quantity_words().measures)
        if counts and not front and not verb and phrase_words().background.search(left):
            return None
        if not (verb or front or continues) and _IS.search(self.hidden, max(0, figure.start - _WINDOW), figure.start):
            return None  # 全市现有水库326座，其中小型310座
        if re.search("[由从]$", stripped):
            return None  # 由60%提高到95%: what it was
        stripped = re.sub("[由从][0-9一二三四五六七八九十百][^由从,]{0,11}$", "", stripped) if front else stripped
        if _WAS.search(left) and not _WAS_NOT.search(left):
            return None
        rest = self.hidden[figure.end :]
        match = _BEHIND.match(rest)
        behind = match[0] if match else ""
        per, before = None, stripped
        each = list(_EACH.finditer(stripped))
        if each:
            tail = stripped[each[-1].start() :]
            cut, _, own_verb = self._strip(tail)
            per, before = cut, stripped[: each[-1].start()]
            if noun := phrase_words().inner.search(cut, 2):
                per, before = cut[: noun.start()], noun[1]
            verb = verb or own_verb
            if not 2 <= len(per) <= 16:
                per, before = None, stripped
        return _Clause(
            figure=figure,
            left=stripped,
            verb=verb,
            front=front,
            per=per,
            before_per=before,
            behind=behind,
            right=self._right(figure.end + len(behind)),
            average=re.search("(?:各|平均)[一-龥]{0,4}$", left) is not None,
            continues=continues,
        )

    def _clause_start(self, position: int) -> int:
        """Return where the clause begins that a position stands in; a clause beyond all reason is cut."""
        first = max(0, position - _WINDOW)
        return max(first, 1 + max(self.hidden.rfind(stop, first, position) for stop in _STOPS))

    @staticmethod
    def _strip(text: str) -> tuple[str, str, str]:
        """Take words of direction, verbs and modal words from the end of a text: the rest, the first two."""
        front = verb = ""
        words = phrase_words()
        while True:
            if match := words.directed.search(text):
                front = match[0] + front
            elif match := words.modal.search(text) or _YEAR_OF.search(text):
                pass  # 提高到2030年的90%
            elif not verb and (match := words.verb.search(text)):
                verb = match[0]
            else:
                return text, front, verb
            text = text[: match.start()]

    def _right(self, start: int) -> str:
        """Return what stands behind a figure up to the end of its clause or the next figure."""
        rest = self.text[start : start + _WINDOW]
        end = min((position for stop in _STOPS if (position := rest.find(stop)) >= 0), default=len(rest))
        for figure in find_figures(self.hidden[start : start + end]):
            joint = re.search("(?:以及|和|及|与|、|^)$", rest[: figure.start])
            if joint:
                end = min(end, joint.start())
            break
        return rest[:end]

    def _year(self, figure: Figure) -> tuple[int | None, bool]:
        """Return the year named before a figure, and whether the figure is of a time before the plan's."""
        before = self.hidden[max(0, figure.start - 2 * _WINDOW) : figure.start]
        compared = quantity_words().compared
        named = [match for match in YEAR.finditer(before) if not before[: match.start()].endswith(compared)]
        said = self.text[max(0, figure.start - 2 * _WINDOW) : figure.start]
        was = bool(re.search("截至|截止", before)) or self._is_of_earlier_plan(said)
        if not named:
            return None, was
        year = int(named[-1][1])
        if self.period is not None and year < self.period[0]:
            return None, True
        return year, was

    def _is_of_earlier_plan(self, before: str) -> bool:
        """Return whether a text speaks of the time of an earlier five-year plan: “十四五”期间 in one for 十五五."""
        named = _FIVEYEARS.search(before)
        years = period_named(named[1]) if named else None
        return self.period is not None and years is not None and years[1] < self.period[0]

    # ------------------------------------------------------------ what is measured

    def _timed(self, clause: _Clause, direction: str) -> str | None:
        if direction != "以内":
            reach = _REACH.match(clause.right) if not direction and not clause.behind else None
            return object_of(clause.right) if reach else None
        if clause.behind in ("内", "以内", "之内") and clause.right:
            subject = re.sub("^.*(?:后|时|期间|发生|(?:情况|天气|条件)下)", "", clause.left)
            return subject_of(subject) + predicate_of(clause.right)
        if clause.behind in ("内", "以内", "之内") and re.search("(?:后|时|期间|发生)$", clause.left):
            # 灾害发生后10小时内，受灾群众得到救助
            following = self.text[clause.figure.end + len(clause.behind) :].lstrip(",")
            return predicate_of(re.split("[,;]", following)[0]) or subject_of(clause.left)
        return subject_of(clause.left) or None

    def _carried_direction(self, clause: _Clause) -> str:
        """Return the direction that stands at the head of the clause (降低亡人率5%) or with the figure before."""
        if clause.continues and self.last is not None:
            return self.last.direction
        targets = vocabulary().targets
        pulls = (("下降", targets.reduction), ("提高", targets.increase))
        return next((name for name, words in pulls if clause.left.startswith(words)), "")

    def _rated(self, clause: _Clause, direction: str) -> str | None:
        scope = clause.right and (clause.behind or clause.front) and clause.right.startswith("的")
        subject = subject_of(clause.before_per)
        if _JOINED.match(clause.right):
            clause.right = ""
        if clause.continues and self.last is not None and not clause.right:
            return self.last.what
        if subject and clause.right and not scope and not direction:
            return object_of(clause.right)
        if subject:
            if scope and not re.match("的(?:目标|要求|标准|比例|水平)", clause.right):
                return None
            return subject
        return predicate_of(clause.right.removeprefix("的")) or clause.verb or None

    def _counted(self, clause: _Clause, direction: str) -> str | None:
        right, figure = clause.right, clause.figure
        acted_on = re.fullmatch("(?:对|将|把)(?:全[市县省区])?", clause.left) is not None  # 对12处隐患点实施治理
        bound = bool(clause.verb or clause.per or clause.continues or acted_on)
        if right and not bound and (clause.behind or re.match("[、和且或].*的", right)):
            return None  # 30人以上的企业, 超过30人、深于800米的矿山: which things are meant
        if right.startswith("的") and not _STANDARD.match(right):
            return None
        right = "" if _JOINED.match(right) else _STANDARD.sub("", right)
        subject = subject_of(clause.before_per)
        if right and (bound or direction):
            return object_of(right) or subject or None
        if right:
            return None
        subject += clause.verb if subject else ""
        if figure.in_words and not (bound or direction or clause.behind):
            return None
        if clause.continues and not subject:
            return self.last.what if self.last else None
        verb = clause.verb if len(clause.verb) > 1 else ""
        return subject or verb or ("" if clause.per or clause.verb else None)

    def _shared_out(self, quantities: list[Quantity]) -> list[Quantity]:
        """Give each figure behind 分别 its own year or its own thing, where there are as many."""
        position = self.hidden.find("分别")
        if position < 0 or len(quantities) < 2:
            return quantities
        years = [int(match[1]) for match in YEAR.finditer(self.hidden[:position])]
        if len(years) == len(quantities):
            return [replace(one, by=year) for one, year in zip(quantities, years, strict=True)]
        start = self._clause_start(position)
        things = re.split("、|以及|和|与|及", subject_of(self.text[start:position]))
        if len(things) == len(quantities):
            return [replace(one, what=tidy(thing)) for one, thing in zip(quantities, things, strict=True)]
        return quantities
