"""Styles of a Word file: what paragraphs and runs take from their styles and the styles that those are based on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from plangen.office.word_xml import attribute, child, child_value, children, is_switched_on, local_name, number

BODY_LEVEL = 9
"""Value of ``w:outlineLvl`` that means body text."""

_HEADING_NAME = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录) ?[1-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Appearance:
    """What run properties (``w:rPr``) say; None where they say nothing.

    Attributes:
        hidden: ``w:vanish``.
        struck: ``w:strike`` or ``w:dstrike``.
        colour: ``w:color``.
        half_points: ``w:sz``.
    """

    hidden: bool | None = None
    struck: bool | None = None
    colour: str | None = None
    half_points: int | None = None


_NOTHING = Appearance()


@dataclass(frozen=True, kw_only=True)
class Style:
    """One style.

    Attributes:
        name: its name, for instance ``heading 1``.
        based_on: id of the style it is based on.
        outline: ``w:outlineLvl``, from 0, or None.
        numbering: ``w:numId`` of the style, or None.
        level: ``w:ilvl`` of the style, or None.
        appearance: what it says of the looks of text.
        ground: what it colours the ground of anything with; see :func:`ground_of`.
        squeezed: whether its lines are too low to be read, or None where it does not say.
    """

    name: str
    based_on: str | None = None
    outline: int | None = None
    numbering: str | None = None
    level: int | None = None
    appearance: Appearance = _NOTHING
    ground: str | None = None
    squeezed: bool | None = None


class Styles:
    """All styles of a file.

    Args:
        styles: style by its id.
        default: id of the paragraph style that paragraphs without one have, or None.
        defaults: how text looks without any style.
    """

    def __init__(
        self, styles: Mapping[str, Style], default: str | None = None, defaults: Appearance = _NOTHING
    ) -> None:
        self._styles = styles
        self._default = default
        self._defaults = defaults
        self._known: dict[tuple[str | None, str | None, str | None], Appearance] = {}

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style (the default one for None) and the styles it is based on, nearest first."""
        current = style_id if style_id in self._styles else self._default
        seen: set[str] = set()
        while current and current in self._styles and current not in seen:
            seen.add(current)
            yield current, self._styles[current]
            current = self._styles[current].based_on

    def outline(self, style_id: str | None) -> int | None:
        """Return the outline level that a style gives, from 0, or None."""
        for _, style in self.chain(style_id):
            if style.outline is not None:
                return style.outline if style.outline < BODY_LEVEL else None
            if match := _HEADING_NAME.fullmatch(style.name):
                return int(match[1]) - 1
        return None

    def is_contents(self, style_id: str | None) -> bool:
        """Return whether a style is one of those of a table of contents."""
        return any(_CONTENTS_NAME.fullmatch(style.name) for _, style in self.chain(style_id))

    def ground(self, style_id: str | None) -> str | None:
        """Return what a style, or one that it is based on, colours the ground with, or None."""
        chain = self.chain(style_id) if style_id is not None else ()
        return next((style.ground for _, style in chain if style.ground is not None), None)

    def is_squeezed(self, style_id: str | None) -> bool:
        """Return whether a style makes lines too low to be read."""
        said = (style.squeezed for _, style in self.chain(style_id) if style.squeezed is not None)
        return next(said, False)

    def name(self, style_id: str | None) -> str:
        """Return the name of a style; empty where there is none."""
        return self._styles[style_id].name if style_id is not None and style_id in self._styles else ""

    def appearance(self, properties: Any | None, paragraph: str | None, table: str | None = None) -> Appearance:
        """Return how a run looks.

        Args:
            properties: its ``w:rPr``, or None.
            paragraph: id of its paragraph's style.
            table: id of the style of the table that it stands in.
        """
        own = read_appearance(properties)
        key = (child_value(properties, "rStyle") if properties is not None else None, paragraph, table)
        styled = self._known.get(key)
        if styled is None:
            styled = self._known[key] = self._styled(*key)
        return styled if own is _NOTHING else _over(own, styled)

    def _styled(self, run: str | None, paragraph: str | None, table: str | None) -> Appearance:
        """Return the look that styles give: two styles' switches undo one another (ISO 29500 17.7.3)."""
        ids = (style for style in (run, paragraph, table) if style == paragraph or style in self._styles)
        levels = [self._of_chain(style) for style in ids]
        looks = reduce(_over, [*levels, self._defaults])
        return Appearance(
            hidden=bool(self._defaults.hidden) or sum(bool(level.hidden) for level in levels) % 2 == 1,
            struck=bool(self._defaults.struck) or sum(bool(level.struck) for level in levels) % 2 == 1,
            colour=looks.colour,
            half_points=looks.half_points,
        )

    def _of_chain(self, style_id: str | None) -> Appearance:
        return reduce(_over, (style.appearance for _, style in self.chain(style_id)), _NOTHING)


def _over(upper: Appearance, lower: Appearance) -> Appearance:
    """Return what two say together where the first counts for more."""
    return Appearance(
        hidden=lower.hidden if upper.hidden is None else upper.hidden,
        struck=lower.struck if upper.struck is None else upper.struck,
        colour=upper.colour or lower.colour,
        half_points=upper.half_points or lower.half_points,
    )


