"""Check a draft of the county's plan: is every parent item really in the document, and as the plan decided?

Only what stands in the document counts.  The plan says what to look for and what was decided; nothing of it is taken
for being there.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from plangen.document.annexes import places_by_spec
from plangen.office.limits import damaged
from plangen.office.word_document import WordDocument, read_docx
from plangen.plan.model import CountyPlan, Waived
from plangen.reading.formats import Kind, read_any, read_content, sniff
from plangen.reading.lines import SourceDocument
from plangen.reading.word import findings_on, source_of
from plangen.terms.findings import Finding, Location
from plangen.terms.text import squeeze
from plangen.trace import check_rules, rules
from plangen.trace.anchors import read_draft
from plangen.trace.belonging import about_spec, identity_of
from plangen.trace.check_words import CheckWords, load_check_words
from plangen.trace.model import CheckReport, ItemStatus, Status, count_statuses


def check_draft(
    plan: CountyPlan, draft: bytes | Path | None = None, *, name: str | None = None, words: CheckWords | None = None
) -> CheckReport:
    """Find out what became of every parent item in a draft of the county's plan.

    Args:
        plan: the county's plan, as its spec and parents are now (:func:`plangen.api.prepare.prepare`).
        draft: the Word document or its path; None renders the plan in memory and checks what came out.
        name: the draft's name for findings; its file name when None.
        words: words and thresholds, see :func:`~plangen.trace.check_words.load_check_words`.

    Returns:
        The report: every item of every parent with one status, and what a person should look at.

    Raises:
        FindingsError: the draft cannot be read, is no Word document or was rendered from another spec; or the plan
            cannot be rendered.
    """
    words = words or load_check_words()
    if draft is None:
        data, findings = _rendered(plan)
    else:
        name = name or (draft.name if isinstance(draft, Path) else None)
        data, findings = draft if isinstance(draft, bytes) else read_content(draft), ()
        kind = sniff(data, name or "文稿")
        if kind is not Kind.DOCX:
            note = check_rules.DRAFT_NOT_DOCX.found(Location(file=name), kind=kind.value)
            return _by_text_alone(plan, _other_format(draft, data, kind, name), note, name)
    document = _read(data, name)
    if draft is not None:
        _same_spec(plan, document, name)
        findings = tuple(findings_on(document))
    seen = read_draft(document, words)
    from plangen.trace.check_statuses import check_report

    if seen.has_anchors or "plangen.document" in document.properties:
        return check_report(plan, seen, words, name, findings)
    source = source_of(replace(document, name=name or "文稿.docx"), data)
    anothers = tuple(about_spec(identity_of(source), plan, name))
    report = check_report(plan, seen, words, name, (*anothers, *findings))
    if _recognised(report):
        return report
    return _by_text_alone(plan, source, check_rules.DRAFT_BY_OTHERS.found(Location(file=name)), name)


def _recognised(report: CheckReport) -> bool:
    """Return whether most of the plan's wording is in a draft without marks: plangen wrote it, the marks were lost."""
    found = sum(1 for item in report.items if item.status in (Status.CARRIED, Status.PARTIAL, Status.SUSPECT))
    return found > len(report.items) / 2


# ------------------------------------------------------------------------------------------------ reading


def _rendered(plan: CountyPlan) -> tuple[bytes, tuple[Finding, ...]]:
    from plangen.document import rendering
    from plangen.document.compose import load_pack

    settings = plan.spec.plan
    pack = load_pack(settings.kind, settings.template)
    text, more = (rendering.markdown_of(plan, pack, where) for where in ("draft", "companion"))
    data, findings = rendering.docx_of(plan, text, pack.style)
    return data, (*rendering.text_findings(plan, text, more), *findings)


