"""The words, weights and thresholds for comparing texts, and how a text is taken apart for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Annotated

from plangen.terms.kept import between
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import ANY_OF, Keys, load_shape
from plangen.terms.text import half_width

MATCH = (
    "closest_item",
    "closest_place",
    "subject",
    "title_in_place",
    "sentence",
    "group",
    "siblings",
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
    "sure_with_points",
    "sure_without_text",
    "title",
    "title_alike",
    "beside_first",
    "point",
    "point_elsewhere",
    "telling",
    "own_words",
    "copied",
    "enough_copied",
    "enough_points",
    "indicator",
    "indicator_alike",
    "worth_naming",
)
_CLAUSE = re.compile(r"[^0-9A-Za-z一-龥+%]+")
_SENTENCE = re.compile(r"[。；;！？!?\n]+")
_PHRASE = re.compile(r"[。；;！？!?，,：:\n]+")
_LONGEST = 200_000  # characters of one text that are compared; a chapter without headings is one text
Weight = Annotated[float, between(-1_000, 1_000)]  # no weight and no threshold makes sense beyond


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

    boilerplate: Annotated[re.Pattern[str], ANY_OF]
    about_parents: tuple[str, ...]
    match: Annotated[Mapping[str, Weight], Keys(*MATCH)]
    present: Annotated[Mapping[str, Weight], Keys(*PRESENT)]
    thresholds: Annotated[Mapping[str, Weight], Keys(*_THRESHOLDS)]


def load_alignment_words(path: Path | None = None) -> AlignmentWords:
    """Read the words, weights and thresholds.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or does not fit.
    """
    return load_shape(AlignmentWords, path or knowledge_file("alignment.yaml"))


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
