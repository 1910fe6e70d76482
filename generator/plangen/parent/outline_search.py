"""Levels of headings, decided by the consistency of the numbers, not by their form alone.

One and the same form stands for different levels in one document: “4.” may be the fourth group of tasks or the fourth
point of a list inside a task.  Every numbered line therefore has several readings: it goes on with a list that is open,
it opens a list under the heading before, it goes on with a list that ran through the groups before.  Each reading has a
cost (a number that does not follow, a form that already stands higher up, a line that does not look like its siblings);
the cheapest reading of the whole document wins (a beam search over a few readings).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from plangen.parent.block_model import Paragraph
from plangen.terms.marks import Form, Mark

_BEAM = 12


_DEEPEST = 10  # lists open at once: more than there are ranks in use; without a bound a disordered text deepens forever


_OPEN = 0.4


_RESUME = 0.1


_START_ELSEWHERE = 3.0


_GAP = 2.0


_REPEAT = 2.5


_BACK = 5.0


_RESTART = 3.5


_COLLISION = 1.5


_RANK = 1.0


_CLOSE = 0.5


_SHAPE = 0.6


_BESIDE = 4.5


_SAME_AS_PARENT = 3.0


_UNDER_NAMED = 2.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may be a heading: its place among the blocks and how it looks."""

    index: int
    paragraph: Paragraph
    mark: Mark | None
    list_head: Paragraph | None
    bare: bool
    clause: bool
    directly_followed: bool


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list: the form and last value of its numbers, and how its headings looked so far."""

    form: Form | None
    last: int
    node: int
    style: int | None
    count: int
    bare: int
    clause: int
    followed: int


@dataclass(frozen=True, slots=True)
class Choice:
    """How a heading was read, and what was chosen for the headings before it.

    Attributes:
        previous: the choice for the heading before.
        parent: number of the heading that it stands under, -1 for the root.
        relation: how its number goes on from the one before it, with that number: ``follows:3``.
    """

    previous: Choice | None
    parent: int
    relation: str


# lists that were closed: (depth, form) -> (last value, the heading they stood under)
_Memory: TypeAlias = dict[tuple[int, Form], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _State:
    levels: tuple[_Level, ...]
    memory: _Memory
    cost: float
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a heading: it goes on with (or opens) the list at ``depth`` of the state before."""

    state: _State
    depth: int
    opens: bool
    cost: float
    relation: str


def cheapest_reading(headings: list[Heading]) -> _State:
    """Return the cheapest reading of all headings.

    What is looked at for each heading is bounded (the beam, the depth of open lists and so the lists remembered), so
    that the whole is linear in the number of headings.  States are built only for the readings that are kept.
    """
    forms = Counter(heading.mark.form for heading in headings if heading.mark)
    chapter = min((form for form, number in forms.items() if number >= 2), default=min(forms, default=None))
    states = [_State((), {}, 0.0, None)]
    for number, heading in enumerate(headings):
        readings = [reading for state in states for reading in _readings(state, heading, chapter)]
        readings.sort(key=lambda reading: reading.cost)
        kept: dict[object, _State] = {}
        for reading in readings:
            state = _take(reading, heading, number)
            kept.setdefault((state.levels, frozenset(state.memory.items())), state)
            if len(kept) == _BEAM:
                break
        states = list(kept.values())
    return states[0]


def _readings(state: _State, heading: Heading, chapter: Form | None) -> list[_Reading]:
    mark = heading.mark
    if mark is None:
        return [_named(state, heading)]
    found = [_go_on(state, depth, heading) for depth, level in enumerate(state.levels) if level.form is mark.form]
    deepest = min(len(state.levels), _DEEPEST - 1)
    return found + [_open(state, depth, heading, chapter) for depth in range(deepest + 1)]


def _take(reading: _Reading, heading: Heading, number: int) -> _State:
    """Return the state after a reading of the heading with this number."""
    state, depth, style = reading.state, reading.depth, heading.paragraph.level
    parent = state.levels[depth - 1].node if depth else -1
    if heading.mark is None:
        level = _Level(None, 0, number, style, 0, 0, 0, 0)
    else:
        new = _Level(heading.mark.form, 0, number, style, 0, 0, 0, 0)
        level = _extended(new if reading.opens else state.levels[depth], heading, number, heading.mark.value)
    return _State(
        (*state.levels[:depth], level),
        _remember(state, depth if reading.opens else depth + 1),
        reading.cost,
        Choice(state.choice, parent, reading.relation),
    )


