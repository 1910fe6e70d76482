"""Reads PDF files with a text layer; a scan has none and is said to be one."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plangen.office.body import clean
from plangen.office.limits import (
    MOST_CHARACTERS,
    MOST_PAGE_CONTENT_BYTES,
    MOST_PAGES,
    MOST_STREAM_BYTES,
    MOST_STREAMS_BYTES,
    damaged,
    encrypted,
    too_large,
)
from plangen.office.problems import doubt, note, some, unusable
from plangen.reading.blocks import borne_title, row_line
from plangen.reading.lines import Line, SourceDocument
from plangen.reading.pdf_flow import FlowParagraph, FlowTable, flow, without_furniture
from plangen.reading.pdf_page import PageContent, read_page
from plangen.terms.findings import Finding, FindingsError
from plangen.terms.place import Place

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
        FindingsError: pdfplumber is not installed, or the file is a scan, encrypted, damaged, or larger than any plan.
    """
    name = path.name
    try:
        import pdfplumber
    except ImportError as error:
        raise unusable(
            "pdf-extra-missing",
            name,
            "读取PDF需要的组件没有安装",
            '请运行 pip install "plangen[pdf]" 后重试，或将PDF转换为.docx再行导入',
        ) from error
    if b"%%EOF" not in data:
        raise damaged(name, "PDF尾部缺失，可能没有下载完整")
    _check_streams(data, name)
    with _quiet(), _opened(pdfplumber, data, name) as document:
        if len(document.pages) > MOST_PAGES:
            raise too_large(name, f"超过{MOST_PAGES}页")
        pages, complex_pages = _read_pages(document, name)
        metadata = document.metadata or {}
    _check_text_layer(pages, name)
    kept, heads = without_furniture(pages)
    items, certain = flow(kept)
    lines = tuple(_lines(items))
    if not lines:
        raise unusable("document-without-text", name, "PDF中没有可读取的文字", "请核对是否选错了文件")
    findings = [
        *_page_findings(pages, complex_pages, name),
        *_flow_findings(items, heads, name),
    ]
    if not certain and sum(isinstance(item, FlowParagraph) for item in items) > _FEW_LINES:
        findings.append(
            doubt(
                "pdf-paragraphs-uncertain",
                name,
                "PDF各段首行没有缩进，段落划分系按行末位置推定",
                "请用 --show-text 核对有无两段误接；能取得Word文件的，以Word文件导入为宜",
            )
        )
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        findings.append(
            doubt("document-damaged", name, "PDF尾部异常，可能没有下载完整", "请核对最后几页是否齐全，必要时重新下载")
        )
    return SourceDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="pdf",
        lines=lines,
        findings=tuple(findings),
        title=borne_title(metadata.get("Title"), lines),
    )


# --- opening --------------------------------------------------------------------------------------------------------


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer's remarks on sloppy files from the screen."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def _opened(pdfplumber: Any, data: bytes, name: str) -> Iterator[Any]:
    try:
        document = pdfplumber.open(io.BytesIO(data), unicode_norm=None)
        count = len(document.pages)
    except FindingsError:
        raise
    except Exception as error:
        kinds = {type(one).__name__ for one in (error, *error.args, error.__cause__, error.__context__)}
        if kinds & {"PDFPasswordIncorrect", "PDFEncryptionError"}:
            raise encrypted(name, "PDF") from error
        raise damaged(name, "PDF结构无法识别") from error
    with document:
        if count == 0:
            raise damaged(name, "PDF中没有页面")
        yield document


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
        packed = memoryview(data)[match.end() : end if end >= 0 else len(data)]
        try:
            size = len(zlib.decompressobj().decompress(packed, MOST_STREAM_BYTES + 1))
        except zlib.error:
            continue
        total += size
        if size > MOST_STREAM_BYTES or total > MOST_STREAMS_BYTES:
            raise too_large(name, f"超过{MOST_STREAM_BYTES // (1024 * 1024)}MB")


def _read_pages(document: Any, name: str) -> tuple[list[PageContent], list[int]]:
    """Return all pages, and the numbers of those whose drawing is too large to be read."""
    pages: list[PageContent] = []
    complex_pages: list[int] = []
    characters = 0
    for number, page in enumerate(document.pages, 1):
        try:
            if _content_bytes(page) > MOST_PAGE_CONTENT_BYTES:
                complex_pages.append(number)
                pages.append(PageContent(number=number, width=float(page.width), height=float(page.height)))
            else:
                content = read_page(page, number)
                pages.append(read_page(_turned(page, content.turn), number) if content.turn else content)
        except Exception as error:
            raise damaged(name, f"第{number}页无法读取（{type(error).__name__}）") from error
        finally:
            page.close()
        characters += pages[-1].characters
        if characters > MOST_CHARACTERS:
            raise too_large(name, f"文字超过{MOST_CHARACTERS // 10_000}万字")
    return pages, complex_pages


