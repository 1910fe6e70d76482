"""The living draft: what people changed in a document since it was rendered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.office.output import Output
from plangen.terms.findings import Finding, FindingsError, Location, has_errors

if TYPE_CHECKING:
    from plangen.api.prepare import Prepared
    from plangen.living.changes import Compared
    from plangen.living.model import ChangeReport
    from plangen.living.sheet_changes import SheetChange
    from plangen.office.base import Base
    from plangen.office.word_document import WordDocument
    from plangen.plan.model import CountyPlan

SPEC_PROPERTY = "plangen.spec"
"""Custom property of a workbook with the fingerprint of the spec that it was made from."""

ENDINGS = {"text": ".txt", "json": ".json", "html": ".html", "xlsx": ".xlsx"}


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What people changed in a draft since it was rendered.

    Attributes:
        report: every change, with the findings.
        inputs: the files that were read, which nothing may be written over.
    """

    report: ChangeReport
    inputs: tuple[Path, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that a person should look at."""
        return self.report.findings

    @property
    def failed(self) -> bool:
        """Whether the draft contradicts itself."""
        return has_errors(self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the changes in their JSON form; see :func:`plangen.living.report.as_json`."""
        from plangen.living.report import as_json

        return as_json(self.report)

    def as_text(self, *, colour: bool = False) -> str:
        """Return the changes for a terminal, without the findings."""
        from plangen.living.report import lines

        return "\n".join(lines(self.report, colour=colour)) + "\n"

    def at(self, path: str | Path, form: str = "text") -> Output:
        """Return the changes as a file to be written: ``text``, ``json``, ``html`` or ``xlsx``.

        Raises:
            ValueError: a form that there is not.
        """
        from plangen.living import report

        if form not in ENDINGS:
            raise ValueError(f"no such form: {form}")
        if form == "xlsx":
            built = report.workbook(self.report)
            return Output(
                path=Path(path),
                data=built.data,
                ending=".xlsx",
                identity=report.IDENTITY,
                findings=tuple(built.findings),
            )
        if form == "json":
            text = json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n"
        else:
            text = report.page(self.report) if form == "html" else self.as_text()
        return Output(path=Path(path), data=text.encode("utf-8"), ending=ENDINGS[form])


def changes(draft: str | Path, source: Prepared | str | Path | None = None) -> Changes:
    """Say what people changed in a draft since it was rendered.

    Args:
        draft: the Word file, or the workbook of the division of labour; of older formats LibreOffice makes new ones.
        source: the spec that it was rendered from, where it is at hand: says whether the spec changed since, and
            stands in for a base that is gone.  A workbook, which carries none, needs it.

    Raises:
        FindingsError: the draft or the spec cannot be read, there is no base, or the draft is another spec's.
    """
    from plangen.living.disagreements import disagreements
    from plangen.living.model import ChangeReport
    from plangen.reading.formats import Kind, office_content

    path = Path(draft)
    data, kind, converted = office_content(path)
    if kind is Kind.WORKBOOK:
        return _changes_of_workbook(path, data, converted, source)
    read = compared_draft(path, source, content=(data, converted))
    report = ChangeReport(
        draft=path.name,
        changes=read.compared.changes,
        by_bookmark=read.compared.by_bookmark,
        findings=(*read.findings, *disagreements(read.compared, str(path))),
    )
    return Changes(report=report, inputs=read.inputs)


@dataclass(frozen=True, kw_only=True)
class ComparedDraft:
    """A draft beside its last render.

    Attributes:
        compared: both.
        base: what it was rendered from.
        plan: the plan of the spec as it is now; None where there is no spec at hand.
        findings: what there is to say about the draft.
        inputs: the files that were read.
    """

    compared: Compared
    base: Base
    plan: CountyPlan | None
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]

    def since(self) -> Compared | None:
        """Return what the spec would render now beside the last render; None where that is the same."""
        from plangen.document.past import spec_fingerprint
        from plangen.living.adopt_since import since
        from plangen.office.word_document import read_docx
        from plangen.terms.version import __version__
        from plangen.trace.check_words import load_check_words

        if self.plan is None or (self.base.spec, self.base.version) == (spec_fingerprint(self.plan), __version__):
            return None
        now = _new_base(self.plan, self.base.identity)
        if now.text == self.base.text:
            return None
        return since(self.compared.base, read_docx(rendered_again(now), ""), load_check_words())


