"""What of the changes in a draft goes into the county's spec, and what cannot, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
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
