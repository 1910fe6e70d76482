"""The rule table at work: which words of a text a rule takes, and what stands for them in the county's wording.

At each position the scanner first looks for words that must stay as they are (城市, 市场, names of documents, names of
higher levels), then takes the longest rule that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plangen.county.spec import County
from plangen.plan.localise_rules import PIECE, LocaliseRules, RuleLine
from plangen.terms.levels import LevelWords, place_stem
from plangen.terms.patterns import lazy_pattern
from plangen.terms.yaml_rules import KNOWLEDGE_BAD_PATTERN

_HAN = re.compile("[一-龥]")
_LEVEL_CHARACTERS = "国省市县区"
_STEP = re.compile("苏木乡?镇?|乡镇街道|乡镇|街镇|镇街|乡|镇|街道|嘎查村|村|社区|企业?|园区")
_HEAD = lazy_pattern(r"(?:\(\?<[=!](?:[^()\[\]\\]|\[[^\]\\]+\])*\))?([一-龥“”]*)(?:\{([a-z_]+)\})?")
_PARTS = lazy_pattern(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")
_REPEATS = ("?", "*", "+", "{")
_BELOW = frozenset({"乡镇街道", "乡镇", "街镇", "镇街", "乡", "镇"})
_RURAL = ("乡", "村")
_COUNTS = ("", "", "两", "三", "四", "五", "六")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text that a rule took.

    Attributes:
        start: where it begins.
        end: where it ends.
        written: what stands for it.
        line: the rule.
    """

    start: int
    end: int
    written: str
    line: RuleLine


class _Entry:
    """A line of the table for one parent and one county.

    Args:
        line: the line.
        body: its words or pattern with the names filled in.
        write: what is written, filled in; None leaves the words as they are.
        guard: what must not follow, since it would split a protected word.
        words: how the county speaks of itself, for chains of levels.
        head: what its pattern begins with: words, and a piece behind them that many patterns have; None for no piece.
    """

    __slots__ = ("body", "expression", "guard", "head", "line", "words", "write")

    def __init__(
        self,
        line: RuleLine,
        body: str,
        write: str | None,
        guard: re.Pattern[str] | None,
        words: LevelWords,
        head: tuple[str, re.Pattern[str] | None],
    ) -> None:
        self.line, self.body, self.write, self.guard, self.words, self.head = line, body, write, guard, words, head
        self.expression: re.Pattern[str] | None = None

    def match(self, text: str, position: int, end: int) -> tuple[int, str] | None:
        """Return where the words end and what is written for them, or None where they do not stand there."""
        if self.line.find:
            if not text.startswith(self.body, position, end):
                return None
            stop = position + len(self.body)
            written = self.body if self.write is None else self.write
        else:
            words, piece = self.head
            if not text.startswith(words, position, end):
                return None
            if piece is not None and piece.match(text, position + len(words), end) is None:
                return None
            if self.expression is None:  # compiling it costs more than all its use
                self.expression = _compiled(self.line, self.body)
            found = self.expression.match(text, position, end)
            if found is None or found.end() == position:
                return None
            stop = found.end()
            written = self._written(found)
        return (stop, written) if self._stands_right(text, position, stop) else None

    def _written(self, found: re.Match[str]) -> str:
        if self.line.chain:
            return _chain(found["below"] or "", found["count"] or "", self.words)
        return found.group() if self.write is None else found.expand(self.write)

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


def _chain(below: str, count: str, words: LevelWords) -> str:
    """Return a chain of levels without those above the county: 、乡、村 of 市、县、乡、村四级 -> 县、乡、村三级."""
    steps = _STEP.findall(below)
    if not steps:
        return f"{words.level}级{below}"
    if words.steps != _RURAL:
        own = [_own_step(step, words) for step in steps]
        below = f"、{'、'.join(dict.fromkeys(own))}{'”' if below.endswith('”') else ''}"
        steps = _STEP.findall(below)
    return f"{words.level}{below}{_COUNTS[len(steps) + 1]}级" if count else f"{words.level}{below}"


def _own_step(step: str, words: LevelWords) -> str:
    """Return what a level below is called in a county without townships: 乡 -> 街道, 村 -> 社区."""
    rural, village = words.steps
    if step in _BELOW:
        return rural
    return village if step == "村" else step


def _compiled(line: RuleLine, body: str) -> re.Pattern[str]:
    """Return the pattern of a line; only those that a text needs are compiled, as all of them cost too much."""
    try:
        return re.compile(body)
    except re.error as error:
        raise KNOWLEDGE_BAD_PATTERN.error(where="localise.yaml", pattern=line.body, reason=error) from error


