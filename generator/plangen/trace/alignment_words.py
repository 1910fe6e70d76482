"""The words, weights and thresholds for comparing texts, and how a text is taken apart for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plangen.resources import knowledge_file
from plangen.text import half_width
from plangen.yaml_data import yaml_words

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
_LONGEST = 20_000  # characters of one text that are compared


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
            boilerplate=re.compile("|".join(f"(?:{pattern})" for pattern in data["boilerplate"])),
            about_parents=tuple(map(str, data["about_parents"])),
            match={name: float(data["match"][name]) for name in MATCH},
            present={name: float(data["present"][name]) for name in PRESENT},
            thresholds={name: float(data["thresholds"][name]) for name in _THRESHOLDS},
        )


def without_boilerplate(text: str, words: AlignmentWords) -> str:
    """Return a text as it is compared: half width, without spaces and boilerplate."""
    return words.boilerplate.sub("，", half_width(text[:_LONGEST]).replace(" ", "")).lower()


@lru_cache(maxsize=4096)
def grams(text: str, words: AlignmentWords) -> frozenset[str]:
    """Return the character 2- and 3-grams of a text, none across punctuation, without boilerplate."""
    found: set[str] = set()
    for part in _CLAUSE.split(without_boilerplate(text, words)):
        for length in (2, 3):
            found.update(part[start : start + length] for start in range(len(part) - length + 1))
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, a semicolon ending one too."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def phrases(text: str) -> list[str]:
    """Return what stands between any two stops of a text, commas among them."""
    return [part for part in _PHRASE.split(text) if part.strip()]
