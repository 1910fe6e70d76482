"""The JSON form of the trace room's frozen data: its fields by their names, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from plangen.terms.findings import Finding, Location

HIDDEN = {"json": False}
"""Metadata of a field that is for reports only and not part of the JSON form."""


def json_of(value: object) -> Any:
    """Return a value as JSON has it: a dataclass as an object of its fields, but for those that are :data:`HIDDEN`.

    Args:
        value: a dataclass, an enumeration, a list, a mapping, or what JSON knows.
    """
    if isinstance(value, Finding):
        return value.as_json()
    if isinstance(value, Location):
        return {name: found for name in ("file", "line", "column") if (found := getattr(value, name)) is not None}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        shown = [one.name for one in fields(value) if one.metadata.get("json", True)]
        return {name: json_of(getattr(value, name)) for name in shown}
    if isinstance(value, Mapping):
        return {key: json_of(one) for key, one in value.items()}
    return [json_of(one) for one in value] if isinstance(value, tuple | list) else value
