"""Rendering again over a draft that people work in: what the program changed goes in, what they changed stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a parameter is called date
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.office.output import Output
from plangen.terms.findings import Finding, Location

if TYPE_CHECKING:
    from plangen.api.documents import Document
    from plangen.living.merge_revision import Revised
    from plangen.living.merge_words import Told
    from plangen.living.revised_parents import Revision
    from plangen.office.base import Base, ReadBase


_FINGERPRINTS = "plangen.parent."
_KINDS = {"implementation": "实施方案", "plan": "规划"}


@dataclass(frozen=True, kw_only=True)
class MergedDraft:
    """What became of a draft that people work in when it was rendered again.

    Attributes:
        path: the draft.
        output: the file to be written, which keeps a copy of what stands there; None where nothing is to be changed.
        told: what was put in.
        revised: what became in it of the items that a revision of the parents touches, each with a comment in the file.
        findings: what was not put in, each with a comment in the file, and what there is to say about the base.
        edited: people had changed it; else only a revision of the parents is shown in it.
        unusable: it cannot be merged with, for instance because its base is gone.
    """

    path: Path
    output: Output | None
    told: tuple[Told, ...] = ()
    revised: tuple[Revised, ...] = ()
    findings: tuple[Finding, ...] = ()
    edited: bool = True
    unusable: bool = False


def merge_over(
    document: Document, path: str | Path, *, date: Date | None = None, accept: bool = False
) -> MergedDraft | None:
    """Merge a rendered Word file into the one that stands at a place, where people have changed that or the parents.

    Args:
        document: the document as it is rendered now.
        path: the place.
        date: what tracked changes bear, the plan's date; there is no clock.
        accept: put everything in plain, without tracked changes.

    Returns:
        None where there is nothing to merge with: no file, one that nobody changed while the parents stayed the same,
        one of another document or without a base; then it is written, or refused, like any other file.
    """
    from plangen.office.base import read_base
    from plangen.office.docx_package import NO_DATE, read_parts, read_properties

    place = Path(path)
    draft = _read(place) if document.form == "docx" else None
    if draft is None:
        return None
    made = read_parts(document.data)
    was, new, said = draft.read.base, read_base(made).base, draft.read.finding(Location(file=str(place)))
    since = _since(document, was, new, draft.properties)
    if not draft.edited and not since.shown:
        return None
    other = any(draft.properties.get(name) != value for name, value in document.identity.items())
    if other or (was and new and dict(was.identity) != dict(new.identity)):
        found = _another_finding(place, draft.properties, read_properties(made))
        return _refused(place, found) if found else None
    if was is None or new is None:
        return _refused(place, said) if said else None
    if was.text == new.text and not since.shown:
        return MergedDraft(path=place, output=None)
    if found := _open_finding(place):
        return _refused(place, found)
    day = f"{(date or NO_DATE).isoformat()}T00:00:00Z"
    return _merged(document, draft, (was, new), since, day, accept=accept)


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """The draft that stands at a place: its content and properties, whether people changed it, and its base."""

    path: Path
    data: bytes
    properties: Mapping[str, str]
    edited: bool
    read: ReadBase


def _read(path: Path) -> _Draft | None:
    """Return the draft at a place; None where whoever writes says what is wrong with what stands there."""
    from plangen.office.base import find_base
    from plangen.office.docx_package import read_parts, read_properties, untouched_properties
    from plangen.terms.findings import FindingsError

    if not path.is_file() or path.is_symlink():
        return None
    try:
        data = path.read_bytes()
        edited = untouched_properties(data) is None
        properties = read_properties(read_parts(data, path.name))
        return _Draft(path=path, data=data, properties=properties, edited=edited, read=find_base(path, data))
    except (FindingsError, OSError):
        return None


def _refused(path: Path, *findings: Finding) -> MergedDraft:
    return MergedDraft(path=path, output=None, findings=findings, unusable=True)


def _merged(
    document: Document, draft: _Draft, bases: tuple[Base, Base], since: _Since, day: str, *, accept: bool
) -> MergedDraft:
    """Merge; ``bases`` are what the draft was rendered from and what the document is rendered from now."""
    from plangen.api.documents import beside
    from plangen.api.living import rendered_again
    from plangen.living.merge import merge
    from plangen.office.docx_package import write_parts
    from plangen.terms.findings import FindingsError

    path, was = draft.path, rendered_again(bases[0])
    touched = since.revision.items
    try:
        done = merge(draft.data, was, document.data, date=day, accept=accept, name=str(path), touched=touched)
    except FindingsError as error:
        return _refused(path, *error.findings)
    data = write_parts(_with_past(done.parts, document.data, bases[1], draft.data))
    kept = beside(path, data, document.identity)
    output = Output(path=path, data=data, ending=".docx", was=draft.data, keeps=True, beside=kept)
    said = draft.read.finding(Location(file=str(path)))
    return MergedDraft(
        path=path,
        output=output,
        told=done.told,
        revised=done.revised,
        findings=tuple(one for one in (said, *since.findings(path), *done.said, *done.conflicts) if one),
        edited=draft.edited,
    )


@dataclass(frozen=True, kw_only=True)
class _Since:
    """What is not so any more of the parents that a draft was rendered from.

    Attributes:
        revision: what their revision touches.
        unknown: the items that are others, where the draft does not remember what they said.
    """

    revision: Revision
    unknown: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is anything to show in the draft."""
        return bool(self.revision.items or self.unknown)

    def findings(self, path: Path) -> Iterator[Finding]:
        """Yield what could not be compared."""
        from plangen.living.merge_rules import MERGE_PARENT_REPLACED, MERGE_PARENT_UNKNOWN

        here, nothing = Location(file=str(path)), ("（无）",)
        if self.revision.gone or self.revision.come:
            titles = [tuple(f"《{title}》" for title in side) for side in (self.revision.gone, self.revision.come)]
            yield MERGE_PARENT_REPLACED.found(here, gone=titles[0] or nothing, come=titles[1] or nothing)
        if self.unknown:
            yield MERGE_PARENT_UNKNOWN.found(here, items=self.unknown, which=self.unknown)
        yield from self.revision.findings


