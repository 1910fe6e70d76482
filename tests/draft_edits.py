"""Edits to a draft as people make them in Word, each with what a check must say of it: for tests and the benchmark."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from draft_surgery import Surgery, W, base, delete_tracked, head_of, hide, hosts, keep_only, reword, text_of, type_over
from example_drafts import by_key, example
from plangen.office.word_document import read_docx
from plangen.plan.model import CountyPlan
from plangen.reading.word import source_of
from plangen.terms.clause_search import is_clause_paragraph
from plangen.terms.findings import Severity
from plangen.trace.audit import audit
from plangen.trace.check import check_draft
from plangen.trace.model import CheckReport, Status

Judge = Callable[[CountyPlan, bytes], CheckReport]
"""What judges a draft: the check with its plan, or the audit against its parents."""
LOST = "lost"
"""The duty is gone or given up: missing or to be looked at again."""
WEAK = "weak"
"""Something of it was weakened or contradicts itself: to be looked at again, partial, or an error."""
NOTED = "noted"
"""Something of it is less than before: at least a warning names the item."""
KEPT = "kept"
"""It is all there: carried, and no error."""


@dataclass(frozen=True)
class Edit:
    """One edit of one item.

    Attributes:
        kind: the kind, for the count by kind.
        name: what is done.
        wanted: what the check must say.
        on: what it is done to: ``text`` (a task with text under its heading), ``host`` (one that says nothing itself,
            with others under it), ``row`` (a row with units), ``target``.
        apply: does it; False where the item does not have what it needs.
        beside_plan: it is done to what the county wrote of its own, which only the plan knows.
    """

    kind: str
    name: str
    wanted: str
    on: str
    apply: Callable[[Hand], bool]
    beside_plan: bool = False


@dataclass
class Hand:
    """An item under the hand of a person: its heading, its text, its row.

    Attributes:
        surgery: the draft.
        keys: the parent items that it carries.
        heading: the paragraph with the bookmark.
        texts: the paragraphs under it.
        row: its row in the division table, None where it has none.
        number: counts the edits, for ids in the XML.
    """

    surgery: Surgery
    keys: list[str]
    heading: etree._Element
    texts: list[etree._Element]
    row: etree._Element | None
    number: int

    def cells(self) -> list[etree._Element]:
        """Return the cells of the row."""
        return [] if self.row is None else self.row.findall(f"{W}tc")

    def cell(self, head: str) -> etree._Element | None:
        """Return the cell under a head of the table."""
        if self.row is None:
            return None
        table = next(self.row.iterancestors(f"{W}tbl"))
        heads = [text_of(cell) for cell in head_of(table).findall(f"{W}tc")]
        place = next((index for index, name in enumerate(heads) if head == name), None)
        if place is None:
            place = next((index for index in reversed(range(len(heads))) if heads[index].endswith(head)), None)
        return None if place is None or place >= len(self.cells()) else self.cells()[place]

    def words(self) -> str:
        """Return the text under the heading."""
        return "".join(map(text_of, self.texts))

    def own(self) -> str:
        """Return the text under the heading without the clause that says who does it."""
        said = self.words()
        return "" if is_clause_paragraph(said) else re.sub(r"（[^（）]*(?:牵头|负责|配合)[^（）]*）", "", said)


# ------------------------------------------------------------------------------------------------ what is done


def _look(*marks: tuple[str, dict[str, str]], heading: bool = False) -> Callable[[Hand], bool]:
    """Give all text a property of its runs, as the buttons of Word do."""

    def apply(hand: Hand) -> bool:
        for paragraph in [hand.heading] * heading + hand.texts:
            for run in paragraph.iter(f"{W}r"):
                looks = run.find(f"{W}rPr")
                if looks is None:
                    looks = etree.Element(f"{W}rPr")
                    run.insert(0, looks)
                for tag, attributes in marks:
                    for old in looks.findall(f"{W}{tag}"):
                        looks.remove(old)
                    looks.append(etree.Element(f"{W}{tag}", {f"{W}{key}": value for key, value in attributes.items()}))
        return True

    return apply


def _tracked(hand: Hand) -> bool:
    for paragraph in hand.texts:
        delete_tracked(paragraph)
    return True


def _moved_away(hand: Hand) -> bool:
    for number, run in enumerate(run for paragraph in hand.texts for run in list(paragraph.iter(f"{W}r"))):
        moved = etree.Element(f"{W}moveFrom", {f"{W}id": str(70000 + 100 * hand.number + number), f"{W}author": "甲"})
        run.addprevious(moved)
        moved.append(run)
    return True


def _typed(words: str) -> Callable[[Hand], bool]:
    """Type other words over the text."""

    def apply(hand: Hand) -> bool:
        type_over(hand.texts[0], words)
        for paragraph in hand.texts[1:]:
            type_over(paragraph, "") if list(paragraph.iter(f"{W}t")) else None
        return True

    return apply


def _before(words: str) -> Callable[[Hand], bool]:
    """Write words before the text."""

    def apply(hand: Hand) -> bool:
        text = next(hand.texts[0].iter(f"{W}t"))
        text.text = words + (text.text or "")
        return True

    return apply


def _behind_title(words: str) -> Callable[[Hand], bool]:
    """Write words behind the heading."""

    def apply(hand: Hand) -> bool:
        text = list(hand.heading.iter(f"{W}t"))[-1]
        text.text = (text.text or "") + words
        return True

    return apply


def _cut(length: int) -> Callable[[Hand], bool]:
    """Keep the first characters of the text."""

    def apply(hand: Hand) -> bool:
        if len(hand.own()) < 4 * length:
            return False
        keep_only(hand.texts[0], length)
        for paragraph in hand.texts[1:]:
            keep_only(paragraph, 0)
        return True

    return apply


def _replace(pattern: str, words: str) -> Callable[[Hand], bool]:
    """Replace words in the text; in the clause that says who does it only what begins with its bracket."""

    def apply(hand: Hand) -> bool:
        done = False
        for paragraph in hand.texts:
            for text in paragraph.iter(f"{W}t"):
                own, clause = re.fullmatch(
                    r"(.*?)(（[^（）]*(?:牵头|负责)[^（）]*）)?", text.text or "", re.DOTALL
                ).groups()
                if own:
                    changed = re.sub(pattern, words, own) + (clause or "")
                else:
                    changed = re.sub(pattern, words, clause) if clause and pattern.startswith("（") else clause or ""
                done, text.text = done or changed != text.text, changed
        return done

    return apply


def _figure_left_out(hand: Hand) -> bool:
    """Take the sentence with the parent's figures out, where nothing else names them."""
    found = re.search(r"量化要求：[^。]*。", hand.words())
    rest = hand.words().replace(found[0], "") if found else ""
    if found is None or any(
        figure in rest for figure in re.findall(r"\d+(?:\.\d+)?[%‰]|[\d一]+(?:小时|分钟|次|支|个)", found[0])
    ):
        return False
    return _replace(r"量化要求：[^。]*。", "")(hand)


