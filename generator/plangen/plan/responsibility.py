"""The responsibility for each county item: the parents' units, the spec's own, or what the theme suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plangen.county.spec import CountySpec, Disposition, RosterUnit
from plangen.parent.model import ItemKind
from plangen.plan import unit_rules
from plangen.plan.directory import Directory
from plangen.plan.gather import Gathering
from plangen.plan.model import AssignedUnit, Assignment, Proposed, Rule
from plangen.plan.resolve import assign_named, resolve_responsibility, suggest_units
from plangen.plan.sources import Source
from plangen.plan.suggest import UsualUnits, load_customs, more_usual_lead, usual_units
from plangen.plan.themes import Theme
from plangen.plan.voice import Voice, load_voice_words
from plangen.terms.findings import Finding, Location
from plangen.terms.units import CanonicalUnit

_WHOLE = (ItemKind.GOAL, ItemKind.INDICATOR)
"""Goals and indicators speak of the whole, so that no theme fits most of them."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An item that needs a responsibility.

    Attributes:
        sources: parent items it carries, the first gives the structure; empty for the county's own.
        settings: the spec's settings for each of them, in the same order; for the county's own item one.
        title: in county wording.
        text: what the parents say, for the theme.
        group: heading of its group.
        kind: what the item is in the county's plan.
    """

    sources: tuple[Source, ...]
    settings: tuple[Disposition, ...]
    title: str
    text: str | None = None
    group: str | None = None
    kind: ItemKind = ItemKind.TASK

    @property
    def location(self) -> Location:
        """Where the spec speaks of the item, else the item."""
        said = next((one.location for one in self.settings if one.location.line is not None), None)
        return said or (self.sources[0] if self.sources else self.settings[0]).location

    @property
    def keys(self) -> list[str]:
        """The parent items it carries, as findings' data name them."""
        return [source.key for source in self.sources]


@dataclass(frozen=True, kw_only=True)
class Given:
    """An item's responsibility and how firm it is.

    Attributes:
        named: the parents or the spec named it; what is nested under the item may share it.
        accepted: suggestions for the item, and for what is nested under it, are confirmed.
    """

    assignment: Assignment
    named: bool
    accepted: bool


