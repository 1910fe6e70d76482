"""What a county has no power to do (templates/knowledge/powers.yaml): who may, and on what ground."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import load_shape


@dataclass(frozen=True, kw_only=True)
class Power:
    """A power that a county does not have.

    Attributes:
        name: what it is called: 制定地方标准.
        find: what a sentence that claims it looks like.
        unless: what shows that the sentence only follows what others decide.
        reason: why it is not the county's, one sentence.
        ground: the law with its article, or how it is done in practice.
    """

    name: str
    find: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    reason: str
    ground: str

    def __post_init__(self) -> None:
        """Refuse what nobody could check.

        Raises:
            ValueError: reason or ground is empty.
        """
        if not self.reason.strip() or not self.ground.strip():
            raise ValueError(f"“{self.name}”要写明理由（reason）和依据（ground）：没有依据的不能认定县里无权")

    @property
    def words(self) -> str:
        """The reason with its ground."""
        return f"“{self.name}”不是县一级的权限：{self.reason}（{self.ground}）"


@dataclass(frozen=True, kw_only=True)
class Powers:
    """All powers that a county does not have.

    Attributes:
        sections: headings of the file -> powers.
    """

    sections: Mapping[str, tuple[Power, ...]]

    @cached_property
    def all(self) -> tuple[Power, ...]:
        """All of them."""
        return tuple(power for powers in self.sections.values() for power in powers)

    def claimed(self, sentence: str) -> Iterator[tuple[Power, str]]:
        """Yield the powers that a sentence claims, each with the words that claim it.

        Args:
            sentence: a sentence in any wording.
        """
        for power in self.all:
            found = power.find.search(sentence)
            if found and not (power.unless and power.unless.search(sentence)):
                yield power, found[0]

    def contradictions(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield powers that are named twice."""
        seen: set[str] = set()
        for section, powers in self.sections.items():
            for power in powers:
                if power.name in seen:
                    yield ("sections", section), f"“{power.name}”写了两次"
                seen.add(power.name)


@knowledge_cache
def load_powers(path: Path | None = None) -> Powers:
    """Read the powers that a county does not have.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read, or a power has no ground.
    """
    return load_shape(Powers, path or knowledge_file("powers.yaml"))
