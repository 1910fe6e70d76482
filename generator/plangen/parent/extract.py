"""From sections to items: titles, texts, clauses, deadlines and what is nested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from plangen.parent.blocks import Note, Paragraph, Table, TableRow, locate, place_words, span_words
from plangen.parent.indicator_lines import take_indicator_lines
from plangen.parent.levels import LONGEST_TITLE, Placed, is_introduction, main_children, names_item, place_items
from plangen.parent.model import ItemKind, ParentItem
from plangen.parent.outline import Node
from plangen.parent.sections import (
    ROLE_WORDS,
    Role,
    Section,
    heading_text,
    paragraphs_under,
    tables_under,
)
from plangen.parent.tables import (
    IndicatorRow,
    TableKind,
    TaskRow,
    is_previous,
    read_indicators,
    read_tasks,
    table_kind,
)
from plangen.terms.clause_search import find_clauses, is_clause_paragraph, suspected_clause, unread_bracket
from plangen.terms.clauses import ClauseReading, Problem, merge, parse_clause, read_cells
from plangen.terms.deadline import Deadline, deadline_in_cell, deadline_of, deadline_text_in_cell
from plangen.terms.findings import Finding, Severity
from plangen.terms.marks import split_title
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import quoted, vocabulary

_SENTENCE_TITLE = 30
_BARE_LINE = 30
_SHOWN = 40  # characters of a text that a finding shows
_DASHES = ("——", "—", "--", "－－")


@dataclass(eq=False)
class Draft:
    """An item while it is being read; it has no id yet.

    ``sentence``: the title is a sentence that says by itself what is to be done.
    ``suspected``: sentences that read like a responsibility clause, and where they stand.
    """

    kind: ItemKind
    title: str
    place: Place
    number: str | None = None
    group: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    deadline: int | None = None
    deadline_text: str | None = None
    target: str | None = None
    nature: str | None = None
    responsibility: Responsibility | None = None
    items: list[Draft] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    sentence: bool = False
    suspected: list[tuple[Place, str]] = field(default_factory=list)

    def walk(self) -> Iterable[Draft]:
        """Yield the draft and what is nested under it."""
        yield self
        for item in self.items:
            yield from item.walk()

    def due(self, deadline: Deadline) -> None:
        """Take a deadline that is named for the whole group or list, unless the item has its own."""
        if self.deadline is None and self.deadline_text is None:
            self.deadline, self.deadline_text = deadline.year, deadline.text


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """All items of a document in its order, and what was noticed on the way."""

    indicators: tuple[Draft, ...]
    goals: tuple[Draft, ...]
    tasks: tuple[Draft, ...]
    projects: tuple[Draft, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]


@dataclass(kw_only=True)
class _Context:
    """What the functions below share while one document is read."""

    name: str
    period: tuple[int, int] | None
    own_names: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    introductions: list[Place] = field(default_factory=list)

    def find(self, code: str, severity: Severity, place: Place, message: str, hint: str | None = None) -> None:
        """Remember a finding."""
        self.findings.append(
            Finding(code=code, severity=severity, message=message, location=locate(self.name, place), hint=hint)
        )

    def note(self, paragraph: Paragraph, verdict: str) -> None:
        """Remember why a line is what it is."""
        self.notes.append(Note(place=paragraph.place, text=paragraph.text, verdict=verdict))

    def introduction(self, paragraph: Paragraph, verdict: str = "章节导语，不属于任何条目") -> None:
        """Remember a paragraph that belongs to no item."""
        self.introductions.append(paragraph.place)
        self.note(paragraph, verdict)


def extract(
    root: Node,
    sections: Sequence[Section],
    *,
    name: str,
    period: tuple[int, int] | None,
    own_names: tuple[str, ...],
) -> Extracted:
    """Read all items.

    Args:
        root: the outline, for tables outside all sections.
        sections: the document's sections.
        name: the file's name, for findings.
        period: the plan's period.
        own_names: how the plan calls its own place, to choose among value columns of indicator tables.
    """
    context = _Context(name=name, period=period, own_names=own_names)
    lines = _indicator_lines(root, sections, context)
    goals: list[Draft] = []
    tasks: list[Draft] = []
    projects: list[Draft] = []
    for section in sections:
        if section.role in (Role.GOALS, Role.INDICATORS):
            for node in section.nodes:
                goals += _goals(node, None, context)
        elif section.role is Role.TASKS:
            tasks += _section_items(section, ItemKind.TASK, context)
        elif section.role is Role.PROJECTS:
            projects += _section_items(section, ItemKind.PROJECT, context)
        else:
            _note_skipped(section, context)
    for block in root.body:
        if isinstance(block, Paragraph):
            context.note(block, "正文第一个标题之前的文字，不是条目")
    indicators = _with_lines(_tables(root, sections, tasks, projects, context), lines, context)
    _tell_left_out(sections, context)
    _tell_suspected((*goals, *tasks, *projects), context)
    if context.introductions:
        where = "、".join(place_words(place) for place in context.introductions)
        context.find(
            "intro-not-kept",
            Severity.INFO,
            context.introductions[0],
            f"以下段落是章节导语，不属于任何条目，未写入：{where}",
            "如其中有需要落实的任务，请手工补入",
        )
    return Extracted(
        indicators=tuple(indicators),
        goals=tuple(goals),
        tasks=tuple(tasks),
        projects=tuple(projects),
        findings=tuple(context.findings),
        notes=tuple(context.notes),
    )


def _tell_left_out(sections: Sequence[Section], context: _Context) -> None:
    """Name the sections that hold no items, once, with where they stand."""
    named: list[str] = []
    first: Place | None = None
    for section in sections:
        if section.role in (Role.GOALS, Role.INDICATORS, Role.TASKS, Role.PROJECTS):
            continue
        for node in section.nodes:
            places = _places_of(node)
            first = first or places[0]
            named.append(f"{quoted(heading_text(node))}（{span_words(places[0], places[-1])}）")
    if first is not None:
        context.find(
            "sections-left-out",
            Severity.INFO,
            first,
            f"以下章节不含条目，未读入：{'、'.join(named)}",
            "如其中有需要落实的任务（例如保障措施中的具体要求），请手工补入",
        )


def _places_of(node: Node) -> list[Place]:
    places: list[Place] = []
    for inner in node.walk():
        places += inner.paragraph.places if inner.paragraph is not None else ()
        for block in inner.body:
            places += block.places if isinstance(block, Paragraph) else (row.place for row in block.rows)
    return places or [Place()]


def _note_skipped(section: Section, context: _Context) -> None:
    verdict = f"位于{quoted(ROLE_WORDS[section.role])}部分，不是条目"
    for top in section.nodes:
        for node in top.walk():
            for paragraph in ([node.paragraph] if node.paragraph else []) + paragraphs_under(node):
                context.note(paragraph, verdict)


# ------------------------------------------------------------------------------------------------ indicators in lines


def _indicator_lines(root: Node, sections: Sequence[Section], context: _Context) -> list[Draft]:
    """Take the indicators that are written line by line out of the outline before goals are read."""
    elsewhere = (Role.BACKGROUND, Role.FOREWORD, Role.GLOSSARY)
    taken = take_indicator_lines(root, [node for part in sections if part.role in elsewhere for node in part.nodes])
    for caption in taken.captions:
        context.note(caption, "指标的标题")
    for paragraph in taken.unread:
        context.find(
            "indicator-line-unread",
            Severity.WARNING,
            paragraph.place,
            f"指标标题之下的{quoted(short(paragraph.text, _SHOWN))}没有读出目标值，未作为指标",
            "请核对；指标写作“名称：目标值（约束性）”，或在生成的文件中移到 indicators 并填写 target",
        )
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


def _with_lines(indicators: list[Draft], lines: list[Draft], context: _Context) -> list[Draft]:
    """Return the indicators of the tables and of the lines; one stated twice with the same value counts once."""
    known = {comparable(draft.title): draft for draft in indicators}
    kept = []
    for line in lines:
        same = known.get(comparable(line.title))
        if same is not None and comparable(same.target or "") == comparable(line.target or ""):
            context.find(
                "indicator-repeated",
                Severity.INFO,
                line.place,
                f"指标{quoted(line.title)}出现两次，目标值相同，只保留一项",
            )
            same.nature = same.nature or line.nature
        else:
            known.setdefault(comparable(line.title), line)
            kept.append(line)
    return indicators + kept


# ------------------------------------------------------------------------------------------------ goals


def _goals(node: Node, inherited: ClauseReading | None, context: _Context) -> list[Draft]:
    """Return the goals under a heading; a clause before the list speaks for all of them."""
    if node.paragraph is not None:
        context.note(node.paragraph, "目标部分的标题")
    clause, texts = _common_clause(node, context)
    clause = clause or inherited
    goals: list[Draft] = []
    words = vocabulary()
    if not node.children:
        intro, titled, dashed = _titled_paragraphs(texts)
        for paragraph in intro:
            context.introduction(paragraph, "目标部分的总述，不单列为条目")
        goals = [_titled_draft(paragraph, ItemKind.GOAL, None, context) for paragraph in titled]
        if node.paragraph is not None and split_title(find_clauses(node.line)[0]).text:
            context.introduction(node.paragraph, "目标部分的总述，不单列为条目")
        if titled and not dashed:
            _tell_unnumbered(goals, context)
    else:
        for paragraph in texts:
            context.introduction(paragraph, "目标部分的总述，不单列为条目")
    for child in node.children:
        title = comparable(heading_text(child))
        roles = words.roles(title)
        if any(word in title for word in words.overall_goals) and not child.children:
            for paragraph in ([child.paragraph] if child.paragraph else []) + paragraphs_under(child):
                context.introduction(paragraph, "总体目标，不单列为条目")
        elif (
            title.endswith(words.goal_lists)
            or title in words.goal_lists
            or title.endswith(words.overall_goals)
            or "indicators" in roles
        ):
            goals += _goals(child, clause, context)
        else:
            goals.append(_draft(child, ItemKind.GOAL, None, context))
    _give_clause(goals, clause)
    return goals


# ------------------------------------------------------------------------------------------------ tasks and projects


def _section_items(section: Section, kind: ItemKind, context: _Context) -> list[Draft]:
    inherited: ClauseReading | None = None
    top: list[Node] = []
    for node in section.nodes:
        if section.grouped:
            top.append(node)
            continue
        if node.paragraph is not None:
            context.note(node.paragraph, f"{quoted(ROLE_WORDS[section.role])}部分的标题")
        inherited, texts = _common_clause(node, context)
        top += node.children
        if not node.children:
            return _without_headings(node, texts, kind, inherited, context)
        for paragraph in texts:
            context.introduction(paragraph)
    placed = place_items(top, section.role)
    _tell_outer_groups(placed, context)
    drafts: list[Draft] = []
    groups: dict[int, tuple[ClauseReading | None, Deadline]] = {}
    for position, item in enumerate(placed):
        for group in item.groups:
            if id(group) not in groups:
                groups[id(group)] = _open_group(group, kind, drafts, context)
        drafts += _placed_drafts(item, kind, placed, position, groups, context)
    _give_clause(drafts, inherited)
    return drafts


def _tell_outer_groups(placed: list[Placed], context: _Context) -> None:
    """Items know the group directly above them; the groups above that are told once."""
    outer = {id(group): group for item in placed for group in item.groups[:-1]}
    if outer:
        titles = "、".join(quoted(heading_text(group)) for group in outer.values())
        first = next(iter(outer.values()))
        assert first.paragraph is not None
        context.find(
            "group-outer",
            Severity.INFO,
            first.paragraph.place,
            f"条目之上有两级分组，条目只记下一级；上一级分组为：{titles}",
            "如需按上一级分组编排，请在生成的文件中改写 group",
        )


def _open_group(
    group: Node, kind: ItemKind, drafts: list[Draft], context: _Context
) -> tuple[ClauseReading | None, Deadline]:
    """Read what stands between a group's heading and its first item.

    That is a clause or a year for all items of the group, items without a number, or an introduction.
    """
    assert group.paragraph is not None
    context.note(group.paragraph, "分组标题，不是条目；其下为条目")
    if group.list_head is not None and group.list_head.place not in context.introductions:
        context.introduction(group.list_head, "列表导语，不属于任何条目")
    clause, texts = _common_clause(group, context)
    years: list[str] = []
    for paragraph in texts:
        if _names_item(paragraph, kind):
            draft = _titled_draft(paragraph, kind, heading_text(group), context)
            drafts.append(draft)
            _tell_unnumbered([draft], context)
            continue
        context.introduction(paragraph, "分组导语，不属于任何条目")
        years.append(paragraph.text)
        for found in find_clauses(paragraph.text)[1]:
            reading = _reading(found.clause, paragraph.place, found.balanced, context)
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
    context: _Context,
) -> list[Draft]:
    group = heading_text(item.group) if item.group is not None else None
    if item.group_like and (unnumbered := _unnumbered_in_group(item.node, kind, context)):
        drafts = unnumbered
    else:
        drafts = [_draft(item.node, kind, group, context)]
    if item.group is not None:
        clause, deadline = groups.get(id(item.group), (None, Deadline()))
        _give_clause(drafts, clause)
        for draft in drafts:
            draft.due(deadline)
    head = item.node.list_head
    if head is not None and (position == 0 or placed[position - 1].node.list_head is not head):
        context.introduction(head, "列表导语，不属于任何条目")
    return drafts


def _unnumbered_in_group(node: Node, kind: ItemKind, context: _Context) -> list[Draft]:
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
    intro, titled, _ = _titled_paragraphs(texts)
    if not with_clause and len(titled) < 2:
        return []
    items = titled if len(titled) >= 2 else with_clause
    title = heading_text(node)
    if node.paragraph is not None:
        context.note(node.paragraph, "分组标题，不是条目；其下为条目")
    for paragraph in texts:
        if paragraph not in items:
            context.introduction(paragraph, "分组导语，不属于任何条目")
    drafts = [_titled_draft(paragraph, kind, title, context) for paragraph in items]
    deadline = deadline_of("\n".join(paragraph.text for paragraph in intro), context.period)
    for draft in drafts:
        draft.due(deadline)
    _tell_unnumbered(drafts, context)
    return drafts


def _without_headings(
    node: Node, texts: list[Paragraph], kind: ItemKind, inherited: ClauseReading | None, context: _Context
) -> list[Draft]:
    """A section without any heading under it: its titled paragraphs are the items, else the section itself is one."""
    if bare := _bare_headed(texts):
        drafts = _bare_drafts(bare, kind, None, context)
        _give_clause(drafts, inherited)
        return drafts
    intro, titled, dashed = _titled_paragraphs(texts)
    if titled:
        for paragraph in intro:
            context.introduction(paragraph)
        drafts = [_titled_draft(paragraph, kind, None, context) for paragraph in titled]
        if not dashed:
            _tell_unnumbered(drafts, context)
        _give_clause(drafts, inherited)
        return drafts
    if any(table_kind(table) is TableKind.TASKS for table in tables_under(node)):
        for paragraph in texts:
            context.introduction(paragraph)
        return []
    if not texts and not split_title(node.line).text:
        return []
    return [_draft(node, kind, None, context)]


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


def _bare_drafts(parts: list[list[Paragraph]], kind: ItemKind, group: str | None, context: _Context) -> list[Draft]:
    drafts = []
    for heading, *texts in parts:
        node = Node(paragraph=heading, line=heading.text, body=list(texts))
        drafts.append(_draft(node, kind, group, context))
    _tell_unnumbered(drafts, context)
    return drafts


def _tell_unnumbered(drafts: list[Draft], context: _Context) -> None:
    if not drafts:
        return
    titles = "、".join(quoted(draft.title) for draft in drafts[:4]) + ("等" if len(drafts) > 4 else "")
    context.find(
        "unnumbered-item",
        Severity.INFO,
        drafts[0].place,
        f"以下段落没有编号，按“标题＋内容”的写法读作{drafts[0].kind.label}：{titles}",
        "请对照原文核对",
    )


# ------------------------------------------------------------------------------------------------ one item


def _draft(node: Node, kind: ItemKind, group: str | None, context: _Context) -> Draft:
    """Read one heading with everything under it."""
    assert node.paragraph is not None
    line, found = find_clauses(node.line)
    title, text = _title_and_text(line, node.paragraph.place, context)
    draft = Draft(
        kind=kind,
        title=title,
        place=node.paragraph.place,
        number=node.mark.raw if node.mark else None,
        group=group,
        places=list(node.paragraph.places),
    )
    context.note(node.paragraph, f"{kind.label}{quoted(title)}")
    readings = [_reading(clause.clause, node.paragraph.place, clause.balanced, context) for clause in found]
    _warn_unread_clause(line, node.paragraph.place, draft, context)
    draft.sentence = line.rstrip().endswith("。") and vocabulary().starts_with_verb(title)
    if text:
        draft.paragraphs.append(text)
    nested = _nested_paragraphs(node, bool(text))
    readings += _read_own_paragraphs(node, nested, draft, context)
    # the year of a list's own heading speaks for the list, so the item's year is settled before its lists are read
    _settle_deadline(draft, readings, context)
    draft.items += [_titled_draft(paragraph, ItemKind.NESTED, None, context) for paragraph in nested]
    _nested_headings(node, draft, context)
    _settle_clause(draft, readings, context)
    return draft


def _read_own_paragraphs(node: Node, nested: list[Paragraph], draft: Draft, context: _Context) -> list[ClauseReading]:
    """Add the paragraphs under a heading to the item and return the clauses that stand in them."""
    readings: list[ClauseReading] = []
    own = {id(paragraph) for paragraph in nested}
    for block in node.body:
        if isinstance(block, Table):
            if table_kind(block) is TableKind.OTHER:
                draft.paragraphs += [_row_text(row) for row in block.rows]
            continue
        if id(block) in own:
            continue
        draft.places += block.places
        if is_clause_paragraph(block.text):
            readings.append(_reading(block.text, block.place, True, context))
            context.note(block, f"{quoted(draft.title)}的责任分工")
            continue
        text, found = find_clauses(block.text)
        readings += [_reading(clause.clause, block.place, clause.balanced, context) for clause in found]
        _warn_unread_clause(text, block.place, draft, context)
        if text:
            draft.paragraphs.append(text)
        context.note(block, f"{quoted(draft.title)}的内容" if text else f"{quoted(draft.title)}的责任分工")
    return readings


def _row_text(row: TableRow) -> str:
    return "　".join(cell for cell in row.cells if cell)


def _nested_paragraphs(node: Node, has_text: bool) -> list[Paragraph]:
    """Return the paragraphs that are items of their own: titled, to the end of the body, at least two.

    Text in the heading's own line is the introduction; then no paragraph may be one.
    """
    if main_children(node):
        return []
    paragraphs = [paragraph for paragraph in paragraphs_under(node) if not is_clause_paragraph(paragraph.text)]
    intro, titled, dashed = _titled_paragraphs(paragraphs)
    return [] if has_text and intro and not dashed else titled


def _nested_headings(node: Node, draft: Draft, context: _Context) -> None:
    head: Paragraph | None = None
    deadline = Deadline()
    title: str | None = None
    for child in node.children:
        if child.list_head is not head:
            head = child.list_head
            deadline, title = _read_head(head, draft, context)
        item = _draft(child, ItemKind.NESTED, title, context)
        for inner in item.walk():
            inner.due(deadline)
        if comparable(item.title) == comparable(draft.title):
            context.find(
                "title-repeats-parent",
                Severity.INFO,
                item.place,
                f"子项{quoted(item.title)}与所属条目同名，两者均已保留",
                "请核对原文编排是否有误",
            )
        draft.items.append(item)


def _read_head(head: Paragraph | None, draft: Draft, context: _Context) -> tuple[Deadline, str | None]:
    """Read the line before a list: a title for it, a year for all its points, or words that lead over."""
    if head is None:
        return Deadline(), None
    draft.places += head.places
    deadline = deadline_of(head.text, context.period)
    if is_introduction(head.text):
        draft.paragraphs.append(head.text)
        context.note(head, f"{quoted(draft.title)}的内容（列表导语）")
        return deadline, None
    title, text = _box_title(head.text)
    context.note(head, f"{quoted(draft.title)}所属列表的标题")
    if text:
        draft.paragraphs.append(head.text)
    return deadline, title


def _box_title(text: str) -> tuple[str, str]:
    bare = re.sub(rf"^(?:{'|'.join(vocabulary().box_words)})\s*[0-9０-９一二三四五六七八九十]*[\s:：.．、-]*", "", text)
    split = split_title(bare)
    return split.title or text, split.text


def _titled_draft(paragraph: Paragraph, kind: ItemKind, group: str | None, context: _Context) -> Draft:
    """Read a paragraph that begins with its own title."""
    text, found = find_clauses(_without_dash(paragraph.text))
    title, rest = _title_and_text(text, paragraph.place, context)
    draft = Draft(kind=kind, title=title, place=paragraph.place, group=group, places=list(paragraph.places))
    context.note(paragraph, f"{kind.label}{quoted(title)}（没有编号，段首为标题）")
    if rest:
        draft.paragraphs.append(rest)
    readings = [_reading(clause.clause, paragraph.place, clause.balanced, context) for clause in found]
    _warn_unread_clause(text, paragraph.place, draft, context)
    _settle_clause(draft, readings, context)
    _settle_deadline(draft, readings, context)
    return draft


def _titled_paragraphs(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph], bool]:
    """Divide paragraphs into an introduction and paragraphs that begin with a title.

    Titled paragraphs count only when there are at least two and nothing else follows: a mixed text has none.
    Paragraphs that begin with a dash count from two on, with or without a short title.

    Returns:
        The introduction, the titled paragraphs, and whether they are marked by dashes.
    """
    dashed = [paragraph for paragraph in paragraphs if paragraph.text.startswith(_DASHES)]
    if len(dashed) >= 2:
        first = paragraphs.index(dashed[0])
        if all(paragraph.text.startswith(_DASHES) for paragraph in paragraphs[first:]):
            return paragraphs[:first], dashed, True
    for skip in (0, 1):
        rest = paragraphs[skip:]
        if len(rest) >= 2 and all(map(_is_titled, rest)):
            return paragraphs[:skip], rest, False
    return paragraphs, [], False


def _is_titled(paragraph: Paragraph) -> bool:
    text, found = find_clauses(paragraph.text)
    split = split_title(text)
    if split.stop != "。" or not (split.text or found):
        return False
    commas = sum(split.title.count(sign) for sign in "，,")
    return 2 <= len(split.title) <= LONGEST_TITLE and commas <= 1


def _names_item(paragraph: Paragraph, kind: ItemKind) -> bool:
    return names_item(paragraph.text, Role.PROJECTS if kind is ItemKind.PROJECT else Role.TASKS)


def _without_dash(text: str) -> str:
    return text.lstrip("—－-").lstrip() if text.startswith(_DASHES) else text


def _title_and_text(line: str, place: Place, context: _Context) -> tuple[str, str]:
    """Return the title at the head of a line and the text behind it.

    A line that is one long sentence has no title of its own: its first clause stands in, and the text keeps all of it.
    """
    split = split_title(line)
    single = split.stop not in ("", "：", ":") and not split.text
    long_lead = len(split.title) > 2 * _SENTENCE_TITLE
    has_comma = any(sign in split.title for sign in "，,；")
    if not (len(split.title) > _SENTENCE_TITLE and has_comma and (single or long_lead or split.stop in ("；", ";"))):
        return tidy_title(split.title), split.text
    title = _first_clause(split.title)
    if comparable(title) != comparable(split.title):
        context.find(
            "title-from-sentence",
            Severity.INFO,
            place,
            f"该条没有单独的标题，取首句前半{quoted(tidy_title(title))}作标题",
            "请核对；可在生成的文件中改写 title",
        )
        return tidy_title(title), line
    return tidy_title(split.title), split.text


def _first_clause(sentence: str) -> str:
    """Return a sentence up to the first comma behind which something was said: phrases such as 围绕…… do not count."""
    pieces = re.split(r"([，,])", sentence)
    taken = ""
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        taken += piece
        if len(piece) >= 4 and not piece.startswith(vocabulary().leading_phrases):
            return taken
        if index + 1 < len(pieces):
            taken += pieces[index + 1]
    return sentence


def tidy_title(title: str) -> str:
    """Return a title without stops at its end and without spaces beside Chinese characters."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", title.strip())
    return text.strip("。：:；;，, ")


