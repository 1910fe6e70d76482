"""Groups of items of different parents that are one task, while they are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plangen.parent.model import ParentItem
from plangen.plan.titles import Core

ItemRef = tuple[str, str]
"""Parent id and item id."""


@dataclass(frozen=True)
class Entry:
    """An item with what is compared of it."""

    ref: ItemRef
    order: int
    item: ParentItem
    host: ItemRef | None
    core: Core
    title: str
    text: str

    @property
    def key(self) -> tuple[object, ...]:
        """What two items have in common that any rule calls the same by their titles."""
        return self.core.strong, self.core.digits


class Cluster:
    """A group in the making: at most one item of each parent."""

    def __init__(self, first: Entry) -> None:
        self.entries = [first]
        self.parents = {first.ref[0]}

    def takes(self, entry: Entry) -> bool:
        """Return whether the group has no item of the entry's parent yet."""
        return entry.ref[0] not in self.parents

    def add(self, entry: Entry) -> None:
        """Take an item in."""
        self.entries.append(entry)
        self.parents.add(entry.ref[0])


class Clusters:
    """Groups in the making, in their order, found by what the title of their first item is about."""

    def __init__(self) -> None:
        self.all: list[Cluster] = []
        self.of_first: dict[int, Cluster] = {}
        self._by_key: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)

    def begin(self, entries: Iterable[Entry]) -> None:
        """Begin a group with each of some items."""
        for entry in entries:
            cluster = Cluster(entry)
            self.all.append(cluster)
            self.of_first[entry.order] = cluster
            self._by_key[entry.key].append(cluster)

    def join(self, waiting: Sequence[Entry], rule: Callable[[Entry, Entry], bool]) -> list[Entry]:
        """Put items of one parent into the only group whose every member the rule calls the same; return the others.

        Args:
            waiting: the items; where the first of a group is the same as several of them, a person must decide.
            rule: asked of items with the same :attr:`Entry.key` only.
        """
        rivals: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
        for entry in waiting:
            rivals[entry.key].append(entry)
        left = []
        for entry in waiting:
            fitting = [
                cluster
                for cluster in self._by_key.get(entry.key, ())
                if cluster.takes(entry) and all(rule(member, entry) for member in cluster.entries)
            ]
            if len(fitting) != 1 or any(
                rule(fitting[0].entries[0], other) for other in rivals[entry.key] if other is not entry
            ):
                left.append(entry)
            else:
                fitting[0].add(entry)
        return left
