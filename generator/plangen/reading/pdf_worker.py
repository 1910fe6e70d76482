"""Reads a PDF in a process of its own: ``main`` is what that process runs, and tells page after page what it has read.

pdfium is written in C++ and a PDF comes from others: what would overflow memory or never end must not take plangen with
it.  The process gets the file on its standard input and answers with lines of JSON: that it is ready, what the document
is, and what stands on each page; whoever listens knows at which page it died, if it does.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import sys
from typing import Any

from plangen.reading.pdf_lines import TextLine
from plangen.reading.pdf_page import Columns, PageContent, read_page
from plangen.reading.pdf_tables import GridCell, PageTable

MOST_PROCESSOR_SECONDS = 300
_PASSWORD_ERROR = 4
_TITLE_BYTES = 4096


def main(first: int, memory: int) -> None:
    """Read the PDF on standard input and write what it holds to standard output.

    Args:
        first: the page to begin with, from 1.
        memory: how many bytes of memory the process may take, where the system can bound them.
    """
    _bind(memory)
    import pypdfium2.raw as pdfium

    from plangen.reading.pdf_source import read_sheet

    _say({"ready": True})
    data = sys.stdin.buffer.read()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        _say({"problem": "encrypted" if pdfium.FPDF_GetLastError() == _PASSWORD_ERROR else "damaged"})
        return
    count = pdfium.FPDF_GetPageCount(document)
    _say({"pages": count, "title": _title(document, pdfium)})
    for number in range(first, count + 1):
        page = pdfium.FPDF_LoadPage(document, number - 1)
        if not page:
            _say({"problem": "damaged"})
            return
        try:
            _say(packed(read_page(read_sheet(page), number)))
        except ValueError:
            _say({"problem": "complex"})
        finally:
            pdfium.FPDF_ClosePage(page)


def _bind(memory: int) -> None:
    """Bound memory and time, where the system has such bounds."""
    try:
        import resource
    except ImportError:  # Windows has none; the time is watched from outside
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, MOST_PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(what)[1]
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (bound, hard))


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _title(document: Any, pdfium: Any) -> str:
    text = ctypes.create_string_buffer(_TITLE_BYTES)
    length = min(pdfium.FPDF_GetMetaText(document, b"Title", text, _TITLE_BYTES), _TITLE_BYTES)
    return text.raw[:length].decode("utf-16-le", "replace").strip("\0")


# --- what is said about a page --------------------------------------------------------------------------------------


def packed(page: PageContent) -> dict[str, Any]:
    """Return a page as JSON can hold it."""
    items = [_packed_table(item) if isinstance(item, PageTable) else vars(item) for item in page.items]
    return {**vars(page), "items": items, "columns": page.columns.value}


def _packed_table(table: PageTable) -> dict[str, Any]:
    return {**vars(table), "rows": [[vars(cell) for cell in row] for row in table.rows]}


def unpacked(values: dict[str, Any]) -> PageContent:
    """Return the page that was packed.

    Raises:
        KeyError, TypeError, ValueError: nothing that was packed.
    """
    items = tuple(_unpacked_item(item) for item in values["items"])
    return PageContent(**{**values, "items": items, "columns": Columns(values["columns"])})


def _unpacked_item(item: dict[str, Any]) -> TextLine | PageTable:
    if "rows" not in item:
        return TextLine(**item)
    rows = tuple(tuple(GridCell(**cell) for cell in row) for row in item["rows"])
    return PageTable(page=item["page"], edges=tuple(item["edges"]), rows=rows, base=item["base"])
