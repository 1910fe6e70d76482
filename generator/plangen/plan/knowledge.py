"""What the sentences of knowledge files may be: whole ones, with gaps only for what is known."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Annotated

from plangen.county.situation_schema import SITUATION
from plangen.terms.shapes import UnknownWordError

_GAP = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def full_sentence(text: str) -> str:
    """Return a text that is one sentence.

    Raises:
        ValueError: it has no full stop at its end, or another one before.
    """
    if not text.endswith("。") or text.count("。") > 1:
        raise ValueError(f"“{text}”不是一个以句号结尾的完整句子")
    return text


Sentence = Annotated[str, full_sentence]


def check_gaps(sentence: str, names: Collection[str]) -> None:
    """Look at the gaps of a sentence: ``{{ county }}``.

    Raises:
        ValueError: it has a gap for something else than the names, or braces that are no gap.
    """
    rest = _GAP.sub("", sentence)
    if any(name not in names for name in _GAP.findall(sentence)) or "{" in rest or "}" in rest:
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
