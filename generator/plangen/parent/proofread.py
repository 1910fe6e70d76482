"""Doubts about the text of items, about the contents page, and about the plan as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from plangen.parent import rules
from plangen.parent.block_model import Contents, Paragraph, locate
from plangen.parent.drafts import Draft
from plangen.parent.joining import terminal
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.terms.findings import Finding, Location
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
        rules.LATIN_WORD.found(locate(name, draft.place), title=quoted(draft.title), word=quoted(word))
        for word in dict.fromkeys(words)
    ]


def _ends(draft: Draft, name: str) -> Iterator[Finding]:
    for paragraph in draft.paragraphs:
        if len(paragraph) > 15 and "　" not in paragraph and not terminal(paragraph):
            location, tail = locate(name, draft.place), paragraph[-15:]
            yield rules.NO_END_PUNCTUATION.found(location, title=quoted(draft.title), tail=tail)


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
        yield rules.CONTENTS_MISMATCH.found(locate(name, entry.place), entry=quoted(entry.text), difference=tail)


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
                location = locate(name, heading.place)
                yield rules.HEADING_NOT_IN_CONTENTS.found(location, heading=quoted(_heading(heading.text)))


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
    findings += _crowded(named, name)
    if tasks and not named:
        findings.append(rules.NO_RESPONSIBILITIES.found(Location(file=name)))
    findings += _repeated_titles(plan, name)
    for items, rule in (
        (plan.indicators, rules.NO_INDICATORS),
        (plan.goals, rules.NO_GOALS),
        (plan.tasks, rules.NO_TASKS),
        (plan.projects, rules.NO_PROJECTS),
        (tuple(plan.top_items()), rules.NO_ITEMS),
    ):
        if not items:
            findings.append(rule.found(Location(file=name)))
    return findings


def _lead_missing(item: ParentItem, name: str) -> Finding:
    detail = "只列了责任单位，没有写明由谁牵头" if item.responsibility else "没有责任分工"
    location, kind = locate(name, item.source), item.kind.label
    return rules.TASK_WITHOUT_LEAD.found(location, items=[item.id], kind=kind, title=quoted(item.title), detail=detail)


_MOST_UNITS = 60
"""Units of an item beyond which it is unusual; the fullest real clauses name some forty."""


def _crowded(items: Iterable[ParentItem], name: str) -> Iterator[Finding]:
    """Yield the items that name more units than clauses do."""
    for item in items:
        clause = item.responsibility
        count = len(clause.leads) + len(clause.participants) if clause else 0
        if count > _MOST_UNITS:
            location = locate(name, item.source)
            yield rules.UNITS_MANY.found(location, items=[item.id], title=quoted(item.title), count=count)


def _repeated_titles(plan: ParentPlan, name: str) -> Iterator[Finding]:
    for items in (plan.indicators, plan.goals, plan.tasks, plan.projects):
        seen: dict[str, ParentItem] = {}
        for item in items:
            first = seen.setdefault(comparable(item.title), item)
            if first is not item:
                yield rules.TITLE_REPEATED.found(
                    locate(name, item.source),
                    items=[first.id, item.id],
                    kind=item.kind.label,
                    title=quoted(item.title),
                    first=first.id,
                    second=item.id,
                )


def bodiless(drafts: Iterable[Draft], name: str) -> list[Finding]:
    """Return items that have a heading and nothing else."""
    return [
        rules.HEADING_WITHOUT_BODY.found(locate(name, draft.place), kind=draft.kind.label, title=quoted(draft.title))
        for top in drafts
        for draft in top.walk()
        if draft.kind is not ItemKind.INDICATOR and _is_bodiless(draft)
    ]


def _is_bodiless(draft: Draft) -> bool:
    """A whole sentence that stands in for a title says enough by itself."""
    sentence = draft.sentence or len(draft.title) > 30 or re.match(r".{6,}[，,].{6,}", draft.title) is not None
    return not (sentence or draft.paragraphs or draft.items or draft.responsibility)
