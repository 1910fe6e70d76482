"""One judge: the same file gives the same answer in check and audit, except where the spec explains the difference."""

from __future__ import annotations

import pytest

from draft_edits import EDITS, KEPT, LOST, audited, judged
from draft_surgery import Surgery, drop_bookmarks
from example_drafts import by_key, example
from plangen.trace.check import check_draft
from plangen.trace.model import ItemStatus, Status

LEAST_EQUAL = 0.72
LEAST_RIGHT = 0.9
AT_ONCE = 8


def explained(audited_as: ItemStatus) -> bool:
    """Return whether a difference is one that the spec explains.

    The plan words the title of an item whose parent gives no text in its own way and carries it by measures of its
    own, and knows that it did; an audit has the parent's title and points alone.  And the plan may have settled on a
    later time than the parent's, which the check says as a finding.
    """
    reasons = ("晚于上位规划", "相近的标题", "相近的内容", "按要点核对", "所含子项", "承接对照表")
    return any(reason in (audited_as.reason or "") for reason in reasons)


@pytest.mark.parametrize("bookmarks", [True, False])
@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_the_same_file_gives_the_same_answer_in_check_and_audit(name: str, bookmarks: bool) -> None:
    plan, data = example(name)
    if not bookmarks:
        surgery = Surgery(data)
        drop_bookmarks(surgery.root)
        data = surgery.data()
    checked, found = by_key(check_draft(plan, data)), by_key(audited(plan, data))
    different = [key for key in checked if checked[key].status is not found[key].status]
    assert [key for key in different if not explained(found[key])] == []
    assert len(different) <= (1 - LEAST_EQUAL) * len(checked)
    # nothing that the check misses or waives is carried for the audit
    assert not [key for key in different if found[key].status is Status.CARRIED]


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_an_audit_sees_what_was_given_up_as_the_check_does(name: str) -> None:
    found = [
        one
        for start in range(0, len(EDITS), AT_ONCE)
        for one in judged(name, list(EDITS[start : start + AT_ONCE]), seed=start, judge=audited)
    ]
    assert sum(one.right for one in found) >= LEAST_RIGHT * len(found)
    silent = [one for one in found if one.edit.wanted == LOST and one.status is Status.CARRIED]
    assert len(silent) <= 0.03 * len(found)
    alarmed = [one for one in found if one.edit.wanted == KEPT and one.status in (Status.MISSING, Status.SUSPECT)]
    assert alarmed == []
