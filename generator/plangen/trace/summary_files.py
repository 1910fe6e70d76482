"""The summary of a run over many counties as a workbook, a web page, JSON, and lines for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from plangen.office.sheet_layout import SummaryLayout
from plangen.office.sheet_writer import Book, BuiltWorkbook, Row
from plangen.terms.findings import Finding, Severity, with_keys
from plangen.trace.report_files import web_page
from plangen.trace.report_rows import ORDER
from plangen.trace.report_words import state_label
from plangen.trace.summary_model import CountyOutcome, State, Summary

_COLUMN = {"missing": "missing_count", "not-applicable": "not_applicable"}
"""Names of the columns of states whose own names other columns of reports have."""


def identity_of(command: str) -> dict[str, str]:
    """Return by what an earlier summary of a command is known again."""
    return {"plangen.document": f"summary-{command}"}


def summary_json(summary: Summary) -> str:
    """Return the summary as a JSON file; it has no whole checks in it."""
    small = replace(summary, outcomes=tuple(replace(one, review=None) for one in summary.outcomes))
    return json.dumps(small.as_json(), ensure_ascii=False, indent=2) + "\n"


def summary_workbook(summary: Summary) -> BuiltWorkbook:
    """Return the summary as an Excel file: a row for each county, the items to look at first, and the findings.

    Raises:
        FindingsError: the file that describes the workbook cannot be used.
    """
    layout = SummaryLayout.load()
    words = layout.words
    book = Book(layout, heading=words[f"title_{summary.command}"])
    counties = [_county_row(number, one, words) for number, one in enumerate(summary.ranked, 1)]
    if len(counties) > 1 and summary.totals:
        counties.append(Row(values={"county": words["total"], **_numbers(summary.totals)}, fill="sum"))
    book.add_table("counties", counties, states=summary.said)
    if worst := list(_worst_rows(summary)):
        book.add_table("worst", worst)
    if findings := list(_finding_rows(summary, words)):
        book.add_table("findings", findings)
    title = words[f"title_{summary.command}"]
    return book.save(properties=identity_of(summary.command), title=title, author="plangen", date=None)


def summary_page(summary: Summary) -> str:
    """Return the summary as a self-contained web page: nothing in it runs, nothing is fetched."""
    layout = SummaryLayout.load()
    states = [state for state in ("total", *ORDER) if state in summary.totals]
    values = {
        "title": layout.words[f"title_{summary.command}"],
        "words": layout.words,
        "said": summary.said,
        "summary": summary,
        "states": [(state, layout.columns[_COLUMN.get(state, state)].title) for state in states],
        "shares": any(one.share for one in summary.outcomes),
        "files_said": files_said,
        "with_keys": with_keys,
    }
    return web_page("summary.html.j2", "summary.css", values)


def files_said(one: CountyOutcome) -> str:
    """Return which files a county's outcome is about and which were written, in Chinese."""
    parts = [("填报文件", [one.spec]), ("稿子", [one.draft]), ("已写入", one.written), ("原文件另存为", one.backups)]
    return "；".join(f"{what}：{'、'.join(filter(None, names))}" for what, names in parts if any(names))


def _county_row(number: int, one: CountyOutcome, words: Mapping[str, str]) -> Row:
    counted = {f"{name.value}s": one.severities.get(name.value, 0) for name in (Severity.ERROR, Severity.WARNING)}
    share = {"share": one.share} if one.share else {}
    row = Row(
        values={
            "number": number,
            "county": one.county,
            "title": one.title or words["no_title"],
            "state": one.state.label,
            **_numbers(one.counts),
            **share,
            **counted,
            "said": one.said,
            "files": files_said(one),
        }
    )
    return row if one.state is State.CLEAN else replace(row, fill=one.state.value)


def _numbers(counts: Mapping[str, int]) -> dict[str, int]:
    return {_COLUMN.get(name, name): count for name, count in counts.items()}


def _worst_rows(summary: Summary) -> Iterator[Row]:
    for one in summary.ranked:
        for item in one.worst:
            values = {
                "county": one.county,
                "item": item.item,
                "status": item.label or state_label(item.state),
                "sentence": item.sentence,
            }
            yield Row(values=values, fill=item.state)


def _finding_rows(summary: Summary, words: Mapping[str, str]) -> Iterator[Row]:
    for finding in summary.findings:
        yield _finding_row(words["whole_run"], finding)
    for one in summary.ranked:
        for finding in one.findings:
            yield _finding_row(one.county, finding)
        if one.left_out:
            message = words["left_out"].replace("{count}", str(one.left_out))
            yield Row(values={"county": one.county, "severity": Severity.INFO.label, "message": message})


def _finding_row(county: str, finding: Finding) -> Row:
    return Row(
        values={
            "county": county,
            "severity": finding.severity.label,
            "message": with_keys(finding.message),
            "where": str(finding.location),
            "hint": with_keys(finding.hint or ""),
        }
    )
