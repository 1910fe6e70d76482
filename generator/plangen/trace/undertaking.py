"""Whether a text undertakes anything: withdrawn, left to others, put off, referred elsewhere and empty phrases do not.

The words are data (templates/knowledge/undertakings.yaml).  A negation inside a real sentence (不再新建高风险项目) is a
measure; what the parent or the plan itself says in the same words is no withdrawal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from plangen.terms.labelled import LabelledEnum
from plangen.terms.numerals import parse_number
from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import ANY_OF, Keys, any_of, load_shape
from plangen.terms.text import comparable
from plangen.terms.vocabulary import Longest

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_LEAST = 4  # Chinese characters of something that is to be done
_HEAD = 24  # characters of a text in which a mark of withdrawal speaks for all of it
_OPENING = re.compile("(?:(?:本|我|全)?[县区市旗]里?)?(?:原则上|今后|暂时|目前|近期)?")
_LONGEST_OPENING = 8
_UNITS = {"日": 1, "天": 1, "周": 7, "旬": 10, "月": 30, "季度": 90, "季": 90, "年": 365}
_OFTEN = re.compile(f"每([0-9一二两三四五六七八九十半]*个?)({'|'.join(_UNITS)})")
_KINDS = ("withdrawn", "by_others", "put_off", "reference", "placeholder")


class Refusal(LabelledEnum):
    """Why a text undertakes nothing."""

    WITHDRAWN = "withdrawn", "写的是不做了"
    BY_OTHERS = "by_others", "写的是由上级去做"
    PUT_OFF = "put_off", "写的是以后再定"
    REFERENCE = "reference", "只写了参照别处"
    OPTIONAL = "optional", "写的是可做可不做"
    PLACEHOLDER = "placeholder", "内容还没有填写"
    EMPTY = "empty", "只有空泛的要求，没有具体内容"


@dataclass(frozen=True, kw_only=True)
class Undertaking:
    """What a text undertakes.

    Attributes:
        refusal: why it undertakes nothing; None where it undertakes something.
        said: the words that say so.
        whole: whether there is nothing else; otherwise the words stand before a text that they take back.
    """

    refusal: Refusal | None = None
    said: str = ""
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class UndertakingWords:
    """All of templates/knowledge/undertakings.yaml; each list is explained there."""

    withdrawn_marks: Annotated[re.Pattern[str], ANY_OF]
    withdrawing: Longest
    restricting: Longest
    refusals: Annotated[Mapping[str, tuple[str, ...]], Keys(*_KINDS)]
    open_measures: re.Pattern[str]
    optional: Annotated[re.Pattern[str], ANY_OF]
    own_part: re.Pattern[str]
    empty_words: Longest
    approaching: Longest
    stronger: Longest
    weaker: Longest
    beginnings: Longest
    completions: Longest
    reaching: Longest
    not_settled: Longest
    declined: Longest
    declined_reason: Longest
    shortest_reason: int
    not_applicable: Longest
    every_county: Longest
    not_for_counties: Annotated[re.Pattern[str], ANY_OF]
    void_lines: Annotated[re.Pattern[str], ANY_OF]

    def refusal(self, sentence: str) -> Refusal | None:
        """Return why a whole sentence undertakes nothing, None where it may undertake something."""
        for kind, pattern in _refusals():
            if pattern.fullmatch(sentence):
                if kind is Refusal.BY_OTHERS and self.own_part.search(sentence):
                    continue
                return kind
        return None


@knowledge_cache
def undertaking_words() -> UndertakingWords:
    """Return the words; they are read once.

    Raises:
        FindingsError: their file cannot be read or does not fit.
    """
    return load_shape(UndertakingWords, knowledge_file("undertakings.yaml"))


@knowledge_cache
def _refusals() -> tuple[tuple[Refusal, re.Pattern[str]], ...]:
    words = undertaking_words()
    return tuple((Refusal(kind), any_of(words.refusals[kind])) for kind in _KINDS)


@knowledge_cache
def _empty_words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, undertaking_words().empty_words)))


def assess(text: str, heading: str = "", known: str = "") -> Undertaking:
    """Return what the text of an item undertakes.

    Args:
        text: the text without heading and responsibility clauses.
        heading: its heading, where （拟删除） may stand.
        known: what the parent or the plan says in its place; the same words there are no withdrawal.
    """
    words, flat, own = undertaking_words(), comparable(text), comparable(known)
    mark = words.withdrawn_marks.search(comparable(heading))
    if mark and mark[0] not in own:
        return Undertaking(refusal=Refusal.WITHDRAWN, said=mark[0], whole=False)
    mark = words.withdrawn_marks.search(flat[: _HEAD * 2])
    if mark and mark.start() < _HEAD and mark[0] not in own:
        whole = _substance(flat.replace(mark[0], "", 1)) == ""
        return Undertaking(refusal=Refusal.WITHDRAWN, said=mark[0], whole=whole)
    sentences = [part.strip("，,：: ") for part in _SENTENCE.findall(flat)]
    sentences = [sentence for sentence in sentences if sentence]
    if sentences and (word := _taken_back(sentences[0], own)):
        return Undertaking(refusal=Refusal.WITHDRAWN, said=word, whole=False)
    refused = [(sentence, _refused(sentence, own)) for sentence in sentences]
    if free := next((one for one in sentences if words.optional.fullmatch(one) and one not in own), None):
        return Undertaking(refusal=Refusal.OPTIONAL, said=free, whole=False)
    left = sum(_count(sentence) for sentence, why in refused if why is None)
    if left >= _LEAST:
        return Undertaking()
    first = next(((sentence, why) for sentence, why in refused if why is not None), None)
    if first is not None:
        return Undertaking(refusal=first[1], said=first[0])
    return Undertaking(refusal=Refusal.PLACEHOLDER, said=flat) if flat else Undertaking()


def _taken_back(sentence: str, known: str) -> str:
    """Return 不再 and the like at the head of a text, where it takes the text back; empty where it does not."""
    words = undertaking_words()
    for word in words.withdrawing:
        place = sentence.find(word)
        if 0 <= place <= _LONGEST_OPENING and _OPENING.fullmatch(sentence[:place]):
            behind = sentence[place + len(word) :]
            if behind.startswith(words.restricting) or (word + behind[:4]) in known:
                return ""
            return word + behind[:6]
    return ""


def _refused(sentence: str, known: str) -> Refusal | None:
    if sentence in known:
        return None
    refusal = undertaking_words().refusal(sentence)
    if refusal is not None:
        return refusal
    return None if _substance(sentence) else Refusal.EMPTY


def _substance(sentence: str) -> str:
    """Return what is left of a text without the words that everybody writes; empty where it is next to nothing."""
    left = _empty_words().sub("", sentence)
    return left if _count(left) >= 2 else ""


def _count(text: str) -> int:
    return len(re.findall("[一-龥]", text))


def weakened(text: str, known: str, *, often: bool = True) -> tuple[str, str] | None:
    """Return the word that a text puts in the place of a stronger one of what it ought to say, None where it does not.

    Args:
        text: what the draft says.
        known: what the parent or the plan says.
        often: ask too whether it is to be done less often; not where ``known`` says the same thing several times.
    """
    words, flat, own = undertaking_words(), comparable(text), comparable(known)
    lost = [word for word in words.stronger if own.count(word) > flat.count(word)]
    new = [word for word in words.weaker if flat.count(word) > own.count(word)]
    if lost and new:
        return lost[0], new[0]
    if vague := next((found for found in _vague_figures().findall(flat) if found[0] + found[1] not in own), None):
        return vague[1], "".join(vague)
    return _rarer(flat, own) if often else None


@knowledge_cache
def _vague_figures() -> re.Pattern[str]:
    words = undertaking_words()
    vague, reaching = ("|".join(map(re.escape, found)) for found in (words.weaker, words.reaching))
    return re.compile(f"({vague})((?:{reaching})?[0-9][0-9.]*%?)")


def _rarer(flat: str, own: str) -> tuple[str, str] | None:
    """Return how often something was to be done and how often it now is, where that is less."""
    now, before = (Counter(_OFTEN.findall(text)) for text in (flat, own))
    days = {found: _days(*found) for found in (*now, *before)}
    lost, new = before - now, now - before
    for was in lost:
        if any(days[one] <= days[was] for one in new):
            continue
        if rarer := next((one for one in new if days[one] > days[was]), None):
            return f"每{''.join(was)}", f"每{''.join(rarer)}"
    return None


def open_measures(text: str) -> str:
    """Return the words by which a text says that its measures are still to be written, empty where it has none.

    Args:
        text: what the draft says.
    """
    found = undertaking_words().open_measures.search(text)
    return found[0] if found else ""


def _days(count: str, unit: str) -> float:
    number = 0.5 if count == "半" else float(parse_number(count.removesuffix("个").replace("两", "二")) or 1)
    return number * _UNITS[unit]


def softened(text: str, known: str, *more: str) -> str | None:
    """Return the word by which a target or a time in a cell is no longer meant as it stands; None where there is none.

    Args:
        text: what the draft says.
        known: what the parent or the plan says; its own words are none.
        more: further words that soften there.
    """
    flat, own = comparable(text), comparable(known)
    return next((word for word in (*undertaking_words().weaker, *more) if word in flat and word not in own), None)


def only_begins(deadline: str, known: str) -> bool:
    """Return whether a deadline says when something begins, and not when it is done.

    Args:
        deadline: the words of the draft.
        known: the deadline that the parent or the plan gives, which may say the same.
    """
    words = undertaking_words()
    begins = any(word in deadline and word not in known for word in words.beginnings)
    return begins and not any(word in deadline for word in words.completions)
