"""From blocks to a tree of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plangen.office.limits import too_large
from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph, Table, locate
from plangen.parent.outline_model import Node, Outline
from plangen.parent.outline_search import Choice, Heading, cheapest_reading
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.findings import Finding
from plangen.terms.marks import Form, Mark, parse_lone_number, parse_mark, split_title
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import vocabulary

_LONGEST_HEADING = 60
_LONGEST_PLAIN_HEAD = 16


MOST_HEADINGS = 20_000
"""Most headings of a document; the longest real plans have some 600."""


def build_outline(blocks: Sequence[Block], name: str) -> Outline:
    """Build the tree of headings.

    Args:
        blocks: the document's body.
        name: the file's name, for findings.

    Raises:
        FindingsError: there are more headings than any plan has.
    """
    headings, heads = _headings(blocks)
    if len(headings) > MOST_HEADINGS:
        what = f"文中编号标题多达{len(headings)}个，超过{MOST_HEADINGS}个"
        raise too_large(name, what)
    state = cheapest_reading(headings)
    choices: list[Choice] = []
    choice = state.choice
    while choice is not None:
        choices.append(choice)
        choice = choice.previous
    choices.reverse()
    root = Node()
    nodes: list[Node] = []
    for heading, taken in zip(headings, choices, strict=True):
        line = heading.mark.rest if heading.mark else heading.paragraph.text
        node = Node(paragraph=heading.paragraph, mark=heading.mark, line=line, list_head=heading.list_head)
        (root if taken.parent < 0 else nodes[taken.parent]).children.append(node)
        nodes.append(node)
    _fill_bodies(root, nodes, headings, blocks, heads)
    _inherit_list_heads(root)
    _dissolve_single_ordinals(root)
    _dissolve_labels(root)
    return Outline(root=root, findings=tuple(_number_findings(headings, choices, name)))


def _headings(blocks: Sequence[Block]) -> tuple[list[Heading], set[int]]:
    """Return the lines that may be headings, and the indexes of the list heads among the blocks."""
    marks = [parse_mark(block.text) if isinstance(block, Paragraph) else None for block in blocks]
    if sum(mark is not None and mark.form is Form.DECIMAL for mark in marks) >= 2:
        marks = [
            parse_lone_number(block.text) if mark is None and isinstance(block, Paragraph) else mark
            for block, mark in zip(blocks, marks, strict=True)
        ]
    named_chapters = not any(
        mark and len(mark.rest) <= _LONGEST_HEADING and {"tasks", "projects"} & set(vocabulary().roles(mark.rest))
        for mark in marks
    )
    headings: list[Heading] = []
    heads: set[int] = set()
    headed: set[Form] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        mark = marks[index]
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if mark is None and not _is_unnumbered_heading(block, following, named_chapters):
            continue
        head = None
        if mark is not None and index > 0 and marks[index - 1] is None:
            head = _list_head(blocks[index - 1], mark, headed)
        if head is not None and mark is not None:
            heads.add(index - 1)
            headed.add(mark.form)
        headings.append(_look(index, block, mark, head, blocks, marks))
    return headings, heads


def _list_head(before: Block, mark: Mark, headed: set[Form]) -> Paragraph | None:
    """Return the line before a number as the head of the list that begins there.

    Where a list of the same form had a head, one without any stop heads the points that go on too: 监测预警方面
    1.…… 2.…… 抢险救援方面 3.……
    """
    if not isinstance(before, Paragraph) or before.level is not None or not is_list_head(before.text):
        return None
    if mark.value == 1:
        return before
    bare = len(before.text) <= _LONGEST_PLAIN_HEAD and split_title(before.text).stop == ""
    return before if bare and mark.form in headed and not before.text.endswith(("）", ")")) else None


def _look(
    index: int,
    block: Paragraph,
    mark: Mark | None,
    head: Paragraph | None,
    blocks: Sequence[Block],
    marks: Sequence[Mark | None],
) -> Heading:
    line, clauses = find_clauses(mark.rest if mark else block.text)
    return Heading(
        index=index,
        paragraph=block,
        mark=mark,
        list_head=head,
        bare=not split_title(line).text,
        clause=bool(clauses),
        directly_followed=index + 1 < len(blocks) and marks[index + 1] is not None,
    )


def is_list_head(text: str) -> bool:
    """Return whether an unnumbered line reads as the heading of the list that follows it."""
    if is_clause_paragraph(text):
        return False  # 责任部门：某局 in front of the points says who answers for them
    flat = comparable(text)
    if flat.startswith(vocabulary().box_words) and len(flat) <= _LONGEST_HEADING:
        return True
    split = split_title(text)
    if split.stop in ("：", ":") and len(split.title) <= 24 and len(text) <= 90:
        return True
    return text.rstrip().endswith(("：", ":")) or (
        len(flat) <= 24 and split.stop == "" and not any(sign in flat for sign in ",，、")
    )


def _is_unnumbered_heading(block: Paragraph, following: Block | None, named_chapters: bool) -> bool:
    text = block.text
    if len(text) > _LONGEST_HEADING or "。" in text or isinstance(following, Table):
        return False
    if block.level is not None:
        return True
    roles = vocabulary().roles(text)
    if not roles or (text.endswith(("：", ":", "；", "，")) and "annex" not in roles):
        return False
    if roles[0] in ("glossary", "annex", "foreword"):
        return True
    return named_chapters and len(comparable(text)) <= 8 and not text.endswith(("：", ":"))


def _fill_bodies(
    root: Node, nodes: list[Node], headings: list[Heading], blocks: Sequence[Block], heads: set[int]
) -> None:
    starts = {heading.index: node for heading, node in zip(headings, nodes, strict=True)}
    current = root
    for index, block in enumerate(blocks):
        if index in starts:
            current = starts[index]
        elif index not in heads:
            current.body.append(block)


def _inherit_list_heads(node: Node) -> None:
    """The head stands before the first point; all points of the list are under it."""
    head: Paragraph | None = None
    expected: tuple[Form, int] | None = None
    for child in node.children:
        if child.list_head is not None:
            head = child.list_head
        elif head is not None and not (child.mark and expected == (child.mark.form, child.mark.value)):
            head = None
        child.list_head = head
        expected = (child.mark.form, child.mark.value + 1) if child.mark else None
        _inherit_list_heads(child)


def _dissolve_single_ordinals(node: Node) -> None:
    """“一是……；二是……” in one paragraph is text, not a list of one."""
    ordinals = [child for child in node.children if child.mark and child.mark.form is Form.ORDINAL]
    if len(ordinals) == 1 and not ordinals[0].children and ordinals[0].paragraph is not None:
        child = ordinals[0]
        assert child.paragraph is not None
        if child is node.children[0]:
            node.body += [child.paragraph, *child.body]
            node.children.remove(child)
    for child in node.children:
        _dissolve_single_ordinals(child)


def _dissolve_labels(node: Node) -> None:
    """Numbered lines that are labels (1.主要内容： 2.牵头单位：) and cards (【责任单位】) are parts of one item."""
    labelled = [child for child in node.children if _is_label(child.line) and not child.children]
    if len(labelled) >= 2 and len(labelled) == len(node.children):
        for child in labelled:
            assert child.paragraph is not None
            node.body += [replace(child.paragraph, text=child.line), *child.body]
        node.children.clear()
    node.body[:] = [_without_card(block) if isinstance(block, Paragraph) else block for block in node.body]
    for child in node.children:
        _dissolve_labels(child)


def _is_label(line: str) -> bool:
    split = split_title(line)
    return split.stop in ("：", ":") and comparable(split.title) in vocabulary().item_labels


def _without_card(paragraph: Paragraph) -> Paragraph:
    match = re.match(r"[【\[〔]([^】\]〕]{2,10})[】\]〕]\s*[：:]?", paragraph.text)
    if match is None or comparable(match[1]) not in vocabulary().item_labels:
        return paragraph
    return replace(paragraph, text=f"{match[1]}：{paragraph.text[match.end() :]}")


_RULES = {
    "gap": rules.NUMBERING_GAP,
    "repeat": rules.NUMBERING_REPEAT,
    "back": rules.NUMBERING_ORDER,
    "start": rules.NUMBERING_START,
}


def _number_findings(headings: list[Heading], choices: list[Choice], name: str) -> Iterator[Finding]:
    latest: dict[Form, int] = {}
    for heading, choice in zip(headings, choices, strict=True):
        relation, _, last = choice.relation.partition(":")
        if heading.mark is None:
            continue
        # a list may run on through chapters of another depth
        runs_on = relation == "start" and latest.get(heading.mark.form) == heading.mark.value - 1
        latest[heading.mark.form] = heading.mark.value
        if relation in _RULES and not runs_on:
            title = short(split_title(heading.mark.rest).title)
            location = locate(name, heading.paragraph.place)
            yield _RULES[relation].found(location, last=last, raw=heading.mark.raw, title=title)