def _turned(page: Any, degrees: int) -> Any:
    """Return a page turned clockwise; a wide table often stands sideways on an upright page."""
    from pdfplumber.page import Page

    source = page.page_obj
    source.rotate = (source.rotate + degrees) % 360
    source.attrs["Rotate"] = source.rotate
    return Page(page.pdf, source, page_number=page.page_number)


def _content_bytes(page: Any) -> int:
    from pdfminer.pdftypes import resolve1

    streams = [resolve1(stream) for stream in page.page_obj.contents]
    return sum(len(stream.get_data()) for stream in streams if hasattr(stream, "get_data"))


def _check_text_layer(pages: list[PageContent], name: str) -> None:
    scanned = [page for page in pages if page.characters < _FEW_CHARACTERS and page.pictures]
    characters = sum(page.characters for page in pages)
    if characters == 0 or len(scanned) >= _SCANNED_PART * len(pages):
        raise unusable(
            "pdf-scan",
            name,
            f"PDF共{len(pages)}页，没有文字层，应为扫描件或图片，无法读取文字",
            "请向发文单位索取Word文件或由Word导出的PDF，或先用文字识别（OCR）软件转换并校对后再行导入",
        )
    unreadable = sum(page.unreadable for page in pages)
    if unreadable >= _UNREADABLE_PART * characters:
        raise unusable(
            "pdf-unreadable-characters",
            name,
            "PDF的字体没有附文字编码，读出的文字是乱码",
            "请索取Word文件，或用“打印为PDF”以外的方式重新导出PDF",
        )


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
    if without_text:
        yield doubt(
            "pdf-scanned-pages",
            name,
            f"第{some(without_text)}页没有文字层，像是扫描件或图片，其内容未读入",
            "请核对这些页有无任务、指标或表格，必要时录入后重新导入",
        )
    with_text = [page for page in pages if page.characters >= _FEW_CHARACTERS]
    photographed = [page.number for page in with_text if page.photographed]
    if photographed:
        yield doubt(
            "pdf-recognised-text",
            name,
            f"第{some(photographed)}页是整页图片，其文字层应由识别（OCR）软件生成，可能有错字、漏字",
            "请逐条对照原文核对；能取得Word文件的，以Word文件导入为宜",
        )
    pictured = [page.number for page in with_text if page.pictures and not page.photographed]
    if pictured:
        yield doubt(
            "document-pictures",
            name,
            f"第{some(pictured)}页有图片，其中的文字无法读取",
            "指标表、分工表如系图片，请录入为表格后重新导入",
        )
    if complex_pages:
        yield doubt(
            "pdf-page-too-complex",
            name,
            f"第{some(complex_pages)}页图形过于复杂（如地图），未读取",
            "请核对这些页有无文字内容",
        )
    unruled = [page.number for page in pages if page.unruled]
    if unruled:
        yield doubt(
            "pdf-page-too-complex",
            name,
            f"第{some(unruled)}页线条过多，其中的表格未识别，已按普通文字读取",
            "请核对这些页的表格",
        )
    broken = [page.number for page in pages if page.unreadable]
    if broken:
        yield doubt(
            "pdf-unreadable-characters",
            name,
            f"第{some(broken)}页共有{sum(page.unreadable for page in pages)}个字符没有编码，以“�”代替",
            "请对照原文核对",
        )
    slanted = [page.number for page in pages if page.slanted]
    if slanted:
        count = sum(page.slanted for page in pages)
        message = f"第{some(slanted)}页有{count}个倾斜或横置的字符（一般为水印），未读入"
        yield doubt("pdf-watermark", name, message, "请核对这些字符是否属于正文或横排表格")


def _flow_findings(items: list[FlowParagraph | FlowTable], heads: list[str], name: str) -> Iterator[Finding]:
    if heads:
        shown = "、".join(f"“{text[:30]}”" for text in heads[:3])
        yield note("pdf-furniture", name, f"各页重复的页眉、页脚{shown}等未作为正文读取")
    tables = [item for item in items if isinstance(item, FlowTable)]
    for number, table in enumerate(tables, 1):
        if table.joined_rows:
            yield doubt(
                "pdf-row-joined",
                name,
                f"表{number}有{len(table.joined_rows)}行被分页断开，已接续",
                "请对照原文核对这些行",
                place=f"表{number}第{some(table.joined_rows)}行",
            )
