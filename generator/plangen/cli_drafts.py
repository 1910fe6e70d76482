"""The commands that write drafts, say what people changed in them, and take it over into the spec."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import plangen as public
from plangen import cli_many, options, screen, targets
from plangen.console import LongCommand, option
from plangen.terms.findings import Finding, FindingsError, Severity

if TYPE_CHECKING:
    from plangen import Document


@click.command(cls=LongCommand)
@click.argument("draft", metavar="文稿", type=options.PATH)
@click.argument("spec", metavar="[填报文件]", required=False, type=options.PATH)
@options.REPORT_FORMAT
@options.REPORT_OUTPUT
@options.FORCE
def changes(draft: Path, spec: Path | None, form: str, output: Path | None, force: bool) -> int:
    """说明文稿或者分工总表生成以后人改了什么：增删、改写、移动、单位、时限、批注、修订。"""
    targets.needs_output(form, output)
    found = public.changes(draft, spec)
    files = [found.at(output, form)] if output else []
    written = public.write(files, inputs=found.inputs, force=force)
    if form == "json" and output is None:
        screen.say_json(found.as_json())
    else:
        screen.say(found.findings)
        if form == "text" and output is None:
            click.echo(found.as_text(colour=screen.in_colour()), nl=False)
    screen.say_written(written, said="已写入", err=True)
    return screen.EXIT_FINDINGS if found.failed else 0


_NUMBERS = re.compile(r"([0-9]{1,4})(?:[-—~]([0-9]{1,4}))?")


def _numbers(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, ...] | None:
    """Return the numbers that 1,3-5 means."""
    if value is None:
        return None
    found: list[int] = []
    for part in re.split("[,，、 ]+", value.strip(",，、 ")):
        match = _NUMBERS.fullmatch(part)
        if match is None:
            raise click.BadParameter("请写编号，例如 1,3-5。")
        found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return tuple(found)


@click.command(cls=LongCommand)
@click.argument("draft", metavar="文稿", type=options.PATH)
@options.SPEC
@option("--dry-run", is_flag=True, help="只列出要改的各项和各行，不写文件。")
@option("--select", callback=_numbers, metavar="编号", help="只写这几项，编号照 --dry-run 列出的，例如 1,3-5。")
@options.TEXT_OR_JSON
def adopt(draft: Path, spec: Path, dry_run: bool, select: tuple[int, ...] | None, form: str) -> int:
    """把文稿或者分工总表里人改的内容写回填报文件：能写的都写，写不了的逐条列出；原文件另存一份。"""
    found = public.adopt(draft, spec, select=select)
    written = () if dry_run or found.content == found.before else public.write(found.output(), inputs=found.inputs)
    if form == "json":
        screen.say_json(found.as_json())
    else:
        screen.say(found.findings)
        click.echo(found.as_text(), nl=False)
        if dry_run and (lines := found.difference()):
            click.echo(f"\n{lines}", nl=False)
    screen.say_written(written, said="已写入", err=True)
    return screen.EXIT_FINDINGS if found.failed else 0


@click.command(cls=LongCommand)
@options.SPECS
@option("-o", "--output", type=options.PATH, metavar="文件|文件夹", help="写到哪里，默认 output 文件夹。")
@option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["docx", "md", "html", "xlsx"]),
    default=("docx",),
    help="文件格式，可写多次，默认 docx。",
)
@option(
    "--department",
    "departments",
    multiple=True,
    metavar="单位",
    help="只生成这个单位的任务分工征求意见表，可写多次；写“全部”的，每个单位一份。",
)
@options.KIND
@option("--accept", is_flag=True, help="稿子被人改过的，把这次的变化直接写进去，不用修订方式。")
@options.JOBS
@options.SUMMARY
@options.FORCE
def render(
    specs: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    departments: tuple[str, ...],
    kind: str | None,
    accept: bool,
    **many: Any,
) -> int:
    """根据填报文件生成实施方案或规划初稿；也可以生成 Excel 分工总表和各单位的征求意见表。

    Word 稿被人改过的，保留人改的，把这次的变化用修订方式写进去；两边改了同一句的，用批注写明。
    写几份填报文件或者文件夹的，同时生成，一份出错不影响其他各份，另有一张汇总表。
    """
    formats, departments = tuple(dict.fromkeys(formats)), tuple(dict.fromkeys(departments))
    if departments and "xlsx" in formats:
        raise click.UsageError("单位的征求意见表只有 docx、md 和 html；全部单位的 Excel 表请不写 --department。")
    if cli_many.asked(specs, many["jobs"], many["summary"]):
        return cli_many.render(specs, output, formats, departments, kind, accept, **many)
    return _render_one(specs[0], output, formats, departments, kind, accept=accept, force=many["force"])


def _render_one(
    spec: Path,
    output: Path | None,
    formats: tuple[str, ...],
    departments: tuple[str, ...],
    kind: str | None,
    *,
    accept: bool,
    force: bool,
) -> int:
    """Render one spec; its documents are made before any is written, so that no refusal leaves half a set."""
    places = targets.of_render((spec,), output, formats, departments, kind)
    rendered = public.render(
        public.build_plan(spec, kind=options.KINDS.get(kind or "")), formats, departments=departments
    )
    screen.say(rendered.findings, more=f"plangen validate {spec}")
    if not rendered.documents or rendered.prepared.plan is None:
        errors = sum(finding.severity is Severity.ERROR for finding in rendered.findings)
        click.echo(f"{spec}：有 {errors} 处错误，没有生成文件。请按上面的提示改正后再试。", err=True)
        return screen.code_of(rendered.findings)
    units = tuple(dict.fromkeys(one.department for one in rendered.documents if one.department))
    places |= targets.of_render((spec,), output, formats, units, kind)

    def place(document: Document) -> Path:
        path = places[spec, document.form, document.department]
        return targets.of_companion(path) if document.companion else path

    files = public.draft_files(rendered, place, accept=accept, force=force)
    refused: list[Finding] = []
    for draft in files.merged:
        if draft.unusable:
            wrong = any(finding.severity is Severity.ERROR for finding in draft.findings)
            refused += draft.findings if wrong else ()
            screen.say(() if wrong else draft.findings)
    if refused:  # why is said already; that the file was changed, and may be overwritten by force, is no news
        raise FindingsError(refused)
    written = public.write(files.outputs, inputs=rendered.prepared.inputs, force=force)
    screen.say_lines(screen.summary(rendered.prepared.plan, rendered.findings))
    screen.say_written(written)
    code = 0
    for draft in [one for one in files.merged if not one.unusable]:
        screen.say(draft.findings)
        screen.say_lines(screen.merged_lines(draft))
        code = max(code, screen.code_of(draft.findings))
    return code


@click.command(cls=LongCommand)
@click.argument("old", metavar="原规划")
@click.argument("new", metavar="新规划")
@option("--spec", type=options.PATH, metavar="填报文件", help="同时列出本县需要复核的条目和不承接决定。")
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "docx"]),
    default="text",
    help="text 在屏幕上显示，json 供程序使用，html 为网页，docx 为可以传阅的对照表。",
)
@option("-o", "--output", type=options.PATH, metavar="文件", help="写到哪里；html、docx 必须写。")
@options.FORCE
def diff(old: str, new: str, spec: Path | None, form: str, output: Path | None, force: bool) -> int:
    """比较上位规划的两个版本：新增、删除、改写、移动、调整的条目。"""
    targets.needs_output(form, output)
    compared = public.diff(old, new, spec)
    inputs = [path for path in (Path(old), Path(new), spec) if path is not None and path.exists()]
    files = [compared.at(output, form)] if output else []
    written = public.write(files, inputs=inputs, force=force)
    if form == "json" and output is None:
        screen.say_json(compared.as_json())
    else:
        if form == "text" and output is None:
            click.echo(compared.as_text(colour=screen.in_colour()), nl=False)
        screen.say(compared.findings)
    screen.say_written(written, said="已写入", err=True)
    return screen.EXIT_FINDINGS if compared.failed else 0
