"""In which order a person looks at a report: the likelier that something of an item was lost, the earlier it stands.

The order of the kinds of rows was measured (``benchmarks/report_depth.py``) and stands in
``templates/report/ranking.yaml``, with how far down a reader has to read to have seen the losses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plangen.terms.resources import templates_folder
from plangen.terms.yaml_data import read_yaml
from plangen.trace.model import Status
from plangen.trace.report_rows import ReportRow, RowGroup, row_groups
from plangen.trace.report_words import DOUBTFUL

_SHORTEST = 30  # characters; one point of an item that says less is not all of it


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A row with what ranks it.

    Attributes:
        row: the row.
        kind: see :func:`kind_of`.
        share: see :func:`share_of`.
    """

    row: ReportRow
    kind: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Gone(RowGroup):
    """A group of which nothing was found: one entry of a report, with its items behind it."""

    state: str = Status.MISSING.value


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(templates_folder() / "report" / "ranking.yaml")
    return data


def depth_note(*, by_text: bool) -> str:
    """Return how the rows are ordered and what was measured: how far down the losses stand, in Chinese.

    Args:
        by_text: everything was found by what the text says alone, as an audit does.
    """
    return str(_data()["notes"]["by_text" if by_text else "checked"])


def ranked(rows: Sequence[ReportRow]) -> tuple[Ranked, ...]:
    """Return the rows in the order in which a person should look at them.

    That is by kind, then by what speaks for a loss within the kind; alike ones stand in the parents' order.
    """
    places = {kind: place for place, kind in enumerate(_data()["order"])}
    found = [Ranked(row=row, kind=kind_of(row), share=share_of(row)) for row in rows]
    return tuple(sorted(found, key=lambda one: (places[one.kind], -one.share, one.row.index)))


def listed(rows: Sequence[ReportRow]) -> tuple[ReportRow | Gone, ...]:
    """Return the groups of which nothing was found, each as one entry, then the other rows as :func:`ranked` has them.

    A whole group is more than any single item; its rows are in the parent's order.
    """
    gone = _gone(rows)
    within = {row.index for group in gone for row in group.rows}
    return (*gone, *(one.row for one in ranked(rows) if one.row.index not in within))


def _gone(rows: Sequence[ReportRow]) -> list[Gone]:
    found = []
    for parent in dict.fromkeys(row.item.parent for row in rows):
        for group in row_groups(rows, parent):
            known = all(row.source is not None for row in group.rows)
            if known and len(group.rows) > 1 and all(row.item.status is Status.MISSING for row in group.rows):
                found.append(Gone(title=group.title, rows=group.rows))
    return found


def kind_of(row: ReportRow) -> str:
    """Return what kind of row it is: its state, divided further where that tells more."""
    item = row.item
    if item.status is Status.MISSING:
        return "missing_near" if item.matches else "missing"
    if item.status is Status.SUSPECT:
        return "suspect_unsaid" if item.missing_points else "suspect"
    if row.state == DOUBTFUL:
        return "doubtful_unsaid" if item.condensed else "doubtful_warned"
    return row.state


def share_of(row: ReportRow) -> float:
    """Return how much speaks for a loss within its kind, 0 to 1.

    That is how unsure the surest place is; where points are missing, the mean of that and their share of the item.
    """
    item = row.item
    unsure = 1 - max((one.score for one in item.matches), default=0.0)
    if not item.missing_points or item.status is Status.MISSING:
        return unsure
    lost = sum(map(len, item.missing_points))
    if row.source is not None and row.source.text:
        whole = len(row.source.text)
    else:
        whole = lost + sum(len(one.text) for one in item.matches)
    return (unsure + min(1.0, lost / max(whole, lost, _SHORTEST))) / 2
