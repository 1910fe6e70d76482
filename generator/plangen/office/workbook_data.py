"""What the workbooks look like: sheet names, columns, widths and fonts (templates/workbook.yaml).

The file is data that an office changes to its own taste; this module only reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.resources import templates_folder
from plangen.terms.yaml_data import parse_yaml

CODES: dict[str, str] = {
    "workbook-data-invalid": "The file that describes the workbooks (workbook.yaml) cannot be read or lacks something.",
}

_MAXIMUM_FILE_SIZE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class ColumnLayout:
    """One column of a sheet.

    Attributes:
        key: what stands in it, see the writers.
        title: its heading.
        width: in half-width characters, as spreadsheet programs count.
        align: ``left``, ``center`` or ``right``.
        size: font size in points where it differs from the other columns'.
        hidden: not shown and not printed.
        required: must be filled in (rosters).
        note: what a person reads who selects a cell of the column (rosters).
        also: other headings under which the column is known (rosters).
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


@dataclass(frozen=True, kw_only=True)
class SheetLayout:
    """One sheet of a workbook; ``name``, ``title`` and ``note`` may hold gaps such as ``{plan}``."""

    name: str
    title: str
    note: str = ""
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


def plan_layout(path: Path | None = None) -> WorkbookLayout:
    """Return how the workbook of a plan's division of labour looks.

    Args:
        path: another file than the shipped ``templates/workbook.yaml``.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    return _load(path or _shipped(), "plan")


def roster_layout(path: Path | None = None) -> WorkbookLayout:
    """Return how a roster's workbook looks; see :func:`plan_layout`.

    Raises:
        FindingsError: the file cannot be read or lacks something.
    """
    return _load(path or _shipped(), "roster")


def _shipped() -> Path:
    return templates_folder() / "workbook.yaml"


@lru_cache(maxsize=8)
def _load(path: Path, section: str) -> WorkbookLayout:
    try:
        if path.stat().st_size > _MAXIMUM_FILE_SIZE:
            raise ValueError("文件过大")
        data = parse_yaml(path.read_text("utf-8-sig"))[section]
        sheets = {key: _sheet(sheet, data.get("columns") or {}) for key, sheet in data["sheets"].items()}
    except KeyError as error:
        raise _failure(path, f"缺少“{error.args[0]}”这一项") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _failure(path, str(error).splitlines()[0]) from error
    return WorkbookLayout(sheets=MappingProxyType(sheets), data=MappingProxyType(data))


def _sheet(data: Mapping[str, Any], shared: Mapping[str, Any]) -> SheetLayout:
    own = data.get("columns") or []
    columns = own if isinstance(own, dict) else {key: shared[key] for key in own}
    also = data.get("also") or {}
    return SheetLayout(
        name=str(data["name"]),
        title=str(data.get("title") or ""),
        note=str(data.get("note") or ""),
        columns=tuple(_column(key, column, also.get(key) or []) for key, column in columns.items()),
    )


def _column(key: str, data: Mapping[str, Any], also: list[Any]) -> ColumnLayout:
    width = float(data["width"])
    if not 0 < width <= 255:
        raise ValueError(f"列宽应在 0 和 255 之间，“{data['title']}”写的是 {width:g}")
    return ColumnLayout(
        key=str(key),
        title=str(data["title"]),
        width=width,
        align=str(data.get("align") or "left"),
        size=float(data["size"]) if data.get("size") else None,
        hidden=bool(data.get("hidden")),
        required=bool(data.get("required")),
        note=str(data.get("note") or ""),
        also=tuple(map(str, also)),
    )


def _failure(path: Path, problem: str) -> FindingsError:
    finding = Finding(
        code="workbook-data-invalid",
        severity=Severity.ERROR,
        message=f"工作簿的式样文件不能用：{problem}。",
        location=Location(file=path.name),
        hint="请对照原文件修改；改坏了的可从安装包中恢复 templates/workbook.yaml。",
    )
    return FindingsError([finding])
