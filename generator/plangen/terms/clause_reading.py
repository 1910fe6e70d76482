"""What a responsibility clause says, as frozen data; :mod:`plangen.terms.clauses` reads it."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.terms.findings import Rule
from plangen.terms.responsibility import Responsibility


@dataclass(frozen=True)
class Problem:
    """A doubt about a clause: the rule, and the words of the clause that it is about."""

    rule: Rule
    words: str

    @property
    def code(self) -> str:
        """Code of the rule."""
        return self.rule.code

    @property
    def message(self) -> str:
        """What to say, in Chinese."""
        return self.rule.found(words=self.words).message


@dataclass(frozen=True, kw_only=True)
class ClauseReading:
    """What a clause says.

    Attributes:
        responsibility: leads, participants and the clause's text without its brackets.
        deadline: what stands behind a label such as 完成时限, or else the words of time among the units (长期坚持), as
            written; None where the clause says nothing of time.
        answering: the units behind 责任单位 and its like.
        supported: a label names those that take part (配合单位); those that answer are then the ones that lead.
        problems: doubts.
    """

    responsibility: Responsibility
    deadline: str | None = None
    answering: tuple[str, ...] = ()
    supported: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def only_time(self) -> bool:
        """Whether it states a time and no unit."""
        clause = self.responsibility
        return self.deadline is not None and not clause.leads and not clause.participants
