"""What a person made of an item's sentences, as the spec says it: what nobody touched of the parent's stays its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangen.living.adopt_homes import Home
from plangen.living.adopt_model import SpecEdit
from plangen.living.adopt_origins import Piece, by_home
from plangen.living.adopt_state import ItemState
from plangen.living.sentence_changes import sentence_pairs, sentences_of
from plangen.plan.model import CountyItem, CountyPlan
from plangen.plan.sentence import GAP, Sentence, SentenceSource, proposal_mark
from plangen.terms.language import tidy

PROPOSALS_TOO = "同一条里其余建议的话一并成为本县的措施"
ONE_TEXT = "新写的话和上位规划的原文在一段里，整段作为本县的正文"
ONE_PARAGRAPH = "措施印成一段，分开的几段下次生成时并在一起"
FIGURES_AGAIN = "上位规划的量化要求由程序印出，改写的话作为本县的措施另写"
POINTS_GONE = "有了本县的措施，“上位规划要点”和待补的字样不再印"
ALL_GONE = "本项不再写措施，系统也不再建议；责任单位下次生成时自成一句"
NO_TEXT = "上位规划的原文不能删去不写；请在填报文件里写本县的“正文”，或者写明“不承接”"
BODY_CHANGED = "这一格前几行是本县写的“正文”，改正文请改文稿或者填报文件；措施写在它的后面"
GAPS_SET = "建议里【】中的数随之定下，括号下次生成时不再印"
OTHERS_PROPOSED = "没有采纳的建议仍然标着建议，排在本县的措施之后"
PART_OF_ONE = "一条建议里只采纳其中一句的，程序分不开；请把其余的话删去或者改写，作为本县的措施"
SEVERAL = "这一条由几个上位规划的条目合成，其中一个条目的原文一句都没有留下；请在填报文件里分别改“正文”"


@dataclass(frozen=True)
class _Part:
    """A sentence of the plan: which paragraph or measure it is of, whose it is, whether the program counts it out."""

    text: str
    kind: str  # text, figures, measure
    index: int
    source: SentenceSource
    basis: str | None = None


@dataclass(frozen=True)
class _New:
    """A sentence of the draft: its paragraph, and the sentence of the plan that it was."""

    text: str
    paragraph: int
    was: _Part | None

    @property
    def kept(self) -> bool:
        return self.was is not None and self.was.text == self.text

    def of(self, *kinds: str) -> bool:
        return self.was is not None and self.was.kind in kinds


@dataclass(frozen=True, kw_only=True)
class TextResult:
    """What becomes of an item's sentences.

    Attributes:
        edits: what changes in the spec; none where the spec says it already.
        notes: what else comes of it.
        refused: why the spec cannot say it; empty where it can.
    """

    edits: tuple[SpecEdit, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class _Wanted:
    text: tuple[Piece, ...] | None  # None: the parent's, or what the spec says already, stays
    measures: tuple[str, ...]
    notes: tuple[str, ...]


def text_edits(state: ItemState, homes: Sequence[Home], plan: CountyPlan) -> TextResult:
    """Return what changes in the spec so that an item says what it says in the draft.

    Args:
        state: the item in the draft.
        homes: where the spec speaks of it.
        plan: the county's plan.
    """
    item, now = state.item, state.now
    if not isinstance(item, CountyItem) or now is None or not state.written:
        return TextResult()
    silent = {key for key, text in _parent_texts(plan).items() if not text}
    old = [*_parts(item.paragraphs, silent), *_measures(item)]
    new = list(_read(old, now.paragraphs))
    touched = state.was.paragraphs != now.paragraphs
    changed = touched and [one.text for one in old] != [one.text for one in new]
    moved = state.heading and len(state.was.paragraphs) != len(now.paragraphs)
    if not changed and not moved:
        return _accepted(item, homes[0], state.accepted) if state.accepted else TextResult()
    wanted = (_under_heading if state.heading else _run_in)(old, new)
    if isinstance(wanted, str):
        return TextResult(refused=wanted)
    texts = by_home(wanted.text, item, homes, _parent_texts(plan)) if wanted.text is not None else []
    return TextResult(refused=SEVERAL) if texts is None else _edits(item, homes, plan, wanted, texts)


def _parts(paragraphs: Sequence[Sentence], silent: set[str]) -> Iterator[_Part]:
    for index, one in enumerate(paragraphs):
        kind = "figures" if one.source is SentenceSource.PARENT and one.basis in silent else "text"
        yield from (_Part(text, kind, index, one.source, one.basis) for text in sentences_of(one.text))


def _measures(item: CountyItem) -> Iterator[_Part]:
    for index, one in enumerate(item.measures):
        yield from (_Part(text, "measure", index, one.source) for text in sentences_of(one.text))


def _parent_texts(plan: CountyPlan) -> dict[str, str | None]:
    return {f"{parent.id}:{item.id}": item.text for parent in plan.parents for item in parent.all_items()}


def _read(old: Sequence[_Part], paragraphs: Sequence[str]) -> Iterator[_New]:
    """Yield the sentences of the draft with what they were; their writing is the program's (tidy)."""
    said = [(text, number) for number, one in enumerate(paragraphs) for text in sentences_of(tidy(one))]
    pairs = sentence_pairs([one.text for one in old], [text for text, _ in said])
    was = {place: old[number] for number, place in pairs if place is not None and number is not None}
    yield from (_New(text, number, was.get(place)) for place, (text, number) in enumerate(said))


