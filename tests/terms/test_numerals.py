"""Numbers in front of headings, in every form that officials type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.marks import Form, parse_mark, without_number
from plangen.terms.numerals import chinese_number, circled, numeral, parse_number
from plangen.terms.period import period_name, period_named, read_period


@given(st.integers(1, 9999))
def test_numbers_come_back(number: int) -> None:
    written = chinese_number(number)
    assert parse_number(written) == number
    assert parse_number(written.replace("零", "〇")) == number
    assert parse_number(str(number)) == number
    assert parse_number(str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)})) == number


@given(st.integers(1, 20))
def test_signs_that_have_their_brackets_in_them(number: int) -> None:
    for form in ("decimalEnclosedCircle", "decimalEnclosedParen", "decimalEnclosedFullstop"):
        assert parse_number(numeral(number, form) or "") == number


@given(st.text("零〇○一二三四五六七八九十百千两0１a㈠①", max_size=8))
def test_what_is_no_number_is_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百零一", 101), ("一百二十", 120), ("百", 100), ("一千零一十", 1010), ("一〇", 10), ("一○", 10),
        ("二〇二六", 2026), ("一十", 10), ("㈠", 1), ("㉑", 21), ("㊿", 50), ("零", 0), ("", None), ("十百", None),
        ("一百一", None), ("一二", None), ("零一", None), ("局", None),
    ],
)  # fmt: skip
def test_the_value_of_a_number(text: str, number: int | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("line", "form", "value", "rest"),
    [
        ("㈠健全体系", Form.CHINESE_BRACKET, 1, "健全体系"),
        ("（一○）健全体系", Form.CHINESE_BRACKET, 10, "健全体系"),
        ("一百零一、健全体系", Form.CHINESE, 101, "健全体系"),
        ("（１２）健全体系", Form.ARABIC_BRACKET, 12, "健全体系"),
        ("⒈健全体系", Form.ARABIC, 1, "健全体系"),
        ("㉑健全体系", Form.CIRCLED, 21, "健全体系"),
        ("第一百二十条", None, 0, ""),
        ("百姓安居", None, 0, ""),
        ("千方百计、全力以赴", None, 0, ""),
    ],
)
def test_marks_of_every_width_and_beyond_99(line: str, form: Form | None, value: int, rest: str) -> None:
    mark = parse_mark(line)
    assert (mark and (mark.form, mark.value, mark.rest)) == (form and (form, value, rest))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("（一）重点任务", "重点任务"),
        ("1. 重点任务", "重点任务"),
        ("一 重点任务", "重点任务"),
        ("㈡重点任务", "重点任务"),
        ("一、（1）重点任务", "重点任务"),
        ("十大工程", "十大工程"),
        ("一览表", "一览表"),
        ("119宣传月", "119宣传月"),
        ("12 个乡镇全覆盖", "12 个乡镇全覆盖"),
        ("1.5公里堤防", "1.5公里堤防"),
    ],
)
def test_a_name_loses_its_number_and_no_word_of_its_own(text: str, name: str) -> None:
    assert without_number(text) == name


@given(st.integers(3, 92))
def test_the_name_of_a_five_year_plan_comes_back(number: int) -> None:
    years = period_named(chinese_number(number))
    assert years is not None and period_name(years) == f"“{chinese_number(number)}五”"
    assert read_period(f"{years[0]}—{years[1]}年") == read_period(f"{years[0]}年至{years[1]}年") == years


def test_other_periods_are_written_out() -> None:
    assert period_name((2027, 2029)) == "2027—2029年"
    assert (period_named("二"), period_named("局"), read_period("2026年")) == (None, None, None)
    assert circled(21) == "㉑"
