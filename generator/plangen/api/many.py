"""Many counties in one run, over several processes: each as if it were alone, none stopped by another.

What is written for a county, and what is said of it, is what its own command would write and say.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from plangen.api import rules
from plangen.api.county_work import CountyJob, failed
from plangen.api.documents import EVERY
from plangen.api.folders import find_drafts, find_specs
from plangen.api.marks import DraftMark, SpecMark, draft_mark_of, spec_mark_of
from plangen.api.pairing import Paired, pair
from plangen.api.places import KIND_WORDS, companion_place, draft_place, first_clash, names_of, report_place
from plangen.api.pool import MOST_SECONDS, Answer, Pool
from plangen.api.reviews import ENDINGS
from plangen.office.output import Output, Written, refusals, write_files
from plangen.terms.allowance import UNBOUNDED, allow
from plangen.terms.allowance_rules import WORK_TOO_LONG
from plangen.terms.findings import Finding, FindingsError, Location
from plangen.trace.summary_model import CountyOutcome, Summary, unpacked

WORK = "plangen.api.county_work:work"
"""What the processes run."""

_OUTCOME_BYTES = 50_000
"""What comes of a county, and is read like a file of this size."""

SUMMARY_ENDINGS = (".xlsx", ".html", ".json")

Told = Callable[[int, int], None]
"""Is told how many of how many counties are done, each time that one is."""


@dataclass(frozen=True, kw_only=True)
class Many:
    """How a run over many is done.

    Attributes:
        workers: most processes at a time; None: as many as there are cores.
        summary: file of the summary, .xlsx, .html or .json; None: none is written.
        force: see :func:`plangen.write`.
        told: see :data:`Told`.
    """

    workers: int | None = None
    summary: str | Path | None = None
    force: bool = False
    told: Told | None = None


USUALLY = Many()


@dataclass(frozen=True, kw_only=True)
class ManyDone:
    """What came of a run over many.

    Attributes:
        summary: what became of each county, and of the run.
        written: the file of the summary; None where there is none.
    """

    summary: Summary
    written: Written | None = None

    @property
    def code(self) -> int:
        """The exit code, the worst of all."""
        return self.summary.code


def render_many(
    specs: Iterable[str | Path],
    folder: str | Path | None = None,
    formats: Sequence[str] = ("docx",),
    *,
    departments: Sequence[str] = (),
    kind: str | None = None,
    accept: bool = False,
    how: Many = USUALLY,
) -> ManyDone:
    """Render and write the plans of many counties; see :func:`plangen.render`.

    Args:
        specs: files, and folders with files.
        folder: where the documents go; None is ``output``.
        formats: ``docx``, ``md``, ``html``, ``xlsx``.
        departments: render these departments' sheets instead.
        kind: ``implementation`` or ``plan`` in place of what the specs say.
        accept: see :func:`plangen.merge_over`.
        how: see :class:`Many`.

    Raises:
        FindingsError: two would write the same file, a folder has no spec, or the summary must not be written.
    """
    found = find_specs(specs)
    target = Path(folder) if folder is not None else None
    units = [unit for unit in departments if unit not in EVERY]  # their names are known when the plan is
    places = chain.from_iterable(
        _documents_of(spec, target, formats, units or ([] if departments else [None]), KIND_WORDS.get(kind or ""))
        for spec in found.files
    )
    run = _Run("render", how, found.files, places)
    settings: dict[str, Any] = {
        "do": "render",
        "kind": kind,
        "folder": str(target) if target else None,
        "forms": tuple(dict.fromkeys(formats)),
        "departments": tuple(departments),
        "accept": accept,
    }
    with run.pool as pool:
        done = run.do(pool, [CountyJob(spec=str(spec), **settings) for spec in found.files])
    return run.finished(done, found.findings)


def check_many(
    specs: Iterable[str | Path],
    drafts: str | Path | None = None,
    *,
    kind: str | None = None,
    folder: str | Path | None = None,
    form: str | None = None,
    whole: bool = False,
    how: Many = USUALLY,
) -> ManyDone:
    """Check the drafts of many counties; see :func:`plangen.check`.

    Args:
        specs: files, and folders with files.
        drafts: the folder with their drafts, see :func:`~plangen.api.pairing.pair`; None checks what is rendered now.
        kind: ``implementation`` or ``plan`` in place of what the specs say.
        folder: where a report of each goes; None: none is written.
        form: format of these reports: ``text``, ``json``, ``html`` or ``xlsx``.
        whole: the outcomes hold the whole checks.
        how: see :class:`Many`.

    Raises:
        FindingsError: two reports would be one file, a folder has no spec or no draft, or the summary must not be
            written.
    """
    found = find_specs(specs)
    beside = find_drafts([drafts], folders=True) if drafts is not None else None
    inputs = (*found.files, *(beside.files if beside else ()))
    run = _Run("check", how, inputs, _reports_of(found.files, folder, form))
    settings = _settings("check", folder, form, whole) | {"kind": kind}
    with run.pool as pool:
        if beside is None:
            done = run.do(pool, [CountyJob(spec=str(spec), **settings) for spec in found.files])
            return run.finished(done, found.findings)
        paired = run.paired(pool, found.files, beside.files, kind)
        asked = [str(spec) for spec in found.files if str(spec) not in paired.alone]
        jobs = [CountyJob(spec=spec, draft=paired.drafts.get(spec), **settings) for spec in asked]
        outcomes = dict(zip(asked, run.do(pool, jobs), strict=True))
    outcomes |= {spec: _unchecked(spec, finding) for spec, finding in paired.alone.items()}
    every = [outcomes[str(spec)] for spec in found.files]
    left = [_left_over(mark, finding) for mark, finding in paired.left]
    return run.finished([*every, *left], (*found.findings, *beside.findings, *paired.findings))


def audit_many(
    drafts: Iterable[str | Path],
    parents: Sequence[str | Path],
    *,
    folder: str | Path | None = None,
    form: str | None = None,
    whole: bool = False,
    how: Many = USUALLY,
) -> ManyDone:
    """Audit many drafts against the same parents; see :func:`plangen.audit`.

    Args:
        drafts: files, and folders with files.
        parents: ids, YAML files or documents.
        folder: where a report of each goes; None: none is written.
        form: format of these reports: ``text``, ``json``, ``html`` or ``xlsx``.
        whole: the outcomes hold the whole audits.
        how: see :class:`Many`.

    Raises:
        FindingsError: a parent cannot be read, two reports would be one file, a folder has no draft, or the summary
            must not be written.
    """
    from plangen.api.parents import load_parent

    found = find_drafts(drafts)
    read = [load_parent(parent).path for parent in parents]  # a parent that is no good stops all, and is said once
    run = _Run("audit", how, (*found.files, *read), _reports_of(found.files, folder, form))
    settings = _settings("audit", folder, form, whole) | {"parents": tuple(map(str, parents))}
    with run.pool as pool:
        done = run.do(pool, [CountyJob(spec=str(draft), **settings) for draft in found.files])
    return run.finished(done, found.findings)


def summary_at(summary: Summary, path: str | Path) -> Output:
    """Return a summary as a file to be written: .xlsx, .html or .json, as its name ends.

    Raises:
        ValueError: it ends otherwise.
        FindingsError: the file that describes the workbook cannot be used.
    """
    from plangen.trace.summary_files import identity_of, summary_json, summary_page, summary_workbook

    place = Path(path)
    ending = place.suffix.lower()
    if ending == ".xlsx":
        built = summary_workbook(summary)
        identity = identity_of(summary.command)
        return Output(path=place, data=built.data, ending=ending, identity=identity, findings=tuple(built.findings))
    if ending not in SUMMARY_ENDINGS:
        raise ValueError(f"a summary is .xlsx, .html or .json: {place.name}")
    text = summary_page(summary) if ending == ".html" else summary_json(summary)
    return Output(path=place, data=text.encode("utf-8", "replace"), ending=ending)


class _Run:
    """One run: what it must not write, and what its counties have read and written so far."""

    def __init__(self, command: str, how: Many, inputs: Sequence[Path], places: Iterable[tuple[Path, Path]]) -> None:
        self._command, self._how, self._inputs = command, how, inputs
        self._summary = Path(how.summary) if how.summary is not None else None
        own = [(self._summary, self._summary)] if self._summary else []
        if clash := first_clash([*own, *places]):
            first, second, path = clash
            where = Location(file=str(path))
            raise rules.MANY_TO_ONE_FILE.error(where, first=first, second=second, path=path)
        if self._summary and (refused := self._refused(self._summary)):
            raise FindingsError(refused)
        self._lock = threading.Lock()
        self._read = {name: str(path) for path in inputs for name in names_of(path)}
        self._written: dict[str, int] = {name: -1 for path, _ in own for name in names_of(path)}
        self.pool = Pool(WORK, how.workers)

    def _refused(self, summary: Path) -> tuple[Finding, ...]:
        """Return why the summary must not be written, before hours of work are done for it."""
        empty = summary_at(Summary(command=self._command, outcomes=()), summary)
        return refusals([empty], inputs=self._inputs, force=self._how.force)

    def do(self, pool: Pool, jobs: Sequence[CountyJob]) -> list[CountyOutcome]:
        """Return what came of each county, in the order of the jobs."""
        ready = [replace(job, force=self._how.force) for job in jobs]
        done: dict[int, CountyOutcome] = {}
        if self._how.told:
            self._how.told(0, len(jobs))
        for answer in pool.run([asdict(job) for job in ready], self._claimed):
            lost = answer.exit_code is not None
            allow(_OUTCOME_BYTES)
            done[answer.number] = _lost(jobs[answer.number], answer) if lost else unpacked(answer.value)
            if self._how.told:
                self._how.told(len(done), len(jobs))
        return [done[number] for number in range(len(jobs))]

    def _claimed(self, number: int, question: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Take note of what a county has read and is about to write; return what it must not write, and why.

        That is a file that another county of the run has written, or that any of them has read: then the name of that
        one stands beside it.
        """
        refused: list[tuple[str, str]] = []
        with self._lock:
            for path in map(Path, question["reads"]):
                for name in names_of(path):
                    self._read.setdefault(name, str(path))
                    if self._written.get(name, number) != number:
                        refused.append((str(path), str(path)))
            for path in map(Path, question["writes"]):
                for name in names_of(path):
                    if name in self._read:
                        refused.append((str(path), self._read[name]))
                    elif self._written.setdefault(name, number) != number:
                        refused.append((str(path), ""))
        return list(dict.fromkeys(refused))

    def paired(self, pool: Pool, specs: Sequence[Path], drafts: Sequence[Path], kind: str | None) -> Paired:
        """Return which draft is whose."""
        questions: list[dict[str, Any]] = [
            *({"do": "spec", "path": str(path), "kind": kind} for path in specs),
            *({"do": "draft", "path": str(path)} for path in drafts),
        ]
        told: dict[int, Any] = {answer.number: answer.value for answer in pool.run(questions)}
        marks = [told[number] for number in range(len(questions))]
        of_specs = [
            spec_mark_of(mark) if mark else SpecMark(path=str(path)) for path, mark in zip(specs, marks, strict=False)
        ]
        of_drafts = [
            draft_mark_of(mark) if mark else DraftMark(path=str(path))
            for path, mark in zip(drafts, marks[len(specs) :], strict=True)
        ]

        def fingerprints(asked: Sequence[SpecMark]) -> dict[str, str | None]:
            pieces = [{"do": "fingerprint", "path": spec.path, "kind": kind} for spec in asked]
            return {asked[answer.number].path: answer.value for answer in pool.run(pieces)}

        return pair(of_specs, of_drafts, fingerprints)

    def finished(self, outcomes: Sequence[CountyOutcome], findings: Sequence[Finding]) -> ManyDone:
        """Write the summary and return all that came of the run."""
        summary = Summary(command=self._command, outcomes=tuple(outcomes), findings=tuple(findings))
        if self._summary is None:
            return ManyDone(summary=summary)
        try:
            output = summary_at(summary, self._summary)
            (written,) = write_files([output], inputs=self._inputs, force=self._how.force)
        except FindingsError as error:
            # what came of the counties is not lost with it
            return ManyDone(summary=replace(summary, findings=(*summary.findings, *error.findings)))
        return ManyDone(summary=replace(summary, findings=(*summary.findings, *output.findings)), written=written)


