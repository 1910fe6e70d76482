"""A plangen document as a check sees it: lines of the body and rows of the tables, with the bookmarks they carry.

How bookmarks fare while people edit: a moved paragraph takes its bookmark along; a paragraph divided by Enter may show
the name twice (one item, divided); a pasted copy is called ``name_Copy_1`` (no second item, a copy); joining two
paragraphs puts two bookmarks into one; typing over a paragraph keeps the bookmark around other words, so that a
bookmark alone proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plangen.office.body import Table
from plangen.office.bookmarks import MAP_PROPERTY, keys_at, unpack_map
from plangen.office.word_document import WordDocument
from plangen.terms.place import Place
from plangen.terms.text import comparable, squeeze
from plangen.terms.vocabulary import vocabulary
from plangen.trace.check_words import CheckWords
from plangen.trace.voided import voided

_HEADER_ROWS = 3
_SAME_AS_ABOVE = ("lead", "support", "deadline")


class TableRole(StrEnum):
    """What a table of the document is for."""

    DIVISION = "division"
    WAIVED = "waived"
    TRACE = "trace"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph outside tables.

    Attributes:
        index: its place among the lines, from 0.
        location: where it stands, in Chinese.
        text: its text.
        level: 1 to 9 for a heading.
        keys: keys of the items whose bookmarks begin in it.
        copies: keys of the items of which it carries a copied bookmark.
        ends: the text of an item cannot go on behind it.
    """

    index: int
    location: str
    text: str
    level: int | None = None
    keys: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table, without the head.

    Attributes:
        table: number of the table, from 1.
        location: where it stands, in Chinese.
        role: what the table is for.
        cells: its cells' texts.
        columns: role of a column -> text of its cell; empty where the head does not fit the row.
        label: what stands over the table's head in a row of its own.
        keys: keys of the items whose bookmarks begin in it.
    """

    table: int
    location: str
    role: TableRole
    cells: tuple[str, ...]
    columns: Mapping[str, str]
    label: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document with everything that a check asks for.

    Attributes:
        lines: the paragraphs outside tables that hold text or a bookmark, in order.
        rows: the rows of all tables but their heads, in order.
        properties: the document's custom properties.
        void: lines that say that what follows does not count, each with how many lines that are; they are not in
            ``lines``.
    """

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    properties: Mapping[str, str]
    void: tuple[tuple[Line, int], ...] = ()

    @property
    def has_anchors(self) -> bool:
        """Whether any of plangen's bookmarks is left."""
        return any(line.keys for line in self.lines) or any(row.keys for row in self.rows)


def _is_annex_note(text: str, words: CheckWords) -> bool:
    """Return whether a paragraph is the list of annexes: there is no stop in it (GB/T 9704-2012, 7.3.5)."""
    return squeeze(text).startswith(words.ends.paragraphs) and "。" not in text


