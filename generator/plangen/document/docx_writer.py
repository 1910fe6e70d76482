"""Writes a document as a Word file: the body is ours, styles and page numbers come from the style document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a parameter is called date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.document import rules
from plangen.document.blocks import Document
from plangen.document.markdown import MARKDOWN_NAME
from plangen.office import rules as office_rules
from plangen.office.bookmarks import MAP_PROPERTY, pack_map
from plangen.terms.findings import Finding, FindingsError, Location, Severity

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from plangen.document.docx_body import Body
    from plangen.document.style_source import StyleSource
    from plangen.office.base import Base

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_PACKAGE = "application/vnd.openxmlformats-package"
_DOCUMENT = "application/vnd.openxmlformats-officedocument"
_TOP = (
    (f"{_OFFICE}/officeDocument", "word/document.xml"),
    (f"{_METADATA}/core-properties", "docProps/core.xml"),
    (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    (f"{_OFFICE}/custom-properties", "docProps/custom.xml"),
)
_TYPES = {
    "word/document.xml": f"{_DOCUMENT}.wordprocessingml.document.main+xml",
    "docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
    "docProps/app.xml": f"{_DOCUMENT}.extended-properties+xml",
    "docProps/custom.xml": f"{_DOCUMENT}.custom-properties+xml",
}


@dataclass(frozen=True, kw_only=True)
class BuiltDocument:
    """A Word file and what there is to say about it.

    Attributes:
        data: the file, sealed (see :func:`plangen.office.docx_package.is_untouched`).
        findings: what the Markdown's reader found, unknown classes (errors), styles that are missing (warnings).
    """

    data: bytes
    findings: tuple[Finding, ...]


def write_docx(
    document: Document,
    *,
    style: Path,
    properties: Mapping[str, str],
    title: str,
    author: str,
    date: Date | None = None,
) -> bytes:
    """Return a document as a sealed Word file; see :func:`build_docx`.

    Raises:
        FindingsError: there are findings of severity error; it carries all findings.  Warnings alone are not seen
            here: who wants to show them calls :func:`build_docx`.
    """
    built = build_docx(document, style=style, properties=properties, title=title, author=author, date=date)
    if any(finding.severity is Severity.ERROR for finding in built.findings):
        raise FindingsError(built.findings)
    return built.data


def build_docx(
    document: Document,
    *,
    style: Path,
    properties: Mapping[str, str],
    title: str,
    author: str,
    date: Date | None = None,
    base: Base | None = None,
) -> BuiltDocument:
    """Return a document as a sealed Word file, together with all findings.

    Args:
        document: what stands in it.
        style: the Word document whose styles, page set-up and page numbers it takes.
        properties: custom properties; the map of bookmarks and the seal are added.
        title: title in the file's properties.
        author: author in the file's properties.
        date: date in the file's properties; a fixed one when None, since there is no clock in a rendered document.
        base: what the document is rendered from, which it carries along.

    Returns:
        the same bytes for the same input.

    Raises:
        FindingsError: the style document cannot be used.
    """
    from plangen.document.docx_body import build_body
    from plangen.document.style_source import open_style
    from plangen.document.word_check import lint_parts
    from plangen.document.word_style import load_style_data, read_word_style
    from plangen.office.base import with_base
    from plangen.office.docx_package import NO_DATE, sealed_parts, write_parts

    source = open_style(style)
    word_style = read_word_style(source, str(style))
    body = build_body(document, word_style, load_style_data(), _lists(source))
    findings = [*document.findings, *source.findings, *word_style.findings, *body.findings]
    names = pack_map(body.bookmarks)
    custom = {**properties, MAP_PROPERTY: names} if names else properties
    core = _core_xml(title, author, date or NO_DATE)
    parts = _parts(source, body, core, custom)
    if base is not None and base.fits:
        parts = with_base(parts, base)
    elif base is not None:
        findings.append(office_rules.BASE_TOO_LONG.found(Location(file=MARKDOWN_NAME)))
    if problems := lint_parts(parts):
        findings.append(rules.WORD_BROKEN.found(Location(file=str(style)), problems=problems))
    return BuiltDocument(data=write_parts(sealed_parts(parts)), findings=tuple(findings))


def _lists(source: StyleSource) -> Element | None:
    """Return the root of the style document's numbering part, where it has one."""
    from plangen.office.docx_package import parse_xml

    names = [name for kind, name in source.related.values() if kind == "numbering"]
    return parse_xml(source.parts[names[0]]) if names else None


