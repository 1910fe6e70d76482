"""The same work in two parents: proposed with its evidence, accepted in one line, and whose figure stands."""

from __future__ import annotations

from typing import Any

import pytest

from plan_builders import build, clause, codes, item, of_code, parent, spec
from plangen.parent.model import ParentPlan
from plangen.plan.model import CountyPlan
from plangen.plan.sentence import joined
from plangen.terms.quantity import Quantity


def two(first: tuple[Any, ...], second: tuple[Any, ...]) -> list[ParentPlan]:
    return [parent(*first, identifier="a"), parent(*second, identifier="b", title="乙市“十五五”规划", place="乙市")]


ALIKE = (
    (item("P01", "风险监测预警信息化工程", points=("建设预警平台",), responsibility=clause("市应急局")),),
    (item("P05", "事故灾害监测预警信息化工程", points=("建设预警平台",), responsibility=clause("市应急局")),),
)
NESTED = (
    (item("T01", "加强应急救援队伍建设", item("T01.1", "水上搜救装备配备管理")),),
    (item("T01", "加强应急救援队伍建设", item("T01.1", "水上搜救装备配备更新")),),
)


def carrying(plan: CountyPlan, key: str) -> list[str]:
    rows = [*plan.all_items()]
    return next(sorted(one.key for one in row.origins) for row in rows if key in [one.key for one in row.origins])


@pytest.mark.parametrize(("parents", "keys"), [(ALIKE, ("a:P01", "b:P05")), (NESTED, ("a:T01.1", "b:T01.1"))])
def test_alike_items_are_proposed_and_taken_in_one_line(parents: Any, keys: tuple[str, str]) -> None:
    plan, findings = build(two(*parents), spec())
    found = of_code(findings, "possibly-same")
    assert set(keys) == set(found.items) and "标题相近" in found.message
    assert carrying(plan, keys[0]) == [keys[0]] and "merges-accepted" not in codes(findings)
    plan, findings = build(two(*parents), spec(accept_merges=True))
    assert carrying(plan, keys[0]) == list(keys) and "possibly-same" not in codes(findings)
    taken = of_code(findings, "merges-accepted")
    assert taken.items == (keys[1],) and "标题相近" in taken.message
    assert {row.disposition for row in plan.trace if row.origin.key == keys[1]} == {"合并"}


def test_evidence_names_what_both_have() -> None:
    found = of_code(build(two(*ALIKE), spec())[1], "possibly-same")
    assert "责任单位相同：市应急局" in found.message and "要点相同：建设预警平台" in found.message


def test_an_item_is_merged_only_once() -> None:
    first = (item("P01", "监测预警信息化工程"), item("P02", "监测预警信息平台工程"))
    plan, _ = build(two(first, (item("P05", "灾害监测预警信息化平台工程"),)), spec(accept_merges=True))
    assert sum("b:P05" in [one.key for one in row.origins] for row in plan.projects) == 1


def hours(number: int, what: str = "受灾人员得到有效救助", direction: str = "以内") -> Quantity:
    return Quantity(what=what, direction=direction, value=number, unit="小时" if direction == "以内" else "%")


@pytest.mark.parametrize(
    ("ours", "theirs", "stands", "goes"),
    [
        (hours(12), hours(10), "10小时", "12小时"),
        (hours(8), hours(10), "8小时", "10小时"),
        (hours(90, "装备达标率", "至少"), hours(95, "装备达标率", "至少"), "95%", "90%"),
    ],
)
@pytest.mark.parametrize("with_text", [True, False])
def test_the_strictest_figure_stands(ours: Quantity, theirs: Quantity, stands: str, goes: str, with_text: bool) -> None:
    def one(figure: Quantity, words: str) -> Any:
        text = f"{words}{figure.number}的要求，{figure.what}要做到。" if with_text else None
        return (item("T01", "提升灾害救助能力", text=text, quantities=(figure,)),)

    plan, findings = build(two(one(ours, "落实"), one(theirs, "达到")), spec())
    said = joined(plan.tasks[0].paragraphs)
    assert stands in said and goes not in said
    found = of_code(findings, "figures-differ")
    assert set(found.items) == {"a:T01", "b:T01"}


@pytest.mark.parametrize(
    "theirs",
    [
        hours(10, "航空救援力量到达"),
        hours(12),
        Quantity(what="受灾人员得到有效救助", direction="至少", value=9, unit="次"),
    ],
)
def test_figures_of_other_things_or_the_same_number_do_not_contradict(theirs: Quantity) -> None:
    plans = two((item("T01", "提升救助", quantities=(hours(12),)),), (item("T01", "提升救助", quantities=(theirs,)),))
    plan, findings = build(plans, spec())
    assert "figures-differ" not in codes(findings) and "12小时" in joined(plan.tasks[0].paragraphs)
