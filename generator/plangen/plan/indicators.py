"""Rows of the indicator table: the parents' indicators with the county's targets, and the county's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plangen.county.names import entry_line
from plangen.county.spec import CountySpec, Disposition, LocalIndicator
from plangen.parent.model import ItemKind
from plangen.plan.decisions import Decisions, Outcome
from plangen.plan.drafts import Draft
from plangen.plan.gather import Gathering
from plangen.plan.model import CountyIndicator
from plangen.plan.responsibility import Responsibilities, Wanted
from plangen.plan.wording import PlanWords, clean_title
from plangen.terms.findings import Finding, Location, Severity
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
        return rows, tuple(
            self._own_row(indicator, number, len(rows) + number) for number, indicator in enumerate(own, 1)
        )

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
            if source is None:
                self._say(
                    "indicator-of-unknown",
                    Severity.ERROR,
                    f"上位规划中没有指标“{indicator.of}”，暂作本县自设指标",
                    indicator.location,
                    "“对应上位指标”请写“规划编号:指标编号”，"
                    "例如 对应上位指标: xinzhou-145:I01；本县自设的指标不写这一项，只写“名称”。",
                )
                own.append(indicator)
            elif source.outcome is Outcome.WAIVED:
                self._say(
                    "indicator-of-waived",
                    Severity.ERROR,
                    f"{source.label}已写明不承接，又给了本县目标值，暂作本县自设指标",
                    indicator.location,
                    "请保留其中一种：不承接，或给出目标值。",
                )
                own.append(indicator if indicator.name else replace(indicator, name=source.item.title))
            elif carriers[source.ref] in targets:
                self._say(
                    "indicator-twice",
                    Severity.ERROR,
                    f"{source.label}给了两个本县目标值，取前一个“{targets[carriers[source.ref]].target}”",
                    indicator.location,
                    "请删去其中一个；几个上位规划的同一指标在方案中只列一行。",
                )
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
        written_place = self._decisions.place(writer.source, "target") if writer else Location()
        if local and written and compare_targets(local.target, written, name) != 0:
            self._say(
                "indicator-twice",
                Severity.ERROR,
                f"{draft.sources[0].label}在“指标”和“承接”中写的目标值不同，取“{local.target}”",
                written_place,
                "请只在一处写本县目标值。",
            )
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
            target=target,
            parent_target=parent_target,
            nature=next((nature for nature in natures if nature), None),
            own_target=bool(own_target),
            assignment=given.assignment,
            origins=draft.origins,
        )

    def _own_row(self, indicator: LocalIndicator, number: int, ordinal: int) -> CountyIndicator:
        name = clean_title(indicator.name or indicator.of or "")
        given = self._responsibilities.assign(
            Wanted(
                sources=(),
                settings=(_as_settings(indicator),),
                title=name,
                kind=ItemKind.INDICATOR,
                place=indicator.location,
            )
        )
        return CountyIndicator(
            key=f"local:I{number}",
            ordinal=ordinal,
            name=name,
            target=indicator.target or self._words.no_target,
            nature=indicator.nature,
            own_target=True,
            assignment=given.assignment,
        )

    # -- what is to be said --------------------------------------------------------------------------------------

    def _say(self, code: str, severity: Severity, message: str, location: Location, hint: str) -> None:
        self._findings.add(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def _report_differing(self, draft: Draft, strictest: str) -> None:
        listed = "；".join(
            f"{source.plan.id} {source.item.id}：{source.item.target}" for source in draft.sources if source.item.target
        )
        self._findings.about(
            Finding(
                code="indicator-targets-differ",
                severity=Severity.WARNING,
                message=f"“{draft.title}”在几个上位规划中的目标值不同（{listed}），取要求最高的“{strictest}”",
                hint="请核对；本县另有目标值的，在“指标”中写“对应上位指标”和“目标”。",
            ),
            draft.sources,
        )

    def _report_missing(self, draft: Draft) -> None:
        self._findings.about(
            Finding(
                code="indicator-target-missing",
                severity=Severity.WARNING,
                message=f"上位规划没有写指标的目标值，暂写作“{self._words.no_target}”",
                hint="请在“指标”中写明本县目标值，例如："
                + entry_line("indicators", of=f"{draft.origins[0].parent}:{draft.origins[0].item}", target="下降15%"),
            ),
            draft.sources,
        )

    def _compare(self, draft: Draft, name: str, own: str, parent: str, place: Location) -> None:
        order = compare_targets(own, parent, name)
        if order == -1:
            self._say(
                "indicator-weaker",
                Severity.WARNING,
                f"{draft.sources[0].label}的本县目标值“{own}”低于上位规划要求的“{parent}”",
                place,
                "请核对是否写错；确需低于上级要求的，应事先报上级同意。",
            )
        elif order is None:
            self._say(
                "indicator-not-comparable",
                Severity.INFO,
                f"{draft.sources[0].label}的本县目标值“{own}”与上位规划的“{parent}”写法不同，不能自动比较",
                place,
                "请人工核对本县目标值不低于上级要求。",
            )


def _as_settings(indicator: LocalIndicator) -> Disposition:
    return Disposition(lead=indicator.lead, participants=indicator.participants or None, location=indicator.location)
