"""Paragraph styles of a Word file: what a paragraph takes from its style and the styles that one is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plangen.office.word_xml import attribute, child, child_value, is_on, local_name, number

BODY_LEVEL = 9
"""Value of ``w:outlineLvl`` that means body text."""

_HEADING_NAME = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录) ?[1-9]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Style:
    """One style.

    Attributes:
        name: its name, for instance ``heading 1``.
        based_on: id of the style it is based on.
        outline: ``w:outlineLvl``, from 0, or None.
        numbering: ``w:numId`` of the style, or None.
        level: ``w:ilvl`` of the style, or None.
        hidden: whether text in the style is hidden.
    """

    name: str
    based_on: str | None = None
    outline: int | None = None
    numbering: str | None = None
    level: int | None = None
    hidden: bool = False


class Styles:
    """All styles of a file.

    Args:
        styles: style by its id.
        default: id of the paragraph style that paragraphs without one have, or None.
    """

    def __init__(self, styles: Mapping[str, Style], default: str | None = None) -> None:
        self._styles = styles
        self._default = default

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

    def is_hidden(self, style_id: str | None) -> bool:
        """Return whether a style hides its text."""
        return any(style.hidden for _, style in self.chain(style_id))


def read_styles(root: Any | None) -> Styles:
    """Return the styles of a ``styles.xml``.

    Args:
        root: the root element, or None where the file has no such part.
    """
    styles: dict[str, Style] = {}
    default = None
    for element in root if root is not None else ():
        style_id = attribute(element, "styleId") if local_name(element) == "style" else None
        if style_id is None:
            continue
        paragraph = child(element, "pPr")
        looks = child(element, "rPr")
        styles[style_id] = Style(
            name=child_value(element, "name") or style_id,
            based_on=child_value(element, "basedOn"),
            outline=number(child_value(paragraph, "outlineLvl")) if paragraph is not None else None,
            numbering=child_value(paragraph, "numPr", "numId") if paragraph is not None else None,
            level=number(child_value(paragraph, "numPr", "ilvl")) if paragraph is not None else None,
            hidden=is_on(looks, "vanish") if looks is not None else False,
        )
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
            default = style_id
    return Styles(styles, default)
