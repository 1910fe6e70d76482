"""Check a draft of the county's plan: is every parent item really in the document, and as the plan decided?

Only what stands in the document counts.  The plan says what to look for and what was decided; nothing of it is taken
for being there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from plangen.office.limits import damaged
from plangen.office.word_document import WordDocument, read_docx
from plangen.plan.model import CountyPlan, Waived
from plangen.reading.word import findings_on, source_of
from plangen.terms.findings import Finding, Location
from plangen.terms.text import squeeze
from plangen.trace import check_rules, rules
from plangen.trace.anchors import read_draft
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
        data, findings = _content(draft, name), ()
    document = _read(data, name)
    if draft is not None:
        _same_spec(plan, document, name)
        findings = tuple(findings_on(document))
    seen = read_draft(document, words)
    from plangen.trace.check_statuses import check_report

    report = check_report(plan, seen, words, name, findings)
    if seen.has_anchors or "plangen.document" in document.properties or _recognised(report):
        return report
    return _by_text_alone(plan, document, data, name)


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
    return rendering.docx_of(plan, rendering.markdown_of(plan, pack), pack.style)


def _content(draft: bytes | Path, name: str | None) -> bytes:
    from plangen.reading.formats import Kind, read_content, sniff

    data = draft if isinstance(draft, bytes) else read_content(draft)
    kind = sniff(data, name or "文稿")
    if kind is not Kind.DOCX:
        raise check_rules.DRAFT_NOT_DOCX.error(Location(file=name), kind=kind.value)
    return data


def _read(data: bytes, name: str | None) -> WordDocument:
    try:
        document = read_docx(data, name or "")
    except RecursionError as error:
        raise damaged(name or "", "内部嵌套层次过深") from error
    if not any(passage.lines or passage.row for passage in document.passages):
        raise rules.DRAFT_EMPTY.error(Location(file=name))
    return document


def _same_spec(plan: CountyPlan, document: WordDocument, name: str | None) -> None:
    """Refuse a draft that was rendered from another spec.

    Raises:
        FindingsError: it was.
    """
    from plangen.document.rendering import properties_of

    own, other = properties_of(plan), document.properties
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


def _by_text_alone(plan: CountyPlan, document: WordDocument, data: bytes, name: str | None) -> CheckReport:
    """Check a draft that plangen never wrote: by its text, with the spec's waivers."""
    from plangen.trace.audit import audit

    source = source_of(replace(document, name=name or "文稿.docx"), data)
    report = audit(source, plan.parents)
    waived = {row.origin.key: row for row in plan.waived}
    text = squeeze("".join(line.text for line in source.lines))
    items = tuple(_with_waiver(item, waived.get(item.key), text) for item in report.items)
    note = check_rules.DRAFT_BY_OTHERS.found(Location(file=name))
    return CheckReport(parents=count_statuses(plan.parents, items), items=items, findings=(note, *report.findings))


def _with_waiver(item: ItemStatus, waiver: Waived | None, text: str) -> ItemStatus:
    if waiver is None:
        return item
    if "不承接" in text and squeeze(waiver.reason) in text:
        return replace(item, status=Status.WAIVED, missing_points=(), reason=f"不承接：{waiver.reason}")
    if item.status is Status.MISSING:
        return replace(item, reason="填报文件写明不承接，但文稿没有列出理由")
    return item
