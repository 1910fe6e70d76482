"""Findings: everything plangen has to say to a person about a document, a spec or a plan.

A finding is collected, never raised one at a time: a run reports all of them.  What makes a run impossible
(an unreadable file, for instance) travels as a :class:`FindingsError`, which carries findings too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: only errors make a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The word that a planner reads."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where a finding belongs.

    Attributes:
        file: the file's name or path as the user gave it.
        line: line number, from 1.
        column: column number, from 1.
        place: a place inside a document that has no lines, in Chinese ("第3页", "表2第4行").
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    place: str | None = None

    def __str__(self) -> str:
        """Return ``file:line:column`` with what is known, then the place."""
        numbers = [str(number) for number in (self.line, self.column) if number is not None]
        head = ":".join([self.file or "", *numbers]).strip(":")
        return " ".join(part for part in (head, self.place) if part)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a person should look at.

    Attributes:
        code: stable, lower-case, hyphenated code, registered in the room's ``codes.py``.
        severity: see :class:`Severity`.
        message: what is wrong, in Chinese, a full statement.
        location: where.
        hint: how to put it right, in Chinese, with an example where one helps.
    """

    code: str
    severity: Severity
    message: str
    location: Location = Location()
    hint: str | None = None

    def as_text(self) -> str:
        """Return the finding as the command line prints it: one line, and the hint indented under it."""
        where = str(self.location)
        head = f"{where}: " if where else ""
        line = f"{head}{self.severity.label} {self.code} {self.message}"
        return line if not self.hint else f"{line}\n    {self.hint}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding in the JSON form of the command line's contract."""
        location = {
            key: value
            for key in ("file", "line", "column", "place")
            if (value := getattr(self.location, key)) is not None
        }
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "location": location,
            "hint": self.hint,
        }


class FindingsError(Exception):
    """The work cannot go on; the findings say why (exit code 2).

    Args:
        findings: what to tell the person, at least one.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("\n".join(finding.as_text() for finding in self.findings))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
