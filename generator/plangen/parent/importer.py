"""Import a document: from any format to a parent plan, with every doubt said and every line explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph, Prepared, Table, locate
from plangen.parent.blocks import prepare
from plangen.parent.collision import collision
from plangen.parent.compendium import Choice, choose_part
from plangen.parent.correcting import Correcting
from plangen.parent.corrections import Held
from plangen.parent.drafts import Draft, Extracted, fact_reader, with_ids
from plangen.parent.extract import extract
from plangen.parent.identity import check_plan_id
from plangen.parent.import_result import Explanation, ImportResult
from plangen.parent.metadata import Metadata, describe
from plangen.parent.model import ParentPlan
from plangen.parent.other_documents import not_a_plan
from plangen.parent.outline import build_outline
from plangen.parent.outline_model import Node
from plangen.parent.paragraph_items import part_without_chapter
from plangen.parent.proofread import bodiless, compare_contents, doubts_about_items, proofread
from plangen.parent.review import left_out
from plangen.parent.revision import Change, keep_ids
from plangen.parent.sections import Section, find_sections, heading_text
from plangen.parent.store import counts
from plangen.parent.tables import TableKind, table_kind
from plangen.parent.titles import FoundTitle, find_title
from plangen.reading.formats import read_any
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.place import Place
from plangen.terms.text import is_chinese, squeeze
from plangen.terms.vocabulary import quoted

__all__ = ["Change", "Explanation", "ImportResult", "counts", "import_document", "import_lines", "keep_ids"]


MOST_CHARACTERS = 1_200_000
"""Most characters of a document; the longest real plans have some 100 000."""
LONGEST_LINE = 100_000
"""Most characters of one paragraph: as many as a whole plan has."""


def import_document(
    path: Path,
    *,
    plan_id: str | None = None,
    title: str | None = None,
    part: int | None = None,
    facts_only: bool = False,
    corrections: Held | None = None,
) -> ImportResult:
    """Import a parent plan from a document.

    Args:
        path: .docx, .doc, .pdf, .html, .md, .txt, .xlsx or .xls.
        plan_id: the plan's id; None derives it from place and period.
        facts_only: leave the sentences out and keep titles, numbers, groups, deadlines, targets, quantities, points and
            units.
        title: the plan's title as a person states it; None takes the document's own.
        part: which one to read of several plans in the document, from 1; None reads all there is.
        corrections: what a person has decided about earlier imports.

    Raises:
        FindingsError: the document cannot be read, nothing in it is a heading or a table, there is no such part, or
            ``plan_id`` is no id.
    """
    if plan_id is not None:
        check_plan_id(plan_id)
    return import_lines(
        read_any(path), plan_id=plan_id, title=title, part=part, facts_only=facts_only, corrections=corrections
    )


def import_lines(
    document: SourceDocument,
    *,
    plan_id: str | None = None,
    title: str | None = None,
    part: int | None = None,
    facts_only: bool = False,
    corrections: Held | None = None,
) -> ImportResult:
    """Import a parent plan from a document that a reader has read; see :func:`import_document`."""
    if plan_id is not None:
        check_plan_id(plan_id)
    _refuse_oversized(document)
    choice, correcting = _corrected(document, part, corrections)
    prepared, heading = choice.prepared, _heading(choice, document)
    stated = squeeze(title or "") or None
    own_title = stated or (heading.text if heading.block is not None else None)  # one that is quoted may be another's
    body = prepared.blocks[heading.after :]
    outline = build_outline(body, document.name)
    headings = [node.paragraph for node in outline.root.walk() if node.paragraph is not None]
    correcting.take(outline.root, prepared.blocks[: heading.after])
    if not (outline.root.children or correcting.forces or _is_list(body) or any(map(_is_understood, body))):
        strange = _without(document, prepared, body, own_title)
        raise FindingsError([*correcting.findings, *document.findings, *prepared.findings, *strange])
    decided = correcting.decided
    found = find_sections(outline.root, document.name, decided)
    stem, only_tables = Path(document.name).stem, not outline.root.children
    about = describe(
        prepared.blocks, heading, name=document.name, stem=stem, plan_id=plan_id, only_tables=only_tables, stated=stated
    )
    about = correcting.metadata(about, stem, plan_id)
    extracted = correcting.items_of(_extracted(outline.root, found.sections, document.name, about, decided), about)
    plan = _plan(about, extracted, document, keep_text=not facts_only)
    owners = {place: draft.place for draft in _all(extracted) for place in (*draft.places, draft.place)}
    correcting.tell_lost(owners)
    findings = (
        *correcting.findings,
        *document.findings,
        *_foreign(document),
        *prepared.findings,
        *choice.findings,
        *_strange(own_title, prepared, extracted, document.name),
        *about.findings,
        *collision(plan, document.name),
        *compare_contents(prepared.contents, headings, document.name),
        *found.findings,
        *outline.findings,
        *_about_items(extracted, plan, document.name),
    )
    return ImportResult(
        plan=plan,
        findings=_in_order(findings, document),
        document=document,
        explained=_explanations(document, prepared, extracted, found.sections, prepared.blocks[: heading.after]),
        doubts=tuple(dict.fromkeys(findings)),
        owners=owners,
        left_out=tuple(left_out(outline.root, dict.fromkeys(decided, Place()) | correcting.settled | owners)),
    )


def _corrected(document: SourceDocument, part: int | None, corrections: Held | None) -> tuple[Choice, Correcting]:
    """Return what is to be read of a document, with the lines as a person's corrections need them."""
    choice = choose_part(prepare(document), part, document.name)
    correcting = Correcting(corrections or Held(), document, _items_without(document, part, corrections))
    return replace(choice, prepared=correcting.blocks(choice.prepared)), correcting


