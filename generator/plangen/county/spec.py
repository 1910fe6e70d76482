"""What a county says about itself and decides, as frozen data (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from plangen.terms.findings import Location


@dataclass(frozen=True, kw_only=True)
class County:
    """The county itself (县).

    Attributes:
        name: full name, 永和县.
        city: the city above it, 临汾市.
        province: the province, 山西省.
        towns: names of the towns (镇).
        townships: names of the townships (乡).
        subdistricts: names of the subdistricts (街道).
    """

    name: str
    city: str
    province: str
    towns: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    subdistricts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of the county's situation (县情).

    Attributes:
        value: number or text as it is to be printed.
        year: the year (or ``2022-10``) it holds for, None where unknown.
        note: remark of the planner, for instance that the source was corrected; never printed.
    """

    value: int | float | str | bool
    year: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class RosterUnit:
    """One unit of the county's roster (部门名册).

    Attributes:
        name: full name, 永和县应急管理局.
        short: the name that is printed in clauses and tables, 县应急局.
        aliases: other spellings.
        covers: parent units it answers for, with or without their level prefix (应急局, 市防震减灾中心).
        parent_body: the body above it, for agencies under vertical management.
        vertical: whether it is under vertical management (垂管).
    """

    name: str
    short: str
    aliases: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    parent_body: str | None = None
    vertical: bool = False
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class RosterGroup:
    """A group of units that the parents name as one (安委会成员单位).

    Attributes:
        name: the name that is printed, 县安委会成员单位.
        covers: parent groups it answers for.
        members: short names of roster units.
    """

    name: str
    covers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class Roster:
    """All units and groups of the county.

    Attributes:
        units: in the order of the roster.
        groups: likewise.
        sheet: the Excel file that they are written in; None where they stand in the spec.
    """

    units: tuple[RosterUnit, ...] = ()
    groups: tuple[RosterGroup, ...] = ()
    sheet: str | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class PlanSettings:
    """What is to be written (方案).

    Attributes:
        kind: ``implementation`` (实施方案) or ``plan`` (规划).
        period: first and last year.
        title: the document's title; None lets plangen make one from county, period and parents.
        issuer: the body that issues it, 永和县人民政府办公室.
        number: document number, 永政办发〔2026〕  号.
        date: date of the document; there is no clock in plangen.
        stage: mark under the title, for instance 征求意见稿.
        template: folder with the planner's own chapters, absolute, or None.
        knowledge: folder with the planner's own knowledge files, absolute, or None.
        accept_suggestions: all suggested units are confirmed.
        annexes: annex, by key or title, to where it stands: ``draft``, ``companion`` (a file of its own) or ``none``.
    """

    kind: str = "implementation"
    period: tuple[int, int]
    title: str | None = None
    issuer: str
    number: str | None = None
    date: date | None = None
    stage: str | None = None
    template: Path | None = None
    knowledge: Path | None = None
    accept_suggestions: bool = False
    annexes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Disposition:
    """What the county does with one parent item (处理); None or empty means: as inherited.

    Attributes:
        waive: reason why the item is not carried (不承接); needs ``by`` and ``on``.
        by: the unit that decided.
        on: when.
        merge_into: item id in the same parent, or ``parent-id:item-id``.
        split: titles and further settings of the county tasks it becomes; at least two.
        title, text, lead, participants, deadline, target, measures: what is written instead of the inherited.
        accept_suggestions: the suggested units of this item are confirmed.
    """

    waive: str | None = None
    by: str | None = None
    on: date | None = None
    merge_into: str | None = None
    split: tuple[Disposition, ...] = ()
    title: str | None = None
    text: str | None = None
    lead: str | None = None
    participants: tuple[str, ...] | None = None
    deadline: str | None = None
    target: str | None = None
    measures: tuple[str, ...] = ()
    accept_suggestions: bool = False
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class LocalIndicator:
    """An indicator of the county: its own, or its target for an inherited one (``of``: ``parent:I01``)."""

    name: str | None = None
    target: str
    nature: str | None = None
    of: str | None = None
    lead: str | None = None
    participants: tuple[str, ...] = ()
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class LocalItem:
    """A task or project that the county adds by itself."""

    title: str
    group: str | None = None
    text: str | None = None
    measures: tuple[str, ...] = ()
    lead: str | None = None
    participants: tuple[str, ...] = ()
    deadline: str | None = None
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class CountySpec:
    """A county's whole spec.

    Attributes:
        situation: dotted fact names (``geohazard_sites.total``) to facts.
        as_of: the date that facts without a year of their own hold for (``2022-10``).
        parents: ids of shipped parents or paths of YAML files (absolute), in the order given.
        inherit: parent id -> item id -> disposition.
        english: whether the file writes more of its keys in English than in Chinese.
        path: the spec's file as given, for locations.
        locations: where things without a location of their own stand, by path of English keys, free names and list
            indices: ``("parents", 0)``, ``("inherit", "jincheng-155")``, ``("situation", "population")``.
    """

    county: County
    plan: PlanSettings
    as_of: str | None = None
    situation: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    roster: Roster = Roster()
    parents: tuple[str, ...] = ()
    inherit: Mapping[str, Mapping[str, Disposition]] = field(default_factory=lambda: MappingProxyType({}))
    indicators: tuple[LocalIndicator, ...] = ()
    local_tasks: tuple[LocalItem, ...] = ()
    local_projects: tuple[LocalItem, ...] = ()
    english: bool = field(default=False, compare=False)
    path: str | None = None
    locations: Mapping[tuple[str | int, ...], Location] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )
