"""Puts what the program changed since the last render into the file that people work in (base, theirs, ours).

The person's file is the carrier: what the program did not change is not touched.  What it did is put in as a tracked
change; where both changed the same words the person's stay, a comment holds the other, and a finding says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from plangen.living import merge_groups as groups
from plangen.living import merge_rules as rules
from plangen.living.merge_blocks import Block, blocks_of, cell_text, is_number, under_old_names
from plangen.living.merge_carrier import Carrier, style_names
from plangen.living.merge_cells import Cells
from plangen.living.merge_fields import link
from plangen.living.merge_line import Line
from plangen.living.merge_revision import Revised, Side, annotate
from plangen.living.merge_words import Told, Words, short
from plangen.living.pairing import pair, without_repeated
from plangen.living.revised_parents import Touched
from plangen.living.revisions import (
    BOOKMARK,
    DEL,
    INS,
    SECTION,
    TBL,
    TR,
    P,
    drop,
    drop_row,
    mark_end,
    mark_row,
    ours,
    own,
    settle,
    wrap,
)
from plangen.living.rules import CHANGES_BY_WORDS, FEW_BOOKMARKS
from plangen.office.docx_package import parse_xml, read_parts, write_parts
from plangen.office.word_package import Package
from plangen.office.word_xml import W
from plangen.terms.findings import Finding, Location
from plangen.terms.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEAST_ALIKE = 0.3  # of the render's paragraphs and rows, below which a file is not what became of it
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A person's file with what the program changed.

    Attributes:
        parts: its parts by name; it carries the base that it carried before.
        told: what was put in.
        conflicts: what was not, each with a reason; every one of them is a comment in the file too.
        said: what else there is to say of how it was done.
        revised: what became here of the items that a revision of the parents touches.
    """

    parts: Mapping[str, bytes]
    told: tuple[Told, ...]
    conflicts: tuple[Finding, ...]
    said: tuple[Finding, ...] = ()
    revised: tuple[Revised, ...] = ()

    @property
    def data(self) -> bytes:
        """The file."""
        return write_parts(self.parts)


def merge(
    theirs: bytes,
    base: bytes,
    new: bytes,
    *,
    date: str,
    accept: bool = False,
    name: str = "",
    touched: Sequence[Touched] = (),
) -> Merged:
    """Merge a new render into a file that people work in.

    Args:
        theirs: the person's file.
        base: the last render, as a Word file.
        new: the new one.
        date: what our tracked changes bear (``2026-12-15T00:00:00Z``).
        accept: put everything in plain, without tracked changes.
        name: the file's name, for findings.
        touched: the items that a revision of the parents touches; each gets a comment.

    Raises:
        FindingsError: a file is damaged, is of a form that we do not write, or has hardly anything of the render.
    """
    main = Package(theirs, name).main_part()
    new_parts = read_parts(new)
    carrier = Carrier(parts=dict(read_parts(theirs, name)), main=main, new_parts=new_parts, date=date)
    base_parts = read_parts(base)
    words = Words(carrier, name)
    names = [style_names(parse_xml(parts[_STYLES])) for parts in (base_parts, new_parts)]
    if carrier.root.tag != f"{W}document":
        raise rules.MERGE_FORM.error(Location(file=name or None))
    merging = _Merging(carrier, _body(base_parts), _body(new_parts), words, Cells(carrier, words, *names))
    told = sum(bool(block.unit.text) for block in merging.base)
    known = sum(bool(merging.base[one].unit.text) for one in (*merging.kept.theirs, *merging.kept.joined))
    if known < told * _LEAST_ALIKE:
        raise rules.MERGE_UNLIKE.error(Location(file=name or None), share=f"{known / told:.0%}")
    said = []
    by_name = sum(bool(merging.base[one].unit.text) for one in merging.kept.by_name)
    named = sum(bool(block.unit.text and block.unit.names) for block in merging.base)
    if by_name < named * FEW_BOOKMARKS:
        said.append(CHANGES_BY_WORDS.found(Location(file=name or None), share=f"{by_name / named:.0%}"))
    merging.run()
    revised = annotate(touched, *merging.sides(*names), carrier, words, accept=accept) if touched else ()
    if accept:
        settle(carrier.root, accept=True, chosen=lambda node: own(node) and node.get(f"{W}id") in carrier.ink.used)
    said += words.said
    return Merged(
        parts=carrier.finished(),
        told=tuple(words.told),
        conflicts=tuple(words.conflicts),
        said=tuple(said),
        revised=revised,
    )


