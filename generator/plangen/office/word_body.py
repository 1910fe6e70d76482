"""The one reader of a Word file's body: paragraphs and tables.

It sees what a person sees in the final view: insertions are there, what was deleted, moved away or hidden is marked as
not shown; a text box, which Word writes twice, is there once; a field shows its result; an automatic table of contents
is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from plangen.office.body import Block, Cell, Look, Paragraph, Row, Run, Table, Unseen
from plangen.office.numbering import Numbering, with_label
from plangen.office.word_inline import InlineReader, revision_of
from plangen.office.word_styles import BODY_LEVEL, Styles, ground_of, is_squeezed
from plangen.office.word_text import OpenParagraph, together
from plangen.office.word_xml import attribute, child, child_value, children, is_switched_on, local_name, number

_DELETED = Look(unseen=Unseen.DELETED)
_REVISED = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}

_OF_BOXES = frozenset({Unseen.HIDDEN, Unseen.DELETED, Unseen.MOVED})
"""What a text box has of the text that it hangs on: it floats, so it is neither as low nor as pale as its line."""


@dataclass
class _Container:
    """Something that holds blocks: the body, a cell, a text box."""

    blocks: list[Block] = field(default_factory=list)
    carried: OpenParagraph | None = None  # a paragraph whose end is not shown
    is_cell: bool = False


class BodyReader(InlineReader):
    """Takes the elements of a body one after another.

    Args:
        numbering: the document's numbering, fresh: its counters are used up.
        styles: the document's styles.
        contents: leave out the lines of tables of contents that fields or content controls make.
    """

    def __init__(self, numbering: Numbering, styles: Styles, contents: bool) -> None:
        super().__init__(styles, contents)
        self._numbering = numbering
        self._into = self._body = _Container()

    @property
    def blocks(self) -> list[Block]:
        """The paragraphs and tables so far."""
        return self._body.blocks

    @property
    def counts(self) -> Counter[str]:
        """How often something was met that a person should know of."""
        return self._text.counts

    @property
    def broken_contents(self) -> bool:
        """Whether a table of contents does not end where it should."""
        return self._text.broken_contents

    def finish(self) -> None:
        """Say that the body ends."""
        self._flush()
        self._text.end()

    def _word_handlers(self) -> dict[str, Callable[[Any], None]]:
        own = {"p": self._take_paragraph, "tbl": self._take_table, "txbxContent": self._take_box}
        return super()._word_handlers() | own

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _take_paragraph(self, element: Any) -> None:
        paragraph, into = OpenParagraph(), self._into
        paragraph.bookmarks, self._bookmarks = self._bookmarks, []
        properties = children(child(element, "pPr"))
        self._take_paragraph_properties(paragraph, properties)
        outer, self._paragraph = self._paragraph, paragraph
        squeezed = is_squeezed(properties.get("spacing"), "lineRule", "line")
        if squeezed is None:
            squeezed = self._styles.is_squeezed(paragraph.style)
        gone = self._gone or (Unseen.TINY if squeezed else None)
        with self._within(_ground=ground_of(properties.get("shd")) or self._ground, _gone=gone):
            self.read_inside(element)
        self._paragraph = outer
        self._text.end_paragraph(paragraph)
        self._number(paragraph, at_end=True)
        if into.carried is not None:
            paragraph = _joined(into.carried, paragraph)
            into.carried = None
        if paragraph.mark is not None:
            into.carried = paragraph
        else:
            self._put(paragraph, into)
        into.blocks.extend(paragraph.boxes)

    def _take_paragraph_properties(self, paragraph: OpenParagraph, properties: dict[str, Any]) -> None:
        style = properties.get("pStyle")
        paragraph.style = attribute(style) if style is not None else None
        paragraph.contents_style = self._styles.is_contents(paragraph.style)
        paragraph.numbering = properties.get("numPr")
        mark = properties.get("rPr")
        ends = children(mark)
        for name, kind in _REVISED.items():
            if name in ends and self._gone is None:
                paragraph.revisions.append(revision_of(ends[name], kind))
        if "pageBreakBefore" in properties and is_switched_on(properties["pageBreakBefore"]):
            paragraph.page_break = "before"
        if ends.keys() & {"del", "moveFrom"}:
            paragraph.mark = Unseen.DELETED
        elif self._styles.appearance(mark, paragraph.style, self._table_style).hidden:
            paragraph.mark = Unseen.HIDDEN
        own = number(attribute(properties["outlineLvl"])) if "outlineLvl" in properties else None
        outline = self._styles.outline(paragraph.style) if own is None else own
        if outline is not None and 0 <= outline < BODY_LEVEL:
            paragraph.level = outline + 1
            self._text.end_contents_before_heading()

    def _number(self, paragraph: OpenParagraph, *, at_end: bool = False) -> None:
        """Count a paragraph once; what is not shown, or goes on in the next paragraph, has no number."""
        if paragraph.label is not None:
            return
        paragraph.label = ""
        empty = paragraph.mark is Unseen.HIDDEN and at_end and not paragraph.text.strip()
        if self._gone or paragraph.contents_style or paragraph.mark is Unseen.DELETED or empty:
            return
        reference = self._numbering.reference(paragraph.style, paragraph.numbering)
        if reference is not None:
            paragraph.label = self._numbering.label(*reference)

    def _put(self, paragraph: OpenParagraph, into: _Container) -> None:
        label, text = paragraph.label or "", paragraph.text.strip()
        if label and not text and not into.is_cell:  # in a cell the number is the content
            self._text.counts["bare-numbers"] += 1
            label = ""
        kept = paragraph.bookmarks or paragraph.runs or paragraph.notes or paragraph.pictures or paragraph.page_break
        if text or label or kept:
            into.blocks.append(
                Paragraph(
                    with_label(label, text),
                    paragraph.level,
                    style=self._styles.name(paragraph.style),
                    label=label,
                    bookmarks=tuple(paragraph.bookmarks),
                    comments=tuple(paragraph.comments),
                    notes=tuple(paragraph.notes),
                    runs=together(paragraph.runs),
                    revisions=tuple(paragraph.revisions),
                    pictures=paragraph.pictures,
                    page_break=paragraph.page_break,
                )
            )

    def _flush(self) -> None:
        """Make a paragraph of the one that waits for the next, where none comes."""
        if self._into.carried is not None:
            self._put(self._into.carried, self._into)
            self._into.carried = None

    def _take_box(self, element: Any) -> None:
        paragraph, box = self._paragraph, _Container()
        if paragraph is not None:
            self._number(paragraph)
        gone = next((one for one in (self._gone, self._look.unseen) if one in _OF_BOXES), None)
        with self._within(_into=box, _paragraph=None, _look=Look(), _gone=gone):
            self.read_inside(element)
            self._flush()
        inside = [replace(one, boxed=True) if isinstance(one, Paragraph) else one for one in box.blocks]
        (self._into.blocks if paragraph is None else paragraph.boxes).extend(inside)

    # --- tables -----------------------------------------------------------------------------------------------------

    def _take_table(self, element: Any) -> None:
        self._flush()
        style = child_value(element, "tblPr", "tblStyle")
        ground = self._ground or self._styles.ground(style)
        with self._within(_paragraph=None, _look=Look(), _table_style=style, _ground=ground):
            rows = tuple(row for row in map(self._row, self._parts(element, "tr")) if row.cells)
        if rows:
            self._into.blocks.append(Table(rows))

    def _parts(self, element: Any, wanted: str) -> Iterator[Any]:
        """Yield the rows of a table or the cells of a row, those in content controls and the like too."""
        for inner in element:
            kind = local_name(inner)
            if kind == wanted:
                yield inner
            elif kind == "bookmarkStart":
                self._take_bookmark(inner)
            elif kind not in ("tbl", "tr", "tc", "p"):
                yield from self._parts(inner, wanted)

    def _row(self, element: Any) -> Row:
        properties = children(child(element, "trPr"))
        before = number(attribute(properties["gridBefore"])) if "gridBefore" in properties else None
        cells = [Cell(columns=before)] if before and before > 0 else []
        gone = self._gone
        if "del" in properties:
            gone = Unseen.DELETED
        elif "hidden" in properties and is_switched_on(properties["hidden"]):
            gone = gone or Unseen.HIDDEN
        elif is_squeezed(properties.get("trHeight"), "hRule", "val"):
            gone = gone or Unseen.TINY
        self._text.counts["insertions"] += "ins" in properties and gone is None
        with self._within(_gone=gone):
            cells += map(self._cell, self._parts(element, "tc"))
        revised = (revision_of(properties[name], kind) for name, kind in _REVISED.items() if name in properties)
        return Row(tuple(cells), gone, tuple(revised))

    def _cell(self, element: Any) -> Cell:
        properties = children(child(element, "tcPr"))
        span = number(attribute(properties["gridSpan"])) if "gridSpan" in properties else None
        gone = Unseen.DELETED if "cellDel" in properties else None
        inside = _Container(is_cell=True)
        ground = ground_of(properties.get("shd")) or self._ground
        with self._within(_into=inside, _gone=gone or self._gone, _ground=ground):
            self.read_inside(element)
            self._flush()
        return Cell(
            tuple(inside.blocks),
            columns=max(span or 1, 1),
            continues_above=_goes_on(properties.get("vMerge")),
            continues_left=_goes_on(properties.get("hMerge")),
            unseen=gone,
        )


def _goes_on(merge: Any | None) -> bool:
    """Return whether a cell is not the first of a merged one."""
    return merge is not None and attribute(merge) in (None, "continue")


def _joined(first: OpenParagraph, second: OpenParagraph) -> OpenParagraph:
    """Return two paragraphs as one that is shown without a break.

    A deleted end leaves the second paragraph's style and number; a hidden one (Word's way to let a heading run into its
    text) the first's.  Bookmarks of a paragraph that is gone altogether are gone with it.
    """
    shown = bool(first.text.strip())
    mark = [Run("", _DELETED)] if first.mark is Unseen.DELETED else []
    second.runs = [*first.runs, *mark, *second.runs]
    second.comments = [*first.comments, *second.comments]
    second.revisions = [*first.revisions, *second.revisions]
    second.pictures += first.pictures
    second.page_break = first.page_break or second.page_break
    second.notes = [*first.notes, *second.notes]
    if shown:
        second.bookmarks = [*first.bookmarks, *second.bookmarks]
        if first.mark is Unseen.HIDDEN:
            second.style, second.level, second.label = first.style, first.level, first.label
    return second
