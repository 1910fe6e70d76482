"""Items while they are being read, and the titles that stand at the head of their lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from plangen.parent import rules
from plangen.parent.block_model import Note, Paragraph, locate
from plangen.parent.model import ItemKind, ParentItem
from plangen.terms.deadline import Deadline
from plangen.terms.findings import Finding, Rule, Severity
from plangen.terms.marks import split_title
from plangen.terms.place import Place
from plangen.terms.points import PointReader
from plangen.terms.quantity import Quantity
from plangen.terms.quantity_reading import read_quantities
from plangen.terms.quantity_target import quantity_of_target
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted, vocabulary

_SENTENCE_TITLE = 30


@dataclass(eq=False)
class Draft:
    """An item while it is being read; it has no id yet.

    ``sentence``: the title is a sentence that says by itself what is to be done.
    ``clause_apart``: its clause is a paragraph of its own behind everything else, so that it may speak for more.
    ``suspected``: sentences that read like a responsibility clause, and where they stand.
    """

    kind: ItemKind
    title: str
    place: Place
    number: str | None = None
    group: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    deadline: int | None = None
    deadline_text: str | None = None
    target: str | None = None
    nature: str | None = None
    responsibility: Responsibility | None = None
    items: list[Draft] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    sentence: bool = False
    suspected: list[tuple[Place, str]] = field(default_factory=list)
    clause_apart: bool = False

    def walk(self) -> Iterable[Draft]:
        """Yield the draft and what is nested under it."""
        yield self
        for item in self.items:
            yield from item.walk()

    def due(self, deadline: Deadline) -> None:
        """Take a deadline that is named for the whole group or list, unless the item has its own."""
        if self.deadline is None and self.deadline_text is None:
            self.deadline, self.deadline_text = deadline.year, deadline.text


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """All items of a document in its order, and what was noticed on the way."""

    indicators: tuple[Draft, ...]
    goals: tuple[Draft, ...]
    tasks: tuple[Draft, ...]
    projects: tuple[Draft, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """All of them that are nested under none."""
        return (*self.indicators, *self.goals, *self.tasks, *self.projects)


@dataclass(kw_only=True)
class Context:
    """What the functions below share while one document is read.

    ``clause_paragraphs``: headings of this part have paragraphs under them that each end with a clause.
    ``several_heads``: several lists stand in this part, each with the line that heads it.
    ``headed_by_units``: its groups are headed by who answers for them.
    ``decided``: the lines about which a person has decided; nothing is asked about them.
    ``run_in_titles``: in this part paragraphs under headings begin with short titles, as a habit.
    """

    name: str
    period: tuple[int, int] | None
    own_names: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    introductions: list[Place] = field(default_factory=list)
    run_in_titles: bool = False
    clause_paragraphs: bool = False
    headed_by_units: bool = False
    several_heads: bool = False
    decided: Collection[Place] = ()

    def say(self, rule: Rule, place: Place, *, severity: Severity | None = None, **values: object) -> None:
        """Remember a finding about a place in the document."""
        self.findings.append(rule.found(locate(self.name, place), items=(), severity=severity, **values))

    def note(self, paragraph: Paragraph, verdict: str) -> None:
        """Remember why a line is what it is."""
        self.notes.append(Note(place=paragraph.place, text=paragraph.text, verdict=verdict))

    def introduction(self, paragraph: Paragraph, verdict: str = "章节导语，不属于任何条目") -> None:
        """Remember a paragraph that belongs to no item."""
        self.introductions.append(paragraph.place)
        self.note(paragraph, verdict)


def title_and_text(line: str, place: Place, context: Context) -> tuple[str, str]:
    """Return the title at the head of a line and the text behind it.

    A line that is one long sentence has no title of its own: its first clause stands in, and the text keeps all of it.
    """
    split = split_title(line)
    single = split.stop not in ("", "：", ":") and not split.text
    long_lead = len(split.title) > 2 * _SENTENCE_TITLE
    has_comma = any(sign in split.title for sign in "，,；")
    if not (len(split.title) > _SENTENCE_TITLE and has_comma and (single or long_lead or split.stop in ("；", ";"))):
        return tidy_title(split.title), split.text
    title = first_clause(split.title)
    if comparable(title) != comparable(split.title):
        context.say(rules.TITLE_FROM_SENTENCE, place, title=quoted(tidy_title(title)))
        return tidy_title(title), line
    return tidy_title(split.title), split.text


def first_clause(sentence: str) -> str:
    """Return a sentence up to the first comma behind which something was said: phrases such as 围绕…… do not count.

    Args:
        sentence: a sentence without its stop.
    """
    pieces = re.split(r"([，,])", sentence)
    taken = ""
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        taken += piece
        if len(piece) >= 4 and not piece.startswith(vocabulary().leading_phrases):
            return taken
        if index + 1 < len(pieces):
            taken += pieces[index + 1]
    return sentence


def tidy_title(title: str) -> str:
    """Return a title without stops at its end and without spaces beside Chinese characters."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", title.strip())
    return text.strip("。：:；;，, ")


