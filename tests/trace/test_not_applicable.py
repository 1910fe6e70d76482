"""What does not concern the county is counted by itself, with its reason: no loss, never silent, and no hole."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from draft_builders import DRILLS, RESCUE, document
from plan_builders import item, parent
from plangen.office.word_document import read_docx
from plangen.parent.model import ParentItem
from plangen.trace.audit import audit
from plangen.trace.model import CheckReport, ItemStatus, Status
from plangen.trace.report_html import page
from plangen.trace.report_leader import leader_page
from plangen.trace.report_leader_files import leader_docx, leader_html
from plangen.trace.report_rows import carried_share, report_counts
from plangen.trace.report_text import lines
from plangen.trace.report_verdict import verdict
from plangen.trace.report_workbook import workbook

KEPT = item("T01", "预案演练", text=DRILLS)
WATER = item("T02", "水上搜救", text=RESCUE)
DAMS = item("T03", "尾矿库治理", text="尾矿库企业每季度开展坝体稳定性评估，汛前完成排洪设施检修。")


def audited(
    *more: str, items: tuple[ParentItem, ...] = (KEPT, WATER, DAMS)
) -> tuple[CheckReport, dict[str, ItemStatus]]:
    title = "永和县“十五五”应急体系规划实施方案"
    report = audit(document(title, "一、重点任务", "1.预案演练", DRILLS, *more), [parent(*items)])
    return report, {one.title: one for one in report.items}


def codes(report: CheckReport) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize("heading", ["二、不涉及本县的事项", "二、不适用事项"])
def test_what_a_draft_says_does_not_concern_it_is_counted_by_itself(heading: str) -> None:
    report, found = audited(heading, "1.水上搜救", "我县没有通航水域。", "2.尾矿库治理", "我县没有尾矿库。")
    assert found["水上搜救"].status is Status.NOT_APPLICABLE
    assert found["水上搜救"].reason == "文稿写明不涉及：我县没有通航水域。"
    counts = report_counts(report)
    assert (counts["not-applicable"], counts["missing"], counts["waived"]) == (2, 0, 0)
    assert carried_share(counts) == 1.0 and not report.failed
    assert codes(report).count("item-not-applicable") == 2
    assert report.as_json()["parents"][0]["counts"]["not-applicable"] == 2


def test_where_a_heading_says_both_the_reason_decides() -> None:
    _, found = audited(
        "二、不承接和不涉及事项", "1.水上搜救", "无通航水域，不涉及。", "2.尾矿库治理", "由企业自行治理，县里不承接。"
    )
    assert found["水上搜救"].status is Status.NOT_APPLICABLE
    assert found["尾矿库治理"].status is Status.WAIVED


@pytest.mark.parametrize(
    "asked", ["各县（市、区）都要建立一支搜救队。", "每县至少配备一艘救生艇。", "各乡镇明确一名搜救联络员。"]
)
def test_what_the_parent_asks_of_every_county_concerns_it(asked: str) -> None:
    water = item("T02", "水上搜救", text=RESCUE + asked)
    report, found = audited("二、不涉及事项", "1.水上搜救", "我县没有通航水域。", items=(KEPT, water))
    assert found["水上搜救"].status is Status.SUSPECT
    assert "not-applicable-refuted" in codes(report) and report.failed


@pytest.mark.parametrize(
    "text",
    [
        "在市级建成区域性搜救基地，各县不再另行建设。",
        "建成一座区域性搜救基地，仅由市级组织实施。",
        "统一建设市级搜救平台，县级不单独建设。",
    ],
)
def test_what_the_parent_itself_does_not_ask_of_counties(text: str) -> None:
    base = item("T04", "区域搜救基地", text=text)
    report, found = audited(items=(KEPT, base))
    assert found["区域搜救基地"].status is Status.NOT_APPLICABLE
    assert "上位规划写明" in (found["区域搜救基地"].reason or "") and "item-not-applicable" in codes(report)
    assert not report.failed


def test_what_is_another_countys_by_its_title() -> None:
    others = item("T05", "吉县机场应急救援能力建设", text="购置消防救援车辆，组建专职队伍，每年开展联合演练。")
    own = item("T06", "永和县、吉县联合演练", text="每年组织一次跨县拉动，检验指挥协同。")
    _, found = audited(items=(KEPT, others, own))
    assert found[others.title].status is Status.NOT_APPLICABLE
    assert found[own.title].status is Status.MISSING


@pytest.mark.parametrize("text", ["市级统一建设搜救平台，县级按要求接入。", "市应急局负责建设搜救基地。"])
def test_that_the_upper_level_builds_something_is_no_reason(text: str) -> None:
    _, found = audited(items=(KEPT, item("T07", "搜救平台建设", text=text)))
    assert found["搜救平台建设"].status is Status.MISSING


def test_a_draft_that_says_so_of_very_much_is_an_error() -> None:
    names = ["矿山救护", "水上搜救", "尾矿库治理", "油气管道保护", "航空救援", "地铁应急"]
    items = tuple(item(f"T1{n}", name, text=f"组建{name}专业队伍，配齐装备。") for n, name in enumerate(names))
    said = [line for name in names for line in (f"1.{name}", f"我县没有{name}的对象。")]
    report, _ = audited("二、不涉及事项", *said, items=(KEPT, *items))
    assert "not-applicable-many" in codes(report) and report.failed
    few, _ = audited("二、不涉及事项", *said[:4], items=(KEPT, *items))
    assert "not-applicable-many" not in codes(few)


def test_every_report_shows_it() -> None:
    report, _ = audited("二、不涉及事项", "1.水上搜救", "我县没有通航水域。", "2.尾矿库治理", "我县没有尾矿库。")
    parents = [parent(KEPT, WATER, DAMS)]
    assert "不涉及2项" in verdict(report).text
    assert any("不涉及 2" in line for line in lines(report, parents=parents))
    shown = page(report, parents=parents)
    assert 'data-status="not-applicable"' in shown and "我县没有通航水域" in shown
    cells = [
        str(cell.value)
        for sheet in load_workbook(io.BytesIO(workbook(report, parents=parents).data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert "不涉及" in cells and any("文稿写明不涉及：我县没有尾矿库" in cell for cell in cells)
    summary = leader_page(report, parents=parents, document="方案.docx")
    assert "不涉及</th>" in leader_html(summary)
    numbers, *_ = read_docx(leader_docx(summary).data, "结果.docx").tables
    assert dict(zip(*numbers.texts[:2], strict=True))["不涉及"] == "2"
