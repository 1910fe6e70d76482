"""A spec in one form, not yet validated, and where everything of it stands in the planner's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plangen.county.schema import rules_at
from plangen.county.schema_parts import Rules
from plangen.terms.findings import Finding, Location
from plangen.terms.yaml_nodes import Mark
from plangen.terms.yaml_source import KeyPath

_LOCATED = ("county", "plan", "situation", "text", "inherit", "indicators", "values")


class Spot(NamedTuple):
    """Where a value of the normalised spec stands in the planner's file.

    Attributes:
        key: place of the key; None for entries of lists.
        value: place of the value.
        shown: the key as the planner spelt it, or the number of the entry from 1.
    """

    key: Mark | None
    value: Mark
    shown: str


@dataclass(frozen=True, kw_only=True)
class Normalised:
    """A spec in one form, not yet validated.

    Attributes:
        file: the file's name, for findings.
        document: English keys; unknown keys are still in it.
        spots: path in ``document`` to the place in the file; the empty path is the whole.
        chinese: whether the planner writes keys in Chinese (not more of them in English).
        findings: what was changed, and what could not be read.
        elsewhere: path in ``document`` to the place in another file, for a roster that is an Excel file.
        roster_file: the Excel file that the roster was, or should have been, read from.
    """

    file: str
    document: dict[str, Any]
    spots: Mapping[KeyPath, Spot]
    chinese: bool
    findings: tuple[Finding, ...]
    elsewhere: Mapping[KeyPath, Location] = field(default_factory=dict)
    roster_file: str | None = None

    def location(self, path: KeyPath, *, of_key: bool = False) -> Location:
        """Return the place of a value, of its key, or of the nearest thing around it that has a place.

        Args:
            path: path in ``document``.
            of_key: the key's place instead of the value's, where there is a key.
        """
        for end in range(len(path), -1, -1):
            if other := self.elsewhere.get(path[:end]):
                return other
            if spot := self.spots.get(path[:end]):
                mark = spot.key if spot.key and (of_key or end < len(path)) else spot.value
                return Location(file=self.file, line=mark.line, column=mark.column)
        return Location(file=self.file)

    def shown(self, path: KeyPath, rules: Rules | None = None) -> str:
        """Return a key as the planner spells it; for a key that is not in the file, in the language of the others.

        Args:
            path: path in ``document``.
            rules: the key's rules.
        """
        if spot := self.spots.get(path):
            return spot.shown
        if rules and (self.writes_chinese(path[:-1]) or path[:2] in self.elsewhere):
            return str(rules["meta"].get("name", path[-1]))
        return str(path[-1]) if path else ""

    def writes_chinese(self, path: KeyPath) -> bool:
        """Return whether the known keys of a mapping are in Chinese; where it has none, whether most keys are."""
        depth = len(path)
        keys = [
            spot.shown
            for place, spot in self.spots.items()
            if len(place) == depth + 1 and place[:depth] == path and spot.key and rules_at(place)
        ]
        chinese = sum(1 for key in keys if not key.isascii())
        return self.chinese if not keys or 2 * chinese == len(keys) else 2 * chinese > len(keys)


def locations_of(places: Normalised, parent_indices: list[int]) -> dict[KeyPath, Location]:
    """Return where the parts of a spec stand that have no location of their own.

    Args:
        places: the normalised spec.
        parent_indices: where in the file's list each of the spec's parents stands.
    """
    locations = {
        path: places.location(path, of_key=path[0] == "situation" or (path[0] == "inherit" and len(path) <= 3))
        for path in places.spots
        if path and path[0] in _LOCATED and len(path) <= 4
    }
    for new, old in enumerate(parent_indices):
        locations["parents", new] = places.location(("parents", old))
    return locations
