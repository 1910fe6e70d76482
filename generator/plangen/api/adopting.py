"""The living draft: what people changed in it goes into the county's spec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.api.living import compared_draft, compared_workbook
from plangen.office.output import Output
from plangen.terms.findings import Finding, FindingsError, Severity

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec
    from plangen.county.write_back import Edit
    from plangen.living.adopt_model import Adopted, Adoption, FollowUp, SpecEdit
    from plangen.plan.model import CountyPlan


@dataclass(frozen=True, kw_only=True)
class AdoptedDraft:
    """What of a draft goes into the spec.

    Attributes:
        adoption: what becomes of every change.
        chosen: the numbers of those that are taken over, from 1.
        places: for each of those that the spec can say, the places in the spec, as it writes them.
        following: what the next render will have otherwise than the draft.
        spec: the spec's file.
        before, content: the spec as it is, and with what was chosen.
        findings: what there is to say about the draft and the changed spec.
        inputs: the files that were read, which nothing may be written over; the spec itself is not among them.
    """

    adoption: Adoption
    chosen: tuple[int, ...]
    places: tuple[tuple[str, ...], ...]
    following: tuple[FollowUp, ...]
    spec: Path
    before: bytes
    content: bytes
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]

    @property
    def failed(self) -> bool:
        """Whether something of the draft does not go into the spec."""
        return bool(self.adoption.unsaid or self.adoption.conflicts)

    def output(self) -> Output:
        """Return the spec as a file to be written; a copy of the old one is kept."""
        return Output(path=self.spec, data=self.content, ending=self.spec.suffix.lower(), was=self.before, keeps=True)

    def as_text(self) -> str:
        """Return what was taken over, what was not and what follows, for a terminal."""
        from plangen.living.adopt_report import lines

        return "\n".join(lines(self.adoption, self.places, self.chosen, self.following)) + "\n"

    def difference(self) -> str:
        """Return the lines of the spec that change; empty where none does."""
        from plangen.living.adopt_report import difference
        from plangen.terms.text import decode

        texts = (decode(self.before).text, decode(self.content).text)
        return "".join(f"{line}\n" for line in difference(*texts, self.spec.name))

    def as_json(self) -> dict[str, Any]:
        """Return everything in JSON form."""
        from plangen.living.adopt_report import as_json

        said = as_json(self.adoption, self.places, self.chosen, self.following)
        return {**said, "difference": self.difference(), "findings": [one.as_json() for one in self.findings]}


def adopt(draft: str | Path, spec: str | Path, *, select: Iterable[int] | None = None) -> AdoptedDraft:
    """Say what of a draft goes into the spec that it was rendered from; nothing is written.

    Args:
        draft: the Word file that people worked in, which must carry its base, or have it beside it; or the workbook of
            the division of labour.
        spec: the spec's YAML file, as it is now.
        select: numbers of what is to be taken over, as a run without it lists them; None takes all.

    Raises:
        FindingsError: draft or spec cannot be read, they do not belong together, there is no base, there is no such
            number, or the changed spec would have an error; then there is nothing to write.
    """
    from plangen.living.adopt_follow import follow_ups
    from plangen.living.adopt_report import entries_of
    from plangen.terms.yaml_source import read_bytes

    path = Path(spec)
    content = read_bytes(path)
    read = _read(Path(draft), path)
    adoption = read.adoption
    chosen = _chosen(select, len(adoption.adopted), path)
    entries = entries_of(adoption, chosen)
    places = _places(content, path, adoption.adopted)
    changed: bytes = content
    findings: tuple[Finding, ...] = ()
    following: tuple[FollowUp, ...] = ()
    if entries:
        changed, later, findings = _changed(content, path, entries, adoption.adopted, read.plan)
        following = follow_ups(read.plan, later, entries)
    return AdoptedDraft(
        adoption=adoption,
        chosen=chosen,
        places=places,
        following=following,
        spec=path,
        before=content,
        content=changed,
        findings=tuple(dict.fromkeys((*read.findings, *findings))),
        inputs=tuple(one for one in read.inputs if one != path),
    )


@dataclass(frozen=True, kw_only=True)
class _Read:
    adoption: Adoption
    plan: CountyPlan
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]


def _read(draft: Path, spec: Path) -> _Read:
    """Return what becomes of all changes in a draft, or in the workbook of the division of labour."""
    from plangen.reading.formats import Kind, office_content

    data, kind, converted = office_content(draft)
    if kind is Kind.WORKBOOK:
        from plangen.living.adopt_sheet import adopt_cells

        cells = compared_workbook(draft, data, converted, spec, needs_past=True)
        adoption = adopt_cells(cells.found, cells.plan)
        return _Read(adoption=adoption, plan=cells.plan, findings=cells.findings, inputs=cells.inputs)
    from plangen.document.word_style import load_style_data
    from plangen.living.adopt import adopt as adopted_from

    content = (data, converted) if kind is Kind.DOCX else None
    read = compared_draft(draft, spec, needs_base=True, content=content)
    assert read.plan is not None
    proposal = load_style_data()["classes"]["character"]["proposal"]
    adoption = adopted_from(read.compared, read.plan, proposal, read.since())
    return _Read(adoption=adoption, plan=read.plan, findings=read.findings, inputs=read.inputs)


def _chosen(select: Iterable[int] | None, count: int, path: Path) -> tuple[int, ...]:
    from plangen.living.rules import ADOPT_NO_SUCH_NUMBER
    from plangen.terms.findings import Location

    if select is None:
        return tuple(range(1, count + 1))
    numbers = tuple(sorted(set(select)))
    if wrong := [number for number in numbers if not 1 <= number <= count]:
        said = "、".join(map(str, wrong))
        raise FindingsError([ADOPT_NO_SUCH_NUMBER.found(Location(file=str(path)), numbers=said, count=count)])
    return numbers


def _places(content: bytes, path: Path, adopted: Sequence[Adopted]) -> tuple[tuple[str, ...], ...]:
    """Return where what could be taken over stands in the spec, as the spec writes it."""
    from plangen.county.write_back import shown_places

    groups: list[list[Edit]] = []
    before: list[SpecEdit] = []
    for one in adopted:
        groups.append([_edit(edit) for edit in (*before, *one.edits)])
        before += [edit for edit in one.edits if edit.appends]
    shown = shown_places(content, str(path), groups)
    return tuple(places[len(places) - len(one.edits) :] for places, one in zip(shown, adopted, strict=True))


def _edit(edit: SpecEdit) -> Edit:
    from plangen.county.write_back import Edit

    return Edit(path=edit.path, value=edit.after)


def _changed(
    content: bytes, path: Path, entries: Sequence[Adopted], adopted: Sequence[Adopted], plan: CountyPlan
) -> tuple[bytes, CountyPlan, tuple[Finding, ...]]:
    """Return the spec with what was chosen of all that could be adopted, and the plan that it gives.

    Raises:
        FindingsError: it cannot be changed so, or has an error then.
    """
    from plangen.county.write_back import change_together
    from plangen.living.adopt_model import in_order
    from plangen.plan import inherit
    from plangen.plan.against_parents import check_against_parents
    from plangen.terms.resources import shipped_parents

    edits = in_order([edit for one in entries for edit in one.edits], [edit for one in adopted for edit in one.edits])
    result = change_together(content, str(path), path.parent, [_edit(one) for one in edits])
    assert result.spec is not None
    spec = _of_kind(result.spec, plan.spec)
    known = [parent.stem for parent in shipped_parents()]
    said = check_against_parents(spec, plan.parents, known, plan.references)
    later, more = inherit.build_plan(plan.parents, spec, inherit.load_knowledge(), plan.references)
    if wrong := [one for one in (*said, *more) if one.severity is Severity.ERROR]:
        raise FindingsError(wrong)
    return result.content, later, result.findings


def _of_kind(spec: CountySpec, known: CountySpec) -> CountySpec:
    if spec.plan.kind == known.plan.kind:
        return spec
    settings = replace(spec.plan, kind=known.plan.kind, title=None, template=None, annexes={})
    return replace(spec, plan=settings)
