"""The responsibility for each county item: the parents' units, the spec's own, or what the theme suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plangen.county.spec import CountySpec, Disposition
from plangen.parent.model import ItemKind
from plangen.plan.decisions import Source
from plangen.plan.gather import Gathering
from plangen.plan.model import AssignedUnit, Assignment, Rule
from plangen.plan.resolve import assign_named, resolve_responsibility, suggest_with_findings
from plangen.plan.suggest import load_customs, usual_units
from plangen.plan.themes import Theme
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.units import CanonicalUnit

_NOWHERE = Location()


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
        place: where the spec speaks of the county's own item.
    """

    sources: tuple[Source, ...]
    settings: tuple[Disposition, ...]
    title: str
    text: str | None = None
    group: str | None = None
    kind: ItemKind = ItemKind.TASK
    place: Location = _NOWHERE


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
        self._spec, self._units, self._themes, self._findings = spec, units, themes, findings
        self._suggestions: dict[tuple[str | None, ...], tuple[Assignment, bool, tuple[Finding, ...]]] = {}
        self.suggested: list[Source] = []
        self.suggested_own = 0

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
        lead = next((settings.lead for settings in wanted.settings if settings.lead), None)
        participants = next(
            (settings.participants for settings in wanted.settings if settings.participants is not None), None
        )
        inherited = self._inherited(wanted.sources, complain=not lead)
        named = inherited is not None
        if inherited is None and host is not None and host.named:
            inherited, named = host.assignment, True
        if inherited is None and lead is not None and participants is not None:
            inherited = Assignment()
        if inherited is None:
            inherited = self._suggest(wanted, host)
        base = inherited
        if lead is not None or participants is not None:
            own = any(source.item.responsibility for source in wanted.sources)
            base = self._override(wanted, base, lead, participants, report=own)
        if base.suggested and accepted:
            base = replace(base, suggested=False)
        if base.suggested:
            self._count_suggestion(wanted)
        named = named or (lead is not None and not base.suggested)
        return Given(assignment=base, named=named, accepted=accepted)

    # -- what the parents name -----------------------------------------------------------------------------------

    def _inherited(self, sources: Iterable[Source], *, complain: bool) -> Assignment | None:
        """Return the units of all parents together, the first parent's lead leading; None where none names any."""
        joined: Assignment | None = None
        doubts: list[tuple[Finding, Source]] = []
        for source in sources:
            if source.item.responsibility is None:
                continue
            assignment, findings = resolve_responsibility(
                source.item.responsibility, roster=self._spec.roster, county=self._spec.county, units=self._units
            )
            led = joined is not None and joined.lead is not None
            # who leads is no question any more where another parent has said so
            doubts += [(finding, source) for finding in findings if not (led and finding.code == "lead-not-named")]
            joined = assignment if joined is None else _join(joined, assignment)
        for finding, source in doubts:
            settled = not complain or (
                finding.code == "lead-missing" and joined is not None and joined.lead is not None
            )
            if not (settled and finding.code.startswith("lead-")):
                self._findings.about(finding, [source])
        return joined

    # -- what the spec says --------------------------------------------------------------------------------------

    def _override(
        self,
        wanted: Wanted,
        base: Assignment,
        lead: str | None,
        participants: tuple[str, ...] | None,
        *,
        report: bool,
    ) -> Assignment:
        """Return the assignment with the spec's lead and participants in the place of the inherited ones."""
        before = {unit.name: unit for unit in base.units}
        leaders = list(base.leads)
        others = list(base.participants)
        if lead is not None:
            leader = self._named(lead, wanted, before)
            displaced = [unit for unit in leaders if unit.name != leader.name]
            others = [*displaced, *(unit for unit in others if unit.name != leader.name)]
            leaders = [leader]
        if participants is not None:
            listed = [self._named(name, wanted, before) for name in participants]
            taken = {unit.name for unit in leaders}
            others = list({unit.name: unit for unit in listed if unit.name not in taken}.values())
        kept = {unit.name for unit in (*leaders, *others)}
        dropped = [unit for name, unit in before.items() if name not in kept and unit.parent_units]
        if dropped and report:
            self._report_dropped(wanted, dropped)
        decided = lead is not None and (participants is not None or not others)
        return replace(
            base,
            lead=leaders[0] if leaders else None,
            co_leads=tuple(leaders[1:]),
            participants=tuple(others),
            open_ended=base.open_ended and participants is None,
            suggested=base.suggested and not decided,
        )

    def _named(self, name: str, wanted: Wanted, before: dict[str, AssignedUnit]) -> AssignedUnit:
        unit = assign_named(name, roster=self._spec.roster, county=self._spec.county, units=self._units)
        if unit is None:
            finding = Finding(
                code="unit-not-in-roster",
                severity=Severity.ERROR,
                message=f"“{name}”不在部门名册中",
                location=self._place(wanted),
                hint="请核对单位名称，或在部门名册中加上这个单位。",
            )
            self._findings.add(finding)
            unit = AssignedUnit(name=name, rule=Rule.SPEC)
        known = before.get(unit.name)
        return replace(unit, parent_units=known.parent_units) if known else unit

    def _place(self, wanted: Wanted) -> Location:
        for settings in wanted.settings:
            if settings.location.line is not None:
                return settings.location
        return wanted.sources[0].location if wanted.sources else wanted.place

    def _report_dropped(self, wanted: Wanted, dropped: Sequence[AssignedUnit]) -> None:
        names = "、".join(unit.name for unit in dropped)
        about = f"{wanted.sources[0].label}：" if wanted.sources else ""
        originals = "、".join(dict.fromkeys(name for unit in dropped for name in unit.parent_units))
        self._findings.add(
            Finding(
                code="unit-dropped",
                severity=Severity.WARNING,
                message=f"{about}上位规划列了{originals}，按职责对应{names}，填报文件指定的单位中没有列入",
                location=self._place(wanted),
                hint=f"如确不需要，可不处理；如系遗漏，请在“配合”中补上{names}。",
            )
        )

    # -- what the theme suggests ---------------------------------------------------------------------------------

    def _suggest(self, wanted: Wanted, host: Given | None) -> Assignment:
        key = (wanted.kind, wanted.title, wanted.text, wanted.group)
        if key not in self._suggestions:
            usual = usual_units(
                self._themes,
                load_customs(),
                kind=wanted.kind,
                title=wanted.title,
                text=wanted.text,
                group=wanted.group,
            )
            assignment, findings = suggest_with_findings(
                usual.lead, usual.support, roster=self._spec.roster, county=self._spec.county, units=self._units
            )
            self._suggestions[key] = (assignment, usual.theme is not None, findings)
        assignment, known, findings = self._suggestions[key]
        if not known and host is not None:
            # who is suggested for a task does its parts too, where these speak of no theme themselves
            return replace(host.assignment, suggested=True)
        for finding in findings:
            self._findings.about(finding, wanted.sources)
        if not known and not self._is_goal(wanted):
            self._findings.about(_NO_THEME, wanted.sources)
        return assignment

    @staticmethod
    def _is_goal(wanted: Wanted) -> bool:
        """Goals and indicators speak of the whole, so that no theme fits most of them."""
        return any(source.item.kind in (ItemKind.GOAL, ItemKind.INDICATOR) for source in wanted.sources)

    def _count_suggestion(self, wanted: Wanted) -> None:
        if wanted.sources:
            self.suggested.append(wanted.sources[0])
        else:
            self.suggested_own += 1

    def report_suggestions(self) -> None:
        """Add one finding about all suggestions that nobody has confirmed."""
        count = len(self.suggested) + self.suggested_own
        if count:
            finding = Finding(
                code="units-suggested",
                severity=Severity.WARNING,
                message=f"{count}项的责任单位由系统按主题建议，尚待确认",
                hint="分工表中标“（拟）”的就是这些条目，请逐项核对：在“承接”中用“牵头”“配合”写明，"
                "或写“采纳建议: 是”表示同意；全部同意的，在“方案”中写“采纳建议: 是”。",
            )
            self._findings.about(finding, self.suggested)


