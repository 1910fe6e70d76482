"""What people decide in the workbook of the division of labour goes into the spec."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

import plangen
from own_items import GAS, TASKS, WATER
from sheet_hands import Hands

SPECS = Path(__file__).resolve().parents[2] / "specs"
T02, T03, P06 = "jincheng-155:T02", "jincheng-155:T03", "jincheng-155:P06"
Cells = Sequence[tuple[str, str, str, str]]
WAIVED = (("不承接的理由", "本县没有实施对象"), ("决定单位", "县政府"), ("决定时间", "2026年11月20日"))


@cache
def rendered() -> bytes:
    return plangen.render(SPECS / "yonghe.yaml", "xlsx").data


def desk(folder: Path, cells: Cells) -> tuple[Path, Path]:
    book, spec = folder / "分工.xlsx", folder / "填报.yaml"
    book.write_bytes(rendered())
    spec.write_bytes((SPECS / "yonghe.yaml").read_bytes())
    hands = Hands(book)
    for sheet, key, head, value in cells:
        hands.write(sheet, key, head, value)
    hands.save()
    return book, spec


def decide(key: str, *cells: tuple[str, str]) -> Cells:
    return [("承接", key, head, value) for head, value in cells]


TAKEN: dict[str, tuple[Cells, dict[str, object]]] = {
    "lead": ([("总表", T02, "牵头单位", "县工信局")], {"lead": "县工信局"}),
    "deadline": (decide(T02, ("完成时限", "2028年底前")), {"deadline": "2028"}),
    "title": (decide(T02, ("本级名称", "强化风险精细化治理")), {"title": "强化风险精细化治理"}),
    "measures": (decide(T02, ("本级措施", "逐户建档。\n每季度复核。")), {"measures": ["逐户建档。", "每季度复核。"]}),
    "waived": (
        decide(T03, ("处理", "不承接"), *WAIVED),
        {"waive": "本县没有实施对象", "by": "县政府", "on": "2026-11-20"},
    ),
    "merged": (decide(T03, ("处理", "合并"), ("并入", "强化风险精准化源头治理")), {"merge_into": "T02"}),
    "taken back": (decide(P06, ("处理", "承接")), {"waive": None, "by": None, "on": None}),
}


@pytest.mark.parametrize("name", TAKEN)
def test_cells_come_back_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    cells, wanted = TAKEN[name]
    book, spec = desk(tmp_path, cells)
    found = plangen.adopt(book, spec)
    said = {str(edit.path[-1]): edit.after for one in found.adoption.adopted for edit in one.edits}
    assert wanted.items() <= said.items()
    assert (found.adoption.unsaid, found.failed) == ((), False)
    plangen.write(found.output())
    assert plangen.changes(book, spec).report.changes == ()
    again = plangen.adopt(book, spec)
    assert (again.adoption.adopted, again.adoption.conflicts, again.content) == ((), (), found.content)


LEFT: dict[str, tuple[Cells, str]] = {
    "waiver without a day": (decide(T03, ("处理", "不承接"), *WAIVED[:2]), "决定时间"),
    "merged into nothing known": (decide(T03, ("处理", "合并"), ("并入", "没有的一条")), "没有叫"),
    "merged into itself": (decide(T03, ("处理", "合并"), ("并入", "T03")), "就是这一条"),
    "split": (decide(T03, ("处理", "拆分")), "一格里写不下"),
    "an opinion": ([("县教育局", "jincheng-155:T04.3", "部门意见", "建议由县人社局牵头。")], "县教育局"),
    "two sheets": ([("总表", T02, "牵头单位", "县工信局"), ("承接", T02, "牵头单位", "县公安局")], "改得不一样"),
    "an unknown unit": ([("总表", T02, "牵头单位", "县没有的局")], "不在部门名册里"),
    "what the program writes": ([("总表", T02, "主要内容", "另写一句。")], "由程序"),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_a_cell_cannot_say_is_listed(name: str, tmp_path: Path) -> None:
    cells, reason = LEFT[name]
    book, spec = desk(tmp_path, cells)
    found = plangen.adopt(book, spec)
    assert (found.adoption.adopted, found.content == found.before) == ((), True)
    assert found.adoption.unsaid
    assert all(reason in one.reason for one in found.adoption.unsaid)


def test_removing_only_the_mark_confirms_the_unit(tmp_path: Path) -> None:
    book, spec = desk(tmp_path, [("总表", T02, "牵头单位", "县应急局")])
    (one,) = plangen.adopt(book, spec).adoption.adopted
    assert {edit.path[-1] for edit in one.edits} <= {"lead", "accept_suggestions"}


def test_a_cell_that_the_spec_has_overtaken_is_a_conflict(tmp_path: Path) -> None:
    book, spec = desk(tmp_path, decide(T02, ("完成时限", "2028年底前")))
    plangen.change_spec(spec, "inherit.jincheng-155.T02.deadline", "2027")
    found = plangen.adopt(book, spec)
    assert (found.adoption.adopted, len(found.adoption.conflicts)) == ((), 1)


def test_an_own_item_is_found_in_a_spec_in_which_another_is_gone(tmp_path: Path) -> None:
    book, spec = desk(tmp_path, [("总表", WATER, "牵头单位", "县教育局")])
    text = spec.read_text("utf-8")
    start, end = (text.index(f"  - title: {title}") for title in TASKS[:2])
    spec.write_text(text[:start] + text[end:], "utf-8")
    found = plangen.adopt(book, spec).adoption
    edits = [edit for one in found.adopted for edit in one.edits if edit.path[-1] == "lead"]
    assert [(edit.path[:2], edit.after) for edit in edits] == [(("local_tasks", 1), "县教育局")]


def changed_since(spec: Path, old: str, new: str) -> None:
    text = spec.read_text("utf-8")
    assert old in text
    spec.write_text(text.replace(old, new, 1), "utf-8")


def test_a_decision_of_which_the_spec_has_changed_another_cell_is_a_conflict(tmp_path: Path) -> None:
    merged = decide(T03, ("处理", "合并"), ("并入", "强化风险精准化源头治理"))
    book, spec = desk(tmp_path, merged)
    spec.write_bytes(plangen.adopt(book, spec).content)
    book.write_bytes(plangen.render(spec, "xlsx").data)
    hands = Hands(book)
    hands.write("承接", T03, "并入", "构建现代化、精细化执法体系")
    hands.save()
    changed_since(spec, "T03: {merge_into: T02}", "T03: {waive: 没有实施对象, by: 县政府, on: 2026-12-01}")
    found = plangen.adopt(book, spec)
    assert (found.adoption.adopted, len(found.adoption.conflicts), found.content) == ((), 1, found.before)


OWN_FIRST = ("local_tasks:\n", "local_tasks:\n  - {title: 加强煤层气井场巡查, lead: 县应急局}\n")


@pytest.mark.parametrize("sheet", ["总表", "县应急局"])
def test_an_own_item_is_known_by_its_title_where_its_number_is_another_since(sheet: str, tmp_path: Path) -> None:
    book, spec = desk(tmp_path, [])
    hands = Hands(book)
    hands.write(sheet, GAS, "完成时限", "2029年底前")
    hands.save()
    changed_since(spec, *OWN_FIRST)
    (one,) = plangen.adopt(book, spec).adoption.adopted
    assert [edit.path for edit in one.edits] == [("local_tasks", 1, "deadline")]


def test_an_own_item_that_the_spec_has_no_more_takes_nothing(tmp_path: Path) -> None:
    book, spec = desk(tmp_path, [("总表", GAS, "完成时限", "2029年底前")])
    text = spec.read_text("utf-8")
    start, end = text.index("  - title: 加强天然气开采"), text.index("  - title: 强化黄土崩塌")
    spec.write_text(text[:start] + text[end:], "utf-8")
    found = plangen.adopt(book, spec)
    assert (found.adoption.adopted, found.content == found.before) == ((), True)
    assert any("没有这一项" in one.reason for one in found.adoption.unsaid)
