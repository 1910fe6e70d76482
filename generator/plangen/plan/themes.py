"""Themes: the subjects of emergency management, with measures in our own words and the units that usually answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from plangen.plan.facts import GOAL_NAMES, MEASURE_NAMES, sentence_problems
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Read, UnknownWordError, load_shape
from plangen.terms.text import half_width, squeeze
from plangen.terms.units import canonical, load_units

Problem = tuple[tuple[str | int, ...], str]
"""Where something is wrong in an entry of a knowledge file, and what, in Chinese."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FACT_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")
_FEWEST_MEASURES = 2
_SHORTEST_WORD = 2
_QUOTES = str.maketrans("", "", "“”‘’\"'「」『』")
# A word of 2n characters says far more than two words of n: 防汛抗旱 against 防汛.
_LENGTH_POWER = 1.7
_FIRST_WORD_BONUS = 0.4  # the strongest word of a theme against its weakest
_LEAST_COVER = 0.6  # what a word is worth in a title that goes on about other things
_TITLE_WEIGHT = 10.0
_TEXT_LIMIT = 8.0  # all that a text and a group can add stays below the shortest word in a title
_GROUP_WEIGHT = 0.3
_TEXT_WEIGHT = 0.12
_TEXT_REPEATS = 3
_LEAST_TEXT_SCORE = 2.0  # one short word somewhere in a long text reveals nothing
_TITLE_SHARE = 0.45  # a further theme counts when the title speaks of it about half as clearly as of the first
_TEXT_SHARE = 0.6
_NO_WORD = re.compile("化(?=工程)")


def fold(text: str) -> str:
    """Return a text as words are looked for in it: without quotes, white space and full-width ASCII."""
    return squeeze(half_width(text).translate(_QUOTES)).upper() if text else ""


def searchable(text: str) -> str:
    """Return a text folded, and apart what only looks like a theme's word: 信息化工程 has no 化工 in it."""
    return _NO_WORD.sub("化 ", fold(text))


def folded_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words as titles are folded, each once."""
    return tuple(dict.fromkeys(map(fold, words)))


@lru_cache(maxsize=1024)
def unit_name(name: str) -> str:
    """Return a unit's name where units.yaml knows it.

    Raises:
        UnknownWordError: it does not.
    """
    units = load_units()
    if canonical(name, units) is None:
        raise UnknownWordError(name, "单位", [unit.id for unit in units])
    return name


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One sentence that a county can write for a theme.

    Attributes:
        text: a Jinja sentence, ends with 。; names: ``county`` (永和县), ``needs`` facts by dotted name.
        needs: dotted fact names that must be known for ``text``.
        fallback: the sentence when a needed fact is unknown; None drops this measure in that case.
    """

    text: str
    needs: tuple[str, ...] = ()
    fallback: str | None = None

    def contradictions(self) -> Iterator[Problem]:
        """Yield what is wrong with it as a part of a knowledge file."""
        for name in self.needs:
            if not _FACT_NAME.fullmatch(name):
                yield ("needs",), f"needs 里的“{name}”不是县情名称，例如 geohazard_sites.total"
        yield from ((("text",), problem) for problem in sentence_problems(self.text, (*MEASURE_NAMES, *self.needs)))
        if self.fallback is not None:
            yield from ((("fallback",), problem) for problem in sentence_problems(self.fallback, MEASURE_NAMES))


def _measure(written: str | Measure) -> Measure:
    """Return a measure that stands in a file as a sentence alone, or with what it needs."""
    if isinstance(written, Measure):
        return written
    if problem := next(sentence_problems(written, MEASURE_NAMES), None):
        raise ValueError(problem)
    return Measure(text=written)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A subject (主题).

    Attributes:
        id: slug, ``flood``.
        name: Chinese name, 防汛抗旱.
        words: words that reveal it in a title or a text, the strongest first, folded as :func:`fold` does.
        not_words: words in a title that rule it out, folded too.
        requires: fact name (``coal_mines``) that must not be 0 or false; None: the theme always applies.
        absent: the sentence for a county where the required thing does not exist; a full sentence.
        lead: canonical unit (units.yaml) that usually leads.
        support: canonical units that usually take part.
        goal: what is reached when a goal of the parents about this subject is reached; a Jinja sentence with ``county``
            and ``end`` (2030年, or 实施期末); None: this theme says nothing for goals.
        measures: two to four.
    """

    id: str
    name: str
    words: Annotated[tuple[str, ...], folded_words]
    not_words: Annotated[tuple[str, ...], folded_words] = ()
    requires: str | None = None
    absent: str | None = None
    lead: Annotated[str, unit_name]
    support: tuple[Annotated[str, unit_name], ...] = ()
    goal: str | None = None
    measures: tuple[Annotated[Measure, Read(str | Measure, _measure)], ...]

    def contradictions(self) -> Iterator[Problem]:
        """Yield what is wrong with it as a part of a knowledge file."""
        if not _SLUG.fullmatch(self.id):
            yield ("id",), f"主题编号“{self.id}”只能用小写字母、数字和连字符，例如 flood-drought"
        if not self.words:
            yield ("words",), "words 是空的，这个主题永远不会被认出；请至少写一个两个字以上的词"
        for word in self.words:
            if len(word) < _SHORTEST_WORD:
                yield ("words",), f"“{word}”太短，容易误认；请写两个字以上的词"
        if (self.requires is None) != (self.absent is None):
            yield (), "requires（县情里的名称）和 absent（县里没有这一对象时的完整说明句）须同时写或同时不写"
        for key, sentence, names in (("absent", self.absent, MEASURE_NAMES), ("goal", self.goal, GOAL_NAMES)):
            yield from (((key,), problem) for problem in sentence_problems(sentence or "无。", names))
        if len(self.measures) < _FEWEST_MEASURES:
            yield ("measures",), f"措施少于{_FEWEST_MEASURES}条；请补写，每条一个完整的句子"

    def sentences(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the sentences that a plan may take from it, with their places."""
        for key, sentence in (("absent", self.absent), ("goal", self.goal)):
            if sentence:
                yield (key,), sentence
        for number, measure in enumerate(self.measures):
            yield ("measures", number, "text"), measure.text
            if measure.fallback:
                yield ("measures", number, "fallback"), measure.fallback


