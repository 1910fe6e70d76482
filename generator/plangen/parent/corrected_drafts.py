"""A person's decisions carried out on what was read: items of another kind, lines that are none, two that are one.

Nothing is dropped: the words of a line that is no item go to the item that it stands under or behind, and where there
is none they are named in a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plangen.parent import correction_rules as rules
from plangen.parent.block_model import Note
from plangen.parent.corrections import ItemLine
from plangen.parent.drafts import Context, Draft, Extracted, tidy_title
from plangen.parent.model import ItemKind
from plangen.parent.replaced_clause import without_replaced
from plangen.parent.settling import cell_deadline
from plangen.parent.stated_target import stated_target
from plangen.terms.deadline import Deadline
from plangen.terms.findings import Finding, Location
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted

_TOP = (ItemKind.INDICATOR, ItemKind.GOAL, ItemKind.TASK, ItemKind.PROJECT)


@dataclass
class DraftTree:
    """The items of a document while a person's decisions are carried out on them.

    Args:
        lists: the items by kind.
        order: where each place comes in the document.
    """

    lists: dict[ItemKind, list[Draft]]
    order: Mapping[Place, int]
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def of(cls, extracted: Extracted, order: Mapping[Place, int]) -> DraftTree:
        """Return the items that were read, to be changed.

        Args:
            extracted: the items.
            order: where each place comes in the document.
        """
        lists = (extracted.indicators, extracted.goals, extracted.tasks, extracted.projects)
        return cls(lists={kind: list(drafts) for kind, drafts in zip(_TOP, lists, strict=True)}, order=order)

    def at(self, place: Place) -> Draft | None:
        """Return the item whose line stands at a place, the highest where several do."""
        return next((draft for top in self.tops() for draft in top.walk() if draft.place == place), None)

    def tops(self) -> list[Draft]:
        """Return the items that are nested under none."""
        return [draft for kind in _TOP for draft in self.lists[kind]]

    def host(self, draft: Draft) -> Draft | None:
        """Return the item that an item is nested under."""
        inner = (one for top in self.tops() for one in top.walk())
        return next((one for one in inner if any(item is draft for item in one.items)), None)

    def siblings(self, draft: Draft) -> list[Draft]:
        """Return the list that an item is in."""
        host = self.host(draft)
        if host is not None:
            return host.items
        return next(self.lists[kind] for kind in _TOP if any(one is draft for one in self.lists[kind]))

    def remove(self, draft: Draft) -> int:
        """Take an item out of its list; return where it was."""
        siblings = self.siblings(draft)
        index = next(number for number, one in enumerate(siblings) if one is draft)
        del siblings[index]
        return index

    def position(self, place: Place) -> int:
        """Return where a place comes in the document."""
        return self.order.get(place, -1)

    def before(self, place: Place) -> Draft | None:
        """Return the goal, task or project that a place stands behind."""
        here = self.position(place)
        ahead = [draft for draft in self.tops() if draft.kind is not ItemKind.INDICATOR]
        ahead = [draft for draft in ahead if self.position(draft.place) < here]
        return max(ahead, key=lambda draft: self.position(draft.place), default=None)

    def insert(self, draft: Draft, siblings: list[Draft]) -> None:
        """Put an item into a list where it stands in the document."""
        here = self.position(draft.place)
        later = (number for number, one in enumerate(siblings) if self.position(one.place) > here)
        siblings.insert(next(later, len(siblings)), draft)

    def put(self, draft: Draft, kind: ItemKind, under: Draft | None) -> bool:
        """Put an item among those of its kind, a nested one under an item; return False where there is none.

        Args:
            draft: an item that is in no list.
            kind: what it is to be.
            under: the item that a nested one goes under; None takes the one that it stands behind.
        """
        if kind is not ItemKind.NESTED:
            if draft.group is None and (ahead := self.before(draft.place)) is not None and ahead.kind is kind:
                draft.group = ahead.group
            draft.kind = kind
            self.insert(draft, self.lists[kind])
            return True
        host = under or self.before(draft.place)
        if host is None or any(one is draft for one in host.walk()):
            return False
        draft.kind, draft.group = kind, None
        draft.places = draft.places or [draft.place]
        self.insert(draft, host.items)
        return True


def decided(draft: Draft, line: ItemLine, context: Context) -> bool:
    """Give an item what a person has said about it: title, units, deadline, target; return whether that is anything.

    The words that were its title go to its text, and its clause keeps its text: one that was not read leaves the item's
    text for that.  An indicator without a target takes the figure of its own line.
    """
    said = (line.title, line.leads, line.participants, line.deadline, line.target)
    found = None
    if draft.kind is ItemKind.INDICATOR and not (line.target or draft.target):
        found = stated_target(draft.title, draft.paragraphs)
    if line.title and comparable(tidy_title(line.title)) != comparable(draft.title):
        if not _begins_with_title(draft):
            draft.paragraphs.insert(0, draft.title)
        draft.title = tidy_title(line.title)
    if found is not None:
        draft.target = found[1]
        if not line.title and comparable(found[0]) != comparable(draft.title):
            if comparable(found[0] + found[1]) != comparable(draft.title) and not _begins_with_title(draft):
                draft.paragraphs.insert(0, draft.title)
            draft.title = found[0]
    if line.leads is not None or line.participants is not None:
        before = draft.responsibility or Responsibility(text="", leads=(), participants=(), open_ended=False)
        leads = before.leads if line.leads is None else line.leads
        behind = before.participants if line.participants is None else line.participants
        participants = tuple(name for name in behind if name not in leads)
        whole = (line.leads is not None or bool(leads)) and line.participants is not None
        old = _take_old_clause(draft, {*leads, *participants}, whole=whole)
        text = "；".join(filter(None, (before.text, *old))) or "、".join((*leads, *participants))
        draft.responsibility = replace(before, text=text, leads=leads, participants=participants)
    if line.deadline is not None:
        year, words = cell_deadline(line.deadline, draft.place, draft.title, context)
        draft.deadline, draft.deadline_text = year, words
    draft.target = line.target or draft.target
    return any(one is not None for one in said)


def _take_old_clause(draft: Draft, said: Collection[str], *, whole: bool) -> list[str]:
    """Take the clause that a person's words replace out of an item's title and text; return it without brackets."""
    titles, old = without_replaced([draft.title], said, whole=whole)
    if titles and len(titles[0]) > 1:
        draft.title = tidy_title(titles[0])
    else:
        old = []
    draft.paragraphs, behind = without_replaced(draft.paragraphs, said, whole=whole)
    text = "\n".join(draft.paragraphs)
    draft.suspected = [(place, sentence) for place, sentence in draft.suspected if sentence in text]
    return [*old, *behind]


def words_of(draft: Draft, *, clause: bool = True) -> list[str]:
    """Return everything that an item says, as paragraphs: its number and title, its text, its clause.

    Args:
        draft: the item; what is nested under it does not count.
        clause: whether its responsibility clause is given too.
    """
    words = list(draft.paragraphs)
    if _begins_with_title(draft):
        words[0] = f"{draft.number or ''}{words[0]}"
    else:
        words.insert(0, f"{draft.number or ''}{draft.title}")
    if draft.target:
        words.append(f"目标：{draft.target}")
    if clause and draft.responsibility is not None:
        words.append(f"（{draft.responsibility.text}）")
    elif draft.deadline_text and not any(draft.deadline_text in text for text in words):
        words.append(draft.deadline_text)
    return words


def _begins_with_title(draft: Draft) -> bool:
    return bool(draft.paragraphs) and comparable(draft.paragraphs[0]).startswith(comparable(draft.title))


def dissolve(draft: Draft, tree: DraftTree, location: Location) -> list[Finding]:
    """Make an item none: its words become text of the item above or before it, what is nested under it moves up."""
    host, siblings = tree.host(draft), tree.siblings(draft)
    index = tree.remove(draft)
    clause = draft.responsibility
    given = _moved_up(draft, siblings, index) if draft.items else False
    words = words_of(draft, clause=not given)
    if draft.items and len(words) == 1 and not draft.number:
        words = []  # the title goes on as the group of what was nested under it
    receiver = host or (siblings[index - 1] if index else None)
    findings = []
    if clause is not None and not given:
        findings.append(
            rules.CLAUSE_DROPPED.found(location, title=draft.title, clause=clause.text or _named_units(clause))
        )
    if receiver is not None:
        receiver.paragraphs += words
        receiver.places += draft.places or [draft.place]
        verdict = f"按修正不是条目，作为{quoted(receiver.title)}的内容"
    else:
        verdict = "按修正不是条目"
        if words:
            findings.append(rules.LEFT_OUT.found(location, text="　".join(words)))
    tree.notes.append(Note(place=draft.place, text=draft.title, verdict=verdict))
    return findings


def _moved_up(draft: Draft, siblings: list[Draft], index: int) -> bool:
    """Put what is nested under an item in its place; return whether they took over its clause."""
    given = False
    for item in draft.items:
        item.kind = draft.kind
        item.group = draft.title
        item.due(Deadline(year=draft.deadline, text=draft.deadline_text))
        if item.responsibility is None and draft.responsibility is not None:
            item.responsibility = draft.responsibility
            given = True
    siblings[index:index] = draft.items
    return given


def _named_units(clause: Responsibility) -> str:
    return "、".join((*clause.leads, *clause.participants))


def merge(drafts: Sequence[Draft], tree: DraftTree) -> str | None:
    """Make one item of several, the first of them; return why that cannot be, in Chinese, or None."""
    first = drafts[0]
    for other in drafts[1:]:
        if other is first:
            continue
        if any(one is first for one in other.walk()):
            return f"{quoted(first.title)}在{quoted(other.title)}之下，请把{quoted(other.title)}写在前面"
        tree.remove(other)
        first.paragraphs += words_of(other, clause=False)
        first.items += other.items
        first.places += other.places or [other.place]
        first.due(Deadline(year=other.deadline, text=other.deadline_text))
        first.target, first.nature = first.target or other.target, first.nature or other.nature
        first.responsibility = _both(first.responsibility, other.responsibility)
        for item in other.items:
            item.kind = ItemKind.NESTED
        verdict = f"按修正并入{quoted(first.title)}"
        tree.notes.append(Note(place=other.place, text=other.title, verdict=verdict))
    return None


def _both(one: Responsibility | None, other: Responsibility | None) -> Responsibility | None:
    if one is None or other is None or one == other:
        return one or other
    leads = one.leads or other.leads
    behind = (*one.participants, *(other.leads if one.leads else ()), *other.participants)
    return Responsibility(
        text="；".join(filter(None, (one.text, other.text))),
        leads=leads,
        participants=tuple(name for name in dict.fromkeys(behind) if name not in leads),
        open_ended=one.open_ended or other.open_ended,
    )


def rename_units(drafts: Iterable[Draft], units: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Put the units that are meant in the place of those that were read; a clause's text stays as it is.

    Args:
        drafts: all items.
        units: as :attr:`plangen.parent.corrections.Corrections.units`.

    Returns:
        Those that some clause names.
    """
    meant = {comparable(name): name for name in units}
    used: set[str] = set()

    def corrected(names: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        for name in names:
            written = meant.get(comparable(name))
            if written is not None:
                used.add(written)
            found.update(dict.fromkeys((name,) if written is None else units[written]))
        return list(found)

    for draft in (inner for top in drafts for inner in top.walk()):
        clause = draft.responsibility
        if clause is None:
            continue
        leads = corrected(clause.leads)
        participants = [name for name in corrected(clause.participants) if name not in leads]
        if (tuple(leads), tuple(participants)) != (clause.leads, clause.participants):
            draft.responsibility = replace(clause, leads=tuple(leads), participants=tuple(participants))
    return used
