"""The plan's division of labour as an Excel workbook: everything in one table, and one sheet a department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from plangen.document.decision_sheet import decision_rows
from plangen.document.department import Department, DepartmentRow, departments
from plangen.document.division import DivisionRow, Printer
from plangen.document.filters import targets_named
from plangen.office import sheet_past
from plangen.office.sheet_layout import PlanLayout
from plangen.office.sheet_writer import Book, BuiltWorkbook, Row, sheet_names
from plangen.terms.levels import own_words

if TYPE_CHECKING:
    from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan

UNITS = "单位名单"
"""The list of the roster's units that the columns for a lead offer."""

_HIDDEN = (UNITS, sheet_past.NAME)

_FILLS = {"suggested": "open", "unsolved": "unsolved"}


def build_workbook(plan: CountyPlan, *, properties: Mapping[str, str]) -> BuiltWorkbook:
    """Return the division of labour as an Excel file: the same bytes for the same input.

    Args:
        plan: the county's plan.
        properties: custom properties, see :func:`plangen.document.rendering.properties_of`; the seal is added.

    Raises:
        FindingsError: the file that describes the workbook cannot be used.
    """
    maker = _Maker(plan)
    maker.add_sheets()
    settings = plan.spec.plan
    return maker.book.save(properties=properties, title=plan.title, author=settings.issuer, date=settings.date)


class _Maker:
    def __init__(self, plan: CountyPlan) -> None:
        self.plan = plan
        self.layout = own_words(PlanLayout.load(), plan.spec.county.words)
        self.book = Book(self.layout, plan=plan.title)
        self.words = self.layout.words
        self.printer = Printer(plan)
        self.departments = departments(plan)
        busy = [one.name for one in self.departments if one.rows]
        wanted = [self.book.filled(self.layout.sheets["department"].name, unit=name) for name in busy]
        self.past: list[str] = []
        self.own_sheets = dict(zip(busy, sheet_names(wanted, [*self.book.names.values(), *_HIDDEN]), strict=True))

    def add_sheets(self) -> None:
        plan = self.plan
        self.book.offer(UNITS, [unit.short for unit in plan.spec.roster.units])
        self.add_items("all", list(plan.all_items()))
        if plan.trace:
            self.add_keyed("decisions", list(decision_rows(plan, self.printer)))
        self.add_items("indicators", plan.indicators)
        self.add_items("projects", [item for project in plan.projects for item in project.walk()])
        self.add_waived()
        self.add_references()
        self.add_explanation()
        self.add_directory()
        for department in self.departments:
            if department.name in self.own_sheets:
                self.add_department(department)
        self.book.offer(sheet_past.NAME, self.past)

    def add_keyed(self, key: str, rows: Sequence[Row], *, name: str | None = None, **values: object) -> None:
        """Add a table whose rows have keys, and keep what its cells say."""
        self.book.add_table(key, rows, name=name, **values)
        shown = name or self.book.names[key]
        self.past += [sheet_past.entry(shown, str(row.values["key"]), row.values) for row in rows]

    def add_items(self, key: str, items: Sequence[CountyItem | CountyIndicator]) -> None:
        if not items and key != "all":
            return
        printed = [self.printer.row(item) for item in items]
        waiting = sum(row.state == "suggested" for row in printed)
        open_note = self.book.filled(self.words["open_note"], open=waiting) if waiting else ""
        self.add_keyed(key, [_row(one) for one in printed], open_note=open_note)

    def add_waived(self) -> None:
        rows = [
            Row(
                values={
                    "number": number,
                    "origin": self.printer.origin(waived.origin),
                    "waived_title": waived.title,
                    "reason": waived.reason,
                    "decided_by": waived.by,
                    "decided_on": f"{waived.on.year}年{waived.on.month}月{waived.on.day}日",
                }
            )
            for number, waived in enumerate(self.plan.waived, 1)
        ]
        if rows:
            self.book.add_table("waived", rows)

    def add_references(self) -> None:
        """Add what plans that are only named have in common with this one; never among what its items come from."""
        rows = [
            Row(
                values={
                    "number": number,
                    "alike_origin": self.printer.origin(one.origin),
                    "alike_targets": "\n".join(targets_named([target]) for target in one.targets),
                    "alike_degree": self.words["alike_sure" if one.sure else "alike_perhaps"],
                    "evidence": "\n".join(one.evidence),
                }
            )
            for number, one in enumerate(self.plan.alike, 1)
        ]
        if rows:
            self.book.add_table("references", rows)

    def add_directory(self) -> None:
        rows = []
        for number, department in enumerate(self.departments, 1):
            link = self.own_sheets.get(department.name)
            values: dict[str, str | int] = {
                "number": number,
                "unit": department.name,
                "lead_count": len(department.leads),
                "support_count": len(department.participates),
                "group_count": len(department.through_groups),
                "remark": "、".join(department.members) if link else self.words["no_duty"],
            }
            rows.append(Row(values=values, link=link, fill=None if link else "unsolved"))
        self.book.add_table("directory", rows)

    def add_department(self, department: Department) -> None:
        self.add_keyed(
            "department",
            [self.own_row(one) for one in department.rows],
            name=self.own_sheets[department.name],
            unit=department.name,
            leads=sum(one.leads for one in department.rows),
            participates=sum(not one.leads for one in department.rows),
        )

    def own_row(self, one: DepartmentRow) -> Row:
        """Return a row of a department's sheet: what waits for confirmation there is its own place."""
        state = one.row.state if one.row.state == "unsolved" else "suggested" if one.proposed else "settled"
        more = {"role": one.role, "own_basis": one.own_basis, "status": self.layout.status[state]}
        return Row(values=one.row.cells() | more, fill=_FILLS.get(state))

    def add_explanation(self) -> None:
        settings = self.plan.spec.plan
        words = self.layout.explanation_words
        pairs = [(words["parent"], f"《{parent.title}》") for parent in self.plan.parents]
        pairs += [
            (words["period"], f"{settings.period[0]}—{settings.period[1]}年"),
            (words["issuer"], "、".join(settings.issuers)),
            (words["stage"], settings.stage or ""),
            *self.layout.explanations.items(),
        ]
        rows = [Row(values={"item": item, "explanation": text}) for item, text in pairs if text]
        self.book.add_table("explanation", rows)


def _row(row: DivisionRow) -> Row:
    return Row(values=row.cells(), fill=_FILLS.get(row.state))
