"""A paragraph of a Word file as its characters, each with the run that it stands in, and changes of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from plangen.living.merge_clauses import Edit
from plangen.living.revisions import DEL, INS, PPR, RPR, RPR_CHANGE, Ink, P, R, T, own, wrap
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OBJECT = "\ufffc"
"""Stands in the text for what is no text: a picture, a footnote's mark, a field."""

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HOLDERS = frozenset(
    f"{W}{tag}" for tag in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdt", "sdtContent", "customXml")
)
_OBJECTS = frozenset(
    {f"{W}{tag}" for tag in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "sym", "ruby")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
)
_TAB, _BREAK, _CR, _FIELD = (f"{W}{tag}" for tag in ("tab", "br", "cr", "fldChar"))


Dress = Callable[["Element", "Element | None"], None]
"""Gives a new run what it needs where it stands; it is told the run beside it."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character: its run, the node in the run that holds it, where it stands in that, and whether it must stay."""

    sign: str
    run: Element
    node: Element
    offset: int
    locked: bool


class Line:
    """A paragraph as characters.

    Args:
        paragraph: the ``w:p``.
    """

    def __init__(self, paragraph: Element) -> None:
        self.paragraph = paragraph
        self.chars = list(_chars(paragraph))

    @property
    def text(self) -> str:
        """What it says, with the changes of others accepted and without its automatic number."""
        return "".join(char.sign for char in self.chars)

    def can_take(self, edits: Sequence[Edit]) -> bool:
        """Return whether nothing that must stay as it is stands where the changes are."""
        for edit in edits:
            if any(char.locked for char in self.chars[edit.start : edit.end]):
                return False
            beside = [*self.chars[max(edit.start - 1, 0) : edit.start], *self.chars[edit.end : edit.end + 1]]
            if edit.start == edit.end and beside and all(char.locked for char in beside):
                return False
        return True

    def take(self, edits: Sequence[Edit], source: Line, ink: Ink, dress: Dress) -> None:
        """Make changes, as tracked changes.

        Args:
            edits: the changes, in order; see :meth:`can_take`.
            source: the paragraph that has the new words.
            ink: what tracked changes are written with.
            dress: gives a new run, in place, what it needs here; it is told its neighbour.
        """
        for edit in reversed(edits):
            self._cut(edit.end)
            self._cut(edit.start)
            gone = list(dict.fromkeys(char.run for char in self.chars[edit.start : edit.end]))
            beside = self._neighbour(edit)
            runs = source.runs(edit.begin, edit.stop)
            for run in runs:
                dress(run, beside)
            if runs:
                self._put(runs, edit.start, gone, ink)
            self._take_out(gone, ink)
            self.chars = list(_chars(self.paragraph))

    def runs(self, begin: int, stop: int) -> list[Element]:
        """Return new runs with the characters from ``begin`` to ``stop``."""
        made: list[Element] = []
        last: Element | None = None
        for char in self.chars[begin:stop]:
            if char.run is not last or not made:
                made.append(etree.Element(R))
                if (properties := char.run.find(RPR)) is not None:
                    made[-1].append(copy.deepcopy(properties))
                last = char.run
            _append(made[-1], char)
        return made

    def restyle(self, start: int, end: int, style: str | None, ink: Ink) -> None:
        """Give the characters from ``start`` to ``end`` another style (None: none), as a tracked change."""
        self._cut(end)
        self._cut(start)
        for run in dict.fromkeys(char.run for char in self.chars[start:end]):
            _restyle(run, style, ink)

    def delete(self, ink: Ink) -> None:
        """Mark all its runs as deleted."""
        runs = [run for run, locked in _runs(self.paragraph, locked=False) if not locked]
        self._take_out(runs, ink)

    def _take_out(self, runs: Sequence[Element], ink: Ink) -> None:
        """Mark runs as deleted; what we put in before, and nobody has accepted, just goes again."""
        for run in runs:
            holder = run.getparent()
            if holder is not None and holder.tag == INS:
                holder.remove(run)
                if not len(holder) and (parent := holder.getparent()) is not None:
                    parent.remove(holder)
        wrap([run for run in runs if run.getparent() is self.paragraph], DEL, ink)

    def _neighbour(self, edit: Edit) -> Element | None:
        """Return the run that new words stand with: one that goes, else the one before, else the one behind."""
        near = self.chars[edit.start : edit.end] or self.chars[max(edit.start - 1, 0) : edit.start] or self.chars[:1]
        return near[0].run if near else None

    def _put(self, runs: Sequence[Element], at: int, gone: Sequence[Element], ink: Ink) -> None:
        """Put what is inserted in its place: behind what goes, else between two characters."""
        before = self.chars[at - 1].run if at else None
        after = self.chars[at].run if at < len(self.chars) else None
        if gone:
            near, behind = gone[-1], True
        elif before is not None and (after is None or self._is_open(before)):
            near, behind = before, True
        elif after is not None:
            near, behind = after, False
        else:
            self.paragraph.append(_held(runs, ink))
            return
        if near.getparent() is not self.paragraph and self._is_open(near):
            for run in reversed(runs) if behind else runs:
                (near.addnext if behind else near.addprevious)(run)
        else:
            top = _top(near, self.paragraph)
            (top.addnext if behind else top.addprevious)(_held(runs, ink))

    def _is_open(self, run: Element) -> bool:
        """Return whether something may be put beside a run: it stands in the paragraph, or in what we put in before."""
        parent = run.getparent()
        return parent is self.paragraph or (parent is not None and parent.tag == INS and own(parent))

    def _cut(self, at: int) -> None:
        """Divide the run at a place between two characters, so that no run has both."""
        if not 0 < at < len(self.chars):
            return
        left, right = self.chars[at - 1], self.chars[at]
        if left.run is not right.run or right.locked:
            return
        run, second = right.run, etree.Element(R)
        for name, value in run.attrib.items():
            second.set(name, value)
        if (properties := run.find(RPR)) is not None:
            second.append(copy.deepcopy(properties))
        behind = list(right.node.itersiblings())
        if right.offset:
            rest = etree.SubElement(second, T)
            text = right.node.text or ""
            _set_text(rest, text[right.offset :])
            _set_text(right.node, text[: right.offset])
        else:
            second.append(right.node)
        second.extend(behind)
        run.addnext(second)
        self.chars = list(_chars(self.paragraph))


