"""City wording into county wording (and from any other level), sentence by sentence, with a reason for each change.

Of a sentence that speaks of several levels the county's half stays (:mod:`~plangen.plan.localise_halves`), words are
changed by the rule table (:mod:`~plangen.plan.localise_scan`), a number that is the parent's own total becomes a gap.
What no rule can decide, what is another place's (:mod:`~plangen.plan.localise_places`) and what a county has no power
to do (:mod:`~plangen.plan.powers`) stays as it is and is reported as a doubt; such a sentence is printed in 【】.  So
nothing is changed, kept or left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from plangen.county.spec import County
from plangen.parent.model import Level
from plangen.plan.localise_halves import other_half
from plangen.plan.localise_places import OtherPlaces
from plangen.plan.localise_rules import HALVES, OTHER_PLACE, POWER, TOTAL, LocaliseRules
from plangen.plan.localise_scan import Piece, Scanner
from plangen.plan.powers import load_powers
from plangen.plan.sentence import GAP
from plangen.plan.wording import load_plan_words
from plangen.terms.levels import MUNICIPALITIES

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’）)】]*\n?")
_PER = re.compile("[每各]")
_CLAUSE_END = re.compile(r"[。；！？\n]")
_CONTEXT = 6  # characters shown on either side of a doubt


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something in a parent's text that the rules cannot decide alone.

    Attributes:
        words: the words concerned, with a little of what stands around them.
        reason: key of the reason in the rule table (``left``, ``other-place``, ...).
        explanation: the reason in Chinese.
        kept: True when the words were left as they are; False when they were changed and a person should look at it.
        open: whether the sentence waits for a decision.
    """

    words: str
    reason: str
    explanation: str
    kept: bool
    open: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a parent's wording.

    Attributes:
        start: where the words stand in the parent's text.
        before: the parent's words.
        after: what stands for them; empty where they are left out.
        why: the reason of the rule.
        half: whether the words were another level's half of the sentence.
    """

    start: int
    before: str
    after: str
    why: str
    half: bool = False

    @property
    def said(self) -> str:
        """The change as it is shown: 全市→全县（…）, 删去“…”（…）."""
        what = f"“{self.before}”改为“{self.after}”" if self.after else f"删去“{self.before}”"
        return f"{what}：{self.why}"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a parent and what became of it.

    Attributes:
        parent: the sentence as the parent has it.
        text: the sentence in county wording.
        changes: what was changed, in order.
        doubts: what a person should look at.
    """

    parent: str
    text: str
    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the county has to decide about the sentence."""
        return any(doubt.open for doubt in self.doubts)

    @property
    def printed(self) -> str:
        """The sentence as it is printed: in 【】 where it is open."""
        bare = self.text.strip().rstrip("。！？")
        if not self.open or not bare:
            return self.text
        head = self.text[: len(self.text) - len(self.text.lstrip())]
        return f"{head}【{bare}】{self.text[len(head) + len(bare) :]}"  # its full stop ends it as it does others


@dataclass(frozen=True, kw_only=True)
class Localised:
    """A text in county wording, sentence by sentence.

    Attributes:
        sentences: the sentences, with the line breaks that stand behind them.
        quantities: clauses, as the parent has them, in which a number is the parent's own total (全市42座煤矿).
        lowered: whether words for the parent's own level (市级, 市本级) were turned into the county's.
    """

    sentences: tuple[Sentence, ...]
    quantities: tuple[str, ...] = ()
    lowered: bool = False

    @cached_property
    def text(self) -> str:
        """The text in county wording."""
        return "".join(sentence.text for sentence in self.sentences)

    @cached_property
    def printed(self) -> str:
        """The text with the sentences that wait for a decision in 【】."""
        return "".join(sentence.printed for sentence in self.sentences)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What the rules cannot decide alone, each once."""
        return tuple(dict.fromkeys(doubt for sentence in self.sentences for doubt in sentence.doubts))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in order."""
        return tuple(change for sentence in self.sentences for change in sentence.changes)


def wording_level(place: str, level: Level) -> Level:
    """Return the level whose words a parent uses: a municipality (直辖市) speaks of itself as a city does.

    Args:
        place: the parent's place.
        level: its level.
    """
    return Level.CITY if place in MUNICIPALITIES else level


class _Localiser:
    """Everything needed for one county and one parent.

    Args:
        county: the county that carries the texts out.
        place: the parent's place.
        level: the parent's level.
        rules: the rule table.
    """

    def __init__(self, county: County, place: str, level: Level, rules: LocaliseRules) -> None:
        self.level = wording_level(place, level)
        self.rules, self.county = rules, county
        self.words = load_plan_words().at(county.words.level).figures
        self.scanner = Scanner(county, place, self.level.value, rules)
        self.places = OtherPlaces(county, place, rules.places)
        self.tier = rules.tiers.get(self.level.value)

    def sentence(self, text: str, start: int, end: int) -> tuple[Sentence, list[str], bool]:
        """Return a sentence of a text in county wording, its clauses with totals, and whether 市级 was lowered."""
        parent = text[start:end]
        doubts = list(self._said_doubts(parent))
        dropped: tuple[tuple[int, int], ...] = ()
        if self.tier is not None and self.rules.halves is not None:
            dropped, parted = other_half(parent, self.tier, self.rules.halves)
            doubts += [] if parted else [self._doubt(HALVES, parent.strip())]
        halves = [(start + begin, start + stop) for begin, stop in dropped]
        others = [(start + place.start, start + place.end) for place in self.places.find(parent)]
        pieces = list(self._pieces(text, start, end, sorted((*halves, *others))))
        for piece in pieces:
            if piece.line.doubt is not None:
                changed = piece.written != text[piece.start : piece.end]
                words = _words(text, piece.start, piece.end)
                doubts.append(self._doubt(piece.line.doubt, words, kept=not changed))
        changes = [
            Change(start=piece.start, before=text[piece.start : piece.end], after=piece.written, why=piece.line.why)
            for piece in pieces
            if piece.written != text[piece.start : piece.end]
        ]
        clauses = self._totals(text, (start, end), changes, open_=any(doubt.open for doubt in doubts))
        if halves and self.rules.halves is not None:
            why = self.rules.halves.why
            changes += [
                Change(start=begin, before=text[begin:stop], after="", why=why, half=True) for begin, stop in halves
            ]
        changes.sort(key=lambda change: change.start)
        lowered = self.tier is not None and any(
            self.tier.upper.search(change.before) for change in changes if not change.half
        )
        made = Sentence(
            parent=parent,
            text=_changed(text, start, end, changes),
            changes=tuple(changes),
            doubts=tuple(dict.fromkeys(doubts)),
        )
        return made, clauses, lowered

    def _pieces(self, text: str, start: int, end: int, closed: Sequence[tuple[int, int]]) -> Iterator[Piece]:
        """Yield what rules take outside of what is left out, and of names and gaps that stay."""
        gaps = [match.span() for match in GAP.finditer(text, start, end)]
        position = start
        for begin, stop in sorted((*closed, *(gap for gap in gaps if "；" in text[slice(*gap)]))):
            if begin >= position:
                yield from self.scanner.scan(text, position, begin)
            position = max(position, stop)
        yield from self.scanner.scan(text, position, end)

    def _said_doubts(self, parent: str) -> Iterator[Doubt]:
        for place in self.places.find(parent):
            yield self._doubt(OTHER_PLACE, _words(parent, place.start, place.end))
        for power, words in load_powers().claimed(parent) if POWER in self.rules.reasons else ():
            yield self._doubt(POWER, words, explanation=power.words)

    def _doubt(self, reason: str, words: str, *, kept: bool = True, explanation: str = "") -> Doubt:
        known = self.rules.reasons[reason]
        return Doubt(words=words, reason=reason, explanation=explanation or known.say, kept=kept, open=known.open)

    def _totals(self, text: str, bounds: tuple[int, int], changes: list[Change], *, open_: bool) -> list[str]:
        """Put gaps for numbers that became the county's together with their level; return the parent's clauses.

        A sentence that waits for a decision as a whole keeps the parent's number.
        """
        pattern = self.rules.quantities
        if pattern is None or self.level in (Level.COUNTY, Level.DISTRICT):
            return []
        clauses: dict[str, None] = {}
        gaps: dict[int, Change] = {}
        for change in changes:
            if _PER.search(change.before):  # 每县1个 is one for this county too
                continue
            begin, end = _clause(text, bounds, change.start, change.start + len(change.before))
            for found in pattern.finditer(text, begin, end):
                clauses[text[begin:end].strip()] = None
                after = self.words.total.format(area=self.words.areas[self.level.value], figure=found[0])
                why = self.rules.reasons[TOTAL].say
                gaps[found.start()] = Change(start=found.start(), before=found[0], after=after, why=why)
        taken = [(change.start, change.start + len(change.before)) for change in changes]
        taken += [match.span() for match in GAP.finditer(text, *bounds)]
        if not open_:
            changes += [
                gap
                for gap in gaps.values()
                if not any(begin < gap.start + len(gap.before) and gap.start < end for begin, end in taken)
            ]
        return list(clauses)


def _changed(text: str, start: int, end: int, changes: Sequence[Change]) -> str:
    parts: list[str] = []
    for change in changes:
        parts += [text[start : change.start], change.after]
        start = change.start + len(change.before)
    return "".join((*parts, text[start:end]))


@lru_cache(maxsize=32)
def _localiser(county: County, place: str, level: Level, rules: LocaliseRules) -> _Localiser:
    return _Localiser(county, place, level, rules)


def localise(text: str, *, county: County, parent_place: str, parent_level: Level, rules: LocaliseRules) -> Localised:
    """Return a parent's text in the county's wording.

    Args:
        text: a title, a group heading or whole paragraphs, in the parent's wording.
        county: the county that carries the text out.
        parent_place: the parent's place (晋城市).
        parent_level: the level whose wording the text is in.
        rules: the rule table, see :func:`~plangen.plan.localise_rules.load_rules`.
    """
    localiser = _localiser(county, parent_place, parent_level, rules)
    sentences: list[Sentence] = []
    clauses: dict[str, None] = {}
    lowered = False
    for match in _SENTENCE.finditer(text):
        if match[0]:
            sentence, found, lower = localiser.sentence(text, *match.span())
            sentences.append(sentence)
            if not sentence.open:  # of those that are open the doubt is said
                clauses |= dict.fromkeys(found)
                lowered = lowered or lower
    return Localised(sentences=tuple(sentences), quantities=tuple(clauses), lowered=lowered)


def _clause(text: str, bounds: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Return where the clause begins and ends that a stretch of a sentence stands in."""
    begin = max((match.end() for match in _CLAUSE_END.finditer(text, bounds[0], start)), default=bounds[0])
    stop = _CLAUSE_END.search(text, end, bounds[1])
    return begin, stop.start() if stop else bounds[1]


