"""What the one who signs a draft reads: whole sentences, no empty chapter, no figure that nobody has given."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

import plan_builders as build_
from plan_builders import build, clause, item, parent
from plangen.county.spec import County, Disposition, Fact
from plangen.document.compose import compose, load_pack
from plangen.document.docx_writer import build_docx
from plangen.document.filters import clause_sentence, due, lead_cell, target_words
from plangen.document.markdown import parse_markdown
from plangen.office.docx_package import parse_xml, read_parts
from plangen.office.word_xml import W
from plangen.parent.model import ParentItem
from plangen.plan.model import AssignedUnit, Assignment, CountyPlan, Proposed, Rule
from plangen.terms.clause_search import is_clause_paragraph
from plangen.terms.clauses import parse_clause
from plangen.terms.quantity import Quantity

BUREAU = AssignedUnit(name="县应急局", rule=Rule.COVER)
BRIGADE = AssignedUnit(name="县消防救援大队", rule=Rule.COVER, asked="协调")
USUAL = replace(BUREAU, proposed=Proposed.USUAL)


def pages(plan: CountyPlan) -> str:
    return compose(plan, load_pack("implementation")).replace("\\.", ".")


def made(*items: ParentItem, **county: object) -> CountyPlan:
    place = County(**{"name": "永和县", "city": "临汾市", "province": "山西省", **county})  # type: ignore[arg-type]
    return build(parent(*items), replace(build_.spec(), county=place))[0]


@pytest.mark.parametrize(
    ("assignment", "deadline", "said"),
    [
        (Assignment(lead=BUREAU), None, "本项工作由县应急局牵头负责。"),
        (Assignment(lead=USUAL), "长期坚持", "本项工作拟由县应急局牵头，长期坚持。"),
        (
            Assignment(lead=BUREAU, participants=(BRIGADE,)),
            "2027年底前",
            "本项工作由县应急局牵头负责，协调县消防救援大队配合，2027年底前完成。",
        ),
        (Assignment(lead=BRIGADE, co_leads=(BUREAU,)), None, "协调县消防救援大队牵头，县应急局共同牵头负责。"),
        (Assignment(lead=replace(BRIGADE, proposed=Proposed.USUAL)), None, "拟协调县消防救援大队牵头。"),
        (Assignment(), None, ""),
    ],
)
def test_a_duty_that_stands_alone_is_a_sentence_and_read_as_a_duty(
    assignment: Assignment, deadline: str | None, said: str
) -> None:
    assert clause_sentence(assignment, deadline) == said
    if said:
        leads = [unit.name for unit in assignment.leads]
        assert is_clause_paragraph(said) and list(parse_clause(said).responsibility.leads) == leads


def test_a_duty_in_brackets_never_stands_alone() -> None:
    plan = made(
        item("T01", "健全预案体系", item("T01.1", "修订预案", text="修订专项预案。"), responsibility=clause("应急局")),
        item("P01", "排水工程", item("P01.1", "清淤", text="清理河道。"), responsibility=clause("水利局")),
    )
    lines = pages(plan).split("\n")
    assert "本项工作由县应急局牵头负责。" in lines and "本项工作由县水利局牵头负责。" in lines
    assert not [line for line in lines if line.startswith("（") and "牵头" in line and line[-1] == "）"]


def test_those_who_lead_together_are_each_said_with_their_word() -> None:
    both = Assignment(lead=BUREAU, co_leads=(BRIGADE,))
    assert lead_cell(both) == "县应急局；协调县消防救援大队"
    assert "县应急局牵头，协调县消防救援大队共同牵头" in clause_sentence(both)
    assert lead_cell(Assignment(lead=BUREAU, co_leads=(replace(BUREAU, name="县水利局"),))) == "县应急局、县水利局"


def test_only_what_has_an_end_is_finished() -> None:
    assert [due(one) for one in ("2027年底前", "长期坚持", "每年")] == ["2027年底前完成", "长期坚持", "每年"]


def test_targets_are_said_in_words() -> None:
    written = ("<0.8", "≥95%", "-15.5%", "下降10%", "0")
    assert [target_words(one) for one in written] == ["小于0.8", "不小于95%", "下降15.5%", "下降10%", "0"]


@pytest.mark.parametrize(
    ("items", "headings", "counted"),
    [
        ((item("T01"),), ["（二）重点任务"], "重点任务1项。"),
        ((item("P01"),), ["（二）重点工程"], "重点工程1项。"),
        ((item("T01"), item("P01")), ["（二）重点任务", "（三）重点工程"], "重点任务1项、重点工程1项。"),
    ],
)
def test_a_chapter_without_items_is_left_out_and_not_counted(
    items: tuple[ParentItem, ...], headings: list[str], counted: str
) -> None:
    text = pages(made(*items))
    assert [line[3:] for line in text.split("\n") if re.match("## （.）重点", line)] == headings
    assert f"本方案共安排{counted}" in text and "0项" not in text
    assert ("工程和装备项目" in text) is (len(items) > 1 or items[0].id == "P01")


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"towns": ("甲镇", "乙镇"), "townships": ("丙乡",)}, "全县辖2个镇、1个乡。"),
        ({"subdistricts": ("某某街道",)}, ""),
        ({"towns": ("某某镇",), "townships": ("丙乡", "丁乡")}, "全县辖2个乡。"),
        ({"towns": ("甲镇",), "townships": ("丙乡", "丁苏木"), "sumu": ("戊苏木",)}, "全县辖1个镇、1个乡、2个苏木。"),
    ],
)
def test_places_are_counted_once_they_are_named(places: dict[str, tuple[str, ...]], said: str) -> None:
    preface = pages(made(item("T01"), **places)).split("本方案实施期为2026年至2030年。")[1].split("\n")[0]
    assert preface == said


def test_what_asking_means_stands_under_the_tables_where_somebody_is_asked() -> None:
    note = "写明“商请”“协调”的"
    assert note not in pages(made(item("T01", responsibility=clause("应急局"))))
    asked = pages(made(item("T01", responsibility=clause("应急局", with_=("消防救援大队",)))))
    assert ("协调县消防救援大队" in asked) is (note in asked)


def test_what_is_not_taken_on_is_named_with_the_whole_number() -> None:
    nested = item("P02.1", "“智慧”矿井", number="1.")
    plan, _ = build(
        parent(item("T01"), item("P02", "矿山“一号”工程", nested, number="（二）")),
        build_.spec({"P02": replace(build_.WAIVED, by="县政府")}),
    )
    text = compose(plan, load_pack("implementation"), "companion").replace("\\.", ".")
    assert "重点工程（二）1." in text
    assert "随“矿山‘一号’工程”一并不涉及" in text


def test_the_list_of_annexes_does_not_begin_a_page_alone() -> None:
    text = pages(made(item("T01", responsibility=clause("应急局"))))
    built = build_docx(
        parse_markdown(text), style=load_pack("implementation").style, properties={}, title="方案", author="", date=None
    )
    body = parse_xml(read_parts(built.data)["word/document.xml"])
    paragraphs = [node for node in body.iter(f"{W}p") if "".join(node.itertext()).strip()]
    index = next(i for i, node in enumerate(paragraphs) if "".join(node.itertext()).startswith("附件："))
    assert paragraphs[index - 1].find(f"{W}pPr/{W}keepNext") is not None


def shares(*quantities: Quantity, **others: tuple[Quantity, ...]) -> str:
    first = item("G01", "体系更加健全", quantities=quantities)
    rest = [
        parent(item("G01", "体系更加健全", quantities=given), identifier=key, title=f"规划{key}")
        for key, given in others.items()
    ]
    plan, _ = build([parent(first), *rest], build_.spec({"甲": {"G01": Disposition(merge_into="jincheng-155:G01")}}))
    return plan.goals[0].paragraphs[0].text


def test_the_same_figure_of_two_parents_is_said_once() -> None:
    def rate(what: str, value: float = 80) -> Quantity:
        return Quantity(what=what, direction="达到", value=value, unit="%")

    text = shares(rate("县级以上部门装备达标率"), 甲=(rate("市、县级部门装备达标率"), rate("乡镇装备达标率")))
    assert text.count("装备达标率达到80%") == 2  # the townships' is another one
    text = shares(rate("县级以上部门装备达标率"), 甲=(rate("企业装备达标率"),))
    assert text.count("达到80%") == 2


def test_totals_of_two_parents_stand_in_one_gap() -> None:
    def total(value: float) -> Quantity:
        return Quantity(what="示范社区", direction="达到", value=value, unit="个", total=True)

    assert "示范社区【本县数待定；全市10个、80个】" in shares(total(10), 甲=(total(80),))
    assert "示范社区【本县数待定；全市10个】" in shares(total(10), 甲=(total(10),))


def xml(markdown: str, part: str) -> etree._Element:
    built = build_docx(
        parse_markdown(markdown),
        style=load_pack("implementation").style,
        properties={},
        title="甲",
        author="",
        date=None,
    )
    return parse_xml(read_parts(built.data)[part])


TABLE = """{.table-group}
一组

