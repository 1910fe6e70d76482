"""What render, check and audit do and print when they are given many files, or a folder of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import plangen as public
from plangen import options, screen, targets
from plangen.terms.findings import Severity

if TYPE_CHECKING:
    from plangen import CountyOutcome, Many, ManyDone, Written


def asked(files: Sequence[Path], *settings: object) -> bool:
    """Return whether a command is to work on many: several files, a folder, or a setting that only many need."""
    given = any(setting is not None for setting in settings)
    return given or len(dict.fromkeys(files)) > 1 or any(file.is_dir() for file in files)


def render(
    specs: Sequence[Path],
    output: Path | None,
    formats: Sequence[str],
    departments: Sequence[str],
    kind: str | None,
    accept: bool,
    **how: Any,
) -> int:
    """Render many; see the command."""
    targets.needs_folder(output)
    with screen.progress("正在生成") as told:
        done = public.render_many(
            specs,
            output,
            formats,
            departments=departments,
            kind=options.KINDS.get(kind or ""),
            accept=accept,
            how=_how("render", output, told=told, **how),
        )
    return _say(done)


def check(
    specs: Sequence[Path], drafts: Path | None, kind: str | None, form: str, output: Path | None, **how: Any
) -> int:
    """Check many; see the command."""
    targets.needs_folder(output)
    targets.needs_output(form, output, "核对报告")
    printed = form == "json" and output is None
    with screen.progress("正在核对") as told:
        done = public.check_many(
            specs,
            drafts,
            kind=options.KINDS.get(kind or ""),
            folder=output,
            form=form,
            whole=printed,
            how=_how("check", output, told=told, printed=printed, **how),
        )
    return _say_json(done) if printed else _say(done)


def audit(drafts: Sequence[Path], parents: Sequence[str], form: str, output: Path | None, **how: Any) -> int:
    """Audit many; see the command."""
    targets.needs_folder(output)
    targets.needs_output(form, output, "核对报告")
    printed = form == "json" and output is None
    with screen.progress("正在核对") as told:
        done = public.audit_many(
            drafts,
            parents,
            folder=output,
            form=form,
            whole=printed,
            how=_how("audit", output, told=told, printed=printed, **how),
        )
    return _say_json(done) if printed else _say(done)


def _how(
    command: str,
    output: Path | None,
    *,
    jobs: int | None,
    summary: Path | None,
    force: bool,
    told: Callable[[int, int], None] | None,
    printed: bool = False,
) -> Many:
    if jobs is not None and jobs < 1:
        raise click.UsageError("--jobs 要写一个正整数，例如 2。")
    place = None if printed and summary is None else targets.of_summary(command, summary, output)
    return public.Many(workers=jobs, summary=place, force=force, told=told)


def _say_json(done: ManyDone) -> int:
    screen.say_json(done.summary.as_json())
    _say_summary(done.written)
    return done.code


def _say(done: ManyDone) -> int:
    """Print what came of a run: the errors to stderr, a line for each county, and where the summary is."""
    for one in done.summary.outcomes:
        screen.say(finding for finding in one.findings if finding.severity is Severity.ERROR)
    screen.say(done.summary.findings)
    screen.say_lines(_lines(done))
    _say_summary(done.written)
    return done.code


def _lines(done: ManyDone) -> Iterator[str]:
    for one in done.summary.outcomes:
        yield from (f"原文件另存为：{path}" for path in one.backups)
        # what a check says of a draft speaks of its findings itself
        yield _line(one, counted=done.summary.command == "render")
    yield done.summary.said


def _line(one: CountyOutcome, *, counted: bool) -> str:
    counts = [
        f"{severity.label}{count}条"
        for severity in (Severity.ERROR, Severity.WARNING)
        if counted and (count := one.severities.get(severity.value))
    ]
    about = one.draft if one.spec is None else one.spec
    said = [one.said.removesuffix("。"), "，".join(counts), f"已写入{'、'.join(one.written)}" if one.written else ""]
    return f"{one.county}（{about}）{one.state.label}：{'。'.join(filter(None, said))}。"


def _say_summary(written: Written | None) -> None:
    screen.say_written([written] if written else [], said="汇总表", err=True)
