"""The roster as an Excel file to fill in: notes at every column, drop-down lists, spare rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plangen.county.roster_cells import join_names, units_in
from plangen.county.spec import RosterGroup, RosterUnit
from plangen.county.usual_units import usual_roster
from plangen.office.sheet_layout import RosterLayout
from plangen.office.sheet_writer import Book, Row


def usual_template(county: str) -> bytes:
    """Return a roster with the units that a county usually has, for the planner to strike out what it has not.

    Args:
        county: the county's full name.
    """
    usual = usual_roster(county)
    fill_in = RosterLayout.load().fill_in.replace("{level}", usual.level)
    return roster_template(usual.units, usual.groups, merged=usual.merged, fill_in=fill_in)


def roster_template(
    units: Iterable[RosterUnit] = (),
    groups: Iterable[RosterGroup] = (),
    *,
    merged: Collection[str] = (),
    fill_in: str = "",
) -> bytes:
    """Return an Excel file in which a roster is filled in.

    Args:
        units: what stands in it already.
        groups: likewise.
        merged: short names of units whose rows are marked by their background.
        fill_in: what the planner is to do with the units, in front of the note of their sheet.
    """
    layout = RosterLayout.load()
    yes = layout.columns["vertical"].choices[0]
    book = Book(layout)
    unit_rows = [
        Row(
            values={
                "name": _single(unit.name),
                "short": _single(unit.short),
                "aliases": join_names(unit.aliases),
                "covers": join_names(unit.covers),
                "parent_body": unit.parent_body or "",
                "vertical": yes if unit.vertical else "",
            },
            fill="merged" if unit.short in merged else None,
        )
        for unit in units
    ]
    group_rows = [
        Row(values={"name": _single(one.name), "covers": join_names(one.covers), "members": join_names(one.members)})
        for one in groups
    ]
    notes = [Row(values={"number": number, "text": text}) for number, text in enumerate(layout.notes, 1)]
    book.add_table("units", unit_rows, fill_in=fill_in)
    book.add_table("groups", group_rows)
    book.add_table("notes", notes)
    return book.save(properties={"plangen.document": "roster"}, title=layout.sheets["units"].title).data


def _single(name: str) -> str:
    """Return a name as a cell for one name holds it: in “” where it could be read as several."""
    return f"“{name}”" if units_in(name) else name
