"""In whose name the plan speaks: whom its issuer may bind, who gathers what is reported, to whom it is sent.

What stands here is data in ``templates/knowledge/voice.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

from plangen.county.details import DETAILS
from plangen.county.spec import CountySpec, PlanSettings
from plangen.county.voice_schema import TEXT
from plangen.plan.directory import Directory
from plangen.plan.knowledge import fact_path
from plangen.plan.model import AssignedUnit, Assignment, CountyPlan, Duties
from plangen.plan.wording import Stage
from plangen.terms.kept import word_of
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Keys, load_shape
from plangen.terms.units import CanonicalUnit, UnitType, canonical, load_units, unit_name

_Type = Annotated[str, word_of("单位类别", get_args(UnitType))]
_Unit = Annotated[str, unit_name]


@dataclass(frozen=True, kw_only=True)
class _NamedType:
    """The type of units that no knowledge names, by their names."""

    type: _Type
    pattern: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class IssuerKind:
    """A kind of body that issues papers; see voice.yaml."""

    kind: Literal["party", "government", "committee", "department"]
    pattern: re.Pattern[str]
    asks: Mapping[_Type, str]
    approval: bool = False
    alone: bool = True


@dataclass(frozen=True, kw_only=True)
class _Coordinator:
    """The unit that gathers what concerns a subject, by words of the parent's title."""

    words: tuple[str, ...]
    unit: _Unit


@dataclass(frozen=True, kw_only=True)
class _SubjectFacts:
    """The facts of the county's situation that concern a subject, by words of the parent's title."""

    words: tuple[str, ...]
    names: tuple[Annotated[str, fact_path], ...]


_Subject = TypeVar("_Subject", _Coordinator, _SubjectFacts)


@dataclass(frozen=True, kw_only=True, eq=False)
class VoiceWords:
    """What voice.yaml says; see there for the meaning of each."""

    types: tuple[_NamedType, ...]
    other_type: _Type
    issuers: tuple[IssuerKind, ...]
    disclosure: Annotated[Mapping[str, str], Keys("public", "on-request")]
    protocol: tuple[tuple[_Type, ...], ...]
    coordinators: tuple[_Coordinator, ...]
    facts: tuple[_SubjectFacts, ...]

    def issuer(self, name: str) -> IssuerKind | None:
        """Return what kind of body a name is; None where it is none that issues papers."""
        return next((kind for kind in self.issuers if kind.pattern.search(name)), None)


def load_voice_words(path: Path | None = None) -> VoiceWords:
    """Read the words.

    Args:
        path: the file; None takes the one that comes with plangen.

    Raises:
        FindingsError: the file cannot be read or does not fit.
    """
    return load_shape(VoiceWords, path or knowledge_file("voice.yaml"))


