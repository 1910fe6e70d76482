"""The words that reveal a plan's structure (templates/knowledge/outline.yaml), as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from plangen.terms.resources import knowledge_file
from plangen.terms.text import comparable
from plangen.terms.yaml_data import parse_yaml


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

    whole: frozenset[str] = frozenset()
    contains: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def match(self, text: str) -> bool:
        """Return whether the text, already made :func:`plangen.terms.text.comparable`, fits."""
        return (
            text in self.whole
            or any(word in text for word in self.contains)
            or bool(self.starts and text.startswith(self.starts))
            or bool(self.ends and text.endswith(self.ends))
        )


@dataclass(frozen=True, kw_only=True)
class SectionWords:
    """The words of one role of sections; ``unless_verb``: not when the heading begins with a verb."""

    role: str
    words: Words
    unless_verb: bool = False


@dataclass(frozen=True, kw_only=True)
class ClauseWords:
    """The words of responsibility clauses; see outline.yaml for what each list means."""

    lead_labels: tuple[str, ...]
    support_labels: tuple[str, ...]
    responsible_labels: tuple[str, ...]
    deadline_labels: tuple[str, ...]
    lead_verbs: tuple[str, ...]
    lead_tails: tuple[str, ...]
    answering: tuple[str, ...]
    support_verbs: tuple[str, ...]
    duties: tuple[str, ...]
    first: tuple[str, ...]
    same_below: tuple[str, ...]
    empty_cells: tuple[str, ...]
    ditto_cells: tuple[str, ...]
    unit_starts: tuple[str, ...]
    unit_ends: tuple[str, ...]

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of a clause by what stands behind them: lead, participant or deadline."""
        return {
            "lead": self.lead_labels,
            "participant": (*self.support_labels, *self.responsible_labels),
            "deadline": self.deadline_labels,
        }


def _clause_words(data: Mapping[str, list[str]]) -> ClauseWords:
    words = {field.name: _longest_first(data[field.name]) for field in fields(ClauseWords)}
    # whatever verb stands behind the units says that they have a duty
    words["duties"] = _longest_first([*words["duties"], *words["answering"], *words["support_verbs"]])
    return ClauseWords(**words)


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """The words that show which way a figure pulls, the longest first; see outline.yaml for each list."""

    reduction: tuple[str, ...]
    increase: tuple[str, ...]
    at_most: tuple[str, ...]
    at_least: tuple[str, ...]
    level: tuple[str, ...]
    behind: tuple[str, ...]
    lower_is_better: tuple[str, ...]
    higher_is_better: tuple[str, ...]

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
class Vocabulary:
    """All of outline.yaml; each attribute is explained there."""

    sections: tuple[SectionWords, ...]
    verbs: tuple[str, ...]
    nominal_verbs: tuple[str, ...]
    overall_goals: tuple[str, ...]
    overall_titles: tuple[str, ...]
    goal_lists: tuple[str, ...]
    project_ends: tuple[str, ...]
    furniture: Words
    metadata_labels: tuple[str, ...]
    title_ends: tuple[str, ...]
    kinds: Mapping[str, tuple[str, ...]]
    subjects: tuple[str, ...]
    national: tuple[str, ...]
    clauses: ClauseWords
    completion: tuple[str, ...]
    open_deadlines: tuple[str, ...]
    leading_phrases: tuple[str, ...]
    columns: tuple[tuple[str, Words], ...]
    baseline_columns: tuple[str, ...]
    previous_captions: tuple[str, ...]
    natures: tuple[str, ...]
    targets: TargetWords
    box_words: tuple[str, ...]
    numbered_words: tuple[str, ...]
    content_labels: tuple[str, ...]
    latin_allowed: frozenset[str]

    @property
    def item_labels(self) -> frozenset[str]:
        """Labels of the parts of one item: what is to be done, who, by when."""
        return frozenset(self.content_labels).union(*self.clauses.labels.values())

    def roles(self, heading: str) -> tuple[str, ...]:
        """Return the roles that the words of a heading speak for, in the file's order."""
        text = comparable(heading).strip("。.:")
        verb = text.startswith(self.verbs)
        # 发展形势, 建设基础: with such a word at its end the heading is a name, not something to do
        name = text.startswith(self.nominal_verbs)
        return tuple(
            section.role
            for section in self.sections
            if section.words.match(text)
            and not (
                section.unless_verb
                and verb
                and not text.startswith(section.words.contains)
                and not (name and text.endswith((*section.words.contains, *section.words.ends)))
            )
        )

    def starts_with_verb(self, heading: str) -> bool:
        """Return whether a heading begins with a word of doing."""
        return comparable(heading).startswith(self.verbs)


def _words(data: Mapping[str, list[str]]) -> Words:
    def values(key: str) -> tuple[str, ...]:
        return tuple(comparable(str(word)) for word in data.get(key, []))

    return Words(
        whole=frozenset(values("whole")), contains=values("contains"), starts=values("starts"), ends=values("ends")
    )


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted((comparable(word) for word in words), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary; it is read once."""
    data = parse_yaml(knowledge_file("outline.yaml").read_text("utf-8-sig"))
    words = _clause_words(data["clauses"])
    columns = {name: _words(found) for name, found in data["columns"].items()}
    for name in ("lead", "support", "responsible"):
        columns[name] = Words(contains=getattr(words, f"{name}_labels"))
    return Vocabulary(
        sections=tuple(
            SectionWords(role=entry["role"], words=_words(entry), unless_verb=bool(entry.get("unless_verb")))
            for entry in data["sections"]
        ),
        verbs=tuple(data["verbs"]),
        nominal_verbs=tuple(data["nominal_verbs"]),
        overall_goals=tuple(data["overall_goals"]),
        overall_titles=tuple(data["overall_titles"]),
        goal_lists=tuple(data["goal_lists"]),
        project_ends=tuple(data["project_ends"]),
        furniture=_words(data["furniture"]),
        metadata_labels=tuple(data["metadata_labels"]),
        title_ends=_longest_first(data["title_ends"]),
        kinds={kind: tuple(words) for kind, words in data["kinds"].items()},
        subjects=tuple(data["subjects"]),
        national=tuple(data["national"]),
        clauses=words,
        completion=tuple(data["deadlines"]["completion"]),
        open_deadlines=tuple(data["deadlines"]["open"]),
        leading_phrases=tuple(data["leading_phrases"]),
        columns=tuple(columns.items()),
        baseline_columns=tuple(data["baseline_columns"]),
        previous_captions=tuple(data["previous_captions"]),
        natures=tuple(data["natures"]),
        targets=TargetWords(
            **{field.name: _longest_first(data["targets"][field.name]) for field in fields(TargetWords)}
        ),
        box_words=tuple(data["box_words"]),
        content_labels=tuple(data["content_labels"]),
        numbered_words=_longest_first(data["numbered_words"]),
        latin_allowed=frozenset(data["latin_allowed"]),
    )


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """Names of places (templates/knowledge/places.yaml): full name -> slug in pinyin, by level."""

    provinces: Mapping[str, str]
    cities: Mapping[str, str]
    counties: Mapping[str, str]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the places; they are read once."""
    data = parse_yaml(knowledge_file("places.yaml").read_text("utf-8-sig"))
    return Gazetteer(provinces=data["provinces"], cities=data["cities"], counties=data["counties"])
