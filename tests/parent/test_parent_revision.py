"""A revised document over an existing parent: the same items keep their ids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.parent.importer import import_lines, keep_ids
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.parent.revision import Change, similarity
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility


def plan(text: str, *, facts_only: bool = False) -> ParentPlan:
    lines = [line.strip() for line in text.strip().split("\n")]
    document = SourceDocument(
        name="规划.txt",
        sha256="0",
        format="txt",
        lines=tuple(Line(text=line, place=Place(line=number)) for number, line in enumerate(lines, 1)),
    )
    return import_lines(document, facts_only=facts_only).plan


OLD = """
临汾市“十五五”应急体系规划
一、重点任务
（一）健全体系
1.完善指挥机制。健全市县两级联动指挥的工作机制。
2.建强救援队伍。补齐专业队伍的装备短板并开展实训。
（1）配齐装备。按标准配备。
（2）开展实训。每季度组织。
3.加强物资储备。优化储备库的布局和品类结构。
（二）提升能力
4.提升预警能力。建设多灾种综合监测预警平台。
二、重点工程
1.指挥中心建设工程。建设指挥大厅。
2.避难场所建设工程。新建避难场所。
"""


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind, change.id) for change in changes]


def ids(found: ParentPlan) -> list[tuple[str, str]]:
    return [(item.id, item.title) for item in found.all_items()]


def test_the_same_document_changes_nothing() -> None:
    old = plan(OLD)
    assert keep_ids(plan(OLD), old) == (old, ())
    facts = plan(OLD, facts_only=True)
    assert keep_ids(plan(OLD), facts)[1] == ()


def test_items_keep_their_ids_through_insertion_removal_rewording_and_moving() -> None:
    new = plan(
        """
        临汾市“十五五”应急体系规划
        一、重点任务
        （一）健全体系
        1.压实部门责任。修订部门责任清单。
        2.完善应急指挥机制。健全市县两级联动指挥的工作机制。
        3.建强救援队伍。补齐专业队伍的装备短板并开展实训。
        （1）组织比武。每年一次。
        （2）配齐装备。按标准配备。
        （二）提升能力
        4.加强物资储备。优化储备库的布局和品类结构。
        5.提升预警能力。到2028年建成多灾种综合监测预警平台。
        二、重点工程
        1.避难场所建设工程。新建避难场所。
        """
    )
    kept, changes = keep_ids(new, plan(OLD))
    assert ids(kept) == [
        ("T05", "压实部门责任"),
        ("T01", "完善应急指挥机制"),
        ("T02", "建强救援队伍"),
        ("T02.3", "组织比武"),
        ("T02.1", "配齐装备"),
        ("T03", "加强物资储备"),
        ("T04", "提升预警能力"),
        ("P02", "避难场所建设工程"),
    ]
    assert kinds(changes) == [
        ("added", "T05"),
        ("reworded", "T01"),
        ("added", "T02.3"),
        ("removed", "T02.2"),
        ("moved", "T03"),
        ("reworded", "T04"),
        ("removed", "P01"),
    ]
    assert next(change for change in changes if change.id == "T01").before == "完善指挥机制"
    assert {change.label for change in changes} == {"新增", "删除", "改写", "移动"}


def test_an_id_is_never_given_to_another_item_not_even_later() -> None:
    without = plan(OLD.replace("2.避难场所建设工程。新建避难场所。\n", ""))
    first, changes = keep_ids(without, plan(OLD))
    assert kinds(changes) == [("removed", "P02")]
    assert first.retired == ("P02",)
    other = plan(OLD.replace("2.避难场所建设工程。新建避难场所。", "2.应急广播建设工程。覆盖行政村。"))
    second, changes = keep_ids(other, first)
    assert kinds(changes) == [("added", "P03")]
    assert second.retired == ("P02",)


def test_the_plans_own_id_stays() -> None:
    old = replace(plan(OLD), id="our-parent")
    assert keep_ids(plan(OLD), old)[0].id == "our-parent"


def test_alike_is_what_shares_title_or_text() -> None:
    def task(title: str, text: str | None = None) -> ParentItem:
        return ParentItem(id="T01", kind=ItemKind.TASK, title=title, text=text)

    assert similarity(task("完善指挥机制"), task("完善指挥机制")) == 1.0
    assert similarity(task("完善指挥机制", "甲乙丙丁戊己"), task("健全指挥机制", "甲乙丙丁戊己")) > 0.8
    assert similarity(task("完善指挥机制"), task("新建避难场所")) == 0.0


TITLES = [
    f"{verb}{noun}"
    for verb in ("健全", "提升", "推进", "强化")
    for noun in ("预案管理", "队伍建设", "监测预警", "物资储备")
]


def bare(titles: list[str], start: int = 1) -> ParentPlan:
    return ParentPlan(
        id="p",
        title="t",
        place="x",
        level=Level.CITY,
        kind=PlanKind.PLAN,
        tasks=tuple(
            ParentItem(id=f"T{number:02d}", kind=ItemKind.TASK, title=title)
            for number, title in enumerate(titles, start)
        ),
    )


@settings(max_examples=100, deadline=None)
@given(
    before=st.lists(st.sampled_from(TITLES), unique=True, min_size=1),
    after=st.lists(st.sampled_from(TITLES), unique=True, min_size=1),
)
def test_same_titles_keep_their_ids_and_no_id_is_used_twice(before: list[str], after: list[str]) -> None:
    old = bare(before)
    kept, _ = keep_ids(bare(after), old)
    was = {item.title: item.id for item in old.tasks}
    now = {item.title: item.id for item in kept.tasks}
    assert len(set(now.values())) == len(after)
    assert [item.title for item in kept.tasks] == after
    for title in set(was) & set(now):
        assert now[title] == was[title]
    assert set(kept.retired) == set(was.values()) - set(now.values())


@pytest.mark.parametrize(
    ("now", "what"),
    [
        ({"deadline": 2028}, ("时限",)),
        (
            {"responsibility": Responsibility(text="市局", leads=("市局",), participants=(), open_ended=False)},
            ("单位",),
        ),
        ({"text": "另一段正文。"}, ("正文",)),
        ({"title": "健全指挥机制", "deadline_text": "长期"}, ("标题", "时限")),
    ],
)
def test_a_reworded_item_says_what_of_it_changed(now: dict[str, Any], what: tuple[str, ...]) -> None:
    old = ParentItem(id="T01", kind=ItemKind.TASK, title="完善指挥机制", text="建立指挥机制，完善指挥体系。")
    before, after = replace(plan(OLD), tasks=(old,)), replace(plan(OLD), tasks=(replace(old, **now),))
    (change,) = keep_ids(after, before)[1]
    assert change.what == what
