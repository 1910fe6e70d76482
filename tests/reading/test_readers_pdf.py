"""PDF files: printed lines become paragraphs and tables again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from build_documents import (
    FOOTER,
    OFFICIAL_STYLES,
    PAGE,
    Printed,
    Rule,
    cell,
    convert,
    docx_typed,
    paragraph,
    pdf_of,
    pieces_from_text,
    ruled_table,
    table,
    word_package,
)
from plangen.reading import portable
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import FindingsError

pytest.importorskip("pypdfium2")

LEFT, INDENT, PITCH, WIDTH = 80, 112, 28, 27


def read(data: bytes) -> SourceDocument:
    return portable.read(Path("规划.pdf"), data)


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def codes(document: SourceDocument) -> list[str]:
    return [finding.code for finding in document.findings]


def printed(*paragraphs: str, top: float = 100) -> list[list[Printed | Rule]]:
    """Set paragraphs as an office does: two characters of indent, 27 characters a line, 22 lines a page."""
    pages: list[list[Printed | Rule]] = [[]]
    row = 0
    for text in paragraphs:
        rest, left = text, INDENT
        while rest:
            room = WIDTH - (left - LEFT) // 16
            if row == 22:
                pages.append([])
                row = 0
            pages[-1].append(Printed(rest[:room], left, top + row * PITCH))
            rest, left, row = rest[room:], LEFT, row + 1
    return pages


BODY = "坚持问题导向和目标导向相统一，分类施策、标本兼治，逐级压实工作责任，推动各项措施落到实处，按期完成既定目标。"
PARAGRAPHS = ["一、总体要求", BODY, "（一）工作原则。" + BODY * 2, "1.分级负责", BODY, "二、保障措施", BODY * 3]


def test_wrapped_lines_are_put_together() -> None:
    assert texts(pdf_of(printed(*PARAGRAPHS))) == PARAGRAPHS


def test_places_are_pages_and_lines() -> None:
    document = read(pdf_of(printed(*PARAGRAPHS * 3)))
    assert [line.text for line in document.lines] == PARAGRAPHS * 3
    assert (document.lines[0].place.page, document.lines[0].place.line) == (1, 1)
    assert (document.lines[1].place.page, document.lines[1].place.line) == (1, 2)
    assert document.lines[-1].place.page == 3
    assert document.format == "pdf"


def test_page_numbers_and_running_heads_are_left_out_and_paragraphs_go_on_over_the_page_end() -> None:
    pages = printed(*PARAGRAPHS * 4)
    for number, page in enumerate(pages, 1):
        page.insert(0, Printed("某县应急管理规划", 230, 60, 10.5))
        page.append(Printed(f"— {number} —", 280, 790, 14))
    document = read(pdf_of(pages))
    assert [line.text for line in document.lines] == PARAGRAPHS * 4
    assert codes(document) == ["pdf-furniture"]
    assert "某县应急管理规划" in document.findings[0].message


@pytest.mark.parametrize("number", ["1", "- 1 -", "—1—", "第 1 页 共 9 页", "1/9", "ii", "· 1 ·"])
def test_forms_of_page_numbers(number: str) -> None:
    [page] = printed("一、总体要求", BODY)
    assert texts(pdf_of([[*page, Printed(number, 280, 790, 14)]])) == ["一、总体要求", BODY]


def test_a_number_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert texts(pdf_of([[Printed("7", 280, 400)]])) == ["7"]


def test_a_line_that_begins_with_a_number_by_chance_goes_on() -> None:
    text = BODY[:25] + "1.2.3版标准体系建设" + BODY
    assert texts(pdf_of(printed("一、总体要求", text, BODY))) == ["一、总体要求", text, BODY]


def test_a_long_word_that_found_no_room_goes_on() -> None:
    page = [
        Printed("平台统一采用下列接口规范和数据标准，并与上级系统", INDENT, 100),
        Printed("Emergency-Management-Information-2030对接。", LEFT, 128),
        *(item for item in printed(*[BODY] * 4, top=156)[0]),
    ]
    assert texts(pdf_of([page]))[0].endswith("并与上级系统Emergency-Management-Information-2030对接。")


@pytest.mark.parametrize("leader", ["…", "."])
def test_lines_of_a_contents_page_stay_apart(leader: str) -> None:
    entries = [
        (head + leader * 40)[:25] + f"{page:>2}"
        for page, head in enumerate(["一、总体要求", "二、重点任务", "三、保障措施"], 1)
    ]
    page = [Printed(entry, LEFT, 100 + 28 * at) for at, entry in enumerate(entries)]
    page += printed(*[BODY * 2] * 5, top=200)[0]
    assert texts(pdf_of([page]))[:3] == [" ".join(entry.split()) for entry in entries]


def test_a_title_of_two_lines_is_one_line() -> None:
    page = [Printed("某市贯彻落实上级应急体系", 165, 100, 22), Printed("规划实施方案", 231, 135, 22)]
    page += [Printed("（征求意见稿）", 246, 170, 22)]
    assert texts(pdf_of([[*page, *printed(*PARAGRAPHS, top=220)[0]]]))[:3] == [
        "某市贯彻落实上级应急体系规划实施方案",
        "（征求意见稿）",
        "一、总体要求",
    ]


def test_notes_at_the_foot_of_a_page_do_not_part_a_paragraph() -> None:
    pages = printed(*[BODY * 12] * 2)
    pages[0].append(Printed("①名词解释在此。", LEFT, 740, 10.5))
    lines = texts(pdf_of(pages))
    assert lines == [BODY * 12, "①名词解释在此。", BODY * 12]


def test_paragraphs_without_indent_are_a_guess_that_is_said() -> None:
    page = [Printed(f"（{number}）短标题", LEFT, 90 + number * 28) for number in range(1, 23)]
    document = read(pdf_of([page]))
    assert len(document.lines) == 22
    assert codes(document) == ["pdf-paragraphs-uncertain"]


def test_text_drawn_twice_counts_once() -> None:
    page = [Printed("一、总体要求", INDENT, 100), Printed("一、总体要求", INDENT + 0.4, 100)]
    assert texts(pdf_of([page])) == ["一、总体要求"]


def test_slanted_text_is_left_out_and_said() -> None:
    page = [Printed("一、总体要求", INDENT, 100), Printed("内部资料", 200, 400, 40, "0.7 0.7 -0.7 0.7")]
    document = read(pdf_of([page]))
    assert [line.text for line in document.lines] == ["一、总体要求"]
    assert codes(document) == ["pdf-watermark"]
    assert "4个" in document.findings[0].message


@pytest.mark.parametrize(("turn", "sign"), [("0 1 -1 0", 1), ("0 -1 1 0", -1)])
def test_a_page_on_its_side_is_turned(turn: str, sign: int) -> None:
    start, first = (700, 100) if sign > 0 else (100, 500)
    page = [
        Printed(text, first + sign * 28 * at, start, 16, turn)
        for at, text in enumerate(["一、总体要求的内容", "二、重点任务的内容", "三、保障措施的内容"])
    ]
    assert texts(pdf_of([page])) == ["一、总体要求的内容", "二、重点任务的内容", "三、保障措施的内容"]


def test_radicals_that_look_like_characters_become_characters() -> None:
    assert texts(pdf_of([[Printed("\u2f2f作要求", INDENT, 100)]])) == ["工作要求"]


# --- tables -------------------------------------------------------------------------------------------------------


def test_a_table_is_read_as_rows_and_not_again_as_text() -> None:
    rows = [["序号", "指标", "目标"], ["1", "死亡人数", "下降"], ["2", "死亡率", ""]]
    document = read(pdf_of([[Printed("表1", INDENT, 80), *ruled_table(rows), Printed("注：略", INDENT, 220)]]))
    assert [line.cells for line in document.lines] == [None, *map(tuple, rows), None]
    assert [line.text for line in document.lines] == [
        "表1",
        "序号\t指标\t目标",
        "1\t死亡人数\t下降",
        "2\t死亡率\t",
        "注：略",
    ]
    assert [(line.place.table, line.place.row, line.place.page) for line in document.lines[1:4]] == [
        (1, 1, 1), (1, 2, 1), (1, 3, 1),
    ]  # fmt: skip


def test_merged_cells_are_repeated() -> None:
    items = ruled_table([["安全", "死亡人数"], ["", "死亡率"]])
    items = [item for item in items if not (isinstance(item, Rule) and item.top == item.bottom == 130)]
    items.append(Rule(190, 130, 300, 130))
    assert [line.cells for line in read(pdf_of([items])).lines] == [("安全", "死亡人数"), ("安全", "死亡率")]


def test_a_table_over_page_ends_is_one_table_without_the_repeated_header() -> None:
    head = ["序号", "任务", "单位"]
    first = ruled_table([head, ["1", "甲", "县应急局"], ["2", "乙", "县水利局"]], top=700)
    second = ruled_table([head, ["3", "丙", "县住建局"]], top=100)
    document = read(pdf_of([[Printed("一、任务", INDENT, 100), *first], second]))
    assert [line.cells for line in document.lines[1:]] == [
        ("序号", "任务", "单位"),
        ("1", "甲", "县应急局"),
        ("2", "乙", "县水利局"),
        ("3", "丙", "县住建局"),
    ]
    assert [(line.table, line.place.page) for line in document.lines[1:]] == [(1, 1), (1, 1), (1, 1), (1, 2)]


def test_a_row_that_a_page_end_cuts_is_put_together_and_said() -> None:
    first = ruled_table([["序号", "单位"], ["1", "县应急局、"]], top=700)
    second = ruled_table([["序号", "单位"], ["", "县水利局"], ["2", "县住建局"]], top=100)
    document = read(pdf_of([first, second]))
    assert [line.cells for line in document.lines] == [
        ("序号", "单位"), ("1", "县应急局、县水利局"), ("2", "县住建局"),
    ]  # fmt: skip
    assert codes(document) == ["pdf-row-joined"]


def test_tables_of_different_columns_stay_apart() -> None:
    first = ruled_table([["序号", "单位"], ["1", "县应急局"]], top=700)
    second = ruled_table([["指标", "目标", "性质"], ["死亡率", "1", "约束性"]], top=100)
    assert {line.table for line in read(pdf_of([first, second])).lines} == {1, 2}


def test_a_frame_of_one_column_is_no_table() -> None:
    document = read(pdf_of([ruled_table([["专栏1"], ["工程"]])]))
    assert [(line.text, line.table) for line in document.lines] == [("专栏1", None), ("工程", None)]


def test_a_table_goes_on_behind_a_line_that_says_so() -> None:
    first = ruled_table([["序号", "单位"], ["1", "县应急局"]], top=700)
    second = [Printed("（续表）", 280, 80), *ruled_table([["序号", "单位"], ["2", "县水利局"]], top=100)]
    document = read(pdf_of([first, second]))
    assert [line.cells for line in document.lines] == [("序号", "单位"), ("1", "县应急局"), ("2", "县水利局")]


# --- bad input ----------------------------------------------------------------------------------------------------


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(FindingsError) as caught:
        read(data)
    [finding] = caught.value.findings
    return finding.code, finding.message


def test_a_scan_is_said_to_be_one() -> None:
    code, message = refusal(pdf_of([[], []]))
    assert code == "pdf-scan"
    assert "扫描件" in message


def with_picture(data: bytes) -> bytes:
    """Put a picture as large as the page on the last page."""
    picture = b" q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"
    at = data.rindex(b"\nendstream")
    return data[:at] + picture + data[at:]


def test_a_page_that_is_a_picture_is_a_scan() -> None:
    assert refusal(with_picture(pdf_of([[Printed("1", 280, 790)]])))[0] == "pdf-scan"
    document = read(with_picture(pdf_of([*printed(*PARAGRAPHS), [Printed("2", 280, 790)]])))
    assert codes(document) == ["pdf-scanned-pages"]
    assert "第2页" in document.findings[0].message
    assert codes(read(with_picture(pdf_of(printed(*PARAGRAPHS))))) == ["pdf-recognised-text"]


def test_an_encrypted_file_is_said_to_be_one() -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -4 >>"
    identity = b" /ID [<" + b"43" * 16 + b"> <" + b"43" * 16 + b">]"
    assert refusal(pdf_of(printed(BODY), extra=lock + identity))[0] == "pdf-encrypted"


def test_a_truncated_file_is_said_to_be_one() -> None:
    data = pdf_of(printed(*PARAGRAPHS))
    for length in (20, len(data) // 2, len(data) - 10):
        assert refusal(data[:length])[0] == "document-damaged"


def test_a_file_without_structure_is_said_to_be_damaged() -> None:
    assert refusal(b"%PDF-1.4\nnothing here\n%%EOF")[0] == "document-damaged"


def test_a_stream_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    import zlib

    packed = zlib.compress(bytes(70_000_000), 9)
    stream = (
        b"9 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    )
    assert refusal(pdf_of(printed(BODY)).replace(b"xref\n", stream + b"xref\n", 1))[0] == "document-too-large"


def test_a_missing_part_of_plangen_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(FindingsError) as caught:
        read(pdf_of(printed(BODY)))
    [finding] = caught.value.findings
    assert finding.code == "pdf-extra-missing"
    assert 'pip install "plangen[pdf]"' in str(finding.hint)


def test_the_title_of_the_properties_counts_where_the_document_bears_it() -> None:
    pages = printed("某县应急体系规划", BODY)
    assert read(pdf_of(pages, title="某县应急体系规划")).title == "某县应急体系规划"
    assert read(pdf_of(pages, title="另一份文件的标题")).title is None


# --- through LibreOffice ------------------------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.corpus
@pytest.mark.parametrize("name", ["xinzhou-145", "yonghe-145"])
def test_real_documents_come_back_whole(name: str, corpus: Path, tmp_path: Path) -> None:
    pieces = pieces_from_text((corpus / f"{name}.txt").read_text(encoding="utf-8"))
    data = convert(docx_typed(pieces, running_head="某市应急管理规划"), ".docx", "pdf", tmp_path)
    found = ["".join(line.text.split()) for line in read(data).lines if line.cells is None]
    assert found == ["".join(piece.text.split()) for piece in pieces if piece.cells is None]


@pytest.mark.office
@pytest.mark.parametrize("split_rows", [True, False])
def test_a_division_table_over_many_pages_comes_back_whole(split_rows: bool, tmp_path: Path) -> None:
    units = ["县应急局", "县发展改革局", "县公安局", "县财政局", "县自然资源局", "县住建局", "县水利局", "县农业农村局"]
    head = ("序号", "任务类别", "重点任务", "主要内容", "牵头单位", "配合单位")
    expected = [head]
    rows = [[cell(text, width=1450) for text in head]]
    for number in range(1, 25):
        group = f"第{(number - 1) // 8 + 1}类任务事项"
        row = (
            str(number),
            group,
            f"第{number}项任务",
            f"围绕第{number}项任务制定年度计划，明确分工。" * (1 + number % 3),
            units[number % 8],
            "、".join(units[(number + offset) % 8] for offset in range(2 + number % 5)) + "等",
        )
        expected.append(row)
        first = (number - 1) % 8 == 0
        rows.append(
            [
                cell(row[0], width=1450),
                cell(group if first else "", merge="restart" if first else "continue", width=1450),
                *(cell(text, width=1450) for text in row[2:]),
            ]
        )
    body = table(rows, 6).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    if not split_rows:
        body = body.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")
    styles = (
        OFFICIAL_STYLES.format(first="").replace('w:line="560"', 'w:line="340"').replace('w:val="32"', 'w:val="21"')
    )
    package = word_package(paragraph("附件") + body + PAGE, styles=styles, footer=FOOTER, header=paragraph("某县规划"))
    document = read(convert(package, ".docx", "pdf", tmp_path))
    assert [line.cells for line in document.lines if line.cells] == expected
    assert {line.table for line in document.lines if line.cells} == {1}
    assert max(line.place.page or 0 for line in document.lines) > 2
