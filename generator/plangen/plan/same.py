"""Which items of several parents are the same task.

A wrong merge hides a duty, so only what is sure is merged; see the head of templates/knowledge/same.yaml for the rule
and the thresholds, and benchmarks/same_tasks.py for what they are measured by.  What is merely alike is returned apart,
for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan.same_groups import Cluster, Clusters, Entry, ItemRef
from plangen.plan.titles import SameWords, core_of, indicator_key, load_same_words, surely_same, title_text
from plangen.terms.likeness import Candidates, Similarity, plain, words_only

_LIKE_LENGTHS = 0.7  # texts that are nearly the same are nearly as long; spares the comparison of all others
_SHOWN_EVIDENCE = 3
_ALL_ALIKE = 0.995  # what is left of two titles without their verbs and modifiers is the same
_SHORTEST_TEXT = 15  # characters; a shorter text is hardly a sentence


@dataclass(frozen=True, kw_only=True)
class SameGroup:
    """Items of different parents that are one task.

    Attributes:
        members: at least two, of different parents; the first gives the structure.
    """

    members: tuple[ItemRef, ...]


@dataclass(frozen=True, kw_only=True)
class PossiblySame:
    """Two items that are alike, but not surely the same.

    Attributes:
        first: the item that would carry both.
        second: the other, of a further parent.
        score: likeness of their titles, up to 1.
        evidence: what speaks for their being one, in Chinese.
    """

    first: ItemRef
    second: ItemRef
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SameResult:
    """What was found among all parents, in the order of the first parent's items."""

    groups: tuple[SameGroup, ...] = ()
    possible: tuple[PossiblySame, ...] = ()


def find_same(
    parents: Sequence[ParentPlan], *, words: SameWords | None = None, exclude: Collection[ItemRef] = ()
) -> SameResult:
    """Find the items of different parents that are the same indicator, goal, task, project or nested item.

    Args:
        parents: the parents in the order of the spec; the first gives the structure.
        words: words and thresholds, see :func:`load_same_words`.
        exclude: items that the spec has already decided about; they are left alone.

    Returns:
        Groups of what is surely the same, and pairs that may be: tasks, projects, or what is nested under joined ones,
        with titles that are merely alike, and nested items with the very title of a task or project that could not be
        joined with it.
    """
    words = words or load_same_words()
    if len(parents) < 2:
        return SameResult()
    left_out = frozenset(exclude)
    every = list(_entries(parents, words))
    entries = [entry for entry in every if entry.ref not in left_out]
    similarity = Similarity(entry.title for entry in entries)
    clusters: list[Cluster] = []
    possible: list[PossiblySame] = []
    for kind in (ItemKind.INDICATOR, ItemKind.GOAL, ItemKind.TASK, ItemKind.PROJECT):
        of_kind = [entry for entry in entries if entry.item.kind is kind and entry.host is None]
        found = _cluster_kind(of_kind, parents, similarity, words)
        clusters += found
        if kind in (ItemKind.TASK, ItemKind.PROJECT):
            possible += _possible(of_kind, found, similarity, words)
    joined = _joined(clusters)
    nested = [entry for entry in entries if entry.host is not None]
    found = _cluster_nested(nested, parents, joined, words)
    clusters += found
    for number in sorted({joined[entry.host] for entry in nested if entry.host in joined}):
        beside = [entry for entry in nested if entry.host in joined and joined[entry.host] == number]
        possible += _possible(beside, found, similarity, words)
    clusters = _joined_across_levels(clusters, entries, _kinds_of_tops(every), words)
    possible += _same_title_elsewhere(entries, clusters, words)
    groups = [cluster for cluster in clusters if len(cluster.entries) > 1]
    groups.sort(key=lambda cluster: cluster.entries[0].order)
    return SameResult(
        groups=tuple(SameGroup(members=tuple(entry.ref for entry in cluster.entries)) for cluster in groups),
        possible=tuple(possible),
    )


def _entries(parents: Sequence[ParentPlan], words: SameWords) -> Iterator[Entry]:
    order = 0

    def entry(plan: ParentPlan, item: ParentItem, host: ItemRef | None) -> Iterator[Entry]:
        nonlocal order
        order += 1
        ref = (plan.id, item.id)
        title = indicator_key(item.title, words) if item.kind is ItemKind.INDICATOR else item.title
        text = words_only(item.text or "")
        yield Entry(ref, order, item, host, core_of(title, words), title_text(item.title, words), text)
        for nested in item.items:
            yield from entry(plan, nested, ref)

    for plan in parents:
        for item in plan.top_items():
            yield from entry(plan, item, None)


def _joined(clusters: Iterable[Cluster]) -> dict[ItemRef, int]:
    """Return for each item of a cluster a number that the whole cluster shares."""
    return {entry.ref: number for number, cluster in enumerate(clusters) for entry in cluster.entries}


