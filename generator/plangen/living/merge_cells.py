"""Merges one paragraph, or one row cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from plangen.living import merge_rules as rules
from plangen.living.merge_blocks import Block, cell_text, spans
from plangen.living.merge_carrier import Carrier
from plangen.living.merge_clauses import merged
from plangen.living.merge_line import OBJECT, Line, paragraphs_in
from plangen.living.merge_words import Words
from plangen.living.revisions import DEL, INS, P, R, mark_end, wrap

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True)
class Cells:
    """Merges paragraphs and rows that stand on both sides."""

    carrier: Carrier
    words: Words

    def paragraph(self, base: Element, new: Element, here: Element, block: Block) -> None:
        """Merge a paragraph.

        Args:
            base: as it was rendered.
            new: as it is rendered now.
            here: the person's.
            block: the person's paragraph or row that it belongs to.
        """
        old, ours, line = Line(base), Line(new), Line(here)
        if ours.text in (old.text, line.text):
            return
        edits, clashes = merged(old.text, line.text, ours.text)
        if self.words.is_revised(here):
            self.words.conflict(rules.MERGE_REVISED, here, block, new=ours.text)
            return
        if not line.can_take(edits) or any(OBJECT in ours.text[edit.begin : edit.stop] for edit in edits):
            self.words.conflict(rules.MERGE_FIXED, here, block, new=ours.text)
            return
        for clash in clashes:
            self.words.conflict(
                rules.MERGE_SAME_CLAUSE, here, block, theirs=clash.theirs or "（已删去）", new=clash.new or "（删去）"
            )
        if edits:
            before = line.text
            line.take(edits, ours, self.carrier.ink, self.carrier.dress)
            self.words.tell("changed", block, old=before, new=line.text)

    def row(self, base: Block, new: Block, here: Block) -> None:
        """Merge a row cell by cell; where its columns are others now, nothing is put in."""
        if base.unit.text == new.unit.text:
            return
        same = len({len(base.cells), len(new.cells), len(here.cells)}) == 1
        if not same or spans(base.cells) != spans(new.cells):
            self.words.conflict(rules.MERGE_TABLE, here.element, here, new=new.unit.text)
            return
        for cells in zip(base.cells, new.cells, here.cells, strict=True):
            self._cell(*cells, here)

    def _cell(self, base: Element, new: Element, here: Element, block: Block) -> None:
        before, after, now = (cell_text(cell) for cell in (base, new, here))
        if after in (before, now):
            return
        if now != before and all(text.strip().isdecimal() for text in (before, after)):
            return  # the number of a row, which people count anew
        old, ours, theirs = (paragraphs_in(cell) for cell in (base, new, here))
        if len(old) == len(ours) == len(theirs):
            for three in zip(old, ours, theirs, strict=True):
                self.paragraph(*three, block)
        elif now != before:
            self.words.conflict(rules.MERGE_SAME_CLAUSE, here, block, theirs=now, new=after)
        else:
            self._lines(ours, theirs, here, block, after)

    def _lines(self, ours: Sequence[Element], theirs: Sequence[Element], here: Element, block: Block, new: str) -> None:
        """Make the paragraphs of a cell that nobody changed those of the new one."""
        lines = [Line(one) for one in theirs]
        if self.words.is_revised(here) or any(self.words.is_revised(one) for one in theirs):
            self.words.conflict(rules.MERGE_REVISED, here, block, new=new)
            return
        if len(lines) != len(list(here.iter(P))) or any(char.locked for line in lines for char in line.chars):
            self.words.conflict(rules.MERGE_FIXED, here, block, new=new)
            return
        texts = [[Line(one).text for one in side] for side in (theirs, ours)]
        codes = SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes()
        for tag, first, last, begin, stop in codes:
            if tag != "equal":
                self._exchange(lines[first:last], ours[begin:stop], theirs, first)
        self.words.tell("changed", block, old="\n".join(texts[0]), new=new)

    def _exchange(self, gone: Sequence[Line], come: Sequence[Element], theirs: Sequence[Element], at: int) -> None:
        ink = self.carrier.ink
        both = min(len(gone), len(come))
        for line, one in zip(gone[:both], come[:both], strict=True):
            source = Line(one)
            edits, _ = merged(line.text, line.text, source.text)
            line.take(edits, source, ink, self.carrier.dress)
        for line in gone[both:]:
            # the last paragraph of a cell cannot go: the end of the one before it goes instead
            line.delete(ink)
            previous = line.paragraph.getprevious()
            last = line.paragraph.getnext() is None
            if not last:
                mark_end(line.paragraph, DEL, ink)
            elif previous is not None and previous.tag == P:
                mark_end(previous, DEL, ink)
        place = gone[both - 1].paragraph if both else theirs[at - 1] if at else None
        for one in come[both:]:
            fresh = self.carrier.adopt(one)
            wrap([node for node in list(fresh) if node.tag == R], INS, ink)
            if place is None:
                theirs[0].addprevious(fresh)
                mark_end(fresh, INS, ink)
            elif place.getnext() is None:
                place.addnext(fresh)
                mark_end(place, INS, ink)
            else:
                place.addnext(fresh)
                mark_end(fresh, INS, ink)
            place = fresh
