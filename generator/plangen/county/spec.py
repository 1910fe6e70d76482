"""What a county says about itself and decides, as frozen data (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from plangen.terms.findings import Location
from plangen.terms.levels import LevelWords

UNNAMED = "某某"
"""What a name has in it that is to be filled in yet."""


KINDS = ("implementation", "plan")
"""What can be written: 实施方案 and 规划; each has a template pack of its name."""


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
        sumu: names of the sumu (苏木).
    """

    name: str
    city: str
    province: str
    towns: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    subdistricts: tuple[str, ...] = ()
    sumu: tuple[str, ...] = ()

    @property
    def words(self) -> LevelWords:
        """How it speaks of itself and of the governments below it."""
        sumu = [name for name in (*self.sumu, *self.townships) if name.endswith("苏木")]
        return LevelWords(
            self.name,
            towns=bool(self.towns),
            townships=bool(set(self.townships) - set(sumu)),
            subdistricts=bool(self.subdistricts),
            sumu=bool(sumu),
            city=self.city,
        )

    @property
    def divisions(self) -> tuple[tuple[str, int], ...]:
        """How many places of each kind are below it: (镇, 2), (乡, 4); a kind that is not named yet is left out.

        What ``plangen init`` writes stands for any number of places (某某镇).
        """
        sumu = (*self.sumu, *(name for name in self.townships if name.endswith("苏木")))
        townships = tuple(name for name in self.townships if name not in sumu)
        kinds = {"镇": self.towns, "乡": townships, "苏木": sumu, "街道": self.subdistricts}
        return tuple(
            (kind, len(names)) for kind, names in kinds.items() if names and not any(UNNAMED in name for name in names)
        )

    @property
    def governed(self) -> tuple[str, ...]:
        """The places below it that have a government of their own: towns, townships and sumu."""
        return (*self.towns, *self.townships, *self.sumu)


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
class Consultation:
    """By when and to whom comments go (征求意见); what is None is printed as open.

    Attributes:
        deadline: last day for comments.
        contact: who answers questions.
        phone: that person's number.
        email: where comments go.
        number: the letter's own number.
    """

    deadline: date | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """A chapter's section in the county's own words: its heading and its text, paragraphs parted by line ends."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PlanText:
    """What the county itself says in the chapters that no parent gives (正文); what is empty is proposed by us.

    Attributes:
        preface: 引言.
        principles: 工作原则.
        requirements: 工作要求.
        review: what was done in the last period, and what is still wrong (回顾).
        outlook: what the county is facing (形势).
        guiding: 指导思想.
        safeguards: 保障措施.
        glossary: terms and what they mean (名词解释).
        notice: text of the letter, request or notice that goes with the plan.
        accept: which of them the county takes as we propose them, by their names here.
    """

    preface: str | None = None
    principles: tuple[Section, ...] = ()
    requirements: tuple[Section, ...] = ()
    review: tuple[Section, ...] = ()
    outlook: tuple[Section, ...] = ()
    guiding: str | None = None
    safeguards: tuple[Section, ...] = ()
    glossary: tuple[Section, ...] = ()
    notice: str | None = None
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanSettings:
    """What is to be written (方案).

    Attributes:
        kind: ``implementation`` (实施方案) or ``plan`` (规划).
        period: first and last year.
        title: the document's title; None lets plangen make one from county, period and parents.
        issuer: the body that issues it, 永和县人民政府办公室; of several the one that leads.
        co_issuers: those that issue it with the first.
        number: document number, 永政办发〔2026〕  号.
        date: date of the document; there is no clock in plangen.
        stage: 征求意见稿, 送审稿 or 印发稿 as the planner writes it; None is the first of them.
        coordinator: the unit that gathers comments and follows progress; None proposes the subject's own.
        approved: what stands behind 已经 in the notice; None where nobody has approved it yet.
        disclosure: ``public``, ``on-request`` or ``withheld``; None where that is not decided.
        consultation: see :class:`Consultation`.
        template: folder with the planner's own chapters, absolute, or None.
        knowledge: folder with the planner's own knowledge files, absolute, or None.
        accept_suggestions: all suggested units are confirmed.
        accept_measures: all proposed measures are the county's; a text is the mark of the proposals that were taken.
        suggest_measures: True: every item gets proposals, with a text of its own too; False: none does; None: those
            that neither parent nor spec says anything about.
        accept_merges: items of several parents that are merely alike are merged.
        units_in_text: whether the text names units and deadlines behind each item; None: as the kind usually does.
        cover: whether a 规划 has a cover.
        boxes_from: how many items a task must have below it for them to stand in a box (专栏), 0 for no boxes; None:
            as the pack says.
        annexes: annex, by key or title, to where it stands: ``draft``, ``companion`` (a file of its own) or ``none``.
    """

    kind: str = "implementation"
    period: tuple[int, int]
    title: str | None = None
    issuer: str
    number: str | None = None
    date: date | None = None
    stage: str | None = None
    co_issuers: tuple[str, ...] = ()
    coordinator: str | None = None
    approved: str | None = None
    disclosure: str | None = None
    consultation: Consultation = Consultation()
    template: Path | None = None
    knowledge: Path | None = None
    accept_suggestions: bool = False
    accept_measures: bool | str = False
    suggest_measures: bool | None = None
    accept_merges: bool = False
    units_in_text: bool | None = None
    cover: bool = False
    boxes_from: int | None = None
    annexes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def issuers(self) -> tuple[str, ...]:
        """All that issue it, the one that leads first."""
        return (self.issuer, *self.co_issuers)


@dataclass(frozen=True, kw_only=True)
class Disposition:
    """What the county does with one parent item (处理); None or empty means: as inherited.

    Attributes:
        waive: reason why the item is not carried (不承接); needs ``by`` and ``on``.
        by: the unit that decided.
        on: when.
        merge_into: item id in the same parent, or ``parent-id:item-id``.
        split: titles and further settings of the county tasks it becomes; at least two.
        title, text, lead, participants, deadline, target: what is written instead of the inherited.
        co_leads: those that lead together with the first, which answers for all.
        measures: None: as inherited; empty: none at all.
        accept_suggestions: the suggested units of this item are confirmed.
        accept_measures, suggest_measures: as in :class:`PlanSettings`, for this item.
        details: further columns of the tables, by key; see :mod:`plangen.county.details`.
    """

    waive: str | None = None
    by: str | None = None
    on: date | None = None
    merge_into: str | None = None
    split: tuple[Disposition, ...] = ()
    title: str | None = None
    text: str | None = None
    lead: str | None = None
    co_leads: tuple[str, ...] = ()
    participants: tuple[str, ...] | None = None
    deadline: str | None = None
    target: str | None = None
    measures: tuple[str, ...] | None = None
    accept_suggestions: bool = False
    accept_measures: bool | str = False
    suggest_measures: bool | None = None
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class Previous:
    """An indicator in the last period: what was wanted (目标) and what was reached (完成)."""

    target: str | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class LocalIndicator:
    """An indicator of the county: its own, or its target for an inherited one (``of``: ``parent:I01``).

    Attributes:
        unit: what it is counted in, where that is not part of the name.
        measured: ``yearly``: the target is the mean of the years; ``cumulative``: the sum over the period; else the
            value of the last year.
        baseline: its value before the period begins.
        previous: what the last plan wanted of it, and what came of it.
    """

    name: str | None = None
    target: str
    nature: str | None = None
    unit: str | None = None
    measured: str | None = None
    baseline: str | None = None
    previous: Previous | None = None
    of: str | None = None
    lead: str | None = None
    co_leads: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class LocalItem:
    """A task or project that the county adds by itself; it gets proposals only where it asks for them."""

    title: str
    group: str | None = None
    text: str | None = None
    measures: tuple[str, ...] = ()
    accept_measures: bool | str = False
    suggest_measures: bool | None = None
    lead: str | None = None
    co_leads: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    deadline: str | None = None
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, kw_only=True)
class CountySpec:
    """A county's whole spec.

    Attributes:
        situation: dotted fact names (``geohazard_sites.total``) to facts.
        as_of: the date that facts without a year of their own hold for (``2022-10``).
        parents: ids of shipped parents or paths of YAML files (absolute), in the order given.
        references: those of ``parents`` that are only named (参考) and hand nothing down to the county.
        text: what the county itself says in preface, principles, requirements and notice.
        inherit: parent id -> item id -> disposition.
        values: what the county decides about the quantities that proposals leave open, by their names.
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
    references: frozenset[str] = frozenset()
    text: PlanText = PlanText()
    inherit: Mapping[str, Mapping[str, Disposition]] = field(default_factory=lambda: MappingProxyType({}))
    indicators: tuple[LocalIndicator, ...] = ()
    local_tasks: tuple[LocalItem, ...] = ()
    local_projects: tuple[LocalItem, ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    english: bool = field(default=False, compare=False)
    path: str | None = None
    locations: Mapping[tuple[str | int, ...], Location] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )
