"""What a rendered document carries of its own past: the composed text, what it was composed from, and the parents."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.office.base import Base, carried
from plangen.parent.store_keys import LISTS
from plangen.terms.findings import FindingsError
from plangen.terms.once import once_for_the_same
from plangen.terms.version import __version__

if TYPE_CHECKING:
    from plangen.parent.model import ParentItem, ParentPlan
    from plangen.plan.model import CountyPlan

MOST_PARENT_BYTES = 1024 * 1024
"""Longest account of the parents, in UTF-8, that a document carries along; six real plans have a third of it."""

IDENTITY = ("plangen.document", "plangen.department", "plangen.part")
"""The custom properties by which a document is known through its versions."""


def base_of(plan: CountyPlan, markdown: str, properties: Mapping[str, str]) -> Base:
    """Return the base of a document.

    Args:
        plan: what it was composed from.
        markdown: the composed text.
        properties: the document's custom properties.
    """
    identity = {name: properties[name] for name in IDENTITY if name in properties}
    whole = identity.keys() == {IDENTITY[0]}  # sheets of departments and further annexes follow the document
    base = Base(
        text=carried(markdown),
        spec=spec_fingerprint(plan),
        version=__version__,
        identity=identity,
        parents=carried(remembered(plan.parents)) if whole else "",
    )
    return base if base.fits else dataclasses.replace(base, parents="")


def remembered(parents: Sequence[ParentPlan], most: int = MOST_PARENT_BYTES) -> str:
    """Return what parents say, so that a later version can be compared with it: a line of JSON for each.

    Args:
        parents: the parents that hand items down.
        most: the longest it may be, in bytes; where it is longer it is kept without the texts of the items, and not at
            all where that is too long as well.
    """
    from plangen.parent.store import parent_as_json

    for plans in (parents, map(_without_texts, parents)):
        said = "\n".join(parent_as_json(plan) for plan in plans)
        if len(said.encode("utf-8", "surrogatepass")) <= most:
            return said
    return ""


def parents_of(base: Base) -> tuple[ParentPlan, ...]:
    """Return the parents as they were when a document was rendered; empty where its base does not say."""
    from plangen.parent.store_reading import read_parent

    try:
        return tuple(read_parent(line, "")[0] for line in base.parents.split("\n") if line)
    except FindingsError:
        return ()  # the program that wrote it was another version


def _without_texts(plan: ParentPlan) -> ParentPlan:
    def bare(item: ParentItem) -> ParentItem:
        return dataclasses.replace(item, text=None, items=tuple(map(bare, item.items)))

    lists: dict[str, Any] = {name: tuple(map(bare, getattr(plan, name))) for name in LISTS}
    return dataclasses.replace(plan, **lists)


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
