"""Doubts about lines that a person has decided about: what is settled is not said again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plangen.parent import rules
from plangen.parent.block_model import locate
from plangen.parent.corrections import ItemLine
from plangen.parent.drafts import Draft
from plangen.terms import unit_rules
from plangen.terms.findings import Finding, Location, Rule

_LINE = (rules.INDICATOR_LINE_UNREAD, rules.UNNUMBERED_ITEM, rules.TITLE_REPEATS_PARENT)
"""Doubts whether a line is an item, and of which kind."""
_TITLE = (rules.TITLE_FROM_SENTENCE,)
_CLAUSE = (
    rules.CLAUSE_SUSPECTED,
    rules.CLAUSE_UNBALANCED,
    rules.CLAUSE_SEVERAL,
    rules.CLAUSE_MOVED,
    rules.UNITS_IN_HEADING,
    unit_rules.CLAUSE_UNPARSED,
    unit_rules.UNIT_DOUBTFUL,
)
_DEADLINE = (rules.SEVERAL_YEARS, rules.DEADLINE_OF_ONE_MEASURE, rules.DEADLINE_OPEN)
_TARGET = (rules.INDICATOR_WITHOUT_TARGET, rules.TABLE_TARGET_CHOSEN)


@dataclass
class Settled:
    """What a person has settled about single lines.

    Args:
        name: the document's name.
    """

    name: str
    _codes: dict[Location, set[str]] = field(default_factory=dict)

    def line(self, one: ItemLine, draft: Draft) -> None:
        """Remember what a person has said about an item, once it is carried out.

        Args:
            one: what the person said.
            draft: the item.
        """
        said: list[Rule] = [*_LINE]
        said += _TITLE if one.title else ()
        said += _CLAUSE if one.leads is not None or one.participants is not None else ()
        said += _DEADLINE if one.deadline is not None else ()
        said += _TARGET if one.target else ()
        self._settle(draft, said)

    def no_item(self, draft: Draft) -> None:
        """Remember that an item is none: nobody has to ask any more whether it is one."""
        self._settle(draft, (*_LINE, *_TITLE, *_DEADLINE, *_TARGET))

    def _settle(self, draft: Draft, settled: Iterable[Rule]) -> None:
        codes = {rule.code for rule in settled}
        for place in (*draft.places, draft.place):
            self._codes.setdefault(locate(self.name, place), set()).update(codes)

    def without(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings without those that are settled."""
        return tuple(one for one in findings if one.code not in self._codes.get(one.location, ()))
