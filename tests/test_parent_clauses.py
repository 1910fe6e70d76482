"""Responsibility clauses: a table of what officials write and who is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.parent.clauses import find_clauses, is_clause_paragraph, parse_clause, units_in_cell

GOVERNMENTS = "各县（市、区）人民政府"


@pytest.mark.parametrize(
    ("clause", "leads", "participants", "is_open"),
    [
        ("（市应急局牵头，市财政局、市水利局等按职责分工负责）", ["市应急局"], ["市财政局", "市水利局"], True),
        ("（市应急局、市水利局牵头，市财政局和各县〈市、区〉人民政府按职责分工负责）",
         ["市应急局", "市水利局"], ["市财政局", "各县〈市、区〉人民政府"], False),
        ("（市应急局牵头、市工信局按职责分工负责）", ["市应急局"], ["市工信局"], False),
        ("（市应急局牵头负责，市财政局组织落实）", ["市应急局"], ["市财政局"], False),
        ("（责任单位：市应急局、市住建局）", [], ["市应急局", "市住建局"], False),
        ("（牵头单位：市应急局；配合单位：市住建局、市财政局）", ["市应急局"], ["市住建局", "市财政局"], False),
        ("牵头单位:市应急局，责任单位:市住建局等", ["市应急局"], ["市住建局"], True),
        ("（市应急局、市住建局负责）", [], ["市应急局", "市住建局"], False),
        ("(市应急局牵头,市气象局等按职责分工负责）", ["市应急局"], ["市气象局"], True),
        ("(市应急局牵头, 市气象局按照职责分工负责", ["市应急局"], ["市气象局"], False),
        ("市应急局牵头，市气象局按职责分工负责。）", ["市应急局"], ["市气象局"], False),
        ("（市应急局牵头，市卫健委等和各县（市、区）人民政府按职责分工负责）",
         ["市应急局"], ["市卫健委", GOVERNMENTS], True),
        ("（市应急局牵头，市水利局、市气象局、等按职责分工负责）", ["市应急局"], ["市水利局", "市气象局"], True),
        ("（市应急局牵头，市规划和自然资源局、市发展和改革委、市文化和旅游局负责）",
         ["市应急局"], ["市规划和自然资源局", "市发展和改革委", "市文化和旅游局"], False),
        ("（市住建局和市规划和自然资源局牵头）", ["市住建局", "市规划和自然资源局"], [], False),
        ("（由市应急局会同市财政局负责）", ["市应急局"], ["市财政局"], False),
        ("（市应急局负责，市财政局配合）", ["市应急局"], ["市财政局"], False),
        ("（市应急局牵头，市财政局配合；市水利局牵头，市气象局配合）",
         ["市应急局", "市水利局"], ["市财政局", "市气象局"], False),
        ("（市应急局牵头，市发展改革委等有关部门按职责分工负责）", ["市应急局"], ["市发展改革委"], True),
        ("（市安委会有关成员单位按职责分工负责）", [], ["市安委会有关成员单位"], False),
        ("（市应急局牵头，铁路局某站、某市军分区、武警某支队按职责分工负责）",
         ["市应急局"], ["铁路局某站", "某市军分区", "武警某支队"], False),
        ("【责任单位：县水利局】", [], ["县水利局"], False),
    ],
)  # fmt: skip
def test_who_leads_and_who_takes_part(clause: str, leads: list[str], participants: list[str], is_open: bool) -> None:
    reading = parse_clause(clause)
    found = reading.responsibility
    assert (list(found.leads), list(found.participants), found.open_ended) == (leads, participants, is_open)
    assert not reading.problems


def test_the_text_is_kept_without_its_brackets_and_with_the_stop_inside() -> None:
    assert parse_clause("（市应急局牵头。）").responsibility.text == "市应急局牵头。"
    assert parse_clause("(市应急局牵头, 市财政局配合").responsibility.text == "市应急局牵头, 市财政局配合"


def test_a_unit_named_twice_is_kept_once_and_told() -> None:
    reading = parse_clause("（市应急局牵头，市水利局、市应急局、市水利局按职责分工负责）")
    assert reading.responsibility.leads == ("市应急局",)
    assert reading.responsibility.participants == ("市水利局",)
    assert [problem.code for problem in reading.problems] == ["unit-twice", "unit-twice"]


def test_a_time_beside_the_units_is_taken_out() -> None:
    labelled = parse_clause("（牵头单位：市应急局，完成时限：2027年12月底前）")
    assert (labelled.responsibility.leads, labelled.deadline) == (("市应急局",), "2027年12月底前")
    plain = parse_clause("（市应急局牵头，市财政局配合，2026年底前完成）")
    assert (plain.responsibility.participants, plain.deadline) == (("市财政局",), "2026年底前完成")
    assert parse_clause("完成时限：长期坚持").only_time


def test_what_cannot_be_taken_apart_is_told_and_kept() -> None:
    reading = parse_clause("（党委政府高度重视）")
    assert reading.responsibility.text == "党委政府高度重视"
    assert not reading.responsibility.leads and not reading.responsibility.participants
    assert [problem.code for problem in reading.problems] == ["clause-unparsed"]
    doubtful = parse_clause("（市应急局牵头，加大宣传力度）")
    assert [problem.code for problem in doubtful.problems] == ["unit-doubtful"]


@pytest.mark.parametrize(
    ("paragraph", "rest", "clauses", "balanced"),
    [
        ("每季度会商。（市应急局牵头，各县（市、区）人民政府负责)",
         "每季度会商。", ["市应急局牵头，各县（市、区）人民政府负责"], True),
        ("帐篷类:(市应急局牵头,市财政局负责)", "帐篷类:", ["市应急局牵头,市财政局负责"], True),
        ("每季度会商。（市应急局牵头，各县（市、区）人民政府负责",
         "每季度会商。", ["市应急局牵头，各县（市、区）人民政府负责"], False),
        ("每季度会商。市应急局牵头，市财政局负责）", "每季度会商。", ["市应急局牵头，市财政局负责"], False),
        ("推进甲。（市应急局牵头）推进乙。（市水利局牵头）。",
         "推进甲。推进乙。", ["市应急局牵头", "市水利局牵头"], True),
        ("每季度会商。（县应急局、县水利局）", "每季度会商。", ["县应急局、县水利局"], True),
        ("园区（含经开区）。（市商务局牵头）", "园区（含经开区）。", ["市商务局牵头"], True),
    ],
)  # fmt: skip
def test_clauses_are_found_in_a_paragraph(paragraph: str, rest: str, clauses: list[str], balanced: bool) -> None:
    left, found = find_clauses(paragraph)
    assert left == rest
    assert [clause.clause for clause in found] == clauses
    assert all(clause.balanced is balanced for clause in found)


@pytest.mark.parametrize(
    "paragraph",
    [
        "建设平台（以下简称平台）。",
        "推行首席安全官制度（一般由副职负责）。",
        "组建队伍（含市、县两级）",
        "各县（市、区）人民政府要加强领导。",
    ],
)
def test_other_brackets_stay(paragraph: str) -> None:
    assert find_clauses(paragraph) == (paragraph, ())


def test_a_paragraph_that_is_a_clause_is_told_from_a_sentence() -> None:
    assert is_clause_paragraph("市应急局牵头，市指挥部成员单位按职责分工负责。")
    assert is_clause_paragraph("责任单位：市应急局、市水利局")
    assert is_clause_paragraph("完成时限：2026年6月底前")
    assert not is_clause_paragraph("各级政府要牵头做好工作，落实责任。")
    assert not is_clause_paragraph("市应急局牵头，定期通报情况，推动问题整改。")
    assert not is_clause_paragraph("加强领导，确保落实")


def test_a_cell_holds_a_bare_list() -> None:
    assert units_in_cell("市财政局、市水利局等") == (("市财政局", "市水利局"), True, ())
    assert units_in_cell("市财政局\n市水利局")[0] == ("市财政局", "市水利局")


UNITS = [
    "市应急局",
    "市发展改革委",
    "市规划和自然资源局",
    "市气象局",
    "各县（市、区）人民政府",
    "市消防救援支队",
    "某某银保监分局",
]


@given(
    leads=st.lists(st.sampled_from(UNITS), max_size=2, unique=True),
    others=st.lists(st.sampled_from(UNITS), min_size=1, max_size=5, unique=True),
    is_open=st.booleans(),
    comma=st.sampled_from("，,、"),
    brackets=st.sampled_from(["（）", "()", "（)", "(）"]),
)
def test_no_unit_is_ever_lost(leads: list[str], others: list[str], is_open: bool, comma: str, brackets: str) -> None:
    others = [unit for unit in others if unit not in leads] or ["市教育局"]
    head = f"{'、'.join(leads)}牵头{comma}" if leads else ""
    clause = f"{brackets[0]}{head}{'、'.join(others)}{'等' if is_open else ''}按职责分工负责{brackets[1]}"
    rest, found = find_clauses("开展检查。" + clause)
    assert rest == "开展检查。"
    reading = parse_clause(found[0].clause).responsibility
    assert (list(reading.leads), list(reading.participants), reading.open_ended) == (leads, others, is_open)


@given(st.text(alphabet="市县应急水利局委牵头负责责任单位配合等和、，。；：（）()〈〉 \n年2026", max_size=80))
def test_any_text_is_survived(text: str) -> None:
    reading = parse_clause(text)
    assert reading.responsibility.text in text
    find_clauses(text)
    is_clause_paragraph(text)
