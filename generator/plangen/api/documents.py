"""Rendering a county's plan: the whole document, the workbook, and the sheets that departments get for comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - a property is called date
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.api.prepare import Prepared, prepared_of
from plangen.office.output import Output
from plangen.terms.findings import Finding, FindingsError, Severity, has_errors
from plangen.terms.told import Slowly

if TYPE_CHECKING:
    from plangen.plan.model import CountyPlan

FORMATS = ("docx", "md", "html", "xlsx")
EVERY = frozenset({"全部", "所有", "每个", "all"})
"""In the place of a department: every one that has something to do."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A rendered file.

    Attributes:
        form: ``docx``, ``md``, ``html`` or ``xlsx``.
        data: the file, sealed.
        department: the department whose sheet it is, as it was asked for, or as it is printed where all were; None for
            the county's document.
        companion: it holds the further annexes (附表), which are not circulated with the document.
        identity: the custom properties by which an earlier version of the same document is known.
        plan: what it was rendered from.
    """

    form: str
    data: bytes
    department: str | None = None
    companion: bool = False
    identity: Mapping[str, str | None] = field(default_factory=dict)
    plan: CountyPlan | None = field(default=None, repr=False, compare=False)

    def at(self, path: str | Path) -> Output:
        """Return the document as a file to be written; see :func:`plangen.write`."""
        place = Path(path)
        kept = beside(place, self.data, self.identity) if self.form == "docx" else ()
        return Output(path=place, data=self.data, ending=f".{self.form}", identity=self.identity, beside=kept)


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What came of rendering.

    Attributes:
        documents: the files, in the order of the formats and departments asked for, further annexes behind their
            document; none where there is an error.
        findings: everything there is to say, the spec's findings among them.
        prepared: what was rendered.
    """

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    prepared: Prepared

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings for which nothing was rendered."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def date(self) -> Date | None:
        """The plan's date."""
        return self.prepared.plan.spec.plan.date if self.prepared.plan else None

    @property
    def data(self) -> bytes:
        """The first file.

        Raises:
            FindingsError: nothing was rendered.
        """
        if not self.documents:
            raise FindingsError(self.findings)
        return self.documents[0].data


def render(
    source: Prepared | str | Path, formats: str | Sequence[str] = ("docx",), *, departments: Sequence[str] = ()
) -> Rendered:
    """Render a county's plan; everything is made in memory, nothing is written.

    Args:
        source: the spec's file, or what :func:`build_plan` made of it.
        formats: ``docx``, ``md``, ``html``, ``xlsx``; of departments' sheets all but ``xlsx``.
        departments: render these departments' sheets instead of the county's document; see :data:`EVERY`.

    Raises:
        ValueError: a format that there is not.
    """
    asked = tuple(dict.fromkeys((formats,) if isinstance(formats, str) else formats))
    units = tuple(dict.fromkeys(departments))
    if wrong := [form for form in asked if form not in FORMATS or (units and form == "xlsx")]:
        raise ValueError(f"no such format: {', '.join(wrong)}")
    prepared = prepared_of(source)
    if prepared.plan is None or not prepared.usable:
        return Rendered(documents=(), findings=prepared.findings, prepared=prepared)
    said: list[Finding] = []
    documents: tuple[Document, ...] = ()
    try:
        made = _sheets(prepared.plan, asked, units, said) if units else _whole(prepared.plan, asked, said)
        documents = tuple(made)
    except FindingsError as error:
        said += error.findings
    findings = tuple(dict.fromkeys((*prepared.findings, *said)))
    return Rendered(documents=() if has_errors(findings) else documents, findings=findings, prepared=prepared)


def beside(place: Path, data: bytes, identity: Mapping[str, str | None]) -> tuple[Output, ...]:
    """Return the file beside a Word file that keeps its base, for programs that drop what the file carries."""
    from plangen.office.base import beside_path, is_base_of, read_base
    from plangen.office.docx_package import read_parts

    base = read_base(read_parts(data)).base
    if base is None:
        return ()
    kept = Output(
        path=beside_path(place), data=base.as_xml(), ending=".xml", replaces=lambda there: is_base_of(identity, there)
    )
    return (kept,)


def _whole(plan: CountyPlan, formats: Sequence[str], said: list[Finding]) -> Iterator[Document]:
    """Yield the county's document in each format; what there is to say is added to ``said``."""
    from plangen.document import rendering
    from plangen.document.annexes import COMPANION, DRAFT
    from plangen.document.compose import load_pack
    from plangen.office.text_seal import sealed_text

    pack = load_pack(plan.spec.plan.kind, plan.spec.plan.template)
    said += pack.findings
    identity: dict[str, str | None] = {"plangen.document": rendering.document_id(plan), "plangen.department": None}
    texts: dict[str, str] = {}
    if set(formats) - {"xlsx"}:
        texts = {where: rendering.markdown_of(plan, pack, where) for where in (DRAFT, COMPANION)}
        said += rendering.text_findings(plan, *texts.values())
    for form in formats:
        if form == "xlsx":
            from plangen.api.living import SPEC_PROPERTY
            from plangen.document.past import spec_fingerprint
            from plangen.document.workbook import build_workbook

            properties = rendering.properties_of(plan) | {SPEC_PROPERTY: spec_fingerprint(plan)}
            built = build_workbook(plan, properties=properties)
            said += built.findings
            yield Document(form=form, data=built.data, identity=identity, plan=plan)
            continue
        for where, text in texts.items():
            if not text:
                continue
            if form == "docx":
                data, more = rendering.docx_of(plan, text, pack.style, where)
                said += more
            else:
                shown = rendering.html_of(plan, text) if form == "html" else text
                data = sealed_text(shown, f".{form}").encode("utf-8")
            part = where if where == COMPANION else None
            own = identity | {rendering.PART: part}
            yield Document(form=form, data=data, companion=part is not None, identity=own, plan=plan)


def _sheets(
    plan: CountyPlan, formats: Sequence[str], departments: Sequence[str], said: list[Finding]
) -> Iterator[Document]:
    """Yield each department's sheet in each format; what there is to say is added to ``said``."""
    from plangen.document import rendering
    from plangen.document.department import (
        asked_for_comment,
        department_docx,
        department_html,
        department_markdown,
        find_department,
    )
    from plangen.office.text_seal import sealed_text

    if not EVERY.isdisjoint(departments):
        named = [name for name in departments if name not in EVERY]
        departments = tuple(dict.fromkeys([*named, *asked_for_comment(plan)]))
    slowly = Slowly()
    for number, name in enumerate(departments, 1):
        slowly.tell(f"正在生成征求意见表：第{number}份，共{len(departments)}份……")
        unit = find_department(plan, name).name
        identity = {"plangen.document": rendering.document_id(plan), "plangen.department": unit}
        for form in formats:
            if form == "docx":
                data, more = department_docx(plan, name, properties=rendering.properties_of(plan))
                said += more
            elif form == "html":
                data = sealed_text(department_html(plan, name), ".html").encode("utf-8")
            else:
                data = sealed_text(department_markdown(plan, name), ".md").encode("utf-8")
            yield Document(form=form, data=data, department=name, identity=identity, plan=plan)
