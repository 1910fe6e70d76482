"""The line that a person means: found by its own first words, in whatever width and under whatever number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from plangen.parent.block_model import Block, Paragraph, clean
from plangen.parent.joining import join_text
from plangen.reading.lines import SourceDocument
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import comparable

_FEWEST_WITHOUT_NUMBER = 4
_MOST_SPANNED = 8
_NEAR = 8
"""How many blocks apart lines stand at most that are one."""
_ALIKE = 0.6
"""How alike the beginning of a reworded line still is to what it was."""
_SAME_NUMBER = 0.1
"""What it counts that a line stands under the same number."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A line of the document.

    Attributes:
        place: where it stands.
        index: the block that it is in.
        last: the block in which the words end by which it was named, where the line is broken.
        inside: it stands inside a paragraph that was put together of several lines.
    """

    place: Place
    index: int
    last: int
    inside: bool = False


@dataclass(frozen=True)
class _Candidate:
    key: str
    bare: str
    place: Place
    index: int


@dataclass
class LineFinder:
    """Finds lines in the blocks of a document.

    Args:
        blocks: all blocks, without contents pages.
        document: for the lines of which paragraphs were put together.
    """

    blocks: Sequence[Block]
    document: SourceDocument
    _candidates: list[_Candidate] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what is compared."""
        self._candidates = list(self._lines())

    def _lines(self) -> Iterator[_Candidate]:
        for index, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                yield _candidate(block.text, block.place, index)
            else:
                for row in block.rows:
                    # a cell of it, or all of them as they follow each other
                    cells = [cell for cell in dict.fromkeys(row.cells) if cell]
                    yield from (_candidate(text, row.place, index) for text in (*cells, "".join(cells)))

    def find(self, words: str) -> list[Spot]:
        """Return the lines that begin with the words; one that consists of them wins over those that go on.

        The number may be another one, or be left out: a revised document numbers anew.

        Args:
            words: as a person writes them.
        """
        key, bare = comparable(words), _bare(words)
        tries = [key, bare] if bare != key and len(bare) >= _FEWEST_WITHOUT_NUMBER else [key]
        for wanted in tries:
            found = [one for one in self._candidates if one.key.startswith(wanted) or one.bare.startswith(wanted)]
            whole = [one for one in found if wanted in (one.key, one.bare)]
            found = whole if len(whole) == 1 else found
            if found:
                return list(
                    {one.place: Spot(place=one.place, index=one.index, last=one.index) for one in found}.values()
                )
            if spanned := list(self._spanned(wanted)):
                return spanned
        return self._inside(key)

    def alike(self, words: str, beside: Spot, items: Collection[Place]) -> tuple[Spot, str] | None:
        """Return the line near another one that begins most like the words, with its text; None where none does.

        Args:
            words: how the line began before it was reworded.
            beside: where the line stands that stood beside it.
            items: where items stand; beside an item only an item is meant.
        """
        wanted = _bare(words)
        if len(wanted) < _FEWEST_WITHOUT_NUMBER:
            return None
        near = [
            one
            for one in self._candidates
            if 0 < abs(one.index - beside.index) <= _NEAR and (beside.place not in items or one.place in items)
        ]
        number = comparable(words).removesuffix(wanted)
        scored = [
            (
                _beginning_likeness(wanted, one.bare) + _SAME_NUMBER * (one.key.removesuffix(one.bare) == number != ""),
                -abs(one.index - beside.index),
                one,
            )
            for one in near
        ]
        score, _, best = max(scored, key=lambda entry: entry[:2], default=(0.0, 0, None))
        if best is None or score < _ALIKE:
            return None
        block = self.blocks[best.index]
        text = block.text if isinstance(block, Paragraph) else best.bare
        return Spot(place=best.place, index=best.index, last=best.index), text

    def _spanned(self, wanted: str) -> Iterator[Spot]:
        """Yield the lines with which the words begin and which the following ones complete."""
        for one in self._candidates:
            block = self.blocks[one.index]
            if not isinstance(block, Paragraph):
                continue
            for start in {one.key, one.bare} - {""}:
                if not wanted.startswith(start):
                    continue
                joined, last = start, one.index
                for following in self.blocks[one.index + 1 : one.index + 1 + _MOST_SPANNED]:
                    if not isinstance(following, Paragraph) or len(joined) >= len(wanted):
                        break
                    joined, last = joined + comparable(following.text), last + 1
                if len(joined) >= len(wanted) and joined.startswith(wanted):
                    yield Spot(place=one.place, index=one.index, last=last)
                    break

    def _inside(self, wanted: str) -> list[Spot]:
        """Return the lines inside paragraphs that were put together of several."""
        inside = {
            place: index
            for index, block in enumerate(self.blocks)
            if isinstance(block, Paragraph)
            for place in block.places[1:]
        }
        return [
            Spot(place=line.place, index=inside[line.place], last=inside[line.place], inside=True)
            for line in self.document.lines
            if line.place in inside and comparable(clean(line.text)).startswith(wanted)
        ]


def rebuilt(
    blocks: Sequence[Block],
    spans: Iterable[tuple[int, int]],
    cuts: Mapping[int, Collection[Place]],
    document: SourceDocument,
) -> list[Block]:
    """Return blocks with neighbours joined and paragraphs parted.

    Args:
        blocks: all blocks.
        spans: first and last of neighbours that are one.
        cuts: by the number of a paragraph, where its second and further parts begin.
        document: for the lines of which a paragraph was put together.
    """
    ends: dict[int, int] = {}
    for start, last in sorted(spans):
        before = next((begin for begin, end in ends.items() if begin <= start <= end), start)
        ends[before] = max(ends.get(before, last), last)
    texts = {line.place: line.text for line in document.lines}
    result: list[Block] = []
    index = 0
    while index < len(blocks):
        block, last = blocks[index], ends.get(index, index)
        if last > index:
            result.append(joined(blocks[index : last + 1]))
        elif isinstance(block, Paragraph) and index in cuts:
            result += parted(block, cuts[index], texts)
        else:
            result.append(block)
        index = last + 1
    return result


def joined(blocks: Sequence[Block]) -> Paragraph:
    """Return neighbouring paragraphs as one that stands where the first stands."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    whole = paragraphs[0]
    for block in paragraphs[1:]:
        whole = replace(whole, text=join_text(whole.text, block.text), places=(*whole.places, *block.places))
    return whole


def parted(paragraph: Paragraph, at: Collection[Place], texts: Mapping[Place, str]) -> list[Paragraph]:
    """Return a paragraph that was put together of several lines in parts.

    Args:
        paragraph: the paragraph.
        at: where the second and further parts begin.
        texts: all lines.
    """
    parts: list[Paragraph] = []
    for place in paragraph.places:
        line = Paragraph(text=clean(texts.get(place, "")), place=place, places=(place,), level=None)
        if not parts:
            parts.append(replace(line, level=paragraph.level))
        elif place in at:
            parts.append(line)
        else:
            parts[-1] = joined([parts[-1], line])
    return parts


def _beginning_likeness(words: str, line: str) -> float:
    """Return how alike words are to the beginning of a line, 0 to 1, which may have become longer or shorter."""
    lengths = range(max(2, len(words) - 3), len(words) + 5)
    return max(SequenceMatcher(None, words, line[:length], autojunk=False).ratio() for length in lengths)


def _candidate(text: str, place: Place, index: int) -> _Candidate:
    return _Candidate(comparable(text), _bare(text), place, index)


def _bare(text: str) -> str:
    mark = parse_mark(text.strip())
    return comparable(mark.rest if mark else text)
