"""Titles taken apart: what they are about, and the words that one of two titles for the same task may have more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from plangen.terms.kept import longest_first
from plangen.terms.likeness import plain
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Keys, load_shape

_DIGITS = re.compile(r"\d+")
_THRESHOLDS = ("shortest", "group", "units", "nested_title", "text", "title", "text_alone", "margin", "possible")


def _spellings(table: Mapping[str, str]) -> dict[str, str]:
    """Return spellings with the longest first, so that a longer one is never cut by a shorter one."""
    return {key.lower(): table[key] for key in sorted(table, key=len, reverse=True)}


@dataclass(frozen=True, kw_only=True, eq=False)
class SameWords:
    """What same.yaml says.

    Attributes:
        generic: words of a title that do not say what is to be done, the longest first.
        weak: words that one of two titles may have more.
        title_synonyms: spellings of the same thing in titles.
        indicator_synonyms: the same in names of indicators.
        thresholds: see the file.
    """

    generic: Annotated[tuple[str, ...], longest_first]
    weak: Annotated[tuple[str, ...], longest_first]
    title_synonyms: Annotated[Mapping[str, str], _spellings] = field(default_factory=dict)
    indicator_synonyms: Annotated[Mapping[str, str], _spellings] = field(default_factory=dict)
    thresholds: Annotated[Mapping[str, float], Keys(*_THRESHOLDS)]


def load_same_words(path: Path | None = None) -> SameWords:
    """Read the words and thresholds.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or does not fit.
    """
    return load_shape(SameWords, path or knowledge_file("same.yaml"))


def indicator_key(name: str, words: SameWords | None = None) -> str:
    """Return what two names of the same indicator have in common (亿元GDP… = 亿元地区生产总值…)."""
    words = words or load_same_words()
    key = plain(name)
    return _unified(key, words.indicator_synonyms)


def _unified(text: str, synonyms: Mapping[str, str]) -> str:
    for spelling, meaning in synonyms.items():
        text = text.replace(spelling, meaning)
    return text


@dataclass(frozen=True)
class Core:
    """A title taken apart: what it is about, and the words that one of two titles may have more."""

    plain: str
    strong: tuple[str, ...]
    weak: frozenset[str]
    digits: tuple[str, ...]
    length: int  # how many characters say what is to be done


def core_of(title: str, words: SameWords) -> Core:
    """Return a title taken apart."""
    text = _unified(plain(title), words.title_synonyms)
    digits = tuple(_DIGITS.findall(text))
    rest = _without(text, words.generic)
    weak = frozenset(word for word in words.weak if word in rest)
    strong = tuple(sorted(_without(rest, words.weak)))
    return Core(text, strong, weak, digits, len(strong) + sum(map(len, weak)))


@lru_cache(maxsize=8)
def _alternatives(found: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, found)) or "(?!)")


def _without(text: str, found: tuple[str, ...]) -> str:
    return _alternatives(found).sub("", text)


def surely_same(first: Core, second: Core, shortest: float) -> bool:
    """Return whether two titles surely name the same task.

    Args:
        first: a title, taken apart.
        second: the other.
        shortest: how many characters at least must say what is to be done.
    """
    if first.plain == second.plain:
        return True
    if min(first.length, second.length) < shortest:
        return False
    if first.strong != second.strong or first.digits != second.digits or not first.strong:
        return False
    if first.weak == second.weak:
        return True
    return len(first.strong) >= shortest and (first.weak <= second.weak or second.weak <= first.weak)


@lru_cache(maxsize=4096)
def title_text(title: str, words: SameWords) -> str:
    """Return a title for :class:`Similarity`: without generic words, or whole where nothing else is left."""
    text = _unified(plain(title), words.title_synonyms)
    return _without(text, words.generic) or text
