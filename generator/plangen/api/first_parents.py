"""The parents that a county starts with: ids and YAML files as they are, documents imported beside the spec."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plangen.api.parents import (
    YAML_ENDINGS,
    Imported,
    LoadedParent,
    find_corrections,
    import_over,
    import_parent,
    load_parent,
)
from plangen.office.output import Output
from plangen.terms.findings import Finding, FindingsError


@dataclass(frozen=True, kw_only=True)
class FirstParent:
    """A parent that a spec is to name.

    Attributes:
        parent: the plan and its file; for a document the YAML file beside the spec.
        document: the document that it was imported from; None for an id or a YAML file.
        imported: the import; None where there was none, or where a file that a person has worked on is used again.
        output: the YAML file to be written; None where nothing is.
    """

    parent: LoadedParent
    document: Path | None = None
    imported: Imported | None = None
    output: Output | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about a document: about ids and YAML files that is said when the spec is used."""
        return self.parent.findings if self.document is not None else ()

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that were read for it and are not its own output."""
        return tuple(filter(None, (self.document, None if self.output else self.parent.path)))


def first_parents(
    sources: Sequence[str | Path], spec_path: str | Path, *, others: Iterable[str | Path] = (), force: bool = False
) -> tuple[FirstParent, ...]:
    """Return the parents that a new spec is to name, in their order, each once.

    A document is imported as ``plangen import`` does; its YAML is to stand beside the spec. Where that file exists,
    was imported from the same document and has been worked on by a person, it is used as it is.

    Args:
        sources: ids of shipped parents, YAML files, documents.
        spec_path: where the spec is to stand.
        others: further files that the run will write, which no import may take the place of.
        force: import anew even where a person has worked on the file.

    Raises:
        FindingsError: a parent cannot be found or read.
    """
    names = list(dict.fromkeys(map(str, sources)))
    ready = {name: load_parent(name, documents=False) for name in names if not _is_document(name)}
    taken = {_real(path) for path in (spec_path, *others, *(parent.path for parent in ready.values()))}
    ids = {parent.plan.id for parent in ready.values()}
    hashes = {parent.plan.source_sha256 for parent in ready.values()} - {None}
    found: list[FirstParent] = []
    for name in names:
        if name in ready:
            found.append(FirstParent(parent=ready[name]))
            continue
        one = _imported(Path(name), Path(spec_path), taken, ids, force=force)
        if one.parent.plan.source_sha256 in hashes:
            continue  # the same document under another name, or the YAML that was made of it
        found.append(one)
        taken.add(_real(one.parent.path))
        ids.add(one.parent.plan.id)
        hashes.add(one.parent.plan.source_sha256)
    return tuple(found)


def _is_document(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() not in YAML_ENDINGS and path.is_file()


def _imported(document: Path, spec: Path, taken: Collection[str], ids: Collection[str], *, force: bool) -> FirstParent:
    imported = import_parent(document, corrections=find_corrections(spec.with_name(f"{document.stem}.yaml")))
    target = _target(document, imported, spec, taken)
    if not force and (own := _worked_on(target, imported)) is not None:
        return FirstParent(parent=own, document=document)
    imported = import_over(imported, target)
    if imported.plan.id in ids:
        imported = replace(imported, plan=replace(imported.plan, id=_free(imported.plan.id, ids)))
    parent = LoadedParent(plan=imported.plan, findings=imported.findings, path=target, name=str(target))
    return FirstParent(parent=parent, document=document, imported=imported, output=imported.at(target))


def _target(document: Path, imported: Imported, spec: Path, taken: Collection[str]) -> Path:
    """Return where the YAML goes: beside the spec under the document's name, or the plan's id where that is taken."""
    stems = [document.stem, imported.plan.id, *(f"{imported.plan.id}-{number}" for number in range(2, len(taken) + 3))]
    targets = (spec.with_name(f"{stem}.yaml") for stem in stems)
    return next(path for path in targets if _real(path) not in taken)


def _free(identity: str, ids: Collection[str]) -> str:
    return next(name for number in range(2, len(ids) + 3) if (name := f"{identity}-{number}") not in ids)


def _worked_on(target: Path, imported: Imported) -> LoadedParent | None:
    """Return the parent in a file that was imported from the same document and that a person has changed since."""
    from plangen.office.text_seal import is_sealed_text
    from plangen.parent.correction_files import without_corrections

    if not target.is_file() or is_sealed_text(target.read_bytes(), without_corrections):
        return None
    try:
        own = load_parent(target)
    except FindingsError:
        return None  # something else stands there; writing will refuse it
    same = own.plan.source_sha256 is not None and own.plan.source_sha256 == imported.plan.source_sha256
    return replace(own, name=str(target)) if same else None


def _real(path: str | Path) -> str:
    # on Windows and macOS names that differ in case only are one file
    return os.path.realpath(path).casefold()
