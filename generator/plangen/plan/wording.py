"""Words, titles and deadlines of a county's plan (templates/knowledge/plan.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from plangen.county.spec import KINDS, CountySpec
from plangen.parent.model import Level, ParentItem, ParentPlan
from plangen.terms.deadline import year_end
from plangen.terms.language import tidy
from plangen.terms.patterns import lazy_pattern
from plangen.terms.period import period_name
from plangen.terms.quantity import DIRECTIONS, Quantity, quantity_words
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Keys, load_shape

_GROUPS = ("task", "project", "main_task", "main_project", "local_task", "local_project")
_PERIOD = lazy_pattern(r"[“\"]?十[一二三四五六七八九]五[”\"]?")
_SUBJECT = lazy_pattern(r"[一-龥、（）()]{2,40}$")
_BRACKET = lazy_pattern(r"[（(][^（()）]*[)）]$")
_END = "。；;，,、：:．. \t\n　"


@dataclass(frozen=True, kw_only=True)
class TitleWords:
    """The form of a plan's title by its kind, and what it is about where the first parent does not say."""

    default_subject: str
    forms: Annotated[Mapping[str, str], Keys(*KINDS)]

    def __post_init__(self) -> None:
        """Try the form.

        Raises:
            ValueError: it has a gap that nothing fills.
        """
        for form in self.forms.values():
            form.format(county="", period="", subject="")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage that a paper goes through (稿次).

    Attributes:
        names: words by which it is known; the first is its name.
        notice: what goes with the plan: a letter that asks for comments, a request for approval, or the order.
        says: words that only the paper of this stage says.
        mark: whether the stage is printed under the title.
        final: whether nothing may be open or merely proposed any more.
    """

    names: tuple[str, ...]
    notice: Literal["letter", "request", "order"]
    says: tuple[str, ...]
    mark: bool
    final: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return self.names[0]


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    """How the parents' figures are put into a sentence; see plan.yaml."""

    opening: str
    by: str
    directions: Annotated[Mapping[str, str], Keys(*DIRECTIONS)]
    counted: str
    number: str
    within: str
    times: tuple[str, ...]
    total: str
    dropped: str
    scopes: tuple[str, ...]
    areas: Annotated[Mapping[str, str], Keys(*(level.value for level in Level))]

    def __post_init__(self) -> None:
        """Try the forms.

        Raises:
            ValueError: one has a gap that nothing fills.
        """
        self.by.format(year=2030)
        for form in (*self.directions.values(), self.counted, self.number, self.within):
            form.format(what="", number="")
        self.total.format(area="", figure="", level="")
        self.dropped.format(figures="")

    def said(self, quantity: Quantity) -> str:
        """Return a figure with what it measures, as official papers write it."""
        counted = quantity.unit in quantity_words().counts
        form = self.directions[quantity.direction]
        if quantity.direction == "以内" and not quantity.what.endswith(self.times):
            form = self.within
        elif counted and quantity.direction in ("至少", "达到"):
            form = self.counted if quantity.direction == "至少" else self.number
        if quantity.written is not None and quantity.written.startswith("翻"):
            form = self.number
        return form.format(what=quantity.what, number=quantity.number)


@dataclass(frozen=True, kw_only=True)
class OpenWords:
    """How what nobody has decided is written; see plan.yaml."""

    measures: str
    goal: str
    points: str
    shown_points: int
    nested: str

    def __post_init__(self) -> None:
        """Try the forms.

        Raises:
            ValueError: one has a gap that nothing fills.
        """
        self.points.format(points="")
        self.nested.format(titles="")
        self.measures.format(level="")
        self.goal.format(level="")


