"""What was changed within one paragraph or one row, in a planner's words: units, deadline, title, sentences, looks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangen.living.columns import Columns
from plangen.living.model import Change, ChangeKind, Where
from plangen.living.sentence_changes import sentence_changes, sentences_of
from plangen.living.view import Block
from plangen.office.body import Look
from plangen.terms.marks import parse_mark
from plangen.terms.text import comparable, squeeze, without_bullet
from plangen.terms.unit_list import split_names
from plangen.trace.evidence_model import without_clauses

_BETWEEN = "、"
_STOPS = re.compile("(?<=[。！？])")
KIND_OF_ROLE = {
    "lead": ChangeKind.LEAD,
    "support": ChangeKind.PARTICIPANTS,
    "deadline": ChangeKind.DEADLINE,
    "target": ChangeKind.TARGET,
    "name": ChangeKind.TITLE,
}
"""Role of a table's column -> what a change in it is."""

_UNITS = ("lead", "support")
_Look = tuple[tuple[str, ...], bool, str]  # marks by hand, struck through, style
_PLAIN: _Look = ((), False, "")

Lost = _Look | None
"""What was set on words by hand, that they are struck through, and their style; None where nothing was lost."""


@dataclass(frozen=True, kw_only=True)
class Fields:
    """What a paragraph says.

    Attributes:
        title: its title, where it begins with one.
        target: of an indicator, what stands behind its name.
        text: the rest, without who does it by when.
        leads, participants: units, joined by 、.
        deadline: as written.
    """

    title: str = ""
    target: str = ""
    text: str = ""
    leads: str = ""
    participants: str = ""
    deadline: str = ""


def fields_of(text: str, title: str = "") -> Fields:
    """Return what a paragraph says.

    Args:
        text: its words without automatic number.
        title: the title that it begins with, where it does.
    """
    rest = text[len(title) :] if title and text.startswith(title) else text
    own = title if rest is not text else ""
    sign, rest = (rest[:1], rest[1:]) if own and rest[:1] in ("。", "：", ":") else ("", rest)
    bare, readings = without_clauses(rest)
    named = bool(readings) or bare == rest.strip()
    is_target = sign in ("：", ":") and len(bare) <= 40 and "。" not in bare.rstrip("。")
    return Fields(
        title=own,
        target=bare.rstrip("。") if is_target else "",
        text="" if is_target else bare if named else rest,
        leads=_joined(unit for one in readings for unit in one.responsibility.leads),
        participants=_joined(unit for one in readings for unit in one.responsibility.participants),
        deadline=_joined(one.deadline for one in readings if one.deadline),
    )


def _joined(units: Iterator[str]) -> str:
    return _BETWEEN.join(dict.fromkeys(units))


def _besides(units: str, *readings: Fields) -> list[str]:
    """Return units without those that lead, before or after: who leads does not take part any more."""
    leads = {unit for one in readings for unit in one.leads.split(_BETWEEN)}
    return [unit for unit in units.split(_BETWEEN) if unit not in leads]


def paragraph_changes(before: Block, after: Block, old: str, new: str) -> list[Change]:
    """Return what was changed in a paragraph.

    Args:
        before: the paragraph as it was rendered.
        after: the paragraph as it is.
        old: its words as rendered, with those of what was joined to it.
        new: its words now, with those of what was divided off it.
    """
    made = _Maker(before, after)
    if before.keys:  # the number of an item is written anew by every render
        old, new = without_number(old), without_number(new)
    if squeeze(old) == squeeze(new):
        if old != new:  # spaces and line breaks
            made.add(ChangeKind.REWORDED, *_differing(old, new))
        return made.found
    title = before.title if old.startswith(before.title) else ""
    if before.level is not None and after.title and old.startswith(after.title) and old.endswith("。"):
        title = after.title  # a sentence typed behind a heading was no part of it
    was, now = fields_of(old, title), fields_of(new, title if new.startswith(title) else after.title)
    made.field(ChangeKind.TITLE, was.title, now.title)
    made.field(ChangeKind.TARGET, was.target, now.target)
    made.field(ChangeKind.LEAD, was.leads, now.leads)
    if _besides(was.participants, was, now) != _besides(now.participants, was, now):
        made.add(ChangeKind.PARTICIPANTS, was.participants, now.participants)
    made.field(ChangeKind.DEADLINE, was.deadline, now.deadline)
    for one, other in sentence_changes(was.text, now.text):
        kind = ChangeKind.REWORDED if one and other else ChangeKind.ADDED if other else ChangeKind.DELETED
        made.add(kind, one, other)
    if not made.found:
        made.add(ChangeKind.REWORDED, *((old, new) if comparable(old) != comparable(new) else _differing(old, new)))
    return made.found


def without_number(text: str) -> str:
    """Return a paragraph's words without the number before them, typed or counted."""
    mark = parse_mark(text)
    return text if mark is None else mark.rest


