"""Checks of a Word file that validators leave out, and without which Word repairs or refuses it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from plangen.office.bookmarks import LONGEST_NAME
from plangen.office.docx_package import parse_xml, read_parts
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BOOKMARK_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CELL, _CELL_PROPERTIES, _PARAGRAPH, _VALUE = (f"{W}{name}" for name in ("tc", "tcPr", "p", "val"))
_CELL_WIDTH, _CELL_SPAN, _CELL_MERGE = (f"{W}{name}" for name in ("tcW", "gridSpan", "vMerge"))
_STYLE_REFERENCES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}


def lint_docx(data: bytes) -> list[str]:
    """Return what is wrong with a Word file; see :func:`lint_parts`.

    Args:
        data: the file.
    """
    try:
        return lint_parts(read_parts(data))
    except ValueError as error:
        return [str(error)]


def lint_parts(parts: Mapping[str, bytes]) -> list[str]:
    """Return what is wrong with a Word file, each as one line in English; empty when nothing is.

    Args:
        parts: contents by name.
    """
    try:
        roots = {name: parse_xml(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    except ValueError as error:
        return [str(error)]
    document = roots.get("word/document.xml")
    if document is None:
        return ["no word/document.xml"]
    stories = [
        root for name, root in roots.items() if re.fullmatch(r"word/(?:document|header\d*|footer\d*)\.xml", name)
    ]
    problems = [*_package_problems(parts, roots)]
    for root in stories:
        problems += _text_problems(root)
        problems += _table_problems(root)
        problems += _style_problems(root, roots.get("word/styles.xml"))
    problems += _bookmark_problems(document)
    problems += _drawing_problems(stories)
    problems += _body_problems(document)
    return problems


def _package_problems(parts: Mapping[str, bytes], roots: Mapping[str, Element]) -> Iterator[str]:
    types = roots.get("[Content_Types].xml")
    if types is None:
        yield "no [Content_Types].xml"
        return
    named = {(node.get("PartName") or "").lstrip("/") for node in types.iter(f"{_TYPES}Override")}
    endings = {node.get("Extension") for node in types.iter(f"{_TYPES}Default")}
    for name in parts:
        if name != "[Content_Types].xml" and name not in named and name.rpartition(".")[2] not in endings:
            yield f"{name} has no content type"
    yield from (f"content type of {name}, which does not exist" for name in sorted(named - set(parts)))
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = PurePosixPath(name).parent.parent
        source = str(folder / PurePosixPath(name).stem)
        identifiers = Counter(node.get("Id") for node in root)
        yield from (f"{name}: {identifier} twice" for identifier, count in identifiers.items() if count > 1)
        for node in root:
            target = unquote(node.get("Target") or "")
            path = target.lstrip("/") if target.startswith("/") else _normal(folder / target)
            if node.get("TargetMode") != "External" and path not in parts:
                yield f"{name}: target {target} does not exist"
        if source in roots:
            for identifier in _used_relationships(roots[source]):
                if identifier not in identifiers:
                    yield f"{source}: relationship {identifier} does not exist"


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _used_relationships(root: Element) -> set[str]:
    found: Any = root.xpath("//@r:*", namespaces={"r": _R[1:-1]})
    return set(map(str, found))


def _text_problems(root: Element) -> Iterator[str]:
    for node in root.iter(f"{W}t"):
        if not node.text:
            yield "empty w:t"
    if root.find(f".//{W}sdt") is not None:
        yield "content control (w:sdt), which LibreOffice 7 would duplicate"
    for node in root.iter(f"{W}ind"):
        if node.get(f"{W}firstLineChars") and not node.get(f"{W}firstLine"):
            yield "w:firstLineChars without w:firstLine, which LibreOffice ignores"


def _table_problems(root: Element) -> Iterator[str]:
    for number, table in enumerate(root.iter(f"{W}tbl"), 1):
        grid = table.find(f"{W}tblGrid")
        if grid is None or len(grid) == 0:
            yield f"table {number}: no w:tblGrid"
            continue
        open_columns: set[int] = set()
        for row_number, row in enumerate(table.iter(f"{W}tr"), 1):
            if row.getparent() is not table:
                continue
            where = f"table {number} row {row_number}"
            column = 0
            merged: set[int] = set()
            for cell in row.iterchildren(_CELL):
                if len(cell) == 0 or cell[-1].tag != _PARAGRAPH:
                    yield f"{where}: a cell does not end in a paragraph"
                known = {node.tag: node for properties in cell.iterchildren(_CELL_PROPERTIES) for node in properties}
                if _CELL_WIDTH not in known:
                    yield f"{where}: a cell without w:tcW"
                span = known.get(_CELL_SPAN)
                width = int(span.get(_VALUE) or 1) if span is not None else 1
                merge = known.get(_CELL_MERGE)
                if merge is not None:
                    if merge.get(_VALUE) != "restart" and column not in open_columns:
                        yield f"{where}: a merged cell goes on that never began"
                    merged.add(column)
                column += width
            if column != len(grid):
                yield f"{where}: {column} columns, the grid has {len(grid)}"
            open_columns = merged


def _style_problems(root: Element, styles: Element | None) -> Iterator[str]:
    if styles is None:
        yield "no word/styles.xml"
        return
    defined = {(node.get(f"{W}type") or "paragraph", node.get(f"{W}styleId")) for node in styles.iter(f"{W}style")}
    for tag, kind in _STYLE_REFERENCES.items():
        for name in sorted({node.get(f"{W}val") or "" for node in root.iter(f"{W}{tag}")}):
            if (kind, name) not in defined:
                yield f"{kind} style {name!r} is not defined"


def _bookmark_problems(root: Element) -> Iterator[str]:
    starts = list(root.iter(f"{W}bookmarkStart"))
    ends = list(root.iter(f"{W}bookmarkEnd"))
    names = Counter((node.get(f"{W}name") or "").lower() for node in starts)
    identifiers = Counter(node.get(f"{W}id") for node in starts)
    yield from (f"bookmark {name} twice" for name, count in names.items() if count > 1)
    yield from (f"bookmark id {identifier} twice" for identifier, count in identifiers.items() if count > 1)
    if Counter(node.get(f"{W}id") for node in ends) != identifiers:
        yield "bookmark starts and ends do not match"
    for node in starts:
        name = node.get(f"{W}name") or ""
        if len(name) > LONGEST_NAME or not _BOOKMARK_NAME.fullmatch(name):
            yield f"bookmark name {name!r} is not allowed"
    for node in ends:
        identifier = node.get(f"{W}id")
        before = node.itersiblings(f"{W}bookmarkStart", preceding=True)
        if not any(start.get(f"{W}id") == identifier for start in before):
            yield f"bookmark id {identifier} does not begin in the paragraph where it ends"


def _drawing_problems(stories: list[Element]) -> Iterator[str]:
    identifiers = Counter(node.get("id") for root in stories for node in root.iter(f"{_DRAWING}docPr"))
    yield from (f"drawing id {identifier} twice" for identifier, count in identifiers.items() if count > 1)


def _body_problems(root: Element) -> Iterator[str]:
    body = root.find(f"{W}body")
    if body is None or len(body) == 0 or body[-1].tag != f"{W}sectPr":
        yield "the body does not end in w:sectPr"
        return
    for first, second in itertools.pairwise(body):
        if first.tag == f"{W}tbl" and second.tag in (f"{W}tbl", f"{W}sectPr"):
            yield "a table is not followed by a paragraph"
