"""What a plan that is only named (参考) has in common with the county's: the same work, with what speaks for it.

Such a plan hands nothing down.  Its items are shown beside the county's, always as a reference and never as what the
county's items come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.model import Alike, CountyIndicator, CountyItem, CountyPlan, Origin, title_of
from plangen.plan.same import evidence_of, find_same
from plangen.plan.same_groups import ItemRef
from plangen.plan.sentence import joined
from plangen.plan.titles import SameWords
from plangen.terms.likeness import Similarity

_OWN = ""  # id of the plan that the county's own items make; no parent has it

Row = CountyItem | CountyIndicator


def alike_in_references(plan: CountyPlan, words: SameWords) -> tuple[Alike, ...]:
    """Return what the plans that are only named have in common with the county's, in their own order.

    Args:
        plan: the county's plan.
        words: words and thresholds, see :func:`plangen.plan.titles.load_same_words`.
    """
    if not plan.references:
        return ()
    rows: dict[ItemRef, tuple[Row, ...]] = {
        (row.origin.parent, row.origin.item): row.targets for row in plan.trace if row.targets
    }
    own = _own_plan(plan)
    every: list[Row] = [*plan.indicators, *plan.all_items()]
    own_rows = {row.key: row for row in every}
    rows |= {(_OWN, item.id): (own_rows[item.id],) for item in own.top_items()}
    return tuple(one for reference in plan.references for one in _alike(plan, own, reference, rows, words))


def _alike(
    plan: CountyPlan, own: ParentPlan, reference: ParentPlan, rows: dict[ItemRef, tuple[Row, ...]], words: SameWords
) -> Iterator[Alike]:
    plans = [*plan.parents, own, reference]
    items: dict[ItemRef, ParentItem] = {(one.id, item.id): item for one in plans for item in one.all_items()}
    # what the county does not carry is nothing of its plan
    result = find_same(plans, words=words, exclude=[ref for ref in items if ref[0] != reference.id and ref not in rows])
    similarity = Similarity(item.title for item in items.values())
    found: dict[str, list[tuple[ItemRef, bool]]] = {}
    for group in result.groups:
        named = [ref for ref in group.members if ref[0] == reference.id]
        for ref in named:
            found.setdefault(ref[1], []).extend((other, True) for other in group.members if other != ref)
    for pair in result.possible:
        for ref, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if ref[0] == reference.id:
                found.setdefault(ref[1], []).append((other, False))
    for item in reference.all_items():
        others = found.get(item.id, [])
        sure = any(one for _, one in others)
        kept = [other for other, one in others if one is sure and other in rows]
        if kept:
            evidence = (
                line for other in kept for line in evidence_of(items[other], item, similarity=similarity, words=words)
            )
            yield Alike(
                origin=Origin(parent=reference.id, item=item.id, kind=item.kind, number=item.number, title=item.title),
                targets=tuple({row.key: row for other in kept for row in rows[other]}.values()),
                sure=sure,
                evidence=tuple(dict.fromkeys(evidence)),
            )


def _own_plan(plan: CountyPlan) -> ParentPlan:
    """Return what the county's plan has that no parent asks for, in the form of a plan."""

    def items(rows: Sequence[Row], kind: ItemKind) -> tuple[ParentItem, ...]:
        return tuple(
            ParentItem(
                id=row.key,
                kind=kind,
                title=title_of(row),
                group=getattr(row, "group", None),
                text=joined(getattr(row, "sentences", ())) or None,
            )
            for row in rows
            if not row.origins
        )

    def whole(tops: Sequence[CountyItem]) -> list[Row]:
        return [row for top in tops for row in top.walk()]

    return ParentPlan(
        id=_OWN,
        title=plan.title,
        place=plan.spec.county.name,
        level=Level.COUNTY,
        kind=PlanKind.PLAN,
        indicators=items(plan.indicators, ItemKind.INDICATOR),
        goals=items(whole(plan.goals), ItemKind.GOAL),
        tasks=items(whole(plan.tasks), ItemKind.TASK),
        projects=items(whole(plan.projects), ItemKind.PROJECT),
    )
