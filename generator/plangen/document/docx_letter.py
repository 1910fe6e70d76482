"""The head and the lines of a letter (信函格式), as GB/T 9704-2012 has them in 10.1.

The upper edge of the issuer's name is 30 mm below the upper edge of the page; 4 mm below the name stands a double red
line, thick above thin, and 20 mm above the lower edge of the page another one, thin above thick; both are 170 mm long
and stand in the middle of the page.  The document's number stands 7/8 of a character of the text below the first line.
All this is outside of the text's area, so it is drawn over the first page at fixed places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from plangen.document.docx_drawing import BOX, at, drawing
from plangen.document.docx_text import new_paragraph, properties_of
from plangen.document.word_style import Page
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MILLIMETRE = 1440 / 25.4
"""Twips."""

LINE_WIDTH = round(170 * MILLIMETRE)
"""Twips of the red lines; the issuer's name is to be no longer."""

_NAME_TOP, _NAME_TO_LINE, _LINE_TO_FOOT = 30 * MILLIMETRE, 4 * MILLIMETRE, 20 * MILLIMETRE
_THICK, _GAP, _THIN = 30, 24, 12  # twips; the standard gives no weights
_RED = "FF0000"
# what a Chinese character fills of its square, and where it begins in a line of one and a half squares
_FILLED = 0.96
_LINE, _ABOVE = 1.5, 0.43


def letter_head(name: Element, size: float, page: Page, number: Callable[[], int]) -> Element:
    """Return the paragraph that begins a letter: the issuer's name and both red lines hang on it.

    Args:
        name: the paragraph with the issuer's name.
        size: of its characters, in points.
        page: the letter's page.
        number: gives the drawings their numbers.

    Returns:
        a paragraph as high as what the head takes of the text's area, so the text goes on below the first line.
    """
    points = size * 20
    spacing = {"before": 0, "after": 0, "line": round(points * _LINE)}
    for node in list(properties_of(name).iter(f"{W}spacing")):
        properties_of(name).remove(node)
    node = etree.SubElement(properties_of(name), f"{W}spacing")
    for key, value in spacing.items():
        node.set(f"{W}{key}", str(value))
    node.set(f"{W}lineRule", "exact")
    left = (page.width - LINE_WIDTH) // 2
    top = _NAME_TOP + _FILLED * points + _NAME_TO_LINE
    below = top + _THICK + _GAP + _THIN
    paragraph, properties = new_paragraph("")
    etree.SubElement(properties, f"{W}snapToGrid").set(f"{W}val", "0")
    room = {"before": "0", "after": "0", "line": str(max(round(below - page.top), 20)), "lineRule": "exact"}
    etree.SubElement(properties, f"{W}spacing", {f"{W}{key}": value for key, value in room.items()})
    place = at(left, round(_NAME_TOP - _ABOVE * points))
    box = drawing(number(), "发文机关标志", place, width=LINE_WIDTH, height=spacing["line"], shape=BOX)
    next(box.iter(f"{W}txbxContent")).append(name)
    paragraph.append(box)
    foot = page.height - _LINE_TO_FOOT
    for start, weight in (*_double(top, _THICK, _THIN), *_double(foot - _THICK - _GAP - _THIN, _THIN, _THICK)):
        line = drawing(number(), "红线", at(left, round(start)), width=LINE_WIDTH, height=weight, colour=_RED)
        paragraph.append(line)
    return paragraph


def _double(top: float, first: int, second: int) -> Iterator[tuple[float, int]]:
    """Yield where each line of a double line begins, and how high it is."""
    yield top, first
    yield top + first + _GAP, second


def letter_section(section: Element) -> Element:
    """Return the properties of a letter's section: its first page has no page number (GB/T 9704-2012, 10.1).

    Args:
        section: those of an upright page; changed.
    """
    for node in list(section):
        kind = node.get(f"{W}type")
        if node.tag in (f"{W}headerReference", f"{W}footerReference") and kind == "first":
            section.remove(node)
    for node in section.findall(f"{W}titlePg"):
        section.remove(node)
    behind = {f"{W}{tag}" for tag in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings")}
    place = next((at for at, node in enumerate(section) if node.tag in behind), len(section))
    section.insert(place, etree.Element(f"{W}titlePg"))
    return section
