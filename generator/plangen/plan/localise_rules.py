"""The rule table that turns city wording into county wording: templates/knowledge/localise.yaml, as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import Read, load_shape

PIECE = re.compile(r"\{([a-z_]+)\}")
"""A name in the words or the pattern of a line: a piece of the table, or something of the county."""

FILLINGS = ("level", "county", "short", "towns", "towns_government", "place", "place_short", "lower_place")
"""What a line may name beside the pieces of the table."""

_Tier = Literal["single", "pair", "triple"]
_Words = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """One line of the rule table; see the head of localise.yaml for what the keys mean.

    Attributes:
        find: the literal words, or empty for a pattern.
        pattern: a regular expression, or empty for literal words.
        starts: the characters that a match can begin with; empty: taken from the words themselves.
        boundary: True: no Chinese character before; False: one before; None: either.
        when: kinds of sentences the rule holds for.
        check: whether a match counts as left city wording in a finished document.
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
    when: frozenset[str] = frozenset({"single", "pair", "triple"})
    check: bool = True

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
    when: tuple[_Tier, ...] = ("single", "pair", "triple")
    check: bool = True

    def __post_init__(self) -> None:
        if bool(self.find) == bool(self.pattern):
            raise ValueError("一行规则要么写 find，要么写 pattern")

    def lines(self) -> Iterator[RuleLine]:
        """Yield a line for each of the words."""
        said: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        said |= {name: _listed(said[name]) for name in ("after", "not_after", "before", "not_before")}
        said["when"] = frozenset(self.when)
        for word in _listed(self.find) or ("",):
            yield RuleLine(**said | {"find": word})


def _listed(words: _Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _lines(section: Iterable[_Written | str | tuple[str, ...]]) -> tuple[RuleLine, ...]:
    """Return the lines of one section; a word alone, or a list of words, is a line that writes nothing."""
    written = (one if isinstance(one, _Written) else _Written(find=one) for one in section)
    return tuple(line for one in written for line in one.lines())


_Lines = Annotated[tuple[RuleLine, ...], Read(tuple[str | tuple[str, ...] | _Written, ...], _lines)]


@dataclass(frozen=True, kw_only=True)
class _Places:
    """Place names that stay as they are: the counties of each city, and others."""

    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class LocaliseRules:
    """The whole rule table.  Compared by identity, so that compiled scanners can be kept for it.

    Attributes:
        reasons: reason of a doubt -> its Chinese explanation.
        pieces: name -> part of a regular expression.
        tiers: level -> expressions that reveal the upper, the own and the lower level in a sentence.
        keep: level (or ``any``) -> words that stay as they are.
        rules: level -> rules.
        places: place names that stay as they are.
        quantities: what a number of things or a sum of money looks like; None where nothing is looked for.
    """

    reasons: Mapping[str, str]
    pieces: Mapping[str, str]
    tiers: Mapping[str, Mapping[str, str]]
    keep: Mapping[str, _Lines]
    rules: Mapping[str, _Lines]
    places: _Places = _Places()
    quantities: re.Pattern[str] | None = None

    def contradictions(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield what is wrong with the table as a whole: names and reasons that nothing defines."""
        for section, by_level in (("keep", self.keep), ("rules", self.rules)):
            for level, lines in by_level.items():
                for problem in (problem for line in lines for problem in self._problems(line)):
                    yield (section, level), problem

    def _problems(self, line: RuleLine) -> Iterator[str]:
        names = {*self.pieces, *FILLINGS}
        unknown = [name for name in PIECE.findall(f"{line.body}{line.write or ''}") if name not in names]
        if unknown:
            yield f"规则“{line.body}”用了没有定义的名称：{'、'.join(unknown)}"
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
