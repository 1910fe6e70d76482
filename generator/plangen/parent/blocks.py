"""From a reader's lines to blocks: whole paragraphs and tables, without contents pages and web furniture.

What is taken out is remembered (:class:`Note`), so that a person can ask why a line is not an item.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from plangen.reading.lines import Line, SourceDocument
from plangen.terms.clause_forms import speaks_of_duties
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.marks import Form, Mark, parse_mark, split_title
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A whole paragraph.

    Attributes:
        text: its text, remains of Word and odd spaces removed, cut parts joined.
        place: where it begins.
        places: where each of its lines stands.
        level: outline level that the file gives it, or None.
    """

    text: str
    place: Place
    places: tuple[Place, ...]
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of a table with its cells from left to right."""

    cells: tuple[str, ...]
    place: Place


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        rows: its rows, the header first.
        caption: the line above it or the single cell that spans its first row, None when there is none.
        flattened: it was written one cell a line; its rows may have unequal lengths.
    """

    rows: tuple[TableRow, ...]
    caption: str | None
    flattened: bool = False

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.rows[0].place


Block = Paragraph | Table


@dataclass(frozen=True, kw_only=True)
class Note:
    """Why a line is what it is, in Chinese."""

    place: Place
    text: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A contents page: its entries as they stand there, without page numbers."""

    entries: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A document ready for the outline."""

    blocks: tuple[Block, ...]
    contents: Contents
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]


def locate(name: str, place: Place) -> Location:
    """Return the place in a document as a finding's location."""
    words = []
    if place.page:
        words.append(f"第{place.page}页")
    if place.table:
        words.append(f"表{place.table}" + (f"第{place.row}行" if place.row else ""))
    elif place.paragraph and not place.line:
        words.append(f"第{place.paragraph}段")
    return Location(file=name, line=place.line, place="".join(words) or None)


def place_words(place: Place) -> str:
    """Return a place in a few Chinese words, for lists of places inside a message."""
    if place.line:
        return f"第{place.page}页第{place.line}行" if place.page else f"第{place.line}行"
    return locate("", place).place or "文首"


def span_words(first: Place, last: Place) -> str:
    """Return from where to where in a few Chinese words: 第3—9行, 第2页第3行至第4页第1行."""
    start, end = place_words(first), place_words(last)
    if start == end:
        return start
    if first.line and last.line and not first.page:
        return f"第{first.line}—{last.line}行"
    if first.paragraph and last.paragraph and not (first.line or first.table or last.table or first.page):
        return f"第{first.paragraph}—{last.paragraph}段"
    return f"{start}至{end}"


@dataclass
class _Work:
    name: str
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def skip(self, line: Line, verdict: str) -> None:
        self.notes.append(Note(place=line.place, text=line.text, verdict=verdict))


def prepare(document: SourceDocument) -> Prepared:
    """Turn a document's lines into paragraphs and tables."""
    work = _Work(document.name)
    lines = [line for raw in document.lines if (line := replace(raw, text=clean(raw.text))).text or raw.cells]
    lines = _without_furniture(lines, work)
    lines, contents = _without_contents(lines, work)
    # only in a text file do the numbers of the lines show where a blank line stood
    blocks = _heal(_tables(lines, work, document.format == "txt"), work, document.format == "txt")
    return Prepared(blocks=tuple(blocks), contents=contents, notes=tuple(work.notes), findings=tuple(work.findings))


_REMAINS = re.compile(r"\[(?:bookmark|anchor|hyperlink|if\s[^\]]*):?[^\]]{0,200}\]", re.IGNORECASE)
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 \x0b\x0c]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffc\xad\x00-\x08\x0e-\x1f]")


def clean(text: str) -> str:
    """Return a line without remains of Word, invisible characters and surrounding or doubled spaces; tabs stay."""
    text = _INVISIBLE.sub("", _REMAINS.sub("", text))
    return _SPACES.sub(" ", text).strip()


# ------------------------------------------------------------------------------------------------ furniture