class Voice:
    """What the county's issuers may say to whom.

    Args:
        spec: the county's spec.
        units: canonical units.
        words: see :func:`load_voice_words`.
    """

    def __init__(self, spec: CountySpec, units: tuple[CanonicalUnit, ...], words: VoiceWords) -> None:
        self._spec, self._units, self._words = spec, units, words
        self._roster = {unit.short: unit for unit in spec.roster.units}
        self._groups = {group.name: group.members for group in spec.roster.groups}
        self._kinds = [kind for name in spec.plan.issuers if (kind := words.issuer(name))]
        self._asked: dict[str, str] = {}

    def type_of(self, name: str) -> str:
        """Return the type of a unit of the county, of those that units.yaml knows.

        Args:
            name: as it is printed.
        """
        if name in self._groups:
            return "group"
        known = self._roster.get(name)
        names = (name, known.name) if known else (name,)
        by_name = (rule.type for one in names for rule in self._words.types if rule.pattern.search(one))
        kind = self._known_type(names) or next(by_name, "")
        if not kind and known:  # 忻府供电中心: whom it answers for says what it is
            kind = self._known_type(known.covers[:1])
        kind = kind or self._words.other_type
        # a company or a garrison is under somebody else's command too, and is asked by its own word
        return "vertical" if known and known.vertical and kind in ("department", "institution") else kind

    def _known_type(self, names: Iterable[str]) -> str:
        return next((found.type for one in names if (found := canonical(one, self._units))), "")

    def word_for(self, name: str) -> str:
        """Return the word by which a unit is asked (商请); empty where one of the issuers binds it.

        Args:
            name: as it is printed; a group is asked where each of its members is.
        """
        if name not in self._asked:
            asks = [self.word_for(member) for member in self._groups.get(name, ()) if member != name]
            self._asked[name] = (asks[0] if all(asks) else "") if asks else self._own_word(name)
        return self._asked[name]

    def _own_word(self, name: str) -> str:
        known = self._roster.get(name)
        own = {name, known.name} if known else {name}
        asks = [kind.asks.get(self.type_of(name), "") for kind in self._kinds]
        return asks[0] if asks and all(asks) and not own.intersection(self._spec.plan.issuers) else ""

    def spoken(self, assignment: Assignment) -> Assignment:
        """Return a responsibility in which the units that the issuers do not command are asked."""

        def asked(unit: AssignedUnit) -> AssignedUnit:
            return replace(unit, asked=self.word_for(unit.name))

        return replace(
            assignment,
            lead=asked(assignment.lead) if assignment.lead else None,
            co_leads=tuple(map(asked, assignment.co_leads)),
            participants=tuple(map(asked, assignment.participants)),
        )

    def recipients(self, duties: Iterable[Duties]) -> tuple[tuple[str, ...], ...]:
        """Return every unit that has a duty, each once, in the order of protocol; of a group its members.

        Args:
            duties: what each unit of the plan has to do.
        """
        busy = [one.unit for one in duties if any((one.leads, one.participates, *_indicators(one)))]
        named = dict.fromkeys(unit for name in busy for unit in self._groups.get(name) or (name,))
        order = {name: place for place, name in enumerate(self._roster)}
        found: dict[str, list[str]] = {}
        for name in sorted(named, key=lambda one: order.get(one, len(order))):
            known = self._roster.get(name)
            if known is None or known.name not in self._spec.plan.issuers:
                found.setdefault(self.type_of(name), []).append(name)
        if any(name.startswith("各") for name in found.get("government", ())):
            found["government"] = [name for name in found["government"] if name.startswith("各")]
        listed = {kind for row in self._words.protocol for kind in row}
        rows = (*self._words.protocol, tuple(kind for kind in found if kind not in listed))
        return tuple(filter(None, (tuple(name for kind in row for name in found.get(kind, ())) for row in rows)))


def _indicators(duties: Duties) -> tuple[object, object]:
    return duties.leads_indicators, duties.participates_indicators


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What the letter or notice that goes with the plan needs to know.

    Attributes:
        kinds: the kinds of the issuers, the leading one first.
        approval: whether somebody else's approval has to be named.
        coordinator: the unit that gathers comments and reports, as it is printed; None where nobody knows.
        coordinator_name: its full name.
        coordinator_asked: the word by which the issuer asks it; empty where it binds it.
        coordinator_given: whether the spec names it; else it is proposed.
        recipients: every unit that has a duty, in the order of protocol.
        disclosure: what the paper says under its date about who may read it; empty where it says nothing.
        facts: facts of the situation that the subject concerns; None: all.
        accepted: the chapters that are the county's own though the spec does not write them: preface, notice.
        proposed: those that are merely proposed.
        gaps: what the letter or notice of this stage needs and the spec does not say, in Chinese.
        blanks: what the paper itself needs and the spec does not say, printed as 【待填】: 回顾, 基期值.
    """

    kinds: tuple[str, ...]
    approval: bool
    coordinator: str | None
    coordinator_name: str | None
    coordinator_asked: str
    coordinator_given: bool
    recipients: tuple[tuple[str, ...], ...]
    disclosure: str
    facts: frozenset[str] | None
    accepted: tuple[str, ...]
    proposed: tuple[str, ...]
    gaps: tuple[str, ...]
    blanks: tuple[str, ...] = ()


PAPERS = {"letter": "函", "request": "请示", "order": "通知"}
"""What goes with the plan, by the stage's notice."""

CHAPTERS = {key: TEXT[key]["meta"]["name"] for key in ("preface", "principles", "requirements", "safeguards", "notice")}
"""The chapters that no parent gives and that are proposed, by the spec's keys."""

