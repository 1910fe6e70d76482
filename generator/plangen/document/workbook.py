"""The plan's division of labour as an Excel workbook: everything in one table, and one sheet a department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangen.document.department import Department, DepartmentRow, departments
from plangen.document.division import DivisionRow, Printer
from plangen.office.workbook import Book, Row, sheet_names
from plangen.office.workbook_data import plan_layout
from plangen.terms.findings import Finding, Location, Severity

if TYPE_CHECKING:
    from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan


@dataclass(frozen=True, kw_only=True)
class BuiltWorkbook:
    """An Excel file and what there is to say about it.

    Attributes:
        data: the file, sealed (see :func:`plangen.office.docx_package.is_untouched`).
        findings: texts that did not fit into a cell.
    """

    data: bytes
    findings: tuple[Finding, ...]


def build_workbook(plan: CountyPlan, *, properties: Mapping[str, str]) -> BuiltWorkbook:
    """Return the division of labour as an Excel file.

    Args:
        plan: the county's plan.
        properties: custom properties, see :func:`plangen.document.rendering.properties_of`; the seal is added.

    Returns:
        the same bytes for the same input, and findings.

    Raises:
        FindingsError: the file that describes the workbook cannot be used.
    """
    maker = _Maker(plan)
    maker.add_sheets()
    settings = plan.spec.plan
    data = maker.book.save(properties=properties, title=plan.title, author=settings.issuer, date=settings.date)
    return BuiltWorkbook(data=data, findings=tuple(_cut(sheet, cell) for sheet, cell in maker.book.cut))


def _cut(sheet: str, cell: str) -> Finding:
    return Finding(
        code="cell-text-cut",
        severity=Severity.WARNING,
        message="这一格的文字超过 Excel 单元格的上限，后面的部分没有写入工作簿。",
        location=Location(place=f"“{sheet}”表 {cell}"),
        hint="全文见 Word 稿；请检查这一项的内容是否多得不正常。",
    )


class _Maker:
    def __init__(self, plan: CountyPlan) -> None:
        self.plan = plan
        self.layout = plan_layout()
        self.book = Book(self.layout)
        self.printer = Printer(plan)
        self.departments = departments(plan)
        names = [sheet.name for key, sheet in self.layout.sheets.items() if key != "department"]
        self.names = dict(
            zip([key for key in self.layout.sheets if key != "department"], sheet_names(names), strict=True)
        )
        busy = [department for department in self.departments if department.rows]
        department_names = [self.fill(self.layout.sheets["department"].name, unit=one.name) for one in busy]
        own_names = sheet_names(department_names, self.names.values())
        self.own_sheets = {one.name: name for one, name in zip(busy, own_names, strict=True)}

    def fill(self, text: str, **values: object) -> str:
        """Fill the gaps of a text from the layout; unknown gaps stay."""
        for key, value in {"plan": self.plan.title, **values}.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text

    def add_sheets(self) -> None:
        plan = self.plan
        self.add_items("all", list(plan.all_items()))
        self.add_items("indicators", plan.indicators)
        self.add_items("projects", [item for project in plan.projects for item in project.walk()])
        self.add_waived()
        self.add_explanation()
        self.add_directory()
        for department in self.departments:
            if department.name in self.own_sheets:
                self.add_department(department)

    def table(self, key: str, rows: Sequence[Row], freeze: str, **values: object) -> None:
        sheet = self.layout.sheets[key]
        values = {"rows": len(rows), **values}
        title, note = self.fill(sheet.title, **values), self.fill(sheet.note, **values)
        self.book.add_table(sheet, rows, name=self.names[key], title=title, note=note, freeze=freeze)

    def add_items(self, key: str, items: Sequence[CountyItem | CountyIndicator]) -> None:
        if not items and key != "all":
            return
        printed = [self.printer.row(item) for item in items]
        waiting = sum(row.state == "suggested" for row in printed)
        freeze = "indicator" if key == "indicators" else "title"
        words = self.layout.data["words"]
        open_note = self.fill(str(words["open_note"]), open=waiting) if waiting else ""
        self.table(key, [_division_row(row) for row in printed], freeze, open_note=open_note)

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
                    "key": waived.origin.key,
                }
            )
            for number, waived in enumerate(self.plan.waived, 1)
        ]
        if rows:
            self.table("waived", rows, "origin")

    def add_directory(self) -> None:
        words = self.layout.data["words"]
        rows = []
        for number, department in enumerate(self.departments, 1):
            name = self.own_sheets.get(department.name)
            members = "、".join(department.members)
            rows.append(
                Row(
                    values={
                        "number": number,
                        "unit": department.name,
                        "lead_count": len(department.leads),
                        "support_count": len(department.participates),
                        "group_count": len(department.through_groups),
                        "remark": members if name else str(words["no_duty"]),
                    },
                    link=name,
                    fill=None if name else "unsolved",
                )
            )
        self.table("directory", rows, "unit")

    def add_department(self, department: Department) -> None:
        sheet = self.layout.sheets["department"]
        values = {
            "unit": department.name,
            "leads": sum(one.leads for one in department.rows),
            "participates": sum(not one.leads for one in department.rows),
        }
        self.book.add_table(
            sheet,
            [_department_row(row) for row in department.rows],
            name=self.own_sheets[department.name],
            title=self.fill(sheet.title, **values),
            note=self.fill(sheet.note, **values),
            freeze="title",
        )

    def add_explanation(self) -> None:
        plan, settings = self.plan, self.plan.spec.plan
        words = self.layout.data["explanation_words"]
        labels = [(str(words["parent"]), f"《{parent.title}》（{parent.id}）") for parent in plan.parents]
        facts = [
            *labels,
            (str(words["period"]), f"{settings.period[0]}—{settings.period[1]}年"),
            (str(words["issuer"]), settings.issuer),
            (str(words["stage"]), settings.stage or ""),
        ]
        explained = self.layout.data["explanations"]
        pairs = [*((item, text) for item, text in facts if text), *((str(k), str(v)) for k, v in explained.items())]
        self.table("explanation", [Row(values={"item": item, "explanation": text}) for item, text in pairs], "item")


def _fill_of(row: DivisionRow) -> str | None:
    return {"suggested": "open", "unsolved": "unsolved"}.get(row.state)


def _division_row(row: DivisionRow) -> Row:
    return Row(values=_values(row), fill=_fill_of(row))


def _department_row(duty: DepartmentRow) -> Row:
    values = {**_values(duty.row), "role": duty.role, "own_basis": duty.own_basis}
    return Row(values=values, fill=_fill_of(duty.row))


def _values(row: DivisionRow) -> dict[str, str | int]:
    from plangen.plan.model import CountyIndicator

    values: dict[str, str | int] = {
        "reference": row.reference,
        "category": row.category,
        "title": row.title,
        "content": row.content,
        "measures": row.measures,
        "lead": row.lead,
        "support": row.support,
        "deadline": row.deadline,
        "basis": row.basis,
        "origin": row.origin,
        "status": row.status,
        "key": row.keys,
    }
    if isinstance(row.item, CountyIndicator):
        values |= {
            "indicator": row.title,
            "parent_target": row.item.parent_target or "—",
            "target": row.item.target,
            "nature": row.item.nature or "—",
        }
    return values
