"""Cross references in Word: annexes count by themselves, what names one asks for its number, rows of tables count."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from draft_surgery import Surgery, remove
from drawn_pages import convert, need_office
from plan_builders import WAIVED, build, clause, item, parent, spec
from plangen.document.compose import load_pack
from plangen.document.docx_writer import build_docx
from plangen.document.markdown import parse_markdown
from plangen.document.rendering import docx_of, markdown_of
from plangen.document.word_check import lint_docx
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.plan.model import CountyPlan
from plangen.terms.resources import templates_folder
from plangen.trace.check import check_draft
from plangen.trace.model import Status

STYLE = templates_folder() / "style" / "gongwen.docx"
ANNEXES = "".join(
    f"{{.annex-mark}}\n附件{number}\n\n{{.annex-title}}\n{title}\n\n正文。\n\n"
    for number, title in enumerate("甲乙丙", 1)
)
TEXT = (
    "分工见附件2，经费见附件3；见附件4的不在本文，另一文的附件2也不是。\n\n"
    "{.attachments}\n附件：1.甲\\\n2.乙\\\n3.丙\n\n" + ANNEXES
)
ROWS = "\n".join(
    f'| [{number}]{{items="a:T{number}"}} | 事项 | 见附件1 |' for number in ("1", "1.1", "1.2", "2", "2.1")
)
TABLE = f"| 序号 | 内容 | 说明 |\n|:-:|:--|:--|\n{ROWS}\n\n"


def built(text: str) -> bytes:
    document = build_docx(parse_markdown(text), style=STYLE, properties={}, title="方案", author="县政府办公室")
    assert document.findings == () and lint_docx(document.data) == []
    return document.data


def fields(data: bytes) -> list[tuple[str, str]]:
    """Return what each field asks for, and what it shows."""
    found: list[tuple[str, str]] = []
    for run in Surgery(data).root.iter(f"{W}r"):
        kind = next((node.get(f"{W}fldCharType") for node in run.iter(f"{W}fldChar")), None)
        if kind == "begin":
            found.append(("", ""))
        asked = "".join(node.text or "" for node in run.iter(f"{W}instrText"))
        shown = "".join(node.text or "" for node in run.iter(f"{W}t"))
        if found and kind is None and not (found[-1][0] and found[-1][1] and shown):
            found[-1] = (found[-1][0] + asked.strip(), found[-1][1] + shown)
        elif found and kind is None and asked:
            raise AssertionError("a field inside a field")
    return found


def test_annexes_count_and_what_names_them_asks_for_their_number() -> None:
    names = [f"_Ref{number:08d}" for number in (1, 2, 3)]
    first, second, third = (f"REF {name} \\h" for name in names)
    sequence = "SEQ 附件 \\* ARABIC"
    assert fields(built(TEXT)) == [
        *((second, "2"), (third, "3")),
        *((first, "1"), (second, "2"), (third, "3")),
        *((sequence, number) for number in "123"),
    ]
    root = Surgery(built(TEXT)).root
    marks = [node.get(f"{W}name") or "" for node in root.iter(f"{W}bookmarkStart")]
    assert [name for name in marks if name.startswith("_")] == names


def test_what_a_reader_sees_is_what_was_written() -> None:
    texts = [one.text for one in read_docx(built(TEXT)).paragraphs if one.text]
    assert texts[0] == "分工见附件2，经费见附件3；见附件4的不在本文，另一文的附件2也不是。"
    assert texts[1:5] == ["附件：1.甲", "2.乙", "3.丙", "附件1"]


@pytest.mark.parametrize("text", ["分工见附件。\n\n{.annex-mark}\n附件\n\n{.annex-title}\n甲\n", "见附件1。\n"])
def test_without_numbered_annexes_there_are_no_fields(text: str) -> None:
    assert fields(built(text)) == []


@pytest.mark.office
def test_the_fields_are_right_again_after_an_annex_is_deleted(tmp_path: Path) -> None:
    need_office()
    surgery = Surgery(built(TEXT))
    for text in ("附件1", "甲", "附件：1.甲"):
        remove(next(one for one in surgery.root.iter(f"{W}p") if shown_text(one) == text))
    (tmp_path / "a.docx").write_bytes(surgery.data())
    command = ["pdftotext", "-layout", str(convert(tmp_path, "pdf", "a.pdf")), "-"]
    drawn = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    lines = [line.replace(" ", "") for line in drawn.splitlines() if line.strip()]
    assert lines[0].startswith("分工见附件1，经费见附件2；见附件4的不在本文")
    assert [line for line in lines if line in ("1.乙", "2.丙", "附件1", "附件2")] == ["1.乙", "2.丙", "附件1", "附件2"]


def shown_text(paragraph: object) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))  # type: ignore[attr-defined]


# -- rows -----------------------------------------------------------------------------------------------------------


def numbers(data: bytes) -> list[str]:
    return [row[0] for table in read_docx(data).tables for row in table.texts[1:]]


@pytest.mark.parametrize(
    ("gone", "left"),
    [("1.1", ["1", "1.1", "2", "2.1"]), ("2", ["1", "1.1", "1.2", "1.3"]), (None, ["1", "1.1", "1.2", "2", "2.1"])],
)
def test_a_deleted_row_renumbers_the_rest(gone: str | None, left: list[str]) -> None:
    data = built(TABLE)
    assert numbers(data) == ["1", "1.1", "1.2", "2", "2.1"]
    surgery = Surgery(data)
    if gone:
        at = 1 + numbers(data).index(gone)
        remove(list(surgery.root.iter(f"{W}tr"))[at])
    assert numbers(surgery.data()) == left


@pytest.mark.parametrize("rows", [["3", "3.1", "4"], ["2.1", "2.2"], ["1", "3"], ["1", "1.1.1"], ["01", "—", "1-2"]])
def test_every_number_is_shown_as_it_was_written(rows: list[str]) -> None:
    table = "\n".join(f"| {number} | 事项 |" for number in rows)
    assert numbers(built(f"| 序号 | 内容 |\n|:-:|:--|\n{table}\n")) == rows


def test_rows_go_on_through_the_tables_of_an_annex_and_begin_anew_in_the_next() -> None:
    first, second = ("| 序号 | 内容 |\n|:-:|:--|\n" + "".join(f"| {n} | 事 |\n" for n in rows) for rows in ("12", "34"))
    assert numbers(built(f"{first}\n中间。\n\n{second}\n又一。\n\n{first}")) == ["1", "2", "3", "4", "1", "2"]


def test_a_column_of_another_name_is_left_alone() -> None:
    data = built("| 排名 | 内容 |\n|:-:|:--|\n| 1 | 事项 |\n")
    assert not list(Surgery(data).root.iter(f"{W}numPr")) and numbers(data) == ["1"]


# -- a whole plan -----------------------------------------------------------------------------------------------------


def a_plan() -> CountyPlan:
    return build(
        parent(
            item(
                "T01", "加强防汛", item("T01.1", "修预案"), item("T01.2", "建队伍"), responsibility=clause("市水利局")
            ),
            item("T02", "普法", responsibility=clause("市司法局")),
            item("T03", "煤矿整治", responsibility=clause("市应急局")),
            item("P01", "物资库工程", responsibility=clause("市应急局")),
        ),
        spec({"T03": WAIVED}),
    )[0]


def test_check_reads_a_plan_with_fields_and_automatic_rows() -> None:
    plan = a_plan()
    data, _ = docx_of(plan, markdown_of(plan), load_pack("implementation").style)
    assert [asked for asked, _ in fields(data) if asked.startswith("SEQ")]
    statuses = {one.key: one.status for one in check_draft(plan, data).items}
    assert set(statuses.values()) <= {Status.CARRIED, Status.WAIVED}


@pytest.mark.office
def test_check_reads_it_after_a_save_in_another_word_processor(tmp_path: Path) -> None:
    need_office()
    plan = a_plan()
    data, _ = docx_of(plan, markdown_of(plan), load_pack("implementation").style)
    (tmp_path / "a.docx").write_bytes(data)
    saved = convert(tmp_path, "docx:MS Word 2007 XML", "a.docx").read_bytes()
    before, after = read_docx(data), read_docx(saved)
    assert after.items().keys() == before.items().keys()
    assert [table.texts for table in after.tables] == [table.texts for table in before.tables]
    assert {one.status for one in check_draft(plan, saved).items} <= {Status.CARRIED, Status.WAIVED}
