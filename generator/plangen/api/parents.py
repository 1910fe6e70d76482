"""Parent plans: those that are shipped, those on disk, and those that are imported from a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.office.output import Output
from plangen.terms.findings import Finding, FindingsError, Severity

if TYPE_CHECKING:
    from plangen.parent.corrections import Held
    from plangen.parent.importer import ImportResult
    from plangen.parent.model import ParentPlan
    from plangen.parent.revision import Change

YAML_ENDINGS = (".yaml", ".yml")
"""Endings of files that hold a parent plan; every other file is a document."""


@dataclass(frozen=True, kw_only=True)
class LoadedParent:
    """A parent plan with where it came from.

    Attributes:
        plan: the plan.
        findings: what there is to say about its file.
        path: the file.
        name: how it was asked for: an id or a path.
    """

    plan: ParentPlan
    findings: tuple[Finding, ...]
    path: Path
    name: str

    @property
    def counts(self) -> Mapping[str, int]:
        """How many indicators, goals, tasks, nested items and projects there are."""
        from plangen.parent.store import counts

        return counts(self.plan)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that weigh: reports about a draft name these, and leave the rest to the import itself."""
        return tuple(finding for finding in self.findings if finding.severity is not Severity.INFO)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A parent plan that was read from a document.

    Attributes:
        plan: the plan.
        findings: every doubt, in the document's order.
        source: the import with every line and why it is or is not an item.
        changes: what became of the items of the file that stood there; None where it was imported on its own.
        added: ids of the items that are not the document's, but were added to that file by a person.
        corrections: what a person has decided about the import, which its file keeps.
        comments: what a person wrote as comments into that file, by the items' ids; it is kept too.
    """

    plan: ParentPlan
    findings: tuple[Finding, ...]
    source: ImportResult
    changes: tuple[Change, ...] | None = None
    added: tuple[str, ...] = ()
    corrections: Held | None = None
    comments: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many indicators, goals, tasks, nested items and projects there are."""
        from plangen.parent.store import counts

        return counts(self.plan)

    def at(self, path: str | Path, *, review: bool = False) -> Output:
        """Return the plan as a YAML file to be written; see :func:`plangen.write`.

        An untouched import of the same plan is replaced without asking; another plan, or a file in which a person
        changed anything but the corrections, is not.

        Args:
            path: where to.
            review: write every doubt as a comment beside the item that it is about.
        """
        from plangen.parent.comments import with_comments
        from plangen.parent.correction_files import with_corrections, without_corrections
        from plangen.parent.reimport import import_record
        from plangen.parent.review import correction_template, review_comments, without_template

        block = without_template(self.corrections.block) if self.corrections is not None else ""
        text = with_corrections(parent_yaml(self.plan), block or (correction_template() if review else ""))
        comments, head = review_comments(self.plan, self.source) if review else ({}, [])
        known = {item.id for item in self.plan.all_items()}
        for identity, own in self.comments.items():
            if identity in known:
                comments[identity] = [*own, *comments.get(identity, ())]
            else:  # its item is gone, or it speaks of the whole
                head = [*own, *head]
        text = with_comments(text, comments, head) if comments or head else text
        text += import_record(self.plan, self.added)
        replaces = partial(_same_plan, self.plan)
        data = text.encode("utf-8")
        return Output(path=Path(path), data=data, ending=".yaml", replaces=replaces, counts=without_corrections)

    def as_json(self) -> dict[str, Any]:
        """Return the import in the JSON form of the command line's contract."""
        from plangen.parent.store import plan_as_data

        data = {
            "plan": plan_as_data(self.plan),
            "counts": dict(self.counts),
            "findings": [finding.as_json() for finding in self.findings],
        }
        return data if self.changes is None else {**data, "changes": [vars(change) for change in self.changes]}


def load_parent(source: str | Path, base: str | Path | None = None, *, documents: bool = True) -> LoadedParent:
    """Return a parent plan.

    Args:
        source: id of a shipped parent, a YAML file, or a document, which is imported on the fly.
        base: the folder that relative paths start from; the working folder when None.
        documents: whether a document may be given; a spec names ids and YAML files only.

    Raises:
        FindingsError: there is no such parent, or it cannot be read.
    """
    from plangen.parent.store import find_parent
    from plangen.parent.store_reading import load_parent as load

    folder = Path(base) if base is not None else Path()
    path = folder / source
    if documents and path.is_file() and path.suffix.lower() not in YAML_ENDINGS:
        imported = import_parent(path)
        return LoadedParent(plan=imported.plan, findings=imported.findings, path=path, name=str(source))
    path = find_parent(str(source), folder)
    plan, findings = load(path)
    return LoadedParent(plan=plan, findings=findings, path=path, name=str(source))