# ------------------------------------------------------------------------------------------------ clauses and years


def _reading(clause: str, place: Place, balanced: bool, context: _Context) -> ClauseReading:
    reading = parse_clause(clause)
    if not balanced:
        context.find(
            "clause-unbalanced",
            Severity.WARNING,
            place,
            f"责任分工的括号不成对：{short(clause, _SHOWN)}",
            "请核对原文括号；单位已按现有文字读入",
        )
    _tell_problems(reading.problems, place, context)
    return reading


def _tell_problems(problems: Iterable[Problem], place: Place, context: _Context) -> None:
    for problem in problems:
        context.find(problem.code, problem.rule.severity, place, problem.message, problem.rule.hint)


def _warn_unread_clause(text: str, place: Place, draft: Draft, context: _Context) -> None:
    """A bracket at the end that speaks of leading units but is no clause that can be read, or a sentence like one."""
    if (bracket := unread_bracket(text)) is not None:
        context.find(
            "clause-unparsed",
            Severity.WARNING,
            place,
            f"段末括号似为责任分工，但未能读出：{short(bracket, _SHOWN)}",
            "已保留在正文中，请手工填写牵头单位和配合单位",
        )
    elif (sentence := suspected_clause(text)) is not None:
        draft.suspected.append((place, sentence))


