"""What the sentences of knowledge files may be: whole ones, with gaps only for what is known, and nobody's figures."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from plangen.county.situation_schema import SITUATION
from plangen.plan.facts import GAP
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Check, UnknownWordError, load_shape

_APART = "□"  # stands for a gap or a name, so that what is left and right of it is not read as one word


@dataclass(frozen=True, kw_only=True)
class _SentenceRule:
    """Something that no sentence of ours may say.

    Attributes:
        because: why, and how to write instead.
        patterns: what shows it.
        names: words in which the same characters mean something else.
        unless: words that make it right where they stand in the sentence.
    """

    because: str
    patterns: tuple[re.Pattern[str], ...]
    names: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SentenceRules:
    """All of templates/knowledge/sentences.yaml; see its head."""

    rules: tuple[_SentenceRule, ...]


def load_sentence_rules() -> SentenceRules:
    """Return what sentences of ours may not say.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong.
    """
    return load_shape(SentenceRules, knowledge_file("sentences.yaml"))


def full_sentence(text: str) -> str:
    """Return a text that is one sentence.

    Raises:
        ValueError: it has no full stop at its end, or another one before.
    """
    if not text.endswith("。") or text.count("。") > 1:
        raise ValueError(f"“{text}”不是一个以句号结尾的完整句子")
    return text


def allowed_sentence(text: str) -> str:
    """Return a sentence that says nothing that only the parent, the county or the law may say.

    Raises:
        ValueError: it has a figure, a frequency or a limit of ours, the word for one level of government, a duty of a
            Party organ, or a power that no county has; see sentences.yaml.
    """
    bare = GAP.sub(_APART, text)
    for rule in load_sentence_rules().rules:
        if any(word in text for word in rule.unless):
            continue
        rest = bare
        for name in rule.names:
            rest = rest.replace(name, _APART)
        for pattern in rule.patterns:
            if found := pattern.search(rest):
                raise ValueError(f"“{text}”里的“{found.group()}”{rule.because}")
    return text


Proposal = Annotated[str, Check(full_sentence), Check(allowed_sentence)]
"""A sentence that we propose to the county."""


def gaps_of(sentence: str) -> frozenset[str]:
    """Return the names in the gaps of a sentence."""
    return frozenset(GAP.findall(sentence))


def check_gaps(sentence: str, names: Collection[str]) -> None:
    """Look at the gaps of a sentence: ``{{ county }}``.

    Raises:
        ValueError: it has a gap for something else than the names, or braces that are no gap.
    """
    rest = GAP.sub("", sentence)
    if any(name not in names for name in GAP.findall(sentence)) or "{" in rest or "}" in rest:
        gaps = "、".join(f"{{{{ {name} }}}}" for name in names)
        raise ValueError(f"“{sentence}”里的花括号写法不对，这里可以写 {gaps}，措施里的县情名称要列入 needs")


@lru_cache(maxsize=1)
def _facts() -> frozenset[str]:
    groups = {name: rules["schema"] for name, rules in SITUATION.items() if rules["meta"].get("group")}
    parts = {f"{name}.{part}" for name, schema in groups.items() for part in schema if part not in ("year", "note")}
    return frozenset({*SITUATION, *parts} - {"as_of", "other"})


def fact_path(name: str) -> str:
    """Return the name of a fact of the county's situation: ``geohazard_sites.total``.

    Raises:
        UnknownWordError: the schema has no such fact.
    """
    if name not in _facts():
        raise UnknownWordError(name, "县情名称", sorted(_facts()))
    return name
