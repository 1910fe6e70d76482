"""Several plans in one document: where each begins and ends, so that they are never mixed in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plangen.parent import rules
from plangen.parent.block_model import Block, Contents, Note, Paragraph, Prepared, locate, span_words
from plangen.parent.titles import FoundTitle, titles_among
from plangen.terms.findings import Finding, Location
from plangen.terms.marks import Form, parse_mark
from plangen.terms.place import Place
from plangen.terms.text import comparable

_CHAPTERS = (Form.PART, Form.CHAPTER, Form.CHINESE)


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """One of the plans in a document.

    Attributes:
        title: its title.
        start: index of its first block, the notice that issues it included.
        after: index of the first block behind its title.
        stop: index behind its last block.
        first: where it begins.
        last: where it ends.
    """

    title: str
    start: int
    after: int
    stop: int
    first: Place
    last: Place

    @property
    def words(self) -> str:
        """Its title and where it stands, in Chinese."""
        return f"《{self.title}》（{span_words(self.first, self.last)}）"


def plan_parts(blocks: Sequence[Block]) -> tuple[PlanPart, ...]:
    """Return the plans in a document: each has a title of its own and chapters that begin anew; none where it is one.

    Args:
        blocks: the document without contents pages.
    """
    heads = titles_among(blocks)
    if len(heads) < 2:
        return ()
    ends = [head.start for head in heads[1:]] + [len(blocks)]
    starts: list[tuple[int, int, str]] = []
    pending: tuple[int, str] | None = None
    for head, end in zip(heads, ends, strict=True):
        key = comparable(head.title)
        if not _has_chapters(blocks[head.stop : end]):
            # a notice names the plan that follows it; a title without chapters is a part of what stands before
            pending = pending if pending is not None and comparable(pending[1]) == key else (head.start, head.title)
            continue
        start = pending[0] if pending is not None and comparable(pending[1]) == key else head.start
        pending = None
        if not starts or comparable(starts[-1][2]) != key:
            starts.append((start, head.stop, head.title))
    if len(starts) < 2:
        return ()
    bounds = pairwise([0, *(start for start, _, _ in starts[1:]), len(blocks)])
    return tuple(_part(title, blocks, after, *bound) for (_, after, title), bound in zip(starts, bounds, strict=True))


def _part(title: str, blocks: Sequence[Block], after: int, start: int, stop: int) -> PlanPart:
    last = blocks[stop - 1]
    end = last.places[-1] if isinstance(last, Paragraph) else last.rows[-1].place
    return PlanPart(title=title, start=start, after=after, stop=stop, first=blocks[start].place, last=end)


def _has_chapters(blocks: Sequence[Block]) -> bool:
    """Return whether a first and a second chapter begin in blocks."""
    seen: set[tuple[Form, int]] = set()
    for block in blocks:
        if isinstance(block, Paragraph) and (mark := parse_mark(block.text)) and mark.form in _CHAPTERS:
            seen.add((mark.form, mark.value))
    return any((form, 1) in seen and (form, 2) in seen for form in _CHAPTERS)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What of a document is to be read.

    Attributes:
        prepared: the document, or the one plan of it that was asked for.
        title: the title of that plan; None where the whole document is read.
        findings: that there are several plans where nobody chose one, or which one was chosen.
    """

    prepared: Prepared
    title: FoundTitle | None = None
    findings: tuple[Finding, ...] = ()


def choose_part(prepared: Prepared, part: int | None, name: str) -> Choice:
    """Return the document, or the one plan of it that was asked for.

    Args:
        prepared: the document.
        part: number of the plan, from 1; None for the whole.
        name: the file's name.

    Raises:
        FindingsError: there is no such part.
    """
    parts = plan_parts(prepared.blocks)
    listed = [f"{number}. {one.words}" for number, one in enumerate(parts, 1)]
    where = Location(file=name)
    if part is None:
        if not parts:
            return Choice(prepared=prepared)
        found = rules.SEVERAL_PLANS.found(where, count=len(parts), parts="；".join(listed))
        return Choice(prepared=prepared, findings=(found,))
    if not parts and part == 1:
        return Choice(prepared=prepared)
    if not 1 <= part <= len(parts):
        known = f"文件里有{len(parts)}份：{'；'.join(listed)}" if parts else "文件里只有一份规划，不必写 --part"
        raise rules.PART_UNKNOWN.error(where, part=part, known=known)
    chosen = parts[part - 1]
    notes = [
        Note(place=place, text="", verdict=f"属于另一份规划《{other.title}》，没有读入")
        for other in parts
        if other is not chosen
        for block in prepared.blocks[other.start : other.stop]
        for place in (block.places if isinstance(block, Paragraph) else [row.place for row in block.rows])
    ]
    taken = replace(
        prepared,
        blocks=prepared.blocks[chosen.start : chosen.stop],
        contents=Contents(),
        notes=(*prepared.notes, *notes),
    )
    found = rules.PART_TAKEN.found(locate(name, chosen.first), part=part, chosen=chosen.words)
    title = FoundTitle(text=chosen.title, after=chosen.after - chosen.start, block=0)
    return Choice(prepared=taken, title=title, findings=(found,))
