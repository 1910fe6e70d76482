"""Spans of time: what begins in January and ends in December is due in December, wherever it is written."""

from __future__ import annotations

from datetime import date

import pytest

from plangen.terms.deadline import deadline_in_cell, deadline_of, moment_of
from plangen.terms.time_spans import spelled_out
from plangen.terms.time_words import end_of_time

PERIOD = (2016, 2035)


@pytest.mark.parametrize(
    ("text", "year", "exact"),
    [
        ("2019年1月1日至12月31日", 2019, None),
        ("2027年3月1日—11月30日", 2027, "2027年11月30日前"),
        ("2027年3月1日至15日", 2027, "2027年3月15日前"),
        ("2026年3—6月", 2026, "2026年6月底前"),
        ("2026年3月-6月底", 2026, "2026年6月底前"),
        ("2026年三月至九月", 2026, "2026年9月底前"),
        ("2026年第一季度至第三季度", 2026, "2026年9月底前"),
        ("2026年1—3季度", 2026, "2026年9月底前"),
        ("2026年上半年至下半年", 2026, None),
        ("2026年1月起至12月", 2026, None),
        ("2026年9月至当年11月", 2026, "2026年11月底前"),
        ("2028年6月至2029年3月", 2029, "2029年3月底前"),
        ("2021—2025年", 2025, None),
        ("2026年至2028年", 2028, None),
        ("2026年－2028年6月", 2028, "2028年6月底前"),
        ("2026年1月1日至2026年12月31日", 2026, None),
    ],
)
def test_a_span_is_due_when_it_ends(text: str, year: int, exact: str | None) -> None:
    cell, running = deadline_in_cell(text), deadline_of(f"{text}集中开展。", PERIOD)
    assert (cell.year, cell.text) == (year, exact)
    assert (running.year, running.text) == (year, exact)
    wanted = moment_of(exact) or date(year, 12, 31)
    assert moment_of(text) == wanted


@pytest.mark.parametrize(("text", "exact"), [("2026.3-2026.10", "2026年10月底前"), ("2026.3—6", "2026年6月底前")])
def test_a_span_with_points_in_a_cell(text: str, exact: str) -> None:
    assert deadline_in_cell(text).text == exact


@pytest.mark.parametrize("text", ["2026年1月至12月完成", "2026年3—6月完成", "2027年3月1日至11月30日止"])
def test_a_span_is_words_of_time_to_its_end(text: str) -> None:
    assert end_of_time(text) == len(text)


@pytest.mark.parametrize("text", ["2026年3—5处", "2026年3月到位", "2026年1号泵站", "2026年6月底前", "每年3—6月"])
def test_what_is_no_span_stays(text: str) -> None:
    assert spelled_out(text) == text


def test_the_days_of_a_count_are_no_deadline_of_what_follows() -> None:
    found = deadline_of("统计期为2026年1月1日至12月31日。到2030年建成三座。", PERIOD)
    assert found.year == 2030
