"""The lines that a person's corrections name: looked for before anything is read, and joined or parted for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from plangen.parent import correction_rules as rules
from plangen.parent.block_model import Paragraph, Prepared, place_words
from plangen.parent.corrections import Corrections, ItemLine
from plangen.parent.line_finding import LineFinder, Spot, rebuilt
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Rule
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import short
from plangen.terms.vocabulary import quoted


class Say(Protocol):
    """Remembers a finding about a correction."""

    def __call__(self, rule: Rule, **values: object) -> None:
        """Remember it."""


@dataclass
class CorrectedLines:
    """Where the lines stand that a person's corrections name.

    Args:
        corrections: the decisions.
        document: what is imported.
        items: the titles of the items that an import without corrections reads, by their places.
        say: takes what there is to say.
        done: counts what is carried out, by the key of the corrections.
        forced: lines that are to be items.
        dropped: lines that are to be none.
        merged: items that are to be one, each list with the words of its first.
        under: where the items stand under which lines are to go, by the words of these.
    """

    corrections: Corrections
    document: SourceDocument
    items: Mapping[Place, str]
    say: Say
    done: Counter[str]
    forced: list[tuple[ItemLine, Place]] = field(default_factory=list)
    dropped: list[tuple[str, Place]] = field(default_factory=list)
    merged: list[tuple[str, list[Place]]] = field(default_factory=list)
    under: dict[str, Place] = field(default_factory=dict)

    def blocks(self, prepared: Prepared) -> Prepared:
        """Return the document with lines joined and parted as the corrections need it; find all lines that they name.

        Args:
            prepared: the document's blocks.
        """
        corrections = self.corrections
        if not corrections.about_lines:
            return prepared
        finder = LineFinder(prepared.blocks, self.document)
        spans: list[tuple[int, int]] = []
        cuts: dict[int, set[Place]] = {}
        for one in corrections.items:
            spot = self._line(one.line, finder)
            if spot is None or not self._has_host(one, finder):
                continue
            self.forced.append((one, spot.place))
            if spot.inside:
                cuts.setdefault(spot.index, set()).add(spot.place)
            elif spot.last > spot.index:
                spans.append((spot.index, spot.last))
        for line in corrections.not_items:
            if (spot := self._line(line, finder, items_first=True)) is not None:
                self.dropped.append((line, spot.place))
        for lines in corrections.merged:
            self._merge(lines, finder, spans)
        return replace(prepared, blocks=tuple(rebuilt(prepared.blocks, spans, cuts, self.document)))

    def _has_host(self, one: ItemLine, finder: LineFinder) -> bool:
        """Return whether the item is there under which a line is to go, where one is named."""
        if one.under is None:
            return True
        spot = self._line(one.under, finder, items_first=True)
        if spot is None:
            return False
        named = [other.line for other in self.corrections.items if other is not one]
        if spot.place not in self.items and not any(spot in finder.find(line) for line in named):
            self.say(rules.NOT_APPLIED, words=one.line, reason=f"“{one.under}”不是条目，不能写在它下面")
            return False
        self.under[one.line] = spot.place
        return True

    def _line(self, words: str, finder: LineFinder, *, items_first: bool = False) -> Spot | None:
        """Return the one line that begins with the words; where there is none, or are several, say so."""
        spots = finder.find(words)
        if items_first and len(spots) > 1:
            spots = [spot for spot in spots if spot.place in self.items] or spots
        if len(spots) == 1:
            return spots[0]
        if spots:
            where = "、".join(place_words(spot.place) for spot in spots[:6]) + ("等" if len(spots) > 6 else "")
            self.say(rules.LINE_AMBIGUOUS, words=words, count=len(spots), where=where)
        else:
            self.say(rules.LINE_NOT_FOUND, words=words)
        return None

    def _merge(self, lines: Sequence[str], finder: LineFinder, spans: list[tuple[int, int]]) -> None:
        """Find the lines that are one: items are merged later, neighbours are joined before anything is read."""
        spots = self._lines_of_one(lines, finder)
        found = [spot for spot in spots if spot is not None]
        if len(found) < len(lines):
            return
        forced = {place for _, place in self.forced}
        if all(spot.place in self.items or spot.place in forced for spot in found):
            self.merged.append((lines[0], [spot.place for spot in found]))
            return
        covered = sorted({index for one in found for index in range(one.index, one.last + 1)})
        blocks = [finder.blocks[index] for index in covered]
        adjoining = covered == list(range(covered[0], covered[-1] + 1)) and not any(spot.inside for spot in found)
        if adjoining and len(blocks) > 1 and all(isinstance(block, Paragraph) for block in blocks):
            numbered = [one.text for one in blocks[1:] if isinstance(one, Paragraph) and parse_mark(one.text)]
            if numbered:
                reason = f"“{short(numbered[0])}”有自己的编号，不是上一行的接续"
                self.say(rules.NOT_APPLIED, words=lines[0], reason=reason)
            else:
                spans.append((covered[0], covered[-1]))
                self.done["合并"] += 1
            return
        stranger = next(line for line, spot in zip(lines, found, strict=True) if spot.place not in self.items)
        self.say(rules.NOT_APPLIED, words=lines[0], reason=f"“{stranger}”不是条目，又不与它前后紧接")

    def _lines_of_one(self, lines: Sequence[str], finder: LineFinder) -> list[Spot | None]:
        """Return where lines stand that are one; one that was reworded is looked for beside those that were not."""
        exact = [finder.find(line) for line in lines]
        known = {number: spots[0] for number, spots in enumerate(exact) if len(spots) == 1}
        result: list[Spot | None] = []
        for number, line in enumerate(lines):
            beside = [known[other] for other in (number + 1, number - 1) if other in known]
            near = None if exact[number] or not beside else finder.alike(line, beside[0], self.items)
            if near is None or near[0].place in {spot.place for spot in known.values()}:
                result.append(self._line(line, finder, items_first=True))
                continue
            spot, text = near
            self.say(rules.LINE_REWORDED, words=line, line=quoted(short(text)))
            result.append(spot)
        return result
