"""Drawings in a Word file that stand at a place of the page: text boxes and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_EMU = 635  # of one twip
_FIRST = 1000  # headers and footers of the style document have their own drawings with small numbers

_DRAWING = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
     xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
     xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
     xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251660288" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="{overlap}"><wp:simplePos x="0" y="0"/>
{position}
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>{wrap}
<wp:docPr id="{identifier}" name="{name}{identifier}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr{kind}/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></wps:spPr>
{shape}</wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>
"""
_FLOATING = '<wp:position{axis} relativeFrom="page"><wp:posOffset>{offset}</wp:posOffset></wp:position{axis}>'

AT_FOOT = """
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
"""
"""Where a drawing stands at the foot of the text, which makes room for it."""

BOX = """
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/>
"""
"""What makes a drawing a box with text."""


def at(left: int, top: int) -> str:
    """Return the place of a drawing that stands over the page and moves no text.

    Args:
        left: twips from the left edge of the page.
        top: twips from its upper edge.
    """
    return "".join(_FLOATING.format(axis=axis, offset=value * _EMU) for axis, value in (("H", left), ("V", top)))


def drawing(
    number: int, name: str, position: str, *, width: int, height: int, shape: str = "", colour: str | None = None
) -> Element:
    """Return a run with a drawing.

    Args:
        number: a number that no other drawing of the body has.
        name: what Word calls it, with the number behind.
        position: :data:`AT_FOOT` or what :func:`at` returns.
        width: in twips.
        height: in twips.
        shape: :data:`BOX`; without it the drawing is a plane of a colour, which serves as a line.
        colour: of the plane, as RRGGBB.
    """
    at_foot = position == AT_FOOT
    text = _DRAWING.format(
        identifier=_FIRST + number,
        name=name,
        position=position.strip(),
        width=width * _EMU,
        height=height * _EMU,
        shape=shape.strip() or "<wps:bodyPr/>",
        kind=' txBox="1"' if shape else "",
        fill=f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' if colour else "<a:noFill/>",
        wrap="<wp:wrapTopAndBottom/>" if at_foot else "<wp:wrapNone/>",
        overlap="0" if at_foot else "1",
    )
    return etree.fromstring(text.replace("\n", ""))
