"""Edits of the two examples that the spec can say: for the tests of what goes back into it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draft_surgery import Surgery, W, divide, join_with_previous, remove, text_of
from hand_edits import _MAP, accept, both, delete_item, new_paragraph, row_words, say, starting, type_item, under, words
from own_items import COMMUNITIES, DEATHS, GAS, TREATED, WATCHED, WATER, own

T02, T03, T05, G01 = (f"jincheng-155:{one}" for one in ("T02", "T03", "T05", "G01"))
TYPED = own("T", "强化学校周边安全巡查")
T04_5, T04_6 = "jincheng-155:T04.5", "jincheng-155:T04.6"


@dataclass(frozen=True)
class Adoptable:
    """An edit, the places of the spec that it changes, and what the next render has otherwise all the same.

    ``rest``: kind, ``body`` or ``table`` and item of the changes that are left between the next render and the draft;
    marks of proposals that became the county's are not among them.
    """

    name: str
    apply: Callable[[Surgery], None]
    places: tuple[str, ...]
    rest: tuple[tuple[str, str, str], ...] = ()


def fitting(edits: Sequence[Adoptable]) -> list[Adoptable]:
    """Return edits that do not undo each other: no two of them change the same value."""
    taken: set[str] = set()
    kept: list[Adoptable] = []
    for edit in edits:
        roots = {place.rpartition(".")[0] or place for place in edit.places}
        if taken.isdisjoint(roots) and not any(place.startswith("local_tasks") for place in (*taken, *roots)):
            taken |= roots
            kept.append(edit)
    return kept


def in_table(text: str, old: str, new: str) -> Callable[[Surgery], None]:
    """Change words in every row that has them beside others."""

    def apply(surgery: Surgery) -> None:
        for row in surgery.root.iter(f"{W}tr"):
            if text in text_of(row) and old in text_of(row):
                say(row, old, new)

    return apply


def paragraph(text: str, old: str, new: str) -> Callable[[Surgery], None]:
    return lambda surgery: say(starting(surgery, text), old, new)


def behind(text: str, *lines: str) -> Callable[[Surgery], None]:
    """Type paragraphs like the two that stand there behind the paragraph with these words and the one below it."""

    def apply(surgery: Surgery) -> None:
        heading = [one for one in surgery.body.iter(f"{W}p") if text_of(one) == text][-1]
        body = heading.getnext()
        last = body
        for number, line in enumerate(lines):
            typed = new_paragraph(surgery, line, (heading, body)[number % 2])
            last.addnext(typed)
            last = typed

    return apply


def delete_with_row(key: str) -> Callable[[Surgery], None]:
    def apply(surgery: Surgery) -> None:
        row = surgery.find(key, "pgr_")
        delete_item(surgery, key)
        remove(row)

    return apply


def split_between_sentences(surgery: Surgery) -> None:
    """Put the second sentence of an item into a paragraph of its own."""
    first = surgery.under(surgery.find(T02))[0]
    second = copy.deepcopy(first)
    for mark in [*second.iter(f"{W}bookmarkStart"), *second.iter(f"{W}bookmarkEnd")]:
        remove(mark)
    at = text_of(first).index(_MAP)
    say(first, text_of(first)[at:], "")
    say(second, text_of(second)[:at], "")
    first.addnext(second)


def p(item: str, *keys: str) -> tuple[str, ...]:
    return tuple(f"inherit.jincheng-155.{item}.{key}" for key in keys)


_LED = ("text-reworded", "body", "")  # several leads have a sentence of their own among the principles
_COUNTS = ("text-reworded", "body", "")

IMPLEMENTATION: Sequence[Adoptable] = (
    Adoptable(
        "lead, in the table only",
        row_words(T02, "县应急局", "县公安局"),
        p("T02", "lead", "participants"),
        (("lead", "body", T02),),
    ),
    Adoptable(
        "lead, in both",
        both(row_words(T02, "县应急局", "县公安局"), under(T02, lambda one: say(one, "县应急局牵头", "县公安局牵头"))),
        p("T02", "lead", "participants"),
    ),
    Adoptable(
        "a second lead, in both",
        both(
            row_words(T02, "县应急局（拟）", "县应急局、县公安局"),
            under(T02, lambda one: say(one, "拟由县应急局牵头", "县应急局、县公安局牵头")),
        ),
        p("T02", "lead", "participants"),
        (_LED,),
    ),
    Adoptable(
        "who takes part, in both",
        both(
            row_words(T03, "县安委会成员单位", "县安委会成员单位、县审计局"),
            under(T03, lambda one: say(one, "成员单位配合", "成员单位、县审计局配合")),
        ),
        p("T03", "participants"),
    ),
    Adoptable(
        "a member beside its group, in both",
        both(
            row_words(T03, "县安委会成员单位", "县公安局、县安委会成员单位"),
            under(T03, lambda one: say(one, "县安委会成员单位配合", "县公安局、县安委会成员单位配合")),
        ),
        p("T03", "participants"),
    ),
    Adoptable(
        "confirmed units",
        both(
            row_words(T03, "县应急局（拟）", "县应急局"),
            row_words(T03, "成员单位（拟）", "成员单位"),
            under(T03, lambda one: say(one, "（拟由", "（")),
        ),
        p("T03", "accept_suggestions"),
    ),
    Adoptable(
        "deadline", row_words(T02, "2030年底前", "2028年底前"), p("T02", "deadline"), (("deadline", "body", T02),)
    ),
    Adoptable(
        "deadline that what is nested shares",
        both(
            row_words(T05, "2027年底前", "2028年6月底前"),
            under(T05, lambda one: say(one, "2027年底前", "2028年6月底前")),
        ),
        p("T05", "deadline"),
        (("deadline", "table", "jincheng-155:T05.1"),),
    ),
    Adoptable(
        "target",
        both(words(COMMUNITIES, "2个", "3个"), in_table("减灾示范社区", "2", "3")),
        ("indicators.4.target",),
    ),
    Adoptable(
        "title",
        both(words(T02, "精准化", "精细化"), row_words(T02, "精准化", "精细化")),
        p("T02", "title"),
    ),
    Adoptable(
        "sentence added to proposals",
        under(T02, lambda one: say(one, "（拟由", "对学校食堂单独建档。（拟由")),
        p("T02", "measures"),
    ),
    Adoptable("sentence deleted", under(T02, lambda one: say(one, _MAP, "")), p("T02", "measures")),
    Adoptable(
        "sentence of the county reworded",
        under(T05, lambda one: say(one, "评查结果作为执法人员考核依据", "评查结果记入执法人员档案")),
        p("T05", "measures"),
    ),
    Adoptable(
        "sentence added to what is nested",
        words("jincheng-155:T01.2", "（拟由", "每年复核一次。（拟由"),
        p("T01.2", "measures"),
    ),
    Adoptable(
        "sentence added behind a parent's figures",
        words("jincheng-155:T11.3", "（拟由", "抢修队伍在汛前完成演练。（拟由"),
        p("T11.3", "measures"),
        (("cell", "table", "jincheng-155:T11.3"),),
    ),
    Adoptable("paragraph divided between sentences", split_between_sentences, p("T02", "text", "measures"),
              (("cell", "table", T02),)),
    Adoptable(
        "paragraph divided anywhere",
        under(T02, lambda one: divide(one, names_twice=False) and None),
        p("T02", "text"),
    ),
    Adoptable(
        "proposal taken and a sentence added",
        both(under(T02, lambda one: say(one, "（拟由", "对学校食堂单独建档。（拟由")), accept),
        p("T02", "measures"),
    ),
    Adoptable("proposal taken", accept, p("T02", "accept_measures")),
    Adoptable(
        "items joined, with their units",
        both(
            lambda surgery: join_with_previous(surgery.find(T04_6)),
            lambda surgery: remove(surgery.find(T04_6, "pgr_")),
            words(T04_5, "县政府办公室、县安委会", "县政府办公室、县审计局、县安委会"),
        ),
        (*p("T04.6", "merge_into"), *p("T04.5", "measures", "participants")),
        (("participants", "table", T04_5), ("cell", "table", "jincheng-155:T04")),
    ),
    Adoptable("item of the county deleted", delete_with_row(WATER), ("local_tasks.2",), (_COUNTS,)),
    Adoptable(
        "sentence of an item of the county",
        under(GAS, lambda one: say(one, "每年评估一次", "每半年评估一次")),
        ("local_tasks.0.measures",),
        (("cell", "table", GAS),),
    ),
    Adoptable(
        "item typed",
        type_item,
        ("local_tasks.3",),
        (
            _COUNTS,
            ("item-moved", "body", TYPED),
            ("deadline", "body", TYPED),
            ("row-added", "table", ""),
            ("row-deleted", "table", TYPED),
        ),
    ),
    Adoptable(
        "principle", paragraph("立足县情，突出重点", "突出重点", "分清主次"), ("text.principles",)
    ),
    Adoptable(
        "preface", paragraph("上位规划中应由永和县承担", "结合实际", "结合永和实际"), ("text.preface",)
    ),
    Adoptable("requirement", paragraph("压紧责任链条", "压紧", "压实"), ("text.requirements",)),
)  # fmt: skip

PLAN: Sequence[Adoptable] = (
    Adoptable("lead", row_words(T02, "县应急局", "县公安局"), p("T02", "lead", "participants")),
    Adoptable(
        "title",
        both(words(T02, "精准化", "精细化"), row_words(T02, "精准化", "精细化")),
        p("T02", "title"),
    ),
    Adoptable(
        "sentence reworded",
        under(T02, lambda one: say(one, "分发乡镇、园区和重点企业", "发到各乡镇和企业")),
        p("T02", "measures"),
    ),
    Adoptable(
        "scale of a project",
        row_words(TREATED, "21处，其中", "20处，其中"),
        ("local_projects.0.scale",),
    ),
    Adoptable(
        "site of a project",
        row_words(WATCHED, "和淤地坝下游", "及淤地坝下游"),
        ("local_projects.1.site",),
    ),
    Adoptable("target", in_table("减灾示范社区", "2", "3"), ("indicators.4.target",)),
    Adoptable("value before", row_words(DEATHS, "【待填】", "3"), ("indicators.0.baseline",)),
    Adoptable(
        "what was reached in the last period",
        in_table("十三五", "【待填】", "21人"),
        ("indicators.0.previous.result",),
    ),
    Adoptable(
        "section of the review",
        paragraph("建成瞭望哨1座", "有了基础条件", "有了条件"),
        ("text.review.1.text",),
    ),
    Adoptable("title of a section", paragraph("地质灾害防治任务重", "任务重", "任务艰巨"), ("text.outlook.1.title",)),
    Adoptable(
        "guiding thought",
        paragraph("以习近平新时代", "补齐乡村应急力量和设施短板", "补齐乡村应急短板"),
        ("text.guiding",),
    ),
    Adoptable(
        "principle",
        paragraph("坚持重心下移", "向乡镇、村（社区）倾斜", "向村（社区）倾斜"),
        ("text.principles.1.text",),
    ),
    Adoptable("term", paragraph("灾害信息员：", "预警信息传递", "预警信息传达"), ("text.glossary.1.text",)),
)  # fmt: skip
