"""Where in a document the chapters stand that the county itself can write, by their words or by ours in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangen.county.spec import PlanText, Section
from plangen.living.changes import Compared
from plangen.living.view import Block
from plangen.plan.voice import CHAPTERS
from plangen.terms.text import comparable

SECTIONS = ("principles", "requirements", "review", "outlook", "safeguards", "glossary")
PLAIN = ("notice", "preface", "guiding")
FRONT = ("notice", "preface")
"""Those that stand before the first heading, in order."""

_ALSO = {"基本原则": "principles"}
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．])")


@dataclass(frozen=True)
class Region:
    """The paragraphs of a chapter in the render: their places, and whether the spec gives their words."""

    part: str
    places: tuple[int, ...]
    given: bool


def regions_of(base: Sequence[Block], text: PlanText, proposal: str, since: Compared | None) -> Iterator[Region]:
    """Yield the chapters, where they stand in the render: by the spec's words, or by ours that are proposed.

    Where the spec has other words now than when the draft was rendered, they are looked for in what it would render
    now; what stood at their place is the chapter.

    Args:
        base: the render.
        text: what the spec says in chapters.
        proposal: name of the character style of proposals.
        since: what the spec would render now beside the last render, where that is not the same.
    """
    found: set[str] = set()
    for region in _standing(base, text, proposal, changed=since is not None):
        found.add(region.part)
        yield region
    if since is not None:
        for region in _standing(since.edited, text, proposal, changed=False):
            if region.part not in found and (places := _stood(since, region.places)):
                yield Region(region.part, places, region.given)


def _standing(blocks: Sequence[Block], text: PlanText, proposal: str, *, changed: bool) -> Iterator[Region]:
    """Yield the chapters in a document; ``changed``: the spec may have said something else when it was rendered."""
    free = _free(blocks)
    found: set[str] = set()
    for part in (*PLAIN, *SECTIONS):
        if (said := getattr(text, part)) and (places := _written(blocks, free, part, said)):
            found.add(part)
            yield Region(part, places, True)
    front = [part for part in FRONT if not getattr(text, part) and part not in text.accept]
    for part, proposed in _proposed(blocks, free, proposal, front, changed=changed).items():
        if part not in found and (changed or not getattr(text, part)):
            yield Region(part, tuple(proposed), False)


def _free(blocks: Sequence[Block]) -> list[int]:
    """Return the places of paragraphs that belong to no item."""
    return [at for at, one in enumerate(blocks) if one.unit.kind == "paragraph" and not one.key and one.text]


def _stood(since: Compared, places: Sequence[int]) -> tuple[int, ...]:
    """Return the rendered paragraphs in whose place others would be rendered now: between the same neighbours."""
    ours = {place: one for one, place in since.pairing.theirs.items()}
    return _between(places, ours, len(since.edited), since.base)


def stands(since: Compared, places: Sequence[int]) -> tuple[int, ...]:
    """Return the paragraphs that would be rendered now in the place of rendered ones: between the same neighbours.

    Args:
        since: what the spec would render now beside the last render.
        places: of the rendered paragraphs.
    """
    return _between(places, since.pairing.theirs, len(since.base), since.edited)


def _between(places: Sequence[int], other: Mapping[int, int], count: int, blocks: Sequence[Block]) -> tuple[int, ...]:
    above = next((other[at] for at in range(places[0] - 1, -1, -1) if at in other), -1)
    below = next((other[at] for at in range(places[-1] + 1, count) if at in other), len(blocks))
    free = set(_free(blocks))
    return tuple(one for one in range(above + 1, below) if one in free)


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
    blocks: Sequence[Block], free: Sequence[int], proposal: str, front: Sequence[str], *, changed: bool
) -> dict[str, list[int]]:
    """Return where the words stand that are proposed for a chapter, by the heading over them.

    Args:
        blocks: the render.
        free: places of paragraphs that belong to no item.
        proposal: name of the character style of proposals.
        front: the chapters that stand before the first heading and are proposed, in order.
        changed: others may have been proposed when it was rendered.
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
    named = FRONT if changed and len(before) != len(front) else front
    if len(before) == len(named):
        found.update({part: [place] for part, place in zip(named, before, strict=True)})
    return found


def theirs_of(compared: Compared, places: Sequence[int]) -> list[int]:
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
