"""The command line: parses, calls and prints. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plangen import __version__
from plangen.console import ChineseCommand, ChineseGroup, run
from plangen.terms.findings import Finding, FindingsError, Severity, has_errors

if TYPE_CHECKING:
    from plangen.document.template_pack import TemplatePack
    from plangen.parent.importer import ImportResult
    from plangen.parent.model import ParentPlan
    from plangen.parent.revision import Change
    from plangen.plan.model import CountyPlan
    from plangen.terms.place import Place
    from plangen.trace.model import CheckReport

EXIT_FINDINGS = 1
EXIT_UNUSABLE = 2


def main() -> None:
    """Run the command line; the process ends with the exit codes of design §6."""
    sys.exit(run(plangen))


@click.group(cls=ChineseGroup)
@click.version_option(__version__, "--version", message="plangen %(version)s", help="显示版本号。")
def plangen() -> None:
    """把上位规划逐项落到县：生成实施方案 Word 初稿和任务分工表。

    \b
    常用：
      plangen init 某某县 -o 某某县.yaml      生成一份带说明的填报文件
      plangen validate 某某县.yaml           检查填报文件
      plangen set 某某县.yaml 承接.jincheng-155.T02.牵头 县应急局   改一项
      plangen render 某某县.yaml             生成实施方案初稿
      plangen import 上位规划.txt -o 上位规划.yaml
      plangen parents                        查看随附的上位规划
    """  # noqa: D301 – \b is click's mark for a paragraph that is not to be wrapped


@plangen.command(cls=ChineseCommand)
@click.argument("specs", metavar="填报文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件|文件夹", help="写到哪里，默认 output 文件夹。"
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["docx", "md", "xlsx"]),
    default=("docx",),
    help="文件格式，可写多次，默认 docx。",
)
@click.option("--department", metavar="单位", help="只生成这个单位的任务分工征求意见表。")
@click.option("--force", is_flag=True, help="目标文件被人改过也覆盖（先另存一份）。")
def render(
    specs: tuple[Path, ...], output: Path | None, formats: tuple[str, ...], department: str | None, force: bool
) -> int:
    """根据填报文件生成实施方案初稿；也可以生成 Excel 分工总表和一个单位的征求意见表。"""
    formats = tuple(dict.fromkeys(formats))
    if department and "xlsx" in formats:
        raise click.UsageError("一个单位的征求意见表只有 docx 和 md；全部单位的 Excel 表请不写 --department。")
    targets = _targets(specs, output, formats, department)
    from plangen.plan.inherit import load_knowledge

    knowledge = load_knowledge()
    codes = []
    for spec_path in _progress(tuple(targets), "正在生成"):
        try:
            codes.append(_render_one(spec_path, targets[spec_path], department, force, knowledge))
        except FindingsError as error:
            _print_findings(error.findings)
            codes.append(_code_of_failure(error))
    return max(codes, default=0)


def _render_one(
    spec_path: Path, targets: Mapping[str, Path], department: str | None, force: bool, knowledge: Any
) -> int:
    from plangen.api import prepare as work
    from plangen.document import rendering
    from plangen.document.compose import load_pack

    prepared = work.prepare(spec_path, knowledge)
    _print_findings(prepared.findings)
    if prepared.plan is None or not prepared.usable:
        errors = sum(finding.severity is Severity.ERROR for finding in prepared.findings)
        click.echo(f"{spec_path}：有 {errors} 处错误，没有生成文件。请按上面的提示改正后再试。", err=True)
        return EXIT_UNUSABLE if prepared.unreadable else EXIT_FINDINGS
    plan = prepared.plan
    pack = load_pack(plan.spec.plan.kind, plan.spec.plan.template)
    _print_findings(pack.findings)
    # everything is made before anything is written, so that a failure leaves no half set of files
    made = _contents(plan, pack, tuple(targets), department)
    said = dict.fromkeys(finding for _, more in made.values() for finding in more)
    _print_findings(said)
    findings = (*prepared.findings, *pack.findings, *said)
    if has_errors(findings):
        click.echo(f"{spec_path}：文稿有错误，没有生成文件。", err=True)
        return EXIT_FINDINGS
    from plangen.office.docx_package import is_untouched_text
    from plangen.office.output import write_file

    written = []
    for name, (data, _) in made.items():
        untouched = is_untouched_text if name == "md" else partial(rendering.is_own_untouched, plan=plan)
        written.append(write_file(targets[name], data, untouched=untouched, force=force))
    for line in _summary(plan, findings):
        click.echo(line)
    for file in written:
        if file.backup:
            click.echo(f"原文件另存为：{file.backup}")
        click.echo(f"已生成：{file.path}")
    return 0


def _contents(
    plan: CountyPlan, pack: TemplatePack, formats: tuple[str, ...], department: str | None
) -> dict[str, tuple[bytes, tuple[Finding, ...]]]:
    """Return each format's file with what there is to say about it."""
    from plangen.document import rendering
    from plangen.office.docx_package import seal_text

    made: dict[str, tuple[bytes, tuple[Finding, ...]]] = {}
    text = "" if department or not {"docx", "md"} & set(formats) else rendering.markdown_of(plan, pack)
    for name in formats:
        if name == "xlsx":
            from plangen.document.workbook import build_workbook

            built = build_workbook(plan, properties=rendering.properties_of(plan))
            made[name] = built.data, tuple(built.findings)
        elif department:
            from plangen.document.department import department_docx, department_markdown

            if name == "docx":
                made[name] = department_docx(plan, department, properties=rendering.properties_of(plan))
            else:
                made[name] = seal_text(department_markdown(plan, department)).encode("utf-8"), ()
        elif name == "docx":
            made[name] = rendering.docx_of(plan, text, pack.style)
        else:
            # the Word file of the same text has said these already
            said = () if "docx" in formats else rendering.text_findings(plan, text)
            made[name] = seal_text(text).encode("utf-8"), said
    return made


