"""What the command line prints: findings, JSON, and the lines that a planner reads after a run."""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plangen.terms.findings import Finding, FindingsError, Severity, exit_code, has_errors, screen_lines
from plangen.terms.text import without_controls
from plangen.terms.told import tell, told_to

if TYPE_CHECKING:
    from plangen import FirstParent, Imported, MergedDraft, Written
    from plangen.living.merge_revision import Revised
    from plangen.parent.importer import ImportResult
    from plangen.parent.model import ParentItem, ParentPlan
    from plangen.parent.revision import Change
    from plangen.plan.model import CountyPlan
    from plangen.terms.place import Place

EXIT_FINDINGS = 1
EXIT_UNUSABLE = 2

_PATIENCE_SECONDS = 2.0
_SHOWN_GAPS = 5
_SHOWN_MERGED = 10
_MERGED = {"changed": "改写", "restyled": "换标记", "added": "新增", "deleted": "删去"}
_REVISED = {"changed": "改写", "renamed": "改题", "added": "新增", "removed": "删去"}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def code_of(findings: Iterable[Finding]) -> int:
    """Return the exit code of findings: 2 where an input cannot be used at all, 1 where there is an error, else 0."""
    return exit_code(findings)


def code_of_failure(error: FindingsError) -> int:
    """Return the exit code of findings that ended a run."""
    return max(code_of(error.findings), EXIT_FINDINGS)


def say(findings: Iterable[Finding], keys: Mapping[str, str] | None = None, *, more: str | None = None) -> None:
    """Print findings to stderr: the worst first, many of one rule folded.

    Args:
        findings: all of them.
        keys: the language in which the planner's file writes its keys, see :meth:`Finding.as_text`.
        more: the command that lists notes one by one, where they are only to be counted here.
    """
    for severity, text in screen_lines(findings, keys, more=more):
        click.echo(click.style(text, fg=_COLOURS[severity]), err=True)


