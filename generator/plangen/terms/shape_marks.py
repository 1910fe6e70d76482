"""How a dataclass says what its file may hold, beside the types of its fields: see :mod:`plangen.terms.shapes`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from plangen.terms.patterns import lazy_pattern


@dataclass(frozen=True)
class Read:
    """How a value is made of what stands in the file: ``Annotated[re.Pattern[str], Read(tuple[str, ...], any_of)]``.

    Attributes:
        written: the type of what stands in the file.
        make: makes the value of it; a ValueError says in Chinese what is wrong.
        make_again: makes the value of what was found right before, see :class:`Check`; None is ``make``.
    """

    written: Any
    make: Callable[[Any], Any]
    make_again: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Check:
    """A function that looks at a value and gives it back: ``Annotated[str, Check(full_sentence)]``.

    What was looked at before, by the same program and with the same knowledge, is not looked at again.

    Attributes:
        look: looks at the value; a ValueError says in Chinese what is wrong.
    """

    look: Callable[[Any], Any]


def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for several; none of them matches nothing.

    Args:
        patterns: the patterns.

    Raises:
        ValueError: one of them is no pattern, or also matches where nothing stands; in Chinese for the latter.
    """
    for pattern in patterns:
        if re.search(pattern, ""):
            raise ValueError(f"“{pattern}”什么都没有也算，会把所有文字拆散")
    return re.compile(_alternatives(patterns))


def _alternatives(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)"


ANY_OF = Read(tuple[str, ...], any_of, lambda patterns: lazy_pattern(_alternatives(patterns)))
"""One pattern for several that stand in the file: ``Annotated[re.Pattern[str], ANY_OF]``."""


class Keys(tuple[str, ...]):
    """Exactly which keys a mapping has: ``Annotated[Mapping[str, float], Keys("missing", "sure")]``."""

    def __new__(cls, *names: str) -> Keys:
        """Take the names one by one."""
        return super().__new__(cls, names)


class UnknownWordError(ValueError):
    """A word that is none of those that are known.

    Args:
        word: the word.
        what: what it should be, in Chinese (单位).
        known: the words that are known.
    """

    def __init__(self, word: str, what: str, known: Collection[str]) -> None:
        super().__init__(word)
        self.word, self.what, self.known = word, what, known