_NO_THEME = Finding(
    code="theme-missing",
    severity=Severity.WARNING,
    message="没有认出这些条目属于哪个主题，责任单位和措施按一般情况拟写",
    hint="请在“承接”中为这些条目写明“牵头”“配合”和“措施”；"
    "同类条目较多的，可在 templates/knowledge/themes.yaml 的相应主题中加上标题里的词。",
)


def _join(first: Assignment, second: Assignment) -> Assignment:
    """Return the units of two parents for the same item: the first's lead leads, all others take part."""
    rows: dict[str, AssignedUnit] = {unit.name: unit for unit in first.units}
    added: list[str] = []
    for unit in second.units:
        if unit.name in rows:
            known = rows[unit.name]
            parent_units = tuple(dict.fromkeys((*known.parent_units, *unit.parent_units)))
            rows[unit.name] = replace(known, parent_units=parent_units)
        else:
            rows[unit.name] = unit
            added.append(unit.name)
    if first.lead is None:
        leads = [rows[unit.name] for unit in second.leads]
        others = [name for name in rows if name not in {unit.name for unit in leads}]
    else:
        leads = [rows[unit.name] for unit in first.leads]
        others = [*(unit.name for unit in first.participants), *added]
    return Assignment(
        lead=leads[0] if leads else None,
        co_leads=tuple(leads[1:]),
        participants=tuple(rows[name] for name in others),
        open_ended=first.open_ended or second.open_ended,
        unresolved=tuple(dict.fromkeys((*first.unresolved, *second.unresolved))),
    )
