"""The names by which the county's units can be called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plangen.county.spec import County, Roster
from plangen.terms.text import comparable

_LOWER_GOVERNMENTS = re.compile(r"各(乡|镇|街道|苏木|村|社区).*")
_LEVEL_PREFIX = re.compile(r"^(国家|省|自治区|市|州|盟|县|区|旗)(?=.{2})")


def without_level(name: str) -> str:
    """Return the name of a unit without its level prefix, for comparing: 市应急局 -> 应急局."""
    return _LEVEL_PREFIX.sub("", comparable(name))


def is_lower_governments(name: str) -> bool:
    """Return whether a name means all lower governments at once: 各乡镇人民政府."""
    return _LOWER_GOVERNMENTS.fullmatch(name) is not None


@dataclass(frozen=True, kw_only=True)
class RosterNames:
    """The names by which the roster's units and groups can be called.

    Attributes:
        printed_names: comparable name, short name or alias -> the name that is printed.
        roster: the printed names of the roster's units and groups, for suggestions.
    """

    printed_names: Mapping[str, str]
    roster: tuple[str, ...]

    def find(self, name: str) -> str | None:
        """Return the printed name for a name, or None when nothing in the county is called so.

        Args:
            name: full name, short name or alias of a unit, name of a group, a town or township, or all lower
                governments at once (各乡镇人民政府).
        """
        if found := self.printed_names.get(comparable(name)):
            return found
        return name if is_lower_governments(name) else None


def roster_names(roster: Roster, county: County) -> RosterNames:
    """Return all names in the roster; towns and townships count with and without 人民政府.

    Args:
        roster: units and groups.
        county: for the names of its towns.
    """
    names: dict[str, str] = {}
    for unit in roster.units:
        for name in (unit.short, unit.name, *unit.aliases):
            names.setdefault(comparable(name), unit.short)
    for group in roster.groups:
        names.setdefault(comparable(group.name), group.name)
    for place in county.governed:
        for name in (place, f"{place}人民政府", f"{place}政府"):
            names.setdefault(comparable(name), name)
    for place in county.subdistricts:
        for name in (place, f"{place}办事处"):
            names.setdefault(comparable(name), name)
    shorts = [unit.short for unit in roster.units] + [group.name for group in roster.groups]
    return RosterNames(printed_names=names, roster=tuple(shorts))
