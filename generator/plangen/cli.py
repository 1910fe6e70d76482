"""The command line: parses, calls and prints. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import plangen as public
from plangen import cli_drafts, cli_many, options, screen, targets
from plangen.console import ChineseCommand, ChineseGroup, LongCommand, look_seldom_for_rings, option, run
from plangen.supervision import supervised
from plangen.terms.findings import Finding, has_errors

if TYPE_CHECKING:
    from plangen import Review


def main() -> None:
    """Run the command line; the process ends with the exit codes of design §6."""
    look_seldom_for_rings()
    sys.exit(supervised(partial(run, plangen)))


@click.group(cls=ChineseGroup)
@click.version_option(public.__version__, "--version", message="plangen %(version)s", help="显示版本号。")
def plangen() -> None:
    """把上位规划逐项落到县：生成实施方案、规划的 Word 初稿和任务分工表。

    \b
    常用：
      plangen init 某某县 -o 某某县.yaml      生成一份带说明的填报文件
      plangen validate 某某县.yaml           检查填报文件
      plangen set 某某县.yaml 承接.jincheng-155.T02.牵头 县应急局   改一项
      plangen render 某某县.yaml             生成实施方案初稿
      plangen import 上位规划.txt -o 上位规划.yaml
      plangen parents                        查看随附的上位规划
    """  # noqa: D301 – \b is click's mark for a paragraph that is not to be wrapped


plangen.add_command(cli_drafts.changes)
plangen.add_command(cli_drafts.diff)
plangen.add_command(cli_drafts.adopt)
plangen.add_command(cli_drafts.render)


@plangen.command(cls=LongCommand)
@click.argument("specs", metavar="[填报文件...]", nargs=-1, type=options.PATH)
@click.option(
    "--knowledge",
    is_flag=False,
    flag_value="",
    metavar="[文件夹]",
    help="检查知识库文件夹；不写文件夹的，检查随附的。",
)
@options.TEXT_OR_JSON
def validate(specs: tuple[Path, ...], knowledge: str | None, form: str) -> int:
    """检查填报文件或知识库，一次列出全部问题，不生成文件。"""
    if not specs and knowledge is None:
        raise click.UsageError("请写明要检查的填报文件；检查知识库的，写 --knowledge。")
    found: list[Finding] = []
    if knowledge is not None:
        found += public.check_knowledge(knowledge or None)
        if form == "text":
            screen.say(found)
            click.echo(f"知识库{knowledge or '（随附）'}：{'有错误，请改正' if has_errors(found) else '可以使用'}")
    for spec in specs:
        prepared = public.build_plan(spec)
        found += prepared.findings
        if form == "text":
            screen.say(prepared.findings)
            click.echo(f"{spec}：{'有错误，请改正' if has_errors(prepared.findings) else '可以生成'}")
    if form == "json":
        screen.say_json({"findings": [finding.as_json() for finding in found]})
    return screen.code_of(found)


@plangen.command("set", cls=ChineseCommand)
@options.SPEC
@click.argument("path", metavar="路径")
@click.argument("value", metavar="[内容]", required=False)
@option("--delete", is_flag=True, help="删去这一项。")
def set_value(spec: Path, path: str, value: str | None, delete: bool) -> int:
    """改填报文件里的一项，其他内容（说明、次序、引号、缩进）一个字不动。

    \b
    路径从上到下用“.”连起来，中文英文名称都可以；列表里的写第几项或单位名称：
      plangen set 某某县.yaml 承接.jincheng-155.T02.牵头 县应急局
      plangen set 某某县.yaml 部门名册.县应急局.别名 '[县安监局]'
    """  # noqa: D301 – \b is click's mark for a paragraph that is not to be wrapped
    if delete is (value is not None):
        raise click.UsageError("请写明要改成的内容；要删去的，写 --delete，不写内容。")
    changed = public.change_spec(spec, path, value)
    click.echo(f"{changed.shown}：{screen.value_words(changed.before)} → {screen.value_words(changed.after)}")
    return 0


@plangen.command(cls=ChineseCommand)
@click.argument("asked", metavar="单位|条目")
@options.SPEC
def who(asked: str, spec: Path) -> int:
    """查一个单位承担哪些事项，或者一个条目由谁承担、依据是什么。"""
    screen.say_lines(public.who(asked, spec))
    return 0


@plangen.command(cls=LongCommand)
@options.SPECS
@option("--draft", type=options.PATH, metavar="稿子.docx", help="改过的 Word 稿；不写就核对新生成的。")
@option(
    "--drafts",
    type=options.PATH,
    metavar="文件夹",
    help="一次核对多份时，各份的稿子所在的文件夹；按稿中的标记、题名、文件名找到各自的填报文件。",
)
@options.KIND
@options.REPORT_FORMAT
@options.REPORT_OUTPUT
@options.PAGE
@options.PAGE_BY
@options.PAGE_DATE
@options.JOBS
@options.SUMMARY
@options.FORCE
def check(
    specs: tuple[Path, ...],
    draft: Path | None,
    drafts: Path | None,
    kind: str | None,
    form: str,
    output: Path | None,
    jobs: int | None,
    summary: Path | None,
    force: bool,
    page: Path | None,
    **made: Any,
) -> int:
    """核对方案稿：上位规划的每一项是否都在正文和分工表里。

    写几份填报文件或者文件夹的，同时核对，一份出错不影响其他各份，另有一张汇总表。
    """
    if cli_many.asked(specs, drafts, jobs, summary):
        if draft is not None:
            raise click.UsageError("--draft 只核对一份填报文件的稿子；核对多份的，用 --drafts 写稿子所在的文件夹。")
        targets.needs_no_page(page, made)
        return cli_many.check(specs, drafts, kind, form, output, jobs=jobs, summary=summary, force=force)
    targets.needs_output(form, output)
    targets.needs_page(page, made)
    spec = specs[0]
    return _give_review(
        public.check(public.build_plan(spec, kind=options.KINDS[kind]) if kind else spec, draft),
        form,
        output,
        force,
        page,
        **made,
    )


@plangen.command(cls=LongCommand)
@click.argument("drafts", metavar="稿子|文件夹...", nargs=-1, required=True, type=options.PATH)
@option(
    "--parent", "parent_names", multiple=True, required=True, metavar="上位规划", help="编号、YAML 或文件，可写多次。"
)
@options.REPORT_FORMAT
@options.REPORT_OUTPUT
@options.PAGE
@options.PAGE_BY
@options.PAGE_DATE
@options.JOBS
@options.SUMMARY
@options.FORCE
def audit(
    drafts: tuple[Path, ...],
    parent_names: tuple[str, ...],
    form: str,
    output: Path | None,
    jobs: int | None,
    summary: Path | None,
    force: bool,
    page: Path | None,
    **made: Any,
) -> int:
    """按文字核对任何一份稿子（Word、PDF、网页、文本）承接上位规划的情况。

    写几份稿子或者文件夹的，同时核对，一份出错不影响其他各份，另有一张汇总表。
    """
    if cli_many.asked(drafts, jobs, summary):
        targets.needs_no_page(page, made)
        return cli_many.audit(drafts, parent_names, form, output, jobs=jobs, summary=summary, force=force)
    targets.needs_output(form, output)
    targets.needs_page(page, made)
    return _give_review(public.audit(drafts[0], parent_names), form, output, force, page, **made)


def _give_review(
    review: Review,
    form: str,
    output: Path | None,
    force: bool,
    page: Path | None,
    *,
    by: str | None,
    date: datetime | None,
) -> int:
    """Print or write a review; exit code 1 when anything is missing or suspect, so that a script can gate on it."""
    files = [review.at(output, form)] if output else []
    if page:
        files.append(review.page_at(page, by=by, date=(date or datetime.now()).date()))
    written = public.write(files, inputs=review.inputs, force=force)
    for file in files:
        screen.say(file.findings)
    if form == "json" and output is None:
        screen.say_json(review.as_json())
    elif form == "text":
        screen.say(review.doubts)
        if output is None:
            click.echo(review.as_text(colour=screen.in_colour()), nl=False)
    screen.say_written(written, said="已写入", err=True)
    return screen.EXIT_FINDINGS if review.failed else 0


@plangen.command(name="import", cls=LongCommand)
@click.argument("document", metavar="文件", type=options.PATH)
@option("-o", "--output", type=options.PATH, metavar="上位规划.yaml", help="写到哪里。")
@option("--id", "plan_id", metavar="编号", help="上位规划的编号，例如 linfen-155；不写就由地名和时期拟定。")
@option("--title", metavar="名称", help="上位规划的名称；文件里没有名称或者读得不对时写明。")
@option("--part", type=int, metavar="第几份", help="文件是几份规划的汇编时，只读其中第几份。")
@option("--facts-only", is_flag=True, help="只留标题、编号、期限、指标值和单位，不留原文语句。")
@option(
    "--correct",
    type=options.PATH,
    metavar="修正.yaml",
    help="人对导入结果的修正；与目标文件里原有的合在一起，写进目标文件。",
)
@option("--review", is_flag=True, help="把每一处存疑写成条目旁边的说明行，供逐条核对；要用 -o。")
@option("--show-text", is_flag=True, help="显示读到的每一行及其判定，不写文件。")
@option("--explain", metavar="行号", help="说明某一行为什么是或者不是条目；PDF 写“页:行”，例如 3:12。")
@option("--force", is_flag=True, help="目标文件被人改过也覆盖（先另存一份；人补充的条目、写的说明和修正都保留）。")
@options.TEXT_OR_JSON
def import_command(
    document: Path,
    output: Path | None,
    plan_id: str | None,
    title: str | None,
    part: int | None,
    facts_only: bool,
    correct: Path | None,
    review: bool,
    show_text: bool,
    explain: str | None,
    force: bool,
    form: str,
) -> int:
    """把上位规划的文件读成条目。"""
    if review and output is None:
        raise click.UsageError("--review 写在文件里，请用 -o 写明文件，例如 -o 上位规划.yaml。")
    corrections = public.find_corrections(output, correct)
    imported = public.import_parent(
        document, plan_id=plan_id, title=title, part=part, facts_only=facts_only, corrections=corrections
    )
    if show_text or explain is not None:
        lines = list(screen.explained_lines(imported.source, explain))
        screen.say_lines(lines)
        if not lines:
            click.echo(f"没有第“{explain}”行；用 --show-text 可以看到各行的行号。", err=True)
        return 0 if lines else screen.EXIT_UNUSABLE
    if output:
        imported = public.import_over(imported, output)
        inputs = [document] if correct is None else [document, correct]
        written = public.write(imported.at(output, review=review), inputs=inputs, force=force)
    if form == "json":
        screen.say_json(imported.as_json())
    else:
        screen.say(imported.findings)
        screen.say_lines(screen.imported_lines(imported))
        if output:
            screen.say_written(written, said="已写入")
            if review:
                click.echo("存疑的地方写在各条目上面，以“# 存疑”开头；要改的写进文件里的“修正”，再导入一次。")
        else:
            click.echo("没有写文件；要保存请加 -o 上位规划.yaml。")
    return screen.code_of(imported.findings)


@plangen.command(cls=ChineseCommand)
@click.argument("plan_id", metavar="[编号]", required=False)
def parents(plan_id: str | None) -> int:
    """列出随附的上位规划；写了编号就列出它的全部条目。"""
    if plan_id is None:
        for parent in public.list_parents():
            screen.say_lines(screen.plan_lines(parent.plan, parent.counts))
        click.echo("\n用 plangen parents 编号 查看条目，例如 plangen parents jincheng-155。")
        return 0
    parent = public.load_parent(plan_id, documents=False)
    screen.say(parent.findings)
    screen.say_lines(screen.plan_lines(parent.plan, parent.counts))
    screen.say_lines(screen.item_lines(parent.plan))
    return 0


@plangen.command(cls=LongCommand)
@click.argument("county", metavar="县名")
@option("-o", "--output", type=options.PATH, metavar="填报文件.yaml", help="写到哪里，默认“县名.yaml”。")
@option(
    "--parent",
    "parent_names",
    multiple=True,
    metavar="上位规划",
    help="编号、YAML 或者文件（先导入，写在填报文件旁边），可写多次；条目逐条列在“承接”下面，供逐条决定。",
)
@option(
    "--roster-xlsx", is_flag=True, help="另外生成一份空白的“部门名册.xlsx”，用 Excel 填写；已有填报文件的只生成它。"
)
@options.NEW_KIND
@options.FORCE
def init(
    county: str, output: Path | None, parent_names: tuple[str, ...], roster_xlsx: bool, kind: str, force: bool
) -> int:
    """为一个县生成一份带说明的填报文件。"""
    spec_path = output or Path(f"{county.strip()}.yaml")
    roster_path = spec_path.with_name("部门名册.xlsx")
    chosen = public.first_parents(parent_names, spec_path, others=[roster_path], force=force)
    loaded = [one.parent for one in chosen]
    spec = public.new_spec(county, loaded, path=spec_path, kind=options.KINDS[kind])
    roster = public.new_roster(county, roster_path, loaded) if roster_xlsx else None
    # a county that has its spec asks for the roster alone; the spec is the planner's own and stays as it is
    keeps_spec = roster is not None and spec.path.is_file() and not force
    outputs = [*(one.output for one in chosen), None if keeps_spec else spec, roster]
    inputs = [path for one in chosen for path in one.inputs]
    files = public.write([one for one in outputs if one is not None], inputs=inputs, force=force)
    for one in chosen:
        screen.say(one.findings)
        screen.say_lines(screen.first_parent_lines(one))
    imports = {one.parent.path for one in chosen if one.output}
    screen.say_started(spec.path, [file for file in files if file.path not in imports], roster is not None, keeps_spec)
    return max((screen.code_of(one.findings) for one in chosen), default=0)


@plangen.command(cls=ChineseCommand)
@option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="text 为说明，json 供编辑器使用。"
)
def schema(form: str) -> int:
    """说明填报文件有哪些项目；--format json 输出 JSON Schema。"""
    if form == "json":
        screen.say_json(public.json_schema())
    else:
        screen.say_lines(public.describe())
    return 0