def _extracted(
    root: Node, sections: Sequence[Section], name: str, about: Metadata, decided: Collection[Place]
) -> Extracted:
    return extract(
        root, sections, name=name, period=about.period, own_names=about.own_names, decided=frozenset(decided)
    )


def _foreign(document: SourceDocument) -> tuple[Finding, ...]:
    chinese = is_chinese([line.text for line in document.lines])
    return () if chinese else (rules.NOT_CHINESE.found(Location(file=document.name)),)


def _strange(title: str | None, prepared: Prepared, extracted: Extracted, name: str) -> Iterable[Finding]:
    duties = [any(inner.responsibility for inner in one.walk()) for one in (*extracted.tasks, *extracted.projects)]
    return not_a_plan(title, prepared.blocks, name, items=len(duties), clauses=sum(duties))


def _about_items(extracted: Extracted, plan: ParentPlan, name: str) -> Iterable[Finding]:
    yield from extracted.findings
    yield from proofread(extracted.drafts, name)
    yield from bodiless(extracted.drafts, name)
    yield from doubts_about_items(plan, name)


def _items_without(document: SourceDocument, part: int | None, corrections: Held | None) -> dict[Place, str]:
    """Return the titles of the items that are read without a person's corrections, where these are about lines."""
    if corrections is None or not corrections.corrections.about_lines:
        return {}
    try:
        plan = import_lines(document, part=part).plan
    except FindingsError:
        return {}  # nothing in it is an item, until a person says so
    return {item.source: item.title for item in plan.all_items()}


def _heading(choice: Choice, document: SourceDocument) -> FoundTitle:
    """Return the title of what is read; a file's own name for itself is that of the whole, not of a part."""
    if choice.title is None:
        found = find_title(choice.prepared.blocks, document.title)
        sheet = document.title if document.format in ("xlsx", "xls") else None
        # the line across the top of a sheet is its title, however it ends; it stands there as the table's caption
        return found if found.text is not None or sheet is None else FoundTitle(text=sheet, block=0)
    found = find_title(choice.prepared.blocks, None)
    return choice.title if found.block is None else found


def _without(
    document: SourceDocument, prepared: Prepared, body: Sequence[Block], title: str | None
) -> Iterable[Finding]:
    """Yield why nothing in a document is an item."""
    yield from _foreign(document)
    yield from not_a_plan(title, prepared.blocks, document.name)
    yield from _unread_tables(body, document.name)
    yield rules.NO_HEADINGS.found(Location(file=document.name))


def _is_understood(block: Block) -> bool:
    return isinstance(block, Table) and table_kind(block) is not TableKind.OTHER


def _is_list(blocks: Iterable[Block]) -> bool:
    """Whether a document without headings is a list of items all the same: bullets, or a clause behind each."""
    return part_without_chapter([block for block in blocks if isinstance(block, Paragraph)]) is not None


def _unread_tables(blocks: Iterable[Block], name: str) -> Iterable[Finding]:
    """Name the tables of a document in which nothing was understood, by their heads and rows."""
    for block in blocks:
        heads = [cell for cell in dict.fromkeys(block.rows[0].cells) if cell] if isinstance(block, Table) else []
        if isinstance(block, Table) and len(heads) > 1 and len(block.rows) > 1:
            location = locate(name, block.place)
            yield rules.TABLE_NOT_UNDERSTOOD.found(location, rows=len(block.rows) - 1, heads=heads)


def _plan(about: Metadata, extracted: Extracted, document: SourceDocument, *, keep_text: bool) -> ParentPlan:
    facts = fact_reader(extracted, about.period, keep_text=keep_text)
    return ParentPlan(
        id=about.id,
        title=about.title,
        place=about.place,
        level=about.level,
        kind=about.kind,
        period=about.period,
        source_file=document.name,
        source_sha256=document.sha256,
        indicators=with_ids(extracted.indicators, facts),
        goals=with_ids(extracted.goals, facts),
        tasks=with_ids(extracted.tasks, facts),
        projects=with_ids(extracted.projects, facts),
    )


def _refuse_oversized(document: SourceDocument) -> None:
    """Refuse what is no plan by its size; the bounds are far above any real one."""
    total = sum(len(line.text) for line in document.lines)
    longest = max(document.lines, key=lambda line: len(line.text), default=None)
    if total > MOST_CHARACTERS:
        location = Location(file=document.name)
        raise rules.PLAN_TOO_LONG.error(location, count=total // 10_000, most=MOST_CHARACTERS // 10_000)
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