def _word_content(path: Path) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the content of a Word file, and what there is to say about it; a workbook is refused."""
    from plangen.reading import rules
    from plangen.reading.formats import Kind, name_of, office_content

    data, kind, findings = office_content(path)
    if kind is not Kind.DOCX:
        raise rules.WORD_NEEDED.error(Location(file=path.name), form=name_of(kind))
    return data, findings


def compared_draft(
    path: Path,
    source: Prepared | str | Path | None,
    *,
    needs_base: bool = False,
    content: tuple[bytes, tuple[Finding, ...]] | None = None,
) -> ComparedDraft:
    """Return a draft beside its last render.

    Args:
        path: the Word file; of an older format LibreOffice makes a .docx.
        source: the spec that it was rendered from, where it is at hand.
        content: the file as .docx and what there is to say about it, where it was read before.
        needs_base: what the spec would render now does not stand in for a base that is gone.

    Raises:
        FindingsError: as for :func:`changes`.
    """
    from plangen.living.rules import CHANGES_BY_WORDS, FEW_BOOKMARKS
    from plangen.office.word_document import read_docx

    data, converted = content or _word_content(path)
    edited = read_docx(data, path.name)
    base, plan, findings, inputs = _base_of(path, data, edited.properties, source, needs_base=needs_base)
    compared = _compared(base, edited, path)
    said = [*converted, *findings]
    if compared.by_bookmark < FEW_BOOKMARKS:
        said.append(CHANGES_BY_WORDS.found(Location(file=str(path)), share=f"{compared.by_bookmark:.0%}"))
    return ComparedDraft(compared=compared, base=base, plan=plan, findings=tuple(said), inputs=(path, *inputs))


@dataclass(frozen=True, kw_only=True)
class ComparedWorkbook:
    """The workbook of the division of labour beside what the spec would write now.

    Attributes:
        found: what people changed.
        plan: the plan of the spec as it is now.
        findings: what there is to say about the workbook.
        inputs: the files that were read.
    """

    found: tuple[SheetChange, ...]
    plan: CountyPlan
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]


def compared_workbook(
    path: Path,
    data: bytes,
    converted: Sequence[Finding],
    source: Prepared | str | Path | None,
    *,
    needs_past: bool = False,
) -> ComparedWorkbook:
    """Return what people changed in the workbook of the division of labour.

    Args:
        path: the file.
        data: its content as .xlsx.
        converted: what there is to say about the way there.
        source: the spec that it was made from.
        needs_past: where the spec has changed since, the workbook must know itself what was changed in it.

    Raises:
        FindingsError: as for :func:`changes`.
    """
    from plangen.document.past import spec_fingerprint
    from plangen.document.rendering import properties_of
    from plangen.document.workbook import build_workbook
    from plangen.living.rules import CHANGES_WITHOUT_BASE, SPEC_CHANGED_SINCE, WORKBOOK_NEEDS_SPEC
    from plangen.living.sheet_changes import sheet_changes, unread_sheets
    from plangen.office.docx_package import read_parts, read_properties
    from plangen.office.sheet_layout import PlanLayout
    from plangen.office.sheet_past import past_of
    from plangen.reading.spreadsheet import sheets_of
    from plangen.terms.levels import own_words

    location = Location(file=str(path))
    if source is None:
        raise WORKBOOK_NEEDS_SPEC.error(location)
    sheets = sheets_of(data, path.name)
    properties = read_properties(read_parts(data, path.name))
    plan, inputs = _plan_of(source, path, properties)
    said = list(converted)
    now = spec_fingerprint(plan)
    if properties.get(SPEC_PROPERTY, now) != now:
        if needs_past and past_of(sheets) is None:
            raise FindingsError([*said, CHANGES_WITHOUT_BASE.found(location)])
        said.append(SPEC_CHANGED_SINCE.found(location))
    layout = own_words(PlanLayout.load(), plan.spec.county.words)
    base = build_workbook(plan, properties=properties_of(plan)).data
    written = sheets_of(base, path.name)
    found = tuple(sheet_changes(written, sheets, layout))
    said += unread_sheets(written, sheets, layout, location)
    return ComparedWorkbook(found=found, plan=plan, findings=tuple(said), inputs=(path, *inputs))


def _changes_of_workbook(
    path: Path, data: bytes, converted: Sequence[Finding], source: Prepared | str | Path | None
) -> Changes:
    """Say what people changed in the workbook of the division of labour; see :func:`changes`."""
    from plangen.living.model import ChangeReport

    read = compared_workbook(path, data, converted, source)
    found = tuple(one.change for one in read.found)
    report = ChangeReport(draft=path.name, changes=found, by_bookmark=1.0, findings=read.findings)
    return Changes(report=report, inputs=read.inputs)


def edited_since(draft: Path) -> tuple[Finding, ...]:
    """Return what a check says of the changes that people made in a draft: that there are any, and what contradicts.

    Args:
        draft: any draft; one that carries no base, or was not touched, gives nothing.

    Raises:
        DocumentError: the draft is damaged.
    """
    from plangen.living.disagreements import disagreements
    from plangen.living.model import ChangeReport
    from plangen.living.report import counted
    from plangen.living.rules import DRAFT_EDITED
    from plangen.office.base import find_base
    from plangen.office.docx_package import untouched_properties
    from plangen.office.word_document import read_docx

    data = draft.read_bytes()
    if not data.startswith(b"PK") or untouched_properties(data) is not None:
        return ()
    base = find_base(draft, data).base
    if base is None:
        return ()
    compared = _compared(base, read_docx(data, draft.name), draft)
    if not compared.changes:
        return ()
    report = ChangeReport(draft=draft.name, changes=compared.changes, by_bookmark=compared.by_bookmark)
    edited = DRAFT_EDITED.found(Location(file=draft.name), kinds=counted(report), name=draft.name)
    return (edited, *disagreements(compared, draft.name))


def _compared(base: Base, edited: WordDocument, path: Path) -> Compared:
    """Return a draft beside its last render."""
    from plangen.document.word_style import load_style_data
    from plangen.living.changes import compare
    from plangen.office.word_document import read_docx
    from plangen.trace.check_words import load_check_words

    rendered = read_docx(rendered_again(base), path.name)
    return compare(rendered, edited, load_check_words(), load_style_data()["classes"]["character"]["proposal"])


def rendered_again(base: Base) -> bytes:
    """Return a document as it was rendered, from the text that it carries along."""
    from plangen.document.docx_writer import build_docx
    from plangen.document.markdown import parse_markdown
    from plangen.terms.resources import templates_folder

    built = build_docx(
        parse_markdown(base.text),
        style=templates_folder() / "style" / "gongwen.docx",
        properties=base.identity,
        title="",
        author="",
    )
    return built.data


def _base_of(
    path: Path, data: bytes, properties: Mapping[str, str], source: Prepared | str | Path | None, *, needs_base: bool
) -> tuple[Base, CountyPlan | None, list[Finding], tuple[Path, ...]]:
    """Return the base of a draft, the plan of its spec, what there is to say, and the other files that were read."""
    from plangen.document.past import spec_fingerprint
    from plangen.living.rules import CHANGES_WITHOUT_BASE, RENDERED_BY_ANOTHER_VERSION, SPEC_CHANGED_SINCE
    from plangen.office.base import find_base
    from plangen.terms.version import __version__

    location = Location(file=str(path))
    read = find_base(path, data)
    findings = [one for one in [read.finding(location)] if one is not None]
    plan, inputs = (None, ()) if source is None else _plan_of(source, path, properties)
    base = read.base
    if base is None and plan is not None and not needs_base:
        base = _new_base(plan, properties)
    if base is None:
        raise FindingsError([*findings, CHANGES_WITHOUT_BASE.found(location)])
    if plan is not None and base.spec != spec_fingerprint(plan):
        findings.append(SPEC_CHANGED_SINCE.found(location))
    if base.version != __version__:
        findings.append(RENDERED_BY_ANOTHER_VERSION.found(location, then=base.version, now=__version__))
    return base, plan, findings, inputs


def _plan_of(
    source: Prepared | str | Path, path: Path, properties: Mapping[str, str]
) -> tuple[CountyPlan, tuple[Path, ...]]:
    """Return the plan of a spec, of the kind that the draft is.

    Raises:
        FindingsError: the spec has errors, or the draft is another's.
    """
    from plangen.api.prepare import Prepared, build_plan, plan_of
    from plangen.document.rendering import document_id
    from plangen.living.rules import CHANGES_OF_ANOTHER

    kind = properties.get("plangen.document", "").partition("-")[0]
    known = kind if kind in ("implementation", "plan") else None
    prepared = source if isinstance(source, Prepared) else build_plan(source, kind=known)
    plan = plan_of(prepared)
    own = properties.get("plangen.document")
    if own and own != document_id(plan):
        draft = "，".join(filter(None, (properties.get("plangen.county"), properties.get("plangen.period"))))
        spec = f"{plan.spec.county.name}，{'-'.join(map(str, plan.spec.plan.period))}"
        raise FindingsError([CHANGES_OF_ANOTHER.found(Location(file=str(path)), draft=draft, spec=spec)])
    return plan, prepared.inputs


def _new_base(plan: CountyPlan, properties: Mapping[str, str]) -> Base:
    """Return what a document would carry if the spec were rendered now, for one whose base is gone."""
    from plangen.document.past import base_of
    from plangen.document.rendering import PART, markdown_of, properties_of

    where = properties.get(PART) or "draft"
    return base_of(plan, markdown_of(plan, where=where), properties_of(plan))
