"""Means for the edits of a county: places in a draft, and what takes more than a line to do there."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache

from lxml import etree

import plangen
from draft_surgery import Surgery, W, remove, text_of, type_over
from example_drafts import SPECS, example
from hand_edits import (
    add_part,
    new_paragraph,
    say,
    starting,
    tracked,
)
from own_items import GAS
from plangen.office.docx_package import parse_xml

T01, T02, T03, T04 = (f"jincheng-155:T0{number}" for number in range(1, 5))
G01, P01 = "jincheng-155:G01", "jincheng-155:P01"
X01, X02 = "xinzhou-145:T01", "xinzhou-145:T02"


@cache
def rendered(name: str) -> bytes:
    """Return an example's draft, or the sheet of a department: ``yonghe/县教育局``."""
    spec, _, department = name.partition("/")
    if not department:
        return example(spec)[1]
    return plangen.render(SPECS / f"{spec}.yaml", departments=[department]).documents[0].data


# --- places and means -------------------------------------------------------------------------------------------------


def at(words_there: str, old: str, new: str) -> Callable[[Surgery], None]:
    """Replace words in the first paragraph that holds others."""
    return lambda surgery: say(starting(surgery, words_there), old, new)


def table_of(surgery: Surgery, key: str) -> etree._Element:
    return next(surgery.find(key, "pgr_").iterancestors(f"{W}tbl"))


def cell(surgery: Surgery, key: str, number: int) -> etree._Element:
    return surgery.find(key, "pgr_").findall(f"{W}tc")[number]


def set_cell(key: str, number: int, text: str) -> Callable[[Surgery], None]:
    """Type a text into a cell of an item's row."""

    def apply(surgery: Surgery) -> None:
        there = cell(surgery, key, number)
        if list(there.iter(f"{W}t")):
            type_over(there, text)
        else:
            etree.SubElement(etree.SubElement(there.find(f"{W}p"), f"{W}r"), f"{W}t").text = text

    return apply


def give(node: etree._Element, *properties: tuple[str, str]) -> None:
    """Set properties on all runs of a paragraph or row."""
    for run in node.iter(f"{W}r"):
        looks = run.find(f"{W}rPr")
        if looks is None:
            looks = etree.Element(f"{W}rPr")
            run.insert(0, looks)
        for name, value in properties:
            etree.SubElement(looks, f"{W}{name}").set(f"{W}val", value)


def unmarked(node: etree._Element) -> etree._Element:
    """Return a copy without bookmarks."""
    pasted = copy.deepcopy(node)
    for mark in [*pasted.iter(f"{W}bookmarkStart"), *pasted.iter(f"{W}bookmarkEnd")]:
        remove(mark)
    return pasted


def first_under(surgery: Surgery, key: str) -> etree._Element:
    return surgery.under(surgery.find(key))[0]


def below(surgery: Surgery, heading: str) -> etree._Element:
    return starting(surgery, heading).getnext()


def add_under(key: str, *texts: str, like: str = "") -> Callable[[Surgery], None]:
    """Write paragraphs behind the first text of an item."""

    def apply(surgery: Surgery) -> None:
        place = first_under(surgery, key)
        looks = surgery.find(like) if like else place
        for text in reversed(texts):
            place.addnext(new_paragraph(surgery, text, looks))

    return apply


# --- edits that take more than a line ---------------------------------------------------------------------------------


def paste_foreign(surgery: Surgery) -> None:
    """Paste from a web page: a style that the draft does not have, fonts and sizes on every run."""
    paragraph = parse_xml(
        f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pStyle w:val="NormalWeb"/><w:shd w:fill="FFFFFF"/></w:pPr>'
        '<w:r><w:rPr><w:rFonts w:eastAsia="微软雅黑"/><w:color w:val="333333"/><w:sz w:val="24"/></w:rPr>'
        "<w:t>各学校每学期开学前</w:t></w:r><w:smartTag><w:r><w:rPr><w:rFonts w:eastAsia=\"宋体\"/></w:rPr>"
        "<w:t>逐栋检查校舍和围墙。</w:t></w:r></w:smartTag></w:p>".encode()
    )  # fmt: skip
    first_under(surgery, T02).addnext(paragraph)


def type_numbered_item(surgery: Surgery) -> None:
    """Type a further point with its number by hand, as WPS does where automatic numbers are switched off."""
    last = surgery.find("jincheng-155:T04.9")
    typed = new_paragraph(surgery, "（10）建立学校安全联席会议机制。每学期召开一次会议。（县教育局牵头）", last)
    for properties in list(typed.iter(f"{W}numPr")):
        remove(properties)
    last.addnext(typed)