def _tell_suspected(drafts: Iterable[Draft], context: _Context) -> None:
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
        _tell_suspected(draft.items, context)


def _settle_clause(draft: Draft, readings: list[ClauseReading], context: _Context) -> None:
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


def _settle_deadline(draft: Draft, readings: list[ClauseReading], context: _Context) -> None:
    stated = next((reading.deadline for reading in readings if reading.deadline), None)
    if stated is not None:
        draft.deadline, draft.deadline_text = _cell_deadline(stated, draft.place, draft.title, context)
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


def _tell_outside(years: tuple[int, ...], place: Place, title: str, context: _Context) -> None:
    for year in years:
        assert context.period is not None
        context.find(
            "year-outside-period",
            Severity.WARNING,
            place,
            f"{quoted(title)}写有{year}年，不在规划期{context.period[0]}—{context.period[1]}年内，未作为完成时限",
            "请核对年份是否有误",
        )


def _cell_deadline(text: str, place: Place, title: str, context: _Context) -> tuple[int | None, str | None]:
    year, is_open = deadline_in_cell(text)
    if is_open:
        context.find(
            "deadline-open",
            Severity.INFO,
            place,
            f"{quoted(title)}的完成时限为{quoted(short(text, _SHOWN))}，没有具体年份，已按原文记为 deadline_text",
            "需要年份的，请在生成的文件中填写 deadline，并删去 deadline_text",
        )
    if year is not None and context.period and not context.period[0] <= year <= context.period[1]:
        _tell_outside((year,), place, title, context)
        return None, None
    return year, deadline_text_in_cell(text)


