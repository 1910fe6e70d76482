"""From blocks to a tree of headings, decided by the consistency of the numbers, not by their form alone.

One and the same form stands for different levels in one document: “4.” may be the fourth group of tasks or the fourth
point of a list inside a task.  Every numbered line therefore has several readings: it goes on with a list that is open,
it opens a list under the heading before, it goes on with a list that ran through the groups before.  Each reading has a
cost (a number that does not follow, a form that already stands higher up, a line that does not look like its siblings);
the cheapest reading of the whole document wins (a beam search over a few readings).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from plangen.office.problems import unusable
from plangen.parent.blocks import Block, Paragraph, Table, locate
from plangen.terms.clause_search import find_clauses
from plangen.terms.findings import Finding, Severity
from plangen.terms.marks import Form, Mark, parse_lone_number, parse_mark, split_title
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import vocabulary

_BEAM = 12
_DEEPEST = 10  # lists open at once: more than there are ranks in use; without a bound a disordered text deepens forever
_OPEN = 0.4
_RESUME = 0.1
_START_ELSEWHERE = 3.0
_GAP = 2.0
_REPEAT = 2.5
_BACK = 5.0
_RESTART = 3.5
_COLLISION = 1.5
_RANK = 1.0
_CLOSE = 0.5
_SHAPE = 0.6
_BESIDE = 4.5
_SAME_AS_PARENT = 3.0
_UNDER_NAMED = 2.0
_LONGEST_HEADING = 60
MOST_HEADINGS = 20_000
"""Most headings of a document; the longest real plans have some 600."""


@dataclass(eq=False)
class Node:
    """A heading with what stands under it.

    Attributes:
        paragraph: the heading's line; None for the root.
        mark: its number; None for a heading without a number and for the root.
        line: the heading's line without the number.
        list_head: the unnumbered line that introduces the list this heading belongs to (专栏, “重点品类”), or None.
        body: blocks between this heading and the next one, list heads included.
        children: headings one level below.
    """

    paragraph: Paragraph | None = None
    mark: Mark | None = None
    line: str = ""
    list_head: Paragraph | None = None
    body: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> list[Node]:
        """Return the node and everything under it, in the document's order."""
        nodes = [self]
        for child in self.children:
            nodes += child.walk()
        return nodes


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The tree, and the doubts about its numbers."""

    root: Node
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that may be a heading: its place among the blocks and how it looks."""

    index: int
    paragraph: Paragraph
    mark: Mark | None
    list_head: Paragraph | None
    bare: bool
    clause: bool
    directly_followed: bool


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list: the form and last value of its numbers, and how its headings looked so far."""

    form: Form | None
    last: int
    node: int
    style: int | None
    count: int
    bare: int
    clause: int
    followed: int


@dataclass(frozen=True, slots=True)
class _Choice:
    previous: _Choice | None
    parent: int
    relation: str


# lists that were closed: (depth, form) -> (last value, the heading they stood under)
_Memory: TypeAlias = dict[tuple[int, Form], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _State:
    levels: tuple[_Level, ...]
    memory: _Memory
    cost: float
    choice: _Choice | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a heading: it goes on with (or opens) the list at ``depth`` of the state before."""

    state: _State
    depth: int
    opens: bool
    cost: float
    relation: str


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
        raise unusable(
            "document-too-large",
            name,
            f"文中编号标题多达{len(headings)}个，超过{MOST_HEADINGS}个，不是一份规划",
            "请核对文件；如由多份文件合并而成，请拆开后逐份导入",
        )
    state = _search(headings)
    choices: list[_Choice] = []
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
    return Outline(root=root, findings=tuple(_number_findings(headings, choices, name)))


# ------------------------------------------------------------------------------------------------ candidates


def _headings(blocks: Sequence[Block]) -> tuple[list[_Heading], set[int]]:
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
    headings: list[_Heading] = []
    heads: set[int] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        mark = marks[index]
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if mark is None and not _is_unnumbered_heading(block, following, named_chapters):
            continue
        head = None
        if mark is not None and mark.value == 1 and index > 0:
            before = blocks[index - 1]
            if isinstance(before, Paragraph) and marks[index - 1] is None and before.level is None:
                head = before if is_list_head(before.text) else None
        if head is not None:
            heads.add(index - 1)
        headings.append(_look(index, block, mark, head, blocks, marks))
    return headings, heads


