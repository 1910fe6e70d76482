"""From the county's plan to Markdown: a template pack, one Jinja file a chapter.

Templates may come from other people: they run in Jinja's sandbox, see only data, and an undefined name or an empty
value is an error with its place, never a blank in the document.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.document import filters
from plangen.document.markdown import markdown_escape
from plangen.document.template_pack import TemplatePack, load_pack
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.levels import LevelWords

if TYPE_CHECKING:
    from jinja2 import Environment

    from plangen.county.spec import RosterGroup
    from plangen.plan.model import CountyPlan, TraceRow

MAXIMUM_CHARACTERS = 20_000_000
"""A composed document larger than this is a template run wild."""

__all__ = ["Annex", "TemplatePack", "chapter_environment", "compose", "load_pack", "template_finding"]


def compose(plan: CountyPlan, pack: TemplatePack) -> str:
    """Return the whole document as Markdown.

    Args:
        plan: the county's plan.
        pack: the chapters.

    Raises:
        FindingsError: a template is missing or wrong, or uses a name that does not exist; all chapters are tried first.
    """
    environment = chapter_environment(pack)
    context = _context(plan, pack)
    problems: list[Finding] = []
    parts: list[str] = []
    for chapter in pack.chapters:
        try:
            parts.append("".join(_bounded(environment.get_template(chapter).generate(context), chapter)))
        except FindingsError as error:
            problems.extend(error.findings)
        except Exception as error:  # a template is a stranger's program: whatever it raises is a finding
            problems.append(template_finding(error, chapter, pack))
    if problems:
        raise FindingsError(problems)
    text = "\n\n".join(part.strip() for part in parts if part.strip())
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def _bounded(pieces: Iterator[str], chapter: str) -> Iterator[str]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MAXIMUM_CHARACTERS:
            raise _failure("template-too-long", f"模板“{chapter}”生成的文字过长，请检查其中的循环。", Path(chapter))
        yield piece


def chapter_environment(pack: TemplatePack) -> Environment:
    """Return the sandbox that a pack's chapters run in, with the filters they may use."""
    from plangen.document.sandbox import sandbox

    environment = sandbox(pack.folders)
    environment.filters.update(
        chinese=filters.chinese,
        bracketed=filters.bracketed,
        circled=filters.circled,
        stop=filters.stop,
        names=filters.names,
        clause=filters.clause,
        keys=filters.item_keys,
        origin_keys=filters.origin_keys,
        reference=filters.reference,
        references=filters.references,
        kind_word=filters.kind_word,
        attribute=filters.attribute,
        lead_cell=filters.lead_cell,
        support_cell=filters.support_cell,
        short_title=filters.short_title,
        root_label=filters.root_label,
        origin_label=filters.origin_label,
        lead_list=filters.lead_list,
        targets=filters.targets,
        indicator_text=filters.indicator_text,
    )
    environment.globals.update(same_units=filters.same_units, has_titles=filters.has_titles)
    return environment


