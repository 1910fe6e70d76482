"""Clauses as offices write them: every bracket, labels without a colon, names nobody knows, duties behind names."""

from __future__ import annotations

import pytest

from plangen.terms.clause_search import find_clauses, is_clause_paragraph, suspected_clause
from plangen.terms.clauses import merge, parse_clause
from plangen.terms.unit_list import lists_units, read_units

Names = tuple[str, ...]


def read(paragraph: str) -> tuple[str, Names, Names, list[str]]:
    """Return what is left of a paragraph, leads, participants and the doubts about its one clause."""
    rest, (found,) = find_clauses(paragraph)
    reading = parse_clause(found.clause)
    named = reading.responsibility
    return rest, named.leads, named.participants, [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("clause", "units", "doubts"),
    [
        ("（县财政局、兰州铁路局集团公司）", ("县财政局", "兰州铁路局集团公司"), []),
        ("（延长石油集团）", ("延长石油集团",), []),
        ("（各市州政府、河西新区管委会、河西矿区）", ("各市州政府", "河西新区管委会", "河西矿区"), []),
        ("（县政府办公室，县应急局；各镇〔街道〕）", ("县政府办公室", "县应急局", "各镇〔街道〕"), []),
        ("（县应急局、某某能源化工）", ("县应急局", "某某能源化工"), ["unit-doubtful"]),
    ],
)
def test_one_unknown_unit_does_not_cost_the_clause(clause: str, units: Names, doubts: list[str]) -> None:
    assert read("健全机制。" + clause) == ("健全机制。", (), units, doubts)
    assert read(clause) == ("", (), units, doubts)


@pytest.mark.parametrize(
    "remark",
    [
        "含应急物资", "以下简称平台", "见附件", "2026—2030年", "含省、市", "如学校、医院", "学校、医院", "省、市",
        "一期", "县级", "县城、乡镇", "县城、各乡镇", "不含县城、开发区", "公路、铁路", "《安全生产法》",
        "具体名单由县应急局另行公布",
    ],
)  # fmt: skip
def test_a_remark_in_brackets_is_no_clause(remark: str) -> None:
    for paragraph in (f"组建队伍。（{remark}）", f"组建队伍（{remark}）。", f"（{remark}）", f"组建队伍。〈{remark}〉"):
        assert find_clauses(paragraph) == (paragraph, ())


@pytest.mark.parametrize(
    "brackets", ["（）", "()", "[]", "［］", "〔〕", "【】", "{}", "｛｝", "<>", "＜＞", "〈〉", "‹›"]
)
def test_every_bracket_holds_a_clause(brackets: str) -> None:
    opening, closing = brackets
    for clause in ("责任单位：县公安局、县财政局", "县公安局、县财政局按职责分工负责", "县公安局、县财政局"):
        rest, leads, participants, doubts = read(f"开展检查。{opening}{clause}{closing}")
        assert (rest, leads, participants, doubts) == ("开展检查。", (), ("县公安局", "县财政局"), [])


@pytest.mark.parametrize(
    "clause",
    [
        "【牵头单位】县应急局【配合单位】县公安局【完成时限】2026年底",
        "[牵头部门]县应急局 [协助部门]县公安局",
        "牵头单位—县应急局；参加单位—县公安局",
        "牵头单位——县应急局，协办单位——县公安局。",
        "责任单位：县应急局；配合单位：县公安局。",
        "责任部门：县应急局。协助部门：县公安局。",
        "牵头：县应急局；配合：县公安局。",
        "由县应急局牵头，县公安局配合。",
    ],
)
def test_labels_need_no_colon_and_a_clause_no_brackets(clause: str) -> None:
    rest, leads, participants, doubts = read("开展检查。每年一次。" + clause)
    assert (rest, leads, participants, doubts) == ("开展检查。每年一次。", ("县应急局",), ("县公安局",), [])
    assert is_clause_paragraph(clause)


def test_a_stranger_beside_lead_and_support_stays_with_a_doubt() -> None:
    expected = ("开展检查。", ("县水利局",), ("县气象局", "小浪底水务", "各镇"), ["unit-doubtful"])
    assert read("开展检查。由县水利局牵头，县气象局、小浪底水务配合，各镇落实。") == expected
    assert read("开展检查。牵头单位：县水利局；配合单位：县气象局、小浪底水务、各镇。") == expected
    # what is to be done before the clause is none of its names
    rest, leads, *_ = read("完善两级指挥部，由市应急局牵头，市公安局、市住建局配合。")
    assert (rest, leads) == ("完善两级指挥部。", ("市应急局",))


def test_who_answers_on_one_line_leads_who_takes_part_on_the_next() -> None:
    lines = ("责任部门：县应急局", "协助部门：县公安局")
    named = merge([parse_clause(line) for line in lines]).responsibility
    assert (named.leads, named.participants) == (("县应急局",), ("县公安局",))
    led = merge([parse_clause("牵头部门：县水利局"), *map(parse_clause, lines)]).responsibility
    assert (led.leads, led.participants) == (("县水利局",), ("县应急局", "县公安局"))


@pytest.mark.parametrize(
    "name",
    [
        "各县、市、区人民政府", "各市、州、县人民政府", "各乡、镇、街道", "各区、县（市）政府", "各州、市、县政府",
        "各苏木、镇", "各县、乡和街道", "各产煤乡、镇", "各有关县、区政府",
    ],
)  # fmt: skip
def test_the_levels_of_one_unit_are_not_parted(name: str) -> None:
    assert read_units(f"县公安局、{name}").units == ("县公安局", name)
    assert read_units(f"{name}，县公安局").units == (name, "县公安局")
    assert read(f"开展检查。（县公安局牵头，{name}具体落实）")[1:3] == (("县公安局",), (name,))


