"""Checking what only the county can say in its paper: baselines, last period's values, money, texts of chapters."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.county.spec import CountySpec, Disposition, LocalItem, Section
from plangen.county.voice_schema import TEXT
from plangen.plan import rules
from plangen.plan.model import CountyPlan
from plangen.terms.findings import Finding, Location
from plangen.terms.patterns import lazy_pattern
from plangen.terms.text import comparable, short

_SHORTEST = 12  # characters of a sentence that nobody writes twice by chance
_SENTENCES = lazy_pattern("[^。！？；\\n]+")
_BARE_NUMBER = lazy_pattern(r"[约共计总投资\s]*[\d.,，]+\s*[万亿]?")


def check_chapters(plan: CountyPlan) -> tuple[Finding, ...]:
    """Return what is wrong with what the county alone says in its paper.

    Args:
        plan: the county's plan.
    """
    return (*_baselines(plan), *_previous(plan.spec), *_money(plan), *_repeated(plan.spec))


def _baselines(plan: CountyPlan) -> Iterator[Finding]:
    bare = [row for row in plan.indicators if row.baseline is None]
    if bare and plan.spec.plan.kind == "plan":
        place = plan.spec.locations.get(("indicators",), Location(file=plan.spec.path))
        yield rules.BASELINE_MISSING.found(
            place,
            items=[origin.key for row in bare for origin in row.origins],
            count=len(bare),
            names="、".join(row.name for row in bare),
            year=plan.spec.plan.period[0] - 1,
        )


def _previous(spec: CountySpec) -> Iterator[Finding]:
    for one in spec.indicators:
        if one.previous and one.previous.result and not one.previous.target:
            yield rules.PREVIOUS_WITHOUT_TARGET.found(one.location, name=one.name or one.of)


def _money(plan: CountyPlan) -> Iterator[Finding]:
    """Yield the investments that are a bare number."""
    spec = plan.spec
    decided = [one for items in spec.inherit.values() for one in items.values()]
    parts = [part for one in decided for part in one.split]
    rows: tuple[LocalItem | Disposition, ...] = (*spec.local_tasks, *spec.local_projects, *decided, *parts)
    for one in rows:
        value = one.details.get("investment")
        if value and _BARE_NUMBER.fullmatch(value):
            yield rules.MONEY_WITHOUT_UNIT.found(one.location, title=one.title or "工程", value=value)


def _repeated(spec: CountySpec) -> Iterator[Finding]:
    """Yield the sentences that stand in two chapters of the county's own, or twice in one; each once."""
    seen: dict[str, str] = {}
    said: set[str] = set()
    for key, rule in TEXT.items():
        value = getattr(spec.text, key)
        texts = [value] if isinstance(value, str) else [one.text for one in value or () if isinstance(one, Section)]
        for sentence in (match[0].strip() for text in texts for match in _SENTENCES.finditer(text)):
            name, plain = rule["meta"]["name"], comparable(sentence)
            first = seen.setdefault(plain, name) if len(plain) >= _SHORTEST else None
            if first is not None and plain in said:
                place = spec.locations.get(("text", key), Location(file=spec.path))
                yield rules.TEXT_REPEATED.found(place, first=first, second=name, sentence=short(sentence))
            said.add(plain)
