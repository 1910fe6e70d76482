"""The words of all reports of a check: what statuses are called and mean, and what is to be done about an item."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from plangen.terms.findings import Finding
from plangen.terms.resources import templates_folder
from plangen.terms.vocabulary import quoted
from plangen.terms.yaml_data import read_yaml
from plangen.trace.model import ItemStatus, Match, Status, Via
from plangen.trace.rules import ITEM_DOUBTFUL

DOUBTFUL = "doubtful"
"""The name of what is carried with doubts, beside the statuses' values; see :attr:`CheckReport.doubted`."""


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(templates_folder() / "report" / "words.yaml")
    return data


def group_word(kind: str) -> str:
    """Return the heading for items of a kind that stand under none."""
    return str(_words()["groups"][kind])


def action(item: ItemStatus, state: str, findings: Sequence[Finding] = ()) -> str:
    """Return what a person has to do about an item; empty where there is nothing to do.

    Args:
        item: what the check found.
        state: see :func:`state_of`.
        findings: what it says about this very item; a doubt whether the place carries it changes what is to be done.
    """
    key = state
    if item.status is Status.PARTIAL and any(finding.code == ITEM_DOUBTFUL.code for finding in findings):
        key = "uncertain"
    elif key == DOUBTFUL and not item.condensed:
        key = "warned"
    elif item.status is Status.MISSING and item.via is Via.TEXT:
        key = "unseen"
    actions: dict[str, str] = _words()["actions"][key]
    return str(actions.get(item.kind.value, actions["default"]))


def state_of(item: ItemStatus, doubted: Collection[str]) -> str:
    """Return the value of an item's status, ``doubtful`` for what is carried with doubts.

    Args:
        item: what the check found.
        doubted: the keys of what is carried with doubts.
    """
    return DOUBTFUL if item.key in doubted else item.status.value


def meaning(state: str) -> str:
    """Return what a status, given by its value, or ``doubtful`` says of an item."""
    return str(_words()["meanings"][state])


def state_label(state: str) -> str:
    """Return the word that a reader sees for a status's value or ``doubtful``."""
    return str(_words()["doubtful"]) if state == DOUBTFUL else Status(state).label


def point_label(item: ItemStatus) -> str:
    """Return the word in front of each of an item's points."""
    state = DOUBTFUL if item.condensed else item.status.value
    labels: dict[str, str] = _words()["points"].get(state, _words()["points"]["default"])
    return str(labels.get(item.kind.value, labels["default"]))


def shown_points(item: ItemStatus, *, beside_reason: bool = True) -> tuple[str, ...]:
    """Return the points that tell a reader something: neither the item's title again nor what the reason quotes.

    Args:
        item: what the check found.
        beside_reason: the reader sees the item's reason next to the points.
    """
    reason = (item.reason or "") if beside_reason else ""
    told = [(point, point.removeprefix(item.title).strip()) for point in item.missing_points]
    return tuple(point for point, news in told if news and quoted(news) not in reason)


def numbered(number: str | None, title: str) -> str:
    """Join number and title, with a gap where the title would read on as part of the number (2 亿元…)."""
    return f"{number or ''}{' ' if number and number[-1:].isdecimal() else ''}{title}"


def place_words(match: Match) -> str:
    """Return a place as a reader looks for it: number, title and where it stands."""
    return f"{numbered(match.number, match.title)}{f'（{match.location}）' if match.location else ''}"