def _other_format(draft: bytes | Path, data: bytes, kind: Kind, name: str | None) -> SourceDocument:
    """Return the lines of a draft that is no Word document.

    Raises:
        FindingsError: it cannot be read, or has no text.
    """
    if isinstance(draft, Path):
        return read_any(draft)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(name or '文稿').stem}.{kind.value}"
        path.write_bytes(data)
        return read_any(path)


def _read(data: bytes, name: str | None) -> WordDocument:
    try:
        document = read_docx(data, name or "")
    except RecursionError as error:
        raise damaged(name or "", "内部嵌套层次过深") from error
    if not any(passage.lines or passage.row for passage in document.passages):
        raise rules.DRAFT_EMPTY.error(Location(file=name))
    return document


def _same_spec(plan: CountyPlan, document: WordDocument, name: str | None) -> None:
    """Refuse a draft that was rendered from another spec, and a file that goes with one.

    Raises:
        FindingsError: it was, or does.
    """
    from plangen.document.rendering import properties_of

    own, other = properties_of(plan), document.properties
    department = other.get("plangen.department")
    if department or other.get("plangen.part"):
        what = f"{department}的征求意见表" if department else "随方案另成一个文件的附表"
        raise check_rules.DRAFT_IS_A_PART.error(Location(file=name), what=what)
    if other.get("plangen.document") in (None, own["plangen.document"]):
        return
    said = []
    if (county := other.get("plangen.county")) and county != own["plangen.county"]:
        said.append(f"文稿是{county}的，填报文件是{own['plangen.county']}的")
    if (period := other.get("plangen.period")) and period != own["plangen.period"]:
        said.append(f"文稿的实施期是{period}，填报文件是{own['plangen.period']}")
    theirs = {key.removeprefix("plangen.parent.") for key in other if key.startswith("plangen.parent.")}
    ours = {parent.id for parent in plan.parents}
    if theirs - ours:
        said.append(f"文稿还承接了{'、'.join(sorted(theirs - ours))}")
    if ours - theirs and theirs:
        said.append(f"文稿没有承接{'、'.join(sorted(ours - theirs))}")
    differences = f"：{'；'.join(said)}" if said else ""
    raise check_rules.DRAFT_OF_ANOTHER_SPEC.error(Location(file=name), differences=differences)


# ------------------------------------------------------------------------------------------------ without marks


def _by_text_alone(plan: CountyPlan, source: SourceDocument, note: Finding, name: str | None) -> CheckReport:
    """Check a draft without any of plangen's marks: by its text, with the spec's waivers."""
    from plangen.trace.audit import audit

    report = audit(source, plan.parents)
    waived = {row.origin.key: row for row in plan.waived}
    text = squeeze("".join(line.text for line in source.lines))
    apart = places_by_spec(plan.spec).get("waived", "draft") != "draft"
    items = tuple(_with_waiver(item, waived.get(item.key), text, apart=apart) for item in report.items)
    anothers = about_spec(identity_of(source), plan, name)
    findings = (note, *anothers, *report.findings)
    return CheckReport(parents=count_statuses(plan.parents, items), items=items, findings=findings)


def _with_waiver(item: ItemStatus, waiver: Waived | None, text: str, *, apart: bool) -> ItemStatus:
    if waiver is None and item.status in (Status.WAIVED, Status.NOT_APPLICABLE) and item.matches:
        # the spec decides; what only the draft waives is there by nobody's decision
        missing, reason = item.missing_points or (item.title,), f"文稿写明{item.status.label}，但填报文件没有写不承接"
        return replace(item, status=Status.MISSING, missing_points=missing, reason=reason)
    if waiver is None:
        return item
    listed = ("不承接" in text or "不涉及" in text) and squeeze(waiver.reason) in text
    if listed or (apart and item.status is Status.MISSING):  # a table that is a file of its own proves nothing here
        return replace(item, status=Status.WAIVED, missing_points=(), reason=f"不承接：{waiver.reason}")
    if item.status is Status.MISSING:
        return replace(item, reason="填报文件写明不承接，但文稿没有列出理由")
    return item
