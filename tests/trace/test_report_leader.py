"""The page for a leader: what stands on it, that it is one sheet of A4 whatever it holds, that nothing in it runs."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree, html

import browser
from draft_edits import EDITS, edited
from plan_builders import item, parent
from plangen.office.docx_package import is_untouched, read_parts
from plangen.parent.model import ParentPlan
from plangen.trace import rules
from plangen.trace.check import check_draft
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses
from plangen.trace.report_leader import LeaderPage, leader_page
from plangen.trace.report_leader_files import leader_docx, leader_html
from report_builders import HOSTILE, hostile

DAY = date(2026, 12, 1)
LONG = "全面提升县域防灾减灾救灾综合能力和应急管理现代化水平的重点任务安排"
TITLE = "贯彻落实国家、省及市“十五五”应急体系和综合防灾减灾救灾能力建设规划实施方案（征求意见稿第三版）"
STATES = [Status.MISSING, Status.SUSPECT, Status.PARTIAL, Status.CARRIED]


def crowded(parents: int, *, items: int = 20) -> tuple[CheckReport, list[ParentPlan]]:
    """Return a report in which every text is too long for the page."""
    plans, found = [], []
    for number in range(parents):
        tasks = [
            item(f"T{task:02d}", LONG, text=LONG, group=f"第{task}组", number=f"（{task}）") for task in range(items)
        ]
        plan = parent(*tasks, identifier=f"p{number}-155", title=f"某某市{TITLE}", place="某某某某自治州某某市")
        plans.append(plan)
        for place, task in enumerate(plan.all_items()):
            found.append(
                ItemStatus(
                    parent=plan.id,
                    id=task.id,
                    kind=task.kind,
                    title=task.title,
                    status=STATES[place % 4],
                    via=Via.TEXT,
                    matches=(Match(number="（19）", title=LONG, location="第8段", score=0.5, text=LONG),),
                    missing_points=(LONG,),
                    reason=f"写的是以后再定：“{LONG}”；要求没有写全；时限晚于上位规划",
                )
            )
    return CheckReport(parents=count_statuses(plans, found), items=tuple(found)), plans


def of_edited(name: str) -> LeaderPage:
    plan, surgery, _ = edited(name, list(EDITS[20:44]), seed=3)
    report = check_draft(plan, surgery.data())
    return leader_page(report, parents=plan.parents, document=plan.title, by="永和县应急管理局", date=DAY)


def of_crowded(number: int) -> LeaderPage:
    report, plans = crowded(number)
    by = "某某县应急管理局防灾减灾救灾和综合协调股"
    return leader_page(report, parents=plans, document=f"某某县{TITLE}", by=by, date=DAY)


PAGES = {f"{number} parents": of_crowded(number) for number in (1, 2, 3, 5)}


def words_of(data: bytes) -> str:
    """Return all text of a Word file."""
    root = etree.fromstring(read_parts(data)["word/document.xml"])
    return "".join(node.text or "" for node in root.iter("{*}t"))


def test_the_page_says_what_was_checked_by_whom_and_when() -> None:
    page = of_edited("yonghe")
    assert page.document == "永和县“十五五”应急体系建设实施方案" and page.level == "bad"
    assert page.verdict.endswith("须处理后再报批。") and len(page.items) == 10 and page.left > 0
    shown = html.fromstring(leader_html(page)).text_content()
    for words in (page.document, page.verdict, "永和县应急管理局", "2026年12月1日", f"另有{page.left}项", "晋城市"):
        assert words in shown
    assert ".docx" not in shown
    assert leader_html(page) == leader_html(of_edited("yonghe"))


def test_a_page_of_which_nobody_says_who_made_it_has_gaps_to_fill() -> None:
    report, plans = crowded(1, items=4)
    page = leader_page(report, parents=plans, document="某某县实施方案")
    assert "【填写单位】" in leader_html(page) and "【填写日期】" in leader_html(page)
    assert not page.left and "需要看的条目" in leader_html(page)


def test_the_items_are_those_that_the_report_lists_first_and_a_group_that_is_gone_is_one() -> None:
    plan = parent(
        item("T01", "登记", text="登记台账。", group="摸清底数"),
        item("T02", "核验", text="逐月核验。", group="摸清底数"),
        item("T03", "公开", text="公开结果。", group="接受监督"),
        item("T04", "监督", text="接受监督。", group="接受监督"),
    )
    states = (Status.MISSING, Status.MISSING, Status.PARTIAL, Status.CARRIED)
    place = Match(number="3.", title="公开结果", location="第8段", score=0.9, text="公开结果。")
    items = tuple(
        ItemStatus(
            parent=plan.id,
            id=one.id,
            kind=one.kind,
            title=one.title,
            status=state,
            via=Via.ANCHOR,
            matches=(place,) if state is Status.PARTIAL else (),
            missing_points=("每年公开一次",) if state is Status.PARTIAL else (),
        )
        for one, state in zip(plan.all_items(), states, strict=True)
    )
    report = CheckReport(parents=count_statuses([plan], items), items=items)
    page = leader_page(report, parents=[plan], document="某某县实施方案")
    assert [(one.name, one.label, one.sentence) for one in page.items] == [
        ("摸清底数", "整组缺失", "这一组2项在文稿中都没有找到"),
        ("公开", "部分承接", "没有写：每年公开一次（见“3.公开结果”）"),
    ]
    nothing = CheckReport(parents=count_statuses([plan], items[3:]), items=items[3:])
    clean = leader_page(nothing, parents=[plan], document="某某县实施方案")
    assert not clean.items and clean.level == "good" and "请重点看" not in leader_html(clean)
    assert not leader_docx(clean).findings


def test_several_parents_are_told_apart_and_many_are_summed() -> None:
    assert [line.name for line in of_edited("yonghe-145").numbers] == ["忻州市", "阳泉市", "长治市"]
    assert [one.name.partition("：")[0] for one in of_edited("yonghe-145").items] == ["忻州"] * 10
    (whole,) = PAGES["5 parents"].numbers
    assert whole.name == "合计" and whole.counts["total"] == 100
    assert "等5个规划" in PAGES["5 parents"].parents


def test_a_nested_item_names_the_item_it_stands_in_and_notes_are_whole_sentences() -> None:
    plan = parent(item("T01", "专项整治", item("T01.1", "工贸", text="整治。"), text="整治。", group="治理"))
    host, nested = (
        ItemStatus(
            parent=plan.id,
            id=one.id,
            kind=one.kind,
            title=one.title,
            status=state,
            via=Via.TEXT,
            missing_points=("整治",),
        )
        for one, state in zip(plan.all_items(), (Status.CARRIED, Status.MISSING), strict=True)
    )
    lacking = rules.PARENT_WITHOUT_TEXT.found(parent="规划")
    report = CheckReport(parents=count_statuses([plan], [host, nested]), items=(host, nested), findings=(lacking,))
    page = leader_page(report, parents=[plan], document="某某县实施方案")
    assert [one.name for one in page.items] == ["工贸（专项整治）", "专项整治"]
    assert "会有误判" in page.notes and page.notes.endswith("。") and "…" not in page.notes


def test_the_word_file_holds_the_same_and_is_sealed(tmp_path: Path) -> None:
    page = of_edited("yonghe")
    built = leader_docx(page)
    assert not built.findings and built.data == leader_docx(page).data
    path = tmp_path / "页.docx"
    path.write_bytes(built.data)
    assert is_untouched(path)
    text = words_of(built.data)
    assert page.verdict in text and page.items[-1].sentence in text and "2026年12月1日" in text


def test_texts_that_mean_harm_stay_text() -> None:
    report, plan = hostile()
    page = leader_page(report, parents=[plan], document=HOSTILE, by="{{ 7*7 }}|*x*", date=DAY)
    tree = html.fromstring(leader_html(page))
    assert not list(tree.iter("script", "img")) and "49" not in tree.text_content()
    built = leader_docx(page)
    assert not built.findings
    assert "{{ 7*7 }}|*x*" in words_of(built.data)


# ----------------------------------------------------------------------------------------------------------- paper


def _skip(reason: str | None) -> None:
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.mark.office
def test_the_word_file_is_one_sheet_of_a4(tmp_path: Path) -> None:
    _skip(None if shutil.which("soffice") else "soffice is not installed")
    pages = {**PAGES, "yonghe": of_edited("yonghe"), "yonghe-145": of_edited("yonghe-145")}
    for name, page in pages.items():
        (tmp_path / f"{name}.docx").write_bytes(leader_docx(page).data)
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.docx")))]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for name, page in pages.items():
        with pdfplumber.open(tmp_path / f"{name}.pdf") as document:
            assert len(document.pages) == 1, name
            (sheet,) = document.pages
            assert (round(sheet.width), round(sheet.height)) == (595, 842)
            assert "10" in sheet.extract_text() and f"{page.date.year}" in sheet.extract_text()


@pytest.mark.office
def test_the_web_page_prints_on_one_sheet_of_a4(tmp_path: Path) -> None:
    _skip(browser.unavailable())
    pages = {**PAGES, "yonghe-145": of_edited("yonghe-145")}
    with browser.open_browser(tmp_path / "profile") as chrome:
        for name, page in pages.items():
            path = tmp_path / f"{name}.html"
            path.write_bytes(leader_html(page).encode("utf-8"))
            chrome.get_log("browser")
            chrome.get(path.as_uri())
            assert chrome.get_log("browser") == []
            printed = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
            with pdfplumber.open(BytesIO(base64.b64decode(printed["data"]))) as document:
                assert len(document.pages) == 1, name
                assert (round(document.pages[0].width), round(document.pages[0].height)) == (595, 842)