def _targets(
    specs: tuple[Path, ...], output: Path | None, formats: tuple[str, ...], department: str | None
) -> dict[Path, dict[str, Path]]:
    """Return where each spec's files go; refuse what would mix up folders and files, or write two drafts to one."""
    ending = output.suffix.lower() if output and not output.is_dir() else ""
    if output and ending in {".docx", ".md", ".xlsx"}:
        if len(set(specs)) > 1 or len(formats) > 1:
            raise click.UsageError("要生成多个文件时，-o 应写文件夹。")
        if ending != f".{formats[0]}":
            raise click.UsageError(f"-o 写的是 {ending} 文件，--format 却是 {formats[0]}，请改成一致。")
        return {specs[0]: {formats[0]: output}}
    if output and ending in {".pdf", ".doc", ".wps", ".xls", ".html", ".txt", ".yaml", ".yml"}:
        raise click.UsageError(f"不能生成 {ending} 文件；-o 请写 .docx、.md、.xlsx 文件或者文件夹。")
    folder = output or Path("output")
    tail = f"-{_file_name(department)}" if department else ""
    targets = {spec: {name: folder / f"{spec.stem}{tail}.{name}" for name in formats} for spec in dict.fromkeys(specs)}
    taken: dict[Path, Path] = {}
    for spec, files in targets.items():
        for path in files.values():
            if path in taken:
                raise click.UsageError(f"“{taken[path]}”和“{spec}”都会写成“{path}”，请分开生成或者改名。")
            taken[path] = spec
    return targets


def _file_name(text: str) -> str:
    """Return a unit's name without the characters that file names may not have on Windows."""
    return "".join("_" if character in '<>:"/\\|?*' or ord(character) < 32 else character for character in text)


def _summary(plan: CountyPlan, findings: Iterable[Finding]) -> list[str]:
    """Return the lines that a planner reads after a run: what became of the parents' items, and what is left to do."""
    from collections import Counter

    found = list(findings)
    dispositions = Counter(row.disposition for row in plan.trace)
    waived = dispositions.pop("不承接", 0)
    carried = sum(dispositions.values())
    parts = "、".join(f"{name} {count} 项" for name, count in dispositions.items() if name != "承接")
    items = list(plan.all_items())
    open_rows = sum(item.assignment.suggested for item in items)
    counts = Counter(finding.severity for finding in found)
    lines = ["", plan.title]
    lines += [f"  上位规划：{parent.title}（{parent.id}）" for parent in plan.parents]
    of_these = f"（其中{parts}）" if parts else ""
    lines.append(f"  上位规划条目共 {carried + waived} 项：承接 {carried} 项{of_these}，不承接 {waived} 项")
    lines.append(
        f"  本方案：指标 {len(plan.indicators)} 项，分项目标 {len(plan.goals)} 项，"
        f"重点任务 {len(plan.tasks)} 项，重点工程 {len(plan.projects)} 项，连同子项共 {len(items)} 项"
    )
    lines.append(f"  责任分工：{len(items) - open_rows} 项已明确，{open_rows} 项为拟定、待确认（表中标“（拟）”）")
    blanks = _blanks(plan)
    if blanks:
        lines.append(f"  待填：{'、'.join(blanks)}")
    lines.append(
        f"  问题：错误 {counts[Severity.ERROR]}，警告 {counts[Severity.WARNING]}，提示 {counts[Severity.INFO]}"
    )
    return lines


