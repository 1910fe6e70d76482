"""Comparing targets of indicators: which of 下降15%, <0.8, 90%以上 asks for more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from plangen.plan.wording import PlanWords
from plangen.terms.text import half_width

_NUMBER = re.compile(r"(?<![\d.])([-－—]?)\s*(\d+(?:\.\d+)?)\s*(%|‰|万|亿)?")
_SCALE = {"": 1.0, "%": 0.01, "‰": 0.001, "万": 1e4, "亿": 1e8}


class Direction(Enum):
    """Which way a target pulls."""

    REDUCTION = "reduction"  # 下降15%: a larger number asks for more
    AT_MOST = "at most"  # <0.8: a smaller number asks for more
    AT_LEAST = "at least"  # 90%以上: a larger number asks for more


@dataclass(frozen=True)
class Target:
    """A target that can be compared."""

    direction: Direction
    value: float


def parse_target(text: str, name: str, words: PlanWords) -> Target | None:
    """Return what a target asks for, or None where it has no single number or no clear direction.

    Args:
        text: the target as written: 下降15%, -15.5%, <0.04, 90%以上, 0.
        name: the indicator's name, which gives the direction of a bare number.
        words: words that show the direction.
    """
    plain = half_width(text).replace("＜", "<").replace("＞", ">").replace(",", "")
    # a number in brackets or quotation marks explains the target, it is not the target: -15%(648), “十三五”
    plain = re.sub(r"\([^()]*\)|“[^“”]*”", "", plain)
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1:
        return None
    sign, digits, unit = numbers[0]
    value = float(digits) * _SCALE[unit]
    lists = words.indicators
    if sign or any(word in plain for word in lists["reduction"]):
        return Target(Direction.REDUCTION, value)
    # 不低于 contains 低于, 不高于 contains 高于: the longer word decides
    upper = max((len(word) for word in lists["upper"] if word in plain), default=0)
    lower = max((len(word) for word in lists["lower"] if word in plain), default=0)
    if upper != lower:
        return Target(Direction.AT_MOST if upper > lower else Direction.AT_LEAST, value)
    if any(word in name for word in lists["lower_is_better"]):
        return Target(Direction.AT_MOST, value)
    if any(word in name for word in lists["higher_is_better"]):
        return Target(Direction.AT_LEAST, value)
    return None


def compare_targets(first: str, second: str, name: str, words: PlanWords) -> int | None:
    """Return 1 when the first target asks for more, -1 for less, 0 for the same, None when nobody can tell."""
    if half_width(first).replace(" ", "") == half_width(second).replace(" ", ""):
        return 0
    a, b = parse_target(first, name, words), parse_target(second, name, words)
    if a is None or b is None or a.direction is not b.direction:
        return None
    if a.value == b.value:
        return 0
    more = a.value > b.value
    return 1 if more is not (a.direction is Direction.AT_MOST) else -1


def strictest_target(targets: Sequence[str], name: str, words: PlanWords) -> str:
    """Return the target that asks for most, the first where that cannot be told.

    Args:
        targets: at least one target.
        name: the indicator's name.
        words: words that show the direction.
    """
    best = targets[0]
    for target in targets[1:]:
        if compare_targets(target, best, name, words) == 1:
            best = target
    return best
