"""Lists of units and forms of clauses: every separator parts, no name that holds a 和 is cut, every verb is data."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plangen.terms.clause_search import find_clauses
from plangen.terms.clauses import merge, parse_clause, read_cell, read_cells
from plangen.terms.unit_list import read_units, split_names
from plangen.terms.units import load_units
from plangen.terms.vocabulary import vocabulary

WORDS = vocabulary().clauses
NAMES = [
    "县应急局", "县公安局", "县规划和自然资源局", "县人力资源和社会保障局", "县发展和改革局", "县住房和城乡建设局",
    "县工业和信息化局", "县卫生健康局", "各乡镇人民政府", "各县（市、区）人民政府", "县文化和旅游局", "县气象局",
    "县粮食和物资储备中心", "国网某县供电公司", "县消防救援大队", "县农业农村和水利局",
]  # fmt: skip
SEPARATORS = ["、", "，", ",", "；", ";", "/", "／", "\n", "、\n", " ", "和", "及", "与", "以及"]


@given(
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True),
    separators=st.lists(st.sampled_from(SEPARATORS), min_size=5, max_size=5),
    etc=st.sampled_from(["", "等", "等有关部门", "等单位"]),
)
@example(names=NAMES[1:6], separators=["\n", "和", "和", "和", "和"], etc="")
@example(names=NAMES[1:6], separators=["和", "和", "\n", " ", "和"], etc="等")
def test_a_list_comes_apart_into_what_it_was_joined_of(names: list[str], separators: list[str], etc: str) -> None:
    text = "".join(name + sign for name, sign in zip(names, [*separators[: len(names) - 1], ""], strict=True))
    assert list(read_units(text + etc).units) == names
    assert read_units(text + etc).open_ended is bool(etc)
    assert split_names(text) == names
    assert list(read_cell(text + etc).responsibility.participants) == names


def test_no_name_that_is_known_is_cut() -> None:
    for unit in load_units():
        for name in (unit.id, unit.full_name, *unit.county_names):
            for prefix in ("", "县", "市", "永和县"):
                assert read_units(prefix + name).units == (prefix + name,), prefix + name


def test_the_roster_decides_what_units_yaml_does_not_know() -> None:
    roster = {"县综合治理和信访服务专班", "县信访服务专班"}
    known = roster.__contains__
    assert read_units("县综合治理和信访服务专班", known).units == ("县综合治理和信访服务专班",)
    assert read_units("县应急局和信访服务专班").units == ("县应急局和信访服务专班",)
    parted = {"县应急局", "信访服务专班"}.__contains__
    assert read_units("县应急局和信访服务专班", parted).units == ("县应急局", "信访服务专班")


def test_a_name_broken_over_the_lines_of_a_narrow_cell_stays_whole() -> None:
    assert read_units("县应急管理\n局、县公安\n局").units == ("县应急管理局", "县公安局")
    assert split_names("发展改革委 能源局") == ["发展改革委", "能源局"]
    assert split_names("芝河镇、桑壁镇") == ["芝河镇", "桑壁镇"]


@pytest.mark.parametrize(
    "lead", [*WORDS.lead_verbs, *(verb + tail for verb in WORDS.lead_verbs for tail in WORDS.lead_tails)]
)
@pytest.mark.parametrize("support", WORDS.support_verbs)
def test_every_verb_in_the_file_makes_a_clause(lead: str, support: str) -> None:
    rest, found = find_clauses(f"开展检查。（县应急局{lead}，县公安局{support}）")
    assert rest == "开展检查。"
    named = parse_clause(found[0].clause).responsibility
    assert (named.leads, named.participants) == (("县应急局",), ("县公安局",))


@pytest.mark.parametrize("answer", WORDS.answering)
def test_who_answers_leads_only_where_others_take_part(answer: str) -> None:
    alone = parse_clause(f"（县应急局{answer}）").responsibility
    assert (alone.leads, alone.participants) == ((), ("县应急局",))
    helped = parse_clause(f"（县应急局{answer}，县公安局协办）").responsibility
    assert (helped.leads, helped.participants) == (("县应急局",), ("县公安局",))


@pytest.mark.parametrize("duty", WORDS.duties)
def test_no_word_of_duty_becomes_part_of_a_name(duty: str) -> None:
    assert parse_clause(f"（县应急局牵头，县公安局{duty}）").responsibility.participants == ("县公安局",)


@pytest.mark.parametrize(
    ("label", "leads"),
    [(label, kind == "lead") for kind in ("lead", "support", "responsible") for label in WORDS.labels[kind]],
)
def test_every_label_in_the_file_is_read(label: str, leads: bool) -> None:
    _, found = find_clauses(f"开展检查。（{label}：县应急局）")
    named = parse_clause(found[0].clause).responsibility
    assert (named.leads if leads else named.participants) == ("县应急局",)


def test_the_cells_of_a_row_are_one_responsibility() -> None:
    def read(*cells: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        reading = read_cells(*cells)
        assert reading is not None
        return reading.responsibility.leads, reading.responsibility.participants

    assert read("县应急局", "县公安局和县财政局") == (("县应急局",), ("县公安局", "县财政局"))
    assert read("县应急局牵头", "县公安局配合") == (("县应急局",), ("县公安局",))
    assert read(None, "县应急局主责，县公安局协办") == (("县应急局",), ("县公安局",))
    assert read(None, "县应急局主责\n县公安局协办") == (("县应急局",), ("县公安局",))
    assert read(None, "县水利局", "县应急局牵头，县公安局配合") == (("县应急局",), ("县水利局", "县公安局"))
    assert read(None, None, "县应急局、县公安局") == ((), ("县应急局", "县公安局"))
    assert read_cells(None, "", None) is None


def test_an_item_with_several_clauses_is_open_when_one_of_them_is() -> None:
    closed, opened = parse_clause("（县应急局牵头）"), parse_clause("（县水利局牵头，县气象局等配合）")
    for readings in ([closed, opened], [opened, closed]):
        assert merge(readings).responsibility.open_ended
    assert not merge([closed, closed]).responsibility.open_ended