def _without_furniture(lines: list[Line], work: _Work) -> list[Line]:
    words = vocabulary()
    kept = []
    for line in lines:
        text = comparable(line.text)
        bare = text.strip("()。")
        if line.table is None and len(text) <= 80 and (words.furniture.match(text) or bare in words.furniture.whole):
            work.skip(line, "网页或公文的附着文字，不属于正文")
        else:
            kept.append(line)
    return kept


# ------------------------------------------------------------------------------------------------ contents pages

_LEADERS = re.compile(r"(?:[.．·…⋯\-—_\s]{3,}|\t\s*|\s+[.…·]+\s*)\(?(\d{1,4})\)?\s*$")
_FRONT_LINES = 400  # a contents page without any sign of its own is looked for only at the front
_LONGEST_SILENT_CONTENTS = 800
_DOTS = re.compile(r"[.．·…⋯]{3,}\s*$")


def _entry_text(text: str) -> str:
    return _DOTS.sub("", _LEADERS.sub("", text)).strip()


def _looks_like_entry(line: Line) -> bool:
    text = _entry_text(line.text)
    return 0 < len(text) <= 50 and not re.search(r"[。；;！？]", text) and "\t" not in text


def _has_page_number(line: Line) -> bool:
    return bool(_LEADERS.search(line.text)) and len(line.text) <= 90


def _without_contents(lines: list[Line], work: _Work) -> tuple[list[Line], Contents]:
    spans = _contents_spans(lines)
    if not spans:
        return lines, Contents()
    taken = {index for start, stop in spans for index in range(start, stop)}
    entries = []
    for index in sorted(taken):
        line = lines[index]
        work.skip(line, "目录，不作为条目重复导入")
        text = _entry_text(line.text)
        if "contents" not in vocabulary().roles(text):
            entries.append(Paragraph(text=text, place=line.place, places=(line.place,)))
    first = lines[spans[0][0]]
    work.findings.append(
        Finding(
            code="contents-skipped",
            severity=Severity.INFO,
            message=f"识别出目录（{len(entries)}行），未重复导入",
            location=locate(work.name, first.place),
        )
    )
    return [line for index, line in enumerate(lines) if index not in taken], Contents(entries=tuple(entries))


