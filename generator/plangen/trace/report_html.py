"""The report of a check as one self-contained page: opens anywhere, prints well, holds nothing that could run.

What stands behind a row is in the page as the text of a ``noscript`` element: a browser without scripts shows it, one
with scripts builds it only when the row is opened, so that thousands of items stay quick.  The page allows no script
and no style but its own (by their digests), and no network.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from plangen.document.page_environment import page_environment
from plangen.parent.model import ParentPlan
from plangen.terms.findings import Finding, with_keys
from plangen.terms.resources import templates_folder
from plangen.trace.model import CheckReport, Match, Status, Via
from plangen.trace.report_marks import (
    Piece,
    common_runs,
    common_starts,
    grams,
    lost_runs,
    marked_html,
    pieces,
    runs_from,
)
from plangen.trace.report_ranking import Gone, depth_note, listed
from plangen.trace.report_rows import (
    ORDER,
    ReportRow,
    carried_share,
    keys_of,
    percent,
    report_counts,
    report_rows,
    row_groups,
)
from plangen.trace.report_verdict import by_text, verdict
from plangen.trace.report_words import DOUBTFUL, meaning, numbered, shown_points, state_label

if TYPE_CHECKING:
    from jinja2 import Template

    from plangen.plan.model import CountyPlan

_SHOWN_PLACES = 3  # places whose text stands in the page; the others are named
_SHOWN_CHARACTERS = 2_000
_SHOWN_POINTS = 4  # missing points in a row; all of them stand behind it
_SHOWN_NEIGHBOURS = 8
_SHOWN_FINDINGS = 1_000


@dataclass(frozen=True, kw_only=True)
class State:
    """What a legend says of one status, or of what is carried in other or fewer words: its name, word and meaning."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One part of a bar: its state, how many items, and where it begins and how long it is, in thousandths."""

    name: str
    label: str
    count: int
    begin: float
    length: float


@dataclass(frozen=True, kw_only=True)
class PlaceView:
    """A place of the draft beside the parent's text; ``shown`` is False where only its name stands in the page."""

    match: Match
    number: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    shown: bool
    certainty: str


@dataclass(frozen=True, kw_only=True)
class RowView:
    """Everything that the template prints of one item."""

    row: ReportRow
    anchor: str
    within: str
    parent_anchor: str
    group_anchor: str
    units: str
    points: tuple[str, ...]
    original: tuple[Piece, ...]
    places: tuple[PlaceView, ...]
    neighbours: tuple[int, ...]
    nested: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A part of the page whose items are counted: a parent, or one of its headings."""

    title: str
    anchor: str
    counts: dict[str, int]

    @property
    def share(self) -> str:
        """The share of carried items."""
        return percent(carried_share(self.counts))

    @property
    def bar(self) -> tuple[Bar, ...]:
        """The parts of its bar."""
        return _bar(self.counts)


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One entry of the list: an item, or a group of which nothing was found with its items folded behind it."""

    view: RowView | None = None
    title: str = ""
    views: tuple[RowView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StateView:
    """All entries in one state, the likeliest loss first."""

    state: State
    count: int
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, kw_only=True)
class ParentView(Counted):
    """One parent."""

    id: str
    groups: tuple[Counted, ...]


