"""Fields that were put in, such as the page of a heading: they ask for the bookmarks that their targets have here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from plangen.living.merge_carrier import Carrier
from plangen.living.revisions import BOOKMARK, BOOKMARK_END, PPR, RPR, P, R
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ASKED = re.compile(r"\s*(?:PAGEREF|NOTEREF|REF)\s+(\w+)")


def link(carrier: Carrier, places: Mapping[str, Element]) -> None:
    """Let the fields that were put in ask for the bookmarks that their targets have here.

    Args:
        carrier: the person's file.
        places: a bookmark of the new document -> the paragraph or row here that is what it stands on there.
    """
    for node in carrier.asking:
        text = node.text or ""
        match = _ASKED.match(text)
        if match is None:
            continue
        here = carrier.renamed.get(match[1]) or _bookmark_at(carrier, places.get(match[1]), match[1])
        if here:
            node.text = f"{text[: match.start(1)]}{here}{text[match.end(1) :]}"
        else:
            _only_result(node)  # what it asks for is gone here


def _bookmark_at(carrier: Carrier, element: Element | None, name: str) -> str | None:
    """Return the bookmark here that does what one of the new document does; it is set where there is none."""
    paragraph = next(element.iter(P), None) if element is not None else None
    if element is None or paragraph is None:
        return None
    kind = name.rstrip("0123456789")
    known = [here for node in element.iter(BOOKMARK) if (here := node.get(f"{W}name") or "").startswith(kind)]
    if known:
        return known[0]
    start, end = etree.Element(BOOKMARK), etree.SubElement(paragraph, BOOKMARK_END)
    number, free = carrier.ink.number(), carrier.free_name(name)
    start.set(f"{W}id", number)
    start.set(f"{W}name", free)
    end.set(f"{W}id", number)
    paragraph.insert(0 if paragraph.find(PPR) is None else 1, start)
    return free


def _only_result(asking: Element) -> None:
    """Leave of a field the words that it shows: Word would print an error in the place of what it cannot find."""
    run = asking.getparent()
    paragraph = next(asking.iterancestors(P), None)
    runs = list(paragraph.iter(R)) if paragraph is not None else []
    at = next((number for number, one in enumerate(runs) if one is run), None)
    if at is None:
        return
    signs = [(number, node) for number, one in enumerate(runs) for node in one.iterchildren(f"{W}fldChar")]
    found: dict[str, Element] = {}
    for number, node in signs:
        kind = node.get(f"{W}fldCharType") or ""
        if kind == "begin" and number <= at:
            found = {kind: node}
        elif kind in ("separate", "end") and number >= at and "end" not in found:
            found.setdefault(kind, node)
    for node in (asking, *found.values()):
        holder = node.getparent()
        if holder is not None:
            holder.remove(node)
            if all(child.tag == RPR for child in holder) and (parent := holder.getparent()) is not None:
                parent.remove(holder)
