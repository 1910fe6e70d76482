"""Tasks and projects of a section: their groups, what speaks for a whole group, items without numbers."""

from __future__ import annotations

import re

from plangen.parent import rules
from plangen.parent.block_model import Paragraph
from plangen.parent.drafts import Context, Draft, title_and_text
from plangen.parent.item_reading import read_item, read_titled, titled_paragraphs
from plangen.parent.levels import Placed, is_introduction, names_item, place_items
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.paragraph_items import (
    ParagraphItems,
    part_by_clauses,
    part_by_names,
    part_by_titles,
    part_by_units,
    part_without_chapter,
)
from plangen.parent.sections import (
    ROLE_WORDS,
    Role,
    Section,
    heading_text,
    paragraphs_under,
    tables_under,
)
from plangen.parent.settling import common_clause, give_clause, read_clause, share_closing_clauses
from plangen.parent.tables import (
    TableKind,
    table_kind,
)
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.clause_search import find_clauses
from plangen.terms.clauses import read_cells
from plangen.terms.deadline import Deadline, deadline_of
from plangen.terms.marks import Form, split_title
from plangen.terms.text import comparable
from plangen.terms.unit_list import names_units_alone
from plangen.terms.vocabulary import quoted, vocabulary

_BARE_LINE = 30


def read_section(section: Section, kind: ItemKind, context: Context) -> list[Draft]:
    """Return the tasks or projects of a section in the document's order."""
    inherited: ClauseReading | None = None
    top: list[Node] = []
    for node in section.nodes:
        if section.grouped:
            top.append(node)
            continue
        if node.paragraph is not None:
            context.note(node.paragraph, f"{quoted(ROLE_WORDS[section.role])}部分的标题")
        if not node.children and (parts := part_by_clauses(paragraphs_under(node))):
            return _parted(parts, kind, None, context)
        inherited, texts = common_clause(node, context)
        top += node.children
        if not node.children:
            return _without_headings(node, texts, kind, inherited, context)
        for paragraph in texts:
            context.introduction(paragraph)
    placed = place_items(top, section.role)
    _tell_outer_groups(placed, context)
    by_units = _headed_by_units(placed)
    context.headed_by_units = by_units
    context.several_heads = len({id(item.node.list_head) for item in placed if item.node.list_head is not None}) > 1
    context.clause_paragraphs = _has_clause_paragraphs([item.node for item in placed])
    drafts: list[Draft] = []
    groups: dict[int, tuple[ClauseReading | None, Deadline]] = {}
    members: dict[int, list[Draft]] = {}
    for position, item in enumerate(placed):
        for group in item.groups:
            if id(group) not in groups:
                groups[id(group)] = _open_group(group, kind, drafts, context, by_units)
        read = _placed_drafts(item, kind, placed, position, groups, context)
        members.setdefault(id(item.group), []).extend(read)
        drafts += read
    share_closing_clauses(members.values(), context)
    give_clause(drafts, inherited)
    _settle_duties_of_units(drafts, context)
    return drafts


def read_list(paragraphs: list[Paragraph], context: Context) -> list[Draft]:
    """Return the tasks of a document that has no headings; see :func:`part_without_chapter`."""
    parts = part_without_chapter(paragraphs)
    if parts is None:
        return []
    drafts = _parted(parts, ItemKind.TASK, None, context)
    context.say(rules.LIST_WITHOUT_CHAPTER, drafts[0].place, count=len(drafts))
    return drafts


def _tell_outer_groups(placed: list[Placed], context: Context) -> None:
    """Items know the group directly above them; the groups above that are told once."""
    outer = {id(group): group for item in placed for group in item.groups[:-1]}
    if outer:
        titles = "、".join(quoted(heading_text(group)) for group in outer.values())
        first = next(iter(outer.values()))
        assert first.paragraph is not None
        context.say(rules.GROUP_OUTER, first.paragraph.place, titles=titles)


def _has_clause_paragraphs(nodes: list[Node]) -> bool:
    """Return whether most headings have nothing but paragraphs under them that each end with their own clause."""
    built = [
        node
        for node in nodes
        if not node.children
        and (parts := part_by_clauses(paragraphs_under(node)))
        and all(len(item) == 1 for item in parts.items)
    ]
    return len(built) >= 2 and len(built) > len(nodes) / 2


def _heads_group(head: Paragraph) -> bool:
    """Whether the line before a list names what its points are about; the document's own title does not."""
    named = split_title(head.text).stop == "" and not is_introduction(head.text)
    return named and not comparable(head.text).endswith(vocabulary().title_ends)