def _since(document: Document, was: Base | None, now: Base | None, properties: Mapping[str, str]) -> _Since:
    """Return what of the parents is not as a draft remembers it; only the county's document does."""
    from plangen.document.past import parents_of
    from plangen.living.revised_parents import Revision, revision

    if document.plan is None or was is None or now is None or not now.parents or was.parents == now.parents:
        return _Since(revision=Revision())
    if before := parents_of(was):
        return _Since(revision=revision(before, document.plan))
    unknown = _other_items(document, properties) if was.spec != now.spec else ()
    return _Since(revision=Revision(), unknown=tuple(unknown))


def _other_items(document: Document, properties: Mapping[str, str]) -> Iterator[str]:
    """Yield the items whose fingerprints are others than those that a draft of an older version has.

    Of a parent whose fingerprints it does not have nobody can say whether it changed: the parent itself is named.
    """
    from plangen.office.docx_package import read_parts, read_properties

    for name, fresh in read_properties(read_parts(document.data)).items():
        parent = name.removeprefix(_FINGERPRINTS)
        if name.startswith(_FINGERPRINTS) and name not in properties:
            yield parent
        elif name.startswith(_FINGERPRINTS):
            there, here = (dict(one.partition("=")[::2] for one in text.split()) for text in (properties[name], fresh))
            yield from (f"{parent}:{key}" for key in {**there, **here} if there.get(key) != here.get(key))


def _another_finding(path: Path, there: Mapping[str, str], now: Mapping[str, str]) -> Finding | None:
    """Return that another document of ours stands at a place; None where it is none of ours."""
    from plangen.living.merge_rules import MERGE_OF_ANOTHER

    named, made = _named(there), _named(now)
    if not named or named == made:
        return None  # whoever writes says that something else stands there
    return MERGE_OF_ANOTHER.found(Location(file=str(path)), draft=named, now=made)


def _open_finding(path: Path) -> Finding | None:
    """Return that a program has a document open; None where none says so."""
    from plangen.living.merge_rules import MERGE_OPEN

    lock = _lock_of(path)
    return MERGE_OPEN.found(Location(file=str(path)), lock=lock.name) if lock else None


def _named(properties: Mapping[str, str]) -> str:
    """Return for which county, years and department a document is; empty where it is none of ours."""
    names = ("plangen.county", "plangen.period", "plangen.department")
    kind = _KINDS.get((properties.get("plangen.document") or "").partition("-")[0], "")
    return "，".join(filter(None, (*(properties.get(name) for name in names), kind)))


def _lock_of(path: Path) -> Path | None:
    """Return the file by which Word, WPS or LibreOffice say that they have a document open.

    Word writes ``~$`` over the first two characters of a name with more than eight before the ending, over the first
    of one with seven or eight, and before a shorter one; LibreOffice puts ``.~lock.`` and ``#`` around the whole name.
    """
    stem, name = len(path.stem), path.name
    names = [f".~lock.{name}#", f"~${name}", f"~${name[2:]}", f"~${name[1:]}"]
    return next((lock for one in names if stem and (lock := path.with_name(one)).is_file()), None)


def _with_past(parts: Mapping[str, bytes], rendered: bytes, base: Base, there: bytes) -> dict[str, bytes]:
    """Return a merged file with the base and the properties of the new render; it is nobody's untouched work."""
    from plangen.office.base import BASE_PROPERTY, with_base, with_property
    from plangen.office.bookmarks import MAP_PROPERTY, pack_map, unpack_map
    from plangen.office.docx_package import DIGEST_PROPERTY, read_parts, read_properties
    from plangen.office.word_package import Package

    changed = with_base(parts, base, main=Package(there).main_part())
    before, now = read_properties(parts), read_properties(read_parts(rendered))
    names = unpack_map(before.get(MAP_PROPERTY, "")) | unpack_map(now.get(MAP_PROPERTY, ""))
    fresh = {name: value for name, value in now.items() if name.startswith("plangen.")}
    fresh[MAP_PROPERTY] = pack_map(names)
    for name, value in fresh.items():
        if name not in (BASE_PROPERTY, DIGEST_PROPERTY):
            changed = with_property(changed, name, value or None)
    return with_property(changed, DIGEST_PROPERTY, None)
