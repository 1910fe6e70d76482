"""Numbers in front of headings: every form that officials use, and how a heading parts from its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from plangen.terms.numerals import FORMAL, NUMERAL, parse_number
from plangen.terms.patterns import lazy_pattern
from plangen.terms.resources import knowledge_cache
from plangen.terms.vocabulary import vocabulary


class Form(IntEnum):
    """Forms of numbers, the value being their usual rank (smaller stands higher)."""

    PART = 0  # 第一篇
    CHAPTER = 1  # 第一章
    SECTION = 2  # 第一节
    CHINESE = 3  # 一、
    ARTICLE = 4  # 第一条
    LABEL = 5  # 任务一： 行动1：
    CHINESE_BRACKET = 6  # （一）
    ARABIC = 7  # 1. 1、 1．
    DECIMAL = 8  # 1.1
    DECIMAL_3 = 9  # 1.1.1
    ARABIC_BRACKET = 10  # （1） ⑴
    ARABIC_HALF_BRACKET = 11  # 1) 1）
    CIRCLED = 12  # ①
    ORDINAL = 13  # 一是 第一，


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A number in front of a line.

    Attributes:
        form: which kind of number.
        value: its value from 1.
        raw: as the document writes it, without white space: ``（10）``, ``1.``, ``一是``.
        rest: what follows it.
    """

    form: Form
    value: int
    raw: str
    rest: str


_NUMERAL = f"{NUMERAL}{{1,7}}"
_DIGITS = "[0-9０-９]{1,3}"
# signs that have their brackets, circle or stop in them
_SIGNS = (
    (Form.CIRCLED, lazy_pattern("[①-⑳㉑-㉟㊱-㊿]")),
    (Form.ARABIC_BRACKET, lazy_pattern("[⑴-⒇]")),
    (Form.CHINESE_BRACKET, lazy_pattern("[㈠-㈩]")),
    (Form.ARABIC, lazy_pattern("[⒈-⒛]")),
)
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.PART, lazy_pattern(rf"第\s*({_NUMERAL}|\d{{1,3}})\s*(?:篇|编|部分)[、，,:：.．\s]*")),
    (Form.CHAPTER, lazy_pattern(rf"第\s*({_NUMERAL}|\d{{1,3}})\s*章[、，,:：.．\s]*")),
    (Form.SECTION, lazy_pattern(rf"第\s*({_NUMERAL}|\d{{1,3}})\s*节[、，,:：.．\s]*")),
    (Form.ARTICLE, lazy_pattern(rf"第\s*({_NUMERAL}|\d{{1,3}})\s*条[、，,:：.．\s]*(?=\S)")),
    (Form.CHINESE_BRACKET, lazy_pattern(rf"[（(〔]\s*({_NUMERAL}|{FORMAL}{{1,3}})\s*[）)〕]\s*[、．.]?\s*")),
    # 陆、海、空 is no sixth chapter
    (Form.CHINESE, lazy_pattern(rf"({_NUMERAL}|{FORMAL}{{1,3}}(?!、[海空]))\s*[、．.]\s*")),
    (Form.ARABIC_BRACKET, lazy_pattern(r"[（(〔]\s*([0-9０-９]{1,3})\s*[）)〕]\s*[、．.]?\s*")),
    (Form.ARABIC_HALF_BRACKET, lazy_pattern(r"([0-9０-９]{1,3})\s*[）)]\s*[、．.]?\s*")),
    # “1.5亿” is no heading, “1.5G专网” and “2.119宣传月” are
    (Form.ARABIC, lazy_pattern(r"([0-9０-９]{1,3})\s*[.．、]\s*(?:(?=5G)|(?=[0-9]{3,5}[^0-9.%％])|(?![0-9０-９]))")),
    (Form.ORDINAL, lazy_pattern(rf"({_NUMERAL})是(?=[^否不的个一])")),
    (Form.ORDINAL, lazy_pattern(rf"第({_NUMERAL})[，,、]\s*")),
)
_DECIMAL = lazy_pattern(r"([0-9]{1,2})[.．]([0-9]{1,2})(?:[.．]([0-9]{1,2}))?[.．、]?\s*(?=[\u4e00-\u9fff“（(《])")
# quantities and years that only look like 1.5 in front of a heading
_QUANTITY = lazy_pattern(r"[0-9.．]+\s*(?:亿|万|千|百|个|次|倍|米|公里|平方|立方|吨|元|人|％|年|月|级|版|℃|小时|分钟)")


