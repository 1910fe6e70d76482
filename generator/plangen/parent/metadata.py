"""What a plan is: title, place, level, kind, period and id together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph
from plangen.parent.model import Level, PlanKind
from plangen.parent.place_and_period import find_kind, find_period, find_place
from plangen.parent.titles import FoundTitle
from plangen.terms.findings import Finding, Location
from plangen.terms.period import period_name
from plangen.terms.text import comparable, squeeze
from plangen.terms.vocabulary import gazetteer, quoted, vocabulary


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What a plan is, and the doubts about it."""

    id: str
    title: str
    place: str
    level: Level
    kind: PlanKind
    period: tuple[int, int] | None
    own_names: tuple[str, ...]
    findings: tuple[Finding, ...]


def describe(
    blocks: Sequence[Block], title: FoundTitle, *, name: str, stem: str, plan_id: str | None, only_tables: bool
) -> Metadata:
    """Return what the plan is.

    Args:
        blocks: the document's body.
        title: the title that was found.
        name: the file's name, for findings.
        stem: the file's name without extension, the last resort for an id.
        plan_id: the id that the caller wants, or None.
        only_tables: the document consists of division tables.
    """
    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    findings: list[Finding] = []
    place, level = find_place(title.text, text, name, findings)
    period = find_period(title.text, text, name, findings)
    kind = find_kind(title.text, text, only_tables)
    full = title.text or _composed_title(place, period, kind, text, name, findings)
    if title.text and title.block is None:
        findings.append(rules.TITLE_QUOTED.found(Location(file=name), title=full))
    names = own_names_of(place, level)
    identity = plan_id or identity_of(place, level, period, stem, name, findings)
    return Metadata(
        id=identity,
        title=full,
        place=place,
        level=level,
        kind=kind,
        period=period,
        own_names=names,
        findings=tuple(findings),
    )


def _composed_title(
    place: str, period: tuple[int, int] | None, kind: PlanKind, text: str, name: str, findings: list[Finding]
) -> str:
    """Put a title together from place, period, subject and kind."""
    flat = squeeze(text)
    term = period_name(period) if period else ""
    counts = {subject: flat.count(subject) for subject in vocabulary().subjects}
    # what follows the term directly (“十五五”……应急体系建设) names the plan's own subject better than any count
    after_term = Counter(
        subject
        for match in re.finditer(re.escape(term) + r"[^。；，]{0,14}", flat)
        for subject in vocabulary().subjects
        if term and subject in match[0]
    )
    subject = (after_term or Counter(counts)).most_common(1)[0][0]
    if not after_term and not counts[subject]:
        subject = "应急管理"
    ends = {PlanKind.PLAN: "规划", PlanKind.IMPLEMENTATION: "实施方案", PlanKind.TASK_TABLE: "任务分工表"}
    title = f"{place}{term}{subject}{ends[kind]}"
    findings.append(rules.TITLE_COMPOSED.found(Location(file=name), title=title))
    return title


def own_names_of(place: str, level: Level) -> tuple[str, ...]:
    """Return how a place's plan calls the place: 忻州市, 忻州, 全市, 我市."""
    whole = {
        Level.NATION: ("全国", "国家"),
        Level.PROVINCE: ("全省", "我省", "全区"),
        Level.CITY: ("全市", "我市", "本市"),
        Level.DISTRICT: ("全区", "我区"),
        Level.COUNTY: ("全县", "我县", "全市"),
    }[level]
    names = (place, re.sub(r"(?:省|市|县|区|州|盟|旗)$", "", place)) if place else ()
    return tuple(dict.fromkeys(comparable(word) for word in (*names, *whole) if len(word) > 1))


def identity_of(
    place: str, level: Level, period: tuple[int, int] | None, stem: str, name: str, findings: list[Finding]
) -> str:
    """Return the id: slug of the place and short form of the period, xinzhou-145."""
    places = gazetteer()
    slug = "china" if level is Level.NATION else None
    for names in (places.provinces, places.cities, places.counties):
        slug = slug or names.get(place)
    tail = _term_digits(period)
    if slug and tail:
        return f"{slug}-{tail}"
    stand_in = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "-".join(filter(None, (slug or "parent", tail)))
    findings.append(rules.ID_GUESSED.found(Location(file=name), identity=quoted(stand_in)))
    return stand_in


def _term_digits(period: tuple[int, int] | None) -> str | None:
    if period is None:
        return None
    if (period[0] - 2021) % 5 == 0 and period[1] - period[0] == 4:
        return f"{14 + (period[0] - 2021) // 5}5"
    return f"{period[0]}" if period[0] == period[1] else f"{period[0]}-{period[1]}"
