"""What a PDF page may look like: columns, turned and cut pages, odd characters, and pages made to be unreadable."""

from __future__ import annotations

import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from build_documents import Printed, Rule, pdf_of, ruled_table
from plangen.reading import pdf_process, portable
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import FindingsError

pytest.importorskip("pypdfium2")

SENTENCES = [
    "健全应急指挥机制，完善县乡村三级联动的应急预案，每年组织两次以上综合演练。",
    "推动救援力量与物资储备向基层延伸，对重点行业领域逐一排查风险隐患并限期整改。",
    "加强监测预警能力，实现重点场所全覆盖，信息报送及时准确，处置得当。",
]


def read(data: bytes) -> SourceDocument:
    return portable.read(Path("规划.pdf"), data)


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def codes(document: SourceDocument) -> list[str]:
    return [finding.code for finding in document.findings]


def column(paragraphs: list[str], left: float, *, top: float = 120, width: int = 17, size: float = 12) -> list[Printed]:
    """Set paragraphs in a column, two characters of indent, a line every 20 points."""
    made: list[Printed] = []
    for text in paragraphs:
        rest, indent = text, 2
        while rest:
            base = top + 20 * len(made)
            made.append(Printed(rest[: width - indent], left + indent * size, base, size))
            rest, indent = rest[width - indent :], 0
    return made


# --- columns ------------------------------------------------------------------------------------------------------


def test_two_columns_are_read_one_after_the_other_and_said() -> None:
    left = [f"{number}.{text}" for number, text in enumerate(SENTENCES * 2, 1)]
    right = [f"{number}.{text}" for number, text in enumerate(SENTENCES * 2, 7)]
    page = [Printed("某县应急体系规划（征求意见稿）的主要任务", 180, 80), *column(left, 70), *column(right, 310)]
    document = read(pdf_of([page]))
    assert [line.text for line in document.lines] == ["某县应急体系规划（征求意见稿）的主要任务", *left, *right]
    assert codes(document) == ["pdf-two-columns"]
    assert "第1页" in document.findings[0].message


