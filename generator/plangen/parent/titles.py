"""The title line of a plan, among cover, notice and contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plangen.parent.block_model import Block, Paragraph
from plangen.parent.other_documents import bare_title, document_words
from plangen.parent.place_and_period import core_of_title, period_in_title, place_in_title, undated
from plangen.terms.marks import Form, parse_mark
from plangen.terms.patterns import lazy_pattern
from plangen.terms.text import squeeze
from plangen.terms.vocabulary import vocabulary


@dataclass(frozen=True, kw_only=True)
class FoundTitle:
    """A title and where the body begins behind it.

    Attributes:
        text: the title, or None when the document has none.
        after: index of the first block that is neither title nor what stands before it.
        block: index of the block with the title, None when there is no title line.
    """

    text: str | None
    after: int = 0
    block: int | None = None


_TITLE_SCORE = 1.5
"""What a text scores that names a place or a period and ends as a plan's title does."""
_ENDS_AS_PLAN = 0.5
"""What a text scores that only ends as a plan's title does."""
_LONGEST_TITLE = 80
_ISSUED = lazy_pattern(r"关于(?:印发|公布|发布|下发)《?(.+?)》?的?通知$")
_IN_SENTENCE = lazy_pattern(r"[。；，：？！]|:")
_STAGE = lazy_pattern(r"[（(](?:征求意见稿|送审稿|草案|审议稿|讨论稿|试行|印发稿|公开版|初稿)[）)]$")


def find_title(blocks: Sequence[Block], stated: str | None) -> FoundTitle:
    """Find the title line.

    Args:
        blocks: the document without its contents page.
        stated: the title that the file format states, or None.
    """
    limit = _first_chapter(blocks)
    candidates: list[tuple[float, int, int, str]] = []
    front = [(index, block) for index, block in enumerate(blocks[:limit]) if isinstance(block, Paragraph)]
    named = _named_in_text(blocks[: limit + 40], stated)
    for position, (index, block) in enumerate(front):
        lines = [block]
        joined = ""
        for offset, (_, following) in enumerate(front[position : position + 3], position):
            if _is_signature(front, offset):
                break
            joined += squeeze(following.text)
            lines.append(following)
            title = _as_title(joined)
            if title is not None:
                stop = index + (len(lines) - 1)
                score = _score(title, named) - 0.1 * (len(lines) - 2)
                candidates.append((score, index, stop, title))
    if candidates:
        # a line that stands like a title at the very beginning needs no further witness
        candidates = [(score + (0.3 if at < 6 else 0.0), at, stop, text) for score, at, stop, text in candidates]
        score, _, _, title = max(candidates, key=lambda entry: (entry[0], entry[1]))
        # what names no place and no period may be a part of another document's title: 应急预案的通知
        if score < 1 and (other := _other_title(front)) is not None:
            return other
        if score > 0:
            # a notice names the plan before the plan itself begins with its title: the last one opens the body
            _, index, stop, _ = max(
                (entry for entry in candidates if entry[3] == title), key=lambda entry: (entry[1], -entry[2])
            )
            return FoundTitle(text=title, after=stop, block=index)
    if (other := _other_title(front)) is not None:
        return other
    if named:
        best, _ = max(named.items(), key=lambda entry: (_score(entry[0], named), entry[1]))
        if _score(best, named) > 1:
            return FoundTitle(text=best)
    return _standing_line(front) or FoundTitle(text=None)


@dataclass(frozen=True, kw_only=True)
class TitleLine:
    """A line, or lines, that stand as the title of a plan.

    Attributes:
        title: the title.
        start: index of its first block.
        stop: index behind its last block.
    """

    title: str
    start: int
    stop: int


def titles_among(blocks: Sequence[Block]) -> tuple[TitleLine, ...]:
    """Return the titles of plans in a document, each of which names a place or a period.

    Args:
        blocks: the document.
    """
    found: list[TitleLine] = []
    index = 0
    while index < len(blocks):
        line = _title_at(blocks, index)
        if line is not None:
            found.append(line)
        index = line.stop if line is not None else index + 1
    return tuple(found)


def _title_at(blocks: Sequence[Block], start: int) -> TitleLine | None:
    """Return the title that begins at a block, the longest one; None where none does."""
    joined, best = "", None
    near = [(index, block) for index, block in enumerate(blocks[start : start + 4]) if isinstance(block, Paragraph)]
    if not near or _is_signature(near, 0) or _BRACKETED.fullmatch(squeeze(near[0][1].text)):
        return None
    for stop in range(start, min(start + 3, len(blocks))):
        block = blocks[stop]
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_TITLE or re.search("[。；]", block.text):
            break
        mark = parse_mark(block.text)
        if mark is not None and (mark.form is not Form.PART or stop > start):
            break
        text = squeeze(mark.rest if mark is not None else block.text)
        if joined and "关于" not in joined and _is_whole_title(text):
            break  # what stands above is the name of the whole compendium, not the beginning of this title
        joined += text
        title = _as_title(joined)
        if title is None:
            continue
        # in a compendium of one place titles may name neither place nor period; then chapters begin right below
        score = _score(title, Counter())
        if score >= _TITLE_SCORE or (score >= _ENDS_AS_PLAN and _chapters_begin(blocks[stop + 1 : stop + 4])):
            best = TitleLine(title=title, start=start, stop=stop + 1)
    return best


def _is_whole_title(text: str) -> bool:
    """Return whether a line is a title by itself: it begins with its place."""
    if _as_title(text) is None:
        return False
    place = place_in_title(text)[0]
    return place is not None and text.startswith(place)


def _chapters_begin(blocks: Sequence[Block]) -> bool:
    marks = [parse_mark(block.text) for block in blocks if isinstance(block, Paragraph)]
    return any(mark is not None and mark.value == 1 and mark.form in (Form.CHAPTER, Form.CHINESE) for mark in marks)