def _settle_duties_of_units(drafts: list[Draft], context: Context) -> None:
    """Items titled by who answers for them (市住建局：负责……) are that unit's; what is to be done is their title."""
    if len(drafts) < 2 or any(draft.responsibility or not names_units_alone(draft.title) for draft in drafts):
        return
    for draft in drafts:
        reading = read_cells(lead=None, responsible=draft.title)
        draft.responsibility = reading.responsibility if reading is not None else None
        context.say(rules.UNITS_IN_HEADING, draft.place, title=quoted(draft.title))
        if draft.paragraphs:
            first, *further = draft.paragraphs
            draft.title, text = title_and_text(first, draft.place, context)
            draft.paragraphs = [text for text in (text, *further) if text]


def _headed_by_units(placed: list[Placed]) -> bool:
    """Return whether the groups are headed by who answers for them (一、市水利局　二、市气象局), all of them."""
    groups = {id(item.group): heading_text(item.group) for item in placed if item.group is not None}
    heads = {id(item.node.list_head): item.node.list_head.text for item in placed if item.node.list_head is not None}
    titles = [*groups.values(), *heads.values()]
    return len(titles) >= 2 and all(map(names_units_alone, titles))


def _open_group(
    group: Node, kind: ItemKind, drafts: list[Draft], context: Context, by_units: bool
) -> tuple[ClauseReading | None, Deadline]:
    """Read what stands between a group's heading and its first item.

    That is a clause or a year for all items of the group, items without a number, or an introduction.
    """
    assert group.paragraph is not None
    context.note(group.paragraph, "分组标题，不是条目；其下为条目")
    if group.list_head is not None and group.list_head.place not in context.introductions:
        context.introduction(group.list_head, "列表导语，不属于任何条目")
    clause, texts = common_clause(group, context)
    if clause is None and by_units:
        clause = read_cells(responsible=heading_text(group), lead=None)
        context.say(rules.UNITS_IN_HEADING, group.paragraph.place, title=quoted(heading_text(group)))
    years: list[str] = []
    for paragraph in texts:
        if _names_item(paragraph, kind):
            draft = read_titled(paragraph, kind, heading_text(group), context)
            drafts.append(draft)
            tell_unnumbered([draft], context)
            continue
        context.introduction(paragraph, "分组导语，不属于任何条目")
        years.append(paragraph.text)
        for found in find_clauses(paragraph.text)[1]:
            reading = read_clause(found.clause, paragraph.place, found.balanced, context)
            clause = clause or (None if reading.only_time else reading)
    line, _ = find_clauses(group.line)
    inline = split_title(line).text
    if inline:
        context.introduction(group.paragraph, "分组标题；其后的文字是分组导语，不属于任何条目")
    return clause, deadline_of("\n".join([inline, *years]), context.period)


def _placed_drafts(
    item: Placed,
    kind: ItemKind,
    placed: list[Placed],
    position: int,
    groups: dict[int, tuple[ClauseReading | None, Deadline]],
    context: Context,
) -> list[Draft]:
    group = heading_text(item.group) if item.group is not None else None
    head = item.node.list_head
    # before a chapter, or once before a whole list, stands the document's title
    lower = item.node.mark is not None and item.node.mark.form > Form.CHINESE
    if head is not None and group is None and lower and context.several_heads and _heads_group(head):
        group = head.text  # 监测预警方面: a heading without number over the points of a list
    if item.group_like and (unnumbered := _unnumbered_in_group(item.node, kind, context)):
        drafts = unnumbered
    elif not item.groups and (chapter := _clauses_in_chapter(item.node, kind, context)):
        drafts = chapter
    else:
        drafts = [read_item(item.node, kind, group, context)]
    if item.group is not None:
        clause, deadline = groups.get(id(item.group), (None, Deadline()))
        give_clause(drafts, clause)
        for draft in drafts:
            draft.due(deadline)
    elif context.headed_by_units and group is not None:
        give_clause(drafts, read_cells(lead=None, responsible=group))
    if head is not None and (position == 0 or placed[position - 1].node.list_head is not head):
        context.introduction(head, "列表导语，不属于任何条目")
    return drafts


def _clauses_in_chapter(node: Node, kind: ItemKind, context: Context) -> list[Draft]:
    """A chapter that says nothing itself and whose paragraphs each have their clause is a group of them."""
    own, found = find_clauses(node.line)
    chapter = node.mark is not None and node.mark.form <= Form.CHINESE
    if not (chapter or context.clause_paragraphs) or found or node.children or split_title(own).text:
        return []
    parts = part_by_clauses(paragraphs_under(node))
    if parts is None:
        return []
    assert node.paragraph is not None
    context.note(node.paragraph, "分组标题，不是条目；其下为条目")
    return _parted(parts, kind, heading_text(node), context)


