"""Whose spec and whose draft a file is: what is needed to bring the two together, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plangen.api.places import KIND_WORDS
from plangen.terms.findings import FindingsError

_KINDS = (("方案", "implementation"), ("规划", "plan"))
"""What stands in a title, the first that does, and what kind of paper it is."""


@dataclass(frozen=True, kw_only=True)
class SpecMark:
    """Whose spec it is; what an unusable one does not say is None.

    Attributes:
        path: its file.
        county: the county's name.
        kind: ``implementation`` or ``plan``.
        period: first and last year.
        document: the identity that its documents bear.
    """

    path: str
    county: str | None = None
    kind: str | None = None
    period: tuple[int, int] | None = None
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class DraftMark:
    """Whose draft it is; what neither its marks nor its title say is None.

    Attributes:
        path: its file.
        county: the county's name.
        kind: ``implementation`` or ``plan``.
        period: first and last year.
        document: the identity that the document bears.
        fingerprint: of the spec that it was rendered from.
        other: it is no county's draft but a department's sheet or a file of annexes.
    """

    path: str
    county: str | None = None
    kind: str | None = None
    period: tuple[int, int] | None = None
    document: str | None = None
    fingerprint: str | None = None
    other: bool = False


def answer(question: Mapping[str, Any]) -> dict[str, Any] | str | None:
    """Answer, in a process of the pool, what is to be known of one file.

    Args:
        question: ``do``: ``spec`` or ``draft`` for the file's mark, ``fingerprint`` for that of a spec; ``path``; and
            ``kind``, in place of what the spec says.
    """
    path = Path(question["path"])
    if question["do"] == "draft":
        return vars(draft_mark(path))
    if question["do"] == "spec":
        return vars(spec_mark(path, question.get("kind")))
    return fingerprint_of(path, question.get("kind"))


def spec_mark_of(values: Mapping[str, Any]) -> SpecMark:
    """Return the mark that was answered."""
    return SpecMark(**{**values, "period": _period(values["period"])})


def draft_mark_of(values: Mapping[str, Any]) -> DraftMark:
    """Return the mark that was answered."""
    return DraftMark(**{**values, "period": _period(values["period"])})


def spec_mark(path: Path, kind: str | None = None) -> SpecMark:
    """Return whose spec a file is.

    Args:
        path: the file.
        kind: ``implementation`` or ``plan`` in place of what it says.
    """
    from plangen.api.prepare import load_spec
    from plangen.document.rendering import document_id_of

    spec = load_spec(path).spec
    if spec is None:
        return SpecMark(path=str(path))
    if kind is not None:
        spec = replace(spec, plan=replace(spec.plan, kind=kind))
    return SpecMark(
        path=str(path),
        county=spec.county.name,
        kind=spec.plan.kind,
        period=spec.plan.period,
        document=document_id_of(spec),
    )


def fingerprint_of(path: Path, kind: str | None = None) -> str | None:
    """Return the fingerprint that the drafts of a spec carry; None where it has errors."""
    from plangen.api.prepare import build_plan
    from plangen.document.past import spec_fingerprint

    plan = build_plan(path, kind=kind).plan
    return spec_fingerprint(plan) if plan is not None else None


def draft_mark(path: Path) -> DraftMark:
    """Return whose draft a file is: by the marks of a document of ours, else by its title."""
    from plangen.trace.belonging import identity_of

    try:
        own = _own_mark(path)
        if own is not None:
            return own
        from plangen.reading.formats import read_any

        told = identity_of(read_any(path))
    except (FindingsError, OSError):
        return DraftMark(path=str(path))  # the check says what is wrong with it
    kind = next((kind for word, kind in _KINDS if word in told.title), None)
    return DraftMark(path=str(path), county=told.place, kind=kind, period=told.period)


def _own_mark(path: Path) -> DraftMark | None:
    """Return what a document of ours bears; None for any other."""
    from plangen.document.rendering import PART
    from plangen.office.base import find_base
    from plangen.office.docx_package import read_parts, read_properties
    from plangen.reading.formats import read_content

    data = read_content(path)
    if not data.startswith(b"PK"):
        return None
    properties = read_properties(read_parts(data, path.name))
    if (document := properties.get("plangen.document")) is None:
        return None
    base = find_base(path, data).base
    kind, _, rest = document.partition("-")
    years = [int(year) for year in properties.get("plangen.period", "").split("-") if year.isdecimal()]
    return DraftMark(
        path=str(path),
        county=properties.get("plangen.county"),
        kind=kind if kind in KIND_WORDS else None,
        period=(years[0], years[1]) if len(years) == 2 else None,
        document=document,
        fingerprint=base.spec if base is not None else None,
        other=not rest or bool(properties.get("plangen.department") or properties.get(PART)),
    )


def _period(years: list[int] | None) -> tuple[int, int] | None:
    return (years[0], years[1]) if years else None
