"""The registry of findings: every rule is declared once and recorded with data; screens show the worst first."""

from __future__ import annotations

import pytest

from plangen.terms.findings import RULES, Finding, Location, Severity, rule, screen_lines

LOST = rule(
    "test-lost",
    Severity.ERROR,
    "{unit}没有写入〖牵头〗：{items_named}。",
    "请在〖承接〗下写明{unit}。",
    why="测试用。",
    example="测试用。",
)
NOTE = rule("test-note", Severity.INFO, "第{number}处。", why="测试用。", example="测试用。")


@pytest.fixture(autouse=True, scope="module")
def only_here() -> object:
    yield None
    for code in ("test-lost", "test-note"):
        RULES.pop(code)


def lost(line: int = 3) -> Finding:
    names = [f"事项{number}" for number in range(12)]
    return LOST.found(Location(file="a.yaml", line=line), items=["a:T01"], unit="县水利局", items_named=names)


def test_a_finding_keeps_its_data_and_its_words() -> None:
    finding = lost()
    assert finding.items == ("a:T01",) and finding.values["unit"] == "县水利局"
    assert finding.as_text() == (
        "a.yaml:3: 错误 test-lost 县水利局没有写入牵头："
        "事项0、事项1、事项2、事项3、事项4、事项5、事项6、事项7等12个。\n"
        "    请在承接下写明县水利局。"
    )
    assert finding.as_json()["items"] == ["a:T01"] and "〖" not in str(finding.as_json())


def test_keys_are_named_as_the_planners_file_writes_them() -> None:
    text = lost().as_text({"牵头": "lead", "承接": "inherit"})
    assert "没有写入lead" in text and "请在inherit下" in text


def test_a_value_that_the_words_need_must_be_given() -> None:
    with pytest.raises(KeyError):
        LOST.found(unit="县水利局")


@pytest.mark.parametrize("code", ["test-lost", "Test", "a_b", "-a", ""])
def test_a_code_is_declared_once_and_well_formed(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        rule(code, Severity.INFO, "甲", why="乙", example="丙")


def test_a_screen_shows_the_worst_first_and_folds_what_repeats() -> None:
    notes = [NOTE.found(Location(line=number), number=number) for number in range(1, 51)]
    shown = list(screen_lines([*notes[:25], lost(), *notes[25:], lost()]))
    assert shown[0][0] is Severity.ERROR and "县水利局" in shown[0][1]
    assert [text for _, text in shown[1:]] == [
        *(f"{number}: 提示 test-note 第{number}处。" for number in (1, 2, 3)),
        "    提示 test-note 等50处，其余47处未列出",
    ]
    errors = [lost(line) for line in range(1, 30)]
    assert len(list(screen_lines(errors))) == 29
