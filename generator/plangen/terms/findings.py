"""Findings: everything plangen has to say to a person about a document, a spec or a plan.

Each thing that can be said is a :class:`Rule`, declared once in its room's ``rules.py`` and recorded with
:meth:`Rule.found`; its words stand in templates/findings, where whoever knows official writing can better them.  A
finding is collected, never raised one at a time: a run reports all of them.  What makes a run impossible travels as a
:class:`FindingsError`, which carries findings too.  What a finding is about stands in its data (rule, place, items,
values); its message is for people and is never read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

LONGEST_LIST = 8
"""How many entries of a list a message names before it is folded."""

SHOWN_OF_A_RULE = 3
"""How many findings of one rule a screen shows before the rest is only counted."""

_KEY = re.compile("〖([^〖〗]+)〗")


class Severity(StrEnum):
    """How much a finding weighs: only errors make a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The word that a planner reads."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def weight(self) -> int:
        """Rank for sorting, the worst first."""
        return list(Severity).index(self)


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
class RuleWords:
    """The words of a rule, as templates/findings has them.

    Attributes:
        message: what is wrong, in Chinese, a full statement; ``{name}`` stands for a value of the finding, ``〖牵头〗``
            for a key of the planner's file, which is printed in the language that the file is written in, ``〖本县〗``
            for a word that a district or a banner says in another way.
        hint: how to put it right, in Chinese, in the same form; None where there is nothing to do.
        why: why it matters or how it is judged, one sentence in Chinese, for docs/findings.md.
        example: what leads to it, for docs/findings.md: a line of a file or a situation, in Chinese.
    """

    message: str
    why: str
    example: str
    hint: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that plangen can say.

    Attributes:
        code: stable, lower-case, hyphenated.
        severity: see :class:`Severity`.
        file: name of the file under templates/findings that has its words.
        unusable: whether the input cannot be worked with at all (exit code 2 instead of 1).
    """

    code: str
    severity: Severity
    file: str
    unusable: bool = False

    @property
    def words(self) -> RuleWords:
        """Its words; they are read when something is said for the first time."""
        return _words_of(self.file)[self.code]

    @property
    def message(self) -> str:
        """See :class:`RuleWords`."""
        return self.words.message

    @property
    def hint(self) -> str | None:
        """See :class:`RuleWords`."""
        return self.words.hint

    def found(
        self,
        location: Location | None = None,
        *,
        items: Collection[str] = (),
        severity: Severity | None = None,
        **values: object,
    ) -> Finding:
        """Record the rule: return the finding that it holds here.

        Args:
            location: where.
            items: keys of the items that it is about (``xinzhou-145:T05``, or ``T05`` inside one plan).
            severity: where it weighs more or less than the rule usually does.
            values: what the message and the hint name; lists are joined by 、 and folded where they are long.

        Raises:
            KeyError: a value that message or hint needs is not given.
        """
        said = {name: _said(value) for name, value in values.items()}
        words = self.words
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            message=words.message.format_map(said),
            hint=words.hint.format_map(said) if words.hint else None,
            location=location or Location(),
            items=tuple(items),
            values=values,
            unusable=self.unusable,
        )

    def error(
        self, location: Location | None = None, *, items: Collection[str] = (), **values: object
    ) -> FindingsError:
        """Return the error that ends a run for this reason alone; see :meth:`found`."""
        return FindingsError([self.found(location, items=items, severity=None, **values)])


RULES: dict[str, Rule] = {}
"""Every rule by its code, filled as the rooms' ``rules.py`` are imported."""


def rules_of(file: str) -> Callable[..., Rule]:
    """Return what declares the rules of a room.

    Args:
        file: name of the file under templates/findings that has their words.
    """

    def declare(code: str, severity: Severity, *, unusable: bool = False) -> Rule:
        if code in RULES or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code):
            raise ValueError(f"the code {code!r} is taken or badly formed")
        RULES[code] = Rule(code=code, severity=severity, file=file, unusable=unusable)
        return RULES[code]

    return declare


@lru_cache(maxsize=64)
def _words_of(file: str) -> Mapping[str, RuleWords]:
    from plangen.terms.resources import templates_folder
    from plangen.terms.yaml_data import read_yaml

    data = read_yaml(templates_folder() / "findings" / f"{file}.yaml")
    return {code: RuleWords(**words) for code, words in data.items()}


