"""What a plan is: its title without a day, its place without what is none, and whose plan it is where two are named."""

from __future__ import annotations

import pytest

from plangen.parent.importer import ImportResult, import_lines
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.place import Place

BODY = "\n一、主要任务\n（一）完善体系。修订预案。\n（二）加强演练。每年演练一次。"


def imported(front: str) -> ImportResult:
    lines = tuple(
        Line(text=line, place=Place(line=number)) for number, line in enumerate((front + BODY).split("\n"), 1)
    )
    return import_lines(SourceDocument(name="文件.txt", sha256="0" * 64, format="txt", lines=lines))


@pytest.mark.parametrize(
    "day",
    [
        "\n（2024年6月20日）",
        "\n2024年6月20日",
        "\n（二〇二四年六月二十日）",
        "\n（2024年6月20日青川县人民政府第8次常务会议通过）",
        "（2024年6月20日）",
        "（2024年6月20日起施行）",
        "\n(2024年6月20日印发)",
    ],
)
def test_a_day_under_or_behind_a_title_is_no_part_of_it_and_no_period(day: str) -> None:
    plan = imported(f"青川县关于加强水库安全工作的实施意见{day}").plan
    assert (plan.title, plan.period) == ("青川县关于加强水库安全工作的实施意见", None)


def test_the_years_behind_a_title_are_its_period_even_from_day_to_day() -> None:
    plan = imported("青川县水库安全工作实施方案（2026年度）").plan
    assert plan.period == (2026, 2026)
    plan = imported("青川县水库安全三年行动方案（2025—2027年）\n（2025年3月1日）").plan
    assert (plan.title, plan.period) == ("青川县水库安全三年行动方案（2025—2027年）", (2025, 2027))


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("中共柳沟县委办公室 柳沟县人民政府办公室关于加强水库安全的意见", "柳沟县"),
        ("中共柳沟县委关于加强水库安全的意见", "柳沟县"),
        ("中国共产党柳沟县委员会关于加强水库安全的意见", "柳沟县"),
        ("西双版纳州边境地区公共安全“十五五”规划", "西双版纳州"),
        ("云岭市沿江地区防洪“十五五”规划", "云岭市"),
        ("云岭市地质灾害易发区治理“十五五”规划", "云岭市"),
        ("云岭市山区公路“十五五”规划", "云岭市"),
        ("青河市卧山区应急“十五五”规划", "青河市卧山区"),
        ("大兴安岭地区应急“十五五”规划", "大兴安岭地区"),
    ],
)
def test_what_stands_beside_a_place_is_no_part_of_its_name(title: str, place: str) -> None:
    assert imported(title).plan.place == place


@pytest.mark.parametrize(
    ("title", "several"),
    [
        ("柳沟县、石桥市“十五五”应急体系规划", True),
        ("柳沟县和石桥市联合防火“十五五”规划", True),
        ("柳沟县、石桥市、双井区防汛“十五五”规划", True),
        ("柳沟县与石桥县防汛“十五五”规划", True),
        ("柳沟县防汛和山区道路“十五五”规划", False),
        ("柳沟县城区、山区道路“十五五”规划", False),
        ("柳沟县、重点地区防汛“十五五”规划", False),
    ],
)
def test_two_places_in_a_title_are_said_whatever_their_ranks(title: str, several: bool) -> None:
    result = imported(title)
    assert result.plan.place == "柳沟县"
    assert ("place-several" in {finding.code for finding in result.findings}) is several


@pytest.mark.parametrize(
    ("title", "identity"),
    [
        ("西双版纳州公共安全“十五五”规划", "xishuangbanna-155"),
        ("恩施州防汛抗旱“十五五”规划", "enshi-155"),
        ("凉山州边远地区消防“十五五”规划", "liangshan-155"),
    ],
)
def test_an_autonomous_place_is_known_by_its_short_name_too(title: str, identity: str) -> None:
    assert imported(title).plan.id == identity
