"""From the lines of a YAML text to its events, within bounds, and the state of reading where they break off.

What is wrong is never taken from the parser's own words, which change from version to version: only the places that
it names, what was open there, and what stands in the lines count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plangen.terms.yaml_data import yaml_loader

MAXIMUM_VALUES = 100_000
MAXIMUM_DEPTH = 24

Spot = tuple[int, int]
"""Line and column, both from 0."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Where the reader of YAML stopped, and what it was in the middle of.

    Attributes:
        at: where it stopped.
        start: where that began which it was reading; the same as ``at`` where it does not say.
        opened: where the innermost open bracket stands.
        inside: the innermost thing that is open: ``{`` or ``[``, ``:`` and ``-`` for a mapping and a list of lines
            of their own, and nothing where nothing is.
        complete: whether the content had come to its end before.
        quote: where the quoted text of several lines begins that ends just before ``at``.
        deep: whether brackets are nested deeper here than may be.
    """

    at: Spot
    start: Spot
    opened: Spot
    inside: str = ""
    complete: bool = False
    quote: Spot | None = None
    deep: bool = False


def events_of(lines: Sequence[str]) -> tuple[list[Any], Stop | None]:
    """Return the events of a YAML text, and where and how they break off if they do not reach the end.

    No more events are read than a file within the bounds has: what is nested too deeply or too large ends early.
    """
    import yaml

    events: list[Any] = []
    stack: list[Any] = []
    try:
        for event in yaml.parse("\n".join(lines), Loader=yaml_loader()):
            events.append(event)
            if isinstance(event, yaml.events.CollectionStartEvent):
                stack.append(event)
            elif isinstance(event, yaml.events.CollectionEndEvent):
                stack.pop()
            if len(stack) > MAXIMUM_DEPTH or len(events) > 4 * MAXIMUM_VALUES:
                break
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError) as error:
        return events, _stop(error, events, stack, lines)
    return events, None


def _stop(error: Exception, events: Sequence[Any], stack: Sequence[Any], lines: Sequence[str]) -> Stop:
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    at, start = (_spot(mark, lines) if mark else None for mark in marks)
    at = at or start or (0, 0)
    if place := _too_deep(lines[: at[0] + 1]):
        return Stop(at=place, start=place, opened=place, deep=True)
    inside = ""
    if stack:
        signs = "{[" if stack[-1].flow_style else ":-"
        inside = signs[0] if type(stack[-1]).__name__.startswith("Mapping") else signs[1]
    complete = bool(events) and not stack and len(events) > 2
    opened = _spot(stack[-1].start_mark, lines) if inside in ("{", "[") else None
    return Stop(
        at=at, start=start or at, opened=opened or at, inside=inside, complete=complete, quote=_quote_before(events, at)
    )


def _spot(mark: Any, lines: Sequence[str]) -> Spot:
    """Return a mark's place, that behind the last line at its end."""
    last = len(lines) - 1
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))


def _quote_before(events: Sequence[Any], at: Spot) -> Spot | None:
    for event in reversed(events):
        if getattr(event, "style", None) in ("'", '"') and hasattr(event, "value"):
            start, end = event.start_mark, event.end_mark
            if start.line < end.line == at[0] and end.column <= at[1]:
                return start.line, start.column
            return None
    return None


def _too_deep(lines: Sequence[str]) -> Spot | None:
    """Return where brackets are nested deeper than may be; a parser may give up long before it says what it has read.

    Quoted texts and comments are passed over as far as they end in their line.
    """
    depth = 0
    for number, line in enumerate(lines):
        quote = ""
        for column, character in enumerate(line):
            if quote:
                quote = "" if character == quote else quote
            elif character in "\"'" and (column == 0 or line[column - 1] in " [{,:-"):
                quote = character
            elif character == "#" and (column == 0 or line[column - 1] in " \t"):
                break
            elif character in "[{":
                depth += 1
                if depth > MAXIMUM_DEPTH:
                    return number, column
            elif character in "]}":
                depth = max(depth - 1, 0)
    return None
