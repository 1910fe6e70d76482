"""Changing one value of a YAML text: it reads back, and every other character stays."""

from __future__ import annotations

import copy
import difflib
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plangen.terms.yaml_edit import EditError, Word, delete_value, set_value
from plangen.terms.yaml_source import parse_source

TEXT = """\
# 开头的说明

县: {名称: 永和县, 镇: [甲镇, 乙镇]}  # 末
方案:
  标题: "旧标题"  # 带
  印发单位: '县政府'
  空的:   # 还没有写
  正文: |
    第一段。
    第二段。

  # 中间的说明
  采纳建议: 否
名册:
- 名称: 应急局
  简称: 县应急局   # 第一个

- {名称: 公安局, 简称: 县公安局}
承接:
  上级:
    # ———— 任务 ————
    #T01: {}        # 1.第一条
    T02:
      措施:
        - 一。   # 甲
        - 二。
# 结尾的说明
"""


def data_of(text: str) -> Any:
    return parse_source(text.encode(), "甲.yaml").data


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:1] in "+-"]


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        (
            ["县", "名称"],
            "隰县",
            ["-县: {名称: 永和县, 镇: [甲镇, 乙镇]}  # 末", "+县: {名称: 隰县, 镇: [甲镇, 乙镇]}  # 末"],
        ),
        (
            ["县", "镇", 2],
            "丙镇",
            ["-县: {名称: 永和县, 镇: [甲镇, 乙镇]}  # 末", "+县: {名称: 永和县, 镇: [甲镇, 乙镇, 丙镇]}  # 末"],
        ),
        (["方案", "标题"], "新标题", ['-  标题: "旧标题"  # 带', '+  标题: "新标题"  # 带']),
        (["方案", "印发单位"], "县府办'", ["-  印发单位: '县政府'", "+  印发单位: '县府办'''"]),
        (["方案", "空的"], "写了", ["-  空的:   # 还没有写", "+  空的: 写了   # 还没有写"]),
        (["方案", "空的"], {"甲": "乙"}, ["+    甲: 乙"]),
        (["方案", "稿次"], "送审稿", ["+  稿次: 送审稿"]),
        (["方案", "稿次"], "甲: 乙", ['+  稿次: "甲: 乙"']),
        (["方案", "稿次"], "2027", ['+  稿次: "2027"']),
        (["方案", "稿次"], Word("2027"), ["+  稿次: 2027"]),
        (["方案", "正文"], "一段。", ["-  正文: |", "-    第一段。", "-    第二段。", "+  正文: 一段。"]),
        (["名册", 0, "简称"], "应急局", ["-  简称: 县应急局   # 第一个", "+  简称: 应急局   # 第一个"]),
        (
            ["名册", 1, "别名"],
            ["公安"],
            ["-- {名称: 公安局, 简称: 县公安局}", "+- {名称: 公安局, 简称: 县公安局, 别名: [公安]}"],
        ),
        (["名册", 2], {"名称": "水利局"}, ["+- {名称: 水利局}"]),
        (
            ["承接", "上级", "T01", "牵头"],
            "县应急局",
            ["-    #T01: {}        # 1.第一条", "+    T01: {牵头: 县应急局}        # 1.第一条"],
        ),
        (["承接", "上级", "T03", "牵头"], "县应急局", ["+    T03: {牵头: 县应急局}"]),
        (["承接", "下级", "T01", "时限"], Word("2027"), ["+  下级:", "+    T01: {时限: 2027}"]),
        (["承接", "上级", "T02", "措施", 1], "三。", ["-        - 二。", "+        - 三。"]),
        (
            ["承接", "上级", "T02", "措施"],
            ["一。", "三。"],
            ["-        - 一。   # 甲", "-        - 二。", "+        - 一。", "+        - 三。"],
        ),
        (["新的", "甲"], "乙", ["+新的:", "+  甲: 乙"]),
    ],
)
def test_only_the_value_changes(path: list[Any], value: Any, lines: list[str]) -> None:
    after = set_value(TEXT, path, value)
    shown = [line[:1] + line[2:] for line in changed_lines(TEXT, after)]
    assert sorted(shown) == sorted(lines)


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (["县", "名称"], ["-县: {名称: 永和县, 镇: [甲镇, 乙镇]}  # 末", "+县: {镇: [甲镇, 乙镇]}  # 末"]),
        (["县", "镇", 1], ["-县: {名称: 永和县, 镇: [甲镇, 乙镇]}  # 末", "+县: {名称: 永和县, 镇: [甲镇]}  # 末"]),
        (["方案", "标题"], ['-  标题: "旧标题"  # 带']),
        (["方案", "正文"], ["-  正文: |", "-    第一段。", "-    第二段。"]),
        (["名册", 0, "名称"], ["-- 名称: 应急局", "-  简称: 县应急局   # 第一个", "+- 简称: 县应急局   # 第一个"]),
        (["名册", 1], ["-- {名称: 公安局, 简称: 县公安局}"]),
        (["承接", "上级", "T02", "措施"], ["-      措施:", "-        - 一。   # 甲", "-        - 二。"]),
    ],
)
def test_only_the_entry_is_taken_away(path: list[Any], lines: list[str]) -> None:
    shown = [line[:1] + line[2:] for line in changed_lines(TEXT, delete_value(TEXT, path))]
    assert sorted(shown) == sorted(lines)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_stay(newline: str) -> None:
    text = TEXT.replace("\n", newline)
    after = set_value(text, ["承接", "下级", "T01", "时限"], Word("2027"))
    assert after.replace("\r\n", "").count("\n") == 0 or newline == "\r"
    assert data_of(after)["承接"]["下级"] == {"T01": {"时限": 2027}}


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("甲: 乙", ["甲", "丙"], "不能再分项"),
        ("甲: [乙]", ["甲", "丙"], "第几项"),
        ("甲: {乙: 丙}", ["甲", 0], "不是列表"),
        ("甲: [乙]", ["甲", 3], "只有 1 项"),
        ("甲: &a {乙: 丙}\n丁: *a", ["丁", "乙"], "引用了别处"),
    ],
)
def test_what_cannot_be_changed_is_refused(text: str, path: list[Any], words: str) -> None:
    with pytest.raises(EditError, match=words):
        set_value(text, path, "新")


