"""Tables among the lines: as grids, cut by page ends, or written one cell a line."""

from __future__ import annotations

from dataclasses import replace

from plangen.parent import rules
from plangen.parent.block_model import Block, Note, Paragraph, Table, TableRow, Work, clean, locate
from plangen.parent.columns import column_kind
from plangen.parent.flat_tables import lay_table, may_be_head
from plangen.parent.place_and_period import core_of_title
from plangen.reading.lines import Line
from plangen.terms.clause_forms import speaks_of_duties
from plangen.terms.marks import Form, parse_mark
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import vocabulary


def group_lines(lines: list[Line], work: Work, is_text: bool) -> list[tuple[Block, bool]]:
    """Group the lines into blocks; the flag says whether a blank line stood before."""
    blocks: list[tuple[Block, bool]] = []
    index = 0
    previous: Line | None = None
    lines = _tables_whole(lines)
    while index < len(lines):
        line = lines[index]
        gap = is_text and _gap(previous, line)
        if line.table is not None:
            stop = index
            while stop < len(lines) and lines[stop].table == line.table:
                stop += 1
            _add_table(blocks, [_row(entry) for entry in lines[index:stop]], gap, work)
            previous = lines[stop - 1]
            index = stop
            continue
        if (flat := _laid(lines, index, work) or _flattened(lines, index)) is not None:
            table, stop = flat
            blocks.append((replace(table, caption=_caption(blocks, work)), gap))
            previous = lines[stop - 1]
            index = stop
            continue
        blocks.append((Paragraph(text=line.text, place=line.place, places=(line.place,), level=line.level), gap))
        previous = line
        index += 1
    return blocks


def _tables_whole(lines: list[Line]) -> list[Line]:
    """Return the lines with the rows of each table together: one inside a cell follows the table that it stands in."""
    rows: dict[int, list[Line]] = {}
    for line in lines:
        if line.table is not None:
            rows.setdefault(line.table, []).append(line)
    ordered: list[Line] = []
    for line in lines:
        ordered += [line] if line.table is None else rows.pop(line.table, [])
    return ordered


def _gap(previous: Line | None, line: Line) -> bool:
    if previous is None or previous.place.line is None or line.place.line is None:
        return False
    return line.place.line - previous.place.line > 1


def _row(line: Line) -> TableRow:
    cells = line.cells if line.cells is not None else tuple(line.text.split("\t"))
    return TableRow(cells=tuple(clean(cell) for cell in cells), place=line.place)


_FRONT = 3
"""Blocks that may stand before a table whose first row is the document's title: 附件2, who issues it, a date."""


def _add_table(blocks: list[tuple[Block, bool]], rows: list[TableRow], gap: bool, work: Work) -> None:
    caption = None
    banners: list[TableRow] = []
    while rows and len({cell for cell in rows[0].cells if cell}) == 1 and len(rows[0].cells) > 1 and len(rows) > 1:
        caption = next(cell for cell in rows[0].cells if cell)
        if len(blocks) <= _FRONT and comparable(caption).endswith(vocabulary().title_ends):
            # the document's title stands in the table's first row
            place = rows[0].place
            blocks.append((Paragraph(text=caption, place=place, places=(place,)), gap))
        banners.append(rows[0])
        rows = rows[1:]
    # a page end in the middle of a table repeats its header
    rows = [row for index, row in enumerate(rows) if index == 0 or row.cells != rows[0].cells]
    last = blocks[-1][0] if blocks else None
    if isinstance(last, Table) and not last.flattened and (tail := _continuation(last, rows)) is not None:
        # the title of the table stands on each page; any other row over all columns heads a group
        banners = [row for row in banners if last.caption not in row.cells]
        blocks[-1] = (replace(last, rows=(*last.rows, *banners, *tail)), blocks[-1][1])
        return
    blocks.append((Table(rows=tuple(rows), caption=caption or _caption(blocks, work)), gap))


