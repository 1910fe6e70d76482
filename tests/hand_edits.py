"""Edits as people make them in Word, done to the XML of a draft: for the tests of what comes back of them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from draft_surgery import Surgery, W, copy_paste, delete_tracked, divide, join_with_previous, remove, text_of
from own_items import COMMUNITIES
from plangen.office.docx_package import parse_xml

_CONTENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAP = "绘制安全风险分布图，分发乡镇、园区和重点企业，随风险变化更新并在现场公示。"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class HandEdit:
    """An edit and what is to be said of it: kinds of changes with the item that each is about, and nothing else."""

    name: str
    apply: Callable[[Surgery], None]
    expected: tuple[tuple[str, str], ...]


def say(node: etree._Element, old: str, new: str) -> None:
    """Replace words in a paragraph or row, over the borders of its runs, as typing does."""
    texts = list(node.iter(f"{W}t"))
    whole = "".join(text.text or "" for text in texts)
    start = whole.index(old)
    end, at = start + len(old), 0
    for text in texts:
        own = text.text or ""
        begin, stop = max(start - at, 0), min(end - at, len(own))
        if begin < stop:
            text.text = own[:begin] + (new if at <= start < at + len(own) else "") + own[stop:]
        at += len(own)


def new_paragraph(surgery: Surgery, words: str, like: etree._Element) -> etree._Element:
    """Return a paragraph in the style of another."""
    paragraph = etree.Element(f"{W}p")
    if (properties := like.find(f"{W}pPr")) is not None:
        paragraph.append(copy.deepcopy(properties))
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
    return paragraph


def add_part(surgery: Surgery, kind: str, root: str, content: str) -> None:
    """Add a part such as comments or footnotes to the package."""
    surgery.parts[f"word/{kind}.xml"] = (
        f'<w:{root} xmlns:w="{W[1:-1]}">{content}</w:{root}>'.encode()
    )  # fmt: skip
    types = parse_xml(surgery.parts["[Content_Types].xml"])
    entry = etree.SubElement(types, types[0].tag.replace("Default", "Override"))
    entry.set("PartName", f"/word/{kind}.xml")
    entry.set("ContentType", f"{_WORD}.{kind}+xml")
    surgery.parts["[Content_Types].xml"] = etree.tostring(types)
    related = parse_xml(surgery.parts["word/_rels/document.xml.rels"])
    entry = etree.SubElement(related, related[0].tag)
    for name, value in (("Id", f"rId{kind}"), ("Type", f"{_CONTENT}/{kind}"), ("Target", f"{kind}.xml")):
        entry.set(name, value)
    surgery.parts["word/_rels/document.xml.rels"] = etree.tostring(related)


def tracked(kind: str, author: str, words: str, number: int) -> etree._Element:
    mark = etree.Element(f"{W}{kind}")
    for name, value in (("id", str(97000 + number)), ("author", author), ("date", "2026-11-20T09:00:00Z")):
        mark.set(f"{W}{name}", value)
    text = etree.SubElement(etree.SubElement(mark, f"{W}r"), f"{W}{'t' if kind == 'ins' else 'delText'}")
    text.text = words
    return mark


# --- words --------------------------------------------------------------------------------------------------------


def words(key: str, old: str, new: str) -> Callable[[Surgery], None]:
    return lambda surgery: say(surgery.find(key), old, new)


def row_words(key: str, old: str, new: str) -> Callable[[Surgery], None]:
    return lambda surgery: say(surgery.find(key, "pgr_"), old, new)


def both(*edits: Callable[[Surgery], None]) -> Callable[[Surgery], None]:
    def apply(surgery: Surgery) -> None:
        for edit in edits:
            edit(surgery)

    return apply


def under(key: str, change: Callable[[etree._Element], None]) -> Callable[[Surgery], None]:
    """Change the first paragraph under an item's heading."""
    return lambda surgery: change(surgery.under(surgery.find(key))[0])


def add_sentence(words: str) -> Callable[[etree._Element], None]:
    def apply(paragraph: etree._Element) -> None:
        last = list(paragraph.iter(f"{W}t"))[-1]
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
        assert last is not None

    return apply


def move_behind(key: str, other: str) -> Callable[[Surgery], None]:
    """Cut an item of one paragraph and paste it behind another."""
    return lambda surgery: surgery.find(other).addnext(surgery.find(key))