def _cell(head: str, words: str | Callable[[str], str | None]) -> Callable[[Hand], bool]:
    """Write other words into a cell of the row."""

    def apply(hand: Hand) -> bool:
        cell = hand.cell(head)
        if cell is None or not text_of(cell):
            return False
        new = words if isinstance(words, str) else words(text_of(cell))
        if new is None:
            return False
        type_over(cell, new)
        return True

    return apply


def _later(years: int) -> Callable[[str], str | None]:
    def change(cell: str) -> str | None:
        match = re.search(r"20\d\d", cell)
        return cell.replace(match[0], str(int(match[0]) + years)) if match else None

    return change


def _both(*steps: Callable[[Hand], bool]) -> Callable[[Hand], bool]:
    return lambda hand: all(step(hand) for step in steps)


def _into_table(hand: Hand) -> bool:
    """Draw a box of one cell round the text."""
    table = etree.Element(f"{W}tbl")
    etree.SubElement(table, f"{W}tblPr")
    row = etree.SubElement(table, f"{W}tr")
    cell = etree.SubElement(row, f"{W}tc")
    hand.texts[0].addprevious(table)
    for paragraph in hand.texts:
        cell.append(paragraph)
    return True


def _into_control(hand: Hand) -> bool:
    """Put the text into a content control."""
    control = etree.Element(f"{W}sdt")
    etree.SubElement(control, f"{W}sdtPr")
    content = etree.SubElement(control, f"{W}sdtContent")
    hand.texts[0].addprevious(control)
    for paragraph in hand.texts:
        content.append(paragraph)
    return True


