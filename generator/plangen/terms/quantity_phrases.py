"""The phrases around a figure: which way it pulls, and the noun that it measures, as short as it can be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangen.terms.patterns import lazy_pattern
from plangen.terms.quantity import quantity_words
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import alternatives
from plangen.terms.vocabulary import vocabulary

LONGEST = 24
"""Characters of the longest name of what is measured."""
YEAR = lazy_pattern(r"((?:19|20|21)\d\d)年?(?:底|末|初|以?前|之前)?")
"""A year as a sentence names it before a figure."""
_SHARE = lazy_pattern("(?:率|占比|比例|比重)$")
_IN = lazy_pattern("(?:^|[^存现正所])在([^在,。;]{2,16})$")
_PLACE = lazy_pattern("[省市县区镇乡村旗州]$|街道$|等地$|流域$|园区$")
_EVERYWHERE = lazy_pattern("^(?:全|本|各|我)")


@dataclass(frozen=True)
class PhraseWords:
    """The words of direction and doing as patterns for the end of a text, made once."""

    directed: re.Pattern[str]
    verb: re.Pattern[str]
    modal: re.Pattern[str]
    background: re.Pattern[str]
    leads_in: re.Pattern[str]
    starts: re.Pattern[str]
    ends: re.Pattern[str]
    inner: re.Pattern[str]


@knowledge_cache
def phrase_words() -> PhraseWords:
    """Return the patterns; they are made once."""
    words, targets = quantity_words(), vocabulary().targets

    front = (*targets.in_front, "至多", "最多", "最少")
    long_verbs = tuple(word for word in words.verbs if len(word) > 1)
    return PhraseWords(
        directed=re.compile(rf"(?:{alternatives(front)})$"),
        verb=re.compile(rf"(?:{alternatives(words.verbs)})[了好出成]?$"),
        modal=re.compile(rf"(?:{alternatives(words.modals)})$"),
        background=re.compile(rf"(?:{alternatives(words.background)})$"),
        leads_in=re.compile(rf"^(?:{alternatives(words.leads_in)})"),
        starts=re.compile(rf"^(?:{alternatives(long_verbs, vocabulary().verbs)})"),
        ends=re.compile(rf"(?:{alternatives(words.object_ends)})"),
        inner=re.compile(rf"(?:{alternatives(long_verbs)})(.{{2,}})$"),
    )


_PULLS = {"下降": "reduction", "提高": "increase"}
_LEVEL_WORDS = lazy_pattern("(?:幅度)?(?:不少于|不低于|不小于|不得少于|不得低于|至少|超过|大于|高于|达到|达)$")


def direction_of(front: str, behind: str, unit: str) -> str:
    """Return the direction that the words in front of a figure and behind it say; empty where they say none.

    Args:
        front: words that end where the figure begins: 不低于, 缩短至.
        behind: words that begin where it ends: 以上, 以内.
        unit: the figure's unit: at most so many hours is 以内.
    """
    targets, timely = vocabulary().targets, unit in quantity_words().times
    bare = _LEVEL_WORDS.sub("", front)
    if pull := next((name for name, words in _PULLS.items() if bare.endswith(getattr(targets, words))), ""):
        return pull  # 下降15%以上, 下降不少于10%: what falls, falls at least so much

    def longest(text: str, words: tuple[str, ...], *, at_end: bool) -> str:
        return next((word for word in words if (text.endswith(word) if at_end else text.startswith(word))), "")

    if behind.startswith(("以内", "之内", "内", "以下")):
        return "以内" if timely else "不超过"
    if behind.startswith(("以上", "及以上")):
        return "至少"
    best: tuple[str, str] = ("", "")
    for direction, words in (
        ("下降", targets.reduction),
        ("提高", targets.increase),
        ("不超过", (*targets.at_most, "至多", "最多")),
        ("至少", (*targets.at_least, "最少")),
        ("保持", targets.level),
    ):
        word = longest(front, words, at_end=True)
        if len(word) > len(best[1]):
            best = (direction, word)
    direction, word = best
    if direction == "不超过" and word.startswith(targets.reduction):
        return "以内" if timely else "下降到"
    if direction == "至少" and word.startswith(targets.increase):
        return "提高到"
    if word in ("达到", "达"):
        return "达到"
    return "以内" if direction == "不超过" and timely else direction


def subject_of(text: str) -> str:
    """Return what a clause speaks of before its figure: without times, places and words that lead over to it."""
    text = re.sub(
        r"(?:较之?|比|相比|同比|与)(?:20\d\d年|上一?年|“?十[一-龥]五|“[^“”]*”|基期|规划)[^,]{0,10}$", "", text
    )
    text = re.sub(rf"^(?:(?:到|至)?{YEAR.pattern}[、和]?)+", "", text)
    text = re.sub(rf"(?<![较比与])(?:{YEAR.pattern}[、和]?)+$", "", text)
    text = re.sub("(?<![年人平户])均$", "", text)
    text = re.sub("(?:[一二三五十]年(?:内|间)?|累计|平均|全年|年内|每年|总体|整体)+$", "", text)
    piece = text.rfind("、")
    if piece > 0 and vocabulary().starts_with_verb(text[:piece]):
        text = text[piece + 1 :]
    while match := phrase_words().leads_in.match(text):
        text = text[match.end() :]
    head = text.rpartition("的")
    if head[1] and len(head[2]) >= 4 and phrase_words().starts.match(head[0] or "　"):
        return head[2]
    if _SHARE.search(text):
        return text  # 培训合格率 is a name, not 培训 of something
    while (match := phrase_words().starts.match(text)) and re.match("(?![率度量面的]).{2}", text[match.end() :]):
        text = text[match.end() :]
    return text


def object_of(text: str) -> str:
    """Return what is counted: the noun behind a figure, without what describes it."""
    text = text.removeprefix("的")
    text = re.sub(r"\([^()]{5,}\)?.*$", "", text)
    text = text[match.end() :] if (match := phrase_words().starts.match(text)) and len(text) - match.end() > 2 else text
    flat = re.sub(r"\([^()]*\)", lambda match: "□" * len(match[0]), text)
    pause, described = flat.find("、"), flat.rfind("的")
    if described > pause:
        tail = text[described + 1 :]
        text = tail if len(tail) >= 2 else text
    elif pause > 0:
        text = text[:pause]
        described = text.rfind("的")
        text = text[described + 1 :] if described >= 0 and len(text) - described > 2 else text
    ends = [match.start() for match in phrase_words().ends.finditer(text) if match.start() >= 2]
    return text[: ends[0]] if ends else text


def predicate_of(text: str) -> str:
    """Return what is done with it (得到有效救助), up to the next comma."""
    return re.sub("[并且].*$", "", text) if re.search(".{4}[并且]", text) else text


def place_of(left: str) -> str | None:
    """Return the place that a clause names before its figure (在五寨县); the plan's own place is none."""
    match = _IN.search(left)
    if match and _PLACE.search(match[1]) and not _EVERYWHERE.match(match[1]):
        return match[1]
    return None


def tidy(text: str) -> str:
    """Return the name of what is measured as it is kept: without marks, brackets closed, at most 24 characters."""
    text = re.sub('[“”"《》]', "", text).strip("、,:;")
    if text.count("(") != text.count(")"):
        text = re.sub(r"^[^()]*\)|\([^()]*$", "", text)
    text = text.replace("(", "（").replace(")", "）").replace(",", "，")
    return text if len(text) <= LONGEST else text[-LONGEST:].lstrip("的、和及）”")
