"""Importing a document over a file that is there already: ids stay, and what a person added to the file stays too.

An imported file records in a comment what each of its items was when it was imported.  So the next import knows which
items a person has added (they are not in the record) or corrected (they are not as recorded).
"""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plangen.parent import rules
from plangen.parent.model import TITLE_GAP, ItemKind, ParentItem, ParentPlan
from plangen.parent.revision import Change, keep_ids
from plangen.parent.store import plan_as_data
from plangen.terms.findings import Finding, Location
from plangen.terms.place import Place

_LINE = "# plangen:items "
_ENTRY = re.compile(r"(\S+)=([0-9a-f]{8})(?!\S)")
_HEAD = "plan"
_LISTS = {
    "indicators": ItemKind.INDICATOR,
    "goals": ItemKind.GOAL,
    "tasks": ItemKind.TASK,
    "projects": ItemKind.PROJECT,
}


@dataclass(frozen=True, kw_only=True)
class Reimported:
    """A document imported over an existing file.

    Attributes:
        plan: the plan with the ids of the existing file, and with what a person added to that.
        changes: what became of the items, see :func:`plangen.parent.revision.keep_ids`.
        findings: what was kept of a person's additions, and which corrections the document's wording replaces.
        added: ids of the items that a person added.
    """

    plan: ParentPlan
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    added: tuple[str, ...]


def import_record(plan: ParentPlan, added: Collection[str] = ()) -> str:
    """Return the comment that records each item of a plan as it was imported, to be written under the plan's YAML.

    Args:
        plan: the plan.
        added: ids of the items that were not imported, but added by a person.
    """
    entries = " ".join(f"{key}={digest}" for key, digest in _digests(plan).items() if key not in added)
    return "".join(f"{_LINE}{line}\n" for line in textwrap.wrap(entries, 100, break_long_words=False))


def recorded(text: str) -> dict[str, str] | None:
    """Return the record of a file's text as digests by item id, or None where it has none."""
    lines = [line.removeprefix(_LINE) for line in text.splitlines() if line.startswith(_LINE)]
    return dict(entry for line in lines for entry in _ENTRY.findall(line)) if lines else None


def import_over(new: ParentPlan, before: ParentPlan, text: str, file: str) -> Reimported:
    """Settle a newly imported plan against the file that stands where it is to be written.

    Args:
        new: the plan as imported.
        before: the plan that the file holds.
        text: the file's text, for its record.
        file: its name, for findings.
    """
    record = recorded(text)
    untitled = new.title == TITLE_GAP != before.title
    if untitled:
        new = replace(new, title=before.title)
    settled, changes = keep_ids(new, before)
    known = {item.id for item in settled.all_items()}
    added = {item.id for item in before.all_items() if _is_added(item, record) and item.id not in known}
    plan = _with_added(settled, before, added)
    kept = {item.id for item in plan.all_items()} - known
    kept_title = [rules.TITLE_KEPT.found(Location(file=file), title=before.title)] if untitled else []
    return Reimported(
        plan=replace(plan, retired=tuple(one for one in plan.retired if one not in kept)),
        changes=tuple(change for change in changes if change.id not in kept or change.kind != "removed"),
        added=tuple(sorted(kept)),
        findings=(*kept_title, *_findings(plan, before, added, record or {}, Location(file=file))),
    )


def _is_added(item: ParentItem, record: Mapping[str, str] | None) -> bool:
    """Return whether a person added an item; in a file without a record, what names no place in a document."""
    return item.id not in record if record is not None else item.source == Place()


def _with_added(settled: ParentPlan, before: ParentPlan, added: Collection[str]) -> ParentPlan:
    """Return the plan with the added items where they stood, those whose host is gone at the end of its list."""
    lists: dict[str, Any] = {}
    hosts = {item.id for item in settled.all_items()}
    for key, kind in _LISTS.items():
        old: tuple[ParentItem, ...] = getattr(before, key)
        whole = _merged(getattr(settled, key), old, added)
        homeless = [replace(item, kind=kind) for top in old for item in _homeless(top, added, hosts)]
        lists[key] = (*whole, *homeless)
    return replace(settled, **lists)


def _merged(
    items: Sequence[ParentItem], before: Sequence[ParentItem], added: Collection[str]
) -> tuple[ParentItem, ...]:
    own = {item.id: item for item in before}
    merged = [
        replace(item, items=_merged(item.items, own[item.id].items, added)) if item.id in own else item
        for item in items
    ]
    for position, item in enumerate(before):
        if item.id in added:
            ids = [one.id for one in merged]
            ahead = before[position - 1].id if position else None
            merged.insert(ids.index(ahead) + 1 if ahead in ids else len(merged), item)
    return tuple(merged)


def _homeless(item: ParentItem, added: Collection[str], hosts: Collection[str]) -> Iterator[ParentItem]:
    """Yield the added items under one that the revised document no longer has."""
    if item.id in added:
        return
    for inner in item.items:
        if inner.id in added and item.id not in hosts:
            yield inner
        else:
            yield from _homeless(inner, added, hosts)


def _findings(
    plan: ParentPlan, before: ParentPlan, added: Collection[str], record: Mapping[str, str], location: Location
) -> Iterator[Finding]:
    if added:
        titles = {item.id: item.title for item in before.all_items()}
        named = [f"{identity}{titles[identity]}" for identity in titles if identity in added]
        yield rules.ADDED_ITEMS_KEPT.found(location, items=sorted(added), names=named)
    was, now = _digests(before), _digests(plan)
    replaced = [key for key, digest in was.items() if record.get(key, digest) != digest and now.get(key) != digest]
    if replaced:
        named = ["规划的名称、地区或规划期" if key == _HEAD else key for key in replaced]
        items = [key for key in replaced if key != _HEAD]
        yield rules.CORRECTIONS_REPLACED.found(location, items=items, names=named)


def _digests(plan: ParentPlan) -> dict[str, str]:
    """Return a digest of the plan's own particulars and of every item as the file has it, nested items left out."""
    data = plan_as_data(plan)
    head = {key: value for key, value in data["plan"].items() if key not in ("id", "source", "retired")}
    return {_HEAD: _digest(head)} | {
        item["id"]: _digest({key: value for key, value in item.items() if key not in ("id", "items", "source")})
        for key in _LISTS
        for item in _walk(data[key])
    }


def _walk(items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _walk(item.get("items", ()))


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode("utf-8")).hexdigest()[:8]
