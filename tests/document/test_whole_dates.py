"""No date is broken between two lines: set narrower in narrow cells, kept by the rules of line ends."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from draft_surgery import Surgery
from drawn_pages import convert, need_office
from plangen.document.docx_writer import build_docx
from plangen.document.markdown import parse_markdown
from plangen.document.style_source import open_style
from plangen.document.word_style import load_style_data
from plangen.office.docx_package import parse_xml
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
DATES = ["2027年12月底前", "2026—2030年", "2027年6月底前", "2028年底前", "2027年12月31日前"]


def built(*cells: str, width: int = 14) -> bytes:
    rows = "\n".join(f"| 事项 | {cell} |" for cell in cells)
    text = f'{{.division widths="{170 - width} {width}"}}\n| 任务 | 完成时限 |\n|:--|:-:|\n{rows}\n'
    document = build_docx(parse_markdown(text), style=STYLE, properties={}, title="方案", author="县政府办公室")
    assert document.findings == ()
    return document.data


def narrowed(data: bytes) -> dict[str, int]:
    """Return the text of each run that is set narrower, and by how much."""
    found = {}
    for run in Surgery(data).root.iter(f"{W}r"):
        scale = run.find(f"{W}rPr/{W}w")
        if scale is not None:
            found["".join(run.itertext())] = int(scale.get(f"{W}val") or 0)
    return found


def test_dates_in_narrow_cells_are_set_narrower_and_read_the_same() -> None:
    data = built("2027年12月底前", "按年度计划推进并落实", "2028年底前", width=24)
    assert list(narrowed(data)) == ["2027年12月底前"] and 50 <= narrowed(data)["2027年12月底前"] < 100
    assert [row[1] for row in read_docx(data).tables[0].texts[1:]] == [
        "2027年12月底前",
        "按年度计划推进并落实",
        "2028年底前",
    ]


def test_where_there_is_room_nothing_is_changed() -> None:
    assert narrowed(built(*DATES, width=60)) == {}


@pytest.mark.office
def test_dates_stand_on_one_line_each(tmp_path: Path) -> None:
    need_office()
    dates = [date for date in DATES if "—" not in date]
    (tmp_path / "a.docx").write_bytes(built(*dates, width=24))
    command = ["pdftotext", "-layout", str(convert(tmp_path, "pdf", "a.pdf")), "-"]
    drawn = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    lines = [line.replace(" ", "") for line in drawn.splitlines()]
    assert all(any(line.endswith(date) for line in lines) for date in dates), drawn


def test_lines_neither_begin_nor_end_inside_a_date_where_a_program_keeps_words_rules() -> None:
    given = load_style_data()["line_breaks"]
    settings = parse_xml(open_style(STYLE).parts["settings.xml"])
    for tag, key, marks in (("After", "not_after", "年（“《"), ("Before", "not_before", "年月日）”》。，；")):
        node = settings.find(f"{W}noLineBreaks{tag}")
        assert node is not None and node.get(f"{W}lang") == "zh-CN"
        assert node.get(f"{W}val") == given[key] and set(marks) <= set(given[key])
