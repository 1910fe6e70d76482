"""Every item of every parent with what the spec says about it, and what has been decided about it so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from plangen.county.spec import CountySpec, Disposition
from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan import rules
from plangen.plan.model import Origin
from plangen.plan.same_groups import ItemRef
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.text import short


class Outcome(StrEnum):
    """What happens to a parent item (处理)."""

    CARRIED = "承接"
    ADAPTED = "细化"
    MERGED = "合并"
    SPLIT = "拆分"
    WAIVED = "不承接"


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """A parent item with what the spec says about it.  Compared by identity.

    Attributes:
        order: position among all items of all parents, from 0.
        host: the item it is nested under.
    """

    plan: ParentPlan
    item: ParentItem
    order: int
    host: Source | None
    disposition: Disposition

    @property
    def ref(self) -> ItemRef:
        """Parent id and item id."""
        return self.plan.id, self.item.id

    @property
    def key(self) -> str:
        """The item as findings' data name it: ``jincheng-155:T05``."""
        return self.origin().key

    @property
    def label(self) -> str:
        """The item as findings' words name it: the id and the title."""
        return f"{self.item.id}“{short(self.item.title)}”"

    @property
    def full_label(self) -> str:
        """The same with the parent's id, where several parents are spoken of."""
        return f"{self.plan.id} {self.label}"

    @property
    def location(self) -> Location:
        """The spec's line about the item, else the parent's id and the item's."""
        if self.disposition.location.file or self.disposition.location.line:
            return self.disposition.location
        return Location(place=f"{self.plan.id} {self.item.id}")

    def hosts(self) -> Iterator[Source]:
        """Yield what it is nested under, the nearest first."""
        if self.host is not None:
            yield self.host
            yield from self.host.hosts()

    def origin(self, part: int | None = None) -> Origin:
        """Return the item as the origin of a county item."""
        item = self.item
        return Origin(
            parent=self.plan.id, item=item.id, kind=item.kind, number=item.number, title=item.title, part=part
        )


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What has been decided about a parent item.

    Attributes:
        settings: what the spec says about it, without decisions that cannot be followed.
        target: for merged items, the item that carries it; in the end never itself merged.
        part: the part of the target, from 1, where that is split.
        waiver: for waived items, the disposition that holds: its own or that of the item it is nested under.
    """

    settings: Disposition
    outcome: Outcome = Outcome.CARRIED
    target: Source | None = None
    part: int = 1
    waiver: Disposition | None = None


class Decisions:
    """All parent items with what happens to them; filled by the passes of :mod:`~plangen.plan.decisions`.

    Args:
        parents: the parents in the order of the spec.
        spec: the county's spec.

    Attributes:
        parents: the parents without those given twice.
        sources: every item of every parent, in order; hosts come before what is nested under them.
        findings: what is wrong with the parents and with the spec's decisions.
    """

    def __init__(self, parents: Sequence[ParentPlan], spec: CountySpec) -> None:
        self.spec = spec
        self.findings: list[Finding] = []
        self.sources: list[Source] = []
        self._by_ref: dict[ItemRef, Source] = {}
        self._fates: dict[Source, Fate] = {}
        self.parents = tuple(self._distinct(parents))
        for plan in self.parents:
            for item in plan.top_items():
                self._index(plan, item, None)

    def _distinct(self, parents: Sequence[ParentPlan]) -> Iterator[ParentPlan]:
        seen: set[str] = set()
        for number, plan in enumerate(parents):
            if plan.id in seen:
                self.report(rules.DUPLICATE_PARENT, self.place("parents", number), parent=plan.id)
            else:
                seen.add(plan.id)
                yield plan

    def _index(self, plan: ParentPlan, item: ParentItem, host: Source | None) -> None:
        said = self.spec.inherit.get(plan.id, {}).get(item.id) or Disposition()
        source = Source(plan=plan, item=item, order=len(self.sources), host=host, disposition=said)
        if source.ref in self._by_ref:
            place = Location(file=plan.source_file, place=f"{plan.id} {item.id}")
            self.report(rules.DUPLICATE_ITEM, place, parent=plan.id, item=item.id)
            source = replace(source, disposition=Disposition())
        else:
            self._by_ref[source.ref] = source
        self.sources.append(source)
        self._fates[source] = Fate(settings=source.disposition)
        for nested in item.items:
            self._index(plan, nested, source)

    # -- reading -------------------------------------------------------------------------------------------------

    def refs(self) -> Sequence[ItemRef]:
        """Return parent id and item id of all items, each once."""
        return tuple(self._by_ref)

    def get(self, ref: ItemRef) -> Source | None:
        """Return an item by parent id and item id."""
        return self._by_ref.get(ref)

    def fate(self, source: Source) -> Fate:
        """Return what has been decided about an item so far."""
        return self._fates[source]

    def outcome(self, source: Source) -> Outcome:
        """Return what happens to an item as far as that is decided."""
        return self._fates[source].outcome

    def waived_top(self, source: Source) -> Source:
        """Return the topmost of the waived items that a waived item stands under, itself where there is none."""
        host = source.host
        return self.waived_top(host) if host and self.outcome(host) is Outcome.WAIVED else source

    def place(self, *path: str | int) -> Location:
        """Return where something stands in the spec, else the spec."""
        return self.spec.locations.get(path, Location(file=self.spec.path))

    def place_of(self, source: Source, key: str) -> Location:
        """Return where the spec says something about an item, else where it speaks of the item."""
        return self.spec.locations.get(("inherit", source.plan.id, source.item.id, key), source.location)

    # -- deciding ------------------------------------------------------------------------------------------------

    def set(self, source: Source, **changes: object) -> None:
        """Change what is decided about an item; see :class:`Fate`."""
        self._fates[source] = replace(self._fates[source], **changes)  # type: ignore[arg-type]

    def carry(self, source: Source) -> None:
        """Carry an item as inherited because its decision cannot be followed."""
        settings = replace(self.fate(source).settings, waive=None, by=None, on=None, merge_into=None, split=())
        self.set(source, settings=settings, outcome=Outcome.CARRIED, target=None)

    def report(self, rule: Rule, location: Location, **values: Any) -> None:
        """Record a finding about the spec or a parent."""
        self.findings.append(rule.found(location, **values))

    def say(
        self,
        rule: Rule,
        source: Source,
        location: Location | None = None,
        also: Sequence[Source] = (),
        **values: Any,
    ) -> None:
        """Record a finding about an item, which its words name as ``item``, and about others with it."""
        items = [one.key for one in (source, *also)]
        self.findings.append(rule.found(location or source.location, items=items, item=source.label, **values))
