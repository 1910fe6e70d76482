"""Typed numbers become Word's own: what is shown stays, and what is deleted renumbers the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from draft_surgery import Surgery, W, remove
from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.document.word_check import lint_docx
from plangen.office.word_document import read_docx
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"

MARKDOWN = """
# 一、任务

## （一）一组

### 1.甲类

#### （1）甲一

{items="a:T01.1"}
①[其一。]{.run-in}做一。

{items="a:T01.2"}
②[其二。]{.run-in}做二。

### 2.乙类

#### （2）甲二

{items="a:T02.1"}
①[其一。]{.run-in}又做一。

# 二、要求

## （一）又一组

#### （1）新起
"""


def built(markdown: str, style: Path = STYLE) -> bytes:
    return write_docx(parse_markdown(markdown), style=style, properties={}, title="方案", author="县")


def shown(data: bytes) -> list[str]:
    return [one.text for one in read_docx(data).paragraphs if one.text]


def test_the_numbers_are_words_own_and_read_as_typed() -> None:
    data = built(MARKDOWN)
    assert shown(data) == [
        *("一、任务", "（一）一组", "1.甲类", "（1）甲一", "①其一。做一。", "②其二。做二。", "2.乙类", "（2）甲二"),
        *("①其一。又做一。", "二、要求", "（一）又一组", "（1）新起"),
    ]
    assert all(one.label for one in read_docx(data).paragraphs if one.text)
    assert lint_docx(data) == []


@pytest.mark.parametrize(
    ("gone", "renumbered"),
    [
        ("甲一", ["一、任务", "（一）一组", "1.甲类", "①其一。做一。", "②其二。做二。", "2.乙类", "（1）甲二"]),
        ("其一。做一。", ["一、任务", "（一）一组", "1.甲类", "（1）甲一", "①其二。做二。", "2.乙类", "（2）甲二"]),
    ],
)
def test_a_deleted_item_renumbers_the_rest(gone: str, renumbered: list[str]) -> None:
    surgery = Surgery(built(MARKDOWN))
    remove(next(one for one in surgery.root.iter(f"{W}p") if "".join(one.itertext()) == gone))
    assert shown(surgery.data())[: len(renumbered)] == renumbered
    assert shown(surgery.data())[-3:] == ["二、要求", "（一）又一组", "（1）新起"]


@pytest.mark.parametrize(
    "text", ["# 3、不是公文的序号", "# （21", "# 二〇二六年工作", "## 十五五规划", "正文（1）其后", "# 一、"]
)
def test_what_is_no_number_of_ours_stays_typed(text: str) -> None:
    (paragraph,) = [one for one in read_docx(built(text)).paragraphs if one.text]
    assert paragraph.text == text.lstrip("# ") and not paragraph.label


def test_numbers_may_begin_and_jump_anywhere() -> None:
    assert shown(built("# 三、三\n\n# 四、四\n\n# 九、九\n\n# 十、十\n")) == ["三、三", "四、四", "九、九", "十、十"]


def test_lists_of_a_style_document_are_kept(tmp_path: Path) -> None:
    from plangen.document.style_source import open_style

    first = tmp_path / "style.docx"
    first.write_bytes(built(MARKDOWN))  # its own lists are now those of a style document
    assert any(kind == "numbering" for kind, _ in open_style(first).related.values())
    data = built(MARKDOWN, first)
    assert shown(data) == shown(built(MARKDOWN)) and lint_docx(data) == []


def test_more_than_twenty_are_numbered_otherwise() -> None:
    from plangen.document.filters import circled

    assert [circled(number, 20) for number in (1, 20)] == ["①", "⑳"]
    assert [circled(number, 21) for number in (1, 20, 21)] == ["1）", "20）", "21）"]
    lines = [f'{{items="a:T01.{number}"}}\n{circled(number, 21)}[子项。]{{.run-in}}做事。' for number in range(1, 22)]
    assert shown(built("\n\n".join(lines)))[::20] == ["1）子项。做事。", "21）子项。做事。"]