def _run_in(old: Sequence[_Part], new: Sequence[_New]) -> _Wanted | str:
    """Return what is wanted of an item whose title and sentences stand in one paragraph."""
    texts = [one for one in old if one.kind == "text"]
    kept = len(texts)
    if [one.text for one in new[:kept]] == [one.text for one in texts] and all(one.kept for one in new[:kept]):
        return _with_measures(None, new[kept:], old, ())
    last = max((place for place, one in enumerate(new) if one.of("text")), default=-1)
    text = [_piece(one, 0) for one in new[: last + 1] if not one.of("figures")]
    return _with_measures(text, new[last + 1 :], old, ()) if text else NO_TEXT


def _under_heading(old: Sequence[_Part], new: Sequence[_New]) -> _Wanted | str:
    """Return what is wanted of an item whose paragraphs stand under its heading, the measures in the last of them."""
    texts = [one for one in old if one.kind == "text"]
    kept = len(texts)
    same = [one.text for one in new[:kept]] == [one.text for one in texts] and all(one.kept for one in new[:kept])
    rest = new[kept:] if same else ()
    notes: tuple[str, ...] = ()
    if same and _same_paragraphs(new[:kept]):
        # what was written into the parent's paragraph stays there; measures are a paragraph of their own
        if kept and rest and rest[0].paragraph == new[kept - 1].paragraph:
            notes = (ONE_TEXT,) if texts[-1].source is SentenceSource.PARENT else ()
        elif len({one.paragraph for one in rest if not one.of("figures")}) <= 1:
            return _with_measures(None, rest, old, ())
        elif kept:
            return _with_measures(None, rest, old, (ONE_PARAGRAPH,))
    last = max((one.paragraph for one in new), default=-1)
    closing = [one for one in new if one.paragraph == last]
    begins = bool(closing) and closing[0].kept and closing[0].of("measure")
    is_measures = begins and not any(one.of("text") for one in closing)
    body = [one for one in new if one.paragraph != last or not is_measures]
    text = [_piece(one, one.paragraph) for one in body if not one.of("figures") or not one.kept]
    if not text and texts:
        return NO_TEXT
    return _with_measures(text or None, closing if is_measures else (), old, notes)


def _same_paragraphs(kept: Sequence[_New]) -> bool:
    """Return whether the sentences of each paragraph of the plan still stand in one, and in no other's."""
    places: dict[int, set[int]] = {}
    for one in kept:
        places.setdefault(one.was.index if one.was else -1, set()).add(one.paragraph)
    return all(len(found) == 1 for found in places.values()) and len({*map(min, places.values())}) == len(places)


def _piece(one: _New, paragraph: int) -> Piece:
    return Piece(one.text, paragraph, one.was.basis if one.was and one.was.kind == "text" else None)


def _with_measures(
    text: Sequence[Piece] | None, rest: Sequence[_New], old: Sequence[_Part], notes: tuple[str, ...]
) -> _Wanted:
    entries: list[str] = []
    index: int | None = None
    said = list(notes)
    scaffold = [one for one in rest if one.kept and one.was and _is_scaffold(one.was)]
    for place, one in enumerate(rest):
        if one in scaffold or (one.of("figures") and one.kept):
            continue
        mine = one.was.index if one.was and one.was.kind == "measure" else None
        if one.of("figures"):
            said.append(FIGURES_AGAIN)
        between = mine is None and index is not None and index == _next_index(rest[place + 1 :])
        if entries and index is not None and (mine == index or between):
            entries[-1] += one.text
        else:
            entries.append(one.text)
            index = mine
    if scaffold and (entries or text):
        said.append(POINTS_GONE)
    body = None if text is None else tuple(text)
    return _Wanted(body, tuple(one.strip() for one in entries), tuple(dict.fromkeys(said)))


