"""Responsibility clauses: a table of what officials write and who is meant."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.document.filters import clause as printed_clause
from plangen.plan.model import AssignedUnit, Assignment, Proposed, Rule
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.clauses import parse_clause, read_cell
from plangen.terms.time_words import OPEN_FORMS

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
        ("（由县应急局负责，县公安局配合做好有关工作）", ["县应急局"], ["县公安局"], False),
        ("（县应急局负责，县公安局配合，县水利局参与）", ["县应急局"], ["县公安局", "县水利局"], False),
        ("（县应急局牵头、县公安局等配合、县水利局参与）", ["县应急局"], ["县公安局", "县水利局"], True),
        ("（县应急局牵头组织实施、县公安局配合落实）", ["县应急局"], ["县公安局"], False),
        ("（县应急局牵头，县财政局等有关部门和单位按职责分工负责）", ["县应急局"], ["县财政局"], True),
        ("（县应急局牵头，县财政局等相关部门、单位及各乡镇配合）", ["县应急局"], ["县财政局", "各乡镇"], True),
        ("（省应急厅、省气象局等单位和部门按职能分工负责）", [], ["省应急厅", "省气象局"], True),
        ("（县应急局负责，县民政局按职责组织，县水利局配合）", ["县应急局"], ["县民政局", "县水利局"], False),
        ("（县教育局按职责组织、县水利局依职责做好排水）", [], ["县教育局", "县水利局"], False),
        ("（责任部门：县水利局（牵头）、县财政局、县应急局）", ["县水利局"], ["县财政局", "县应急局"], False),
        ("（县财政局、县水利局〔主责〕，各乡镇〔协办〕）", ["县水利局"], ["县财政局", "各乡镇"], False),
        ("（此项工作由县水利局牵头，县财政局配合）", ["县水利局"], ["县财政局"], False),
        ("（牵头领导：张某　牵头单位：县水利局　责任单位：县财政局）", ["县水利局"], ["县财政局"], False),
        ("（牵头：县水利局；配合：县财政局；落实：各乡镇）", ["县水利局"], ["县财政局", "各乡镇"], False),
        ("（县应急局会同县水利局、县气象局等开展）", ["县应急局"], ["县水利局", "县气象局"], True),
        ("（各乡镇牵头，县应急局、县民政局指导）", ["各乡镇"], ["县应急局", "县民政局"], False),
        ("（责任单位：芝河镇、坡头乡等各乡镇人民政府）", [], ["芝河镇", "坡头乡", "各乡镇人民政府"], True),
        ("（县民政局、县财政局按照职责分工）", [], ["县民政局", "县财政局"], False),
        ("（县应急局牵头，县直有关部门按照职责分工，各负其责）", ["县应急局"], ["县直有关部门"], False),
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


@pytest.mark.parametrize(
    ("clause", "leads", "participants", "is_open"),
    [
        ("（拟由县应急局牵头，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（拟由县应急局牵头）", ["县应急局"], [], False),
        ("（拟由县应急局、县水利局牵头，县公安局等配合）", ["县应急局", "县水利局"], ["县公安局"], True),
        ("（拟由县应急局牵头负责，由县公安局、各乡镇配合）", ["县应急局"], ["县公安局", "各乡镇"], False),
        ("（拟由县应急局牵头，拟请县公安局按职责分工负责）", ["县应急局"], ["县公安局"], False),
        ("（拟由县应急局负责，县公安局按职责分工配合）", ["县应急局"], ["县公安局"], False),
        ("（拟由县应急局会同县公安局负责）", ["县应急局"], ["县公安局"], False),
        ("（拟定由县应急局牵头，县公安局配合，县水利局参与）", ["县应急局"], ["县公安局", "县水利局"], False),
        ("（拟县应急局牵头，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（初步拟由县应急局牵头，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（建议由县应急局牵头，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（暂由县应急局负责）", [], ["县应急局"], False),
        ("（请县应急局牵头，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（由县应急局负责，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（县应急局（拟）牵头，县公安局（拟）配合）", ["县应急局"], ["县公安局"], False),
        ("（（拟）由县应急局牵头，县公安局配合）", ["县应急局"], ["县公安局"], False),
        ("（牵头单位：县应急局（拟）；配合单位：县公安局、县水利局）", ["县应急局"], ["县公安局", "县水利局"], False),
    ],
)  # fmt: skip
def test_a_proposal_names_the_same_units(clause: str, leads: list[str], participants: list[str], is_open: bool) -> None:
    rest, found = find_clauses("开展检查。" + clause)
    assert rest == "开展检查。"
    reading = parse_clause(found[0].clause)
    named = reading.responsibility
    assert (list(named.leads), list(named.participants), named.open_ended) == (leads, participants, is_open)
    assert not reading.problems
    assert named.text == clause[1:-1]


def test_a_proposal_in_running_text_is_found() -> None:
    rest, found = find_clauses("定期会商，拟由县应急局牵头，县公安局配合，长期坚持。")
    assert (rest, found[0].clause) == ("定期会商。", "拟由县应急局牵头，县公安局配合，长期坚持")
    rest, found = find_clauses("定期会商，由县应急局负责，县公安局配合，2027年底前完成。")
    assert (rest, parse_clause(found[0].clause).deadline) == ("定期会商。", "2027年底前完成")
    rest, found = find_clauses("定期会商。由县应急局牵头，县公安局配合。长期坚持。")
    assert (rest, found[0].clause) == ("定期会商。长期坚持。", "由县应急局牵头，县公安局配合")
    assert is_clause_paragraph("拟由县应急局牵头，县公安局配合。")


TIMES = [
    "长期坚持",
    "长期",
    "持续推进",
    "常态化开展",
    "每年汛前",
    "每年12月底前完成",
    "每季度",
    "每半年开展1次",
    "全年",
    "规划期内",
    "“十五五”期间",
    "印发之日起6个月内完成",
    "2027年底前",
    "2027年底前完成",
    "2027年6月底前完成",
    "于2027年6月30日前完成",
    "力争到2028年全面建成",
    "2026年起每年开展",
    "2026—2028年",
    "２０２７年第三季度前完成",
    "年底前完成",
    "6月底前",
]


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize(
    "pattern",
    [
        "（县应急局牵头，县公安局配合，{}）",
        "（县应急局牵头，县公安局配合；{}）",
        "（县应急局牵头，县公安局配合。{}。）",
        "（县应急局牵头，{}，县公安局配合）",
        "（{}，县应急局牵头，县公安局配合）",
        "（{}，由县应急局牵头，县公安局配合）",
        "（县应急局牵头、县公安局配合、{}）",
        "（县应急局负责，县公安局配合，{}）",
        "（县应急局牵头，县公安局按职责分工负责；{}）",
        "（拟由县应急局牵头，县公安局配合，{}）",
        "（县应急局牵头，县公安局配合{}）",
        "（牵头单位：县应急局；配合单位：县公安局；{}）",
        "（牵头单位：县应急局，配合单位：县公安局，{}）",
        "（牵头单位：县应急局，完成时限：{}，配合单位：县公安局）",
        "（牵头单位：县应急局；配合单位：县公安局；完成时限：{}）",
        "（县应急局牵头，县公安局配合，完成时限：{}）",
        "（县应急局牵头，县公安局配合，{}",
    ],
)
def test_words_of_time_are_no_units(time: str, pattern: str) -> None:
    rest, found = find_clauses("开展检查。" + pattern.format(time))
    assert rest == "开展检查。"
    reading = parse_clause(found[0].clause)
    assert (reading.responsibility.leads, reading.responsibility.participants) == (("县应急局",), ("县公安局",))
    assert reading.deadline == time
    assert not reading.problems


def test_a_unit_beside_words_of_time_stays() -> None:
    def read(clause: str) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
        reading = parse_clause(clause)
        return reading.responsibility.leads, reading.responsibility.participants, reading.deadline

    assert read("（2027年底前由县应急局牵头完成，县公安局配合）") == (("县应急局",), ("县公安局",), "2027年底前")
    assert read("（县应急局牵头，2027年底前县公安局完成）") == (("县应急局",), ("县公安局",), "2027年底前")
    assert read("（县应急局牵头，2027年底前由县公安局完成）") == (("县应急局",), ("县公安局",), "2027年底前")
    assert read("（县应急局牵头，县公安局等长期坚持）") == (("县应急局",), ("县公安局",), "长期坚持")
    assert read("（县应急局牵头2027年底前完成，县公安局配合）") == (("县应急局",), ("县公安局",), "2027年底前完成")
    # with a year before it, what is done then is no unit
    assert read("（县应急局牵头，2027年6月底前完成立项）") == (("县应急局",), (), "2027年6月底前完成立项")
    assert read("（县应急局牵头，每年组织一次演练，2028年建成）") == (("县应急局",), (), "每年组织一次演练，2028年建成")
    assert read("（县应急局牵头，２０２７年底前完成立项）") == (("县应急局",), (), "２０２７年底前完成立项")
    # a stranger beside a time is kept and told
    stranger = parse_clause("（县应急局牵头，2027年底前某某机关配合）")
    assert stranger.responsibility.participants == ("某某机关",)
    assert [problem.code for problem in stranger.problems] == ["unit-doubtful"]
    assert parse_clause("（县应急局牵头，长期护理服务专班配合）").responsibility.participants == ("长期护理服务专班",)


def test_a_time_alone_is_no_clause() -> None:
    for paragraph in ("完成改造（2027年底前完成）。", "完成改造（长期坚持）。", "完成改造（每年汛前组织实施）。"):
        assert find_clauses(paragraph) == (paragraph, ())


def test_what_cannot_be_taken_apart_is_told_and_kept() -> None:
    reading = parse_clause("（党委政府高度重视）")
    assert reading.responsibility.text == "党委政府高度重视"
    assert not reading.responsibility.leads and not reading.responsibility.participants
    assert [problem.code for problem in reading.problems] == ["clause-unparsed"]
    doubtful = parse_clause("（市应急局牵头，某某机关配合）")
    assert [problem.code for problem in doubtful.problems] == ["unit-doubtful"]
    rider = parse_clause("（市应急局牵头，加大宣传力度）")
    assert (rider.responsibility.leads, rider.responsibility.participants) == (("市应急局",), ())
    assert [problem.code for problem in rider.problems] == ["label-unknown"]


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


def test_the_mark_of_a_proposal_is_no_part_of_a_name() -> None:
    assert cell("县应急局（拟）") == (("县应急局",), False)
    assert parse_clause("县应急局、县水利局(拟)").responsibility.participants == ("县应急局", "县水利局")


def cell(text: str) -> tuple[tuple[str, ...], bool]:
    reading = read_cell(text)
    assert not reading.problems
    return reading.responsibility.participants, reading.responsibility.open_ended


def test_a_cell_holds_a_bare_list() -> None:
    assert cell("市财政局、市水利局等") == (("市财政局", "市水利局"), True)
    assert cell("市财政局\n市水利局") == (("市财政局", "市水利局"), False)
    assert cell("市财政\n局、市水利局\n等") == (("市财政局", "市水利局"), True)


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


def assigned(units: list[str], *, proposed: bool) -> tuple[AssignedUnit, ...]:
    why = Proposed.USUAL if proposed else None
    return tuple(AssignedUnit(name=unit, rule=Rule.SPEC, proposed=why) for unit in units)


# a character of each word that a spec may write for a deadline, and of what follows 每年
OF_DEADLINES = "".join(sorted(set("".join(OPEN_FORMS)) - set("()[]{}?|.,-"))) + "汛前开展次演练"


@given(
    leads=st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True),
    others=st.lists(st.sampled_from(UNITS), max_size=5, unique=True),
    is_open=st.booleans(),
    lead_proposed=st.booleans(),
    others_proposed=st.integers(0, 5),
    deadline=st.one_of(
        st.none(),
        st.sampled_from(["2027年底前", "2027年6月底前", "2027年6月30日前", "2027年上半年", "2026年起每年开展"]),
        st.sampled_from(OPEN_FORMS).flatmap(lambda form: st.from_regex(form, fullmatch=True, alphabet=OF_DEADLINES)),
    ),
)
def test_what_a_plan_prints_is_read_back(
    leads: list[str],
    others: list[str],
    is_open: bool,
    lead_proposed: bool,
    others_proposed: int,
    deadline: str | None,
) -> None:
    others = [unit for unit in others if unit not in leads]
    firm, open_ = others[others_proposed:], others[:others_proposed]
    others = firm + open_
    lead, *more = assigned(leads, proposed=lead_proposed)
    assignment = Assignment(
        lead=lead,
        co_leads=tuple(more),
        participants=(*assigned(firm, proposed=False), *assigned(open_, proposed=True)),
        open_ended=is_open,
    )
    printed = printed_clause(assignment, deadline)
    rest, found = find_clauses("开展检查。" + printed)
    assert (rest, [clause.clause for clause in found]) == ("开展检查。", [printed[1:-1]])
    reading = parse_clause(found[0].clause)
    named = reading.responsibility
    assert (list(named.leads), list(named.participants)) == (leads, others)
    assert named.open_ended is bool(is_open and others)
    assert (reading.deadline or "").removesuffix("完成") == (deadline or "").removesuffix("完成")
    assert not reading.problems


@given(
    head=st.sampled_from(["", "由", "请", "拟由", "拟请", "建议由", "暂由", "拟"]),
    leads=st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True),
    others=st.lists(st.sampled_from(UNITS), min_size=1, max_size=5, unique=True),
    second=st.sampled_from(["", "由", "拟由"]),
    duty=st.sampled_from(["配合", "按职责分工负责", "参与", "协助"]),
    times=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(TIMES)), max_size=3, unique_by=lambda time: time[0]),
    is_open=st.booleans(),
)
def test_words_of_time_and_proposals_never_cost_or_make_a_unit(
    head: str, leads: list[str], others: list[str], second: str, duty: str, times: list[tuple[int, str]], is_open: bool
) -> None:
    others = [unit for unit in others if unit not in leads] or ["市教育局"]
    pieces = [f"{head}{'、'.join(leads)}牵头", f"{second}{'、'.join(others)}{'等' if is_open else ''}{duty}"]
    for place, time in sorted(times, reverse=True):
        pieces.insert(place, time)
    named = parse_clause("（" + "，".join(pieces) + "）").responsibility
    assert (list(named.leads), list(named.participants), named.open_ended) == (leads, others, is_open)


@pytest.mark.parametrize(
    "unit",
    ["2027年，", "，由县应急局负责", "于2027年6月底前", "组织实施", "每年", "力争到", "长期持续", "（拟）", "、"],
)
def test_a_long_line_takes_no_long_time(unit: str) -> None:
    line = unit * (20_000 // len(unit))
    for text in (line, f"（{line}牵头）", f"县应急局牵头{line}", f"（县应急局牵头{line[:1900]}某某，县公安局配合）"):
        started = process_time()
        find_clauses(text)
        is_clause_paragraph(text)
        assert process_time() - started < 3


@given(
    st.text(
        alphabet="市县应急水利局委牵头负责责任单位配合等和、，。；：（）()〈〉 \n年2026拟由每长期坚持底前", max_size=80
    )
)
def test_any_text_is_survived(text: str) -> None:
    reading = parse_clause(text)
    assert reading.responsibility.text in text
    find_clauses(text)
    is_clause_paragraph(text)
