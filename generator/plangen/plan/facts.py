"""The county's situation as facts: looked up by name, judged, and filled into sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping

from plangen.plan.rules import MEASURE_TEMPLATE
from plangen.terms.levels import LevelWords

PLACE_NAMES = ("county", "level", "towns")
"""What every sentence may name: 永和县; 县, 区, 市, 旗; what is below it, 乡镇（街道）."""

GAP = re.compile(r"\{\{\s*(.*?)\s*\}\}")
"""A gap in a sentence, and the name of what stands in it."""

_NO_WORDS = frozenset({"", "0", "无", "没有", "否"})


def place_names(words: LevelWords) -> dict[str, str]:
    """Return the values of :data:`PLACE_NAMES` for a county."""
    return dict(zip(PLACE_NAMES, (words.name, words.level, words.lower), strict=True))


def look_up(facts: Mapping[str, object], name: str) -> object | None:
    """Return a fact by its dotted name, or None where it is not stated."""
    value: object = facts
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def exists(facts: Mapping[str, object], name: str) -> bool | None:
    """Return whether the county has the thing that an existence fact names; None where nobody says.

    A number above 0, true and any text but 无, 没有, 否 mean that it has; so does a mapping with a ``total`` above 0.
    """
    value = look_up(facts, name)
    if isinstance(value, Mapping):
        value = value.get("total", True if value else None)
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() not in _NO_WORDS
    return bool(value)


def is_stated(value: object | None) -> bool:
    """Return whether a sentence can print a fact: a number above 0 or a text (true says only that there are some)."""
    return value is not None and not isinstance(value, (bool, Mapping)) and value not in (0, "")


def filled(sentence: str, names: Mapping[str, object]) -> str:
    """Return a sentence with values in its gaps: 在{{ villages }}个行政村 -> 在69个行政村.

    Args:
        sentence: the sentence; a gap has the name of a value in it, dotted where that stands in a group.
        names: the values.

    Raises:
        FindingsError: a gap names something that has no value, or is no name.
    """

    def value(gap: re.Match[str]) -> str:
        found = look_up(names, gap[1])
        if not isinstance(found, (str, int, float)):
            raise MEASURE_TEMPLATE.error(sentence=sentence, problem=f"“{gap[1]}”没有值")
        # YAML reads some whole numbers as decimals
        return str(int(found) if isinstance(found, float) and found.is_integer() else found)

    return GAP.sub(value, sentence) if "{{" in sentence else sentence