_LETTERS = {ItemKind.INDICATOR: "I", ItemKind.GOAL: "G", ItemKind.TASK: "T", ItemKind.PROJECT: "P"}


@dataclass(frozen=True, kw_only=True)
class FactReader:
    """Reads what is kept of an item's words beside its title: figures and points.

    Attributes:
        points: knows all texts of the document.
        period: the plan's period.
        keep_text: whether the text itself is kept too.
    """

    points: PointReader
    period: tuple[int, int] | None
    keep_text: bool

    def quantities(self, draft: Draft) -> tuple[Quantity, ...]:
        """Return the figures of an item; those of an indicator are its target."""
        if draft.kind is ItemKind.INDICATOR:
            return quantity_of_target(draft.title, draft.target or "")
        return read_quantities("\n".join((draft.title, *draft.paragraphs)), self.period)

    def points_of(self, draft: Draft) -> tuple[str, ...]:
        """Return the points of an item; an indicator's are its name."""
        if draft.kind is ItemKind.INDICATOR:
            return ()
        return self.points.read(draft.title, "\n".join(draft.paragraphs))


def fact_reader(extracted: Extracted, period: tuple[int, int] | None, *, keep_text: bool) -> FactReader:
    """Return the reader of facts for one document."""
    top = (*extracted.goals, *extracted.tasks, *extracted.projects)
    texts = ("\n".join((draft.title, *draft.paragraphs)) for item in top for draft in item.walk())
    return FactReader(points=PointReader(texts), period=period, keep_text=keep_text)


def with_ids(drafts: Sequence[Draft], facts: FactReader) -> tuple[ParentItem, ...]:
    """Return drafts as items with ids: T01, T02, … and T13.1 for what is nested."""
    width = max(2, len(str(len(drafts))))
    return tuple(
        _item(draft, f"{_LETTERS[draft.kind]}{number:0{width}d}", facts) for number, draft in enumerate(drafts, 1)
    )


def _item(draft: Draft, identity: str, facts: FactReader) -> ParentItem:
    text = "\n".join(paragraph for paragraph in draft.paragraphs if paragraph) or None
    return ParentItem(
        id=identity,
        kind=draft.kind,
        title=draft.title,
        number=draft.number,
        group=tidy_title(draft.group) if draft.group else None,
        text=text if facts.keep_text else None,
        deadline=draft.deadline,
        deadline_text=draft.deadline_text,
        target=draft.target,
        nature=draft.nature,
        quantities=facts.quantities(draft),
        points=facts.points_of(draft),
        responsibility=draft.responsibility,
        items=tuple(_item(item, f"{identity}.{number}", facts) for number, item in enumerate(draft.items, 1)),
        source=draft.place,
    )
