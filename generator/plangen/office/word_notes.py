"""The footnotes and endnotes of a Word file, read as the body is: what nobody sees in them is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plangen.office.body import Block, Paragraph
from plangen.office.numbering import read_numbering
from plangen.office.word_body import BodyReader
from plangen.office.word_package import Package
from plangen.office.word_styles import Styles
from plangen.office.word_xml import attribute, local_name

_KINDS = ("footnote", "endnote")


def read_notes(package: Package, main: str, styles: Styles) -> dict[str, str]:
    """Return the texts of a file's notes by ``footnote:ID`` and ``endnote:ID``.

    Args:
        package: the file.
        main: name of its main part.
        styles: the document's styles.

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
                reader = BodyReader(read_numbering(None, styles), styles, contents=False)
                reader.read_inside(note)
                reader.finish()
                found[f"{kind}:{attribute(note, 'id') or ''}"] = "\n".join(_texts(reader.blocks)).strip()
    return found


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (text for row in block.texts for text in dict.fromkeys(row) if text)
