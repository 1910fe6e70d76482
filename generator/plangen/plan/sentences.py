"""What is written for each item: the parents' words, the county's own measures, and those of the themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from plangen.county.names import fact_name
from plangen.parent.model import ItemKind
from plangen.plan import rules
from plangen.plan.drafts import Draft, Wording
from plangen.plan.gather import Gathering
from plangen.plan.measures import MeasureRequest, WrittenMeasures
from plangen.plan.sources import Source
from plangen.terms.likeness import plain
from plangen.terms.text import short

_SENTENCE_END = re.compile(r"[。！？]")
_FIRST_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
SUMMARY_LIMIT = 60
_SHORTEST_CLAUSE = 14
# openings of clauses that wait for their verb
_WAITING = re.compile("[对把将以按在从为因就]|围绕|结合|根据|依托|针对|利用|遇有")
_OPENING, _CLOSING = "“‘（《(「", "”’）》)」"
# sentences that an item should have at least, of the parent's text and the county's own measures together
_WANTED = {ItemKind.TASK: 2, ItemKind.PROJECT: 2, ItemKind.NESTED: 1, ItemKind.GOAL: 1}


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What parents and spec say about an item.

    Attributes:
        paragraphs: the parents' text in county wording, or the spec's in its place.
        measures: the spec's own sentences.
        missing: how many sentences the item still needs.
    """

    paragraphs: tuple[str, ...]
    measures: tuple[str, ...]
    missing: int

    @property
    def whole(self) -> str | None:
        """All paragraphs together, None where there are none."""
        return "\n".join(self.paragraphs) or None


def texts_of(draft: Draft, wording: Wording) -> Texts:
    """Return what parents and spec say about an item; a text that several parents share stands once."""
    paragraphs, measures = _paragraphs(draft, wording), _measures(draft)
    said = sum(len(_SENTENCE_END.findall(paragraph)) or 1 for paragraph in paragraphs) + len(measures)
    return Texts(paragraphs=paragraphs, measures=measures, missing=max(0, _WANTED[draft.kind] - said))


def _paragraphs(draft: Draft, wording: Wording) -> tuple[str, ...]:
    if draft.local is not None:
        return _lines(draft.local.text or "")
    paragraphs: dict[str, str] = {}
    for carried in draft.carried:
        text = carried.settings.text or ""
        # the parent's text of a split item stands with its first part only
        if not text and carried.source.item.text and carried.part in (None, 1):
            text = wording(carried.source, carried.source.item.text)
        for paragraph in _lines(text):
            paragraphs.setdefault(plain(paragraph), paragraph)
    return tuple(paragraphs.values())


def _measures(draft: Draft) -> tuple[str, ...]:
    sentences: Iterable[str] = draft.local.measures if draft.local else ()
    sentences = (*sentences, *(sentence for carried in draft.carried for sentence in carried.settings.measures))
    return tuple(dict.fromkeys(_full_sentence(sentence) for sentence in sentences if sentence.strip()))


def request_for(draft: Draft, texts: Texts, lead: str | None) -> MeasureRequest:
    """Return what is asked of the themes for an item."""
    return MeasureRequest(
        key=draft.key,
        kind=draft.kind,
        title=draft.title,
        group=draft.heading,
        text=texts.whole,
        lead=lead,
        wanted=texts.missing,
    )


def summary_of(draft: Draft, texts: Texts, written: WrittenMeasures) -> str:
    """Return an item's sentence for the table: what is asked for, then what the county does about it."""
    own = summarise(texts.measures[0]) if texts.measures else ""
    if texts.paragraphs:
        first = _FIRST_SENTENCE.match(texts.paragraphs[0])
        return summarise(_full_sentence(first.group() if first else texts.paragraphs[0])) + own
    theirs = summarise(written.sentences[0]) if written.sentences else _full_sentence(draft.title)
    return own or theirs


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
