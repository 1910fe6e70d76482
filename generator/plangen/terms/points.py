"""Points (要点): the short phrases that say what an item asks for, kept as facts without its sentences (design §1).

A point is the object of what is to be done (严格落实安全准入 -> 安全准入) or a name in quotation marks (第一响应人), at
most twelve characters.  What the clause does it by or for (以……为基准, 按照……) is none.  A name that is too long is cut
where the same document begins it elsewhere too: what follows different words in one text is a word of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plangen.terms.patterns import lazy_pattern
from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import load_shape
from plangen.terms.text import alternatives, comparable
from plangen.terms.vocabulary import Longest, vocabulary

LONGEST_POINT = 12
"""Characters of the longest point (design §1)."""
_SHORTEST = 3
_SENTENCE = lazy_pattern(r"[^。;!?,:\n]+")
_QUOTED = lazy_pattern("[“‘《]([^“”‘’《》]{2,12})[”’》]")
_LONG_NAME = lazy_pattern("《[^《》]*》|\\([^()]*\\)|〔[^〕]*〕")
_TIME = lazy_pattern(r"^(?:到|至)?(?:19|20|21)\d\d年?(?:底|末|初)?(?:[之以]?前)?|^(?:规划|方案)期[内末]")
_PARTS = lazy_pattern("、|以及|和|(?<!参)与|及(?!时|其)|或|/|等(?!级|效|同|值)")
_FIGURE = lazy_pattern(r"\d")
_CHINESE = lazy_pattern("[一-龥A-Za-z+·0-9-]+")


@dataclass(frozen=True, kw_only=True)
class PointWords:
    """All of templates/knowledge/points.yaml; each list is explained there."""

    manner: Longest
    doing: Longest
    degree: Longest
    results: Longest
    means: Longest
    scope: Longest
    empty: frozenset[str]
    sentence_marks: tuple[str, ...]
    prepositions: Longest
    conjoined: tuple[str, ...]


@knowledge_cache
def point_words() -> PointWords:
    """Return the words of points; they are read once.

    Raises:
        FindingsError: their file cannot be read or does not fit.
    """
    return load_shape(PointWords, knowledge_file("points.yaml"))


@dataclass(frozen=True)
class _Patterns:
    leading: re.Pattern[str]
    doing: re.Pattern[str]
    result: re.Pattern[str]
    means: re.Pattern[str]
    scope: re.Pattern[str]
    preposition: re.Pattern[str]


@knowledge_cache
def _patterns() -> _Patterns:
    words = point_words()

    verbs, names = vocabulary().verbs, vocabulary().nominal_verbs
    return _Patterns(
        leading=re.compile(f"^(?:{alternatives(words.manner, verbs)})(?![性化者率力员级度型点书面量])"),
        doing=re.compile(f"^(?!{alternatives(names)})(?:{alternatives(words.doing, verbs)})"),
        result=re.compile(
            f"(?:{alternatives(words.degree)})+(?:{alternatives(words.results)})$|(?<=.{{4}})(?:更趋|更为).{{2}}$"
        ),
        means=re.compile(f"^(?:{alternatives(words.means)})"),
        scope=re.compile(f"^(?:{alternatives(words.scope)})(?![级内外直])(?=.{{3}})"),
        preposition=re.compile(f"^(?!{alternatives(words.conjoined)})(?:{alternatives(words.prepositions)})"),
    )


class PointReader:
    """Reads the points of the items of one document.

    Args:
        texts: all texts of the document: they show which strings of characters are words of their own.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._before: defaultdict[str, set[str]] = defaultdict(set)
        for text in texts:
            flat = comparable(text)
            for position in range(1, len(flat) - 3):
                beginning = flat[position : position + 4]
                if len(self._before[beginning]) < 3:
                    self._before[beginning].add(flat[position - 1])

    def read(self, title: str, text: str) -> tuple[str, ...]:
        """Return the points of an item, in order, each once and none that another one contains.

        Args:
            title: its title, which is a point itself where it names something.
            text: what it says.
        """
        found: dict[str, None] = {}
        for clause in (comparable(title), *_SENTENCE.findall(comparable(text))):
            found |= dict.fromkeys(self._of_clause(clause))
        return tuple(point for point in found if not any(point != other and point in other for other in found))

    def _of_clause(self, clause: str) -> list[str]:
        points = [
            name for name in _QUOTED.findall(clause) if _SHORTEST <= len(name) <= LONGEST_POINT and _is_point(name)
        ]
        patterns = _patterns()
        clause = _TIME.sub("", clause)
        if patterns.means.match(clause):
            return points
        clause = _LONG_NAME.sub("", clause)
        clause = patterns.result.sub("", clause)
        parts = _PARTS.split(clause)
        for before, part, after in zip(("", *parts), parts, (*parts[1:], "　　"), strict=False):
            if len(after) == 1 and len(part) > 1:
                continue  # 城市水、电、气: the last character belongs to the list
            name = self._of_part(part.removeprefix("县") if before.endswith("市") else part)
            if name:
                points.append(name)
        return points

    def _of_part(self, part: str) -> str | None:
        quoted = list(_QUOTED.finditer(part))
        if quoted:
            tail = part[quoted[-1].end() :]
            whole = quoted[-1][1] + tail
            named = len(tail) >= 2 and len(whole) <= LONGEST_POINT and tail not in point_words().empty
            return whole if named and _is_point(whole) and "的" not in tail else None
        part = _patterns().result.sub("", part)
        if _patterns().preposition.match(part):
            return None
        return self._fitted(_object(part))

    def _fitted(self, name: str) -> str | None:
        """Return a name of the right length, cut at the beginning of a word where it is too long."""
        if len(name) > LONGEST_POINT:
            cuts = range(len(name) - LONGEST_POINT, len(name) - _SHORTEST)
            name = next((name[cut:] for cut in cuts if len(self._before.get(name[cut : cut + 4], ())) >= 2), "")
            name = _object(name)
        if len(name) < _SHORTEST or _patterns().preposition.match(name) or not _is_point(name):
            return None
        return name


def _object(part: str) -> str:
    """Return what a part of a clause is about: without words of doing before it and of description."""
    patterns = _patterns()
    while True:
        match = patterns.leading.match(part)
        if match and len(part) - match.end() >= _SHORTEST:
            part = part[match.end() :]
            continue
        break
    if len(part) <= _SHORTEST + 1 and patterns.doing.match(part):
        return ""  # 强化政府、……, 推进水、电、气: what is left when a list is taken apart
    head, mark, tail = part.rpartition("的")
    if mark and len(tail) >= _SHORTEST:
        part = tail
    elif mark:
        part = head.rpartition("的")[2] or head
    while (match := patterns.scope.match(part)) is not None:
        part = part[match.end() :]
    return part


def _is_point(name: str) -> bool:
    words = point_words()
    return (
        name not in words.empty
        and _CHINESE.fullmatch(name) is not None
        and not _FIGURE.search(name)
        and not any(mark in name for mark in words.sentence_marks)
    )
