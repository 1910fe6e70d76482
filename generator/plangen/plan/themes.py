"""Themes: the subjects of emergency management, with measures in our own words and the units that usually answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated

from plangen.plan.facts import PLACE_NAMES
from plangen.plan.knowledge import Proposal, check_gaps, fact_path, gaps_of
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Read, load_shape
from plangen.terms.text import half_width, squeeze
from plangen.terms.units import unit_name
from plangen.terms.word_index import WordIndex

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GOAL_NAMES = (*PLACE_NAMES, "end")
_QUANTITY = re.compile(r"[一-龥]{4,14}")
_SUGGESTION = re.compile(r"[^【】{}\s]{1,20}")
_FEWEST_MEASURES = 2
_SHORTEST_WORD = 2
_QUOTES = str.maketrans("", "", "“”‘’\"'「」『』")


def fold(text: str) -> str:
    """Return a text as words are looked for in it: without quotes, white space and full-width ASCII."""
    return squeeze(half_width(text).translate(_QUOTES)).upper() if text else ""


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError("只能用小写字母、数字和连字符，例如 flood-drought")
    return text


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, words)))


def _long_enough(words: tuple[str, ...]) -> tuple[str, ...]:
    if short := [word for word in words if len(word) < _SHORTEST_WORD] or not words:
        said = f"“{'、'.join(short)}”太短，容易误认" if isinstance(short, list) else "是空的，这个主题永远不会被认出"
        raise ValueError(f"{said}，请写两个字以上的词")
    return words


Words = Annotated[tuple[str, ...], _folded]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One sentence that a county can write for a theme.

    Attributes:
        text: a sentence with gaps, ends with 。; names: those of :data:`plangen.plan.facts.PLACE_NAMES`, ``needs``
            facts by dotted name, the theme's quantities.
        needs: dotted fact names that must be known for ``text``.
        fallback: the sentence when a needed fact is unknown; None drops this measure in that case.
    """

    text: Proposal
    needs: tuple[Annotated[str, fact_path], ...] = ()
    fallback: Proposal | None = None


def _measure(written: str | Measure) -> Measure:
    return written if isinstance(written, Measure) else Measure(text=written)


def _enough(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    if len(measures) < _FEWEST_MEASURES:
        raise ValueError(f"措施少于{_FEWEST_MEASURES}条，请补写，每条一个完整的句子")
    return measures


def _named(quantities: Mapping[str, str]) -> Mapping[str, str]:
    if wrong := next((name for name in quantities if not _QUANTITY.fullmatch(name)), None):
        raise ValueError(f"定量的名称“{wrong}”须是四到十四个汉字，例如 挂牌督办下达")
    if wrong := next((value for value in quantities.values() if not _SUGGESTION.fullmatch(value)), None):
        raise ValueError(f"定量的建议值“{wrong}”须是二十个字以内的短语，例如 3日内")
    return quantities


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
        goal: what is reached when a goal of the parents about this subject is reached; a sentence with gaps for
            ``county`` and ``end`` (2030年, or 实施期末); None: this theme says nothing for goals.
        goal_with: the group of units that takes part in such a goal, instead of the one that takes part in every goal.
        quantities: what a sentence needs a figure for, which the county has to decide -> what we suggest
            (挂牌督办下达: 3日内); see :func:`printed_quantities`.
        measures: two to four.
    """

    id: Annotated[str, _slug]
    name: str
    words: Annotated[Words, _long_enough]
    not_words: Words = ()
    requires: Annotated[str, fact_path] | None = None
    absent: Proposal | None = None
    lead: Annotated[str, unit_name]
    support: tuple[Annotated[str, unit_name], ...] = ()
    goal: Proposal | None = None
    goal_with: Annotated[str, unit_name] | None = None
    quantities: Annotated[Mapping[str, str], _named] = field(default_factory=dict, hash=False)
    measures: Annotated[tuple[Annotated[Measure, Read(Measure | Proposal, _measure)], ...], _enough]

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield that only one of ``requires`` and ``absent`` is there, and gaps for what nobody knows."""
        if (self.requires is None) != (self.absent is None):
            yield (), "requires 和 absent 须同时写或同时不写"
        used: set[str] = set()
        for place, sentence, names in self.sentences():
            used |= gaps_of(sentence)
            try:
                check_gaps(sentence, (*names, *self.quantities))
            except ValueError as error:
                yield place, str(error)
        for name in self.quantities.keys() - used:
            yield ("quantities",), f"定量“{name}”没有一句用到"

    def sentences(self) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
        """Yield all sentences of the theme with their places, and the names that they may use besides quantities."""
        given: list[tuple[tuple[str | int, ...], str | None, tuple[str, ...]]]
        given = [(("absent",), self.absent, PLACE_NAMES), (("goal",), self.goal, _GOAL_NAMES)]
        for index, measure in enumerate(self.measures):
            given.append((("measures", index), measure.text, (*PLACE_NAMES, *measure.needs)))
            given.append((("measures", index), measure.fallback, PLACE_NAMES))
        yield from ((place, sentence, names) for place, sentence, names in given if sentence)


class Themes(tuple[Theme, ...]):
    """Several themes, and an index of their words."""

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self._meanings)

    @cached_property
    def _meanings(self) -> Mapping[str, list[tuple[int, int]]]:
        """Word -> the themes that have it, and where in each it stands."""
        meanings: dict[str, list[tuple[int, int]]] = {}
        for place, theme in enumerate(self):
            for index, word in enumerate(theme.words):
                meanings.setdefault(word, []).append((place, index))
        return meanings

    def named_in(self, text: str) -> Mapping[int, list[int]]:
        """Return which words of which themes stand in a text, both by their places and in order.

        Args:
            text: as :func:`searchable` gives it.
        """
        named: dict[int, list[int]] = {}
        for place, index in sorted(entry for word in self._index.words_of(text) for entry in self._meanings[word]):
            named.setdefault(place, []).append(index)
        return named