{.division widths="20 40"}
| 序号 | 任务 |
|:---:|:---|
| 1 | 甲 |
| 2 | 乙 |
"""


@pytest.mark.parametrize(("table", "whole"), [(TABLE, [False, True]), (TABLE.split("\n\n", 1)[1], [True, True])])
def test_the_first_row_behind_a_head_of_two_may_be_torn(table: str, whole: list[bool]) -> None:
    rows = [row.find(f"{W}trPr") for row in xml(table, "word/document.xml").iter(f"{W}tr")]
    body = [row for row in rows if row is None or row.find(f"{W}tblHeader") is None]
    assert [row is not None and row.find(f"{W}cantSplit") is not None for row in body] == whole


def test_the_cells_of_a_table_stand_alike_unless_a_row_is_longer_than_a_page() -> None:
    def upright(table: str) -> list[set[str | None]]:
        rows = list(xml(table, "word/document.xml").iter(f"{W}tr"))
        return [{one.get(f"{W}val") for one in row.iter(f"{W}vAlign")} for row in rows]

    assert upright(TABLE) == [{"center"}] * 4
    assert upright(TABLE.split("\n\n", 1)[1]) == [{"center"}] * 3
    assert upright(TABLE.replace("甲", "很长的内容" * 600)) == [{"center"}, {"center"}, {"top"}, {"center"}]


@pytest.mark.parametrize(("year", "said"), [("2025", "预计2025年"), ("2021", "2021年"), ("2022-10", ""), (None, "")])
def test_only_what_lies_ahead_of_the_other_facts_is_a_forecast(year: str | None, said: str) -> None:
    facts = {"forest_area_wan_mu": Fact(value=52, year=year), "gas.annual_capacity_yi_m3": Fact(value=21, year=year)}
    given = replace(build_.spec(), situation=facts, as_of="2022-10")
    text = pages(build(parent(item("T01", "加强防汛")), given)[0])
    assert f"\n{said}森林面积52万亩。{said}天然气年产能21亿立方米。" in text
