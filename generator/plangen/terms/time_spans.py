"""Spans of time (2026年1月1日至12月31日, 2026年3—6月): their end says by when, never their beginning."""

from __future__ import annotations

import re

_NUMBER = "[一二三四五六七八九十]{1,3}|[0-9]{1,2}"
_YEAR = r"(?:19|20|21)\d\d"
DASH = "(?:起|开始)?(?:[-—–－―~～〜]+|[至到])"
"""What stands between the two ends of a span."""

_SPAN = re.compile(
    rf"(?P<year>(?<!\d){_YEAR})年"
    rf"(?:(?P<month>{_NUMBER})(?P<named>月份?)?(?:(?P<day>(?<=[月份])(?:{_NUMBER}))(?P<dated>[日号])?|(?P<third>[上中下]旬))?"
    r"|第?(?P<quarter>[一二三四1-4])(?P<season>季度)?|(?P<half>上半年))"
    rf"{DASH}(?:当年|同年|本年|该年)?(?P<end>"
    rf"(?:{_NUMBER})月份?(?:(?:{_NUMBER})[日号]|[上中下]旬|[底末])?|(?P<until>{_NUMBER})[日号]|第?[一二三四1-4]季度|下半年|年底|年末)"
)
_DOTTED = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})(?P<sign>[./])(?P<first>\d{{1,2}})[-—–－~～至到](?P<last>\d{{1,2}})(?![\d./])"
)
_STARTS = re.compile(rf"{DASH}{_YEAR}(?!\d)")


def spelled_out(text: str) -> str:
    """Return a text in which the end of a span within one year has its year too: 2026年3—6月 -> 2026年3月至2026年6月.

    Args:
        text: a text without white space.
    """
    return _DOTTED.sub(r"\g<year>\g<sign>\g<first>至\g<year>\g<sign>\g<last>", _SPAN.sub(_ends, text))


def _ends(match: re.Match[str]) -> str:
    year, end = match["year"], match["end"]
    if match["until"]:
        if not match["named"] or not match["day"]:
            return match[0]  # 2026年3—5日 names no month
        end = f"{match['month']}月{end}"
    if match["month"] and not match["named"] and end.endswith("季度"):
        start = f"第{match['month']}季度"
    elif match["month"]:
        unnamed = "" if match["named"] else "月"
        if unnamed and "月" not in end:
            return match[0]
        day = f"{match['day']}{match['dated'] or '日'}" if match["day"] else match["third"] or ""
        start = f"{match['month']}{match['named'] or unnamed}{day}"
    elif match["quarter"]:
        if not match["season"] and "季度" not in end:
            return match[0]
        start = f"第{match['quarter']}季度"
    else:
        start = match["half"]
    return f"{year}年{start}至{year}{'' if end.startswith('年') else '年'}{end}"


def starts_span(text: str, end: int) -> bool:
    """Return whether the moment that ends at ``end`` is only where a span begins: 2026年1月 in 2026年1月至2027年6月.

    Args:
        text: a text as :func:`spelled_out` returns it.
        end: where the moment ends.
    """
    return _STARTS.match(text, end) is not None
