"""Periods of plans: 2026—2030年 and the names of five-year plans (“十五五”)."""

from __future__ import annotations

import re

from plangen.terms.numerals import chinese_number, parse_number
from plangen.terms.text import half_width

YEARS = r"(?P<first>\d{4})\s*年?\s*[-—–－―~～至到]+\s*(?P<last>\d{4})"
"""Two years that make a period, for patterns."""

_YEARS = re.compile(rf"{YEARS}\s*年?")
# the first five-year plan began in 1953; since 1966 they begin every five years: the third in 1966
_THIRD = 1966
_LAST_KNOWN = 92


def read_period(text: str) -> tuple[int, int] | None:
    """Return a period that a text consists of (2026—2030年, 2026年至2030年), or None."""
    match = _YEARS.fullmatch(half_width(text).strip())
    return (int(match["first"]), int(match["last"])) if match else None


def period_name(period: tuple[int, int]) -> str:
    """Return a period as titles write it: (2026, 2030) -> “十五五”, another one as years, 2027—2029年."""
    start, end = period
    ordinal, remainder = divmod(start - _THIRD, 5)
    if remainder or end != start + 4 or not 0 <= ordinal <= _LAST_KNOWN - 3:
        return f"{start}—{end}年"
    return f"“{chinese_number(ordinal + 3)}五”"


def period_named(numeral: str) -> tuple[int, int] | None:
    """Return the five years that the number of a five-year plan means: 十四 -> (2021, 2025); None for no such plan."""
    number = parse_number(numeral)
    if number is None or not 3 <= number <= _LAST_KNOWN:
        return None
    start = _THIRD + 5 * (number - 3)
    return start, start + 4
