"""A person's corrections carried out while a document is imported: before the outline, on it, and on its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from plangen.parent import correction_rules as rules
from plangen.parent import rules as import_rules
from plangen.parent.block_model import Block, Note, Paragraph, Prepared, Table, TableRow, place_words
from plangen.parent.corrected_drafts import DraftTree, dissolve, merge, rename_units, retitled
from plangen.parent.corrections import Held, ItemLine
from plangen.parent.drafts import Context, Draft, Extracted
from plangen.parent.item_reading import read_item
from plangen.parent.line_finding import LineFinder, Spot, joined, parted
from plangen.parent.metadata import Metadata, identity_of, own_names_of
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.place_and_period import find_place
from plangen.parent.sections import heading_text
from plangen.reading.lines import SourceDocument
from plangen.terms import unit_rules
from plangen.terms.clause_search import find_clauses, is_clause_paragraph
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.marks import parse_mark, split_title
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted

_SETTLED_BY = {
    "title": (import_rules.TITLE_COMPOSED, import_rules.TITLE_QUOTED),
    "period": (import_rules.PERIOD_GUESSED, import_rules.PERIOD_UNKNOWN),
    "place": (import_rules.PLACE_GUESSED, import_rules.PLACE_UNKNOWN),
}
_LABELS = {"title": "题名", "period": "规划期", "place": "地区", "level": "层级", "kind": "类型"}


@dataclass
class Correcting:
    """One import with its corrections; without any, everything stays as it is.

    Args:
        held: the corrections.
        document: what is imported.
        items: the places of the lines that an import without corrections takes for items.
    """

    held: Held
    document: SourceDocument
    items: frozenset[Place] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    _forced: list[tuple[ItemLine, Place]] = field(default_factory=list)
    _dropped: list[tuple[str, Place]] = field(default_factory=list)
    _merged: list[list[Place]] = field(default_factory=list)
    _under: dict[str, Place] = field(default_factory=dict)
    _nodes: dict[Place, tuple[Node, str | None]] = field(default_factory=dict)
    _done: Counter[str] = field(default_factory=Counter)

    @property
    def forces(self) -> bool:
        """Whether a line is made an item that would be none, so that a document without headings has items too."""
        return any(place not in self.items for _, place in self._forced)

    def say(self, rule: Rule, **values: object) -> None:
        """Remember a finding about a correction."""
        self.findings.append(rule.found(self.location, items=(), severity=None, **values))

    @property
    def location(self) -> Location:
        """The file of the corrections."""
        return Location(file=self.held.file or self.document.name)

    # ------------------------------------------------------------------------------------------ lines

    def blocks(self, prepared: Prepared) -> Prepared:
        """Return the document with lines joined and parted as the corrections need it; find all lines that they name.

        Args:
            prepared: the document's blocks.
        """
        corrections = self.held.corrections
        if not corrections.about_lines:
            return prepared
        finder = LineFinder(prepared.blocks, self.document)
        spans: list[tuple[int, int]] = []
        cuts: dict[int, set[Place]] = {}
        for one in corrections.items:
            spot = self._line(one.line, finder)
            if spot is None:
                continue
            self._forced.append((one, spot.place))
            if spot.inside:
                cuts.setdefault(spot.index, set()).add(spot.place)
            elif spot.last > spot.index:
                spans.append((spot.index, spot.last))
            if one.under and (under := self._line(one.under, finder, items_first=True)) is not None:
                self._under[one.line] = under.place
        for line in corrections.not_items:
            if (spot := self._line(line, finder, items_first=True)) is not None:
                self._dropped.append((line, spot.place))
        for lines in corrections.merged:
            self._merge(lines, finder, spans)
        return replace(prepared, blocks=tuple(self._rebuilt(prepared.blocks, spans, cuts)))

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
        spots = [self._line(line, finder, items_first=True) for line in lines]
        found = [spot for spot in spots if spot is not None]
        if len(found) < len(lines):
            return
        forced = {place for _, place in self._forced}
        if all(spot.place in self.items or spot.place in forced for spot in found):
            self._merged.append([spot.place for spot in found])
            return
        covered = sorted({index for one in found for index in range(one.index, one.last + 1)})
        adjoining = covered == list(range(covered[0], covered[-1] + 1)) and not any(spot.inside for spot in found)
        if adjoining and all(isinstance(finder.blocks[index], Paragraph) for index in covered) and len(covered) > 1:
            spans.append((covered[0], covered[-1]))
            self._done["合并"] += 1
            return
        stranger = next(line for line, spot in zip(lines, found, strict=True) if spot.place not in self.items)
        self.say(rules.NOT_APPLIED, words=lines[0], reason=f"“{stranger}”不是条目，又不与它前后紧接")

    def _rebuilt(
        self, blocks: Sequence[Block], spans: Sequence[tuple[int, int]], cuts: Mapping[int, set[Place]]
    ) -> list[Block]:
        ends: dict[int, int] = {}
        for start, last in sorted(spans):
            before = next((begin for begin, end in ends.items() if begin <= start <= end), start)
            ends[before] = max(ends.get(before, last), last)
        texts = {line.place: line.text for line in self.document.lines}
        rebuilt: list[Block] = []
        index = 0
        while index < len(blocks):
            block, last = blocks[index], ends.get(index, index)
            if last > index:
                rebuilt.append(joined(blocks[index : last + 1]))
            elif isinstance(block, Paragraph) and index in cuts:
                rebuilt += parted(block, cuts[index], texts)
            else:
                rebuilt.append(block)
            index = last + 1
        return rebuilt

    # ------------------------------------------------------------------------------------------ outline

    def take(self, root: Node, front: Sequence[Block]) -> None:
        """Take the lines that are to be items, and would be none, out of the outline, with what belongs to them.

        Args:
            root: the outline.
            front: the blocks before the body.
        """
        wanted = {place for _, place in self._forced if place not in self.items}
        for place in sorted(wanted, key=lambda one: _order(self.document).get(one, -1)):
            taken = _taken(root, front, place, wanted, self.items)
            if taken is not None:
                self._nodes[place] = taken

    # ------------------------------------------------------------------------------------------ what the plan is

    def metadata(self, about: Metadata, stem: str, plan_id: str | None) -> Metadata:
        """Return what the plan is with what a person has said about it.

        Args:
            about: as the document has it.
            stem: the file's name without its ending, the last resort for an id.
            plan_id: the id that the caller wants.
        """
        given = self.held.corrections
        said = {name: value for name in _LABELS if (value := getattr(given, name)) is not None}
        if not said:
            return about
        for name in said:
            self._done[_LABELS[name]] += 1
        settled = {rule.code for name in said for rule in _SETTLED_BY.get(name, ())}
        if given.place is not None and given.level is None:
            said["level"] = find_place(given.place, given.place, self.document.name, [])[1]
        findings = [one for one in about.findings if one.code not in settled]
        known = replace(about, **said)
        if given.place or given.level or given.period:
            findings = [one for one in findings if one.code != import_rules.ID_GUESSED.code]
            own_names = own_names_of(known.place, known.level)
            name = self.document.name
            identity = plan_id or identity_of(known.place, known.level, known.period, stem, name, findings)
            known = replace(known, own_names=own_names, id=identity)
        return replace(known, findings=tuple(findings))

    # ------------------------------------------------------------------------------------------ items

    def items_of(self, extracted: Extracted, about: Metadata) -> Extracted:
        """Return the items with everything that the corrections decide about them.

        Args:
            extracted: as they were read.
            about: for the plan's period.
        """
        given = self.held.corrections
        if not given:
            return extracted
        context = Context(name=self.document.name, period=about.period, own_names=about.own_names)
        tree = DraftTree(
            lists={
                ItemKind.INDICATOR: list(extracted.indicators),
                ItemKind.GOAL: list(extracted.goals),
                ItemKind.TASK: list(extracted.tasks),
                ItemKind.PROJECT: list(extracted.projects),
            },
            order=_order(self.document),
        )
        for one, place in self._forced:
            self._force(one, place, tree, context)
        for line, place in self._dropped:
            if (draft := tree.at(place)) is not None:
                self.findings += dissolve(draft, tree, self.location)
                self._done["不是条目"] += 1
            elif place in self.items:
                self.say(rules.NOT_APPLIED, words=line, reason="这一行已经并入别的条目")
        for places in self._merged:
            self._merge_items(places, tree)
        used = rename_units(tree.tops(), given.units)
        self._done["单位"] += len(used)
        for unit in given.units:
            if unit not in used:
                self.say(rules.UNIT_NOT_FOUND, unit=unit)
        if done := [
            name if name in _LABELS.values() else f"{name}{count}处" for name, count in self._done.items() if count
        ]:
            self.say(rules.APPLIED, done=done)
        meant = {comparable(name) for name in used}
        return Extracted(
            indicators=tuple(tree.lists[ItemKind.INDICATOR]),
            goals=tuple(tree.lists[ItemKind.GOAL]),
            tasks=tuple(tree.lists[ItemKind.TASK]),
            projects=tuple(tree.lists[ItemKind.PROJECT]),
            findings=tuple(one for one in (*extracted.findings, *context.findings) if not _about_units(one, meant)),
            notes=(*extracted.notes, *context.notes, *tree.notes),
        )

    def _force(self, one: ItemLine, place: Place, tree: DraftTree, context: Context) -> None:
        """Make a line an item, or an item one of another kind or title, or nest it elsewhere."""
        under = tree.at(self._under[one.line]) if one.line in self._under else None
        if one.under and under is None:
            if one.line in self._under:
                self.say(rules.NOT_APPLIED, words=one.line, reason=f"“{one.under}”不是条目，不能写在它下面")
            return
        draft = tree.at(place)
        if draft is not None:
            self._change(one, draft, under, tree)
        elif place in self._nodes:
            self._add(one, place, under, tree, context)
        else:
            self.say(rules.NOT_APPLIED, words=one.line, reason="这一行已经并入别的条目")

    def _add(self, one: ItemLine, place: Place, under: Draft | None, tree: DraftTree, context: Context) -> None:
        node, group = self._nodes[place]
        kind = one.kind or (ItemKind.NESTED if one.under else ItemKind.TASK)
        draft = read_item(node, kind, group, context)
        retitled(draft, one.title)
        if not tree.put(draft, kind, under):
            tree.put(draft, ItemKind.TASK, None)
            self.say(rules.NOT_APPLIED, words=one.line, reason="前面没有条目，不能作子项，已作为任务读入")
        self._tell(one, draft, tree)

    def _change(self, one: ItemLine, draft: Draft, under: Draft | None, tree: DraftTree) -> None:
        kind = one.kind or (ItemKind.NESTED if one.under else draft.kind)
        if under is not None and any(inner is under for inner in draft.walk()):
            self.say(rules.NOT_APPLIED, words=one.line, reason="不能写在它自己的子项下面")
            return
        stays = kind is draft.kind and (under is None or tree.host(draft) is under)
        if not stays:
            siblings, index = tree.siblings(draft), tree.remove(draft)
            if not tree.put(draft, kind, under):
                siblings.insert(index, draft)
                self.say(rules.NOT_APPLIED, words=one.line, reason="前面没有条目，不能作子项")
                return
        if not stays or one.title:
            retitled(draft, one.title)
            self._tell(one, draft, tree)

    def _tell(self, one: ItemLine, draft: Draft, tree: DraftTree) -> None:
        verdict = f"按修正为{draft.kind.label}{quoted(draft.title)}"
        tree.notes.append(Note(place=draft.place, text=one.line, verdict=verdict))
        self._done["是条目"] += 1

    def _merge_items(self, places: Sequence[Place], tree: DraftTree) -> None:
        drafts = [tree.at(place) for place in places]
        found = [draft for draft in drafts if draft is not None]
        texts = {line.place: line.text for line in self.document.lines}
        words = texts.get(places[0], "")
        if len(found) < len(drafts):
            self.say(rules.NOT_APPLIED, words=words, reason="其中有的行已经不是条目")
        elif reason := merge(found, tree):
            self.say(rules.NOT_APPLIED, words=words, reason=reason)
        else:
            self._done["合并"] += 1


def _about_units(finding: Finding, units: set[str]) -> bool:
    """Return whether a finding doubts a unit that a person has corrected."""
    return finding.code == unit_rules.UNIT_DOUBTFUL.code and comparable(str(finding.values.get("words", ""))) in units


def _order(document: SourceDocument) -> dict[Place, int]:
    return {line.place: index for index, line in enumerate(document.lines)}


def _taken(
    root: Node, front: Sequence[Block], place: Place, wanted: set[Place], items: frozenset[Place]
) -> tuple[Node, str | None] | None:
    """Return the heading of a line that is to be an item, and the title that it stands under."""
    for host in root.walk():
        group = _group(host, items)
        for child in host.children:
            if child.paragraph is not None and child.paragraph.place == place:
                host.children.remove(child)
                return child, group
            if child.list_head is not None and child.list_head.place == place:
                return _node(child.list_head, []), group
        for index, block in enumerate(host.body):
            if isinstance(block, Table):
                if (row := next((row for row in block.rows if row.place == place), None)) is not None:
                    return _row_node(row), group
            elif block.place == place:
                body = _belonging(host.body[index + 1 :], block, wanted)
                del host.body[index : index + 1 + len(body)]
                return _node(block, body), group
    for block in front:
        if isinstance(block, Paragraph) and block.place == place:
            return _node(block, []), None
        if isinstance(block, Table):
            for row in block.rows:
                if row.place == place:
                    return _row_node(row), None
    return None


def _group(host: Node, items: frozenset[Place]) -> str | None:
    return heading_text(host) if host.paragraph is not None and host.paragraph.place not in items else None


def _node(paragraph: Paragraph, body: Sequence[Block]) -> Node:
    mark = parse_mark(paragraph.text)
    return Node(paragraph=paragraph, mark=mark, line=mark.rest if mark else paragraph.text, body=list(body))


def _belonging(following: Sequence[Block], line: Paragraph, wanted: set[Place]) -> list[Block]:
    """Return what belongs to a line: all that follows a mere title, else only a clause that follows directly."""
    mark = parse_mark(line.text)
    text, clauses = find_clauses(mark.rest if mark else line.text)
    only_title = not split_title(text).text and not clauses
    body: list[Block] = []
    for block in following:
        if isinstance(block, Paragraph) and block.place in wanted:
            break
        if not only_title and not (isinstance(block, Paragraph) and is_clause_paragraph(block.text)):
            break
        body.append(block)
    return body


def _row_node(row: TableRow) -> Node:
    cells = list(dict.fromkeys(cell for cell in row.cells if cell))
    title = max(cells, key=len, default="")
    rest = "　".join(cell for cell in cells if cell != title)
    paragraph = Paragraph(text=title, place=row.place, places=(row.place,))
    body = [Paragraph(text=rest, place=row.place, places=(row.place,))] if rest else []
    return _node(paragraph, body)
