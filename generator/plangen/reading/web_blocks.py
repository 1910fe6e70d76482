"""The elements of a web page as paragraphs and tables: what a browser shows on a line of its own is a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from plangen.office.body import Block, Cell, Paragraph, Row, Table
from plangen.office.joins import starts_with_number
from plangen.office.limits import too_large
from plangen.office.numbering import with_label
from plangen.reading.web_body import UNREAD
from plangen.terms.numerals import numeral

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])\v+|\v+(?=[{_WIDE}])")
_SMALL_PICTURE = re.compile(
    r"icon|logo|share|print|weixin|wechat|qrcode|ewm|fileType|spacer|blank|arrow", re.IGNORECASE
)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_LIST_FORMS = {
    "1": ("decimal", "."),
    "a": ("lowerLetter", "."),
    "A": ("upperLetter", "."),
    "i": ("lowerRoman", "."),
    "I": ("upperRoman", "."),
    "decimal": ("decimal", "."),
    "lower-alpha": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
}
_MOST_NESTED_TABLES = 12


@dataclass
class _Container:
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    label: str = ""


@dataclass
class _OpenCell(_Container):
    columns: int = 1
    rows: int = 1


@dataclass
class _OpenTable:
    outer: _Container
    rows: list[Row] = field(default_factory=list)
    row: list[Cell] | None = None
    cell: _OpenCell | None = None


@dataclass
class _OpenList:
    form: str = ""
    mark: str = ""
    number: int = 0
    step: int = 1


def read_blocks(elements: Iterable[Any], left_out: frozenset[Any], name: str) -> tuple[list[Block], Counter[str]]:
    """Return the blocks of elements, and counts of what a person should know of.

    Args:
        elements: the elements of the body.
        left_out: elements inside them that do not belong to the document.
        name: the file's name.

    Returns:
        The blocks; and how often there was something ``hidden`` or ``left-out`` with text, one of the ``pictures``, an
        entry of a list that the browser numbers (``list-numbers``).

    Raises:
        FindingsError: tables are nested deeper than any page's are.
    """
    reader = _Reader(left_out, name)
    for element in elements:
        reader.read(element)
    return reader.finish(), reader.counts


class _Reader:
    def __init__(self, left_out: frozenset[Any], name: str) -> None:
        self._name = name
        self._left_out = left_out
        self._root = _Container()
        self._tables: list[_OpenTable] = []
        self._lists: list[_OpenList] = []
        self._levels: list[int] = []
        self._preformatted = 0
        self.counts: Counter[str] = Counter()

    def read(self, root: Any) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if self._is_unread(element):
                    walk.skip_subtree()
                    continue
                self._start(element)
                self._add(element.text)
            else:
                if not self._is_unread(element, count=False):
                    self._end(element)
                if element is not root:
                    self._add(element.tail)
        self._flush()

    def finish(self) -> list[Block]:
        return self._root.blocks

    def _is_unread(self, element: Any, *, count: bool = True) -> bool:
        hidden = bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None
        if element.tag not in UNREAD and not hidden and element not in self._left_out:
            return False
        if count and element.tag not in UNREAD and "".join(element.itertext()).strip():
            self.counts["hidden" if hidden else "left-out"] += 1
        return True

    def _container(self) -> _Container:
        for one in reversed(self._tables):
            if one.cell is not None:
                return one.cell
        return self._root

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted:
            self._container().pieces.append(text.replace("\r", ""))
            return
        # A line end in the source is no space between Chinese characters; mark it until the neighbours are known.
        text = re.sub(r"[ \t\f]*[\r\n][ \t\f\r\n]*", "\v", text)
        self._container().pieces.append(re.sub(r"[ \t\f]+", " ", text))

    def _flush(self) -> None:
        container = self._container()
        text = _SOURCE_BREAK.sub("", "".join(container.pieces)).replace("\v", " ")
        container.pieces = []
        if text.strip():
            label, container.label = container.label, ""
            level = self._levels[-1] if self._levels else None
            container.blocks.append(Paragraph(with_label(label, text.strip()), level, certain_breaks=True))

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag == "br":
            self._container().pieces.append("\n")
        elif tag == "img":
            self._count_picture(element)
        elif tag == "pre":
            self._preformatted += 1
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._levels.append(int(tag[1]))
        elif tag in ("ol", "ul"):
            self._lists.append(_open_list(element))
        elif tag == "li" and self._lists:
            self._start_entry(element)
        elif tag == "table":
            if len(self._tables) >= _MOST_NESTED_TABLES:
                raise too_large(self._name, f"表格嵌套超过{_MOST_NESTED_TABLES}层")
            self._tables.append(_OpenTable(self._container()))
        elif tag == "tr" and self._tables:
            self._end_row()
            self._tables[-1].row = []
        elif tag in ("td", "th") and self._tables:
            self._start_cell(element)

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag == "pre":
            self._preformatted -= 1
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._levels.pop()
        elif tag in ("ol", "ul"):
            self._lists.pop()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_table()

    def _count_picture(self, element: Any) -> None:
        width = (element.get("width") or "").removesuffix("px")
        small = width.isdigit() and len(width) < 4 and int(width) <= 40
        if not small and not _SMALL_PICTURE.search(element.get("src") or ""):
            self.counts["pictures"] += 1

    # --- lists ------------------------------------------------------------------------------------------------------

    def _start_entry(self, element: Any) -> None:
        entries = self._lists[-1]
        if not entries.form:
            return
        own = element.get("value") or ""
        entries.number = int(own) if own.isdigit() and len(own) < 6 else entries.number + entries.step
        self._container().label = (numeral(entries.number, entries.form) or str(entries.number)) + entries.mark
        self.counts["list-numbers"] += 1

    # --- tables -----------------------------------------------------------------------------------------------------

    def _start_cell(self, element: Any) -> None:
        self._end_cell()
        table = self._tables[-1]
        if table.row is None:
            table.row = []
        rows = element.get("rowspan")
        table.cell = _OpenCell(columns=_span(element.get("colspan")), rows=10_000 if rows == "0" else _span(rows))

    def _end_cell(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None or table.cell is None:
            return
        self._flush()
        cell, table.cell = table.cell, None
        row = table.row if table.row is not None else []
        table.row = row
        row.append(Cell(tuple(cell.blocks), columns=cell.columns, rows=cell.rows))

    def _end_row(self) -> None:
        self._end_cell()
        table = self._tables[-1] if self._tables else None
        if table is not None and table.row is not None:
            table.rows.append(Row(tuple(table.row)))
            table.row = None

    def _end_table(self) -> None:
        self._end_row()
        table = self._tables.pop()
        if table.rows:
            table.outer.blocks.append(Table(tuple(table.rows)))


def _span(text: str | None) -> int:
    text = (text or "").strip()
    return max(int(text), 1) if text.isdigit() and len(text) < 5 else 1


def _open_list(element: Any) -> _OpenList:
    if element.tag == "ul":
        return _OpenList()
    style = _LIST_STYLE.search(element.get("style") or "")
    kind = style[1].lower() if style else element.get("type") or "1"
    entries = [one for one in element if one.tag == "li"]
    typed = any(starts_with_number("".join(one.itertext()).strip()) for one in entries)
    if kind not in _LIST_FORMS or typed:
        return _OpenList()
    form, mark = _LIST_FORMS[kind]
    start = element.get("start") or ""
    backwards = element.get("reversed") is not None
    first = int(start) if start.isdigit() and len(start) < 6 else (len(entries) if backwards else 1)
    step = -1 if backwards else 1
    return _OpenList(form, mark, first - step, step)