def _common_clause(node: Node, context: _Context) -> tuple[ClauseReading | None, list[Paragraph]]:
    """Return the clause that a heading, or a paragraph under it, gives to all that follows, and the rest."""
    readings: list[ClauseReading] = []
    assert node.paragraph is not None
    for found in find_clauses(node.line)[1]:
        readings.append(_reading(found.clause, node.paragraph.place, found.balanced, context))
    texts: list[Paragraph] = []
    for paragraph in paragraphs_under(node):
        if is_clause_paragraph(paragraph.text) or _is_bracket_clause(paragraph.text):
            readings.append(_reading(paragraph.text, paragraph.place, True, context))
            context.note(paragraph, "责任分工，适用于其下全部条目")
        else:
            texts.append(paragraph)
    readings = [reading for reading in readings if not reading.only_time]
    return (merge(readings) if readings else None), texts


def _is_bracket_clause(text: str) -> bool:
    rest, found = find_clauses(text)
    return bool(found) and not rest


def _give_clause(drafts: list[Draft], clause: ClauseReading | None) -> None:
    if clause is None:
        return
    for draft in drafts:
        if draft.responsibility is None:
            draft.responsibility = clause.responsibility


# ------------------------------------------------------------------------------------------------ tables


def _tables(
    root: Node, sections: Sequence[Section], tasks: list[Draft], projects: list[Draft], context: _Context
) -> list[Draft]:
    """Read all tables: indicators are returned, tasks and projects are merged with those of the text."""
    places: list[tuple[Role | None, Table]] = [(None, block) for block in root.body if isinstance(block, Table)]
    for section in sections:
        for node in section.nodes:
            places += [(section.role, table) for table in tables_under(node)]
    indicators: list[Draft] = []
    for role, table in places:
        kind = table_kind(table)
        if kind is TableKind.INDICATORS:
            indicators += _indicators(table, role, context)
        elif kind is TableKind.TASKS:
            _merge_tasks(table, role, tasks, projects, context)
    return indicators


