"""Whether a composed document says everything that the plan holds: a replaced chapter may have lost some of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeGuard

from plangen.document import rules
from plangen.document.blocks import BOX, Document, Paragraph, Table
from plangen.document.filters import item_keys
from plangen.terms.findings import Finding, Rule

if TYPE_CHECKING:
    from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan


def check_completeness(document: Document, plan: CountyPlan, companion: Document) -> tuple[Finding, ...]:
    """Return what is missing from the document, or stands in it without being in the plan.

    Args:
        document: the parsed document.
        plan: the plan that it was composed from.
        companion: the parsed file of its further annexes, whose tables count too.

    Returns:
        An error for items that are nowhere in the text, a warning for those in no table, an error for keys that the
        plan does not know, and a warning for items that several headings claim.
    """
    carried: list[CountyItem | CountyIndicator] = [*plan.all_items(), *plan.indicators]
    expected = {key for item in carried for key in str(item_keys(item)).split()}
    waived = {row.origin.key for row in plan.waived}
    blocks = list(document.walk())
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    claimed = Counter(key for paragraph in paragraphs for key in _paragraph_keys(paragraph))
    in_text = {key for paragraph in paragraphs if paragraph.text.strip() for key in _paragraph_keys(paragraph)}
    # an indicator stands in a table of the text, the annexes' tables are on landscape pages
    shown = {key for block in document.blocks if isinstance(block, Table) for key in _table_keys(block)}
    in_text |= shown & {key for indicator in plan.indicators for key in str(item_keys(indicator)).split()}
    # what stands in a box is text in a frame, and no row of the division of labour
    boxed = Counter(key for block in blocks if _is_box(block) for key in _table_keys(block))
    claimed.update(boxed)
    in_text |= set(boxed)
    tables = (one for one in (*blocks, *companion.walk()) if isinstance(one, Table) and not _is_box(one))
    in_tables = {key for table in tables for key in _table_keys(table)}
    found: tuple[tuple[Rule, set[str]], ...] = (
        (rules.ITEMS_NOT_IN_TEXT, expected - in_text),
        (rules.ITEMS_NOT_IN_TABLES, (expected | waived) - in_tables),
        (rules.ITEMS_UNKNOWN, (set(claimed) | in_tables) - expected - waived),
        (rules.ITEMS_REPEATED, {key for key, count in claimed.items() if count > 1}),
    )
    return tuple(rule.found(items=sorted(keys), count=len(keys), keys=sorted(keys)) for rule, keys in found if keys)


def _is_box(block: Paragraph | Table) -> TypeGuard[Table]:
    return isinstance(block, Table) and block.style == BOX


def _table_keys(table: Table) -> list[str]:
    return [key for row in table.rows for cell in row for key in cell.items]


def _paragraph_keys(paragraph: Paragraph) -> set[str]:
    return {*paragraph.items, *(key for run in paragraph.runs for key in run.items)}
