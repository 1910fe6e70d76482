"""From a normalised spec to frozen data.  Values that the schema complains of are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plangen.county.details import DETAILS
from plangen.county.places import Normalised, locations_of
from plangen.county.roster import RosterNames, roster_names
from plangen.county.sound import Sound, facts_of
from plangen.county.spec import (
    Consultation,
    County,
    CountySpec,
    Disposition,
    Fact,
    LocalIndicator,
    LocalItem,
    PlanSettings,
    PlanText,
    Previous,
    Roster,
    RosterGroup,
    RosterUnit,
    Section,
)
from plangen.terms.yaml_source import KeyPath

SECTIONED = ("principles", "requirements", "review", "outlook", "safeguards", "glossary")
_PARENT_ID = re.compile(r"[^\s./\\:]+")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The parts of a spec that could be built; the checks of meaning look at these.

    Attributes:
        county: texts are empty where they are missing or wrong.
        plan: likewise; its period is (0, 0) where ``period`` is None.
        period: the planning period, None where it is missing or wrong.
        parents: as in :class:`~plangen.county.spec.CountySpec`, with the index in the file.
        references: likewise.
        names: the names in the roster; leads, participants and members are the printed names where they are known.
        places: where everything stands.
    """

    county: County
    plan: PlanSettings
    period: tuple[int, int] | None
    as_of: str | None
    situation: Mapping[str, Fact]
    roster: Roster
    parents: tuple[tuple[int, str], ...]
    references: frozenset[str]
    text: PlanText
    inherit: Mapping[str, Mapping[str, Disposition]]
    indicators: tuple[LocalIndicator, ...]
    local_tasks: tuple[LocalItem, ...]
    local_projects: tuple[LocalItem, ...]
    values: Mapping[str, str]
    names: RosterNames
    places: Normalised

    def spec(self) -> CountySpec | None:
        """Return the spec, or None where something that every spec needs is missing or wrong."""
        required = (self.county.name, self.county.city, self.county.province, self.period, self.plan.issuer)
        if not all(required):
            return None
        return CountySpec(
            county=self.county,
            plan=self.plan,
            as_of=self.as_of,
            situation=self.situation,
            roster=self.roster,
            parents=tuple(parent for _, parent in self.parents),
            references=self.references,
            text=self.text,
            inherit=self.inherit,
            indicators=self.indicators,
            local_tasks=self.local_tasks,
            local_projects=self.local_projects,
            values=self.values,
            english=not self.places.chinese,
            path=self.places.file,
            locations=MappingProxyType(locations_of(self.places, [index for index, _ in self.parents])),
        )


def is_parent_id(text: str) -> bool:
    """Return whether an entry of ``parents`` is an id (``jincheng-155``) and not the path of a file."""
    return _PARENT_ID.fullmatch(text) is not None


def resolve_path(text: str, folder: Path) -> Path:
    r"""Return the absolute path of a file or folder that a spec names, relative to the spec's folder.

    Args:
        text: the path as written; backslashes count as slashes, so that a spec written on Windows works elsewhere.
        folder: the spec's folder.
    """
    return (folder / text.replace("\\", "/")).absolute()


def build(places: Normalised, bad: frozenset[KeyPath], folder: Path) -> Draft:
    """Return what can be built of a spec.

    Args:
        places: the normalised spec.
        bad: paths that must not be used.
        folder: the spec's folder, absolute or relative to the working folder.
    """
    return _Builder(Sound(places, bad), folder).draft()


