"""Automatic numbers for a Word file: what is typed before headings and items becomes a list that counts by itself.

Every run of numbers (一、二、三、 or （1）（2）（3）) is a list of its own in one multilevel list; so
a paragraph that is deleted renumbers those behind it and no others, and what is shown is what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from plangen.document.blocks import Run
from plangen.office.word_xml import W
from plangen.terms.numerals import NUMERAL, numeral, parse_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

VAL = f"{W}val"
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,3}(?:\.[1-9][0-9]{0,2}){0,4}")
_ROWS, _ROW_LEVELS = -1, 5
_SIGNS = rf"({NUMERAL}{{1,5}}|[0-9]{{1,3}}|[①-⑳])"


@dataclass
class Numbers:
    """The automatic numbers of a document in the making.

    Attributes:
        levels: styles.yaml's look of each level: ``form`` and ``text``.
        existing: the style document's own lists, or None; ours come behind them.
    """

    levels: Sequence[dict[str, str]]
    existing: Element | None = None
    _lists: list[tuple[int, int]] = field(default_factory=list)  # level (or _ROWS) and first number of each
    _rows: list[int] = field(default_factory=list)  # the number that the rows of tables came to
    _row_list: int = -1
    _open: dict[int, tuple[int, int]] = field(default_factory=dict)  # level -> list and the number that it came to

    def take(self, runs: Sequence[Run]) -> tuple[Sequence[Run], Element | None]:
        """Return a paragraph's runs without their typed number, and the properties that give it automatically.

        Args:
            runs: the paragraph's text; where it begins with no number of a known look it is returned as it is.
        """
        if not runs or runs[0].style or runs[0].items:
            return runs, None
        for level, look in enumerate(self.levels):
            before, after = re.split(r"%[1-9]", look["text"])
            match = re.match(f"{re.escape(before)}{_SIGNS}{re.escape(after)}", runs[0].text)
            number = parse_number(match[1]) if match else None
            if match is None or not number or numeral(number, look["form"]) != match[1]:
                continue
            rest = runs[0].text[match.end() :]
            if not rest and len(runs) == 1:
                continue
            kept = [*([replace(runs[0], text=rest)] if rest else []), *runs[1:]]
            return kept, self._properties(level, self._list_of(level, number))
        return runs, None

    def take_row(self, text: str) -> Element | None:
        """Return the properties that number a row of a table automatically; None where its number has to be typed.

        Rows are counted through all levels, 1, 1.1, 1.2, 2, and through all tables that go on with the number.

        Args:
            text: the number, as 3 or 3.2.
        """
        if not _ROW_NUMBER.fullmatch(text):
            return None
        number = [int(part) for part in text.split(".")]
        depth = len(number)
        following = [*self._rows[: depth - 1], self._rows[depth - 1] + 1 if len(self._rows) >= depth else 1]
        if number != following:
            self._rows = []
            if depth > 1:
                return None
        if depth == 1 and (number != following or self._row_list < 0):
            self._lists.append((_ROWS, number[0]))
            self._row_list = len(self._lists) - 1
        self._rows = number
        return self._properties(depth - 1, self._row_list)

    def _list_of(self, level: int, number: int) -> int:
        """Return the list that goes on with a number at a level, a new one where none does."""
        at, last = self._open.get(level, (-1, 0))
        if at < 0 or number != last + 1:
            self._lists.append((level, number))
            at = len(self._lists) - 1
        self._open[level] = (at, number)
        return at

    def _properties(self, level: int, at: int) -> Element:
        properties = etree.Element(f"{W}numPr")
        etree.SubElement(properties, f"{W}ilvl").set(VAL, str(level))
        etree.SubElement(properties, f"{W}numId").set(VAL, str(self._first("num", "numId") + at))
        return properties

    def _first(self, tag: str, attribute: str) -> int:
        """Return the first free id of lists."""
        found: Sequence[Any] = () if self.existing is None else self.existing.findall(f"{W}{tag}")
        return max((int(node.get(f"{W}{attribute}") or 0) for node in found), default=0) + 1

    def part(self) -> Element | None:
        """Return the root of the numbering part, the style document's lists first; None where nothing is numbered."""
        if not self._lists:
            return None
        nums = self._first("num", "numId")
        own = self._first("abstractNum", "abstractNumId")
        root = etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]})
        given = [] if self.existing is None else list(self.existing)
        root.extend([node for node in given if node.tag == f"{W}abstractNum"])
        # a list of its own for each level: where levels share one, LibreOffice begins anew below each higher heading
        kinds = sorted({level for level, _ in self._lists})
        looks = {level: _rows_look() if level == _ROWS else self.levels for level in kinds}
        root.extend([_abstract(own + at, looks[level], restart=level == _ROWS) for at, level in enumerate(kinds)])
        root.extend([node for node in given if node.tag == f"{W}num"])
        for number, (level, start) in enumerate(self._lists, nums):
            node = etree.SubElement(root, f"{W}num")
            node.set(f"{W}numId", str(number))
            etree.SubElement(node, f"{W}abstractNumId").set(VAL, str(own + kinds.index(level)))
            override = etree.SubElement(node, f"{W}lvlOverride")
            override.set(f"{W}ilvl", str(max(level, 0)))
            etree.SubElement(override, f"{W}startOverride").set(VAL, str(start))
        return root


def _rows_look() -> list[dict[str, str]]:
    """Return the look of the numbers of rows: 3, 3.2, 3.2.1."""
    texts = [".".join(f"%{level}" for level in range(1, depth + 1)) for depth in range(1, _ROW_LEVELS + 1)]
    return [{"form": "decimal", "text": text} for text in texts]


def _abstract(identifier: int, looks: Sequence[dict[str, str]], *, restart: bool) -> Element:
    """Return a list.

    Args:
        identifier: its id.
        looks: ``form`` and ``text`` of each level.
        restart: whether a level counts anew below each number of a higher one.
    """
    abstract = etree.Element(f"{W}abstractNum")
    abstract.set(f"{W}abstractNumId", str(identifier))
    etree.SubElement(abstract, f"{W}multiLevelType").set(VAL, "multilevel")
    for level, look in enumerate(looks):
        node = etree.SubElement(abstract, f"{W}lvl")
        node.set(f"{W}ilvl", str(level))
        values = {"start": "1", "numFmt": look["form"]}
        values |= {} if restart else {"lvlRestart": "0"}
        values |= {"suff": "nothing", "lvlText": look["text"]}
        for tag, value in values.items():
            etree.SubElement(node, f"{W}{tag}").set(VAL, value)
        etree.SubElement(node, f"{W}lvlJc").set(VAL, "left")
        # the signs of an enclosed number have the width of a Chinese character
        fonts = etree.SubElement(etree.SubElement(node, f"{W}rPr"), f"{W}rFonts")
        fonts.set(f"{W}hint", "eastAsia")
    return abstract
