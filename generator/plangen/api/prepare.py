"""The whole way from a spec file to finished documents, for the command line and for Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.terms.findings import Finding, FindingsError, Location, has_errors

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec
    from plangen.parent.model import ParentPlan
    from plangen.plan.inherit import Knowledge
    from plangen.plan.model import CountyPlan


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A spec with all that it needs, checked.

    Attributes:
        plan: the county's plan; None when errors make it impossible.
        findings: everything there is to say, in the order of the work.
    """

    plan: CountyPlan | None
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether documents may be written: there is a plan and no error."""
        return self.plan is not None and not has_errors(self.findings)

    @property
    def unreadable(self) -> bool:
        """Whether the spec's file holds no spec at all."""
        from plangen.county.codes import UNREADABLE

        return any(finding.code in UNREADABLE for finding in self.findings)


def prepare(spec_path: Path, knowledge: Knowledge | None = None) -> Prepared:
    """Load a spec and its parents and build the county's plan.

    Args:
        spec_path: the spec's YAML file.
        knowledge: themes, units and rules; loaded when not given.

    Raises:
        FindingsError: the spec cannot be read at all.
    """
    from plangen.api.knowledge import unused_files
    from plangen.county.load import load_spec
    from plangen.plan.against_parents import check_against_parents
    from plangen.plan.division_checks import check_division
    from plangen.plan.inherit import build_plan, load_knowledge
    from plangen.terms.resources import shipped_parents, use_knowledge

    spec, findings = load_spec(spec_path)
    if spec is None:
        return Prepared(plan=None, findings=findings)
    own = spec.plan.knowledge
    use_knowledge(own if own and own.is_dir() else None)
    parents, parent_findings = load_parents(spec, spec_path)
    findings = _with_later(findings, parent_findings)
    if not has_errors(parent_findings):
        known_ids = [parent.stem for parent in shipped_parents()]
        findings = _with_later(findings, check_against_parents(spec, parents, known_ids))
    if has_errors(findings):
        return Prepared(plan=None, findings=findings)
    if own is not None:
        findings = _with_later(findings, unused_files(own))
    known = load_knowledge() if own is not None or knowledge is None else knowledge
    plan, plan_findings = build_plan(parents, spec, known)
    division = check_division(plan, known.units, plan_findings)
    return Prepared(plan=plan, findings=_with_later(_with_later(findings, plan_findings), division))


_SAME_SAID = {"parent-unknown": "parent-file-missing"}
"""Code of a later room -> code under which the county room says the same about a line."""


def _with_later(findings: Iterable[Finding], later: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with those of a later room, without what that room says again about the same line."""
    earlier = tuple(findings)
    said = {(finding.code, finding.location.file, finding.location.line) for finding in earlier}
    said_here = {(finding.code, finding.location) for finding in earlier}
    kept = dict.fromkeys(earlier)
    for finding in later:
        line = finding.location.line
        again = line is not None and (finding.code, finding.location.file, line) in said
        if not again and (_SAME_SAID.get(finding.code), finding.location) not in said_here:
            kept[finding] = None
    return tuple(kept)


def load_parents(spec: CountySpec, spec_path: Path) -> tuple[tuple[ParentPlan, ...], tuple[Finding, ...]]:
    """Load the parents that a spec names; those that cannot be loaded become findings.

    A parent that is not there is reported where the spec names it; what is wrong inside a parent's file, there.
    """
    from plangen.parent.store import find_parent
    from plangen.parent.store_reading import load_parent

    parents: list[ParentPlan] = []
    findings: list[Finding] = []
    for index, name in enumerate(spec.parents):
        try:
            parent, parent_findings = load_parent(find_parent(name, spec_path.parent))
        except FindingsError as error:
            place = spec.locations.get(("parents", index), Location(file=spec.path))
            findings.extend(one if one.location.file else replace(one, location=place) for one in error.findings)
        else:
            parents.append(parent)
            findings.extend(parent_findings)
    return tuple(parents), tuple(findings)