def _indicators(table: Table, role: Role | None, context: _Context) -> list[Draft]:
    if is_previous(table) or role in (Role.BACKGROUND, Role.FOREWORD, Role.GLOSSARY):
        caption = quoted(table.caption) if table.caption else ""
        context.find(
            "table-not-taken",
            Severity.INFO,
            table.place,
            f"表格{caption}是上期完成情况，不是本期指标，未读入",
            "如是本期指标，请手工补入",
        )
        return []
    rows, findings = read_indicators(table, context.name, context.own_names, context.period)
    context.findings.extend(findings)
    return [_indicator(row, context) for row in rows]


def _indicator(row: IndicatorRow, context: _Context) -> Draft:
    title = tidy_title(row.name)
    context.notes.append(Note(place=row.place, text=row.name, verdict=f"指标{quoted(title)}"))
    if row.target is None:
        context.find(
            "table-row-unread",
            Severity.WARNING,
            row.place,
            f"指标{quoted(title)}没有读到目标值",
            "请对照原文补入 target",
        )
    return Draft(
        kind=ItemKind.INDICATOR,
        title=title,
        place=row.place,
        number=row.number,
        target=row.target,
        nature=row.nature,
        responsibility=_cell_responsibility(row.lead, row.support, row.responsible, row.place, context),
    )


