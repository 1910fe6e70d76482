"""The letter that asks for comments has the form of a letter (GB/T 9704-2012, 10.1): head, lines, section."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lxml import etree

import plan_builders as build_
from drawn_pages import convert, need_office
from plan_builders import build, item, parent
from plangen.county.spec import Consultation
from plangen.document.compose import compose, load_pack
from plangen.document.docx_writer import build_docx
from plangen.document.markdown import parse_markdown
from plangen.office.docx_package import parse_xml, read_parts
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
LETTER = (
    "{.letter-mark}\n永和县人民政府办公室\n\n{.letter-number}\n永政办函〔2026〕12号\n\n"
    "{.title}\n关于征求意见的函\n\n{.recipient}\n各乡镇人民政府：\n\n现送你们。\n\n"
)
PLAN = "{.title .page-break}\n方案\n\n正文。\n"
DOTS = 300


def docx(text: str, style: Path = STYLE) -> bytes:
    built = build_docx(parse_markdown(text), style=style, properties={}, title="方案", author="县政府办公室")
    assert not built.findings
    return built.data


def body(data: bytes) -> etree._Element:
    root = parse_xml(read_parts(data)["word/document.xml"])
    found = root.find(f"{W}body")
    assert found is not None
    return found


def test_the_letter_is_a_section_of_its_own_without_a_number_on_its_first_page() -> None:
    sections = list(body(docx(LETTER + PLAN)).iter(f"{W}sectPr"))
    assert [section.find(f"{W}titlePg") is not None for section in sections] == [True, False]
    for section in sections:  # the order that Word wants
        tags = [node.tag.removeprefix(W) for node in section]
        order = [
            "headerReference",
            "footerReference",
            "type",
            "pgSz",
            "pgMar",
            "pgNumType",
            "cols",
            "titlePg",
            "docGrid",
        ]
        places = [order.index(tag) for tag in tags if tag not in order[:2]]
        assert places == sorted(places)
        assert not [node for node in section if node.get(f"{W}type") == "first"]


@pytest.mark.parametrize("text", [PLAN, "{.issuer-mark}\n永和县人民政府文件\n\n" + PLAN])
def test_other_papers_have_no_such_section(text: str) -> None:
    assert not list(body(docx(text)).iter(f"{W}titlePg"))


def test_the_head_is_read_as_text_and_the_first_thing_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(LETTER + PLAN))
    texts = [block.text for block in read_docx(tmp_path / "a.docx").paragraphs if block.text]
    assert texts[:3] == ["永和县人民政府办公室", "永政办函〔2026〕12号", "关于征求意见的函"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Consultation(), "【发文字号待定】"),
        (Consultation(number="永政办函〔2026〕12号"), "永政办函〔2026〕12号"),
    ],
)
def test_the_letter_has_its_own_number_never_the_plans(given: Consultation, said: str) -> None:
    plan, _ = build(parent(item("T01")), build_.spec(number="永政办发〔2026〕8号", consultation=given))
    text = compose(plan, load_pack("implementation"))
    assert f"{{.letter-mark}}\n{plan.spec.plan.issuer}\n\n{{.letter-number}}\n{said}\n" in text
    assert "永政办发" not in text.split("{.title .page-break}")[0]


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Rows of the first page's picture, three bytes for each point."""
    need_office()
    folder = tmp_path_factory.mktemp("letter")
    (folder / "a.docx").write_bytes(docx(LETTER + PLAN))
    pdf = convert(folder, "pdf", "a.pdf")
    command = ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-singlefile", str(pdf), str(folder / "a")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    _, size, _, points = (folder / "a.ppm").read_bytes().split(b"\n", 3)
    width = int(size.split()[0]) * 3
    return [points[start : start + width] for start in range(0, len(points), width)]


def red(row: bytes) -> list[int]:
    return [at for at in range(len(row) // 3) if row[at * 3] > 180 and row[at * 3 + 1] < 120 and row[at * 3 + 2] < 120]


@pytest.mark.office
def test_the_measures_of_the_first_page(picture: list[bytes]) -> None:
    millimetre = DOTS / 25.4
    found = {at: columns for at, row in enumerate(picture) if (columns := red(row))}
    starts = [at for at in found if at - 1 not in found]
    ends = [at + 1 for at in found if at + 1 not in found]
    parts = [(start / millimetre, end / millimetre) for start, end in zip(starts, ends, strict=True)]
    lines = [part for part in parts if part[1] - part[0] < 1]
    name = (parts[0][0], parts[len(parts) - len(lines) - 1][1])
    assert name[0] == pytest.approx(30, abs=0.5)
    assert len(lines) == 4 and lines[0][0] - name[1] == pytest.approx(4, abs=0.5)
    thick = [end - start for start, end in lines]
    assert thick[0] > thick[1] * 1.8 and thick[3] > thick[2] * 1.8
    assert len(picture) / millimetre - lines[3][1] == pytest.approx(20, abs=0.3)
    assert all(0 < lower[0] - upper[1] < 1 for upper, lower in (lines[:2], lines[2:]))
    for start, _ in lines:
        columns = found[round(start * millimetre)]
        middle = len(picture[0]) / 3 / 2
        assert (columns[-1] - columns[0]) / millimetre == pytest.approx(170, abs=0.5)
        assert (columns[-1] + columns[0]) / 2 == pytest.approx(middle, abs=6)


@pytest.mark.office
def test_the_number_stands_right_below_the_first_line_and_the_foot_has_no_number(picture: list[bytes]) -> None:
    millimetre = DOTS / 25.4

    def dark(row: bytes) -> list[int]:
        return [at for at in range(len(row) // 3) if max(row[at * 3 : at * 3 + 3]) < 100]

    rows = [at for at, row in enumerate(picture) if dark(row)]
    first = rows[0]
    assert first / millimetre == pytest.approx(49.4 + 16 * 7 / 8 * 25.4 / 72, abs=0.8)
    right = max(at for row in rows if row < first + 60 for at in dark(picture[row]))
    assert right / millimetre == pytest.approx(210 - 26, abs=1)
    assert rows[-1] / millimetre < 262
