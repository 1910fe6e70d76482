"""The report of a check as lines for a terminal: what is missing first, and nothing that a GBK console cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from plangen.terms.vocabulary import quoted
from plangen.trace.model import CheckReport, ItemStatus, ParentCounts, Status, Via
from plangen.trace.report_rows import ORDER, carried_share, percent
from plangen.trace.report_verdict import verdict
from plangen.trace.report_words import (
    CONDENSED,
    meaning,
    numbered,
    point_label,
    shown_points,
    state_label,
    state_of,
)

_COLOURS = {
    Status.CARRIED: "green",
    Status.PARTIAL: "yellow",
    Status.WAIVED: "bright_black",
    Status.MISSING: "red",
    Status.SUSPECT: "magenta",
}
_VERDICT_COLOURS = {"bad": "red", "doubt": "yellow", "good": "green"}
_MOST_IN_FULL = 10  # items under a heading whose points are listed; of more items only the first point is named
_SHOWN_POINTS = 5
_ONLY_POINT = 24
_SHOWN_PLACES = 3
_LONGEST_POINT = 60
_LONGEST_TITLE = 40
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


def lines(report: CheckReport, *, colour: bool = False) -> list[str]:
    """Return the report for a terminal.

    Args:
        report: the check or audit; its findings are not among the lines, the command line prints them by itself.
        colour: with ANSI colours.

    Returns:
        For each parent its counts; then the items that a person must look at, the missing first; then the verdict.
        Carried items are only counted, but those in other or fewer words are listed with what was not found.  Where
        many items have the same status each takes two lines at most: a list too long to read is not read.
    """
    found: list[str] = []
    for parent in report.parents:
        found += _parent(parent, sum(item.condensed for item in report.items if item.parent == parent.id), colour)
    several = len(report.parents) > 1
    cut = False
    for state in (*(status.value for status in ORDER[:-1]), CONDENSED):
        items = [item for item in report.items if state_of(item) == state]
        if not items:
            continue
        title = _coloured(f"{state_label(state)}（{len(items)}项）", items[0].status, colour, bold=True)
        found += ["", f"{title}：{meaning(state)}"]
        full = len(items) <= _MOST_IN_FULL
        for item in items:
            found += _item(item, several, colour)
            points = () if item.status is Status.MISSING else shown_points(item)  # all of a missing item is missing
            found += _points(item, points) if full else _summary(item, points)
            cut = cut or len(points) > (_SHOWN_POINTS if full else 1)
    if cut:
        found += ["", "没有列全的要点，见网页（--format html）或者审核表（--format xlsx）。"]
    judged = verdict(report)
    found += ["", _style(judged.text, _VERDICT_COLOURS[judged.level], colour, bold=True)]
    return [line.translate(_SAME_IN_GBK) for line in found]


def _parent(parent: ParentCounts, condensed: int, colour: bool) -> Iterator[str]:
    counts = parent.counts
    yield _style(f"{parent.title}（{parent.id}）", None, colour, bold=True)
    if not counts["total"]:
        yield "  没有条目：承接率 0%"
        return
    parts = [f"{status.label} {counts[status]}" for status in Status if status is not Status.WAIVED]
    if condensed:
        parts[0] += f"（其中要点待核对 {condensed}）"
    yield f"  条目 {counts['total']} 项：{'，'.join(parts)}；不承接 {counts[Status.WAIVED]}（另计）"
    share = carried_share(counts)
    yield f"  承接率 {percent(share)}  {_bar(counts, colour)}"


def _bar(counts: dict[str, int], colour: bool) -> str:
    """Return a bar in which every status that occurs has at least one cell."""
    order = (Status.CARRIED, Status.PARTIAL, Status.SUSPECT, Status.MISSING, Status.WAIVED)
    signs = {"carried": "#", "partial": "+", "suspect": "?", "missing": "!", "waived": "-"}
    cells = {
        status: max(1, round(_BAR * counts[status] / counts["total"])) if counts[status] else 0 for status in order
    }
    longest = max(order, key=lambda status: cells[status])
    cells[longest] += _BAR - sum(cells.values())
    return "[" + "".join(_coloured(signs[status.value] * cells[status], status, colour) for status in order) + "]"


def _item(item: ItemStatus, several: bool, colour: bool) -> Iterator[str]:
    identity = f"{item.parent} {item.id}" if several else item.id
    gap = " " * max(1, (20 if several else 8) - _width(identity))
    head = (
        f"  {_coloured(identity, item.status, colour)}{gap}{item.kind.label}{quoted(_cut(item.title, _LONGEST_TITLE))}"
    )
    if item.matches and item.status is not Status.MISSING:
        places = [_place(match.number, match.title, match.location) for match in item.matches[:_SHOWN_PLACES]]
        more = f"等{len(item.matches)}处" if len(item.matches) > _SHOWN_PLACES else ""
        head += f" -> {'；'.join(places)}{more}"
    if item.via is Via.ANCHOR and item.status is Status.SUSPECT:
        head += "（按书签）"
    yield head
    if item.status is Status.MISSING and item.matches and not item.reason:
        first = item.matches[0]
        yield f"      稿中最相近的是{_place(first.number, first.title, first.location)}，但不足以认为已承接"


def _points(item: ItemStatus, points: Sequence[str]) -> Iterator[str]:
    """Give an item's reason and its points, each on a line."""
    if item.reason:
        yield f"      {item.reason}"
    for point in points[:_SHOWN_POINTS]:
        yield f"      {point_label(item)}：{_cut(point, _LONGEST_POINT)}"
    if left := len(points[_SHOWN_POINTS:]):
        yield f"      另有{left}处"


def _summary(item: ItemStatus, points: Sequence[str]) -> Iterator[str]:
    """Give an item's reason and its first point on one line, and how many points there are."""
    said = [item.reason] if item.reason else []
    if points:
        more = f"等{len(points)}处" if len(points) > 1 else ""
        said.append(f"{point_label(item)}{quoted(_cut(points[0], _ONLY_POINT))}{more}")
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


def _coloured(text: str, status: Status, colour: bool, *, bold: bool = False) -> str:
    return _style(text, _COLOURS[status], colour, bold=bold)


def _style(text: str, name: str | None, colour: bool, *, bold: bool = False) -> str:
    if not colour or not text:
        return text
    from click import style

    return style(text, fg=name, bold=bold or None)
