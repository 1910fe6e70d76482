"""What people changed in a draft since it was rendered, as frozen data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from plangen.terms.findings import Finding
from plangen.terms.labelled import LabelledEnum

OWN = "local:"
"""How the keys of the county's own items begin: they count them, so that another item may have one later."""


class ChangeKind(LabelledEnum):
    """What kind of change it is; the labels are what a planner calls it."""

    ITEM_ADDED = "item-added", "新增事项"
    ITEM_DELETED = "item-deleted", "删去事项"
    ITEM_MOVED = "item-moved", "调整事项位置"
    ITEM_COPIED = "item-copied", "复制事项"
    TITLE = "title", "改名称"
    LEAD = "lead", "改牵头单位"
    PARTICIPANTS = "participants", "改配合单位"
    DEADLINE = "deadline", "改时限"
    TARGET = "target", "改目标值"
    DISPOSITION = "disposition", "改处理"
    MEASURES = "measures", "改措施"
    ACCEPTED = "proposal-accepted", "采纳建议"
    ADDED = "text-added", "增写文字"
    DELETED = "text-deleted", "删去文字"
    REWORDED = "text-reworded", "改写文字"
    REPLACED = "text-replaced", "通篇替换"
    MOVED = "text-moved", "移动文字"
    SPLIT = "paragraph-split", "分成几段"
    JOINED = "paragraph-joined", "并成一段"
    ROW_ADDED = "row-added", "表格新增一行"
    ROW_DELETED = "row-deleted", "表格删去一行"
    ROW_MOVED = "row-moved", "调整行的位置"
    COLUMN_ADDED = "column-added", "表格新增一列"
    COLUMN_DELETED = "column-deleted", "表格删去一列"
    CELL = "cell", "改表格内容"
    COMMENT = "comment", "批注"
    REVISION = "revision", "修订"
    NOTE = "note", "脚注"
    PICTURE = "picture", "插入图片"
    PAGE_BREAK = "page-break", "分页"
    MARGIN = "margin", "改页眉页脚"
    FORMAT = "format", "改格式"


class Where(LabelledEnum):
    """In which part of the document it is."""

    BODY = "body", "正文"
    TABLE = "table", "表格"
    MARGIN = "margin", "页眉页脚"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        kind: what kind it is.
        where: in which part of the document.
        key: the item that it is about; empty where it is about none.
        title: the item's title as it was rendered, or the heading that the place stands under.
        place: where it is in the edited document, or was in the rendered one, in Chinese.
        before: what stood there; empty where nothing did.
        after: what stands there now; empty where nothing does.
        column: head of the table's column, for a cell.
        author: who made it, where the document says so.
        date: when, where the document says so.
        times: how often it was made, for what was replaced throughout.
    """

    kind: ChangeKind
    where: Where
    key: str = ""
    title: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    column: str = ""
    author: str = ""
    date: str = ""
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class ChangeReport:
    """All that was changed in a draft.

    Attributes:
        draft: the draft's file name.
        changes: in the order of the document.
        by_bookmark: share of the rendered paragraphs and rows that a bookmark led to, 0 to 1; the others were found by
            their words.
        findings: what there is to say about the draft and about what contradicts itself in it.
    """

    draft: str
    changes: tuple[Change, ...]
    by_bookmark: float
    findings: tuple[Finding, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes of each kind there are."""
        return Counter(change.kind.value for change in self.changes)
