"""What was adopted from a draft into the spec, in a planner's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from plangen.living.adopt_model import Adopted, Adoption, FollowUp
from plangen.terms.text import short

_SHOWN = 60
_MOST_FOLLOWING = 12


def lines(
    adoption: Adoption, places: Sequence[Sequence[str]], chosen: Sequence[int], following: Sequence[FollowUp]
) -> Iterator[str]:
    """Yield the report for a terminal.

    Args:
        adoption: what becomes of all changes.
        places: for each adopted change, the places of its edits as the spec writes them.
        chosen: the numbers of those that are taken over, from 1.
        following: what the next render will have otherwise.
    """
    counts = (len(adoption.adopted), len(adoption.unsaid), len(adoption.conflicts))
    yield "可以写进填报文件的 {} 项，写不进的 {} 处，两边都改过的 {} 处".format(*counts)
    if adoption.adopted:
        yield from ("", "写进填报文件：")
    for number, (one, shown) in enumerate(zip(adoption.adopted, places, strict=True), 1):
        mark = "" if number in chosen else "（没有选）"
        yield f"  {number}. {_named(one.key, one.title)}：{one.field.label}{mark}"
        for edit, place in zip(one.edits, shown, strict=True):
            yield f"       {place}：{_value(edit.before)} → {_value(edit.after)}"
        yield from (f"       {note}" for note in one.notes)
    if adoption.conflicts:
        yield from ("", "文稿和填报文件都改过，没有写，请商定：")
    for clash in adoption.conflicts:
        yield f"  {_named(clash.key, clash.title)}：{clash.field.label}"
        said = (("生成时", clash.rendered), ("文稿改为", clash.draft), ("填报文件改为", clash.spec))
        yield from (f"       {who}：{_short(words)}" for who, words in said)
    if adoption.unsaid:
        yield from ("", "写不进填报文件：")
    for left in adoption.unsaid:
        change = left.change
        words = " → ".join(_short(text) for text in dict.fromkeys((change.before, change.after)) if text)
        yield f"  {_named(change.key, change.title)}：{change.kind.label}{f'：{words}' if words else ''}"
        yield f"       {'须改正：' if left.wrong else ''}{left.reason}"
        yield from (f"         {line}" for line in left.lines)
    if following:
        yield from ("", "下次生成时随之变化：")
    for after in following[:_MOST_FOLLOWING]:
        yield f"  {_named(after.key, after.title)}：{after.field.label}：{_short(after.draft)} → {_short(after.next)}"
    if len(following) > _MOST_FOLLOWING:
        yield f"  ……另有 {len(following) - _MOST_FOLLOWING} 处"


def difference(before: str, after: str, name: str) -> Iterator[str]:
    """Yield the lines of a spec that change, as a unified diff.

    Args:
        before: the spec as it is.
        after: as it is to be.
        name: its file name.
    """
    old, new = before.splitlines(), after.splitlines()
    yield from difflib.unified_diff(old, new, name, f"{name}（改后）", n=2, lineterm="")


def as_json(
    adoption: Adoption, places: Sequence[Sequence[str]], chosen: Sequence[int], following: Sequence[FollowUp]
) -> dict[str, Any]:
    """Return the report in its JSON form."""
    from plangen.trace.json_form import json_of

    adopted = [
        {"number": number, "taken": number in chosen, "places": list(shown), **json_of(one)}
        for number, (one, shown) in enumerate(zip(adoption.adopted, places, strict=True), 1)
    ]
    return {**json_of(adoption), "adopted": adopted, "following": json_of(following)}


def _named(key: str, title: str) -> str:
    number = "" if key.startswith("local:") else key.partition(":")[2]
    return " ".join(filter(None, (number, f"“{short(title)}”" if title else ""))) or "全文"


def _value(value: object) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return _short("；".join(map(_value, value))) if value else "（没有）"
    if isinstance(value, dict):
        return _short("，".join(_value(one) for one in value.values()))
    return _short(str(value))


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return (text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……") or "（无）"


def entries_of(adoption: Adoption, chosen: Sequence[int]) -> list[Adopted]:
    """Return what was chosen by its numbers, from 1."""
    return [one for number, one in enumerate(adoption.adopted, 1) if number in chosen]
