"""What a document states twice, in its text and in a table, counts once: goals, indicators, tasks and nested items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from plangen.parent import rules
from plangen.parent.block_model import locate
from plangen.parent.drafts import Context, Draft
from plangen.parent.model import ItemKind
from plangen.terms.findings import Finding
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.target import compare_targets, same_figures
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted

_UNIT_BEHIND = re.compile(r"[（(][^（）()]{1,8}[）)]$")
_SHORTEST_PART = 6  # characters of a title's part that a table may have in its place
_LONGEST_TARGET = 40  # characters of a text that states a target and nothing more


class KnownTitles:
    """The items of the text by their titles; each is taken once, in the order of the text.

    A table names nested items too, and has only a part of a title that is a whole sentence.

    Args:
        drafts: tasks and projects of the text.
    """

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._whole: dict[str, list[Draft]] = defaultdict(list)
        self._parts: dict[str, list[Draft]] = defaultdict(list)
        top = list(drafts)
        nested = [inner for draft in top for inner in draft.walk() if inner is not draft]
        for draft in (*top, *nested):
            self._whole[comparable(draft.title)].append(draft)
            parts = [part for part in re.split("[，,；;]", draft.title) if len(part) >= _SHORTEST_PART]
            for part in dict.fromkeys(map(comparable, parts)) if len(parts) > 1 else ():
                self._parts[part].append(draft)
        self._taken: set[int] = set()

    def take(self, title: str) -> Draft | None:
        """Return the item of the text that a row of a table names, None where it names none or one of several."""
        name = comparable(title)
        free = [draft for draft in self._whole.get(name, ()) if id(draft) not in self._taken]
        if not free:
            parts = [draft for draft in self._parts.get(name, ()) if id(draft) not in self._taken]
            free = parts if len(parts) == 1 else []
        if not free:
            return None
        self._taken.add(id(free[0]))
        return free[0]


class Numbered:
    """The items that the rows of a table named, by the rows' numbers: 11.2.1 is a part of 11.2."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Draft, Responsibility | None]] = {}

    def add(self, number: str | None, item: Draft, responsibility: Responsibility | None) -> None:
        """Take the item that a row with a number named, and who answers for it in that row."""
        if number:
            self._rows.setdefault(number.strip(), (item, responsibility))

    def nest(self, number: str | None, draft: Draft) -> bool:
        """Put an item that the text does not have under that of which its number says it is a part.

        Returns:
            Whether there is such an item.  A paragraph of it that begins with the new item's title was that item.
        """
        above = (number or "").strip().rpartition(".")[0]
        if above not in self._rows:
            return False
        host, responsibility = self._rows[above]
        draft.kind, draft.group = ItemKind.NESTED, None
        own = [text for text in host.paragraphs if _begins_with(text, draft.title)]
        if own:
            mark = parse_mark(own[0])
            draft.number = mark.raw if mark else draft.number
            draft.paragraphs = [re.split("[。：:]", own[0], maxsplit=1)[-1]]
            host.paragraphs = [text for text in host.paragraphs if text not in own]
            if _units(host.responsibility) == _units(draft.responsibility):
                host.responsibility = responsibility  # the clause stood behind the paragraph and spoke for it alone
        host.items.append(draft)
        return True


def _units(clause: Responsibility | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (clause.leads, clause.participants) if clause else ((), ())


def _begins_with(text: str, title: str) -> bool:
    mark = parse_mark(text)
    return comparable(mark.rest if mark else text).startswith(comparable(title))


def reconcile(goals: list[Draft], indicators: list[Draft], context: Context) -> tuple[list[Draft], list[Draft]]:
    """Return goals and indicators, each stated once: what a table repeats completes the text and the other way round.

    Args:
        goals: the goals of the text.
        indicators: the indicators of tables and lines.
        context: the import.
    """
    indicators = _once(indicators, context)
    by_name: dict[str, list[Draft]] = defaultdict(list)
    for indicator in indicators:
        by_name[_name(indicator.title)].append(indicator)
    kept: list[Draft] = []
    dropped: set[int] = set()
    for goal in goals:
        rows = by_name.get(_name(goal.title), [])
        row = rows[0] if len(rows) == 1 else None
        if row is None or goal.items:
            kept.append(goal)
        elif _states(goal, row):
            row.responsibility = row.responsibility or goal.responsibility
            context.say(rules.INDICATOR_REPEATED, goal.place, title=quoted(goal.title))
            context.findings[:] = [found for found in context.findings if not _is_unread(found, goal.place, context)]
        else:
            kept.append(goal)
            if not re.search(r"\d", row.target or "") and goal.paragraphs:
                # a row without a figure (定性) that a goal of the text explains is that goal
                dropped.add(id(row))
                goal.responsibility = goal.responsibility or row.responsibility
                context.say(rules.TABLE_MERGED, row.place, title=quoted(row.title))
    return kept, [row for row in indicators if id(row) not in dropped]


def _once(indicators: Sequence[Draft], context: Context) -> list[Draft]:
    """Return indicators without those that another table states again, with the same target, to say who answers."""
    first: dict[str, Draft] = {}
    kept: list[Draft] = []
    for row in indicators:
        known = first.setdefault(_name(row.title), row)
        same = row.target == known.target or compare_targets(row.target or "", known.target or "", row.title) == 0
        if known is row or not same or known.place.table in (None, row.place.table):
            kept.append(row)
            continue
        known.responsibility = known.responsibility or row.responsibility
        known.nature = known.nature or row.nature
        context.say(rules.TABLE_MERGED, row.place, title=quoted(row.title))
    return kept


def _is_unread(found: Finding, place: Place, context: Context) -> bool:
    """Return whether a finding says that a line holds no target that could be read; in a table it was."""
    return found.code == rules.INDICATOR_LINE_UNREAD.code and found.location == locate(context.name, place)


def _name(title: str) -> str:
    return comparable(_UNIT_BEHIND.sub("", title.strip()))


def _states(goal: Draft, row: Draft) -> bool:
    """Return whether the text of a goal only states the target of an indicator."""
    text = "".join(goal.paragraphs)
    target = row.target or ""
    short = len(text) <= len(target) + _LONGEST_TARGET
    said = re.sub("^零", "0", comparable(text))
    return bool(target) and short and (comparable(target) in said or same_figures(target, said))


def is_declined(captions: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether a table lists what is not carried (不承接事项), by its caption and heads."""
    return any(word in comparable(caption) for caption in captions for word in words)
