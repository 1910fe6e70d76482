"""The package around a Word file: opening a stranger's safely, saving ours the same every time, sealing it.

A sealed file carries a digest over its own content.  A word processor writes everything anew when it saves, so a file
whose digest still fits is exactly what plangen wrote, and only such a file may be overwritten without asking.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from plangen.office import word_package

DIGEST_PROPERTY = "plangen.digest"
parse_xml = word_package.parse_xml
read_parts = word_package.read_parts

CUSTOM_PART = "docProps/custom.xml"
CUSTOM_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
CUSTOM_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

# Word on the desktop cuts a custom property after 255 UTF-16 units when it saves
LONGEST_PROPERTY = 240

APPLICATION_XML = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>plangen</Application></Properties>"
)
NO_DATE = date(2000, 1, 1)
"""What stands in the properties of a file whose plan has no date: a rendered file must not show the clock."""

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return a package with these parts; the same parts give the same bytes.

    Args:
        parts: contents by name, ``[Content_Types].xml`` among them.
    """
    # readers may expect the content types first, then the package's relationships
    order = {"[Content_Types].xml": 0, "_rels/.rels": 1}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (order.get(name, 2), name)):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else Windows and Linux would differ
            archive.writestr(entry, parts[name])
    return stream.getvalue()


def property_chunks(properties: Mapping[str, str]) -> dict[str, str]:
    """Return the properties as they are stored: a long value goes on in ``name#2``, ``name#3``, ..."""
    stored: dict[str, str] = {}
    for name, value in properties.items():
        for number, piece in enumerate(_pieces(value), 1):
            stored[name if number == 1 else f"{name}#{number}"] = piece
    return stored


def _pieces(value: str) -> list[str]:
    pieces, start, units = [], 0, 0
    for position, character in enumerate(value):
        width = 2 if ord(character) > 0xFFFF else 1
        if units + width > LONGEST_PROPERTY:
            pieces.append(value[start:position])
            start, units = position, 0
        units += width
    return [*pieces, value[start:]]


def joined_properties(stored: Mapping[str, str]) -> dict[str, str]:
    """Return properties with the pieces of long values put together again."""
    joined: dict[str, str] = {}
    for name, value in stored.items():
        if "#" in name:
            continue
        number, text = 2, value
        while (piece := stored.get(f"{name}#{number}")) is not None:
            text += piece
            number += 1
        joined[name] = text
    return joined


def custom_properties_xml(properties: Mapping[str, str]) -> bytes:
    """Return docProps/custom.xml with text properties, sorted by name; see :func:`property_chunks`."""
    from lxml import etree

    stored = property_chunks(properties)
    # lxml-stubs do not know the default namespace, for which lxml's key is None
    namespaces: Any = {None: CUSTOM_NAMESPACE, "vt": TYPES_NAMESPACE}
    root = etree.Element(f"{{{CUSTOM_NAMESPACE}}}Properties", nsmap=namespaces)
    for number, name in enumerate(sorted(stored), 2):  # Word counts custom properties from 2
        node = etree.SubElement(root, f"{{{CUSTOM_NAMESPACE}}}property")
        node.set("fmtid", _PROPERTY_FORMAT)
        node.set("pid", str(number))
        node.set("name", name)
        etree.SubElement(node, f"{{{TYPES_NAMESPACE}}}lpwstr").text = stored[name]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def read_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the custom text properties of a package, long values put together; none when there are none.

    Raises:
        ValueError: the part is no XML.
    """
    if CUSTOM_PART not in parts:
        return {}
    stored = {
        node.get("name") or "": "".join(str(text) for text in node.itertext())
        for node in parse_xml(parts[CUSTOM_PART]).iter(f"{{{CUSTOM_NAMESPACE}}}property")
    }
    return joined_properties(stored)


def package_digest(parts: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over all parts, the digest itself left out of the custom properties."""
    total = hashlib.sha256()
    for name in sorted(parts):
        content = parts[name]
        if name == CUSTOM_PART:
            properties = {key: value for key, value in read_properties(parts).items() if key != DIGEST_PROPERTY}
            content = custom_properties_xml(properties)
        total.update(name.encode("utf-8") + b"\0" + hashlib.sha256(content).digest())
    return total.hexdigest()


def sealed_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with the digest over them in the custom properties."""
    properties = {**read_properties(parts), DIGEST_PROPERTY: package_digest(parts)}
    return {**parts, CUSTOM_PART: custom_properties_xml(properties)}


def is_untouched(path: Path) -> bool:
    """Return whether an Office file is exactly as plangen wrote it.

    A file that cannot be read, was not written by plangen, or was saved by anybody since, is not untouched.
    """
    try:
        return untouched_properties(path.read_bytes()) is not None
    except OSError:
        return False


def untouched_properties(data: bytes) -> dict[str, str] | None:
    """Return the custom properties of an Office file that is exactly as plangen wrote it, None of any other file."""
    try:
        parts = read_parts(data)
        properties = read_properties(parts)
        return properties if properties.get(DIGEST_PROPERTY) == package_digest(parts) else None
    except ValueError:
        return None