def read_appearance(properties: Any | None) -> Appearance:
    """Return what run properties say themselves, without their style.

    Args:
        properties: a ``w:rPr``, or None.
    """
    found = children(properties)
    if not found.keys() & {"vanish", "strike", "dstrike", "color", "sz"}:
        return _NOTHING
    switches = [is_switched_on(found[name]) for name in ("strike", "dstrike") if name in found]
    return Appearance(
        hidden=is_switched_on(found["vanish"]) if "vanish" in found else None,
        struck=any(switches) if switches else None,
        colour=_colour(found["color"]) if "color" in found else None,
        half_points=number(attribute(found["sz"])) if "sz" in found else None,
    )


_PAPER = "FFFFFF"
_UNKNOWN = "unknown"  # a ground of which only is known that it is not white
_ALIKE = 0x0F
_PAPER_THEMES = ("background1", "light1")
_HIGHLIGHTS = {
    "black": "000000", "white": "FFFFFF", "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "blue": "0000FF",
    "magenta": "FF00FF", "red": "FF0000",
}  # fmt: skip
_LOWEST_LINE = 80
"""Twentieths of a point of the lowest exact line or row in which anything of a character can be read."""


def _colour(element: Any) -> str | None:
    """Return the colour of a ``w:color``; Word writes the one that a theme gives beside it, others may not."""
    said = attribute(element)
    if attribute(element, "themeColor") in _PAPER_THEMES and not re.fullmatch("[0-9A-Fa-f]{6}", said or ""):
        return _PAPER
    return said


def is_lost_on(colour: str | None, ground: str | None) -> bool:
    """Return whether text of a colour (``FFFFFF``) cannot be told from its ground.

    Args:
        colour: of the text; what is no colour (``auto``) always stands out.
        ground: what :func:`ground_of` returned; None is white paper.
    """
    under = ground or _PAPER
    if colour is None or not all(re.fullmatch("[0-9A-Fa-f]{6}", one) for one in (colour, under)):
        return False
    return all(abs(int(colour[at : at + 2], 16) - int(under[at : at + 2], 16)) <= _ALIKE for at in (0, 2, 4))


def ground_of(shading: Any | None, highlight: Any | None = None) -> str | None:
    """Return the colour of the ground that ``w:shd`` and ``w:highlight`` give; None where they give none.

    Args:
        shading: the first, or None.
        highlight: the other, which lies above it, or None.
    """
    marked = attribute(highlight) if highlight is not None else None
    if marked not in (None, "none"):
        return _HIGHLIGHTS.get(marked or "", _UNKNOWN)
    if shading is None:
        return None
    fill, pattern = attribute(shading, "fill"), attribute(shading)
    if attribute(shading, "themeFill") is not None or pattern not in (None, "clear", "nil"):
        return _UNKNOWN
    return None if fill in (None, "auto") else fill


def is_squeezed(height: Any | None, rule: str, value: str) -> bool | None:
    """Return whether a ``w:spacing`` or ``w:trHeight`` is exact and too low to read anything; None where it is silent.

    Args:
        height: the element, or None.
        rule: name of the attribute that says how the height is meant.
        value: name of the attribute with the height, in twentieths of a point.
    """
    said = number(attribute(height, value)) if height is not None else None
    return None if said is None else attribute(height, rule) == "exact" and said < _LOWEST_LINE


def _ground_of_style(style: Any) -> str | None:
    """Return the ground of a style: of its paragraphs; of the parts of a table only whether any is coloured."""
    own = ground_of(children(child(style, "pPr")).get("shd"))
    grounds = (ground_of(inner) for inner in style.iter() if local_name(inner) == "shd")
    return own or (_UNKNOWN if any(one and not is_lost_on(_PAPER, one) for one in grounds) else None)


def read_styles(root: Any | None) -> Styles:
    """Return the styles of a ``styles.xml``.

    Args:
        root: the root element, or None where the file has no such part.
    """
    styles: dict[str, Style] = {}
    default = None
    defaults = _NOTHING
    for element in root if root is not None else ():
        if local_name(element) == "docDefaults" and (run := child(element, "rPrDefault")) is not None:
            defaults = read_appearance(child(run, "rPr"))
        style_id = attribute(element, "styleId") if local_name(element) == "style" else None
        if style_id is None:
            continue
        paragraph = child(element, "pPr")
        styles[style_id] = Style(
            name=child_value(element, "name") or style_id,
            based_on=child_value(element, "basedOn"),
            outline=number(child_value(paragraph, "outlineLvl")) if paragraph is not None else None,
            numbering=child_value(paragraph, "numPr", "numId") if paragraph is not None else None,
            level=number(child_value(paragraph, "numPr", "ilvl")) if paragraph is not None else None,
            appearance=read_appearance(child(element, "rPr")),
            ground=_ground_of_style(element),
            squeezed=is_squeezed(children(paragraph).get("spacing"), "lineRule", "line"),
        )
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
            default = style_id
    return Styles(styles, default, defaults)
