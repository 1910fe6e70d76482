"""The words that reveal a plan's structure (templates/knowledge/outline.yaml), as frozen data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated

from plangen.terms.kept import longest_first
from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import Read, load_shape
from plangen.terms.text import comparable

Folded = Annotated[str, comparable]
Longest = Annotated[tuple[Folded, ...], longest_first]


def _pairs(columns: Mapping[str, Words]) -> tuple[tuple[str, Words], ...]:
    return tuple(columns.items())


def quoted(text: str) -> str:
    """Return a name in quotation marks, those inside it made single."""
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


@dataclass(frozen=True, kw_only=True)
class Words:
    """One set of words and how they must stand in a heading.

    Attributes:
        whole: the heading is exactly one of them.
        contains: one of them stands anywhere in it.
        starts: it begins with one of them.
        ends: it ends with one of them.
    """

    whole: frozenset[Folded] = frozenset()
    contains: tuple[Folded, ...] = ()
    starts: tuple[Folded, ...] = ()
    ends: tuple[Folded, ...] = ()

    def match(self, text: str) -> bool:
        """Return whether the text, already made :func:`plangen.terms.text.comparable`, fits."""
        return (
            text in self.whole
            or any(word in text for word in self.contains)
            or bool(self.starts and text.startswith(self.starts))
            or bool(self.ends and text.endswith(self.ends))
        )


@dataclass(frozen=True, kw_only=True)
class SectionWords(Words):
    """The words of one role of sections; ``unless_verb``: not when the heading begins with a verb."""

    role: str
    unless_verb: bool = False


@dataclass(frozen=True, kw_only=True)
class ClauseWords:
    """The words of responsibility clauses; see outline.yaml for what each list means."""

    lead_labels: Longest
    support_labels: Longest
    responsible_labels: Longest
    responsible_words: Longest
    support_words: Longest
    deadline_labels: Longest
    person_labels: Longest
    person_ends: Longest
    lead_verbs: Longest
    lead_tails: Longest
    answering: Longest
    support_verbs: Longest
    duties: Longest
    duty_starts: Longest
    rider_starts: Longest
    remark_starts: Longest
    arrangements: Longest
    openers: Longest
    remarks: Longest
    etc_which: Longest
    etc_kinds: Longest
    first: Longest
    same_below: Longest
    empty_cells: tuple[str, ...]
    ditto_cells: tuple[str, ...]
    asking: tuple[str, ...]
    unit_starts: Longest
    unit_ends: Longest
    sure_ends: Longest
    levels: Longest
    level_which: Longest
    level_ends: Longest

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of a clause by what stands behind them: lead, support, responsible, deadline or person."""
        return {
            "lead": self.lead_labels,
            "support": (*self.support_labels, *self.support_words),
            "responsible": (*self.responsible_labels, *self.responsible_words),
            "deadline": self.deadline_labels,
            "person": self.person_labels,
        }

    @property
    def unit_labels(self) -> tuple[str, ...]:
        """All labels behind which units stand."""
        return tuple(label for kind in ("lead", "support", "responsible") for label in self.labels[kind])

    def __post_init__(self) -> None:
        """Whatever verb stands behind the units says that they have a duty."""
        object.__setattr__(self, "duties", longest_first((*self.duties, *self.answering, *self.support_verbs)))


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """The words that show which way a figure pulls, the longest first; see outline.yaml for each list."""

    reduction: Longest
    increase: Longest
    at_most: Longest
    at_least: Longest
    level: Longest
    name_ends: Longest
    around: Longest
    stating: Longest
    behind: Longest
    lower_is_better: Longest
    higher_is_better: Longest

    def of(self, direction: str) -> tuple[str, ...]:
        """Return the words of a direction, by its name."""
        words: tuple[str, ...] = getattr(self, direction)
        return words

    @property
    def every(self) -> tuple[str, ...]:
        """All words that may stand beside a figure."""
        return (*self.reduction, *self.increase, *self.at_most, *self.at_least, *self.level)

    @property
    def in_front(self) -> tuple[str, ...]:
        """Those that stand in front of it, the longest first."""
        return tuple(sorted(set(self.every) - set(self.behind), key=lambda word: (-len(word), word)))


