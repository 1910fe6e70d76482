"""Responsibility clauses (责任分工): who leads, who takes part, whether the list is open.

A small grammar, read from left to right::

    clause      = segment { (；|。) segment }
    segment     = label ：units | [proposal] units 牵头 [负责] (，|、) units duty | [proposal] units duty
    units       = unit { (、|，|和) unit } [等]
    proposal    = [拟|建议|暂] [由|请]
    time        = 2027年6月底前完成 | 长期坚持 | 每年汛前 | …        anywhere between the commas of a segment

Units stay exactly as the document writes them; a 、 inside brackets (各县〈市、区〉) never parts two units, and
the mark （拟） behind a unit is none of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from plangen.terms.deadline import end_of_time, names_time, start_of_time
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable, half_width, short, squeeze
from plangen.terms.vocabulary import ClauseWords, quoted, vocabulary

_PAIRS = {"（": "）", "(": ")", "〈": "〉", "《": "》", "<": ">", "＜": "＞", "〔": "〕", "[": "]", "【": "】"}
_SAME = {"(": "（", ")": "）", "<": "〈", ">": "〉", "＜": "〈", "＞": "〉"}
_OUTER_OPEN = "（(【[〔"
_OUTER_CLOSE = "）)】]〕"
_LONGEST_CLAUSE = 2000
_LONGEST_UNIT = 30
_TAIL = " \t。；;.、，,"
_SHOWN = 40  # characters of a clause that a finding shows


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A doubt about a clause: a code of this room and what to say, in Chinese."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class ClauseReading:
    """What a clause says.

    Attributes:
        responsibility: leads, participants and the clause's text without its brackets.
        deadline: what stands behind a label such as 完成时限, or else the words of time among the units (长期坚持), as
            written; None where the clause says nothing of time.
        problems: doubts.
    """

    responsibility: Responsibility
    deadline: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def only_time(self) -> bool:
        """Whether it states a time and no unit."""
        clause = self.responsibility
        return self.deadline is not None and not clause.leads and not clause.participants


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


@dataclass
class _Parts:
    leads: list[str] = field(default_factory=list)
    participants: list[str] = field(default_factory=list)
    open_ended: bool = False
    labelled: str | None = None
    times: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def deadline(self) -> str | None:
        """What a label says of time, else what stands among the units."""
        return self.labelled or "，".join(dict.fromkeys(self.times)) or None


def parse_clause(text: str) -> ClauseReading:
    """Take a clause apart.

    Args:
        text: the clause, with or without its outer brackets.

    Returns:
        The reading; when the clause cannot be taken apart it holds the text, no units and a ``clause-unparsed``.
    """
    clause = strip_brackets(text)
    parts = _Parts()
    for segment in _split_top(_bare(clause).strip(_TAIL), "；;。"):
        _read_segment(segment.strip(_TAIL), parts)
    leads, participants = _without_doubles(parts)
    if not any(_looks_like_unit(unit) for unit in (*leads, *participants)):
        leads, participants = [], []
        parts.problems = [problem for problem in parts.problems if problem.code != "unit-doubtful"]
    if not leads and not participants and parts.deadline is None:
        parts.problems.append(
            Problem(
                code="clause-unparsed", message=f"责任分工{quoted(short(clause, _SHOWN))}未能拆分为牵头单位和配合单位"
            )
        )
    return ClauseReading(
        responsibility=Responsibility(
            text=clause, leads=tuple(leads), participants=tuple(participants), open_ended=parts.open_ended
        ),
        deadline=parts.deadline,
        problems=tuple(parts.problems),
    )


def units_in_cell(text: str) -> tuple[tuple[str, ...], bool, tuple[Problem, ...]]:
    """Return the units of a table cell that holds a bare list, whether it is open, and the doubts."""
    parts = _Parts()
    units: list[str] = []
    for segment in _split_top(_bare(text.replace("\n", "、")).strip(_TAIL), "；;。"):
        units += _units(segment, parts)
    parts.participants = units
    return tuple(_without_doubles(parts)[1]), parts.open_ended, tuple(parts.problems)


def strip_brackets(text: str) -> str:
    """Return a clause without the brackets around it, whatever their widths and even when one is missing."""
    clause = text.strip()
    if clause[:1] in _OUTER_OPEN:
        end = _matching(clause, 0)
        if end is None:
            return clause[1:].strip()
        if not clause[end + 1 :].strip(_TAIL + _OUTER_CLOSE):
            return clause[1:end].strip()
    elif clause.rstrip("。")[-1:] in _OUTER_CLOSE and _depth(clause.rstrip("。")) < 0:
        return clause.rstrip("。")[:-1].strip()
    return clause


@lru_cache(maxsize=8192)
def find_clauses(paragraph: str) -> tuple[str, tuple[FoundClause, ...]]:
    """Return a paragraph without its responsibility clauses, and the clauses that stood in it.

    Clauses stand in brackets; where none does, the closing sentences may be one (由…牵头，…配合。 责任单位：…。).
    """
    found: list[FoundClause] = []
    kept: list[str] = []
    closers = _round_closers(paragraph)
    start = position = 0
    while position < len(paragraph):
        if paragraph[position] not in _OUTER_OPEN:
            position += 1
            continue
        end = closers.get(position)
        stop = len(paragraph) if end is None else end + 1
        # a bracket that never closes does not copy the rest of a long line each time
        inner = paragraph[position + 1 : stop if end is None else end] if stop - position <= _LONGEST_CLAUSE else ""
        if inner and (_is_clause(inner) or _are_bare_units(paragraph, position, stop, inner)):
            while stop < len(paragraph) and paragraph[stop] in _OUTER_CLOSE:
                stop += 1
            kept.append(paragraph[start:position].rstrip())
            at_end = not paragraph[stop : stop + 20].strip(_TAIL)
            found.append(FoundClause(clause=inner.strip(), balanced=end is not None, at_end=at_end))
            # a stop behind the clause stands already in front of it
            while stop < len(paragraph) and paragraph[stop] in ("。 " if kept[-1].endswith("。") else " "):
                stop += 1
            start = position = stop
        else:
            position = (position if end is None else end) + 1
    if not found and (missing := _clause_without_opening(paragraph) or _clause_in_sentences(paragraph)):
        return missing
    return "".join([*kept, paragraph[start:]]).strip(), tuple(found)


def _are_bare_units(paragraph: str, position: int, stop: int, inner: str) -> bool:
    """Names alone in a bracket behind the last sentence: “……每半年开展一次。（县安委办）”."""
    if not paragraph[:position].rstrip().endswith("。") or paragraph[stop : stop + 20].strip(_TAIL):
        return False
    units = _units(_bare(inner).strip(_TAIL), _Parts())
    starts = vocabulary().clauses.unit_starts
    return bool(units) and all(_looks_like_unit(unit) and unit.startswith(starts) for unit in units)


def is_clause_paragraph(paragraph: str) -> bool:
    """Return whether a whole paragraph is a responsibility clause without brackets."""
    text = paragraph.strip()
    return (
        len(text) <= _LONGEST_CLAUSE
        and not _in_brackets(text)
        and (
            _is_clause(text.rstrip("。"), strict=True)
            if "。" not in text.rstrip("。")
            else all(_is_certain(sentence) for sentence in text.rstrip("。").split("。"))
        )
    )


def _in_brackets(text: str) -> bool:
    return text[:1] in _OUTER_OPEN


def _clause_without_opening(paragraph: str) -> tuple[str, tuple[FoundClause, ...]] | None:
    text = paragraph.rstrip(" 。")
    if text[-1:] not in _OUTER_CLOSE or _depth(text) >= 0:
        return None
    start = max(text.rfind("。", 0, -1), text.rfind("；", 0, -1)) + 1
    inner = text[start:-1]
    if len(inner) > _LONGEST_CLAUSE or not _is_clause(inner, strict=True):
        return None
    return text[:start].strip(), (FoundClause(clause=inner.strip(), balanced=False, at_end=True),)


_SPEAKS_OF_DUTIES = re.compile(r"牵头|负责|(?:单位|部门|主体)[：:]")
_ONLY_TIME = re.compile(
    r"(?:力争|争取|确保|计划|须|应|于|在|到)*20\d\d年[^，,；;：:]{0,12}(?:完成|建成|落实到位|前|底|末)"
)
_LONGEST_RUNNING = 400


def _clause_in_sentences(paragraph: str) -> tuple[str, tuple[FoundClause, ...]] | None:
    """Find a clause in the closing sentences of running text; every part of it must be the name of a unit.

    A sentence behind it that only says by when stays in the text.
    """
    if not _SPEAKS_OF_DUTIES.search(paragraph[-_LONGEST_RUNNING:]):
        return None
    ended = paragraph.rstrip().endswith("。")
    sentences = [sentence.strip() for sentence in _split_top(paragraph.rstrip(" 。"), "。")]
    clauses: list[str] = []
    times: list[str] = []
    while sentences and len(sentences[-1]) <= _LONGEST_RUNNING:
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
    rest = "。".join([*sentences, *times])
    if not clauses or not rest:
        return None
    clause = FoundClause(clause="；".join(clauses), balanced=True, at_end=not times)
    return rest + ("。" if ended or times else ""), (clause,)


def _is_time(sentence: str) -> bool:
    return _ONLY_TIME.fullmatch(sentence) is not None or 0 < len(sentence) == end_of_time(sentence)


def _is_certain(text: str) -> bool:
    """Whether a sentence is a clause beyond doubt: it is built like one and names nothing but units."""
    if not _is_clause(text, strict=True):
        return False
    reading = parse_clause(text)
    named = reading.responsibility.leads or reading.responsibility.participants or reading.deadline
    return bool(named) and not any(problem.code in _NO_CLAUSE for problem in reading.problems)


_LEADING_PIECE = re.compile(r"(?:由|请)?[^，,；;：:]+?(?:牵头(?:负责|抓总|组织实施|组织|落实|实施)?|负责)")


def _parted(sentence: str) -> tuple[str, str] | None:
    """Part “……，由A牵头，B、C配合” into what is to be done and the clause; None when it has no clause at its end."""
    words = vocabulary().clauses
    ends_in_support = re.search(r"(?:配合|协助|参与|参加|协同)$", _without_times(sentence, _Parts()))
    for match in re.finditer(r"[，,；;]", sentence):
        tail = sentence[match.end() :].strip()
        piece = re.split(r"[，,；;]", tail, maxsplit=1)[0]
        labelled = _label_at(tail, 0, (*words.lead_labels, *words.participant_labels)) is not None
        shared = "牵头" in piece or ends_in_support
        if not labelled and not (_LEADING_PIECE.fullmatch(piece) and shared):
            continue
        if _is_certain(tail) and (head := sentence[: match.start()].strip(_TAIL)):
            return head, tail
    return None


_SUSPECT = re.compile(
    r"由[^，,。；;]{2,40}牵头|(?:牵头|责任|配合|负责|参与|主责)(?:单位|部门)[：:]"
    r"|[^，,。；;]{2,30}(?:局|委|办|部|厅|政府|公司|单位|部门)(?:牵头|负责)[，,][^。；;]{2,80}(?:配合|协助|参与|协同)"
)


def suspected_clause(text: str) -> str | None:
    """Return the sentence of running text that reads like a clause and is none that can be taken apart, or None."""
    match = _SUSPECT.search(text)
    if match is None:
        return None
    start = max(text.rfind(sign, 0, match.start()) for sign in "。；\n") + 1
    end = text.find("。", match.end())
    return text[start : len(text) if end < 0 else end].strip()


def _is_clause(inner: str, *, strict: bool = False) -> bool:
    """Decide whether text in brackets is a clause; strict: text that has no brackets of its own to speak for it."""
    text = _bare(inner).strip(_TAIL)
    words = vocabulary().clauses
    if not 3 <= len(text) <= _LONGEST_CLAUSE:
        return False
    if _label_at(text, 0, (*words.lead_labels, *words.participant_labels, *words.deadline_labels)) is not None:
        return True
    if names_time(text):
        segments = (_without_times(segment, _Parts()) for segment in _split_top(text, "；;。"))
        text = "；".join(segment for segment in segments if segment)
    text = _PROPOSED.sub("", text)
    if "牵头" in text:
        match = _LEAD.match(text)
        units = _units(match["units"], _Parts()) if match else []
        if not units or not _looks_like_unit(units[0]):
            return False
    elif _ending(text, words.duties) is None:
        return False
    else:
        strict = True  # nothing but the names speaks for a clause: all of them must be names
    return not strict or not any(problem.code in _NO_CLAUSE for problem in parse_clause(inner).problems)


_NO_CLAUSE = ("unit-doubtful", "clause-unparsed")


_PROPOSED = re.compile(r"^(?:(?:初步|原则上|暂)?(?:拟|建议|暂|原则上)(?:定|安排|明确|商)?)?(?:由|请)?")
_PROPOSAL_MARK = re.compile(r"[（(〔\[](?:拟|拟定|暂定)[）)〕\]]")


def _bare(text: str) -> str:
    """Return a clause without white space and without the marks （拟） of proposals."""
    return _PROPOSAL_MARK.sub("", squeeze(text))


def _read_segment(segment: str, parts: _Parts) -> None:
    if not segment:
        return
    words = vocabulary().clauses
    if labels := list(_labels(segment, words)):
        if labels[0][0] > 0:
            _read_sentence(segment[: labels[0][0]].strip(_TAIL), parts)
        for index, (_, start, kind) in enumerate(labels):
            stop = labels[index + 1][0] if index + 1 < len(labels) else len(segment)
            value = segment[start:stop].strip(_TAIL)
            if kind == "deadline":
                parts.labelled = value
            elif "牵头" in value:
                _read_sentence(value, parts)
            else:
                value = _without_duty(_PROPOSED.sub("", _without_times(value, parts)))
                (parts.leads if kind == "lead" else parts.participants).extend(_units(value, parts))
        return
    _read_sentence(segment, parts)


_LEAD = re.compile(
    r"^(?P<units>.+?)(?:共同|联合)?牵头(?:负责同志)?(?:抓总|负责|组织|落实|实施|推进|协调|完成)*"
    r"(?P<separator>[，,、；;]|$|(?=会同|配合))"
)


def _read_sentence(sentence: str, parts: _Parts) -> None:
    sentence = _PROPOSED.sub("", _without_times(sentence, parts))
    if not sentence:
        return
    if match := _LEAD.match(sentence):
        parts.leads += _units(match["units"], parts)
        rest = sentence[match.end() :].strip(_TAIL)
        if "牵头" in rest:
            _read_sentence(rest, parts)
        elif rest:
            _read_support(rest, parts)
        return
    if match := re.match(r"^(?P<lead>.+?)会同(?P<rest>.+)$", sentence):
        parts.leads += _units(match["lead"], parts)
        _read_support(match["rest"], parts)
        return
    if match := re.match(r"^(?P<lead>[^，,]+?)负责[，,](?P<rest>.+)(?:配合|协助|参与)[^，,]*$", sentence):
        # “A负责，B配合”：the second half makes A the leading one
        parts.leads += _units(match["lead"], parts)
        _read_support(match["rest"], parts)
        return
    _read_support(sentence, parts)


def _read_support(sentence: str, parts: _Parts) -> None:
    rest: list[str] = []
    for piece in _split_top(re.sub(r"^(会同|配合|其他)(?=.)", _keep_other, sentence), "，,"):
        if part := _without_duty(_PROPOSED.sub("", piece.strip(_TAIL))):
            rest.append(part)
    parts.participants += _units("、".join(rest), parts)


def _without_times(text: str, parts: _Parts) -> str:
    """Return a sentence without the words that say by when; those go into the parts."""
    if not names_time(text):
        return text.strip(_TAIL)
    kept: list[str] = []
    position = 0
    for piece in _split_top(text, "，,、"):
        position += len(piece) + 1
        if rest := _take_time(piece.strip(_TAIL), parts):
            kept.append(rest + text[position - 1 : position])
    return "".join(kept).strip(_TAIL)


_YEARLY = re.compile(r"20\d\d年|每")
_TAKES_PART = re.compile(r"牵头|(?:负责|配合|协助|参与|参加|协同)$")


def _take_time(piece: str, parts: _Parts) -> str:
    """Return a piece between commas without its words of time; whatever may be a unit stays in it."""
    if end := end_of_time(piece):
        rest = piece[end:].lstrip(_TAIL)
        named = rest.startswith(("由", "请", *vocabulary().clauses.unit_starts))
        # after 长期 a name may go on (长期护理……), after a year it begins
        dated = _YEARLY.search(half_width(piece[:end])) is not None
        if rest and (named or dated) and _speaks_of_units(rest):
            parts.times.append(piece[:end])
            return re.sub(r"(?:组织)?完成$", "", rest)
        # “每年组织一次演练”, “2027年6月底前完成立项”: the rest says what is done then
        if not rest or dated:
            parts.times.append(piece)
            return ""
    elif (start := start_of_time(piece)) < len(piece):
        words = vocabulary().clauses
        if piece[:start].endswith(("牵头", "等", "）", ")", "〉", *words.duties, *words.unit_ends)):
            parts.times.append(piece[start:])
            return piece[:start].rstrip(_TAIL)
    return piece


def _speaks_of_units(text: str) -> bool:
    if _TAKES_PART.search(text):
        return True
    name = re.sub(r"(?:组织)?完成$", "", _without_duty(_PROPOSED.sub("", text)))
    return _looks_like_unit(name) and text.startswith(("由", "请", *vocabulary().clauses.unit_starts))


def _keep_other(match: re.Match[str]) -> str:
    return match[1] if match[1] == "其他" else ""


def _without_duty(text: str) -> str:
    """Return a list of units without the words of duty behind it."""
    words = vocabulary().clauses
    while (duty := _ending(text, words.duties)) is not None and len(duty) < len(text):
        text = text[: -len(duty)].rstrip(_TAIL)
    return re.sub(
        r"(?:等)?(?:按照?(?:各自)?职责(?:分工)?|按分工)$", lambda m: "等" if m[0].startswith("等") else "", text
    )


def _ending(text: str, words: tuple[str, ...]) -> str | None:
    return next((word for word in words if text.endswith(word)), None)


def _labels(segment: str, words: ClauseWords) -> Iterator[tuple[int, int, str]]:
    """Yield start of a label, start of what it labels, and its kind."""
    position = 0
    while position < len(segment):
        for kind, labels in (
            ("lead", words.lead_labels),
            ("participant", words.participant_labels),
            ("deadline", words.deadline_labels),
        ):
            if (end := _label_at(segment, position, labels)) is not None:
                yield position, end, kind
                position = end - 1
                break
        position += 1


def _label_at(text: str, position: int, labels: tuple[str, ...]) -> int | None:
    for label in labels:
        if text.startswith(label, position):
            end = position + len(label)
            if text[end : end + 1] in ("：", ":"):
                return end + 1
    return None


_ETC = re.compile(r"等(?:有关|相关|市直|县直|成员|责任)*(?:单位|部门|地方|企业)?(?=$|和|及|与|以及)")
_AND = re.compile(r"以及|和|及|与|暨")


def _units(text: str, parts: _Parts) -> list[str]:
    units: list[str] = []
    for raw_piece in _split_top(text, "、，,；;/"):
        piece = _without_own_duty(raw_piece.strip(_TAIL))
        while match := _ETC.search(piece):
            parts.open_ended = True
            after = re.sub(r"^(?:以及|和|及|与)", "", piece[match.end() :])
            if before := piece[: match.start()]:
                units += _conjuncts(before)
            piece = after
        if piece:
            units += _conjuncts(piece)
    for unit in units:
        if not _looks_like_unit(unit):
            parts.problems.append(
                Problem(code="unit-doubtful", message=f"责任分工中的{quoted(short(unit, _SHOWN))}不像单位名称，请核对")
            )
    return units


def _without_own_duty(piece: str) -> str:
    """Return one unit of a list without a duty that it alone has: 县公安局配合、县水利局参与."""
    if _looks_like_unit(piece):
        return piece
    bare = _without_duty(piece)
    return bare if _looks_like_unit(bare.removesuffix("等")) else piece


def _conjuncts(piece: str) -> list[str]:
    """Part “A和B” when both sides are whole units; 规划和自然资源局 stays one."""
    words = vocabulary().clauses
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if not left or not right or _depth(left) != 0:
            continue
        if left.endswith((*words.unit_ends, "）", ")", "〉")) and right.startswith(words.unit_starts):
            return [left, *_conjuncts(right)]
    return [piece]


def _looks_like_unit(unit: str) -> bool:
    bare = re.sub(r"[（(〈<＜][^（(〈<＜]*[）)〉>＞]", "", unit)
    return (
        2 <= len(unit) <= _LONGEST_UNIT
        and not re.search(r"[：:。！？“”的]|由|自行|应当|必须|可以|不得|已经|其(?!他)|要(?:加|做|求|按)", unit)
        and bare.endswith(vocabulary().clauses.unit_ends)
    )


def _without_doubles(parts: _Parts) -> tuple[list[str], list[str]]:
    seen: set[str] = set()
    twice: list[str] = []

    def once(units: list[str]) -> list[str]:
        kept = []
        for unit in units:
            key = comparable(unit)
            if key in seen:
                twice.append(unit)
            else:
                seen.add(key)
                kept.append(unit)
        return kept

    leads = once(parts.leads)
    participants = once(parts.participants)
    for unit in dict.fromkeys(twice):
        parts.problems.append(
            Problem(
                code="unit-twice", message=f"责任分工中{quoted(unit)}出现不止一次，已只保留一处，请核对原文是否另有所指"
            )
        )
    return leads, participants


def _split_top(text: str, separators: str) -> list[str]:
    """Split at separators outside brackets; brackets that never close do not swallow the rest."""
    pieces: list[str] = []
    current: list[str] = []
    closers = _closers(text)
    until = -1
    for index, character in enumerate(text):
        if index > until and character in _PAIRS and index in closers:
            until = closers[index]
        if index > until and character in separators:
            pieces.append("".join(current))
            current = []
        else:
            current.append(character)
    pieces.append("".join(current))
    return pieces


def _closers(text: str) -> dict[int, int]:
    """Return for each opening bracket that is closed where it is closed, widths mixed."""
    result: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    closing = {_SAME.get(close, close): _SAME.get(opening, opening) for opening, close in _PAIRS.items()}
    for index, character in enumerate(text):
        sign = _SAME.get(character, character)
        if character in _PAIRS:
            stack.append((sign, index))
        elif sign in closing:
            for position in range(len(stack) - 1, -1, -1):
                if stack[position][0] == closing[sign]:
                    result[stack[position][1]] = index
                    del stack[position:]
                    break
    return result


def _matching(text: str, opening: int) -> int | None:
    """Return where the bracket at ``opening`` closes, round brackets of any width alike."""
    depth = 0
    for index in range(opening, len(text)):
        if text[index] in _OUTER_OPEN:
            depth += 1
        elif text[index] in _OUTER_CLOSE:
            depth -= 1
            if depth == 0:
                return index
    return None


def _round_closers(text: str) -> dict[int, int]:
    """Return where each round or square bracket closes, widths alike; those that never close are left out."""
    result: dict[int, int] = {}
    stack: list[int] = []
    for index, character in enumerate(text):
        if character in _OUTER_OPEN:
            stack.append(index)
        elif character in _OUTER_CLOSE and stack:
            result[stack.pop()] = index
    return result


def _depth(text: str) -> int:
    opened = sum(text.count(sign) for sign in _OUTER_OPEN)
    return opened - sum(text.count(sign) for sign in _OUTER_CLOSE)


def merge(readings: list[ClauseReading]) -> ClauseReading:
    """Return one reading for an item with several clauses: units of all, each once, texts joined by ；."""
    if len(readings) == 1:
        return readings[0]
    parts = _Parts(
        leads=[unit for reading in readings for unit in reading.responsibility.leads],
        participants=[unit for reading in readings for unit in reading.responsibility.participants],
        open_ended=any(reading.responsibility.open_ended for reading in readings),
    )
    leads, participants = _without_doubles(parts)
    text = "；".join(reading.responsibility.text.rstrip("。；") for reading in readings)
    return replace(
        readings[0],
        responsibility=Responsibility(
            text=text, leads=tuple(leads), participants=tuple(participants), open_ended=parts.open_ended
        ),
        deadline=next((reading.deadline for reading in readings if reading.deadline), None),
        problems=tuple(problem for reading in readings for problem in reading.problems),
    )
