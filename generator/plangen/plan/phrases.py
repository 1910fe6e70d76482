"""General sentences, and the grammar of titles that lets a title be worked into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from plangen.plan.knowledge import Sentence, check_gaps
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Keys, Read, load_shape

LONGEST_TOPIC = 20
COMBINED_PARTS = ("openings", "actions", "results")
_SHORTEST_TOPIC = 2
_WORK = "工作"
_FEWEST = 8
_SENTENCE_MARKS = re.compile(r"[，。；：！？,;:!?\s—、]")  # 全方位、韧性化…… reads badly inside another sentence
_QUOTED = re.compile(r"[“‘\"'《].*?[”’\"'》]")
_TRAILING_NOTE = re.compile(r"[（(][^（）()]*[）)]$")


def _with(*names: str) -> Callable[[str], str]:
    """Return a function that lets only gaps for these names pass, and those that may stand anywhere."""

    def check(sentence: str) -> str:
        check_gaps(sentence, (*names, "lead", "county"))
        return sentence

    return check


def _several(sentences: tuple[str, ...]) -> tuple[str, ...]:
    if len(sentences) < _FEWEST:
        raise ValueError(f"少于{_FEWEST}句，方案里会显得重复，请补写")
    return sentences


def _counted(sentence: str) -> str:
    if "{{ number }}" not in sentence:
        raise ValueError("里面要有 {{ number }}，否则会重复")
    return sentence


@dataclass(frozen=True, kw_only=True)
class _Work:
    """Endings of topics and what is added to them."""

    ends: tuple[str, ...]
    add: Annotated[str, Read(Any, str)]


def _work(lines: tuple[_Work, ...]) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((line.ends, line.add) for line in lines)


_Part = tuple[Annotated[str, _with()], ...]


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
    sentences: Annotated[tuple[Annotated[Sentence, _with("topic", "work")], ...], _several]


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
    work: Annotated[tuple[tuple[tuple[str, ...], str], ...], Read(tuple[_Work, ...], _work)] = ()
    kinds: tuple[PhraseKind, ...]
    follow_ups: Annotated[tuple[Annotated[Sentence, _with("topic", "work")], ...], _several]
    goals: Annotated[tuple[Annotated[Sentence, _with("title")], ...], _several]
    absent: Annotated[tuple[Annotated[Sentence, _with("theme")], ...], _several]
    absent_again: Annotated[tuple[Annotated[Sentence, _with("topic", "theme")], ...], _several]
    combined: Annotated[Mapping[str, _Part], Keys(*COMBINED_PARTS)] = field(default_factory=dict)
    last_resort: Annotated[str, _with("number"), _counted]

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is missing, and sentences that stand twice, with their places."""
        if not self.kinds:
            yield ("kinds",), "一类也没有，至少保留最后的 topic 一类"
        if not self.combined:
            yield ("combined",), f"缺少 combined，要有 {'、'.join(COMBINED_PARTS)}"
        seen: set[str] = set()
        lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]]
        lists = [(("kinds", index, "sentences"), kind.sentences) for index, kind in enumerate(self.kinds)]
        lists += [((name,), getattr(self, name)) for name in ("follow_ups", "goals", "absent", "absent_again")]
        for place, sentences in lists:
            for index, sentence in enumerate(sentences):
                if sentence in seen:
                    yield (*place, index), f"“{sentence}”出现了两次，请删去或改写其中一处"
                seen.add(sentence)

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
    return load_shape(Phrases, path or knowledge_file("phrases.yaml"))