def _blanks(plan: CountyPlan) -> list[str]:
    """Return what the document still leaves blank, so that no placeholder passes unseen."""
    settings = plan.spec.plan
    blanks = []
    if not settings.number:
        blanks.append("发文字号（未填）")
    elif "〕 " in settings.number or "〕\u3000" in settings.number:
        blanks.append(f"发文字号的序号（{settings.number}）")
    if not settings.date:
        blanks.append("成文日期（未填）")
    return blanks


@plangen.command(cls=ChineseCommand)
@click.argument("specs", metavar="[填报文件...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--knowledge", "folder", is_flag=False, flag_value="", metavar="[文件夹]", help="检查知识库，不写为随附的。"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式。")
def validate(specs: tuple[Path, ...], folder: str | None, form: str) -> int:
    """检查填报文件或知识库，一次列出全部问题，不生成文件。"""
    if not specs and folder is None:
        raise click.UsageError("请写明要检查的填报文件；检查知识库的，写 --knowledge。")
    if folder is not None:
        from plangen.api.knowledge import check_knowledge

        about = check_knowledge(folder or None)
        code = EXIT_UNUSABLE if any(one.unusable for one in about) else EXIT_FINDINGS if has_errors(about) else 0
        if form == "json":
            _print_json({"findings": [finding.as_json() for finding in about]})
        else:
            _print_findings(about)
            click.echo(f"知识库{folder or '（随附）'}：{'有错误，请改正' if code else '可以使用'}")
        if not specs or code:
            return code
    from plangen.api import prepare as work
    from plangen.plan.inherit import load_knowledge

    knowledge = load_knowledge()
    found: list[Finding] = []
    code = 0
    for spec_path in specs:
        try:
            prepared = work.prepare(spec_path, knowledge)
        except FindingsError as error:
            found.extend(error.findings)
            code = max(code, _code_of_failure(error))
            if form == "text":
                _print_findings(error.findings)
            continue
        found.extend(prepared.findings)
        errors = has_errors(prepared.findings)
        code = max(code, EXIT_UNUSABLE if prepared.unreadable else EXIT_FINDINGS if errors else 0)
        if form == "text":
            _print_findings(prepared.findings)
            click.echo(f"{spec_path}：{'有错误，请改正' if errors else '可以生成'}")
    if form == "json":
        _print_json({"findings": [finding.as_json() for finding in found]})
    return code


@plangen.command("set", cls=ChineseCommand)
@click.argument("spec", metavar="填报文件", type=click.Path(path_type=Path))
@click.argument("path", metavar="路径")
@click.argument("value", metavar="[内容]", required=False)
@click.option("--delete", is_flag=True, help="删去这一项。")
def set_value(spec: Path, path: str, value: str | None, delete: bool) -> int:
    """改填报文件里的一项，其他内容（说明、次序、引号、缩进）一个字不动。

    \b
    路径从上到下用“.”连起来，中文英文名称都可以；列表里的写第几项或单位名称：
      plangen set 某某县.yaml 承接.jincheng-155.T02.牵头 县应急局
      plangen set 某某县.yaml 部门名册.县应急局.别名 '[县安监局]'
    """  # noqa: D301 – \b is click's mark for a paragraph that is not to be wrapped
    if delete is (value is not None):
        raise click.UsageError("请写明要改成的内容；要删去的，写 --delete，不写内容。")
    from plangen.api.change import change

    changed = change(spec, path, value)
    click.echo(f"{changed.shown}：{_shown(changed.before)} → {_shown(changed.after)}")
    return 0


def _shown(value: Any) -> str:
    """Return a value of a spec as one short line."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    return "（无）" if value is None else text if len(text) <= 60 else f"{text[:60]}……"


@plangen.command(cls=ChineseCommand)
@click.argument("asked", metavar="单位|条目")
@click.argument("spec", metavar="填报文件", type=click.Path(path_type=Path))
def who(asked: str, spec: Path) -> int:
    """查一个单位承担哪些事项，或者一个条目由谁承担、依据是什么。"""
    from plangen.api import prepare as work
    from plangen.plan.who import who_does

    prepared = work.prepare(spec)
    if prepared.plan is None or not prepared.usable:
        _print_findings(finding for finding in prepared.findings if finding.severity is Severity.ERROR)
        return EXIT_UNUSABLE if prepared.unreadable else EXIT_FINDINGS
    for line in who_does(prepared.plan, asked).lines():
        click.echo(line)
    return 0


_REPORT_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "xlsx"]),
    default="text",
    help="text 在屏幕上显示，json 供程序使用，html 为网页，xlsx 为审核表。",
)
_REPORT_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="报告写到哪里；html、xlsx 必须写。"
)


@plangen.command(cls=ChineseCommand)
@click.argument("spec", metavar="填报文件", type=click.Path(path_type=Path))
@click.option(
    "--draft", type=click.Path(path_type=Path), metavar="稿子.docx", help="改过的 Word 稿；不写就核对新生成的。"
)
@_REPORT_FORMAT
@_REPORT_OUTPUT
@click.option("--force", is_flag=True, help="报告文件被人改过也覆盖（先另存一份）。")
def check(spec: Path, draft: Path | None, form: str, output: Path | None, force: bool) -> int:
    """核对方案稿：上位规划的每一项是否都在正文和分工表里。"""
    from plangen.api import prepare as work
    from plangen.trace.check import check_draft

    _needs_output(form, output)
    prepared = work.prepare(spec)
    if prepared.plan is None or not prepared.usable:
        _print_findings(finding for finding in prepared.findings if finding.severity is Severity.ERROR)
        return EXIT_UNUSABLE
    report = check_draft(prepared.plan, draft)
    name = draft.name if draft else None
    return _give_report(report, prepared.plan.parents, prepared.plan, name, form, output, force)


@plangen.command(cls=ChineseCommand)
@click.argument("draft", metavar="稿子", type=click.Path(path_type=Path))
@click.option(
    "--parent", "parent_names", multiple=True, required=True, metavar="上位规划", help="编号、YAML 或文件，可写多次。"
)
@_REPORT_FORMAT
@_REPORT_OUTPUT
@click.option("--force", is_flag=True, help="报告文件被人改过也覆盖（先另存一份）。")
def audit(draft: Path, parent_names: tuple[str, ...], form: str, output: Path | None, force: bool) -> int:
    """按文字核对任何一份稿子（Word、PDF、网页、文本）承接上位规划的情况。"""
    from plangen.reading.formats import read_any
    from plangen.trace.audit import audit as audit_draft

    _needs_output(form, output)
    parents = tuple(_parent_of(name) for name in parent_names)
    report = audit_draft(read_any(draft), parents)
    return _give_report(report, parents, None, draft.name, form, output, force)


@plangen.command(cls=ChineseCommand)
@click.argument("old", metavar="原规划")
@click.argument("new", metavar="新规划")
@click.option(
    "--spec", type=click.Path(path_type=Path), metavar="填报文件", help="同时列出本县需要复核的条目和不承接决定。"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式。")
def diff(old: str, new: str, spec: Path | None, form: str) -> int:
    """比较上位规划的两个版本：新增、删除、改写、移动、调整的条目。"""
    from plangen.trace.diff import diff_plans
    from plangen.trace.diff_text import diff_lines

    county = None
    if spec:
        from plangen.county.load import load_spec

        county, findings = load_spec(spec)
        _print_findings(finding for finding in findings if finding.severity is Severity.ERROR)
        if county is None or has_errors(findings):
            return EXIT_UNUSABLE
    report = diff_plans(_parent_of(old), _parent_of(new), county)
    if form == "json":
        _print_json(report.as_json())
    else:
        for line in diff_lines(report, colour=_in_colour()):
            click.echo(line)
        _print_findings(report.findings)
    return EXIT_FINDINGS if report.suspect or has_errors(report.findings) else 0


def _parent_of(name: str) -> ParentPlan:
    """Return a parent plan by id, from a YAML file, or imported from a document on the fly."""
    from plangen.parent.importer import import_document
    from plangen.parent.store import find_parent
    from plangen.parent.store_reading import load_parent

    path = Path(name)
    if path.is_file() and path.suffix.lower() not in {".yaml", ".yml"}:
        result = import_document(path)
        _print_findings(finding for finding in result.findings if finding.severity is not Severity.INFO)
        return result.plan
    return load_parent(find_parent(name, Path()))[0]


def _needs_output(form: str, output: Path | None) -> None:
    if form in {"html", "xlsx"} and output is None:
        raise click.UsageError(f"{form} 报告要用 -o 写明文件，例如 -o 核对报告.{form}。")


def _in_colour() -> bool:
    return sys.stdout.isatty()


def _give_report(
    report: CheckReport,
    parents: tuple[ParentPlan, ...],
    plan: CountyPlan | None,
    draft: str | None,
    form: str,
    output: Path | None,
    force: bool,
) -> int:
    """Print or write a report; exit code 1 when anything is missing or suspect, so that a script can gate on it."""
    from plangen.office.docx_package import is_untouched
    from plangen.office.output import write_file

    if form == "text":
        from plangen.trace.report_text import lines

        text = lines(report, colour=_in_colour() and output is None)
        # the report itself says of every doubtful item where it may stand and what is not there
        _print_findings(finding for finding in report.findings if finding.code != "item-doubtful")
        data = ("\n".join(text) + "\n").encode("utf-8")
        if output is None:
            click.echo("\n".join(text))
    elif form == "json":
        data = (json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        if output is None:
            click.echo(data.decode("utf-8"), nl=False)
    elif form == "html":
        from plangen.trace.report_html import page

        data = page(report, parents=parents, plan=plan, draft=draft).encode("utf-8")
    else:
        from plangen.trace.report_workbook import workbook

        built = workbook(report, parents=parents, plan=plan, draft=draft)
        _print_findings(built.findings)
        data = built.data
    if output:
        # a review sheet is there to be filled in; pages and texts are made anew from the draft at any time
        unchanged = is_untouched if form == "xlsx" else (lambda path: True)
        file = write_file(output, data, untouched=unchanged, force=force)
        if file.backup:
            click.echo(f"原文件另存为：{file.backup}", err=True)
        click.echo(f"已写入：{file.path}", err=True)
    return EXIT_FINDINGS if report.failed or has_errors(report.findings) else 0


@plangen.command(name="import", cls=ChineseCommand)
@click.argument("document", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=False, type=click.Path(path_type=Path), metavar="上位规划.yaml", help="写到哪里。"
)
@click.option("--id", "plan_id", metavar="编号", help="上位规划的编号，例如 linfen-155；不写就由地名和时期拟定。")
@click.option("--facts-only", is_flag=True, help="只留标题、编号、期限、指标值和单位，不留原文语句。")
@click.option("--show-text", is_flag=True, help="显示读到的每一行及其判定，不写文件。")
@click.option("--explain", metavar="行号", help="说明某一行为什么是或者不是条目；PDF 写“页:行”，例如 3:12。")
@click.option("--force", is_flag=True, help="目标文件已存在也覆盖（先另存一份）。")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式。")
def import_command(
    document: Path,
    output: Path | None,
    plan_id: str | None,
    facts_only: bool,
    show_text: bool,
    explain: str | None,
    force: bool,
    form: str,
) -> int:
    """把上位规划的文件读成条目。"""
    from plangen.parent.importer import import_document
    from plangen.parent.store import counts, dump_parent
    from plangen.terms.yaml_data import parse_yaml

    result = import_document(document, plan_id=plan_id, facts_only=facts_only)
    if show_text or explain is not None:
        return _show_lines(result, explain)
    plan, changes = _against_existing(result.plan, output)
    if form == "json":
        found = [finding.as_json() for finding in result.findings]
        data: dict[str, Any] = {"plan": parse_yaml(dump_parent(plan)), "counts": counts(plan), "findings": found}
        if changes is not None:
            data["changes"] = [vars(change) for change in changes]
        _print_json(data)
    else:
        _print_findings(result.findings)
        for line in _plan_lines(plan, groups=True):
            click.echo(line)
        for line in _change_lines(changes):
            click.echo(line)
    if output:
        from plangen.office.output import write_file

        text = dump_parent(plan).encode("utf-8")
        # an imported file is there to be corrected by hand: only one that would come out the same is replaced unasked
        file = write_file(output, text, untouched=lambda path: path.read_bytes() == text, force=force)
        if form == "text":
            if file.backup:
                click.echo(f"原文件另存为：{file.backup}")
            click.echo(f"已写入：{file.path}")
    elif form == "text":
        click.echo("没有写文件；要保存请加 -o 上位规划.yaml。")
    return EXIT_FINDINGS if has_errors(result.findings) else 0


def _against_existing(plan: ParentPlan, output: Path | None) -> tuple[ParentPlan, tuple[Change, ...] | None]:
    """Give a revised document the ids of the plan that stands where it is to be written; None: nothing stands there."""
    if output is None or not output.is_file():
        return plan, None
    from plangen.parent.revision import keep_ids
    from plangen.parent.store_reading import load_parent

    try:
        before, _ = load_parent(output)
    except FindingsError:
        return plan, None  # something else stands there; writing will refuse it
    return keep_ids(plan, before)


def _change_lines(changes: tuple[Change, ...] | None) -> list[str]:
    if changes is None:
        return []
    if not changes:
        return ["与原有文件相比：条目没有变化。"]
    lines = [f"与原有文件相比有 {len(changes)} 处变化，未变的条目编号照旧："]
    for change in changes:
        before = f"（原为：{change.before}）" if change.before else ""
        lines.append(f"  {change.label}  {change.id:<8}{change.title}{before}")
    return lines


def _show_lines(result: ImportResult, only: str | None) -> int:
    verdicts: dict[str, list[str]] = {}
    for entry in result.explained:
        verdicts.setdefault(_place_label(entry.place), []).append(entry.verdict)
    shown = 0
    for line in result.document.lines:
        label = _place_label(line.place)
        if only is None or label == only.strip():
            click.echo(f"{label:>7}  {line.text}")
            for verdict in dict.fromkeys(verdicts.get(label, ())):
                click.echo(f"         └ {verdict}")
            shown += 1
    if not shown:
        click.echo(f"没有第“{only}”行；用 --show-text 可以看到各行的行号。", err=True)
        return EXIT_UNUSABLE
    return 0


def _place_label(place: Place) -> str:
    """Return how the command line numbers a line: 81; 3:12 for line 12 of page 3; 表2:4 for row 4 of table 2."""
    if place.table is not None and place.row is not None and place.line is None:
        return f"表{place.table}:{place.row}"
    number = place.line or place.paragraph or 0
    return f"{place.page}:{number}" if place.page else str(number)


@plangen.command(cls=ChineseCommand)
@click.argument("plan_id", metavar="[编号]", required=False)
def parents(plan_id: str | None) -> int:
    """列出随附的上位规划；写了编号就列出它的全部条目。"""
    from plangen.parent.store import find_parent, list_parents
    from plangen.parent.store_reading import load_parent
    from plangen.terms.deadline import deadline_words

    if plan_id is None:
        for plan in list_parents():
            for line in _plan_lines(plan, groups=False):
                click.echo(line)
        click.echo("\n用 plangen parents 编号 查看条目，例如 plangen parents jincheng-155。")
        return 0
    plan, findings = load_parent(find_parent(plan_id, Path()))
    _print_findings(findings)
    for line in _plan_lines(plan, groups=False):
        click.echo(line)
    group = None
    for item in plan.all_items():
        if item.group and item.group != group:
            group = item.group
            click.echo(f"\n  【{group}】")
        indent = "  " * (item.id.count(".") + 1)
        tail = "  ".join(
            part
            for part in (
                item.target or "",
                deadline_words(item.deadline, item.deadline_text) or "",
                item.responsibility.text if item.responsibility else "",
            )
            if part
        )
        click.echo(f"{indent}{item.id:<8}{item.number or ''}{item.title}{f'  〔{tail}〕' if tail else ''}")
    return 0


def _plan_lines(plan: ParentPlan, *, groups: bool) -> list[str]:
    from collections import Counter

    from plangen.parent.store import counts

    words = {"indicators": "指标", "goals": "分项目标", "tasks": "任务", "nested": "子项", "projects": "工程"}
    numbers = "，".join(f"{words.get(name, name)} {count}" for name, count in counts(plan).items())
    period = f"{plan.period[0]}—{plan.period[1]}年" if plan.period else "时期不明"
    lines = [f"{plan.id:<16}{plan.title}（{period}）", f"{'':<16}{numbers}"]
    if groups:
        for label, items in (("任务", plan.tasks), ("工程", plan.projects)):
            for group, count in Counter(item.group or "（不分组）" for item in items).items():
                nested = sum(1 for item in items if (item.group or "（不分组）") == group for _ in item.walk()) - count
                lines.append(f"    {label}  {group}：{count} 项{f'，子项 {nested} 项' if nested else ''}")
    return lines


@plangen.command(cls=ChineseCommand)
@click.argument("county", metavar="县名")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="填报文件.yaml", help="写到哪里，默认“县名.yaml”。"
)
@click.option("--parent", "parent_id", metavar="编号", help="上位规划；它的条目会逐条列在“承接”下面，供逐条决定。")
@click.option("--roster-xlsx", is_flag=True, help="另外生成一份空白的“部门名册.xlsx”，用 Excel 填写。")
@click.option("--force", is_flag=True, help="目标文件已存在也覆盖（先另存一份）。")
def init(county: str, output: Path | None, parent_id: str | None, roster_xlsx: bool, force: bool) -> int:
    """为一个县生成一份带说明的填报文件。"""
    from plangen.office.output import write_file
    from plangen.parent.store import find_parent
    from plangen.parent.store_reading import load_parent
    from plangen.plan.scaffold import new_spec

    parent = load_parent(find_parent(parent_id, Path()))[0] if parent_id else None
    target = output or Path(f"{county}.yaml")
    data = new_spec(county, parent, _reference(parent_id, target)).encode("utf-8")
    # a spec is the planner's own work from the first moment on
    file = write_file(target, data, untouched=lambda path: path.read_bytes() == data, force=force)
    if file.backup:
        click.echo(f"原文件另存为：{file.backup}")
    click.echo(f"已生成填报文件：{file.path}\n下一步：打开它按说明填写，再运行 plangen render {file.path}")
    if roster_xlsx:
        from plangen.county.roster_template import usual_template
        from plangen.office.docx_package import is_untouched

        roster = write_file(
            target.with_name("部门名册.xlsx"), usual_template(county), untouched=is_untouched, force=force
        )
        click.echo(
            f"已生成空白名册：{roster.path}\n填好以后，把填报文件里的部门名册改写成一行：部门名册: 部门名册.xlsx"
        )
    return 0


def _reference(parent_id: str | None, target: Path) -> str | None:
    """Return how the new spec names its parent: an id as it is, a file relative to the spec's folder."""
    if parent_id is None or not Path(parent_id).is_file():
        return parent_id
    try:
        return Path(parent_id).resolve().relative_to(target.resolve().parent).as_posix()
    except ValueError:
        return Path(parent_id).resolve().as_posix()


@plangen.command(cls=ChineseCommand)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="text 为说明，json 供编辑器使用。"
)
def schema(form: str) -> int:
    """说明填报文件有哪些项目；--format json 输出 JSON Schema。"""
    from plangen.county.json_schema import describe, json_schema

    if form == "json":
        _print_json(json_schema())
    else:
        for line in describe():
            click.echo(line)
    return 0


def _progress(specs: tuple[Path, ...], label: str) -> Iterable[Path]:
    if len(specs) == 1:
        return specs
    from rich.console import Console
    from rich.progress import track

    return track(specs, description=label, console=Console(stderr=True))


def _code_of_failure(error: FindingsError) -> int:
    """Templates and refused overwriting are findings (1); input that cannot be read or written is wrong usage (2)."""
    soft = all(f.code.startswith("template-") or f.code == "output-changed" for f in error.findings)
    return EXIT_FINDINGS if soft else EXIT_UNUSABLE


def _print_findings(findings: Iterable[Finding]) -> None:
    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
    for finding in findings:
        click.echo(click.style(finding.as_text(), fg=colours[finding.severity]), err=True)


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
