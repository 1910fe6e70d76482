"""Contents pages: lists of headings that come again further down."""

from __future__ import annotations

import re

from plangen.reading.lines import Line
from plangen.terms.marks import parse_mark
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

_LEADERS = re.compile(r"(?:[.．·…⋯\-—_\s]{3,}|\t\s*|\s+[.…·]+\s*)\(?(\d{1,4})\)?\s*$")


_FRONT_LINES = 400  # a contents page without any sign of its own is looked for only at the front


_LONGEST_SILENT_CONTENTS = 800


_DOTS = re.compile(r"[.．·…⋯]{3,}\s*$")


def entry_text(text: str) -> str:
    """Return an entry without the dots and the page number behind it."""
    return _DOTS.sub("", _LEADERS.sub("", text)).strip()


def _looks_like_entry(line: Line) -> bool:
    text = entry_text(line.text)
    return 0 < len(text) <= 50 and not re.search(r"[。；;！？]", text) and "\t" not in text


def _has_page_number(line: Line) -> bool:
    return bool(_LEADERS.search(line.text)) and len(line.text) <= 90


def contents_spans(lines: list[Line]) -> list[tuple[int, int]]:
    """Return where contents pages stand: index of the first line and of the line behind the last."""
    spans: list[tuple[int, int]] = []
    keys = [comparable(line.text) for line in lines]
    last = {key: index for index, key in enumerate(keys)}
    index = 0
    while index < len(lines):
        stop = _contents_end(lines, index, keys, last)
        if stop is not None:
            spans.append((index, stop))
            index = stop
        else:
            index += 1
    return spans


def _contents_end(lines: list[Line], start: int, keys: list[str], last: dict[str, int]) -> int | None:
    """Return where a contents page that begins here ends, or None when none begins here.

    Args:
        lines: all lines.
        start: index of the line where it might begin.
        keys: the lines as they compare.
        last: index of the last line with each key.
    """
    line = lines[start]
    if line.table is None and len(line.text) <= 12 and "contents" in vocabulary().roles(line.text):
        stop = _entries_end(lines, start + 1)
        return stop if stop - start >= 3 else None
    if _has_page_number(line) and _looks_like_entry(line):
        stop = start
        while stop < len(lines) and _has_page_number(lines[stop]) and _looks_like_entry(lines[stop]):
            stop += 1
        return stop if stop - start >= 5 else None
    if start < _FRONT_LINES and line.table is None and parse_mark(line.text) and _looks_like_entry(line):
        return _silent_contents_end(lines, start, keys, last)
    return None


def _entries_end(lines: list[Line], start: int) -> int:
    """The page ends with a sentence, or where its first entry comes again."""
    first = comparable(entry_text(lines[start].text)) if start < len(lines) else ""
    numbered = start < len(lines) and _has_page_number(lines[start])
    stop = start
    while stop < len(lines) and _looks_like_entry(lines[stop]):
        repeated = stop > start and comparable(entry_text(lines[stop].text)) == first
        if repeated and not (numbered and _has_page_number(lines[stop])):
            break
        stop += 1
    return stop


def _silent_contents_end(lines: list[Line], start: int, keys: list[str], last: dict[str, int]) -> int | None:
    """A contents page without a heading and without page numbers: many bare headings that come again further down."""
    stop = start
    limit = min(len(lines), start + _LONGEST_SILENT_CONTENTS)
    while stop < limit and lines[stop].table is None and _looks_like_entry(lines[stop]):
        if stop > start and keys[stop] == keys[start]:
            break
        stop += 1
    if stop - start < 8:
        return None
    again = sum(last.get(comparable(entry_text(line.text)), -1) >= stop for line in lines[start:stop])
    return stop if again >= 0.7 * (stop - start) else None
