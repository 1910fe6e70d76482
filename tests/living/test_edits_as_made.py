"""Edits as people make them, tried by somebody who did not write the program: each was wrong once."""

from __future__ import annotations

import re

import pytest

from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.document.word_style import load_style_data
from plangen.living.changes import compare
from plangen.living.disagreements import disagreements
from plangen.living.merge import Merged, merge
from plangen.living.merge_clauses import merged
from plangen.living.model import Change
from plangen.living.revisions import own, settle
from plangen.office.docx_package import parse_xml, read_parts, write_parts
from plangen.office.word_document import read_docx
from plangen.terms.resources import templates_folder
from plangen.trace.check_words import load_check_words

STYLE = templates_folder() / "style" / "gongwen.docx"
MAIN = "word/document.xml"
LINE = "本项工作由县应急局牵头，县财政局配合。"


def item(number: int, title: str, text: str) -> str:
    return f'{{items="a:T{number}"}}\n## （{number}）{title}\n\n{text}\n'


def draft(*texts: str) -> str:
    """Return the Markdown of a draft with an item for each text."""
    titles = ["修渠", "植树", "修路", "巡河", "清淤"]
    return "# 一、任务\n\n" + "\n".join(item(n, titles[n - 1], text) for n, text in enumerate(texts, 1))


def rendered(text: str) -> bytes:
    return write_docx(parse_markdown(text), style=STYLE, properties={}, title="x", author="y")


def xml_edited(data: bytes, *pairs: tuple[str, str]) -> bytes:
    parts = read_parts(data)
    text = parts[MAIN].decode()
    for old, new in pairs:
        assert re.search(old, text, flags=re.DOTALL), old
        text = re.sub(old, new, text, count=1, flags=re.DOTALL)
    return write_parts({**parts, MAIN: text.encode()})


def changes(base: bytes, edited: bytes) -> list[Change]:
    proposal = load_style_data()["classes"]["character"]["proposal"]
    return list(compare(read_docx(base, "a"), read_docx(edited, "b"), load_check_words(), proposal).changes)


def said(base: bytes, edited: bytes) -> list[tuple[str, str]]:
    return [(change.kind.value, change.key) for change in changes(base, edited)]


def merging(theirs: bytes, base: str, new: str) -> Merged:
    return merge(theirs, rendered(base), rendered(new), date="2026-12-15T00:00:00Z")


def accepted(data: bytes) -> bytes:
    parts = read_parts(data)
    root = parse_xml(parts[MAIN])
    settle(root, accept=True, chosen=own)
    from lxml import etree

    return write_parts({**parts, MAIN: etree.tostring(root)})


# --- the same line under several items ----------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [0, 1, 2], ids=["first", "middle", "last"])
def test_only_the_line_that_the_spec_changed_is_put_in_where_several_items_have_the_same(changed: int) -> None:
    lines = [LINE, LINE, LINE]
    base = draft(*lines)
    lines[changed] = LINE.replace("配合。", "配合，2027年底前完成。")
    result = merging(rendered(base), base, draft(*lines))
    assert [one.kind for one in result.told] == ["changed"] and result.conflicts == ()
    assert said(rendered(draft(*lines)), accepted(result.data)) == []


