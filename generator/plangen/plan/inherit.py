"""From parents and spec to the county's plan: every item of every parent is carried, merged, split or waived by name.

One pass after the other: decide what happens to each parent item (:mod:`~plangen.plan.decisions`), join the same task
of several parents (:mod:`~plangen.plan.joining`), make drafts and place them in groups (:mod:`~plangen.plan.drafts`),
divide the work (:mod:`~plangen.plan.responsibility`), write what is to be done (:mod:`~plangen.plan.sentences`) by when
(:mod:`~plangen.plan.deadlines`), and freeze the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from plangen.county.meaning_rules import NO_PARENTS
from plangen.county.names import fact_name
from plangen.county.spec import CountySpec
from plangen.parent.model import ItemKind, ParentPlan
from plangen.plan import rules, unit_rules
from plangen.plan.alike import alike_in_references
from plangen.plan.deadlines import Deadline, Deadlines
from plangen.plan.decisions import decide
from plangen.plan.drafts import Draft, DraftPlan, build_drafts
from plangen.plan.duties import list_duties
from plangen.plan.figures import ParentFigures, figures_of, report_totals, without_other_figures
from plangen.plan.gather import Gathering
from plangen.plan.indicators import IndicatorRows
from plangen.plan.joining import join_same, report_groups
from plangen.plan.localise_rules import LocaliseRules, load_rules
from plangen.plan.measures import WrittenMeasures, write_measures
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan, Duties, ItemGroup, TraceRow, Waived
from plangen.plan.responsibility import Given, Responsibilities, Wanted
from plangen.plan.rivals import report_differing
from plangen.plan.sentence import Sentence
from plangen.plan.sentences import (
    Texts,
    measures_of,
    report_facts,
    report_taken,
    report_uncovered,
    report_values,
    request_for,
    summary_of,
    texts_of,
)
from plangen.plan.sources import Decisions
from plangen.plan.text_units import RosterNames
from plangen.plan.themes import Theme, load_themes
from plangen.plan.titles import SameWords, load_same_words
from plangen.plan.waivers import report_deciders, waived_items
from plangen.plan.wording import OpenWords, PlanWords, load_plan_words, plan_title
from plangen.plan.wordings import Wordings
from plangen.plan.works import Work, load_works
from plangen.terms.findings import Finding
from plangen.terms.units import CanonicalUnit, load_units


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What plangen knows about the field, from templates/knowledge.

    Attributes:
        themes: subjects with their measures and usual units.
        units: canonical units.
        rules: city wording -> county wording.
        same: words and thresholds for telling the same tasks.
        words: words for titles, groups and targets.
        works: kinds of work that items of every subject ask for, with sentences.
    """

    themes: tuple[Theme, ...]
    units: tuple[CanonicalUnit, ...]
    rules: LocaliseRules
    same: SameWords
    words: PlanWords
    works: tuple[Work, ...] = ()


def load_knowledge() -> Knowledge:
    """Load all knowledge that comes with plangen.

    Raises:
        FindingsError: a knowledge file cannot be read or is wrong.
    """
    return Knowledge(
        themes=load_themes(),
        units=load_units(),
        rules=load_rules(),
        same=load_same_words(),
        words=load_plan_words(),
        works=load_works(),
    )


