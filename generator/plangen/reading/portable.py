"""Reads PDF files with a text layer; a scan has none and is said to be one."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from plangen.office.body import clean
from plangen.office.limits import MOST_STREAM_BYTES, MOST_STREAMS_BYTES, damaged, too_large
from plangen.reading import page_rules, rules
from plangen.reading.blocks import borne_title, row_line
from plangen.reading.lines import Line, SourceDocument
from plangen.reading.pdf_flow import FlowParagraph, FlowTable, flow, without_furniture
from plangen.reading.pdf_page import Columns, PageContent
from plangen.reading.pdf_process import ReadPages, read_pages
from plangen.terms.findings import Finding, Location, Rule, folded
from plangen.terms.place import Place

_SHOWN_NUMBERS = 10
_FEW_LINES = 20
_TAIL_BYTES = 8192
_FEW_CHARACTERS = 20
_SCANNED_PART = 0.9
_UNREADABLE_PART = 0.3


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of a PDF file.

    Page numbers and running heads are left out; wrapped lines, and paragraphs and tables that a page end cuts, are put
    together again.  Only the text layer is read.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: pypdfium2 is not installed, or the file is a scan, encrypted, damaged, or larger than any plan.
    """
    name = path.name
    if find_spec("pypdfium2") is None:
        raise page_rules.PDF_EXTRA_MISSING.error(Location(file=name))
    if b"%%EOF" not in data:
        raise damaged(name, "PDF尾部缺失，可能没有下载完整")
    _check_streams(data, name)
    document = read_pages(data, name)
    pages = document.pages
    _check_text_layer(document, name)
    kept, heads = without_furniture(pages)
    items, certain = flow(kept)
    lines = tuple(_lines(items))
    if not lines:
        raise rules.DOCUMENT_WITHOUT_TEXT.error(Location(file=name), scan="")
    findings = [
        *_page_findings(pages, document.unread, name),
        *_flow_findings(items, heads, name),
    ]
    if not certain and sum(isinstance(item, FlowParagraph) for item in items) > _FEW_LINES:
        findings.append(page_rules.PDF_PARAGRAPHS_UNCERTAIN.found(Location(file=name)))
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        findings.append(page_rules.PDF_CUT_OFF.found(Location(file=name)))
    return SourceDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="pdf",
        lines=lines,
        findings=tuple(findings),
        title=borne_title(document.title, lines),
    )


# --- checks ---------------------------------------------------------------------------------------------------------


def _check_streams(data: bytes, name: str) -> None:
    """Refuse a file whose packed streams unpack to far more than a plan's do; pictures are never unpacked."""
    total = 0
    for match in re.finditer(rb"stream\r?\n", data):
        if data[max(0, match.start() - 3) : match.start()] == b"end":
            continue
        head = data[max(0, match.start() - 600) : match.start()]
        own_head = head[head.rfind(b" obj") :]
        if b"/Image" in own_head or b"FlateDecode" not in own_head:
            continue
        end = data.find(b"endstream", match.end())
        size = _unpacked_size(data[match.end() : end if end >= 0 else len(data)], own_head.count(b"FlateDecode"))
        total += size
        if size > MOST_STREAM_BYTES or total > MOST_STREAMS_BYTES:
            raise too_large(name, f"超过{MOST_STREAM_BYTES // (1024 * 1024)}MB")


def _unpacked_size(packed: bytes, times: int) -> int:
    """Return the largest size that a stream, packed once or several times over, has on the way to its content."""
    size = 0
    for _ in range(times):
        try:
            packed = zlib.decompressobj().decompress(packed, MOST_STREAM_BYTES + 1)
        except zlib.error:
            break
        size = max(size, len(packed))
        if size > MOST_STREAM_BYTES:
            break
    return size


