"""The report of a check as an Excel review sheet, to be filled in by whoever reviews the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from plangen.office.workbook import HEAD_ROW, Book, Row, sheet_names
from plangen.office.workbook_data import WorkbookLayout, plan_layout
from plangen.parent.model import ParentPlan
from plangen.terms.resources import templates_folder
from plangen.trace.model import CheckReport, Status
from plangen.trace.report_rows import ORDER, ReportRow, carried_share, percent, report_rows, row_groups, status_counts
from plangen.trace.report_verdict import verdict
from plangen.trace.report_words import CONDENSED, meaning, place_words, shown_points, state_label

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from plangen.plan.model import CountyPlan


def workbook(
    report: CheckReport,
    *,
    parents: Sequence[ParentPlan],
    plan: CountyPlan | None = None,
    draft: str | None = None,
) -> bytes:
    """Return the report as an Excel file with a review sheet, a summary and the findings.

    Args:
        report: the check or audit.
        parents: the parents it was made with.
        plan: the county's plan, where there is one; its issuer and date go into the file's properties.
        draft: what was checked, as the reader should see it.

    Returns:
        The same bytes for the same input; sealed, so that a sheet somebody filled in is known as changed
        (:func:`plangen.office.docx_package.is_untouched`).

    Raises:
        FindingsError: the file that describes the workbook cannot be used.
    """
    layout = plan_layout(templates_folder() / "report" / "workbook.yaml")
    book = Book(layout)
    names = dict(zip(layout.sheets, sheet_names(sheet.name for sheet in layout.sheets.values()), strict=True))
    rows = report_rows(report, parents, plan)
    _add_review(book, names["review"], rows, report, draft)
    _add_summary(book, names["summary"], rows, report)
    _add_findings(book, names["findings"], report)
    return book.save(
        properties={"plangen.document": "review"},
        title=str(layout.data["words"]["check_report"]),
        author=plan.spec.plan.issuer if plan is not None else "plangen",
        date=plan.spec.plan.date if plan is not None else None,
    )


def _fill(text: str, values: Mapping[str, object]) -> str:
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", str(value))
    return text


def _add_review(book: Book, name: str, rows: Sequence[ReportRow], report: CheckReport, draft: str | None) -> None:
    layout = book.layout
    sheet = layout.sheets["review"]
    several = len(report.parents) > 1
    values = {"verdict": verdict(report).text, "draft": f"文稿：{draft}。" if draft else ""}
    page = book.add_table(
        sheet,
        [_review_row(row, layout, several) for row in rows],
        name=name,
        title=_fill(sheet.title, values),
        note=_fill(sheet.note, values),
        freeze="heading",
    )
    _add_choices(page, layout, [column.key for column in sheet.columns].index("opinion") + 1, max(len(rows), 1))


def _review_row(row: ReportRow, layout: WorkbookLayout, several: bool) -> Row:
    words, item = layout.data["words"], row.item
    places = [place_words(one) for one in item.matches]
    if item.status is Status.MISSING:
        places = [str(words["no_place"]), *(f"{words['nearest']}{place}" for place in places[:1])]
    # what the check says about the item belongs beside what it asks for
    todo = [row.action, item.reason or "", *(finding.message.partition("：")[2] for finding in row.findings)]
    return Row(
        values={
            "key": f"{item.parent}\n{item.id}" if several else item.id,
            "heading": row.heading,
            "original": row.original or str(words["no_text"]),
            "place": "\n".join(places),
            "status": state_label(row.state),
            "missing": "\n".join(_points(shown_points(item, beside_reason=False))),
            "action": "\n".join(dict.fromkeys(line for line in todo if line)),
        },
        fill=row.state if row.state != Status.CARRIED else None,
    )


def _points(points: Sequence[str]) -> list[str]:
    return [f"{number}. {point}" for number, point in enumerate(points, 1)] if len(points) > 1 else list(points)


def _add_choices(page: Worksheet, layout: WorkbookLayout, column: int, rows: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    # a list written into the rule ends at commas and quotation marks
    choices = [str(choice).replace(",", "，").replace('"', "") for choice in layout.data["choices"]]
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
    rule.error = str(layout.data["choice_error"])
    letter = get_column_letter(column)
    rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + rows}")
    page.add_data_validation(rule)


def _add_summary(book: Book, name: str, rows: Sequence[ReportRow], report: CheckReport) -> None:
    sheet = book.layout.sheets["summary"]
    table: list[Row] = []
    for parent in report.parents:
        own = status_counts([row.item for row in rows if row.item.parent == parent.id])
        title = f"{parent.title}（{parent.id}）"
        table.append(_summary_row(title, str(book.layout.data["words"]["all_groups"]), own, "parent"))
        table += [_summary_row("", group.title, group.counts, None) for group in row_groups(rows, parent.id)]
    names = [status.value for status in reversed(ORDER)]
    names.insert(names.index(Status.CARRIED.value) + 1, CONDENSED)
    meanings = "；".join(f"{state_label(one)}：{meaning(one).replace('；', '，')}" for one in names)
    note = _fill(sheet.note, {"meanings": f"{meanings}。"})
    book.add_table(sheet, table, name=name, title=sheet.title, note=note, freeze="group")


def _summary_row(parent: str, group: str, counts: Mapping[str, int], fill: str | None) -> Row:
    return Row(
        values={
            "parent": parent,
            "group": group,
            "total": counts["total"],
            "carried": counts[Status.CARRIED],
            "condensed": counts[CONDENSED],
            "partial": counts[Status.PARTIAL],
            "missing_count": counts[Status.MISSING],
            "suspect": counts[Status.SUSPECT],
            "waived": counts[Status.WAIVED],
            "share": percent(carried_share(counts)),
        },
        fill=fill,
    )


def _add_findings(book: Book, name: str, report: CheckReport) -> None:
    if not report.findings:
        return
    sheet = book.layout.sheets["findings"]
    table = [
        Row(
            values={
                "number": number,
                "severity": finding.severity.label,
                "message": finding.message,
                "where": str(finding.location),
                "hint": finding.hint or "",
            }
        )
        for number, finding in enumerate(report.findings, 1)
    ]
    note = _fill(sheet.note, {"rows": len(table)})
    book.add_table(sheet, table, name=name, title=sheet.title, note=note, freeze="number")