def build_plan(
    parents: Sequence[ParentPlan],
    spec: CountySpec,
    knowledge: Knowledge,
    references: Sequence[ParentPlan] = (),
) -> tuple[CountyPlan, tuple[Finding, ...]]:
    """Return the county's plan and everything that a person should look at.

    Every item of every parent stands in exactly one row of the plan's trace: with the county items that carry it, or
    as waived.  Whatever is wrong with the spec's decisions is an error finding, and the item is carried as inherited.

    Args:
        parents: the parents, loaded, in the order of the spec; the first gives the structure.
        spec: the county's spec.
        knowledge: see :func:`load_knowledge`.
        references: plans that are only named, whose items the county does not carry.

    Raises:
        FindingsError: a sentence of the knowledge files cannot be filled in.
    """
    findings = Gathering(spec.path)
    facts = _facts(spec, findings)
    decisions = _decided(parents, spec, knowledge, findings)
    words = knowledge.words.at(spec.county.words.level)
    wordings = Wordings(spec.county, knowledge.rules)
    drafts = build_drafts(decisions, wordings, knowledge.same, words)
    report_groups(drafts, findings)
    responsibilities = Responsibilities(spec, knowledge.units, knowledge.themes, findings)
    rows = IndicatorRows(spec, decisions, responsibilities, words, findings)
    inherited, own = rows.make(drafts.indicators)
    indicators = (*inherited.values(), *own)
    figures = {draft: figures_of(draft, wordings, words.figures, spec.county.name) for draft in drafts.items()}
    named = RosterNames(responsibilities.directory, findings)
    texts = {draft: texts_of(draft, named.after(wordings), spec.plan, figures[draft]) for draft in figures}
    given = _divide(texts, responsibilities)
    wordings.report_levels(drafts, inherited, findings)
    written = _write(texts, figures, spec, knowledge, facts, named)
    deadlines = Deadlines(decisions, findings, knowledge.words.recurring)
    measures = {draft: measures_of(draft, said, written[draft], words.open, spec.plan) for draft, said in texts.items()}
    _report_texts(texts, figures, written, measures, findings)
    report_values(spec, knowledge.themes, findings)
    made = _Made(
        texts=texts, given=given, figures=figures, measures=measures, deadlines=deadlines.set(drafts), words=words.open
    )
    plan = _put_together(
        made,
        drafts,
        decisions,
        findings,
        spec=spec,
        references=tuple(references),
        title=plan_title(spec, decisions.parents, words),
        indicators=indicators,
        waived=tuple(waived_items(decisions, wordings)),
        facts=facts,
    )
    responsibilities.report_suggestions()
    deadlines.report()
    wordings.report(findings)
    return replace(plan, alike=alike_in_references(plan, knowledge.same)), findings.result()


def _decided(parents: Sequence[ParentPlan], spec: CountySpec, knowledge: Knowledge, findings: Gathering) -> Decisions:
    """Return what the county does with each item of the parents, the same tasks of several parents joined."""
    decisions = decide(parents, spec)
    for finding in decisions.findings:
        findings.add(finding)
    if not decisions.parents:
        findings.add(NO_PARENTS.found(key="上位规划"))
    join_same(decisions, knowledge.same, findings)
    report_deciders(decisions, knowledge.words.deciders, findings)
    return decisions


def _report_texts(
    texts: Mapping[Draft, Texts],
    figures: Mapping[Draft, ParentFigures],
    written: Mapping[Draft, WrittenMeasures],
    measures: Mapping[Draft, tuple[Sentence, ...]],
    findings: Gathering,
) -> None:
    """Report what is doubtful about the items' texts, figures and measures."""
    report_facts(written, findings)
    report_totals(figures, findings)
    report_differing(figures, findings)
    report_taken(written, findings)
    report_uncovered(texts, measures, findings)


def _facts(spec: CountySpec, findings: Gathering) -> Mapping[str, object]:
    """Return the situation as nested mappings of values: geohazard_sites.total -> {geohazard_sites: {total: …}}."""
    tree: dict[str, object] = {}
    for name, fact in spec.situation.items():
        *heads, last = name.split(".")
        place: object = tree
        for head in heads:
            place = place.setdefault(head, {}) if isinstance(place, dict) else None
        if isinstance(place, dict) and not isinstance(place.get(last), dict):
            place[last] = fact.value
        else:
            findings.add(rules.FACT_CONFLICT.found(fact=fact_name(name)))
    return MappingProxyType(tree)


def _divide(texts: Mapping[Draft, Texts], responsibilities: Responsibilities) -> dict[Draft, Given]:
    """Return who does each item; hosts come before what is nested under them."""
    given: dict[Draft, Given] = {}
    for draft, said in texts.items():
        wanted = Wanted(
            sources=draft.sources,
            settings=draft.settings,
            title=draft.title,
            text=said.whole,
            group=draft.heading,
            kind=draft.kind,
        )
        given[draft] = responsibilities.assign(wanted, given[draft.host] if draft.host else None)
    return given