_ABSENT = {"implementation": "safeguards", "plan": "requirements"}
"""The one of them that a kind of paper does not have."""


def _about(entries: Iterable[_Subject], title: str) -> _Subject | None:
    """Return the entry whose word comes first in a title: 消防应急救援 is about 消防, 应急体系和消防 about 应急."""
    places = [(title.find(word), entry) for entry in entries for word in entry.words if word in title]
    return min(places, key=lambda place: place[0])[1] if places else None


def paper_of(plan: CountyPlan, stage: Stage) -> Paper:
    """Return what the letter or notice of a plan needs to know.

    Args:
        plan: the county's plan.
        stage: the stage that it is written at.

    Raises:
        FindingsError: a knowledge file cannot be used.
    """
    words, units = load_voice_words(), load_units()
    spec = plan.spec
    subject = plan.parents[0].title if plan.parents else plan.title
    kinds = [kind for name in spec.plan.issuers if (kind := words.issuer(name))]
    given, voice = spec.plan.coordinator, Voice(spec, units, words)
    usual = _about(words.coordinators, subject)
    coordinator = given or (Directory(spec.roster, spec.county, units).match(usual.unit).name if usual else None)
    names = {unit.short: unit.name for unit in spec.roster.units}
    accepted = tuple(CHAPTERS) if spec.plan.accept_measures is True else spec.text.accept
    facts = _about(words.facts, subject)
    return Paper(
        kinds=tuple(dict.fromkeys(kind.kind for kind in kinds)),
        approval=any(kind.approval for kind in kinds),
        coordinator=coordinator,
        coordinator_name=names.get(coordinator, coordinator) if coordinator else None,
        coordinator_asked=voice.word_for(coordinator) if coordinator else "",
        coordinator_given=given is not None,
        recipients=voice.recipients(plan.duties),
        disclosure=words.disclosure.get(spec.plan.disclosure or "", ""),
        facts=frozenset(facts.names) if facts else None,
        accepted=accepted,
        proposed=tuple(
            key
            for key in CHAPTERS
            if not getattr(spec.text, key) and key not in accepted and key != _ABSENT[spec.plan.kind]
        ),
        gaps=tuple(_gaps(spec.plan, stage, coordinator=coordinator, approval=any(kind.approval for kind in kinds))),
        blanks=tuple(_blanks(plan)) if spec.plan.kind == "plan" else (),
    )


def _blanks(plan: CountyPlan) -> Iterator[str]:
    """Yield what a 规划 says that only the county can know, and the spec does not."""
    text = plan.spec.text
    if not plan.facts:
        yield "县情"
    yield from (TEXT[key]["meta"]["name"] for key in ("review", "outlook", "guiding") if not getattr(text, key))
    if bare := sum(row.baseline is None for row in plan.indicators):
        yield f"{bare}项指标的基期值"
    if open_ends := sum(bool(row.previous and not row.previous.result) for row in plan.indicators):
        yield f"{open_ends}项指标的上期完成情况"
    lacking: dict[int, list[str]] = {}
    for key in ("scale", "site", "investment", "funding", "years"):
        bare = sum(key not in item.details for item in plan.projects)
        lacking.setdefault(bare, []).append(DETAILS[key]["meta"]["name"])
    yield from (f"{bare}项工程的{'、'.join(names)}" for bare, names in sorted(lacking.items(), reverse=True) if bare)


def _gaps(settings: PlanSettings, stage: Stage, *, coordinator: str | None, approval: bool) -> Iterator[str]:
    """Yield what the paper that goes with the plan needs at a stage and the spec does not say."""
    asked = settings.consultation
    letter, order = stage.notice == "letter", stage.notice == "order"
    needed = (
        ("汇总单位", coordinator, True),
        ("成文日期", settings.date, True),
        ("反馈截止", asked.deadline, letter),
        ("联系人", asked.contact, not order),
        ("电话", asked.phone, not order),
        ("邮箱", asked.email, letter),
        ("函的文号", asked.number, letter),
        ("发文字号", settings.number, order),
        ("审议", settings.approved, order and approval),
    )
    yield from (name for name, value, wanted in needed if wanted and not value)
