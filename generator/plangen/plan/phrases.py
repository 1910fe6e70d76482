"""General sentences, and the grammar of titles that lets a title be worked into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plangen.plan.knowledge import KnowledgeFile
from plangen.terms.resources import knowledge_file

CODES: dict[str, str] = {
    "phrase-sentence": "A general sentence is not one full sentence, stands twice, or there are too few of them.",
    "phrase-placeholder": "A general sentence uses a name that does not exist in its section.",
}

LONGEST_TOPIC = 20
COMBINED_PARTS = ("openings", "actions", "results")
_SHORTEST_TOPIC = 2
_WORK = "工作"
_FEWEST = 8
_NAMES = {
    "kinds": ("topic", "work", "lead", "county"),
    "follow_ups": ("topic", "work", "lead", "county"),
    "goals": ("title", "lead", "county"),
    "absent": ("theme", "lead", "county"),
    "absent_again": ("topic", "theme", "lead", "county"),
    "combined": ("lead", "county"),
    "last_resort": ("number", "lead", "county"),
}
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_SENTENCE_MARKS = re.compile(r"[，。；：！？,;:!?\s—、]")  # 全方位、韧性化…… reads badly inside another sentence
_QUOTED = re.compile(r"[“‘\"'《].*?[”’\"'》]")
_TRAILING_NOTE = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True, kw_only=True)
class PhraseKind:
    """A kind of action (建立机制, 实施工程, 开展排查, ...).

    Attributes:
        endings: endings of titles that reveal it; they go before any word.
        words: words in a title that reveal it.
        stand_in: what stands for the title where it cannot be worked in, 本工程.
        sentences: Jinja sentences with ``topic``, ``lead`` and ``county``.
    """

    id: str
    endings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stand_in: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """All general sentences; see the head of ``phrases.yaml`` for the names in them.

    Attributes:
        adverbs, verbs: what may be cut off the front of a title to get its topic.
        adverbs_before_verb: what may be cut off only together with a verb (系统推进, but not 系统建设).
        blocked: openings of titles that have no topic.
        not_after_verb: what shows that the verb belongs to a noun (规范性文件).
        work: endings of topics, and what makes the topic something that is done; see :meth:`work_of`.
        kinds: the kinds of action, in the order in which they are tried; the last takes every title.
        follow_ups: sentences about how the work is followed up, for any kind.
        goals: sentences for goals.
        absent: sentences for items whose object the county does not have.
        absent_again: statements that it does not, for the second such item of a theme.
        combined: ``openings``, ``actions`` and ``results``, which make a sentence one of each.
        last_resort: a sentence with a running number, never used up.
    """

    adverbs: tuple[str, ...] = ()
    adverbs_before_verb: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    not_after_verb: tuple[str, ...] = ()
    work: tuple[tuple[tuple[str, ...], str], ...] = ()
    kinds: tuple[PhraseKind, ...]
    follow_ups: tuple[str, ...]
    goals: tuple[str, ...]
    absent: tuple[str, ...]
    absent_again: tuple[str, ...]
    combined: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    last_resort: str

    def kind_of(self, title: str) -> PhraseKind:
        """Return the kind of action that a title announces."""
        bare = _TRAILING_NOTE.sub("", title.strip().rstrip("。；，"))
        by_ending = (kind for kind in self.kinds if bare.endswith(kind.endings))
        by_word = (kind for kind in self.kinds if any(word in bare for word in kind.words))
        return next(chain(by_ending, by_word, self.kinds[-1:]))

    def work_of(self, topic: str) -> str:
        """Return the topic as something that is done: 应急通信保障能力 -> 应急通信保障能力建设."""
        bare = _TRAILING_NOTE.sub("", topic)
        return topic + next((addition for endings, addition in self.work if bare.endswith(endings)), _WORK)

    def topic_of(self, title: str) -> str | None:
        """Return what a title is about as a noun phrase, or None when it cannot be had from the title.

        健全动态化提示机制 -> 动态化提示机制; 山洪沟治理 stays; a sentence, or a title that is too long, has none.
        """
        topic = title.strip().rstrip("。")
        if not topic or len(topic) > LONGEST_TOPIC + 6 or _SENTENCE_MARKS.search(_QUOTED.sub("", topic)):
            return None
        if "{" in topic or "}" in topic or topic.startswith(self.blocked):
            return None
        topic = self._without_verb(topic)
        for addition in {addition for _, addition in self.work if addition}:
            if topic.endswith(addition) and self.work_of(topic.removesuffix(addition)) == topic:
                topic = topic.removesuffix(addition)  # 科普馆建设 is about the 科普馆
        return topic if _SHORTEST_TOPIC <= len(topic) <= LONGEST_TOPIC else None

    def _without_verb(self, title: str) -> str:
        """Cut adverbs and the verb off the front."""
        rest = title
        while adverb := _longest_start(rest, self.adverbs):
            rest = rest[len(adverb) :]
        further = rest
        while adverb := _longest_start(further, self.adverbs_before_verb + self.adverbs):
            further = further[len(adverb) :]
        for candidate in dict.fromkeys((further, rest)):
            verb = _longest_start(candidate, self.verbs)
            if verb and not candidate.startswith(self.not_after_verb, len(verb)):
                return candidate[len(verb) :]
        return rest


def _longest_start(text: str, starts: tuple[str, ...]) -> str | None:
    return max((start for start in starts if text.startswith(start)), key=len, default=None)


def load_phrases(path: Path | None = None) -> Phrases:
    """Load the general sentences.

    Args:
        path: another file than the shipped ``templates/knowledge/phrases.yaml``.

    Raises:
        FindingsError: the file cannot be read, or something in it is wrong; the findings name every place.
    """
    file = KnowledgeFile(path or knowledge_file("phrases.yaml"))
    keys = (*_GRAMMAR, "work", *_NAMES)
    nodes = file.entries(file.root, "通用句库", keys, tuple(_NAMES))
    file.finish()
    seen: set[str] = set()

    def sentences(key: str) -> tuple[str, ...]:
        return _sentences(file, nodes[key], key, _NAMES[key], seen)

    parts = file.entries(nodes["combined"], "combined", COMBINED_PARTS, COMBINED_PARTS)
    combined = {key: file.texts(parts[key], key) for key in COMBINED_PARTS if key in parts}
    last_resort = file.text(nodes["last_resort"], "last_resort")
    if "{{ number }}" not in last_resort:
        file.complain(nodes["last_resort"], "phrase-placeholder", "last_resort 里要有 {{ number }}，否则会重复。")
    for key in ("combined", "last_resort"):
        texts = [last_resort] if key == "last_resort" else [text for part in combined.values() for text in part]
        for text in texts:
            _check_names(file, nodes[key], text, _NAMES[key])
    phrases = Phrases(
        **{key: file.texts(nodes[key], key) for key in _GRAMMAR if key in nodes},
        work=tuple(_work(file, nodes["work"])) if "work" in nodes else (),
        kinds=tuple(_kinds(file, nodes["kinds"], seen)),
        follow_ups=sentences("follow_ups"),
        goals=sentences("goals"),
        absent=sentences("absent"),
        absent_again=sentences("absent_again"),
        combined=MappingProxyType(combined),
        last_resort=last_resort,
    )
    if not phrases.kinds:
        file.complain(nodes["kinds"], "phrase-sentence", "kinds 里一类也没有。", "至少保留最后的 topic 一类。")
    file.finish()
    return phrases


_GRAMMAR = ("adverbs", "adverbs_before_verb", "verbs", "blocked", "not_after_verb")


def _work(file: KnowledgeFile, node: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    for item in file.items(node, "work"):
        nodes = file.entries(item, "work 的一行", ("ends", "add"), ("ends", "add"))
        if len(nodes) == 2:
            yield file.texts(nodes["ends"], "ends"), str(nodes["add"].value).strip()


def _kinds(file: KnowledgeFile, node: Any, seen: set[str]) -> list[PhraseKind]:
    kinds = []
    keys = ("id", "endings", "words", "stand_in", "sentences")
    for item in file.items(node, "kinds"):
        nodes = file.entries(item, "句子类别", keys, ("id", "words", "stand_in", "sentences"))
        if any(key not in nodes for key in ("id", "words", "stand_in", "sentences")):
            continue
        kinds.append(
            PhraseKind(
                id=file.text(nodes["id"], "类别编号"),
                endings=file.texts(nodes["endings"], "endings") if "endings" in nodes else (),
                words=file.texts(nodes["words"], "words"),
                stand_in=file.text(nodes["stand_in"], "stand_in"),
                sentences=_sentences(file, nodes["sentences"], "sentences", _NAMES["kinds"], seen),
            )
        )
    return kinds


def _sentences(file: KnowledgeFile, node: Any, what: str, names: tuple[str, ...], seen: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    for item in file.items(node, what):
        sentence = file.text(item, f"{what} 里的句子")
        if not sentence.endswith("。") or sentence.count("。") > 1:
            file.complain(item, "phrase-sentence", f"“{sentence}”不是一个以句号结尾的完整句子。")
        if sentence in seen:
            file.complain(item, "phrase-sentence", f"“{sentence}”出现了两次。", "请删去或改写其中一处。")
        seen.add(sentence)
        _check_names(file, item, sentence, names)
        found.append(sentence)
    if len(found) < _FEWEST:
        file.complain(node, "phrase-sentence", f"{what} 少于{_FEWEST}句，方案里会显得重复。", "请补写。")
    return tuple(found)


def _check_names(file: KnowledgeFile, node: Any, sentence: str, names: tuple[str, ...]) -> None:
    rest = _PLACEHOLDER.sub("", sentence)
    unknown = [name for name in _PLACEHOLDER.findall(sentence) if name not in names]
    if unknown or "{" in rest or "}" in rest:
        hint = f"这里可以写的名称：{'、'.join('{{ ' + name + ' }}' for name in names)}。"
        file.complain(node, "phrase-placeholder", f"“{sentence}”里的花括号写法不对。", hint)
