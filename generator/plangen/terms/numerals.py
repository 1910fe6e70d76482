"""Numerals read and written: as officials number headings (二十一, 一百零一, ㈠) and as Word does (叁, iii, C, 03)."""

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

NUMERAL = "[一二三四五六七八九十百千〇○零]"
"""A character of a Chinese number, for patterns; :func:`parse_number` says whether several make one."""

FORMAL = "[壹贰叁肆伍陆柒捌玖拾]"
"""The same in the characters of cheques, which some counties number with: （壹）."""

_PLAIN_OF_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_VALUES = {sign: value for value, sign in enumerate(_LOWER)} | {"〇": 0, "○": 0}
_SIGNS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(number: int) -> str:
    """Return 1..9999 as headings write it: 1 -> 一, 10 -> 十, 21 -> 二十一, 101 -> 一百零一.

    Raises:
        ValueError: the number is outside 1..9999.
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"no heading numeral for {number}")
    return _counted(number)


def parse_number(text: str) -> int | None:
    """Return the value of a number, or None when it is none.

    Args:
        text: digits of either width (12, １２), a Chinese number (二十一, 一百零一, also 一〇, 二〇二六, 壹), or one
            sign that has its brackets, circle or stop in it (㈠, ⑴, ①, ⒈).
    """
    if text.isdecimal():
        return int(text)
    text = text.translate(_PLAIN_OF_FORMAL)
    if len(text) == 1 and text not in _SIGNS and text not in _VALUES:
        return next((ord(text) - first + start for first, last, start in _ENCLOSED if first <= ord(text) <= last), None)
    if not text or any(sign not in _SIGNS and sign not in _VALUES for sign in text):
        return None
    if not any(sign in _SIGNS for sign in text):
        digits = "".join(str(_VALUES[sign]) for sign in text)
        return int(digits) if len(text) in (1, 4) or (digits[0] != "0" and "0" in digits) else None
    total, digit = 0, 0
    for sign in text:
        if sign in _SIGNS:
            total, digit = total + (digit or 1) * _SIGNS[sign], 0
        else:
            digit = _VALUES[sign] or digit
    value = total + digit
    plain = text.replace("〇", "零").replace("○", "零")
    return value if _counted(value).removeprefix("一") == plain.removeprefix("一") else None


# first and last character of a series, and the value of the first: ① ㉑ ㊱ ⑴ ⒈ ㈠ ㊀
_ENCLOSED = (
    (0x2460, 0x2473, 1), (0x3251, 0x325F, 21), (0x32B1, 0x32BF, 36), (0x2474, 0x2487, 1), (0x2488, 0x249B, 1),
    (0x3220, 0x3229, 1), (0x3280, 0x3289, 1),
)  # fmt: skip


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
