"""By when each item is due, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plangen.county.meaning_rules import DEADLINE_OUTSIDE_PERIOD
from plangen.county.spec import CountySpec
from plangen.parent.model import ItemKind
from plangen.plan import rules
from plangen.plan.drafts import Draft, DraftPlan
from plangen.plan.gather import Gathering
from plangen.plan.sources import Decisions, Source
from plangen.plan.wording import parent_deadline
from plangen.terms.deadline import deadline_years, moment_of, printed_deadline, year_end
from plangen.terms.findings import Finding, Location
from plangen.terms.text import short

_SOON = 90  # days that a deadline should leave after the plan's date


@dataclass(frozen=True)
class Deadline:
    """A deadline as printed, and whether it is the item's own: otherwise the end of the period stands in."""

    text: str
    named: bool


class Deadlines:
    """Sets the deadlines of a plan; reports at once what concerns one item, and gathers what concerns many.

    Args:
        decisions: what happens to each parent item.
        findings: where findings go.
        recurring: what a work that never ends is due by, with the words that tell it; see plan.yaml.
    """

    def __init__(self, decisions: Decisions, findings: Gathering, recurring: Mapping[str, tuple[str, ...]]) -> None:
        self._decisions, self._findings, self._words = decisions, findings, recurring
        self._recurring: dict[str, list[Source]] = {}
        self._spec: CountySpec = decisions.spec
        self._outside: dict[int, list[Source]] = {}
        self._missing: list[Source] = []

    def set(self, drafts: DraftPlan) -> Mapping[Draft, Deadline]:
        """Return the deadline of every item."""
        deadlines: dict[Draft, Deadline] = {}
        for draft in drafts.items():  # hosts come before what is nested under them
            deadlines[draft] = self._deadline(draft, deadlines.get(draft.host) if draft.host else None)
        self._report_soon(deadlines)
        return deadlines

    @property
    def _end(self) -> Deadline:
        return Deadline(year_end(self._spec.plan.period[1]), False)

    def _deadline(self, draft: Draft, host: Deadline | None) -> Deadline:
        if draft.local is not None:
            words = draft.local.deadline or self._recurs(draft)
            return Deadline(printed_deadline(words) or words, True) if words else self._end
        asked = {source: text for source in draft.sources if (text := parent_deadline(source.item)) is not None}
        # a year's end is later than a month in it; what names no year at all (长期坚持) is the latest
        earliest = min(asked, key=lambda source: moment_of(asked[source]) or date.max, default=None)
        for carried in draft.carried:
            if carried.settings.deadline:
                text = printed_deadline(carried.settings.deadline) or carried.settings.deadline
                self._check_own(carried.source, text, asked[earliest] if earliest is not None else "")
                return Deadline(text, True)
        if earliest is not None:
            if len(set(asked.values())) > 1:
                self._findings.about(rules.DEADLINE_MERGED.found(), asked)
            year = earliest.item.deadline
            if year is not None and not self._in_period(year):
                self._outside.setdefault(year, []).extend(one for one in asked if one.item.deadline == year)
            return Deadline(asked[earliest], True)
        if host is not None and host.named:
            return host
        if (words := self._recurs(draft)) is not None:
            self._recurring.setdefault(words, []).extend(draft.sources)
            return Deadline(words, True)
        if host is not None:
            return host
        if draft.kind is not ItemKind.GOAL:
            self._missing += draft.sources[:1]
        return self._end

    def _recurs(self, draft: Draft) -> str | None:
        """Return what a work that never ends is due by (长期坚持, 每年); None for what is finished one day."""
        top = draft
        while top.host is not None:
            top = top.host
        if top.kind not in (ItemKind.TASK, ItemKind.NESTED):
            return None
        return next((due for due, words in self._words.items() if any(word in draft.title for word in words)), None)

    def _in_period(self, year: int) -> bool:
        start, end = self._spec.plan.period
        return start <= year <= end

    def _check_own(self, source: Source, text: str, asked: str) -> None:
        """Report a deadline of the spec that is later than the parent's or lies outside the period."""
        place = self._decisions.place_of(source, "deadline")
        items, label = [source.key], source.label
        own, parent = moment_of(text), moment_of(asked)
        if own is not None and parent is not None and own > parent:
            self._findings.add(rules.DEADLINE_AFTER_PARENT.found(place, items=items, item=label, asked=asked, own=text))
        year = max(deadline_years(text), default=None)
        if year is not None and not self._in_period(year):
            self._findings.add(self._outside_period(source, year, place, whose=label, deadline=text, then=""))

    def _outside_period(self, source: Source, year: int, place: Location | None = None, **said: Any) -> Finding:
        start, last = self._spec.plan.period
        example = f"{source.item.id}: {{〖时限〗: {min(max(year, start), last)}}}"
        remedy = f"请核对年份；需要另定的，请在“〖承接〗”中写明〖本县〗的“〖时限〗”，例如：{example}"
        said |= {"start": start, "end": last, "remedy": remedy, "whose": f"{said['whose']}的"}
        return DEADLINE_OUTSIDE_PERIOD.found(place, items=[source.key], **said)

    def _report_soon(self, deadlines: Mapping[Draft, Deadline]) -> None:
        """Report deadlines that leave less than three months after the plan's date."""
        issued = self._spec.plan.date
        if issued is None:
            return
        late: dict[str, list[Draft]] = {}
        for draft, deadline in deadlines.items():
            day = moment_of(deadline.text)
            shared = draft.host is not None and deadlines[draft.host] == deadline
            if deadline.named and not shared and day is not None and (day - issued).days < _SOON:
                late.setdefault(deadline.text, []).append(draft)
        if not late:
            return
        listed = "；".join(
            f"“{text}”{len(drafts)}项（{'、'.join(f'{draft.reference}“{short(draft.title)}”' for draft in drafts)}）"
            for text, drafts in late.items()
        )
        concerned = [draft for drafts in late.values() for draft in drafts]
        found = rules.DEADLINE_TOO_SOON.found(count=len(concerned), issued=issued.isoformat(), deadlines=listed)
        self._findings.about(found, [source for draft in concerned for source in draft.sources])

    def report(self) -> None:
        """Report the parents' deadlines that lie outside the period, and the items for which they name none."""
        for year, sources in sorted(self._outside.items()):
            then = f"，{len(sources)}项仍按原时限承接"
            found = self._outside_period(sources[0], year, whose="上位规划", deadline=f"{year}年", then=then)
            self._findings.about(found, sources)
        for due, sources in self._recurring.items():
            found = rules.DEADLINE_RECURRING.found(count=len(sources), due=due, example=sources[0].item.id)
            self._findings.about(found, sources)
        if self._missing:
            year, example = self._spec.plan.period[0] + 1, self._missing[0].item.id
            count, end = len(self._missing), self._end.text
            found = rules.DEADLINE_MISSING.found(count=count, end=end, example=example, year=year)
            self._findings.about(found, self._missing)
