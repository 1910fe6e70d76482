"""The units and times that the places of a draft name: in clauses, in proposals and in the cells of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from plangen.api import prepare
from plangen.document import rendering
from plangen.document.compose import load_pack
from plangen.document.filters import short_title
from plangen.plan.model import CountyIndicator
from plangen.reading.formats import read_any
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.likeness import plain
from plangen.terms.place import Place
from plangen.trace.sections import DraftPlace, PlaceKind, draft_places

SPECS = Path(__file__).resolve().parent.parent.parent / "specs"
Units = tuple[tuple[str, ...], tuple[str, ...]]


def places(*lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> tuple[DraftPlace, ...]:
    read = [Line(text=text, place=Place(paragraph=number)) for number, text in enumerate(lines, 1)]
    read += [
        Line(text="\t".join(cells), place=Place(table=1, row=number), table=1, cells=cells)
        for number, cells in enumerate(rows, 1)
    ]
    return draft_places(SourceDocument(name="draft.docx", sha256="0" * 64, format="docx", lines=tuple(read)))


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("（拟由县应急局牵头，县水利局、县公安局等配合）", None),
        ("（拟由县应急局牵头，县水利局、县公安局配合；2027年6月底前完成）", 2027),
        ("（县应急局牵头，县水利局、县公安局按职责分工负责；长期坚持）", None),
        ("（县应急局牵头，县水利局、县公安局配合，每年汛前）", None),
        ("（县应急局牵头，县水利局、县公安局配合；完成时限：2027年底前）", 2027),
    ],
)
def test_a_headings_clause_names_units_and_a_time(clause: str, deadline: int | None) -> None:
    (*_, place) = places("一、重点任务", "1. 建强水上救援力量", f"组建水上搜救分队，汛期驻守重点河段。{clause}")
    assert (place.leads, place.units) == (("县应急局",), ("县应急局", "县水利局", "县公安局"))
    assert (place.deadline, place.text) == (deadline, "组建水上搜救分队，汛期驻守重点河段。")


def test_a_row_of_indicators_has_a_lead() -> None:
    head = ("序号", "指标名称", "目标值", "属性", "牵头单位", "配合单位")
    row = ("1", "隐患整改率", "95%以上", "约束性", "县应急局（拟）", "县水利局、县公安局")
    (*_, place) = places("一、主要指标", rows=(head, row))
    assert place.kind is PlaceKind.INDICATOR
    assert (place.leads, place.units) == (("县应急局",), ("县应急局", "县水利局", "县公安局"))


def test_a_head_with_an_empty_first_cell_drops_no_row() -> None:
    head = ("", "工作任务", "牵头单位", "完成时限")
    rows = (
        ("1", "组建水上搜救分队", "县应急局", "2027年6月底前"),
        ("", "排查病险水库", "县水利局", "2028年底前"),
        ("", "整治燃气管道", "县住建局", "2029年底前"),
    )
    found = places("一、任务分工", rows=(head, *rows))
    assert [place.title for place in found if place.kind is PlaceKind.ROW] == [row[1] for row in rows]


def test_a_second_head_is_no_row() -> None:
    head = ("序号", "工作任务", "牵头单位", "完成时限")
    first = ("1", "组建水上搜救分队", "县应急局", "2027年6月底前")
    second = ("2", "排查病险水库", "县水利局", "2028年底前")
    found = places("一、任务分工", rows=(head, first, head, second))
    assert [place.title for place in found if place.kind is PlaceKind.ROW] == ["组建水上搜救分队", "排查病险水库"]


def sorted_units(names: Iterable[str]) -> tuple[str, ...]:
    """Return units in one order: those whom the issuer only asks are printed last."""
    return tuple(sorted(names))


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_the_units_of_an_own_draft_are_those_of_the_plan(name: str, tmp_path: Path) -> None:
    plan = prepare.prepare(SPECS / f"{name}.yaml").plan
    assert plan is not None
    pack = load_pack(plan.spec.plan.kind, plan.spec.plan.template)
    data, _ = rendering.docx_of(plan, rendering.markdown_of(plan, pack), pack.style)
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    headings: dict[str, set[Units]] = defaultdict(set)
    rows: dict[str, set[Units]] = defaultdict(set)
    for place in draft_places(read_any(path)):
        assert "牵头，" not in place.text and "拟由" not in place.text, place
        if place.kind is PlaceKind.HEADING and place.units:
            headings[plain(place.title)].add((place.leads, sorted_units(place.units)))
        elif "牵头单位" in place.columns:
            rows[plain(place.title)].add((place.leads, sorted_units(place.units)))
    wanted: dict[str, set[Units]] = defaultdict(set)
    for item in (*plan.indicators, *plan.all_items()):
        title = item.name if isinstance(item, CountyIndicator) else item.title
        named = item.assignment
        for name_of_row in {plain(title), plain(short_title(title))}:
            wanted[name_of_row].add(
                (
                    tuple(unit.name for unit in named.leads),
                    sorted_units(unit.name for unit in (*named.leads, *named.listed)),
                )
            )
    # an item whose units are those of the item above it says so in its row only
    assert len(set(headings) & set(wanted)) > 70
    for title in set(headings) & set(wanted):
        assert headings[title] <= wanted[title], title
    assert len(set(rows) & set(wanted)) > 80
    # the head of the goals, in the table of the indicators, is read as one row more
    assert set(rows) - set(wanted) <= {"序号"}
    # the goals stand under a head of their own in the table of the indicators, whose units are not read there
    goals = {plain(goal.title) for goal in plan.goals}
    for title in (set(rows) & set(wanted)) - goals:
        assert rows[title] == wanted[title], title


@pytest.mark.parametrize("point", ["一是分层推进终端建设。统一编号，接令后回复。", "二是统一编号。接令后回复。"])
def test_a_point_that_has_no_other_beside_it_is_a_place(point: str) -> None:
    found = places(
        "三、主要任务",
        "（一）健全指挥体系",
        "1.构建平台",
        "（1）依托上级平台建设。",
        point,
        "（2）统一数据。汇聚目录。",
    )
    (place,) = (one for one in found if "接令后回复" in one.text)
    assert place.kind is PlaceKind.PARAGRAPH and place.titled
