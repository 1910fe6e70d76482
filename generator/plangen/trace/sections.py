"""The places of a draft that can carry a parent item: headings with their text, titled paragraphs, table rows.

A draft is anybody's paper.  Its outline is used where it has one, so that a place is what a reader would call a task;
without headings every paragraph is a place of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from plangen.parent.block_model import Block, Paragraph, Table, TableRow, place_words
from plangen.parent.blocks import prepare
from plangen.parent.drafts import tidy_title
from plangen.parent.extract import extract
from plangen.parent.indicator_tables import IndicatorRow, read_indicators
from plangen.parent.model import ItemKind
from plangen.parent.outline import build_outline
from plangen.parent.outline_model import Node
from plangen.parent.sections import Role, Section, find_sections
from plangen.parent.tables import TableKind, TaskRow, read_tasks, table_kind
from plangen.parent.titles import find_title
from plangen.reading.lines import SourceDocument
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.clauses import parse_clause, read_cells
from plangen.terms.deadline import deadline_in_cell, deadline_of
from plangen.terms.marks import Form, parse_mark, split_title
from plangen.terms.place import Place as Position
from plangen.terms.text import short
from plangen.trace.undertaking import assess

_LONGEST_TITLE = 45  # characters; a longer heading is a sentence, its first clause stands for it
_LONGEST_NAME = 22  # characters; what stands before the first stop of a paragraph and is no longer names it
_OPENING = 24  # characters of an untitled paragraph that stand for it in a report


class PlaceKind(StrEnum):
    """What a place is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ROW = "row"
    INDICATOR = "indicator"


@dataclass(frozen=True, kw_only=True)
class DraftPlace:
    """A place in a draft.

    Attributes:
        kind: see :class:`PlaceKind`.
        number: its number as the draft has it, ``9.``; None where it has none.
        title: its heading; for a paragraph without one its opening words.
        titled: whether the title is a heading or name, not merely the opening words of a text.
        text: what stands directly under the heading (not under headings below it), without responsibility clauses.
        groups: the headings above it, the highest first.
        role: role of the part of the draft it stands in; None where the draft has no outline.
        leads: units that lead there, as written.
        units: all units that the place names in its clause or cells, leads first.
        deadline: year by which it is due, None where it names none.
        deadline_text: the same as it is written, where that is more exact than the year.
        target: an indicator's target value.
        columns: for a table row, the cells of the table's first row.
        cells: for a table row, its cells with the head of their column; empty where the table has no head that fits.
        position: where it begins.
        parent: index of the heading it stands under, among all places; None at the top.
        item: what an import of the draft would take it for; None where it would take it for no item.
    """

    kind: PlaceKind
    number: str | None = None
    title: str
    titled: bool = True
    text: str = ""
    groups: tuple[str, ...] = ()
    role: Role | None = None
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    deadline: int | None = None
    deadline_text: str | None = None
    target: str | None = None
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    position: Position = field(default_factory=Position)
    parent: int | None = None
    item: ItemKind | None = None

    @property
    def location(self) -> str:
        """Where it stands, in Chinese."""
        return place_words(self.position)


def draft_places(draft: SourceDocument) -> tuple[DraftPlace, ...]:
    """Divide a draft into places, in its order.

    Args:
        draft: what a reader of :mod:`plangen.reading` returned.

    Returns:
        Every heading, titled paragraph, untitled paragraph outside the outline, and table row.  No line of the body is
        in none of them, and none is in two.  An empty draft has no places.
    """
    blocks = prepare(draft).blocks
    body = blocks[_title_end(blocks, draft.title) :]
    outline = build_outline(body, draft.name)
    roles: dict[int, Role] = {}
    sections = find_sections(outline.root, draft.name).sections
    for section in sections:
        for node in section.nodes:
            roles.update((id(inner), section.role) for inner in node.walk())
    places: list[DraftPlace] = []
    _walk(outline.root, (), None, roles, draft.name, places)
    kinds = _kinds(outline.root, sections, draft.name)
    return tuple(replace(place, item=kinds.get(place.position)) for place in places)


def _kinds(root: Node, sections: Sequence[Section], name: str) -> dict[Position, ItemKind]:
    """Return where a draft has items, were it a plan that is imported."""
    found = extract(root, sections, name=name, period=None, own_names=())
    top = (*found.goals, *found.tasks, *found.projects)
    kinds: dict[Position, ItemKind] = {}
    for one in (inner for item in top for inner in item.walk()):
        # a list within a paragraph begins where its paragraph does: the place is the paragraph's
        kinds.setdefault(one.place, one.kind)
    return kinds


