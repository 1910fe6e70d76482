"""What the workbooks look like: sheet names, columns, widths, fonts and words (templates/workbook.yaml and its like).

The files are data that an office changes to its own taste; this module only declares their shape and reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from plangen.terms.kept import between
from plangen.terms.resources import templates_folder
from plangen.terms.shapes import Keys, load_shape

_LONGEST_CHOICES = 250  # characters of all choices of a drop-down list together; Excel holds 255
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError(f"颜色应写六位十六进制数，这里是“{text}”")
    return text


def _choices(choices: tuple[str, ...]) -> tuple[str, ...]:
    # a list written into a rule ends at commas and quotation marks
    clean = tuple(choice.replace(",", "，").replace('"', "") for choice in choices)
    if len(",".join(clean)) > _LONGEST_CHOICES:
        raise ValueError("下拉选项合起来太长")
    return clean


@dataclass(frozen=True, kw_only=True)
class ColumnLayout:
    """One column of a sheet.

    Attributes:
        key: what stands in it, see the writers; by default its name in the file.
        title: its heading.
        width: in half-width characters, as spreadsheet programs count.
        align: where the text stands in the cell.
        size: font size in points where it differs from the other columns'.
        required: must be filled in, and is marked so.
        note: what a person reads who selects a cell of the column.
        also: other headings under which the column is known when the sheet is read.
        optional: it stands only in a sheet of which some row says something there; the others say — then.
        choices: what may be written into a cell, offered as a drop-down list.
        unique: what a person reads who writes a text that stands in the column already; empty where that is no matter.
        refusal: what a person reads who writes something that is none of the choices.
        choices_from: name of a list, of whatever length, that is offered besides what may be written freely.
        hidden: the column is there and not shown: keys by which a program knows the rows again.
    """

    key: str = ""
    title: str
    width: Annotated[float, between(1, 255)]
    align: Literal["left", "center", "right"] = "left"
    size: float | None = None
    required: bool = False
    optional: bool = False
    note: str = ""
    also: tuple[str, ...] = ()
    choices: Annotated[tuple[str, ...], _choices] = ()
    unique: str = ""
    refusal: str = ""
    choices_from: str = ""
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetLayout:
    """One sheet of a workbook; ``name``, ``title`` and ``note`` may hold gaps such as ``{plan}``.

    Attributes:
        name: on the sheet's tab.
        title: heading over the whole width.
        note: line under the title.
        freeze: name of the column up to which columns stay in view.
        rows: how many rows there are at least, for a sheet that people fill in; 0 for one that they read.
        columns: names of the columns, from left to right.
    """

    name: str
    title: str
    note: str = ""
    freeze: str
    rows: int = 0
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkbookLayout:
    """All sheets of one kind of workbook, and the looks that they share.

    Attributes:
        fonts: by kind of text, ``body`` among them.
        sizes: likewise, in points.
        colours: of lines, links and backgrounds.
        margins: in millimetres.
        footer: what stands at the foot of a printed page.
        cut: what is written at the end of a text that was too long for its cell.
        sheets: by key.
        columns: by name.
    """

    FILE: ClassVar[str]
    """The file's place in the templates."""

    fonts: Mapping[str, str]
    sizes: Mapping[str, float]
    colours: Mapping[str, Annotated[str, _colour]]
    margins: Annotated[Mapping[str, float], Keys("top", "bottom", "left", "right", "footer")]
    footer: str
    cut: str = "……"
    sheets: Mapping[str, SheetLayout]
    columns: Mapping[str, ColumnLayout] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Return how this kind of workbook looks.

        Args:
            path: another file than the shipped one.

        Raises:
            FindingsError: the file cannot be read or does not fit.
        """
        return load_shape(cls, path or templates_folder() / cls.FILE)

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the columns that a sheet names and that are not there, with their places."""
        for key, sheet in self.sheets.items():
            for index, name in enumerate(sheet.columns):
                if name not in self.columns:
                    yield ("sheets", key, "columns", index), f"columns 里没有“{name}”这一列"
            if sheet.freeze not in sheet.columns:
                yield ("sheets", key, "freeze"), f"这张表没有“{sheet.freeze}”这一列"

    def columns_of(self, sheet: SheetLayout) -> tuple[ColumnLayout, ...]:
        """Return the columns of a sheet, from left to right."""
        columns = ((name, self.columns[name]) for name in sheet.columns)
        return tuple(replace(column, key=column.key or name) for name, column in columns)


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanLayout(WorkbookLayout):
    """The workbook of a plan's division of labour, with its words; see the file for the meaning of each."""

    FILE = "workbook.yaml"

    status: Annotated[Mapping[str, str], Keys("settled", "suggested", "unsolved")]
    roles: Annotated[Mapping[str, str], Keys("lead", "participate", "group_lead", "group_participate")]
    words: Annotated[
        Mapping[str, str],
        Keys(
            *("local", "nobody", "unresolved", "no_duty", "open_note", "goal", "task", "project", "indicator"),
            *("alike_sure", "alike_perhaps"),
        ),
    ]
    basis: Annotated[Mapping[str, str], Keys("spec", "parent", "accepted", "usual", "first")]
    parent_kinds: Mapping[str, str]
    explanations: Mapping[str, str]
    explanation_words: Annotated[Mapping[str, str], Keys("parent", "stage", "issuer", "period")]


@dataclass(frozen=True, kw_only=True, eq=False)
class RosterLayout(WorkbookLayout):
    """The workbook of a roster, with its words.

    Attributes:
        true_words: what is read as yes in a cell with a choice.
        false_words: what is read as no.
        fill_in: what a planner is to do with units that stand in it already.
        proposed_group: what a planner is to do with a proposal that is a group.
        notes: how to fill it in.
    """

    FILE = "roster/workbook.yaml"

    true_words: tuple[str, ...]
    false_words: tuple[str, ...]
    fill_in: str
    proposed_group: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class ReviewLayout(WorkbookLayout):
    """The workbook of a check's report, with its words; see the file for the meaning of each."""

    FILE = "report/workbook.yaml"

    words: Annotated[
        Mapping[str, str], Keys("no_text", "no_place", "nearest", "all_groups", "whole_group", "gone", "check_report")
    ]


@dataclass(frozen=True, kw_only=True, eq=False)
class ChangesLayout(WorkbookLayout):
    """The workbook of what people changed in a draft."""

    FILE = "report/changes.yaml"


@dataclass(frozen=True, kw_only=True, eq=False)
class SummaryLayout(WorkbookLayout):
    """The workbook of what became of many counties, with its words; see the file for the meaning of each."""

    FILE = "report/summary.yaml"

    words: Annotated[
        Mapping[str, str],
        Keys("title_render", "title_check", "title_audit", "no_title", "total", "whole_run", "left_out"),
    ]
