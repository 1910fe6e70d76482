"""The county's items on their way: who carries whom, what stands under what, in which group and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from plangen.county.spec import Disposition, LocalItem
from plangen.parent.model import ItemKind
from plangen.plan.model import Origin
from plangen.plan.own_keys import own_keys
from plangen.plan.sources import Decisions, Outcome, Source
from plangen.plan.titles import SameWords, title_text
from plangen.plan.wording import PlanWords, clean_title
from plangen.terms.language import tidy
from plangen.terms.likeness import Similarity, plain

Wording = Callable[[Source, str], str]
"""Turns a parent's words into the county's."""


@dataclass(frozen=True, eq=False)
class Carried:
    """A parent item that a draft carries, with the settings of the spec that hold for it here."""

    source: Source
    settings: Disposition
    part: int | None = None

    @property
    def parents_text(self) -> str | None:
        """The parent's text where it stands here: not where the spec has its own, and of a split item once."""
        return self.source.item.text if not self.settings.text and self.part in (None, 1) else None

    @property
    def speaks_by_facts(self) -> bool:
        """Whether nothing but the parent's facts speaks of it here."""
        return not self.settings.text and not self.source.item.text and self.part in (None, 1)


@dataclass(eq=False)
class Draft:
    """A county item in the making.

    Attributes:
        kind: its kind in the county's plan.
        carried: parent items, the first gives the structure; empty for the county's own.
        local: the county's own item, else None.
        host: the draft it is nested under.
        nested: drafts nested under it.
        key, title, group, ordinal, reference: see :class:`plangen.plan.model.CountyItem`.
    """

    kind: ItemKind
    carried: list[Carried] = field(default_factory=list)
    local: LocalItem | None = None
    host: Draft | None = None
    nested: list[Draft] = field(default_factory=list)
    key: str = ""
    title: str = ""
    group: str | None = None
    ordinal: int = 0
    reference: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The parent items it carries."""
        return tuple(carried.source for carried in self.carried)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The parent items it carries, as the plan names them."""
        return tuple(carried.source.origin(carried.part) for carried in self.carried)

    @property
    def heading(self) -> str | None:
        """What it stands under: a group's heading, or the item that it is nested under."""
        return self.host.title if self.host else self.group

    @property
    def details(self) -> Mapping[str, str]:
        """What the county adds for the tables; of what several say, the first holds."""
        said = [self.local.details] if self.local else [one.settings.details for one in reversed(self.carried)]
        return MappingProxyType({key: tidy(value) for one in said for key, value in one.items()})

    @property
    def settings(self) -> tuple[Disposition, ...]:
        """What the spec says about each parent item that it carries, or about the county's own."""
        if self.local is None:
            return tuple(carried.settings for carried in self.carried)
        local = self.local
        said = Disposition(
            lead=local.lead,
            co_leads=local.co_leads,
            participants=local.participants or None,
            text=local.text,
            measures=local.measures or None,
            accept_measures=local.accept_measures,
            suggest_measures=local.suggest_measures or False,
            location=local.location,
        )
        return (said,)

    def walk(self) -> Iterator[Draft]:
        """Yield the draft and everything nested under it."""
        yield self
        for draft in self.nested:
            yield from draft.walk()


@dataclass(eq=False)
class DraftGroup:
    """A group of tasks or projects in the making; ``plan`` is the parent that gave the heading, None for others."""

    title: str
    drafts: list[Draft] = field(default_factory=list)
    plan: str | None = None


@dataclass(eq=False)
class DraftPlan:
    """All drafts, and where each parent item went.

    Attributes:
        indicators, goals: in order.
        groups: tasks and projects in groups, in order.
        carriers: position of a parent item -> the drafts that carry it.
        placed: items of further parents that were placed in a group of the first: item and group.
        new_groups: items of further parents that stand in a group of their own: item and group.
    """

    indicators: list[Draft] = field(default_factory=list)
    goals: list[Draft] = field(default_factory=list)
    groups: dict[ItemKind, list[DraftGroup]] = field(default_factory=dict)
    carriers: dict[int, list[Draft]] = field(default_factory=dict)
    placed: list[tuple[Source, DraftGroup]] = field(default_factory=list)
    new_groups: list[tuple[Source, DraftGroup]] = field(default_factory=list)

    def items(self) -> Iterator[Draft]:
        """Yield goals, tasks and projects with everything nested under them, in the plan's order."""
        tops = [*self.goals]
        for kind in (ItemKind.TASK, ItemKind.PROJECT):
            tops += [draft for group in self.groups.get(kind, ()) for draft in group.drafts]
        for top in tops:
            yield from top.walk()


