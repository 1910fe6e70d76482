"""Numbers in front of headings, and where a heading ends and its text begins."""

from __future__ import annotations

import pytest

from plangen.terms.marks import Form, parse_lone_number, parse_mark, split_title


@pytest.mark.parametrize(
    ("line", "form", "value", "raw", "rest"),
    [
        ("第一篇 总论", Form.PART, 1, "第一篇", "总论"),
        ("第二部分　任务", Form.PART, 2, "第二部分", "任务"),
        ("第三章 主要任务", Form.CHAPTER, 3, "第三章", "主要任务"),
        ("第 十二 章 附则", Form.CHAPTER, 12, "第十二章", "附则"),
        ("第4章：保障", Form.CHAPTER, 4, "第4章", "保障"),
        ("第二节 目标", Form.SECTION, 2, "第二节", "目标"),
        ("一、总体要求", Form.CHINESE, 1, "一、", "总体要求"),
        ("十一、组织实施", Form.CHINESE, 11, "十一、", "组织实施"),
        ("二十一．附则", Form.CHINESE, 21, "二十一．", "附则"),
        ("（三）规划目标", Form.CHINESE_BRACKET, 3, "（三）", "规划目标"),
        ("(十) 健全机制", Form.CHINESE_BRACKET, 10, "(十)", "健全机制"),
        ("（四)加强", Form.CHINESE_BRACKET, 4, "（四)", "加强"),
        ("1.完善", Form.ARABIC, 1, "1.", "完善"),
        ("12 . 完善", Form.ARABIC, 12, "12.", "完善"),
        ("３．完善", Form.ARABIC, 3, "３．", "完善"),
        ("7、完善", Form.ARABIC, 7, "7、", "完善"),
        ("2.119消防宣传月活动", Form.ARABIC, 2, "2.", "119消防宣传月活动"),
        ("1.5G专网建设", Form.ARABIC, 1, "1.", "5G专网建设"),
        ("1.2建设平台", Form.DECIMAL, 2, "1.2", "建设平台"),
        ("1.2.3 建设平台", Form.DECIMAL_3, 3, "1.2.3", "建设平台"),
        ("（10）严格准入", Form.ARABIC_BRACKET, 10, "（10）", "严格准入"),
        ("( 5 ) 共建", Form.ARABIC_BRACKET, 5, "(5)", "共建"),
        ("⑶巡查", Form.ARABIC_BRACKET, 3, "⑶", "巡查"),
        ("2）巡查", Form.ARABIC_HALF_BRACKET, 2, "2）", "巡查"),
        ("③巡查", Form.CIRCLED, 3, "③", "巡查"),
        ("一是压实责任", Form.ORDINAL, 1, "一是", "压实责任"),
        ("第二，压实责任", Form.ORDINAL, 2, "第二", "压实责任"),
    ],
)
def test_every_form_of_number_is_read(line: str, form: Form, value: int, raw: str, rest: str) -> None:
    mark = parse_mark(line)
    assert mark is not None
    assert (mark.form, mark.value, mark.raw, mark.rest) == (form, value, raw, rest)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2026年完成改造",
        "1.5亿元资金到位",
        "3.2万人参加演练",
        "（2021—2025年）",
        "（以下简称指挥部）",
        "（0）零",
        "十足把握",
        "一是否决不了的事",
        "一般企业",
        "110公里防火通道",
    ],
)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    assert parse_mark(line) is None


def test_a_lone_number_is_a_heading_only_when_it_stands_like_one() -> None:
    mark = parse_lone_number("2 任务安排")
    assert mark is not None and (mark.form, mark.value, mark.rest) == (Form.ARABIC, 2, "任务安排")
    assert parse_lone_number("2 台设备已经到位，其余在途。") is None


@pytest.mark.parametrize(
    ("line", "title", "text"),
    [
        ("健全机制", "健全机制", ""),
        ("健全机制。", "健全机制", ""),
        ("健全机制。每季度会商。", "健全机制", "每季度会商。"),
        ("帐篷类物资：棉帐篷、单帐篷。", "帐篷类物资", "棉帐篷、单帐篷。"),
        ("落实“谁主管。谁负责”要求。逐项落实。", "落实“谁主管。谁负责”要求", "逐项落实。"),
        ("开发区（园区：含经开区）。全面排查。", "开发区（园区：含经开区）", "全面排查。"),
        ("坚持8:30会商。按时到会。", "坚持8:30会商", "按时到会。"),
    ],
)
def test_a_title_ends_at_the_first_stop_outside_brackets(line: str, title: str, text: str) -> None:
    split = split_title(line)
    assert (split.title, split.text) == (title, text)