def _context(plan: CountyPlan, pack: TemplatePack) -> dict[str, Any]:
    from markupsafe import Markup

    from plangen.plan.facts import look_up
    from plangen.terms.period import period_name

    settings, county = plan.spec.plan, plan.spec.county

    def fact(name: str) -> object | None:
        value = look_up(plan.facts, name)
        return None if isinstance(value, Mapping) else value

    def known(*fact_names: str) -> bool:
        return all(fact(name) is not None for name in fact_names)

    annexes = _annexes(plan, pack)
    titles = {parent.id: parent.title for parent in plan.parents}

    def annex_named(key: str) -> Annex | None:
        return next((annex for annex in annexes if annex.key == key), None)

    def title_lines(title: str) -> Markup:
        lines = filters.title_lines(
            title, [*map(str, pack.data.get("title_words") or ()), county.name, settings.issuer]
        )
        return Markup("\\\n").join(Markup(markdown_escape(line)) for line in lines)

    return {
        "title_lines": title_lines,
        "annexes": annexes,
        "annex_named": annex_named,
        "parent_titles": titles,
        "waived_annex": next((annex.number for annex in annexes if annex.key == "waived"), None),
        "several_leads": any(item.assignment.co_leads for item in plan.all_items()),
        "used_groups": _used_groups(plan),
        "county_wording": _county_wording(plan),
        "suggestions": any(item.assignment.suggested for item in plan.all_items())
        or any(indicator.assignment.suggested for indicator in plan.indicators),
        "plan": plan,
        "county": county,
        "settings": settings,
        "pack": pack.data,
        "fact": fact,
        "known": known,
        "start_year": settings.period[0],
        "end_year": settings.period[1],
        "period_name": period_name(settings.period),
        "level_word": LevelWords(county.name).level,
    }


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex that the document has: its key in pack.yaml, its number from 1 and its title."""

    key: str
    number: int
    title: str


def _annexes(plan: CountyPlan, pack: TemplatePack) -> tuple[Annex, ...]:
    present = {
        "indicators": bool(plan.indicators or plan.goals),
        "tasks": bool(plan.tasks),
        "projects": bool(plan.projects),
        "departments": bool(plan.duties),
        "waived": bool(plan.waived),
        "trace": bool(plan.trace) and plan.spec.plan.trace_table,
    }
    named = [(key, str(title)) for key, title in (pack.data.get("annexes") or {}).items() if present.get(key)]
    return tuple(Annex(key=key, number=number, title=title) for number, (key, title) in enumerate(named, 1))


def _county_wording(plan: CountyPlan) -> Callable[[TraceRow], str]:
    """Return a function that names a parent item in county wording.

    Where wording rules alone cannot decide (6个县区), the title that the county gave the item stands in.
    """
    from plangen.plan.localise import localise
    from plangen.plan.localise_rules import load_rules
    from plangen.plan.model import title_of

    rules = load_rules()
    parents = {parent.id: parent for parent in plan.parents}

    def title(row: TraceRow) -> str:
        parent, county = parents[row.origin.parent], plan.spec.county
        local = localise(
            row.origin.title, county=county, parent_place=parent.place, parent_level=parent.level, rules=rules
        )
        if any(doubt.kept for doubt in local.doubts) and row.targets:
            return title_of(row.targets[0])
        return local.text

    return title


def _used_groups(plan: CountyPlan) -> tuple[RosterGroup, ...]:
    """Return the groups of units that some row names, so that the document can say who they are."""
    assignments = [item.assignment for item in plan.all_items()] + [one.assignment for one in plan.indicators]
    named = {unit.name for assignment in assignments for unit in assignment.units}
    return tuple(group for group in plan.spec.roster.groups if group.name in named and group.members)


def template_finding(error: Exception, chapter: str, pack: TemplatePack) -> Finding:
    """Return what a template's failure means to the person who wrote it.

    Args:
        error: what the template raised.
        chapter: the chapter that was being written.
        pack: where its files are.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    from plangen.document.sandbox import EmptyValueError

    name, line = chapter, None
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or chapter, error.lineno
        path = next((folder / name for folder in pack.folders if (folder / name).is_file()), None)
    else:
        path = None
        folders = [folder.resolve() for folder in pack.folders]
        for frame in traceback.extract_tb(error.__traceback__):
            if any(Path(frame.filename).is_relative_to(folder) for folder in folders):
                path, line = Path(frame.filename), frame.lineno
    location = Location(file=str(path or name), line=line)
    if isinstance(error, TemplateNotFound):
        return _finding("template-missing", f"缺少模板文件“{error.name}”。", location, "请检查模板文件夹和 pack.yaml。")
    if isinstance(error, TemplateSyntaxError):
        hint = "请对照原模板检查 {{ }}、{% %} 是否成对，{% if %}、{% for %} 是否有结尾。"
        return _finding("template-syntax", f"模板写法有误（{error.message}）。", location, hint)
    if isinstance(error, UndefinedError):
        words = re.findall(r"'([^']+)'", str(error))
        hint = "请检查名称的拼写；可用的名称见 README“换掉模板”一节。"
        return _finding(
            "template-undefined", f"模板用了没有定义的名称“{words[-1] if words else error}”。", location, hint
        )
    if isinstance(error, SecurityError):
        return _finding(
            "template-forbidden", f"模板做了不允许的操作：{error}。", location, "模板只能读取方案的内容，不能做别的。"
        )
    if isinstance(error, EmptyValueError):
        return _finding("template-empty-value", "模板输出了一个空值。", location, "请先用 {% if %} 判断该值是否填写。")
    if isinstance(error, RecursionError):
        return _finding(
            "template-failed", "模板反复引用自己，停不下来。", location, "请检查 {% include %} 和宏的互相引用。"
        )
    return _finding("template-failed", f"模板运行出错（{type(error).__name__}：{error}）。", location, None)


def _finding(code: str, message: str, location: Location, hint: str | None) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, message=message, location=location, hint=hint)


def _failure(code: str, message: str, path: Path) -> FindingsError:
    return FindingsError([_finding(code, message, Location(file=str(path)), None)])
