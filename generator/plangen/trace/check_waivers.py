"""Items that the spec waives: they must be in the table of waived items, where the document has one, nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace

from plangen.document.annexes import places_by_spec
from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.model import Waived
from plangen.terms.findings import Finding
from plangen.terms.likeness import title_likeness
from plangen.trace import check_rules
from plangen.trace.anchors import Row, TableRole
from plangen.trace.check_model import Checked, all_points
from plangen.trace.check_verdicts import match_in_row
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence_model import filled, han_count
from plangen.trace.model import ItemStatus, Status, Via, label


def waived(
    base: ItemStatus, parent: ParentPlan, item: ParentItem, waiver: Waived, checked: Checked
) -> tuple[ItemStatus, tuple[Finding, ...]]:
    """Return what became of an item that the spec waives, and what there is to say of it.

    Args:
        base: the item's status before anything is known.
        parent: its plan.
        item: the item.
        waiver: what the spec says.
        checked: the document beside the plan.
    """
    key = waiver.origin.key
    lines = checked.draft.lines
    still = next((line for line in lines if key in line.keys and filled(line.text, checked.words)), None)
    found = check_rules.WAIVED_BUT_CARRIED
    notes = (found.found(checked.at(still.location), items=[key], item=label(parent, item)),) if still else ()
    row = _row_of(parent, item, key, checked)
    status = replace(
        base,
        status=Status.WAIVED,
        via=Via.ANCHOR if checked.draft.has_anchors and (row is None or key in row.keys) else Via.TEXT,
        reason=f"不承接：{waiver.reason}（{waiver.by}，{waiver.on.isoformat()}）",
    )
    # where the table is a file of its own the spec alone decides; a table that the document has all the same must agree
    apart = places_by_spec(checked.plan.spec).get("waived", "draft") != "draft"
    if row is None and apart and not any(one.role is TableRole.WAIVED for one in checked.draft.rows):
        return status, notes
    return _as_listed(status, item, row, checked.words), notes


def _as_listed(status: ItemStatus, item: ParentItem, row: Row | None, words: CheckWords) -> ItemStatus:
    """Return the status of a waived item as the table of waived items has it."""
    if row is None:
        return replace(
            status,
            status=Status.MISSING,
            missing_points=all_points(item),
            reason="填报文件写明不承接，但文稿的“不涉及事项”中没有列出这一条",
        )
    columns = row.columns
    empty = [
        word
        for role, word in (("reason", "理由"), ("decided_by", "决定单位"), ("decided_on", "决定时间"))
        if role in columns and not filled(columns[role], words)
    ]
    match = match_in_row(row, columns.get("name", ""), 1.0)
    if sum(filled(cell, words) and han_count(cell) >= 2 for cell in row.cells) < 2:
        return replace(
            status,
            status=Status.MISSING,
            missing_points=all_points(item),
            reason=f"“不涉及事项”中这一行是空的（{row.location}）",
        )
    if "name" in columns and not filled(columns["name"], words):
        empty.insert(0, "事项名称")
    if empty:
        return replace(
            status,
            status=Status.PARTIAL,
            matches=(match,),
            missing_points=tuple(f"不承接的{word}" for word in empty),
            reason=f"“不涉及事项”中没有写{'、'.join(empty)}（{row.location}）",
        )
    return replace(status, matches=(match,))


def _row_of(parent: ParentPlan, item: ParentItem, key: str, checked: Checked) -> Row | None:
    rows = [row for row in checked.draft.rows if key in row.keys and row.role is not TableRole.DIVISION]
    if rows:
        return next((row for row in rows if filled("".join(row.cells[1:]), checked.words)), rows[0])
    return stated_waiver(parent, item, checked)


def stated_waiver(parent: ParentPlan, item: ParentItem, checked: Checked) -> Row | None:
    """Return a row without bookmark in the table of waived items that names the item."""
    identity = re.compile(rf"(?<![A-Za-z0-9.]){re.escape(item.id)}(?![0-9.])")
    for row in checked.draft.rows:
        if row.role is not TableRole.WAIVED or row.keys:
            continue
        text = "".join(row.cells)
        named = any(title_likeness(cell, item.title) >= checked.words.thresholds["same_title"] for cell in row.cells)
        several = len(checked.plan.parents) > 1
        if identity.search(text) and (not several or parent.title in text):
            return row
        if named and (not several or parent.title in text):
            return row
    return None
