"""The chapters that the county itself writes (引言, 工作原则, 回顾, 指导思想), as a person changed them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangen.county.spec import PlanText, Section
from plangen.county.voice_schema import TEXT
from plangen.living.adopt_model import Adopted, Conflict, Field, Path, SpecEdit
from plangen.living.adopt_regions import PLAIN, Region, regions_of, stands, theirs_of
from plangen.living.changes import Compared
from plangen.living.view import Block
from plangen.plan.voice import CHAPTERS

_OURS = "本章其余建议的话一并成为本县的话"


@dataclass(frozen=True, kw_only=True)
class ChapterResult:
    """What becomes of a chapter.

    Attributes:
        part: the spec's key of it.
        adopted: what goes into the spec.
        conflict: it was changed in the spec too since.
        settled: the spec says already what the draft says.
        refused: only some of what is proposed was taken, which the spec cannot say.
        places: its paragraphs in the draft.
        gone: rendered ones that are gone.
    """

    part: str
    adopted: Adopted | None = None
    conflict: Conflict | None = None
    settled: bool = False
    refused: bool = False
    places: frozenset[int]
    gone: frozenset[int]


def chapter_results(
    compared: Compared, text: PlanText, proposal: str, *, accepted: bool, since: Compared | None = None
) -> Iterator[ChapterResult]:
    """Yield what becomes of each chapter of which the draft says something else.

    Args:
        compared: the draft beside its last render.
        text: what the spec says in chapters.
        proposal: name of the character style of proposals.
        accepted: the county has taken all proposals.
        since: what the spec would render now beside the last render, where that is not the same.
    """
    number = 0
    for region in regions_of(compared.base, text, proposal, since):
        theirs = theirs_of(compared, region.places)
        blocks = [compared.edited[place] for place in theirs]
        was = [compared.base[one] for one in region.places]
        now = was if since is None else [since.edited[place] for place in stands(since, region.places)]
        same = _texts(was) == _texts(blocks)
        marks = not region.given and not accepted and region.part not in text.accept
        left = [_is_marked(block, proposal) for block in blocks]
        taken = marks and same and left != [_is_marked(block, proposal) for block in was]
        if same and not taken:
            continue
        gone = frozenset(one for one in region.places if one in compared.pairing.deleted)
        if taken and any(left):
            yield ChapterResult(refused=True, part=region.part, places=frozenset(theirs), gone=gone)
            continue
        said = _Said(region=region, was=was, draft=blocks, now=now, taken=taken)
        adopted, conflict, settled = said.result(text, number)
        number += said.taken and adopted is not None
        yield ChapterResult(
            part=region.part,
            adopted=adopted,
            conflict=conflict,
            settled=settled,
            places=frozenset(theirs),
            gone=gone,
        )


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What a chapter said when it was rendered, says in the draft, and would say now by the spec."""

    region: Region
    was: Sequence[Block]
    draft: Sequence[Block]
    now: Sequence[Block]
    taken: bool

    def result(self, text: PlanText, number: int) -> tuple[Adopted | None, Conflict | None, bool]:
        """Return what is adopted, what clashes, and whether the spec says already what the draft says.

        Args:
            text: what the spec says in chapters.
            number: how many chapters before were taken as they are proposed.
        """
        part = self.region.part
        title = str(TEXT[part]["meta"]["name"])
        was, draft, now = ("\n".join(_texts(blocks)) for blocks in (self.was, self.draft, self.now))
        clash = Conflict(key="", title=title, field=Field.CHAPTER, rendered=was, draft=draft, spec=now)
        said = {"key": "", "title": title, "field": Field.CHAPTER, "was": was, "now": draft}
        if self.taken:
            if part not in CHAPTERS:
                return None, None, False
            if was != now:
                return None, clash, False
            edit = SpecEdit(path=("text", "accept", len(text.accept) + number), before=None, after=part)
            return Adopted(**said, edits=(edit,)), None, False  # type: ignore[arg-type]
        if draft == now:
            return None, None, True
        before = _value(getattr(text, part))
        values = [_new_value(part, blocks) for blocks in (self.was, self.draft, self.now)]
        if values[1] is None:
            return None, None, False
        edits = _edits(part, before, *values) if was == now or self.region.given else None
        if edits is None:
            return None, clash, False
        notes = () if self.region.given else (_OURS,)
        return (Adopted(**said, edits=edits, notes=notes), None, False) if edits else (None, None, True)  # type: ignore[arg-type]


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks]


def _is_marked(block: Block, proposal: str) -> bool:
    return any(look.style == proposal for look in block.looks)


Value = str | list[dict[str, str]] | None
"""A chapter's words as the spec has them: a text, or sections of a title and a text."""


def _value(said: str | tuple[Section, ...] | None) -> Value:
    if isinstance(said, tuple):
        return [{"title": one.title, "text": one.text.strip()} for one in said] or None
    return said.strip() if said else None


def _new_value(part: str, blocks: Sequence[Block]) -> Value:
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


def _edits(part: str, before: Value, was: Value, draft: Value, now: Value) -> tuple[SpecEdit, ...] | None:
    """Return the changes of a chapter, of single sections and lines where that will do; None where they clash.

    Args:
        part: the chapter.
        before: what the spec says now, as it is written there; None where we propose it.
        was: what was rendered.
        draft: what the draft says.
        now: what would be rendered now.
    """
    if before is None or type(before) is not type(now):
        return (SpecEdit(path=("text", part), before=before, after=draft),) if was == now else None
    if isinstance(before, str):
        sides = [str(one or "").split("\n") for one in (before, was, draft, now)]
        after = _merged_lines(*sides)
        return None if after is None else _changed(("text", part), before, "\n".join(after))
    assert isinstance(now, list)
    assert isinstance(draft, list)
    if not isinstance(was, list) or len(now) != len(before):
        return None
    if len(draft) == len(was) == len(now):
        return _section_edits(part, before, was, draft, now)
    if was != now:
        return None
    kept = [before[was.index(one)] if one in was else one for one in draft]
    if kept[: len(before)] == before:
        added = enumerate(kept[len(before) :], len(before))
        return tuple(SpecEdit(path=("text", part, number), before=None, after=one) for number, one in added)
    return _changed(("text", part), before, kept)


def _section_edits(part: str, *sides: list[dict[str, str]]) -> tuple[SpecEdit, ...] | None:
    """Return the changes of single sections, of which there are as many on all sides; None where they clash."""
    edits: list[SpecEdit] = []
    for number, (own, was, draft, now) in enumerate(zip(*sides, strict=True)):
        for key in ("title", "text"):
            if draft[key] in (was[key], now[key]):
                continue
            if was[key] != now[key]:
                return None
            edits += _changed(("text", part, number, key), own[key], draft[key])
    return tuple(edits)


def _changed(path: Path, before: object, after: object) -> tuple[SpecEdit, ...]:
    return (SpecEdit(path=path, before=before, after=after),) if before != after else ()


def _merged_lines(own: list[str], was: list[str], draft: list[str], now: list[str]) -> list[str] | None:
    """Return the lines of a text as the spec has them, with what the draft changed; None where both changed a line."""
    if was == now:
        same = len(own) == len(was)
        return [own[was.index(one)] if same and one in was else one for one in draft]
    if not len(own) == len(was) == len(draft) == len(now):
        return None
    merged: list[str] = []
    for said, old, new, present in zip(own, was, draft, now, strict=True):
        if new not in (old, present) and old != present:
            return None
        merged.append(said if new in (old, present) else new)
    return merged