def _unnumbered_in_group(node: Node, kind: ItemKind, context: Context) -> list[Draft]:
    """A group whose items have no numbers: paragraphs with titles, each with its clause or all of one pattern."""
    texts = paragraphs_under(node)
    own, _ = find_clauses(node.line)
    if split_title(own).text or node.children:
        return []
    if bare := _bare_headed(texts):
        if node.paragraph is not None:
            context.note(node.paragraph, "分组标题，不是条目；其下为条目")
        return _bare_drafts(bare, kind, heading_text(node), context)
    with_clause = [paragraph for paragraph in texts if _names_item(paragraph, kind)]
    intro, titled, _ = titled_paragraphs(texts)
    if not with_clause and len(titled) < 2:
        return []
    items = titled if len(titled) >= 2 else with_clause
    title = heading_text(node)
    if node.paragraph is not None:
        context.note(node.paragraph, "分组标题，不是条目；其下为条目")
    for paragraph in texts:
        if paragraph not in items:
            context.introduction(paragraph, "分组导语，不属于任何条目")
    drafts = [read_titled(paragraph, kind, title, context) for paragraph in items]
    deadline = deadline_of("\n".join(paragraph.text for paragraph in intro), context.period)
    for draft in drafts:
        draft.due(deadline)
    tell_unnumbered(drafts, context)
    return drafts


def _without_headings(
    node: Node, texts: list[Paragraph], kind: ItemKind, inherited: ClauseReading | None, context: Context
) -> list[Draft]:
    """A section without any heading under it: its titled paragraphs are the items, else the section itself is one."""
    if bare := _bare_headed(texts):
        drafts = _bare_drafts(bare, kind, None, context)
        give_clause(drafts, inherited)
        return drafts
    if parts := part_by_titles(texts) or part_by_units(texts) or part_by_names(texts):
        drafts = _parted(parts, kind, None, context)
        give_clause(drafts, inherited)
        _settle_duties_of_units(drafts, context)
        return drafts
    if any(table_kind(table) is TableKind.TASKS for table in tables_under(node)):
        for paragraph in texts:
            context.introduction(paragraph)
        return []
    if not texts and not split_title(node.line).text:
        return []
    if len(texts) > 1 and node.paragraph is not None:
        context.say(rules.CHAPTER_AS_ONE, node.paragraph.place, title=quoted(heading_text(node)), count=len(texts))
    return [read_item(node, kind, None, context)]


def _parted(parts: ParagraphItems, kind: ItemKind, group: str | None, context: Context) -> list[Draft]:
    """Read paragraphs that are items of their own, each with those that go on with it."""
    for paragraph in parts.introduction:
        context.introduction(paragraph)
    drafts = []
    for first, *further in parts.items:
        if further:
            node = Node(paragraph=first, line=first.text, body=list(further))
            drafts.append(read_item(node, kind, group, context))
        else:
            drafts.append(read_titled(first, kind, group, context))
    if not parts.dashed:
        tell_unnumbered(drafts, context)
    return drafts


def _bare_headed(paragraphs: list[Paragraph]) -> list[list[Paragraph]]:
    """Part paragraphs at lines that stand like headings without numbers: short, without any stop, text below each.

    Returns:
        One list for each heading, the heading first; empty when the paragraphs are not built like that.
    """
    parts: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        bare = len(paragraph.text) <= _BARE_LINE and not re.search(r"[。；：，、,;:！？]", paragraph.text)
        if bare:
            parts.append([paragraph])
        elif not parts:
            return []
        else:
            parts[-1].append(paragraph)
    return parts if len(parts) >= 2 and all(len(part) > 1 for part in parts) else []


def _bare_drafts(parts: list[list[Paragraph]], kind: ItemKind, group: str | None, context: Context) -> list[Draft]:
    drafts = []
    for heading, *texts in parts:
        node = Node(paragraph=heading, line=heading.text, body=list(texts))
        drafts.append(read_item(node, kind, group, context))
    tell_unnumbered(drafts, context)
    return drafts


def tell_unnumbered(drafts: list[Draft], context: Context) -> None:
    """Say which items have no number, so that a person compares them with the paper."""
    if not drafts:
        return
    titles = "、".join(quoted(draft.title) for draft in drafts[:4]) + ("等" if len(drafts) > 4 else "")
    context.say(rules.UNNUMBERED_ITEM, drafts[0].place, kind=drafts[0].kind.label, titles=titles)


def _names_item(paragraph: Paragraph, kind: ItemKind) -> bool:
    return names_item(paragraph.text, Role.PROJECTS if kind is ItemKind.PROJECT else Role.TASKS)
