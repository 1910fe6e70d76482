"""What is said of a text that is no YAML: judged by our own eyes, the same with every parser and its every version."""

from __future__ import annotations

import pytest
import yaml

from plangen.terms import yaml_events
from plangen.terms.findings import Finding
from plangen.terms.yaml_source import parse_source

CASES = [
    ("[甲", "1:1", "还没有写完"),
    ("甲: {乙: 丙", "1:4", "花括号还没有写完"),
    ("甲: [乙, 丙]]", "1:10", "多了一个“]”"),
    ("{县: 甲}}", "1:7", "多了一个“}”"),
    ("甲: [乙,, 丙]", "1:7", "多了一个逗号"),
    ("甲: {乙: 丙\n丁: 戊", "1:4", "没有配对的“}”"),
    ("甲: {乙: １，丙: ２\n丁: 戊", "1:4", "全角标点"),
    ('甲: "乙', "1:4", "引号没有配对"),
    ("甲: '乙\n丙: 丁\n", "1:4", "引号没有配对"),
    ('甲: "乙\n丙: "丁"\n', "1:4", "一直读到第 2 行"),
    ('甲: "乙"丙', "1:7", "引号后面还有内容"),
    ('甲: "C:\\q"', "1:7", "反斜杠"),
    ('甲: "乙\\x"', "1:6", "反斜杠"),
    ("甲: @乙", "1:4", "不能以“@”开头"),
    ("甲: `乙`", "1:4", "不能以“`”开头"),
    ("甲: *. 乙", "1:4", "以“*”开头"),
    ("甲: &", "1:4", "以“&”开头"),
    ("甲: !<乙", "1:4", "感叹号"),
    ("%甲", "1:1", "不能以“%”开头"),
    ("甲: |乙\n  丙", "1:5", "“|”或“>”"),
    ("甲: 乙: 丙", "1:5", "两个“冒号加空格”"),
    ("甲: 乙\n 丙: 丁", "2:3", "缩进接不上"),
    ("甲: - 乙", "1:4", "不能直接写“- ”"),
    ("甲\n乙: 丙", "2:2", "与上一行的缩进接不上"),
    ("甲: 乙\n没有冒号\n丙: 丁", "2:1", "缺少冒号"),
    ("甲: 乙\n没有冒号", "2:1", "缺少冒号"),
    ("- 甲\n乙: 丙", "2:1", "没有对齐"),
    ("甲:\n  - 乙\n 丙: 丁", "3:2", "对不齐"),
    ("--- 甲\n... 乙", "2:5", "多出了内容"),
]


def findings_of(text: str) -> list[Finding]:
    return [finding for finding in parse_source(text.encode(), "甲.yaml").findings if finding.severity == "error"]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without the C parser")
    monkeypatch.setattr(yaml_events, "yaml_loader", lambda: getattr(yaml, request.param))


@pytest.mark.parametrize(("text", "place", "words"), CASES)
def test_what_is_wrong_is_said_in_chinese_where_it_is(loader: None, text: str, place: str, words: str) -> None:
    [finding] = findings_of(text)
    assert words in finding.message
    assert (finding.code, str(finding.location)) == ("yaml-syntax", f"甲.yaml:{place}")


@pytest.mark.parametrize(
    ("text", "column"),
    [("[" * 100_000, 25), ("甲: " + "{乙: " * 2_000, 96), ("- " * 3_000, 49), ('["[[",' + "[" * 3_000, 30)],
)
def test_depth_is_judged_before_any_parser_gives_up(loader: None, text: str, column: int) -> None:
    [finding] = findings_of(text)
    assert (finding.code, finding.location.column) == ("too-deep", column)


@pytest.mark.parametrize("error", [yaml.YAMLError("no words that anybody knows"), RecursionError("too deep")])
def test_an_unknown_complaint_is_still_a_finding(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def parse(text: str, Loader: object) -> object:  # noqa: N803 - the name is PyYAML's
        raise error

    monkeypatch.setattr(yaml, "parse", parse)
    [finding] = findings_of("甲: 乙")
    assert finding.code == "yaml-syntax" and "不符合 YAML 的写法" in finding.message
