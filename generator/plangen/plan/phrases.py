"""General sentences, and the grammar of titles that lets a title be worked into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated

from plangen.plan.facts import name_problems, sentence_problems
from plangen.terms.resources import knowledge_file
from plangen.terms.shapes import Keys, load_shape

LONGEST_TOPIC = 20
COMBINED_PARTS = ("openings", "actions", "results")
_SHORTEST_TOPIC = 2
_WORK = "工作"
_FEWEST = 8
_LISTS = ("follow_ups", "goals", "absent", "absent_again")
_NAMES = {
    "kinds": ("topic", "work", "lead", "county"),
    "follow_ups": ("topic", "work", "lead", "county"),
    "goals": ("title", "lead", "county"),
    "absent": ("theme", "lead", "county"),
    "absent_again": ("topic", "theme", "lead", "county"),
    "combined": ("lead", "county"),
    "last_resort": ("number", "lead", "county"),
}
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
class _Addition:
    """Endings of topics, and what makes such a topic something that is done."""

    ends: tuple[str, ...]
    add: str = ""


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
    work: tuple[_Addition, ...] = ()
    kinds: tuple[PhraseKind, ...]
    follow_ups: tuple[str, ...]
    goals: tuple[str, ...]
    absent: tuple[str, ...]
    absent_again: tuple[str, ...]
    combined: Annotated[Mapping[str, tuple[str, ...]], Keys(*COMBINED_PARTS)] = field(default_factory=dict)
    last_resort: str

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is wrong with them as a knowledge file."""
        if not self.kinds:
            yield ("kinds",), "kinds 里一类也没有；至少保留最后的 topic 一类"
        seen: set[str] = set()
        lists = {("kinds", number, "sentences"): kind.sentences for number, kind in enumerate(self.kinds)}
        for place, sentences in (lists | {(key,): getattr(self, key) for key in _LISTS}).items():
            if len(sentences) < _FEWEST:
                yield place, f"少于{_FEWEST}句，方案里会显得重复；请补写"
            for number, sentence in enumerate(sentences):
                for problem in sentence_problems(sentence, _NAMES[str(place[0])]):
                    yield (*place, number), problem
                if sentence in seen:
                    yield (*place, number), f"“{sentence}”出现了两次；请删去或改写其中一处"
                seen.add(sentence)
        for key, texts in self.combined.items():
            for number, text in enumerate(texts):
                for problem in name_problems(text, _NAMES["combined"]):
                    yield ("combined", key, number), problem
        for problem in name_problems(self.last_resort, _NAMES["last_resort"]):
            yield ("last_resort",), problem
        if "{{ number }}" not in self.last_resort:
            yield ("last_resort",), "last_resort 里要有 {{ number }}，否则会重复"

    def kind_of(self, title: str) -> PhraseKind:
        """Return the kind of action that a title announces."""
        bare = _TRAILING_NOTE.sub("", title.strip().rstrip("。；，"))
        by_ending = (kind for kind in self.kinds if bare.endswith(kind.endings))
        by_word = (kind for kind in self.kinds if any(word in bare for word in kind.words))
        return next(chain(by_ending, by_word, self.kinds[-1:]))

    def work_of(self, topic: str) -> str:
        """Return the topic as something that is done: 应急通信保障能力 -> 应急通信保障能力建设."""
        bare = _TRAILING_NOTE.sub("", topic)
        return topic + next((one.add for one in self.work if bare.endswith(one.ends)), _WORK)

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
        for addition in {one.add for one in self.work if one.add}:
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
