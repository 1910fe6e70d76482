"""The same task in several parents, and where the further parents' items stand: merged, placed and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from plangen.plan import rules
from plangen.plan.decisions import merge_same, settled
from plangen.plan.drafts import DraftGroup, DraftPlan
from plangen.plan.gather import Gathering
from plangen.plan.same import PossiblySame, SameGroup, SameResult, find_same
from plangen.plan.sources import Decisions, Outcome, Source
from plangen.plan.titles import SameWords
from plangen.terms.findings import Rule
from plangen.terms.likeness import plain

_POSSIBLE_SHOWN = 15


def join_same(decisions: Decisions, words: SameWords, findings: Gathering) -> None:
    """Merge what is surely the same in several parents, and report what was merged and what is merely alike.

    Args:
        decisions: what happens to each parent item; changed.
        words: words and thresholds for telling the same tasks.
        findings: where findings go.
    """
    result = find_same(decisions.parents, words=words, exclude=settled(decisions))
    if merged := merge_same(decisions, result):
        findings.about(rules.AUTO_MERGED.found(count=len(merged), alike=_alike(decisions, merged)), merged)
    left = result.possible
    if decisions.spec.plan.accept_merges:
        left = _accept(decisions, left, findings)
    if left:
        _report_possible(decisions, left, findings)


def _accept(decisions: Decisions, possible: Sequence[PossiblySame], findings: Gathering) -> tuple[PossiblySame, ...]:
    """Merge what the county takes for the same all at once, list it, and return what could not be merged."""
    taken: list[PossiblySame] = []
    left: list[PossiblySame] = []
    for one in _surest(possible):
        # an item that is merged already is not merged a second time, into something else
        second = decisions.get(one.second)
        group = SameGroup(members=(one.first, one.second))
        merged = second is None or decisions.outcome(second) is Outcome.MERGED
        if not merged and merge_same(decisions, SameResult(groups=(group,))):
            taken.append(one)
        else:
            left.append(one)
    if taken:
        pairs = "；".join(_pair(decisions, one) for one in taken)
        sources = [source for one in taken if (source := decisions.get(one.second))]
        findings.about(rules.MERGES_ACCEPTED.found(count=len(taken), pairs=pairs), sources)
    return tuple(left)


def _surest(possible: Sequence[PossiblySame]) -> list[PossiblySame]:
    return sorted(possible, key=lambda one: (-one.score, one.first, one.second))


def _pair(decisions: Decisions, one: PossiblySame) -> str:
    """Return a pair with what speaks for it."""
    labels = [source.full_label if (source := decisions.get(ref)) else " ".join(ref) for ref in (one.first, one.second)]
    return f"{labels[0]}与{labels[1]}（{'，'.join(one.evidence)}）"


def _alike(decisions: Decisions, merged: Sequence[Source]) -> str:
    """Return what is said about the titles of merged items: the pairs that do not have the very same."""
    pairs = [
        f"{source.full_label}并入{target.full_label}"
        for source in merged
        if (target := decisions.fate(source).target) and plain(target.item.title) != plain(source.item.title)
    ]
    return f"；其中标题不完全相同的{len(pairs)}项：{'；'.join(pairs)}" if pairs else "，标题都相同"


def _report_possible(decisions: Decisions, possible: Sequence[PossiblySame], findings: Gathering) -> None:
    shown = _surest(possible)[:_POSSIBLE_SHOWN]
    rest = f"；另有{len(possible) - len(shown)}对" if len(shown) < len(possible) else ""
    pairs = "；".join(_pair(decisions, one) for one in shown) + rest
    (into, (parent, item)) = ":".join(shown[0].first), shown[0].second
    keys = dict.fromkeys(":".join(ref) for one in possible for ref in (one.first, one.second))
    count = len(possible)
    findings.add(rules.POSSIBLY_SAME.found(items=keys, count=count, pairs=pairs, parent=parent, item=item, into=into))


def report_groups(drafts: DraftPlan, findings: Gathering) -> None:
    """Report which items of further parents were placed in groups of the first, and which stand in their own."""
    _report_rows(rules.GROUP_PLACED, drafts.placed, findings)
    _report_rows(rules.GROUP_NEW, drafts.new_groups, findings)


def _report_rows(rule: Rule, rows: Sequence[tuple[Source, DraftGroup]], findings: Gathering) -> None:
    if rows:
        counts = Counter(group.title for _, group in rows)
        groups = "；".join(f"“{title}”{count}项" for title, count in counts.items())
        findings.about(rule.found(count=len(rows), groups=groups), [source for source, _ in rows])