def _title_end(blocks: tuple[Block, ...], stated: str | None) -> int:
    """Return where the body begins; a notice or a title is no place."""
    return min(find_title(blocks, stated).after, len(blocks))


def _walk(
    node: Node,
    groups: tuple[str, ...],
    parent: int | None,
    roles: dict[int, Role],
    name: str,
    places: list[DraftPlace],
) -> None:
    role = roles.get(id(node))
    index = parent
    if node.paragraph is None:
        for block in node.body:
            places += _apart(block, (), role, None, name)
        inner = groups
    else:
        index = len(places)
        heading, apart = _heading(node, groups, role, parent)
        places.append(heading)
        inner = (*groups, heading.title)
        for block in apart:
            places += _apart(block, inner, role, index, name)
    for child in node.children:
        _walk(child, inner, index, roles, name, places)


def _heading(
    node: Node, groups: tuple[str, ...], role: Role | None, parent: int | None
) -> tuple[DraftPlace, list[Block]]:
    """Return the place of a heading, and the blocks under it that are places of their own."""
    assert node.paragraph is not None
    line, clauses = find_clauses(node.line)
    title, rest = _title_and_rest(line)
    readings = [parse_clause(clause.clause) for clause in clauses]
    texts = [rest] if rest else []
    apart: list[Block] = []
    named = [block for block in node.body if isinstance(block, Paragraph) and _name_of(block) is not None]
    for block in node.body:
        if isinstance(block, Table) or (len(named) > 1 and block in named) or _stands_alone(block):
            apart.append(block)
        elif is_clause_paragraph(block.text) and assess(block.text).refusal is None:
            readings.append(parse_clause(block.text))
        else:
            text, clauses = find_clauses(block.text)
            readings += [parse_clause(clause.clause) for clause in clauses]
            texts += [text] if text else []
    place = DraftPlace(
        kind=PlaceKind.HEADING,
        number=node.mark.raw if node.mark else None,
        title=title,
        text="\n".join(texts),
        groups=groups,
        role=role,
        position=node.paragraph.place,
        parent=parent,
    )
    return _with_readings(place, readings), apart


def _with_readings(place: DraftPlace, readings: Iterable[ClauseReading]) -> DraftPlace:
    leads: list[str] = []
    others: list[str] = []
    cell = None
    for reading in readings:
        leads += reading.responsibility.leads
        others += reading.responsibility.participants
        if cell is None and reading.deadline and deadline_in_cell(reading.deadline).year:
            cell = reading.deadline
    year, text = _deadline(cell, place.text)
    return replace(
        place,
        leads=tuple(dict.fromkeys(leads)),
        units=tuple(dict.fromkeys([*leads, *others])),
        deadline=year,
        deadline_text=text,
    )


def _deadline(cell: str | None, text: str) -> tuple[int | None, str | None]:
    """Return year and wording of a deadline: as a clause or cell names it, else as the text does."""
    named = deadline_in_cell(cell) if cell else deadline_of(text, None)
    return named.year, named.text


def _title_and_rest(line: str) -> tuple[str, str]:
    split = split_title(line)
    title = tidy_title(split.title)
    if len(title) <= _LONGEST_TITLE:
        return title, split.text
    return tidy_title(re.split(r"[，,；;]", split.title)[0])[:_LONGEST_TITLE], line


def _name_of(paragraph: Paragraph) -> tuple[str, str] | None:
    """Return the name at the head of a paragraph and the rest, or None where it begins with a sentence."""
    text = paragraph.text.lstrip("—－- ")
    text, _ = find_clauses(text)
    split = split_title(text)
    if split.stop not in ("。", "：", ":") or not split.text or not 2 <= len(split.title) <= _LONGEST_NAME:
        return None
    return None if re.search(r"[，,；;]", split.title) else (tidy_title(split.title), split.text)


