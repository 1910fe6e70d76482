"""What each part of a plan is: goals, tasks, projects, or one of the parts that hold no items.

Evidence decides, not a list of words: numbered headings with responsibility clauses are items wherever they stand; the
words of a heading leave a chapter out only where they are what the heading is about; a chapter that says nothing of
itself is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from plangen.parent import rules
from plangen.parent.block_model import Paragraph, Table, locate
from plangen.parent.outline_model import Node
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.findings import Finding, Severity
from plangen.terms.marks import split_title
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted, vocabulary


class Role(StrEnum):
    """Roles of sections; the first four hold items."""

    GOALS = "goals"
    TASKS = "tasks"
    PROJECTS = "projects"
    INDICATORS = "indicators"
    BACKGROUND = "background"
    PRINCIPLES = "principles"
    SAFEGUARDS = "safeguards"
    STAGES = "stages"
    PRODUCTS = "products"
    SCOPE = "scope"
    INVESTMENT = "investment"
    GLOSSARY = "glossary"
    ANNEX = "annex"
    FOREWORD = "foreword"
    OTHER = "other"


ROLE_WORDS = {
    Role.GOALS: "目标",
    Role.TASKS: "任务",
    Role.PROJECTS: "工程",
    Role.INDICATORS: "指标",
    Role.BACKGROUND: "背景形势",
    Role.PRINCIPLES: "指导思想、原则",
    Role.SAFEGUARDS: "保障措施",
    Role.STAGES: "实施步骤",
    Role.PRODUCTS: "成果清单",
    Role.SCOPE: "范围对象",
    Role.INVESTMENT: "投资资金",
    Role.GLOSSARY: "名词解释",
    Role.ANNEX: "附件",
    Role.FOREWORD: "前言",
    Role.OTHER: "其他",
}

_WITHOUT_ITEMS = ("background", "principles", "safeguards")
"""Roles whose chapters hold no items, unless clauses say otherwise."""

_WORKING = ("tasks", "projects", "division", "item")
"""Roles of chapters that hold tasks by what they are."""

_ABOUT = 0.6
"""Least share of a heading's part that a word must make up to be what the part is about, where it does not end it."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the document with one role.

    Attributes:
        role: what it is.
        nodes: its heading; several when neighbouring chapters are task groups without a common heading.
        grouped: the nodes themselves are the groups (or items), there is no heading above them.
    """

    role: Role
    nodes: tuple[Node, ...]
    grouped: bool = False


@dataclass(frozen=True, kw_only=True)
class Sections:
    """All sections in the document's order, and the doubts about them."""

    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


def find_sections(root: Node, name: str, decided: Collection[Place] = ()) -> Sections:
    """Divide the outline into sections: by clauses, by the words of headings and, where these are silent, by place.

    Args:
        root: the outline.
        name: the document's name, for findings.
        decided: the lines about which a person has decided; nothing is asked about a chapter that is settled so.
    """
    chapters = root.children
    roles = [_chapter_role(chapter) for chapter in chapters]
    _mark_lists(chapters, roles)
    _judge_stages(chapters, roles)
    _mark_running(chapters, roles)
    findings = _read_silent_chapters(chapters, roles, name, decided)
    sections: list[Section] = []
    pending: list[Node] = []
    for chapter, role in zip(chapters, roles, strict=True):
        if role in ("guessed", "item"):
            pending.append(chapter)
            continue
        if pending:
            sections.append(Section(role=Role.TASKS, nodes=tuple(pending), grouped=True))
            pending = []
        sections += _resolve(chapter, role)
    if pending:
        sections.append(Section(role=Role.TASKS, nodes=tuple(pending), grouped=True))
    return Sections(sections=tuple(_with_clauses_kept(sections)), findings=tuple(findings))


def _mark_running(chapters: list[Node], roles: list[str | None]) -> None:
    """Numbers that run on into a chapter whose heading is silent show that both are groups of one list.

    明确工作重点 is then something to do, not the chapter of all tasks.
    """
    for index, (chapter, below) in enumerate(pairwise(chapters)):
        last = chapter.children[-1].mark if chapter.children else None
        first = below.children[0].mark if below.children else None
        if (
            last is not None
            and first is not None
            and (last.form, last.value + 1) == (first.form, first.value)
            and (roles[index], roles[index + 1]) == ("tasks", None)
            and vocabulary().says_what_to_do(heading_text(chapter))
        ):
            roles[index] = None


