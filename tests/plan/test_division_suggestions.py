"""Suggested units: who they are, the mark that they carry in the draft, and how it goes away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plan_builders import KNOWLEDGE, build, item, named, parent, spec
from plangen.county.spec import CountySpec, Disposition, LocalItem
from plangen.document.rendering import markdown_of
from plangen.parent.model import ItemKind
from plangen.plan.model import Proposed
from plangen.plan.suggest import load_customs, usual_units
from plangen.terms.findings import FindingsError
from plangen.terms.units import canonical

MARK = "（拟）"
PARENT = parent(item("T01", "防汛抗旱"), item("T02", "消防安全"), item("P01", "水库除险加固工程"))


def marked(county: CountySpec, title: str) -> bool:
    """Tell whether the rows of the draft's division tables for an item carry the mark."""
    rows = [line.split("|") for line in markdown_of(build(PARENT, county)[0]).splitlines() if line.startswith("|")]
    found = [row for row in rows if title in (cell.strip() for cell in row) and len(row) > 6]
    assert found, f"{title} stands in no table"
    return any(MARK in cell for row in found for cell in row)


def test_suggested_units_are_marked_in_the_tables() -> None:
    assert all(marked(spec(), word) for word in ("防汛抗旱", "消防安全", "水库除险加固工程"))


def test_accepting_one_item_removes_its_mark_only() -> None:
    county = spec({"T01": Disposition(accept_suggestions=True)})
    assert not marked(county, "防汛抗旱")
    assert marked(county, "消防安全") and marked(county, "水库除险加固工程")
    before, after = (build(PARENT, one)[0] for one in (spec(), county))
    unconfirmed, confirmed = (named(plan, "T01").assignment for plan in (before, after))
    assert all(unit.proposed is Proposed.USUAL for unit in unconfirmed.units)
    assert confirmed.units == tuple(replace(unit, proposed=None) for unit in unconfirmed.units)


def test_accepting_all_removes_every_mark() -> None:
    plan, findings = build(PARENT, spec(accept_suggestions=True))
    assert MARK not in markdown_of(plan)
    assert not any(one.assignment.suggested for one in plan.all_items())
    assert "units-suggested" not in [finding.code for finding in findings]


def test_deciding_by_name_removes_the_mark_as_well() -> None:
    county = spec({"T01": Disposition(lead="县水利局", participants=("县应急局",))})
    assert not marked(county, "防汛抗旱")


def test_without_any_suggestion_the_draft_has_no_mark_at_all() -> None:
    own = LocalItem(title="建设避难广场", lead="县应急局", participants=("县水利局",))
    assert MARK not in markdown_of(build(parent(), spec(tasks=(own,)))[0])


def test_projects_need_whoever_approves_and_pays() -> None:
    def usual(kind: ItemKind) -> tuple[str, ...]:
        return usual_units(
            KNOWLEDGE.themes, load_customs(), kind=kind, title="水库除险加固工程", text=None, group=None
        ).support

    task, project = usual(ItemKind.TASK), usual(ItemKind.PROJECT)
    assert set(task) <= set(project) and {"发展改革局", "财政局"} <= set(project)


def test_what_no_theme_knows_is_led_by_the_bureau_that_drafts_the_plan() -> None:
    found = usual_units(KNOWLEDGE.themes, load_customs(), kind=ItemKind.TASK, title="推进某某", text=None, group=None)
    assert (found.lead, found.support, found.theme) == ("应急局", (), None)


def test_a_title_speaks_before_the_heading_it_stands_under() -> None:
    def lead(title: str) -> str:
        return usual_units(
            KNOWLEDGE.themes, load_customs(), kind=ItemKind.NESTED, title=title, text=None, group="防汛抗旱"
        ).lead

    assert canonical(lead("消防安全"), KNOWLEDGE.units) is canonical("消防救援大队", KNOWLEDGE.units)
    assert lead("加强某某") == "水利局"


