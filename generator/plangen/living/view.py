"""A Word document as the comparison with its last render sees it: paragraphs and rows, each with its item and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from plangen.living.pairing import Unit
from plangen.office.body import Look, Paragraph, Row
from plangen.office.bookmarks import MAP_PROPERTY, keys_at, numbered, unpack_map
from plangen.office.passages import Passage
from plangen.office.word_document import WordDocument
from plangen.terms.marks import parse_mark
from plangen.terms.text import without_unseen
from plangen.trace.anchors import head_of
from plangen.trace.check_words import CheckWords

_TITLE_END = re.compile("[。：:]")
_LONGEST_NAME = 40  # characters of a cell that names its row
SPLIT = "｜"
"""What stands between the cells of a row."""
_Head = tuple[int, tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Of a table: the number of its row of heads, what each column is for, the texts of all rows."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, or a row of a table.

    Attributes:
        unit: what pairing looks at.
        place: where it stands, in Chinese.
        keys: keys of the items whose bookmarks begin in it.
        owner: key of the item in whose section it stands; empty outside.
        heading: the heading that it stands under, or that it is.
        level: of a heading, its outline level.
        numbered: an automatic number stands before it.
        style: name of its paragraph style.
        looks: for each character of a paragraph's text, how it looks.
        title: of an item's own paragraph, its title as far as the looks tell.
        cells: texts of a row's cells.
        columns: role and head of each cell of a row; empty where the table has no head that fits.
        table: number of the table of a row.
        is_head: the row is the table's head, or stands over it.
        boxed: it stands in a text box.
        above: the headings over it, from the highest, itself not among them.
        paragraphs: what it consists of, for comments, notes, pictures and tracked changes.
    """

    unit: Unit
    place: str
    keys: tuple[str, ...] = ()
    owner: str = ""
    heading: str = ""
    level: int | None = None
    numbered: bool = False
    style: str = ""
    looks: tuple[Look, ...] = ()
    title: str = ""
    cells: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    table: int = 0
    is_head: bool = False
    boxed: bool = False
    above: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return self.unit.text

    @property
    def name(self) -> str:
        """What a planner calls it: its title, the first words of a row, or the heading over it."""
        first = next((cell for cell in self.text.split(SPLIT) if cell.strip()), "") if self.unit.kind == "row" else ""
        return self.title or (first if len(first) <= _LONGEST_NAME else "") or self.heading

    @property
    def key(self) -> str:
        """The item that it belongs to; empty outside."""
        return self.keys[0] if self.keys else self.owner


def view(document: WordDocument, words: CheckWords) -> tuple[Block, ...]:
    """Return a document's paragraphs and rows, in order; what has neither words nor anything else is left out.

    Args:
        document: the document as it was read.
        words: heads of columns, and at what the text of an item ends.
    """
    present = {name for name, _ in document.bookmarks()}
    names = {**numbered(present), **unpack_map(document.properties.get(MAP_PROPERTY, ""))}
    blocks: list[Block] = []
    owner, level = "", 0
    heads: dict[int, _Head] = {}
    for passage in document.passages:
        if passage.paragraph is None:
            if passage.row is not None and passage.row.unseen is None:
                blocks.append(_row(passage, names, present, heads, words))
            continue
        block = _paragraph(passage, passage.paragraph, names, present)
        if block.keys:
            owner, level = block.keys[0], block.level or 9
        elif (block.level is not None and block.level <= level) or block.style.startswith(words.ends.styles):
            owner = ""
        blocks.append(replace(block, owner=owner))
    return tuple(blocks)


def _paragraph(passage: Passage, paragraph: Paragraph, names: Mapping[str, str], present: set[str]) -> Block:
    keys, _ = keys_at(paragraph.bookmarks, "pg", names, present)
    characters = [(one, run.look) for run in paragraph.runs if run.look.unseen is None for one in run.text]
    while characters and not characters[0][0].strip():
        del characters[0]
    while characters and not characters[-1][0].strip():
        del characters[-1]
    text = "".join(one for one, _ in characters)
    looks = tuple(look for _, look in characters)
    headings = passage.place.headings
    mark = parse_mark(text)
    named = text if mark is None else mark.rest
    is_titled = bool(keys or paragraph.level or paragraph.label or mark)
    return Block(
        unit=Unit(text=text, names=paragraph.bookmarks, was="" if text else _before_deletions(paragraph)),
        place=passage.place.words or "文首",
        keys=keys,
        heading=headings[-1] if headings else "",
        level=paragraph.level,
        numbered=bool(paragraph.label),
        style=paragraph.style,
        looks=looks,
        title=_title(named, looks[len(text) - len(named) :], paragraph.level) if is_titled else "",
        boxed=paragraph.boxed,
        above=headings if paragraph.level is None else headings[:-1],
        paragraphs=(paragraph,),
    )


def _before_deletions(paragraph: Paragraph) -> str:
    return "".join(run.text for run in paragraph.runs if not run.look.inserted).strip()


def _title(text: str, looks: tuple[Look, ...], level: int | None) -> str:
    """Return the title that a paragraph begins with: what is set as its head, or what stands before the first stop."""
    first = looks[0].style if looks else ""
    ends = next((at for at, look in enumerate(looks) if look.style != first), len(looks)) if first else 0
    if first and ends < len(text) and _TITLE_END.match(text[ends - 1]):
        return text[: ends - 1]
    stop = _TITLE_END.search(text)
    if level is not None and (stop is None or stop.end() == len(text)):
        return text.rstrip("。")
    return text[: stop.start()] if stop else ""


def _row(
    passage: Passage,
    names: Mapping[str, str],
    present: set[str],
    heads: dict[int, _Head],
    words: CheckWords,
) -> Block:
    place, row, table = passage.place, passage.row, passage.table
    assert row is not None
    assert table is not None
    number, at = place.table or 0, (place.row or 1) - 1
    if number not in heads:
        heads[number] = (*head_of(table, words), table.texts)
    head, roles, texts = heads[number]
    cells = tuple(without_unseen(text).strip() for text in texts[at])
    shown = texts[head] if head >= 0 else ()
    columns = tuple(zip(roles, shown, strict=True)) if len(roles) == len(shown) == len(cells) else ()
    keys, _ = keys_at(row.bookmarks, "pgr", names, present)
    counted = [cell for position, cell in enumerate(cells) if not columns or columns[position][0] != "number"]
    return Block(
        unit=Unit(text=SPLIT.join(counted), names=row.bookmarks, kind="row"),
        place=place.words or "文首",
        keys=keys,
        heading=place.caption or (place.headings[-1] if place.headings else ""),
        title=next((cell for (role, _), cell in zip(columns, cells, strict=False) if role == "name"), ""),
        cells=cells,
        columns=columns,
        table=number,
        is_head=at <= head and not keys,
        paragraphs=tuple(_paragraphs_of(row)),
    )


def _paragraphs_of(row: Row) -> Iterator[Paragraph]:
    for cell in row.cells:
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                yield block