def build_drafts(decisions: Decisions, wording: Wording, same: SameWords, words: PlanWords) -> DraftPlan:
    """Return the drafts of all items, placed and numbered.

    Args:
        decisions: what happens to each parent item.
        wording: turns a parent's words into the county's.
        same: words for comparing titles.
        words: headings for what fits nowhere.
    """
    plan = DraftPlan()
    tops = _carry(decisions, plan)
    for drafts in plan.carriers.values():
        for draft in drafts:
            if not draft.title:
                draft.title = _title(draft, wording)
    plan.indicators = [draft for draft in tops if draft.kind is ItemKind.INDICATOR]
    plan.goals = [draft for draft in tops if draft.kind is ItemKind.GOAL]
    spec = decisions.spec
    for kind, letter, local_items in (
        (ItemKind.TASK, "T", spec.local_tasks),
        (ItemKind.PROJECT, "P", spec.local_projects),
    ):
        titles = [clean_title(item.title) for item in local_items]
        own = [
            Draft(kind=kind, local=item, key=key, title=title)
            for item, title, key in zip(local_items, titles, own_keys(letter, titles), strict=True)
        ]
        inherited = [draft for draft in tops if draft.kind is kind]
        plan.groups[kind] = _Placing(kind, wording, same, words, plan).place(inherited, own)
    _number(plan)
    return plan


def _carry(decisions: Decisions, plan: DraftPlan) -> list[Draft]:
    """Make a draft of every item that is carried by itself, and give merged items to the drafts that carry them."""
    tops: list[Draft] = []
    keys: set[str] = set()
    fates = [(source, decisions.fate(source)) for source in decisions.sources]
    standing = [(source, fate) for source, fate in fates if fate.outcome not in (Outcome.WAIVED, Outcome.MERGED)]
    for source, fate in standing:
        settings: list[tuple[Disposition, int | None]] = [(fate.settings, None)]
        if fate.outcome is Outcome.SPLIT:
            parts = enumerate(fate.settings.split, 1)
            settings = [(_part(fate.settings, part, number), number) for number, part in parts]
        plan.carriers[source.order] = [
            Draft(kind=source.item.kind, carried=[Carried(source, said, part)]) for said, part in settings
        ]
        for draft in plan.carriers[source.order]:
            draft.key = _unique(draft.origins[0].key, keys)
    for source, fate in fates:
        if fate.outcome is Outcome.MERGED and fate.target is not None:
            draft = plan.carriers[fate.target.order][fate.part - 1]
            draft.carried.append(Carried(source, fate.settings))
            plan.carriers[source.order] = [draft]
    for source, _ in standing:
        host = None if source.host is None else plan.carriers[source.host.order][0]
        for draft in plan.carriers[source.order]:
            draft.host = host
            (tops if host is None else host.nested).append(draft)
    return tops


def _part(whole: Disposition, part: Disposition, number: int) -> Disposition:
    """Return the settings of one part of a split item: its own, then what the spec says for the whole item."""
    return replace(
        part,
        lead=part.lead or whole.lead,
        co_leads=part.co_leads if part.lead else whole.co_leads,
        participants=part.participants if part.participants is not None else whole.participants,
        deadline=part.deadline or whole.deadline,
        text=part.text or (whole.text if number == 1 else None),
        measures=_measures(part.measures, whole.measures) if number == 1 else part.measures,
        accept_suggestions=part.accept_suggestions or whole.accept_suggestions,
        accept_measures=part.accept_measures or whole.accept_measures,
        suggest_measures=whole.suggest_measures if part.suggest_measures is None else part.suggest_measures,
    )


