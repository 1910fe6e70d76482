"""What a reader of the paper sees counts, wherever it stands; what he does not see, or sees to be void, does not."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from lxml import etree

from draft_builders import DRILLS, GRAIN, RESCUE, document
from draft_edits import audited
from draft_surgery import Surgery, W, drop_bookmarks, text_of, type_over
from example_drafts import by_key, example
from plan_builders import item, parent
from plangen.plan.model import CountyPlan
from plangen.terms.clause_search import is_clause_paragraph
from plangen.trace.audit import audit
from plangen.trace.check import check_draft
from plangen.trace.model import CheckReport, Status

Put = Callable[[Surgery, list[etree._Element]], None]
Judge = Callable[[CountyPlan, bytes], CheckReport]
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def element(tag: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{W}{tag}", {f"{W}{name}": value for name, value in attributes.items()})


def around(outer: etree._Element, inner: etree._Element, texts: list[etree._Element]) -> None:
    texts[0].addprevious(outer)
    for paragraph in texts:
        inner.append(paragraph)


def into_box(surgery: Surgery, texts: list[etree._Element]) -> None:
    anchor, run, picture, box = element("p"), element("r"), element("pict"), element("txbxContent")
    texts[0].addprevious(anchor)
    anchor.append(run)
    run.append(picture)
    picture.append(box)
    for paragraph in texts:
        box.append(paragraph)


def into_control(surgery: Surgery, texts: list[etree._Element]) -> None:
    control, content = element("sdt"), element("sdtContent")
    control.append(content)
    around(control, content, texts)


def into_table(surgery: Surgery, texts: list[etree._Element]) -> None:
    table, row, cell = element("tbl"), element("tr"), element("tc")
    table.append(row)
    row.append(cell)
    around(table, cell, texts)


def into_columns(surgery: Surgery, texts: list[etree._Element]) -> None:
    properties, section = texts[-1].find(f"{W}pPr"), element("sectPr")
    section.append(element("cols", num="2"))
    properties.append(section)


def in_cell(*marks: str, beside: tuple[str, ...] = ()) -> Put:
    """Put the text into a cell with marks of revision in its properties, beside a cell with others."""

    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        into_table(surgery, texts)
        cell = texts[0].getparent()
        row = cell.getparent()
        kinds = {"trPr": row, "tcPr": cell}
        for mark in marks:
            where, _, tag = mark.partition("/")
            properties = element(where)
            properties.append(element(tag, id="901", author="甲"))
            kinds[where].insert(0, properties)
        for tag in beside:
            other, properties = element("tc"), element("tcPr")
            properties.append(element(tag, id="902", author="甲"))
            other.append(properties)
            other.append(copy.deepcopy(texts[0]))
            row.append(other)

    return put


def revised(tag: str) -> Put:
    """Put the runs of the text into a mark of revision."""

    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        for number, run in enumerate(run for paragraph in texts for run in list(paragraph.iter(f"{W}r"))):
            mark = element(tag, id=str(920 + number), author="甲")
            run.addprevious(mark)
            mark.append(run)

    return put


def joined(surgery: Surgery, texts: list[etree._Element]) -> None:
    """Divide the text into two paragraphs and delete the mark between them under revision."""
    second = copy.deepcopy(texts[0])
    words = text_of(texts[0])
    stop = words.find("。") + 1
    type_over(texts[0], words[:stop])
    type_over(second, words[stop:])
    texts[0].addnext(second)
    marked = element("rPr")
    marked.append(element("del", id="940", author="甲"))
    properties = texts[0].find(f"{W}pPr")
    for old in properties.findall(f"{W}rPr"):
        properties.remove(old)
    properties.append(marked)


def merged(surgery: Surgery, texts: list[etree._Element]) -> None:
    """Put the text into the upper one of two cells that were merged under revision."""
    in_cell()(surgery, texts)
    upper = texts[0].getparent().getparent()
    lower = copy.deepcopy(upper)
    for row, kind in ((upper, "rest"), (lower, "cont")):
        properties = element("tcPr")
        properties.append(element("cellMerge", id="950", author="甲", vMerge=kind))
        row.find(f"{W}tc").insert(0, properties)
    for paragraph in lower.iter(f"{W}p"):
        type_over(paragraph, "")
    upper.addnext(lower)


def box_in_cell(surgery: Surgery, texts: list[etree._Element]) -> None:
    into_box(surgery, texts)
    anchor = next(texts[0].iterancestors(f"{W}p"))
    into_table(surgery, [anchor])


def unseen_note(tag: str, **attributes: str) -> Put:
    """Move the text into a footnote that nobody can read."""

    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        part_with("footnotes")(surgery, texts)
        root = etree.fromstring(surgery.parts["word/footnotesx.xml"])
        for run in root.iter(f"{W}r"):
            looks = element("rPr")
            looks.append(element(tag, **attributes))
            run.insert(0, looks)
        surgery.parts["word/footnotesx.xml"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    return put


def part_with(kind: str) -> Put:
    """Move the text into another part of the file: footnotes, comments, a header."""

    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        words = "".join(map(text_of, texts))
        roots = {"footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "header": "hdr"}
        root = etree.Element(f"{W}{roots[kind]}", nsmap={"w": WORD})
        holder = root
        if kind != "header":
            holder = etree.SubElement(root, f"{W}{kind[:-1]}", {f"{W}id": "7"})
        run = etree.SubElement(etree.SubElement(holder, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = words
        surgery.parts[f"word/{kind}x.xml"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        relations = etree.fromstring(surgery.parts[RELATIONS])
        for old in [one for one in relations if one.get("Type") == f"{OFFICE}/{kind}"]:
            relations.remove(old)
        relations.append(relations.makeelement(relations[0].tag, {
            "Id": "rIdX", "Type": f"{OFFICE}/{kind}", "Target": f"{kind}x.xml",
        }))  # fmt: skip
        surgery.parts[RELATIONS] = etree.tostring(relations, encoding="UTF-8", xml_declaration=True)
        for paragraph in texts:
            type_over(paragraph, "")
        if kind != "header":
            run = etree.SubElement(texts[0].getprevious(), f"{W}r")
            etree.SubElement(run, f"{W}{kind[:-1]}Reference", {f"{W}id": "7"})

    return put


def voided(words: str) -> Put:
    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        line = copy.deepcopy(texts[0])
        type_over(line, words)
        texts[0].addprevious(line)

    return put


def looking(**looks: dict[str, str]) -> Put:
    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        for run in [run for paragraph in texts for run in paragraph.iter(f"{W}r")]:
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = element("rPr")
                run.insert(0, properties)
            for old in [one for one in properties if one.tag in {f"{W}{name}" for name in looks}]:
                properties.remove(old)
            properties.extend(element(name, **values) for name, values in looks.items())

    return put


def spaced(line: str, rule: str) -> Put:
    def put(surgery: Surgery, texts: list[etree._Element]) -> None:
        for paragraph in texts:
            properties = paragraph.find(f"{W}pPr")
            for old in properties.findall(f"{W}spacing"):
                properties.remove(old)
            properties.append(element("spacing", line=line, lineRule=rule))

    return put


@pytest.mark.parametrize("judge", [check_draft, audited])
@pytest.mark.parametrize("bookmarks", [True, False])
@pytest.mark.parametrize(
    ("put", "seen"),
    [
        (into_box, True),
        (into_control, True),
        (into_table, True),
        (into_columns, True),
        (in_cell("trPr/ins"), True),
        (in_cell("tcPr/cellIns"), True),
        (in_cell("trPr/del"), False),
        (in_cell("tcPr/cellDel"), False),
        (in_cell(beside=("cellDel",)), True),
        (merged, True),
        (box_in_cell, True),
        (joined, True),
        (revised("ins"), True),
        (revised("moveTo"), True),
        (revised("moveFrom"), False),
        (revised("del"), False),
        (unseen_note("vanish"), False),
        (unseen_note("color", val="FFFFFF"), False),
        (unseen_note("sz", val="2"), False),
        (part_with("footnotes"), True),
        (part_with("endnotes"), True),
        (part_with("comments"), False),
        (part_with("header"), False),
        (looking(color={"val": "auto", "themeColor": "background1"}), False),
        (looking(color={"val": "000000"}, highlight={"val": "black"}), False),
        (looking(color={"val": "auto"}, highlight={"val": "black"}), False),
        (looking(color={"val": "1F3864"}, shd={"val": "clear", "fill": "1F3864"}), False),
        (looking(color={"val": "FFFFFF"}, shd={"val": "clear", "fill": "1F3864"}), True),
        (looking(color={"val": "auto"}, shd={"val": "clear", "fill": "000000"}), True),
        (spaced("20", "exact"), False),
        (spaced("20", "atLeast"), True),
        (spaced("560", "exact"), True),
        (voided("以下事项暂缓实施"), False),
        (voided("本部分为上级事项，列出仅供参考，本县不承担。"), False),
        (voided("以下内容作废"), False),
        (voided("（以下不再执行）"), False),
    ],
)
def test_where_a_text_stands(put: Put, seen: bool, bookmarks: bool, judge: Judge) -> None:
    plan, data = example("yonghe")
    surgery = Surgery(data)
    heading, texts = next(
        (place, surgery.under(place))
        for place, keys in surgery.anchored()
        if all(key.startswith("jincheng-155:T") for key in keys)
        and len(keys) == 1
        and surgery.under(place)
        and not is_clause_paragraph(text_of(surgery.under(place)[0]))
    )
    (key,) = next(keys for place, keys in surgery.anchored() if place is heading)
    if not bookmarks:
        drop_bookmarks(surgery.root)
    put(surgery, texts)
    status = by_key(judge(plan, surgery.data()))[key].status
    assert status is Status.CARRIED if seen else status in (Status.MISSING, Status.SUSPECT)


@pytest.mark.parametrize(
    "line", ["三、作废内容", "三、以下任务不再执行", "三、旧稿", "三、以下工程推迟实施", "三、暂缓实施的事项"]
)
def test_what_stands_under_a_heading_of_void_things_is_lost_and_said(line: str) -> None:
    draft = document(
        "二、重点任务", "1.预案演练", DRILLS, line, "1.水上搜救", RESCUE, "四、保障", "1.成品粮储备", GRAIN
    )
    texts = {"预案演练": DRILLS, "水上搜救": RESCUE, "成品粮储备": GRAIN}
    report = audit(draft, [parent(*(item(f"T0{n}", *one[:1], text=one[1]) for n, one in enumerate(texts.items(), 1)))])
    found = {one.title: one.status for one in report.items}
    assert found == {"预案演练": Status.CARRIED, "水上搜救": Status.MISSING, "成品粮储备": Status.CARRIED}
    assert "part-void" in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    "line", ["以下简称应急局", "以下内容由各乡镇组织实施", "取消不合理的审批事项", "以下工程优先实施"]
)
def test_other_words_void_nothing(line: str) -> None:
    draft = document("二、重点任务", "1.预案演练", line, DRILLS)
    report = audit(draft, [parent(item("T01", "预案演练", text=DRILLS))])
    assert report.items[0].status is Status.CARRIED


@pytest.mark.parametrize("judge", [check_draft, audited])
@pytest.mark.parametrize("kind", ["footnotes", "endnotes", "comments"])
def test_a_note_that_hangs_on_a_cell_is_read_with_it(kind: str, judge: Judge) -> None:
    """Who leads is written into a note on the empty cell: seen in a footnote, not in a comment."""
    plan, data = example("yonghe")
    surgery = Surgery(data)
    key = "jincheng-155:T02"
    cells = surgery.find(key, "pgr_").findall(f"{W}tc")
    table = next(cells[0].iterancestors(f"{W}tbl"))
    rows = ([text_of(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr"))
    heads = next(row for row in rows if "牵头单位" in row)  # above it stands the group
    cell = cells[heads.index("牵头单位")]
    paragraph = cell.find(f"{W}p")
    beside = copy.deepcopy(paragraph)
    paragraph.addnext(beside)
    part_with(kind)(surgery, [beside])
    assert text_of(cell) in ("", text_of(paragraph))
    type_over(paragraph, "")
    status = by_key(judge(plan, surgery.data()))[key].status
    assert status is (Status.PARTIAL if kind == "comments" else Status.CARRIED)
