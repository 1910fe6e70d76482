"""Chapters of a pack with their numbers, and where in the composed text each item stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangen.document.template_pack import chapter_key
from plangen.terms.marks import parse_mark
from plangen.terms.numerals import chinese_number
from plangen.terms.patterns import lazy_pattern

if TYPE_CHECKING:
    from plangen.document.template_pack import TemplatePack

_ATTRIBUTES = lazy_pattern(r"^\{[^{}]*?items=\"([^\"]*)\"[^{}]*\}\s*$")
_ROW_KEYS = lazy_pattern(r"^\|[^|]*\{[^{}]*?items=\"([^\"]*)\"[^{}]*\}")
_HEADING = lazy_pattern(r"^(#+) +(.*)$")
_SPAN = lazy_pattern(r"\[([^\[\]]*)\]\{[^{}]*\}")


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter that has a number.

    Attributes:
        number: its number, from 1, in the order of pack.yaml.
        mark: its number as it is printed: 三.
        title: its title.
        heading: both, as they stand over the chapter.
    """

    number: int
    mark: str
    title: str
    heading: str


def chapters_of(pack: TemplatePack) -> dict[str, Chapter]:
    """Return the numbered chapters of a pack, by the key of their title, in the order in which they stand.

    Args:
        pack: says which chapters there are, and which of them have a title.
    """
    keys = [key for name in pack.chapters if (key := chapter_key(name)) in pack.titles]
    return {
        key: Chapter(
            number=number,
            mark=(mark := chinese_number(number)),
            title=pack.titles[key],
            heading=f"{mark}、{pack.titles[key]}",
        )
        for number, key in enumerate(keys, 1)
    }


def places_in(texts: Iterable[str]) -> Mapping[str, str]:
    """Return where each item stands, as a reader is told: 三（二）1, an item nested under that one 三（二）1（2）.

    Args:
        texts: chapters as Markdown, in their order; numbers are taken as they were written.

    Returns:
        the numbers of the headings that lead to an item with its own, by the item's key, the first place of each.
    """
    places: dict[str, str] = {}
    for keys, place in _placed(line for text in texts for line in text.splitlines()):
        for key in keys.split():
            places.setdefault(key, place)
    return places


def _placed(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    numbers: list[str] = []
    above, waiting = "", ""
    for line in lines:
        if found := _ATTRIBUTES.match(line):
            waiting = found[1]
        elif line.startswith("{.table-title"):
            numbers = numbers[:2]  # a table with a title of its own stands beside the last item, not below it
        elif heading := _HEADING.match(line):
            level = len(heading[1])
            numbers = [*numbers[: level - 1], *[""] * (level - 1 - len(numbers)), _number(heading[2])]
            above = "".join(numbers)
            if waiting:
                yield waiting, above
            waiting = ""
        elif (row := _ROW_KEYS.match(line)) or (waiting and line.strip()):
            number = _number(line.strip("| "))
            # 一是, 二是 go on below the paragraph before them, all other numbers below the heading
            if not number.endswith("是"):
                above = "".join(numbers) + number
            yield (row[1] if row else waiting), above + number if number.endswith("是") else above
            waiting = ""


def _number(text: str) -> str:
    """Return the number that a heading or paragraph begins with, without what ends it: 三、 -> 三, 2. -> 2."""
    mark = parse_mark(_SPAN.sub(r"\1", text).replace("\\", "").strip())
    return mark.raw.rstrip("、.．") if mark else ""
