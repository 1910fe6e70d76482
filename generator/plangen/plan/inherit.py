"""From parents and spec to the county's plan: every item of every parent is carried, merged, split or waived by name.

The steps: decide what happens to each parent item (:mod:`~plangen.plan.decisions`), recognise the same task in several
parents (:mod:`~plangen.plan.same`), make drafts and place them in groups (:mod:`~plangen.plan.drafts`), assign units
(:mod:`~plangen.plan.responsibility`), write measures (:mod:`~plangen.plan.measures`), and freeze the result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from plangen.county.names import fact_name, item_line
from plangen.county.normalise import deadline_day
from plangen.county.spec import CountySpec, Disposition, Fact
from plangen.parent.model import ItemKind, Level, ParentPlan
from plangen.plan.decisions import Decisions, Outcome, Source
from plangen.plan.drafts import Draft, DraftPlan, build_drafts
from plangen.plan.duties import list_duties
from plangen.plan.gather import Gathering
from plangen.plan.indicators import IndicatorRows
from plangen.plan.localise import Localised, LocaliseRules, load_rules, localise
from plangen.plan.measures import MeasureRequest, WrittenMeasures, summarise, write_measures
from plangen.plan.model import (
    CountyIndicator,
    CountyItem,
    CountyPlan,
    ItemGroup,
    TraceRow,
    Waived,
)
from plangen.plan.phrases import Phrases, load_phrases
from plangen.plan.responsibility import Given, Responsibilities, Wanted
from plangen.plan.same import PossiblySame, SameWords, find_same, load_same_words, plain
from plangen.plan.themes import Theme, load_themes
from plangen.plan.wording import (
    PlanWords,
    deadline_year,
    load_plan_words,
    parent_deadline,
    plan_title,
    printed_deadline,
    written_deadline,
)
from plangen.terms.deadline import moment_of
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.text import short
from plangen.terms.units import CanonicalUnit, load_units

_SENTENCE_END = re.compile(r"[。！？]")
_FIRST_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
# sentences that an item should have at least, of the parent's text and the county's own measures together
_WANTED = {ItemKind.TASK: 2, ItemKind.PROJECT: 2, ItemKind.NESTED: 1, ItemKind.GOAL: 1}
_POSSIBLE_SHOWN = 15
_CLAUSE_SHOWN = 40  # characters of a clause that a finding shows
_SOON = 90  # days that a deadline should leave after the plan's date


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What plangen knows about the field, from templates/knowledge.

    Attributes:
        themes: subjects with their measures and usual units.
        units: canonical units.
        phrases: general sentences.
        rules: city wording -> county wording.
        same: words and thresholds for telling the same tasks.
        words: words for titles, groups and targets.
    """

    themes: tuple[Theme, ...]
    units: tuple[CanonicalUnit, ...]
    phrases: Phrases
    rules: LocaliseRules
    same: SameWords
    words: PlanWords


def load_knowledge() -> Knowledge:
    """Load all knowledge that comes with plangen.

    Raises:
        FindingsError: a knowledge file cannot be read or is wrong.
    """
    return Knowledge(
        themes=load_themes(),
        units=load_units(),
        phrases=load_phrases(),
        rules=load_rules(),
        same=load_same_words(),
        words=load_plan_words(),
    )


def build_plan(
    parents: Sequence[ParentPlan], spec: CountySpec, knowledge: Knowledge
) -> tuple[CountyPlan, tuple[Finding, ...]]:
    """Return the county's plan and everything that a person should look at.

    Every item of every parent stands in exactly one row of the plan's trace: with the county items that carry it, or
    as waived.  Whatever is wrong with the spec's decisions is an error finding, and the item is carried as inherited.

    Args:
        parents: the parents, loaded, in the order of the spec; the first gives the structure.
        spec: the county's spec.
        knowledge: see :func:`load_knowledge`.

    Raises:
        FindingsError: a sentence of the knowledge files cannot be filled in.
    """
    return _Builder(parents, spec, knowledge).build()