def _parts(source: StyleSource, body: Body, core: bytes, properties: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts of the Word file: our text, what the style document gives, and our own properties."""
    from lxml import etree

    from plangen.document.docx_body import section_references
    from plangen.document.style_source import part_xml
    from plangen.document.word_grammar import R
    from plangen.office.docx_package import APPLICATION_XML, CUSTOM_PART, custom_properties_xml
    from plangen.office.word_xml import W

    document = etree.Element(f"{W}document", nsmap={"w": W[1:-1], "r": R[1:-1]})
    etree.SubElement(document, f"{W}body").extend(body.elements)
    used = section_references(body.elements)
    related = {
        identifier: (kind, name)
        for identifier, (kind, name) in source.related.items()
        if kind not in ("header", "footer") or identifier in used
    }
    own = {}
    if body.numbering is not None:
        related = {key: entry for key, entry in related.items() if entry[0] != "numbering"}
        related["rIdNumbers"] = ("numbering", "numbering.xml")
        own["word/numbering.xml"] = part_xml(body.numbering)
    parts = {
        "docProps/app.xml": APPLICATION_XML,
        "docProps/core.xml": core,
        CUSTOM_PART: custom_properties_xml(properties),
        "word/document.xml": part_xml(document),
        **{f"word/{name}": source.parts[name] for _, name in related.values() if f"word/{name}" not in own},
        **own,
    }
    return {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships({f"rId{number}": entry for number, entry in enumerate(_TOP, 1)}),
        "word/_rels/document.xml.rels": _relationships(
            {identifier: (f"{_OFFICE}/{kind}", name) for identifier, (kind, name) in related.items()}
        ),
        **parts,
    }


def _content_types(parts: Iterable[str]) -> bytes:
    entries = [
        ("Default", {"Extension": "rels", "ContentType": f"{_PACKAGE}.relationships+xml"}),
        ("Default", {"Extension": "xml", "ContentType": "application/xml"}),
    ]
    entries += [("Override", {"PartName": f"/{name}", "ContentType": _type_of(name)}) for name in sorted(parts)]
    return _flat_xml("http://schemas.openxmlformats.org/package/2006/content-types", "Types", entries)


def _type_of(part: str) -> str:
    kind = re.sub(r"[0-9]*\.xml$", "", part.rpartition("/")[2])
    return _TYPES.get(part) or (
        f"{_DOCUMENT}.{kind}+xml" if kind == "theme" else f"{_DOCUMENT}.wordprocessingml.{kind}+xml"
    )


def _relationships(related: Mapping[str, tuple[str, str]]) -> bytes:
    entries = [("Relationship", {"Id": key, "Type": kind, "Target": name}) for key, (kind, name) in related.items()]
    return _flat_xml("http://schemas.openxmlformats.org/package/2006/relationships", "Relationships", entries)


def _flat_xml(namespace: str, root_name: str, entries: Iterable[tuple[str, Mapping[str, str]]]) -> bytes:
    """Return XML of one level, in one namespace that has no prefix."""
    from lxml import etree

    namespaces: Any = {None: namespace}
    root = etree.Element(f"{{{namespace}}}{root_name}", nsmap=namespaces)
    for name, attributes in entries:
        etree.SubElement(root, f"{{{namespace}}}{name}", dict(attributes))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _core_xml(title: str, author: str, date: Date) -> bytes:
    from lxml import etree

    from plangen.document.markdown import printable

    names = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    root = etree.Element(f"{{{names['cp']}}}coreProperties", nsmap=names)
    etree.SubElement(root, f"{{{names['dc']}}}title").text = printable(title)
    etree.SubElement(root, f"{{{names['dc']}}}creator").text = printable(author)
    etree.SubElement(root, f"{{{names['cp']}}}lastModifiedBy").text = printable(author)
    for tag in ("created", "modified"):
        node = etree.SubElement(root, f"{{{names['dcterms']}}}{tag}")
        node.set(f"{{{names['xsi']}}}type", "dcterms:W3CDTF")
        node.text = f"{date.isoformat()}T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
