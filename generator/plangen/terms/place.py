"""Where something stands in a document that was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands in a parent's document; what does not apply is None. All numbers count from 1."""

    line: int | None = None
    paragraph: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