def test_the_shipped_customs_name_known_units() -> None:
    customs = load_customs()
    names = [
        customs.general,
        *(name for lists in (customs.kinds, customs.unknown) for of in lists.values() for name in of),
    ]
    assert all(canonical(name, KNOWLEDGE.units) for name in names)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("kinds: {project: [财政局]}", "knowledge-missing-key"),
        ("general: 应急局\nkinds: {projects: [财政局]}", "knowledge-unknown-word"),
        ("general: 应急菅理局", "knowledge-unknown-word"),
        ("general: 应急局\nkinds: [财政局]", "knowledge-wrong-shape"),
        ("general: [应急局", "yaml-syntax"),
        ("", "knowledge-wrong-shape"),
    ],
)
def test_broken_customs_are_told_with_their_place(tmp_path: Path, content: str, code: str) -> None:
    file = tmp_path / "suggestions.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        load_customs(file)
    assert caught.value.findings[0].code == code


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("规范燃气气瓶充装管理", "市场监管局"),
        ("加强特种设备安全监管", "市场监管局"),
        ("完善天然气价格联动机制", "发展改革局"),
        ("理顺供热价格", "发展改革局"),
        ("保障加气站用地", "自然资源局"),
        ("优化应急避难场所选址", "自然资源局"),
    ],
)
def test_what_is_done_with_a_subject_decides_who_leads(title: str, lead: str) -> None:
    found = usual_units(KNOWLEDGE.themes, load_customs(), kind=ItemKind.TASK, title=title, text=None, group=None)
    assert found.lead == lead and found.sure and lead not in found.support


def test_a_subject_that_only_the_text_or_the_heading_comes_near_is_not_sure() -> None:
    def sure(title: str, text: str | None, group: str | None) -> bool:
        return usual_units(
            KNOWLEDGE.themes, load_customs(), kind=ItemKind.TASK, title=title, text=text, group=group
        ).sure

    assert sure("防汛抗旱", None, None)
    assert not sure("夯实工作基础", "加强防汛抗旱和山洪灾害防御。", None)
    assert not sure("夯实工作基础", None, "防汛抗旱")
    assert not sure("推进某某", None, None)


def test_an_item_whose_title_names_no_subject_is_said_to_be_unsure() -> None:
    plan = parent(item("T01", "夯实工作基础", text="加强防汛抗旱和山洪灾害防御。"), item("T02", "消防安全"))
    found = [one for one in build(plan, spec())[1] if one.code == "suggestion-unsure"]
    assert len(found) == 1 and "T01" in str(found[0]) and "T02" not in str(found[0])
    county = spec({"T01": Disposition(lead="县水利局", participants=("县应急局",))})
    assert "suggestion-unsure" not in [one.code for one in build(plan, county)[1]]


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("市住房城乡建设管理委", "住建局"),
        ("市房管局", "住建局"),
        ("市经济信息化委", "工信局"),
        ("省经济和信息化厅", "工信局"),
        ("市规划资源局", "自然资源局"),
        ("区民防办", "人防办"),
        ("市城市管理综合执法局", "城市管理局"),
        ("市政务服务数据管理局", "行政审批局"),
        ("各街镇", "乡镇人民政府"),
        ("各市（州）人民政府", "乡镇人民政府"),
        ("自治区农牧厅", "农业农村局"),
        ("市绿化市容局", "园林绿化局"),
        ("市海事局", "海事局"),
    ],
)
def test_names_of_other_provinces_are_known(name: str, function: str) -> None:
    unit = canonical(name, KNOWLEDGE.units)
    assert unit is not None and unit.id == function


@pytest.mark.parametrize(
    ("title", "members"),
    [
        ("锚定高危领域，筑牢本质安全屏障", "安委会成员单位"),
        ("安全生产预防能力明显提升", "安委会成员单位"),
        ("聚焦多元灾害风险，构建精准防控体系", "防灾减灾救灾委员会成员单位"),
        ("灾害风险防控能力全面提升", "防灾减灾救灾委员会成员单位"),
        ("强化系统协同，提升应急处置效能", "应急救援总指挥部成员单位"),
    ],
)
def test_the_body_whose_subject_it_is_takes_part_in_a_goal(title: str, members: str) -> None:
    found = usual_units(KNOWLEDGE.themes, load_customs(), kind=ItemKind.GOAL, title=title, text=None, group=None)
    assert [name for name in found.support if name.endswith("成员单位")] == [members]


def test_no_theme_calls_two_bodies_for_one_goal() -> None:
    aims = [theme for theme in KNOWLEDGE.themes if theme.goal_with]
    for theme in aims:
        title = max(theme.words, key=len)
        found = usual_units(KNOWLEDGE.themes, load_customs(), kind=ItemKind.GOAL, title=title, text=None, group=None)
        assert found.theme != theme.id or [one for one in found.support if one.endswith("成员单位")] == [
            theme.goal_with
        ]
    assert len(aims) >= 3