def _cell_responsibility(
    lead: str | None, support: str | None, responsible: str | None, place: Place, context: _Context
) -> Responsibility | None:
    """Return the responsibility that the cells of a row state."""
    reading = read_cells(lead, support, responsible)
    if reading is None:
        return None
    _tell_problems(reading.problems, place, context)
    return reading.responsibility


def _merge_tasks(table: Table, role: Role | None, tasks: list[Draft], projects: list[Draft], context: _Context) -> None:
    """Add the rows of a division table; a row with the title of a task in the text completes that task."""
    known = {comparable(draft.title): draft for draft in (*tasks, *projects)}
    previous: tuple[TaskRow, Draft] | None = None
    for row in _numbered_by_row(read_tasks(table)):
        if not (row.title or row.content):
            context.find(
                "table-row-unread", Severity.WARNING, row.place, "分工表中有一行没有任务内容", "请对照原文核对"
            )
            continue
        draft = _row_draft(row, role, context)
        if previous is not None and row.title and (previous[0].number, previous[0].title) == (row.number, row.title):
            _nest_row(previous[1], row, draft, context)
            continue
        existing = known.pop(comparable(draft.title), None)
        if existing is not None:
            _enrich(existing, draft, context)
        else:
            (projects if draft.kind is ItemKind.PROJECT else tasks).append(draft)
        previous = (row, existing or draft)


