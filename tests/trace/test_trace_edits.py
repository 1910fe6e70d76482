"""Edits as people make them in Word: what is given up, weakened or contradictory is said, and what is not is let be."""

from __future__ import annotations

import pytest

from draft_edits import EDITS, judged

AT_ONCE = 9


@pytest.mark.parametrize("bookmarks", [True, False])
@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
@pytest.mark.parametrize("start", range(0, len(EDITS), AT_ONCE))
def test_every_edit_is_judged_rightly(name: str, start: int, bookmarks: bool) -> None:
    found = judged(name, list(EDITS[start : start + AT_ONCE]), seed=start, bookmarks=bookmarks)
    wrong = [(one.edit.name, one.edit.wanted, one.key, one.status, one.reason) for one in found if not one.right]
    assert wrong == []


def test_there_are_enough_edits_of_every_kind() -> None:
    assert len(EDITS) >= 80
    assert len({edit.name + edit.kind for edit in EDITS}) == len(EDITS)
