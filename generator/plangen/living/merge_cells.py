"""Merges one paragraph, or one row cell by cell."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from plangen.living import merge_groups as groups
from plangen.living import merge_rules as rules
from plangen.living.merge_blocks import Block, cell_text, is_number
from plangen.living.merge_carrier import Carrier
from plangen.living.merge_clauses import Edit, kept_places, merged
from plangen.living.merge_line import OBJECT, Line, paragraphs_in
from plangen.living.merge_words import Words
from plangen.living.revisions import DEL, INS, PPR, RPR, P, R, T, mark_end, wrap
from plangen.office.word_xml import W
from plangen.terms.text import squeeze, without_bullet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True)
class Cells:
    """Merges paragraphs and rows that stand on both sides.

    Attributes:
        carrier: the person's file.
        words: keeps what there is to tell.
        base_styles: names of the last render's styles by their ids.
        new_styles: those of the new one.
    """

    carrier: Carrier
    words: Words
    base_styles: Mapping[str, str]
    new_styles: Mapping[str, str]

    def paragraph(self, base: Element, new: Element, here: Element, block: Block, typed: Sequence[str] = ()) -> None:
        """Merge a paragraph.

        Args:
            base: as it was rendered.
            new: as it is rendered now.
            here: the person's.
            block: the person's paragraph or row that it belongs to.
            typed: the words, without white space, of the paragraphs that people wrote right behind it, in order.
        """
        old, ours, line = Line(base), Line(new), Line(here)
        edits, clashes = merged(old.text, line.text, ours.text)
        # what people wrote in a paragraph of its own, and the spec has taken over, is not put in once more
        edits = tuple(one for one in edits if one.start < one.end or not _says(typed, ours.text[one.begin : one.stop]))
        looks = self._looks(old, ours, line)
        other_style = _paragraph_style(old, self.base_styles) != _paragraph_style(ours, self.new_styles)
        if not edits and not clashes and not looks and not other_style:
            return
        if self.words.is_revised(here):
            self.words.conflict(rules.MERGE_REVISED, here, block, new=ours.text)
            return
        fixed = any(OBJECT in ours.text[edit.begin : edit.stop] for edit in edits)
        if fixed or not line.can_take(edits) or any(line.chars[start].locked for start, _, _ in looks):
            self.words.conflict(rules.MERGE_FIXED, here, block, new=ours.text)
            return
        for clash in clashes:
            theirs, wanted = clash.theirs or "（已删去）", clash.new or "（删去）"
            self.words.conflict(rules.MERGE_SAME_CLAUSE, here, block, theirs=theirs, new=wanted)
        if other_style:
            self.words.conflict(rules.MERGE_LOOK, here, block, new=ours.text)
        before = line.text
        for start, end, style in looks:
            line.restyle(start, end, style, self.carrier.ink)
        if edits:
            line.take(edits, ours, self.carrier.ink, self.carrier.dress)
        if edits or looks:
            self.words.tell("changed" if edits else "restyled", block, old=before, new=line.text)

    def divided(self, base: Element, new: Element, here: Sequence[Element], block: Block) -> bool:
        """Merge a paragraph that people divided into several; return whether there was anything to put in.

        Args:
            base: as it was rendered.
            new: as it is rendered now.
            here: what it was divided into, in order.
            block: the first of these.
        """
        old, ours, lines = Line(base), Line(new), [Line(one) for one in here]
        edits, clashes = merged(old.text, "".join(line.text for line in lines), ours.text)
        if not edits and not clashes:
            return False
        ends = list(itertools.accumulate(len(line.text) for line in lines))
        shares: list[list[Edit]] = [[] for _ in lines]
        for edit in edits:
            at = next(number for number, end in enumerate(ends) if edit.start < end or end == ends[-1])
            start = ends[at] - len(lines[at].text)
            shares[at].append(replace(edit, start=edit.start - start, end=edit.end - start))
        if any(map(self.words.is_revised, here)):
            self.words.conflict(rules.MERGE_REVISED, here[0], block, new=ours.text)
            return True
        fits = all(
            line.can_take(share) and all(edit.end <= len(line.text) for edit in share)
            for line, share in zip(lines, shares, strict=True)
        )
        if not fits or any(OBJECT in ours.text[edit.begin : edit.stop] for edit in edits):
            self.words.conflict(rules.MERGE_FIXED, here[0], block, new=ours.text)
            return True
        for clash in clashes:
            self.words.conflict(
                rules.MERGE_SAME_CLAUSE,
                here[0],
                block,
                theirs=clash.theirs or "（已删去）",
                new=clash.new or "（删去）",
            )
        for line, share in zip(lines, shares, strict=True):
            before = line.text
            if share:
                line.take(share, ours, self.carrier.ink, self.carrier.dress)
                self.words.tell("changed", block, old=before, new=line.text)
        return True

    def _looks(self, old: Line, ours: Line, line: Line) -> list[tuple[int, int, str | None]]:
        """Return which characters of the person's paragraph stay and have another style now, and which."""
        before, after = _styles(old, self.base_styles), _styles(ours, self.new_styles)
        if old.text == ours.text and before == after:
            return []
        edits, _ = merged(old.text, old.text, ours.text)
        differ: list[tuple[int, int]] = []
        at = place = 0
        for start, end, stop in [*((edit.start, edit.end, edit.stop) for edit in edits), (len(old.text), 0, 0)]:
            while at < start:
                if before[at] != after[place]:
                    differ.append((at, place))
                at, place = at + 1, place + 1
            at, place = end, stop
        kept = None if line.text == ours.text else kept_places(old.text, line.text)
        found: list[tuple[int, int, str | None]] = []
        for at, place in differ:
            where, style = place if kept is None else kept.get(at), self.carrier.style_of(ours.chars[place].run)
            if where is None or _style_id(line, where) == (style or ""):
                continue  # in the clauses that people changed the words are theirs
            if found and found[-1][1:] == (where, style):
                found[-1] = (found[-1][0], where + 1, style)
            else:
                found.append((where, where + 1, style))
        return found

    def row(self, base: Block, new: Block, here: Block) -> None:
        """Merge a row cell by cell; where its columns are others now, nothing is put in."""
        merged_otherwise = groups.changed(base.cells, new.cells, here.cells)
        if merged_otherwise is None:
            if base.unit.text != new.unit.text:
                self.words.conflict(rules.MERGE_TABLE, here.element, here, new=new.unit.text)
            return
        for column, cells in enumerate(zip(base.cells, new.cells, here.cells, strict=True)):
            if column in merged_otherwise:
                was, now = (groups.label_of(one.element, column) for one in (base, new))
                if was != now:
                    self.words.conflict(rules.MERGE_TABLE, here.element, here, new=now)
            elif is_number(column, base) and is_number(column, new):
                self._number(*cells, here)
            else:
                self._cell(*cells, here)

    def _number(self, base: Element, new: Element, here: Element, block: Block) -> None:
        """Set the number of a row, which only follows from the order: plain, where people did not count anew."""
        before, after, now = (cell_text(cell) for cell in (base, new, here))
        if after in (before, now):
            return
        texts = [text for text in here.iter(T) if text.text]
        if before != now or len(texts) != 1 or self.words.is_revised(block.element):
            self.words.say(rules.MERGE_NUMBERS, block)
        else:
            texts[0].text = (texts[0].text or "").replace(before.strip(), after.strip())

    def _cell(self, base: Element, new: Element, here: Element, block: Block) -> None:
        before, after, now = (cell_text(cell) for cell in (base, new, here))
        old, ours, theirs = (paragraphs_in(cell) for cell in (base, new, here))
        if len(old) == len(ours) == len(theirs):
            for three in zip(old, ours, theirs, strict=True):
                self.paragraph(*three, block)
        elif after in (before, now):
            return
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
                # the end that goes when this is rejected is that of the one before, so the properties are its too
                if (properties := fresh.find(PPR)) is not None:
                    fresh.remove(properties)
                if (given := place.find(PPR)) is not None:
                    fresh.insert(0, copy.deepcopy(given))
                place.addnext(fresh)
                mark_end(place, INS, ink)
            else:
                place.addnext(fresh)
                mark_end(fresh, INS, ink)
            place = fresh


def _says(typed: Sequence[str], words: str) -> bool:
    """Return whether paragraphs that people wrote have these words; a stop may have changed sides in what is put in."""
    bare = squeeze(words)
    return any(_are(typed, one) for one in (bare, f"{bare.lstrip('。')}。"))


def _are(typed: Sequence[str], words: str) -> bool:
    for one in typed:
        if one and words.startswith(own := without_bullet(one)):
            words = words[len(own) :]
            if not words:
                return True
    return False


def _style_id(line: Line, at: int) -> str:
    """Return the id of the character style of a character, empty where it has none."""
    node = line.chars[at].run.find(f"{RPR}/{W}rStyle")
    return (node.get(f"{W}val") or "") if node is not None else ""


def _styles(line: Line, names: Mapping[str, str]) -> list[str]:
    """Return the name of the style of each character."""
    known: dict[Element, str] = {}
    for at, char in enumerate(line.chars):
        if char.run not in known:
            known[char.run] = names.get(_style_id(line, at), "")
    return [known[char.run] for char in line.chars]


def _paragraph_style(line: Line, names: Mapping[str, str]) -> str:
    node = line.paragraph.find(f"{PPR}/{W}pStyle")
    return names.get((node.get(f"{W}val") or "") if node is not None else "", "")
