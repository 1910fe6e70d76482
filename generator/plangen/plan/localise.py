"""City wording into county wording (and from any other level), by the rule table templates/knowledge/localise.yaml.

One scanner walks over the text.  At each position it first looks for words that must stay as they are (城市, 市场,
names of documents, names of higher levels), then takes the longest rule that fits.  What no rule can decide stays as it
is and is reported as a doubt, so that nothing is changed or kept in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plangen.county.spec import County
from plangen.parent.model import Level
from plangen.plan.localise_rules import PIECE, LocaliseRules, RuleLine
from plangen.terms.levels import LevelWords, place_stem
from plangen.terms.yaml_rules import KNOWLEDGE_BAD_PATTERN

_HAN = re.compile("[一-龥]")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
_PER = "每"
_CLAUSE_END = re.compile(r"[。；！？\n]")
_DOCUMENT_NAME = re.compile(r"《[^《》]*》")
_LEVEL_CHARACTERS = "国省市县区"
_CONTEXT = 6  # characters shown on either side of a doubt


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something in a parent's text that the rules cannot decide alone.

    Attributes:
        words: the words concerned, with a little of what stands around them.
        reason: key of the reason in the rule table (``left``, ``lower-place``, ...).
        explanation: the reason in Chinese.
        kept: True when the words were left as they are; False when they were changed and a person should look at it.
    """

    words: str
    reason: str
    explanation: str
    kept: bool


