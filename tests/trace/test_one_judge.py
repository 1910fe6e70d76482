"""One judge: the same file gives the same answer in check and audit, except where the spec explains the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from draft_edits import EDITS, KEPT, LOST, audited, judged
from draft_surgery import Surgery, W, drop_bookmarks, remove
from example_drafts import by_key, example
from plangen.plan.model import CountyItem, CountyPlan, title_of
from plangen.plan.sentence import SentenceSource
from plangen.trace.check import check_draft
from plangen.trace.model import CheckReport, ItemStatus, Status

LEAST_RIGHT = 0.9
AT_ONCE = 8


def why(plan: CountyPlan, key: str, checked: CheckReport, found: Mapping[str, ItemStatus]) -> str | None:
    """Return which of the differences that the spec explains a difference is; None where it is none of them."""
    parent, item = next((p, one) for p in plan.parents for one in p.all_items() if f"{p.id}:{one.id}" == key)
    warned = {one for finding in checked.findings if finding.code == "deadline-later" for one in finding.items}
    if key in warned and "晚于上位规划" in (found[key].reason or ""):
        return "own deadline"  # the plan settled on a later time; the check says so as a warning
    titles = {
        title_of(one) for row in plan.trace if f"{row.origin.parent}:{row.origin.item}" == key for one in row.targets
    }
    if not item.text and item.title not in titles:
        return "own wording"  # merged, divided or renamed by the spec, and of the parent there are only points
    said = [
        sentence.source
        for row in plan.trace
        if f"{row.origin.parent}:{row.origin.item}" == key
        for one in row.targets
        if isinstance(one, CountyItem)
        for sentence in one.sentences
    ]
    if not item.text and said and SentenceSource.PARENT not in said:
        return "own measures"  # of the parent there are only points, and the plan's sentences speak of other things
    differ = [f"{parent.id}:{one.id}" for one in item.walk() if one is not item]
    if any(
        checked_as.key in differ
        for checked_as in checked.items
        if checked_as.status is not found[checked_as.key].status
    ):
        return "nested"
    return None


@pytest.mark.parametrize("bookmarks", [True, False])
@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_the_same_file_gives_the_same_answer_in_check_and_audit(name: str, bookmarks: bool) -> None:
    plan, data = example(name)
    if not bookmarks:
        surgery = Surgery(data)
        drop_bookmarks(surgery.root)
        data = surgery.data()
    report = check_draft(plan, data)
    checked, found = by_key(report), by_key(audited(plan, data))
    different = {key: why(plan, key, report, found) for key in checked if checked[key].status is not found[key].status}
    assert [(key, found[key].reason) for key, kind in different.items() if kind is None] == []
    # nothing that the check misses or waives is carried for the audit
    assert not [key for key in different if found[key].status is Status.CARRIED]
    # bookmarks tell of merged and renamed items as well; what has neither title nor a word in common is left
    if bookmarks:
        assert sum(kind not in ("own deadline", "own measures") for kind in different.values()) <= 0.08 * len(checked)


def moved_bookmarks(surgery: Surgery) -> tuple[str, str]:
    """Bring a task's bookmark to another task's heading and delete the task; return both keys."""
    parents = [(place, keys) for place, keys in surgery.anchored() if not keys[0].startswith("local:")]
    tasks = [(place, keys) for place, keys in parents if len(keys) == 1 and ":T" in keys[0]]
    (first, (key,)), (other, (stays,)) = tasks[0], tasks[-1]
    for mark in list(first.iter(f"{W}bookmarkStart")):
        other.insert(1, mark)
    for place in [*surgery.under(first), first]:
        remove(place)
    remove(surgery.find(key, "pgr_"))
    return key, stays


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_a_bookmark_on_another_text_misleads_nobody(name: str) -> None:
    plan, data = example(name)
    surgery = Surgery(data)
    key, stays = moved_bookmarks(surgery)
    found = by_key(audited(plan, surgery.data()))
    assert found[key].status is not Status.CARRIED
    assert found[stays].status is by_key(audited(plan, data))[stays].status


def test_a_bookmark_of_another_version_of_the_item_does_not_count() -> None:
    plan, data = example("yonghe-145")
    renamed = "yangquan-145:T38"  # under a title of the county's own: only its bookmark says that it is carried
    parents = tuple(
        replace(parent, tasks=tuple(replace(one, title=f"{one.title}体系") for one in parent.tasks))
        for parent in plan.parents
    )
    assert by_key(audited(plan, data))[renamed].status is Status.CARRIED
    assert by_key(audited(replace(plan, parents=parents), data))[renamed].status is not Status.CARRIED


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_an_audit_sees_what_was_given_up_as_the_check_does(name: str) -> None:
    both = [edit for edit in EDITS if not edit.beside_plan]
    found = [
        one
        for start in range(0, len(both), AT_ONCE)
        for one in judged(name, both[start : start + AT_ONCE], seed=start, judge=audited)
    ]
    assert sum(one.right for one in found) >= LEAST_RIGHT * len(found)
    silent = [one for one in found if one.edit.wanted == LOST and one.status is Status.CARRIED]
    assert len(silent) <= 0.03 * len(found)
    alarmed = [one for one in found if one.edit.wanted == KEPT and one.status in (Status.MISSING, Status.SUSPECT)]
    assert alarmed == []
