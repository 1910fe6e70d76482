"""Cross references in a Word file: the annexes' numbers count by themselves, and what names an annex asks for it.

The number of an annex is a SEQ field in a bookmark.  ``附件：2.…`` in the list of annexes and 见附件2 in the text are
REF fields to it, so both are right again after an annex is deleted and the fields are updated.  What the fields show is
written with them, so a reader that does not update them sees the same.

Items need no such field: the headings count by themselves (:mod:`plangen.document.docx_numbering`), and so do the rows
of the tables, where an item is 3.2 and not （3） with ② as in the text: no REF field makes the one of the other.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from plangen.document.blocks import Document, Paragraph
from plangen.document.docx_text import RPR, RUN, TEXT
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARK = re.compile(r"(附件|附表)([1-9][0-9]?)")
_NAMED = re.compile(r"(?<=见)(附件|附表)([1-9][0-9]?)(?![0-9.])")
_LISTED = re.compile(r"(?:(附件)：)?([1-9][0-9]?)(?=\.)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, kw_only=True)
class References:
    """The annexes of a document.

    Attributes:
        marks: what stands over each (附件2), and the name of the bookmark around its number.
        mark_class: class of what stands over an annex.
        list_classes: classes of the list of annexes.
    """

    marks: dict[str, str] = field(default_factory=dict)
    mark_class: str = "annex-mark"
    list_classes: Collection[str] = ("attachments",)

    def write(self, paragraph: Element, style: str | None = None, numbers: Iterator[int] | None = None) -> None:
        """Turn the numbers of annexes in a paragraph into fields.

        Args:
            paragraph: a paragraph of the body with its text, or a whole table.
            style: its class.
            numbers: gives numbers that no bookmark of the document has.
        """
        if not self.marks:
            return
        for text in list(paragraph.iter(TEXT)):
            said = text.text or ""
            if style == self.mark_class:
                match = _MARK.fullmatch(said)
                if match and numbers and said in self.marks:
                    bookmark = (self.marks[said], str(next(numbers)))
                    _divide(text, [(match.span(2), f"SEQ {match[1]} \\* ARABIC")], bookmark)
            elif style in self.list_classes:
                match = _LISTED.match(said)
                if match and (name := self.marks.get(f"附件{match[2]}")):
                    _divide(text, [(match.span(2), _asking(name))])
            else:
                named = [(match.span(2), self.marks.get(match[0])) for match in _NAMED.finditer(said)]
                if spans := [(span, _asking(name)) for span, name in named if name]:
                    _divide(text, spans)


def references_of(document: Document) -> References:
    """Return the annexes of a document.

    Args:
        document: the blocks.
    """
    found = References()
    for block in document.walk():
        if isinstance(block, Paragraph) and block.style == found.mark_class and _MARK.fullmatch(block.text):
            found.marks.setdefault(block.text, f"_Ref{len(found.marks) + 1:08d}")
    return found


def _asking(bookmark: str) -> str:
    return f"REF {bookmark} \\h"


def _divide(
    text: Element, spans: Sequence[tuple[tuple[int, int], str]], bookmark: tuple[str, str] | None = None
) -> None:
    """Make fields of parts of a run's text; the text between stays in runs of the same look.

    Args:
        text: the text.
        spans: where each part begins and ends, and what its field asks for, in order.
        bookmark: name and number of a bookmark around the fields.
    """
    run, said = text.getparent(), text.text or ""
    assert run is not None
    parts: list[Element | None] = []
    behind = 0
    for (start, end), instruction in spans:
        parts.append(_with_text(run, said[behind:start]))
        made: list[Element | None] = list(_field(run, instruction, said[start:end]))
        if bookmark:
            opening, closing = (etree.Element(f"{W}bookmark{word}") for word in ("Start", "End"))
            for node in (opening, closing):
                node.set(f"{W}id", bookmark[1])
            opening.set(f"{W}name", bookmark[0])
            made = [opening, *made, closing]
        parts += made
        behind = end
    for part in (*parts, _with_text(run, said[behind:])):
        if part is not None:
            run.addprevious(part)
    if (parent := run.getparent()) is not None:
        parent.remove(run)


def _field(run: Element, instruction: str, shown: str) -> Iterator[Element | None]:
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        if kind == "shown":
            yield _with_text(run, shown)
            continue
        part = _bare(run)
        if kind == "instruction":
            node = etree.SubElement(part, f"{W}instrText")
            node.text = f" {instruction} "
            node.set(_SPACE, "preserve")
        else:
            etree.SubElement(part, f"{W}fldChar").set(f"{W}fldCharType", kind)
        yield part


def _with_text(run: Element, text: str) -> Element | None:
    if not text:
        return None
    part = _bare(run)
    node = etree.SubElement(part, TEXT)
    node.text = text
    if text[0].isspace() or text[-1].isspace():
        node.set(_SPACE, "preserve")
    return part


def _bare(run: Element) -> Element:
    """Return a run of the same look without content."""
    part = etree.Element(RUN)
    if (look := run.find(RPR)) is not None:
        part.append(copy.deepcopy(look))
    return part