def read_draft(document: WordDocument, words: CheckWords) -> Draft:
    """Return a document as a check sees it.

    Args:
        document: the document as it was read back.
        words: heads of columns and what ends the text of an item.
    """
    names = unpack_map(document.properties.get(MAP_PROPERTY, ""))
    present = {name for name, _ in document.bookmarks()}
    tables: dict[int, tuple[int, tuple[str, ...], tuple[tuple[str, ...], ...]]] = {}
    lines: list[Line] = []
    rows: list[Row] = []
    for passage in document.passages:
        place, paragraph = passage.place, passage.paragraph
        if paragraph is not None:
            keys, copies = keys_at(paragraph.bookmarks, "pg", names, present)
            if paragraph.text.strip() or keys or copies:
                ends = paragraph.style.startswith(words.ends.styles)
                lines.append(
                    Line(
                        index=len(lines),
                        location=place.words or "文首",
                        text=paragraph.text,
                        level=paragraph.level,
                        keys=keys,
                        copies=copies,
                        ends=ends or _is_annex_note(paragraph.text, words),
                    )
                )
            for note in filter(None, map(document.notes.get, paragraph.notes)):
                lines.append(Line(index=len(lines), location=place.words or "文首", text=note))
        elif passage.row is not None and passage.table is not None and passage.row.unseen is None:
            number, at = place.table or 0, (place.row or 1) - 1
            if number not in tables:
                tables[number] = (*head_of(passage.table, words), passage.table.texts)
            head, roles, texts = tables[number]
            keys, _ = keys_at(passage.row.bookmarks, "pgr", names, present)
            if at > head or keys:
                label = texts[head - 1][0] if head > 0 and len(texts[head - 1]) == 1 else ""
                cells = texts[at] if passage.texts != texts[at] else document.noted(passage)
                above = rows[-1] if rows and rows[-1].table == number else None
                row = _row(place, roles if head >= 0 else (), cells, label, keys, above)
                if keys and row.role is TableRole.OTHER and "target" in row.columns:
                    # a table of indicators is text of the body, as a 规划 has it; who does what stands in another
                    said = f"{row.columns.get('name', '')}：{row.columns['target']}"
                    lines.append(Line(index=len(lines), location=row.location, text=said, keys=keys))
                else:
                    rows.append(row)
    gone = voided([(line.text, line.level) for line in lines])
    void = tuple(
        (lines[start], sum(one == start for one in gone.values()) - 1) for start in dict.fromkeys(gone.values())
    )
    kept = tuple(line for line in lines if line.index not in gone)
    return Draft(lines=kept, rows=tuple(rows), properties=document.properties, void=void)


def _row(
    place: Place,
    roles: tuple[str, ...],
    texts: tuple[str, ...],
    label: str,
    keys: tuple[str, ...],
    above: Row | None,
) -> Row:
    cells = tuple(text.strip() for text in texts)
    columns: dict[str, str] = {}
    for column, cell in zip(roles, cells, strict=True) if len(cells) == len(roles) else ():
        # 同上 says who and when; as what is to be done it says nothing
        ditto = column in _SAME_AS_ABOVE and comparable(cell) in vocabulary().clauses.ditto_cells
        if column:
            columns.setdefault(column, above.columns.get(column, cell) if ditto and above else cell)
    return Row(
        table=place.table or 0,
        location=place.words or "",
        role=_role(roles),
        cells=cells,
        columns=columns,
        label=label,
        keys=keys,
    )


def head_of(table: Table, words: CheckWords) -> tuple[int, tuple[str, ...]]:
    """Return which row is the table's head and the roles of its columns; -1 where there is no head."""
    best: tuple[int, int, tuple[str, ...]] = (1, -1, ())
    for position, row in enumerate(table.shown[:_HEADER_ROWS]):
        if any(name.startswith("pgr_") for name in row.bookmarks):
            break
        roles = _with_lead(tuple(_column(cell.text, words) for cell in row.shown))
        found = len({role for role in roles if role})
        if found > best[0]:
            best = (found, position, roles)
    return best[1], best[2]


def _with_lead(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles of columns; of 责任单位 and 协助单位 the first is the lead's, where no other column is."""
    if "lead" in roles or roles.count("support") != 2:
        return roles
    first = roles.index("support")
    return (*roles[:first], "lead", *roles[first + 1 :])


def _column(text: str, words: CheckWords) -> str:
    head = squeeze(text)
    if not head or len(head) > 14:
        return ""
    return next((role for role, found in words.columns.items() if any(word in head for word in found)), "")


def _role(columns: tuple[str, ...]) -> TableRole:
    if "duties" in columns:
        return TableRole.OTHER
    if "reason" in columns and not {"decided_by", "decided_on", "origin"}.isdisjoint(columns):
        return TableRole.WAIVED
    if "disposition" in columns or "counterpart" in columns:
        return TableRole.TRACE
    divides = "lead" in columns or ("support" in columns and "number" in columns)
    return TableRole.DIVISION if divides else TableRole.OTHER
