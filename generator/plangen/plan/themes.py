"""Themes: the subjects of emergency management, with measures in our own words and the units that usually answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plangen.plan.knowledge import KnowledgeFile
from plangen.terms.resources import knowledge_file
from plangen.terms.text import half_width, squeeze

CODES: dict[str, str] = {
    "theme-id": "A theme's id is not a lower-case slug, or two themes have the same one.",
    "theme-word": "A theme has no words, or one that is too short to tell anything.",
    "theme-measure": "A theme's measure is not one full sentence, stands twice, or the theme has too few of them.",
    "theme-placeholder": "A measure uses a name that is neither the county nor among the facts it needs.",
    "theme-absent": "A theme has only one of `requires` and `absent`.",
}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One sentence that a county can write for a theme.

    Attributes:
        text: a Jinja sentence, ends with 。; names: ``county`` (永和县), ``needs`` facts by dotted name.
        needs: dotted fact names that must be known for ``text``.
        fallback: the sentence when a needed fact is unknown; None drops this measure in that case.
    """

    text: str
    needs: tuple[str, ...] = ()
    fallback: str | None = None


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A subject (主题).

    Attributes:
        id: slug, ``flood``.
        name: Chinese name, 防汛抗旱.
        words: words that reveal it in a title or a text, the strongest first, folded as :func:`fold` does.
        not_words: words in a title that rule it out, folded too.
        requires: fact name (``coal_mines``) that must not be 0 or false; None: the theme always applies.
        absent: the sentence for a county where the required thing does not exist; a full sentence.
        lead: canonical unit (units.yaml) that usually leads.
        support: canonical units that usually take part.
        goal: what is reached when a goal of the parents about this subject is reached; a Jinja sentence with ``county``
            and ``end`` (2030年, or 实施期末); None: this theme says nothing for goals.
        measures: two to four.
    """

    id: str
    name: str
    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()
    requires: str | None = None
    absent: str | None = None
    lead: str
    support: tuple[str, ...] = ()
    goal: str | None = None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeMatch:
    """A theme that an item reveals.

    Attributes:
        score: how surely, comparable between the items of a plan; a match by the title beats any other.
        in_title: a word of the theme stands in the title.
    """

    theme: Theme
    score: float
    in_title: bool


_KEYS = ("id", "name", "words", "not_words", "requires", "absent", "lead", "support", "goal", "measures")
_REQUIRED = ("id", "name", "words", "lead", "measures")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FACT_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_ALWAYS_KNOWN = ("county",)
_GOAL_NAMES = (*_ALWAYS_KNOWN, "end")
_FEWEST_MEASURES = 2
_SHORTEST_WORD = 2

# A word of 2n characters says far more than two words of n: 防汛抗旱 against 防汛.
_LENGTH_POWER = 1.7
_FIRST_WORD_BONUS = 0.4  # the strongest word of a theme against its weakest
_LEAST_COVER = 0.6  # what a word is worth in a title that goes on about other things
_TITLE_WEIGHT = 10.0
_TEXT_LIMIT = 8.0  # all that a text and a group can add stays below the shortest word in a title
_GROUP_WEIGHT = 0.3
_TEXT_WEIGHT = 0.12
_TEXT_REPEATS = 3
_LEAST_TEXT_SCORE = 2.0  # one short word somewhere in a long text reveals nothing
_TITLE_SHARE = 0.45  # a further theme counts when the title speaks of it about half as clearly as of the first
_TEXT_SHARE = 0.6
_NO_WORD = re.compile("化(?=工程)")
_QUOTES = str.maketrans("", "", "“”‘’\"'「」『』")


def load_themes(path: Path | None = None) -> tuple[Theme, ...]:
    """Load the themes.

    Args:
        path: another file than the shipped ``templates/knowledge/themes.yaml``.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong; the findings name every place.
    """
    file = KnowledgeFile(path or knowledge_file("themes.yaml"))
    top = file.entries(file.root, "主题库", ("themes",), ("themes",))
    themes: list[Theme] = []
    seen_ids: set[str] = set()
    seen_sentences: set[str] = set()
    for node in file.items(top["themes"], "themes") if "themes" in top else ():
        theme = _read_theme(file, node, seen_sentences)
        if theme is None:
            continue
        if theme.id in seen_ids:
            message = f"主题编号“{theme.id}”出现了两次。"
            file.complain(node, "theme-id", message, "请给其中一个换一个编号，或合并两个主题。")
        seen_ids.add(theme.id)
        themes.append(theme)
    file.finish()
    return tuple(themes)


def _read_theme(file: KnowledgeFile, node: Any, seen_sentences: set[str]) -> Theme | None:
    nodes = file.entries(node, "主题", _KEYS, _REQUIRED)
    if any(key not in nodes for key in _REQUIRED):
        return None
    identifier = file.text(nodes["id"], "主题编号")
    what = f"主题“{identifier}”的"
    if not _SLUG.fullmatch(identifier):
        message = f"主题编号“{identifier}”只能用小写字母、数字和连字符。"
        file.complain(nodes["id"], "theme-id", message, "例如 flood-drought。")

    def text(key: str) -> str | None:
        return file.text(nodes[key], what + key) if key in nodes else None

    def texts(key: str) -> tuple[str, ...]:
        return file.texts(nodes[key], what + key) if key in nodes else ()

    requires, absent, goal = text("requires"), text("absent"), text("goal")
    if (requires is None) != (absent is None):
        hint = "requires 写县情里的名称（如 coal_mines），absent 写县里没有这一对象时的完整说明句。"
        file.complain(node, "theme-absent", f"{what} requires 和 absent 须同时写或同时不写。", hint)
    if absent is not None:
        _check_sentence(file, nodes["absent"], absent, (), seen_sentences)
    if goal is not None:
        _check_sentence(file, nodes["goal"], goal, (), seen_sentences, _GOAL_NAMES)
    words, not_words = (tuple(dict.fromkeys(map(fold, texts(key)))) for key in ("words", "not_words"))
    _check_words(file, nodes["words"], words)
    return Theme(
        id=identifier,
        name=text("name") or "",
        words=words,
        not_words=not_words,
        requires=requires,
        absent=absent,
        lead=text("lead") or "",
        support=texts("support"),
        goal=goal,
        measures=_read_measures(file, nodes["measures"], what, seen_sentences),
    )


def _read_measures(file: KnowledgeFile, node: Any, what: str, seen_sentences: set[str]) -> tuple[Measure, ...]:
    measures: list[Measure] = []
    for item in file.items(node, what + " measures"):
        if item.id == "scalar":
            measure, places = Measure(text=file.text(item, what + "措施")), [item]
        else:
            nodes = file.entries(item, what + "措施", ("text", "needs", "fallback"), ("text",))
            if "text" not in nodes:
                continue
            measure = Measure(
                text=file.text(nodes["text"], what + "措施"),
                needs=file.texts(nodes["needs"], what + " needs") if "needs" in nodes else (),
                fallback=file.text(nodes["fallback"], what + " fallback") if "fallback" in nodes else None,
            )
            places = [nodes["text"], nodes.get("fallback", item)]
        _check_sentence(file, places[0], measure.text, measure.needs, seen_sentences)
        if measure.fallback is not None:
            _check_sentence(file, places[-1], measure.fallback, (), seen_sentences)
        measures.append(measure)
    if len(measures) < _FEWEST_MEASURES:
        file.complain(node, "theme-measure", f"{what}措施少于{_FEWEST_MEASURES}条。", "请补写，每条一个完整的句子。")
    return tuple(measures)


def _check_sentence(
    file: KnowledgeFile,
    node: Any,
    sentence: str,
    needs: Iterable[str],
    seen: set[str],
    known: Sequence[str] = _ALWAYS_KNOWN,
) -> None:
    if not sentence.endswith("。") or sentence.count("。") > 1:
        message = f"“{sentence}”不是一个以句号结尾的完整句子。"
        file.complain(node, "theme-measure", message, "一条写一句话，末尾用“。”。")
    if sentence in seen:
        message = f"“{sentence}”在主题库里出现了两次。"
        file.complain(node, "theme-measure", message, "同一句话会在方案里重复出现，请改写其中一处。")
    seen.add(sentence)
    needed = set(needs)
    for name in sorted(needed):
        if not _FACT_NAME.fullmatch(name):
            message = f"needs 里的“{name}”不是县情名称。"
            file.complain(node, "theme-placeholder", message, "例如 geohazard_sites.total。")
    names = _PLACEHOLDER.findall(sentence)
    if unknown := [name for name in names if name not in known and name not in needed]:
        hint = f"双花括号里只能写{'、'.join(known)}，措施里还可以写 needs 列出的县情名称，例如 {{{{ villages }}}}。"
        file.complain(node, "theme-placeholder", f"句子用到了没有列入 needs 的名称：{'、'.join(unknown)}。", hint)
    if "{%" in sentence or "{{" in _PLACEHOLDER.sub("", sentence):
        hint = "句子里只能有 {{ 名称 }} 这种占位，不能写其他模板语句。"
        file.complain(node, "theme-placeholder", f"“{sentence}”里的花括号写法不对。", hint)


def _check_words(file: KnowledgeFile, node: Any, words: Sequence[str]) -> None:
    if not words:
        file.complain(node, "theme-word", "words 是空的，这个主题永远不会被认出。", "请至少写一个两个字以上的词。")
    for word in words:
        if len(word) < _SHORTEST_WORD:
            file.complain(node, "theme-word", f"“{word}”太短，容易误认。", "请写两个字以上的词。")


def fold(text: str) -> str:
    """Return a text as words are looked for in it: without quotes, white space and full-width ASCII."""
    return squeeze(half_width(text).translate(_QUOTES)).upper() if text else ""


def searchable(text: str) -> str:
    """Return a text folded, and apart what only looks like a theme's word: 信息化工程 has no 化工 in it."""
    return _NO_WORD.sub("化 ", fold(text))


