"""Ids of parent plans: what one may look like, and the nearest one where a person gave another."""

from __future__ import annotations

import re

from plangen.parent import rules
from plangen.terms.text import half_width
from plangen.terms.vocabulary import gazetteer

_PLAN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LONGEST = 80


def is_plan_id(text: str) -> bool:
    """Return whether a text may be a parent plan's id: Latin letters, digits, hyphens, and no path."""
    return len(text) <= _LONGEST and _PLAN_ID.fullmatch(text) is not None


def check_plan_id(text: str) -> None:
    """Refuse an id that the plan's own file could not be read back with.

    Raises:
        FindingsError: it is no id; the hint proposes the nearest one.
    """
    if is_plan_id(text):
        return
    raise rules.PLAN_ID_INVALID.error(identity=text[:_LONGEST], near=nearest_plan_id(text))


def nearest_plan_id(text: str) -> str:
    """Return the id that was probably meant: names of places in pinyin, everything else that is no letter left out."""
    latin = half_width(text)[: 4 * _LONGEST]
    places = gazetteer()
    for names in (places.counties, places.cities, places.provinces):
        for name, slug in names.items():
            for word in (name, re.sub(r"[省市县区旗州盟]$", "", name)):
                if len(word) >= 2 and word in latin:
                    latin = latin.replace(word, f"-{slug}-")
    found = re.sub(r"[^a-z0-9_]+", "-", latin.lower()).strip("-_")[:_LONGEST].strip("-_")
    return found or "linfen-155"
