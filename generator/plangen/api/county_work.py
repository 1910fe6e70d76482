"""One county of many: rendered, checked or audited as alone, its files written, and what came of it said small.

A process of the pool runs :func:`work`; the functions that it calls can be called without one too.
"""

from __future__ import annotations

import os
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.api import rules
from plangen.api.pool_worker import Ask, undisturbed
from plangen.terms.allowance import UNBOUNDED
from plangen.terms.allowance_rules import WORK_TOO_LARGE
from plangen.terms.findings import Finding, FindingsError, Location, Severity, exit_code, with_keys
from plangen.trace.summary_model import MOST_WORST, CountyOutcome, WorstItem, packed

if TYPE_CHECKING:
    from plangen.api.merging import MergedDraft
    from plangen.api.parents import LoadedParent
    from plangen.api.reviews import Review
    from plangen.office.output import Output, Written
    from plangen.plan.model import CountyPlan

Claim = Callable[[Sequence[Path], Sequence[Path]], tuple[Finding, ...]]
"""Is told which files a county has read and is about to write, and returns why it must not write them."""


@dataclass(frozen=True, kw_only=True)
class CountyJob:
    """What is to be done for one county; of kinds that JSON has.

    Attributes:
        do: ``render``, ``check`` or ``audit``.
        spec: the spec's file; of an audit the draft's.
        draft: the draft that is checked; None for one that is rendered in memory.
        parents: of an audit, the parents.
        kind: ``implementation`` or ``plan`` in place of what the spec says.
        folder: where its files go; None: nothing is written.
        forms: of a render the formats, of a check the format of its report, if any.
        departments: whose sheets are rendered.
        accept: see :func:`plangen.merge_over`.
        force: see :func:`plangen.write`.
        whole: the whole check is part of what came of it.
    """

    do: str
    spec: str
    draft: str | None = None
    parents: tuple[str, ...] = ()
    kind: str | None = None
    folder: str | None = None
    forms: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    accept: bool = False
    force: bool = False
    whole: bool = False


def work(piece: Mapping[str, Any], ask: Ask) -> object:
    """Do a piece of work in a process of the pool: a :class:`CountyJob`, or a question of :mod:`plangen.api.marks`."""
    if piece["do"] in {"spec", "draft", "fingerprint"}:
        from plangen.api.marks import answer

        return answer(piece)

    def claim(reads: Sequence[Path], writes: Sequence[Path]) -> tuple[Finding, ...]:
        from plangen.office.output_rules import OUTPUT_IS_INPUT, OUTPUT_TWICE

        told = ask({"reads": [str(path) for path in reads], "writes": [str(path) for path in writes]})
        found = [(OUTPUT_IS_INPUT if other else OUTPUT_TWICE, path, other) for path, other in told]
        return tuple(
            rule.found(Location(file=path), path=path, input=Path(other).name if other else path)
            for rule, path, other in found
        )

    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in piece.items()}
    return packed(outcome_of(CountyJob(**values), claim))


def outcome_of(job: CountyJob, claim: Claim) -> CountyOutcome:
    """Return what came of one county; whatever goes wrong is in it."""
    done = {"render": _rendered, "check": _checked, "audit": _audited}[job.do]
    name = job.draft or job.spec
    try:
        return done(job, claim)
    except FindingsError as error:
        findings = error.findings
    except MemoryError:
        findings = (WORK_TOO_LARGE.found(Location(file=name), variable=UNBOUNDED),)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        findings = (rules.WORK_FILES.found(Location(file=name), name=name, reason=reason),)
    except Exception as error:
        # what a single command says of it, for this county alone
        if os.environ.get("PLANGEN_DEBUG"):
            traceback.print_exc()
        findings = (rules.WORK_FAILED.found(Location(file=name), name=name, kind=type(error).__name__, words=error),)
    return failed(job, findings)


def failed(job: CountyJob, findings: Sequence[Finding], *, unread: bool = False) -> CountyOutcome:
    """Return the outcome of a county of which nothing came.

    Args:
        job: what was to be done.
        findings: why nothing came of it.
        unread: its spec is not read again for the county's name: whoever read it is dead.
    """
    file = Path(job.spec)
    first = min(findings, key=lambda one: one.severity.weight)
    errors = sum(one.severity is Severity.ERROR for one in findings)
    more = f"（共{errors}处错误）" if errors > 1 else ""
    return CountyOutcome(
        county=file.stem if unread or job.do == "audit" else _name_of(file),
        spec=job.spec if job.do != "audit" else None,
        draft=job.draft if job.do != "audit" else job.spec,
        code=max(exit_code(findings), 1),
        said=f"{with_keys(first.message).removesuffix('。')}{more}。",
    ).with_findings(findings)


def _name_of(spec: Path) -> str:
    """Return the name of a county whose spec may be no good: its file's where nothing else can be read."""
    from plangen.api.prepare import load_spec

    try:
        loaded = load_spec(spec).spec
    except Exception:
        return spec.stem
    return loaded.county.name if loaded is not None else spec.stem


# ------------------------------------------------------------------------------------------------------- render


