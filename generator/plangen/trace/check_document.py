"""What there is to say of a document as a whole: its marks, what editing did to items, its wording and its annex."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.document.annexes import places_by_spec
from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import title_of
from plangen.terms.findings import Finding
from plangen.terms.likeness import plain
from plangen.terms.vocabulary import quoted
from plangen.trace import check_rules, rules, voided
from plangen.trace.anchors import Row, TableRole
from plangen.trace.check_model import Checked, carried_by
from plangen.trace.check_verdicts import verdict_on
from plangen.trace.contradictions import contradictions_of
from plangen.trace.evidence_model import Target, filled
from plangen.trace.model import key_of
from plangen.trace.old_wording import left_wording, past_words
from plangen.trace.undertaking import open_measures


def about_marks(checked: Checked) -> Iterator[Finding]:
    """Yield what the bookmarks of a document tell: items that nobody has, copies, joined and rewritten ones."""
    draft, expected = checked.draft, checked.evidence.expected
    for line, count in draft.void:
        yield voided.found(line.text, count, checked.at(line.location))
    if not draft.has_anchors:
        yield check_rules.DRAFT_WITHOUT_ANCHORS.found(checked.at())
    known = {key_of(parent, item) for parent in checked.plan.parents for item in parent.all_items()}
    known |= set(expected.by_key)
    for line in draft.lines:
        for key in line.keys:
            if key not in known and key.partition("/")[0] not in known and filled(line.text, checked.words):
                text = quoted(line.text[:30])
                yield check_rules.ITEM_UNKNOWN.found(checked.at(line.location), items=[key], key=key, text=text)
    for one, body in zip(expected.all, checked.evidence.bodies, strict=True):
        items, title = carried_by(one.target), quoted(one.title)
        first = checked.at(body.lines[0].location if body.lines else None)
        if body.copies:
            yield check_rules.ITEM_COPIED.found(checked.at(body.copies[0].location), items=items, item=title)
        rewritten = checked.words.thresholds["rewritten"]
        if body.text and not one.is_indicator and expected.share(body.text, one) < rewritten:
            yield check_rules.ITEM_REWRITTEN.found(first, items=items, item=title)
        if gap := open_measures(body.text):
            yield rules.MEASURES_OPEN.found(first, items=items, item=title, words=quoted(gap))
        if body.joined and body.lines:
            others = [quoted(other) for other in body.joined]
            yield check_rules.ITEMS_JOINED.found(first, items=items, item=title, others=others)


def about_own_items(checked: Checked) -> Iterator[Finding]:
    """Yield what became of the county's own items: they carry no parent item, so that no status says it."""
    plan = checked.plan
    targets: list[Target] = [*plan.indicators, *plan.all_items()]
    for target in targets:
        if target.origins:
            continue
        verdict = verdict_on(target, checked)
        place = verdict.body.lines[0].location if verdict.body.lines else None
        item, items = quoted(title_of(target)), carried_by(target)
        doubts = (*verdict.doubts, *contradictions_of(target, checked))
        if not verdict.there:
            yield check_rules.OWN_ITEM_MISSING.found(
                checked.at(place), items=items, item=item, reason=verdict.absent or ""
            )
        elif doubts:
            yield check_rules.OWN_ITEM_CONTRADICTED.found(checked.at(place), items=items, item=item, reasons=doubts)


def about_wording(checked: Checked) -> Iterator[Finding]:
    """Yield the parents' wording and the last period's names and years."""
    rows = [row for row in checked.draft.rows if row.role is TableRole.DIVISION]
    # one column of the indicators quotes the parents
    own_cells = [(row, {*row.cells} - {row.columns.get("parent_target", "")}) for row in rows]
    cells = [
        (row.location, cell) for row, own in own_cells for cell in dict.fromkeys(row.cells) if cell in own and cell
    ]
    texts = [(line.location, line.text) for line in checked.draft.lines if line.text.strip()]
    yield from left_wording([*texts, *cells], checked.plan, load_rules(), checked.name)
    own = {line.index for body in checked.evidence.bodies for line in body.lines}
    titles = [(line.location, line.text) for line in checked.draft.lines if line.level or line.index in own]
    plain_rows = [
        (row.location, cell)
        for row in rows
        for role, cell in row.columns.items()
        if role not in ("deadline", "parent_target")
    ]
    yield from past_words([*titles, *plain_rows], checked.plan, checked.words, checked.name)


def about_trace_annex(checked: Checked) -> Iterator[Finding]:
    """Yield the parent items that the annex 承接对照表, where there is one, does not list."""
    plan = checked.plan
    rows = [row for row in checked.draft.rows if row.role is TableRole.TRACE]
    if not rows:
        wanted = places_by_spec(plan.spec).get("trace") == "draft"
        if wanted and any(True for parent in plan.parents for _ in parent.all_items()):
            yield check_rules.TRACE_ANNEX_MISSING.found(checked.at())
        return
    for parent in plan.parents:
        names = [plain(row.columns.get("name", "".join(row.cells))) for row in rows if _is_of(row, parent)]
        lost = _not_listed(parent, names)
        if lost:
            yield check_rules.TRACE_ROW_MISSING.found(
                checked.at(),
                items=[key_of(parent, item) for item in lost],
                parent=quoted(parent.title),
                count=len(lost),
                names=[f"{item.id}{quoted(item.title)}" for item in lost],
            )


def _is_of(row: Row, parent: ParentPlan) -> bool:
    """Return whether a row of the 承接对照表 is about a parent: its title stands over the rows, or in a column."""
    stated = row.label or row.columns.get("parent", row.cells[0] if row.cells else "")
    return plain(stated) == plain(parent.title)


def _not_listed(parent: ParentPlan, names: list[str]) -> list[ParentItem]:
    """Return the items of a parent that no row names; each row names one, by number and title or by the title."""
    left = list(parent.all_items())
    for matches in (lambda name, item: name == plain(f"{item.number or ''}{item.title}"), _ends_with_title):
        lost = []
        for item in left:
            row = next((name for name in names if matches(name, item)), None)
            if row is None:
                lost.append(item)
            else:
                names.remove(row)
        left = lost
    return left


def _ends_with_title(name: str, item: ParentItem) -> bool:
    return name.endswith(plain(item.title))