@dataclass(frozen=True, kw_only=True)
class _ThemesFile:
    themes: Annotated[tuple[Theme, ...], Themes]

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield ids, names of quantities and sentences that stand twice, with their places."""
        seen: Counter[str] = Counter()
        for index, theme in enumerate(self.themes):
            named = [((), theme.id, "主题编号"), *((("quantities",), name, "定量") for name in theme.quantities)]
            said = [(place, sentence, "") for place, sentence, _ in theme.sentences()]
            for place, text, what in (*named, *said):
                seen[text] += 1
                if seen[text] > 1:
                    yield ("themes", index, *place), f"{what}“{text}”在主题库里出现了两次"


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


def load_themes(path: Path | None = None) -> Themes:
    """Load the themes.

    Args:
        path: another file than the shipped ``templates/knowledge/themes.yaml``.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong; the findings name every place.
    """
    return _indexed(load_shape(_ThemesFile, path or knowledge_file("themes.yaml")).themes)


def _indexed(themes: Iterable[Theme]) -> Themes:
    return themes if isinstance(themes, Themes) else Themes(themes)


def printed_quantities(themes: Iterable[Theme], decided: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Return how each quantity of the themes is printed: as the county decided it, else as 【suggestion】.

    Args:
        themes: all themes.
        decided: name of a quantity -> what the county decided; names that no theme has are passed over.
    """
    suggested = {name: f"【{value}】" for one in themes for name, value in one.quantities.items()}
    return suggested | {name: value for name, value in (decided or {}).items() if name in suggested and value}


def searchable(text: str) -> str:
    """Return a text folded, and apart what only looks like a theme's word: 信息化工程 has no 化工 in it."""
    return _NO_WORD.sub("化 ", fold(text))


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
    known = _indexed(themes)
    plain_title, plain_text, plain_group = plain = tuple(searchable(part or "") for part in (title, text, group))
    in_title, in_text, in_group = map(known.named_in, plain)
    found: list[ThemeMatch] = []
    for place in sorted({*in_title, *in_text, *in_group}):
        theme = known[place]
        if any(word in plain_title for word in theme.not_words):
            continue
        title_score = _title_score(theme, plain_title, in_title.get(place, ()))
        beside = _text_score(theme, plain_text, in_text.get(place, ()))
        beside += _GROUP_WEIGHT * _title_score(theme, plain_group, in_group.get(place, ()))
        if title_score or beside >= _LEAST_TEXT_SCORE:
            score = _TITLE_WEIGHT * title_score + min(beside, _TEXT_LIMIT)
            found.append(ThemeMatch(theme=theme, score=score, in_title=title_score > 0))
    if not found:
        return ()
    found.sort(key=lambda match: -match.score)
    best = found[0]
    share = _TITLE_SHARE if best.in_title else _TEXT_SHARE
    return tuple(match for match in found if match.in_title is best.in_title and match.score >= share * best.score)


def _title_score(theme: Theme, title: str, present: Iterable[int]) -> float:
    """Weigh the theme's words in a title; a word inside a longer word of the theme does not count again.

    Args:
        theme: the theme.
        title: the title.
        present: which of the theme's words stand in it, by their places.
    """
    if not present:
        return 0.0
    rest, score = title, 0.0
    for index in sorted(present, key=lambda index: (-len(theme.words[index]), index)):
        word = theme.words[index]
        if word in rest:
            rest = rest.replace(word, "\0" * len(word))
            score += _weight(theme, index)
    cover = rest.count("\0") / len(title)
    return score * (_LEAST_COVER + (1 - _LEAST_COVER) * cover)


def _text_score(theme: Theme, text: str, present: Iterable[int]) -> float:
    return _TEXT_WEIGHT * sum(
        min(text.count(theme.words[index]), _TEXT_REPEATS) * _weight(theme, index) for index in present
    )


def _weight(theme: Theme, index: int) -> float:
    words = theme.words
    strength = 1 + _FIRST_WORD_BONUS * (1 - index / len(words))
    return strength * float(len(words[index]) ** _LENGTH_POWER)
