"""Automatic numbers come out as Word shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_documents import (
    OFFICIAL_STYLES,
    abstract_list,
    cell,
    level_rule,
    list_of,
    numbered,
    paragraph,
    table,
    word_package,
)
from plangen.reading import word
from plangen.terms.findings import Severity
from plangen.terms.numerals import circled, numeral

STYLES = OFFICIAL_STYLES.format(first="")


def read(body: str, numbering: str, styles: str = STYLES) -> list[str]:
    document = word.read(Path("a.docx"), word_package(body, numbering=numbering, styles=styles))
    return [line.text for line in document.lines]


def item(text: str, list_id: int = 1, level: int = 0) -> str:
    return paragraph(text, numbered(list_id, level))


FOUR_LEVELS = abstract_list(
    1,
    level_rule(0, "chineseCountingThousand", "%1、")
    + level_rule(1, "chineseCounting", "（%2）")
    + level_rule(2, "decimal", "%3.")
    + level_rule(3, "decimal", "（%4）"),
)


def test_four_levels_of_an_official_document_restart_under_each_heading() -> None:
    body = "".join(
        item(text, level=level)
        for text, level in [
            ("甲", 0),
            ("乙", 1),
            ("丙", 2),
            ("丁", 3),
            ("戊", 3),
            ("己", 2),
            ("庚", 1),
            ("辛", 2),
            ("壬", 0),
            ("癸", 1),
        ]
    )
    assert read(body, FOUR_LEVELS + list_of(1, 1)) == [
        "一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "2.己", "（二）庚", "1.辛", "二、壬", "（一）癸",
    ]  # fmt: skip


def test_lists_of_one_abstract_list_share_its_counters() -> None:
    numbering = abstract_list(1, level_rule(0, "decimal", "%1.")) + list_of(1, 1) + list_of(2, 1)
    assert read(item("甲") + item("乙", 2) + item("丙"), numbering) == ["1.甲", "2.乙", "3.丙"]


def test_a_start_of_its_own_counts_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract_list(1, level_rule(0, "decimal", "%1.")) + list_of(1, 1) + list_of(2, 1, override)
    assert read(item("甲") + item("乙", 2) + item("丙", 2), numbering) == ["1.甲", "5.乙", "6.丙"]


def test_a_list_may_have_a_level_of_its_own() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level_rule(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = abstract_list(1, level_rule(0, "decimal", "%1.")) + list_of(1, 1) + list_of(2, 1, override)
    assert read(item("甲") + item("乙", 2), numbering) == ["1.甲", "B)乙"]


def test_a_level_may_never_restart_or_only_under_one_level() -> None:
    numbering = abstract_list(
        1,
        level_rule(0, "decimal", "%1.")
        + level_rule(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>')
        + level_rule(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>'),
    ) + list_of(1, 1)
    body = "".join(
        item(text, level=level)
        for text, level in [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 1), ("戊", 2), ("己", 0), ("庚", 1), ("辛", 2)]
    )
    assert read(body, numbering) == ["1.甲", "（1）乙", "1)丙", "（2）丁", "2)戊", "2.己", "（3）庚", "1)辛"]


def test_a_level_that_is_passed_over_counts_as_begun() -> None:
    numbering = abstract_list(1, level_rule(0, "decimal", "%1.") + level_rule(1, "decimal", "%1.%2")) + list_of(1, 1)
    assert read(item("甲", level=1) + item("乙") + item("丙", level=1), numbering) == ["1.1 甲", "2.乙", "2.1 丙"]


def test_legal_numbering_shows_digits_for_all_levels() -> None:
    numbering = abstract_list(
        1, level_rule(0, "chineseCounting", "第%1章") + level_rule(1, "decimal", "%1.%2", "<w:isLgl/>")
    ) + list_of(1, 1)
    assert read(item("总则") + item("目的", level=1), numbering) == ["第一章 总则", "1.1 目的"]


def test_bullets_give_no_number() -> None:
    numbering = abstract_list(1, level_rule(0, "bullet", "●") + level_rule(1, "decimal", "%2.")) + list_of(1, 1)
    assert read(item("甲") + item("乙", level=1), numbering) == ["甲", "1.乙"]


def test_list_zero_takes_a_number_away() -> None:
    styles = OFFICIAL_STYLES.format(first='<w:numPr><w:numId w:val="1"/></w:numPr>')
    numbering = FOUR_LEVELS + list_of(1, 1)
    body = paragraph("甲", '<w:pStyle w:val="h1"/>') + paragraph(
        "乙", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert read(body, numbering, styles) == ["一、甲", "乙"]


def test_a_number_may_come_through_a_style_and_the_styles_it_is_based_on() -> None:
    styles = (
        STYLES
        + '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="list base"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="second"><w:name w:val="second"/>'
        '<w:basedOn w:val="base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph("甲", '<w:pStyle w:val="base"/>') + paragraph("乙", '<w:pStyle w:val="second"/>')
    assert read(body, FOUR_LEVELS + list_of(1, 1), styles) == ["一、甲", "（一）乙"]


def test_the_level_tied_to_a_style_counts_for_more_than_the_level_in_the_style() -> None:
    numbering = abstract_list(
        1, level_rule(0, "decimal", "%1.") + level_rule(1, "decimal", "（%2）", '<w:pStyle w:val="second"/>')
    ) + list_of(1, 1)
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="second"><w:name w:val="second"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    assert read(item("甲") + paragraph("乙", '<w:pStyle w:val="second"/>'), numbering, styles) == ["1.甲", "（1）乙"]


def test_a_list_may_be_defined_by_a_numbering_style() -> None:
    numbering = (
        abstract_list(1, level_rule(0, "chineseCounting", "%1、"), '<w:styleLink w:val="LS"/>')
        + abstract_list(2, "", '<w:numStyleLink w:val="LS"/>')
        + list_of(1, 1)
        + list_of(2, 2)
    )
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="LS"><w:name w:val="LS"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    assert read(item("甲", 2) + item("乙", 2), numbering, styles) == ["一、甲", "二、乙"]


def test_styles_and_links_in_circles_end() -> None:
    numbering = abstract_list(1, "", '<w:numStyleLink w:val="LS"/>') + list_of(1, 1)
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="LS"><w:name w:val="LS"/><w:basedOn w:val="LS"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert read(item("甲"), numbering, styles) == ["甲"]


def test_numbers_of_table_cells_are_read() -> None:
    numbering = abstract_list(1, level_rule(0, "decimal", "%1")) + list_of(1, 1)
    number = f"<w:p><w:pPr>{numbered(1)}</w:pPr></w:p>"
    body = table([[cell("序号"), cell("任务")], [cell(number), cell("甲")], [cell(number), cell("乙")]], 2)
    assert read(body, numbering) == ["序号\t任务", "1\t甲", "2\t乙"]


def test_a_numbered_paragraph_without_text_is_counted_and_reported() -> None:
    numbering = abstract_list(1, level_rule(0, "decimal", "%1.")) + list_of(1, 1)
    empty = f"<w:p><w:pPr>{numbered(1)}</w:pPr></w:p>"
    document = word.read(
        Path("a.docx"), word_package(item("甲") + empty + item("乙"), numbering=numbering, styles=STYLES)
    )
    assert [line.text for line in document.lines] == ["1.甲", "3.乙"]
    assert [finding.code for finding in document.findings] == ["word-number-without-text"]


def test_custom_formats_with_leading_zeros() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert read(item("甲"), abstract_list(1, level) + list_of(1, 1)) == ["007.甲"]


def test_an_unknown_format_is_written_in_digits_and_said() -> None:
    numbering = abstract_list(1, level_rule(0, "thaiCounting", "%1.")) + list_of(1, 1)
    document = word.read(Path("a.docx"), word_package(item("甲"), numbering=numbering, styles=STYLES))
    assert document.lines[0].text == "1.甲"
    [finding] = document.findings
    assert (finding.code, finding.severity) == ("word-number-format", Severity.WARNING)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chineseCounting", ["一", "十", "十一", "二十", "一百〇一"]),
        ("chineseCountingThousand", ["一", "十", "十一", "二十", "一百零一"]),
        ("ideographDigital", ["一", "一〇", "一一", "二〇", "一〇一"]),
        ("taiwaneseCounting", ["一", "十", "十一", "二十", "一百○一"]),
        ("japaneseCounting", ["一", "十", "十一", "二十", "百一"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "壹拾壹", "贰拾", "壹佰零壹"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑪", "⑳", "101"]),
        ("decimalEnclosedParen", ["⑴", "⑽", "⑾", "⒇", "(101)"]),
        ("decimalZero", ["01", "10", "11", "20", "101"]),
        ("decimalFullWidth", ["１", "１０", "１１", "２０", "１０１"]),
        ("decimal", ["1", "10", "11", "20", "101"]),
        ("lowerLetter", ["a", "j", "k", "t", "wwww"]),
        ("upperRoman", ["I", "X", "XI", "XX", "CI"]),
        ("ideographTraditional", ["甲", "癸", "11", "20", "101"]),
        ("bullet", [""] * 5),
    ],
)
def test_number_formats(form: str, expected: list[str]) -> None:
    assert [numeral(value, form) for value in (1, 10, 11, 20, 101)] == expected


def test_large_chinese_numbers() -> None:
    assert numeral(1010, "chineseCountingThousand") == "一千零一十"
    assert numeral(10_300, "chineseCountingThousand") == "一万零三百"
    assert numeral(110, "chineseCountingThousand") == "一百一十"
    assert numeral(10**12, "chineseCountingThousand") == str(10**12)


def test_circled_numbers_go_to_fifty() -> None:
    assert [circled(value) for value in (0, 20, 21, 35, 36, 50, 51)] == ["⓪", "⑳", "㉑", "㉟", "㊱", "㊿", "51"]
