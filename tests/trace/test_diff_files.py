"""A comparison of two versions of a parent as a page and as a Word file that can be handed round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import plangen
from plan_builders import item, parent
from plangen.office.word_document import read_docx
from plangen.trace.diff import diff_plans
from plangen.trace.diff_files import diff_docx, diff_html
from plangen.trace.diff_model import DiffReport

WORDS = "=1+1<script>|一格|"


@pytest.fixture(scope="module")
def report() -> DiffReport:
    old = parent(item("T01", "加强防汛", text="排查隐患。"), item("T02", "加强森林防火"))
    new = parent(item("T01", "加强防汛", text=f"排查隐患点{WORDS}。"), item("T03", "新建物资库"))
    return diff_plans(old, replace(new, id=old.id))


def test_the_page_shows_what_changed_and_nothing_of_it_runs(report: DiffReport) -> None:
    page = diff_html(report)
    assert "<ins>" in page
    assert "&lt;script&gt;" in page and "<script" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "新建物资库" in page and "加强森林防火" in page


def test_the_word_file_has_a_row_for_everything_that_changed(report: DiffReport) -> None:
    document = read_docx(diff_docx(report).data, "对照.docx")
    rows = [row for table in document.tables for row in table.texts]
    text = [cell for row in rows for cell in row]
    assert f"排查隐患点{WORDS}。" in text
    assert sum("新增" in row for row in rows) == 1
    assert sum("删除" in row for row in rows) == 1


def test_the_same_input_gives_the_same_bytes(report: DiffReport) -> None:
    assert diff_docx(report).data == diff_docx(report).data
    assert diff_html(report) == diff_html(report)


def test_it_is_written_like_every_report(tmp_path: Path) -> None:
    compared = plangen.diff("xinzhou-145", "xinzhou-145")
    files = [compared.at(tmp_path / f"对照.{form}", form) for form in ("html", "docx", "json")]
    assert len(plangen.write(files)) == 3
    with pytest.raises(ValueError, match="no such form"):
        compared.at(tmp_path / "对照.xlsx", "xlsx")
