"""Words, titles and deadlines of a county's plan (templates/knowledge/plan.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plangen.county.spec import CountySpec
from plangen.parent.model import ParentItem, ParentPlan
from plangen.terms.resources import knowledge_file
from plangen.terms.text import chinese_number, half_width
from plangen.terms.yaml_data import yaml_words

_GROUPS = ("task", "project", "main_task", "main_project", "local_task", "local_project")
_PERIOD = re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?")
_SUBJECT = re.compile(r"[一-龥、（）()]{2,40}$")
_END = "。；;，,、：:．. \t\n　"
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanWords:
    """What plan.yaml says; see there for the meaning of each."""

    groups: Mapping[str, str]
    place: float
    default_subject: str
    title: str
    deadline: str
    no_target: str


@lru_cache(maxsize=4)
def load_plan_words(path: Path | None = None) -> PlanWords:
    """Read the words.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    with yaml_words(
        path or knowledge_file("plan.yaml"),
        code="plan-words",
        message="方案用词表读不出来或缺少内容",
        hint="请对照文件中的说明改正；改乱了可以取回随程序发布的 templates/knowledge/plan.yaml。",
    ) as data:
        words = PlanWords(
            groups={name: str(data["groups"][name]) for name in _GROUPS},
            place=float(data["place"]),
            default_subject=str(data["title"]["default_subject"]),
            title=str(data["title"]["implementation"]),
            deadline=str(data["deadline"]),
            no_target=str(data["no_target"]),
        )
        # a gap that nothing fills is to be found here, not when a plan is written
        words.deadline.format(year=2030)
        words.title.format(county="", period="", subject="")
        return words


def period_name(period: tuple[int, int]) -> str:
    """Return a period as titles write it: (2026, 2030) -> “十五五”, another one as years, 2027—2029年."""
    start, end = period
    # the first five-year plan began in 1953; since 1966 they begin every five years: the third in 1966
    ordinal, remainder = divmod(start - 1966, 5)
    if remainder or end != start + 4 or not 0 <= ordinal < 90:
        return f"{start}—{end}年"
    return f"“{chinese_number(ordinal + 3)}五”"


def plan_title(spec: CountySpec, parents: Sequence[ParentPlan], words: PlanWords) -> str:
    """Return the document's title: the spec's, else one made from county, period and the first parent's title.

    Args:
        spec: the county's spec.
        parents: the parents; the first gives the subject (应急体系规划).
        words: the form of titles.
    """
    if spec.plan.title:
        return spec.plan.title
    subject = plan_subject(parents[0].title) if parents else None
    return words.title.format(
        county=spec.county.name, period=period_name(spec.plan.period), subject=subject or words.default_subject
    )


def plan_subject(title: str) -> str | None:
    """Return what a plan is about: …“十四五”应急体系规划实施方案 -> 应急体系规划; None where the title does not say."""
    parts = _PERIOD.split(title)
    if len(parts) < 2:
        return None
    tail = re.sub(r"\s+", "", parts[-1])
    tail = re.sub(r"(?:的)?(?:通知|意见)?$", "", tail)
    tail = re.sub(r"(?:重点)?(?:任务)?(?:分工)?(?:实施|工作)?(?:方案|细则|分工表|意见)$", "", tail)
    if not _SUBJECT.fullmatch(tail):
        return None
    return tail if tail.endswith("规划") else f"{tail}规划"


def clean_title(title: str) -> str:
    """Return a title in one line and without end punctuation; a whole sentence stays whole but for its full stop."""
    return re.sub(r"\s*\n\s*", "", title).strip().rstrip(_END)


def printed_deadline(year: int, words: PlanWords) -> str:
    """Return a year as deadlines are printed: 2027 -> 2027年底前."""
    return words.deadline.format(year=year)


def parent_deadline(item: ParentItem, words: PlanWords) -> str | None:
    """Return a parent item's deadline as it is printed: with its month where the parent names one, else by the year.

    A deadline without a year (长期坚持) is printed as the parent writes it; None where the parent names none.
    """
    if item.deadline_text:
        return item.deadline_text
    return printed_deadline(item.deadline, words) if item.deadline is not None else None


def deadline_year(text: str) -> int | None:
    """Return the last year that a printed deadline names, or None where it names none (长期坚持)."""
    years = [int(year) for year in _YEAR.findall(half_width(text))]
    return max(years) if years else None


def written_deadline(text: str, words: PlanWords) -> str:
    """Return a deadline of the spec as it is printed: a bare year in the usual form, anything else as it is."""
    stripped = half_width(text).strip()
    return printed_deadline(int(stripped), words) if re.fullmatch(r"\d{4}", stripped) else text.strip()
