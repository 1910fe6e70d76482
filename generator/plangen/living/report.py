"""What people changed in a draft, as lines for a terminal, as a web page and as a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from plangen.living.model import Change, ChangeKind, ChangeReport, Where
from plangen.office.sheet_layout import ChangesLayout
from plangen.office.sheet_writer import Book, BuiltWorkbook, Row
from plangen.terms.findings import Finding
from plangen.trace.json_form import json_of
from plangen.trace.report_files import web_page
from plangen.trace.word_diff import WordMark, word_marks
from plangen.trace.word_marks_text import marks_text, paint

IDENTITY = {"plangen.document": "changes"}
"""By what an earlier report is known again."""

_SHOWN = 80  # characters of a text of which only that it is there matters, on a terminal
_COLOURS = {
    ChangeKind.ITEM_ADDED: "green",
    ChangeKind.ADDED: "green",
    ChangeKind.ROW_ADDED: "green",
    ChangeKind.COLUMN_ADDED: "green",
    ChangeKind.ITEM_DELETED: "red",
    ChangeKind.DELETED: "red",
    ChangeKind.ROW_DELETED: "red",
    ChangeKind.COLUMN_DELETED: "red",
}
_WITH_WORDS = frozenset({ChangeKind.REWORDED, ChangeKind.TITLE, ChangeKind.CELL, ChangeKind.PARTICIPANTS})
_WHOLE = frozenset({ChangeKind.LEAD, ChangeKind.DEADLINE, ChangeKind.TARGET, ChangeKind.REPLACED})
_VALUES = frozenset(
    {
        ChangeKind.TITLE,
        ChangeKind.LEAD,
        ChangeKind.PARTICIPANTS,
        ChangeKind.DEADLINE,
        ChangeKind.TARGET,
        ChangeKind.DISPOSITION,
        ChangeKind.MEASURES,
        ChangeKind.CELL,
    }
)
"""What may have been empty, or may have become so."""
_NOTHING = "（无）"
_LEAST_KEPT = 0.3  # share of words in common, below which single words of two texts are chance
_PIECE = re.compile(r"[^、；，,;（）()]+|[、；，,;（）()]")
_WITHOUT_TEXT = frozenset({ChangeKind.PICTURE, ChangeKind.PAGE_BREAK})


def as_json(report: ChangeReport) -> dict[str, Any]:
    """Return the report in its JSON form: draft, counts by kind, changes, findings."""
    return {
        "draft": report.draft,
        "by_bookmark": round(report.by_bookmark, 3),
        "counts": dict(sorted(report.counts.items())),
        "changes": [json_of(change) for change in report.changes],
        "findings": [finding.as_json() for finding in report.findings],
    }


def counted(report: ChangeReport) -> str:
    """Return how many changes of each kind there are, in words."""
    counts = report.counts
    parts = [f"{kind.label}{counts[kind.value]}" for kind in ChangeKind if counts[kind.value]]
    return f"改动{len(report.changes)}处：{'，'.join(parts)}。" if parts else "生成以后没有改动。"


def lines(report: ChangeReport, *, colour: bool = False) -> list[str]:
    """Return the report for a terminal, without its findings.

    Args:
        report: the report.
        colour: with ANSI colours; without them removed words stand in ``[-…-]`` and added ones in ``{+…+}``.
    """
    found = [f"{report.draft}：{counted(report)}"]
    for group in _groups(report.changes):
        found += ["", paint(group.title, "cyan", colour)]
        found += [f"    {_line(change, colour)}" for change in group.changes]
    return found


@dataclass(frozen=True, kw_only=True)
class Group:
    """The changes of one item, or under one heading.

    Attributes:
        title: the item with its id, or the heading.
        place: where the first of them is.
        changes: the changes, in order.
    """

    title: str
    place: str
    changes: tuple[Change, ...]


def _groups(changes: Sequence[Change]) -> Iterator[Group]:
    """Yield the changes of each item together, body and tables, where the first of them is."""
    together: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        together.setdefault((change.key, "" if change.key else change.title), []).append(change)
    for (key, title), found in together.items():
        number = "" if key.startswith("local:") else key.partition(":")[2]
        named = " ".join(filter(None, (number, found[0].title if key else title)))
        yield Group(title=named or found[0].where.label, place=found[0].place, changes=tuple(found))


def label_of(change: Change) -> str:
    """Return what a change is called, with the table's column or the number of places where it has one."""
    label = change.kind.label
    if change.where is Where.TABLE and change.kind not in (
        ChangeKind.ROW_ADDED,
        ChangeKind.ROW_DELETED,
        ChangeKind.ROW_MOVED,
        ChangeKind.COLUMN_ADDED,
        ChangeKind.COLUMN_DELETED,
    ):
        column = f"“{change.column}”" if change.kind is ChangeKind.CELL and change.column else ""
        label = f"表格里{label}{column}"
    return f"{label}（{change.times}处）" if change.times > 1 else label


