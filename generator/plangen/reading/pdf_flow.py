"""The pages of a PDF as one flow: without page furniture, with paragraphs and tables whole again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from plangen.office.joins import ends_sentence, joined, starts_with_number
from plangen.reading.pdf_lines import TextLine
from plangen.reading.pdf_page import PageContent
from plangen.reading.pdf_tables import GridCell, PageTable
from plangen.terms.text import squeeze

_PAGE_NUMBER = re.compile(
    r"[\s—\-－–―·.•〔\[（(]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,7}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,4}|[一二三四五六七八九十百]{1,4}(?=\s*页))"
    r"(?:\s*页)?(?:\s*[/／,，共]\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[\s—\-－–―·.•〕\]）)]*"
)
_CONTINUED = re.compile(r"[（(]?\s*续\s*表?\s*[\d一二三四五六七八九十]*\s*[）)]?")
_CONTENTS_LINE = re.compile(r".*(?:[.．·…‥⋯—\-_ ]{3,}|\t)\s*[（(]?\d{1,4}[）)]?")
_BAND = 0.14
"""Page furniture stands in this part of the page's height at its top and bottom."""
_FURNITURE_LINES = 3
_FEW_LINES = 8
_FIRST_INDENT = (1.4, 2.6)
_OPENING = re.escape("“‘（《〈【〔「『([<")
_CLOSING = re.escape("”’）》〉】〕」』)]>、，。；：！？,.;:!?…—%％℃")
_LATIN = r"[0-9A-Za-z.%％+\-/:~—…]+"
_UNBREAKABLE = re.compile(rf"[{_OPENING}]*(?:(?:{_LATIN}[{_CLOSING}]*)+|.[{_CLOSING}]*)")
"""What cannot be parted by the end of a line: a word or a character, with the punctuation that clings to it."""
_LATIN_WIDTH = 0.56


@dataclass(frozen=True, kw_only=True)
class FlowParagraph:
    """A paragraph put together.

    Attributes:
        text: what it says.
        page: page on which it begins.
        line: which line of that page it begins with, furniture aside, from 1.
    """

    text: str
    page: int
    line: int