def _numbered_by_row(rows: Sequence[TaskRow]) -> list[TaskRow]:
    """Where rows with a number each share a merged task cell, the cell is their group and the content is the task."""
    shared = {
        row.title
        for before, row in pairwise(rows)
        if row.title and row.title == before.title and row.content and row.number and row.number != before.number
    }
    return [replace(row, title=None, group=row.title) if row.title in shared and row.content else row for row in rows]


def _row_draft(row: TaskRow, role: Role | None, context: _Context) -> Draft:
    kind = ItemKind.PROJECT if row.project or role is Role.PROJECTS else ItemKind.TASK
    if row.title:
        title, rest = _title_and_text(_without_number(row.title), row.place, context)
        texts = [rest, row.content or ""]
    else:
        title, rest = _title_and_text(_without_number(row.content or ""), row.place, context)
        texts = [rest]
    context.notes.append(Note(place=row.place, text=title, verdict=f"{kind.label}{quoted(title)}（取自表格）"))
    draft = Draft(kind=kind, title=title, place=row.place, number=row.number, group=row.group)
    draft.paragraphs = [text for text in texts if text]
    draft.responsibility = _cell_responsibility(row.lead, row.support, row.responsible, row.place, context)
    if row.deadline:
        draft.deadline, draft.deadline_text = _cell_deadline(row.deadline, row.place, title, context)
    else:
        draft.due(deadline_of("\n".join(draft.paragraphs), context.period))
    return draft


