"""Import a document: from any format to a parent plan, with every doubt said and every line explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from plangen.office.limits import too_large
from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph, Prepared, Table, locate
from plangen.parent.blocks import prepare
from plangen.parent.correcting import Correcting
from plangen.parent.corrections import Held
from plangen.parent.drafts import Draft, Extracted, with_ids
from plangen.parent.extract import extract
from plangen.parent.identity import check_plan_id
from plangen.parent.metadata import Metadata, describe
from plangen.parent.model import ParentPlan
from plangen.parent.outline import build_outline
from plangen.parent.proofread import bodiless, compare_contents, doubts_about_items, proofread
from plangen.parent.review import left_out
from plangen.parent.revision import Change, keep_ids
from plangen.parent.sections import Section, find_sections, heading_text
from plangen.parent.store import counts
from plangen.parent.tables import TableKind, table_kind
from plangen.parent.titles import find_title
from plangen.reading.formats import read_any
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.place import Place
from plangen.terms.vocabulary import quoted

__all__ = ["Change", "Explanation", "ImportResult", "counts", "import_document", "import_lines", "keep_ids"]


MOST_CHARACTERS = 1_200_000
"""Most characters of a document; the longest real plans have some 100 000."""
LONGEST_LINE = 100_000
"""Most characters of one paragraph: as many as a whole plan has."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a line is or is not an item.

    Attributes:
        place: where the line stands.
        text: the line as read.
        verdict: what it was read as, in Chinese.
    """

    place: Place
    text: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import gives.

    Attributes:
        plan: the parent plan with all its items.
        findings: every doubt, in the document's order.
        document: the document as the reader read it.
        explained: one for each line that was read, rows of tables too.
        doubts: every doubt by itself, none put together with others.
        owners: where each line of an item stands -> where the item stands.
        left_out: lines with a number or a responsibility clause that became no item and stand over none.
    """

    plan: ParentPlan
    findings: tuple[Finding, ...]
    document: SourceDocument
    explained: tuple[Explanation, ...]
    doubts: tuple[Finding, ...] = ()
    owners: Mapping[Place, Place] = field(default_factory=dict)
    left_out: tuple[Paragraph, ...] = ()


def import_document(
    path: Path, *, plan_id: str | None = None, facts_only: bool = False, corrections: Held | None = None
) -> ImportResult:
    """Import a parent plan from a document.

    Args:
        path: .docx, .doc, .pdf, .html or .txt.
        plan_id: the plan's id; None derives it from place and period.
        facts_only: leave the sentences out and keep titles, numbers, groups, deadlines, targets and units.
        corrections: what a person has decided about earlier imports.

    Raises:
        FindingsError: the document cannot be read, nothing in it is a heading or a table, or ``plan_id`` is no id.
    """
    if plan_id is not None:
        check_plan_id(plan_id)
    return import_lines(read_any(path), plan_id=plan_id, facts_only=facts_only, corrections=corrections)


def import_lines(
    document: SourceDocument,
    *,
    plan_id: str | None = None,
    facts_only: bool = False,
    corrections: Held | None = None,
) -> ImportResult:
    """Import a parent plan from a document that a reader has read; see :func:`import_document`."""
    if plan_id is not None:
        check_plan_id(plan_id)
    _refuse_oversized(document)
    correcting = Correcting(corrections or Held(), document, _items_without(document, corrections))
    prepared = correcting.blocks(prepare(document))
    title = find_title(prepared.blocks, document.title)
    body = prepared.blocks[title.after :]
    outline = build_outline(body, document.name)
    headings = [node.paragraph for node in outline.root.walk() if node.paragraph is not None]
    correcting.take(outline.root, prepared.blocks[: title.after])
    if not outline.root.children and not correcting.forces and not _has_items_in_tables(body):
        nothing = rules.NO_HEADINGS.found(Location(file=document.name))
        raise FindingsError([*correcting.findings, *document.findings, *prepared.findings, nothing])
    found = find_sections(outline.root, document.name)
    only_tables, stem = not outline.root.children, Path(document.name).stem
    about = describe(prepared.blocks, title, name=document.name, stem=stem, plan_id=plan_id, only_tables=only_tables)
    about = correcting.metadata(about, stem, plan_id)
    extracted = extract(
        outline.root, found.sections, name=document.name, period=about.period, own_names=about.own_names
    )
    extracted = correcting.items_of(extracted, about)
    plan = _plan(about, extracted, document, keep_text=not facts_only)
    owners = {place: draft.place for draft in _all(extracted) for place in (*draft.places, draft.place)}
    correcting.tell_lost(owners)
    findings = (
        *correcting.findings,
        *document.findings,
        *prepared.findings,
        *about.findings,
        *compare_contents(prepared.contents, headings, document.name),
        *found.findings,
        *outline.findings,
        *extracted.findings,
        *proofread(extracted.drafts, document.name),
        *bodiless(extracted.drafts, document.name),
        *doubts_about_items(plan, document.name),
    )
    return ImportResult(
        plan=plan,
        findings=_in_order(findings, document),
        document=document,
        explained=_explanations(document, prepared, extracted, found.sections, prepared.blocks[: title.after]),
        doubts=tuple(dict.fromkeys(findings)),
        owners=owners,
        left_out=tuple(left_out(outline.root, {**correcting.settled, **owners})),
    )


