"""Targets and other figures that a plan asks for: direction, value and unit, and which of two asks for more.

下降15%, <0.8, 90%以上, 10小时以内: the words that show a direction are data (outline.yaml, targets).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from plangen.terms.patterns import lazy_pattern
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

_NUMBER = lazy_pattern(r"(?<![\d.])([-－—])?(\d+(?:\.\d+)?)(%|‰|个百分点|[万亿]?(?:[a-z㎡一-龥]{0,3}))", re.IGNORECASE)
_SCALE = {"%": 0.01, "‰": 0.001, "个百分点": 0.01, "万": 1e4, "亿": 1e8}
_SAME_UNIT = {"分钟": ("小时", 1 / 60), "小时": ("小时", 1.0), "日": ("小时", 24.0), "天": ("小时", 24.0)}
# a number in brackets or quotation marks explains the target, it is not the target: -15%(648), “十三五”
_EXPLAINS = lazy_pattern(r"\([^()]*\)|“[^“”]*”")


class Direction(StrEnum):
    """Which way a figure pulls."""

    REDUCTION = "reduction"  # 下降15%: a larger number asks for more
    INCREASE = "increase"  # 提高5个百分点: a larger number asks for more
    AT_MOST = "at most"  # <0.8: a smaller number asks for more
    AT_LEAST = "at least"  # 90%以上: a larger number asks for more


@dataclass(frozen=True)
class Target:
    """A figure that can be compared.

    Attributes:
        direction: which way it pulls.
        value: the number, percentages and 万 worked out, times in hours.
        unit: what is counted (小时, 人, 处); empty where none is written.
    """

    direction: Direction
    value: float
    unit: str = ""


def parse_target(text: str, name: str = "") -> Target | None:
    """Return what a target asks for, or None where it has no single number or no clear direction.

    Args:
        text: the target as written: 下降15%, -15.5%, <0.04, 90%以上, 0, 零.
        name: the indicator's name, which gives the direction of a bare number.
    """
    plain = _EXPLAINS.sub("", _plain(text))
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1:
        return None
    sign, digits, unit = numbers[0]
    direction = Direction.REDUCTION if sign else _direction(plain, name)
    if direction is None:
        return None
    scale = next((mark for mark in _SCALE if unit.startswith(mark)), "")
    counted = _counted(unit.removeprefix(scale))
    unit, factor = _SAME_UNIT.get(counted, (counted, 1.0))
    return Target(direction, float(digits) * _SCALE.get(scale, factor), unit)


def _plain(text: str) -> str:
    flat = comparable(text).replace(",", "")
    return "0" if flat == "零" else flat


def _counted(unit: str) -> str:
    """Return what is counted without the words of direction that follow it (5个以内 -> 个)."""
    ends = {"内", "左", *(word[:1] for word in vocabulary().targets.every)}
    return "".join(takewhile(lambda character: character not in ends, unit))


def _direction(plain: str, name: str) -> Direction | None:
    words = vocabulary().targets
    # 不低于 contains 低于, 下降至 contains 下降: the longest word decides
    found = {
        direction: max((len(word) for word in words.of(direction.name.lower()) if word in plain), default=0)
        for direction in Direction
    }
    most = max(found.values())
    best = [direction for direction, length in found.items() if length == most > 0]
    if len(best) == 1 or Direction.REDUCTION in best:
        return best[0]
    if any(word in name for word in words.lower_is_better):
        return Direction.AT_MOST
    if any(word in name for word in words.higher_is_better):
        return Direction.AT_LEAST
    return None


def compare_targets(first: str, second: str, name: str) -> int | None:
    """Return 1 when the first target asks for more, -1 for less, 0 for the same, None when nobody can tell."""
    if _plain(first) == _plain(second):
        return 0
    a, b = parse_target(first, name), parse_target(second, name)
    if a is None or b is None or a.direction is not b.direction or (a.unit and b.unit and a.unit != b.unit):
        return None
    if a.value == b.value:
        return 0
    more = a.value > b.value
    return 1 if more is not (a.direction is Direction.AT_MOST) else -1


def strictest_target(targets: Sequence[str], name: str) -> str:
    """Return the target that asks for most, the first where that cannot be told.

    Args:
        targets: at least one target.
        name: the indicator's name.
    """
    best = targets[0]
    for target in targets[1:]:
        if compare_targets(target, best, name) == 1:
            best = target
    return best


def same_figures(first: str, second: str) -> bool:
    """Return whether two texts name the same figures, in whatever words (小于0.8 and <0.8)."""
    one, other = _plain(first), _plain(second)
    figures = _worked_out(one)
    return figures == _worked_out(other) and (bool(figures) or one == other)


def _worked_out(text: str) -> list[float]:
    """Return the figures of a text; 2万 is 20000, percentages stay as they are written."""
    found = re.findall(r"(\d+(?:\.\d+)?)([万亿]?)", text)
    return [float(digits) * _SCALE.get(scale, 1.0) for digits, scale in found]