def _check_text_layer(document: ReadPages, name: str) -> None:
    pages = document.pages
    scanned = [page for page in pages if page.characters < _FEW_CHARACTERS and page.pictures]
    characters = sum(page.characters for page in pages)
    if characters == 0 and document.unread:
        raise too_large(name, "图形过于复杂，无法读取")
    if characters == 0 or len(scanned) >= _SCANNED_PART * len(pages):
        raise page_rules.PDF_SCAN.error(Location(file=name), count=len(pages))
    unreadable = sum(page.unreadable for page in pages)
    if unreadable >= _UNREADABLE_PART * characters:
        raise page_rules.PDF_GARBLED.error(Location(file=name))


# --- results --------------------------------------------------------------------------------------------------------


def _lines(items: list[FlowParagraph | FlowTable]) -> Iterator[Line]:
    tables = 0
    for item in items:
        if isinstance(item, FlowParagraph):
            text = clean(item.text)
            if text:
                yield Line(text=text, place=Place(page=item.page, line=item.line))
            continue
        tables += 1
        for at, (row, page) in enumerate(zip(item.rows, item.pages, strict=True), 1):
            cells = tuple(clean(text) for text in row)
            if any(cells):
                yield row_line(cells, Place(page=page, table=tables, row=at), tables)


def _page_findings(pages: list[PageContent], complex_pages: list[int], name: str) -> Iterator[Finding]:
    without_text = [page.number for page in pages if page.characters < _FEW_CHARACTERS and page.pictures]
    where = Location(file=name)
    with_text = [page for page in pages if page.characters >= _FEW_CHARACTERS]
    broken = [page.number for page in pages if page.unreadable]
    slanted = [page.number for page in pages if page.slanted]
    found: list[tuple[Rule, list[int], dict[str, Any]]] = [
        (page_rules.PDF_SCANNED_PAGES, without_text, {}),
        (page_rules.PDF_RECOGNISED_TEXT, [page.number for page in with_text if page.photographed], {}),
        (page_rules.PDF_PAGE_TOO_COMPLEX, complex_pages, {"problem": "图形过于复杂（如地图），未读取"}),
        (
            page_rules.PDF_PAGE_TOO_COMPLEX,
            [page.number for page in pages if page.unruled],
            {"problem": "线条过多，其中的表格未识别，已按普通文字读取"},
        ),
        (page_rules.PDF_UNREADABLE_CHARACTERS, broken, {"count": sum(page.unreadable for page in pages)}),
        (page_rules.PDF_TWO_COLUMNS, _in_columns(pages, Columns.CERTAIN), {}),
        (page_rules.PDF_COLUMNS_UNCERTAIN, _in_columns(pages, Columns.DOUBTFUL), {}),
        (page_rules.PDF_WATERMARK, slanted, {"count": sum(page.slanted for page in pages)}),
    ]
    for one, numbers, values in found:
        if numbers:
            yield one.found(where, pages=folded(numbers, _SHOWN_NUMBERS, ""), **values)
    if pictured := [page.number for page in with_text if page.pictures and not page.photographed]:
        yield rules.DOCUMENT_PICTURES.found(where, what=f"第{folded(pictured, _SHOWN_NUMBERS, '')}页有图片")


def _in_columns(pages: list[PageContent], columns: Columns) -> list[int]:
    return [page.number for page in pages if page.columns is columns]


def _flow_findings(items: list[FlowParagraph | FlowTable], heads: list[str], name: str) -> Iterator[Finding]:
    if heads:
        shown = "、".join(f"“{text[:30]}”" for text in heads[:3])
        yield page_rules.PDF_FURNITURE.found(Location(file=name), heads=shown)
    tables = [item for item in items if isinstance(item, FlowTable)]
    for number, table in enumerate(tables, 1):
        if rows := table.joined_rows:
            place = f"表{number}第{folded(rows, _SHOWN_NUMBERS, '')}行"
            yield page_rules.PDF_ROW_JOINED.found(Location(file=name, place=place), table=number, count=len(rows))
