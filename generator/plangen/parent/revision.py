"""A revised document over an existing parent: the same items keep their ids, new ones get ids that were never used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.terms.likeness import largest_likeness, pair_counts, text_likeness
from plangen.terms.text import comparable

SAME = 0.62
"""How alike two items are that are the same."""
_LEAST_TITLE = 0.2
"""Titles that are less alike are not of the same item; half of it and half of the same text is less than ``SAME``."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of one item.

    Attributes:
        kind: ``added``, ``removed``, ``reworded`` (title, text, deadline, target or units differ) or ``moved`` (it
            stands under another group or item).
        id: the item's id; for a nested item that moved to another item its new one.
        title: its title now; for a removed one, what it was.
        before: the old title, group or id that changed; None where nothing was before.
        what: which parts of a reworded item differ, in Chinese: 标题, 正文, 时限, 目标, 单位, 量化要求, 要点.
    """

    kind: str
    id: str
    title: str
    before: str | None = None
    what: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The Chinese word for the kind of change."""
        return {"added": "新增", "removed": "删除", "reworded": "改写", "moved": "移动"}[self.kind]


def keep_ids(new: ParentPlan, old: ParentPlan) -> tuple[ParentPlan, tuple[Change, ...]]:
    """Give the items of a revised plan the ids of the same items in the old one.

    Items are the same when their titles and texts are alike; number and place do not count.

    Args:
        new: the plan as imported from the revised document.
        old: the plan as it stands on disk.

    Returns:
        The new plan under the old plan's id with the ids settled, and what was added, removed, reworded and moved.
    """
    changes: list[Change] = []
    used = {item.id for item in old.all_items()} | set(old.retired)
    plan = replace(
        new,
        id=old.id,
        indicators=_settle(new.indicators, old.indicators, "I", used, changes),
        goals=_settle(new.goals, old.goals, "G", used, changes),
        tasks=_settle(new.tasks, old.tasks, "T", used, changes),
        projects=_settle(new.projects, old.projects, "P", used, changes),
    )
    now = {item.id for item in plan.all_items()}
    return replace(plan, retired=tuple(sorted(used - now, key=_natural))), tuple(changes)


def _settle(
    items: Sequence[ParentItem], before: Sequence[ParentItem], letter: str, used: set[str], changes: list[Change]
) -> tuple[ParentItem, ...]:
    pairs = _pair(items, before)
    settled = []
    for position, item in enumerate(items):
        old = before[pairs[position]] if position in pairs else None
        identity = old.id if old is not None else _fresh(letter, used)
        used.add(identity)
        settled.append(_settle_item(item, old, identity, used, changes))
    for index, old in enumerate(before):
        if index not in pairs.values():
            changes.append(Change(kind="removed", id=old.id, title=old.title))
    return tuple(settled)


def _settle_item(
    item: ParentItem, old: ParentItem | None, identity: str, used: set[str], changes: list[Change]
) -> ParentItem:
    if old is None:
        changes.append(Change(kind="added", id=identity, title=item.title))
    else:
        if what := _changed(item, old):
            changes.append(Change(kind="reworded", id=identity, title=item.title, before=old.title, what=what))
        if item.group != old.group:
            changes.append(Change(kind="moved", id=identity, title=item.title, before=old.group))
    nested = _settle(item.items, old.items if old is not None else (), f"{identity}.", used, changes)
    return replace(item, id=identity, items=nested)


_PARTS = ("标题", "正文", "时限", "目标", "单位", "量化要求", "要点")
"""The parts of an item that :func:`_content` returns, as they are called."""


def _changed(item: ParentItem, old: ParentItem) -> tuple[str, ...]:
    """Return which parts of an item differ; points count only where no text shows what became of them."""
    pairs = zip(_PARTS, _content(item, old), _content(old, item), strict=True)
    return tuple(part for part, now, was in pairs if now != was)