class _Builder:
    def __init__(self, sound: Sound, folder: Path) -> None:
        self.places = sound.places
        self.get, self.mapping, self.strings = sound.get, sound.mapping, sound.strings
        self.sound = sound
        self.folder = folder
        self.names = RosterNames(printed_names={}, roster=())
        self.only_parent: str | None = None

    def draft(self) -> Draft:
        document = self.places.document
        county = self.county(document)
        units = tuple(self.unit(path, entry) for path, entry in self.sound.entries((), document, "roster"))
        groups = tuple(self.group(path, entry) for path, entry in self.sound.entries((), document, "groups"))
        self.names = roster_names(Roster(units=units, groups=groups), county)
        groups = tuple(replace(group, members=self.printed(group.members)) for group in groups)
        named = tuple(self.parents(document))
        parents = tuple((index, name) for index, name, _ in named)
        self.only_parent = parents[0][1] if len(parents) == 1 and is_parent_id(parents[0][1]) else None
        return Draft(
            county=county,
            plan=self.plan(document),
            period=self.period(document),
            as_of=self.get(("situation",), self.mapping((), document, "situation"), "as_of"),
            situation=MappingProxyType(facts_of(self.sound, self.mapping((), document, "situation"))),
            roster=Roster(units=units, groups=groups, sheet=self.places.roster_file),
            parents=parents,
            references=frozenset(name for _, name, role in named if role == "reference"),
            text=self.text(document),
            inherit=MappingProxyType(self.inherit(self.mapping((), document, "inherit"))),
            indicators=tuple(
                self.indicator(path, entry) for path, entry in self.sound.entries((), document, "indicators")
            ),
            local_tasks=tuple(
                self.local_item(path, entry) for path, entry in self.sound.entries((), document, "local_tasks")
            ),
            local_projects=tuple(
                self.local_item(path, entry) for path, entry in self.sound.entries((), document, "local_projects")
            ),
            values=MappingProxyType(self.values(self.mapping((), document, "values"))),
            names=self.names,
            places=self.places,
        )

    def printed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names as the roster prints them; unknown ones, of which the checks complain, as they are."""
        return tuple(self.names.find(name) or name for name in names)

    def leads(self, path: KeyPath, data: Any) -> dict[str, Any]:
        """Return who answers for all, and who leads beside it."""
        first, *others = self.printed(self.strings(path, data, "lead")) or (None,)
        return {"lead": first, "co_leads": tuple(others)}

    def participants(self, path: KeyPath, data: Any) -> tuple[str, ...]:
        return self.printed(self.strings(path, data, "participants"))

    def county(self, document: dict[str, Any]) -> County:
        data, path = self.mapping((), document, "county"), ("county",)
        return County(
            name=self.get(path, data, "name", ""),
            city=self.get(path, data, "city", ""),
            province=self.get(path, data, "province", ""),
            towns=self.strings(path, data, "towns"),
            townships=self.strings(path, data, "townships"),
            subdistricts=self.strings(path, data, "subdistricts"),
            sumu=self.strings(path, data, "sumu"),
        )

    def period(self, document: dict[str, Any]) -> tuple[int, int] | None:
        data, path = self.mapping((), document, "plan"), ("plan",)
        years = [year for _, year in self.sound.entries(path, data, "period")]
        return (years[0], years[1]) if len(years) == 2 else None

    def plan(self, document: dict[str, Any]) -> PlanSettings:
        data, path = self.mapping((), document, "plan"), ("plan",)
        template = self.get(path, data, "template")
        knowledge = self.get((*path, "knowledge"), self.mapping(path, data, "knowledge"), "folder")
        issuers = self.strings(path, data, "issuer")
        coordinator = self.get(path, data, "coordinator")
        here, asked = (*path, "consultation"), self.mapping(path, data, "consultation")
        return PlanSettings(
            kind=self.get(path, data, "kind", "implementation"),
            period=self.period(document) or (0, 0),
            title=self.get(path, data, "title"),
            issuer=issuers[0] if issuers else "",
            co_issuers=issuers[1:],
            number=self.get(path, data, "number"),
            date=self.get(path, data, "date"),
            stage=self.get(path, data, "stage"),
            coordinator=self.names.find(coordinator) or coordinator if coordinator else None,
            approved=self.get(path, data, "approved"),
            disclosure=self.get(path, data, "disclosure"),
            consultation=Consultation(**{key: one for key, one in asked.items() if (*here, key) not in self.sound.bad}),
            template=resolve_path(template, self.folder) if template else None,
            knowledge=resolve_path(knowledge, self.folder) if knowledge else None,
            accept_suggestions=self.get(path, data, "accept_suggestions", False),
            accept_measures=self.get(path, data, "accept_measures", False),
            suggest_measures=self.get(path, data, "suggest_measures"),
            accept_merges=self.get(path, data, "accept_merges") is not None,
            units_in_text=self.get(path, data, "units_in_text"),
            cover=self.get(path, data, "cover", False),
            boxes_from=self.get(path, data, "boxes_from"),
            annexes=MappingProxyType(self.annexes((*path, "annexes"), self.mapping(path, data, "annexes"))),
        )

    def annexes(self, path: KeyPath, data: dict[str, Any]) -> dict[str, str]:
        return {name: place for name in data if (place := self.get(path, data, name))}

    def text(self, document: dict[str, Any]) -> PlanText:
        data, path = self.mapping((), document, "text"), ("text",)
        texts: dict[str, Any] = {key: self.get(path, data, key) for key in ("preface", "guiding", "notice")}
        texts |= {key: self.sections(path, data, key) for key in SECTIONED}
        return PlanText(accept=self.strings(path, data, "accept"), **texts)

    def sections(self, path: KeyPath, data: dict[str, Any], key: str) -> tuple[Section, ...]:
        entries = self.sound.entries(path, data, key)
        return tuple(Section(**{one: self.get(*entry, one, "") for one in ("title", "text")}) for entry in entries)

    def unit(self, path: KeyPath, data: Any) -> RosterUnit:
        name, short = self.get(path, data, "name", ""), self.get(path, data, "short", "")
        return RosterUnit(
            name=name or short,
            short=short or name,
            aliases=self.strings(path, data, "aliases"),
            covers=self.strings(path, data, "covers"),
            parent_body=self.get(path, data, "parent_body"),
            vertical=self.get(path, data, "vertical", False),
            location=self.places.location(path),
        )

    def group(self, path: KeyPath, data: Any) -> RosterGroup:
        return RosterGroup(
            name=self.get(path, data, "name", ""),
            covers=self.strings(path, data, "covers"),
            members=self.strings(path, data, "members"),
            location=self.places.location(path),
        )

    def parents(self, document: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
        """Yield each parent's index in the file, its name and its role."""
        for path, entry in self.sound.entries((), document, "parents"):
            index, text = path[-1], self.get(path, entry, "id")
            assert isinstance(index, int)
            if text:
                name = text if is_parent_id(text) else str(resolve_path(text, self.folder))
                yield index, name, self.get(path, entry, "role", "carried")

    def inherit(self, data: dict[str, Any]) -> dict[str, Mapping[str, Disposition]]:
        result: dict[str, Mapping[str, Disposition]] = {}
        for parent in data:
            path: KeyPath = ("inherit", parent)
            items = self.mapping(("inherit",), data, parent)
            result[parent] = MappingProxyType(
                {
                    item: self.disposition((*path, item), self.mapping(path, items, item), of_key=True)
                    for item in items
                    if (*path, item) not in self.sound.bad
                }
            )
        return result

    def values(self, data: dict[str, Any]) -> dict[str, str]:
        return {name: value for name in data if (value := self.get(("values",), data, name)) is not None}

    def disposition(self, path: KeyPath, data: dict[str, Any], *, of_key: bool) -> Disposition:
        participants = self.get(path, data, "participants")
        return Disposition(
            waive=self.get(path, data, "waive"),
            by=self.get(path, data, "by"),
            on=self.get(path, data, "on"),
            merge_into=self.get(path, data, "merge_into"),
            split=tuple(
                self.disposition(entry_path, entry, of_key=False)
                for entry_path, entry in self.sound.entries(path, data, "split")
            ),
            title=self.get(path, data, "title"),
            text=self.get(path, data, "text"),
            **self.leads(path, data),
            participants=None if participants is None else self.participants(path, data),
            deadline=self.get(path, data, "deadline"),
            target=self.get(path, data, "target"),
            measures=self.strings(path, data, "measures") if self.get(path, data, "measures") is not None else None,
            accept_suggestions=self.get(path, data, "accept_suggestions", False),
            accept_measures=self.get(path, data, "accept_measures", False),
            suggest_measures=self.get(path, data, "suggest_measures"),
            details=self.details(path, data),
            location=self.places.location(path, of_key=of_key),
        )

    def indicator(self, path: KeyPath, data: Any) -> LocalIndicator:
        of = self.get(path, data, "of")
        if of and ":" not in of and self.only_parent:
            of = f"{self.only_parent}:{of}"
        here, previous = (*path, "previous"), self.mapping(path, data, "previous")
        target, unit = self.get(path, data, "target", ""), self.get(path, data, "unit")
        return LocalIndicator(
            name=self.get(path, data, "name"),
            # a bare number says nothing where it stands without the column of units
            target=f"{target}{unit}" if unit and target[-1:].isdigit() else target,
            nature=self.get(path, data, "nature"),
            unit=unit,
            measured=self.get(path, data, "measured"),
            baseline=self.get(path, data, "baseline"),
            previous=Previous(**{key: self.get(here, previous, key) for key in ("target", "result")})
            if previous
            else None,
            of=of,
            **self.leads(path, data),
            participants=self.participants(path, data),
            location=self.places.location(path),
        )

    def local_item(self, path: KeyPath, data: Any) -> LocalItem:
        return LocalItem(
            title=self.get(path, data, "title", ""),
            group=self.get(path, data, "group"),
            text=self.get(path, data, "text"),
            measures=self.strings(path, data, "measures"),
            accept_measures=self.get(path, data, "accept_measures", False),
            suggest_measures=self.get(path, data, "suggest_measures"),
            **self.leads(path, data),
            participants=self.participants(path, data),
            deadline=self.get(path, data, "deadline"),
            details=self.details(path, data),
            location=self.places.location(path),
        )

    def details(self, path: KeyPath, data: Any) -> Mapping[str, str]:
        return MappingProxyType({key: value for key in DETAILS if (value := self.get(path, data, key))})