def _measures(own: tuple[str, ...] | None, whole: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if own is None and whole is None else (*(own or ()), *(whole or ()))


def _unique(key: str, keys: set[str]) -> str:
    """Return the key, with a number where a parent has the same id twice."""
    unique, number = key, 1
    while unique in keys:
        number += 1
        unique = f"{key}-{number}"
    keys.add(unique)
    return unique


def _title(draft: Draft, wording: Wording) -> str:
    first = draft.carried[0]
    if first.settings.title:
        return clean_title(first.settings.title)
    title = clean_title(wording(first.source, first.source.item.title))
    return f"{title}（{first.part}）" if first.part else title


class _Placing:
    """Puts the tasks or the projects into groups: the first parent's, or groups of their own."""

    def __init__(self, kind: ItemKind, wording: Wording, same: SameWords, words: PlanWords, plan: DraftPlan) -> None:
        self.kind, self.wording, self.same, self.words, self.plan = kind, wording, same, words, plan
        self.groups: list[DraftGroup] = []
        self.own = "task" if kind is ItemKind.TASK else "project"

    def place(self, inherited: Sequence[Draft], own: Sequence[Draft]) -> list[DraftGroup]:
        """Return the groups with all drafts in them."""
        if inherited:
            structure = inherited[0].carried[0].source.plan.id
            first = [draft for draft in inherited if draft.carried[0].source.plan.id == structure]
            for draft in first:
                self._group(self._heading(draft), structure).drafts.append(draft)
            further = [draft for draft in inherited if draft.carried[0].source.plan.id != structure]
            if further or own:
                self.similarity = Similarity(title_text(draft.title, self.same) for draft in (*inherited, *own))
            homes = [(draft, self._home(draft)) for draft in further]
            for draft, home in homes:
                self._settle(draft, home)
        for draft in own:
            self._settle_own(draft, bool(inherited))
        if any(group.title for group in self.groups):
            for group in self.groups:
                group.title = group.title or self.words.groups[f"main_{self.own}"]
        for group in self.groups:
            for draft in group.drafts:
                draft.group = group.title or None
        return self.groups

    def _heading(self, draft: Draft) -> str:
        first = draft.carried[0].source
        return clean_title(self.wording(first, first.item.group)) if first.item.group else ""

    def _group(self, title: str, plan: str | None) -> DraftGroup:
        """Return the group with a heading, a new one at the end where there is none."""
        for group in self.groups:
            if plain(group.title) == plain(title):
                return group
        self.groups.append(DraftGroup(title, plan=plan))
        return self.groups[-1]

    def _home(self, draft: Draft) -> DraftGroup | None:
        """Return the group of the first parent that an item of a further parent fits best, or None."""
        first = draft.carried[0].source
        structure = [group for group in self.groups if group.plan is not None]
        if len(structure) == 1 and not structure[0].title:
            return structure[0]
        best: tuple[float, DraftGroup] | None = None
        for group in structure:
            score = self._fit(draft, self._heading(draft) if first.item.group else "", group)
            if best is None or score > best[0]:
                best = (score, group)
        return best[1] if best and best[0] >= self.words.place else None

    def _fit(self, draft: Draft, heading: str, group: DraftGroup) -> float:
        """Return how well an item fits a group: by the two headings, and by the titles it would stand beside."""
        title = title_text(draft.title, self.same)
        beside = sorted(
            (self.similarity.between(title, title_text(other.title, self.same)) for other in group.drafts), reverse=True
        )[:2]
        titles = sum(beside) / 2
        own, theirs = (title_text(text, self.same) for text in (heading, group.title))
        if own and own == theirs:
            return 1.0 + titles
        return max(titles, self.similarity.between(own, theirs), self.similarity.between(title, theirs))

    def _settle(self, draft: Draft, home: DraftGroup | None) -> None:
        source = draft.carried[0].source
        if home is not None:
            home.drafts.append(draft)
            if home.title:
                self.plan.placed.append((source, home))
            return
        group = self._group(self._heading(draft) or self.words.groups[self.own], None)
        group.drafts.append(draft)
        self.plan.new_groups.append((source, group))

    def _settle_own(self, draft: Draft, beside_inherited: bool) -> None:
        assert draft.local is not None
        wanted = clean_title(draft.local.group or "")
        if plain(wanted) == plain(self.words.groups[f"main_{self.own}"]) and any(not one.title for one in self.groups):
            self._group("", None).drafts.append(draft)  # the heading of what the parents have in no group
            return
        if not wanted and (not beside_inherited or not any(group.title for group in self.groups)):
            self._group("", None).drafts.append(draft)
            return
        if not wanted:
            fits = [(self._fit(draft, "", group), -number, group) for number, group in enumerate(self.groups)]
            score, _, group = max(fits, key=lambda fit: fit[:2])
            if score >= self.words.place:
                group.drafts.append(draft)
                return
        self._group(wanted or self.words.groups[f"local_{self.own}"], None).drafts.append(draft)


def _number(plan: DraftPlan) -> None:
    """Number each kind through all its groups, and what is nested among its siblings."""

    def nested(host: Draft) -> None:
        for number, draft in enumerate(host.nested, 1):
            draft.kind = ItemKind.NESTED
            draft.ordinal, draft.reference = number, f"{host.reference}.{number}"
            nested(draft)

    tops = [plan.indicators, plan.goals]
    tops += [[draft for group in plan.groups[kind] for draft in group.drafts] for kind in plan.groups]
    for drafts in tops:
        for number, draft in enumerate(drafts, 1):
            draft.ordinal, draft.reference = number, str(number)
            nested(draft)
