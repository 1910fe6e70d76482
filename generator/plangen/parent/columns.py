"""What stands in a column of a table, judged by its head and by its cells."""

from __future__ import annotations

import re

from plangen.terms.clause_forms import says_first_leads
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

WHO = ("lead", "support", "responsible")
"""Columns that name units."""

_LEVEL = re.compile("([一二三四])级指标")


@knowledge_cache
def column_kind(header: str) -> str | None:
    """Return what stands in a column, judged by its head: ``task``, ``lead``, ``target``; None when it does not say.

    Args:
        header: the text at the head of the column.
    """
    text = comparable(header)
    if not text:
        return None
    if says_first_leads(header):
        return "responsible"
    if match := _LEVEL.search(text):
        return f"level-{'一二三四'.index(match[1])}"
    for kind, words in vocabulary().columns:
        if words.match(text):
            return kind
    if any(word in text for word in vocabulary().baseline_columns):
        return "baseline"
    return "year" if re.search(r"20\d\d年?", text) else None


def with_levels(kinds: list[str | None]) -> list[str | None]:
    """Return the kinds of columns with 一级指标, 二级指标 made what they are: the deepest names, the others are groups.

    Args:
        kinds: what :func:`column_kind` says of each column.
    """
    levels = sorted({kind for kind in kinds if kind and kind.startswith("level-")})
    if not levels:
        return kinds
    deepest = None if "indicator" in kinds else levels[-1]
    return ["indicator" if kind == deepest else "group" if kind in levels else kind for kind in kinds]