def _named(state: _State, heading: Heading) -> _Reading:
    """A heading without a number closes what its style outranks, or everything when it has no style."""
    keep = 0
    if (style := heading.paragraph.level) is not None:
        while keep < min(len(state.levels), _DEEPEST - 1):
            open_style = state.levels[keep].style
            if open_style is None or open_style >= style:
                break
            keep += 1
    return _Reading(state, keep, True, state.cost, "named")


def _go_on(state: _State, depth: int, heading: Heading) -> _Reading:
    assert heading.mark is not None
    level, value = state.levels[depth], heading.mark.value
    step = value - level.last
    if step == 1:
        cost, relation = 0.0, "follows"
    elif step > 1:
        cost, relation = _GAP + 0.2 * min(step, 5), "gap"
    elif step == 0:
        cost, relation = _REPEAT, "repeat"
    else:
        cost, relation = (_RESTART if value == 1 else _BACK), "back"
    cost += _mismatch(level, heading)
    return _Reading(state, depth, False, state.cost + cost, f"{relation}:{level.last}")


def _open(state: _State, depth: int, heading: Heading, chapter: Form | None) -> _Reading:
    """Open a list at ``depth``, under the heading that is open one level higher."""
    assert heading.mark is not None
    form, value = heading.mark.form, heading.mark.value
    above = state.levels[depth - 1] if depth else None
    parent = above.node if above is not None else -1
    remembered, owner = state.memory.get((depth, form), (None, None))
    eased = 0.2 if heading.list_head is not None else 1.0
    if value == 1:
        # a second list of one form under one heading is a list that begins again
        again = remembered is not None and owner == parent
        cost, relation = _OPEN + (_RESTART * eased if again else 0.0), "back" if again and eased == 1.0 else "first"
    elif remembered is not None and value == remembered + 1:
        # a list that runs through the groups has another group above it each time
        cost, relation = (_RESTART if owner == parent else _RESUME), "runs-on"
    else:
        cost, relation = _START_ELSEWHERE + 0.3 * min(value, 5), "start"
    if above is not None and above.form is not None and form <= above.form:
        cost += _RANK * eased
        if form is above.form:
            cost += _SAME_AS_PARENT
    if any(level.form is form for level in state.levels[:depth]):
        cost += _COLLISION * eased
    if depth < len(state.levels):
        # a second list under one heading, or a deeper list given up
        beside = state.levels[depth].form
        cost += _CLOSE * (len(state.levels) - depth) + (_RESTART * eased if beside is form else 0.0)
        if beside is not None and form > beside:
            cost += _BESIDE  # a lower form does not stand beside a higher one
    if above is not None and above.form is None and above.style is None and form is chapter:
        # chapters do not stand under a foreword or a glossary, unless that numbers its own points like chapters
        cost += 0.0 if value == 1 and state.memory.get((0, form)) else _UNDER_NAMED
    return _Reading(state, depth, True, state.cost + cost, f"{relation}:{remembered or 0}")


def _extended(level: _Level, heading: Heading, number: int, value: int) -> _Level:
    return _Level(
        form=level.form,
        last=value,
        node=number,
        style=heading.paragraph.level if heading.paragraph.level is not None else level.style,
        count=level.count + 1,
        bare=level.bare + heading.bare,
        clause=level.clause + heading.clause,
        followed=level.followed + heading.directly_followed,
    )


def _mismatch(level: _Level, heading: Heading) -> float:
    if not level.count:
        return 0.0
    return _SHAPE * sum(
        abs(float(mine) - theirs / level.count)
        for mine, theirs in (
            (heading.bare, level.bare),
            (heading.clause, level.clause),
            (heading.directly_followed, level.followed),
        )
    )


def _remember(state: _State, keep: int) -> _Memory:
    """Return the memory with the lists that are closed now: another group may go on with their numbers."""
    if keep >= len(state.levels):
        return state.memory
    memory = dict(state.memory)
    for depth in range(keep, len(state.levels)):
        level = state.levels[depth]
        if level.form is not None:
            memory[(depth, level.form)] = (level.last, state.levels[depth - 1].node if depth else -1)
    return memory