def _content(item: ParentItem, other: ParentItem) -> tuple[str, ...]:
    """Return what counts as wording; texts only when both versions carry one (facts-only files have none)."""
    clause = item.responsibility
    text = item.text if item.text is not None and other.text is not None else ""
    units = "、".join((*clause.leads, "|", *clause.participants)) if clause else ""
    # a file that was imported before figures and points were kept has none: that is no change of the document
    kept = bool(item.points and other.points)
    figures = "；".join(one.said for one in item.quantities) if kept else ""
    points = "、".join(item.points) if kept and not text else ""
    deadline = item.deadline_text or str(item.deadline or "")
    fields = (item.title, text or "", deadline, item.target or "", units, figures, points)
    return tuple(comparable(part) for part in fields)


def _fresh(letter: str, used: set[str]) -> str:
    """Return an id that no item has or ever had: one above the highest."""
    nested = letter.endswith(".")
    numbers = [
        int(tail) for identity in used if identity.startswith(letter) and (tail := identity[len(letter) :]).isdigit()
    ]
    number = max(numbers, default=0) + 1
    return f"{letter}{number}" if nested else f"{letter}{number:02d}"


def _pair(items: Sequence[ParentItem], before: Sequence[ParentItem]) -> dict[int, int]:
    """Return for each item that was there before where it was: same titles first, then the most alike."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    by_title: dict[str, list[int]] = {}
    for index, old in enumerate(before):
        by_title.setdefault(comparable(old.title), []).append(index)
    for position, item in enumerate(items):
        same = [index for index in by_title.get(comparable(item.title), ()) if index not in taken]
        if same:
            pairs[position] = max(same, key=lambda index: (before[index].group == item.group, -index))
            taken.add(pairs[position])
    new = [position for position in range(len(items)) if position not in pairs]
    left = [index for index in range(len(before)) if index not in taken]
    found = alike([items[position] for position in new], [before[index] for index in left])
    scores = [(score, -new[position], -left[index]) for score, position, index in found]
    for _, position, index in sorted(scores, reverse=True):
        if -position not in pairs and -index not in taken:
            pairs[-position] = -index
            taken.add(-index)
    return pairs


def alike(items: Sequence[ParentItem], others: Sequence[ParentItem]) -> Iterator[tuple[float, int, int]]:
    """Yield which of some items are so alike that they are the same, with how alike they are and the places of both.

    How alike two titles are is counted from an index of their pairs of characters; whose titles are too different to be
    the same whatever their texts say (:func:`similarity`) are not compared.
    """
    having: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, other in enumerate(others):
        for pair in _numbered_pairs(other.title):
            having[pair].append(index)
    totals = [pair_counts(other.title).total() for other in others]
    for position, item in enumerate(items):
        shared: Counter[int] = Counter()
        for pair in _numbered_pairs(item.title):
            shared.update(having.get(pair, ()))
        own = pair_counts(item.title).total()
        for index in sorted(shared):
            title = 2 * shared[index] / (own + totals[index])
            if title > _LEAST_TITLE and (score := _similarity(title, item, others[index])) >= SAME:
                yield score, position, index


def _numbered_pairs(title: str) -> Iterator[tuple[str, int]]:
    """Yield the pairs of characters of a title, each with which occurrence of it this is: common ones are as many."""
    return ((pair, number) for pair, count in pair_counts(title).items() for number in range(count))


def similarity(item: ParentItem, other: ParentItem) -> float:
    """Return how alike two items are, 0 to 1: their titles, and their texts where both have one.

    What is less than :data:`SAME` is so much at most: texts that could not make it the same are not compared.
    """
    return _similarity(text_likeness(item.title, other.title), item, other)


def _similarity(title: float, item: ParentItem, other: ParentItem) -> float:
    if item.kind is ItemKind.INDICATOR or not item.text or not other.text:
        return title
    if (most := _together(title, largest_likeness(item.text, other.text))) < SAME:
        return most
    return _together(title, text_likeness(item.text, other.text))


def _together(title: float, text: float) -> float:
    # a reworded title over the same text is the same item, and so is a rewritten text under nearly the same title
    return max(0.5 * title + 0.5 * text, 0.9 * text if title > _LEAST_TITLE else 0.0)


def _natural(identity: str) -> tuple[str, list[int]]:
    return identity[:1], [int(part) for part in identity[1:].split(".") if part.isdigit()]
