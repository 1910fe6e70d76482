"""Keys of a parent plan's file that reading and writing share."""

from __future__ import annotations

from plangen.parent.model import ItemKind

LISTS = {
    "indicators": ItemKind.INDICATOR,
    "goals": ItemKind.GOAL,
    "tasks": ItemKind.TASK,
    "projects": ItemKind.PROJECT,
}


PLACE_KEYS = ("line", "paragraph", "page", "table", "row", "cell")