@dataclass(frozen=True, kw_only=True)
class Deciders:
    """Who may decide that something is not the county's to do: words of such names, and of others that have them."""

    words: tuple[str, ...]
    others: tuple[str, ...]

    def may(self, unit: str, county: str) -> bool:
        """Return whether a unit may decide.

        Args:
            unit: as it is written, 县政府.
            county: the county's name, which says nothing (镇平县人民政府 is no government of a town).
        """
        bare = unit.replace(county, "")
        return any(word in bare for word in self.words) and not any(word in bare for word in self.others)


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanWords:
    """What plan.yaml says; see there for the meaning of each."""

    groups: Annotated[Mapping[str, str], Keys(*_GROUPS)]
    place: float
    title: TitleWords
    papers: Annotated[Mapping[str, str], Keys(*KINDS)]
    no_target: str
    figures: FigureWords
    open: OpenWords
    recurring: Mapping[str, tuple[str, ...]]
    deciders: Deciders
    stages: tuple[Stage, ...]

    def at(self, level: str) -> PlanWords:
        """Return the words as a county-level place of a sort says them: {level} is 县, 区, 市 or 旗."""
        gaps = replace(
            self.open, measures=self.open.measures.format(level=level), goal=self.open.goal.format(level=level)
        )
        total = self.figures.total.replace("{level}", level)
        # in a county-level city 全市 would be the city itself
        areas = {key: f"上级{area}" if area.endswith(level) else area for key, area in self.figures.areas.items()}
        return replace(self, open=gaps, figures=replace(self.figures, total=total, areas=areas))

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is wrong with the stages, with its place."""
        if not self.stages:
            yield ("stages",), "没有一种稿次"
        seen: dict[str, int] = {}
        for index, stage in enumerate(self.stages):
            if not stage.names:
                yield ("stages", index, "names"), "没有写名称"
            for name in stage.names:
                if seen.setdefault(name, index) != index:
                    yield ("stages", index, "names"), f"“{name}”已经是第{seen[name] + 1}种稿次的名称"

    def stage(self, written: str | None) -> Stage | None:
        """Return the stage that a spec names, the first where it names none; None where there is no such stage.

        Args:
            written: 征求意见稿, 送审稿（第二稿）.
        """
        if written is None:
            return self.stages[0]
        return next((stage for stage in self.stages if any(name in written for name in stage.names)), None)

    def stage_of(self, spec: CountySpec) -> Stage:
        """Return the stage of a spec; of one that names an unknown stage, which is an error, the first."""
        return self.stage(spec.plan.stage) or self.stages[0]


def load_plan_words(path: Path | None = None) -> PlanWords:
    """Read the words.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or does not fit.
    """
    return load_shape(PlanWords, path or knowledge_file("plan.yaml"))


def plan_title(spec: CountySpec, parents: Sequence[ParentPlan], words: PlanWords) -> str:
    """Return the document's title: the spec's, else one made from county, period and the first parent's title.

    Args:
        spec: the county's spec.
        parents: the parents; the first gives the subject (应急体系规划).
        words: the form of titles.
    """
    if spec.plan.title:
        return spec.plan.title
    subject = plan_subject(parents[0].title, parents[0].place) if parents else None
    return words.title.forms[spec.plan.kind].format(
        county=spec.county.name, period=period_name(spec.plan.period), subject=subject or words.title.default_subject
    )


def plan_subject(title: str, place: str = "") -> str | None:
    """Return what a plan is about: …“十四五”应急体系规划实施方案 -> 应急体系规划; None where the title does not say.

    Args:
        title: the plan's title.
        place: whose plan it is, which is no part of the subject: 晋城市城镇燃气发展规划 -> 城镇燃气发展规划.
    """
    parts = _PERIOD.split(_BRACKET.sub("", re.sub(r"\s+", "", title)))
    before = parts[0].rpartition(place)[2] if place and place in parts[0] else ""
    # 消防事业发展“十五五”规划: what it is about stands before the period
    for text in (*parts[1:][-1:], before):
        bare = re.sub(r"(?:的)?(?:通知|意见)?$", "", text)
        bare = re.sub(r"(?:重点)?(?:任务)?(?:分工)?(?:实施|工作)?(?:方案|细则|分工表|意见)$", "", bare)
        bare = bare.removesuffix("规划").removeprefix("国家")
        if _SUBJECT.fullmatch(bare):
            return f"{bare}规划"
    return None


def clean_title(title: str) -> str:
    """Return a title in one line and without end punctuation; a whole sentence stays whole but for its full stop."""
    return tidy(re.sub(r"\s*\n\s*", "", title)).strip().rstrip(_END)


def parent_deadline(item: ParentItem) -> str | None:
    """Return a parent item's deadline as it is printed: with its month where the parent names one, else by the year.

    A deadline without a year (长期坚持) is printed as the parent writes it; None where the parent names none.
    """
    return item.deadline_text or (year_end(item.deadline) if item.deadline is not None else None)
