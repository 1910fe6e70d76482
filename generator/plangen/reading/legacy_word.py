"""Reads old Word files (.doc, .wps, .rtf, …) by having LibreOffice turn them into .docx first."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from plangen.office.limits import (
    MOST_BODY_BYTES,
    MOST_PART_BYTES,
    damaged,
    encrypted,
    open_zip,
    read_bounded,
    too_large,
)
from plangen.office.word_package import refuse_entities
from plangen.office.word_xml import local_name
from plangen.reading import rules, word
from plangen.reading.compound import SIGNATURE, is_encrypted_word_document, stream_names
from plangen.reading.libreoffice import converted, failed, find_office
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Finding, FindingsError, Location

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_XML_READERS = {
    f"{{{_TEXT}}}document": "OpenDocument Text Flat XML",
    "{http://schemas.microsoft.com/office/word/2003/wordml}wordDocument": "MS Word 2003 XML",
}
_SOURCES = {"section-source", "dde-source", "dde-connection-decl", "auto-reload", "event-listeners", "scripts"}
"""Elements of OpenDocument that name what LibreOffice fetches, or starts, when it opens a file."""
_MACRO_FOLDERS = ("Basic/", "Scripts/")


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of an old Word file.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: it needs a password, LibreOffice is missing, or it cannot convert the file.
    """
    made, findings = as_docx(path, data)
    document = _read_converted(path, made)
    return replace(
        document,
        sha256=hashlib.sha256(data).hexdigest(),
        format="doc",
        findings=(*findings, *document.findings),
    )


def as_docx(path: Path, data: bytes) -> tuple[bytes, tuple[Finding, ...]]:
    """Return an old Word file as the .docx that LibreOffice makes of it, and what there is to say about it.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: it needs a password, LibreOffice is missing, or it cannot convert the file.
    """
    if is_encrypted_word_document(data):
        raise encrypted(path.name, "文件")
    office = find_office()
    if office is None:
        raise rules.OFFICE_MISSING.error(Location(file=path.name))
    suffix, reader, safe, references = _prepared(data, path.name)
    made = converted(office, safe, suffix=suffix, reader=reader, name=path.name)
    where = Location(file=path.name)
    findings: list[Finding] = [rules.DOCUMENT_CONVERTED.found(where)]
    if _has_macros(data, path.name):
        findings.append(rules.DOCUMENT_MACROS.found(where))
    if references:
        findings.append(rules.DOCUMENT_REFERENCES.found(where, count=references))
    return made, tuple(findings)


def _read_converted(path: Path, made: bytes) -> SourceDocument:
    try:
        return word.read(path, made)
    except FindingsError as error:
        # What is wrong with the converted file is LibreOffice's doing, unless it only says that there is no text.
        if any(finding.code == "document-damaged" for finding in error.findings):
            raise failed(path.name, "转换结果无法读取") from error
        raise


def _prepared(data: bytes, name: str) -> tuple[str, str | None, bytes, int]:
    """Return a file's suffix, the filter that must read it, its bytes without references, and how many it had."""
    if data.startswith(SIGNATURE):
        return ".doc", None, data, 0
    if data.startswith(b"{\\rtf"):
        return ".rtf", "Rich Text Format", data, 0
    if data.startswith(b"PK"):
        return ".odt", "writer8", *without_references(data, name)
    root = _parsed(data, name)
    if root.tag not in _XML_READERS:
        raise failed(name, "XML文件不是LibreOffice能读的Word文档")
    count = _drop_references(root)
    return ".xml", _XML_READERS[root.tag], _written(root), count


def without_references(data: bytes, name: str) -> tuple[bytes, int]:
    """Return an OpenDocument package whose XML names nothing outside the package, and how often it did.

    Args:
        data: the package.
        name: the file's name, for findings.

    Raises:
        FindingsError: it is damaged, encrypted, or larger than any document.
    """
    count = size = 0
    made = io.BytesIO()
    with open_zip(data, name) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in archive.infolist():
            with archive.open(entry) as stream:
                content = read_bounded(stream, MOST_PART_BYTES, name)
            size += len(content)
            if size > MOST_BODY_BYTES:
                raise too_large(name, f"超过{MOST_BODY_BYTES // (1024 * 1024)}MB")
            if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in content:
                raise encrypted(name, "文件")
            if entry.filename in ("content.xml", "styles.xml", "meta.xml"):
                root = _parsed(content, name)
                count += _drop_references(root)
                content = _written(root)
            target.writestr(entry, content)
    return made.getvalue(), count


def _parsed(data: bytes, name: str) -> Any:
    from lxml import etree

    if len(data) > MOST_PART_BYTES:
        raise too_large(name, f"超过{MOST_PART_BYTES // (1024 * 1024)}MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(name, "XML内容不完整或有语法错误") from error
    refuse_entities(root, name)
    return root


def _drop_references(root: Any) -> int:
    """Take out of a document all that names something outside it, links to click aside, and return how much it was."""
    count = 0
    for element in root.iter():
        name = local_name(element)
        if name in _SOURCES and (len(element) or element.attrib):
            element.clear(keep_tail=True)
            count += name not in ("event-listeners", "scripts")
        if name in ("a", "hlink"):
            continue
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] in ("href", "src") and _is_outside(value):
                del element.attrib[key]
                count += 1
    return count


def _is_outside(reference: str) -> bool:
    if reference.startswith("wordml:"):  # a picture that stands in the same Word 2003 file
        return False
    return ":" in reference or "\\" in reference or reference.startswith(("/", ".."))


def _written(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True))


def _has_macros(data: bytes, name: str) -> bool:
    if data.startswith(b"PK"):
        return any(part.startswith(_MACRO_FOLDERS) for part in open_zip(data, name).namelist())
    return bool({"Macros", "_VBA_PROJECT_CUR"} & stream_names(data)) or b"<ooo:source-code" in data
