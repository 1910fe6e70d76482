"""Text files: UTF-8 with or without BOM, UTF-16, GB18030; tables as tab-separated rows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

from plangen.reading import rules
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.findings import Finding, Location
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import decode

MAXIMUM_BYTES = 20_000_000
_ENCODING_NAMES = {"gb18030": "GB18030", "utf-16": "UTF-16"}


def read(path: Path) -> SourceDocument:
    """Read a text file: one line of the document for each line of the file that is not blank.

    Raises:
        FindingsError: the file is not text.
    """
    where = Location(file=path.name)
    data = path.read_bytes()
    try:
        decoded = decode(data)
    except ValueError as error:
        raise rules.FILE_BINARY.error(where) from error
    findings: list[Finding] = []
    if decoded.encoding in _ENCODING_NAMES:
        encoding = _ENCODING_NAMES[decoded.encoding]
        findings.append(rules.ENCODING_CONVERTED.found(where, encoding=encoding))
    rows = [(number, text) for number, text in enumerate(decoded.text.split("\n"), 1) if text.strip()]
    if _is_hard_wrapped(decoded.text):
        rows = _unwrapped(rows)
        findings.append(rules.LINES_JOINED.found(where))
    return SourceDocument(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="txt",
        lines=tuple(_lines(rows)),
        findings=tuple(findings),
    )


def _lines(rows: list[tuple[int, str]]) -> list[Line]:
    lines: list[Line] = []
    table = 0
    index = 0
    while index < len(rows):
        stop = index
        while stop < len(rows) and "\t" in rows[stop][1].strip(" ") and rows[stop][0] - rows[index][0] == stop - index:
            stop += 1
        block = rows[index:stop]
        if len(block) >= 2 and not _is_contents(block):
            table += 1
            width = max(text.count("\t") for _, text in block) + 1
            for row, (number, text) in enumerate(block, 1):
                cells = [cell.strip() for cell in text.split("\t")]
                cells += [""] * (width - len(cells))
                place = Place(line=number, table=table, row=row)
                lines.append(Line(text="\t".join(cells), place=place, table=table, cells=tuple(cells)))
            index = stop
        else:
            number, text = rows[index]
            lines.append(Line(text=text.strip(), place=Place(line=number)))
            index += 1
    return lines


def _is_contents(block: list[tuple[int, str]]) -> bool:
    """Lines whose last column is a page number and that have two columns only are a contents page, no table."""
    pages = [re.fullmatch(r"[^\t]+\t+\s*(\d{1,4})\s*", text.strip()) for _, text in block]
    numbers = [int(match[1]) for match in pages if match]
    return len(numbers) >= 0.8 * len(block) and numbers == sorted(numbers)


_WRAP_SHARE = 0.3
_WRAP_LINES = 40


def _is_hard_wrapped(text: str) -> bool:
    """Many lines of one and the same width that stop in the middle of a sentence."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip() and "\t" not in line]
    if len(lines) < _WRAP_LINES:
        return False
    widths = Counter(_width(line) // 2 for line in lines)
    usual, _ = widths.most_common(1)[0]
    if not 12 <= usual <= 60:
        return False
    full = [line for line in lines if abs(_width(line) // 2 - usual) <= 1]
    broken = [line for line in full if line[-1] not in "。；：！？"]
    return len(broken) >= _WRAP_SHARE * len(lines)


def _width(line: str) -> int:
    return sum(1 if character.isascii() else 2 for character in line)


def _unwrapped(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    usual = Counter(_width(text.rstrip()) // 2 for _, text in rows).most_common(1)[0][0]
    # where paragraphs are indented, a line that is not goes on with the one before even if that is not quite full
    indents = sum(text[:1].isspace() for _, text in rows) >= 0.1 * len(rows)
    full = 0.75 * usual if indents else usual - 1
    joined: list[tuple[int, str]] = []
    open_line = False
    for number, text in rows:
        indented = text[:1].isspace()
        if joined and open_line and not indented and "\t" not in text and not parse_mark(text.strip()):
            joined[-1] = (joined[-1][0], joined[-1][1].rstrip() + text.strip())
        else:
            joined.append((number, text))
        open_line = "\t" not in text and _width(text.rstrip()) // 2 >= full
    return joined