def _items_without(document: SourceDocument, corrections: Held | None) -> dict[Place, str]:
    """Return the titles of the items that are read without a person's corrections, where these are about lines."""
    if corrections is None or not corrections.corrections.about_lines:
        return {}
    try:
        plan = import_lines(document).plan
    except FindingsError:
        return {}  # nothing in it is an item, until a person says so
    return {item.source: item.title for item in plan.all_items()}


def _has_items_in_tables(blocks: Iterable[Block]) -> bool:
    return any(isinstance(block, Table) and table_kind(block) is not TableKind.OTHER for block in blocks)


def _plan(about: Metadata, extracted: Extracted, document: SourceDocument, *, keep_text: bool) -> ParentPlan:
    return ParentPlan(
        id=about.id,
        title=about.title,
        place=about.place,
        level=about.level,
        kind=about.kind,
        period=about.period,
        source_file=document.name,
        source_sha256=document.sha256,
        indicators=with_ids(extracted.indicators, keep_text=keep_text),
        goals=with_ids(extracted.goals, keep_text=keep_text),
        tasks=with_ids(extracted.tasks, keep_text=keep_text),
        projects=with_ids(extracted.projects, keep_text=keep_text),
    )


def _refuse_oversized(document: SourceDocument) -> None:
    """Refuse what is no plan by its size; the bounds are far above any real one."""
    total = sum(len(line.text) for line in document.lines)
    longest = max(document.lines, key=lambda line: len(line.text), default=None)
    if total > MOST_CHARACTERS:
        what = f"全文有{total // 10_000}万字，超过{MOST_CHARACTERS // 10_000}万字"
        raise too_large(document.name, what)
    if longest is not None and len(longest.text) > LONGEST_LINE:
        location = locate(document.name, longest.place)
        raise rules.LINE_TOO_LONG.error(location, length=len(longest.text), most=LONGEST_LINE)


def _in_order(findings: Iterable[Finding], document: SourceDocument) -> tuple[Finding, ...]:
    """Return the findings without doubles: those about the whole first, then in the document's order."""
    positions = {locate(document.name, line.place): index for index, line in enumerate(document.lines)}
    unique = dict.fromkeys(findings)
    return _grouped(sorted(unique, key=lambda finding: positions.get(finding.location, -1)))


_MOST_ALIKE = 10
_MOST_PLACES = 100


def _grouped(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings with those of one code beyond the tenth put together: one that lists where they are."""
    alike: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.code, finding.severity), []).append(finding)
    result: list[Finding] = []
    shown: Counter[tuple[str, Severity]] = Counter()
    for finding in findings:
        key = (finding.code, finding.severity)
        shown[key] += 1
        if len(alike[key]) <= _MOST_ALIKE + 1 or shown[key] <= _MOST_ALIKE:
            result.append(finding)
        elif shown[key] == _MOST_ALIKE + 1:
            result.append(_together(alike[key][_MOST_ALIKE:]))
    return tuple(result)


def _together(findings: list[Finding]) -> Finding:
    first = findings[0]
    places = list(dict.fromkeys(_location_words(finding.location) for finding in findings))
    listed = "、".join(places[:_MOST_PLACES]) + ("等" if len(places) > _MOST_PLACES else "")
    return replace(first, message=f"同类问题另有{len(findings)}处（如：{first.message}），分别在：{listed}")


def _location_words(location: Location) -> str:
    return (location.place or "") + (f"第{location.line}行" if location.line else "") or "全文"


def _explanations(
    document: SourceDocument,
    prepared: Prepared,
    extracted: Extracted,
    sections: tuple[Section, ...],
    front: tuple[Block, ...],
) -> tuple[Explanation, ...]:
    verdicts: dict[Place, str] = {}
    for block in front:
        if isinstance(block, Paragraph):
            for place in block.places:
                verdicts[place] = "名称或名称之前的文字（封面、通知、网页信息），不是条目"
    for section in sections:
        for node in section.nodes:
            if node.paragraph is not None:
                verdicts.setdefault(node.paragraph.place, f"章节标题{quoted(heading_text(node))}")
    for note in (*prepared.notes, *extracted.notes):
        verdicts[note.place] = note.verdict
    for draft in _all(extracted):
        for place in draft.places:
            verdicts.setdefault(place, f"{quoted(draft.title)}的内容")
    return tuple(
        Explanation(
            place=line.place, text=line.text, verdict=verdicts.get(line.place, "标题、导语或说明文字，不是条目")
        )
        for line in document.lines
    )


def _all(extracted: Extracted) -> list[Draft]:
    return [draft for item in extracted.drafts for draft in item.walk()]