def accepted(before: Block, after: Block, style: str) -> Iterator[Change]:
    """Yield the proposals whose words still stand there and whose mark is gone.

    Args:
        before: the paragraph as it was rendered.
        after: the paragraph as it is.
        style: name of the character style of proposals.
    """
    made = _Maker(before, after)
    for words in _spans(before, style):
        for sentence in sentences_of(words):
            at = after.text.find(sentence)
            if at >= 0 and not any(look.style == style for look in after.looks[at : at + len(sentence)]):
                made.add(ChangeKind.ACCEPTED, sentence, sentence)
    if len(made.found) > 1:
        yield made.one(ChangeKind.ACCEPTED, *("".join(change.before for change in made.found),) * 2)
    else:
        yield from made.found


def _spans(block: Block, style: str) -> Iterator[str]:
    pairs = zip(block.text, block.looks, strict=True)
    for is_proposal, group in itertools.groupby(pairs, key=lambda pair: pair[1].style == style):
        if is_proposal:
            yield "".join(character for character, _ in group)


def looks_changed(before: Block, after: Block, style: str) -> Iterator[tuple[Lost, Change]]:
    """Yield what only looks otherwise: words marked by hand, another style of the paragraph; with the look they lost.

    Args:
        before: the paragraph as it was rendered.
        after: the paragraph as it is, with the same words.
        style: name of the character style of proposals, whose loss is no change of looks.

    Returns:
        what the words lost, None where they got a look or the style of the paragraph is another.
    """
    made = _Maker(before, after)
    lost: list[Lost] = []
    if before.text == after.text:
        pairs = zip(before.looks, after.looks, strict=True)
        looks = [_difference(_look(old, style), _look(new, style)) for old, new in pairs]
        for (differs, gone), group in itertools.groupby(zip(looks, before.text, strict=True), key=lambda one: one[0]):
            if differs:
                words = "".join(character for _, character in group)
                made.add(ChangeKind.FORMAT, words, words)
                lost.append(gone)
    is_boxed = before.boxed and after.boxed  # what converts a file makes text boxes of its own style
    if _style_name(before.style) != _style_name(after.style) and not made.found and not is_boxed:
        made.add(ChangeKind.FORMAT, before.style, after.style)
        lost.append(None)
    yield from zip(lost, made.found, strict=True)


def _difference(old: _Look, new: _Look) -> tuple[bool, Lost]:
    return old != new, old if old != new == _PLAIN else None


def _look(look: Look, style: str) -> _Look:
    return (look.marks, look.struck, "" if look.style == style else look.style)


def _style_name(name: str) -> str:
    """Return the name of a style as all programs write it: Heading 1, heading 1 and 标题 1 are one."""
    return squeeze(name).lower().replace("heading", "标题")


def row_changes(before: Block, after: Block, columns: Columns | None = None) -> list[Change]:
    """Return what was changed in a row of a table.

    Args:
        before: the row as it was rendered.
        after: the row as it is.
        columns: which columns of its table are still there, where some are new or gone.
    """
    made = _Maker(before, after)
    kept = [(number, number) for number in range(len(before.cells))]
    if columns is not None and columns.fit(before, after):
        kept = list(columns.kept)
    elif len(before.cells) != len(after.cells):
        if before.text != after.text:
            made.add(ChangeKind.CELL, before.text, after.text)
        return made.found
    roles = before.columns or (("", ""),) * len(before.cells)
    for number, place in kept:
        (role, head), one, other = roles[number], before.cells[number], after.cells[place]
        if one == other or role == "number":
            continue
        kind = ChangeKind.CELL if before.is_head else KIND_OF_ROLE.get(role, ChangeKind.CELL)
        if role in _UNITS and set(split_names(one)) == set(split_names(other)):
            kind = ChangeKind.CELL  # the same units in another order
        made.add(kind, one, other, column=head)
    return made.found


class _Maker:
    """Makes the changes of one place."""

    def __init__(self, before: Block, after: Block) -> None:
        self._before, self._after = before, after
        self.found: list[Change] = []

    def field(self, kind: ChangeKind, before: str, after: str) -> None:
        if before != after:
            self.add(kind, before, after)

    def add(self, kind: ChangeKind, before: str, after: str, column: str = "") -> None:
        self.found.append(self.one(kind, before, after, column))

    def one(self, kind: ChangeKind, before: str, after: str, column: str = "") -> Change:
        return Change(
            kind=kind,
            where=Where.TABLE if self._before.unit.kind == "row" else Where.BODY,
            key=self._before.key,
            title=self._before.name,
            place=self._after.place,
            before=before.strip(),
            after=after.strip(),
            column=column,
        )


def _differing(old: str, new: str) -> tuple[str, str]:
    """Return the sentences that hold what differs, of texts that only spaces, breaks or widths keep apart."""
    pairs = list(itertools.zip_longest(_STOPS.split(old), _STOPS.split(new), fillvalue=""))
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return "".join(one for one, _ in differing), "".join(other for _, other in differing)


def texts(blocks: Sequence[Block]) -> str:
    """Return the words of blocks that were one or have become one."""
    return "".join(without_bullet(block.text) if place else block.text for place, block in enumerate(blocks))