def _divided(hand: Hand) -> bool:
    """Press Enter behind the first sentence."""
    first = hand.texts[0]
    whole = text_of(first)
    stop = whole.find("。") + 1
    if not 0 < stop < len(whole):
        return False
    second = copy.deepcopy(first)
    keep_only(first, stop)
    type_over(second, whole[stop:])
    first.addnext(second)
    return True


def _reworded(hand: Hand) -> bool:
    for paragraph in hand.texts:
        reword(paragraph)
    return True


def _other_order(hand: Hand) -> bool:
    """Let the sentences stand in another order; the clause at the end stays there."""
    paragraph = hand.texts[-1]
    found = re.fullmatch(r"(.*?。)([^（]*?。)(（.*）)?", text_of(paragraph))
    if found is None or not found[2]:
        return False
    type_over(paragraph, f"{found[2]}{found[1]}{found[3] or ''}")
    return True


def _commented(hand: Hand) -> bool:
    """Attach a comment's marks to the text; what the comment says stands elsewhere."""
    number = str(500 + hand.number)
    runs = list(hand.texts[0].iter(f"{W}r"))
    runs[0].addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": number}))
    runs[-1].addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": number}))
    return True


def _heads_renamed(hand: Hand) -> bool:
    """Call the columns of the units by other names, in the whole table."""
    if hand.row is None:
        return False
    table = next(hand.row.iterancestors(f"{W}tbl"))
    for cell in head_of(table).findall(f"{W}tc"):
        for name, other in (("牵头单位", "责任单位"), ("配合单位", "协助单位")):
            if text_of(cell) == name:
                type_over(cell, other)
    return True


def _texts(kind: str, wanted: str, apply: Callable[[str], Callable[[Hand], bool]], *words: str) -> Iterator[Edit]:
    for one in words:
        yield Edit(kind, one, wanted, "text", apply(one))


def _content_weakened(hand: Hand) -> bool:
    """Let the table's content say 力争 where it was firm; the text stays."""
    cell = hand.cell("主要内容")
    firm = "全部|所有|每年|每季度|每月|逐一|确保|一律"
    if cell is None or not re.search(firm, text_of(cell)):
        return False
    type_over(cell, re.sub(firm, "力争", text_of(cell)))
    return True