def signed(change: Change) -> str:
    """Return who made a change and when, where the document says so: 县教育局，2026-11-21."""
    return "，".join(filter(None, (change.author, change.date[:10])))


def _line(change: Change, colour: bool) -> str:
    by = f"（{signed(change)}）" if signed(change) else ""
    label = paint(label_of(change), _COLOURS.get(change.kind, "yellow"), colour)
    return f"{label}{by}：{_words(change, colour)}"


def _words(change: Change, colour: bool) -> str:
    before, after = (text.replace("\n", " ") for text in (change.before, change.after))
    if change.kind in _WITHOUT_TEXT:
        return change.place
    if change.kind is ChangeKind.ROW_MOVED:
        return change.place
    if change.kind in _WITH_WORDS and before and after:
        return marks_text(_marks(change.kind, before, after), colour)
    if before == after:
        return _short(after)
    if change.kind in _VALUES:
        return f"{_short(before) or _NOTHING} → {_short(after) or _NOTHING}"
    if not after:
        return _short(before)
    return f"{_short(before)} → {_short(after)}" if before else _short(after)


def _marks(kind: ChangeKind, before: str, after: str) -> Sequence[WordMark]:
    """Return what words differ; units as wholes, and texts with hardly a word in common as wholes too."""
    if kind is ChangeKind.PARTICIPANTS:
        return _in_pieces(before, after)
    marks = word_marks(before, after)
    kept = sum(len(mark.text) for mark in marks if mark.change == "same")
    if kind is ChangeKind.REWORDED and kept < _LEAST_KEPT * max(len(before), len(after)):
        return (WordMark("removed", before), WordMark("added", after))
    return marks


def _in_pieces(before: str, after: str) -> list[WordMark]:
    """Return which names of a list differ, each as a whole."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    marks: list[WordMark] = []
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[begin:end])
        if tag == "equal":
            marks.append(WordMark("same", gone))
        else:
            marks += [WordMark(change, text) for change, text in (("removed", gone), ("added", come)) if text]
    return marks


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def marks_of(change: Change) -> tuple[WordMark, ...]:
    """Return how the words of a change became others, for a page or a sheet."""
    if change.before == change.after:
        return (WordMark("same", change.after),) if change.after else ()
    if change.before and change.after and change.kind in _WHOLE:
        return (WordMark("removed", change.before), WordMark("added", change.after))
    if change.kind in _WITH_WORDS and change.before and change.after:
        return tuple(_marks(change.kind, change.before, change.after))
    return word_marks(change.before, change.after)


def page(report: ChangeReport) -> str:
    """Return the report as one self-contained web page: nothing in it runs, nothing is fetched."""
    values = {
        "report": report,
        "counted": counted(report),
        "groups": list(_groups(report.changes)),
        "label_of": label_of,
        "signed": signed,
        "marks_of": marks_of,
    }
    return web_page("changes.html.j2", "changes.css", values)


def workbook(report: ChangeReport) -> BuiltWorkbook:
    """Return the report as an Excel file, in which people can write what they decide on each change.

    Raises:
        FindingsError: the file that describes the workbook cannot be used.
    """
    book = Book(ChangesLayout.load())
    book.add_table("changes", [_row(number, one) for number, one in enumerate(report.changes, 1)], draft=report.draft)
    if report.findings:
        book.add_table("findings", [_finding_row(number, one) for number, one in enumerate(report.findings, 1)])
    return book.save(properties=IDENTITY, title=f"文稿改动：{report.draft}", author="plangen", date=None)


def _row(number: int, change: Change) -> Row:
    return Row(
        values={
            "number": number,
            "item": change.key.partition(":")[2],
            "title": change.title,
            "where": change.where.label,
            "kind": label_of(change),
            "before": change.before,
            "after": change.after,
            "author": signed(change),
            "place": change.place,
        }
    )


def _finding_row(number: int, finding: Finding) -> Row:
    words = {"message": finding.message, "hint": finding.hint or ""}
    return Row(values={"number": number, "severity": finding.severity.label, **words})
