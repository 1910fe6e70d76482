"""What people of a county do to a draft, its letter, its annexes and a department's sheet.

Written down from what an office does with a draft for comment, before anybody tried what the comparison says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from county_means import (
    G01,
    P01,
    T02,
    T03,
    X01,
    X02,
    accepted_proposals,
    add_column,
    add_row,
    add_section,
    add_under,
    at,
    break_line,
    change_header,
    clear_looks,
    comment_and_reply,
    cut_runs,
    delete_column,
    delete_rows,
    delete_section,
    empty_lines,
    fill_reached,
    first_under,
    give,
    merge_cells,
    move_tracked,
    other_level,
    paste_foreign,
    paste_table,
    rendered,
    replace_tracked,
    restart_pages,
    rewrite_chapter,
    set_cell,
    swap,
    text_box,
    type_numbered_item,
    update_fields,
)
from draft_surgery import Surgery, delete_row_tracked, divide, drop_bookmarks, join_with_previous, remove
from hand_edits import HandEdit, both, replace_all, row_words, say, under, words
from own_items import COMMUNITIES
from plangen.document.word_style import load_style_data
from plangen.living.changes import Compared, compare
from plangen.office.word_document import WordDocument, read_docx
from plangen.trace.check_words import load_check_words

MAIN, GUIHUA, OLD, SHEET = "yonghe", "yonghe-guihua", "yonghe-145", "yonghe/县教育局"
_POINTS = "jincheng-155:T04.{}"

EDITS: Sequence[tuple[str, HandEdit]] = tuple(
    (example_name, HandEdit(name, apply, expected))
    for example_name, name, apply, *expected_kinds in (
        # the letter and what stands before the text
        (
            MAIN,
            "day of the letter filled in",
            at("已经起草完成", "【反馈截止时间待定】", "2027年1月10日"),
            ("text-reworded", ""),
        ),
        (MAIN, "contact filled in", at("联系人：", "【联系人待定】", "李某"), ("text-reworded", "")),
        (
            MAIN,
            "addressee taken out",
            at("县纪委监委、县委组织部、县委宣传部", "县委宣传部、", ""),
            ("text-reworded", ""),
        ),
        (MAIN, "stage of the draft", at("（征求意见稿）", "征求意见", "送审"), ("text-reworded", "")),
        # an item's text
        (
            MAIN,
            "several in one item",
            both(
                under(T02, lambda one: say(one, "县应急局牵头", "县能源局牵头")),
                under(T02, lambda one: say(one, "（拟由", "学校食堂单独建档。（拟由")),
                under(T02, lambda one: say(one, "重大风险逐项明确", "重大风险逐一明确")),
            ),
            ("lead", T02),
            ("text-added", T02),
            ("text-reworded", T02),
        ),
        (
            MAIN,
            "deadline added to the clause",
            words(G01, "成员单位配合", "成员单位配合；2028年底前完成"),
            ("deadline", G01),
        ),
        (
            MAIN,
            "units in another order",
            words(_POINTS.format(8), "县公安局、县司法局配合", "县司法局、县公安局配合"),
            ("participants", _POINTS.format(8)),
        ),
        (
            MAIN,
            "unit taken out",
            words(_POINTS.format(8), "县公安局、县司法局配合", "县公安局配合"),
            ("participants", _POINTS.format(8)),
        ),
        (MAIN, "full-width year", words(G01, "到2030年", "到２０３０年"), ("text-reworded", G01)),
        (
            MAIN,
            "spaces typed in",
            under(T03, lambda one: say(one, "县安委会办公室调度", " 县安委会办公室 调度")),
            ("text-reworded", T03),
        ),
        (MAIN, "soft line break", break_line, ("text-reworded", T03)),
        (MAIN, "all principles written anew", rewrite_chapter, *[("text-reworded", "")] * 4),
        (MAIN, "two points swapped", swap, ("item-moved", _POINTS.format(1))),
        (
            MAIN,
            "a point divided in two",
            lambda surgery: [divide(surgery.find(_POINTS.format(6)), names_twice=False)],
            ("paragraph-split", _POINTS.format(6)),
        ),
        (
            MAIN,
            "heading joined with its text",
            lambda surgery: join_with_previous(first_under(surgery, T02)),
            ("paragraph-joined", T02),
        ),
        (
            MAIN,
            "list typed with numbers",
            add_under(T02, "1.学校每月自查一次。", "2.乡镇每季度抽查一次。", "3.县级每半年督查一次。"),
            *[("text-added", T02)] * 3,
        ),
        (MAIN, "point typed with its number", type_numbered_item, ("item-added", "")),
        (MAIN, "pasted from the web", paste_foreign, ("text-added", T02)),
        (
            MAIN,
            "words highlighted",
            lambda surgery: give(first_under(surgery, T03), ("highlight", "yellow")),
            ("format", T03),
        ),
        (MAIN, "level of a heading", other_level, ("format", T03)),
        (MAIN, "empty lines", empty_lines),
        # sections
        (MAIN, "section deleted", delete_section, *[("text-deleted", "")] * 2),
        (MAIN, "section added", add_section, *[("text-added", "")] * 2),
        # revision, comments, boxes
        (MAIN, "point moved with revision on", move_tracked, ("item-moved", "jincheng-155:T01.2")),
        (MAIN, "words replaced with revision on", replace_tracked, ("text-reworded", T03)),
        (
            MAIN,
            "row deleted with revision on",
            lambda surgery: delete_row_tracked(surgery.find(T03, "pgr_")),
            ("row-deleted", T03),
        ),
        (MAIN, "comment and reply", comment_and_reply, *[("comment", T03)] * 2),
        (MAIN, "text box", text_box, ("text-box", "")),
        # tables
        (
            MAIN,
            "label of a group of rows",
            at("1.承接上位规划的重点工程", "承接上位规划", "上位规划安排"),
            ("cell", ""),
        ),
        (MAIN, "own target in the table", set_cell(COMMUNITIES, 2, "3"), ("target", COMMUNITIES)),
        (MAIN, "binding target", set_cell(COMMUNITIES, 3, "约束性"), ("cell", COMMUNITIES)),
        (MAIN, "cell emptied", set_cell(T03, 5, ""), ("deadline", T03)),
        (MAIN, "cells merged", merge_cells, ("cell", T03)),
        (MAIN, "three rows deleted", delete_rows, *[("row-deleted", f"{P01}.{number}") for number in (1, 2, 3)]),
        (MAIN, "row added", add_row, ("row-added", "")),
        (MAIN, "column added", add_column, ("column-added", "")),
        (MAIN, "column deleted", delete_column, ("column-deleted", "")),
        (MAIN, "table pasted", paste_table, *[("row-added", "")] * 2),
        (MAIN, "note under a table", at("系按职责拟定", "系按职责拟定", "由县应急局拟定"), ("text-reworded", "")),
        (
            MAIN,
            "annex under another name",
            replace_all("重点任务分工表", "主要任务分工表"),
            *[("text-reworded", "")] * 2,
        ),
        # everywhere
        (
            MAIN,
            "all marks of characters cleared",
            clear_looks,
            *accepted_proposals(MAIN),
            ("format", ""),
        ),
        (MAIN, "word replaced in names and units", replace_all("县应急局", "县应急管理局"), ("text-replaced", "")),
        (MAIN, "word replaced in titles", replace_all("应急", "应急管理"), ("text-replaced", "")),
        (MAIN, "header of a section", change_header, ("margin", "")),
        (MAIN, "pages counted anew", restart_pages, ("margin", "")),
        (MAIN, "runs cut", cut_runs),
        # a plan with cover, contents and boxes
        (GUIHUA, "contents updated", update_fields),
        (GUIHUA, "runs cut in a plan", cut_runs),
        (GUIHUA, "month on the cover", at("2026年12月", "2026年12月", "2027年1月"), ("text-reworded", "")),
        (
            GUIHUA,
            "sentence in a box",
            words(_POINTS.format(1), "逾期未反馈的上门核查。", "逾期未反馈的上门核查。学校一并纳入。"),
            ("text-added", _POINTS.format(1)),
        ),
        (
            GUIHUA,
            "point of a box deleted",
            lambda surgery: remove(surgery.find(_POINTS.format(9))),
            ("item-deleted", _POINTS.format(9)),
        ),
        (GUIHUA, "what was reached filled in", fill_reached, ("cell", "")),
        (GUIHUA, "unit in the annex", row_words(T02, "县应急局", "县能源局"), ("lead", T02)),
        # several parents
        (OLD, "title with several parents", words(X01, "领导指挥", "统一指挥"), ("title", X01)),
        (OLD, "lead of an item with several parents", row_words(X01, "县应急局", "县政府办公室"), ("lead", X01)),
        (
            OLD,
            "item deleted, several parents",
            lambda surgery: [remove(one) for one in (first_under(surgery, X02), surgery.find(X02))],
            ("item-deleted", X02),
        ),
        # a department's sheet
        (SHEET, "opinion on an item", set_cell("jincheng-155:T07", -1, "无意见。"), ("cell", "jincheng-155:T07")),
        (SHEET, "opinion at the end", at("其他意见", "其他意见", "其他意见：请增加经费安排"), ("cell", "")),
        (SHEET, "lead in a sheet", row_words("jincheng-155:T07", "县应急局", "县教育局"), ("lead", "jincheng-155:T07")),
    )
    for expected in [tuple(expected_kinds)]
)

UNSAID = frozenset({"pages counted anew"})
"""Edits of which the comparison says nothing: where the pages of a section begin to count is not read."""

OTHERWISE_WITHOUT_BOOKMARKS = {
    "all principles written anew": [*["text-deleted"] * 4, *["text-added"] * 4],
    "opinion at the end": ["row-deleted", "row-added"],
}
"""What is said, where all bookmarks are gone, of texts that have hardly a word left of what they were."""


def compared(example_name: str, edit: HandEdit, *, bookmarks: bool = True) -> Compared:
    """Return a draft after an edit beside its render."""
    surgery = Surgery(rendered(example_name))
    edit.apply(surgery)
    if not bookmarks:
        drop_bookmarks(surgery.root)
    proposal = load_style_data()["classes"]["character"]["proposal"]
    return compare(_read(example_name), read_docx(surgery.data(), "draft"), load_check_words(), proposal)


@cache
def _read(example_name: str) -> WordDocument:
    return read_docx(rendered(example_name), "base")


def kinds_of(edit: HandEdit, *, bookmarks: bool = True) -> list[str]:
    """Return the kinds of changes that are to be said of an edit, sorted."""
    kinds = [kind for kind, _ in edit.expected]
    return sorted(kinds if bookmarks else OTHERWISE_WITHOUT_BOOKMARKS.get(edit.name, kinds))
