"""The comments (批注) of a Word file, and what its pages repeat: headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plangen.office.word_package import Package
from plangen.office.word_xml import attribute, local_name


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    Attributes:
        text: its words, a line for each paragraph.
        author: who made it, as the file says.
        date: when, as the file says.
    """

    text: str
    author: str = ""
    date: str = ""


def read_comments(package: Package, main: str) -> dict[str, Comment]:
    """Return a file's comments by their ids.

    Args:
        package: the file.
        main: name of its main part.

    Raises:
        DocumentError: the part is damaged or larger than it may be.
    """
    part = package.related(main, "comments")
    root = package.parse(part) if part else None
    return {
        attribute(element, "id") or "": Comment(
            "\n".join(filter(None, _paragraphs(element))),
            attribute(element, "author") or "",
            attribute(element, "date") or "",
        )
        for element in (root if root is not None else ())
        if local_name(element) == "comment"
    }


def read_margins(package: Package, main: str) -> tuple[str, ...]:
    """Return the texts of a file's headers and footers, each once and sorted; page numbers do not count.

    Args:
        package: the file.
        main: name of its main part.

    Raises:
        DocumentError: a part is damaged or larger than it may be.
    """
    found: set[str] = set()
    for kind, part in package.targets(main).values():
        if kind in ("header", "footer") and (root := package.parse(part)) is not None:
            found.update(filter(None, (re.sub(r"[—\-－–\s0-9]", "", text) for text in _paragraphs(root))))
    return tuple(sorted(found))


def _paragraphs(element: Any) -> Iterator[str]:
    for paragraph in element.iter():
        if local_name(paragraph) == "p":
            yield "".join(inner.text or "" for inner in paragraph.iter() if local_name(inner) == "t").strip()
