"""One item from its heading: title, text, clause, deadline, and what is nested under it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from plangen.parent import rules
from plangen.parent.block_model import Paragraph, Table, TableRow
from plangen.parent.drafts import Context, Draft, title_and_text
from plangen.parent.levels import LONGEST_TITLE, is_introduction, main_children
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.sections import (
    paragraphs_under,
)
from plangen.parent.settling import read_clause, settle_clause, settle_deadline, warn_unread_clause
from plangen.parent.tables import (
    TableKind,
    table_kind,
)
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.deadline import Deadline, deadline_of
from plangen.terms.marks import split_title
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted, vocabulary

_BULLETS = "●◆■□▲△★☆◇○•·※➢➤✓\uf06c\uf0d8\uf0b2"
_DASHES = ("——", "—", "--", "－－", "- ", "* ", "– ", "+ ", *_BULLETS)
_HABIT = 2
"""Headings with several titled paragraphs from which on a document is taken to have the habit."""


def read_item(node: Node, kind: ItemKind, group: str | None, context: Context) -> Draft:
    """Read one heading with everything under it."""
    assert node.paragraph is not None
    line, found = find_clauses(node.line)
    title, text = title_and_text(line, node.paragraph.place, context)
    draft = Draft(
        kind=kind,
        title=title,
        place=node.paragraph.place,
        number=node.mark.raw if node.mark else None,
        group=group,
        places=list(node.paragraph.places),
    )
    context.note(node.paragraph, f"{kind.label}{quoted(title)}")
    readings = [read_clause(clause.clause, node.paragraph.place, clause.balanced, context) for clause in found]
    warn_unread_clause(line, node.paragraph.place, draft, context)
    draft.sentence = line.rstrip().endswith("。") and vocabulary().starts_with_verb(title)
    if text:
        draft.paragraphs.append(text)
    nested = _nested_paragraphs(node, bool(text), context)
    readings += _read_own_paragraphs(node, nested, draft, context)
    # the year of a list's own heading speaks for the list, so the item's year is settled before its lists are read
    settle_deadline(draft, readings, context)
    draft.items += [read_titled(paragraph, ItemKind.NESTED, None, context) for paragraph in nested]
    _nested_headings(node, draft, context)
    settle_clause(draft, readings, context)
    last = node.body[-1] if node.body and not node.children else None
    draft.clause_apart = not found and isinstance(last, Paragraph) and is_clause_paragraph(last.text)
    return draft


def _read_own_paragraphs(node: Node, nested: list[Paragraph], draft: Draft, context: Context) -> list[ClauseReading]:
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
            readings.append(read_clause(block.text, block.place, True, context))
            context.note(block, f"{quoted(draft.title)}的责任分工")
            continue
        text, found = find_clauses(block.text)
        readings += [read_clause(clause.clause, block.place, clause.balanced, context) for clause in found]
        warn_unread_clause(text, block.place, draft, context)
        if text:
            draft.paragraphs.append(text)
        context.note(block, f"{quoted(draft.title)}的内容" if text else f"{quoted(draft.title)}的责任分工")
    return readings


def _row_text(row: TableRow) -> str:
    return "　".join(cell for cell in row.cells if cell)


def _nested_paragraphs(node: Node, has_text: bool, context: Context) -> list[Paragraph]:
    """Return the paragraphs that are items of their own: titled, to the end of the body, at least two.

    Text in the heading's own line is the introduction; then no paragraph may be one.  Where titles at the head of
    paragraphs are the document's habit, one is enough, behind any introduction.
    """
    if main_children(node):
        return []
    paragraphs = [paragraph for paragraph in paragraphs_under(node) if not is_clause_paragraph(paragraph.text)]
    intro, titled, dashed = titled_paragraphs(paragraphs)
    if not titled and context.run_in_titles:
        first = len(paragraphs)
        while first and is_titled(paragraphs[first - 1]):
            first -= 1
        intro, titled = paragraphs[:first], paragraphs[first:]
    return [] if has_text and intro and not dashed else titled


def _nested_headings(node: Node, draft: Draft, context: Context) -> None:
    head: Paragraph | None = None
    deadline = Deadline()
    title: str | None = None
    for child in node.children:
        if child.list_head is not head:
            head = child.list_head
            deadline, title = _read_head(head, draft, context)
        item = read_item(child, ItemKind.NESTED, title, context)
        for inner in item.walk():
            inner.due(deadline)
        if comparable(item.title) == comparable(draft.title):
            context.say(rules.TITLE_REPEATS_PARENT, item.place, title=quoted(item.title))
        draft.items.append(item)


def _read_head(head: Paragraph | None, draft: Draft, context: Context) -> tuple[Deadline, str | None]:
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


def box_title(text: str) -> str:
    """Return the title of a box without 专栏 and its number."""
    return _box_title(text)[0]


def _box_title(text: str) -> tuple[str, str]:
    bare = re.sub(rf"^(?:{'|'.join(vocabulary().box_words)})\s*[0-9０-９一二三四五六七八九十]*[\s:：.．、-]*", "", text)
    split = split_title(bare)
    return split.title or text, split.text


def read_titled(paragraph: Paragraph, kind: ItemKind, group: str | None, context: Context) -> Draft:
    """Read a paragraph that begins with its own title."""
    text, found = find_clauses(without_dash(paragraph.text))
    title, rest = title_and_text(text, paragraph.place, context)
    draft = Draft(kind=kind, title=title, place=paragraph.place, group=group, places=list(paragraph.places))
    context.note(paragraph, f"{kind.label}{quoted(title)}（没有编号，段首为标题）")
    if rest:
        draft.paragraphs.append(rest)
    readings = [read_clause(clause.clause, paragraph.place, clause.balanced, context) for clause in found]
    warn_unread_clause(text, paragraph.place, draft, context)
    settle_clause(draft, readings, context)
    settle_deadline(draft, readings, context)
    return draft


def has_run_in_titles(nodes: Iterable[Node]) -> bool:
    """Return whether several of these headings have paragraphs under them that all begin with a title: a habit."""
    built = 0
    for node in nodes:
        texts = [paragraph for paragraph in paragraphs_under(node) if not is_clause_paragraph(paragraph.text)]
        _, titled, dashed = titled_paragraphs(texts)
        built += len(titled) >= 2 and not dashed
    return built >= _HABIT


def titled_paragraphs(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph], bool]:
    """Divide paragraphs into an introduction and paragraphs that begin with a title.

    Titled paragraphs count only when there are at least two and nothing else follows: a mixed text has none.
    Paragraphs that begin with a dash count from two on, with or without a short title.

    Returns:
        The introduction, the titled paragraphs, and whether they are marked by dashes.
    """
    marked = [number for number, paragraph in enumerate(paragraphs) if _is_marked(paragraph.text)]
    if len(marked) >= 2:
        return _dashed_paragraphs(paragraphs, marked)
    for skip in (0, 1):
        rest = paragraphs[skip:]
        if len(rest) >= 2 and all(map(is_titled, rest)):
            return paragraphs[:skip], rest, False
    return paragraphs, [], False


def _dashed_paragraphs(paragraphs: list[Paragraph], marked: list[int]) -> tuple[list[Paragraph], list[Paragraph], bool]:
    """What stands between two dashes belongs to the first of them; what stands around them is introduction."""
    first, last = marked[0], marked[-1]
    dashed: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs[first : last + 1], first):
        if number in marked:
            dashed.append(paragraph)
        else:
            text = f"{dashed[-1].text}\n{paragraph.text}"
            dashed[-1] = replace(dashed[-1], text=text, places=dashed[-1].places + paragraph.places)
    return [*paragraphs[:first], *paragraphs[last + 1 :]], dashed, True


def is_titled(paragraph: Paragraph) -> bool:
    """Return whether a paragraph begins with its own title: a short first sentence with more behind it."""
    text, found = find_clauses(paragraph.text)
    split = split_title(text)
    if split.stop != "。" or not (split.text or found):
        return False
    commas = sum(split.title.count(sign) for sign in "，,")
    return 2 <= len(split.title) <= LONGEST_TITLE and commas <= 1


def _is_marked(text: str) -> bool:
    """Whether a paragraph begins with a dash or bullet; “- 3 -” is the number of a page."""
    return text.startswith(_DASHES) and re.search("[^\\W\\d_]", text) is not None


def without_dash(text: str) -> str:
    """Return a paragraph without the dash or bullet that it begins with."""
    return text.lstrip("—－-–*+" + _BULLETS).lstrip() if text.startswith(_DASHES) else text
