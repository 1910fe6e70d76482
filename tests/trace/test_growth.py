"""Twice as many items take twice the work: what has nothing in common is looked up, not compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from draft_surgery import Surgery, drop_bookmarks
from plan_builders import build, parent, spec, unlike
from plangen.document import rendering
from plangen.document.compose import load_pack
from plangen.parent import revision
from plangen.trace import bodies, evidence_model, expected
from plangen.trace.check import check_draft
from plangen.trace.diff import diff_plans
from plangen.trace.model import Status

TWICE = 2.3


def counting(monkeypatch: pytest.MonkeyPatch, calls: Counter[str], *functions: tuple[object, str]) -> None:
    for module, name in functions:
        whole = getattr(module, name)

        def counted(*arguments: object, _whole=whole, _name: str = name, **named: object) -> object:
            calls[_name] += 1
            return _whole(*arguments, **named)

        monkeypatch.setattr(module, name, counted)


@pytest.mark.parametrize("bookmarks", [True, False])
def test_a_check_of_twice_as_many_items_compares_twice_as_much(
    monkeypatch: pytest.MonkeyPatch, bookmarks: bool
) -> None:
    parts = ((bodies, "title_likeness"), (expected, "title_likeness"), (evidence_model, "parse_clause"))
    compared = []
    for count in (60, 120):
        plan, _ = build([parent(*unlike(count, 1))], spec())
        pack = load_pack("implementation")
        data, _ = rendering.docx_of(plan, rendering.markdown_of(plan, pack), pack.style)
        if not bookmarks:
            surgery = Surgery(data)
            drop_bookmarks(surgery.root)
            data = surgery.data()
        calls: Counter[str] = Counter()
        with monkeypatch.context() as patched:
            counting(patched, calls, *parts)
            report = check_draft(plan, data)
        assert {one.status for one in report.items if one.id[0] == "T"} == {Status.CARRIED}
        compared.append(calls)
    few, many = compared
    assert many.keys() == few.keys()
    assert all(many[name] <= TWICE * few[name] for name in few), compared


def test_versions_without_anything_in_common_are_not_compared_text_by_text(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()
    counting(monkeypatch, calls, (revision, "text_likeness"))
    old, new = (replace(parent(*unlike(600, seed)), id="p-1") for seed in (1, 2))
    again = replace(new, tasks=(*new.tasks[:-1], replace(old.tasks[7], title=f"加强{old.tasks[7].title}")))
    report = diff_plans(old, again)
    assert sum(len(one.changes) > 0 for one in report.items) == 1199
    assert 0 < calls["text_likeness"] < 2_000  # each with each would be 360,000
