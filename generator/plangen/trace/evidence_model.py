"""What a document can show of one county item, as frozen data, and how texts and cells are looked at for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.plan.model import CountyIndicator, CountyItem
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.clauses import parse_clause
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import squeeze
from plangen.trace.anchors import Line, Row
from plangen.trace.check_words import CheckWords

Target = CountyItem | CountyIndicator

_HAN = re.compile("[一-龥]")
_DEADLINE_ALONE = re.compile(r"[（(][^（）()]{0,12}20\d\d年[^（）()]{0,8}[）)]\s*$")


@dataclass(frozen=True, kw_only=True)
class BodyEvidence:
    """An item in the body.

    Attributes:
        lines: the lines that hold it, its heading first; empty when it is not there.
        by_anchor: whether a bookmark led to it.
        number: the number in front of its heading.
        title: its heading as it stands there; empty when the heading is gone.
        text: its text without heading and responsibility clauses; empty when there is none of its own.
        remnant: the same where it is too short to be a text, with what stands for nothing.
        foreign: title of the item whose text stands there instead.
        foreign_title: title of the item whose heading stands there instead.
        target: an indicator's target as the body has it.
        readings: the responsibility clauses that stand there.
        score: how sure it is that this is the item, 0 to 1.
        overwritten: what stands where the bookmark is when that is nothing of the item.
        joined: titles of the items with which it shares a paragraph and did not in the plan.
        copies: lines with a copied bookmark.
    """

    lines: tuple[Line, ...] = ()
    by_anchor: bool = False
    number: str | None = None
    title: str = ""
    text: str = ""
    remnant: str = ""
    foreign: str | None = None
    foreign_title: str | None = None
    target: str | None = None
    readings: tuple[ClauseReading, ...] = ()
    score: float = 0.0
    overwritten: str | None = None
    joined: tuple[str, ...] = ()
    copies: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RowEvidence:
    """An item in a division table.

    Attributes:
        row: its row, None when there is none.
        by_anchor: whether a bookmark led to it.
        title: name in the row, empty when the cell is.
        leads: units in the cell 牵头单位.
        units: all units of the row.
        content: the cell 主要内容; None where the table has no such column.
        deadline: the cell 完成时限; None where the table has no such column.
        target: the cell of the county's target; None where the table has no such column.
        foreign: title of the item that the row is about instead.
    """

    row: Row | None = None
    by_anchor: bool = False
    title: str = ""
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    content: str | None = None
    deadline: str | None = None
    target: str | None = None
    foreign: str | None = None


def han_count(text: str) -> int:
    """Return the number of Chinese characters in a text."""
    return len(_HAN.findall(text))


@knowledge_cache
def without_clauses(text: str) -> tuple[str, tuple[ClauseReading, ...]]:
    """Return a text without its responsibility clauses, and what they say; proposals (拟由…牵头) count as clauses."""
    if is_clause_paragraph(text):
        return "", (parse_clause(text),)
    rest, clauses = find_clauses(text.strip())
    return _DEADLINE_ALONE.sub("", rest).strip(), tuple(parse_clause(clause.clause) for clause in clauses)


def filled(text: str, words: CheckWords) -> bool:
    """Return whether a cell or paragraph holds more than a mark for nothing."""
    bare = squeeze(text).strip("（）()。；，、")
    return bool(bare) and bare not in words.placeholders and squeeze(text) not in words.placeholders
