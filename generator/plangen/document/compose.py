"""From the county's plan to Markdown: a template pack, one Jinja file a chapter.

Templates may come from other people: they run in Jinja's sandbox, see only data, and an undefined name or an empty
value is an error with its place, never a blank in the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from plangen.document import filters, rules
from plangen.document.annexes import COMPANION, DRAFT, Annex, annexes_of
from plangen.document.chapters import chapters_of, places_in
from plangen.document.markdown import markdown_escape
from plangen.document.template_errors import template_finding
from plangen.document.template_pack import ANNEX_PREFIX, TemplatePack, annex_chapter, chapter_key, load_pack
from plangen.document.title_lines import title_lines
from plangen.document.views import Viewer
from plangen.plan.sentence import SentenceSource
from plangen.terms.findings import Finding, FindingsError, Location
from plangen.terms.once import once_for_the_same
from plangen.terms.resources import knowledge_cache, uses_own_knowledge

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec, RosterGroup
    from plangen.document.sandbox import CompiledTemplates, Sandbox
    from plangen.plan.model import Assignment, CountyPlan

MAXIMUM_PARAGRAPHS = 40_000
"""The longest real plans have some 2,000."""

MAXIMUM_CHARACTERS = 3_000_000
"""A composed document larger than this is a template run wild."""

CONTENTS = "contents.md.j2"
"""The chapter that is written last, when the headings of the others are known."""

_HEADING = re.compile(r"^(#{1,2}) (.+?)\s*$", re.MULTILINE)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")

__all__ = ["TemplatePack", "chapter_environment", "compose", "context_of", "load_pack"]

_FILTERS: tuple[Callable[..., Any], ...] = (
    filters.attribute,
    filters.bracketed,
    filters.chinese,
    filters.circled,
    filters.clause,
    filters.clause_sentence,
    filters.due,
    filters.indicator_text,
    filters.kind_word,
    filters.lead_cell,
    filters.lead_list,
    filters.names,
    filters.origin_keys,
    filters.origin_label,
    filters.reference,
    filters.references,
    filters.root_label,
    filters.sentences,
    filters.short_title,
    filters.stop,
    filters.support_cell,
    filters.support_list,
    filters.target_words,
    filters.targets,
    filters.targets_named,
)


def compose(plan: CountyPlan, pack: TemplatePack, where: str = DRAFT) -> str:
    """Return a document as Markdown.

    Args:
        plan: the county's plan.
        pack: the chapters.
        where: ``draft`` for the plan with its annexes, ``companion`` for the file of further annexes alone.

    Returns:
        the Markdown; empty where there are no further annexes.

    Raises:
        FindingsError: a template is missing or wrong, or uses a name that does not exist; all chapters are tried first.
    """
    environment = chapter_environment(pack)
    annexes = annexes_of(plan, pack, where)
    context = context_of(plan, pack, annexes, where)
    problems: list[Finding] = []
    parts: dict[str, str] = {}
    chapters = pack.chapters if where == DRAFT else tuple(annex_chapter(annex.key) for annex in annexes)
    context |= _chapter_functions(lambda: parts.values() if where == DRAFT else [compose(plan, pack)])
    # tables say where in the text an item stands, the contents page what the other chapters say
    for chapter in sorted(chapters, key=lambda name: (name == CONTENTS, name.startswith(ANNEX_PREFIX))):
        if chapter == CONTENTS:
            context["headings"] = _headings(parts[name] for name in chapters if name in parts)
        numbered = context["chapters"].get(chapter_key(chapter))
        try:
            shown = context if numbered is None else {**context, "chapter": numbered}
            parts[chapter] = environment.get_template(chapter).render(shown).strip()
        except MemoryError:
            raise
        except Exception as error:  # a template is a stranger's program: whatever it raises is a finding
            problems.append(template_finding(error, chapter, pack.folders))
            if environment.meter.exhausted:  # no other chapter could be written any more
                break
            continue
        paragraphs = sum(part.count("\n\n") for part in parts.values())
        if sum(map(len, parts.values())) > MAXIMUM_CHARACTERS or paragraphs > MAXIMUM_PARAGRAPHS:
            raise rules.TEMPLATE_TOO_LONG.error(Location(file=chapter), name=chapter)
    if problems:
        raise FindingsError(problems)
    problems += [
        rules.ANNEX_EMPTY.found(
            Location(file=chapter), number=one.number, title=one.title, key=one.key, chapter=chapter
        )
        for one in annexes
        if not parts.get(chapter := annex_chapter(one.key), "no chapter, said when the pack was loaded")
    ]
    if problems:
        raise FindingsError(problems)
    text = "\n\n".join(parts[chapter] for chapter in chapters if parts[chapter])
    return re.sub(r"\n{3,}", "\n\n", text) + "\n" if text else ""


def chapter_environment(pack: TemplatePack) -> Sandbox:
    """Return the sandbox that a pack's chapters run in, with the filters and functions that they may use."""
    from plangen.document.sandbox import sandbox

    own: dict[str, Callable[..., Any]] = {function.__name__: function for function in _FILTERS} | {
        "keys": filters.item_keys
    }
    functions: dict[str, Callable[..., Any]] = {
        "same_units": filters.same_units,
        "has_titles": filters.has_titles,
        "detail_columns": filters.detail_columns,
    }
    return sandbox(pack.folders, filters=own, functions=functions, compiled=_compiled())


