"""Documents that are no plans: regulations, contingency plans, notices of recruitment, news, minutes, reports.

What shows one is data (templates/knowledge/documents.yaml): how its title ends, and what only such documents say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph
from plangen.terms.findings import Finding, Location
from plangen.terms.marks import Form, parse_mark
from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import load_shape
from plangen.terms.text import squeeze
from plangen.terms.vocabulary import quoted, vocabulary

_SHOWN = 4
_OPENING = 800
"""Characters at the beginning of a document where its kind's own opening stands (本报讯)."""
_SOLID_SHARE = 0.5
"""Share of items with a responsibility clause from which on a document hands out work, whatever else it says."""


@dataclass(frozen=True, kw_only=True)
class OtherKind:
    """A kind of document that is no plan; see the head of documents.yaml for each field."""

    name: str
    with_title: int
    with_word: int
    without_title: int
    title_ends: tuple[str, ...] = ()
    weak_ends: tuple[str, ...] = ()
    title_words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    articles: int = 0
    clauses_win: bool = True


@dataclass(frozen=True, kw_only=True)
class DocumentWords:
    """All of documents.yaml."""

    plan_ends: tuple[str, ...]
    kinds: tuple[OtherKind, ...]
    subject_ids: Mapping[str, str]

    @property
    def other_ends(self) -> tuple[str, ...]:
        """How the titles of documents end that are no plans."""
        return tuple(end for kind in self.kinds for end in kind.title_ends)


@knowledge_cache
def document_words() -> DocumentWords:
    """Return the words that tell documents apart; they are read once.

    Raises:
        FindingsError: their file cannot be read or does not fit.
    """
    return load_shape(DocumentWords, knowledge_file("documents.yaml"))


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What a document shows of itself.

    Attributes:
        title: its title without white space and the stage behind it, empty where it has none.
        text: all its paragraphs without white space.
        articles: how many of them begin with 第×条.
        solid: whether most of its items name who is responsible.
    """

    title: str
    text: str
    articles: int
    solid: bool


def not_a_plan(
    title: str | None, blocks: Sequence[Block], name: str, *, items: int = 0, clauses: int = 0
) -> tuple[Finding, ...]:
    """Return the finding that a document is no plan, with the words that show it; none where it looks like one.

    Args:
        title: the document's own title, or None where it bears none.
        blocks: the whole document.
        name: the file's name.
        items: how many tasks and projects were read from it.
        clauses: how many of these name who is responsible.
    """
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    marks = [parse_mark(text) for text in paragraphs]
    seen = _Seen(
        title=bare_title(title or ""),
        text=squeeze("".join(paragraphs)),
        articles=sum(mark is not None and mark.form is Form.ARTICLE for mark in marks),
        solid=clauses >= 2 and clauses >= _SOLID_SHARE * items,
    )
    for kind in document_words().kinds:
        if signs := _signs(kind, seen):
            return (rules.NOT_A_PLAN.found(Location(file=name), kind=kind.name, signs="；".join(signs)),)
    return ()


_STAGE = re.compile(r"[（(](?:[^（()）]{0,8}(?:稿|草案|试行|暂行|修订|修正|简本|公开版|年版))[）)]$")


def bare_title(title: str) -> str:
    """Return a title without white space and without the stage behind it: （试行）, （2026年版）."""
    return _STAGE.sub("", squeeze(title)).strip("《》")


def _signs(kind: OtherKind, seen: _Seen) -> list[str]:
    """Return what shows that a document is of a kind, in Chinese; nothing where too little does."""
    found = [phrase for phrase in kind.phrases if phrase in seen.text]
    end = next((end for end in kind.title_ends if seen.title.endswith(end)), None)
    word = next((word for word in kind.title_words if word in seen.title), None)
    weak = next((end for end in kind.weak_ends if seen.title.endswith(end)), None)
    if seen.articles < kind.articles:
        return []
    if any(phrase in seen.text[:_OPENING] for phrase in kind.sure):
        enough = len(found) >= kind.without_title
    elif end is not None:
        enough = len(found) >= kind.with_title
    elif kind.clauses_win and seen.solid:
        enough = False
    elif word is not None or weak is not None:
        plan = seen.title.endswith(document_words().plan_ends)
        enough = len(found) >= (kind.without_title if plan else kind.with_word)
    else:
        plan = seen.title.endswith((*document_words().plan_ends, *vocabulary().title_ends))
        own = any(phrase in seen.text for phrase in kind.own)
        enough = not plan and own and len(found) >= kind.without_title
    if not enough:
        return []
    signs = [f"名称以{quoted(end or weak or '')}结尾"] if end or weak else []
    signs += [f"名称中有{quoted(word)}"] if word and not signs else []
    signs += [f"全文有{seen.articles}个“第×条”"] if kind.articles else []
    if found:
        signs.append(f"文中有{''.join(quoted(phrase) for phrase in found[:_SHOWN])}{'等' * (len(found) > _SHOWN)}")
    return signs
