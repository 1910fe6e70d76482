"""Markdown files: headings, paragraphs, lists with their numbers, and tables; emphasis and links are only text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.reading.lines import Line, SourceDocument
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
    tokens = parser.parse(_without_front_matter(decode(data).text))
    return SourceDocument(
        name=path.name, sha256=hashlib.sha256(data).hexdigest(), format="md", lines=tuple(_lines(tokens))
    )


def _without_front_matter(text: str) -> str:
    """Blank the YAML head of a page, so that the numbers of the lines stay."""
    if not text.startswith("---\n") or (end := text.find("\n---\n", 4)) < 0:
        return text
    return "\n" * text.count("\n", 0, end + 5) + text[end + 5 :]


def _lines(tokens: Sequence[Token]) -> Iterator[Line]:
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
            cells.append(_plain(token))
        elif token.type == "inline":
            # a stop of a list belongs to its first paragraph only
            text = (points.pop() if points else "") + _plain(token)
            for offset, part in enumerate(text.split("\n")):
                line = Place(line=(place.line or 1) + offset)
                yield Line(text=part, place=line, level=level)
        elif token.type in ("fence", "code_block"):
            for offset, part in enumerate(token.content.splitlines()):
                yield Line(text=part, place=Place(line=(place.line or 1) + offset))
        before = token.type


def _plain(token: Token) -> str:
    """Return the text of a paragraph; only a hard break begins a new line."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "softbreak":
            parts.append("")
        elif child.type == "image":
            parts.append(child.content)
    return _STARS.sub("", "".join(parts)).strip()