def _said(value: object) -> object:
    """Return a value as a message names it: a list joined by 、, a long one folded."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return folded(value if not isinstance(value, (set, frozenset)) else sorted(value, key=str))
    return value


def folded(entries: Iterable[object], most: int = LONGEST_LIST, measure: str = "个") -> str:
    """Return a list as a sentence names it: 甲、乙; a long one 甲、乙、丙等12个.

    Args:
        entries: what is listed.
        most: how many are named.
        measure: measure word of the total.
    """
    named = [str(entry) for entry in entries]
    shown = "、".join(named[:most])
    return shown if len(named) <= most else f"{shown}等{len(named)}{measure}"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a person should look at; made by :meth:`Rule.found`.

    Attributes:
        code: code of the rule.
        severity: see :class:`Severity`.
        message: what is wrong, in Chinese; keys of the planner's file stand in 〖〗 until it is printed.
        location: where.
        hint: how to put it right, in Chinese.
        items: keys of the items that it is about.
        values: what was found, by name, as data.
        unusable: whether the input cannot be worked with at all.
    """

    code: str
    severity: Severity
    message: str
    location: Location = field(default_factory=Location)
    hint: str | None = None
    items: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict, hash=False, compare=False)
    unusable: bool = False

    def as_text(self, keys: Mapping[str, str] | None = None) -> str:
        """Return the finding as the command line prints it: one line, and the hint indented under it.

        Args:
            keys: Chinese name of a key -> the name that stands in the planner's file, where that is in English.
        """
        where = str(self.location)
        head = f"{where}: " if where else ""
        line = f"{head}{self.severity.label} {self.code} {with_keys(self.message, keys)}"
        return line if not self.hint else f"{line}\n    {with_keys(self.hint, keys)}"

    def as_json(self, keys: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the finding in the JSON form of the command line's contract; see :meth:`as_text`."""
        location = {
            key: value
            for key in ("file", "line", "column", "place")
            if (value := getattr(self.location, key)) is not None
        }
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": with_keys(self.message, keys),
            "location": location,
            "hint": with_keys(self.hint, keys) if self.hint else None,
            "items": list(self.items),
        }


def marked(text: str) -> tuple[str, ...]:
    """Return the marked words of a text: 牵头 of 〖牵头〗, 本县 of 〖本县〗."""
    return tuple(_KEY.findall(text))


def with_keys(text: str, keys: Mapping[str, str] | None = None) -> str:
    """Return a text whose marked keys (〖牵头〗) are printed as the planner's file writes them.

    Args:
        text: a message or a hint.
        keys: Chinese name -> name in the file; Chinese where it is None.
    """
    return _KEY.sub(lambda match: (keys or {}).get(match[1], match[1]), text)


def screen_lines(
    findings: Iterable[Finding], keys: Mapping[str, str] | None = None, *, more: str | None = None
) -> Iterator[tuple[Severity, str]]:
    """Yield findings as a screen shows them: the worst first, each once, many of one rule folded.

    Nothing is lost: what is folded is counted, and the JSON form has all of them.  Errors are never folded.  Of several
    of one rule the first says how to put it right.

    Args:
        findings: all of them.
        keys: see :meth:`Finding.as_text`.
        more: the command that lists notes one by one, where they are only to be counted here; None lists them.

    Yields:
        Severity (for the colour) and text of one or more lines.
    """
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    notes = sum(len(group) for (severity, _), group in groups.items() if severity is Severity.INFO)
    for (severity, code), group in sorted(groups.items(), key=lambda entry: entry[0][0].weight):
        if severity is Severity.INFO and more:
            yield severity, f"另有提示{notes}条，不影响生成；逐条看：{more}"
            return
        whole = severity is Severity.ERROR or len(group) <= SHOWN_OF_A_RULE + 1
        for place, finding in enumerate(group if whole else group[:SHOWN_OF_A_RULE]):
            told = place and severity is not Severity.ERROR
            yield severity, (replace(finding, hint=None) if told else finding).as_text(keys)
        if not whole:
            rest = len(group) - SHOWN_OF_A_RULE
            yield severity, f"    {severity.label} {code} 等{len(group)}处，其余{rest}处未列出"


class FindingsError(Exception):
    """The work cannot go on; the findings say why.

    Args:
        findings: what to tell the person, at least one.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("\n".join(finding.as_text() for finding in self.findings))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return the exit code of findings: 2 where an input cannot be used at all, 1 where there is an error, else 0."""
    found = tuple(findings)
    if any(finding.unusable for finding in found):
        return 2
    return 1 if has_errors(found) else 0