def _without_number(text: str) -> str:
    return re.sub(r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]\s*)+", "", text)


def _nest_row(parent: Draft, row: TaskRow, draft: Draft, context: _Context) -> None:
    """Further rows of a merged task cell: each row is a nested item, the first one too."""
    if not parent.items:
        first = Draft(kind=ItemKind.NESTED, title=parent.title, place=parent.place)
        title, rest = _title_and_text("\n".join(parent.paragraphs), parent.place, context)
        first.title, first.paragraphs = title or parent.title, [rest] if rest else []
        first.responsibility = parent.responsibility
        first.deadline, first.deadline_text = parent.deadline, parent.deadline_text
        parent.items.append(first)
        parent.paragraphs = []
        parent.responsibility, parent.deadline, parent.deadline_text = None, None, None
    title, rest = _title_and_text(_without_number(row.content or row.title or ""), row.place, context)
    draft.kind, draft.title, draft.paragraphs, draft.number = ItemKind.NESTED, title, [rest] if rest else [], None
    draft.group = None
    parent.items.append(draft)


def _enrich(existing: Draft, draft: Draft, context: _Context) -> None:
    """The table repeats a task of the text: what the text leaves open is taken from the table."""
    differs = existing.responsibility and draft.responsibility and _units(existing) != _units(draft)
    existing.responsibility = existing.responsibility or draft.responsibility
    existing.due(Deadline(year=draft.deadline, text=draft.deadline_text))
    own = comparable("".join(text for inner in existing.walk() for text in inner.paragraphs))
    existing.paragraphs += [text for text in draft.paragraphs if comparable(text).rstrip("。;") not in own]
    context.find(
        "table-merged",
        Severity.WARNING if differs else Severity.INFO,
        draft.place,
        f"分工表中的{quoted(draft.title)}与正文同名任务合并" + ("，两处责任单位不一致，以正文为准" if differs else ""),
        "请核对两处责任单位是否一致",
    )


def _units(draft: Draft) -> set[str]:
    clause = draft.responsibility
    return {*clause.leads, *clause.participants} if clause else set()


# ------------------------------------------------------------------------------------------------ ids

_LETTERS = {ItemKind.INDICATOR: "I", ItemKind.GOAL: "G", ItemKind.TASK: "T", ItemKind.PROJECT: "P"}


def with_ids(drafts: Sequence[Draft], *, keep_text: bool) -> tuple[ParentItem, ...]:
    """Return drafts as items with ids: T01, T02, … and T13.1 for what is nested."""
    width = max(2, len(str(len(drafts))))
    return tuple(
        _item(draft, f"{_LETTERS[draft.kind]}{number:0{width}d}", keep_text) for number, draft in enumerate(drafts, 1)
    )


def _item(draft: Draft, identity: str, keep_text: bool) -> ParentItem:
    text = "\n".join(paragraph for paragraph in draft.paragraphs if paragraph) or None
    return ParentItem(
        id=identity,
        kind=draft.kind,
        title=draft.title,
        number=draft.number,
        group=tidy_title(draft.group) if draft.group else None,
        text=text if keep_text else None,
        deadline=draft.deadline,
        deadline_text=draft.deadline_text,
        target=draft.target,
        nature=draft.nature,
        responsibility=draft.responsibility,
        items=tuple(_item(item, f"{identity}.{number}", keep_text) for number, item in enumerate(draft.items, 1)),
        source=draft.place,
    )
