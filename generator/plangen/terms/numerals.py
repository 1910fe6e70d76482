"""Numerals as Word writes automatic numbers: 三, 叁, ③, iii, C, 03."""

from __future__ import annotations

from collections.abc import Callable

_LOWER = "零一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_COUNTED = 99_999_999


def numeral(value: int, form: str) -> str | None:
    """Return a number in one of Word's number formats.

    Args:
        value: the number, not negative.
        form: value of ``w:numFmt`` (ST_NumberFormat), for instance ``chineseCountingThousand``.

    Returns:
        The numeral; an empty string for ``none`` and ``bullet``; None when the format is not known.
    """
    if form in ("none", "bullet"):
        return ""
    if form in _PLAIN:
        return str(value)
    writer = _WRITERS.get(form)
    return writer(value) if writer else None


def circled(value: int) -> str:
    """Return a number in a circle (① … ㊿), or in digits beyond 50."""
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    if 36 <= value <= 50:
        return chr(0x32B1 + value - 36)
    return "⓪" if value == 0 else str(value)


def _counted(
    value: int, digits: str = _LOWER, units: str = "十百千", *, short_ten: bool = True, bare_units: bool = False
) -> str:
    """Write a number with 十, 百, 千 and 万.

    Args:
        value: the number.
        digits: the ten digits.
        units: the signs for ten, hundred and thousand.
        short_ten: 十一 and not 一十一.
        bare_units: 百 and not 一百, as in Japanese.
    """
    if value > _MOST_COUNTED:
        return str(value)
    if value == 0:
        return digits[0]
    high, low = divmod(value, 10_000)
    text = _below_ten_thousand(high, digits, units, bare_units) + "万" if high else ""
    if low:
        gap = digits[0] if high and low < 1000 else ""
        text += gap + _below_ten_thousand(low, digits, units, bare_units)
    if short_ten and text.startswith(digits[1] + units[0]):
        return text[1:]
    return text


def _below_ten_thousand(value: int, digits: str, units: str, bare_units: bool) -> str:
    text = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        if gap and not bare_units:
            text += digits[0]
        gap = False
        unit = units[power - 1] if power else ""
        text += unit if bare_units and digit == 1 and unit else digits[digit] + unit
    return text


def _digits(value: int, zero: str = "〇") -> str:
    return "".join((zero + _LOWER[1:])[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    # Word goes on after z with aa, bb, cc.
    if value < 1:
        return str(value)
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * min(times + 1, 40)


def _roman(value: int) -> str:
    if not 1 <= value <= 9999:
        return str(value)
    text = ""
    for amount, sign in _ROMAN:
        times, value = divmod(value, amount)
        text += sign * times
    return text


def _listed(value: int, signs: str) -> str:
    return signs[value - 1] if 1 <= value <= len(signs) else str(value)


def _full_width(value: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(value))


_PLAIN = frozenset({"decimal", "decimalHalfWidth", "cardinalText", "ordinal", "ordinalText", "hex", "arabicAbjad"})
_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": lambda value: _counted(value, "〇" + _LOWER[1:]),
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": lambda value: _counted(value, "○" + _LOWER[1:]),
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": lambda value: _counted(value, bare_units=True),
    "koreanCounting": _counted,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": lambda value: _digits(value, "○"),
    "koreanDigital": _digits,
    "chineseLegalSimplified": lambda value: _counted(value, _LEGAL_SIMPLIFIED, "拾佰仟", short_ten=False),
    "ideographLegalTraditional": lambda value: _counted(value, _LEGAL_TRADITIONAL, "拾佰仟", short_ten=False),
    "japaneseLegal": lambda value: _counted(value, _LEGAL_TRADITIONAL, "拾百阡", short_ten=False),
    "ideographTraditional": lambda value: _listed(value, "甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": lambda value: _listed(value, "子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": lambda value: _listed(value, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": lambda value: chr(0x2474 + value - 1) if 1 <= value <= 20 else f"({value})",
    "decimalEnclosedFullstop": lambda value: chr(0x2488 + value - 1) if 1 <= value <= 20 else f"{value}.",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}