def rank_themes(
    themes: Iterable[Theme], title: str, text: str | None = None, group: str | None = None
) -> tuple[ThemeMatch, ...]:
    """Return the themes that an item reveals, the surest first.

    Any word in the title beats whatever stands in the text or in the group's heading; long words beat short ones,
    earlier words of a theme its later ones.  Themes that the title mentions only in passing are left out.

    Args:
        themes: the themes to choose from.
        title: the item's title.
        text: what the document says about it, if anything.
        group: heading of the item's group.
    """
    plain_title, plain_text, plain_group = (searchable(part or "") for part in (title, text, group))
    found: list[ThemeMatch] = []
    for theme in themes:
        if any(word in plain_title for word in theme.not_words):
            continue
        title_score = _title_score(theme, plain_title)
        beside = _text_score(theme, plain_text) + _GROUP_WEIGHT * _title_score(theme, plain_group)
        if title_score or beside >= _LEAST_TEXT_SCORE:
            score = _TITLE_WEIGHT * title_score + min(beside, _TEXT_LIMIT)
            found.append(ThemeMatch(theme=theme, score=score, in_title=title_score > 0))
    if not found:
        return ()
    found.sort(key=lambda match: -match.score)
    best = found[0]
    share = _TITLE_SHARE if best.in_title else _TEXT_SHARE
    return tuple(match for match in found if match.in_title is best.in_title and match.score >= share * best.score)


