"""The names in a cell of a roster: several of them parted, and put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plangen.county.normalise import clean_name, split_names
from plangen.terms.units import canonical, load_units, unit_key

_QUOTED = re.compile(r"“(.*)”")
_SEVERAL_QUOTED = re.compile(r"”\s*[、，,；;]\s*“")
_BRACKETED = re.compile(r"[（(〈〔\[【][^（()）〈〉〔〕\[\]【】]*[）)〉〕\]】]")
_MARKS = re.compile(r"\s*[、，,；;/／|｜\\]\s*")
_BLANKS_AND_WORDS = re.compile(r"\s+|以及|[和及与]")
_LIKE_A_UNIT = re.compile(r".{2,}(?:局|委|办|办公室|中心|队|站|公司|部|院|馆|会|段|政府|集团|企业|单位)")


def cell_parts(text: str) -> Iterator[str]:
    """Yield the names in a cell as they stand, quotes around them included; one a line, or parted by 、 and its like.

    Args:
        text: the cell's text.
    """
    for line in text.split("\n"):
        if _QUOTED.fullmatch(line.strip()) and not _SEVERAL_QUOTED.search(line):
            yield line.strip()
        else:
            yield from _outside_quotes(line)


def _outside_quotes(line: str) -> list[str]:
    """Return the names in a line; separators inside “” belong to the name."""
    parts: list[str] = []
    # two halves of a split inside quotes are put together again
    for part in split_names(line):
        if parts and parts[-1].count("“") > parts[-1].count("”"):
            joint = line[line.index(parts[-1]) + len(parts[-1]) :]
            parts[-1] += joint[: joint.index(part)] + part
        else:
            parts.append(part)
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

    Blanks and the words 和, 及, 与 part it only where units that the knowledge file knows stand on both sides (not in
    文化和旅游局); marks also where both sides merely end as units do.  A text with “” in it is one name.

    Args:
        text: what stands in a cell, or between the separators of one.
    """
    if "“" in text:
        return ()
    found: list[str] = []
    for part in _parted(text.strip(), _MARKS):
        words = _parted(part, _BLANKS_AND_WORDS)
        found += words if len(words) > 1 and all(map(_is_known, words)) and not _is_one(words) else [part]
    names = tuple(clean_name(part) for part in found)
    sure = all(_is_known(name) or _LIKE_A_UNIT.fullmatch(name) for name in names)
    return names if len(names) > 1 and sure and not _is_one(names) else ()


def _parted(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Return what stands between the matches of a pattern that are not inside brackets."""
    bare = _BRACKETED.sub(lambda match: "\0" * len(match[0]), text)
    joints = [match.span() for match in pattern.finditer(bare)]
    starts, ends = [0, *(end for _, end in joints)], [*(start for start, _ in joints), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True) if end > start]


def _is_known(name: str) -> bool:
    return len(name) > 1 and canonical(name, load_units()) is not None


def _is_one(names: Iterable[str]) -> bool:
    """Return whether names make up the name of one known unit together, as 公安局 and 交警大队 do."""
    *_, last = listed = [unit_key(name) for name in names]
    whole = "".join(listed)
    spellings = (unit_key(name) for unit in load_units() for name in (unit.id, unit.full_name, *unit.aliases))
    return any(len(spelling) > len(last) and whole.endswith(spelling) for spelling in spellings)
