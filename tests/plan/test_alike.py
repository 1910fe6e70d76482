"""What plans that are only named (参考) have in common with the county's: shown beside it, never as its source."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

import plan_builders as build_
from plan_builders import WAIVED, clause, item, parent
from plangen.county.spec import Disposition, LocalItem
from plangen.document.compose import compose, load_pack
from plangen.document.markdown import parse_markdown
from plangen.document.workbook import build_workbook
from plangen.parent.model import ParentPlan
from plangen.plan.model import Alike, CountyPlan, title_of
from plangen.plan.who import ItemReport, who_does
from plangen.screen import summary

NATION = parent(
    item("I01", "某某事故死亡人数", target="下降15%"),
    item("T01", "强化基层防汛能力建设", points=("防汛队伍", "撤离路线"), responsibility=clause("应急局")),
    item("T02", "煤矿安全整治攻坚"),
    item("T03", "建设县级避难广场"),
    item("T04", "壮大航空救援产业"),
    identifier="china-145",
    title="某某规划",
)
CITY = parent(
    item("I01", "某某事故死亡人数", target="下降10%"),
    item("T01", "提升基层防汛能力", points=("撤离路线", "巡查值守"), responsibility=clause("应急局")),
    item("T02", "煤矿安全整治攻坚"),
)


def plan(*references: ParentPlan, **more: Disposition) -> CountyPlan:
    own = LocalItem(title="建设县级避难广场", lead="县住建局")
    made, _ = build_.build_plan([CITY], build_.spec(more, tasks=(own,)), build_.KNOWLEDGE, references)
    return made


def shown(one: Alike) -> tuple[str, list[str], bool]:
    return one.origin.key, [title_of(target) for target in one.targets], one.sure


def test_the_same_work_is_found_with_what_speaks_for_it() -> None:
    found = plan(NATION).alike
    assert [shown(one) for one in found] == [
        ("china-145:I01", ["某某事故死亡人数"], True),
        ("china-145:T01", ["提升基层防汛能力"], True),
        ("china-145:T02", ["煤矿安全整治攻坚"], True),
        ("china-145:T03", ["建设县级避难广场"], True),  # the county's own, which no parent asks for
    ]
    assert found[0].evidence == ("标题相同",)
    assert found[1].evidence == ("标题的实词相同", "责任单位相同：应急局", "要点相同：撤离路线")


def test_what_the_county_does_not_carry_is_nothing_of_its_plan() -> None:
    keys = [one.origin.key for one in plan(NATION, T02=WAIVED).alike]
    assert keys == ["china-145:I01", "china-145:T01", "china-145:T03"]


def test_without_references_there_is_nothing() -> None:
    assert plan().alike == ()


def test_two_references_are_each_compared_with_the_plan_and_not_with_each_other() -> None:
    other = replace(NATION, id="changzhi-145", tasks=NATION.tasks[2:])
    keys = [one.origin.key for one in plan(NATION, other).alike if one.origin.item in ("T03", "T04")]
    assert keys == ["china-145:T03", "changzhi-145:T03"]


def test_nothing_of_a_reference_becomes_a_source() -> None:
    made, bare = plan(NATION), plan()
    assert {row.origin.parent for row in made.trace} == {"jincheng-155"}
    assert [item.origins for item in made.all_items()] == [item.origins for item in bare.all_items()]
    assert [item.sentences for item in made.all_items()] == [item.sentences for item in bare.all_items()]


@pytest.mark.parametrize("asked", ["任务1", "china-145:T01", "jincheng-155:T01"])
def test_who_shows_it_as_a_reference(asked: str) -> None:
    (answer,) = who_does(plan(NATION), asked).answers
    assert isinstance(answer, ItemReport)
    lines = answer.lines()
    assert "  来源：jincheng-155 T01 提升基层防汛能力" in lines
    said = "标题的实词相同；责任单位相同：应急局；要点相同：撤离路线"
    assert f"  参考（不承接）：china-145 T01 强化基层防汛能力建设，相同：{said}" in lines


def test_the_table_of_the_parents_items_has_a_table_of_the_references_behind_it() -> None:
    text = compose(plan(NATION), load_pack("implementation"), "companion").replace("\\", "")
    before, _, behind = text.partition("参考《某某规划》（只作参考，不承接）")
    assert "强化基层防汛能力建设" not in before
    assert "任务1提升基层防汛能力 | 标题的实词相同；责任单位相同：应急局；要点相同：撤离路线 |" in behind
    assert "壮大航空救援产业" not in behind  # nothing of the plan is like it
    assert parse_markdown(text).findings == ()
    assert "只作参考" not in compose(plan(), load_pack("implementation"), "companion")


def test_the_workbook_has_a_sheet_of_its_own_for_it() -> None:
    book = openpyxl.load_workbook(BytesIO(build_workbook(plan(NATION), properties={}).data))
    rows = [row[1:] for row in book["参考规划"].iter_rows(min_row=4, values_only=True)]
    assert len(rows) == 4
    assert rows[1][1:] == ("任务1提升基层防汛能力", "相同", "标题的实词相同\n责任单位相同：应急局\n要点相同：撤离路线")
    assert "强化基层防汛能力建设" in str(rows[1][0])
    sources = [cell.value for cell in book["总表"]["J"]]
    assert not [source for source in sources if source and "强化" in source]
    assert "参考规划" not in openpyxl.load_workbook(BytesIO(build_workbook(plan(), properties={}).data)).sheetnames


def test_the_summary_counts_it() -> None:
    assert "参考规划：某某规划（china-145），不承接；其中 4 项与本方案的事项相同、相近" in "\n".join(
        summary(plan(NATION), ())
    )
