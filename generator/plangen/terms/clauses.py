"""Responsibility clauses (责任分工): who leads, who takes part, whether the list is open.

A small grammar, read from left to right::

    clause      = segment { (；|。) segment }
    segment     = label (：|—) units | 【label】 units
                | [proposal] units 牵头 [负责] (，|、) units duty | [proposal] units duty
    units       = unit { (、|，|和) unit } [等]
    proposal    = [拟|建议|暂] [由|请]
    time        = 2027年6月底前完成 | 长期坚持 | 每年汛前 | …        anywhere between the commas of a segment

Units stay exactly as the document writes them; a 、 inside brackets (各县〈市、区〉) never parts two units, and
the mark （拟） behind a unit is none of its name, and what a unit does (定期通报) is none of the units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plangen.terms import unit_rules
from plangen.terms.brackets import split_outside, strip_brackets
from plangen.terms.clause_forms import (
    clause_forms,
    is_rider,
    labels_in,
    names_lead,
    says_first_leads,
    with_colons,
    without_declarations,
    without_label_level,
    without_person,
)
from plangen.terms.clause_reading import ClauseReading, Problem
from plangen.terms.resources import knowledge_cache
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable, half_width, short
from plangen.terms.time_words import end_of_time, names_time, start_of_time
from plangen.terms.unit_list import (
    TAIL,
    Known,
    known_unit,
    looks_like_unit,
    read_units,
    without_asking,
    without_duty,
    without_marks,
)
from plangen.terms.vocabulary import vocabulary

DASHES = "—－-"
_SHOWN = 40  # characters of a clause that a finding shows
_PROPOSED = re.compile(r"^(?:(?:初步|原则上|暂)?(?:拟|建议|暂|原则上)(?:定|安排|明确|商)?)?(?:由|请)?")
_YEARLY = re.compile(r"20\d\d年|每")
_COMPLETED = re.compile(r"(?:组织)?完成$")


@dataclass
class _Parts:
    known: Known = known_unit
    leads: list[str] = field(default_factory=list)
    participants: list[str] = field(default_factory=list)
    answering: list[str] = field(default_factory=list)
    supported: bool = False
    open_ended: bool = False
    labelled: str | None = None
    times: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def deadline(self) -> str | None:
        """What a label says of time, else what stands among the units."""
        return self.labelled or "，".join(dict.fromkeys(self.times)) or None


def parse_clause(text: str, known: Known = known_unit) -> ClauseReading:
    """Take a clause apart.

    Args:
        text: the clause, with or without its outer brackets.
        known: whether a name is that of a unit, for 和 between names and inside them.

    Returns:
        The reading; when the clause cannot be taken apart it holds the text, no units and a ``clause-unparsed``.
    """
    # a draft's clauses are read more than once on the way: as its text, as its items, as what carries an item
    return _parsed(text) if known is known_unit else _parse(text, known)


@knowledge_cache
def _parsed(text: str) -> ClauseReading:
    return _parse(text, known_unit)


def _parse(text: str, known: Known) -> ClauseReading:
    clause = strip_brackets(with_colons(text), TAIL)
    parts = _Parts(known)
    for segment in split_outside(bare(clause, known), "；;。"):
        _read_segment(segment.strip(TAIL), parts)
    _let_answering_lead(parts)
    leads, participants = _without_doubles(parts)
    if not leads and says_first_leads(clause):
        leads, participants = participants[:1], participants[1:]
    if not any(looks_like_unit(unit) for unit in (*leads, *participants)):
        leads, participants = (), ()
        parts.problems = [problem for problem in parts.problems if problem.rule is not unit_rules.UNIT_DOUBTFUL]
    if not leads and not participants and parts.deadline is None:
        parts.problems.append(Problem(unit_rules.CLAUSE_UNPARSED, short(clause, _SHOWN)))
    return ClauseReading(
        responsibility=Responsibility(text=clause, leads=leads, participants=participants, open_ended=parts.open_ended),
        deadline=parts.deadline,
        answering=tuple(parts.answering),
        supported=parts.supported,
        problems=tuple(parts.problems),
    )


def _let_answering_lead(parts: _Parts) -> None:
    """责任单位 beside 配合单位 leads, where nobody else does."""
    if not parts.leads and parts.supported and parts.answering:
        parts.leads = list(parts.answering)
        parts.participants = [unit for unit in parts.participants if unit not in parts.answering]


def read_cell(text: str, known: Known = known_unit) -> ClauseReading:
    """Take a table cell apart that names units: a bare list, whose units take part, or a clause.

    Args:
        text: the cell.
        known: see :func:`parse_clause`.
    """
    if names_lead(text) or "：" in text or any(word in text for word in vocabulary().clauses.answering):
        return parse_clause(text, known)
    parts = _Parts(known)
    for segment in split_outside(text.strip(TAIL), "；;。"):
        parts.participants += _units(segment, parts)
    participants = _without_doubles(parts)[1]
    return ClauseReading(
        responsibility=Responsibility(text=text, participants=participants, open_ended=parts.open_ended),
        problems=tuple(parts.problems),
    )


def read_cells(
    lead: str | None, support: str | None = None, responsible: str | None = None, *, known: Known = known_unit
) -> ClauseReading | None:
    """Return what the cells of a row say about who answers for it; None where they name nobody.

    What stands in the column of leads leads, with the word 牵头 or without it; the other columns name who leads only
    where that column is missing or empty.

    Args:
        lead: the cell 牵头单位.
        support: the cell 配合单位.
        responsible: the cell 责任单位.
        known: see :func:`parse_clause`.
    """
    cells = [
        (label, cell) for label, cell in (("牵头单位", lead), ("配合单位", support), ("责任单位", responsible)) if cell
    ]
    readings = [read_cell(cell, known) for _, cell in cells]
    parts = _Parts(known, problems=[problem for reading in readings for problem in reading.problems])
    for (label, _), reading in zip(cells, readings, strict=True):
        found = reading.responsibility
        parts.open_ended = parts.open_ended or found.open_ended
        if label == "牵头单位":
            parts.leads += [*found.leads, *found.participants]
        else:
            (parts.participants if lead else parts.leads).extend(found.leads)
            parts.participants += found.participants
    leads = tuple(dict.fromkeys(parts.leads))
    participants = tuple(unit for unit in dict.fromkeys(parts.participants) if unit not in leads)
    if not leads and not participants:
        return None
    text = "；".join(f"{label}：{cell}" for label, cell in cells)
    if len(cells) == 1 and readings[0].responsibility.leads:
        text = readings[0].responsibility.text
    return ClauseReading(
        responsibility=Responsibility(text=text, leads=leads, participants=participants, open_ended=parts.open_ended),
        deadline=next((reading.deadline for reading in readings if reading.deadline), None),
        problems=tuple(parts.problems),
    )


def bare(text: str, known: Known = known_unit) -> str:
    """Return a clause without white space and without the marks （拟）; a line that ends in a duty ends a piece."""
    words = vocabulary().clauses
    lines = [line.strip() for line in text.split("\n")]
    ended = [f"{line}，" if line.endswith((*words.lead_verbs, *words.duties)) else f"{line}\n" for line in lines]
    flat = without_marks(without_declarations("".join(ended)), known)
    return without_label_level(without_person(flat.strip(TAIL).lstrip(DASHES + TAIL)))


def _read_segment(segment: str, parts: _Parts) -> None:
    if not segment:
        return
    if any(remark in segment for remark in vocabulary().clauses.remarks):
        parts.problems.append(Problem(unit_rules.LABEL_UNKNOWN, short(segment, _SHOWN)))
        return
    segment = without_label_level(segment)
    if labels := list(labels_in(segment)):
        if labels[0][0] > 0:
            _read_sentence(segment[: labels[0][0]].strip(TAIL), parts)
        for index, (_, start, kind) in enumerate(labels):
            stop = labels[index + 1][0] if index + 1 < len(labels) else len(segment)
            value = segment[start:stop].strip(TAIL)
            if kind == "person":
                continue
            if kind == "deadline":
                parts.labelled = value
            elif names_lead(value):
                _read_sentence(value, parts)
            else:
                value = without_duty(without_proposal(without_times(value, parts)))
                units = _units(value, parts)
                (parts.leads if kind == "lead" else parts.participants).extend(units)
                parts.answering += units if kind == "responsible" else ()
                parts.supported = parts.supported or (kind == "support" and bool(units))
        return
    _read_sentence(segment, parts)


def _read_sentence(sentence: str, parts: _Parts) -> None:
    sentence = without_proposal(without_times(sentence, parts))
    if not sentence:
        return
    if clause_forms().labelled.match(sentence):
        # 适用范围：沿河各县: a label that speaks of no duty; what stands behind it is no unit
        parts.problems.append(Problem(unit_rules.LABEL_UNKNOWN, short(sentence, _SHOWN)))
        return
    if match := clause_forms().lead.match(sentence):
        parts.leads += _units(match["units"], parts)
        rest = sentence[match.end() :].strip(TAIL)
        if names_lead(rest):
            _read_sentence(rest, parts)
        elif rest:
            _read_support(rest, parts)
        return
    if match := re.match(r"^(?P<lead>.+?)会同(?P<rest>.+)$", sentence):
        parts.leads += _units(match["lead"], parts)
        _read_support(match["rest"], parts)
        return
    if match := clause_forms().with_support.match(sentence):
        # “A负责，B配合”：the second half makes A the leading one
        parts.leads += _units(match["lead"], parts)
        _read_support(match["rest"], parts)
        return
    _read_support(sentence, parts)


def _read_support(sentence: str, parts: _Parts) -> None:
    rest: list[str] = []
    for piece in split_outside(re.sub(r"^(?:会同|配合)(?=.)", "", sentence), "，,"):
        part = without_duty(without_proposal(piece.strip(TAIL)))
        named = bool(rest or parts.leads or parts.participants)
        asked = without_asking(part, parts.known) != part
        rider = not asked and (is_rider(part) or clause_forms().labelled.match(part))
        if part and named and rider and not looks_like_unit(part):
            parts.problems.append(Problem(unit_rules.LABEL_UNKNOWN, short(part, _SHOWN)))
        elif part:
            rest.append(part)
    parts.participants += _units("、".join(rest), parts)


def without_proposal(text: str) -> str:
    """Return a sentence without the words of a proposal in front of it: 拟由, 建议请, 此项工作由."""
    return _PROPOSED.sub("", clause_forms().opener.sub("", text))


def without_times(text: str, parts: _Parts | None = None) -> str:
    """Return a sentence without the words that say by when.

    Args:
        text: the sentence.
        parts: where those words go.
    """
    parts = parts or _Parts()
    if not names_time(text):
        return text.strip(TAIL)
    kept: list[str] = []
    position = 0
    for piece in split_outside(text, "，,、"):
        position += len(piece) + 1
        if rest := _take_time(piece.strip(TAIL), parts):
            kept.append(rest + text[position - 1 : position])
    return "".join(kept).strip(TAIL)


def _take_time(piece: str, parts: _Parts) -> str:
    """Return a piece between commas without its words of time; whatever may be a unit stays in it."""
    if end := end_of_time(piece):
        rest = piece[end:].lstrip(TAIL)
        named = rest.startswith(("由", "请", *vocabulary().clauses.unit_starts))
        # after 长期 a name may go on (长期护理……), after a year it begins
        dated = _YEARLY.search(half_width(piece[:end])) is not None
        if rest and (named or dated) and _speaks_of_units(rest):
            parts.times.append(piece[:end])
            return _COMPLETED.sub("", rest)
        # “每年组织一次演练”, “2027年6月底前完成立项”: the rest says what is done then
        if not rest or dated:
            parts.times.append(piece)
            return ""
    elif (start := start_of_time(piece)) < len(piece):
        words = vocabulary().clauses
        if piece[:start].endswith((*words.lead_verbs, "等", "）", ")", "〉", *words.duties, *words.unit_ends)):
            parts.times.append(piece[start:])
            return piece[:start].rstrip(TAIL)
    return piece


def _speaks_of_units(text: str) -> bool:
    if clause_forms().takes_part.search(text):
        return True
    name = _COMPLETED.sub("", without_duty(without_proposal(text)))
    return looks_like_unit(name) and text.startswith(("由", "请", *vocabulary().clauses.unit_starts))


def _units(text: str, parts: _Parts) -> tuple[str, ...]:
    """Take a list of units apart; whether it is open, and what is doubtful of it, goes into the parts."""
    found = read_units(text, parts.known)
    parts.open_ended = parts.open_ended or found.open_ended
    units: list[str] = []
    for unit in found.units:
        # 市水利局（牵头）、市财政局: of a list one leads
        mark = clause_forms().role.search(unit)
        name = clause_forms().role.sub("", unit)
        (parts.leads if mark and mark["lead"] else units).append(name)
        if not looks_like_unit(name):
            parts.problems.append(Problem(unit_rules.UNIT_DOUBTFUL, short(name, _SHOWN)))
    return tuple(units)


def _without_doubles(parts: _Parts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return leads and participants, each unit once; those named twice are told."""
    seen: set[str] = set()
    kept: tuple[list[str], list[str]] = ([], [])
    for units, once in zip((parts.leads, parts.participants), kept, strict=True):
        for unit in units:
            if comparable(unit) not in seen:
                once.append(unit)
            elif (problem := Problem(unit_rules.UNIT_TWICE, unit)) not in parts.problems:
                parts.problems.append(problem)
            seen.add(comparable(unit))
    return tuple(kept[0]), tuple(kept[1])


def merge(readings: list[ClauseReading]) -> ClauseReading:
    """Return one reading for an item with several clauses: units of all, each once, texts joined by ；."""
    if len(readings) == 1:
        return readings[0]
    parts = _Parts(
        leads=[unit for reading in readings for unit in reading.responsibility.leads],
        participants=[unit for reading in readings for unit in reading.responsibility.participants],
        answering=[unit for reading in readings for unit in reading.answering],
        supported=any(reading.supported for reading in readings),
        open_ended=any(reading.responsibility.open_ended for reading in readings),
    )
    _let_answering_lead(parts)
    leads, participants = _without_doubles(parts)
    text = "；".join(reading.responsibility.text.rstrip("。；") for reading in readings)
    return replace(
        readings[0],
        responsibility=Responsibility(text=text, leads=leads, participants=participants, open_ended=parts.open_ended),
        deadline=next((reading.deadline for reading in readings if reading.deadline), None),
        problems=tuple(problem for reading in readings for problem in reading.problems),
    )
