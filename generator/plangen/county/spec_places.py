"""Where in a spec's file a value stands, or would stand: found by its path through the file and the schema at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plangen.county import rules as said
from plangen.county.normalise import normalise
from plangen.county.places import Normalised
from plangen.county.schema import SCHEMA
from plangen.county.schema_parts import Rules
from plangen.county.validate import nearest
from plangen.terms.findings import FindingsError, Location
from plangen.terms.text import half_width
from plangen.terms.yaml_edit import Step, Word
from plangen.terms.yaml_source import YamlSource

_STEP = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^.]+)")
_ITEM = re.compile(r"[A-Z]\d+")


@dataclass(frozen=True)
class Place:
    """Where a value stands, or would stand: its path as the file writes it, its rules, and what is there."""

    written: tuple[Step, ...]
    rules: Rules
    there: Any


def parts_of(path: str) -> list[tuple[str, bool]]:
    """Return the parts of a path and which of them stand in quotes."""
    return [(match[1] or match[2] or match[3], match[3] is None) for match in _STEP.finditer(path)]


class SpecFinder:
    """Follows a path through the file and the schema at the same time."""

    def __init__(
        self,
        source: YamlSource,
        data: Any,
        parts: Sequence[tuple[str, bool]],
        path: str,
        language: Normalised | None = None,
    ) -> None:
        self.file = source.file
        self.path = path
        self.data = data
        self.language = language or (normalise(source) if isinstance(source.data, dict) else None)
        self.parts = [part for part, _ in parts]
        self.known: tuple[Step, ...] = ()
        self.quoted = {index for index, (_, quoted) in enumerate(parts) if quoted}

    def find(self) -> Place:
        """Return the place.

        Raises:
            FindingsError: there can be no such place.
        """
        rules: Rules = {"type": "dict", "schema": SCHEMA, "meta": {"read": "mapping"}}
        written: tuple[Step, ...] = ()
        known: tuple[Step, ...] = ()
        here, position = self.data, 0
        while position < len(self.parts) or not self.parts:
            step, key, rules, taken = self.step(rules, here, known, position)
            written, known, position = (*written, step), (*known, key), position + taken
            inner = isinstance(here, list) and isinstance(step, int) and step < len(here)
            here = here.get(step) if isinstance(here, dict) else here[step] if inner else None
        self.known = known
        return Place(written, rules, here)

    def written(self, value: Any, place: Place) -> Any:
        """Return a value as the file writes it: its keys in the file's language, numbers and dates without quotes."""
        return self._written(value, place.rules, self.known)

    def _written(self, value: Any, rules: Rules, known: tuple[Step, ...]) -> Any:
        if isinstance(value, Mapping):
            fields: Mapping[str, Rules] = rules.get("schema", {})
            shown = {
                key: self.language.shown((*known, key), fields[key]) if self.language else fields[key]["meta"]["name"]
                for key in value
            }
            return {shown[key]: self._written(one, fields[key], (*known, key)) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            inner = rules.get("schema", {"type": "string", "meta": {}})
            return [self._written(one, inner, (*known, number)) for number, one in enumerate(value)]
        chinese = self.language is None or self.language.chinese
        if isinstance(value, bool):
            return Word(("否", "是")[value]) if chinese else value
        read = rules.get("meta", {}).get("read", "")
        if read == "choice" and chinese:
            return next((word for word, one in rules["meta"]["values"].items() if one == value), value)
        return Word(value) if isinstance(value, str) and read in ("deadline", "month", "date") else value

    def bare(self, place: Place, value: str | None) -> Place:
        """Return where a bare value for a mapping goes: that of 煤矿 to its 数值, so that 年份 and 备注 stay."""
        while value is not None and isinstance(place.there, dict) and not value.lstrip().startswith("{"):
            key = place.rules.get("meta", {}).get("shorthand")
            if key is None:
                break
            rules = place.rules["schema"][key]
            step = next((one for one in (key, rules["meta"]["name"]) if one in place.there), rules["meta"]["name"])
            place = Place((*place.written, step), rules, place.there.get(step))
        return place

    def step(self, rules: Rules, here: Any, known: tuple[Step, ...], position: int) -> tuple[Step, Step, Rules, int]:
        """Return a step as the file and as the schema write it, the rules behind it, and how many parts it takes."""
        word = self.parts[position] if self.parts else ""
        if rules["type"] == "list":
            index = self.index(rules, here, word)
            return index, index, rules.get("schema", {"type": "string", "meta": {}}), 1
        if "valuesrules" in rules:
            taken = self.name_length(here, known, position)
            name = ".".join(self.parts[position : position + taken])
            return self.spelling(here, name) or name, name, rules["valuesrules"], taken
        fields: Mapping[str, Rules] = rules.get("schema", {}) if rules["type"] == "dict" else {}
        plain = half_width(word).strip()
        key = next((key for key, field in fields.items() if plain in (key, field["meta"]["name"])), None)
        if key is None:
            raise self.unknown(word, [field["meta"]["name"] for field in fields.values()], list(fields))
        spellings = (key, fields[key]["meta"]["name"])
        there = next((found for one in spellings if (found := self.spelling(here, one))), None)
        new = self.language.shown((*known, key), fields[key]) if self.language else spellings[1]
        return there or new, key, fields[key], 1

    def index(self, rules: Rules, here: Any, word: str) -> int:
        """Return the index of an entry of a list: its number, or the unit that is called so."""
        entries = here if isinstance(here, list) else []
        if word.isdecimal() and 1 <= int(word) <= len(entries) + 1:
            return int(word) - 1
        names = {
            str(name): index
            for index, entry in enumerate(entries)
            for name in (entry.values() if isinstance(entry, dict) else [entry])
            if isinstance(name, str)
        }
        if word not in names:
            raise self.unknown(word, [str(number + 1) for number in range(len(entries) + 1)], list(names))
        return names[word]

    def name_length(self, here: Any, known: tuple[Step, ...], position: int) -> int:
        """Return how many parts make a free name: what is in the file, an id with its numbers (T13.1), or one."""
        rest = self.parts[position:]
        if position in self.quoted:
            return 1
        for length in range(len(rest), 1, -1):
            if self.spelling(here, ".".join(rest[:length])):
                return length
        length = 1
        if len(known) == 2 and known[0] == "inherit" and _ITEM.fullmatch(rest[0]):
            while length < len(rest) and rest[length].isdecimal():
                length += 1
        return length

    def spelling(self, here: Any, name: str) -> str | None:
        """Return a key as it stands in the file; widths do not count."""
        keys = here if isinstance(here, dict) else {}
        return name if name in keys else next((key for key in keys if half_width(key).strip() == name), None)

    def unknown(self, word: str, names: Sequence[str], others: Sequence[str]) -> FindingsError:
        """Return the finding that there is no such place, with what there could be."""
        near = nearest(word, [*names, *others])
        remedy = f"是不是要写“{near[0]}”？" if near else f"这里可以写：{'、'.join(names[:16]) or '没有下一层'}。"
        return said.SET_UNKNOWN_PATH.error(Location(file=self.file), path=self.path, word=word, remedy=remedy)