def _rendered(job: CountyJob, claim: Claim) -> CountyOutcome:
    from plangen.api.documents import Document, render
    from plangen.api.drafting import draft_files
    from plangen.api.places import KIND_WORDS, companion_place, draft_place
    from plangen.api.prepare import build_plan

    spec = Path(job.spec)
    rendered = render(build_plan(spec, kind=job.kind), job.forms, departments=job.departments)
    plan = rendered.prepared.plan
    if plan is None or not rendered.documents:
        return failed(job, rendered.findings)

    def place(document: Document) -> Path:
        folder = Path(job.folder) if job.folder else None
        kind = KIND_WORDS.get(job.kind or "")
        path = draft_place(spec, folder, document.form, unit=document.department, kind=kind)
        return companion_place(path) if document.companion else path

    files = draft_files(rendered, place, accept=job.accept, force=job.force)
    try:
        written = _written(job, files.outputs, rendered.prepared.inputs, claim)
    except FindingsError as error:
        reasons = [finding for draft in files.merged if draft.unusable for finding in draft.findings]
        return failed(job, (*reasons, *error.findings))
    kept = [draft for draft in files.merged if not draft.unusable]
    findings = (*rendered.findings, *(finding for draft in kept for finding in draft.findings))
    counts = _dispositions(plan)
    outcome = CountyOutcome(
        county=plan.spec.county.name,
        title=plan.title,
        spec=job.spec,
        code=exit_code(findings),
        said="".join((_counted(counts), f"生成{len(written)}个文件。" if written else "", *map(_merged, kept))),
        counts=counts,
        written=tuple(str(one.path) for one in written),
        backups=tuple(str(one.backup) for one in written if one.backup),
    )
    return outcome.with_findings(findings)


def _dispositions(plan: CountyPlan) -> dict[str, int]:
    waived = Counter(row.disposition for row in plan.trace)["不承接"]
    return {"total": len(plan.trace), "carried": len(plan.trace) - waived, "waived": waived}


def _counted(counts: Mapping[str, int]) -> str:
    return f"上位规划条目{counts['total']}项，承接{counts['carried']}项，不承接{counts['waived']}项。"


def _merged(draft: MergedDraft) -> str:
    left = sum(finding.severity is Severity.ERROR for finding in draft.findings)
    done = f"合入这次的变化{len(draft.told)}处" if draft.output else "内容没有变化"
    return f"“{draft.path.name}”有人改过，人改的都保留，{done}{f'，没有合入{left}处，见批注' if left else ''}。"


# ------------------------------------------------------------------------------------------------ check, audit


def _checked(job: CountyJob, claim: Claim) -> CountyOutcome:
    from plangen.api.prepare import build_plan
    from plangen.api.reviews import check

    review = check(build_plan(job.spec, kind=job.kind), job.draft)
    assert review.plan is not None
    return replace(_reviewed(job, review, claim), county=review.plan.spec.county.name, spec=job.spec, draft=job.draft)


def _audited(job: CountyJob, claim: Claim) -> CountyOutcome:
    from plangen.api.reviews import audit
    from plangen.parent.place_and_period import place_in_title

    review = audit(job.spec, _parents(job.parents))
    place = place_in_title(review.title)[0] if review.title else None
    return replace(_reviewed(job, review, claim), county=place or Path(job.spec).stem, spec=None, draft=job.spec)


@lru_cache(maxsize=1)
def _parents(names: tuple[str, ...]) -> tuple[LoadedParent, ...]:
    """Return the parents of an audit; a document among them is imported once, not for every draft."""
    from plangen.api.parents import load_parent

    return tuple(load_parent(name) for name in names)


def _reviewed(job: CountyJob, review: Review, claim: Claim) -> CountyOutcome:
    from plangen.trace.report_leader import items_to_look_at
    from plangen.trace.report_rows import report_counts
    from plangen.trace.report_verdict import verdict

    written: tuple[Written, ...] = ()
    findings = list(review.findings)
    if job.folder is not None and job.forms:
        from plangen.api.places import report_place
        from plangen.api.reviews import ENDINGS

        form = job.forms[0]
        report = review.at(report_place(Path(job.spec), Path(job.folder), ENDINGS[form]), form)
        findings += report.findings
        written = _written(job, (report,), review.inputs, claim)
    items, _ = items_to_look_at(review.report, review.parents, MOST_WORST)
    outcome = CountyOutcome(
        county="",
        title=review.title or "",
        code=1 if review.failed else 0,
        said=verdict(review.report).text,
        counts=report_counts(review.report),
        worst=tuple(WorstItem(item=one.name, state=one.state, label=one.label, sentence=one.sentence) for one in items),
        written=tuple(str(one.path) for one in written),
        backups=tuple(str(one.backup) for one in written if one.backup),
        review=review.as_json() if job.whole else None,
    )
    return outcome.with_findings(findings)


def _written(job: CountyJob, outputs: Sequence[Output], inputs: Sequence[Path], claim: Claim) -> tuple[Written, ...]:
    """Write a county's files as its own command would, unless another county has to do with one of them.

    Raises:
        FindingsError: a file must not or cannot be written; then none of the county's is.
    """
    from plangen.office.output import write_files

    every = [*outputs, *(beside for one in outputs for beside in one.beside)]
    if refused := claim(inputs, [one.path for one in every]):
        raise FindingsError(refused)
    with undisturbed():
        return write_files(outputs, inputs=inputs, force=job.force)