@pytest.mark.parametrize("changed", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_line_that_both_changed_is_that_of_its_item(changed: int) -> None:
    lines = [LINE, LINE, LINE]
    base = draft(*lines)
    theirs = xml_edited(rendered(base), (f'(（{changed + 1}）|T{changed + 1}"/>)(.*?)县应急局', r"\1\2县水利局"))
    lines[changed] = LINE.replace("配合。", "配合，2027年底前完成。")
    result = merging(theirs, base, draft(*lines))
    assert result.conflicts == ()
    assert said(rendered(draft(*lines)), accepted(result.data)) == [("lead", f"a:T{changed + 1}")]


def test_a_line_that_becomes_the_same_as_others_takes_nothing_from_them() -> None:
    base = draft(LINE, LINE, "本项工作由县水利局牵头，县财政局配合。")
    new = draft("本项工作由县林业局牵头，县财政局配合。", LINE, LINE)
    theirs = xml_edited(rendered(base), ('T2"/>(.*?)县财政局', r'T2"/>\1县教育局'))
    result = merging(theirs, base, new)
    assert result.conflicts == ()
    assert said(rendered(new), accepted(result.data)) == [("participants", "a:T2")]


def test_the_lines_behind_an_item_that_goes_keep_their_items() -> None:
    base = draft(LINE, LINE, LINE)
    theirs = xml_edited(rendered(base), ('T3"/>(.*?)县财政局', r'T3"/>\1县教育局'))
    new = base.replace(item(1, "修渠", LINE), "")
    result = merging(theirs, base, new)
    assert result.conflicts == ()
    assert said(rendered(new), accepted(result.data)) == [("participants", "a:T3")]


# --- what the body and the table say ------------------------------------------------------------------------------

TABLE = """
{{.table-title #tasks}}
表1　分工

| 序号 | 指标 | 本县目标值 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|---|---|
| 1 | [死亡人数]{{items="a:I1"}} | {target} | {lead} | {support} | {deadline} |
"""


def both(target: str, duties: str, table: tuple[str, str, str, str]) -> str:
    row = dict(zip(("target", "lead", "support", "deadline"), table, strict=True))
    body = '# 一、指标\n\n{items="a:I1"}\n（1）死亡人数：' + target + duties + "\n"
    return body + TABLE.format(**row)


def contradictions(base: str, edited: str) -> list[str]:
    proposal = load_style_data()["classes"]["character"]["proposal"]
    documents = [read_docx(rendered(text), "x") for text in (base, edited)]
    return [one.message for one in disagreements(compare(*documents, load_check_words(), proposal), "x.docx")]


BEFORE = both(
    "5人（约束性）。",
    "（拟由县应急局牵头，县公安局配合；2029年底前完成）",
    ("5", "县应急局（拟）", "县公安局（拟）", "2029年底前"),
)


@pytest.mark.parametrize(
    ("target", "duties", "row", "what"),
    [
        (
            "3人（约束性）。",
            "（拟由县应急局牵头，县公安局配合；2027年底前完成）",
            ("3", "县应急局（拟）", "县公安局（拟）", "2027年底前"),
            "",
        ),
        (
            "零（约束性）。",
            "（拟由县应急局牵头，县公安局配合；２０２７年底前完成）",
            ("0", "县应急局（拟）", "县公安局（拟）", "2027年底前"),
            "",
        ),
        (
            "5人（约束性）。",
            "（县应急局牵头，县公安局配合，商请县法院配合；2029年底前完成）",
            ("5", "县应急局", "县公安局（拟）；商请县法院（拟）", "2029年底前"),
            "",
        ),
        (
            "3人（约束性）。",
            "（拟由县应急局牵头，县公安局配合；2029年底前完成）",
            ("4", "县应急局（拟）", "县公安局（拟）", "2029年底前"),
            "目标值",
        ),
        (
            "5人（约束性）。",
            "（拟由县应急局牵头，县公安局配合；2027年底前完成）",
            ("5", "县应急局（拟）", "县公安局（拟）", "2028年底前"),
            "时限",
        ),
        (
            "5人（约束性）。",
            "（县公安局配合；2029年底前完成）",
            ("5", "县应急局（拟）", "县公安局（拟）", "2029年底前"),
            "牵头单位，正文没有写",
        ),
    ],
    ids=["unit of measure", "zero and widths", "asked units", "other target", "other year", "no lead in the body"],
)
def test_the_body_and_the_table_may_say_the_same_in_their_own_ways(
    target: str, duties: str, row: tuple[str, str, str, str], what: str
) -> None:
    found = contradictions(BEFORE, both(target, duties, row))
    assert len(found) == bool(what) and all(what in message for message in found)


def test_who_leads_now_and_took_part_before_is_no_contradiction() -> None:
    base = both(
        "5人。", "（县应急局牵头，县气象局、县公安局配合）", ("5", "县应急局", "县公安局；协调县气象局", "2029年底前")
    )
    edited = both(
        "5人。", "（县气象局牵头，县应急局、县公安局配合）", ("5", "县气象局", "县应急局、县公安局", "2029年底前")
    )
    assert contradictions(base, edited) == []
    other = edited.replace("县应急局、县公安局 |", "县应急局、县财政局 |")
    assert len(contradictions(base, other)) == 1


def test_a_body_that_names_no_units_and_no_time_does_not_contradict_its_table() -> None:
    base = both("5人。", "", ("5", "县应急局（拟）", "县公安局（拟）", "2029年底前"))
    edited = both("5人。", "", ("5", "县公安局", "县应急局", "2027年底前"))
    assert len(said(rendered(base), rendered(edited))) == 3
    assert contradictions(base, edited) == []


# --- what the spec has taken over is not put in twice ---------------------------------------------------------------


def test_a_paragraph_of_ones_own_that_the_spec_took_over_is_not_put_in_once_more() -> None:
    base = draft("灾害隐患逐户排查。", LINE)
    own = "<w:p><w:r><w:t>　　每年汛前\u00a0巡查一次。</w:t></w:r></w:p>"
    theirs = xml_edited(rendered(base), ("(灾害隐患逐户排查.*?</w:p>)", rf"\1{own}"))
    result = merging(theirs, base, draft("灾害隐患逐户排查。每年汛前巡查一次。", LINE))
    assert result.told == () and result.conflicts == ()
    elsewhere = merging(theirs, base, draft("灾害隐患逐户排查。", LINE + "每年汛前巡查一次。"))
    assert [one.kind for one in elsewhere.told] == ["changed"]  # under another item it is another sentence


def test_a_list_that_the_spec_took_over_is_not_put_in_once_more() -> None:
    base = draft("灾害隐患逐户排查。", LINE)
    own = "".join(f"<w:p><w:r><w:t>●{text}</w:t></w:r></w:p>" for text in ("建立台账。", "落实经费。"))
    theirs = xml_edited(rendered(base), ("(灾害隐患逐户排查.*?</w:p>)", rf"\1{own}"))
    result = merging(theirs, base, draft("灾害隐患逐户排查。建立台账。落实经费。", LINE))
    assert result.told == () and result.conflicts == ()
    now = rendered(draft("灾害隐患逐户排查。建立台账。落实经费。", LINE))
    assert {kind for kind, _ in said(now, result.data)} <= {"paragraph-split", "format"}
    part = merging(theirs, base, draft("灾害隐患逐户排查。建立台账。落实人员。", LINE))
    assert [one.kind for one in part.told] == ["changed"]


def test_a_paragraph_divided_here_and_in_the_spec_stays_two() -> None:
    base = draft("编制执法计划。按季度通报结果。", LINE)
    theirs = xml_edited(rendered(base), ("编制执法计划。", "编制执法计划。</w:t></w:r></w:p><w:p><w:r><w:t>"))
    new = draft("编制执法计划。\n\n按季度通报结果。", LINE)
    result = merging(theirs, base, new)
    assert result.told == () and result.conflicts == ()
    assert {kind for kind, _ in said(rendered(new), result.data)} <= {"format"}


# --- clauses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "theirs", "new", "expected", "clashes"),
    [
        ("甲，乙。", "甲，乙。人加。", "甲，丁。", "甲，丁。人加。", 0),
        ("甲，乙。", "人加。甲，乙。", "丁，乙。", "人加。丁，乙。", 0),
        ("甲，乙。", "甲，人加，乙。", "甲，丁。", "甲，人加，乙。", 1),
        (
            "建立台账。（拟由县应急局牵头，县财政局配合；长期坚持）",
            "建立台账。（拟由县应急局牵头，县财政局配合；长期坚持）每季度核对一次。",
            "建立台账。（拟由县应急局牵头，县财政局配合；2029年底前完成）",
            "建立台账。（拟由县应急局牵头，县财政局配合；2029年底前完成）每季度核对一次。",
            0,
        ),
        (
            "村（社区）备齐器材，按月核对。",
            "村（社区）配齐器材，按月核对。",
            "村（居）备齐器材，按月核对。",
            "村（社区）配齐器材，按月核对。",
            1,
        ),
        ("甲局、乙局（均拟）", "甲局（拟）", "甲局", "甲局", 0),
        (
            "县公安局、县财政局（均拟）；商请县法院（拟）",
            "县公安局、县财政局（均拟）",
            "县公安局、县财政局",
            "县公安局、县财政局",
            0,
        ),
        ("县公安局（拟）", "县财政局（拟）", "县教育局", "县财政局（拟）", 1),
        ("2027年底前完成。", "２０２６年底前完成。", "2026年底前完成。", "２０２６年底前完成。", 0),
        ("一，2027年底前完成。", "改，２０２６年底前完成。", "一，2026年底前完成。", "改，２０２６年底前完成。", 0),
    ],
)
def test_clauses_are_those_of_official_writing(base: str, theirs: str, new: str, expected: str, clashes: int) -> None:
    edits, found = merged(base, theirs, new)
    text = theirs
    for edit in reversed(edits):
        text = text[: edit.start] + new[edit.begin : edit.stop] + text[edit.end :]
    assert (text, len(found)) == (expected, clashes)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        ("编制执法计划。按季度通报结果，2028年底前完成。", ["changed"]),
        ("每年编制执法计划。按季度通报结果，2028年底前完成。", ["changed", "changed"]),
        ("编制执法计划。按季度通报结果，2027年底前完成。每年评查一次。", ["changed"]),
    ],
)
def test_a_paragraph_that_people_divided_takes_what_the_spec_changed(now: str, kinds: list[str]) -> None:
    base = draft("编制执法计划。按季度通报结果，2027年底前完成。", LINE)
    theirs = xml_edited(rendered(base), ("编制执法计划。", "编制执法计划。</w:t></w:r></w:p><w:p><w:r><w:t>"))
    result = merging(theirs, base, draft(now, LINE))
    assert [one.kind for one in result.told] == kinds and result.conflicts == ()
    root = parse_xml(read_parts(accepted(result.data))[MAIN])
    assert now in "".join(root.itertext())