def _stands_alone(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a place of its own: a name with a clause, a number with one, a point (一是……)."""
    mark = parse_mark(paragraph.text) if _name_of(paragraph) is not None else None
    if mark is not None and (mark.form is Form.ORDINAL or find_clauses(paragraph.text)[1]):
        return True
    return _is_name_with_clause(paragraph)


def _is_name_with_clause(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is nothing but a name and who answers for it."""
    text, clauses = find_clauses(paragraph.text)
    title = tidy_title(text)
    return bool(clauses) and 2 <= len(title) <= _LONGEST_NAME and not re.search(r"[，,；;。：:]", title)


def _apart(
    block: Block, groups: tuple[str, ...], role: Role | None, parent: int | None, name: str
) -> Iterator[DraftPlace]:
    """Yield the places of a block that belongs to no heading's text."""
    if isinstance(block, Table):
        yield from _rows(block, groups, role, parent, name)
        return
    named = _name_of(block)
    text, clauses = find_clauses(block.text)
    mark = parse_mark(text)
    place = DraftPlace(
        kind=PlaceKind.PARAGRAPH,
        number=mark.raw if mark and not named else None,
        title=named[0] if named else _opening(text),
        titled=named is not None or _is_name_with_clause(block),
        text=named[1] if named else ("" if _is_name_with_clause(block) else text),
        groups=groups,
        role=role,
        position=block.place,
        parent=parent,
    )
    yield _with_readings(place, [parse_clause(clause.clause) for clause in clauses])


def _opening(text: str) -> str:
    first = tidy_title(re.split(r"[。；;！？!?，,：:]", text, maxsplit=1)[0])
    return short(first, _OPENING)


# ------------------------------------------------------------------------------------------------ tables


def _rows(
    table: Table, groups: tuple[str, ...], role: Role | None, parent: int | None, name: str
) -> Iterator[DraftPlace]:
    kind = table_kind(table)
    found: list[DraftPlace] = []
    if kind is TableKind.INDICATORS:
        found = [_indicator(row) for row in read_indicators(table, name, (), None)[0]]
    elif kind is TableKind.TASKS:
        found = [_task(task) for task in read_tasks(table) if task.title or task.content]
    taken = {place.position for place in found}
    # what the columns did not explain is still said there; only the header of a known table says nothing
    head = next((row for row in table.rows if not _is_label(row)), table.rows[0])
    rest = [row for row in table.rows if kind is TableKind.OTHER or not _is_label(row)]
    found += [place for row in rest if row.place not in taken and (place := _plain_row(row))]
    heads = head.cells
    columns = tuple(cell for cell in heads if cell)
    cells = {row.place: tuple(zip(heads, row.cells, strict=True)) for row in table.rows if len(row.cells) == len(heads)}
    # a second head, where another kind of rows begins, is none of them; an empty first cell makes no head
    again = {row.place for row in table.rows if row is head or (any(heads[:1]) and row.cells[:1] == heads[:1])}
    for place in (one for one in found if kind is TableKind.OTHER or one.position not in again):
        yield replace(
            place,
            columns=columns,
            cells=cells.get(place.position, ()),
            groups=(*groups, *place.groups),
            role=Role.INDICATORS if place.kind is PlaceKind.INDICATOR else role,
            parent=parent,
        )


def _is_label(row: TableRow) -> bool:
    """Return whether a row is one text over its whole width: the name of the group below it."""
    return len(row.cells) > 1 and len({cell for cell in row.cells if cell}) == 1


def _indicator(row: IndicatorRow) -> DraftPlace:
    leads, units = _units_in_columns(row.lead, row.support, row.responsible)
    return DraftPlace(
        kind=PlaceKind.INDICATOR,
        number=row.number,
        title=tidy_title(row.name),
        target=row.target,
        leads=leads,
        units=units,
        position=row.place,
    )


def _units_in_columns(
    lead: str | None, support: str | None, responsible: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units that lead and all units that the cells of a row name, leads first."""
    reading = read_cells(lead, support, responsible)
    if reading is None:
        return (), ()
    found = reading.responsibility
    return found.leads, (*found.leads, *found.participants)


def _task(task: TaskRow) -> DraftPlace:
    text = task.content or ""
    leads, units = _units_in_columns(task.lead, task.support, task.responsible)
    year, words = _deadline(task.deadline, text)
    return DraftPlace(
        kind=PlaceKind.ROW,
        number=task.number,
        title=tidy_title(task.title or _opening(text)),
        titled=bool(task.title),
        text=text,
        groups=(task.group,) if task.group else (),
        leads=leads,
        units=units,
        deadline=year,
        deadline_text=words,
        position=task.place,
    )


def _plain_row(row: TableRow) -> DraftPlace | None:
    """Return a row of a table whose columns say nothing: its first cell in words is its title."""
    cells = list(dict.fromkeys(cell.strip() for cell in row.cells if cell.strip()))
    wordy = [cell for cell in cells if re.search("[一-龥]{2}", cell)]
    if not wordy:
        return None
    number = cells[0] if cells[0] is not wordy[0] and len(cells[0]) <= 8 else None
    title, rest = _title_and_rest(wordy[0])
    return DraftPlace(
        kind=PlaceKind.ROW,
        number=number,
        title=title or _opening(wordy[0]),
        text="\n".join(([rest] if rest else []) + wordy[1:]),
        position=row.place,
    )