def _continuation(table: Table, rows: list[TableRow]) -> list[TableRow] | None:
    """Return the rows that a table cut by a page end goes on with, or None when they are another table."""
    header = [comparable(cell) for cell in table.rows[0].cells]
    if [comparable(cell) for cell in rows[0].cells] == header:
        return rows[1:]
    before, after = table.rows[-1].cells, rows[0].cells
    if len(before) == len(after) and _number(after[0]) is not None and _number(before[0]) is not None:
        return rows if _number(after[0]) == (_number(before[0]) or 0) + 1 else None
    # a row that heads nothing, below a table of the same width that has heads
    named, heads = _heads_among(after), _heads_among(table.rows[0].cells)
    return rows if len(before) == len(after) > 2 and heads >= 2 and named == 0 else None


def _heads_among(cells: tuple[str, ...]) -> int:
    return sum(column_kind(cell) is not None for cell in cells if len(cell) <= _HEADER_CELL)


def _number(cell: str) -> int | None:
    bare = comparable(cell).rstrip(".、")
    return int(bare) if bare.isdigit() and len(bare) <= 3 else None


def _caption(blocks: list[tuple[Block, bool]], work: Work) -> str | None:
    """Return the line above a table as its caption; a line that is nothing but a caption leaves the text."""
    last = blocks[-1][0] if blocks else None
    if not isinstance(last, Paragraph) or len(last.text) > 60 or last.text.endswith(("。", "；")):
        return None
    title = core_of_title(comparable(last.text)).endswith(vocabulary().title_ends)
    if parse_mark(last.text) is None and last.level is None and not title and not _is_lead_over(last.text):
        blocks.pop()
        work.notes.append(Note(place=last.place, text=last.text, verdict="表格的标题"))
    return last.text


def _is_lead_over(text: str) -> bool:
    return text.endswith(("：", ":", "，", "、"))


_HEADER_CELL = 24


_MOST_HEADS = 14


_BODY_CELL = 160


_LONGEST_CELL = 600


_MOST_LINES = 3000
"""Most lines of a flattened table that are laid into columns; longer ones are read by their numbers."""


def _laid(lines: list[Line], start: int, work: Work) -> tuple[Table, int] | None:
    """Recognise a table that was written one cell a line by what its columns can hold, and lay it into a grid."""
    ends = _head_ends(lines, start)
    if not ends:
        return None
    stop = start
    while stop < min(len(lines), start + _MOST_LINES) and (stop < start + ends[-1] or not _ends_table(lines[stop])):
        stop += 1
    found = lay_table([line.text for line in lines[start:stop]], ends)
    if found is None:
        return None
    rows = [TableRow(cells=tuple(column.head for column in found.columns), place=lines[start].place)]
    for row in found.rows:
        place = lines[start + row.start].place
        own = tuple(line.text for line in lines[start + row.start : start + row.stop])
        rows.append(TableRow(cells=row.cells or own, place=place, unread=not row.cells))
        if not row.cells and not _sums_up(lines, start):
            text = "、".join(own)
            work.findings.append(rules.TABLE_ROW_UNREAD.found(locate(work.name, place), text=short(text, 80)))
    return Table(rows=tuple(rows), caption=None), start + found.stop


def _sums_up(lines: list[Line], start: int) -> bool:
    """Return whether a table sums up the last period by its caption or heads; nothing of it is read anyway."""
    around = "".join(comparable(line.text) for line in lines[max(0, start - 1) : start + _MOST_HEADS])
    return any(word in around for word in vocabulary().previous_captions)


def _head_ends(lines: list[Line], start: int) -> list[int]:
    """Return how many lines from here on may be the heads of a flattened table; none where no table begins."""
    if _is_serial_heading(lines[start]):
        index = _first_number(lines, start)
        return [index - start] if index is not None else []
    index = start
    while index < min(len(lines), start + _MOST_HEADS) and lines[index].table is None and _may_be_head(lines[index]):
        index += 1
    # no table has nothing but heads
    return list(range(3, index - start + 1)) if index - start < _MOST_HEADS else []