@dataclass(frozen=True, kw_only=True)
class DeadlineWords:
    """Words beside a year: that everything is completed then; and words of deadlines without a year."""

    completion: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All of outline.yaml; each attribute is explained there."""

    sections: tuple[SectionWords, ...]
    verbs: tuple[str, ...]
    heading_verbs: tuple[str, ...]
    nominal_verbs: tuple[str, ...]
    overall_goals: tuple[str, ...]
    overall_titles: tuple[str, ...]
    goal_lists: tuple[str, ...]
    project_ends: tuple[str, ...]
    furniture: Words
    metadata_labels: tuple[str, ...]
    title_ends: Longest
    kinds: Mapping[str, tuple[str, ...]]
    national: tuple[str, ...]
    party_names: Longest
    area_words: Longest
    clauses: ClauseWords
    deadlines: DeadlineWords
    leading_phrases: tuple[str, ...]
    columns: Annotated[tuple[tuple[str, Words], ...], Read(Mapping[str, Words], _pairs)]
    baseline_columns: tuple[str, ...]
    previous_captions: tuple[str, ...]
    total_rows: tuple[str, ...]
    declined_tables: tuple[str, ...]
    table_notes: tuple[str, ...]
    natures: tuple[str, ...]
    measures: tuple[str, ...]
    targets: TargetWords
    box_words: tuple[str, ...]
    numbered_words: Longest
    content_labels: tuple[str, ...]
    latin_allowed: frozenset[str]

    @property
    def item_labels(self) -> frozenset[str]:
        """Labels of the parts of one item: what is to be done, who, by when."""
        return frozenset(self.content_labels).union(*self.clauses.labels.values())

    def __post_init__(self) -> None:
        """The columns of units have the heads that are labels of clauses too."""
        labels = {name: getattr(self.clauses, f"{name}_labels") for name in ("lead", "support", "responsible")}
        columns = ((name, Words(contains=labels[name]) if name in labels else words) for name, words in self.columns)
        object.__setattr__(self, "columns", tuple(columns))

    @property
    def completion(self) -> tuple[str, ...]:
        """Words that say that everything is completed in a year."""
        return self.deadlines.completion

    @property
    def open_deadlines(self) -> tuple[str, ...]:
        """Deadlines without a year."""
        return self.deadlines.open

    @cached_property
    def roles(self) -> Callable[[str], tuple[str, ...]]:
        """What returns the roles that the words of a heading speak for, in the file's order.

        One line is asked about by several readers, and cells of a table are often the same.
        """
        return lru_cache(maxsize=4096)(self._roles)

    def _roles(self, heading: str) -> tuple[str, ...]:
        text = comparable(heading).strip("。.:")
        verb = text.startswith(self.verbs)
        # 发展形势, 建设基础: with such a word at its end the heading is a name, not something to do
        name = text.startswith(self.nominal_verbs)
        return tuple(
            section.role
            for section in self.sections
            if section.match(text)
            and not (
                section.unless_verb
                and verb
                and not text.startswith(section.contains)
                and not (name and text.endswith((*section.contains, *section.ends)))
            )
        )

    def says_what_to_do(self, heading: str) -> bool:
        """Return whether the heading of a chapter or group begins with a word of doing, of a wider list."""
        return comparable(heading).startswith((*self.verbs, *self.heading_verbs))

    def starts_with_verb(self, heading: str) -> bool:
        """Return whether a heading begins with a word of doing."""
        return comparable(heading).startswith(self.verbs)


@knowledge_cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; it is read once.

    Raises:
        FindingsError: its file cannot be read or does not fit.
    """
    return load_shape(Vocabulary, knowledge_file("outline.yaml"))


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """Names of places (templates/knowledge/places.yaml): full name -> slug in pinyin, by level."""

    provinces: Mapping[str, str]
    cities: Mapping[str, str]
    counties: Mapping[str, str]


@knowledge_cache
def gazetteer() -> Gazetteer:
    """Return the places; they are read once.

    Raises:
        FindingsError: their file cannot be read or does not fit.
    """
    return load_shape(Gazetteer, knowledge_file("places.yaml"))
