"""What each part of a plan is: goals, tasks, projects, or one of the parts that hold no items."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plangen.parent import rules
from plangen.parent.block_model import Paragraph, Table, locate
from plangen.parent.outline_model import Node
from plangen.terms.clause_search import find_clauses
from plangen.terms.findings import Finding
from plangen.terms.marks import split_title
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
    Role.GLOSSARY: "名词解释",
    Role.ANNEX: "附件",
    Role.FOREWORD: "前言",
    Role.OTHER: "其他",
}


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


def find_sections(root: Node, name: str) -> Sections:
    """Divide the outline into sections by the words of the headings and, where these are silent, by position."""
    chapters = root.children
    roles = [_chapter_role(chapter) for chapter in chapters]
    findings: list[Finding] = []
    _guess_silent_chapters(chapters, roles, findings, name)
    sections: list[Section] = []
    pending: list[Node] = []
    for chapter, role in zip(chapters, roles, strict=True):
        if role == "guessed":
            pending.append(chapter)
            continue
        if pending:
            sections.append(Section(role=Role.TASKS, nodes=tuple(pending), grouped=True))
            pending = []
        sections += _resolve(chapter, role)
    if pending:
        sections.append(Section(role=Role.TASKS, nodes=tuple(pending), grouped=True))
    return Sections(sections=tuple(sections), findings=tuple(findings))


def heading_text(node: Node) -> str:
    """Return a heading's title without clause, number and stop."""
    return split_title(find_clauses(node.line)[0]).title


def _chapter_role(node: Node) -> str | None:
    """Return a role; ``general`` or ``division`` where the parts differ; None when the heading's words are silent."""
    title = heading_text(node)
    found = [role for role in vocabulary().roles(title) if role != "contents"]
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


def _guess_silent_chapters(chapters: list[Node], roles: list[str | None], findings: list[Finding], name: str) -> None:
    """A chapter whose heading does not say what it is holds tasks when it stands after the introduction.

    The introduction ends with the last chapter on goals or general requirements before the first silent one that speaks
    of doing; without such a chapter it is what does not begin with a verb.
    """
    _misplaced_safeguards(roles)
    frame = [index for index, role in enumerate(roles) if role in ("general", "goals", "principles")]
    after = frame[0] if frame else -1
    closing = max((index for index, role in enumerate(roles) if role == "safeguards"), default=len(roles))
    guessed = []
    for index, (chapter, role) in enumerate(zip(chapters, roles, strict=True)):
        if role is not None:
            continue
        doing = vocabulary().starts_with_verb(heading_text(chapter)) or _has_clauses(chapter)
        if (frame and after < index < closing) or doing or len(chapters) == 1:
            roles[index] = "guessed"
            guessed.append(chapter)
    for index, role in enumerate(roles):
        if role is None:
            roles[index] = "background" if index < after or not frame else "other"
            findings.append(_unknown_section(chapters[index], name))
    if guessed and guessed[0].paragraph is not None:
        titles = "、".join(quoted(heading_text(chapter)) for chapter in guessed[:3]) + (
            "等" if len(guessed) > 3 else ""
        )
        location = locate(name, guessed[0].paragraph.place)
        findings.append(rules.SECTION_GUESSED.found(location, count=len(guessed), titles=titles))


def _misplaced_safeguards(roles: list[str | None]) -> None:
    """Safeguards close a plan: a chapter with such words before the tasks is about something else."""
    tasks = [index for index, role in enumerate(roles) if role in ("tasks", "division")]
    for index, role in enumerate(roles):
        if role == "safeguards" and tasks and index < tasks[0]:
            roles[index] = None


def _has_clauses(node: Node) -> bool:
    return any(find_clauses(inner.line)[1] for inner in node.walk())


def _unknown_section(chapter: Node, name: str) -> Finding:
    assert chapter.paragraph is not None
    return rules.SECTION_SKIPPED.found(locate(name, chapter.paragraph.place), title=quoted(heading_text(chapter)))


def tables_under(node: Node) -> list[Table]:
    """Return the tables under a heading, in the document's order."""
    return [block for inner in node.walk() for block in inner.body if isinstance(block, Table)]


def paragraphs_under(node: Node) -> list[Paragraph]:
    """Return the paragraphs directly under a heading."""
    return [block for block in node.body if isinstance(block, Paragraph)]