_LEAST_TEXT = 30
_PRESIDED = "（县应急局牵头，县财政局配合）"
EDITS: tuple[Edit, ...] = (
    # what a reader does not see
    Edit("unseen", "struck", LOST, "text", _look(("strike", {}))),
    Edit("unseen", "struck twice", LOST, "text", _look(("dstrike", {}))),
    Edit("unseen", "struck with its heading", LOST, "text", _look(("strike", {}), heading=True)),
    Edit("unseen", "hidden", LOST, "text", lambda hand: bool([hide(one) for one in hand.texts])),
    Edit("unseen", "white", LOST, "text", _look(("color", {"val": "FFFFFF"}))),
    Edit("unseen", "nearly white", LOST, "text", _look(("color", {"val": "FDFDFD"}))),
    Edit("unseen", "one point", LOST, "text", _look(("sz", {"val": "2"}))),
    Edit("unseen", "deleted under revision", LOST, "text", _tracked),
    Edit("unseen", "moved away under revision", LOST, "text", _moved_away),
    # given up
    *_texts(
        "withdrawn",
        LOST,
        _before,
        "不再",
        "暂不",
        "取消：",
        "（此条拟删除）",
        "（此项不承接）",
        "【删除】",
        "本县不再开展以下工作：",
        "停止实施：",
        "（作废）",
        "以下内容不执行。",
    ),
    *_texts("withdrawn by its heading", LOST, _behind_title, "（拟删除）", "（不承接）", "（取消）", "（作废）"),
    *_texts("withdrawn", LOST, _typed, "该项工作已取消。", "本县不再开展此项工作。", "本项不涉及我县，不作安排。"),
    *_texts(
        "by others",
        LOST,
        _typed,
        "由市级有关部门负责，本县不再安排。",
        "由市应急局统一组织实施，本县配合即可。",
        "此项工作由上级承担。",
        "由省级部门另行部署实施。",
    ),
    *_texts(
        "put off",
        LOST,
        _typed,
        "待县政府研究后确定。",
        "另行制定。",
        "视情况适时开展。",
        "待上级文件出台后再行研究。",
        "条件成熟时启动。",
        "具体措施另行通知。",
    ),
    *_texts(
        "reference",
        LOST,
        _typed,
        "内容同第5项。",
        "同上。",
        "略。",
        "详见市级方案。",
        "参照上一条执行。",
        "与第（3）条相同。",
    ),
    *_texts("placeholder", LOST, _typed, "待补充。", "……", "【】", "XXX。", "此处由牵头单位补充。", "（内容待定）"),
    *_texts(
        "empty phrase",
        LOST,
        _typed,
        "认真贯彻落实上级要求。",
        "按照上级部署抓好落实。",
        "结合实际认真组织实施，确保取得实效。",
        "进一步加强有关工作。",
        "各有关单位按职责分工抓好落实。",
        "严格按照有关规定执行。",
    ),
    Edit("cut", "to fourteen characters", LOST, "text", _cut(14)),
    Edit("cut", "to nine characters", LOST, "text", _cut(9)),
    Edit("cut", "to twenty characters", WEAK, "text", _cut(20)),
    *_texts(
        "other content",
        LOST,
        _typed,
        "办公室每周五下午整理会议室，盆栽由值班人员浇水，窗户关好后离开。",
        "组织干部职工学习公文写作知识，每月评选一次优秀信息。",
    ),
    # when
    Edit("deadline", "two years later in the table", WEAK, "row", _cell("完成时限", _later(2))),
    Edit("deadline", "eight years later in the table", WEAK, "row", _cell("完成时限", _later(8))),
    Edit("deadline", "without a year", WEAK, "row", _cell("完成时限", "适时完成")),
    Edit("deadline", "blank", WEAK, "row", _cell("完成时限", "—")),
    Edit("deadline", "later in the text only", WEAK, "text", _before("到2039年底前，")),
    # who
    Edit("lead", "collective", WEAK, "row", _cell("牵头单位", "各有关单位")),
    Edit("lead", "the departments concerned", WEAK, "row", _cell("牵头单位", "有关部门")),
    Edit("lead", "two leads", WEAK, "row", _cell("牵头单位", lambda cell: f"{cell.removesuffix('（拟）')}、县残联")),
    Edit("lead", "nobody", WEAK, "row", _cell("牵头单位", "—")),
    Edit("lead", "to be decided", WEAK, "row", _cell("牵头单位", "待定")),
    Edit("lead", "not in the roster", WEAK, "row", _cell("牵头单位", "县某某中心")),
    Edit(
        "lead",
        "another in the table than in the text",
        WEAK,
        "row",
        _cell("牵头单位", lambda cell: "县文旅局" if "文旅" not in cell else "县教育局"),
    ),
    Edit(
        "lead",
        "another in the text than in the table",
        WEAK,
        "text",
        _replace(r"（(?:拟由)?县[一-龥]{2,8}牵头", "（县文旅局牵头"),
    ),
    # how much
    Edit(
        "target",
        "one per cent to three",
        WEAK,
        "target",
        _cell("目标值", lambda cell: re.sub(r"(?<!\d)1%", "3%", cell) if re.search(r"(?<!\d)1%", cell) else None),
    ),
    Edit(
        "target",
        "less reduction",
        WEAK,
        "target",
        _cell("目标值", lambda cell: re.sub(r"\d+(?:\.\d+)?%", "2%", cell) if "下降" in cell else None),
    ),
    Edit("target", "no target", WEAK, "target", _cell("目标值", "—")),
    Edit("figure", "lower", WEAK, "figure", _replace(r"量化要求：(.*?)(\d+)%", r"量化要求：\g<1>30%")),
    Edit("figure", "left out", WEAK, "figure", _figure_left_out),
    Edit("figure", "per cent to points", WEAK, "figure", _replace(r"达到(\d+)%", r"提高\1个百分点")),
    Edit("figure", "longer time", WEAK, "figure", _replace(r"(\d+)小时以内", "48小时以内")),
    Edit("scope", "all to some", WEAK, "text", _replace("全部|所有|一律", "部分")),
    Edit("scope", "each to some", WEAK, "text", _replace("每个(?=乡镇|村|县|行政村|单位)|各(?=乡镇|村)", "部分")),
    Edit("scope", "must to may", WEAK, "text", _replace("必须|一律|确保", "鼓励")),
    # a second list, written when the first was judged rightly: 98 of 108 right at the first try
    *_texts(
        "withdrawn",
        LOST,
        _before,
        "（经研究，本条删除）",
        "本项任务不再保留。",
        "该条内容已废止：",
        "我县原则上不再",
        "今后不再",
        "暂缓",
        "（已取消）",
        "※作废※",
    ),
    *_texts(
        "withdrawn",
        LOST,
        _typed,
        "经县政府常务会议研究，此项工作不予安排。",
        "我县无此类企业，不涉及。",
        "本县不承担该任务。",
        "取消该项任务。",
        "不列入本轮实施范围。",
    ),
    *_texts(
        "by others",
        LOST,
        _typed,
        "该任务由市消防救援支队负责落实。",
        "上级统一建设，县级不再重复建设。",
        "省里统一安排。",
        "按市里统一部署，由市直部门实施。",
    ),
    *_texts(
        "put off",
        LOST,
        _typed,
        "待资金落实后再行安排。",
        "根据上级安排适时推进。",
        "时间另行通知。",
        "下一步研究制定具体措施。",
        "拟于下一规划期考虑。",
    ),
    *_texts(
        "reference",
        LOST,
        _typed,
        "按市方案执行。",
        "见附件2。",
        "与上级规划一致。",
        "同市级规划对应条款。",
        "按原文执行。",
    ),
    *_texts("placeholder", LOST, _typed, "（略）", "待完善", "【待补充】", "此处略去300字", "***"),
    *_texts(
        "empty phrase",
        LOST,
        _typed,
        "高度重视，加强领导，狠抓落实。",
        "把各项工作抓实抓细，抓出成效。",
        "严格落实责任，确保任务圆满完成。",
        "按照职责分工，认真做好相关工作。",
        "切实提高思想认识，增强责任感和使命感。",
    ),
    Edit("lead", "the members", WEAK, "row", _cell("牵头单位", "各成员单位")),
    Edit("lead", "a unit of the city", WEAK, "row", _cell("牵头单位", "市应急管理局")),
    Edit("deadline", "for ever", WEAK, "row", _cell("完成时限", "长期坚持")),
    Edit("deadline", "after the period", WEAK, "row", _cell("完成时限", lambda c: re.sub(r"20\d\d", "2031", c))),
    Edit("deadline", "soon", WEAK, "row", _cell("完成时限", "尽快")),
    Edit("scope", "where conditions allow", WEAK, "text", _replace("全部|所有|每个|一律|每年|每季度", "有条件时")),
    # all there
    Edit("kept", "in other words", KEPT, "text", _reworded),
    Edit("kept", "sentences in another order", KEPT, "text", _other_order),
    Edit("kept", "in a box", KEPT, "text", _into_table),
    Edit("kept", "in a content control", KEPT, "text", _into_control),
    Edit("kept", "in two paragraphs", KEPT, "text", _divided),
    Edit("kept", "heads renamed", KEPT, "row", _heads_renamed),
    Edit("kept", "with a comment", KEPT, "text", _commented),
    Edit("kept", "grey", KEPT, "text", _look(("color", {"val": "595959"}))),
    Edit("kept", "nine points", KEPT, "text", _look(("sz", {"val": "18"}))),
    Edit("kept", "bold", KEPT, "text", _look(("b", {}))),
    Edit("kept", "earlier", KEPT, "row", _cell("完成时限", _later(-1))),
    *_texts(
        "kept",
        KEPT,
        _before,
        "不再新建高风险项目，",
        "严禁违规作业，不得瞒报漏报。",
        "非必要不举办大型户外活动。",
        "取消不合理的审批环节，",
        "加强组织领导，",
        "待汛期结束后及时修复水毁设施。",
    ),
    Edit("kept", "underlined", KEPT, "text", _look(("u", {"val": "single"}))),
    Edit("kept", "highlighted", KEPT, "text", _look(("highlight", {"val": "yellow"}))),
    Edit(
        "kept",
        "white on a dark ground",
        KEPT,
        "text",
        _look(("shd", {"val": "clear", "fill": "1F4E79"}), ("color", {"val": "FFFFFF"})),
    ),
    *_texts(
        "kept",
        KEPT,
        _before,
        "对不符合条件的不予审批，",
        "不再使用淘汰设备，",
        "由市应急局指导，县应急局组织，",
        "待验收合格后投入使用，",
        "严格按照国家标准，",
        "取消重复检查，",
        "视险情及时转移群众，",
        "参照国家标准，",
    ),
    # what says nothing itself but who does it, and has others under it
    Edit("host", "withdrawn by its heading", LOST, "host", _behind_title("（拟删除）")),
    Edit("host", "withdrawn", LOST, "host", _before("（此项不承接）")),
    Edit("host", "put off", LOST, "host", _typed("另行制定。")),
    Edit("host", "by others", LOST, "host", _typed("由市级有关部门负责，本县不再安排。")),
    Edit("host", "reference", LOST, "host", _typed("同上。")),
    Edit("host", "placeholder", LOST, "host", _typed("待补充。")),
    Edit("host", "a sentence added", KEPT, "host", _before("各乡镇按分工落实到人，结果报县应急局汇总。")),
    Edit("host", "a short sentence added", KEPT, "host", _before("不再新建高风险项目。")),
    # a third list, written when the second was judged rightly: 17 of 38 right at the first try
    Edit("units", "participants blank", NOTED, "row", _cell("配合单位", "—"), beside_plan=True),
    Edit(
        "units",
        "one participant less",
        NOTED,
        "row",
        _cell("配合单位", lambda c: "、".join(c.split("、")[:-1]) if "、" in c else None),
        beside_plan=True,
    ),
    Edit(
        "kept",
        "one participant more",
        KEPT,
        "row",
        _cell("配合单位", lambda c: f"{c}、县教育局" if "教育" not in c else None),
    ),
    Edit("deadline", "strive for it", WEAK, "row", _cell("完成时限", lambda c: f"力争{c}"), beside_plan=True),
    Edit(
        "deadline",
        "begun only",
        WEAK,
        "row",
        _cell("完成时限", lambda c: f"{c}启动" if c.endswith(("前", "年", "底")) else None),
        beside_plan=True,
    ),
    Edit("often", "each quarter to each year", WEAK, "text", _replace("每季度", "每年"), beside_plan=True),
    Edit("often", "each month to each half year", WEAK, "text", _replace("每月", "每半年"), beside_plan=True),
    Edit("often", "each year to every two", WEAK, "text", _replace("每年", "每两年"), beside_plan=True),
    Edit("scope", "all to most", WEAK, "text", _replace("全部|所有", "大部分"), beside_plan=True),
    Edit(
        "scope",
        "each township to those able",
        WEAK,
        "text",
        _replace("各乡镇|每个乡镇", "有条件的乡镇"),
        beside_plan=True,
    ),
    Edit("figure", "strive for it", WEAK, "figure", _replace("达到(?=[0-9])", "力争达到"), beside_plan=True),
    Edit("figure", "about, not at least", WEAK, "figure", _replace(r"不少于(\d+)(.)", r"\1\2左右"), beside_plan=True),
    Edit("figure", "about, not within", WEAK, "figure", _replace("以内", "左右"), beside_plan=True),
    Edit(
        "target",
        "about",
        WEAK,
        "target",
        _cell("目标值", lambda c: re.sub(r"(\d%)(?:以上)?", r"\1左右", c) if "%" in c else None),
    ),
    Edit(
        "target",
        "points, not per cent",
        WEAK,
        "target",
        _cell("目标值", lambda c: re.sub(r"(\d)%", r"\1个百分点", c) if "%" in c else None),
    ),
    Edit(
        "target",
        "strive for it",
        WEAK,
        "target",
        _cell("目标值", lambda c: f"力争{c}" if re.search(r"\d", c) else None),
    ),
    Edit(
        "target",
        "basically",
        WEAK,
        "target",
        _cell("目标值", lambda c: f"基本达到{c}" if re.search(r"\d", c) else None),
    ),
    Edit(
        "lead",
        "for the time being",
        WEAK,
        "row",
        _cell("牵头单位", lambda c: f"{c.removesuffix('（拟）')}（暂定）"),
        beside_plan=True,
    ),
    Edit("table", "weaker than the text", WEAK, "row", _content_weakened, beside_plan=True),
    Edit("kept", "the same in another word", KEPT, "text", _replace("全部", "所有")),
    Edit("kept", "a quarter in months", KEPT, "text", _replace("每季度", "每3个月")),
    Edit(
        "kept",
        "to the day",
        KEPT,
        "row",
        _cell("完成时限", lambda c: c.replace("年底前", "年12月31日前") if "年底前" in c else None),
    ),
    Edit(
        "kept",
        "by June",
        KEPT,
        "row",
        _cell("完成时限", lambda c: re.sub("年底前?", "年6月底前", c) if "年底" in c else None),
    ),
)


