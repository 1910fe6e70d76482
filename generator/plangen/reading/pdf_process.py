"""Has a PDF read by a process of its own, and goes on behind a page at which that process dies.

Pages that cannot be read within the bounds are named; a file of which several such pages are met is refused.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from plangen.office.limits import MOST_CHARACTERS, MOST_PAGES, damaged, too_large
from plangen.reading import page_rules
from plangen.reading.pdf_page import PageContent
from plangen.reading.pdf_worker import unpacked
from plangen.terms.findings import Location
from plangen.terms.own_python import own_python
from plangen.terms.told import Slowly

SECONDS = 20
"""Longest wait for a page; a page of text takes a hundredth of a second."""
MOST_SECONDS = 180
"""Longest time for all pages together; the longest plans take a tenth."""
MOST_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Most memory of the process, where the system can bound it; the largest plans need a tenth."""
MOST_FAILURES = 3
"""So many pages of a file may fail to be read."""
_PROGRAM = """
from plangen.reading.pdf_worker import main
main(int(sys.argv[1]), int(sys.argv[2]))
"""


@dataclass(kw_only=True)
class ReadPages:
    """What a PDF holds.

    Attributes:
        pages: its pages; one that could not be read within the bounds is empty.
        unread: the numbers of such pages.
        title: the title in its properties.
        deadline: when reading has to be done, on the clock that only goes forward.
        slowly: tells how far it is.
    """

    pages: list[PageContent] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    title: str = ""
    deadline: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)
    slowly: Slowly = field(default_factory=Slowly)


def read_pages(data: bytes, name: str) -> ReadPages:
    """Return the pages of a PDF.

    Args:
        data: the file's bytes.
        name: the file's name, for findings.

    Raises:
        FindingsError: the file is encrypted, damaged or larger than any plan, or the process does not start.
    """
    found = ReadPages()
    count = _read_on(data, found, name)
    while len(found.pages) < count:
        number = len(found.pages) + 1
        found.pages.append(PageContent(number=number, width=0.0, height=0.0))
        found.unread.append(number)
        if len(found.unread) > MOST_FAILURES:
            raise too_large(name, "多页图形过于复杂，无法读取")
        if number < count:
            _read_on(data, found, name)
    return found


def _read_on(data: bytes, found: ReadPages, name: str) -> int:
    """Add pages until the last one or one at which the process dies, and return how many the document has."""
    characters = sum(page.characters for page in found.pages)
    with _answers(data, len(found.pages) + 1, name) as answers:
        if "ready" not in next(answers, {}):
            raise page_rules.PDF_READER_FAILED.error(Location(file=name))
        head = next(answers, None)
        if head is None or "problem" in head:
            if head == {"problem": "encrypted"}:
                raise page_rules.PDF_ENCRYPTED.error(Location(file=name))
            raise damaged(name, "PDF结构无法识别")
        count = int(head["pages"])
        if count < 1:
            raise damaged(name, "PDF中没有页面")
        if count > MOST_PAGES:
            raise too_large(name, f"超过{MOST_PAGES}页")
        found.title = head["title"]
        for values in answers:
            number = len(found.pages) + 1
            if "problem" in values:
                if values["problem"] == "complex":
                    break
                raise damaged(name, f"第{number}页无法读取")
            found.pages.append(unpacked(values))
            characters += found.pages[-1].characters
            found.slowly.tell(f"正在读取“{name}”：第{number}页，共{count}页……")
            if time.monotonic() > found.deadline:
                raise too_large(name, f"{MOST_SECONDS}秒内未能读完")
            if characters > MOST_CHARACTERS:
                raise too_large(name, f"文字超过{MOST_CHARACTERS // 10_000}万字")
    return count


@contextmanager
def _answers(data: bytes, first: int, name: str) -> Iterator[Iterator[dict[str, Any]]]:
    """Start the process, give it the file, and give out what it answers; it ends when nobody listens any more."""
    try:
        process = subprocess.Popen(
            own_python(_PROGRAM, str(first), str(MOST_MEMORY_BYTES)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        raise page_rules.PDF_READER_FAILED.error(Location(file=name)) from error
    try:
        yield _watched(process, data)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _watched(process: subprocess.Popen[bytes], data: bytes) -> Iterator[dict[str, Any]]:
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError):  # it died before it had read all
        process.stdin.write(data)
        process.stdin.close()
    while True:
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            return
        yield json.loads(line)