def pattern_head(pattern: str) -> tuple[str, str]:
    """Return what a pattern of the table finds begins with: plain characters, and the name of a piece behind them.

    A look at what stands before is passed over, and either may be empty: 市{mid}党委 -> 市, mid; (?<=局){each}政府 ->
    "", each; 市级?中心 -> 市, "".

    Args:
        pattern: a pattern in which no alternatives stand side by side.
    """
    found = _HEAD.match(pattern)
    words, name = (found[1], found[2] or "") if found else ("", "")
    if pattern[found.end() if found else 0 :].startswith(_REPEATS):
        return (words, "") if name else (words[:-1], "")
    return words, name


def _has_alternatives(pattern: str) -> bool:
    """Return whether a pattern as a whole is one thing or another: a|b, but not (?:a|b)c."""
    depth = 0
    for part in _PARTS.findall(pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            return True
    return False


class Scanner:
    """The rule table for one county, one parent's place and the level of its wording.

    Args:
        county: the county.
        parent_place: the parent's place.
        level: the level whose wording the texts are in, as the table calls it.
        rules: the table.
    """

    def __init__(self, county: County, parent_place: str, level: str, rules: LocaliseRules) -> None:
        self._rules, self._words = rules, county.words
        self._fillings = _fillings(county, parent_place)
        keep = [*_place_lines(county, parent_place), *rules.keep.get("any", ()), *rules.keep.get(level, ())]
        self._guards = self._guards_by_first(keep)
        self._keep = self._by_first(keep)
        self._lines = self._by_first((*rules.rules.get("any", ()), *rules.rules.get(level, ())))
        self._compiled: dict[tuple[bool, str], tuple[_Entry, ...]] = {}
        self._pieces: dict[str, re.Pattern[str]] = {}
        firsts = "".join(sorted({*self._keep, *self._lines}))
        self._finder = re.compile(f"[{re.escape(firsts)}]" if firsts else "(?!)")

    def scan(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """Yield what rules take in a stretch of a text, in order; protected words are passed over.

        Args:
            text: the text; what stands around the stretch is looked at as well.
            start: where the stretch begins.
            end: where it ends.
        """
        position = start
        while position < end and (found := self._finder.search(text, position, end)):
            position = found.start()
            if kept := self._longest(text, position, end, keep=True):
                position = kept.end
            elif piece := self._longest(text, position, end, keep=False):
                yield piece
                position = piece.end
            else:
                position += 1

    def _longest(self, text: str, position: int, end: int, *, keep: bool) -> Piece | None:
        best: Piece | None = None
        for entry in self._entries(text[position], keep=keep):
            found = entry.match(text, position, end)
            if found is not None and (best is None or found[0] > best.end):
                best = Piece(start=position, end=found[0], written=found[1], line=entry.line)
        return best

    def _entries(self, first: str, *, keep: bool) -> tuple[_Entry, ...]:
        """Return the entries that begin with a character, compiled when they are first needed."""
        key = (keep, first)
        if key not in self._compiled:
            lines = (self._keep if keep else self._lines).get(first, ())
            self._compiled[key] = tuple(
                _Entry(
                    line,
                    body,
                    self._write(line),
                    None if keep else self._guard(line, body),
                    self._words,
                    self._head(line.pattern, body),
                )
                for line, body in lines
            )
        return self._compiled[key]

    def _head(self, pattern: str, body: str) -> tuple[str, re.Pattern[str] | None]:
        """Return what everything that a line's pattern finds begins with; see :class:`_Entry`."""
        words, name = ("", "") if _has_alternatives(body) else pattern_head(pattern)
        if name not in self._rules.pieces:
            return words, None
        if name not in self._pieces:
            self._pieces[name] = lazy_pattern(self._fill(f"{{{name}}}")[0])
        return words, self._pieces[name]

    def _write(self, line: RuleLine) -> str | None:
        return None if line.write is None else self._fill(line.write)[0]

    def _fill(self, text: str, *, escape: bool = False) -> list[str]:
        """Return the text with its {names} filled in; none where a name stands for nothing here."""
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


def _fillings(county: County, parent_place: str) -> dict[str, list[str]]:
    words = county.words
    short = place_stem(parent_place)
    return {
        "level": [words.level],
        "county": [county.name],
        "short": [words.stem],
        "towns": [words.lower],
        "towns_government": [words.lower_government],
        "towns_party": [words.lower_party],
        # 乡镇 where it is said otherwise, and where there is nothing of the kind
        "sumu_towns": ["乡镇"] if words.sumu else [],
        "no_towns": ["乡镇"] if words.lower == "街道" else [],
        "place": [parent_place] if parent_place else [],
        "place_short": [short] if len(short) >= 2 and short != parent_place else [],
    }


def _place_lines(county: County, parent_place: str) -> Iterator[RuleLine]:
    """Yield the place names that stay: the county's own, the city's and the province's above it."""
    for name in dict.fromkeys([county.name, county.city, county.province]):
        if name and name != parent_place:
            yield RuleLine(find=name)
