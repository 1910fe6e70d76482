"""What the checks of a spec's meaning share: the spec with its places, and the verb that records a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plangen.county import meaning_rules as rules
from plangen.county.build import Draft
from plangen.county.schema import rules_at
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.text import comparable
from plangen.terms.yaml_source import KeyPath


class Meaning:
    """A spec whose meaning is checked; collects what is doubtful or impossible.

    Args:
        draft: the parts of the spec that could be built.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.places = draft.places
        self.names = draft.names
        self.findings: list[Finding] = []

    def say(self, rule: Rule, path: KeyPath, *, of_key: bool = False, **values: Any) -> None:
        """Record a finding at a path of the spec.

        Args:
            rule: what is wrong.
            path: English keys, free names and list indices.
            of_key: at the key instead of at the value.
            values: what the rule's words name.
        """
        self.findings.append(rule.found(self.places.location(path, of_key=of_key), **values))

    def key(self, *path: str | int) -> str:
        """Return a key as the planner spells it, or would spell it."""
        return self.places.shown(path, rules_at(path))

    def keys(self, path: KeyPath, keys: list[str]) -> str:
        """Return several keys of one mapping in quotation marks."""
        return "、".join(f"“{self.key(*path, key)}”" for key in keys)

    def line(self, location: Location) -> str:
        """Return a place as messages name it: a line of the spec, or a cell of the roster's Excel file."""
        spec = "填报文件" if self.places.roster_file else ""
        return location.place or f"{spec}第 {location.line} 行"

    def entries(self, section: str) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
        """Yield the mappings of a list at the top of the spec, with their paths."""
        for index, data in enumerate(as_list(self.places.document.get(section))):
            if isinstance(data, dict):
                yield (section, index), data

    def first_place(self, seen: dict[str, Location], word: str, path: KeyPath) -> Location | None:
        """Return where a word has stood before, or None where it is new; it is remembered."""
        here = self.places.location(path)
        first = seen.setdefault(word, here)
        return first if first != here else None

    def repeated(self, name: str, path: KeyPath, seen: dict[str, Location], word: str | None = None) -> None:
        """Record an entry that a list, or a group of lists, has had before."""
        if first := self.first_place(seen, comparable(word or name), path):
            self.say(rules.REPEATED_ENTRY, path, name=name, first=self.line(first))


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, and nothing for anything else."""
    return value if isinstance(value, list) else []


def as_mapping(value: Any) -> dict[str, Any]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}
