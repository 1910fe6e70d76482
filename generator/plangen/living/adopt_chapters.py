"""The chapters that the county itself writes (引言, 工作原则, 回顾, 指导思想), as a person changed them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangen.county.spec import PlanText, Section
from plangen.county.voice_schema import TEXT
from plangen.living.adopt_model import Adopted, Field, SpecEdit
from plangen.living.changes import Compared
from plangen.living.view import Block
from plangen.plan.voice import CHAPTERS
from plangen.terms.text import comparable

SECTIONS = ("principles", "requirements", "review", "outlook", "safeguards", "glossary")
PLAIN = ("notice", "preface", "guiding")
_ALSO = {"基本原则": "principles"}
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．])")
_OURS = "本章其余建议的话一并成为本县的话"


@dataclass(frozen=True)
class _Region:
    """The paragraphs of a chapter in the render: their places, and whether the spec gives their words."""

    part: str
    places: tuple[int, ...]
    given: bool


@dataclass(frozen=True, kw_only=True)
class ChapterResult:
    """What becomes of a chapter; ``places``: its paragraphs in the draft, ``gone``: rendered ones that are gone."""

    adopted: Adopted | None
    places: frozenset[int]
    gone: frozenset[int]


def chapter_results(compared: Compared, text: PlanText, proposal: str, *, accepted: bool) -> Iterator[ChapterResult]:
    """Yield what becomes of each chapter of which the draft says something else.

    Args:
        compared: the draft beside its last render.
        text: what the spec says in chapters.
        proposal: name of the character style of proposals.
        accepted: the county has taken all proposals.
    """
    for region in _regions(compared, text, proposal):
        theirs = _theirs(compared, region.places)
        blocks = [compared.edited[place] for place in theirs]
        same = [compared.base[one].text for one in region.places] == [block.text for block in blocks]
        marks = not region.given and not accepted and region.part not in text.accept
        taken = marks and same and not any(look.style == proposal for block in blocks for look in block.looks)
        if same and not taken:
            continue
        gone = frozenset(one for one in region.places if one in compared.pairing.deleted)
        adopted = _adopted(compared, region, blocks, text, taken=taken)
        yield ChapterResult(adopted=adopted, places=frozenset(theirs), gone=gone)


def _adopted(
    compared: Compared, region: _Region, blocks: Sequence[Block], text: PlanText, *, taken: bool
) -> Adopted | None:
    part = region.part
    title = str(TEXT[part]["meta"]["name"])
    was = "\n".join(compared.base[one].text for one in region.places)
    now = "\n".join(block.text for block in blocks)
    if taken:
        if part not in CHAPTERS:
            return None
        edit = SpecEdit(path=("text", "accept"), before=list(text.accept) or None, after=[*text.accept, part])
        return Adopted(key="", title=title, field=Field.CHAPTER, was=was, now=now, edits=(edit,))
    before, after = _value(getattr(text, part)), _new_value(part, blocks)
    if after is None or after == before:
        return None
    edits = tuple(_value_edits(part, before, after))
    notes = () if region.given else (_OURS,)
    return Adopted(key="", title=title, field=Field.CHAPTER, was=was, now=now, edits=edits, notes=notes)


def _value(said: str | tuple[Section, ...] | None) -> str | list[dict[str, str]] | None:
    if isinstance(said, tuple):
        return [{"title": one.title, "text": one.text.strip()} for one in said] or None
    return said.strip() if said else None


def _new_value(part: str, blocks: Sequence[Block]) -> str | list[dict[str, str]] | None:
    """Return what the chapter says now, as the spec has it; None where it is empty or a section lacks its text."""
    if part in PLAIN:
        return "\n".join(block.text for block in blocks if block.text) or None
    sections: list[tuple[str, list[str]]] = []
    under = any(block.level is not None for block in blocks)
    for block in blocks:
        if not block.text:
            continue
        if block.level is not None or block.numbered:
            sections.append((block.text.rstrip("。"), []))
        elif under and sections:
            sections[-1][1].append(block.text)
        else:
            head, *rest = re.split("[。：]", block.text, maxsplit=1)
            sections.append((head, rest))
    if any(not title or not "".join(lines).strip() for title, lines in sections):
        return None
    return [{"title": title, "text": "\n".join(lines)} for title, lines in sections] or None


def _value_edits(part: str, before: object, after: object) -> Iterator[SpecEdit]:
    """Yield the changes of a chapter, of single sections where there are as many as before."""
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            for key in ("title", "text"):
                if one[key] != other[key]:
                    yield SpecEdit(path=("text", part, number, key), before=one[key], after=other[key])
        return
    yield SpecEdit(path=("text", part), before=before, after=after)


# --- where the chapters are -----------------------------------------------------------------------------------------


def _regions(compared: Compared, text: PlanText, proposal: str) -> Iterator[_Region]:
    free = [
        place
        for place, block in enumerate(compared.base)
        if block.unit.kind == "paragraph" and not block.key and block.text
    ]
    found: set[str] = set()
    for part in (*PLAIN, *SECTIONS):
        said = getattr(text, part)
        if said and (places := _written(compared.base, free, part, said)):
            found.add(part)
            yield _Region(part, places, True)
    front = [part for part in ("notice", "preface") if not getattr(text, part) and part not in text.accept]
    for part, proposed in _proposed(compared.base, free, proposal, front).items():
        if part not in found and not getattr(text, part):
            yield _Region(part, tuple(proposed), False)


def _written(
    blocks: Sequence[Block], free: Sequence[int], part: str, said: str | tuple[Section, ...]
) -> tuple[int, ...] | None:
    """Return where the words of the spec stand, one after the other."""
    if isinstance(said, str):
        forms = [[line for line in said.split("\n") if line.strip()]]
    else:
        apart = [line for one in said for line in (one.title, *(x for x in one.text.split("\n") if x.strip()))]
        forms = [apart, *([f"{one.title.rstrip('。')}{mark}{one.text}" for one in said] for mark in "。：")]
    for form in forms:
        wanted = [comparable(line) for line in form]
        for start in range(len(free) - len(wanted) + 1):
            here = free[start : start + len(wanted)]
            if all(comparable(blocks[one].text) == line for one, line in zip(here, wanted, strict=True)):
                return tuple(here)
    return None


def _proposed(
    blocks: Sequence[Block], free: Sequence[int], proposal: str, front: Sequence[str]
) -> dict[str, list[int]]:
    """Return where the words stand that are proposed for a chapter, by the heading over them.

    Args:
        blocks: the render.
        free: places of paragraphs that belong to no item.
        proposal: name of the character style of proposals.
        front: the chapters that stand before the first heading and are proposed, in order.
    """
    names = {**{name: part for part, name in CHAPTERS.items()}, **_ALSO}
    found: dict[str, list[int]] = {}
    stack: dict[int, str] = {}
    for place in free:
        block = blocks[place]
        ours = all(look.style == proposal for look in block.looks)
        if block.level is not None and not ours:
            stack = {level: title for level, title in stack.items() if level < block.level}
            stack[block.level] = _NUMBER.sub("", block.text)
        if ours:
            parts = [names[title] for title in stack.values() if title in names]
            if parts:
                found.setdefault(parts[-1], []).append(place)
            elif not stack:
                found.setdefault("", []).append(place)
    before = found.pop("", [])
    if len(before) == len(front):
        found.update({part: [place] for part, place in zip(front, before, strict=True)})
    return found


def _theirs(compared: Compared, places: Sequence[int]) -> list[int]:
    """Return the places in the draft of a chapter's paragraphs, with what was written between and behind them."""
    pairing = compared.pairing
    mine: set[int] = set()
    for one in places:
        if one in pairing.theirs:
            mine.add(pairing.theirs[one])
        mine.update(pairing.split.get(one, ()))
    for place in pairing.added:
        block = compared.edited[place]
        is_text = block.unit.kind == "paragraph" and block.text and not block.keys
        levels = {None, *(compared.base[one].level for one in places)}
        if place - 1 in mine and is_text and (block.level in levels or place < max(mine)):
            mine.add(place)
    return sorted(mine)
