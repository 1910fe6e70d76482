"""What is sound in a normalised spec: values that the schema complains of are as if they were not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plangen.county.places import Normalised
from plangen.county.schema import SCHEMA
from plangen.county.schema_parts import Rules
from plangen.county.spec import Fact
from plangen.terms.yaml_source import KeyPath


class Sound:
    """Reads a normalised spec.

    Args:
        places: the spec.
        bad: paths that must not be used.
    """

    def __init__(self, places: Normalised, bad: frozenset[KeyPath]) -> None:
        self.places = places
        self.bad = bad

    def get(self, path: KeyPath, container: Any, key: str | int, default: Any = None) -> Any:
        """Return one sound value of a mapping, or the default."""
        if (*path, key) in self.bad:
            return default
        value = container.get(key) if isinstance(container, dict) else None
        return default if value is None else value

    def mapping(self, path: KeyPath, container: Any, key: str) -> dict[str, Any]:
        """Return a mapping in a mapping, empty where there is none."""
        value = self.get(path, container, key)
        return value if isinstance(value, dict) else {}

    def entries(self, path: KeyPath, container: Any, key: str) -> Iterator[tuple[KeyPath, Any]]:
        """Yield the sound entries of a list with their paths."""
        value = self.get(path, container, key)
        here = (*path, key)
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            if (*here, index) not in self.bad and entry is not None:
                yield (*here, index), entry

    def strings(self, path: KeyPath, container: Any, key: str) -> tuple[str, ...]:
        """Return the sound entries of a list of texts."""
        return tuple(entry for _, entry in self.entries(path, container, key))


def facts_of(sound: Sound, data: dict[str, Any]) -> dict[str, Fact]:
    """Return the facts of the county's situation, those in groups as ``group.name``.

    Args:
        sound: reads the spec.
        data: its ``situation``.
    """
    facts: dict[str, Fact] = {}
    for name, value in data.items():
        rules: Rules | None = SCHEMA["situation"]["schema"].get(name)
        path: KeyPath = ("situation", name)
        if rules is None or name == "as_of" or not isinstance(value, dict):
            continue
        if name == "other":
            facts |= _group(sound, path, value, None, None)
        elif rules["meta"].get("group"):
            year, note = (sound.get(path, value, key) for key in ("year", "note"))
            facts |= _group(sound, path, value, year, note)
        elif fact := _fact(sound, path, value, None, None):
            facts[name] = fact
    return facts


def _group(sound: Sound, path: KeyPath, data: dict[str, Any], year: str | None, note: str | None) -> dict[str, Fact]:
    facts = {}
    for name, value in data.items():
        if isinstance(value, dict) and (fact := _fact(sound, (*path, name), value, year, note)):
            facts[f"{path[-1]}.{name}"] = fact
    return facts


def _fact(sound: Sound, path: KeyPath, data: dict[str, Any], year: str | None, note: str | None) -> Fact | None:
    value = sound.get(path, data, "value")
    if path in sound.bad or value is None:
        return None
    return Fact(value=value, year=sound.get(path, data, "year", year), note=sound.get(path, data, "note", note))
