"""What a rendered document carries of its own past: the composed text, and what it was composed from."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Set
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.office.base import Base, carried
from plangen.terms.once import once_for_the_same
from plangen.terms.version import __version__

if TYPE_CHECKING:
    from plangen.plan.model import CountyPlan

IDENTITY = ("plangen.document", "plangen.department", "plangen.part")
"""The custom properties by which a document is known through its versions."""


def base_of(plan: CountyPlan, markdown: str, properties: Mapping[str, str]) -> Base:
    """Return the base of a document.

    Args:
        plan: what it was composed from.
        markdown: the composed text.
        properties: the document's custom properties.
    """
    return Base(
        text=carried(markdown),
        spec=spec_fingerprint(plan),
        version=__version__,
        identity={name: properties[name] for name in IDENTITY if name in properties},
    )


@once_for_the_same  # a document's, and again its further annexes'
def spec_fingerprint(plan: CountyPlan) -> str:
    """Return the SHA-256 over what the spec says and over the items of its parents.

    Comments, layout, the order of keys and the folder in which it lies do not count.
    """
    spec = dataclasses.replace(plan.spec, parents=(), references=frozenset(), path=None)
    parents = [
        (parent.id, role, [(item.id, item.fingerprint) for item in parent.all_items()])
        for role, group in (("parent", plan.parents), ("reference", plan.references))
        for parent in group
    ]
    content = json.dumps([_plain(spec), parents], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    """Return a value of a spec as JSON has it: places in files left out, folders by their names."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value) if one.compare}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Set):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, Path):
        return value.name
    return value.isoformat() if isinstance(value, date) else value
