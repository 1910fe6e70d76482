"""The real plans: what is in them is found, all of it, with every field right, in whatever format they come."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from build_documents import convert, docx_automatic, docx_typed, gb18030_text, html_page, pieces_from_text
from plangen.parent.importer import ImportResult, counts, import_document
from plangen.parent.model import TITLE_GAP, ItemKind, Level, PlanKind
from plangen.parent.store import dump_parent
from plangen.parent.store_reading import load_parent
from plangen.terms.marks import parse_mark

pytestmark = pytest.mark.corpus

SHIPPED = ("changzhi-145", "china-145", "jincheng-155", "xinzhou-145", "yangquan-145", "yonghe-145")
COUNTS = {
    "changzhi-145": (7, 6, 38, 13, 8),
    "china-145": (7, 5, 27, 59, 17),
    "jincheng-155": (0, 4, 18, 78, 9),
    "xinzhou-145": (7, 5, 33, 9, 22),
    "yangquan-145": (7, 6, 42, 14, 18),
    "yonghe-145": (6, 7, 29, 0, 10),
}
TITLES = {"jincheng-155": "晋城市“十五五”应急体系规划"}
"""What a person states of a document that bears no title."""
_IMPORTED: dict[str, ImportResult] = {}


def imported(corpus: Path, identity: str) -> ImportResult:
    if identity not in _IMPORTED:
        _IMPORTED[identity] = import_document(corpus / f"{identity}.txt")
    return _IMPORTED[identity]


@pytest.mark.parametrize("identity", ["changzhi-145", "xinzhou-145", "yonghe-145"])
def test_nothing_differs_from_the_reference(identity: str, corpus: Path, gold: Path, repository: Path) -> None:
    sys.path.insert(0, str(repository / "benchmarks"))
    try:
        from import_accuracy import compare
    finally:
        sys.path.pop(0)
    reference = json.loads((gold / f"{identity}.json").read_text(encoding="utf-8"))
    plan = imported(corpus, identity).plan
    score = compare(plan, reference)
    assert score.wrong == []
    assert score.perfect
    assert (plan.title, list(plan.period or ()), plan.level.value, plan.kind.value) == (
        reference["title"],
        reference["period"],
        reference["level"],
        reference["kind"],
    )


@pytest.mark.parametrize("identity", SHIPPED)
def test_the_counts_and_the_id(identity: str, corpus: Path) -> None:
    plan = imported(corpus, identity).plan
    assert tuple(counts(plan).values()) == COUNTS[identity]
    assert plan.id == identity


@pytest.mark.parametrize("identity", SHIPPED)
def test_the_shipped_facts_are_what_the_import_gives(identity: str, corpus: Path, repository: Path) -> None:
    plan = import_document(corpus / f"{identity}.txt", title=TITLES.get(identity), facts_only=True).plan
    path = repository / "specs" / "parents" / f"{identity}.yaml"
    assert path.read_text(encoding="utf-8") == dump_parent(plan)
    loaded, findings = load_parent(path)
    assert loaded == plan
    assert not findings


@pytest.mark.parametrize("identity", SHIPPED)
def test_no_character_of_an_item_section_is_lost(identity: str, corpus: Path) -> None:
    """Every line under goals, tasks and projects is an item's text or title, a clause, or told as an introduction."""
    result = imported(corpus, identity)
    kept = "".join(
        "".join(
            (item.title, item.text or "", item.responsibility.text if item.responsibility else "", item.target or "")
        )
        for item in result.plan.all_items()
    )
    kept = re.sub(r"\W", "", kept)
    told = "".join(finding.message for finding in result.findings if finding.code == "intro-not-kept")
    for entry in result.explained:
        if re.match(r"(?:任务|工程|子项|分项目标)“|“.*”的内容", entry.verdict):
            text = re.sub(r"\[bookmark:[^\]]*\]", "", entry.text)
            mark = parse_mark(text)
            body = re.sub(r"\W", "", mark.rest if mark else text)[-20:]
            assert body in kept or f"第{entry.place.line}行" in told, entry.text


def test_yangquan_has_its_lists_and_the_project_without_a_number(corpus: Path) -> None:
    plan = imported(corpus, "yangquan-145").plan
    assert {item.id: len(item.items) for item in plan.tasks if item.items} == {"T13": 9, "T35": 5}
    assert {nested.deadline for nested in plan.tasks[12].items} == {2022}
    assert plan.tasks[12].items[8].title == "高新区（产业园区）".replace("（", "(").replace("）", ")")
    first = plan.projects[0]
    assert (first.number, first.title, first.group) == (None, "应急指挥中心建设工程", "提升应急指挥能力工程")
    assert {item.deadline for item in plan.projects[1:8]} == {2025}
    assert [item.number for item in plan.projects if item.number == "(1)"] == ["(1)"] * 4
    no_lead = [item.id for item in plan.tasks if item.responsibility and not item.responsibility.leads]
    assert no_lead == ["T07", "T08", "T11", "T18", "T38"]
    assert all(goal.responsibility and goal.responsibility.leads == ("市应急局",) for goal in plan.goals)


