"""Paragraphs that a page end has cut, joined again."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from plangen.parent import rules
from plangen.parent.block_model import Block, Note, Paragraph, Work, locate, place_words
from plangen.terms.marks import Mark, parse_mark, split_title
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

_TERMINAL = "。！？；：…”』」）)】》.!?;:"


_OPEN_END = "、，,（(《“〈"


_CLOSED_START = "，,。、；;：）)》”！？"


_WEAK_WITHOUT_GAPS = 3


_LONGEST_JOINED = 10_000  # no paragraph is longer; what would still go on is no paragraph that a page end has cut


def join_cut_paragraphs(blocks: list[tuple[Block, bool]], work: Work, is_text: bool) -> list[Block]:
    """Join paragraphs that a page end has cut.

    Unbalanced brackets, a trailing 、 and a leading comma speak for themselves.  A sentence without an end speaks in a
    text file when a blank line follows it, elsewhere when the document has several such places: one alone is more
    likely a forgotten stop.
    """
    weak = sum(_is_cut(left[0], right[0]) == "weak" for left, right in itertools.pairwise(blocks) if not right[1])
    healed: list[Block] = []
    joined: list[Place] = []
    for block, gap in blocks:
        last = healed[-1] if healed else None
        cut = _is_cut(last, block) if last is not None else None
        if cut == "strong" or (cut == "weak" and (gap if is_text else weak >= _WEAK_WITHOUT_GAPS)):
            assert isinstance(last, Paragraph) and isinstance(block, Paragraph)
            healed[-1] = replace(last, text=join_text(last.text, block.text), places=last.places + block.places)
            joined.append(last.place)
            work.notes.append(Note(place=block.place, text=block.text, verdict="接续上一段（段落被页末截断）"))
        else:
            healed.append(block)
    if joined:
        where = "、".join(place_words(place) for place in dict.fromkeys(joined))
        location = locate(work.name, joined[0])
        work.findings.append(rules.PARAGRAPHS_JOINED.found(location, count=len(joined), where=where))
    return healed


def join_text(left: str, right: str) -> str:
    """Join two parts of a sentence, with a space only between Latin words."""
    space = " " if re.search(r"[A-Za-z]$", left) and re.match(r"[A-Za-z]", right) else ""
    return left + space + right


def _is_cut(left: Block, right: Block) -> str | None:
    if not isinstance(left, Paragraph) or not isinstance(right, Paragraph) or len(left.text) > _LONGEST_JOINED:
        return None
    if left.level is not None or right.level is not None or parse_mark(right.text):
        return None
    if _is_label(left.text) or _is_label(right.text) or (len(right.text) <= 12 and vocabulary().roles(right.text)):
        return None
    text = left.text.rstrip()
    if text[-1:] in _OPEN_END or right.text[:1] in _CLOSED_START:
        return "strong"
    if text[-1:] in _TERMINAL:
        return None
    mark = parse_mark(text)
    if _unbalanced(text) and (mark is None or len(text) > 20):
        return "strong"
    return "weak" if _is_running_text(text, mark) else None


def _unbalanced(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in ("“”", "《》", "〈〉")) or (
        sum(text.count(sign) for sign in "（(") > sum(text.count(sign) for sign in "）)")
    )


def _is_running_text(text: str, mark: Mark | None) -> bool:
    if mark is not None:
        return bool(split_title(mark.rest).text) or len(mark.rest) > 40
    # “各县（区）人民政府，市直各单位”: whom a notice addresses, not a sentence
    return bool(re.search(r"[，,。；;]", text)) and not re.search(r"(?:单位|部门|机构|政府)$", text)


def _is_label(text: str) -> bool:
    flat = comparable(text[:60])
    return any(
        flat.startswith(label) and flat[len(label) : len(label) + 1] == ":" for label in vocabulary().metadata_labels
    )


def terminal(text: str) -> bool:
    """Return whether a paragraph ends as a paragraph should."""
    return text.rstrip()[-1:] in _TERMINAL
