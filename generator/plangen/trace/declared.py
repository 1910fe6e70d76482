"""What a draft itself says it does not carry, with its reasons: in a table of waived items, or in a section of its own.

Only a draft that gives a reason is believed; the words are in templates/knowledge/undertakings.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangen.parent.model import ParentItem, ParentPlan
from plangen.terms.clause_search import find_clauses
from plangen.terms.likeness import plain, title_likeness
from plangen.terms.text import short, squeeze
from plangen.trace.evidence_model import han_count
from plangen.trace.sections import DraftPlace, PlaceKind
from plangen.trace.undertaking import UndertakingWords, undertaking_words

_SAME_TITLE = 0.8
_LONGEST_REASON = 60
_PREFIX = "[，,：:。；;、（）()\\s]*"


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """What a draft says of one thing that it does not carry.

    Attributes:
        place: where it says so.
        names: what is named there.
        text: all that is said there.
        reason: why, empty where it gives no reason.
    """

    place: DraftPlace
    names: tuple[str, ...]
    text: str
    reason: str


class Declared:
    """Everything that a draft says it does not carry.

    Args:
        places: the draft's places.
        parents: the parents; where there are several, a waiver that names one is not taken for the others'.
    """

    def __init__(self, places: Sequence[DraftPlace], parents: Sequence[ParentPlan]) -> None:
        self._waivers = tuple(_waivers(places, undertaking_words()))
        self._titles = {parent.id: squeeze(parent.title) for parent in parents}

    def of(self, parent: ParentPlan, item: ParentItem) -> Waiver | None:
        """Return what the draft says of an item that it does not carry, None where it says nothing of the kind."""
        name = plain(item.title)
        for waiver in self._waivers:
            if not self._is_about(waiver, parent) or not name:
                continue
            if any(plain(one) == name or title_likeness(one, item.title) >= _SAME_TITLE for one in waiver.names):
                return waiver
        return None

    def _is_about(self, waiver: Waiver, parent: ParentPlan) -> bool:
        text = squeeze(waiver.text)
        named = {identity for identity, title in self._titles.items() if title in text}
        return not named or parent.id in named


def _waivers(places: Sequence[DraftPlace], words: UndertakingWords) -> Iterator[Waiver]:
    for place in places:
        above = [*place.groups[-1:], *place.columns]
        if not any(word in text for text in above for word in words.declined):
            continue
        if place.kind is PlaceKind.ROW and place.cells:
            yield _in_row(place, words)
        elif (
            place.groups
            and place.kind is not PlaceKind.INDICATOR
            and any(word in place.groups[-1] for word in words.declined)
        ):
            yield _in_text(place, words)


def _in_row(place: DraftPlace, words: UndertakingWords) -> Waiver:
    reasons = [cell for head, cell in place.cells if any(word in head for word in words.declined_reason)]
    cells = [cell for _, cell in place.cells if cell not in reasons]
    names = [re.sub(r"^[A-Z]\d+(?:\.\d+)*[ 　]*", "", cell.strip()) for cell in cells]
    reason = next((cell.strip() for cell in reasons if han_count(cell) >= words.shortest_reason), "")
    return Waiver(place=place, names=tuple(names), text="".join(cells), reason=short(reason, _LONGEST_REASON))


def _in_text(place: DraftPlace, words: UndertakingWords) -> Waiver:
    text, _ = find_clauses(place.text)
    bare = re.sub(f"^{_PREFIX}", "", text.removeprefix(place.title))
    reason = bare if han_count(bare) >= words.shortest_reason else ""
    return Waiver(place=place, names=(place.title,), text=place.text, reason=short(reason, _LONGEST_REASON))