def say_json(data: object) -> None:
    """Print one JSON value to stdout, in UTF-8 whatever the console's encoding is."""
    # what no encoding has, half of a pair of surrogates in a file's name, is written as JSON escapes it
    click.echo(json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace"))


def say_failure(error: FindingsError, form: str | None) -> int:
    """Print the findings that ended a run, as JSON where the command was asked for JSON; return the exit code."""
    if form == "json":
        say_json({"findings": [finding.as_json() for finding in error.findings]})
    else:
        say(error.findings)
    return code_of_failure(error)


def say_lines(lines: Iterable[str]) -> None:
    """Print lines to stdout."""
    for line in lines:
        click.echo(line)


def say_written(files: Iterable[Written], *, said: str = "已生成", err: bool = False) -> None:
    """Print which files were written, and where the copies of changed ones are."""
    for file in files:
        if file.backup:
            click.echo(f"原文件另存为：{file.backup}", err=err)
        click.echo(f"{said}：{file.path}", err=err)


def merged_lines(draft: MergedDraft) -> Iterator[str]:
    """Yield what became of a draft that people work in: what was put in, and how much was not."""
    if draft.unusable:
        return
    if draft.output is None:
        yield f"{draft.path}：有人改过；与上次生成时相比内容没有变化，没有动它。"
        return
    counts = Counter(one.kind for one in draft.told)
    parts = [f"{word}{counts[kind]}处" for kind, word in _MERGED.items() if counts[kind]]
    decisions = sum(one.decision for one in draft.revised)
    left = sum(finding.severity is Severity.ERROR for finding in draft.findings) - decisions
    kept = "有人改过，人改的都保留" if draft.edited else "上位规划有变动，写在上次的文稿里（要一份新的，加 --force）"
    yield f"{draft.path}：{kept}；这次的变化已合入：{'，'.join(parts) or '无'}。" + (
        f"没有合入{left}处，见上面的提示和稿子里的批注。" if left else ""
    )
    yield from _revised_lines(draft.revised)
    for one in draft.told[:_SHOWN_MERGED]:
        yield f"  {_MERGED[one.kind]} {one.place}"
    if len(draft.told) > _SHOWN_MERGED:
        yield f"  …… 另有{len(draft.told) - _SHOWN_MERGED}处，在稿子里逐处可见"


def _revised_lines(revised: Sequence[Revised]) -> Iterator[str]:
    """Yield what a revision of the parents touches, those first that need a decision."""
    if not revised:
        return
    counts = Counter(one.kind for one in revised)
    parts = [f"{word}{counts[kind]}条" for kind, word in _REVISED.items() if counts[kind]]
    decisions = sum(one.decision for one in revised)
    wanted = f"，其中{decisions}条与本县的决定有关，要重新确认" if decisions else ""
    yield f"  上位规划修订：{'、'.join(parts)}{wanted}；稿子里逐条加了批注："
    for one in sorted(revised, key=lambda one: not one.decision):
        said = f"（{'；'.join(one.changes)}）" if one.changes else ""
        outcome = "本县的决定要重新确认，见上面的提示。" if one.decision else one.outcome
        yield f"    {_REVISED[one.kind]} {one.key} {one.name}{said}：{outcome}"


def value_words(value: object) -> str:
    """Return a value of a spec as one short line."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    return "（无）" if value is None else text if len(text) <= 60 else f"{text[:60]}……"


def in_colour() -> bool:
    """Return whether somebody is looking."""
    return sys.stdout.isatty()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on stderr while many are worked on, where somebody is looking; give out what moves it.

    Args:
        label: what is done, in Chinese.
    """
    if not sys.stderr.isatty():
        yield None
        return
    tell("")  # the bar says that something is going on
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True) as bar:

        def told(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield told


@contextmanager
def patience() -> Iterator[None]:
    """Say on stderr what takes long, or after a while that something does, where somebody is looking."""
    if not sys.stderr.isatty():
        yield
        return
    waiting = threading.Timer(_PATIENCE_SECONDS, click.echo, ("正在处理，请稍候……",), {"err": True})
    waiting.daemon = True

    def told(text: str) -> None:
        waiting.cancel()
        if text:
            click.echo(without_controls(text), err=True)

    waiting.start()
    try:
        with told_to(told):
            yield
    finally:
        waiting.cancel()


def _alike(plan: CountyPlan, reference: str) -> str:
    count = sum(one.origin.parent == reference for one in plan.alike)
    return f"；其中 {count} 项与本方案的事项相同、相近" if count else ""


def summary(plan: CountyPlan, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield what a planner reads after a render: what became of the parents' items, and what is left to do."""
    from plangen.plan.wording import load_plan_words

    dispositions = Counter(row.disposition for row in plan.trace)
    waived = dispositions.pop("不承接", 0)
    carried = sum(dispositions.values())
    parts = "、".join(f"{name} {count} 项" for name, count in dispositions.items() if name != "承接")
    items = list(plan.all_items())
    open_rows = sum(item.assignment.suggested for item in items)
    open_leads = sum(any(unit.proposed for unit in item.assignment.leads) for item in items)
    counts = Counter(finding.severity for finding in findings)
    yield from ("", plan.title)
    yield from (f"  上位规划：{parent.title}（{parent.id}）" for parent in plan.parents)
    yield from (
        f"  参考规划：{parent.title}（{parent.id}），不承接{_alike(plan, parent.id)}" for parent in plan.references
    )
    of_these = f"（其中{parts}）" if parts else ""
    yield f"  上位规划条目共 {carried + waived} 项：承接 {carried} 项{of_these}，不承接 {waived} 项"
    paper = load_plan_words().papers[plan.spec.plan.kind]
    yield (
        f"  {paper}：指标 {len(plan.indicators)} 项，分项目标 {len(plan.goals)} 项，"
        f"重点任务 {len(plan.tasks)} 项，重点工程 {len(plan.projects)} 项，连同子项共 {len(items)} 项"
    )
    yield f"  责任分工：{len(items) - open_rows} 项已明确，{open_rows} 项有拟定的单位（牵头单位拟定的 {open_leads} 项）"
    yield from _source_lines(plan)
    yield from _own_words(plan)
    if blanks := _blanks(plan):
        yield f"  待填：{'、'.join(blanks)}"
    yield f"  问题：错误 {counts[Severity.ERROR]}，警告 {counts[Severity.WARNING]}，提示 {counts[Severity.INFO]}"


def _source_lines(plan: CountyPlan) -> Iterator[str]:
    """Yield whose the sentences are, and in which items something is still open."""
    from plangen.plan.census import census
    from plangen.plan.sentence import SentenceSource

    counted = census(plan)
    said = "，".join(f"{source.label} {count} 句" for source, count in counted.sentences.items())
    yield f"  语句来源：{said}；待定（【】）{counted.gaps} 处"
    proposed = [one.item.reference for one in counted.undecided if one.proposals]
    if counted.sentences[SentenceSource.PROPOSAL]:
        yield f"  建议的语句在 {len(proposed)} 项中，文稿里加波浪线；写“采纳措施: 是”采纳，或用“措施”写明本县的"
    if gaps := [f"{one.item.title}{''.join(one.gaps)}" for one in counted.undecided if one.gaps]:
        more = f"等 {len(gaps)} 项" if len(gaps) > _SHOWN_GAPS else ""
        yield f"  待定之处：{'；'.join(gaps[:_SHOWN_GAPS])}{more}"


def _own_words(plan: CountyPlan) -> Iterator[str]:
    """Yield which chapters that no parent gives are still proposed."""
    from plangen.plan.voice import CHAPTERS, paper_of
    from plangen.plan.wording import load_plan_words

    if proposed := paper_of(plan, load_plan_words().stage_of(plan.spec)).proposed:
        words = "、".join(CHAPTERS[key] for key in proposed)
        yield f"  自带的{words}还是建议，在“正文”里写明，或者列入其中的“采纳”"


def _blanks(plan: CountyPlan) -> list[str]:
    """Return what the document still leaves blank, so that no placeholder passes unseen."""
    from plangen.plan.voice import paper_of
    from plangen.plan.wording import load_plan_words

    number = plan.spec.plan.number or ""
    paper = paper_of(plan, load_plan_words().stage_of(plan.spec))
    blanks = [f"{gap}（未填）" for gap in (*paper.gaps, *paper.blanks)]
    if "〕 " in number or "〕\u3000" in number:
        blanks.append(f"发文字号的序号（{number}）")
    return blanks


def plan_lines(plan: ParentPlan, counts: Mapping[str, int]) -> Iterator[str]:
    """Yield what a parent plan is and how many items it has."""
    words = {"indicators": "指标", "goals": "分项目标", "tasks": "任务", "nested": "子项", "projects": "工程"}
    numbers = "，".join(f"{words.get(name, name)} {count}" for name, count in counts.items())
    period = f"{plan.period[0]}—{plan.period[1]}年" if plan.period else "时期不明"
    yield f"{plan.id:<16}{plan.title}（{period}）"
    yield f"{'':<16}{numbers}"


def imported_lines(imported: Imported) -> Iterator[str]:
    """Yield what was imported: the plan, how many items each group has, and what changed."""
    plan = imported.plan
    yield from plan_lines(plan, imported.counts)
    for label, items in (("任务", plan.tasks), ("工程", plan.projects)):
        for group, count in Counter(item.group or "（不分组）" for item in items).items():
            nested = sum(1 for item in items if (item.group or "（不分组）") == group for _ in item.walk()) - count
            yield f"    {label}  {group}：{count} 项{f'，子项 {nested} 项' if nested else ''}"
    if imported.changes is not None:
        yield from _change_lines(imported.changes)


def first_parent_lines(first: FirstParent) -> Iterator[str]:
    """Yield what became of a document that a new spec takes for its parent: where its items are, and what to do."""
    if first.document is None:
        return
    target = first.parent.path
    if first.imported is None:
        yield f"{first.document} 已经导入过，人改过的 {target} 照用，没有改动。"
        return
    yield from plan_lines(first.parent.plan, first.imported.counts)
    yield f"已导入上位规划：{first.document} → {target}"
    if has_errors(first.findings):
        yield f"导入有错误（见上面的提示），条目可能不全：填报文件照样生成；请对照原文核对 {target}，改正后再用。"


def _change_lines(changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        yield "与原有文件相比：条目没有变化。"
        return
    yield f"与原有文件相比有 {len(changes)} 处变化，未变的条目编号照旧："
    for change in changes:
        said = []
        if change.what:
            said.append(f"改的是{'、'.join(change.what)}")
        if change.before and (not change.what or "标题" in change.what):
            said.append(f"原为：{change.before}")
        behind = f"（{'；'.join(said)}）" if said else ""
        yield f"  {change.label}  {change.id:<8}{change.title}{behind}"


def item_lines(plan: ParentPlan) -> Iterator[str]:
    """Yield every item of a parent plan under its group."""
    from plangen.parent.model import ItemKind

    group = None
    for item in plan.all_items():
        if item.group and item.group != group:
            group = item.group
            yield f"\n  【{group}】"
        yield _item_line(item)
        if item.quantities and item.kind is not ItemKind.INDICATOR:
            figures = "；".join(
                quantity.said + ("〔上级总量〕" if quantity.total else "") for quantity in item.quantities
            )
            yield f"{'  ' * (item.id.count('.') + 1)}{'':<8}量化要求：{figures}"


def _item_line(item: ParentItem) -> str:
    from plangen.terms.deadline import deadline_words

    clause = item.responsibility.text if item.responsibility else None
    facts = (item.target, deadline_words(item.deadline, item.deadline_text), clause)
    tail = "  ".join(fact for fact in facts if fact)
    indent = "  " * (item.id.count(".") + 1)
    return f"{indent}{item.id:<8}{item.number or ''}{item.title}{f'  〔{tail}〕' if tail else ''}"


def explained_lines(source: ImportResult, only: str | None) -> Iterator[str]:
    """Yield the lines that an import read, each with what it was taken for.

    Args:
        source: the import.
        only: label of the one line asked for (81, 3:12, 表2:4); None: all of them.
    """
    verdicts: dict[str, list[str]] = {}
    for entry in source.explained:
        verdicts.setdefault(_place_label(entry.place), []).append(entry.verdict)
    for line in source.document.lines:
        label = _place_label(line.place)
        if only is None or label == only.strip():
            yield f"{label:>7}  {line.text}"
            yield from (f"         └ {verdict}" for verdict in dict.fromkeys(verdicts.get(label, ())))


def _place_label(place: Place) -> str:
    """Return how the command line numbers a line: 81; 3:12 for line 12 of page 3; 表2:4 for row 4 of table 2."""
    if place.table is not None and place.row is not None and place.line is None:
        return f"表{place.table}:{place.row}"
    number = place.line or place.paragraph or 0
    return f"{place.page}:{number}" if place.page else str(number)


def say_started(spec: Path, files: Iterable[Written], roster: bool, keeps_spec: bool) -> None:
    """Print what a county has now, and what to do next.

    Args:
        spec: its spec.
        files: what was written.
        roster: whether a roster workbook is among it.
        keeps_spec: whether the spec was there before.
    """
    for file in files:
        what = "空白名册" if roster and file.path != spec else "填报文件"
        say_written([file], said=f"已生成{what}")
    if keeps_spec:
        click.echo(f"填报文件 {spec} 已经有了，没有改动。")
    else:
        click.echo(f"下一步：打开它按说明填写，再运行 plangen render {spec}")
    if roster:
        click.echo(
            "填好名册以后，把填报文件里的“部门名册”整段改写成一行：部门名册: 部门名册.xlsx\n"
            "成员单位组也填在名册里：填报文件里的“成员单位组”整段请删去，两处都写会重复。"
        )