def _body(parts: Mapping[str, bytes]) -> Element:
    return _body_of(parse_xml(parts[_MAIN]))


def _body_of(root: Element) -> Element:
    body = root.find(f"{W}body")
    return body if body is not None else etree.Element(f"{W}body")


class _Merging:
    def __init__(self, carrier: Carrier, base: Element, new: Element, words: Words, cells: Cells) -> None:
        self.carrier, self.words = carrier, words
        self.base, self.new = blocks_of(base), blocks_of(new)
        self.here = blocks_of(_body_of(carrier.root))
        self.kept = pair([block.unit for block in self.base], [block.unit for block in self.here])
        before = [block.unit for block in self.base]
        self.ours = pair(*without_repeated((before, under_old_names(self.base, self.new))))
        self.of = {place: one for one, place in self.ours.theirs.items()}
        self.at: dict[int, Element] = {}
        divided = [place for places in self.kept.split.values() for place in places]
        self.own = {place: _words(self.here[place]) for place in (*divided, *self.kept.added)}
        self.fresh = {_words(block) for number, block in enumerate(self.new) if number not in self.of}
        self.typed = {words: self.here[place] for place, words in self.own.items()}
        self.cells = cells
        self.going = {self.here[place].element for one, place in self.kept.theirs.items() if self._goes(one, place)}

    def run(self) -> None:
        """Change the person's file."""
        moved = self._moved()
        for number, one in self.of.items():
            place = self.kept.theirs.get(one)
            if place is not None and number not in moved:
                self.at[number] = self.here[place].element
                self._same_lists(self.new[number], self.here[place])
        self._rename()
        for number, block in enumerate(self.new):
            if number not in self.of or number in moved:
                self._add(number, block)
            else:
                self._change(number, self.of[number])
        for one, block in enumerate(self.base):
            if one not in self.ours.theirs:
                self._delete(one, block)
        link(self.carrier, self._asked())

    def sides(self, base_styles: Mapping[str, str], new_styles: Mapping[str, str]) -> tuple[Side, Side]:
        """Return the last render and the new one, each with what stands for its paragraphs and rows here."""
        here = {one: self.here[place].element for one, place in self.kept.theirs.items()}
        return Side(blocks=self.base, here=here, styles=base_styles), Side(
            blocks=self.new, here=self.at, styles=new_styles
        )

    def _asked(self) -> dict[str, Element]:
        """Return what stands here of each paragraph and row that a field of the new document may ask for."""
        return {
            node.get(f"{W}name") or "": place
            for number, place in self.at.items()
            for node in self.new[number].element.iter(BOOKMARK)
        }

    # --- what stands elsewhere now ----------------------------------------------------------------------------------

    def _moved(self) -> set[int]:
        """Return which of the new blocks are to be put in anew, since what stands here of them goes from its place."""
        found = set()
        for one in sorted(self.ours.moved):
            number, place = self.ours.theirs[one], self.kept.theirs.get(one)
            if place is None:
                continue
            block = self.here[place]
            if block.unit.text == self.new[number].unit.text and one in self.kept.moved:
                continue  # people moved it too
            if block.unit.text == self.base[one].unit.text and self._take_out(block, f"移到别处：{short(block)}"):
                found.add(number)
                self.carrier.release(block.element, self.new[number].element)
            else:
                self.words.conflict(rules.MERGE_MOVED, block.element, block, new=short(self.new[number]))
        return found

    # --- what is on both sides --------------------------------------------------------------------------------------

    def _change(self, number: int, one: int) -> None:
        base, new, place = self.base[one], self.new[number], self.kept.theirs.get(one)
        if place is None:
            place = self.kept.joined.get(one)
            if place is None:
                if self._differ(base, new):
                    self.words.conflict(rules.MERGE_PERSON_DELETED, self._near(number), new, new=new.unit.text)
                return
        here = self.here[place]
        if new.is_row:
            self.cells.row(base, new, here)
        else:
            pieces = self.kept.split.get(one, ())
            apart = any(self.own[other] in self.fresh for other in pieces)  # the spec divided it too
            divided = [self.here[other].element for other in pieces if not apart]
            if divided and self.cells.divided(base.element, new.element, [here.element, *divided], here):
                return
            behind = itertools.takewhile(self.own.__contains__, itertools.count(place + 1))
            typed = [self.own[other][1] for other in behind]
            self.cells.paragraph(base.element, new.element, here.element, here, typed)
            if new.boxed not in (base.boxed, here.boxed):
                self.words.conflict(rules.MERGE_FIXED, here.element, here, new=new.boxed.replace("\n", " "))

    def _rename(self) -> None:
        """Give the bookmarks here the names that the new document has for the same paragraphs and rows."""
        names: list[tuple[Element, str, str]] = []
        for number, element in self.at.items():
            base, new = set(self.base[self.of[number]].unit.names), set(self.new[number].unit.names)
            fresh = sorted(new - base)
            for before in sorted(base - new):
                after = next((one for one in fresh if one.partition("_")[0] == before.partition("_")[0]), None)
                if after is not None:
                    fresh.remove(after)
                    names.append((element, before, after))
        going = [self.here[place].element for one, place in self.kept.theirs.items() if one not in self.ours.theirs]
        self.carrier.rename(names, going)

    def _differ(self, base: Block, new: Block) -> bool:
        """Return whether the program changed more than the number of a row."""
        if not base.is_row or len(base.cells) != len(new.cells):
            return base.unit.text != new.unit.text
        return not _only_number(base, new)

    # --- what is new ------------------------------------------------------------------------------------------------

    def _add(self, number: int, block: Block) -> None:
        if number in self.at or not block.unit.text.strip():
            return
        if (same := self.typed.get(_words(block))) is not None:
            self.at[number] = same.element  # people wrote the same
            return
        if block.is_row:
            self._add_row(number, block)
            return
        fresh = self.carrier.adopt(block.element)
        wrap([node for node in list(fresh) if node.tag == f"{W}r"], INS, self.carrier.ink)
        mark_end(fresh, INS, self.carrier.ink)
        self._put(number, fresh)
        self.at[number] = fresh
        if block.element.find(f"{W}pPr/{SECTION}") is not None:
            self.words.conflict(rules.MERGE_LOOK, fresh, block, new=block.unit.text)
        self.words.tell("added", block, new=block.unit.text)

    def _add_row(self, number: int, block: Block) -> None:
        table = block.table
        rows = [place for place, other in enumerate(self.new) if other.table is table]
        if not any(place in self.of for place in rows):
            self._add_table(number, rows)
            return
        before = next((self.at[place] for place in reversed(rows) if place < number and place in self.at), None)
        after = next((self.at[place] for place in rows if place > number and place in self.at), None)
        near = before if before is not None else after
        if near is None:
            self.words.conflict(rules.MERGE_NO_PLACE, self._near(number), block, new=block.unit.text)
            return
        fresh = self.carrier.adopt(block.element)
        following = before.getnext() if before is not None else after
        follows = number + 1 in rows and number + 1 not in self.at
        alone = groups.fit(self.carrier, fresh, block.element, (before, following), follows=follows)
        if alone is None:
            self.words.conflict(rules.MERGE_TABLE, near, block, new=block.unit.text)
            return
        mark_row(fresh, INS, self.carrier.ink)
        if before is not None:
            before.addnext(fresh)
        else:
            near.addprevious(fresh)
        self.at[number] = fresh
        if alone:
            self.words.conflict(rules.MERGE_GROUP, fresh, block, new="、".join(alone))
        self.words.tell("added", block, new=block.unit.text)

    def _add_table(self, number: int, rows: Sequence[int]) -> None:
        block = self.new[number]
        assert block.table is not None
        fresh = self.carrier.adopt(block.table)
        for place, row in zip(rows, fresh.iterchildren(TR), strict=True):
            self.at[place] = row
            mark_row(row, INS, self.carrier.ink)
        self._put(number, fresh)
        for neighbour in (fresh.getprevious(), fresh.getnext()):
            if neighbour is not None and neighbour.tag in (TBL, SECTION):
                gap = etree.Element(P)
                mark_end(gap, INS, self.carrier.ink)
                (fresh.addprevious if neighbour is fresh.getprevious() else fresh.addnext)(gap)
        self.words.tell("added", block, new="".join(self.new[place].unit.text + "\n" for place in rows).strip())

    def _put(self, number: int, fresh: Element) -> None:
        """Put a new block behind the one, in the person's file, before which it stands in the new document."""
        for place in range(number - 1, -1, -1):
            element = self.at.get(place)
            if element is not None:
                _standing(element).addnext(fresh)
                return
        _body_of(self.carrier.root).insert(0, fresh)

    def _near(self, number: int) -> Element | None:
        """Return what is nearest, in the person's file, to where a block would stand."""
        places = sorted(self.at, key=lambda place: (abs(place - number), place))
        return self.at[places[0]] if places else None

    # --- what is gone -----------------------------------------------------------------------------------------------

    def _goes(self, one: int, place: int) -> bool:
        """Return whether the program deleted a row that people left as it was, so that it can go."""
        base, here = self.base[one], self.here[place]
        if not here.is_row or one in self.ours.theirs or self.words.is_revised(here.element):
            return False
        locked = any(char.locked for paragraph in here.element.iter(P) for char in Line(paragraph).chars)
        return not locked and (here.unit.text == base.unit.text or _only_number(base, here))

    def _delete(self, one: int, base: Block) -> None:
        place = self.kept.theirs.get(one)
        if place is None or not base.unit.text.strip():
            return
        here = self.here[place]
        if here.unit.text != base.unit.text and not _only_number(base, here):
            self.words.conflict(rules.MERGE_PROGRAM_DELETED, here.element, here, new="")
        elif self._take_out(here, ""):
            self.words.tell("deleted", here, old=here.unit.text)

    def _take_out(self, block: Block, new: str) -> bool:
        """Mark a block as deleted; return whether it could be."""
        element = block.element
        if self.words.is_revised(element):
            self.words.conflict(rules.MERGE_REVISED, element, block, new=new or "（删去）")
            return False
        if any(char.locked for paragraph in element.iter(P) for char in Line(paragraph).chars):
            self.words.conflict(rules.MERGE_FIXED, element, block, new=new or "（删去）")
            return False
        if block.is_row:
            if not groups.may_go(element, self.going):
                self.words.conflict(rules.MERGE_TABLE, element, block, new=new or "（删去）")
                return False
            if ours(element.find(f"{W}trPr")):
                drop_row(element)  # what we put in before, and nobody has accepted, just goes again
            else:
                mark_row(element, DEL, self.carrier.ink)
            return True
        Line(element).delete(self.carrier.ink)
        if ours(element.find(f"{W}pPr/{W}rPr")) and not Line(element).chars:
            drop(element)
        elif element.find(f"{W}pPr/{SECTION}") is None:
            mark_end(element, DEL, self.carrier.ink)
        return True

    def _same_lists(self, new: Block, here: Block) -> None:
        """Learn which list here is which of the new document."""
        ours, theirs = new.element.find(f"{W}pPr/{W}numPr"), here.element.find(f"{W}pPr/{W}numPr")
        if ours is None or theirs is None:
            return
        values = [_value(node, tag) for node in (ours, theirs) for tag in ("ilvl", "numId")]
        if values[0] == values[2] and values[1] and values[3]:
            self.carrier.lists.setdefault((values[0] or "0", values[1]), values[3])


def _words(block: Block) -> tuple[bool, str]:
    """Return what tells whether two new blocks are the same: white space does not count."""
    return block.is_row, squeeze(block.unit.text)


def _value(properties: Element, tag: str) -> str:
    node = properties.find(f"{W}{tag}")
    return (node.get(f"{W}val") or "") if node is not None else "0" if tag == "ilvl" else ""


def _standing(element: Element) -> Element:
    """Return what stands in the body: of a row its table."""
    return next(element.iterancestors(TBL)) if element.tag == TR else element


def _only_number(base: Block, here: Block) -> bool:
    """Return whether a row was changed in its number only."""
    if not base.is_row or len(base.cells) != len(here.cells):
        return False
    return all(
        cell_text(a) == cell_text(b) or (is_number(column, base) and is_number(column, here))
        for column, (a, b) in enumerate(zip(base.cells, here.cells, strict=True))
    )
