"""Items from tables, merged with those of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from plangen.parent import rules
from plangen.parent.block_model import Note, Table
from plangen.parent.drafts import Context, Draft, first_clause, tidy_title, title_and_text
from plangen.parent.indicator_tables import IndicatorRow, is_marked, is_previous, read_indicators
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.sections import (
    Role,
    Section,
    tables_under,
)
from plangen.parent.settling import SHOWN, cell_deadline, first_leading, tell_problems
from plangen.parent.stated_twice import KnownTitles, Numbered, is_declined
from plangen.parent.tables import TableKind, TaskRow, read_tasks, table_kind
from plangen.terms.clauses import read_cells
from plangen.terms.deadline import Deadline, deadline_of, sole_year
from plangen.terms.findings import Severity
from plangen.terms.marks import NUMBER_INSIDE, Mark, parse_mark, split_title, without_number
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import quoted, vocabulary


def read_tables(
    root: Node, sections: Sequence[Section], tasks: list[Draft], projects: list[Draft], context: Context
) -> list[Draft]:
    """Read all tables: indicators are returned, tasks and projects are merged with those of the text."""
    places: list[tuple[Role | None, Table]] = [(None, block) for block in root.body if isinstance(block, Table)]
    for section in sections:
        for node in section.nodes:
            places += [(section.role, table) for table in tables_under(node)]
    indicators: list[Draft] = []
    for role, table in places:
        kind = table_kind(table)
        if is_declined((table.caption or "", *table.rows[0].cells), vocabulary().declined_tables):
            caption = quoted(table.caption) if table.caption else ""
            context.say(rules.TABLE_DECLINED, table.place, caption=caption, rows=len(table.rows) - 1)
            continue
        if kind is TableKind.INDICATORS:
            indicators += _indicators(table, role, context)
        elif kind is TableKind.TASKS:
            _merge_tasks(table, role, tasks, projects, context)
        elif role not in (Role.BACKGROUND, Role.FOREWORD, Role.GLOSSARY) and len(table.rows) > 1:
            _tell_not_understood(table, role, context)
    return indicators


def _tell_not_understood(table: Table, role: Role | None, context: Context) -> None:
    """Say which table was not read; inside an item its rows stand in the item's text, which is only told."""
    heads = [cell for cell in dict.fromkeys(table.rows[0].cells) if cell]
    if len(heads) > 1:
        kept = role in (Role.TASKS, Role.PROJECTS, Role.GOALS)
        severity = Severity.INFO if kept else None
        rows = len(table.rows) - 1
        context.say(rules.TABLE_NOT_UNDERSTOOD, table.place, severity=severity, rows=rows, heads=heads)


def _indicators(table: Table, role: Role | None, context: Context) -> list[Draft]:
    if is_previous(table) or role in (Role.BACKGROUND, Role.FOREWORD, Role.GLOSSARY):
        caption = quoted(table.caption) if table.caption else ""
        context.say(rules.TABLE_NOT_TAKEN, table.place, caption=caption)
        return []
    rows, findings = read_indicators(table, context.name, context.own_names, context.period)
    context.findings.extend(findings)
    drafts = [_indicator(row, context) for row in rows]
    without = [draft for draft in drafts if draft.target is None]
    if without and is_marked(table):
        context.say(rules.INDICATORS_MARKED, table.place, count=len(without))
        return drafts
    for draft in without:
        context.say(rules.INDICATOR_WITHOUT_TARGET, draft.place, title=quoted(draft.title))
    return drafts


def _indicator(row: IndicatorRow, context: Context) -> Draft:
    title = tidy_title(row.name)
    context.notes.append(Note(place=row.place, text=row.name, verdict=f"指标{quoted(title)}"))
    return Draft(
        kind=ItemKind.INDICATOR,
        title=title,
        place=row.place,
        number=row.number,
        target=row.target,
        nature=row.nature,
        group=row.group,
        paragraphs=list(row.others),
        responsibility=_cell_responsibility(row.lead, row.support, row.responsible, row.place, context),
    )


def _cell_responsibility(
    lead: str | None, support: str | None, responsible: str | None, place: Place, context: Context
) -> Responsibility | None:
    """Return the responsibility that the cells of a row state."""
    reading = read_cells(lead, support, responsible)
    if reading is None:
        return None
    tell_problems(reading.problems, place, context)
    return reading.responsibility


def _merge_tasks(table: Table, role: Role | None, tasks: list[Draft], projects: list[Draft], context: Context) -> None:
    """Add the rows of a division table; a row with the title of a task in the text completes that task."""
    known, numbered = KnownTitles((*tasks, *projects)), Numbered()
    previous: tuple[TaskRow, Draft] | None = None
    year = sole_year(table.caption or "")
    for row in _numbered_by_row(read_tasks(table)):
        if row.aside is not None:
            context.say(rules.TABLE_ROW_NO_ITEM, row.place, text=short(row.aside, SHOWN))
            context.notes.append(Note(place=row.place, text=row.aside, verdict="表格的合计或表注，不是条目"))
            continue
        if not (row.title or row.content):
            context.say(rules.TABLE_ROW_UNREAD, row.place, text="没有任务内容")
            continue
        draft = _row_draft(row, role, year, context)
        if previous is not None and row.title and (previous[0].number, previous[0].title) == (row.number, row.title):
            _nest_row(previous[1], row, draft, context)
            continue
        existing = known.take(draft.title)
        stated = draft.responsibility
        if existing is not None:
            _enrich(existing, draft, context)
        elif not numbered.nest(row.number, draft):
            (projects if draft.kind is ItemKind.PROJECT else tasks).append(draft)
        numbered.add(row.number, existing or draft, stated)
        previous = (row, existing or draft)