def test_a_name_may_hold_a_dash() -> None:
    name = "甲镇—乙镇经济合作区管委会"
    assert read(f"开展检查。（县应急局牵头，{name}配合）") == ("开展检查。", ("县应急局",), (name,), [])
    assert read(f"开展检查。县应急局牵头，{name}配合。") == ("开展检查。", ("县应急局",), (name,), [])


def test_levels_before_a_name_of_their_own_are_parted() -> None:
    assert read_units("各县、市直各部门").units == ("各县", "市直各部门")


@pytest.mark.parametrize("dash", ["——", "—", "－－"])
def test_a_dash_parts_a_title_from_its_clause(dash: str) -> None:
    assert read(f"健全体系{dash}由县应急局牵头，县委编办配合。")[:3] == ("健全体系。", ("县应急局",), ("县委编办",))
    assert read(f"执法检查{dash}县应急局牵头，县公安局参加。")[:2] == ("执法检查。", ("县应急局",))
    assert read(f"压实责任{dash}县水利局负责，县气象局配合。")[:3] == ("压实责任。", ("县水利局",), ("县气象局",))


@pytest.mark.parametrize(
    ("clause", "leads", "participants", "is_open", "deadline"),
    [
        ("县应急局负总责，县公安局、县司法局具体负责", ["县应急局"], ["县公安局", "县司法局"], False, None),
        ("县应急局统筹，县公安局实施，县司法局协同", ["县应急局"], ["县公安局", "县司法局"], False, None),
        ("市能源局牵头，管道企业落实主体责任", ["市能源局"], ["管道企业"], False, None),
        ("县水利局牵头，县气象局承担监测责任，各乡镇履行属地责任", ["县水利局"], ["县气象局", "各乡镇"], False, None),
        ("县应急局牵头，县公安局等12个部门配合", ["县应急局"], ["县公安局"], True, None),
        ("县应急局牵头，县公安局等八家单位配合", ["县应急局"], ["县公安局"], True, None),
        ("牵头：县应急局，配合：县公安局，时间：2026年底前", ["县应急局"], ["县公安局"], False, "2026年底前"),
        ("分管副县长：某某，县应急局牵头", ["县应急局"], [], False, None),
        ("副总指挥：某某、某某，县应急局牵头，县公安局配合", ["县应急局"], ["县公安局"], False, None),
    ],
)
def test_duties_and_riders_are_no_units(
    clause: str, leads: list[str], participants: list[str], is_open: bool, deadline: str | None
) -> None:
    rest, found = find_clauses(f"开展检查。（{clause}）")
    assert rest == "开展检查。"
    reading = parse_clause(found[0].clause)
    named = reading.responsibility
    assert (list(named.leads), list(named.participants), named.open_ended) == (leads, participants, is_open)
    assert reading.deadline == deadline
    assert not reading.problems


def test_a_short_rider_is_told_and_a_measure_keeps_its_sentence() -> None:
    rest, leads, _, doubts = read("加强督查。县委督查室、县政府督查室牵头，定期通报。")
    assert (rest, leads, doubts) == ("加强督查。", ("县委督查室", "县政府督查室"), ["label-unknown"])
    assert find_clauses("加强督查。县委督查室牵头，定期通报情况，推动问题整改。")[1] == ()


@pytest.mark.parametrize(
    ("clause", "leads", "participants"),
    [
        ("县级牵头单位：县应急局；乡级责任单位：各乡镇", ("县应急局",), ("各乡镇",)),
        ("市直责任部门：市应急局，市公安局", (), ("市应急局", "市公安局")),
        ("此项工作县应急局牵头，县公安局配合", ("县应急局",), ("县公安局",)),
        ("县应急局、县公安局按职责分工落实", (), ("县应急局", "县公安局")),
        ("县应急局、县公安局分别组织实施", (), ("县应急局", "县公安局")),
    ],
)
def test_levels_before_labels_and_shared_duties(clause: str, leads: Names, participants: Names) -> None:
    assert read(f"开展检查。（{clause}）") == ("开展检查。", leads, participants, [])
    assert read(f"开展检查。{clause}。") == ("开展检查。", leads, participants, [])
    assert find_clauses("开展检查，形成齐抓共管、共同推进的局面。")[1] == ()


def test_a_long_list_without_brackets_is_read() -> None:
    names = "、".join(f"县第{number}局" for number in range(1, 201))
    rest, leads, _, _ = read(f"加强执法。{names}牵头。")
    assert (rest, len(leads)) == ("加强执法。", 200)


def test_an_arrangement_is_not_suspected() -> None:
    assert suspected_clause("建立由县应急局牵头、县公安局配合的工作机制。") is None
    assert suspected_clause("由属地政府或指定牵头部门负责。") is None
    assert suspected_clause("由县应急局牵头制定办法，报县政府批准。") is not None


def test_a_line_of_units_alone_is_a_clause_and_one_of_places_is_none() -> None:
    assert is_clause_paragraph("县财政局、县应急局")
    for line in ("学校、医院、养老院", "县财政局", "检查对象：学校、医院", "省、市、县三级联动"):
        assert not is_clause_paragraph(line)
        assert not lists_units(line, alone=True)
