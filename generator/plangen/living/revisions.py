"""Tracked changes of ours: writing them, and what remains when they are accepted or rejected."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

AUTHOR = "plangen"
"""Who our tracked changes and comments are by."""

P, R, T, PPR, RPR, TR, TRPR, TC, TBL = (f"{W}{tag}" for tag in ("p", "r", "t", "pPr", "rPr", "tr", "trPr", "tc", "tbl"))
INS, DEL, DEL_TEXT = (f"{W}{tag}" for tag in ("ins", "del", "delText"))
SECTION, BOOKMARK, BOOKMARK_END = (f"{W}{tag}" for tag in ("sectPr", "bookmarkStart", "bookmarkEnd"))
RPR_CHANGE = f"{W}rPrChange"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REVISIONS = tuple(f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))
_BEHIND_MARK = frozenset(f"{W}{tag}" for tag in ("sectPr", "pPrChange"))
_BEHIND_ROW = frozenset(f"{W}{tag}" for tag in ("ins", "del", "trPrChange"))


@dataclass
class Ink:
    """What our tracked changes are written with.

    Attributes:
        date: what they all bear; there is no clock.
        numbers: ids that nothing in the document has.
        used: those that were given out.
    """

    date: str
    numbers: Iterator[int]
    used: set[str] = field(default_factory=set)

    def mark(self, tag: str) -> Element:
        """Return an element that says who changed something, and when."""
        node = etree.Element(tag)
        node.set(f"{W}id", self.number())
        node.set(f"{W}author", AUTHOR)
        node.set(f"{W}date", self.date)
        return node

    def number(self) -> str:
        """Return an id that nothing else has."""
        number = str(next(self.numbers))
        self.used.add(number)
        return number


def free_numbers(root: Element) -> Iterator[int]:
    """Return ids that no bookmark, comment or tracked change of a document has."""
    known = (node.get(f"{W}id") or "" for node in root.iter())
    return itertools.count(max((int(one) for one in known if one.isdecimal() and len(one) < 9), default=0) + 1)


def is_revised(element: Element) -> bool:
    """Return whether a paragraph or a row has any tracked change that is not ours."""
    return any(not own(node) for node in element.iter(*_REVISIONS))


def wrap(runs: Iterable[Element], tag: str, ink: Ink) -> None:
    """Mark runs, children of one paragraph, as inserted or deleted; neighbours share a mark."""
    holder: Element | None = None
    for run in runs:
        if holder is None or run.getprevious() is not holder:
            holder = ink.mark(tag)
            run.addprevious(holder)
        holder.append(run)
        if tag == DEL:
            for text in list(run.iter(T)):
                text.tag = DEL_TEXT
                _keep_space(text)


def mark_end(paragraph: Element, tag: str, ink: Ink) -> None:
    """Mark the end of a paragraph as inserted or deleted."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = etree.Element(PPR)
        paragraph.insert(0, properties)
    run = properties.find(RPR)
    if run is None:
        run = etree.Element(RPR)
        place = next((number for number, node in enumerate(properties) if node.tag in _BEHIND_MARK), len(properties))
        properties.insert(place, run)
    if not any(own(node) for node in run.iterchildren(tag)):
        run.insert(0, ink.mark(tag))


def mark_row(row: Element, tag: str, ink: Ink) -> None:
    """Mark a row as inserted or deleted, with all runs in it."""
    properties = row.find(TRPR)
    if properties is None:
        properties = etree.Element(TRPR)
        before = [node for node in row if node.tag == f"{W}tblPrEx"]
        row.insert(len(before), properties)
    place = next((number for number, node in enumerate(properties) if node.tag in _BEHIND_ROW), len(properties))
    properties.insert(place, ink.mark(tag))
    for paragraph in row.iter(P):
        wrap([node for node in list(paragraph) if node.tag == R], tag, ink)


def settle(root: Element, *, accept: bool, chosen: Callable[[Element], bool]) -> None:
    """Accept or reject tracked changes.

    Args:
        root: the document; it is changed.
        accept: accept them; else reject them.
        chosen: says which of them; it is asked for ``w:ins``, ``w:del`` and ``w:rPrChange``.
    """
    for change in [node for node in root.iter(RPR_CHANGE) if chosen(node)]:
        _settle_look(change, accept=accept)
    gone_tag = DEL if accept else INS
    marks = [node for node in root.iter(INS, DEL) if chosen(node)]
    joined: list[Element] = []
    for node in marks:
        parent = node.getparent()
        if parent is None:
            continue
        goes = node.tag == gone_tag
        if parent.tag == TRPR:
            row = parent.getparent()
            drop(node)
            if goes and row is not None:
                drop_row(row)
        elif parent.tag == RPR:
            paragraph = next(parent.iterancestors(P), None)
            drop(node)
            _tidy(parent)
            if goes and paragraph is not None:
                joined.append(paragraph)
        elif goes:
            drop(node)
        else:
            for text in list(node.iter(DEL_TEXT)):
                text.tag = T
            for child in list(node):
                node.addprevious(child)
            drop(node)
    for paragraph in joined:
        _join(paragraph)


def ours(properties: Element | None) -> bool:
    """Return whether a row or the end of a paragraph, by its properties, is one that we put in."""
    return properties is not None and any(own(node) for node in properties.iterchildren(INS))


def own(node: Element) -> bool:
    """Return whether a tracked change is ours."""
    return node.get(f"{W}author") == AUTHOR


def _join(paragraph: Element) -> None:
    """Join a paragraph whose end is gone to the next one, whose properties hold; what is empty just goes."""
    following = paragraph.getnext()
    parent = paragraph.getparent()
    if parent is None:
        return
    content = [node for node in paragraph if node.tag != PPR]
    if all(node.tag in (BOOKMARK, BOOKMARK_END) for node in content):
        content = []  # a bookmark whose words are all gone goes with them
    if following is None or following.tag != P:
        before = paragraph.getprevious()
        if not content and before is not None and before.tag == P:
            parent.remove(paragraph)
        return
    first = next((number for number, node in enumerate(following) if node.tag != PPR), len(following))
    for number, node in enumerate(content):
        following.insert(first + number, node)
    parent.remove(paragraph)


def _settle_look(change: Element, *, accept: bool) -> None:
    properties = change.getparent()
    if properties is None:
        return
    before = change.find(RPR)
    properties.remove(change)
    if not accept:
        for node in list(properties):
            properties.remove(node)
        properties.extend(list(before) if before is not None else [])
    if not len(properties) and (run := properties.getparent()) is not None and run.tag == R:
        run.remove(properties)


def drop(node: Element) -> None:
    """Take an element away from where it stands."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def drop_row(row: Element) -> None:
    """Take a row away, and its table where no other row is left."""
    table = next(row.iterancestors(TBL), None)
    drop(row)
    if table is not None and next(table.iter(TR), None) is None:
        drop(table)


def _tidy(run_properties: Element) -> None:
    """Take away the properties of a paragraph's end that only held our mark."""
    properties = run_properties.getparent()
    if len(run_properties) or properties is None:
        return
    properties.remove(run_properties)
    if not len(properties):
        drop(properties)


def _keep_space(text: Element) -> None:
    words = text.text or ""
    if words[:1].isspace() or words[-1:].isspace() or "  " in words:
        text.set(_XML_SPACE, "preserve")
