"""A comparison of two versions of a parent as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.terms.vocabulary import quoted
from plangen.trace.diff_model import ChangeKind, DiffReport, FieldChange
from plangen.trace.word_diff import WordMark

_SHOWN_SAME = 12  # characters of unchanged text on each side of a change
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
        labels = "、".join(_paint(change.label, _COLOURS[change], colour) for change in item.changes)
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
    for title, entries, paint in (
        ("需要复核的决定", suspect, "red"),
        ("需要更新的条目和分工", rest, "yellow"),
    ):
        if entries:
            yield _paint(f"{title}（{len(entries)}项）", paint, colour)
            for entry in entries:
                where = f"{entry.location}: " if str(entry.location) else ""
                yield f"  {where}[{entry.label}] {entry.message}"


def _field_text(field: FieldChange, colour: bool) -> str:
    if field.kind is ChangeKind.REASSIGNED and field.words:
        units = [_mark_text(mark, colour) for mark in field.words]
        return "、".join(units)
    if not field.words:
        return f"{field.before or '（无）'} -> {field.after or '（无）'}"
    shown = []
    for position, mark in enumerate(field.words):
        text = mark.text.replace("\n", " ")
        if mark.change == "same":
            head = text[:_SHOWN_SAME] if position else ""
            tail = text[-_SHOWN_SAME:] if position < len(field.words) - 1 else ""
            shown.append(text if len(text) <= len(head) + len(tail) else f"{head}…{tail}")
        else:
            shown.append(_mark_text(mark, colour))
    return "".join(shown)


def _mark_text(mark: WordMark, colour: bool) -> str:
    text = mark.text.replace("\n", " ")
    if mark.change == "same":
        return text
    if colour:
        return _paint(text, "red" if mark.change == "removed" else "green", colour)
    return f"[-{text}-]" if mark.change == "removed" else f"{{+{text}+}}"


def _paint(text: str, name: str, colour: bool) -> str:
    if not colour:
        return text
    from click import style

    return style(text, fg=name)
