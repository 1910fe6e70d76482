"""What else the next render will have otherwise, because of what was adopted: the plan before beside the plan after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plangen.living.adopt_model import Adopted, Field, FollowUp
from plangen.living.adopt_state import Row
from plangen.plan.model import CountyIndicator, CountyPlan
from plangen.plan.own_keys import OWN
from plangen.plan.sentence import joined
from plangen.terms.language import tidy
from plangen.terms.text import squeeze

_GONE = "（不再单列）"
_EXACT = (Field.TITLE, Field.TEXT, Field.DEADLINE, Field.TARGET)


def follow_ups(before: CountyPlan, after: CountyPlan, adopted: Sequence[Adopted]) -> tuple[FollowUp, ...]:
    """Return what the next render will have otherwise than the draft.

    Args:
        before: the plan as it was rendered.
        after: the plan as the changed spec gives it.
        adopted: what was adopted.
    """
    return tuple(_differences(before, after, adopted))


def _differences(before: CountyPlan, after: CountyPlan, adopted: Sequence[Adopted]) -> Iterator[FollowUp]:
    wanted: dict[tuple[str, Field], str] = {}
    whole: set[str] = set()
    replaced = [(one.was, one.now) for one in adopted if one.field in (Field.UNIT, Field.WORDS)]
    names: dict[str, str] = {}
    for one in adopted:
        if one.field is Field.WHOLE:
            whole |= {one.key, *(str(edit.path[2]) for edit in one.edits if edit.path[0] == "inherit")}
        elif one.field in _EXACT:
            wanted[one.key, one.field] = one.now
            names[one.key] = one.now if one.field is Field.TITLE else names.get(one.key, "")
        else:
            wanted[one.key, Field.LEAD] = wanted[one.key, Field.PARTICIPANTS] = ""
    rows = _rows(after)
    for row in _rows(before).values():
        if row.key in whole or row.key.partition(":")[2] in whole:
            continue
        title = _replaced(row.title, replaced)
        key = _identity(row) if not row.key.startswith(OWN) else f"{OWN}{names.get(row.key) or title}"
        if (now := rows.get(key)) is None:
            yield FollowUp(key=row.key, title=row.title, field=Field.WHOLE, draft=row.title, next=_GONE)
            continue
        said = {field: _replaced(text, replaced) for field, text in _said(row).items()}
        yield from _of_row(row, said, _said(now), wanted)


def _replaced(text: str, words: Sequence[tuple[str, str]]) -> str:
    for old, new in words:
        text = text.replace(old, new)
    return text


def _of_row(
    row: Row, was: Mapping[Field, str], now: Mapping[Field, str], wanted: Mapping[tuple[str, Field], str]
) -> Iterator[FollowUp]:
    for field, text in now.items():
        draft = wanted.get((row.key, field), was[field])
        if (row.key, field) in wanted and field not in _EXACT:
            continue
        if squeeze(tidy(draft)) != squeeze(text):
            yield FollowUp(key=row.key, title=row.title, field=field, draft=draft, next=text)


def _rows(plan: CountyPlan) -> dict[str, Row]:
    rows: list[Row] = [*plan.indicators, *plan.all_items()]
    return {_identity(row): row for row in rows}


def _identity(row: Row) -> str:
    """Return by what an item is known in two states of the spec: the county's own by their titles."""
    return f"{OWN}{row.title}" if row.key.startswith(OWN) else row.key


def _said(row: Row) -> dict[Field, str]:
    assignment = row.assignment
    said = {
        Field.TITLE: row.title,
        Field.LEAD: "、".join(unit.name for unit in assignment.leads),
        Field.PARTICIPANTS: "、".join(sorted(unit.name for unit in assignment.listed)),
    }
    if isinstance(row, CountyIndicator):
        return {**said, Field.TARGET: row.target}
    further = {Field.SUMMARY: joined(row.summary), Field.DEADLINE: row.deadline or ""}
    return {**said, Field.TEXT: joined(row.sentences), **further}