def _cluster_kind(
    entries: Sequence[Entry], parents: Sequence[ParentPlan], similarity: Similarity, words: SameWords
) -> list[Cluster]:
    """Group the items of one kind, parent by parent: equal titles first, then sure ones, then alike with like texts."""
    clusters = Clusters()
    texts = Candidates(similarity, (entry.text for entry in entries))
    shortest = words.thresholds["shortest"]

    def equal(first: Entry, second: Entry) -> bool:
        if first.core.plain != second.core.plain:
            return False
        telling = first.core.length >= shortest or first.item.kind in (ItemKind.INDICATOR, ItemKind.GOAL)
        return telling or _same_surroundings(first.item, second.item, similarity, words)

    def sure(first: Entry, second: Entry) -> bool:
        return first.core.length >= shortest and surely_same(first.core, second.core, shortest)

    for plan in parents:
        waiting = [entry for entry in entries if entry.ref[0] == plan.id]
        for rule in (equal, sure):
            waiting = clusters.join(waiting, rule)
        if clusters.all and waiting and waiting[0].item.kind is not ItemKind.INDICATOR:
            least = min(words.thresholds["text"], words.thresholds["text_alone"])
            found = {
                entry.order: [
                    cluster
                    for place in (texts.like(entry.text, least) if entry.text else ())
                    if (cluster := clusters.of_first.get(entries[place].order))
                ]
                for entry in waiting
            }
            waiting = [entry for entry in waiting if not _join_by_text(entry, found[entry.order], similarity, words)]
        clusters.begin(waiting)
    return clusters.all


def _same_surroundings(first: ParentItem, second: ParentItem, similarity: Similarity, words: SameWords) -> bool:
    """Return whether two items with the same short title stand under like headings or have much the same units."""
    if first.group and second.group:
        groups = similarity.between(title_text(first.group, words), title_text(second.group, words))
        if groups >= words.thresholds["group"]:
            return True
    units = [set(_units(item)) for item in (first, second) if item.responsibility]
    if len(units) < 2 or not any(units):
        return False
    return len(units[0] & units[1]) / len(units[0] | units[1]) >= words.thresholds["units"]


def _join_by_text(
    entry: Entry,
    clusters: Sequence[Cluster],
    similarity: Similarity,
    words: SameWords,
) -> bool:
    """Join where both parents' texts say nearly the same; only for parents that were imported with text."""
    if len(entry.text) < _SHORTEST_TEXT:
        return False
    limits = words.thresholds
    scored = []
    for cluster in clusters:
        first = cluster.entries[0]
        if cluster.takes(entry) and first.text and first.core.digits == entry.core.digits:
            alike = similarity.between(first.title, entry.title) >= limits["title"]
            lengths = sorted((len(first.text), len(entry.text)))
            if not alike and lengths[0] < _LIKE_LENGTHS * lengths[1]:
                continue
            text = similarity.between(first.text, entry.text)
            if text >= (limits["text"] if alike else limits["text_alone"]):
                scored.append((text, -first.order, cluster))
    scored.sort(key=lambda row: row[:2], reverse=True)
    if not scored:
        return False
    if len(scored) > 1 and scored[0][0] - scored[1][0] < limits["margin"]:
        return False
    scored[0][2].add(entry)
    return True


def _cluster_nested(
    entries: Sequence[Entry], parents: Sequence[ParentPlan], joined: Mapping[ItemRef, int], words: SameWords
) -> list[Cluster]:
    """Group nested items: under hosts that are one task by sure titles, elsewhere only by equal, telling titles."""
    shortest, telling = words.thresholds["shortest"], words.thresholds["nested_title"]

    def same(first: Entry, second: Entry) -> bool:
        assert first.host is not None and second.host is not None
        together = first.host in joined and joined[first.host] == joined.get(second.host)
        if together:
            return surely_same(first.core, second.core, shortest)
        return first.core.plain == second.core.plain and len(first.core.plain) >= telling

    clusters = Clusters()
    for plan in parents:
        clusters.begin(clusters.join([entry for entry in entries if entry.ref[0] == plan.id], same))
    return clusters.all


def _possible(
    entries: Sequence[Entry], clusters: Sequence[Cluster], similarity: Similarity, words: SameWords
) -> Iterator[PossiblySame]:
    """Yield pairs of items of different parents that are each other's nearest and alike, but were not joined."""
    partners = {
        entry.ref: {other.ref[0] for other in cluster.entries} for cluster in clusters for entry in cluster.entries
    }
    limit = words.thresholds["possible"]
    nearest: dict[tuple[ItemRef, str], tuple[float, int, Entry]] = {}
    titles = Candidates(similarity, (entry.title for entry in entries))
    for number, first in enumerate(entries):
        for second in (entries[place] for place in titles.like(first.title, limit) if place > number):
            if second.ref[0] in partners[first.ref] or first.ref[0] in partners[second.ref]:
                continue
            score = similarity.between(first.title, second.title)
            if score < limit:
                continue
            for one, other in ((first, second), (second, first)):
                key = (one.ref, other.ref[0])
                if key not in nearest or (score, -other.order) > nearest[key][:2]:
                    nearest[key] = (score, -other.order, other)
    found: dict[ItemRef, list[tuple[float, int, Entry]]] = defaultdict(list)
    for (ref, _), row in nearest.items():
        found[ref].append(row)
    for first in entries:
        for score, _, other in found[first.ref]:
            if first.order < other.order and nearest[other.ref, first.ref[0]][2] is first:
                evidence = tuple(evidence_of(first.item, other.item, similarity=similarity, words=words))
                yield PossiblySame(first=first.ref, second=other.ref, score=round(score, 3), evidence=evidence)


