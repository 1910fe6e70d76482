"""Loading a county's spec: read, normalise, validate, build, check."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plangen.county import rules
from plangen.county.build import build
from plangen.county.checks import check_meaning
from plangen.county.normalise import normalise
from plangen.county.places import Normalised
from plangen.county.schema import known_words
from plangen.county.spec import CountySpec
from plangen.county.validate import check_form
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.yaml_rules import DOUBTS
from plangen.terms.yaml_source import YamlSource, by_place, parse_source, read_source

MAXIMUM_FINDINGS = 500

_ERROR = Severity.ERROR
_DOUBTS = frozenset(rule.code for rule in DOUBTS)


def load_spec(path: Path) -> tuple[CountySpec | None, tuple[Finding, ...]]:
    """Read a county's spec from a YAML file and check it.

    A spec is returned whenever county and plan could be built, even beside findings of severity error, so that the
    checks against its parents can add what they find in the same run.  Nothing may be rendered from a spec with errors:
    what was wrong has been left out of it.

    Args:
        path: the file; findings name it as it is given, paths inside the spec are relative to its folder.

    Returns:
        The spec, or None where it could not be built, and all findings in the order of the file.

    Raises:
        FindingsError: the file cannot be read at all.
    """
    return _load(read_source(path, known_words()), path.parent)


def parse_spec(data: bytes, file: str, folder: Path) -> tuple[CountySpec | None, tuple[Finding, ...]]:
    """Read a county's spec from bytes and check it, see :func:`load_spec`.

    Args:
        data: the content of a YAML file.
        file: its name, for findings.
        folder: the folder that paths inside the spec are relative to.

    Raises:
        FindingsError: the content is too large or is not text.
    """
    return _load(parse_source(data, file, known_words()), folder)


def _load(source: YamlSource, folder: Path) -> tuple[CountySpec | None, tuple[Finding, ...]]:
    if source.data is None:
        return None, _arrange(source.findings)
    if not isinstance(source.data, dict):
        mark = source.values[()]
        place = Location(file=source.file, line=mark.line, column=mark.column)
        finding = rules.NOT_A_MAPPING.found(place)
        return None, _arrange([*source.findings, finding])
    spec = _with_workbook(normalise(source), folder)
    form = check_form(spec)
    findings = [*source.findings, *spec.findings, *form.findings]
    if not form.complete:
        return None, _arrange(findings, complete=False)
    draft = build(spec, form.bad, folder)
    return draft.spec(), _arrange([*findings, *check_meaning(draft)])


def _with_workbook(spec: Normalised, folder: Path) -> Normalised:
    """Return the spec with the units of the Excel file that stands in the place of its roster, where one does."""
    if not isinstance(spec.document.get("roster"), str):
        return spec
    from plangen.county.roster_workbook import take_roster_workbook  # sheets are read for those only who have one

    return take_roster_workbook(spec, folder)


def _arrange(findings: Iterable[Finding], *, complete: bool = True) -> tuple[Finding, ...]:
    """Return the findings in the order of the file, each once.

    A warning about how other programs read a value is left out where an error says that the value is wrong anyway.

    Args:
        findings: all of them.
        complete: False where checking was given up because of their number.
    """
    # what has no line stands in a roster's cell, and comes in the order in which the cells were read
    ordered = sorted(
        dict.fromkeys(findings),
        key=lambda finding: (by_place(finding), finding.location.line is not None and finding.severity is _ERROR),
    )
    wrong = {by_place(finding) for finding in ordered if finding.severity is _ERROR}
    kept = [finding for finding in ordered if not (finding.code in _DOUBTS and by_place(finding) in wrong)]
    if len(kept) > MAXIMUM_FINDINGS or not complete:
        errors_first = sorted(kept, key=lambda finding: finding.severity is not _ERROR)[:MAXIMUM_FINDINGS]
        kept = sorted(errors_first, key=by_place)
        place = Location(file=kept[0].location.file)
        kept.append(rules.TOO_MANY_FINDINGS.found(place, count=len(kept)))
    return tuple(kept)
