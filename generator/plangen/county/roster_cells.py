"""The names in a cell of a roster: several of them parted, and put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plangen.county.normalise import clean_name
from plangen.terms.brackets import split_outside
from plangen.terms.unit_list import known_unit, looks_like_unit, split_names
from plangen.terms.units import known_spelling, load_units, unit_key

_SEPARATORS = "、，,；;"
_QUOTED = re.compile(r"“(.*)”")
_SEVERAL_QUOTED = re.compile(r"”\s*[、，,；;]\s*“")


def cell_parts(text: str) -> Iterator[str]:
    """Yield the names in a cell as they stand, quotes around them included; one a line, or parted by 、 and its like.

    Args:
        text: the cell's text.
    """
    for line in text.split("\n"):
        if _QUOTED.fullmatch(line.strip()) and not _SEVERAL_QUOTED.search(line):
            yield line.strip()
        else:
            yield from filter(None, map(str.strip, _outside_quotes(line)))


def _outside_quotes(line: str) -> list[str]:
    """Return the names in a line; separators inside “” belong to the name."""
    parts: list[str] = []
    position = -1
    for part in split_outside(line, _SEPARATORS):
        # two halves of a split inside quotes are put together again
        if parts and parts[-1].count("“") > parts[-1].count("”"):
            parts[-1] += line[position] + part
        else:
            parts.append(part)
        position += len(part) + 1
    return parts


def unquoted(name: str) -> str:
    """Return a name without the “” around it, by which a planner says that it is one name whatever is in it."""
    match = _QUOTED.fullmatch(name.strip())
    return match[1] if match and not _SEVERAL_QUOTED.search(name) else name


def split_cell(text: str) -> list[str]:
    """Return the names in a cell, see :func:`cell_parts`; a name in “” is taken whole, without the quotes."""
    return [unquoted(part) for part in cell_parts(text)]


def join_names(names: Iterable[str]) -> str:
    """Return names as a cell holds them, so that :func:`split_cell` finds the same names again.

    Args:
        names: without line ends in them.
    """
    listed = list(names)
    plain = all(_stands_alone(name) and clean_name(name) == name for name in listed)
    if plain and split_cell("、".join(listed)) == listed:
        return "、".join(listed)
    return "\n".join(name if _stands_alone(name) else f"“{name}”" for name in listed)


def _stands_alone(name: str) -> bool:
    return split_cell(name) == [name] and not units_in(name)


def units_in(text: str) -> tuple[str, ...]:
    """Return the units in a text that should be one name, as 工信局/商务局 is not; empty where it is one.

    A text with “” in it is one name.

    Args:
        text: what stands in a cell, or between the separators of one.
    """
    names = () if "“" in text else tuple(map(clean_name, split_names(text)))
    if len(names) < 2 or not all(known_unit(name) or looks_like_unit(name) for name in names):
        return ()
    # 公安局 交警大队 is a unit with a blank in its name
    whole = known_spelling(clean_name(text), load_units())
    return () if len(whole) > len(unit_key(names[-1])) else names
