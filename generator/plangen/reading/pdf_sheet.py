"""What stands on a PDF page: characters with their places, rulings that may enclose cells, and pictures.

All measures are in points from the left and the top edge of the page as it is seen, whichever way it is turned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Character(NamedTuple):
    """A character that stands upright.

    Attributes:
        text: what it says; a ligature is one character with several letters.
        left: where it begins.
        right: where it ends.
        base: how far its base line is from the top.
        size: its size.
        middle: how far its middle is from the top.
        font: name of its font.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    middle: float
    font: str


class Ruling(NamedTuple):
    """A level or upright line, or the side of a drawn box.

    Attributes:
        at: how far it is from the top, or from the left when it is upright.
        start: where it begins.
        end: where it ends.
    """

    at: float
    start: float
    end: float


@dataclass(kw_only=True)
class Sheet:
    """What stands on a page.

    Attributes:
        width: its width.
        height: its height.
        characters: those that stand upright.
        total: how many characters it has, spaces aside.
        unreadable: how many of them have no meaning in their font.
        slanted: how many stand askew and were left out.
        level: its level rules.
        upright: its upright rules.
        pictures: how many pictures it has that are larger than an icon.
        photographed: one of them covers the page.
        unruled: its rules are too many to be looked at.
    """

    width: float
    height: float
    characters: list[Character] = field(default_factory=list)
    total: int = 0
    unreadable: int = 0
    slanted: int = 0
    level: list[Ruling] = field(default_factory=list)
    upright: list[Ruling] = field(default_factory=list)
    pictures: int = 0
    photographed: bool = False
    unruled: bool = False
