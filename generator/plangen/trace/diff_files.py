"""A comparison of two versions of a parent as a web page and as a Word file, to be handed round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plangen.trace.diff_model import ChangeKind, DiffReport, FieldChange, ItemChange
from plangen.trace.report_files import web_page, word_file
from plangen.trace.word_diff import WordMark

if TYPE_CHECKING:
    from plangen.document.docx_writer import BuiltDocument

TITLE = "上位规划修订对照"
IDENTITY = {"plangen.document": "revision"}
"""By what an earlier comparison is known again."""

_NOTHING = "（无）"


@dataclass(frozen=True, kw_only=True)
class ShownField:
    """One thing that changed about an item.

    Attributes:
        label: what it is.
        before, after: what it was and is.
        marks: how the one became the other.
    """

    label: str
    before: str
    after: str
    marks: tuple[WordMark, ...]


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """An item that changed: its id in the county's spec, title, kinds of changes, and what changed about it."""

    id: str
    title: str
    kind: str
    changes: str
    fields: tuple[ShownField, ...]


def diff_html(report: DiffReport) -> str:
    """Return the comparison as one self-contained web page: nothing in it runs, nothing is fetched."""
    return web_page("diff.html.j2", "changes.css", _values(report))


def diff_docx(report: DiffReport) -> BuiltDocument:
    """Return the comparison as a sealed Word file in the official style.

    Raises:
        FindingsError: the style document cannot be used.
    """
    title = f"{TITLE}：{report.new[1]}"
    return word_file("diff.md.j2", _values(report), identity=IDENTITY, title=title)


def _values(report: DiffReport) -> dict[str, Any]:
    counts = report.counts
    parts = [f"{kind.label}{counts[kind.value]}项" for kind in ChangeKind if counts[kind.value]]
    return {
        "title": TITLE,
        "report": report,
        "counted": f"{'，'.join([*parts, f'未变{report.unchanged}项'])}。一个条目可以有几种变动。",
        "items": [_shown(item) for item in report.items],
        "recheck": sorted(report.recheck, key=lambda entry: not entry.suspect),
    }


def _shown(item: ItemChange) -> ShownItem:
    moved = f"（新编号{item.new_id}）" if item.new_id not in (None, item.id) else ""
    return ShownItem(
        id=f"{item.id}{moved}",
        title=item.title,
        kind=item.kind.label,
        changes="、".join(change.label for change in item.changes),
        fields=tuple(map(_field, item.fields)),
    )


def _field(field: FieldChange) -> ShownField:
    before, after = field.before or "", field.after or ""
    marks = field.words or tuple(
        WordMark(change, text) for change, text in (("removed", before), ("added", after)) if text
    )
    return ShownField(label=field.label, before=before or _NOTHING, after=after or _NOTHING, marks=marks)