@dataclass(frozen=True, kw_only=True)
class ThemeMatch:
    """A theme that an item reveals.

    Attributes:
        score: how surely, comparable between the items of a plan; a match by the title beats any other.
        in_title: a word of the theme stands in the title.
    """

    theme: Theme
    score: float
    in_title: bool


@dataclass(frozen=True, kw_only=True)
class _Library:
    """The file of themes."""

    themes: tuple[Theme, ...]

    def contradictions(self) -> Iterator[Problem]:
        ids: set[str] = set()
        seen: set[str] = set()
        for number, theme in enumerate(self.themes):
            if theme.id in ids:
                yield ("themes", number), f"主题编号“{theme.id}”出现了两次；请给其中一个换一个编号，或合并两个主题"
            ids.add(theme.id)
            for place, sentence in theme.sentences():
                if sentence in seen:
                    yield ("themes", number, *place), f"“{sentence}”在主题库里出现了两次，方案里会重复；请改写其中一处"
                seen.add(sentence)


def load_themes(path: Path | None = None) -> tuple[Theme, ...]:
    """Load the themes.

    Args:
        path: another file than the shipped ``templates/knowledge/themes.yaml``.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong; the findings name every place.
    """
    return load_shape(_Library, path or knowledge_file("themes.yaml")).themes


def rank_themes(
    themes: Iterable[Theme], title: str, text: str | None = None, group: str | None = None
) -> tuple[ThemeMatch, ...]:
    """Return the themes that an item reveals, the surest first.

    Any word in the title beats whatever stands in the text or in the group's heading; long words beat short ones,
    earlier words of a theme its later ones.  Themes that the title mentions only in passing are left out.

    Args:
        themes: the themes to choose from.
        title: the item's title.
        text: what the document says about it, if anything.
        group: heading of the item's group.
    """
    plain_title, plain_text, plain_group = (searchable(part or "") for part in (title, text, group))
    found: list[ThemeMatch] = []
    for theme in themes:
        if any(word in plain_title for word in theme.not_words):
            continue
        title_score = _title_score(theme, plain_title)
        beside = _text_score(theme, plain_text) + _GROUP_WEIGHT * _title_score(theme, plain_group)
        if title_score or beside >= _LEAST_TEXT_SCORE:
            score = _TITLE_WEIGHT * title_score + min(beside, _TEXT_LIMIT)
            found.append(ThemeMatch(theme=theme, score=score, in_title=title_score > 0))
    if not found:
        return ()
    found.sort(key=lambda match: -match.score)
    best = found[0]
    share = _TITLE_SHARE if best.in_title else _TEXT_SHARE
    return tuple(match for match in found if match.in_title is best.in_title and match.score >= share * best.score)


def match_themes(
    themes: Iterable[Theme], title: str, text: str | None = None, group: str | None = None, limit: int = 3
) -> tuple[Theme, ...]:
    """Return at most ``limit`` themes that an item reveals, the surest first; see :func:`rank_themes`.

    Args:
        themes: the themes to choose from.
        title: the item's title.
        text: what the document says about it, if anything.
        group: heading of the item's group.
        limit: how many themes to return at most.
    """
    return tuple(match.theme for match in rank_themes(themes, title, text, group)[:limit])


def _title_score(theme: Theme, title: str) -> float:
    """Weigh the theme's words in a title; a word inside a longer word of the theme does not count again."""
    present = [(len(word), index, word) for index, word in enumerate(theme.words) if word in title]
    if not present:
        return 0.0
    rest, score = title, 0.0
    for length, index, word in sorted(present, key=lambda entry: (-entry[0], entry[1])):
        if word in rest:
            rest = rest.replace(word, "\0" * length)
            score += _weight(theme, index)
    cover = rest.count("\0") / len(title)
    return score * (_LEAST_COVER + (1 - _LEAST_COVER) * cover)


def _text_score(theme: Theme, text: str) -> float:
    if not text:
        return 0.0
    return _TEXT_WEIGHT * sum(
        min(text.count(word), _TEXT_REPEATS) * _weight(theme, index)
        for index, word in enumerate(theme.words)
        if word in text
    )


def _weight(theme: Theme, index: int) -> float:
    words = theme.words
    strength = 1 + _FIRST_WORD_BONUS * (1 - index / len(words))
    return strength * float(len(words[index]) ** _LENGTH_POWER)
