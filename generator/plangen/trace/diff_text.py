"""A comparison of two versions of a parent as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.terms.vocabulary import quoted
from plangen.trace.diff_model import ChangeKind, DiffReport, FieldChange
from plangen.trace.word_marks_text import mark_text, marks_text, paint

_SHOWN_NUMBERS = 4  # items that show how numbers went on

_COLOURS = {
    ChangeKind.ADDED: "green",
    ChangeKind.REMOVED: "red",
    ChangeKind.REWORDED: "yellow",
    ChangeKind.MOVED: "cyan",
    ChangeKind.REORDERED: "cyan",
    ChangeKind.RETARGETED: "magenta",
    ChangeKind.REASSIGNED: "magenta",
    ChangeKind.RESCHEDULED: "magenta",
}


def diff_lines(report: DiffReport, *, colour: bool = False) -> list[str]:
    """Return the report for a terminal, without its findings, which the command line prints by itself.

    Args:
        report: the report.
        colour: with ANSI colours; without them removed words stand in ``[-…-]`` and added ones in ``{+…+}``.
    """
    counts = report.counts
    parts = [f"{kind.label} {counts[kind.value]}" for kind in ChangeKind if counts[kind.value]]
    found = [
        f"原：{report.old[1]}（{report.old[0]}）",
        f"新：{report.new[1]}（{report.new[0]}）",
        f"  {'，'.join([*parts, f'未变 {report.unchanged}'])}（一个条目可以有几种变动）",
    ]
    if report.renumbered:
        shown = "、".join(f"{one.id} {one.before}→{one.after}" for one in report.renumbered[:_SHOWN_NUMBERS])
        more = "等" if len(report.renumbered) > _SHOWN_NUMBERS else ""
        found.append(f"  另有{len(report.renumbered)}个条目先后次序没变，只是原文序号变了（{shown}{more}）")
    for item in report.items:
        labels = "、".join(paint(change.label, _COLOURS[change], colour) for change in item.changes)
        moved = f"（新编号 {item.new_id}）" if item.new_id not in (None, item.id) else ""
        found += ["", f"{item.id}{moved} {item.kind.label}{quoted(item.title)}：{labels}"]
        found += [f"    {one.label}：{_field_text(one, colour)}" for one in item.fields]
    if report.with_spec:
        found += ["", *_recheck_lines(report, colour)]
    return found


def _recheck_lines(report: DiffReport, colour: bool) -> Iterator[str]:
    if not report.recheck:
        yield "填报文件：没有需要复核的内容。"
        return
    suspect = [entry for entry in report.recheck if entry.suspect]
    rest = [entry for entry in report.recheck if not entry.suspect]
    for title, entries, name in (
        ("需要复核的决定", suspect, "red"),
        ("需要更新的条目和分工", rest, "yellow"),
    ):
        if entries:
            yield paint(f"{title}（{len(entries)}项）", name, colour)
            for entry in entries:
                where = f"{entry.location}: " if str(entry.location) else ""
                yield f"  {where}[{entry.label}] {entry.message}"


def _field_text(field: FieldChange, colour: bool) -> str:
    if field.kind is ChangeKind.REASSIGNED and field.words:
        return "、".join(mark_text(mark, colour) for mark in field.words)
    if not field.words:
        return f"{field.before or '（无）'} -> {field.after or '（无）'}"
    return marks_text(field.words, colour)
