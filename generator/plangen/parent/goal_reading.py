"""Goals of a section."""

from __future__ import annotations

from plangen.parent.drafts import Context, Draft
from plangen.parent.group_reading import tell_unnumbered
from plangen.parent.item_reading import read_item, read_titled, titled_paragraphs
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.sections import (
    heading_text,
    paragraphs_under,
)
from plangen.parent.settling import common_clause, give_clause
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.clause_search import find_clauses
from plangen.terms.marks import split_title
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary


def read_goals(node: Node, inherited: ClauseReading | None, context: Context) -> list[Draft]:
    """Return the goals under a heading; a clause before the list speaks for all of them."""
    if node.paragraph is not None:
        context.note(node.paragraph, "目标部分的标题")
    clause, texts = common_clause(node, context)
    clause = clause or inherited
    goals: list[Draft] = []
    words = vocabulary()
    if not node.children:
        intro, titled, dashed = titled_paragraphs(texts)
        for paragraph in intro:
            context.introduction(paragraph, "目标部分的总述，不单列为条目")
        goals = [read_titled(paragraph, ItemKind.GOAL, None, context) for paragraph in titled]
        if node.paragraph is not None and split_title(find_clauses(node.line)[0]).text:
            context.introduction(node.paragraph, "目标部分的总述，不单列为条目")
        if titled and not dashed:
            tell_unnumbered(goals, context)
    else:
        for paragraph in texts:
            context.introduction(paragraph, "目标部分的总述，不单列为条目")
    for child in node.children:
        title = comparable(heading_text(child))
        roles = words.roles(title)
        overall = title in words.overall_titles or any(word in title for word in words.overall_goals)
        if overall and not child.children:
            for paragraph in ([child.paragraph] if child.paragraph else []) + paragraphs_under(child):
                context.introduction(paragraph, "总体目标，不单列为条目")
        elif (
            title.endswith(words.goal_lists)
            or title in words.goal_lists
            or title.endswith(words.overall_goals)
            or "indicators" in roles
        ):
            goals += read_goals(child, clause, context)
        else:
            goals.append(read_item(child, ItemKind.GOAL, None, context))
    give_clause(goals, clause)
    return goals
