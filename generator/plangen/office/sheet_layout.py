"""What the workbooks look like: sheet names, columns, widths and fonts (templates/workbook.yaml and its like).

The files are data that an office changes to its own taste; this module only reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from plangen.office.sheet_rules import LAYOUT_INVALID
from plangen.terms.findings import Location
from plangen.terms.resources import templates_folder
from plangen.terms.yaml_data import parse_yaml

Kind = Literal["plan", "roster", "review"]
"""The kinds of workbooks: a plan's division of labour, a roster, the report of a check."""

_MAXIMUM_FILE_SIZE = 1_000_000
_LONGEST_CHOICES = 250  # characters of all choices of a drop-down list together; Excel holds 255
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


@dataclass(frozen=True, kw_only=True)
class ColumnLayout:
    """One column of a sheet.

    Attributes:
        key: what stands in it, see the writers.
        title: its heading.
        width: in half-width characters, as spreadsheet programs count.
        align: ``left``, ``center`` or ``right``.
        size: font size in points where it differs from the other columns'.
        hidden: not shown and not printed; only the last columns can be.
        required: must be filled in, and is marked so.
        note: what a person reads who selects a cell of the column.
        also: other headings under which the column is known when the sheet is read.
        choices: what may be written into a cell, offered as a drop-down list.
        unique: what a person reads who writes a text that stands in the column already; empty where that is no matter.
        refusal: what a person reads who writes something that is none of the choices.
    """

    key: str
    title: str
    width: float
    align: str = "left"
    size: float | None = None
    hidden: bool = False
    required: bool = False
    note: str = ""
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unique: str = ""
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetLayout:
    """One sheet of a workbook; ``name``, ``title`` and ``note`` may hold gaps such as ``{plan}``.

    Attributes:
        name: on the sheet's tab.
        title: heading over the whole width.
        note: line under the title.
        freeze: key of the column up to which columns stay in view.
        rows: how many rows there are at least, for a sheet that people fill in; 0 for one that they read.
        columns: from left to right.
    """

    name: str
    title: str
    note: str = ""
    freeze: str = ""
    rows: int = 0
    columns: tuple[ColumnLayout, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorkbookLayout:
    """All sheets of one kind of workbook, and the words and looks that they share.

    Attributes:
        sheets: by key.
        data: the section of the file as it stands, for fonts, sizes, colours and words.
    """

    sheets: Mapping[str, SheetLayout]
    data: Mapping[str, Any]


def workbook_layout(kind: Kind, path: Path | None = None) -> WorkbookLayout:
    """Return how one kind of workbook looks.

    Args:
        kind: which kind.
        path: another file than the shipped one.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    folder = templates_folder() / "report" if kind == "review" else templates_folder()
    return _load(path or folder / "workbook.yaml", kind)


@lru_cache(maxsize=8)
def _load(path: Path, section: str) -> WorkbookLayout:
    try:
        if path.stat().st_size > _MAXIMUM_FILE_SIZE:
            raise ValueError("文件过大")
        data = parse_yaml(path.read_text("utf-8-sig"))[section]
        sheets = {key: _sheet(sheet, data.get("columns") or {}) for key, sheet in data["sheets"].items()}
        for name in ("notes", "explanations"):
            written = data.get(name) or ()
            for text in written.values() if isinstance(written, dict) else written:
                _text(text)
        for name, colour in data.get("colours", {}).items():
            if not _COLOUR.fullmatch(str(colour)):
                raise ValueError(f"颜色“{name}”应写六位十六进制数，写的是“{colour}”")
    except KeyError as error:
        raise LAYOUT_INVALID.error(Location(file=path.name), problem=f"缺少“{error.args[0]}”这一项") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise LAYOUT_INVALID.error(Location(file=path.name), problem=str(error).splitlines()[0]) from error
    return WorkbookLayout(sheets=MappingProxyType(sheets), data=MappingProxyType(data))


def _sheet(data: Mapping[str, Any], shared: Mapping[str, Any]) -> SheetLayout:
    own = data.get("columns") or []
    columns = own if isinstance(own, dict) else {key: shared[key] for key in own}
    return SheetLayout(
        name=_text(data["name"]),
        title=_text(data.get("title")),
        note=_text(data.get("note")),
        freeze=_text(data.get("freeze")),
        rows=int(data.get("rows") or 0),
        columns=tuple(_column(key, column) for key, column in columns.items()),
    )


def _column(key: str, data: Mapping[str, Any]) -> ColumnLayout:
    title, width = _text(data["title"]), float(data["width"])
    if not 0 < width <= 255:
        raise ValueError(f"列宽应在 0 和 255 之间，“{title}”写的是 {width:g}")
    # a list written into a rule ends at commas and quotation marks
    choices = tuple(_text(choice).replace(",", "，").replace('"', "") for choice in data.get("choices") or ())
    if len(",".join(choices)) > _LONGEST_CHOICES:
        raise ValueError(f"“{title}”的下拉选项太长")
    return ColumnLayout(
        key=str(key),
        title=title,
        width=width,
        align=str(data.get("align") or "left"),
        size=float(data["size"]) if data.get("size") else None,
        hidden=bool(data.get("hidden")),
        required=bool(data.get("required")),
        note=_text(data.get("note")),
        also=tuple(map(_text, data.get("also") or ())),
        choices=choices,
        unique=_text(data.get("unique")),
        refusal=_text(data.get("refusal")),
    )


def _text(value: object) -> str:
    """Return a value as a text; empty for None.

    Raises:
        ValueError: it is a list or a mapping, such as a line whose colon made YAML read it as one.
    """
    if isinstance(value, (dict, list)):
        raise ValueError(f"“{value}”应当是一段文字；文字里有冒号的，请给整段加上引号")
    return "" if value is None else str(value)
