"""The roster as an Excel file to fill in: notes at every column, drop-down lists, spare rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from plangen.county.roster_cells import join_names, units_in
from plangen.county.spec import RosterGroup, RosterUnit
from plangen.county.usual_units import usual_roster
from plangen.office.sheet_layout import RosterLayout
from plangen.office.sheet_writer import Book, Row
from plangen.terms.levels import LevelWords, own_words


@dataclass(frozen=True, kw_only=True)
class ProposedEntry:
    """An entry that the planner may take into the roster.

    Attributes:
        entry: the unit, or the group.
        reason: why it is proposed.
    """

    entry: RosterUnit | RosterGroup
    reason: str


def usual_template(county: str, proposed: Iterable[ProposedEntry] = ()) -> bytes:
    """Return a roster with the units that a county usually has, for the planner to strike out what it has not.

    Args:
        county: the county's full name.
        proposed: what the planner may add; it stands in a sheet of its own.
    """
    usual = usual_roster(county)
    fill_in = RosterLayout.load().fill_in.replace("{level}", usual.level)
    return roster_template(
        usual.units, usual.groups, county=county, merged=usual.merged, fill_in=fill_in, proposed=proposed
    )


def roster_template(
    units: Iterable[RosterUnit] = (),
    groups: Iterable[RosterGroup] = (),
    *,
    county: str = "",
    merged: Collection[str] = (),
    fill_in: str = "",
    proposed: Iterable[ProposedEntry] = (),
) -> bytes:
    """Return an Excel file in which a roster is filled in.

    Args:
        units: what stands in it already.
        groups: likewise.
        county: the county's full name, for the words of its level.
        merged: short names of units whose rows are marked by their background.
        fill_in: what the planner is to do with the units, in front of the note of their sheet.
        proposed: what the planner may add; it stands in a sheet of its own.
    """
    layout = own_words(RosterLayout.load(), LevelWords(county))
    yes = layout.columns["vertical"].choices[0]
    book = Book(layout)
    unit_rows = [_unit_row(unit, yes, fill="merged" if unit.short in merged else None) for unit in units]
    group_rows = [
        Row(values={"name": _single(one.name), "covers": join_names(one.covers), "members": join_names(one.members)})
        for one in groups
    ]
    proposed_rows = [_proposed_row(one, yes, layout.proposed_group) for one in proposed]
    notes = [Row(values={"number": number, "text": text}) for number, text in enumerate(layout.notes, 1)]
    book.add_table("units", unit_rows, fill_in=fill_in)
    book.add_table("groups", group_rows)
    if proposed_rows:
        book.add_table("proposed", proposed_rows)
    book.add_table("notes", notes)
    return book.save(properties={"plangen.document": "roster"}, title=layout.sheets["units"].title).data


def _unit_row(unit: RosterUnit, yes: str, *, fill: str | None = None, reason: str = "") -> Row:
    return Row(
        values={
            "name": _single(unit.name),
            "short": _single(unit.short),
            "aliases": join_names(unit.aliases),
            "covers": join_names(unit.covers),
            "parent_body": unit.parent_body or "",
            "vertical": yes if unit.vertical else "",
            "reason": reason,
        },
        fill=fill,
    )


def _proposed_row(proposed: ProposedEntry, yes: str, of_group: str) -> Row:
    entry = proposed.entry
    if isinstance(entry, RosterUnit):
        return _unit_row(entry, yes, reason=proposed.reason)
    values = {"name": _single(entry.name), "covers": join_names(entry.covers)}
    return Row(values=values | {"reason": f"{of_group}{proposed.reason}"})


def _single(name: str) -> str:
    """Return a name as a cell for one name holds it: in “” where it could be read as several."""
    return f"“{name}”" if units_in(name) else name