# ------------------------------------------------------------------------------------------------ many at once


@dataclass(frozen=True)
class Judged:
    """One edit with what the check said of it."""

    edit: Edit
    example: str
    key: str
    status: Status
    right: bool
    reason: str


def audited(plan: CountyPlan, data: bytes) -> CheckReport:
    """Return what an audit says of a draft, against the plan's parents."""
    return audit(source_of(read_docx(data, "方案.docx"), data), plan.parents)


def edited(name: str, edits: list[Edit], seed: int) -> tuple[CountyPlan, Surgery, list[tuple[Edit, str, list[str]]]]:
    """Make edits on different items of one draft.

    Args:
        name: the example.
        edits: what to do; those that no free item fits are left out.
        seed: chooses the items.

    Returns:
        The plan, the draft, and each edit that was made with the key of its item and of all items at that place.
    """
    plan, data = example(name)
    surgery = Surgery(data)
    chooser = random.Random(seed)
    waived = {row.origin.key for row in plan.waived}
    rows = {base(key): row for row, keys in surgery.rows().values() for key in keys}
    places = [(place, keys) for place, keys in surgery.anchored() if not any(key.startswith("local") for key in keys)]
    done: list[tuple[Edit, str, list[str]]] = []
    busy: set[str] = set()
    for number, edit in enumerate(edits):
        free = [one for one in places if not {base(key) for key in one[1]} & (busy | waived)]
        chooser.shuffle(free)
        for place, keys in free:
            hand = _hand(surgery, place, keys, rows, number)
            if _fits(edit, hand) and edit.apply(hand):
                around = {base(key) for key in keys}
                busy |= around | {host for key in around for host in hosts(key)}
                busy |= {base(one) for _, others in places for one in others if hosts(base(one)) & around}
                done.append((edit, base(keys[0]), [base(key) for key in keys]))
                break
    return plan, surgery, done