def page(
    report: CheckReport,
    *,
    parents: Sequence[ParentPlan],
    plan: CountyPlan | None = None,
    draft: str | None = None,
) -> str:
    r"""Return the report as one HTML page.

    Args:
        report: the check or audit.
        parents: the parents it was made with, with their sentences where they have them.
        plan: the county's plan, where there is one; the page then filters by the county's units.
        draft: what was checked, as the reader should see it: the draft's file name.

    Returns:
        The page, to be written as UTF-8; the same for the same input.
    """
    template, style, script = _template()
    rows = report_rows(report, parents, plan)
    anchors = _anchors(rows)
    units = _units(rows)
    shown = [
        _parent_view(number, entry.id, entry.title, report, rows) for number, entry in enumerate(report.parents, 1)
    ]
    views = _views(rows, anchors, {name: number for number, (name, _) in enumerate(units)}, shown)
    counts = report_counts(report)
    states = {name: State(name=name, label=state_label(name), meaning=meaning(name)) for name in reversed(ORDER)}
    anchor_of = {row.item.key: anchors[row.index] for row in rows}
    return template.render(
        style=style,
        script=script,
        style_digest=_digest(style),
        script_digest=_digest(script),
        draft=draft,
        county=plan.spec.county.name if plan is not None else None,
        verdict=verdict(report),
        counts=counts,
        share=percent(carried_share(counts)),
        order=ORDER,
        states=[one for one in states.values() if counts[one.name] or one.name not in (DOUBTFUL, "not-applicable")],
        listed=_listed(rows, views, states),
        depth=depth_note(by_text=by_text(report)),
        by_text=by_text(report),
        parents=shown,
        rows=rows,
        anchors=anchors,
        units=units,
        county_units=plan is not None,
        findings=[_finding(finding, anchor_of) for finding in report.findings[:_SHOWN_FINDINGS]],
        findings_left=max(0, len(report.findings) - _SHOWN_FINDINGS),
        shown_points=_SHOWN_POINTS,
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@lru_cache(maxsize=1)
def _template() -> tuple[Template, str, str]:
    """Return the page's template, style and script."""
    folder = templates_folder() / "report"
    environment = page_environment(folder)
    environment.filters["said"] = with_keys
    environment.filters["marked"] = _marked
    style, script = ((folder / name).read_text("utf-8-sig") for name in ("page.css", "page.js"))
    return environment.get_template("page.html.j2"), style, script


def _marked(parts: Sequence[Piece]) -> Markup:
    return Markup(marked_html(parts))


def _anchors(rows: Sequence[ReportRow]) -> tuple[str, ...]:
    """Return a name for each row that links can lead to: the same item has the same in every report."""
    used: dict[str, int] = defaultdict(int)
    found = []
    for row in rows:
        name = "i-" + re.sub(r"[^\w.\-]", "_", f"{row.item.parent}-{row.item.id}")
        used[name] += 1
        found.append(name if used[name] == 1 else f"{name}-{used[name]}")
    return tuple(found)


def _units(rows: Sequence[ReportRow]) -> list[tuple[str, int]]:
    """Return the units with how many items each has, those with most first."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        for unit in row.units:
            found[unit] += 1
    return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


def _views(
    rows: Sequence[ReportRow], anchors: Sequence[str], units: dict[str, int], parents: Sequence[ParentView]
) -> tuple[RowView, ...]:
    sections = {parent.id: (parent, {group.title: group.anchor for group in parent.groups}) for parent in parents}
    at_place: dict[tuple[str, str], list[int]] = defaultdict(list)
    nested: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.host is not None:
            nested[row.host].append(row.index)
        carried = row.item.matches[:_SHOWN_PLACES] if row.item.status is not Status.MISSING else ()
        for match in carried:
            at_place[match.location, match.title].append(row.index)
    found = []
    for row in rows:
        parent, groups = sections.get(row.item.parent, (None, {}))
        view = RowView(
            row=row,
            anchor=anchors[row.index],
            within=_within(row, rows, parent.title if parent and len(parents) > 1 else ""),
            parent_anchor=parent.anchor if parent else "",
            group_anchor=groups.get(row.group, ""),
            units=" ".join(str(units[unit]) for unit in row.units),
            points=shown_points(row.item),
            **_side_by_side(row),
            neighbours=tuple(_neighbours(row, at_place))[:_SHOWN_NEIGHBOURS],
            nested=tuple(nested[row.index]),
        )
        found.append(view)
    return tuple(found)


def _within(row: ReportRow, rows: Sequence[ReportRow], parent: str) -> str:
    """Return where in its parent an item stands: the group, and the item that it is nested under."""
    host = rows[row.host].heading if row.host is not None else ""
    return "　".join(part for part in (parent, row.group, host) if part)


def _neighbours(row: ReportRow, at_place: dict[tuple[str, str], list[int]]) -> Iterator[int]:
    seen = {row.index}
    for match in row.item.matches[:_SHOWN_PLACES]:
        for other in at_place[match.location, match.title]:
            if other not in seen:
                seen.add(other)
                yield other


def _side_by_side(row: ReportRow) -> dict[str, Any]:
    """Return the parent's text and the places' texts with their marks."""
    surest = 99 if row.item.via is Via.TEXT else 100  # nothing found by text alone is certain
    original = (row.source.text or "") if row.source else ""
    wanted = grams(f"{row.item.title}\n{original}")
    said: set[str] = set()

    def marked(text: str) -> tuple[Piece, ...]:
        starts = common_starts(text, wanted)
        said.update(grams(text) & wanted)
        return pieces(text, runs_from(text, starts))

    places = [
        PlaceView(
            match=match,
            number=numbered(match.number, ""),
            title=marked(match.title) if number < _SHOWN_PLACES else (),
            text=marked(match.text[:_SHOWN_CHARACTERS]) if number < _SHOWN_PLACES else (),
            shown=number < _SHOWN_PLACES,
            certainty=f"{min(surest, round(100 * match.score))}%",
        )
        for number, match in enumerate(row.item.matches)
    ]
    return {
        "original": pieces(original, common_runs(original, said), lost_runs(original, row.item.missing_points)),
        "places": tuple(places),
    }


def _parent_view(number: int, identity: str, title: str, report: CheckReport, rows: Sequence[ReportRow]) -> ParentView:
    groups = [
        Counted(title=group.title, anchor=f"g-{number}-{position}", counts=group.counts)
        for position, group in enumerate(row_groups(rows, identity), 1)
    ]
    counts = report_counts(report, identity)
    return ParentView(id=identity, title=title, anchor=f"p-{number}", counts=counts, groups=tuple(groups))


def _listed(rows: Sequence[ReportRow], views: Sequence[RowView], states: Mapping[str, State]) -> tuple[StateView, ...]:
    """Return what is listed, by state, in the order in which a person should look at it."""
    found: dict[str, list[EntryView]] = {state: [] for state in ORDER}
    for one in listed(rows):
        if isinstance(one, Gone):
            entry = EntryView(title=one.title, views=tuple(views[row.index] for row in one.rows))
        else:
            entry = EntryView(view=views[one.index])
        found[one.state].append(entry)
    return tuple(
        StateView(
            state=states[state], count=sum(1 if entry.view else len(entry.views) for entry in own), entries=tuple(own)
        )
        for state, own in found.items()
        if own
    )


def _bar(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    order = ("carried", DOUBTFUL, "partial", "suspect", "missing", "waived", "not-applicable")
    shown = {name: counts[name] for name in order if counts[name]}
    begins = accumulate(shown.values(), initial=0)
    scale = 1000 / (counts["total"] or 1)
    return tuple(
        Bar(name=name, label=state_label(name), count=count, begin=round(scale * at, 2), length=round(scale * count, 2))
        for (name, count), at in zip(shown.items(), begins, strict=False)
    )


def _finding(finding: Finding, anchors: dict[str, str]) -> dict[str, Any]:
    anchor = next((anchors[key] for key in keys_of(finding) if key in anchors), None)
    return {"finding": finding, "anchor": anchor, "where": str(finding.location)}
