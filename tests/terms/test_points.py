"""Points: the short phrases that say what an item asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.points import LONGEST_POINT, PointReader

NOTHING_ELSE = PointReader([])


@pytest.mark.parametrize(
    ("title", "text", "wanted", "unwanted"),
    [
        ("严格安全准入", "严格落实矿山等“禁限控”目录。", ["安全准入", "禁限控目录"], ["禁限控"]),
        ("提升基层治理能力", "建立“第一响应人”制度。", ["基层治理能力", "第一响应人"], []),
        ("健全机制", "2027年底前建立会商研判、信息共享机制。", ["会商研判", "信息共享机制"], ["2027年"]),
        ("完善预案", "以风险评估为基础，修订总体应急预案。", ["总体应急预案"], ["风险评估"]),
        ("加强管网改造", "实施城市水、电、气等生命线改造。", ["生命线改造"], ["城市水", "电"]),
        ("强化值守", "推动应急、公安和交通部门联合值守。", [], ["推动应急"]),
        ("建设队伍", "鼓励社会力量参与救援，及时发布预警信息。", ["预警信息"], ["参", "时发布预警信息"]),
    ],
)
def test_points_of_an_item(title: str, text: str, wanted: list[str], unwanted: list[str]) -> None:
    found = NOTHING_ELSE.read(title, text)
    assert set(wanted) <= set(found)
    assert not set(unwanted) & set(found)


def test_a_name_that_is_too_long_is_cut_where_the_document_begins_a_word() -> None:
    long = "全生命周期灾害事故风险防控管理制度"
    assert NOTHING_ELSE.read("健全机制", f"健全{long}。") == ()
    reader = PointReader(["开展灾害事故风险防控。", "做好灾害事故风险调查。", f"健全{long}。"])
    assert reader.read("健全机制", f"健全{long}。") == ("灾害事故风险防控管理制度",)


@given(st.text(alphabet="强化建立完善应急预案“”《》（）、，。和及与的等2027年", max_size=80))
def test_points_are_short_and_none_contains_another(text: str) -> None:
    found = PointReader([text]).read("加强管理", text)
    assert all(3 <= len(point) <= LONGEST_POINT for point in found)
    assert not [one for one in found for other in found if one != other and one in other]