def _is_scaffold(part: _Part) -> bool:
    """Return whether a sentence only holds a place: what the parent asks for, and that measures are to be written."""
    return part.kind == "measure" and part.source in (SentenceSource.OPEN, SentenceSource.PARENT)


def _next_index(rest: Sequence[_New]) -> int | None:
    return rest[0].was.index if rest and rest[0].was and rest[0].was.kind == "measure" else None


# --- what changes in the spec -------------------------------------------------------------------------------------


def _accepted(item: CountyItem, home: Home, taken: Sequence[str]) -> TextResult:
    """Return that proposals of an item are taken as they are: all of them, or some, which become the county's own."""
    proposals = [one for one in item.measures if one.source is SentenceSource.PROPOSAL]
    if not proposals or home.value("accept_measures") is True:
        return TextResult()
    counts = [sum(said in taken for said in sentences_of(one.text)) for one in proposals]
    if any(0 < count < len(sentences_of(one.text)) for count, one in zip(counts, proposals, strict=True)):
        return TextResult(refused=PART_OF_ONE)
    mine = [one for count, one in zip(counts, proposals, strict=True) if count]
    notes = (GAPS_SET,) if any(one.gaps for one in mine) else ()
    if not mine:
        return TextResult()
    if len(mine) == len(proposals):
        mark = proposal_mark([one.text for one in proposals])
        return TextResult(edits=home.edit("accept_measures", mark), notes=notes)
    measures = [*(home.value("measures") or ()), *(GAP.sub(r"\1", one.text) for one in mine)]
    edits = (*home.edit("measures", measures), *home.edit("suggest_measures", True))
    return TextResult(edits=edits, notes=(*notes, OTHERS_PROPOSED))


def measure_edits(item: CountyItem, homes: Sequence[Home], plan: CountyPlan, was: str, now: str) -> TextResult:
    """Return what changes in the spec so that an item has the measures that stand in a cell, one a line.

    Args:
        item: the item.
        homes: where the spec speaks of it.
        plan: the county's plan.
        was: the cell as it is rendered: the county's text, if it has one, then the measures.
        now: the cell as it is.
    """
    lines = [line.strip() for line in now.split("\n") if line.strip()]
    body = [
        line
        for one in item.paragraphs
        if one.source is not SentenceSource.PARENT
        for line in one.text.split("\n")
        if line.strip()
    ]
    if [tidy(line) for line in lines[: len(body)]] != [tidy(line) for line in body]:
        return TextResult(refused=BODY_CHANGED)
    held = {one.text for one in item.measures if one.source is SentenceSource.OPEN}
    measures = tuple(tidy(line) for line in lines[len(body) :] if line not in held)
    old = [line.strip() for line in was.split("\n") if line.strip()]
    if lines == old:
        return TextResult()
    return _edits(item, homes, plan, _Wanted(None, measures, ()))


def _edits(
    item: CountyItem,
    homes: Sequence[Home],
    plan: CountyPlan,
    wanted: _Wanted,
    texts: Sequence[tuple[Home, str]] = (),
) -> TextResult:
    first, notes = homes[0], list(wanted.notes)
    edits = [edit for home, text in texts for edit in home.edit("text", text)]
    proposed = [one for one in item.measures if one.source is SentenceSource.PROPOSAL]
    own = [text for home in homes for text in home.value("measures") or ()]
    was = tuple(one.text for one in item.measures if one.source is not SentenceSource.OPEN)
    unsaid = not wanted.measures and first.value("measures") is None and (wanted.text is not None or not item.measures)
    if not wanted.measures and wanted.text is None and not item.paragraphs:
        notes.append(ALL_GONE)
    if wanted.measures != was or (proposed and not unsaid):
        stated = own if any(home.value("measures") is not None for home in homes) else None
        if list(wanted.measures) != stated and not unsaid:
            empty: list[str] | None = None if first.path[0] != "inherit" else []
            edits += first.edit("measures", list(wanted.measures) or empty)
            edits += [edit for home in homes[1:] for edit in home.edit("measures", None)]
        for home in homes:
            if home.value("accept_measures") and edits:
                edits += home.edit("accept_measures", None)
        asked = first.value("suggest_measures") or (
            plan.spec.plan.suggest_measures and first.value("suggest_measures") is None
        )
        if asked and edits and wanted.measures:
            edits.append(SpecEdit(path=(*first.path, "suggest_measures"), before=asked, after=False))
    if any(one.text in wanted.measures for one in proposed):
        notes.append(PROPOSALS_TOO)
    return TextResult(edits=tuple(edits), notes=tuple(notes))
