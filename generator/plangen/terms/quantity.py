"""Quantities (量化要求): the figures that an item asks for, as facts without the sentence around them (design §1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import load_shape
from plangen.terms.vocabulary import Longest

DIRECTIONS = ("至少", "不超过", "以内", "提高", "提高到", "下降", "下降到", "保持", "达到")
"""What a figure is to the thing that is measured; 以内 is 不超过 of times, 达到 where no word says more."""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One figure that an item states.

    Attributes:
        what: what is measured, a noun phrase (装备达标率); empty where the text does not say.
        direction: one of :data:`DIRECTIONS`.
        value: the number, 万 and 亿 worked out, of a range its lower end.
        upper: the upper end of a range (3—5支), else None.
        unit: %, 小时, 支; empty where none is written.
        by: the year that the figure's own sentence names, None where it names none.
        per: of each what (每县, 每年), None where it is not said of each.
        place: where (五寨县), None where the text does not say.
        total: whether it is the parent's own total (创建80个), of which a county carries a share that nobody has named.
        written: the figure as it is written, where the rest does not give it back (三分之二, 翻一番, 两支).
    """

    what: str
    direction: str
    value: float
    upper: float | None = None
    unit: str = ""
    by: int | None = None
    per: str | None = None
    place: str | None = None
    total: bool = False
    written: str | None = None

    @property
    def number(self) -> str:
        """The number with its unit, as it is written: 1支, 10小时, 3—5个, 三分之二."""
        if self.written is not None:
            return self.written
        number = plain_number(self.value)
        if self.upper is not None:
            number = f"{number}—{plain_number(self.upper)}"
        return f"{number}{self.unit}"

    @property
    def figure(self) -> str:
        """The figure in words: 至少1支, 10小时以内, 下降15%, 3—5个."""
        if self.written is not None and self.direction == "达到":
            return self.written
        return _directed(self.direction, self.number)

    @property
    def said(self) -> str:
        """The whole quantity in one line: 每县 应急救援队伍 至少1支（到2025年）."""
        words = [word for word in (self.place, self.per, self.what, self.figure) if word]
        return " ".join(words) + (f"（到{self.by}年）" if self.by else "")


def plain_number(value: float) -> str:
    """Return a number without a superfluous fraction: 80.0 -> 80, 0.4 -> 0.4."""
    return str(int(value)) if value == int(value) else repr(value)


def _directed(direction: str, figure: str) -> str:
    if figure.startswith("翻"):
        return figure
    return f"{figure}{direction}" if direction == "以内" else f"{direction}{figure}"


@dataclass(frozen=True, kw_only=True)
class QuantityWords:
    """All of templates/knowledge/quantities.yaml; each list is explained there."""

    rates: Longest
    times: Longest
    measures: Longest
    counts: Longest
    scales: Longest
    verbs: Longest
    modals: Longest
    leads_in: Longest
    background: Longest
    compared: Longest
    idioms: Longest
    whole: Longest
    object_ends: Annotated[tuple[str, ...], tuple]

    @property
    def units(self) -> tuple[str, ...]:
        """All units, the longest first."""
        every = {*self.rates, *self.times, *self.measures, *self.counts}
        return tuple(sorted(every, key=lambda word: (-len(word), word)))


@knowledge_cache
def quantity_words() -> QuantityWords:
    """Return the words of quantities; they are read once.

    Raises:
        FindingsError: their file cannot be read or does not fit.
    """
    return load_shape(QuantityWords, knowledge_file("quantities.yaml"))
