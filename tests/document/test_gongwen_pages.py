"""Pages as LibreOffice draws them: 22 lines of 28 characters, page numbers, landscape tables, the imprint."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from drawn_pages import convert, need_office
from plangen.api import prepare
from plangen.document import rendering
from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.office.docx_package import is_untouched
from plangen.office.word_document import read_docx
from plangen.terms.resources import templates_folder

pytestmark = pytest.mark.office

SPECS = Path(__file__).resolve().parent.parent.parent / "specs"
MILLIMETRE = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MILLIMETRE, 184 * MILLIMETRE, 37 * MILLIMETRE, 262 * MILLIMETRE
HANGING = "，。；：、！？”’）》】"

SENTENCE = "把每一处隐患都写清楚由谁整改、何时改完，改完以后由谁核验，核验不过的重新来过。"
ROWS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document with everything in it."""
    need_office()
    folder = tmp_path_factory.mktemp("pages")
    (folder / "a.docx").write_bytes(docx())
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[Any]:
    """The pages of the document, as pdfplumber sees them."""
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(convert(folder, "pdf", "a.pdf")) as pdf:
        for page in pdf.pages:
            _ = page.chars
        return list(pdf.pages)


def docx() -> bytes:
    table = "\n".join(
        f'| {"甲组" if row < 15 else "乙组"} | [{row}]{{items="a:T{row}"}} | {SENTENCE} | 县应急局 |'
        for row in range(1, ROWS + 1)
    )
    markdown = (
        "{.title}\n方案\n\n"
        + f"{SENTENCE * 80}\n\n"
        + '{items="b:P1"}\n## （一）标题\n\n'
        + "对“九小场所”分类整治，气温高于35℃时加密巡查。\n\n"
        + "::: landscape\n\n{.annex-mark}\n附件\n\n{.annex-title}\n分工表\n\n"
        + '{.division widths="20 12 150 43" merge="1"}\n| 类别 | 序号 | 内容 | 单位 |\n|:-:|:-:|:--|:-:|\n'
        + f"{table}\n\n:::\n\n{{.copy-to}}\n抄送：县委办公室。\n\n{{.print-date}}\n县政府办公室\t2026年5月1日印发\n"
    )
    style = templates_folder() / "style" / "gongwen.docx"
    return write_docx(parse_markdown(markdown), style=style, properties={}, title="方案", author="县政府办公室")


def lines_of(page: Any) -> list[list[dict[str, Any]]]:
    """Return the lines of the text area, each with its characters from left to right."""
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for character in page.chars:
        # 仿宋 and Times stand on slightly different boxes, so lines are told apart by the middle of the character
        middle = (character["top"] + character["bottom"]) / 2
        if character["text"].strip() and TOP - 6 < middle < BOTTOM + 6:
            rows[round((middle - TOP) / 28.95 - 0.5)].append(character)
    return [sorted(rows[number], key=lambda character: character["x0"]) for number in sorted(rows)]


def upright_pages(pages: list[Any]) -> list[Any]:
    return [page for page in pages if page.width < page.height]


def test_full_pages_have_22_lines_of_28_characters(pages: list[Any]) -> None:
    full = upright_pages(pages)[1:-2]
    assert len(full) >= 3
    for page in full:
        lines = lines_of(page)
        assert len(lines) == 22, f"page {page.page_number}"
        for line in lines:
            text = "".join(character["text"] for character in line)
            # a line ends early where the next character may not begin one
            assert 27 <= len(text) <= 29, text
            assert len(text) < 29 or text[-1] in HANGING, text
            assert line[0]["x0"] == pytest.approx(LEFT, abs=0.6)
            inside = [character for character in line if character["text"] not in HANGING]
            assert max(character["x1"] for character in inside) <= RIGHT + 0.6
        widths = [len(line) for line in lines]
        assert widths.count(28) + widths.count(29) >= 18


def test_a_paragraph_begins_two_characters_in(pages: list[Any]) -> None:
    first = lines_of(pages[0])
    assert next(line for line in first if len(line) > 20)[0]["x0"] == pytest.approx(LEFT + 32, abs=1)


def test_quotation_marks_and_degrees_are_wide(pages: list[Any]) -> None:
    marks = [
        character
        for page in upright_pages(pages)
        for character in page.chars
        if character["text"] in "“”℃" and character["size"] > 15
    ]
    assert len(marks) == 3
    assert all(mark["x1"] - mark["x0"] > 15 for mark in marks)


