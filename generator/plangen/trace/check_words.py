"""Words and measures of the check (templates/knowledge/check.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Keys, load_shape
from plangen.terms.vocabulary import vocabulary

_THRESHOLDS = (
    "text",
    "title",
    "same_title",
    "own_text",
    "foreign_text",
    "foreign_lead",
    "point",
    "point_elsewhere",
    "shortest_point",
    "by_text_title",
    "by_text",
    "row_title",
    "covered",
    "as_long",
    "rewritten",
    "not_applicable",
)


def _with_labels(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the heads of columns with the labels that clauses have for the same thing."""
    clauses = vocabulary().clauses
    labels = {
        "lead": clauses.lead_labels,
        "support": (*clauses.support_labels, *clauses.responsible_labels),
        "deadline": clauses.deadline_labels,
    }
    return {role: (*words, *labels.get(role, ())) for role, words in columns.items()}


@dataclass(frozen=True, kw_only=True)
class Ends:
    """At what the text of an item ends: beginnings of styles, and of paragraphs."""

    styles: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PastPeriod:
    """Words before and after the name of an earlier period that make it a comparison."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckWords:
    """What check.yaml says; see there for the meaning of each.

    Attributes:
        columns: role of a column -> words of its head, in the order in which they are tried.
        placeholders: what stands for nothing in a cell or a paragraph.
        ends: at what the text of an item ends.
        past_period: what makes the name of an earlier period a comparison.
        thresholds: see the file.
    """

    columns: Annotated[Mapping[str, tuple[str, ...]], _with_labels]
    placeholders: frozenset[str]
    ends: Ends
    past_period: PastPeriod
    thresholds: Annotated[Mapping[str, float], Keys(*_THRESHOLDS)]


def load_check_words(path: Path | None = None) -> CheckWords:
    """Read the words and measures.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or does not fit.
    """
    return load_shape(CheckWords, path or knowledge_file("check.yaml"))
