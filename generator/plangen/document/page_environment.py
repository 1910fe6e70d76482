"""How plangen's own pages are made: the draft as a page, and the reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def page_environment(folder: Path) -> Environment:
    """Return what renders the pages of a folder of ours.

    They are plangen's own, and nobody else's can take their place: they need no sandbox, which would take half of the
    time; what they show is not ours, and all of it is escaped.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8-sig"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
