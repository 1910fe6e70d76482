"""The report of a check as lines for a terminal: what is missing first, and nothing that a GBK console cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from plangen.parent.model import ParentPlan
from plangen.terms.findings import folded
from plangen.terms.vocabulary import quoted
from plangen.trace.model import CheckReport, ParentCounts, Status, Via
from plangen.trace.report_ranking import Gone, depth_note, listed
from plangen.trace.report_rows import (
    ORDER,
    ReportRow,
    carried_share,
    percent,
    report_counts,
    report_rows,
)
from plangen.trace.report_verdict import by_text, verdict
from plangen.trace.report_words import DOUBTFUL, meaning, numbered, shown_points, state_label

_COLOURS = {
    "carried": "green",
    DOUBTFUL: "cyan",
    "partial": "yellow",
    "waived": "bright_black",
    "not-applicable": "bright_black",
    "missing": "red",
    "suspect": "magenta",
}
_VERDICT_COLOURS = {"bad": "red", "doubt": "yellow", "good": "green"}
_MOST_IN_FULL = 10  # items under a heading whose points are listed; of more items only the first point is named
_SHOWN_POINTS = 5
_ONLY_POINT = 24
_SHOWN_PLACES = 3
_LONGEST_POINT = 60
_LONGEST_TITLE = 40
_LONGEST_NAME = 16  # of an item in a group of which nothing was found
_SHOWN_NAMES = 6
_BAR = 30
# characters of other people's texts that a GBK console shows as a question mark, and what says the same
_SAME_IN_GBK = str.maketrans(
    {
        "\u00a0": " ",
        "\u2022": "·",
        "\u2011": "-",
        "\u2212": "-",
        "\u2003": " ",
        "\u2002": " ",
        "\ufeff": "",
        "\u200b": "",
    }
)


def lines(report: CheckReport, *, parents: Sequence[ParentPlan] = (), colour: bool = False) -> list[str]:
    """Return the report for a terminal.

    Args:
        report: the check or audit; its findings are not among the lines, the command line prints them by itself.
        parents: the parents it was made with; without them no group is known, and none can be said to be gone.
        colour: with ANSI colours.

    Returns:
        For each parent its counts; then the items that a person must look at, the likeliest loss first; then the
        verdict.  Carried items are only counted, but those with doubts are listed with what was not found.  A group of
        which nothing was found is one entry.  Where many items have the same status each takes two lines at most: a
        list too long to read is not read.
    """
    found: list[str] = []
    for parent in report.parents:
        found += _parent(parent, report_counts(report, parent.id), colour)
    several = len(report.parents) > 1
    cut = False
    entries = listed(report_rows(report, parents))
    for state in ORDER[:-1]:
        chosen = [one for one in entries if one.state == state]
        count = sum(len(one.rows) if isinstance(one, Gone) else 1 for one in chosen)
        if not chosen:
            continue
        title = _coloured(f"{state_label(state)}（{count}项）", state, colour, bold=True)
        found += ["", f"{title}：{meaning(state)}"]
        full = len(chosen) <= _MOST_IN_FULL
        for one in chosen:
            if isinstance(one, Gone):
                found += _gone(one, several, colour)
                continue
            found += _item(one, several, colour)
            points = () if one.item.status is Status.MISSING else shown_points(one.item)  # of a missing one it is all
            found += _points(one, points) if full else _summary(one, points)
            cut = cut or len(points) > (_SHOWN_POINTS if full else 1)
    if cut:
        found += ["", "没有列全的要点，见网页（--format html）或者审核表（--format xlsx）。"]
    if len(entries) > _MOST_IN_FULL and any(
        one.state not in ("not-applicable", "waived", "carried") for one in entries
    ):
        found += ["", depth_note(by_text=by_text(report))]
    judged = verdict(report)
    found += ["", _style(judged.text, _VERDICT_COLOURS[judged.level], colour, bold=True)]
    return [line.translate(_SAME_IN_GBK) for line in found]


def _parent(parent: ParentCounts, counts: Mapping[str, int], colour: bool) -> Iterator[str]:
    yield _style(f"{parent.title}（{parent.id}）", None, colour, bold=True)
    if not counts["total"]:
        yield "  没有条目：承接率 0%"
        return
    shown = ("carried", DOUBTFUL, "partial", "missing", "suspect")
    others = f"，不涉及 {counts['not-applicable']}" if counts["not-applicable"] else ""
    apart = f"不承接 {counts['waived']}{others}"
    parts = [f"{state_label(state)} {counts[state]}" for state in shown if counts[state] or state != DOUBTFUL]
    yield f"  条目 {counts['total']} 项：{'，'.join(parts)}；{apart}（另计）"
    share = carried_share(counts)
    yield f"  承接率 {percent(share)}  {_bar(counts, colour)}"


def _bar(counts: Mapping[str, int], colour: bool) -> str:
    """Return a bar in which every state that occurs has at least one cell."""
    signs = {
        "carried": "#",
        DOUBTFUL: "=",
        "partial": "+",
        "suspect": "?",
        "missing": "!",
        "waived": "-",
        "not-applicable": ".",
    }
    cells = {state: max(1, round(_BAR * counts[state] / counts["total"])) if counts[state] else 0 for state in signs}
    longest = max(signs, key=lambda state: cells[state])
    cells[longest] += _BAR - sum(cells.values())
    return "[" + "".join(_coloured(sign * cells[state], state, colour) for state, sign in signs.items()) + "]"


def _gone(group: Gone, several: bool, colour: bool) -> Iterator[str]:
    """Give a group of which nothing was found: one line, and its items on another."""
    parent = f"{group.rows[0].item.parent} " if several else ""
    mark = _coloured("整组缺失", group.state, colour)
    yield f"  {mark}  {parent}{quoted(_cut(group.title, _LONGEST_TITLE))}：{len(group.rows)}项在文稿中都没有找到"
    names = [f"{row.item.id} {_cut(row.item.title, _LONGEST_NAME)}" for row in group.rows]
    yield f"      {folded(names, _SHOWN_NAMES, '项')}"


def _item(row: ReportRow, several: bool, colour: bool) -> Iterator[str]:
    item = row.item
    identity = f"{item.parent} {item.id}" if several else item.id
    gap = " " * max(1, (20 if several else 8) - _width(identity))
    head = f"  {_coloured(identity, row.state, colour)}{gap}{item.kind.label}{quoted(_cut(item.title, _LONGEST_TITLE))}"
    if item.matches and item.status is not Status.MISSING:
        places = [_place(match.number, match.title, match.location) for match in item.matches[:_SHOWN_PLACES]]
        more = f"等{len(item.matches)}处" if len(item.matches) > _SHOWN_PLACES else ""
        head += f" -> {'；'.join(places)}{more}"
    if item.via is Via.ANCHOR and item.status is Status.SUSPECT:
        head += "（按书签）"
    yield head


def _points(row: ReportRow, points: Sequence[str]) -> Iterator[str]:
    """Give an item's reason and its points, each on a line."""
    if row.reason:
        yield f"      {row.reason}"
    for point in points[:_SHOWN_POINTS]:
        yield f"      {row.point_label}：{_cut(point, _LONGEST_POINT)}"
    if left := len(points[_SHOWN_POINTS:]):
        yield f"      另有{left}处"


def _summary(row: ReportRow, points: Sequence[str]) -> Iterator[str]:
    """Give an item's reason and its first point on one line, and how many points there are."""
    said = [row.reason] if row.reason else []
    if points:
        more = f"等{len(points)}处" if len(points) > 1 else ""
        said.append(f"{row.point_label}{quoted(_cut(points[0], _ONLY_POINT))}{more}")
    if said:
        yield f"      {'，'.join(said)}"


def _place(number: str | None, title: str, location: str) -> str:
    where = f"（{location}）" if location else ""
    return f"{numbered(number, _cut(title, 20))}{where}"


def _cut(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _coloured(text: str, state: str, colour: bool, *, bold: bool = False) -> str:
    return _style(text, _COLOURS[state], colour, bold=bold)


def _style(text: str, name: str | None, colour: bool, *, bold: bool = False) -> str:
    if not colour or not text:
        return text
    from click import style

    return style(text, fg=name, bold=bold or None)
