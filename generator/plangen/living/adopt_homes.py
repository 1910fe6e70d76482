"""Where in the spec stands what the spec says of an item of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from plangen.county.details import DETAILS
from plangen.county.spec import Disposition, LocalIndicator, LocalItem
from plangen.living.adopt_model import Path, SpecEdit
from plangen.living.adopt_state import Row
from plangen.plan.model import CountyIndicator, CountyPlan, Origin
from plangen.plan.own_keys import OWN, own_keys
from plangen.plan.wording import clean_title

_LOCAL = {"T": "local_tasks", "P": "local_projects"}


@dataclass(frozen=True, kw_only=True)
class Home:
    """The place of an item in the spec, or of one of the parent items that it carries.

    Attributes:
        path: where its settings stand, or would stand.
        said: the settings.
        basis: key of the parent item; empty for the county's own.
        names: keys that are called otherwise there: the title of an indicator is its name.
    """

    path: Path
    said: Disposition | LocalItem | LocalIndicator
    basis: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def value(self, key: str) -> Any:
        """Return what the spec says under a key, as YAML has it; None where it says nothing."""
        if key in DETAILS:
            return getattr(self.said, "details", {}).get(key)
        found = getattr(self.said, self.names.get(key, key), None)
        if key == "lead" and self.said.co_leads:
            return [found, *self.said.co_leads]
        if isinstance(found, tuple):
            empty = not found and not isinstance(self.said, Disposition)
            return None if empty else list(found)
        return None if found is False else found

    def edit(self, key: str, after: Any) -> tuple[SpecEdit, ...]:
        """Return the change of a value; none where the spec says the same already."""
        before = self.value(key)
        if before == after:
            return ()
        return (SpecEdit(path=(*self.path, self.names.get(key, key)), before=before, after=after),)


def homes_of(plan: CountyPlan, row: Row) -> tuple[Home, ...]:
    """Return where the spec speaks of an item: for each parent item that it carries, or for the county's own once.

    Args:
        plan: the county's plan.
        row: an item or indicator of it.
    """
    spec = plan.spec
    if isinstance(row, CountyIndicator):
        return _indicator_homes(plan, row)
    if row.origins:
        return tuple(inherited_home(plan, origin) for origin in row.origins)
    letter = row.key.removeprefix(OWN)[0]
    name = _LOCAL[letter]
    number = own_keys(letter, [clean_title(one.title) for one in getattr(spec, name)]).index(row.key)
    return (Home(path=(name, number), said=getattr(spec, name)[number]),)


def inherited_home(plan: CountyPlan, origin: Origin) -> Home:
    """Return where the spec speaks of a parent item, or would."""
    said = plan.spec.inherit.get(origin.parent, {}).get(origin.item) or Disposition()
    path: Path = ("inherit", origin.parent, origin.item)
    if origin.part is not None and origin.part <= len(said.split):
        return Home(path=(*path, "split", origin.part - 1), said=said.split[origin.part - 1], basis=origin.key)
    return Home(path=path, said=said, basis=origin.key)


def _indicator_homes(plan: CountyPlan, row: CountyIndicator) -> tuple[Home, ...]:
    names = MappingProxyType({"title": "name"})
    own = [number for number, one in enumerate(plan.spec.indicators) if not _is_forinherited_home(one, plan)]
    if not row.origins:
        number = own[[one.key for one in plan.indicators if not one.origins].index(row.key)]
        return (Home(path=("indicators", number), said=plan.spec.indicators[number], names=names),)
    carried = {key for origin in row.origins for key in (origin.key, origin.item)}
    for number, one in enumerate(plan.spec.indicators):
        if one.of and one.of.strip() in carried:
            return (Home(path=("indicators", number), said=one, names=names, basis=row.key),)
    return tuple(inherited_home(plan, origin) for origin in row.origins)


def _is_forinherited_home(indicator: LocalIndicator, plan: CountyPlan) -> bool:
    of = (indicator.of or "").strip()
    return any(of in (origin.key, origin.item) for row in plan.indicators for origin in row.origins) if of else False