def _judge_stages(chapters: list[Node], roles: list[str | None]) -> None:
    """Chapters of stages or products hold no tasks where others do; where none does, they are read like any other."""
    for index, chapter in enumerate(chapters):
        if roles[index] is None and _lists_stages(chapter):
            roles[index] = Role.STAGES
    apart = (Role.STAGES, Role.PRODUCTS)
    if not any(
        role in _WORKING or (role not in apart and has_clauses(chapter))
        for chapter, role in zip(chapters, roles, strict=True)
    ):
        roles[:] = [None if role in apart else role for role in roles]


def _lists_stages(chapter: Node) -> bool:
    """Whether most of the points of a chapter are stages of the work: （一）动员部署阶段（3月底前）."""
    stages = [child for child in chapter.children if Role.STAGES in vocabulary().roles(_undated(heading_text(child)))]
    return len(stages) >= 2 and len(stages) > len(chapter.children) / 2


def _undated(title: str) -> str:
    """Return a heading without the bracket that says when: 动员部署阶段（2027年3月）."""
    return re.sub(r"[（(][^（(]*[）)]$", "", title)


def heading_text(node: Node) -> str:
    """Return a heading's title without clause, number and stop."""
    return split_title(find_clauses(node.line)[0]).title


def has_clause(node: Node) -> bool:
    """Return whether a heading or the text directly under it holds a responsibility clause."""
    return bool(find_clauses(node.line)[1]) or any(
        is_clause_paragraph(paragraph.text) or find_clauses(paragraph.text)[1] for paragraph in paragraphs_under(node)
    )


def has_clauses(node: Node) -> bool:
    """Return whether a heading or anything under it holds a responsibility clause."""
    return any(has_clause(inner) for inner in node.walk())


def _chapter_role(node: Node) -> str | None:
    """Return a role; ``general`` or ``division`` where the parts differ; None when the heading's words are silent."""
    title = _undated(heading_text(node))
    found = [role for role in vocabulary().roles(title) if role != "contents" and _is_about(title, role)]
    if not found:
        return None
    strong = [role for role in found if role in ("goals", "tasks", "projects")]
    if found[0] in ("glossary", "annex", "foreword"):
        return found[0]
    if "division" in found or len(strong) >= 2:
        # “实施重大工程项目”“重点任务和保障措施”: the stronger word decides unless the parts say otherwise
        return "division" if _parts_differ(node) else (strong[0] if strong else "division")
    if "general" in found:
        return "general"
    if strong and len(found) > 1 and _parts_differ(node):
        return "general"
    if "goals" in found and {"principles", "background"} & set(found):
        return "general"
    if strong:
        return strong[0]
    return found[0]


def _is_about(title: str, role: str) -> bool:
    """Whether a role's word is what a heading is about; 组织领导 in 党组织领导的基层体系 is not.

    Only the roles that would leave a chapter out are judged; a word that ends a part of the heading, or makes up most
    of it, names what the part is about.
    """
    if role not in _WITHOUT_ITEMS:
        return True
    words = next(section for section in vocabulary().sections if section.role == role)
    for part in re.split(r"[、，,]|和|与|及", comparable(title).strip("。.:")):
        bare = part.removeprefix(next((verb for verb in vocabulary().verbs if part.startswith(verb)), ""))
        for word in (*words.contains, *words.ends, *words.whole):
            if word in part and (part.endswith(word) or len(word) >= _ABOUT * max(1, len(bare))):
                return True
    return any(len(word) >= _ABOUT * len(title) and word in title for word in words.contains)


def _parts_differ(node: Node) -> bool:
    roles = set()
    for child in node.children:
        found = vocabulary().roles(heading_text(child))
        roles.add(
            next((role for role in found if role in ("goals", "indicators", "tasks", "projects", "principles")), None)
        )
    return len(roles - {None}) >= 2


def _resolve(node: Node, role: str | None) -> list[Section]:
    """Return the section of a heading, or those of its parts when they differ."""
    if role in ("general", "division"):
        silent = Role.TASKS if role == "division" else Role.PRINCIPLES
        sections: list[Section] = []
        for child in node.children:
            inner = _chapter_role(child)
            last = sections[-1] if sections else None
            if inner is not None:
                sections += _resolve(child, inner)
            elif last is not None and last.grouped and last.role is silent:
                sections[-1] = Section(role=silent, nodes=(*last.nodes, child), grouped=True)
            else:
                sections.append(Section(role=silent, nodes=(child,), grouped=True))
        return sections or [Section(role=silent, nodes=(node,))]
    return [Section(role=Role(role) if role else Role.OTHER, nodes=(node,))]


def _mark_lists(chapters: list[Node], roles: list[str | None]) -> None:
    """Chapters that carry a clause in their own line are a list of items, whatever their words say (一、……三十、……)."""
    for index, chapter in enumerate(chapters):
        if chapter.mark is not None and find_clauses(chapter.line)[1] and roles[index] != "goals":
            roles[index] = "item"


