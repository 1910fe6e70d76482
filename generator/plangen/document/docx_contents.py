"""A contents page in Word: each entry ends in a field that asks for the page of the heading that it names.

A field of its own for each entry, not Word's one field for the whole table: LibreOffice works out the first kind when
it opens a file, and keeps what stands in the second as it was written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from plangen.document.blocks import Document, Paragraph
from plangen.document.docx_text import RUN
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Which entries name which headings.

    Attributes:
        entries: entry to the name of the bookmark that it asks for.
        targets: heading to its bookmark.
    """

    entries: dict[Paragraph, str] = field(default_factory=dict)
    targets: dict[Paragraph, str] = field(default_factory=dict)


def contents_of(document: Document, classes: Collection[str], titles: Collection[str]) -> Contents:
    """Return what the entries of a document's contents page name: the next heading or title with their words.

    Args:
        document: the blocks.
        classes: classes of entries.
        titles: classes of paragraphs that are no headings and are named too; an entry may have a number before them.
    """
    found = Contents()
    paragraphs = [block for block in document.walk() if isinstance(block, Paragraph)]
    entries = [block for block in paragraphs if block.style in classes]
    rest = iter(block for block in paragraphs if block.level or block.style in titles) if entries else iter(())
    for number, entry in enumerate(entries, 1):
        target = next((one for one in rest if entry.text == one.text or _ends_with(entry.text, one)), None)
        if target is None:
            break
        found.entries[entry] = found.targets[target] = f"_Toc{number:08d}"
    return found


def _ends_with(text: str, title: Paragraph) -> bool:
    return not title.level and bool(title.text) and text.endswith(title.text)


def add_page(paragraph: Element, bookmark: str) -> None:
    """Write a tab and the page of a bookmark behind an entry; Word works it out when it opens the file."""
    etree.SubElement(etree.SubElement(paragraph, RUN), f"{W}tab")
    begin = etree.SubElement(etree.SubElement(paragraph, RUN), f"{W}fldChar")
    begin.set(f"{W}fldCharType", "begin")
    begin.set(f"{W}dirty", "true")
    etree.SubElement(etree.SubElement(paragraph, RUN), f"{W}instrText").text = f"PAGEREF {bookmark} \\h"
    etree.SubElement(etree.SubElement(paragraph, RUN), f"{W}fldChar").set(f"{W}fldCharType", "separate")
    etree.SubElement(etree.SubElement(paragraph, RUN), f"{W}t").text = "0"
    etree.SubElement(etree.SubElement(paragraph, RUN), f"{W}fldChar").set(f"{W}fldCharType", "end")


def mark(paragraph: Element, bookmark: str, number: str) -> None:
    """Put a bookmark around a heading's text, for the contents page."""
    start, end = etree.Element(f"{W}bookmarkStart"), etree.SubElement(paragraph, f"{W}bookmarkEnd")
    start.set(f"{W}id", number)
    start.set(f"{W}name", bookmark)
    end.set(f"{W}id", number)
    paragraph.insert(1, start)  # behind the properties