_FRONT = 12


def _other_title(front: Sequence[tuple[int, Paragraph]]) -> FoundTitle | None:
    """Return the title of a document that is no plan: an emergency plan, a regulation, a report."""
    found = [title for position in range(min(_FRONT, len(front))) if (title := _other_at(front, position)) is not None]
    # a notice names the document before it begins with its title
    same = [title for title in found if title.text == found[0].text]
    return same[-1] if same else None


_STANDING = 4
_NO_TITLE = lazy_pattern(
    r"[。；，：:！？〔〕\[\]|]|(?:政府|办公室|办公厅|委员会|局|厅|部|处|指挥部|支队|总队|文件|目录|日印发)$"
)


def _standing_line(front: Sequence[tuple[int, Paragraph]]) -> FoundTitle | None:
    """Return one of the first lines that stands as a title, however it ends: it names a place first, or a period."""
    for position, (index, paragraph) in enumerate(front[:_STANDING]):
        text = squeeze(paragraph.text)
        if not 8 <= len(text) <= 60 or _NO_TITLE.search(text) or _is_signature(front, position) or parse_mark(text):
            continue
        place = place_in_title(text)[0]
        if (place is not None and text.startswith(place)) or period_in_title(text):
            return FoundTitle(text=text, after=index + 1, block=index)
    return None


def _other_at(front: Sequence[tuple[int, Paragraph]], position: int) -> FoundTitle | None:
    joined = ""
    for offset, (last, following) in enumerate(front[position : position + 3], position):
        if _is_signature(front, offset):
            return None
        joined += squeeze(following.text)
        text = match[1] if (match := _ISSUED.search(joined)) else joined
        named = bare_title(text)
        if not 6 <= len(named) <= _LONGEST_TITLE or _IN_SENTENCE.search(named) or parse_mark(named):
            continue
        if named.endswith(document_words().other_ends):
            return FoundTitle(text=text, after=last + 1, block=front[position][0])
    return None


_NAME_TAIL = lazy_pattern(r"(?:[-_—. ]*(?:定稿|终稿|最终版|最终稿|修改稿|印发版|正式版)|[（(]\d{1,2}[）)])+$")


def title_in_name(stem: str) -> str | None:
    """Return the title that a file's name is, where it names a place or a period and what the document is.

    Args:
        stem: the file's name without extension.
    """
    title = _as_title(_NAME_TAIL.sub("", stem))
    return title if title is not None and _score(title, Counter()) >= _TITLE_SCORE else None


_BRACKETED = lazy_pattern(r"[（(][^（()）]*[）)]")
_DATE = lazy_pattern(r"20\d\d年\d{1,2}月\d{1,2}日|二[〇○零Oo]..年.{1,2}月.{1,3}日")
_ORGAN = lazy_pattern(r"[\u4e00-\u9fff]{2,30}(?:政府|办公室|办公厅|委员会|局|厅|部|指挥部|总队|支队)")


def _is_signature(front: Sequence[tuple[int, Paragraph]], position: int) -> bool:
    """Return whether a line is a day in or without brackets, or the name of the body that signs above a day."""
    text = squeeze(front[position][1].text)
    if _DATE.fullmatch(text) or not undated(text):
        return True
    if not _ORGAN.fullmatch(text):
        return False
    following = [squeeze(block.text) for _, block in front[position + 1 : position + 4]]
    dated = next((number for number, line in enumerate(following) if _DATE.fullmatch(line)), None)
    return dated is not None and all(_ORGAN.fullmatch(line) for line in following[:dated])


def _first_chapter(blocks: Sequence[Block]) -> int:
    """Return the index of the first heading that says what its chapter is, else of the first numbered line."""
    first = None
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (mark := parse_mark(block.text)):
            first = index if first is None else first
            if len(mark.rest) <= 40 and mark.value == 1 and vocabulary().roles(mark.rest):
                return index
            if index - (first or 0) > 60:
                break
    return first if first is not None else min(len(blocks), 30)


def _as_title(text: str) -> str | None:
    """Return a line as a title, or None when it is none."""
    flat = _STAGE.sub("", undated(squeeze(text))).strip("《》")
    if match := _ISSUED.search(flat):
        flat = match[1]
    flat = _STAGE.sub("", flat)
    if not 6 <= len(flat) <= _LONGEST_TITLE or _IN_SENTENCE.search(flat) or parse_mark(flat):
        return None
    if flat.startswith(("标题", "名称")) or not core_of_title(flat).endswith(vocabulary().title_ends):
        return None
    return flat


def _named_in_text(blocks: Sequence[Block], stated: str | None) -> Counter[str]:
    """Return the documents that the front of the text names in 《》, and the stated title."""
    names: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            flat = squeeze(block.text)
            found = re.findall(r"(?:印发|现将|公布|发布)《([^》]{6,80})》", flat)
            found += re.findall(r"^《?([^《》]{6,80})》(?:已经|业经)", flat)
            for text in found:
                if (title := _as_title(text)) is not None:
                    names[title] += 1
    # a web page's title carries the site's name behind it
    for part in re.split(r"[_|｜]| [-–—] ", stated or ""):
        if (title := _as_title(part)) is not None:
            names[title] += 1
    return names


def _score(title: str, named: Counter[str]) -> float:
    score = 1.0 if title in named else 0.0
    if period_in_title(title):
        score += 1.0
    if place_in_title(title)[0] is not None:
        score += 1.0
    if re.search(r"(?:规划|方案|计划|纲要)$", core_of_title(title)):
        score += 0.5
    return score - (0.5 if title.startswith(vocabulary().title_ends) else 0.0)
