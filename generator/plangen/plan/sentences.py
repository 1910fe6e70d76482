"""What is written for each item: the parents' words, the county's own measures, and those of the themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from plangen.county.names import fact_name
from plangen.county.spec import CountySpec, PlanSettings
from plangen.parent.model import ItemKind
from plangen.plan import rules
from plangen.plan.drafts import Carried, Draft, Wording
from plangen.plan.figures import ParentFigures
from plangen.plan.gather import Gathering
from plangen.plan.measures import MeasureRequest, WrittenMeasures, uncovered
from plangen.plan.sentence import GAP, Sentence, SentenceSource, joined, proposal_mark
from plangen.plan.sources import Source
from plangen.plan.themes import Theme, printed_quantities
from plangen.plan.wording import OpenWords
from plangen.terms.findings import Location
from plangen.terms.language import without_heading
from plangen.terms.likeness import plain
from plangen.terms.text import short

_FIRST_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
SUMMARY_LIMIT = 60
_SHORTEST_CLAUSE = 14
# openings of clauses that wait for their verb
_WAITING = re.compile("[对把将以按在从为因就]|围绕|结合|根据|依托|针对|利用|遇有")
_OPENING, _CLOSING = "“‘（《(「", "”’）》)」"
# how many sentences the themes may propose for an item
_WANTED = {ItemKind.TASK: 2, ItemKind.PROJECT: 2, ItemKind.NESTED: 1, ItemKind.GOAL: 1}


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What parents and spec say about an item, and how much the themes may propose.

    Attributes:
        paragraphs: the parents' text in county wording, or the spec's in its place, and the parents' figures.
        measures: the spec's own sentences.
        points: what the parents ask for, where nothing but their facts speaks of it.
        wanted: how many sentences the themes may propose.
        claimed: how many it has a claim to, because the parents say nothing of it: what the county writes of one item
            changes nothing of what is proposed for another.
        undecided: nobody has said anything, nor that there is nothing to be said.
    """

    paragraphs: tuple[Sentence, ...]
    measures: tuple[Sentence, ...]
    points: tuple[str, ...]
    wanted: int
    claimed: int
    undecided: bool

    @property
    def whole(self) -> str | None:
        """All paragraphs together, None where there are none."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs) or None


def texts_of(draft: Draft, wording: Wording, settings: PlanSettings, figures: ParentFigures) -> Texts:
    """Return what parents and spec say about an item; a text that several parents share stands once.

    Args:
        draft: the item.
        wording: turns a parent's words into the county's.
        settings: says whether the themes may propose measures.
        figures: the parents' figures for the item.
    """
    paragraphs, measures = tuple(_under_heading(draft, wording, figures)), tuple(_measures(draft))
    silent = not paragraphs and not measures
    facts = () if figures.sentence is None else (figures.sentence,)
    points = _points(draft) if silent else ()
    said = [one.suggest_measures for one in draft.settings if one.suggest_measures is not None]
    asked = said[0] if said else settings.suggest_measures
    declined = any(one.measures == () for one in draft.settings)
    # what is nested under an item says what is to be done
    may = asked or (asked is None and silent and not draft.nested)
    unsaid = draft.local is None and not any(one.source.item.text for one in draft.carried)
    claims = may or (unsaid and not draft.nested)
    return Texts(
        paragraphs=(*paragraphs, *facts),
        measures=measures,
        points=points,
        wanted=_WANTED[draft.kind] if may and not declined else 0,
        claimed=_WANTED[draft.kind] if claims else 0,
        undecided=silent and not declined and not draft.nested,
    )


def _under_heading(draft: Draft, wording: Wording, figures: ParentFigures) -> Iterable[Sentence]:
    """Yield the paragraphs of an item; a sentence that only says the heading again is left out."""
    for paragraph in _paragraphs(draft, wording, figures):
        if text := without_heading(paragraph.text, draft.title):
            yield replace(paragraph, text=text)


def _paragraphs(draft: Draft, wording: Wording, figures: ParentFigures) -> Iterable[Sentence]:
    if draft.local is not None:
        return [Sentence(text, SentenceSource.COUNTY, draft.title) for text in _lines(draft.local.text or "")]
    paragraphs: dict[str, Sentence] = {}
    for carried in draft.carried:
        whose, basis, text = SentenceSource.COUNTY, _basis(carried, "正文"), carried.settings.text or ""
        if not text and (parents := carried.parents_text):
            whose, basis = SentenceSource.PARENT, carried.source.key
            text = figures.open_totals(carried.source, wording(carried.source, parents))
        for paragraph in _lines(text):
            paragraphs.setdefault(plain(paragraph), Sentence(paragraph, whose, basis))
    return paragraphs.values()


def _measures(draft: Draft) -> Iterable[Sentence]:
    if draft.local is not None:
        own = [(sentence, draft.title) for sentence in draft.local.measures]
    else:
        own = [(sentence, _basis(one, "措施")) for one in draft.carried for sentence in one.settings.measures or ()]
    sentences = {
        text: Sentence(text, SentenceSource.COUNTY, basis)
        for text, basis in ((_full_sentence(sentence), basis) for sentence, basis in own if sentence.strip())
    }
    return sentences.values()


def _basis(carried: Carried, key: str) -> str:
    return f"承接·{carried.source.item.id}·{key}"


def _points(draft: Draft) -> tuple[str, ...]:
    points = (point for one in draft.carried if one.speaks_by_facts for point in one.source.item.points)
    return tuple(dict.fromkeys(points))


def request_for(draft: Draft, texts: Texts) -> MeasureRequest:
    """Return what is asked of the themes for an item; what merely keeps its claim asks as if nothing were written."""
    keeps = texts.claimed and not texts.wanted
    return MeasureRequest(
        key=draft.key,
        kind=draft.kind,
        title=draft.title,
        group=draft.heading,
        text=None if keeps else texts.whole,
        points=_points(draft) if keeps else texts.points,
        wanted=texts.claimed,
    )


def measures_of(
    draft: Draft, texts: Texts, written: WrittenMeasures, words: OpenWords, settings: PlanSettings
) -> tuple[Sentence, ...]:
    """Return what the county does about an item: its own sentences, what is proposed or taken, or a gap.

    Args:
        draft: the item.
        texts: what parents and spec say.
        written: what the themes propose.
        words: how gaps are written.
        settings: says whether all proposals are taken.
    """
    if texts.undecided and not written.sentences:
        gap = words.goal if draft.kind is ItemKind.GOAL else words.measures
        points = words.points.format(points="、".join(texts.points)) if texts.points else ""
        named = (Sentence(points, SentenceSource.PARENT, draft.sources[0].key),) if points and draft.sources else ()
        return (*texts.measures, *named, Sentence(gap, SentenceSource.OPEN))
    taken = is_taken(draft, written, settings)
    whose = SentenceSource.COUNTY if taken else SentenceSource.PROPOSAL
    said = {plain(one.text) for one in texts.measures}  # what the county has taken over in its own words
    proposed = (
        Sentence(GAP.sub(r"\1", one.text) if taken else one.text, whose, one.theme)
        for one in written.sentences
        if plain(GAP.sub(r"\1", one.text)) not in said
    )
    return (*texts.measures, *proposed)


def is_taken(draft: Draft, written: WrittenMeasures, settings: PlanSettings) -> bool:
    """Return whether the county has taken the proposals for an item as they are now."""
    marks: list[bool | str] = [one.accept_measures for one in draft.settings if one.accept_measures] or [
        settings.accept_measures
    ]
    return any(mark is True or mark == _mark(written) for mark in marks)


def _mark(written: WrittenMeasures) -> str:
    return proposal_mark([one.text for one in written.sentences])


def report_taken(written: Mapping[Draft, WrittenMeasures], findings: Gathering) -> None:
    """Report the proposals that the county took by their mark and that have changed since."""
    for draft, one in written.items():
        for carried in draft.carried:
            mark = carried.settings.accept_measures
            if isinstance(mark, str) and mark != (now := _mark(one)):
                said = "".join(sentence.text for sentence in one.sentences) or "现在没有建议的措施"
                found = rules.PROPOSAL_CHANGED.found(
                    carried.settings.location,
                    items=[carried.source.key],
                    item=carried.source.label,
                    mark=mark,
                    now=now,
                    said=said,
                )
                findings.add(found)


def report_values(spec: CountySpec, themes: Iterable[Theme], findings: Gathering) -> None:
    """Report decided quantities that no theme has: the sentence that they are meant for keeps its suggestion."""
    known = printed_quantities(themes)
    for name in spec.values:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            remedy = f"是不是要写“{near[0]}”？" if near else f"可以定的有：{'、'.join(known)}。"
            place = spec.locations.get(("values", name), Location(file=spec.path))
            findings.add(rules.VALUE_UNKNOWN.found(place, name=name, remedy=remedy))


def report_uncovered(
    texts: Mapping[Draft, Texts], measures: Mapping[Draft, tuple[Sentence, ...]], findings: Gathering
) -> None:
    """Report the points of the parents that no sentence speaks of, where nothing but facts is known of them."""
    left: dict[Draft, tuple[str, ...]] = {}
    for draft, said in texts.items():
        text = "".join((draft.title, said.whole or "", joined(measures[draft])))
        if points := uncovered(said.points, text):
            left[draft] = points
    if left:
        most = sorted(left, key=lambda draft: -len(left[draft]))
        shown = "；".join(
            f"{draft.sources[0].item.id}：{'、'.join(left[draft][:4])}等{len(left[draft])}个" for draft in most[:3]
        )
        found = rules.POINTS_UNCOVERED.found(count=len(left), points=sum(map(len, left.values())), shown=shown)
        findings.about(found, _sources(left))


def summary_of(draft: Draft, texts: Texts, measures: tuple[Sentence, ...], words: OpenWords) -> tuple[Sentence, ...]:
    """Return what stands in the table for an item: what is asked for, then what the county does about it.

    Args:
        draft: the item.
        texts: what parents and spec say.
        measures: what :func:`measures_of` gives.
        words: how lists and gaps are written.
    """
    own = tuple(_shortened(one) for one in texts.measures[:1])
    if texts.paragraphs:
        return (_shortened(texts.paragraphs[0]), *own)
    if own or not measures:
        titles = "；".join(nested.title for nested in draft.nested)
        listed = Sentence(words.nested.format(titles=titles), SentenceSource.PARENT, draft.key)
        return own or (
            (listed,) if titles else (Sentence(_full_sentence(draft.title), SentenceSource.PARENT, draft.key),)
        )
    if measures[-1].source is SentenceSource.OPEN and len(texts.points) > words.shown_points:
        few = "、".join(texts.points[: words.shown_points])
        points = words.points.format(points=f"{few}等{len(texts.points)}项")
        return (Sentence(points, SentenceSource.PARENT, draft.key), measures[-1])
    return measures if measures[-1].source is SentenceSource.OPEN else (_shortened(measures[0]),)


def _shortened(sentence: Sentence) -> Sentence:
    """Return the first sentence of a paragraph, or a shorter beginning of it that stands alone."""
    first = _FIRST_SENTENCE.match(sentence.text)
    text = summarise(_full_sentence(first.group() if first else sentence.text))
    return replace(sentence, text=text)


def summarise(sentence: str, limit: int = SUMMARY_LIMIT) -> str:
    """Return the sentence, or a shorter beginning of it that stands alone.

    It is cut only after a whole clause, never inside brackets or quotation marks, and not after a clause that waits
    for its verb (对全县隐患点，); where there is no such place the whole sentence is returned.

    Args:
        sentence: a full sentence.
        limit: the length that the result should have, in characters.
    """
    if len(sentence) <= limit:
        return sentence
    for position in reversed(_clause_ends(sentence)):
        beginning = sentence[:position]
        if position < limit and _stands_alone(beginning):
            return beginning + "。"
    return sentence


def _clause_ends(sentence: str) -> list[int]:
    ends, depth = [], 0
    for position, character in enumerate(sentence):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0 and character in "，；":
            ends.append(position)
    return ends


def _stands_alone(beginning: str) -> bool:
    last = beginning.replace("；", "，").rsplit("，", 1)[-1]
    short = len(last) < _SHORTEST_CLAUSE
    return len(beginning) >= _SHORTEST_CLAUSE and not (short and _WAITING.match(last))


def report_facts(written: Mapping[Draft, WrittenMeasures], findings: Gathering) -> None:
    """Report what the county does not have, and what its situation does not say, although items speak of it."""
    absent = _concerned(written, lambda one: one.absent)
    for name, drafts in absent.items():
        titles = "、".join(f"{draft.reference}“{short(draft.title)}”" for draft in drafts)
        sources = _sources(drafts)
        example = sources[0].item.id if sources else "T01"
        found = rules.THING_ABSENT.found(fact=fact_name(name), count=len(drafts), titles=titles, example=example)
        findings.about(found, sources)
    unknown = _concerned(written, lambda one: one.unknown)
    if unknown:
        drafts = list(dict.fromkeys(draft for drafts in unknown.values() for draft in drafts))
        facts = "、".join(f"“{fact_name(name)}”" for name in sorted(unknown))
        findings.about(rules.FACT_UNKNOWN.found(facts=facts, count=len(drafts)), _sources(drafts))


def _concerned(
    written: Mapping[Draft, WrittenMeasures], facts: Callable[[WrittenMeasures], Iterable[str]]
) -> dict[str, list[Draft]]:
    """Return the items by the names of the facts that their sentences lack."""
    concerned: dict[str, list[Draft]] = {}
    for draft, sentences in written.items():
        for name in facts(sentences):
            concerned.setdefault(name, []).append(draft)
    return concerned


def _sources(drafts: Iterable[Draft]) -> list[Source]:
    return [source for draft in drafts for source in draft.sources]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _full_sentence(text: str) -> str:
    """Return a sentence with a full stop at its end."""
    stripped = text.strip()
    return stripped if stripped.endswith(("。", "！", "？", "；", "：")) else f"{stripped.rstrip('，、,.;')}。"
