"""Indicators that stand as lines (名称：目标值（属性）) under an indicator heading or box, not in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from plangen.parent.block_model import Block, Paragraph
from plangen.parent.item_reading import without_dash
from plangen.parent.outline_model import Node
from plangen.parent.sections import heading_text
from plangen.terms.marks import split_title
from plangen.terms.place import Place
from plangen.terms.text import comparable, half_width
from plangen.terms.vocabulary import vocabulary

_LONGEST_NAME = 40
_LONGEST_TARGET = 40
_LONGEST_CAPTION = 30


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """One indicator that a line states.

    Attributes:
        name, target, nature: as written; ``nature`` is None where the line does not say.
        number: the line's number as written.
        place: where it stands.
    """

    name: str
    target: str
    nature: str | None
    number: str | None
    place: Place


@dataclass(kw_only=True)
class TakenLines:
    """What was taken out of the outline, and the lines under indicator headings that are no indicators."""

    indicators: list[IndicatorLine] = field(default_factory=list)
    captions: list[Paragraph] = field(default_factory=list)
    unread: list[Paragraph] = field(default_factory=list)


def parse_indicator(text: str) -> tuple[str, str, str | None] | None:
    """Return name, target and nature of a line such as ``死亡人数：下降15%（约束性）``; None when it is none."""
    line = _WHEN.sub("", without_dash(text.strip())).rstrip("。；;，,")
    nature = None
    natures = "|".join(vocabulary().natures)
    if match := re.search(
        rf"\s*(?:[（(【\[]\s*({natures})(?:指标)?\s*[）)】\]]|[，,、；;\s]({natures})(?:指标)?)$", line
    ):
        nature, line = match[1] or match[2], line[: match.start()].rstrip("，,；; ")
    if "。" in line or "；" in line:
        return None
    split = split_title(line)
    if split.stop in ("：", ":"):
        name, target = split.title, split.text.strip()
    elif nature is not None and (
        match := re.match(rf"(.{{2,{_LONGEST_NAME}}}?)({_comparisons()})(?=.*\d)", half_width(line))
    ):
        name, target = line[: match.end(1)].strip(), line[match.end(1) :].strip()
    elif (position := _value_start(line)) is not None:
        name, target = line[:position].strip(), line[position:].strip()
    else:
        return None
    if not 2 <= len(name) <= _LONGEST_NAME or not 1 <= len(target) <= _LONGEST_TARGET:
        return None
    if nature is None and not re.search(r"[0-9０-９]", target):
        return None
    return name, target, nature


_WHEN = re.compile(r"(?:力争|确保)?(?:到|至|截至)20\d\d年[底末]?[，,]\s*")


def _value_start(line: str) -> int | None:
    """Return where the value begins in a line that is a name and a value: 建成率达到95%以上, 完好率98%; else None.

    A value without a word in front of it is one only behind the name of something measured (率, 人数).
    """
    flat = half_width(line)
    if len(flat) != len(line) or len(line) > _LONGEST_NAME + _LONGEST_TARGET:
        return None
    words = vocabulary().targets
    around, stating, behind, ends = (
        "|".join(map(re.escape, part)) for part in (words.around, words.stating, words.behind, words.name_ends)
    )
    since = r"(?:[较比][^,，\d]{0,4}(?:20\d\d年)?[^,，\d]{0,3})?"
    front = f"(?:{around})*{since}(?:{around})*(?:{_comparisons()}|{stating})"
    value = rf"\d[\d.,]*[^,，。；;:：\d]{{0,8}}(?:/\d*[^,，。；;:：\d]{{1,6}})?(?:{behind})?"
    named = f"[^,，。；;:：]{{2,{_LONGEST_NAME}}}?"
    for pattern in (rf"({named}){front}{value}", rf"({named}(?:{ends})(?:[(][^()]*[)])?){value}"):
        if (match := re.fullmatch(pattern, flat)) is not None:
            return match.end(1)
    return None


def _comparisons() -> str:
    return "|".join(re.escape(word) for word in vocabulary().targets.in_front)


def take_indicator_lines(root: Node, skipped: Iterable[Node]) -> TakenLines:
    """Take the indicators that stand as lines out of the outline, so that nobody reads them as goals.

    Args:
        root: the outline; lines that are taken are removed from it, what stands under them stays.
        skipped: headings of parts that speak of other times and other things (背景, 名词解释); nothing is taken there.
    """
    taken = TakenLines()
    _take(root, False, taken, frozenset(id(node) for node in skipped))
    return taken


def is_indicator_heading(text: str) -> bool:
    """Return whether a heading or caption announces the indicators of this plan, not the results of the last one."""
    words = vocabulary()
    flat = comparable(text)
    return "indicators" in words.roles(text) and not any(word in flat for word in words.previous_captions)


def _lists_values(node: Node) -> bool:
    """Whether a heading of goals has nothing under it but names of what is measured, each with its value."""
    title = comparable(heading_text(node))
    if not title.endswith((*vocabulary().goal_lists, *vocabulary().overall_titles)) or len(node.children) < 2:
        return False
    ends = vocabulary().targets.name_ends
    for child in node.children:
        found = parse_indicator(child.line)
        if child.children or child.body or found is None or not comparable(found[0]).endswith(ends):
            return False
    return True


def _take(node: Node, inside: bool, taken: TakenLines, skipped: frozenset[int]) -> None:
    """Take the lines under one heading; ``inside``: the heading above announces indicators."""
    if id(node) in skipped:
        return
    own = inside or (node.paragraph is not None and (is_indicator_heading(heading_text(node)) or _lists_values(node)))
    node.body[:] = _without_lines(node.body, own, taken)
    children: list[Node] = []
    pure = own and (inside or "goals" not in vocabulary().roles(heading_text(node)))
    for child in node.children:
        boxed = child.list_head is not None and _is_caption(child.list_head)
        _take(child, own and bool(child.children), taken, skipped)
        found = parse_indicator(child.line) if own or boxed else None
        if found is None or child.paragraph is None:
            if (boxed or pure) and child.paragraph is not None and not child.children and _names_figure(child.line):
                taken.unread.append(child.paragraph)
            children.append(child)
            continue
        _add(found, child.mark.raw if child.mark else None, child.paragraph, taken)
        if child.list_head is not None and child.list_head not in taken.captions:
            taken.captions.append(child.list_head)
        # what was read as standing under the line stands under the heading above it
        node.body += child.body
        children += child.children
    node.children[:] = children


def _names_figure(line: str) -> bool:
    """Whether what a line says first holds a figure; one without any is a goal in words, whatever heads the list."""
    return re.search(r"[0-9０-９]", split_title(line).title) is not None


def _without_lines(body: Iterable[Block], own: bool, taken: TakenLines) -> list[Block]:
    kept: list[Block] = []
    caption: Paragraph | None = None
    for block in body:
        if not isinstance(block, Paragraph):
            caption = None
        elif _is_caption(block):
            caption = block
        elif (own or caption is not None) and (found := parse_indicator(block.text)) is not None:
            if caption is not None and kept and kept[-1] is caption:
                kept.pop()
                taken.captions.append(caption)
            _add(found, None, block, taken)
            continue
        else:
            caption = None
        kept.append(block)
    return kept


def _is_caption(paragraph: Paragraph) -> bool:
    text = paragraph.text
    short = len(text) <= _LONGEST_CAPTION and not re.search(r"[。；;]", text)
    return short and is_indicator_heading(text)


def _add(found: tuple[str, str, str | None], number: str | None, paragraph: Paragraph, taken: TakenLines) -> None:
    name, target, nature = found
    taken.indicators.append(
        IndicatorLine(name=name, target=target, nature=nature, number=number, place=paragraph.place)
    )