def delete_item(surgery: Surgery, key: str) -> None:
    paragraph = surgery.find(key)
    for one in [paragraph, *surgery.under(paragraph)]:
        remove(one)


def type_item(surgery: Surgery) -> None:
    """Type a new item with a text behind an item, and a row for it."""
    heading = surgery.find("jincheng-155:T02")
    text = surgery.under(heading)[-1]
    title = new_paragraph(surgery, "强化学校周边安全巡查", heading)
    text.addnext(title)
    title.addnext(new_paragraph(surgery, "组织学校会同派出所巡查道路。（县教育局牵头，县公安局配合）", text))
    row = surgery.find("jincheng-155:T02", "pgr_")
    typed = copy.deepcopy(row)
    for mark in [*typed.iter(f"{W}bookmarkStart"), *typed.iter(f"{W}bookmarkEnd")]:
        remove(mark)
    say(typed, "强化风险精准化源头治理", "强化学校周边安全巡查")
    row.addnext(typed)


def accept(surgery: Surgery) -> None:
    """Take the mark off a proposal."""
    for style in list(surgery.under(surgery.find("jincheng-155:T02"))[0].iter(f"{W}rStyle")):
        remove(style)


def comment_on(surgery: Surgery, key: str, words: str, author: str) -> None:
    """Put a comment on an item's own paragraph."""
    opening = f'<w:comment w:id="0" w:author="{author}" w:date="2026-11-21T10:00:00Z">'
    content = f"{opening}<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>"
    add_part(surgery, "comments", "comments", content)
    run = etree.SubElement(surgery.find(key), f"{W}r")
    etree.SubElement(run, f"{W}commentReference").set(f"{W}id", "0")


def comment(surgery: Surgery) -> None:
    comment_on(surgery, T03, "本项建议由县公安局牵头。", "县教育局")


def footnote(surgery: Surgery) -> None:
    add_part(
        surgery,
        "footnotes",
        "footnotes",
        '<w:footnote w:id="2"><w:p><w:r><w:t>指县域内的加油站。</w:t></w:r></w:p></w:footnote>',
    )
    run = etree.SubElement(surgery.under(surgery.find("jincheng-155:T03"))[0], f"{W}r")
    etree.SubElement(run, f"{W}footnoteReference").set(f"{W}id", "2")


def two_authors(surgery: Surgery) -> None:
    """One inserts under revision, another deletes, a third replaces."""
    first = surgery.under(surgery.find("jincheng-155:T02"))[0]
    first.append(tracked("ins", "县水利局", "山洪沟道一并排查。", 1))
    delete_tracked(surgery.under(surgery.find("jincheng-155:T03"))[0])


def picture(surgery: Surgery) -> None:
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    drawing = etree.SubElement(run, f"{W}drawing")
    etree.SubElement(drawing, "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic")
    surgery.find("jincheng-155:T03").addprevious(paragraph)


def bold(surgery: Surgery) -> None:
    run = next(surgery.under(surgery.find("jincheng-155:T02"))[0].iter(f"{W}r"))
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    properties.append(etree.Element(f"{W}b"))


def page_break(surgery: Surgery) -> None:
    paragraph = surgery.find("jincheng-155:T03")
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}br").set(f"{W}type", "page")
    surgery.under(surgery.find("jincheng-155:T02"))[-1].append(run)
    assert paragraph is not None


def header(surgery: Surgery) -> None:
    name = next(part for part in surgery.parts if part.startswith("word/footer"))
    root = parse_xml(surgery.parts[name])
    paragraph = next(root.iter(f"{W}p"))
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = "内部资料"
    surgery.parts[name] = etree.tostring(root)


def replace_all(old: str, new: str) -> Callable[[Surgery], None]:
    def apply(surgery: Surgery) -> None:
        for text in surgery.root.iter(f"{W}t"):
            text.text = (text.text or "").replace(old, new)

    return apply


def starting(surgery: Surgery, words: str) -> etree._Element:
    """Return the first paragraph with these words."""
    return next(one for one in surgery.body.iter(f"{W}p") if words in text_of(one))


T01_1, T02, T03, T04_5, G01, I5 = (f"jincheng-155:{one}" for one in ("T01.1", "T02", "T03", "T04.5", "G01", "I05"))
OWN_TARGET = COMMUNITIES

