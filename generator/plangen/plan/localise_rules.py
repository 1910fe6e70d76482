"""The rule table that turns city wording into county wording: templates/knowledge/localise.yaml, as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any

from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import Read, load_shape

PIECE = re.compile(r"\{([a-z_]+)\}")
"""A name in the words or the pattern of a line: a piece of the table, or something of the county."""

FILLINGS = (
    *("level", "county", "short", "place", "place_short"),
    *("towns", "towns_government", "towns_party", "sumu_towns", "no_towns"),
)
"""What a line may name beside the pieces of the table."""

OTHER_PLACE, POWER, TOTAL, HALVES = "other-place", "power", "total", "halves"
"""Reasons of doubts that no line of the table gives; the table has their words all the same."""

_Words = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """One line of the rule table; see the head of localise.yaml for what the keys mean.

    Attributes:
        find: the literal words, or empty for a pattern.
        pattern: a regular expression, or empty for literal words.
        starts: the characters that a match can begin with; empty: taken from the words themselves.
        boundary: True: no Chinese character before; False: one before; None: either.
        chain: whether the pattern finds a chain of levels (市、县、乡三级), of which what is above the county goes.
        check: whether a match counts as left city wording in a finished document.
        why: why the words are changed so; empty where nothing is written.
    """

    find: str = ""
    pattern: str = ""
    starts: str = ""
    write: str | None = None
    doubt: str | None = None
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    boundary: bool | None = None
    chain: bool = False
    check: bool = True
    why: str = ""

    @property
    def changes(self) -> bool:
        """Whether it writes something."""
        return self.chain or self.write is not None

    @property
    def body(self) -> str:
        """The words or the pattern, whichever the line has."""
        return self.find or self.pattern


@dataclass(frozen=True, kw_only=True)
class _Written:
    """A line as it stands in the file: ``find`` may name several words, and one word may stand for a list."""

    find: _Words = ()
    pattern: str = ""
    starts: str = ""
    write: str | None = None
    doubt: str | None = None
    after: _Words = ()
    not_after: _Words = ()
    before: _Words = ()
    not_before: _Words = ()
    boundary: bool | None = None
    chain: bool = False
    drop: bool = False
    check: bool = True
    why: str = ""

    def __post_init__(self) -> None:
        if bool(self.find) == bool(self.pattern):
            raise ValueError("一行规则要么写 find，要么写 pattern")

    def lines(self) -> Iterator[RuleLine]:
        """Yield a line for each of the words."""
        said: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "drop"}
        said["write"] = "" if self.drop else self.write
        said |= {name: _listed(said[name]) for name in ("after", "not_after", "before", "not_before")}
        for word in _listed(self.find) or ("",):
            yield RuleLine(**said | {"find": word})


def _listed(words: _Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _lines(section: Iterable[_Written | str | tuple[str, ...]]) -> tuple[RuleLine, ...]:
    """Return the lines of one section; a word alone, or a list of words, is a line that writes nothing."""
    written = (one if isinstance(one, _Written) else _Written(find=one) for one in section)
    return tuple(line for one in written for line in one.lines())


@dataclass(frozen=True, kw_only=True)
class _Group:
    """Rules that have one reason."""

    why: str
    lines: tuple[_Written, ...]

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise ValueError("每组规则都要写明理由（why）")


def _grouped(groups: Iterable[_Group]) -> tuple[RuleLine, ...]:
    """Return the lines of a level's groups, each with its reason."""
    return tuple(
        replace(line, why=line.why or group.why)
        for group in groups
        for written in group.lines
        for line in written.lines()
    )


_Rules = Annotated[tuple[RuleLine, ...], Read(tuple[_Group, ...], _grouped)]
_Lines = Annotated[tuple[RuleLine, ...], Read(tuple[str | tuple[str, ...] | _Written, ...], _lines)]


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    """How places other than the county are told, beside the names in places.yaml.

    Attributes:
        cities: the counties of each city; in a city's plan their names stand without 县 too.
        ambiguous: names, with or without 县 and 市, that are words as well (平安, 城区).
        features: what carries a place's name (水库, 公园, 煤矿): behind a name it shows that a place is meant.
        landmarks: rivers and the like that are somewhere.
    """

    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    features: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something is left to a person.

    Attributes:
        say: the reason in Chinese.
        open: whether the sentence is printed in 【】 until the county has decided.
    """

    say: str
    open: bool = True


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What shows that a sentence speaks of the parent's own level, and of the county's or those below."""

    upper: re.Pattern[str]
    own: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class Halves:
    """How the halves of a sentence that speaks of several levels are parted.

    Attributes:
        linked: words that join the levels (互联互通): then both belong together, and nothing is left out.
        toward: what stands before the other level where it is only turned to (向市级报告).
        longest: characters that an entry of a list may have and be left out.
        why: why the other half is left out.
    """

    linked: re.Pattern[str]
    toward: tuple[str, ...]
    longest: int
    why: str


@dataclass(frozen=True, kw_only=True, eq=False)
class LocaliseRules:
    """The whole rule table.  Compared by identity, so that compiled scanners can be kept for it.

    Attributes:
        reasons: reason of a doubt -> its words.
        pieces: name -> part of a regular expression.
        tiers: level -> what reveals the parent's own level and the county's in a sentence.
        halves: how sentences about several levels are parted.
        keep: level (or ``any``) -> words that stay as they are.
        rules: level -> rules.
        places: how other places are told.
        quantities: what a number of things or a sum of money looks like; None where nothing is looked for.
    """

    reasons: Mapping[str, Reason]
    pieces: Mapping[str, str]
    tiers: Mapping[str, Tier]
    halves: Halves | None = None
    keep: Mapping[str, _Lines]
    rules: Mapping[str, _Rules]
    places: Places = Places()
    quantities: re.Pattern[str] | None = None

    def contradictions(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield what is wrong with the table as a whole: names and reasons that nothing defines."""
        for reason in {OTHER_PLACE, POWER, TOTAL, HALVES} - set(self.reasons) if self.reasons else ():
            yield ("reasons",), f"reasons 里缺少理由：{reason}"
        for section, by_level in (("keep", self.keep), ("rules", self.rules)):
            for level, lines in by_level.items():
                for problem in (problem for line in lines for problem in self._problems(line)):
                    yield (section, level), problem

    def _problems(self, line: RuleLine) -> Iterator[str]:
        names = {*self.pieces, *FILLINGS}
        unknown = [name for name in PIECE.findall(f"{line.body}{line.write or ''}") if name not in names]
        if unknown:
            yield f"规则“{line.body}”用了没有定义的名称：{'、'.join(unknown)}"
        if line.chain and not {"below", "count"} <= set(re.findall(r"\(\?P<(\w+)>", line.pattern)):
            yield f"规则“{line.body}”写了 chain，正则表达式里要有 below 和 count 两组"
        if line.doubt is not None and line.doubt not in self.reasons:
            yield f"规则“{line.body}”的 doubt 写了 reasons 里没有的理由：{line.doubt}"


@knowledge_cache
def load_rules(path: Path | None = None) -> LocaliseRules:
    """Read the rule table.

    Args:
        path: the table; None takes the one that comes with plangen.

    Raises:
        FindingsError: the table cannot be read or a line in it is wrong; the findings say which.
    """
    return load_shape(LocaliseRules, path or knowledge_file("localise.yaml"))