class Responsibilities:
    """Assigns units to items one after the other and gathers what is to be said about it.

    Args:
        spec: the county's spec.
        units: canonical units.
        themes: for suggestions.
        findings: where findings go.
    """

    def __init__(
        self, spec: CountySpec, units: tuple[CanonicalUnit, ...], themes: Sequence[Theme], findings: Gathering
    ) -> None:
        self.directory = self._directory = Directory(spec.roster, spec.county, units)
        self._voice = Voice(spec, units, load_voice_words())
        self._spec, self._themes, self._findings = spec, themes, findings
        self._suggestions: dict[tuple[str | None, ...], tuple[Assignment, UsualUnits, tuple[Finding, ...]]] = {}
        self._suggested: list[Wanted] = []

    def assign(self, wanted: Wanted, host: Given | None = None) -> Given:
        """Return the responsibility for an item.

        Args:
            wanted: the item.
            host: the responsibility of the item it is nested under.
        """
        accepted = (
            self._spec.plan.accept_suggestions
            or any(settings.accept_suggestions for settings in wanted.settings)
            or (host is not None and host.accepted)
        )
        leads = next(((one.lead, *one.co_leads) for one in wanted.settings if one.lead), ())
        lead = next(iter(leads), None)
        participants = next(
            (settings.participants for settings in wanted.settings if settings.participants is not None), None
        )
        base = self._inherited(wanted.sources, complain=not lead, accepted=accepted)
        named = base is not None
        if base is None and host is not None and host.named:
            base, named = host.assignment, True
        if base is None and lead is not None and participants is not None:
            base = Assignment()
        if base is None:
            base = self._suggest(wanted, host)
        if lead is not None or participants is not None:
            base = self._override(wanted, base, leads, participants)
        leader = base.lead
        if leader and wanted.kind not in _WHOLE and (lead is not None or leader.proposed is Proposed.FIRST):
            self._doubt_lead(wanted, leader)
        if accepted:
            base = _accepted(base)
        if any(unit.proposed is Proposed.USUAL for unit in base.units):
            self._suggested.append(wanted)
        named = named or (lead is not None and not base.suggested)
        return Given(assignment=self._voice.spoken(self._once(base)), named=named, accepted=accepted)

    def _once(self, assignment: Assignment) -> Assignment:
        """Return an assignment in which every participant knows the group in the row that names it already.

        One that the spec names beside its group is printed beside it: so the county wants it.
        """
        held = {
            member: unit.name for unit in reversed(assignment.units) for member in self._directory.members(unit.name)
        }
        participants = (
            replace(unit, within=None if unit.rule is Rule.SPEC else held.get(unit.name))
            for unit in assignment.participants
        )
        return replace(assignment, participants=tuple(participants))

    # -- what the parents name -----------------------------------------------------------------------------------

    def _inherited(self, sources: Iterable[Source], *, complain: bool, accepted: bool) -> Assignment | None:
        """Return the units of all parents together, the first parent's lead leading; None where none names any.

        Args:
            sources: the parent items.
            complain: whether it is to be said that nobody leads: not where the spec names the lead.
            accepted: the county has accepted what is proposed, so that a lead which no parent names is no question.
        """
        joined: Assignment | None = None
        doubts: list[tuple[Finding, Source]] = []
        for source in sources:
            if source.item.responsibility is None:
                continue
            assignment, findings = resolve_responsibility(source.item.responsibility, self._directory)
            doubts += [(finding, source) for finding in findings]
            joined = assignment if joined is None else _join(joined, assignment)
        lead = joined.lead if joined else None
        # who leads is no question any more where another parent, or the county, has said so
        settled = set()
        if not complain or lead is not None:
            settled.add(unit_rules.LEAD_MISSING.code)
        if not complain or accepted or (lead is not None and lead.proposed is None):
            settled.add(unit_rules.LEAD_NOT_NAMED.code)
        for finding, source in doubts:
            if finding.code not in settled:
                self._findings.about(finding, [source])
        return joined

    # -- what the spec says --------------------------------------------------------------------------------------

    def _override(
        self, wanted: Wanted, base: Assignment, leads: Sequence[str], participants: tuple[str, ...] | None
    ) -> Assignment:
        """Return the assignment with the spec's leads and participants in the place of the inherited ones."""
        before = {unit.name: unit for unit in base.units}
        leaders, others = list(base.leads), list(base.participants)
        if leads:
            named = {unit.name: unit for unit in (self._named(name, wanted, before) for name in leads)}
            others = [_takes_part(unit) for unit in (*leaders, *others) if unit.name not in named]
            leaders = list(named.values())
        if participants is not None:
            listed = [self._named(name, wanted, before) for name in participants]
            taken = {unit.name for unit in leaders}
            others = list({unit.name: unit for unit in listed if unit.name not in taken}.values())
        kept = {unit.name for unit in (*leaders, *others)}
        kept |= {member for name in kept for member in self._directory.members(name)}
        dropped = [unit for name, unit in before.items() if name not in kept and unit.parent_units]
        if dropped and any(source.item.responsibility for source in wanted.sources):
            self._report_dropped(wanted, dropped)
        return replace(
            base,
            lead=leaders[0] if leaders else None,
            co_leads=tuple(leaders[1:]),
            participants=tuple(others),
            open_ended=base.open_ended and participants is None,
        )

    def _named(self, name: str, wanted: Wanted, before: dict[str, AssignedUnit]) -> AssignedUnit:
        unit = assign_named(name, self._directory)
        if unit is None:
            self._findings.add(unit_rules.UNIT_NOT_IN_ROSTER.found(wanted.location, items=wanted.keys, unit=name))
            unit = AssignedUnit(name=name, rule=Rule.SPEC)
        known = before.get(unit.name)
        return replace(unit, parent_units=known.parent_units) if known else unit

    def _doubt_lead(self, wanted: Wanted, leader: AssignedUnit) -> None:
        """Say it where a lead that no parent names has no function that covers the item."""
        entry = self._directory.entry(leader.name)
        if not isinstance(entry, RosterUnit):
            return
        usual = more_usual_lead(
            self._themes,
            load_customs(),
            led_by=self._directory.functions_of(entry),
            title=wanted.title,
            text=wanted.text,
        )
        if usual is not None:
            better = self._directory.match(usual).name or usual
            finding = unit_rules.LEAD_IMPLAUSIBLE.found(unit=leader.name, usual=better)
            if wanted.sources:
                self._findings.about(finding, wanted.sources)
            else:
                self._findings.add(replace(finding, location=wanted.location))

    def _report_dropped(self, wanted: Wanted, dropped: Sequence[AssignedUnit]) -> None:
        finding = unit_rules.UNIT_DROPPED.found(
            wanted.location,
            items=wanted.keys,
            about=f"{wanted.sources[0].label}：",
            originals="、".join(dict.fromkeys(name for unit in dropped for name in unit.parent_units)),
            units="、".join(unit.name for unit in dropped),
        )
        self._findings.add(finding)

    # -- what the theme suggests ---------------------------------------------------------------------------------

    def _suggest(self, wanted: Wanted, host: Given | None) -> Assignment:
        kind, title, text, group = key = (wanted.kind, wanted.title, wanted.text, wanted.group)
        if key not in self._suggestions:
            usual = usual_units(self._themes, load_customs(), kind=kind, title=title, text=text, group=group)
            assignment, findings = suggest_units(usual.lead, usual.support, self._directory)
            self._suggestions[key] = (assignment, usual, findings)
        assignment, usual, findings = self._suggestions[key]
        known = usual.theme is not None or usual.sure
        if not known and host is not None:
            # who is suggested for a task does its parts too, where these speak of no theme themselves
            return host.assignment
        for finding in findings:
            self._findings.about(finding, wanted.sources)
        whole = any(source.item.kind in _WHOLE for source in wanted.sources)
        if not known and not whole:
            self._findings.about(unit_rules.THEME_MISSING.found(), wanted.sources)
        elif not usual.sure and not whole:
            self._findings.about(unit_rules.SUGGESTION_UNSURE.found(), wanted.sources)
        return assignment

    def report_suggestions(self) -> None:
        """Add one finding about all suggestions that nobody has confirmed."""
        if self._suggested:
            finding = unit_rules.UNITS_SUGGESTED.found(count=len(self._suggested))
            self._findings.about(finding, [source for wanted in self._suggested for source in wanted.sources[:1]])


