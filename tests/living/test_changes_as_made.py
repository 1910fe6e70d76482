"""How changes are said, and who made them: edits as people make them in Word, each of which was said wrongly once."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from lxml import etree

from draft_surgery import Surgery, W, remove, text_of
from example_drafts import example
from hand_edits import add_sentence, new_paragraph, words
from plangen.document.word_style import load_style_data
from plangen.living.changes import compare
from plangen.living.model import Change, ChangeKind, ChangeReport, Where
from plangen.living.report import lines
from plangen.office.word_document import read_docx
from plangen.trace.check_words import load_check_words

KEY = "jincheng-155:{}".format
TASK = ("T14", "T14.1", "T14.2", "T14.3", "T14.4")


def changes(edit: Callable[[Surgery], object], name: str = "yonghe") -> list[Change]:
    _, data = example(name)
    surgery = Surgery(data)
    edit(surgery)
    proposal = load_style_data()["classes"]["character"]["proposal"]
    documents = [read_docx(one, "x") for one in (data, surgery.data())]
    return list(compare(*documents, load_check_words(), proposal).changes)


def tracked(tag: str, author: str) -> etree._Element:
    return etree.Element(f"{W}{tag}", {f"{W}id": "9", f"{W}author": author, f"{W}date": "2027-03-01T09:00:00Z"})


def wrap(paragraph: etree._Element, tag: str, author: str) -> None:
    """Mark the runs of a paragraph, each by itself as Word does, and its end."""
    for run in list(paragraph.iterchildren(f"{W}r")):
        holder = tracked(tag, author)
        run.addprevious(holder)
        holder.append(run)
        if tag in ("del", "moveFrom"):
            for text in list(run.iter(f"{W}t")):
                text.tag = f"{W}delText" if tag == "del" else f"{W}t"
    properties = paragraph.find(f"{W}pPr")
    etree.SubElement(properties, f"{W}rPr").append(tracked(tag, author))


def delete_row(row: etree._Element, author: str) -> None:
    for paragraph in row.iter(f"{W}p"):
        wrap(paragraph, "del", author)
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        row.insert(0, properties)
    properties.append(tracked("del", author))


def section(surgery: Surgery, key: str) -> list[etree._Element]:
    """Return a task's heading and all paragraphs under it."""
    heading = surgery.find(key)
    style = heading.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
    found = [heading]
    for following in heading.itersiblings(f"{W}p"):
        if (following.find(f"{W}pPr/{W}pStyle").get(f"{W}val") or "") in (style, "Heading3"):
            break
        found.append(following)
    return found


def test_a_paragraph_deleted_under_revision_is_one_change_of_its_own_item() -> None:
    (change,) = changes(lambda surgery: wrap(surgery.find(KEY("T01.3")), "del", "王科长"))
    assert (change.kind.value, change.key, change.author) == ("item-deleted", KEY("T01.3"), "王科长")


def test_a_task_deleted_under_revision_is_a_change_for_each_item_and_row_and_no_more() -> None:
    def edit(surgery: Surgery) -> None:
        for paragraph in section(surgery, KEY("T14")):
            wrap(paragraph, "del", "赵局")
        for key in TASK:
            delete_row(surgery.find(KEY(key), "pgr_"), "赵局")

    found = [(change.kind.value, change.key, change.author) for change in changes(edit)]
    expected = [(kind, KEY(key), "赵局") for kind in ("item-deleted", "row-deleted") for key in TASK]
    assert sorted(found) == sorted(expected)


def test_words_that_nobody_wrote_are_left_where_only_a_part_is_claimed() -> None:
    def edit(surgery: Surgery) -> None:
        wrap(surgery.find(KEY("T01.3")), "del", "王科长")
        row = surgery.find(KEY("T02"), "pgr_")
        paragraph = list(row.iter(f"{W}p"))[1]
        wrap(paragraph, "ins", "李局")
        run = copy.deepcopy(next(paragraph.iter(f"{W}r")))
        holder = tracked("del", "王科长")
        holder.append(run)
        for text in run.iter(f"{W}t"):
            text.tag, text.text = f"{W}delText", "原来没有的话"
        paragraph.append(holder)

    found = [(change.kind.value, change.before, change.author) for change in changes(edit)]
    assert ("revision", "原来没有的话", "王科长") in found


def test_what_one_put_in_and_another_cut_is_a_change_of_both() -> None:
    def edit(surgery: Surgery) -> None:
        paragraph = surgery.find(KEY("T06.1"))
        run = list(paragraph.iterchildren(f"{W}r"))[1]
        put = tracked("ins", "王科长")
        for text, tag, author in (("县里设置", "", ""), ("两处", "del", "李局"), ("展区。", "", "")):
            fresh = etree.Element(f"{W}r")
            etree.SubElement(fresh, f"{W}delText" if tag else f"{W}t").text = text
            if tag:
                cut = tracked(tag, author)
                cut.append(fresh)
                fresh = cut
            put.append(fresh)
        run.addprevious(put)

    (change,) = changes(edit)
    assert (change.kind.value, change.after, change.author) == ("text-added", "县里设置展区。", "王科长、李局")