def _look(
    index: int,
    block: Paragraph,
    mark: Mark | None,
    head: Paragraph | None,
    blocks: Sequence[Block],
    marks: Sequence[Mark | None],
) -> _Heading:
    line, clauses = find_clauses(mark.rest if mark else block.text)
    return _Heading(
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


# ------------------------------------------------------------------------------------------------ search


def _search(headings: list[_Heading]) -> _State:
    """Return the cheapest reading of all headings.

    What is looked at for each heading is bounded (the beam, the depth of open lists and so the lists remembered), so
    that the whole is linear in the number of headings.  States are built only for the readings that are kept.
    """
    forms = Counter(heading.mark.form for heading in headings if heading.mark)
    chapter = min((form for form, number in forms.items() if number >= 2), default=min(forms, default=None))
    states = [_State((), {}, 0.0, None)]
    for number, heading in enumerate(headings):
        readings = [reading for state in states for reading in _readings(state, heading, chapter)]
        readings.sort(key=lambda reading: reading.cost)
        kept: dict[object, _State] = {}
        for reading in readings:
            state = _take(reading, heading, number)
            kept.setdefault((state.levels, frozenset(state.memory.items())), state)
            if len(kept) == _BEAM:
                break
        states = list(kept.values())
    return states[0]


def _readings(state: _State, heading: _Heading, chapter: Form | None) -> list[_Reading]:
    mark = heading.mark
    if mark is None:
        return [_named(state, heading)]
    found = [_go_on(state, depth, heading) for depth, level in enumerate(state.levels) if level.form is mark.form]
    deepest = min(len(state.levels), _DEEPEST - 1)
    return found + [_open(state, depth, heading, chapter) for depth in range(deepest + 1)]


def _take(reading: _Reading, heading: _Heading, number: int) -> _State:
    """Return the state after a reading of the heading with this number."""
    state, depth, style = reading.state, reading.depth, heading.paragraph.level
    parent = state.levels[depth - 1].node if depth else -1
    if heading.mark is None:
        level = _Level(None, 0, number, style, 0, 0, 0, 0)
    else:
        new = _Level(heading.mark.form, 0, number, style, 0, 0, 0, 0)
        level = _extended(new if reading.opens else state.levels[depth], heading, number, heading.mark.value)
    return _State(
        (*state.levels[:depth], level),
        _remember(state, depth if reading.opens else depth + 1),
        reading.cost,
        _Choice(state.choice, parent, reading.relation),
    )


def _named(state: _State, heading: _Heading) -> _Reading:
    """A heading without a number closes what its style outranks, or everything when it has no style."""
    keep = 0
    if (style := heading.paragraph.level) is not None:
        while keep < min(len(state.levels), _DEEPEST - 1):
            open_style = state.levels[keep].style
            if open_style is None or open_style >= style:
                break
            keep += 1
    return _Reading(state, keep, True, state.cost, "named")


def _go_on(state: _State, depth: int, heading: _Heading) -> _Reading:
    assert heading.mark is not None
    level, value = state.levels[depth], heading.mark.value
    step = value - level.last
    if step == 1:
        cost, relation = 0.0, "follows"
    elif step > 1:
        cost, relation = _GAP + 0.2 * min(step, 5), "gap"
    elif step == 0:
        cost, relation = _REPEAT, "repeat"
    else:
        cost, relation = (_RESTART if value == 1 else _BACK), "back"
    cost += _mismatch(level, heading)
    return _Reading(state, depth, False, state.cost + cost, f"{relation}:{level.last}")


def _open(state: _State, depth: int, heading: _Heading, chapter: Form | None) -> _Reading:
    """Open a list at ``depth``, under the heading that is open one level higher."""
    assert heading.mark is not None
    form, value = heading.mark.form, heading.mark.value
    above = state.levels[depth - 1] if depth else None
    parent = above.node if above is not None else -1
    remembered, owner = state.memory.get((depth, form), (None, None))
    eased = 0.2 if heading.list_head is not None else 1.0
    if value == 1:
        # a second list of one form under one heading is a list that begins again
        again = remembered is not None and owner == parent
        cost, relation = _OPEN + (_RESTART * eased if again else 0.0), "back" if again and eased == 1.0 else "first"
    elif remembered is not None and value == remembered + 1:
        # a list that runs through the groups has another group above it each time
        cost, relation = (_RESTART if owner == parent else _RESUME), "runs-on"
    else:
        cost, relation = _START_ELSEWHERE + 0.3 * min(value, 5), "start"
    if above is not None and above.form is not None and form <= above.form:
        cost += _RANK * eased
        if form is above.form:
            cost += _SAME_AS_PARENT
    if any(level.form is form for level in state.levels[:depth]):
        cost += _COLLISION * eased
    if depth < len(state.levels):
        # a second list under one heading, or a deeper list given up
        beside = state.levels[depth].form
        cost += _CLOSE * (len(state.levels) - depth) + (_RESTART * eased if beside is form else 0.0)
        if beside is not None and form > beside:
            cost += _BESIDE  # a lower form does not stand beside a higher one
    if above is not None and above.form is None and above.style is None and form is chapter:
        # chapters do not stand under a foreword or a glossary, unless that numbers its own points like chapters
        cost += 0.0 if value == 1 and state.memory.get((0, form)) else _UNDER_NAMED
    return _Reading(state, depth, True, state.cost + cost, f"{relation}:{remembered or 0}")


def _extended(level: _Level, heading: _Heading, number: int, value: int) -> _Level:
    return _Level(
        form=level.form,
        last=value,
        node=number,
        style=heading.paragraph.level if heading.paragraph.level is not None else level.style,
        count=level.count + 1,
        bare=level.bare + heading.bare,
        clause=level.clause + heading.clause,
        followed=level.followed + heading.directly_followed,
    )


def _mismatch(level: _Level, heading: _Heading) -> float:
    if not level.count:
        return 0.0
    return _SHAPE * sum(
        abs(float(mine) - theirs / level.count)
        for mine, theirs in (
            (heading.bare, level.bare),
            (heading.clause, level.clause),
            (heading.directly_followed, level.followed),
        )
    )


def _remember(state: _State, keep: int) -> _Memory:
    """Return the memory with the lists that are closed now: another group may go on with their numbers."""
    if keep >= len(state.levels):
        return state.memory
    memory = dict(state.memory)
    for depth in range(keep, len(state.levels)):
        level = state.levels[depth]
        if level.form is not None:
            memory[(depth, level.form)] = (level.last, state.levels[depth - 1].node if depth else -1)
    return memory


# ------------------------------------------------------------------------------------------------ the tree


def _fill_bodies(
    root: Node, nodes: list[Node], headings: list[_Heading], blocks: Sequence[Block], heads: set[int]
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


# ------------------------------------------------------------------------------------------------ doubts

_MESSAGES = {
    "gap": ("numbering-gap", "编号不连续：{last}之后是“{raw}”", "请核对中间的条目是否漏印或编号有误"),
    "repeat": ("numbering-repeat", "编号重复：“{raw}”出现两次", "请核对原文编号；条目均已导入"),
    "back": ("numbering-order", "编号倒退：{last}之后又是“{raw}”", "请核对原文编号和层级；条目均已导入"),
    "start": ("numbering-order", "列表从“{raw}”开始，前面没有第一项", "请核对前面的条目是否漏印"),
}


def _number_findings(headings: list[_Heading], choices: list[_Choice], name: str) -> list[Finding]:
    findings = []
    for heading, choice in zip(headings, choices, strict=True):
        relation, _, last = choice.relation.partition(":")
        if relation not in _MESSAGES or heading.mark is None:
            continue
        code, message, hint = _MESSAGES[relation]
        findings.append(
            Finding(
                code=code,
                severity=Severity.WARNING,
                message=message.format(last=f"第{last}项", raw=heading.mark.raw)
                + f"（{short(split_title(heading.mark.rest).title)}）",
                location=locate(name, heading.paragraph.place),
                hint=hint,
            )
        )
    return findings
