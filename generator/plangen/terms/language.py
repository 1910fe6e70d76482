"""How a plan's sentences are written, whoever wrote them: full-width marks, none twice, one word for one thing.

The words stand in templates/knowledge/language.yaml.  Names of documents (《》) are quoted and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import load_shape

_QUOTED = re.compile("(《[^《》]*》)")
_WIDE = "\u2014-\u2026\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’"


@dataclass(frozen=True, kw_only=True)
class Rewrite:
    """What is written instead of what a pattern finds."""

    pattern: re.Pattern[str]
    write: str


@dataclass(frozen=True, kw_only=True, eq=False)
class LanguageWords:
    """What language.yaml says; see there."""

    punctuation: Mapping[str, str]
    rewrite: tuple[Rewrite, ...]

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        marks = "".join(map(re.escape, self.punctuation))
        return re.compile(rf"(?<=[{_WIDE}])\s*([{marks}])\s*|([{marks}])\s*(?=[{_WIDE}])")

    def tidy(self, text: str) -> str:
        """Return a text as the plan prints it; see :func:`tidy`."""
        parts = _QUOTED.split(text)
        # what is quoted stands between its neighbours: the marks around it are tidied with a stand-in of the same width
        return "".join(
            part if number % 2 else self._tidied(part, number, len(parts)) for number, part in enumerate(parts)
        )

    def _tidied(self, part: str, number: int, count: int) -> str:
        before, after = "》" if number else "", "《" if number + 1 < count else ""
        text = self._marks.sub(lambda match: self.punctuation[match[1] or match[2]], before + part + after)
        for rule in self.rewrite:
            text = rule.pattern.sub(rule.write, text)
        return text.removeprefix(before).removesuffix(after)


@knowledge_cache
def language_words() -> LanguageWords:
    """Return the words of language.yaml; they are read once.

    Raises:
        FindingsError: the file cannot be read or does not fit.
    """
    return load_shape(LanguageWords, knowledge_file("language.yaml"))


def tidy(text: str) -> str:
    """Return a text as the plan prints it: 管理,提高。。 -> 管理，提高。

    Args:
        text: words of a parent, of the county or of a theme.

    Raises:
        FindingsError: language.yaml cannot be read or does not fit.
    """
    return language_words().tidy(text)


def without_heading(text: str, title: str) -> str:
    """Return a text without a first sentence that only says its heading again; empty where it says nothing else.

    Args:
        text: the text under a heading.
        title: the heading.
    """
    first, stop, rest = text.partition("。")
    bare = re.compile(r"[\W_]+")
    same = bool(stop or not rest) and bare.sub("", first) == bare.sub("", title)
    return rest.lstrip() if same else text
