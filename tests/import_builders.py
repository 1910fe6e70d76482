"""Small documents to import, and what their items say of who does what: for the tests of imports."""

from __future__ import annotations

from pathlib import Path

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem


def read(tmp_path: Path, text: str, name: str = "plan.txt") -> ImportResult:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return import_document(path, plan_id="yunling-155")


def who(item: ParentItem) -> str:
    """Return an item's units as ``leads; participants``, with 等 where the list is open; a dash without a clause."""
    clause = item.responsibility
    if clause is None:
        return "—"
    ends = "等" if clause.open_ended else ""
    return f"{'、'.join(clause.leads)}；{'、'.join(clause.participants)}{ends}"
