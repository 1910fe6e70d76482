"""What a plan is: title, place, level, kind, period and id together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph
from plangen.parent.model import TITLE_GAP, Level, PlanKind
from plangen.parent.place_and_period import find_kind, find_period, find_place, period_in_title, place_in_title
from plangen.parent.titles import FoundTitle, title_in_name
from plangen.terms.findings import Finding, Location
from plangen.terms.text import comparable
from plangen.terms.vocabulary import gazetteer, quoted


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
    blocks: Sequence[Block],
    title: FoundTitle,
    *,
    name: str,
    stem: str,
    plan_id: str | None,
    only_tables: bool,
    stated: str | None = None,
) -> Metadata:
    """Return what the plan is.

    Args:
        blocks: the document's body.
        title: the title that was found.
        name: the file's name, for findings.
        stem: the file's name without extension, the last resort for a title and an id.
        plan_id: the id that the caller wants, or None.
        only_tables: the document consists of division tables.
        stated: the title that a person gives, or None.
    """
    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    findings: list[Finding] = []
    known = stated or title.text or title_in_name(stem)
    # a title that a person gives may leave out the place or the years that the document's own has
    titles = [one for one in (stated, title.text) if one]
    placed = next((one for one in titles if place_in_title(one)[0]), known)
    dated = next((one for one in titles if period_in_title(one)), known)
    place, level = find_place(placed, text, name, findings)
    period = find_period(dated, text, name, findings)
    kind = find_kind(known, text, only_tables)
    if known is None:
        findings.append(rules.TITLE_MISSING.found(Location(file=name), title=TITLE_GAP))
    elif known not in (stated, title.text):
        findings.append(rules.TITLE_FROM_NAME.found(Location(file=name), title=known))
    elif not stated and title.block is None:
        findings.append(rules.TITLE_QUOTED.found(Location(file=name), title=known))
    names = own_names_of(place, level)
    identity = plan_id or identity_of(place, level, period, stem, name, findings)
    return Metadata(
        id=identity,
        title=known or TITLE_GAP,
        place=place,
        level=level,
        kind=kind,
        period=period,
        own_names=names,
        findings=tuple(findings),
    )


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
        slug = slug or names.get(place) or names.get(_autonomous(place, names))
    tail = _term_digits(period)
    if slug and tail:
        return f"{slug}-{tail}"
    stand_in = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "-".join(filter(None, (slug or "parent", tail)))
    findings.append(rules.ID_GUESSED.found(Location(file=name), identity=quoted(stand_in)))
    return stand_in


def _autonomous(place: str, names: Mapping[str, str]) -> str:
    """Return the full name of an autonomous place that is called by its short one: 西双版纳州; empty where none is."""
    full = [name for name in names if name.startswith(place[:-1]) and name.endswith(f"自治{place[-1:]}")]
    return full[0] if len(full) == 1 and len(place) > 2 else ""


def _term_digits(period: tuple[int, int] | None) -> str | None:
    if period is None:
        return None
    if (period[0] - 2021) % 5 == 0 and period[1] - period[0] == 4:
        return f"{14 + (period[0] - 2021) // 5}5"
    return f"{period[0]}" if period[0] == period[1] else f"{period[0]}-{period[1]}"