def _words(text: str, start: int, end: int) -> str:
    """Return the doubtful words, with what stands around them in the same clause where they alone say little."""
    if end - start >= 5:
        return text[start:end]
    head = re.split(r"[，。；：、\n]", text[max(0, start - _CONTEXT) : start])[-1]
    tail = re.split(r"[，。；：、\n]", text[end : end + _CONTEXT])[0]
    return head + text[start:end] + tail


def left_city_wording(
    text: str, *, county: County, parent_place: str, parent_level: Level, rules: LocaliseRules
) -> tuple[str, ...]:
    """Return the words in a finished text that are still a parent's wording, each once, in the order of the text.

    That is everything that the rules would still change or could not decide, for instance 全市, 市应急局.  What stands
    in 【】 is open and says whose it is: 【本县数待定；全市80个】.
    """
    gaps = [match.span() for match in GAP.finditer(text)]
    scanner = _localiser(county, parent_place, parent_level, rules).scanner
    left = (
        _words(text, piece.start, piece.end)
        for piece in scanner.scan(text, 0, len(text))
        if piece.line.check
        and not any(start <= piece.start < end for start, end in gaps)
        and (piece.line.doubt is not None or piece.written != text[piece.start : piece.end])
    )
    return tuple(dict.fromkeys(left))
