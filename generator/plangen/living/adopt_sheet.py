"""From the cells that people changed in the workbook of the division of labour to the changes of the spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plangen.county.details import DETAILS
from plangen.living.adopt_decisions import Decisions
from plangen.living.adopt_fields import field_results
from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_model import Adopted, Adoption, Conflict, Field, Unsaid
from plangen.living.adopt_state import Cell, ItemState, Row, Said, keys_of
from plangen.living.adopt_texts import measure_edits
from plangen.living.adopt_units import OTHER_PLACE, FieldResult, unit_results
from plangen.living.model import ChangeKind
from plangen.living.sheet_changes import SheetChange
from plangen.plan.directory import Directory
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.terms.text import comparable
from plangen.terms.unit_list import read_units
from plangen.terms.units import load_units

_ROLES = {
    "lead": "lead",
    "support": "support",
    "deadline": "deadline",
    "target": "target",
    "county_target": "target",
    "title": "name",
    "indicator": "name",
    "county_title": "name",
    "county_measures": "measures",
    "nature": "nature",
}
_DECIDING = ("disposition", "merge_into", "waived_because", "waived_by", "waived_on")
_WRITTEN = ("county_title", "lead", "support", "deadline", "county_target", "county_measures")
_FIELDS = {
    "lead": (Field.LEAD,),
    "support": (Field.PARTICIPANTS,),
    "deadline": (Field.DEADLINE,),
    "target": (Field.TARGET,),
    "name": (Field.TITLE,),
    "measures": (Field.TEXT,),
}
_SEVERAL = "同一项在几张表里改得不一样，没有采纳，请商定后改成一致"
_NOT_CARRIED = "本项现在不单列，这一格没有采纳；先恢复“承接”，重新生成这张表后再改"
_BY_PROGRAM = "这一格由程序按填报内容写出，没有采纳；措施请在“承接”表的“本级措施”里改"
_STILL_MARKED = "格里还有“拟”字，没有当作认可；认可的，把这一格的“拟”字都删去"
_ONLY_INDICATORS = "只有指标有目标值，这一格没有采纳"
_NOT_INDICATORS = "指标没有这一项内容，这一格没有采纳"
_GONE = "方案里现在没有这一项，这一格没有采纳"
_ROWS = {
    ChangeKind.ROW_ADDED: "新增的一行没有采纳；本县自己的事项请在填报文件的“本县任务”“本县工程”里写",
    ChangeKind.ROW_DELETED: "删去一行不改填报文件；不承接的，请在“承接”表里写明",
}
_OVERTAKEN = "（已和生成这张表时不同）"


def adopt_cells(found: Sequence[SheetChange], plan: CountyPlan) -> Adoption:
    """Return what becomes of every cell that was changed.

    Args:
        found: what was changed in the workbook.
        plan: the county's plan as the spec has it now.
    """
    return _Cells(found, plan).result()


class _Cells:
    def __init__(self, found: Sequence[SheetChange], plan: CountyPlan) -> None:
        self._found, self._plan = found, plan
        self._directory = Directory(plan.spec.roster, plan.spec.county, load_units())
        rows: list[Row] = [*plan.indicators, *plan.all_items()]
        self._rows = {key: row for row in reversed(rows) for key in (*keys_of(row), row.key)}
        self._adopted: list[Adopted] = []
        self._unsaid: list[Unsaid] = []
        self._conflicts: list[Conflict] = []
        self._settled: list[SheetChange] = []

    def result(self) -> Adoption:
        decisions = Decisions(self._plan)
        cells: dict[int, list[SheetChange]] = {}
        decided: dict[str, list[SheetChange]] = {}
        for one in self._found:
            row = self._rows.get(one.change.key)
            is_decision = "disposition" in one.row
            if one.change.kind in _ROWS:
                self._leave(one, _ROWS[one.change.kind])
            elif one.change.kind is ChangeKind.COMMENT:
                self._leave(one, f"{one.sheet}的意见不写进填报文件；采纳的，请在“承接”表里改")
            elif is_decision and one.column in _DECIDING:
                decided.setdefault(one.change.key, []).append(one)
            elif is_decision and one.column in _WRITTEN and not decisions.is_written(one.change.key, one.row):
                self._leave(one, _NOT_CARRIED)
            elif row is None:
                self._leave(one, _GONE)
            else:
                cells.setdefault(id(row), []).append(one)
        for changes in decided.values():
            self._decide(decisions, changes)
        for changes in cells.values():
            self._item(self._rows[changes[0].change.key], changes)
        settled = tuple(one.change for one in self._settled)
        return Adoption(
            adopted=tuple(self._adopted),
            unsaid=tuple(self._unsaid),
            conflicts=tuple(self._conflicts),
            settled=settled,
        )

    def _leave(self, one: SheetChange, reason: str, *, wrong: bool = False, lines: tuple[str, ...] = ()) -> None:
        self._unsaid.append(Unsaid(change=one.change, reason=reason, wrong=wrong, lines=lines))

    def _decide(self, decisions: Decisions, changes: Sequence[SheetChange]) -> None:
        first = changes[0]
        made = decisions.made(first.change.key, first.row, {one.column for one in changes})
        if made.refused:
            for one in changes:
                self._leave(one, made.refused, wrong=made.wrong, lines=made.lines)
        elif not made.edits:
            self._settled += changes
        else:
            result = FieldResult(fields=(Field.WHOLE,), was=made.was, now=made.now, edits=made.edits)
            overtaken = not first.stale.isdisjoint(_DECIDING)
            self._take(first.change.key, first.change.title, result, overtaken=overtaken)

    def _item(self, row: Row, changes: Sequence[SheetChange]) -> None:
        by_role: dict[str, list[SheetChange]] = {}
        for one in changes:
            role = _ROLES.get(one.column) or (one.column if one.column in DETAILS else "")
            if not role:
                self._leave(one, _BY_PROGRAM)
            else:
                by_role.setdefault(role, []).append(one)
        for role in list(by_role):
            if len({_value(role, one.change.after) for one in by_role[role]}) > 1:
                for one in by_role.pop(role):
                    self._leave(one, _SEVERAL, wrong=True)
        results = list(self._results(row, by_role))
        for role, ones in by_role.items():
            head = _head(role)
            wanted = _FIELDS.get(role, (Field.DETAIL,))
            mine = [r for r in results if set(wanted) & set(r.fields) and (not r.head or r.head == head)]
            refused = next((one for one in mine if one.refused), None)
            if refused is not None:
                for one in ones:
                    self._leave(one, refused.refused, wrong=refused.wrong)
            elif not any(one.edits for one in mine):
                self._unmoved(row, role, ones)
        for result in results:
            if result.edits and not result.refused:
                own = [one for role, ones in by_role.items() if _is_about(role, result) for one in ones]
                self._take(row.key, row.title, result, overtaken=any(one.overtaken for one in own))

    def _unmoved(self, row: Row, role: str, ones: Sequence[SheetChange]) -> None:
        """Account for cells that gave nothing: the spec says it already, or they cannot say it."""
        for one in ones:
            was, now = one.change.before, one.change.after
            if role == "target" and not isinstance(row, CountyIndicator):
                self._leave(one, _ONLY_INDICATORS)
            elif role in ("lead", "support") and was.count("拟") and was != now:
                self._leave(one, _STILL_MARKED)
            else:
                self._settled.append(one)

    def _results(self, row: Row, by_role: Mapping[str, Sequence[SheetChange]]) -> Iterator[FieldResult]:
        """Yield what becomes of an item's cells, by the same rules as those of a draft's tables."""
        homes = homes_of(self._plan, row)
        cells = {
            role: Cell(
                role=role,
                head=_head(role),
                was=ones[0].change.before,
                now=ones[0].change.after,
            )
            for role, ones in by_role.items()
        }
        said = Said(title=row.title)
        measures = cells.pop("measures", None)
        if isinstance(row, CountyIndicator):
            for role in ("deadline", *DETAILS):
                if (cell := cells.pop(role, None)) is not None:
                    yield _refused(_FIELDS.get(role, (Field.DETAIL,)), cell, _NOT_INDICATORS)
        if measures is not None and isinstance(row, CountyItem):
            text = measure_edits(row, homes, self._plan, measures.was, measures.now)
            yield FieldResult(
                fields=(Field.TEXT,),
                was=measures.was,
                now=measures.now,
                edits=text.edits,
                notes=text.notes,
                refused=text.refused,
            )
        elif measures is not None:
            yield _refused((Field.TEXT,), measures, _NOT_INDICATORS)
        state = ItemState(item=row, place=0, was=said, now=said, heading=True, cells=tuple(cells.values()))
        yield from field_results(state, homes)
        yield from unit_results(state, homes, self._directory)

    def _take(self, key: str, title: str, result: FieldResult, *, overtaken: bool) -> None:
        field, notes = result.fields[0], tuple(note for note in result.notes if note != OTHER_PLACE)
        if overtaken:
            self._conflicts.append(
                Conflict(key=key, title=title, field=field, rendered=_OVERTAKEN, draft=result.now, spec=result.was)
            )
            return
        self._adopted.append(
            Adopted(key=key, title=title, field=field, was=result.was, now=result.now, edits=result.edits, notes=notes)
        )


def _refused(fields: tuple[Field, ...], cell: Cell, reason: str) -> FieldResult:
    return FieldResult(fields=fields, was=cell.was, now=cell.now, refused=reason, head=cell.head)


def _head(role: str) -> str:
    return str(DETAILS[role]["meta"]["name"]) if role in DETAILS else ""


def _is_about(role: str, result: FieldResult) -> bool:
    fields = _FIELDS.get(role, (Field.DETAIL,))
    return any(field in result.fields for field in fields) and (not result.head or result.head == _head(role))


def _value(role: str, text: str) -> object:
    """Return a cell as the cells of several sheets are compared: units in any order."""
    return (frozenset(read_units(text).units), "拟" in text) if role in ("lead", "support") else comparable(text)
