"""What was wanted of an indicator in the last period and what came of it, as a person wrote it into its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_model import Adopted, Conflict, Field, SpecEdit
from plangen.living.changes import Compared
from plangen.living.model import Change
from plangen.living.view import Block
from plangen.plan.model import CountyIndicator, CountyPlan
from plangen.terms.language import tidy
from plangen.terms.text import comparable

_KEYS = {"规划目标": "target", "完成情况": "result"}
"""The heads of the table's columns (templates/plan/situation.md.j2), and what the spec calls them."""

_NOTHING = ("", "—", "－", "【待填】")


@dataclass(frozen=True, kw_only=True)
class PreviousResult:
    """What becomes of a cell: None where the spec says it already; and the changes that it accounts for."""

    result: Adopted | Conflict | None
    changes: tuple[Change, ...]


def previous_results(compared: Compared, plan: CountyPlan) -> Iterator[PreviousResult]:
    """Yield what becomes of each cell that was filled in or changed.

    Args:
        compared: the draft beside its last render.
        plan: the county's plan.
    """
    rows = {comparable(row.name): row for row in plan.indicators if row.previous is not None}
    for one, place in compared.pairing.theirs.items():
        before, after = compared.base[one], compared.edited[place]
        if before.keys or len(before.cells) != len(after.cells) or not _is_of_table(before):
            continue
        row = next((rows[name] for cell in before.cells if (name := comparable(cell)) in rows), None)
        for (_, head), was, now in zip(before.columns, before.cells, after.cells, strict=True):
            if row is not None and head in _KEYS and was != now:
                said = (c for c in compared.changes if not c.key and c.place == after.place and c.column == head)
                yield PreviousResult(result=_result(row, plan, head, was, now), changes=tuple(said))


def _is_of_table(block: Block) -> bool:
    heads = [head for _, head in block.columns]
    return not block.is_head and all(head in heads for head in _KEYS)


def _result(row: CountyIndicator, plan: CountyPlan, head: str, was: str, now: str) -> Adopted | Conflict | None:
    key = _KEYS[head]
    present = getattr(row.previous, key)
    said = {"key": row.key, "title": row.name, "field": Field.DETAIL}
    if _bare(present or "") == _bare(now):
        return None
    if _bare(present or "") != _bare(was):
        return Conflict(**said, rendered=was, draft=now, spec=present or "【待填】")  # type: ignore[arg-type]
    after = tidy(now.strip()) if now.strip() not in _NOTHING else None
    edit = SpecEdit(path=(*homes_of(plan, row)[0].path, "previous", key), before=present, after=after)
    return Adopted(**said, was=was, now=now, edits=(edit,))  # type: ignore[arg-type]


def _bare(text: str) -> str:
    return "" if text.strip() in _NOTHING else comparable(tidy(text.strip()))
