"""The report of a check as an Excel review sheet, to be filled in by whoever reviews the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plangen.office.sheet_layout import ReviewLayout
from plangen.office.sheet_writer import Book, BuiltWorkbook, Row
from plangen.parent.model import ParentPlan
from plangen.terms.findings import with_keys
from plangen.trace.model import CheckReport, Status
from plangen.trace.report_ranking import Gone, depth_note, listed
from plangen.trace.report_rows import ORDER, ReportRow, carried_share, percent, report_counts, report_rows, row_groups
from plangen.trace.report_verdict import by_text, verdict
from plangen.trace.report_words import DOUBTFUL, meaning, place_words, shown_points, state_label

if TYPE_CHECKING:
    from plangen.plan.model import CountyPlan


def workbook(
    report: CheckReport,
    *,
    parents: Sequence[ParentPlan],
    plan: CountyPlan | None = None,
    draft: str | None = None,
) -> BuiltWorkbook:
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
    layout = ReviewLayout.load()
    words = layout.words
    book = Book(layout)
    rows = report_rows(report, parents, plan)
    several = len(report.parents) > 1
    about = f"文稿：{draft}。" if draft else ""
    book.add_table(
        "review",
        _review_rows(rows, words, several),
        verdict=verdict(report).text,
        draft=about,
        depth=depth_note(by_text=by_text(report)),
    )
    book.add_table("summary", _summary_rows(rows, report, words["all_groups"]), meanings=f"{_meanings()}。")
    if report.findings:
        book.add_table("findings", _finding_rows(report))
    return book.save(
        properties={"plangen.document": "review"},
        title=words["check_report"],
        author=plan.spec.plan.issuer if plan is not None else "plangen",
        date=plan.spec.plan.date if plan is not None else None,
    )


def _review_rows(rows: Sequence[ReportRow], words: Mapping[str, str], several: bool) -> list[Row]:
    """Return the rows, the likeliest loss first; a group of which nothing was found is one, its items folded."""
    table: list[Row] = []
    for one in listed(rows):
        if isinstance(one, Gone):
            table.append(_gone_row(one, words, several))
            table += [replace(_review_row(row, words, several), folded=True) for row in one.rows]
        else:
            table.append(_review_row(one, words, several))
    return table


def _gone_row(group: Gone, words: Mapping[str, str], several: bool) -> Row:
    items = [row.item for row in group.rows]
    return Row(
        values={
            "key": f"{items[0].parent}\n{words['whole_group']}" if several else words["whole_group"],
            "heading": group.title,
            "original": "\n".join(f"{item.id} {item.title}" for item in items),
            "place": words["no_place"],
            "status": state_label(group.state),
            "action": words["gone"].replace("{count}", str(len(items))),
        },
        fill=group.state,
    )


def _review_row(row: ReportRow, words: Mapping[str, str], several: bool) -> Row:
    item = row.item
    places = [place_words(one) for one in item.matches]
    if item.status is Status.MISSING:
        places = [words["no_place"], *(f"{words['nearest']}{place}" for place in places[:1])]
    # what the check says about the item belongs beside what it asks for
    todo = [row.action, row.reason, *(with_keys(finding.message) for finding in row.findings)]
    return Row(
        values={
            "key": f"{item.parent}\n{item.id}" if several else item.id,
            "heading": row.heading,
            "original": row.original or words["no_text"],
            "place": "\n".join(places),
            "status": state_label(row.state),
            "missing": "\n".join(_points(shown_points(item, beside_reason=False))),
            "action": "\n".join(dict.fromkeys(line for line in todo if line)),
        },
        fill=row.state if row.state != Status.CARRIED else None,
    )


def _points(points: Sequence[str]) -> list[str]:
    return [f"{number}. {point}" for number, point in enumerate(points, 1)] if len(points) > 1 else list(points)


def _meanings() -> str:
    """Return what each status means, in the order of the summary's columns."""
    return "；".join(f"{state_label(one)}：{meaning(one).replace('；', '，')}" for one in reversed(ORDER))


def _summary_rows(rows: Sequence[ReportRow], report: CheckReport, all_groups: str) -> list[Row]:
    table: list[Row] = []
    for parent in report.parents:
        own = report_counts(report, parent.id)
        table.append(_summary_row(f"{parent.title}（{parent.id}）", all_groups, own, "parent"))
        table += [_summary_row("", group.title, group.counts, None) for group in row_groups(rows, parent.id)]
    return table


def _summary_row(parent: str, group: str, counts: Mapping[str, int], fill: str | None) -> Row:
    return Row(
        values={
            "parent": parent,
            "group": group,
            "total": counts["total"],
            "carried": counts[Status.CARRIED],
            "doubtful": counts[DOUBTFUL],
            "partial": counts[Status.PARTIAL],
            "missing_count": counts[Status.MISSING],
            "suspect": counts[Status.SUSPECT],
            "waived": counts[Status.WAIVED],
            "not_applicable": counts[Status.NOT_APPLICABLE],
            "share": percent(carried_share(counts)),
        },
        fill=fill,
    )


def _finding_rows(report: CheckReport) -> list[Row]:
    return [
        Row(
            values={
                "number": number,
                "severity": finding.severity.label,
                "message": with_keys(finding.message),
                "where": str(finding.location),
                "hint": with_keys(finding.hint or ""),
            }
        )
        for number, finding in enumerate(report.findings, 1)
    ]