def _restyle(run: Element, style: str | None, ink: Ink) -> None:
    properties = run.find(RPR)
    if properties is None:
        properties = etree.Element(RPR)
        run.insert(0, properties)
    before = etree.Element(RPR)
    before.extend([copy.deepcopy(node) for node in properties if node.tag != RPR_CHANGE])
    for node in properties.findall(f"{W}rStyle"):
        properties.remove(node)
    if style is not None:
        node = etree.Element(f"{W}rStyle")
        node.set(f"{W}val", style)
        properties.insert(0, node)
    if properties.find(RPR_CHANGE) is None:  # one that is there holds what was before ours
        change = ink.mark(RPR_CHANGE)
        change.append(before)
        properties.append(change)


def _held(runs: Sequence[Element], ink: Ink) -> Element:
    holder = ink.mark(INS)
    holder.extend(runs)
    return holder


def _top(run: Element, paragraph: Element) -> Element:
    node = run
    while (parent := node.getparent()) is not None and parent is not paragraph:
        node = parent
    return node


def _append(run: Element, char: Char) -> None:
    last = run[-1] if len(run) else None
    if char.sign == "\t" and char.node.tag == _TAB:
        etree.SubElement(run, _TAB)
    elif char.sign == "\n":
        etree.SubElement(run, _BREAK)
    elif char.sign != OBJECT:
        if last is None or last.tag != T:
            last = etree.SubElement(run, T)
        _set_text(last, (last.text or "") + char.sign)


def _set_text(node: Element, text: str) -> None:
    node.text = text
    if text[:1].isspace() or text[-1:].isspace() or "  " in text:
        node.set(_XML_SPACE, "preserve")


def _chars(paragraph: Element) -> Iterator[Char]:
    depth = 0
    for run, locked in _runs(paragraph, locked=False):
        for node in run:
            if node.tag == _FIELD:
                kind = node.get(f"{W}fldCharType")
                if kind == "begin":
                    if not depth:
                        yield Char(OBJECT, run, node, 0, True)
                    depth += 1
                elif kind == "end":
                    depth = max(depth - 1, 0)
            elif depth:
                continue
            elif node.tag == T:
                for offset, sign in enumerate(node.text or ""):
                    yield Char(sign, run, node, offset, locked)
            elif node.tag == _TAB:
                yield Char("\t", run, node, 0, locked)
            elif node.tag == _CR or (node.tag == _BREAK and node.get(f"{W}type") in (None, "textWrapping")):
                yield Char("\n", run, node, 0, locked)
            elif node.tag == f"{W}noBreakHyphen":
                yield Char("-", run, node, 0, True)
            elif node.tag in _OBJECTS:
                yield Char(OBJECT, run, node, 0, True)


def _runs(parent: Element, *, locked: bool) -> Iterator[tuple[Element, bool]]:
    for node in parent:
        if node.tag == R:
            yield node, locked
        elif node.tag in _HOLDERS:
            ours = node.tag == INS and own(node) and parent.tag == P
            yield from _runs(node, locked=locked or not ours)


def paragraphs_in(cell: Element) -> list[Element]:
    """Return the paragraphs of a cell, those of tables inside it aside."""
    return [node for node in cell if node.tag == P]


def properties_of(paragraph: Element) -> Element:
    """Return a paragraph's properties; it gets them where it has none."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = etree.Element(PPR)
        paragraph.insert(0, properties)
    return properties
