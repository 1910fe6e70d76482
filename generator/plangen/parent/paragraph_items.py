"""Items that have no numbers: paragraphs of a chapter, each with its title or its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangen.parent.block_model import Paragraph
from plangen.parent.item_reading import is_titled, titled_paragraphs
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.marks import split_title
from plangen.terms.text import comparable, is_chinese
from plangen.terms.unit_list import names_units_alone
from plangen.terms.vocabulary import vocabulary

_LONGEST_NAME = 30

_MOST = 0.6
"""Least share of the paragraphs that must be built alike for each of them to be an item."""


@dataclass(frozen=True, kw_only=True)
class ParagraphItems:
    """Paragraphs parted into items.

    Attributes:
        introduction: what stands before the first item.
        items: the paragraphs of each item, the one with its title first.
        dashed: the items are marked by dashes.
    """

    introduction: tuple[Paragraph, ...] = ()
    items: tuple[tuple[Paragraph, ...], ...] = ()
    dashed: bool = False


def part_by_clauses(paragraphs: Sequence[Paragraph]) -> ParagraphItems | None:
    """Part paragraphs at their responsibility clauses, each of which closes an item; None where fewer than two do.

    Args:
        paragraphs: all paragraphs directly under a heading, clauses that stand by themselves among them.
    """
    apart = [is_clause_paragraph(one.text) for one in paragraphs]
    closing = [alone or _ends_in_clause(one.text) for one, alone in zip(paragraphs, apart, strict=True)]
    if sum(closing) < 2:
        return None
    start = _after_introduction(paragraphs, closing, apart)
    items: list[list[Paragraph]] = [[]]
    for number in range(start, len(paragraphs)):
        if apart[number] and not items[-1] and len(items) > 1:
            items[-2].append(paragraphs[number])  # 牵头单位：…… and 配合单位：…… one below the other
            continue
        if items[-1] and is_titled(paragraphs[number]):
            items.append([])
        items[-1].append(paragraphs[number])
        if closing[number]:
            items.append([])
    # what stands behind the last clause would be lost if it were nobody's
    rest = items.pop()
    items[-1] += rest
    if len(items) < 2 or is_clause_paragraph(items[0][0].text):
        return None
    return ParagraphItems(introduction=tuple(paragraphs[:start]), items=tuple(map(tuple, items)))


def _after_introduction(paragraphs: Sequence[Paragraph], closing: list[bool], apart: list[bool]) -> int:
    """Return where the first item begins: behind what leads over, or at the first of paragraphs with a clause each."""
    first = closing.index(True)
    if not apart[first] and all(closing[first:]):
        return first
    before = range(first - 1, -1, -1)
    leads_over = (number for number in before if paragraphs[number].text.rstrip().endswith(("：", ":")))
    return next(leads_over, -1) + 1


def part_by_titles(paragraphs: Sequence[Paragraph]) -> ParagraphItems | None:
    """Part paragraphs at the titles at the head of most of them; a paragraph without one goes on with the one before.

    Args:
        paragraphs: the paragraphs directly under a heading without clauses that stand by themselves.
    """
    intro, titled, dashed = titled_paragraphs(list(paragraphs))
    if titled:
        return ParagraphItems(introduction=tuple(intro), items=tuple((one,) for one in titled), dashed=dashed)
    opening = [number for number, one in enumerate(paragraphs) if is_titled(one)]
    if len(opening) < 2 or len(opening) < _MOST * (len(paragraphs) - opening[0]):
        return None
    stops = (*opening[1:], len(paragraphs))
    items = tuple(tuple(paragraphs[start:stop]) for start, stop in zip(opening, stops, strict=True))
    return ParagraphItems(introduction=tuple(paragraphs[: opening[0]]), items=items)


def part_by_names(paragraphs: Sequence[Paragraph]) -> ParagraphItems | None:
    """Part paragraphs that are each a name, a colon and what belongs to it; None where not all are, but the first.

    Args:
        paragraphs: the paragraphs directly under a heading.
    """
    for skip in (0, 1):
        rest = paragraphs[skip:]
        if len(rest) >= 2 and all(is_named(one.text) for one in rest):
            return ParagraphItems(introduction=tuple(paragraphs[:skip]), items=tuple((one,) for one in rest))
    return None


def is_named(text: str) -> bool:
    """Return whether a paragraph begins with a name and a colon (指挥中心：面积……), not with a label (建设内容：)."""
    split = split_title(find_clauses(text)[0])
    label = comparable(split.title) in vocabulary().item_labels
    named = 3 <= len(split.title) <= _LONGEST_NAME and not any(sign in split.title for sign in "，,、")
    return split.stop in ("：", ":") and bool(split.text) and named and not label


def part_without_chapter(paragraphs: Sequence[Paragraph]) -> ParagraphItems | None:
    """Part the paragraphs of a document without headings: those with bullets, or with a clause each; None else.

    Args:
        paragraphs: all paragraphs behind the title.
    """
    marked = titled_paragraphs(list(paragraphs))
    if marked[2] and is_chinese([one.text for one in marked[1]]):
        intro, titled, dashed = marked
        return ParagraphItems(introduction=tuple(intro), items=tuple((one,) for one in titled), dashed=dashed)
    return part_by_clauses(paragraphs)


def part_by_units(paragraphs: Sequence[Paragraph]) -> ParagraphItems | None:
    """Part paragraphs that each begin with a unit and a colon (市住建局：负责……); None where not all do, but the first.

    Args:
        paragraphs: the paragraphs directly under a heading.
    """
    for skip in (0, 1):
        splits = [split_title(one.text) for one in paragraphs[skip:]]
        if len(splits) >= 2 and all(one.stop in ("：", ":") and names_units_alone(one.title) for one in splits):
            items = tuple((one,) for one in paragraphs[skip:])
            return ParagraphItems(introduction=tuple(paragraphs[:skip]), items=items)
    return None


def _ends_in_clause(text: str) -> bool:
    found = find_clauses(text)[1]
    return bool(found) and found[-1].at_end
