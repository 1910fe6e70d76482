"""A person's corrections carried out while a document is imported: before the outline, on it, and on its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plangen.parent import correction_rules as rules
from plangen.parent.block_model import Block, Note, Prepared
from plangen.parent.corrected_drafts import DraftTree, decided, dissolve, merge, rename_units
from plangen.parent.corrected_findings import Settled
from plangen.parent.corrected_lines import CorrectedLines
from plangen.parent.corrected_metadata import LABELS, corrected_metadata
from plangen.parent.corrections import Held, ItemLine
from plangen.parent.drafts import Context, Draft, Extracted
from plangen.parent.item_reading import read_item
from plangen.parent.metadata import Metadata
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.taking_out import taken_out
from plangen.reading.lines import SourceDocument
from plangen.terms import unit_rules
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted


@dataclass
class Correcting:
    """One import with its corrections; without any, everything stays as it is.

    Args:
        held: the corrections.
        document: what is imported.
        items: the titles of the items that an import without corrections reads, by their places.
        settled: the lines of which a person has said that they are no items, each with where its item stood.
    """

    held: Held
    document: SourceDocument
    items: Mapping[Place, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    settled: dict[Place, Place] = field(default_factory=dict)
    lines: CorrectedLines = field(init=False)
    _nodes: dict[Place, tuple[Node, str | None]] = field(default_factory=dict)
    _done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Look for no line yet."""
        self.lines = CorrectedLines(self.held.corrections, self.document, self.items, self.say, self._done)

    @property
    def forces(self) -> bool:
        """Whether a line is made an item that would be none, so that a document without headings has items too."""
        return any(place not in self.items for _, place in self.lines.forced)

    @property
    def decided(self) -> set[Place]:
        """The lines about which a person has decided."""
        return {place for _, place in (*self.lines.forced, *self.lines.dropped)}

    def say(self, rule: Rule, **values: object) -> None:
        """Remember a finding about a correction."""
        self.findings.append(rule.found(self.location, items=(), severity=None, **values))

    @property
    def location(self) -> Location:
        """The file of the corrections."""
        return Location(file=self.held.file or self.document.name)

    def blocks(self, prepared: Prepared) -> Prepared:
        """Return the document with lines joined and parted; see :meth:`~.corrected_lines.CorrectedLines.blocks`."""
        return self.lines.blocks(prepared)

    # ------------------------------------------------------------------------------------------ outline

    def take(self, root: Node, front: Sequence[Block]) -> None:
        """Take the lines that are to be items, and would be none, out of the outline, with what belongs to them.

        Args:
            root: the outline.
            front: the blocks before the body.
        """
        wanted = {place for _, place in self.lines.forced if place not in self.items}
        order = _order(self.document)
        # from the end, so that what is taken out of another line's text is out before that is taken itself
        for place in sorted(wanted, key=lambda one: order.get(one, -1), reverse=True):
            taken = taken_out(root, front, place, wanted, self.items)
            if taken is not None:
                self._nodes[place] = taken

    def metadata(self, about: Metadata, stem: str, plan_id: str | None) -> Metadata:
        """Return what the plan is with what a person has said about it; see :func:`corrected_metadata`."""
        for name, label in LABELS.items():
            self._done[label] += getattr(self.held.corrections, name) is not None
        return corrected_metadata(about, self.held.corrections, self.document.name, stem, plan_id)

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
        tree = DraftTree.of(extracted, _order(self.document))
        settled = Settled(self.document.name)
        for one, place in self.lines.forced:
            if (draft := self._force(one, place, tree, context)) is not None:
                settled.line(one, draft)
        for line, place in self.lines.dropped:
            if (draft := tree.at(place)) is not None:
                self.settled |= dict.fromkeys((*draft.places, draft.place), draft.place)
                settled.no_item(draft)
                self.findings += dissolve(draft, tree, self.location)
                self._done["不是条目"] += 1
            elif place in self.items:
                self.say(rules.NOT_APPLIED, words=line, reason="这一行已经并入别的条目")
            elif _heads_items(line, tree):
                self.say(rules.NOT_APPLIED, words=line, reason="这一行是分组的标题，请逐条写明它下面哪些不是条目")
        for words, places in self.lines.merged:
            self._merge_items(words, places, tree)
        used = rename_units(tree.tops(), given.units)
        self._done["单位"] += len(used)
        for unit in given.units:
            if unit not in used:
                self.say(rules.UNIT_NOT_FOUND, unit=unit)
        plain = set(LABELS.values())
        if done := [name if name in plain else f"{name}{count}处" for name, count in self._done.items() if count]:
            self.say(rules.APPLIED, done=done)
        meant = {comparable(name) for name in used}
        return Extracted(
            indicators=tuple(tree.lists[ItemKind.INDICATOR]),
            goals=tuple(tree.lists[ItemKind.GOAL]),
            tasks=tuple(tree.lists[ItemKind.TASK]),
            projects=tuple(tree.lists[ItemKind.PROJECT]),
            findings=tuple(
                one for one in settled.without((*extracted.findings, *context.findings)) if not _about_units(one, meant)
            ),
            notes=(*extracted.notes, *context.notes, *tree.notes),
        )

    def tell_lost(self, owners: Mapping[Place, Place]) -> None:
        """Say which items are read no more because a correction changes how the lines around them are read.

        Args:
            owners: where each line of an item stands.
        """
        left_out = {place for _, place in self.lines.dropped}
        if lost := [title for place, title in self.items.items() if place not in owners and place not in left_out]:
            self.say(rules.ITEMS_LOST, titles=[quoted(title) for title in lost])

    def _force(self, one: ItemLine, place: Place, tree: DraftTree, context: Context) -> Draft | None:
        """Make a line an item, or an item one of another kind or title, or nest it elsewhere; return the item."""
        under = tree.at(self.lines.under[one.line]) if one.line in self.lines.under else None
        if one.under and under is None:
            self.say(rules.NOT_APPLIED, words=one.line, reason=f"“{one.under}”不是条目，不能写在它下面")
        draft = tree.at(place)
        if draft is not None:
            self._change(one, draft, under, tree, context)
        elif place in self._nodes:
            draft = self._add(one, place, under, tree, context)
        else:
            self.say(rules.NOT_APPLIED, words=one.line, reason="这一行已经并入别的条目")
            return None
        if one.kind is draft.kind is ItemKind.INDICATOR and not draft.target:
            self.say(rules.TARGET_MISSING, words=one.line)
        return draft

    def _add(self, one: ItemLine, place: Place, under: Draft | None, tree: DraftTree, context: Context) -> Draft:
        node, group = self._nodes[place]
        kind = one.kind or (ItemKind.NESTED if one.under else ItemKind.TASK)
        draft = read_item(node, kind, group, context)
        decided(draft, one, context)
        if not tree.put(draft, kind, under):
            tree.put(draft, ItemKind.TASK, None)
            self.say(rules.NOT_APPLIED, words=one.line, reason="前面没有条目，不能作子项，已作为任务读入")
        self._tell(one, draft, tree)
        return draft

    def _change(self, one: ItemLine, draft: Draft, under: Draft | None, tree: DraftTree, context: Context) -> None:
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
        if decided(draft, one, context) or not stays:
            self._tell(one, draft, tree)

    def _tell(self, one: ItemLine, draft: Draft, tree: DraftTree) -> None:
        verdict = f"按修正为{draft.kind.label}{quoted(draft.title)}"
        tree.notes.append(Note(place=draft.place, text=one.line, verdict=verdict))
        self._done["是条目"] += 1

    def _merge_items(self, words: str, places: Sequence[Place], tree: DraftTree) -> None:
        found = [draft for place in places if (draft := tree.at(place)) is not None]
        if len(found) < len(places):
            self.say(rules.NOT_APPLIED, words=words, reason="其中有的行已经不是条目")
        elif reason := merge(found, tree):
            self.say(rules.NOT_APPLIED, words=words, reason=reason)
        else:
            self._done["合并"] += 1


def _heads_items(words: str, tree: DraftTree) -> bool:
    """Return whether items stand under the heading that begins with the words."""
    mark = parse_mark(words.strip())
    title = comparable(mark.rest if mark else words)
    return any(comparable(draft.group or "").startswith(title) for draft in tree.tops())


def _about_units(finding: Finding, units: set[str]) -> bool:
    """Return whether a finding doubts a unit that a person has corrected."""
    return finding.code == unit_rules.UNIT_DOUBTFUL.code and comparable(str(finding.values.get("words", ""))) in units


def _order(document: SourceDocument) -> dict[Place, int]:
    return {line.place: index for index, line in enumerate(document.lines)}
