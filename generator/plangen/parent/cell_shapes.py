"""How well a cell fits a kind of column: what is no figure is no target, what is no unit of measure is none.

Costs, not yes or no: the cheapest way to lay the lines of a flattened table into its columns wins, and where the
cheapest is dear nothing is read (:mod:`plangen.parent.flat_tables`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from plangen.parent.columns import WHO
from plangen.terms.clause_forms import speaks_of_duties
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import comparable
from plangen.terms.time_words import names_time
from plangen.terms.unit_list import looks_like_unit, read_units
from plangen.terms.vocabulary import vocabulary

NEVER = 9.0
"""Cost of what cannot be."""

_LONGEST_VALUE = 30
_LONGEST_GROUP = 8

VALUES = ("baseline", "target", "year", "value")
_MISSING = {
    "serial": NEVER,
    "indicator": NEVER,
    "task": NEVER,
    "project": NEVER,
    "content": NEVER,
    "target": 4.0,
    "year": 4.0,
    "value": 4.0,
    "baseline": 3.0,
    "nature": 2.0,
    "unit": 1.5,
    "lead": 2.0,
    "support": 1.5,
    "responsible": 2.0,
    "deadline": 1.5,
    "group": 0.5,
    "standard": 2.0,
}
_BROKEN = {"indicator": 1.2, "task": 1.2, "project": 1.2, "content": 0.6, **dict.fromkeys(WHO, 1.0)}


def cost_of(kind: str | None, cells: tuple[str, ...]) -> float:
    """Return how badly these lines, one below the other, fit a column; 0 is a perfect fit.

    Args:
        kind: what stands in the column, None where its head does not say.
        cells: the lines; none where the cell is empty or merged with the one above.
    """
    if not cells:
        return _MISSING.get(kind or "", 0.5)
    directions = vocabulary().targets.every
    dear = 0.0
    for above, below in pairwise(cells):
        if kind in VALUES:
            dear += 0.2 if comparable(above) in directions or below.startswith(("（", "(")) else 2.0
        elif comparable(below) in directions:
            return NEVER
        else:
            # a bracket goes on with what stands above it
            dear += 0.3 if below.startswith(("（", "(")) else _BROKEN.get(kind or "", 2.0)
    return dear + _one_cell(kind, "".join(cells))


@knowledge_cache
def _one_cell(kind: str | None, cell: str) -> float:
    text = comparable(cell)
    if kind in VALUES:
        return _as_value(text)
    if kind in WHO:
        return _as_units(cell)
    if kind in ("indicator", "task", "project", "content"):
        return _as_name(text)
    shapes = {"group": _as_group, "unit": _as_measure, "nature": _as_nature, "deadline": _as_time}
    return shapes[kind](text) if kind in shapes else 0.3


def is_nature(text: str) -> bool:
    """Return whether a cell says how binding an indicator is: 约束性, （预期）."""
    bare = comparable(text).strip("[]()")
    return any(bare in (nature, nature.removesuffix("性")) for nature in vocabulary().natures)


@knowledge_cache
def _measure() -> re.Pattern[str]:
    counted = "|".join(sorted(map(re.escape, vocabulary().measures), key=len, reverse=True))
    one = f"(?:[十百千万亿]*(?:{counted}))"
    return re.compile(f"[(\\[]?(?:{one}(?:[/·.]?{one})*|[/—-]+)[)\\]]?")


def _as_nature(text: str) -> float:
    return 0.0 if is_nature(text) else NEVER


def _as_measure(text: str) -> float:
    return 0.0 if _measure().fullmatch(text) else 4.0


def _as_time(text: str) -> float:
    return 0.0 if names_time(text) or re.search(r"20\d\d|\d+月", text) else 3.0


def _as_value(text: str) -> float:
    if is_nature(text) or len(text) > _LONGEST_VALUE:
        return NEVER
    words = vocabulary().targets
    if re.match(r"[<>≤≥≦≧±+\-–—~]*\d[\d.,]*", text):
        # “119消防宣传站建设数” begins like a figure and is a name
        return 0.0 if _chinese(text) <= 6 else 2.0
    if text in vocabulary().clauses.empty_cells:
        return 0.1
    if text.startswith((*words.every, *words.reduction)) or re.search(r"\d", text):
        return 0.1 if _chinese(text) <= 12 else 1.0
    return 0.8 if len(text) <= 8 and not _measure().fullmatch(text) else 3.0


def _as_name(text: str) -> float:
    if is_nature(text) or _measure().fullmatch(text):
        return 5.0
    figure = re.match(r"[<>≤≥≦≧±+\-–—~]?[\d.,]", text) is not None
    if _chinese(text) < 2 or (figure and _chinese(text) < 4):
        return 6.0
    words = vocabulary().targets
    if re.search(r"\d", text) and text.startswith(words.every):
        return 3.0
    return 0.3 if figure else 0.0


def _as_group(text: str) -> float:
    if is_nature(text) or _measure().fullmatch(text) or re.search(r"[\d%‰]", text):
        return 5.0
    return 0.25 * max(0, len(text) - _LONGEST_GROUP)


def _as_units(cell: str) -> float:
    if comparable(cell) in vocabulary().clauses.empty_cells:
        return 0.1
    found = read_units(cell)
    if found.units and not found.doubtful:
        return 0.0
    if speaks_of_duties(cell):
        return 0.2
    return 1.5 if any(looks_like_unit(unit) for unit in found.units) else 4.0


def _chinese(text: str) -> int:
    return len(re.findall("[\u4e00-\u9fff]", text))