def test_what_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(EditError, match="没有这一项"):
        delete_value(TEXT, ["方案", "甲"])


WORDS = st.text(st.sampled_from("甲乙丙 :#-'\"[]{},&*!|>%@`1270.\\yesno?~"), max_size=8)
KEYS = st.text("甲乙丙丁戊", min_size=1, max_size=2)
VALUES = st.recursive(
    WORDS | st.integers(-9, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = []
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        found += [(*path, key), *places(value, (*path, key))]
    return found


def with_comments(text: str, noise: list[bool]) -> str:
    lines = []
    for number, line in enumerate(text.splitlines()):
        if noise[number % len(noise)]:
            lines += [f"# 说明{number}", ""]
        lines.append(line)
    return "\n".join([*lines, "# 末尾"]) + "\n"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), document=DOCUMENTS, flow=st.sampled_from([True, False, None]), value=VALUES)
def test_any_value_reads_back_and_nothing_else_changes(
    data: st.DataObject, document: Any, flow: Any, value: Any
) -> None:
    dumped = yaml.safe_dump(document, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=10_000)
    noise = data.draw(st.lists(st.booleans(), min_size=1, max_size=3)) if flow is not True else [False]
    text = with_comments(dumped, noise)
    assume(data_of(text) == document)  # a text over several lines, between whose lines a comment fell
    path = data.draw(st.sampled_from(places(document)))
    expected = copy.deepcopy(document)
    outer = expected
    for step in path[:-1]:
        outer = outer[step]
    delete = data.draw(st.booleans())
    if delete:
        del outer[path[-1]]
    else:
        outer[path[-1]] = value
    after = delete_value(text, path) if delete else set_value(text, path, value)
    read = data_of(after)
    assert pruned(read) == pruned(expected)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert all(line in after.splitlines() for line in (comments[:1] if noise[0] else []) + comments[-1:])


def pruned(data: Any) -> Any:
    """Return data with what is empty made one: a mapping whose last entry is taken away may be empty or nothing."""
    if isinstance(data, dict):
        return {key: pruned(value) for key, value in data.items()} or None
    if isinstance(data, list):
        return [pruned(value) for value in data] or None
    return data
