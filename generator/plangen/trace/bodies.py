"""What a document's body shows of each county item: where its bookmark leads, or where its text is found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from plangen.plan.model import CountyIndicator
from plangen.terms.clause_reading import ClauseReading
from plangen.terms.likeness import plain, title_likeness
from plangen.terms.marks import parse_mark
from plangen.trace.anchors import Draft, Line
from plangen.trace.check_words import CheckWords
from plangen.trace.evidence_model import BodyEvidence, filled, han_count, without_clauses
from plangen.trace.expected import Expectations, Expected
from plangen.trace.pieces import Piece, divide, section

_NATURE = re.compile(r"[（(](?:约束性|预期性)[）)]")
_LONGEST_TITLE = 60  # characters before the first stop that can be the title of a run-in paragraph


class Bodies:
    """The body of a document.

    Args:
        draft: the document.
        expected: the items that may stand there.
        words: words and thresholds.
    """

    def __init__(self, draft: Draft, expected: Expectations, words: CheckWords) -> None:
        self._expected, self._words, self._limits = expected, words, words.thresholds
        self._pieces = divide(draft.lines, expected, words.thresholds["text"])
        self._copies: dict[Expected, list[Line]] = defaultdict(list)
        for line in draft.lines:
            for one in dict.fromkeys(expected.by_key[key] for key in line.copies if key in expected.by_key):
                self._copies[one].append(line)
        self._starts: dict[Expected, list[int]] = defaultdict(list)
        for position, piece in enumerate(self._pieces):
            if piece.owner is not None:
                self._starts[piece.owner].append(position)

    def read(self) -> tuple[BodyEvidence, ...]:
        """Return what stands there of each item, in the order of what is expected."""
        bodies = [self._at_bookmarks(one) for one in self._expected.all]
        lost = {one for one in self._expected.all if not bodies[one.number].lines}
        used: set[int] = set()
        for one, position in self._claims(lost):
            if one in lost and position not in used:
                body = self._judge(one, section(self._pieces, position, None), by_anchor=False)
                if body.lines:
                    used.add(position)
                    lost.discard(one)
                    before = bodies[one.number]
                    bodies[one.number] = replace(body, copies=before.copies, overwritten=before.overwritten)
        return tuple(bodies)

    def _at_bookmarks(self, one: Expected) -> BodyEvidence:
        """Return what stands at the item's bookmarks."""
        copies = tuple(self._copies.get(one, ()))
        pieces: list[Piece] = []
        for start in self._starts.get(one, []):
            pieces += [piece for piece in section(self._pieces, start, one) if piece not in pieces]
        if not pieces:
            return BodyEvidence(copies=copies)
        evidence = replace(self._judge(one, pieces, by_anchor=True), copies=copies)
        if any(piece.shared for piece in pieces) and self._share(evidence.text, one) < self._limits["by_text"]:
            return BodyEvidence(copies=copies, overwritten=pieces[0].text)
        return evidence

    def _share(self, text: str, one: Expected) -> float:
        return self._expected.share(text, one)

    def _judge(self, one: Expected, pieces: Sequence[Piece], *, by_anchor: bool) -> BodyEvidence:
        """Return what pieces say of an item."""
        if not any(filled(piece.text, self._words) for piece in pieces):
            return BodyEvidence()
        mark = parse_mark(pieces[0].text.strip())
        first = (mark.rest if mark else pieces[0].text).strip()
        read = self._indicator if one.is_indicator else self._worded
        evidence = read(one, first, pieces)
        if evidence.overwritten is not None:
            return evidence
        return replace(
            evidence,
            lines=tuple(dict.fromkeys(piece.line for piece in pieces)),
            by_anchor=by_anchor,
            number=mark.raw if mark else None,
            joined=tuple(dict.fromkeys(name for piece in pieces for name in piece.others)),
        )

    def _worded(self, one: Expected, first: str, pieces: Sequence[Piece]) -> BodyEvidence:
        """Return what pieces say of an item with a title and a text; ``first`` is their beginning without number."""
        limits = self._limits
        title, rest = self._split_title(one, first, pieces[0].line.level is not None)
        readings: list[ClauseReading] = []
        own: list[str] = []
        idle: list[str] = []
        within = False
        foreign: list[Expected] = []
        inner = () if isinstance(one.target, CountyIndicator) else tuple(one.target.walk())
        for text in (rest, *(piece.text for piece in pieces[1:])):
            bare, found = without_clauses(text)
            other = self._expected.foreign(bare, one) if filled(bare, self._words) else None
            if other is not None:
                # without bookmarks what is nested under an item stands in its section too, and behind it what was
                # joined to that; in the item's own place only another's text stands for its own
                within = within or any(other.target is nested for nested in inner)
                foreign += [] if within else [other]
                continue
            readings += found
            (own if filled(bare, self._words) else idle).append(bare)
        text = "\n".join(own)
        likeness = one.likeness(title)
        share = self._share(text, one)
        if likeness < limits["title"] and share < limits["own_text"]:
            return BodyEvidence(overwritten=pieces[0].text.strip() or text)
        enough = han_count(text) >= limits["text"]
        return BodyEvidence(
            title=title,
            text=text if enough else "",
            remnant="" if enough else "".join((*own, *idle)),
            foreign=foreign[0].title if foreign and not enough else None,
            foreign_title=self._expected.namesake(title, one, likeness),
            readings=tuple(readings),
            score=1.0 if likeness >= limits["same_title"] else max(likeness, share),
        )

    def _indicator(self, one: Expected, first: str, pieces: Sequence[Piece]) -> BodyEvidence:
        bare, readings = without_clauses(first)
        bare = _NATURE.sub("", bare).strip("。； ")
        name, _, target = bare.partition("：") if "：" in bare else bare.partition(":")
        likeness = one.likeness(name)
        if likeness < self._limits["title"]:
            return BodyEvidence(overwritten=first)
        found = target.strip()
        return BodyEvidence(
            title=name.strip(),
            text=found if filled(found, self._words) else "",
            target=found or None,
            foreign_title=self._expected.namesake(name, one, likeness),
            readings=readings,
            score=likeness,
        )

    def _split_title(self, one: Expected, text: str, heading: bool) -> tuple[str, str]:
        """Divide a paragraph into its title and what follows it; the title is empty where it is gone."""
        titles = sorted(one.titles, key=len, reverse=True)
        for title in titles:
            if title and text.startswith(title):
                return title, text[len(title) :].lstrip("。：: ")
        stop = re.search(r"[。：:\n]", text)
        head, rest = (text[: stop.start()], text[stop.end() :]) if stop else (text, "")
        short = len(head) <= _LONGEST_TITLE
        if short and max(title_likeness(head, title) for title in titles) >= self._limits["by_text_title"]:
            return head, rest
        if heading:
            return (head, rest) if rest and short else (text, "")
        for title in titles:
            place = text.find(title) if len(title) >= 4 else -1
            if 0 <= place <= 12:
                return title, text[place + len(title) :].lstrip("。：: ")
        if self._share(without_clauses(head)[0], one) >= self._limits["by_text"] or not rest or not short:
            return "", text
        return head, rest

    # ------------------------------------------------------------------------------------ without bookmarks

    def _claims(self, lost: set[Expected]) -> list[tuple[Expected, int]]:
        """Return where items may begin whose bookmarks are gone or stand around other words, the surest first."""
        claims: list[tuple[float, int, Expected]] = []
        for position, piece in enumerate(self._pieces):
            if not lost or piece.owner is not None or han_count(piece.text) < 2:
                continue
            mark = parse_mark(piece.text.strip())
            head = re.split("[。：:]", mark.rest if mark else piece.text, maxsplit=1)[0]
            for one in self._expected.likely(head, piece.text):
                if one in lost and (likeness := self._beginning(one, position)):
                    claims.append((likeness, position, one))
        claims.sort(key=lambda claim: (-claim[0], claim[1], claim[2].number))
        return [(one, position) for _, position, one in claims]

    def _beginning(self, one: Expected, position: int) -> float:
        """Return how surely a piece without a bookmark begins an item, 0 when it does not."""
        limits = self._limits
        piece = self._pieces[position]
        mark = parse_mark(piece.text.strip())
        text = (mark.rest if mark else piece.text).strip()
        if one.is_indicator:
            return likeness if (likeness := one.likeness(re.split("[：:]", text)[0])) >= limits["same_title"] else 0.0
        if plain(text) in self._expected.groups and plain(text) not in map(plain, one.titles):
            return 0.0
        title, rest = self._split_title(one, text, piece.line.level is not None)
        likeness = one.likeness(title)
        if piece.line.level is not None:
            rest = "\n".join((rest, *(under.text for under in section(self._pieces, position, None)[1:])))
        bare = without_clauses(rest)[0]
        if likeness < limits["same_title"] and self._expected.foreign(bare, one) is not None:
            return 0.0
        share = self._share(bare, one) if han_count(bare) >= limits["text"] else 0.0
        if likeness >= limits["by_text_title"] and (likeness >= limits["same_title"] or share >= limits["own_text"]):
            return 1 + likeness + share
        return share if share >= limits["by_text"] else 0.0
