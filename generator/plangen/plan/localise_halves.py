"""Sentences that speak of several levels: which stretches are the upper level's half and not the county's.

市级建立综合队伍；县级建立专业队伍 asks two things of two levels.  The county carries its own; the other half is left
out, and it is said.  Where the halves cannot be parted nothing is left out and a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plangen.plan.localise_rules import Halves, Tier

Span = tuple[int, int]

_NAMES = re.compile("《[^《》]*》|“[^“”]*”")
_CLAUSES = ("；", "，")
_ENTRIES = "[、]|和|与|及|以及"
_STOPS = "，。；：！？、\n"


def other_half(sentence: str, tier: Tier, halves: Halves) -> tuple[tuple[Span, ...], bool]:
    """Return the stretches of a sentence that are the upper level's half, and whether the levels could be parted.

    Args:
        sentence: a sentence in the parent's wording.
        tier: what reveals the levels.
        halves: how sentences are parted.

    Returns:
        The stretches, with the separator that goes with them; True where nothing of the upper level is left beside the
        county's own.
    """
    bare = _NAMES.sub(lambda match: "□" * len(match[0]), sentence)
    upper = [match for match in tier.upper.finditer(bare) if not bare.endswith(halves.toward, 0, match.start())]
    if not upper or not tier.own.search(bare):
        return (), True
    for separator in _CLAUSES:
        found = tuple(_clauses(bare, separator, tier))
        if found and not any(halves.linked.search(bare, *span) for span in found):
            return found, True
    if halves.linked.search(bare):
        return (), True
    found = tuple(_entries(bare, [match.start() for match in upper], tier, halves))
    return found, len(found) == len(upper)


def _clauses(sentence: str, separator: str, tier: Tier) -> Iterator[Span]:
    """Yield the clauses of the upper level, where clauses of one sort begin with one level and others with another."""
    parts: list[Span] = []
    start = 0
    for position, character in enumerate(sentence):
        if character == separator:
            parts.append((start, position + 1))
            start = position + 1
    parts.append((start, len(sentence)))
    kinds = [_kind(sentence[begin:end], tier) for begin, end in parts]
    if not {"upper", "own"} <= set(kinds):
        return
    half, run = "", -1  # where the run of clauses of the upper level begins
    for (begin, _), kind in zip(parts, kinds, strict=True):
        half = kind or half  # a clause that names no level goes on with the one before
        if half == "upper":
            run = begin if run < 0 else run
        elif run >= 0:
            yield run, begin
            run = -1
    if run >= 0:  # the separator before goes, the full stop stays
        yield max(0, run - 1), len(sentence.rstrip().rstrip("。！？"))


def _kind(clause: str, tier: Tier) -> str:
    """Return whether a clause begins with the upper level or the county's; empty where it begins with neither."""
    lead = re.match(r"[\s（(]*(?:[0-9一二三四五六七八九十]{1,2}[)）.、])?(?:由|在|其中|其中，|推动|构建|形成)?", clause)
    start = lead.end() if lead else 0
    if tier.upper.match(clause, start):
        return "upper" if not tier.own.search(clause) else ""
    return "own" if tier.own.match(clause, start) else ""


def _entries(sentence: str, uppers: list[int], tier: Tier, halves: Halves) -> Iterator[Span]:
    """Yield the entries of a list that are the upper level's: 市级骨干队伍、 of 建设市级骨干队伍、县级专业队伍."""
    for start in uppers:
        match = re.compile(_ENTRIES).search(sentence, start)
        if match is None or match.end() - start > halves.longest:
            continue
        entry = sentence[start : match.start()]
        if any(stop in entry for stop in _STOPS) or not tier.own.match(sentence, match.end()):
            continue
        yield start, match.end()
