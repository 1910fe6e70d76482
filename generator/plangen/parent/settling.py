"""Who answers for an item and until when: clauses and years found beside it, and whom they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plangen.parent.block_model import Paragraph
from plangen.parent.drafts import Context, Draft
from plangen.parent.outline_model import Node
from plangen.parent.sections import (
    paragraphs_under,
)
from plangen.terms.clauses import (
    ClauseReading,
    find_clauses,
    is_clause_paragraph,
    merge,
    parse_clause,
    suspected_clause,
)
from plangen.terms.deadline import deadline_in_cell, deadline_of, deadline_text_in_cell
from plangen.terms.findings import Severity
from plangen.terms.place import Place
from plangen.terms.text import short
from plangen.terms.vocabulary import quoted

SHOWN = 40  # characters of a text that a finding shows


def read_clause(clause: str, place: Place, balanced: bool, context: Context) -> ClauseReading:
    """Take a responsibility clause apart and say what in it is doubtful."""
    reading = parse_clause(clause)
    if not balanced:
        context.find(
            "clause-unbalanced",
            Severity.WARNING,
            place,
            f"责任分工的括号不成对：{short(clause, SHOWN)}",
            "请核对原文括号；单位已按现有文字读入",
        )
    for problem in reading.problems:
        severity = Severity.INFO if problem.code == "unit-doubtful" else Severity.WARNING
        context.find(problem.code, severity, place, problem.message, "请对照原文核对，必要时在生成的文件中改正")
    return reading


def warn_unread_clause(text: str, place: Place, draft: Draft, context: Context) -> None:
    """A bracket at the end that speaks of leading units but is no clause that can be read, or a sentence like one."""
    match = re.search(r"[（(【]([^（(【]*(?:牵头|责任单位|配合单位|责任部门)[^（(【]*)[）)】]?[。；]?$", text)
    if match:
        context.find(
            "clause-unparsed",
            Severity.WARNING,
            place,
            f"段末括号似为责任分工，但未能读出：{short(match[1], SHOWN)}",
            "已保留在正文中，请手工填写牵头单位和配合单位",
        )
    elif (sentence := suspected_clause(text)) is not None:
        draft.suspected.append((place, sentence))


def tell_suspected(drafts: Iterable[Draft], context: Context) -> None:
    """Name sentences like clauses, of items that have no clause of their own."""
    for draft in drafts:
        for place, sentence in draft.suspected if draft.responsibility is None else ():
            context.find(
                "clause-suspected",
                Severity.WARNING,
                place,
                f"{quoted(draft.title)}中疑似责任分工，未读出：{short(sentence, 60)}",
                "已保留在正文中；如确是责任分工，请在生成的文件中填写 responsibility 的 leads 和 participants",
            )
        tell_suspected(draft.items, context)


def settle_clause(draft: Draft, readings: list[ClauseReading], context: Context) -> None:
    """Give an item the clauses found beside it; one behind the last of its nested items speaks for all of them."""
    last = draft.items[-1] if draft.items else None
    if (
        not readings
        and last is not None
        and len(draft.items) >= 2
        and last.responsibility is not None
        and all(item.responsibility is None and not item.suspected for item in draft.items[:-1])
    ):
        draft.responsibility, last.responsibility = last.responsibility, None
        context.find(
            "clause-moved",
            Severity.INFO,
            last.place,
            f"末尾子项之后的责任分工适用于整条，已归到{quoted(draft.title)}",
            "请核对是否只针对该子项",
        )
        return
    readings = [reading for reading in readings if not reading.only_time]
    if not readings:
        return
    if sum(bool(reading.responsibility.leads) for reading in readings) > 1:
        context.find(
            "clause-several",
            Severity.INFO,
            draft.place,
            f"{quoted(draft.title)}有{len(readings)}处责任分工，已合并",
            "请核对各单位分别对应哪项工作",
        )
    draft.responsibility = merge(readings).responsibility


def settle_deadline(draft: Draft, readings: list[ClauseReading], context: Context) -> None:
    """Give an item its deadline: what a clause states, else what its text says."""
    stated = next((reading.deadline for reading in readings if reading.deadline), None)
    if stated is not None:
        draft.deadline, draft.deadline_text = cell_deadline(stated, draft.place, draft.title, context)
        return
    found = deadline_of("\n".join(draft.paragraphs), context.period)
    draft.deadline, draft.deadline_text = found.year, found.text
    if found.year is not None and found.others:
        others = "、".join(f"{year}年" for year in found.others)
        context.find(
            "several-years",
            Severity.INFO,
            draft.place,
            f"{quoted(draft.title)}写有多个年份，完成时限取{found.year}年，另有{others}",
            "请核对以哪一年为准",
        )
    _tell_outside(found.outside, draft.place, draft.title, context)


def _tell_outside(years: tuple[int, ...], place: Place, title: str, context: Context) -> None:
    for year in years:
        assert context.period is not None
        context.find(
            "year-outside-period",
            Severity.WARNING,
            place,
            f"{quoted(title)}写有{year}年，不在规划期{context.period[0]}—{context.period[1]}年内，未作为完成时限",
            "请核对年份是否有误",
        )


def cell_deadline(text: str, place: Place, title: str, context: Context) -> tuple[int | None, str | None]:
    """Return year and wording of a deadline that stands by itself, and say what is doubtful about it."""
    year, is_open = deadline_in_cell(text)
    if is_open:
        context.find(
            "deadline-open",
            Severity.INFO,
            place,
            f"{quoted(title)}的完成时限为{quoted(short(text, SHOWN))}，没有具体年份，已按原文记为 deadline_text",
            "需要年份的，请在生成的文件中填写 deadline，并删去 deadline_text",
        )
    if year is not None and context.period and not context.period[0] <= year <= context.period[1]:
        _tell_outside((year,), place, title, context)
        return None, None
    return year, deadline_text_in_cell(text)


def common_clause(node: Node, context: Context) -> tuple[ClauseReading | None, list[Paragraph]]:
    """Return the clause that a heading, or a paragraph under it, gives to all that follows, and the rest."""
    readings: list[ClauseReading] = []
    assert node.paragraph is not None
    for found in find_clauses(node.line)[1]:
        readings.append(read_clause(found.clause, node.paragraph.place, found.balanced, context))
    texts: list[Paragraph] = []
    for paragraph in paragraphs_under(node):
        if is_clause_paragraph(paragraph.text) or _is_bracket_clause(paragraph.text):
            readings.append(read_clause(paragraph.text, paragraph.place, True, context))
            context.note(paragraph, "责任分工，适用于其下全部条目")
        else:
            texts.append(paragraph)
    readings = [reading for reading in readings if not reading.only_time]
    return (merge(readings) if readings else None), texts


def _is_bracket_clause(text: str) -> bool:
    rest, found = find_clauses(text)
    return bool(found) and not rest


def give_clause(drafts: list[Draft], clause: ClauseReading | None) -> None:
    """Give a clause that speaks for a whole group to the items that have none of their own."""
    if clause is None:
        return
    for draft in drafts:
        if draft.responsibility is None:
            draft.responsibility = clause.responsibility
