"""Files of words: what fits is built as declared; what does not is a finding with its place and the nearest word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from plangen.terms.findings import FindingsError
from plangen.terms.kept import between, longest_first
from plangen.terms.shapes import Keys, Read, UnknownWordError, load_shape, shape_of


def known(name: str) -> str:
    if name not in ("应急局", "水利局"):
        raise UnknownWordError(name, "单位", ("应急局", "水利局"))
    return name


def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(words))


@dataclass(frozen=True, kw_only=True)
class Duty:
    lead: Annotated[str, known]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words:
    title: str
    limits: Annotated[Mapping[str, Annotated[float, between(0, 100)]], Keys("missing", "sure")]
    ends: Annotated[tuple[str, ...], longest_first] = ()
    places: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    either: Annotated[re.Pattern[str] | None, Read(tuple[str, ...], any_of)] = None
    duties: Mapping[str, Duty] | None = None
    pair: tuple[str, str] | None = None
    one_or_many: str | tuple[str, ...] = ()

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if self.title in self.ends:
            yield ("ends", self.ends.index(self.title)), f"“{self.title}”是标题"


GOOD = "title: 甲\nlimits: {missing: 1, sure: 2.5}\n"


def wrong(more: str) -> str:
    with pytest.raises(FindingsError) as caught:
        shape_of(Words, more.encode(), "词.yaml")
    return "\n".join(finding.as_text() for finding in caught.value.findings)


def test_what_fits_is_built_as_declared() -> None:
    text = GOOD + (
        "ends: [乙, 丙丁]\nplaces: [戊]\npattern: 己+\neither: [庚, 辛]\npair: [甲, 乙]\none_or_many: [壬]\n"
        "duties: {一: {lead: 应急局}}\n"
    )
    words = shape_of(Words, text.encode(), "词.yaml")
    assert (words.limits["missing"], words.ends, words.places) == (1.0, ("丙丁", "乙"), {"戊"})
    assert words.pattern is not None and words.pattern.search("己己") and words.either is not None
    assert (words.either.pattern, words.pair, words.one_or_many) == ("庚|辛", ("甲", "乙"), ("壬",))
    assert words.duties == {"一": Duty(lead="应急局")}
    assert shape_of(Words, (GOOD + "one_or_many: 癸").encode(), "").one_or_many == "癸"


def test_a_number_stands_for_its_text_as_it_is_written() -> None:
    assert shape_of(Words, GOOD.replace("甲", "2030.10").encode(), "词.yaml").title == "2030.10"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (GOOD + "end: [乙]", "3:1", "没有“end”这个键。\n    是不是要写“ends”"),
        (GOOD + "ends: 乙", "3:7", "“ends”应当是一个列表，这里写的是“乙”"),
        (GOOD + "ends: [{乙: 丙}]", "3:8", "“ends．第1项”应当是一段文字"),
        (GOOD + "ends: ['']", "3:8", "这里写的是空的"),
        (GOOD + "places: {乙: 丙}", "3:9", "应当是一个列表，这里写的是若干“键: 值”"),
        (GOOD + "pattern: '(己'", "3:10", "“(己”不是正确的正则表达式"),
        (GOOD + "either: ['(己']", "3:9", "不是正确的正则表达式"),
        (GOOD + "duties: {一: {lead: 应急菅理局}}", "3:20", "“应急菅理局”不是已知的单位。\n    是不是要写“应急局”"),
        (GOOD + "duties: {一: {words: [乙]}}", "3:13", "“duties．一”缺少“lead”"),
        (GOOD + "pair: [甲]", "3:7", "应当是 2 项"),
        (GOOD + "ends: [乙, 甲]", "3:11", "“甲”是标题"),
        (GOOD + "title: 乙", "3:1", "“title”写了两次"),
        (GOOD + "乙：丙", "3:2", "后面用了全角冒号"),
        (GOOD.replace("2.5", "许多"), "2:28", "“limits．sure”应当是数字，这里写的是“许多”"),
        (GOOD.replace("2.5", ".nan"), "2:28", "应当是数字"),
        (GOOD.replace("2.5", "1000"), "2:28", "应在 0 与 100 之间"),
        (GOOD.replace("sure", "shure"), "2:22", "是不是要写“sure”"),
        (GOOD.replace(", sure: 2.5", ""), "2:9", "“limits”缺少“sure”"),
        ("- 甲", "1:1", "全文应当是若干“键: 值”，这里写的是一个列表"),
        ("", "1:1", "这里写的是空的"),
        ("甲: [" * 3_000, "1:", "嵌套超过"),
        ("甲: *a", "1:4", "引用的内容不存在"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(text: str, place: str, words: str) -> None:
    said = wrong(text)
    assert words in said
    assert any(line.startswith(f"词.yaml:{place}") for line in said.splitlines())


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = wrong("titel: 甲\nlimits: {missing: 很多}\nends: 乙\n")
    assert [line.split(" ")[2] for line in said.splitlines() if line.startswith("词")] == [
        "knowledge-unknown-key",
        "knowledge-wrong-shape",
        "knowledge-missing-key",
        "knowledge-wrong-shape",
        "knowledge-missing-key",
    ]


def test_references_that_multiply_are_given_up() -> None:
    lines = ["a0: &a0 [" + ", ".join(["甲"] * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    assert "不像是填报的内容" in wrong("\n".join(lines))


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "词.yaml"
    path.write_text(GOOD, "utf-8")
    first = load_shape(Words, path)
    assert load_shape(Words, path) is first
    path.write_text(GOOD + "ends: [乙]\n", "utf-8")
    assert load_shape(Words, path).ends == ("乙",)


@pytest.mark.parametrize("content", [None, b"\x00\x01", b"#" * (4 * 1024 * 1024 + 1)])
def test_what_cannot_be_read_is_one_finding(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "词.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FindingsError) as caught:
        load_shape(Words, path)
    assert [(one.code, one.unusable) for one in caught.value.findings] == [("knowledge-unreadable", True)]
