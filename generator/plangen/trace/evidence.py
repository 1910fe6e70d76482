"""What a document shows of each county item: its text in the body and its row in a division table.

A bookmark says where to look, the words there say whether it is the item.  What the item ought to say is known from the
plan; it serves only to recognise, nothing of it counts as being in the document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plangen.county.spec import Roster
from plangen.document.filters import short_title
from plangen.parent.model import ItemKind
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.titles import indicator_key
from plangen.terms.clause_search import find_clauses
from plangen.terms.clauses import ClauseReading, parse_clause, read_cells
from plangen.terms.likeness import plain, title_likeness
from plangen.terms.marks import NUMBER_AT_END, NUMBER_INSIDE, parse_mark
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable, squeeze
from plangen.terms.unit_list import known_unit
from plangen.trace.alignment_words import AlignmentWords, grams, load_alignment_words
from plangen.trace.anchors import Draft, Line, Row, TableRole
from plangen.trace.check_words import CheckWords

Target = CountyItem | CountyIndicator

_HAN = re.compile("[一-龥]")
_DEADLINE_ALONE = re.compile(r"[（(][^（）()]{0,12}20\d\d年[^（）()]{0,8}[）)]\s*$")
_NATURE = re.compile(r"[（(](?:约束性|预期性)[）)]")
_LONGEST_TITLE = 60  # characters before the first stop that can be the title of a run-in paragraph
_MOST_CANDIDATES = 8
_ENDS = ("。", "；", "）", ")", "！", "？")


@dataclass(frozen=True, kw_only=True, eq=False)
class Expected:
    """What a county item would say; to recognise it by.

    Attributes:
        target: the county item.
        keys: keys that its bookmarks may stand for.
        titles: its titles in every wording, the plan's own first.
        grams: grams of titles and texts.
        needs_row: whether the division tables have a row for it.
    """

    target: Target
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    grams: frozenset[str]
    needs_row: bool

    @property
    def title(self) -> str:
        """Its title in the plan."""
        return self.titles[0]


@dataclass(frozen=True, kw_only=True)
class BodyEvidence:
    """An item in the body.

    Attributes:
        lines: the lines that hold it, its heading first; empty when it is not there.
        by_anchor: whether a bookmark led to it.
        number: the number in front of its heading.
        title: its heading as it stands there; empty when the heading is gone.
        text: its text without heading and responsibility clauses; empty when there is none of its own.
        foreign: title of the item whose text stands there instead.
        foreign_title: title of the item whose heading stands there instead.
        target: an indicator's target as the body has it.
        readings: the responsibility clauses that stand there.
        score: how sure it is that this is the item, 0 to 1.
        overwritten: what stands where the bookmark is when that is nothing of the item.
        joined: titles of the items with which it shares a paragraph and did not in the plan.
        copies: lines with a copied bookmark.
    """

    lines: tuple[Line, ...] = ()
    by_anchor: bool = False
    number: str | None = None
    title: str = ""
    text: str = ""
    foreign: str | None = None
    foreign_title: str | None = None
    target: str | None = None
    readings: tuple[ClauseReading, ...] = ()
    score: float = 0.0
    overwritten: str | None = None
    joined: tuple[str, ...] = ()
    copies: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RowEvidence:
    """An item in a division table.

    Attributes:
        row: its row, None when there is none.
        by_anchor: whether a bookmark led to it.
        title: name in the row, empty when the cell is.
        leads: units in the cell 牵头单位.
        units: all units of the row.
        content: the cell 主要内容; None where the table has no such column.
        deadline: the cell 完成时限; None where the table has no such column.
        target: the cell of the county's target; None where the table has no such column.
        foreign: title of the item that the row is about instead.
    """

    row: Row | None = None
    by_anchor: bool = False
    title: str = ""
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    content: str | None = None
    deadline: str | None = None
    target: str | None = None
    foreign: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A line, or the part of it that belongs to one item when several share it."""

    line: Line
    text: str
    owner: int | None = None
    shared: bool = False
    others: tuple[str, ...] = ()


def han_count(text: str) -> int:
    """Return the number of Chinese characters in a text."""
    return len(_HAN.findall(text))


