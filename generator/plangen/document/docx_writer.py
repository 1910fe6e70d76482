"""Writes a document as a Word file: the body is ours, styles and page numbers come from the style document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a parameter is called date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangen.document.blocks import Document
from plangen.office.bookmarks import MAP_PROPERTY, pack_map
from plangen.terms.findings import Finding, FindingsError, Severity

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage

    from plangen.document.docx_body import Body

_KEPT_RELATIONSHIPS = ("styles", "settings", "fontTable", "theme", "numbering", "footnotes", "endnotes", "webSettings")
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_APPLICATION = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_APPLICATION_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"


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
) -> BuiltDocument:
    """Return a document as a sealed Word file, together with all findings.

    Args:
        document: what stands in it.
        style: the Word document whose styles, page set-up and page numbers it takes.
        properties: custom properties; the map of bookmarks and the seal are added.
        title: title in the file's properties.
        author: author in the file's properties.
        date: date in the file's properties; a fixed one when None, since there is no clock in a rendered document.

    Returns:
        the same bytes for the same input.

    Raises:
        FindingsError: the style document cannot be used.
    """
    from plangen.document.docx_body import build_body
    from plangen.document.word_style import load_style_data, read_word_style
    from plangen.office.docx_package import NO_DATE, open_style, read_parts, sealed_parts, write_parts

    package = open_style(style)
    word_style = read_word_style(package, str(style))
    body = build_body(document, word_style, load_style_data())
    _replace_body(package, body)
    findings = [*document.findings, *word_style.findings, *body.findings, *_clean_links(package, str(style))]
    names = pack_map(body.bookmarks)
    custom = {**properties, MAP_PROPERTY: names} if names else properties
    _set_properties(package, custom, title, author, date or NO_DATE)
    stream = BytesIO()
    package.save(stream)
    data = write_parts(sealed_parts(read_parts(stream.getvalue())))
    return BuiltDocument(data=data, findings=tuple(findings))


def _replace_body(package: OpcPackage, body: Body) -> None:
    """Put our body into the style document in place of its samples, and drop what only the samples needed."""
    from plangen.document.docx_body import section_references
    from plangen.office.word_xml import W

    part = package.main_document_part
    root: Any = part.element
    old = root.find(f"{W}body")
    for child in list(old):
        old.remove(child)
    old.extend(body.elements)
    used = section_references(body.elements)
    for identifier, relationship in list(part.rels.items()):
        kind = relationship.reltype.rsplit("/", 1)[-1]
        if identifier not in used and (kind not in _KEPT_RELATIONSHIPS or relationship.is_external):
            del part.rels[identifier]


def _clean_links(package: OpcPackage, file: str) -> list[Finding]:
    """Drop what would make Word fetch something when it opens the document, and say so."""
    from plangen.office.word_xml import W
    from plangen.terms.findings import Location

    findings = []
    parts: list[Any] = list(package.iter_parts())
    for part in parts:
        for identifier, relationship in list(part.rels.items()):
            kind = relationship.reltype.rsplit("/", 1)[-1]
            if not relationship.is_external or kind == "hyperlink":
                continue
            del part.rels[identifier]
            root = getattr(part, "element", None)
            for node in [] if root is None else [node for node in root.iter() if identifier in node.attrib.values()]:
                node.getparent().remove(node)
            if kind != "attachedTemplate":  # every document made from somebody's template has this one
                message = f"样式文件链接到外部的“{relationship.target_ref}”，已去掉。"
                location = Location(file=file)
                hint = "请把图片等内容嵌入样式文件，不要用链接。"
                severity = Severity.WARNING
                findings.append(
                    Finding(code="style-link", severity=severity, message=message, location=location, hint=hint)
                )
    # a draft is there to be edited, whatever the style document was protected against
    unwanted = {f"{W}{tag}" for tag in ("attachedTemplate", "documentProtection", "mailMerge", "docVars", "rsids")}
    for part in parts:
        if str(part.partname).endswith("/settings.xml"):
            for node in [node for node in part.element if node.tag in unwanted]:
                part.element.remove(node)
    return findings


def _set_properties(package: OpcPackage, properties: Mapping[str, str], title: str, author: str, date: Date) -> None:
    """Put our own properties in place of all that the style document had."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    from plangen.office.docx_package import (
        APPLICATION_XML,
        CUSTOM_CONTENT_TYPE,
        CUSTOM_PART,
        CUSTOM_RELATIONSHIP,
        custom_properties_xml,
    )

    for identifier, relationship in list(package.rels.items()):
        if relationship.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
            del package.rels[identifier]
    for name, content_type, kind, data in (
        ("docProps/core.xml", _CORE, _CORE_RELATIONSHIP, _core_xml(title, author, date)),
        ("docProps/app.xml", _APPLICATION, _APPLICATION_RELATIONSHIP, APPLICATION_XML),
        (CUSTOM_PART, CUSTOM_CONTENT_TYPE, CUSTOM_RELATIONSHIP, custom_properties_xml(properties)),
    ):
        package.relate_to(Part(PackURI(f"/{name}"), content_type, data), kind)


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
