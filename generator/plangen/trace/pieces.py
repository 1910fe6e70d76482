"""A document's lines divided among the items that they hold: editing joins paragraphs, and divides headings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from plangen.terms.likeness import plain
from plangen.terms.marks import NUMBER_AT_END, NUMBER_INSIDE, parse_mark
from plangen.trace.anchors import Line
from plangen.trace.evidence_model import han_count
from plangen.trace.expected import Expectations, Expected

_SENTENCE = 6  # Chinese characters of a title that is known where it stands as a sentence among others
_BEHIND = ("", "。", "：", ":", "（")  # a heading of its own, or one with who does it behind it
_ENDS = ("。", "；", "）", ")", "！", "？")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A line, or the part of it that belongs to one item when several share it."""

    line: Line
    text: str
    owner: Expected | None = None
    shared: bool = False
    others: tuple[str, ...] = ()


def divide(lines: Sequence[Line], expected: Expectations, shortest: float) -> tuple[Piece, ...]:
    """Return the pieces of a document's lines, in order.

    Args:
        lines: the lines.
        expected: the items that may stand there.
        shortest: how many Chinese characters make a text of its own.
    """
    pieces: list[Piece] = []
    for line in lines:
        owners = list(dict.fromkeys(expected.by_key[key] for key in line.keys if key in expected.by_key))
        pieces += _shared(line, owners, expected, shortest) if owners else _unmarked(line, expected)
    return tuple(pieces)


def _unmarked(line: Line, expected: Expectations) -> Iterator[Piece]:
    """Divide a paragraph without bookmarks where a number and an item's title follow the end of a sentence."""
    begin = 0
    for place in _joined_on(line.text, expected):
        yield Piece(line=line, text=line.text[begin:place])
        begin = place
    yield Piece(line=line if not begin else replace(line, level=None), text=line.text[begin:])


def _joined_on(text: str, expected: Expectations) -> list[int]:
    """Return where other items begin within a paragraph: a title behind a number, or as a sentence of its own."""
    places = {
        mark.start() for mark in NUMBER_INSIDE.finditer(text) if expected.entitled(text, mark.end(), mark.end() + 1)
    }
    for one in expected.entitled(text):
        place = text.find(one.title) if han_count(one.title) >= _SENTENCE else -1
        behind = text[place + len(one.title) :][:1]
        if han_count(text[: max(place, 0)]) >= _SENTENCE and text[place - 1] in _ENDS and behind in _BEHIND:
            places.add(place)
    return sorted(places)


def _shared(line: Line, owners: Sequence[Expected], expected: Expectations, shortest: float) -> Iterator[Piece]:
    """Divide a paragraph at the titles of the items whose bookmarks it has; what stands before is another's."""
    places: dict[Expected, int] = {}
    for owner in owners:
        found = [_occurrence(line.text, title, places.values()) for title in owner.titles if title]
        places[owner] = min((place for place in found if place >= 0), default=-1)
    others = {owner: tuple(other.title for other in owners if other is not owner) for owner in owners}
    ordered = sorted((owner for owner in owners if places[owner] >= 0), key=lambda one: (places[one], one.number))
    # what stands before the first title is its number, or the end of another text to which it was joined
    head = line.text[: places[ordered[0]]] if ordered else ""
    before = NUMBER_AT_END.sub("", head).rstrip()
    if han_count(before) >= shortest and before.endswith(_ENDS):
        yield Piece(line=replace(line, level=None), text=before)
    elif len(owners) == 1:
        begins = [place for place in _joined_on(line.text, expected) if place > places[owners[0]]]
        parts = [line.text[a:b] for a, b in zip([0, *begins], [*begins, len(line.text)], strict=True)]
        yield Piece(line=line, text=parts[0], owner=owners[0])
        yield from (Piece(line=replace(line, level=None), text=part) for part in parts[1:])
        return
    ends = [*(places[owner] for owner in ordered[1:]), len(line.text)]
    for owner, end in zip(ordered, ends, strict=False):
        yield Piece(line=line, text=line.text[places[owner] : end], owner=owner, others=others[owner])
    for owner in owners:
        if places[owner] < 0:
            yield Piece(line=line, text=line.text, owner=owner, shared=True, others=others[owner])


def _occurrence(text: str, title: str, taken: Collection[int]) -> int:
    """Return where a title stands in a text, not where another item of the same title was found; -1 for nowhere."""
    place = text.find(title)
    while place in taken and place >= 0:
        place = text.find(title, place + 1)
    return place


def section(pieces: Sequence[Piece], start: int, owner: Expected | None) -> list[Piece]:
    """Return the piece at ``start`` and what stands under it.

    Args:
        pieces: all pieces.
        start: index of the first.
        owner: the item whose section it is; None where no bookmark tells.
    """
    first = pieces[start]
    found = [first]
    for piece in pieces[start + 1 :]:
        if piece.line.ends or piece.line.index == first.line.index:
            break
        if piece.owner is not None and piece.owner is not owner:
            break
        level = piece.line.level
        if owner is not None and len(found) == 1 and _completes(first, piece, owner):
            found[0] = first = replace(first, text=first.text + piece.text)
            continue
        if piece.owner is None and level is not None and (first.line.level is None or level <= first.line.level):
            break
        if owner is None and level is None and _stands_beside(first, piece):
            break
        found.append(piece)
    return found


def _stands_beside(first: Piece, piece: Piece) -> bool:
    """Return whether a paragraph's number shows that it is no part of a numbered paragraph before it: ① and ②."""
    if first.line.level is not None:
        return False
    over, mark = parse_mark(first.text.strip()), parse_mark(piece.text.strip())
    if over is None or mark is None:
        return False
    return mark.form < over.form or (mark.form is over.form and mark.value == over.value + 1)


def _completes(first: Piece, second: Piece, owner: Expected) -> bool:
    """Return whether a line without bookmark is the second half of a heading that was divided."""
    if second.owner is not None or first.line.level is None or first.line.level != second.line.level:
        return False
    whole, half = plain(first.text + second.text), plain(first.text)
    return any(plain(title) in whole and plain(title) not in half for title in owner.titles)