@knowledge_cache
def _compiled() -> CompiledTemplates:
    """Return the code of chapters; filters of a constant were worked out with the knowledge of then."""
    from plangen.document.sandbox import CompiledTemplates

    return CompiledTemplates(None if uses_own_knowledge() else "chapter")


def context_of(plan: CountyPlan, pack: TemplatePack, annexes: tuple[Annex, ...], where: str = DRAFT) -> dict[str, Any]:
    """Return what a pack's chapters see: plain data, and functions that take and give plain data.

    Args:
        plan: the county's plan.
        pack: whose data the chapters may read too.
        annexes: what :func:`~plangen.document.annexes.annexes_of` gives.
        where: the file that they stand in.
    """
    from plangen.document.views import TemplateFunction
    from plangen.plan.against_parents import other_place
    from plangen.plan.voice import paper_of
    from plangen.plan.wording import load_plan_words
    from plangen.terms.period import period_name

    settings, county = plan.spec.plan, plan.spec.county
    levels = county.words
    stage = load_plan_words().stage_of(plan.spec)
    paper = paper_of(plan, stage)
    assignments = _assignments(plan)
    data = {
        "annexes": annexes,
        "companion": where == COMPANION,
        "as_of": _moment(plan.spec.as_of),
        "elsewhere": [parent.id for parent in plan.parents if other_place(plan.spec.county, parent)],
        "parent_titles": {parent.id: parent.title for parent in plan.parents},
        "waived_annex": next((annex.mark for annex in annexes if annex.key == "waived"), None),
        "several_leads": any(item.assignment.co_leads for item in plan.all_items()),
        "used_groups": _used_groups(plan),
        "proposals": bool(paper.proposed)
        or any(one.source is SentenceSource.PROPOSAL for item in plan.all_items() for one in item.sentences),
        "suggestions": any(assignment.suggested for assignment in assignments),
        "asks": any(unit.asked for assignment in assignments for unit in assignment.units),
        "plan": plan,
        "county": county,
        "settings": settings,
        "pack": pack.data,
        "chapters": chapters_of(pack),
        "start_year": settings.period[0],
        "end_year": settings.period[1],
        "period_name": period_name(settings.period),
        "last_period_name": period_name((2 * settings.period[0] - settings.period[1] - 1, settings.period[0] - 1)),
        "paper_name": load_plan_words().papers[settings.kind],
        "units_in_text": pack.units_in_text if settings.units_in_text is None else settings.units_in_text,
        "boxes_from": pack.boxes_from if settings.boxes_from is None else settings.boxes_from,
        "level_word": levels.level,
        "lower": levels.lower,
        "lower_governments": levels.lower_governments,
        "paper": paper,
        "authority": _authority(paper.kinds, levels.level),
        "stage": {"notice": stage.notice, "mark": stage.mark, "text": settings.stage or stage.name},
        "text": plan.spec.text,
        "accepted_texts": paper.accepted,
    }
    viewer = _viewer_of(plan)
    seen = {name: viewer.plain(value) for name, value in data.items()}
    title_words = [*(pack.data.get("title_words") or ()), county.name, *settings.issuers]
    functions = {
        **_fact_functions(viewer.plain(plan.facts), plan.spec),
        "annex_named": lambda key: next((annex for annex in seen["annexes"] if annex.key == key), None),
        "title_lines": lambda title, *width: _title_lines(str(title), title_words, *width),
        "concerns": lambda name: paper.facts is None or name in paper.facts,
    }
    return seen | {name: TemplateFunction(function) for name, function in functions.items()}


