"""Rendering again over a draft that people work in: what the program changed goes in, what they changed stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a parameter is called date
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.office.output import Output
from plangen.terms.findings import Finding, Location

if TYPE_CHECKING:
    from plangen.api.documents import Document
    from plangen.living.merge_words import Told
    from plangen.office.base import Base


@dataclass(frozen=True, kw_only=True)
class MergedDraft:
    """What became of a draft that people work in when it was rendered again.

    Attributes:
        path: the draft.
        output: the file to be written, which keeps a copy of what stands there; None where nothing is to be changed.
        told: what was put in.
        findings: what was not put in, each with a comment in the file, and what there is to say about the base.
        unusable: it cannot be merged with, for instance because its base is gone.
    """

    path: Path
    output: Output | None
    told: tuple[Told, ...] = ()
    findings: tuple[Finding, ...] = ()
    unusable: bool = False


def merge_over(
    document: Document, path: str | Path, *, date: Date | None = None, accept: bool = False
) -> MergedDraft | None:
    """Merge a rendered Word file into the one that stands at a place, where people have changed that.

    Args:
        document: the document as it is rendered now.
        path: the place.
        date: what tracked changes bear, the plan's date; there is no clock.
        accept: put everything in plain, without tracked changes.

    Returns:
        None where there is nothing to merge with: no file, one that nobody changed, one of another document or without
        a base; then it is written, or refused, like any other file.
    """
    from plangen.api.documents import beside
    from plangen.api.living import rendered_again
    from plangen.living.merge import merge
    from plangen.office.base import find_base, read_base
    from plangen.office.docx_package import NO_DATE, read_parts, read_properties, untouched_properties, write_parts
    from plangen.terms.findings import FindingsError

    place = Path(path)
    if document.form != "docx" or not place.is_file() or place.is_symlink():
        return None
    try:
        there = place.read_bytes()
        if untouched_properties(there) is not None:
            return None
        properties = read_properties(read_parts(there, place.name))
        read = find_base(place, there)
    except (FindingsError, OSError):
        return None  # whoever writes says what is wrong with the file
    if any(properties.get(name) != value for name, value in document.identity.items()):
        return None
    new, said = read_base(read_parts(document.data)).base, read.finding(Location(file=str(place)))
    if read.base is None or new is None or dict(read.base.identity) != dict(new.identity):
        return MergedDraft(path=place, output=None, findings=(said,), unusable=True) if said else None
    if read.base.text == new.text:
        return MergedDraft(path=place, output=None)
    day = f"{(date or NO_DATE).isoformat()}T00:00:00Z"
    try:
        merged = merge(there, rendered_again(read.base), document.data, date=day, accept=accept, name=str(place))
    except FindingsError as error:
        return MergedDraft(path=place, output=None, findings=error.findings, unusable=True)
    data = write_parts(_with_past(merged.parts, document.data, new, there))
    kept = beside(place, data, document.identity)
    output = Output(path=place, data=data, ending=".docx", was=there, keeps=True, beside=kept)
    return MergedDraft(
        path=place,
        output=output,
        told=merged.told,
        findings=tuple(one for one in (said, *merged.conflicts) if one is not None),
    )


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
