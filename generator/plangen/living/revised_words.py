"""What changed about a parent's item, in words that a planner reads: old and new, cut down to where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.living.sentence_changes import sentence_changes
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted
from plangen.trace.diff_model import FieldChange

_LONGEST = 60  # characters of either side
_AROUND = 8  # characters of what stayed, on each side of what did not
_MOST_SENTENCES = 4
_LISTS = {"points": "、", "quantities": "；"}


def field_words(field: FieldChange) -> Iterator[str]:
    """Yield what changed about one thing of an item, a line for each sentence or entry of a list.

    Args:
        field: what changed.
    """
    before, after = field.before or "", field.after or ""
    if (mark := _LISTS.get(field.field)) is not None:
        old, new = ([one for one in text.split(mark) if one] for text in (before, after))
        gone = [one for one in old if comparable(one) not in set(map(comparable, new))]
        come = [one for one in new if comparable(one) not in set(map(comparable, old))]
        yield from _said(field.label, _cut(mark.join(gone)), "")
        yield from _said(field.label, "", _cut(mark.join(come)))
        return
    if field.field != "text":
        yield from _said(field.label, *narrowed(before, after))
        return
    pairs = list(sentence_changes(before, after))
    for pair in pairs[:_MOST_SENTENCES]:
        yield from _said(field.label, *narrowed(*pair))
    if len(pairs) > _MOST_SENTENCES:
        yield f"{field.label}另有{len(pairs) - _MOST_SENTENCES}处变动"


def narrowed(before: str, after: str) -> tuple[str, str]:
    """Return two long texts cut down to where they differ, with some words on each side.

    Args:
        before: the old text.
        after: the new text.
    """
    before, after = before.replace("\n", ""), after.replace("\n", "")
    if not before or not after or max(len(before), len(after)) <= _LONGEST:
        return _cut(before), _cut(after)
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    end = next((at for at in range(shorter - start) if before[-1 - at] != after[-1 - at]), shorter - start)
    first, last = max(start - _AROUND, 0), max(end - _AROUND, 0)
    cut = [text[first : len(text) - last] for text in (before, after)]
    head, tail = "…" if first else "", "…" if last else ""
    old, new = (f"{head}{_cut(text)}{tail}" for text in cut)
    return old, new


def _said(label: str, before: str, after: str) -> Iterator[str]:
    if before and after:
        yield f"{label}：{quoted(before)}改为{quoted(after)}"
    elif after:
        yield f"{label}：增加{quoted(after)}"
    elif before:
        yield f"{label}：删去{quoted(before)}"


def _cut(text: str) -> str:
    """Return a text that is not longer than a comment bears, its middle left out."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}……{text[-half:]}"