@dataclass(frozen=True, kw_only=True)
class Localised:
    """A text in county wording, and what a person should look at in it.

    Attributes:
        text: the text in county wording.
        doubts: what the rules cannot decide alone.
        quantities: clauses, as the parent has them, in which a number or a sum of money became the county's together
            with the level that it belonged to (全市42座煤矿).
        lowered: whether words for the parent's own level (市级, 市本级) were turned into the county's.
    """

    text: str
    doubts: tuple[Doubt, ...] = ()
    quantities: tuple[str, ...] = ()
    lowered: bool = False


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A stretch of text that a rule, or a protected word, took."""

    start: int
    end: int
    written: str
    doubt: str | None
    check: bool


class _Entry:
    """A line of the table for one parent and one county.

    Args:
        line: the line.
        body: its words or pattern with the names filled in.
        write: what is written, filled in; None leaves the words as they are.
        guard: what must not follow, since it would split a protected word.
    """

    __slots__ = ("body", "expression", "guard", "line", "write")

    def __init__(self, line: RuleLine, body: str, write: str | None, guard: re.Pattern[str] | None) -> None:
        self.line, self.body, self.write, self.guard = line, body, write, guard
        # most lines are plain words, for which compiling an expression costs more than all their use
        self.expression = None if line.find else _compiled(line, body)

    def match(self, text: str, position: int, end: int) -> tuple[int, str] | None:
        """Return where the words end and what is written for them, or None where they do not stand there."""
        if self.expression is None:
            if not text.startswith(self.body, position, end):
                return None
            stop = position + len(self.body)
            written = self.body if self.write is None else self.write
        else:
            found = self.expression.match(text, position, end)
            if found is None or found.end() == position:
                return None
            stop = found.end()
            written = found.group() if self.write is None else found.expand(self.write)
        return (stop, written) if self._stands_right(text, position, stop) else None

    def _stands_right(self, text: str, position: int, stop: int) -> bool:
        line = self.line
        if line.boundary is not None and line.boundary == bool(position and _HAN.match(text[position - 1])):
            return False
        if line.after and not text.endswith(line.after, 0, position):
            return False
        if line.not_after and text.endswith(line.not_after, 0, position):
            return False
        if line.before and not text.startswith(line.before, stop):
            return False
        if line.not_before and text.startswith(line.not_before, stop):
            return False
        return self.guard is None or self.guard.match(text, stop) is None


def _compiled(line: RuleLine, body: str) -> re.Pattern[str]:
    """Return the pattern of a line; only those that a text needs are compiled, as all of them cost too much."""
    try:
        return re.compile(body)
    except re.error as error:
        raise KNOWLEDGE_BAD_PATTERN.error(where="localise.yaml", pattern=line.body, reason=error) from error


class _Scanner:
    """The rule table for one county, one parent's place and its level."""

    def __init__(self, county: County, parent_place: str, level: Level, rules: LocaliseRules) -> None:
        self._rules = rules
        self._fillings = _fillings(county, parent_place, rules)
        keep = [
            *_place_lines(county, parent_place, rules),
            *rules.keep.get("any", ()),
            *rules.keep.get(level.value, ()),
        ]
        self._guards = self._guards_by_first(keep)
        self._keep = self._by_first(keep)
        self._lines = self._by_first(rules.rules.get(level.value, ()))
        self._compiled: dict[tuple[bool, str], tuple[_Entry, ...]] = {}
        firsts = "".join(sorted({*self._keep, *self._lines}))
        self._finder = re.compile(f"[{re.escape(firsts)}]")
        tiers = rules.tiers.get(level.value)
        self._tiers = tuple(re.compile(tiers[name]) for name in ("upper", "own", "lower")) if tiers else None

    def scan(self, text: str) -> Iterator[_Piece]:
        """Yield what rules took, in order; protected words are passed over."""
        for sentence in _SENTENCE.finditer(text):
            tier = self._tier(sentence.group())
            position, end = sentence.span()
            while position < end and (found := self._finder.search(text, position, end)):
                position = found.start()
                if kept := self._longest(text, position, end, keep=True, tier=tier):
                    position = kept.end
                elif piece := self._longest(text, position, end, keep=False, tier=tier):
                    yield piece
                    position = piece.end
                else:
                    position += 1

    def _tier(self, sentence: str) -> str:
        if self._tiers is None:
            return "single"
        upper, own, lower = self._tiers
        bare = _DOCUMENT_NAME.sub("", sentence)
        if not (upper.search(bare) and own.search(bare)):
            return "single"
        return "triple" if lower.search(bare) else "pair"

    def is_upper(self, words: str) -> bool:
        """Return whether words name the parent's own level (市级)."""
        return self._tiers is not None and self._tiers[0].search(words) is not None

    def _longest(self, text: str, position: int, end: int, *, keep: bool, tier: str) -> _Piece | None:
        best: _Piece | None = None
        for entry in self._entries(text[position], keep=keep):
            if tier not in entry.line.when:
                continue
            found = entry.match(text, position, end)
            if found is not None and (best is None or found[0] > best.end):
                stop, written = found
                line = entry.line
                best = _Piece(start=position, end=stop, written=written, doubt=line.doubt, check=line.check)
        return best

    def _entries(self, first: str, *, keep: bool) -> tuple[_Entry, ...]:
        """Return the entries that begin with a character, compiled when they are first needed."""
        key = (keep, first)
        if key not in self._compiled:
            lines = (self._keep if keep else self._lines).get(first, ())
            self._compiled[key] = tuple(
                _Entry(line, body, self._write(line), None if keep else self._guard(line, body)) for line, body in lines
            )
        return self._compiled[key]

    def _write(self, line: RuleLine) -> str | None:
        return None if line.write is None else self._fill(line.write)[0]

    def _fill(self, text: str, *, escape: bool = False) -> list[str]:
        """Return the text with its {names} filled in; several results where a name stands for several words."""
        results = [""]
        position = 0
        for match in PIECE.finditer(text):
            name = match[1]
            if name in self._rules.pieces:
                options = [self._fill(self._rules.pieces[name], escape=escape)[0]]
            else:
                options = [re.escape(word) if escape else word for word in self._fillings[name]]
            head = text[position : match.start()]
            results = [result + head + option for result in results for option in options]
            position = match.end()
        return [result + text[position:] for result in results]

    def _by_first(self, lines: Iterable[RuleLine]) -> dict[str, list[tuple[RuleLine, str]]]:
        table: dict[str, list[tuple[RuleLine, str]]] = {}
        for line in lines:
            bodies = self._fill(line.find) if line.find else self._fill(line.pattern, escape=True)
            for body in bodies:
                for first in line.starts or body[0]:
                    table.setdefault(first, []).append((line, body))
        return table

    def _guards_by_first(self, keep: Sequence[RuleLine]) -> dict[str, re.Pattern[str]]:
        """Return for 市 and its like what must not follow, since it would split a protected word (全市|场)."""
        guards: dict[str, list[str]] = {}
        for line in keep:
            if line.find and line.find[0] in _LEVEL_CHARACTERS and len(line.find) > 1:
                guards.setdefault(line.find[0], []).append(re.escape(line.find[1:]) + _look_ahead(line))
        return {first: re.compile("|".join(rests)) for first, rests in guards.items()}

    def _guard(self, line: RuleLine, body: str) -> re.Pattern[str] | None:
        return self._guards.get(body[-1]) if line.find and len(body) > 1 else None