def parse_mark(text: str) -> Mark | None:
    """Return the number in front of a line (without leading white space), or None when there is none."""
    if not text:
        return None
    for form, pattern in _SIGNS:
        if pattern.match(text) and (value := parse_number(text[0])):
            return Mark(form=form, value=value, raw=text[0], rest=text[1:].lstrip(" 、.．"))
    for form, pattern in _forms():
        if match := pattern.match(text):
            value = parse_number(match[1])
            if value is None or value < 1:
                return None
            return Mark(form=form, value=value, raw=_raw(match[0]), rest=text[match.end() :].lstrip())
    if (match := _DECIMAL.match(text)) and not _QUANTITY.match(text):
        form = Form.DECIMAL_3 if match[3] else Form.DECIMAL
        return Mark(form=form, value=int(match[3] or match[2]), raw=_raw(match[0]), rest=text[match.end() :].lstrip())
    return None


@knowledge_cache
def _forms() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """Return all forms, last a word for an item with its number and a colon or space: 任务一：, 行动1 ……"""
    words = "|".join(vocabulary().numbered_words)
    label = re.compile(rf"(?:{words})\s*({_NUMERAL}|{_DIGITS})\s*(?:[:：.．、]|[ \u3000]+)\s*(?=\S)")
    return (*_FORMS, (Form.LABEL, label))


_ANY = f"(?:[0-9０-９]{{1,3}}|{NUMERAL}{{1,7}})"
_ANY_SIGN = "[①-⑳㉑-㉟㊱-㊿⑴-⒛㈠-㈩]"
_IN_FRONT = lazy_pattern(rf"(?:{_ANY_SIGN}\s*|[（(〔]?{_ANY}[）)〕、.．](?![0-9])\s*|{NUMERAL}{{1,3}}\s+)+")
NUMBER_AT_END = lazy_pattern(rf"(?:{_ANY_SIGN}|[（(〔]?{_ANY}[）)〕.．、是]|[0-9]{{1,3}})\s*\Z")
"""The number of what follows, at the end of a text."""

NUMBER_INSIDE = lazy_pattern(
    rf"(?<=[。；）)])(?:{_ANY_SIGN}|[（〔][0-9]{{1,3}}[）〕]|[0-9]{{1,3}}[.．]|{NUMERAL}{{1,3}}是)(?=[一-龥“])"
)
"""A number behind the end of a sentence, with which something new begins in the same paragraph."""


def without_number(text: str) -> str:
    """Return a name in a cell or box without the numbers in front of it: （一）重点任务, 1. 重点任务, 一 重点任务."""
    return _IN_FRONT.sub("", text, count=1) if _IN_FRONT.match(text) else text


_LONE_NUMBER = lazy_pattern(r"([0-9]{1,2})\s+(?=[\u4e00-\u9fff])")


def parse_lone_number(text: str) -> Mark | None:
    """Return “1 总则” as a heading: only right in documents that number 1, 1.1, 1.1.1."""
    match = _LONE_NUMBER.match(text)
    if match is None or len(text) > 30 or re.search(r"[。；，,]", text) or int(match[1]) < 1:
        return None
    return Mark(form=Form.ARABIC, value=int(match[1]), raw=match[1], rest=text[match.end() :])


def _raw(text: str) -> str:
    bare = re.sub(r"\s+", "", text)
    return bare if bare[0] in "（(〔" or bare[-1] not in "，,:：" else bare.rstrip("，,:：")


_OPENING = "（(〔【《“‘「『〈["
_CLOSING = "）)〕】》”’」』〉]"
_STOPS = "。！？!?；;"


@dataclass(frozen=True, kw_only=True)
class Split:
    """A line taken apart: its title, the stop behind the title, and the text that follows in the same line."""

    title: str
    stop: str
    text: str


def split_title(line: str) -> Split:
    """Take a heading apart from the text in the same line.

    The title ends at the first stop or colon outside brackets and quotation marks; without one the whole line is title.
    """
    depth = 0
    for position, character in enumerate(line):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and (character in _STOPS or (character in "：:" and not _inside_number(line, position))):
            return Split(title=line[:position].strip(), stop=character, text=line[position + 1 :].lstrip())
    return Split(title=line.strip(), stop="", text="")


def _inside_number(line: str, position: int) -> bool:
    before, after = line[position - 1 : position], line[position + 1 : position + 2]
    return before.isdigit() and after.isdigit()
