"""The faults by which a draft once passed though it had given its duties up, each with what must be said of it.

The target of the county's own that went from 1 % to 3 % is in test_trace_edits: no parent item carries it.
"""

from __future__ import annotations

import pytest

from draft_edits import EDITS, KEPT, LOST, WEAK, Edit, Judge, audited, judged
from plangen.trace.check import check_draft

FAULTS = {
    "text that nobody reads": (LOST, ["struck", "hidden", "white"]),
    "taken back in front of it": (LOST, ["不再", "（此条拟删除）"]),
    "cut to fourteen characters": (LOST, ["to fourteen characters"]),
    "words that undertake nothing": (
        LOST,
        ["认真贯彻落实上级要求。", "待县政府研究后确定。", "由市级有关部门负责，本县不再安排。", "内容同第5项。"],
    ),
    "later and later": (WEAK, ["two years later in the table", "eight years later in the table"]),
    "a lower target": (WEAK, ["less reduction", "no target"]),
    "who leads": (WEAK, ["collective", "two leads", "another in the table than in the text"]),
}
HONEST = ["in other words", "in a box", "heads renamed"]


def named(wanted: str, names: list[str]) -> list[Edit]:
    """Return one edit of each name."""
    return [next(edit for edit in EDITS if edit.name == name and edit.wanted == wanted) for name in names]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault: str) -> None:
    wanted, names = FAULTS[fault]
    found = judged("yonghe", named(wanted, names), seed=1) + judged("yonghe-145", named(wanted, names), seed=1)
    assert {one.edit.name for one in found} == set(names)
    assert [(one.edit.name, one.key, one.reason) for one in found if not one.right] == []


@pytest.mark.parametrize(
    "fault", ["text that nobody reads", "taken back in front of it", "words that undertake nothing"]
)
def test_an_audit_sees_it_too(fault: str) -> None:
    wanted, names = FAULTS[fault]
    found = judged("yonghe", named(wanted, names), seed=1, judge=audited)
    assert [(one.edit.name, one.key, one.reason) for one in found if not one.right] == []


@pytest.mark.parametrize("judge", [check_draft, audited])
def test_what_is_honest_is_carried(judge: Judge) -> None:
    found = judged("yonghe", named(KEPT, HONEST), seed=1, judge=judge)
    assert {one.edit.name for one in found} == set(HONEST)
    assert [(one.edit.name, one.key, one.reason) for one in found if not one.right] == []