def test_columns_whose_lines_stand_at_different_heights() -> None:
    left, right = SENTENCES * 2, [text.replace("应急", "防汛") for text in SENTENCES * 2]
    assert texts(pdf_of([[*column(left, 70), *column(right, 310, top=125)]])) == [*left, *right]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    text = "".join(SENTENCES * 8)
    lines = column([text], 0)
    quarter = len(lines) // 4 + 1
    pages = []
    for first in (0, 2 * quarter):
        pages.append(
            [
                Printed(line.text, (70, 310)[at // quarter] + line.left, 120 + 20 * (at % quarter), 12)
                for at, line in enumerate(lines[first : first + 2 * quarter])
            ]
        )
    assert texts(pdf_of(pages)) == [text]


def test_a_table_in_a_column_stays_in_it() -> None:
    rows = [["序号", "任务"], ["1", "演练"]]
    left = [*column(SENTENCES[:2], 70), *ruled_table(rows, left=70, top=240, width=90), *column(SENTENCES, 70, top=340)]
    document = read(pdf_of([[*left, *column(SENTENCES * 2, 310)]]))
    assert [line.text for line in document.lines] == [
        *SENTENCES[:2], "序号\t任务", "1\t演练", *SENTENCES, *SENTENCES * 2,
    ]  # fmt: skip


def test_columns_below_and_above_lines_over_the_whole_page() -> None:
    whole = "本规划由某县人民政府组织编制，县应急管理局会同有关部门实施，现予公布执行。"
    page = [
        Printed(whole[:27], 102, 80),
        Printed(whole[27:], 70, 100),
        *column(SENTENCES, 70, top=140),
        *column(SENTENCES, 310, top=140),
        Printed("本规划自印发之日起施行，由县应急管理局负责解释。", 102, 360),
    ]
    found = texts(pdf_of([page]))
    assert "".join(found[:2]).startswith(whole[:27])
    assert found[-7:] == [*SENTENCES, *SENTENCES, "本规划自印发之日起施行，由县应急管理局负责解释。"]


def test_lists_beside_each_other_may_be_a_table_which_is_said() -> None:
    page = [Printed(f"第{at}项重点工作任务", 80, 100 + 24 * at) for at in range(1, 9)]
    page += [Printed("县应急局、县水利局", 340, 100 + 24 * at) for at in range(1, 9)]
    document = read(pdf_of([page]))
    assert document.lines[0].text == "第1项重点工作任务\t县应急局、县水利局"
    assert codes(document) == ["pdf-columns-uncertain"]


def test_three_columns_are_a_doubt() -> None:
    page = [item for left in (60, 230, 400) for item in column(SENTENCES * 3, left, width=12)]
    document = read(pdf_of([page]))
    assert codes(document) == ["pdf-columns-uncertain"]
    assert sum(len("".join(line.text.split())) for line in document.lines) == 3 * len("".join(SENTENCES * 3))


def test_pairs_of_short_words_are_no_columns() -> None:
    words = ["演练", "培训", "宣传", "排查", "整改", "督导", "考核"]
    page = [Printed(text, left, 100 + 24 * at) for at, text in enumerate(words) for left in (100, 350)]
    assert codes(read(pdf_of([page]))) == []


def test_page_numbers_beside_entries_are_no_column() -> None:
    page = [Printed(f"第{at}章 重点任务的主要内容", 80, 100 + 24 * at) for at in range(1, 12)]
    page += [Printed(str(at), 500, 100 + 24 * at) for at in range(1, 12)]
    assert codes(read(pdf_of([page]))) == []


def test_page_numbers_below_columns_are_left_out() -> None:
    pages = [
        [*column(SENTENCES, 70), *column(SENTENCES, 310), Printed(str(number), 80 if number % 2 else 500, 800, 10)]
        for number in range(1, 5)
    ]
    assert texts(pdf_of(pages)) == SENTENCES * 8


# --- pages turned and cut -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "matrix", "places"),
    [
        (90, "0 1 -1 0", [(100, 700), (128, 700)]),
        (180, "-1 0 0 -1", [(500, 700), (500, 672)]),
        (270, "0 -1 1 0", [(500, 100), (472, 100)]),
    ],
)
def test_a_page_that_is_shown_turned(turn: int, matrix: str, places: list[tuple[float, float]]) -> None:
    page = [
        Printed(text, left, base, 16, matrix)
        for text, (left, base) in zip(["一、总体要求", "二、重点任务"], places, strict=True)
    ]
    assert texts(pdf_of([page], entries=b"/Rotate %d" % turn)) == ["一、总体要求", "二、重点任务"]


def test_a_table_on_a_page_that_is_shown_turned() -> None:
    def turned(item: Printed | Rule) -> Printed | Rule:
        if isinstance(item, Rule):
            return Rule(item.top, 842 - item.left, item.bottom, 842 - item.right)
        return Printed(item.text, item.base, 842 - item.left, item.size, "0 1 -1 0")

    rows = [["序号", "任务"], ["1", "组织演练"]]
    document = read(pdf_of([[turned(item) for item in ruled_table(rows)]], entries=b"/Rotate 90"))
    assert [line.cells for line in document.lines] == [tuple(row) for row in rows]


def test_a_page_upside_down_is_turned() -> None:
    lines = ["一、总体要求的主要内容", "二、重点任务的主要内容", "三、保障措施的主要内容"]
    page = [Printed(text, 500, 700 - 28 * at, 16, "-1 0 0 -1") for at, text in enumerate(lines)]
    assert texts(pdf_of([page])) == lines


@pytest.mark.parametrize("box", [b"/CropBox [50 50 545 792]", b"/CropBox [0 0 0 0]"])
def test_boxes_of_a_page_do_not_move_its_lines_apart(box: bytes) -> None:
    page = [*column(SENTENCES * 3, 80), *ruled_table([["甲", "乙"], ["一", "二"]], top=700)]
    document = read(pdf_of([page], entries=box))
    assert [line.text for line in document.lines] == [*SENTENCES * 3, "甲\t乙", "一\t二"]


def test_type_of_a_negative_size_turned_round_stands_upright() -> None:
    lines = ["一、总体要求的主要内容", "二、重点任务的主要内容", "三、保障措施的主要内容"]
    page = [Printed(text, 100, 100 + 28 * at, -16, "-1 0 0 -1") for at, text in enumerate(lines)]
    assert texts(pdf_of([page])) == lines


# --- characters ---------------------------------------------------------------------------------------------------


def test_double_letters_of_narrow_type_are_both_kept() -> None:
    data = pdf_of([[Printed("skill", 100, 100)]]).replace(b"/DW 1000", b"/DW  222")
    assert texts(data) == ["skill"]


@pytest.mark.parametrize(("printed", "meant"), [("人⺠政府", "人民政府"), ("⻛险⻬抓", "风险齐抓"), ("⼯作", "工作")])
def test_radicals_become_characters(printed: str, meant: str) -> None:
    assert texts(pdf_of([[Printed(printed, 100, 100)]])) == [meant]


def test_ligatures_are_letters() -> None:
    assert texts(pdf_of([[Printed("oﬃce", 100, 100)]])) == ["office"]


@pytest.mark.parametrize("space", [" ", "　"])
def test_a_space_printed_on_its_own_is_kept(space: str) -> None:
    width = 8 if space == " " else 16
    page = [Printed("专栏一", 100, 100), Printed(space, 148, 100), Printed("主要指标", 148 + width, 100)]
    [text] = texts(pdf_of([page]))
    assert text.split() == ["专栏一", "主要指标"]


def test_invisible_and_tiny_text_is_read_as_before() -> None:
    data = pdf_of(
        [[Printed("一、总体要求", 100, 100), Printed("二、重点任务", 100, 130), Printed("三、保障", 100, 160, 2)]]
    )
    data = data.replace(b"1 0 0 1 100 712 Tm", b"3 Tr 1 0 0 1 100 712 Tm")
    assert texts(data) == ["一、总体要求", "二、重点任务", "三、保障"]


def test_a_font_without_meaning_is_garbled() -> None:
    data = pdf_of([[Printed("一、总体要求的内容", 100, 100)]]).replace(b"/UniGB-UCS2-H", b"/Identity-H")
    data = data.replace(b"(Adobe) /Ordering (GB1)", b"(Adobe) /Ordering (Identity)")
    with pytest.raises(FindingsError) as caught:
        read(data)
    assert [finding.code for finding in caught.value.findings] == ["pdf-garbled"]


# --- rulings ------------------------------------------------------------------------------------------------------


def test_thin_boxes_are_rules_as_word_draws_them() -> None:
    items = ruled_table([["序号", "任务"], ["1", "组织演练"]])
    data = pdf_of([items])
    for item in items:
        if isinstance(item, Rule):
            line = f"0.5 w {item.left} {842 - item.top} m {item.right} {842 - item.bottom} l S".encode()
            box = f"{item.left} {842 - item.bottom} {max(item.right - item.left, 0.5)}"
            data = data.replace(line, f"{box} {max(item.bottom - item.top, 0.5)} re f".encode())
    assert [line.cells for line in read(data).lines] == [("序号", "任务"), ("1", "组织演练")]


def test_a_slanted_rule_across_a_head_cell_does_not_cut_it() -> None:
    items = [*ruled_table([["项目", "目标"], ["死亡人数", "下降"]]), Rule(80, 100, 190, 130)]
    assert [line.cells for line in read(pdf_of([items])).lines] == [("项目", "目标"), ("死亡人数", "下降")]


# --- pages that cannot be read ------------------------------------------------------------------------------------


def with_content(number: int, content: bytes) -> bytes:
    """Return three pages; the content of one of them is replaced."""
    data = pdf_of([[Printed(f"第{at}页的正文内容", 100, 100)] for at in (1, 2, 3)])
    starts = [at for at in range(len(data)) if data.startswith(b"stream\n", at) and data[at - 3 : at] != b"end"]
    start = starts[number - 1] + len(b"stream\n")
    end = data.index(b"\nendstream", start)
    packed = zlib.compress(content, 9)
    head = data.rindex(b"<< /Length", 0, start)
    entries = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return data[:head] + entries + packed + data[end:]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_page_that_takes_too_much_memory_is_said_and_the_others_are_read(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("resource")
    monkeypatch.setattr(pdf_process, "MOST_MEMORY_BYTES", 400 * 1024 * 1024)
    document = read(with_content(number, b"BT /F 16 Tf 100 700 Td " + b"<4E00> Tj " * 2_000_000 + b" ET"))
    assert [line.text for line in document.lines] == [f"第{at}页的正文内容" for at in (1, 2, 3) if at != number]
    assert codes(document) == ["pdf-page-too-complex"]
    assert f"第{number}页" in document.findings[0].message


def test_a_page_that_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "SECONDS", 1.0)
    document = read(with_content(2, b"BT /F 16 Tf 100 700 Td " + b"<4E00> Tj " * 1_000_000 + b" ET"))
    assert [line.text for line in document.lines] == ["第1页的正文内容", "第3页的正文内容"]
    assert codes(document) == ["pdf-page-too-complex"]


def test_pages_that_take_too_long_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "MOST_SECONDS", 0)
    with pytest.raises(FindingsError) as caught:
        read(pdf_of([[Printed("正文", 100, 100)]]))
    assert [finding.code for finding in caught.value.findings] == ["document-too-large"]


