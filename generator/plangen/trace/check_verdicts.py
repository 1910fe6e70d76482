"""What one county item shows in a document: whether it is there, what is not as it should be, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.plan.model import CountyIndicator
from plangen.plan.sentence import Sentence, joined
from plangen.terms.text import short
from plangen.terms.vocabulary import quoted
from plangen.trace.anchors import Row
from plangen.trace.check_model import SHOWN_TEXT, Checked, Verdict
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence import Evidence
from plangen.trace.evidence_model import BodyEvidence, RowEvidence, Target, filled, han_count
from plangen.trace.expected import Expected
from plangen.trace.model import Match
from plangen.trace.undertaking import assess, weakened

_SHOWN_REFUSAL = 30
_TAIL = 8  # characters by which the end of a text is known in the plan


def verdict_on(target: Target, checked: Checked) -> Verdict:
    """Return what a county item shows in the document.

    Args:
        target: the county item.
        checked: the document beside the plan.
    """
    body, row = checked.evidence.of(target)
    expected = checked.evidence.expected.of(target)
    flaws: list[str] = []
    absent: str | None = None
    doubts: tuple[str, ...] = ()
    there = bool(body.lines)
    if not body.lines:
        if body.overwritten:
            absent = f"正文中原来的位置已改写成{quoted(body.overwritten[:24])}，看不出是这一条"
        else:
            absent = "正文中没有这一条" + ("，只有分工表中有" if row.row is not None else "")
    elif not body.text:
        there, reason = _without_text(target, body, checked.evidence)
        if there and reason:
            doubts = (reason,)
        elif reason:
            absent, doubts = reason, (reason,)
    if there and body.text and not expected.is_indicator:
        refused, doubts = _undertaken(expected, body, checked)
        if refused is not None:
            there, absent, doubts = False, refused, (refused,)
    if there:
        if not body.title:
            flaws.append("正文中这一条的标题没有了")
        if body.foreign_title:
            flaws.append(f"正文中这一条的标题换成了{quoted(body.foreign_title)}的标题")
        if expected.needs_row:
            flaws += _row_flaws(row, checked.words)
    return Verdict(there=there, flaws=tuple(flaws), absent=absent, body=body, row=row, doubts=doubts)


def _undertaken(one: Expected, body: BodyEvidence, checked: Checked) -> tuple[str | None, tuple[str, ...]]:
    """Return why the text of an item does not count at all, None where it may, and why it must be looked at again."""
    known = "\n".join(one.texts)
    found = assess(body.text, body.title, known)
    if found.refusal is not None:
        said = f"{found.refusal.label}：{quoted(short(found.said, _SHOWN_REFUSAL))}"
        return (f"正文没有承诺要做的事，{said}", ()) if found.whole else (None, (f"正文{said}",))
    doubts: list[str] = []
    limits = checked.words.thresholds
    own: tuple[Sentence, ...] = () if isinstance(one.target, CountyIndicator) else one.target.sentences
    if own:  # what says nothing itself says all in what is nested under it
        expected = checked.evidence.expected
        wanted = han_count(joined(own))
        # a text of the county's own may say it in other words throughout, as long as it is a text about it
        rewritten = han_count(body.text) >= limits["as_long"] * wanted
        rewritten = rewritten and expected.share(body.text, one) >= limits["rewritten"]
        if not rewritten and expected.coverage(body.text, one) < limits["covered"]:
            doubts.append(f"正文只有{quoted(short(body.text, _SHOWN_REFUSAL))}，看不出写了这一条要求的内容")
    # without bookmarks the other half of a divided paragraph may have been taken for another's
    if body.by_anchor and (tail := _broken_off(body.text, joined(own))):
        doubts.append(f"正文写到{quoted(tail)}就断了，后面的话没有了")
    if words := weakened(body.text, joined(own)) or weakened(body.text, known, often=False):
        doubts.append(f"要求打了折扣：{quoted(words[0])}改成了{quoted(words[1])}")
    return None, tuple(doubts)


def _broken_off(text: str, planned: str) -> str:
    """Return the end of a text that stops within a sentence of the plan, empty where it does not."""
    tail = text.rstrip()[-_TAIL:]
    place = planned.find(tail) if len(tail) == _TAIL else -1
    behind = planned[place + _TAIL :][:1] if place >= 0 else ""
    return tail if han_count(tail[-1:]) and han_count(behind) else ""


def _without_text(target: Target, body: BodyEvidence, evidence: Evidence) -> tuple[bool, str | None]:
    """Return whether an item whose own text is empty counts as there, and why it is not whole."""
    if isinstance(target, CountyIndicator):
        return False, "正文中只有指标名称，没有目标值"
    refused = assess(body.remnant, body.title, "\n".join(evidence.expected.of(target).texts))
    if refused.refusal is not None and not target.sentences:
        return False, f"正文没有承诺要做的事，{refused.refusal.label}：{quoted(refused.said)}"
    nested = [evidence.of(one)[0] for one in target.walk() if one is not target]
    if body.foreign:
        reason = f"标题下是{quoted(body.foreign)}的内容，没有这一条的内容"
    else:
        reason = "正文中只有标题，标题下没有内容"
    if any(one.lines and one.text for one in nested):
        silent = not target.sentences and not body.foreign
        return True, None if silent else reason
    return False, reason


def _row_flaws(row: RowEvidence, words: CheckWords) -> Iterator[str]:
    if row.row is None:
        yield "分工表中没有这一条"
        return
    if not row.title and not row.leads:
        yield f"分工表中这一行是空的（{row.row.location}）"
        return
    if row.foreign:
        yield f"分工表中这一行写的是{quoted(row.foreign)}（{row.row.location}）"
    if not row.leads:
        yield f"分工表中没有牵头单位（{row.row.location}）"
    if not row.title:
        yield f"分工表中没有事项名称（{row.row.location}）"
    if row.content is not None and not filled(row.content, words):
        yield f"分工表中没有写主要内容（{row.row.location}）"
    if row.target is not None and not filled(row.target, words):
        yield f"指标表中没有写目标值（{row.row.location}）"


def matches_of(verdict: Verdict) -> Iterator[Match]:
    """Yield the places in body and tables where a county item stands."""
    body, row = verdict.body, verdict.row
    if body.lines:
        yield match_in_body(body, body.score)
    if row.row is not None:
        yield match_in_row(row.row, row.title, 1.0 if row.by_anchor and not row.foreign else 0.8)


def match_in_row(row: Row, title: str, score: float) -> Match:
    """Return a row of a table as a place; ``score`` says how sure it is."""
    return Match(
        number=row.columns.get("number") or None,
        title=title,
        location=row.location,
        score=score,
        text=" ".join(row.cells)[:SHOWN_TEXT],
    )


def match_in_body(body: BodyEvidence, score: float) -> Match:
    """Return a place in the body; ``score`` says how sure it is."""
    return Match(
        number=body.number,
        title=body.title or body.lines[0].text[:24],
        location=body.lines[0].location,
        score=round(min(1.0, score), 3),
        text=body.text[:SHOWN_TEXT],
    )
