"""Finding responsibility clauses in paragraphs: in brackets, or as the closing sentences of running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.terms import unit_rules
from plangen.terms.brackets import (
    CLOSING,
    OPENING,
    POINTED,
    POINTED_CLOSING,
    closers,
    depth,
    pointed_closers,
    split_outside,
)
from plangen.terms.clause_forms import (
    clause_forms,
    is_rider,
    label_at,
    labels_in,
    names_lead,
    with_colons,
    without_declarations,
)
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.clauses import bare, parse_clause, without_proposal, without_times
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import squeeze
from plangen.terms.time_words import end_of_time, names_time
from plangen.terms.unit_list import TAIL, ends_in_duty, holds_unit, lists_units, looks_like_unit, read_units
from plangen.terms.vocabulary import vocabulary

_LONGEST_CLAUSE = 2000
_LONGEST_DOUBTFUL = 10
_LONGEST_RIDERS = 5  # a longer one is a measure, and must not leave the text
_NO_CLAUSE = (unit_rules.UNIT_DOUBTFUL, unit_rules.CLAUSE_UNPARSED)
_SHARED = re.compile("(?:按|依|根据).{0,8}(?:职责|职能|分工)|共同|分别|各自")
_ONLY_TIME = re.compile(
    r"(?:力争|争取|确保|计划|须|应|于|在|到)*20\d\d年[^，,；;：:]{0,12}(?:完成|建成|落实到位|前|底|末)"
)


@dataclass(frozen=True, kw_only=True)
class FoundClause:
    """A clause inside a paragraph.

    Attributes:
        clause: the clause without its brackets.
        balanced: whether its brackets match.
        at_end: whether it closes the paragraph.
    """

    clause: str
    balanced: bool
    at_end: bool


@knowledge_cache
def find_clauses(paragraph: str) -> tuple[str, tuple[FoundClause, ...]]:
    """Return a paragraph without its responsibility clauses, and the clauses that stood in it.

    Clauses stand in brackets; where none does, the closing sentences may be one (由…牵头，…配合。 责任单位：…。).
    """
    whole = paragraph
    paragraph = with_colons(paragraph)
    found: list[FoundClause] = []
    kept: list[str] = []
    ends = closers(paragraph, alike=True) | pointed_closers(paragraph)
    start = position = 0
    while position < len(paragraph):
        if paragraph[position] not in OPENING and not (paragraph[position] in POINTED and position in ends):
            position += 1
            continue
        end = ends.get(position)
        stop = len(paragraph) if end is None else end + 1
        # a bracket that never closes does not copy the rest of a long line each time
        inner = paragraph[position + 1 : stop if end is None else end] if stop - position <= _LONGEST_CLAUSE else ""
        if inner and (_is_clause(inner) or _are_bare_units(paragraph, position, stop, inner)):
            while stop < len(paragraph) and paragraph[stop] in CLOSING + POINTED_CLOSING:
                stop += 1
            kept.append(paragraph[start:position].rstrip())
            at_end = not paragraph[stop : stop + 20].strip(TAIL)
            found.append(FoundClause(clause=inner.strip(), balanced=end is not None, at_end=at_end))
            # a stop behind the clause stands already in front of it
            while stop < len(paragraph) and paragraph[stop] in ("。 " if kept[-1].endswith("。") else " "):
                stop += 1
            start = position = stop
        else:
            position = (position if end is None or paragraph[position] in POINTED else end) + 1
    if not found and (missing := _clause_without_opening(paragraph) or _clause_in_sentences(paragraph)):
        return missing
    if not found:
        return whole.strip(), ()
    return "".join([*kept, paragraph[start:]]).strip(), tuple(found)


def _are_bare_units(paragraph: str, position: int, stop: int, inner: str) -> bool:
    """Names alone in a bracket behind the last sentence, or on a line of its own: “……每半年开展一次。（县安委办）”."""
    before = paragraph[:position].rstrip()
    if (before and not before.endswith(("。", "；", "！"))) or paragraph[stop : stop + 20].strip(TAIL):
        return False
    return lists_units(without_times(without_declarations(inner)))


@knowledge_cache
def is_clause_paragraph(paragraph: str) -> bool:
    """Return whether a whole paragraph is a responsibility clause without brackets."""
    text = with_colons(paragraph.strip())
    if lists_units(text.rstrip("。"), alone=True):
        return True
    return (
        len(text) <= _LONGEST_CLAUSE
        and not _in_brackets(text)
        and (
            _is_clause(text.rstrip("。"), strict=True) and not _says_more(parse_clause(text))
            if "。" not in text.rstrip("。")
            else all(_is_certain(sentence) for sentence in text.rstrip("。").split("。"))
        )
    )


def _in_brackets(text: str) -> bool:
    return text[:1] in OPENING


def _clause_without_opening(paragraph: str) -> tuple[str, tuple[FoundClause, ...]] | None:
    text = paragraph.rstrip(" 。")
    if text[-1:] not in CLOSING or depth(text) >= 0:
        return None
    start = max(text.rfind("。", 0, -1), text.rfind("；", 0, -1)) + 1
    inner = text[start:-1]
    if len(inner) > _LONGEST_CLAUSE or not _is_clause(inner, strict=True):
        return None
    return text[:start].strip(), (FoundClause(clause=inner.strip(), balanced=False, at_end=True),)


def _clause_in_sentences(paragraph: str) -> tuple[str, tuple[FoundClause, ...]] | None:
    """Find a clause in the closing sentences of running text; every part of it must be the name of a unit.

    A sentence behind it that only says by when stays in the text.
    """
    closing = paragraph[-_LONGEST_CLAUSE:].rstrip(" 。")
    if not clause_forms().speaks.search(closing) and not (_SHARED.search(closing) and ends_in_duty(closing)):
        return None
    ended = paragraph.rstrip().endswith("。")
    sentences = [sentence.strip() for sentence in split_outside(paragraph.rstrip(" 。"), "。")]
    clauses: list[str] = []
    times: list[str] = []
    while sentences and len(sentences[-1]) <= _LONGEST_CLAUSE:
        if _is_certain(sentences[-1]):
            clauses.insert(0, sentences.pop())
        elif not clauses and not times and _is_time(squeeze(sentences[-1])):
            times.insert(0, sentences.pop())
        else:
            break
    if not clauses and sentences and (parted := _parted(sentences[-1])):
        sentences[-1] = parted[0]
        clauses = [parted[1]]
        ended = True
    elif clauses:
        ended = True  # the stop before the clause is the end of what is left
    rest = "。".join([*sentences, *times])
    if not clauses or not rest:
        return None
    clause = FoundClause(clause="；".join(clauses), balanced=True, at_end=not times)
    return rest + ("。" if ended or times else ""), (clause,)


def _is_time(sentence: str) -> bool:
    return _ONLY_TIME.fullmatch(sentence) is not None or 0 < len(sentence) == end_of_time(sentence)


def _is_certain(text: str) -> bool:
    """Whether a sentence is a clause beyond doubt: it is built like one and names nothing but units."""
    if not _is_clause(text):
        return False
    reading = parse_clause(text)
    named = reading.responsibility.leads or reading.responsibility.participants or reading.deadline
    doubts = [problem for problem in reading.problems if problem.rule in _NO_CLAUSE]
    if not named or _says_more(reading):
        return False
    if not doubts:
        return _is_clause(text, strict=True)
    return _is_built_like_one(text, reading, [problem.words for problem in doubts])


def _says_more(reading: ClauseReading) -> bool:
    """Whether a clause holds more than units: a measure, which must not leave the text of its item."""
    riders = sum(len(problem.words) for problem in reading.problems if problem.rule is unit_rules.LABEL_UNKNOWN)
    return riders > _LONGEST_RIDERS


def _is_built_like_one(text: str, reading: ClauseReading, strangers: list[str]) -> bool:
    """Whether labels, or 牵头 and 配合, show a sentence to be a clause although a few of its names may be no units."""
    words = vocabulary().clauses
    labelled = label_at(bare(text), 0, (*words.lead_labels, *words.labels["support"], *words.responsible_labels))
    supported = names_lead(text) and ends_in_duty(without_times(bare(text)))
    if labelled is None and not supported:
        return False
    names = (*reading.responsibility.leads, *reading.responsibility.participants)
    if 2 * len(strangers) > len(names) or not looks_like_unit(names[0]) or is_rider(names[0]):
        return False
    return all(
        len(name) <= _LONGEST_DOUBTFUL and not is_rider(name) and not re.search("[的为由请]", name)
        for name in strangers
    )


def _parted(sentence: str) -> tuple[str, str] | None:
    """Part “……，由A牵头，B、C配合” into what is to be done and the clause; None when it has no clause at its end."""
    words = vocabulary().clauses
    ends_in_support = clause_forms().supported.search(without_times(sentence))
    for match in re.finditer(r"[，,；;]|——|—|－－", sentence):
        tail = sentence[match.end() :].strip()
        piece = re.split(r"[，,；;]", tail, maxsplit=1)[0]
        labelled = label_at(tail, 0, words.unit_labels) is not None
        leads = clause_forms().leading_piece.fullmatch(piece) and (names_lead(piece) or ends_in_support)
        shared = _SHARED.search(piece) and ends_in_duty(piece)
        if not labelled and not leads and not shared:
            continue
        if _is_certain(tail) and (head := sentence[: match.start()].strip(TAIL + "—－")):
            return head, tail
    return None


def unread_bracket(text: str) -> str | None:
    """Return what stands in the bracket that closes a text and speaks of leading, or has a label or a unit."""
    bracket = _closing_bracket(text.rstrip(" 。；"))
    if bracket is None:
        return None
    before, inner = bracket
    words = vocabulary().clauses
    labels = [label for label in words.unit_labels if label.endswith(("单位", "部门"))]
    apart = not before or before.endswith(("。", "；", "！"))
    speaks = names_lead(inner) or any(label in inner for label in labels) or (apart and holds_unit(inner))
    return inner if speaks else None


def _closing_bracket(text: str) -> tuple[str, str] | None:
    """Return what stands before and in the bracket that a text ends with, or that is never closed."""
    ends = closers(text, alike=True) | pointed_closers(text)
    for start, sign in enumerate(text):
        end = ends.get(start, len(text))
        if end >= len(text) - 1 and (sign in OPENING or (sign in POINTED and start in ends)):
            return text[:start].rstrip(), text[start + 1 : end]
    return None


def suspected_clause(text: str) -> str | None:
    """Return the sentence of running text that reads like a clause and is none that can be taken apart, or None."""
    match = clause_forms().suspected.search(text)
    if match is None or clause_forms().arrangement.match(text, match.start()):
        return None
    start = max(text.rfind(sign, 0, match.start()) for sign in "。；\n") + 1
    end = text.find("。", match.end())
    return text[start : len(text) if end < 0 else end].strip()


def sentence_like_clause(text: str) -> str | None:
    """Return what in a text reads like a clause, whether it can be taken apart or not, or None."""
    if is_clause_paragraph(text):
        return text.strip()
    return unread_bracket(text) or suspected_clause(text)


def _is_clause(inner: str, *, strict: bool = False) -> bool:
    """Decide whether text in brackets is a clause; strict: text that has no brackets of its own to speak for it."""
    text = bare(inner)
    words = vocabulary().clauses
    names_only = strict
    if not 3 <= len(text) <= _LONGEST_CLAUSE:
        return False
    if label_at(text, 0, [label for labels in words.labels.values() for label in labels]) is not None:
        # 责任人：…… alone names no unit
        return label_at(text, 0, words.person_labels) is None or any(kind != "person" for *_, kind in labels_in(text))
    if names_time(text):
        segments = (without_times(segment) for segment in split_outside(text, "；;。"))
        text = "；".join(segment for segment in segments if segment)
    text = without_proposal(text)
    if clause_forms().role.search(text):
        return _names_units(inner, all_of_them=strict)
    if names_lead(text):
        match = clause_forms().lead.match(text)
        units = read_units(match["units"]).units if match else ()
        if not units or not looks_like_unit(units[0]):
            return False
    elif not ends_in_duty(text):
        return False
    else:
        strict = True  # nothing but the names speaks for a clause
    return not strict or _names_units(inner, all_of_them=names_only)


def _names_units(inner: str, *, all_of_them: bool) -> bool:
    """Return whether a clause names units: nothing else, or, in brackets of its own, units beside few other names."""
    reading = parse_clause(inner)
    if unit_rules.CLAUSE_UNPARSED in {problem.rule for problem in reading.problems}:
        return False
    doubtful = [problem.words for problem in reading.problems if problem.rule is unit_rules.UNIT_DOUBTFUL]
    units = len(reading.responsibility.leads) + len(reading.responsibility.participants)
    if all_of_them:
        return not doubtful
    # one unit that is not known never costs the clause: it stays as it is written, with a doubt
    return len(doubtful) < units and all(len(name) <= _LONGEST_DOUBTFUL for name in doubtful)