def _contents_spans(lines: list[Line]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    keys = [comparable(line.text) for line in lines]
    last = {key: index for index, key in enumerate(keys)}
    index = 0
    while index < len(lines):
        stop = _contents_end(lines, index, keys, last)
        if stop is not None:
            spans.append((index, stop))
            index = stop
        else:
            index += 1
    return spans


def _contents_end(lines: list[Line], start: int, keys: list[str], last: dict[str, int]) -> int | None:
    """Return where a contents page that begins here ends, or None when none begins here.

    Args:
        lines: all lines.
        start: index of the line where it might begin.
        keys: the lines as they compare.
        last: index of the last line with each key.
    """
    line = lines[start]
    if line.table is None and len(line.text) <= 12 and "contents" in vocabulary().roles(line.text):
        stop = _entries_end(lines, start + 1)
        return stop if stop - start >= 3 else None
    if _has_page_number(line) and _looks_like_entry(line):
        stop = start
        while stop < len(lines) and _has_page_number(lines[stop]) and _looks_like_entry(lines[stop]):
            stop += 1
        return stop if stop - start >= 5 else None
    if start < _FRONT_LINES and line.table is None and parse_mark(line.text) and _looks_like_entry(line):
        return _silent_contents_end(lines, start, keys, last)
    return None


def _entries_end(lines: list[Line], start: int) -> int:
    """The page ends with a sentence, or where its first entry comes again."""
    first = comparable(_entry_text(lines[start].text)) if start < len(lines) else ""
    numbered = start < len(lines) and _has_page_number(lines[start])
    stop = start
    while stop < len(lines) and _looks_like_entry(lines[stop]):
        repeated = stop > start and comparable(_entry_text(lines[stop].text)) == first
        if repeated and not (numbered and _has_page_number(lines[stop])):
            break
        stop += 1
    return stop


def _silent_contents_end(lines: list[Line], start: int, keys: list[str], last: dict[str, int]) -> int | None:
    """A contents page without a heading and without page numbers: many bare headings that come again further down."""
    stop = start
    limit = min(len(lines), start + _LONGEST_SILENT_CONTENTS)
    while stop < limit and lines[stop].table is None and _looks_like_entry(lines[stop]):
        if stop > start and keys[stop] == keys[start]:
            break
        stop += 1
    if stop - start < 8:
        return None
    again = sum(last.get(comparable(_entry_text(line.text)), -1) >= stop for line in lines[start:stop])
    return stop if again >= 0.7 * (stop - start) else None


# ------------------------------------------------------------------------------------------------ tables


def _tables(lines: list[Line], work: _Work, is_text: bool) -> list[tuple[Block, bool]]:
    """Group the lines into blocks; the flag says whether a blank line stood before."""
    blocks: list[tuple[Block, bool]] = []
    index = 0
    previous: Line | None = None
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
        if (flat := _flattened(lines, index)) is not None:
            rows, stop = flat
            blocks.append((Table(rows=tuple(rows), caption=_caption(blocks, work), flattened=True), gap))
            previous = lines[stop - 1]
            index = stop
            continue
        blocks.append((Paragraph(text=line.text, place=line.place, places=(line.place,), level=line.level), gap))
        previous = line
        index += 1
    return blocks


def _gap(previous: Line | None, line: Line) -> bool:
    if previous is None or previous.place.line is None or line.place.line is None:
        return False
    return line.place.line - previous.place.line > 1


def _row(line: Line) -> TableRow:
    cells = line.cells if line.cells is not None else tuple(line.text.split("\t"))
    return TableRow(cells=tuple(clean(cell) for cell in cells), place=line.place)


def _add_table(blocks: list[tuple[Block, bool]], rows: list[TableRow], gap: bool, work: _Work) -> None:
    caption = None
    while rows and len({cell for cell in rows[0].cells if cell}) == 1 and len(rows[0].cells) > 1 and len(rows) > 1:
        caption = next(cell for cell in rows[0].cells if cell)
        rows = rows[1:]
    # a page end in the middle of a table repeats its header
    rows = [row for index, row in enumerate(rows) if index == 0 or row.cells != rows[0].cells]
    last = blocks[-1][0] if blocks else None
    if isinstance(last, Table) and not last.flattened and (tail := _continuation(last, rows)) is not None:
        blocks[-1] = (replace(last, rows=last.rows + tuple(tail)), blocks[-1][1])
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
    return None


def _number(cell: str) -> int | None:
    bare = comparable(cell).rstrip(".、")
    return int(bare) if bare.isdigit() and len(bare) <= 3 else None


def _caption(blocks: list[tuple[Block, bool]], work: _Work) -> str | None:
    """Return the line above a table as its caption; a line that is nothing but a caption leaves the text."""
    last = blocks[-1][0] if blocks else None
    if not isinstance(last, Paragraph) or len(last.text) > 60 or last.text.endswith(("。", "；")):
        return None
    title = comparable(last.text).endswith(vocabulary().title_ends)
    if parse_mark(last.text) is None and last.level is None and not title and not _is_lead_over(last.text):
        blocks.pop()
        work.notes.append(Note(place=last.place, text=last.text, verdict="表格的标题"))
    return last.text


def _is_lead_over(text: str) -> bool:
    return text.endswith(("：", ":", "，", "、"))


_HEADER_CELL = 24
_BODY_CELL = 160


def _flattened(lines: list[Line], start: int) -> tuple[list[TableRow], int] | None:
    """Recognise a table that was written one cell a line: 序号, further headings, then 1, its cells, 2, its cells …"""
    if not _is_serial_heading(lines[start]):
        return None
    index = start + 1
    while index < len(lines) and index - start <= 14 and _number(lines[index].text) != 1:
        if lines[index].table is not None or len(lines[index].text) > _HEADER_CELL or "。" in lines[index].text:
            return None
        index += 1
    if index >= len(lines) or _number(lines[index].text) != 1 or index - start < 2:
        return None
    rows = [TableRow(cells=tuple(line.text for line in lines[start:index]), place=lines[start].place)]
    expected = 1
    while index < len(lines) and _number(lines[index].text) == expected:
        stop = _flat_row_end(lines, index, expected, rows)
        rows.append(TableRow(cells=tuple(line.text for line in lines[index:stop]), place=lines[index].place))
        index = stop
        expected += 1
    return rows, index


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


# ------------------------------------------------------------------------------------------------ cut paragraphs

_TERMINAL = "。！？；：…”』」）)】》.!?;:"
_OPEN_END = "、，,（(《“〈"
_CLOSED_START = "，,。、；;：）)》”！？"
_WEAK_WITHOUT_GAPS = 3
_LONGEST_JOINED = 10_000  # no paragraph is longer; what would still go on is no paragraph that a page end has cut


def _heal(blocks: list[tuple[Block, bool]], work: _Work, is_text: bool) -> list[Block]:
    """Join paragraphs that a page end has cut.

    Unbalanced brackets, a trailing 、 and a leading comma speak for themselves.  A sentence without an end speaks in a
    text file when a blank line follows it, elsewhere when the document has several such places: one alone is more
    likely a forgotten stop.
    """
    weak = sum(_is_cut(left[0], right[0]) == "weak" for left, right in itertools.pairwise(blocks) if not right[1])
    healed: list[Block] = []
    joined: list[Place] = []
    for block, gap in blocks:
        last = healed[-1] if healed else None
        cut = _is_cut(last, block) if last is not None else None
        if cut == "strong" or (cut == "weak" and (gap if is_text else weak >= _WEAK_WITHOUT_GAPS)):
            assert isinstance(last, Paragraph) and isinstance(block, Paragraph)
            healed[-1] = replace(last, text=join_text(last.text, block.text), places=last.places + block.places)
            joined.append(last.place)
            work.notes.append(Note(place=block.place, text=block.text, verdict="接续上一段（段落被页末截断）"))
        else:
            healed.append(block)
    if joined:
        where = "、".join(place_words(place) for place in dict.fromkeys(joined))
        work.findings.append(
            Finding(
                code="paragraphs-joined",
                severity=Severity.INFO,
                message=f"有{len(joined)}处段落被页末截断，已与下文接续：{where}",
                location=locate(work.name, joined[0]),
            )
        )
    return healed


def join_text(left: str, right: str) -> str:
    """Join two parts of a sentence, with a space only between Latin words."""
    space = " " if re.search(r"[A-Za-z]$", left) and re.match(r"[A-Za-z]", right) else ""
    return left + space + right


def _is_cut(left: Block, right: Block) -> str | None:
    if not isinstance(left, Paragraph) or not isinstance(right, Paragraph) or len(left.text) > _LONGEST_JOINED:
        return None
    if left.level is not None or right.level is not None or parse_mark(right.text):
        return None
    if _is_label(left.text) or _is_label(right.text) or (len(right.text) <= 12 and vocabulary().roles(right.text)):
        return None
    text = left.text.rstrip()
    if text[-1:] in _OPEN_END or right.text[:1] in _CLOSED_START:
        return "strong"
    if text[-1:] in _TERMINAL:
        return None
    mark = parse_mark(text)
    if _unbalanced(text) and (mark is None or len(text) > 20):
        return "strong"
    return "weak" if _is_running_text(text, mark) else None


def _unbalanced(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in ("“”", "《》", "〈〉")) or (
        sum(text.count(sign) for sign in "（(") > sum(text.count(sign) for sign in "）)")
    )


def _is_running_text(text: str, mark: Mark | None) -> bool:
    if mark is not None:
        return bool(split_title(mark.rest).text) or len(mark.rest) > 40
    # “各县（区）人民政府，市直各单位”: whom a notice addresses, not a sentence
    return bool(re.search(r"[，,。；;]", text)) and not re.search(r"(?:单位|部门|机构|政府)$", text)


def _is_label(text: str) -> bool:
    flat = comparable(text[:60])
    return any(
        flat.startswith(label) and flat[len(label) : len(label) + 1] == ":" for label in vocabulary().metadata_labels
    )


def terminal(text: str) -> bool:
    """Return whether a paragraph ends as a paragraph should."""
    return text.rstrip()[-1:] in _TERMINAL
