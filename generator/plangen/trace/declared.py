"""What a draft itself says it does not carry, with its reasons: in a table of waived items, or in a section of its own.

Only a draft that gives a reason is believed; the words are in templates/knowledge/undertakings.yaml.  不涉及 is another
thing than 不承接: nothing is given up that the county could do.  What a parent asks of every county concerns it all the
same, and some parents say themselves that a thing is not the counties', or another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangen.parent.model import ParentItem, ParentPlan
from plangen.terms.clause_search import find_clauses
from plangen.terms.likeness import plain, title_likeness
from plangen.terms.text import comparable, short, squeeze
from plangen.terms.vocabulary import gazetteer, quoted
from plangen.trace.check_words import load_check_words
from plangen.trace.evidence_model import han_count
from plangen.trace.sections import DraftPlace, PlaceKind
from plangen.trace.undertaking import UndertakingWords, undertaking_words

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
        not_applicable: whether it says that the thing does not concern the county, not that it is not carried.
    """

    place: DraftPlace
    names: tuple[str, ...]
    text: str
    reason: str
    not_applicable: bool = False


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
        name, same = plain(item.title), load_check_words().thresholds["same_title"]
        for waiver in self._waivers:
            if not self._is_about(waiver, parent) or not name:
                continue
            if any(plain(one) == name or title_likeness(one, item.title) >= same for one in waiver.names):
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
    return Waiver(
        place=place,
        names=tuple(names),
        text="".join(cells),
        reason=short(reason, _LONGEST_REASON),
        not_applicable=_does_not_concern(place, (*reasons, *(cell for cell in cells if han_count(cell) <= 4)), words),
    )


def _in_text(place: DraftPlace, words: UndertakingWords) -> Waiver:
    text, _ = find_clauses(place.text)
    bare = re.sub(f"^{_PREFIX}", "", text.removeprefix(place.title))
    reason = bare if han_count(bare) >= words.shortest_reason else ""
    return Waiver(
        place=place,
        names=(place.title,),
        text=place.text,
        reason=short(reason, _LONGEST_REASON),
        not_applicable=_does_not_concern(place, (text,), words),
    )


def _does_not_concern(place: DraftPlace, own: Sequence[str], words: UndertakingWords) -> bool:
    """Return whether 不涉及 is meant: by the heading alone, or, where that says both, by what is said of the thing."""
    above = [text for text in (*place.groups[-1:], *place.columns) if any(word in text for word in words.declined)]
    both = any(word in text for text in above for word in words.declined if word not in words.not_applicable)
    return any(word in text for text in (own if both else above) for word in words.not_applicable)


def asked_of_every_county(item: ParentItem) -> str | None:
    """Return the words by which a parent asks something of every county; None where it has none."""
    text = comparable("。".join((item.title, item.text or "", *item.points)))
    return next((word for word in undertaking_words().every_county if comparable(word) in text), None)


def concerns_others(item: ParentItem, county: str | None) -> str | None:
    """Return why an item cannot concern a county, as the parent itself says it; None where it does not say so.

    Args:
        item: the item.
        county: the county; None where it is not known: then only what is no county's is found.
    """
    said = re.split("[。；;]", comparable("。".join((item.title, item.text or ""))))
    pattern = undertaking_words().not_for_counties
    if sentence := next((sentence for sentence in said if pattern.search(sentence)), None):
        return f"上位规划写明{quoted(short(sentence, _LONGEST_REASON))}"
    if county is None or asked_of_every_county(item) or any(county in sentence for sentence in said):
        return None
    named = [place for place in gazetteer().counties if place in item.title]
    # 城区, 矿区 are names of counties and common words
    others = [place for place in named if len(place) > 2 or not place.endswith("区")]
    return f"上位规划写明是{'、'.join(others)}的事项" if others else None
