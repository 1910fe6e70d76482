"""Markdown files: headings, paragraphs, lists with their numbers, and tables; emphasis and links are only text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.reading.lines import Line, SourceDocument
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_STARS = re.compile(r"\*\*|__")
# between Chinese characters CommonMark does not take **……。** for emphasis: what is left of it is no text either

_BULLET = "——"
"""What stands in front of a point of a list without numbers, as plans write it."""


def read(path: Path, data: bytes) -> SourceDocument:
    """Read a Markdown file.

    Args:
        path: the file, for its name.
        data: its content; it is text, as :func:`plangen.reading.formats.sniff` has seen.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = _without_front_matter(decode(data).text)
    tokens = parser.parse(text)
    widest = max(map(len, text.split("\n")), default=0)
    return SourceDocument(
        name=path.name, sha256=hashlib.sha256(data).hexdigest(), format="md", lines=tuple(_lines(tokens, widest))
    )


def _without_front_matter(text: str) -> str:
    """Blank the YAML head of a page, so that the numbers of the lines stay."""
    if not text.startswith("---\n") or (end := text.find("\n---\n", 4)) < 0:
        return text
    return "\n" * text.count("\n", 0, end + 5) + text[end + 5 :]


def _lines(tokens: Sequence[Token], widest: int) -> Iterator[Line]:
    table = row = 0
    level: int | None = None
    cells: list[str] = []
    points: list[str] = []
    before = ""
    for token in tokens:
        place = Place(line=token.map[0] + 1) if token.map else Place()
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = None
        elif token.type == "list_item_open":
            points.append(f"{token.info}{token.markup}" if token.info else _BULLET)
        elif token.type == "table_open":
            table, row = table + 1, 0
        elif token.type == "tr_open":
            row, cells = row + 1, []
            where = Place(line=place.line, table=table, row=row)
        elif token.type == "tr_close":
            yield Line(text="\t".join(cells), place=where, table=table, cells=tuple(cells))
        elif token.type == "inline" and before in ("th_open", "td_open"):
            cells.append(_plain(token).replace(_HARD, "").replace("\n", ""))
        elif token.type == "inline":
            # a stop of a list belongs to its first paragraph only
            point = points.pop() if points else ""
            for offset, text in _parts(token, widest, point != ""):
                yield Line(text=point + text, place=Place(line=(place.line or 1) + offset), level=level)
                point = ""
        elif token.type in ("fence", "code_block"):
            for offset, part in enumerate(token.content.splitlines()):
                yield Line(text=part, place=Place(line=(place.line or 1) + offset))
        before = token.type


_LEAST_WRAPPED = 20
"""Fewest characters at which an editor breaks a line by itself."""

_NEW = ("——", "●", "■", "◆", "•")


def _parts(token: Token, widest: int, listed: bool) -> Iterator[tuple[int, str]]:
    """Yield the lines of a paragraph with their offsets: hard breaks part them, soft ones where something new begins.

    A soft break is an editor's where the line is as wide as the file's lines are and stops in the middle of a sentence;
    else whoever wrote the file meant two lines, as everybody does who never learnt about blank lines.
    """
    kept: list[tuple[int, str]] = []
    for offset, text in enumerate(_plain(token).split("\n")):
        if kept and _goes_on(kept[-1][1], text, widest, listed):
            kept[-1] = (kept[-1][0], kept[-1][1] + text)
        else:
            kept.append((offset, text))
    yield from ((offset, text.rstrip(_HARD)) for offset, text in kept)


def _goes_on(before: str, text: str, widest: int, listed: bool) -> bool:
    if before.endswith(_HARD) or parse_mark(text) is not None or text.startswith(_NEW):
        return False
    line = before.rsplit(_HARD, 1)[-1]
    full = len(line) >= max(_LEAST_WRAPPED, 0.8 * widest)
    # in brackets below a point stands who is responsible for it
    bracket = listed and text.startswith(("（", "("))
    return bracket or (full and not line.endswith(("。", "；", "：", "！", "？", ":", ";")))


_HARD = "\v"
"""Marks the end of a line that the document itself breaks; Markdown has no such character."""


def _plain(token: Token) -> str:
    """Return the text of a paragraph with its breaks, those that the document itself makes behind the mark."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type == "hardbreak":
            parts.append(_HARD + "\n")
        elif child.type == "softbreak":
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return _STARS.sub("", "".join(parts)).strip()
