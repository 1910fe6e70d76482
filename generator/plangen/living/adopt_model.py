"""What of the changes in a draft goes into the county's spec, and what cannot, as frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plangen.living.model import Change
from plangen.terms.labelled import LabelledEnum

Path = tuple[str | int, ...]


class Field(LabelledEnum):
    """What of an item is said; the labels are what a planner calls it."""

    TITLE = "title", "名称"
    TEXT = "text", "正文和措施"
    LEAD = "lead", "牵头单位"
    PARTICIPANTS = "participants", "配合单位"
    DEADLINE = "deadline", "时限"
    TARGET = "target", "目标值"
    GROUP = "group", "所在的组"
    UNIT = "unit", "单位的称呼"
    WORDS = "words", "通篇的用语"
    DETAIL = "detail", "表格内容"
    SUMMARY = "summary", "表里的主要内容"
    WHOLE = "whole", "整项"
    CHAPTER = "chapter", "章节文字"


@dataclass(frozen=True, kw_only=True)
class SpecEdit:
    """One value of the spec that changes.

    Attributes:
        path: English keys, names and indices from the top.
        before: what stands there; None where nothing does.
        after: what is to stand there; None takes it away.
    """

    path: Path
    before: Any
    after: Any

    @property
    def appends(self) -> bool:
        """Whether it is a new entry at the end of a list; of several each has the number behind the one before."""
        return isinstance(self.path[-1], int) and self.before is None and self.after is not None

    @property
    def takes_out(self) -> bool:
        """Whether it takes an entry out of a list."""
        return isinstance(self.path[-1], int) and self.after is None


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """Something in the draft that the spec can say.

    Attributes:
        key: the item that it is about; empty for chapters.
        title: its title, or the chapter's name.
        field: what of it.
        was, now: what the draft said when it was rendered, and what it says.
        edits: the values of the spec that change, all of them or none.
        notes: what else comes of it, in Chinese.
    """

    key: str
    title: str
    field: Field
    was: str
    now: str
    edits: tuple[SpecEdit, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unsaid:
    """A change that does not go into the spec.

    Attributes:
        change: the change.
        reason: why it does not, in Chinese.
        lines: what the planner would write in the spec, where only a person can know the rest.
        wrong: the draft contradicts itself, or names what the county does not have: somebody must decide.
    """

    change: Change
    reason: str
    lines: tuple[str, ...] = ()
    wrong: bool = False


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A change in the draft of something that was changed in the spec too since the draft was rendered.

    Attributes:
        key, title, field: as in :class:`Adopted`.
        rendered: what the draft said when it was rendered.
        draft: what it says now.
        spec: what the spec says now.
    """

    key: str
    title: str
    field: Field
    rendered: str
    draft: str
    spec: str


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What the next render will have otherwise than the draft, because of what was adopted.

    Attributes:
        key, title, field: as in :class:`Adopted`.
        draft: what the draft has.
        next: what the next render will have.
    """

    key: str
    title: str
    field: Field
    draft: str
    next: str


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What becomes of all changes of a draft: every one of them is in one of the lists.

    Attributes:
        adopted: what goes into the spec, in the order of the draft.
        unsaid: what does not.
        conflicts: what was changed in both.
        settled: changes of which the spec says already what the draft says.
    """

    adopted: tuple[Adopted, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    settled: tuple[Change, ...] = field(default=())


def in_order(edits: Sequence[SpecEdit], all_edits: Iterable[SpecEdit]) -> list[SpecEdit]:
    """Return some of the edits of a spec in an order in which they can be made one after the other.

    New entries are numbered on from what is there, whichever of them are made; what is taken out of lists goes last,
    the last entry first, so that the numbers of the others stay.

    Args:
        edits: those that are to be made.
        all_edits: all that could be made.
    """
    counts: dict[Path, int] = {}
    for one in all_edits:
        if one.appends:
            counts.setdefault(one.path[:-1], int(one.path[-1]))
    made: list[SpecEdit] = []
    for one in edits:
        if one.appends:
            number = counts[one.path[:-1]]
            counts[one.path[:-1]] = number + 1
            made.append(replace(one, path=(*one.path[:-1], number)))
        elif not one.takes_out:
            made.append(one)
    return made + sorted((one for one in edits if one.takes_out), key=lambda one: -int(one.path[-1]))
