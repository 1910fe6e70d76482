"""Who answers for an item and until when: clauses and years found beside it, and whom they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from plangen.parent import rules
from plangen.parent.block_model import Paragraph
from plangen.parent.drafts import Context, Draft
from plangen.parent.outline_model import Node
from plangen.parent.sections import has_clause, paragraphs_under
from plangen.terms import unit_rules
from plangen.terms.clause_forms import says_first_leads, says_same_below
from plangen.terms.clause_reading import ClauseReading, Problem
from plangen.terms.clause_search import (
    find_clauses,
    is_clause_paragraph,
    sentence_like_clause,
    suspected_clause,
    unread_bracket,
)
from plangen.terms.clauses import merge, parse_clause
from plangen.terms.deadline import deadline_in_cell, deadline_in_year, deadline_of
from plangen.terms.findings import Severity
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import half_width, short
from plangen.terms.vocabulary import quoted, vocabulary

SHOWN = 40  # characters of a text that a finding shows


def read_clause(clause: str, place: Place, balanced: bool, context: Context) -> ClauseReading:
    """Take a responsibility clause apart and say what in it is doubtful."""
    reading = parse_clause(clause)
    if not balanced:
        context.say(rules.CLAUSE_UNBALANCED, place, clause=short(clause, SHOWN))
    tell_problems(reading.problems, place, context)
    return reading


def tell_problems(problems: Iterable[Problem], place: Place, context: Context) -> None:
    """Say what is doubtful in a list of units or a clause."""
    for problem in problems:
        context.say(problem.rule, place, words=problem.words)


def warn_unread_clause(text: str, place: Place, draft: Draft, context: Context) -> None:
    """A bracket at the end that speaks of leading units but is no clause that can be read, or a sentence like one."""
    if (bracket := unread_bracket(text)) is not None:
        context.say(unit_rules.CLAUSE_UNPARSED, place, severity=Severity.ERROR, words=short(bracket, SHOWN))
    elif (sentence := suspected_clause(text)) is not None:
        draft.suspected.append((place, sentence))


def tell_suspected(drafts: Iterable[Draft], context: Context) -> None:
    """Name sentences like clauses, of items that have no clause of their own."""
    for draft in drafts:
        for place, sentence in draft.suspected if draft.responsibility is None else ():
            context.say(rules.CLAUSE_SUSPECTED, place, title=quoted(draft.title), sentence=short(sentence, 60))
        tell_suspected(draft.items, context)


def clauses_left_out(chapter: Node) -> list[tuple[Place, str]]:
    """Return what under a chapter without items reads like a clause, with its place; what became an item is none."""
    if chapter.mark is not None and has_clause(chapter):
        return []
    own = [chapter.paragraph] if chapter.paragraph is not None else []
    texts = [(one.place, chapter.line if one is chapter.paragraph else one.text) for one in own]
    texts += [(one.place, one.text) for one in paragraphs_under(chapter)]
    found = [(place, sentence) for place, text in texts if (sentence := sentence_like_clause(text)) is not None]
    return found + [left for child in chapter.children for left in clauses_left_out(child)]


def settle_clause(draft: Draft, readings: list[ClauseReading], context: Context) -> None:
    """Give an item the clauses found beside it; one behind the last of its nested items speaks for all of them."""
    last = draft.items[-1] if draft.items else None
    if (
        not readings
        and last is not None
        and len(draft.items) >= 2
        and last.responsibility is not None
        and all(item.responsibility is None and not item.suspected for item in draft.items[:-1])
    ):
        draft.responsibility, last.responsibility = last.responsibility, None
        context.say(rules.CLAUSE_MOVED, last.place, title=quoted(draft.title))
        return
    readings = [reading for reading in readings if not reading.only_time]
    if not readings:
        return
    if sum(bool(reading.responsibility.leads) for reading in readings) > 1:
        context.say(rules.CLAUSE_SEVERAL, draft.place, title=quoted(draft.title), count=len(readings))
    draft.responsibility = merge(readings).responsibility


def settle_deadline(draft: Draft, readings: list[ClauseReading], context: Context) -> None:
    """Give an item its deadline: what a clause states, else what its text says."""
    stated = next((reading.deadline for reading in readings if reading.deadline), None)
    if stated is not None:
        draft.deadline, draft.deadline_text = cell_deadline(stated, draft.place, draft.title, context)
        return
    text = "\n".join(draft.paragraphs)
    found = deadline_of(text, context.period)
    if found.year is not None and (measure := _one_measure(text, found.year)):
        context.say(
            rules.DEADLINE_OF_ONE_MEASURE, draft.place, title=quoted(draft.title), measure=short(measure, SHOWN)
        )
        return
    draft.deadline, draft.deadline_text = found.year, found.text
    if found.year is not None and found.others:
        others = "、".join(f"{year}年" for year in found.others)
        context.say(rules.SEVERAL_YEARS, draft.place, title=quoted(draft.title), year=found.year, others=others)
    _tell_outside(found.outside, draft.place, draft.title, context)


def _one_measure(text: str, year: int) -> str | None:
    """Return the sentence whose year speaks for it alone: one of several, neither the first nor a stage (到…年)."""
    sentences = [sentence for sentence in re.split(r"[。；\n]", text) if sentence.strip()]
    dated = [number for number, sentence in enumerate(sentences) if str(year) in half_width(sentence)]
    if len(sentences) < 3 or len(dated) != 1 or dated[0] == 0:
        return None
    sentence = sentences[dated[0]].strip()
    completes = any(word in sentence for word in vocabulary().completion)
    return None if completes or re.match(r"(?:力争|确保)?(?:到|至|截至)", sentence) else sentence


def _tell_outside(years: tuple[int, ...], place: Place, title: str, context: Context) -> None:
    for year in years:
        assert context.period is not None
        first, last = context.period
        context.say(rules.YEAR_OUTSIDE_PERIOD, place, title=quoted(title), year=year, first=first, last=last)


def cell_deadline(
    text: str, place: Place, title: str, context: Context, stated: int | None = None
) -> tuple[int | None, str | None]:
    """Return year and wording of a deadline that stands by itself, and say what is doubtful about it.

    Args:
        text: the cell, or what stands behind the label.
        place: where it stands.
        title: the item's.
        context: the document's; a plan for one year has that year.
        stated: the year that the table's own title names.
    """
    found = deadline_in_cell(text)
    if found.year is None and stated is None and context.period and context.period[0] == context.period[1]:
        stated = context.period[0]
    if found.year is None and stated is not None and (dated := deadline_in_year(text, stated)) is not None:
        said = quoted(short(text, SHOWN))
        context.say(rules.DEADLINE_YEAR_TAKEN, place, title=quoted(title), deadline=said, year=stated)
        return dated.year, dated.text
    year = found.year
    if year is None and found.text:
        context.say(rules.DEADLINE_OPEN, place, title=quoted(title), deadline=quoted(short(text, SHOWN)))
    if year is not None and context.period and not context.period[0] <= year <= context.period[1]:
        _tell_outside((year,), place, title, context)
        return None, None
    return year, found.text


def share_closing_clauses(groups: Iterable[list[Draft]], context: Context) -> None:
    """Give a clause that stands by itself at the end of a group to all its items, where all groups are built so."""
    named = [group for group in groups if any(draft.responsibility for draft in group)]
    several = [group for group in named if len(group) >= 2]
    closing = [
        group for group in several if group[-1].clause_apart and not any(one.responsibility for one in group[:-1])
    ]
    if not closing or len(closing) < len(several):
        return
    for group in closing:
        for draft in group[:-1]:
            draft.responsibility = group[-1].responsibility
        context.say(rules.CLAUSE_FOR_GROUP, group[-1].place, title=quoted(group[-1].title), count=len(group))


def give_first_the_lead(root: Node, drafts: Iterable[Draft], context: Context) -> None:
    """Where the document says once that of each list of units the first leads (…，下同), let it lead."""
    lines = [node.paragraph for node in root.walk() if node.paragraph is not None]
    paragraphs = [*lines, *(block for node in root.walk() for block in node.body if isinstance(block, Paragraph))]
    stated = next((paragraph for paragraph in paragraphs if _speaks_for_all(paragraph.text)), None)
    if stated is None:
        return
    count = 0
    for draft in (inner for top in drafts for inner in top.walk()):
        clause = draft.responsibility
        if clause is not None and not clause.leads and clause.participants:
            draft.responsibility = first_leading(clause)
            count += 1
    context.say(rules.FIRST_NAMED_LEADS, stated.place, count=count)


def give_answering_the_lead(drafts: Iterable[Draft], context: Context) -> None:
    """Where a document keeps 责任单位 and 配合单位 apart, 责任单位 leads also where nobody takes part."""
    clauses = [
        (draft, parse_clause(draft.responsibility.text))
        for draft in (inner for top in drafts for inner in top.walk())
        if draft.responsibility is not None
    ]
    apart = [reading for _, reading in clauses if reading.supported and reading.answering]
    alone = [
        (draft, draft.responsibility)
        for draft, reading in clauses
        if draft.responsibility is not None
        and reading.answering == draft.responsibility.participants != ()
        and not draft.responsibility.leads
    ]
    if not alone or len(apart) < max(2, len(alone)):
        return
    for draft, clause in alone:
        draft.responsibility = replace(clause, leads=clause.participants, participants=())
    context.say(rules.ANSWERING_LEADS, alone[0][0].place, count=len(alone))


def first_leading(clause: Responsibility) -> Responsibility:
    """Return a clause in which the unit that is named first leads."""
    return replace(clause, leads=clause.participants[:1], participants=clause.participants[1:])


def _speaks_for_all(text: str) -> bool:
    return says_first_leads(text) and (says_same_below(text) or not find_clauses(text)[1])


def common_clause(node: Node, context: Context) -> tuple[ClauseReading | None, list[Paragraph]]:
    """Return the clause that a heading, or a paragraph under it, gives to all that follows, and the rest."""
    readings: list[ClauseReading] = []
    assert node.paragraph is not None
    for found in find_clauses(node.line)[1]:
        readings.append(read_clause(found.clause, node.paragraph.place, found.balanced, context))
    texts: list[Paragraph] = []
    for paragraph in paragraphs_under(node):
        if is_clause_paragraph(paragraph.text) or _is_bracket_clause(paragraph.text):
            readings.append(read_clause(paragraph.text, paragraph.place, True, context))
            context.note(paragraph, "责任分工，适用于其下全部条目")
        else:
            texts.append(paragraph)
    readings = [reading for reading in readings if not reading.only_time]
    return (merge(readings) if readings else None), texts


def _is_bracket_clause(text: str) -> bool:
    rest, found = find_clauses(text)
    return bool(found) and not rest


def give_clause(drafts: list[Draft], clause: ClauseReading | None) -> None:
    """Give a clause that speaks for a whole group to the items that have none of their own."""
    if clause is None:
        return
    for draft in drafts:
        if draft.responsibility is None:
            draft.responsibility = clause.responsibility