def _documents_of(
    spec: Path, folder: Path | None, formats: Sequence[str], units: Sequence[str | None], kind: str | None
) -> Iterator[tuple[Path, Path]]:
    """Yield the files that may come of a spec, each behind it."""
    for unit in units:
        for form in formats:
            path = draft_place(spec, folder, form, unit=unit, kind=kind)
            yield spec, path
            if unit is None and form != "xlsx":
                yield spec, companion_place(path)


def _reports_of(sources: Sequence[Path], folder: str | Path | None, form: str | None) -> list[tuple[Path, Path]]:
    if folder is None or form is None:
        return []
    return [(source, report_place(source, Path(folder), ENDINGS[form])) for source in sources]


def _settings(do: str, folder: str | Path | None, form: str | None, whole: bool) -> dict[str, Any]:
    forms = (form,) if form is not None and folder is not None else ()
    return {"do": do, "folder": str(folder) if folder is not None else None, "forms": forms, "whole": whole}


def _lost(job: CountyJob, answer: Answer) -> CountyOutcome:
    """Return the outcome of a county at which its process ended."""
    name = job.draft or job.spec
    where = Location(file=name)
    if answer.late:
        return failed(job, [rules.WORK_LATE.found(where, name=name, minutes=round(MOST_SECONDS / 60))], unread=True)
    if answer.slow:
        return failed(job, [WORK_TOO_LONG.found(where, variable=UNBOUNDED)], unread=True)
    code = answer.exit_code or 0
    how = f"返回码{code}"
    if code < 0:
        how = f"信号{-code}"
        with suppress(ValueError):
            how = f"{signal.Signals(-code).name}，内存不足时系统会这样做" if code == -9 else signal.Signals(-code).name
    return failed(job, [rules.WORK_DIED.found(where, name=name, how=how)], unread=True)


def _unchecked(spec: str, finding: Finding) -> CountyOutcome:
    county = str(finding.values.get("county"))
    outcome = CountyOutcome(county=county, spec=spec, code=1, said=finding.message)
    return outcome.with_findings([finding])


def _left_over(mark: DraftMark, finding: Finding) -> CountyOutcome:
    outcome = CountyOutcome(county=mark.county or "", draft=mark.path, code=1, said=finding.message)
    return outcome.with_findings([finding])