def _look_ahead(line: RuleLine) -> str:
    ahead = f"(?={'|'.join(map(re.escape, line.before))})" if line.before else ""
    return ahead + (f"(?!{'|'.join(map(re.escape, line.not_before))})" if line.not_before else "")


def _fillings(county: County, parent_place: str, rules: LocaliseRules) -> dict[str, list[str]]:
    words = LevelWords(county.name, subdistricts=bool(county.subdistricts))
    short = place_stem(parent_place)
    counties = [name for names in rules.places.cities.values() for name in names]
    return {
        "level": [words.level],
        "county": [county.name],
        "short": [words.stem],
        "towns": [words.lower],
        "towns_government": [words.lower_government],
        "place": [parent_place] if parent_place else [],
        "place_short": [short] if len(short) >= 2 and short != parent_place else [],
        "lower_place": [name for name in counties if name not in (county.name, parent_place)],
    }


def _place_lines(county: County, parent_place: str, rules: LocaliseRules) -> Iterator[RuleLine]:
    """Yield the place names that stay: the county's own, the city and province above it, other cities."""
    for name in dict.fromkeys([county.name, county.city, county.province, *rules.places.cities, *rules.places.others]):
        if name and name != parent_place:
            yield RuleLine(find=name)


@lru_cache(maxsize=32)
def _scanner(county: County, parent_place: str, level: Level, rules: LocaliseRules) -> _Scanner:
    return _Scanner(county, parent_place, level, rules)


def localise(text: str, *, county: County, parent_place: str, parent_level: Level, rules: LocaliseRules) -> Localised:
    """Return a parent's text in the county's wording.

    Args:
        text: a title, a group heading or whole paragraphs, in the parent's wording.
        county: the county that carries the text out.
        parent_place: the parent's place (晋城市).
        parent_level: the level whose wording the text is in.
        rules: the rule table, see :func:`load_rules`.
    """
    scanner = _scanner(county, parent_place, parent_level, rules)
    parts: list[str] = []
    doubts: list[Doubt] = []
    clauses: dict[str, None] = {}
    lowered = False
    position = 0
    for piece in scanner.scan(text):
        parts += [text[position : piece.start], piece.written]
        position = piece.end
        changed = piece.written != text[piece.start : piece.end]
        if changed:
            lowered = lowered or scanner.is_upper(text[piece.start : piece.end])
            clause = _clause(text, piece.start, piece.end)
            shared_out = text.startswith(_PER, piece.start)  # 每县1个 is one for this county too
            if not shared_out and rules.quantities is not None and rules.quantities.search(clause):
                clauses[clause] = None
        if piece.doubt is not None:
            doubts.append(
                Doubt(
                    words=_words(text, piece.start, piece.end),
                    reason=piece.doubt,
                    explanation=rules.reasons[piece.doubt],
                    kept=not changed,
                )
            )
    return Localised(
        text="".join((*parts, text[position:])),
        doubts=tuple(dict.fromkeys(doubts)),
        quantities=tuple(clauses),
        lowered=lowered,
    )


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause that a stretch of text stands in, without the marks around it."""
    head = re.split(_CLAUSE_END, text[:start])[-1]
    tail = re.split(_CLAUSE_END, text[end:], maxsplit=1)[0]
    return (head + text[start:end] + tail).strip()


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
    gaps = [match.span() for match in re.finditer("【[^【】]*】", text)]
    scanner = _scanner(county, parent_place, parent_level, rules)
    left = (
        _words(text, piece.start, piece.end)
        for piece in scanner.scan(text)
        if piece.check
        and not any(start <= piece.start < end for start, end in gaps)
        and (piece.doubt is not None or piece.written != text[piece.start : piece.end])
    )
    return tuple(dict.fromkeys(left))
