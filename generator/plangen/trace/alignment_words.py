"""The words, weights and thresholds for comparing texts, and how a text is taken apart for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any

from plangen.terms.resources import knowledge_file
from plangen.terms.text import half_width
from plangen.terms.yaml_data import yaml_words

MATCH = (
    "closest_item",
    "closest_place",
    "subject",
    "title_in_place",
    "sentence",
    "group",
    "units",
    "item_place",
    "elsewhere",
    "order",
    "about_parents",
    "row",
    "summary_heading",
)
"""The pieces of evidence that say which place carries an item."""

PRESENT = ("constant", "match", "lead", "keywords", "title_letters", "sentence", "item_place")
"""The pieces of evidence that say whether the likeliest place carries it at all."""

_THRESHOLDS = (
    "missing",
    "missing_without_text",
    "sure",
    "sure_without_text",
    "title",
    "title_alike",
    "beside_first",
    "point",
    "point_elsewhere",
    "telling",
    "enough",
    "copied",
    "enough_copied",
    "indicator",
    "indicator_alike",
    "worth_naming",
)
_CLAUSE = re.compile(r"[^0-9A-Za-z一-龥+%]+")
_SENTENCE = re.compile(r"[。；;！？!?\n]+")
_PHRASE = re.compile(r"[。；;！？!?，,：:\n]+")
_LONGEST = 200_000  # characters of one text that are compared; a chapter without headings is one text
_LARGEST = 1_000.0  # no weight and no threshold makes sense beyond


@dataclass(frozen=True, kw_only=True, eq=False)
class AlignmentWords:
    """What alignment.yaml says; see there for the meaning of each.

    Attributes:
        boilerplate: phrases that everybody writes; they are no evidence.
        about_parents: words of headings and columns over what is said of the parents' items themselves.
        match: piece of evidence -> its weight, for which place carries an item.
        present: the same for whether it is carried at all.
        thresholds: see the file.
    """

    boilerplate: re.Pattern[str]
    about_parents: tuple[str, ...]
    match: Mapping[str, float]
    present: Mapping[str, float]
    thresholds: Mapping[str, float]


@lru_cache(maxsize=4)
def load_alignment_words(path: Path | None = None) -> AlignmentWords:
    """Read the words, weights and thresholds.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    with yaml_words(
        path or knowledge_file("alignment.yaml"),
        code="alignment-words",
        message="文字比对用的词表读不出来或缺少内容",
        hint="请对照文件中的说明改正；改乱了可以取回随程序发布的 templates/knowledge/alignment.yaml。",
    ) as data:
        return AlignmentWords(
            boilerplate=_any_of(_listed(data, "boilerplate")),
            about_parents=_listed(data, "about_parents"),
            match=_numbers(data, "match", MATCH),
            present=_numbers(data, "present", PRESENT),
            thresholds=_numbers(data, "thresholds", _THRESHOLDS),
        )


def _listed(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    # a lone word would be taken for a list of its letters, and an empty one is in every text
    found = data[name]
    if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
        raise ValueError(f"{name} 应为一列文字，每项不能为空")
    return tuple(found)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    for pattern in patterns:
        if re.search(pattern, ""):
            raise ValueError(f"boilerplate 中的“{pattern}”什么都没有也算，会把所有文字拆散")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def _numbers(data: Mapping[str, Any], section: str, names: Iterable[str]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for name in names:
        found = data[section][name]
        try:
            numbers[name] = float(str(found))  # of the text, for true is no number and a huge one is infinite
        except ValueError as error:
            raise ValueError(f"{section} 的 {name} 应为数字，现在是“{found!s:.40}”") from error
        if not abs(numbers[name]) <= _LARGEST:  # nor is it with nan, which would make everything sure
            raise ValueError(f"{section} 的 {name} 应在正负{_LARGEST:g}之间，现在是“{found!s:.40}”")
    return numbers


def without_boilerplate(text: str, words: AlignmentWords) -> str:
    """Return a text as it is compared: half width, without spaces and boilerplate."""
    return words.boilerplate.sub("，", half_width(text[:_LONGEST]).replace(" ", "")).lower()


@lru_cache(maxsize=4096)
def grams(text: str, words: AlignmentWords) -> frozenset[str]:
    """Return the character 2- and 3-grams of a text, none across punctuation, without boilerplate."""
    found: set[str] = set()
    for part in _CLAUSE.split(without_boilerplate(text, words)):
        for length in (2, 3):
            # one string for a gram that many texts have: a long draft has millions
            found.update(intern(part[start : start + length]) for start in range(len(part) - length + 1))
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, a semicolon ending one too."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def phrases(text: str) -> list[str]:
    """Return what stands between any two stops of a text, commas among them."""
    return [part for part in _PHRASE.split(text) if part.strip()]
