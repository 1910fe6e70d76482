"""What the county does not take on (不承接, printed as 不涉及事项), and whether it may decide so."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.plan import rules
from plangen.plan.gather import Gathering
from plangen.plan.model import Waived
from plangen.plan.sources import Decisions, Outcome, Source
from plangen.plan.wording import Deciders
from plangen.plan.wordings import Wordings
from plangen.terms.vocabulary import quoted


def waived_items(decisions: Decisions, wordings: Wordings) -> Iterator[Waived]:
    """Yield what is not carried, with reason, unit and date, in the parents' order.

    Args:
        decisions: what happens to each parent item.
        wordings: gives titles in the county's wording.
    """
    for source in decisions.sources:
        waiver = decisions.fate(source).waiver
        if waiver is None or waiver.by is None or waiver.on is None:
            continue
        reason = (waiver.waive or "").strip()
        if waiver is not source.disposition:
            reason = f"随{quoted(decisions.waived_top(source).item.title)}一并不涉及：{reason}"
        title = wordings.localised(source, source.item.title).text  # decided: nothing is open any more
        hosts = tuple(host.origin() for host in source.hosts())[::-1]
        yield Waived(origin=source.origin(), title=title, reason=reason, by=waiver.by, on=waiver.on, hosts=hosts)


def report_deciders(decisions: Decisions, deciders: Deciders, findings: Gathering) -> None:
    """Report what was decided by a unit that may not decide it.

    Args:
        decisions: what happens to each parent item.
        deciders: who may.
        findings: where findings go.
    """
    county = decisions.spec.county.name
    wrong: dict[str, list[Source]] = {}
    for source in decisions.sources:
        by = source.disposition.by
        if decisions.outcome(source) is Outcome.WAIVED and by and not deciders.may(by, county):
            wrong.setdefault(by, []).append(source)
    for by, sources in wrong.items():
        titles, example = "、".join(source.label for source in sources), sources[0].item.id
        found = rules.WAIVED_BY_BUREAU.found(count=len(sources), by=by, titles=titles, example=example)
        findings.about(found, sources)
