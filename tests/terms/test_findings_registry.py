"""The registry of findings: every rule is declared once and recorded with data; screens show the worst first."""

from __future__ import annotations

import pytest

from plangen.parent import rules
from plangen.terms.findings import RULES, Finding, Location, Severity, rules_of, screen_lines


def repeated(line: int = 3) -> Finding:
    values = {"kind": "任务", "title": "“防汛”", "first": "T01", "second": "T02"}
    return rules.TITLE_REPEATED.found(Location(file="a.yaml", line=line), items=["a:T01"], **values)


def lost(line: int = 3) -> Finding:
    names = [f"《规划{number}》" for number in range(12)]
    return rules.PARENT_WITHOUT_ITEMS.found(Location(file="a.yaml", line=line), title=names)


def test_a_finding_keeps_its_data_and_its_words() -> None:
    finding = repeated()
    assert finding.items == ("a:T01",) and finding.values["first"] == "T01"
    assert finding.as_text().startswith("a.yaml:3: 警告 title-repeated 任务“防汛”出现两次（T01、T02）")
    assert finding.as_text().count("\n    ") == 1 and finding.as_json()["items"] == ["a:T01"]


def test_a_long_list_is_folded() -> None:
    assert "《规划7》等12个" in lost().message and "《规划8》" not in lost().message


def test_keys_are_named_as_the_planners_file_writes_them() -> None:
    finding = Finding(code="a", severity=Severity.INFO, message="没有写〖牵头〗。", hint="请在〖承接〗下写明。")
    assert "没有写牵头" in finding.as_text() and "〖" not in str(finding.as_json())
    text = finding.as_text({"牵头": "lead", "承接": "inherit"})
    assert "没有写lead" in text and "请在inherit下" in text


def test_a_value_that_the_words_need_must_be_given() -> None:
    with pytest.raises(KeyError):
        rules.TITLE_REPEATED.found(kind="任务")


@pytest.mark.parametrize("code", ["title-repeated", "Test", "a_b", "-a", ""])
def test_a_code_is_declared_once_and_well_formed(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        rules_of("parent")(code, Severity.INFO)
    assert RULES["title-repeated"] is rules.TITLE_REPEATED


def test_a_screen_shows_the_worst_first_and_folds_what_repeats() -> None:
    doubts = [repeated(number) for number in range(1, 51)]
    shown = list(screen_lines([*doubts[:25], lost(), *doubts[25:], lost()]))
    assert shown[0][0] is Severity.ERROR and "没有任何指标" in shown[0][1]
    assert [text.split(":")[1] for _, text in shown[1:4]] == ["1", "2", "3"]
    assert shown[4][1] == "    警告 title-repeated 等50处，其余47处未列出" and len(shown) == 5
    assert len(list(screen_lines([lost(line) for line in range(1, 30)]))) == 29
