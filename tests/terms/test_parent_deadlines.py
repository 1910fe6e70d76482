"""Which year is a deadline, and which one counts when several are named."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.deadline import (
    Deadline,
    deadline_in_cell,
    deadline_of,
    deadline_words,
    deadline_years,
    moment_of,
    printed_deadline,
)
from plangen.terms.time_words import end_of_time, names_time, start_of_time

PERIOD = (2021, 2025)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年建立制度。", 2023),
        ("2023 年建立制度。", 2023),
        ("到2025年，建成平台。", 2025),
        ("建立制度，2024年全面运行。", 2024),
        ("确保2024年底前建成。", 2024),
        ("平台须于2024年6月底前上线。", 2024),
        ("2022-2024年分步实施。", 2024),
        ("力争到2025年建成。", 2025),
        # the first speaks for the whole, a bare later year for a part of it
        ("2023年配齐装备。2025年争取再建一处训练基地。", 2023),
        # a later stage of the same takes its place
        ("到2023年取得进展，到2025年基本完成。", 2025),
        ("2023年启动建设，2025年底前投入使用。", 2025),
        ("到2022年部分完成。2025年各项建设任务全部完成。", 2025),
        # no deadlines
        ("自2022年起实施。", None),
        ("比2022年下降一成。", None),
        ("落实《某市2024年远景规划》。", None),
        ("2019年成立了指挥部。", None),
        ("每年开展两次演练。", None),
        ("对照国办发〔2023〕5号文件。", None),
        ("巩固第一次普查的2022年度成果。", None),
    ],
)
def test_the_year_that_counts(text: str, year: int | None) -> None:
    assert deadline_of(text, PERIOD).year == year


def test_other_years_are_told() -> None:
    found = deadline_of("2023年配齐装备。2025年争取再建一处基地。到2035年全面领先。", PERIOD)
    assert (found.year, found.others, found.outside) == (2023, (2025,), (2035,))


def test_without_a_period_every_year_counts() -> None:
    assert deadline_of("到2035年全面领先。", None).year == 2035


@pytest.mark.parametrize(
    ("cell", "year", "text"),
    [
        ("2026年12月底前", 2026, None),
        ("2026—2028年", 2028, None),
        ("2027.6", 2027, "2027年6月底前"),
        ("2027年第一季度", 2027, "2027年3月底前"),
        ("长期坚持", None, "长期坚持"),
        ("每年", None, "每年"),
        ("—", None, None),
        ("", None, None),
    ],
)
def test_a_cell_with_a_time(cell: str, year: int | None, text: str | None) -> None:
    assert deadline_in_cell(cell) == Deadline(year=year, text=text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027年", date(2027, 12, 31)),
        ("2027年底前", date(2027, 12, 31)),
        ("2027年6月底前", date(2027, 6, 30)),
        ("2027年6月份", date(2027, 6, 30)),
        ("2027年6月前", date(2027, 5, 31)),
        ("2027年6月15日前", date(2027, 6, 15)),
        ("2027年上半年", date(2027, 6, 30)),
        ("2027年第三季度前", date(2027, 9, 30)),
        ("２０２７年一季度", date(2027, 3, 31)),
        ("2026年启动，2028年6月底前完成", date(2028, 6, 30)),
        ("长期坚持", None),
        (None, None),
    ],
)
def test_by_when_a_printed_deadline_is_due(text: str | None, moment: date | None) -> None:
    assert moment_of(text) == moment


def test_a_deadline_is_shown_as_it_is_printed() -> None:
    assert deadline_words(2027, "2027年6月底前") == "2027年6月底前"
    assert deadline_words(2027, None) == "2027年"
    assert deadline_words(None, "长期坚持") == "长期坚持"
    assert deadline_words(None, None) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2027年6月底前完成", "2027年6月底前完成"),
        ("力争到2028年全面建成", "力争到2028年全面建成"),
        ("长期坚持", "长期坚持"),
        ("每年汛前由县水利局完成", "每年汛前"),
        ("2027年以县为单位推进", "2027年"),
        ("2027年底前到村入户", "2027年底前"),
        ("“十五五”期间持续推进", "“十五五”期间持续推进"),
        ("规划和自然资源局", ""),
        ("在县城推进", ""),
        ("完成2027年任务", ""),
        ("", ""),
    ],
)
def test_the_words_of_time_at_the_head_of_a_text(text: str, time: str) -> None:
    assert text[: end_of_time(text)] == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("县公安局配合2027年底前完成", "2027年底前完成"),
        ("县公安局等长期坚持", "长期坚持"),
        ("县公安局于2027年6月底前完成", "于2027年6月底前完成"),
        ("县公安局", ""),
        ("县公安局2027年底前完成立项", ""),
        ("", ""),
    ],
)
def test_the_words_of_time_at_the_end_of_a_text(text: str, time: str) -> None:
    assert text[start_of_time(text) :] == time


def test_a_text_names_a_time_or_none() -> None:
    assert names_time("县应急局牵头，２０２７年底前完成")
    assert names_time("县应急局牵头，长期坚持")
    assert not names_time("县应急局牵头，县规划和自然资源局配合")


MONTHS = "一二三四五六七八九十"


@given(day=st.dates(date(2021, 1, 1), date(2040, 12, 31)), form=st.sampled_from(range(12)))
def test_every_form_of_a_moment_is_the_same_everywhere_and_reads_back_as_itself(day: date, form: int) -> None:
    year, month = day.year, day.month
    chinese = ("十" if month > 9 else "") + (MONTHS[month % 10 - 1] if month % 10 else "")
    quarter = (month + 2) // 3
    month_end, quarter_end = last(year, month), last(year, 3 * quarter)
    written, due = [
        (f"{year}年{month}月", month_end),
        (f"{year}年{month}月底前", month_end),
        (f"{year}.{month}", month_end),
        (f"{year}-{month:02}", month_end),
        (f"{year}年{chinese}月末", month_end),
        (f"{year}/{month}/{day.day}", day),
        (f"{year}年{month}月{day.day}日前完成", day),
        (f"{year}年第{'一二三四'[quarter - 1]}季度", quarter_end),
        (f"{year}年{quarter}季度前", quarter_end),
        (f"{year}年{'上' if month < 7 else '下'}半年", last(year, 6 if month < 7 else 12)),
        (f"{year}年底前", date(year, 12, 31)),
        (str(year), date(year, 12, 31)),
    ][form]
    assert moment_of(written) == due
    assert deadline_years(written) == (year,)
    printed = printed_deadline(written)
    assert printed is not None and printed_deadline(printed) == printed
    assert moment_of(printed) == due
    cell = deadline_in_cell(written)
    assert cell.year == year and moment_of(cell.text or f"{year}年") == due


def last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@pytest.mark.parametrize("text", ["2027年第五季度", "2027年第0季度", "2027年第12季度", "2027年Q1"])
def test_quarters_that_no_year_has_are_no_deadlines(text: str) -> None:
    assert printed_deadline(text) is None
    assert printed_deadline("2027年第四季度") == "2027年第四季度"
