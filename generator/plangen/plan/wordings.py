"""The parents' words in the county's wording for a whole plan, and what a person should look at in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plangen.county.spec import County
from plangen.parent.model import Level
from plangen.plan import rules
from plangen.plan.drafts import Draft, DraftPlan
from plangen.plan.gather import Gathering
from plangen.plan.localise import Doubt, Localised, localise
from plangen.plan.localise_rules import POWER, LocaliseRules
from plangen.plan.model import CountyIndicator
from plangen.plan.sources import Source
from plangen.terms.findings import Rule
from plangen.terms.text import short

_CLAUSE_SHOWN = 40  # characters of a clause that a finding shows


def _rule_of(doubt: Doubt) -> Rule:
    """Return what says a doubt."""
    if doubt.reason == POWER:
        return rules.POWER_LACKING
    if doubt.open:
        return rules.SENTENCE_OPEN
    return rules.LEFT_CITY_WORDING if doubt.kept else rules.WORDING_CHANGED


class Wordings:
    """Turns parents' texts into the county's wording, each once, and remembers what is to be said about them.

    Args:
        county: the county.
        table: the rule table.
    """

    def __init__(self, county: County, table: LocaliseRules) -> None:
        self._county, self._table = county, table
        self._localised: dict[tuple[str, str], Localised] = {}
        self._said: dict[tuple[Source, str], Localised] = {}

    def __call__(self, source: Source, text: str) -> str:
        """Return a parent's words as the plan prints them, with 【】 around what the county has to decide."""
        result = self._said[(source, text)] = self.localised(source, text)
        return result.printed

    def localised(self, source: Source, text: str) -> Localised:
        """Return a parent's words in the county's wording with what is to be said about them."""
        key, plan = (source.plan.id, text), source.plan
        if key not in self._localised:
            self._localised[key] = localise(
                text, county=self._county, parent_place=plan.place, parent_level=plan.level, rules=self._table
            )
        return self._localised[key]

    def report(self, findings: Gathering) -> None:
        """Report what the rules could not decide alone, and what was left out as another level's half."""
        doubts: dict[tuple[Rule, str], list[tuple[str, Source]]] = {}
        halves: dict[tuple[str, Source], None] = {}
        for (source, _), result in self._said.items():
            for sentence in result.sentences:
                halves |= {(change.before, source): None for change in sentence.changes if change.half}
                for doubt in sentence.doubts:
                    words = short(sentence.parent.strip(), _CLAUSE_SHOWN) if doubt.open else doubt.words
                    doubts.setdefault((_rule_of(doubt), doubt.explanation), []).append((words, source))
        for (rule, explanation), said in doubts.items():
            words = "、".join(dict.fromkeys(f"“{words}”" for words, _ in said))
            found = rule.found(explanation=explanation, words=words, example=said[0][1].item.id)
            findings.about(found, [source for _, source in said])
        if halves:
            said = list(halves)
            words = "、".join(f"{source.item.id}“{short(before, _CLAUSE_SHOWN)}”" for before, source in said)
            found = rules.HALF_LEFT_OUT.found(count=len(said), words=words, example=said[0][1].item.id)
            findings.about(found, [source for _, source in said])

    def report_levels(
        self, drafts: DraftPlan, indicators: Mapping[Draft, CountyIndicator], findings: Gathering
    ) -> None:
        """Report what was the parent's own: its level beside the county's, its figures, titles that say 市级."""
        beside = set(self._beside(drafts, findings))
        clauses: dict[Source, tuple[str, ...]] = {}
        lowered: dict[Source, str] = {}
        for draft in (*drafts.indicators, *drafts.items()):
            for carried in draft.carried:
                source, settings = carried.source, carried.settings
                title = source.item.title if carried is draft.carried[0] and not settings.title else ""
                text = source.item.text if carried.part in (None, 1) and not settings.text else ""
                results = [self.localised(source, words) for words in (title, text) if words]
                found = [clause for result in results for clause in result.quantities]
                if self._target_is_parents(indicators.get(draft), source):
                    found.append(f"{source.item.title}：{source.item.target}")
                if found and not any(one.total for one in source.item.quantities):  # those are said by themselves
                    clauses[source] = tuple(dict.fromkeys(found))
                if title and self.localised(source, title).lowered and source not in beside:
                    lowered[source] = draft.title
        if clauses:
            said = "；".join(
                f"{source.item.id}“{'”“'.join(short(clause, _CLAUSE_SHOWN) for clause in found)}”"
                for source, found in clauses.items()
            )
            example = next(iter(clauses)).item.id
            findings.about(rules.CITY_QUANTITY.found(count=len(clauses), clauses=said, example=example), clauses)
        if lowered:
            titles = "、".join(f"{one.label}写作“{short(title)}”" for one, title in lowered.items())
            example = next(iter(lowered)).item.id
            findings.about(rules.LEVEL_LOWERED.found(count=len(lowered), titles=titles, example=example), lowered)

    def _beside(self, drafts: DraftPlan, findings: Gathering) -> Iterable[Source]:
        """Yield, and report, nested items that speak of the parent's level beside such as speak of the county's."""
        for host in drafts.items():
            upper: list[Source] = []
            own = False
            for carried in (nested.carried[0] for nested in host.nested if nested.carried):
                tier = self._table.tiers.get(carried.source.plan.level.value)
                if carried.settings.title or tier is None:
                    continue
                title = carried.source.item.title
                open_already = any(one.open for one in self.localised(carried.source, title).sentences)
                upper += [carried.source] if tier.upper.search(title) and not open_already else []
                own = own or bool(tier.own.search(title))
            if upper and own:
                labels, example = "、".join(one.label for one in upper), upper[0].item.id
                found = rules.LEVELS_BESIDE.found(title=short(host.title), labels=labels, example=example)
                findings.about(found, upper)
                yield from upper

    def _target_is_parents(self, row: CountyIndicator | None, source: Source) -> bool:
        """Return whether an indicator's target is a number of things that holds for the parent's whole territory."""
        pattern = self._table.quantities
        if row is None or row.own_target or pattern is None or source.plan.level is Level.COUNTY:
            return False
        return pattern.search(source.item.target or "") is not None
