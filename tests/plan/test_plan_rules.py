"""The rules of the plan room: every key that their words name is one of a planner's file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from plangen.county.schema import SCHEMA
from plangen.plan import rules, unit_rules
from plangen.terms.findings import Rule

DECLARED = [one for room in (rules, unit_rules) for one in vars(room).values() if isinstance(one, Rule)]


def names(schema: Any) -> Iterator[str]:
    """Yield the Chinese names of all keys."""
    if isinstance(schema, Mapping):
        meta = schema.get("meta")
        if isinstance(meta, Mapping) and "name" in meta:
            yield str(meta["name"])
        for value in schema.values():
            yield from names(value)


@pytest.mark.parametrize("declared", DECLARED, ids=lambda one: one.code)
def test_the_keys_that_a_rule_names_are_in_the_schema(declared: Rule) -> None:
    marked = set(re.findall("〖([^〗]*)〗", f"{declared.message}{declared.hint or ''}"))
    assert marked <= set(names(SCHEMA))
    assert declared.why.endswith("。") and declared.example
