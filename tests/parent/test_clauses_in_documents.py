"""Clauses in whole documents: on lines of their own, in closing chapters and stages, and what is left unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem
from plangen.terms.findings import Finding, has_errors

HEAD = "某县防汛实施方案\n一、总体要求\n坚持安全第一。\n二、重点任务\n"
Names = tuple[str, ...]


def imported(tmp_path: Path, text: str) -> ImportResult:
    path = tmp_path / "方案.txt"
    path.write_text(text, encoding="utf-8")
    return import_document(path)


def of_code(result: ImportResult, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def named(item: ParentItem) -> tuple[Names, Names]:
    assert item.responsibility is not None
    return item.responsibility.leads, item.responsibility.participants


@pytest.mark.parametrize(
    ("lines", "leads", "participants"),
    [
        ("责任部门：县水利局\n协助部门：县财政局", ("县水利局",), ("县财政局",)),
        ("（县水利局、县财政局）", (), ("县水利局", "县财政局")),
        ("县水利局、县财政局", (), ("县水利局", "县财政局")),
        ("［责任单位：县水利局、县财政局］", (), ("县水利局", "县财政局")),
        ("【牵头单位】县水利局【配合单位】县财政局", ("县水利局",), ("县财政局",)),
        ("牵头单位—县水利局；配合单位—县财政局", ("县水利局",), ("县财政局",)),
    ],
)
def test_a_clause_on_lines_of_its_own_leaves_the_text(
    tmp_path: Path, lines: str, leads: Names, participants: Names
) -> None:
    result = imported(tmp_path, f"{HEAD}（一）加强巡查\n巡查水库。\n{lines}\n（二）加强预警。发布预警。\n")
    item = result.plan.tasks[0]
    assert named(item) == (leads, participants)
    assert item.text == "巡查水库。"
    assert not has_errors(result.findings)


def test_labels_in_front_of_points_are_no_head_of_a_list(tmp_path: Path) -> None:
    card = "牵头部门：县水利局\n责任部门：县财政局、各乡镇人民政府\n1.巡查水库3座。\n2.巡查堤防。\n"
    result = imported(tmp_path, f"{HEAD}（一）加强巡查\n{card}（二）加强预警\n{card}")
    for item in result.plan.tasks:
        assert named(item) == (("县水利局",), ("县财政局", "各乡镇人民政府"))
        assert item.text is None and [nested.group for nested in item.items] == [None, None]


@pytest.mark.parametrize(
    ("chapter", "sentence"),
    [
        ("三、有关要求\n1.县水利局牵头，每月报送进展。\n2.严格考核。\n", "县水利局牵头，每月报送进展"),
        ("三、实施步骤\n（一）部署阶段（3月）。县水利局牵头制定方案。\n（二）整治。\n", "县水利局牵头制定方案"),
        ("三、保障措施\n（一）加强领导。由县水利局牵头，会同有关部门开展评估。\n（二）加大投入。\n", "由县水利局牵头"),
    ],
)  # fmt: skip
def test_a_clause_in_a_closing_chapter_is_not_denied(tmp_path: Path, chapter: str, sentence: str) -> None:
    result = imported(tmp_path, f"{HEAD}（一）加强巡查。巡查水库。（县水利局牵头）\n{chapter}")
    (finding,) = of_code(result, "clause-left-out")
    assert sentence in finding.message and finding.location.line == 7
    assert has_errors(result.findings)
    denied = [*of_code(result, "safeguards-left-out"), *of_code(result, "stages-left-out")]
    assert not any(word in one.message for one in denied for word in ("报送", "部署阶段", "加强领导"))


def test_a_closing_chapter_without_clauses_fails_nothing(tmp_path: Path) -> None:
    closing = "三、保障措施\n（一）加强领导。建立牵头抓总、分工负责的工作机制。\n（二）加大投入。明确牵头部门。\n"
    result = imported(tmp_path, f"{HEAD}（一）加强巡查。巡查水库。（县水利局牵头）\n{closing}")
    assert not of_code(result, "clause-left-out")
    assert not has_errors(result.findings)


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("由县水利局牵头制定办法，报县政府批准。", "clause-suspected"),
        ("（县水利局、甲乙丙、丁戊己）", "clause-unparsed"),
        ("（各有关方面齐抓共管，牵头推进）", "clause-unparsed"),
    ],
)
def test_a_clause_that_cannot_be_read_fails_the_import(tmp_path: Path, clause: str, code: str) -> None:
    result = imported(tmp_path, f"{HEAD}（一）加强巡查。巡查水库。{clause}\n（二）加强预警。发布预警。\n")
    assert len(of_code(result, code)) == 1
    assert has_errors(result.findings)
    assert clause.strip("（）") in (result.plan.tasks[0].text or "")


@pytest.mark.parametrize(
    "remark", ["（含应急物资）", "（如学校、医院）", "（县水利局2名、县应急局1名）", "（抄送县水利局）", "（见附件）"]
)
def test_a_remark_fails_nothing(tmp_path: Path, remark: str) -> None:
    result = imported(tmp_path, f"{HEAD}（一）加强巡查。巡查水库。{remark}\n（二）加强预警。发布预警。\n")
    assert result.plan.tasks[0].responsibility is None
    assert not has_errors(result.findings)


def test_who_answers_alone_leads_where_the_document_keeps_both_apart(tmp_path: Path) -> None:
    both = "责任单位：县水利局\n配合单位：县财政局\n"
    alone = "责任单位：县气象局\n"
    text = f"{HEAD}（一）加强巡查\n巡查水库。\n{both}（二）加强预警\n发布预警。\n{alone}"
    assert named(imported(tmp_path, text).plan.tasks[1]) == ((), ("县气象局",))
    result = imported(tmp_path, f"{text}（三）加强储备\n储备物资。\n{both}")
    assert named(result.plan.tasks[1]) == (("县气象局",), ())
    assert len(of_code(result, "answering-leads")) == 1
