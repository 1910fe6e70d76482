"""How corrections are written: in a file of their own, in the parent's file, which keeps them, and in both."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.office.text_seal import is_sealed_text, sealed_text
from plangen.parent.correction_files import (
    block_of,
    corrections_in,
    put_together,
    read_corrections,
    with_corrections,
    without_corrections,
)
from plangen.parent.corrections import Corrections, Held, ItemLine
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.parent.store import dump_parent
from plangen.parent.store_reading import load_parent
from plangen.terms.findings import FindingsError

CHINESE = """\
题名: 青河市规划
规划期: 2021-2025
地区: 青河市
层级: 市
类型: 实施方案
是条目:
  - {行文: （三）加强值守, 种类: 任务, 标题: 值守}
  - 加强会商
不是条目: [导语一段, {行文: 导语二段}]
合并: [[甲乙丙, 丁戊己]]
单位: {市安监局: 市应急管理局, 适用范围: [], 住建局: [市住房局, 市城管局]}
"""
ENGLISH = """\
title: 青河市规划
period: [2021, 2025]
place: 青河市
level: city
kind: implementation
items:
  - {line: （三）加强值守, kind: task, title: 值守}
  - {line: 加强会商}
not_items: [导语一段, {line: 导语二段}]
merged: [[甲乙丙, 丁戊己]]
units: {市安监局: 市应急管理局, 适用范围: [], 住建局: [市住房局, 市城管局]}
"""
PLAN = ParentPlan(
    id="qinghe-145",
    title="规划",
    place="青河市",
    level=Level.CITY,
    kind=PlanKind.PLAN,
    tasks=(ParentItem(id="T01", kind=ItemKind.TASK, title="加强值守", text="修正: 一\n修正：二\n\n# 修正: 三"),),
)


def read(text: str, tmp_path: Path) -> Corrections:
    (tmp_path / "修正.yaml").write_text(text, "utf-8")
    return read_corrections(tmp_path / "修正.yaml").corrections


def test_chinese_and_english_keys_say_the_same(tmp_path: Path) -> None:
    assert read(CHINESE, tmp_path) == read(ENGLISH, tmp_path)
    found = read(CHINESE, tmp_path)
    assert found.items[0] == ItemLine(line="（三）加强值守", kind=ItemKind.TASK, title="值守")
    assert found.units == {"市安监局": ("市应急管理局",), "适用范围": (), "住建局": ("市住房局", "市城管局")}


@pytest.mark.parametrize("key", ["修正", "corrections"])
def test_all_of_them_may_stand_under_one_key(tmp_path: Path, key: str) -> None:
    indented = "".join(f"  {line}\n" for line in CHINESE.splitlines())
    assert read(f"# 张三核对\n{key}:\n{indented}", tmp_path) == read(CHINESE, tmp_path)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2021-2025", (2021, 2025)),
        ("2021—2025年", (2021, 2025)),
        ("十四五", (2021, 2025)),
        ("“十五五”时期", (2026, 2030)),
        ("[2019, 2022]", (2019, 2022)),
    ],
)
def test_periods(tmp_path: Path, written: str, period: tuple[int, int]) -> None:
    assert read(f"规划期: {written}", tmp_path).period == period


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("题名: 甲\n是条目:\n  - {行文: 加强值守, 种类: 任勿}", 3, 20, "任务"),
        ("题名: 甲\n不是条木: [加强值守]", 2, 1, "不是条目"),
        ("是条目:\n  - {种类: 任务}", 2, 5, "行文"),
        ("规划期: 2025", 1, 6, "2021-2025"),
        ("规划期: [2025, 2021]", 1, 6, "2021-2025"),
        ("合并:\n  - [加强值守]", 2, 5, "两行"),
        ("是条目: [加]", 1, 6, "太短"),
        ("是条目: [加强值守]\n不是条目: [加强值守]", 2, 8, "同时写在"),
        ("题名: 甲\ntitle: 乙", 2, 8, "只能写一次"),
        ("层级: 乡", 1, 5, "县"),
        ("单位: [甲]", 1, 5, "键: 值"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(
    tmp_path: Path, text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(FindingsError) as caught:
        read(text, tmp_path)
    (finding,) = caught.value.findings
    assert (finding.location.line, finding.location.column) == (line, column), finding.as_text()
    assert words in finding.as_text()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"- a\n", b"\xef\xbb\xbf"])
def test_what_is_no_file_of_corrections(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "修正.yaml").write_bytes(content)
    with pytest.raises(FindingsError):
        read_corrections(tmp_path / "修正.yaml")
    with pytest.raises(FindingsError):
        read_corrections(tmp_path / "没有.yaml")
    with pytest.raises(FindingsError):
        read_corrections(tmp_path)


def test_more_corrections_than_anybody_makes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FindingsError):
        read("不是条目: [" + ", ".join(f"第{number}行的开头" for number in range(1200)) + "]", tmp_path)


# ------------------------------------------------------------------------------------------- in the parent's file


def test_the_parents_file_keeps_them_and_is_read_as_before(tmp_path: Path) -> None:
    corrections = read(CHINESE, tmp_path)
    text = with_corrections(dump_parent(PLAN), block_of(corrections))
    assert text.index("plan:") < text.index("\n修正:") < text.index("\nindicators:")
    assert corrections_in(text, "x.yaml").corrections == corrections
    assert without_corrections(text) == dump_parent(PLAN)
    (tmp_path / "规划.yaml").write_text(text, "utf-8")
    assert load_parent(tmp_path / "规划.yaml") == (PLAN, ())


def test_words_in_an_item_are_no_corrections() -> None:
    assert corrections_in(dump_parent(PLAN), "x.yaml") == Held(file="x.yaml")


@pytest.mark.parametrize("place", ["front", "behind the plan", "end"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_wherever_a_person_writes_them_the_rest_counts_as_untouched(place: str, ends: str) -> None:
    text = sealed_text(dump_parent(PLAN), ".yaml", without_corrections)
    block = "\n# 张三 2026-11-20 核对\n修正:\n  # 见会议纪要\n  不是条目:\n  - 导语一段\n"
    at = {"front": 0, "behind the plan": text.index("indicators:"), "end": len(text)}[place]
    edited = (text[:at] + block + text[at:]).replace("\n", ends)
    assert is_sealed_text(edited.encode(), without_corrections)
    assert is_sealed_text(edited.encode("utf-8-sig"), without_corrections)
    assert not is_sealed_text(edited.replace("加强值守", "加强值班").encode(), without_corrections)
    held = corrections_in(edited.replace("\r\n", "\n"), "x.yaml")
    assert held.corrections.not_items == ("导语一段",) and "张三" in held.block and "会议纪要" in held.block


def test_a_mistake_in_the_parents_file_has_its_own_line() -> None:
    text = with_corrections(dump_parent(PLAN), "修正:\n  不是条木: [甲乙]\n")
    with pytest.raises(FindingsError) as caught:
        corrections_in(text, "x.yaml")
    line = text.split("\n").index("  不是条木: [甲乙]") + 1
    assert (caught.value.findings[0].location.line, caught.value.findings[0].location.column) == (line, 3)


def test_corrections_that_are_commented_out_are_kept_and_none() -> None:
    text = with_corrections(dump_parent(PLAN), "# 怎样写\n#修正:\n#  不是条目: [甲乙]\n")
    held = corrections_in(text, "x.yaml")
    assert not held.corrections and held.block.startswith("# 怎样写\n#修正:")
    assert without_corrections(text) == dump_parent(PLAN)


def test_corrections_written_beside_those_that_are_commented_out() -> None:
    template = "# 怎样写\n#修正:\n#  不是条目: [甲乙]\n"
    text = sealed_text(with_corrections(dump_parent(PLAN), template), ".yaml", without_corrections)
    for edited in (
        f"{text}修正: {{不是条目: [丙丁]}}\n",
        text.replace("indicators:", "修正: {不是条目: [丙丁]}\nindicators:"),
    ):
        assert is_sealed_text(edited.encode(), without_corrections)
        held = corrections_in(edited, "x.yaml")
        assert held.corrections.not_items == ("丙丁",)
        again = corrections_in(with_corrections(dump_parent(PLAN), held.block), "x.yaml")
        assert again.corrections == held.corrections and again.block == held.block


# ------------------------------------------------------------------------------------------- two files


def held(file: str, **more: object) -> Held:
    corrections = Corrections(**more)  # type: ignore[arg-type]
    return Held(corrections=corrections, file=file, block=block_of(corrections))


def test_two_files_together() -> None:
    own = held(
        "own", title="甲", not_items=("导语一段", "（三）加强"), units={"市安监局": ("市应急局",), "甲局": ("乙局",)}
    )
    given = held(
        "given", items=(ItemLine(line="(三) 加强"),), units={"市安监局": ("市应急管理局",)}, merged=(("子丑", "寅卯"),)
    )
    both = put_together(own, given)
    assert both.corrections.title == "甲" and both.corrections.not_items == ("导语一段",)
    assert both.corrections.items == (ItemLine(line="(三) 加强"),)
    assert both.corrections.units == {"甲局": ("乙局",), "市安监局": ("市应急管理局",)}
    (said,) = both.findings
    assert said.code == "correction-overridden" and "市安监局" in said.message and "（三）加强" in said.message
    # again: nothing new is decided, and what stands in the file stays as it is written
    own = Held(corrections=both.corrections, file="own", block="# 张三\n" + both.block)
    again = put_together(own, given)
    assert again.corrections == both.corrections and again.block == own.block and again.findings == ()
    assert put_together(own, None) == own
    # what stands over them stays, and so do those that are commented out
    assert put_together(own, held("new", title="乙")).block.startswith("# 张三\n修正")
    assert put_together(Held(block="#修正:\n"), given).block == "#修正:\n" + given.block


words = st.text("（一）加强值守值班abc 0123:#[]{}'\"&*!|>%@`-,。、“”\\\n\t", min_size=1, max_size=10).map(
    lambda text: f"加强{text}强"
)
corrected = st.builds(
    Corrections,
    title=st.none() | words,
    period=st.none() | st.just((2021, 2025)),
    place=st.none() | words,
    level=st.none() | st.sampled_from(Level),
    kind=st.none() | st.sampled_from(PlanKind),
    items=st.lists(
        st.builds(
            ItemLine,
            line=words.map(str.strip),
            kind=st.none() | st.sampled_from(ItemKind),
            title=st.none() | words,
            leads=st.none() | st.lists(words, max_size=2).map(tuple),
            deadline=st.none() | words,
        ),
        max_size=3,
    ).map(tuple),
    merged=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    units=st.dictionaries(words, st.lists(words, max_size=3).map(tuple), max_size=1),
)


@settings(max_examples=150, deadline=None)
@given(corrected)
def test_what_is_written_is_read_back_just_so(corrections: Corrections) -> None:
    block = block_of(corrections)
    text = with_corrections(dump_parent(PLAN), block)
    assert corrections_in(text, "x.yaml").corrections == corrections
    assert without_corrections(text) == dump_parent(PLAN)


@pytest.mark.parametrize(
    "yaml",
    [
        "是条目: [{行文: 加强值守, 种类: [任务]}]",
        "不是条目: 加强值守",
        "合并: [[只有一行]]",
        "规划期: 很久",
        "是条目: [{种类: 任务}]",
    ],
)
def test_a_wrong_shape_is_said_as_of_a_persons_own_words(tmp_path: Path, yaml: str) -> None:
    path = tmp_path / "修正.yaml"
    path.write_text(f"修正:\n  {yaml}\n", "utf-8")
    with pytest.raises(FindingsError) as caught:
        read_corrections(path)
    assert {finding.code for finding in caught.value.findings} == {"correction-written-wrong"}
    assert not any("随程序发布" in (finding.hint or "") for finding in caught.value.findings)
    with pytest.raises(FindingsError) as caught:
        corrections_in(f"plan:\n  id: x\n修正:\n  {yaml}\n", "规划.yaml")
    assert {finding.code for finding in caught.value.findings} == {"correction-written-wrong"}
