"""Numbers in a workbook as the sheet shows them: days where the cell's format is a date, percentages with a sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Form(Enum):
    """What a cell's number format makes of a number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_BUILT_IN: Mapping[int, Form] = {
    **dict.fromkeys((9, 10), Form.PERCENT),
    **dict.fromkeys((14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58), Form.DAY),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), Form.MONTH),
}
"""The formats that have a number and no code; 27 to 58 are those of Chinese programs."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAYS = range(1, 2_000_000)
"""Days that are dates: the year 1900 to beyond any plan."""


def forms_of(styles: Element | None) -> tuple[Form, ...]:
    """Return the form of each cell format of a workbook, by its number.

    Args:
        styles: root of the part with the styles, or None.
    """
    codes: dict[int, str] = {}
    forms: list[Form] = []
    for node in styles if styles is not None else ():
        name = str(node.tag).rsplit("}", 1)[-1]
        if name == "numFmts":
            codes = {int(child.get("numFmtId") or 0): child.get("formatCode") or "" for child in node}
        elif name == "cellXfs":
            for child in node:
                number = int(child.get("numFmtId") or 0)
                forms.append(_form(codes[number]) if number in codes else _BUILT_IN.get(number, Form.PLAIN))
    return tuple(forms)


def _form(code: str) -> Form:
    """Return what a format code makes of a number: yyyy"年"m"月" a month, 0.0% a percentage."""
    bare = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "general" in bare or bare == "g/通用格式":
        return Form.PLAIN
    if "%" in bare:
        return Form.PERCENT
    if "y" in bare:
        return Form.DAY if "d" in bare else Form.MONTH if "m" in bare else Form.YEAR
    return Form.DAY if "d" in bare and "m" in bare else Form.PLAIN


def shown(value: str, form: Form, since_1904: bool) -> str:
    """Return a number as the sheet shows it: 46203 -> 2026年6月30日, 0.85 -> 85%, 110.0 -> 110.

    Args:
        value: the number as the file has it.
        form: the form of the cell.
        since_1904: whether the workbook counts days from 1904.
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if form is Form.PERCENT and abs(number) < 1e9:
        return f"{_plain(str(round(number * 100, 6)), round(number * 100, 6))}%"
    if form in (Form.DAY, Form.MONTH, Form.YEAR) and int(number) in _DAYS:
        first = _FIRST_DAY_1904 if since_1904 else _FIRST_DAY
        day = first + timedelta(days=int(number))
        parts = [f"{day.year}年", f"{day.month}月", f"{day.day}日"]
        return "".join(parts[: {Form.YEAR: 1, Form.MONTH: 2, Form.DAY: 3}[form]])
    return _plain(value, number)


def _plain(value: str, number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value
