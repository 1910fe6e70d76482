"""Doubts about the text of items, about the contents page, and about the plan as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from plangen.office.problems import doubt, note
from plangen.parent.block_model import Contents, Paragraph, locate
from plangen.parent.drafts import Draft
from plangen.parent.joining import terminal
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.terms.findings import Finding, Severity
from plangen.terms.marks import parse_mark, split_title
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted, vocabulary

_LATIN = re.compile(r"(?<![A-Za-z0-9./@_-])([A-Za-z][a-z]+)(?![A-Za-z0-9./@_-])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def proofread(drafts: Iterable[Draft], name: str) -> list[Finding]:
    """Return doubts about the text of items: stray Latin words, paragraphs that do not end.

    Args:
        drafts: top items; what is nested under them is read too.
        name: the file's name.
    """
    findings: list[Finding] = []
    for top in drafts:
        for draft in top.walk():
            for paragraph in (draft.title, *draft.paragraphs):
                findings += _latin_words(draft, paragraph, name)
            if draft.kind is not ItemKind.INDICATOR:
                findings += _ends(draft, name)
    return findings


def _latin_words(draft: Draft, text: str, name: str) -> list[Finding]:
    allowed = vocabulary().latin_allowed
    words = [
        match[1]
        for match in _LATIN.finditer(text)
        if match[1].lower() not in allowed and _CHINESE.search(text[max(0, match.start() - 3) : match.end() + 3])
    ]
    return [
        Finding(
            code="latin-word",
            severity=Severity.WARNING,
            message=f"{quoted(draft.title)}的中文里夹有外文{quoted(word)}，可能是转换差错",
            location=locate(name, draft.place),
            hint="请对照原文改正",
        )
        for word in dict.fromkeys(words)
    ]


def _ends(draft: Draft, name: str) -> Iterator[Finding]:
    for paragraph in draft.paragraphs:
        if len(paragraph) > 15 and "　" not in paragraph and not terminal(paragraph):
            yield Finding(
                code="no-end-punctuation",
                severity=Severity.WARNING,
                message=f"{quoted(draft.title)}有一段末尾没有标点：……{paragraph[-15:]}",
                location=locate(name, draft.place),
                hint="可能漏了句号，也可能文字被截断，请对照原文核对",
            )


# ------------------------------------------------------------------------------------------------ contents page


def compare_contents(contents: Contents, headings: Sequence[Paragraph], name: str) -> list[Finding]:
    """Return where the contents page and the headings of the body differ."""
    if not contents.entries:
        return []
    return [*_strange_entries(contents, headings, name), *_missing_entries(contents, headings, name)]


def _strange_entries(contents: Contents, headings: Sequence[Paragraph], name: str) -> Iterator[Finding]:
    """Entries of the contents page that the body does not have, or has in other words."""
    body = {_key(heading.text): heading for heading in headings}
    titles: dict[str, Paragraph] = {}
    for heading in headings:
        titles.setdefault(_title_key(heading.text), heading)
    for entry in contents.entries:
        if _key(entry.text) in body or (parse_mark(entry.text) is None and _title_key(entry.text) in titles):
            continue
        same = titles.get(_title_key(entry.text))
        near = same or _nearest(entry.text, headings)
        tail = f"，正文为{quoted(_heading(near.text))}" if near is not None else "，正文中没有"
        yield Finding(
            code="contents-mismatch",
            severity=Severity.WARNING,
            message=f"目录中的{quoted(entry.text)}与正文不一致{tail}",
            location=locate(name, entry.place),
            hint="条目以正文为准；请核对正文是否有遗漏",
        )


def _missing_entries(contents: Contents, headings: Sequence[Paragraph], name: str) -> Iterator[Finding]:
    """Headings of the body that the contents page leaves out although it lists nearly all of their form."""
    listed = {_title_key(entry.text) for entry in contents.entries}
    by_form: dict[int, list[Paragraph]] = {}
    for heading in headings:
        mark = parse_mark(heading.text)
        if mark is not None:
            by_form.setdefault(int(mark.form), []).append(heading)
    for group in by_form.values():
        missing = [heading for heading in group if _title_key(heading.text) not in listed]
        if len(group) - len(missing) < 0.9 * len(group):
            continue
        for heading in missing:
            if _nearest(heading.text, contents.entries) is None:
                yield Finding(
                    code="contents-mismatch",
                    severity=Severity.INFO,
                    message=f"正文标题{quoted(_heading(heading.text))}不在目录中",
                    location=locate(name, heading.place),
                    hint="条目以正文为准",
                )


def _heading(text: str) -> str:
    mark = parse_mark(text)
    return (mark.raw if mark else "") + split_title(mark.rest if mark else text).title


def _key(text: str) -> str:
    return comparable(_heading(text)).replace("．", ".").replace("、", ".")


def _title_key(text: str) -> str:
    mark = parse_mark(text)
    return comparable(split_title(mark.rest if mark else text).title)


def _nearest(text: str, others: Sequence[Paragraph]) -> Paragraph | None:
    wanted = _title_key(text)
    mark = parse_mark(text)
    best, score = None, 0.0
    for other in others:
        own = parse_mark(other.text)
        if (mark.form if mark else None) != (own.form if own else None):
            continue
        same_number = mark is not None and own is not None and mark.value == own.value
        ratio = SequenceMatcher(None, wanted, _title_key(other.text), autojunk=False).ratio()
        if ratio > score and ratio >= (0.4 if same_number else 0.6):
            best, score = other, ratio
    return best


# ------------------------------------------------------------------------------------------------ the whole


def doubts_about_items(plan: ParentPlan, name: str) -> list[Finding]:
    """Return doubts about single items and about what the plan lacks as a whole."""
    findings: list[Finding] = []
    named = [item for item in plan.all_items() if item.responsibility is not None]
    tasks = [*plan.tasks, *plan.projects]
    for item in tasks:
        led = any(inner.responsibility and inner.responsibility.leads for inner in item.walk())
        if named and not led:
            findings.append(_lead_missing(item, name))
    if tasks and not named:
        message = "全文没有责任分工，牵头单位和配合单位需由县级按职能确定"
        findings.append(note("no-responsibilities", name, message))
    findings += _repeated_titles(plan, name)
    for kind, items, code in (
        ("指标", plan.indicators, "no-indicators"),
        ("分项目标", plan.goals, "no-goals"),
        ("任务", plan.tasks, "no-tasks"),
        ("工程", plan.projects, "no-projects"),
    ):
        if not items:
            severity = Severity.WARNING if code == "no-tasks" else Severity.INFO
            findings.append(doubt(code, name, f"没有读到{kind}", "如原文有，请核对章节标题或表头", severity=severity))
    if not any(plan.top_items()):
        message = "文中有标题，但没有读到任何指标、目标、任务或工程"
        findings.append(doubt("no-items", name, message, "请确认文件内容", severity=Severity.ERROR))
    return findings


def _lead_missing(item: ParentItem, name: str) -> Finding:
    detail = "只列了责任单位，没有写明由谁牵头" if item.responsibility else "没有责任分工"
    return Finding(
        code="task-without-lead",
        severity=Severity.WARNING,
        message=f"{item.kind.label}{quoted(item.title)}{detail}",
        location=locate(name, item.source),
        hint="请核对原文；县级方案中需要明确一个牵头单位",
    )


def _repeated_titles(plan: ParentPlan, name: str) -> Iterator[Finding]:
    for items in (plan.indicators, plan.goals, plan.tasks, plan.projects):
        seen: dict[str, ParentItem] = {}
        for item in items:
            first = seen.setdefault(comparable(item.title), item)
            if first is not item:
                yield Finding(
                    code="title-repeated",
                    severity=Severity.WARNING,
                    message=f"{item.kind.label}{quoted(item.title)}出现两次（{first.id}、{item.id}），均已保留",
                    location=locate(name, item.source),
                    hint="请核对是否重复导入",
                )


def bodiless(drafts: Iterable[Draft], name: str) -> list[Finding]:
    """Return items that have a heading and nothing else."""
    return [
        Finding(
            code="heading-without-body",
            severity=Severity.WARNING,
            message=f"{draft.kind.label}{quoted(draft.title)}只有标题，没有内容",
            location=locate(name, draft.place),
            hint="请核对原文是否缺页或转换时丢失",
        )
        for top in drafts
        for draft in top.walk()
        if draft.kind is not ItemKind.INDICATOR and _is_bodiless(draft)
    ]


def _is_bodiless(draft: Draft) -> bool:
    """A whole sentence that stands in for a title says enough by itself."""
    sentence = draft.sentence or len(draft.title) > 30 or re.match(r".{6,}[，,].{6,}", draft.title) is not None
    return not (sentence or draft.paragraphs or draft.items or draft.responsibility)