def judged(
    name: str, edits: list[Edit], seed: int, *, bookmarks: bool = True, judge: Judge = check_draft
) -> list[Judged]:
    """Make edits on different items of one draft and return what the check says of each.

    Args:
        name: the example.
        edits: what to do; those that no free item fits are left out.
        seed: chooses the items.
        bookmarks: whether the draft keeps its bookmarks.
        judge: the check, or :func:`audited`.
    """
    plan, surgery, done = edited(name, edits, seed)
    if not bookmarks:
        from draft_surgery import drop_bookmarks

        drop_bookmarks(surgery.root)
    report = judge(plan, surgery.data())
    return [_judge(edit, name, key, keys, report) for edit, key, keys in done]


def _hand(
    surgery: Surgery, place: etree._Element, keys: list[str], rows: dict[str, etree._Element], number: int
) -> Hand:
    return Hand(surgery, keys, place, surgery.under(place), rows.get(base(keys[0])), number)


def _fits(edit: Edit, hand: Hand) -> bool:
    kind = hand.keys[0].partition(":")[2][:1]
    if edit.on == "target":
        return kind == "I" and hand.row is not None
    if edit.on == "figure":
        if not hand.texts:
            hand.texts = [hand.heading]
        return "量化要求" in hand.words() and "【" not in hand.words()
    if kind not in "TP" or hand.row is None:
        return False
    if edit.on == "host":
        return bool(hand.texts) and not hand.own()
    return len(hand.own()) >= _LEAST_TEXT and "量化要求" not in hand.words()


def _judge(edit: Edit, name: str, key: str, keys: list[str], report: CheckReport) -> Judged:
    statuses = by_key(report)
    item = statuses[key]
    errors = [one for one in report.findings if one.severity is Severity.ERROR and set(keys) & set(one.items)]
    bad = {Status.MISSING, Status.SUSPECT}
    found = {statuses[one].status for one in keys}
    if edit.wanted == LOST:
        right = found <= bad
    elif edit.wanted == WEAK:
        right = bool(found & (bad | {Status.PARTIAL})) or bool(errors)
    elif edit.wanted == NOTED:
        warned = any(one.severity is not Severity.INFO and set(keys) & set(one.items) for one in report.findings)
        right = bool(found & (bad | {Status.PARTIAL})) or warned
    else:
        right = found <= {Status.CARRIED} and not errors
    return Judged(edit, name, key, item.status, right, item.reason or "")