class _Builder:
    """One run of :func:`build_plan`."""

    def __init__(self, parents: Sequence[ParentPlan], spec: CountySpec, knowledge: Knowledge) -> None:
        self.spec, self.knowledge, self.words = spec, knowledge, knowledge.words
        self.findings = Gathering(spec.path)
        self.decisions = Decisions(parents, spec)
        self.responsibilities = Responsibilities(spec, knowledge.units, knowledge.themes, self.findings)
        self.facts = self._facts(spec.situation)
        self._localised: dict[tuple[str, str], Localised] = {}
        self._given: dict[Draft, Given] = {}
        self._paragraphs: dict[Draft, tuple[str, ...]] = {}
        self._frozen: dict[Draft, CountyItem | CountyIndicator] = {}
        self._doubts: dict[tuple[bool, str], list[tuple[str, Source]]] = {}
        self._no_deadline: list[Source] = []
        self._beside: set[int] = set()
        self._outside: dict[int, list[Source]] = {}

    def build(self) -> tuple[CountyPlan, tuple[Finding, ...]]:
        for finding in self.decisions.findings:
            self.findings.add(finding)
        if not self.decisions.parents:
            self._say("no-parents", Severity.WARNING, "没有上位规划，方案只含本县自定的内容", "请在“上位规划”中写明。")
        self._merge_same()
        drafts = build_drafts(self.decisions, self.wording, self.knowledge.same, self.words)
        self._report_groups(drafts)
        rows = IndicatorRows(self.spec, self.decisions, self.responsibilities, self.words, self.findings)
        indicators, own = rows.make(drafts.indicators)
        self._frozen.update(indicators)
        for draft in drafts.items():
            self._prepare(draft)
        self._report_levels(drafts)
        self._report_quantities(drafts)
        written = self._write(list(drafts.items()))
        plan = self._freeze(drafts, (*indicators.values(), *own), written)
        self.responsibilities.report_suggestions()
        self._report_deadlines()
        self._report_wording()
        return plan, self.findings.result()

    # -- the same in several parents -----------------------------------------------------------------------------

    def _merge_same(self) -> None:
        decisions = self.decisions
        result = find_same(decisions.parents, words=self.knowledge.same, exclude=decisions.decided())
        merged = decisions.merge_same(result)
        if merged:
            self._report_merged(merged)
        if result.possible:
            self._report_possible(result.possible)

    def _report_merged(self, merged: Sequence[Source]) -> None:
        pairs = []
        for source in merged:
            target = self.decisions.current(source).target
            if target is not None and plain(target.item.title) != plain(source.item.title):
                pairs.append(
                    f"{source.plan.id} {source.item.id}“{short(source.item.title)}”并入"
                    f"{target.plan.id} {target.item.id}“{short(target.item.title)}”"
                )
        alike = f"；其中标题不完全相同的{len(pairs)}项：{'；'.join(pairs)}" if pairs else "，标题都相同"
        finding = Finding(
            code="auto-merged",
            severity=Severity.INFO,
            message=f"后面的上位规划中{len(merged)}项与前面的规划是同一件事，已合并{alike}",
            hint="逐项对照见“上位规划条目承接对照表”；如某项不应合并，请在“承接”中为后一规划的该条目写明“标题”，"
            "它就单独成项。",
        )
        self.findings.about(finding, merged)

    def _report_possible(self, possible: Sequence[PossiblySame]) -> None:
        def pair(one: PossiblySame) -> str:
            first, second = (self.decisions.get(ref) for ref in (one.first, one.second))
            assert first is not None and second is not None
            return (
                f"{first.plan.id} {first.item.id}“{short(first.item.title)}”"
                f"与{second.plan.id} {second.item.id}“{short(second.item.title)}”"
            )

        shown = sorted(possible, key=lambda one: (-one.score, one.first, one.second))[:_POSSIBLE_SHOWN]
        rest = f"；另有{len(possible) - len(shown)}对" if len(shown) < len(possible) else ""
        self._say(
            "possibly-same",
            Severity.INFO,
            f"有{len(possible)}对条目相近，没有把握是同一件事，已分别承接：{'；'.join(map(pair, shown))}{rest}",
            f"确为同一件事的，请在“承接”中合并，例如在 {shown[0].second[0]} 下写："
            + item_line(shown[0].second[1], merge_into=f"{shown[0].first[0]}:{shown[0].first[1]}"),
        )

    # -- wording -------------------------------------------------------------------------------------------------

    def wording(self, source: Source, text: str) -> str:
        """Return a parent's words in the county's wording; doubts become findings about the item."""
        known = (source.plan.id, text) in self._localised
        result = self._localise(source, text)
        for doubt in () if known else result.doubts:
            self._doubts.setdefault((doubt.kept, doubt.explanation), []).append((doubt.words, source))
        return result.text

    def _localise(self, source: Source, text: str) -> Localised:
        key = (source.plan.id, text)
        if key in self._localised:
            return self._localised[key]
        self._localised[key] = localise(
            text,
            county=self.spec.county,
            parent_place=source.plan.place,
            parent_level=source.plan.level,
            rules=self.knowledge.rules,
        )
        return self._localised[key]

    # -- one item ------------------------------------------------------------------------------------------------

    def _prepare(self, draft: Draft) -> None:
        """Work out the text and the responsibility of an item; hosts come before what is nested under them."""
        self._paragraphs[draft] = self._text(draft)
        host = self._given.get(draft.host) if draft.host else None
        local = draft.local
        settings: tuple[Disposition, ...] = tuple(carried.settings for carried in draft.carried)
        if local is not None:
            settings = (Disposition(lead=local.lead, participants=local.participants or None, location=local.location),)
        wanted = Wanted(
            sources=draft.sources,
            settings=settings,
            title=draft.title,
            text="\n".join(self._paragraphs[draft]) or None,
            group=_heading(draft),
            kind=draft.kind,
            place=local.location if local else Location(file=self.spec.path),
        )
        self._given[draft] = self.responsibilities.assign(wanted, host)

    def _text(self, draft: Draft) -> tuple[str, ...]:
        if draft.local is not None:
            return _lines(draft.local.text or "")
        paragraphs: dict[str, str] = {}
        for carried in draft.carried:
            if carried.settings.text:
                text = carried.settings.text
            elif carried.source.item.text and carried.part in (None, 1):
                text = self.wording(carried.source, carried.source.item.text)
            else:
                continue
            for paragraph in _lines(text):
                paragraphs.setdefault(plain(paragraph), paragraph)
        return tuple(paragraphs.values())

    def _measures(self, draft: Draft) -> tuple[str, ...]:
        """Return the spec's own sentences for an item."""
        if draft.local is not None:
            sentences: Iterable[str] = draft.local.measures
        else:
            sentences = (sentence for carried in draft.carried for sentence in carried.settings.measures)
        return tuple(dict.fromkeys(_full_sentence(sentence) for sentence in sentences if sentence.strip()))

    def _write(self, drafts: Sequence[Draft]) -> Mapping[str, WrittenMeasures]:
        """Write the theme's sentences where parent and spec say too little, and report what the situation lacks."""
        requests = []
        for draft in drafts:
            paragraphs, measures = self._paragraphs[draft], self._measures(draft)
            sentences = sum(len(_SENTENCE_END.findall(paragraph)) or 1 for paragraph in paragraphs) + len(measures)
            wanted = _WANTED[draft.kind]
            lead = self._given[draft].assignment.lead
            requests.append(
                MeasureRequest(
                    key=draft.key,
                    kind=draft.kind,
                    title=draft.title,
                    group=_heading(draft),
                    text="\n".join(paragraphs) or None,
                    lead=lead.name if lead else None,
                    wanted=max(0, wanted - sentences),
                )
            )
        written = write_measures(
            requests,
            themes=self.knowledge.themes,
            phrases=self.knowledge.phrases,
            facts=self.facts,
            county=self.spec.county.name,
            end_year=self.spec.plan.period[1],
        )
        self._report_facts(drafts, written)
        return written

    def _deadline(self, draft: Draft) -> tuple[str, bool]:
        """Return the deadline as printed, and whether somebody named it; report what is doubtful about it."""
        end = printed_deadline(self.spec.plan.period[1], self.words)
        if draft.local is not None:
            own_words = draft.local.deadline
            return (written_deadline(own_words, self.words), True) if own_words else (end, False)
        named = {
            source: text for source in draft.sources if (text := parent_deadline(source.item, self.words)) is not None
        }
        # a year's end is later than a month in it; what names no year at all (长期坚持) is the latest
        earliest = min(named, key=lambda source: moment_of(named[source]) or (9999, 12, 31), default=None)
        own = next((carried for carried in draft.carried if carried.settings.deadline), None)
        if own is not None and own.settings.deadline:
            text = written_deadline(own.settings.deadline, self.words)
            self._check_own_deadline(own.source, text, named[earliest] if earliest is not None else None)
            return text, True
        if earliest is not None:
            if len(set(named.values())) > 1:
                self.findings.about(_DEADLINES_MERGED, list(named))
            year = earliest.item.deadline
            if year is not None and not self._in_period(year):
                self._outside.setdefault(year, []).extend(one for one in named if one.item.deadline == year)
            return named[earliest], True
        if draft.host is not None and (host := self._frozen_deadline.get(draft.host)):
            return host
        if draft.kind is not ItemKind.GOAL:
            self._no_deadline += draft.sources[:1]
        return end, False

    def _in_period(self, year: int) -> bool:
        start, end = self.spec.plan.period
        return start <= year <= end

    def _check_own_deadline(self, source: Source, text: str, parent_text: str | None) -> None:
        year = deadline_year(text)
        place = self.decisions.place(source, "deadline")
        own, parent = moment_of(text), moment_of(parent_text or "")
        if own is not None and parent is not None and own > parent:
            self.findings.add(
                Finding(
                    code="deadline-after-parent",
                    severity=Severity.WARNING,
                    message=f"{source.label}上位规划要求{parent_text}完成，本县写的是“{text}”，晚于上级时限",
                    location=place,
                    hint="请核对；不应晚于上级规定的时限。",
                )
            )
        if year is not None and not self._in_period(year):
            start, end = self.spec.plan.period
            self.findings.add(
                Finding(
                    code="deadline-outside-period",
                    severity=Severity.WARNING,
                    message=f"{source.label}的完成时限“{text}”不在本方案的规划期{start}—{end}年之内",
                    location=place,
                    hint="请核对年份。",
                )
            )

    # -- the finished plan ---------------------------------------------------------------------------------------

    def _freeze(
        self, drafts: DraftPlan, indicators: tuple[CountyIndicator, ...], written: Mapping[str, WrittenMeasures]
    ) -> CountyPlan:
        self._frozen_deadline: dict[Draft, tuple[str, bool]] = {}
        for draft in drafts.items():
            self._frozen_deadline[draft] = self._deadline(draft)
        self._report_soon(drafts)
        goals = tuple(self._item(draft, written) for draft in drafts.goals)
        groups = {
            kind: tuple(
                ItemGroup(title=group.title, items=tuple(self._item(draft, written) for draft in group.drafts))
                for group in drafts.groups[kind]
                if group.drafts
            )
            for kind in (ItemKind.TASK, ItemKind.PROJECT)
        }
        tops = [*goals, *(item for kind in groups for group in groups[kind] for item in group.items)]
        duties, idle = list_duties(self.spec.roster, tops, indicators)
        if idle:
            self._say(
                "unit-without-duty",
                Severity.INFO,
                f"部门名册中{len(idle)}个单位在方案中没有任务：{'、'.join(idle)}",
                "请核对是否应参加某些任务；与本方案无关的单位可以从部门名册中删去。",
            )
        return CountyPlan(
            spec=self.spec,
            parents=self.decisions.parents,
            title=plan_title(self.spec, self.decisions.parents, self.words),
            indicators=indicators,
            goals=goals,
            task_groups=groups[ItemKind.TASK],
            project_groups=groups[ItemKind.PROJECT],
            waived=tuple(self._waived()),
            duties=duties,
            trace=tuple(self._trace(drafts)),
            facts=self.facts,
        )

    def _item(self, draft: Draft, written: Mapping[str, WrittenMeasures]) -> CountyItem:
        paragraphs, measures = self._paragraphs[draft], self._measures(draft)
        own = written[draft.key]
        enough = sum(len(_SENTENCE_END.findall(paragraph)) or 1 for paragraph in paragraphs) + len(measures)
        added = own.sentences if enough < _WANTED[draft.kind] else ()
        deadline, inherited = self._frozen_deadline[draft]
        sentences = (*measures, *added)
        if paragraphs:
            # what is asked for comes first, then what the county does about it
            first = _FIRST_SENTENCE.match(paragraphs[0])
            summary = summarise(_full_sentence(first.group() if first else paragraphs[0]))
            summary += summarise(measures[0]) if measures else ""
        elif measures:
            summary = summarise(measures[0])
        else:
            summary = own.summary
        item = CountyItem(
            key=draft.key,
            kind=draft.kind,
            ordinal=draft.ordinal,
            reference=draft.reference,
            title=draft.title,
            group=draft.group,
            paragraphs=paragraphs,
            measures=sentences,
            summary=summary or _full_sentence(draft.title),
            deadline=deadline,
            deadline_inherited=inherited,
            assignment=self._given[draft].assignment,
            origins=draft.origins,
            items=tuple(self._item(nested, written) for nested in draft.nested),
        )
        self._frozen[draft] = item
        return item

    def _waived(self) -> Iterable[Waived]:
        for source in self.decisions.sources:
            waiver = source.waiver
            if source.outcome is not Outcome.WAIVED or waiver is None or waiver.by is None or waiver.on is None:
                continue
            reason = (waiver.waive or "").strip()
            if source.disposition.waive is None or waiver is not source.disposition:
                top = source
                while top.host is not None and self.decisions.current(top.host).outcome is Outcome.WAIVED:
                    top = self.decisions.current(top.host)
                reason = f"随{top.item.id}一并不承接：{reason}"
            yield Waived(
                origin=source.origin(),
                title=self.wording(source, source.item.title),
                reason=reason,
                by=waiver.by,
                on=waiver.on,
            )

    def _trace(self, drafts: DraftPlan) -> Iterable[TraceRow]:
        for source in self.decisions.sources:
            targets = tuple(self._frozen[draft] for draft in drafts.carriers.get(source.order, ()))
            yield TraceRow(origin=source.origin(), disposition=source.outcome.value, targets=targets)

    # -- what is to be said --------------------------------------------------------------------------------------

    def _say(self, code: str, severity: Severity, message: str, hint: str) -> None:
        location = Location(file=self.spec.path)
        self.findings.add(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def _facts(self, situation: Mapping[str, Fact]) -> Mapping[str, object]:
        """Return the situation as nested mappings of values: geohazard_sites.total -> {geohazard_sites: {total: …}}."""
        tree: dict[str, object] = {}
        for name, fact in situation.items():
            *heads, last = name.split(".")
            place = tree
            for head in heads:
                inner = place.setdefault(head, {})
                if not isinstance(inner, dict):
                    break
                place = inner
            else:
                if not isinstance(place.get(last), dict):
                    place[last] = fact.value
                    continue
            self._say(
                "fact-conflict",
                Severity.WARNING,
                f"县情“{fact_name(name)}”与另一项县情的名称冲突，没有用上",
                "同一名称不能既是一个数、又分成几项；请保留一种写法。",
            )
        return MappingProxyType(tree)

    def _report_groups(self, drafts: DraftPlan) -> None:
        for rows, code, words in (
            (drafts.placed, "group-placed", "没有同样的条目，按内容排进首个上位规划的各组"),
            (drafts.new_groups, "group-new", "排不进首个上位规划的任何一组，另立标题"),
        ):
            if not rows:
                continue
            counts = Counter(group.title for _, group in rows)
            listed = "；".join(f"“{title}”{count}项" for title, count in counts.items())
            finding = Finding(
                code=code,
                severity=Severity.INFO,
                message=f"后面的上位规划中{len(rows)}项{words}：{listed}",
                hint="如不合适，请用“并入”写明并入哪一条，或调整“上位规划”的先后。",
            )
            self.findings.about(finding, [source for source, _ in rows])

    def _report_levels(self, drafts: DraftPlan) -> None:
        """Report nested items of one task that speak of the parent's level, of the county and of towns by turns."""
        for host in drafts.items():
            upper: list[Source] = []
            own = False
            for nested in host.nested:
                if not nested.carried or nested.carried[0].settings.title:
                    continue
                source = nested.carried[0].source
                tiers = self.knowledge.rules.tiers.get(source.plan.level.value)
                if tiers is None:
                    continue
                if re.search(tiers["upper"], source.item.title):
                    upper.append(source)
                own = own or bool(re.search(tiers["own"], source.item.title))
            if upper and own:
                self._beside.update(one.order for one in upper)
                labels = "、".join(one.label for one in upper)
                finding = Finding(
                    code="levels-beside",
                    severity=Severity.WARNING,
                    message=f"“{short(host.title)}”的子项分别写了上级和县级的事，{labels}是上级承担的部分，已按县级改写",
                    hint="请核对本县是否承担；不承担的写明“不承接”，或用“并入”并到县级的子项，"
                    f"例如：{item_line(upper[0].item.id, waive='由市级建设', by='县应急局', on='2026-11-20')}",
                )
                self.findings.about(finding, upper)

    def _report_quantities(self, drafts: DraftPlan) -> None:
        """Report what was the parent's own: its numbers and sums of money, and titles that say 市级."""
        clauses: dict[Source, tuple[str, ...]] = {}
        lowered: dict[Source, str] = {}
        for draft in (*drafts.indicators, *drafts.items()):
            for carried in draft.carried:
                source, settings = carried.source, carried.settings
                titles = source.item.title if carried is draft.carried[0] and not settings.title else ""
                texts = source.item.text if carried.part in (None, 1) and not settings.text else ""
                results = [self._localise(source, text) for text in (titles, texts) if text]
                found = [clause for result in results for clause in result.quantities]
                if self._target_is_parents(draft, source):
                    found.append(f"{source.item.title}：{source.item.target}")
                if found:
                    clauses[source] = tuple(dict.fromkeys(found))
                if titles and self._localise(source, titles).lowered and source.order not in self._beside:
                    lowered[source] = draft.title
        if clauses:
            listed = "；".join(
                f"{source.item.id}“{'”“'.join(short(clause, _CLAUSE_SHOWN) for clause in found)}”"
                for source, found in clauses.items()
            )
            finding = Finding(
                code="city-quantity",
                severity=Severity.WARNING,
                message=f"{len(clauses)}项里的数量或金额是上级的，已随所在的句子写成本县的：{listed}",
                hint="请逐项改成本县的数，在“承接”中写明“正文”或“标题”，例如："
                f"{item_line(next(iter(clauses)).item.id, text='按本县实际改写的正文')}；"
                "指标写“目标”；由上级统一建设的，写明“不承接”。",
            )
            self.findings.about(finding, clauses)
        if lowered:
            listed = "、".join(f"{one.label}写作“{short(title)}”" for one, title in lowered.items())
            finding = Finding(
                code="level-lowered",
                severity=Severity.INFO,
                message=f"{len(lowered)}项的标题写的是上级自己的事，已降为本县的：{listed}",
                hint="请核对是否确由本县承担；由上级承担的，写明“不承接”，例如："
                f"{item_line(next(iter(lowered)).item.id, waive='由市级统一建设', by='县应急局', on='2026-11-20')}",
            )
            self.findings.about(finding, lowered)

    def _target_is_parents(self, draft: Draft, source: Source) -> bool:
        """Return whether an indicator's target is a number of things that holds for the parent's whole territory."""
        row, pattern = self._frozen.get(draft), self.knowledge.rules.quantities
        if not isinstance(row, CountyIndicator) or row.own_target or pattern is None:
            return False
        return source.plan.level is not Level.COUNTY and pattern.search(source.item.target or "") is not None

    def _report_facts(self, drafts: Sequence[Draft], written: Mapping[str, WrittenMeasures]) -> None:
        absent: dict[str, list[Draft]] = {}
        unknown: dict[str, list[Draft]] = {}
        for draft in drafts:
            for name in written[draft.key].absent:
                absent.setdefault(name, []).append(draft)
            for name in written[draft.key].unknown:
                unknown.setdefault(name, []).append(draft)
        for name, concerned in absent.items():
            titles = "、".join(f"{draft.reference}“{short(draft.title)}”" for draft in concerned)
            finding = Finding(
                code="thing-absent",
                severity=Severity.WARNING,
                message=f"县情写明没有这类对象（“{fact_name(name)}”），以下{len(concerned)}项与之有关：{titles}",
                hint="请考虑不承接并写明理由，例如："
                f"{item_line(_example(concerned), waive='县域没有这类企业或设施', by='县应急局', on='2026-11-20')}；"
                "仍要承接的，请在“承接”中写明本县的“措施”。",
            )
            self.findings.about(finding, [source for draft in concerned for source in draft.sources])
        if unknown:
            concerned = list(dict.fromkeys(draft for drafts_of in unknown.values() for draft in drafts_of))
            names = "、".join(f"“{fact_name(name)}”" for name in sorted(unknown))
            finding = Finding(
                code="fact-unknown",
                severity=Severity.INFO,
                message=f"县情中没有填{names}，与之有关的{len(concerned)}项措施按一般情况写",
                hint="请在“县情”中补上这些数字，措施会随之具体；县里没有的填 0。",
            )
            self.findings.about(finding, [source for draft in concerned for source in draft.sources])

    def _report_wording(self) -> None:
        for (kept, explanation), doubts in self._doubts.items():
            words = "、".join(dict.fromkeys(f"“{words}”" for words, _ in doubts))
            example = doubts[0][1].item.id
            finding = Finding(
                code="left-city-wording" if kept else "wording-changed",
                severity=Severity.WARNING if kept else Severity.INFO,
                message=f"{explanation}：{words}",
                hint="请在“承接”中为这些条目写明“标题”或“正文”，例如："
                f"{item_line(example, title='按本县实际改写的标题')}",
            )
            self.findings.about(finding, [source for _, source in doubts])

    def _report_soon(self, drafts: DraftPlan) -> None:
        """Report deadlines that leave less than three months after the plan's date."""
        issued = self.spec.plan.date
        if issued is None:
            return
        late: dict[str, list[Draft]] = {}
        for draft in drafts.items():
            text, named = self._frozen_deadline[draft]
            day = deadline_day(text)
            shared = draft.host is not None and self._frozen_deadline[draft.host] == (text, named)
            if named and not shared and day is not None and day < issued + timedelta(days=_SOON):
                late.setdefault(text, []).append(draft)
        if not late:
            return
        listed = "；".join(
            f"“{text}”{len(of_text)}项（{'、'.join(f'{draft.reference}“{short(draft.title)}”' for draft in of_text)}）"
            for text, of_text in late.items()
        )
        count = sum(map(len, late.values()))
        finding = Finding(
            code="deadline-too-soon",
            severity=Severity.WARNING,
            message=f"{count}项的完成时限离成文日期{issued.isoformat()}不足三个月，或者已经过去：{listed}",
            hint="请核对时限和成文日期；时限来自上位规划、确实来不及的，请商上级后在“承接”中写明本县的“时限”，"
            "已经完成的，请在“正文”中写明。",
        )
        self.findings.about(finding, [source for of_text in late.values() for one in of_text for source in one.sources])

    def _report_deadlines(self) -> None:
        start, last = self.spec.plan.period
        for year, sources in sorted(self._outside.items()):
            finding = Finding(
                code="deadline-outside-period",
                severity=Severity.WARNING,
                message=f"上位规划的完成时限是{year}年，不在本方案的规划期{start}—{last}年之内，{len(sources)}项仍按原时限承接",
                hint="请在“承接”中为这些条目写明本县的“时限”，例如："
                f"{item_line(sources[0].item.id, deadline=str(min(max(year, start), last)))}",
            )
            self.findings.about(finding, sources)
        if not self._no_deadline:
            return
        end = printed_deadline(self.spec.plan.period[1], self.words)
        finding = Finding(
            code="deadline-missing",
            severity=Severity.INFO,
            message=f"上位规划没有写{len(self._no_deadline)}项的完成时限，分工表中写作规划期末（{end}）",
            hint="需要提前完成的，请在“承接”中写“时限”，例如："
            f"{item_line(self._no_deadline[0].item.id, deadline=str(self.spec.plan.period[0] + 1))}",
        )
        self.findings.about(finding, self._no_deadline)


_DEADLINES_MERGED = Finding(
    code="deadline-merged",
    severity=Severity.INFO,
    message="合并的条目在几个上位规划中的完成时限不同，取最早的",
    hint="如需另定，请在“承接”中为在前的条目写“时限”。",
)


def _heading(draft: Draft) -> str | None:
    """Return what an item stands under: a group's heading, or the item that it is nested under."""
    return draft.host.title if draft.host else draft.group


def _example(drafts: Sequence[Draft]) -> str:
    return next((draft.sources[0].item.id for draft in drafts if draft.sources), "T01")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _full_sentence(text: str) -> str:
    """Return a sentence with a full stop at its end."""
    stripped = text.strip()
    return stripped if stripped.endswith(("。", "！", "？", "；", "：")) else f"{stripped.rstrip('，、,.;')}。"