def evidence_of(first: ParentItem, second: ParentItem, *, similarity: Similarity, words: SameWords) -> Iterator[str]:
    """Yield what speaks for two items' being one, in Chinese: titles, groups, units, points, texts.

    Args:
        first: one item.
        second: the other.
        similarity: tells how like two texts are.
        words: words and thresholds.
    """
    titles = [title_text(one.title, words) for one in (first, second)]
    same = plain(first.title) == plain(second.title)
    alike = similarity.between(*titles)
    yield "标题相同" if same else "标题的实词相同" if alike > _ALL_ALIKE else f"标题相近{alike:.0%}"
    groups = [one.group for one in (first, second) if one.group]
    if len(groups) == 2 and plain(groups[0]) == plain(groups[1]):
        yield f"组名相同：{groups[0]}"
    elif (
        len(groups) == 2
        and similarity.between(*(title_text(one, words) for one in groups)) >= words.thresholds["group"]
    ):
        yield f"组名“{groups[0]}”与“{groups[1]}”相近"
    said = {"责任单位": [_units(one) for one in (first, second)]}
    said["要点"] = [{plain(point): point for point in one.points} for one in (first, second)]
    for what, (ours, theirs) in said.items():
        if shared := [name for key, name in ours.items() if key in theirs]:
            yield f"{what}相同：{'、'.join(shared[:_SHOWN_EVIDENCE])}"
    texts = [words_only(one.text or "") for one in (first, second)]
    if all(texts):
        yield f"正文相近{similarity.between(*texts):.0%}"


def _units(item: ParentItem) -> dict[str, str]:
    clause = item.responsibility
    return {plain(unit): unit for unit in (*clause.leads, *clause.participants)} if clause else {}


def _joined_across_levels(
    clusters: Sequence[Cluster], entries: Sequence[Entry], kinds: Mapping[ItemRef, ItemKind], words: SameWords
) -> list[Cluster]:
    """Join a nested item with the task or project of another parent that has its very title.

    One city lists as a project what another lists under a larger one.  Only a telling title counts, a task joins
    what stands under tasks and a project what stands under projects, and a parent that has the title twice is left to
    a person.
    """
    telling, shortest = words.thresholds["nested_title"], words.thresholds["shortest"]
    by_title: dict[tuple[ItemKind, str], list[Entry]] = {}
    for entry in entries:
        if kinds[entry.ref] in _LEVELLED and entry.core.length >= shortest and len(entry.core.plain) >= telling:
            by_title.setdefault((kinds[entry.ref], entry.core.plain), []).append(entry)
    home = {entry.ref: cluster for cluster in clusters for entry in cluster.entries}
    gone: set[int] = set()
    for same in by_title.values():
        found = {id(home[entry.ref]): home[entry.ref] for entry in same}
        members = sorted((entry for cluster in found.values() for entry in cluster.entries), key=lambda one: one.order)
        twice = len({entry.ref[0] for entry in members}) < len(members)
        levels = {entry.host is None for entry in same}
        if len(found) < 2 or twice or len(levels) < 2:
            continue
        first, *others = found.values()
        gone.update(id(cluster) for cluster in others)
        first.entries = members
        first.parents = {entry.ref[0] for entry in members}
        home.update({entry.ref: first for entry in members})
    return [cluster for cluster in clusters if id(cluster) not in gone]


_LEVELLED = (ItemKind.TASK, ItemKind.PROJECT)


def _kinds_of_tops(entries: Iterable[Entry]) -> dict[ItemRef, ItemKind]:
    """Return for each item the kind of the item that it stands under at last; hosts come before what they hold."""
    kinds: dict[ItemRef, ItemKind] = {}
    for entry in entries:
        kinds[entry.ref] = entry.item.kind if entry.host is None else kinds.get(entry.host, entry.item.kind)
    return kinds


def _same_title_elsewhere(
    entries: Sequence[Entry], clusters: Iterable[Cluster], words: SameWords
) -> Iterator[PossiblySame]:
    """Yield nested items that another parent has as a task or project of its own, by the same telling title."""
    joined = _joined(clusters)
    tops: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.host is None and entry.item.kind in _LEVELLED:
            tops.setdefault(entry.core.plain, []).append(entry)
    for entry in entries:
        if entry.host is None or len(entry.core.plain) < words.thresholds["nested_title"]:
            continue
        for top in tops.get(entry.core.plain, ()):
            if top.ref[0] != entry.ref[0] and joined.get(top.ref) != joined.get(entry.ref):
                yield PossiblySame(first=top.ref, second=entry.ref, score=1.0, evidence=("标题相同",))
                break