def _write(
    texts: Mapping[Draft, Texts],
    figures: Mapping[Draft, ParentFigures],
    spec: CountySpec,
    knowledge: Knowledge,
    facts: Mapping[str, object],
    named: RosterNames,
) -> dict[Draft, WrittenMeasures]:
    """Return the themes' sentences for each item, where parents and spec say nothing."""
    written = write_measures(
        [request_for(draft, said) for draft, said in texts.items()],
        themes=knowledge.themes,
        works=knowledge.works,
        facts=facts,
        county=spec.county.words,
        values=spec.values,
        end_year=spec.plan.period[1],
    )
    sentences = {
        draft: without_other_figures(written[draft.key].sentences, figures[draft].quantities)
        for draft, said in texts.items()
        if said.wanted
    }
    kept = {
        draft: replace(
            written[draft.key], sentences=tuple(replace(one, text=named(one.text, draft.sources)) for one in said)
        )
        for draft, said in sentences.items()
    }
    return {draft: kept.get(draft, WrittenMeasures(sentences=())) for draft in texts}


@dataclass(frozen=True, kw_only=True)
class _Made:
    """All that has been made for the drafts, to be put together."""

    texts: Mapping[Draft, Texts]
    given: Mapping[Draft, Given]
    figures: Mapping[Draft, ParentFigures]
    measures: Mapping[Draft, tuple[Sentence, ...]]
    deadlines: Mapping[Draft, Deadline]
    words: OpenWords

    def groups(self, drafts: DraftPlan, kind: ItemKind) -> Iterator[ItemGroup]:
        """Yield the groups of a kind that have items."""
        for group in drafts.groups[kind]:
            if group.drafts:
                yield ItemGroup(title=group.title, items=tuple(self.item(draft) for draft in group.drafts))

    def item(self, draft: Draft) -> CountyItem:
        """Return a draft as an item of the plan, with everything nested under it."""
        texts, measures, deadline = self.texts[draft], self.measures[draft], self.deadlines[draft]
        return CountyItem(
            key=draft.key,
            kind=draft.kind,
            ordinal=draft.ordinal,
            reference=draft.reference,
            title=draft.title,
            group=draft.group,
            paragraphs=texts.paragraphs,
            measures=measures,
            asked=self.figures[draft].asked,
            figures=self.figures[draft].figures,
            details=draft.details,
            summary=summary_of(draft, texts, measures, self.words),
            deadline=deadline.text,
            deadline_inherited=deadline.named,
            assignment=self.given[draft].assignment,
            origins=draft.origins,
            items=tuple(self.item(nested) for nested in draft.nested),
        )


def _put_together(
    made: _Made,
    drafts: DraftPlan,
    decisions: Decisions,
    findings: Gathering,
    *,
    spec: CountySpec,
    references: tuple[ParentPlan, ...],
    title: str,
    indicators: tuple[CountyIndicator, ...],
    waived: tuple[Waived, ...],
    facts: Mapping[str, object],
) -> CountyPlan:
    goals = tuple(made.item(draft) for draft in drafts.goals)
    tasks, projects = (tuple(made.groups(drafts, kind)) for kind in (ItemKind.TASK, ItemKind.PROJECT))
    tops = [*goals, *(item for group in (*tasks, *projects) for item in group.items)]
    return CountyPlan(
        spec=spec,
        parents=decisions.parents,
        references=references,
        title=title,
        indicators=indicators,
        goals=goals,
        task_groups=tasks,
        project_groups=projects,
        waived=waived,
        duties=_duties(spec, tops, indicators, findings),
        trace=tuple(_trace(decisions, drafts, (*indicators, *(one for top in tops for one in top.walk())))),
        facts=facts,
    )


def _duties(
    spec: CountySpec, tops: Sequence[CountyItem], indicators: Sequence[CountyIndicator], findings: Gathering
) -> tuple[Duties, ...]:
    duties, idle = list_duties(spec.roster, tops, indicators)
    if idle:
        findings.add(unit_rules.UNIT_WITHOUT_DUTY.found(count=len(idle), units="、".join(idle)))
    return duties


def _trace(decisions: Decisions, drafts: DraftPlan, rows: Iterable[CountyItem | CountyIndicator]) -> Iterator[TraceRow]:
    by_key = {row.key: row for row in rows}
    for source in decisions.sources:
        targets = tuple(by_key[draft.key] for draft in drafts.carriers.get(source.order, ()))
        yield TraceRow(origin=source.origin(), disposition=decisions.outcome(source).value, targets=targets)
