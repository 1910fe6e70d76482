"""From lines to whole paragraphs and tables: contents pages, furniture, cut paragraphs, flattened tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.parent.block_model import Paragraph, Prepared, Table, clean
from plangen.parent.blocks import prepare
from plangen.reading import text as text_reader
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.findings import FindingsError
from plangen.terms.place import Place


def read(folder: Path, content: str | bytes) -> SourceDocument:
    path = folder / "规划.txt"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return text_reader.read(path)


def prepared(folder: Path, content: str) -> Prepared:
    return prepare(read(folder, content))


def texts(found: Prepared) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def tables(found: Prepared) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def codes(found: Prepared) -> list[str]:
    return [finding.code for finding in found.findings]


def test_remains_of_word_and_odd_spaces_go() -> None:
    assert clean("[bookmark: _Toc219738463][bookmark: _Hlk1]一、总体\u2002\u3000要求\u200b ") == "一、总体 要求"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    document = read(tmp_path, "一、总体要求\r\n\r\n坚持预防为主。".encode(encoding))
    assert [(line.text, line.place.line) for line in document.lines] == [("一、总体要求", 1), ("坚持预防为主。", 3)]


def test_binary_data_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        read(tmp_path, b"\x00\x01\x02\xff" * 50)
    assert caught.value.findings[0].code == "file-binary"


def test_tab_separated_lines_are_a_table_and_a_contents_page_is_none(tmp_path: Path) -> None:
    document = read(tmp_path, "前言\t1\n一、背景\t2\n二、任务\t3\n\n序号\t任务\n1\t建平台\n2\t强队伍\n")
    assert [line.table for line in document.lines] == [None, None, None, 1, 1, 1]
    assert document.lines[4].cells == ("1", "建平台")
    assert document.lines[4].place == Place(line=6, table=1, row=2)


def test_a_file_that_breaks_every_printed_line_is_put_together(tmp_path: Path) -> None:
    paragraphs = [
        f"　　第{number}段说的是各乡镇怎样逐户核对台账并把结果按月报送的事情，" * 3 + "完毕。" for number in range(12)
    ]
    lines = [text[start : start + 30] for text in paragraphs for start in range(0, len(text), 30)]
    document = read(tmp_path, "\n".join(lines))
    assert [line.text for line in document.lines] == [text.strip() for text in paragraphs]
    assert [finding.code for finding in document.findings] == ["lines-joined"]


def test_a_contents_page_with_page_numbers_is_skipped(tmp_path: Path) -> None:
    found = prepared(
        tmp_path,
        "某县规划\n目录\n一、背景\t1\n二、任务.....2\n（一）建平台.....2\n三、保障 …… 5\n"
        "一、背景\n全县情况良好。\n二、任务\n（一）建平台\n三、保障\n",
    )
    assert texts(found) == ["某县规划", "一、背景", "全县情况良好。", "二、任务", "（一）建平台", "三、保障"]
    assert [entry.text for entry in found.contents.entries] == ["一、背景", "二、任务", "（一）建平台", "三、保障"]
    assert codes(found) == ["contents-skipped"]


def test_a_contents_page_without_page_numbers_ends_where_the_body_begins(tmp_path: Path) -> None:
    found = prepared(tmp_path, "目 录\n一、背景\n二、任务\n1.建平台\n2.强队伍\n为做好工作，制定本规划。\n一、背景\n")
    assert texts(found) == ["为做好工作，制定本规划。", "一、背景"]


def test_a_contents_page_without_its_heading_is_known_by_its_repetition(tmp_path: Path) -> None:
    headings = ["一、背景", "二、任务", *(f"{number}.完善第{number}项制度" for number in range(1, 8)), "三、保障"]
    body = "\n".join(f"{heading}\n这一部分的内容。" for heading in headings)
    found = prepared(tmp_path, "\n".join(headings) + "\n" + body)
    assert texts(found)[::2] == headings


def test_headings_without_bodies_are_no_contents_page(tmp_path: Path) -> None:
    headings = ["一、任务", *(f"{number}.完善第{number}项制度" for number in range(1, 12))]
    found = prepared(tmp_path, "\n".join(headings))
    assert texts(found) == headings


def test_web_furniture_goes_with_a_note(tmp_path: Path) -> None:
    found = prepared(tmp_path, "一、任务\n建平台。\n扫一扫在手机打开当前页\n（此件公开发布）\n图文解读：一张图\n")
    assert texts(found) == ["一、任务", "建平台。"]
    assert [note.place.line for note in found.notes] == [3, 4, 5]


def test_paragraphs_cut_by_a_page_end_are_joined(tmp_path: Path) -> None:
    found = prepared(
        tmp_path,
        "（1）建平台。2026年完善系统，推动市县两级互联互\n\n通，定期维护。\n\n（2）强队伍。（市应急局牵头，市\n\n财政局负责）\n\n"
        "加强值守、\n\n备勤。\n",
    )
    assert texts(found) == [
        "（1）建平台。2026年完善系统，推动市县两级互联互通，定期维护。",
        "（2）强队伍。（市应急局牵头，市财政局负责）",
        "加强值守、备勤。",
    ]
    assert codes(found) == ["paragraphs-joined"]
    assert "第1行" in found.findings[0].message


def test_headings_and_forgotten_stops_are_not_joined(tmp_path: Path) -> None:
    content = (
        "1.建平台\n\n完善系统功能。\n\n物资重点品类\n\n1.帐篷\n\n2.水泵\n\n"
        "对各乡镇开展检查，配齐执法服装\n持续加强能力建设，提升水平。"
    )
    assert texts(prepared(tmp_path, content)) == [line for line in content.split("\n") if line]


def test_several_cut_paragraphs_speak_for_themselves_where_blank_lines_are_unknown() -> None:
    halves = [
        ("完善系统，推动互联互", "通，定期维护。"),
        ("开展检查，配齐服", "装。"),
        ("加强演练，提高协", "同能力。"),
    ]
    lines = [half for pair in halves for half in pair]
    document = SourceDocument(
        name="规划.docx",
        sha256="0",
        format="docx",
        lines=tuple(Line(text=text, place=Place(paragraph=number)) for number, text in enumerate(lines, 1)),
    )
    assert texts(prepare(document)) == ["".join(pair) for pair in halves]
    assert texts(prepare(SourceDocument(name="x", sha256="0", format="docx", lines=document.lines[:2]))) == lines[:2]


def test_a_table_over_a_page_end_is_one(tmp_path: Path) -> None:
    found = prepared(tmp_path, "序号\t指标\t目标值\n1.\t甲\t5\n\n序号\t指标\t目标值\n2.\t乙\t6\n3.\t丙\t7\n")
    assert [row.cells for row in tables(found)[0].rows] == [
        ("序号", "指标", "目标值"),
        ("1.", "甲", "5"),
        ("2.", "乙", "6"),
        ("3.", "丙", "7"),
    ]


def test_a_table_with_one_cell_a_line_is_recognised(tmp_path: Path) -> None:
    content = (
        "主要指标\n\n序号\n\n指标内容\n\n2030年\n\n预期值\n\n责任单位\n\n1\n\n事故起数\n\n下降10%\n\n市应急局牵头\n\n"
        "2\n\n受灾人次\n\n下降\n\n20%\n\n市应急局牵头\n\n3\n\n救助时间\n\n8小时\n\n市应急局牵头\n\n2.分项目标\n\n（1）体系更加健全。内容。\n"
    )
    found = prepared(tmp_path, content)
    [table] = tables(found)
    assert table.caption == "主要指标"
    assert table.rows[0].cells == ("序号", "指标内容", "2030年预期值", "责任单位")
    assert [row.cells for row in table.rows[1:]] == [
        ("1", "事故起数", "下降10%", "市应急局牵头"),
        ("2", "受灾人次", "下降20%", "市应急局牵头"),
        ("3", "救助时间", "8小时", "市应急局牵头"),
    ]
    assert texts(found) == ["2.分项目标", "（1）体系更加健全。内容。"]


def test_a_word_such_as_serial_alone_makes_no_table(tmp_path: Path) -> None:
    assert not tables(prepared(tmp_path, "序号\n这一段只是提到了序号而已，后面没有任何表格。\n1.建平台\n"))
