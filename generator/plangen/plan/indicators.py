"""Rows of the indicator table: the parents' indicators with the county's targets, and the county's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from plangen.county.spec import CountySpec, Disposition, LocalIndicator
from plangen.parent.model import ItemKind
from plangen.plan import rules
from plangen.plan.drafts import Draft
from plangen.plan.gather import Gathering
from plangen.plan.model import CountyIndicator
from plangen.plan.own_keys import own_keys
from plangen.plan.responsibility import Responsibilities, Wanted
from plangen.plan.sources import Decisions, Outcome
from plangen.plan.wording import PlanWords, clean_title
from plangen.terms.findings import Location
from plangen.terms.language import tidy
from plangen.terms.target import compare_targets, strictest_target


class IndicatorRows:
    """Makes the rows of the indicator table.

    Args:
        spec: the county's spec.
        decisions: what happens to each parent item.
        responsibilities: assigns units.
        words: words that show the direction of targets.
        findings: where findings go.
    """

    def __init__(
        self,
        spec: CountySpec,
        decisions: Decisions,
        responsibilities: Responsibilities,
        words: PlanWords,
        findings: Gathering,
    ) -> None:
        self._spec, self._decisions, self._responsibilities = spec, decisions, responsibilities
        self._words, self._findings = words, findings

    def make(self, drafts: Sequence[Draft]) -> tuple[dict[Draft, CountyIndicator], tuple[CountyIndicator, ...]]:
        """Return the row of each draft, and the county's own indicators after them."""
        targets, own = self._county_targets(drafts)
        rows = {draft: self._row(draft, targets.get(draft)) for draft in drafts}
        names = [clean_title(indicator.name or indicator.of or "") for indicator in own]
        keyed = zip(own, names, own_keys("I", names), strict=True)
        return rows, tuple(self._own_row(*each, ordinal) for ordinal, each in enumerate(keyed, len(rows) + 1))

    def _county_targets(self, drafts: Sequence[Draft]) -> tuple[dict[Draft, LocalIndicator], list[LocalIndicator]]:
        """Sort the spec's indicators: targets for inherited ones, and the county's own."""
        carriers = {source.ref: draft for draft in drafts for source in draft.sources}
        targets: dict[Draft, LocalIndicator] = {}
        own: list[LocalIndicator] = []
        for indicator in self._spec.indicators:
            if not indicator.of:
                own.append(indicator)
                continue
            parent, _, item = indicator.of.rpartition(":")
            plans = [parent] if parent else [plan.id for plan in self._decisions.parents]
            sources = [source for plan in plans if (source := self._decisions.get((plan, item.strip())))]
            source = next((one for one in sources if one.item.kind is ItemKind.INDICATOR), None)
            place = indicator.location
            if source is None:
                self._findings.add(rules.INDICATOR_OF_UNKNOWN.found(place, of=indicator.of))
                own.append(indicator)
            elif self._decisions.outcome(source) is Outcome.WAIVED:
                self._findings.add(rules.INDICATOR_OF_WAIVED.found(place, items=[source.key], item=source.label))
                own.append(indicator if indicator.name else replace(indicator, name=source.item.title))
            elif carriers[source.ref] in targets:
                target = targets[carriers[source.ref]].target
                found = rules.INDICATOR_TWICE.found(place, items=[source.key], item=source.label, target=target)
                self._findings.add(found)
            else:
                targets[carriers[source.ref]] = indicator
        return targets, own

    def _row(self, draft: Draft, local: LocalIndicator | None) -> CountyIndicator:
        name = clean_title(local.name) if local and local.name else draft.title
        parent_targets = [source.item.target for source in draft.sources if source.item.target]
        parent_target = strictest_target(parent_targets, name) if parent_targets else None
        if parent_target and any(compare_targets(one, parent_target, name) != 0 for one in parent_targets):
            self._report_differing(draft, parent_target)
        settings = [carried.settings for carried in draft.carried]
        writer = next((carried for carried in draft.carried if carried.settings.target), None)
        written = writer.settings.target if writer else None
        written_place = self._decisions.place_of(writer.source, "target") if writer else Location()
        if local and written and compare_targets(local.target, written, name) != 0:
            first = draft.sources[0]
            found = rules.INDICATOR_TWICE.found(written_place, items=[first.key], item=first.label, target=local.target)
            self._findings.add(found)
        own_target = (local.target if local else None) or written
        target = own_target or parent_target
        if own_target and parent_target:
            place = local.location if local and local.target else written_place
            self._compare(draft, name, own_target, parent_target, place)
        if target is None:
            self._report_missing(draft)
            target = self._words.no_target
        natures = (local.nature if local else None, *(source.item.nature for source in draft.sources))
        if local:
            settings = [_as_settings(local), *settings]
        given = self._responsibilities.assign(
            Wanted(sources=draft.sources, settings=tuple(settings), title=draft.title, kind=ItemKind.INDICATOR)
        )
        return CountyIndicator(
            key=draft.key,
            ordinal=draft.ordinal,
            name=name,
            target=tidy(target),
            parent_target=parent_target,
            nature=next((nature for nature in natures if nature), None),
            own_target=bool(own_target),
            assignment=given.assignment,
            origins=draft.origins,
            **_further(local),
        )

    def _own_row(self, indicator: LocalIndicator, name: str, key: str, ordinal: int) -> CountyIndicator:
        given = self._responsibilities.assign(
            Wanted(sources=(), settings=(_as_settings(indicator),), title=name, kind=ItemKind.INDICATOR)
        )
        return CountyIndicator(
            key=key,
            ordinal=ordinal,
            name=name,
            target=tidy(indicator.target or self._words.no_target),
            nature=indicator.nature,
            own_target=True,
            assignment=given.assignment,
            **_further(indicator),
        )

    # -- what is to be said --------------------------------------------------------------------------------------

    def _report_differing(self, draft: Draft, strictest: str) -> None:
        targets = "；".join(
            f"{source.plan.id} {source.item.id}：{source.item.target}" for source in draft.sources if source.item.target
        )
        found = rules.INDICATOR_TARGETS_DIFFER.found(title=draft.title, targets=targets, strictest=strictest)
        self._findings.about(found, draft.sources)

    def _report_missing(self, draft: Draft) -> None:
        found = rules.INDICATOR_TARGET_MISSING.found(stand_in=self._words.no_target, of=draft.sources[0].key)
        self._findings.about(found, draft.sources)

    def _compare(self, draft: Draft, name: str, own: str, parent: str, place: Location) -> None:
        order = compare_targets(own, parent, name)
        rule = {-1: rules.INDICATOR_WEAKER, None: rules.INDICATOR_NOT_COMPARABLE}.get(order)
        if rule is not None:
            first = draft.sources[0]
            self._findings.add(rule.found(place, items=[first.key], item=first.label, own=own, parent=parent))


def _further(indicator: LocalIndicator | None) -> dict[str, Any]:
    """Return what the spec says of an indicator beside its target, for the tables of a 规划."""
    return {key: getattr(indicator, key) for key in ("unit", "measured", "baseline", "previous")} if indicator else {}


def _as_settings(indicator: LocalIndicator) -> Disposition:
    return Disposition(
        lead=indicator.lead,
        co_leads=indicator.co_leads,
        participants=indicator.participants or None,
        location=indicator.location,
    )
