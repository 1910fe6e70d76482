"""A sentence of the county's plan and whose it is: the parent's, the county's own, a proposal, or nobody's yet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from plangen.terms.labelled import LabelledEnum
from plangen.terms.language import tidy

GAP = re.compile("【([^【】]*)】")
"""What is still open, in its brackets; the group is what stands in them."""
_SENTENCE_END = re.compile(r"[。！？]")


class SentenceSource(LabelledEnum):
    """Whose a sentence is (来源)."""

    PARENT = "parent", "上位"  # a parent's words, in county wording
    COUNTY = "county", "本县"  # the spec's words, or a proposal that the spec takes
    PROPOSAL = "proposal", "建议"  # a theme's words, until the county takes them
    OPEN = "open", "待定"  # nothing but a gap that the county has to fill


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a paragraph from one source; its words are tidied (:mod:`plangen.terms.language`).

    Attributes:
        text: the words as they are printed.
        source: whose they are.
        basis: where they come from: the parent item's key, the spec's key, the theme's name.
    """

    text: str
    source: SentenceSource
    basis: str = ""

    def __post_init__(self) -> None:
        """Tidy the words, whoever wrote them."""
        object.__setattr__(self, "text", tidy(self.text))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still open in it, with its brackets: 【本县数待定；全市80个】."""
        return tuple(match[0] for match in GAP.finditer(self.text))

    @property
    def count(self) -> int:
        """How many sentences it is."""
        return len(_SENTENCE_END.findall(self.text)) or 1


def joined(sentences: Iterable[Sentence]) -> str:
    """Return the sentences' words one after the other."""
    return "".join(sentence.text for sentence in sentences)


def proposal_mark(proposals: Iterable[str]) -> str:
    """Return the mark of an item's proposals, by which a county takes these and no others: eight hex digits."""
    return hashlib.sha256("\n".join(proposals).encode()).hexdigest()[:8]