def test_an_item_put_in_under_revision_is_one_change() -> None:
    def edit(surgery: Surgery) -> None:
        last = surgery.find(KEY("T07.2"))
        heading = new_paragraph(surgery, "加强应急值班值守", surgery.find(KEY("T07")))
        body = new_paragraph(surgery, "领导在岗带班。（县应急局牵头）", last)
        remove(body.find(f"{W}pPr/{W}numPr"))
        for fresh in (body, heading):
            last.addnext(fresh)
            wrap(fresh, "ins", "李局")

    (change,) = changes(edit)
    assert (change.kind.value, change.title, change.author) == ("item-added", "加强应急值班值守", "李局")


def move(surgery: Surgery, key: str, behind: str, author: str = "") -> None:
    here = surgery.find(behind)
    for paragraph in section(surgery, key):
        if not author:
            here.addnext(paragraph)
            here = paragraph
            continue
        copied = copy.deepcopy(paragraph)
        for mark in list(copied.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            remove(mark)
        here.addnext(copied)
        here = copied
        wrap(copied, "moveTo", author)
        wrap(paragraph, "moveFrom", author)


@pytest.mark.parametrize("author", ["", "刘主任"])
def test_a_task_moved_as_a_whole_is_one_change_that_says_from_where_to_where(author: str) -> None:
    (change,) = changes(lambda surgery: move(surgery, KEY("T15"), KEY("T16.3"), author))
    assert (change.kind.value, change.key, change.author) == ("item-moved", KEY("T15"), author)
    assert (change.before[:2], change.after[:2]) == ("3.", "4.")


def test_a_point_moved_under_its_own_heading_says_behind_which_it_stands() -> None:
    def edit(surgery: Surgery) -> None:
        surgery.find(KEY("T04.7")).addnext(surgery.find(KEY("T04.3")))

    (change,) = changes(edit)
    assert change.before.endswith("“抓实常态化督导巡查机制”之后") and change.after == "“规范全环节核查机制”之后"


BOX = (
    f'<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>建议与水利局平台合并</w:t></w:r></w:p><w:p><w:r><w:t>请财政局核算。</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


@pytest.mark.parametrize("key", [KEY("T13.1"), KEY("T03")])
def test_a_text_box_is_none_of_the_words_of_the_item_that_it_hangs_on(key: str) -> None:
    found = changes(lambda surgery: surgery.find(key).append(etree.fromstring(BOX)))
    assert {(change.kind.value, change.key) for change in found} == {("text-box", key)}
    assert [change.after for change in found] == ["建议与水利局平台合并", "请财政局核算。"]


def test_a_sentence_beside_a_text_box_is_still_the_item_s() -> None:
    def edit(surgery: Surgery) -> None:
        add_sentence("每年汛前核对一次。")(surgery.find(KEY("T13.1")))
        surgery.find(KEY("T13.1")).append(etree.fromstring(BOX))

    assert sorted(change.kind.value for change in changes(edit)) == ["text-added", "text-box", "text-box"]


# --- how it is said ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        (ChangeKind.LEAD, "县应急局", "", "县应急局 → （无）"),
        (ChangeKind.DEADLINE, "", "2027年底前", "（无） → 2027年底前"),
        (ChangeKind.CELL, "县域无煤矿", "", "县域无煤矿 → （无）"),
        (
            ChangeKind.PARTICIPANTS,
            "县自然资源局、县应急局、县财政局",
            "县自然资源局、县财政局",
            "县自然资源局、[-县应急局、-]县财政局",
        ),
        (
            ChangeKind.PARTICIPANTS,
            "县总指挥部成员单位、各乡镇",
            "县公安局、各乡镇",
            "[-县总指挥部成员单位-]{+县公安局+}、各乡镇",
        ),
        (
            ChangeKind.REWORDED,
            "归集事故责任、等级等信息开展评估。",
            "信用评定半年公布。",
            "[-归集事故责任、等级等信息开展评估。-]{+信用评定半年公布。+}",
        ),
        (ChangeKind.REWORDED, "持续推进专项行动。", "深入推进专项行动。", "[-持续-]{+深入+}推进专项行动。"),
    ],
)
def test_a_change_is_said_as_a_planner_reads_it(kind: ChangeKind, before: str, after: str, said: str) -> None:
    change = Change(kind=kind, where=Where.BODY, key="a:T1", title="甲", before=before, after=after)
    report = ChangeReport(draft="x.docx", changes=(change,), by_bookmark=1.0)
    assert lines(report)[-1].endswith(f"{kind.label}：{said}")


def test_a_row_that_stands_for_no_item_is_called_by_its_first_words() -> None:
    def edit(surgery: Surgery) -> None:
        row = next(row for row in surgery.root.iter(f"{W}tr") if "所在事项" in text_of(row))
        for text in row.iter(f"{W}t"):
            text.text = (text.text or "").replace("修改意见", "修改建议")

    (change,) = changes(edit)
    assert change.title == "所在事项"


def test_words_of_an_item_are_still_said_under_it() -> None:
    (change,) = changes(words(KEY("T01.1"), "述职内容", "述职述廉内容"))
    assert (change.kind.value, change.key) == ("text-reworded", KEY("T01.1"))
