"""Whose draft it is and whose parent: another place, another period or another subject is said before any item is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangen.parent.blocks import prepare
from plangen.parent.model import Level, ParentItem, ParentPlan
from plangen.parent.place_and_period import period_in_title, place_in_title
from plangen.parent.titles import find_title
from plangen.plan.model import CountyPlan
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Finding, Location, folded
from plangen.terms.text import squeeze
from plangen.terms.vocabulary import gazetteer, quoted
from plangen.trace import check_rules, rules
from plangen.trace.model import ItemStatus, Status, key_of

_TITLE_LINES = 6
_NAMED_OFTEN = 3  # times; once or twice a place stands in any plan
_FEWEST_ITEMS = 8
_HARDLY_ANY = 0.1
_FEWEST_IN_GROUP = 2


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whose draft it is.

    Attributes:
        title: its title, the first lines where it has none.
        place: the place that the title names; None where it names none.
        level: the place's level.
        period: the years that the title names; None where it names none.
        text: all its text without white space.
    """

    title: str = ""
    place: str | None = None
    level: Level | None = None
    period: tuple[int, int] | None = None
    text: str = ""

    def times(self, place: str) -> int:
        """Return how often a place is named, with or without 省, 市, 县."""
        return self.text.count(place[:-1] if len(place) > 2 else place)


def identity_of(draft: SourceDocument) -> Identity:
    """Return whose draft it is, by its title.

    Args:
        draft: what a reader of :mod:`plangen.reading` returned.
    """
    title = find_title(prepare(draft).blocks, draft.title).text
    title = title or "".join(line.text for line in draft.lines[:_TITLE_LINES])
    place, level = place_in_title(title)
    text = squeeze("".join(line.text for line in draft.lines))
    return Identity(title=title, place=place, level=level, period=period_in_title(title), text=text)


def about_parents(draft: Identity, parents: Sequence[ParentPlan], name: str) -> Iterator[Finding]:
    """Yield the parents that are another place's or another period's.

    Args:
        draft: whose draft it is.
        parents: the parents.
        name: the draft's file name.
    """
    for parent in parents:
        if (other := _other_place(draft, parent)) is not None:
            yield rules.PARENT_OF_ANOTHER_PLACE.found(
                Location(file=name), parent=quoted(parent.title), place=parent.place, other=other
            )
        own, theirs = draft.period, parent.period
        if own and theirs and (own[0] > theirs[1] or own[1] < theirs[0]):
            yield rules.PARENT_OF_ANOTHER_PERIOD.found(
                Location(file=name),
                parent=quoted(parent.title),
                period="—".join(map(str, theirs)),
                own="—".join(map(str, own)),
            )


def _other_place(draft: Identity, parent: ParentPlan) -> str | None:
    """Return the place under which a draft stands that never names its parent's; None where that cannot be said."""
    known = gazetteer()
    levels = {Level.PROVINCE: known.provinces, Level.CITY: known.cities, Level.COUNTY: known.counties}
    names = levels.get(parent.level)
    if names is None or not draft.text or draft.times(parent.place) or squeeze(parent.title) in draft.text:
        return None
    counts = Counter({place: draft.text.count(place) for place in names if place in draft.text})
    return next((place for place, count in counts.most_common(1) if count >= _NAMED_OFTEN), None)


def about_items(parent: ParentPlan, statuses: Mapping[str, ItemStatus], name: str) -> Iterator[Finding]:
    """Yield that next to nothing of a parent is in a draft, or which of its groups are gone whole.

    Args:
        parent: the parent.
        statuses: the status of each of its items, by id.
        name: the draft's file name.
    """
    items = list(parent.all_items())
    missing = [item for item in items if statuses[item.id].status is Status.MISSING]
    if len(items) >= _FEWEST_ITEMS and len(items) - len(missing) <= _HARDLY_ANY * len(items):
        yield rules.PARENT_OF_ANOTHER_SUBJECT.found(
            Location(file=name), parent=quoted(parent.title), found=len(items) - len(missing), count=len(items)
        )
        return
    groups: dict[tuple[str, str], list[ParentItem]] = {}
    for item in parent.top_items():
        if item.group:
            groups.setdefault((item.kind.value, item.group), []).append(item)
    for (_, group), members in groups.items():
        gone = all(statuses[one.id].status is Status.MISSING for item in members for one in item.walk())
        if gone and len(members) >= _FEWEST_IN_GROUP:
            yield rules.GROUP_MISSING.found(
                Location(file=name),
                items=[key_of(parent, item) for item in members],
                parent=quoted(parent.title),
                group=quoted(group),
                count=len(members),
                names=folded(quoted(item.title) for item in members),
            )


def about_spec(draft: Identity, plan: CountyPlan, name: str | None) -> Iterator[Finding]:
    """Yield that a draft is another county's or another period's than the spec.

    Args:
        draft: whose draft it is.
        plan: the county's plan.
        name: the draft's file name.
    """
    county, period = plan.spec.county.name, plan.spec.plan.period
    said = []
    if (other := _other_county(draft, county)) is not None:
        said.append(f"文稿是{other}的，填报文件是{county}的")
    if draft.period and (draft.period[0] > period[1] or draft.period[1] < period[0]):
        ours, theirs = ("—".join(map(str, years)) for years in (period, draft.period))
        said.append(f"文稿的实施期是{theirs}，填报文件是{ours}")
    if said:
        yield check_rules.DRAFT_SEEMS_ANOTHERS.found(Location(file=name), differences=f"：{'；'.join(said)}")


def _other_county(draft: Identity, county: str) -> str | None:
    if county in squeeze(draft.title):
        return None
    if draft.place and draft.level in (Level.COUNTY, Level.DISTRICT) and draft.place != county:
        return draft.place
    if county in draft.text:
        return None
    counts = Counter({place: draft.text.count(place) for place in gazetteer().counties if place in draft.text})
    return next((place for place, count in counts.most_common(1) if count >= _NAMED_OFTEN), None)
