"""From a spec file to the county's plan: the spec, its parents, and every check that needs both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.api.files import files_of_spec
from plangen.terms.findings import Finding, FindingsError, Location, Severity, has_errors

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec
    from plangen.parent.model import ParentPlan
    from plangen.plan.inherit import Knowledge
    from plangen.plan.model import CountyPlan


@dataclass(frozen=True, kw_only=True)
class LoadedSpec:
    """A county's spec as read.

    Attributes:
        spec: the spec; None where it could not be built.
        findings: everything there is to say about it.
    """

    spec: CountySpec | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A spec with all that it needs, checked.

    Attributes:
        plan: the county's plan; None when errors make it impossible.
        findings: everything there is to say, in the order of the work.
        inputs: the files that belong to it, which nothing may be written over.
    """

    plan: CountyPlan | None
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether documents may be written: there is a plan and no error."""
        return self.plan is not None and not has_errors(self.findings)


def load_spec(path: str | Path) -> LoadedSpec:
    """Load a county's spec and check it by itself, without its parents.

    Args:
        path: the spec's YAML file.
    """
    from plangen.county.load import load_spec as load
    from plangen.county.names import in_its_language

    try:
        spec, findings = load(Path(path))
    except FindingsError as error:
        return LoadedSpec(spec=None, findings=tuple(replace(one, unusable=True) for one in error.findings))
    return LoadedSpec(spec=spec, findings=in_its_language(findings, spec))


def build_plan(spec_path: str | Path, knowledge: Knowledge | None = None, *, kind: str | None = None) -> Prepared:
    """Load a spec and its parents and build the county's plan; whatever is wrong is among the findings.

    Args:
        spec_path: the spec's YAML file.
        knowledge: themes, units and rules; loaded when not given.
        kind: ``implementation`` or ``plan`` in place of what the spec says; title, templates and annexes, which the
            spec gives for its own kind, are then the usual ones.
    """
    from plangen.api.knowledge import unused_files
    from plangen.county.names import in_its_language
    from plangen.document.annexes import unknown_annexes
    from plangen.plan import inherit
    from plangen.plan.against_parents import check_against_parents
    from plangen.plan.chapter_checks import check_chapters
    from plangen.plan.division_checks import check_division
    from plangen.plan.voice_checks import check_paper, check_voice
    from plangen.terms.resources import shipped_parents, use_knowledge

    path = Path(spec_path)
    loaded = load_spec(path)
    spec, findings = loaded.spec, loaded.findings
    inputs = files_of_spec(spec, path)
    if spec is None:
        return Prepared(plan=None, findings=findings, inputs=inputs)
    if kind is not None and kind != spec.plan.kind:
        spec = replace(spec, plan=replace(spec.plan, kind=kind, title=None, template=None, annexes={}))
    own = spec.plan.knowledge
    use_knowledge(own if own and own.is_dir() else None)
    parents, parent_findings = load_parents(spec, path, findings)
    findings = _with_later(findings, (*unknown_annexes(spec), *parent_findings))
    findings = _with_later(findings, check_voice(spec))
    references: tuple[ParentPlan, ...] = ()
    if len(parents) == len(spec.parents):
        known_ids = [parent.stem for parent in shipped_parents()]
        roles = list(zip(parents, (name in spec.references for name in spec.parents), strict=True))
        references = tuple(parent for parent, only_named in roles if only_named)
        parents = tuple(parent for parent, only_named in roles if not only_named)
        findings = _with_later(findings, check_against_parents(spec, parents, known_ids, references))
    if has_errors(findings):
        return Prepared(plan=None, findings=in_its_language(findings, spec), inputs=inputs)
    if own is not None:
        findings = _with_later(findings, unused_files(own))
    known = inherit.load_knowledge() if own is not None or knowledge is None else knowledge
    plan, plan_findings = inherit.build_plan(parents, spec, known, references)
    plan_findings = (*plan_findings, *check_paper(plan), *check_chapters(plan))
    division = check_division(plan, known.units, plan_findings)
    findings = _with_later(_with_later(findings, plan_findings), division)
    return Prepared(plan=plan, findings=in_its_language(findings, spec), inputs=inputs)


prepare = build_plan


def prepared_of(source: Prepared | str | Path) -> Prepared:
    """Return what a spec file holds, or what was made of it before."""
    return source if isinstance(source, Prepared) else build_plan(source)


def plan_of(source: Prepared | str | Path) -> CountyPlan:
    """Return the plan of a spec that has no error.

    Raises:
        FindingsError: the spec has errors.
    """
    prepared = prepared_of(source)
    if prepared.plan is None or not prepared.usable:
        raise unusable_spec(prepared.findings)
    return prepared.plan


def unusable_spec(findings: Iterable[Finding]) -> FindingsError:
    """Return the error of a spec without which the work cannot be done: its errors make it an input of no use."""
    return FindingsError(replace(one, unusable=True) for one in findings if one.severity is Severity.ERROR)


def _with_later(findings: Iterable[Finding], later: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with those of a later room, without what that room says again about the same line."""
    kept = dict.fromkeys(findings)
    said = {(finding.code, finding.location.file, finding.location.line) for finding in kept}
    for finding in later:
        line = finding.location.line
        if line is None or (finding.code, finding.location.file, line) not in said:
            kept[finding] = None
    return tuple(kept)


def load_parents(
    spec: CountySpec, spec_path: Path, said: Iterable[Finding] = ()
) -> tuple[tuple[ParentPlan, ...], tuple[Finding, ...]]:
    """Load the parents that a spec names; those that cannot be loaded become findings.

    A parent that is not there is reported where the spec names it; what is wrong inside a parent's file, there.

    Args:
        spec: the spec.
        spec_path: its file.
        said: what was said about the spec before: what has an error there is not said
            to be missing again.
    """
    from plangen.parent.store import find_parent
    from plangen.parent.store_reading import load_parent

    parents: list[ParentPlan] = []
    findings: list[Finding] = []
    wrong = {finding.location for finding in said if finding.severity is Severity.ERROR}
    for index, name in enumerate(spec.parents):
        place = spec.locations.get(("parents", index), Location(file=spec.path))
        try:
            parent, parent_findings = load_parent(find_parent(name, spec_path.parent))
        except FindingsError as error:
            # a spec with a bad parent can be read and mended: it is a mistake in it like any other
            found = (replace(one, unusable=False) for one in error.findings if one.location.file or place not in wrong)
            findings.extend(one if one.location.file else replace(one, location=place) for one in found)
        else:
            parents.append(parent)
            findings.extend(parent_findings)
    return tuple(parents), tuple(findings)