def _may_be_head(line: Line) -> bool:
    if line.level is not None or parse_mark(line.text) is not None:
        return False
    bracket = line.text.startswith(("（", "(")) and len(line.text) <= _HEADER_CELL
    return may_be_head(line.text) or (bracket and not speaks_of_duties(line.text))


def _ends_table(line: Line) -> bool:
    text = line.text
    mark = parse_mark(text)
    heading = mark is not None and bool(mark.rest) and mark.form <= Form.CHINESE_BRACKET
    note = comparable(text).startswith(tuple(f"{word}:" for word in vocabulary().table_notes))
    return line.table is not None or len(text) > _LONGEST_CELL or heading or note or _is_heading_word(line)


def _first_number(lines: list[Line], start: int) -> int | None:
    """Return the line with the number 1 behind the heads of a flattened table."""
    index = start + 1
    while index < len(lines) and index - start <= _MOST_HEADS and _number(lines[index].text) != 1:
        if lines[index].table is not None or len(lines[index].text) > _HEADER_CELL or "。" in lines[index].text:
            return None
        index += 1
    found = index < len(lines) and _number(lines[index].text) == 1 and index - start >= 2
    return index if found else None


def _flattened(lines: list[Line], start: int) -> tuple[Table, int] | None:
    """Recognise a table that was written one cell a line: 序号, further headings, then 1, its cells, 2, its cells …"""
    if not _is_serial_heading(lines[start]) or (index := _first_number(lines, start)) is None:
        return None
    rows = [TableRow(cells=tuple(line.text for line in lines[start:index]), place=lines[start].place)]
    expected = 1
    while index < len(lines) and _number(lines[index].text) == expected:
        stop = _flat_row_end(lines, index, expected, rows)
        rows.append(TableRow(cells=tuple(line.text for line in lines[index:stop]), place=lines[index].place))
        index = stop
        expected += 1
    return Table(rows=tuple(rows), caption=None, flattened=True), index


def _is_serial_heading(line: Line) -> bool:
    serial = next(words for name, words in vocabulary().columns if name == "serial")
    return line.table is None and comparable(line.text) in serial.whole and len(comparable(line.text)) >= 2


def _flat_row_end(lines: list[Line], start: int, number: int, rows: list[TableRow]) -> int:
    """A row ends before the next number; the last one where rows usually end, or before what cannot be a cell."""
    index = start + 1
    while index < len(lines):
        text = lines[index].text
        if _number(text) == number + 1 and index - start >= 2:
            return index
        mark = parse_mark(text)
        heading = mark is not None and bool(mark.rest) and mark.form <= Form.ARABIC_BRACKET
        if lines[index].table is not None or len(text) > _BODY_CELL or heading or _is_heading_word(lines[index]):
            break
        index += 1
    return min(index, _usual_end(lines, start, index, rows))


def _is_heading_word(line: Line) -> bool:
    words = vocabulary()
    return line.level is not None or comparable(line.text).rstrip(":：") in words.goal_lists


def _usual_end(lines: list[Line], start: int, limit: int, rows: list[TableRow]) -> int:
    body = rows[1:]
    if not body:
        return limit
    kinds = {_cell_kind(row.cells[-1]) for row in body}
    if len(kinds) == 1 and (kind := kinds.pop()) != "other":
        for index in range(start + 1, limit):
            if _cell_kind(lines[index].text) == kind:
                return index + 1
    lengths = [len(row.cells) for row in body]
    return start + max(set(lengths), key=lengths.count)


def _cell_kind(cell: str) -> str:
    text = comparable(cell)
    if text in vocabulary().natures:
        return "nature"
    return "clause" if speaks_of_duties(text) else "other"
