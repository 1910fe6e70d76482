"""Words and measures of the check (templates/knowledge/check.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plangen.terms.resources import knowledge_file
from plangen.terms.yaml_data import yaml_words

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
    "rewritten",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckWords:
    """What check.yaml says; see there for the meaning of each.

    Attributes:
        columns: role of a column -> words of its head, in the order in which they are tried.
        placeholders: what stands for nothing in a cell or a paragraph.
        end_styles: beginnings of the styles at which the text of an item ends.
        end_paragraphs: beginnings of paragraphs at which it ends.
        past_before: words before the name of an earlier period that make it a comparison.
        past_after: words after it that do.
        thresholds: see the file.
    """

    columns: Mapping[str, tuple[str, ...]]
    placeholders: frozenset[str]
    end_styles: tuple[str, ...]
    end_paragraphs: tuple[str, ...]
    past_before: tuple[str, ...]
    past_after: tuple[str, ...]
    thresholds: Mapping[str, float]


@lru_cache(maxsize=4)
def load_check_words(path: Path | None = None) -> CheckWords:
    """Read the words and measures.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    with yaml_words(
        path or knowledge_file("check.yaml"),
        code="check-words",
        message="核对文稿用的词表读不出来或缺少内容",
        hint="请对照文件中的说明改正；改乱了可以取回随程序发布的 templates/knowledge/check.yaml。",
    ) as data:
        return CheckWords(
            columns={role: tuple(map(str, words)) for role, words in data["columns"].items()},
            placeholders=frozenset(map(str, data["placeholders"])),
            end_styles=tuple(map(str, data["ends"]["styles"])),
            end_paragraphs=tuple(map(str, data["ends"]["paragraphs"])),
            past_before=tuple(map(str, data["past_period"]["before"])),
            past_after=tuple(map(str, data["past_period"]["after"])),
            thresholds={name: float(data["thresholds"][name]) for name in _THRESHOLDS},
        )
