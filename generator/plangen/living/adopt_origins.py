"""Of an item that carries several parent items: whose its sentences are, so that each keeps a text of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangen.living.adopt_homes import Home
from plangen.plan.model import CountyItem


@dataclass(frozen=True)
class Piece:
    """A sentence of the draft: its paragraph there, and whose sentence it was (None: nobody's, it is new)."""

    text: str
    paragraph: int
    basis: str | None


def by_home(
    pieces: Sequence[Piece], item: CountyItem, homes: Sequence[Home], parents: Mapping[str, str | None]
) -> list[tuple[Home, str]] | None:
    """Return what the spec says under each parent item that an item carries, where that is another text than before.

    A new sentence belongs to the item of the one before it.  Where several parents say the same, it stands once; it is
    then changed for all of them.

    Args:
        pieces: the sentences that the item is to have as its text.
        item: the item.
        homes: where the spec speaks of the items that it carries, the first for the county's own.
        parents: text of each parent item, by its key.

    Returns:
        None where an item would have no text left: the parent's would come back.
    """
    printed: dict[int, list[str]] = {}
    for sentence in item.paragraphs:
        printed.setdefault(_home_of(sentence.basis, homes), []).append(sentence.text)
    speaks = [bool(home.value("text") or parents.get(home.basis)) for home in homes]
    if sum(speaks) <= 1:
        only = speaks.index(True) if any(speaks) else 0
        return [(homes[only], _text(pieces))]
    wanted: dict[int, list[Piece]] = {}
    number = next((_home_of(one.basis, homes) for one in pieces if one.basis), 0)
    for one in pieces:
        number = _home_of(one.basis, homes) if one.basis else number
        wanted.setdefault(number, []).append(one)
    texts = {number: _text(some) for number, some in wanted.items()}
    between = "\n" if any(one.paragraph for one in pieces) else ""
    changed = {number: text for number, text in texts.items() if text != between.join(printed.get(number, ()))}
    for number, says in enumerate(speaks):
        if says and number not in texts:
            if number in printed:
                return None
            if changed:  # it says what another one says, which stands once
                changed[number] = next(iter(changed.values()))
    return [(homes[number], text) for number, text in sorted(changed.items())]


def _home_of(basis: str | None, homes: Sequence[Home]) -> int:
    """Return the number of the home whose sentence it is: the parent's by its key, the county's by the item's id."""
    own = (number for number, home in enumerate(homes) if home.basis and _is_of(basis or "", home))
    return next(own, 0)


def _is_of(basis: str, home: Home) -> bool:
    if basis == home.basis:
        return True
    said = basis.split("·")
    return len(said) == 3 and said[1] == home.basis.partition(":")[2] and home.value("text") is not None


def _text(pieces: Sequence[Piece]) -> str:
    lines: dict[int, str] = {}
    for one in pieces:
        lines[one.paragraph] = lines.get(one.paragraph, "") + one.text
    return "\n".join(lines.values())
