"""The report's page in a real browser: filters, clicks, links, paper, and texts that mean harm."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pdfplumber
import pytest

import browser
from plangen.trace.model import Status, Via
from plangen.trace.report_html import page
from report_builders import HOSTILE, hostile, large, realistic

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.office

VISIBLE = "details.item:not([hidden])"
PATIENCE = 20  # seconds


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    if reason := browser.unavailable():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with browser.open_browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def show(chrome: Chrome, folder: Path, text: str) -> None:
    path = folder / "报告.html"
    path.write_bytes(text.encode("utf-8"))
    chrome.get_log("browser")
    chrome.get(path.as_uri())
    assert chrome.get_log("browser") == []


@pytest.fixture
def shown(chrome: Chrome, tmp_path: Path) -> Chrome:
    report, parent, plan = realistic()
    show(chrome, tmp_path, page(report, parents=[parent], plan=plan, draft="永和县实施方案.docx"))
    return chrome


def all_(chrome: Chrome, selector: str) -> list[Any]:
    return chrome.find_elements("css selector", selector)


def one(chrome: Chrome, selector: str) -> Any:
    return chrome.find_element("css selector", selector)


def settle(chrome: Chrome) -> None:
    """Wait until the page has answered: a row that opens tells its script so in a later task, not at once."""
    chrome.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))"
    )


def until(chrome: Chrome, condition: Callable[[], object]) -> None:
    """Wait until a condition holds; a machine under load may take long over what is quick elsewhere."""
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(chrome, PATIENCE, poll_frequency=0.05).until(lambda _: condition())


def click(chrome: Chrome, selector: str) -> None:
    until(chrome, lambda: all_(chrome, selector))
    element = one(chrome, selector)
    chrome.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()
    settle(chrome)


def write(chrome: Chrome, selector: str, words: str) -> None:
    one(chrome, selector).send_keys(words)
    settle(chrome)


def states(chrome: Chrome) -> list[str]:
    return chrome.execute_script(f"return [...document.querySelectorAll('{VISIBLE}')].map(e => e.dataset.status)")


def test_a_click_on_a_status_shows_only_these_items(shown: Chrome) -> None:
    report = realistic()[0]
    missing = sum(item.status is Status.MISSING for item in report.items)
    assert len(states(shown)) == len(report.items)
    click(shown, "button.missing")
    assert states(shown) == ["missing"] * missing
    assert one(shown, "#shown").text == f"显示 {missing} / {len(report.items)} 项"
    assert all(section.find_elements("css selector", VISIBLE) for section in all_(shown, "section.rank:not([hidden])"))
    click(shown, "button.partial")
    assert set(states(shown)) == {"missing", "partial"}
    click(shown, "button.missing")
    assert set(states(shown)) == {"partial"}
    click(shown, "#clear")
    assert len(states(shown)) == len(report.items)


def test_what_is_carried_with_doubts_is_shown_apart_from_the_carried(chrome: Chrome, tmp_path: Path) -> None:
    report, parent, _ = realistic()
    report = replace(report, findings=())
    chosen = [number for number, item in enumerate(report.items) if item.status is Status.CARRIED][:3]
    items = tuple(
        replace(item, missing_points=("逐月核验",), via=Via.TEXT) if number in chosen else item
        for number, item in enumerate(report.items)
    )
    show(chrome, tmp_path, page(replace(report, items=items), parents=[parent]))
    carried = sum(item.status is Status.CARRIED for item in items)
    click(chrome, "button.doubtful")
    assert states(chrome) == ["doubtful"] * 3
    click(chrome, "button.missing")
    assert set(states(chrome)) == {"doubtful", "missing"} and states(chrome).count("doubtful") == 3
    click(chrome, "button.missing")
    click(chrome, "button.carried")
    assert states(chrome) == ["doubtful"] * 3 + ["carried"] * (carried - 3)
    click(chrome, "button.carried")
    # they need a person's attention, so paper shows both texts of each
    data = base64.b64decode(chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    with pdfplumber.open(BytesIO(data)) as document:
        text = normalize("NFKC", "".join(sheet.extract_text() for sheet in document.pages).replace("\n", ""))
    assert "只列出:已承接但有疑点" in text and text.count("承接的把握") == 3


def places(chrome: Chrome) -> list[int]:
    return chrome.execute_script(f"return [...document.querySelectorAll('{VISIBLE}')].map(e => +e.dataset.place)")


def test_the_likeliest_loss_is_first_and_the_parents_order_can_be_chosen(shown: Chrome) -> None:
    from selenium.webdriver.support.select import Select

    found = states(shown)
    order = ["missing", "suspect", "partial", "doubtful", "waived", "carried"]
    assert [order.index(one) for one in found] == sorted(order.index(one) for one in found)
    ranked = places(shown)
    assert ranked != sorted(ranked)
    Select(one(shown, "#order")).select_by_value("document")
    settle(shown)
    assert places(shown) == sorted(ranked)
    assert not one(shown, "section.rank").is_displayed() and one(shown, "section.group").is_displayed()
    click(shown, "button.partial")
    assert set(states(shown)) == {"partial"}
    assert all(section.find_elements("css selector", VISIBLE) for section in all_(shown, "section.group:not([hidden])"))
    click(shown, "#clear")
    Select(one(shown, "#order")).select_by_value("rank")
    settle(shown)
    assert places(shown) == ranked


def test_a_group_of_which_nothing_was_found_is_one_line_until_it_is_opened(chrome: Chrome, tmp_path: Path) -> None:
    report, parent, _ = realistic()
    group = parent.tasks[0].group
    inner = {f"{parent.id}:{item.id}" for task in parent.tasks if task.group == group for item in task.walk()}
    items = tuple(
        replace(item, status=Status.MISSING, matches=(), missing_points=()) if item.key in inner else item
        for item in report.items
    )
    show(chrome, tmp_path, page(replace(report, items=items), parents=[parent]))
    (fold,) = all_(chrome, "details.gone")
    assert group in fold.text and f"{len(inner)} 项" in fold.text
    shown_items = fold.find_elements("css selector", "details.item")
    assert len(shown_items) == len(inner) and not any(item.is_displayed() for item in shown_items)
    click(chrome, "details.gone > summary")
    until(chrome, shown_items[0].is_displayed)
    # a link to an item in it opens it
    click(chrome, "details.gone > summary")
    chrome.execute_script(f"location.hash = '#{shown_items[1].get_attribute('id')}'")
    until(chrome, shown_items[1].is_displayed)
    click(chrome, "button.carried")
    assert not fold.is_displayed()
    click(chrome, "button.missing")
    click(chrome, "button.carried")
    assert fold.is_displayed()


def test_a_department_sees_its_own_items(shown: Chrome) -> None:
    from selenium.webdriver.support.select import Select

    unit = Select(one(shown, "#unit"))
    label = next(option.text for option in unit.options if option.text.startswith("县公安局（"))
    unit.select_by_visible_text(label)
    count = int(label.rpartition("（")[2].rstrip("）"))
    assert len(states(shown)) == count > 0
    click(shown, "#open")
    assert all("县公安局" in element.text for element in all_(shown, VISIBLE))
    click(shown, "button.carried")
    assert set(states(shown)) == {"carried"}


def test_words_are_looked_for_and_nothing_found_is_said(shown: Chrome) -> None:
    write(shown, "#words", "T13. 矿山")
    assert [element.get_attribute("id") for element in all_(shown, VISIBLE)] == ["i-xinzhou-145-T13.2"]
    write(shown, "#words", "没有这样的词")
    assert states(shown) == [] and one(shown, "#nothing").is_displayed()


def test_a_row_builds_both_texts_only_when_it_is_opened(shown: Chrome) -> None:
    assert not all_(shown, ".body") and not all_(shown, ".item mark")
    click(shown, "details.partial > summary")
    until(shown, lambda: all_(shown, ".body"))
    (body,) = all_(shown, ".body")
    left, right = body.find_elements("css selector", ".side")
    assert left.size["width"] == right.size["width"] and left.location["y"] == right.location["y"]
    assert left.find_elements("tag name", "mark") and right.find_elements("tag name", "mark")
    lost = left.find_element("css selector", "em.lost").text
    assert lost and lost not in right.text
    assert not one(shown, "details.partial").find_elements("tag name", "noscript")


def test_links_lead_from_item_to_item_and_to_the_summary_and_back(shown: Chrome) -> None:
    click(shown, "#i-xinzhou-145-T13 > summary")
    click(shown, "#i-xinzhou-145-T13 .links a[href='#i-xinzhou-145-T13.2']")
    until(shown, lambda: one(shown, "#i-xinzhou-145-T13\\.2").get_attribute("open") is not None)
    click(shown, "button.suspect")
    click(shown, "#findings a")
    # a link leads to an item that the filter had hidden
    until(shown, one(shown, "#i-xinzhou-145-T03").is_displayed)
    # a link of the summary leads to the group, in the parent's order
    click(shown, "table.summary a[href='#g-1-2']")
    until(shown, one(shown, "#g-1-2 h3").is_displayed)
    click(shown, "#g-1-2 .up")
    until(shown, lambda: shown.execute_script("return location.hash").startswith("#sg-"))
    shown.execute_script("location.hash = '#nowhere'")


def test_nothing_is_fetched_and_nothing_overflows(shown: Chrome) -> None:
    assert shown.execute_script("return performance.getEntriesByType('resource').length") == 0
    click(shown, "#open")
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert shown.execute_script(wide) <= 0
    shown.set_window_size(420, 900)
    try:
        assert shown.execute_script(wide) <= 0
    finally:
        shown.set_window_size(1320, 1000)


def test_paper_shows_what_needs_attention(shown: Chrome) -> None:
    click(shown, "button.partial")
    data = base64.b64decode(shown.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    with pdfplumber.open(BytesIO(data)) as document:
        assert {(round(sheet.width), round(sheet.height)) for sheet in document.pages} == {(842, 595)}
        # some fonts give 方 as the radical ⽅
        text = normalize("NFKC", "".join(sheet.extract_text() for sheet in document.pages).replace("\n", ""))
        assert any(sheet.rects or sheet.curves for sheet in document.pages), "the bars are drawn"
    assert "只列出:部分承接" in text and "查找" not in text
    point = next(item.missing_points[0] for item in realistic()[0].items if item.missing_points)
    assert text.count(point[:12]) >= 2, "in the row and in the parent's text"
    assert not all_(shown, "details[open]"), "after printing the page is as it was"


def test_without_scripts_everything_can_be_read(chrome: Chrome, tmp_path: Path) -> None:
    report, parent, plan = realistic()
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(chrome, tmp_path, page(report, parents=[parent], plan=plan))
        row = one(chrome, "details.partial")
        row.find_element("tag name", "summary").click()
        until(chrome, row.find_element("css selector", ".pair").is_displayed)
        assert row.find_elements("css selector", "em.lost")
        assert not one(chrome, "#filter").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_texts_that_mean_harm_are_shown_and_do_nothing(chrome: Chrome, tmp_path: Path) -> None:
    report, parent = hostile()
    show(chrome, tmp_path, page(report, parents=[parent], draft=HOSTILE))
    click(chrome, "#open")
    assert chrome.execute_script("return document.images.length + document.scripts.length") == 1
    until(chrome, lambda: all_(chrome, ".body"))
    assert HOSTILE in chrome.execute_script("return document.querySelector('.body').textContent")
    assert chrome.get_log("browser") == []


def test_two_thousand_items_can_be_filtered(chrome: Chrome, tmp_path: Path) -> None:
    report, parent = large()
    show(chrome, tmp_path, page(report, parents=[parent]))
    assert chrome.execute_script("return document.getElementsByTagName('*').length") < 40_000
    click(chrome, "button.missing")
    assert states(chrome) == ["missing"] * 200
    write(chrome, "#words", "T0017")
    assert states(chrome) == ["missing"]
