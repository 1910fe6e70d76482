"""Which level of headings are the items: groups above them, nested items below, told by how the levels behave."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plangen.parent.outline_model import Node
from plangen.parent.sections import Role, has_clause, heading_text, paragraphs_under
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.marks import Form, split_title
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary

LONGEST_TITLE = 22
_LONGEST_NUMBERED_TITLE = 30
_LONGEST_BARE_HEADING = 45


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A heading that is an item, and the heading of the group it stands under.

    Attributes:
        node: the item's heading.
        groups: the headings above it inside the section, the highest first; empty where there are no groups.
        lone: it stands where its neighbours are groups, and has no item under it.
        group_like: a lone heading of the same form as its neighbours, so that it may be a group itself.
    """

    node: Node
    groups: tuple[Node, ...] = ()
    lone: bool = False
    group_like: bool = False

    @property
    def group(self) -> Node | None:
        """The heading directly above it."""
        return self.groups[-1] if self.groups else None


def place_items(nodes: list[Node], role: Role) -> list[Placed]:
    """Return the items among the headings of a section.

    Args:
        nodes: the headings directly under the section.
        role: tasks or projects.
    """
    level = _with_lone([Placed(node=node) for node in nodes])
    descents = 0
    while _is_group_level([placed.node for placed in level if not placed.lone], role, descents):
        descents += 1
        below: list[Placed] = []
        for placed in level:
            children = main_children(placed.node)
            if placed.lone or not children:
                below.append(replace(placed, lone=True, group_like=not placed.lone))
            else:
                below += [Placed(node=child, groups=(*placed.groups, placed.node)) for child in children]
        level = _with_lone(below)
    return level


def _with_lone(level: list[Placed]) -> list[Placed]:
    """Where numbers of several forms stand side by side only the highest form can be groups: a heading was lost."""
    forms = [placed.node.mark.form for placed in level if placed.node.mark and not placed.lone]
    if len(set(forms)) <= 1:
        return level
    highest = min(forms)
    return [
        replace(placed, lone=True) if placed.node.mark and placed.node.mark.form is not highest else placed
        for placed in level
    ]


def main_children(node: Node) -> list[Node]:
    """Return the headings under a node without those of boxes (专栏) and titled lists."""
    return [child for child in node.children if child.list_head is None or is_introduction(child.list_head.text)]


def is_introduction(text: str) -> bool:
    """Return whether the line before a list only leads over to it (“……如下：”) and gives it no title of its own."""
    if comparable(text).startswith(vocabulary().box_words):
        return False
    split = split_title(text)
    return text.rstrip().endswith(("：", ":")) and (len(split.title) > 15 or any(s in split.title for s in "，,"))


def _is_group_level(nodes: list[Node], role: Role, descents: int) -> bool:
    below = [child for node in nodes for child in main_children(node)]
    if not nodes or not below or all(child.mark and child.mark.form >= Form.CIRCLED for child in below):
        return False
    with_children = [node for node in nodes if main_children(node)]
    coverage = len(with_children) / len(nodes)
    score = 1.0 if coverage >= 0.75 else (0.0 if coverage >= 0.5 else -3.0)
    score += _clause_score(with_children, nodes, below, role)
    score += 4.0 if _runs_on(with_children) else 0.0
    titled = _share(below, has_title)
    score += 1.0 if titled >= 0.8 else (-3.0 if titled < 0.5 else 0.0)
    score += 1.0 if _share(below, _is_bare) >= 0.8 else 0.0
    score -= 2.0 if _share(with_children, _has_own_text) > 0.5 else 0.0
    score -= descents  # one level of groups is usual, two need better evidence
    if descents and all(child.mark and child.mark.form >= Form.ARABIC_BRACKET for child in below):
        score -= 1.0  # （1） under 1. under （一） are points of an item
    if role is Role.PROJECTS and _share(nodes, _is_named_project) >= 0.8 and _share(below, _is_named_project) < 0.5:
        score -= 1.0
    return score > 0


def _share(nodes: list[Node], test: object) -> float:
    assert callable(test)
    return sum(bool(test(node)) for node in nodes) / len(nodes) if nodes else 0.0


def _clause_score(with_children: list[Node], nodes: list[Node], below: list[Node], role: Role) -> float:
    """Items carry the clauses; a clause only behind the last of several points belongs to the heading above them."""
    if sum(_has_own_clause(node, role) for node in nodes) >= 0.5 * len(nodes):
        return -4.0
    several = [main_children(node) for node in with_children if len(main_children(node)) >= 2]
    only_last = [points for points in several if has_clause(points[-1]) and not any(map(has_clause, points[:-1]))]
    if several and len(only_last) >= 0.5 * len(several):
        return -4.0
    return 4.0 if _share(below, has_clause) >= 0.5 else 0.0


def _has_own_clause(node: Node, role: Role) -> bool:
    """A clause of the heading itself, not of a project without number that stands under it."""
    own = [paragraph for paragraph in paragraphs_under(node) if not names_item(paragraph.text, role)]
    return bool(find_clauses(node.line)[1]) or any(
        is_clause_paragraph(paragraph.text) or find_clauses(paragraph.text)[1] for paragraph in own
    )


def names_item(text: str, role: Role) -> bool:
    """Return whether a paragraph names a project or says what to do, and ends with its own clause."""
    rest, found = find_clauses(text)
    title = split_title(rest).title
    if not found or not found[-1].at_end or not 2 <= len(title) <= LONGEST_TITLE or any(s in title for s in "，,"):
        return False
    if role is Role.PROJECTS:
        return title.endswith(vocabulary().project_ends)
    return vocabulary().starts_with_verb(title)


def _runs_on(groups: list[Node]) -> bool:
    """Numbers that run through at least two groups: 1-4, 5-9, 10-13."""
    last = 0
    runs = 0
    for node in groups:
        first = main_children(node)[0].mark
        if first is not None and last and first.value == last + 1:
            runs += 1
        mark = main_children(node)[-1].mark
        last = mark.value if mark else 0
    return runs >= 1 and runs >= 0.6 * (len(groups) - 1)


def has_title(node: Node) -> bool:
    """Return whether a heading has a title of its own: alone on its line, or short and followed by its text."""
    line, clauses = find_clauses(node.line)
    split = split_title(line)
    if split.text:
        return len(split.title) <= _LONGEST_NUMBERED_TITLE
    if split.stop in ("", "：", ":") or clauses:
        return len(split.title) <= _LONGEST_BARE_HEADING
    return len(split.title) <= _LONGEST_NUMBERED_TITLE and not any(sign in split.title for sign in "，,")


def _is_bare(node: Node) -> bool:
    return not split_title(find_clauses(node.line)[0]).text


def _has_own_text(node: Node) -> bool:
    return bool(split_title(find_clauses(node.line)[0]).text) or any(
        not is_clause_paragraph(paragraph.text) for paragraph in paragraphs_under(node)
    )


def _is_named_project(node: Node) -> bool:
    return heading_text(node).endswith(("工程", "项目", "计划", "行动"))
