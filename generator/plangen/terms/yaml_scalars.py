"""What an unquoted word of a YAML file stands for, and where other programs would read something else."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import Rule

NULL = ("", "~", "null", "Null", "NULL")

_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_SEXAGESIMAL = re.compile(r"[-+]?[1-9][0-9]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_DATE_LIKE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_BOOLEAN_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def resolve(text: str) -> Any:
    """Return what an unquoted scalar stands for, by the core schema of YAML 1.2.

    Numbers too long to be meant as numbers, infinity and not-a-number stay text.
    """
    if text in NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if len(text) <= 18 and text[0] in "+-.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            number = float(text)
            return text if number in (float("inf"), float("-inf")) else number
        if _BASED.fullmatch(text):
            return int(text, 0)
    return text


def doubt(text: str) -> tuple[Rule, dict[str, Any]] | None:
    """Return what there is to say about an unquoted scalar that can be read otherwise, with the values named."""
    if word := _BOOLEAN_WORDS.get(text.lower()):
        return rules.BOOLEAN_WORD, {"text": text, "word": word, "meant": "是" if word == "true" else "否"}
    if _SEXAGESIMAL.fullmatch(text):
        return rules.SEXAGESIMAL, {"text": text}
    if _LEADING_ZERO.fullmatch(text):
        return rules.LEADING_ZERO, {"text": text}
    if (match := _DATE_LIKE.fullmatch(text)) and not _is_date(match):
        return rules.IMPOSSIBLE_DATE, {"text": text}
    return None


def _is_date(match: re.Match[str]) -> bool:
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return False
    return True