def test_jincheng_has_its_three_ways_of_nesting(corpus: Path) -> None:
    result = imported(corpus, "jincheng-155")
    plan = result.plan
    assert (plan.title, plan.place, plan.level, plan.kind, plan.period) == (
        TITLE_GAP,
        "晋城市",
        Level.CITY,
        PlanKind.PLAN,
        (2026, 2030),
    )
    nested = [len(item.items) for item in plan.tasks]
    assert nested == [4, 0, 0, 9, 1, 2, 2, 4, 0, 2, 3, 1, 2, 4, 2, 3, 2, 2]
    assert [len(item.items) for item in plan.projects] == [3, 3, 2, 4, 4, 2, 3, 0, 3]
    by_id = {item.id: item for item in plan.all_items()}
    assert by_id["T10.1.1"].title == "分层分类推进重点行业监测系统建设"
    assert [item.number for item in by_id["T11.1"].items] == ["一是", "二是", "三是", "四是"]
    assert [item.title for item in by_id["P04.2"].items] == ["河道治理工程", "山洪沟治理", "水库清淤", "水库除险加固"]
    assert by_id["T18"].source.line == 137
    assert not any("bookmark" in (item.text or "") + item.title for item in plan.all_items())
    assert {finding.code for finding in result.findings} >= {"no-indicators", "title-missing", "no-end-punctuation"}


def test_china_has_its_boxes_under_their_tasks(corpus: Path) -> None:
    plan = imported(corpus, "china-145").plan
    boxes = {
        item.id: [nested.group for nested in item.items if nested.group]
        for item in plan.tasks
        if any(nested.group for nested in item.items)
    }
    assert {identity: (len(groups), groups[0]) for identity, groups in boxes.items()} == {
        "T11": (10, "安全生产治本攻坚重点"),
        "T18": (4, "应急物资储备布局建设重点"),
        "T21": (5, "关键技术与装备研发重点"),
        "T23": (10, "安全应急产品和服务发展重点"),
    }
    assert [item.number for item in plan.projects] == [f"{number}．" for number in range(1, 18)]
    assert all(item.kind is ItemKind.GOAL and item.text for item in plan.goals)


def test_a_page_end_inside_a_clause_does_no_harm(corpus: Path) -> None:
    plan = imported(corpus, "xinzhou-145").plan
    leads = plan.projects[14].responsibility
    assert leads is not None and leads.leads == ("市应急局", "市财政局", "市发展改革委")
    assert "\n" not in (plan.tasks[8].text or "")


def facts(result: ImportResult) -> list[tuple[object, ...]]:
    """Return what must not depend on the format; white space does not count."""

    def bare(text: str | None) -> str:
        return re.sub(r"\s", "", text or "")

    return [
        (
            item.id,
            bare(item.number),
            item.group,
            item.title,
            item.deadline,
            item.target,
            item.nature,
            item.responsibility,
            bare(item.text),
        )
        for item in result.plan.all_items()
    ]


@pytest.mark.parametrize("identity", SHIPPED)
def test_the_same_text_in_other_formats_gives_the_same_items(identity: str, corpus: Path, tmp_path: Path) -> None:
    text = re.sub(r"\[bookmark:[^\]]*\]", "", (corpus / f"{identity}.txt").read_text(encoding="utf-8"))
    pieces = pieces_from_text(text)
    wanted = facts(imported(corpus, identity))
    documents = {
        "typed.docx": docx_typed(pieces),
        "automatic.docx": docx_automatic(pieces),
        "page.html": html_page(pieces),
        "gb18030.txt": gb18030_text(pieces),
    }
    for name, data in documents.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert facts(import_document(path)) == wanted, name


@pytest.mark.office
@pytest.mark.parametrize("identity", ["xinzhou-145", "changzhi-145"])
def test_the_same_text_as_a_pdf_gives_the_same_items(identity: str, corpus: Path, tmp_path: Path) -> None:
    pieces = pieces_from_text((corpus / f"{identity}.txt").read_text(encoding="utf-8"))
    path = tmp_path / "规划.pdf"
    path.write_bytes(convert(docx_typed(pieces), ".docx", "pdf", tmp_path))
    assert facts(import_document(path)) == facts(imported(corpus, identity))


@pytest.mark.parametrize("identity", SHIPPED)
def test_a_file_that_breaks_every_line_gives_the_same_items(identity: str, corpus: Path, tmp_path: Path) -> None:
    wrapped: list[str] = []
    for line in (corpus / f"{identity}.txt").read_text(encoding="utf-8").split("\n"):
        text = re.sub(r"\[bookmark:[^\]]*\]", "", line).strip()
        if "\t" in text:
            wrapped.append(text)
        elif text:
            text = "　　" + text
            wrapped += [text[start : start + 38] for start in range(0, len(text), 38)]
    path = tmp_path / f"{identity}.txt"
    path.write_text("\n".join(wrapped), encoding="utf-8")
    titles = [item.title for item in import_document(path).plan.all_items()]
    assert titles == [item.title for item in imported(corpus, identity).plan.all_items()]
