"""Whether a composed document says everything that the plan holds: a replaced chapter may have lost some of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plangen.document.blocks import Document, Paragraph, Table
from plangen.document.filters import item_keys
from plangen.terms.findings import Finding, Severity

if TYPE_CHECKING:
    from plangen.plan.model import CountyPlan


def check_completeness(document: Document, plan: CountyPlan) -> tuple[Finding, ...]:
    """Return what is missing from the document, or stands in it without being in the plan.

    Args:
        document: the parsed document.
        plan: the plan that it was composed from.

    Returns:
        An error for items that are nowhere in the text, a warning for those in no table, an error for keys that the
        plan does not know, and a warning for items that several headings claim.
    """
    expected = {key for item in plan.all_items() for key in str(item_keys(item)).split()}
    expected |= {key for indicator in plan.indicators for key in str(item_keys(indicator)).split()}
    waived = {row.origin.key for row in plan.waived}
    blocks = list(document.walk())
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    tables = [block for block in blocks if isinstance(block, Table)]
    claimed = Counter(key for paragraph in paragraphs for key in _paragraph_keys(paragraph))
    in_text = {key for paragraph in paragraphs if paragraph.text.strip() for key in _paragraph_keys(paragraph)}
    in_tables = {key for table in tables for row in table.rows for cell in row for key in cell.items}
    findings = []
    if lost := sorted(expected - in_text):
        message = f"方案中有 {len(lost)} 项没有写进正文：{_some(lost)}。"
        hint = '换用的章节模板漏写了条目；请对照原模板，用 {items="{{ item | keys }}"} 标明每一项。'
        findings.append(_finding("items-not-in-text", Severity.ERROR, message, hint))
    if lost := sorted((expected | waived) - in_tables):
        message = f"有 {len(lost)} 项没有列入附件的表格：{_some(lost)}。"
        findings.append(_finding("items-not-in-tables", Severity.WARNING, message, "请检查换用的附件模板。"))
    if strange := sorted((set(claimed) | in_tables) - expected - waived):
        message = f"模板中标了方案里没有的条目编号：{_some(strange)}。"
        findings.append(_finding("items-unknown", Severity.ERROR, message, "请改正 items 中的编号，或者去掉。"))
    if repeated := sorted(key for key, count in claimed.items() if count > 1):
        message = f"正文中有 {len(repeated)} 项写了不止一处：{_some(repeated)}。"
        findings.append(_finding("items-repeated", Severity.WARNING, message, "每一项只在一处标明编号。"))
    return tuple(findings)


def _paragraph_keys(paragraph: Paragraph) -> set[str]:
    return {*paragraph.items, *(key for run in paragraph.runs for key in run.items)}


def _some(keys: list[str]) -> str:
    shown = "、".join(keys[:8])
    return f"{shown}等" if len(keys) > 8 else shown


def _finding(code: str, severity: Severity, message: str, hint: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, hint=hint)