EDITS: Sequence[HandEdit] = (
    HandEdit("nothing", lambda surgery: None, ()),
    HandEdit("lead in the table only", row_words(T02, "县应急局", "县能源局"), (("lead", T02),)),
    HandEdit(
        "lead in the text only", under(T02, lambda one: say(one, "县应急局牵头", "县工信局牵头")), (("lead", T02),)
    ),
    HandEdit("participant added", words(G01, "成员单位配合", "成员单位、县水利局配合"), (("participants", G01),)),
    HandEdit("deadline in the table", row_words(T02, "2030年底前", "2028年底前"), (("deadline", T02),)),
    HandEdit("target lowered", words(OWN_TARGET, "2个", "1个"), (("target", OWN_TARGET),)),
    HandEdit("title", words(T02, "精准化", "精细化"), (("title", T02),)),
    HandEdit(
        "sentence added",
        under(T02, lambda one: say(one, "（拟由", "对学校食堂单独建档。（拟由")),
        (("text-added", T02),),
    ),
    HandEdit(
        "sentence deleted",
        under(T02, lambda one: say(one, _MAP, "")),
        (("text-deleted", T02),),
    ),
    HandEdit(
        "sentence reworded",
        under(T02, lambda one: say(one, "分发乡镇、园区和重点企业", "发到各乡镇和企业")),
        (("text-reworded", T02),),
    ),
    HandEdit(
        "sentence moved",
        both(
            under(
                T02,
                lambda one: say(one, _MAP, ""),
            ),
            under(
                T03,
                lambda one: say(one, "（拟由", f"{_MAP}（拟由"),
            ),
        ),
        (("text-moved", T03),),
    ),
    HandEdit(
        "paragraph divided, names on both halves",
        under(T02, lambda one: divide(one, names_twice=True) and None),
        (("paragraph-split", T02),),
    ),
    HandEdit(
        "paragraph divided, name on the first half",
        under(T02, lambda one: divide(one, names_twice=False) and None),
        (("paragraph-split", T02),),
    ),
    HandEdit(
        "item joined to the one before",
        lambda surgery: join_with_previous(surgery.find("jincheng-155:T04.6")),
        (("paragraph-joined", T04_5),),
    ),
    HandEdit("item deleted", lambda surgery: delete_item(surgery, T03), (("item-deleted", T03),)),
    HandEdit(
        "item copied",
        lambda surgery: copy_paste(surgery.find(T01_1), tail="_Copy_1"),
        (("item-copied", T01_1),),
    ),
    HandEdit("item moved", move_behind(T01_1, "jincheng-155:T07.1"), (("item-moved", T01_1),)),
    HandEdit("item typed with a row", type_item, (("item-added", ""), ("row-added", ""))),
    HandEdit("row deleted", lambda surgery: remove(surgery.find(T02, "pgr_")), (("row-deleted", T02),)),
    HandEdit(
        "row moved",
        lambda surgery: surgery.find("jincheng-155:T07", "pgr_").addnext(surgery.find(T03, "pgr_")),
        (("row-moved", T03),),
    ),
    HandEdit("proposal accepted", accept, (("proposal-accepted", T02),)),
    HandEdit("comment", comment, (("comment", T03),)),
    HandEdit("tracked changes of two", two_authors, (("text-added", T02), ("text-deleted", T03))),
    HandEdit("footnote", footnote, (("note", T03),)),
    HandEdit("picture", picture, (("picture", T02),)),
    HandEdit("words in bold", bold, (("format", T02),)),
    HandEdit("page break", page_break, (("page-break", T03),)),
    HandEdit("words in the footer", header, (("margin", ""),)),
    HandEdit(
        "preface reworded",
        lambda surgery: say(starting(surgery, "本方案实施期为"), "本方案实施期为", "本方案的实施期是"),
        (("text-reworded", ""),),
    ),
    HandEdit(
        "principle's title",
        lambda surgery: say(starting(surgery, "立足县情，突出重点"), "突出重点", "分清主次"),
        (("title", ""),),
    ),
    HandEdit("width of a figure", words(OWN_TARGET, "2个", "２个"), (("target", OWN_TARGET),)),
    HandEdit("one word replaced throughout", replace_all("县应急局", "应急管理局"), (("text-replaced", ""),)),
)
