"""One finding for a doubt that many items share, instead of one for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from sys import maxsize

from plangen.plan.rules import POINTS_UNCOVERED
from plangen.plan.same_groups import ItemRef
from plangen.plan.sources import Source
from plangen.plan.unit_rules import UNITS_SUGGESTED
from plangen.terms.findings import Finding, Location, Severity

_NUMBERED = re.compile(r"(.*?)(\d+)$")
_FEWEST_IN_A_RUN = 3
_IN_THE_DRAFT = frozenset({UNITS_SUGGESTED.code, POINTS_UNCOVERED.code})
"""Doubts that many items share and that the draft itself, or ``plangen who``, shows beside each."""
SHOWN = 12  # ids and runs of ids that a long list shows


def item_list(refs: Iterable[ItemRef], shown: int | None = None) -> str:
    """Return items as a person reads them: ``xinzhou-145 T01至T03、P02；yangquan-145 T05``.

    Args:
        refs: parent id and item id of each, in order.
        shown: how many ids and runs of ids to show at most; the rest becomes 等N项. None: all.
    """
    by_parent: dict[str, dict[str, None]] = {}
    for parent, item in refs:
        by_parent.setdefault(parent, {})[item] = None
    parts: list[str] = []
    left = maxsize if shown is None else shown
    for parent, items in by_parent.items():
        runs = _runs(list(items))
        if left > 0:
            parts.append(f"{parent} {'、'.join(runs[:left])}".strip())
        left -= len(runs)
    total = sum(map(len, by_parent.values()))
    return "；".join(parts) + (f"等{total}项" if left < 0 else "")


def _runs(items: Sequence[str]) -> list[str]:
    """Return ids with runs of three or more drawn together: T01, T02, T03 -> T01至T03."""
    runs: list[list[str]] = []
    for item in items:
        if runs and _follows(runs[-1][-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    written: list[str] = []
    for run in runs:
        written += run if len(run) < _FEWEST_IN_A_RUN else [f"{run[0]}至{run[-1]}"]
    return written


def _follows(first: str, second: str) -> bool:
    a, b = _NUMBERED.match(first), _NUMBERED.match(second)
    return bool(a and b) and a[1] == b[1] and int(b[2]) == int(a[2]) + 1  # type: ignore[index]


class Gathering:
    """Findings of one run, equal ones drawn together.

    Args:
        file: the spec's file, for findings about several items.
    """

    def __init__(self, file: str | None) -> None:
        self._file = Location(file=file)
        self._rows: dict[tuple[bool, Finding], dict[ItemRef, Source]] = {}

    def add(self, finding: Finding) -> None:
        """Add a finding as it is, about the spec where it has no location; the same finding twice counts once."""
        if not str(finding.location):
            finding = replace(finding, location=self._file)
        self._rows.setdefault((False, finding), {})

    def about(self, finding: Finding, sources: Iterable[Source]) -> None:
        """Add a finding about items; with another equal one it becomes one finding about all of them.

        Args:
            finding: without a location.
            sources: the items it is about.
        """
        self._rows.setdefault((True, finding), {}).update((source.ref, source) for source in sources)

    def result(self) -> tuple[Finding, ...]:
        """Return all findings, errors first, otherwise in the order they came up."""
        findings = [self._located(finding, tuple(items.values())) for (_, finding), items in self._rows.items()]
        return tuple(sorted(findings, key=lambda finding: finding.severity.weight))

    def _located(self, finding: Finding, sources: Sequence[Source]) -> Finding:
        if not sources:
            return finding
        sources = sorted(sources, key=lambda source: source.order)
        # where somebody has to decide about each item, all of them are named; else a long list only buries the rest
        shorten = finding.severity is Severity.INFO or finding.code in _IN_THE_DRAFT
        place = item_list((source.ref for source in sources), SHOWN if shorten else None)
        location = replace(self._file, place=place)
        if len(sources) == 1 and sources[0].location.line is not None:
            location = sources[0].location
        return replace(finding, location=location, items=tuple(source.key for source in sources))