def list_parents() -> tuple[LoadedParent, ...]:
    """Return all shipped parent plans, sorted by id."""
    from plangen.parent.store import shipped_ids

    return tuple(load_parent(identity) for identity in shipped_ids())


def parent_yaml(plan: ParentPlan) -> str:
    """Return a parent plan as YAML."""
    from plangen.parent.store import dump_parent

    return dump_parent(plan)


def import_parent(
    path: str | Path,
    *,
    plan_id: str | None = None,
    title: str | None = None,
    part: int | None = None,
    facts_only: bool = False,
    corrections: Held | None = None,
) -> Imported:
    """Import a parent plan from a document.

    Args:
        path: .docx, .doc, .pdf, .html, .md, .txt, .xlsx or .xls.
        plan_id: the plan's id; None derives it from place and period.
        title: the plan's title as a person states it; None takes the document's own.
        part: which one to read of several plans in the document, from 1; None reads all there is.
        facts_only: leave the sentences out.
        corrections: what a person has decided about the import, see :func:`find_corrections`.

    Raises:
        FindingsError: the document cannot be read, or nothing in it is an item.
    """
    from plangen.parent.importer import import_document

    result = import_document(
        Path(path), plan_id=plan_id, title=title, part=part, facts_only=facts_only, corrections=corrections
    )
    findings = (*(corrections.findings if corrections is not None else ()), *result.findings)
    return Imported(plan=result.plan, findings=findings, source=result, corrections=corrections)


def find_corrections(existing: str | Path | None = None, given: str | Path | None = None) -> Held:
    """Return what a person has decided about an import.

    Args:
        existing: the parent's YAML file, whether it exists or not; the corrections in it are kept.
        given: a file of corrections, which win where they differ.

    Raises:
        FindingsError: a file cannot be read, or something in it is no correction.
    """
    from plangen.parent.correction_files import corrections_in, put_together, read_corrections
    from plangen.parent.corrections import Held
    from plangen.terms.text import decode

    own = Held()
    path = Path(existing) if existing is not None else None
    if path is not None and path.is_file():
        try:
            text = decode(path.read_bytes()).text
        except (OSError, ValueError):
            text = ""  # something else stands there; writing will refuse it
        own = corrections_in(text, str(path))
    return put_together(own, read_corrections(Path(given)) if given is not None else None)


def import_over(imported: Imported, existing: str | Path) -> Imported:
    """Return an import with the ids, and with the items that a person added, of the file that it is to replace.

    Args:
        imported: what was imported.
        existing: the file; where there is no parent plan in it, the import is returned as it is.
    """
    from plangen.parent.comments import own_comments
    from plangen.parent.reimport import import_over as settle
    from plangen.parent.store_reading import load_parent as load
    from plangen.terms.text import decode

    path = Path(existing)
    if not path.is_file():
        return imported
    try:
        before, _ = load(path)
        text = decode(path.read_bytes()).text
        settled = settle(imported.plan, before, text, str(path))
        comments = own_comments(text)
    except (FindingsError, OSError, ValueError):
        return imported  # something else stands there; writing will refuse it
    findings = (*imported.findings, *settled.findings)
    return replace(
        imported,
        plan=settled.plan,
        findings=findings,
        changes=settled.changes,
        added=settled.added,
        comments=comments,
    )


def _same_plan(plan: ParentPlan, before: bytes) -> bool:
    """Return whether a file's content is an earlier import of the same place's plan for the same period."""
    from plangen.parent.correction_files import corrections_in
    from plangen.terms.text import decode
    from plangen.terms.yaml_data import parse_yaml

    text = decode(before).text
    head = parse_yaml(text).get("plan", {})
    if (head.get("place"), head.get("period")) == (plan.place, list(plan.period) if plan.period else None):
        return True
    # a person has said by now whose plan it is: the file is the same document's, or says so itself
    given = corrections_in(text, "").corrections
    return head.get("source", {}).get("sha256") == plan.source_sha256 or bool(given.place or given.period)