def test_a_page_full_of_boxes_is_read_without_tables() -> None:
    boxes = b"".join(b"%d %d 9 9 re S " % (at % 590, at % 833) for at in range(120_000))
    document = read(with_content(2, boxes + b"BT /F 16 Tf 1 0 0 1 100 742 Tm <4E00> Tj ET"))
    assert [line.text for line in document.lines] == ["第1页的正文内容", "一", "第3页的正文内容"]
    assert codes(document) == ["pdf-page-too-complex"]


def test_a_stream_packed_twice_is_measured_before_it_is_unpacked() -> None:
    packed = zlib.compress(zlib.compress(bytes(80_000_000), 9), 9)
    stream = b"9 0 obj\n<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed)
    data = pdf_of([[Printed("正文", 100, 100)]]).replace(b"xref\n", stream + packed + b"\nendstream\nendobj\nxref\n", 1)
    with pytest.raises(FindingsError) as caught:
        read(data)
    assert [finding.code for finding in caught.value.findings] == ["document-too-large"]


def test_a_tree_of_pages_that_turns_in_a_circle_has_no_pages() -> None:
    data = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n3 0 R\nendobj\n3 0 obj\n2 0 R\nendobj\n"
    with pytest.raises(FindingsError) as caught:
        read(data + b"trailer <</Size 4 /Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    assert [finding.code for finding in caught.value.findings] == ["document-damaged"]


def test_several_files_are_read_at_once() -> None:
    files = [pdf_of([[Printed(f"第{number}份文件", 100, 100)]]) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(texts, files)) == [[f"第{number}份文件"] for number in range(4)]


def test_a_program_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("", str(Path(__file__).with_name("missing"))):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(FindingsError) as caught:
            read(pdf_of([[Printed("正文", 100, 100)]]))
        assert [finding.code for finding in caught.value.findings] == ["pdf-reader-failed"]
