"""What a comparison of two versions of a parent says, as frozen data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from plangen.parent.model import ItemKind
from plangen.terms.findings import Finding, Location
from plangen.terms.labelled import LabelledEnum
from plangen.trace.json_form import json_of
from plangen.trace.word_diff import WordMark


class ChangeKind(LabelledEnum):
    """What can become of an item."""

    ADDED = "added", "新增"
    REMOVED = "removed", "删除"
    REWORDED = "reworded", "改写"
    MOVED = "moved", "移动"
    REORDERED = "reordered", "组内移位"
    RETARGETED = "retargeted", "目标值变动"
    REASSIGNED = "reassigned", "责任单位变动"
    RESCHEDULED = "rescheduled", "时限变动"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One thing about an item that is not what it was.

    Attributes:
        kind: see :class:`ChangeKind`; never added or removed.
        field: ``title``, ``text``, ``clause``, ``group``, ``host``, ``kind``, ``order``, ``target``, ``nature``,
            ``quantities``, ``points``, ``leads``, ``participants``, ``open_ended`` or ``deadline``.
        before: what it was; None where there was nothing.
        after: what it is now.
        words: for titles and texts the words that changed.
    """

    kind: ChangeKind
    field: str
    before: str | None
    after: str | None
    words: tuple[WordMark, ...] = ()

    @property
    def label(self) -> str:
        """The Chinese name of the field."""
        labels = {
            "title": "标题",
            "text": "正文",
            "clause": "责任分工的写法",
            "group": "所在组",
            "host": "所属条目",
            "kind": "类别",
            "order": "组内次序",
            "target": "目标值",
            "nature": "属性",
            "quantities": "量化要求",
            "points": "要点",
            "leads": "牵头单位",
            "participants": "配合单位",
            "open_ended": "单位是否列全",
            "deadline": "时限",
        }
        return labels[self.field]


@dataclass(frozen=True, kw_only=True)
class ItemChange:
    """What became of one item.

    Attributes:
        id: its id in the old version; for an added item the id that it will get.
        new_id: its id in the new version's file; None when it was removed.
        kind: what it is, in the new version if it is there.
        title: its title, in the new version if it is there.
        changes: added, removed, or what is different about it; at least one.
        fields: what is different, one by one; empty for added and removed items.
    """

    id: str
    new_id: str | None
    kind: ItemKind
    title: str
    changes: tuple[ChangeKind, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Renumbered:
    """An item that stands where it stood, under another number: something before it came or went.

    Attributes:
        id: its id in the old version.
        before: its number there, as the document has it.
        after: its number in the new version.
    """

    id: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """Something of the county's that must be looked at again.

    Attributes:
        item: the parent item's id as the spec names it.
        what: ``waiver``, ``disposition``, ``merge``, ``indicator`` or ``row`` (its text and its row in the table of the
            division of labour).
        message: why, in Chinese.
        suspect: what was decided rests on something that is no longer so; otherwise it only needs bringing up to date.
        location: where it stands in the spec.
    """

    item: str
    what: str
    message: str
    suspect: bool = False
    location: Location = field(default=Location(), compare=False)

    @property
    def label(self) -> str:
        """The Chinese word for what must be looked at."""
        labels = {"waiver": "不承接", "disposition": "处理", "merge": "合并", "indicator": "指标", "row": "条目和分工"}
        return labels[self.what]


@dataclass(frozen=True, kw_only=True)
class DiffReport:
    """What changed between two versions of a parent.

    Attributes:
        old: id and title of the old version.
        new: id and title of the new one.
        items: what changed, in the new version's order, the removed items last.
        unchanged: how many items are what they were; a new number alone does not count.
        renumbered: the items whose number alone is another one, in the new version's order.
        recheck: what of the county's must be looked at again; empty without a spec.
        with_spec: whether a spec was looked at.
        findings: what could not be compared.
    """

    old: tuple[str, str]
    new: tuple[str, str]
    items: tuple[ItemChange, ...]
    unchanged: int
    renumbered: tuple[Renumbered, ...] = ()
    recheck: tuple[Recheck, ...] = ()
    with_spec: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many items there are of each kind of change (an item may count in several), and ``unchanged``."""
        found = Counter(change for item in self.items for change in item.changes)
        return {**{kind.value: found[kind] for kind in ChangeKind}, "unchanged": self.unchanged}

    @property
    def suspect(self) -> bool:
        """Whether a decision of the county's rests on something that is no longer so."""
        return any(entry.suspect for entry in self.recheck)

    def as_json(self) -> dict[str, Any]:
        """Return the report in JSON form."""
        return {
            "old": {"id": self.old[0], "title": self.old[1]},
            "new": {"id": self.new[0], "title": self.new[1]},
            "counts": self.counts,
            **{name: json_of(getattr(self, name)) for name in ("items", "renumbered", "recheck", "findings")},
        }
