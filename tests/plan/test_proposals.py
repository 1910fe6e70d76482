"""What a first roster proposes: the units that parents name and nobody answers for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.county.load import parse_spec
from plangen.county.roster_template import usual_template
from plangen.county.roster_workbook import read_roster
from plangen.county.spec import CountySpec
from plangen.office.sheet_reader import read_sheets
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.directory import Directory
from plangen.plan.proposals import ProposedUnit, propose_for_workbook, propose_units
from plangen.plan.scaffold import new_spec
from plangen.terms.findings import Severity
from plangen.terms.responsibility import Responsibility
from plangen.terms.units import load_units


def parent(*clauses: tuple[Sequence[str], Sequence[str]]) -> ParentPlan:
    """Return a plan with one task for each clause: who leads, who takes part."""
    tasks = tuple(
        ParentItem(
            id=f"T{number:02}",
            kind=ItemKind.TASK,
            title=f"第{number}项任务",
            responsibility=Responsibility(text="", leads=tuple(leads), participants=tuple(others), open_ended=False),
        )
        for number, (leads, others) in enumerate(clauses, 1)
    )
    title = "青河市应急体系规划"
    return ParentPlan(
        id="qinghe-155",
        title=title,
        place="青河市",
        level=Level.CITY,
        kind=PlanKind.PLAN,
        period=(2026, 2030),
        tasks=tasks,
    )


def read(text: str) -> CountySpec:
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert not [one.as_text() for one in findings if one.severity is Severity.ERROR]
    assert spec is not None
    return spec


def proposed(*clauses: tuple[Sequence[str], Sequence[str]], county: str = "永和县") -> tuple[ProposedUnit, ...]:
    spec = read(new_spec(county))
    return propose_units([parent(*clauses)], spec.roster, spec.county)


def switched_on(text: str) -> str:
    return re.sub(r"(?m)^( *)#(?=- \{名称)", r"\1", text)


def test_those_that_lead_come_first_then_those_that_more_items_name() -> None:
    found = proposed(
        (["市应急局"], ["市妇联", "市残联"]),
        (["市审计局"], ["市残联", "市档案馆"]),
        (["市应急局"], ["市残联", "市妇联"]),
    )
    assert [one.cover for one in found] == ["审计局", "残联", "妇联", "档案馆"]
    assert [one.reason for one in found[:2]] == ["上位规划“市审计局”牵头1项", "上位规划“市残联”配合3项"]


def test_a_unit_that_the_roster_answers_for_is_not_proposed() -> None:
    assert proposed((["市应急局", "市能源局"], ["市粮食和物资储备局", "武警临汾支队", "团市委"])) == ()


def test_two_spellings_of_one_unit_are_one_entry() -> None:
    (one,) = proposed((["市妇联"], []), (["市应急局"], ["市妇女联合会"]))
    assert one.called == ("市妇联", "市妇女联合会")
    assert (one.leads, one.takes_part) == (1, 1)


def test_units_of_an_item_without_a_leader_are_no_participants() -> None:
    (one,) = proposed(([], ["市审计局"]))
    assert one.reason == "上位规划“市审计局”责任单位1项"


@pytest.mark.parametrize(
    "name",
    [
        "各县（市、区）人民政府",
        "市人民政府",
        "市直有关部门",
        "有关部门",
        "各相关单位",
        "其他成员单位",
        "行业主管部门",
        "隰县应急局",
        "工程建设资金",
    ],
)
def test_what_is_no_county_unit_in_kind_is_not_proposed(name: str) -> None:
    assert proposed(([name], []), (["市应急局"], [name])) == ()


@pytest.mark.parametrize(
    ("name", "county", "full", "short"),
    [
        ("市审计局", "永和县", "永和县审计局", "县审计局"),
        ("市审计局", "尧都区", "尧都区审计局", "区审计局"),
        ("省纪委监委", "侯马市", "中共侯马市纪律检查委员会侯马市监察委员会", "市纪委监委"),
        ("市邮政管理局", "永和县", "【永和县邮政管理局】", "【县邮政管理局】"),
        ("市通用航空办公室", "永和县", "【永和县通用航空办公室】", "【县通用航空办公室】"),
        ("市市场服务中心", "永和县", "【永和县市场服务中心】", "【县市场服务中心】"),
        ("市场服务中心", "尧都区", "【尧都区市场服务中心】", "【区市场服务中心】"),
        ("市政公用事业中心", "永和县", "【永和县市政公用事业中心】", "【县市政公用事业中心】"),
    ],
)
def test_a_name_that_is_only_a_guess_is_marked(name: str, county: str, full: str, short: str) -> None:
    (one,) = proposed(([name], []), county=county)
    assert (one.name, one.short) == (full, short)


def test_who_may_do_it_instead_is_said() -> None:
    (one,) = proposed((["市邮政管理局"], []))
    assert "县交通运输局" in one.reason


def test_a_group_is_proposed_among_the_groups() -> None:
    text = new_spec("永和县", parent((["市道安委成员单位"], [])))
    spec = read(switched_on(text))
    assert spec.roster.groups[-1].name == "县道安委成员单位"
    assert spec.roster.groups[-1].members == ("县应急局",)


STRANGE = [
    "市审计局",
    "市邮政管理局",
    "青河国家级湿地管理局",
    "市智慧城市（大脑）运行中心",
    "中国石油A-1分公司",
    "119指挥中心",
    "市道安委成员单位",
]


def test_a_roster_with_all_proposals_is_sound_and_answers_for_them() -> None:
    text = new_spec("永和县", parent((STRANGE[:3], STRANGE[3:])))
    assert len(re.findall(r"(?m)^ *#- \{名称", text)) == len(STRANGE)
    assert all(one in text for one in STRANGE)
    spec = read(switched_on(text))
    directory = Directory(spec.roster, spec.county, load_units())
    assert [name for name in STRANGE if directory.match(name).name is None] == []


def test_names_that_nobody_has_confirmed_are_said() -> None:
    text = switched_on(new_spec("永和县", parent((["市邮政管理局"], []))))
    _, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert any(one.code == "placeholder" and "邮政" in one.message for one in findings)


def test_a_first_spec_is_the_same_every_time() -> None:
    plan = parent((STRANGE[:3], STRANGE[3:]))
    assert new_spec("永和县", plan) == new_spec("永和县", plan)


def test_the_workbook_has_them_in_a_sheet_that_is_not_read() -> None:
    plan = parent((STRANGE[:3], STRANGE[3:]))
    data = usual_template("永和县", propose_for_workbook([plan], "永和县"))
    sheet = next(sheet for sheet in read_sheets(data) if sheet.name == "上位规划另有单位")
    cells = " ".join(str(cell) for cell in sheet.cells.values())
    assert "【县青河国家级湿地管理局】" in cells and "“市审计局”" not in cells  # the usual roster has an audit office
    with_them, plain = read_roster(data, "册.xlsx"), read_roster(usual_template("永和县"), "册.xlsx")
    assert with_them.units == plain.units
    assert with_them.findings == plain.findings == ()


names = st.one_of(
    st.sampled_from([unit.full_name for unit in load_units()]),
    st.text("市县甲乙丙局办中心、（）“”A1:#-【】[]{}, ", min_size=1, max_size=12).map(lambda text: f"市{text}局"),
    st.text(min_size=1, max_size=8).map(lambda text: f"{text}局"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(names, min_size=1, max_size=8), st.lists(names, max_size=8))
def test_whatever_the_units_are_called_a_roster_with_all_proposals_is_sound(
    leads: list[str], others: list[str]
) -> None:
    plan = parent((leads, others))
    read(new_spec("永和县", plan))
    read(switched_on(new_spec("永和县", plan)))