def test_odd_numbers_stand_right_and_even_ones_left(pages: list[Any]) -> None:
    for page in upright_pages(pages):
        foot = [character for character in page.chars if character["top"] > BOTTOM and character["text"].strip()]
        text = "".join(character["text"] for character in sorted(foot, key=lambda character: character["x0"]))
        assert text == f"—{page.page_number}—"
        if page.page_number % 2:
            assert max(character["x1"] for character in foot) == pytest.approx(RIGHT - 16, abs=3)
        else:
            assert min(character["x0"] for character in foot) == pytest.approx(LEFT + 16, abs=3)
        middle = min((character["top"] + character["bottom"]) / 2 for character in foot)
        assert middle == pytest.approx(BOTTOM + 7 * MILLIMETRE, abs=3)


def test_landscape_pages_carry_the_number_at_the_side(pages: list[Any]) -> None:
    turned = [page for page in pages if page.width > page.height]
    assert len(turned) >= 3
    for page in turned:
        side = [
            character for character in page.chars if character["x1"] < 35 * MILLIMETRE and character["text"].strip()
        ]
        digits = "".join(character["text"] for character in sorted(side, key=lambda character: character["top"])).strip(
            "—"
        )
        assert digits == str(page.page_number)
        assert not any(character["upright"] for character in side)
        if page.page_number % 2:
            assert max(character["bottom"] for character in side) == pytest.approx(184 * MILLIMETRE - 16, abs=4)
        else:
            assert min(character["top"] for character in side) == pytest.approx(28 * MILLIMETRE + 16, abs=4)


def test_every_page_of_a_table_has_the_header_and_no_row_is_lost(pages: list[Any]) -> None:
    turned = [page for page in pages if page.width > page.height]
    rows: list[str] = []
    for page in turned:
        tables = page.extract_tables()
        assert len(tables) == 1
        assert tables[0][0] == ["类别", "序号", "内容", "单位"]
        rows += [row[1] for row in tables[0][1:]]
        area = [character for character in page.chars if character["x0"] > 35 * MILLIMETRE]
        assert max(character["bottom"] for character in area) < 184 * MILLIMETRE
    assert rows == [str(row) for row in range(1, ROWS + 1)]


def test_the_imprint_stands_at_the_foot_of_the_last_page(pages: list[Any]) -> None:
    last = pages[-1]
    text = [character for character in last.chars if character["text"].strip() and character["bottom"] < BOTTOM + 2]
    assert min(character["top"] for character in text) > BOTTOM - 70
    lines = sorted({round(edge["top"], 1) for edge in (*last.lines, *last.rects) if edge["width"] > 400})
    assert lines
    assert lines[-1] == pytest.approx(BOTTOM, abs=4)


def test_identity_survives_a_save_in_another_word_processor(folder: Path) -> None:
    saved = convert(folder, "docx:MS Word 2007 XML", "a.docx")
    before, after = read_docx(folder / "a.docx"), read_docx(saved)
    assert len(before.items()) == ROWS + 1
    assert after.items().keys() == before.items().keys()
    assert after.tables[0].texts == before.tables[0].texts
    styles = {(block.text, block.style.lower()) for block in before.paragraphs if block.text}
    assert styles <= {(block.text, block.style.lower()) for block in after.paragraphs}
    assert is_untouched(folder / "a.docx")
    assert not is_untouched(saved)


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_every_shipped_example_fills_its_pages(folder: Path, tmp_path: Path, name: str) -> None:
    """The rendered examples themselves: full pages of 22 lines, full lines of 28 characters, nothing over the edge."""
    pdfplumber = pytest.importorskip("pdfplumber")
    prepared = prepare.prepare(SPECS / f"{name}.yaml")
    assert prepared.plan is not None
    style = templates_folder() / "style" / "gongwen.docx"
    data, _ = rendering.docx_of(prepared.plan, rendering.markdown_of(prepared.plan), style)
    (tmp_path / "a.docx").write_bytes(data)
    with pdfplumber.open(convert(tmp_path, "pdf", "a.pdf")) as pdf:
        counts, widths = [], []
        for page in pdf.pages:
            if page.width > page.height:
                continue
            lines = lines_of(page)
            counts.append(len(lines))
            widths += [len(line) for line in lines]
            for line in lines:
                inside = [character for character in line if character["text"] not in HANGING]
                assert max(character["x1"] for character in inside) <= RIGHT + 0.6, page.page_number
            page.close()
    # headings stay with two lines of the text under them, so that a page may end some lines early
    full = [count for count in counts if count >= 20]
    assert max(counts) == 22
    assert full.count(22) >= len(full) / 2
    assert len(full) >= len(counts) - 8
    # Latin digits are narrower than Chinese characters, and a mark may hang over the edge
    assert sum(27 <= width <= 29 for width in widths) > len(widths) / 3
