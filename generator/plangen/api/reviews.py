"""Judging drafts against parents, and versions of a parent against each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812 - a parameter is called date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.api.parents import LoadedParent, load_parent
from plangen.api.prepare import Prepared, load_spec, plan_of, prepared_of, unusable_spec
from plangen.office.output import Output
from plangen.terms.findings import Finding, has_errors

if TYPE_CHECKING:
    from plangen.office.sheet_writer import BuiltWorkbook
    from plangen.parent.model import ParentPlan
    from plangen.plan.model import CountyPlan
    from plangen.trace.diff_model import DiffReport
    from plangen.trace.model import CheckReport, ItemStatus

PAGE_ENDINGS = (".html", ".docx")
ENDINGS = {"text": ".txt", "json": ".json", "html": ".html", "xlsx": ".xlsx"}


@dataclass(frozen=True, kw_only=True)
class Review:
    """A draft judged against its parents.

    Attributes:
        report: every item of every parent with its status.
        parents: the parents.
        findings: everything that a person should look at.
        plan: the county's plan, where the draft is one of ours.
        draft: the draft's file name; None for a draft rendered in memory.
        title: the document's own title; None where it has none.
        inputs: the files that were read, which nothing may be written over.
    """

    report: CheckReport
    parents: tuple[ParentPlan, ...]
    findings: tuple[Finding, ...]
    plan: CountyPlan | None = None
    draft: str | None = None
    title: str | None = None
    inputs: tuple[Path, ...] = ()

    @property
    def items(self) -> tuple[ItemStatus, ...]:
        """Every item of every parent with what became of it."""
        return tuple(self.report.items)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that the text of the review does not say itself, of every doubtful item, where it may stand."""
        from plangen.trace.rules import ITEM_DOUBTFUL

        return tuple(finding for finding in self.findings if finding.code != ITEM_DOUBTFUL.code)

    @property
    def failed(self) -> bool:
        """Whether anything is missing or suspect, or a finding is an error."""
        return self.report.failed or has_errors(self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the review in the JSON form of the command line's contract, with all findings."""
        return {**self.report.as_json(), "findings": [finding.as_json() for finding in self.findings]}

    def as_text(self, *, colour: bool = False) -> str:
        """Return the review for a terminal, without its findings."""
        from plangen.trace.report_text import lines

        return "\n".join(lines(self.report, parents=self.parents, colour=colour)) + "\n"

    def to_bytes(self, form: str = "text") -> bytes:
        """Return the review as a file: ``text``, ``json``, ``html`` or ``xlsx``.

        Raises:
            ValueError: a form that there is not.
        """
        if form == "text":
            return self.as_text().encode("utf-8")
        if form == "json":
            return (json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        if form == "html":
            from plangen.trace.report_html import page

            return page(self.report, parents=self.parents, plan=self.plan, draft=self.draft).encode("utf-8")
        if form == "xlsx":
            return self._workbook().data
        raise ValueError(f"no such form: {form}")

    def _workbook(self) -> BuiltWorkbook:
        from plangen.trace.report_workbook import workbook

        return workbook(self.report, parents=self.parents, plan=self.plan, draft=self.draft)

    def page_at(self, path: str | Path, *, by: str | None = None, date: Date | None = None) -> Output:
        """Return the one page for a leader as a file to be written: .html or .docx, as the name ends.

        Args:
            path: where it goes.
            by: who made the check; left to be filled in where nobody says so.
            date: when it was made; likewise.

        Raises:
            ValueError: the name ends otherwise.
            FindingsError: the style document cannot be used.
        """
        from plangen.trace.report_leader import leader_page
        from plangen.trace.report_leader_files import IDENTITY, leader_docx, leader_html

        file = Path(path)
        ending = file.suffix.lower()
        if ending not in PAGE_ENDINGS:
            raise ValueError(f"a page is .html or .docx: {file.name}")
        document = self.title or Path(self.draft or "").stem or "（没有名称的文稿）"
        page = leader_page(self.report, parents=self.parents, document=document, by=by, date=date)
        if ending == ".html":
            return Output(path=file, data=leader_html(page).encode("utf-8"), ending=ending)
        built = leader_docx(page)
        return Output(path=file, data=built.data, ending=ending, identity=IDENTITY, findings=built.findings)

    def at(self, path: str | Path, form: str = "text") -> Output:
        """Return the review as a file to be written; see :func:`plangen.write`."""
        if form != "xlsx":
            return Output(path=Path(path), data=self.to_bytes(form), ending=ENDINGS[form])
        built, identity = self._workbook(), {"plangen.document": "review"}
        findings = tuple(built.findings)
        return Output(path=Path(path), data=built.data, ending=".xlsx", identity=identity, findings=findings)


@dataclass(frozen=True, kw_only=True)
class Diff:
    """Two versions of a parent compared.

    Attributes:
        report: what changed, and what of the county's that touches.
        findings: everything that a person should look at.
    """

    report: DiffReport
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether a decision of the county must be looked at again, or a finding is an error."""
        return bool(self.report.suspect) or has_errors(self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the comparison in JSON form, with all findings."""
        return {**self.report.as_json(), "findings": [finding.as_json() for finding in self.findings]}

    def as_text(self, *, colour: bool = False) -> str:
        """Return the comparison for a terminal, without its findings."""
        from plangen.trace.diff_text import diff_lines

        return "\n".join(diff_lines(self.report, colour=colour)) + "\n"

    def at(self, path: str | Path, form: str = "text") -> Output:
        """Return the comparison as a file to be written: ``text``, ``json``, ``html`` or ``docx``.

        Raises:
            ValueError: a form that there is not.
            FindingsError: the style document cannot be used.
        """
        from plangen.trace import diff_files

        file = Path(path)
        if form == "docx":
            built = diff_files.diff_docx(self.report)
            return Output(
                path=file, data=built.data, ending=".docx", identity=diff_files.IDENTITY, findings=built.findings
            )
        if form not in ENDINGS or form == "xlsx":
            raise ValueError(f"no such form: {form}")
        if form == "json":
            text = json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n"
        else:
            text = diff_files.diff_html(self.report) if form == "html" else self.as_text()
        return Output(path=file, data=text.encode("utf-8"), ending=ENDINGS[form])


def check(source: Prepared | str | Path, draft: str | Path | bytes | None = None) -> Review:
    """Find out what became of every parent item in a draft of the county's plan.

    Args:
        source: the spec's file, or what :func:`plangen.build_plan` made of it.
        draft: the Word file or its content; None checks a draft that is rendered in memory.

    Raises:
        FindingsError: the spec has errors, or the draft cannot be read or was rendered from another spec.
    """
    from plangen.trace.check import check_draft

    prepared = prepared_of(source)
    plan = plan_of(prepared)
    file = Path(draft) if isinstance(draft, str | Path) else None
    report = check_draft(plan, file if file is not None else draft if isinstance(draft, bytes) else None)
    if file is not None:
        from plangen.api.living import edited_since

        report = replace(report, findings=(*report.findings, *edited_since(file)))
    return Review(
        report=report,
        parents=tuple(plan.parents),
        findings=tuple(report.findings),
        plan=plan,
        draft=file.name if file else None,
        title=plan.title,
        inputs=(*prepared.inputs, *((file,) if file else ())),
    )


def audit(draft: str | Path, parents: Sequence[LoadedParent | str | Path]) -> Review:
    """Find out by their texts what became of the parents' items in any draft.

    Args:
        draft: a Word file, PDF, web page or text.
        parents: ids, YAML files, documents, or what :func:`plangen.load_parent` gave.

    Raises:
        FindingsError: the draft or a parent cannot be read.
    """
    from plangen.parent.blocks import prepare
    from plangen.parent.titles import find_title
    from plangen.reading.formats import read_any
    from plangen.trace.audit import audit as audit_draft

    file = Path(draft)
    loaded = [_loaded(parent) for parent in parents]
    plans = tuple(one.plan for one in loaded)
    source = read_any(file)
    report = audit_draft(source, plans)
    doubts = tuple(finding for one in loaded for finding in one.doubts)
    report = replace(report, findings=(*doubts, *report.findings))
    return Review(
        report=report,
        parents=plans,
        findings=report.findings,
        draft=file.name,
        title=find_title(prepare(source).blocks, source.title).text,
        inputs=(file, *(one.path for one in loaded)),
    )


def diff(old: LoadedParent | str | Path, new: LoadedParent | str | Path, spec: str | Path | None = None) -> Diff:
    """Compare two versions of a parent.

    Args:
        old: id, YAML file, document, or what :func:`plangen.load_parent` gave.
        new: likewise.
        spec: a county's spec, to list what of its decisions must be looked at again.

    Raises:
        FindingsError: a version cannot be read, or the spec has errors.
    """
    from plangen.trace.diff import diff_plans

    county = None
    if spec is not None:
        loaded = load_spec(spec)
        if loaded.spec is None or has_errors(loaded.findings):
            raise unusable_spec(loaded.findings)
        county = loaded.spec
    before, after = _loaded(old), _loaded(new)
    report = diff_plans(before.plan, after.plan, county)
    return Diff(report=report, findings=(*before.doubts, *after.doubts, *report.findings))


def _loaded(parent: LoadedParent | str | Path) -> LoadedParent:
    return parent if isinstance(parent, LoadedParent) else load_parent(parent)