@once_for_the_same
def _viewer_of(plan: CountyPlan) -> Viewer:
    """Return what makes views of a plan: its further annexes are shown the same as its text."""
    return Viewer()


def _chapter_functions(texts: Callable[[], Iterable[str]]) -> dict[str, Any]:
    """Return what tables ask the text with.

    Args:
        texts: gives the chapters of the text; asked when the first table wants to know, when they are written.
    """
    from plangen.document.views import TemplateFunction

    places = cache(lambda: places_in(texts()))
    return {"place_of": TemplateFunction(lambda item: places().get(str(filters.item_keys(item)).split()[0], "—"))}


def _headings(texts: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Return the headings of the first two levels with their levels, as Markdown without its spans."""
    from markupsafe import Markup

    found = (match for text in texts for match in _HEADING.finditer(text))
    return tuple((len(match[1]), Markup(_SPAN.sub(r"\1", match[2]))) for match in found)


def _authority(kinds: Collection[str], level: str) -> str:
    """Return who decides what the units cannot settle among themselves: 县人民政府, 县委、县人民政府."""
    offices = {"party": f"{level}委", "government": f"{level}人民政府"}
    return "、".join(office for kind, office in offices.items() if kind in kinds) or offices["government"]


def _fact_functions(facts: Mapping[str, object], spec: CountySpec) -> dict[str, Callable[..., Any]]:
    """Return what templates ask the county's situation with."""
    from plangen.plan.facts import look_up

    def fact(name: str) -> object | None:
        value = look_up(facts, name)
        return None if isinstance(value, Mapping) else value

    def year_of(name: str) -> str:
        """Return the time that a fact holds for where it is not that of all: 2020年; 预计2030年 where all are older."""
        found = spec.situation.get(name)
        if not found or not found.year or (spec.as_of or "").startswith(found.year):
            return ""
        return ("预计" if spec.as_of and found.year[:4] > spec.as_of[:4] else "") + _moment(found.year)

    return {
        "fact": fact,
        "known": lambda *names: all(fact(name) is not None for name in names),
        "year_of": year_of,
    }


def _moment(written: str | None) -> str:
    """Return a year, month or day as it is printed: 2022-10 -> 2022年10月."""
    parts = (written or "").split("-")
    return "".join(f"{part.lstrip('0')}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part)


def _title_lines(title: str, words: list[str], *width: float) -> str:
    from markupsafe import Markup

    return Markup("\\\n").join(Markup(markdown_escape(line.strip())) for line in title_lines(title, words, *width))


def _used_groups(plan: CountyPlan) -> tuple[RosterGroup, ...]:
    """Return the groups of units that some row names, so that the document can say who they are."""
    named = {unit.name for assignment in _assignments(plan) for unit in assignment.units}
    return tuple(group for group in plan.spec.roster.groups if group.name in named and group.members)


def _assignments(plan: CountyPlan) -> list[Assignment]:
    return [item.assignment for item in plan.all_items()] + [one.assignment for one in plan.indicators]