def match_themes(
    themes: Iterable[Theme], title: str, text: str | None = None, group: str | None = None, limit: int = 3
) -> tuple[Theme, ...]:
    """Return at most ``limit`` themes that an item reveals, the surest first; see :func:`rank_themes`.

    Args:
        themes: the themes to choose from.
        title: the item's title.
        text: what the document says about it, if anything.
        group: heading of the item's group.
        limit: how many themes to return at most.
    """
    return tuple(match.theme for match in rank_themes(themes, title, text, group)[:limit])


def _title_score(theme: Theme, title: str) -> float:
    """Weigh the theme's words in a title; a word inside a longer word of the theme does not count again."""
    present = [(len(word), index, word) for index, word in enumerate(theme.words) if word in title]
    if not present:
        return 0.0
    rest, score = title, 0.0
    for length, index, word in sorted(present, key=lambda entry: (-entry[0], entry[1])):
        if word in rest:
            rest = rest.replace(word, "\0" * length)
            score += _weight(theme, index)
    cover = rest.count("\0") / len(title)
    return score * (_LEAST_COVER + (1 - _LEAST_COVER) * cover)


def _text_score(theme: Theme, text: str) -> float:
    if not text:
        return 0.0
    return _TEXT_WEIGHT * sum(
        min(text.count(word), _TEXT_REPEATS) * _weight(theme, index)
        for index, word in enumerate(theme.words)
        if word in text
    )


def _weight(theme: Theme, index: int) -> float:
    words = theme.words
    strength = 1 + _FIRST_WORD_BONUS * (1 - index / len(words))
    return strength * float(len(words[index]) ** _LENGTH_POWER)
