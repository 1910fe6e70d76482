"""Words that a county's draft should no longer have: the parent's wording, and names and years of the last period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from plangen.plan.localise import left_city_wording
from plangen.plan.localise_rules import LocaliseRules
from plangen.plan.model import CountyPlan
from plangen.terms.deadline import deadline_years, year_mentions
from plangen.terms.findings import Finding, Location
from plangen.terms.patterns import lazy_pattern
from plangen.terms.period import period_name
from plangen.terms.text import squeeze
from plangen.terms.vocabulary import quoted
from plangen.trace import check_rules
from plangen.trace.check_words import CheckWords

_DOCUMENT = lazy_pattern(r"《[^《》]*》")
_AROUND = 12


def left_wording(
    texts: Iterable[tuple[str, str]], plan: CountyPlan, rules: LocaliseRules, name: str | None
) -> Iterator[Finding]:
    """Yield what is still a parent's wording, one finding a place.

    Args:
        texts: places in Chinese, each with what stands there.
        plan: the county's plan, for the county and the parents.
        rules: the rule table of the county's wording.
        name: the draft's file name.
    """
    seen: dict[str, list[str]] = {}
    places = {(parent.place, parent.level): parent for parent in plan.parents}.values()
    for place, text in texts:
        if text not in seen:
            bare = _without_titles(text, plan)
            words = (
                word
                for parent in places
                for word in left_city_wording(
                    bare,
                    county=plan.spec.county,
                    parent_place=parent.place,
                    parent_level=parent.level,
                    rules=rules,
                )
            )
            seen[text] = list(map(quoted, dict.fromkeys(words)))
        if seen[text]:
            yield check_rules.CITY_WORDING_LEFT.found(Location(file=name, place=place), words=seen[text])


def past_words(
    texts: Iterable[tuple[str, str]], plan: CountyPlan, words: CheckWords, name: str | None
) -> Iterator[Finding]:
    """Yield names of earlier periods and deadlines before the plan's own period, one finding a place and kind.

    A name in a comparison (低于“十四五”时期平均水平) or in the name of a document is no mistake.

    Args:
        texts: places in Chinese, each with what stands there.
        plan: the county's plan, for its period.
        words: what makes a name of a period a comparison.
        name: the draft's file name.
    """
    start, end = plan.spec.plan.period
    earlier = [
        period_name((first, first + 4)).strip("“”") for first in range(start - 5, start - 16, -5) if end == start + 4
    ]
    earlier = [one for one in earlier if re.fullmatch("十[一二三四五六七八九]五", one)]
    own = period_name(plan.spec.plan.period)
    bare = [(Location(file=name, place=place), _without_titles(text, plan)) for place, text in texts]
    for where, text in bare:
        if found := [quoted(word) for word in _misused(text, earlier, words)]:
            yield check_rules.PAST_PERIOD.found(where, words=found, own=own)
    for where, text in bare:
        if years := [mention.year for mention in year_mentions(text) if mention.year < start and mention.by]:
            said = [quoted(f"{year}年") for year in dict.fromkeys(years)]
            yield check_rules.PAST_DEADLINE.found(where, about="", start=start, end=end, words=said)


def _without_titles(text: str, plan: CountyPlan) -> str:
    """Return a text without names of documents, which keep their wording and their period."""
    bare = _DOCUMENT.sub("", text)
    for parent in plan.parents:
        bare = bare.replace(parent.title, "")
    return bare


def past_year_in_cell(text: str, start: int) -> int | None:
    """Return the year of a deadline cell when it lies before the period."""
    years = deadline_years(text)
    return max(years) if years and max(years) < start else None


def _misused(text: str, earlier: Sequence[str], words: CheckWords) -> Iterator[str]:
    flat = squeeze(text)
    for one in earlier:
        for match in re.finditer(f'[“"]?{one}[”"]?', flat):
            before, after = flat[: match.start()], flat[match.end() :]
            if before.endswith(words.past_period.before) or after.startswith(words.past_period.after):
                continue
            yield flat[max(0, match.start() - _AROUND) : match.end() + _AROUND]