def _accepted(assignment: Assignment) -> Assignment:
    """Return an assignment of which nothing is proposed any more."""
    lead, co_leads, participants = (
        tuple(replace(unit, proposed=None) for unit in units)
        for units in (assignment.leads[:1], assignment.co_leads, assignment.participants)
    )
    return replace(assignment, lead=next(iter(lead), None), co_leads=co_leads, participants=participants)


def _takes_part(unit: AssignedUnit) -> AssignedUnit:
    """Return a unit that does not lead: named by a parent, but only first in its list, it takes part for certain."""
    return replace(unit, proposed=None) if unit.proposed is Proposed.FIRST else unit


def _join(first: Assignment, second: Assignment) -> Assignment:
    """Return the units of two parents for the same item: the first lead that is named leads, all others take part."""
    rows: dict[str, AssignedUnit] = {}
    for unit in (*first.units, *second.units):
        parent_units = (*rows[unit.name].parent_units, *unit.parent_units) if unit.name in rows else unit.parent_units
        rows[unit.name] = replace(rows.get(unit.name, unit), parent_units=tuple(dict.fromkeys(parent_units)))
    guessed = first.lead is not None and first.lead.proposed and second.lead and not second.lead.proposed
    leads = second.leads if guessed or not first.leads else first.leads
    leading = {unit.name: replace(rows[unit.name], proposed=unit.proposed) for unit in leads}
    return Assignment(
        lead=next(iter(leading.values()), None),
        co_leads=tuple(leading.values())[1:],
        participants=tuple(_takes_part(unit) for name, unit in rows.items() if name not in leading),
        open_ended=first.open_ended or second.open_ended,
        unresolved=tuple(dict.fromkeys((*first.unresolved, *second.unresolved))),
    )