def without_clauses(text: str) -> tuple[str, tuple[ClauseReading, ...]]:
    """Return a text without its responsibility clauses, and what they say; proposals (拟由…牵头) count as clauses."""
    rest, clauses = find_clauses(text.strip())
    return _DEADLINE_ALONE.sub("", rest).strip(), tuple(parse_clause(clause.clause) for clause in clauses)


def filled(text: str, words: CheckWords) -> bool:
    """Return whether a cell or paragraph holds more than a mark for nothing."""
    bare = squeeze(text).strip("（）()。；，、")
    return bool(bare) and bare not in words.placeholders and squeeze(text) not in words.placeholders


@dataclass
class Evidence:
    """Everything a document shows of a plan's items.

    Args:
        plan: the plan that tells what to look for.
        draft: the document.
        words: words and thresholds.
        wording: county wording of the parents' texts, by the parent item's key.
    """

    plan: CountyPlan
    draft: Draft
    words: CheckWords
    wording: Mapping[str, str]
    alignment: AlignmentWords = field(default_factory=load_alignment_words)

    def __post_init__(self) -> None:
        """Look at the whole document once."""
        self.expected = tuple(self._expected())
        self._number = {id(one.target): number for number, one in enumerate(self.expected)}
        self._by_key = {key: number for number, one in enumerate(self.expected) for key in one.keys}
        self._groups = {
            plain(group.title) for group in (*self.plan.task_groups, *self.plan.project_groups) if group.title
        }
        self._by_title: dict[str, list[int]] = defaultdict(list)
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self.expected):
            for title in dict.fromkeys(map(plain, one.titles)):
                self._by_title[title].append(number)
            for gram in one.grams:
                self._by_gram[gram].append(number)
        self._pieces = tuple(self._divide())
        self._starts: dict[int, list[int]] = defaultdict(list)
        for position, piece in enumerate(self._pieces):
            if piece.owner is not None:
                self._starts[piece.owner].append(position)
        self._roster = _known_units(self.plan.spec.roster)
        self.bodies = [self._body(number) for number in range(len(self.expected))]
        self._find_by_text()
        self.rows = self._all_rows()

    def index(self, target: Target) -> int:
        """Return the index of a county item in ``expected``, ``bodies`` and ``rows``."""
        return self._number[id(target)]

    # ------------------------------------------------------------------------------------ what is looked for

    def _expected(self) -> Iterator[Expected]:
        for indicator in self.plan.indicators:
            yield self._expect(indicator, indicator.name, (indicator.name, indicator.target), True)
        for item in self.plan.all_items():
            nested_goal = item.kind is ItemKind.NESTED and item.key.rpartition(":")[2].startswith("G")
            yield self._expect(item, item.title, (*item.paragraphs, *item.measures, item.summary), not nested_goal)

    def _expect(self, target: Target, title: str, texts: Iterable[str], needs_row: bool) -> Expected:
        keys = tuple(origin.key for origin in target.origins) or (target.key,)
        titles = (title, *(origin.title for origin in target.origins))
        titles = tuple(dict.fromkeys([*titles, *map(short_title, titles)]))
        wholes = [*titles, *texts, *(self.wording.get(key.partition("/")[0], "") for key in keys)]
        found: set[str] = set()
        for text in wholes:
            found |= self.grams(text)
        return Expected(target=target, keys=keys, titles=titles, grams=frozenset(found), needs_row=needs_row)

    def grams(self, text: str) -> frozenset[str]:
        """Return a text's grams, without boilerplate."""
        return grams(text, self.alignment)

    def share(self, text: str, number: int) -> float:
        """Return which share of a text's grams the item with a number would say too, 0 to 1."""
        found = self.grams(text)
        return len(found & self.expected[number].grams) / len(found) if found else 0.0

    def nearest(self, text: str, but: int) -> tuple[float, int | None]:
        """Return the other item that would say most of a text, with the share."""
        found = self.grams(text)
        counts = Counter(number for gram in found for number in self._by_gram.get(gram, ()))
        counts.pop(but, None)
        if not counts:
            return 0.0, None
        number, count = max(counts.items(), key=lambda entry: (entry[1], -entry[0]))
        return count / len(found), number

    def is_foreign(self, text: str, number: int) -> int | None:
        """Return the other item to which a text belongs rather than to the one with a number, or None."""
        limits = self.words.thresholds
        share, other = self.nearest(text, number)
        if other is None or share < limits["foreign_text"]:
            return None
        return other if share - self.share(text, number) >= limits["foreign_lead"] else None

    # ------------------------------------------------------------------------------------ lines into pieces

    def _divide(self) -> Iterator[_Piece]:
        for line in self.draft.lines:
            owners = list(dict.fromkeys(self._by_key[key] for key in line.keys if key in self._by_key))
            if owners:
                yield from self._shared(line, owners)
            else:
                yield from self._unmarked(line)

    def _unmarked(self, line: Line) -> Iterator[_Piece]:
        """Divide a paragraph without bookmarks where a number and an item's title follow the end of a sentence."""
        begin = 0
        for mark in NUMBER_INSIDE.finditer(line.text):
            if any(line.text.startswith(one.title, mark.end()) for one in self.expected):
                yield _Piece(line=line, text=line.text[begin : mark.start()])
                begin = mark.start()
        yield _Piece(line=line if not begin else replace(line, level=None), text=line.text[begin:])

    def _shared(self, line: Line, owners: Sequence[int]) -> Iterator[_Piece]:
        """Divide a paragraph at the titles of the items whose bookmarks it has; what stands before is another's."""
        places: dict[int, int] = {}
        for owner in owners:
            found = [
                self._occurrence(line.text, title, places.values()) for title in self.expected[owner].titles if title
            ]
            places[owner] = min((place for place in found if place >= 0), default=-1)
        names = {owner: self.expected[owner].title for owner in owners}
        ordered = sorted((place, owner) for owner, place in places.items() if place >= 0)
        # what stands before the first title is its number, or the end of another text to which it was joined
        head = line.text[: ordered[0][0]] if ordered else ""
        before = NUMBER_AT_END.sub("", head).rstrip()
        if han_count(before) >= self.words.thresholds["text"] and before.endswith(_ENDS):
            yield _Piece(line=replace(line, level=None), text=before)
        elif len(owners) == 1:
            yield _Piece(line=line, text=line.text, owner=owners[0])
            return
        for position, (place, owner) in enumerate(ordered):
            end = ordered[position + 1][0] if position + 1 < len(ordered) else len(line.text)
            others = tuple(names[other] for other in owners if other != owner)
            yield _Piece(line=line, text=line.text[place:end], owner=owner, others=others)
        for owner in owners:
            if places[owner] < 0:
                others = tuple(names[other] for other in owners if other != owner)
                yield _Piece(line=line, text=line.text, owner=owner, shared=True, others=others)

    def _occurrence(self, text: str, title: str, taken: Collection[int]) -> int:
        """Return where a title stands in a text, not where another item of the same title was found; -1 for nowhere."""
        place = text.find(title)
        while place in taken and place >= 0:
            place = text.find(title, place + 1)
        return place

    def _section(self, start: int, owner: int | None) -> list[_Piece]:
        """Return the piece at ``start`` and what stands under it."""
        first = self._pieces[start]
        found = [first]
        for piece in self._pieces[start + 1 :]:
            if piece.line.ends or piece.line.index == first.line.index:
                break
            if piece.owner is not None and piece.owner != owner:
                break
            level = piece.line.level
            if owner is not None and len(found) == 1 and self._completes(first, piece, owner):
                found[0] = first = replace(first, text=first.text + piece.text)
                continue
            if piece.owner is None and level is not None and (first.line.level is None or level <= first.line.level):
                break
            found.append(piece)
        return found

    def _completes(self, first: _Piece, second: _Piece, owner: int) -> bool:
        """Return whether a line without bookmark is the second half of a heading that was divided."""
        if second.owner is not None or first.line.level is None or first.line.level != second.line.level:
            return False
        whole = plain(first.text + second.text)
        return any(
            plain(title) in whole and plain(title) not in plain(first.text) for title in self.expected[owner].titles
        )

    # ------------------------------------------------------------------------------------ the body

    def _body(self, number: int) -> BodyEvidence:
        """Return what stands at the item's bookmarks."""
        starts = self._starts.get(number, [])
        copies = tuple(line for line in self.draft.lines if any(self._by_key.get(key) == number for key in line.copies))
        pieces: list[_Piece] = []
        for start in starts:
            pieces += [piece for piece in self._section(start, number) if piece not in pieces]
        if not pieces:
            return BodyEvidence(copies=copies)
        evidence = replace(self._judge(number, pieces, by_anchor=True), copies=copies)
        if (
            any(piece.shared for piece in pieces)
            and self.share(evidence.text, number) < self.words.thresholds["by_text"]
        ):
            return BodyEvidence(copies=copies, overwritten=pieces[0].text)
        return evidence

    def _judge(self, number: int, pieces: Sequence[_Piece], *, by_anchor: bool) -> BodyEvidence:
        """Return what pieces say of an item."""
        limits = self.words.thresholds
        expected = self.expected[number]
        lines = tuple(dict.fromkeys(piece.line for piece in pieces))
        joined = tuple(dict.fromkeys(name for piece in pieces for name in piece.others))
        if not any(filled(piece.text, self.words) for piece in pieces):
            return BodyEvidence()
        mark = parse_mark(pieces[0].text.strip())
        first = (mark.rest if mark else pieces[0].text).strip()
        mark_raw = mark.raw if mark else None
        if isinstance(expected.target, CountyIndicator):
            return self._indicator(number, first, lines, mark_raw, by_anchor=by_anchor, joined=joined)
        title, rest = self._split_title(number, first, pieces[0].line.level is not None)
        readings: list[ClauseReading] = []
        own: list[str] = []
        foreign: list[int] = []
        for text in (rest, *(piece.text for piece in pieces[1:])):
            bare, found = without_clauses(text)
            if not filled(bare, self.words):
                readings += found
                continue
            other = self.is_foreign(bare, number)
            if other is None:
                own.append(bare)
                readings += found
            else:
                foreign.append(other)
        text = "\n".join(own)
        likeness = max((title_likeness(title, one) for one in expected.titles), default=0.0)
        share = self.share(text, number)
        enough = han_count(text) >= limits["text"]
        other_title = self._foreign_title(number, title, likeness)
        evidence = BodyEvidence(
            lines=lines,
            by_anchor=by_anchor,
            number=mark_raw,
            title=title,
            text=text if enough else "",
            foreign=self.expected[foreign[0]].title if foreign and not enough else None,
            foreign_title=other_title,
            readings=tuple(readings),
            score=1.0 if likeness >= limits["same_title"] else max(likeness, share),
            joined=joined,
        )
        recognised = likeness >= limits["title"] or share >= limits["own_text"]
        if not recognised:
            return BodyEvidence(overwritten=pieces[0].text.strip() or text)
        return evidence

    def _split_title(self, number: int, text: str, heading: bool) -> tuple[str, str]:
        """Divide a paragraph into its title and what follows it; the title is empty where it is gone."""
        limits = self.words.thresholds
        titles = sorted(self.expected[number].titles, key=len, reverse=True)
        for title in titles:
            if title and text.startswith(title):
                return title, text[len(title) :].lstrip("。：: ")
        stop = re.search(r"[。：:\n]", text)
        head, rest = (text[: stop.start()], text[stop.end() :]) if stop else (text, "")
        if (
            len(head) <= _LONGEST_TITLE
            and max(title_likeness(head, title) for title in titles) >= limits["by_text_title"]
        ):
            return head, rest
        if heading:
            return (head, rest) if rest and len(head) <= _LONGEST_TITLE else (text, "")
        for title in titles:
            place = text.find(title) if len(title) >= 4 else -1
            if 0 <= place <= 12:
                return title, text[place + len(title) :].lstrip("。：: ")
        bare = without_clauses(head)[0]
        if self.share(bare, number) >= limits["by_text"] or not rest or len(head) > _LONGEST_TITLE:
            return "", text
        return head, rest

    def _foreign_title(self, number: int, title: str, likeness: float) -> str | None:
        limits = self.words.thresholds
        if not title or likeness >= limits["same_title"]:
            return None
        others = [other for other in self._by_title.get(plain(title), ()) if other != number]
        return self.expected[others[0]].title if others else None

    def _indicator(
        self,
        number: int,
        text: str,
        lines: tuple[Line, ...],
        mark: str | None,
        *,
        by_anchor: bool,
        joined: tuple[str, ...],
    ) -> BodyEvidence:
        bare, readings = without_clauses(text)
        bare = _NATURE.sub("", bare).strip("。； ")
        name, _, target = bare.partition("：") if "：" in bare else bare.partition(":")
        likeness = self._name_likeness(number, name)
        if likeness < self.words.thresholds["title"]:
            return BodyEvidence(overwritten=text)
        found = target.strip()
        return BodyEvidence(
            lines=lines,
            by_anchor=by_anchor,
            number=mark,
            title=name.strip(),
            text=found if filled(found, self.words) else "",
            target=found or None,
            foreign_title=self._foreign_title(number, name, likeness),
            readings=readings,
            score=likeness,
            joined=joined,
        )

    def _name_likeness(self, number: int, name: str) -> float:
        key = indicator_key(name)
        return max(
            (
                1.0 if indicator_key(one) == key else title_likeness(re.sub(r"[（(].*?[）)]", "", one), name)
                for one in self.expected[number].titles
            ),
            default=0.0,
        )

    # ------------------------------------------------------------------------------------ without bookmarks

    def _find_by_text(self) -> None:
        """Look by text for items whose bookmarks are gone or stand around other words."""
        lost = [number for number, body in enumerate(self.bodies) if not body.lines]
        free = [
            position
            for position, piece in enumerate(self._pieces)
            if piece.owner is None and han_count(piece.text) >= 2
        ]
        if not lost or not free:
            return
        claims: list[tuple[float, int, int]] = []
        for number, positions in self._candidates(lost, free).items():
            for position in positions:
                likeness = self._likeness(number, position)
                if likeness:
                    claims.append((likeness, number, position))
        used: set[int] = set()
        found: set[int] = set()
        for _, number, position in sorted(claims, key=lambda claim: (-claim[0], claim[2], claim[1])):
            if number in found or position in used:
                continue
            body = self._judge(number, self._section(position, None), by_anchor=False)
            if body.lines:
                used.add(position)
                found.add(number)
                before = self.bodies[number]
                self.bodies[number] = replace(body, copies=before.copies, overwritten=before.overwritten)

    def _likeness(self, number: int, position: int) -> float:
        """Return how surely a piece without a bookmark begins an item, 0 when it does not."""
        limits = self.words.thresholds
        piece = self._pieces[position]
        mark = parse_mark(piece.text.strip())
        text = (mark.rest if mark else piece.text).strip()
        if isinstance(self.expected[number].target, CountyIndicator):
            name = re.split("[：:]", text)[0]
            return likeness if (likeness := self._name_likeness(number, name)) >= limits["same_title"] else 0.0
        if plain(text) in self._groups and plain(text) not in map(plain, self.expected[number].titles):
            return 0.0
        title, rest = self._split_title(number, text, piece.line.level is not None)
        likeness = max((title_likeness(title, one) for one in self.expected[number].titles), default=0.0)
        if piece.line.level is not None:
            rest = "\n".join((rest, *(one.text for one in self._section(position, None)[1:])))
        bare = without_clauses(rest)[0]
        if self.is_foreign(bare, number) is not None and likeness < limits["same_title"]:
            return 0.0
        share = self.share(bare, number) if han_count(bare) >= limits["text"] else 0.0
        if likeness >= limits["by_text_title"] and (likeness >= limits["same_title"] or share >= limits["own_text"]):
            return 1 + likeness + share
        return share if share >= limits["by_text"] else 0.0

    def _candidates(self, lost: Collection[int], free: Sequence[int]) -> dict[int, list[int]]:
        """Return for each lost item the pieces without a bookmark that share most with it, by title or by text."""
        wanted = set(lost)
        found: dict[int, list[int]] = defaultdict(list)
        for position in free:
            text = self._pieces[position].text
            counts = Counter(number for gram in self.grams(text) for number in self._by_gram.get(gram, ()))
            nearest = [number for number, _ in counts.most_common(_MOST_CANDIDATES)]
            mark = parse_mark(text.strip())
            head = re.split("[。：:]", mark.rest if mark else text, maxsplit=1)[0]
            for number in dict.fromkeys((*self._by_title.get(plain(head), ()), *nearest)):
                if number in wanted:
                    found[number].append(position)
        return found

    # ------------------------------------------------------------------------------------ rows

    def _all_rows(self) -> list[RowEvidence]:
        rows = [self._row_by_anchor(number) for number in range(len(self.expected))]
        taken = {id(one.row) for one in rows if one.row is not None}
        for number, found in enumerate(rows):
            if found.row is None and self.expected[number].needs_row:
                row = self._row_by_text(number, taken)
                if row is not None:
                    taken.add(id(row))
                    rows[number] = self._row(number, row, by_anchor=False)
        return rows

    def _row_by_anchor(self, number: int) -> RowEvidence:
        keys = set(self.expected[number].keys)
        found = [
            row for row in self.draft.rows if keys & set(row.keys) and row.role in (TableRole.DIVISION, TableRole.OTHER)
        ]
        # a divided row shows the name twice: the first that is not empty is the item's
        for row in found:
            if sum(filled(cell, self.words) and han_count(cell) >= 2 for cell in row.cells) > 1:
                return self._row(number, row, by_anchor=True)
        return RowEvidence(row=found[0], by_anchor=True) if found else RowEvidence()

    def _row_by_text(self, number: int, taken: Collection[int]) -> Row | None:
        limit = self.words.thresholds["row_title"]
        best: tuple[float, Row] | None = None
        for row in self.draft.rows:
            if row.role is not TableRole.DIVISION or row.keys or id(row) in taken:
                continue
            likeness = self._row_likeness(number, self._row_title(number, row))
            if likeness >= limit and (best is None or likeness > best[0]):
                best = (likeness, row)
        if best is None:
            return None
        title = self._row_title(number, best[1])
        rivals = [other for other in self._by_title.get(plain(title), ()) if other != number]
        return None if rivals and best[0] < 1.0 else best[1]

    def _row_title(self, number: int, row: Row) -> str:
        if "name" in row.columns:
            return row.columns["name"]
        return max(row.cells, key=lambda cell: self._row_likeness(number, cell), default="")

    def _row_likeness(self, number: int, title: str) -> float:
        if isinstance(self.expected[number].target, CountyIndicator):
            return self._name_likeness(number, title)
        return max((title_likeness(title, one) for one in self.expected[number].titles), default=0.0)

    def _row(self, number: int, row: Row, *, by_anchor: bool) -> RowEvidence:
        title = self._row_title(number, row)
        likeness = self._row_likeness(number, title)
        content = row.columns.get("content")
        foreign = None
        if likeness < self.words.thresholds["same_title"]:
            rivals = [other for other in self._by_title.get(plain(title), ()) if other != number]
            foreign = self.expected[rivals[0]].title if rivals else None
        if foreign is None and content and (other := self.is_foreign(content, number)) is not None:
            foreign = self.expected[other].title
        named = self._responsibility(row)
        return RowEvidence(
            row=row,
            by_anchor=by_anchor,
            title=title if filled(title, self.words) else "",
            leads=self.named(named.leads),
            units=self.named((*named.leads, *named.participants)),
            content=content,
            deadline=row.columns.get("deadline"),
            target=row.columns.get("target"),
            foreign=foreign,
        )

    def _responsibility(self, row: Row) -> Responsibility:
        """Return what a row says of its units; without a head that fits, the first cell with nothing but units."""
        columns = row.columns or {"lead": next((cell for cell in row.cells if self._are_units(cell)), "")}
        reading = read_cells(columns.get("lead"), columns.get("support"), known=self._knows)
        return reading.responsibility if reading else Responsibility(text="")

    def named(self, units: Iterable[str]) -> tuple[str, ...]:
        """Return units by the roster's short names, others as they are written, each once."""
        names = (self._roster.get(comparable(unit), unit) for unit in units if filled(unit, self.words))
        return tuple(dict.fromkeys(names))

    def _knows(self, name: str) -> bool:
        return comparable(name) in self._roster or known_unit(name)

    def _are_units(self, cell: str) -> bool:
        reading = read_cells(cell, known=self._knows)
        found = self.named(reading.responsibility.leads) if reading else ()
        return bool(found) and all(unit in self._roster.values() for unit in found)


def _known_units(roster: Roster) -> dict[str, str]:
    """Return every spelling of the roster's units and groups with the name that is printed."""
    known: dict[str, str] = {}
    for unit in roster.units:
        for name in (unit.short, unit.name, *unit.aliases):
            known.setdefault(comparable(name), unit.short)
    for group in roster.groups:
        known.setdefault(comparable(group.name), group.name)
    return known
