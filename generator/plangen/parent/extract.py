"""From sections to items: what a document holds, and what of it is no item."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from plangen.parent import rules
from plangen.parent.block_model import Note, Paragraph, place_words, span_words
from plangen.parent.boxes import take_boxes
from plangen.parent.drafts import Context, Draft, Extracted, tidy_title
from plangen.parent.goal_reading import read_goals
from plangen.parent.group_reading import read_list, read_section
from plangen.parent.indicator_lines import take_indicator_lines
from plangen.parent.item_reading import has_run_in_titles
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.sections import (
    ROLE_WORDS,
    Role,
    Section,
    has_clauses,
    heading_text,
    is_settled,
    paragraphs_under,
)
from plangen.parent.settling import (
    SHOWN,
    clauses_left_out,
    give_answering_the_lead,
    give_first_the_lead,
    tell_suspected,
)
from plangen.parent.stated_twice import reconcile
from plangen.parent.table_items import read_tables
from plangen.terms.place import Place
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import quoted

_NEVER_ASSIGNING = (Role.GLOSSARY, Role.FOREWORD, Role.BACKGROUND, Role.ANNEX)
"""Roles of parts that explain or look back: what reads like a clause there gives nobody anything to do."""


def extract(
    root: Node,
    sections: Sequence[Section],
    *,
    name: str,
    period: tuple[int, int] | None,
    own_names: tuple[str, ...],
    decided: Collection[Place] = (),
) -> Extracted:
    """Read all items.

    Args:
        root: the outline, for tables outside all sections.
        sections: the document's sections.
        name: the file's name, for findings.
        period: the plan's period.
        own_names: how the plan calls its own place, to choose among value columns of indicator tables.
        decided: the lines about which a person has decided.
    """
    context = Context(name=name, period=period, own_names=own_names, decided=decided)
    lines = _indicator_lines(root, sections, context)
    goals: list[Draft] = []
    tasks: list[Draft] = []
    projects: list[Draft] = []
    habits = {role: _has_run_in_titles(sections, role) for role in (Role.TASKS, Role.PROJECTS)}
    for section in sections:
        context.run_in_titles = habits.get(section.role, False)
        if section.role in (Role.GOALS, Role.INDICATORS):
            for node in section.nodes:
                goals += read_goals(node, None, context)
        elif section.role is Role.TASKS:
            projects += take_boxes(section.nodes, context)
            tasks += read_section(section, ItemKind.TASK, context)
        elif section.role is Role.PROJECTS:
            projects += read_section(section, ItemKind.PROJECT, context)
        else:
            _note_skipped(section, context)
    before = [block for block in root.body if isinstance(block, Paragraph)]
    for block in before:
        context.note(block, "正文第一个标题之前的文字，不是条目")
    if not root.children:
        tasks += read_list(before, context)
    indicators = _with_lines(read_tables(root, sections, tasks, projects, context), lines, context)
    goals, indicators = reconcile(goals, indicators, context)
    give_first_the_lead(root, (*goals, *tasks, *projects), context)
    give_answering_the_lead((*goals, *tasks, *projects), context)
    _tell_left_out(sections, context)
    tell_suspected((*goals, *tasks, *projects), context)
    if introductions := [place for place in context.introductions if place not in context.decided]:
        where = "、".join(place_words(place) for place in introductions)
        context.say(rules.INTRODUCTION_NOT_KEPT, introductions[0], where=where)
    return Extracted(
        indicators=tuple(indicators),
        goals=tuple(goals),
        tasks=tuple(tasks),
        projects=tuple(projects),
        findings=tuple(context.findings),
        notes=tuple(context.notes),
    )


def _has_run_in_titles(sections: Sequence[Section], role: Role) -> bool:
    """Titles at the head of paragraphs are the habit of tasks or of projects, each for itself."""
    nodes = [node for part in sections if part.role is role for node in part.nodes]
    return has_run_in_titles(inner for node in nodes for inner in node.walk())


def _tell_left_out(sections: Sequence[Section], context: Context) -> None:
    """Name the sections that hold no items, once, with where they stand."""
    named: list[str] = []
    first: Place | None = None
    habits = {role: _has_run_in_titles(sections, role) for role in (Role.TASKS, Role.PROJECTS)}
    for section in sections:
        context.run_in_titles = habits.get(section.role, False)
        if section.role in (Role.GOALS, Role.INDICATORS, Role.TASKS, Role.PROJECTS):
            continue
        for node in section.nodes:
            if section.role not in _NEVER_ASSIGNING:
                _tell_clauses(node, section.role, context)
            if section.role is Role.SAFEGUARDS:
                _tell_safeguards(node, context)
            elif section.role in (Role.STAGES, Role.PRODUCTS) or _has_points(section.role, node):
                _tell_stages(node, section.role, context)
            if is_settled(node, context.decided, heading=True):
                continue
            places = _places_of(node)
            first = first or places[0]
            named.append(f"{quoted(heading_text(node))}（{span_words(places[0], places[-1])}）")
    if first is not None:
        context.say(rules.SECTIONS_LEFT_OUT, first, named="、".join(named))


def _tell_clauses(chapter: Node, role: Role, context: Context) -> None:
    """Name what in a chapter without items reads like a clause: then a task may be missing."""
    left = clauses_left_out(chapter)
    if left:
        context.say(
            rules.CLAUSE_LEFT_OUT,
            left[0][0],
            chapter=quoted(heading_text(chapter)),
            what=ROLE_WORDS[role],
            count=len(left),
            sentences=[quoted(short(sentence, SHOWN)) for _, sentence in left],
        )


def _has_points(role: Role, chapter: Node) -> bool:
    """Whether a chapter on scope or money has numbered points, which a person should see."""
    return role in (Role.SCOPE, Role.INVESTMENT) and any(child.mark for child in chapter.children)


def _tell_safeguards(chapter: Node, context: Context) -> None:
    """Name the numbered headings of a closing chapter that have no clause and so are no items."""
    titles = [
        f"{node.mark.raw}{heading_text(node)}"
        for node in chapter.children
        if node.mark is not None
        and not has_clauses(node)
        and not clauses_left_out(node)
        and not is_settled(node, context.decided, heading=True)
    ]
    if titles:
        place = _places_of(chapter)[0]
        context.say(rules.SAFEGUARDS_LEFT_OUT, place, chapter=quoted(heading_text(chapter)), titles=titles)


def _tell_stages(chapter: Node, role: Role, context: Context) -> None:
    """Name the points of a chapter of stages or products that hold no clause, and say why they are no tasks."""
    open_points = [node for node in chapter.children if not is_settled(node, context.decided, heading=True)]
    points = [node for node in open_points if not has_clauses(node)]
    titles = [heading_text(node) for node in points if not clauses_left_out(node)]
    if titles or not (chapter.children or is_settled(chapter, context.decided)):
        context.say(
            rules.STAGES_LEFT_OUT,
            _places_of(chapter)[0],
            chapter=quoted(heading_text(chapter)),
            what=ROLE_WORDS[role],
            titles=titles or [heading_text(chapter)],
        )


def _places_of(node: Node) -> list[Place]:
    places: list[Place] = []
    for inner in node.walk():
        places += inner.paragraph.places if inner.paragraph is not None else ()
        for block in inner.body:
            places += block.places if isinstance(block, Paragraph) else (row.place for row in block.rows)
    return places or [Place()]


def _note_skipped(section: Section, context: Context) -> None:
    verdict = f"位于{quoted(ROLE_WORDS[section.role])}部分，不是条目"
    for top in section.nodes:
        for node in top.walk():
            for paragraph in ([node.paragraph] if node.paragraph else []) + paragraphs_under(node):
                context.note(paragraph, verdict)


def _indicator_lines(root: Node, sections: Sequence[Section], context: Context) -> list[Draft]:
    """Take the indicators that are written line by line out of the outline before goals are read."""
    elsewhere = (Role.BACKGROUND, Role.FOREWORD, Role.GLOSSARY)
    taken = take_indicator_lines(root, [node for part in sections if part.role in elsewhere for node in part.nodes])
    for caption in taken.captions:
        context.note(caption, "指标的标题")
    for paragraph in taken.unread:
        context.say(rules.INDICATOR_LINE_UNREAD, paragraph.place, line=quoted(short(paragraph.text, SHOWN)))
    drafts = []
    for line in taken.indicators:
        title = tidy_title(line.name)
        context.notes.append(Note(place=line.place, text=line.name, verdict=f"指标{quoted(title)}"))
        drafts.append(
            Draft(
                kind=ItemKind.INDICATOR,
                title=title,
                place=line.place,
                number=line.number,
                target=line.target,
                nature=line.nature,
            )
        )
    return drafts


def _with_lines(indicators: list[Draft], lines: list[Draft], context: Context) -> list[Draft]:
    """Return the indicators of the tables and of the lines; one stated twice with the same value counts once."""
    known = {comparable(draft.title): draft for draft in indicators}
    kept = []
    for line in lines:
        same = known.get(comparable(line.title))
        if same is not None and comparable(same.target or "") == comparable(line.target or ""):
            context.say(rules.INDICATOR_REPEATED, line.place, title=quoted(line.title))
            same.nature = same.nature or line.nature
        else:
            known.setdefault(comparable(line.title), line)
            kept.append(line)
    return indicators + kept