def _numbered_by_row(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Where rows with a number each share a merged task cell, the cell is their group and the content is the task.

    The number stands in a column of its own, or before the content and runs on through the groups.
    """
    shared = {
        row.title
        for before, row in pairwise(rows)
        if row.title
        and row.title == before.title
        and row.content
        and row.number
        and row.number != before.number
        # 4.2 and 4.2.1 of one name are an item and its part
        and not row.number.startswith(f"{before.number}.")
    }
    rows = [replace(row, title=None, group=row.title) if row.title in shared and row.content else row for row in rows]
    return _measures(rows) or rows


def _measures(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Return rows as items of groups where what is to be done is numbered through them (1, 2 in the first, 3)."""
    read = [row for row in rows if row.aside is None]
    titles = [row.title for row in read]
    marks = [parse_mark(row.content or "") for row in read]
    several = len(set(titles)) >= 2 and len(set(titles)) < len(titles) and all(titles)
    if not several or any(mark is None or mark.value != number for number, mark in enumerate(marks, 1)):
        return []
    numbered = {id(row): mark for row, mark in zip(read, marks, strict=True) if mark is not None}
    return [_measure(row, numbered[id(row)]) if id(row) in numbered else row for row in rows]


def _measure(row: TaskRow, mark: Mark) -> TaskRow:
    """Return a row as an item of its group; a cell that is a sentence is text, and its first clause the title."""
    sentence = split_title(mark.rest).title
    title = first_clause(sentence)
    group = without_number(row.title or "")
    shorter = title if title != sentence else None
    return replace(row, title=shorter, group=group, number=mark.raw, content=mark.rest)


def _row_draft(row: TaskRow, role: Role | None, year: int | None, context: Context) -> Draft:
    kind = ItemKind.PROJECT if row.project or role is Role.PROJECTS else ItemKind.TASK
    if row.title:
        title, rest = title_and_text(without_number(row.title), row.place, context)
        texts = [rest, _lone(row.content or "")]
    else:
        title, rest = title_and_text(without_number(row.content or ""), row.place, context)
        texts = [rest]
    context.notes.append(Note(place=row.place, text=title, verdict=f"{kind.label}{quoted(title)}（取自表格）"))
    draft = Draft(kind=kind, title=title, place=row.place, number=row.number, group=row.group)
    draft.paragraphs = [*(text for text in texts if text), *row.others]
    draft.responsibility = _cell_responsibility(row.lead, row.support, row.responsible, row.place, context)
    if row.first_leads and (clause := draft.responsibility) is not None and not clause.leads:
        draft.responsibility = first_leading(clause)
    if row.deadline:
        draft.deadline, draft.deadline_text = cell_deadline(row.deadline, row.place, title, context, year)
    else:
        draft.due(deadline_of("\n".join(text for text in texts if text), context.period))
    return draft


def _lone(content: str) -> str:
    """Return what is to be done without its number, where it is one measure: the number counts nothing then."""
    mark = parse_mark(content)
    return mark.rest if mark is not None and not NUMBER_INSIDE.search(content) and "\n" not in content else content


def _nest_row(parent: Draft, row: TaskRow, draft: Draft, context: Context) -> None:
    """Further rows of a merged task cell: each row is a nested item, the first one too."""
    if not parent.items:
        first = Draft(kind=ItemKind.NESTED, title=parent.title, place=parent.place)
        own, further = (parent.paragraphs[0], parent.paragraphs[1:]) if parent.paragraphs else ("", [])
        title, rest = title_and_text(without_number(own), parent.place, context)
        first.title, first.paragraphs = title or parent.title, [text for text in (rest, *further) if text]
        first.responsibility = parent.responsibility
        first.deadline, first.deadline_text = parent.deadline, parent.deadline_text
        parent.items.append(first)
        parent.paragraphs = []
        parent.responsibility, parent.deadline, parent.deadline_text = None, None, None
    title, rest = title_and_text(without_number(row.content or row.title or ""), row.place, context)
    draft.kind, draft.title, draft.number = ItemKind.NESTED, title, None
    draft.paragraphs = [text for text in (rest, *row.others) if text]
    draft.group = None
    parent.items.append(draft)


def _enrich(existing: Draft, draft: Draft, context: Context) -> None:
    """The table repeats a task of the text: what the text leaves open is taken from the table."""
    differs = existing.responsibility and draft.responsibility and _units(existing) != _units(draft)
    existing.responsibility = existing.responsibility or draft.responsibility
    existing.due(Deadline(year=draft.deadline, text=draft.deadline_text))
    own = comparable("".join(text for inner in existing.walk() for text in inner.paragraphs))
    existing.paragraphs += [text for text in draft.paragraphs if comparable(text).rstrip("。;") not in own]
    rule = rules.TABLE_CONTRADICTS_TEXT if differs else rules.TABLE_MERGED
    context.say(rule, draft.place, title=quoted(draft.title))


def _units(draft: Draft) -> set[str]:
    clause = draft.responsibility
    return {*clause.leads, *clause.participants} if clause else set()
