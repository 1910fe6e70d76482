"""The footnotes and endnotes of a Word file; what is deleted, hidden or struck in them is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plangen.office.word_package import Package
from plangen.office.word_xml import attribute, child, children, is_switched_on, local_name

_KINDS = ("footnote", "endnote")
_GONE = frozenset({"del", "moveFrom", "pPr", "rPr"})
_UNSEEN = ("vanish", "strike", "dstrike")


def read_notes(package: Package, main: str) -> dict[str, str]:
    """Return the texts of a file's notes by ``footnote:ID`` and ``endnote:ID``.

    Args:
        package: the file.
        main: name of its main part.

    Raises:
        DocumentError: a part is damaged or larger than it may be.
    """
    found: dict[str, str] = {}
    for kind in _KINDS:
        part = package.related(main, f"{kind}s")
        root = package.parse(part) if part else None
        for note in root if root is not None else ():
            # separators carry a type; notes of the text carry none
            if local_name(note) == kind and attribute(note, "type") is None:
                found[f"{kind}:{attribute(note, 'id') or ''}"] = "".join(_texts(note)).strip()
    return found


def _texts(element: Any) -> Iterator[str]:
    for inner in element:
        name = local_name(inner)
        if name in _GONE or (name == "r" and _is_unseen(inner)):
            continue
        if name == "t":
            yield inner.text or ""
        else:
            yield from _texts(inner)


def _is_unseen(run: Any) -> bool:
    looks = children(child(run, "rPr"))
    return any(name in looks and is_switched_on(looks[name]) for name in _UNSEEN)
