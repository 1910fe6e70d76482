"""Units that sentences name: each must stand in the roster, under the name that it has there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plangen.plan import unit_rules
from plangen.plan.directory import Directory
from plangen.plan.drafts import Wording
from plangen.plan.gather import Gathering
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyItem
from plangen.plan.sources import Source
from plangen.terms.levels import place_stem
from plangen.terms.units import canonical
from plangen.terms.vocabulary import gazetteer
from plangen.terms.word_index import WordIndex

_SHORTEST_NAME = 3  # characters; two-character names (人行, 红会) stand inside too many other words
_NAMEABLE = frozenset(
    {"department", "vertical", "enterprise", "military", "party", "assembly", "mass", "institution", "court"}
)
_LONGEST_PLACE = 6  # characters of a county's name
_OTHER_AREA = re.compile("(?:各|开发|高新|经开|示范|保护|[园景社林灾矿城新地山库辖片牧])$")
# an office by its ending; 消防救援站, 人民医院 are also things that are built
_OFFICES = (*tuple("局委办部会"), "办公室")


class TextUnits:
    """Finds the county's units in running text: its level or name before a name that units.yaml knows.

    Args:
        directory: the county's units.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        spellings = {
            spelling
            for unit in directory.units
            if unit.type in _NAMEABLE
            for spelling in (unit.id, unit.full_name, *unit.aliases)
            if len(spelling) >= _SHORTEST_NAME and "×" not in spelling
        }
        self._names = WordIndex(spellings)
        entries = directory.roster.units
        self._in_roster = {one for entry in entries for one in directory.functions_of(entry, covered=False)}
        self._here = WordIndex((directory.county.name, directory.county.words.level))

    def strangers(self, text: str) -> dict[str, str | None]:
        """Return the units in a text that the roster does not have by that name, each with who answers for it there."""
        found: dict[str, str | None] = {}
        for start, name in self._named(text):
            if name not in found and self._directory.entry(name) is None and not _elsewhere(text, start):
                holder = self._directory.match(name).name
                if holder is None or (holder != name and name.endswith(_OFFICES)):
                    found[name] = holder
        return found

    def replaced(self, text: str, name: str, holder: str) -> str:
        """Return a text with another name for a unit, but for units of other places that have its name at their end."""
        parts, end = [], 0
        for start, found in self._named(text):
            if found == name and not _elsewhere(text, start):
                parts += [text[end:start], holder]
                end = start + len(found)
        return "".join((*parts, text[end:]))

    def _named(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the names of the county's units in a text and where they stand, none inside another."""
        end = 0
        for start, here in sorted(self._here.places(text), key=lambda found: (found[0], -len(found[1]))):
            stops = (start + len(here) + len(name) for name in self._names.at(text, start + len(here)))
            # 县应急管理部门 is no 县应急管理部
            stop = next((one for one in stops if not text.startswith("门", one)), None)
            if stop is not None and start >= end:
                yield start, text[start:stop]
                end = stop

    def unknown(self, item: CountyItem) -> dict[str, str | None]:
        """Return the strangers in an item's text, but for other spellings of units in the roster or in its row."""
        known = {unit.id for one in item.assignment.units if (unit := canonical(one.name, self._directory.units))}
        known |= self._in_roster
        text = "\n".join(sentence.text for sentence in item.sentences)
        return {
            name: holder
            for name, holder in self.strangers(text).items()
            if (unit := canonical(name, self._directory.units)) is None or unit.id not in known
        }


def _elsewhere(text: str, start: int) -> bool:
    """Return whether the level at a place in a text belongs to another place's name: 沁水|县能源局, 开发|区公安局."""
    level, before = text[start], text[max(0, start - _LONGEST_PLACE) : start]
    places = {f"{before[at:]}{level}" for at in range(len(before))}.intersection(gazetteer().counties)
    # 和县, 会同县 are places, but here mostly what stands between two units
    words = load_rules().places.ambiguous
    return bool(_OTHER_AREA.search(before)) or any(words.isdisjoint((one, place_stem(one))) for one in places)


class RosterNames:
    """Gives units in sentences that are not the county's own the names of the roster's units that answer for them.

    Args:
        directory: the county's units.
        findings: where it is said what has been changed.
    """

    def __init__(self, directory: Directory, findings: Gathering) -> None:
        self._units, self._findings = TextUnits(directory), findings

    def __call__(self, text: str, sources: Iterable[Source]) -> str:
        """Return a text with the roster's names.

        Args:
            text: the parents' words in county wording, or what is proposed.
            sources: the parent items that it stands under.
        """
        for name, holder in self._units.strangers(text).items():
            if holder is not None:
                twice = rf"{re.escape(holder)}(?:[、和及与]{re.escape(holder)})+"
                text = re.sub(twice, holder, self._units.replaced(text, name, holder))
                self._findings.about(unit_rules.TEXT_UNIT_RENAMED.found(unit=name, holder=holder), sources)
        return text

    def after(self, wording: Wording) -> Wording:
        """Return a wording whose words bear the roster's names."""
        return lambda source, text: self(wording(source, text), [source])
