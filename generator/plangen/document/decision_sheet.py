"""The sheet on which a county decides, item by item, what it does with its parents' items (承接决定表)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plangen.document.division import Printer
from plangen.office.sheet_writer import Row
from plangen.plan.model import title_of
from plangen.plan.sentence import SentenceSource

if TYPE_CHECKING:
    from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan, TraceRow, Waived


def decision_rows(plan: CountyPlan, printer: Printer) -> Iterator[Row]:
    """Yield a row for each item of each parent, in the parents' order.

    Args:
        plan: the county's plan.
        printer: makes what the rows print of the county's items.
    """
    waived = {one.origin.key: one for one in plan.waived}
    for row in plan.trace:
        origin = row.origin
        decided = waived.get(origin.key)
        values: dict[str, str | int] = {
            "key": f"{origin.parent}:{origin.item}",
            "origin": printer.origin(origin),
            "disposition": row.disposition,
            **(_of_waiver(decided) if decided else _of_targets(row, printer)),
        }
        yield Row(values=values, fill="open" if not decided and _is_open(row, printer) else None)


def _of_waiver(waived: Waived) -> dict[str, str | int]:
    return {"waived_because": waived.reason, "waived_by": waived.by, "waived_on": waived.on.isoformat()}


def _of_targets(row: TraceRow, printer: Printer) -> dict[str, str | int]:
    """Return what the county writes for an item; of one that was split or joined to another, where it went."""
    own = [one for one in row.targets if row.origin.parent == one.key.partition(":")[0]]
    target = next((one for one in own if one.key == f"{row.origin.parent}:{row.origin.item}"), None)
    if target is None:
        return {"merge_into": "、".join(title_of(one) for one in row.targets)}
    printed = printer.row(target)
    cells: dict[str, str | int] = {
        "county_title": printed.title,
        "lead": printed.lead,
        "support": printed.support,
        "deadline": printed.deadline,
    }
    return cells | ({"county_target": printed.content} if _is_indicator(target) else {"county_measures": _own(target)})


def _is_indicator(target: CountyItem | CountyIndicator) -> bool:
    return target.kind.value == "indicator"


def _own(target: CountyItem | CountyIndicator) -> str:
    """Return the sentences that are not the parent's, one a line."""
    sentences = getattr(target, "sentences", ())
    return "\n".join(one.text for one in sentences if one.source is not SentenceSource.PARENT)


def _is_open(row: TraceRow, printer: Printer) -> bool:
    return any(printer.row(one).state != "settled" for one in row.targets)