def _read_silent_chapters(
    chapters: list[Node], roles: list[str | None], name: str, decided: Collection[Place]
) -> list[Finding]:
    """Read a chapter whose heading does not say what it is as tasks; only an introduction without numbers is left out.

    The introduction ends with the first chapter on goals or general requirements.
    """
    _misplaced_safeguards(roles)
    frame = [index for index, role in enumerate(roles) if role in ("general", "goals", "principles")]
    after = frame[0] if frame else -1
    flat = not frame and _is_flat_list([chapter for chapter, role in zip(chapters, roles, strict=True) if role is None])
    findings: list[Finding] = []
    guessed = []
    for index, (chapter, role) in enumerate(zip(chapters, roles, strict=True)):
        if role is not None:
            continue
        doing = vocabulary().says_what_to_do(heading_text(chapter)) or has_clauses(chapter)
        listed = chapter.mark is not None and bool(chapter.children)
        if doing or (index > after and (frame or listed)) or len(chapters) == 1 or (flat and chapter.mark):
            roles[index] = "guessed"
            if not is_settled(chapter, decided):
                guessed.append(chapter)
        else:
            roles[index] = "background" if index < after or not frame else "other"
            findings.append(_unknown_section(chapter, name))
    if guessed and guessed[0].paragraph is not None:
        titles = "、".join(quoted(heading_text(chapter)) for chapter in guessed[:3]) + (
            "等" if len(guessed) > 3 else ""
        )
        location = locate(name, guessed[0].paragraph.place)
        findings.append(rules.SECTION_GUESSED.found(location, count=len(guessed), titles=titles))
    return findings


def is_settled(chapter: Node, decided: Collection[Place], *, heading: bool = False) -> bool:
    """Return whether a person has decided about every line right under a heading, or about one that stands alone.

    Args:
        chapter: the heading.
        decided: the lines about which a person has decided.
        heading: a decision about the heading is enough, as what stands under it is not read anyway.
    """
    if not decided:
        return False
    named = chapter.paragraph is not None and chapter.paragraph.place in decided
    if named and (heading or not chapter.children):
        return True
    lines = [child.paragraph for child in chapter.children] or paragraphs_under(chapter)
    return bool(lines) and all(line is not None and line.place in decided for line in lines)


def _is_flat_list(chapters: list[Node]) -> bool:
    """Whether chapters are points of one list, not parts of a plan: numbered alike, nothing under them, some to do."""
    points = [chapter for chapter in chapters if chapter.mark is not None and not chapter.children]
    forms = {chapter.mark.form for chapter in points if chapter.mark is not None}
    doing = sum(vocabulary().says_what_to_do(heading_text(chapter)) for chapter in points)
    return len(points) >= 3 and len(points) == len(chapters) and len(forms) == 1 and doing >= len(points) / 3


def _misplaced_safeguards(roles: list[str | None]) -> None:
    """Safeguards close a plan: a chapter with such words before the tasks is about something else."""
    tasks = [index for index, role in enumerate(roles) if role in ("tasks", "division")]
    for index, role in enumerate(roles):
        if role == "safeguards" and tasks and index < tasks[0]:
            roles[index] = None


def _with_clauses_kept(sections: list[Section]) -> list[Section]:
    """Take the numbered headings with clauses of their own out of the parts that hold no items: they are tasks."""
    kept: list[Section] = []
    for section in sections:
        kept.append(section)
        if section.role in (Role.GOALS, Role.TASKS, Role.PROJECTS, Role.INDICATORS):
            continue
        found = tuple(node for top in section.nodes for node in _highest_with_clause(top))
        if found:
            kept.append(Section(role=Role.TASKS, nodes=found, grouped=True))
    return kept


def _highest_with_clause(node: Node) -> list[Node]:
    if node.mark is not None and has_clause(node):
        return [node]
    return [found for child in node.children for found in _highest_with_clause(child)]


def _unknown_section(chapter: Node, name: str) -> Finding:
    assert chapter.paragraph is not None
    # numbered points that were left out make the import fail, so that a script notices
    severity = Severity.ERROR if any(child.mark for child in chapter.children) else None
    location = locate(name, chapter.paragraph.place)
    return rules.SECTION_SKIPPED.found(location, severity=severity, title=quoted(heading_text(chapter)))


def tables_under(node: Node) -> list[Table]:
    """Return the tables under a heading, in the document's order."""
    return [block for inner in node.walk() for block in inner.body if isinstance(block, Table)]


def paragraphs_under(node: Node) -> list[Paragraph]:
    """Return the paragraphs directly under a heading."""
    return [block for block in node.body if isinstance(block, Paragraph)]