def add_column(surgery: Surgery) -> None:
    for row in table_of(surgery, GAS).findall(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        if len(cells) == 1:
            span = cells[0].find(f"{W}tcPr/{W}gridSpan")
            span.set(f"{W}val", str(int(span.get(f"{W}val")) + 1))
            continue
        added = unmarked(cells[-1])
        type_over(added, "备注" if any("完成时限" in text_of(one) for one in cells) else "")
        cells[-1].addnext(added)


def delete_column(surgery: Surgery) -> None:
    for row in table_of(surgery, GAS).findall(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        if len(cells) > 1:
            remove(cells[-1])


def merge_cells(surgery: Surgery) -> None:
    """Merge the cells of the leading unit and of those that take part."""
    cells = surgery.find(T03, "pgr_").findall(f"{W}tc")
    lead, support = cells[-3], cells[-2]
    for paragraph in support.findall(f"{W}p"):
        lead.append(paragraph)
    properties = lead.find(f"{W}tcPr")
    etree.SubElement(properties, f"{W}gridSpan").set(f"{W}val", "2")
    remove(support)


def paste_table(surgery: Surgery) -> None:
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) + "</w:tr>"
        for row in (("学校", "学生数"), ("芝河镇中学", "1200人"))
    )
    table = parse_xml(f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr/><w:tblGrid/>{rows}</w:tbl>'.encode())
    first_under(surgery, T02).addnext(table)


def break_line(surgery: Surgery) -> None:
    """Press Shift and Enter in the middle of a sentence."""
    text = next(one for one in first_under(surgery, T03).iter(f"{W}t") if "明确对象" in (one.text or ""))
    before, _, behind = (text.text or "").partition("明确对象")
    text.text = before
    line = etree.Element(f"{W}br")
    text.addnext(line)
    rest = etree.Element(f"{W}t")
    rest.text = f"明确对象{behind}"
    line.addnext(rest)


def cut_runs(surgery: Surgery) -> None:
    """What Word does by itself: runs in pieces, marks of the spelling check, ids of the session."""
    for run in list(surgery.body.iter(f"{W}r")):
        texts = run.findall(f"{W}t")
        if len(texts) == 1 and len(run) <= 2 and len(texts[0].text or "") > 1:
            second = copy.deepcopy(run)
            second.set(f"{W}rsidR", "00AA11BB")
            whole = texts[0].text or ""
            texts[0].text, second.find(f"{W}t").text = whole[:1], whole[1:]
            for one in (texts[0], second.find(f"{W}t")):
                one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(second)
            run.addnext(etree.Element(f"{W}proofErr"))


def update_fields(surgery: Surgery) -> None:
    """Let Word write the contents: lines with page numbers."""
    for number, text in enumerate(surgery.body.iter(f"{W}p")):
        style = text.find(f"{W}pPr/{W}pStyle")
        if style is not None and (style.get(f"{W}val") or "").startswith("TOC"):
            for one in list(text.iter(f"{W}t"))[-1:]:
                one.text = str(number)


def move_tracked(surgery: Surgery) -> None:
    """Move a point of an item behind the next but one, with revision on."""
    point = surgery.find("jincheng-155:T01.2")
    moved = unmarked(point)
    surgery.find("jincheng-155:T01.4").addnext(moved)
    for paragraph, name in ((point, "moveFrom"), (moved, "moveTo")):
        for number, run in enumerate(paragraph.findall(f"{W}r")):
            mark = etree.Element(f"{W}{name}", {f"{W}id": str(96000 + number), f"{W}author": "县司法局"})
            run.addprevious(mark)
            mark.append(run)
        properties = paragraph.find(f"{W}pPr")
        looks = properties.find(f"{W}rPr")
        looks = etree.SubElement(properties, f"{W}rPr") if looks is None else looks
        etree.SubElement(looks, f"{W}{name}", {f"{W}id": "96900", f"{W}author": "县司法局"})


def replace_tracked(surgery: Surgery) -> None:
    """Replace words in a sentence with revision on."""
    paragraph = first_under(surgery, T03)
    text = next(one for one in paragraph.iter(f"{W}t") if "整治专题" in (one.text or ""))
    run = text.getparent()
    before, _, behind = (text.text or "").partition("整治专题")
    rest = copy.deepcopy(run)
    text.text, rest.find(f"{W}t").text = before, behind
    run.addnext(rest)
    run.addnext(tracked("ins", "县工信局", "整治重点", 2))
    run.addnext(tracked("del", "县工信局", "整治专题", 3))


def comment_and_reply(surgery: Surgery) -> None:
    bodies = (("县教育局", "建议增加学校。"), ("县应急局", "同意，已采纳。"))
    add_part(
        surgery,
        "comments",
        "comments",
        "".join(
            f'<w:comment w:id="{number}" w:author="{author}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
            for number, (author, text) in enumerate(bodies)
        ),
    )
    for number in range(len(bodies)):
        run = etree.SubElement(surgery.find(T03), f"{W}r")
        etree.SubElement(run, f"{W}commentReference").set(f"{W}id", str(number))


def text_box(surgery: Surgery) -> None:
    run = parse_xml(
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>此件内部讨论用。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r>".encode()
    )
    starting(surgery, "本方案实施期为").append(run)


def clear_looks(surgery: Surgery) -> None:
    """Select all and clear what is set on characters: all proposals lose their mark."""
    for style in list(surgery.body.iter(f"{W}rStyle")):
        remove(style)


def accepted_proposals(name: str) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of an example whose proposals all lost their mark."""
    from plangen.document.word_style import load_style_data
    from plangen.living.view import view
    from plangen.office.word_document import read_docx
    from plangen.trace.check_words import load_check_words

    style = load_style_data()["classes"]["character"]["proposal"]
    for block in view(read_docx(rendered(name), name), load_check_words()):
        if any(look.style == style for look in block.looks):
            yield "proposal-accepted", block.key


def change_header(surgery: Surgery) -> None:
    root = parse_xml(surgery.parts["word/header3.xml"])
    paragraph = next(root.iter(f"{W}p"))
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = "附件"
    surgery.parts["word/header3.xml"] = etree.tostring(root)


def delete_rows(surgery: Surgery) -> None:
    for number in (1, 2, 3):
        remove(surgery.find(f"{P01}.{number}", "pgr_"))


def add_row(surgery: Surgery) -> None:
    row = unmarked(surgery.find(T03, "pgr_"))
    for paragraph in row.iter(f"{W}p"):
        if list(paragraph.iter(f"{W}t")):
            type_over(paragraph, "校园")
    surgery.find(T03, "pgr_").addnext(row)


def rewrite_chapter(surgery: Surgery) -> None:
    """Write all four principles anew and keep their headings."""
    others = (
        ("逐项承接", "凡是上级交办的事，件件要有人管、有结果。"),
        ("立足县情", "黄土丘陵、沟壑纵横，防灾先看窑洞和沟道。"),
        ("一事一牵头", "谁主管谁负责，推诿扯皮的要问责。"),
        ("明确时限", "挂图作战，每季度通报一次。"),
    )
    for heading, text in others:
        type_over(below(surgery, heading), text)


def delete_section(surgery: Surgery) -> None:
    heading = starting(surgery, "广泛动员参与")
    remove(heading.getnext())
    remove(heading)


def add_section(surgery: Surgery) -> None:
    heading = starting(surgery, "广泛动员参与")
    text = new_paragraph(surgery, "对成绩突出的单位和个人按规定给予表扬。", heading.getnext())
    heading.getnext().addnext(text)
    text.addprevious(new_paragraph(surgery, "注重激励表扬", heading))


def swap(surgery: Surgery) -> None:
    first = surgery.find("jincheng-155:T04.1")
    surgery.find("jincheng-155:T04.2").addnext(first)


def empty_lines(surgery: Surgery) -> None:
    for key in (T02, T03, T04):
        surgery.find(key).addprevious(etree.Element(f"{W}p"))


def other_level(surgery: Surgery) -> None:
    surgery.find(T03).find(f"{W}pPr/{W}pStyle").set(f"{W}val", "3")


def restart_pages(surgery: Surgery) -> None:
    section = list(surgery.body.iter(f"{W}sectPr"))[-1]
    numbers = section.find(f"{W}pgNumType")
    numbers = etree.SubElement(section, f"{W}pgNumType") if numbers is None else numbers
    numbers.set(f"{W}start", "7")


def fill_reached(surgery: Surgery) -> None:
    row = next(one for one in surgery.body.iter(f"{W}tr") if "低于“十三五”平均水平" in text_of(one))
    say(row, "【待填】", "2人")