@dataclass(kw_only=True)
class FlowTable:
    """A table put together.

    Attributes:
        rows: the texts of each row, merged cells repeated.
        pages: page of each row.
        joined_rows: numbers of the rows (from 1) that a page end had cut in two.
        merged: columns in which cells cover several rows.
    """

    rows: list[list[str]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    joined_rows: list[int] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Edges:
    left: float
    right: float


@dataclass
class _Layout:
    """What is usual in the document; each column of a page has edges of its own."""

    edges: dict[tuple[int, int], _Edges]
    size: float
    pitch: float
    indented: bool


def without_furniture(pages: Sequence[PageContent]) -> tuple[list[PageContent], list[str]]:
    """Return the pages without page numbers and running heads, and the running heads and feet, each once.

    A line is a running head when it stands near the upper or lower edge, and the same line (numbers in it aside) stands
    at the same height on other pages.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_head_key(line) for line in _band_lines(page)})
    enough = min(3, max(2, len(pages)))
    heads: dict[str, None] = {}
    kept = []
    for page in pages:
        dropped: set[int] = set()
        for line in _band_lines(page):
            if not _PAGE_NUMBER.fullmatch(line.text):
                if not any(seen[key] >= enough for key in _near_keys(line)):
                    continue
                heads[line.text] = None
            dropped.add(id(line))
        items = tuple(item for item in page.items if id(item) not in dropped)
        kept.append(replace(page, items=items) if dropped else page)
    return kept, list(heads)


def _band_lines(page: PageContent) -> list[TextLine]:
    lines = sorted((item for item in page.items if isinstance(item, TextLine)), key=lambda line: line.base)
    outer = lines[:_FURNITURE_LINES] + lines[-_FURNITURE_LINES:]
    limit = page.height * _BAND
    return list({id(line): line for line in outer if line.base < limit or line.base > page.height - limit}.values())


def _head_key(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+|[一二三四五六七八九十]+(?=期|号|页)", "#", squeeze(line.text)), round(line.base / 4)


def _near_keys(line: TextLine) -> Iterator[tuple[str, int]]:
    text, height = _head_key(line)
    yield from ((text, height + offset) for offset in (0, -1, 1))


def flow(pages: Sequence[PageContent]) -> tuple[list[FlowParagraph | FlowTable], bool]:
    """Return paragraphs and tables in reading order, those that page ends cut put together again.

    Returns:
        The paragraphs and tables, and whether paragraphs can be told apart with certainty: where their first lines are
        not indented, one that ends at the right edge may have been joined with the next.
    """
    layout = _layout(pages)
    builder = _Builder(layout)
    for page in pages:
        builder.add_page(page)
    return builder.finish(), layout.indented


def _layout(pages: Sequence[PageContent]) -> _Layout:
    lines = [item for page in pages for item in page.items if isinstance(item, TextLine)]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    groups: dict[tuple[int, int, int, int], list[TextLine]] = defaultdict(list)
    formats = {page.number: (round(page.width), round(page.height)) for page in pages}
    for line in lines:
        groups[*formats[line.page], line.column, line.page % 2].append(line)
    edges: dict[tuple[int, int], _Edges] = {}
    for (width, height, column, parity), members in groups.items():
        own = _lines_of_size(members, size)
        if len(own) < 20:  # too few to tell: let both sides of the sheet speak
            own = _lines_of_size([*members, *groups.get((width, height, column, 1 - parity), [])], size)
        found = _text_edges(own, float(width) if not column else 0.0)
        edges.update(((line.page, column), found) for line in members)
    pitches = [
        after.base - before.base
        for before, after in pairwise(lines)
        if _sheet(before) == _sheet(after) and before.size < after.base - before.base < 4 * before.size
    ]
    indents = [
        line for line in lines if _FIRST_INDENT[0] <= (line.left - edges[_sheet(line)].left) / size <= _FIRST_INDENT[1]
    ]
    return _Layout(edges, size, median(pitches) if pitches else 1.75 * size, len(indents) > 0.08 * len(lines))


def _sheet(line: TextLine) -> tuple[int, int]:
    """Return the page and the column that a line stands in."""
    return line.page, line.column


def _lines_of_size(lines: Sequence[TextLine], size: float) -> Sequence[TextLine]:
    return [line for line in lines if abs(line.size - size) < 1.0] or lines


def _text_edges(lines: Sequence[TextLine], width: float) -> _Edges:
    """Return where lines usually begin and end: the outermost places that several lines share.

    Few lines may all be short; the margins are then taken to be alike.
    """
    if not lines:
        return _Edges(0.0, 0.0)
    enough = max(2, len(lines) // 25)
    lefts = Counter(round(line.left / 2) for line in lines)
    rights = Counter(round(line.right / 2) for line in lines)

    def shared(counts: Counter[int], at: int) -> bool:
        return counts[at - 1] + counts[at] + counts[at + 1] >= enough

    left = next((at for at in sorted(lefts) if shared(lefts, at)), min(lefts))
    right = next((at for at in sorted(rights, reverse=True) if shared(rights, at)), max(rights))
    if len(lines) < _FEW_LINES:
        return _Edges(left * 2.0, max(right * 2.0, width - left * 2.0))
    return _Edges(left * 2.0, right * 2.0)


class _Builder:
    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._items: list[FlowParagraph | FlowTable] = []
        self._text = ""
        self._start: tuple[int, int] = (0, 0)
        self._last: TextLine | None = None
        self._held: list[FlowParagraph] = []  # notes at the foot of a page, until the paragraph above has ended
        self._table: tuple[FlowTable, PageTable] | None = None  # the table that the last item was

    def add_page(self, page: PageContent) -> None:
        notes = self._foot_notes(page)
        first = True
        for number, item in enumerate(page.items, 1):
            if isinstance(item, PageTable):
                self._add_table(item, first=first)
            elif id(item) in notes:
                self._held.append(FlowParagraph(text=item.text, page=page.number, line=number))
            elif first and self._table is not None and _CONTINUED.fullmatch(item.text):
                continue
            else:
                self._add_line(item, number)
            first = False

    def finish(self) -> list[FlowParagraph | FlowTable]:
        self._end_paragraph()
        return self._items

    def _foot_notes(self, page: PageContent) -> set[int]:
        """Return the lines at the foot of a page in smaller type, which stand between the halves of a paragraph."""
        found: set[int] = set()
        for item in reversed(page.items):
            if not isinstance(item, TextLine) or item.size > 0.85 * self._layout.size or item.base < 0.6 * page.height:
                break
            found.add(id(item))
        return found if len(found) < len(page.items) else set()

    def _add_line(self, line: TextLine, number: int) -> None:
        if self._last is not None and self._goes_on(self._last, line):
            self._text = joined(self._text, line.text)
        else:
            self._end_paragraph()
            self._text = line.text
            self._start = (line.page, number)
        self._last = line
        self._table = None

    def _end_paragraph(self) -> None:
        if self._last is not None:
            self._items.append(FlowParagraph(text=self._text.strip(), page=self._start[0], line=self._start[1]))
        self._items.extend(self._held)
        self._held = []
        self._last = None
        self._text = ""

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _goes_on(self, before: TextLine, line: TextLine) -> bool:
        """Return whether a line goes on with the paragraph of the line before it."""
        size = max(before.size, line.size)
        # Lines with wide gaps are rows of a table without rulings.
        rows = "\t" in before.text and "\t" in line.text
        if abs(before.size - line.size) > 0.12 * size or line.page > before.page + 1 or rows:
            return False
        same_page = _sheet(before) == _sheet(line)
        if same_page and line.base - before.base > 1.5 * max(self._layout.pitch, 1.2 * size):
            return False
        if self._is_title(before) and self._is_title(line):
            return same_page and not starts_with_number(line.text) and line.text[0] not in "（(—"
        if not self._is_full(before, line) or _CONTENTS_LINE.fullmatch(before.text):
            return False
        numbered = starts_with_number(line.text)
        indent = line.left - self._layout.edges[_sheet(line)].left
        if indent > 0.75 * size:
            first_line = _FIRST_INDENT[0] * size <= indent <= _FIRST_INDENT[1] * size
            hanging = abs(line.left - before.left) <= 0.25 * size
            return same_page and hanging and not first_line and not numbered and not ends_sentence(before.text)
        # Where paragraphs are indented, a line at the edge begins none, whatever number it happens to begin with,
        # unless it is a heading in a type of its own.
        own_type = before.font != line.font and ends_sentence(before.text)
        return not (numbered and (not self._layout.indented or own_type))

    def _is_title(self, line: TextLine) -> bool:
        """Return whether a line is set in larger type in the middle of the page."""
        edges = self._layout.edges[_sheet(line)]
        left, right = line.left - edges.left, edges.right - line.right
        return line.size > self._layout.size + 1.5 and abs(left - right) < 1.5 * line.size

    def _is_full(self, before: TextLine, line: TextLine) -> bool:
        """Return whether a line was broken because the next word found no room in it."""
        room = self._layout.edges[_sheet(before)].right - before.right
        head = _UNBREAKABLE.match(line.text)
        if head is None or (len(head[0]) > 2 and ends_sentence(before.text) and not self._layout.indented):
            return room <= 1.6 * before.size
        width = sum(_LATIN_WIDTH if character.isascii() else 1.0 for character in head[0])
        return room <= (max(width, 1.0) + 0.6) * before.size

    # --- tables -----------------------------------------------------------------------------------------------------

    def _add_table(self, part: PageTable, *, first: bool) -> None:
        # The last item of the page before may be a note that is still held back: it does not part the table.
        if first and self._table is not None and _is_continued(self._table[1], part):
            table = self._table[0]
            _append(table, part)
        else:
            self._end_paragraph()
            table = FlowTable(
                rows=[[cell.text for cell in row] for row in part.rows],
                pages=[part.page] * len(part.rows),
                merged=_merged_columns(part.rows),
            )
            self._items.append(table)
        self._table = (table, part)


def _is_continued(before: PageTable, part: PageTable) -> bool:
    if part.page != before.page + 1 or len(part.edges) != len(before.edges):
        return False
    shift = part.edges[0] - before.edges[0]
    return all(abs(b - a - shift) <= 8 for a, b in zip(before.edges, part.edges, strict=True))


def _append(table: FlowTable, part: PageTable) -> None:
    """Add the part of a table on the next page: without the repeated header, a row cut in two put together."""
    rows = list(part.rows)
    repeated = 0
    while repeated < min(len(rows) - 1, len(table.rows)) and _same(rows[repeated], table.rows[repeated]):
        repeated += 1
    rows = rows[repeated:]
    texts = [[cell.text for cell in row] for row in rows]
    table.merged |= _merged_columns(rows)
    if _goes_on_in(table, texts[0]):
        _join_row(table, rows, texts)
        rows, texts = rows[1:], texts[1:]
    else:
        _fill_down(table, rows, texts)
    table.rows.extend(texts)
    table.pages.extend([part.page] * len(texts))


def _merged_columns(rows: Sequence[Sequence[GridCell]]) -> set[int]:
    return {column for row in rows for column, cell in enumerate(row) if cell.rows > 1}


def _covered(rows: Sequence[Sequence[GridCell]], column: int) -> int:
    """Return how many rows the first cell of a column covers."""
    return next((at for at in range(1, len(rows)) if rows[at][column].top), len(rows))


def _join_row(table: FlowTable, rows: Sequence[Sequence[GridCell]], texts: list[list[str]]) -> None:
    """Put the upper half of a row, the table's last one, and its lower half, the first one on the page, together."""
    for column, below in enumerate(texts[0]):
        above = table.rows[-1][column]
        whole = above if below in ("", above) else joined(above, below)
        # A merged cell that goes on over the page end stands in rows before and after the one that is cut.
        at = len(table.rows) - 1
        while at >= 0 and table.rows[at][column] == above and (at == len(table.rows) - 1 or column in table.merged):
            table.rows[at][column] = whole
            at -= 1
        for covered in range(1, _covered(rows, column)):
            texts[covered][column] = whole
    table.joined_rows.append(len(table.rows))


def _same(row: Sequence[GridCell], texts: Sequence[str]) -> bool:
    return [squeeze(cell.text) for cell in row] == [squeeze(text) for text in texts]


def _counting_column(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column with the rows' running numbers, or None."""
    for column in range(len(rows[0]) if rows else 0):
        values = [re.sub(r"[.．、\s]", "", row[column]) for row in rows]
        numbers = [int(value) for value in values if value.isdigit() and len(value) < 5]
        if len(numbers) >= 2 and numbers == sorted(numbers) and numbers[-1] - numbers[0] <= len(rows) + 1:
            return column
        if len(numbers) == 1 and numbers[0] == 1 and values[-1] == "1":
            return column
    return None


def _goes_on_in(table: FlowTable, row: Sequence[str]) -> bool:
    """Return whether the first row on a page is the lower half of the last row on the page before."""
    if not any(row) or all(row):
        return False
    column = _counting_column(table.rows)
    last = table.rows[-1]
    if column is not None and column not in table.merged:
        return not row[column] and bool(last[column])
    filled = [at for at, text in enumerate(row) if text]
    gaps = [
        at
        for at, text in enumerate(row)
        if not text and at not in table.merged and all(other[at] for other in table.rows[1:])
    ]
    return bool(gaps) and all(last[at] and not ends_sentence(last[at]) for at in filled)


def _fill_down(table: FlowTable, rows: Sequence[Sequence[GridCell]], texts: list[list[str]]) -> None:
    """Repeat a merged cell of the page before in the rows that it covers on this page, where its text is not shown."""
    for column in sorted(table.merged):
        if not texts[0][column]:
            for at in range(_covered(rows, column)):
                texts[at][column] = table.rows[-1][column]
